"""The ledger checked: arithmetic inside sentences, text against headings, one paper and another.

The rules inside a sentence are in `arithmetic`; here they meet the rules between sentences. A
verdict is given only where the wording ties figures together.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from analysis import schema
from analysis.arithmetic import findings
from analysis.comparisons import beside, boxes, repeats, same_quantity
from analysis.enumerations import lists
from analysis.numerals import fold
from analysis.periods import periods
from analysis.relations import LONGEST, Figure, Finding
from analysis.workdays import weekdays, working_days

if TYPE_CHECKING:
    import pandas as pd

# Dates further back than this many sentences are not the ones a number of working days counts.
DATES_WITHIN = 8
LONGEST_SPAN = 400


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
    Working days are counted by the official calendar of the year, both ends. A list whose count is
    no figure of the ledger (“六个先行”) has no indicator_ids; its note names the sentence.
    """
    figures = _figures(indicators, sentences)
    by_sentence: dict[str, list[Figure]] = {}
    for figure in figures:
        by_sentence.setdefault(figure.sentence_id, []).append(figure)
    found: list[Finding] = []
    for sid, text in zip(sentences["sentence_id"], sentences["text"], strict=True):
        group = by_sentence.get(sid, [])
        found += findings(group)
        found += (_placed(f, sid) for f in lists(text, group))
    found += boxes(figures)
    found += _working_days(figures, sentences)
    found += repeats(figures)
    by_id = {f.indicator_id: f for f in figures}
    found += same_quantity(indicators.to_dict("records"), by_id)
    found += beside(figures)
    rows = [
        (f"check-{number:03d}", f.relation, f.formula, f.computed, f.printed, f.verdict,
         ";".join(figure.indicator_id for figure in f.figures), f.note)
        for number, f in enumerate(found, 1)
    ]  # fmt: skip
    return schema.frame("checks", rows)


def _placed(found: Finding, sentence_id: str) -> Finding:
    """The finding with its sentence in the note where no figure leads there."""
    if found.figures:
        return found
    return replace(found, note=f"sentence {sentence_id}: {found.note}")


def _figures(indicators: "pd.DataFrame", sentences: "pd.DataFrame") -> list[Figure]:
    """The ledger's rows with a value, each with its place in the sentence."""
    names = ("sentence_id", "article_id", "role", "text")
    place = {row[0]: row[1:] for row in zip(*(sentences[n] for n in names), strict=True)}
    figures, reached = [], {}
    for row in indicators.to_dict("records"):
        sid = row["sentence_id"]
        if sid not in place or not row["value"] or Decimal(row["value"]).adjusted() > LONGEST:
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
                   row["period_start"], row["period_end"], row["duplicate_of"],
                   Decimal(row["upper"]) if row["upper"] else None)
        )  # fmt: skip
    return figures


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
    counted = working_days(first, last)
    note = "both ends counted; public holidays and working weekends by the official calendar"
    if counted is None:
        counted = weekdays(first, last)
        note = "Monday to Friday, both ends; no official calendar of that year is at hand"
    later = counted - (working_days(first, first) or 0)
    if counted == figure.value:
        verdict = "agrees"
    elif later == figure.value:
        verdict, note = "consistent", "agrees if the first day is not counted; " + note
    else:
        return None
    return Finding("working days between two dates", f"{first} to {last}", str(counted),
                   figure.figure, verdict, (figure,), note)  # fmt: skip
