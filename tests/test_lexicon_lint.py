"""A lexicon looked over: all its faults at once, its entries put to the test."""

import pytest

from analysis import lexicon, lexicon_lint, lexicon_trial
from analysis.__main__ import main
from analysis.lexicon import Lexicon
from conftest import PROJECT

HEADER = "term\tpos\treason\n"
SEEDS = PROJECT / "seeds"


def corpus_with(folder, **lists):
    """A corpus folder with these lists of its own."""
    (folder / "lexicon").mkdir(exist_ok=True)
    for name, text in lists.items():
        (folder / "lexicon" / f"{name}.tsv").write_bytes(text.encode())
    return folder


def said(folder):
    """File, line and what was seen of every fault."""
    return [(fault.path.name, fault.line, fault.seen) for fault in lexicon_lint.faults(folder)]


@pytest.mark.parametrize("corpus", [None, SEEDS], ids=["package", "seeds"])
def test_the_shipped_lists_have_no_faults(corpus):
    assert lexicon_lint.faults(corpus) == []


@pytest.mark.parametrize(
    ("text", "line", "seen"),
    [
        ("\ufeff" + HEADER + "甲乙\tn\t试\n", 1, "byte-order mark"),
        (HEADER + "甲乙\tn\t试\r\n", 2, "CR"),
        (HEADER + "甲乙\tn\t试\n甲乙\tn\t试\n", 3, "“甲乙” stands in mine.tsv already, line 2"),
        (HEADER + "甲乙 \tn\t试\n", 2, "blanks around"),
        (HEADER + "甲 乙\tn\t试\n", 2, "a blank between characters"),
        (HEADER + "甲\u3000乙\tn\t试\n", 2, "wide blank"),
        (HEADER + "甲\x07乙\tn\t试\n", 2, "control character"),
        (HEADER + "甲乙\tn\n", 2, "2 columns where the header has 3"),
        (HEADER + "甲乙 n 试\n", 2, "1 column where"),
        (HEADER + "甲乙\tqq\t试\n", 2, "“qq” is no part of speech"),
        (HEADER + "甲乙\t\t试\n", 2, "“” is no part of speech"),
        (HEADER + "甲乙\tn\t\n", 2, "the reason is empty"),
        (HEADER + "——\tn\t试\n", 2, "no letter and no digit"),
        (HEADER + "🙂🙂\tn\t试\n", 2, "no letter and no digit"),
        (HEADER + "甲\tn\t试\n", 2, "one character"),
        (HEADER + "\tn\t试\n", 2, "the term is empty"),
        (HEADER + "\n", 2, "the line is empty"),
        ("甲乙\tn\t试\n", 1, "the header is"),
    ],
)
def test_every_kind_of_fault_is_found_with_file_and_line(tmp_path, text, line, seen):
    found = said(corpus_with(tmp_path, mine=text))
    assert next(fault for fault in found if seen in fault[2])[:2] == ("mine.tsv", line)


def test_all_faults_are_said_not_only_the_first(tmp_path):
    text = "\ufeff" + HEADER + "甲 乙\tqq\t\n——\tn\t试\n甲乙\tn\n"
    assert [line for _file, line, _seen in said(corpus_with(tmp_path, mine=text))] == [
        1, 2, 2, 2, 3, 4,
    ]  # fmt: skip


def test_a_term_in_two_lists_of_a_folder_is_a_fault_and_in_the_package_s_is_none(tmp_path):
    row = HEADER + "营商环境\tn\t试\n"
    assert said(corpus_with(tmp_path, mine=row)) == []
    found = said(corpus_with(tmp_path, mine=row, other=row))
    assert found == [("other.tsv", 2, "“营商环境” stands in mine.tsv already, line 2")]


@pytest.mark.parametrize("name", ["mine.txt", "MINE.TSV", "mine.csv"])
def test_a_list_that_would_not_be_read_is_a_fault_and_is_refused(tmp_path, name):
    corpus_with(tmp_path)
    (tmp_path / "lexicon" / name).write_text(HEADER, "utf-8")
    assert [fault[0] for fault in said(tmp_path)] == [name]
    with pytest.raises(lexicon.InputError, match=rf"{name}, line 1: .*does not end in \.tsv"):
        lexicon.load_lexicon(tmp_path)


def test_a_list_that_is_no_utf_8_is_a_fault_beside_the_others(tmp_path):
    corpus_with(tmp_path, good=HEADER + "甲\tn\t试\n")
    (tmp_path / "lexicon" / "bad.tsv").write_bytes(HEADER.encode() + "甲乙".encode("gb18030"))
    assert [fault[0] for fault in said(tmp_path)] == ["bad.tsv", "good.tsv"]


