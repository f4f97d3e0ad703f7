"""What notebooks 00 and 01 show: the pages, their repair, their articles, the text per district."""

from collections import Counter
from typing import TYPE_CHECKING

from analysis import about_table, chain, drawn, gazetteer, lexicon, pages, paths, schema, worklist
from analysis.language import bracketed, is_chinese, listed, say, sentence

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from analysis.chain import Tables

EXAMPLES = 3  # of each repair: enough to see what it does
# A term of the corpus has this many occurrences at least, where none are named in corpus.toml.
MIN_TERM = 3


def overview(corpus: "Tables") -> list[str]:
    """Sentences that say what the corpus is and how much became of it."""
    articles = corpus.articles[corpus.articles["kind"] == "article"]
    districts = named_districts(corpus)
    return [
        sentence(_title()),
        _held(corpus, len(articles)),
        *filter(None, [drawn.said(corpus, chain.whole_rows())]),
        say(
            "{reach}: {names}.",
            reach=about_table.reach(len(districts)),
            names="、".join(districts) or say("none found"),
        ),
        say(
            "{n_systems} named {n_systems:system is|systems are} mentioned {n_mentions} "
            "{n_mentions:time|times}; {n_indicators} {n_indicators:figure is|figures are} in the "
            "ledger, {n_checks} {n_checks:relation between them was|relations between them were} "
            "worked out.",
            n_systems=len(corpus.systems),
            n_mentions=len(corpus.mentions),
            n_indicators=len(corpus.indicators),
            n_checks=len(corpus.checks),
        ),
    ]


def findings(corpus: "Tables") -> list[str]:
    """Sentences that answer notebook 01."""
    sizes = sizes_by_district(corpus)
    known = sizes[sizes["district"] != "–"]
    low = int((corpus.lines["confidence"] < worklist.CERTAIN).sum())
    articles = int((corpus.articles["kind"] == "article").sum())
    return [
        say(
            "{n_lines:,} printed {n_lines:line|lines} on {n_pages} {n_pages:page|pages} "
            "{n_lines:is|are} {articles} {articles:article|articles} and {others} other "
            "{others:item|items}; {given:,} of {n_sentences:,} {n_sentences:sentence|sentences} "
            "{given,n_sentences:is|are} given to a district, to the city or to elsewhere, "
            "{printed:,} by a name that {printed:it prints itself|they print themselves}.",
            n_lines=len(corpus.lines), n_pages=len(corpus.pages),
            articles=articles, others=len(corpus.articles) - articles,
            n_sentences=sizes["sentences"].sum(),
            given=known["sentences"].sum(), printed=known["printed"].sum(),
        ),
        _repaired(corpus.edits),
        say(
            "{low:,} {low:line is|lines are} read with a confidence below {certain} and should be "
            "looked at first.",
            low=low, certain=worklist.CERTAIN,
        ),
    ]  # fmt: skip


def _repaired(edits: "pd.DataFrame") -> str:
    """How many repairs were made, and by which rules most."""
    if edits.empty:
        return say("No repair was needed.")
    rules = edits["rule"].value_counts()
    most = sorted(rules.items(), key=lambda item: (-item[1], item[0]))[:3]
    return say(
        "{n:,} {n:repair was|repairs were} needed, {n:namely|most of them} {rules}; "
        "{n:it|each} is a row that can be undone.",
        n=len(edits),
        rules=listed(say(rule) + bracketed(f"{count:,}") for rule, count in most),
    )


def _held(corpus: "Tables", n_articles: int) -> str:
    """What the pages hold, or how many texts the table file has."""
    sizes = {"n_sentences": len(corpus.sentences), "n_tokens": len(corpus.tokens)}
    if about_table.of_table():
        return say(
            "{n:,} {n:text|texts}{years}, {n:|each }a row of a table file: {n_sentences:,} "
            "{n_sentences:sentence|sentences}, {n_tokens:,} {n_tokens:token|tokens}.",
            n=len(corpus.pages), years=_years(corpus.pages), **sizes,
        )  # fmt: skip
    return say(
        "{n_pages} {n_pages:page|pages}{years} {n_pages:holds|hold} {n_articles} "
        "{n_articles:article|articles} and {others} other {others:item|items} (captions, "
        "mastheads, teasers, jump lines, data boxes): {n_sentences:,} "
        "{n_sentences:sentence|sentences}, {n_tokens:,} {n_tokens:token|tokens}.",
        n_pages=len(corpus.pages), years=_years(corpus.pages), n_articles=n_articles,
        others=len(corpus.articles) - n_articles, **sizes,
    )  # fmt: skip


