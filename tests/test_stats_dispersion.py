"""Dispersion over articles of different length, and the distance of two distributions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import dispersion, influence

# Gries' corpus of 50 words in five parts (Gries 2008, 2010, 2021), its words by counts per part.
SIZES = [9, 10, 10, 10, 11]
WORDS = {
    "a": [1, 2, 3, 4, 5],
    "b": [1, 1, 1, 1, 1],
    "i": [1, 0, 0, 0, 0],
    "q": [0, 1, 0, 0, 0],
    "x": [0, 0, 0, 0, 1],
}


@pytest.mark.parametrize(
    ("measure", "word", "expected", "digits"),
    [
        (dispersion.juilland_d, "a", 0.785150, 6),
        (dispersion.rosengren_s, "a", 0.949816, 6),
        (dispersion.dp, "a", 0.18, 6),
        (dispersion.dp_norm, "a", 0.219512, 6),
        (dispersion.kld, "a", 0.136972, 6),
        (dispersion.carroll_d2, "a", 0.937921, 6),
        *((dispersion.juilland_d, w, v, 3) for w, v in zip("biqx", (0.968, 0, 0, 0), strict=True)),
        *(
            (dispersion.rosengren_s, w, v, 3)
            for w, v in zip("biqx", (0.999, 0.18, 0.2, 0.22), strict=True)
        ),
        *((dispersion.dp, w, v, 2) for w, v in zip("biqx", (0.02, 0.82, 0.8, 0.78), strict=True)),
        *(
            (dispersion.dp_norm, w, v, 3)
            for w, v in zip("biqx", (0.024, 1, 0.976, 0.951), strict=True)
        ),
        *(
            (dispersion.kld, w, v, 3)
            for w, v in zip("biqx", (0.003, 2.474, 2.322, 2.184), strict=True)
        ),
    ],
)
def test_the_words_of_gries_corpus_have_the_published_dispersion(measure, word, expected, digits):
    assert measure(WORDS[word], SIZES) == pytest.approx(expected, abs=0.5000001 * 10**-digits)


@pytest.mark.parametrize(
    ("paper", "measure", "count", "expected", "digits"),
    [
        ("Carroll 1970 p. 14", dispersion.juilland_d, [0, 4, 3, 2, 1], 0.6464, 4),
        ("Gries 2008 p. 407", dispersion.rosengren_s, [1, 2, 3, 4, 5], 0.937, 3),
        ("Carroll 1970 p. 13", dispersion.carroll_d2, [2, 1, 1, 1, 0], 0.8277, 4),
        ("Gries 2008 p. 407", dispersion.lyne_d3, [1, 2, 3, 4, 5], 0.944, 3),
        ("Lijffijt & Gries 2012 p. 148", dispersion.dp_norm, [2, 1, 0], 0.5, 6),
        ("equal sizes wrongly assumed", dispersion.juilland_d, [1, 2, 3, 4, 5], 0.764298, 6),
    ],
)
def test_equal_parts_give_the_value_printed_for_them(paper, measure, count, expected, digits):
    value = measure(count, [10] * len(count))
    assert value == pytest.approx(expected, abs=0.5000001 * 10**-digits)


def test_the_adjusted_frequencies_are_those_of_gries_2008_p_407_and_of_engwall():
    equal, engwall = [10] * 5, [4, 2, 1, 1, 0]
    assert 15 * dispersion.rosengren_s(WORDS["a"], equal) == pytest.approx(14.053, abs=5e-4)
    assert 8 * dispersion.rosengren_s(engwall, equal) == pytest.approx(5.863, abs=5e-4)
    assert 8 * dispersion.juilland_d(engwall, equal) == pytest.approx(4.609, abs=1e-3)
    d2 = dispersion.carroll_d2(WORDS["a"], equal)
    assert 15 * d2 + (1 - d2) * 15 / 5 == pytest.approx(14.108, abs=5e-4)


GRIES = list("bamnibeupkbasatbewqnbcagabestabaghabeaatbahaabeaxa")


def test_the_distances_of_word_a_in_gries_corpus_are_those_of_savicky_and_hlavacova():
    places = [at for at, word in enumerate(GRIES) if word == "a"]
    found = dispersion.distances(places, len(GRIES))
    assert found.arf == pytest.approx(10.8)
    assert found.awt == pytest.approx(3.18)
    assert found.ald == pytest.approx(0.628, abs=5e-4)
    assert (found.f_awt, found.f_ald) == pytest.approx((9.328, 11.764), abs=5e-4)


def test_an_even_term_is_as_frequent_as_it_is_and_a_clump_is_one():
    assert dispersion.distances(range(0, 100, 5), 100)[3:] == pytest.approx((20, 20))
    assert dispersion.distances(range(20), 10_000).arf < 1.05
    assert np.isnan(dispersion.distances([], 10)).all()
    for wrong in ([3, 3], [10], [-1]):
        with pytest.raises(ValueError, match="doubled or outside"):
            dispersion.distances(wrong, 10)


def test_the_range_is_a_number_of_parts_or_the_share_of_the_text_in_them():
    assert dispersion.part_range(WORDS["a"]) == 5
    assert dispersion.part_range(WORDS["x"]) == 1
    assert dispersion.part_range(WORDS["x"], SIZES) == 11 / 50


MEASURES = [
    dispersion.dp,
    dispersion.dp_norm,
    dispersion.juilland_d,
    dispersion.rosengren_s,
    dispersion.kld,
    dispersion.carroll_d2,
    dispersion.lyne_d3,
]


@pytest.mark.parametrize("measure", MEASURES)
def test_a_matrix_gives_what_its_columns_give(measure):
    matrix = np.array(list(WORDS.values())).T
    assert measure(matrix, SIZES) == pytest.approx([measure(v, SIZES) for v in WORDS.values()])


@pytest.mark.parametrize("measure", MEASURES)
def test_a_term_that_occurs_nowhere_has_no_dispersion(measure):
    assert np.isnan(measure([0, 0, 0], [5, 5, 5]))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(("count", "sizes"), [([], []), ([0, 0], [0, 0]), ([np.nan, 1], [9, 9])])
def test_no_parts_and_a_missing_count_give_nothing_and_not_zero(measure, count, sizes):
    assert np.isnan(measure(count, sizes))


def test_a_range_with_a_missing_count_or_without_parts_is_unknown():
    assert np.isnan(dispersion.part_range([np.nan, 1]))
    assert np.isnan(dispersion.part_range([], []))
    assert np.isnan(dispersion.part_range([0, 0], [0, 0]))
    assert dispersion.part_range([0, 0], [3, 3]) == 0


@pytest.mark.parametrize(
    "measure", [dispersion.dp_norm, dispersion.juilland_d, dispersion.carroll_d2]
)
def test_a_single_part_leaves_nothing_to_be_uneven(measure):
    assert np.isnan(measure([3], [10]))


@pytest.mark.parametrize("measure", MEASURES)
def test_parts_without_tokens_are_no_parts(measure):
    assert measure([1, 0, 2], [10, 0, 30]) == measure([1, 2], [10, 30])


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        ([1, 2], [10]),
        ([1, -1], [10, 10]),
        ([1, 1], [10, 0]),
        ([1, np.inf], [10, 10]),
        ([1, 1], [10, np.inf]),
    ],
)
def test_counts_that_do_not_fit_their_parts_are_refused(measure, count, sizes):
    with pytest.raises(ValueError, match="—"):
        measure(count, sizes)


parts = st.lists(st.tuples(st.integers(0, 20), st.integers(20, 500)), min_size=2, max_size=9)


@settings(deadline=None)
@given(parts)
def test_a_sparse_matrix_gives_the_numbers_of_the_full_one(rows):
    count, sizes = np.array(rows).T
    matrix = np.stack([count, count[::-1], np.zeros_like(count)], axis=1)
    for measure in (*MEASURES, dispersion.part_range):
        full = measure(matrix, sizes)
        np.testing.assert_allclose(measure(sparse.csr_array(matrix), sizes), full, atol=1e-12)


@settings(deadline=None)
@given(parts, st.randoms())
def test_the_order_of_the_parts_changes_nothing(rows, random):
    mixed = random.sample(rows, len(rows))
    for measure in MEASURES:
        here, there = (measure(*np.array(order).T) for order in (rows, mixed))
        assert here == pytest.approx(there, nan_ok=True)


@settings(deadline=None)
@given(parts)
def test_dispersion_stays_within_its_bounds(rows):
    count, sizes = np.array(rows).T
    if count.sum():
        assert -1e-9 <= dispersion.dp_norm(count, sizes) <= 1 + 1e-9
        assert 0 < dispersion.rosengren_s(count, sizes) <= 1 + 1e-9
        assert dispersion.kld(count, sizes) >= -1e-9


# --- one article -----------------------------------------------------------------------------


def carried(counts, sizes, n_target):
    chosen = np.arange(len(sizes)) < n_target
    each = np.arange(len(sizes))
    found = influence.leave_one_out(sparse.csr_array(counts), sizes, each, chosen, ~chosen)
    return found.carried.tolist()


def test_a_term_that_one_article_holds_is_carried_by_it():
    assert carried([[9, 1], [0, 1], [0, 0], [0, 0]], [50] * 4, 2) == [True, False]


def test_a_difference_that_turns_without_one_article_is_carried_by_it():
    # Without the first article the target has 1 in 50, the reference 4 in 100.
    assert carried([[9, 3], [1, 3], [2, 2], [2, 2]], [50] * 4, 2) == [True, False]


def test_a_lack_can_be_carried_by_an_article_of_the_reference():
    assert carried([[1, 1], [1, 1], [9, 5], [1, 5]], [50] * 4, 2) == [True, False]


def test_without_a_difference_nothing_is_carried():
    assert carried([[2, 0], [2, 0], [2, 0], [2, 0]], [50] * 4, 2) == [False, False]


# --- distance --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "q", "bits"),
    [
        ([1, 0], [0, 1], 1),
        ([0.5, 0.5], [1, 0], 0.311278),
        ([0.3, 0.1, 0.05, 0.55], [0.075, 0.1, 0.05, 0.775], 0.065986),
        ([3, 7], [30, 70], 0),
    ],
)
def test_jensen_shannon_divergence_in_bits(p, q, bits):
    assert dispersion.jensen_shannon(p, q) == pytest.approx(bits, abs=5e-7)
    assert dispersion.jensen_shannon(q, p) == pytest.approx(bits, abs=5e-7)


def test_an_empty_distribution_is_at_no_distance_from_anything():
    assert np.isnan(dispersion.jensen_shannon([0, 0], [1, 1]))
    for wrong in ([-1, 2], [np.inf, 2]):
        with pytest.raises(ValueError, match="negative or infinite"):
            dispersion.jensen_shannon(wrong, [1, 1])
