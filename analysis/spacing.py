"""White space of a page: which of it goes, and where one space stays.

Print sets no space inside Chinese nor between Chinese and figures or Latin; reading a page puts
some there. What a typesetter puts, between names or the halves of a slogan, is told by its place.
"""

import re
import string
from collections.abc import Sequence
from itertools import islice

from analysis import character_runs, furniture
from analysis.characters import CHINESE, HAN, SPACE, WIDE_MARKS

# A page whose text was read with stray spaces: as many between ideographs, and one in so many.
FEWEST_STRAY = 3
IDEOGRAPHS_PER_STRAY = 500
# So many spaces tell what a page is like.
_SAMPLE = 2000
# Two-character words behind which print sets a space: 记者 王小甲, 本报讯 昨天.
_KEEP_AFTER = frozenset((
    "记者", "讯员", "报讯", "社讯", "刊讯", "日电", "习生", "作者", "编辑", "摄影", "论员", "校对",
    "责编", "記者", "訊員", "報訊", "社訊", "刊訊", "日電", "習生", "編輯", "攝影", "論員", "校對",
    "責編",
))  # fmt: skip
_LAST_KEPT = frozenset(words[-1] for words in _KEEP_AFTER)
# What begins another title behind a name, where 记者 stands so near: 记者 王小甲 通讯员 李小乙.
_TITLES = ("通讯员", "实习生", "见习记", "实习记", "通訊員", "實習生", "見習記", "實習記")
_TITLE_REACH = 8
# Behind these it stays before what somebody says, too: 本报讯 “甲乙”, 本报甲区讯 “甲乙”.
_DATELINES = frozenset(("报电", "社电", "日电", "報電", "社電", "日電"))
_NEWS = frozenset("讯訊")
_QUOTES = frozenset("“‘《「『")
_CHINESE = re.compile(f"[{CHINESE}]")
_HAN = re.compile(f"[{HAN}]")
_RUNNING = re.compile("[，。；]")
# A line that is longer on one side of a space is running text.
_LONGEST = 80
_HAN_BEFORE = re.compile(rf"[{HAN}]{{1,16}}$")
_HAN_AFTER = re.compile(rf"[{HAN}]{{1,17}}")
# No ideograph comes before this one.
_FIRST_HAN = HAN[0]
# Beside these no space stays.
_EDGES = frozenset(WIDE_MARKS + "\n")
# What stands beside most spaces that are not between ideographs.
_LATIN = string.digits + string.ascii_letters
_NO_CHINESE = frozenset(_LATIN)
# Kinds of neighbours: ideographs, those of them behind which a space may stay, figures and Latin,
# edges, and white space itself; then all others.
_SIDES = (
    "一-龥", "".join(sorted(_LAST_KEPT | {words[-1] for words in _DATELINES} | _NEWS)), _LATIN,
    "".join(sorted(_EDGES)), SPACE,
)  # fmt: skip
_ONE, _NAMED, _FIGURE, _EDGE, _, _OTHER = range(6)
# A space by itself between two of these goes whatever else stands near.
_APART = (
    *((_EDGE, side) for side in (_ONE, _NAMED, _FIGURE, _EDGE, _OTHER)),
    *((side, _EDGE) for side in (_ONE, _FIGURE, _OTHER)),
    (_FIGURE, _ONE), (_FIGURE, _NAMED), (_ONE, _FIGURE),
)  # fmt: skip


