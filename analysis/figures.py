"""The look of every figure, and how it is shown and saved: PNG, SVG with text as paths, and CSV."""

import contextlib
import functools
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import fonts, marks, palette, paths, schema
from analysis.errors import InputError
from analysis.language import is_chinese, say
from analysis.tables import width

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 200  # of saved PNG; notebooks show the same picture at half the size
_INCHES_A_COLUMN = 0.075  # half a full-width character at 10 points
# Where a title may be broken: behind blanks and Chinese marks; in a Chinese sentence also between
# two characters, if no mark would begin the line.
_BREAKS = re.compile(r"[^\s、，；：]+[\s、，；：]*|[\s、，；：]+")
_BREAKS_ZH = re.compile(
    r"[（“《]*(?:[\u4e00-\u9fff]|[^\s\u4e00-\u9fff、，；：。）”》（“《]+)[\s、，；：。）”》]*|[\s\S]"
)
_BLANKS = re.compile(r"[^\S\n\u3000\xa0]")  # a line may end, and blanks have widths
GETA = "〓"  # what Chinese printers set where a type is missing


@functools.cache
def prepare() -> None:
    """Set matplotlib to the project's font and look; called by every figure."""
    import matplotlib as mpl

    mpl.rcParams.update(
        {
            "font.family": fonts.register(),
            "axes.unicode_minus": False,
            "text.parse_math": False,  # a page may print two dollars
            "svg.fonttype": "path",
            "svg.hashsalt": "district-pages",
            "figure.dpi": DPI / 2,
            "savefig.dpi": DPI,
            "font.size": 10,
            "text.color": palette.INK,
            "axes.labelcolor": palette.INK,
            "axes.edgecolor": palette.FRAME,
            "axes.titlesize": 12,
            "axes.titlelocation": "left",
            "axes.titlepad": 12,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "xtick.color": palette.INK,
            "ytick.color": palette.INK,
            "figure.constrained_layout.use": True,
            "figure.constrained_layout.h_pad": 0.08,
            "figure.constrained_layout.w_pad": 0.08,
            "legend.frameon": False,
        }
    )


def drawable(text: str) -> str:
    r"""The text with 〓 for each character that the font does not hold; a tab is a blank.

    >>> drawable("静安𠀀\tx")
    '静安〓 x'
    """
    text = _BLANKS.sub(" ", text)
    missing = set(fonts.missing_characters(text))
    return "".join(GETA if character in missing else character for character in text)


def axes(ax: "Axes | None", *, width: float = 8.0, height: float = 4.5) -> "Axes":
    """The Axes to draw on: the caller's, else one of a new figure (sizes in inches)."""
    prepare()
    if ax is not None:
        return ax
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height)).add_subplot()


def blank(text: str, ax: "Axes | None" = None) -> "Axes":
    """What is drawn where a table has no row: the title, and that there is nothing to draw."""
    ax = axes(ax, height=1.6)
    title(ax, text)
    ax.set_axis_off()
    ax.text(
        0,
        0.5,
        say("nothing to draw: the table has no rows"),
        color=palette.REFERENCE_DARK,
        va="center",
    )
    return ax


def title(ax: "Axes", text: str) -> None:
    """Set the finding above the picture, from its left edge, in lines that fit its width.

    On Axes that are one of several in the caller's figure it stands above the Axes.
    """
    if len(ax.figure.axes) > 1:
        ax.set_title(drawable(text))
        return
    headline(ax.figure, text)


def headline(figure: "Figure", text: str) -> None:
    """Set the finding above a whole figure."""
    columns = int(figure.get_figwidth() / _INCHES_A_COLUMN / 1.25)
    lines = [part for line in text.split("\n") for part in _wrapped(drawable(line), columns)]
    figure.suptitle("\n".join(lines), x=0.01, ha="left", fontsize=12)


def label_width(labels: Iterable[str]) -> float:
    """Inches that the longest of these labels takes at the figures' size of letters."""
    return max((width(label) for text in labels for label in text.split("\n")), default=0) * (
        _INCHES_A_COLUMN
    )


