"""Numerals: every spelling that newspapers use, exactly."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numerals import fold, interval, numerals, plain, read


@pytest.mark.parametrize(
    ("text", "value", "operator"),
    [
        ("16.4亿", "1640000000", ""),  # cn2an is reported to give 1 639 999 999
        ("68.3万余条", "683000", ">"),
        ("１２３个", "123", ""),
        ("1,234个", "1234", ""),
        ("1，234个", "1234", ""),
        ("7.8万亿", "7800000000000", ""),
        ("二〇一八", "2018", ""),
        ("一百零五", "105", ""),
        ("两万五", "25000", ""),
        ("三分之一", "33.3333", ""),
        ("百分之七点五", "7.5", ""),
        ("1/3", "33.3333", ""),
        ("七成以上", "70", ""),
        ("十余个", "10", ">"),
        ("上百家", "100", ">="),
        ("几十项", "20", ">="),
        ("半年", "0.5", "~"),
        ("总数四分之一", "25", ""),
    ],
)
def test_a_numeral_has_its_exact_value(text, value, operator):
    found = numerals(text)[0]
    assert (str(found.value), found.operator) == (value, operator)


def test_neighbouring_digits_are_an_interval_and_not_a_number():
    assert interval("两三") == (Decimal(2), Decimal(3))  # cn2an is reported to give 23
    assert interval("二三十") == (Decimal(20), Decimal(30))
    assert read("两三") is None


@pytest.mark.parametrize(
    "text",
    [
        "9" * 10_000,
        "9 " * 10_000,
        "9,999" * 2_500,
        "1 2 3 " * 3_000,
        "1亿" + "亿" * 10_000,
        "一" * 10_000,
        "1/0",
        "零分之一",
        "",
        "统筹",
    ],
)
def test_what_is_no_numeral_gives_none(text):
    assert numerals(text) == []


def test_a_lone_several_has_no_value():
    assert numerals("几年")[0].value is None


@given(st.integers(0, 10**17))
def test_digits_are_read_back(n):
    assert numerals(f"共{n}个")[0].value == n


@given(
    st.text(
        alphabet="零一二两三四五六七八九十百千万亿几数半多余点分之成0123456789.,，/%个年",
        max_size=60,
    )
)
def test_no_text_is_refused_and_spans_do_not_overlap(text):
    found = numerals(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= n.start < n.end <= len(text) for n in found)


@given(st.text(max_size=40))
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


def test_plain_drops_the_exponent():
    assert str(plain(Decimal("5.9E+9"))) == "5900000000"
