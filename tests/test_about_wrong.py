"""Tempting conclusions: found where the trap is, absent where it is not."""

import numpy as np
import pandas as pd
import pytest
from test_about import token_rows

from analysis import about_districts, about_wrong

NO_THEMES = pd.DataFrame(
    columns=["group", "theme", "share", "n_sentences", "n_articles", "low", "high"]
)
NO_DISTANCES = pd.DataFrame(
    columns=["district_a", "district_b", "distance", "expected", "n_tokens_a", "n_tokens_b"]
)
OPTIONS = {"stop_words": frozenset(), "min_tokens": 5, "min_freq": 3, "min_docs": 1}


def evidence(tokens: pd.DataFrame, **other: object) -> about_wrong.Evidence:
    key, within = (
        about_districts.keyness(
            tokens, rng=np.random.default_rng(1), within_paper=inside, **OPTIONS
        )
        for inside in (False, True)
    )
    tables = {"themes": NO_THEMES, "far": NO_DISTANCES, "followed": []} | other
    return about_wrong.Evidence(tokens, key, within, **tables)


def even() -> pd.DataFrame:
    """Two districts that write the same."""
    text = "甲词 甲词 乙词 丙词"
    rows = [(f"{name}{n}", f"{name}{n}:01", district, text)
            for name, district in (("p", "静安区"), ("q", "黄浦区")) for n in range(4)]  # fmt: skip
    return token_rows(rows)


def test_where_there_is_no_trap_there_is_no_row():
    table = about_wrong.conclusions(evidence(even()))
    assert table.empty
    assert list(table.columns) == list(about_wrong.COLUMNS)
    assert about_wrong.shown(table).empty
    assert about_wrong.words_named(table) == []


def test_where_nothing_is_compared_there_is_no_row():
    few = evidence(even())
    none = few.key.iloc[:0]
    assert about_wrong.conclusions(few._replace(key=none, within=none)).empty


def test_a_word_of_two_articles_above_the_bar_is_refuted_by_exchanging_articles():
    rows = [
        ("p1", "p1:01", "静安区", "甲词 " * 20 + "乙词"), ("p2", "p2:01", "静安区", "甲词 " * 9),
        ("q1", "q1:01", "黄浦区", "乙词 " * 20), ("q2", "q2:01", "黄浦区", "乙词 丙词 " * 6),
    ]  # fmt: skip
    found = about_wrong.by_log_likelihood(evidence(token_rows(rows)))
    assert found[4:] == ("静安区", "甲词")
    assert "29 : 0" in found[1]
    # 2 against 2 articles: 4!/(2!2!) = 6 ways, of which two are as extreme
    assert "p = .333" in found[3]
    many = about_wrong.many_words(evidence(token_rows(rows)))
    assert many[3].startswith("0 words have a q")


def test_a_word_of_one_article_of_several_is_that_article_s():
    rows = [
        ("p1", "p1:01", "静安区", "甲词 " * 9 + "乙词"), ("p2", "p2:01", "静安区", "乙词 " * 9),
        ("q1", "q1:01", "黄浦区", "乙词 丙词 " * 4), ("q2", "q2:01", "黄浦区", "乙词 丙词 " * 4),
    ]  # fmt: skip
    found = about_wrong.one_article(evidence(token_rows(rows)))
    assert found[4:] == ("静安区", "甲词")
    assert found[3].startswith("without it 0 occurrences are left in the other 1 of 2 articles")


def test_a_cut_article_is_found_by_the_share_of_the_rest_that_stands_in_it():
    rows = [
        ("p", "p:01", "静安区", "甲词 " * 9), ("p", "p:01", "黄浦区", "甲词 " * 3 + "丙词 " * 9),
        ("q", "q:01", "黄浦区", "乙词 " * 30),
    ]  # fmt: skip
    found = about_wrong.cut_article(evidence(token_rows(rows)))
    assert found[4:] == ("静安区", "甲词")
    assert found[3] == "3 of the 3 occurrences elsewhere stand in the same article"
    apart = token_rows([*rows[:1], ("r", "r:01", "黄浦区", rows[1][3]), rows[2]])
    assert about_wrong.cut_article(evidence(apart)) is None


def years(*rows: tuple[str, str, str, str, int]) -> pd.DataFrame:
    table = token_rows([row[:4] for row in rows])
    return table.assign(year=table["page_id"].map({row[0]: row[4] for row in rows}).astype("Int64"))


def test_a_word_that_rises_by_page_and_falls_in_its_items_is_named():
    tokens = years(
        ("p", "p:01", "静安区", "甲词 甲词 乙词 乙词", 2018),
        ("p", "p:02", "黄浦区", "丙词 " * 36, 2018),
        ("q", "q:01", "静安区", "甲词 甲词 " + "乙词 " * 6, 2022),
    )  # fmt: skip
    found = about_wrong.by_page(evidence(tokens, followed=["甲词"]))
    assert found[0] == "甲报 writes more of 甲词 in 2022 than in 2018"
    assert found[1].startswith("50.0 → 250.0")
    assert "500.0 → 250.0 (1 and 1 items)" in found[3]
    assert about_wrong.by_page(evidence(tokens, followed=["乙词"])) is None


def test_a_word_younger_than_a_district_s_pages_is_no_silence():
    tokens = years(
        ("p", "p:01", "静安区", "乙词 " * 9, 2018), ("q", "q:01", "黄浦区", "甲词 乙词 " * 10, 2021)
    )
    found = about_wrong.absent_before(evidence(tokens, followed=["甲词"]))
    assert found[0] == "静安区 does not take part in 甲词"
    assert found[1] == "0 of 10 occurrences are about it"
    assert "first year in these pages: 2021; 0 occurrences in 9 tokens up to 2018" in found[3]
    undated = tokens.assign(year=pd.array([pd.NA] * len(tokens), dtype="Int64"))
    assert about_wrong.absent_before(evidence(undated, followed=["甲词"])) is None
    assert about_wrong.by_page(evidence(undated, followed=["甲词"])) is None


@pytest.mark.parametrize(("n_articles", "found"), [(1, True), (2, False)])
def test_the_highest_share_is_a_trap_if_it_is_one_article_s(n_articles, found):
    themes = pd.DataFrame(
        {
            "group": ["静安区", "黄浦区"], "theme": ["甲  a", "乙  b"], "share": [0.9, 0.2],
            "n_sentences": [20, 30], "n_articles": [n_articles, 3], "low": [0.7, 0.1],
            "high": [0.97, 0.4],
        }
    )  # fmt: skip
    row = about_wrong.theme_of_one_article(evidence(even(), themes=themes))
    assert (row is not None) is found
    if found:
        assert row[0] == "静安区 cares most for 甲"


def test_what_size_explains_of_two_distances_is_told():
    far = pd.DataFrame(
        {
            "district_a": ["静安区", "静安区"], "district_b": ["黄浦区", "徐汇区"],
            "distance": [0.9, 0.6], "expected": [0.7, 0.5], "n_tokens_a": [900, 900],
            "n_tokens_b": [50, 800],
        }
    )  # fmt: skip
    row = about_wrong.far_apart(evidence(even(), far=far))
    assert row[3] == "by chance 0.70 and 0.50: of the difference of 0.30 size explains 0.20"
