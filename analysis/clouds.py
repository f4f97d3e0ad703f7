"""Word clouds that say what they left out: wordcloud's layout, drawn as paths in our font."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import figures, fonts, marks, palette, paths
from analysis.errors import InputError
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 800, 450
SEED = 20181121  # any number: it fixes the layout
MAX_WORDS = 60
# Blank that each word carries on both sides, so that two in a line do not read as one.
ROOM = "  "
# Below this size (in the cloud's 800 × 450 points) a word cannot be read at half size.
MIN_FONT = 19


def cloud(
    frequencies: Mapping[str, int],
    *,
    colour: str,
    title: str,
    max_words: int = MAX_WORDS,
    seed: int = SEED,
    district: str = "",
    ax: "Axes | None" = None,
    font: Path | None = None,
) -> tuple["Axes", list[str]]:
    """Words sized by frequency, and the words that found no room.

    Parameters
    ----------
    frequencies
        Count by word; ties are settled by the word.
    max_words
        How many of the most frequent words are tried. The title ends in how many were drawn.
    district
        Whose words they are, where they are one district's: each leads to its sentences there.
    font
        A `fonts.flush_font` of these words and `ROOM` or more, where several clouds share one.

    Returns
    -------
    The Axes, and the words tried and not drawn, most frequent first.

    Raises
    ------
    InputError
        A word has a character that the font does not hold (it would be drawn as a box).
    """
    tried = sorted(frequencies.items(), key=lambda item: (-item[1], item[0]))[:max_words]
    missing = fonts.missing_characters("".join(word for word, _ in tried))
    if missing:
        raise InputError(
            f"The cloud has words with characters that the font does not hold — {missing!r}. "
            "Pass the words through figures.drawable."
        )
    if not tried:
        return figures.blank(title, ax), []
    ax = figures.axes(ax, width=8, height=4.5)
    with contextlib.ExitStack() as stack:
        font = font or stack.enter_context(fonts.flush_font("".join([ROOM, *dict(tried)])))
        placed = _layout(tried, seed, font)
    for word, size, row, column in placed:
        width, height = _draw(ax, word, size, row, column, colour=colour)
        x, y = (column, column + width), (row, row + height)
        marks.box(ax, {"word": word, "district": district}, x=x, y=y, padded=True)
    ax.set_xlim(0, WIDTH)
    ax.set_ylim(HEIGHT, 0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    drawn = {word for word, *_ in placed}
    said = "{title} ({n_drawn} of {n_tried} {n_tried:word|words} drawn)"
    figures.title(ax, say(said, title=say(title), n_drawn=len(drawn), n_tried=len(tried)))
    return ax, [word for word, _ in tried if word not in drawn]


def grid(
    words: Mapping[str, Mapping[str, int]],
    *,
    colours: Mapping[str, str],
    max_words: int,
    title: str = "",
    sizes: Mapping[str, int] | None = None,
) -> "tuple[Figure, pd.DataFrame]":
    """A cloud for each group, and a row for each word tried: `district`, `word`, `freq`, `drawn`.

    Characters that the font does not hold are drawn as 〓. Below the `title` each cloud has its
    group's name and, where `sizes` has it, the number of tokens that its words were counted in.
    """
    import pandas as pd
    from matplotlib.figure import Figure

    columns = ["district", "word", "freq", "drawn"]
    if not words:
        nothing = figures.blank(say("No district has text enough for a cloud")).figure
        return nothing, pd.DataFrame(columns=columns).astype({"drawn": bool})
    figures.prepare()
    rows = -(-len(words) // 2) or 1
    figure = Figure(figsize=(10, 3.1 * rows))
    panels = list(figure.subplots(rows, 2, squeeze=False).flat)
    for panel in panels[len(words) :]:
        panel.set_axis_off()
    legible = {
        group: {figures.drawable(word): count for word, count in own.items()}
        for group, own in words.items()
    }
    tried = []
    text = "".join([ROOM, *(word for own in legible.values() for word in own)])
    with fonts.flush_font(text) as font:
        for ax, (group, own) in zip(panels, legible.items(), strict=False):
            colour = colours.get(group, palette.REFERENCE_DARK)
            n = None if sizes is None else sizes.get(group)
            name = group if n is None else say("{name}, n = {n:,} tokens", name=group, n=int(n))
            _, dropped = cloud(
                own, colour=colour, title=name, max_words=max_words, district=group, ax=ax,
                font=font,
            )  # fmt: skip
            ranked = sorted(own.items(), key=lambda item: (-item[1], item[0]))[:max_words]
            tried += [(group, word, count, word not in dropped) for word, count in ranked]
    if title:
        figures.headline(figure, title)
    return figure, pd.DataFrame(tried, columns=columns)


def _layout(
    tried: list[tuple[str, int]], seed: int, font: Path
) -> list[tuple[str, int, float, float]]:
    """Where wordcloud puts each word: word, font size, row and column where its ink begins."""
    from PIL import ImageFont
    from wordcloud import WordCloud

    cloud = WordCloud(
        font_path=str(font), width=WIDTH, height=HEIGHT, margin=8, random_state=seed,
        max_words=len(tried), min_font_size=MIN_FONT, max_font_size=120, relative_scaling=0.6,
        prefer_horizontal=1.0, collocations=False,
    )  # fmt: skip
    cloud.generate_from_frequencies({f"{ROOM}{word}{ROOM}": count for word, count in tried})
    placed = []
    for (padded, _), size, (row, column), *_ in cloud.layout_:
        measured = ImageFont.truetype(str(font), size)
        word = padded.removeprefix(ROOM).removesuffix(ROOM)
        left, top, *_ = measured.getbbox(word)
        placed.append((word, size, row + top, column + left + measured.getlength(ROOM)))
    return placed


def _draw(
    ax: "Axes", word: str, size: int, row: float, column: float, *, colour: str
) -> tuple[float, float]:
    """Draw the word as a path whose ink begins at (row, column), and return its extent."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import PathPatch
    from matplotlib.textpath import TextPath
    from matplotlib.transforms import Affine2D

    path = TextPath((0, 0), word, size=size, prop=FontProperties(fname=str(paths.FONT)))
    path = Affine2D().scale(1, -1).transform_path(path)  # rows grow downwards
    box = path.get_extents()
    path = Affine2D().translate(column - box.x0, row - box.y0).transform_path(path)
    # Not add_patch, which takes every curve's measure for limits that are set by hand.
    ax.add_artist(PathPatch(path, facecolor=colour, linewidth=0))
    return box.width, box.height
