"""What texts have in common is weighed the same however their pairs were put in order."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import kinship

TEXTS = st.lists(st.text(st.sampled_from("甲乙丙a\U00020000"), max_size=9), min_size=1, max_size=5)


@given(TEXTS.filter(any))
def test_a_pair_weighs_by_the_number_of_texts_that_have_it(texts):
    found = kinship.Kinship(texts)
    every = "".join(texts)
    held = [set(pairwise(text)) for text in texts]
    for place, pair in enumerate(pairwise(every)):
        n = sum(pair in pairs for pairs in held)
        expected = math.log((len(texts) + 1) / n) if n else 0.0
        assert found.weights[found.numbers[place]] == pytest.approx(expected)


# The same characters, in the same order, where each needs more than 16 bits.
FAR = {ord(each): ord(each) + 0x20000 for each in "甲乙丙a"}


@given(st.lists(st.text("甲乙丙a", max_size=9), min_size=1, max_size=5).filter(any))
def test_pairs_of_characters_that_need_more_bits_are_put_in_the_same_order(texts):
    one = kinship.Kinship(texts)
    other = kinship.Kinship([text.translate(FAR) for text in texts])
    assert np.array_equal(one.numbers, other.numbers)
    assert np.array_equal(one.weights, other.weights)


@given(st.text("甲乙丙丁", max_size=20), st.text("甲乙丙丁", max_size=20))
def test_pairs_searched_for_and_pairs_looked_up_are_as_many(text, other):
    pairs = set(pairwise(text))
    expected = len(pairs & set(pairwise(other))) / len(pairs) if pairs else 0.0
    for few in (0, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kinship, "_FEW_PAIRS", few)
            assert kinship.shared(text, other) == expected
