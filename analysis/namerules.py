"""Names that a cut has broken, joined again: persons after titles, villages, branches, waters.

Pure functions on the words found so far; each rule is one sentence, beside its constant. They join
the last words of a list in place and say whether they did.
"""

import re

from analysis.numberwords import NUMERALS
from analysis.surnames import SURNAMES

# How neighbours call each other, after a surname; a title stands apart. 小 and 老 go before one.
KIN = frozenset(
    ("阿姨", "大爷", "大妈", "大叔", "大伯", "大姐", "大哥", "奶奶", "爷爷", "伯伯", "叔叔", "阿婆")
)
FAMILIAR = frozenset("小老")
# Numbers of kinds that are made one: 三局合一, 多规合一.
MADE_ONE = "合一"
# A village after its town, 甲镇/乙丙村, of so many characters at most.
VILLAGE = "村"
_TOWNS = ("镇", "乡", "街道")
_LONGEST_VILLAGE = 4
# A city or county after a place of the dictionary; the bank after its river or lake: 甲乙河/畔.
CITIES = frozenset("市县")
BANKS = frozenset(("河畔", "湖畔", "江畔"))
# A branch after its hospital and place: 甲医院乙区分院.
BRANCHES = frozenset(("分院", "院区"))
_DIVISIONS = frozenset("省市区县镇")
JOINTS = KIN | FAMILIAR | CITIES | BANKS | BRANCHES | {MADE_ONE, VILLAGE}
# Between one of these and a verb of saying or a mark stands a person's name, of a surname and two
# characters at most.
_HEADS = re.findall(
    r"\w+", "书记 主任 局长 区长 市长 镇长 县长 院长 校长 会长 处长 经理 总经理 主席 部长"
)
_OTHERS = re.findall(
    r"\w+",
    "科长 站长 所长 馆长 队长 董事长 负责人 教授 院士 居民 村民 店主 民警 网格员 志愿者 医生 教师 "
    "创始人 发起人 工程师",
)
TITLES = frozenset((*_HEADS, *(f"副{head}" for head in _HEADS), *_OTHERS))
_SAYING = frozenset("说道称、，。；）：") | frozenset(
    re.findall(
        r"\w+",
        "介绍 表示 告诉 强调 指出 坦言 透露 认为 感慨 解释 出席 主持 致辞 讲话 回忆 直言",
    )
)
# Surnames that are prepositions before a word: 负责人/向/记者/介绍. 于 is a surname before one
# character.
_PREPOSITIONS = frozenset("向于")
_NO_GIVEN_NAMES = frozenset("的了是在和与及或从向为被将就也都还又更很已")
_LONGEST_NAME = 3


def with_names(words: list[str]) -> list[str]:
    """The words with names joined that stand between a title and a verb of saying or a mark.

    >>> with_names(["书记", "张", "甲", "说"]), with_names(["书记", "向", "记者", "介绍"])
    (['书记', '张甲', '说'], ['书记', '向', '记者', '介绍'])
    """
    for at in range(len(words) - 3, -1, -1):
        end = name_end(words, at) if words[at] in TITLES else 0
        if end:
            words[at + 1 : end] = ["".join(words[at + 1 : end])]
    return words


def name_end(words: list[str], at: int) -> int:
    """Where the name in pieces ends that stands behind the title at a place; 0 if there is none."""
    if words[at + 1][0] in SURNAMES:
        for end in range(at + 3, min(at + 5, len(words))):
            if words[end] in _SAYING and _is_name(words[at + 1 : end]):
                return end
    return 0


def _is_name(parts: list[str]) -> bool:
    """Whether words that begin with a surname may be a person's name in pieces."""
    name, given = "".join(parts), "".join(parts[1:])
    if len(name) > _LONGEST_NAME or not name.isalpha() or not _NO_GIVEN_NAMES.isdisjoint(given):
        return False
    return parts[0] not in _PREPOSITIONS or (parts[0] != "向" and len(given) == 1)


def joins_kin(found: list[str], word: str) -> bool:
    """Whether 阿姨 and the like became the end of a surname."""
    joins = found[-1] in SURNAMES
    found[-1] += word * joins
    return joins


def joins_kinds(found: list[str], word: str) -> bool:
    """Whether a number and a kind before 合一 became one name with it."""
    n = 2 if len(found[-1]) == 1 else 1
    last = "".join(found[-n:])
    joins = len(last) == 2 and last[0] in NUMERALS + "多"
    if joins:
        found[-n:] = [last + word]
    return joins


def joins_village(found: list[str], word: str) -> bool:
    """Whether a word became the end of a village's name, one or two words behind its town."""
    for n in (1, 2):
        name = "".join(found[-n:]) + word
        town = found[-n - 1] if len(found) > n else ""
        is_town = len(town) > 2 and town.endswith(_TOWNS)
        if is_town and len(name) <= _LONGEST_VILLAGE and name.isalpha():
            found[-n:] = [name]
            return True
    return False


def joins_branch(found: list[str], word: str) -> bool:
    """Whether a branch became one name with the place and the hospital's name before it."""
    joins = len(found) > 1 and found[-2][1:].endswith("医院")
    if joins:
        found[-2:] = [found[-2] + found[-1] + word]
    return joins


def joins_city(found: list[str], word: str) -> bool:
    """Whether 市 or 县 became the end of a place."""
    joins = found[-1][-1] not in _DIVISIONS
    found[-1] += word * joins
    return joins


def moves_bank(found: list[str], word: str) -> bool:
    """Whether a name of two characters took the water from a bank: 甲乙/河畔 is 甲乙河/畔."""
    joins = len(found[-1]) == 2
    if joins:
        found[-1:] = [found[-1] + word[0], word[1]]
    return joins
