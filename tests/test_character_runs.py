"""Characters looked up in a table stand where an expression finds them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import character_runs
from analysis.characters import HAN, SPACE, UNSEEN

TEXTS = st.text(
    st.sampled_from("甲乙 \t\u3000\u200b\n\ufeff\ud800\U00020000\U000e0041"), max_size=20
)


@given(TEXTS, st.sampled_from([SPACE, UNSEEN, "甲", ",;:!?()."]))
@example("", SPACE)
@example("甲", SPACE)
@example("  甲 ", SPACE)
@example(" \U00020000  ", SPACE)
@example("\U000e0041甲", UNSEEN)
def test_runs_of_a_class_are_those_that_an_expression_finds(text, characters):
    plain = [found.span() for found in re.finditer(f"[{characters}]+", text)]
    assert list(character_runs.runs(text, characters)) == plain
    assert character_runs.held(text, (characters, "乙", " ")) == (
        bool(plain),
        "乙" in text,
        " " in text,
    )
    single = [found.start() for found in re.finditer(f"[{characters}]", text)]
    assert character_runs.places(text, characters) == single


@given(TEXTS)
@example(" 甲 甲")
@example("甲")
@example("\U00020000 甲 ")
def test_characters_right_behind_a_class_are_told_from_the_others(text):
    behind = [found.start() for found in re.finditer("(?<=[甲乙])[ \t]", text)]
    every = [found.start() for found in re.finditer("[ \t]", text)]
    assert character_runs.behind(text, " \t", "甲乙") == (
        behind,
        [at for at in every if at not in behind],
    )


@given(TEXTS)
@example("甲 甲  甲 乙\t")
@example(" 甲")
@example("甲 ")
@example("\U00020000 甲 ")
def test_what_parts_a_pair_is_told_from_the_other_runs(text):
    kinds, pairs = ("甲", "\n", " \t"), ((0, 0), (0, 3), (3, 0), (1, 0))
    parting = [found.start() for found in re.finditer(
        "(?<=甲)[ \t](?=[^\n \t])|(?<=[^ \t])[ \t](?=甲)", text,
    )]  # fmt: skip
    every = [found.span() for found in re.finditer("[ \t]+", text)]
    if any(character > "\uffff" for character in text):
        parting = []
    places, others = character_runs.parting(text, " \t", kinds, pairs)
    assert places == parting
    assert list(others) == [span for span in every if span[0] not in parting]


@pytest.mark.parametrize("character", "甲々〇\u3400\uf900\U00020000")
def test_ideographs_are_han(character):
    assert re.fullmatch(f"[{HAN}]", character)


@pytest.mark.parametrize("character", "한か\ue000\ud800，A1")
def test_letters_of_other_scripts_and_private_signs_are_not_han(character):
    assert not re.fullmatch(f"[{HAN}]", character)
