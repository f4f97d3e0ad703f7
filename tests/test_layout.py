"""Columns are known by their full lines, paragraphs by their short ones."""

import random
from itertools import accumulate
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import columns, compiling, gaps, layout, repair, ways, ways_kernel
from analysis.furniture import (
    byline_name,
    continued_from,
    is_byline,
    is_dateline,
    is_jump,
    is_pointer,
    is_whole_teaser,
)
from analysis.kinship import LONG, Kinship, Words
from analysis.mastheads import is_masthead
from analysis.picture_lines import has_credit, is_caption
from analysis.widths import COLUMN_TOLERANCE, FEWEST_FULL_LINES, middle, runs_of_widths
from trial_pages import wrap

TEXT = "甲乙丙丁，戊己庚辛壬癸子丑寅卯，辰巳午未申酉戌亥。天地玄黄宇宙洪荒日月盈昃，" * 6


def measured(*lines: str) -> list[layout.Row]:
    rows = layout.rows(repair.repair_lines(lines))
    columns.measure_columns(rows)
    return rows


@pytest.mark.parametrize("width", [12, 15, 20, 28])
def test_a_column_is_as_wide_as_its_full_lines(width):
    rows = measured(*wrap(TEXT, width, 2))
    assert {round(row.before) for row in rows} <= {width, width + 1}


def test_a_second_column_begins_where_the_lines_change():
    rows = measured(*wrap(TEXT, 15, 2), *wrap(TEXT, 28, 2))
    first = len(wrap(TEXT, 15, 2))
    assert abs(rows[first - 5].before - 15) <= 1
    assert abs(rows[first + 3].before - 28) <= 1


def test_whole_paragraphs_are_no_column():
    rows = measured("甲乙丙丁，戊己庚辛。" * 20, "子丑寅卯，辰巳午未。" * 14, "天地玄黄。" * 30)
    assert {row.before for row in rows} == {0.0}


def test_headings_under_each_other_are_no_column():
    rows = measured(
        "甲乙丙丁戊己庚", "子丑寅卯辰巳", "天地玄黄宇宙洪", "日月盈昃辰宿列", "金木水火土石"
    )
    assert {row.before for row in rows} == {0.0}


def lost(rows):
    """Whether the page of these rows lacks its indents."""
    return layout.indents_lost(rows, layout.short_ends(rows))


def test_lost_indents_are_seen_from_the_first_lines():
    paragraph = "甲乙丙丁，戊己庚辛壬癸子丑寅卯，辰巳午未申酉戌亥，天地玄黄宇宙洪荒日月盈昃。"
    dropped = [line for _ in range(4) for line in wrap(paragraph, 15, 2)]
    flush = [line for _ in range(4) for line in wrap(paragraph, 15, 0)]
    assert lost(measured(*dropped))
    assert not lost(measured(*flush))


def test_blank_lines_between_all_lines_are_the_usual_gap():
    lines = wrap(TEXT, 15, 2)
    spaced = [line for text in lines for line in (text, "")]
    assert gaps.usual_gap(measured(*lines)) == 0
    assert gaps.usual_gap(measured(*spaced)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("■本报记者 王小甲", True),
        ("（记者 李小乙）", True),
        ("本报首席记者 王小甲 通讯员 李小乙", True),
        ("■中国城市报记者 王小甲", True),
        ("■王小甲", True),
        ("文/王小甲", True),
        ("记者 John Smith", True),
        ("记者 王 甲", True),
        ("记者调查发现", False),
        ("记者从区政府获悉，甲乙", False),
        ("新华社记者 王小甲摄", False),
        ("王小甲", False),
        ("", False),
    ],
)
def test_a_byline_is_told_from_text(text, expected):
    assert is_byline(text) is expected


@pytest.mark.parametrize(
    ("test", "yes", "no"),
    [
        (has_credit, "会场外景。（甲区供图）", "甲乙电影正在拍摄"),
        (has_credit, "的话”。新华社记者 王小甲摄", "资料图片展开幕。"),
        (is_caption, "图为甲乙丙丁", "图书馆开馆"),
        (is_caption, "甲乙小镇总体规划图", "绘就规划"),
        (is_jump, "（上接第一版）", "（上接天线）"),
        (is_jump, ">>>下转2版", "02版"),
        (is_pointer, ">>> 刊4版", "刊登"),
        (is_pointer, "详见第3版", "02版"),
        (is_whole_teaser, "甲乙丙丁（详见2版）", "甲乙丙丁2版"),
        (is_masthead, "2021年12月10日 星期五", "2021年12月10日，甲乙丙。"),
        (is_masthead, "责任编辑：王小甲", "甲乙责任。"),
        (is_dateline, "本报讯 昨天", "据本报讯 昨天"),
        (is_dateline, "新华社上海6月1日电 甲", "本报电话"),
    ],
)
def test_what_a_newspaper_prints_around_its_text_is_recognised(test, yes, no):
    assert test(yes) is True
    assert test(no) is False


