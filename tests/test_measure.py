"""Pages as read are compared with pages in truth, whatever pages they are."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import districts, measure, pages, segment
from analysis.errors import InputError
from analysis.reference import matched, read_reference
from analysis.scores import b_cubed, compare

GOLD = Path(__file__).parent / "gold"
PAGE = """甲路通车

■本报记者 王甲

静安区的甲路昨天通车?车辆比原来
多了一倍?

黄浦区的乙路明年通车?
"""
NAMES = {key: name for key, (name, _) in measure.METRICS.items()}


@pytest.fixture
def tables(tmp_path: Path):
    """Lines, articles, sentences and edits of a page that no newspaper printed, in a folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "07_page.txt").write_text(PAGE, "utf-8")
    lines, articles, sentences, edits = segment.segment_corpus(pages.read_corpus(folder).pages)
    sentences, articles = districts.attribute(sentences, articles, districts.load_gazetteer())
    return lines, articles, sentences, edits


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """The truth about that page, in the format of `tests/gold`."""
    folder = tmp_path / "truth"
    folder.mkdir()
    columns = ["seed", "line", "item", "role", "paragraph", "next", "ambiguous"]
    rows = [
        (7, 1, "A", "headline", "", "end", 0), (7, 3, "A", "byline", "", "end", 0),
        (7, 5, "A", "p", 0, "join", 0), (7, 6, "A", "p", 0, "end", 0),
        (7, 8, "A", "p", 1, "end", 0),
    ]  # fmt: skip
    pd.DataFrame(rows, columns=columns).to_csv(folder / "lines.tsv", sep="\t", index=False)
    article = {
        "id": "A", "kind": "article", "headline": "甲路通车", "bylines": ["（本报记者 王甲）"],
        "paragraph_district": ["静安区", "黄浦区"],
    }  # fmt: skip
    write_jsonl(folder / "articles.jsonl", [article])
    texts = [["静安区的甲路昨天通车。", "车辆比原来多了一倍。"], ["黄浦区的乙路明年通车。"]]
    write_jsonl(folder / "sentences.jsonl", [{"id": "A", "sentences": t} for t in texts])
    marks = [(5, 11, "A"), (6, 5, "A"), (8, 11, "A")]
    pd.DataFrame(marks, columns=["line", "column", "item"]).to_csv(
        folder / "question_marks.csv", index=False
    )
    return folder


