"""How evenly a term is spread over articles, and how far apart two distributions are.

Parts are articles. They differ in length, so every measure takes their sizes: formulas that
assume equal parts are wrong here. Counts have the parts on the first axis, (n_parts,) for one
term or (n_parts, n_terms), which may be scipy sparse; results are a number or (n_terms,). Parts
without tokens are no parts and are left out. A term that occurs nowhere has no dispersion: NaN,
and so is a term with a missing count.

Notation of the formulas: v is the count in a part, f the sum of v, s the part's share of the text,
n the number of parts.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.contingency import natural_log, quotient

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class Distances(NamedTuple):
    """Measures that follow the text from token to token; see `distances`."""

    arf: float
    awt: float
    ald: float
    f_awt: float
    f_ald: float


class _Spread(NamedTuple):
    """The filled cells of a count matrix, (n_cells,) each, and what they are cells of.

    `held` is v/f, `share` is s, `rate` is v by the size of the part, `term` the column.
    """

    held: np.ndarray
    share: np.ndarray
    rate: np.ndarray
    term: np.ndarray
    freq: np.ndarray
    n_parts: int
    shape: tuple[int, ...]

    def total(self, values: np.ndarray) -> np.ndarray:
        """The sum of the values over the cells of each term."""
        return np.bincount(self.term, weights=values, minlength=len(self.freq))

    def result(self, values: np.ndarray) -> np.ndarray:
        """The values in the shape asked for, NaN for a term that occurs nowhere."""
        known = (self.freq > 0) & (self.n_parts > 0)
        return np.where(known, values, np.nan).reshape(self.shape)[()]


def dp(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Deviation of proportions: 0 spread like the text itself, towards 1 all in a small part.

    DP = ½ Σ |v/f − s|.

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
        Shapes do not fit, a number is negative or infinite, or a part without tokens holds the
        term.

    References
    ----------
    Gries 2008, Dispersions and adjusted frequencies in corpora, International Journal of Corpus
    Linguistics 13(4).

    >>> round(float(dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 2)
    0.18
    """
    spread = _spread(counts, sizes)
    # An empty cell adds its share of the text, and all shares add up to 1.
    gap = np.abs(spread.held - spread.share) - spread.share
    return spread.result((1 + spread.total(gap)) / 2)


