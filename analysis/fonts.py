"""The font: Chinese that is drawn and read on a machine without Chinese fonts."""

import base64
import contextlib
import copy
import functools
import io
import struct
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.paths import FONT

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC"
FALLBACK = "DejaVu Sans"
# The names in the pages' style sheets: not the font's own, so that a copy installed on the
# reader's machine, with other widths and weights, does not take its place.
HAN_FAMILY = "Page Han"
LATIN_FAMILY = "Page Latin"
# Below: Latin, Greek, Cyrillic, punctuation, arrows, operators. From here on: signs and Chinese.
_FIRST_SIGN = 0x2300
# Embedded whole (9 kB), so that the Latin part of most pages is one and the same and made once.
_ASCII = range(0x21, 0x7F)


def register() -> list[str]:
    """The font families for matplotlib, best first; the shipped font is registered by its path.

    Returns
    -------
    `["Noto Sans SC", "DejaVu Sans"]`: a value for `rcParams["font.family"]`. The second draws
    the few signs that the first lacks.

    Examples
    --------
    >>> register()
    ['Noto Sans SC', 'DejaVu Sans']
    """
    from matplotlib import font_manager

    if not any(entry.name == FAMILY for entry in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(FONT)
    return [FAMILY, FALLBACK]


def missing_characters(text: str) -> str:
    """The characters of a text that would be drawn as boxes, each once, in order of appearance.

    Parameters
    ----------
    text
        Any text. White space is never missing.

    Returns
    -------
    What neither the shipped font has nor, for Latin letters and signs, DejaVu Sans. A Chinese
    character, kana or full-width form counts as missing even where DejaVu has one by chance.

    Examples
    --------
    >>> missing_characters("甲乙 丙丁")
    ''
    """
    seen = (char for char in dict.fromkeys(text) if not char.isspace())
    unknown = [char for char in seen if ord(char) not in _characters(FONT)]
    if not unknown:
        return ""
    fallback = _characters(_fallback_file())
    return "".join(c for c in unknown if _is_east_asian(c) or ord(c) not in fallback)


def subset_css(text: str) -> str:
    """The `@font-face` rules that embed the font, cut down to the characters of a text.

    Parameters
    ----------
    text
        All that a page says; its markup may be among it.

    Returns
    -------
    CSS with no outside address: the family `Page Han` with the Chinese characters, full-width
    forms and signs of the text, and `Page Latin` with its Latin letters. A family of which the
    text has no character is left out. The same text gives the same bytes. Two families, because
    `Page Han` then goes first in every font list, code's included, and touches no Latin letter.

    Quotation marks, × and the like belong to neither: this font draws them as wide as a Chinese
    character, which tears an English sentence apart. The reader's own font has them.
    """
    wanted = sorted({ord(char) for char in set(text)} & _characters(FONT))
    han = tuple(code for code in wanted if code >= _FIRST_SIGN)
    latin = tuple(code for code in wanted if code in _narrow_characters())
    if latin:
        latin = tuple(sorted({*_ASCII, *latin}))
    rules = [(HAN_FAMILY, han), (LATIN_FAMILY, latin)]
    return "\n".join(_font_face(family, codes) for family, codes in rules if codes)


@contextlib.contextmanager
def flush_font(text: str) -> Iterator[Path]:
    """A font file with the text's characters whose line begins where the tallest of them does.

    The font leaves a third of its size free above Chinese characters. wordcloud measures a word
    without that space and draws it with it, so words would slide into each other. The file is
    there inside the `with` block only.
    """
    codes = tuple(sorted({ord(char) for char in set(text)} & _characters(FONT)))
    with tempfile.TemporaryDirectory(prefix="font-") as folder:
        path = Path(folder) / "flush.ttf"
        with _open_bytes(_subset(codes)) as font:
            font.flavor = None
            outlines = (font["glyf"].glyphs[name] for name in font.getBestCmap().values())
            tops = [_top(getattr(outline, "data", b"")) for outline in outlines]
            font["hhea"].ascent = max(tops, default=font["hhea"].ascent)
            font.save(path)
        yield path


def _open_bytes(data: bytes) -> "TTFont":
    """A font held in memory."""
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)


