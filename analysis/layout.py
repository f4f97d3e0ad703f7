"""The geometry of a page's lines: how wide each is, which column it was set in, what blanks mean.

Widths are in em (one ideograph is 1). Lines of one column are equally wide but for the last of a
paragraph, which is shorter, and often the first, whose indent was lost in reading.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, count, pairwise, repeat
from operator import attrgetter, is_not, itemgetter, sub
from typing import TypeVar

from analysis import furniture
from analysis.characters import CLOSERS, OPENERS, SPACE, STOPS
from analysis.repair import Line
from analysis.ways import Counted, best_way, beyond_sure, counted
from analysis.widths import COLUMN_TOLERANCE, FEWEST_FULL_LINES, columns_of, middle

# A newspaper column is no narrower; wider “lines” are whole paragraphs.
NARROWEST_COLUMN, WIDEST_COLUMN = 8, 60
# How much narrower than its column a line must be to count as a short one.
SHORT_BY = 1.6
# The indent lost at a paragraph's start is two em, read as at least this much.
INDENT_AT_LEAST = 0.9
_INDENT_WIDTH, _WITHIN = 2.0, 0.6
_HANGING = ("，", "、", "；", "：", "。", "！", "？")
_BY_WITH_MARK = 0.6

# A page of which one line in so many is wider than columns are is one of whole paragraphs.
_WIDE_SHARE = 10
# The full lines on either side that tell a column's width at a place.
_NEAR = 6
_COMMA = re.compile(r"[，。、；,.](?:(?<=[，。、；])|(?!\d))")
_STOP = re.compile(rf"[{STOPS}!?][{CLOSERS}\"']*$")
# What a line ends with after which a sentence has ended, or may have.
_ENDS = frozenset(STOPS + "!?")
_MAY_END = frozenset(STOPS + "!?" + CLOSERS + "\"'")
_INDENT = re.compile(r"(?:\u3000{2}|[ \t\u3000\xa0]{2,}|\t)(?=\S)")
_LEVEL = re.compile(r"\s*(#{1,6})(?=\s|[^\s#])")
# All that ASCII has but the line feed, which parts lines here.
_NOT_PRINTED = bytes([*(code for code in range(0x21) if code != 0x0A), 0x7F])
_FIRST_OPENERS = frozenset(OPENERS)
_QUOTES = "“”‘’"
# Of a line its `raw` and its `text`.
_RAW, _TEXT = itemgetter(1), itemgetter(2)
# The places of a line's `changes` and of a change's `rule`: a name is looked up thrice as slowly.
_CHANGES, _RULE = 3, 3
_INNER_SPACE = re.compile(f"[{SPACE}]")
_INDENTED = attrgetter("indented")
T = TypeVar("T")


@dataclass(slots=True)
class Row:
    """A line that is not blank, with what can be seen of it alone.

    Attributes
    ----------
    gap
        Blank lines above it.
    text, raw
        The clean text; the line as read, without white space around it.
    level
        Markdown heading level, 0 for none.
    width
        In em.
    stop
        Whether a sentence ends with it.
    before, after
        Width in em of the column that the lines before, and the lines after, are set in; 0 where
        no column is known. Equal inside a column.
    vertical
        Number of the vertical heading that the row is a step of, 0 for none.
    role, confidence
        What the line is taken for, and how surely (0 to 1); filled by later steps.
    credit
        Whether it ends with the credit of a picture; filled where a page's rows are put together.
    entry
        What it begins: an item of a `list`, a `brief` (of a column of short news), a `box` as its
        title, a story that parts another (`turn`), more of the one before (`back`), the `rest` of
        that other; or nothing.
    """

    line: Line
    text: str
    raw: str
    gap: int
    level: int = 0
    indented: bool = False
    stop: bool = False
    width: float = 0.0
    before: float = 0.0
    after: float = 0.0
    vertical: int = 0
    role: str = ""
    confidence: float = 0.0
    credit: bool = False
    entry: str = ""


def rows(lines: Sequence[Line]) -> list[Row]:
    """The lines that are not blank, in order, measured."""
    bares = list(map(str.strip, map(_RAW, lines)))
    places = list(compress(count(), bares))
    gaps: Sequence[int] = [0] * len(places)
    if len(places) < len(lines):
        lines, bares = [lines[at] for at in places], [bares[at] for at in places]
        gaps = list(map(sub, places, [0, *[at + 1 for at in places]]))
    raws, texts = list(map(_RAW, lines)), list(map(_TEXT, lines))
    found = list(map(Row, lines, texts, bares, gaps))
    for row, text, half in zip(found, texts, _half_width(texts), strict=True):
        row.width = len(text) - 0.5 * half
        if text[-1:] in _MAY_END:
            row.stop = text[-1] in _ENDS or _stops(text)
    # Of a line without white space around it nothing was taken: it is the same object.
    for row, raw in compress(zip(found, raws, strict=True), map(is_not, bares, raws)):
        if row.raw[0] != raw[0]:
            row.indented = _INDENT.match(raw) is not None
    if "#" in "".join(raws):
        _see_levels(found, raws)
    return found


def _see_levels(found: Sequence[Row], raws: Sequence[str]) -> None:
    """Fill in `level` of the rows that Markdown makes headings."""
    for row, raw in zip(found, raws, strict=True):
        level = _LEVEL.match(raw) if "#" in raw else None
        if level is not None:
            row.level = len(level[1])


def even_out(page: Sequence[Row]) -> None:
    """Take from each gap what all have, where lines are those of columns: it says nothing there.

    Between whole paragraphs a blank line is as much as print sets.
    """
    least = min([row.gap for row in page[1:]], default=0)
    if least and not has_whole_paragraphs(page):
        for row in page:
            row.gap = row.gap - least if row.gap > least else 0


def has_whole_paragraphs(page: Sequence[Row]) -> bool:
    """Whether lines of the page are paragraphs, most of them whole, and not lines of a column."""
    return _WIDE_SHARE * len([1 for row in page if row.width > WIDEST_COLUMN]) >= len(page) > 0


def _half_width(texts: Sequence[str]) -> Sequence[int]:
    """How many half-width characters are printed in each line."""
    joined = "\n".join(texts).encode("ascii", "ignore")
    return list(map(len, joined.translate(None, _NOT_PRINTED).split(b"\n"))) if texts else []


def _stops(text: str) -> bool:
    """Whether a sentence ends with a line that ends with a mark which closes."""
    return _STOP.search(text[-6:]) is not None or furniture.ends_with_note(text)


def _sure_widths(page: Sequence[Row]) -> list[float]:
    """What is sure of each line's width.

    A mark that may not end a line is moved to the next one and leaves the line shorter; it is
    counted where it left.
    """
    widths = [row.width for row in page]
    for at in [at for at, row in enumerate(page) if row.text[:1] in _FIRST_OPENERS and at]:
        if not page[at - 1].stop:
            widths[at - 1] += 1
    return widths


def _n_quotes(rows: Sequence[Row]) -> Counted:
    """Quotation marks in each row that has some."""
    usual, *others = _QUOTES
    joined = "\n".join([row.text for row in rows])
    for mark in others:
        joined = joined.replace(mark, usual)
    found, at = dict[int, int](), 0
    for before in joined.split(usual)[:-1]:
        at += before.count("\n")
        found[at] = found.get(at, 0) + 1
    return found


def _n_spaces(rows: Sequence[Row]) -> Counted:
    """White space inside each row that has some, of those that were repaired."""
    raws = [row.raw if row.line[_CHANGES] else "" for row in rows]
    # Of other kinds than the usual where it is no printable character.
    if "".join(raws).isprintable():
        return {at: raw.count(" ") for at, raw in enumerate(raws) if " " in raw}
    return {at: n for at, raw in enumerate(raws) if (n := len(_INNER_SPACE.findall(raw)))}


def _n_widened(rows: Sequence[Row]) -> Counted:
    """Marks read half-width in each row that has some."""
    found: dict[int, int] = {}
    for at, row in enumerate(rows):
        for change in row.line[_CHANGES]:
            if change[_RULE] == "width":
                found[at] = found.get(at, 0) + 1
    return found


# How often a row has what takes an unknown room, as `ways` counts it.
_COUNTING = (_n_quotes, _n_spaces, _n_widened)


def measure_columns(page: Sequence[Row]) -> float:
    """Fill in `width`, `before` and `after` of the rows; how exactly columns are set, in em.

    The result is the mean distance of full lines from their column's width, infinite on a page
    without columns.

    How much room quotation marks and spaces took is not known from the text; of the ways to
    count them, the one is taken under which the full lines of a column differ least.
    """
    inside = _inside(page)
    if len(inside) < FEWEST_FULL_LINES:
        return float("inf")
    sure = _sure_widths(page)
    sample, commas = _sample(inside), _have_commas(page, inside)
    sampled = [page[at] for at in sample]
    way, least, columns = best_way(
        [sure[at] for at in sample],
        [count_in(sampled) for count_in in _COUNTING],
        list(accumulate(_sample(commas), initial=0)),
    )
    if least == float("inf"):
        return least
    # Of the whole page only what adds to a width is counted.
    adds = beyond_sure(way)
    kinds = [count_in(page) if room else {} for count_in, room in zip(_COUNTING, adds, strict=True)]
    widths = counted(sure, kinds, way) if any(adds) else sure
    if len(sample) < len(inside):
        before = list(accumulate(commas, initial=0))
        columns = columns_of(before, [widths[at] for at in inside])
    full = sum([last - first for first, last in columns])
    if full < len([row for row in page if row.width > WIDEST_COLUMN]):
        return float("inf")  # whole paragraphs, of which a few are as wide as each other by chance
    for row, width in zip(page, widths, strict=True):
        row.width = width
    _assign_columns(page, inside, columns)
    return least


# So many full lines tell how a page was set, from so many stretches of it.
_SAMPLE = 200
_STRETCHES = 5


def _sample(inside: Sequence[T]) -> Sequence[T]:
    """A part of what there is of full lines, from all over the page, neighbours kept together."""
    if len(inside) <= _SAMPLE:
        return inside
    length, step = _SAMPLE // _STRETCHES, len(inside) // _STRETCHES
    starts = range(0, step * _STRETCHES, step)
    return [at for start in starts for at in inside[start : start + length]]


def _have_commas(page: Sequence[Row], places: Sequence[int]) -> list[bool]:
    """Whether each of the lines has a comma or a stop."""
    # Most lines have one of the first; the expression is tried on the others.
    return [
        "，" in text or "、" in text or "。" in text or _COMMA.search(text) is not None
        for text in [page[at].text for at in places]
    ]


def _inside(page: Sequence[Row]) -> list[int]:
    """Positions of rows in the middle of a sentence on both sides: full lines of a column."""
    running = [not (row.stop or row.level or row.role) for row in page]
    return [
        at
        for at in range(1, len(page) - 1)
        if running[at - 1]
        and running[at]
        and not (page[at + 1].level or page[at + 1].role)
        and NARROWEST_COLUMN <= page[at].width <= WIDEST_COLUMN
    ]


def _assign_columns(
    page: Sequence[Row], inside: Sequence[int], columns: Sequence[tuple[int, int]]
) -> None:
    """Give each row the width of the columns around it."""
    widths = [page[at].width for at in inside]
    spans = [
        (inside[first], inside[last - 1], middle(widths[first:last])) for first, last in columns
    ]
    place = 0
    for number, (first, last, width) in enumerate(spans):
        end = spans[number + 1][0] if number + 1 < len(spans) else len(page)
        start = spans[number - 1][1] + 1 if number else 0
        for row in page[start:first]:
            row.after = width
        start_of = bisect_left(inside, first, place)
        place = bisect_left(inside, last + 1, start_of)
        _follow_drift(page, inside[start_of:place])
        for row in page[last + 1 : end]:
            row.before = width
    for (_, last, _), (first, _, _) in pairwise(spans):
        _move_border(page[last + 1 : first])
    # Above the first column and below the last there is one alone.
    for row in page[: spans[0][0]] if spans else ():
        row.before = row.after
    for row in page[spans[-1][1] + 1 :] if spans else ():
        row.after = row.before


def _follow_drift(page: Sequence[Row], full: Sequence[int]) -> None:
    """Let the column's width follow its full lines: scans are not equally wide all the way down."""
    widths = [page[at].width for at in full]
    coming = [*widths[_NEAR:], *repeat(None, _NEAR)]
    going = [*repeat(None, _NEAR + 1), *widths]
    near = sorted(widths[:_NEAR])
    width = 0.0
    ends = [*full[1:], full[-1] + 1]
    for at, end, new, old in zip(full, ends, coming, going, strict=False):
        if new != old or not width:
            if new is not None:
                insort(near, new)
            if old is not None:
                del near[bisect_left(near, old)]
            half = len(near) // 2
            width = (near[half] + near[-half - 1]) / 2
        row = page[at]
        row.before = row.after = width
        if end > at + 1:
            for row in page[at + 1 : end]:
                row.before = row.after = width


