"""Change between two levels: growth rates, percentage points, differences, multiples.

Which of two levels came first is taken from the words (去年, 从…到, 比…); where they do not say so,
a rate that does not come out is passed over in silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from analysis.relations import (
    SEGMENT,
    Figure,
    Finding,
    Range,
    between,
    bounds,
    clause,
    exact,
    judge,
    quotient,
    ratio,
    sensible,
    show,
    spelled,
)

# Further from its level than this many characters, a rate is of something else.
NEAR_LEVEL = 16
RATES = ("%", "个百分点", "倍")
_UP = "增长|上升|提高|提升|增加|扩大|上涨|提速|净增|新增|增|升|涨|快"
_DOWN = "下降|减少|降低|缩短|压缩|压减|缩减|下滑|回落|精简|节约|缩小|少|减|降"
_WAY = re.compile(
    rf"(?:(?P<up>(?:{_UP})了?|[增涨升]幅(?:达到|达|为)?)|(?P<down>(?:{_DOWN})了?|[降跌减]幅(?:达到|达|为)?))"
    r"(?:约|近|超)?\Z"
)
_BASE = re.compile(
    r"去年|上年|前年|同期|前一年|上月|上季度|原来|原先|原有|此前|之前|过去|以往|年初|上届"
)
_NOW = re.compile(r"今年|本年|目前|现在|如今|当前|本月|本届")
_ELSEWHERE = re.compile("分别|年均|平均|累计增|预计|力争|目标|环比.*同比")
_FROM, _TO = re.compile(r"[从由][^，。；]*\Z"), re.compile(r"[到至为]")
# What a rate's clause may say without naming a subject of its own.
_FRAME = re.compile(
    r"[比较][^，。；]*|同比|环比|今年|去年|[共已约又再还也均都仅]|平均|累计|总计|因此|从而|[一-鿿]*的"
)
# 12件，比去年的10件增加: two levels of one thing, and the verb of their difference.
_THAN_LEVEL = re.compile(r"，(?:同?比|较)[^，。；：]{1,12}的")
_ONLY_WAY = re.compile(rf"，?(?:{_UP}|{_DOWN})了?")
_ROUND = re.compile("[.．万亿]")
_TIMES_OF = re.compile(r"是(?P<base>[^，。；]{0,16})的\Z")


@dataclass(frozen=True)
class _Pair:
    """Two levels in order of time; `sure` where the words give the order."""

    base: Figure
    now: Figure
    sure: bool


def way(figure: Figure) -> int:
    """1 where the words before a figure say that something rose by it, -1 fell, 0 neither."""
    match = _WAY.search(clause(figure))
    return 0 if not match else 1 if match["up"] else -1


def _of_its_own(rate: Figure, level: Figure) -> bool:
    """Whether a rate names a subject that the text before its level does not (效率提高9%)."""
    subject = _FRAME.sub("", _WAY.sub("", clause(rate)))
    return len(subject) > 1 and subject not in level.text[: level.end]


def growths(figures: Sequence[Figure]) -> Iterator[Finding]:
    """今年9家，去年8家，增长12.5%: against both levels; with one level, the other is implied."""
    for i, rate in enumerate(figures):
        if rate.unit not in RATES or not way(rate) or _ELSEWHERE.search(clause(rate)):
            continue
        levels, step = _levels(figures, i)
        if not levels:
            yield from _levels_behind(figures, i)
            continue
        pair = _in_order(levels, rate)
        if pair and rate.unit == "个百分点":
            yield from _points(pair, rate)
        elif rate.unit == "个百分点" or levels[-1].unit in RATES:
            continue
        elif pair and (finding := _growth(pair, rate)):
            yield finding
        elif step is not None and len(levels) == 1:
            yield from _with_difference(levels[0], step, rate)
        elif rate.unit == "%" and (len(levels) == 1 or not pair):
            yield from _implied(levels[-1], rate)


def _levels(figures: Sequence[Figure], i: int) -> tuple[list[Figure], Figure | None]:
    """The levels before a rate, in order of the text, and the difference printed beside them."""
    rate, levels, step = figures[i], [], None
    following = rate
    for figure in reversed(figures[:i]):
        gap = between(figure, following)
        if SEGMENT.search(gap) or (not levels and len(gap) > NEAR_LEVEL):
            break
        wanted = figure.unit == "%" if rate.unit == "个百分点" else figure.unit not in RATES
        same = not levels or figure.unit == levels[-1].unit
        if not wanted or not same or figure.unit == "年":
            break
        if way(figure) and step is None and not levels and not _base_in(figure):
            step = figure
        elif way(figure) and not re.search("[到至为]", clause(figure)):
            break
        else:
            levels.append(figure)
        following = figure
    if step is not None and levels and step.unit != levels[0].unit:
        return [], None
    return levels[::-1], step


def _levels_behind(figures: Sequence[Figure], i: int) -> Iterator[Finding]:
    """下降10%，由10亿元降至9亿元: the rate stands before its levels."""
    if i + 2 >= len(figures) or figures[i].unit != "%":
        return
    rate, a, b = figures[i : i + 3]
    spans = SEGMENT.search(between(rate, b)) or len(between(rate, a)) > NEAR_LEVEL
    if a.unit != b.unit or a.unit in RATES or spans or not re.match("，[从由]", between(rate, a)):
        return
    pair = _in_order((a, b), rate)
    if pair and (finding := _growth(pair, rate)):
        yield finding


def _base_in(figure: Figure) -> bool:
    """Whether the figure is the level compared with: 比去年的9家."""
    return bool(re.search("比[^，。；]*的", clause(figure)))


def _in_order(levels: Sequence[Figure], rate: Figure) -> _Pair | None:
    """The last two levels in order of time, `None` where there are not two or no order."""
    if len(levels) < 2:
        return None
    a, b = levels[-2:]
    if _BASE.search(clause(b)) or re.search("比", clause(b)):
        # 今年120，去年100, and 比去年的100; not where both are of the past.
        return None if _BASE.search(clause(a)) else _Pair(b, a, len(levels) == 2)
    if _FROM.search(clause(a)) and _TO.search(between(a, b)):
        return _Pair(a, b, True)
    if _BASE.search(clause(a)):
        return _Pair(a, b, len(levels) == 2 and bool(_NOW.search(clause(b))))
    if a.period and b.period and a.last and b.last and a.last != b.last:
        return _Pair(a, b, False) if a.last < b.last else _Pair(b, a, False)
    return None


def _change(base: Range, now: Range) -> Range:
    """The bounds of now / base - 1, in percent."""
    low, high = quotient(now, base)
    return (low - 1) * 100, None if high is None else (high - 1) * 100


def _growth(pair: _Pair, rate: Figure) -> Finding | None:
    """The finding for a growth rate and its two levels."""
    times = ratio(pair.now.value, pair.base.value)
    if times is None:
        return None
    percent = (times - 1) * 100
    low, high = _change(bounds(pair.base), bounds(pair.now))
    if way(rate) < 0:
        percent, low, high = -percent, _minus(high), -low
    note = ""
    if rate.unit == "倍":
        percent, low, high = percent / 100, low / 100, None if high is None else high / 100
    elif percent < 0 and way(rate) > 0:
        # 用时由9小时缩短到6小时，效率提高33.3%: printed is the share of the time that was saved.
        percent, low, high = -percent, _minus(high), -low
        note = "the level fell: the rate printed is the share by which it fell"
    tied = pair.sure and not note and rate.unit == "%" and not _of_its_own(rate, pair.base)
    judged = judge(rate, percent, (low, high), (pair.base, pair.now), tied=tied)
    if judged is None:
        return None
    formula = f"({show(pair.now.value)} - {show(pair.base.value)}) / {show(pair.base.value)}"
    shown = f"{show(percent)} {rate.unit}"
    return Finding("growth between two levels", formula, shown, rate.figure, judged[0],
                   (pair.base, pair.now, rate), note or judged[1])  # fmt: skip


def _minus(value: Decimal | None) -> Decimal:
    """The other sign; an open end is taken as the whole, 100 %."""
    return Decimal(-100) if value is None else -value


def _points(pair: _Pair, points: Figure) -> Iterator[Finding]:
    """由8%提高到9%，提高1个百分点: the difference of two shares."""
    computed = (pair.now.value - pair.base.value) * way(points)
    (a, b), (c, d) = bounds(pair.now), bounds(pair.base)
    low, high = computed, computed
    if b is not None and d is not None:
        low, high = sorted((way(points) * (a - d), way(points) * (b - c)))
    tied = pair.sure and not _of_its_own(points, pair.base)
    judged = judge(points, computed, (low, high), (pair.base, pair.now), tied=tied)
    if judged and judged[0] == "agrees_rounded" and computed != points.value:
        judged = "loose", "only if both shares were rounded, and in opposite ways"
    if judged:
        yield Finding("percentage points between two shares",
                      f"{show(pair.now.value)} - {show(pair.base.value)}", show(computed),
                      points.figure, judged[0], (pair.base, pair.now, points),
                      judged[1])  # fmt: skip


def _with_difference(level: Figure, step: Figure, rate: Figure) -> Iterator[Finding]:
    """共有9座，增加1座，增长12.5%: the level is the new one, or else the old one."""
    moved = way(step) * step.value
    after = ratio(step.value * 100, level.value - moved)
    before = ratio(step.value * 100, level.value)
    if after is None or before is None or after <= 0:
        return
    old = bounds(level)
    allowed = tuple(
        None if end is None else end * 100
        for end in quotient(
            bounds(step), (old[0] - moved, None if old[1] is None else old[1] - moved)
        )
    )
    judged = judge(rate, after, allowed, (level, step), tied=False)
    computed, formula = after, f"{show(step.value)} / ({show(level.value)} - {show(moved)})"
    if judged is None:
        ends = tuple(None if e is None else e * 100 for e in quotient(bounds(step), old))
        near = len(between(level, step)) <= 8 and len(between(step, rate)) <= 6
        tied = near and not _of_its_own(step, level) and not _of_its_own(rate, level)
        judged = judge(rate, before, ends, (level, step), tied=tied)
        if judged and judged[0] not in ("contradicts", "loose"):
            computed, formula = before, f"{show(step.value)} / {show(level.value)}"
    if judged:
        yield Finding("growth from a level and its increase", formula, f"{show(computed)} %",
                      rate.figure, judged[0], (level, step, rate), judged[1])  # fmt: skip


def _implied(level: Figure, rate: Figure) -> Iterator[Finding]:
    """The level before a growth, or after it where the level printed is last year's."""
    if _of_its_own(rate, level):
        return  # 新增80公里，车速提高10%
    factor = Decimal(1) + way(rate) * rate.value / 100
    note = "" if exact(level, rate) else "a bound: one figure is printed as approximate"
    earlier = _BASE.search(clause(level)) or _base_in(level)
    if earlier:
        if not _NOW.search(clause(rate)) and not _base_in(level):
            return
        relation, formula = "level after the growth", f"{show(level.value)} * {show(factor)}"
        value = level.value * factor
    else:
        relation, formula = "level before the growth", f"{show(level.value)} / {show(factor)}"
        value = ratio(level.value, factor)
    if value is not None and value > 0:
        yield Finding(relation, formula, sensible(value, level.value, factor),
                      f"{level.figure}; {rate.figure}", "derived", (level, rate), note)  # fmt: skip


