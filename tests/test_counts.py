"""Counts against fractions worked out by hand on a corpus of 甲乙丙丁."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import counts, schema
from analysis.errors import InputError

# sentence: article, role, district, words. In a and b 甲 4, 乙 3, 丙 2, 丁 1, 12 1: N = 11.
SENTENCES = {
    "s1": ("a", "headline", "静安区", ["甲", "乙"]),
    "s2": ("a", "body", "静安区", ["甲", "，", "甲", "丙", "。"]),
    "s3": ("b", "body", "普陀区", ["乙", "甲", "丁", "12", "。"]),
    "s4": ("b", "body", "", ["乙", "丙"]),
    "s5": ("b", "byline", "", ["丁", "丁"]),
    "s6": ("c", "caption", "静安区", ["甲"]),
}


def tables(sentences=SENTENCES):
    """The four tables that a token table is made of."""
    rows = [
        (key, n, word, "n", 0)
        for key, (*_, words) in sentences.items()
        for n, word in enumerate(words)
    ]
    of_sentences = [
        (key, article, role, 1, 1, "".join(words), 7, 7, district, "")
        for key, (article, role, district, words) in sentences.items()
    ]
    articles = [
        (key, page, kind, "", "", "", "", "", 1, "", 1.0)
        for key, page, kind in [("a", "p", "article"), ("b", "q", "article"), ("c", "q", "caption")]
    ]
    pages = [
        ("p", "p.txt", "甲报", "2018-08-01", "printed", "utf-8", 1, 1, 0, ""),
        ("q", "q.txt", "乙报", "", "", "utf-8", 1, 1, 0, ""),
    ]
    return (
        schema.frame("tokens", rows),
        schema.frame("sentences", of_sentences),
        schema.frame("articles", articles),
        schema.frame("pages", pages),
    )


@pytest.fixture
def table():
    return counts.token_table(*tables())


def by_token(frame, column, key="token"):
    """Token → value."""
    return dict(zip(frame[key], frame[column], strict=True))


def test_every_token_keeps_its_row_and_learns_where_it_stands(table):
    assert len(table) == 17
    first = table.iloc[0]
    assert (first.token, first.article_id, first.role, first.kind) == (
        "甲",
        "a",
        "headline",
        "article",
    )
    assert (first.page_id, first.newspaper, first.year, first.first_line) == ("p", "甲报", 2018, 7)
    assert table["year"].isna().sum() == 10


def test_a_token_of_an_unknown_sentence_is_not_dropped_in_silence():
    tokens, sentences, articles, pages = tables()
    with pytest.raises(ValueError, match="s1"):
        counts.token_table(tokens, sentences[sentences["sentence_id"] != "s1"], articles, pages)


def test_a_doubled_article_does_not_double_its_tokens():
    tokens, sentences, articles, pages = tables()
    with pytest.raises(pd.errors.MergeError):
        counts.token_table(tokens, sentences, pd.concat([articles, articles]), pages)


def test_frequency_counts_words_and_numbers_of_headings_and_body(table):
    found = counts.frequency(table)
    assert by_token(found, "freq") == {"甲": 4, "乙": 3, "丙": 2, "12": 1, "丁": 1}
    assert set(found["n_tokens"]) == {11}
    assert by_token(found, "doc_freq") == {"甲": 2, "乙": 2, "丙": 2, "12": 1, "丁": 1}
    assert by_token(found, "ipm")["甲"] == pytest.approx(float(Fraction(4, 11) * 1_000_000))


def test_ranks_go_by_frequency_and_ties_by_character(table):
    found = counts.frequency(table)
    assert found["token"].tolist() == ["甲", "乙", "丙", "12", "丁"]
    assert found["rank"].tolist() == [1, 2, 3, 4, 5]


def test_stop_words_leave_the_result_and_stay_in_n(table):
    found = counts.frequency(table, stop_words={"甲"})
    assert "甲" not in set(found["token"])
    assert set(found["n_tokens"]) == {11}
    assert found["rank"].tolist() == [1, 2, 3, 4]


def test_groups_have_their_own_n(table):
    found = counts.frequency(table, by="district")
    assert found.groupby("district")["n_tokens"].first().to_dict() == {
        "": 2,
        "普陀区": 4,
        "静安区": 5,
    }
    assert found.groupby("district")["freq"].sum().to_dict() == {"": 2, "普陀区": 4, "静安区": 5}


def test_a_missing_year_is_a_group_of_its_own(table):
    found = counts.frequency(table, by="year")
    assert found.groupby("year")["n_tokens"].first().to_dict() == {"": 6, "2018": 5}


def test_a_series_can_say_the_groups(table):
    long = table["token"].str.len().gt(1).map({True: "long", False: "short"}).rename("size")
    found = counts.frequency(table, by=long)
    assert by_token(found[found["size"] == "long"], "freq") == {"12": 1}


@pytest.mark.parametrize(
    ("choice", "n"),
    [
        ({}, 11),
        ({"punctuation": True}, 14),
        ({"numbers": False}, 10),
        ({"roles": ("body",)}, 9),
        ({"roles": schema.ROLES}, 13),
        ({"roles": schema.ROLES, "kinds": schema.KINDS}, 14),
    ],
)
def test_what_counts_is_a_choice_that_stands_in_the_result(table, choice, n):
    counting = counts.Counting(**choice)
    found = counts.frequency(table, counting=counting)
    assert set(found["n_tokens"]) == {n}
    assert found.attrs["counting"] == str(counting)


def test_nothing_to_count_is_said_and_not_zero(table):
    with pytest.raises(InputError, match="Nothing to count"):
        counts.frequency(table, counting=counts.Counting(kinds=("teaser",)))
    with pytest.raises(InputError, match="Nothing to count"):
        counts.document_term_matrix(table.iloc[:0])


def test_an_unknown_column_is_an_error(table):
    with pytest.raises(KeyError):
        counts.frequency(table, by="colour")


def test_the_matrix_has_a_row_per_article_whose_sum_is_its_length(table):
    dtm = counts.document_term_matrix(table)
    assert dtm.matrix.toarray().tolist() == [[0, 0, 1, 1, 3], [1, 1, 1, 2, 1]]
    assert dtm.documents.tolist() == ["a", "b"]
    assert dtm.terms.tolist() == ["12", "丁", "丙", "乙", "甲"]
    assert dtm.matrix.format == "csr"


def test_stop_words_have_no_column(table):
    dtm = counts.document_term_matrix(table, stop_words={"甲", "12"})
    assert dtm.terms.tolist() == ["丁", "丙", "乙"]
    assert dtm.matrix.shape == (2, 3)


def test_runs_of_words_end_at_marks_and_sentences(table):
    found = counts.ngrams(table, n=2)
    assert by_token(found, "freq", "ngram") == {
        "丁 12": 1,
        "乙 丙": 1,
        "乙 甲": 1,
        "甲 丁": 1,
        "甲 丙": 1,
        "甲 乙": 1,
    }
    assert set(found["n_tokens"]) == {6}


def test_a_run_that_begins_or_ends_with_a_stop_word_is_left_out(table):
    found = counts.ngrams(table, n=3, stop_words={"乙"})
    assert found["ngram"].tolist() == ["甲 丁 12"]
    assert found["rank"].tolist() == [1]
    assert found["n_tokens"].tolist() == [2]


def test_runs_of_one_are_the_words(table):
    words, runs = counts.frequency(table), counts.ngrams(table, n=1)
    pd.testing.assert_frame_equal(runs.rename(columns={"ngram": "token"}), words)


def test_runs_longer_than_any_sentence_are_refused(table):
    with pytest.raises(InputError, match="No run of 9"):
        counts.ngrams(table, n=9)
    with pytest.raises(ValueError, match="n is 0"):
        counts.ngrams(table, n=0)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.lists(st.sampled_from("甲乙丙，"), min_size=1)),
        min_size=1,
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_shuffling_rows_changes_nothing_and_sums_agree(parts, random):
    made = {f"s{n}": (a, "body", "静安区", [*words, "甲"]) for n, (a, words) in enumerate(parts)}
    table = counts.token_table(*tables(made))
    order = list(range(len(table)))
    random.shuffle(order)
    shuffled = table.iloc[order]
    found = counts.frequency(table)
    pd.testing.assert_frame_equal(counts.frequency(shuffled), found)
    pd.testing.assert_frame_equal(counts.ngrams(shuffled, n=1), counts.ngrams(table, n=1))
    dtm = counts.document_term_matrix(shuffled)
    assert found["freq"].sum() == found["n_tokens"].iloc[0] == dtm.matrix.sum()
    lengths = counts.counted(table).groupby("article_id").size()
    assert np.array_equal(dtm.matrix.sum(axis=1), lengths.to_numpy())


# --- tables that would be counted wrongly ----------------------------------------------------


@pytest.mark.parametrize("column", ["token", "sentence_id", "article_id"])
def test_a_missing_token_or_id_is_refused_by_name(table, column):
    table.loc[3, column] = None
    for count in (counts.frequency, counts.ngrams, counts.document_term_matrix):
        with pytest.raises(InputError, match=f"has no {column}"):
            count(table)


def test_a_row_that_is_there_twice_is_refused_by_name(table):
    for count in (counts.frequency, counts.ngrams, counts.document_term_matrix):
        with pytest.raises(InputError, match="Position 0 of sentence s1 is there twice"):
            count(pd.concat([table, table]))


def test_a_list_of_columns_groups_by_their_combinations(table):
    found = counts.frequency(table, by=["district", "year"])
    sizes = found.groupby("district | year")["n_tokens"].first()
    assert sizes.to_dict() == {" | ": 2, "普陀区 | ": 4, "静安区 | 2018": 5}
    pd.testing.assert_series_equal(
        counts.frequency(table, by=["district"])["freq"],
        counts.frequency(table, by="district")["freq"],
    )
    with pytest.raises(ValueError, match="empty list"):
        counts.frequency(table, by=[])


# --- tf-idf ----------------------------------------------------------------------------------


def test_tf_idf_is_the_share_in_the_document_times_the_rarity_among_documents(table):
    found = counts.tf_idf(table).set_index(["article_id", "token"])
    assert found.loc[("b", "丁"), "tf_idf"] == pytest.approx(1 / 6 * np.log(2 / 1))
    assert found.loc[("a", "甲"), "tf_idf"] == 0  # both articles have it
    assert (found.loc[("b", "12"), "rank"], found.loc[("b", "丁"), "rank"]) == (1, 2)
    assert set(found["n_docs"]) == {2}
    smooth = counts.tf_idf(table, idf="smooth").set_index(["article_id", "token"])
    assert smooth.loc[("a", "甲"), "tf_idf"] == pytest.approx(3 / 5)
    assert smooth.loc[("b", "丁"), "tf_idf"] == pytest.approx(1 / 6 * (np.log(3 / 2) + 1))


def test_a_document_of_stop_words_alone_is_a_document_still(table):
    found = counts.tf_idf(table, documents="district", stop_words={"乙", "丙"})
    assert set(found["district"]) == {"普陀区", "静安区"}
    assert set(found["n_docs"]) == {3}
    with pytest.raises(ValueError, match="idf='log'"):
        counts.tf_idf(table, idf="log")
