"""What notebook 01 shows of the reading itself: a person's corrections, and how well it went."""

from typing import TYPE_CHECKING

from analysis import lexicon, misprints, pages, paths, quality, review, segment, systems
from analysis.language import say
from analysis.tokens import is_known

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables


def corrections() -> "pd.DataFrame":
    """One row per correction in `review.csv`: page, line, what it sets, to what, and why."""
    import pandas as pd

    rows = [
        (one.file.removesuffix(".txt"), _lines_of(one), one.field, one.value, one.reason)
        for one in review.load_review(paths.corpus_folder())
    ]
    return pd.DataFrame(rows, columns=["page_id", "line", "sets", "to", "because"])


def _lines_of(one: review.Correction) -> str:
    """The lines that a correction is about."""
    return str(one.first) if one.first == one.last else f"{one.first}–{one.last}"


def changed_lines(corpus: "Tables") -> "pd.DataFrame":
    """The lines that the rules alone read otherwise than they stand after review.

    Returns
    -------
    DataFrame with `page_id`, `line`, `text`, `by rule`, `after review`: role, whether the line goes
    on in the next, and the headline of its item. Empty without a `review.csv`.
    """
    import pandas as pd

    names = ["page_id", "line", "text", "reading_before", "reading_after"]
    if not review.load_review(paths.corpus_folder()):
        return pd.DataFrame(columns=names)
    automatic = segment.segment_corpus(pages.read_corpus(paths.corpus_folder()).pages)
    before, after = _readings(automatic[0], automatic[1]), _readings(corpus.lines, corpus.articles)
    both = before.merge(after, on=["page_id", "line", "text"], suffixes=("_before", "_after"))
    both = both[both["reading_before"] != both["reading_after"]]
    said = {"reading_before": "by rule", "reading_after": "after review"}
    return both.rename(columns=said) if len(both) else pd.DataFrame(columns=names)


def _readings(lines: "pd.DataFrame", articles: "pd.DataFrame") -> "pd.DataFrame":
    """Each line with its reading in words."""
    headline = dict(zip(articles["article_id"], articles["headline"], strict=True))
    table = lines[["page_id", "line", "text"]].copy()
    table["reading"] = [
        say(
            "{role} of {item}",
            role=say(row.role) + " →" * bool(row.joins_next),
            item=headline[row.item_id] or row.item_id,
        )
        for row in lines.itertuples()
    ]
    return table


_QUALITY = {
    "n_chars": "characters", "in_words": "in known words", "odd": "odd",
    "broken_per_1000": "broken lines", "repairs_per_1000": "repairs", "score": "score",
}  # fmt: skip


def reading(corpus: "Tables") -> "pd.DataFrame":
    """How well each item was read (`quality.reading_quality`), with this corpus's own lexicon."""
    known = is_known(lexicon.load_lexicon(paths.corpus_folder()))
    return quality.reading_quality(
        corpus.lines, corpus.sentences, corpus.tokens, corpus.edits, known=known
    )


def quality_by_district(found: "pd.DataFrame", corpus: "Tables") -> "pd.DataFrame":
    """How well the text about each district was read, the best last.

    Parameters
    ----------
    found
        As `reading` gives it.

    Returns
    -------
    DataFrame with `district` (– for none), `characters`, `in known words`, `odd` (shares),
    `broken lines`, `repairs` (per 1,000 characters), `score` (0 to 1, higher is better).
    """
    table = quality.by_district(found, corpus.sentences).sort_values(["score", "district"])
    table["district"] = table["district"].replace("", "–")
    return _presented(table, ["district"])


def quality_by_page(found: "pd.DataFrame") -> "pd.DataFrame":
    """How well each page was read, in order of the pages; columns as `quality_by_district`."""
    return _presented(quality.by_page(found), ["page_id"])


def quality_by_article(
    found: "pd.DataFrame", articles: "pd.DataFrame", *, most: int = 20
) -> "pd.DataFrame":
    """How well each article was read, the worst first; columns as `quality_by_district`.

    Parameters
    ----------
    found
        As `reading` gives it.
    most
        Articles listed at most.
    """
    names = articles.loc[articles["kind"] == "article", ["article_id", "headline"]]
    table = found.merge(names, on="article_id").sort_values(["score", "article_id"]).head(most)
    return _presented(table, ["page_id", "headline"])


def _presented(table: "pd.DataFrame", first: list[str]) -> "pd.DataFrame":
    """The columns to show, under the names to show."""
    table = table[[*first, *_QUALITY]].rename(columns=_QUALITY)
    table["characters"] = table["characters"].round().astype("int64")
    return table


def suggested_misprints(corpus: "Tables") -> "pd.DataFrame":
    """Places that may be misprinted, the surest first; nothing in the text was changed for them.

    Returns
    -------
    DataFrame with `printed`, `suggested`, `kind`, `places` (number), `evidence`, `first at` (page
    and line).
    """
    folder = paths.corpus_folder()
    found = misprints.suggestions(
        corpus.sentences, corpus.tokens, lexicon.load_lexicon(folder), systems.load_systems(folder)
    )
    where = corpus.sentences.set_index("sentence_id")["first_line"]
    found["first at"] = [f"{s.rsplit(':', 2)[0]}:{where[s]}" for s in found["sentence_id"]]
    groups = found.groupby(["printed", "suggested", "kind"], sort=False)
    table = groups[["evidence", "first at"]].first()
    table.insert(0, "places", groups.size())
    return table.reset_index()
