"""Figures that a reader annotated, each beside the row of the ledger that fits it."""

from collections.abc import Callable, Iterable
from decimal import Decimal

Row = dict[str, str]


def number(text: str) -> Decimal | None:
    """The value of a cell; None for an empty one."""
    return Decimal(text) if text else None


def paired(
    annotated: Iterable[Row], ledger: Iterable[Row], fits: Callable[[Row, Row], bool]
) -> tuple[list[tuple[Row, Row | None]], list[Row]]:
    """Pairs of (annotated row, our row or None), and our rows that no annotated row takes.

    Of several rows that fit the one is taken that has most characters of `measured` in common.
    """
    ours, pairs = list(ledger), []
    for row in annotated:
        found = [mine for mine in ours if fits(row, mine)]
        found.sort(key=lambda mine: -len(set(mine["measured"]) & set(row["measured"])))
        pairs.append((row, found[0] if found else None))
        if found:
            ours = [mine for mine in ours if mine is not found[0]]
    return pairs, ours
