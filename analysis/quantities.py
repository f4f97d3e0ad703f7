"""Numerals that count something: with their operator, unit, rate and rank.

The step between `numerals` (how a number is spelt) and `indicators` (what it says).
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from analysis.matching import any_of
from analysis.numerals import EXACT, Numeral, fold, numerals, plain, read
from analysis.units import Form, Quantity, Unit

# A quotation this short and without punctuation is a name or a slogan, not speech.
SHORT_QUOTE = 14
# 每 or 日均 governs a figure only close to it.
RATE_REACH = 8

_CN = "一二两三四五六七八九十百"
_NUM = rf"[0-9]{{1,6}}|[{_CN}]{{1,4}}"
_PREFIX = re.compile(
    r"(?P<le>不超过|不高于|不多于|不大于|至多|最多|控制在)|(?P<ge>不少于|不低于|不小于|至少|起码)"
    r"|(?P<lt>不到|不足|少于|低于|小于)"
    r"|(?P<gt>超过|超出|超|逾|突破|多于|高于|大于|(?<![通经走度])过(?=[百千万亿]))"
    r"|(?P<about>大约|约|接近|将近|(?<![最附靠临亲邻就远])近|几乎|大概)"
)
_PREFIX_END = re.compile(rf"(?:{_PREFIX.pattern})(?P<filler>了|到|有|为|达)?\Z")
_SUFFIX = re.compile(
    r"(?P<ge>及?以上|起步)|(?P<lt>以下)|(?P<le>以内|之内)|(?P<about>左右|上下(?!班|班|游|级))|(?P<gt>有余)"
)
_WITHIN = re.compile(r"内(?![部容涵外生核环地需卷])")
_SIGN = {"le": "<=", "ge": ">=", "lt": "<", "gt": ">", "about": "~"}

# What stands before makes the Chinese numeral part of another word: 第三, 周五, 统一, 高三.
_NOT_BEFORE = "第周期拜初高大统专其之惟同逐单万卢长老小零划合归如"
# An article, not a count: 一个, 一批; counted only after one of these or as a stretch of time.
_ONE_COUNTS = re.compile(r"(?:仅|只|共|各|领|满|近|不到|不足|再)\Z")
_CONGRESS = re.compile(r"[会精报代胜纪以召批学人妈爷力量胆小家队多部]")
# What a first is a first of, besides the names of the city.
_SCOPES = (
    "全国", "全省", "全市", "全县", "全区", "全球", "全世界", "国内", "国际", "省内",
    "世界", "亚洲", "中国", "我国", "我省", "我市", "我区", "本省", "本市", "本区",
    "长三角", "珠三角", "京津冀", "大湾区",
)  # fmt: skip
_MEASURE = "个家台座条张部本款例支项所间只单艘架批"

_RANK_LEAD = re.compile(
    r"(?:排名|位列|位居|名列|稳居|跃居|居|位次|列|排在|排到|升至|评为|获评?|取得)[^，。；：！？第]{0,14}\Z"
)
_PERSONS = re.compile(r"人口|居民|群众|市民|员工|职工|党员|学生|教师|老人|学员|人群|人员")
_HOMES = re.compile(r"家庭|住户|用户|住宅")
_FIRMS = re.compile(r"企业|商户|店铺|公司")
_RATE = re.compile(
    rf"(?P<mean>平均)?每(?P<n>{_NUM})?个?"
    r"(?P<den>工作日|天|日|月|年|小时|分钟|周|季度|户|人|栋|幢|家|平方米|平方公里|亩|公里)"
    rf"(?:就|便|可|能|都|约|有|要|仅|只|领|[^，。；：、0-9{_CN}“”]){{0,{RATE_REACH}}}\Z"
)
_FIRM_AHEAD = re.compile(r"[一-鿿]{0,4}?(?:商|企业|公司|银行|医院)(?!务|圈)")
_GREAT = re.compile("大+")
_MEAN = re.compile(r"(?P<den>[日月年周])均[^，。；：]*\Z")


@functools.cache
def _specials(city_names: tuple[str, ...]) -> tuple[tuple[str, Form, str, re.Pattern[str]], ...]:
    """Ranks and firsts: unit, form, what is counted (empty: the unit), and the pattern."""
    scope = any_of((*_SCOPES, *city_names)).pattern
    rows: tuple[tuple[str, Form, str, str], ...] = (
        ("名", "streak", "次", rf"(?P<n>{_NUM})连[冠胜]"),
        ("个", "only", "", rf"唯一(?:的)?一(?P<m>[{_MEASURE}])"),
        ("名", "only", "", rf"(?:{scope})[^，。；：、“”]{{0,4}}?第一[{_MEASURE[:-1]}]"),
        ("名", "only", "", r"首[个家台座条张部本款例支项所间只艘架](?!体|人|都)"),
        ("届", "rank", "届", r"首届"),
        ("%", "digits", "%", r"(?P<n>两|三|四)位数"),
        ("名", "rank", "名", rf"第(?P<n>{_NUM})(?P<m>名|位(?![的数]))?"),
    )
    return tuple((unit, form, counted, re.compile(text)) for unit, form, counted, text in rows)


@dataclass
class _Item:
    """A numeral on its way to a quantity."""

    numeral: Numeral
    unit: Unit | None
    after: int
    grand: bool = False


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
    special = _special(folded, mask, tuple(city_names))
    items = [
        item
        for numeral in numerals(folded)
        if not any(mask[numeral.start : numeral.end])
        and (item := _counted(folded, numeral, units)) is not None
    ]
    _share_units(folded, items)
    found = [_quantity(folded, item) for item in items if item.unit]
    found = _ranges(folded, _limits(folded, _rates(folded, found)))
    return sorted(special + found, key=lambda q: q.at)


def _mask(text: str, blocked: Iterable[tuple[int, int]]) -> bytearray:
    """One flag per character: 1 where no quantity may stand."""
    mask = bytearray(len(text))
    for start, end in blocked:
        mask[start:end] = b"\x01" * (min(end, len(text)) - start)
    for match in re.finditer(r"《[^《》]{1,80}》", text):
        mask[match.start() : match.end()] = b"\x01" * len(match.group())
    for match in re.finditer(rf"“([^“”，。；：！？]{{1,{SHORT_QUOTE}}})”", text):
        # “等了八天” is speech: the time that an action takes ends the quotation.
        if not re.search(rf"[{_CN}0-9]个?(?:天|年|小时|分钟|工作日)\Z|连[冠胜]\Z", match[1]):
            mask[match.start() : match.end()] = b"\x01" * len(match.group())
    return mask


def _special(text: str, mask: bytearray, city_names: tuple[str, ...]) -> list[Quantity]:
    """Ranks, firsts, streaks and numbers of digits; their place is blocked for the rest."""
    found = []
    for unit, form, counted, pattern in _specials(city_names):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            at = match.start("n") if "n" in groups else match.start()
            start = match.start()
            if mask[at] or not _is_rank(text, match, form):
                continue
            value = Decimal(1) if "n" not in groups else read(match["n"])
            if form == "digits":
                value = Decimal(10) ** (int(value or 1) - 1)
            if value is None:
                continue
            mask[start : match.end()] = b"\x01" * (match.end() - start)
            operator = ">=" if form == "digits" else "="
            upper = value * 10 - 1 if form == "digits" else None
            name = groups.get("m") if form == "only" and groups.get("m") else counted or unit
            found.append(Quantity(start, match.end(), start, match.end(), value, upper, operator,
                                  name, "rank", form, "chinese"))  # fmt: skip
    return found


def _is_rank(text: str, match: re.Match[str], form: Form) -> bool:
    """An ordinal is a rank after 排名, 位列 and the like, or as 第N名; 第三批 is not."""
    if form == "digits":
        around = text[max(0, match.start() - 10) : match.end() + 6]
        return re.search(r"增|涨|升|降", around) is not None
    if form != "rank" or "n" not in match.groupdict():
        return True
    if match["m"]:
        return True
    after = text[match.end() : match.end() + 1]
    led = _RANK_LEAD.search(text[max(0, match.start() - 20) : match.start()])
    return led is not None and after not in tuple("批次届期版张家个项代产轮季方线时")


def _counted(text: str, numeral: Numeral, units: Mapping[str, Unit]) -> _Item | None:
    """The numeral with the unit behind it; `None` where it counts nothing."""
    before = text[max(0, numeral.start - 4) : numeral.start]
    after = text[numeral.end : numeral.end + 1]
    if re.search(r"[A-Za-z+×*#&]\Z", before) or re.match(r"[+×*]", after):
        return None
    if numeral.script == "share":
        return _Item(numeral, Unit("%", "%", "share"), numeral.end)
    single = numeral.end - numeral.start == 1
    if before[-1:] == "第" or (
        single and numeral.script == "chinese" and before and before[-1] in _NOT_BEFORE
    ):
        return None
    unit, end = _unit_after(text, numeral.end, units)
    grand = False
    if unit is None and (match := _GREAT.match(text, numeral.end)):
        unit, end = _unit_after(text, numeral.end, units)
        grand = unit is None or unit.unit in ("个",)
        if unit is None and _is_grand(text, numeral, match.end()):
            firms = _FIRM_AHEAD.match(text, match.end(), match.end() + 8)
            unit, end = Unit("大", "家" if firms else "个", "count"), match.end()
    if unit is None and numeral.script == "arabic":
        unit = _implied_unit(text, numeral)
        end = numeral.end
        return _Item(numeral, unit, end)
    if unit is None or not _is_count(text, numeral, unit, end, before):
        return None
    return _Item(numeral, unit, end, grand)


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
    """The unit of 9万常住人口, told from the noun; only where 万 or 亿 is printed."""
    if not re.search("[万亿]", text[numeral.start : numeral.end]):
        return None
    ahead = re.split(r"[，。；：、！？（“]", text[numeral.end : numeral.end + 12])[0]
    for pattern, unit, dimension in (
        (_PERSONS, "人", "person"), (_HOMES, "户", "count"), (_FIRMS, "家", "count"),
    ):  # fmt: skip
        if pattern.search(ahead):
            return Unit("", unit, dimension)
    return None


def _is_count(text: str, numeral: Numeral, unit: Unit, end: int, before: str) -> bool:
    """Whether a numeral with a measure word is a quantity and not part of a word or an idiom."""
    if unit.word == "日" and not re.match(r"以?内|之内|以上", text[end : end + 2]):
        return False
    if numeral.script == "arabic":
        return text[numeral.start] != "0" or "." in text[numeral.start : numeral.end]
    if numeral.value is None:
        return unit.dimension == "time"
    if re.match(rf"[{_CN}][一-鿿](?![{_CN}“”])", text[end : end + 2]) and end - numeral.start == 2:
        # 两省一区, 一年一度: four characters of two numerals are an expression, not two counts.
        return False
    if numeral.bare:
        return _bare_counts(text, numeral, unit, before)
    if text[numeral.start : numeral.end] == "一":
        rate = _RATE.search(text[max(0, numeral.start - 24) : numeral.start])
        # 一年前 is a date; 一年 is how long something took.
        stretch = unit.dimension == "time" and text[end : end + 1] not in ("前", "后")
        return bool(stretch or rate
                    or (_ONE_COUNTS.search(before) and unit.unit != "个"))  # fmt: skip
    if unit.word == "分":
        return False  # 十分热烈
    return not (unit.word == "元" and (numeral.value or 0) < 10)


def _bare_counts(text: str, numeral: Numeral, unit: Unit, before: str) -> bool:
    """百, 千, 万 alone count after an operator, before 余, or as 百项 and 百万吨."""
    if numeral.operator or _PREFIX_END.search(before):
        return True
    printed = text[numeral.start : numeral.end]
    if len(printed) > 1:
        return unit.dimension not in ("time", "rank") and not re.search("[家千]\\Z", before)
    return printed in "百千" and unit.word in ("项", "个", "家", "场", "条") and before[-1:] != "数"


def _share_units(text: str, items: list[_Item]) -> None:
    """Give the unit of the last of 5个、6个、7个工作日 to those before it."""
    for left, right in reversed(list(pairwise(items))):
        between = text[left.after : right.numeral.start]
        # A chain is 、 or 和; a range 15到20个.
        if right.unit is None or not re.fullmatch(r"[、和或至到—–~～-]{1,2}", between):
            continue
        generic = left.unit is not None and left.unit.word == "个"
        if left.unit is None or (generic and right.unit.word.startswith("个")):
            left.unit = right.unit


def _quantity(text: str, item: _Item) -> Quantity:
    """The item with the operator words around it."""
    numeral, unit = item.numeral, item.unit
    operator, start, end = numeral.operator or "=", numeral.start, item.after
    if match := _PREFIX_END.search(text[max(0, start - 5) : start]):
        operator = _SIGN[next(k for k in _SIGN if match[k])]
        start -= len(match.group())
    if match := _SUFFIX.match(text, end):
        operator, end = _SIGN[next(k for k in _SIGN if match[k])], match.end()
    elif unit.dimension == "time" and (match := _WITHIN.match(text, end)):
        operator, end = "<=", match.end()
    # 这三年间 takes up a 近三年来 before it, and is as round.
    round_years = unit.word == "年" and text[start - 1 : start] == "这"
    if numeral.value is None or (round_years and operator == "="):
        operator = "~"
    value, upper = numeral.value, numeral.upper
    if value is not None and text.startswith("半", item.after) and unit.dimension == "time":
        value, end = value + Decimal("0.5"), end + 1
    form: Form = "grand" if item.grand else "count"
    form = "multiple" if unit.dimension == "ratio" else form
    form = "share" if unit.dimension == "share" else form
    return Quantity(start, end, numeral.start, max(item.after, end), value, upper, operator,
                    unit.unit, unit.dimension, form, numeral.script)  # fmt: skip


def _rates(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The same quantities with 每 and 日均 taken into unit and value; 每三个工作日 drops out."""
    kept: list[Quantity] = []
    for quantity in found:
        if text[quantity.start - 1 : quantity.start] == "每":
            continue
        prefix = text[max(0, quantity.start - 30) : quantity.start]
        if quantity.dimension in ("share", "difference", "ratio") or quantity.value is None:
            kept.append(quantity)
        elif match := _RATE.search(prefix):
            kept.append(_per(quantity, match, match["den"], match["mean"]))
        elif (match := _MEAN.search(prefix)) and quantity.dimension not in ("time", "age"):
            kept.append(replace(quantity, unit=f"{quantity.unit}/{match['den']}", form="rate"))
        else:
            kept.append(quantity)
    return kept


