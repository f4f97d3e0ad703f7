"""Numerals as they are printed — Arabic, full-width, Chinese, mixed — as exact decimals.

Own code on `Decimal` rather than a library: see docs/decisions/0003-numerals.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Literal

# No newspaper prints a quantity of more digits; a longer run is a serial or telephone number.
MAX_DIGITS = 18
# Longest Chinese numeral read: 九千九百九十九万九千九百九十九亿… is far below it.
MAX_CHINESE = 24
# Enough for 18 digits times 万亿, so that no product is rounded.
EXACT = Context(prec=60)
# 三分之一 is 33.3333 %: parts of a whole are given to four decimals of a percent.
PERCENT_STEP = Decimal("0.0001")

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Kept as they are: they end a clause.
for _mark in "，；：！？（）":
    _FOLD.pop(ord(_mark), None)

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGIT |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_UNITS = _SMALL | _BIG
_D = "".join(_DIGIT)
_C = _D + "".join(_UNITS) + "廿卅"
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})

_SPACE = " \t\u3000\u00a0"
# 1 2 3 4家 is 1234 printed with its digits spaced out; 12 34家 may be two numbers and is neither.
_SPACED = rf"(?<![\d.,])(?<!\d[{_SPACE}])\d(?:[{_SPACE}]\d(?!\d)){{2,}}+"
_ARABIC = rf"{_SPACED}|\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
# 150千瓦 and 3千克 are 150 kW and 3 kg.
_MULTIPLE = r"亿亿|万亿|[十百千]万|[百千]亿|千(?![瓦米克卡伏])|[百万亿]"
_CHINESE = rf"(?:[几数](?=[十百千万亿])|上(?=[百千万亿]))?[{_C}]+(?:点[{_D}]+(?:万亿|[万亿])?)?|几"
# More multipliers upon the first (1亿亿亿) spell no quantity; 万万达 and 万科 are names.
_PILED = "(?:[十百千]?[万亿])+(?![达科])"
# 三成 is 30 %; 三成立, 一成不变 and 成都 are other words.
_NOT_TENTHS = "[为立果员功长本绩分就都交型品熟效份团套片群双批器亲事色形语名规]|不变"
# What makes the digits beside it the head or the tail of a numeral that is broken in print.
_BROKEN_BEFORE = re.compile(
    rf"(?:\d[{_SPACE}]+|\d[{_SPACE}]*[.,][{_SPACE}]*|(?<![第\dA-Za-z])\d{{1,3}}，|\.)\Z", re.ASCII
)
_BROKEN_AFTER = re.compile(rf"[{_SPACE}]*[.,][{_SPACE}]*\d|[{_SPACE}]+\d", re.ASCII)
# -3.5 % and 零下5度 are below zero; the dash of 5家-8家 is not a sign.
_MINUS = "零下|(?<![^，。；：、（(长速幅率降为是达至到约])[-−]"
_TOKEN = re.compile(
    rf"(?P<per>[百千万])分之(?P<per_value>[{_C}]+(?:点[{_D}]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<whole>[{_C}]+|\d+)分之(?P<part>[{_C}]+|\d+)"
    r"|(?<![\d/.])(?P<over>\d{1,4})/(?P<under>\d{1,4})(?![\d/.])"
    rf"|(?P<tenths>(?<!第)[一二两三四五六七八九]{{1,2}}|(?<![\d.])\d)成"
    rf"(?P<half>半|[一二三四五六七八九](?![{_C}]))?(?!{_NOT_TENTHS})"
    r"|(?P<mid>(?<![另第])一半|(?<![前后])半数|(?<=[过近])半(?![年天月日径小个载世])|(?<=减)半(?!年|天|月))"
    r"|(?P<semi>(?<![大多上下前后一两三四五六七八九十个年])半)(?=年|个?月|天|个?小时|个世纪)"
    rf"|(?P<minus>{_MINUS})?(?P<arabic>{_ARABIC})(?P<inner>[多余几])?(?P<multiple>{_MULTIPLE})?(?P<piled>{_PILED})?(?P<outer>[多余])?"
    rf"|(?P<below>零下)?(?P<chinese>{_CHINESE})(?P<more>[多余几来](?P<more_unit>[万亿])?[多余]?)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Numeral:
    """One printed numeral.

    Attributes
    ----------
    start, end
        Character offsets in the sentence.
    value
        Exact value, 万 and 亿 multiplied in; `None` where the text says only 几.
    upper
        The upper end where the numeral is an interval (两三 is 2 to 3), else `None`.
    operator
        What the numeral itself says: `>` (余, 多, 几 after it), `>=` (上百, 几十), else empty.
    script
        `arabic`, `chinese` or `share` (分之, 成, 1/3: the value is in percent).
    bare
        The numeral is a multiplier alone (百, 万), which is a number only in some places.
    """

    start: int
    end: int
    value: Decimal | None
    upper: Decimal | None = None
    operator: str = ""
    script: Literal["arabic", "chinese", "share"] = "arabic"
    bare: bool = False


def fold(text: str) -> str:
    """The text with full-width digits, letters and signs as half-width ones, length unchanged.

    >>> fold("３４．７％，ＡＩ")
    '34.7%，AI'
    """
    return text.translate(_FOLD)


def numerals(text: str) -> list[Numeral]:
    """Every numeral of a sentence, from left to right, not overlapping.

    Runs of more than `MAX_DIGITS` digits and divisions by zero are no numerals. What the numeral
    counts, and whether it counts at all (一 in 统一), is not decided here.

    Examples
    --------
    >>> [(str(n.value), n.operator) for n in numerals("2.5亿元、7.1万余条、三分之一、十余个")]
    [('250000000', ''), ('71000', '>'), ('33.3333', ''), ('10', '>')]
    """
    found: list[Numeral] = []
    folded = fold(text)
    for numeral in _numerals(folded):
        together = _compound(folded, found[-1], numeral) if found else None
        if together:
            found[-1] = together
        else:
            found.append(numeral)
    return found


def factor(printed: str) -> Decimal:
    """What the last multiplier of a printed numeral multiplies by: 1 where there is none.

    >>> str(factor("1.2万亿")), str(factor("3千余")), str(factor("35"))
    ('1000000000000', '1000', '1')
    """
    tail = re.search(r"([十百千万亿]*)[多余几来]*\Z", printed)
    product = Decimal(1)
    for char in tail[1] if tail else "":
        product *= _UNITS[char]
    return product


def is_broken(text: str, start: int, end: int) -> bool:
    """Whether the digits are a piece of a numeral with spaces or marks inside (34 . 7, 1.2.3)."""
    before = _BROKEN_BEFORE.search(text[max(0, start - 8) : start])
    return bool(before or _BROKEN_AFTER.match(text[end : end + 8]))


def _compound(text: str, left: Numeral, right: Numeral) -> Numeral | None:
    """1亿2000万 and 2万3千 as one numeral: side by side, the multiples falling."""
    if not (left.script == right.script == "arabic" and right.start == left.end):
        return None
    step = factor(text[left.start : left.end])
    if left.operator or left.value is None or right.value is None or right.value >= step:
        return None
    value = plain(EXACT.add(abs(left.value), right.value))
    return replace(right, start=left.start, value=-value if left.value < 0 else value)


def _numerals(text: str) -> Iterator[Numeral]:
    """The numerals of folded text."""
    for match in _TOKEN.finditer(text):
        if _digits(match) > MAX_DIGITS or match["piled"]:
            continue
        if match["arabic"] and is_broken(text, *match.span("arabic")):
            continue
        if match["semi"]:
            # 半年 alone is a round figure: about six months.
            found = Numeral(*match.span(), Decimal("0.5"), None, "~", "chinese")
        elif match["arabic"]:
            found = _arabic(match)
        elif match["chinese"]:
            found = _chinese(match)
        else:
            found = _share(match)
        if found:
            yield found


def _digits(match: re.Match[str]) -> int:
    """Digits of a numeral: of all of it in 1,234 and 1 2 3 4, else of its longest run."""
    if match["arabic"]:
        return sum(char.isdigit() for char in match["arabic"].partition(".")[0])
    return max(len(part) for part in re.findall(r"\d+|$", match.group()))


def _arabic(match: re.Match[str]) -> Numeral:
    """The numeral of digits, with its 万 or 亿 and its 多 or 余."""
    value = Decimal(re.sub(rf"[,，{_SPACE}]", "", match["arabic"]))
    end, operator = match.end(), ""
    for unit in match["multiple"] or "":
        value = EXACT.multiply(value, Decimal(_UNITS[unit]))
    if match["inner"] or match["outer"]:
        operator = ">"
    if match["minus"]:
        value = -value
    return Numeral(match.start(), end, plain(value), None, operator, "arabic")


def _share(match: re.Match[str]) -> Numeral | None:
    """The part of a whole, in percent; `None` where the whole is zero."""
    upper = None
    if match["mid"]:
        part, whole = Decimal(1), Decimal(2)
    elif match["per"]:
        part, whole = read(match["per_value"]), Decimal(_UNITS[match["per"]])
    elif match["whole"]:
        part, whole = read(match["part"]), read(match["whole"])
    elif match["over"]:
        part, whole = Decimal(match["over"]), Decimal(match["under"])
        # 120/80 is a blood pressure.
        part = part if 0 < part < whole else None
    else:
        part, upper = _tenths(match["tenths"], match["half"] or "")
        whole = Decimal(10)
    if part is None or not whole:
        return None
    return Numeral(match.start(), match.end(), _percent(part, whole),
                   None if upper is None else _percent(upper, whole), "", "share")  # fmt: skip


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    """The part in percent of the whole."""
    percent = EXACT.divide(EXACT.multiply(part, Decimal(100)), whole)
    return plain(percent.quantize(PERCENT_STEP, context=EXACT))


def _tenths(text: str, tail: str) -> tuple[Decimal | None, Decimal | None]:
    """The tenths of 三成, 八成半, 九成五 and, with an upper value, 六七成."""
    bounds = (Decimal(text), None) if text.isascii() else interval(text)
    if bounds is None:
        return None, None
    rest = Decimal("0.5") if tail == "半" else Decimal(_DIGIT.get(tail, 0)) / 10
    return bounds[0] + rest, bounds[1]


def _chinese(match: re.Match[str]) -> Numeral | None:
    """The numeral of Chinese characters; `None` where they spell no number."""
    text, more = match["chinese"], match["more"] or ""
    start, end = match.span()
    if text == "几":
        return Numeral(start, match.end("chinese"), None, None, "", "chinese")
    vague = text[0] if text[0] in "几数上" else ""
    bounds = interval(text[len(vague) :])
    if bounds is None:
        return None
    value, upper = bounds
    if match["below"] and upper is None:
        value = -value
    if match["more_unit"]:
        factor = Decimal(_UNITS[match["more_unit"]])
        value, upper = value * factor, None if upper is None else upper * factor
    operator = ">" if more else ""
    if vague == "上":
        operator = ">="  # 上百 is at least a hundred
    elif vague:
        # 几十 is 20 to 90: 几 and 数 stand for several, at least two.
        value, upper, operator = value * 2, value * 9, ">="
    bare = not vague and text[0] in _UNITS and text[0] not in "十拾"
    return Numeral(start, end, plain(value), upper, operator, "chinese", bare)


def read(text: str) -> Decimal | None:
    """The value of a numeral alone, Arabic or Chinese; `None` where it spells none.

    >>> str(read("二十三")), str(read("1640")), str(read("两万五")), read("万一二")
    ('23', '1640', '25000', None)
    """
    if text.isascii():
        return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
    bounds = interval(text)
    return None if bounds is None or bounds[1] is not None else bounds[0]


def interval(text: str) -> tuple[Decimal, Decimal | None] | None:
    """Lower and upper value of a Chinese numeral; the upper is `None` unless it is an interval.

    Neighbouring digits side by side are an interval (两三百 is 200 to 300), never 23.

    >>> interval("两三"), interval("十七八"), interval("二〇一八"), interval("一一")
    ((Decimal('2'), Decimal('3')), (Decimal('17'), Decimal('18')), (Decimal('2018'), None), None)
    """
    if not text or len(text) > MAX_CHINESE:
        return None
    text = text.translate(_TENS)
    text, _, decimals = text.partition("点")
    places = re.search("[万亿]*\\Z", decimals)
    decimals = decimals.removesuffix(places.group()) if places else decimals
    if all(c in _DIGIT for c in text) and len(text) > 2:
        return (Decimal("".join(str(_DIGIT[c]) for c in text)), None) if not decimals else None
    pair = re.search(rf"[{_D}]{{2}}", text.replace("零", ""))
    if pair and not decimals:
        low, high = pair.group()
        if not 0 < _DIGIT[high] - _DIGIT[low] <= 2 or not _DIGIT[low]:
            return None
        ends = [_plain_chinese(text.replace(low + high, digit, 1)) for digit in (low, high)]
        return None if None in ends else (ends[0], ends[1])
    value = _plain_chinese(text)
    if value is not None and decimals:
        value += Decimal("0." + "".join(str(_DIGIT[c]) for c in decimals))
        value *= factor(places.group() if places else "")
    return None if value is None else (value, None)


def _plain_chinese(text: str) -> Decimal | None:
    """The value of a numeral with place words (三千零五), `None` if the places do not fall."""
    total = section = digit = 0
    last_small, last_big, last = 10**5, 10**13, 0
    for place, char in enumerate(text):
        if char in _DIGIT:
            digit, last = _DIGIT[char], last if char not in "零〇" else 0
            continue
        unit = _UNITS[char]
        if char in _SMALL:
            if unit >= last_small:
                return None
            section += (digit or (1 if digit == 0 and (not place or unit == 10) else 0)) * unit
            last_small = unit
        else:
            # 亿亿 is read once; further 亿, or another 亿 after more digits, spell no number.
            twice = text[place - 1 : place + 1] == "亿亿" and "亿亿亿" not in text
            if unit >= last_big and not (char == "亿" and (last_big < unit or twice)):
                return None
            section = (section + digit) or (1 if not place else 0)
            # 万亿: the 亿 multiplies everything before it.
            total, section = ((total + section) * unit, 0) if char == "亿" else (
                total + section * unit, 0)  # fmt: skip
            last_small, last_big = 10**5, unit
        digit, last = 0, unit
    # 两万五 is 25 000: a digit that ends the numeral fills the next place.
    tail = digit * last // 10 if digit and last >= 100 else digit
    return Decimal(total + section + tail)


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros.

    >>> str(plain(Decimal("5.90E+9"))), str(plain(Decimal("0.40")))
    ('5900000000', '0.4')
    """
    if value == value.to_integral_value(context=EXACT):
        return Decimal(int(value))
    return Decimal(format(value, "f").rstrip("0"))
