"""The lexicon: lists that are read whole or refused with the line that is in the way."""

import pytest

from analysis import gazetteer, lexicon, lists
from analysis.errors import InputError
from conftest import PROJECT

HEADER = "term\tpos\treason\n"


def corpus_with(folder, text, name="terms.tsv"):
    """A corpus folder whose own lexicon holds this file."""
    (folder / "lexicon").mkdir(exist_ok=True)
    (folder / "lexicon" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_the_shipped_lists_are_clean_and_say_where_each_term_comes_from():
    shipped = lexicon.load_lexicon()
    assert shipped.terms["数字化转型"] == "n"
    assert shipped.origin["数字化转型"] == "terms.tsv"
    assert set(shipped.terms) == set(shipped.origin)


def test_every_list_gives_a_reason_in_every_row():
    for path in sorted((lexicon.paths.RESOURCES / "lexicon").glob("*.tsv")):
        rows = [row for _, row in lists.read_rows(path, required=lexicon.COLUMNS, exact=True)]
        assert rows
        assert all(row["reason"] for row in rows)


def test_no_place_of_the_gazetteer_stands_in_a_list_as_well():
    shipped = lexicon.load_lexicon()
    cities = [(path, gazetteer.read_gazetteer(path)) for path in lexicon._files(None, "gazetteer")]
    places = {name for _path, name, word in lexicon._places(cities) if word}
    lists = {path.name for path in (lexicon.paths.RESOURCES / "lexicon").glob("*.tsv")}
    assert [
        term for term in shipped.terms if shipped.origin[term] in lists and term in places
    ] == []


def test_places_of_the_gazetteer_are_terms_and_its_guards_against_chance_are_not():
    shipped = lexicon.load_lexicon()
    assert shipped.terms["普陀区"] == "ns"
    assert "隆重庆" not in shipped.terms
    assert "在沪" not in shipped.terms


def test_a_district_s_short_name_and_its_committee_are_two_words():
    splits = lexicon.load_lexicon().splits
    assert splits["静安区委"] == ("静安", "区委")
    assert splits["浦东区委"] == ("浦东", "区委")  # the short name of 浦东新区 is data, not a cut
    assert splits["闸北区委"] == ("闸北", "区委")


def test_the_persons_of_the_shipped_pages_stand_in_their_own_folder_and_are_added():
    own, shipped = lexicon.load_lexicon(PROJECT / "seeds"), lexicon.load_lexicon()
    people = {term for term, origin in own.origin.items() if origin == "people.tsv"}
    assert len(people) > 50
    assert not people & set(shipped.terms)
    assert set(shipped.terms) <= set(own.terms)


def test_a_list_of_the_corpus_stands_in_for_the_shipped_one_of_its_name(tmp_path):
    own = lexicon.load_lexicon(corpus_with(tmp_path, HEADER + "甲乙丙\tn\t试\n"))
    assert own.terms["甲乙丙"] == "n"
    assert "营商环境" not in own.terms
    assert "习近平" in own.terms


def test_a_list_of_a_new_name_is_added(tmp_path):
    own = lexicon.load_lexicon(corpus_with(tmp_path, HEADER + "甲乙丙\tn\t试\n", "mine.tsv"))
    assert own.origin["甲乙丙"] == "mine.tsv"
    assert "营商环境" in own.terms


def test_the_fingerprint_changes_with_a_term_and_with_a_part_of_speech():
    one = lexicon.Lexicon({"甲乙": "n"}, {})
    assert one.fingerprint == lexicon.Lexicon({"甲乙": "n"}, {"甲乙": "x"}).fingerprint
    assert one.fingerprint != lexicon.Lexicon({"甲丙": "n"}, {}).fingerprint
    assert one.fingerprint != lexicon.Lexicon({"甲乙": "nz"}, {}).fingerprint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\ufeff" + HEADER + "甲乙\tn\t试\n", "line 1: .*byte-order mark"),
        (HEADER + "甲乙\tn\t试\r\n", "line 2: .*CR"),
        (HEADER + "甲乙\tn\t试\n甲乙\tn\t试\n", "line 3: .*“甲乙” stands in terms.tsv already"),
        (HEADER + "甲乙 \tn\t试\n", "line 2: .*blanks around"),
        (HEADER + "甲\u3000乙\tn\t试\n", "line 2: .*(wide blank|control)"),
        (HEADER + "甲\x07乙\tn\t试\n", "line 2: .*control character"),
        (HEADER + "甲乙 n 试\n", "line 2: .*1 column where the header has 3"),
        (HEADER + "甲乙\tn\t试\t再\n", "line 2: .*4 columns"),
        (HEADER + "\tn\t试\n", "line 2: .*empty"),
        (HEADER + "甲乙\tn\t试\n\n丙丁\tn\t试\n", "line 3: .*line is empty"),
        (HEADER + "甲\tn\t试\n", "line 2: .*one character"),
        (HEADER + "甲乙\t名\t试\n", "line 2: .*part of speech"),
        ("甲乙\tn\t试\n", "line 1: .*header"),
        ("", "line 1: .*header"),
    ],
)
def test_a_faulty_list_is_refused_with_file_and_line(tmp_path, text, said):
    with pytest.raises(InputError, match=f"terms.tsv, {said}"):
        lexicon.load_lexicon(corpus_with(tmp_path, text))


