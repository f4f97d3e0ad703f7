"""Charts: a table in, Axes out.

Every function takes the table it draws first and computes nothing that is not on it. The title is
the caller's: it is the finding.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from analysis import figures, marks, palette, schema
from analysis.language import bracketed, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


# Bars, or pairs of dots, that a picture holds legibly.
MOST_BARS = 30


def _first(data: "pd.DataFrame", label: str) -> "tuple[pd.DataFrame, str]":
    """The rows that fit into a picture, and the axis label, which says if some do not."""
    if len(data) <= MOST_BARS:
        return data, label
    return data.head(MOST_BARS), f"{label}; the first {MOST_BARS} of {len(data):,}"


def bars(
    data: "pd.DataFrame",
    *,
    label: str,
    value: str,
    note: str | None = None,
    colours: Mapping[str, str] | None = None,
    xlabel: str,
    title: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Horizontal bars, the first row on top.

    Parameters
    ----------
    data
        One row per bar.
    label, value, note
        Columns: the bar's name (as tables head it: it leads to its sentences), its length, and a
        text to stand behind it.
    colours
        Colour by label; the accent where it has none.
    """
    if data.empty:
        return figures.blank(title, ax)
    ax = figures.axes(ax, height=max(2.2, 0.27 * len(data) + 1.2))
    names = [figures.drawable(str(name)) for name in data[label]]
    places = range(len(data))
    shades = [(colours or {}).get(name, palette.ACCENT) for name in data[label]]
    ax.barh(places, data[value], color=shades, height=0.72)
    ax.set_yticks(places, names)
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for place, name in zip(places, data[label], strict=True):
        marks.row(ax, place, {label: str(name)})
    if note is not None:
        for place, length, text in zip(places, data[value], data[note], strict=True):
            ax.annotate(
                figures.drawable(str(text)), (max(length, 0), place), xytext=(4, 0), va="center",
                textcoords="offset points", fontsize=8, color=palette.LABEL,
            )  # fmt: skip
        ax.margins(x=0.16)
        ax.set_xlim(left=min(0, data[value].min()) if len(data) else 0)
    _name_values(ax, say(xlabel))
    figures.title(ax, title)
    return ax


def stacked_bars(
    data: "pd.DataFrame", *, colours: Mapping[str, str], xlabel: str, title: str,
    ax: "Axes | None" = None,
) -> "Axes":  # fmt: skip
    """Horizontal bars cut into parts: index = bars (first on top), columns = parts in order."""
    if data.empty:
        return figures.blank(title, ax)
    data, xlabel = _first(data, xlabel)
    ax = figures.axes(ax, height=max(2.4, 0.55 * len(data) + 1.6))
    left = [0.0] * len(data)
    for part in data.columns:
        ax.barh(
            range(len(data)),
            data[part],
            left=left,
            color=colours[part],
            label=say(part),
            height=0.6,
        )
        left = [before + more for before, more in zip(left, data[part], strict=True)]
    ax.set_yticks(range(len(data)), [figures.drawable(str(name)) for name in data.index])
    if data.index.name:
        for place, name in enumerate(data.index):
            marks.row(ax, place, {data.index.name: str(name)})
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    _name_values(ax, say(xlabel))
    figures.title(ax, title)
    ax.legend(
        ncols=min(6, len(data.columns)), loc="upper left", bbox_to_anchor=(0, -0.16), fontsize=9
    )
    return ax


def _name_values(ax: "Axes", label: str) -> None:
    """Name the axis of values; thousands in its numbers stand apart."""
    ax.set_xlabel(label)
    if ax.get_xlim()[1] >= 1000:
        ax.xaxis.set_major_formatter("{x:,.0f}")


