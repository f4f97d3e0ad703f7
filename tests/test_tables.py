"""Tables as a reader sees them."""

import pandas as pd
import pytest

from analysis import tables, worklist

DATA = pd.DataFrame({"term": ["甲", "<b>乙"], "freq": [1234, 2], "share": [0.5, float("nan")]})


def test_a_table_shows_escaped_html_with_its_note_and_numbers_to_the_right():
    shown = tables.present(DATA, note="N = 5 <tokens>")._repr_html_()
    assert "&lt;b&gt;乙" in shown
    assert "<b>" not in shown
    assert "<td style='text-align: right'>1,234</td>" in shown
    assert "<p>N = 5 &lt;tokens&gt;</p>" in shown


def test_the_same_table_as_text_has_its_columns_in_line_whatever_the_script():
    lines = repr(tables.present(DATA)).splitlines()
    assert lines == ["term    freq  share", "甲     1,234   0.50", "<b>乙      2      –"]


@pytest.mark.parametrize(
    ("value", "year", "shown"),
    [
        (None, False, "–"), (pd.NA, False, "–"), (float("nan"), False, "–"), (True, False, "yes"),
        (-0.5, False, "−0.50"), (12345, False, "12,345"), (2018, True, "2018"),
        ("a\x1b[31m", False, "a·[31m"), ("甲\n乙", False, "甲·乙"),
    ],
)  # fmt: skip
def test_a_cell_as_text(value, year, shown):
    assert tables._text(value, 2, year=year) == shown


def test_the_caller_s_table_is_left_as_it_was():
    before = DATA.copy()
    tables.present(DATA, rename={"freq": "n"}, decimals={"share": 1})
    pd.testing.assert_frame_equal(DATA, before)


def test_concordance_lines_stand_with_the_node_in_one_column():
    hits = pd.DataFrame(
        {
            "left": ["甲乙", "x"], "node": ["丙", "丙"], "right": ["丁", ""],
            "district": ["静安区", ""],
            "page_id": ["p", "p"], "first_line": [3, 9], "article_id": ["p:01", "p:02"],
        }
    )  # fmt: skip
    said = tables.kwic_text(hits).splitlines()
    assert said[0] == "甲乙  [丙]  丁  静安区  p:3"
    assert said[1] == "   x  [丙]      –  p:9"
    assert said[2] == "2 hits in 2 items of the pages."
    assert tables.kwic_text(hits.head(0)).startswith("No hit.")
    assert "1 shown" in tables.kwic_table(hits, most=1).note


def test_the_work_list_names_the_least_certain_lines_first():
    lines = pd.DataFrame(
        {
            "page_id": "p", "line": [1, 2, 3], "text": ["甲", "乙\x07", "丙"], "item_id": "p:01",
            "role": "body", "confidence": [0.9, 0.4, 0.5],
        }
    )  # fmt: skip
    articles = pd.DataFrame({"article_id": ["p:01"], "headline": ["题"]})
    said = worklist.worklist(lines, articles, most=1).splitlines()
    assert said[0] == "p: 3 lines in 1 item, 2 lines below confidence 0.8"
    assert "line     2  0.40  body      of “题”  |  乙·" in said[1]
    assert "and 1 more" in said[2]
