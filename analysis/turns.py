"""Columns that take turns: a story breaks off inside a sentence, another one begins, it goes on.

Two stories stand side by side in two columns each, and the page is read column by column.
"""

import re

from analysis import furniture, picture_lines
from analysis.headings import PageRows
from analysis.layout import INDENT, INDENT_AT_LEAST, SHORT_BY, Row, is_first_line, lacks_indent

# The story that broke off goes on within so many lines.
_FURTHEST = 80
# No sentence begins with these.
_NO_BEGINNING = re.compile("[的了着过们]|[，。、；：！？”’）》]")
_GOES_ON = 2.5
_FEWEST_CHARACTERS = 4
# A headline and its deck are two lines without a stop; so many are running text.
_FEWEST_RUNNING = 3
_STOP = re.compile("[。；]")
# A heading inside a sentence has no more lines.
_MOST_LINES = 2


def mark_turns(page: PageRows) -> None:
    """Set role and `entry` of the headings inside a sentence, and of the lines that go on with it.

    The heading stands apart, is as no line inside a sentence would be, and a paragraph begins
    below it; further down, behind the end of a sentence and apart, a line goes on with the first.
    A column of short news may stand between as well, or a paragraph of the story before.
    """
    kept = page.indents_kept
    if page.uneven or not (page.indents_lost or kept):
        return
    after = 0
    for at in range(1, len(page.rows) - 2):
        apart = page.rows[at].gap > page.usual_gap
        if not apart or at < after or not _is_open(page.rows[at - 1]):
            continue
        column = _heads_column(page, at)
        text = 0 if column else _display_end(page, at)
        back = not (column or text) and _goes_back(page, at)
        rest = _rest(page, at, max(text, at + 1), kept=kept) if column or back or text else 0
        if rest:
            for row in page.rows[at:text]:
                row.role, row.entry, row.confidence = "heading", "turn", 0.7
            if back:
                row = page.rows[at]
                row.role, row.entry, row.confidence = "text", "back", 0.7
            row = page.rows[rest]
            row.role, row.entry, row.confidence = "text", "rest", 0.7
            after = rest


def _is_open(above: Row) -> bool:
    """Whether the row is a full line of a column that ends inside a sentence."""
    plain = not (above.role or above.level or above.stop)
    return plain and above.before > 0 and abs(above.width - above.before) <= SHORT_BY


def _heads_column(page: PageRows, at: int) -> bool:
    """Whether a column of short news begins at the row, or below it as its label."""
    rows = page.rows[at : at + 2]
    return rows[0].entry == "brief" or (rows[0].role == "masthead" and rows[1].entry == "brief")


def _goes_back(page: PageRows, at: int) -> bool:
    """Whether a paragraph begins at the row, though the sentence above has not ended."""
    row, above = page.rows[at], page.rows[at - 1]
    plain = not (row.role or row.level or row.entry)
    begins = row.indented if page.indents_kept else _begins(row)
    if not (plain and begins and _is_running(page, at)):
        return False
    return page.goes_on(above.text, row.text) < _GOES_ON


def _is_running(page: PageRows, at: int) -> bool:
    """Whether the lines close above the row are text: three of a sentence, or two sentences.

    So are two of which the first lacks an indent.
    """
    upwards = zip(page.rows[at - 1 :: -1], page.rows[at - 2 :: -1], strict=False)
    for n, (row, above) in enumerate(upwards, start=1):
        if n == _FEWEST_RUNNING or _STOP.search(row.text):
            return True
        if row.gap > page.usual_gap or above.stop or above.role:
            return n == 2 and is_first_line([row, page.rows[at - 1], page.rows[at - 1]])
    return False


def _display_end(page: PageRows, at: int) -> int:
    """Past the rows from `at` on that could be a heading though the line above ends in a sentence.

    0 where there are none.
    """
    above = page.rows[at - 1]
    for end in range(at + 1, min(at + 1 + _MOST_LINES, len(page.rows))):
        row, below = page.rows[end - 1 : end + 1]
        if not _is_display(row) or (end > at + 1 and row.gap > page.rows[at + 1].gap):
            return 0
        if end > at + 1 and row.width > row.before - SHORT_BY:
            return 0  # of several lines none is as wide as the column
        if _begins(below):
            seam = page.goes_on(above.text, page.rows[at].text)
            return end if seam < _GOES_ON else 0
    return 0


def _is_display(row: Row) -> bool:
    """Whether the row has the outside of a heading's line: no mark inside, other than full."""
    plain = not (row.role or row.level or row.stop or row.entry or "，" in row.text[:-1])
    plain = plain and not row.credit and len(row.text) >= _FEWEST_CHARACTERS
    if not plain or picture_lines.is_caption(row.raw):
        return False
    return abs(row.width - row.before) > SHORT_BY and _NO_BEGINNING.match(row.text) is None


def _begins(row: Row) -> bool:
    """Whether a story's first paragraph, or who wrote it, begins with the row."""
    if row.role or row.level:
        return row.role == "byline"
    # A first line is full but for its indent.
    full = row.width > row.after - INDENT - SHORT_BY
    opens = not row.stop and full and lacks_indent(row, by=INDENT_AT_LEAST)
    return opens or row.indented or furniture.is_dateline(row.text)


def _rest(page: PageRows, at: int, first: int, *, kept: bool) -> int:
    """The row from `first` on that goes on with the sentence above the row `at`; 0 for none."""
    for place in range(first, min(at + _FURTHEST, len(page.rows))):
        row, above = page.rows[place], page.rows[place - 1]
        if row.role == "caption":
            continue
        # A picture stands between paragraphs.
        stop = above.stop or above.role == "caption"
        ends = row.role in ("heading", "masthead", "teaser", "byline") or row.level
        if ends and not (row.entry == "brief" or (place == first and row.role == "byline")):
            return 0
        if stop and row.gap > page.usual_gap and not ends:
            return place if _goes_on(page, page.rows[at - 1], row, kept=kept) else 0
    return 0


def _goes_on(page: PageRows, above: Row, row: Row, *, kept: bool) -> bool:
    """Whether the row begins inside a sentence and can be the rest of the one above.

    Where indents are `kept` a line that ends a sentence and has none does.
    """
    if row.role or row.indented:
        return False
    if kept and row.stop:
        return True
    full = not lacks_indent(row, by=INDENT_AT_LEAST) and row.width <= row.before + SHORT_BY
    weak = _NO_BEGINNING.match(row.text) is not None
    return full or weak or page.goes_on(above.text, row.text) >= _GOES_ON
