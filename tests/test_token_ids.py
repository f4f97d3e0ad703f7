"""Words as numbers are the words of jieba, whichever engine makes them."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import compiling, jieba_engine, lexicon, token_ids

pytestmark = pytest.mark.skipif(
    not compiling.has_numba(), reason="the extra `fast` is not installed"
)

# What dictionaries, patterns and the model treat in ways of their own: words and their neighbours,
# rare characters inside and outside jieba's range, digits, Latin, connectors, blanks.
PIECES = [
    *"的一不在人有是上大中国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说",
    *"邨垚昉翀祎赟旻瀛樾燚鿕鿖鿗㐀𠮷𪚥々〇ー", *"0123456789０９", *"abzAZ", *"+#&._%-",
    *"，。、；：“”（）《》？！",
    " ", "\t", "\n", "\r", "\r\n", "\u3000", "\xa0", "\x00", "\ufeff", "\ud800", "é", "ⅲ", "٣",
    "上海", "数字化", "转型", "一网通办", "生态环境", "环境保护", "中学老师",
    "AA制", "T恤", "C++", "c#",
    "PM_2.5", "1-4月", "5G-A", "4.4GW", "2.5%", "3.14.15%", "http://a.b/c?d=1", "100%",
    "U盘", "B超", "乒乓球拍卖完了", "小明硕士毕业于中国科学院", "邓颖超生前", "于吉大",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=30)


@pytest.fixture(scope="module")
def jieba_words():
    return jieba_engine.bare_cut(None, rules=False)


def spelled(cut, text):
    """The words of a cut by their places, and by their numbers."""
    starts = [0, *cut.ends.tolist()]
    by_place = [text[a:b] for a, b in pairwise(starts)]
    shared, new = cut.vocabulary.n_shared, cut.vocabulary.new_words()
    by_number = [
        token_ids.cutting_tables.spell(cut.vocabulary.tables, [number])[0]
        if number < shared
        else new[number - shared]
        for number in cut.ids.tolist()
    ]
    return by_place, by_number


@given(texts)
def test_the_kernel_cuts_as_jieba_does(jieba_words, text):
    import jieba

    cut = token_ids.engine().cut([text])
    by_place, by_number = spelled(cut, text)
    assert by_place == by_number == jieba_words(text) == jieba.lcut(text)


@given(texts)
def test_the_kernel_cuts_as_the_engine_with_lexicon_and_rules_does(text):
    terms = lexicon.load_lexicon()
    text += "".join(list(terms.terms)[:: max(len(terms) // 7, 1)]) + text[::-1]
    cut = token_ids.engine(terms, rules=True).cut([text])
    assert spelled(cut, text)[0] == jieba_engine.bare_cut(terms, rules=True)(text)


def test_user_words_new_and_known_are_cut_as_jieba_cuts_them():
    terms = dict.fromkeys(("甲乙丙丁戊", "上海数字", "学生", "的一不", "邨垚", "中学老师们"), "n")
    own = lexicon.Lexicon(terms, dict.fromkeys(terms, "own.tsv"))
    text = "我甲乙丙丁戊在上海数字化学生的一不邨垚昉和中学老师们中学老师说学生们的一"
    for rules in (False, True):
        cut = token_ids.engine(own, rules=rules).cut([text])
        by_place, by_number = spelled(cut, text)
        assert by_place == by_number == jieba_engine.bare_cut(own, rules=rules)(text)
        assert "甲乙丙丁戊" in by_place


def test_words_that_jieba_was_told_to_split_are_split():
    import jieba.finalseg

    text = "杭研大厦和杭研"
    assert "杭研" in spelled(token_ids.engine().cut([text]), text)[0]
    jieba.finalseg.Force_Split_Words.add("杭研")
    token_ids.load_tables.cache_clear()
    try:
        words = spelled(token_ids.engine().cut([text]), text)[0]
        assert words == jieba_engine.bare_cut(None, rules=False)(text)
        assert "杭研" not in words
    finally:
        jieba.finalseg.Force_Split_Words.discard("杭研")
        token_ids.load_tables.cache_clear()


@given(st.lists(texts, max_size=5))
def test_counts_are_those_of_a_counter_with_numba_and_without(documents):
    fast, plain = (
        token_ids.engine(),
        token_ids.Engine(None, jieba_engine.bare_cut(None, rules=False)),
    )
    for engine in (fast, plain):
        cut = engine.cut(documents)
        counts = engine.count(cut)
        shared, new = counts.vocabulary.n_shared, counts.vocabulary.new_words()
        tables = counts.vocabulary.tables
        for at, document in enumerate(documents):
            row = slice(counts.borders[at], counts.borders[at + 1])
            found = {
                token_ids.cutting_tables.spell(tables, [n])[0] if n < shared else new[n - shared]: f
                for n, f in zip(counts.ids[row].tolist(), counts.freqs[row].tolist(), strict=True)
            }
            assert found == Counter(jieba_engine.bare_cut(None, rules=False)(document))
            assert counts.n_tokens[at] == sum(found.values())
