"""Marks of a picture: which part of it stands for which row, so that a report can lead on.

A chart says of a bar, a cell, a district what row of a table it is (`{"term": …, "group": …}`, by
the headings of that table). When the picture is made each mark gets its place on it, in thousandths
of its width and height, so that it holds at any size. Where a row leads is no business of the
picture.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure

WHOLE = 1000  # parts that width and height of a picture are divided into
_NEAR = 4  # thousandths between corners of a shape
_ROOM = 2  # pixels around a name or a shape that lead on too
Corners = Sequence[tuple[float, float]]  # in pixels, from the lower left
# Sizes of letters are known to a renderer only.
Corner = Callable[["RendererBase"], Corners]


class Mark(NamedTuple):
    """A part of a picture, and the row that it stands for.

    Attributes
    ----------
    places
        Four numbers: left, top, width, height. More: x and y of each corner in turn. In thousandths
        of the picture, from its upper left.
    cells
        Heading to text; what the row is about stands first.
    """

    places: tuple[int, ...]
    cells: Mapping[str, str]


class _Waiting(NamedTuple):
    """A mark whose place is known when everything has got its own."""

    corners: Corner
    cells: Mapping[str, str]


# A figure keeps its marks itself, so that they go when it goes.
_OF_FIGURE = "_marks_of_rows"


def box(
    ax: "Axes",
    cells: Mapping[str, str],
    *,
    x: tuple[float, float] | None = None,
    y: tuple[float, float] | None = None,
    padded: bool = False,
) -> None:
    """Let a rectangle of the Axes stand for a row.

    Parameters
    ----------
    cells
        The row: heading to text.
    x, y
        From and to, in the units of the axis; None is all of it.
    padded
        With room around it, as around what was drawn.
    """
    room = _ROOM if padded else 0

    def corners(_renderer: "RendererBase") -> Corners:
        (left, bottom), (right, top) = ax.bbox.get_points()
        at = ax.transData.transform
        if x is not None:
            left, right = sorted(at([(end, ax.get_ylim()[0]) for end in x])[:, 0])
        if y is not None:
            bottom, top = sorted(at([(ax.get_xlim()[0], end) for end in y])[:, 1])
        return (left - room, bottom - room), (right + room, top + room)

    _wait(ax, corners, cells)


def row(ax: "Axes", place: float, cells: Mapping[str, str]) -> None:
    """Let all that stands at a height stand for a row, its name beside the axis too."""

    def corners(renderer: "RendererBase") -> Corners:
        (left, _), (right, _) = ax.bbox.get_points()
        ends = [(ax.get_xlim()[0], place - 0.5), (ax.get_xlim()[0], place + 0.5)]
        bottom, top = sorted(ax.transData.transform(ends)[:, 1])
        names = [label for label in ax.get_yticklabels() if label.get_visible()]
        left = min([left, *(name.get_window_extent(renderer).x0 for name in names)])
        return (left, bottom), (right, top)

    _wait(ax, corners, cells)


def cell(ax: "Axes", column: int, place: int, cells: Mapping[str, str]) -> None:
    """Let a cell of a grid stand for a row of a table."""
    box(ax, cells, x=(column - 0.5, column + 0.5), y=(place - 0.5, place + 0.5))


def drawn(artist: "Artist", cells: Mapping[str, str]) -> None:
    """Let a thing drawn, a name, stand for a row: the rectangle around it."""

    def corners(renderer: "RendererBase") -> Corners:
        return artist.get_window_extent(renderer).padded(_ROOM).get_points()

    _wait(artist.axes, corners, cells)


def shape(ax: "Axes", points: Sequence[tuple[float, float]], cells: Mapping[str, str]) -> None:
    """Let a shape stand for a row; what lies outside the Axes is cut off.

    Parameters
    ----------
    points
        Its corners, in the units of the axes.
    """

    def corners(_renderer: "RendererBase") -> Corners:
        (left, bottom), (right, top) = ax.bbox.get_points()
        inside = ax.transData.transform(points)
        inside[:, 0] = inside[:, 0].clip(left, right)
        inside[:, 1] = inside[:, 1].clip(bottom, top)
        return inside

    _wait(ax, corners, cells)


def placed(figure: "Figure") -> list[str]:
    """The marks of a figure, each as a line of text; the figure has been drawn before.

    A line has the places with blanks between them, and after a tab each a heading and a text.
    """
    from matplotlib.backends.backend_agg import RendererAgg

    width, height = figure.bbox.size
    renderer = RendererAgg(int(width), int(height), figure.dpi)
    lines = []
    for mark in getattr(figure, _OF_FIGURE, ()):
        corners = mark.corners(renderer)
        points = [(_thousandths(x / width), _thousandths(1 - y / height)) for x, y in corners]
        if places := _places(points):
            cells = [_plain(part) for pair in mark.cells.items() for part in pair]
            lines.append("\t".join([" ".join(map(str, places)), *cells]))
    return lines


def read(lines: Iterable[str]) -> list[Mark]:
    r"""The marks in lines as `placed` writes them.

    >>> read(["10 20 300 40\tterm\t甲"])
    [Mark(places=(10, 20, 300, 40), cells={'term': '甲'})]
    """
    marks = []
    for line in lines:
        places, *cells = line.split("\t")
        marks.append(
            Mark(tuple(map(int, places.split())), dict(zip(cells[::2], cells[1::2], strict=True)))
        )
    return marks


def _wait(ax: "Axes", corners: Corner, cells: Mapping[str, str]) -> None:
    """Note a mark of the figure that the Axes stand in."""
    own = {heading: text for heading, text in cells.items() if text}
    if own:
        figure = ax.get_figure(root=True)
        waiting = [*getattr(figure, _OF_FIGURE, ()), _Waiting(corners, own)]
        setattr(figure, _OF_FIGURE, waiting)


def _places(points: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Two opposite corners as a rectangle, more as a shape; nothing of what has no area."""
    across, down = zip(*points, strict=True)
    left, top = min(across), min(down)
    width, height = max(across) - left, max(down) - top
    if not width or not height:
        return ()
    if len(points) == 2:
        return left, top, width, height
    return tuple(number for point in _thinned(points) for number in point)


def _thinned(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The corners without those that stand beside one kept already: no hand points so finely."""
    kept = [points[0]]
    for x, y in points[1:]:
        if max(abs(x - kept[-1][0]), abs(y - kept[-1][1])) >= _NEAR:
            kept.append((x, y))
    return kept if len(kept) > 2 else list(points)


def _thousandths(share: float) -> int:
    """A share of the picture's width or height in thousandths, inside the picture."""
    return min(max(round(share * WHOLE), 0), WHOLE)


def _plain(text: str) -> str:
    """Text without what ends a cell or a line."""
    return re.sub(r"[\t\n\r]", " ", str(text))
