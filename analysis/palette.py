"""The colours: one per district, the same in every figure and page, and grey for the rest."""

from collections.abc import Sequence

INK = "#1f2328"
ACCENT = "#b3332b"  # cinnabar, the seal's red
REFERENCE = "#b8b8b8"  # what a target is compared with
REFERENCE_DARK = "#777777"  # the same for lines and letters
NOTHING = "#e9e9e9"  # no text: not zero
PAPER = "#ffffff"
PALE_ACCENT = "#f6dcd8"  # the lightest shade of a scale that ends in ACCENT and means a count
LABEL = "#555555"  # letters beside what is drawn
FRAME = "#8a8a8a"  # axes and borders
GRID = "#eeeeee"
# Paul Tol's qualitative schemes “muted” and “bright” (SRON/EPS/TN/09-002, 2021), made for readers
# with colour-vision deficiencies; sixteen groups need both, so figures label groups directly too.
_GROUPS = (
    "#4477AA", "#CC6677", "#117733", "#332288", "#EE8866", "#88CCEE", "#882255", "#44AA99",
    "#999933", "#AA4499", "#DDCC77", "#66AABB", "#228833", "#BB5566", "#775500", "#004488",
)  # fmt: skip


def group_colours(groups: Sequence[str]) -> dict[str, str]:
    """Each group's colour, by its place in the order given.

    Parameters
    ----------
    groups
        All groups of the gazetteer in its order, so that a group keeps its colour in a figure that
        shows only some. Beyond sixteen the colours begin again.
    """
    return {group: _GROUPS[place % len(_GROUPS)] for place, group in enumerate(groups)}
