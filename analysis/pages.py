"""A corpus folder read: its pages as text, each with what is known about it.

A folder of bare `.txt` files is a corpus. `corpus.toml` (title, gazetteer, defaults) and
`pages.csv` (newspaper, issue date and its basis, checksum) are read where they exist.
"""

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import encodings, files, records, schema
from analysis.errors import InputError
from analysis.language import number_of
from analysis.settings import read_settings as read_settings

if TYPE_CHECKING:
    import pandas as pd

PAGES_COLUMNS = ("file", "newspaper", "issue_date", "date_basis", "sha256")
# What a page is split at: the line ends that editors count, and no others.
_LINE_END = re.compile(r"\r\n|\n|\r")
# What a corpus folder may bring as a folder of its own.
_FOLDERS = ("lexicon", "gazetteer", "map")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True)
class Page:
    """One page file as received.

    Attributes
    ----------
    page_id
        The file name without its ending.
    text
        The decoded text, unchanged: line ends, control characters and all (without a byte-order
        mark, which is the encoding's and not the text's).
    issue_date
        ISO date, ISO month or year; for a span its first day. Empty where not known.
    date_basis
        `printed`, `inferred: why` or empty.
    place
        What the row of a table file says the text is about; empty for a page file.
    is_record
        It is a row of a table file: one text, not a page of several.
    """

    page_id: str
    file: str
    text: str
    encoding: str
    sha256: str
    newspaper: str = ""
    issue_date: str = ""
    date_basis: str = ""
    place: str = ""
    is_record: bool = False

    @property
    def lines(self) -> list[str]:
        """The physical lines without their line ends; `lines[0]` is line 1."""
        return _LINE_END.split(self.text)


@dataclass(frozen=True)
class Corpus:
    """A corpus folder: its settings (`corpus.toml`) and its pages in order of file name."""

    folder: Path
    title: str
    settings: Mapping[str, object] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()

    @property
    def fingerprint(self) -> str:
        """First 12 hex digits of a checksum over the pages' names and bytes."""
        return fingerprint((page.file, page.sha256) for page in self.pages)


def read_corpus(folder: Path, *, accept_changes: bool = False) -> Corpus:
    """The corpus that stands in `folder`.

    Parameters
    ----------
    folder
        A folder with `.txt` pages, and if the reader likes `corpus.toml` and `pages.csv`.
    accept_changes
        Read a page although it is not the one that `pages.csv` describes.

    Raises
    ------
    InputError
        No folder, no pages, a page that is empty, unreadable or not text, `pages.csv` that names
        a missing file or a page that has changed since.
    """
    folder = Path(folder)
    settings = read_settings(folder)
    source = records.mapped(folder, settings)
    pages = _pages_of_table(source) if source else _pages_of_files(folder, accept_changes)
    _refuse_files_for_folders(folder)
    _refuse_double_ids(folder, pages)
    return Corpus(folder, str(settings.get("title") or folder.resolve().name), settings, pages)


def _pages_of_files(folder: Path, accept_changes: bool) -> tuple[Page, ...]:
    """One page for each text file, with what `pages.csv` says of it."""
    files = _page_files(folder)
    known = read_pages_csv(folder)
    missing = [name for name in known if name not in {path.name for path in files}]
    if missing:
        raise InputError(
            f"{folder / 'pages.csv'} names {missing[0]!r}, which is not in the folder"
            f"{_and_more(missing)}. Put the file back or take its row out of pages.csv."
        )
    return tuple(_read_page(path, known.get(path.name, {}), accept_changes) for path in files)


def _pages_of_table(source: records.Mapped) -> tuple[Page, ...]:
    """One page for each row of a table file."""
    return tuple(map(page_of_record, records.records(source), repeat(source.path.name)))


def page_of_record(record: records.Record, file: str) -> Page:
    """A row of a table file as a page: its title as a heading, then its text."""
    title = f"# {record.title}\n\n" if record.title else ""
    return Page(
        page_id=record.record_id, file=f"{file}:{record.number}", text=title + record.text,
        encoding="utf-8", sha256=record.sha256, issue_date=record.date, place=record.place,
        is_record=True,
    )  # fmt: skip


