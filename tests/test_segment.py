"""A page becomes its items, and no line of it is lost."""

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import repair, schema, segment
from analysis.pages import Page
from trial_pages import wrap

PIECES = st.sampled_from(
    ["甲乙丙丁，戊己庚辛。", "# 甲乙", "■本报记者 王小甲", "（上接第一版）", ">>> 刊 4 版", "",
     "  ", "甲", "第 52 期 星期五", "图为甲乙。 本报记者 王小甲摄", "甲乙丙丁戊己庚辛壬癸",
     "本报讯 甲乙。", "2017年达5亿", "### 甲乙丙", "（下转第二版）", "。", "”", "\u200b", "---",
     "Some English words.", "■", "“甲", "乾隆年間"]
)  # fmt: skip
LINE = st.one_of(PIECES, st.text(max_size=30))


def items(*lines: str, page_id: str = "p") -> segment.PageItems:
    return segment.segment_page(page_id, repair.repair_lines(lines))


def roles(found: segment.PageItems) -> list[str]:
    return [row.role for row in found.lines]


@given(st.lists(LINE, max_size=30))
@settings(max_examples=400, deadline=None)
@example(["■本报记者 王小甲"])
@example(["# 甲乙", "■本报记者 王小甲", "■本报记者 李小乙", ">>> 刊 4 版"])
@example(["\u200b", "甲", "乙", "丙", "丁"])
@example([])
def test_every_line_that_is_not_blank_stands_in_the_table_once(lines):
    found = items(*lines)
    expected = [n for n, line in enumerate(lines, start=1) if line.strip()]
    assert [row.line for row in found.lines] == expected
    assert [row.text for row in found.lines] == [lines[n - 1] for n in expected]
    known = [article.article_id for article in found.articles]
    assert {row.item_id for row in found.lines} == set(known)
    assert len(set(known)) == len(known)


@given(st.lists(LINE, max_size=25))
@settings(max_examples=200, deadline=None)
def test_sentences_hold_all_text_of_the_lines_and_nothing_else(lines):
    repaired = repair.repair_lines(lines)
    found = segment.segment_page("p", repaired)
    printed = sorted("".join("".join(line.text.split()) for line in repaired))
    assert sorted("".join("".join(row.text.split()) for row in found.sentences)) == printed


@given(st.lists(LINE, max_size=25))
@settings(max_examples=200, deadline=None)
def test_every_character_of_a_sentence_is_found_on_the_raw_page(lines):
    repaired = repair.repair_lines(lines)
    found = segment.segment_page("p", repaired)
    for row in found.sentences:
        places = segment.locate(row, repaired, found.lines)
        assert len(places) == len(row.text)
        assert (places[0][0], places[-1][0]) == (row.first_line, row.last_line)
        for character, (line, column) in zip(row.text, places, strict=True):
            raw = lines[line - 1][column - 1]
            assert character in (raw, " ") or repaired[line - 1].edits


@given(st.lists(LINE, max_size=20), st.text(max_size=8))
@settings(max_examples=100, deadline=None)
def test_the_tables_keep_the_contract_whatever_the_page_is_called(lines, page_id):
    page = Page(page_id, "p.txt", "\n".join(line.replace("\r", "") for line in lines), "utf-8", "")
    tables = segment.segment_corpus([page])
    for name, table in zip(("lines", "articles", "sentences", "edits"), tables, strict=True):
        assert list(table.columns) == list(schema.COLUMNS[name])
    assert tables[0]["confidence"].between(0, 1).all()
    assert set(tables[2]["article_id"]) <= set(tables[1]["article_id"])


def test_a_sentence_that_is_not_on_the_lines_is_refused():
    found = items("甲乙丙。")
    strange = found.sentences[0]._replace(text="丁")
    with pytest.raises(LookupError, match="p:01:001"):
        segment.locate(strange, repair.repair_lines(["甲乙丙。"]), found.lines)


def test_a_page_without_lines_has_no_items():
    assert items() == items("", "  ") == segment.PageItems([], [], [])


