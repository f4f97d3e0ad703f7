"""Charts of terms over time and of topics by district: a table in, Axes out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis import charts, figures, marks, palette
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_APART = 0.46  # years between the points of one year, less if there are many
_SIDE = 0.045  # years between the two readings of a point


def timeline(
    data: "pd.DataFrame",
    *,
    title: str | None = None,
    colours: Mapping[str, str] | None = None,
    top: float | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """One term by year: in articles (full dot, with interval) and on whole pages (ring).

    A line joins only points of one series, the same newspaper and kind of page; others stand alone,
    whatever their order in time.

    Parameters
    ----------
    data
        Rows of one term, as `times.term_by_year` gives them. Points without a year are left out
        and counted below the axis.
    title
        The finding; None leaves it to the figure.
    colours
        Colour by newspaper; grey where it has none.
    top
        Highest value that the scale has to hold; that of the data without it.
    """
    known = data[data["year"].notna()].reset_index(drop=True)
    if known.empty:
        return figures.blank(title or "", ax)
    ax = figures.axes(ax, width=8, height=4.4)
    if title is not None:
        figures.title(ax, title)
    shades = colours or palette.group_colours(sorted(set(known["newspaper"])))
    top = _highest(known).max() if top is None else top
    known["at"] = _apart(known)
    known["row"] = _raised(known, 0.15 * top)
    for name, series in known[known["comparable"]].groupby("series", sort=True):
        shade = shades.get(series["newspaper"].iloc[0], palette.REFERENCE_DARK)
        line = series.sort_values("year")
        ax.plot(line["at"], line["ipm_articles"], color=shade, lw=1.4, label=name, zorder=2)
    for row in known.sort_values(["year", "at"]).itertuples():
        _point(ax, row, shades.get(row.newspaper, palette.REFERENCE_DARK))
    _year_axis(ax, known, len(data) - len(known))
    ax.set_ylim(0, 1.18 * top if top > 0 else 1)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    marks.box(ax, {"term": str(known["term"].iloc[0])})
    return ax


def timelines(
    data: "pd.DataFrame", *, title: str, colours: Mapping[str, str] | None = None
) -> "Figure":
    """Small multiples of `timeline`, one per term in the order of the table, on one scale."""
    known = data[data["year"].notna()]
    if known.empty:
        return figures.blank(title).figure
    figures.prepare()
    from matplotlib.figure import Figure

    terms = list(dict.fromkeys(data["term"]))
    columns = min(2, len(terms))
    rows = -(-len(terms) // columns)
    figure = Figure(figsize=(5.6 * columns, 3.2 * rows + 0.6))
    grid = figure.subplots(rows, columns, squeeze=False)
    shades = colours or palette.group_colours(sorted(set(data["newspaper"])))
    top = _highest(known).max()
    for place, ax in enumerate(grid.flat):
        if place >= len(terms):
            ax.set_axis_off()
            continue
        timeline(data[data["term"] == terms[place]], colours=shades, top=top, ax=ax)
        ax.set_title(figures.drawable(terms[place]), fontsize=11, pad=6)
    figures.headline(figure, title)
    return figure


def topic_map(data: "pd.DataFrame", *, title: str, ax: "Axes | None" = None) -> "Axes":
    """Topics (rows) by district (columns): the share of each district's text.

    Parameters
    ----------
    data
        As `topic_model.prevalence` gives it. A topic that does not recur is marked † and greyed
        words are none: read its paragraphs, do not name it. Districts stand in order of tokens.
    """
    if data.empty:
        return figures.blank(title, ax)
    marked = data.assign(
        row=[f"{topic}{'' if recurs else '†'} {words}" for topic, words, recurs in
             data[["topic", "words", "recurs"]].itertuples(index=False)],
        cell=["" if share != share else f"{share:.0%}" for share in data["share"]],
    )  # fmt: skip
    size = data.drop_duplicates("group").set_index("group")
    order = sorted(size.index, key=lambda name: (-size.loc[name, "n_tokens"], name))
    rows = list(dict.fromkeys(marked.sort_values("topic")["row"]))
    shares = marked.pivot(index="row", columns="group", values="share").loc[rows, order]
    notes = marked.pivot(index="row", columns="group", values="cell").loc[rows, order]
    heading = {
        name: say(
            "{name}\n{n_articles} art.\nn = {n_tokens:,}",
            name=name,
            n_articles=size.loc[name, "n_articles"],
            n_tokens=size.loc[name, "n_tokens"],
        )
        for name in order
    }
    shares, notes = shares.rename(columns=heading), notes.rename(columns=heading)
    unit = say("share of the district's words")
    if "†" in "".join(rows):
        unit += "\n" + say("† does not recur")
    return charts.heat_map(shares, notes=notes, unit=unit, title=title, ax=ax)


def _highest(data: "pd.DataFrame") -> "pd.Series":
    """Where each point ends: its readings and the upper bound."""
    return data[["ipm_articles", "ipm_pages", "high"]].max(axis=1)


def _raised(known: "pd.DataFrame", near: float) -> list[int]:
    """1 for a name that stands higher: the one left of it, in the same year, is as high."""
    ordered = known.assign(end=_highest(known)).sort_values("at")
    rows, before = {}, None
    for point in ordered.itertuples():
        beside = before is not None and before.year == point.year
        close = beside and abs(before.end - point.end) <= near
        rows[point.Index] = int(close and not rows[before.Index])
        before = point
    return [rows[at] for at in known.index]


def _apart(known: "pd.DataFrame") -> "pd.Series":
    """Years moved a little, so that points of one year do not stand on each other."""
    ordered = known.sort_values(["year", "newspaper", "page_type"])
    place = ordered.groupby("year").cumcount()
    many = ordered.groupby("year")["term"].transform("size")
    step = (0.8 / (many - 1).clip(lower=1)).clip(upper=_APART)
    moved = ordered["year"].astype(float) + (place - (many - 1) / 2) * step
    return moved.loc[known.index]


def _point(ax: "Axes", row: tuple, shade: str) -> None:
    """A point: its two readings, its interval, its newspaper and number of articles."""
    if row.low == row.low:
        ax.plot([row.at - _SIDE] * 2, [row.low, row.high], color=shade, lw=1.6, alpha=0.45)
    if row.ipm_articles == row.ipm_articles:
        ax.scatter([row.at - _SIDE], [row.ipm_articles], s=34, color=shade, zorder=3)
    ax.scatter(
        [row.at + _SIDE], [row.ipm_pages], s=34, facecolors=palette.PAPER, edgecolors=shade,
        linewidths=1.4, zorder=3,
    )  # fmt: skip
    highest = max(value for value in (row.ipm_articles, row.ipm_pages, row.high) if value == value)
    name = figures.drawable(row.newspaper or "?")
    ax.annotate(
        say("{name}\n{row.n_articles_with} of {row.n_articles} art.", name=name, row=row),
        (row.at, highest),
        xytext=(0, 6 + 24 * row.row), textcoords="offset points", ha="center", va="bottom",
        fontsize=8, color=shade, linespacing=1.1,
    )  # fmt: skip


def _year_axis(ax: "Axes", known: "pd.DataFrame", n_without: int) -> None:
    """Ticks at whole years, what the marks mean, and how many points have no year."""
    first, last = int(known["year"].min()), int(known["year"].max())
    step = max(1, -(-(last - first) // 10))
    ax.set_xticks(range(first, last + 1, step), [str(y) for y in range(first, last + 1, step)])
    ax.set_xlim(first - 0.7, last + 0.7)
    marks = say("year of issue — ● in articles, ○ on whole pages")
    if n_without:
        marks = say("{marks}; {n} without a year left out", marks=marks, n=n_without)
    ax.set_xlabel(marks, fontsize=8.5)
    ax.set_ylabel(say("per million tokens"))
