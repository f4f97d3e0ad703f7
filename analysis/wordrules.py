"""Rules that mend a cut into words: numbers apart from units, phrases apart into their words.

Pure functions on strings and lists of words; each rule is one sentence, beside its constant. No
rule drops or adds a character: the words joined give the same text back.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from math import log

from analysis.numberwords import (
    ADVERBS_OF_NUMBER,
    BEGINS_A_NUMBER,
    COUNTED,
    ENDS_A_NUMBER,
    NUMBER,
    NUMERALS,
    ONE_MEASURE,
    counted,
)

# Before a number these say how it compares and belong to nothing before them: 毕业率/超/80%.
_COMPARERS = frozenset("超达近逾约")
# Words of two classes that stand side by side so often that the dictionary holds them as one.
_PAIRS = (
    ("我你他她它", "会要能想"),  # pronoun and modal verb
    ("不", "会能要想愿敢肯"),  # negation and modal verb
    ("更", "好大高强快优美"),  # comparison and adjective; 更多 counts
)
# A noun of place or meeting and its postposition.
_LOCATED = re.compile("([区市县镇村园校院馆厅店站楼])(内)|([会面墙桌])(上)")
# Prefixes of administrative prose before a word of two characters: 无介质, 双下降, 零突破.
PREFIXES = frozenset("无双零")
# Roads: the name and its part are one word.
ROAD_PARTS = frozenset(("东路", "西路", "南路", "北路", "中路", "环路"))
# A place, what it is for, and one of these are one name: 甲市理工大学, 甲乙第二人民医院.
INSTITUTIONS = frozenset(("大学", "学院", "医院"))
FIELDS = frozenset(
    re.findall(
        r"\w+",
        "技术 科技 理工 工业 师范 医科 财经 政法 农业 林业 外国语 体育 音乐 美术 戏剧 海洋 "
        "交通 电力 "
        "建筑 工程 电子 信息 职业 应用 民族 中医药 中医 人民 中心 儿童 妇幼 妇产 肿瘤 "
        "胸科 口腔 市立 "
        "第一 第二 第三 第四 第五 第六 第七 第八 第九 第十",
    )
)
# What the full name of a district ends in; with its centre it is one name: 甲区行政服务中心.
_DIVISIONS = frozenset("省市区县镇")

# Function words. A guess of the engine that begins or ends with one is a word and that one.
_OPENERS = frozenset(
    "的了是在和与及或从向为被将就也都还又更最很较已仅只我你他她之其这那于到等并且但而因由据让使有以不个"
)
_CLOSERS = frozenset("的了是要在和与及或为等之于到")

# Four characters and more are one word if they occur this many times as often as their two parts
# would side by side by chance. In jieba's counts 知识产权 has 1,800 and 高速公路 5,700,
# 服务中心 has 17 and 经济社会 21: phrases lie below 100, words above 1,000, this between them.
COHESION = log(300)
# Three characters that are a word with one of these before it, or after it: 新/机制, 涌现/出.
_APART_BEFORE = frozenset("新老更最不再促谋见带全总")
_APART_AFTER = frozenset("到出着")
# The same for three characters, where one character is common and chance high: 新能源 is above.
COHESION_OF_THREE = log(20)

# What makes a word of a word of two characters, and does not stand alone: 项目化, 显示度, 研发型.
_ABSTRACT = frozenset("化性度力型式率者")
SUFFIXES = _ABSTRACT | frozenset("展点")


class Behaviour:
    """Flags of a word: where its neighbours decide what becomes of it, and what it is to them."""

    ALWAYS, AFTER_STEM, AFTER_NUMBER, BEFORE_NUMBER = 1, 2, 4, 8
    STEM, ENDS_A_NUMBER, BEGINS_A_NUMBER = 16, 32, 64


def mender(
    weights: Mapping[str, float],
    *,
    whole: Mapping[str, str],
    splits: Mapping[str, tuple[str, ...]],
    tags: Mapping[str, str] | None = None,
) -> Callable[[list[str]], list[str]]:
    """A function from words to words with the rules applied.

    Parameters
    ----------
    weights
        The dictionary's words with the logarithm of their share; a word that it does not hold, or
        with a 0, is the engine's guess.
    whole
        Words that no rule takes apart: the lexicon's terms.
    splits
        Phrases and the words that they are always cut into: the lexicon's splits.
    tags
        The dictionary's parts of speech: only a noun or a verb takes a prefix (无/重大 are two).
    """
    return Mender(weights, whole, splits, tags or {}).mend


class Mender:
    """The rules over one dictionary; `mend` is what `mender` returns."""

    def __init__(
        self,
        weights: Mapping[str, float],
        whole: Mapping[str, str],
        splits: Mapping[str, tuple[str, ...]],
        tags: Mapping[str, str],
    ) -> None:
        self.weights, self.whole, self.tags = weights, whole, tags
        pairs = {a + b: [a, b] for first, second in _PAIRS for a in first for b in second}
        pairs = {pair: cut for pair, cut in pairs.items() if pair not in whole}
        self.known = pairs | {phrase: list(parts) for phrase, parts in splits.items()}
        # Words that are looked at with their neighbours; all others are passed on at once.
        offices = {term for term in whole if len(term) > 4 and term.endswith("中心")}
        self.joints = PREFIXES | SUFFIXES | ROAD_PARTS | INSTITUTIONS | offices | {"区"}

    def mend(self, words: list[str]) -> list[str]:
        """The words with the rules applied."""
        found: list[str] = []
        known, whole, joints = self.known, self.whole, self.joints
        rest = iter(enumerate(words, 1))
        for after, word in rest:
            if word in joints:
                if self._joins_next(found, words, after):
                    found.append(word + next(rest)[1])
                elif not self._joins_last(found, word):
                    found.append(word)
            elif len(word) == 1:
                found.append(word)
            elif word in known:
                found += known[word]
            elif word in whole:
                found.append(word)
            else:
                parts = self._cut(found, word, words[after] if after < len(words) else "")
                found += parts if not self._joins_last(found, parts[0]) else parts[1:]
        return found

    def behaviour(self, word: str) -> tuple[int, list[str]]:
        """What `mend` makes of a word alone, and after or before what it may make something else.

        Returns
        -------
        Flags (see `Behaviour`), and the words that it becomes where no neighbour matters.
        """
        flags = _seen_by_neighbours(word, self.weights, self.whole)
        if word in self.joints:
            alone = word in SUFFIXES or word == "区"
            return flags | (Behaviour.AFTER_STEM if alone else Behaviour.ALWAYS), [word]
        if len(word) == 1 or word in self.known or word in self.whole:
            return flags, self.known.get(word, [word]) if len(word) > 1 else [word]
        if _LOCATED.fullmatch(word):
            return flags | Behaviour.ALWAYS, [word]
        if word[-1] in _COMPARERS:
            flags |= Behaviour.BEFORE_NUMBER
        parts = self._cut([], word, "")
        guessed = not self.weights.get(word) or word in ADVERBS_OF_NUMBER
        if guessed and self._cut(["1"], word, "") != parts:
            flags |= Behaviour.AFTER_NUMBER
        return flags | (Behaviour.ALWAYS if parts[0] in self.joints else 0), parts

    def _joins_next(self, found: list[str], words: list[str], after: int) -> bool:
        """Whether a word is a prefix and the next word of a dictionary one that takes it."""
        if words[after - 1] not in PREFIXES or after == len(words):
            return False
        following = words[after]
        fits = len(following) == 2 and self.weights.get(following) and following not in self.joints
        fits = fits and self.tags.get(following, "n")[0] in "nv"
        return bool(fits) and not (found and ENDS_A_NUMBER.match(found[-1][-1]))

    def _joins_last(self, found: list[str], word: str) -> bool:
        """Whether a word became the end of the last one, because a rule says so."""
        if not found or word not in self.joints:
            return False
        last = found[-1]
        if word == "区":
            if last[-1] == "园" and len(last) > 2 and self.weights.get(last[:-1]):
                found[-1:] = [last[:-1], "园区"]
                return True
            return False
        if word in INSTITUTIONS:
            return self._joins_place(found, word)
        if word in SUFFIXES:
            joins = _is_stem(last, self.weights) or (word == "型" and last in self.whole)
        elif word in ROAD_PARTS:
            joins = 2 <= len(last) <= 3 and not ENDS_A_NUMBER.match(last[-1])
        else:
            joins = len(last) > 2 and last[-1] in _DIVISIONS and self.whole.get(last) == "ns"
        if joins:
            found[-1] += word
        return joins

    def _joins_place(self, found: list[str], word: str) -> bool:
        """Whether an institution became one name with its fields and the place before them."""
        first = len(found)
        while first and found[first - 1] in FIELDS:
            first -= 1
        if not 0 < first < len(found) or self.whole.get(found[first - 1]) != "ns":
            return False
        found[first - 1 :] = ["".join(found[first - 1 :]) + word]
        return True

    def _cut(self, found: list[str], word: str, after: str) -> list[str]:
        """The parts of a word of the dictionary or of a guess; its head may go to the last word."""
        if word[-1] in _COMPARERS and after and BEGINS_A_NUMBER.match(after):
            return self._border(found, word, known=bool(self.weights.get(word)))
        if _LOCATED.fullmatch(word):
            return self._border(found, word, known=False)
        follows = bool(found) and bool(ENDS_A_NUMBER.match(found[-1][-1]))
        if word in ADVERBS_OF_NUMBER:
            return list(word) if follows else [word]
        if len(word) > 2 and word[-1] == "的":  # 满满/的; 目的 and 似的 have two characters
            return [word[:-1], "的"]
        if NUMBER.fullmatch(word):
            return [word]
        if self.weights.get(word):
            parts = counted(word) or phrase(word, self.weights)
            if len(parts) > 1:  # 新一轮: 新 and 一/轮
                parts = [piece for part in parts for piece in counted(part) or [part]]
            # What depends on the words around it is not remembered.
            if word[-1] not in _COMPARERS and parts[0] not in self.joints:
                self.known[word] = parts
            return parts
        return counted(word) or guess(word, follows_number=follows)

    def _border(self, found: list[str], word: str, *, known: bool) -> list[str]:
        """A word cut before its last character: 标|高超|500 is 标高|超|500, 小|区内 is 小区|内."""
        head, tail = word[:-1], word[-1]
        last = found[-1] if found and len(head) == 1 else ""
        if last and self.weights.get(last[-1] + head):
            if len(last) == 1:
                found[-1] += head
                return [tail]
            if not self.weights.get(last):  # a guess took the character: 二居小|区内
                found[-1] = last[:-1]
                return [last[-1] + head, tail]
        return [word] if known else [head, tail]


def _seen_by_neighbours(word: str, weights: Mapping[str, float], whole: Mapping[str, str]) -> int:
    """What a word is to the words beside it."""
    stem = _is_stem(word, weights) or word in whole or word[-1] == "园"
    ends, begins = ENDS_A_NUMBER.match(word[-1]), BEGINS_A_NUMBER.match(word)
    return (
        Behaviour.STEM * stem
        | Behaviour.ENDS_A_NUMBER * bool(ends)
        | Behaviour.BEGINS_A_NUMBER * bool(begins)
    )


def _is_stem(word: str, weights: Mapping[str, float]) -> bool:
    """A word of two characters that a dictionary holds, to which a suffix can be put."""
    known = len(word) == 2 and bool(weights.get(word))
    return known and word[-1] not in _ABSTRACT and not ENDS_A_NUMBER.match(word[-1])


def phrase_finder(
    weights: Mapping[str, float], *, whole: AbstractSet[str]
) -> Callable[[str], bool]:
    """A function that says whether a dictionary's word is a phrase; `whole` are never phrases."""
    known: dict[str, bool] = {}

    def is_phrase(word: str) -> bool:
        if word not in known:
            known[word] = word not in whole and len(phrase(word, weights)) > 1
        return known[word]

    return is_phrase


