"""Relations between the figures of one sentence: parts and wholes, multiples, lists, changes.

Each rule is a function from the figures of a sentence to findings; `checks` collects them. A rule
speaks only where the wording ties the figures together; where it does not, silence is better than
a false alarm.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from analysis import schema
from analysis.numerals import EXACT, plain

# Longest list that is counted, and longest member: beyond it, 、 joins clauses, not members.
LONGEST_LIST, LONGEST_MEMBER = 12, 24
# How far before a row of figures its classes are looked for, in characters.
REACH = 200
# A list without quotation marks before a count is one of names: longer members are clauses.
LONGEST_NAME = 10
_SEGMENT = re.compile(r"[；。！？]")


@dataclass(frozen=True)
class Figure:
    """One row of the ledger with its place: `at` and `end` are offsets in `text`."""

    indicator_id: str
    sentence_id: str
    article_id: str
    role: str
    text: str
    at: int
    end: int
    figure: str
    value: Decimal
    operator: schema.Operator
    unit: str
    measured: str
    change: schema.Change
    kind: schema.FigureKind
    system: str
    district: str
    period: str
    first: str
    last: str
    duplicate_of: str


@dataclass(frozen=True)
class Finding:
    """One relation that was looked at."""

    relation: str
    formula: str
    computed: str
    printed: str
    verdict: schema.Verdict
    figures: tuple[Figure, ...]
    note: str = ""


def findings(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Every relation among the figures of one sentence, in a fixed order."""
    for rule in (multiples, wholes, joined_wholes, lists, respective, growths, changes, shares,
                 members, differences, excesses):  # fmt: skip
        yield from rule(figures)


def show(value: Decimal) -> str:
    """The value with at most four decimals.

    >>> show(Decimal(10565) / Decimal(6675)), show(Decimal("1E+3"))
    ('1.5828', '1000')
    """
    return format(plain(value.quantize(Decimal("0.0001"), context=EXACT)), "f")


def ratio(a: Decimal, b: Decimal) -> Decimal | None:
    """A / b, `None` where b is zero."""
    return EXACT.divide(a, b) if b else None


def exact(*figures: Figure) -> bool:
    """Whether all figures are printed without 近, 余, 超."""
    return all(figure.operator == "=" for figure in figures)


def rounded(value: Decimal, printed: Decimal) -> bool:
    """Whether `printed` is `value` rounded to the decimals that are printed."""
    step = Decimal(1).scaleb(min(0, printed.as_tuple().exponent))
    return abs(value - printed) * 2 <= step


def multiples(figures: Sequence[Figure]) -> Iterator[Finding]:
    """B …, A …, 是…的2倍: A / B against the printed multiple."""
    for i, times in enumerate(figures):
        if times.unit != "倍":
            continue
        levels = [
            f
            for f in figures[max(0, i - LONGEST_LIST) : i]
            if f.change == "level" and f.unit != "%"
        ]
        if len(levels) < 2 or levels[-1].unit != levels[-2].unit:
            continue
        base, level = levels[-2], levels[-1]
        wording = times.text[level.end : times.at]
        computed = ratio(level.value, base.value)
        if computed is None or not re.search(r"是[^，。；]{1,12}的\Z", wording):
            continue
        yield _against(times, computed, f"{show(level.value)} / {show(base.value)}",
                       "multiple of an earlier level", (base, level, times))  # fmt: skip


def _against(
    printed: Figure, computed: Decimal, formula: str, relation: str, figures: tuple[Figure, ...]
) -> Finding:
    """The finding for a printed result and what its parts give."""
    if computed == printed.value:
        verdict, note = "agrees", ""
    elif rounded(computed, printed.value):
        verdict, note = "agrees_rounded", "rounded to the decimals printed"
    elif not exact(*figures):
        verdict, note = "loose", "a figure is printed as approximate or as a bound"
    elif _alike(figures[0], figures[1]):
        verdict, note = "contradicts", "the figures printed do not give the result printed"
    else:
        verdict, note = "not_comparable", "the two levels may measure different things"
    return Finding(relation, formula, show(computed), printed.figure, verdict, figures, note)


def _alike(a: Figure, b: Figure) -> bool:
    """Whether two phrases end alike, which is where a Chinese noun phrase says what it is."""
    return bool(a.measured[-3:]) and a.measured[-3:] == b.measured[-3:]


def wholes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """9名，其中5名和4名: the parts against the whole."""
    for i, whole in enumerate(figures):
        parts = _parts(figures, i)
        if len(parts) < 2 or whole.change in ("growth", "rank"):
            continue
        yield _sum(whole, parts, "parts of a whole")


