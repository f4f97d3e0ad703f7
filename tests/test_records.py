"""Rows of a table file as documents: mapped, read one by one, refused by their number."""

import gzip
import json
import lzma

import pytest

from analysis import pages, records
from analysis.errors import InputError

ROWS = [
    {"nr": "a1", "body": "甲区启用新操场。", "head": "新操场", "day": "2021-12-10", "city": "甲市"},
    {"nr": "a2", "body": "乙区也有一所学校。", "head": "", "day": "2021", "city": "乙市"},
    {"nr": "a3", "body": "丙，“丁”\n下一段。", "head": "丙丁", "day": "", "city": ""},
]
TOML = """[records]
file = "{}"
text = "body"
id = "nr"
title = "head"
date = "day"
place = "city"
"""


def write(folder, name: str, rows=ROWS):
    """A corpus folder of one table file; Parquet needs pyarrow."""
    path = folder / name
    if name.endswith(".parquet"):
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist(rows), path)
    elif ".csv" in name:
        import csv
        import io

        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
    else:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        packed = {".gz": gzip.compress, ".xz": lzma.compress}.get(path.suffix, bytes)(lines)
        path.write_bytes(packed)
    (folder / "corpus.toml").write_text(TOML.format(name), "utf-8")
    return folder


def read(folder, **how):
    source = records.mapped(folder, pages.read_settings(folder))
    return list(records.records(source, **how))


def refusal(folder, **how) -> str:
    with pytest.raises(InputError) as refused:
        read(folder, **how)
    message = str(refused.value)
    assert "\n" not in message and message.endswith(".")
    return message


NAMES = ["r.jsonl", "r.jsonl.gz", "r.ndjson.xz", "r.csv", "r.parquet"]


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_file_gives_the_same_records(tmp_path, name):
    found = read(write(tmp_path, name))
    first = 2 if ".csv" in name else 1
    assert found == [
        records.Record(first, "a1", "甲区启用新操场。", "新操场", "2021-12-10", "甲市"),
        records.Record(first + 1, "a2", "乙区也有一所学校。", "", "2021", "乙市"),
        records.Record(first + 2, "a3", "丙，“丁”\n下一段。", "丙丁", "", ""),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_ordinary_chain_reads_them_as_pages(tmp_path, name):
    corpus = pages.read_corpus(write(tmp_path, name))
    assert [page.page_id for page in corpus.pages] == ["a1", "a2", "a3"]
    assert corpus.pages[0].text == "# 新操场\n\n甲区启用新操场。"
    assert corpus.pages[0].issue_date == "2021-12-10"
    assert corpus.pages[1].place == "乙市"
    assert len({page.sha256 for page in corpus.pages}) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": ""}, "row 2, has no text in “body”"),
        ({"body": 7}, "row 2, has no text"),
        ({"day": "gestern"}, "row 2, has the date 'gestern'"),
        ({"day": "2021-02-30"}, "row 2, has the date '2021-02-30'"),
        ({"nr": "a1"}, "row 2, has the id 'a1', which another row has"),
        ({"nr": ""}, "row 2, has the id ''"),
    ],
)
def test_a_bad_row_is_named_by_its_number_or_counted(tmp_path, change, said):
    folder = write(tmp_path, "r.jsonl", [ROWS[0], ROWS[1] | change, ROWS[2]])
    assert said in refusal(folder)
    skipped = []
    assert [record.record_id for record in read(folder, skipped=skipped)] == ["a1", "a3"]
    assert [(bad.file, bad.row) for bad in skipped] == [("r.jsonl", 2)]


@pytest.mark.parametrize("line", [b'{"nr": "a2", "body": ', b"[1, 2]", b"\xff\xfe", b'"text"'])
def test_a_line_that_is_no_row_is_named_by_its_number(tmp_path, line):
    folder = write(tmp_path, "r.jsonl")
    lines = (folder / "r.jsonl").read_bytes().splitlines()
    (folder / "r.jsonl").write_bytes(b"\n".join([lines[0], line, lines[2]]))
    assert "row 2, is no JSON" in refusal(folder)
    skipped = []
    assert len(read(folder, skipped=skipped)) == 2
    assert len(skipped) == 1


def test_bytes_that_are_not_utf_8_in_csv_are_named_by_their_row(tmp_path):
    folder = write(tmp_path, "r.csv")
    data = (folder / "r.csv").read_bytes().replace("乙区".encode(), b"\xb0\xa1\xb0\xa2")
    (folder / "r.csv").write_bytes(data)
    assert "row 3, holds bytes that are not UTF-8" in refusal(folder)


def test_a_csv_row_of_another_length_is_named(tmp_path):
    folder = write(tmp_path, "r.csv")
    with (folder / "r.csv").open("ab") as file:
        file.write("a4,只有两格\r\n".encode())
    assert "row 5, has 2 cells where the first row has 5" in refusal(folder)


@pytest.mark.parametrize("name", ["r.jsonl", "r.csv", "r.parquet"])
def test_a_column_that_is_not_there_is_named(tmp_path, name):
    folder = write(tmp_path, name)
    toml = (folder / "corpus.toml").read_text("utf-8")
    (folder / "corpus.toml").write_text(toml.replace('"city"', '"town"'), "utf-8")
    assert "“town”" in refusal(folder)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[records]\ntext = "body"\n', "does not say which file"),
        ('[records]\nfile = "r.jsonl"\n', "does not say which text"),
        ('[records]\nfile = "r.jsonl"\ntxt = "body"\n', "did you mean text"),
        ('[records]\nfile = "s.jsonl"\ntext = "body"\n', "is not in the folder"),
        ('[records]\nfile = "r.xls"\ntext = "body"\n', "of no kind that is read"),
        ("records = 3\n", "is no list of names"),
    ],
)
def test_a_slip_in_the_settings_is_named(tmp_path, toml, said):
    folder = write(tmp_path, "r.jsonl")
    (folder / "corpus.toml").write_text(toml, "utf-8")
    assert said in refusal(folder)


def test_a_packed_file_that_was_cut_off_is_named(tmp_path):
    folder = write(tmp_path, "r.jsonl.xz")
    data = (folder / "r.jsonl.xz").read_bytes()
    (folder / "r.jsonl.xz").write_bytes(data[: len(data) // 2])
    assert "is not whole" in refusal(folder)


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2021-3-5", "2021-03-05"), ("20210305", "2021-03-05"), ("2021年3月5日", "2021-03-05"),
        ("2021.3", "2021-03"), (2021.0, "2021"), ("２０２１", None), ("21-3-5", None),
        ("2021-13", None), (None, ""), (float("nan"), ""),
    ],
)  # fmt: skip
def test_dates_are_read_in_the_ways_they_are_written(printed, iso):
    assert records.iso_date(printed) == iso
