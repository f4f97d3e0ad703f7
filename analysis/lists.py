"""Lists that a reader may change: UTF-8 text with tabs, a header and one row per line.

Every list of the project (lexicon, splits, stop words, gazetteer, systems, themes, units) is read
here and nowhere else, so that what is refused in one is refused in all. What a spreadsheet leaves
behind — a byte-order mark, Windows line ends, an empty line, blanks around a cell — is refused and
not mended: it would otherwise become part of a term, and the term would be found nowhere.
"""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from analysis.errors import InputError

BOM = "\ufeff"
Row = tuple[int, dict[str, str]]
# Characters of a list that is held, once read, for whoever asks for it next.
LARGEST_HELD = 500_000


class Fault(NamedTuple):
    """What is wrong in a list: file, line (1-based), what was seen, what to do about it."""

    path: Path
    line: int
    seen: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: cannot read the list — {self.seen}; {self.advice}."


def read_rows(path: Path, *, required: tuple[str, ...], exact: bool = False) -> list[Row]:
    """The rows of a list, each with its line number (1-based; the header is line 1).

    Parameters
    ----------
    path
        A UTF-8 file whose lines end in a line feed alone.
    required
        Columns that the header must name.
    exact
        The header must be these columns in this order, and no others.

    Returns
    -------
    list of (line number, column to cell), in the order of the file. A cell may be empty.

    Raises
    ------
    InputError
        The file cannot be read, is not UTF-8, has a byte-order mark, a CR, another header, an empty
        line, a line with a wrong number of columns, or blanks around a cell; the message names file
        and line and says what to do.
    """
    rows, faults = scan(path, required=required, exact=exact)
    if faults:
        raise InputError(str(faults[0]))
    return rows


def scan(
    path: Path, *, required: tuple[str, ...], exact: bool = False
) -> tuple[list[Row], list[Fault]]:
    """The rows of a list as far as they can be read, and everything that is wrong with its form.

    Parameters
    ----------
    path, required, exact
        As for `read_rows`.

    Returns
    -------
    The rows whose number of columns is right, blanks around cells taken off; and the faults: of the
    whole file first, then in order of the lines. With another header there are no rows.

    Raises
    ------
    InputError
        The file cannot be read or is not UTF-8: no line of it can be named.
    """
    path = Path(path)
    text = _text(path)
    read = _scanned if len(text) <= LARGEST_HELD else _scanned.__wrapped__
    rows, faults = read(path, text, tuple(required), exact)
    return list(rows), list(faults)


# The lists of a corpus are read by many that know nothing of each other.
@functools.lru_cache(maxsize=16)
def _scanned(
    path: Path, text: str, required: tuple[str, ...], exact: bool
) -> tuple[list[Row], list[Fault]]:
    """As `scan`, of a file that has been read: the same for the same text."""
    faults = list(_file_faults(path, text))
    lines = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header = lines[0].split("\t")
    other = tuple(header) != required if exact else not set(required) <= set(header)
    if other or len(set(header)) != len(header):
        wanted = " ⇥ ".join(required)
        seen, advice = f"the header is “{lines[0][:60]}”", f"write {wanted}, a tab for ⇥"
        return [], [*faults, Fault(path, 1, seen, advice)]
    if lines[-1] == "":
        lines.pop()
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        faults += _line_faults(path, number, line, cells, len(header))
        if line.strip() and len(cells) == len(header):
            rows.append((number, dict(zip(header, map(str.strip, cells), strict=True))))
    return rows, faults


def fault(path: Path, number: int, seen: str, advice: str) -> InputError:
    """The sentence for a faulty line: file and line, what was seen, what to do."""
    return InputError(str(Fault(path, number, seen, advice)))


def _file_faults(path: Path, text: str) -> Iterator[Fault]:
    """What an editor or a spreadsheet has done to the whole file."""
    if text.startswith(BOM):
        seen = "the file begins with a byte-order mark"
        yield Fault(path, 1, seen, "save it as UTF-8 without BOM")
    if "\r" in text:
        number = text[: text.index("\r")].count("\n") + 1
        seen = "a line ends in CR (Windows line ends)"
        yield Fault(path, number, seen, "save it with line ends LF (\\n)")


def _line_faults(
    path: Path, number: int, line: str, cells: list[str], n_columns: int
) -> Iterator[Fault]:
    """What is wrong with the form of one line."""
    if not line.strip():
        yield Fault(path, number, "the line is empty", "delete it")
    elif len(cells) != n_columns:
        columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        seen = f"{columns} where the header has {n_columns}"
        advice = "put one tab between columns, also beside an empty one"
        yield Fault(path, number, seen, advice)
    else:
        for cell in cells:
            if cell != cell.strip():
                yield Fault(path, number, f"blanks around “{cell.strip()}”", "delete them")


def _text(path: Path) -> str:
    """The file's text, or the sentence that says which byte is in the way."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 — byte {error.start} cannot be read. Save it as UTF-8."
        ) from error
    except OSError as error:
        raise InputError(
            f"Cannot read {path} — {error.strerror or error}. Put a readable file there."
        ) from error