def _parts(figures: Sequence[Figure], i: int) -> list[Figure]:
    """The figures that 其中 introduces behind a whole: the first of each ；-part, or a list."""
    whole = figures[i]
    if i + 1 == len(figures):
        return []
    text = whole.text
    between = text[whole.end : figures[i + 1].at]
    if "其中" not in between or _SEGMENT.search(between):
        return []
    same = [f for f in figures[i + 1 : i + 1 + LONGEST_LIST] if f.unit == whole.unit]
    stop = text.find("。", whole.end)
    same = [f for f in same if stop < 0 or f.at < stop]
    by_segment: dict[int, list[Figure]] = {}
    for figure in same:
        by_segment.setdefault(text.count("；", whole.end, figure.at), []).append(figure)
    if len(by_segment) > 1:
        return [group[0] for group in by_segment.values()]
    # One segment: a list of parts joins them with 和 or 、; 收到9个，退回4个 is a chain instead.
    joins = [text[a.end : b.at] for a, b in pairwise(same)]
    return same if all(re.search(r"[和、及]", j) and "，" not in j for j in joins) else []


def _sum(whole: Figure, parts: list[Figure], relation: str) -> Finding:
    """The finding for a whole and its parts."""
    total = sum((part.value for part in parts), Decimal(0))
    formula = " + ".join(show(part.value) for part in parts)
    figures = (whole, *parts)
    if total == whole.value:
        verdict, note = "agrees", ""
    elif not exact(*figures):
        verdict, note = "loose", "a figure is printed as approximate or as a bound"
    elif total < whole.value:
        verdict = "residual"
        note = f"{show(whole.value - total)} belong to none of the parts named"
    else:
        verdict, note = "not_comparable", "the parts may overlap"
    return Finding(relation, formula, show(total), whole.figure, verdict, figures, note)


