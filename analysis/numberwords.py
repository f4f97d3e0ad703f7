"""Numbers and what is counted: what is set aside before cutting, and numerals apart from measures.

Pure functions on strings; each rule is one sentence, beside its constant.
"""

import re
import string
import sys
from collections.abc import Callable, Iterable, Iterator

Spans = Callable[..., Iterator[tuple[int, int]]]

# Latin words with hyphens (COVID-19), a digit and a capital (5G, 4K, 5G-A).
_LATIN = (
    r"(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+"
    r"|[0-9]+[A-Z](?:-[A-Za-z0-9]+)*)(?![A-Za-z0-9])"
)
# Arabic numerals with their separators, and with what is part of the number or of the name: 2.5%,
# 7.1万, 10余万, 2.0版, 9号线, 第3. Not inside a Latin word (GoA4). Times and fractions: 9:30, 1/3.
_DIGITS = (
    r"(?<![A-Za-z0-9０-９.])第?[0-9０-９]+(?:(?:[:：/][0-9]+)+"
    r"|(?:,[0-9]{3})*(?:[.．][0-9０-９]+)*"
    r"(?:[%％‰]|(?<=\.[0-9])版(?!本)|号线|[多余几]?[百千]?万亿|[多余几]?[百千]?[万亿])?)"
)
# In characters: fractions (三分之一), a year digit by digit (二〇二一), and an ordinal without 第,
# a congress by its number (十九届) and a phase (二期).
_IN_CHARACTERS = (
    r"[一二两三四五六七八九十百千万]{1,9}分之[一二三四五六七八九十百]{1,9}"
    r"|[一二][〇零一二三四五六七八九]{3}(?=年)"
    r"|(?<![第一二三四五六七八九十百])[二三]?十[一二三四五六七八九]?届"
    r"|(?<![第同这每上下首一二三四五六七八九十周])[一二三四五六]期(?![间限待望货刊])"
    r"|[一二两三四五六七八九]成[一二三四五六七八九](?![个项名家户人届级])"
)
# Two and more numbers, each with a thing counted, are a name: 一城一策, 一轴三带; not with measures
# (一次一个), not where the last thing begins a longer word (一村一万元, 一区一区域).
_SCHEME = (
    r"(?<![第之统同唯单专每近约余个另这那上下进逐是有一二两三四五六七八九十百千万])"
    r"(?:[一两二三四五六七八九十百千][^\W\da-zA-Z一两二三四五六七八九十百千万亿年月日天周个点级次是要有到为和的了名位件"
    r"条项季时分秒块元角里届期度声句倍番趟遍]){1,3}"
    r"[一两二三四五六七八九十百千双多][策档品码证图表网带轴翼圈廊核心极园区湾港片链库群环横纵谷岛江河湖山老小案议方景"
    r"特路岗照站线馆校企县镇村户责化屏城乡课评测单端]"
    r"(?![区域络格点书理头校业员口民次庄镇市路线案面式任系议位牌种照例件工籍境节程城])"
)
# What stands in quotation marks before one of these is its name, “甲乙”平台; so is what ends in a
# kind of service, scheme or house, “甲乙计划”, “甲乙通”, unless it counts (三年行动计划); so are
# numbers with a thing each, “一岗双责”.
_NAMED = (
    r"(?<=“)(?:[\u4e00-\u9fff]{2,6}(?=”(?:微信|党建|服务|导览|志愿)?(?:平台|系统|小程序|公众号|客户端|"
    r"品牌|讲师团|宣讲团|工作室|服务队|程序|工作法|热线|专栏|驿站|联盟|实验室|机制(?!体制)))"
    r"|[^\W\d_a-zA-Z一二两三四五六七八九十百千][\u4e00-\u9fff]{1,4}(?:计划|管家|课堂|学堂|讲堂|驿站|联盟|之家|之都|"
    r"之窗|之声|之旅|之夜|之行|之游|之约|工作室|讲师团|热线|食堂|小厨|集市|书房|书屋|[馆舍])(?=”)"
    r"|(\w)一\1(?=”)|(?:[一两二三四五六七八九十百千][^\W\da-zA-Z年月日天周个次]){2,4}(?=”)|(?!不)[\u4e00-\u9fff]{2}[通办码贷站屋坊汇惠享云圈桥](?=”))"
)
# The look-ahead lets the search pass over the characters that begin none of them.
_BEGINS = "0123456789０１２３４５６７８９第一二两三四五六七八九十百千万" + string.ascii_letters
NUMBER = re.compile(rf"(?=[{_BEGINS}])(?:{_LATIN}|{_DIGITS}|{_IN_CHARACTERS}|{_SCHEME})")
_NUMBER_BEGINS = frozenset(_BEGINS)
_ASIDE = re.compile(rf"{_NAMED}|{NUMBER.pattern}")
NUMERALS = "一二两三四五六七八九十几半百千万亿零〇"
# What is counted with: a numeral before it is a word of its own.
MEASURES = (
    "周年|分钟|小时|星期|公里|公斤|公顷|平方米|平方公里|立方米|个月|[个名位人项句盘次条件家户座块张篇本册部台辆艘架栋幢间套批组队群轮届期场堂节课类种款份封笔枚颗粒根支只"
    "头匹棵株朵片幅顶把双副年月日天周岁分秒元角米吨亩倍处所段方大省词步抹缕股拨茬章卷起"
    "趟回遍番顿阵杯瓶碗盏盒袋箱桶罐串束堆滴则宗桩集曲尊扇]"
)
# Numeral and measure that have grown into one word with a meaning of its own.
GROWN = frozenset(
    re.findall(
        r"\w+",
        "一分 一大 一方 一人 一家人 一片 百家 万家 千家 万户 千户 百年 千年 万年 一起 十分 "
        "百分 半天 "
        "千万 百万 十大 两条腿 第三方",
    )
)
_SINGLE = MEASURES[MEASURES.index("[") :]
ONE_MEASURE = frozenset(_SINGLE.strip("[]"))
COUNTED = re.compile(
    rf"([近约超逾仅每前后首]?)(第?[{NUMERALS}]+|[数上][十百千万亿]+)([多余几来]?)({MEASURES})([期前后内间多半]?)"
)
# A measure twice over (一/项项); a number of things with the thing counted (两/条/线).
_TWICE = "|".join(measure * 2 for measure in _SINGLE.strip("[]"))
# Distance in old measure, ranks and hours: 百/里, 三/级, 六/点; 一级 is a name, 一点 an adverb.
_COUNTED_MORE = re.compile(
    rf"([近约超逾])([{NUMERALS}]+成)|(一)({_TWICE})|([两三四五六七八九十几])([个条名家])(\w)|([百千万两二三四五六七八九十])(里)|([两三四五六七八九十几])([级点下声眼])"
    "|(每)([亩吨斤度]|平方米|平方公里|立方米|公里|公斤|公顷)"
)
# A pointing word and its measure: 这/块, 此/次, 首/个. 这个 is one word, 多/个 is two, 首次 is an
# adverb, and so are 多年 and 多次 unless a number goes before (20/多/年).
_POINTED = re.compile(
    r"([这那此])([块类次项批间家座条位片段辆台支张本所栋幢款场句届]|期间|部分)|([多余])([个家种项名位条件月天元户处人亩吨米斤份台辆座栋套所册幅岁盆棵株张本支部把场枚颗筐袋箱艘架间幢对组批轮起宗]|人次|公里|平方米|平方公里|公斤)"
    rf"|([{NUMERALS}]+)([多余])|([上下])(个)(月|星期|季度)|(数)({MEASURES})|(首)([个批家届条座台款辆项例支部列架艘期趟场名位本])"
)
ADVERBS_OF_NUMBER = frozenset(("多年", "多次", "多天", "多月"))
_COUNTED_FIRST = frozenset("第近约超逾仅每前后首上下这那此数多余" + NUMERALS)
# Characters.
BEGINS_A_NUMBER = frozenset("0123456789０１２３４５６７８９" + NUMERALS)
ENDS_A_NUMBER = BEGINS_A_NUMBER | frozenset("多余")


