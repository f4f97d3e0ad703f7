"""How well an article was read can be told from its text, and noise is noticed."""

import math
import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import lexicon, pages, paths, quality, schema, segment, tokens

NOISE = {
    "any ideographs": [chr(code) for code in range(0x4E00, 0x9FA5)],
    "frequent characters": list(
        "的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
    ),
    "symbols": list("¤¦¬¶þðœ√◊ﬁ∂ƒ"),
    "ASCII": [chr(code) for code in range(33, 127)],
}
KNOWN = {"甲乙", "丙丁", "甲"}


def tiny():
    """Two items on a page: three lines of the one, one of the other; words of two characters."""
    lines = schema.frame(
        "lines",
        [
            ("p", 1, "甲乙 丙丁", "p:01", "body", 1, True, 1.0),
            ("p", 2, "乙甲\ufffd丙丁", "p:01", "body", 1, False, 1.0),
            ("p", 4, "（丙丁）", "p:02", "body", 1, False, 1.0),
        ],
    )
    sentences = schema.frame(
        "sentences",
        [
            ("s1", "p:01", "body", 1, 1, "甲乙丙丁乙甲\ufffd丙丁", 1, 2, "静安区", ""),
            ("s2", "p:02", "body", 1, 1, "（丙丁", 4, 4, "静安区", ""),
            ("s3", "p:02", "body", 1, 2, "）", 4, 4, "黄浦区", ""),
        ],
    )
    cut = [["甲乙", "丙丁", "乙", "甲", "\ufffd", "丙丁"], ["（", "丙丁"], ["）"]]
    rows = [
        (f"s{at}", position, word, "n", 0)
        for at, words in enumerate(cut, start=1)
        for position, word in enumerate(words, start=1)
    ]
    edits = schema.frame("edits", [("p", 1, 3, "space", " ", ""), ("p", 3, 1, "space", " ", "")])
    return lines, sentences, schema.frame("tokens", rows), edits


def read(*tables, known=KNOWN.__contains__) -> pd.DataFrame:
    return quality.reading_quality(*tables, known=known)


# -- by hand ------------------------------------------------------------------------------------


def test_the_counts_and_the_score_are_those_reckoned_by_hand():
    table = read(*tiny()).set_index("article_id")
    first = table.loc["p:01"]
    assert list(first[list(quality.COUNTS)]) == [9, 8, 6, 1, 1, 1]
    assert first["in_words"] == 6 / 8  # 甲 is known, but a word of one character proves nothing
    assert first["odd"] == 1 / 9
    assert first["broken_per_1000"] == first["repairs_per_1000"] == pytest.approx(1000 / 9)
    assert first["score"] == pytest.approx(6 / 8 * 8 / 9 * 9 / 11)
    assert table.loc["p:02", "score"] == 1


def test_pages_and_districts_are_added_up_from_counts():
    lines, sentences, *rest = tiny()
    table = read(lines, sentences, *rest)
    page = quality.by_page(table).iloc[0]
    assert (page["n_articles"], page["n_chars"], page["in_words"]) == (2, 13, 8 / 10)
    places = quality.by_district(table, sentences).set_index("district")
    assert list(places.index) == ["静安区", "黄浦区"]
    assert list(places["n_articles"]) == [2, 1]
    assert places["n_chars"].sum() == pytest.approx(13)
    assert places.loc["静安区", "n_chars"] == pytest.approx(9 + 4 * 3 / 4)


def test_a_group_without_chinese_has_no_score_rather_than_a_bad_one():
    counts = pd.DataFrame([(4, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0)], columns=list(quality.COUNTS))
    table = quality.scored(counts)
    assert table["score"].isna().all()
    assert table["odd"].iloc[0] == 0
    assert math.isnan(table["odd"].iloc[1])


def test_empty_tables_give_an_empty_table():
    empty = [schema.frame(name, []) for name in ("lines", "sentences", "tokens", "edits")]
    table = read(*empty)
    assert len(table) == len(quality.by_page(table)) == 0
    assert len(quality.by_district(table, empty[1])) == 0
    assert list(table.columns) == ["article_id", "page_id", *quality.COUNTS, *quality.SHARES]


@pytest.mark.parametrize("usual", ["一网通办", "AI+5G", "“甲”——《乙》", "①■▲", "２０％", "…·〇"])
def test_what_newspapers_print_is_not_odd(usual):
    lines, *rest = tiny()
    table = read(lines.assign(text=usual), *rest)
    assert table["n_odd"].sum() == 0


@pytest.mark.parametrize("odd", ["\ufffd", "\ue000", "ﬁ", "¤", "Ж", "ㄅ", "\u2f00", "\x07"])
def test_what_reading_programs_leave_behind_is_odd(odd):
    lines, *rest = tiny()
    table = read(lines.assign(text=odd), *rest)
    assert table["odd"].tolist() == [1, 1]


# -- properties ---------------------------------------------------------------------------------

COUNTED = st.integers(0, 10**6)


@given(COUNTED, COUNTED, COUNTED, COUNTED, COUNTED, COUNTED)
def test_the_score_is_between_0_and_1_and_more_damage_never_raises_it(
    chinese, other, words, odd, broken, repairs
):
    chinese, n_chars = chinese + 1, chinese + 1 + other
    words, odd = min(words, chinese), min(odd, other)
    rows = [
        (n_chars, chinese, words, odd, broken, repairs),
        (n_chars, chinese, words // 2, odd, broken, repairs),
        (n_chars, chinese, words, other, broken, repairs),
        (n_chars, chinese, words, odd, broken + 1, repairs),
        (n_chars, chinese, words, odd, broken, repairs + 1),
    ]
    score = quality.scored(pd.DataFrame(rows, columns=list(quality.COUNTS)))["score"]
    assert score.between(0, 1).all()
    assert (score.iloc[1:] <= score.iloc[0]).all()


@pytest.fixture(scope="module")
def shipped():
    """The tables of the shipped pages, the tokeniser and what it knows."""
    terms = lexicon.load_lexicon(paths.SEEDS)
    lines, _, sentences, edits = segment.segment_corpus(pages.read_corpus(paths.SEEDS).pages)
    return lines, sentences, edits, tokens.tokeniser(terms), tokens.is_known(terms)


def spoilt(texts: pd.Series, share: float, pool: list[str], seed: int) -> list[str]:
    """The texts with a share of their characters exchanged for noise."""
    rng = random.Random(seed)
    return [
        "".join(rng.choice(pool) if not c.isspace() and rng.random() < share else c for c in text)
        for text in texts
    ]


@pytest.mark.parametrize("kind", NOISE)
def test_the_more_noise_a_page_holds_the_lower_its_score(shipped, kind):
    lines, sentences, edits, tokenise, known = shipped
    scores = []
    for share in (0, 0.03, 0.10):
        noisy = sentences.assign(text=spoilt(sentences["text"], share, NOISE[kind], 1))
        raw = lines.assign(text=spoilt(lines["text"], share, NOISE[kind], 1))
        table = read(raw, noisy, tokens.tokens(noisy, tokenise=tokenise), edits, known=known)
        scores.append(quality.by_page(table)["score"])
    falls = pd.concat(scores, axis=1).diff(axis=1).iloc[:, 1:]
    assert (falls < 0).all(axis=None)


def test_the_shuffled_rows_of_the_tables_give_the_same_quality():
    lines, sentences, cut, edits = tiny()
    straight = read(lines, sentences, cut, edits)
    mixed = read(lines, sentences.iloc[::-1], cut.iloc[::-1], edits.iloc[::-1])
    pd.testing.assert_frame_equal(straight, mixed)
