"""Association of a node and its collocates, against published values."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import association

ARRIVED = (2, 15334, 5, 191998)  # UCS gold data of the association-measures package


@pytest.mark.parametrize(
    ("paper", "value", "expected", "digits"),
    [
        ("UCS E", association.expected(15334, 5, 191998), 0.399327, 6),
        ("UCS t", association.t_score(*ARRIVED), 1.131847, 6),
        ("UCS z", association.z_score(*ARRIVED), 2.533018, 6),
        ("UCS MI, log2 of what is printed as log10", association.mi(*ARRIVED), 2.324358, 6),
        ("UCS MI in log10", association.mi(*ARRIVED) * math.log10(2), 0.699701, 6),
        ("UCS G²", association.log_likelihood(*ARRIVED), 3.879126, 6),
        ("logDice by Rychlý 2008", association.log_dice(*ARRIVED[:3]), 2.095083, 6),
        ("UCS MI² in log10", association.mi_k(*ARRIVED, k=2) * math.log10(2), 1.000731, 6),
        ("UCS MI³ in log10", association.mi_k(*ARRIVED) * math.log10(2), 1.301761, 6),
        ("UCS Dice", association.dice(*ARRIVED[:3]), 0.000260773, 9),
        ("UCS simple-LL", association.simple_ll(*ARRIVED), 3.243141, 6),
        ("Church & Hanks 1990", association.mi(8, 1105, 44, 15_000_000), 11.3, 1),
    ],
)
def test_the_measures_give_the_published_value(paper, value, expected, digits):
    assert float(value) == pytest.approx(expected, abs=1.5 * 10**-digits)


def test_t_of_manning_and_schuetze_1999_p_164_differs_only_by_their_variance():
    """*new companies*: x̄ = O/N, μ = E/N, s² = x̄(1 − x̄), t = (x̄ − μ)/√(s²/N) = 0.999932."""
    o, f1, f2, n = 8, 15828, 4675, 14_307_668
    share, mean = o / n, f1 * f2 / n**2
    theirs = (share - mean) / math.sqrt(share * (1 - share) / n)
    assert theirs == pytest.approx(0.999932, abs=5e-7)
    assert association.t_score(o, f1, f2, n) == pytest.approx(
        theirs * math.sqrt(1 - o / n), abs=1e-12
    )


def test_words_together_as_often_as_by_chance_have_no_simple_likelihood():
    assert association.simple_ll(1, 10, 10, 100) == 0
    assert association.simple_ll(0, 10, 10, 100) == -2  # 2·E
    with pytest.raises(ValueError, match="k=0"):
        association.mi_k(1, 10, 10, 100, k=0)


def test_delta_p_of_of_course_after_gries_2013():
    a, b, c, d = 5610, 168938, 2257, 10233063
    pair = (a, a + b, a + c, a + b + c + d)
    assert association.delta_p(*pair) == pytest.approx(0.032, abs=5e-4)
    assert association.delta_p(*pair, given="collocate") == pytest.approx(0.697, abs=5e-4)


@pytest.mark.parametrize(
    ("case", "pair", "expected"),
    [("complete", (5, 5, 5, 100), 1), ("none", (1, 10, 10, 100), 0), ("never", (0, 9, 9, 99), -1)],
)
def test_npmi_has_the_three_fixed_points_of_bouma_2009(case, pair, expected):
    assert association.npmi(*pair) == pytest.approx(expected)


def test_logdice_of_words_only_ever_together_is_14():
    assert association.log_dice(7, 7, 7) == 14
    assert association.log_dice(7, 14, 14) == 13


def test_a_window_of_ten_tokens_makes_ten_times_as_many_expected():
    assert association.expected(20, 30, 6000, span=10) == pytest.approx(20 * 30 / 6000 * 10)
    assert association.mi(8, 20, 30, 6000, span=8) == pytest.approx(
        association.mi(8, 20, 30, 6000) - 3
    )


def test_windows_that_count_a_collocate_twice_give_no_table_of_cells():
    row = association.association(7, 5, 6, 100, span=4).iloc[0]
    assert np.isnan(row["log_likelihood"])
    assert np.isnan(row["delta_p_node"])
    assert row["mi"] == pytest.approx(math.log2(7 / (5 * 4 * 6 / 100)))


def test_words_never_together_are_not_a_silent_zero():
    never = (0, 10, 10, 100)
    assert association.mi(*never) == -math.inf
    assert association.log_dice(*never[:3]) == -math.inf
    assert math.isnan(association.t_score(*never))
    assert association.z_score(*never) == -1


def test_without_tokens_there_is_no_association():
    assert all(
        math.isnan(measure(0, 0, 0, 0))
        for measure in (
            association.mi,
            association.t_score,
            association.z_score,
            association.npmi,
            association.delta_p,
        )
    )
    assert math.isnan(association.log_dice(0, 0, 0))


def test_counts_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="negative"):
        association.mi(-1, 5, 5, 100)
    with pytest.raises(ValueError, match="—"):
        association.delta_p(6, 10, 5, 100)
    with pytest.raises(ValueError, match="node"):
        association.delta_p(*ARRIVED, given="word")


def test_the_table_keeps_the_index_that_it_is_given():
    index = pd.Index(["甲", "乙"], name="collocate")
    table = association.association(
        [2, 8], [15334, 1105], [5, 44], [191998, 15_000_000], index=index
    )
    assert table.index.equals(index)
    assert table.loc["甲", "log_likelihood"] == association.log_likelihood(*ARRIVED)
    assert table.loc["乙", "delta_p_node"] == association.delta_p(
        8, 1105, 44, 15_000_000, given="collocate"
    )
    assert not table.isna().any(axis=None)


def test_a_table_of_no_pairs_is_empty():
    assert association.association([], [], [], 100).empty


pairs = st.tuples(
    st.integers(0, 50), st.integers(0, 200), st.integers(0, 200), st.integers(500, 9000)
).map(lambda c: (c[0], c[0] + c[1], c[0] + c[2], c[3]))


@settings(deadline=None)
@given(pairs, st.integers(1, 12))
def test_any_fitting_counts_are_computed_in_silence(pair, span):
    row = association.association(*pair, span=span).iloc[0]
    assert np.isnan(row["delta_p_node"]) or -1 <= row["delta_p_node"] <= 1


@settings(deadline=None)
@given(pairs)
def test_the_signs_agree_which_side_of_chance_a_pair_is_on(pair):
    row = association.association(*pair).iloc[0]
    if pair[0] and abs(row["mi"]) > 1e-9:
        signs = {np.sign(row[name]) for name in ("mi", "t_score", "z_score", "npmi")}
        assert len(signs) == 1
