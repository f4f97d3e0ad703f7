"""What a paper's website, a layout model and a column of briefs set around stories is read so."""

import pytest

from analysis import furniture, mastheads, repair, segment, spacing, stops

TEXT = "甲乙丙丁，戊己庚辛，壬癸子丑。"
INDENTED = f"　　{TEXT}"


def items(*lines: str) -> segment.PageItems:
    return segment.segment_page("p", repair.repair_lines(lines))


def roles(*lines: str) -> list[str]:
    return [row.role for row in items(*lines).lines]


def kinds(found: segment.PageItems) -> list[tuple[str, str]]:
    return [(article.kind, article.headline) for article in found.articles]


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("责任编辑：王甲 美编：李乙丙", "责任编辑制度改革"),
        ("版权所有 甲乙日报社 未经授权不得转载", "版权所有者说"),
    ],
)
def test_who_edited_a_page_and_whose_it_is_stands_anywhere(line, other):
    assert (mastheads.is_imprint(line), mastheads.is_imprint(other)) == (
        True,
        line[:2] == other[:2] == "版权",
    )


def test_where_a_website_has_a_story_from_is_the_papers_own():
    assert mastheads.is_masthead("来源：甲乙晚报 2021-03-05 07:12")
    assert not mastheads.is_masthead("来源：三条线索都断了，要重来")


@pytest.mark.parametrize(
    "line", ["上一版 下一版", "字号：大 中 小", "[首页] [打印]", "上一篇：子丑", "B3 社区"]
)
def test_a_websites_words_and_a_pages_name_are_the_papers_own(line):
    assert mastheads.is_running_head(line)


@pytest.mark.parametrize(
    "line", ["上一版大修三年", "大中小学都来了", "首页设计大赛", "B3线开通三年了吗"]
)
def test_a_line_with_other_words_is_not(line):
    assert not mastheads.is_running_head(line)


def test_editors_end_a_story_and_the_next_bare_heading_begins_one():
    found = items(
        "子丑寅卯辰巳午未", "本报记者 王小甲", INDENTED, "责任编辑：王甲",
        "天地玄黄宇宙洪荒", "文/王小甲", INDENTED,
    )  # fmt: skip
    assert kinds(found) == [
        ("article", "子丑寅卯辰巳午未"), ("masthead", ""), ("article", "天地玄黄宇宙洪荒"),
    ]  # fmt: skip


def test_a_running_head_inside_a_paragraph_parts_no_story():
    found = items(
        "甲乙日报", "A06 社区新闻 2023年5月18日 星期四", "", "# 子丑寅卯辰巳", "",
        f"{TEXT}甲乙定下：", "", "A06 社区新闻", "", f"丙丁三次，{TEXT}",
    )  # fmt: skip
    assert [article.kind for article in found.articles] == ["masthead", "article", "masthead"]
    assert [row.joins_next for row in found.lines if row.role == "body"] == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        "王甲/文 李乙丙/摄",
        "（记者 麦甲 实习生 笙乙）",
        "记者 仇甲 实习生 木乙",
        "来源：甲乙晚报 作者：王小甲",
    ],
)
def test_names_before_the_office_and_names_of_any_family_in_brackets_sign(line):
    assert furniture.is_byline(line)


def test_a_name_between_headline_and_text_signs():
    assert roles("【快评】", "转型不是换块屏", "闻甲", INDENTED, INDENTED)[2] == "byline"


def test_a_flush_sentence_between_indented_paragraphs_is_a_caption():
    lines = [
        "子丑寅卯辰巳午未",
        "本报记者 王小甲",
        *[INDENTED] * 5,
        "甲乙工作人员在查看屋顶。",
        *[INDENTED] * 3,
    ]
    assert roles(*lines)[7] == "caption"
    few = ["子丑寅卯辰巳午未", "本报记者 王小甲", INDENTED, "甲乙工作人员在查看屋顶。", INDENTED]
    assert "caption" not in roles(*few)


def test_a_box_of_terms_under_a_word_in_heavy_brackets_ends_with_its_indents():
    found = roles(
        "子丑寅卯辰巳午未",
        "本报记者 王小甲",
        INDENTED,
        "【名词解释】",
        INDENTED,
        INDENTED,
        "天地玄黄宇宙洪荒",
        INDENTED,
    )
    assert found[3:6] == ["headline", "sidebar", "sidebar"]
    assert found[6] != "sidebar"


def test_a_link_to_a_picture_is_a_caption_and_parts_no_paragraph_from_its_heading():
    found = items(
        "# 子丑寅卯辰巳", "", TEXT, "", "![](a_1.jpg)", "", "图 1 甲乙丙丁 王小甲 摄", "",
        "**天地玄黄**", "", TEXT, "", "**日月盈昃**", "", TEXT,
    )  # fmt: skip
    assert [row.role for row in found.lines] == [
        "headline", "body", "caption", "caption", "subhead", "body", "subhead", "body",
    ]  # fmt: skip
    assert "jpg" not in "".join(row.text for row in found.sentences)


