"""The tables' contract, and CSV that gives back what was put in and runs nothing."""

import re
import tempfile
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import (
    collocation,
    families,
    gazetteer,
    keyness,
    lexicon,
    schema,
    systems,
    topics,
    units,
)
from analysis.errors import InputError
from conftest import PROJECT

LINE = {
    "page_id": "p", "line": 1, "text": "甲", "item_id": "p:01", "role": "body",
    "paragraph_no": 1, "joins_next": True, "confidence": 0.9,
}  # fmt: skip


def test_the_columns_are_those_of_the_contract_in_order():
    table = schema.frame("lines", [LINE])
    assert list(table.columns) == list(schema.COLUMNS["lines"])
    assert list(map(str, table.dtypes)) == [
        "str", "int64", "str", "str", "str", "int64", "bool", "float64",
    ]  # fmt: skip


@pytest.mark.parametrize("name", schema.COLUMNS)
def test_an_empty_table_has_its_columns_and_survives_the_disk(name, tmp_path):
    table = schema.frame(name, [])
    schema.write_csv(table, tmp_path / "t.csv")
    pd.testing.assert_frame_equal(schema.read_table(name, tmp_path / "t.csv"), table)


@pytest.mark.parametrize(
    "wrong", [{"role": "title"}, {"confidence": 1.5}, {"line": -1}, {"page_id": None}]
)
def test_a_row_that_breaks_the_contract_is_refused(wrong):
    with pytest.raises((pandera.errors.SchemaError, TypeError)):
        schema.frame("lines", [LINE | wrong])


def test_a_doubled_key_is_refused():
    with pytest.raises(pandera.errors.SchemaError):
        schema.frame("lines", [LINE, LINE])


GOOD = st.fixed_dictionaries({
    "page_id": st.sampled_from("pq"), "line": st.integers(0, 9), "confidence": st.floats(0, 1),
})  # fmt: skip
FAULTS = [
    {}, {"page_id": None}, {"text": None}, {"line": -1}, {"role": "title"}, {"role": ""},
    {"confidence": 1.5}, {"confidence": -0.1}, {"confidence": float("nan")},
    {"confidence": float("inf")},
]  # fmt: skip


def is_valid(table: str, data: pd.DataFrame) -> bool:
    """What pandera says of a table."""
    try:
        schema.schemas()[table].validate(data)
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors):
        return False
    return True


@pytest.mark.parametrize("wrong", FAULTS, ids=str)
@settings(max_examples=8)  # each with one fault; pandera is slow
@given(st.lists(GOOD, max_size=3), st.sampled_from(["", "drop", "swap", "type"]))
@example([{"line": 2}], "")
def test_the_plain_reading_of_the_contract_agrees_with_pandera(wrong, rows, fault):
    types = schema.frame("lines", []).dtypes.to_dict()
    data = pd.DataFrame([LINE | row for row in [*rows, wrong]], columns=list(LINE)).astype(types)
    if fault == "drop":
        data = data.drop(columns="text")
    elif fault == "swap":
        data = data[[*data.columns[1:], data.columns[0]]]
    elif fault == "type":
        data["line"] = data["line"].astype(float)
    assert schema._is_plainly_valid("lines", data) == is_valid("lines", data)


@pytest.mark.parametrize("name", schema.COLUMNS)
def test_the_plain_reading_and_pandera_agree_on_the_shipped_tables(name, shipped_tables):
    data = getattr(shipped_tables, name)
    assert schema._is_plainly_valid(name, data) and is_valid(name, data)
    for column in data.columns:
        other = data.copy()
        other[column] = data[column].iloc[[0] * len(data)].array
        assert schema._is_plainly_valid(name, other) == is_valid(name, other), column


def test_a_year_may_be_missing():
    row = ("s", "甲", "", "platform", "", 1, None, 2021)
    table = schema.frame("systems", [row])
    assert table.loc[0, "first_year"] is pd.NA
    assert table.loc[0, "last_year"] == 2021


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1-2", "'+1-2"), ("@SUM(A1)", "'@SUM(A1)"), ("-甲", "'-甲"), ("\t=1", "'\t=1"),
        ("-3.5", "-3.5"), ("+12%", "+12%"), ("=", "="), (">=", ">="), ("甲=乙", "甲=乙"),
    ],
)  # fmt: skip
def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(cell, written):
    assert schema.guard_cell(cell) == written
    assert schema.unguard_cell(written) == cell


