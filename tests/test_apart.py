"""What stands apart on a page, and what goes on beyond it: boxes, turns, headings with room."""

import pytest

from analysis import repair, segment
from trial_pages import wrap

STEP = (
    "甲乙丙丁戊己，庚辛壬癸子丑寅卯辰巳，午未申酉戌亥天地玄黄宇宙洪荒，日月盈昃辰宿列张寒来暑往。"
)
OTHER = "春夏秋冬东西南北，金木水火土上中下左右，前后里外高低远近长短，阴晴圆缺悲欢离合古今中外。"
WHOLE = f"{STEP}{OTHER}"


def items(*lines: str) -> segment.PageItems:
    return segment.segment_page("p", repair.repair_lines(lines))


def roles(found: segment.PageItems) -> list[str]:
    return [row.role for row in found.lines]


def headlines(found: segment.PageItems) -> list[str]:
    return [item.headline for item in found.articles if item.kind == "article"]


def bodies(found: segment.PageItems) -> list[str]:
    """The running text of each story."""
    return [
        "".join(
            row.text
            for row in found.sentences
            if (row.article_id, row.role) == (item.article_id, "body")
        )
        for item in found.articles
        if item.kind == "article"
    ]


@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_box_of_any_length_inside_a_sentence_is_a_box(n):
    column = wrap(STEP, 16, 2)
    box = ["一年的账本", *(f"出诊{100 + at}次" for at in range(n))]
    found = items("# 子丑寅卯辰", *column[:2], "", *box, "", *column[2:], *column, *column)
    assert roles(found)[3 : 4 + n] == ["headline", *["sidebar"] * n]
    assert bodies(found) == [3 * STEP]


def test_short_lines_inside_a_sentence_that_nothing_sets_apart_below_are_no_box():
    column = wrap(STEP, 16, 2)
    box = ["一年的账本", "出诊100次", "服务200人"]
    found = items("# 子丑寅卯辰", *column[:2], "", *box, *column[2:], *column, *column)
    assert "sidebar" not in roles(found)


def test_a_surname_and_a_character_in_brackets_sign_a_story_that_has_ended():
    found = items("子丑寅卯", "", WHOLE, "（俞甲）", "", "", "辰巳午未申", "", WHOLE)
    assert [item.byline for item in found.articles] == ["俞甲", ""]


def test_a_word_in_brackets_signs_nothing():
    found = items("子丑寅卯", "", WHOLE, "（见图）", "", WHOLE)
    assert [item.byline for item in found.articles] == [""]


def test_a_headline_asks_and_says_on_one_line_over_a_deck_with_a_dash():
    found = items(
        "子丑变了？寅卯从哪里来", "", "——辰巳午未申酉戌亥", "", "■本报记者 王小甲", "", WHOLE
    )
    assert roles(found) == ["headline", "deck", "byline", "body"]


def test_a_headline_may_end_with_a_question_where_a_page_begins():
    found = items("路牌坏了，谁来更新？", "", f"　　{STEP}", f"　　{OTHER}", f"　　{STEP}")
    assert headlines(found) == ["路牌坏了，谁来更新？"]


def test_who_asks_in_an_interview_is_named_and_heads_nothing():
    found = items(
        "路牌的事", "", "", "记者：谁来更新？", "", f"　　{STEP}", f"　　{OTHER}", f"　　{STEP}"
    )
    assert headlines(found) == ["路牌的事"]


def test_a_marked_headline_goes_on_in_a_second_one_behind_a_comma():
    found = items("# 甲区的电梯，", "", "# 终于通了", "", WHOLE, "", "### 子丑", "", WHOLE)
    assert headlines(found) == ["甲区的电梯，终于通了"]


def test_marked_headlines_without_comma_are_two():
    found = items("# 甲区的电梯", "", "# 终于通了", "", WHOLE, "", "### 子丑", "", WHOLE)
    assert headlines(found) == ["终于通了"]


def test_of_equal_marks_those_with_less_room_than_any_that_begins_a_story_are_sections():
    story = ["■本报记者 王小甲", "", f"{STEP}甲区卯辰", ""]
    found = items(
        "# 甲区子丑", "", *story, "# 寅卯辰巳甲区", "", f"{STEP}甲区卯辰", "", "",
        "# 乙区开园", "", "■本报记者 李小乙", "", OTHER,
    )  # fmt: skip
    assert headlines(found) == ["甲区子丑", "乙区开园"]


@pytest.mark.parametrize("day", ["明日A5版", "明天本报B2版", "今日本报3版"])
def test_a_pointer_may_name_any_day(day):
    found = items("子丑寅卯", "", WHOLE, "", "辰巳午未申", f"详见{day}")
    assert roles(found)[-1] == "teaser"


def test_a_credit_alone_has_its_caption_above():
    column = wrap(STEP, 16, 2)
    caption = "甲乙丙丁首日，市民在新开放的步道上散步，远处是桥和船。"
    found = items("# 子丑寅卯辰", *3 * column, caption, "本报记者 王小甲摄")
    assert roles(found)[-2:] == ["caption", "caption"]
    assert bodies(found) == [3 * STEP]


def test_a_heading_that_ends_with_a_number_goes_on_in_the_next_line():
    column = [line for row in wrap(STEP, 16, 2) for line in (row, "")]
    found = items(
        "# 子丑寅卯辰", "", *3 * column, "一张表算清十二", "户人家的账", "", *3 * column
    )  # fmt: skip
    assert roles(found).count("subhead") == 2
    assert len(headlines(found)) == 1


def test_room_above_a_heading_is_more_than_what_parts_paragraphs():
    first, second = wrap(STEP, 16, 2), wrap(OTHER, 16, 2)
    heading = "辰巳午未，申酉戌亥天地玄黄"
    close = items("# 子丑寅卯辰", *6 * first, heading, *6 * second)
    apart = items("# 子丑寅卯辰", *6 * first, "", heading, *6 * second)
    assert "subhead" not in roles(close)
    assert len(headlines(apart)) + roles(apart).count("subhead") == 2


def test_a_paragraph_of_the_story_before_stands_inside_a_sentence():
    first, second = wrap(STEP, 16, 2), wrap(OTHER + STEP, 16, 2)
    found = items(
        "子丑寅卯辰巳午未申", "■本报记者 王小甲", "", *first, *first, "",
        "辰巳午未申酉戌", "■本报记者 李小乙", "", *second, *second[:4], "",
        *first, "", *second[4:], *second,
    )  # fmt: skip
    assert bodies(found) == [3 * STEP, 3 * (OTHER + STEP)]
