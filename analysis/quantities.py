"""Numerals that count something: with their operator, unit, rate and rank.

The step between `numerals` (how a number is spelt) and `indicators` (what it says).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from analysis import lengths, rates
from analysis.numerals import EXACT, Numeral, factor, fold, numerals, plain
from analysis.ranks import ranks
from analysis.units import Form, Quantity, Unit

# A quotation this short and without punctuation is a name or a slogan, not speech.
SHORT_QUOTE = 14

_CN = "一二两三四五六七八九十百"
_PREFIX = re.compile(
    r"(?P<le>不超过|不得超过|不得高于|不高于|不多于|不大于|至多|最多|控制在)|(?P<ge>不少于|不得低于|不得少于|不低于|不小于|至少|起码)"
    r"|(?P<lt>不到|不足|少于|低于|小于)"
    r"|(?P<gt>超过|超出|超|逾|突破|多于|高于|大于|(?<![通经走度])过)"
    r"|(?P<about>大约|(?<![签预节违契合集制履解守邀条大隐简婚毁特续立爽失])约|接近|将近|(?<![最附靠临亲邻就远])近|几乎|大概)"
)
_PREFIX_END = re.compile(rf"(?:{_PREFIX.pattern})(?P<filler>了|到|有|为|达)?\Z")
_SUFFIX = re.compile(
    r"(?P<ge>及?以上|起步)|(?P<lt>以下)|(?P<le>以内|之内)|(?P<about>左右|上下(?!班|班|游|级))|(?P<gt>有余)"
)
_WITHIN = re.compile(r"内(?![部容涵外生核环地需卷])")
# 不超过总造价的40%: the whole stands between the operator and its share.
_LOOSE = re.compile(
    r"(?:(?P<le>不超过|不高于)|(?P<ge>不低于|不少于|至少)|(?P<about>(?<![签预节违契合集])约))"
    r"[为占是有]?(?:[0-9]{4}年)?[^，。；：、0-9]{0,12}(?:的|(?<=约占)[^，。；：、0-9]{1,12})\Z"
)
_SIGN = {"le": "<=", "ge": ">=", "lt": "<", "gt": ">", "about": "~"}

# What stands before makes the Chinese numeral part of another word: 第三, 周五, 统一, 高三.
_NOT_BEFORE = "第周期拜初高大统专其之惟同逐单万卢长老小零划合归如"
# An article, not a count: 一个, 一批; counted only after one of these or as a stretch of time.
_ONE_COUNTS = re.compile(r"(?:仅|只|共|各|领|满|近|不到|不足|再)\Z")
_CONGRESS = re.compile(r"[会精报代胜纪以召批学人妈爷力量胆小家队多部]")
_NOUNS = tuple(
    (re.compile(pattern), unit, dimension)
    for pattern, unit, dimension in (
        (r"[点播访浏阅下转][击放问览读载发]量|访问次?数|检索量", "次", "round"),
        (r"人次|客流|游客量", "人次", "visit"),
        (
            r"人口|居民|群众|百姓|市民|村民|师生|患者|游客|家长|员工|职工|党员|学生|教师|老人|老年人|学员|人群|人员|人数|"
            r"粉丝|会员|注册用户|活跃用户|用户|志愿者|从业者|劳动力|参保人|旅客|读者|观众|岗位|[一-鿿]者",
            "人",
            "person",
        ),
        (r"家庭|住户|住宅|市场主体|户数|农户", "户", "count"),
        (r"企业|商户|店铺|公司", "家", "count"),
        (r"机动车|汽车|车辆|保有量", "辆", "count"),
    )
)
_NOUN = "|".join(pattern.pattern for pattern, _, _ in _NOUNS)
# 常住人口已达248.6万: only verbs of amount between the noun and its number.
_NOUN_BEFORE = re.compile(
    rf"(?P<noun>{_NOUN})(?:总?[数量]|规模|总量|岗位)?"
    r"(?:[约已经达到超逾近为有突破将仅共累计过足不的至多高减少增加了]*)\Z"
)
_ENDS = re.compile(r"以上|以下|以内|左右|上下|[多余+%]|有余|占|的|和|与|增|同比|环比")
# A chain is 、 or 和; a range 15到20个; a rise 从5万增长到8万元.
_CHAIN = re.compile(r"[、和或至到—–~～-]{1,2}")
_RANGE = re.compile(r"[至到—–~～-]{1,2}")
_OPENS_RANGE = re.compile(rf"[至到—–~-]{{1,2}}[{_CN}]")
_RISE = re.compile(r"(?:增|降|减|提|扩|升|缩|上|下|压|拓)[一-鿿]{0,2}[到至为]")
# 3个多月, 五个半月.
_MIDDLE = re.compile(r"个(?P<more>多|余|半)(?=月|小时|星期|礼拜|季度|工作日|世纪|学期)")
# 两年多, 3.2倍多; 两年多次 is another word.
_MORE = re.compile(r"(?:多|有余)(?![次个家种项名方元样少人年位数])")
_LENGTHS = ("年", "个月", "天", "小时", "个小时", "分", "分钟", "秒")
# 二级, 一期, 71路 name one of a kind; of the Chinese numerals only 两 counts here.
_ORDINAL_LIKE = "级期路集"
# 三村 and 二区 are names, 两国 are both countries: these count in digits only.
_IN_DIGITS = "届村区县市省国寸"
_FIRM_AHEAD = re.compile(r"[一-鿿]{0,4}?(?:商|企业|公司|银行|医院)(?!务|圈)")
_GREAT = re.compile("大+")
# Numerals in names of places: 八角街道, 五角场 and, behind a street's name, 12村 or 3栋. 八角 is
# money before 钱 or behind 元; 3个街道12村 counts streets and villages.
_PLACE_NAME = re.compile(
    rf"(?<![元块{_CN}])[{_CN}]角(?=[一-鿿])(?![钱以左硬纸票到至的和或多零])|"
    r"(?:(?<=[^\W个条各少半多全]{2}街道)|(?<=[^\W个座]新村)|(?<=[^\W条通道公铁线马管造]路))"
    r"[0-9]+(?:村(?![民庄居])|[栋幢](?!房|居民|大?楼))"
)


@dataclass
class _Item:
    """A numeral on its way to a quantity."""

    numeral: Numeral
    unit: Unit | None
    after: int
    grand: bool = False
    operator: str = ""
    half: bool = False


def quantities(
    text: str,
    units: Mapping[str, Unit],
    *,
    blocked: Iterable[tuple[int, int]] = (),
    city_names: Iterable[str] = (),
) -> list[Quantity]:
    """Every quantity of a sentence, from left to right.

    Parameters
    ----------
    text
        One sentence.
    units
        As `load_units` gives them.
    blocked
        Spans that hold no quantity: dates, names of systems.
    city_names
        What the city is called: the first of its kind there is a figure, as is one of 全国.
    """
    folded = fold(text)
    mask = _mask(folded, blocked)
    special = ranks(folded, mask, tuple(city_names))
    items = [
        item
        for numeral in numerals(folded)
        if not any(mask[numeral.start : numeral.end])
        and (item := _counted(folded, numeral, units)) is not None
    ]
    _share_units(folded, items)
    found = lengths.joined(folded, [_quantity(folded, item) for item in items if item.unit])
    found = rates.limits(folded, rates.rates(folded, rates.ranges(folded, found), units))
    return sorted(special + found, key=lambda q: q.at)


def _mask(text: str, blocked: Iterable[tuple[int, int]]) -> bytearray:
    """One flag per character: 1 where no quantity may stand."""
    mask = bytearray(len(text))
    for start, end in blocked:
        mask[start:end] = b"\x01" * (min(end, len(text)) - start)
    for match in re.finditer(r"《[^《》]{1,80}》", text):
        mask[match.start() : match.end()] = b"\x01" * len(match.group())
    for match in _PLACE_NAME.finditer(text):
        mask[match.start() : match.end()] = b"\x01" * len(match.group())
    for match in re.finditer(rf"“([^“”，。；：！？]{{1,{SHORT_QUOTE}}})”", text):
        # “等了八天” is speech: the time that an action takes ends the quotation.
        if not re.search(rf"[{_CN}0-9]个?(?:天|年|小时|分钟|工作日)\Z|连[冠胜]\Z", match[1]):
            mask[match.start() : match.end()] = b"\x01" * len(match.group())
    return mask


def _counted(text: str, numeral: Numeral, units: Mapping[str, Unit]) -> _Item | None:
    """The numeral with the unit behind it; `None` where it counts nothing."""
    before = text[max(0, numeral.start - 4) : numeral.start]
    after = text[numeral.end : numeral.end + 1]
    if re.search(r"[A-Za-z+×*#&]\Z", before) or re.match(r"[×*]", after):
        return None
    if numeral.script == "share":
        # 1/4亩 is a part of a mu, not of a whole.
        of = "/" in text[numeral.start : numeral.end] and _unit_after(text, numeral.end, units)[0]
        return None if of else _Item(numeral, Unit("%", "%", "share"), numeral.end)
    single = numeral.end - numeral.start == 1
    if before[-1:] == "第" or (
        single
        and numeral.script == "chinese"
        and before
        and before[-1] in _NOT_BEFORE
        and not before.endswith("为期")
    ):
        return None
    if middle := _MIDDLE.match(text, numeral.end):
        return _halved(text, numeral, middle, units)
    unit, end = _unit_after(text, numeral.end, units)
    grand = False
    if unit is None and (match := _GREAT.match(text, numeral.end)):
        unit, end = _unit_after(text, numeral.end, units)
        grand = unit is None or unit.unit in ("个",)
        if unit is None and _is_grand(text, numeral, match.end()):
            firms = _FIRM_AHEAD.match(text, match.end(), match.end() + 8)
            unit, end = Unit("大", "家" if firms else "个", "count"), match.end()
    if unit is None:
        unit = _implied_unit(text, numeral)
        if after == "+":
            return _Item(numeral, unit, numeral.end + 1, operator=">") if unit else None
        named = unit and (not numeral.bare or _prefix(text, numeral.start))
        if named or numeral.script == "arabic" or _OPENS_RANGE.match(text, numeral.end):
            return _Item(numeral, unit if named else None, numeral.end)
    if unit is None or not _is_count(text, numeral, unit, end, before):
        return None
    return _Item(numeral, unit, end, grand)


def _halved(
    text: str, numeral: Numeral, middle: re.Match[str], units: Mapping[str, Unit]
) -> _Item | None:
    """3个多月 and 五个半月: 多 or 半 stands inside the measure word."""
    for length in range(min(4, len(text) - middle.end()), 0, -1):
        unit = units.get("个" + text[middle.end() : middle.end() + length])
        if unit is not None:
            more = "" if middle["more"] == "半" else ">"
            return _Item(numeral, unit, middle.end() + length, operator=more, half=not more)
    return None


def _unit_after(text: str, start: int, units: Mapping[str, Unit]) -> tuple[Unit | None, int]:
    """The longest measure word at `start`, and where it ends."""
    found = _unit_at(text, start, units)
    if found[0] is None and text[start : start + 1] in ("大", "小"):
        bare = _unit_at(text, start + 1, units)
        # 9小块, 八大类: the adjective belongs to the measure word; 三大甲 has none.
        if bare[0] and bare[0].word in "块片类项张":
            return bare
    return found


def _unit_at(text: str, start: int, units: Mapping[str, Unit]) -> tuple[Unit | None, int]:
    """The longest measure word that begins exactly at `start` and ends as a word."""
    for length in range(min(6, len(text) - start), 0, -1):
        word = text[start : start + length]
        if word in units:
            following = text[start + length : start + length + 1]
            latin = word[-1].isascii() and word[-1].isalpha()
            if (latin and following.isascii() and following.isalnum()) or (
                following and following in units[word].not_before
            ):
                continue
            return units[word], start + length
    return None, start


def _is_grand(text: str, numeral: Numeral, end: int) -> bool:
    """三大甲 counts; 十七大 is a congress and 一大批 an article."""
    following = text[end : end + 1]
    value = numeral.value or 0
    if not following or not "一" <= following <= "鿿" or _CONGRESS.match(following):
        return False
    return value >= 2 and (numeral.script == "arabic" or value <= 10)


def _implied_unit(text: str, numeral: Numeral) -> Unit | None:
    """The unit of 9万常住人口 and 用户突破1500万, told from the noun; only with 万 or 亿."""
    if not re.search("[万亿]", text[numeral.start : numeral.end]):
        return None
    ahead = re.split(r"[，。；：、！？（“]", text[numeral.end : numeral.end + 12])[0]
    for pattern, unit, dimension in _NOUNS:
        if pattern.search(ahead):
            return Unit("", unit, dimension)
    if ahead and not _ENDS.match(ahead):
        return None
    before = _NOUN_BEFORE.search(text[max(0, numeral.start - 20) : numeral.start])
    for pattern, unit, dimension in _NOUNS if before else ():
        if pattern.search(before["noun"]):
            return Unit("", unit, dimension)
    return None


def _is_count(text: str, numeral: Numeral, unit: Unit, end: int, before: str) -> bool:
    """Whether a numeral with a measure word is a quantity and not part of a word or an idiom."""
    if unit.word == "分" and re.search(r"\d[时点:：]\Z", before):
        return False  # 9时30分
    if unit.word in _LENGTHS and lengths.in_two_units(text, numeral.start, end):
        return True  # 1分50秒 and 三年六个月 are one length in two units
    if numeral.script == "chinese" and unit.word in _IN_DIGITS:
        return False
    if numeral.script == "chinese" and unit.word in _ORDINAL_LIKE:
        return text[numeral.start : numeral.end] == "两"
    if unit.word == "日" and not re.match(r"以?内|之内|以上", text[end : end + 2]):
        return False
    if numeral.script == "arabic":
        if unit.word == "期" and re.match("工程|项目|建设|开发|用地|地块", text[end : end + 2]):
            return False
        return text[numeral.start] != "0" or "." in text[numeral.start : numeral.end]
    if numeral.value is None:
        return unit.dimension == "time"
    if re.match(rf"[{_CN}][一-鿿](?![{_CN}“”])", text[end : end + 2]) and end - numeral.start == 2:
        # 两省一区, 一年一度: four characters of two numerals are an expression, not two counts.
        return False
    if numeral.bare:
        return _bare_counts(text, numeral, unit, before)
    if text[numeral.start : numeral.end] == "一":
        rate = rates.RATE.search(text[max(0, numeral.start - 24) : numeral.start])
        # 一年前 is a date; 一年 is how long something took.
        stretch = unit.dimension == "time" and text[end : end + 1] not in ("前", "后")
        return bool(stretch or rate or unit.dimension == "ratio"
                    or (_ONE_COUNTS.search(before) and unit.unit != "个"))  # fmt: skip
    if unit.word == "分":
        return False  # 十分热烈
    return not (unit.word == "元" and (numeral.value or 0) < 10)


def _bare_counts(text: str, numeral: Numeral, unit: Unit, before: str) -> bool:
    """百, 千, 万 alone count after an operator, before 余, or as 百项 and 百万吨."""
    if numeral.operator or _prefix(text, numeral.start):
        return True
    if re.match("[百千万][一-鿿]", text[numeral.end + len(unit.word) :][:2]):
        return False  # 千家万户
    printed = text[numeral.start : numeral.end]
    if len(printed) > 1:
        return unit.dimension not in ("time", "rank") and not re.search("[家千]\\Z", before)
    return printed in "百千" and unit.word in ("项", "个", "家", "场", "条") and before[-1:] != "数"


def _share_units(text: str, items: list[_Item]) -> None:
    """Give the unit of the last of 5个、6个、7个工作日 to those before it."""
    for left, right in reversed(list(pairwise(items))):
        between = text[left.after : right.numeral.start]
        if right.unit is None or not (_CHAIN.fullmatch(between) or _RISE.fullmatch(between)):
            continue
        generic = left.unit is not None and left.unit.word == "个"
        if left.unit is None or (generic and right.unit.word.startswith("个")):
            if left.unit is None and _RANGE.fullmatch(between):
                left.numeral = _multiplied(text, left.numeral, right.numeral)
            left.unit = right.unit


def _multiplied(text: str, left: Numeral, right: Numeral) -> Numeral:
    """The left end of 10-15万元 and 三至五万元 with the multiplier of the right one."""
    step = factor(text[right.start : right.end])
    if None in (left.value, right.value) or factor(text[left.start : left.end]) >= step:
        return left
    value = plain(EXACT.multiply(left.value, step))
    return replace(left, value=value) if value < right.value else left


def _prefix(text: str, start: int) -> re.Match[str] | None:
    """The operator words that end at `start`; 过 is one only before 百, 千, 万, 亿 and 半."""
    match = _PREFIX_END.search(text[max(0, start - 6) : start])
    if match and match["gt"] == "过" and text[start : start + 1] not in tuple("百千万亿半"):
        return None
    return match


def _quantity(text: str, item: _Item) -> Quantity:
    """The item with the operator words around it."""
    numeral, unit = item.numeral, item.unit
    operator, start, end = numeral.operator or item.operator or "=", numeral.start, item.after
    if match := _prefix(text, start):
        operator = _SIGN[next(k for k in _SIGN if match[k])]
        start -= len(match.group())
    elif unit.dimension in ("share", "ratio") and (
        match := _LOOSE.search(text[max(0, start - 20) : start])
    ):
        operator = _SIGN[next(k for k in ("le", "ge", "about") if match[k])]
    if match := _SUFFIX.match(text, end):
        operator, end = _SIGN[next(k for k in _SIGN if match[k])], match.end()
    elif unit.dimension == "time" and (match := _WITHIN.match(text, end)):
        operator, end = "<=", match.end()
    # 这三年间 takes up a 近三年来 before it, and is as round.
    round_years = unit.word == "年" and text[start - 1 : start] == "这"
    if numeral.value is None or (round_years and operator == "="):
        operator = "~"
    value, upper = numeral.value, numeral.upper
    if operator == "=" and unit.dimension in ("time", "ratio") and (m := _MORE.match(text, end)):
        operator, end = ">", m.end()
    if item.half and value is not None:
        value += Decimal("0.5")
    elif value is not None and text.startswith("半", item.after) and unit.dimension == "time":
        value, end = value + Decimal("0.5"), end + 1
    form: Form = "grand" if item.grand else "count"
    form = "multiple" if unit.dimension == "ratio" else form
    form = "share" if unit.dimension == "share" else form
    return Quantity(start, end, numeral.start, max(item.after, end), value, upper, operator,
                    unit.unit, unit.dimension, form, numeral.script)  # fmt: skip
