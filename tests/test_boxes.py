"""Contents boxes, columns of short news, lists and Markdown levels are read for what they are."""

import pytest

from analysis import repair, segment

TEXT = "甲乙丙丁，戊己庚辛，壬癸子丑。"


def items(*lines: str) -> segment.PageItems:
    return segment.segment_page("p", repair.repair_lines(lines))


def roles(found: segment.PageItems) -> list[str]:
    return [row.role for row in found.lines]


def test_a_markdown_page_has_a_name_on_top_and_a_story_under_each_heading_of_the_next_level():
    found = items(
        "# 甲汇报", "", "## 子丑寅卯辰巳", "", "本报记者 王小甲", "", TEXT, "",
        "## 一、日月盈昃", "", TEXT, "", "## 天地：玄黄宇宙", "", TEXT,
    )  # fmt: skip
    assert [(a.kind, a.headline) for a in found.articles] == [
        ("masthead", ""), ("article", "子丑寅卯辰巳"), ("article", "天地：玄黄宇宙"),
    ]  # fmt: skip
    assert "subhead" in roles(found)


@pytest.mark.parametrize("headline", ["一周天气预报", "甲乙工作汇报", "子丑寅卯"])
def test_a_first_heading_that_is_no_newspapers_name_stays_a_headline(headline):
    found = items(
        f"# {headline}", "", TEXT, "", "## 一、日月", "", TEXT, "", "## 二、盈昃", "", TEXT
    )
    assert [a.headline for a in found.articles] == [headline]


def test_headings_of_one_markdown_level_are_equals():
    found = items("## 子丑寅卯辰巳", "", TEXT, "", "## 天地玄黄宇宙", "", TEXT)
    assert [a.headline for a in found.articles] == ["子丑寅卯辰巳", "天地玄黄宇宙"]


@pytest.mark.parametrize("unrelated", [True, False])
def test_below_one_headline_a_second_level_parts_stories_where_the_words_change(unrelated):
    last = "江边渔民收网，网里刀鱼凤尾鱼，渔船停靠码头，鱼贩早早等候。" if unrelated else TEXT
    found = items("# 子丑寅卯辰巳", "", TEXT, "", "## 天地玄黄宇宙洪荒日月", "", last)
    assert len(found.articles) == 1 + unrelated


@pytest.mark.parametrize("label", ["导读", "【今日要目】", "**导读**"])
def test_what_stands_in_a_contents_box_is_no_headline(label):
    found = items(
        label, "甲乙迈向千亿级 → 2版", "丙丁启动建设 详见3版", "戊己开始运行（4版）",
        "5版 庚辛开门", "", "子丑寅卯辰巳", "天地玄黄宇宙洪荒", f"本报讯（记者 王小甲）{TEXT}",
    )  # fmt: skip
    kinds = [a.kind for a in found.articles]
    assert kinds == ["masthead", *["teaser"] * 4, "article"]
    assert (found.articles[-1].headline, found.articles[-1].deck) == (
        "子丑寅卯辰巳", "天地玄黄宇宙洪荒",
    )  # fmt: skip


def test_a_contents_box_without_pages_ends_where_lines_stand_apart():
    found = items("本期导读", "甲乙迈向千亿级", "丙丁启动建设", "", "子丑寅卯辰巳", "", TEXT)
    assert roles(found) == ["masthead", "teaser", "teaser", "headline", "body"]


def test_the_word_for_a_contents_box_over_a_story_is_no_box():
    assert roles(items("导读", "", TEXT, "", "子丑寅卯辰巳", "", TEXT)).count("teaser") == 0


@pytest.mark.parametrize("mark", ["▲", "●", "■"])
def test_each_item_of_a_column_of_short_news_is_a_story_of_its_own(mark):
    found = items(
        "子丑寅卯辰巳", f"本报讯 {TEXT}", "", "短讯", f"{mark}甲乙举办培训，居民260人。",
        f"{mark}丙丁上线程序，居民可以", "办事。", f"{mark}戊己开门",
        "昨天戊己正式开门，居民可以办事。",
        f"{mark}庚辛停办，居民知晓。", "", "天地玄黄宇宙", f"本报讯 {TEXT}",
    )  # fmt: skip
    assert [(a.kind, a.headline) for a in found.articles] == [
        ("article", "子丑寅卯辰巳"), ("masthead", ""), ("article", ""), ("article", ""),
        ("article", "戊己开门"), ("article", ""), ("article", "天地玄黄宇宙"),
    ]  # fmt: skip
    assert "丙丁上线程序，居民可以办事。" in [row.text for row in found.sentences]


@pytest.mark.parametrize("marks", [("- ", "- "), ("* ", "* "), ("1. ", "2. ")])
def test_each_item_of_a_list_ends_a_sentence(marks):
    one, two = marks
    found = items("# 子丑", "", "甲区建成：", "", f"{one}甲乙五处；", f"{two}丙丁六处", "", TEXT)
    texts = [row.text for row in found.sentences][1:4]
    assert [text.lstrip("12.") for text in texts] == [
        "甲区建成：", "甲乙五处；", "丙丁六处",
    ]  # fmt: skip


def test_one_dash_at_the_start_of_a_line_makes_no_list():
    found = items("# 子丑", "甲区建成五", "- 处花园。")
    assert [row.text for row in found.sentences] == ["子丑", "甲区建成五处花园。"]


def test_a_mark_behind_the_column_of_short_news_begins_no_item_of_it():
    found = items(
        "短讯", "●甲乙举办培训，居民260人。", "", "天地玄黄宇宙", f"本报讯 {TEXT}", f"●{TEXT}"
    )
    assert [a.headline for a in found.articles] == ["", "", "天地玄黄宇宙"]
    assert roles(found)[-2:] == ["body", "body"]


def test_the_date_below_the_word_for_contents_is_the_newspapers_own():
    found = items("甲区时报", "导读", "2023年5月18日 星期四 第1版", "", "子丑寅卯辰巳", "", TEXT)
    assert roles(found)[:3] == ["masthead"] * 3
