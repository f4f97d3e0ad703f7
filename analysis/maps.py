"""The map of a city's districts, with the small inner ones enlarged in an inset."""

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import figures, marks, palette, paths
from analysis.errors import InputError
from analysis.gazetteer import load_gazetteer
from analysis.language import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The inset shows the districts smaller than this share of the largest: the old city.
SMALL = 0.06


def outlines(corpus: Path | None = None, *, city: str = "shanghai") -> dict[str, list] | None:
    """Polygons of each district, by its official name: lists of (longitude, latitude) rings.

    Parameters
    ----------
    corpus
        A corpus folder that may bring its own `map/CITY.geojson`.

    Returns
    -------
    None where there is no map of that city.

    Raises
    ------
    InputError
        The file is no GeoJSON of polygons with a `name` each.
    """
    path = paths.resource(corpus, "map", f"{city}.geojson")
    if not path.exists():
        return None
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        return {f["properties"]["name"]: _rings(f["geometry"]) for f in features}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} is no map that can be drawn — {_reason(error)}. It needs GeoJSON features "
            "with “name” and Polygon or MultiPolygon."
        ) from error


def _reason(error: Exception) -> str:
    """Why a map cannot be read, in words."""
    if isinstance(error, json.JSONDecodeError):
        return f"it is no JSON ({error.msg.lower()}, line {error.lineno})"
    if isinstance(error, UnicodeDecodeError):
        return f"it is not UTF-8 (byte {error.start})"
    if isinstance(error, KeyError):
        return f"it lacks {error.args[0]!r}"
    return str(error.strerror if isinstance(error, OSError) else error) or "it has another shape"


def _rings(geometry: Mapping) -> list:
    """Outer rings of a Polygon or MultiPolygon."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [polygon[0] for polygon in polygons]


def district_map(
    counts: Mapping[str, int],
    shapes: Mapping[str, list],
    *,
    unit: str,
    title: str,
    short_name: Callable[[str], str] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """The districts shaded by a count; grey is “none is given to it”.

    That is not zero: a grey district may still be named in a sentence about another.

    Parameters
    ----------
    counts
        Count by district; a district without an entry, or with 0, is grey. Entries that the map
        does not have (the whole city, elsewhere, no district) are neither drawn nor scaled by.
    shapes
        As `outlines` gives them.
    unit
        What is counted, for the key.
    short_name
        From an official name to the label (`Gazetteer.short_name`). None: that of the gazetteer
        that is read where no city is named; a district that it does not know has its full name.
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, Normalize
    from matplotlib.patheffects import withStroke

    ax = figures.axes(ax, width=9.5, height=5.4)
    shades = LinearSegmentedColormap.from_list("accent", [palette.PALE_ACCENT, palette.ACCENT])
    drawn = [count for name, count in counts.items() if name in shapes]
    scale = ScalarMappable(Normalize(0, max([1, *drawn])), shades)
    short_name = short_name or load_gazetteer().short_name
    figures.title(ax, title)
    inner = _small(shapes)
    inset = ax.inset_axes([1.08, 0.12, 0.86, 0.76]) if inner else None
    for name, rings in shapes.items():
        count = counts.get(name, 0)
        colour = scale.to_rgba(count) if count else palette.NOTHING
        for own in [ax] if inset is None else [ax, inset]:
            _fill(own, rings, colour)
            for ring in rings if count else ():
                marks.shape(own, ring, {"district": name})
        own = inset if name in inner else ax
        short = short_name(name)
        label = f"{short}\n{count}" if count else short
        ink = palette.ink_on(colour) if count else palette.LABEL
        x, y = _centroid(max(rings, key=_area))
        text = figures.drawable(label)
        own.text(
            x, y, text, ha="center", va="center", fontsize=8, color=ink, linespacing=1.1,
            path_effects=[withStroke(linewidth=2, foreground=colour)], zorder=6,
        )  # fmt: skip
    for own in [ax] if inset is None else [ax, inset]:
        own.set_aspect(_stretch(shapes))
    ax.set_axis_off()
    if inset is not None:
        _frame(ax, inset, [point for name in inner for ring in shapes[name] for point in ring])
    key = ax.figure.colorbar(scale, ax=ax, shrink=0.5, location="left", pad=0.02)
    key.set_label(say("{unit}; grey: none is given to it", unit=say(unit)))
    key.outline.set_visible(False)
    return ax


def _stretch(shapes: Mapping[str, list]) -> float:
    """How much longer a degree of latitude is than one of longitude there: 1 / cos(latitude)."""
    latitudes = [y for rings in shapes.values() for ring in rings for _x, y in ring]
    return 1 / math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))


def _fill(ax: "Axes", rings: list, colour: object) -> None:
    """The rings as filled shapes."""
    from matplotlib.patches import Polygon

    for ring in rings:
        ax.add_patch(Polygon(ring, facecolor=colour, edgecolor=palette.PAPER, linewidth=0.8))
    ax.autoscale_view()


def _area(ring: list) -> float:
    """The ring's area in square degrees (shoelace formula)."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def _small(shapes: Mapping[str, list]) -> list[str]:
    """The districts too small to be labelled beside the largest."""
    areas = {name: sum(map(_area, rings)) for name, rings in shapes.items()}
    return [name for name, area in areas.items() if area < SMALL * max(areas.values())]


def _centroid(ring: list) -> tuple[float, float]:
    """Where the label stands: the ring's centre of area."""
    total = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        total += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (3 * total), y / (3 * total)


def _frame(ax: "Axes", inset: "Axes", points: list) -> None:
    """Zoom the inset on the points and frame both alike; lines between would cross labels."""
    xs, ys = zip(*points, strict=True)
    margin = 0.01
    inset.set_xlim(min(xs) - margin, max(xs) + margin)
    inset.set_ylim(min(ys) - margin, max(ys) + margin)
    inset.set_xticks([])
    inset.set_yticks([])
    inset.spines[:].set_visible(True)
    inset.spines[:].set(edgecolor=palette.FRAME, linewidth=1.2)
    inset.set_title(say("the framed part, enlarged"), fontsize=8, color=palette.LABEL, pad=4)
    mark = ax.indicate_inset_zoom(inset, edgecolor=palette.FRAME, linewidth=1.2)
    for line in mark.connectors:
        line.set_visible(False)
