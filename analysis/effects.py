"""How much more often the target uses a term: effect sizes and their intervals.

All take (f1, n1, f2, n2) as `analysis.contingency` does. A term that one side never uses has no
finite ratio; what is put in its place is a named argument everywhere, because the literature
differs and the choice decides the top of a keyword list.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from analysis.contingency import Contingency, contingency, natural_log, quotient

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Zero = Literal["hardie", "walter", "none"]


class LogOdds(NamedTuple):
    """`delta`: difference of the log odds (natural logarithm); `z`: delta in standard errors."""

    delta: np.ndarray
    z: np.ndarray


def log_ratio(
    f1: "ArrayLike", n1: "ArrayLike", f2: "ArrayLike", n2: "ArrayLike", *, zero: Zero = "hardie"
) -> np.ndarray:
    """The binary logarithm of the ratio of rates: 1 is twice as often in the target, −1 half.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`.
    zero
        "hardie": a count of 0, on either side, is taken as 0.5, other counts stay;
        "walter": 0.5 is added to all four numbers, zero or not; "none": ±inf.

    Returns
    -------
    float64 of the broadcast shape; NaN where a side has no tokens or the term is on neither side.

    Raises
    ------
    ValueError
        `zero` is not one of the three, or see `contingency`.

    References
    ----------
    Hardie 2014, Log Ratio — an informal introduction (CASS, Lancaster); Walter 1975, Biometrika
    62(2), for the halves.

    >>> round(float(log_ratio(52, 50_000, 57, 75_000)), 6)
    0.452512
    """
    t = contingency(f1, n1, f2, n2)
    f1, n1, f2, n2 = _without_zeros(t, zero)
    ratio = quotient(f1 * n2, f2 * n1)
    with np.errstate(divide="ignore"):  # the ratio 0 of zero="none" is meant to give -inf
        value = np.log2(np.where((f2 == 0) & (f1 > 0), np.inf, ratio))
    return _where_comparable(t, value)


def log_ratio_interval(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    level: float = 0.95,
    zero: Literal["hardie", "walter"] = "hardie",
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bound of the log ratio under sampling of single tokens (Katz).

    Tokens of one article are not independent, so this is too narrow wherever words clump: the
    bootstrap over articles (`analysis.resampling.bootstrap_log_ratio`) is the headline.

    Parameters
    ----------
    f1, n1, f2, n2, zero
        See `log_ratio`.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    (low, high), float64 of the broadcast shape; NaN where the log ratio is.

    Raises
    ------
    ValueError
        `level` is not between 0 and 1, or see `log_ratio`.

    References
    ----------
    Katz et al. 1978, Biometrics 34(3).

    >>> [round(float(bound), 4) for bound in log_ratio_interval(52, 50_000, 57, 75_000)]
    [-0.0895, 0.9945]
    """
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise ValueError(f"level={level} — a confidence level lies between 0 and 1.")
    t = contingency(f1, n1, f2, n2)
    centre = log_ratio(f1, n1, f2, n2, zero=zero)
    f1, n1, f2, n2 = _without_zeros(t, zero)
    variance = quotient(1, f1) - quotient(1, n1) + quotient(1, f2) - quotient(1, n2)
    half = ndtri((1 + level) / 2) * np.sqrt(np.maximum(variance, 0)) / np.log(2)
    return (centre - half)[()], (centre + half)[()]


def lrc(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    alpha: float = 0.05,
    m: int = 1,
    method: Literal["exact", "normal"] = "exact",
) -> np.ndarray:
    """The conservative log ratio: the bound nearest to 0 of its interval, 0 where it spans 0.

    A ranking by it rewards strength and evidence at once.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`.
    alpha, m
        The interval has level 1 − alpha/m: Bonferroni for m terms looked at together.
    method
        "exact" takes the Clopper-Pearson bound of f1 given f1 + f2 (two Poisson counts), so zeros
        need no repair; "normal" takes `log_ratio_interval`.

    Returns
    -------
    float64; NaN where a side has no tokens or the term is on neither.

    Raises
    ------
    ValueError
        `alpha` is not between 0 and 1 or `m` below 1; an unknown method; see `contingency`.

    References
    ----------
    Evert 2022, Measuring keyness, Digital Humanities 2022.

    >>> round(float(lrc(120, 50_000, 60, 75_000)), 6)
    1.126175
    """
    if not 0 < alpha < 1 or m < 1:
        raise ValueError(f"alpha={alpha}, m={m} — alpha lies between 0 and 1, m is at least 1.")
    if method not in ("exact", "normal"):
        raise ValueError(f"method={method!r} — the interval is “exact” or “normal”.")
    t = contingency(f1, n1, f2, n2)
    if method == "normal":
        low, high = log_ratio_interval(f1, n1, f2, n2, level=1 - alpha / m)
        value = np.where(low > 0, low, np.where(high < 0, high, 0.0))
    else:
        value = _exact_bound(t, tail=alpha / m / 2)
    return _where_comparable(t, value)


def log_odds(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    prior: "ArrayLike",
    prior_total: "ArrayLike | None" = None,
    terms: Literal[2, 4] = 2,
) -> LogOdds:
    """Log odds ratio under an informative Dirichlet prior; positive where the target has more.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`.
    prior
        α of each term in pseudo-tokens, usually proportional to the pooled corpus; above 0.
    prior_total
        α₀, the sum of α over the whole vocabulary; the sum of `prior` if it holds all terms.
    terms
        Of the variance: 2 as Monroe et al. eq. 20, 4 adds the tokens that are not the term.

    Returns
    -------
    LogOdds of float64 arrays; NaN where a side has no tokens.

    Raises
    ------
    ValueError
        A prior is not above 0, `prior_total` is below their sum, `terms` is not 2 or 4, or see
        `contingency`.

    References
    ----------
    Monroe, Colaresi and Quinn 2008, Fightin' Words, eqs 15–22; scattertext for four terms.

    >>> odds = log_odds([30, 10], 100, [15, 20], 200, prior=[1.5, 1], prior_total=10)
    >>> [round(float(value), 6) for value in (odds.delta[0], odds.z[0])]
    [1.548806, 5.096519]
    """
    alpha = np.asarray(prior, dtype=np.float64)
    if np.any(alpha <= 0):
        raise ValueError(f"A prior is {np.nanmin(alpha):g} — each term needs one above 0.")
    if terms not in (2, 4):
        raise ValueError(f"terms={terms!r} — the variance has 2 or 4 terms.")
    alpha0 = alpha.sum() if prior_total is None else np.asarray(prior_total, dtype=np.float64)
    if np.any(alpha0 < alpha.sum() * (1 - 1e-9)):
        raise ValueError(
            f"prior_total={np.min(alpha0):g} is less than the priors add up to ({alpha.sum():g}) — "
            "it is the sum over the whole vocabulary."
        )
    t = contingency(f1, n1, f2, n2)
    with_1, with_2 = t.O11 + alpha, t.O12 + alpha
    without_1, without_2 = t.O21 + (alpha0 - alpha), t.O22 + (alpha0 - alpha)
    delta = natural_log(quotient(with_1 * without_2, with_2 * without_1))
    variance = quotient(1, with_1) + quotient(1, with_2)
    if terms == 4:
        variance = variance + quotient(1, without_1) + quotient(1, without_2)
    return LogOdds(_with_tokens(t, delta), _with_tokens(t, delta / np.sqrt(variance)))


def pct_diff(
    f1: "ArrayLike", n1: "ArrayLike", f2: "ArrayLike", n2: "ArrayLike", *, zero: float = 1e-18
) -> np.ndarray:
    """%DIFF, the difference of the rates in per cent of the reference rate; 100 is twice as often.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`.
    zero
        What a reference rate of 0 is taken as; the paper's 10⁻¹⁸ gives huge values on purpose.

    References
    ----------
    Gabrielatos and Marchi 2011, Keyness: matching metrics to definitions, p. 18.

    >>> round(float(pct_diff(206523, 959641, 178174, 1562358)), 1)
    88.7
    """
    t = contingency(f1, n1, f2, n2)
    rate_1, rate_2 = quotient(t.O11, t.O11 + t.O21), quotient(t.O12, t.O12 + t.O22)
    rate_2 = np.where(rate_2 == 0, zero, rate_2)
    return _where_comparable(t, 100 * quotient(rate_1 - rate_2, rate_2))


def relative_risk(f1: "ArrayLike", n1: "ArrayLike", f2: "ArrayLike", n2: "ArrayLike") -> np.ndarray:
    """The ratio of the rates (f₁/n₁)/(f₂/n₂), 0 to inf; above 1 where the target uses it more.

    inf without the term in the reference, NaN without tokens on a side or the term on neither.
    It is 2 to the power of the log ratio.

    References
    ----------
    Hardie 2014, who takes its logarithm.

    >>> round(float(relative_risk(52, 50_000, 57, 75_000)), 6)
    1.368421
    """
    t = contingency(f1, n1, f2, n2)
    n1, n2 = t.O11 + t.O21, t.O12 + t.O22
    value = np.where((t.O12 == 0) & (t.O11 > 0), np.inf, quotient(t.O11 * n2, t.O12 * n1))
    return _where_comparable(t, value)


def odds_ratio(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    zero: Literal["none", "haldane"] = "none",
) -> np.ndarray:
    """The ratio of the odds of the term, 0 to inf; above 1 where the target uses it more.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`.
    zero
        "none": inf where the reference has none; "haldane": 0.5 is added to all four cells of a
        table in which one is empty.

    Raises
    ------
    ValueError
        `zero` is neither, or see `contingency`.

    References
    ----------
    Pojanapunya and Todd 2016, Log-likelihood and odds ratio; Haldane 1956 for the halves.

    >>> round(float(odds_ratio(16217, 2796938, 735, 2087946)), 1)
    16.6
    """
    if zero not in ("none", "haldane"):
        raise ValueError(f"zero={zero!r} — say “none” or “haldane”.")
    t = contingency(f1, n1, f2, n2)
    above, below = t.O11 * t.O22, t.O12 * t.O21
    if zero == "haldane":
        empty = (above == 0) | (below == 0)
        above = np.where(empty, (t.O11 + 0.5) * (t.O22 + 0.5), above)
        below = np.where(empty, (t.O12 + 0.5) * (t.O21 + 0.5), below)
    value = np.where((below == 0) & (above > 0), np.inf, quotient(above, below))
    return _where_comparable(t, value)


def simple_maths(
    f1: "ArrayLike",
    n1: "ArrayLike",
    f2: "ArrayLike",
    n2: "ArrayLike",
    *,
    add: float = 1.0,
    per: float = 1_000_000,
) -> np.ndarray:
    """The ratio of smoothed rates, above 1 where the target uses the term more.

    Parameters
    ----------
    f1, n1, f2, n2
        See `contingency`.
    add
        Occurrences per `per` tokens added to both; a larger number favours more frequent terms.

    References
    ----------
    Kilgarriff 2009, Simple maths for keywords.
    """
    t = contingency(f1, n1, f2, n2)
    rate_1 = per * quotient(t.O11, t.O11 + t.O21)
    rate_2 = per * quotient(t.O12, t.O12 + t.O22)
    return quotient(rate_1 + add, rate_2 + add)[()]


def _without_zeros(
    t: Contingency, zero: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(f1, n1, f2, n2) after the chosen treatment of zero counts."""
    f1, f2, n1, n2 = t.O11, t.O12, t.O11 + t.O21, t.O12 + t.O22
    if zero == "walter":
        return f1 + 0.5, n1 + 0.5, f2 + 0.5, n2 + 0.5
    if zero == "hardie":
        return np.where(f1 == 0, 0.5, f1), n1, np.where(f2 == 0, 0.5, f2), n2
    if zero == "none":
        return f1, n1, f2, n2
    raise ValueError(f"zero={zero!r} — say “hardie”, “walter” or “none”.")


def _exact_bound(t: Contingency, *, tail: float) -> np.ndarray:
    """Log ratio at the Clopper-Pearson bound nearest to 0, or 0 where the interval spans 0."""
    from scipy.special import betainc, betaincinv

    n1, n2 = t.O11 + t.O21, t.O12 + t.O22
    f1, f2, n1, n2 = (np.atleast_1d(part) for part in (t.O11, t.O12, n1, n2))
    known = np.isfinite(f1 + f2) & (n1 > 0) & (n2 > 0)
    null = np.where(known, quotient(n1, n1 + n2), 0.5)  # the share of f1 if the rates are equal
    value = np.zeros(f1.shape)
    # Most terms span 0, and asking that is much cheaper than finding a bound.
    more = known & (f1 > 0) & (f1 * n2 > f2 * n1)
    more[more] = betainc(f1[more], f2[more] + 1, null[more]) < tail
    less = known & (f2 > 0) & (f1 * n2 < f2 * n1)
    less[less] = betainc(f2[less], f1[less] + 1, 1 - null[less]) < tail
    for chosen, a, b, sizes, sign in ((more, f1, f2, (n2, n1), 1), (less, f2, f1, (n1, n2), -1)):
        share = betaincinv(a[chosen], b[chosen] + 1, tail)
        odds = share * sizes[0][chosen] / ((1 - share) * sizes[1][chosen])
        value[chosen] = sign * np.log2(odds)
    return value.reshape(t.O11.shape)


def _with_tokens(t: Contingency, value: np.ndarray) -> np.ndarray:
    """The value, NaN where a side has no tokens."""
    return np.where((t.O11 + t.O21 > 0) & (t.O12 + t.O22 > 0), value, np.nan)[()]


def _where_comparable(t: Contingency, value: np.ndarray) -> np.ndarray:
    """The value, NaN where a side has no tokens or the term occurs on neither."""
    return _with_tokens(t, np.where(t.O11 + t.O12 > 0, value, np.nan))
