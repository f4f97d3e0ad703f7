"""Words taken apart into their words: phrases of the dictionary, rare pairs, guesses.

Pure functions on one word, whatever stands beside it; each rule is one sentence, beside its
constant. The parts joined give the same word back.
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from math import log

from analysis.numberwords import COUNTED, NUMERALS, ONE_MEASURE, is_number
from analysis.surnames import SURNAMES

# Words of two classes that stand side by side so often that the dictionary holds them as one.
_PAIRS = (
    ("我你他她它", "会要能想"),  # pronoun and modal verb
    ("不", "会能要想愿敢肯"),  # negation and modal verb
    ("已", "有是达超"),  # adverb and verb
    ("就正便也都均皆", "是"),  # adverb and 是, as 更/是; 还是 and 可是 are words
    ("就", "要能会"),
    ("新", "开设添获签批办"),  # as 新/设 and 新/培育; 新建 and 新增 are words
    ("建办", "起"),
    # verb and particle, as 笑/着; verb and place, as 走/在
    (
        ""
        "围牵坐站看拿带抱背推拉走跑唱喊哭笑等守盯望握捧举提扛骑挂贴写放摆睡躺蹲戴领拖踩追陪想说聊吃喝",
        "着",
    ),
    ("坐站躺住放摆挂写停蹲落建设走围贴扎赢", "在"),
    ("只", "用需能"),
    ("更", "好大高强快优美稳佳实深广严细准密"),  # comparison and adjective; 更多 counts
    ("较", "弱慢晚窄轻远重"),
    ("远", "超高低大"),  # adverb and verb, as 远/超出
    ("各", "区镇县市省州村街校局"),  # each and a unit; 各地 is everywhere
    ("该", "区镇县市省州村街校院局厂项"),
    ("每", "份件套颗台辆所座间户家项位斤"),  # as 每/亩; 每个 and 每年 are words
)
# A number, one and its measure: 同/一/个, as 每/一/个.
_ONE_OF = frozenset(f"{first}一{measure}" for first in "同某另" for measure in "个家名条项种")
# A word that the dictionary's counts have seen five times or fewer is as good as a guess if it
# begins with one of these: 均/列, 由/医保, 不/漏.
_HARDLY_SEEN = 5
_HARDLY_HEADS = frozenset("不被均由将就向从以使给该各每更较很能可")
_BEFORE_NAMES = frozenset("由被将向给")
# A verb and its direction, as 竖/起来; 没 and a verb, as 没/觉得. Adverbs of this form are one.
_DIRECTIONS = frozenset(
    ("出去", "出来", "起来", "下来", "下去", "过来", "过去", "上来", "回来", "进来", "进去", "回去")
)
_ADVERBS = frozenset(
    ("接下来", "看起来", "说起来", "没关系", "没意思", "没出息", "没辙儿", "没准儿", "没良心")
)
# Verbs of two characters and 于 are two words, as 得益/于; adverbs and the like are one.
_GROWN_WITH_AT = frozenset(("以至于", "以致于", "甚至于", "乃至于", "莫过于", "相当于", "终归于"))

# Function words. A guess of the engine that begins or ends with one is a word and that one.
_OPENERS = frozenset(
    ""
    "的了是在和与及或从向为被将就也都还又更最很较已仅只我你他她之其这那于到等并且但而因由据让使有以不个能把给该每各均"
)
_CLOSERS = frozenset("的了是要在和与及或为等之于到以个")
# The end of the word before and the word after it, in a guess of two characters: 会/上/作,
# 发展/中/起, 满意/度/高, whose 度 then goes to the word before.
_ENDS_AND_BEGINNINGS = (
    ("上中下内地", "同向作求极起有来获促用看做还也都将与对被就再"),
    ("度率性", "高低大强均弱达超"),
    ("面", "广窄"),
    ("新", "批开上办签修添获招引购设入评聘装种"),
    ("喝吃叹", "口"),
)
_STRADDLING = frozenset(
    a + b for ends, begins in _ENDS_AND_BEGINNINGS for a in ends for b in begins
)
# Not verbs with a result behind them: 走完 is one word, 要/完 are two.
NO_DEEDS = _OPENERS | frozenset("是有要会能可让把使被对向在去来到没得叫为像如不驻")

# Four characters and more are one word if they occur this many times as often as their two parts
# would side by side by chance. In jieba's counts 知识产权 has 1,800 and 高速公路 5,700,
# 服务中心 has 17, 经济社会 21 and 监管部门 300: phrases lie below 600, words above 1,000.
COHESION = log(600)
# Three characters that are a word with one of these before it, or after it: 新/机制, 涌现/出.
_APART_BEFORE = frozenset("新老更最不再促谋见带全总")
_APART_AFTER = frozenset("到出着")
# The same for three characters, where one character is common and chance high: 新能源 is above.
COHESION_OF_THREE = log(20)


def pairs(whole: AbstractSet[str]) -> dict[str, list[str]]:
    """Words that are always two or three, and these; `whole` are never taken apart."""
    found = {a + b: [a, b] for first, second in _PAIRS for a in first for b in second}
    found |= {phrase: list(phrase) for phrase in _ONE_OF}
    found |= {f"每周{day}": ["每", f"周{day}"] for day in "一二三四五六日末"}
    return {pair: cut for pair, cut in found.items() if pair not in whole}


def apart(word: str, weights: Mapping[str, float], rarest: float) -> list[str]:
    """The words that a dictionary's word of two or three characters is by its form, or nothing.

    `rarest` is the logarithm of the share of a word that was seen once.
    """
    if len(word) > 3:
        return []
    head, rest = word[0], word[1:]
    if head in (_HARDLY_HEADS if len(word) == 2 else _BEFORE_NAMES) and weights.get(rest):
        return [head, rest] if weights[word] <= rarest + log(_HARDLY_SEEN) else []
    if len(word) == 3 and (rest in _DIRECTIONS or head == "没"):
        return [head, rest] if weights.get(rest) and word not in _ADVERBS else []
    if word[-1] in "里内" and len(word) == 3:  # 花园/里
        return [word[:2], word[-1]] if weights.get(word[:2]) else []
    if word[-1] == "于" and len(word) == 3 and word not in _GROWN_WITH_AT:
        return [word[:2], "于"] if weights.get(word[:2]) else []
    return []


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
    if is_number(word):
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

    >>> guess("更是"), guess("渗透到"), guess("栋楼", follows_number=True), guess("张甲说")
    (['更', '是'], ['渗透', '到'], ['栋', '楼'], ['张甲', '说'])
    """
    if word in _STRADDLING or (len(word) == 3 and word[0] + "一" == word[2] + word[1]):
        return list(word)  # 扫/一/扫
    if len(word) == 3 and word[0] in "正竟共":  # 正/等待
        return [word[0], word[1:]]
    head: list[str] = []
    tail: list[str] = []
    start, end = 0, len(word)
    if follows_number and end > 1 and word[0] in ONE_MEASURE:
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
    if end - start > 2 and word[end - 1] in "说称" and word[start] in SURNAMES:
        end -= 1
        tail.append(word[end])
    middle = [word[start:end]] if start < end else []
    return [*head, *middle, *reversed(tail)]


def shape_pos(word: str) -> str:
    """The part of speech that a word's first character shows, or nothing.

    >>> shape_pos("34%"), shape_pos("AWS"), shape_pos("。"), shape_pos("上海")
    ('m', 'eng', 'x', '')
    """
    if not word.isalnum() and not any(char.isalnum() for char in word):
        return "x"
    if word[0].isdecimal():
        return "m"
    return "eng" if word[0].isascii() else ""
