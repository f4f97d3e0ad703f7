"""A figure in its place, a relation between figures, and how a printed result is judged.

The rules that find relations (`parts`, `growths`, `enumerations`) share what stands here: within
which bounds a printed figure holds its number, and what follows where a result does not come out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis import schema
from analysis.numerals import EXACT, fold, plain, read

# Between figures that are tied together stands none of these.
SEGMENT = re.compile(r"[；。！？]")
CLAUSE = re.compile(r"[，；。！？：、（）]")
# 近 and 约 are read as: within this share below, or on either side.
ABOUT = Decimal("0.1")
# Results that miss by less than this share of the printed result are not called contradictions.
NEAR = Decimal("0.02")
# A derived result keeps this many significant digits, or as many as the shortest figure has.
DIGITS = 3
# No figure is printed with more digits before the decimal point; longer ones are left alone.
LONGEST = 18
_BELOW = re.compile("近|将近|接近|不到|不足")
_TENS = re.compile("几|数|余|多")
_FRACTION = re.compile(
    r"([一二两三四五六七八九十\d]+)分之([一二两三四五六七八九十\d]+)|(\d+)/(\d+)"
)
_PRINTED = re.compile(r"\d+(?:\.(\d+))?")


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
    upper: Decimal | None = None


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


Range = tuple[Decimal, Decimal | None]


def show(value: Decimal) -> str:
    """The value with at most four decimals.

    >>> show(Decimal(10565) / Decimal(6675)), show(Decimal("1E+3"))
    ('1.5828', '1000')
    """
    return format(plain(value.quantize(Decimal("0.0001"), context=EXACT)), "f")


def as_printed(figure: Figure) -> str:
    """The value, a fraction as one: 三分之一 is 1/3 and not 33.3333."""
    match = _FRACTION.search(fold(figure.figure))
    whole, part = (match[1] or match[4], match[2] or match[3]) if match else ("", "")
    numbers = [read(text) for text in (part, whole)]
    return show(figure.value) if None in numbers else "/".join(show(n) for n in numbers)


def sensible(value: Decimal, *of: Decimal) -> str:
    """The value with as many significant digits as the shortest number it comes from, at least 3.

    >>> sensible(Decimal(17) * 100 / Decimal(99), Decimal(17), Decimal(99))
    '17.2'
    >>> sensible(Decimal("4380103934.6696"), Decimal(5900000000), Decimal("1.347"))
    '4380000000'
    """
    digits = max(DIGITS, min((significant(number) for number in of), default=DIGITS))
    if not value:
        return "0"
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return format(plain(value.quantize(step, context=EXACT)), "f")


def significant(value: Decimal) -> int:
    """Significant digits of a number as printed, trailing zeros left out."""
    return len(value.normalize(EXACT).as_tuple().digits)


def ratio(a: Decimal, b: Decimal) -> Decimal | None:
    """A / b, `None` where b is zero."""
    return EXACT.divide(a, b) if b else None


def exact(*figures: Figure) -> bool:
    """Whether all figures are printed without 近, 余, 超."""
    return all(figure.operator == "=" and figure.upper is None for figure in figures)


def rounded(value: Decimal, printed: Decimal) -> bool:
    """Whether `printed` is `value` rounded to the decimals that are printed."""
    step = Decimal(1).scaleb(min(0, printed.as_tuple().exponent))
    return abs(value - printed) * 2 <= step


def clause(figure: Figure) -> str:
    """The text before a figure, back to the nearest comma or stop."""
    before = figure.text[: figure.at]
    marks = [match.end() for match in CLAUSE.finditer(before)]
    return before[marks[-1] if marks else 0 :]


def between(a: Figure, b: Figure) -> str:
    """The text from the end of one figure to the next one."""
    return a.text[a.end : b.at]


def bounds(figure: Figure) -> Range:
    """The lowest and the highest number that the printed figure may stand for.

    An exact figure is taken as rounded to its last digit; 1200余 lies below 1300, 几十 below 100;
    of 超 the upper end is open (`None`).
    """
    value, step = figure.value, _step(figure)
    if figure.upper is not None:
        top = figure.upper
        if _TENS.match(figure.figure.lstrip("约近")):
            top += Decimal(1).scaleb(top.adjusted())
        return value, top
    if figure.operator in (">", ">="):
        if _TENS.search(figure.figure) and value:
            return value, value + Decimal(1).scaleb(_zeros(value))
        return value, None
    if figure.operator in ("<", "<="):
        return Decimal(0), value
    if figure.operator == "~":
        high = value if _BELOW.match(figure.figure) else value * (1 + ABOUT)
        return value * (1 - ABOUT), high
    return value - step / 2, value + step / 2


def _zeros(value: Decimal) -> int:
    """Power of ten of the last digit that is not zero."""
    return int(value.normalize(EXACT).as_tuple().exponent)


def _step(figure: Figure) -> Decimal:
    """One unit of the last printed digit: 0.1亿 for 3.2亿."""
    match = _PRINTED.search(figure.figure.replace(",", "").replace("，", ""))
    if not match or "分之" in figure.figure:
        return Decimal(1) if "分之" in figure.figure else Decimal(0)
    times = ratio(figure.value, Decimal(match.group()))
    return Decimal(0) if times is None else times.scaleb(-len(match[1] or ""))


def quotient(a: Range, b: Range) -> Range:
    """The bounds of a / b for positive numbers; an open end where b may be zero."""
    low = Decimal(0) if b[1] is None else ratio(max(a[0], Decimal(0)), b[1]) or Decimal(0)
    high = None if a[1] is None or b[0] <= 0 else ratio(a[1], b[0])
    return low, high


def meets(a: Range, b: Range) -> bool:
    """Whether two ranges have a number in common."""
    return (a[1] is None or b[0] <= a[1]) and (b[1] is None or a[0] <= b[1])


def spelled(value: Range) -> str:
    """A range in words.

    >>> spelled((Decimal(12), None)), spelled((Decimal(12), Decimal(13)))
    ('at least 12', '12 to 13')
    """
    low = sensible(value[0], value[0])
    return f"at least {low}" if value[1] is None else f"{low} to {sensible(value[1], value[1])}"


def judge(
    printed: Figure, computed: Decimal, allowed: Range, others: Sequence[Figure], *, tied: bool
) -> tuple[schema.Verdict, str] | None:
    """What a computed result says of the printed one; `None` where nothing ties them together.

    Parameters
    ----------
    printed
        The figure that states the result.
    computed, allowed
        The result, and its bounds when rounding and 近, 余, 超 are allowed for.
    others
        The figures that it was computed from.
    tied
        Whether the wording leaves no other reading; only then can the result contradict.
    """
    sharp = exact(printed, *others)
    if sharp and computed == printed.value:
        return "agrees", ""
    if sharp and rounded(computed, printed.value):
        return "agrees_rounded", "rounded to the decimals printed"
    if meets(allowed, bounds(printed)):
        if sharp:
            return "agrees_rounded", "within the rounding of the figures printed"
        return "consistent", "a figure is printed as approximate or as a bound"
    if not tied:
        return None
    if not sharp:
        return "loose", "a figure is printed as approximate or as a bound"
    if abs(computed - printed.value) <= NEAR * abs(printed.value):
        return "loose", "near, but not the result printed: cut off or of other figures"
    return "contradicts", "the figures printed do not give the result printed"