def test_reading_order_is_kicker_headline_deck_byline_text():
    found = items(
        "## 甲乙丙丁戊己", "", "# 子丑寅卯辰巳", "", "## 天地玄黄宇宙", "", "（记者 王小甲）", "",
        "东西南北，上下左右。春夏秋冬。", "### 金木水火", "日月星辰。",
    )  # fmt: skip
    assert [(row.role, row.paragraph_no, row.sentence_no, row.text) for row in found.sentences] == [
        ("kicker", 0, 1, "甲乙丙丁戊己"),
        ("headline", 0, 1, "子丑寅卯辰巳"),
        ("deck", 0, 1, "天地玄黄宇宙"),
        ("byline", 0, 1, "（记者 王小甲）"),
        ("body", 1, 1, "东西南北，上下左右。"),
        ("body", 1, 2, "春夏秋冬。"),
        ("subhead", 2, 1, "金木水火"),
        ("body", 2, 1, "日月星辰。"),
    ]
    (article,) = found.articles
    assert (article.headline, article.kicker, article.deck) == (
        "子丑寅卯辰巳", "甲乙丙丁戊己", "天地玄黄宇宙",
    )  # fmt: skip
    assert article.byline == "记者 王小甲"
    assert [row.sentence_id for row in found.sentences][:2] == ["p:01:001", "p:01:002"]


def test_a_paragraph_cut_in_a_sentence_goes_on_behind_a_caption():
    found = items(
        "# 子丑寅卯辰巳", "■记者 王小甲", f"{'甲区发展，' * 8}近日与国内领先的数据企业华数数",
        "", "", "",
        "位于甲区乙园区的大数据基地", "", "■记者 李小乙", "", "据公司签署协议，推进数据应用。",
    )  # fmt: skip
    assert [article.kind for article in found.articles] == ["article", "caption"]
    body = [row for row in found.sentences if row.role == "body"]
    assert [row.text for row in body] == [
        f"{'甲区发展，' * 8}近日与国内领先的数据企业华数数据公司签署协议，推进数据应用。"
    ]
    assert (body[0].first_line, body[0].last_line) == (3, 11)


def test_an_article_says_which_page_it_continues_from_and_its_jump_line_too():
    found = items("# 子丑寅卯辰巳", "（上接第一版）", "甲乙丙丁，戊己庚辛。")
    assert {article.kind: article.continues_from for article in found.articles} == {
        "article": "第一版",
        "jump": "第一版",
    }


def test_a_heading_below_its_story_is_the_headline_of_it():
    found = items(
        "（记者 王小甲）", "", "本报讯 甲乙丙丁，戊己庚辛，子丑寅卯，辰巳午未。", "",
        "甲乙丙丁工程院揭牌成立", "引领城市转型", "", "", "甲乙小镇总体规划图",
    )  # fmt: skip
    assert [(a.kind, a.headline, a.deck, a.byline) for a in found.articles] == [
        ("article", "甲乙丙丁工程院揭牌成立", "引领城市转型", "记者 王小甲"),
        ("caption", "", "", ""),
    ]


def test_a_teaser_is_its_heading_and_its_pointer():
    found = items("甲乙丙丁一座“花园”", "", ">>> 刊 4 版", "", "# 子丑", "甲乙丙丁，戊己庚辛。")
    assert [(a.kind, a.headline) for a in found.articles] == [
        ("teaser", "甲乙丙丁一座“花园”"),
        ("article", "子丑"),
    ]
    assert roles(found)[:2] == ["headline", "teaser"]


def test_short_lines_with_figures_under_a_heading_are_a_sidebar():
    found = items(
        "# 子丑寅卯辰巳", "■记者 王小甲", "甲乙丙丁，戊己庚辛。", "", "### 园区总营收", "",
        "2017年至2021年的五年间", "累计达105亿元", "是前五年的1.6倍", "", "■记者 李小乙", "",
        "子丑寅卯，辰巳午未。",
    )  # fmt: skip
    assert [article.kind for article in found.articles] == ["article", "sidebar", "article"]


def test_a_slogan_below_the_last_story_is_no_part_of_it():
    found = items("# 子丑寅卯辰巳", "■记者 王小甲", "甲乙丙丁，戊己庚辛。", "", "不负甲 · 不负乙")
    assert [article.kind for article in found.articles] == ["article", "sidebar"]


