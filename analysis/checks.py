"""The ledger checked: arithmetic inside sentences, text against headings, one paper and another.

The rules inside a sentence are in `arithmetic`; here they meet the rules between sentences. A
verdict is given only where the wording ties figures together.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis import schema
from analysis.arithmetic import Figure, Finding, exact, findings, show
from analysis.numerals import fold
from analysis.periods import periods
from analysis.series import same_quantities

if TYPE_CHECKING:
    import pandas as pd

# Dates further back than this many sentences are not the ones a number of working days counts.
DATES_WITHIN = 8
# At most this share of the days from Monday to Friday is off by public holiday (seven of the
# twenty-odd around the longest holidays): a larger gap is another kind of count.
HOLIDAY_SHARE = 0.35
LONGEST_SPAN = 400
_HEADS = ("headline", "kicker", "deck", "subhead", "sidebar", "caption")


def checks(indicators: "pd.DataFrame", sentences: "pd.DataFrame") -> "pd.DataFrame":
    """Every arithmetic relation that the figures of the ledger let one look at.

    Parameters
    ----------
    indicators, sentences
        The tables of the contract.

    Returns
    -------
    The table `checks`: check_id, relation, formula, computed, printed, verdict (one of
    `schema.VERDICTS`: `agrees`, `agrees_rounded`; `consistent` where the text allows it and does
    not prove it; `derived` for a number that the text implies and does not print; `residual` for
    parts that leave a rest; `loose` where a bound or 近 stands between; `not_comparable` and
    `contradicts`), indicator_ids (joined by `;`) and note.

    Notes
    -----
    Working days are counted from Monday to Friday, both ends; no calendar of public holidays is at
    hand, and the note says so.
    """
    figures = _figures(indicators, sentences)
    by_sentence: dict[str, list[Figure]] = {}
    for figure in figures:
        by_sentence.setdefault(figure.sentence_id, []).append(figure)
    found: list[Finding] = []
    for group in by_sentence.values():
        found += findings(group)
    found += _boxes(figures)
    found += _working_days(figures, sentences)
    found += _repeats(figures)
    found += _same_quantity(indicators, {f.indicator_id: f for f in figures})
    rows = [
        (f"check-{number:03d}", f.relation, f.formula, f.computed, f.printed, f.verdict,
         ";".join(figure.indicator_id for figure in f.figures), f.note)
        for number, f in enumerate(found, 1)
    ]  # fmt: skip
    return schema.frame("checks", rows)


def _figures(indicators: "pd.DataFrame", sentences: "pd.DataFrame") -> list[Figure]:
    """The ledger's rows with a value, each with its place in the sentence."""
    names = ("sentence_id", "article_id", "role", "text")
    place = {row[0]: row[1:] for row in zip(*(sentences[n] for n in names), strict=True)}
    figures, reached = [], {}
    for row in indicators.to_dict("records"):
        sid = row["sentence_id"]
        if sid not in place or not row["value"]:
            continue
        article, role, text = place[sid]
        at = text.find(row["figure"], reached.get(sid, 0))
        at = text.find(row["figure"]) if at < 0 else at
        end = at + len(row["figure"])
        reached[sid] = end
        figures.append(
            Figure(row["indicator_id"], sid, article, role, text, at, end, row["figure"],
                   Decimal(row["value"]), row["operator"], row["unit"], row["measured"],
                   row["change"], row["kind"], row["system_id"], row["district"], row["period"],
                   row["period_start"], row["period_end"], row["duplicate_of"])
        )  # fmt: skip
    return figures


def _boxes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A multiple that stands alone (是甲年的2倍) repeats one of the running text."""
    known = {f.indicator_id: f for f in figures}
    for figure in figures:
        if figure.unit == "倍" and figure.duplicate_of in known:
            yield Finding("multiple in the text and in the box", "equal", figure.figure,
                          known[figure.duplicate_of].figure, "agrees",
                          (known[figure.duplicate_of], figure))  # fmt: skip


def _repeats(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Figures of a headline, box or caption against those of the text that they repeat."""
    known = {f.indicator_id: f for f in figures}
    for figure in figures:
        original = known.get(figure.duplicate_of)
        if original is None or figure.unit == "倍":
            continue
        same = original.operator == figure.operator
        yield Finding(
            "heading, box or caption repeats the text", f"{show(original.value)} = "
            f"{show(figure.value)}", show(original.value), f"{original.figure}; {figure.figure}",
            "agrees" if same else "loose", (original, figure),
            "" if same else "printed once as exact and once as approximate or a bound",
        )  # fmt: skip


def weekdays(first: datetime.date, last: datetime.date) -> int:
    """Days from Monday to Friday, both ends counted; 0 if `last` is before `first`.

    >>> weekdays(datetime.date(2018, 4, 10), datetime.date(2018, 4, 13))
    4
    """
    days = (last - first).days + 1
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((first.weekday() + i) % 7 < 5 for i in range(rest))


