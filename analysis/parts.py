"""Parts and wholes: sums, shares, rates, means. Each rule takes the figures of one sentence."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from analysis.numerals import EXACT
from analysis.relations import (
    SEGMENT,
    Figure,
    Finding,
    between,
    bounds,
    exact,
    judge,
    meets,
    quotient,
    ratio,
    sensible,
    show,
)

# Parts further apart than this many characters are not members of one list.
NEIGHBOURS = 24
# Most members of a list of parts.
MOST_PARTS = 12
_OPENS = re.compile(r"其中|包括|包含|分为|分别是|分别为|由|（|，即|：")
# 38个项目中，外资项目20个: the whole is opened by 中 and a comma.
_WITHIN = re.compile(r"\A[^，。；：]{0,12}(?<![其集高初])(?:当|之)?中，")
# One after the other, not side by side: of what was sent in, so much is done.
_STAGE = re.compile(r"办结|完成|毕业|退回|通过|整改|解决|落实|处置|办理|受理|审结|竣工|开工|达标")
# Two classes between which nothing is left and nothing is counted twice.
_EXHAUSTIVE = (
    ("男", "女"),
    ("城镇", "农村"),
    ("线上", "线下"),
    ("公办", "民办"),
    ("境内", "境外"),
    ("外资", "内资"),
    ("国内", "国外"),
    ("室内", "室外"),
    ("地上", "地下"),
)
_PART_OF = re.compile(r"(?:占比?|比重|比例)(?:约为|约|达到|达|为|到)?\Z")
_OF_PRINTED = re.compile(r"占[^，。；]{0,3}\Z")
_RATE = re.compile(r"([一-鿿]{2})率[为达到]*\Z")
_TOTAL = re.compile(
    r"(?:\A|[，、（])(?:一共|总共|共计|合计|总计|共)(?:有|为|达)?[^，。；\d]{0,6}\Z"
)
_SURE_TOTAL = re.compile(r"(?:合计|总计|共计|总共|一共)[^，。；\d]{0,4}\Z")
_MEAN = re.compile(
    r"(?:平均)?每(?P<each>[一-鿿])[^，。；]{0,8}\Z|(?P<per>[人户家校村件亩店班])均[^，。；]{0,6}\Z"
)
_PERSONS = {"名": "人", "位": "人", "人": "人"}


def wholes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """9名，其中5名和4名: the parts against the whole."""
    for i, whole in enumerate(figures):
        parts = _parts(figures, i)
        if len(parts) < 2 or whole.unit == "%":
            continue
        # A mere comma does not say that the parts are all of one division; their sum does.
        finding = _sum(whole, parts, "parts of a whole")
        tied = _opened(figures, i)
        if finding.verdict == "agrees" or (tied and (_listed(parts) or _divides(parts))):
            yield finding


def _parts(figures: Sequence[Figure], i: int) -> list[Figure]:
    """The figures that 其中 introduces behind a whole: the first of each ；-part, or a list."""
    whole = figures[i]
    if i + 1 == len(figures) or not (_opened(figures, i) or _two_classes(figures, i)):
        return []
    stop = whole.text.find("。", whole.end)
    same = [
        f for f in figures[i + 1 : i + 1 + MOST_PARTS]
        if f.unit == whole.unit and (stop < 0 or f.at < stop)
    ]  # fmt: skip
    by_segment: dict[int, list[Figure]] = {}
    for figure in same:
        count = whole.text.count("；", whole.end, figure.at)
        by_segment.setdefault(count, []).append(figure)
    if len(by_segment) > 1:
        return [group[0] for group in by_segment.values()]
    run = same[:1]
    for part in same[1:]:
        if len(between(run[-1], part)) > NEIGHBOURS or _STAGE.search(between(run[-1], part)):
            break
        run.append(part)
    return run


def _two_classes(figures: Sequence[Figure], i: int) -> bool:
    """Whether classes like 外资 and 内资 stand behind a figure and, it may be, a sum of money."""
    ahead = [f for f in figures[i + 1 : i + 4] if f.unit == figures[i].unit]
    if len(ahead) < 2 or not _divides(ahead[:2]):
        return False
    return not SEGMENT.search(figures[i].text[figures[i].end : ahead[1].at])


def _opened(figures: Sequence[Figure], i: int) -> bool:
    """Whether parts of a figure are introduced behind it, at most behind one sum of money."""
    whole, after = figures[i : i + 2]
    gap = between(whole, after)
    if SEGMENT.search(gap):
        return False
    if _OPENS.search(gap) or _WITHIN.match(gap):
        return True
    # 38个，总投资额216亿元，其中甲21个: 个 are parts of 个, not of the money between.
    if i + 2 == len(figures) or after.unit != "元" or whole.unit == "元":
        return False
    first = figures[i + 2]
    gap = between(after, first)
    return first.unit == whole.unit and bool(_OPENS.search(gap)) and not SEGMENT.search(gap)


def _listed(parts: Sequence[Figure]) -> bool:
    """Whether 和, 、 or ；, and no comma, stand between the parts."""
    gaps = [between(a, b) for a, b in pairwise(parts)]
    return all(re.search(r"[和、及；]", gap) and ("，" not in gap or "；" in gap) for gap in gaps)


def _divides(parts: Sequence[Figure]) -> bool:
    """Whether the two parts are classes that leave nothing over, like 男 and 女."""
    if len(parts) != 2:
        return False
    first, second = parts[0].text[max(0, parts[0].at - 6) : parts[0].at], between(*parts)
    return any((a in first and b in second) or (b in first and a in second)
               for a, b in _EXHAUSTIVE)  # fmt: skip


def _sum(whole: Figure, parts: Sequence[Figure], relation: str) -> Finding:
    """The finding for a whole and its parts."""
    total = sum((part.value for part in parts), Decimal(0))
    formula = " + ".join(show(part.value) for part in parts)
    figures = (whole, *parts)
    if total == whole.value and exact(*figures):
        verdict, note = "agrees", ""
    elif not exact(*figures):
        verdict, note = "loose", "a figure is printed as approximate or as a bound"
    elif _divides(parts):
        verdict, note = "contradicts", "the two classes leave nothing over and do not overlap"
    elif total < whole.value:
        verdict = "residual"
        rest = whole.value - total
        many = f"{show(rest)} belong to none of the parts named"
        note = "1 belongs to none of the parts named" if rest == 1 else many
    else:
        verdict, note = "not_comparable", "scope: the parts may overlap"
    return Finding(relation, formula, show(total), whole.figure, verdict, figures, note)


def joined_wholes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A个…和B个…共C个: a sum, if the three count the same; else a breakdown."""
    for a, b, c in zip(figures, figures[1:], figures[2:], strict=False):
        joined = re.search(r"[和、及]", between(a, b))
        if not joined or not re.search(r"(?:共|合计|总计)\Z", between(b, c)) or \
                re.search("[，。；]", a.text[a.end : c.at]):  # fmt: skip
            continue
        finding = _sum(c, [a, b], "sum of two counts")
        if finding.verdict == "agrees":
            yield finding
        elif not (a.unit == b.unit == c.unit):
            note = "definition: the last is a breakdown of the others, which count other things"
            yield Finding(finding.relation, finding.formula, finding.computed, finding.printed,
                          "not_comparable", finding.figures, note)  # fmt: skip


