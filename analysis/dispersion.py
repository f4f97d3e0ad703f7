"""How evenly a term is spread over articles, and how far apart two distributions are.

Parts are articles. They differ in length, so every measure takes their sizes: formulas that
assume equal parts are wrong here. Counts have the parts on the first axis, (n_parts,) for one
term or (n_parts, n_terms); results are a number or (n_terms,). Parts without tokens are no parts
and are left out. A term that occurs nowhere has no dispersion: NaN.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.contingency import natural_log, quotient

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def dp(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Deviation of proportions: 0 spread like the text itself, towards 1 all in a small part.

    Parameters
    ----------
    counts
        Occurrences in each part, (n_parts,) or (n_parts, n_terms); the latter may be sparse.
    sizes
        Tokens of each part, (n_parts,).

    Returns
    -------
    float64, from 0 to 1 − (smallest part's share); NaN for a term that occurs nowhere.

    Raises
    ------
    ValueError
        Shapes do not fit, a number is negative, or a part without tokens holds the term.

    References
    ----------
    Gries 2008, Dispersions and adjusted frequencies in corpora, International Journal of Corpus
    Linguistics 13(4).

    >>> round(float(dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 2)
    0.18
    """
    if hasattr(counts, "tocoo"):
        return _sparse_dp(counts, sizes)
    held, share, _ = _proportions(counts, sizes)
    return (np.abs(held - share).sum(axis=0) / 2)[()]


