"""Names beside points, set so that no two overlap; those without room are told, not drawn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from analysis import figures, marks, palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox


class Label(NamedTuple):
    """A name and the point that it belongs to, in the units of the axes."""

    x: float
    y: float
    text: str
    colour: str = palette.INK
    size: float = 8.5


# Where a name may stand: points to the right and upwards, and how it is aligned to that place.
_PLACES = (
    (5, 0, "left", "center"), (-5, 0, "right", "center"),
    (0, 5, "center", "bottom"), (0, -5, "center", "top"),
    (4, 4, "left", "bottom"), (-4, 4, "right", "bottom"),
    (4, -4, "left", "top"), (-4, -4, "right", "top"),
    (14, 9, "left", "bottom"), (-14, 9, "right", "bottom"),
    (14, -9, "left", "top"), (-14, -9, "right", "top"),
)  # fmt: skip
_ROOM = 1.5  # pixels kept free around a name


def letter(ax: "Axes", labels: Sequence[Label]) -> list[str]:
    """Set the names beside their points and return those that found no room. A name leads on.

    The first have the choice: pass the most important first. Limits of the axes and everything
    that takes room beside them (labels, title) must be set before.

    Parameters
    ----------
    ax
        Axes with their points drawn.
    labels
        Names in order of importance.

    Returns
    -------
    The texts that are not drawn, in order.
    """
    ax.figure.draw_without_rendering()  # gives the axes their place
    inside = ax.get_window_extent()
    taken = [_spot(ax, label) for label in labels]
    own = dict(enumerate(taken))
    dropped = []
    for at, label in enumerate(labels):
        # A name may touch its own point, no other.
        others = [box for number, box in own.items() if number != at] + taken[len(labels) :]
        for place in _PLACES:
            text = _annotation(ax, label, place)
            box = text.get_window_extent().padded(_ROOM)
            if _fits(box, inside) and not any(box.overlaps(other) for other in others):
                taken.append(box)
                marks.drawn(text, {"label": label.text})
                break
            text.remove()
        else:
            dropped.append(label.text)
    return dropped


def _annotation(ax: "Axes", label: Label, place: tuple[int, int, str, str]) -> "Text":
    """The name, drawn at one of its places."""
    x, y, across, along = place
    far = abs(x) > 10
    return ax.annotate(
        figures.drawable(label.text), (label.x, label.y), xytext=(x, y),
        textcoords="offset points", ha=across, va=along, fontsize=label.size, color=label.colour,
        zorder=5, in_layout=False,
        arrowprops={"arrowstyle": "-", "lw": 0.5, "color": palette.REFERENCE} if far else None,
    )  # fmt: skip


def _spot(ax: "Axes", label: Label) -> "Bbox":
    """The pixels of a point."""
    from matplotlib.transforms import Bbox

    x, y = ax.transData.transform((label.x, label.y))
    return Bbox.from_extents(x - 2, y - 2, x + 2, y + 2)


def _fits(box: "Bbox", inside: "Bbox") -> bool:
    """Whether a name stays within the axes."""
    return (
        box.x0 >= inside.x0 and box.x1 <= inside.x1 and box.y0 >= inside.y0 and box.y1 <= inside.y1
    )