def multiples(figures: Sequence[Figure]) -> Iterator[Finding]:
    """B …, A …, 是…的2倍, and 是B的2倍: A / B against the printed multiple."""
    for i, times in enumerate(figures):
        pair = _multiple(figures, i) if times.unit == "倍" else None
        if pair is None or (computed := ratio(pair.now.value, pair.base.value)) is None:
            continue
        allowed = quotient(bounds(pair.now), bounds(pair.base))
        judged = judge(times, computed, allowed, (pair.base, pair.now), tied=pair.sure)
        if judged:
            yield Finding("multiple of an earlier level",
                          f"{show(pair.now.value)} / {show(pair.base.value)}", show(computed),
                          times.figure, judged[0], (pair.base, pair.now, times),
                          judged[1])  # fmt: skip


def _multiple(figures: Sequence[Figure], i: int) -> _Pair | None:
    """The two levels of 是…的N倍, the one compared with first."""
    times = figures[i]
    levels = [f for f in figures[:i] if f.unit not in RATES and f.unit == figures[i - 1].unit]
    if len(levels) < 2 or SEGMENT.search(between(levels[-2], times)):
        return None
    a, b = levels[-2:]
    if re.fullmatch("[^，。；]{0,6}的", between(b, times)) and re.search("是", between(a, b)):
        return _Pair(b, a, True)
    if not _TIMES_OF.search(between(b, times)):
        return None
    ordered = _in_order((a, b), times)
    if ordered:
        return _Pair(ordered.base, ordered.now, ordered.sure or _alike(a, b))
    return _Pair(a, b, _alike(a, b) and len(levels) == 2)


