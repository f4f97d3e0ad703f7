"""A word in a large collection as it stands."""

import json
import subprocess
import sys
import time

import pytest

from analysis import text_search, work_units
from analysis.errors import InputError
from conftest import PROJECT


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("ANALYSIS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "文 texts"
    (folder / "in").mkdir(parents=True)
    (folder / "a.txt").write_bytes("甲乙丙，数据\r\n大数据数据库。".encode())
    (folder / "b.txt").write_bytes("数".encode())
    (folder / "in" / "c.txt").write_bytes("据在数据之后😀数据".encode())
    return folder


def test_every_place_is_found_with_its_document_and_context(folder):
    total, lines = text_search.search(text_search.open_texts(folder), "数据", window=3)
    assert total == 5
    assert [(line.document_id, line.place) for line in lines] == [
        ("a.txt", 4), ("a.txt", 9), ("a.txt", 11), ("in/c.txt", 2), ("in/c.txt", 7),
    ]  # fmt: skip
    assert lines[0] == text_search.Line("a.txt", 4, "乙丙，", "数据", " 大")
    assert (lines[4].left, lines[4].right) == ("之后😀", "")


def test_a_word_does_not_reach_from_one_document_into_the_next(folder):
    assert text_search.search(text_search.open_texts(folder), "。数")[0] == 0


def test_only_so_many_lines_are_made(folder):
    total, lines = text_search.search(text_search.open_texts(folder), "数据", most=2)
    assert (total, len(lines)) == (5, 2)


def test_the_texts_are_written_once_and_again_when_a_file_changes(folder, cache):
    first = text_search.open_texts(folder)
    written = first.path.stat().st_mtime_ns
    assert text_search.open_texts(folder).path.stat().st_mtime_ns == written
    (folder / "b.txt").write_bytes("数据数据".encode())
    assert text_search.search(text_search.open_texts(folder), "数据")[0] == 7


def test_a_large_file_is_one_document(folder, monkeypatch):
    (folder / "z.txt").write_bytes("甲，数据。\n".encode() * 400)
    whole = text_search.search(text_search.open_texts(folder), "数据", most=10**6)
    monkeypatch.setattr(work_units, "SLICED", 1_000)
    monkeypatch.setattr(work_units, "SLICE", 300)
    (folder / "y.txt").write_bytes("末".encode())
    texts = text_search.open_texts(folder)
    assert text_search.search(texts, "数据", most=10**6) == whole
    assert texts.names == ["a.txt", "b.txt", "in/c.txt", "y.txt", "z.txt"]


def test_rows_of_a_table_are_documents(tmp_path):
    folder = tmp_path / "rows"
    folder.mkdir()
    rows = [{"n": "one", "t": "大数据"}, {"n": "two", "t": "数据"}]
    (folder / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "corpus.toml").write_text('[records]\nfile="r.jsonl"\ntext="t"\nid="n"\n', "utf-8")
    _total, lines = text_search.search(text_search.open_texts(folder), "数据")
    assert [line.document_id for line in lines] == ["one", "two"]


def test_an_empty_word_is_refused(folder):
    with pytest.raises(InputError, match="is empty"):
        text_search.search(text_search.open_texts(folder), "")


def test_ten_megabytes_are_searched_in_a_tenth_of_a_second(tmp_path):
    folder = tmp_path / "large"
    folder.mkdir()
    for name in range(50):
        (folder / f"{name:02d}.txt").write_text(f"{name}第一句话，说的是别的。\n" * 6_000, "utf-8")
    (folder / "99.txt").write_text("数字化转型", "utf-8")
    texts = text_search.open_texts(folder)
    assert texts.borders[-1] > 10_000_000
    start = time.process_time()
    assert text_search.search(texts, "数字化转型")[0] == 1
    assert time.process_time() - start < 0.1


def test_the_command_lists_and_counts(folder):
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "search", "数据", "--corpus", folder, "--most", "1"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "a.txt:4\t甲乙丙，\t数据\t 大数据数据库。",
        "5 times in a collection of 3 documents; the first is listed, --most shows more.",
    ]