def fingerprint(files_and_sums: Iterable[tuple[str, str]]) -> str:
    """First 12 hex digits of a checksum over file names and the checksums of their bytes."""
    digest = hashlib.sha256()
    for file, sha256 in files_and_sums:
        digest.update(f"{file}\0{sha256}\n".encode())
    return digest.hexdigest()[:12]


def pages_table(pages: Iterable[Page], n_edits: Mapping[str, int]) -> "pd.DataFrame":
    """The table `pages`: one row per page, in the order given.

    Parameters
    ----------
    pages
        As `read_corpus` gives them.
    n_edits
        Number of repairs by `page_id`; a page that is not in it had none.

    Returns
    -------
    DataFrame with the columns of `schema.COLUMNS["pages"]`: `n_lines` counts physical lines (as
    an editor does; an end after the last line begins no new one), `n_chars` characters that are
    not white space, both before repair.
    """
    return schema.frame(
        "pages",
        [
            (
                page.page_id, page.file, page.newspaper, page.issue_date, page.date_basis,
                page.encoding, _n_lines(page), len("".join(page.text.split())),
                n_edits.get(page.page_id, 0), page.sha256,
            )
            for page in pages
        ],
    )  # fmt: skip


def _n_lines(page: Page) -> int:
    """Physical lines; the empty piece behind a last line end is none."""
    lines = page.lines
    return len(lines) - (lines[-1] == "")