def write_jsonl(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")


def values(tables, reference, page=measure.TOGETHER) -> dict[str, float]:
    """Figures of a page by the keys of `METRICS`."""
    *read, edits = tables
    table = measure.measure(*read, reference, edits=edits)
    of_page = table[table["page"] == page].set_index("metric")["automatic"]
    return {key: of_page[name] for key, name in NAMES.items() if name in of_page}


# -- by hand ------------------------------------------------------------------------------------


def test_a_page_read_as_it_is_has_full_marks(tables, reference):
    assert values(tables, reference) == {key: float(key != "errors") for key in NAMES}


def test_without_edits_restored_stops_are_not_measured(tables, reference):
    table = measure.measure(*tables[:3], reference)
    assert NAMES["marks"] not in set(table["metric"])


def run_together(sentences: pd.DataFrame) -> pd.DataFrame:
    """The sentences with the first two of the text as one."""
    body = sentences.index[sentences["role"] == "body"]
    both = "".join(sentences.loc[body[:2], "text"])
    joined = sentences.assign(text=sentences["text"].where(sentences.index != body[0], both))
    return joined.drop(body[1])


# The fault, as what it makes of (lines, articles, sentences, edits), and the figure by hand.
FAULTS = {
    # line 8 of 5 in an item of its own: precision 1, recall (4·4 + 1) / 25
    "items": (lambda x, a, s, e: (x.assign(item_id=x.item_id.where(x.line != 8, "x")), a, s, e),
              2 * 17 / (17 + 25)),
    "roles": (lambda x, a, s, e: (x.assign(role=x.role.where(x.line != 8, "caption")), a, s, e),
              4 / 5),
    "joins": (lambda x, a, s, e: (x.assign(joins_next=False), a, s, e), 4 / 5),
    "sentences": (lambda x, a, s, e: (x, a, run_together(s), e), 2 * 2 / (2 + 3)),
    "errors": (lambda x, a, s, e: (x, a, s.assign(text=s.text.str.replace("乙", "丙")), e), 1 / 32),
    "headlines": (lambda x, a, s, e: (x, a.assign(headline="甲路"), s, e), 0 / 1),
    "bylines": (lambda x, a, s, e: (x, a.assign(byline="王甲乙"), s, e), 0 / 1),
    "districts": (lambda x, a, s, e: (x, a, s.assign(district="静安区"), e), 1 / 2),
    "marks": (lambda x, a, s, e: (x, a, s, e[e.line != 8]), 2 * 2 / (2 + 3)),
}  # fmt: skip


@pytest.mark.parametrize("key", FAULTS)
def test_each_figure_falls_with_its_own_fault_and_only_it(tables, reference, key):
    spoil, expected = FAULTS[key]
    found = values(spoil(*tables), reference)
    assert found[key] == pytest.approx(expected)
    rest = {other: value for other, value in found.items() if other != key}
    assert rest == {other: float(other != "errors") for other in NAMES if other != key}


def test_b_cubed_of_the_worked_example_of_bagga_and_baldwin():
    # LREC workshop 1998, p. 565 (their figure 2): truth 1–5, 6–7, 8–12; the answer puts the
    # second and third together, precision 76 %, recall 100 %.
    truth = dict.fromkeys(range(1, 6), "a") | dict.fromkeys((6, 7), "b")
    truth |= dict.fromkeys(range(8, 13), "c")
    second = {n: "a" if n <= 5 else "bc" for n in truth}
    third = {n: "ac" if truth[n] in "ac" else "b" for n in truth}
    precision = (5 + 2 * 2 / 7 + 5 * 5 / 7) / 12
    assert round(precision, 2) == 0.76
    assert b_cubed(second, truth) == pytest.approx(2 * precision / (precision + 1))
    precision = (5 * 5 / 10 * 2 + 2) / 12
    assert round(precision, 2) == 0.58
    assert b_cubed(third, truth) == pytest.approx(2 * precision / (precision + 1))


def test_sentence_ends_are_found_behind_wrong_characters():
    assert compare([["甲乙。丙丁。"]], [["甲乙。", "丙戊。"]]) == (1, 1, 3)
    assert compare([], [["甲。"]]) == (2, 0, 1)


TEXTS = st.lists(
    st.lists(st.text("甲乙丙。", min_size=1, max_size=5), min_size=1, max_size=3), max_size=3
)


@given(TEXTS, TEXTS)
def test_comparing_a_text_with_itself_finds_no_fault_and_with_another_no_more_than_all(one, other):
    wrong, common, ends = compare(one, one)
    assert (wrong, 2 * common) == (0, ends)
    wrong, common, ends = compare(one, other)
    assert 0 <= 2 * common <= ends
    assert wrong <= sum(len(s) for text in (one, other) for p in text for s in p)


@given(
    st.dictionaries(
        st.integers(1, 20), st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), min_size=1
    )
)
def test_b_cubed_is_the_same_either_way_round(pairs):
    found = {n: pair[0] for n, pair in pairs.items()}
    true = {n: pair[1] for n, pair in pairs.items()}
    assert b_cubed(found, true) == pytest.approx(b_cubed(true, found))
    assert 0 < b_cubed(found, true) <= 1 + 1e-12


# -- any folder of the format -------------------------------------------------------------------


def test_pages_that_the_corpus_lacks_are_named_and_leave_the_rest_as_it_is(tables, reference):
    alone = values(tables, reference)
    path = reference / "lines.tsv"
    path.write_text(path.read_text("utf-8") + "9\t1\tA\tp\t0\tend\t0\n", "utf-8")
    table = measure.measure(*tables[:3], reference, edits=tables[3])
    missing = table[table["metric"] == measure.MISSING]
    assert list(zip(missing["page"], missing["n"], strict=True)) == [("9", 1)]
    assert values(tables, reference) == alone
    assert "9: not in this corpus (1 line in the reference)" in measure.report(table)


def test_a_line_that_the_table_lacks_counts_as_wrong(tables, reference):
    lines, *rest = tables
    found = values((lines[lines["line"] != 8], *rest), reference)
    assert (found["roles"], found["joins"]) == (4 / 5, 4 / 5)
    assert found["items"] < 1


