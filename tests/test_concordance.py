"""Concordance lines and collocates on sentences small enough to read."""

import re
from math import log2

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import association, concordance, counts, schema
from analysis.concordance import collocates, kwic
from analysis.errors import InputError

TEXTS = [
    ("p", "静安区", 3, ["印度", "的", "数据", "共享", "平台", "。"]),
    ("p", "静安区", 5, ["印度尼西亚", "有", "大数据", "，", "也", "有", "数据", "。"]),
    ("q", "普陀区", 2, ["ＡＩ", "与", "数据", "共享", "平台"]),
]


@pytest.fixture
def table():
    rows, sentences = [], []
    for n, (page, district, line, words) in enumerate(TEXTS):
        rows += [(f"s{n}", at, word, "n", 0) for at, word in enumerate(words)]
        text = "".join(words)
        sentences.append((f"s{n}", f"{page}1", "body", 1, n, text, line, line, district, "printed"))
    articles = [(f"{p}1", p, "article", "", "", "", "", "", 1, "", 1.0) for p in "pq"]
    pages = [
        ("p", "p.txt", "甲报", "2018-08-01", "printed", "utf-8", 1, 1, 0, ""),
        ("q", "q.txt", "乙报", "2021-01-01", "printed", "utf-8", 1, 1, 0, ""),
    ]
    return counts.token_table(
        schema.frame("tokens", rows),
        schema.frame("sentences", sentences),
        schema.frame("articles", articles),
        schema.frame("pages", pages),
    )


def lines(frame):
    """left|node|right of every line."""
    return ["|".join(row) for row in frame[["left", "node", "right"]].itertuples(index=False)]


def test_a_word_is_not_found_inside_another(table):
    assert lines(kwic(table, "印度")) == ["|印度|的数据共享平台。"]
    assert len(kwic(table, "印度", match="substring")) == 2


def test_a_text_of_several_words_is_found_where_it_begins_and_ends_with_words(table):
    assert lines(kwic(table, "数据共享", window=1)) == ["的|数据共享|平台", "与|数据共享|平台"]
    assert lines(kwic(table, "据共享")) == []


def test_a_sequence_is_words_side_by_side(table):
    assert lines(kwic(table, ["数据", "共享"], window=0)) == ["|数据共享|", "|数据共享|"]
    assert len(kwic(table, ["数据", "平台"])) == 0


def test_a_pattern_matches_whole_words(table):
    found = kwic(table, re.compile("大?数据"), window=1)
    assert found["node"].tolist() == ["数据", "大数据", "数据", "数据"]


def test_no_line_leaves_its_sentence(table):
    assert lines(kwic(table, "平台", window=50)) == [
        "印度的数据共享|平台|。",
        "ＡＩ与数据共享|平台|",
    ]
    assert len(kwic(table, "。印度", match="substring")) == 0


def test_a_substring_line_keeps_the_rest_of_the_word(table):
    assert lines(kwic(table, "数", match="substring", window=1, year=2018))[1] == "大|数|据"


def test_full_width_and_half_width_are_the_same(table):
    assert lines(kwic(table, "AI", window=1)) == ["|ＡＩ|与"]
    assert lines(kwic(table, " ＡＩ ", window=1)) == ["|ＡＩ|与"]
    assert lines(kwic(table, ["AI"], window=1)) == ["|ＡＩ|与"]
    assert lines(kwic(table, re.compile("[A-Z]+"), window=1)) == ["|ＡＩ|与"]


def test_every_line_says_where_it_stands(table):
    place = kwic(table, "印度").iloc[0]
    assert (place.district, place.year, place.page_id, place.first_line) == ("静安区", 2018, "p", 3)
    assert (place.article_id, place.sentence_id) == ("p1", "s0")


def test_lines_sort_by_either_side(table):
    assert lines(kwic(table, "数据", sort="right", window=2)) == [
        "也有|数据|。",
        "印度的|数据|共享平台",
        "ＡＩ与|数据|共享平台",
    ]
    assert kwic(table, "数据", sort="left", window=1)["left"].tolist() == ["与", "有", "的"]


def test_a_district_or_a_year_narrows_the_search(table):
    assert len(kwic(table, "数据", district="普陀区")) == 1
    assert len(kwic(table, "数据", year=2018)) == 2


def test_shuffled_rows_give_the_same_lines(table):
    pd.testing.assert_frame_equal(kwic(table.iloc[::-1], "数据"), kwic(table, "数据"))


def test_no_place_is_an_empty_table_with_the_columns(table):
    found = kwic(table, "乌有")
    assert len(found) == 0
    assert found.columns.tolist() == kwic(table, "数据").columns.tolist()


@pytest.mark.parametrize("node", ["", "　", [], [""]])
def test_an_empty_query_is_refused(table, node):
    with pytest.raises(InputError, match="empty"):
        kwic(table, node)


