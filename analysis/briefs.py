"""Columns of short news: a word that heads them, and a story an item below.

An item begins with a mark, though it is one that captions have, or with a title over its paragraph.
"""

import re
from collections.abc import Sequence

from analysis.boxes import BRIEF_MARKS, says
from analysis.characters import both_scripts
from analysis.headings import is_bold
from analysis.layout import SHORT_BY, Row

_BRIEFS = re.compile(
    both_scripts(
        r"(?:短讯|简讯|快讯|短波|短新闻|微新闻|简明新闻|新闻简报|一句话新闻|新闻速览|要闻速览|资讯速递)"
        r"(?:集锦|荟萃|速递)?"
        r"|[\u4e00-\u9fff]{2,4}(?:短讯|简讯|短波|速览|速递)"
    )
)
# A title over its own short item: no stop, no comma, no wider.
_WIDEST_TITLE = 22
# Lines of an item without a mark; after more, the column has ended.
_LONGEST_ITEM = 20
# Items under titles make a column, two below a word for it, three below any name in heavy brackets.
_FEWEST_ITEMS = 2
_FEWEST_UNNAMED = 3
# So many lines at most are a title's only paragraph, and so many all that it has.
_LONGEST_PARAGRAPH = 12
_LONGEST_TEXT = 60


def mark_briefs(rows: Sequence[Row], few: Sequence[tuple[int, Row]]) -> None:
    """Fill in `entry` of rows that begin an item of a column of short news: `brief`."""
    for at, row in few:
        known = says(row, _BRIEFS)
        # A mark before the word makes it look like a name that signs.
        if at + 1 == len(rows) or (row.role and not (known and row.role == "byline")):
            continue
        if known and rows[at + 1].raw[0] in BRIEF_MARKS and not rows[at + 1].role:
            _mark_marked(rows, at)
        elif known or (row.raw[0] == "【" and row.raw[-1] == "】"):
            _mark_titled(rows, at, known=known)


def _mark_titled(rows: Sequence[Row], label: int, *, known: bool) -> None:
    """The items under a label that have titles, each over a paragraph of its own."""
    titles: list[int] = []
    at = label + 1
    while at < len(rows) and _is_title(rows, at):
        titles.append(at)
        at = _item_end(rows, at + 1)
        if not known and (at - titles[-1] > _LONGEST_PARAGRAPH or _is_indented(rows, at)):
            return
    if len(titles) < (_FEWEST_ITEMS if known else _FEWEST_UNNAMED):
        return
    rows[label].role, rows[label].confidence = "masthead", 0.8
    for at in titles:
        rows[at].role, rows[at].entry, rows[at].confidence = "heading", "brief", 0.85


def _is_title(rows: Sequence[Row], at: int) -> bool:
    """Whether the row stands flush or in bold, without stop, over a paragraph."""
    row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    if row.role or row.level or row.stop or row.indented or below is None or below.role:
        return False
    if row.width > 2 * _WIDEST_TITLE:
        return False
    return below.indented or (is_bold(row) and not (is_bold(below) or below.level))


def _item_end(rows: Sequence[Row], first: int) -> int:
    """Past the last row of the paragraphs that begin at the row `first`."""
    last = min(len(rows), first + _LONGEST_TEXT)
    for at in range(first + 1, last):
        row, above = rows[at], rows[at - 1]
        if row.level or row.role not in ("", "byline") or is_bold(row):
            return at
        if (above.stop or above.role) and not row.role:
            apart = row.gap > rows[first].gap
            if _is_title(rows, at) or (rows[first].indented and (apart or row.indented)):
                return at
    return last


def _is_indented(rows: Sequence[Row], at: int) -> bool:
    """Whether there is such a row and a paragraph begins with it."""
    return at < len(rows) and rows[at].indented


def _mark_marked(rows: Sequence[Row], label: int) -> None:
    """The items under the word that heads a column, up to the next line that is no part of one."""
    mark = rows[label + 1].raw[:1] if label + 1 < len(rows) else ""
    if not mark or mark not in BRIEF_MARKS or rows[label + 1].role:
        return
    rows[label].role, rows[label].confidence = "masthead", 0.8
    inside = 0
    for at in range(label + 1, len(rows)):
        row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else None
        inside = 0 if row.raw[0] == mark else inside + 1
        apart = inside and row.gap > rows[label + 1].gap
        if row.role or row.level or apart or inside > _LONGEST_ITEM or says(row, _BRIEFS):
            return
        if row.raw[0] == mark:
            row.entry = "brief"
            title = not row.stop and "，" not in row.text and row.width <= _WIDEST_TITLE
            title = title and below is not None and _is_under(row, below, mark)
            row.role, row.confidence = "heading" if title else "text", 0.85


def _is_under(title: Row, below: Row, mark: str) -> bool:
    """Whether the row below is a title's text: no item itself, and wider than a wrapped line is."""
    return below.raw[0] != mark and below.width > title.width + SHORT_BY
