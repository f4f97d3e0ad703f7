"""The ways to count a line's width, of which the page's own is not known; and the best of them.

How much room quotation marks, spaces and marks read half-width took is not known from the text.
The way is taken under which the full lines of a column differ least.
"""

import sys
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from analysis import compiling, ways_kernel
from analysis.widths import columns_of, spread_of

# Room in em of a quotation mark, a space and a mark read half-width: a mark is set full or half, a
# justified line is stretched at its spaces.
_ROOMS = ((1.0, 0.5), (0.0, 0.25, 0.5), (1.0, 0.5))
# Fewer ways are tried as fast without the kernel.
_FEWEST_WAYS = 4
Way = tuple[float, float, float]
PLAIN: Way = (1.0, 0.0, 1.0)
# How many of a kind there are in a line, by its place; lines without any are left out.
Counted = Mapping[int, int]
# The way, how much the full lines differ (infinity without a column), and the columns they form.
Best = tuple[Way, float, Sequence[tuple[int, int]]]


def best_way(sure: Sequence[float], counts: Sequence[Counted], commas: Sequence[int]) -> Best:
    """The way to count under which full lines differ least.

    The kernel serves only where numba is loaded for something else already: loading it takes as
    long as hundreds of pages do.

    Parameters
    ----------
    sure
        What is sure of each full line's width.
    counts
        Quotation marks, spaces and marks read half-width.
    commas
        How many lines before each place have a comma or a stop; one number more than lines.
    """
    ways = ways_of(counts)
    if len(ways) >= _FEWEST_WAYS and "numba" in sys.modules:
        kernel = compiling.compiled(ways_kernel, "best_way")
        return best_by_kernel(kernel, ways, sure, counts, commas)
    return best_among(ways, sure, counts, commas)


def ways_of(counts: Sequence[Counted]) -> Sequence[Way]:
    """The ways to count; of those that come to the same only the first."""
    tried = zip(_ROOMS, counts, strict=True)
    return list(product(*[rooms if kind else rooms[:1] for rooms, kind in tried]))


def best_among(
    ways: Sequence[Way], sure: Sequence[float], counts: Sequence[Counted], commas: Sequence[int]
) -> Best:
    """The first of the ways under which full lines differ least."""
    best, least, columns = PLAIN, float("inf"), []
    for way in ways:
        widths = counted(sure, counts, way)
        found = columns_of(commas, widths)
        if found:
            spread = sum([spread_of(widths[first:last]) for first, last in found])
            spread /= sum([last - first for first, last in found])
            if spread < least:
                best, least, columns = way, spread, found
        if least == 0:
            break
    return best, least, columns


def best_by_kernel(
    kernel: Any,
    ways: Sequence[Way],
    sure: Sequence[float],
    counts: Sequence[Counted],
    commas: Sequence[int],
) -> Best:
    """The same as `best_among`."""
    import numpy as np

    dense = np.zeros((len(counts), len(sure)))
    for numbers, kind in zip(dense, counts, strict=True):
        numbers[list(kind)] = list(kind.values())
    rooms = np.array(list(map(beyond_sure, ways)))
    scratch = np.empty((4, max(len(sure), ways_kernel.REMEMBERED)))
    columns = np.empty((len(sure), 2), np.intp)
    number, least, n = kernel.best_way(
        np.array(sure), dense, rooms, np.array(commas), scratch, columns
    )
    if number < 0:
        return PLAIN, float("inf"), []
    return ways[number], least, [(first, last) for first, last in columns[:n].tolist()]


def counted(sure: Sequence[float], counts: Sequence[Counted], way: Way) -> Sequence[float]:
    """The lines' widths counted in that way."""
    widths = sure
    for kind, room in zip(counts, beyond_sure(way), strict=True):
        if room:
            widths = list(widths) if widths is sure else widths
            for at, n in kind.items():
                widths[at] += room * n
    return widths


def beyond_sure(way: Way) -> Way:
    """What each of the counted adds to a width that has quotation marks and marks full already."""
    return way[0] - 1, way[1], way[2] - 1
