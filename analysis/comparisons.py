"""Figures of different sentences: one quantity printed twice, slips of unit, totals that fall."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from analysis import schema
from analysis.relations import (
    Figure,
    Finding,
    as_printed,
    between,
    clause,
    exact,
    ratio,
    show,
    significant,
)
from analysis.repeats import REPEATING_ROLES
from analysis.similar import alike, phrase, same, same_quantities

_HEADS = ("headline", "kicker", "deck", "subhead", "sidebar", "caption")
# 万 for 亿, or one of them left out; a lost or doubled zero only where three digits are the same.
SLIPS = {10_000: "万", 100_000_000: "亿"}
_KINDS = re.compile(r"[类种批组项]\Z")
# Amounts that do not add up over places, so that two of them invite a comparison.
_RATES = ("%", "工作日", "天", "小时", "分钟")


def repeats(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Figures of a headline, box or caption against those of the text that they repeat."""
    known = {f.indicator_id: f for f in figures}
    for figure in figures:
        original = known.get(figure.duplicate_of)
        if original is None or figure.unit == "倍":
            continue
        equal = original.operator == figure.operator
        yield Finding(
            "heading, box or caption repeats the text" if figure.role in REPEATING_ROLES
            else "a later sentence repeats the text",
            f"{show(original.value)} = {show(figure.value)}", show(original.value),
            f"{original.figure}; {figure.figure}",
            "agrees" if equal else "loose", (original, figure),
            "" if equal else "printed once as exact and once as approximate or a bound",
        )  # fmt: skip