def test_what_no_sentence_has_is_said_with_what_there_is(table):
    with pytest.raises(InputError, match=r"district 金山区 .*普陀区、静安区"):
        kwic(table, "数据", district="金山区")
    with pytest.raises(InputError, match=r"year 1999 .*2018、2021"):
        kwic(table, "数据", year=1999)
    with pytest.raises(InputError, match="window is -1"):
        kwic(table, "数据", window=-1)
    with pytest.raises(ValueError, match="no such choice"):
        kwic(table, "数据", sort="up")


def test_collocates_are_counted_within_the_window_and_scored_by_formula(table):
    found = collocates(table, "数据", window=1, min_freq=1).set_index("collocate")
    # N: 16 counted words; 数据 3; 共享 2, both beside it; 有 2, one beside it.
    shared = found.loc["共享"]
    assert (shared.freq, shared.node_freq, shared.collocate_freq, shared.n_tokens) == (2, 3, 2, 16)
    assert shared.expected == pytest.approx(3 * 2 * 2 / 16)
    assert shared.log_dice == pytest.approx(14 + log2(2 * 2 / (3 + 2)))
    assert shared.mi == pytest.approx(log2(2 / (3 * 2 * 2 / 16)))
    assert found.loc["有"].freq == 1
    assert "平台" not in found.index


def test_log_dice_of_a_pair_that_never_parts_is_fourteen():
    """Rychlý 2008, p. 9: the maximum is 14, when all of X stand with Y and all of Y with X."""
    rows = [("s", n, word, "n", 0) for n, word in enumerate(["甲", "乙", "，", "丙", "甲", "乙"])]
    table = pd.DataFrame(rows, columns=["sentence_id", "position", "token", "pos", "start"])
    table = table.assign(role="body", kind="article", article_id="a")
    found = collocates(table.iloc[[0, 1]], "甲", window=1, min_freq=1)
    assert found["log_dice"].tolist() == [14.0]


def test_collocates_do_not_cross_sentences(table):
    near = set(collocates(table, "大数据", window=99, min_freq=1)["collocate"])
    assert near == {"印度尼西亚", "有", "也", "数据"}


def test_collocates_that_are_rare_or_stop_words_are_left_out(table):
    assert collocates(table, "数据", window=1)["collocate"].tolist() == ["共享"]
    assert len(collocates(table, "数据", window=1, stop_words={"共享"})) == 0


def test_a_word_that_is_not_there_has_no_collocates_and_says_so(table):
    with pytest.raises(InputError, match="no word of this corpus"):
        collocates(table, "乌有")
    with pytest.raises(ValueError, match="window=0"):
        collocates(table, "数据", window=0)


def test_folding_keeps_every_place():
    text = "５Ｇ＋８Ｋ：甲　乙𠮷🙂ﬁ"
    assert len(concordance.fold(text)) == len(text)


def tokens_of(*sentences):
    """A token table of sentences written as words with blanks between."""
    rows = [
        (f"s{n}", at, word)
        for n, sentence in enumerate(sentences)
        for at, word in enumerate(sentence.split(), start=1)
    ]
    table = pd.DataFrame(rows, columns=["sentence_id", "position", "token"])
    return table.assign(pos="n", role="body", kind="article")


def test_a_full_width_word_is_the_half_width_one_in_the_query_and_in_the_text():
    table = tokens_of("５Ｇ 甲乙", "5G 甲乙", "甲乙 丙丁")
    for query in ("5G", "５Ｇ"):
        found = collocates(table, query, window=1, min_freq=1).set_index("collocate")
        assert (found.loc["甲乙", "freq"], found.loc["甲乙", "node_freq"]) == (2, 2)
    near = collocates(table, "甲乙", window=1, min_freq=1)["collocate"]
    assert sorted(near) == ["5G", "丙丁"]
    assert "5G" not in set(
        collocates(table, "甲乙", window=1, min_freq=1, stop_words={"５Ｇ"})["collocate"]
    )


def test_a_word_in_two_windows_counts_once():
    found = collocates(tokens_of("甲 乙 甲"), "甲", window=1, min_freq=1).iloc[0]
    assert (found.collocate, found.freq) == ("乙", 1)
    found = collocates(tokens_of("乙 甲 乙"), "甲", window=1, min_freq=1).iloc[0]
    assert (found.collocate, found.freq) == ("乙", 1)


def test_the_scores_are_those_of_the_association_measures():
    table = tokens_of("甲 乙 丙 丁 甲 乙", "丙 乙 丁 甲 丙", "乙 丁 丁")
    found = collocates(table, "甲", window=2, min_freq=1)
    pair = (found["freq"], found["node_freq"], found["collocate_freq"])
    assert list(found["mi"]) == pytest.approx(association.mi(*pair, 14, span=4))
    assert list(found["log_dice"]) == pytest.approx(association.log_dice(*pair))
    assert list(found["expected"]) == pytest.approx(association.expected(*pair[1:], 14, span=4))


