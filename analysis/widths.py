"""The widths of a page's lines as numbers: how they are counted, which of them agree.

Widths are in em. Nothing here knows of lines; `columns` does.
"""

from bisect import insort
from collections.abc import Sequence

# A column is known by so many full lines of one width; fewer agree by chance.
FEWEST_FULL_LINES = 3
# Full lines of one column differ by about one em (a mark that may not begin a line, compressed
# marks); beyond this the column is another one.
COLUMN_TOLERANCE = 2.5
# Running text has a comma or stop in more than every second line, headings in few.
COMMA_SHARE = 0.3

# No line is as wide.
_FAR = float("inf")


def middle(values: Sequence[float]) -> float:
    """The median; `statistics.median` without its checks, which cost more than the sorting."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread_of(widths: Sequence[float]) -> float:
    """Sum of distances from the median: what the upper half has more than the lower."""
    ordered = sorted(widths)
    half = len(ordered) // 2
    return sum(ordered[len(ordered) - half :]) - sum(ordered[:half])


def columns_of(commas: Sequence[int], widths: Sequence[float]) -> list[tuple[int, int]]:
    """Groups of full lines that are running text: a part of them has a comma or a stop.

    Parameters
    ----------
    commas
        How many lines before each place have one; one number more than there are lines.
    widths
        The full lines', in order.
    """
    return [
        (first, last)
        for first, last in runs_of_widths(widths)
        if commas[last] - commas[first] >= COMMA_SHARE * (last - first)
    ]


def runs_of_widths(widths: Sequence[float]) -> list[tuple[int, int]]:
    """Runs of agreeing widths, as (first, past last); a single outlier does not end a run.

    A width agrees that differs little from the median of the run's last nine. Of nine, the median
    moves by one place at most with each new width, and by none with one between its neighbours:
    so it is known for several new widths where it lies at least, and what agrees whatever it is.
    """
    groups: list[tuple[int, int]] = []
    beyond = [*widths[1:], _FAR, _FAR]
    # Of the run: its first place, its widths, of how many the last nine are known, in order.
    first, run, known = 0, [], 0
    recent: list[float] = []
    least, most = -_FAR, _FAR
    # Widths that surely agree; those that leave the median where it is; how many others may come.
    lowest, highest, low, high, room = _FAR, -_FAR, 0.0, 0.0, 0
    for at, width in enumerate(widths):
        if lowest <= width <= highest:
            run.append(width)
            if low <= width <= high:
                continue
            room -= 1
            if room:
                continue
        else:
            if len(run) != known:
                known, usual = len(run), sorted(run[-9:])[4]
                least, most = usual - COLUMN_TOLERANCE, usual + COLUMN_TOLERANCE
            if least <= width <= most:
                run.append(width)
                if known < 8:
                    insort(recent, width)
                    known += 1
                    usual = (recent[known // 2] + recent[(known - 1) // 2]) / 2
                    least, most = usual - COLUMN_TOLERANCE, usual + COLUMN_TOLERANCE
                    continue
            elif least <= beyond[at] <= most or least <= beyond[at + 1] <= most:
                continue
            else:
                if known >= FEWEST_FULL_LINES:
                    groups.append((first, at))
                first, run, recent, known = at, [width], [width], 1
                least, most = width - COLUMN_TOLERANCE, width + COLUMN_TOLERANCE
                lowest, highest = _FAR, -_FAR
                continue
        recent = sorted(run[-9:])
        known, low, usual, high, room = len(run), recent[2], recent[4], recent[6], 3
        least, most = usual - COLUMN_TOLERANCE, usual + COLUMN_TOLERANCE
        lowest, highest = high - COLUMN_TOLERANCE, low + COLUMN_TOLERANCE
    return [*groups, (first, len(widths))] if len(run) >= FEWEST_FULL_LINES else groups