def limits(corpus: "Tables", folder: "Path | None" = None) -> list[str]:
    """Sentences that say what the pages of a folder (None: that of the notebooks) cannot show."""
    papers = sorted(set(corpus.pages["newspaper"]) - {""})
    years = sorted({date[:4] for date in corpus.pages["issue_date"] if date})
    inferred = int((~corpus.pages["date_basis"].isin(["printed", ""])).sum())
    undated = int((corpus.pages["issue_date"] == "").sum())
    per_page = corpus.articles[corpus.articles["districts"] != ""].groupby("page_id")["districts"]
    counts = [len(set(";".join(names).split(";")) - {"全市", "外地"}) for _, names in per_page]
    span = str(max(counts)) if counts else "0" if is_chinese() else "no"
    if len(set(counts)) > 1:
        span = say("{a} to {b}", a=min(counts), b=max(counts))
    reach = about_table.reach(len(named_districts(corpus)), folder)
    if about_table.of_table(folder):
        return about_table.limits(corpus, years, undated, reach)
    return [
        say(
            "{n_pages} {n_pages:page is|pages are} no sample: {n_pages:it was|they were} not "
            "drawn at random from anything.",
            n_pages=len(corpus.pages),
        ),
        say(
            "Newspapers known: {papers}; years: {years}. Paper, year and district "
            "change together: a difference between districts can be one between papers.",
            papers="、".join(papers) or say("none"),
            years=listed(years) or say("none"),
        ),
        say(
            "A page writes about {span} {span:district|districts}. {reach}; of the others nothing "
            "can be said.",
            span=span,
            reach=reach,
        ),
        say(
            "{inferred} of {n_pages} {n_pages:date|dates} {inferred,n_pages:is|are} inferred, "
            "{undated} unknown.",
            inferred=inferred, n_pages=len(corpus.pages), undated=undated,
        ),
    ]  # fmt: skip


def pages_in_short(corpus: "Tables") -> "pd.DataFrame":
    """One row per page: paper, date and how it is known, size, items."""
    items = corpus.articles["page_id"].value_counts()
    table = corpus.pages[["page_id", "newspaper", "issue_date"]].copy()
    basis = corpus.pages["date_basis"].str.split(":").str[0]
    table["date is"] = [say(known) if known else say("unknown") for known in basis]
    table["n_chars"] = corpus.pages["n_chars"]
    table["items"] = [int(items.get(page, 0)) for page in table["page_id"]]
    return table


def stages(corpus: "Tables") -> "pd.DataFrame":
    """One row per table of the chain: its rows, and what a row is."""
    import pandas as pd

    a_row = {
        "pages": "a newspaper page", "lines": "a printed line, not blank",
        "articles": "an item of a page", "sentences": "a sentence or heading",
        "tokens": "a word, number or mark", "edits": "a repair",
        "systems": "a named system that is mentioned", "mentions": "a mention of a system",
        "indicators": "a printed figure", "checks": "an arithmetical relation",
        "series": "a point of a quantity printed more than once",
        "claims": "a claim of being first", "announcements": "something announced",
    }  # fmt: skip
    rows = [(name, len(table), a_row[name]) for name, table in corpus._asdict().items()]
    return pd.DataFrame(rows, columns=["table", "rows", "a row is"])


def repairs(edits: "pd.DataFrame") -> "pd.DataFrame":
    """One row per rule: how often, on how many pages, examples of before → after."""
    import pandas as pd

    rows = []
    for rule, own in edits.groupby("rule", sort=True):
        pairs = Counter(zip(own["before"], own["after"], strict=True))
        common = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:EXAMPLES]
        shown = "  ".join(f"{_seen(before)} → {_seen(after)}" for (before, after), _ in common)
        rows.append((rule, len(own), own["page_id"].nunique(), shown))
    table = pd.DataFrame(rows, columns=["rule", "repairs", "pages", "examples"])
    return table.sort_values(["repairs", "rule"], ascending=[False, True])


def most_edited_page(corpus: "Tables") -> str:
    """The page with most repairs; of several, or where there are none, the first by name."""
    counts_by_page = corpus.edits["page_id"].value_counts().sort_index()
    return str(counts_by_page.idxmax() if len(counts_by_page) else corpus.pages["page_id"].iloc[0])


