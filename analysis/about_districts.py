"""What notebook 04 shows: sizes, words and themes by district, and what they do not show."""

from typing import TYPE_CHECKING

from analysis import (
    about_reading,
    about_words,
    chain,
    counts,
    districts,
    figures,
    palette,
    paths,
    quality,
    topics,
)
from analysis import keyness as keyness_of
from analysis import sizes as sizes_of
from analysis.language import is_chinese, listed, say

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd

    from analysis.chain import Tables

# Not districts: they are shown in sizes and left out of comparisons between districts.
NO_DISTRICT = ("", "全市", "外地")
# χ² with one degree of freedom at p = .0001, the usual bar for log-likelihood in corpus linguistics
# (Rayson, Berridge and Francis 2004); it takes every token for a separate observation.
G2_BAR = 15.13
# Under a district whose sentences all stand in one.
ONE_ARTICLE = "one article"


def documents(tokens: "pd.DataFrame", *, stop_words: frozenset[str]) -> "tuple":
    """The count matrix behind a comparison of districts: articles, cut by district.

    Parameters
    ----------
    tokens
        As `counts.token_table` gives them.
    stop_words
        Left out of the terms and kept in the sizes.

    Returns
    -------
    (matrix, terms, groups, sizes, articles): sparse counts (n_documents, n_terms), the terms in
    order, the district of each document, its tokens, its article. Terms have two characters or
    more and no digit, and are no district's name: that 普陀 stands in texts about 普陀区 says
    nothing.
    """
    own = tokens[~tokens["district"].isin(NO_DISTRICT)]
    says_something = telling_word()
    own = own.assign(document=own["article_id"] + "\t" + own["district"])
    dtm = counts.document_term_matrix(own, documents="document")
    kept = [
        place
        for place, term in enumerate(dtm.terms)
        if says_something(term) and term not in stop_words
    ]
    articles, groups = zip(*(name.rsplit("\t", 1) for name in dtm.documents), strict=True)
    sizes = dtm.matrix.sum(axis=1)
    return dtm.matrix[:, kept], dtm.terms[kept], list(groups), sizes, list(articles)


def keyness(
    tokens: "pd.DataFrame",
    *,
    stop_words: frozenset[str],
    min_tokens: int,
    min_freq: int,
    min_docs: int,
    rng: "np.random.Generator",
    within_paper: bool = False,
) -> "pd.DataFrame":
    """`keyness.keyness` of every district with enough text, each against the other districts.

    Parameters
    ----------
    min_tokens
        Districts with less text are in nobody's comparison.
    min_freq, min_docs
        Filter before testing, as in `keyness.keyness`.
    within_paper
        The permutation exchanges articles of one newspaper only, so that the paper's own way of
        writing is not taken for the district's.
    """
    import pandas as pd

    own = counts.counted(tokens)
    size = own[~own["district"].isin(NO_DISTRICT)].groupby("district").size()
    large = sizes_of.largest(size[size >= min_tokens])
    if not len(large):
        return pd.DataFrame(columns=list(keyness_of.COLUMNS))
    matrix, terms, groups, sizes, articles = documents(
        tokens[tokens["district"].isin(large)], stop_words=stop_words
    )
    paper = tokens.drop_duplicates("article_id").set_index("article_id")["newspaper"]
    strata = [paper[article] or "?" for article in articles] if within_paper else None
    return keyness_of.keyness(
        matrix, terms, groups, rng=rng, min_freq=min_freq, min_docs=min_docs,
        min_tokens=min_tokens, sizes=sizes, articles=articles, strata=strata,
    )  # fmt: skip


def sizes(corpus: "Tables", tokens: "pd.DataFrame", *, min_tokens: int) -> "pd.DataFrame":
    """`sizes.sizes` of every district with text, how well it was read, and `compared` (or not)."""
    read = quality.by_district(about_reading.reading(corpus), corpus.sentences)
    table = sizes_of.sizes(tokens, quality=read, min_tokens=min_tokens)
    own = table[(table["n_tokens"] >= min_tokens) & ~table["district"].isin(NO_DISTRICT)]
    compared = sizes_of.largest(own.set_index("district")["n_tokens"])
    return table.assign(compared=table["district"].isin(compared))


