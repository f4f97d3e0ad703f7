"""Every relation between the figures of one sentence, found by rules and worked out.

Each rule is a function from the figures of a sentence to findings. A rule speaks only where the
wording ties the figures together; where it does not, silence is better than a false alarm.
"""

from collections.abc import Iterator, Sequence

from analysis.enumerations import respective
from analysis.growths import changes, compared, differences, excesses, growths, multiples
from analysis.parts import joined_wholes, means, members, rates, shares, totals, wholes
from analysis.relations import Figure, Finding

RULES = (
    multiples, wholes, joined_wholes, totals, respective, growths, changes, compared, shares, rates,
    members, means, differences, excesses,
)  # fmt: skip


def findings(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Every relation among the figures of one sentence, in a fixed order."""
    for rule in RULES:
        yield from rule(figures)