def joined_wholes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A个…和B个…共C个: a sum, if the three count the same."""
    for a, b, c in zip(figures, figures[1:], figures[2:], strict=False):
        text = a.text
        joined = re.search(r"[和、及]\Z|[和、及]", text[a.end : b.at])
        if not joined or not re.search(r"(?:共|合计|总计)\Z", text[b.end : c.at]) or \
                re.search("[，。；]", text[a.end : c.at]):  # fmt: skip
            continue
        finding = _sum(c, [a, b], "sum of two counts")
        if finding.verdict == "agrees" or (a.unit == b.unit == c.unit and _alike(a, c)):
            yield finding
        else:
            note = "the counts are of different things: the last is a breakdown of the others"
            yield Finding(finding.relation, finding.formula, finding.computed, finding.printed,
                          "not_comparable", finding.figures, note)  # fmt: skip


def lists(figures: Sequence[Figure]) -> Iterator[Finding]:
    """三大甲, 四类乙：…；…: the members that the sentence lists, counted."""
    for i, figure in enumerate(figures):
        if not 2 <= figure.value <= LONGEST_LIST or figure.unit in ("年", "%", "元", "名"):
            continue
        stop = figures[i + 1].at if i + 1 < len(figures) else len(figure.text)
        before = figure.text[figures[i - 1].end if i else 0 : figure.at]
        members, more = _listed(before, figure.text[figure.end : stop])
        if len(members) < 2:
            continue
        if len(members) == figure.value and not more:
            verdict, note = "agrees", "、".join(m[:12] for m in members)
        elif more and len(members) <= figure.value:
            verdict, note = "consistent", "等 ends the list: these are examples"
        else:
            continue
        yield Finding("members listed", "count", str(len(members)), figure.figure, verdict,
                      (figure,), note)  # fmt: skip


def _listed(before: str, after: str) -> tuple[list[str], bool]:
    """The members listed right before or behind a count, and whether 等 leaves the list open."""
    behind = re.match(r"[^，。；：！？、]{0,12}(?:：|（)([^：）]*)", after)
    if behind and "；" in behind[1]:
        clauses = [c for c in re.split("；", behind[1].rstrip("。")) if c]
        return clauses, False
    if behind and "、" in behind[1]:
        listed = re.split("[，。；！？]", behind[1])[0]
        return _members(listed)
    quoted = re.search(r"“([^“”]+、[^“”]+)”\Z", before)
    if quoted:
        return _members(quoted[1])
    plain_list = re.search(
        r"(?:\A|[，。；：！？“（])([^，。；：！？“”（）]+、[^，。；：！？“（）]+)\Z", before
    )
    if not plain_list:
        return [], False
    members, more = _members(plain_list[1])
    # The first member may carry the verb in front of the list (一共收集甲、乙).
    named = all(len(m) <= LONGEST_NAME for m in members[1:])
    return (members, more) if named else ([], False)


def _members(text: str) -> tuple[list[str], bool]:
    """The members between the 、 of a list, and whether it ends in 等."""
    more = bool(re.search(r"等[^、]{0,4}\Z", text))
    members = [m for m in re.split(r"、|(?<=[^、])(?:以及|和|及)(?=[^、]{2,}\Z)", text) if m]
    return ([], False) if any(len(m) > LONGEST_MEMBER for m in members) else (members, more)


def respective(figures: Sequence[Figure]) -> Iterator[Finding]:
    """甲、乙、丙，分别不超过5个、6个、7个: as many limits as classes."""
    chain: list[Figure] = []
    for i, figure in enumerate(figures):
        gap = figure.text[figures[i - 1].end : figure.at] if i else ""
        if not chain or gap != "、":
            chain = []
        chain.append(figure)
        following = figures[i + 1].at if i + 1 < len(figures) else len(figure.text)
        ends = figure.text[figure.end : following] != "、"
        before = figure.text[max(0, chain[0].at - REACH) : chain[0].at]
        if ends and len(chain) > 1 and "分别" in before[-8:]:
            named = re.findall(r"[^，。；：！？、“”]+(?:、[^，。；：！？、“”]+)+", before)
            if named and len(named[-1].split("、")) == len(chain):
                values = "、".join(show(f.value) for f in chain)
                yield Finding("as many figures as classes (分别)", "count", str(len(chain)),
                              values, "agrees", tuple(chain), named[-1][:40])  # fmt: skip


def growths(figures: Sequence[Figure]) -> Iterator[Finding]:
    """60元，增长20%: the level before, implied."""
    for level, growth in pairwise(figures):
        between = level.text[level.end : growth.at]
        if growth.unit != "%" or growth.change != "growth" or level.change != "level":
            continue
        if level.unit == "%" or len(between) > 16 or _SEGMENT.search(between):
            continue
        sign = -1 if re.search("下降|减少|降低", between) else 1
        factor = Decimal(1) + sign * growth.value / 100
        base = ratio(level.value, factor)
        if base is not None:
            note = "" if exact(level, growth) else "a bound: one figure is printed as approximate"
            yield Finding("level before the growth", f"{show(level.value)} / {show(factor)}",
                          show(base), f"{level.figure}; {growth.figure}", "derived",
                          (level, growth), note)  # fmt: skip


def changes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """从9个减到4个: the difference and the share of the first."""
    for a, b in pairwise(figures):
        between = a.text[a.end : b.at]
        if a.unit != b.unit or a.change != "comparison" or not re.search("[到至]", between):
            continue
        share = ratio((b.value - a.value) * 100, a.value)
        if "，" in between or share is None:
            continue
        note = "" if exact(a, b) else "a bound: one figure is printed as approximate"
        yield Finding("change from one level to another",
                      f"{show(b.value)} - {show(a.value)}; ({show(b.value)} - {show(a.value)}) / "
                      f"{show(a.value)}",
                      f"{show(b.value - a.value)}; {show(share)} %", f"{a.figure}; {b.figure}",
                      "derived", (a, b), note)  # fmt: skip


def shares(figures: Sequence[Figure]) -> Iterator[Finding]:
    """9家，占全部的三分之一: the total, implied."""
    for part, share in pairwise(figures):
        between = part.text[part.end : share.at]
        if (
            share.unit != "%"
            or part.unit in ("%", "名", "倍")
            or not re.search("(?:\\A|，)[已约仅]?占(?!比)", between)
        ):
            continue
        total = ratio(part.value * 100, share.value)
        if total is not None and len(between) <= 16 and not _SEGMENT.search(between):
            yield Finding("whole a share implies", f"{show(part.value)} / {show(share.value)}%",
                          show(total), f"{part.figure}; {share.figure}", "derived",
                          (part, share), "the whole itself is not printed")  # fmt: skip


def members(figures: Sequence[Figure]) -> Iterator[Finding]:
    """在9家甲中，有4家; 收到9个，退回4个: a share."""
    for whole, part in pairwise(figures):
        between = whole.text[whole.end : part.at]
        tied = re.search(r"中，?(?:有|其中有?)\Z", between) or re.fullmatch(
            r"，(?:已)?(?:办结|完成|毕业)", between
        )
        if whole.unit != part.unit or not tied or part.value > whole.value:
            continue
        share = ratio(part.value * 100, whole.value)
        if share is not None:
            yield Finding("share of the figure before", f"{show(part.value)} / {show(whole.value)}",
                          f"{show(share)} %", f"{whole.figure}; {part.figure}", "derived",
                          (whole, part))  # fmt: skip


def differences(figures: Sequence[Figure]) -> Iterator[Finding]:
    """用4天，比甲提前了5天: the term compared with, implied."""
    for level, less in pairwise(figures):
        between = level.text[level.end : less.at]
        if less.change != "difference" or level.unit != less.unit or _SEGMENT.search(between):
            continue
        if re.search(r"比[^，。；]{2,12}(?:提前|缩短|减少|少)了?", between):
            yield Finding("level that the difference implies",
                          f"{show(level.value)} + {show(less.value)}",
                          show(level.value + less.value), f"{level.figure}; {less.figure}",
                          "derived", (level, less), "not printed itself")  # fmt: skip


def excesses(figures: Sequence[Figure]) -> Iterator[Finding]:
    """9份，超出……5家: the first is the larger."""
    for a, b in pairwise(figures):
        between = a.text[a.end : b.at]
        if not re.match(r"，?(?:远远|远|大大)?(?:超出|超过|高于|多于)[^，。；]{2,}", between):
            continue
        times = ratio(a.value, b.value)
        if times is not None and a.value > b.value and len(between) <= 20:
            yield Finding("one figure exceeds another", f"{show(a.value)} / {show(b.value)}",
                          show(times), f"{a.figure}; {b.figure}", "agrees", (a, b))  # fmt: skip
