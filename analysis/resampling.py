"""Resampling of whole articles: the bootstrap interval of the log ratio, and permutation tests.

The unit of sampling is the article, never the token: words clump, and a test that takes tokens for
independent finds differences everywhere.

References
----------
Lijffijt et al. 2016, Significance testing of word frequencies in corpora; Mildenberger 2023,
Permutation-based keyness (arXiv:2308.13383).
"""

import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

N_RESAMPLES = 1000  # bounds stand at the 25th value from either end; more costs time in proportion
# Two labellings that give the same ratio must count as equal although their floats differ.
_TIE = 1e-9
# Numbers held at once, terms × resamples or terms × articles: 32 MB. The terms are gone through
# in blocks of this size, so memory does not grow with the vocabulary.
_BLOCK = 1 << 22
# A block of which more cells than this are filled is multiplied as a full matrix: measured on 4,000
# articles, that is faster from a twentieth on.
_DENSE = 0.05
# Resamples multiplied at once with a sparse block, so that the weights stay in the cache.
_STRIP = 64


class Permutation(NamedTuple):
    """`p`: two-sided, (n_terms,); `p_min`: no p below it is possible with so few articles."""

    p: np.ndarray
    p_min: float


def bootstrap_weights(n_articles: int, n_resamples: int, *, rng: np.random.Generator) -> np.ndarray:
    """How often each article is drawn in each resample with replacement, (n_articles, n_resamples).

    `counts.T @ weights` is then the resampled counts of every term at once.

    Raises
    ------
    ValueError
        There is no article or no resample.
    """
    if n_articles < 1 or n_resamples < 1:
        raise ValueError(
            f"{n_articles} articles, {n_resamples} resamples — at least one of each is needed."
        )
    even = np.full(n_articles, 1 / n_articles)
    return rng.multinomial(n_articles, even, size=n_resamples).T.astype(np.float64)


