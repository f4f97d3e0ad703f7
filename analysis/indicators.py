"""The ledger of numbers: every printed figure with its value, unit, thing measured and period."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import figure_change, figure_meaning, placed, schema
from analysis.figure_meaning import REACH
from analysis.gazetteer import CITY, is_district, load_gazetteer
from analysis.matching import any_of
from analysis.periods import Period, periods, whole
from analysis.quantities import quantities
from analysis.repeats import mark_repeats
from analysis.similar import places as named_places
from analysis.systems import System
from analysis.units import Quantity, Unit, load_units

if TYPE_CHECKING:
    import pandas as pd

# Page furniture: issue numbers, page numbers and names of reporters are not figures.
LEFT_OUT_ROLES = ("byline", "masthead", "jump")
# These periods are stretches of time as well, and so figures: 近三年来 is three years.
STRETCHES = ("recent", "since")
# Periods that still hold in the next sentence of the paragraph; a day does not.
CARRIED = ("year", "part", "span", "half", "months_of")
# Of these a page tells what has happened so far.
UNDER_WAY = ("year", "part", "half", "months")
# One day each: 3月1日, 昨天. So many are kept of an article.
DAYS = ("date", "days")
MOST_DAYS = 4
# 此行派出9名: what is told of happened on the day that was named last.
THIS_TIME = re.compile("此行|此次|这一?次|本次")
# 只花了9天 lies between the two days named last; 一共, between the first and the last.
_TOOK = re.compile("(?:[只仅共]花了?|[只仅共]用了?|历时|用时|前后)[^，。；]{0,4}\\Z")
_FROM = re.compile("[从由][^，。；：]{0,14}\\Z")
_ALTOGETHER = re.compile("一共|总共|全程|前后")
# Figures of these kinds hold on the day of the page where no period is printed.
DATED_KINDS = ("measure", "threshold")
# A bare month continues the year of the sentence before only where that is a year of news.
RECENT_YEARS = 3
# The subject of a figure does not reach beyond these.
_ENDED = re.compile("[；。！？]")
# 吸纳甲、乙等9家: systems in a list of members do not own the figure.
_MEMBERS = re.compile(r"(?:包括|包含|涵盖|吸纳|吸引|引入|引进|集聚|例如|比如)[^，。；]{0,30}\Z")
# 位于甲乙滨江: where a system lies, not whose the figure is.
_SITE = re.compile(r"(?:位于|地处|坐落[于在]|毗邻|临近)[^，。；]{0,6}\Z")
_AND_OTHERS = re.compile(r"\A[”》]?(?:[、和与及][^，。；]{0,40})?等[^，。；]{0,6}\Z")
# 比静安区多9个: the district that a figure is compared with.
_NOT_OWN = re.compile(r"(?:比|较|与|和|同|从|由|向|离开)\Z")
# 全市已有9个: behind the city's name these say that the figure is the city's.
_IN_ALL = r"(?:已|共|累计|现有|目前|总计|一共)[^，。；]{0,10}\Z"


class _Names(NamedTuple):
    """What the city is called, a figure of the whole city, and any of its districts."""

    city: tuple[str, ...]
    whole_city: re.Pattern[str]
    districts: re.Pattern[str]


@dataclass(frozen=True)
class _Place:
    """Where a sentence stands."""

    sentence_id: str
    article_id: str
    page_id: str
    role: str
    text: str
    district: str
    issue_date: str
    paragraph_no: int
    in_column: bool = False


def indicators(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
    mentions: "pd.DataFrame",
    systems: Iterable[System] | None = None,
    *,
    corpus: Path | None = None,
    districts: Sequence[str] | None = None,
) -> "pd.DataFrame":
    """Every printed figure, in order of the text.

    Parameters
    ----------
    sentences, articles, pages, mentions
        The tables of the contract. A figure inside a mention (甲乙100条) is part of a name.
    systems
        The list of systems; a mention of one that is not in it is left out of `system_id`.
    corpus
        A corpus folder that may bring its own `units.tsv` and the gazetteer of its city.
    districts
        Official names. In a sentence that names several, a figure belongs to the one that its own
        part of the sentence names. Those of the gazetteer unless given.

    Returns
    -------
    The table `indicators`; `change` is one of `schema.CHANGES`, `kind` of `schema.FIGURE_KINDS`.
    `value` and `upper` are exact decimals as text (万 and 亿 multiplied
    in; empty where the text says only 几); `unit` is 人 for persons, 名 for ranks, % apart from
    个百分点, 件/日 for rates; `period` is as printed, `period_start` and `period_end` are ISO days
    (empty where none is printed; of a measure or threshold that is no comparison and no
    difference they are then the first and last day of the issue date);
    `duplicate_of` names the figure of the running text that a headline, data box, caption or a
    later sentence of the same page repeats. The value of a fall is positive, as it is printed;
    `measured` then ends in the verb (警情下降).

    Raises
    ------
    InputError
        `units.tsv`, the gazetteer or `corpus.toml` is faulty; the message names the file.
    """
    units = load_units(corpus)
    listed = None if systems is None else {system.name for system in systems}
    named = _mentions_of(mentions)
    gazetteer = load_gazetteer(corpus)
    official = gazetteer.districts if districts is None else districts
    places = _Names(
        gazetteer.city_names,
        re.compile(f"(?:{any_of({CITY, *gazetteer.city_names}).pattern}){_IN_ALL}"),
        any_of(name for name in official if is_district(name)),
    )
    rows: list[dict[str, object]] = []
    carried = _Carried()
    for place in _places(sentences, articles, pages):
        if place.role in LEFT_OUT_ROLES:
            continue
        rows += _rows(place, named.get(place.sentence_id, ()), units, listed, carried, places)
    for row in rows:
        row["district"] = _district(row, places)
    mark_repeats(rows)
    columns = list(schema.COLUMNS["indicators"])
    return schema.frame("indicators", [{c: row[c] for c in columns} for row in rows])


@dataclass
class _Carried:
    """What a sentence leaves to the next one of the same article."""

    article_id: str = ""
    year: int | None = None
    text: str = ""
    systems: dict[str, int] = field(default_factory=dict)
    period: Period | None = None
    paragraph: int = -1
    days: list[Period] = field(default_factory=list)
    day_paragraph: int = -1

    def system_of(self, place: _Place) -> str:
        """The system named most in the paragraph so far, the earliest of equals."""
        same = self.paragraph == place.paragraph_no and self.systems
        return max(self.systems, key=lambda name: self.systems[name]) if same else ""


def _places(
    sentences: "pd.DataFrame", articles: "pd.DataFrame", pages: "pd.DataFrame"
) -> Iterable[_Place]:
    """The sentences with page and issue date."""
    page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    date_of = dict(zip(pages["page_id"], pages["issue_date"], strict=True))
    names = ("sentence_id", "article_id", "role", "text", "district", "paragraph_no")
    in_column = sentences["district_basis"] == placed.BASIS
    columns = (*(sentences[name] for name in names), in_column)
    for sid, aid, role, text, district, number, said in zip(*columns, strict=True):
        page = page_of.get(aid, "")
        yield _Place(sid, aid, page, role, text, district, date_of.get(page, ""), number, said)


def _mentions_of(mentions: "pd.DataFrame") -> dict[str, list[tuple[int, int, str]]]:
    """Start, end and system of the mentions in each sentence."""
    named: dict[str, list[tuple[int, int, str]]] = {}
    columns = (mentions[c] for c in ("sentence_id", "start", "variant", "system_id"))
    for sid, start, variant, system in zip(*columns, strict=True):
        named.setdefault(sid, []).append((start, start + len(variant), system))
    return named


def _rows(
    place: _Place,
    named: Sequence[tuple[int, int, str]],
    units: Mapping[str, Unit],
    listed: set[str] | None,
    carried: _Carried,
    places: _Names,
) -> list[dict[str, object]]:
    """The figures of one sentence."""
    if carried.article_id != place.article_id:
        carried.__init__(place.article_id)
    year = carried.year if carried.paragraph == place.paragraph_no else None
    dated = periods(place.text, place.issue_date, year=year)
    blocked = [(p.start, p.end) for p in dated if p.kind not in STRETCHES]
    blocked += [(a, b) for a, b, _ in named]
    found = quantities(place.text, units, blocked=blocked, city_names=places.city)
    rows, previous = [], ""
    for index, quantity in enumerate(found):
        if index and _ENDED.search(place.text, found[index - 1].end, quantity.start):
            previous = ""
        row = _row(place, found, index, dated, previous, carried)
        system = _system(place.text, named, quantity, listed)
        row["system_id"] = system or _carried_system(place, quantity, carried)
        row["indicator_id"] = f"{place.sentence_id}-n{index + 1}"
        previous = figure_meaning.subject(str(row["measured"]), previous)
        rows.append(row)
    _carry(carried, place, dated, named, listed)
    return rows


def _row(
    place: _Place,
    found: Sequence[Quantity],
    index: int,
    dated: Sequence[Period],
    previous: str,
    carried: _Carried,
) -> dict[str, object]:
    """One figure; its ids are filled in by the caller."""
    printed = place.text[found[index].start : found[index].end]
    text, found, index, dated = figure_meaning.nearby(place.text, found, index, dated)
    quantity = found[index]
    of = figure_change.change(text, found, index)
    kind = figure_change.kind(text, quantity, of)
    governing = figure_meaning.period(dated, quantity, text)
    governing = governing or _carried_period(place, quantity, of, text, carried)
    phrase = figure_meaning.measured(text, found, index, dated, previous=previous)
    if place.role == "sidebar" and len(phrase) < 4 and carried.text:
        phrase = carried.text + phrase
    if of in ("growth", "difference"):
        way = figure_change.direction(text, found, index)
        if way not in phrase:
            phrase = figure_meaning.shortened(phrase, figure_meaning.LONGEST - len(way)) + way
    first, last = (governing.first, governing.last) if governing else ("", "")
    if governing and of != "target" and kind in DATED_KINDS and governing.kind in UNDER_WAY:
        # What is reported of this year happened before the page appeared.
        issued = _issue_days(place.issue_date)[1]
        last = min(last, issued) if first <= issued else last
    elif governing and of == "comparison" and _FROM.search(text[: quantity.start]):
        # 近五年来从9个减到4个: the first figure is of the beginning.
        last = first if governing.kind in (*STRETCHES, "span") else last
    if governing is None and of not in ("comparison", "difference") and kind in DATED_KINDS:
        first, last = _issue_days(place.issue_date)
    return {
        "sentence_id": place.sentence_id,
        "figure": printed,
        "value": _decimal(quantity.value),
        "upper": _decimal(quantity.upper),
        "operator": quantity.operator,
        "unit": quantity.unit,
        "measured": phrase,
        "district": place.district,
        "text": text,
        "at": quantity.start,
        "period": governing.text if governing else "",
        "period_start": first,
        "period_end": last,
        "change": of,
        "kind": kind,
        "duplicate_of": "",
        "page_id": place.page_id,
        "role": place.role,
        "in_column": place.in_column,
    }


def _carried_period(
    place: _Place, quantity: Quantity, of: str, text: str, carried: _Carried
) -> Period | None:
    """The period that earlier sentences leave to a figure whose own sentence names none."""
    lead = text[max(0, quantity.start - figure_meaning.WINDOW) : quantity.start]
    if of == "duration" and len(carried.days) > 1 and _TOOK.search(lead[-REACH:]):
        first, last = carried.days[0 if _ALTOGETHER.search(lead[-REACH:]) else -2], carried.days[-1]
        if first.first < last.last:
            return replace(last, text=f"{first.text}—{last.text}", first=first.first, kind="span")
    if carried.days and THIS_TIME.search(lead):
        return carried.days[-1]
    same = place.role == "sidebar" or carried.paragraph == place.paragraph_no
    return carried.period if same else None


def _issue_days(issue_date: str) -> tuple[str, str]:
    """First and last day of the day, month or year on which the page appeared."""
    days = whole(issue_date)
    return (days[0].isoformat(), days[1].isoformat()) if days else ("", "")


def _decimal(value: Decimal | None) -> str:
    """The value as text without an exponent."""
    return "" if value is None else format(value, "f")


def _district(row: Mapping[str, object], places: _Names) -> str:
    """The district of the figure's own part of the sentence, else the sentence's."""
    text, at = str(row["text"]), int(str(row["at"]))
    begin = max(text.rfind(mark, 0, at) for mark in "；：。！？") + 1
    end = min((i for i in (text.find(mark, at) for mark in "；。") if i >= 0), default=len(text))
    part = text[begin:end]
    if places.whole_city.search(text[begin:at]):
        # In a text of one place 全市 is that place.
        return str(row["district"]) if row["in_column"] else CITY
    if own := _beside(text, at, places):
        return own
    inside = {*places.districts.findall(part)}
    others = {*places.districts.findall(text)} - inside
    return min(inside) if len(inside) == 1 and others else str(row["district"])


def _beside(text: str, at: int, places: _Names) -> str:
    """The district that a list names directly before the figure (甲区18个、乙区12个)."""
    begin = max(text.rfind(mark, 0, at) for mark in "；：。！？，、") + 1
    named = list(places.districts.finditer(text, begin, at))
    if len(named) != 1 or _NOT_OWN.search(text[begin : named[0].start()]):
        return ""
    return named[0].group()


def _system(
    text: str,
    named: Sequence[tuple[int, int, str]],
    quantity: Quantity,
    listed: set[str] | None,
) -> str:
    """The system named last before the figure in the sentence, else first after it."""
    known = [m for m in named if listed is None or m[2] in listed]
    before = [m for m in known if m[1] <= quantity.start]
    owners = [m for m in before if not _is_member(text, m, quantity)]
    if owners:
        _, end, name = owners[-1]
        return "" if _elsewhere(text, end, quantity.start) else name
    return known[0][2] if known and not before else ""


def _elsewhere(text: str, start: int, end: int) -> bool:
    """Whether a place is named between a system and a figure that is then the place's."""
    return any(
        not _SITE.search(text[start : start + at]) for at, *_ in named_places(text[start:end])
    )


