"""The geometry of a page's lines: how wide each is, which column it was set in, what blanks mean.

Widths are in em (one ideograph is 1). Lines of one column are equally wide but for the last of a
paragraph, which is shorter, and often the first, whose indent was lost in reading.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from analysis import furniture
from analysis.characters import CLOSERS, OPENERS, SPACE, STOPS
from analysis.repair import Line
from analysis.widths import (
    COLUMN_TOLERANCE,
    FEWEST_FULL_LINES,
    by_way,
    columns_of,
    middle,
    spread_of,
    widths_by,
)

# A newspaper column is narrower; wider “lines” are whole paragraphs.
WIDEST_COLUMN = 60
# How much narrower than its column a line must be to count as a short one.
SHORT_BY = 1.6
# The indent lost at a paragraph's start is two em, read as at least this much.
INDENT_AT_LEAST = 0.9
_HANGING = ("，", "、", "；", "：", "。", "！", "？")
_BY_WITH_MARK = 0.6

# The full lines on either side that tell a column's width at a place.
_NEAR = 6
_COMMA = re.compile("[，。,.、；]")
_STOP = re.compile(rf"[{STOPS}!?][{CLOSERS}\"']*$")
# What a line ends with after which a sentence has ended, or may have.
_ENDS = frozenset(STOPS + "!?")
_MAY_END = frozenset(CLOSERS + "\"'")
_INDENT = re.compile(r"(?:\u3000{2}|[ \t\u3000\xa0]{2,}|\t)(?=\S)")
_LEVEL = re.compile(r"\s*(#{1,6})(?=\s|[^\s#])")
_NOT_PRINTED = bytes([*range(0x21), 0x7F])
_FIRST_OPENERS = frozenset(OPENERS)
_INNER_SPACE = re.compile(f"[{SPACE}]")


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


def rows(lines: Sequence[Line]) -> list[Row]:
    """The lines that are not blank, in order, measured."""
    found: list[Row] = []
    gap = 0
    for line in lines:
        raw, text = line.raw, line.text
        bare = raw.strip()
        if not bare:
            gap += 1
            continue
        level = _LEVEL.match(raw) if "#" in raw else None
        indented = bare[0] != raw[0] and _INDENT.match(raw) is not None
        ascii_part = text.encode("ascii", "ignore")
        half = len(ascii_part.translate(None, _NOT_PRINTED)) if ascii_part else 0
        last = text[-1:]
        stop = last in _ENDS or (last in _MAY_END and _stops(text))
        found.append(
            Row(
                line, text, bare, gap, len(level[1]) if level else 0, indented,
                stop, len(text) - 0.5 * half,
            )
        )  # fmt: skip
        gap = 0
    return found


def _stops(text: str) -> bool:
    """Whether a sentence ends with a line that ends with a mark which closes."""
    return _STOP.search(text[-6:]) is not None or furniture.ends_with_note(text)


def _counts(page: Sequence[Row]) -> list[tuple[float, int, int, int]]:
    """What each line's width is reckoned from.

    Its sure width, quotation marks, spaces read inside the line, marks that were read half-width.
    A mark that may not end a line is moved to the next one and leaves the line shorter; it is
    counted where it left.
    """
    found = []
    firsts = [row.text[:1] for row in islice(page, 1, None)]
    for row, below in zip(page, [*firsts, ""], strict=True):
        text, edits, width = row.text, row.line.edits, row.width
        if below in _FIRST_OPENERS and not row.stop:
            width += 1
        quotes = text.count("“") + text.count("”") + text.count("‘") + text.count("’")
        if edits:
            narrow = [edit.rule for edit in edits].count("width")
            found.append((width, quotes, _n_spaces(row.raw), narrow))
        else:
            found.append((width, quotes, 0, 0))
    return found


def _n_spaces(raw: str) -> int:
    """White space in the line; of other kinds than the usual where it is no printable character."""
    if raw.isprintable():
        return raw.count(" ")
    return len(_INNER_SPACE.findall(raw))


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
    commas = [_COMMA.search(page[at].text) is not None for at in inside]
    counts = _counts(page)
    counts_of_inside = [counts[at] for at in inside]
    best, columns, least = (1.0, 0.0, 1.0), [], float("inf")
    for way, widths in by_way(counts_of_inside[:_SAMPLE]):
        found = columns_of(commas, widths)
        if found:
            spread = sum(spread_of(widths[first:last]) for first, last in found)
            spread /= sum(last - first for first, last in found)
            if spread < least:
                best, columns, least = way, found, spread
        if least == 0:
            break
    if least == float("inf"):
        return least
    if len(inside) > _SAMPLE:
        columns = columns_of(commas, widths_by(counts_of_inside, best))
    full = sum(last - first for first, last in columns)
    if full < sum(row.width > WIDEST_COLUMN for row in page):
        return float("inf")  # whole paragraphs, of which a few are as wide as each other by chance
    for row, width in zip(page, widths_by(counts, best), strict=True):
        row.width = width
    _assign_columns(page, inside, columns)
    return least


# So many full lines tell how a page was set.
_SAMPLE = 1000


def _inside(page: Sequence[Row]) -> list[int]:
    """Positions of rows in the middle of a sentence on both sides: full lines of a column."""
    running = [not (row.stop or row.level or row.role) for row in page]
    return [
        at
        for at in range(1, len(page) - 1)
        if running[at - 1]
        and running[at]
        and not (page[at + 1].level or page[at + 1].role)
        and 5 <= page[at].width <= WIDEST_COLUMN
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
        for at in range(first, last + 1):
            page[at].before = page[at].after = width
        start_of = bisect_left(inside, first, place)
        place = bisect_left(inside, last + 1, start_of)
        _follow_drift(page, inside[start_of:place])
        for row in page[last + 1 : end]:
            row.before = width
    for (_, last, _), (first, _, _) in pairwise(spans):
        _move_border(page[last + 1 : first])
    for row in page:
        row.before = row.before or row.after
        row.after = row.after or row.before


def _follow_drift(page: Sequence[Row], full: Sequence[int]) -> None:
    """Let the column's width follow its full lines: scans are not equally wide all the way down."""
    widths = [page[at].width for at in full]
    ends = [*full[1:], full[-1] + 1] if full else []
    near = sorted(widths[:_NEAR])
    for number, (at, end) in enumerate(zip(full, ends, strict=True)):
        if number + _NEAR < len(widths):
            insort(near, widths[number + _NEAR])
        if number > _NEAR:
            del near[bisect_left(near, widths[number - _NEAR - 1])]
        half = len(near) // 2
        width = (near[half] + near[-half - 1]) / 2
        for row in page[at:end]:
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


def indents_lost(page: Sequence[Row]) -> bool:
    """Whether paragraphs of the page begin with a line that is shorter by the indent."""
    short = full = 0
    for above, row in pairwise(page):
        if above.stop and not row.stop and row.after and above.width < above.before - SHORT_BY:
            if lacks_indent(row, by=INDENT_AT_LEAST):
                short += 1
            else:
                full += 1
    return short > full


def indents_kept(page: Sequence[Row]) -> bool:
    """Whether paragraphs of the page begin with white space."""
    return sum(row.indented for row in page) >= FEWEST_FULL_LINES


def usual_gap(page: Sequence[Row]) -> int:
    """The blank lines between two lines of one sentence: 0, or more where blanks mean nothing."""
    gaps = [
        row.gap
        for above, row in pairwise(page)
        if not above.stop and not above.level and not row.level and above.width >= 5
    ]
    return int(middle(gaps)) if gaps else 0
