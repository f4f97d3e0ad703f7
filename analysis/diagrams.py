"""The chain of tables as a diagram: from the printed lines to what is counted, and the way back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis import figures, palette
from analysis.language import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where each table stands (column, row), and the tables that it is made of.
PLACES = {
    "pages": (0, 1), "lines": (1, 1), "edits": (1, 2), "articles": (2, 1), "sentences": (3, 1),
    "tokens": (4, 0), "mentions": (4, 1), "systems": (5, 1), "indicators": (4, 2),
    "checks": (5, 2), "series": (5, 3), "claims": (4, 3), "announcements": (4, 4),
}  # fmt: skip
MADE_OF = {
    "lines": "pages", "edits": "lines", "articles": "lines", "sentences": "articles",
    "tokens": "sentences", "mentions": "sentences", "systems": "mentions",
    "indicators": "sentences", "checks": "indicators", "series": "indicators",
    "claims": "sentences", "announcements": "sentences",
}  # fmt: skip
_WIDE, _HIGH = 0.42, 0.3  # half a box


def chain_diagram(sizes: Mapping[str, int], *, title: str, ax: "Axes | None" = None) -> "Axes":
    """The tables as boxes with their rows, an arrow from each to what is made of it.

    Parameters
    ----------
    sizes
        Number of rows by table.
    """
    from matplotlib.patches import FancyBboxPatch

    ax = figures.axes(ax, width=9.5, height=4.6)
    figures.title(ax, title)
    for name, (x, y) in PLACES.items():
        is_end = name not in MADE_OF.values()
        ax.add_patch(
            FancyBboxPatch(
                (x - _WIDE, y - _HIGH), 2 * _WIDE, 2 * _HIGH,
                boxstyle="round,pad=0,rounding_size=0.06",
                facecolor=palette.PALE_ACCENT if is_end else palette.PAPER,
                edgecolor=palette.ACCENT if is_end else palette.FRAME, linewidth=1.1,
            )
        )  # fmt: skip
        ax.text(x, y - 0.09, f"{sizes.get(name, 0):,}", ha="center", va="center", fontsize=12)
        ax.text(x, y + 0.17, say(name), ha="center", va="center", fontsize=8.5, color=palette.LABEL)
    for name, source in MADE_OF.items():
        _arrow(ax, PLACES[source], PLACES[name])
    ax.set_xlim(-0.5, 5.5)
    ax.set_ylim(4.4, -0.4)
    ax.set_axis_off()
    return ax


def _arrow(ax: "Axes", start: tuple[int, int], end: tuple[int, int]) -> None:
    """An arrow between two boxes: straight, or down from the box above."""
    (x1, y1), (x2, y2) = start, end
    below = x1 == x2
    ax.annotate(
        "", (x2, y2 - _HIGH) if below else (x2 - _WIDE, y2),
        xytext=(x1, y1 + _HIGH) if below else (x1 + _WIDE, y1),
        arrowprops={"arrowstyle": "-|>", "color": palette.FRAME, "linewidth": 1.1,
                    "shrinkA": 1, "shrinkB": 1},
    )  # fmt: skip
