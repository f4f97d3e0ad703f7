"""What `count` writes: word frequencies, documents, and the document-term matrix on disk.

The matrix is streamed part by part, so that its size is the disk's and not the memory's. It is a
`csr_array` in the file format of scipy.sparse, int32 counts, columns in order within a row.
"""

import csv
import hashlib
import re
import zipfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    from analysis.gathering import Gathered
    from analysis.part_files import Document
    from analysis.records import BadRow

FREQUENCY, DOCUMENTS, MATRIX, SKIPPED = (
    "frequency.csv", "documents.csv", "document_terms.npz", "skipped.csv",
)  # fmt: skip
# What a cell of CSV must be quoted for.
_QUOTED = re.compile('[,"\r\n]')
_CHUNK = 1 << 22


class Rows(NamedTuple):
    """Some rows of the matrix: `columns[borders[i]:borders[i + 1]]` with `counts` beside them."""

    borders: "np.ndarray"
    columns: "np.ndarray"
    counts: "np.ndarray"


def write_frequency(words: "Gathered", path: Path) -> None:
    """Write token, freq, doc_freq: a row for each column of the matrix, in its order.

    Words stand as they are, so that their counts can be compared with anybody's: a word that a
    spreadsheet would run gets no apostrophe here, and what holds a line end or a quote is quoted.
    """
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.write("token,freq,doc_freq\n")
        freqs, doc_freqs = words.freq.tolist(), words.doc_freq.tolist()
        file.writelines(
            f"{_cell(word)},{freq},{doc_freq}\n"
            for word, freq, doc_freq in zip(words.words, freqs, doc_freqs, strict=True)
        )


def write_documents(documents: Iterable[tuple["Document", int]], path: Path) -> None:
    """Write a row for each row of the matrix: document_id, page_id, date, place, n_tokens."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["document_id", "page_id", "date", "place", "n_tokens"])
        writer.writerows([*document, n_tokens] for document, n_tokens in documents)


def write_skipped(rows: Sequence["BadRow"], path: Path) -> None:
    """Write a row for each row of the table file that was left out: file, row, fault."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "row", "fault"])
        writer.writerows(rows)


def added_up(slices: Sequence[Rows]) -> Rows:
    """One row of the columns and counts of its slices."""
    import numpy as np

    columns, at = np.unique(np.concatenate([rows.columns for rows in slices]), return_inverse=True)
    counts = np.bincount(at, weights=np.concatenate([rows.counts for rows in slices]))
    return Rows(np.array([0, len(columns)]), columns.astype(np.int32), counts.astype(np.int32))


def in_order(borders: "np.ndarray", columns: "np.ndarray", counts: "np.ndarray") -> Rows:
    """Rows whose columns rise."""
    import numpy as np

    packed = (columns.astype(np.int64) << 32) | counts
    for start, end in pairwise(borders.tolist()):
        packed[start:end].sort()
    return Rows(borders, (packed >> 32).astype(np.int32), packed.astype(np.int32))


def write_matrix(rows: Iterable[Rows], n_columns: int, path: Path) -> None:
    """Write the matrix whose rows come piece by piece.

    Parameters
    ----------
    rows
        Pieces, from the first document to the last.
    n_columns
        Words in all.
    path
        Where to; two files beside it are used on the way.
    """
    import numpy as np

    lengths: list[np.ndarray] = []
    columns, counts = path.with_suffix(".columns"), path.with_suffix(".counts")
    try:
        with columns.open("wb") as first, counts.open("wb") as second:
            for piece in rows:
                lengths.append(np.diff(piece.borders))
                first.write(piece.columns.tobytes())
                second.write(piece.counts.tobytes())
        borders = np.concatenate([[0], *lengths]).cumsum()
        wide = borders[-1] > np.iinfo(np.int32).max
        indptr = borders.astype(np.int64 if wide else np.int32)
        _write_npz(path, columns, counts, indptr, n_columns)
    finally:
        columns.unlink(missing_ok=True)
        counts.unlink(missing_ok=True)


