"""Charts of likeness: distances in order, the map of correspondence analysis, the network of words.

As in `analysis.charts`: a table in, Axes out, and the title is the caller's finding.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis import figures, lettering, likeness, palette
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MEASURES = {
    "jensen_shannon": "Jensen–Shannon divergence in bits\n0: same shares of words, 1: none shared",
    "cosine": "cosine distance\n0: same shares of words, 1: none shared",
}
_BESIDE = {"expected": "expected by chance"}


def distance_map(
    data: "pd.DataFrame",
    *,
    title: str,
    order: Sequence[str] | None = None,
    value: str = "distance",
    beside: str | None = "expected",
    unit: str = MEASURES["jensen_shannon"],
    ax: "Axes | None" = None,
) -> "Axes":
    """Distances of districts as a square, like beside like; dark is far apart.

    Parameters
    ----------
    data
        As `likeness.distances` gives it.
    order
        Of the districts; `likeness.ordered` of the column drawn without it.
    value
        Column that is drawn and printed in the cells.
    beside
        Column printed below it in brackets (what chance alone gives); None prints nothing.
    unit
        Label of the scale.
    """
    from matplotlib.colors import LinearSegmentedColormap

    if data.empty:
        return figures.blank(title, ax)
    order = list(order or likeness.ordered(data, value=value))
    values = likeness.square(data, value=value, order=order).to_numpy().copy()
    np.fill_diagonal(values, np.nan)
    ax = figures.axes(ax, width=0.8 * len(order) + 3.6, height=0.5 * len(order) + 2)
    figures.title(ax, title)
    shades = LinearSegmentedColormap.from_list("far", [palette.PAPER, palette.ACCENT])
    low, high = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
    known = bool(np.isfinite([low, high]).all())
    image = ax.imshow(
        values, cmap=shades.with_extremes(bad=palette.NOTHING), aspect="auto",
        vmin=min(low, 0.9 * high) if known else 0, vmax=high if known else 1,
    )  # fmt: skip
    names = _with_sizes(data, order)
    ax.set_xticks(range(len(order)), names)
    ax.set_yticks(range(len(order)), names)
    ax.xaxis.tick_top()
    ax.tick_params(length=0, labelsize=9)
    ax.spines[:].set_visible(False)
    second = None if beside is None else likeness.square(data, value=beside, order=order).to_numpy()
    _cells(ax, values, second, image)
    bar = ax.figure.colorbar(image, ax=ax, shrink=0.6, pad=0.02)
    unit = say(unit)
    if beside is not None:
        what = say(_BESIDE.get(beside, beside))
        unit = say("{unit}\nin brackets: {what}", unit=unit, what=what)
    bar.set_label(unit, fontsize=8.5)
    bar.outline.set_visible(False)
    return ax


def correspondence_map(
    data: "pd.DataFrame",
    *,
    title: str,
    colours: Mapping[str, str] | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """Districts (squares) and terms (dots) on the two first axes, names without overlap.

    Parameters
    ----------
    data
        As `correspondence.telling` gives it, with its attrs; terms in order of importance.
    colours
        Colour by district.
    """
    placed = data[data["axis_1"].notna()].assign(axis_2=data["axis_2"].fillna(0))
    if placed.empty:
        return figures.blank(title, ax)
    spans = [max(float(np.ptp(placed[axis])), 1e-9) for axis in ("axis_1", "axis_2")]
    ax = figures.axes(ax, width=10, height=min(max(9 * spans[1] / spans[0], 4.5), 9) + 1.2)
    figures.title(ax, title)
    groups, terms = (placed[placed["kind"] == kind] for kind in ("group", "term"))
    shades = [(colours or {}).get(name, palette.INK) for name in groups["label"]]
    ax.axhline(0, color=palette.GRID, zorder=0)
    ax.axvline(0, color=palette.GRID, zorder=0)
    ax.scatter(terms["axis_1"], terms["axis_2"], s=10, color=palette.REFERENCE_DARK, zorder=2)
    ax.scatter(groups["axis_1"], groups["axis_2"], s=52, marker="s", color=shades, zorder=3)
    ax.margins(0.1)
    ax.set_aspect("equal", adjustable="datalim")
    shares = [
        say("{share:.0%} of inertia", share=share)
        for share in data.attrs.get("axis_shares", [])[:2]
    ]
    shares += [say("no second axis")] * (2 - len(shares))
    first, second = (
        say("axis {n} ({share})", n=n, share=share) for n, share in enumerate(shares, start=1)
    )
    ax.set_xlabel(f"{first}\n ")
    ax.set_ylabel(second)
    dropped = lettering.letter(ax, [*_group_labels(groups, shades), *_term_labels(terms)])
    if dropped:
        ax.set_xlabel(f"{first}\n{_told(dropped)}")
    return ax


def cooccurrence_network(
    edges: "pd.DataFrame",
    communities: "pd.DataFrame",
    *,
    title: str,
    seed: int = 1,
    ax: "Axes | None" = None,
) -> "Axes":
    """Words joined where they stand in the same sentences, coloured by community.

    Words near each other are joined more strongly; the place itself has no unit. A word whose
    community does not recur is grey.

    Parameters
    ----------
    edges
        As `networks.cooccurrence` gives them: all rows are drawn.
    communities
        As `networks.communities` gives them, of the same edges.
    seed
        Of the layout.
    """
    if edges.empty:
        return figures.blank(title, ax)
    ax = figures.axes(ax, width=9, height=7.5)
    figures.title(ax, title)
    nodes = communities.sort_values(["degree", "term"], ascending=[False, True])
    places = _layout(edges, communities, seed)
    numbers = sorted({int(number) for number in nodes["community"]})
    colour_of = palette.group_colours([str(number) for number in numbers])
    strongest = edges["log_dice"].max()
    for a, b, strength in edges[["term_a", "term_b", "log_dice"]].itertuples(index=False):
        (x1, y1), (x2, y2) = places[a], places[b]
        width = 0.3 + 2.2 * 2.0 ** (strength - strongest)
        ax.plot([x1, x2], [y1, y2], color=palette.REFERENCE, lw=width, alpha=0.55, zorder=1)
    shades = [
        colour_of[str(number)] if recurs else palette.REFERENCE_DARK
        for number, recurs in zip(nodes["community"], nodes["recurs"], strict=True)
    ]
    x, y = zip(*(places[term] for term in nodes["term"]), strict=True)
    ax.scatter(x, y, s=14 + 4.0 * nodes["degree"], color=shades, zorder=3, linewidths=0)
    ax.margins(0.08)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    note = say(
        "line: in the same sentences, the wider the stronger (logDice); colour: community; "
        "grey: no stable community"
    )
    ax.set_xlabel(f"{note}\n ", fontsize=8.5)
    labels = [
        lettering.Label(*places[term], term, shade, 9.0)
        for term, shade in zip(nodes["term"], shades, strict=True)
    ]
    dropped = lettering.letter(ax, labels)
    if dropped:
        ax.set_xlabel(f"{note}\n{_told(dropped)}", fontsize=8.5)
    return ax


def _with_sizes(data: "pd.DataFrame", order: Sequence[str]) -> list[str]:
    """Each district's name with its tokens."""
    size = dict(zip(data["district_a"], data["n_tokens_a"], strict=True))
    size |= dict(zip(data["district_b"], data["n_tokens_b"], strict=True))
    return [f"{figures.drawable(name)}\nn = {size[name]:,}" for name in order]


