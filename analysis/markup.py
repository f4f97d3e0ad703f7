"""Rows that Markdown speaks for: links to pictures, rules, tables with pipes, boxes of steps.

A layout model writes these where print has a picture, a line between two stories, a table, a box
that says how something is done.
"""

import re
from collections.abc import Sequence

from analysis.headings import is_bold
from analysis.layout import Row

# A line that is a link to a picture, or a rule, and nothing else.
_PICTURE = re.compile(r"!\[[^\]]{0,200}\]\([^()\s]{0,500}\)|<img\b[^<>]{0,500}>")
_RULE = re.compile(r"[-=_*~－—─](?: ?[-=_*~－—─]){2,}")
_MARKS = frozenset("!<|-=_*~－—─")
_FEWEST_TABLE_ROWS = 2
# What numbers a table: no sentence begins so and has no stop.
_TABLE_TITLE = re.compile(r"附?表 ?[\d一二三四五六七八九十]{1,2}[ :：]")
# A box that says how something is done has so many steps, and asks in its heading.
_FEWEST_STEPS = 2
_ASKS = re.compile("[？?]$|^(?:如何|怎样|怎么)|(?:怎么|如何|怎样)[办看用做走]$")


def mark_markup(rows: Sequence[Row], odd: Sequence[int]) -> None:
    """Set the roles of links to pictures, of rules, and of tables with their titles.

    All of these are among the `odd` rows, which begin with no ideograph.
    """
    marked = [at for at in odd if rows[at].raw[0] in _MARKS]
    for at in marked:
        row = rows[at]
        if is_picture(row.raw):
            row.role, row.confidence, row.stop = "caption", 0.9, True
        elif not row.text and _RULE.fullmatch(row.raw):
            row.role, row.confidence = "masthead", 0.6
    piped = [at for at in marked if not rows[at].role and _is_piped(rows[at])]
    first = 0
    for number, at in enumerate(piped, start=1):
        if number == len(piped) or piped[number] > at + 1:
            if number - first >= _FEWEST_TABLE_ROWS:
                _mark_table(rows, piped[first], at + 1)
            first = number


def is_picture(raw: str) -> bool:
    """Whether the line is a link to a picture and nothing else.

    >>> is_picture("![](a.jpg)"), is_picture("![甲](a.jpg)乙")
    (True, False)
    """
    return raw.startswith(("![", "<img")) and _PICTURE.fullmatch(raw) is not None


def _is_piped(row: Row) -> bool:
    """Whether the row is one of a table's, between pipes."""
    return len(row.raw) > 2 and row.raw[0] == row.raw[-1] == "|"


def _mark_table(rows: Sequence[Row], first: int, end: int) -> None:
    """Set the role `sidebar` on a table's rows and on its title.

    A heading is one whose section is the table alone.
    """
    title = rows[first - 1] if first else None
    below = rows[end] if end < len(rows) else None
    alone = below is None or below.level > 0 or is_bold(below) or below.role not in ("", "caption")
    if title is not None and not (title.role or title.stop):
        headed = (title.level or is_bold(title)) and alone
        named = _TABLE_TITLE.match(title.raw) or _TABLE_TITLE.match(title.text)
        if headed or named:
            first -= 1
            title.entry = "box"
    for row in rows[first:end]:
        row.role, row.confidence = "sidebar", 0.85


def mark_steps(rows: Sequence[Row]) -> None:
    """Set the role `sidebar` on a heading that asks and on the list that is all it stands over."""
    lists = [at for at, row in enumerate(rows) if row.entry == "list"]
    for at in [at - 1 for at in lists if at and rows[at - 1].entry != "list"]:
        row = rows[at]
        headed = row.role == "heading" or (row.role == "text" and is_bold(row))
        if not headed:
            continue
        end = at + 1
        while end < len(rows) and rows[end].entry == "list":
            end += 1
        alone = end == len(rows) or rows[end].role != "text"
        if alone and end - at > _FEWEST_STEPS and _ASKS.search(row.text):
            row.entry = "box"
            for near in rows[at:end]:
                near.role, near.confidence = "sidebar", 0.7