def dp_norm(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """DP divided by the largest value it can have: 0 evenly spread, 1 all in the smallest part.

    DP / (1 − the smallest s). NaN with a single part, where nothing can be uneven. Parameters and
    errors as in `dp`.

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

    D = 1 − CV/√(n − 1), CV the population standard deviation of the rates over their mean.

    With many parts it is close to 1 for almost every word (Biber et al. 2016): prefer `dp_norm`.
    NaN with a single part. Parameters and errors as in `dp`.

    References
    ----------
    Juilland, Brodin and Davidovitch 1970; with unequal parts on the rates, population SD.

    >>> round(float(juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.7852
    """
    spread = _spread(counts, sizes)
    n = spread.n_parts
    if n < 2:
        return spread.result(np.full(len(spread.freq), np.nan))
    mean = spread.total(spread.rate) / n
    filled = spread.total(np.ones(len(spread.rate)))
    squares = spread.total((spread.rate - mean[spread.term]) ** 2) + (n - filled) * mean**2
    variation = quotient(np.sqrt(squares / n), mean)
    return spread.result(1 - variation / math.sqrt(n - 1))


def rosengren_s(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Rosengren's S: 1 evenly spread, down to the share of the one part that holds the term.

    S = (Σ √(v·s))²/f; f·S is the adjusted frequency KF. Parameters and errors as in `dp`.

    References
    ----------
    Rosengren 1971, with part sizes as weights.

    >>> round(float(rosengren_s([1, 2, 3, 4, 5], [10, 10, 10, 10, 10])), 3)
    0.937
    """
    spread = _spread(counts, sizes)
    return spread.result(spread.total(np.sqrt(spread.held * spread.share)) ** 2)


def kld(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Kullback-Leibler divergence in bits of the term's spread from the text's: 0 is even.

    Σ (v/f) log₂[(v/f)/s], without an upper bound. Parameters and errors as in `dp`.

    References
    ----------
    Gries 2021, A new approach to (key) keywords analysis.

    >>> round(float(kld([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.137
    """
    spread = _spread(counts, sizes)
    bits = natural_log(quotient(spread.held, spread.share)) / math.log(2)
    return spread.result(spread.total(spread.held * bits))


def carroll_d2(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Carroll's D₂, the entropy of the rates as a share of its maximum: 1 even, 0 all in one part.

    −Σ q ln q / ln n, q a part's rate over the sum of the rates. f·D₂ + (1 − D₂)·f/n is his U_m.
    NaN with a single part. Parameters and errors as in `dp`.

    References
    ----------
    Carroll 1970, An alternative to Juilland's usage coefficient for lexical frequencies, p. 13.

    >>> round(float(carroll_d2([2, 1, 1, 1, 0], [10] * 5)), 4)
    0.8277
    """
    spread = _spread(counts, sizes)
    q = quotient(spread.rate, spread.total(spread.rate)[spread.term])
    entropy = -spread.total(q * natural_log(q))
    most = math.log(spread.n_parts) if spread.n_parts > 1 else 0.0
    return spread.result(np.maximum(quotient(entropy, most), 0))


def lyne_d3(counts: "ArrayLike", sizes: "ArrayLike") -> np.ndarray:
    """Lyne's D₃: 1 evenly spread, falling without a bound the more uneven the parts' sizes are.

    D₃ = 1 − χ²/(4f), χ² comparing v with f·s. Parameters and errors as in `dp`.

    References
    ----------
    Lyne 1985, The vocabulary of French business correspondence.

    >>> round(float(lyne_d3([1, 2, 3, 4, 5], [10] * 5)), 3)
    0.944
    """
    spread = _spread(counts, sizes)
    return spread.result(1 - (spread.total(quotient(spread.held**2, spread.share)) - 1) / 4)


def distances(positions: "ArrayLike", n_tokens: int) -> Distances:
    """Dispersion of one term by the distances between its occurrences, the text taken as a ring.

    With d the distances, N tokens and f occurrences: arf, average reduced frequency,
    f/N · Σ min(d, N/f), from 1 (all together) to f (even); awt, average waiting time,
    ½(1 + Σ d²/N), and ald, average logarithmic distance, Σ d log₁₀ d / N, both lower the more
    frequent and even a term is; f_awt, N²/Σ d², and f_ald, N·10^(−ald), the frequencies of an
    even term with these.

    Parameters
    ----------
    positions
        Places of the term's tokens, whole numbers from 0 to n_tokens − 1, each once.
    n_tokens
        N.

    Returns
    -------
    Distances of float; all NaN for a term that occurs nowhere.

    Raises
    ------
    ValueError
        A position is doubled or outside the text.

    References
    ----------
    Savický and Hlaváčová 2002, Measures of word commonness, Journal of Quantitative Linguistics 9.

    >>> distances([0, 5], 10).arf
    2.0
    """
    places = np.sort(np.asarray(positions, dtype=np.int64))
    if not len(places):
        return Distances(*[math.nan] * 5)
    gaps = np.diff(places, append=places[0] + n_tokens)
    if places[0] < 0 or places[-1] >= n_tokens or np.any(gaps == 0):
        raise ValueError(
            f"A position is doubled or outside 0 to {n_tokens - 1} — pass each token's place once."
        )
    even, squares = n_tokens / len(places), float((gaps**2).sum())
    ald = float((gaps * np.log10(gaps)).sum() / n_tokens)
    arf = float(np.minimum(gaps, even).sum() / even)
    return Distances(
        arf, (1 + squares / n_tokens) / 2, ald, n_tokens**2 / squares, n_tokens * 10**-ald
    )


def part_range(counts: "ArrayLike", sizes: "ArrayLike | None" = None) -> np.ndarray:
    """The number of parts that hold the term; with `sizes`, the share of the text they make up.

    The share, 0 to 1, is what a range means when parts differ in size. 0 for a term that occurs
    nowhere, NaN for one with a missing count and where there are no parts. Counts may be sparse.

    >>> int(part_range([1, 0, 3])), float(part_range([1, 0, 3], [10, 20, 10]))
    (2, 0.5)
    """
    if sizes is None:
        n_parts = counts.shape[0] if hasattr(counts, "tocoo") else len(np.asarray(counts))
        spread = _spread(counts, np.ones(n_parts))
        per_cell = np.ones(len(spread.held))
    else:
        spread = _spread(counts, sizes)
        per_cell = spread.share
    missing = np.isnan(spread.freq) | (spread.n_parts == 0)
    values = np.where(missing, np.nan, spread.total(per_cell))
    return values.reshape(spread.shape)[()]


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
        A count is negative or infinite.

    References
    ----------
    Lin 1991, IEEE Transactions on Information Theory 37(1).

    >>> float(jensen_shannon([1, 0], [0, 1]))
    1.0
    """
    first, second = (np.asarray(side, dtype=np.float64) for side in (first, second))
    if any(np.any((side < 0) | np.isinf(side)) for side in (first, second)):
        raise ValueError(
            "A count is negative or infinite — distributions are counts or shares, 0 or more."
        )
    p = quotient(first, first.sum(axis=-1, keepdims=True))
    q = quotient(second, second.sum(axis=-1, keepdims=True))
    p, q = np.broadcast_arrays(p, q)
    middle = (p + q) / 2
    parts = [_divergence(np.moveaxis(side, -1, 0), np.moveaxis(middle, -1, 0)) for side in (p, q)]
    return np.clip((parts[0] + parts[1]) / 2, 0, 1)[()]


def _spread(counts: "ArrayLike", sizes: "ArrayLike") -> _Spread:
    """The filled cells, checked; parts without tokens are left out."""
    sizes = np.asarray(sizes, dtype=np.float64)
    if hasattr(counts, "tocoo"):
        cells, shape = counts.tocoo(), counts.shape[1:]
        n_rows, held, (row, term) = counts.shape[0], cells.data.astype(np.float64), cells.coords
    else:
        table = np.asarray(counts, dtype=np.float64)
        shape, n_rows = table.shape[1:], len(table)
        table = table.reshape(n_rows, math.prod(shape))
        row, term = np.nonzero(table)
        held = table[row, term]
    if sizes.shape != (n_rows,):
        raise ValueError(
            f"{n_rows} counts, sizes of shape {sizes.shape} — one size per part, please."
        )
    for numbers in (held, sizes):
        if np.any((numbers < 0) | np.isinf(numbers)):
            raise ValueError("A count or a size is negative or infinite — both are 0 or more.")
    if np.any(held[sizes[row] == 0] > 0):
        raise ValueError("A part of size 0 holds the term — sizes are tokens of the whole part.")
    n_terms = math.prod(shape)
    freq = np.bincount(term, weights=held, minlength=n_terms).astype(np.float64, copy=False)
    share, rate = quotient(sizes, sizes.sum())[row], quotient(held, sizes[row])
    n_parts = int((sizes > 0).sum())
    return _Spread(quotient(held, freq[term]), share, rate, term, freq, n_parts, shape)


def _divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Σ p log₂(p/q) over the first axis, where an empty p adds nothing."""
    bits = np.where(p == 0, 0.0, p * natural_log(quotient(p, q)) / np.log(2))
    return bits.sum(axis=0)
