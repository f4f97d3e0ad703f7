"""Rules that mend a cut into words: what stands beside a word joins it or takes it apart.

Pure functions on strings and lists of words; each rule is one sentence, beside its constant. No
rule drops or adds a character: the words joined give the same text back.
"""

import re
from collections.abc import Mapping
from math import inf

from analysis import namerules, sitenames, wordparts
from analysis.numberwords import (
    ADVERBS_OF_NUMBER,
    BEGINS_A_NUMBER,
    ENDS_A_NUMBER,
    counted,
    is_number,
)
from analysis.surnames import SURNAMES

# Before a number these say how it compares and belong to nothing before them: 毕业率/超/80%.
_COMPARERS = frozenset("超达近逾约")
# A noun of place or meeting and its postposition.
LOCATED = frozenset(
    noun + place
    for nouns, places in (
        ("区市县镇园校院馆厅店站楼", "内里"),
        ("村", "内"),
        ("群棚厂团", "里"),
        ("会面墙桌", "上"),
    )
    for noun in nouns
    for place in places
)
# Prefixes of administrative prose before a word of two characters: 无介质, 双下降, 零突破.
PREFIXES = frozenset("无双零微")
# Adverbs, pronouns, prepositions, numbers and measures take none, nor do verbs that have an object:
# 已经/站上, 做好/路网, 打造/节庆.
_NO_STEM = frozenset("drpmqcufy")
_NO_STEMS = frozenset(
    re.findall(
        r"\w+",
        "做好 办好 用好 加强 加大 加快 加速 打造 实行 放大 推进 推动 实现 改善 开展 举办 铺开 "
        "再造 再创 "
        "等同 接受 自觉 重点 重大 先进 系列 各类 实施 完善 提高 成为 保护 提升 优化 形成 围绕 通过",
    )
)
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
# One house of a kind to a district, named by it: 甲区图书馆.
_HOUSES = frozenset(("图书馆", "文化馆", "博物馆", "档案馆", "美术馆", "体育馆", "少年宫"))
# What became of the object, behind a verb of one character: 走完, 约好, 建强.
RESULTS = frozenset("完好掉牢满实细深强优稳透足活严密紧出")
# Verbs that the dictionary calls something else.
_DEEDS = frozenset("用喝刷学花上种")
# Adverb or verb, and 有, before a number; before one, what ends in 了 is a verb and a particle.
_COUNTED_DEEDS = frozenset(("共有", "设有", "建有", "另有", "还有", "都有"))
# Adverb and modal verb before a verb, a noun elsewhere: 才/能/走完, 施展才能.
BEFORE_VERBS = frozenset(("才能", "都会"))
# The end of a year or month, behind its number: 2025/年/底.
PARTS_OF_TIME = frozenset(a + b for a in "年月" for b in "初底末")
# What the full name of a district ends in; with its centre it is one name: 甲区行政服务中心.
DIVISIONS = frozenset("省市区县镇")

# What makes a word of a word of two characters, and does not stand alone: 项目化, 显示度, 研发型.
# After these a word's last part may be abstract itself: 制度型, 转化率.
_ABSTRACT = frozenset("化性度力型式率者")
_AFTER_ABSTRACT = frozenset("型率")
# What makes a place, a thing, a sum or a person of it: 健身圈, 消费券, 签约额, 导览员.
SUFFIXES = _ABSTRACT | frozenset(
    "展点户员圈园城谷馆厂网群链廊仓店库港湾岛站额量费卡税奖节周线路院校证券源课制权期室器面"
)


