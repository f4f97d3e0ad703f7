"""How alike districts write: distances with intervals, and their order.

Two short texts differ by chance alone, and the shorter they are the more: the distance that
random texts of the same sizes would have stands beside each distance, and only what goes beyond it
speaks of the districts.
"""

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis import documents, resampling
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Measure = Literal["jensen_shannon", "cosine"]
DISTANCE_COLUMNS = (
    "district_a", "district_b", "distance", "low", "high", "expected", "excess",
    "n_tokens_a", "n_tokens_b", "n_articles_a", "n_articles_b", "note",
)  # fmt: skip
N_RESAMPLES = 200  # each compares every pair over all words; bounds are the 5th value from the end
_DIGITS = 12  # what is left beyond is rounding, and differs between machines


def distances(
    docs: documents.Documents,
    *,
    rng: np.random.Generator,
    measure: Measure = "jensen_shannon",
    n_resamples: int = N_RESAMPLES,
    level: float = 0.95,
) -> "pd.DataFrame":
    """How far apart each two groups are, with an interval and what chance alone would give.

    Parameters
    ----------
    docs
        As `documents.documents` gives them.
    rng
        Source of chance; the same state gives the same table, whatever the order of the tokens.
    measure
        "jensen_shannon": divergence in bits, H((p+q)/2) − (H(p)+H(q))/2, 0 (same shares of words)
        to 1 (no word in common). "cosine": 1 − Σpq/√(Σp²Σq²), 0 to 1; ruled by frequent words.
    n_resamples
        Of the interval and of the expectation; 39 or more for 95 %.
    level
        Of the interval.

    Returns
    -------
    pandas.DataFrame, by pair of names, district_a < district_b:

    distance
        0 to 1, larger is further apart.
    low, high
        Percentiles of the distance when whole articles are drawn again, within each group, moved
        so that their mean is the distance: articles that are drawn twice bring no new words, so
        redrawn texts are further apart than the texts are. NaN if either group has one article.
    expected
        Mean distance of random texts: the tokens of both put together and dealt out anew in the
        same two sizes. A distance near it says nothing about the districts. Tokens of an article
        clump, so that articles of one district are already further apart than this.
    excess
        distance − expected: what the size of the texts does not explain.
    n_tokens_a, n_tokens_b, n_articles_a, n_articles_b
        Tokens that are compared, and articles.
    note
        Why a number is missing.

    Raises
    ------
    InputError
        Too few resamples for the level.
    ValueError
        `measure` is neither of the two.

    References
    ----------
    Lin 1991, Divergence measures based on the Shannon entropy; Koplenig et al. 2019, Studying
    lexical dynamics via generalized entropies: the problem of sample size dependence; Efron and
    Tibshirani 1993, chapter 10, for the bias of a resampled statistic.
    """
    import pandas as pd

    if measure not in ("jensen_shannon", "cosine"):
        raise ValueError(f"measure={measure!r} — it is 'jensen_shannon' or 'cosine'.")
    rank = int((n_resamples + 1) * (1 - level) / 2 + 1e-9)
    if rank < 1:
        raise InputError(
            f"Too few resamples — {n_resamples} give no {level:.0%} interval. Ask for "
            f"{math.ceil(2 / (1 - level) - 1e-9) - 1} or more."
        )
    names, indicator = documents.indicator(docs)
    counted = documents.by_group(docs, indicator)
    n_articles = indicator.sum(axis=1).astype(int)
    observed = _pairwise(counted, measure)
    low, high = _bounds(docs, indicator, observed, measure, rng, n_resamples, rank)
    rows = []
    for a in range(len(names)):
        for b in range(a + 1, len(names)):
            expected = _by_chance(counted[a], counted[b], measure, rng, n_resamples)
            single = [names[at] for at in (a, b) if n_articles[at] == 1]
            rows.append(
                (
                    names[a], names[b],
                    *np.round([observed[a, b], low[a, b], high[a, b], expected,
                               observed[a, b] - expected], _DIGITS),
                    int(counted[a].sum()), int(counted[b].sum()),
                    int(n_articles[a]), int(n_articles[b]),
                    f"one article: {'、'.join(single)}; no interval" if single else "",
                )
            )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(DISTANCE_COLUMNS))
    return table.astype({"district_a": "str", "district_b": "str", "note": "str"})


