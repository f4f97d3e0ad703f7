"""What notebook 04 shows of likeness, topics and time: on little text nothing, never an error."""

import numpy as np
import pandas as pd
import pytest
from test_about import token_rows
from test_topics import READER

from analysis import (
    about_districts,
    about_likeness,
    chain,
    counts,
    figures,
    likeness_charts,
    pages,
    paths,
    term_charts,
    topics,
)
from conftest import PROJECT


@pytest.fixture
def built(corpus, monkeypatch) -> chain.Tables:
    monkeypatch.setenv(paths.CORPUS_VARIABLE, str(corpus))
    return chain.build(pages.read_corpus(corpus))


def sizes_of(**tokens: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "district": list(tokens), "n_tokens": list(tokens.values()), "why": "",
            "n_documents": 2, "compared": True,
        }
    )  # fmt: skip


TWO = [
    ("p1", "p1:01", "静安区", "甲词 甲词 乙词 丙词"), ("p2", "p2:01", "静安区", "甲词 乙词"),
    ("q1", "q1:01", "黄浦区", "丁词 丁词 乙词 丙词"), ("q2", "q2:01", "黄浦区", "丁词 乙词"),
]  # fmt: skip


def test_two_districts_of_two_articles_have_a_distance_with_an_interval():
    sizes = sizes_of(静安区=6, 黄浦区=6)
    docs = about_likeness.compared_documents(token_rows(TWO), sizes, stop_words=frozenset())
    far = about_likeness.distances(docs, sizes, rng=np.random.default_rng(1))
    # 静安区 has shares (3, 2, 1, 0)/6, 黄浦区 (0, 2, 1, 3)/6: half of each is shared
    assert far["distance"].tolist() == pytest.approx([0.5])
    title = about_likeness.distances_title(far)
    assert title.startswith("静安区 and 黄浦区 write most alike (0.50; by chance")
    assert "1 of 1 distance has an interval" in title
    points = about_likeness.map_points(docs)
    said = about_likeness.map_title(points, sizes)
    assert "axis 1 sets" in said
    assert "2 articles" in said


def test_a_district_s_own_name_is_in_no_comparison():
    rows = [("p", "p:01", "静安区", "静安 静安区 甲词"), ("q", "q:01", "黄浦区", "甲词 黄浦 乙词")]
    docs = about_likeness.compared_documents(
        token_rows(rows), sizes_of(静安区=3, 黄浦区=3), stop_words=frozenset()
    )
    assert list(docs.terms) == ["乙词", "甲词"]


def test_lines_to_read_take_every_article_once_before_any_twice():
    rows = [("p", "p:01", "静安区", "甲词 乙词")] * 5 + [("q", "q:01", "静安区", "丙词 甲词")]
    shown = about_likeness.lines_to_read(
        token_rows(rows), [("静安区", "甲词"), ("", "丙词"), ("静安区", "甲词")], most=2,
        rng=np.random.default_rng(1),
    ).data  # fmt: skip
    assert shown["word"].tolist() == ["甲词", "甲词", "丙词"]
    assert shown["hits in items"].tolist() == ["6 in 2", "6 in 2", "1 in 1"]
    assert [place.split(":")[0] for place in shown["page:line"]] == ["p", "q", "q"]


def test_on_two_short_pages_every_table_is_empty_and_every_picture_says_so(built):
    rng = np.random.default_rng(1)
    tokens = counts.token_table(built.tokens, built.sentences, built.articles, built.pages)
    sizes = about_districts.sizes(built, tokens, min_tokens=400)
    docs = about_likeness.compared_documents(tokens, sizes, stop_words=frozenset())
    assert docs is None
    far = about_likeness.distances(docs, sizes, rng=rng)
    points = about_likeness.map_points(docs)
    edges, words = about_likeness.network(tokens, stop_words=frozenset(), rng=rng)
    made = about_likeness.exploration(
        tokens, built.sentences, sizes, stop_words=frozenset(), rng=rng
    )
    for table in (far, points, edges, words, *made):
        assert table.empty
    for drawn in (
        likeness_charts.distance_map(far, title=about_likeness.distances_title(far)),
        likeness_charts.correspondence_map(points, title=about_likeness.map_title(points, sizes)),
        likeness_charts.cooccurrence_network(
            edges, words, title=about_likeness.network_title(words)
        ),
        term_charts.topic_map(made.prevalence, title=about_likeness.topics_title(made.topics)),
    ):
        assert figures._figure(drawn)
    years = about_likeness.by_year(built, tokens, rng=rng)
    assert about_likeness.by_year_title(years)
    assert about_likeness.distances_shown(far).empty
    assert about_likeness.communities_shown(words).empty
    assert about_likeness.reprints_compared(built, tokens, []).empty


def test_counts_without_reprints_leave_out_the_later_copy(built):
    own = built.sentences[built.sentences["district"] == "静安区"]
    first = own.loc[[own["text"].str.len().idxmax()]]
    copy = first.assign(sentence_id="z:01:1", article_id="z:01")
    both = built._replace(sentences=pd.concat([built.sentences, copy], ignore_index=True))
    tokens = counts.token_table(built.tokens, built.sentences, built.articles, built.pages)
    again = tokens[tokens["sentence_id"] == first["sentence_id"].iloc[0]]
    again = again.assign(sentence_id="z:01:1", article_id="z:01")
    word = again["token"].iloc[-2]
    table = about_likeness.reprints_compared(
        both, pd.concat([tokens, again], ignore_index=True), [("静安区", word)]
    )
    assert table.loc[0, "freq"] > table.loc[0, "without"]
    assert (
        "0 pairs of articles, 1 pair of sentences"
        in about_likeness.reprinted(both.sentences, [0.8])[0]
    )


def test_the_lists_agree_with_the_reader_in_most_passages(shipped_tables):
    assert about_likeness.READER == READER
    themes = set(topics.load_themes()["theme_id"])
    assert set().union(*READER.values()) <= themes
    gold = PROJECT / "tests" / "gold" / "theme_passages.csv"
    table = about_likeness.reader_agreement(shipped_tables.sentences, gold)
    assert len(table) == 17
    assert (table["sentences"] > 0).all()
    assert table["agrees"].mean() >= 0.8
