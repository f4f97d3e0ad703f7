"""Upright headings: read from a page one or two characters a line, they are runs of short lines."""

from collections.abc import Iterator, Sequence

from analysis.layout import Row

# A vertical heading is read one or two characters a line; fewer lines may be a broken word.
FEWEST_VERTICAL_LINES = 4
_VERTICAL_LONGEST = 3


def mark_vertical_headings(rows: Sequence[Row], few: Sequence[tuple[int, Row]]) -> None:
    """Set the role `heading` on runs of lines of one or two characters, all among the `few`."""
    for number, (first, last) in enumerate(_vertical_runs(rows, few), start=1):
        if first == last and len(rows[first].text) > 1:
            continue  # a name that stands apart
        for row in rows[first : last + 1]:
            row.role, row.confidence, row.vertical = "heading", 0.97, number


def _vertical_runs(
    rows: Sequence[Row], few: Sequence[tuple[int, Row]]
) -> Iterator[tuple[int, int]]:
    """Runs of lines of one or two characters, as (first, last); a wider gap parts two runs."""
    slivers = [at for at, row in few if _is_sliver(row)]
    if len(slivers) < FEWEST_VERTICAL_LINES:
        return
    first = slivers[0]
    for at, after in zip(slivers, [*slivers[1:], len(rows) + 1], strict=True):
        if after == at + 1:
            continue
        if at + 1 - first >= FEWEST_VERTICAL_LINES:
            yield from _parted(rows, first, at)
        first = after


def _is_sliver(row: Row) -> bool:
    """Whether the row could be one step of a vertical line."""
    short = 0 < len(row.text) <= _VERTICAL_LONGEST >= len(row.raw) - 1
    return short and not (row.role or row.level or row.stop)


def _parted(rows: Sequence[Row], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The run cut at gaps wider than its usual one."""
    usual = sorted(row.gap for row in rows[first + 1 : last + 1])[(last - first) // 2]
    start = first
    for at in range(first + 1, last + 1):
        if rows[at].gap > usual:
            yield start, at - 1
            start = at
    yield start, last
