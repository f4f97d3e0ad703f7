"""Cards of systems and the matrix of systems by district."""

from types import SimpleNamespace

import pytest

from analysis import schema, system_cards, systems

LISTED = [
    systems.System("甲通", ("甲通",), "platform", "甲局", "静安区", "r"),
    systems.System("乙园", ("乙园",), "park", "", "", "r"),
]


@pytest.fixture
def tables():
    texts = [("甲通和乙园服务企业", "静安区"), ("甲通服务居民，甲通", ""), ("丙", "普陀区")]
    sentences = schema.frame(
        "sentences",
        [(f"s{i}", "a1", "body", 1, i, t, i, i, d, "") for i, (t, d) in enumerate(texts, 1)],
    )
    articles = schema.frame("articles", [("a1", "p1", "article", "", "", "", "", "", 0, "", 1.0)])
    pages = schema.frame("pages", [("p1", "", "甲报", "2018-08-06", "", "", 0, 0, 0, "")])
    words = [("s1", ["甲通", "和", "乙园", "服务", "企业"]),
             ("s2", ["甲通", "服务", "居民", "，", "甲通"])]  # fmt: skip
    tokens = []
    for sid, row in words:
        at = 0
        for position, word in enumerate(row):
            tokens.append((sid, position, word, "n", at))
            at += len(word)
    mentions = systems.mentions(sentences, LISTED)
    figure = {"indicator_id": "n1", "sentence_id": "s1", "system_id": "甲通"}
    empty = dict.fromkeys(schema.COLUMNS["indicators"], "")
    figure = empty | figure | {"change": "level", "kind": "measure"}
    return SimpleNamespace(
        pages=pages, articles=articles, sentences=sentences, mentions=mentions,
        tokens=schema.frame("tokens", tokens), indicators=schema.frame("indicators", [figure]),
        systems=systems.systems_table(LISTED, mentions, sentences, articles, pages),
    )  # fmt: skip


def test_a_card_says_what_where_when_and_with_what(tables):
    card = system_cards.card("甲通", tables, known=LISTED)
    assert (card.type, card.operator, card.home, card.n_mentions) == (
        "platform", "甲局", "静安区", 3,
    )  # fmt: skip
    assert list(card.sentences["sentence_id"]) == ["s1", "s2"]
    assert card.places.to_dict("records") == [
        {"district": "–", "year": "2018", "n_mentions": 2},
        {"district": "静安区", "year": "2018", "n_mentions": 1},
    ]
    assert list(card.numbers["indicator_id"]) == ["n1"]
    assert card.collocates.iloc[0].tolist() == ["服务", 2, 1]
    assert card.neighbours.to_dict("records") == [
        {"system_id": "乙园", "n_sentences": 1, "n_articles": 1}
    ]


def test_a_system_that_is_not_mentioned_has_no_card(tables):
    with pytest.raises(KeyError, match="不在"):
        system_cards.card("不在", tables)


def test_the_rows_of_the_matrix_add_up_to_the_mentions(tables):
    matrix = system_cards.matrix(tables)
    assert dict(matrix.sum(axis=1)) == dict(
        zip(tables.systems["system_id"], tables.systems["n_mentions"], strict=True)
    )
    assert list(matrix.columns)[-1] == "–"
