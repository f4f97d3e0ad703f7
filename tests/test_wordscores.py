"""Agreement with a reader's cut: fractions by hand, and what cannot be compared."""

from math import isnan

import pytest

from analysis import wordscores
from analysis.errors import InputError
from analysis.lexicon import Lexicon


def test_precision_recall_and_f1_are_these_fractions():
    cut = [["甲乙", "丙", "丁"], ["甲", "，", "乙"]]
    reference = [["甲乙", "丙丁"], ["甲", "，", "乙"]]
    assert wordscores.score(cut, reference) == (3 / 5, 3 / 4, 2 * 3 / (5 + 4), 4)


def test_marks_are_not_words():
    assert wordscores.score([["甲", "，。"]], [["甲", "，", "。"]]) == (1, 1, 1, 1)


def test_the_score_of_nothing_is_not_zero():
    assert isnan(wordscores.score([], []).f1)


@pytest.mark.parametrize("cut", [[["甲"]], [["甲"], ["丁"]]])
def test_other_sentences_are_refused(cut):
    with pytest.raises(InputError, match="cannot be compared"):
        wordscores.score(cut, [["甲"], ["乙"]])


def test_a_faulty_line_of_a_reference_is_named(tmp_path):
    (tmp_path / "r.jsonl").write_text('{"tokens": ["甲"]}\n{}\n', "utf-8")
    with pytest.raises(InputError, match=r"r\.jsonl, line 2"):
        wordscores.read_reference(tmp_path / "r.jsonl")


def test_the_table_has_a_row_for_every_choice():
    own = Lexicon({"甲乙丙": "n"}, {"甲乙丙": "t"})
    table = wordscores.score_table([["甲乙丙", "开会"]], lexicons={"own": own, "none": None})
    assert table[["lexicon", "hmm", "rules"]].duplicated().sum() == 0
    assert len(table) == 8
    assert (table.loc[table["lexicon"] == "own", "f1"] == 1).all()
    assert (table.loc[table["lexicon"] == "none", "f1"] < 1).all()
    assert (table["n_words"] == 2).all()