class Mender:
    """The rules over one dictionary: `mend` makes words of words.

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
    rarest
        Logarithm of the share that a word has which is not held.
    """

    def __init__(
        self,
        weights: Mapping[str, float],
        whole: Mapping[str, str],
        splits: Mapping[str, tuple[str, ...]],
        tags: Mapping[str, str],
        rarest: float = -inf,
    ) -> None:
        self.weights, self.whole, self.tags = weights, whole, tags
        self.known = wordparts.pairs(whole.keys())
        self.known |= {phrase: list(parts) for phrase, parts in splits.items()}
        self.rarest = rarest
        # Words that are looked at with their neighbours; all others are passed on at once.
        offices = {term for term in whole if len(term) > 4 and term.endswith("中心")}
        self.joints = PREFIXES | SUFFIXES | ROAD_PARTS | INSTITUTIONS | _HOUSES | RESULTS | offices
        self.joints |= namerules.JOINTS | {"区", "来", "人们"}
        places = {term for term, pos in whole.items() if pos == "ns"}
        self.names = sitenames.Names(self.tag, places)
        self.heads = namerules.TITLES | namerules.SAYING_VERBS | sitenames.LAST_WORDS
        self.same: set[str] = set()  # words met before that no rule touches, whatever is beside

    def mend(self, words: list[str]) -> list[str]:
        """The words with the rules applied."""
        found = self.mend_but_names(words)
        return found if self.heads.isdisjoint(found) else self.with_names(found)

    def with_names(self, words: list[str]) -> list[str]:
        """The words with persons' and then sites' names in pieces made one."""
        spans = self.name_spans(words)
        return namerules.joined(words, spans) if spans else words

    def name_spans(self, words: list[str]) -> list[tuple[int, int]]:
        """Where names in pieces begin and end: persons', and sites' that may hold some of them."""
        persons = namerules.person_spans(words)
        if not persons:
            return self.names.spans(words)
        inside = {at for start, end in persons for at in range(start + 1, end)}
        begins = [at for at in range(len(words) + 1) if at not in inside]
        sites = self.names.spans(namerules.joined(words, persons))
        sites = [(begins[start], begins[end]) for start, end in sites]
        alone = [one for one in persons if not any(a <= one[0] < b for a, b in sites)]
        return sorted(alone + sites)

    def alone(self, word: str) -> list[str]:
        """What `mend_but_names` makes of a word that stands alone."""
        if word in self.same or word in self.joints:
            return [word]
        if word in self.known:
            return self.known[word]
        if len(word) == 1 or word in self.whole:
            self.same.add(word)
            return [word]
        return self.cut([], word, "")

    def mend_but_names(self, words: list[str]) -> list[str]:
        """The words with all rules applied but those of names in pieces."""
        found: list[str] = []
        known, whole, joints, same = self.known, self.whole, self.joints, self.same
        rest = iter(enumerate(words, 1))
        for after, word in rest:
            if word in same:
                found.append(word)
            elif word in joints:
                if self._joins_next(found, words, after):
                    found.append(word + next(rest)[1])
                elif not self._joins_last(found, word):
                    found.append(word)
            elif word in known:
                found += known[word]
            elif len(word) == 1 or word in whole:
                same.add(word)
                found.append(word)
            else:
                parts = self.cut(found, word, words[after] if after < len(words) else "")
                found += parts if not self._joins_last(found, parts[0]) else parts[1:]
        return found

    def _joins_next(self, found: list[str], words: list[str], after: int) -> bool:
        """Whether a word is a prefix and the next word of a dictionary one that takes it."""
        if after == len(words):
            return False
        word, following = words[after - 1], words[after]
        if word in namerules.FAMILIAR:
            return following in SURNAMES and not self.is_verb(following)
        if word not in PREFIXES:
            return False
        fits = self.takes_prefix(following)
        return fits and not (found and found[-1][-1] in ENDS_A_NUMBER)

    def takes_prefix(self, word: str) -> bool:
        """Whether a word is a noun or verb of two characters, to which a prefix can be put."""
        fits = len(word) == 2 and bool(self.weights.get(word)) and word not in self.joints
        return fits and self.tags.get(word, "n")[0] in "nv"

    def _joins_last(self, found: list[str], word: str) -> bool:
        """Whether a word became the end of the last one, because a rule says so."""
        if not found or word not in self.joints:
            return False
        last = found[-1]
        if word == "区":
            return self._moved(found, last, last[-1] == "园" and len(last) > 2, "园区")
        if word == "来":  # 竖起/来 is 竖/起来
            return self._moved(found, last, last[-1] == "起" and self.is_verb(last), "起来")
        if word == "人们":  # 老/人们 is 老人/们
            joins = len(last) == 1 and bool(self.weights.get(last + "人"))
            found[-1:] = [last + "人", "们"] if joins else [last]
            return joins
        if word in namerules.JOINTS:
            return self._joins_name(found, last, word)
        if word in RESULTS and len(last) == 1:
            joins = last not in wordparts.NO_DEEDS and (self.is_verb(last) or last in _DEEDS)
            if joins:
                found[-1] += word
            return joins
        if word in INSTITUTIONS:
            return self._joins_place(found, word)
        if word in SUFFIXES:
            joins = self.takes_suffix(last) or (word == "型" and last in self.whole)
            joins = joins and (word in _AFTER_ABSTRACT or last[-1] not in _ABSTRACT)
            joins = joins and (word == "站" or word == "型" or len(last) == 2)
        elif word in ROAD_PARTS:
            joins = 2 <= len(last) <= 3 and last[-1] not in ENDS_A_NUMBER
        else:
            joins = self._is_division(last) or (
                word[0] in DIVISIONS and self._is_division(last + word[0])
            )
        if joins:
            found[-1] += word
        return joins

    def _joins_name(self, found: list[str], last: str, word: str) -> bool:
        """Whether a word became the end of a name; only some names must be places."""
        if word in namerules.KIN:
            return namerules.joins_kin(found, word)
        if word == namerules.MADE_ONE:
            return namerules.joins_kinds(found, word)
        if word == namerules.VILLAGE:
            return namerules.joins_village(found, word)
        place = self.is_place(last)
        if word in namerules.BANKS:
            return (place or not self.weights.get(last)) and namerules.moves_bank(found, word)
        if word in namerules.BRANCHES:
            return place and namerules.joins_branch(found, word)
        if word in namerules.CITIES:
            return place and last not in self.whole and namerules.joins_city(found, word)
        return False

    def tag(self, word: str) -> str:
        """A word's part of speech by the lexicon or else the dictionary; nothing for a guess."""
        return self.whole.get(word) or self.tags.get(word, "")

    def is_place(self, word: str) -> bool:
        """Whether the lexicon or else the dictionary calls a word a place."""
        return self.tag(word) == "ns"

    def takes_suffix(self, word: str) -> bool:
        """Whether a word is one of two characters of the dictionary that a suffix can be put to."""
        if len(word) > 2:
            return word[-1] == "路"  # a road and its station
        known = len(word) == 2 and bool(self.weights.get(word)) and word not in _NO_STEMS
        return known and word[-1] not in ENDS_A_NUMBER and self.tag(word)[:1] not in _NO_STEM

    def _moved(self, found: list[str], last: str, fits: bool, end: str) -> bool:
        """Whether the last character of the last word became the first of the next, `end`."""
        fits = fits and bool(self.weights.get(last[:-1]))
        if fits:
            found[-1:] = [last[:-1], end]
        return fits

    def is_verb(self, word: str) -> bool:
        """Whether the dictionary holds the word as a verb."""
        return self.tags.get(word, "")[:1] == "v"

    def _is_division(self, word: str) -> bool:
        """Whether a word is the full name of a district: 甲区, not 甲."""
        return len(word) > 2 and word[-1] in DIVISIONS and self.whole.get(word) == "ns"

    def _joins_place(self, found: list[str], word: str) -> bool:
        """Whether an institution became one name with its fields and the place before them."""
        first = len(found)
        while first and found[first - 1] in FIELDS:
            first -= 1
        if not 0 < first < len(found) or self.whole.get(found[first - 1]) != "ns":
            return False
        found[first - 1 :] = ["".join(found[first - 1 :]) + word]
        return True

    def cut(self, found: list[str], word: str, after: str) -> list[str]:
        """The parts of a word of the dictionary or of a guess; its head may go to the last word."""
        if word[-1] in _COMPARERS and after and after[0] in BEGINS_A_NUMBER:
            return self._border(found, word, known=bool(self.weights.get(word)))
        follows = bool(found) and found[-1][-1] in ENDS_A_NUMBER
        if word in LOCATED:
            return self._border(found, word, known=False)
        if word[-1] == "村" and found and namerules.joins_village(found, word):
            return [found.pop()]
        if len(word) == 2 and word[-1] in "了有" and after and after[0] in BEGINS_A_NUMBER:
            return list(word) if word in _COUNTED_DEEDS or word[-1] == "了" else [word]
        if word in PARTS_OF_TIME:
            return list(word) if follows else [word]
        if word in BEFORE_VERBS:
            return list(word) if self.is_verb(after) else [word]
        if word in ADVERBS_OF_NUMBER:
            return list(word) if follows else [word]
        if len(word) > 2 and word[-1] == "的":  # 满满/的; 目的 and 似的 have two characters
            return [word[:-1], "的"]
        if is_number(word):
            return [word]
        if self.weights.get(word):
            parts = counted(word) or wordparts.apart(word, self.weights, self.rarest)
            parts = parts or wordparts.phrase(word, self.weights)
            if len(parts) > 1:  # 新一轮: 新 and 一/轮
                parts = [piece for part in parts for piece in counted(part) or [part]]
            # What depends on the words around it is not remembered.
            if changes_before_number(word) or word[-1] == "村" or parts[0] in self.joints:
                return parts
            if len(parts) > 1:
                self.known[word] = parts
            else:
                self.same.add(word)
            return parts
        if after == "”" and found and found[-1] == "“":  # “百年红”: a guess in marks is a name
            return [word]
        return counted(word) or wordparts.guess(word, follows_number=follows)

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


def changes_before_number(word: str) -> bool:
    """Whether a number after a word may take it apart: 高达/500, 建了/三座."""
    return word[-1] in _COMPARERS or (len(word) == 2 and word[-1] in "了有")
