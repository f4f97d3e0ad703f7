"""Words by the rules of the project, as numbers: those that `tokens` gives, wherever they stand."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import (
    compiling,
    counting,
    cutting_tables,
    lexicon,
    mended_ids,
    pages,
    segment,
    tokens,
)
from conftest import PROJECT

pytestmark = pytest.mark.skipif(
    not compiling.has_numba(), reason="the extra `fast` is not installed"
)
TERMS = lexicon.load_lexicon()
# What the rules look at: joints, fields, numbers with measures, words cut before a number, guesses.
PIECES = [
    *"无双零化性度力型式率者展点区园超达近逾约的了一三十几多余个名条栋楼层",
    *[
        "东路",
        "西路",
        "大学",
        "学院",
        "医院",
        "理工",
        "第一",
        "人民",
        "行政服务中心",
        "静安区",
        "徐汇区",
        "上海",
        "上海市",
        "科技园",
    ],
    *[
        "介质",
        "重大",
        "项目",
        "标高",
        "500",
        "2.5%",
        "多年",
        "多次",
        "二居",
        "小区内",
        "小区",
        "校内",
        "会上",
        "墙上",
        "满满的",
        "新一轮",
    ],
    *[
        "大学老师",
        "中学老师",
        "渗透到",
        "更是",
        "昉翀",
        "邨垚祎",
        "第三批",
        "这块",
        "首个",
        "一网通办",
        "COVID-19",
        "5G",
    ],
    *["9号线", "，", "。", "显示", "研发", "知识产权", "经济社会", "数字化转型"],
    " ",
]
sentences = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)


@pytest.fixture(scope="module")
def engine():
    return mended_ids.MendedEngine(TERMS, lambda _word: True)


def rows(counts):
    """A Counter for each document."""
    shared, new = counts.vocabulary.n_shared, counts.vocabulary.new_words()
    ids = counts.ids.tolist()
    known = [number for number in ids if number < shared]
    names = dict(zip(known, cutting_tables.spell(counts.vocabulary.tables, known), strict=True))
    found = []
    for start, end in zip(counts.borders[:-1], counts.borders[1:], strict=True):
        words = [names.get(n) or new[n - shared] for n in ids[start:end]]
        found.append(Counter(dict(zip(words, counts.freqs[start:end].tolist(), strict=True))))
        assert len(found[-1]) == len(words)
    return found


def expected(texts):
    return [Counter(words) for words in tokens.cut_texts(texts, lexicon=TERMS)]


@given(st.lists(sentences, min_size=1, max_size=6))
def test_sentences_made_of_what_the_rules_look_at_give_the_words_of_tokens(engine, texts):
    assert rows(engine.count([[text] for text in texts])) == expected(texts)


@pytest.mark.parametrize("odd", ["甲\r乙", "甲\n乙区内", ""])
def test_sentences_that_hold_line_ends_give_the_words_of_tokens(engine, odd):
    texts = [odd, "普通的一句话。", odd]
    assert rows(engine.count([[text] for text in texts])) == expected(texts)


def test_every_sentence_of_the_shipped_pages_gives_the_words_of_tokens(engine):
    corpus = pages.read_corpus(PROJECT / "seeds")
    texts = list(segment.segment_corpus(corpus.pages)[2]["text"])
    assert rows(engine.count([[text] for text in texts])) == expected(texts)
    whole = sum(expected(texts), Counter())
    assert rows(engine.count([texts])) == [whole]


def test_only_words_that_count_are_counted():
    engine = mended_ids.MendedEngine(TERMS, counting.counts_as_word(counting.WORDS_AND_NUMBERS))
    found = rows(engine.count([["静安区，有3个“园区”。"]]))
    assert found == [Counter(["静安区", "有", "3", "个", "园区"])]