def test_a_rule_with_a_heading_below_parts_two_stories():
    assert roles("# 子丑寅卯", "", TEXT, "", "---", "", "# 天地玄黄", "", TEXT)[2] == "masthead"


@pytest.mark.parametrize(
    ("title", "below", "role"),
    [
        ("表 1 甲乙丙丁（件）", TEXT, "headline"),
        ("### 怎么看甲乙", "## 天地玄黄", "headline"),
        ("### 怎么看甲乙", TEXT, "subhead"),
    ],
)
def test_a_table_with_pipes_is_a_box_with_its_title(title, below, role):
    found = roles(
        "# 子丑寅卯辰巳", "", "本报记者 王小甲", "", TEXT, "", title, "",
        "| 甲 | 乙 |", "|---|---|", "| 丙 | 12 |", "", below, "", TEXT,
    )  # fmt: skip
    assert found[3] == role
    assert found[4:7] == ["sidebar"] * 3
    assert found[7] != "sidebar"


@pytest.mark.parametrize(
    ("head", "role"), [("**怎样“甲乙”？**", "sidebar"), ("**三件事**", "body")]
)
def test_a_list_under_a_heading_that_asks_is_a_box(head, role):
    found = roles(
        "# 子丑寅卯辰巳", "", TEXT, "", head, "", "* 甲乙丙丁；", "* 戊己庚辛。", "",
        "# 天地玄黄", "", TEXT,
    )  # fmt: skip
    assert found[3:5] == [role] * 2


@pytest.mark.parametrize("label", ["【简讯】", "一周速览", "【区区通】"])
@pytest.mark.parametrize("mark", ["", "**"])
def test_under_a_columns_name_each_title_has_its_paragraph(label, mark):
    titles = ["甲区建成花园", "乙区修好三条路", "丙区开放老码头"]
    lines = [line for title in titles for line in (f"{mark}{title}{mark}", INDENTED)]
    found = items("子丑寅卯辰巳午未", "本报记者 王小甲", INDENTED, "", label, *lines)
    assert kinds(found)[2:] == [("article", title) for title in titles]


def test_a_name_in_heavy_brackets_over_two_titles_is_no_column_of_briefs():
    found = items("【走进甲区】", "子丑寅卯辰巳", INDENTED, INDENTED, "天地玄黄宇宙", INDENTED)
    assert found.lines[0].role == "kicker"


def test_a_heading_over_a_pointer_is_no_section_of_the_story_above():
    found = items("# 子丑寅卯辰巳", "", TEXT, "", "**甲乙新增三项服务**", "（详见第7版）")
    assert kinds(found)[1] == ("teaser", "甲乙新增三项服务")


def test_a_headline_may_ask_below_its_columns_name_and_above_its_byline():
    assert roles("读者来信", "楼道里的牌子由谁来换？", "编辑同志：", TEXT)[:2] == [
        "kicker",
        "headline",
    ]
    lines = [
        "子丑寅卯辰巳",
        "本报记者 王小甲",
        TEXT,
        "",
        "甲乙试点丙丁？这里回应了",
        "本报记者 李小乙",
        TEXT,
    ]
    assert items(*lines).articles[-1].headline == "甲乙试点丙丁？这里回应了"


def test_what_stands_below_a_letters_signature_answers_it():
    found = items(
        "读者来信",
        "楼道里的牌子谁来换",
        f"编辑同志：{TEXT}",
        "读者 王小甲",
        f"编辑部已转交。{TEXT}",
    )
    assert len(found.articles) == 1


def test_a_stop_behind_a_closing_mark_and_a_space_ends_a_sentence():
    assert repair.repair_lines(["甲乙“丙丁” .戊己庚辛"])[0].text == "甲乙“丙丁”。戊己庚辛"


def test_titles_of_others_and_what_is_said_stand_apart_behind_a_name_and_a_dateline():
    lines = ["本报讯（记者 王小甲 通讯员 李乙）甲乙丙", "本报甲岛讯 “甲乙”丙丁"]
    assert [line.text for line in repair.repair_lines(lines)] == lines


def test_halves_that_a_lines_end_makes_equal_are_no_slogan_on_a_page_of_stray_spaces():
    text = "甲乙 丙丁，戊己 庚辛，壬癸 子丑，\n给镇里的信息 员做成问答库，寅卯"
    found = spacing.mended(text, "space")
    assert text.index(" 员") in [start for start, *_ in found]


def test_where_something_is_is_a_question():
    assert stops.is_question("地铁在哪")
    assert not stops.is_question("他不知道地铁在哪")