def before_and_after(corpus: "Tables", page_id: str, *, most: int = 6) -> "pd.DataFrame":
    """The page's first lines with several repairs: as received, and as they enter a sentence."""
    import pandas as pd

    from analysis import repair

    edits = corpus.edits[corpus.edits["page_id"] == page_id]
    counts = edits["line"].value_counts()
    raw = corpus.lines[corpus.lines["page_id"] == page_id].set_index("line")["text"]
    rows = []
    for line in sorted(counts[counts >= min(2, counts.max() if len(counts) else 0)].index)[:most]:
        own = [
            repair.Edit(row.column, row.before, row.after, row.rule)
            for row in edits[edits["line"] == line].itertuples()
        ]
        rows.append((line, raw[line], repair.redo(raw[line], own)))
    return pd.DataFrame(rows, columns=["line", "as received", "repaired"])


def busiest_page(corpus: "Tables") -> str:
    """The page with most items; of several the first by name."""
    return str(corpus.articles["page_id"].value_counts().sort_index().idxmax())


def page_cut_title(corpus: "Tables", page_id: str) -> str:
    """What the picture of a page cut into items shows, as its title."""
    own = corpus.articles[corpus.articles["page_id"] == page_id]
    articles = int((own["kind"] == "article").sum())
    lines = int((corpus.lines["page_id"] == page_id).sum())
    other = len(own) - articles
    return say(
        "{lines} printed {lines:line is|lines are} {articles} {articles:article|articles} and "
        "{other} other {other:item|items}",
        lines=lines, articles=articles, other=other,
    )  # fmt: skip


def items_by_page(corpus: "Tables") -> "pd.DataFrame":
    """One row per page: number of items by kind, and characters of its articles."""
    table = corpus.articles.groupby(["page_id", "kind"], sort=True).size().unstack(fill_value=0)
    table.columns.name = None
    own = corpus.articles[corpus.articles["kind"] == "article"]
    table["characters of articles"] = own.groupby("page_id")["n_chars"].sum()
    return table.fillna(0).astype("int64").reset_index()


def sizes_by_district(corpus: "Tables") -> "pd.DataFrame":
    """One row per district: articles, sentences, printed basis, characters, years, papers.

    Sentences of captions, mastheads, teasers and jump lines count; `articles` counts articles only.

    Returns
    -------
    DataFrame with `district` (– for sentences given to none), `articles`, `sentences`, `printed`
    (sentences that name it), `characters`, `years`, `papers`; in order of sentences.
    """
    import pandas as pd

    joined = corpus.sentences.merge(
        corpus.articles[["article_id", "page_id", "kind"]], on="article_id"
    ).merge(corpus.pages[["page_id", "newspaper", "issue_date"]], on="page_id")
    rows = []
    for district, own in joined.groupby("district", sort=True):
        rows.append(
            {
                "district": district or "–",
                "articles": own.loc[own["kind"] == "article", "article_id"].nunique(),
                "sentences": len(own),
                "printed": int((own["district_basis"] == "printed").sum()),
                "characters": int(own["text"].str.len().sum()),
                "years": listed(sorted({date[:4] for date in own["issue_date"] if date})) or "–",
                "papers": "、".join(sorted(set(own["newspaper"]) - {""})) or "–",
            }
        )
    columns = ["district", "articles", "sentences", "printed", "characters", "years", "papers"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["sentences", "district"], ascending=[False, True])


def sizes_by(corpus: "Tables", *by: str) -> "pd.DataFrame":
    """How much text each year or paper gives: one row per group, in order.

    Parameters
    ----------
    by
        `year`, `newspaper` or both.

    Returns
    -------
    DataFrame with the columns `by` (– where not known), `pages`, `articles`, `sentences`,
    `characters`, `districts` (number that sentences are given to).
    """
    joined = corpus.sentences.merge(
        corpus.articles[["article_id", "page_id", "kind"]], on="article_id"
    ).merge(corpus.pages[["page_id", "newspaper", "issue_date"]], on="page_id")
    joined["year"] = joined["issue_date"].str[:4].replace("", "–")
    joined["newspaper"] = joined["newspaper"].replace("", "–")
    joined["characters"] = joined["text"].str.len()
    joined["own"] = joined["article_id"].where(joined["kind"] == "article")
    joined["named"] = joined["district"].where(joined["district"].map(gazetteer.is_district))
    groups = joined.groupby(list(by), sort=True)
    return groups.agg(
        pages=("page_id", "nunique"), articles=("own", "nunique"), sentences=("text", "size"),
        characters=("characters", "sum"), districts=("named", "nunique"),
    ).reset_index()  # fmt: skip


