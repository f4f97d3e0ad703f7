"""What notebook 04 shows: sizes, words and themes by district, and what they do not show."""

from typing import TYPE_CHECKING

from analysis import (
    about_corpus,
    about_words,
    chain,
    counts,
    districts,
    figures,
    palette,
    paths,
    topics,
)
from analysis import keyness as keyness_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis.chain import Tables

# Not districts: they are shown in sizes and left out of comparisons between districts.
NO_DISTRICT = ("", "全市", "外地")
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
    names = {name for own_name in gazetteer().districts for name in (own_name, short(own_name))}
    own = own.assign(document=own["article_id"] + "\t" + own["district"])
    dtm = counts.document_term_matrix(own, documents="document")
    kept = [
        place
        for place, term in enumerate(dtm.terms)
        if about_words.is_word(term) and term not in stop_words and term not in names
    ]
    articles, groups = zip(*(name.split("\t") for name in dtm.documents), strict=True)
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
) -> "pd.DataFrame":
    """`keyness.keyness` of every district with enough text, each against the other districts.

    Parameters
    ----------
    min_tokens
        Districts with less text are in nobody's comparison.
    min_freq, min_docs
        Filter before testing, as in `keyness.keyness`.
    """
    import pandas as pd

    own = counts.counted(tokens)
    size = own[~own["district"].isin(NO_DISTRICT)].groupby("district").size()
    large = size[size >= min_tokens].index
    if not len(large):
        return pd.DataFrame(columns=list(keyness_of.COLUMNS))
    matrix, terms, groups, sizes, articles = documents(
        tokens[tokens["district"].isin(large)], stop_words=stop_words
    )
    return keyness_of.keyness(
        matrix, terms, groups, rng=rng, min_freq=min_freq, min_docs=min_docs, sizes=sizes,
        articles=articles,
    )  # fmt: skip


def findings(
    corpus: "Tables", tokens: "pd.DataFrame", key: "pd.DataFrame", *, min_tokens: int
) -> list[str]:
    """Sentences that answer notebook 04."""
    sizes = comparison_sizes(corpus, tokens, key, min_tokens=min_tokens)
    compared = sizes[sizes["compared"]]
    left_out = [name for name in sizes.loc[~sizes["compared"], "district"] if name not in ("–",)]
    left_out = [name for name in left_out if name not in NO_DISTRICT]
    if len(compared) < 2:
        return [
            f"Fewer than two districts have {min_tokens} tokens or more: nothing is compared. "
            f"Too small: {'、'.join(left_out) or 'none'}."
        ]
    top = top_words(key, 3)
    words = [
        f"{district}: {'、'.join(own['term'])}"
        for district, own in top.groupby("group", sort=False)
    ]
    testable = int((compared["smallest attainable p"] <= 0.05).sum())
    carried = int(top["carried_by_one"].sum())
    return [
        f"Words more frequent than in the other districts — {'; '.join(words)}; {carried} of these "
        f"{len(top)} hang on one article, {int((top['q'] <= 0.05).sum())} have a q of .05 or less.",
        f"{len(compared)} districts have {min_tokens} tokens or more and are compared; too small: "
        f"{'、'.join(left_out) or 'none'}.",
        f"For {testable} of {len(compared)} districts there are documents enough for a p of .05 to "
        f"be possible at all, before correcting for the {int(key['m'].max()):,} words looked at; "
        f"{int((key['q'] <= 0.05).sum())} words keep a q of .05 or less after it.",
    ]


def comparison_sizes(
    corpus: "Tables", tokens: "pd.DataFrame", key: "pd.DataFrame", *, min_tokens: int
) -> "pd.DataFrame":
    """One row per district: text, documents, years, papers, smallest attainable p, compared or not.

    Returns
    -------
    DataFrame in order of tokens, with `district`, `tokens`, `documents`, `sentences`, `printed`,
    `years`, `papers`, `smallest attainable p` (NaN where not compared), `compared`.
    """
    text = counts.counted(tokens).groupby("district")
    table = about_corpus.sizes_by_district(corpus).drop(columns=["characters", "articles"])
    names = [("" if name == "–" else name) for name in table["district"]]
    table["tokens"] = [int(text.size().get(name, 0)) for name in names]
    table["documents"] = [int(text["article_id"].nunique().get(name, 0)) for name in names]
    attainable = key.groupby("group")["p_min"].min() if len(key) else {}
    table["smallest attainable p"] = [attainable.get(name, float("nan")) for name in names]
    table["compared"] = [
        name not in NO_DISTRICT and size >= min_tokens
        for name, size in zip(names, table["tokens"], strict=True)
    ]
    columns = ["district", "tokens", "documents", "sentences", "printed", "years", "papers"]
    table = table[[*columns, "smallest attainable p", "compared"]]
    return table.sort_values(["tokens", "district"], ascending=[False, True]).reset_index(drop=True)


def top_words(key: "pd.DataFrame", most: int) -> "pd.DataFrame":
    """Each district's words that are most its own, by log-odds z, districts in order of text."""
    import pandas as pd

    if key.empty:
        return key
    own = key[key["log_ratio"] > 0].sort_values(
        ["n_target", "group", "z", "term"], ascending=[False, True, False, True]
    )
    return pd.concat([part.head(most) for _, part in own.groupby("group", sort=False)] or [own])


