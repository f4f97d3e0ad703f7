"""Rows of a table file (CSV, JSON lines, Parquet) as documents, columns mapped in `corpus.toml`.

Large collections come as one file with a row for each article. The section `[records]` names the
file and says which column holds what:

    [records]
    file = "reports.jsonl.xz"   # .csv .tsv .jsonl .ndjson .parquet; but Parquet also .gz or .xz
    text = "body"               # the one that must be there
    id = "number"               # without it a document is called after its file and row
    title = "headline"
    date = "day"                # 2021-12-10, 2021-12, 2021; also 2021/12/10, 20211210, 2021年12月
    place = "city"

Rows are read one by one; a bad one is named by its number, or counted and listed.
"""

import csv
import datetime
import difflib
import gzip
import hashlib
import json
import lzma
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from analysis.errors import InputError

COLUMNS = ("text", "id", "title", "date", "place")
ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
_OPENERS = {".gz": gzip.open, ".xz": lzma.open}
_BROKEN = (EOFError, lzma.LZMAError, gzip.BadGzipFile, zlib.error)
# Characters in one cell; the csv module's own limit is a tenth of a long report.
_LONGEST_CELL = 1 << 30
_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|(\d{2})(\d{2})|年)?(?:[T ]00:00.*)?"
)
# Rows of a Parquet file held at once.
_ROWS = 256


class Record(NamedTuple):
    """One document of a table file.

    Attributes
    ----------
    number
        Its row: the line of a JSON-lines file; in CSV the head is row 1; in Parquet counted from 1.
    record_id
        From its column, or the file's name and the row.
    date
        ISO date, month or year; empty where not known.
    """

    number: int
    record_id: str
    text: str
    title: str = ""
    date: str = ""
    place: str = ""

    @property
    def sha256(self) -> str:
        """A checksum over all that the record says."""
        said = "\0".join((self.record_id, self.title, self.date, self.place, self.text))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


class BadRow(NamedTuple):
    """A row that cannot be used, and why."""

    file: str
    row: int
    fault: str


@dataclass(frozen=True)
class Mapped:
    """A table file with the columns that hold what is read: `columns` by what they hold."""

    path: Path
    columns: Mapping[str, str] = field(default_factory=dict)


def mapped(folder: Path, settings: Mapping[str, object]) -> Mapped | None:
    """What `[records]` in a corpus's settings says; None if there is no such section.

    Raises
    ------
    InputError
        A key is unknown or no text, the file or the column of the text is not named, the file is
        missing or of no kind that is read.
    """
    said = settings.get("records")
    if said is None:
        return None
    where = Path(folder) / "corpus.toml"
    if not isinstance(said, dict) or not all(isinstance(v, str) and v for v in said.values()):
        raise InputError(f"{where}: [records] is no list of names in quotes. Write text = “body”.")
    for key in said:
        if key not in (*COLUMNS, "file"):
            meant = difflib.get_close_matches(key, COLUMNS, n=1)
            advice = f"did you mean {meant[0]}" if meant else f"it knows file, {', '.join(COLUMNS)}"
            raise InputError(f"{where}: [records] has no “{key}” — {advice}. Correct the line.")
    missing = [key for key in ("file", "text") if key not in said]
    if missing:
        raise InputError(f"{where}: [records] does not say which {missing[0]} — add the line.")
    path = Path(folder) / said["file"]
    _ending(path)
    if not path.is_file():
        raise InputError(
            f"{where} names {said['file']!r}, which is not in the folder. Put the file there, or "
            "correct the line."
        )
    return Mapped(path, {key: said[key] for key in COLUMNS if key in said})


def records(source: Mapped, *, skipped: list[BadRow] | None = None) -> Iterator[Record]:
    """The documents of a table file, in its order.

    Parameters
    ----------
    source
        As `mapped` gives it.
    skipped
        Where bad rows are listed; without it the first one raises.

    Raises
    ------
    InputError
        A row is bad (the sentence names it): it is no row, has no text, a date that is none, an id
        that another row has; or the file itself cannot be read, or lacks a column.
    """
    seen: set[bytes] = set()
    unseen = dict(source.columns)
    name = source.path.name.split(".")[0]
    for number, row in _rows(source):
        fault, record = row, None
        if isinstance(row, dict):
            unseen = {key: column for key, column in unseen.items() if column not in row}
            fault, record = _record(name, number, row, source.columns)
        if record is not None and "id" in source.columns:
            key = hashlib.blake2b(record.record_id.encode("utf-8"), digest_size=8).digest()
            if key in seen:
                fault, record = f"has the id {record.record_id!r}, which another row has", None
            seen.add(key)
        if record is not None:
            yield record
        elif skipped is None:
            raise InputError(
                f"{source.path}, row {number}, {fault}. Correct the row; `count` and `search` "
                "leave bad rows out with --skip-bad."
            )
        else:
            skipped.append(BadRow(source.path.name, number, str(fault)))
    for key, column in unseen.items():
        raise InputError(
            f"{source.path} has no “{column}” in any row, which corpus.toml names for {key}. "
            "Correct corpus.toml, or the file if it is empty."
        )


