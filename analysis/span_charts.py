"""Charts of spans: a count with its range, a frequency with its spread, what was announced by when.

As in `analysis.charts`: a table in, Axes or Figure out, and the title is the caller's finding.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis import figures, marks, palette
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_LENGTH = 22  # characters of what is announced: more would leave no room for the years


def count_ranges(
    data: "pd.DataFrame", *, xlabel: str, title: str, ax: "Axes | None" = None
) -> "Axes":
    """Each term's count (dot) on the line from its lowest to its highest.

    Parameters
    ----------
    data
        As `count_ranges.count_ranges` gives it; the first row on top.
    """
    if data.empty:
        return figures.blank(title, ax)
    ax = figures.axes(ax, height=0.5 * len(data) + 1.6)
    for place, row in enumerate(data.itertuples()):
        marks.row(ax, place, {"term": row.term})
        ax.plot([row.lowest, row.highest], [place] * 2, color=palette.REFERENCE, lw=5,
                solid_capstyle="butt", zorder=1)  # fmt: skip
        ax.annotate(
            f"{row.freq:,}", (row.freq, place), xytext=(0, 8), textcoords="offset points",
            ha="center", va="bottom", fontsize=9, color=palette.ACCENT,
        )  # fmt: skip
        for end, side in ((row.lowest, -1), (row.highest, 1)):
            if end != row.freq:
                ax.annotate(
                    f"{end:,}", (end, place), xytext=(6 * side, 0), textcoords="offset points",
                    ha="right" if side < 0 else "left", va="center", fontsize=9,
                    color=palette.LABEL,
                )  # fmt: skip
    ax.scatter(data["freq"], range(len(data)), color=palette.ACCENT, s=60, zorder=3)
    _rows(ax, list(data["term"]))
    ax.margins(x=0.08)
    ax.set_xlabel(xlabel)
    figures.title(ax, title)
    return ax


def frequency_and_spread(data: "pd.DataFrame", *, xlabel: str, title: str) -> "Figure":
    """Bars of frequency, and beside each how evenly the word stands in the articles.

    Parameters
    ----------
    data
        Columns `token`, `ipm`, `dp_norm` (0 even, 1 clumped), `note` (printed behind the bar).
    """
    if data.empty:
        return figures.blank(title).figure
    figures.prepare()
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.5, 0.27 * len(data) + 1.6))
    often, evenly = figure.subplots(1, 2, sharey=True, width_ratios=[2.4, 1])
    places = range(len(data))
    often.barh(places, data["ipm"], color=palette.ACCENT, height=0.72)
    for place, (length, note) in enumerate(zip(data["ipm"], data["note"], strict=True)):
        often.annotate(
            figures.drawable(str(note)), (length, place), xytext=(4, 0), va="center",
            textcoords="offset points", fontsize=8.5, color=palette.LABEL,
        )  # fmt: skip
    _rows(often, list(data["token"]))
    for place, token in enumerate(data["token"]):
        marks.row(often, place, {"token": str(token)})
        marks.row(evenly, place, {"token": str(token)})
    often.set_xlim(0, 1.28 * data["ipm"].max())
    often.xaxis.set_major_formatter("{x:,.0f}")
    often.set_xlabel(xlabel)
    evenly.hlines(places, 0, data["dp_norm"], color=palette.REFERENCE, lw=1.6)
    evenly.scatter(data["dp_norm"], places, color=palette.INK, s=28, zorder=3)
    evenly.set_xlim(-0.02, 1.02)
    evenly.tick_params(axis="y", length=0)
    evenly.set_xlabel(say("DPnorm: 0 even, 1 in one place"))
    figures.headline(figure, title)
    return figure


def announced(
    data: "pd.DataFrame", *, colours: Mapping[str, str], title: str, ax: "Axes | None" = None
) -> "Axes":
    """A row per announcement: the issue that has it, the day it names, the issue that reports it.

    Parameters
    ----------
    data
        As `about_announcements.timeline` gives it.
    colours
        Colour by district; grey for the city and elsewhere.
    """
    if data.empty:
        return figures.blank(title, ax)
    names = [_shortened(text) for text in data["what"]]
    ax = figures.axes(ax, width=10, height=0.25 * len(data) + 1.7)
    figures.title(ax, title)
    for place, row in enumerate(data.itertuples()):
        marks.row(ax, place, {"announcement_id": row.announcement_id, "what": row.what})
        colour = colours.get(row.district, palette.REFERENCE_DARK)
        start = year_of(row.announced)
        for end, marker in ((row.target, "D"), (row.done, "s")):
            if end:
                ax.plot([start, year_of(end)], [place] * 2, color=colour, lw=1.6, alpha=0.6)
                ax.scatter(
                    year_of(end), place, marker=marker, s=30, zorder=3,
                    facecolor=palette.PAPER if marker == "D" else colour, edgecolor=colour,
                )  # fmt: skip
        ax.scatter(start, place, color=colour, s=34, zorder=4)
    _rows(ax, [figures.drawable(f"{d or '–'}  {n}") for d, n in zip(data["district"], names,
                                                                    strict=True)])  # fmt: skip
    ax.tick_params(axis="y", labelsize=8.5)
    ax.grid(axis="x", color=palette.GRID)
    ax.set_axisbelow(True)
    ax.margins(x=0.05)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.xaxis.set_major_formatter("{x:.0f}")
    ax.set_xlabel(
        say("beginning of the year — ● issue that announces it, ◇ day named, ■ issue that may "
            "report it done")
    )  # fmt: skip
    return ax


def year_of(date: str) -> float:
    """An ISO date of a year, a month or a day as a year with its fraction; a month is its middle.

    >>> year_of("2021"), year_of("2021-07-01"), round(year_of("2021-01"), 3)
    (2021.5, 2021.5, 2021.042)
    """
    year, month, day = [*map(int, date.split("-")), 0, 0][:3]
    if not month:
        return year + 0.5
    return year + (month - 1 + ((day - 1) / 31 if day else 0.5)) / 12


def _rows(ax: "Axes", names: list[str]) -> None:
    """Name the rows, the first on top, without ticks or an axis."""
    ax.set_yticks(range(len(names)), [figures.drawable(name) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def _shortened(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"