def set_aside(terms: Iterable[str], *, numbers: bool) -> Spans | None:
    """A function from a text to the spans that are not cut: terms jieba cannot hold, numbers.

    A term that begins or ends in a Latin letter or a digit is found only where the text's word or
    number begins or ends as well: 5G is not in 15G. The longest term wins; terms before numbers.
    None if there is nothing to set aside. Of a long text the function may also be given the places
    where numbers may begin (`number_places`).
    """
    known = frozenset(terms)
    if not known and not numbers:
        return None
    beginnings = frozenset(term[:end] for term in known for end in range(1, len(term)))
    first = re.compile(_first_of(known) if known else r"(?!)")

    def spans(text: str, places: Iterable[int] | None = None) -> Iterator[tuple[int, int]]:
        done = 0
        find = _numbers if places is None else _numbers_at(iter(places))
        match = first.search(text)
        while match:
            start = match.start()
            end = _longest(text, start, known, beginnings)
            if end:
                if numbers:
                    yield from find(text, done, start)
                yield start, end
                done = end
            match = first.search(text, end or start + 1)
        if numbers:
            yield from find(text, done)

    return spans


def _first_of(terms: Iterable[str]) -> str:
    """An expression for a character that a term begins with, before two more that one goes on with.

    It looks for the second character alone first: that few places have.
    """
    seconds = {term[1:2] for term in terms}
    first, second = (
        "".join(map(re.escape, sorted(characters)))
        for characters in ({term[0] for term in terms}, seconds)
    )
    ahead = "|".join(map(re.escape, sorted({term[1:4] for term in terms})))
    return f"[{first}]" if "" in seconds else f"[{first}](?=[{second}])(?={ahead})"


def _numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of numbers written in digits, and of names in quotation marks."""
    for match in _ASIDE.finditer(text, start, len(text) if end is None else end):
        yield match.span()


def _numbers_at(places: Iterator[int]) -> Spans:
    """The same function where the places are known at which one may begin; asked in order."""
    at = next(places, sys.maxsize)

    def numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        nonlocal at
        end = len(text) if end is None else end
        while at < end:
            if at >= start and (match := _ASIDE.match(text, at, end)):
                yield match.span()
                start = match.end()
            at = next(places, sys.maxsize)

    return numbers


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


def is_number(word: str) -> bool:
    """Whether a word is a number or a name by its number as they are set aside: 2.5%, 十九届.

    >>> is_number("2.5%"), is_number("十九届"), is_number("十九")
    (True, True, False)
    """
    return word[0] in _NUMBER_BEGINS and NUMBER.fullmatch(word) is not None


def counted(word: str) -> list[str]:
    """The parts of a number with its measure; nothing for any other word.

    >>> counted("一项"), counted("第三批"), counted("这块"), counted("这个"), counted("首个")
    (['一', '项'], ['第三', '批'], ['这', '块'], [], ['首', '个'])
    """
    if word[0] not in _COUNTED_FIRST or word in GROWN:
        return []
    for form in (COUNTED, _COUNTED_MORE, _POINTED):
        match = form.fullmatch(word)
        if match:
            return [part for part in match.groups() if part]
    return []