def _alike(a: Figure, b: Figure) -> bool:
    """Whether two phrases end alike, which is where a Chinese noun phrase says what it is."""
    return bool(a.measured[-2:]) and a.measured[-2:] == b.measured[-2:]


def changes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """从9个减到4个: the difference and the share of the first, or their bounds."""
    for i, (a, b) in enumerate(pairwise(figures)):
        gap = between(a, b)
        if a.unit != b.unit or not _FROM.search(clause(a)) or not _TO.search(gap):
            continue
        if "，" in gap or SEGMENT.search(gap) or ratio(b.value, a.value) is None:
            continue
        if i + 2 < len(figures) and figures[i + 2].unit == a.unit and way(figures[i + 2]):
            yield from _difference(a, b, figures[i + 2])
        yield _derived_change(a, b)


def _difference(a: Figure, b: Figure, less: Figure) -> Iterator[Finding]:
    """从9个增加到12个，增加3个: the difference against the two levels."""
    computed = way(less) * (b.value - a.value)
    sharp = exact(a, b, less) and not SEGMENT.search(between(b, less))
    if len(between(b, less)) > NEAR_LEVEL or not sharp or computed < 0 or _of_its_own(less, a):
        return
    judged = judge(less, computed, (computed, computed), (a, b), tied=True)
    if judged:
        yield Finding("difference of two levels", f"|{show(b.value)} - {show(a.value)}|",
                      show(computed), less.figure, judged[0], (a, b, less), judged[1])  # fmt: skip


