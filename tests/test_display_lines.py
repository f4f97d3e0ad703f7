"""Bare lines between texts: whose headings they are, which are captions, which are no box."""

import pytest
from test_placing import BOAT, FIRST, FULL, LAST, PARAGRAPH, TEA, items

from analysis import segment
from analysis.furniture import is_byline
from analysis.picture_lines import is_taker
from analysis.runs import is_predicate
from analysis.stops import is_question

WHOLE_TEA, WHOLE_BOAT = "".join(TEA), "".join(BOAT)


def stories(found: segment.PageItems) -> list[tuple[str, str]]:
    return [(a.headline, a.deck) for a in found.articles if a.kind == "article"]


def test_one_more_blank_line_between_all_lines_changes_nothing():
    page = ["渡口的老船工，", "最后一班", "", "（记者 李小乙）", "", *BOAT * 3]
    page += ["", "茶园里的早春，", "排成长队", "", "（记者 王小甲）", "", *TEA * 3]
    spaced = [part for line in page for part in (line, "")]
    found = [(r.text, r.role, r.item_id, r.joins_next) for r in items(*page).lines]
    assert [(r.text, r.role, r.item_id, r.joins_next) for r in items(*spaced).lines] == found
    assert [role for _, role, _, _ in found].count("headline") == 4


def test_headline_and_deck_below_their_story_are_parted_from_the_next_headline():
    found = items(
        "（记者 王小甲）", "", *TEA * 3, "",
        "茶园里的采茶人", "今年茶叶早了10天", "渡口的老船工", "", *BOAT * 3,
    )  # fmt: skip
    assert stories(found) == [("茶园里的采茶人", "今年茶叶早了10天"), ("渡口的老船工", "")]


def test_so_they_are_where_the_next_story_is_signed_above_its_text():
    found = items(
        "（记者 王小甲）", "", *TEA * 3, "", "茶园里的采茶人", "今年茶叶早了10天",
        "渡口的老船工", "最后一班渡船靠岸了，船工去修船", "", "（记者 李小乙）", "", *BOAT * 3,
    )  # fmt: skip
    assert [headline for headline, _ in stories(found)] == ["茶园里的采茶人", "渡口的老船工"]


def test_headline_and_deck_of_the_story_below_are_not():
    found = items(
        "（记者 王小甲）", "", *TEA * 3, "",
        "大桥通车之后", "渡口的老船工", "只剩两班渡船", "", "（记者 李小乙）", "", *BOAT * 3,
    )  # fmt: skip
    assert stories(found) == [("", ""), ("大桥通车之后", "渡口的老船工只剩两班渡船")]


@pytest.mark.parametrize(("line", "n"), [("采茶人排成长队", 0), ("采茶人来了12名", 1)])
def test_a_bare_box_has_a_figure_in_two_of_three_lines(line, n):
    found = items(*PARAGRAPH * 2, "", "茶园的账", "茶叶早了10天", line, "", *PARAGRAPH * 2)
    assert [a.kind for a in found.articles].count("sidebar") == n


@pytest.mark.parametrize(
    ("first", "joins"), [("茶农先采早春嫩芽，再", True), ("茶农先采早春嫩芽", False)]
)
def test_a_clause_that_has_only_begun_goes_on_in_the_headings_next_line(first, joins):
    found = items(
        "子丑寅卯辰巳", "", *PARAGRAPH * 3, "", first, "去炒茶园里的茶", "", *PARAGRAPH * 3
    )
    assert [row.joins_next for row in found.lines if row.text == first] == [joins]


def test_a_bare_heading_among_marked_sections_is_a_storys():
    found = items(
        "# 茶园里的早春", "", "■本报记者 王小甲", "", WHOLE_TEA, "", "### 采茶", "", WHOLE_TEA, "",
        "### 炒茶", "", WHOLE_TEA, "", "渡口的老船工收起了缆绳", "", WHOLE_BOAT, "", WHOLE_BOAT,
    )  # fmt: skip
    assert stories(found) == [("茶园里的早春", ""), ("渡口的老船工收起了缆绳", "")]


@pytest.mark.parametrize("shown", ["茶园里新搭的竹棚", "茶农搭竹棚。"])
def test_the_line_over_who_took_the_picture_is_its_caption(shown):
    found = items("子丑寅卯", "", *PARAGRAPH * 2, shown, "王小甲 摄", *PARAGRAPH * 2)
    assert [row.text for row in found.lines if row.role == "caption"] == [shown, "王小甲 摄"]


@pytest.mark.parametrize(
    ("line", "taken"), [("王小甲 摄", True), ("（王小甲/摄影）", True), ("王小甲说会拍摄", False)]
)
def test_who_took_a_picture_stands_alone(line, taken):
    assert is_taker(line) is taken


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("记者 练云帆", True),
        ("通讯员 练云帆 阙小甲", True),
        ("记者 手记", False),
        ("记者练云帆", False),
    ],
)
def test_behind_a_title_and_a_space_a_name_of_three_may_be_of_any_family(line, signs):
    assert is_byline(line) is signs


def test_where_stops_hang_a_first_line_with_one_is_wider_by_it():
    hung, first = FULL + "。", FIRST + "。"
    found = items("子丑寅卯", "", *PARAGRAPH, FIRST, FULL, hung, first, FULL, LAST, *PARAGRAPH)
    assert [row.joins_next for row in found.lines if row.text == hung] == [False]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("增加到246家", True),
        ("2022年达231万元", True),
        ("增长约1.1倍", True),
        ("增加值5亿元", False),
    ],
)
def test_a_change_has_no_subject(line, says):
    assert is_predicate(line) is says


@pytest.mark.parametrize(
    ("clause", "asks"), [("什么人都来了", False), ("为什么也不来", True), ("谁来了", True)]
)
def test_who_means_everybody_asks_nothing(clause, asks):
    assert is_question(clause) is asks


@pytest.mark.parametrize(
    "last",
    [
        "图为采茶人把竹篓装满嫩芽，山里都是茶香。 本报记者 王小甲摄",
        "图为采茶人。 本报记者 王小甲摄",
    ],
)
def test_wider_lines_over_a_picture_are_its_caption_however_short_its_last_line_is(last):
    shown = ["昨天， 渡口的老船工收起缆绳， 最后一班渡船靠岸， 船工们", "改行去修船。"]
    found = items("（记者 李小乙）", "", *PARAGRAPH, *PARAGRAPH, *shown, last)
    assert [row.text for row in found.lines if row.role == "caption"] == [*shown, last]
