"""The bytes and the texts of a unit's files, if they are still what was listed."""

from collections.abc import Sequence
from pathlib import Path

from analysis import encodings
from analysis.errors import InputError
from analysis.work_units import File, Unit

_MARK = b"\xef\xbb\xbf"


def texts_of(folder: str, unit: Unit) -> list[tuple[str, str]]:
    """Name and text of every document of a unit, as it is."""
    return named_texts(folder, unit, [bytes_of(folder, file) for file in unit.files])


def named_texts(folder: str, unit: Unit, data: Sequence[bytes]) -> list[tuple[str, str]]:
    """The same, from bytes that were read."""
    rows = [(record.record_id, record.text) for record in unit.rows]
    files = zip(unit.files, data, strict=True)
    return rows + [(file.name, _text(folder, file, content)) for file, content in files]


def bytes_of(folder: str, file: File) -> bytes:
    """The bytes of a file or slice, if it is still what was listed."""
    path = Path(folder) / file.name
    try:
        with path.open("rb") as handle:
            handle.seek(file.start)
            data = handle.read() if file.end < 0 else handle.read(file.end - file.start)
            now = path.stat()
    except OSError as error:
        raise InputError(
            f"Cannot read {path} — {error.strerror}; it was there when the run began. Put it back, "
            "or run the command again: what is counted stays counted."
        ) from error
    if (now.st_size, now.st_mtime_ns) != (file.size, file.changed):
        raise InputError(
            f"{path} has changed while it was being counted. Run the command again: what is "
            "counted stays counted."
        )
    return data


def _text(folder: str, file: File, data: bytes) -> str:
    """The text as it is, without a byte-order mark; an empty file is an empty text."""
    try:
        return data.removeprefix(_MARK if file.start == 0 else b"").decode("utf-8")
    except UnicodeDecodeError:
        pass
    path = f"{folder}/{file.name}"
    if file.end >= 0:
        raise InputError(
            f"{path} is not UTF-8, and with {file.size / 1e9:.1f} GB too large to be read whole. "
            "Save it as UTF-8, or part it into files."
        )
    return encodings.decode(data, path)[0]
