"""Sizes first: the counts of each group, and what is refused or marked."""

import numpy as np
import pandas as pd
import pytest

from analysis import sizes as of
from analysis.errors import InputError
from tiny import shuffled, tokens

CORPUS = tokens(
    ("a1", "甲区", "甲 乙 丙"), ("a1", "乙区", "甲"), ("a2", "甲区", "乙 丙"), ("a3", "", "丁"),
    newspaper={"a1": "早报", "a2": "晚报", "a3": ""}, year={"a1": 2018, "a2": 2020, "a3": pd.NA},
)  # fmt: skip


def table(**options) -> pd.DataFrame:
    return of.sizes(CORPUS, **({"min_tokens": 2, "min_documents": 2} | options))


def row(group: str, **options) -> pd.Series:
    return table(**options).set_index("district").loc[group]


def test_a_group_is_counted_in_articles_documents_sentences_and_tokens():
    own = row("甲区")
    assert own[list(of.COUNTS)].tolist() == [2, 2, 2, 5, 2, 2]
    assert own["years"] == "2018, 2020"
    assert own["papers"] == "早报、晚报"
    assert not own["too_small"]


def test_an_article_mainly_about_another_group_is_a_document_and_no_article():
    own = row("乙区")
    assert (own["n_articles"], own["n_documents"], own["n_tokens"]) == (0, 1, 1)


def test_the_largest_group_stands_first_and_text_without_a_group_is_kept():
    assert table()["district"].tolist() == ["甲区", "", "乙区"]
    assert row("")["n_years"] == 0


def test_a_small_group_says_which_threshold_it_misses():
    assert row("乙区")["why"] == "one article: no interval, no test, 1 token, fewer than 2"
    assert row("乙区", min_documents=1, min_tokens=1)["why"] == ""


def test_a_group_without_text_has_a_row_of_zeros_and_no_quality():
    own = row("丙区", groups=["丙区"])
    assert own[list(of.COUNTS)].tolist() == [0] * 6
    assert own["why"] == "no text"
    assert np.isnan(own["score"])


def test_reading_quality_is_taken_over_and_unknown_is_not_zero():
    quality = pd.DataFrame({"district": ["甲区"], "in_words": [0.75], "score": [0.5]})
    found = table(quality=quality).set_index("district")["score"]
    assert found["甲区"] == 0.5
    assert np.isnan(found["乙区"])
    with pytest.raises(InputError, match="a group twice — '甲区'"):
        table(quality=pd.concat([quality, quality]))


def test_shuffled_rows_give_the_same_sizes():
    pd.testing.assert_frame_equal(table(), of.sizes(shuffled(CORPUS), min_tokens=2))


PAIRS = pd.DataFrame({"district_a": ["甲区", "甲区"], "district_b": ["甲区", "乙区"]})
BOTH = ("district_a", "district_b")


def test_a_comparison_is_marked_by_the_small_group_in_it():
    marked = of.refuse_or_mark(PAIRS, table(), groups=BOTH)["too_small"].tolist()
    assert marked == ["", "乙区: one article: no interval, no test, 1 token, fewer than 2"]


def test_rows_with_a_small_group_are_dropped_when_asked():
    assert len(of.refuse_or_mark(PAIRS, table(), groups=BOTH, small="drop")) == 1
    none = of.refuse_or_mark(PAIRS.head(0), table(), groups=BOTH, small="drop")
    assert list(none.columns) == list(PAIRS.columns)


def test_a_comparison_with_a_small_group_is_refused_by_name():
    with pytest.raises(InputError, match="too small to compare — 乙区"):
        of.refuse_or_mark(PAIRS, table(), groups=BOTH, small="refuse")
    fine = PAIRS.head(1)
    pd.testing.assert_frame_equal(
        of.refuse_or_mark(fine, table(), groups=BOTH, small="refuse"), fine
    )


def test_a_group_that_has_no_size_is_an_error():
    with pytest.raises(InputError, match="has no size — 戊区"):
        of.refuse_or_mark(pd.DataFrame({"group": ["戊区"]}), table())


def test_nothing_to_count_and_a_missing_column_are_said():
    with pytest.raises(InputError, match="Nothing to count"):
        of.sizes(CORPUS.assign(kind="caption"))
    with pytest.raises(InputError, match="lacks the column newspaper"):
        of.sizes(CORPUS.drop(columns="newspaper"))