def words_shown(top: "pd.DataFrame", most: int) -> "pd.DataFrame":
    """The first words of each district with short headings, for a table that fits a screen."""
    names = {
        "group": "district", "term": "term", "freq_target": "freq", "freq_reference": "in the rest",
        "docs_target": "docs", "log_ratio": "log_ratio", "low": "from", "high": "to", "q": "q",
        "carried_by_one": "carried",
    }  # fmt: skip
    return top.groupby("group", sort=False).head(most)[list(names)].rename(columns=names)


def keyness_note(key: "pd.DataFrame") -> str:
    """What the table of words rests on."""
    if key.empty:
        return "Nothing is compared."
    return (
        f"Intervals (from, to) and q by resampling documents, q corrected for m = "
        f"{int(key['m'].max()):,} words; – where a district has one document. Ordered by z of the "
        "log odds with an informative prior; carried: one document holds the word up."
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
        return "No two districts have text enough to be compared"
    known = top[top["low"].notna() & top["high"].notna()]
    across = int(((known["low"] <= 0) & (known["high"] >= 0)).sum())
    return (
        f"Words more frequent in each district than in the others: {int((top['q'] <= 0.05).sum())} "
        f"of {len(top)} have a q of .05 or less\n"
        f"{across} of {len(known)} intervals include 0; behind each dot: occurrences here : in the "
        "others; * carried by one article"
    )


def first_words(top: "pd.DataFrame", chosen: list[str]) -> dict[str, str]:
    """The most characteristic word of each chosen district."""
    own = top[top["group"].isin(chosen)].drop_duplicates("group")
    return dict(zip(own["group"], own["term"], strict=True))


def theme_table(corpus: "Tables", *, rng: "np.random.Generator") -> "pd.DataFrame":
    """Shares of sentences by district and theme, as `topics.theme_shares` gives them.

    Headings and running text of articles count; captions, mastheads and teasers do not. A theme is
    named in Chinese with its gloss.
    """
    themes = topics.load_themes(paths.corpus_folder())
    gloss = themes["gloss"].str.split(":").str[0]
    themes = themes.assign(theme=themes["theme"] + "  " + gloss)
    articles = corpus.articles.loc[corpus.articles["kind"] == "article", "article_id"]
    text = corpus.sentences
    text = text[text["article_id"].isin(articles) & (text["role"] != "byline")]
    hits = topics.theme_hits(text, themes)
    return topics.theme_shares(hits, text, rng=rng, themes=themes)


def theme_grid(table: "pd.DataFrame") -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Shares of sentences by theme (rows) and district (columns), and the texts for the cells.

    Districts stand in order of their sentences, themes in order of their largest share; a district
    with too few sentences for a share is left out, and one whose sentences stand in a single
    article is marked.
    """
    own = table[~table["group"].isin(NO_DISTRICT) & table["share"].notna()]
    size = own.groupby("group")["n_sentences"].max()
    columns = sorted(size.index, key=lambda name: (-size[name], name))
    shares = own.pivot(index="theme", columns="group", values="share")
    found = own.pivot(index="theme", columns="group", values="n_sentences_with")
    order = [theme for theme in shares.index if found.loc[theme].sum() > 0]
    order.sort(key=lambda theme: (-shares.loc[theme].max(), theme))
    shares, found = shares.loc[order, columns], found.loc[order, columns]
    notes = found.map(lambda count: str(int(count)) if count else "")
    articles = own.groupby("group")["n_articles"].max()
    heading = {
        name: f"{name}\nn = {size[name]}" + f"\n{ONE_ARTICLE}" * int(articles[name] == 1)
        for name in columns
    }
    shares.columns.name = notes.columns.name = shares.index.name = notes.index.name = None
    return shares.rename(columns=heading), notes.rename(columns=heading)


def theme_title(shares: "pd.DataFrame") -> str:
    """The largest share of the heat map, as its title."""
    if shares.empty:
        return "No district has sentences enough for a share"
    highest = shares.stack()
    theme, column = highest.idxmax()
    share = highest.max()
    name, n, *single = column.splitlines()
    rests = f" ({n}, all in {ONE_ARTICLE})" if single else f" ({n})"
    return f"{name}: {share:.0%} of its sentences{rests} touch {theme}"


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
    """Counts of the words that rankings show, for each district with enough text, largest first."""
    own = tokens[~tokens["district"].isin(NO_DISTRICT)]
    if not len(own):
        return {}
    table = counts.frequency(own, by="district", stop_words=stop_words)
    table = table[table["token"].map(about_words.is_word).astype(bool)]
    table = table[table["n_tokens"] >= min_tokens]
    size = table.groupby("district")["n_tokens"].first()
    found = {}
    for district in sorted(size.index, key=lambda name: (-size[name], name)):
        part = table[table["district"] == district]
        found[district] = dict(zip(part["token"], part["freq"], strict=True))
    return found


def gazetteer() -> "districts.Gazetteer":
    """The gazetteer of the corpus that notebooks read."""
    folder = paths.corpus_folder()
    return districts.load_gazetteer(folder, city=chain.city_of(folder))


def short(district: str) -> str:
    """The district's name as papers shorten it: 静安 for 静安区, 浦东 for 浦东新区."""
    return district.removesuffix("区").removesuffix("新")


def colours() -> dict[str, str]:
    """Each district's colour, the same in every figure."""
    return palette.group_colours(gazetteer().districts)


def in_order(names: list[str]) -> list[str]:
    """The districts in the gazetteer's order; the city and elsewhere last."""
    return figures.ordered(names, list(colours()))
