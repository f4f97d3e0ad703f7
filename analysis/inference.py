"""The interval of a share, and the correction for testing many terms at once."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.contingency import quotient

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def wilson(
    successes: "ArrayLike", trials: "ArrayLike", *, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bound of a share, 0 to 1, by Wilson's score method.

    It takes the trials for independent. Sentences of one article are not: they clump, and the
    interval is then too narrow.

    Parameters
    ----------
    successes, trials
        Counts, 0 ≤ successes ≤ trials.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    (low, high), float64; NaN where there are no trials.

    Raises
    ------
    ValueError
        More successes than trials, a negative count, or a level outside 0 to 1.

    References
    ----------
    Wilson 1927; Newcombe 1998, Statistics in Medicine 17, for the reference values.

    >>> [round(float(bound), 4) for bound in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise ValueError(f"level={level} — a confidence level lies between 0 and 1.")
    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(trials, float))
    if np.any(k < 0) or np.any(k > n):
        raise ValueError("Successes lie between 0 and trials — were the arguments exchanged?")
    z = ndtri((1 + level) / 2)
    share = quotient(k, n)
    centre = share + quotient(z**2, 2 * n)
    half = z * np.sqrt(quotient(share * (1 - share), n) + quotient(z**2, 4 * n**2))
    scale = 1 + quotient(z**2, n)
    # At 0 and at all successes the bound is the end itself, which rounding would miss.
    low = np.where(k == 0, 0.0, (centre - half) / scale)
    high = np.where(k == n, 1.0, (centre + half) / scale)
    return np.where(n > 0, low, np.nan)[()], np.where(n > 0, high, np.nan)[()]


def benjamini_hochberg(p: "ArrayLike") -> np.ndarray:
    """q-values: a list of all terms with q ≤ x is expected to hold a share x of false ones.

    The family is what is passed in, so it must be the whole set that was tested and not the terms
    that looked interesting. NaN was not tested: it stays NaN and is not counted.

    Parameters
    ----------
    p
        p-values, 0 to 1, shape (n,).

    Returns
    -------
    float64, shape (n,), in the order of `p`.

    Raises
    ------
    ValueError
        A value lies outside 0 to 1.

    References
    ----------
    Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57(1).

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(p))
    if np.any(p[tested] < 0) or np.any(p[tested] > 1):
        raise ValueError("A p-value lies outside 0 to 1.")
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(p.shape, np.nan)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return q
