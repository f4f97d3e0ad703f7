"""Rows that a line above speaks for: a contents box, a box of text; tables of figures; and lists.

What stands under 导读 points to other pages, whatever it looks like; an item of a list is a
paragraph, though no stop ends it.
"""

import re
from collections.abc import Sequence

from analysis import furniture
from analysis.characters import both_scripts
from analysis.furniture import PAGE
from analysis.layout import Row

# So many lines without a page may stand between two of a contents box that have one.
_UNPAGED = 2
_WIDEST_TEASER = 36
# A line of date or number is surer to be the newspaper's own than this.
_SURE = 0.9
_MOST_UNPAGED = 8
_SIDES = "【】[]［］《》<>■□◆●▲#*:： 　|｜"
_CONTENTS = re.compile(
    both_scripts(r"(?:今日|本期|本报|本版|新闻|要闻|内容)*(?:导读|导航|要目|提要|目录|看点)")
)
_PAGED = re.compile(
    both_scripts(
        rf".*?[（(【\[→▶►>》＞…·\-—\s]*(?:详见|刊于|刊|请见|请看|见)? ?{PAGE}[)）】\]]?"
        rf"|[（(【\[]?{PAGE}[)）】\]]?[ 　:：|｜/／·]+\S.*"
    )
)
_LONGEST_LABEL = 12
# What stands before an item of a box or a column.
BRIEF_MARKS = "▲●■◆★◎○□△▼▶►·•"
# A table's title is no wider.
_WIDEST_TITLE = 22
# A table set without rules: cells parted by white space, most of them figures.
_CELLS = re.compile(r"[ \t\u3000]+")
_FIGURE = re.compile(r"[-+]?[\d.,]+[%％‰]?")
_FIGURE_ENDS = frozenset("0123456789%％‰")
_FEWEST_CELLS = 3
_FEWEST_TABLE_ROWS = 3
# What a box of running text is headed by, and what a notice is.
_BOX = re.compile(
    both_scripts(
        r"(?:人物|作者|嘉宾|选手|团队|企业)(?:小传|简介|档案|名片|小档案)|名词解释|小贴士|温馨提示"
        r"|(?:相关|新闻|背景|延伸|知识|数据|政策)?(?:链接|阅读|资料)|新闻背景|新闻辞典"
        r"|编者按|编者的话|开栏的话|开栏语|致读者"
        r"|(?:便民|服务|生活|惠民|出行|办事)(?:信息|提示|提醒|资讯|公告|服务台)|(?:停水|停电)(?:信息|通知|公告)"
        r"|(?:遗失)?启事|(?:更正)?声明|更正|公告|通告"
    )
)
_ODD = re.compile("[^〇-鿿]")
_ITEM = re.compile(
    r"(?P<mark>[-*+•])[ \t\u3000]+\S|\d{1,2}(?P<point>[.．)）])[ \t\u3000]+\S"
    r"|(?P<counted>[（(])[一二三四五六七八九十\d]{1,2}[）)]\S"
)


def mark_contents(rows: Sequence[Row], few: Sequence[tuple[int, Row]]) -> None:
    """Set the role `teaser` on the lines of contents boxes, `masthead` on what heads them."""
    for at, row in few:
        if says(row, _CONTENTS) and row.role in ("", "masthead"):
            end = _contents_end(rows, at + 1)
            if end > at + 1:
                row.role, row.confidence = "masthead", max(row.confidence, 0.75)
            for place in range(at + 1, end):
                _mark_teaser(rows, place)