def iso_date(value: object) -> str | None:
    """A day, month or year of the calendar as ISO text; empty for nothing, None for no date.

    >>> iso_date("2021/3/5"), iso_date(2021), iso_date("2021年12月"), iso_date(""), iso_date("x")
    ('2021-03-05', '2021', '2021-12', '', None)
    """
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, datetime.date):  # a time of day is no part of it
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    match = _DATE.fullmatch(text)
    if not text or not match or (not text.isascii() and not re.search("[年月]", text)):
        return None if text else ""
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    parts = [year, *(f"{int(part):02d}" for part in (month, day) if part)]
    try:
        datetime.date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return None
    return "-".join(parts)


def _record(
    name: str, number: int, row: Mapping[str, object], columns: Mapping[str, str]
) -> tuple[str, Record | None]:
    """What is wrong with a row, or its record."""
    cells = {key: row.get(column) for key, column in columns.items()}
    text, date = cells["text"], iso_date(cells.get("date"))
    words = {
        key: str(cells[key] if cells.get(key) is not None else "").strip()
        for key in ("id", "title", "place")
    }
    record_id = words["id"] if "id" in columns else f"{name}-{number:06d}"
    if columns["text"] not in row:
        return f"has no “{columns['text']}”; it has {', '.join(map(str, row))[:80]}", None
    if not isinstance(text, str) or not text.strip():
        return f"has no text in “{columns['text']}”", None
    if date is None:
        seen = str(cells["date"])[:30]
        return f"has the date {seen!r}; a date is 2021-12-10, 2021-12 or 2021", None
    if not record_id or not record_id.isprintable():
        return f"has the id {record_id!r}; an id is a word on one line", None
    try:
        "".join((text, *words.values())).encode("utf-8")
    except UnicodeEncodeError:
        return "holds bytes that are not UTF-8", None
    return "", Record(number, record_id, text, words["title"], date, words["place"])


def _rows(source: Mapped) -> Iterator[tuple[int, dict[str, object] | str]]:
    """Every row with its number, as cells by column or as what is wrong with it."""
    read = {".csv": _csv_rows, ".tsv": _csv_rows, ".parquet": _parquet_rows}
    try:
        yield from read.get(_ending(source.path), _json_rows)(source)
    except _BROKEN as error:
        raise InputError(
            f"{source.path} is not whole — {error or 'it ends too early'}. Fetch it again."
        ) from error
    except OSError as error:
        raise InputError(
            f"Cannot read {source.path} — {error.strerror or error}. Make it a readable file."
        ) from error


def _ending(path: Path) -> str:
    """The ending that says what kind of table a file is."""
    endings = [ending.lower() for ending in path.suffixes[-2:]]
    packed = bool(endings) and endings[-1] in _OPENERS
    kind = (["", *endings])[-2 if packed and len(endings) > 1 else -1]
    if kind not in ENDINGS or (packed and kind == ".parquet"):
        raise InputError(
            f"{path} is of no kind that is read — it ends in {''.join(endings) or 'nothing'}. "
            f"Save it as {', '.join(ENDINGS)} (all but the last may be packed as .gz or .xz)."
        )
    return kind


def _open(path: Path, mode: str, **how: str) -> IO:
    """The file, unpacked as it is read."""
    return _OPENERS.get(path.suffix.lower(), open)(path, mode, **how)


def _json_rows(source: Mapped) -> Iterator[tuple[int, dict[str, object] | str]]:
    """Rows of JSON lines; empty lines are none."""
    with _open(source.path, "rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            except (ValueError, RecursionError) as error:
                yield number, f"is no JSON — {str(error)[:80]}"
                continue
            yield number, row if isinstance(row, dict) else "is no JSON object in braces"


def _csv_rows(source: Mapped) -> Iterator[tuple[int, dict[str, object] | str]]:
    """Rows of CSV or of tab-separated text; the head is row 1."""
    csv.field_size_limit(_LONGEST_CELL)
    mark = "\t" if _ending(source.path) == ".tsv" else ","
    how = {"encoding": "utf-8-sig", "newline": "", "errors": "surrogateescape"}
    with _open(source.path, "rt", **how) as file:
        reader = csv.reader(file, delimiter=mark)
        number, head = 1, [name.strip() for name in next(reader, [])]
        _check_columns(source, head)
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, f"cannot be read as CSV — {error}"
                continue
            if len(cells) == len(head):
                yield number, dict(zip(head, cells, strict=True))
            elif cells:
                yield number, f"has {len(cells)} cells where the first row has {len(head)}"


def _parquet_rows(source: Mapped) -> Iterator[tuple[int, dict[str, object] | str]]:
    """Rows of Parquet; only the mapped columns are read."""
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError as error:
        raise InputError(
            f"Reading {source.path} needs pyarrow, which is not installed. Install the extra: "
            'pip install ".[parquet]".'
        ) from error
    try:
        with parquet.ParquetFile(source.path) as file:
            _check_columns(source, file.schema_arrow.names)
            number, columns = 0, list(dict.fromkeys(source.columns.values()))
            for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except ArrowInvalid as error:
        raise InputError(f"{source.path} is no whole Parquet file — {error}.") from error


def _check_columns(source: Mapped, head: list[str]) -> None:
    """Refuse a table that lacks a column which was mapped."""
    for key, column in source.columns.items():
        if head.count(column) != 1:
            fault = "has no column" if column not in head else "has twice the column"
            raise InputError(
                f"{source.path} {fault} “{column}”, which corpus.toml names for {key} — its "
                f"columns are: {', '.join(head)[:200] or 'none'}. Correct corpus.toml."
            )
