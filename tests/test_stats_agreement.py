"""Second opinions: scipy, and statsmodels where it is installed, on random tables."""

import math
from functools import partial

import numpy as np
import pytest
from scipy.spatial import distance

from analysis import contingency, dispersion, effects, inference

TABLES = 60


@pytest.fixture(scope="module")
def stats():
    """scipy's statistics, which take as long to load as all tests of this file to run."""
    from scipy import stats

    return stats


def tables() -> list[tuple[int, int, int, int]]:
    """Random (f1, n1, f2, n2) with every cell above 0."""
    rng = np.random.default_rng(19930601)
    freq = rng.integers(1, 60, (TABLES, 2))
    rest = rng.integers(1, 5000, (TABLES, 2))
    return [(int(f[0]), int(f[0] + r[0]), int(f[1]), int(f[1] + r[1])) for f, r in
            zip(freq, rest, strict=True)]  # fmt: skip


def cells(f1: int, n1: int, f2: int, n2: int) -> np.ndarray:
    """The 2×2 table, one side a row."""
    return np.array([[f1, n1 - f1], [f2, n2 - f2]])


@pytest.mark.parametrize(
    ("measure", "options", "ours"),
    [
        ("G²", {"correction": False, "lambda_": "log-likelihood"}, contingency.log_likelihood),
        ("χ²", {"correction": False}, contingency.chi2),
        ("Yates", {"correction": True}, partial(contingency.chi2, yates=True)),
    ],
)
def test_the_statistics_of_a_table_are_those_of_scipy(stats, measure, options, ours):
    for count in tables():
        theirs = stats.chi2_contingency(cells(*count), **options)[0]
        assert ours(*count, signed=False) == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_odds_ratio_and_relative_risk_are_those_of_scipy(stats):
    for f1, n1, f2, n2 in tables():
        theirs = stats.contingency.odds_ratio(cells(f1, n1, f2, n2), kind="sample").statistic
        assert effects.odds_ratio(f1, n1, f2, n2) == pytest.approx(theirs)
        risk = stats.contingency.relative_risk(f1, n1, f2, n2)
        assert effects.relative_risk(f1, n1, f2, n2) == pytest.approx(risk.relative_risk)
        bounds = risk.confidence_interval(0.95)
        assert effects.log_ratio_interval(f1, n1, f2, n2) == pytest.approx(
            [math.log2(bounds.low), math.log2(bounds.high)]
        )


def test_fisher_s_p_of_many_tables_at_once_is_scipy_s_of_each(stats):
    count = np.array(tables()).T
    theirs = [stats.fisher_exact(cells(*one))[1] for one in count.T]
    assert contingency.fisher(*count) == pytest.approx(theirs)


def test_the_conservative_log_ratio_is_0_where_scipy_s_exact_test_of_a_share_keeps_the_null(stats):
    for f1, n1, f2, n2 in tables():
        test = stats.binomtest(f1, f1 + f2, n1 / (n1 + n2))
        low, high = test.proportion_ci(0.95, method="exact")
        bound = 0.0
        if not low <= n1 / (n1 + n2) <= high:
            share = low if low > n1 / (n1 + n2) else high
            bound = math.log2(share * n2 / ((1 - share) * n1))
        assert effects.lrc(f1, n1, f2, n2) == pytest.approx(bound, abs=1e-9)


def test_wilson_s_interval_is_that_of_scipy(stats):
    for f1, n1, _, _ in tables():
        theirs = stats.binomtest(f1, n1).proportion_ci(0.95, method="wilson")
        assert inference.wilson(f1, n1) == pytest.approx(theirs)


def test_jensen_shannon_is_the_square_of_scipy_s_distance():
    rng = np.random.default_rng(5)
    for _ in range(TABLES):
        p, q = rng.dirichlet([1] * 6, 2)
        theirs = distance.jensenshannon(p, q, base=2) ** 2
        assert dispersion.jensen_shannon(p, q) == pytest.approx(theirs)


def test_the_divergence_of_a_spread_is_scipy_s_entropy(stats):
    rng = np.random.default_rng(6)
    for _ in range(TABLES):
        count, sizes = rng.integers(0, 9, 7) + np.eye(7, dtype=int)[0], rng.integers(20, 90, 7)
        theirs = stats.entropy(count, sizes, base=2)
        assert dispersion.kld(count, sizes) == pytest.approx(theirs)
        evenness = stats.entropy(count / sizes) / math.log(7)
        assert dispersion.carroll_d2(count, sizes) == pytest.approx(evenness)


def test_intervals_and_corrections_are_those_of_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    two_by_two = pytest.importorskip("statsmodels.stats.contingency_tables").Table2x2
    rng = np.random.default_rng(7)
    for f1, n1, f2, n2 in tables():
        assert inference.wilson(f1, n1) == pytest.approx(
            proportion.proportion_confint(f1, n1, method="wilson")
        )
        bounds = two_by_two(cells(f1, n1, f2, n2).astype(float)).log_riskratio_confint()
        assert np.multiply(effects.log_ratio_interval(f1, n1, f2, n2), math.log(2)) == (
            pytest.approx(bounds)
        )
        p = rng.random(20)
        assert inference.benjamini_hochberg(p) == pytest.approx(
            multitest.multipletests(p, method="fdr_bh")[1]
        )
