"""A term by year and newspaper, in articles and on pages, and what may be compared."""

import numpy as np
import pandas as pd
import pytest

from analysis import times
from analysis.errors import InputError
from tiny import shuffled, tokens

CORPUS = tokens(
    ("a1", "", "甲 甲 乙 丙"), ("a2", "", "乙 丙"), ("c1", "", "甲 甲"),
    ("b1", "", "甲 乙"), ("b2", "", "乙 乙"), ("d1", "", "甲"), ("e1", "", "乙"),
    page_id={"a1": "p1", "a2": "p1", "c1": "p1", "b1": "p2", "b2": "p2", "d1": "p3", "e1": "p4"},
    newspaper={**dict.fromkeys(["a1", "a2", "c1", "b1", "b2"], "早报"), "d1": "晚报", "e1": ""},
    year={"a1": 2018, "a2": 2018, "c1": 2018, "b1": 2022, "b2": 2022, "d1": 2020, "e1": 2021},
    kind={**dict.fromkeys(["a1", "a2", "b1", "b2", "d1", "e1"], "article"), "c1": "caption"},
)  # fmt: skip
KINDS = {"p1": "要闻", "p2": "要闻", "p3": "要闻", "p4": "要闻"}


def by_year(*terms: str, table: pd.DataFrame = CORPUS, **options) -> pd.DataFrame:
    chosen = {"rng": np.random.default_rng(7), "page_types": KINDS} | options
    return times.term_by_year(table, terms or ["甲"], **chosen)


def point(year: int, newspaper: str = "早报", **options) -> pd.Series:
    found = by_year(**options)
    return found[(found["year"] == year) & (found["newspaper"] == newspaper)].iloc[0]


def test_articles_and_pages_are_two_readings_side_by_side():
    row = point(2018)
    assert row[["freq_articles", "n_tokens_articles"]].tolist() == [2, 6]
    assert row["ipm_articles"] == pytest.approx(1e6 * 2 / 6)
    assert row[["freq_pages", "n_tokens_pages"]].tolist() == [4, 8]
    assert row["ipm_pages"] == pytest.approx(1e6 * 4 / 8)
    assert row[["n_pages", "n_articles", "n_articles_with", "share"]].tolist() == [1, 2, 1, 0.5]


def test_the_reading_by_articles_can_be_kept_to_those_about_one_matter():
    row = point(2018, articles=["a1", "b1"])
    assert row[["n_articles", "ipm_articles"]].tolist() == [1, 500_000]
    assert row["freq_pages"] == 4
    gone = point(2018, articles=["b1"])
    assert np.isnan(gone["ipm_articles"])
    assert np.isnan(gone["share"])
    assert gone["note"] == "no article here"


def test_the_interval_by_article_reaches_from_article_to_article():
    row = point(2018)
    assert (row["low"], row["high"]) == (0, 500_000)  # twice a2, twice a1


def test_one_article_and_a_term_that_is_absent_have_no_interval_and_say_why():
    assert point(2020, "晚报")["note"] == "one article: no interval"
    row = by_year("丁").set_index(["newspaper", "year"]).loc[("早报", 2018)]
    assert row["note"] == "does not occur: see the upper end of share"
    assert row["ipm_articles"] == 0
    assert np.isnan(row["low"])
    assert row["share_high"] > 0


def test_first_and_last_year_are_those_of_the_term_on_any_page():
    found = by_year("甲", "丙", "丁").drop_duplicates("term").set_index("term")
    assert found.loc["甲", ["first_year", "last_year"]].tolist() == [2018, 2022]
    assert found.loc["丙", ["first_year", "last_year"]].tolist() == [2018, 2018]
    assert found.loc["丁", ["first_year", "last_year"]].isna().all()


def test_the_same_paper_and_kind_of_page_is_one_series():
    assert point(2018)["comparable"]
    assert point(2018)["series"] == point(2022)["series"] == "早报 要闻"


@pytest.mark.parametrize(
    ("options", "where", "why"),
    [
        ({}, (2020, "晚报"), "no other year of 晚报"),
        ({}, (2021, ""), "the newspaper is not known"),
        ({"page_types": None}, (2018, "早报"), "kind of page not known: other years of 早报"),
        (
            {"page_types": KINDS | {"p2": "专版"}},
            (2022, "早报"),
            "other years of 早报 are not 专版",
        ),
        ({"page_types": {"p2": "专版"}}, (2022, "早报"), "other years of 早报 are not 专版"),
    ],
)
def test_what_is_not_the_same_thing_is_not_comparable_and_says_why(options, where, why):
    row = point(*where, **options)
    assert not row["comparable"]
    assert row["why_not"].startswith(why)
    assert row["series"] == ""


def test_a_point_without_a_year_is_kept_and_compared_with_nothing():
    undated = CORPUS.assign(year=CORPUS["year"].where(CORPUS["article_id"] != "d1"))
    found = by_year(table=undated)
    row = found[found["newspaper"] == "晚报"].iloc[0]
    assert row["year"] is pd.NA
    assert row["why_not"] == "the year is not known"
    assert found["last_year"].max() == 2022


def test_shuffled_tokens_and_other_terms_beside_it_change_nothing():
    one = by_year("甲")
    pd.testing.assert_frame_equal(one, by_year("甲", table=shuffled(CORPUS)))
    both = by_year("乙", "甲")
    pd.testing.assert_frame_equal(one, both[both["term"] == "甲"].reset_index(drop=True))


def test_rows_with_the_same_number_are_still_different_rows():
    pd.testing.assert_frame_equal(by_year(), by_year(table=CORPUS.set_index(CORPUS.index * 0)))


@pytest.mark.parametrize(
    ("terms", "options", "message"),
    [
        ([], {}, "No term to follow"),
        (["甲", "甲"], {}, "given twice — 甲"),
        (["甲"], {"page_types": {"p9": "要闻"}}, "its first page is 'p9'"),
    ],
)
def test_what_cannot_be_followed_is_said(terms, options, message):
    with pytest.raises(InputError, match=message):
        times.term_by_year(
            CORPUS, terms, **({"rng": np.random.default_rng(1), "page_types": KINDS} | options)
        )