def totals(figures: Sequence[Figure]) -> Iterator[Finding]:
    """甲5人，乙4人，合计9人: a row of figures and its total behind it."""
    for i, total in enumerate(figures):
        if i < 2 or not _TOTAL.search(between(figures[i - 1], total)):
            continue
        run: list[Figure] = []
        for figure in reversed(figures[:i]):
            gap = between(figure, run[-1]) if run else between(figure, total)
            if not run and figure is figures[i - 1] and figure.unit == "元" != total.unit:
                continue  # 17个，总投资2亿元，共38个
            if figure.unit != total.unit or SEGMENT.search(gap) or len(gap) > NEIGHBOURS:
                break
            run.append(figure)
        parts = run[::-1]
        if len(parts) < 2 or not exact(total, *parts):
            continue
        finding = _sum(total, parts, "sum of a row of figures")
        labels = [len(between(a, b)) <= 8 for a, b in pairwise(parts)]
        tied = len(parts) == i and all(labels) and _SURE_TOTAL.search(between(parts[-1], total))
        if finding.verdict == "agrees" and not (len(parts) == 2 and _joined(parts, total)):
            yield finding
        elif tied and not _OPENS.search(total.text[: total.at]):
            note = "the figures of the row do not add up to the total printed"
            yield Finding(finding.relation, finding.formula, finding.computed, finding.printed,
                          "contradicts", finding.figures, note)  # fmt: skip


