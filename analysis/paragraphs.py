"""Which lines belong to one paragraph, and which lines stand in the middle of another sentence."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from analysis import furniture
from analysis.characters import open_marks
from analysis.headings import COLUMN_EXCESS, WIDEST_HEADING, PageRows
from analysis.layout import INDENT_AT_LEAST, SHORT_BY, Row, lacks_indent

# How surely a line goes on with one that ends inside a sentence.
INSIDE = 0.95
# Lines set between two halves of a sentence: a caption of so many lines and its credit.
LONGEST_INTERRUPTION = 4
LONGEST_CAPTION = 8
# A line of a data box (a period, a total) is short and ends in no stop.
WIDEST_BOX_LINE = 20
_FEWEST_BOX_LINES = 2
_WIDEST_FOOT = 30
# What says that a paragraph goes on with the last line of a box.
_RUNS_ON = 2.0
# Pieces from inside a sentence on a page of whole paragraphs: captions, headlines, no more.
_FEW_PIECES = 3
_LEAST_DISPLAY = 5
# Display among text is narrower than its column by so much.
_NARROW_BY = 3 * SHORT_BY
_INDENT = 2.0
_INDENT_WITHIN = 0.6
_STOP_WIDTH = 1.0
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
        full = above.before - (_INDENT if first and self.indents_lost else 0)
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
            if abs(below.after + hangs - _INDENT - below.width) <= _INDENT_WITHIN:
                return False, 0.6
        return True, 0.7


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

    A slogan below the last story has the shape of a heading, and nothing to be the heading of.
    """
    if len(page.rows) < 2:
        return
    above, row = page.rows[-2:]
    narrow = row.width <= min(_WIDEST_FOOT, row.before - 2 * SHORT_BY if row.before else 99)
    plain = row.role == "text" and not (row.level or row.stop or row.credit or "，" in row.text)
    ended = above.stop or above.role in ("teaser", "jump", "byline")
    if plain and narrow and ended and row.text:
        row.role, row.confidence = "sidebar", 0.6


def _is_box_line(page: PageRows, first: int, at: int) -> bool:
    """Whether the row could stand in a data box whose heading is the `first`.

    Among lines that stand apart, those close together under a marked heading may have a comma.
    """
    row = page.rows[at]
    close = page.rows[first].level > 0 and _is_close(page, at)
    widest = _WIDEST_FOOT if close else WIDEST_BOX_LINE
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


def mark_pointed(page: PageRows) -> None:
    """Set the role `heading` on a line inside a sentence that stands over a pointer to a page."""
    rows = page.rows
    pointers = [at for at in range(2, len(rows)) if rows[at].role == "teaser"]
    for at in pointers:
        above, row = rows[at - 2 : at]
        inside = above.role == row.role == "text" and not above.stop
        if inside and _may_interrupt(row, apart=True, tight=not row.before):
            row.role, row.confidence = "heading", 0.75


def mark_captions(page: PageRows) -> None:
    """Set the role `caption` on captions of several lines and on lines that part a sentence."""
    rows = page.rows
    firsts = [
        at for at, row in enumerate(rows) if row.raw[0] in furniture.CAPTION_FIRST and not row.entry
    ]
    for at in firsts:
        row = rows[at]
        if furniture.opens_caption(row.raw) and row.role in ("text", "heading") and not row.level:
            for near in page.rows[at : _caption_end(page, at)]:
                near.role, near.confidence = "caption", 0.85
    usual, whole = page.usual_gap, _is_seldom_cut(page)
    for at in page.credited:
        taken = at > 1 and furniture.is_taker(rows[at].text) and _is_taken(*rows[at - 2 : at])
        if taken or (at and _is_under_picture(page, at)):
            for near in rows[at - 1 : at + 1]:
                near.role, near.confidence = "caption", 0.8
    for at in _unusual_below(page):
        above, below = rows[at : at + 2]
        tight = whole and page.is_tight(at + 1)
        if above.role != "text" or (
            below.gap <= usual and not _may_interrupt(below, apart=False, tight=tight)
        ):
            continue
        for between in _interruption(page, at, whole=whole):
            between.role, between.confidence = "caption", 0.75


