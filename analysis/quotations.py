"""Straight quotation marks in Chinese text: which of them open and which close.

Print sets “ ” and ‘ ’; a page read with " and ' has lost the difference, and the place of each
mark tells it.
"""

import re

from analysis import character_runs
from analysis.characters import CHINESE, SPACE

_CHINESE = re.compile(f"[{CHINESE}]")
_CURLED = {'"': "“”", "'": "‘’"}
# What stands before an opening quotation mark and never before a closing one; and behind a closing.
_BEFORE_QUOTE = "，、；：（《“‘,;:("
_BEHIND_QUOTE = "，、；：。！？）》”’,;:.!?)"
_ENDED = re.compile(rf"[。！？.!?][”’\"']?[{SPACE}]*\n")


def curled(text: str) -> dict[int, str]:
    """What each straight quotation mark beside or around Chinese becomes, by its position.

    A mark opens behind a comma, a colon or at a line's start and closes before a mark or at a
    line's end, for so print sets them; elsewhere they open and close in turn, over line ends too,
    until a line ends with a full stop.

    >>> curled('"A"、甲"乙"')
    {0: '“', 2: '”', 5: '“', 7: '”'}
    """
    if '"' not in text and "'" not in text:
        return {}
    marks: dict[int, str] = {}
    opened: dict[str, int] = {}
    last = 0
    for at in character_runs.places(text, "\"'"):
        mark = text[at]
        # With none open, a sentence's end between tells nothing.
        if opened and _ENDED.search(text, last, at):
            opened = {}
        last = at
        left, right = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if left.isascii() and _is_no_quote(mark, left, right, mark in opened):
            continue
        opening, closing = _CURLED[mark]
        opens = _opens(left, right, mark in opened)
        before = -1 if opens else opened.pop(mark, -1)
        if opens:
            opened[mark] = at
        if before >= 0 and _is_chinese_pair(text, before, at):
            marks[before], marks[at] = opening, closing
        elif _CHINESE.match(left) or _CHINESE.match(right):
            marks[at] = opening if opens else closing
    return marks


def _is_chinese_pair(text: str, start: int, end: int) -> bool:
    """Whether two quotation marks of one line stand beside or around Chinese."""
    if text.find("\n", start, end) >= 0:
        return False
    return _CHINESE.search(text, max(0, start - 1), end + 2) is not None


def _is_no_quote(mark: str, left: str, right: str, opened: bool) -> bool:
    """Whether a mark behind ASCII is an apostrophe (it's) or stands for inches or minutes (5")."""
    if mark == "'" and left.isalnum() and right.isascii() and right.isalpha():
        return True
    return left.isdigit() and not opened


def _opens(left: str, right: str, opened: bool) -> bool:
    """Whether a straight quotation mark is an opening one; in turn where nothing else tells."""
    if left in ("", "\n") or left in _BEFORE_QUOTE:
        return True
    if right in ("", "\n") or right in _BEHIND_QUOTE:
        return False
    return not opened
