"""How strongly a node word attracts a collocate.

Everything takes (o11, f1, f2, n): the two words occur together o11 times, the node f1 times, the
collocate f2 times, among n tokens. Where o11 is counted in a window of several tokens around the
node, chance alone gives the collocate that many more occasions: `span` is the number of tokens in
the window (10 for five on either side), and f1 is multiplied by it. With `span=1` the measures are
those of adjacent pairs, or of sentences or articles that hold both words (n is then their number).
Overlapping windows should count a collocate once; where o11 exceeds f2 because they did not, G² and
ΔP are NaN.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis import contingency as table
from analysis.contingency import natural_log, quotient

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike


def expected(f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", *, span: float = 1) -> np.ndarray:
    """Joint occurrences that independence would give, f1 · span · f2 / n.

    >>> round(float(expected(15334, 5, 191998)), 6)
    0.399327
    """
    f1, f2, n = (np.asarray(value, dtype=np.float64) for value in (f1, f2, n))
    return quotient(f1 * span * f2, n)[()]


def mi(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", *, span: float = 1
) -> np.ndarray:
    """Pointwise mutual information in bits, log₂(O/E): 0 is chance, 1 twice as often as chance.

    It is largest for the rarest words; filter by frequency first. −inf for words never together.

    References
    ----------
    Church and Hanks 1990, Computational Linguistics 16(1). (UCS prints log₁₀.)

    >>> round(float(mi(8, 1105, 44, 15_000_000)), 1)
    11.3
    """
    o, e = _observed_expected(o11, f1, f2, n, span)
    value = natural_log(quotient(o, e)) / np.log(2)
    return np.where((o == 0) & (e > 0), -np.inf, value)[()]


def mi_k(
    o11: "ArrayLike",
    f1: "ArrayLike",
    f2: "ArrayLike",
    n: "ArrayLike",
    *,
    k: float = 3,
    span: float = 1,
) -> np.ndarray:
    """log₂(Oᵏ/E): MI² with k = 2 and MI³ with k = 3 hold rare pairs back; 0 is not chance here.

    −inf for words never together. (UCS prints log₁₀.)

    Raises
    ------
    ValueError
        k is below 1, or a count is negative.

    References
    ----------
    Daille 1994, Approche mixte pour l'extraction automatique de terminologie.

    >>> round(float(mi_k(2, 15334, 5, 191998, k=2) * np.log10(2)), 6)
    1.000731
    """
    if k < 1:
        raise ValueError(f"k={k} — 1 gives MI, 2 MI², 3 MI³.")
    o, e = _observed_expected(o11, f1, f2, n, span)
    value = natural_log(quotient(o**k, e)) / np.log(2)
    return np.where((o == 0) & (e > 0), -np.inf, value)[()]


def t_score(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", *, span: float = 1
) -> np.ndarray:
    """(O − E)/√O, evidence that favours frequent pairs; NaN for words never together.

    References
    ----------
    Church, Gale, Hanks and Hindle 1991.

    >>> round(float(t_score(2, 15334, 5, 191998)), 6)
    1.131847
    """
    o, e = _observed_expected(o11, f1, f2, n, span)
    return quotient(o - e, np.sqrt(o))[()]


def z_score(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", *, span: float = 1
) -> np.ndarray:
    """(O − E)/√E, standard deviations above chance; overrates rare words.

    References
    ----------
    Berry-Rogghe 1973.

    >>> round(float(z_score(2, 15334, 5, 191998)), 6)
    2.533018
    """
    o, e = _observed_expected(o11, f1, f2, n, span)
    return quotient(o - e, np.sqrt(e))[()]


def dice(o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike") -> np.ndarray:
    """2·O/(f1 + f2): 1 only ever together, 0 never. NaN where neither word occurs.

    References
    ----------
    Dice 1945; see `log_dice` for a scale that can be read.
    """
    o, f1, f2 = (np.asarray(value, dtype=np.float64) for value in (o11, f1, f2))
    return quotient(2 * o, f1 + f2)[()]


def log_dice(o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike") -> np.ndarray:
    """14 + log₂(2·O/(f1 + f2)): 14 for words only ever together, one less for half as strong.

    It takes neither the corpus size nor a window into account, so values of different corpora can
    be compared. −inf for words never together.

    References
    ----------
    Rychlý 2008, A lexicographer-friendly association score, RASLAN.

    >>> round(float(log_dice(2, 15334, 5)), 6)
    2.095083
    """
    share = np.asarray(dice(o11, f1, f2))
    return np.where(share == 0, -np.inf, 14 + natural_log(share) / np.log(2))[()]


def npmi(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", *, span: float = 1
) -> np.ndarray:
    """Normalised PMI: 1 only ever together, 0 as by chance, −1 never together.

    With a `span` above 1 the upper bound is not reached.

    References
    ----------
    Bouma 2009, Normalized (pointwise) mutual information in collocation extraction.

    >>> [float(npmi(*pair)) for pair in ((5, 5, 5, 100), (1, 10, 10, 100), (0, 10, 10, 100))]
    [1.0, 0.0, -1.0]
    """
    o, e = _observed_expected(o11, f1, f2, n, span)
    bits = -natural_log(quotient(o, np.asarray(n, dtype=np.float64)))
    value = quotient(natural_log(quotient(o, e)), bits)
    return np.where((o == 0) & (e > 0), -1.0, value)[()]


def delta_p(
    o11: "ArrayLike",
    f1: "ArrayLike",
    f2: "ArrayLike",
    n: "ArrayLike",
    *,
    given: Literal["node", "collocate"] = "node",
    span: float = 1,
) -> np.ndarray:
    """How much more probable the other word becomes when one is there, −1 to 1; 0 is chance.

    Parameters
    ----------
    o11, f1, f2, n
        Together, node, collocate, all tokens.
    given
        "node": ΔP(collocate | node); "collocate": ΔP(node | collocate).
    span
        Tokens in the window.

    Raises
    ------
    ValueError
        `given` is neither, or the counts do not fit together.

    References
    ----------
    Gries 2013, 50-something years of work on collocations, p. 144.
    """
    if given not in ("node", "collocate"):
        raise ValueError(f"given={given!r} — say “node” or “collocate”.")
    t = _cells(o11, f1, f2, n, span)
    if given == "node":
        return (quotient(t.O11, t.O11 + t.O21) - quotient(t.O12, t.O12 + t.O22))[()]
    return (quotient(t.O11, t.O11 + t.O12) - quotient(t.O21, t.O21 + t.O22))[()]


def log_likelihood(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", *, span: float = 1
) -> np.ndarray:
    """Signed four-cell G² of the pair: evidence of attraction (above 0) or repulsion (below).

    References
    ----------
    Dunning 1993; see `analysis.contingency.log_likelihood`.

    >>> round(float(log_likelihood(2, 15334, 5, 191998)), 6)
    3.879126
    """
    t = _cells(o11, f1, f2, n, span)
    return table.log_likelihood(t.O11, t.O11 + t.O21, t.O12, t.O12 + t.O22)


def simple_ll(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", *, span: float = 1
) -> np.ndarray:
    """2·(O ln(O/E) − (O − E)), signed by O − E: log-likelihood from the joint occurrences alone.

    It needs no table of cells, so it exists where windows overlap.

    References
    ----------
    Evert 2004, The Statistics of Word Cooccurrences, section 3.1.

    >>> round(float(simple_ll(2, 15334, 5, 191998)), 6)
    3.243141
    """
    o, e = _observed_expected(o11, f1, f2, n, span)
    part = np.where(o == 0, 0.0, o * natural_log(quotient(o, e)))
    score = np.maximum(2 * (part - (o - e)), 0)
    return np.where(o < e, -score, score)[()]


def association(
    o11: "ArrayLike",
    f1: "ArrayLike",
    f2: "ArrayLike",
    n: "ArrayLike",
    *,
    span: float = 1,
    index: "pd.Index | None" = None,
) -> "pd.DataFrame":
    """All measures of this module, one column each, one row per pair in the order given.

    Parameters
    ----------
    o11, f1, f2, n
        Together, node, collocate, all tokens; numbers or (n_pairs,).
    span
        Tokens in the window that o11 was counted in.
    index
        Of the result, so that it joins the table that the counts came from.

    Returns
    -------
    pandas.DataFrame with columns span, expected, mi, mi2, mi3, t_score, z_score, dice, log_dice,
    log_likelihood, simple_ll, delta_p_collocate (the collocate given the node), delta_p_node (the
    node given the collocate), npmi.

    Raises
    ------
    ValueError
        A count is negative, or o11 larger than what holds it.
    """
    import pandas as pd

    o11, f1, f2, n = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in (o11, f1, f2, n))
    )
    pair = (o11, f1, f2, n)
    return pd.DataFrame(
        {
            "span": span,
            "expected": expected(f1, f2, n, span=span),
            "mi": mi(*pair, span=span),
            "mi2": mi_k(*pair, k=2, span=span),
            "mi3": mi_k(*pair, k=3, span=span),
            "t_score": t_score(*pair, span=span),
            "z_score": z_score(*pair, span=span),
            "dice": dice(o11, f1, f2),
            "log_dice": log_dice(o11, f1, f2),
            "log_likelihood": log_likelihood(*pair, span=span),
            "simple_ll": simple_ll(*pair, span=span),
            "delta_p_collocate": delta_p(*pair, given="node", span=span),
            "delta_p_node": delta_p(*pair, given="collocate", span=span),
            "npmi": npmi(*pair, span=span),
        },
        index=index,
    )


def _observed_expected(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", span: float
) -> tuple[np.ndarray, np.ndarray]:
    """Observed and expected joint occurrences, of one shape."""
    o = np.asarray(o11, dtype=np.float64)
    if np.any(o < 0):
        raise ValueError(f"o11 holds {np.nanmin(o):g} — a count is never negative.")
    return np.broadcast_arrays(o, expected(f1, f2, n, span=span))


def _cells(
    o11: "ArrayLike", f1: "ArrayLike", f2: "ArrayLike", n: "ArrayLike", span: float
) -> table.Contingency:
    """The 2×2 table of collocate by window: “target” is the node's window, the rest “reference”.

    In a short text windows overlap: they can cover more tokens than there are, and count a
    collocate twice. The first is cut back; of the second no table can be made, and the cells are
    missing.
    """
    o, f1, f2, n = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (o11, f1, f2, n))
    )
    outside = f2 - o
    if span > 1:
        outside = np.where(outside < 0, np.nan, outside)
    inside = np.where(np.isnan(outside), np.nan, np.minimum(f1 * span, n - outside))
    return table.contingency(o, inside, outside, n - inside)