def phrase(word: str, weights: Mapping[str, float]) -> list[str]:
    """The two words that a dictionary's phrase consists of, or the word alone if it is one.

    The measure is the logarithm of the ratio of the word's share to the product of its parts'
    shares; the cut with the lowest ratio, that is with the most frequent parts, is tried.
    """
    if NUMBER.fullmatch(word):
        return [word]
    lowest, cut = (COHESION if len(word) > 3 else COHESION_OF_THREE), 0
    for at in _cuts(word):
        left, right = weights.get(word[:at]), weights.get(word[at:])
        if left and right and weights[word] - left - right < lowest:
            lowest, cut = weights[word] - left - right, at
    return [word[:cut], word[cut:]] if cut else [word]


def _cuts(word: str) -> Iterable[int]:
    """Where a phrase of this length may be cut: into parts of two characters at least, if long."""
    if len(word) > 3:
        return range(2, len(word) - 1)
    if len(word) == 3:
        return [1] * (word[0] in _APART_BEFORE) + [2] * (word[-1] in _APART_AFTER)
    return ()


def guess(word: str, *, follows_number: bool = False) -> list[str]:
    """A guess of the engine without the function words at its ends, or the measure at its head.

    >>> guess("更是"), guess("渗透到"), guess("栋楼", follows_number=True)
    (['更', '是'], ['渗透', '到'], ['栋', '楼'])
    """
    head: list[str] = []
    tail: list[str] = []
    start, end = 0, len(word)
    if follows_number and end > 1 and ONE_MEASURE.match(word):
        head, start = [word[0]], 1
    while end - start > 1:
        number = COUNTED.match(word, start) if word[start] in NUMERALS else None
        if number and number[4] != word[number.end() : number.end() + 1]:
            head += [part for part in number.groups() if part]
            start = number.end()
        elif word[start] in _OPENERS:
            head.append(word[start])
            start += 1
        else:
            break
    while end - start > 1 and word[end - 1] in _CLOSERS:
        end -= 1
        tail.append(word[end])
    middle = [word[start:end]] if start < end else []
    return [*head, *middle, *reversed(tail)]


def shape_pos(word: str) -> str:
    """The part of speech that a word's first character shows, or nothing.

    >>> shape_pos("34%"), shape_pos("AWS"), shape_pos("。"), shape_pos("上海")
    ('m', 'eng', 'x', '')
    """
    if not any(char.isalnum() for char in word):
        return "x"
    if word[0].isdecimal():
        return "m"
    return "eng" if word[0].isascii() else ""
