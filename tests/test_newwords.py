"""New words: every number against a worked example and against a plain count in pure Python."""

from collections import Counter, defaultdict
from math import log2

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import charruns, lexicon_changes, newwords, tokens
from analysis.errors import InputError
from analysis.lexicon import COLUMNS, Lexicon
from analysis.lists import read_rows

ALL = {"min_freq": 1, "min_cohesion": -100.0, "min_entropy": 0.0, "not_at_edges": ""}


def found(texts, **options):
    """The candidates by term."""
    return newwords.candidates(texts, **options).set_index("term")


def test_the_worked_example_of_sixteen_characters():
    # Counted by hand. 一网通办 stands 3 times among 13 runs of four; 一 4 of 16, 网通办 3 of 14:
    # 3/13 ÷ (4/16 × 3/14) = 4.307692 is the least of three splits. Before it: nothing, 管, 办.
    text = "一网通办一网统管一网通办一网通办"
    row = found([text], **ALL).loc["一网通办"]
    assert row["freq"] == 3
    assert 2 ** row["cohesion"] == pytest.approx((3 / 13) / ((4 / 16) * (3 / 14)))
    assert row["cohesion"] == pytest.approx(2.106915, abs=1e-6)
    assert row["left_entropy"] == 1.0
    assert row["right_entropy"] == 0.0
    assert row["score"] == 0.0


def is_han(char):
    return "\u4e00" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def entropy(neighbours):
    total = sum(neighbours.values())
    return -sum(n / total * log2(n / total) for n in neighbours.values()) if total else None


def plainly(texts, longest, min_freq):
    """Term to (freq, doc_freq, cohesion, left, right), with dictionaries of strings."""
    freq, left, right, docs = Counter(), defaultdict(Counter), defaultdict(Counter), {}
    for number, text in enumerate(texts):
        for start in range(len(text)):
            for end in range(start + 1, min(start + longest, len(text)) + 1):
                run = text[start:end]
                if all(map(is_han, run)):
                    freq[run] += 1
                    docs.setdefault(run, set()).add(number)
                    left[run].update(text[start - 1 : start] if start else "")
                    right[run].update(text[end : end + 1])
    total = Counter()
    for run, n in freq.items():
        total[len(run)] += n
    share = {run: n / total[len(run)] for run, n in freq.items()}
    return {
        run: (
            n,
            len(docs[run]),
            log2(min(share[run] / share[run[:k]] / share[run[k:]] for k in range(1, len(run)))),
            entropy(left[run]),
            entropy(right[run]),
        )
        for run, n in freq.items()
        if len(run) > 1 and n >= min_freq
    }


@given(st.lists(st.text("甲乙丙，9A🙂\U00020001", max_size=12), min_size=1, max_size=6))
def test_every_number_is_that_of_a_plain_count(texts):
    if not any(is_han(char) for text in texts for char in text):
        return
    for min_freq in (1, 2):
        wanted = {
            run: row
            for run, row in plainly(texts, 4, min_freq).items()
            if row[3] is not None or row[4] is not None
        }
        table = found(texts, **ALL | {"min_freq": min_freq, "longest": 4})
        assert set(table.index) == set(wanted)
        for run, row in wanted.items():
            values = [None if pd.isna(v) else v for v in table.loc[run].tolist()[:5]]
            for value, expected in zip(values, row, strict=True):
                assert value == (expected if expected is None else pytest.approx(expected))


@given(st.lists(st.integers(-1, 9), max_size=30), st.integers(1, 3))
def test_counting_in_a_table_and_by_sorting_give_the_same(keys, min_freq):
    keys = np.array(keys, dtype=np.int64)
    for one, two in zip(
        charruns._by_table(keys, 10, min_freq),
        charruns._by_sorting(keys, 10, min_freq),
        strict=True,
    ):
        assert one.tolist() == two.tolist()


def test_every_number_is_the_same_without_the_table(monkeypatch):
    text = ["一网通办一网统管一网通办一网通办", "网通办一，管一网"]
    one = newwords.candidates(text, **ALL)
    monkeypatch.setattr(charruns, "_TABLE", 0)
    pd.testing.assert_frame_equal(one, newwords.candidates(text, **ALL))


SENTENCES = pd.DataFrame(
    {
        "sentence_id": ["a:1", "a:2", "b:1", "b:2"],
        "article_id": ["a", "a", "b", "b"],
        "text": ["推进云丙丁建设。", "看云丙丁，", "说：云丙丁好", "3个云丙丁吗"],
    }
)
LOW = {"min_freq": 3, "min_cohesion": 1.0}