def _carried_system(place: _Place, quantity: Quantity, carried: _Carried) -> str:
    """The system of the sentences before, unless this one names another place by then."""
    return "" if _elsewhere(place.text, 0, quantity.start) else carried.system_of(place)


def _is_member(text: str, mention: tuple[int, int, str], quantity: Quantity) -> bool:
    """Whether a system stands in a list of what the figure counts."""
    start, end, _ = mention
    if _MEMBERS.search(text[max(0, start - 40) : start]):
        return True
    between = text[end : min(quantity.start, end + 60)]
    return quantity.start - end < 60 and _AND_OTHERS.match(between) is not None


def _carry(
    carried: _Carried,
    place: _Place,
    dated: Sequence[Period],
    named: Sequence[tuple[int, int, str]],
    listed: set[str] | None,
) -> None:
    """Leave year, system and a data box's heading to the next sentence."""
    for item in dated:
        if item.kind in ("date", "part", "year") and re.match(r"\d{4}年", item.text):
            carried.year = int(item.text[:4])
    recent = carried.year is not None and place.issue_date[:4].isdigit()
    if not (recent and 0 <= int(place.issue_date[:4]) - carried.year <= RECENT_YEARS):
        carried.year = None
    known = [m[2] for m in named if listed is None or m[2] in listed]
    if carried.paragraph != place.paragraph_no:
        carried.systems = {}
    for name in known:
        carried.systems[name] = carried.systems.get(name, 0) + 1
    lasting = [item for item in dated if item.kind in CARRIED]
    same = carried.paragraph == place.paragraph_no or place.role == "sidebar"
    # 如今 and 当下 end a year told of before.
    same = same and not any(item.kind == "now" for item in dated)
    carried.period = lasting[-1] if lasting else carried.period if same else None
    if not lasting and carried.days and THIS_TIME.search(place.text):
        carried.period = carried.days[-1]
    days = [item for item in dated if item.kind in DAYS and item.first and item.first == item.last]
    if days:
        carried.day_paragraph = place.paragraph_no
    near = place.paragraph_no - carried.day_paragraph <= 1
    carried.days = [*carried.days, *days][-MOST_DAYS:] if near else []
    carried.paragraph = place.paragraph_no
    if not dated and not any(c.isdigit() for c in place.text):
        carried.text = place.text if len(place.text) <= figure_meaning.LONGEST else ""