def _unusual_below(page: PageRows) -> list[int]:
    """Positions of lines inside a sentence below which no plain line of text stands close.

    That is a full line of a column, or one that ends the sentence: nearly all are.
    """
    usual = page.usual_gap
    return [
        at
        for at, (above, below) in enumerate(pairwise(page.rows[:-1]))
        if not above.stop
        and above.role == "text"
        and not (
            below.role == "text"
            and (below.stop or below.width >= below.before - _NARROW_BY > 0)
            and below.gap <= usual
            and not below.credit
        )
    ]


def _is_seldom_cut(page: PageRows) -> bool:
    """Whether hardly a line of a page of whole paragraphs is a piece from inside a sentence.

    Where paragraphs are cut to pieces a short one is as good as any.
    """
    pieces = [
        row
        for above, row in pairwise(page.rows)
        if above.role == "text" and not (above.stop or row.stop or row.level)
        if row.role in ("text", "heading")
    ]
    return page.whole and len(pieces) <= _FEW_PIECES


def _is_under_picture(page: PageRows, at: int) -> bool:
    """Whether a short credit and the line close above speak of a picture, where lines are apart."""
    said, row = page.rows[at - 1 : at + 1]
    close = row.gap == 0 < page.usual_gap <= said.gap and not page.uneven
    plain = said.role in ("text", "heading") and not (said.level or row.level)
    return close and plain and max(said.width, row.width) <= WIDEST_HEADING


def _is_taken(above: Row, row: Row) -> bool:
    """Whether the line over the name of who took a picture can be all that is said of it.

    It is no full line of its column, and if it ends a sentence it begins that too; or it is wider
    than the column.
    """
    narrow = row.width < row.before - SHORT_BY if row.before else row.width <= _WIDEST_FOOT
    wider = 0 < row.before < row.width - COLUMN_EXCESS
    plain = row.role in ("text", "heading") and not (row.level or row.indented)
    return plain and (wider or (narrow and (above.stop or not row.stop)))


def _caption_end(page: PageRows, at: int) -> int:
    """Past the last line of the caption that begins at `at`."""
    rows = page.rows[at : at + LONGEST_CAPTION]
    for number, row in enumerate(rows):
        if row.role not in ("text", "heading", "caption"):
            return at + max(number, 1)
        if row.credit:
            return at + number + 1
    for number, row in enumerate(rows):
        if row.stop:
            return at + number + 1
    return at + 1


def _interruption(page: PageRows, at: int, *, whole: bool) -> list[Row]:
    """The lines below `at`, inside a sentence, that part it from the line that goes on with it.

    Among `whole` paragraphs a short line inside a sentence is no part of it.
    """
    rows, above = page.rows, page.rows[at]
    if not above.text:
        return []
    inset = _inset(page, at)
    if inset:
        return inset
    for end in range(at + 2, min(at + 2 + LONGEST_INTERRUPTION, len(rows))):
        apart = end > at + 2 or rows[at + 1].gap > page.usual_gap
        tight = whole and page.is_tight(end - 1)
        if not _may_interrupt(rows[end - 1], apart=apart, tight=tight):
            return []
        between, below = rows[at + 1 : end], rows[end]
        if below.role == "text" and not _may_interrupt(below, apart=below.gap > page.usual_gap):
            here = page.goes_on(above.text, between[0].text)
            there = page.goes_on(above.text, below.text)
            lead = there - here + 2 * _is_set_apart(page, between, below)
            whole = whole and _is_display(above, between)
            lead += 2 * whole * (1 + (between[-1].role == "byline"))
            enough = there > here or lead >= 4 or _breaks(page, above, between, below)
            enough = enough or whole or _is_signed_apart(page, between)
            return between if lead >= 2 and enough else []
    return []


