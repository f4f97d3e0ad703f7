"""The way to count widths under which full lines differ least, found without a list in between.

Plain Python that `compiling` hands to numba, as in `cutting_kernel`. Without numba `ways` asks
`widths` for the columns of every way, with the same result.
"""

from analysis.widths import COLUMN_TOLERANCE, COMMA_SHARE, FEWEST_FULL_LINES

# The lines before a place that tell a column's width there.
REMEMBERED = 9


def best_way(sure, counted, rooms, commas, scratch, columns):
    """The number of the best way, how much full lines differ under it, and how many columns it has.

    The number is -1 where no way finds a column.

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
    columns
        (n, 2), filled with the first place of each column and the one past its last.
    """
    best, least = -1, 0.0
    for way in range(len(rooms)):
        count_widths(sure, counted, rooms[way], scratch)
        spread, n = spread_of_columns(len(sure), commas, scratch, columns)
        if n and (best < 0 or spread < least):
            best, least = way, spread
        if best >= 0 and least == 0:
            break
    if best < 0:
        return best, least, 0
    count_widths(sure, counted, rooms[best], scratch)
    least, n = spread_of_columns(len(sure), commas, scratch, columns)
    return best, least, n


def count_widths(sure, counted, rooms, scratch):
    """Put the lines' widths, counted in one way, where the scratch has them."""
    widths = scratch[0]
    quote, space, mark = rooms[0], rooms[1], rooms[2]
    for at in range(len(sure)):
        widths[at] = (
            sure[at] + quote * counted[0, at] + space * counted[1, at] + mark * counted[2, at]
        )


def spread_of_columns(n, commas, scratch, columns):
    """The mean distance of full lines from their column's median, and how many columns there are.

    As `widths.runs_of_widths`, the median of the last lines reckoned for every width.
    """
    widths = scratch[0]
    total, n_lines, n_columns, first, n_run = 0.0, 0, 0, 0, 0
    for at in range(n + 1):
        known = min(n_run, REMEMBERED)
        ends = at == n
        if known and not ends:
            usual = (scratch[2, known // 2] + scratch[2, (known - 1) // 2]) / 2
            if abs(widths[at] - usual) > COLUMN_TOLERANCE:
                ends = True
                for later in range(at + 1, min(at + 3, n)):
                    ends = ends and abs(widths[later] - usual) > COLUMN_TOLERANCE
                if not ends:
                    continue
        if ends:
            if is_column(first, at, n_run, commas):
                total += spread_of(first, at, scratch)
                n_lines += at - first
                columns[n_columns, 0], columns[n_columns, 1] = first, at
                n_columns += 1
            first, n_run = at, 0
        if at < n:
            remember(widths[at], n_run, scratch)
            n_run += 1
    return total / max(n_lines, 1), n_columns


def is_column(first, last, n_run, commas):
    """Whether a run of agreeing widths is running text."""
    has_commas = commas[last] - commas[first] >= COMMA_SHARE * (last - first)
    return n_run >= FEWEST_FULL_LINES and has_commas


def remember(width, n_run, scratch):
    """Put a width into the last ones, which stand as they came and in order."""
    came, ordered = scratch[1], scratch[2]
    known = min(n_run, REMEMBERED)
    if known == REMEMBERED:
        if width == came[n_run % REMEMBERED]:
            return  # as the one that leaves
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
