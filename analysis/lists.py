"""Lists that a reader may change: UTF-8 text with tabs, a header and one row per line.

Every list of the project (lexicon, splits, stop words, gazetteer, systems, themes, units) is read
here and nowhere else, so that what is refused in one is refused in all. What a spreadsheet leaves
behind — a byte-order mark, Windows line ends, an empty line, blanks around a cell — is refused and
not mended: it would otherwise become part of a term, and the term would be found nowhere.
"""

from pathlib import Path

from analysis.errors import InputError


def read_rows(
    path: Path, *, required: tuple[str, ...], exact: bool = False
) -> list[tuple[int, dict[str, str]]]:
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
    path = Path(path)
    lines = _text(path).split("\n")
    header = lines[0].split("\t")
    other = tuple(header) != required if exact else not set(required) <= set(header)
    if other or len(set(header)) != len(header):
        wanted = " ⇥ ".join(required)
        raise fault(path, 1, f"the header is “{lines[0][:60]}”", f"write {wanted}, a tab for ⇥")
    if lines[-1] == "":
        lines.pop()
    return [
        (number, _cells(path, number, line, header)) for number, line in enumerate(lines[1:], 2)
    ]


def fault(path: Path, number: int, seen: str, advice: str) -> InputError:
    """The sentence for a faulty line: file and line, what was seen, what to do."""
    return InputError(f"{path}, line {number}: cannot read the list — {seen}; {advice}.")


def _cells(path: Path, number: int, line: str, header: list[str]) -> dict[str, str]:
    """One line as a row, or the sentence that says what is wrong with it."""
    if not line.strip():
        raise fault(path, number, "the line is empty", "delete it")
    cells = line.split("\t")
    if len(cells) != len(header):
        seen = f"{len(cells)} columns where the header has {len(header)}"
        raise fault(path, number, seen, "put one tab between columns, also beside an empty one")
    for cell in cells:
        if cell != cell.strip():
            raise fault(path, number, f"blanks around “{cell.strip()}”", "delete them")
    return dict(zip(header, cells, strict=True))


def _text(path: Path) -> str:
    """The file's text, or the sentence that says which byte is in the way."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 — byte {error.start} cannot be read. Save it as UTF-8."
        ) from error
    except OSError as error:
        raise InputError(
            f"Cannot read {path} — {error.strerror or error}. Put a readable file there."
        ) from error
    if text.startswith("\ufeff"):
        seen = "the file begins with a byte-order mark"
        raise fault(path, 1, seen, "save it as UTF-8 without BOM")
    if "\r" in text:
        number = text[: text.index("\r")].count("\n") + 1
        seen = "a line ends in CR (Windows line ends)"
        raise fault(path, number, seen, "save it with line ends LF (\\n)")
    return text