def test_a_byline_without_its_marks_is_the_name():
    assert byline_name("■本报记者 王小甲") == "本报记者 王小甲"
    assert byline_name("（记者 王小甲）") == "记者 王小甲"


def test_a_jump_names_the_page_it_comes_from_only():
    assert continued_from("（上接第一版）为此，甲乙") == "第一版"
    assert continued_from("（下转第二版）") == ""


def test_text_about_the_same_thing_is_nearer_than_text_about_another():
    kinship = Kinship(["甲乙丙丁戊己", "甲乙丙丁庚辛", "子丑寅卯辰巳", "子丑寅卯午未"])
    assert kinship.across(1) > kinship.across(2) < kinship.across(3)


WIDTHS = st.lists(st.integers(40, 80).map(lambda n: n / 4), min_size=1, max_size=40)


@given(WIDTHS)
def test_the_quick_median_is_the_median(widths):
    assert middle(widths) == median(widths)


def plain_groups(widths: list[float]) -> list[tuple[int, int]]:
    """As `widths.runs_of_widths`, the median reckoned for every width."""
    found, start, run = [], 0, widths[:1]
    for at in range(1, len(widths)):
        usual = median(run[-9:])
        if abs(widths[at] - usual) <= COLUMN_TOLERANCE:
            run.append(widths[at])
        elif all(abs(w - usual) > COLUMN_TOLERANCE for w in widths[at + 1 : at + 3]):
            found.append((start, at, len(run)))
            start, run = at, [widths[at]]
    found.append((start, len(widths), len(run)))
    return [(first, last) for first, last, n in found if n >= FEWEST_FULL_LINES]


@given(st.integers(0, 2**32))
def test_lines_agree_with_the_median_of_the_last_nine(seed):
    rng = random.Random(seed)
    widths = rng.choices([18.0, 19.5, 20.0, 20.5, 21.0, 22.0, 22.5, 23.0, 24.0, 30.0], k=99)
    assert runs_of_widths(widths) == plain_groups(widths)


@st.composite
def counted_lines(draw):
    """Widths, what is counted in the lines, and how many before each have a comma."""
    n = draw(st.integers(1, 40))
    sure = draw(st.lists(st.integers(70, 100).map(lambda width: width / 4), min_size=n, max_size=n))
    kinds = st.dictionaries(st.integers(0, n - 1), st.integers(1, 4), max_size=n)
    commas = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    return sure, draw(st.tuples(kinds, kinds, kinds)), list(accumulate(commas, initial=0))


def kernel_of(*, compiled: bool) -> object:
    """The kernel as numba makes it, or as plain Python."""
    return compiling.compiled(ways_kernel, "best_way") if compiled else ways_kernel


@pytest.mark.parametrize("compiled", [False, True])
@given(lines=counted_lines())
@settings(deadline=None)
def test_the_kernel_finds_the_way_that_trying_all_finds(compiled, lines):
    if compiled:
        pytest.importorskip("numba")
    sure, counts, commas = lines
    tried = ways.ways_of(counts)
    kernel = kernel_of(compiled=compiled)
    found = ways.best_by_kernel(kernel, tried, sure, counts, commas)
    assert found == ways.best_among(tried, sure, counts, commas)


@given(st.text("甲乙丙丁\n", max_size=30), st.text("甲乙丙丁", min_size=2, max_size=3))
def test_words_of_a_page_are_the_same_searched_for_and_in_sets(text, piece):
    searched, listed, numbered = Words(text), Words(text), Words(text + "\n" * LONG)
    listed.searches = 1_000_000
    _ = "甲乙" in listed
    assert (piece in searched) == (piece in listed) == (piece in numbered) == (piece in text)


def test_a_few_short_lines_among_whole_paragraphs_are_no_column():
    paragraph = "甲乙丙丁，戊己庚辛" * 9
    short = ["子丑寅卯，辰巳午未", "天地玄黄，宇宙洪荒"] * 3
    assert {row.before for row in measured(*short, *[paragraph] * 3)} != {0.0}
    assert {row.before for row in measured(*short, *[paragraph] * 9)} == {0.0}