def fingerprint(folder: Path) -> str:
    """What changes when one of the three files does; of the matrix only its checksums are read.

    Raises
    ------
    OSError, zipfile.BadZipFile
        One cannot be read.
    """
    digest = hashlib.sha256()
    for name in (FREQUENCY, DOCUMENTS):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    with zipfile.ZipFile(folder / MATRIX) as archive:
        digest.update(repr([(m.filename, m.CRC) for m in archive.infolist()]).encode())
    return digest.hexdigest()[:32]


def open_matrix(path: Path) -> "csr_array":
    """The matrix as it stands on disk: its numbers are read when they are used.

    Raises
    ------
    ValueError
        The file is not as `write_matrix` left it.
    OSError, zipfile.BadZipFile
        It cannot be read.
    """
    import numpy as np
    from scipy.sparse import csr_array

    with zipfile.ZipFile(path) as archive:
        shape = tuple(np.lib.format.read_array(archive.open("shape.npy")).tolist())
        borders = np.lib.format.read_array(archive.open("indptr.npy"))
        columns, counts = (
            _mapped(path, archive.getinfo(f"{name}.npy")) for name in ("indices", "data")
        )
    if (columns.dtype, counts.dtype) != (np.int32, np.int32) or borders.dtype.kind != "i":
        raise ValueError("its numbers are no whole numbers of 32 bits")
    if len(shape) != 2 or borders.shape != (shape[0] + 1,) or shape[1] < 0:
        raise ValueError("its rows are not those of its shape")
    rising = borders[0] == 0 and bool((borders[1:] >= borders[:-1]).all())
    if not rising or (columns.shape, counts.shape) != ((borders[-1],), (borders[-1],)):
        raise ValueError("its rows do not part its numbers")
    matrix = csr_array(shape, dtype=counts.dtype)
    matrix.data, matrix.indices, matrix.indptr = counts, columns, borders
    return matrix


def _mapped(path: Path, member: zipfile.ZipInfo) -> "np.ndarray":
    """An array of an archive, left on disk; `ValueError` where it is compressed."""
    import numpy as np

    if member.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{path.name} is compressed, and `count` writes numbers as they are")
    with path.open("rb") as file:
        file.seek(member.header_offset + 26)
        name, extra = (int.from_bytes(file.read(2), "little") for _ in range(2))
        file.seek(name + extra, 1)
        np.lib.format.read_magic(file)
        shape, _fortran, dtype = np.lib.format.read_array_header_1_0(file)
        if not shape[0]:  # nothing to map
            return np.zeros(shape, dtype)
        return np.memmap(path, dtype, "r", file.tell(), shape)


def _write_npz(
    path: Path, columns: Path, counts: Path, indptr: "np.ndarray", n_columns: int
) -> None:
    """The file as scipy.sparse.save_npz would write it, uncompressed, from raw numbers."""
    import numpy as np

    small = {
        "format": np.array(b"csr"),
        "shape": np.array([len(indptr) - 1, n_columns]),
        "_is_array": np.array(True),
        "indptr": indptr,
    }
    with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
        for name, values in small.items():
            with _member(archive, name) as member:
                np.lib.format.write_array(member, values, allow_pickle=False)
        for name, raw in (("indices", columns), ("data", counts)):
            head = {"descr": "<i4", "fortran_order": False, "shape": (int(indptr[-1]),)}
            with _member(archive, name) as member, raw.open("rb") as file:
                np.lib.format.write_array_header_1_0(member, head)
                while piece := file.read(_CHUNK):
                    member.write(piece)


def _member(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    """A file of the archive to be written; its date is always the same."""
    return archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True)


def _cell(word: str) -> str:
    """A cell of CSV."""
    if _QUOTED.search(word):
        return '"' + word.replace('"', '""') + '"'
    return word
