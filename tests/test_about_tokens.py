"""What notebook 02 shows: every number of its tables, on sentences small enough to check."""

from math import isnan

import pandas as pd
import pytest

from analysis import (
    about_tokens,
    about_words,
    chain,
    lexicon_lint,
    newwords,
    pages,
    paths,
    tokens,
    wordscores,
)
from analysis.lexicon import Lexicon

OWN = Lexicon({"甲乙丙": "n"}, {"甲乙丙": "t"})


@pytest.fixture
def built(corpus, monkeypatch) -> chain.Tables:
    monkeypatch.setenv(paths.CORPUS_VARIABLE, str(corpus))
    return chain.build(pages.read_corpus(corpus))


def test_a_place_that_is_cut_otherwise_is_shown_once_with_both_cuts():
    reference = [["开会"], ["在", "甲", "乙丙", "，", "开会"]]
    wrong = about_tokens.errors(reference, OWN)
    assert wrong.values.tolist() == [[2, "在", "甲乙丙", "甲 / 乙丙", "，开会"]]


def test_marks_that_are_grouped_otherwise_are_no_error():
    assert about_tokens.errors([["开会", "———", "开会"]], OWN).empty


def test_no_error_is_shown_where_the_score_is_one_and_one_at_least_where_it_is_less():
    reference = wordscores.read_reference(about_tokens.REFERENCE)
    wrong = about_tokens.errors(reference, OWN)
    cut = tokens.cut_texts(["".join(words) for words in reference], lexicon=OWN)
    differ = {
        number
        for number, (ours, theirs) in enumerate(zip(cut, reference, strict=True), start=1)
        if wordscores.spans(ours) != wordscores.spans(theirs)
    }
    assert differ
    assert set(wrong["sentence"]) == differ


def test_the_last_way_of_cutting_is_the_one_that_is_counted():
    ways = about_tokens.ways_of_cutting("在甲乙丙开会", OWN)
    assert len(ways) == 4
    assert ways["words"].iloc[-1] == " / ".join(
        token for token, _pos, _start in tokens.tokeniser(OWN)("在甲乙丙开会")
    )
    assert (ways["words"].str.replace(" / ", "") == "在甲乙丙开会").all()
    assert ways["n_words"].tolist() == [len(words.split(" / ")) for words in ways["words"]]


def test_the_score_of_a_choice_is_read_from_its_row():
    scores = about_tokens.score_table([["甲乙丙", "开会"]], OWN)
    assert about_tokens.score_of(scores, "yes", rules=True) == 1
    row = scores.query("lexicon == 'no' and not rules and not hmm")
    assert about_tokens.score_of(scores, "no", rules=False, hmm=False) == row["f1"].item() < 1


def answers(built: chain.Tables) -> list[str]:
    return about_tokens.answers(
        built, OWN,
        effect=about_words.lexicon_effect(built, OWN),
        ranges=about_tokens.headline_counts(built, OWN),
        scores=about_tokens.score_table([["甲乙丙", "开会"]], OWN),
        candidates=about_tokens.candidates(built, OWN),
    )  # fmt: skip


def test_the_answers_say_the_numbers_of_the_tables(built, monkeypatch):
    monkeypatch.setattr("analysis.about_corpus.followed_terms", lambda _corpus: ["操场"])
    said = answers(built)
    held = int((built.tokens["token"] == "操场").sum())
    assert f"操场 {held} (" in said[0]
    assert "On 2 words cut by hand, F1 is 1.000" in " ".join(said)
    assert f"{len(built.tokens):,} tokens" in said[-1]


def test_a_corpus_without_followed_terms_has_no_ranges_and_still_an_answer(built, monkeypatch):
    monkeypatch.setattr("analysis.about_corpus.followed_terms", lambda _corpus: [])
    ranges = about_tokens.headline_counts(built, OWN)
    assert ranges.empty
    assert len(answers(built)) == 4
    assert about_tokens.size_before_stop_words(built, ranges["term"], frozenset()).empty


def test_a_range_holds_the_count_of_the_token_table(built, monkeypatch):
    monkeypatch.setattr("analysis.about_corpus.followed_terms", lambda _corpus: ["操场"])
    row = about_tokens.headline_counts(built, OWN).iloc[0]
    assert row["lowest"] <= row["freq"] <= row["highest"]
    assert row["substring"] == built.sentences["text"].str.count("操场").sum() > 0


