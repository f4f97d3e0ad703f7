"""What the blank lines between a page's lines say, which depends on how the page was read.

Between two lines of one sentence stand as many as between any two lines of that stretch; more set
something apart. A page may have been read in stretches that differ, and there may be none that
mean anything.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise, repeat
from operator import attrgetter, countOf

from analysis.layout import SHORT_BY, Row
from analysis.widths import middle

# Full lines that go on with a sentence across another gap than the usual one, on a page where
# blank lines say nothing: so many, and so large a share.
_FEWEST_UNEVEN = 5
_UNEVEN_SHARE = 0.2
# So many ends of paragraphs tell what stands between two.
_FEWEST_ENDS = 5
_GAP = attrgetter("gap")
# Inside sentences so many equal gaps in a row are what is usual in a stretch of the page.
_STRETCH = 5


def usual_gap(page: Sequence[Row]) -> int:
    """The blank lines between two lines of one sentence: 0, or more where blanks mean nothing."""
    if not any(map(_GAP, page)):
        return 0
    gaps = [
        row.gap
        for above, row in pairwise(page)
        if not above.stop and not above.level and not row.level and above.width >= 5
    ]
    return int(middle(gaps)) if gaps else 0


def between_paragraphs(page: Sequence[Row], ends: Sequence[int], usual: int) -> int:
    """The blank lines between two paragraphs of a column, headings and all else apart.

    One at least where too few paragraphs end to tell. The `ends` are those that
    `layout.short_ends` finds.
    """
    gaps = [
        row.gap
        for at in ends
        if page[at].width > 0
        and not page[at].role
        and not ((row := page[at + 1]).role or row.level)
    ]
    known = len(gaps) >= _FEWEST_ENDS
    return max(int(middle(gaps)) if known else 1, usual)


def gaps_uneven(page: Sequence[Row], usual: int) -> bool:
    """Whether blank lines stand anywhere, inside sentences too, so that they say nothing.

    They do not where they differ between stretches of the page and not inside them.
    """
    if len(set(map(_GAP, page[1:]))) < 2:
        return False
    if len(_gaps_inside(page, but=usual)) < _FEWEST_UNEVEN:
        return False
    gaps = _gaps_inside(page)
    if not _many(len(gaps) - countOf(gaps, usual), len(gaps)):
        return False
    of_stretch = _of_stretches(gaps, usual)
    differ = sum(gap != here for gap, here in zip(gaps, of_stretch, strict=True))
    return _many(differ, len(gaps))


def _gaps_inside(page: Sequence[Row], *, but: int = -1) -> list[int]:
    """The gaps above the rows that go on with a sentence below a full line of a column.

    All `but` the usual ones, where that is given: they are few.
    """
    return [
        row.gap
        for above, row in pairwise(page)
        if row.gap != but
        and not (above.stop or above.level or above.role or row.level or row.role)
        and above.before > 0
        and above.width > above.before - 2 * SHORT_BY
    ]


def _of_stretches(gaps: Sequence[int], usual: int) -> list[int]:
    """For each of the gaps inside sentences, what is usual in its stretch of the page."""
    runs = [(gap, len(list(same))) for gap, same in groupby(gaps)]
    return [here for gap, n in runs for here in repeat(gap if n >= _STRETCH else usual, n)]


def _many(differ: int, n: int) -> bool:
    """Whether so many of n gaps differ that no other reason than the reading explains it."""
    return differ >= _FEWEST_UNEVEN and differ >= _UNEVEN_SHARE * n