def _is_display(above: Row, between: Sequence[Row]) -> bool:
    """Whether lines below one of running text can be a caption or a headline, who signed last."""
    signed = any(row.role == "byline" for row in between[:-1])
    running = "，" in above.text or above.width > _WIDEST_FOOT
    first = between[0]
    return running and not signed and len(first.text) >= _LEAST_DISPLAY and "。" not in first.text


def _inset(page: PageRows, at: int) -> list[Row]:
    """Lines of any width below `at` that end with a picture's credit, set apart on both sides."""
    rows = page.rows
    if rows[at + 1].gap <= page.usual_gap:
        return []
    for end in range(at + 2, min(at + 2 + LONGEST_INTERRUPTION, len(rows))):
        if any(row.role not in ("text", "caption") or row.level for row in rows[at + 1 : end + 1]):
            return []
        if rows[end].gap > page.usual_gap:
            return rows[at + 1 : end] if rows[end - 1].credit else []
    return []


def _breaks(page: PageRows, above: Row, between: Sequence[Row], below: Row) -> bool:
    """Whether lines stand apart below a full line of a column that ends inside a sentence.

    The rest of it would be as wide, or end in a stop. A first line lacks its indent.
    """
    full = 0 < above.before <= above.width + SHORT_BY + _INDENT * page.indents_lost
    apart = between[0].gap > page.usual_gap and below.gap > page.usual_gap
    return full and apart and not page.uneven and all(row.before > 0 for row in between)


def _is_signed_apart(page: PageRows, between: Sequence[Row]) -> bool:
    """Whether somebody signs lines that stand apart above and are no sentence: no story ends so."""
    *said, signed = between
    apart = said != [] and said[0].gap > max(page.usual_gap, signed.gap) and not page.uneven
    return apart and signed.role == "byline" and all(row.role == "text" for row in said)


def _is_set_apart(page: PageRows, between: Sequence[Row], below: Row) -> int:
    """How many signs say that lines are no part of the text: a credit, wider gaps around."""
    credit = any(row.role in ("byline", "caption") or row.credit for row in between)
    apart = between[0].gap > page.usual_gap and below.gap > page.usual_gap
    return credit + apart


def _may_interrupt(row: Row, *, apart: bool, tight: bool = False) -> bool:
    """Whether the row is unmarked display: a caption, its credit, a short line without stop.

    In a column such a line may have a comma where it stands `apart` from the text; among whole
    paragraphs, where it stands `tight` by another.
    """
    if row.role in ("caption", "byline"):
        return True
    if row.level or row.entry:
        return False
    narrow = row.width < row.before - _NARROW_BY if row.before else row.width <= 30
    plain = not row.stop and ("，" not in row.text or (apart and row.before > 0) or tight)
    return row.credit or (narrow and plain and row.role in ("text", "heading"))


def caption_paragraphs(
    page: PageRows, paragraphs: Sequence[Sequence[int]], below: Sequence[int]
) -> list[bool]:
    """For each paragraph of a run of text, whether it belongs to a picture.

    A paragraph does that ends with a picture's credit, and the ones above a caption that are set
    to the same width, other than the column of the story; a caption of one line may be shorter.

    Parameters
    ----------
    below
        Row positions of the caption that follows the run; empty where none does.
    """
    rows = page.rows
    found = [rows[part[-1]].credit for part in paragraphs]
    if not (below or any(found)):
        return found
    following = [*paragraphs[1:], *[below for _ in below[:1]]]
    is_caption = [*found[1:], *[True for _ in below[:1]]]
    for number in range(len(following) - 1, -1, -1):
        if not is_caption[number]:
            continue
        first, above = rows[following[number][0]], rows[paragraphs[number][0]]
        most = inf if len(following[number]) == 1 else 2 * SHORT_BY
        alike = -2 * SHORT_BY <= above.width - first.width <= most
        odd = above.before and above.width > above.before + COLUMN_EXCESS
        if alike and odd:
            found[number] = True
            if number:
                is_caption[number - 1] = True
    return found
