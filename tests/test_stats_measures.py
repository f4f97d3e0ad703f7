"""Significance and effect size of one term, against the values that their papers print."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import contingency, effects

MARKED = (52, 50_000, 57, 75_000)  # the example of the UCREL log-likelihood page
MILLION = 1_000_000


def cells(a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    """The cells of a 2×2 table by row as (f1, n1, f2, n2)."""
    return a, a + c, b, b + d


def close(value: float, expected: float, digits: int) -> None:
    """The value rounds to the printed one."""
    assert float(value) == pytest.approx(expected, abs=0.5000001 * 10**-digits)


# --- significance ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "count", "options", "expected", "digits"),
    [
        ("UCREL page", MARKED, {"cells": 2}, 2.651710, 6),
        ("four cells of the same", MARKED, {}, 2.654064, 6),
        ("Rayson 2002 keep", (348, MILLION, 99, MILLION), {"cells": 2}, 146.9529, 4),
        ("Rayson 2002 keeps", (15, MILLION, 14, MILLION), {"cells": 2}, 0, 0),
        ("Rayson 2002 keeping", (9, MILLION, 32, MILLION), {"cells": 2}, -13.682, 3),
        ("Rayson 2002 kept", (21, MILLION, 25, MILLION), {"cells": 2}, 0, 0),
        ("Rayson 2002 KEEP", (392, MILLION, 170, MILLION), {"cells": 2}, 90, 0),
        ("Dunning 1993 p. 72", cells(10, 0, 3, 31764), {}, 167.23, 2),
        ("quanteda toy a", (3, 10, 7, 9), {}, -4.534939, 6),
        ("UCS appreciated", (1, 15334, 2 - 1, 191998 - 15334), {}, 2.448757, 6),
        ("UCS certain", (7, 15334, 120 - 7, 191998 - 15334), {}, -0.829802, 6),
        ("UCS measuring", (1, 15334, 8 - 1, 191998 - 15334), {}, 0.191806, 6),
        ("UCS particularly", (2, 15334, 47 - 2, 191998 - 15334), {}, -1.059386, 6),
        ("UCS arrived", (2, 15334, 5 - 2, 191998 - 15334), {}, 3.879126, 6),
    ],
)
def test_log_likelihood_gives_the_published_value(name, count, options, expected, digits):
    close(contingency.log_likelihood(*count, **options), expected, digits)


@pytest.mark.parametrize(
    ("name", "count", "yates", "expected", "digits"),
    [
        ("Dunning 1993 p. 73", cells(3, 0, 0, 31774), False, 31777, 0),
        ("Pedersen 1996", cells(1, 3, 3, 1), True, 0.5, 6),
        ("quanteda toy", (7, 9, 3, 10), False, 4.337160, 6),
        ("quanteda toy", (7, 9, 3, 10), True, 2.632438, 6),
        ("UCS arrived", (2, 15334, 3, 176664), False, 6.973269, 6),
        ("UCS arrived", (2, 15334, 3, 176664), True, 3.297219, 6),
    ],
)
def test_chi2_gives_the_published_value(name, count, yates, expected, digits):
    close(contingency.chi2(*count, yates=yates, signed=False), expected, digits)


def test_williams_divisor_and_the_corrected_likelihood_of_the_quanteda_toy():
    toy = (7, 9, 3, 10)
    close(contingency.williams(*toy), 1.079533, 6)
    close(contingency.log_likelihood(*toy) / contingency.williams(*toy), 4.200833, 6)
    close(contingency.chi2(*toy) / contingency.williams(*toy), 4.017626, 6)
    assert math.isnan(contingency.williams(0, 10, 0, 10))


@pytest.mark.parametrize(
    ("alternative", "expected"), [("two-sided", 0.486), ("less", 0.243), ("greater", 0.986)]
)
def test_fisher_s_exact_p_of_pedersen_1996(alternative, expected):
    """His left is “less” for the first cell of the table."""
    close(contingency.fisher(1, 4, 3, 4, alternative=alternative), expected, 3)


def test_fisher_takes_arrays_and_whole_numbers_only():
    p = contingency.fisher([1, 1, math.nan], [4, 0 + 4, 4], [3, 3, 1], 4)
    assert p[0] == p[1]
    assert math.isnan(p[2])
    assert math.isnan(contingency.fisher(0, 0, 1, 4))
    with pytest.raises(ValueError, match="whole number"):
        contingency.fisher(0.5, 4, 3, 4)


def test_the_relative_risk_of_the_ucrel_example_is_two_to_the_log_ratio():
    close(effects.relative_risk(*MARKED), 1.368421, 6)
    assert math.log2(effects.relative_risk(*MARKED)) == pytest.approx(effects.log_ratio(*MARKED))
    assert effects.relative_risk(4, 100, 0, 100) == math.inf
    assert math.isnan(effects.relative_risk(0, 100, 0, 100))


def test_infinite_counts_are_refused():
    for wrong in ((1, math.inf, 1, 10), (1, 10, 1, math.inf), (math.inf, math.inf, 1, 10)):
        with pytest.raises(ValueError, match="inf"):
            effects.log_ratio(*wrong)


def test_a_prior_that_is_more_than_its_total_is_refused():
    with pytest.raises(ValueError, match="prior_total=1 is less"):
        effects.log_odds(1, 10, 1, 10, prior=5, prior_total=1)
    with pytest.raises(ValueError, match="prior_total=2 is less"):
        effects.log_odds([1, 2], 10, [1, 2], 10, prior=[1, 1.5], prior_total=2)


def test_bayes_factor_and_ell_give_the_values_of_the_ucrel_page():
    close(contingency.bayes_factor(*MARKED, cells=2), -9.084359, 6)
    close(contingency.ell(*MARKED, cells=2) * 1e6, 5.619, 3)


def test_the_unsigned_statistics_are_the_size_of_the_signed_ones():
    less = (3, 10, 7, 9)
    assert contingency.log_likelihood(*less) == -contingency.log_likelihood(*less, signed=False) < 0
    assert contingency.chi2(*less) == -contingency.chi2(*less, signed=False) < 0


def test_the_expected_cells_are_those_of_independence():
    table = contingency.contingency(2, 10, 1, 20)
    assert (table.E11, table.E12, table.E21, table.E22) == (1, 2, 9, 18)
    assert table.N == 30


def test_ell_is_not_defined_where_at_most_one_occurrence_is_expected():
    assert math.isnan(contingency.ell(1, 100, 0, 100))


# --- effect size -----------------------------------------------------------------------------

EINGEBRACHT = (1189, 168329, 2157 - 1189, 19720567 - 168329)


@pytest.mark.parametrize(
    ("name", "count", "expected"),
    [
        ("the UCREL example", MARKED, 0.452512),
        ("CQPweb gold, eingebracht", EINGEBRACHT, 7.156576),
        ("twice as often", (2, 100, 1, 100), 1),
        ("a zero in the reference is a half", (4, 100, 0, 100), 3),
        ("a zero in the target is a half", (0, 100, 4, 100), -3),
    ],
)
def test_log_ratio_gives_the_published_value(name, count, expected):
    close(effects.log_ratio(*count), expected, 6)


def test_what_stands_in_for_a_zero_is_said_by_name():
    only_here = (4, 100, 0, 100)
    assert effects.log_ratio(*only_here, zero="none") == math.inf
    assert effects.log_ratio(0, 100, 4, 100, zero="none") == -math.inf
    assert effects.log_ratio(*only_here, zero="walter") == pytest.approx(math.log2(4.5 / 0.5))
    with pytest.raises(ValueError, match="hardie"):
        effects.log_ratio(*only_here, zero="half")


def test_walter_adds_the_half_where_there_is_no_zero_too():
    value = effects.log_ratio(52, 50_000, 57, 75_000, zero="walter")
    assert value == pytest.approx(math.log2((52.5 / 50_000.5) / (57.5 / 75_000.5)))


def test_katz_interval_of_the_ucrel_example():
    low, high = effects.log_ratio_interval(*MARKED)
    close(low, -0.0895, 4)
    close(high, 0.9945, 4)


@pytest.mark.parametrize(
    ("name", "count", "options", "expected", "digits"),
    [
        ("eingebracht, Poisson", EINGEBRACHT, {"m": 599}, 6.9100685, 7),
        ("eingebracht, normal", EINGEBRACHT, {"m": 599, "method": "normal"}, 6.911256, 6),
        (
            "eingebracht, normal at .01", EINGEBRACHT,
            {"m": 599, "method": "normal", "alpha": 0.01}, 6.888132, 6,
        ),
        ("unionsgeführt", (49, 168329, 39, 19552238), {"m": 599}, 5.941562, 6),
        ("Befragung", (150, 168329, 199, 19552238), {"m": 599}, 5.821970, 6),
        ("Evert 2022", (120, 50_000, 60, 75_000), {}, 1.126175, 6),
        ("only in the target", (5, 50_000, 0, 75_000), {}, 0.458942, 6),
        ("only in the reference", (0, 50_000, 9, 75_000), {}, -0.396033, 6),
        ("the interval spans 0", MARKED, {}, 0, 12),
    ],
)  # fmt: skip
def test_conservative_log_ratio_gives_the_published_value(name, count, options, expected, digits):
    close(effects.lrc(*count, **options), expected, digits)


@pytest.mark.parametrize(
    ("name", "value", "expected", "digits"),
    [
        ("UCREL page", effects.pct_diff(*MARKED), 36.842105, 6),
        (
            "Gabrielatos & Marchi 2011 p. 18",
            effects.pct_diff(206523, 959641, 178174, 1562358), 88.7, 1,
        ),
        ("UCREL page", effects.odds_ratio(*MARKED), 1.368805, 6),
        (
            "Pojanapunya & Todd 2016",
            effects.odds_ratio(16217, 2796938, 735, 2087946), 16.6, 1,
        ),
        (
            "Kilgarriff 2009",
            effects.simple_maths(35, 112289776 + 35, 263, 1559716979 + 263), 1.1224, 4,
        ),
    ],
)  # fmt: skip
def test_other_effect_sizes_give_the_published_value(name, value, expected, digits):
    close(value, expected, digits)


def test_a_reference_without_the_term_gives_what_each_measure_says():
    only_here = (4, 100, 0, 100)
    assert effects.pct_diff(*only_here) == pytest.approx(100 * 0.04 / 1e-18)
    assert effects.odds_ratio(*only_here) == math.inf
    assert effects.odds_ratio(*only_here, zero="haldane") == pytest.approx(4.5 * 100.5 / 96.5 / 0.5)
    assert effects.simple_maths(*only_here) == pytest.approx(40_001)
    with pytest.raises(ValueError, match="haldane"):
        effects.odds_ratio(*only_here, zero="hardie")


def test_log_odds_of_two_sentences_as_in_the_published_readme():
    fox = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "pig"]
    donkey = ["the", "lazy", "purple", "pig", "jumps", "over", "the", "lazier", "donkey"]
    terms = sorted(set(fox + donkey))
    f1, f2 = ([words.count(term) for term in terms] for words in (fox, donkey))
    z = effects.log_odds(f1, 9, f2, 9, prior=[0.05] * len(terms)).z
    by_term = dict(zip(terms, z, strict=True))
    for term in terms:
        side = (term in {"brown", "fox", "quick"}) - (term in {"donkey", "lazier", "purple"})
        assert by_term[term] == pytest.approx(side * 0.6894227886807968, abs=1e-12)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [(2, [5.096519, 0, 0, -6.431459]), (4, [4.664340, 0, 0, -3.797493])],
)
def test_log_odds_with_an_informative_prior_after_monroe_et_al(terms, expected):
    odds = effects.log_odds(
        [30, 10, 5, 55], 100, [15, 20, 10, 155], 200, prior=[1.5, 1, 0.5, 7], terms=terms
    )
    assert odds.delta == pytest.approx([1.548806, 0, 0, -0.960462], abs=1e-6)
    assert odds.z == pytest.approx(expected, abs=1e-6)


# --- what cannot be computed -----------------------------------------------------------------

PAIRED = [
    contingency.log_likelihood, contingency.chi2, contingency.bayes_factor, contingency.ell,
    effects.log_ratio, effects.lrc, effects.pct_diff, effects.odds_ratio, effects.simple_maths,
]  # fmt: skip


@pytest.mark.parametrize("measure", PAIRED)
@pytest.mark.parametrize(
    "count", [(0, 0, 1, 10), (1, 10, 0, 0), (0, 0, 0, 0), (math.nan, 10, 1, 10)]
)
def test_a_side_without_tokens_or_a_missing_count_gives_nan(measure, count):
    assert math.isnan(measure(*count))


@pytest.mark.parametrize(
    "measure", [effects.log_ratio, effects.lrc, effects.pct_diff, effects.odds_ratio]
)
def test_a_term_on_neither_side_has_no_effect_size(measure):
    assert math.isnan(measure(0, 10, 0, 10))


def test_the_interval_and_the_log_odds_are_nan_without_tokens():
    assert np.isnan(effects.log_ratio_interval(0, 0, 1, 10)).all()
    assert np.isnan(effects.log_odds(0, 0, 1, 10, prior=1, prior_total=5)).all()


@pytest.mark.parametrize("measure", PAIRED)
def test_impossible_counts_are_refused(measure):
    with pytest.raises(ValueError, match="never negative"):
        measure(-1, 10, 1, 10)
    with pytest.raises(ValueError, match="more often than"):
        measure(1, 10, 11, 10)


@pytest.mark.parametrize(
    "call",
    [
        lambda: contingency.log_likelihood(*MARKED, cells=3),
        lambda: effects.log_ratio_interval(*MARKED, level=95),
        lambda: effects.lrc(*MARKED, alpha=0),
        lambda: effects.lrc(*MARKED, m=0),
        lambda: effects.lrc(*MARKED, method="poisson"),
        lambda: effects.log_odds(*MARKED, prior=0),
        lambda: effects.log_odds(*MARKED, prior=1, prior_total=2, terms=3),
    ],
)
def test_an_unknown_variant_is_refused(call):
    with pytest.raises(ValueError, match="—"):
        call()


# --- properties ------------------------------------------------------------------------------

counts = st.tuples(
    st.integers(0, 500), st.integers(0, 500), st.integers(0, 100_000), st.integers(0, 100_000)
).map(lambda c: (c[0], c[0] + c[2], c[1], c[1] + c[3]))
ANTISYMMETRIC = [effects.log_ratio, effects.lrc, contingency.log_likelihood, contingency.chi2]


@pytest.mark.parametrize("measure", ANTISYMMETRIC)
@settings(deadline=None)
@given(count=counts)
def test_exchanging_target_and_reference_turns_the_sign(measure, count):
    f1, n1, f2, n2 = count
    assume(f1 * n2 != f2 * n1)  # without a difference there is no sign
    here, there = measure(f1, n1, f2, n2), measure(f2, n2, f1, n1)
    assert here == pytest.approx(-there, rel=1e-9, abs=1e-9, nan_ok=True)


@settings(deadline=None)
@given(count=counts)
def test_every_measure_is_computed_in_silence_for_any_counts(count):
    for measure in PAIRED:
        measure(*count)
    effects.log_ratio_interval(*count)
    effects.log_odds(*count, prior=0.5, prior_total=0.5)


@settings(deadline=None)
@given(count=counts)
def test_the_conservative_log_ratio_never_claims_more_than_the_log_ratio(count):
    bold, careful = effects.log_ratio(*count, zero="none"), effects.lrc(*count)
    if not math.isnan(bold):
        assert abs(careful) <= abs(bold) + 1e-9
        assert careful == 0 or math.copysign(1, careful) == math.copysign(1, bold)


@settings(deadline=None)
@given(st.lists(counts, min_size=1, max_size=8))
def test_an_array_gives_what_its_entries_give_one_by_one(rows):
    columns = np.array(rows, dtype=float).T
    for measure in PAIRED:
        single = [measure(*row) for row in rows]
        np.testing.assert_allclose(measure(*columns), single, rtol=1e-12)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(1, 5000), st.integers(1, 9), st.integers(1, 9))
def test_the_same_rate_on_both_sides_is_no_evidence_at_all(f, n, here, there):
    count = (f * here, (f + n) * here, f * there, (f + n) * there)
    for cells_used in (2, 4):
        score = contingency.log_likelihood(*count, cells=cells_used, signed=False)
        assert 0 <= score < 1e-8
    assert contingency.chi2(*count, signed=False) == pytest.approx(0, abs=1e-9) or f == 0


def test_rounding_in_a_huge_corpus_does_not_make_the_evidence_negative():
    almost_the_same = (1903154, 982991390, 93254546, 48166578112)
    assert contingency.log_likelihood(*almost_the_same, signed=False) == 0
