"""The columns of a page: how wide their full lines are, and which lines stand in which.

Lines of one column are equally wide but for the last of a paragraph, which is shorter, and often
the first, whose indent was lost in reading.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import accumulate, pairwise, repeat
from typing import TypeVar

from analysis.characters import OPENERS, SPACE
from analysis.layout import NARROWEST_COLUMN, WIDEST_COLUMN, Row
from analysis.ways import Counted, best_way, beyond_sure, counted
from analysis.widths import COLUMN_TOLERANCE, FEWEST_FULL_LINES, columns_of, middle

# The full lines on either side that tell a column's width at a place.
_NEAR = 6
T = TypeVar("T")
_COMMA = re.compile(r"[，。、；,.](?:(?<=[，。、；])|(?!\d))")
_FIRST_OPENERS = frozenset(OPENERS)
_QUOTES = "“”‘’"
# The places of a line's `changes` and of a change's `rule`: a name is looked up thrice as slowly.
_CHANGES, _RULE = 3, 3
_INNER_SPACE = re.compile(f"[{SPACE}]")
# So many lines below a story's head may be taken for the column above.
_FEW_BELOW = 3


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
    _assign_columns(page, inside, _from_heads(page, inside, columns))
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


def _from_heads(
    page: Sequence[Row], inside: Sequence[int], columns: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The groups of full lines, a group from the head of its story on.

    A line or two of another width do not end a group; where they stand below what parts two stories
    and fit the next group better they begin it.
    """
    found = list(columns)
    for number in range(1, len(found)):
        (first, last), (after, end) = found[number - 1 : number + 1]
        widths = [page[at].width for at in inside[first:end]]
        above, below = middle(widths[: last - first]), middle(widths[after - first :])
        for at in range(max(first + 1, last - _FEW_BELOW), last):
            few = widths[at - first : last - first]
            fit = sum([abs(width - below) - abs(width - above) for width in few]) < 0
            if fit and _parts_stories(page[inside[at - 1] + 1 : inside[at] + 1]):
                found[number - 1 : number + 1] = [(first, at), (at, end)]
                break
    return found


def _parts_stories(rows: Sequence[Row]) -> bool:
    """Whether a byline or a jump line stands among rows, or two close where the last is apart."""
    if any(row.role in ("byline", "jump", "masthead") for row in rows):
        return True
    return rows[-1].gap > 0 and any(row.gap == 0 for row in rows)


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