def sizes_shown(table: "pd.DataFrame") -> "pd.DataFrame":
    """The sizes with short headings; – for sentences that are given to no district."""
    names = {
        "district": "district", "n_documents": "articles", "n_sentences": "sentences",
        "n_tokens": "tokens", "years": "years", "papers": "papers", "in_words": "in known words",
        "score": "reading score", "compared": "compared", "why": "too small",
    }  # fmt: skip
    shown = table[list(names)].rename(columns=names)
    return shown.assign(district=shown["district"].replace("", "–"))


def findings(sizes: "pd.DataFrame", key: "pd.DataFrame", *, min_tokens: int) -> list[str]:
    """Sentences that answer notebook 04: how much text there is, then words, then what holds."""
    own = sizes[~sizes["district"].isin(NO_DISTRICT)]
    compared = own[own["compared"]]
    small = own["n_tokens"] < min_tokens
    left_out = "、".join(own.loc[small, "district"]) or say("none")
    beyond = int((~small & ~own["compared"]).sum())
    if beyond:
        left_out += say(
            "; {n} {n:has|have} less text than these and {n:is|are} not compared", n=beyond
        )
    if len(compared) < 2:
        return [
            say(
                "Fewer than two districts have {min_tokens} tokens or more: nothing is "
                "compared. Too small: {left_out}.",
                min_tokens=min_tokens,
                left_out=left_out,
            )
        ]
    top = top_words(key, 3)
    words = [(name, "、".join(own["term"])) for name, own in top.groupby("group", sort=False)]
    words = listed((say("{name}: {words}", name=name, words=said) for name, said in words), "; ")
    single = "、".join(compared.loc[compared["n_documents"] == 1, "district"]) or say("none")
    first = compared.iloc[0]
    return [
        say(
            "{n_own} districts have text, {n_compared} of them {min_tokens} tokens or "
            "more: those are compared (too small: {left_out}). {district} alone has "
            "{share:.0%} of the tokens; known from one article: {single}.",
            n_own=len(own), n_compared=len(compared), min_tokens=min_tokens, left_out=left_out,
            district=first["district"], share=first["n_tokens"] / own["n_tokens"].sum(),
            single=single,
        ),
        say(
            "Words more frequent than in the other districts — {words}; {carried} of these "
            "{n_top} {carried:hangs|hang} on one article.",
            words=words, carried=int(top["carried_by_one"].sum()), n_top=len(top),
        ),
        say(
            "{passed} {passed:word passes|words pass} the usual bar of log-likelihood (G² above "
            "{bar}), {kept} {kept:keeps|keep} a q of .05 or less when whole articles are "
            "exchanged: {verdict}.",
            passed=int((key["log_likelihood"] > G2_BAR).sum()), bar=G2_BAR,
            kept=int((key["q"] <= keyness_of.MAX_Q).sum()), verdict=verdict(key),
        ),
    ]  # fmt: skip


def verdict(key: "pd.DataFrame") -> str:
    """What the counts of words above make of it."""
    if kept := (key["q"] <= keyness_of.MAX_Q).sum():
        one, many = "only this word is told from chance", "only these are told from chance"
        return say(one if kept == 1 else many)
    return say("no word is called significant, effects are shown with their counts")


def tests_possible(key: "pd.DataFrame", within: "pd.DataFrame") -> "pd.DataFrame":
    """What a test could find at best: one row per district compared.

    Parameters
    ----------
    key, within
        As `keyness` gives them, free and within each newspaper.

    Returns
    -------
    DataFrame with `district`, `articles`, `articles of the rest`, `in both` (cut: exchanged with
    nobody), `words` (m), `p_min`, `needed` (words that must all have it for a q of .05),
    `p_min in paper`, `lowest p`, `lowest q`, `G² > 15.13` (words).
    """
    import pandas as pd

    rows = []
    for district, part in key.groupby("group", sort=False):
        first, inside = part.iloc[0], within[within["group"] == district]
        rows.append(
            (district, first["n_docs_target"], first["n_docs_reference"], first["shared_articles"],
             first["m"], first["p_min"], first["n_needed"], inside["p_min"].min(),
             part["p"].min(), part["q"].min(), int((part["log_likelihood"] > G2_BAR).sum()),
             first["n_target"])
        )  # fmt: skip
    names = [
        "district", "articles", "articles of the rest", "in both", "words", "p_min", "needed",
        "p_min in paper", "lowest p", "lowest q", f"G² > {G2_BAR}", "size",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=names).sort_values(
        ["size", "district"], ascending=[False, True], ignore_index=True
    )
    return table.drop(columns="size")