def _joined(parts: Sequence[Figure], total: Figure) -> bool:
    """Whether `joined_wholes` has the three already."""
    text = parts[0].text[parts[0].end : total.at]
    return not re.search("[，。；]", text) and bool(re.search("[和、及]", between(*parts)))


def shares(figures: Sequence[Figure]) -> Iterator[Finding]:
    """9家，其中5家，占55.6%: the share against its whole; without one, the whole it implies."""
    for i, share in enumerate(figures):
        if i == 0 or share.unit != "%" or "占" not in share.text[: share.at]:
            continue
        part, whole, tied = _part_and_whole(figures, i)
        if part is None:
            continue
        finding = _share(part, whole, share, "share of the whole", tied=tied) if whole else None
        if finding:
            yield finding
        elif whole is None:
            yield from _implied(part, share)


def _part_and_whole(figures: Sequence[Figure], i: int) -> tuple[Figure | None, Figure | None, bool]:
    """The figures that a share after 占 relates, and whether the wording ties them."""
    share, before = figures[i], figures[:i]
    gap = between(before[-1], share)
    if len(before) > 1 and re.fullmatch(r"(?:家|个|人|名)?[^，。；]{0,10}的", gap) and \
            _OF_PRINTED.search(between(before[-2], before[-1])):  # fmt: skip
        part, whole = before[-2], before[-1]
        return (part, whole, True) if part.unit == whole.unit else (None, None, False)
    if not re.search(r"(?:\A|，)[^，。；]{0,3}占(?!地)", gap) or SEGMENT.search(gap):
        return None, None, False
    part = before[-1]
    if part.unit in ("%", "名", "倍", "个百分点") or len(gap) > 16:
        return None, None, False
    wholes = [f for f in before[:-1] if f.unit == part.unit and f.value > part.value
              and not SEGMENT.search(f.text[f.end : part.at])]  # fmt: skip
    if not wholes:
        return part, None, False
    whole = wholes[-1]
    tied = bool(re.search("其中|中，?有", between(whole, part))) and bool(_PART_OF.search(gap))
    if not tied and not re.search(r"占(?:比|总|全部|其)|占\Z", gap):
        return part, None, False
    return part, whole, tied and whole is before[-2]


def _share(
    part: Figure, whole: Figure, share: Figure, relation: str, *, tied: bool
) -> Finding | None:
    """The finding for a printed share, `None` where it does not come out and nothing ties it."""
    computed = ratio(part.value * 100, whole.value)
    if computed is None:
        return None
    low, high = quotient(bounds(part), bounds(whole))
    allowed = (low * 100, None if high is None else high * 100)
    judged = judge(share, computed, allowed, (part, whole), tied=tied)
    if judged is None:
        return None
    formula = f"{show(part.value)} / {show(whole.value)}"
    return Finding(relation, formula, f"{show(computed)} %", share.figure, judged[0],
                   (whole, part, share), judged[1])  # fmt: skip


