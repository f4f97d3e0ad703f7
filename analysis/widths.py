"""The widths of a page's lines as numbers: how they are counted, which of them agree.

Widths are in em. Nothing here knows of lines; `layout` does.
"""

from collections.abc import Iterator, Sequence

# A column is known by so many full lines of one width; fewer agree by chance.
FEWEST_FULL_LINES = 3
# Full lines of one column differ by about one em (a mark that may not begin a line, compressed
# marks); beyond this the column is another one.
COLUMN_TOLERANCE = 2.5
# Running text has a comma or stop in more than every second line, headings in few.
COMMA_SHARE = 0.3

# The lines of a run that the next one is compared with.
_RECENT = 9
# So many lines are compared with each other at once.
_STRETCH = 16
# So many widths more move the median of that many by so many places at most.
_SURE = 3

# Room in em of a quotation mark, a space and a mark read half-width: a mark is set full or half, a
# justified line is stretched at its spaces.
_WAYS = ((1.0, 0.5), (0.0, 0.25, 0.5), (1.0, 0.5))
Way = tuple[float, float, float]
PLAIN: Way = (1.0, 0.0, 1.0)


def middle(values: Sequence[float]) -> float:
    """The median; `statistics.median` without its checks, which cost more than the sorting."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def by_way(
    sure: Sequence[float], counts: Sequence[Sequence[int]]
) -> Iterator[tuple[Way, Sequence[float]]]:
    """The ways to count, each with its widths; of those that come to the same only the first.

    Parameters
    ----------
    sure
        What is sure of each line's width.
    counts
        Quotation marks, spaces and marks read half-width, of each line.
    """
    quotes, spaces, marks = (
        rooms if any(kind) else rooms[:1] for rooms, kind in zip(_WAYS, counts, strict=True)
    )
    for quote in quotes:
        with_quotes = added(sure, counts[0], quote - 1)
        for space in spaces:
            with_spaces = added(with_quotes, counts[1], space)
            for mark in marks:
                yield (quote, space, mark), added(with_spaces, counts[2], mark - 1)


def beyond_sure(way: Way) -> Way:
    """What each of the counted adds to a width that has quotation marks and marks full already."""
    return way[0] - 1, way[1], way[2] - 1


def added(widths: Sequence[float], counts: Sequence[int], room: float) -> Sequence[float]:
    """The widths with so much room for each of the counted."""
    if not room:
        return widths
    return [width + room * n for width, n in zip(widths, counts, strict=True)]


def spread_of(widths: Sequence[float]) -> float:
    """Sum of distances from the median: what the upper half has more than the lower."""
    ordered = sorted(widths)
    half = len(ordered) // 2
    return sum(ordered[len(ordered) - half :]) - sum(ordered[:half])


def columns_of(commas: Sequence[bool], widths: Sequence[float]) -> list[tuple[int, int]]:
    """Groups of full lines that are running text: a part of them has a comma or a stop."""
    return [
        (first, last)
        for first, last in runs_of_widths(widths)
        if sum(commas[first:last]) >= COMMA_SHARE * (last - first)
    ]


def runs_of_widths(widths: Sequence[float]) -> list[tuple[int, int]]:
    """Runs of agreeing widths, as (first, past last); a single outlier does not end a run.

    A width agrees that differs little from the median of the run's last few. Where a stretch of
    widths and the last few before it differ little from each other, all of it agrees.
    """
    groups: list[tuple[int, int]] = []
    widths = list(widths)
    first, run = 0, widths[:1]
    for start in range(1, len(widths), _STRETCH):
        stretch = widths[start : start + _STRETCH]
        near = run[-_RECENT:] + stretch
        if max(near) - min(near) <= COLUMN_TOLERANCE:
            run += stretch
        else:
            first, run = _one_by_one(widths, start, first, run, groups)
    if len(run) >= FEWEST_FULL_LINES:
        groups.append((first, len(widths)))
    return groups


def _one_by_one(
    widths: list[float], start: int, first: int, run: list[float], groups: list[tuple[int, int]]
) -> tuple[int, list[float]]:
    """The run, where it began and what it holds, behind a stretch; runs that end go to `groups`.

    The median is not reckoned for every width: a few more move it by as many places in the
    ordered list at most, and a width that agrees with both of these places agrees with the median
    between them.
    """
    beyond = [*widths[start + 1 : start + _STRETCH + 2], float("inf"), float("inf")]
    low = high = 0.0
    sure = 0
    for at, width in enumerate(widths[start : start + _STRETCH]):
        if sure and high - COLUMN_TOLERANCE <= width <= low + COLUMN_TOLERANCE:
            run.append(width)
            sure -= 1
            continue
        recent = run[-_RECENT:]
        recent.sort()
        half = len(recent) // 2
        usual = (recent[half] + recent[-half - 1]) / 2
        least, most = usual - COLUMN_TOLERANCE, usual + COLUMN_TOLERANCE
        if least <= width <= most:
            run.append(width)
        elif not (least <= beyond[at] <= most or least <= beyond[at + 1] <= most):
            if len(run) >= FEWEST_FULL_LINES:
                groups.append((first, start + at))
            first, run, sure = start + at, [width], 0
            continue
        if len(recent) == _RECENT:
            low, high, sure = recent[half - _SURE], recent[half + _SURE], _SURE
    return first, run