def top_words(key: "pd.DataFrame", most: int) -> "pd.DataFrame":
    """Each district's words that are most its own, by log-odds z, in the gazetteer's order."""
    import pandas as pd

    if key.empty:
        return key
    own = key[key["log_ratio"] > 0].sort_values(
        ["n_target", "group", "z", "term"], ascending=[False, True, False, True]
    )
    parts = dict(list(own.groupby("group", sort=False)))
    return pd.concat([parts[name].head(most) for name in in_order(list(parts))] or [own])


def words_shown(top: "pd.DataFrame", most: int) -> "pd.DataFrame":
    """The first words of each district with short headings, for a table that fits a screen."""
    names = {
        "group": "district", "term": "term", "freq_target": "freq", "freq_reference": "in the rest",
        "docs_target": "articles", "log_ratio": "log_ratio", "low": "from", "high": "to",
        "log_likelihood": "G²", "dp_norm": "DPnorm", "p": "p", "q": "q",
        "carried_by_one": "carried", "log_ratio_without": "without it",
    }  # fmt: skip
    return top.groupby("group", sort=False).head(most)[list(names)].rename(columns=names)


def keyness_note(key: "pd.DataFrame") -> str:
    """What the table of words rests on."""
    if key.empty:
        return say("Nothing is compared.")
    return say(
        "freq: occurrences in the district; from, to: 95 % interval of log_ratio by drawing whole "
        "articles; DPnorm: 0 even over the district's articles, 1 all in the shortest; p by "
        "exchanging articles, q corrected for m = {m:,} {m:word|words}; carried: without one "
        "article the difference ends; without it: log_ratio without the article that carries "
        "most; – where nothing is left or there is one article. Ordered by z of the log odds.",
        m=int(key["m"].max()),
    )


def effect_notes(top: "pd.DataFrame") -> list[str]:
    """Counts printed behind each dot: in the district, in the rest; * for one article's word."""
    return [
        f"{int(row.freq_target)} : {int(row.freq_reference)}{'*' if row.carried_by_one else ''}"
        for row in top.itertuples()
    ]


def keyness_title(top: "pd.DataFrame") -> str:
    """What the small multiples show, as their title."""
    if top.empty:
        return say("No two districts have text enough to be compared")
    known = top[top["low"].notna() & top["high"].notna()]
    across = int(((known["low"] <= 0) & (known["high"] >= 0)).sum())
    return say(
        "Words more frequent in each district than in the others: {kept} of {n_top} "
        "{kept,n_top:has|have} a q of .05 or less\n{across} of {n_known} "
        "{n_known:interval|intervals} {across,n_known:includes|include} 0; behind each dot: "
        "occurrences here : in the others; * carried by one article",
        kept=int((top["q"] <= 0.05).sum()), n_top=len(top), across=across, n_known=len(known),
    )  # fmt: skip


def theme_table(corpus: "Tables", *, rng: "np.random.Generator") -> "pd.DataFrame":
    """Shares of sentences by district and theme, as `topics.theme_shares` gives them.

    Headings and running text of articles count; captions, mastheads and teasers do not. A theme is
    named in Chinese with its gloss.
    """
    themes = topics.load_themes(paths.corpus_folder())
    gloss = themes["gloss"].str.split(":").str[0]
    if not is_chinese():
        themes = themes.assign(theme=themes["theme"] + "  " + gloss)
    articles = corpus.articles.loc[corpus.articles["kind"] == "article", "article_id"]
    text = corpus.sentences
    text = text[text["article_id"].isin(articles) & (text["role"] != "byline")]
    hits = topics.theme_hits(text, themes)
    return topics.theme_shares(hits, text, rng=rng, themes=themes)