def test_what_the_reader_is_not_sure_of_is_not_scored(tables, reference):
    path = reference / "lines.tsv"
    path.write_text(
        path.read_text("utf-8").replace("byline\t\tend\t0", "byline\t\tend\t1"), "utf-8"
    )
    lines, articles, *rest = tables
    found = values((lines.assign(role="body"), articles.assign(byline=""), *rest), reference)
    assert found["roles"] == 3 / 4
    assert found["bylines"] != found["bylines"]


def test_the_report_shows_both_columns_and_marks_what_is_below_its_floor(tables, reference):
    lines, articles, sentences, edits = tables
    bad = measure.measure(lines, articles.assign(headline=""), sentences, reference, edits=edits)
    good = measure.measure(lines, articles, sentences, reference, edits=edits)
    text = measure.report(bad, good)
    assert "below the floor" not in text
    assert "reviewed" in text.splitlines()[0]
    (row, _) = [line for line in text.splitlines() if "headline recall" in line]
    assert row.split()[2:] == ["0.0000", "1.0000", "1", "0.9"]
    assert measure.report(bad).count("below the floor") == 2
    worse = sentences.assign(text=sentences["text"].str.replace("乙", "丙"))
    table = measure.measure(lines, articles, worse, reference)
    assert "above the ceiling" in measure.report(table)


@pytest.mark.parametrize(
    ("names", "ids", "found"),
    [
        (["0"], ["000_7d", "001_5e"], {"0": "000_7d"}),
        (["12", "1"], ["1", "12"], {"12": "12", "1": "1"}),
        (["a.txt", "b", "c"], ["a", "b"], {"a.txt": "a", "b": "b"}),
        (["000_7d.txt"], ["000_7d"], {"000_7d.txt": "000_7d"}),
        (["7"], ["page 7"], {}),
    ],
)
def test_pages_are_matched_by_name_or_by_leading_number(names, ids, found):
    assert matched(names, ids) == found


def test_a_number_that_two_pages_begin_with_is_refused():
    with pytest.raises(InputError, match="could be 01_a or 1_b"):
        matched(["1"], ["01_a", "1_b"])


def spoiled(folder: Path, name: str, text: str | None) -> Path:
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text, "utf-8")
    return folder


HEADING = "seed\tline\titem\trole\tparagraph\tnext\tambiguous\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("lines.tsv", None, "has no lines.tsv"),
        ("articles.jsonl", None, "has no articles.jsonl"),
        ("lines.tsv", "seed\tline\n7\t1\n", "row 2, has no “item”"),
        ("lines.tsv", HEADING + "7\tx\tA\tp\t0\tend\t0\n", "row 2"),
        ("lines.tsv", HEADING + "7\t1\tB\tp\t0\tend\t0\n", "'B'"),
        ("articles.jsonl", "{", "row 1, is no JSON"),
        ("articles.jsonl", "[1]\n", "row 1, has no “id”"),
        ("sentences.jsonl", '{"id": "A"}\n', "row 1, has no “sentences”"),
        ("question_marks.csv", "line,column,item\nx,1,A\n", "row 2, has no numbers"),
    ],
)  # fmt: skip
def test_a_folder_that_is_no_reference_is_refused(tables, reference, name, text, said):
    with pytest.raises(InputError) as error:
        measure.measure(*tables[:3], spoiled(reference, name, text))
    assert said in str(error.value)


def test_a_folder_that_is_not_there_and_one_for_other_pages_are_refused(
    tables, reference, tmp_path
):
    with pytest.raises(InputError, match="there is no such folder"):
        read_reference(tmp_path / "nothing")
    with pytest.raises(InputError, match=r"No page of .* is in this corpus — it annotates 0, 2"):
        measure.measure(*tables[:3], GOLD)


def test_a_reference_without_lost_stops_needs_no_file_of_them(tables, reference):
    (reference / "question_marks.csv").unlink()
    assert values(tables, reference)["marks"] == 0  # three restored, none of them known to be lost


def test_reading_a_copy_elsewhere_gives_the_same(tmp_path):
    copy = shutil.copytree(GOLD, tmp_path / "gold 副本")
    assert read_reference(copy) == read_reference(GOLD)
    assert len(read_reference(GOLD)["0"].marks) == 110