def test_a_story_that_breaks_off_at_the_foot_of_the_page_keeps_its_last_line():
    found = items("# 子丑寅卯辰巳", "甲乙丙丁，戊己庚辛。", "在发展过程中，甲区还引进了有个机")
    assert [article.kind for article in found.articles] == ["article"]


def test_a_heading_as_wide_as_its_column_is_told_by_the_indent_it_does_not_lack():
    paragraph = "甲乙丙丁，戊己庚辛壬癸子丑寅卯，辰巳午未申酉戌亥，天地玄黄宇宙洪荒日月盈昃辰。"
    text = [line for _ in range(3) for line in wrap(paragraph, 16, 2)]
    # A paragraph of one line below, which cannot tell whether it lacks an indent.
    found = items(
        "# 子丑寅卯", *text, "阴晴圆缺悲欢离合古今中外天南地北", "春夏秋冬东西南北金木水火。", *text
    )
    assert roles(found)[len(text) + 1 :] == ["subhead", *["body"] * (len(text) + 1)]


def test_an_upright_heading_is_one_heading():
    found = items(
        "甲", "“乙", "丙", "丁”", "戊", "", "子丑", "寅", "卯", "辰", "", "东西南北，上下左右。"
    )
    (article,) = found.articles
    assert (article.headline, article.deck) == ("甲“乙丙丁”戊", "子丑寅卯辰")


def test_bylines_at_the_foot_of_the_page_go_to_unsigned_stories_in_order():
    found = items(
        "# 子丑寅卯辰巳", "甲乙丙丁，戊己庚辛。", "## 天地", "日月星辰。",
        "# 金木水火土石", "东西南北，上下左右。",
        "■记者 王小甲", "■记者 李小乙",
    )  # fmt: skip
    assert [article.byline for article in found.articles] == ["记者 王小甲", "记者 李小乙"]


def test_an_english_page_is_read_as_words_and_sentences():
    found = items(
        "The city opened its data to the", "public. It was a start for", "everybody here."
    )
    assert [row.text for row in found.sentences] == [
        "The city opened its data to the public.",
        "It was a start for everybody here.",
    ]


@pytest.mark.parametrize(
    "unit",
    ["甲乙丙丁。", "甲", "?", "甲乙丙丁，戊己庚辛", "# 甲", "（上接第一版）", "■记者 王小甲"],
)
def test_time_grows_with_the_page_and_not_faster(unit):
    def seconds(n: int) -> float:
        start = time.process_time()
        items(*[unit] * n)
        return time.process_time() - start

    seconds(100)
    # Eight times the lines: a quadratic step would take 64 times as long. The best of three, since
    # a machine may pause a run and never hurries one; the first that is quick enough will do.
    small = min(seconds(2_000) for _ in range(3))
    assert any(seconds(16_000) < 24 * max(small, 0.02) for _ in range(3))


def test_a_line_of_a_million_sentences_is_read_in_seconds():
    start = time.perf_counter()
    found = items("甲乙，丙丁。" * 200_000)
    assert len(found.sentences) == 200_000
    assert time.perf_counter() - start < 30


def test_the_same_page_gives_the_same_rows():
    rng = random.Random(5)
    lines = [rng.choice(["甲乙丙丁，戊己庚辛。", "甲乙丙", "■记者 王小甲", ""]) for _ in range(200)]
    assert items(*lines) == items(*lines)


TEXT = "甲乙丙丁，戊己庚辛，壬癸子丑。"


def headline_of(found: segment.PageItems, line: int) -> str:
    item = next(row.item_id for row in found.lines if row.line == line)
    return next(a.headline for a in found.articles if a.article_id == item)


def test_a_heading_inside_a_sentence_names_the_next_story_without_one():
    found = items(
        "# 寅卯辰巳", "■记者 王小甲", TEXT, "在发展中，甲区还引进了一批", "# 午未申酉",
        "，它们都在去年投入了使用。", "■记者 李小乙", TEXT,
    )  # fmt: skip
    assert [a.headline for a in found.articles] == ["寅卯辰巳", "午未申酉"]
    assert [row.joins_next for row in found.lines][3:6] == [True, False, False]
    assert headline_of(found, 6) == "寅卯辰巳"
    assert headline_of(found, 8) == "午未申酉"