def bootstrap_log_ratio(
    target: "ArrayLike",
    target_sizes: "ArrayLike",
    reference: "ArrayLike",
    reference_sizes: "ArrayLike",
    *,
    rng: np.random.Generator,
    n_resamples: int = N_RESAMPLES,
    level: float = 0.95,
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bound of the log ratio when whole articles are drawn again.

    The percentile interval; with fewer than about ten articles on a side it is too narrow. In a
    resample without the term a count of 0.5 stands for the 0, as in `analysis.effects.log_ratio`.
    One article on a side says nothing about other articles: NaN.

    Parameters
    ----------
    target, reference
        Counts, (n_articles, n_terms), numpy or scipy sparse.
    target_sizes, reference_sizes
        Tokens of each article, (n_articles,), above 0.
    rng
        Source of chance; the same state gives the same bounds.
    n_resamples
        At least 2/(1 − level) − 1, 39 for 95 %.
    level
        Confidence, between 0 and 1.

    Returns
    -------
    (low, high), float64, (n_terms,); NaN for a term on neither side.

    Raises
    ------
    ValueError
        Too few resamples for the level, or an article without tokens.

    References
    ----------
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
    """
    rank = math.floor((n_resamples + 1) * (1 - level) / 2 + _TIE)
    if rank < 1:
        raise ValueError(
            f"{n_resamples} resamples give no {level:.0%} interval — "
            f"ask for at least {math.ceil(2 / (1 - level) - _TIE) - 1}."
        )
    sizes = _sizes(target_sizes), _sizes(reference_sizes)
    sides = _by_term(target), _by_term(reference)
    low, high = np.full((2, sides[0].shape[0]), np.nan)
    if min(len(part) for part in sizes) < 2:
        return low, high
    draws = [bootstrap_weights(len(part), n_resamples, rng=rng) for part in sizes]
    scale = (sizes[1] @ draws[1]) / (sizes[0] @ draws[0])
    for block in _blocks(sides[1], n_resamples):
        drawn = [_product(side[block], draw) for side, draw in zip(sides, draws, strict=True)]
        ratio = _ratio(*drawn, scale)
        ratio.partition((rank - 1, n_resamples - rank), axis=1)
        low[block] = np.log2(ratio[:, rank - 1])
        high[block] = np.log2(ratio[:, n_resamples - rank])
    nowhere = sum(np.asarray(side.sum(axis=1)).ravel() for side in sides) == 0
    return np.where(nowhere, np.nan, low), np.where(nowhere, np.nan, high)


def permutation_p(
    counts: "ArrayLike",
    sizes: "ArrayLike",
    in_target: "ArrayLike",
    *,
    rng: np.random.Generator,
    n_resamples: int = N_RESAMPLES,
    strata: "ArrayLike | None" = None,
) -> Permutation:
    """How often a random choice of articles differs as much from the rest as the target does.

    The statistic is the size of the log ratio (0 counted as 0.5). If the articles can be split in
    no more than `n_resamples` ways, all splits are gone through and p is exact; otherwise p is
    (b + 1)/(B + 1), b of B random splits being as extreme.

    Parameters
    ----------
    counts
        (n_articles, n_terms), numpy or scipy sparse: target and reference together.
    sizes
        Tokens of each article, (n_articles,), above 0.
    in_target
        Which articles are the target, (n_articles,) of bool.
    rng
        Source of chance; the same state gives the same p.
    n_resamples
        B, at least 1.
    strata
        Label of each article (a month, a newspaper) within which the target labels are exchanged,
        for a coverage that changes between them. None exchanges all.

    Returns
    -------
    Permutation. p is NaN for a term that occurs nowhere and where target or reference is empty;
    p_min is then NaN too.

    Raises
    ------
    ValueError
        Shapes do not fit, an article has no tokens, or n_resamples is below 1.

    References
    ----------
    Phipson and Smyth 2010, Permutation p-values should never be zero.
    """
    if n_resamples < 1:
        raise ValueError(f"n_resamples={n_resamples} — at least one is needed.")
    by_term, sizes, chosen = _by_term(counts), _sizes(sizes), np.asarray(in_target, dtype=bool)
    strata = np.zeros(len(sizes), int) if strata is None else np.asarray(strata)
    if not by_term.shape[1] == len(sizes) == len(chosen) == len(strata):
        raise ValueError("counts, sizes, in_target and strata need one entry per article each.")
    p = np.full(by_term.shape[0], np.nan)
    if chosen.all() or not chosen.any():
        return Permutation(p, math.nan)
    n_splits, p_min = _attainable(chosen, strata, n_resamples)
    exact = n_splits <= n_resamples
    splits = _all_splits(chosen, strata) if exact else _splits(chosen, strata, n_resamples, rng)
    for block in _blocks(by_term, splits.shape[1]):
        p[block] = _as_extreme(by_term[block], sizes, chosen, splits)
    # Few random splits can by luck miss the mirror image of the target, which is always there.
    p = p / n_splits if exact else np.maximum((p + 1) / (n_resamples + 1), p_min)
    nowhere = np.asarray(by_term.sum(axis=1)).ravel() == 0
    return Permutation(np.where(nowhere, np.nan, p), p_min)


def _attainable(chosen: np.ndarray, strata: np.ndarray, n_resamples: int) -> tuple[int, float]:
    """In how many ways the labels can be exchanged, and the smallest p that this allows."""
    sizes = [(int((strata == s).sum()), int(chosen[strata == s].sum())) for s in np.unique(strata)]
    n_splits = math.prod(math.comb(n, k) for n, k in sizes)
    # With halves of the same number of articles the mirror image is exactly as extreme.
    floor = (2 if all(n == 2 * k for n, k in sizes) else 1) / n_splits
    return n_splits, floor if n_splits <= n_resamples else max(floor, 1 / (n_resamples + 1))


def _all_splits(chosen: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Every way to exchange the labels within the strata, (n_articles, n_splits) of 0 and 1."""
    choices = []
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        choices.append(list(itertools.combinations(members, int(chosen[members].sum()))))
    picks = [list(itertools.chain(*pick)) for pick in itertools.product(*choices)]
    splits = np.zeros((len(chosen), len(picks)))
    splits[np.array(picks, dtype=int), np.arange(len(picks))[:, None]] = 1
    return splits


def _splits(
    chosen: np.ndarray, strata: np.ndarray, n_resamples: int, rng: np.random.Generator
) -> np.ndarray:
    """Random exchanges of the labels within the strata, (n_articles, n_resamples) of 0 and 1."""
    splits = np.zeros((len(chosen), n_resamples))
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        labels = np.tile(chosen[members], (n_resamples, 1))
        splits[members] = rng.permuted(labels, axis=1).T
    return splits


def _as_extreme(
    by_term: np.ndarray, sizes: np.ndarray, chosen: np.ndarray, splits: np.ndarray
) -> np.ndarray:
    """How many of the splits give each term a log ratio of at least the observed size."""
    total = np.asarray(by_term.sum(axis=1)).reshape(-1, 1)
    n_target = sizes @ splits
    drawn = _product(by_term, splits)
    ratio = _ratio(drawn, total - drawn, (sizes.sum() - n_target) / n_target)
    held = np.asarray(by_term @ chosen.astype(np.float64)).reshape(-1, 1)
    observed = _ratio(held, total - held, sizes[~chosen].sum() / sizes[chosen].sum())
    bar = np.maximum(observed, 1 / observed) * (1 - _TIE)
    return ((ratio >= bar) | (ratio <= 1 / bar)).sum(axis=1)


def _ratio(target: np.ndarray, reference: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The ratio of rates with 0.5 for a 0; `target` and `reference` are used up as working space.

    The logarithm is left for later: it does not change an order, and few values need it.
    """
    np.maximum(target, 0.5, out=target)
    np.maximum(reference, 0.5, out=reference)
    target *= scale
    target /= reference
    return target


def _by_term(counts: "ArrayLike") -> np.ndarray:
    """The counts turned to (n_terms, n_articles), sparse if they came sparse."""
    if hasattr(counts, "tocsc"):
        return counts.tocsc().T.tocsr().astype(np.float64)
    return np.ascontiguousarray(np.asarray(counts, dtype=np.float64).T)


def _sizes(sizes: "ArrayLike") -> np.ndarray:
    """The sizes as float64, each above 0."""
    sizes = np.asarray(sizes, dtype=np.float64)
    if not np.all(sizes > 0):
        raise ValueError("An article has no tokens — leave empty articles out before resampling.")
    return sizes


def _blocks(by_term: np.ndarray, n_resamples: int) -> "Iterator[np.ndarray]":
    """The terms in blocks that stay within `_BLOCK` numbers, those of most articles first."""
    n_terms, n_articles = by_term.shape
    held = by_term.indptr if hasattr(by_term, "indptr") else np.zeros(n_terms + 1)
    order = np.argsort(-np.diff(held), kind="stable")
    step = max(1, _BLOCK // max(n_resamples, n_articles))
    return (order[start : start + step] for start in range(0, n_terms, step))


def _product(block: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """`block @ weights` by the fastest road; sums of whole numbers are the same on each."""
    if not hasattr(block, "nnz"):
        return block @ weights
    if block.nnz > _DENSE * math.prod(block.shape):
        return block.toarray() @ weights
    out = np.empty((block.shape[0], weights.shape[1]))
    for start in range(0, weights.shape[1], _STRIP):
        strip = slice(start, start + _STRIP)
        out[:, strip] = block @ np.ascontiguousarray(weights[:, strip])
    return out
