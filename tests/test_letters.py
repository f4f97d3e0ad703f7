"""Letters, tables, boxes of text, columns that take turns and blank lines that mean nothing."""

import pytest

from analysis import districts, gazetteer, repair, segment
from analysis.reading import page_items
from analysis.stops import is_question

TEXT = "甲乙丙丁，戊己庚辛，壬癸子丑。"
# Lines of a column of 16 em, its first one without the indent.
FIRST, FULL, LAST = "金木水火，土日月星辰，风云雷", "春夏秋冬，东西南北，上下左右前后", "梅兰竹菊。"
PARAGRAPH = [FIRST, FULL, FULL, FULL, LAST]


def items(*lines: str) -> segment.PageItems:
    return segment.segment_page("p", repair.repair_lines(lines))


def roles(found: segment.PageItems) -> list[str]:
    return [row.role for row in found.lines]


def spread(*blocks: list[str]) -> list[str]:
    """The lines of the blocks a blank line apart, the blocks two more."""
    return [part for block in blocks for part in [*(p for line in block for p in (line, "")), ""]]


def test_a_letter_is_addressed_in_a_paragraph_and_signed_and_answered():
    found = items(
        "## 子丑寅卯辰巳", "", "编辑同志：", "", TEXT, "", "甲乙区 王小甲", "", f"编后：{TEXT}"
    )
    assert roles(found) == ["headline", "body", "body", "byline", "body"]
    assert [a.byline for a in found.articles] == ["甲乙区 王小甲"]


def test_a_place_and_a_name_below_a_story_that_addresses_nobody_sign_nothing():
    assert "byline" not in roles(items("## 子丑寅卯辰巳", "", TEXT, "", "甲乙区 安小甲", "", TEXT))


def test_a_pen_name_at_the_foot_signs_and_a_slogan_does_not():
    assert roles(items("【短评】", "子丑寅卯辰巳午未", "", TEXT, "", "甲乙"))[-1] == "byline"
    assert (
        roles(items("【短评】", "子丑寅卯辰巳午未", "", TEXT, "", "甲乙丙丁戊己"))[-1] == "sidebar"
    )


def test_the_name_of_a_column_stands_over_the_headline_whatever_its_level():
    found = items("## 读者来信", "", "### 子丑寅卯辰巳", "", TEXT)
    assert roles(found) == ["kicker", "headline", "body"]


def test_of_three_headings_close_together_ever_wider_the_second_is_the_headline():
    heads = ["子丑寅卯", "天地玄黄宇宙洪荒", "日月盈昃辰宿列张寒来暑往"]
    lines = [*heads, "本报记者 王小甲", "", *PARAGRAPH * 2]
    assert roles(items(*lines))[:3] == ["kicker", "headline", "deck"]
    lines[0], lines[1] = lines[1], lines[0]
    assert roles(items(*lines))[:3] == ["headline", "deck", "deck"]


def test_rows_of_figures_are_a_table_with_its_title_and_the_story_goes_on_below():
    found = items(
        "子丑寅卯辰巳", "", *PARAGRAPH, "", "各站情形", "站名　　伞数　　借出　　归还",
        "东门甲站　120　　980　　91.2%",
        "西门乙站　100　　845　　88.6%", "南门丙站　80　　1310　　79.3%", "", *PARAGRAPH,
    )  # fmt: skip
    assert roles(found)[6:11] == ["headline", *["sidebar"] * 4]
    assert [a.kind for a in found.articles] == ["article", "sidebar"]
    words = items("子丑寅卯辰巳", "", *PARAGRAPH, "", *["甲站　乙站　丙站"] * 3, "", *PARAGRAPH)
    assert "sidebar" not in roles(words)[6:9]


def test_text_under_a_word_that_heads_boxes_is_no_part_of_the_story():
    box = ["【名词解释】", FIRST, LAST]
    assert roles(items("子丑寅卯辰巳", "", *PARAGRAPH, "", *box, "", *PARAGRAPH))[6:9] == [
        "headline",
        "sidebar",
        "sidebar",
    ]


