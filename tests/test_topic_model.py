"""Topics of paragraphs: two that are there are found, and what does not recur is marked."""

import importlib.util
import random
import sys

import numpy as np
import pandas as pd
import pytest

from analysis import paragraph_texts, topic_fit, topic_model
from analysis.errors import InputError
from tiny import shuffled, tokens

FIRST, SECOND = ["甲", "乙", "丙", "丁", "戊"], ["子", "丑", "寅", "卯", "辰"]


def corpus(n_articles: int = 12) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Articles of three paragraphs, each of one of two word lists; 甲区 has mostly the first."""
    draw = random.Random(3)
    rows, number = [], []
    for at in range(n_articles):
        district = "甲区" if at % 2 else "乙区"
        for paragraph in range(3):
            words = FIRST if (at % 2) == (paragraph < 2) else SECOND
            for _ in range(2):
                rows.append((f"a{at:02}", district, " ".join(draw.sample(words, 4))))
                number.append(paragraph)
    table = tokens(*rows)
    sentences = table.drop_duplicates("sentence_id")[["sentence_id"]].assign(paragraph_no=number)
    return table, sentences


TOKENS, SENTENCES = corpus()


def texts(table: pd.DataFrame = TOKENS, **options) -> paragraph_texts.Paragraphs:
    return paragraph_texts.paragraphs(table, SENTENCES, **({"max_share": 1} | options))


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


# --- paragraphs --------------------------------------------------------------------------------


def test_a_paragraph_is_a_text_with_its_article_group_and_size():
    made = texts()
    assert made.matrix.shape == (36, 10)
    assert made.table.loc[0].tolist() == ["a00:p00000", "a00", "乙区", 8]
    assert made.matrix.sum(axis=1).tolist() == made.table["n_tokens"].tolist()
    assert made.sentences.shape == (72, 10)


def test_rare_and_too_common_terms_and_short_paragraphs_are_left_out():
    assert texts(keep=lambda term: term != "甲").terms.tolist() == sorted([*FIRST[1:], *SECOND])
    table = tokens(("a", "", "甲 乙 丙"), ("a", "", "甲 乙"), ("a", "", "甲"))
    sentences = pd.DataFrame(
        {"sentence_id": table["sentence_id"].unique(), "paragraph_no": range(3)}
    )
    options = {"min_paragraphs": 2, "max_share": 2 / 3, "min_tokens": 1}
    made = paragraph_texts.paragraphs(table, sentences, **options)
    assert made.terms.tolist() == ["乙"]  # 丙 stands in one paragraph, 甲 in all three
    assert made.table["paragraph_id"].tolist() == ["a:p00000", "a:p00001"]
    with pytest.raises(InputError, match="No paragraph is left"):
        texts(min_tokens=99)


def test_a_paragraph_belongs_to_the_group_of_most_of_its_tokens():
    table = tokens(("a", "甲区", "甲 乙"), ("a", "乙区", "甲 乙 丙"))
    sentences = pd.DataFrame({"sentence_id": ["a:000", "a:001"], "paragraph_no": [1, 1]})
    options = {"min_paragraphs": 1, "min_tokens": 1, "max_share": 1}
    made = paragraph_texts.paragraphs(table, sentences, **options)
    assert made.table["group"].tolist() == ["乙区"]


def test_tokens_of_other_sentences_and_doubled_ones_are_refused():
    with pytest.raises(InputError, match="do not fit the sentences"):
        paragraph_texts.paragraphs(TOKENS, SENTENCES.head(3))
    with pytest.raises(InputError, match="do not fit the sentences"):
        paragraph_texts.paragraphs(TOKENS, pd.concat([SENTENCES, SENTENCES]))


# --- fit ---------------------------------------------------------------------------------------


def test_two_word_lists_are_two_topics():
    made = topic_fit.fit(texts(), 2)
    found = {frozenset(texts().terms[top]) for top in topic_fit.first_words(made.words, 5)}
    assert found == {frozenset(FIRST), frozenset(SECOND)}
    assert made.weights.sum(axis=1) == pytest.approx(np.ones(36))
    assert made.words.sum(axis=1) == pytest.approx(np.ones(2))


def test_lda_finds_the_same_two_topics_and_repeats_itself():
    if importlib.util.find_spec("tomotopy") is None:
        pytest.skip("needs the extra “topics”")
    made = topic_fit.fit(texts(), 2, model="lda")
    found = {frozenset(texts().terms[top]) for top in topic_fit.first_words(made.words, 5)}
    assert found == {frozenset(FIRST), frozenset(SECOND)}
    assert np.array_equal(made.words, topic_fit.fit(texts(), 2, model="lda").words)


def test_lda_without_its_extra_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tomotopy", None)
    with pytest.raises(InputError, match="Install the extra “topics”"):
        topic_fit.fit(texts(), 2, model="lda")


@pytest.mark.parametrize("n_topics", [1, 10])
def test_more_topics_than_the_texts_hold_are_refused(n_topics):
    with pytest.raises(InputError, match="choose from 2 to 9"):
        topic_fit.fit(texts(), n_topics)


def test_coherence_is_the_mean_npmi_of_words_in_one_sentence():
    table = tokens(*[("a", "", "甲 乙")] * 2, *[("a", "", "丙")] * 2)
    sentences = table.drop_duplicates("sentence_id")[["sentence_id"]].assign(
        paragraph_no=[1, 2, 3, 4]
    )
    made = paragraph_texts.paragraphs(table, sentences, min_tokens=1, min_paragraphs=1, max_share=1)
    assert made.terms.tolist() == ["丙", "乙", "甲"]
    # 甲 乙 only ever together: 1; 甲 丙 never: −1.
    words = np.array([[0, 0.5, 0.5], [0.6, 0, 0.4]])
    fit = topic_fit.Fit(np.ones((4, 2)) / 2, words)
    assert topic_fit.coherence(made, fit, n_words=2).tolist() == [1.0, -1.0]


def test_a_topic_that_no_start_finds_again_has_no_stability():
    made = topic_fit.fit(texts(), 2)
    steady = topic_fit.stability(texts(), made, rng=rng(), n_starts=4, n_words=5)
    assert steady.tolist() == [1.0, 1.0]
    mixed = made.words.copy()
    mixed[1] = 0
    mixed[1, :4] = 0.25  # 丁 丑 丙 丙…: words of both lists
    steady = topic_fit.stability(
        texts(), topic_fit.Fit(made.weights, mixed), rng=rng(), n_starts=4, n_words=5
    )
    assert min(steady) < 0.6


# --- topics ------------------------------------------------------------------------------------


def test_the_number_of_topics_that_is_there_is_chosen():
    found = topic_model.choose(texts(), [4, 2, 3, 2], rng=rng(), n_starts=4, n_words=5)
    assert found["n_topics"].tolist() == [2, 3, 4]
    assert found.loc[found["chosen"], "n_topics"].tolist() == [2]
    assert found.loc[0, "stability"] == 1.0
    assert found.loc[0, "n_recur"] == 2


def test_if_nothing_recurs_the_most_stable_is_chosen_and_said_not_to_recur():
    found = topic_model.choose(
        texts(), [3, 4], rng=rng(), n_starts=3, n_words=5, min_stability=1.01
    )
    assert found["chosen"].sum() == 1
    best = found[found["chosen"]].iloc[0]
    assert best["stability"] == found["stability"].max()
    assert "no number of topics recurs" in best["note"]


def test_topics_of_few_articles_are_called_exploration():
    found = topic_model.topics(texts(), 2, rng=rng(), n_starts=4, n_words=5)
    assert set(found["note"]) == {"exploration"}
    assert found["recurs"].all()
    assert found["share"].sum() == pytest.approx(1, abs=1e-3)
    assert found["n_paragraphs"].tolist() == [18, 18] or sum(found["n_paragraphs"]) == 36
    assert set(found.loc[0, "words"].split("、")) in ({*FIRST}, {*SECOND})


def test_many_articles_are_no_exploration(monkeypatch):
    monkeypatch.setattr(topic_model, "MIN_ARTICLES", 12)
    assert set(topic_model.topics(texts(), 2, rng=rng(), n_starts=2)["note"]) == {""}


def test_a_topic_of_one_article_does_not_recur():
    only = TOKENS["article_id"].isin(["a00", "a01"]) & TOKENS["token"].isin(FIRST)
    rest = TOKENS["token"].isin(SECOND)
    one = TOKENS[(only & (TOKENS["article_id"] == "a01")) | rest]
    made = texts(one, min_paragraphs=1)
    found = topic_model.topics(made, 2, rng=rng(), n_starts=4, n_words=4)
    narrow = found[found["n_articles"] == 1]
    assert len(narrow) == 1
    assert not narrow["recurs"].any()


def test_prevalence_is_a_share_of_each_groups_tokens_with_an_interval_by_article():
    found = topic_model.topics(texts(), 2, rng=rng(), n_starts=2, n_words=5)
    table = topic_model.prevalence(texts(), found, rng=rng())
    assert table.groupby("group")["share"].sum().to_numpy() == pytest.approx([1, 1], abs=1e-3)
    own = table[(table["group"] == "甲区")]
    first = own[[set(words.split("、")) <= set(FIRST) for words in own["words"]]].iloc[0]
    assert first["share"] == pytest.approx(2 / 3, abs=0.02)  # two paragraphs of three
    assert first["low"] <= first["share"] <= first["high"]
    assert first[["n_paragraphs", "n_articles", "n_tokens"]].tolist() == [18, 6, 144]


def test_a_group_of_one_article_has_no_interval():
    found = topic_model.topics(texts(), 2, rng=rng(), n_starts=2)
    one = TOKENS.assign(district=np.where(TOKENS["article_id"] == "a01", "丙区", "甲区"))
    table = topic_model.prevalence(texts(one), found, rng=rng()).set_index("group")
    assert table.loc["丙区", ["low", "high"]].isna().all(axis=None)
    assert set(table.loc["丙区", "note"]) == {"exploration; one article"}


def test_shuffled_tokens_give_the_same_topics():
    one = topic_model.topics(texts(), 2, rng=rng(), n_starts=2)
    two = topic_model.topics(texts(shuffled(TOKENS)), 2, rng=rng(), n_starts=2)
    pd.testing.assert_frame_equal(one, two)


def test_numbers_are_rounded_so_that_machines_agree():
    found = topic_model.topics(texts(), 2, rng=rng(), n_starts=2)
    for column in ("coherence", "stability", "share"):
        assert (found[column] == found[column].round(4)).all()