def heat_map(
    data: "pd.DataFrame", *, notes: "pd.DataFrame", unit: str, title: str, ax: "Axes | None" = None
) -> "Axes":
    """A grid of shares or counts: index = rows, columns = columns, `notes` = texts in the cells.

    A missing value (NaN) is grey and empty: no text, not zero. A cell with a text leads on where
    index and columns are named as tables head them.
    """
    from matplotlib.colors import LinearSegmentedColormap

    if data.empty:
        return figures.blank(title, ax)
    room = figures.label_width(map(str, data.index)) + 0.9 * data.shape[1] + 2
    ax = figures.axes(ax, width=max(7.0, room), height=0.3 * len(data) + 1.8)
    figures.title(ax, title)
    shades = LinearSegmentedColormap.from_list("accent", [palette.PAPER, palette.ACCENT])
    shades = shades.with_extremes(bad=palette.NOTHING)
    values = data.to_numpy(dtype=float)
    image = ax.imshow(values, cmap=shades, aspect="auto", vmin=0)
    ax.set_xticks(range(data.shape[1]), [figures.drawable(str(name)) for name in data.columns])
    ax.set_yticks(range(len(data)), [figures.drawable(str(name)) for name in data.index])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            colour = palette.ink_on(image.to_rgba(values[row, column]))
            text = figures.drawable(str(notes.iloc[row, column]))
            ax.text(column, row, text, ha="center", va="center", fontsize=8, color=colour)
            if text:
                marks.cell(ax, column, row, _crossing(data, row, column))
    bar = ax.figure.colorbar(image, ax=ax, shrink=0.6, pad=0.02)
    bar.set_label(say(unit))
    bar.outline.set_visible(False)
    return ax


def _crossing(data: "pd.DataFrame", row: int, column: int) -> dict[str, str]:
    """What a cell of a grid stands for; nothing where the grid does not say what its sides are.

    Below a column's name its size may stand.
    """
    if not data.index.name or not data.columns.name:
        return {}
    name = str(data.columns[column]).partition("\n")[0]
    return {data.index.name: str(data.index[row]), data.columns.name: name}


def page_cut(
    lines: "pd.DataFrame", articles: "pd.DataFrame", *, title: str, ax: "Axes | None" = None
) -> "Axes":
    """A page as its printed lines: length across, lines downwards, colour by item.

    Parameters
    ----------
    lines
        The rows of one page of the table `lines`; headings are drawn darker than running text.
    articles
        The table `articles`; items are named beside their first line.
    """
    ax = figures.axes(ax, width=8, height=9)
    items = list(dict.fromkeys(lines["item_id"]))
    colours = palette.group_colours(items)
    dark = lines["role"].isin(schema.HEADINGS)
    lengths = lines["text"].str.strip().str.len()
    places = range(len(lines))
    ax.barh(
        places, lengths.clip(upper=lengths.quantile(0.98)), height=1.0,
        color=[
            (colours[item], 1.0 if heading else 0.5)
            for item, heading in zip(lines["item_id"], dark, strict=True)
        ],
    )  # fmt: skip
    headline = articles.set_index("article_id")
    top = 0.0
    for item in items:
        first = next(
            place for place, own in zip(places, lines["item_id"], strict=True) if own == item
        )
        top = max(first, top)
        row = headline.loc[item]
        name = row["headline"] or bracketed(say(row["kind"])).strip()
        label = ax.annotate(
            figures.drawable(name[:22] + ("…" if len(name) > 22 else "")), (1.02, top),
            xycoords=("axes fraction", "data"), va="top", fontsize=8.5,
            color=palette.legible(colours[item]),
            annotation_clip=False,
        )  # fmt: skip
        marks.drawn(label, {"item_id": item, "headline": name})
        top += len(lines) / 42
    for item, places in _stretches(lines["item_id"]):
        name = headline.loc[item, "headline"]
        ends = (places[0] - 0.5, places[-1] + 0.5)
        marks.box(ax, {"item_id": item, "headline": name}, y=ends)
    ax.set_ylim(max(len(lines), top), -1)
    ax.set_xlabel(say("characters in the line"))
    ax.set_ylabel(say("non-blank lines of the page, downwards"))
    figures.title(ax, title)
    return ax


