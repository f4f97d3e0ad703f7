"""The file of a person's corrections: `review.csv`, read and checked against the pages.

Each row says of some lines of a page what they are in truth, and why. A row holds the page's
checksum and the beginning of the line, so that no correction lands on a line it was not written
for.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import encodings, schema
from analysis.errors import InputError
from analysis.language import number_of

if TYPE_CHECKING:
    from analysis.pages import Page

FILE = "review.csv"
COLUMNS = ("file", "sha256", "line", "text", "field", "value", "reason")
FIELDS = ("item", "role", "paragraph", "joins_next", "district", "districts")
PLACES = ("district", "districts")
YES_NO = ("yes", "no")
NEW = "new"

# A spreadsheet turns 12-20 into a date unless the cell is text, so 12..20 is understood too.
_LINES = re.compile(r"(\d{1,9})(?:\s*(?:-|–|\.\.)\s*(\d{1,9}))?")
_NUMBER = re.compile(r"0*[1-9]\d{0,8}")
_SHA256 = re.compile(r"[0-9a-f]{8,64}")


class Correction(NamedTuple):
    """A row of `review.csv`.

    Attributes
    ----------
    place
        File and row, for messages.
    row
        1-based row of the file, the heading being row 1.
    first, last
        The lines that it is about, 1-based, both included; blank lines between are passed over.
    text
        What the first line begins with.
    field, value
        See `load_review`.
    """

    place: str
    row: int
    file: str
    sha256: str
    first: int
    last: int
    text: str
    field: str
    value: str
    reason: str


def load_review(folder: Path) -> list[Correction]:
    """The corrections that stand in a folder's `review.csv`; none where there is no such file.

    The columns are `file` (the page), `sha256` (its checksum, whole or the first 8 or more
    digits), `line` (a number, or a range: 12-20 or 12..20), `text` (how the first of these lines
    begins), `field`, `value` and `reason`. Rows without any content are passed over. Fields:

    item
        The number of another line: these lines belong to the same item as that one; or `new`:
        they are an item of their own.
    role
        One of `schema.ROLES`. Lines that one row makes a heading or a byline are one heading.
    paragraph
        The number that the paragraph has in the table `lines` without corrections; lines with one
        number are one paragraph. Afterwards paragraphs are counted anew.
    joins_next
        `yes`: the sentence or heading goes on in the item's next line; `no`: it ends here.
    district
        A district, `全市`, `外地`, or nothing: of the paragraphs that the lines stand in, of the
        whole article where one of them is its headline, kicker or deck.
    districts
        The list of the article, joined by `;`, the main one first.

    Raises
    ------
    InputError
        The file is no CSV with these columns; a row has an unknown field, a value that the field
        cannot have, no text or no reason; two rows contradict each other.
    """
    path = Path(folder) / FILE
    if not path.exists():
        return []
    found = [
        _correction(f"{path}, row {number}", number, cells)
        for number, cells in _rows(path)
        if any(cells.values())
    ]
    _refuse_contradictions(found)
    return found


def check(corrections: Iterable[Correction], pages: Iterable["Page"]) -> None:
    """Refuse corrections that were written for another page or another line.

    Raises
    ------
    InputError
        The page is missing or has changed, a line does not exist, is blank or begins otherwise.
    """
    known = {page.file: page for page in pages}
    split = {file: known[file].lines for file in {c.file for c in corrections} & known.keys()}
    for correction in corrections:
        page = known.get(correction.file)
        if page is None:
            raise InputError(
                f"{correction.place}, corrects {correction.file!r}, which is not in the folder. "
                "Put the page back or take the row out."
            )
        if not page.sha256.startswith(correction.sha256):
            raise InputError(
                f"{correction.place}: {correction.file} has changed since the correction was "
                f"written (sha256 {page.sha256[:8]}… ≠ {correction.sha256[:8]}…). Put the page "
                "back as it was, or look at the line again and write the new checksum."
            )
        _check_lines(correction, split[correction.file])


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    """Row number and cells of each row, stripped."""
    try:
        text, _ = encodings.decode(path.read_bytes(), str(path))
        heading = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=heading.count)  # spreadsheets write what their country uses
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (OSError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as CSV — {error}. Save it as CSV.") from error
    names = [name.strip() for name in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise InputError(
            f"{path} has no column “{missing[0]}” — its columns are {', '.join(names) or 'none'}. "
            f"It needs {', '.join(COLUMNS)}."
        )
    for number, cells in enumerate(rows[1:], start=2):
        if any(cells) and len(cells) != len(names):
            raise InputError(
                f"{path}, row {number}, has {len(cells)} cells and the first row {len(names)}. "
                "Put a cell with a comma in it between quotation marks."
            )
        padded = cells or [""] * len(names)
        yield number, {n: c.strip() for n, c in zip(names, padded, strict=True)}


def _correction(place: str, row: int, cells: Mapping[str, str]) -> Correction:
    """The row, checked as far as it can be without the page."""
    lines = _LINES.fullmatch(cells["line"])
    text = schema.unguard_cell(cells["text"]).strip()
    sha256 = cells["sha256"].lower()
    first = int(lines[1]) if lines else 0
    last = int(lines[2] or lines[1]) if lines else 0
    wrong = ""
    if not cells["file"]:
        wrong = "names no file. Write the page's file name"
    elif not _SHA256.fullmatch(sha256):
        wrong = f"has the sha256 {sha256!r}. Write the page's checksum, its first 8 digits or more"
    elif not lines or not 1 <= first <= last:
        wrong = f"has the line {cells['line']!r}. Write a number or a range, 12 or 12..20"
    elif not text:
        wrong = "has no text. Write how the line begins, so that a miscounted line is noticed"
    elif not cells["reason"]:
        wrong = "has no reason. Say why the program is wrong there"
    wrong = wrong or _wrong_value(cells["field"], cells["value"])
    if wrong:
        raise InputError(f"{place}, {wrong}.")
    return Correction(
        place, row, cells["file"], sha256, first, last, text,
        cells["field"], cells["value"], cells["reason"],
    )  # fmt: skip


def _wrong_value(field: str, value: str) -> str:
    """What is wrong with a field or its value, and what to write; empty if nothing."""
    if field not in FIELDS:
        return f"has the field {field!r}. The fields are {', '.join(FIELDS)}"
    if field == "item" and value != NEW and not _NUMBER.fullmatch(value):
        return f"has the item {value!r}. Write the number of a line of that item, or “{NEW}”"
    if field == "role" and value not in schema.ROLES:
        return f"has the role {value!r}. The roles are {', '.join(schema.ROLES)}"
    if field == "paragraph" and not _NUMBER.fullmatch(value):
        return f"has the paragraph {value!r}. Write its number in the table “lines”"
    if field == "joins_next" and value not in YES_NO:
        return f"has joins_next {value!r}. Write “yes” or “no”"
    return ""


def _refuse_contradictions(corrections: Iterable[Correction]) -> None:
    """Refuse two corrections that say different things of one line."""
    said: dict[tuple[str, str], list[Correction]] = {}
    for correction in corrections:
        said.setdefault((correction.file, correction.field), []).append(correction)
    for same in said.values():
        reaching: Correction | None = None
        for correction in sorted(same, key=lambda c: (c.first, c.row)):
            if reaching and correction.first <= reaching.last and _contradict(correction, reaching):
                raise InputError(
                    f"{correction.place}, contradicts row {reaching.row} — both give "
                    f"{correction.field} of line {correction.first}: {correction.value!r} and "
                    f"{reaching.value!r}. Keep one of them."
                )
            if reaching is None or correction.last > reaching.last:
                reaching = correction


def _contradict(one: Correction, other: Correction) -> bool:
    """Whether two corrections of a field that share a line cannot both hold."""
    apart = one.value == NEW and (one.first, one.last) != (other.first, other.last)
    return one.value != other.value or apart


def _check_lines(correction: Correction, lines: Sequence[str]) -> None:
    """Refuse lines that are not there, blank or other than the correction says."""
    named = [correction.first, correction.last]
    if correction.field == "item" and correction.value != NEW:
        named.append(int(correction.value))
    for number in named:
        if number > len(lines) or not lines[number - 1].strip():
            what = (
                "is blank"
                if number <= len(lines)
                else f"does not exist ({number_of(len(lines), 'line')})"
            )
            raise InputError(
                f"{correction.place}: line {number} of {correction.file} {what}. "
                "Count lines as an editor does, blank ones too."
            )
    begins = lines[correction.first - 1].strip()
    if not begins.startswith(correction.text):
        raise InputError(
            f"{correction.place}: line {correction.first} of {correction.file} begins with "
            f"“{begins[:12]}”, not with “{correction.text[:12]}”. Correct line or text."
        )
