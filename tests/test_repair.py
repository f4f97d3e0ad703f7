"""Repair is reversible, mends what reading broke, and leaves what was printed."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis import repair, typography
from analysis.characters import CHINESE, HAN, SPACE, equivalents
from analysis.typography import STEPS, Change

# Characters that the steps look for, so that random text meets them.
ODD = st.sampled_from(
    list("甲乙丙丁区。，?？!,;:()\"'“”‘’（）《》 　\t\u200b\ufeff⽀⼈０Ａ１2%—─-…·■#>*_ū")
)
TEXT = st.text(st.one_of(ODD, st.characters()), max_size=40)


def clean(*lines: str) -> list[str]:
    return [line.text for line in repair.repair_lines(lines)]


@given(st.lists(TEXT, max_size=8))
@settings(max_examples=300, deadline=None)
@example(["甲\n乙", "\u200b", "？?"])
@example(["*甲**乙*", "——— 丙", "区(qū)(qū)"])
def test_undo_gives_back_the_raw_line_and_redo_the_clean_one(lines):
    for number, (raw, line) in enumerate(zip(lines, repair.repair_lines(lines), strict=True), 1):
        assert (line.number, line.raw) == (number, raw)
        assert repair.redo(raw, line.edits) == line.text
        assert repair.undo(line.text, line.edits) == raw


@given(st.lists(TEXT, max_size=8))
@settings(max_examples=200, deadline=None)
def test_edits_are_disjoint_in_order_and_true_to_the_raw_line(lines):
    for line in repair.repair_lines(lines):
        done = 0
        for edit in line.edits:
            start = edit.column - 1
            assert start >= done
            assert line.raw[start : start + len(edit.before)] == edit.before != edit.after
            done = start + len(edit.before)


@given(st.lists(TEXT, max_size=6))
@settings(max_examples=200, deadline=None)
def test_every_clean_character_has_a_column_of_the_raw_line(lines):
    for line in repair.repair_lines(lines):
        columns = repair.origins(line.raw, line.edits)
        assert len(columns) == len(line.text)
        assert columns == sorted(columns)
        assert all(1 <= column <= len(line.raw) for column in columns)


def test_an_untouched_character_is_found_where_it_stands():
    (line,) = repair.repair_lines(["■ 甲乙 ，丙"])
    columns = repair.origins(line.raw, line.edits)
    assert [line.raw[column - 1] for column in columns] == list(line.text) == list("甲乙，丙")


def test_changes_of_two_steps_in_the_same_characters_become_one_row():
    first = [Change(1, 2, "xy", "one")]
    second = [Change(2, 4, "", "two")]
    assert repair.compose(first, second, "axyb") == [Change(1, 3, "x", "one+two")]


@given(st.lists(TEXT.filter(lambda text: "\n" not in text), max_size=6))
@settings(max_examples=300, deadline=None)
@example(["——— ?甲 乙 ,丙( 丁 )", "甲 , 乙 ; 丙?"])
def test_the_edits_together_do_what_the_steps_do_one_after_the_other(lines):
    text = "\n".join(lines)
    for step in STEPS:
        for start, end, after, _ in reversed(step(text)):
            text = text[:start] + after + text[end:]
    assert "\n".join(clean(*lines)) == text


@given(st.text("abc", min_size=4, max_size=12), st.data())
def test_two_lists_of_changes_composed_lead_to_the_same_text(text, data):
    def changes(length: int) -> list[Change]:
        borders = sorted(data.draw(st.sets(st.integers(0, length), max_size=6)))
        spans = zip(borders[::2], borders[1::2], strict=False)
        return [Change(a, b, data.draw(st.text("xyz", max_size=3)), "r") for a, b in spans]

    def made(text: str, changes: list[Change]) -> str:
        for change in reversed(changes):
            text = text[: change.start] + change.after + text[change.end :]
        return text

    first = changes(len(text))
    between = made(text, first)
    second = changes(len(between))
    composed = repair.compose(first, second, between)
    assert made(text, composed) == made(between, second)
    assert all(a.end <= b.start for a, b in pairwise(composed))


@given(st.text("abc", min_size=4, max_size=12), st.data())
def test_changes_side_by_side_are_what_composing_one_by_one_makes_of_them(text, data):
    def changes(length: int, rule: str) -> list[Change]:
        borders = sorted(data.draw(st.sets(st.integers(0, length), max_size=6)))
        spans = zip(borders[::2], borders[1::2], strict=False)
        return [Change(a, b, data.draw(st.text("xyz", max_size=2)), rule) for a, b in spans]

    first = changes(len(text), "one")
    between = text
    for change in reversed(first):
        between = between[: change.start] + change.after + between[change.end :]
    second = changes(len(between), "two")
    composed = repair.compose(first, second, between)
    overlap = any(change.rule == "one+two" for change in composed)
    assert repair.side_by_side(first, second) == ([] if overlap else composed)


def test_changes_that_only_touch_stay_apart():
    first = [Change(1, 2, "", "one")]
    second = [Change(1, 2, "z", "two")]
    assert repair.compose(first, second, "ab") == [
        Change(1, 2, "", "one"),
        Change(2, 3, "z", "two"),
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("⽀持⼤数据", "支持大数据"),
        ("２０１８年ＡＩ", "2018年AI"),
        ("甲\u200b乙\ufeff丙\x00", "甲乙丙"),
        ("区(qū)长、区（qū）政府", "区长、区政府"),
        ("咖啡café(caf)甲", "咖啡café（caf）甲"),
        ("甲,乙;丙:丁!", "甲，乙；丙：丁！"),
        ("共1,234家,10:30到7.8万", "共1,234家，10:30到7.8万"),
        ("见http://a.cn/b,c", "见http://a.cn/b,c"),
        ("海华(上海)公司(GoA4级)", "海华（上海）公司（GoA4级）"),
        ("f(x), as we say", "f(x), as we say"),
        ("甲———乙——丙——————丁", "甲——乙——丙——丁"),
        ("甲...乙。。。丙", "甲……乙……丙"),
        ("今年 6 月 ， 上海 （ 区 ）", "今年6月，上海（区）"),
        ("采用 Open Data 标准", "采用Open Data标准"),
        ("增长 34.7 %", "增长34.7%"),
        ("本报讯 当前，甲乙", "本报讯 当前，甲乙"),
        ("■本报记者 王小甲", "本报记者 王小甲"),
        ("■本报记者 王  甲", "本报记者 王甲"),
        ("# 甲乙丙丁", "甲乙丙丁"),
        ("### **甲乙**丙", "甲乙丙"),
        (">>> 刊 4 版", "刊4版"),
        ("甲**乙", "甲**乙"),
        ("主题是“智联世界 众智成城”，甲", "主题是“智联世界 众智成城”，甲"),
        ('他说"甲乙"，丙', "他说“甲乙”，丙"),
        ("---", ""),
        ("甲报道.", "甲报道。"),
        ("3.甲乙丙", "3.甲乙丙"),
        ("乾隆年間，臺灣", "乾隆年間，臺灣"),
        ("3号线C#语言", "3号线C#语言"),
    ],
)
def test_a_line_is_mended(raw, expected):
    assert clean(raw) == [expected]


def test_half_width_marks_at_the_end_of_a_chinese_line_are_full_width():
    assert clean("同比增长16.7%,", "实现了不隔网。") == ["同比增长16.7%，", "实现了不隔网。"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["突破5亿元(增长8.6%).", "", "甲乙"], "突破5亿元（增长8.6%）。"),
        (['甲说:"这下放心了."'], "甲说：“这下放心了。”"),
        (["甲说:“好了.”"], "甲说：“好了。”"),
        (["全区开通5G.", "", "甲乙"], "全区开通5G。"),
        (["增长了3.", "5亿元"], "增长了3."),
        (["增长了3.", "", "5亿元"], "增长了3."),
        (["1.", "", "甲乙"], "1."),
    ],
)
def test_a_point_that_ends_a_chinese_sentence_is_a_stop_and_a_decimal_one_stays(lines, expected):
    assert clean(*lines)[0] == expected


def test_a_page_of_statements_with_lost_stops_gets_them_back():
    page = ["甲乙来了?", "丙丁走了?", "“甲乙好? ”丙", "丁说? 增长34.7%?"]
    assert clean(*page) == ["甲乙来了。", "丙丁走了。", "“甲乙好。”丙", "丁说。增长34.7%。"]


def test_a_question_keeps_its_mark_on_a_page_with_lost_stops():
    page = ["甲乙来了?", "丙丁走了?", "甲乙好?", "这是什么?", "他为什么不来? 丁去了?"]
    assert clean(*page)[3:] == ["这是什么？", "他为什么不来？丁去了。"]


def test_a_page_that_has_its_stops_keeps_its_questions():
    page = ["甲乙来了。丙丁走了。甲乙好。丁去了。甲来。", "可以了? 好的? 行了?"]
    assert clean(*page)[1] == "可以了？好的？行了？"


def test_one_odd_question_mark_is_no_evidence():
    assert clean("甲乙来了?") == ["甲乙来了？"]


def test_spaces_between_ideographs_go_where_the_page_is_full_of_them():
    assert clean("甲 乙丙 丁来了", "乙 丙 丁走 了", "丁 甲乙") == [
        "甲乙丙丁来了",
        "乙丙丁走了",
        "丁甲乙",
    ]


def test_spaces_of_a_heading_stay_where_the_page_has_no_others():
    assert clean("改革新突破 开放新高地上海", "甲乙丙丁。") == [
        "改革新突破 开放新高地上海",
        "甲乙丙丁。",
    ]


@given(st.lists(TEXT, max_size=5))
@settings(max_examples=200, deadline=None)
def test_figures_keep_their_digits(lines):
    def digits(text: str) -> str:
        known = {c: after for c, (after, _) in equivalents().items()}
        return "".join(c for c in (known.get(c, c) for c in text) if c in "0123456789")

    for line in repair.repair_lines(lines):
        assert digits(line.text) == digits(line.raw)


@given(st.lists(st.text("甲乙丙丁区。，?,;(“” 　■#12Aa—…", max_size=30), max_size=6))
@settings(max_examples=200, deadline=None)
def test_what_was_repaired_needs_no_more_marks_or_characters(lines):
    once = clean(*lines)
    rules = {e.rule for line in repair.repair_lines(once) for e in line.edits}
    assert not rules & {"unseen", "radical", "compatibility", "vertical"}


@pytest.mark.parametrize("raw", ["# # 甲", "■ # 甲", "> > 甲", "- - 甲", "▲# ■甲"])
def test_marks_before_marks_go_with_them(raw):
    assert clean(raw) == ["甲"]


def test_every_row_of_the_character_table_says_why():
    from analysis import paths

    rows = (paths.RESOURCES / "characters.tsv").read_text("utf-8").splitlines()
    assert rows[0].split("\t") == ["code_point", "becomes", "rule", "reason"]
    assert all(len(row.split("\t")) == 4 and row.split("\t")[3] for row in rows[1:])
    assert len(equivalents()) == len(rows) - 1


@pytest.mark.parametrize(
    "line",
    ["?" * 1_000_000, "甲?" * 200_000, "甲 " * 500_000, "(" * 200_000, "*" * 200_000, " " * 500_000,
     "甲,(" * 100_000, "—" * 200_000, "a" * 500_000, "区(" + "a" * 300_000, '"甲' * 100_000],
)  # fmt: skip
def test_a_huge_monotonous_line_takes_seconds(line):
    start = time.process_time()
    (repaired,) = repair.repair_lines([line])
    assert repair.undo(repaired.text, repaired.edits) == line
    assert time.process_time() - start < 20


# What the quick steps look for, said plainly: one expression tried at every place of the page.
EDGE = "■□◆◇▲△▼▽▶►◀●◎★☆※"
PLAIN_MARKS = re.compile(
    rf"^[{SPACE}]*(?:(?:#{{1,6}}(?=[{SPACE}]|$|[{HAN}“])|[>＞》▶►→]{{2,}}|>|[-*+•](?=[{SPACE}])"
    rf"|[{EDGE}]+)[{SPACE}]*)+|[■□◆◇]+|[{EDGE}]+(?=[{SPACE}]*$)|(?<=\S)[{SPACE}]+#{{1,6}}(?=[{SPACE}]*$)"
    rf"|^[{SPACE}]*[-=_*~－—─]{{3,}}[{SPACE}]*$",
    re.MULTILINE,
)
PLAIN_DASHES = re.compile(
    rf"(?:—|–|─|━){{3,}}|[─━]{{2}}|(?<=[{CHINESE}])[{SPACE}]?(?:--+|－－+)(?=[{SPACE}]?[{CHINESE}])"
)
PLAIN_ELLIPSES = re.compile(
    rf"(?<=[{CHINESE}])(?:\.{{3,}}|。{{3,}})|[·・]{{3,}}|…{{3,}}|(?<=[{CHINESE}])(?<!…)…(?!…)"
)
MARKED = st.text(st.sampled_from(list("甲乙a ■□★▶►》>#-—–─━－=_*+•→.。·・…\n\n\t　")), max_size=24)


@given(MARKED)
@settings(max_examples=1500, deadline=None)
@example("甲★■★")
@example("甲■★ \n甲★■乙")
@example("▶▶★■\n甲 ##")
@example("甲★★\n— — —")
def test_marks_and_dashes_are_found_as_by_one_plain_expression(text):
    marks = [change[:2] for change in typography.print_marks(text.replace("*", "-"))]
    plain = PLAIN_MARKS.finditer(text.replace("*", "-"))
    assert marks == [found.span() for found in plain if found[0]]
    plain = [*PLAIN_DASHES.finditer(text), *PLAIN_ELLIPSES.finditer(text)]
    assert [c[:2] for c in typography.dashes(text)] == sorted(found.span() for found in plain)


@pytest.mark.parametrize(
    "line",
    [
        "?", "甲?", '"', "甲'", "“", "(", "（甲", " ", "甲 ", "*", "**甲", "_", "-", "甲--",
        "★", "甲★", ".", "。", "·", "…", ",", "甲,", "#", " #", "1,", "ū", "(ū", "\u200b",
    ],
)  # fmt: skip
def test_a_line_of_one_thing_thirty_thousand_times_takes_no_long_time(line):
    lines = [line * 30_000, "甲" + line * 30_000 + "乙", "甲。" * 3 + line * 30_000 + "，甲★"]
    start = time.process_time()
    repaired = repair.repair_lines(lines)
    assert time.process_time() - start < 4  # a quadratic step would take longer by far
    assert [repair.undo(line.text, line.edits) for line in repaired] == lines


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("上(shànɡ)海", "上海"),
        ("行(hánɡ)、阿(ɑ̄)", "行、阿"),
        ("区(qu\u0304)长、女(nu\u030c)", "区长、女"),
        ("区[qū]、长【zhǎng】、会〔huì〕、务［wù］", "区、长、会、务"),
        ("区[qu]、甲[1]、乙【注】", "区[qu]、甲[1]、乙【注】"),
        ("华为Mate、咖啡cafe\u0301", "华为Mate、咖啡cafe\u0301"),
    ],
)
def test_readings_go_whatever_letters_and_brackets_they_are_set_in(raw, expected):
    assert clean(raw) == [expected]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('"AI"、"5G"双轮', "“AI”、“5G”双轮"),
        ("'AI'时代，\"ABC\"甲", "‘AI’时代，“ABC”甲"),
        ('甲说:"好","不好"', "甲说：“好”，“不好”"),
        ('甲,"AI",乙', "甲，“AI”，乙"),
        ('"甲"和"B"', "“甲”和“B”"),
        ("\"A'甲'B\"", "“A‘甲’B”"),
        ("他说it's甲，5\"屏幕", "他说it's甲，5\"屏幕"),
        ('She said "yes" and "no".', 'She said "yes" and "no".'),
    ],
)
def test_straight_quotation_marks_are_paired(raw, expected):
    assert clean(raw) == [expected]


def test_a_quotation_that_runs_over_a_line_end_is_closed_on_the_next():
    assert clean('他说，"甲乙丙', "", '丁戊"是好的，"己庚"也') == [
        "他说，“甲乙丙",
        "",
        "丁戊”是好的，“己庚”也",
    ]


def test_a_mark_left_open_does_not_turn_the_marks_of_the_next_sentence():
    assert clean('他说"甲乙丙。', '丁戊"己庚"也来了。') == ["他说“甲乙丙。", "丁戊“己庚”也来了。"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("甲!!!", "甲！！！"),
        ("甲?!乙!!", "甲？！乙！！"),
        ("No!!!", "No!!!"),
    ],
)
def test_marks_in_a_run_are_of_one_width(raw, expected):
    assert clean(raw) == [expected]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("共１，２３４．５家，增３．５％", "共1,234.5家，增3.5%"),
        ("１２，３４５，６７８元", "12,345,678元"),
        ("２０１８，２０１９年、１２，３４，５６", "2018，2019年、12，34，56"),
        ("ｗｗｗ．ａ．ｃｎ、3．5亿", "www.a.cn、3.5亿"),
        ("１．甲乙", "1．甲乙"),
    ],
)
def test_marks_inside_full_width_figures_are_half_width(raw, expected):
    assert clean(raw) == [expected]


@pytest.mark.parametrize(
    "question",
    [
        "是不是每个人都满意", "什么才是真正的服务", "改革值不值得", "钱从哪里来", "基层的活谁来干",
        "到底该听谁的", "你说对不对", "数据能不能共享", "路在何方",
    ],
)  # fmt: skip
def test_a_question_without_a_particle_keeps_its_mark(question):
    page = ["甲乙来了?", "丙丁走了?", "甲乙好?", f"{question}? 丁去了?"]
    assert clean(*page)[3] == f"{question}？丁去了。"


def test_words_of_doubt_inside_a_statement_are_no_question():
    page = ["甲乙来了?", "丙丁走了?", "关键看能不能干成事?", "比例为13‰?"]
    assert clean(*page) == ["甲乙来了。", "丙丁走了。", "关键看能不能干成事。", "比例为13‰。"]


@pytest.mark.parametrize("character", "\u115f\u3164\uffa0\ufff9\ufffb\ufffe\uffff\U000e0041")
def test_fillers_tags_and_anchors_are_not_printed(character):
    assert clean(f"甲{character}乙") == ["甲乙"]


def test_presentation_forms_that_are_rare_stand_for_the_usual_ones():
    assert clean("﹇甲﹈︗乙︘〹﹪") == ["［甲］〖乙〗卄%"]