def _per(quantity: Quantity, match: re.Match[str], den: str, mean: str | None) -> Quantity:
    """One firm every two working days as 0.5 firms per working day."""
    over = (read(match["n"]) if match["n"] else None) or Decimal(1)
    value = plain(EXACT.divide(quantity.value, over).quantize(Decimal("0.0001"), context=EXACT))
    operator = "~" if mean and quantity.operator == "=" else quantity.operator
    start = quantity.start - (len(match.group()) if match else 0)
    return replace(quantity, value=value, operator=operator, start=start, form="rate",
                   unit=f"{quantity.unit}/{den}")  # fmt: skip


def _limits(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The same quantities, a limit that a list shares given to each of its members."""
    out = list(found)
    for i in range(1, len(out)):
        gap = text[out[i - 1].end : out[i].start]
        before = text[max(0, out[i - 1].start - 3) : out[i - 1].at]
        shared = out[i - 1].operator in ("<=", ">=") or "分别" in before
        if gap == "、" and shared and out[i].operator == "=":
            out[i] = replace(out[i], operator=out[i - 1].operator)
    for i in range(len(out) - 2, -1, -1):
        gap = text[out[i].end : out[i + 1].start]
        same = out[i].unit == out[i + 1].unit and out[i].dimension == "time"
        if same and out[i + 1].operator == "<=" and re.fullmatch(r"、[^，。；：、]{0,10}", gap):
            out[i] = replace(out[i], operator="<=" if out[i].operator == "=" else out[i].operator)
    return out


def _ranges(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The same quantities, 15到20个 made one with an upper value; a reversed pair stays two."""
    out: list[Quantity] = []
    for quantity in found:
        left = out[-1] if out else None
        if (
            left is not None
            and left.unit == quantity.unit
            and None not in (left.value, quantity.value)
            and left.upper is None
            and left.value < quantity.value
            and re.fullmatch(r"[至到—–~～-]{1,2}", text[left.end : quantity.start])
            and text[max(0, left.start - 1) : left.start] not in ("从", "由")
        ):
            out[-1] = replace(left, end=quantity.end, after=quantity.after, upper=quantity.value)
        else:
            out.append(quantity)
    return out