def read_pages_csv(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of `pages.csv` by file name; empty where there is none.

    Raises
    ------
    InputError
        A column is missing, a file is named twice, a date is none, a basis is unknown.
    """
    path = Path(folder) / "pages.csv"
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            columns = [name.strip() for name in reader.fieldnames or []]
            reader.fieldnames = columns
            rows = list(reader)
    except OSError as error:
        raise InputError(f"Cannot read {path} — {error.strerror}. Make it readable.") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 — byte {error.start} cannot be read. Save it in UTF-8."
        ) from error
    except csv.Error as error:
        raise InputError(
            f"{path} cannot be read as UTF-8 CSV — {error}. Save it as CSV in UTF-8."
        ) from error
    if "file" not in columns or len(set(columns)) < len(columns):
        fault = "has a column twice" if "file" in columns else "has no column “file”"
        raise InputError(
            f"{path} {fault} — its columns are: {', '.join(columns) or 'none'}. "
            f"It needs “file” and may have {', '.join(PAGES_COLUMNS[1:])}."
        )
    known: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, start=2):
        _check_row(path, number, row, known)
        known[row["file"]] = {key: value or "" for key, value in row.items() if key}
    return known


def _check_row(path: Path, number: int, row: Mapping[str, str], known: Mapping) -> None:
    """Refuse a row of `pages.csv` that would be misread."""
    wrong = ""
    basis = (row.get("date_basis") or "").split(":")[0].strip()
    if None in row or None in row.values():
        wrong = "has another number of cells than the first row"
    elif not row["file"] or row["file"] in known:
        wrong = f"names {row['file']!r} twice" if row["file"] else "names no file"
    elif row.get("issue_date") and not _is_date(row["issue_date"]):
        wrong = f"has the date {row['issue_date']!r}; a date is 2021-12-10, 2021-12 or 2021"
    elif basis not in schema.DATE_BASES:
        wrong = f"has the date_basis {row['date_basis']!r}; it is “printed” or “inferred: why”"
    if wrong:
        raise InputError(f"{path}, row {number}, {wrong}. Correct the row.")


def _is_date(text: str) -> bool:
    """Whether a text is a day, month or year that the calendar has."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _page_files(folder: Path) -> list[Path]:
    """The `.txt` files of the folder, hidden ones apart, in order of name."""
    try:
        if not folder.exists():
            raise InputError(
                f"There is no folder {folder}. Name the folder that holds your pages: "
                "--corpus FOLDER."
            )
        if not folder.is_dir():
            raise InputError(
                f"{folder} is a file, not a folder. Name the folder that the pages are in."
            )
        names = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise InputError(
            f"Cannot list {folder} — {error.strerror}. Allow reading the folder."
        ) from error
    files = [p for p in names if p.suffix.lower() == ".txt" and not p.name.startswith(".")]
    if not files:
        seen = number_of(len(names), "other file") if names else "nothing"
        raise InputError(
            f"No pages in {folder} — it holds {seen} and no .txt file. "
            "Put one text file per newspaper page there."
        )
    return files


def _refuse_files_for_folders(folder: Path) -> None:
    """A list put in the place of its folder would be passed over."""
    for name in _FOLDERS:
        if (folder / name).exists() and not (folder / name).is_dir():
            raise InputError(
                f"{folder / name} is a file, not a folder. Make a folder of that name and put your "
                "lists into it."
            )


def _refuse_unwritable_name(path: Path) -> None:
    """A name that is no Unicode text could be written into no table."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"The path {str(path)!a} is not UTF-8 — it can be written into no table. Rename it."
        ) from error


def _read_page(path: Path, row: Mapping[str, str], accept_changes: bool) -> Page:
    """One page, decoded, with what `pages.csv` says of it."""
    _refuse_unwritable_name(path)
    if path.exists() and not path.is_file():
        raise InputError(
            f"Cannot read {path} — it is no ordinary file. Put the page's text there, or take it "
            "out."
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"Cannot read {path} — {error.strerror}. Make it a readable file or take it out."
        ) from error
    return page_of_bytes(path, data, row, accept_changes=accept_changes)


def page_of_bytes(
    path: Path, data: bytes, row: Mapping[str, str], *, accept_changes: bool = False
) -> Page:
    """A page from the bytes of its file, decoded, with what its row of `pages.csv` says.

    Raises
    ------
    InputError
        It is not the page that `pages.csv` describes, or is not text.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    known = row.get("sha256", "").strip().lower()
    if known and known != sha256 and not accept_changes:
        raise InputError(
            f"{path} has changed since pages.csv was written (sha256 {sha256[:4]}… ≠ {known[:4]}…)."
            " Pages are not edited: put the correction into review.csv, or run "
            f'"python -m analysis check --accept --corpus {path.parent}".'
        )
    text, encoding = encodings.decode(data, str(path))
    return Page(
        page_id=path.stem, file=path.name, text=text, encoding=encoding, sha256=sha256,
        newspaper=row.get("newspaper", ""), issue_date=row.get("issue_date", ""),
        date_basis=row.get("date_basis", "").strip(),
    )  # fmt: skip


def _refuse_double_ids(folder: Path, pages: tuple[Page, ...]) -> None:
    """`a.txt` and `a.TXT` would be the same page."""
    seen: dict[str, str] = {}
    for page in pages:
        if page.page_id in seen:
            raise InputError(
                f"{folder} holds {seen[page.page_id]!r} and {page.file!r}, which give the same "
                f"page name {page.page_id!r}. Rename one of them."
            )
        seen[page.page_id] = page.file


def _and_more(names: list[str]) -> str:
    """Say how many are not named: (and 3 more)."""
    return f" (and {len(names) - 1} more)" if len(names) > 1 else ""


def accept(corpus: Corpus) -> str:
    """Write the pages as they are now into `pages.csv`, and say what changed.

    Rows and cells that are there stay; checksums are renewed, and a page without a row gets one.

    Returns
    -------
    One sentence.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    path = corpus.folder / "pages.csv"
    known = read_pages_csv(corpus.folder)
    columns = list(dict.fromkeys([*PAGES_COLUMNS, *(key for row in known.values() for key in row)]))
    changed = 0
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for page in corpus.pages:
        row = known.get(page.file, {"file": page.file})
        changed += row.get("sha256", "").lower() != page.sha256
        writer.writerow(row | {"sha256": page.sha256})
    files.write_text(path, buffer.getvalue())
    return f"Accepted: {changed} of {number_of(len(corpus.pages), 'page')} renewed in {path}."
