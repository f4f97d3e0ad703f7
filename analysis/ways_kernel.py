"""The way to count widths under which full lines differ least, found without a list in between.

Plain Python that `compiling` hands to numba, as in `cutting_kernel`. Without numba `layout` asks
`widths` for the columns of every way, with the same result.
"""

from analysis.widths import COLUMN_TOLERANCE, COMMA_SHARE, FEWEST_FULL_LINES

# The lines before a place that tell a column's width there.
REMEMBERED = 9


def best_way(sure, counted, rooms, commas, scratch):
    """The number of the best way, -1 where no way finds a column.

    Parameters
    ----------
    sure
        What is sure of the width of each of n lines, in em.
    counted
        (3, n): quotation marks, spaces and marks read half-width.
    rooms
        (n_ways, 3): what each of these adds to a width.
    commas
        How many lines before each place have a comma or a stop; n + 1 numbers.
    scratch
        (4, n), n no less than REMEMBERED.
    """
    widths = scratch[0]
    best, least = -1, 0.0
    for way in range(len(rooms)):
        quote, space, mark = rooms[way, 0], rooms[way, 1], rooms[way, 2]
        for at in range(len(sure)):
            widths[at] = (
                sure[at] + quote * counted[0, at] + space * counted[1, at] + mark * counted[2, at]
            )
        spread = spread_of_columns(len(sure), commas, scratch)
        if spread >= 0 and (best < 0 or spread < least):
            best, least = way, spread
        if best >= 0 and least == 0:
            break
    return best


def spread_of_columns(n, commas, scratch):
    """The mean distance of full lines from their column's median; -1 where there is no column.

    As `widths.runs_of_widths`, the median of the last lines reckoned for every width.
    """
    widths = scratch[0]
    total, n_lines, first, n_run = 0.0, 0, 0, 0
    for at in range(n):
        known = min(n_run, REMEMBERED)
        if known:
            usual = (scratch[2, known // 2] + scratch[2, (known - 1) // 2]) / 2
            if abs(widths[at] - usual) > COLUMN_TOLERANCE:
                outlier = False
                for later in range(at + 1, min(at + 3, n)):
                    outlier = outlier or abs(widths[later] - usual) <= COLUMN_TOLERANCE
                if outlier:
                    continue
                if is_column(first, at, n_run, commas):
                    total += spread_of(first, at, scratch)
                    n_lines += at - first
                first, n_run = at, 0
        remember(widths[at], n_run, scratch)
        n_run += 1
    if is_column(first, n, n_run, commas):
        total += spread_of(first, n, scratch)
        n_lines += n - first
    return total / n_lines if n_lines else -1.0


def is_column(first, last, n_run, commas):
    """Whether a run of agreeing widths is running text."""
    has_commas = commas[last] - commas[first] >= COMMA_SHARE * (last - first)
    return n_run >= FEWEST_FULL_LINES and has_commas


def remember(width, n_run, scratch):
    """Put a width into the last ones, which stand as they came and in order."""
    came, ordered = scratch[1], scratch[2]
    known = min(n_run, REMEMBERED)
    if known == REMEMBERED:
        at = 0
        while ordered[at] != came[n_run % REMEMBERED]:
            at += 1
        known -= 1
        for later in range(at, known):
            ordered[later] = ordered[later + 1]
    came[n_run % REMEMBERED] = width
    sink(width, known, ordered)


def sink(width, known, ordered):
    """Put a width where it belongs among so many that stand in order."""
    at = known
    while at and ordered[at - 1] > width:
        ordered[at] = ordered[at - 1]
        at -= 1
    ordered[at] = width


def spread_of(first, last, scratch):
    """Sum of distances of widths from their median: as `widths.spread_of`."""
    ordered, n = scratch[3], last - first
    for at in range(n):
        sink(scratch[0, first + at], at, ordered)
    total = 0.0
    for at in range(n // 2):
        total += ordered[n - 1 - at] - ordered[at]
    return total
