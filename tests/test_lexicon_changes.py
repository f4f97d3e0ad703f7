"""What a change of the lexicon does: only where the term stands, and counted in all sentences."""

import time

import pytest

from analysis import lexicon_changes, pages, segment, tokens
from analysis.errors import InputError
from analysis.lexicon import Lexicon, load_lexicon
from conftest import PROJECT

SHIPPED = load_lexicon(PROJECT / "seeds")
TEXTS = {
    "s1": "甲丙丁平台上线，接入一百个车站。",
    "s2": "街道建成甲丙丁平台。",
    "s3": "这个平台属于街道。",
}


@pytest.fixture(scope="module")
def shipped_texts():
    """The sentences of the shipped pages, as text by sentence_id."""
    corpus = pages.read_corpus(PROJECT / "seeds")
    _lines, _articles, sentences, _edits = segment.segment_corpus(corpus.pages)
    return dict(zip(sentences["sentence_id"], sentences["text"], strict=True))


@pytest.fixture(scope="module")
def shipped_cut(shipped_texts):
    """The words of those sentences by the lexicon that ships."""
    return tokens.cut_texts(shipped_texts.values(), lexicon=SHIPPED)


def lexicon(*terms, splits=()):
    return Lexicon(dict.fromkeys(terms, "n"), dict.fromkeys(terms, "t.tsv"), dict(splits))


def test_an_added_term_becomes_one_word_in_every_sentence_that_holds_it():
    found = lexicon_changes.changes(TEXTS, lexicon(), add=["甲丙丁平台"])
    assert list(found.sentences["sentence_id"]) == ["s1", "s2"]
    assert all("甲丙丁平台" in after.split("/") for after in found.sentences["after"])
    assert not any("甲丙丁平台" in before.split("/") for before in found.sentences["before"])


def test_counts_are_those_of_all_sentences_not_only_of_those_that_change():
    counts = lexicon_changes.changes(TEXTS, lexicon(), add=["甲丙丁平台"]).counts
    rows = counts.set_index("token")
    assert list(rows.loc["甲丙丁平台"]) == [0, 2, 2]
    assert list(rows.loc["平台"]) == [3, 1, -2]
    assert (counts["count_after"] - counts["count_before"] == counts["change"]).all()
    assert list(counts["token"]) == list(
        counts.sort_values(["change", "token"], key=lambda c: -abs(c) if c.name == "change" else c)[
            "token"
        ]
    )


def test_counts_that_are_known_already_are_taken():
    counts = lexicon_changes.changes(
        TEXTS, lexicon(), add=["甲丙丁平台"], token_counts={"平台": 10}
    ).counts.set_index("token")
    assert list(counts.loc["平台"]) == [10, 8, -2]


def test_removing_undoes_adding():
    plus = lexicon_changes.amended(lexicon(), add=["甲丙丁平台"])
    there = lexicon_changes.changes(TEXTS, lexicon(), add=["甲丙丁平台"])
    back = lexicon_changes.changes(TEXTS, plus, remove=["甲丙丁平台"])
    assert list(there.sentences["before"]) == list(back.sentences["after"])
    assert dict(zip(there.counts["token"], there.counts["change"], strict=True)) == {
        token: -n for token, n in zip(back.counts["token"], back.counts["change"], strict=True)
    }


def test_a_change_that_touches_nothing_gives_two_empty_tables_with_their_columns():
    found = lexicon_changes.changes(TEXTS, lexicon(), add=["子丑寅卯"])
    assert found.sentences.empty
    assert list(found.sentences.columns) == lexicon_changes.SENTENCE_COLUMNS
    assert found.counts.empty
    assert list(found.counts.columns) == lexicon_changes.COUNT_COLUMNS
    assert lexicon_changes.changes({}, lexicon(), add=["子丑"]).counts.empty


def test_an_added_term_is_not_cut_by_a_split():
    split = lexicon(splits={"小区内": ("小区", "内")})
    found = lexicon_changes.changes({"s": "在小区内停车。"}, split, add=["小区内"])
    assert found.sentences["after"].tolist() == ["在/小区内/停车/。"]
    assert "小区内" in split.splits


# Terms of several kinds: short and long, nested, with digits and Latin letters, and no word at all.
ADDED = [
    "社区",
    "数字化转型工",
    "治理数字",
    "15分钟",
    "区委书",
    "网通办平",
    "的数字",
    "市民服",
    "化转",
]


@pytest.mark.parametrize("term", ADDED)
def test_only_sentences_with_the_term_change_and_a_part_of_the_lexicon_is_enough(
    shipped_texts, shipped_cut, term
):
    if term in SHIPPED.terms:
        old = lexicon_changes.amended(SHIPPED, remove=[term])
        before, after = tokens.cut_texts(shipped_texts.values(), lexicon=old), shipped_cut
    else:
        old, new = SHIPPED, lexicon_changes.amended(SHIPPED, add=[term])
        before, after = shipped_cut, tokens.cut_texts(shipped_texts.values(), lexicon=new)
    moved = {
        key: ("/".join(one), "/".join(two))
        for key, one, two in zip(shipped_texts, before, after, strict=True)
        if one != two
    }
    assert all(term in shipped_texts[key] for key in moved)
    found = lexicon_changes.changes(shipped_texts, old, add=[term]).sentences
    assert {row.sentence_id: (row.before, row.after) for row in found.itertuples()} == moved


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"add": ["甲乙"]}, "“甲乙” is in t.tsv already"),
        ({"remove": ["丙丁"]}, "“丙丁” is not in the lexicon"),
        ({"add": ["甲"]}, "one character"),
        ({"add": ["甲\x07乙"]}, "control character"),
        ({"add": ["甲 乙"]}, "a blank between"),
        ({"add": ["——"]}, "no letter and no digit"),
        ({"add": [""]}, "empty"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(options, said):
    with pytest.raises(InputError, match=said):
        lexicon_changes.changes(TEXTS, lexicon("甲乙"), **options)
    with pytest.raises(InputError, match=said):
        lexicon_changes.amended(lexicon("甲乙"), **options)


def test_a_term_of_200_characters_and_texts_of_every_kind_are_cut():
    term = "甲乙丙丁" * 50
    odd = {"a": "", "b": "。！？", "c": "🙂", "d": "𠮷野家", "e": "\x00", "f": f"在{term}里"}
    found = lexicon_changes.changes(odd, lexicon(), add=[term])
    assert found.sentences["after"].tolist() == [f"在/{term}/里"]


def test_a_lexicon_of_600_000_terms_is_not_built_anew():
    large = lexicon(
        *(f"{chr(0x4E00 + n % 20000)}{chr(0x4E00 + n // 20000)}戊己" for n in range(600_000))
    )
    assert len(large) == 600_000
    started = time.perf_counter()
    found = lexicon_changes.changes(TEXTS, large, add=["甲丙丁平台"])
    again = time.perf_counter()
    lexicon_changes.changes(TEXTS, large, add=["丙丁平台"])
    assert len(found.sentences) == 2
    assert again - started < 30  # generous: building all weights takes minutes on a slow machine
    assert time.perf_counter() - again < 5
