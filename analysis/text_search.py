"""A word looked up in a large collection as it stands: lines of context within a second.

The first search writes all texts one after the other into a file of the cache folder; later ones
read that file alone. UTF-8 can be searched byte by byte without meeting half a character, and one
pass over 100 MB takes less than a tenth of a second: an index would cost more space than the texts,
and those that databases bring (of three characters) cannot find words of two.
"""

import contextlib
import hashlib
import json
import mmap
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import compiling, records, settings, unit_files, work_units
from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np

# What parts two documents; no query holds it.
_GAP = b"\n\0\n"
_BLANKS = re.compile(r"\s+")
# Bytes of the longest character.
_WIDEST = 4


class Texts(NamedTuple):
    """All texts of a collection in one file, where each begins, and what each is called."""

    path: Path
    borders: "np.ndarray"
    names: list[str]


class Line(NamedTuple):
    """A place where a word stands: its document, the character's number there, and its context."""

    document_id: str
    place: int
    left: str
    node: str
    right: str


def open_texts(folder: Path, *, skip_bad: bool = False) -> Texts:
    """The texts of a collection in one file, which is written where it is missing or out of date.

    Parameters
    ----------
    folder
        A corpus folder: `.txt` files, those of folders inside too, or a table file.
    skip_bad
        Leave out rows of a table that cannot be used.

    Raises
    ------
    InputError
        See `work_units.units`; or the cache folder cannot be written to.
    """
    import numpy as np

    source = records.mapped(folder, settings.read_settings(folder))
    path = compiling.cache_folder() / "texts" / f"{_state(folder, source, skip_bad)}.txt"
    beside = path.with_suffix(".json")
    if not beside.exists():
        _write(folder, source, path, skip_bad)
    try:
        found = json.loads(beside.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{beside} cannot be read — delete it and search again.") from error
    return Texts(path, np.array(found["borders"], np.int64), found["names"])


def search(texts: Texts, node: str, *, window: int = 20, most: int = 50) -> tuple[int, list[Line]]:
    """How often a text stands in the collection, and the first lines of it.

    Parameters
    ----------
    texts
        As `open_texts` gives them.
    node
        What to look for, character by character; places that overlap count once.
    window
        Characters of context on each side.
    most
        Lines in all.

    Raises
    ------
    InputError
        The query is empty.
    """
    if not node:
        raise InputError("The word to look for is empty — write one.")
    wanted = node.encode("utf-8", "surrogatepass")
    with texts.path.open("rb") as file, _mapped(file) as data:
        total, lines = 0, []
        for at in _places(data, wanted):
            total += 1
            if total <= most:
                lines.append(_line(texts, data, at, len(wanted), window))
    return total, lines


def _places(data: "mmap.mmap | bytes", wanted: bytes) -> Iterator[int]:
    """Where the bytes stand."""
    at = data.find(wanted)
    while at >= 0:
        yield at
        at = data.find(wanted, at + len(wanted))


def _line(texts: Texts, data: "mmap.mmap | bytes", at: int, length: int, window: int) -> Line:
    """The line of one place."""
    import numpy as np

    document = int(np.searchsorted(texts.borders, at, side="right")) - 1
    start = int(texts.borders[document])
    end = int(texts.borders[document + 1]) - len(_GAP)
    left = _text(data[max(start, at - _WIDEST * window) : at])[-window:] if window else ""
    right = _text(data[at + length : min(end, at + length + _WIDEST * window)])[:window]
    place = len(data[start:at].decode("utf-8", "ignore"))
    node = _text(data[at : at + length])
    return Line(texts.names[document], place, *(_BLANKS.sub(" ", t) for t in (left, node, right)))


def _text(piece: bytes) -> str:
    """A piece of a text, without the halves of characters at its ends."""
    return piece.decode("utf-8", "ignore")


@contextlib.contextmanager
def _mapped(file: object) -> "Iterator[mmap.mmap | bytes]":
    """The file's bytes, read as they are looked at; a file without any cannot be mapped."""
    if os.fstat(file.fileno()).st_size == 0:
        yield b""
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def _state(folder: Path, source: records.Mapped | None, skip_bad: bool) -> str:
    """A checksum over names, sizes and times of what is read."""
    digest = hashlib.sha256(f"{folder.resolve()}\n{skip_bad}\n".encode("utf-8", "surrogatepass"))
    if source is not None:
        seen = source.path.stat()
        digest.update(f"{source} {seen.st_size} {seen.st_mtime_ns}".encode())
    else:
        for file in work_units.text_files(folder, deep=True):
            digest.update(f"{file.size} {file.changed} {file.name}\n".encode())
    return digest.hexdigest()[:24]


def _write(folder: Path, source: records.Mapped | None, path: Path, skip_bad: bool) -> None:
    """Write the texts, then what is beside them: without that the file counts as missing."""
    if not compiling.is_writable(path.parent):
        raise InputError(
            f"Cannot write into {path.parent} — the texts are kept there for the next search. Name "
            f"another folder in {compiling.CACHE_VARIABLE}."
        )
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    names: list[str] = []
    borders = [0]
    skipped: list[records.BadRow] | None = [] if skip_bad else None
    try:
        with scratch.open("wb") as file:
            for unit in work_units.units(folder, plain=True, source=source, skipped=skipped):
                going_on = unit.is_slice and unit.files[0].start > 0
                for name, text in unit_files.texts_of(str(folder), unit):
                    if going_on:
                        file.seek(-len(_GAP), os.SEEK_CUR)
                        names.pop()
                        borders.pop()
                    file.write(text.encode("utf-8", "surrogatepass") + _GAP)
                    names.append(name)
                    borders.append(file.tell())
            file.truncate()
        scratch.replace(path)
        beside = scratch.with_suffix(".json")
        beside.write_text(json.dumps({"borders": borders, "names": names}), "utf-8")
        beside.replace(path.with_suffix(".json"))
    finally:
        scratch.unlink(missing_ok=True)