def square(
    distances: "pd.DataFrame", *, value: str = "distance", order: list[str] | None = None
) -> "pd.DataFrame":
    """The distances as a square of districts by districts, 0 on the diagonal.

    Parameters
    ----------
    value
        The column to show; the diagonal of "distance" is 0, of any other column NaN.
    order
        Of rows and columns; by name without it.
    """
    import pandas as pd

    names = sorted({*distances["district_a"], *distances["district_b"]})
    own = 0.0 if value == "distance" else np.nan
    table = pd.DataFrame(np.nan, index=names, columns=names)
    for a, b, number in distances[["district_a", "district_b", value]].itertuples(index=False):
        table.loc[a, b] = table.loc[b, a] = float(number)
    for name in names:
        table.loc[name, name] = own
    return table if order is None else table.loc[order, order]


def ordered(distances: "pd.DataFrame", *, value: str = "distance") -> list[str]:
    """The districts so that like stands beside like: optimal leaf order of average linkage.

    Of the two directions the one whose first name comes before its last is taken. Districts with a
    missing distance come last, by name; one or two districts are in the order of their names.

    References
    ----------
    Bar-Joseph, Gifford and Jaakkola 2001, Fast optimal leaf ordering for hierarchical clustering.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import squareform

    table = square(distances.assign(distance=distances[value]))
    known = list(table.index)
    while len(known) > 1 and table.loc[known, known].isna().any(axis=None):
        known.remove(max(known, key=lambda name: (int(table.loc[name, known].isna().sum()), name)))
    rest = sorted(set(table.index) - set(known))
    if len(known) < 3:
        return [*known, *rest]
    # Excess may be negative; a constant added to all distances does not change the order.
    values = table.loc[known, known].to_numpy()
    near = squareform(values - min(0.0, values.min()), checks=False)
    tree = optimal_leaf_ordering(linkage(near, method="average"), near)
    order = [known[at] for at in leaves_list(tree)]
    return [*(order if order[0] < order[-1] else order[::-1]), *rest]


def _pairwise(counted: np.ndarray, measure: str) -> np.ndarray:
    """Distances of all rows, (n, n); NaN for a row without counts."""
    total = counted.sum(axis=1, keepdims=True)
    shares = np.divide(counted, total, out=np.full(counted.shape, np.nan), where=total > 0)
    if measure == "cosine":
        length = np.sqrt((shares**2).sum(axis=1))
        return np.clip(1 - shares @ shares.T / np.outer(length, length), 0, 1)
    entropy = _entropy(shares)
    far = np.zeros((len(counted), len(counted)))
    for at in range(len(counted)):
        middle = _entropy((shares[at] + shares[at + 1 :]) / 2)
        far[at, at + 1 :] = middle - (entropy[at] + entropy[at + 1 :]) / 2
    return np.clip(far + far.T, 0, 1)


def _entropy(shares: np.ndarray) -> np.ndarray:
    """Entropy of each row in bits; 0·log 0 is 0."""
    log = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return -(shares * log).sum(axis=1)


def _bounds(
    docs: documents.Documents,
    indicator: np.ndarray,
    observed: np.ndarray,
    measure: str,
    rng: np.random.Generator,
    n_resamples: int,
    rank: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of all distances, articles drawn again within each group; bias taken off."""
    weights = np.zeros((len(docs.documents), n_resamples))
    for row in indicator:
        own = np.flatnonzero(row)
        weights[own] = resampling.bootstrap_weights(len(own), n_resamples, rng=rng)
    drawn = np.array(
        [_pairwise(documents.by_group(docs, indicator * draw), measure) for draw in weights.T]
    )
    drawn = np.clip(drawn - drawn.mean(axis=0) + observed, 0, 1)
    drawn.sort(axis=0)
    single = indicator.sum(axis=1) < 2
    unknown = single[:, None] | single[None, :]
    low, high = drawn[rank - 1], drawn[n_resamples - rank]
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def _by_chance(
    a: np.ndarray, b: np.ndarray, measure: str, rng: np.random.Generator, n_resamples: int
) -> float:
    """Mean distance when the tokens of both are dealt out anew in the same two sizes."""
    pooled = (a + b).astype(np.int64)
    pooled = pooled[pooled > 0]
    if not a.sum() or not b.sum():
        return float("nan")
    dealt = rng.multivariate_hypergeometric(
        pooled, int(a.sum()), size=n_resamples, method="marginals"
    )
    return float(
        np.mean([_pairwise(np.array([one, pooled - one], float), measure)[0, 1] for one in dealt])
    )