def _wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns, cut after blanks and Chinese marks."""
    lines, line = [], ""
    for piece in (_BREAKS_ZH if is_chinese() else _BREAKS).findall(text):
        if line and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def show(drawn: "Axes | Figure", *, alt: str) -> None:
    """Display a picture in the notebook with its alternative text."""
    figure = _figure(drawn)
    engine = figure.get_layout_engine()
    png = _png(figure, DPI / 2)
    found = marks.placed(figure)
    figure.set_layout_engine(engine)  # if it is saved later, at another size, it is laid out anew
    _display(png, alt, found)


def _display(png: bytes, alt: str, found: Sequence[str], **more: str) -> None:
    """Show the picture in the notebook, with its alternative text and its marks behind it."""
    from IPython.display import Image, display

    about = {"alt": " ".join(say(alt).split()), **more}
    if found:
        about["marks"] = list(found)
    display(Image(data=png, format="png"), metadata={"image/png": about})


def save(
    drawn: "Axes | Figure", name: str, *, data: "pd.DataFrame", alt: str, folder: Path | None = None
) -> None:
    """Write NAME.png, NAME.svg and NAME.csv (the numbers drawn), and display.

    Parameters
    ----------
    folder
        Where to; by default `paths.figures_folder()`.

    Raises
    ------
    InputError
        A character is missing from the font, or the folder cannot be written to.
    """
    figure = _figure(drawn)
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"a figure's name is lower-case letters, digits and hyphens, not {name!r}")
    folder = Path(folder or paths.figures_folder())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        png = _png(figure, DPI)
        (folder / f"{name}.png").write_bytes(png)
        (folder / f"{name}.svg").write_bytes(_svg(figure))
        schema.write_csv(data, folder / f"{name}.csv")
    except OSError as error:
        raise InputError(
            f"Cannot write figure {name} — {error.strerror}. Check the disk."
        ) from error
    _display(_halved(png), alt, marks.placed(figure), name=name)


def _halved(png: bytes) -> bytes:
    """The picture at half its size."""
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").reduce(2).save(buffer, "png", compress_level=4)
    return buffer.getvalue()


def _figure(drawn: "Axes | Figure") -> "Figure":
    """The figure that Axes stand in, or the figure itself."""
    from matplotlib.figure import Figure

    return drawn if isinstance(drawn, Figure) else drawn.figure


def _png(figure: "Figure", dpi: float) -> bytes:
    return _rendered(
        figure, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs={"compress_level": 4}
    )


def _lay_out(figure: "Figure", dpi: float) -> None:
    """Give everything its place and leave it there: saving would draw all of it once more to see.

    The layout engine is then gone. A figure without one is drawn as it is.
    """
    engine = figure.get_layout_engine()
    if engine is None:
        return
    before = figure.dpi
    figure.dpi = dpi
    engine.execute(figure)
    figure.dpi = before
    with _no_layout():
        figure.set_layout_engine(None)


def _no_layout() -> "contextlib.AbstractContextManager[None]":
    """While it lasts, a figure without a layout engine is given none by matplotlib."""
    import matplotlib as mpl

    return mpl.rc_context({"figure.constrained_layout.use": False})


def _svg(figure: "Figure") -> bytes:
    return _rendered(figure, format="svg", metadata={"Date": None, "Creator": None})


def _rendered(figure: "Figure", **options: Any) -> bytes:
    """The picture's bytes; a glyph that the font lacks is an error, never a box."""
    import io

    buffer = io.BytesIO()
    with warnings.catch_warnings(), _no_layout():
        warnings.filterwarnings("error", message=".*Glyph .* missing.*")
        try:
            _lay_out(figure, options.get("dpi", figure.dpi))
            figure.savefig(buffer, facecolor="white", **options)
        except UserWarning as error:
            raise InputError(
                f"A figure has a character that the font does not hold — {error}. "
                "Pass its labels through figures.drawable."
            ) from error
    return buffer.getvalue()


def ordered(names: Sequence[str], order: Sequence[str]) -> list[str]:
    """The names in the order of the gazetteer; the city, elsewhere and unknown last."""
    place = {name: number for number, name in enumerate(order)}
    return sorted(dict.fromkeys(names), key=lambda name: (place.get(name, len(place)), name))
