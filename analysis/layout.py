"""The geometry of a page's lines: how wide each is, which column it was set in, what blanks mean.

Widths are in em (one ideograph is 1). Lines of one column are equally wide but for the last of a
paragraph, which is shorter, and often the first, whose indent was lost in reading.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from analysis.characters import CLOSERS, OPENERS, SPACE, STOPS
from analysis.repair import Line

# A column is known by so many full lines of one width; fewer agree by chance.
FEWEST_FULL_LINES = 3
# Full lines of one column differ by about one em (a mark that may not begin a line, compressed
# marks); beyond this the column is another one.
COLUMN_TOLERANCE = 2.5
# A newspaper column is narrower; wider “lines” are whole paragraphs.
WIDEST_COLUMN = 60
# How much narrower than its column a line must be to count as a short one.
SHORT_BY = 1.6
# The indent lost at a paragraph's start is two em, read as at least this much.
INDENT_AT_LEAST = 0.9
_HANGING = ("，", "、", "；", "：", "。", "！", "？")
_BY_WITH_MARK = 0.6

# Running text has a comma or stop in more than every second line, headings in few.
COMMA_SHARE = 0.3

# The full lines on either side that tell a column's width at a place.
_NEAR = 6
_COMMA = re.compile("[，。,.、；]")
_STOP = re.compile(rf"[{STOPS}!?][{CLOSERS}\"']*$")
_INDENT = re.compile(r"(?:\u3000{2}|[ \t\u3000\xa0]{2,}|\t)(?=\S)")
_LEVEL = re.compile(r"\s*(#{1,6})(?=\s|[^\s#])")
_HALF = re.compile("[\x21-\x7e]")
_QUOTES = re.compile("[“”‘’]")
_INNER_SPACE = re.compile(f"[{SPACE}]")


@dataclass(slots=True)
class Row:
    """A line that is not blank, with what can be seen of it alone.

    Attributes
    ----------
    gap
        Blank lines above it.
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
    """

    line: Line
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

    @property
    def text(self) -> str:
        """The clean text."""
        return self.line.text


def rows(lines: Sequence[Line]) -> list[Row]:
    """The lines that are not blank, in order, measured."""
    found: list[Row] = []
    gap = 0
    for line in lines:
        if not line.raw.strip():
            gap += 1
            continue
        level = _LEVEL.match(line.raw)
        found.append(
            Row(
                line,
                gap,
                level=len(level[1]) if level else 0,
                indented=_INDENT.match(line.raw) is not None,
                stop=_STOP.search(line.text[-6:]) is not None,
                width=len(line.text) - 0.5 * len(_HALF.findall(line.text)),
            )
        )
        gap = 0
    return found


def _counts(page: Sequence[Row], at: int) -> tuple[int, int, int, int, int, int]:
    """What a line's width is reckoned from.

    Characters, half-width ones, quotation marks, spaces read inside the line, marks that were
    read half-width, marks moved on. A mark that may not end a line is moved to the next one and
    leaves the line shorter.
    """
    row = page[at]
    text, raw = row.text, row.line.raw.strip()
    below = page[at + 1].text[:1] if at + 1 < len(page) else ""
    moved = not row.stop and below != "" and below in OPENERS
    spaces = narrowed = 0
    if row.line.edits:
        spaces = len(_INNER_SPACE.findall(raw))
        narrowed = sum(edit.rule == "width" for edit in row.line.edits)
    return len(text), len(_HALF.findall(text)), len(_QUOTES.findall(text)), spaces, narrowed, moved


def measure_columns(page: Sequence[Row]) -> float:
    """Fill in `width`, `before` and `after` of the rows; how exactly columns are set, in em.

    The result is the mean distance of full lines from their column's width, infinite on a page
    without columns.

    How much room quotation marks and spaces took is not known from the text; of the ways to
    count them, the one is taken under which the full lines of a column differ least.
    """
    inside = _inside(page)
    sample = inside[:_SAMPLE]
    counts = [_counts(page, at) for at in sample]
    best, least = _WAYS[0], float("inf")
    for way in _WAYS:
        widths = [_width(count, way) for count in counts]
        groups = _columns(page, sample, widths)
        parts = [widths[first:last] for first, last in groups]
        if parts:
            spread = sum(map(_spread, parts)) / sum(map(len, parts))
            if spread < least:
                best, least = way, spread
    if least < float("inf"):
        for at, row in enumerate(page):
            row.width = _width(_counts(page, at), best)
        _assign_columns(page, inside)
    return least


# Room in em of a quotation mark, a space and a mark read half-width: a mark is set full or half, a
# justified line is stretched at its spaces.
_WAYS = tuple(
    (quote, space, mark)
    for quote in (1.0, 0.5)
    for space in (0.0, 0.25, 0.5)
    for mark in (1.0, 0.5)
)
# So many full lines tell how a page was set.
_SAMPLE = 1000


def _width(counts: tuple[int, int, int, int, int, int], way: tuple[float, float, float]) -> float:
    """Width in em, half-width characters taking half, a mark moved on counted where it left."""
    characters, half, quotes, spaces, narrowed, moved = counts
    quote, space, mark = way
    width = characters - 0.5 * half - (1 - quote) * quotes + space * spaces
    return width - (1 - mark) * narrowed + moved


def _spread(widths: Sequence[float]) -> float:
    """Sum of distances from the median."""
    middle = median(widths)
    return sum(abs(width - middle) for width in widths)


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


def _columns(
    page: Sequence[Row], inside: Sequence[int], widths: Sequence[float]
) -> list[tuple[int, int]]:
    """Groups of full lines that are running text: a part of them has a comma or a stop."""
    return [
        (first, last)
        for first, last in _groups(widths)
        if sum(_COMMA.search(page[at].text) is not None for at in inside[first:last])
        >= COMMA_SHARE * (last - first)
    ]


def _groups(widths: Sequence[float]) -> list[tuple[int, int]]:
    """Runs of agreeing widths, as (first, past last); a single outlier does not end a run."""
    groups: list[tuple[int, int]] = []
    first, recent = 0, list(widths[:1])
    for at in range(1, len(widths) + 1):
        fits = at < len(widths) and abs(widths[at] - median(recent)) <= COLUMN_TOLERANCE
        if fits:
            recent = [*recent[-8:], widths[at]]
            continue
        follows = widths[at + 1 : at + 3]
        if at < len(widths) and any(abs(w - median(recent)) <= COLUMN_TOLERANCE for w in follows):
            continue
        if len(recent) >= FEWEST_FULL_LINES:
            groups.append((first, at))
        first, recent = at, list(widths[at : at + 1])
    return groups


def _assign_columns(page: Sequence[Row], inside: Sequence[int]) -> None:
    """Give each row the width of the columns around it."""
    widths = [page[at].width for at in inside]
    spans = [
        (inside[first], inside[last - 1], median(widths[first:last]))
        for first, last in _columns(page, inside, widths)
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
    for number, at in enumerate(full):
        near = full[max(0, number - _NEAR) : number + _NEAR + 1]
        width = median(page[position].width for position in near)
        end = full[number + 1] if number + 1 < len(full) else at + 1
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
    return int(median(gaps)) if gaps else 0


def open_marks(text: str) -> int:
    """How many quotation marks and brackets the text leaves open, negative for closed too many."""
    return sum(text.count(mark) for mark in OPENERS) - sum(text.count(mark) for mark in CLOSERS)