def _move_border(between: Sequence[Row]) -> None:
    """Let the second of two columns begin where the lines between no longer fit the first."""
    wider = [row.after > row.before for row in between]
    for at, row in enumerate(between):
        fits = row.width <= row.before + COLUMN_TOLERANCE
        if wider[at] and not fits and row.width <= row.after + COLUMN_TOLERANCE:
            for later in between[at:]:
                later.before = later.after
            return
    for at in range(len(between) - 1, -1, -1):
        if not wider[at] and between[at].width > between[at].after + COLUMN_TOLERANCE:
            for earlier in between[: at + 1]:
                earlier.after = earlier.before
            return


def lacks_indent(row: Row, *, by: float) -> bool:
    """Whether the row is shorter than its column by a lost indent.

    A mark that may not begin a line hangs over the margin, so a line that ends with one may be
    an em longer than it would be without.
    """
    allowed = min(by, _BY_WITH_MARK) if row.text[-1:] in _HANGING else by
    return row.width <= row.after - allowed


def is_first_line(near: Sequence[Row]) -> bool:
    """Whether the first of a few rows begins a paragraph of a column, whichever that is.

    The second is wider by an indent and ends the paragraph or is as wide as the third. Below a
    heading it is the second that lacks the indent.
    """
    if len(near) < 2:
        return False
    one, two = near[0], near[1]
    if two.role or not one.before or abs(two.width - one.width - _INDENT_WIDTH) > _WITHIN:
        return False
    if two.stop or len(near) == 2:
        return two.stop
    full = not (near[2].stop or near[2].role)
    return full and abs(near[2].width - two.width) <= _WITHIN


def short_ends(page: Sequence[Row]) -> list[int]:
    """Positions of the rows that end a sentence and are too short to be a full line of a column.

    Paragraphs end there. The page's last row is left out.
    """
    return [
        at for at, row in enumerate(page[:-1]) if row.stop and row.width < row.before - SHORT_BY
    ]


def indents_lost(page: Sequence[Row], ends: Sequence[int]) -> bool:
    """Whether paragraphs of the page begin with a line that is shorter by the indent.

    The `ends` are those of paragraphs, as `short_ends` finds them.
    """
    below = [row for row in [page[at + 1] for at in ends] if row.after and not row.stop]
    short = sum([lacks_indent(row, by=INDENT_AT_LEAST) for row in below])
    return 2 * short > len(below)


def indents_kept(page: Sequence[Row]) -> bool:
    """Whether paragraphs of the page begin with white space."""
    return sum(map(_INDENTED, page)) >= FEWEST_FULL_LINES
