"""Which lines belong to one paragraph, which to a box, and which stand alone at the foot."""

import re
from collections.abc import Sequence

from analysis.characters import open_marks
from analysis.headings import COLUMN_EXCESS, PageRows
from analysis.layout import INDENT, INDENT_AT_LEAST, INDENT_WITHIN, SHORT_BY, Row, lacks_indent

# How surely a line goes on with one that ends inside a sentence.
INSIDE = 0.95
# A line of a data box (a period, a total) is short and ends in no stop.
WIDEST_BOX_LINE = 20
_FEWEST_BOX_LINES = 2
WIDEST_FOOT = 30
# What says that a paragraph goes on with the last line of a box.
_RUNS_ON = 2.0
_STOP_WIDTH = 1.0
# What the first of several points begins with.
_FIRST_OF_SEVERAL = re.compile(
    r"一[是要、]|其一|第一[，、步]|首先|[（(]一[）)]|1(?:、|[.．](?!\d))|①"
)
# Blank lines part paragraphs where so many of the sure ends of paragraphs have one.
_GAP_SHARE = 0.8


class Joiner:
    """Decides for two lines of running text whether the second goes on with the first."""

    def __init__(self, page: PageRows):
        self.page = page
        self.indents_lost = page.indents_lost
        self.indents_kept = page.indents_kept
        self.gaps_part = _gaps_part(page)

    def joins(self, above: Row, below: Row, *, first: bool) -> tuple[bool, float]:
        """Whether `below` goes on with the paragraph of `above`, and how surely (0 to 1).

        `first` says that `above` is the first line of its paragraph, which lacks its indent.
        """
        if below.indented and (above.stop or not self.page.goes_on(above.text, below.text)):
            return False, 0.95
        if not above.stop or not above.text:
            return True, INSIDE
        if below.credit:
            return False, 0.8
        in_column = 0 < above.width <= above.before + 3 and above.before > 0
        if not in_column:
            return False, 0.9
        if below.width > below.before + COLUMN_EXCESS and below.width > below.after + COLUMN_EXCESS:
            return False, 0.8
        full = above.before - (INDENT if first and self.indents_lost else 0)
        if above.width < full - SHORT_BY:
            return False, min(0.99, 0.6 + (full - above.width) / 10)
        if self.indents_kept and below.gap <= self.page.usual_gap:
            return True, 0.9
        if self.gaps_part:
            return below.gap <= self.page.usual_gap, 0.9
        if open_marks(above.text) > 0 and not below.text.startswith(("“", "「")):
            return True, 0.8
        if self.indents_lost and lacks_indent(below, by=INDENT_AT_LEAST):
            if not below.stop:
                return False, min(0.95, 0.55 + (below.after - below.width) / 10)
            # A last line is of any width; one that lacks the indent and no more is a first one.
            # Where stops hang beyond the column, they do behind both.
            hangs = _STOP_WIDTH * (above.width >= above.before + _STOP_WIDTH)
            if abs(below.after + hangs - INDENT - below.width) <= INDENT_WITHIN:
                return False, 0.6
        return True, 0.7


def mark_lead_ins(rows: Sequence[Row]) -> None:
    """Set `stop` on lines that end with a colon, are no full line, and lead in what is counted."""
    for at in [at for at, row in enumerate(rows) if row.text[-1:] == "："]:
        row, below = rows[at], rows[at + 1 : at + 2]
        full = row.before and row.width >= row.before - SHORT_BY
        if not full and any(_FIRST_OF_SEVERAL.match(first.text) for first in below):
            row.stop = True


def _gaps_part(page: PageRows) -> bool:
    """Whether blank lines stand where paragraphs surely end, and only there."""
    ends = [
        below.gap > page.usual_gap
        for above, below in [page.rows[at : at + 2] for at in page.ends]
        if above.role == below.role == "text" and above.width > 0
    ]
    return len(ends) >= 2 and sum(ends) >= _GAP_SHARE * len(ends)


