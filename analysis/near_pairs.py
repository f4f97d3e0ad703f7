"""Pairs of texts that share most of their runs of characters, found in bounded time.

Two texts that share s of n runs share one of the n − s + 1 rarest of either, in an order that is
the same for all: only texts that meet in such a run are compared. Where so many meet (a form that
was filled in ten thousand times) that their pairs would grow with the square of the texts, each is
compared with its neighbours among them only, in order of size, and how many pairs were passed over
is said.

References
----------
Chaudhuri, Ganti and Kaushik 2006, A primitive operator for similarity joins in data cleaning
(prefix filter); Hernández and Stolfo 1995, The merge/purge problem for large databases (sorted
neighbourhood).
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from scipy import sparse

# Meetings of two texts in a run up to which all are looked at: so many, or so many for each run of
# the texts. In 24,000 sentences of real prose there are .3 for each run at a similarity of .3.
ALWAYS, FOR_EACH_RUN = 1_000_000, 3
# Pairs of texts, and runs of pairs, that are looked at together.
_AT_ONCE, _RUNS_AT_ONCE = 200_000_000, 2_000_000
_ROUNDING = 1e-9  # 0.8 · 5 is 4 and no more


class Pairs(NamedTuple):
    """Pairs of places in the list of texts, `first` < `second`, in that order."""

    first: "np.ndarray"
    second: "np.ndarray"
    similarity: "np.ndarray"
    n_shared: "np.ndarray"
    n_unseen: int  # at most so many pairs met in a rare run and were not compared


def near_pairs(texts: Sequence[set[str]], threshold: float) -> Pairs:
    """The pairs whose Jaccard similarity |A ∩ B| / |A ∪ B| is at least the threshold.

    Parameters
    ----------
    texts
        The runs of characters of each text, one or more.
    threshold
        Above 0 and up to 1.

    Returns
    -------
    Pairs. No similarity is an estimate. While `n_unseen` is 0 no pair is missing.
    """
    import numpy as np

    runs = _matrix(texts)
    sizes = np.diff(runs.indptr)
    first, second, n_unseen = _candidates(runs, sizes, threshold)
    shared = _shared(runs, first, second)
    similarity = shared / (sizes[first] + sizes[second] - shared)
    kept = similarity >= threshold
    return Pairs(first[kept], second[kept], similarity[kept], shared[kept], n_unseen)


def _matrix(texts: Sequence[set[str]]) -> "sparse.csr_array":
    """Texts by runs, the rarest run first."""
    import numpy as np
    from scipy import sparse

    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(run, len(numbers)) for runs in texts for run in sorted(runs)]
    run = np.array(flat, np.int64)
    text = np.repeat(np.arange(len(texts)), [len(runs) for runs in texts])
    rank = np.empty(len(numbers), np.int64)
    rank[np.argsort(np.bincount(run, minlength=len(numbers)), kind="stable")] = range(len(numbers))
    shape = len(texts), max(1, len(numbers))
    return sparse.csr_array((np.ones(len(run), np.int32), (text, rank[run])), shape=shape)


def _candidates(
    runs: "sparse.csr_array", sizes: "np.ndarray", threshold: float
) -> "tuple[np.ndarray, np.ndarray, int]":
    """Pairs that meet in a rare run and are of about the same size; how many were passed over."""
    import numpy as np

    least = np.ceil(threshold * sizes - _ROUNDING).astype(np.int64)
    rarest = _rarest(runs, sizes, sizes - least + 1)
    n_texts = np.bincount(rarest.indices, minlength=1)
    n_all = _n_meetings(n_texts, len(sizes))
    window = _window(n_texts, max(ALWAYS, FOR_EACH_RUN * runs.nnz))
    meetings = _all(rarest) if window is None else _neighbours(rarest, sizes, window)
    codes = []
    for one, other in meetings:
        low, high = np.minimum(one, other), np.maximum(one, other)
        smaller = np.minimum(sizes[low], sizes[high])
        near = (low < high) & (smaller >= least[low]) & (smaller >= least[high])
        codes.append(low[near] * len(sizes) + high[near])
    found = np.unique(np.concatenate([np.empty(0, np.int64), *codes]))
    n_unseen = 0 if window is None else n_all - _n_meetings(n_texts, window)
    return *np.divmod(found, max(1, len(sizes))), n_unseen


def _rarest(
    runs: "sparse.csr_array", sizes: "np.ndarray", n_taken: "np.ndarray"
) -> "sparse.csr_array":
    """Texts by runs: of each text the first `n_taken`, its rarest."""
    import numpy as np
    from scipy import sparse

    runs.sort_indices()
    text = np.repeat(np.arange(len(sizes)), sizes)
    taken = np.arange(runs.nnz) - runs.indptr[text] < n_taken[text]
    entries = (runs.data[taken], (text[taken], runs.indices[taken]))
    return sparse.csr_array(entries, shape=runs.shape)


def _n_meetings(n_texts: "np.ndarray", window: int) -> int:
    """How often two texts meet in a run, if each is seen with so many others before it at most.

    Parameters
    ----------
    n_texts
        Texts that have each run.
    """
    import numpy as np

    n = n_texts.astype(np.int64)
    near = np.minimum(np.maximum(n - 1, 0), window)
    return int((near * (near + 1) // 2 + (np.maximum(n - 1, 0) - near) * near).sum())


def _window(n_texts: "np.ndarray", most: int) -> int | None:
    """The most neighbours that keep the meetings within bounds; None where all do."""
    low, high = 1, max(1, int(n_texts.max(initial=0)))
    if _n_meetings(n_texts, high) <= most:
        return None
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if _n_meetings(n_texts, middle) <= most else (low, middle)
    return low


def _all(rarest: "sparse.csr_array") -> "Iterator[tuple[np.ndarray, np.ndarray]]":
    """Every two texts that meet in a run, some texts at a time."""
    import numpy as np
    from scipy import sparse

    n_texts = rarest.shape[0]
    n_rows = max(1, _AT_ONCE // max(1, n_texts))
    turned = rarest.T.tocsr()
    for begin in range(0, n_texts, n_rows):
        block = sparse.coo_array(rarest[begin : begin + n_rows] @ turned)
        one, other = block.row.astype(np.int64) + begin, block.col.astype(np.int64)
        yield one[one < other], other[one < other]


def _neighbours(
    rarest: "sparse.csr_array", sizes: "np.ndarray", window: int
) -> "Iterator[tuple[np.ndarray, np.ndarray]]":
    """Texts that meet in a run, each with so many after it at most in order of size."""
    import numpy as np

    text = np.repeat(np.arange(rarest.shape[0]), np.diff(rarest.indptr))
    order = np.lexsort((text, sizes[text], rarest.indices))
    text, run = text[order], rarest.indices[order]
    at = np.arange(len(text))
    for step in range(1, window + 1):
        at = at[at + step < len(text)]
        at = at[run[at] == run[at + step]]
        yield text[at], text[at + step]


def _shared(runs: "sparse.csr_array", first: "np.ndarray", second: "np.ndarray") -> "np.ndarray":
    """How many runs the two texts of each pair have in common."""
    import numpy as np

    sizes = np.diff(runs.indptr).astype(np.int64)
    total = np.cumsum(sizes[first] + sizes[second])
    begins = np.searchsorted(total, np.arange(0, 1 + total.max(initial=0), _RUNS_AT_ONCE))
    found = []
    for begin, end in zip(begins, [*begins[1:], len(total)], strict=True):
        both = runs[first[begin:end]].multiply(runs[second[begin:end]])
        found.append(both.sum(axis=1).astype(np.int64))
    return np.concatenate(found)
