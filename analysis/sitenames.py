"""Names of houses, sites and firms that a cut has broken, joined again by their last word.

Such a name ends in a word that says what it is (公园, 小学, 有限公司) and begins with a name: a
place, a road, a firm of the lexicon, or a word that no dictionary holds. Each rule is one sentence,
beside its constant; where nothing before the last word is a name, nothing is joined.
"""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from analysis.namerules import BRANCHES, TOWNS
from analysis.numberwords import NUMERALS
from analysis.surnames import SURNAMES

# What a house or site is, behind its name: 甲乙/公园, 甲路/步行街.
SITES = frozenset(
    re.findall(
        r"\w+",
        "大学 学院 医院 公园 绿地 步行街 新城 古镇 老街 新村 小学 中学 幼儿园 学校 附中 附小 "
        "剧院 大剧院 影城 "
        "体育场 体育馆 体育中心 足球场 纪念馆 博物馆 美术馆 图书馆 文化馆 科技馆 艺术馆 展览馆 "
        "陈列馆 文化宫 市民中心 文化中心 商务中心 购物中心 邻里中心 党群服务中心 社区卫生服务中心 "
        "社区文化活动中心 广场 大厦 大楼 商厦 商城 大桥 隧道 码头 机场 火车站 水库 湿地 植物园 "
        "动物园 产业园 科技园 工业园 生态园 创意园 软件园 科学城 科技城 核电 热电 电厂 水厂 "
        "公寓 花园 "
        "大道 大街 公路 大院 老宅 故居 祠堂 书院 一村 二村 三村 四村 五村 六村 七村 八村 九村 "
        "十村 村 家园 雅苑 名苑 花苑 新苑 佳苑 华庭 商务区",
    )
)
# Schools and hospitals whose word for what they teach or heal is one with them: 甲乙/理工学院 is
# one name behind any place, also behind 甲市.
HOUSES = frozenset(
    re.findall(
        r"\w+",
        "理工学院 理工大学 师范学院 师范大学 科技大学 农业大学 医科大学 技术学院 职业学院 人民医院 "
        "中心医院 第一人民医院 第二人民医院 第三人民医院 第四人民医院 第五人民医院 第六人民医院 "
        "第七人民医院 第八人民医院 第九人民医院 第十人民医院 妇幼保健院 中医医院",
    )
)
# Of these there are many without a name: a word that no dictionary holds need not be one before
# them (配建/幼儿园, 强村/公司, 深加工/产业园).
_PLAIN = frozenset(
    re.findall(
        r"\w+", "公司 学校 幼儿园 公寓 绿地 公路 大楼 码头 产业园 家园 花园 体育场 水厂 隧道"
    )
)
# Words between a name and what it is: 甲乙/湿地/公园, 甲乙/附属/小学.
_BETWEEN = frozenset(
    re.findall(
        r"\w+",
        "中央 国际 体育 文化 科技 生态 湿地 森林 郊野 滨江 市民 实验 附属 外国语 双语 创新 "
        "创意 智慧 "
        "数字 智能 软件 工业 产业 高级 职业 技术 人才 金融 商务 科学 航空 健康 老年 青少年 家园 "
        "花园 第一 第二 第三 第四 第五 人民 中心 妇产科 儿科 肿瘤 胸科 眼科 口腔 中医 妇幼",
    )
)
# What a firm is, behind its name and trade; a group has a trade too, and may be called 集团公司.
FIRMS = frozenset(("有限公司", "股份有限公司", "有限责任公司"))
_GROUPS = frozenset(("集团", "公司", "集团公司"))
FIRM_WORDS = FIRMS | _GROUPS
# Words that say how large or whose a firm is: no part of a name.
_NO_TRADES = frozenset(
    re.findall(r"\w+", "企业 国有 产业 大型 骨干 龙头 重点 民营 外资 上市 跨国 物业 保险 全资 子")
)
# What stands in pieces between a town and one of these is a quarter's name: 甲镇/乙丙/国际/居民区.
QUARTERS = frozenset(("居民区", "社区", "小区"))
# Pieces that are a name's last part there, though the dictionary holds them.
_ESTATES = frozenset(re.findall(r"\w+", "国际 花园 家园 公寓 雅苑 名苑 花苑 新苑 佳苑 华庭 名邸"))
# Full names of districts, towns and villages are words of their own before what stands in them.
_DIVISIONS = ("省", "市", "区", "县", "镇", "乡", "街道", "村")
_ROADS = ("路", "街", "大道")
_NAMES = frozenset(("nz", "nt", "nr", "nrt"))
_LONGEST_FIRM = 6
_LONGEST_QUARTER = 5
# A word that no dictionary holds and another are a name if they stand alone in quotation marks.
MARKS = _OPEN, _CLOSED = "“", "”"
_NO_LABELS = frozenset(("精神", "现象", "效应", "思维", "理念", "意识", "问题", "时代"))
# Called a place by the dictionary.
_NO_PLACES = frozenset(("城市", "城乡", "内地", "沿海", "农村"))
# Characters that no guess of a name holds, and those that make an adjective or a kind at its end.
_NO_NAME = frozenset("的了是在和与及或从向为被将就也都还又更很已不这那每各该其以有个" + NUMERALS)
_NO_ENDS = frozenset("型性化式类级率者点建")
LAST_WORDS = SITES | HOUSES | FIRM_WORDS | QUARTERS | BRANCHES | {_CLOSED}


