"""Stretches of time printed in two units (三年六个月, 2小时30分钟) as one, in the smaller unit."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from analysis.numerals import EXACT
from analysis.units import Quantity

# How many of the smaller unit the larger one holds; months and days have no fixed proportion.
HOLDS = {
    ("年", "月"): 12, ("天", "小时"): 24, ("小时", "分钟"): 60, ("分钟", "秒"): 60,
}  # fmt: skip
# 2020年 is a date.
CALENDAR = 1000
_UNITS = ("年", "月", "天", "小时", "分钟", "秒")
_NUM = "[0-9一二两三四五六七八九十百]"
_GOES_ON = re.compile(rf"零?{_NUM}+(?:个月|天|个?小时|分钟?|秒)")
_WENT_BEFORE = re.compile(rf"{_NUM}(?:年|个月|天|小时|分钟?)零?\Z")


def in_two_units(text: str, start: int, end: int) -> bool:
    """Whether the length at start to end goes on behind (1分|50秒) or began before."""
    before = text[max(0, start - 4) : start]
    return bool(_GOES_ON.match(text, end) or _WENT_BEFORE.search(before))


def joined(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The same quantities, neighbouring lengths of falling units made one.

    Three months and five days are no number of either unit: such a row is left out, and so is one
    whose second length fills the first unit (一年12个月: there it is a rate).
    """
    runs: list[list[Quantity]] = []
    for quantity in found:
        item = replace(quantity, unit="分钟") if _is_minute(text, quantity) else quantity
        if runs and _follows(text, runs[-1][-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    lengths = [run[0] if len(run) == 1 else _sum(run) for run in runs]
    return [q for q in lengths if q is not None and not _is_half(text, q)]


def _is_half(text: str, quantity: Quantity) -> bool:
    """Whether the other half of a length in two units was not read as a quantity."""
    if quantity.unit not in _UNITS or quantity.dimension not in ("time", "score"):
        return False
    return in_two_units(text, quantity.at, quantity.after)


def _is_minute(text: str, quantity: Quantity) -> bool:
    """Whether 分 is a minute: behind hours, or before seconds."""
    if quantity.dimension != "score":
        return False
    return in_two_units(text, quantity.at, quantity.after)


def _follows(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether two lengths stand side by side, the larger unit first."""
    if text[left.after : right.at] not in ("", "零"):
        return False
    if left.unit not in _UNITS or right.unit not in _UNITS:
        return False
    return _UNITS.index(left.unit) < _UNITS.index(right.unit)


def _sum(run: Sequence[Quantity]) -> Quantity | None:
    """The lengths in the smallest unit; `None` where they give no one number."""
    total = run[0]
    if total.value is None or (total.value == 1 and total.unit == "天"):
        return None  # 一天三小时 is three hours a day
    if total.unit == "年" and total.value >= CALENDAR:
        return None
    for part in run[1:]:
        times = HOLDS.get((total.unit, part.unit))
        sharp = total.upper is None and part.upper is None and total.operator in ("=", "~")
        if times is None or None in (total.value, part.value) or not sharp or part.value >= times:
            return None
        value = EXACT.add(EXACT.multiply(total.value, Decimal(times)), part.value)
        operator = total.operator if part.operator == "=" else part.operator
        total = replace(part, start=total.start, at=total.at, value=value, operator=operator,
                        dimension="time")  # fmt: skip
    return total
