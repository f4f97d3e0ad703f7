"""The same quantity at several dates or in several papers, and whether the values compare."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis import schema

if TYPE_CHECKING:
    import pandas as pd

# Two phrases count the same thing if they end alike in this many characters: Chinese puts the
# noun last (甲地已有乙类公司, 乙类公司).
SAME_ENDING = 4
# Sums over periods compare if the longer period is at most this much longer than the shorter.
LONGER_BY = 1.1
_FRAME = re.compile(r"[“”‘’《》（）()\s　]|累计|总共|共计|目前|已经|新一批")
_FLOW = re.compile(r"营收|收入|税收|产值|贷款|投资|新增|增加|交易|销售|办理|出口|进口|累计")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def same_quantities(
    rows: Sequence[Mapping[str, object]],
) -> list[list[Mapping[str, object]]]:
    """The figures that seem to measure one thing: same unit, same ending, same area or system.

    Parameters
    ----------
    rows
        Rows of the table `indicators`. Repeats, durations, vague figures and those whose phrase is
        too short to tell from another are left out.

    Returns
    -------
    list of groups of two or more rows, each group and the list in the order of the rows.
    """
    groups: dict[tuple[object, ...], list[Mapping[str, object]]] = {}
    # Two figures belong together by either area or system; the first group met keeps the figure.
    for row in rows:
        phrase = _FRAME.sub("", str(row["measured"]))
        if row["kind"] != "measure" or row["duplicate_of"] or not row["value"]:
            continue
        if len(phrase) < SAME_ENDING or row["change"] == "duration":
            continue
        thing = (row["unit"], phrase[-SAME_ENDING:])
        keys = [(*thing, who, row[who]) for who in ("system_id", "district") if row[who]] or [thing]
        home = next((groups[key] for key in keys if key in groups), None)
        home = [] if home is None else home
        home.append(row)
        for key in keys:
            groups.setdefault(key, home)
    distinct = {id(group): group for group in groups.values()}
    return [group for group in distinct.values() if len(group) > 1]


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
    indicator_id, date (last day of the figure's period, else the page's issue date), value, unit.
    """
    place = _places(sentences, articles, pages)
    dated = []
    for row in indicators.to_dict("records"):
        page, issued = place.get(row["sentence_id"], ("", ""))
        dated.append(row | {"page": page, "date": row["period_end"] or issued})
    rows = []
    for members in same_quantities(dated):
        if len({r["date"] for r in members}) > 1 or len({r["page"] for r in members}) > 1:
            rows += _series_rows(f"series-{len(rows):03d}", members)
    return schema.frame("series", _numbered(rows))


def _places(
    sentences: "pd.DataFrame", articles: "pd.DataFrame", pages: "pd.DataFrame"
) -> dict[str, tuple[str, str]]:
    """Page and issue date of each sentence."""
    page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    issued = dict(zip(pages["page_id"], pages["issue_date"], strict=True))
    ids = zip(sentences["sentence_id"], sentences["article_id"], strict=True)
    return {
        sentence: (page_of.get(article, ""), issued.get(page_of.get(article, ""), ""))
        for sentence, article in ids
    }


def _series_rows(
    series_id: str, members: Sequence[Mapping[str, object]]
) -> list[tuple[object, ...]]:
    """The rows of one quantity, by date."""
    reasons = why_not(members)
    phrase = max((str(r["measured"]) for r in members), key=lambda text: (len(text), text))
    whose = dict.fromkeys(str(r["system_id"] or r["district"]) for r in members)
    quantity = f"{phrase}（{'，'.join([str(members[0]['unit']), *filter(None, whose)])}）"
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


def why_not(members: Sequence[Mapping[str, object]]) -> list[str]:
    """The reasons why values of one quantity may not be set side by side; empty if none."""
    reasons = []
    if any(not r["date"] for r in members):
        reasons.append("a value has no date")
    if len({r["change"] for r in members}) > 1:
        kinds = ", ".join(sorted({str(r["change"]) for r in members}))
        reasons.append(f"not the same kind of statement: {kinds}")
    operators = sorted({str(r["operator"]) for r in members})
    if operators != ["="]:
        reasons.append(f"a value is approximate or a bound: {' '.join(operators)}")
    phrases = {_FRAME.sub("", str(r["measured"])) for r in members}
    shortest = min(phrases, key=lambda text: (len(text), text))
    if not all(phrase.endswith(shortest) for phrase in phrases):
        reasons.append("worded differently: " + " / ".join(sorted(phrases)))
    if len({r["district"] for r in members}) > 1:
        reasons.append(
            "different areas: " + ", ".join(sorted({str(r["district"]) for r in members}))
        )
    systems = sorted({str(r["system_id"]) for r in members if r["system_id"]})
    if len(systems) > 1:
        reasons.append("different systems: " + ", ".join(systems))
    lengths = [days for r in members if (days := _days(r)) is not None]
    flows = any(_FLOW.search(phrase) for phrase in phrases)
    if flows and lengths and max(lengths) > LONGER_BY * min(lengths) + 1:
        reasons.append(f"periods of {min(lengths)} to {max(lengths)} days")
    return reasons


def _days(row: Mapping[str, object]) -> int | None:
    """Length of a figure's period in days."""
    first, last = str(row["period_start"]), str(row["period_end"])
    if not (_DAY.fullmatch(first) and _DAY.fullmatch(last)):
        return None
    span = datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)
    return span.days + 1
