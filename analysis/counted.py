"""What `count` wrote, read again: words, documents, and a matrix that stays on disk.

A row of the matrix is an article, or with `--districts` what an article says of one district. What
is done with the matrix is done with runs of its rows, so that only results are held, and of the
matrix the columns that were asked for.
"""

import contextlib
import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

from analysis import dtm_files
from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

By = Literal["place", "year", "month"]
# Filled cells that are worked on at once: about 100 MB with what is made of them.
CELLS = 4_000_000
# Characters of a word: with --plain a run of Latin letters is one.
_LONGEST_WORD = 1 << 28


class Counted(NamedTuple):
    """A counted collection.

    Attributes
    ----------
    words, freq, doc_freq
        By column of the matrix: by falling frequency, then by characters.
    documents
        A row for each row of the matrix: document_id, page_id, date, place, n_tokens.
    matrix
        Counts, (n_rows, n_words), on disk.
    """

    words: list[str]
    freq: "np.ndarray"
    doc_freq: "np.ndarray"
    documents: "pd.DataFrame"
    matrix: "csr_array"


class Groups(NamedTuple):
    """Words by group: `freq` and `doc_freq` are (n_groups, n_words), sparse, int64."""

    names: list[str]
    n_documents: "np.ndarray"
    n_tokens: "np.ndarray"
    freq: "csr_array"
    doc_freq: "csr_array"


def read(folder: Path) -> Counted:
    """What `count` wrote into a folder.

    Raises
    ------
    InputError
        A file is missing, they are not of one run, or no word was counted.
    """
    import pandas as pd

    folder = Path(folder)
    with _reading(folder, dtm_files.DOCUMENTS) as path:
        documents = pd.read_csv(path, dtype="str", keep_default_na=False)
        documents = documents.astype({"n_tokens": "int64"})
    with _reading(folder, dtm_files.FREQUENCY) as path:
        with path.open(encoding="utf-8", errors="surrogatepass", newline="") as file:
            words, freq, doc_freq = _frequencies(file)
        if not words and documents["n_tokens"].any():
            raise ValueError("it holds no word")
    with _reading(folder, dtm_files.MATRIX) as path:
        matrix = dtm_files.open_matrix(path)
    if not words:
        raise InputError(
            f"No word was counted in {folder} — documents: {len(documents):,}, tokens: 0. Count "
            "pages with text in them: `python -m analysis count`."
        )
    if matrix.shape != (len(documents), len(words)):
        raise InputError(
            f"{folder} holds files of two runs — a matrix of shape {matrix.shape} beside "
            f"{len(documents)} documents and {len(words)} words. Run `count` again."
        )
    if freq.sum() != documents["n_tokens"].sum():
        raise InputError(
            f"{folder} holds files of two runs — {freq.sum():,} tokens by word and "
            f"{documents['n_tokens'].sum():,} by document. Run `count` again."
        )
    return Counted(words, freq, doc_freq, documents, matrix)


@contextlib.contextmanager
def _reading(folder: Path, name: str) -> Iterator[Path]:
    """The path of a file that is read in the block.

    Raises
    ------
    InputError
        It is missing or not as it was written.
    """
    try:
        yield folder / name
    except FileNotFoundError as error:
        raise _damaged(folder, f"{name} is missing") from error
    except (
        OSError, ValueError, KeyError, TypeError, EOFError, csv.Error, zipfile.BadZipFile,
    ) as error:  # fmt: skip
        reason = " ".join(str(error).split())[:200]
        raise _damaged(folder, f"{name} is damaged: {reason}") from error


def _damaged(folder: Path, what: str) -> InputError:
    """What to say of a folder one of whose files is not as `count` wrote it."""
    return InputError(
        f"{folder} does not hold what `count` writes — {what}. Run `python -m analysis count "
        f"--corpus DIR --out {folder}` first."
    )


def _frequencies(file: TextIO) -> "tuple[list[str], np.ndarray, np.ndarray]":
    """Words, frequencies and document frequencies of a file that is open."""
    import numpy as np

    csv.field_size_limit(_LONGEST_WORD)
    rows = csv.reader(file)
    if next(rows, None) != ["token", "freq", "doc_freq"]:
        raise ValueError("it does not begin with token,freq,doc_freq")
    try:
        words, *numbers = list(zip(*rows, strict=True)) or [(), (), ()]
    except ValueError as error:
        raise ValueError("a row has not as many cells as the others") from error
    freq, doc_freq = (np.array(column, dtype=np.int64) for column in numbers)
    return list(words), freq, doc_freq