def _implied(part: Figure, share: Figure) -> Iterator[Finding]:
    """The whole that a part and its share imply."""
    total = ratio(part.value * 100, share.value)
    if total is None:
        return
    note = "the whole itself is not printed"
    if not exact(part, share):
        note += "; a bound, since a figure is approximate"
    yield Finding("whole a share implies", f"{show(part.value)} / {show(share.value)}%",
                  sensible(total, part.value), f"{part.figure}; {share.figure}", "derived",
                  (part, share), note)  # fmt: skip


def rates(figures: Sequence[Figure]) -> Iterator[Finding]:
    """收到9次，办结8次，办结率88.9%: the rate against the two counts before it."""
    for whole, part, rate in zip(figures, figures[1:], figures[2:], strict=False):
        named = _RATE.search(between(part, rate))
        if rate.unit != "%" or not named or whole.unit != part.unit or whole.unit == "%":
            continue
        if part.value > whole.value or SEGMENT.search(whole.text[whole.end : rate.at]):
            continue
        tied = named[1] in between(whole, part)
        finding = _share(part, whole, rate, "rate of the two counts before it", tied=tied)
        if finding:
            yield finding


def members(figures: Sequence[Figure]) -> Iterator[Finding]:
    """在9家甲中，有4家; 收到9个，退回4个: a share that is not printed."""
    for i, (whole, part) in enumerate(pairwise(figures)):
        gap = between(whole, part)
        tied = re.search(r"中，?(?:有|其中有?)\Z", gap) or re.fullmatch(
            rf"，(?:已)?(?:{_STAGE.pattern})", gap
        )
        after = figures[i + 2] if i + 2 < len(figures) else None
        printed = after is not None and after.unit == "%" and \
            re.search("[占率]", between(part, after))  # fmt: skip
        if whole.unit != part.unit or not tied or part.value > whole.value or printed:
            continue
        share = ratio(part.value * 100, whole.value)
        if share is not None:
            yield Finding("share of the figure before", f"{show(part.value)} / {show(whole.value)}",
                          f"{sensible(share, part.value, whole.value)} %",
                          f"{whole.figure}; {part.figure}", "derived", (whole, part))  # fmt: skip


def means(figures: Sequence[Figure]) -> Iterator[Finding]:
    """共9个，平均每个2万元，总计18万元: the mean times the count against the total."""
    for mean in figures:
        unit, each = _mean(mean)
        if not each:
            continue
        others = [f for f in figures if f is not mean]
        totals = [f for f in others if f.unit == unit and f.value > mean.value]
        counts = [f for f in others if f.unit == each]
        if len(totals) != 1 or len(counts) != 1:
            continue
        total, count = totals[0], counts[0]
        computed = EXACT.multiply(mean.value, count.value)
        a, b = bounds(mean), bounds(count)
        top = None if a[1] is None or b[1] is None else EXACT.multiply(a[1], b[1])
        tied = bool(_SURE_TOTAL.search(total.text[: total.at]))
        judged = judge(total, computed, (EXACT.multiply(a[0], b[0]), top), (mean, count), tied=tied)
        if judged and (tied or meets((computed, computed), bounds(total))):
            yield Finding("mean times count", f"{show(mean.value)} * {show(count.value)}",
                          show(computed), total.figure, judged[0], (total, mean, count),
                          judged[1])  # fmt: skip


def _mean(figure: Figure) -> tuple[str, str]:
    """The unit of a mean's total and the unit it is spread over; empty where it is no mean."""
    if "/" in figure.unit:
        unit, _, each = figure.unit.partition("/")
        return unit, each
    match = _MEAN.search(figure.text[: figure.at])
    if not match:
        return "", ""
    each = match["each"] or match["per"]
    return figure.unit, _PERSONS.get(each, each)