def _derived_change(a: Figure, b: Figure) -> Finding:
    """The change from one level to another: in numbers where both are exact, else its bounds."""
    formula = f"{show(b.value)} - {show(a.value)}"
    percent = a.unit != "%"
    if percent:
        formula += f"; ({show(b.value)} - {show(a.value)}) / {show(a.value)}"
    if exact(a, b):
        share = ratio((b.value - a.value) * 100, a.value)
        computed = show(b.value - a.value) + (f"; {sensible(share, a.value, b.value)} %"
                                              if percent else "")  # fmt: skip
        note = ""
    else:
        times = quotient(bounds(b), bounds(a))
        computed = f"{spelled(times)} times the first"
        formula = f"{show(b.value)} / {show(a.value)}"
        note = "bounds: one figure is printed as approximate, so no rate of growth can be given"
    return Finding("change from one level to another", formula, computed,
                   f"{a.figure}; {b.figure}", "derived", (a, b), note)  # fmt: skip


def compared(figures: Sequence[Figure]) -> Iterator[Finding]:
    """12件，比去年的10件增加2件: the difference against the two levels printed."""
    for now, base, less in zip(figures, figures[1:], figures[2:], strict=False):
        of_base, of_less = between(now, base), between(base, less)
        if not now.unit == base.unit == less.unit or now.unit in RATES:
            continue
        if not _THAN_LEVEL.fullmatch(of_base) or not _ONLY_WAY.fullmatch(of_less):
            continue
        computed = way(less) * (now.value - base.value)
        if computed < 0 or not exact(now, base, less):
            continue
        (low, high), (least, most) = bounds(now), bounds(base)
        ends = sorted((way(less) * (low - most), way(less) * (high - least)))
        if not any(_ROUND.search(figure.figure) for figure in (now, base, less)):
            ends = [computed, computed]  # 8天 and 12件 are counted, not rounded
        judged = judge(less, computed, (ends[0], ends[1]), (now, base), tied=True)
        if judged:
            yield Finding("difference of two levels", f"|{show(now.value)} - {show(base.value)}|",
                          show(computed), less.figure, judged[0], (now, base, less),
                          judged[1])  # fmt: skip


def differences(figures: Sequence[Figure]) -> Iterator[Finding]:
    """用4天，比甲提前了5天: the term compared with, implied."""
    for level, less in pairwise(figures):
        gap = between(level, less)
        if less.change != "difference" or level.unit != less.unit or SEGMENT.search(gap):
            continue
        if re.search(r"比[^，。；]{2,12}(?:提前|缩短|减少|少)了?", gap):
            yield Finding("level that the difference implies",
                          f"{show(level.value)} + {show(less.value)}",
                          show(level.value + less.value), f"{level.figure}; {less.figure}",
                          "derived", (level, less), "not printed itself")  # fmt: skip


def excesses(figures: Sequence[Figure]) -> Iterator[Finding]:
    """9份，超出……5家: the first is the larger."""
    for a, b in pairwise(figures):
        gap = between(a, b)
        if not re.match(r"，?(?:远远|远|大大)?(?:超出|超过|高于|多于)[^，。；]{2,}", gap):
            continue
        times = ratio(a.value, b.value)
        if times is not None and a.value > b.value and len(gap) <= 20:
            yield Finding("one figure exceeds another", f"{show(a.value)} / {show(b.value)}",
                          sensible(times, a.value, b.value), f"{a.figure}; {b.figure}", "agrees",
                          (a, b))  # fmt: skip
