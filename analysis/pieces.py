"""Articles cut by group: the checked input of a comparison, in an order of its own.

What is drawn again, exchanged or left out is always the whole article. An article about two
districts is two pieces here, one in each group, and both go where it goes.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike


class Pieces(NamedTuple):
    """One row per article and group that has text.

    `counts` is (n_pieces, n_terms), CSR of whole float64 numbers; `sizes` the tokens of each
    piece, above 0; `group`, `article` and `stratum` number each piece's group, article and
    stratum from 0. No article has two pieces in one group.
    """

    counts: object
    sizes: np.ndarray
    group: np.ndarray
    article: np.ndarray
    stratum: np.ndarray


class Corpus(NamedTuple):
    """Pieces with the names of their groups, articles and terms (in order of the numbers)."""

    pieces: Pieces
    groups: np.ndarray
    articles: np.ndarray
    terms: np.ndarray


def corpus(
    dtm: "ArrayLike",
    terms: "Sequence[str]",
    groups: "ArrayLike",
    *,
    articles: "ArrayLike | None" = None,
    sizes: "ArrayLike | None" = None,
    strata: "ArrayLike | None" = None,
) -> Corpus:
    """The pieces of a count matrix; no order of its rows and columns matters.

    Parameters
    ----------
    dtm, terms, groups, sizes, strata
        See `analysis.keyness.keyness`.
    articles
        The article of each row; rows of one article and group are added up. None: each row is an
        article without a name.

    Raises
    ------
    ValueError
        See `analysis.keyness.keyness`.
    """
    counts, terms = counts_of(dtm), np.asarray(list(terms), dtype=object)
    group, stratum = labels(groups), _strata(strata, counts.shape[0])
    row_sums = np.asarray(counts.sum(axis=1)).ravel()
    tokens = row_sums if sizes is None else np.asarray(sizes, dtype=np.float64)
    named = np.full(counts.shape[0], "", object) if articles is None else labels(articles)
    _check(counts, terms, row_sums, group=group, sizes=tokens, strata=stratum, articles=named)
    rows = np.flatnonzero((tokens > 0) & (group != ""))
    if articles is not None and np.any(named[rows] == ""):
        raise ValueError("An article has no id — name every row's article, or pass none at all.")
    columns = np.argsort(terms, kind="stable")
    counts, tokens, group = counts[rows][:, columns], tokens[rows], group[rows]
    stratum, named = stratum[rows], named[rows]
    if articles is not None:
        counts, tokens, group, stratum, named = _merged(counts, tokens, group, stratum, named)
    counts.sort_indices()
    order = _order(counts, tokens, group, stratum, named)
    group, stratum, named = group[order], stratum[order], named[order]
    article = np.arange(len(order)) if articles is None else _numbers(named)
    first = np.unique(article, return_index=True)[1]
    names, number = np.unique(group, return_inverse=True)
    place = np.unique(stratum, return_inverse=True)[1]
    found = Pieces(counts[order], tokens[order], number, article, place)
    return Corpus(found, names, named[first], terms[columns])


def counts_of(dtm: "ArrayLike") -> "object":
    """The matrix as float64 CSR without stored zeros; whole finite numbers of 0 or more only."""
    from scipy import sparse

    counts = sparse.csr_array(dtm, dtype=np.float64, copy=True)
    counts.sum_duplicates()
    counts.eliminate_zeros()
    data = counts.data
    if not np.all(np.isfinite(data)) or np.any(data < 0):
        raise ValueError(
            "A count is missing, infinite or negative — the matrix holds counts, 0 or more."
        )
    if np.any(data % 1):
        raise ValueError(
            f"A count is {data[data % 1 > 0][0]:g} — counts are whole numbers; pass occurrences, "
            "not rates."
        )
    return counts


def labels(values: "ArrayLike") -> np.ndarray:
    """The labels as text, the empty one where there is none."""
    import pandas as pd

    column = pd.Series(list(values), dtype=object)
    return np.array([str(v) for v in column.where(column.notna(), "")], dtype=object)


def on_both_sides(pieces: Pieces, within: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Numbers of the articles with text in the target and in the reference."""
    return np.intersect1d(pieces.article[within], pieces.article[others])