def _stretches(items: "pd.Series") -> Iterator[tuple[str, list[int]]]:
    """Each item with the rows that stand together, as often as it begins anew."""
    for item, rows in groupby(enumerate(items), key=lambda row: row[1]):
        yield item, [place for place, _ in rows]


def dot_matrix(
    data: "pd.DataFrame", *, colours: Mapping[str, str], title: str, ax: "Axes | None" = None
) -> "Axes":
    """Counts as dots: index = rows, columns = groups; the area is the count, which is printed.

    Below them stands what is counted: mentions. As in `heat_map`, what has a name leads on.
    """
    if data.empty:
        return figures.blank(title, ax)
    room = figures.label_width(map(str, data.index)) + 0.75 * data.shape[1] + 0.6
    ax = figures.axes(ax, width=max(7.5, room), height=0.3 * len(data) + 1.6)
    high = max(1, data.to_numpy().max(initial=1))
    for column, group in enumerate(data.columns):
        rows = [row for row in range(len(data)) if data.iloc[row, column]]
        counts = [int(data.iloc[row, column]) for row in rows]
        colour = colours.get(group, palette.REFERENCE)
        ax.scatter(
            [column] * len(rows), rows, s=[80 + 260 * count / high for count in counts],
            color=colour, linewidths=0,
        )  # fmt: skip
        ink = palette.ink_on(colour)
        for row, count in zip(rows, counts, strict=True):
            ax.text(column, row, str(count), ha="center", va="center", fontsize=8, color=ink)
            marks.cell(ax, column, row, _crossing(data, row, column))
    ax.set_xticks(range(data.shape[1]), [figures.drawable(str(name)) for name in data.columns])
    ax.set_yticks(range(len(data)), [figures.drawable(str(name)) for name in data.index])
    ax.set_xlim(-0.6, data.shape[1] - 0.4)
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(axis="y", color=palette.GRID)
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(
        say("mentions in sentences about each district (n = {n} in all)",
            n=f"{int(data.to_numpy().sum()):,}"),
        color=palette.LABEL,
    )  # fmt: skip
    figures.title(ax, title)
    return ax