def test_entries_that_can_hardly_take_effect_are_noted(tmp_path):
    corpus = corpus_with(tmp_path, mine=HEADER + "学校\tn\t试\n甲丙丁\tn\t试\n甲丙丁戊\tn\t试\n")
    own = lexicon.load_lexicon(corpus)
    texts = ["看见甲丙丁戊。", "甲丙丁戊来了。"]
    found = [n for n in lexicon_lint.notes(corpus, own, texts) if n.path.name == "mine.tsv"]
    assert [(note.line, note.term, note.why) for note in found] == [
        (2, "学校", lexicon_lint.HELD),
        (3, "甲丙丁", lexicon_lint.INSIDE),
    ]
    free = [*texts, "只有甲丙丁。"]
    assert lexicon_lint.INSIDE not in {n.why for n in lexicon_lint.notes(corpus, own, free)}


def test_every_shipped_term_comes_out_whole_alone_and_between_marks():
    shipped = lexicon.load_lexicon(SEEDS)
    frames = (lexicon_trial.ALONE, lexicon_trial.BETWEEN_MARKS)
    found = lexicon_trial.failures(shipped, frames=frames)
    assert found.empty, found.to_string()


def test_a_term_that_a_frame_cuts_apart_is_listed_with_its_words():
    one = Lexicon({"甲丙丁": "n"}, {})
    found = lexicon_trial.failures(one, ["甲丙丁", "车站甲丙"], frames=["，X，", "在X的"])
    assert list(found.columns) == lexicon_trial.COLUMNS
    assert found["term"].tolist() == ["车站甲丙"] * 2
    assert found["cut"].str.replace("/", "").tolist() == ["，车站甲丙，", "在车站甲丙的"]
    rows = lexicon_trial.summary(found, 2).set_index("frame")
    assert rows["n_failures"].to_dict() == dict.fromkeys(lexicon_trial.FRAMES, 0) | {
        "，X，": 1,
        "在X的": 1,
    }


def test_a_term_beside_itself_is_not_taken_for_it():
    assert not lexicon_trial._is_whole(["甲乙", "丙"], "丙", 0)
    assert lexicon_trial._is_whole(["丙", "丙"], "丙", 1)
    assert not lexicon_trial._is_whole([], "丙", 0)


def test_a_frame_without_a_place_for_the_term_is_refused():
    with pytest.raises(ValueError, match="not exactly one X"):
        lexicon_trial.failures(Lexicon({}, {}), frames=["，"])


def test_the_command_says_all_faults_and_ends_with_2(corpus, capsys):
    corpus_with(corpus, mine=HEADER + "甲 乙\tqq\t试\n——\tn\t试\n")
    assert main(["lexicon", "--corpus", str(corpus)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0].startswith("analysis: 3 faults in the lexicon")
    assert len(err.splitlines()) == 4


def test_one_fault_is_said_as_one_and_families_are_looked_at_too(corpus, capsys):
    (corpus / "families.tsv").write_text("family\tmembers\treason\n甲乙\t丙\t试\n", "utf-8")
    assert main(["lexicon", "--corpus", str(corpus)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("analysis: 1 fault in the lexicon — mend it and run")
    assert "families.tsv, line 2: “丙” is too short" in said[1]


def test_every_fault_of_the_families_is_found(tmp_path):
    rows = "family\tmembers\treason\n甲乙\t甲*乙|丙\t\n甲乙\t甲乙*\t试\n\n丁戊\t\t试\n"
    (tmp_path / "families.tsv").write_text(rows, "utf-8")
    assert said(tmp_path) == [
        ("families.tsv", 2, "no reason"),
        ("families.tsv", 2, "“甲*乙” has a * inside"),
        ("families.tsv", 2, "“丙” is too short"),
        ("families.tsv", 3, "“甲乙” stands there twice"),
        ("families.tsv", 4, "the line is empty"),
        ("families.tsv", 5, "no members"),
    ]
    (tmp_path / "families.tsv").write_bytes("family\t甲".encode("gb18030"))
    assert "is not UTF-8" in said(tmp_path)[0][2]


def test_the_command_shows_the_self_test_and_what_a_term_would_change(corpus, capsys):
    arguments = ["--add", "停车通平台", "新操场", "--remove", "静安区"]
    assert main(["lexicon", "--corpus", str(corpus), *arguments]) == 0
    out = capsys.readouterr().out
    assert out.startswith("No faults. ")
    assert "，X， 0," in out
    assert "+停车通平台 +新操场 -静安区: " in out
    assert "\n  新操场\t0\t2\t2\n" in out


def test_the_command_refuses_a_term_that_is_there_or_not_there(corpus, capsys):
    assert main(["lexicon", "--corpus", str(corpus), "--add", "静安区"]) == 2
    assert "静安区” is in shanghai.tsv already" in capsys.readouterr().err
    assert main(["lexicon", "--corpus", str(corpus), "--remove", "甲乙丙"]) == 2
    assert "“甲乙丙” is not in the lexicon" in capsys.readouterr().err
    assert main(["lexicon", "--corpus", str(corpus), "--add", "。，"]) == 2
    assert capsys.readouterr().err.startswith("analysis: “。，” cannot be added — ")