def _top(outline: bytes) -> int:
    """How high a glyph reaches, from its header (OpenType, table `glyf`); 0 for an empty one.

    To ask fontTools would make it take the outline apart, and put it together again on saving.
    """
    return struct.unpack_from(">h", outline, 8)[0] if outline else 0


def _is_east_asian(char: str) -> bool:
    """A character that is as wide as a Chinese one wherever it stands."""
    return unicodedata.east_asian_width(char) in "WF"


def _font_face(family: str, codes: tuple[int, ...]) -> str:
    """One rule with the font in it."""
    data = base64.b64encode(_subset(codes)).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-style:normal;font-weight:400;'
        f'src:url("data:font/woff;base64,{data}") format("woff")}}'
    )


# Eight pages' worth: the Latin part of most pages is the same.
@functools.lru_cache(maxsize=8)
def _subset(codes: tuple[int, ...]) -> bytes:
    """The font with these characters only, as WOFF."""
    from fontTools import subset

    options = subset.Options(
        layout_features=[],
        glyph_names=False,
        notdef_outline=True,
        recalc_timestamp=False,
        name_IDs=[1, 2],
    )
    data = io.BytesIO()
    with _opened_for(codes) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(data)
    return data.getvalue()


def prepare(text: str) -> None:
    """Have a smaller font at hand for subsets of these characters: they are made faster from it.

    The fonts that are made are the same, byte for byte.
    """
    codes = frozenset({*_ASCII, *map(ord, set(text))}) & _characters(FONT)
    if codes:
        with _open_bytes(_subset(tuple(sorted(codes)))) as font:
            font.flavor = None
            data = io.BytesIO()
            font.save(data)
        _prepared[:] = [(codes, data.getvalue())]


# What `prepare` made: its characters, and the font.
_prepared: list[tuple[frozenset[int], bytes]] = []


def _opened_for(codes: Sequence[int]) -> "TTFont":
    """A font that has these characters, the smaller one if it does."""
    for known, data in _prepared:
        if known.issuperset(codes):
            return _open_bytes(data)
    font = _open(FONT)
    _take_characters(font)
    return font


def _take_characters(font: "TTFont") -> None:
    """Give the font the list of its characters, which takes longer to read than all the rest."""
    whole = _whole()
    font.setGlyphOrder(list(whole.getGlyphOrder()))
    font["cmap"] = copy.copy(whole["cmap"])
    font["cmap"].tables = [copy.copy(table) for table in whole["cmap"].tables]


@functools.cache
def _whole() -> "TTFont":
    """The font with the list of its characters read, from which each subset takes it."""
    with _open(FONT) as font:
        font.getBestCmap()
    return font


@functools.cache
def _characters(path: Path) -> frozenset[int]:
    """The code points that a font file has a glyph for."""
    with _open(path) as font:
        return frozenset(font.getBestCmap())


@functools.cache
def _narrow_characters() -> frozenset[int]:
    """The code points below the signs that the font draws narrower than a Chinese character."""
    with _open(FONT) as font:
        widths, full = font["hmtx"], font["head"].unitsPerEm
        names = font.getBestCmap().items()
        return frozenset(c for c, name in names if c < _FIRST_SIGN and widths[name][0] < full)


def _open(path: Path) -> "TTFont":
    """The font, read as far as it is asked, with the date of its file left as it is."""
    from fontTools.ttLib import TTFont

    return TTFont(path, lazy=True, recalcBBoxes=False, recalcTimestamp=False)


@functools.cache
def _fallback_file() -> Path:
    """DejaVu Sans, which comes with matplotlib."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