def mended(text: str, rule: str) -> list[tuple[int, int, str, str]]:
    """The runs of white space that change: start, end (exclusive), what they become, the rule.

    >>> mended("甲， 乙 open data", "space")
    [(2, 3, '', 'space'), (4, 5, '', 'space')]
    """
    # Most go for what stands beside them; what follows is for the others.
    alone, runs = character_runs.parting(text, SPACE, _SIDES, _APART)
    others = list(runs)
    found = [(at, at + 1, "", rule) for at in alone]
    # So that there are two characters on either side of any.
    padded = f"\n\n{text}\n\n"
    stray: bool | None = None
    # The line that was looked at last, and between which places a space of it has no long text on
    # either side.
    line, beyond, least, most = "", 0, 0, 0
    for start, end in others:
        left, right = padded[start + 1], padded[end + 2]
        after = ""
        kept = left in _LAST_KEPT and padded[start : start + 2] in _KEEP_AFTER
        one, other = "一" <= left <= "龥", "一" <= right <= "龥"
        if one != other and (right if one else left) in _NO_CHINESE:
            after = " " if kept else ""
        elif not (one and other) and not _is_between(left, right):
            after = _beside(left, right, padded[start : start + 2])
        elif (
            kept
            or (right in "通实實见見" and _is_title(text, start, end))
            # Four characters back, and two ahead (at the text's start: a line feed).
            or (
                padded[start - 2] >= _FIRST_HAN <= padded[end + 3]
                and _parts_halves(text, start, end)
                and not (_is_wrapped(text, start, end) and _is_spaced(text, others))
            )
        ):
            after = " "
        else:
            if start >= beyond:
                first = text.rfind("\n", 0, start) + 1
                beyond = padded.find("\n", end + 2) - 2
                line = text[first:beyond].strip()
                most = first + _LONGEST + (first == 0)
                least = beyond - _LONGEST - (beyond == len(text))
            if start < most and end > least:
                stray = _is_spaced(text, others) if stray is None else stray
                after = " " * _is_phrase_end(text, start, end, line, stray)
        if not after or end - start > 1 or after != text[start]:
            found.append((start, end, after, rule))
    found.sort()
    return found


def _is_between(left: str, right: str) -> bool:
    """Whether both characters are Chinese, and no marks."""
    if left in _EDGES or right in _EDGES:
        return False
    return _CHINESE.match(left) is not None and _CHINESE.match(right) is not None


def _beside(left: str, right: str, before: str) -> str:
    """What stands between characters of which one is not Chinese or is a mark.

    `before` are the two characters before the space.
    """
    if left in _EDGES or right in _EDGES:
        said = right in _QUOTES and (before[1] in _NEWS or before in _DATELINES)
        return " " if said else ""
    if _CHINESE.match(left) or _CHINESE.match(right):
        return " " if before in _KEEP_AFTER else ""
    return "" if right == "%" and left.isdigit() else " "


def _is_spaced(text: str, spaces: Sequence[tuple[int, int]]) -> bool:
    """Whether spaces between ideographs are this page's noise and not its typesetting."""
    odd = seen = last = 0
    between = ((start, end) for start, end in spaces if _parts_han(text, start, end))
    for start, end in islice(between, _SAMPLE):
        odd += not _is_set(text, start, end)
        seen, last = seen + 1, end
        if _is_full_of(odd, len(text)):
            return True
    return seen == _SAMPLE and _is_full_of(odd, last)


def _parts_han(text: str, start: int, end: int) -> bool:
    """Whether ideographs stand on both sides of a space."""
    return _HAN.match(text, start - 1, start) is not None and _HAN.match(text, end) is not None


def _is_full_of(odd: int, reach: int) -> bool:
    """Whether so many odd spaces in so much text are noise."""
    return odd >= FEWEST_STRAY and odd * IDEOGRAPHS_PER_STRAY >= reach


def _is_set(text: str, start: int, end: int) -> bool:
    """Whether the typesetter put the space between two ideographs."""
    if text[max(0, start - 2) : start] in _KEEP_AFTER:
        return True
    return _parts_halves(text, start, end)


def _parts_halves(text: str, start: int, end: int) -> bool:
    """Whether as many ideographs, four or more, stand before the space as behind it."""
    after = _HAN_AFTER.match(text, end, end + 17)
    if after is None or after.end() - end < 4:
        return False
    before = _HAN_BEFORE.search(text[max(0, start - 17) : start])
    return before is not None and len(before[0]) == len(after[0])


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether the space stands between a reporter's name and another's title."""
    near = text[max(0, start - _TITLE_REACH) : start]
    return text[end : end + 3] in _TITLES and ("记者" in near or "記者" in near)


def _is_wrapped(text: str, start: int, end: int) -> bool:
    """Whether one of two equal halves ends where the line does, and the other does not."""
    n = len(_HAN_AFTER.match(text, end, end + 17)[0])
    return (text[start - n - 1 : start - n] in ("", "\n")) != (
        text[end + n : end + n + 1] in ("", "\n")
    )


def _is_phrase_end(text: str, start: int, end: int, line: str, stray: bool) -> bool:
    """Whether the space parts names of a byline or phrases of a heading, not running text."""
    if furniture.is_byline(line):
        return not (text[start - 2 : start - 1].isspace() and text[end + 1 : end + 2] in ("", "\n"))
    return not stray and not _RUNNING.search(line)