def effect_panels(
    data: "pd.DataFrame", *, colours: Mapping[str, str], reference: str, title: str
) -> "Figure":
    """Small multiples: each group's words by effect size, with an interval where there is one.

    Parameters
    ----------
    data
        Columns `group`, `term`, `log_ratio`, `low`, `high` (may be missing), `note` (printed behind
        the dot); groups in the order to be shown, words in theirs. With `n_target` and
        `n_docs_target` the text behind each group stands beside its name.
    reference
        What each group is compared with, for the axis label.
    """
    if data.empty:
        return figures.blank(title).figure
    figures.prepare()
    from matplotlib.figure import Figure

    groups = list(dict.fromkeys(data["group"]))
    columns = min(3, max(1, len(groups)))
    rows = -(-len(groups) // columns) or 1
    most = max([len(data[data["group"] == group]) for group in groups] or [1])
    figure = Figure(figsize=(4.1 * columns, rows * (0.28 * most + 0.9) + 0.6))
    grid = figure.subplots(rows, columns, squeeze=False, sharex=True)
    for place, ax in enumerate(grid.flat):
        if place >= len(groups):
            ax.set_axis_off()
            continue
        part = data[data["group"] == groups[place]]
        _effects(ax, part, colours.get(groups[place], palette.ACCENT), _sized(part))
        if place + columns >= len(groups):  # the lowest of its column, be it in the last row or not
            ax.tick_params(labelbottom=True)
    figures.headline(figure, title)
    figure.supxlabel(
        say(
            "log₂ ratio of frequencies against {reference} (1 = twice as often)",
            reference=say(reference),
        ),
        fontsize=9,
    )
    return figure


def _sized(part: "pd.DataFrame") -> str:
    """A group's name, with the text behind it where that is known."""
    row = part.iloc[0]
    name = figures.drawable(str(row["group"]))
    if not {"n_target", "n_docs_target"} <= set(part.columns):
        return name
    return say(
        "{name}  n = {n} tokens, articles: {articles}",
        name=name, n=f"{int(row['n_target']):,}", articles=int(row["n_docs_target"]),
    )  # fmt: skip


def _effects(ax: "Axes", part: "pd.DataFrame", colour: str, name: str) -> None:
    """One panel of `effect_panels`."""
    places = range(len(part))
    ax.axvline(0, color=palette.REFERENCE, lw=0.8)
    known = part["low"].notna() & part["high"].notna()
    for place, (low, high, both) in enumerate(zip(part["low"], part["high"], known, strict=True)):
        if both:
            ax.plot([low, high], [place, place], color=colour, lw=1.6, alpha=0.5)
    ax.scatter(part["log_ratio"], places, color=colour, s=26, zorder=3)
    for place, (value, note) in enumerate(zip(part["log_ratio"], part["note"], strict=True)):
        end = max(value, part["high"].iloc[place]) if known.iloc[place] else value
        ax.annotate(
            figures.drawable(str(note)), (end, place), xytext=(6, 0), textcoords="offset points",
            va="center", fontsize=8, color=palette.LABEL,
        )  # fmt: skip
    ax.set_yticks(places, [figures.drawable(str(term)) for term in part["term"]])
    for place, (group, term) in enumerate(zip(part["group"], part["term"], strict=True)):
        marks.row(ax, place, {"term": str(term), "group": str(group)})
    ax.set_ylim(len(part) - 0.5, -0.5)
    ax.margins(x=0.3)
    ax.tick_params(axis="y", length=0)
    ax.set_title(name, fontsize=10.5, color=palette.legible(colour), pad=6)


def dumbbells(
    data: "pd.DataFrame", *, title: str, ylabel: str, colours: Mapping[str, str],
    ax: "Axes | None" = None,
) -> "Axes":  # fmt: skip
    """Two readings of each row side by side: index = rows in order, a column per reading.

    The readings of a row are joined, rows are not: what stands side by side is no series. The
    first reading is printed on the left of its dot and the others on the right, so that two near
    each other stay legible.
    """
    if data.empty:
        return figures.blank(title, ax)
    data, ylabel = _first(data, ylabel)
    names = [figures.drawable(str(name)) for name in data.index]
    width, room = max(7.5, 0.55 * len(data)), figures.label_width(names)
    turned = room > width / (len(data) + 1)  # side by side they would overlap
    ax = figures.axes(ax, width=width, height=4 + room * turned)
    figures.title(ax, title)
    low, high = data.min(axis=1), data.max(axis=1)
    for place in range(len(data)):
        ax.plot([place] * 2, [low.iloc[place], high.iloc[place]], color=palette.REFERENCE, lw=3)
    for number, reading in enumerate(data.columns):
        colour = colours[reading]
        side, align = (8, "left") if number else (-8, "right")
        ax.scatter(
            range(len(data)), data[reading], color=colour, s=60, zorder=3, label=say(reading)
        )
        for place, value in enumerate(data[reading]):
            ax.annotate(
                f"{value:.1f}", (place, value), xytext=(side, 0), textcoords="offset points",
                fontsize=9, color=colour, va="center", ha=align,
            )  # fmt: skip
    ax.set_xticks(range(len(data)), names, rotation=90 if turned else 0)
    ax.set_ylim(bottom=0)
    ax.margins(x=0.12, y=0.15)
    ax.set_ylabel(say(ylabel))
    ax.legend(loc="upper right", bbox_to_anchor=(1, 1.08), ncols=2, fontsize=9)
    return ax
