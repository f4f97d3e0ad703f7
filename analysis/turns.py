"""Columns that take turns: a story breaks off inside a sentence, another one begins, it goes on.

Two stories stand side by side in two columns each, and the page is read column by column.
"""

import re

from analysis import furniture
from analysis.headings import PageRows
from analysis.layout import INDENT_AT_LEAST, SHORT_BY, Row, lacks_indent

# The story that broke off goes on within so many lines.
_FURTHEST = 80
# No sentence begins with these.
_MID_SENTENCE = re.compile("[的了着过们]|[，。、；：！？”’）》]")
_GOES_ON = 2.5
_FEWEST_CHARACTERS = 4


def mark_turns(page: PageRows) -> None:
    """Set role and `entry` of the headings inside a sentence, and of the lines that go on with it.

    The heading stands apart, is as no line inside a sentence would be, and a paragraph begins
    below it; further down, behind the end of a sentence and apart, a line goes on with the first.
    """
    if page.uneven or not page.indents_lost:
        return
    after = 0
    for at in range(1, len(page.rows) - 2):
        apart = page.rows[at].gap > page.usual_gap
        if not apart or at < after or not _breaks_off(page, at):
            continue
        rest = _rest(page, at)
        if rest:
            page.rows[at].role, page.rows[at].entry, page.rows[at].confidence = (
                "heading",
                "turn",
                0.7,
            )
            page.rows[rest].role, page.rows[rest].entry, page.rows[rest].confidence = (
                "text",
                "rest",
                0.7,
            )
            after = rest


def _breaks_off(page: PageRows, at: int) -> bool:
    """Whether the row could be a heading though the line above it ends inside a sentence."""
    above, row, below = page.rows[at - 1 : at + 2]
    if any(r.role or r.level for r in (above, row, below)):
        return False
    if above.stop or above.width < above.before - SHORT_BY or not above.before:
        return False
    plain = not (row.stop or row.entry or "，" in row.text or row.credit)
    display = plain and len(row.text) >= _FEWEST_CHARACTERS and not furniture.is_caption(row.raw)
    if not display or abs(row.width - row.before) <= SHORT_BY or _MID_SENTENCE.match(row.text):
        return False
    begins = not below.stop and lacks_indent(below, by=INDENT_AT_LEAST)
    return begins and page.goes_on(above.text, row.text) < _GOES_ON


def _rest(page: PageRows, at: int) -> int:
    """The row that goes on with the sentence above the row; 0 where none does."""
    for place in range(at + 2, min(at + _FURTHEST, len(page.rows))):
        row, above = page.rows[place], page.rows[place - 1]
        if row.role in ("heading", "masthead", "teaser", "byline") or row.level:
            return 0
        if above.stop and row.gap > page.usual_gap:
            return place if _goes_on(page, page.rows[at - 1], row) else 0
    return 0


def _goes_on(page: PageRows, above: Row, row: Row) -> bool:
    """Whether the row begins inside a sentence and can be the rest of the one above."""
    if row.role or row.indented:
        return False
    full = not lacks_indent(row, by=INDENT_AT_LEAST) and row.width <= row.before + SHORT_BY
    weak = _MID_SENTENCE.match(row.text) is not None
    return full or weak or page.goes_on(above.text, row.text) >= _GOES_ON
