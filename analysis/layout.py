"""A page's lines as rows: how wide each is, what it ends with, where a paragraph begins or ends.

Widths are in em (one ideograph is 1); `columns` tells which column a row was set in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import attrgetter, is_not, itemgetter, sub

from analysis import furniture
from analysis.characters import CLOSERS, STOPS
from analysis.repair import Line
from analysis.widths import FEWEST_FULL_LINES

# A newspaper column is no narrower; wider “lines” are whole paragraphs.
NARROWEST_COLUMN, WIDEST_COLUMN = 8, 60
# How much narrower than its column a line must be to count as a short one.
SHORT_BY = 1.6
# The indent lost at a paragraph's start is two em, read as at least this much.
INDENT_AT_LEAST = 0.9
# How wide an indent is, and by how much that is misread.
INDENT, INDENT_WITHIN = 2.0, 0.6
_HANGING = ("，", "、", "；", "：", "。", "！", "？")
_BY_WITH_MARK = 0.6

# A page of which one line in so many is wider than columns are is one of whole paragraphs.
_WIDE_SHARE = 10
_STOP = re.compile(rf"[{STOPS}!?][{CLOSERS}\"']*$")
# What a line ends with after which a sentence has ended, or may have.
_ENDS = frozenset(STOPS + "!?")
_MAY_END = frozenset(STOPS + "!?" + CLOSERS + "\"'")
_INDENTED_BY = re.compile(r"(?:\u3000{2}|[ \t\u3000\xa0]{2,}|\t)(?=\S)")
_LEVEL = re.compile(r"\s*(#{1,6})(?=\s|[^\s#])")
# All that ASCII has but the line feed, which parts lines here.
_NOT_PRINTED = bytes([*(code for code in range(0x21) if code != 0x0A), 0x7F])
# Of a line its `raw` and its `text`.
_RAW, _TEXT = itemgetter(1), itemgetter(2)
_INDENTED = attrgetter("indented")


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
            row.indented = _INDENTED_BY.match(raw) is not None
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
    if two.role or not one.before or abs(two.width - one.width - INDENT) > INDENT_WITHIN:
        return False
    if two.stop or len(near) == 2:
        return two.stop
    full = not (near[2].stop or near[2].role)
    return full and abs(near[2].width - two.width) <= INDENT_WITHIN


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
