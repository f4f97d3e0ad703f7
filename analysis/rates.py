"""Quantities that belong together: ranges, shared limits, and rates (每, 日均, 户均, 元/平方米)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from analysis.numerals import EXACT, plain, read
from analysis.units import Quantity, Unit

# 每 or 日均 governs a figure only close to it.
RATE_REACH = 8

_CN = "一二两三四五六七八九十百"
_NUM = rf"[0-9]{{1,6}}|[{_CN}]{{1,4}}"
# 每万人 is a base of its own: 8.5 人/万人, never 0.00085 人/人.
_BASE = "十万|百万|[百千万]"
RATE = re.compile(
    rf"(?P<mean>平均)?每(?P<n>{_BASE}|{_NUM})?个?"
    r"(?P<den>工作日|天|日|月|年|小时|分钟|周|季度|平方米|平方公里|立方米|亩|公里|吨|公斤|"
    r"户|人(?!次)|名|位|栋|幢|家|台|起|辆|所|套|件|间|张|份|座|趟|次|村)"
    rf"(?:就|便|可|能|都|约|有|要|仅|只|领|[^，。；：、0-9{_CN}“”]){{0,{RATE_REACH}}}\Z"
)
_MEAN = re.compile(r"(?P<den>[日月年周人户亩村])均[^，。；：]*\Z")
_SPEED = re.compile(r"时速[^，。；：0-9]{0,6}\Z")
# A denominator behind the slash that is no measure word of the list.
_BELOW = ("人", "户", "天", "日", "月", "年", "周", "小时", "分钟", "秒")
_PERSON = {"名": "人", "位": "人"}
_RANGE = re.compile(r"[至到—–~～-]{1,2}")


def rates(text: str, found: Sequence[Quantity], units: Mapping[str, Unit]) -> list[Quantity]:
    """The same quantities with their denominators taken into unit and value.

    每, 日均, 户均, 时速 and a slash give one; the 三 of 每三个工作日 drops out.
    """
    kept: list[Quantity] = []
    for quantity in found:
        if text[quantity.start - 1 : quantity.start] == "每":
            continue
        prefix = text[max(0, quantity.start - 30) : quantity.start]
        if quantity.dimension in ("share", "difference", "ratio") or quantity.value is None:
            kept.append(quantity)
        elif text[quantity.after : quantity.after + 1] == "/":
            kept.append(_slashed(text, quantity, units))
        elif match := RATE.search(prefix):
            kept.append(_per(quantity, match))
        elif (match := _MEAN.search(prefix)) and quantity.dimension not in ("time", "age"):
            kept.append(replace(quantity, unit=f"{quantity.unit}/{match['den']}", form="rate"))
        elif quantity.dimension == "length" and _SPEED.search(prefix):
            kept.append(replace(quantity, unit=f"{quantity.unit}/小时", form="rate"))
        else:
            kept.append(quantity)
    return kept


def _per(quantity: Quantity, match: re.Match[str]) -> Quantity:
    """One firm every two working days as 0.5 firms per working day."""
    n, den = match["n"] or "", _PERSON.get(match["den"], match["den"])
    base = n if re.fullmatch(_BASE, n) else ""
    over = (read(n) if n and not base else None) or Decimal(1)
    value, upper = (_divided(end, over) for end in (quantity.value, quantity.upper))
    operator = "~" if match["mean"] and quantity.operator == "=" else quantity.operator
    start = quantity.start - len(match.group())
    return replace(quantity, value=value, upper=upper, operator=operator, start=start, form="rate",
                   unit=f"{quantity.unit}/{base}{den}")  # fmt: skip


def _divided(value: Decimal | None, over: Decimal) -> Decimal | None:
    """The value over a denominator, to four decimals."""
    if value is None:
        return None
    return plain(EXACT.divide(value, over).quantize(Decimal("0.0001"), context=EXACT))


def _slashed(text: str, quantity: Quantity, units: Mapping[str, Unit]) -> Quantity:
    """39微克/立方米 and 300万吨/年: what stands behind the slash is part of the unit."""
    start = quantity.after + 1
    for length in range(4, 0, -1):
        word = text[start : start + length]
        if len(word) == length and (word in units or word in _BELOW):
            end = start + length
            below = word if word in _BELOW else units[word].unit
            return replace(quantity, unit=f"{quantity.unit}/{below}", form="rate",
                           end=max(end, quantity.end), after=end)  # fmt: skip
    return quantity


def limits(text: str, found: Sequence[Quantity]) -> list[Quantity]:
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


def ranges(text: str, found: Sequence[Quantity]) -> list[Quantity]:
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
            and _RANGE.fullmatch(text[left.end : quantity.start])
            and text[max(0, left.start - 1) : left.start] not in ("从", "由")
        ):
            operator = left.operator if left.operator != "=" else quantity.operator
            out[-1] = replace(left, end=quantity.end, after=quantity.after, upper=quantity.value,
                              operator=operator)  # fmt: skip
        else:
            out.append(quantity)
    return out