def _cells(ax: "Axes", values: np.ndarray, second: np.ndarray | None, image: object) -> None:
    """The numbers in the cells, white on dark."""
    for row, column in zip(*np.nonzero(~np.isnan(values)), strict=True):
        dark = image.norm(values[row, column]) > 0.6
        text = f"{values[row, column]:.2f}"
        if second is not None and not np.isnan(second[row, column]):
            text += f"\n({second[row, column]:.2f})"
        ax.text(
            column, row, text, ha="center", va="center", fontsize=8, linespacing=1.1,
            color="white" if dark else palette.INK,
        )  # fmt: skip


def _group_labels(groups: "pd.DataFrame", shades: Sequence[str]) -> list[lettering.Label]:
    """The districts' names."""
    rows = groups[["axis_1", "axis_2", "label"]].itertuples(index=False)
    return [
        lettering.Label(x, y, name, palette.legible(shade), 11.0)
        for (x, y, name), shade in zip(rows, shades, strict=True)
    ]


def _term_labels(terms: "pd.DataFrame") -> list[lettering.Label]:
    """The terms' names; terms at one place share a label."""
    together: dict[tuple[float, float], list[str]] = {}
    for x, y, name in terms[["axis_1", "axis_2", "label"]].itertuples(index=False):
        together.setdefault((round(x, 6), round(y, 6)), []).append(name)
    return [
        lettering.Label(*place, "、".join(names), palette.LABEL)
        for place, names in together.items()
    ]


def _layout(
    edges: "pd.DataFrame", communities: "pd.DataFrame", seed: int
) -> dict[str, tuple[float, float]]:
    """Places by springs, the communities apart at the start."""
    import networkx as nx

    rows = communities.sort_values(["community", "term"]).reset_index(drop=True)
    number = {term: at for at, term in enumerate(rows["term"])}
    network = nx.Graph()
    network.add_nodes_from(range(len(number)))
    for a, b, strength in edges[["term_a", "term_b", "log_dice"]].itertuples(index=False):
        network.add_edge(number[a], number[b], weight=float(2.0 ** (strength - 14)))
    around = {at: (np.cos(turn), np.sin(turn)) for term, at in number.items()
              for turn in [2 * np.pi * at / len(number)]}  # fmt: skip
    places = nx.spring_layout(
        network, pos=around, k=2.2 / np.sqrt(len(number)), iterations=200, seed=seed
    )
    return {term: (float(places[at][0]), float(places[at][1])) for term, at in number.items()}


def _told(dropped: Sequence[str], most: int = 12) -> str:
    """The names that are not drawn, the first of them."""
    first = "、".join(dropped[:most])
    if len(dropped) > most:
        first = say("{first} and {n} more", first=first, n=len(dropped) - most)
    return figures.drawable(say("no room for: {names}", names=first))
