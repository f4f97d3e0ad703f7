"""Headings that stand elsewhere than above their story, and what else is set into a page."""

import pytest

from analysis import districts, gazetteer, repair, schema, segment
from analysis.furniture import is_byline
from analysis.mastheads import is_masthead
from analysis.stops import is_question
from trial_pages import wrap

TEXT = "甲乙丙丁，戊己庚辛，壬癸子丑。"
# Lines of a column of 16 em, its first one without the indent, the last one short.
FIRST, FULL, LAST = "金木水火，土日月星辰，风云雷", "春夏秋冬，东西南北，上下左右前后", "梅兰竹菊。"
PARAGRAPH = [FIRST, FULL, FULL, FULL, LAST]
# Two stories of 20 em that have few words in common.
TEA = [
    "早春的茶园里，采茶人排成长队，竹篓一只",
    "只装满嫩芽。茶园主人说，今年的茶叶比往年早",
    "了十天，茶农连夜炒茶，整座山都是茶香。",
]
BOAT = [
    "渡口的老船工收起缆绳，最后一班渡船靠岸",
    "了。大桥通车以后，渡船一天只剩两班，船工们",
    "改行去修船，渡口的石阶上长出了青苔。",
]


def items(*lines: str) -> segment.PageItems:
    return segment.segment_page("p", repair.repair_lines(lines))


def roles(found: segment.PageItems) -> list[str]:
    return [row.role for row in found.lines]


def headlines(found: segment.PageItems) -> list[str]:
    return [a.headline for a in found.articles if a.kind == "article"]


def spaced(lines: list[str]) -> list[str]:
    return [part for line in lines for part in (line, "")]


def test_blank_lines_mean_what_they_mean_in_their_stretch_of_the_page():
    page = [*PARAGRAPH * 2, FIRST, "", "新落成的茶馆", "", FULL, FULL, LAST, *PARAGRAPH * 3]
    found = items("子丑寅卯辰巳", "", *spaced(PARAGRAPH * 3), "", *page)
    assert roles(found).count("caption") == 1
    assert [row.text for row in found.lines if row.role == "caption"] == ["新落成的茶馆"]


@pytest.mark.parametrize("marks", ["，茶农", "，茶农（茶山"])
def test_a_heading_inside_a_sentence_goes_to_the_story_that_it_is_about(marks):
    tea = [TEA[0], TEA[1], TEA[2].replace("，茶农", marks)]
    found = items(
        "（记者 王小甲）", "", *TEA, tea[0], "", "渡口的老船工歇了", "", *tea[1:], *TEA, "",
        "茶园里的早春", "", "（记者 李小乙）", "", *BOAT * 3,
    )  # fmt: skip
    assert headlines(found) == ["茶园里的早春", "渡口的老船工歇了"]
    assert [a.byline for a in found.articles] == ["记者 王小甲", "记者 李小乙"]


def test_a_heading_nearer_to_the_text_above_stands_below_its_story():
    found = items(
        "（记者 王小甲）", "", *TEA * 2, "", "茶园里的早春", "", "", "（记者 李小乙）", "",
        *BOAT * 2, "", "渡口的老船工歇了",
    )  # fmt: skip
    assert headlines(found) == ["茶园里的早春", "渡口的老船工歇了"]


def test_two_headings_with_room_between_are_of_the_story_above_and_of_the_one_below():
    found = items(
        "子丑寅卯辰巳", "", "（记者 王小甲）", "", *BOAT * 2, "",
        "（记者 李小乙）", "", *TEA * 2, "", "茶园里的早春", "", "",
        "渡口的老船工歇了", "", *BOAT * 2,
    )  # fmt: skip
    assert headlines(found)[1:] == ["茶园里的早春", "渡口的老船工歇了"]


def test_a_headline_may_stand_in_the_middle_of_its_story():
    found = items(
        "# 子丑寅卯辰巳", "", "■记者 王小甲", "", TEXT, "", "### 天地玄黄", "", TEXT, "", "", "",
        "■记者 李小乙", "", TEXT, "", "## 日月盈昃辰宿列张", "", TEXT,
    )  # fmt: skip
    assert headlines(found) == ["子丑寅卯辰巳", "日月盈昃辰宿列张"]


def test_a_byline_nearer_to_the_text_below_signs_that():
    found = items("## 子丑寅卯辰巳", "", TEXT, "", "", "", "■记者 王小甲", "", TEXT)
    assert [a.byline for a in found.articles] == ["", "记者 王小甲"]
    found = items("## 子丑寅卯辰巳", "", TEXT, "", "■记者 王小甲", "", "", "## 天地", "", TEXT)
    assert [a.byline for a in found.articles] == ["记者 王小甲", ""]


def test_headings_built_alike_are_sections_of_one_story():
    def page(one: str, two: str) -> segment.PageItems:
        school = [
            "学校操场新铺跑道，孩子们赛跑，校长吹哨，",
            "家长看台鼓掌，体育老师计时，秒表响了。",
        ]
        return items(
            "子丑寅卯辰巳午未", "", *TEA * 2, "", one, "", *BOAT * 2, "", two, "", *school * 3
        )

    assert len(page("一张桌：把话说出来听听", "一本账：把钱晒出来看看").articles) == 1
    assert len(page("大桥通车那天船靠了岸", "孩子们赛跑校长来吹哨").articles) == 3