def short(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    """The rows that could be a label, with their positions."""
    return [(at, row) for at, row in enumerate(rows) if len(row.text) <= _LONGEST_LABEL]


def says(row: Row, words: re.Pattern) -> bool:
    """Whether the row is one of the words and nothing else, marks and brackets apart."""
    short = len(row.text) <= _LONGEST_LABEL
    return short and words.fullmatch(row.text.strip(_SIDES)) is not None


def _contents_end(rows: Sequence[Row], first: int) -> int:
    """Past the last line of the box whose first line that is; `first` where there is no box."""
    end, at = first, first
    while at < len(rows) and at - end <= _UNPAGED and _may_tease(rows[at]):
        at += 1
        if _is_paged(rows[at - 1]):
            end = at
    if end > first:
        return end
    # No line names its page: lines close to the word, set apart from what follows.
    while end < len(rows) and end - first < _MOST_UNPAGED and _may_tease(rows[end]):
        end += 1
        if end < len(rows) and rows[end].gap > 0:
            return end if all(row.gap == 0 for row in rows[first:end]) else first
    return first


def _may_tease(row: Row) -> bool:
    """Whether the row could stand in a contents box: short, no sentence, nobody's signature."""
    if row.role == "teaser" or _is_paged(row):
        return row.role in ("", "teaser") or (row.role == "masthead" and row.confidence < _SURE)
    plain = not (row.role or row.level or row.stop) and row.width <= _WIDEST_TEASER
    return plain and not furniture.is_dateline(row.text)


def _is_paged(row: Row) -> bool:
    """Whether the row says on which page its story stands."""
    if row.role == "teaser":
        return True
    short = "版" in row.raw and row.width <= _WIDEST_TEASER + 10 and not row.stop
    return short and _PAGED.fullmatch(row.raw) is not None


def _mark_teaser(rows: Sequence[Row], at: int) -> None:
    """Make the row a teaser, unless it is the heading over a pointer, which takes it."""
    row = rows[at]
    below = rows[at + 1] if at + 1 < len(rows) else None
    pointed = below is not None and any(map(furniture.is_pointer, (below.text, below.raw)))
    if row.role != "teaser" and not (pointed and not _is_paged(row)):
        row.role, row.confidence = "teaser", 0.85


def mark_tables(rows: Sequence[Row]) -> None:
    """Set the role `sidebar` on tables of figures, with the line that names their columns."""
    ending = [row.raw for row in rows if row.raw[-1] in _FIGURE_ENDS]
    if sum(_n_cells(raw) >= _FEWEST_CELLS and _is_of_figures(raw) for raw in ending) < 2:
        return  # as nearly all pages
    cells = [0 if row.role or row.stop else _n_cells(row.raw) for row in rows]
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and cells[end] >= _FEWEST_CELLS:
            end += 1
        figures = sum(_is_of_figures(row.raw) for row in rows[at:end])
        if end - at >= _FEWEST_TABLE_ROWS and 2 * figures > end - at:
            start = _table_start(rows, at)
            rows[start].entry = "box" if start < at else ""
            for row in rows[start:end]:
                row.role, row.confidence = "sidebar", 0.85
        at = max(end, at + 1)


def _n_cells(raw: str) -> int:
    """How many cells white space parts the line into."""
    return len(_CELLS.split(raw)) if " " in raw or "\u3000" in raw or "\t" in raw else 1


def _is_of_figures(raw: str) -> bool:
    """Whether all cells of the line but its first are figures."""
    return all(map(_FIGURE.fullmatch, _CELLS.split(raw)[1:]))


def _table_start(rows: Sequence[Row], first: int) -> int:
    """Where a table begins: at its title, where one stands close above, set apart itself."""
    title = rows[first - 1] if first else None
    if title is None or title.role or title.stop or rows[first].gap or "，" in title.text:
        return first
    return first - 1 if title.gap > 0 and title.width <= _WIDEST_TITLE else first


def mark_notes(rows: Sequence[Row], usual: int, few: Sequence[tuple[int, Row]]) -> None:
    """Set the role `sidebar` on boxes of text under a word that heads such boxes.

    The box ends where a wider gap than the `usual` one does, or at a heading that is marked as
    one, or where an indented one stands below a word in heavy brackets, with the next flush line;
    without an end it is not marked.
    """
    for at, row in few:
        if row.role or row.stop or not says(row, _BOX):
            continue
        apart = row.gap > usual or row.level or at == 0
        bracketed = not apart and row.raw[0] == "【" and rows[at + 1 : at + 2] != []
        bracketed = bracketed and rows[at + 1].indented and rows[at + 1].stop
        if not (apart or bracketed):
            continue
        end = _indents_end(rows, at) if bracketed else _note_end(rows, at, usual)
        ended = end == len(rows) or bracketed or rows[end].gap > usual or rows[end].level
        if end > at + 1 and rows[end - 1].stop and ended:
            row.entry = "box"
            for near in rows[at:end]:
                near.role, near.confidence = "sidebar", 0.8


def _indents_end(rows: Sequence[Row], at: int) -> int:
    """Past the last of the indented lines below the row."""
    end = at + 1
    while end < len(rows) and rows[end].indented and not (rows[end].role or rows[end].level):
        end += 1
    return end


def _note_end(rows: Sequence[Row], at: int, usual: int) -> int:
    """Past the last line of a box headed by the row: its text may stand apart from the heading.

    So may items that begin with the mark that the first one does.
    """
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is None or below.role or below.level or below.gap > max(usual, rows[at].gap - 1):
        return at + 1
    mark = below.raw[0] if below.raw[0] in BRIEF_MARKS else "\n"
    end = at + 2
    while end < len(rows) and not (rows[end].role or rows[end].level):
        if rows[end].gap > (below.gap if rows[end].raw[0] == mark else usual):
            break
        end += 1
    return end


def odd_starts(firsts: str) -> list[int]:
    """Positions of the rows that begin with no ideograph, from the first characters of all."""
    return [found.start() for found in _ODD.finditer(firsts)]


def mark_items(rows: Sequence[Row], odd: Sequence[int]) -> bool:
    """Fill in `entry` of rows that begin an item of a `list`; whether any of the `odd` could.

    Items of Markdown lists are two or more with the same mark, nothing else between them.
    """
    found = [(at, item) for at in odd if (item := _ITEM.match(rows[at].raw))]
    last, kind = -1, ""
    for at, item in found:
        row = rows[at]
        if row.role or row.level or row.entry:
            continue
        same = _kind(item)
        # A wrapped item goes on close below; what stands apart is no part of a list.
        if same == kind and all(near.gap == 0 and not near.role for near in rows[last + 1 : at]):
            row.entry = rows[last].entry = "list"
        last, kind = at, same
    return bool(found)


def _kind(item: re.Match) -> str:
    """What marks the item: a sign, or what stands beside its number."""
    return item["mark"] or item["point"] or item["counted"]
