"""The 2×2 table behind a word comparison, and the tests of significance that are read off it.

Everything takes (f1, n1, f2, n2): the term occurs f1 times among n1 tokens of the target and f2
times among n2 tokens of the reference. Whether punctuation and stop words are among the tokens
changes n1 and n2, and with them every number here: the caller states it.

Numbers and arrays are accepted alike and broadcast; results are float64 of the broadcast shape.
Where a comparison is impossible (no tokens on one side, a missing count) the result is NaN.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Cells = Literal[2, 4]
# Comparisons worked out at once: half a megabyte an array.
BLOCK = 1 << 16


class Contingency(NamedTuple):
    """One 2×2 table per term: rows term and all other tokens, columns target and reference.

    The names are Evert's: O11 is the term in the target, O12 the term in the reference, O21 and
    O22 the other tokens; the E are what independence would give; N is the number of tokens.
    """

    O11: np.ndarray
    O12: np.ndarray
    O21: np.ndarray
    O22: np.ndarray
    E11: np.ndarray
    E12: np.ndarray
    E21: np.ndarray
    E22: np.ndarray
    N: np.ndarray


def contingency(f1: "ArrayLike", n1: "ArrayLike", f2: "ArrayLike", n2: "ArrayLike") -> Contingency:
    """The observed and expected cells: the one gate from (f1, n1, f2, n2) into the notation.

    Parameters
    ----------
    f1, f2
        Occurrences in target and reference, at least 0.
    n1, n2
        Tokens in target and reference, at least f1 and f2.

    Returns
    -------
    Contingency of float64 arrays of the broadcast shape; expected cells are NaN without tokens.

    Raises
    ------
    ValueError
        A count is negative or infinite, or a term occurs more often than there are tokens.

    References
    ----------
    Evert 2004, The Statistics of Word Cooccurrences, section 2.3.

    >>> float(contingency(2, 10, 1, 20).E11)
    1.0
    """
    f1, n1, f2, n2 = np.broadcast_arrays(
        *(np.asarray(count, dtype=np.float64) for count in (f1, n1, f2, n2))
    )
    for name, count in (("f1", f1), ("n1", n1), ("f2", f2), ("n2", n2)):
        if np.any(count < 0):
            raise ValueError(f"{name} holds {np.nanmin(count):g} — a count is never negative.")
        if np.any(np.isinf(count)):
            raise ValueError(f"{name} holds inf — a count is finite, or NaN where it is missing.")
    for name, part, whole in (("target", f1, n1), ("reference", f2, n2)):
        if np.any(part > whole):
            raise ValueError(
                f"A term occurs more often than the {name} has tokens — "
                "pass the counts as f1, n1, f2, n2, in this order."
            )
    total = n1 + n2
    row = f1 + f2
    return Contingency(
        f1, f2, n1 - f1, n2 - f2,
        quotient(n1 * row, total), quotient(n2 * row, total),
        quotient(n1 * (total - row), total), quotient(n2 * (total - row), total),
        total,
    )  # fmt: skip


def log_likelihood(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    cells: Cells = 4,
    signed: bool = True,
) -> np.ndarray:
    """G², the evidence that the two rates differ; positive where the target uses the term more.

    It grows with the corpus and takes every token for independent: it is printed for readers who
    expect it, and is no measure of how large a difference is. 3.84, 6.63, 10.83 and 15.13 in size
    are p = .05, .01, .001 and .0001 at one degree of freedom.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`.
    cells
        4 sums over the whole table (Dunning; AntConc's default), 2 over the term's row only
        (Rayson and Garside; the UCREL page), for comparison with published values.
    signed
        False gives the bare G², 0 or more.

    Returns
    -------
    float64, NaN where a side has no tokens.

    Raises
    ------
    ValueError
        `cells` is neither 2 nor 4, or see `contingency`.

    References
    ----------
    Dunning 1993, Computational Linguistics 19(1); Rayson and Garside 2000.

    >>> round(float(log_likelihood(52, 50_000, 57, 75_000)), 6)
    2.654064
    """
    if cells not in (2, 4):
        raise ValueError(f"cells={cells!r} — the log-likelihood has 2 or 4 cells.")
    if np.broadcast(f1, n1, f2, n2).size > BLOCK:
        return _by_block(log_likelihood, f1, n1, f2, n2, cells=cells, signed=signed)
    t = contingency(f1, n1, f2, n2)
    total = _information(t.O11, t.E11) + _information(t.O12, t.E12)
    if cells == 4:
        total = total + _information(t.O21, t.E21) + _information(t.O22, t.E22)
    # Where the rates are almost the same, rounding leaves down to -1e-5 in a corpus of 10¹⁰ tokens.
    score = np.maximum(2 * total, 0)
    return _finish(score, t, signed=signed)


def chi2(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    yates: bool = False,
    signed: bool = True,
) -> np.ndarray:
    """Pearson's χ² of the 2×2 table; positive where the target uses the term more.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`. Below an expected count of 5 the statistic is not to be trusted.
    yates
        Take half an occurrence off every deviation (never past 0).
    signed
        False gives the bare χ², 0 or more.

    Returns
    -------
    float64, NaN where a side has no tokens or the term occurs nowhere (or is every token).

    References
    ----------
    Yates 1934; Dunning 1993 for why G² is preferred.

    >>> float(chi2(1, 4, 3, 4, yates=True, signed=False))
    0.5
    """
    t = contingency(f1, n1, f2, n2)
    deviation = np.abs(t.O11 - t.E11)  # the same in all four cells of a 2×2 table
    if yates:
        deviation = np.maximum(deviation - 0.5, 0)
    score = sum(quotient(deviation**2, expected) for expected in (t.E11, t.E12, t.E21, t.E22))
    return _finish(score, t, signed=signed)


def williams(f1: "ArrayLike", n1: "ArrayLike", f2: "ArrayLike", n2: "ArrayLike") -> np.ndarray:
    """Williams' divisor q of the four-cell G², 1 or more: G²/q is closer to χ² in small samples.

    q = 1 + (N/n₁ + N/n₂ − 1)·(N/r + N/(N − r) − 1)/(6N) with r = f₁ + f₂ and N = n₁ + n₂. NaN
    where a side has no tokens or the term occurs nowhere (or is every token).

    References
    ----------
    Williams 1976, Biometrika 63(1); Sokal and Rohlf, Biometry.

    >>> round(float(williams(3, 10, 7, 9)), 6)
    1.079533
    """
    t = contingency(f1, n1, f2, n2)
    columns, rows = (t.O11 + t.O21, t.O12 + t.O22), (t.O11 + t.O12, t.O21 + t.O22)
    of_columns, of_rows = (
        quotient(t.N, pair[0]) + quotient(t.N, pair[1]) - 1 for pair in (columns, rows)
    )
    return (1 + quotient(of_columns * of_rows, 6 * t.N))[()]


def fisher(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    alternative: Literal["two-sided", "less", "greater"] = "two-sided",
) -> np.ndarray:
    """Fisher's exact p of the 2×2 table, 0 to 1; it takes tokens for independent, as G² does.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`; whole numbers.
    alternative
        "greater": the target uses the term more; "less": it uses it less.

    Returns
    -------
    float64, NaN where a side has no tokens or a count is missing.

    Raises
    ------
    ValueError
        A count is no whole number, or see `contingency`.

    References
    ----------
    Fisher 1935; by `scipy.stats.fisher_exact`, one table after the other.

    >>> round(float(fisher(1, 4, 3, 4)), 3)
    0.486
    """
    from scipy.stats import fisher_exact

    t = contingency(f1, n1, f2, n2)
    cells = np.stack([t.O11, t.O12, t.O21, t.O22])
    if np.any(cells % 1 > 0):
        raise ValueError("A count is no whole number — Fisher's test counts tables.")
    tables = np.moveaxis(cells, 0, -1).reshape(-1, 2, 2)
    known = [np.all(np.isfinite(table)) and table.sum(axis=0).all() for table in tables]
    p = [
        fisher_exact(table.astype(int), alternative=alternative)[1] if ok else np.nan
        for table, ok in zip(tables, known, strict=True)
    ]
    return np.array(p, dtype=np.float64).reshape(t.O11.shape)[()]


def bayes_factor(
    f1: "ArrayLike", n1: "ArrayLike", f2: "ArrayLike", n2: "ArrayLike", *, cells: Cells = 4
) -> np.ndarray:
    """G² − ln N, the BIC approximation of a Bayes factor; above 2 positive, 6 strong, 10 decisive.

    Negative values speak for no difference. The published UCREL values use `cells=2`.

    References
    ----------
    Wilson 2013, Embracing Bayes factors for key item analysis.

    >>> round(float(bayes_factor(52, 50_000, 57, 75_000, cells=2)), 6)
    -9.084359
    """
    score = log_likelihood(f1, n1, f2, n2, cells=cells, signed=False)
    return (score - natural_log(contingency(f1, n1, f2, n2).N))[()]


def ell(
    f1: "ArrayLike", n1: "ArrayLike", f2: "ArrayLike", n2: "ArrayLike", *, cells: Cells = 4
) -> np.ndarray:
    """Effect size of G²: its share of the largest it could be, G² / (N ln min E), from 0 to 1.

    min E is the smaller expected count of the term. Where that is 1 or less the measure is not
    defined and the result NaN. The published UCREL values use `cells=2`.

    References
    ----------
    Johnston, Berry and Mielke 2006, Measures of effect size for chi-squared and likelihood-ratio
    goodness-of-fit tests.
    """
    t = contingency(f1, n1, f2, n2)
    least = np.minimum(t.E11, t.E12)
    scale = np.where(least > 1, t.N * natural_log(least), 0)
    return quotient(log_likelihood(f1, n1, f2, n2, cells=cells, signed=False), scale)[()]


def quotient(above: "ArrayLike", below: "ArrayLike") -> np.ndarray:
    """The quotient, NaN where the divisor is 0.

    >>> quotient([1, 1], [2, 0]).tolist()
    [0.5, nan]
    """
    above, below = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)


def natural_log(value: "ArrayLike") -> np.ndarray:
    """The natural logarithm, NaN where there is none."""
    value = np.asarray(value, dtype=np.float64)
    return np.log(value, out=np.full(value.shape, np.nan), where=value > 0)


def _information(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """O ln(O/E), which is 0 for an empty cell and NaN for a missing one."""
    part = observed * natural_log(quotient(observed, expected))
    return np.where(observed == 0, 0.0, part)


def _by_block(function: Callable, *counts: "ArrayLike", **options: object) -> np.ndarray:
    """A measure of many terms, some at a time: what lies between stays in the processor's cache."""
    arrays = np.broadcast_arrays(*(np.asarray(count) for count in counts))
    shape = arrays[0].shape
    result = np.empty(shape)
    width = max(BLOCK * shape[-1] // arrays[0].size, 1)
    if width >= shape[-1]:  # many rows of few terms
        width, arrays, result = BLOCK, [a.ravel() for a in arrays], result.ravel()
    for at in range(0, result.shape[-1], width):
        piece = (..., slice(at, at + width))
        result[piece] = function(*(array[piece] for array in arrays), **options)
    return result.reshape(shape)


def _finish(score: np.ndarray, t: Contingency, *, signed: bool) -> np.ndarray:
    """The score with the sign of f1/n1 − f2/n2, NaN where a side has no tokens."""
    n1, n2 = t.O11 + t.O21, t.O12 + t.O22
    score = np.where((n1 > 0) & (n2 > 0), score, np.nan)
    if signed:
        score = score * np.where(t.O11 * n2 < t.O12 * n1, -1.0, 1.0)
    return score[()]
