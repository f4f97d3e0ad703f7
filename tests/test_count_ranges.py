"""A count with its range over ways of cutting."""

import pandas as pd
import pytest

from analysis import count_ranges, tokens
from analysis.errors import InputError
from analysis.lexicon import Lexicon

LEXICON = Lexicon(dict.fromkeys(("甲丙丁平台", "5G+8K"), "n"), {})
SENTENCES = pd.DataFrame(
    {
        "sentence_id": ["1", "2", "3"],
        "text": ["甲丙丁平台上线。", "用5G+8K的平台", "平台、平台和甲丙丁平台"],
    }
)


def test_each_row_is_the_count_of_its_own_cut():
    table = count_ranges.counts_by_choice(["平台", "甲丙丁平台"], SENTENCES, LEXICON)
    assert list(table.columns) == count_ranges.COLUMNS
    assert len(table) == 18
    for row in table[table["choice"] != "substring"].itertuples():
        cut = tokens.cut_texts(
            SENTENCES["text"],
            lexicon=LEXICON if row.lexicon else None,
            rules=bool(row.rules),
            hmm=bool(row.hmm),
        )
        assert row.freq == sum(words.count(row.term) for words in cut)
    assert len({(r.term, r.choice) for r in table.itertuples()}) == 18


def test_the_range_of_a_name_goes_from_nothing_to_its_places():
    rows = count_ranges.count_ranges(["甲丙丁平台", "平台", "5G+8K"], SENTENCES, LEXICON)
    assert rows["term"].tolist() == ["甲丙丁平台", "平台", "5G+8K"]
    assert rows["range"].tolist() == ["2 (0–2)", "3 (3–5)", "1 (0–1)"]
    assert rows["substring"].tolist() == [2, 5, 1]


def test_each_choice_makes_a_difference_of_its_own():
    texts = ["张欧野在杭研大厦里看。", "建一项。"]
    table = count_ranges.counts_by_choice(["一项", "杭研"], texts, LEXICON)
    freq = {(row.term, row.choice): row.freq for row in table.itertuples()}
    assert freq["一项", "rules"] == 0 < freq["一项", "none"]
    assert freq["杭研", "HMM"] == 1 > freq["杭研", "none"]


def test_one_term_has_nine_rows_and_the_project_s_choice_first():
    table = count_ranges.count_range("平台", SENTENCES, LEXICON)
    assert table["choice"].tolist() == [
        "lexicon + rules + HMM", "lexicon + rules", "lexicon + HMM", "lexicon", "rules + HMM",
        "rules", "HMM", "none", "substring",
    ]  # fmt: skip
    assert table["freq"].iloc[0] == 3


def test_the_sentences_are_cut_once_for_each_choice_whatever_the_terms(monkeypatch):
    cuts = []
    plain = tokens.cut_texts

    def counted(texts, **options):
        cuts.append(options)
        return plain(texts, **options)

    monkeypatch.setattr(tokens, "cut_texts", counted)
    texts = ["戊己庚的平台。"]
    count_ranges.count_ranges(["平台", "戊己"], texts, LEXICON)
    assert len(cuts) == 8
    count_ranges.count_ranges(["的"], texts, LEXICON)
    assert len(cuts) == 8


@pytest.mark.parametrize("texts", [[], [""], ["。！？"], ["🙂𠮷\x00"]])
def test_a_term_that_stands_nowhere_is_counted_as_nothing(texts):
    assert count_ranges.count_ranges(["甲乙"], texts, LEXICON)["range"].tolist() == ["0 (0–0)"]


@pytest.mark.parametrize("terms", [[], [""], ["甲", " "]])
def test_an_empty_term_is_refused(terms):
    with pytest.raises(InputError, match="No term to count"):
        count_ranges.count_ranges(terms, SENTENCES, LEXICON)