def boxes(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A multiple that stands alone (是甲年的2倍) repeats one of the running text."""
    known = {f.indicator_id: f for f in figures}
    for figure in figures:
        if figure.unit == "倍" and figure.duplicate_of in known:
            yield Finding("multiple in the text and in the box", "equal", figure.figure,
                          known[figure.duplicate_of].figure, "agrees",
                          (known[figure.duplicate_of], figure))  # fmt: skip


def same_quantity(
    rows: Sequence[Mapping[str, object]], figures: Mapping[str, Figure]
) -> Iterator[Finding]:
    """One quantity printed in two places, each against the place before."""
    for members in same_quantities(rows):
        known = [r for r in members if r["indicator_id"] in figures]
        for x, y in pairwise(known):
            a, b = figures[str(x["indicator_id"])], figures[str(y["indicator_id"])]
            if fallen := _fallen(a, b, x, y):
                yield fallen
            elif a.sentence_id != b.sentence_id:
                yield two_places(a, b, x, y)


def two_places(a: Figure, b: Figure, x: Mapping[str, object], y: Mapping[str, object]) -> Finding:
    """The finding for two figures of what seems one quantity; `x` and `y` are their rows."""
    relation = "same quantity in two places"
    if a.article_id != b.article_id:
        relation += " (two articles)"
    if a.value == b.value and not _definition(a, b, x, y):
        verdict, note = ("agrees", "") if a.operator == b.operator else (
            "loose", "printed once as exact and once as approximate or a bound")  # fmt: skip
    else:
        verdict, note = unequal(a, b, x, y)
    slip = _slip(a, b)
    if slip and verdict in ("contradicts", "not_comparable"):
        relation, note = "slip of a unit suspected", f"{note}; {slip}"
    # | sets two values side by side without saying that they are or should be equal.
    sign = "|" if verdict == "not_comparable" else "="
    # As in `repeats`: what the second place should print, which is what the first one prints.
    computed = "" if verdict == "not_comparable" else show(a.value)
    return Finding(relation, f"{as_printed(a)} {sign} {as_printed(b)}", computed,
                   f"{a.figure}; {b.figure}", verdict, (a, b), note)  # fmt: skip


def _definition(a: Figure, b: Figure, x: Mapping[str, object], y: Mapping[str, object]) -> bool:
    """Whether two figures are defined differently, as far as their words tell."""
    return not same(x, y) and a.article_id != b.article_id


def unequal(
    a: Figure, b: Figure, x: Mapping[str, object], y: Mapping[str, object]
) -> tuple[schema.Verdict, str]:
    """Why two unequal figures need not be one quantity; a contradiction only where nothing is.

    Every reason says whether scope, definition, period or precision keeps them apart.
    """
    if a.district != b.district or (a.system and b.system and a.system != b.system):
        one, two = (a.district or a.system, b.district or b.system)
        one, two = (one, two) if one != two else (a.system, b.system)
        return "not_comparable", f"scope: {one or 'no area printed'} / {two or 'no area printed'}"
    if not alike(x, y):
        return "not_comparable", f"definition: {a.measured} / {b.measured}"
    if (a.first, a.last) != (b.first, b.last) or not a.period or not b.period:
        spans = [f"{f.period or 'no period printed'} ({f.last or '?'})" for f in (a, b)]
        return "not_comparable", f"period: {spans[0]} / {spans[1]}"
    if not exact(a, b):
        return "not_comparable", "precision: a figure is approximate or a bound"
    if a.change != b.change:
        return "not_comparable", f"definition: {a.change} / {b.change}"
    if phrase(x) != phrase(y):
        return "not_comparable", f"scope: {a.measured} / {b.measured}"
    if not _must_agree(a, b):
        return "not_comparable", "scope: nothing says that the two must be one number"
    return "contradicts", "one quantity of one time is printed with two values"


def _must_agree(a: Figure, b: Figure) -> bool:
    """Whether the places tie two figures of the same words and period to one number."""
    if a.article_id == b.article_id and (a.role in _HEADS) != (b.role in _HEADS):
        return True
    # Elsewhere the whole clause has to be the same, down to the measure word.
    return len(clause(a)) > 5 and clause(a) == clause(b)


def _slip(a: Figure, b: Figure) -> str:
    """What a slip of unit would explain: the same digits, a factor of ten thousand apart."""
    low, high = sorted((abs(a.value), abs(b.value)))
    times = ratio(high, low)
    word = SLIPS.get(int(times)) if times is not None and times == int(times) else None
    return f"a factor of {word} between the same digits" if word and significant(low) > 1 else ""


def _fallen(
    a: Figure, b: Figure, x: Mapping[str, object], y: Mapping[str, object]
) -> Finding | None:
    """The finding for a running total that is smaller at the later date."""
    running = all("累计" in clause(f) or "累计" in f.measured for f in (a, b))
    if not running or a.last == b.last or not (a.last and b.last) or not same(x, y):
        return None
    early, late = (a, b) if a.last < b.last else (b, a)
    if late.value >= early.value or not exact(a, b) or a.district != b.district:
        return None
    one_year = early.last[:4] == late.last[:4] and early.period and late.period
    verdict = "contradicts" if one_year and phrase(x) == phrase(y) else "not_comparable"
    note = "a running total cannot fall" if one_year else (
        "period: a running total may begin anew each year")  # fmt: skip
    return Finding("running total that falls", f"{show(late.value)} < {show(early.value)}",
                   show(late.value - early.value), f"{early.figure}; {late.figure}", verdict,
                   (early, late), note)  # fmt: skip


def beside(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Two figures of one sentence that invite a comparison which their scope forbids."""
    for a, b in pairwise(figures):
        if a.sentence_id != b.sentence_id or a.kind != "measure" or b.kind != "measure":
            continue
        gap, note = between(a, b), ""
        if a.unit == b.unit and a.unit in _RATES and a.value != b.value:
            if "；" in gap and a.district != b.district and a.district and b.district:
                note = f"scope: {a.district} / {b.district}"
            elif a.unit == "%" and re.match("[、和]|的?[一-鿿]{0,8}[、和，]", gap) and \
                    a.change == b.change != "growth" and a.measured != b.measured:  # fmt: skip
                note = f"definition: shares of {a.measured} / {b.measured}"
        elif len(gap) <= 1 and a.measured == b.measured and _KINDS.search(a.unit) and \
                a.unit != b.unit and b.unit not in (*_RATES, "倍"):  # fmt: skip
            note = f"definition: {a.unit} count kinds, {b.unit} what belongs to them"
        if note:
            yield Finding("two figures side by side", f"{as_printed(a)} | {as_printed(b)}", "",
                          f"{a.figure}; {b.figure}", "not_comparable", (a, b), note)  # fmt: skip