def theme_grid(table: "pd.DataFrame") -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Shares of sentences by theme (rows) and district (columns), and the texts for the cells.

    Districts stand in the gazetteer's order, themes in order of their largest share; a district
    with too few sentences for a share is left out, and one whose sentences stand in a single
    article is marked.
    """
    own = table[~table["group"].isin(NO_DISTRICT) & table["share"].notna()]
    size = own.groupby("group")["n_sentences"].max()
    columns = in_order(sizes_of.largest(size))
    shares = own.pivot(index="theme", columns="group", values="share")
    found = own.pivot(index="theme", columns="group", values="n_sentences_with")
    order = [theme for theme in shares.index if found.loc[theme].sum() > 0]
    order.sort(key=lambda theme: (-shares.loc[theme].max(), theme))
    shares, found = shares.loc[order, columns], found.loc[order, columns]
    notes = found.map(lambda count: str(int(count)) if count else "")
    articles = own.groupby("group")["n_articles"].max()
    heading = {
        name: f"{name}\nn = {size[name]}" + f"\n{say(ONE_ARTICLE)}" * int(articles[name] == 1)
        for name in columns
    }
    return shares.rename(columns=heading), notes.rename(columns=heading)


def theme_title(shares: "pd.DataFrame") -> str:
    """The largest share of the heat map, as its title."""
    if shares.empty:
        return say("No district has sentences enough for a share")
    highest = shares.stack()
    theme, column = highest.idxmax()
    share = highest.max()
    name, n, *single = column.splitlines()
    if single:
        n = say("{n}, all in one article", n=n)
    return say(
        "{name}: {share:.0%} of its sentences ({n}) touch {theme}",
        name=name, share=share, n=n, theme=theme,
    )  # fmt: skip


def theme_words(table: "pd.DataFrame") -> "pd.DataFrame":
    """The words behind the shares, largest counts first.

    Returns
    -------
    DataFrame with `district`, `theme`, `share`, `from`, `to` (bootstrap by article), `sentences`,
    `articles`, `words`.
    """
    own = table[~table["group"].isin(NO_DISTRICT) & (table["n_sentences_with"] > 0)]
    own = own.sort_values(["n_sentences_with", "group", "theme"], ascending=[False, True, True])
    names = {
        "group": "district", "theme": "theme", "share": "share", "boot_low": "from",
        "boot_high": "to", "n_sentences_with": "sentences", "n_articles_with": "articles",
        "words": "words",
    }  # fmt: skip
    return own[list(names)].rename(columns=names)


def cloud_words(
    tokens: "pd.DataFrame", *, stop_words: frozenset[str], min_tokens: int
) -> dict[str, dict[str, int]]:
    """Counts of the words that rankings show, for each district with enough text, in order."""
    own = tokens[~tokens["district"].isin(NO_DISTRICT)]
    if not len(own):
        return {}
    table = counts.frequency(own, by="district", stop_words=stop_words)
    table = table[table["token"].map(about_words.is_word).astype(bool)]
    table = table[table["n_tokens"] >= min_tokens]
    size = table.groupby("district")["n_tokens"].first()
    found = {}
    for district in in_order(sizes_of.largest(size)):
        part = table[table["district"] == district]
        found[district] = dict(zip(part["token"], part["freq"], strict=True))
    return found


def gazetteer() -> "districts.Gazetteer":
    """The gazetteer of the corpus that notebooks read."""
    folder = paths.corpus_folder()
    return districts.load_gazetteer(folder, city=chain.city_of(folder))


def telling_word() -> "Callable[[str], bool]":
    """Whether a word may stand in a comparison: a word of two characters, no district's name."""
    names = {name for own_name in gazetteer().districts for name in (own_name, short(own_name))}
    return lambda term: about_words.is_word(term) and term not in names


def short(district: str) -> str:
    """The district's name as papers shorten it: 静安 for 静安区, 浦东 for 浦东新区."""
    return district.removesuffix("区").removesuffix("新")


def colours() -> dict[str, str]:
    """Each district's colour, the same in every figure."""
    return palette.group_colours(gazetteer().districts)


def in_order(names: list[str]) -> list[str]:
    """The districts in the gazetteer's order; the city and elsewhere last."""
    return figures.ordered(names, list(colours()))
