"""Which lines belong to a picture, and which stand in the middle of another sentence."""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from analysis.characters import CIRCLED, STOPS
from analysis.headings import COLUMN_EXCESS, WIDEST_HEADING, PageRows
from analysis.layout import INDENT, SHORT_BY, Row
from analysis.paragraphs import WIDEST_FOOT
from analysis.picture_lines import CAPTION_FIRST, is_taker, names_pictures, opens_caption

# Lines set between two halves of a sentence: a caption of so many lines and its credit.
LONGEST_INTERRUPTION = 4
LONGEST_CAPTION = 8
# Pieces from inside a sentence on a page of whole paragraphs: captions, headlines, no more.
# Of more rows than this for each, or so many.
_FEW_PIECES, _ROWS_PER_PIECE = 3, 20
# A shorter line without a credit is a name.
_LEAST_DISPLAY = 5
# So many pictures of a story told in turn are no list; the name of who took them is so near above.
_FEWEST_NUMBERED = 3
_FURTHEST_SIGNED = 8
# What is left of a photographer's name on the next line ends so, and is no wider.
_TAKEN = ("摄", "攝")
_LONGEST_REST = 4
# Display among text is narrower than its column by so much.
_DISPLAY_NARROWER = 3 * SHORT_BY
_CAPTION_FIRST = re.compile(f"[{''.join(sorted(CAPTION_FIRST))}]")


def mark_pointed(page: PageRows) -> None:
    """Set the role `heading` on a line inside a sentence that stands over a pointer to a page.

    It may be one of two that stand close together where lines stand apart.
    """
    rows = page.rows
    pointers = [at for at in range(2, len(rows)) if rows[at].role == "teaser"]
    for at in pointers:
        first = at - 2 if at > 2 and rows[at - 1].gap == 0 < page.usual_gap else at - 1
        above, heads = rows[first - 1], rows[first:at]
        inside = all(row.role == "text" for row in [above, *heads]) and not above.stop
        if inside and all(_may_interrupt(row, apart=True, tight=not row.before) for row in heads):
            for row in heads:
                row.role, row.confidence = "heading", 0.75


def mark_numbered_captions(page: PageRows, firsts: str) -> None:
    """Set the role `caption` on the paragraphs ①, ②, ③ … of a story whose byline is of pictures.

    They follow each other behind text that does not lead them in. `firsts` are the first characters
    of all rows.
    """
    rows, position = page.rows, firsts.find(CIRCLED[0])
    while position >= 0:
        told = _numbered(rows, position)
        above = rows[max(0, position - _FURTHEST_SIGNED) : position]
        signed = any(row.role == "byline" and names_pictures(row.raw) for row in above)
        told_first = above != [] and above[-1].role == "text" and above[-1].text[-1:] in STOPS
        if signed and told_first and len(told) >= _FEWEST_NUMBERED:
            for row in rows[position : told[-1]]:
                row.role, row.confidence = "caption", 0.7
        position = firsts.find(CIRCLED[0], position + 1)


def _numbered(rows: Sequence[Row], first: int) -> list[int]:
    """Past the last line of each of the paragraphs ①, ② … that follow each other from a row on."""
    ends: list[int] = []
    at = first
    for number in CIRCLED:
        if at == len(rows) or rows[at].role != "text" or not rows[at].text.startswith(number):
            break
        while at < len(rows) - 1 and not rows[at].stop and rows[at + 1].role == "text":
            at += 1
        if not rows[at].stop:
            break
        at += 1
        ends.append(at)
    return ends


def mark_captions(page: PageRows, firsts: str) -> None:
    """Set the role `caption` on captions of several lines and on lines that part a sentence.

    `firsts` are the first characters of all rows.
    """
    rows = page.rows
    for at in [found.start() for found in _CAPTION_FIRST.finditer(firsts)]:
        row = rows[at]
        plain = row.role in ("text", "heading") and not (row.level or row.entry)
        if plain and opens_caption(row.raw):
            for near in page.rows[at : _caption_end(page, at)]:
                near.role, near.confidence = "caption", 0.85
    usual, whole = page.usual_gap, _is_seldom_cut(page)
    for at in page.credited:
        taken = at > 1 and is_taker(rows[at].text) and _is_taken(*rows[at - 2 : at])
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
            and (below.stop or below.width >= below.before - _DISPLAY_NARROWER > 0)
            and below.gap <= usual
            and not below.credit
        )
    ]


def _is_seldom_cut(page: PageRows) -> bool:
    """Whether hardly a line of a page of whole paragraphs is a piece from inside a sentence.

    Where paragraphs are cut to pieces a short one is as good as any.
    """
    if not page.whole:
        return False
    pieces = [
        row
        for above, row in pairwise(page.rows)
        if above.role == "text" and not (above.stop or row.stop or row.level)
        if row.role in ("text", "heading")
    ]
    return len(pieces) <= max(_FEW_PIECES, len(page.rows) // _ROWS_PER_PIECE)


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
    narrow = row.width < row.before - SHORT_BY if row.before else row.width <= WIDEST_FOOT
    wider = 0 < row.before < row.width - COLUMN_EXCESS
    plain = row.role in ("text", "heading") and not (row.level or row.indented)
    return plain and (wider or (narrow and (above.stop or not row.stop)))


def _caption_end(page: PageRows, at: int) -> int:
    """Past the last line of the caption that begins at `at`."""
    rows = page.rows[at : at + LONGEST_CAPTION]
    for number, row in enumerate(rows):
        if row.role not in ("text", "heading", "caption"):
            return at + max(number, 1)
        # The photographer's name may be broken over two lines.
        rest = number > 0 and row.text[-1:] in _TAKEN and row.width <= _LONGEST_REST
        if row.credit or rest:
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
            display = whole and _is_display(above, between)
            return between if _parts_sentence(page, above, between, below, display) else []
    return []


def _parts_sentence(
    page: PageRows, above: Row, between: Sequence[Row], below: Row, display: bool
) -> bool:
    """Whether the line below goes on with the one above rather than those between.

    That these can only be `display` says so, and more where the last of them signs them.
    """
    here = page.goes_on(above.text, between[0].text)
    there = page.goes_on(above.text, below.text)
    lead = there - here + 2 * _is_set_apart(page, between, below)
    if display:
        lead += 4 if between[-1].role == "byline" else 2
    if lead < 2:
        return False
    enough = display or there > here or lead >= 4
    return enough or _breaks(page, above, between, below) or _is_signed_apart(page, between)


def _is_display(above: Row, between: Sequence[Row]) -> bool:
    """Whether lines below one of running text can be a caption or a headline, who signed last."""
    signed = any(row.role == "byline" for row in between[:-1])
    running = "，" in above.text or above.width > WIDEST_FOOT
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
    full = 0 < above.before <= above.width + SHORT_BY + INDENT * page.indents_lost
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
    narrow = row.width < row.before - _DISPLAY_NARROWER if row.before else row.width <= WIDEST_FOOT
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
