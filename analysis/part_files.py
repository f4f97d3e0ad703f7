"""What was counted of one unit, kept in a file until the whole is put together."""

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np


class Document(NamedTuple):
    """A row of the matrix: an article, or with `--plain` a file."""

    document_id: str
    page_id: str = ""
    date: str = ""
    place: str = ""


class Part(NamedTuple):
    """The counts of one unit, and its rows where they are kept.

    Document i has the words `ids[borders[i]:borders[i + 1]]` with `freqs` beside them. Numbers
    below `n_shared` are those of the cutting tables, the others new words: `pool` cut at
    `word_borders`. `rows` are those of each table of `evidence_files.TABLES`, packed; empty where
    only counts were asked for.
    """

    documents: list[Document]
    n_tokens: "np.ndarray"
    borders: "np.ndarray"
    ids: "np.ndarray"
    freqs: "np.ndarray"
    n_shared: int
    pool: "np.ndarray"
    word_borders: "np.ndarray"
    rows: Mapping[str, bytes]


# Hexadecimal digits of a key, and what follows them where words have numba's numbers.
_DIGITS, _COMPILED = 32, "n"
# How the rows of a table are called in a part's file.
_ROWS = "rows_"


def key_of(digest: str, *, compiled: bool) -> str:
    """The name of a part by the digest of what it is counted from."""
    return digest[:_DIGITS] + _COMPILED * compiled


def run_id(fingerprint: str, keys: Iterable[str]) -> str:
    """What tells a run's results from any other's: its job's fingerprint and its parts' keys.

    The same for whoever counts the same texts in the same way, with numba or without.
    """
    own = [fingerprint, *(key[:_DIGITS] for key in keys)]
    return hashlib.sha256("\n".join(own).encode()).hexdigest()[:_DIGITS]


def save_part(part: Part, path: Path) -> None:
    """Keep a part: whole under its name, or not at all."""
    import numpy as np

    names = json.dumps(part.documents, ensure_ascii=False).encode("utf-8", "surrogatepass")
    fields = part._asdict() | {"documents": np.frombuffer(names, np.uint8)}
    for name, packed in fields.pop("rows").items():
        fields[_ROWS + name] = np.frombuffer(packed, np.uint8)
    scratch = path.with_name(f".{path.name}.partial")
    try:
        with scratch.open("wb") as file:
            np.savez(file, **fields)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def load_part(path: Path) -> Part | None:
    """A part that was kept; None, and the file removed, where it is missing or damaged."""
    import numpy as np

    try:
        with path.open("rb") as file, np.load(file) as kept:
            found = {name: kept[name] for name in Part._fields if name != "rows"}
            rows = {
                name.removeprefix(_ROWS): kept[name].tobytes()
                for name in kept.files
                if name.startswith(_ROWS)
            }
        names = json.loads(found["documents"].tobytes().decode("utf-8", "surrogatepass"))
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return None
    documents = [Document(*name) for name in names]
    found |= {"documents": documents, "n_shared": int(found["n_shared"]), "rows": rows}
    return Part(**found)