def mark_boxes(page: PageRows) -> None:
    """Set the role `sidebar` on headings with short lines without stops under them.

    So are lines that stand apart inside a sentence, above and below, the first of them the heading.
    """
    rows = page.rows
    # Other rows open neither a box nor an inset.
    firsts = [
        at for at, row in enumerate(rows) if row.role == "heading" or row.gap > page.usual_gap
    ]
    end = 0
    for at in firsts:
        if at < end:
            continue
        end = at + 1
        inset = _may_open_inset(page, at)
        if (rows[at].role == "heading" and len(rows[at].text) > 1) or inset:
            while end < len(rows) and _is_box_line(page, at, end):
                if end > at + 1 and rows[end].gap > max(rows[at + 1].gap, page.usual_gap):
                    break  # set apart: the heading of what follows
                end += 1
            apart = not inset or _is_apart_below(page, at, end)
            if end - at > _FEWEST_BOX_LINES and apart and _is_box(page, at, end):
                for row in rows[at:end]:
                    row.role, row.confidence = "sidebar", 0.8
                rows[at].entry = "box"


def _may_open_inset(page: PageRows, at: int) -> bool:
    """Whether a short line stands apart below one of text that ends inside a sentence."""
    row, above = page.rows[at], page.rows[at - 1] if at else None
    if above is None or above.role != "text" or above.stop or row.gap <= page.usual_gap:
        return False
    return row.role == "text" and not page.uneven and _is_box_line(page, at, at)


def _is_apart_below(page: PageRows, first: int, end: int) -> bool:
    """Whether text stands below lines, further from them than they from each other."""
    inner = max(row.gap for row in page.rows[first + 1 : end]) if end > first + 1 else 0
    below = page.rows[end] if end < len(page.rows) else None
    return below is not None and below.role == "text" and below.gap > max(inner, page.usual_gap)


def mark_foot(page: PageRows) -> None:
    """Set the role `sidebar` on a short line at the page's foot that no sentence leads into.

    A slogan below the last story has the shape of a heading, and nothing to be the heading of. It
    may have a comma among whole paragraphs.
    """
    if len(page.rows) < 2:
        return
    above, row = page.rows[-2:]
    narrow = row.width <= min(WIDEST_FOOT, row.before - 2 * SHORT_BY if row.before else 99)
    plain = row.role == "text" and not (row.level or row.stop or row.credit)
    plain = plain and (page.whole or "，" not in row.text)
    ended = above.stop or above.role in ("teaser", "jump", "byline")
    if plain and narrow and ended and row.text:
        row.role, row.confidence = "sidebar", 0.6


def _is_box_line(page: PageRows, first: int, at: int) -> bool:
    """Whether the row could stand in a data box whose heading is the `first`.

    Among lines that stand apart, those close together under a marked heading may have a comma.
    """
    row = page.rows[at]
    close = page.rows[first].level > 0 and _is_close(page, at)
    widest = WIDEST_FOOT if close else WIDEST_BOX_LINE
    narrow = row.width <= min(widest, row.before - SHORT_BY if row.before else widest)
    plain = row.role in ("text", "heading") and not (row.level or row.stop)
    return plain and narrow and len(row.text) > 3 and (close or "，" not in row.text)


def _is_close(page: PageRows, at: int) -> bool:
    """Whether a row is close to a neighbour where lines stand apart or paragraphs are lines."""
    below = page.rows[at + 1].gap if at + 1 < len(page.rows) else 1
    return page.is_tight(at) or (not page.rows[at].before and 0 in (page.rows[at].gap, below))


def _is_box(page: PageRows, first: int, end: int) -> bool:
    """Whether short lines are a box: most have figures, and no text goes on with them."""
    rows = page.rows
    figures = sum(any(c.isdigit() for c in row.text) for row in rows[first + 1 : end])
    below = rows[end] if end < len(rows) else None
    inner = max(row.gap for row in rows[first + 2 : end])
    near = below is not None and below.role == "text" and below.gap <= min(page.usual_gap, inner)
    # Among whole paragraphs a short line is no part of one unless its sentence goes on.
    if rows[first + 1].gap > page.usual_gap + 1:
        return False  # too far from the heading
    last = rows[end - 1]
    runs_on = near and (last.before > 0 or page.goes_on(last.text, below.text) >= _RUNS_ON)
    n = end - first - 1
    # Where headings are marked, lines without a mark are none; close together they are a box's.
    close = all(_is_close(page, at) for at in range(first + 1, end))
    few = figures > 0 if close else 2 * figures >= n
    enough = few if rows[first].level else 3 * figures >= 2 * n
    return enough and not runs_on