def test_a_list_that_is_not_utf_8_is_refused(tmp_path):
    with pytest.raises(InputError, match="not UTF-8"):
        lexicon.load_lexicon(corpus_with(tmp_path, HEADER.encode() + "甲乙".encode("gb18030")))


def test_a_term_of_the_corpus_wins_over_a_shipped_term_and_a_shipped_split(tmp_path):
    text = HEADER + "营商环境\tnz\t试\n小区内\tn\t试\n"
    own = lexicon.load_lexicon(corpus_with(tmp_path, text, "mine.tsv"))
    assert (own.terms["营商环境"], own.origin["营商环境"]) == ("nz", "mine.tsv")
    assert "小区内" in own.terms
    assert "小区内" not in own.splits


def test_no_shipped_term_is_cut_by_a_shipped_split():
    assert not set(lexicon._listed(None)) & set(lexicon._splits(None))


@pytest.mark.parametrize("row", ["甲乙\t试", "甲||乙\t试", "甲|乙\t试\n甲|乙\t试"])
def test_a_faulty_split_is_refused(tmp_path, row):
    (tmp_path / "splits.tsv").write_text(f"words\treason\n{row}\n", "utf-8")
    with pytest.raises(InputError, match=r"splits\.tsv, line"):
        lexicon.load_lexicon(tmp_path)


def test_a_system_named_after_another_name_with_words_before_it_is_not_one_word(tmp_path):
    (tmp_path / "systems.tsv").write_text(
        "name\tvariants\ttype\n"
        "甲乙丙院\t上海甲乙丙院|上海市甲乙丙院|市甲乙丙院\tinstitution\n"
        "城市数字化转型\t\tprogramme\n"
        "关于甲乙的丙丁\t\tprogramme\n"
        "“丁丙乙”平台\t丁丙乙\tplatform\n"
        "丁丙规划\t\tpolicy\n",
        "utf-8",
    )
    own = lexicon.load_lexicon(tmp_path)
    held = [term for term, origin in own.origin.items() if origin == "systems.tsv"]
    assert held == ["甲乙丙院", "市甲乙丙院", "丁丙乙"]


def test_stop_words_are_the_published_list_and_our_own():
    words = lexicon.stop_words()
    assert {"的", "本报讯", "图为"} <= words
    assert "数字化转型" not in words


def test_a_corpus_brings_its_own_newspaper_words(tmp_path):
    (tmp_path / "stopwords.tsv").write_text("term\treason\n甲乙\t试\n", "utf-8")
    assert "甲乙" in lexicon.stop_words(tmp_path)
    assert "本报讯" not in lexicon.stop_words(tmp_path)


def test_a_stop_word_that_stands_twice_is_refused(tmp_path):
    (tmp_path / "stopwords.tsv").write_text("term\treason\n甲乙\t试\n甲乙\t试\n", "utf-8")
    with pytest.raises(InputError, match=r"line 3: .*twice"):
        lexicon.stop_words(tmp_path)
