"""Full stops that a typeface lost: `?` standing where 。 was printed.

Some fonts map 。 to a place that text extraction turns into `?`. One mark says nothing; a page
says it, when its `?` end statements and outnumber its full stops.
"""

import re
from bisect import bisect

from analysis import character_runs
from analysis.characters import CLOSERS, HAN, SPACE

# Enough marks to speak of a page rather than of a slip.
FEWEST_MARKS = 3
# A page of statements: so many `?` after wording that asks nothing for one after a question.
STATEMENTS_PER_QUESTION = 2
# `?` come to at least this share of the page's full stops: a typeface that lost its stop lost them
# all, so few real 。 (from another typeface) remain.
MARKS_PER_STOP = 1.0

_CLAUSE = 24
# How far back it is looked for, white space included.
_REACH = 2 * _CLAUSE
_CLOSING = "".join([CLOSERS, *filter(str.isspace, map(chr, range(0x3001)))])
_FINAL = (
    "吗", "呢", "么", "为何", "何在", "何方", "哪里", "哪儿", "哪", "多少", "怎么办", "怎么样",
    "如何", "几何", "谁", "不是", "没有", "是否",
)  # fmt: skip
_PARTICLES = ("吗", "呢")
# Every opening of a question has one of these, and no stop or comma behind it. The search for an
# opening is slow.
_ASKING = "何么怎谁哪否道底竟"
_MAY_OPEN = re.compile(rf"[{_ASKING}不][^，。！？；?,;\n]*$")
_PARTED = re.compile("[，。！？；?,;]")
# Where 是不是 may stand, over line ends too.
_OR_NOT = re.compile(r"不(?:(?<=[对是值能该要会可行]不)|(?<=\s不))(?=\s*[对是值能该要会可行])")
# A question that has none of all these ends with one of the first, or with a mark behind one.
_LAST = "吗呢少是有"
_MAY_END = frozenset(_LAST + _CLOSING)
_LAST_OF_FINAL = frozenset(words[-1] for words in _FINAL)
_INITIAL = re.compile(
    rf"(?:^|[，。！？；：“‘「『（?,;:(\n])[{SPACE}]*"
    rf"(?:[{HAN}]{{0,4}}(?:为什么|为何|难道|怎么|怎样)|如何|谁|哪[里些个位儿]|是否|能否|可否|何时|什么是|什么才|什么样"
    rf"|到底|究竟|[{HAN}]{{0,6}}谁来|[{HAN}]{{1,6}}从哪[里儿]?来$"
    rf"|(?:(?![看问与及和取决关定])[{HAN}]){{0,6}}?(?P<asked>[对是值能该要会可行])不(?P=asked))"
    r"[^，。！？；?,;\n]*$"
)
# Who does not know a thing does not ask it, nor who says it: 我不知道他是谁。牌子会告诉你他在哪里。
# Nor does 谁也, 什么都: nobody, everything.
_INDIRECT = re.compile(
    r"(?:不知道?|不清楚|不明白|不晓得|不确定|不管|无论|[会能都就可]告诉|[写标]明|[说讲弄查]清"
    rf"|(?:谁|哪[里儿个位]|(?<!为)什么[{HAN}]{{0,2}}?)[也都])"
    r"[^，。！？；?,;\n]*$"
)
# 哪里有雨就去哪里: the second word of asking takes up the first.
_TAKEN_UP = re.compile(
    r"(?:(哪|谁|什么|多少|怎)[^。！？?]*(?:就|便)[^，。！？?]*\1[^，。！？?]*"
    r"|(谁|哪[里儿个])[^，。！？?]*\2(?:就|便)[^，。！？?]*)$"
)
_MARK = re.compile(
    rf"\?(?=[{SPACE}]*(?:[{HAN}“‘（《〈【「『”’）》〉】」』—…A-Za-z0-9(\"']|$))", re.MULTILINE
)


def is_question(clause: str) -> bool:
    """Whether the words before a question mark ask something.

    >>> is_question("这是什么"), is_question("为什么不去"), is_question("会议昨天举行")
    (True, True, False)
    >>> is_question("我不知道这是什么"), is_question("你不知道吗"), is_question("谁也不肯先签")
    (False, True, False)
    """
    bare = clause.rstrip(_CLOSING)
    if bare.endswith(_PARTICLES):
        return True
    final = bare[-1:] in _LAST_OF_FINAL and bare.endswith(_FINAL)
    if not (final or (_MAY_OPEN.search(clause) and _INITIAL.search(clause))):
        return False
    return _INDIRECT.search(bare) is None and _TAKEN_UP.search(bare) is None


def lost_stops(text: str) -> list[int]:
    """Where a `?` stands for 。, as positions in the text of a page; none on a page that asks.

    Parameters
    ----------
    text
        The page, its lines joined with line feeds.

    Returns
    -------
    Positions in rising order. A `?` after a direct question stays one even on a page that lost
    its stops.
    """
    places = [found.start() for found in _MARK.finditer(text)]
    before = "\n" + text
    marks = [at for at in places if "一" <= before[at] <= "龥" or _after_chinese(text, at)]
    if len(marks) < FEWEST_MARKS:
        return []
    asking = _asking(text)
    statements = [
        at
        for at in marks
        if (
            before[at] not in _MAY_END
            and (
                (near := asking[bisect(asking, at) - 1]) < at - _REACH
                or _PARTED.search(text, near, at)
            )
        )
        or not is_question(_clause(text, at))
    ]
    questions = len(marks) - len(statements)
    if (
        len(statements) < FEWEST_MARKS
        or len(statements) < STATEMENTS_PER_QUESTION * questions
        or len(marks) < MARKS_PER_STOP * text.count("。")
    ):
        return []
    return statements


def _asking(text: str) -> list[int]:
    """Where an opening of a question may stand; first a place that is near none."""
    places = [-1 - _REACH, *character_runs.places(text, _ASKING)]
    if "不" in text:
        places += [found.start() for found in _OR_NOT.finditer(text)]
        places.sort()
    return places


def _clause(text: str, at: int) -> str:
    """The words before a mark, over line ends, as far back as a clause reaches."""
    before = text[max(0, at - _REACH) : at]
    return "".join(before.split())[-_CLAUSE:]


_CHINESE_BEFORE = re.compile(
    rf"[{HAN}“”‘’（）《》%％‰〉】」』…\d][{SPACE}]?[A-Za-z]{{0,12}}[{SPACE}\n]{{0,3}}$"
)


def _after_chinese(text: str, at: int) -> bool:
    """Whether the mark ends Chinese words, a figure or an abbreviation in them."""
    return _CHINESE_BEFORE.search(text[max(0, at - 16) : at]) is not None