def _working_days(figures: Sequence[Figure], sentences: "pd.DataFrame") -> Iterator[Finding]:
    """Numbers of working days against the dates that the article prints before them."""
    wanted = [f for f in figures if f.unit == "工作日" and f.change == "duration"]
    if not wanted:
        return
    years = _years(figures)
    texts: dict[str, list[tuple[str, str]]] = {}
    for sid, article, text in zip(*(sentences[n] for n in ("sentence_id", "article_id", "text")),
                                  strict=True):  # fmt: skip
        texts.setdefault(article, []).append((sid, text))
    for figure in wanted:
        dates = _dates_before(figure, texts[figure.article_id], years.get(figure.article_id, ""))
        if len(dates) < 2:
            continue
        whole = re.search(r"一共|总共|共|全程|合计", figure.text[max(0, figure.at - 8) : figure.at])
        first, last = (dates[0] if whole else dates[-2]), dates[-1]
        if finding := _day_count(figure, first, last):
            yield finding


def _years(figures: Sequence[Figure]) -> dict[str, str]:
    """The year that most periods of an article end in."""
    counts: dict[str, Counter[str]] = {}
    for figure in figures:
        if figure.last:
            counts.setdefault(figure.article_id, Counter())[figure.last[:4]] += 1
    return {a: min(c.items(), key=lambda item: (-item[1], item[0]))[0] for a, c in counts.items()}


def _dates_before(
    figure: Figure, texts: Sequence[tuple[str, str]], year: str
) -> list[datetime.date]:
    """The days named in the sentences before a figure and in its own, in order of the text."""
    ids = [sid for sid, _ in texts]
    here = ids.index(figure.sentence_id)
    dates: list[datetime.date] = []
    for _, text in texts[max(0, here - DATES_WITHIN) : here + 1]:
        stop = figure.at if text == figure.text else len(text)
        for item in periods(fold(text), year):
            if item.day_precise and item.first and item.first == item.last and item.end <= stop:
                dates.append(datetime.date.fromisoformat(item.first))
    return dates


def _day_count(figure: Figure, first: datetime.date, last: datetime.date) -> Finding | None:
    """The finding for a number of working days between two dates, `None` where they do not fit."""
    if not 0 < (last - first).days <= LONGEST_SPAN:
        return None
    counted = weekdays(first, last)
    off = counted - int(figure.value)
    note = "Monday to Friday, both ends; no calendar of public holidays was used"
    if off == 0:
        verdict = "agrees"
    elif 0 < off <= max(1, HOLIDAY_SHARE * counted):
        verdict = "consistent"
        note += f": {off} of these days would have to be public holidays"
    else:
        return None
    return Finding("working days between two dates", f"{first} to {last}", str(counted),
                   figure.figure, verdict, (figure,), note)  # fmt: skip


def _same_quantity(indicators: "pd.DataFrame", figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """One quantity printed in two places, each against the place before."""
    for members in same_quantities(indicators.to_dict("records")):
        places = [figures[str(r["indicator_id"])] for r in members if r["indicator_id"] in figures]
        for a, b in pairwise(places):
            if a.sentence_id != b.sentence_id:
                yield _two_places(a, b)


def _two_places(a: Figure, b: Figure) -> Finding:
    """The finding for two figures of what seems one quantity."""
    relation = "same quantity in two places" + ("" if a.article_id == b.article_id else
                                               " (two articles)")  # fmt: skip
    if a.value == b.value:
        verdict, note = ("agrees", "") if a.operator == b.operator else (
            "loose", "printed once as exact and once as approximate or a bound")  # fmt: skip
    else:
        verdict, note = _unequal(a, b)
    return Finding(relation, f"{show(a.value)} = {show(b.value)}", show(b.value - a.value),
                   f"{a.figure}; {b.figure}", verdict, (a, b), note)  # fmt: skip


def _unequal(a: Figure, b: Figure) -> tuple[schema.Verdict, str]:
    """Why two unequal figures need not be one quantity; a contradiction only where nothing is."""
    if not exact(a, b):
        return "not_comparable", "a figure is approximate or a bound"
    if (a.first, a.last) != (b.first, b.last) or not a.period or not b.period:
        return "not_comparable", "not printed for the same date or period"
    if a.measured != b.measured:
        return "not_comparable", f"worded differently: {a.measured} / {b.measured}"
    if a.change != b.change or a.district != b.district or a.system != b.system:
        return "not_comparable", "another area, another system or another kind of statement"
    if a.article_id != b.article_id or (a.role in _HEADS) == (b.role in _HEADS):
        return "not_comparable", "nothing says that the two must be one number"
    return "contradicts", "heading or box and text print one quantity differently"