def distinct(counts: "object") -> tuple[np.ndarray, np.ndarray]:
    """Terms with the same counts in the same pieces: one of each, and which one each term is.

    Two random 64-bit sums tell columns apart; the chance that two different ones agree in both
    is far below that of a broken disk.
    """
    columns = counts.tocsc()
    code = np.zeros((columns.shape[1], 2), dtype=np.uint64)
    filled = np.diff(columns.indptr) > 0
    if filled.any():
        salt = np.random.default_rng(0).integers(2**63, size=(columns.shape[0], 2)).astype("u8")
        part = columns.data.astype(np.uint64)[:, None] * salt[columns.indices]
        code[filled] = np.add.reduceat(part, columns.indptr[:-1][filled], axis=0)
    _, one, inverse = np.unique(code, axis=0, return_index=True, return_inverse=True)
    return one, inverse.ravel()


def _strata(strata: "ArrayLike | None", n_rows: int) -> np.ndarray:
    """The strata as text, one for all without any."""
    return np.full(n_rows, "", dtype=object) if strata is None else labels(strata)


def _check(
    counts: "object",
    terms: np.ndarray,
    row_sums: np.ndarray,
    *,
    sizes: np.ndarray,
    **per_row: np.ndarray,
) -> None:
    """Raise where shapes do not fit, a term is doubled or sizes cannot be."""
    lengths = {"sizes": len(sizes)} | {name: len(values) for name, values in per_row.items()}
    if counts.shape[1] != len(terms) or set(lengths.values()) != {counts.shape[0]}:
        raise ValueError(
            f"The matrix has shape {counts.shape} — it needs a column for each of {len(terms)} "
            f"terms and a row for each label, size, stratum and article ({lengths})."
        )
    if len(set(terms)) < len(terms):
        raise ValueError("A term stands twice — add its columns up first.")
    if not np.all(np.isfinite(sizes)) or np.any(sizes % 1) or np.any(sizes < row_sums):
        raise ValueError(
            "An article has fewer tokens than counted terms, or no finite whole number of them — "
            "sizes are all tokens."
        )


def _merged(
    counts: "object", tokens: np.ndarray, group: np.ndarray, stratum: np.ndarray, named: np.ndarray
) -> tuple:
    """The rows of each article and group added up."""
    from scipy import sparse

    known: dict[str, str] = {}
    for name, label in zip(named, stratum, strict=True):
        if known.setdefault(name, label) != label:
            raise ValueError(
                f"Article {name} is in two strata, “{known[name]}” and “{label}” — give it one."
            )
    keys: dict[tuple[str, str], int] = {}
    place = np.array(
        [keys.setdefault(key, len(keys)) for key in zip(named, group, strict=True)], dtype=int
    )
    ones = np.ones(len(place))
    adder = sparse.csr_array((ones, (place, np.arange(len(place)))), (len(keys), len(place)))
    first = np.unique(place, return_index=True)[1]
    return adder @ counts, adder @ tokens, group[first], stratum[first], named[first]


def _numbers(named: np.ndarray) -> np.ndarray:
    """A number for each name, in order of appearance."""
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in named], dtype=int)


def _order(
    counts: "object", tokens: np.ndarray, group: np.ndarray, stratum: np.ndarray, named: np.ndarray
) -> list[int]:
    """The pieces by group, stratum, length, content and name: ties are the same piece."""

    def key(row: int) -> tuple[str, str, float, bytes, bytes, str]:
        cells = slice(counts.indptr[row], counts.indptr[row + 1])
        content = counts.indices[cells].tobytes(), counts.data[cells].tobytes()
        return group[row], stratum[row], float(tokens[row]), *content, named[row]

    return sorted(range(len(tokens)), key=key)
