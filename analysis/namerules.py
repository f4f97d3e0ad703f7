"""Names that a cut has broken, joined again: persons after titles, villages, branches, waters.

Pure functions on the words found so far; each rule is one sentence, beside its constant. They join
the last words of a list in place and say whether they did.
"""

import re
from collections.abc import Iterable, Sequence

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
TOWNS = ("镇", "乡", "街道")
_LONGEST_VILLAGE = 4
# Villages of any town, and what stands before them: 甲镇/和/乡村, 甲镇/新/农村, 甲镇/各/村.
_NO_VILLAGES = frozenset(
    ("农村", "乡村", "山村", "渔村", "行政村", "自然村", "中心村", "示范村", "城中村")
)
_NO_VILLAGE_BEGINS = frozenset("的了是在和与及或等将为各每该全老新本有从到向")
# A city or county after a place of the dictionary; the bank after its river or lake: 甲乙河/畔.
CITIES = frozenset("市县")
BANKS = frozenset(("河畔", "湖畔", "江畔"))
# A branch after its hospital, school or academy and its place: 甲医院乙区分院.
BRANCHES = frozenset(("分院", "院区", "分校", "校区"))
_HOUSES = ("医院", "大学", "学院", "科学院", "科院", "中学", "小学", "附中")
_DIVISIONS = frozenset("省市区县镇")
JOINTS = KIN | FAMILIAR | CITIES | BANKS | BRANCHES | {MADE_ONE, VILLAGE}
# Between one of these and a verb of saying or a mark stands a person's name, of a surname and two
# characters at most.
_HEADS = re.findall(
    r"\w+", "书记 主任 局长 区长 市长 镇长 县长 院长 校长 会长 处长 经理 总经理 主席 部长"
)
_OFFICES = re.findall(
    r"\w+",
    "科长 站长 所长 馆长 队长 大队长 董事长 理事长 秘书长 副秘书长 护士长 店长 园长 班长 "
    "负责人 教授 院士 "
    "民警 网格员 创始人 发起人 工程师 总裁 总监 社工 楼组长 导演 律师 法官 检察官 人大代表 "
    "政协委员 大户 小哥 老板 居民 村民 教师 老师 店主 志愿者 业主",
)
_OTHERS = re.findall(
    r"\w+",
    "医生 市民 游客 党员 家长 学生 租客 司机 骑手 经营者",
)
# Behind one of these a surname and a word of two characters are a name whatever follows; behind
# the others only before a verb of saying or a mark.
_HEADED = frozenset((*_HEADS, *(f"副{head}" for head in _HEADS), *_OFFICES))
TITLES = _HEADED | frozenset(_OTHERS)
# What a surname may stand before without making a name of it: 王/先生.
_NO_PERSONS = frozenset(re.findall(r"\w+", "先生 女士 老师 同志 书记 主任 师傅 医生 律师 老伯"))
SAYING_VERBS = frozenset(
    re.findall(
        r"\w+",
        "介绍 表示 告诉 强调 指出 坦言 透露 认为 感慨 解释 出席 主持 致辞 讲话 回忆 直言 要求 "
        "希望 提出 "
        "回应 坦承 补充 建议 呼吁 提醒 宣布 笑言 说道",
    )
) | frozenset("说道称")
_SAYING = SAYING_VERBS | frozenset("、，。；）：")
# Surnames that are prepositions before a word: 负责人/向/记者/介绍. 于 is a surname before one
# character.
_PREPOSITIONS = frozenset("向于")
_NO_GIVEN_NAMES = frozenset("的了是在和与及或从向为被将就也都还又更很已")
_LONGEST_NAME = 3


def joined(words: list[str], spans: Iterable[tuple[int, int]]) -> list[str]:
    """The words with those of every span made one; spans are in order and do not overlap."""
    found, done = [], 0
    for start, end in spans:
        found += words[done:start]
        found.append("".join(words[start:end]))
        done = end
    return found + words[done:]


def person_spans(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words of persons' names in pieces begin and end: behind titles, before 说.

    >>> person_spans(["书记", "张", "甲", "说"]), person_spans(["书记", "向", "记者", "介绍"])
    ([(1, 3)], [])
    """
    found: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if word in TITLES and at + 2 < len(words):
            start, end = at + 1, _name_end(words, at)
        elif word in SAYING_VERBS:
            start, end = _name_start(words, at), at
        else:
            continue
        if end - start > 1 and not (found and start < found[-1][1]):
            found.append((start, end))
    return found


def _name_start(words: Sequence[str], at: int) -> int:
    """Where the name in pieces begins that stands before a verb of saying; `at` if there is none.

    A surname and a word of two characters, anywhere; a surname and one character behind a mark.
    """
    if at < 2 or words[at - 2] not in SURNAMES:
        return at
    given, free = words[at - 1], at == 2 or not words[at - 3].isalnum()
    fits = _is_name(words[at - 2 : at]) and given not in _NO_PERSONS | _SAYING
    fits = fits and (free or (len(given) == 2 and words[at - 2] not in _PREPOSITIONS))
    return at - 2 if fits else at


def _name_end(words: Sequence[str], at: int) -> int:
    """Where the name in pieces ends that stands behind the title at a place; 0 if there is none."""
    if words[at + 1][0] not in SURNAMES or words[at + 2] in _SAYING:
        return 0
    for end in range(at + 3, min(at + 5, len(words))):
        if words[end] in _SAYING and _is_name(words[at + 1 : end]):
            return end
    given, end = words[at + 2], at + 3
    plain = words[at] in _HEADED and len(given) == 2 and len(words[at + 1]) == 1
    is_name = plain and given not in _NO_PERSONS and _is_name(words[at + 1 : end])
    return end if is_name and words[at + 1] not in _PREPOSITIONS else 0


def _is_name(parts: Sequence[str]) -> bool:
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
    if word in _NO_VILLAGES or not _NO_VILLAGE_BEGINS.isdisjoint(found[-1]):
        return False
    for n in (1, 2):
        name = "".join(found[-n:]) + word
        town = found[-n - 1] if len(found) > n else ""
        is_town = len(town) > 2 and town.endswith(TOWNS)
        if is_town and len(name) <= _LONGEST_VILLAGE and name.isalpha():
            found[-n:] = [name]
            return True
    return False


def joins_branch(found: list[str], word: str) -> bool:
    """Whether a branch became one name with the place and the hospital's name before it."""
    joins = len(found) > 1 and found[-2][1:].endswith(_HOUSES)
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
