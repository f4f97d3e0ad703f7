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


@given(TEXTS.filter(any))
def test_pairs_without_room_for_their_places_are_put_in_the_same_order(texts):
    one = kinship.Kinship(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinship, "_CODE_BITS", 32)
        other = kinship.Kinship(texts)
    assert np.array_equal(one.numbers, other.numbers)
    assert np.array_equal(one.weights, other.weights)
