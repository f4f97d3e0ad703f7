"""Sizes first: how much text each group has, how well it was read, and which groups are too small.

Every comparison asks this table before it says anything: `refuse_or_mark` marks, drops or refuses
what rests on a group below the thresholds, and the thresholds are arguments.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from analysis import counts
from analysis.errors import InputError
from analysis.language import is_chinese, listed, say

if TYPE_CHECKING:
    import pandas as pd

Small = Literal["mark", "drop", "refuse"]

COUNTS = ("n_articles", "n_documents", "n_sentences", "n_tokens", "n_years", "n_papers")
QUALITY = ("in_words", "score")  # of `analysis.quality.scored`
# With one article nothing tells the district from the writer; an interval needs two at least.
MIN_DOCUMENTS = 2
# 400 tokens are about half an article. In fewer, a word of 2,500 per million is expected once at
# most, and whether it stands there is chance. Notebooks and methods paragraph read it here.
MIN_TOKENS = 400
# So many groups are compared and drawn, those with most text: as many as there are colours, and as
# can be told apart on a page.
MOST_GROUPS = 16


def largest(size: "pd.Series") -> list[str]:
    """The names of the `MOST_GROUPS` groups with the largest sizes, largest first."""
    return sorted(size.index, key=lambda name: (-size[name], name))[:MOST_GROUPS]


def sizes(
    tokens: "pd.DataFrame",
    *,
    by: str = "district",
    groups: Iterable[str] = (),
    quality: "pd.DataFrame | None" = None,
    min_documents: int = MIN_DOCUMENTS,
    min_tokens: int = MIN_TOKENS,
    counting: counts.Counting = counts.WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """One row per group: text, years, papers, quality of reading, and whether it is too small.

    Parameters
    ----------
    tokens
        As `counts.token_table` gives them.
    by
        Column to group by; rows where it is empty or missing are the group "".
    groups
        Groups that get a row even without any text (the gazetteer's districts): their counts are 0
        and their quality is NaN.
    quality
        As `quality.by_district` gives it; its columns in_words and score are taken over.
    min_documents, min_tokens
        A group with fewer is too small.
    counting
        What counts as a token.

    Returns
    -------
    pandas.DataFrame, largest n_tokens first, ties by name: the group (named as `by`);

    n_articles
        Articles that are mainly about it: with at least as many tokens about it as about any other
        group.
    n_documents
        Articles with any token about it. Its part of an article is the document that comparisons
        and resampling take as unit.
    n_sentences, n_tokens
        Sentences with a counted token, counted tokens.
    n_years, years, n_papers, papers
        Known years of issue and newspapers, their number and names.
    in_words, score
        0 to 1, higher is better (`quality.scored`); NaN where not known.
    too_small, why
        Whether it is below a threshold, and below which.

    Raises
    ------
    InputError
        There is nothing to count, a column is missing, or `quality` has a group twice.
    """
    import pandas as pd

    _check(tokens, [by, "article_id", "sentence_id", "newspaper", "year"])
    rows = counts.counted(tokens, counting)
    rows = rows.assign(**{by: rows[by].astype("str").fillna("")})
    grouped = rows.groupby(by, sort=True)
    table = pd.DataFrame(
        {
            "n_articles": _mainly(rows, by),
            "n_documents": grouped["article_id"].nunique(),
            "n_sentences": grouped["sentence_id"].nunique(),
            "n_tokens": grouped.size(),
        }
    )
    for column, number, names, mark in (
        ("year", "n_years", "years", listed(["", ""])), ("newspaper", "n_papers", "papers", "、"),
    ):  # fmt: skip
        found = {group: _known(part[column]) for group, part in grouped}
        table[number] = {group: len(values) for group, values in found.items()}
        table[names] = {group: mark.join(values) for group, values in found.items()}
    table = table.reindex(sorted({*table.index, *groups}))
    table[list(COUNTS)] = table[list(COUNTS)].fillna(0).astype("int64")
    table[["years", "papers"]] = table[["years", "papers"]].astype("str").fillna("")
    table = table.rename_axis(by).reset_index().astype({by: "str"})
    table = _with_quality(table, quality, by)
    pairs = zip(table["n_documents"], table["n_tokens"], strict=True)
    table["why"] = [_why(*pair, min_documents, min_tokens) for pair in pairs]
    table["why"] = table["why"].astype("str")
    table["too_small"] = table["why"] != ""
    order = [by, "n_articles", "n_documents", "n_sentences", "n_tokens", "n_years", "years",
             "n_papers", "papers", *QUALITY, "too_small", "why"]  # fmt: skip
    return table[order].sort_values(["n_tokens", by], ascending=[False, True], ignore_index=True)


def refuse_or_mark(
    result: "pd.DataFrame",
    sizes: "pd.DataFrame",
    *,
    groups: Sequence[str] = ("group",),
    small: Small = "mark",
) -> "pd.DataFrame":
    """A comparison with its too small groups marked or dropped, or an error that names them.

    Parameters
    ----------
    result
        Any table with one or more columns of group names.
    sizes
        As `sizes` gives it: its first column is the group.
    groups
        The columns of `result` that hold groups (("district_a", "district_b") for distances).
    small
        "mark": all rows stay, with a column `too_small` that says which group and why (empty: none
        is). "drop": rows with a too small group go. "refuse": InputError if there is one.

    Returns
    -------
    pandas.DataFrame, a copy of `result` in its order; with "mark" it has the column `too_small`.

    Raises
    ------
    InputError
        `small="refuse"` and a group is too small; or a group is not in `sizes`.
    ValueError
        `small` is none of the three.
    """
    if small not in ("mark", "drop", "refuse"):
        raise ValueError(f"small={small!r} — it is 'mark', 'drop' or 'refuse'.")
    why = dict(zip(sizes.iloc[:, 0], sizes["why"], strict=True))
    named = {name for column in groups for name in result[column]}
    unknown = sorted(map(str, named - set(why)))
    if unknown:
        raise InputError(
            f"A group of the comparison has no size — {'、'.join(unknown)}. "
            "Make both tables from the same tokens."
        )
    marks = [
        "; ".join(f"{name}: {why[name]}" for name in dict.fromkeys(row) if why[name])
        for row in result[list(groups)].itertuples(index=False)
    ]
    if small == "refuse" and any(marks):
        said = "; ".join(f"{name} ({why[name]})" for name in sorted(named) if why[name])
        raise InputError(
            f"A group is too small to compare — {said}. Leave it out, or lower the threshold "
            "and say so beside the result."
        )
    if small == "drop":
        return result.loc[[not mark for mark in marks]].reset_index(drop=True)
    marked = result.assign(too_small=marks) if small == "mark" else result.copy()
    return marked.astype({"too_small": "str"}) if small == "mark" else marked


def _mainly(rows: "pd.DataFrame", by: str) -> "pd.Series":
    """How many articles have at least as many tokens about each group as about any other."""
    part = rows.groupby([by, "article_id"], sort=True).size()
    most = part.groupby(level="article_id").transform("max")
    return (part == most).groupby(level=by).sum()


def _known(values: "pd.Series") -> list[str]:
    """The distinct values that are known, in order."""
    return sorted({str(value) for value in values.dropna()} - {""})


def _with_quality(table: "pd.DataFrame", quality: "pd.DataFrame | None", by: str) -> "pd.DataFrame":
    """The table with the columns of reading quality, NaN where none is known."""
    if quality is None:
        return table.assign(**dict.fromkeys(QUALITY, float("nan")))
    key = by if by in quality else quality.columns[0]
    _check(quality, [key, *QUALITY])
    known = quality[[key, *QUALITY]].rename(columns={key: by})
    if known[by].duplicated().any():
        twice = known.loc[known[by].duplicated(), by].iloc[0]
        raise InputError(
            f"The table of reading quality has a group twice — {twice!r}. Give it one row each."
        )
    return table.merge(known, on=by, how="left", validate="one_to_one")


def _why(n_documents: int, n_tokens: int, min_documents: int, min_tokens: int) -> str:
    """Why a group is too small; empty if it is not."""
    if not n_tokens:
        return say("no text")
    reasons = []
    if n_documents < min_documents:
        one = say("one article: no interval, no test")
        reasons.append(
            one if n_documents == 1 else say("{n:,} {n:article|articles}", n=n_documents)
        )
    if n_tokens < min_tokens:
        reasons.append(
            say("{n} {n:token|tokens}, fewer than {least}", n=n_tokens, least=min_tokens)
        )
    return ("；" if is_chinese() else ", ").join(reasons)


def _check(table: "pd.DataFrame", columns: Sequence[str]) -> None:
    """Raise if a column is missing."""
    missing = [name for name in columns if name not in table]
    if missing:
        raise InputError(
            f"A table lacks the column {missing[0]} — it has {', '.join(map(str, table.columns))}. "
            "Pass what counts.token_table or the documented function returns."
        )
