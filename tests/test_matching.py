"""Any of many names: the longest at each place, and no Latin word or number cut apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.matching import any_of

LATIN = set("AB5０Ａ")


@pytest.mark.parametrize(
    ("forms", "text", "expected"),
    [
        (["5G"], "15G、5G、5GA、甲5G乙", ["5G", "5G"]),
        (["5G"], "１５G和5Ｇ", []),
        (["AI"], "AI与AIR和BAI、AI2", ["AI"]),
        (["甲", "甲乙", "甲乙丙"], "甲乙丙甲乙甲", ["甲乙丙", "甲乙", "甲"]),
        (["甲乙A", "甲乙"], "甲乙AB甲乙A", ["甲乙", "甲乙A"]),
        (["a.b", "a"], "a.b axb a", ["a.b", "a"]),
        ([], "甲", []),
        (["甲", "甲"], "甲", ["甲"]),
    ],
)
def test_names_are_found_from_edge_to_edge(forms, text, expected):
    assert any_of(forms).findall(text) == expected


def slow(forms, text):
    """The same by trying every form at every place."""
    found, at = [], 0
    while at < len(text):
        fits = [
            form
            for form in forms
            if text.startswith(form, at)
            and not (at and {text[at - 1], form[0]} <= LATIN)
            and not (at + len(form) < len(text) and {text[at + len(form)], form[-1]} <= LATIN)
        ]
        best = max(fits, key=len, default="")
        found += [best] if best else []
        at += len(best) or 1
    return found


@given(
    st.sets(st.text("甲乙AB5０.", min_size=1, max_size=3), max_size=8),
    st.text("甲乙AB5０Ａ.", max_size=30),
)
def test_it_finds_what_trying_every_form_finds(forms, text):
    assert any_of(forms).findall(text) == slow(forms, text)


def test_the_order_of_the_names_does_not_matter():
    forms = ["甲", "甲乙", "A", "AB", "乙"]
    assert any_of(forms).pattern == any_of(forms[::-1]).pattern