def labels(documents: "pd.DataFrame", by: By) -> "np.ndarray":
    """The group of each row; empty where it has none.

    Raises
    ------
    InputError
        No row has one, or all are of one group.
    """
    column = documents["place"] if by == "place" else periods(documents["date"], by)
    found = column.to_numpy(dtype=object)
    names = set(found) - {""}
    if names == set():
        how = (
            "Count with --districts, or map a column in corpus.toml" if by == "place"
            else "Give dates in pages.csv, or map a column in corpus.toml"
        )  # fmt: skip
        raise InputError(
            f"Nothing to compare by {by} — none of {len(found)} documents has one. {how}."
        )
    if len(names) < 2:
        raise InputError(
            f"Nothing to compare by {by} — all {len(found)} documents are of {names.pop()}, or of "
            "none. Group by something else."
        )
    return found


def periods(dates: "pd.Series", by: Literal["year", "month"]) -> "pd.Series":
    """The year or month of dates; empty where a date does not say it."""
    if by == "year":
        return dates.str[:4]
    return dates.str[:7].where(dates.str.len() >= len("2021-12"), "")


def runs(counted: Counted) -> Iterator[slice]:
    """Runs of rows of about `CELLS` filled cells; rows of one document stay together.

    Raises
    ------
    InputError
        A cell is of no word: the matrix is damaged.
    """
    borders = counted.matrix.indptr
    names = counted.documents["document_id"].to_numpy(dtype=object)
    start = 0
    while start < len(names):
        stop = max(int(borders.searchsorted(borders[start] + CELLS, "right")) - 1, start + 1)
        while stop < len(names) and names[stop] == names[stop - 1]:
            stop += 1
        columns = counted.matrix.indices[borders[start] : borders[stop]]
        # What works on them trusts these numbers, and would end the whole process.
        if len(columns) and not 0 <= columns.min() <= columns.max() < len(counted.words):
            raise InputError(
                f"{dtm_files.MATRIX} is damaged — it holds a count of a word beyond the "
                f"{len(counted.words):,} of {dtm_files.FREQUENCY}. Run `count` again."
            )
        yield slice(start, stop)
        start = stop


def by_group(counted: Counted, groups: "np.ndarray") -> Groups:
    """How often each word stands in each group, and in how many of its documents.

    Parameters
    ----------
    groups
        The group of each row, (n_rows,); rows without one are left out.
    """
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    labelled = np.flatnonzero(groups != "")
    number, names = pd.factorize(groups[labelled], sort=True)
    of_row = np.full(len(groups), -1)
    of_row[labelled] = number
    shape = (len(names), len(counted.words))
    freq, doc_freq = csr_array(shape, dtype=np.int64), csr_array(shape, dtype=np.int64)
    n_documents = np.zeros(len(names), np.int64)
    for run in runs(counted):
        kept = np.flatnonzero(of_row[run] >= 0)
        names_here = counted.documents["document_id"].iloc[run].to_numpy(dtype=object)[kept]
        document, _ids = pd.factorize(names_here)
        pair, pairs = pd.factorize(document.astype(np.int64) * len(names) + of_row[run][kept])
        cells = _summed(counted.matrix[run][kept], pair, len(pairs))
        group = pairs % len(names)
        freq += _summed(cells, group, len(names))
        cells.data[:] = 1
        doc_freq += _summed(cells, group, len(names))
        n_documents += np.bincount(group, minlength=len(names))
    sizes = counted.documents["n_tokens"].to_numpy()[labelled]
    n_tokens = np.bincount(number, weights=sizes, minlength=len(names)).astype(np.int64)
    return Groups(list(names), n_documents, n_tokens, freq, doc_freq)


def columns(counted: Counted, chosen: "np.ndarray") -> "csr_array":
    """The columns of some words, (n_rows, n_chosen), in memory: eight bytes a filled cell."""
    from scipy import sparse

    parts = [counted.matrix[run][:, chosen] for run in runs(counted)]
    return sparse.vstack(parts, format="csr")


def of_documents(counted: Counted, cells: "csr_array") -> "tuple[csr_array, np.ndarray]":
    """Rows of one document added up: counts (n_documents, n_words), and tokens of each."""
    import numpy as np
    import pandas as pd

    document, names = pd.factorize(counted.documents["document_id"])
    sizes = np.bincount(document, weights=counted.documents["n_tokens"], minlength=len(names))
    return _summed(cells, document, len(names)), sizes


def _summed(cells: "csr_array", group: "np.ndarray", n_groups: int) -> "csr_array":
    """The rows of each group added up, int64."""
    import numpy as np
    from scipy.sparse import csr_array

    ones = np.ones(len(group), dtype=np.int64)
    indicator = csr_array((ones, (group, np.arange(len(group)))), shape=(n_groups, len(group)))
    return (indicator @ cells.astype(np.int64)).tocsr()
