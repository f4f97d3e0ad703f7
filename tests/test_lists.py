"""One reader of lists: what is refused in one list is refused in all, with file and line."""

from pathlib import Path

import pytest

from analysis import families, gazetteer, lexicon, lists, systems, topics, units
from analysis.errors import InputError

# Every list that a corpus folder may bring: file, columns, a row that is right, its reader.
LISTS = {
    "lexicon/terms.tsv": (lexicon.COLUMNS, "甲乙\tn\t试", lexicon.load_lexicon),
    "splits.tsv": (("words", "reason"), "甲|乙\t试", lexicon.load_lexicon),
    "stopwords.tsv": (("term", "reason"), "甲\t试", lexicon.stop_words),
    "gazetteer/shanghai.tsv": (
        gazetteer.COLUMNS,
        "甲区\t甲区\tdistrict\tprinted\t试",
        gazetteer.load_gazetteer,
    ),
    "systems.tsv": (systems.COLUMNS, "甲通\t\tplatform\t乙\t甲区\t试", systems.load_systems),
    "themes.tsv": (topics.COLUMNS, "a\t甲题\tfirst\t甲乙\t试", topics.load_themes),
    "families.tsv": (families.COLUMNS, "甲\t甲乙*\t试", families.load_families),
    "units.tsv": (units.COLUMNS, "个\t个\tcount\t\t试", units.load_units),
}
FAULTS = {
    "a byte-order mark": (lambda head, row: "\ufeff" + f"{head}\n{row}\n", "line 1: .*without BOM"),
    "Windows line ends": (lambda head, row: f"{head}\r\n{row}\r\n", "line 1: .*CR .*save it with"),
    "a CR in a later line": (lambda head, row: f"{head}\n{row}\r\n", "line 2: .*CR"),
    "an empty line": (lambda head, row: f"{head}\n\n{row}\n", "line 2: .*empty; delete it"),
    "an empty line at the end": (lambda head, row: f"{head}\n{row}\n\n", "line 3: .*empty"),
    "a column too many": (lambda head, row: f"{head}\n{row}\t甲\n", "line 2: .*columns where"),
    "a column too few": (
        lambda head, row: f"{head}\n{row.rsplit(chr(9), 1)[0]}\n",
        "line 2: .*col",
    ),
    "blanks around a cell": (lambda head, row: f"{head}\n{row} \n", "line 2: .*blanks around"),
    "another header": (lambda head, row: f"甲\t{head}\n甲\t{row}\n", "line 1: .*the header is"),
    "no header": (lambda head, row: f"{row}\n", "line 1: .*the header is"),
}


def corpus_with(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", LISTS)
def test_a_clean_list_is_read(tmp_path, name):
    columns, row, load = LISTS[name]
    data = f"{chr(9).join(columns)}\n{row}\n".encode()
    assert load(corpus_with(tmp_path, name, data)) is not None


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_refuses_the_same_faults_with_file_and_line(tmp_path, name, fault):
    columns, row, load = LISTS[name]
    text, said = FAULTS[fault][0]("\t".join(columns), row), FAULTS[fault][1]
    with pytest.raises(InputError, match=f"{Path(name).name}, {said}"):
        load(corpus_with(tmp_path, name, text.encode()))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_no_utf_8_is_refused(tmp_path, name):
    columns, row, load = LISTS[name]
    data = f"{chr(9).join(columns)}\n{row}\n".encode("gb18030")
    with pytest.raises(InputError, match=r"is not UTF-8 — byte \d+ .* Save it as UTF-8"):
        load(corpus_with(tmp_path, name, data))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_read_is_refused(tmp_path, name):
    (tmp_path / name).mkdir(parents=True)
    with pytest.raises(InputError, match="Cannot read "):
        LISTS[name][2](tmp_path)


def test_a_list_is_read_as_far_as_it_goes_and_all_its_faults_are_said(tmp_path):
    path = tmp_path / "list.tsv"
    path.write_bytes("\ufeffa\tb\r\n甲\n\n 乙\t丙\r\n".encode())
    rows, faults = lists.scan(path, required=("a", "b"), exact=True)
    assert rows == [(4, {"a": "乙", "b": "丙"})]
    assert [fault.line for fault in faults] == [1, 1, 2, 3, 4]


def test_rows_come_with_the_lines_that_an_editor_shows(tmp_path):
    path = tmp_path / "list.tsv"
    path.write_bytes("a\tb\n甲\t\n乙\t丙".encode())
    assert lists.read_rows(path, required=("b",)) == [
        (2, {"a": "甲", "b": ""}),
        (3, {"a": "乙", "b": "丙"}),
    ]


def test_a_column_named_twice_is_refused(tmp_path):
    path = tmp_path / "list.tsv"
    path.write_bytes(b"a\ta\n1\t2\n")
    with pytest.raises(InputError, match="line 1"):
        lists.read_rows(path, required=("a",))


@pytest.mark.parametrize(
    "path", sorted(lists.Path(lists.__file__).parent.rglob("*.tsv")), ids=lambda path: path.name
)
def test_every_shipped_list_is_clean_and_gives_a_reason_in_every_row(path):
    rows = lists.read_rows(path, required=())
    assert rows
    why = next((name for name in ("reason", "source") if name in rows[0][1]), None)
    assert why is None or all(row[why] for _number, row in rows)


def test_a_measure_word_that_stands_twice_is_refused(tmp_path):
    text = "\t".join(units.COLUMNS) + "\n%\t%\tshare\t\t试\n％\t%\tshare\t\t试\n"
    with pytest.raises(InputError, match=r"units\.tsv, line 3: .*“%” stands there twice"):
        units.load_units(corpus_with(tmp_path, "units.tsv", text.encode()))


def test_a_unit_without_a_reason_is_refused_and_one_without_not_before_is_not(tmp_path):
    head = "\t".join(units.COLUMNS)
    with pytest.raises(InputError, match=r"line 2: .*“reason” is empty"):
        units.load_units(
            corpus_with(tmp_path, "units.tsv", f"{head}\n个\t个\tcount\t\t\n".encode())
        )
    own = corpus_with(tmp_path, "units.tsv", f"{head}\n个\t个\tcount\t\t试\n".encode())
    assert units.load_units(own)["个"].not_before == ""