@pytest.mark.parametrize(
    ("heading", "below", "n"), [("连夜炒茶的茶农", TEA, 1), ("渡口的老船工今天歇了", BOAT, 2)]
)
def test_a_signed_story_may_be_set_in_two_columns(heading, below, n):
    narrow, wide = (
        wrap("".join(lines * 2)[:-1].replace("。", "，") + "。", width, 2)
        for lines, width in ((TEA, 15), (below, 24))
    )
    found = items("茶园里的早春", "", "（记者 王小甲）", "", *narrow, "", heading, "", *wide)
    assert headlines(found) == ["茶园里的早春", heading][:n]


def test_a_data_box_inside_a_story_of_whole_paragraphs_is_one_and_has_a_title():
    found = items(
        "# 子丑寅卯辰巳", "", TEXT * 3, "",
        "### 园区账本", "", "盘活面积", "", "累计22万平方米", "",
        "“天地玄黄，宇宙洪荒，日月盈昃。”", "",
        "### 园区人才", "", "办结9.7万件", "", "接入98家", "", TEXT * 3,
    )  # fmt: skip
    assert [(a.kind, a.headline) for a in found.articles] == [
        ("article", "子丑寅卯辰巳"), ("sidebar", "园区账本"), ("sidebar", "园区人才"),
    ]  # fmt: skip
    assert roles(found)[2:5] == ["headline", "sidebar", "sidebar"]


def test_an_editors_note_ends_at_the_next_marked_heading():
    found = items("### 编者按", "", TEXT, "", "## 子丑寅卯辰巳", "", "■记者 王小甲", "", TEXT)
    assert [(a.kind, a.headline) for a in found.articles] == [
        ("sidebar", "编者按"), ("article", "子丑寅卯辰巳"),
    ]  # fmt: skip


def test_notices_are_no_part_of_the_story_above():
    notices = ["便民信息", "", "■甲路乙路今日停水。", "■丙路丁路今日停电。"]
    found = items("子丑寅卯辰巳", "", *PARAGRAPH * 2, "", "", *notices)
    assert roles(found)[-3:] == ["headline", "sidebar", "sidebar"]


def test_under_a_marked_headline_a_deck_needs_no_mark():
    page = ["## 子丑寅卯辰巳", "", "天地玄黄：宇宙会“洪荒”，日月会“盈昃”", "", TEXT * 3, "",
            "### 寒来暑往", "", TEXT * 3]  # fmt: skip
    assert roles(items(*page))[:3] == ["headline", "deck", "body"]


def test_a_clause_of_a_heading_goes_over_two_lines():
    found = items(
        "甲", "乙", "丙", "丁", "", "天地玄黄宇宙洪荒", "日月，盈昃辰宿列张", "", *PARAGRAPH * 2
    )
    assert found.articles[0].deck == "天地玄黄宇宙洪荒日月，盈昃辰宿列张"


@pytest.mark.parametrize("above", ["奋楫", "从“子丑”到“寅卯”", "“子丑寅卯”区区巡礼"])
def test_a_name_or_a_phrase_stands_over_the_headline(above):
    assert roles(items(above, "天地玄黄宇宙洪荒日", "", "记者 王小甲", "", *PARAGRAPH * 2))[:2] == [
        "kicker", "headline",
    ]  # fmt: skip


def test_a_first_line_that_ends_a_sentence_begins_a_paragraph():
    whole = "金木水火，土日月星辰，风云。"
    found = items(
        "子丑寅卯", "", *PARAGRAPH, FIRST, FULL, FULL[:-1] + "。", whole, LAST, *PARAGRAPH
    )
    assert [row.joins_next for row in found.lines][6:10] == [True, True, False, True]


@pytest.mark.parametrize(
    ("line", "signs"), [("文/王小甲 图/受访者提供", True), ("图/受访者提供", False)]
)
def test_a_byline_may_say_who_made_the_pictures(line, signs):
    assert is_byline(line) is signs


@pytest.mark.parametrize(
    ("line", "own"),
    [("第37期（总第2108期）", True), ("星期五 第37期", True), ("这是第16期手机班", False)],
)
def test_a_number_inside_a_line_of_text_is_not_the_newspapers(line, own):
    assert is_masthead(line) is own


@pytest.mark.parametrize("clause", ["牌子会告诉你他在哪里", "单子上写明谁来办"])
def test_who_says_where_or_who_asks_nothing(clause):
    assert not is_question(clause)


def test_below_a_word_on_the_city_a_story_that_began_in_a_district_goes_on_there():
    def told(*paragraphs: str) -> list[str]:
        rows = [
            (f"p:01:{n:03d}", "p:01", "body", n, 1, text, n, n, "", "")
            for n, text in enumerate(paragraphs, start=1)
        ]
        article = ("p:01", "p", "article", "街角的小店", "", "", "", "", 0, "", 1.0)
        tables = schema.frame("sentences", rows), schema.frame("articles", [article])
        return list(districts.attribute(*tables, gazetteer.load_gazetteer())[0]["district"])

    city = "全市的小店超过八千家。"
    assert told("静安区有家小店。", city, "店主去年学会记账。") == ["静安区", "全市", "静安区"]
    assert told("静安区有家小店。", city, "上海的店主都学会记账。")[2] == "全市"
    assert told(city, "静安区有家小店。", city, "店主学会记账。")[3] == "全市"
