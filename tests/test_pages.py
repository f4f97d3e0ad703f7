"""A folder of pages, read or refused."""

import hashlib
import os

import pytest

from analysis import pages
from analysis.errors import InputError


def refusal(folder) -> str:
    with pytest.raises(InputError) as refused:
        pages.read_corpus(folder)
    message = str(refused.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_a_folder_of_bare_text_files_is_a_corpus(corpus):
    read = pages.read_corpus(corpus)
    assert [page.page_id for page in read.pages] == ["a", "b"]
    assert read.title == corpus.name
    table = pages.pages_table(read.pages, {"b": 3})
    assert list(table["n_edits"]) == [0, 3]
    assert list(table["n_lines"]) == [8, 3]
    assert table.loc[0, "sha256"] == hashlib.sha256((corpus / "a.txt").read_bytes()).hexdigest()


def test_lines_end_where_an_editor_ends_them_and_nowhere_else():
    page = pages.Page("p", "p.txt", "甲\r\n乙\r丙\n\u2028丁\x0b戊\x85己", "utf-8", "")
    assert page.lines == ["甲", "乙", "丙", "\u2028丁\x0b戊\x85己"]


def test_settings_and_page_facts_are_read_where_they_exist(corpus):
    (corpus / "corpus.toml").write_text('title = "两版"\ncity = "shanghai"\n', "utf-8")
    (corpus / "pages.csv").write_text(
        "\ufefffile,newspaper,issue_date,date_basis\na.txt,甲报,2021-12,inferred: a guess\n",
        "utf-8",
    )
    read = pages.read_corpus(corpus)
    assert read.title == "两版"
    assert read.pages[0].newspaper == "甲报"
    assert read.pages[0].date_basis == "inferred: a guess"
    assert read.pages[1].newspaper == ""


def test_the_fingerprint_follows_the_pages_and_not_the_place(corpus, tmp_path):
    before = pages.read_corpus(corpus).fingerprint
    moved = corpus.rename(tmp_path / "elsewhere")
    assert pages.read_corpus(moved).fingerprint == before
    (moved / "a.txt").write_text("别的", "utf-8")
    assert pages.read_corpus(moved).fingerprint != before


def test_no_folder_an_empty_folder_and_a_file_are_refused(tmp_path):
    assert "There is no folder" in refusal(tmp_path / "nowhere")
    assert "it holds nothing and no .txt file" in refusal(tmp_path)
    file = tmp_path / "a.txt"
    file.write_text("甲", "utf-8")
    assert "is a file, not a folder" in refusal(file)


def test_an_empty_page_is_refused_by_name(corpus):
    (corpus / "c.txt").write_bytes(b"")
    assert "c.txt is empty" in refusal(corpus)


def test_a_page_that_cannot_be_read_is_refused_by_name(corpus):
    (corpus / "c.txt").mkdir()
    assert "Cannot read" in refusal(corpus)
    (corpus / "c.txt").rmdir()
    (corpus / "d.txt").symlink_to(corpus / "gone")
    assert "d.txt" in refusal(corpus)


def test_pages_csv_that_names_a_missing_file_is_refused(corpus):
    (corpus / "pages.csv").write_text("file\na.txt\nz.txt\n", "utf-8")
    assert "names 'z.txt', which is not in the folder" in refusal(corpus)


def test_a_page_changed_since_pages_csv_is_refused_until_accepted(corpus):
    (corpus / "pages.csv").write_text(f"file,sha256\na.txt,{'0' * 64}\n", "utf-8")
    message = refusal(corpus)
    assert "has changed since pages.csv was written" in message
    assert "check --accept" in message
    assert pages.read_corpus(corpus, accept_changes=True).pages


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("page\na.txt\n", "no column “file”"),
        ("file,issue_date\na.txt,December\n", "has the date 'December'"),
        ("file,issue_date\na.txt,2021-13-45\n", "has the date '2021-13-45'"),
        ("file,issue_date\na.txt,2021-02-29\n", "has the date '2021-02-29'"),
        ("file,issue_date\na.txt,2021-13\n", "has the date '2021-13'"),
        ("file,issue_date\na.txt,0000\n", "has the date '0000'"),
        ("file,issue_date\na.txt,２０２１\n", "has the date '２０２１'"),
        ("file,date_basis\na.txt,guessed\n", "has the date_basis 'guessed'"),
        ("file\na.txt\na.txt\n", "names 'a.txt' twice"),
        ("file,newspaper\na.txt\n", "another number of cells"),
        ('file\n"a.txt\n', "cannot be read as UTF-8 CSV"),
    ],
)
def test_a_pages_csv_that_would_be_misread_is_refused(corpus, text, seen):
    (corpus / "pages.csv").write_text(text, "utf-8")
    assert seen in refusal(corpus)


def test_settings_that_are_no_toml_are_refused(corpus):
    (corpus / "corpus.toml").write_text("title = two pages\n", "utf-8")
    assert "cannot be read as TOML" in refusal(corpus)


def test_two_files_of_one_page_name_are_refused(corpus):
    (corpus / "a.TXT").write_text("甲", "utf-8")
    assert "the same page name 'a'" in refusal(corpus)


def test_a_pipe_or_device_among_the_pages_is_refused_and_not_waited_for(corpus):
    os.mkfifo(corpus / "c.txt")
    assert "it is no ordinary file" in refusal(corpus)


def test_a_file_name_that_is_no_text_is_refused(corpus):
    (corpus / os.fsdecode(b"\xff.txt")).write_text("甲", "utf-8")
    assert "is not UTF-8" in refusal(corpus)


def test_an_empty_pages_csv_and_a_doubled_column_are_refused(corpus):
    (corpus / "pages.csv").write_bytes(b"")
    assert "has no column “file”" in refusal(corpus)
    (corpus / "pages.csv").write_text("file,file\na.txt,b.txt\n", "utf-8")
    assert "has a column twice" in refusal(corpus)
    (corpus / "pages.csv").write_text("file, newspaper\na.txt,甲报\n", "utf-8")
    assert pages.read_corpus(corpus).pages[0].newspaper == "甲报"


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("title = 3", "title is 3"),
        ('city = "../../elsewhere"', "it is the bare name of a gazetteer file"),
        ('city = "a\\u0000b"', "it is the bare name of a gazetteer file"),
        ('[notebooks]\nterms = "大数据"', "is no list of words"),
        ("[notebooks]\nterms = [1]", "is no list of words"),
        ('notebooks = "x"', "is no list of words"),
        ("x = " + "[" * 5000, "cannot be read as TOML"),
        ("title = " + "9" * 5000, "cannot be read as TOML"),
    ],
)
def test_settings_of_a_wrong_kind_are_refused_before_anything_is_made(corpus, line, seen):
    (corpus / "corpus.toml").write_text(line + "\n", "utf-8")
    assert seen in refusal(corpus)