def test_n_is_counted_before_stop_words_and_the_rate_without_them_is_higher(built):
    table = about_tokens.size_before_stop_words(built, ["操场"], frozenset(["的", "了"]))
    row = table.iloc[0]
    stops = row["n_tokens"] - row["N without stop words"]
    assert stops > 0
    assert row["ipm"] == pytest.approx(1e6 * row["freq"] / row["n_tokens"])
    assert row["ipm without"] == pytest.approx(1e6 * row["freq"] / (row["n_tokens"] - stops))


def test_variants_are_those_that_stand_as_tokens_most_first(built):
    forms = {"操场": "运动场", "学校": "操场", "无此词": "操场"}
    table = about_tokens.variants_found(built, forms)
    held = built.tokens["token"].value_counts()
    assert set(table["printed"]) == {"操场", "学校"}
    assert table["freq"].tolist() == sorted((held["操场"], held["学校"]), reverse=True)
    names = dict(zip(table["printed"], table["freq of the name as printed"], strict=True))
    assert names == {"操场": 0, "学校": held["操场"]}


def test_families_without_a_place_are_left_out(built):
    table = about_tokens.nested_names(built, OWN, about_tokens.merged_forms())
    assert (table["n_substring"] > 0).all()
    assert (table["n_longest"] <= table["n_overlapping"]).all()
    assert (table["n_overlapping"] <= table["n_substring"]).all()


def test_a_candidate_is_shown_where_it_stands_with_what_it_would_change(built):
    found = newwords.candidates(built.sentences, min_freq=2, min_entropy=0, min_cohesion=0)
    shown = about_tokens.candidates_read(found, built)
    assert len(shown) > 0
    assert all(term in text for term, text in zip(shown["term"], shown["example"], strict=True))
    new = found[~found["term"].isin(OWN.terms)].head(2)
    assert about_tokens.accepting(new, built, OWN)["term"].tolist() == new["term"].tolist()


def test_texts_without_chinese_have_no_candidates_and_the_same_columns(built):
    latin = built._replace(sentences=built.sentences.assign(text="no Chinese"))
    empty = about_tokens.candidates(latin, OWN)
    assert list(empty.columns) == newwords.COLUMNS
    assert about_tokens.candidates_read(empty, latin).empty
    assert about_tokens.accepting(empty, latin, OWN).empty


def test_entries_that_add_little_are_counted_by_reason(tmp_path):
    notes = [
        lexicon_lint.Note(tmp_path / "t.tsv", line, term, why)
        for line, term, why in [(2, "甲", "held"), (3, "乙", "inside"), (4, "丙", "held")]
    ]
    table = about_tokens.note_reasons(notes)
    assert table.values.tolist() == [["held", 2, "甲、丙"], ["inside", 1, "乙"]]
    assert about_tokens.note_reasons([]).empty


def test_the_reference_is_read_whatever_the_corpus(built):
    scores = about_tokens.score_table(wordscores.read_reference(about_tokens.REFERENCE), OWN)
    assert not any(map(isnan, scores["f1"]))


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "No run of characters is"), (1, "One run of characters is"), (2, "2 runs of characters")],
)
def test_so_many_new_words_are_proposed_as_there_are(built, n, said):
    scores = about_tokens.score_table([["甲乙丙", "开会"]], OWN)
    effect = about_words.lexicon_effect(built, OWN)
    ranges = about_tokens.headline_counts(built, OWN)
    found = about_tokens.answers(
        built, OWN, effect=effect, ranges=ranges, scores=scores, candidates=[0] * n
    )
    assert said in " ".join(found)


@pytest.mark.parametrize(
    ("highest", "said"), [(9, "these counts stay the same: 甲 9 (9–9)"), (10, "decides the count")]
)
def test_the_way_of_cutting_decides_only_counts_that_it_changes(built, highest, said):
    ranges = pd.DataFrame(
        [("甲", 9, 9, highest, 9, f"9 (9–{highest})")],
        columns=["term", "freq", "lowest", "highest", "substring", "range"],
    )
    scores = about_tokens.score_table([["甲乙丙", "开会"]], OWN)
    effect = about_words.lexicon_effect(built, OWN)
    found = about_tokens.answers(
        built, OWN, effect=effect, ranges=ranges, scores=scores, candidates=[]
    )
    assert said in found[0]
