"""Lists behind or before a count (三大领域：甲、乙、丙): the members, counted.

A list that does not match is passed over, unless it is closed and its members are of one make.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.numerals import numerals
from analysis.relations import Figure, Finding, show

# Longest list that is counted, and longest member: beyond it, 、 joins clauses, not members.
LONGEST_LIST, LONGEST_MEMBER = 12, 30
# A list without marks before a count is one of names: longer members are clauses.
LONGEST_NAME = 10
# Only members this short and this much alike in length let a list contradict its count.
SHORT_MEMBER, ALIKE = 8, 1
# How far before a row of figures its classes are looked for, in characters.
REACH = 200
# Measure words behind which a count is one of kinds that a sentence may list.
_CLASS = "大类|大|个|类|项|种|条|方面|方|级|镇|治|所|座|家|块"
_COUNT = re.compile(rf"(?P<n>1?\d|[两二三四五六七八九十])(?P<unit>{_CLASS})(?!月|半|多|余)")
_NOUN = r"[^，。；：！？、“”（）《》\d]{0,12}”?[^，。；：！？、“”（）《》\d]{0,6}"
_BEHIND = re.compile(
    rf"{_NOUN}(?P<mark>：|（|——|，即|即|，?分别为|，?分别是|，?包括|，?包含)(?P<list>[^。！？]*)"
)
_SHUT = re.compile("：|（|即|分别")
_FIRST = re.compile("首(?:个|台|家|次|创|批|例|座|条|款)")
_OPEN_END = re.compile(r"等[^、]{0,8}\Z")


@dataclass(frozen=True)
class Listing:
    """Members beside a count: whether 等 leaves the list open, and whether it must be whole."""

    members: tuple[str, ...]
    open: bool = False
    shut: bool = False


def lists(text: str, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Every count of a sentence whose members are listed beside it.

    A count that the ledger has no row for (“六个先行”) is checked as well; its finding then holds
    no figure.
    """
    for match in _COUNT.finditer(text):
        number = int(numerals(match["n"].replace("两", "二"))[0].value)
        if not 2 <= number <= LONGEST_LIST or re.search(r"[\d第.]\Z", text[: match.start()]):
            continue
        figure = next((f for f in figures if f.at <= match.start() < f.end), None)
        if figure is not None and (figure.value != number or figure.unit in ("年", "%", "元")):
            continue
        listing = listed(text[: match.start()].rstrip("“"), text[match.end() :])
        verdict = _verdict(listing, number)
        if verdict:
            note = "、".join(m[:12] for m in listing.members)
            note = "等 ends the list: these are examples" if listing.open else note
            yield Finding("members listed", "count", str(len(listing.members)),
                          figure.figure if figure else match.group(), verdict,
                          (figure,) if figure else (), note)  # fmt: skip


def _verdict(listing: Listing, number: int) -> str:
    """What a list says of the count beside it; empty where it says nothing."""
    members, count = listing.members, len(listing.members)
    if count < 2:
        return ""
    if listing.open:
        return "consistent" if count <= number else ""
    if count == number:
        return "agrees"
    lengths = [len(member) for member in members]
    alike = max(lengths) <= SHORT_MEMBER and max(lengths) - min(lengths) <= ALIKE
    plain = not any(re.search("[和与及“”（）]", member) for member in members)
    return "contradicts" if listing.shut and alike and plain and count > 2 else ""


def listed(before: str, after: str) -> Listing:
    """The members that stand behind a count, else right before it."""
    behind = _BEHIND.match(after)
    if behind:
        found = _behind(behind["mark"], behind["list"])
        if len(found.members) > 1:
            return found
    quoted = re.search(r"“([^“”]+、[^“”]+)\Z", before.removesuffix("”"))
    if before.endswith("”") and quoted:
        return _members(quoted[1])
    row = re.search(r"((?:“[^“”]+”、)+“[^“”]+”)\Z", before)
    if row:
        return _members(row[1])
    names = re.search(
        r"(?:\A|[，。；：！？“（])([^，。；：！？“”（）]+、[^，。；：！？“（）]+)\Z", before
    )
    if not names:
        return Listing(())
    found = _members(names[1].removesuffix("”"))
    # The first member may carry the verb in front of the list (一共收集甲、乙).
    named = all(len(m) <= LONGEST_NAME for m in found.members[1:])
    return found if named else Listing(())


def _behind(mark: str, text: str) -> Listing:
    """The members of a list behind a count, up to where its sentence or bracket closes."""
    if mark == "（":
        text = text.partition("）")[0]
    shut = bool(_SHUT.search(mark))
    if "；" in text and mark in ("：", "（", "——"):
        clauses = [c for c in text.rstrip("。").split("；") if c]
        if not any("：" in c for c in clauses[1:]):
            return Listing(tuple(clauses), False, False)
    run = re.split("[，；]", text)[0]
    firsts = _FIRST.findall(run)
    members = _members(run)
    if len(firsts) > 1 and "、" in run and len(firsts) == len(members.members):
        return Listing(members.members)
    closed = shut and len(run) == len(text)
    return Listing(members.members, members.open, closed)


def _members(text: str) -> Listing:
    """The members between the 、 of a list; 、 inside “…” or （…） does not divide."""
    more = bool(_OPEN_END.search(text))
    flat = re.sub(r"“[^“”]*”|（[^（）]*）|《[^《》]*》", lambda m: "〇" * len(m.group()), text)
    cuts = [m.span() for m in re.finditer(r"、|(?<=[^、])(?:以及|和|及|与)(?=[^、]{2,}\Z)", flat)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    members = tuple(text[a:b] for a, b in zip(starts, ends, strict=True) if b > a)
    return Listing(()) if any(len(m) > LONGEST_MEMBER for m in members) else Listing(members, more)


def respective(figures: Sequence[Figure]) -> Iterator[Finding]:
    """甲、乙、丙，分别不超过5个、6个、7个: as many limits as classes."""
    chain: list[Figure] = []
    for i, figure in enumerate(figures):
        gap = figure.text[figures[i - 1].end : figure.at] if i else ""
        if not chain or gap not in ("、", "和", "及"):
            chain = []
        chain.append(figure)
        following = figures[i + 1].at if i + 1 < len(figures) else len(figure.text)
        ends = figure.text[figure.end : following] not in ("、", "和", "及")
        before = figure.text[max(0, chain[0].at - REACH) : chain[0].at]
        if ends and len(chain) > 1 and "分别" in before[-8:]:
            named = re.findall(r"[^，。；：！？、“”]+(?:[、和][^，。；：！？、“”]+)+", before)
            if named and len(re.split("[、和]", named[-1])) == len(chain):
                values = "、".join(show(Decimal(f.value)) for f in chain)
                yield Finding("as many figures as classes (分别)", "count", str(len(chain)),
                              values, "agrees", tuple(chain), named[-1][:40])  # fmt: skip