def test_a_heading_inside_a_sentence_is_a_subhead_where_every_story_has_one():
    found = items(
        "# 寅卯辰巳", "■记者 王小甲", TEXT, "在发展中，甲区还引进了一批", "### 午未申酉",
        "，它们都在去年投入了使用。",
    )  # fmt: skip
    assert roles(found) == ["headline", "byline", "body", "body", "subhead", "body"]
    assert found.sentences[-1].text == "在发展中，甲区还引进了一批，它们都在去年投入了使用。"


def test_a_second_byline_below_a_story_says_that_one_began_inside():
    found = items(
        "寅卯辰巳", "", "本报记者 王小甲", TEXT, TEXT, "", "午未申酉", "", TEXT, TEXT,
        "（记者 李小乙）", "",
    )  # fmt: skip
    assert [a.byline for a in found.articles] == ["本报记者 王小甲", "记者 李小乙"]
    assert [a.headline for a in found.articles] == ["寅卯辰巳", "午未申酉"]


def test_the_photographer_below_a_caption_signs_the_caption():
    found = items(
        "# 寅卯辰巳", "■记者 王小甲", TEXT, TEXT + "在发展中，甲区还引进了一批", "", "",
        "甲区一处基地的外景", "", "■记者 李小乙", "", "，它们都在去年投入了使用。",
    )  # fmt: skip
    assert [(a.kind, a.byline) for a in found.articles] == [
        ("article", "记者 王小甲"),
        ("caption", "记者 李小乙"),
    ]
    assert [row.joins_next for row in found.lines if row.role == "caption"] == [False]


def test_a_period_and_what_it_came_to_are_one_statement_of_a_box():
    found = items("# 子丑寅卯辰巳", TEXT, "", "### 园区总营收", "2017年至2021年", "累计达105亿元",
                  "新增企业12家", "", TEXT)  # fmt: skip
    box = [row for row in found.lines if row.item_id.endswith(":02")]
    assert [row.role for row in box] == ["headline", *["sidebar"] * 3]
    assert [row.joins_next for row in box] == [False, True, True, False]


def apart(*lines: str) -> list[str]:
    """The lines with a blank line below each."""
    return [line for text in lines for line in (text, "")]


def test_figures_of_a_box_without_a_period_are_statements_of_their_own():
    found = items(
        *apart("# 子丑寅卯辰巳", *[TEXT] * 9, "### 甲区平台"), "服务企业193家",
        "其中，新增企业12家", "占园区的一半", "", TEXT,
    )  # fmt: skip
    box = [row for row in found.lines if row.item_id.endswith(":02")]
    assert [row.role for row in box] == ["headline", *["sidebar"] * 3]
    assert [row.joins_next for row in box] == [False, False, True, False]


def test_a_caption_with_its_photographer_parts_a_sentence():
    found = items(
        *apart("# 寅卯辰巳", "■记者 王小甲", TEXT, TEXT + "甲区去年建成社区中心和"), "", "",
        *apart("居民在中心门前散步", "■记者 李小乙", "72个工作站。", TEXT),
    )  # fmt: skip
    assert [(a.kind, a.byline) for a in found.articles] == [
        ("article", "记者 王小甲"), ("caption", "记者 李小乙"),
    ]  # fmt: skip


def test_a_notice_is_an_item_of_its_own_among_signed_stories():
    notice = "关于征集甲区项目的公告"
    first, last = ("寅卯辰巳", "（记者 王小甲）"), ("午未申酉", "（记者 李小乙）")
    found = items(*apart(*first, TEXT, TEXT, notice, TEXT, *last, TEXT))
    assert [a.headline for a in found.articles] == ["寅卯辰巳", notice, "午未申酉"]


def test_a_short_line_over_the_date_at_the_top_is_the_papers_name():
    found = items("甲乙城事", "2023年5月19日 星期五", "", "寅卯辰巳", "", TEXT)
    assert roles(found) == ["masthead", "masthead", "headline", "body"]


