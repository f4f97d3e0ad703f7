"""Permutation tests: whether the articles of a group differ more than any others would.

What is exchanged are whole articles, never tokens. An article with text in several of the
groups compared stands on both sides, so its pieces are no examples of one or the other: they stay
where they are, and only the articles that stand wholly in one group are exchanged.

References
----------
Mildenberger 2023, Permutation-based keyness (arXiv:2308.13383); Phipson and Smyth 2010,
Permutation p-values should never be zero.
"""

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.pieces import Pieces
from analysis.resampling import N_RESAMPLES, positive, sides

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Two labellings that give the same ratio must count as equal although their floats differ.
_TIE = 1e-9
# Terms × groups tallied at once: 1 MB, so that the tally stays in the cache.
_BLOCK = 1 << 17


class Permutation(NamedTuple):
    """`p`: two-sided, (n_terms,); `p_min`: no p below it is possible with so few articles."""

    p: np.ndarray
    p_min: float


class _Attainable(NamedTuple):
    """In how many ways the labels can be exchanged, and the smallest p that this allows."""

    n_splits: int
    p_min: float


def permutation_p(
    counts: "ArrayLike",
    sizes: "ArrayLike",
    in_target: "ArrayLike",
    *,
    rng: np.random.Generator,
    n_resamples: int = N_RESAMPLES,
    strata: "ArrayLike | None" = None,
    articles: "ArrayLike | None" = None,
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
    articles
        Number or name of each row's article, where the rows are pieces of articles: at most one a
        side. None: each row is an article.

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
    from scipy import sparse

    table, sizes = sparse.csr_array(counts, dtype=np.float64), positive(sizes)
    chosen = np.asarray(in_target, dtype=bool)
    strata = np.zeros(len(sizes), int) if strata is None else np.asarray(strata)
    articles = np.arange(len(sizes)) if articles is None else np.asarray(articles)
    if not table.shape[0] == len(sizes) == len(chosen) == len(strata) == len(articles):
        raise ValueError("counts, sizes, in_target and strata need one entry per article each.")
    group, stratum, article = (
        np.unique(values, return_inverse=True)[1] for values in (~chosen, strata, articles)
    )
    if chosen.all() or not chosen.any():
        _check_number(n_resamples)
        return Permutation(np.full(table.shape[1], np.nan), math.nan)
    pieces = Pieces(table, sizes, group, article, stratum)
    p, p_min = permutation_by_group(pieces, [(0, None)], rng=rng, n_resamples=n_resamples)
    return Permutation(p[0], float(p_min[0]))


def permutation_by_group(
    pieces: Pieces,
    pairs: Sequence[tuple[int, int | None]],
    *,
    rng: np.random.Generator,
    n_resamples: int = N_RESAMPLES,
) -> tuple[np.ndarray, np.ndarray]:
    """The p of `permutation_p` for many pairs; one exchange of labels serves every group.

    Parameters
    ----------
    pieces
        Counts and sizes of each article and group.
    pairs
        Numbers of target and reference; None for all pieces outside the target.
    rng, n_resamples
        See `permutation_p`.

    Returns
    -------
    p, (n_pairs, n_terms), and p_min, (n_pairs,).
    """
    _check_number(n_resamples)
    p, p_min = np.full((len(pairs), pieces.counts.shape[1]), np.nan), np.full(len(pairs), np.nan)
    seeds = rng.integers(2**63, size=2)
    together = []
    for at, (target, reference) in enumerate(pairs):
        within, others = sides(pieces, target, reference)
        if not within.any() or not others.any():
            continue
        part = _only(pieces, within | others)
        ways = _attainable(part, part.group == target, n_resamples)
        p_min[at] = ways.p_min
        if ways.n_splits <= n_resamples:
            splits = _all_splits(part, part.group == target)
            p[at] = _extreme(part, splits, (part.group == target).astype(int), [1])[0]
            p[at] /= ways.n_splits
        elif reference is None:
            together.append(at)
        else:
            stream = np.random.default_rng([seeds[0], target, reference])
            random = _exchanges(part, n_resamples, stream)
            p[at] = _extreme(part, random, part.group, [target])[0]
            p[at] = np.maximum((p[at] + 1) / (n_resamples + 1), ways.p_min)
    if together:
        random = _exchanges(pieces, n_resamples, np.random.default_rng(seeds[1]))
        found = _extreme(pieces, random, pieces.group, [pairs[at][0] for at in together])
        # Few random splits can by luck miss the mirror image of the target, which is always there.
        p[together] = np.maximum((found + 1) / (n_resamples + 1), p_min[together, None])
    for at, pair in enumerate(pairs):
        both = np.logical_or(*sides(pieces, *pair)).astype(np.float64)
        p[at, pieces.counts.T @ both == 0] = np.nan
    return p, p_min


def _check_number(n_resamples: int) -> None:
    """Raise without a resample."""
    if n_resamples < 1:
        raise ValueError(f"n_resamples={n_resamples} — at least one is needed.")


def _only(pieces: Pieces, chosen: np.ndarray) -> Pieces:
    """The chosen pieces."""
    return pieces if chosen.all() else Pieces(*(part[chosen] for part in pieces))


def whole(pieces: Pieces) -> np.ndarray:
    """Which pieces are whole articles, and so can be exchanged, (n_pieces,) of bool."""
    return np.bincount(pieces.article)[pieces.article] == 1


def _attainable(pieces: Pieces, chosen: np.ndarray, n_resamples: int) -> _Attainable:
    """How many ways there are to exchange the whole articles within the strata."""
    free = whole(pieces)
    sizes = [
        (int(members.sum()), int((members & chosen).sum()))
        for members in (free & (pieces.stratum == s) for s in np.unique(pieces.stratum))
    ]
    n_splits = math.prod(math.comb(n, k) for n, k in sizes)
    # With halves of the same number of articles the mirror image is exactly as extreme.
    mirrored = free.all() and all(n == 2 * k for n, k in sizes)
    floor = (2 if mirrored else 1) / n_splits
    p_min = floor if n_splits <= n_resamples else max(floor, 1 / (n_resamples + 1))
    return _Attainable(n_splits, p_min)


def _all_splits(pieces: Pieces, chosen: np.ndarray) -> np.ndarray:
    """Every way to exchange the labels within the strata, (n_splits, n_pieces) of 0 and 1."""
    free, choices = whole(pieces), []
    for stratum in np.unique(pieces.stratum):
        members = np.flatnonzero(free & (pieces.stratum == stratum))
        choices.append(list(itertools.combinations(members, int(chosen[members].sum()))))
    picks = [list(itertools.chain(*pick)) for pick in itertools.product(*choices)]
    splits = np.tile((chosen & ~free).astype(int), (len(picks), 1))
    splits[np.arange(len(picks))[:, None], np.array(picks, dtype=int)] = 1
    return splits


def _exchanges(pieces: Pieces, n_resamples: int, rng: np.random.Generator) -> np.ndarray:
    """Random exchanges of the groups within the strata, (n_resamples, n_pieces)."""
    free = whole(pieces)
    labels = np.tile(pieces.group, (n_resamples, 1))
    for stratum in np.unique(pieces.stratum):
        members = np.flatnonzero(free & (pieces.stratum == stratum))
        labels[:, members] = rng.permuted(labels[:, members], axis=1)
    return labels


def _extreme(
    pieces: Pieces, labellings: np.ndarray, observed: np.ndarray, targets: list[int]
) -> np.ndarray:
    """How many labellings give each term a log ratio of at least the observed size.

    Shape (n_targets, n_terms), one row for each of the groups `targets`, compared with the rest.
    """
    n_groups = int(observed.max()) + 1
    sizes = np.stack([_tally(labels, pieces.sizes, n_groups) for labels in labellings])
    by_term = pieces.counts.T.tocsr()
    found = np.empty((len(targets), by_term.shape[0]))
    step = max(1, _BLOCK // n_groups)
    for start in range(0, by_term.shape[0], step):
        block = by_term[start : start + step].tocoo()
        size = _tally(observed, pieces.sizes, n_groups)
        bar = _ratio(block, observed, size, targets)
        high = np.maximum(bar, 1 / bar) * (1 - _TIE)
        low = 1 / high
        extreme = np.zeros(bar.shape, dtype=int)
        for labels, size in zip(labellings, sizes, strict=True):
            ratio = _ratio(block, labels, size, targets)
            extreme += (ratio >= high) | (ratio <= low)
        found[:, start : start + step] = extreme.T
    return found


def _tally(labels: np.ndarray, weights: np.ndarray, n_groups: int) -> np.ndarray:
    """The sum of the weights by label."""
    sums = np.bincount(labels, weights=weights, minlength=n_groups)
    return sums.astype(np.float64, copy=False)  # of nothing they are int64


def _ratio(
    block: "object", labels: np.ndarray, sizes: np.ndarray, targets: list[int]
) -> np.ndarray:
    """The ratio of rates, target to all others, with 0.5 for a 0: (n_terms, n_targets)."""
    n_terms, n_groups = block.shape[0], len(sizes)
    key = block.row * n_groups + labels[block.col]
    held = _tally(key, block.data, n_terms * n_groups).reshape(n_terms, n_groups)
    rest = held.sum(axis=1, keepdims=True) - held[:, targets]
    ratio = np.maximum(held[:, targets], 0.5)
    ratio /= np.maximum(rest, 0.5, out=rest)
    ratio *= (sizes.sum() - sizes[targets]) / sizes[targets]
    return ratio