@given(st.text())
def test_guarding_a_cell_loses_nothing(cell):
    assert schema.unguard_cell(schema.guard_cell(cell)) == cell


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=5)
)
def test_any_text_comes_back_from_the_csv(texts):
    rows = [LINE | {"line": n, "text": text} for n, text in enumerate(texts, 1)]
    table = schema.frame("lines", rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        schema.write_csv(table, path)
        pd.testing.assert_frame_equal(schema.read_table("lines", path), table)


def test_a_file_that_is_not_the_table_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="is not the table “lines”"):
        schema.read_table("lines", tmp_path / "t.csv")
    with pytest.raises(InputError, match="is not the table “lines”"):
        schema.read_table("lines", tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("column", "value"), [("role", "title"), ("confidence", "1.5"), ("line", "-1"), ("line", "甲")]
)
def test_a_file_that_breaks_the_contract_is_refused(tmp_path, column, value):
    row = [str((LINE | {column: value})[name]) for name in LINE]
    (tmp_path / "t.csv").write_text(",".join(LINE) + "\n" + ",".join(row) + "\n", "utf-8")
    with pytest.raises(InputError, match=r"is not the table “lines” — .*Delete the folder"):
        schema.read_table("lines", tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("indicators", "kind", schema.FIGURE_KINDS),
        ("indicators", "change", schema.CHANGES),
        ("checks", "verdict", schema.VERDICTS),
    ],
)
def test_a_word_that_is_not_of_the_contract_is_refused(table, column, words):
    row = dict.fromkeys(schema.COLUMNS[table], "") | {
        "change": "level", "kind": "measure", "verdict": "agrees",
    }  # fmt: skip
    row = {name: row[name] for name in schema.COLUMNS[table]}
    assert schema.frame(table, [row | {column: words[-1]}])[column].item() == words[-1]
    with pytest.raises(pandera.errors.SchemaError):
        schema.frame(table, [row | {column: "甲"}])


def test_the_data_dictionary_names_every_column_in_order():
    described = columns_described("Data dictionary")
    assert described == {name: list(columns) for name, columns in schema.COLUMNS.items()}


def test_the_data_dictionary_names_every_column_of_the_lists_that_a_folder_may_bring():
    described = columns_described("Lists that a folder may bring")
    assert described == {
        "lexicon/*.tsv": list(lexicon.COLUMNS),
        "stopwords.tsv": ["term", "reason"],
        "splits.tsv": ["words", "reason"],
        "systems.tsv": list(systems.COLUMNS),
        "families.tsv": list(families.COLUMNS),
        "themes.tsv": list(topics.COLUMNS),
        "units.tsv": list(units.COLUMNS),
        "gazetteer/CITY.tsv": list(gazetteer.COLUMNS),
        "map/CITY.geojson": [],
    }


def test_the_data_dictionary_names_every_column_of_comparisons_in_order():
    assert columns_described("Tables of comparisons") == {
        "keyness.csv": list(keyness.COLUMNS),
        "themes.csv": list(topics.SHARE_COLUMNS),
        "collocates.csv": [
            "collocate", "freq", "node_freq", "collocate_freq", "n_tokens", "span",
            *collocation.SCORES,
        ],
    }  # fmt: skip


def test_the_data_dictionary_names_every_kind_of_place_and_type_of_system():
    text = (PROJECT / "docs" / "data-dictionary.md").read_text("utf-8")
    kinds = text.split("`kind` is one of:")[1].split("\n\n")[0]
    assert [kind for kind in gazetteer.KINDS if f"`{kind}`" not in kinds] == []
    assert ", ".join(systems.TYPES) in text.split("## systems.tsv")[1]


def columns_described(part: str) -> dict[str, list[str]]:
    """The columns that a part of the data dictionary describes, by table or list."""
    text = (PROJECT / "docs" / "data-dictionary.md").read_text("utf-8")
    parts = re.split(r"^# (.+)$", text, flags=re.MULTILINE)[1:]
    own = dict(zip(parts[::2], parts[1::2], strict=True))[part]
    return {
        section.splitlines()[0]: re.findall(r"^\| `(\w+)` \| \S", section, flags=re.MULTILINE)
        for section in re.split(r"^## ", own, flags=re.MULTILINE)[1:]
    }