@given(
    st.lists(st.text("甲乙丙", min_size=1, max_size=12), min_size=1, max_size=4),
    st.integers(1, 6),
)
def test_log_dice_never_passes_fourteen_and_no_occurrence_counts_twice(sentences, window):
    table = tokens_of(*(" ".join(sentence) for sentence in sentences))
    found = collocates(table, table.loc[0, "token"], window=window, min_freq=1)
    assert (found["log_dice"] <= 14 + 1e-9).all()
    assert (found["freq"] <= found[["node_freq", "collocate_freq"]].min(axis=1)).all()


# --- families, patterns in sentences, samples ------------------------------------------------


def test_a_family_is_any_of_its_words_and_the_longer_one_where_they_overlap(table):
    found = kwic(table, {"数据", "共享", "数据共享"}, window=0)
    assert found["node"].tolist() == ["数据共享", "数据", "数据共享"]
    assert kwic(table, {"AI", "印度"}, window=0)["node"].tolist() == ["印度", "ＡＩ"]
    with pytest.raises(InputError, match="family is empty"):
        kwic(table, set())


def test_a_pattern_can_be_searched_in_the_text_of_sentences(table):
    found = kwic(table, re.compile("据共?享?.台|A."), match="substring", window=1)
    assert lines(found) == ["数|据共享平台|。", "|ＡＩ|与", "数|据共享平台|"]
    assert len(kwic(table, re.compile("。印度|x*"), match="substring")) == 0
    assert lines(kwic(table, re.compile("^印度"), match="substring", window=1)) == [
        "|印度|的",
        "|印度|尼西亚",
    ]


def test_doubled_rows_and_missing_words_are_refused(table):
    with pytest.raises(InputError, match="Position 0 of sentence s0 is there twice"):
        kwic(pd.concat([table, table]), "数据")
    table.loc[1, "token"] = None
    with pytest.raises(InputError, match="Position 1 of sentence s0 has no token"):
        kwic(table, "数据")


def test_a_sample_has_one_line_of_each_article_whatever_their_order(table):
    found = kwic(table, "数据")
    drawn = [
        concordance.one_per_article(order, rng=np.random.default_rng(3))
        for order in (found, found.iloc[::-1])
    ]
    assert drawn[0]["article_id"].tolist() == ["p1", "q1"]
    pd.testing.assert_frame_equal(drawn[0], drawn[1].iloc[::-1].reset_index(drop=True))
    seen = {
        concordance.one_per_article(found, rng=np.random.default_rng(n))["sentence_id"][0]
        for n in range(20)
    }
    assert seen == {"s0", "s1"}
    assert concordance.one_per_article(found.iloc[:0], rng=np.random.default_rng(1)).empty


# --- collocates in sentences and of families -------------------------------------------------


def test_in_sentences_everything_is_a_number_of_sentences():
    table = tokens_of("甲 乙 乙 甲", "甲 丙", "乙 丙", "丁 丁")
    found = collocates(table, "甲", window="sentence", min_freq=1).set_index("collocate")
    row = found.loc["乙"]
    assert (row.freq, row.node_freq, row.collocate_freq, row.n_sentences, row.span) == (
        1, 2, 2, 4, 1,
    )  # fmt: skip
    assert row.expected == 2 * 2 / 4
    assert row.delta_p_collocate == 1 / 2 - 1 / 2
    assert set(found.index) == {"乙", "丙"}


def test_a_family_is_one_node():
    table = tokens_of("甲 乙", "甲二 乙", "丙 丁")
    found = collocates(table, {"甲", "甲二", "戊"}, window=1, min_freq=1).iloc[0]
    assert (found.collocate, found.freq, found.node_freq, found.log_dice) == ("乙", 2, 2, 14)
    near = collocates(table, "乙", window=1, min_freq=1)
    assert sorted(near["collocate"]) == ["甲", "甲二"]
    with pytest.raises(InputError, match="no word of this corpus"):
        collocates(table, {"戊", "己"})


def test_every_score_is_there_with_the_window_that_it_rests_on():
    table = tokens_of("甲 乙 丙 丁 甲 乙", "丙 乙 丁 甲 丙", "乙 丁 丁")
    found = collocates(table, "甲", window=2, min_freq=1)
    assert set(found["span"]) == {4}
    counts_of = (found["freq"], found["node_freq"], found["collocate_freq"], found["n_tokens"])
    scores = association.association(*counts_of, span=4)
    for name in ("t_score", "z_score", "log_likelihood", "delta_p_collocate", "delta_p_node"):
        assert found[name].tolist() == pytest.approx(scores[name].tolist(), nan_ok=True)
    with pytest.raises(ValueError, match="window='page'"):
        collocates(table, "甲", window="page")