def test_the_weather_beside_the_date_is_the_newspapers_own():
    found = items("2024年4月17日 星期三", "今天多云到阴 18℃～25℃", "", "子丑寅卯辰巳", "", TEXT)
    assert roles(found)[:2] == ["masthead", "masthead"]


def columns_in_turn(rest: str = FULL) -> list[str]:
    """Two stories, the second between the halves of a sentence of the first."""
    return spread(
        ["子丑寅卯辰巳午未"], [*PARAGRAPH, FIRST, FULL],
        ["寒来暑往秋收冬藏", *PARAGRAPH],
        [rest, LAST, "（本报记者 王小甲）", *PARAGRAPH, "（本报记者 李小乙）"],
    )  # fmt: skip


def test_a_sentence_goes_on_behind_a_story_that_stands_inside_it_and_that_story_behind_its_end():
    found = items(*columns_in_turn())
    assert [(a.headline, a.byline) for a in found.articles] == [
        ("子丑寅卯辰巳午未", "本报记者 王小甲"), ("寒来暑往秋收冬藏", "本报记者 李小乙"),
    ]  # fmt: skip
    first, second = (a.article_id for a in found.articles)
    texts = [s.text for s in found.sentences if s.role == "body" and s.article_id == first]
    assert texts[-1] == FIRST + FULL + FULL + LAST
    own = [s.text for s in found.sentences if s.role == "body" and s.article_id == second]
    assert own == ["".join(PARAGRAPH)] * 2


def test_a_heading_in_a_sentence_that_nothing_goes_on_with_begins_no_turn():
    page = repair.repair_lines(columns_in_turn(rest=FIRST))
    assert not any(row.entry == "turn" for row in rows_read(page))
    page = repair.repair_lines(columns_in_turn())
    assert any(row.entry == "turn" for row in rows_read(page))


def rows_read(page):
    """The rows of a page after it has been read."""
    from analysis.layout import rows

    found = rows(page)
    page_items(found)
    return found


def test_where_blank_lines_stand_anywhere_they_make_no_headings():
    lines = ["子丑寅卯辰巳午未", ""]
    for number in range(6):
        lines += [FIRST, "", FULL, *[""] * (number % 2), FULL, FULL, "", LAST]
    found = items(*lines)
    assert roles(found) == ["headline", *["body"] * 30]


def test_a_sentence_goes_on_below_its_caption_though_its_rest_has_the_look_of_a_heading():
    caption = ["", "▲子丑寅卯。 王小甲 摄", ""]
    found = items(
        "天地玄黄宇宙洪荒", "", *PARAGRAPH, FIRST, FULL, *caption, "东西南北左右", "", LAST, ""
    )
    assert roles(found)[-2:] == ["body", "body"]


def test_bold_lines_over_stories_that_are_signed_make_the_others_headlines_too():
    told = f"本报讯（记者 王小甲）{TEXT}"
    found = items(
        "# 甲乙时报", "", "## 天地玄黄", "", TEXT, "", "**子丑寅卯辰巳**", told, "",
        "**日月盈昃辰宿**", told, "", "**寒来暑往秋收**", TEXT, "",
    )  # fmt: skip
    assert [a.headline for a in found.articles][-3:] == [
        "子丑寅卯辰巳",
        "日月盈昃辰宿",
        "寒来暑往秋收",
    ]


@pytest.mark.parametrize("clause", ["谁先到谁就拿那面小旗", "哪里缺人哪里就有他们"])
def test_a_second_word_of_asking_that_takes_up_the_first_asks_nothing(clause):
    assert not is_question(clause)


def test_a_gazetteer_in_traditional_characters_finds_its_own_names(tmp_path):
    path = tmp_path / "places.tsv"
    rows = ["name\tdistrict\tkind\tbasis\tsource", "萬華區\t萬華區\tdistrict\tprinted\tinvented"]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    places = districts.places("昨天萬華區開會", gazetteer.read_gazetteer(path))
    assert [(p.name, p.start) for p in places] == [("萬華區", 2)]
