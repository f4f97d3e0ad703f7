"""Intervals and p-values by article, the interval of a share, and correction for many tests."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse

from analysis import inference, permutation, resampling
from analysis.pieces import Pieces

RNG = 20211210


def rng() -> np.random.Generator:
    return np.random.default_rng(RNG)


# --- shares and corrections ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_of_newcombe_1998(k, n, low, high):
    assert inference.wilson(k, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_ends_are_exact_and_nothing_tried_gives_nothing():
    assert inference.wilson(0, 7)[0] == 0
    assert inference.wilson(7, 7)[1] == 1
    assert np.isnan(inference.wilson(0, 0)).all()
    with pytest.raises(ValueError, match="exchanged"):
        inference.wilson(20, 3)
    with pytest.raises(ValueError, match="level"):
        inference.wilson(1, 3, level=95)


@settings(deadline=None)
@given(st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_between_0_and_1(pair):
    k, n = pair
    if n:
        low, high = inference.wilson(k, n)
        assert 0 <= low <= k / n <= high <= 1


# Benjamini & Hochberg 1995, section 3: fifteen p-values.
PAPER = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
    0.4262, 0.5719, 0.6528, 0.7590, 1,
]  # fmt: skip


def test_benjamini_and_hochberg_1995_reject_four_of_their_fifteen():
    q = inference.benjamini_hochberg(PAPER)
    assert (q <= 0.05).sum() == 4
    assert q[:5] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625, 0.0603])


def test_what_was_not_tested_is_not_counted():
    q = inference.benjamini_hochberg([math.nan, *PAPER, math.nan])
    assert q[1:-1] == pytest.approx(inference.benjamini_hochberg(PAPER))
    assert np.isnan(q[[0, -1]]).all()
    assert inference.benjamini_hochberg([]).shape == (0,)
    with pytest.raises(ValueError, match="0 to 1"):
        inference.benjamini_hochberg([0.2, 1.2])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_that_of_scipy(p):
    from scipy.stats import false_discovery_control

    assert inference.benjamini_hochberg(p) == pytest.approx(false_discovery_control(p))


# --- bootstrap -------------------------------------------------------------------------------


def test_a_random_bootstrap_approaches_the_exact_one_of_a_mean():
    means = [1, 2, 3, 4, 10] @ resampling.bootstrap_weights(5, 20_000, rng=rng()) / 5
    assert means.mean() == pytest.approx(4, abs=0.05)
    assert means.std() == pytest.approx(1.414214, abs=0.03)
    assert np.quantile(means, [0.025, 0.975]) == pytest.approx([1.8, 7.2], abs=0.3)


def test_all_3125_resamples_of_a_mean_give_the_exact_values():
    values = np.array([1, 2, 3, 4, 10])
    drawn = np.array(list(itertools.product(range(5), repeat=5)))
    assert len(drawn) == 3125
    means = values[drawn].mean(axis=1)
    assert means.mean() == pytest.approx(4, abs=1e-12)
    assert means.std() == pytest.approx(1.414214, abs=5e-7)
    assert np.quantile(means, [0.025, 0.975], method="inverted_cdf") == pytest.approx([1.8, 7.2])
    # The weights are as likely as they are among the 3125: multinomial, not only right on average.
    weights = resampling.bootstrap_weights(5, 100_000, rng=rng()).T.astype(int)
    seen, expected = {}, {}
    for one in weights:
        seen[tuple(one)] = seen.get(tuple(one), 0) + 1 / len(weights)
    for one in drawn:
        key = tuple(np.bincount(one, minlength=5))
        expected[key] = expected.get(key, 0) + 1 / 3125
    assert set(seen) == set(expected)
    assert max(abs(seen[key] - expected[key]) for key in expected) < 0.004


def test_every_resample_draws_as_many_articles_as_there_are():
    assert (resampling.bootstrap_weights(7, 50, rng=rng()).sum(axis=0) == 7).all()


@pytest.mark.parametrize(("articles", "resamples"), [(0, 10), (3, 0)])
def test_without_articles_or_resamples_there_is_no_bootstrap(articles, resamples):
    with pytest.raises(ValueError, match="at least one"):
        resampling.bootstrap_weights(articles, resamples, rng=rng())


def exact_bounds(target, sizes_1, reference, sizes_2) -> tuple[float, float]:
    """The 2.5th and 97.5th percentile over every possible resample of both sides."""
    ratios = []
    for one in itertools.product(range(len(target)), repeat=len(target)):
        for two in itertools.product(range(len(reference)), repeat=len(reference)):
            f1, f2 = (max(0.5, v[list(i)].sum()) for v, i in ((target, one), (reference, two)))
            n1, n2 = sizes_1[list(one)].sum(), sizes_2[list(two)].sum()
            ratios.append(math.log2(f1 / n1 / (f2 / n2)) if max(f1, f2) > 0.5 else 0)
    return tuple(np.quantile(ratios, [0.025, 0.975]))


def test_the_interval_by_article_approaches_the_one_over_all_resamples():
    sides = [np.array(v) for v in ([4, 0, 9], [100, 80, 120], [1, 2, 2], [90, 100, 110])]
    low, high = resampling.bootstrap_log_ratio(
        sides[0][:, None], sides[1], sides[2][:, None], sides[3], rng=rng(), n_resamples=20_000
    )
    assert (low[0], high[0]) == pytest.approx(exact_bounds(*sides), abs=0.15)


def test_articles_that_are_all_alike_leave_no_uncertainty():
    count = np.full((4, 1), 2)
    low, high = resampling.bootstrap_log_ratio(count, [50] * 4, count, [100] * 4, rng=rng())
    assert low[0] == high[0] == 1


@pytest.mark.parametrize(("here", "there"), [(1, 4), (4, 1), (1, 1)])
def test_one_article_on_a_side_gives_no_interval(here, there):
    low, high = resampling.bootstrap_log_ratio(
        np.ones((here, 2)), [9] * here, np.ones((there, 2)), [9] * there, rng=rng()
    )
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_a_term_on_neither_side_has_no_interval():
    count = np.array([[1, 0], [1, 0]])
    low, _ = resampling.bootstrap_log_ratio(count, [5, 5], count, [5, 5], rng=rng())
    assert np.isnan(low).tolist() == [False, True]


def test_one_occurrence_in_one_of_three_articles_is_no_proof_of_a_difference():
    target, reference = np.array([[0], [0], [1]]), np.zeros((10, 1))
    sizes = [633, 401, 100], [800, 621, 410, 866, 1127, 398, 779, 223, 316, 803]
    for here, there, lengths in (
        (target, reference, sizes),
        (reference, target, sizes[::-1]),
    ):
        low, high = resampling.bootstrap_log_ratio(
            here, lengths[0], there, lengths[1], rng=rng(), n_resamples=4999
        )
        assert low[0] <= 0 <= high[0]


def test_groups_of_one_article_vary_as_parts_of_the_reference():
    counts = sparse.csr_array([[3], [4], [0], [9], [1], [7]])
    group = np.array([0, 0, 1, 2, 3, 4])
    pieces = Pieces(counts, np.full(6, 100.0), group, np.arange(6), np.zeros(6, int))
    low, high = resampling.bootstrap_bounds(pieces, [(0, None)], rng=rng())
    alike = resampling.bootstrap_bounds(
        pieces._replace(group=np.minimum(group, 1)), [(0, 1)], rng=rng()
    )
    assert (low[0, 0], high[0, 0]) == pytest.approx((alike[0][0, 0], alike[1][0, 0]), abs=0.3)
    assert high[0, 0] - low[0, 0] > 1


def test_an_article_on_both_sides_is_drawn_with_both_its_pieces():
    # Each article says the term twice as often of one district: whatever is drawn, the ratio is 2.
    counts = sparse.csr_array([[8], [4], [2], [1], [20], [10]])
    pieces = Pieces(counts, np.full(6, 50.0), np.array([0, 1] * 3), np.repeat([0, 1, 2], 2),
                    np.zeros(6, int))  # fmt: skip
    low, high = resampling.bootstrap_bounds(pieces, [(0, 1)], rng=rng())
    assert low[0, 0] == high[0, 0] == 1


def test_too_few_resamples_for_the_level_are_refused():
    count = np.ones((2, 1))
    sides = (count, [5, 5], count, [5, 5])
    resampling.bootstrap_log_ratio(*sides, rng=rng(), n_resamples=39)
    with pytest.raises(ValueError, match="at least 39"):
        resampling.bootstrap_log_ratio(*sides, rng=rng(), n_resamples=38)


def test_an_article_without_tokens_is_refused():
    count = np.ones((2, 1))
    with pytest.raises(ValueError, match="no tokens"):
        resampling.bootstrap_log_ratio(count, [5, 0], count, [5, 5], rng=rng())


# --- permutation -----------------------------------------------------------------------------

THREE_AND_THREE = np.array([[3], [5], [4], [1], [2], [2]])
FIRST_THREE = np.array([True, True, True, False, False, False])


def test_three_articles_against_three_cannot_go_below_a_tenth():
    result = permutation.permutation_p(THREE_AND_THREE, [100] * 6, FIRST_THREE, rng=rng())
    assert result.p[0] == 2 / 20
    assert result.p_min == 2 / 20


def test_with_unequal_halves_only_the_target_itself_is_as_extreme():
    count = np.array([[9], [9], [1], [1], [1], [1]])
    result = permutation.permutation_p(count, [100] * 6, count[:, 0] == 9, rng=rng())
    assert result.p[0] == result.p_min == 1 / 15


def test_random_splits_add_one_above_and_below():
    count = np.array([[9]] * 10 + [[1]] * 20)
    result = permutation.permutation_p(
        count, [100] * 30, count[:, 0] == 9, rng=rng(), n_resamples=99
    )
    assert result.p[0] == result.p_min == 1 / 100


def test_random_splits_approach_the_exact_p():
    count = np.array([[3], [5], [0], [4], [1], [2], [2], [1], [0], [2], [1], [1]])
    chosen = np.arange(12) < 5
    exact = permutation.permutation_p(count, [100] * 12, chosen, rng=rng(), n_resamples=792)
    drawn = permutation.permutation_p(count, [100] * 12, chosen, rng=rng(), n_resamples=791)
    assert exact.p[0] * 792 == pytest.approx(round(exact.p[0] * 792))
    assert drawn.p[0] == pytest.approx(exact.p[0], abs=0.05)
    assert drawn.p[0] * 792 == pytest.approx(round(drawn.p[0] * 792))


def test_using_a_term_less_is_as_much_a_difference_as_using_it_more():
    count = np.array([[0], [0], [5], [6], [5], [4]])
    result = permutation.permutation_p(count, [100] * 6, np.arange(6) < 2, rng=rng())
    assert result.p[0] == 1 / 15


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 99)), min_size=6, max_size=6))
def test_the_mirror_image_of_the_target_counts_whatever_the_floats_do(articles):
    count, sizes = np.array(articles).T
    if count.any():
        result = permutation.permutation_p(count[:, None], sizes, FIRST_THREE, rng=rng())
        assert result.p[0] >= result.p_min == 2 / 20


def test_p_is_never_below_what_the_articles_allow():
    for seed in range(100):
        result = permutation.permutation_p(
            THREE_AND_THREE, [100] * 6, FIRST_THREE, rng=np.random.default_rng(seed), n_resamples=19
        )
        assert result.p[0] >= result.p_min == 0.1


def test_random_splits_stay_within_the_strata_too():
    months = np.repeat(np.arange(6), 2)
    count = np.repeat([9, 1, 5, 0, 3, 7], 2)[:, None]  # the same in both articles of a month
    chosen = np.tile([True, False], 6)
    chosen[:4] = [True, True, False, False]
    result = permutation.permutation_p(
        count, [100] * 12, chosen, rng=rng(), strata=months, n_resamples=10
    )
    assert result.p[0] == 1


def test_within_strata_labels_are_exchanged_only_inside_a_month():
    months = np.array(["5月", "6月", "7月", "5月", "6月", "7月"])
    result = permutation.permutation_p(
        THREE_AND_THREE, [100] * 6, FIRST_THREE, rng=rng(), strata=months
    )
    assert result.p_min == 2 / 2**3
    assert result.p[0] == 2 / 8


def test_strata_that_hold_one_side_each_leave_nothing_to_exchange():
    result = permutation.permutation_p(
        THREE_AND_THREE, [100] * 6, FIRST_THREE, rng=rng(), strata=FIRST_THREE
    )
    assert result.p[0] == result.p_min == 1


@pytest.mark.parametrize("chosen", [[True] * 6, [False] * 6])
def test_without_a_target_or_a_reference_there_is_no_p(chosen):
    result = permutation.permutation_p(THREE_AND_THREE, [100] * 6, chosen, rng=rng())
    assert np.isnan(result.p).all()
    assert math.isnan(result.p_min)


def test_an_article_on_both_sides_stays_where_it_is():
    count = np.array([[9], [8], [1], [0], [1], [2]])
    chosen, names = np.array([True, True, False, False, False, False]), [*"abbcde"]
    result = permutation.permutation_p(count, [100] * 6, chosen, rng=rng(), articles=names)
    assert result.p_min == 1 / 4  # a against c, d, e
    assert result.p[0] == 1 / 4
    only_shared = permutation.permutation_p(
        count, [100] * 6, chosen, rng=rng(), articles=[*"abbacd"]
    )
    assert only_shared.p[0] == only_shared.p_min == 1


def test_one_exchange_of_labels_serves_all_groups_as_well_as_one_for_each():
    counts = rng().poisson(2, (40, 5))
    group, zero = np.arange(40) % 4, np.zeros(40, int)
    pieces = Pieces(sparse.csr_array(counts.astype(float)), np.full(40, 99.0), group,
                    np.arange(40), zero)  # fmt: skip
    together, p_min = permutation.permutation_by_group(
        pieces, [(g, None) for g in range(4)], rng=rng(), n_resamples=4000
    )
    assert set(p_min) == {1 / 4001}
    for g in range(4):
        alone = permutation.permutation_p(
            counts, [99] * 40, group == g, rng=np.random.default_rng(g), n_resamples=4000
        )
        assert together[g] == pytest.approx(alone.p, abs=0.04)


def test_a_term_that_occurs_nowhere_has_no_p():
    count = np.hstack([THREE_AND_THREE, np.zeros((6, 1))])
    result = permutation.permutation_p(count, [100] * 6, FIRST_THREE, rng=rng())
    assert np.isnan(result.p).tolist() == [False, True]


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="one entry per article"):
        permutation.permutation_p(THREE_AND_THREE, [100] * 5, FIRST_THREE, rng=rng())
    with pytest.raises(ValueError, match="at least one"):
        permutation.permutation_p(THREE_AND_THREE, [100] * 6, FIRST_THREE, rng=rng(), n_resamples=0)


# --- both ------------------------------------------------------------------------------------

matrices = arrays.arrays(
    np.int64, st.tuples(st.integers(4, 9), st.integers(1, 6)), elements=st.integers(0, 5)
)


@settings(deadline=None)
@given(matrices)
def test_a_sparse_matrix_gives_the_numbers_of_the_full_one(counts):
    sizes = counts.sum(axis=1) + 10
    chosen = np.arange(len(counts)) < 2
    full = permutation.permutation_p(counts, sizes, chosen, rng=rng(), n_resamples=60)
    thin = permutation.permutation_p(
        sparse.csr_array(counts), sizes, chosen, rng=rng(), n_resamples=60
    )
    np.testing.assert_array_equal(full.p, thin.p)
    sides = [(m[chosen], sizes[chosen], m[~chosen], sizes[~chosen]) for m in (
        counts, sparse.csr_array(counts))]  # fmt: skip
    bounds = [resampling.bootstrap_log_ratio(*side, rng=rng(), n_resamples=60) for side in sides]
    np.testing.assert_array_equal(bounds[0], bounds[1])


@settings(deadline=None)
@given(matrices)
def test_a_term_gives_the_same_numbers_whatever_terms_stand_beside_it(counts):
    sizes, chosen = counts.sum(axis=1) + 10, np.arange(len(counts)) < 2
    beside = permutation.permutation_p(counts, sizes, chosen, rng=rng(), n_resamples=60).p[:1]
    alone = permutation.permutation_p(counts[:, :1], sizes, chosen, rng=rng(), n_resamples=60).p
    np.testing.assert_array_equal(alone, beside)


def test_blocks_of_terms_and_strips_of_resamples_change_nothing(monkeypatch):
    from analysis import resampling

    counts = sparse.random_array(
        (12, 40), density=0.2, rng=rng(), data_sampler=lambda size: np.ones(size)
    )
    sizes, chosen = np.full(12, 50), np.arange(12) < 4

    def both():
        side = (counts.tocsr()[chosen], sizes[chosen], counts.tocsr()[~chosen], sizes[~chosen])
        return (
            *resampling.bootstrap_log_ratio(*side, rng=rng(), n_resamples=200),
            permutation.permutation_p(counts, sizes, chosen, rng=rng(), n_resamples=200).p,
        )

    whole = both()
    monkeypatch.setattr(resampling, "_BLOCK", 1000)
    monkeypatch.setattr(resampling, "_DENSE", 1.1)
    monkeypatch.setattr(resampling, "_STRIP", 7)
    for one, other in zip(whole, both(), strict=True):
        np.testing.assert_array_equal(one, other)
