"""The same quantity at several dates or in several papers, and whether the values compare."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis import schema
from analysis.language import number_of
from analysis.similar import phrase, same_quantities

if TYPE_CHECKING:
    import pandas as pd

# Sums over periods compare if the longer period is at most this much longer than the shorter.
LONGER_BY = 1.1
# Definitions, areas or doubts that one reason lists.
LISTED = 12
_FLOW = re.compile(r"营收|收入|税收|产值|贷款|投资|新增|增加|交易|销售|办理|出口|进口|累计")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def series(
    indicators: "pd.DataFrame",
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
) -> "pd.DataFrame":
    """Quantities that were printed for several dates or on several pages.

    Parameters
    ----------
    indicators, sentences, articles, pages
        The tables of the contract. Repeats (`duplicate_of`), labels and anecdotes are left out.

    Returns
    -------
    The table `series`, a row per value, by quantity and date: series_id, quantity (the longest
    phrase printed, its unit, and whose it is), comparable, why_not (the reasons, joined by `; `),
    indicator_id, date (last day of the figure's period; the page's issue date where there is no
    period, or it is not over by then), value, unit. Values that compare are a series of their own
    beside the others of the same quantity.
    """
    place = _places(sentences, articles, pages)
    dated = [row | _dated(row, *place.get(row["sentence_id"], ("", "", "")))
             for row in indicators.to_dict("records")]  # fmt: skip
    rows = []
    for members in same_quantities(dated):
        if len({r["date"] for r in members}) > 1 or len({r["page"] for r in members}) > 1:
            for part, reasons in _parts(members):
                rows += _series_rows(f"series-{len(rows):03d}", part, reasons)
    return schema.frame("series", _numbered(rows))


def _dated(row: Mapping[str, object], page: str, issued: str, basis: str) -> dict[str, str]:
    """Page and date of a figure, and what is doubtful about the date.

    目前 on a page whose date is inferred to the month holds no more than that month.
    """
    printed = re.search(r"[\d一二三四五六七八九十]+[年月]", str(row["period"]))
    vague = basis.startswith("inferred") and not _DAY.fullmatch(issued)
    if vague and not printed:
        reason = f"a date is inferred, {issued or 'no day known'} at best (page {page[:3]})"
        return {"page": page, "date": issued, "date_doubt": reason}
    begin, end = str(row["period_start"]), str(row["period_end"])
    # A period that is under way (今年) is told as of the day of the page.
    under_way = _DAY.fullmatch(issued) and begin <= issued < end
    return {"page": page, "date": issued if under_way else end or issued, "date_doubt": ""}


def _places(
    sentences: "pd.DataFrame", articles: "pd.DataFrame", pages: "pd.DataFrame"
) -> dict[str, tuple[str, str, str]]:
    """Page, issue date and its basis, of each sentence."""
    page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    names = ("page_id", "issue_date", "date_basis")
    issued = {page: (date, basis) for page, date, basis in zip(*(pages[n] for n in names),
                                                               strict=True)}  # fmt: skip
    ids = zip(sentences["sentence_id"], sentences["article_id"], strict=True)
    return {
        sentence: (page_of.get(article, ""), *issued.get(page_of.get(article, ""), ("", "")))
        for sentence, article in ids
    }


def _parts(
    members: Sequence[Mapping[str, object]],
) -> list[tuple[list[Mapping[str, object]], list[str]]]:
    """The values that compare, each group a series of its own; the others with the reasons why."""
    reasons = why_not(members)
    groups: dict[tuple[object, ...], list[Mapping[str, object]]] = {}
    for row in members:
        same = (row[c] for c in ("operator", "district", "system_id"))
        key = (phrase(row), _statement(row), *same)
        groups.setdefault(key, []).append(row)
    alike = [g for g in groups.values() if len({r["date"] for r in g}) > 1 and not why_not(g)]
    if not reasons or not alike:
        return [(list(members), reasons)]
    taken = [row["indicator_id"] for group in alike for row in group]
    rest = [row for row in members if row["indicator_id"] not in taken]
    return [*((group, []) for group in alike), *([(rest, reasons)] if rest else [])]


def _series_rows(
    series_id: str, members: Sequence[Mapping[str, object]], reasons: Sequence[str]
) -> list[tuple[object, ...]]:
    """The rows of one quantity, by date."""
    longest = max((str(r["measured"]) for r in members), key=lambda text: (len(text), text))
    whose = dict.fromkeys(str(r["system_id"] or r["district"]) for r in members)
    quantity = f"{longest}（{'，'.join([str(members[0]['unit']), *filter(None, whose)])}）"
    ordered = sorted(members, key=lambda r: (str(r["date"]), str(r["indicator_id"])))
    return [
        (series_id, quantity, not reasons, "; ".join(reasons), r["indicator_id"], r["date"],
         r["value"], r["unit"])
        for r in ordered
    ]  # fmt: skip


def _numbered(rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows with their series counted from 1 in order of appearance."""
    order = {name: number for number, name in enumerate(dict.fromkeys(r[0] for r in rows), 1)}
    return [(f"series-{order[row[0]]:03d}", *row[1:]) for row in rows]


def _statement(row: Mapping[str, object]) -> str:
    """The change of a figure; the other level that a text compares with (从9家) is a level."""
    ratio = row["unit"] in ("倍", "番", "折")
    return "level" if row["change"] == "comparison" and not ratio else str(row["change"])


def why_not(members: Sequence[Mapping[str, object]]) -> list[str]:
    """The reasons why values of one quantity may not be set side by side; empty if none."""
    reasons = []
    if any(not r["date"] for r in members):
        reasons.append("a value has no date")
    doubts = sorted({str(r["date_doubt"]) for r in members if r["date_doubt"]})
    reasons += [_some(doubts, "; ")] if doubts else []
    kinds = sorted({_statement(r) for r in members})
    if len(kinds) > 1:
        reasons.append(f"not the same kind of statement: {', '.join(kinds)}")
    operators = sorted({str(r["operator"]) for r in members})
    if operators != ["="]:
        reasons.append(f"a value is approximate or a bound: {' '.join(operators)}")
    phrases = {phrase(r) for r in members}
    shortest = min(phrases, key=lambda text: (len(text), text))
    if not all(text.endswith(shortest) for text in phrases):
        reasons.append("defined differently: " + _some(sorted(phrases), " / "))
    if len({r["district"] for r in members}) > 1:
        reasons.append(
            "different areas: " + _some(sorted({str(r["district"]) for r in members}), ", ")
        )
    systems = sorted({str(r["system_id"]) for r in members if r["system_id"]})
    if len(systems) > 1:
        reasons.append("different systems: " + ", ".join(systems))
    lengths = [days for r in members if (days := _days(r)) is not None]
    flows = any(_FLOW.search(text) for text in phrases)
    if flows and lengths and max(lengths) > LONGER_BY * min(lengths) + 1:
        reasons.append(f"periods of {min(lengths)} to {max(lengths)} days")
    return reasons


def _some(texts: Sequence[str], between: str) -> str:
    """The first `LISTED` texts, and how many others there are: every row of a series says it."""
    n = len(texts) - LISTED
    others = [f"and {number_of(n, 'other')}"] if n > 0 else []
    return between.join([*texts[:LISTED], *others])


def _days(row: Mapping[str, object]) -> int | None:
    """Length of a figure's period in days."""
    first, last = str(row["period_start"]), str(row["period_end"])
    if not (_DAY.fullmatch(first) and _DAY.fullmatch(last)):
        return None
    span = datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)
    return span.days + 1
