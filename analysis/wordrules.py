"""Rules that mend a cut into words: numbers apart from units, phrases apart into their words.

Pure functions on strings and lists of words; each rule is one sentence, beside its constant. No
rule drops or adds a character: the words joined give the same text back.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from math import log

from analysis.surnames import SURNAMES

Spans = Callable[[str], Iterator[tuple[int, int]]]

# Arabic numerals with their separators, and with what is part of the number or of the name: 2.5%,
# 7.1万, 2.0版, 9号线. Not inside a Latin word (GoA4). And fractions in characters: 三分之一.
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9０-９.])[0-9０-９]+(?:,[0-9]{3})*(?:[.．][0-9０-９]+)*"
    r"(?:[%％‰]|(?<=\.[0-9])版|号线|[百千]?万亿|[百千]?[万亿])?"
    r"|[一二两三四五六七八九十百千万]{1,9}分之[一二三四五六七八九十百]{1,9}"
)
NUMERALS = "一二两三四五六七八九十几半百千万亿零〇"
# What is counted with: a numeral before it is a word of its own.
MEASURES = (
    "周年|[个名位人项句盘次条件家户座块张篇本册部台辆艘架栋幢间套批组队群轮届期场堂节课类种款份封笔枚颗粒根支只"
    "头匹棵株朵片幅顶把双副年月日天周岁分秒元角米吨亩倍处所段方大省]"
)
# Numeral and measure that have grown into one word with a meaning of its own.
GROWN = frozenset(
    re.findall(
        r"\w+",
        "一分 一大 一方 一人 一家人 一片 百家 万家 千家 万户 千户 百年 千年 万年 十分 百分 半天 "
        "千万 百万 十大",
    )
)
_COUNTED = re.compile(
    rf"([近约超逾仅每前后首]?)(第?[{NUMERALS}]+|[数上][十百千万亿]+)([多余几来]?)({MEASURES})([期前后内间多半]?)"
)
# A pointing word and its measure: 这/块, 此/次, 多/年. 这个 is one word, 多/个 is two.
_POINTED = re.compile(
    r"([这那此])([块类次项批间]|期间)|([多余数])([个年家种项次名位条件月天元户处人])"
)
_COUNTED_FIRST = frozenset("第近约超逾仅每前后首上这那此数多余" + NUMERALS)
_ONE_MEASURE = re.compile(MEASURES.removeprefix("周年|"))
_ENDS_A_NUMBER = re.compile(f"[0-9０-９{NUMERALS}多余]")

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
_APART_BEFORE = frozenset("新老更最不再促谋见带")
_APART_AFTER = frozenset("到出着")
# The same for three characters, where one character is common and chance high: 新能源 is above.
COHESION_OF_THREE = log(20)

# What makes a word of a word of two characters, and does not stand alone: 项目化, 显示度, 研发型.
SUFFIXES = frozenset("化性度力型式率者")


def set_aside(terms: Iterable[str], *, numbers: bool) -> Spans | None:
    """A function from a text to the spans that are not cut: terms jieba cannot hold, numbers.

    A term that begins or ends in a Latin letter or a digit is found only where the text's word or
    number begins or ends as well: 5G is not in 15G. The longest term wins; terms before numbers.
    None if there is nothing to set aside.
    """
    known = frozenset(terms)
    if not known:
        return _numbers if numbers else None
    beginnings = frozenset(term[:end] for term in known for end in range(1, len(term)))
    first = re.compile(
        "[" + "".join(re.escape(char) for char in sorted({t[0] for t in known})) + "]"
    )

    def spans(text: str) -> Iterator[tuple[int, int]]:
        done = 0
        match = first.search(text)
        while match:
            start = match.start()
            end = _longest(text, start, known, beginnings)
            if end:
                if numbers:
                    yield from _numbers(text, done, start)
                yield start, end
                done = end
            match = first.search(text, end or start + 1)
        if numbers:
            yield from _numbers(text, done)

    return spans


def _numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of numbers written in digits."""
    for match in _NUMBER.finditer(text, start, len(text) if end is None else end):
        yield match.span()


def _longest(text: str, start: int, known: frozenset[str], beginnings: frozenset[str]) -> int:
    """Where the longest known term that begins at `start` ends; 0 if none does."""
    if start and _joined(text[start - 1], text[start]):
        return 0
    found, end = 0, start + 1
    while end <= len(text):
        piece = text[start:end]
        if piece in known and not (end < len(text) and _joined(text[end - 1], text[end])):
            found = end
        if piece not in beginnings:
            break
        end += 1
    return found


def _joined(left: str, right: str) -> bool:
    """Two characters that belong to one Latin word or number."""
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def mender(
    weights: Mapping[str, float],
    *,
    whole: Mapping[str, str],
    splits: Mapping[str, tuple[str, ...]],
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
    """
    known: dict[str, list[str]] = {phrase: list(parts) for phrase, parts in splits.items()}

    def mend(words: list[str]) -> list[str]:
        found: list[str] = []
        for word in words:
            if len(word) == 1:
                if word in SUFFIXES and found and _is_stem(found[-1], weights):
                    found[-1] += word
                else:
                    found.append(word)
            elif word in known:
                found += known[word]
            elif word in whole:
                found.append(word)
            elif weights.get(word):
                known[word] = counted(word) or phrase(word, weights)
                found += known[word]
            else:
                follows = bool(found) and bool(_ENDS_A_NUMBER.match(found[-1][-1]))
                found += counted(word) or guess(word, follows_number=follows)
        return found

    return mend


def _is_stem(word: str, weights: Mapping[str, float]) -> bool:
    """A word of two characters that a dictionary holds, to which a suffix can be put."""
    return len(word) == 2 and bool(weights.get(word)) and word[-1] not in SUFFIXES


def counted(word: str) -> list[str]:
    """The parts of a number with its measure; nothing for any other word.

    >>> counted("一项"), counted("第三批"), counted("这块"), counted("这个")
    (['一', '项'], ['第三', '批'], ['这', '块'], [])
    """
    if word[0] not in _COUNTED_FIRST or word in GROWN:
        return []
    match = _COUNTED.fullmatch(word) or _POINTED.fullmatch(word)
    return [part for part in match.groups() if part] if match else []


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
    if _NUMBER.fullmatch(word):
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
    if follows_number and end > 1 and _ONE_MEASURE.match(word):
        head, start = [word[0]], 1
    while end - start > 1:
        number = _COUNTED.match(word, start) if word[start] in NUMERALS else None
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


def guessed_pos(word: str) -> str:
    """The part of speech of a word that no dictionary holds; see `tokens.part_of_speech`."""
    if not any(char.isalnum() for char in word):
        return "x"
    if word[0].isdecimal():
        return "m"
    if word[0].isascii():
        return "eng"
    return "nr" if word[0] in SURNAMES and len(word) <= 3 else "un"