def test_a_teaser_and_its_page_may_stand_on_one_line():
    found = items("甲乙丙丁开始启用 >>> 02版", "", "# 寅卯辰巳", "■记者 王小甲", TEXT)
    assert [a.kind for a in found.articles] == ["teaser", "article"]


# Two stories and a section, as a page prints them that signs nothing.
BRIDGE = [
    "桥下的空地从前停满旧车，上个月街道把旧车拖走，铺了木板，装了路灯。",
    "木板是船厂拆下来的，路灯用的是桥上的电，街坊晚上就坐在桥下的木板上乘凉。",
]
BIRDS = [
    "候鸟今年来得早，湿地管护员在芦苇荡里数到四千只野鸭，比上一年多出一成。",
    "管护员说，芦苇去年没有割，野鸭有地方做窝，所以愿意在湿地多留几天。",
]


def test_stories_that_nobody_signed_are_parted_where_the_words_change():
    found = items("桥下的空地铺上了旧船的木板", *BRIDGE, "湿地里数出了四千只过冬野鸭", *BIRDS)
    assert [a.headline for a in found.articles] == [
        "桥下的空地铺上了旧船的木板",
        "湿地里数出了四千只过冬野鸭",
    ]


def test_a_section_whose_words_are_the_storys_stays_in_it():
    found = items(
        "桥下的空地铺上了旧船的木板", *BRIDGE, "木板和路灯从哪里来又归谁管", *BRIDGE[::-1]
    )
    assert len(found.articles) == 1
    assert "subhead" in roles(found)


def test_a_numbered_heading_is_a_section_whatever_its_words():
    found = items("桥下的空地铺上了旧船的木板", *BRIDGE, "二、湿地里数出四千只过冬野鸭", *BIRDS)
    assert len(found.articles) == 1


def test_a_story_without_byline_is_parted_from_a_signed_one_above():
    found = items(
        "桥下的空地铺上了旧船的木板",
        "本报记者 王小甲",
        *BRIDGE,
        "湿地里数出了四千只过冬野鸭",
        *BIRDS,
    )
    assert [a.byline for a in found.articles] == ["本报记者 王小甲", ""]


def test_what_is_printed_around_traditional_text_is_known():
    found = items("# 子丑寅卯辰巳", "", "記者 陳小甲", "", TEXT, "", "圖為甲區一處基地。", "", TEXT)
    assert [(a.kind, a.byline) for a in found.articles] == [
        ("article", "記者 陳小甲"),
        ("caption", ""),
    ]


def test_the_name_of_a_series_stands_over_the_headline():
    found = items("江畔生活观察", "", "一条旧街，怎么变成三处客厅", "", TEXT, TEXT)
    assert roles(found)[:2] == ["kicker", "headline"]


def test_the_first_line_of_a_story_says_who_wrote_it():
    found = items(
        "子丑寅卯辰巳", "", f"本报讯（记者 王小甲）{TEXT}", "", "天地玄黄宇宙", "", f"本报讯 {TEXT}"
    )
    assert [a.byline for a in found.articles] == ["记者 王小甲", ""]
    assert roles(found) == ["headline", "body", "headline", "body"]


def test_a_headline_with_thousands_of_sections_takes_no_long_time():
    lines = ["# 甲乙丙丁大会召开", ""]
    for number in range(20_000):
        lines += [f"## 戊己庚辛{number}", "", f"壬癸子丑寅卯{number}，辰巳午未。", ""]
    start = time.process_time()
    found = segment.segment_page("p", repair.repair_lines(lines))
    assert time.process_time() - start < 6  # a look back over the whole story took 13 seconds
    assert len(found.articles) == 1


WHOLE = TEXT * 5
OPEN = WHOLE + "甲区去年建成社区中心和"
REST = "七十二个工作站。" + TEXT


def paragraphs(found: segment.PageItems, article: int) -> list[str]:
    """The running text of an article of the page, by paragraph."""
    article_id = found.articles[article].article_id
    texts: dict[int, str] = {}
    for row in found.sentences:
        if row.article_id == article_id and row.role == "body":
            texts[row.paragraph_no] = texts.get(row.paragraph_no, "") + row.text
    return list(texts.values())