class Names:
    """Which words are names, by a lexicon's places and the parts of speech of words."""

    def __init__(self, tag: Callable[[str], str], places: AbstractSet[str]) -> None:
        """`tag` is nothing for a word that neither lexicon nor dictionary holds."""
        self.tag, self.places = tag, places

    def spans(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where the words of every name in pieces begin and end, in order."""
        found: list[tuple[int, int]] = []
        for at, word in enumerate(words):
            if word in LAST_WORDS:
                last = found[-1] if found else (0, 0)
                start, end = self._span(words, at, last)
                if start == last[0] and start < last[1]:
                    found[-1] = start, end
                elif start >= last[1] and end - start > 1:
                    found.append((start, end))
        return found

    def may_end(self, words: Sequence[str], at: int) -> bool:
        """Whether the last word at a place may end a name, as far as the word before it tells.

        What is said of a quarter holds only where a town stands three or four words before.
        """
        word, before = words[at], words[at - 1]
        if word == _CLOSED:
            return self._is_label(words[at - 2 : at])
        if word in QUARTERS:
            return True
        if word in BRANCHES:
            return self.tag(before) == "ns"
        if before in LAST_WORDS:
            return True
        if word in FIRM_WORDS:
            return self._is_trade(before)
        if word == "村":
            return set(before) <= set(NUMERALS)
        return before in _BETWEEN or self.tag(before) == "ns" or self._is_name(before)

    def _span(self, words: Sequence[str], at: int, last: tuple[int, int]) -> tuple[int, int]:
        """The name that the word at a place ends, `last` being the name before it."""
        word = words[at]
        if word == _CLOSED:
            quoted = at > 2 and words[at - 3] == _OPEN and self._is_label(words[at - 2 : at])
            return (at - 2, at) if quoted else (at, at)
        if word in BRANCHES:  # 甲医院/乙区/分院, the hospital's own name being in pieces
            joins = 0 < last[1] == at - 1 and self.tag(words[at - 1]) == "ns"
            return (last[0], at + 1) if joins else (at, at)
        if word in QUARTERS:
            return self._quarter(words, at)
        if word in FIRM_WORDS:
            return self._firm(words, at, last), at + 1
        start = at - 1
        if word == "村" and not set(words[start]) <= set(NUMERALS):  # 甲乙/十二/村
            return at, at
        start -= word == "村"
        while start >= 0 and words[start] in _BETWEEN and at - start < 4:
            start -= 1
        if start < 0:
            return at, at
        if last[0] < last[1] == start + 1:
            return last[0], at + 1
        is_name = self._is_name(words[start]) and not (
            word in _PLAIN and start == at - 1 and self._is_guess(words[start])
        )
        if not is_name and (word in HOUSES or word[-1] == "村" or start < at - 1):
            is_name = self.tag(words[start]) == "ns" and (
                word in HOUSES or not words[start].endswith(_DIVISIONS)
            )
        return (start, at + 1) if is_name else (at, at)

    def _is_name(self, word: str) -> bool:
        """Whether a site may be called by a word."""
        if len(word) < 2 or word.endswith(_DIVISIONS) or word in _NO_PLACES:
            return False
        if len(word) > 2 and word.endswith(_ROADS):
            return True
        if self.tag(word) == "nr" and word[0] not in SURNAMES:  # many rare words are called so
            return False
        return word in self.places or self.tag(word) in _NAMES or self._is_guess(word)

    def _is_guess(self, word: str) -> bool:
        """Whether a word of two to four characters is one that no dictionary holds."""
        fits = 1 < len(word) < 5 and not self.tag(word) and word.isalpha() and not word.isascii()
        return fits and word[-1] not in _NO_ENDS and _NO_NAME.isdisjoint(word)

    def _is_label(self, pieces: Sequence[str]) -> bool:
        """Whether two words of two characters are a name, because no dictionary holds one."""
        guessed = pieces[1] not in _NO_LABELS and any(map(self._is_guess, pieces))
        return guessed and all(
            len(piece) == 2 and self._is_piece(piece, "pdru") for piece in pieces
        )

    def _firm(self, words: Sequence[str], at: int, last: tuple[int, int]) -> int:
        """Where a firm's name begins, its place and trade with it; the end if it has none."""
        if last[0] < last[1] == at:
            return last[0]
        first = at
        most = 1 if words[at] == "公司" else _LONGEST_FIRM
        while first and at - first < most and self._is_trade(words[first - 1]):
            first -= 1
        while first < at and not self._begins_firm(words[first], words[at]):
            first += 1
        return first

    def _is_trade(self, word: str) -> bool:
        """Whether a word may be part of a firm's name."""
        tag = self.tag(word)
        known = tag[:1] in ("n", "b", "j") or tag == "vn"
        return word not in _NO_TRADES and (known or self._is_guess(word))

    def _begins_firm(self, word: str, kind: str) -> bool:
        """Whether a firm's name may begin with a word; 上海/公司 is no name."""
        if kind == "公司":
            return self.tag(word) in _NAMES
        place = self.tag(word) == "ns" and word not in _NO_PLACES and len(word) > 1
        return place or self.tag(word) in _NAMES or self._is_guess(word)

    def _quarter(self, words: Sequence[str], at: int) -> tuple[int, int]:
        """The name in pieces between a town and what it is a quarter of: 甲镇/乙丙/国际/居民区."""
        for town in range(at - 3, max(at - 5, -1), -1):
            pieces = words[town + 1 : at]
            if len(words[town]) > 2 and words[town].endswith(TOWNS):
                fits = len("".join(pieces)) <= _LONGEST_QUARTER and all(map(self._is_piece, pieces))
                broken = any(len(piece) == 1 or piece in _ESTATES for piece in pieces)
                ordinal = any(piece[0] == "第" for piece in pieces)
                if fits and (broken or ordinal):
                    return town + 1, at + ordinal
        return at, at

    def _is_piece(self, word: str, without: str = "vpdru") -> bool:
        """Whether a word may be a piece of a name: by its tag, and no particle or numeral."""
        tag = self.tag(word)
        fits = word.isalpha() and word not in "的和与及等" and _NO_NAME.isdisjoint(word[:1])
        return fits and (not tag or tag[0] not in without)