def dp_norm(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """DP divided by the largest value it can have: 0 evenly spread, 1 all in the smallest part.

    NaN with a single part, where nothing can be uneven. Parameters and errors as in `dp`.

    References
    ----------
    Lijffijt and Gries 2012, International Journal of Corpus Linguistics 17(1), p. 148.

    >>> round(float(dp_norm([2, 1, 0], [10, 10, 10])), 3)
    0.5
    """
    parts = np.asarray(sizes, dtype=np.float64)
    parts = parts[parts > 0]
    room = 1 - parts.min() / parts.sum() if len(parts) > 1 else 0.0
    return quotient(dp(counts, sizes), room)[()]


def juilland_d(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Juilland's D over the rates per part: 1 evenly spread, 0 all in one part.

    With many parts it is close to 1 for almost every word (Biber et al. 2016): prefer `dp_norm`.
    NaN with a single part. Parameters and errors as in `dp`.

    References
    ----------
    Juilland, Brodin and Davidovitch 1970; with unequal parts on the rates, population SD.

    >>> round(float(juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.7852
    """
    _, share, rate = _proportions(counts, sizes)
    if len(share) < 2:
        return np.full(rate.shape[1:], np.nan)[()]
    variation = quotient(rate.std(axis=0), rate.mean(axis=0))
    return (1 - variation / np.sqrt(len(share) - 1))[()]


def rosengren_s(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Rosengren's S: 1 evenly spread, down to the share of the one part that holds the term.

    Parameters and errors as in `dp`.

    References
    ----------
    Rosengren 1971, with part sizes as weights.

    >>> round(float(rosengren_s([1, 2, 3, 4, 5], [10, 10, 10, 10, 10])), 3)
    0.937
    """
    held, share, _ = _proportions(counts, sizes)
    return (np.sqrt(held * share).sum(axis=0) ** 2)[()]


def kld(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Kullback-Leibler divergence in bits of the term's spread from the text's: 0 is even.

    Parameters and errors as in `dp`.

    References
    ----------
    Gries 2021, A new approach to (key) keywords analysis.

    >>> round(float(kld([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.137
    """
    held, share, _ = _proportions(counts, sizes)
    return _divergence(held, np.broadcast_to(share, held.shape))[()]


def part_range(counts: "ArrayLike", sizes: "ArrayLike | None" = None) -> np.ndarray:
    """The number of parts that hold the term; with `sizes`, the share of the text they make up.

    The share, 0 to 1, is what a range means when parts differ in size.

    >>> int(part_range([1, 0, 3])), float(part_range([1, 0, 3], [10, 20, 10]))
    (2, 0.5)
    """
    present = np.asarray(counts, dtype=np.float64) > 0
    if sizes is None:
        return present.sum(axis=0)[()]
    weight = _column(sizes, present.ndim)
    return quotient((present * weight).sum(axis=0), weight.sum())[()]


def jensen_shannon(first: "ArrayLike", second: "ArrayLike") -> np.ndarray:
    """Jensen-Shannon divergence in bits of two distributions: 0 the same, 1 nothing shared.

    Parameters
    ----------
    first, second
        Counts or shares over the same categories, on the last axis; each is divided by its sum.

    Returns
    -------
    float64, 0 to 1; NaN where one of the two is empty.

    Raises
    ------
    ValueError
        A count is negative.

    References
    ----------
    Lin 1991, IEEE Transactions on Information Theory 37(1).

    >>> float(jensen_shannon([1, 0], [0, 1]))
    1.0
    """
    first, second = (np.asarray(side, dtype=np.float64) for side in (first, second))
    if np.any(first < 0) or np.any(second < 0):
        raise ValueError("A count is negative — distributions are counts or shares, 0 or more.")
    p = quotient(first, first.sum(axis=-1, keepdims=True))
    q = quotient(second, second.sum(axis=-1, keepdims=True))
    p, q = np.broadcast_arrays(p, q)
    middle = (p + q) / 2
    parts = [_divergence(np.moveaxis(side, -1, 0), np.moveaxis(middle, -1, 0)) for side in (p, q)]
    return np.clip((parts[0] + parts[1]) / 2, 0, 1)[()]


def _sparse_dp(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """DP from the filled cells only: an empty cell adds its share of the text, and these sum to 1.

    The cells of a term add up to ½ (1 + Σ (|v/f − s| − s)).
    """
    cells, sizes = counts.tocoo(), np.asarray(sizes, dtype=np.float64)
    held, (row, term) = cells.data.astype(np.float64), cells.coords
    if counts.shape[0] != len(sizes):
        raise ValueError(f"{counts.shape[0]} counts, {len(sizes)} sizes — one size per part.")
    if np.any(held < 0) or np.any(sizes < 0) or np.any(sizes[row] == 0):
        raise ValueError("A number is negative, or a part of size 0 holds a term.")
    share = quotient(sizes, sizes.sum())[row]
    freq = np.bincount(term, weights=held, minlength=counts.shape[1])
    gap = np.abs(quotient(held, freq[term]) - share) - share
    total = 1 + np.bincount(term, weights=gap, minlength=counts.shape[1])
    return np.where(freq > 0, total / 2, np.nan)


def _proportions(counts: "ArrayLike", sizes: "ArrayLike") -> tuple[np.ndarray, ...]:
    """Share of the term in each part, share of the text in each part, rate per part."""
    counts, sizes = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if counts.shape[:1] != sizes.shape or sizes.ndim != 1:
        raise ValueError(
            f"{counts.shape[:1]} counts, sizes of shape {sizes.shape} — one size per part, please."
        )
    if np.any(counts < 0) or np.any(sizes < 0):
        raise ValueError("A count or a size is negative — both are 0 or more.")
    real = sizes > 0
    if np.any(counts[~real] > 0):
        raise ValueError("A part of size 0 holds the term — sizes are tokens of the whole part.")
    counts, sizes = counts[real], sizes[real]
    weight = _column(sizes, counts.ndim)
    return quotient(counts, counts.sum(axis=0)), weight / weight.sum(), counts / weight


def _column(sizes: "ArrayLike", ndim: int) -> np.ndarray:
    """The sizes, standing so that they multiply counts of `ndim` axes part by part."""
    return np.asarray(sizes, dtype=np.float64).reshape((-1,) + (1,) * (ndim - 1))


def _divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Σ p log₂(p/q) over the first axis, where an empty p adds nothing."""
    bits = np.where(p == 0, 0.0, p * natural_log(quotient(p, q)) / np.log(2))
    return bits.sum(axis=0)
