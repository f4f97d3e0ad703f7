"""A collection as units of work: some megabytes of files, rows of a table, or a slice of a file.

Units are what is counted at once, kept at once and redone at once. Where one ends depends on the
files' names, so that a file more or less moves no border but its own.
"""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from analysis import records
from analysis.errors import InputError

# Bytes of a unit: enough that its handling costs little, few enough for all workers to have some.
LEAST, MOST = 1 << 20, 1 << 22
# One name in so many ends a unit, once it is large enough.
_ENDS = 16
# A larger file is read in slices; a page of the ordinary chain cannot be.
SLICED, SLICE = 1 << 25, 1 << 24
LARGEST_PAGE = 1 << 28
# Where a slice looks for its end: after one of these no word of jieba goes on.
_WINDOW = 1 << 20
_STOPS = (b"\n", "。".encode(), "，".encode(), b" ")


class File(NamedTuple):
    """A file as it was when it was listed; `start` and `end` are the bytes of a slice."""

    name: str
    size: int
    changed: int
    start: int = 0
    end: int = -1


class Unit(NamedTuple):
    """What is counted at once: files, or rows of the table file `table`."""

    n_bytes: int
    files: tuple[File, ...] = ()
    rows: tuple[records.Record, ...] = ()
    table: str = ""

    @property
    def is_slice(self) -> bool:
        """Whether it is a part of one file, whose parts are one document."""
        return bool(self.files) and self.files[0].end >= 0


def units(
    folder: Path, *, plain: bool, source: records.Mapped | None, skipped: list | None = None
) -> Iterator[Unit]:
    """The units of a collection, in order.

    Parameters
    ----------
    folder
        The corpus folder.
    plain
        Files of folders inside are read too, and a large file in slices.
    source
        The table file that holds the documents, if one does (`records.mapped`).
    skipped
        Where bad rows of a table are listed; without it the first one raises.

    Raises
    ------
    InputError
        No file, or see `records.records`.
    """
    if source is not None:
        yield from _of_table(source, skipped)
        return
    held: list[File] = []
    size = 0
    for file in text_files(folder, deep=plain):
        if file.size > SLICED and plain:
            if held:
                yield Unit(size, tuple(held))
            held, size = [], 0
            yield from _slices(folder, file)
            continue
        if file.size > LARGEST_PAGE:
            raise InputError(
                f"{folder / file.name} has {file.size / 1e9:.1f} GB — a page is read whole. Part "
                "it, give a table file with a row for each article, or count with --plain."
            )
        held.append(file)
        size += file.size
        if size >= MOST or (size >= LEAST and zlib.crc32(file.name.encode()) % _ENDS == 0):
            yield Unit(size, tuple(held))
            held, size = [], 0
    if held:
        yield Unit(size, tuple(held))


def text_files(folder: Path, *, deep: bool) -> list[File]:
    """The `.txt` files of a folder, hidden ones apart, by name; with `deep` in folders inside too.

    Raises
    ------
    InputError
        The folder is missing, cannot be read, or holds none.
    """
    if not folder.is_dir():
        fault = "is a file, not a folder" if folder.exists() else "is not there"
        raise InputError(f"{folder} {fault}. Name the folder that holds your texts.")
    try:
        found = sorted(_walk(str(folder), "", deep))
    except OSError as error:
        raise InputError(f"Cannot list {error.filename} — {error.strerror}.") from error
    if not found:
        raise InputError(f"No texts in {folder} — it holds no .txt file. Put the texts there.")
    return found


def total_bytes(folder: Path, *, plain: bool, source: records.Mapped | None) -> int | None:
    """How much there is to read; None where only reading tells."""
    if source is not None:
        packed = source.path.suffix in (".gz", ".xz", ".parquet")
        return None if packed else source.path.stat().st_size
    return sum(file.size for file in text_files(folder, deep=plain))


def _walk(folder: str, below: str, deep: bool) -> Iterator[File]:
    """The text files of a folder, in no order."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if deep and entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{below}{entry.name}/", deep)
            elif entry.name.lower().endswith(".txt"):
                if not entry.is_file():
                    raise InputError(
                        f"{entry.path} is no file — a folder, or a link that leads nowhere. Remove "
                        "it from the corpus folder."
                    )
                seen = entry.stat()
                yield File(_writable(below + entry.name), seen.st_size, seen.st_mtime_ns)


def _writable(name: str) -> str:
    """A name that can be written into a table."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"The name {name!a} is not UTF-8 — rename the file.") from error
    return name


def _slices(folder: Path, file: File) -> Iterator[Unit]:
    """A large file in slices that end where no word goes on."""
    start = 0
    with (folder / file.name).open("rb") as handle:
        while start < file.size:
            end = min(start + SLICE, file.size)
            if end < file.size:
                end = _border(folder / file.name, handle, end)
            yield Unit(end - start, (file._replace(start=start, end=end),))
            start = end


def _border(path: Path, handle, end: int) -> int:
    """The first border after `end`."""
    handle.seek(end)
    window = handle.read(_WINDOW)
    for stop in _STOPS:
        at = window.find(stop)
        if at >= 0:
            return end + at + len(stop)
    raise InputError(
        f"{path} has no line end and no mark for a megabyte from byte {end} — it is not UTF-8 text "
        "that can be read in parts. Save it as UTF-8, or part it into files."
    )


def _of_table(source: records.Mapped, skipped: list | None) -> Iterator[Unit]:
    """Rows of a table file, some megabytes at once."""
    held: list[records.Record] = []
    size = 0
    for record in records.records(source, skipped=skipped):
        held.append(record)
        size += len(record.text.encode("utf-8"))
        ends = zlib.crc32(record.record_id.encode("utf-8")) % _ENDS == 0
        if size >= MOST or (size >= LEAST and ends):
            yield Unit(size, rows=tuple(held), table=source.path.name)
            held, size = [], 0
    if held:
        yield Unit(size, rows=tuple(held), table=source.path.name)