def test_articles_are_counted_and_the_first_sentence_is_the_example():
    row = found(SENTENCES, **LOW).loc["云丙丁"]
    assert (row["freq"], row["doc_freq"], row["example"]) == (4, 2, "a:1")
    assert row["left_entropy"] == row["right_entropy"] == 2.0
    assert row["score"] == pytest.approx(row["cohesion"] * 2)


def test_a_known_word_is_left_out_and_so_is_what_begins_or_ends_with_a_particle():
    assert "云丙丁" not in found(SENTENCES, **LOW, known={"云丙丁"}.__contains__).index
    texts = [f"{a}的丙丁了{b}" for a, b in zip("天地人和", "春夏秋冬", strict=True)]
    assert list(found(texts, **LOW).index) == []
    assert set(found(texts, **LOW, not_at_edges="").index) == {"的丙丁了"}


def test_the_line_of_a_candidate_is_a_line_of_a_lexicon(tmp_path):
    line = found(SENTENCES, **LOW).loc["云丙丁", "line"]
    path = tmp_path / "terms.tsv"
    path.write_text("\t".join(COLUMNS) + f"\n{line}\n", "utf-8")
    [(_number, row)] = read_rows(path, required=COLUMNS, exact=True)
    assert row["term"] == "云丙丁"
    assert row["reason"] == "new word: 4 places in 2 articles"


def test_beside_a_candidate_stands_what_accepting_it_changes():
    empty = Lexicon({}, {})
    table = newwords.effects(newwords.candidates(SENTENCES, **LOW), SENTENCES, empty)
    row = table.set_index("term").loc["云丙丁"]
    single = lexicon_changes.changes(SENTENCES, empty, add=["云丙丁"])
    assert row["n_sentences"] == len(single.sentences) > 0
    assert row["n_tokens"] == 4
    assert (row["before"], row["after"]) == tuple(single.sentences.iloc[0][["before", "after"]])
    assert "云丙丁 +" in row["changes"]


def test_ties_are_settled_by_the_characters_and_order_of_texts_changes_no_number():
    texts = [f"{a}{w}{b}" for w in ("丙丁", "甲乙") for a, b in ("天春", "地夏", "人秋", "和冬")]
    one = newwords.candidates(texts, **LOW)
    two = newwords.candidates(texts[::-1], **LOW)
    numbers = newwords.COLUMNS[:7]
    assert one["term"].tolist() == ["丙丁", "甲乙"]
    pd.testing.assert_frame_equal(one[numbers], two[numbers])


def test_no_candidate_gives_an_empty_table_with_its_columns():
    table = newwords.candidates(["甲乙"], min_freq=2)
    assert table.empty
    assert list(table.columns) == newwords.COLUMNS


def test_known_words_may_be_asked_for_where_no_run_has_neighbours_enough():
    text = "昨天，徐汇区建成一座社区服务站，居民称便。"  # too short: no run has two neighbours
    table = newwords.candidates([text], known=lambda term: True)
    assert table.empty
    assert list(table.columns) == newwords.COLUMNS


@pytest.mark.parametrize("texts", [[], [""], ["。！？"], ["🙂"], ["\x00\x07"], ["abc 123"]])
def test_texts_without_a_chinese_character_are_refused(texts):
    with pytest.raises(InputError, match="hold no Chinese character"):
        newwords.candidates(texts)


@pytest.mark.parametrize(
    "texts", [["甲乙\x00甲乙"], ["\ud800甲乙甲乙"], ["𠮷野" * 5], ["甲" * 200]]
)
def test_rare_characters_and_control_characters_are_counted_or_passed_over(texts):
    assert (found(texts, **ALL)["freq"] > 0).all()


@pytest.mark.parametrize("options", [{"longest": 1}, {"min_freq": 0}])
def test_a_bound_that_makes_no_sense_is_refused(options):
    with pytest.raises(ValueError, match="or more"):
        newwords.candidates(["甲乙"], **options)


def test_pairs_that_do_not_fit_64_bits_are_refused_and_large_ones_are_exact():
    left, right = np.array([2**31 - 1], dtype=np.int32), np.array([70_000], dtype=np.int32)
    assert charruns.pairs(left, right, 100_000).tolist() == [(2**31 - 1) * 100_000 + 70_000]
    with pytest.raises(OverflowError, match="do not fit 64 bits"):
        charruns.pairs(left, right, 2**32)


def test_a_word_of_jieba_is_known():
    known = tokens.is_known(Lexicon({"云丙丁": "n"}, {}))
    assert "云丙丁" not in found(SENTENCES, **LOW, known=known).index