@pytest.mark.parametrize(
    "between",
    [
        ["渡口的秋天很忙"],
        ["渡口的秋天很忙", ">>> 刊 4 版"],
        ["渡口的秋天很忙", ">>> 刊 4 版", "老桥重新通车了", ">>> 刊 5 版"],
        [">>> 刊 4 版", ">>> 刊 5 版"],
    ],
)
def test_what_stands_inside_a_sentence_of_a_whole_paragraph_is_no_part_of_it(between):
    found = items(*apart("# 寅卯辰巳", "■记者 王小甲", WHOLE, OPEN, *between, REST))
    assert paragraphs(found, 0) == [WHOLE, OPEN + REST]
    assert [a.kind for a in found.articles if a.kind == "article"] == ["article"]


def test_a_teaser_of_two_lines_inside_a_sentence_takes_both():
    found = items(*apart("# 寅卯辰巳", WHOLE, OPEN), "渡口很忙", "老船工回来了", "",
                  *apart(">>> 刊 4 版", REST))  # fmt: skip
    assert paragraphs(found, 0) == [WHOLE, OPEN + REST]


def test_a_teaser_between_two_paragraphs_leaves_the_story_open():
    found = items(*apart("# 寅卯辰巳", TEXT, "老桥重新通车了", ">>> 刊 5 版", TEXT))
    assert paragraphs(found, 0) == [TEXT, TEXT]


def test_a_thousand_headings_over_a_pointer_are_read():
    found = items(*["老桥通车"] * 1100, ">>> 刊 5 版")
    assert len(found.lines) == 1101


def test_numbered_pictures_below_the_photographer_are_captions_and_a_list_is_none():
    told = ["①采茶人上山。", "②炒茶师傅生火。", "③茶商等在村口。"]
    pictures = items(*apart("寅卯辰巳", "（记者 王小甲 文/摄）", TEXT, *told))
    assert roles(pictures)[-3:] == ["caption"] * 3
    led_in = ["寅卯辰巳", "（记者 王小甲 文/摄）", TEXT[:-1] + "，做法有三："]
    for over in (led_in, ["寅卯辰巳", "（记者 王小甲）", TEXT]):
        assert "caption" not in roles(items(*apart(*over, *told)))
    parted = [told[0], TEXT, told[1], TEXT, told[2]]
    assert "caption" not in roles(items(*apart("寅卯辰巳", "（记者 王小甲 文/摄）", TEXT, *parted)))


def test_a_colon_before_counted_points_ends_its_paragraph_and_before_a_decimal_does_not():
    lead = TEXT[:-1] + "，要做好两件事："
    counted = items(*apart("寅卯辰巳", TEXT, lead, "一是修桥，" + TEXT, "二是修路，" + TEXT))
    assert paragraphs(counted, 0)[1] == lead
    figure = items(*apart("寅卯辰巳", TEXT, lead, "1.5万人参加，" + TEXT))
    assert paragraphs(figure, 0)[1] == lead + "1.5万人参加，" + TEXT


def test_a_heading_goes_on_where_its_second_line_lacks_a_subject():
    one = items("让每一只候鸟", "都有“护照”", "", "■记者 王小甲", "", TEXT, "", TEXT)
    assert one.articles[0].headline == "让每一只候鸟都有“护照”"
    two = items("渡口的秋天来了", "的哥冒雨救人", "", "■记者 王小甲", "", TEXT, "", TEXT)
    assert (two.articles[0].headline, two.articles[0].deck) == ("渡口的秋天来了", "的哥冒雨救人")


def test_a_heading_close_below_text_begins_a_story_where_the_lines_of_a_column_stand_apart():
    column = wrap(TEXT * 12, 16, 2)
    found = items("寅卯辰巳", "", *apart(*column)[:-1], "午未申酉戌亥", "", *apart(*column))
    assert [a.headline for a in found.articles] == ["寅卯辰巳", "午未申酉戌亥"]


def test_a_photographer_s_name_broken_over_two_lines_stays_with_the_caption():
    column = apart(*wrap(TEXT * 9, 16, 2))
    caption = apart("图为昨天，队员在村口出诊。 本报记者 王", "小甲摄")
    found = items("寅卯辰巳", "", *column, *caption, *column)
    assert roles(found).count("caption") == 2