def characters_by_kind(corpus: "Tables") -> "pd.DataFrame":
    """Characters of repaired text: a row per page (name, paper and date), a column per kind."""
    own = corpus.articles.assign(kind=corpus.articles["kind"])
    table = own.groupby(["page_id", "kind"])["n_chars"].sum().unstack(fill_value=0)
    table = table[[kind for kind in schema.KINDS if kind in table.columns]]
    dates = corpus.pages.set_index("page_id")["issue_date"]
    table = table.loc[sorted(table.index, key=lambda page: (dates[page], page))]
    table.index = [page_label(corpus, page_id) for page_id in table.index]
    table.index.name = "page"
    table.columns.name = None
    return table


def kinds_title(kinds: "pd.DataFrame") -> str:
    """How much of the text stands in articles, as the figure's title."""
    total = kinds.to_numpy().sum()
    share = kinds["article"].sum() / total if "article" in kinds and total else 0
    return say(
        "{share:.0%} of {total:,} characters stand in articles; the rest would mix with them",
        share=share, total=int(total),
    )  # fmt: skip


def page_label(corpus: "Tables", page_id: str) -> str:
    """The page's paper and date, else its name."""
    row = corpus.pages.set_index("page_id").loc[page_id]
    known = [text for text in (row["newspaper"], row["issue_date"]) if text]
    if not row["newspaper"]:
        place = corpus.articles.loc[corpus.articles["page_id"] == page_id, "districts"]
        known = [*place.str.split(";").str[0].head(1), *known] if about_table.of_table() else known
    return " ".join(known) if known else page_id[:16]


def map_title(sizes: "pd.DataFrame") -> str:
    """Which districts the sentences are about, as the map's title."""
    own = sizes[~sizes["district"].isin(["–", "全市", "外地"])]
    if own.empty:
        return say("No sentence was given to a district")
    first = own.iloc[0]
    return say(
        "{reach}, most to {first[district]} ({first[sentences]} of {n_all})",
        reach=about_table.reach(len(own)), first=first, n_all=int(own["sentences"].sum()),
    )  # fmt: skip


def least_certain(corpus: "Tables", *, most: int = 12) -> "pd.DataFrame":
    """The lines with the lowest confidence: page, line, role, text."""
    low = corpus.lines.sort_values(["confidence", "page_id", "line"]).head(most)
    return low[["page_id", "line", "role", "confidence", "text"]]


def followed_terms(corpus: "Tables") -> list[str]:
    """The terms that notebooks follow: those of `corpus.toml`, else the most frequent names.

    Without a choice these are the four most frequent tokens that a lexicon or jieba calls a name
    or a noun, that are no stop word and have two characters or more.
    """
    chosen = pages.read_settings(paths.corpus_folder()).get("notebooks", {})
    if isinstance(chosen, dict) and chosen.get("terms"):
        return [str(term) for term in chosen["terms"]]
    nouns = corpus.tokens[corpus.tokens["pos"].str.match(r"n|vn")]
    nouns = nouns[~nouns["token"].isin(lexicon.stop_words(paths.corpus_folder()))]
    words = nouns.loc[nouns["token"].str.len() >= 2, "token"].value_counts()
    common = sorted(words[words >= MIN_TERM].items(), key=lambda item: (-item[1], item[0]))
    return [word for word, _ in common[:4]]


def named_districts(corpus: "Tables") -> list[str]:
    """The districts that sentences are about, most sentences first; city and elsewhere apart."""
    counts = corpus.sentences["district"].value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [name for name, _ in ranked if name not in ("", "全市", "外地")]


def _title() -> str:
    """The corpus title."""
    settings = pages.read_settings(paths.corpus_folder())
    title = (is_chinese() and settings.get("title_zh")) or settings.get("title")
    return str(title or paths.corpus_folder().resolve().name)


def _years(table: "pd.DataFrame") -> str:
    """Say the years in brackets, if any is known."""
    years = sorted({date[:4] for date in table["issue_date"] if date})
    if not years:
        return ""
    return bracketed(f"{years[0]}–{years[-1]}" if len(years) > 1 else years[0])


def _seen(text: str) -> str:
    """A piece of text made visible: blanks as ␣, nothing as ∅, control characters by number."""
    if not text:
        return "∅"
    shown = "".join(
        "␣" if c in " 　\xa0" else c if c.isprintable() else f"U+{ord(c):04X}" for c in text
    )
    return shown if len(shown) <= 12 else shown[:11] + "…"
