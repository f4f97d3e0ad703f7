"""Arithmetic between figures: what is said, and where nothing is said."""

import datetime

import pytest
from pandera.errors import SchemaError

from analysis import checks, indicators, schema, systems

ARTICLES = schema.frame("articles", [("a", "p", "article", "", "", "", "", "", 0, "", 1.0)])
PAGES = schema.frame("pages", [("p", "", "", "2018-08-06", "printed", "", 0, 0, 0, "")])


def found(*texts, roles=None):
    roles = roles or ["body"] * len(texts)
    rows = [
        (f"s{i}", "a", role, 1, i, text, i, i, "静安区", "")
        for i, (text, role) in enumerate(zip(texts, roles, strict=True), 1)
    ]
    table = schema.frame("sentences", rows)
    ledger = indicators.indicators(table, ARTICLES, PAGES, systems.mentions(table, []), [])
    return checks.checks(ledger, table).to_dict("records")


RELATIONS = [
    ("2012年到2016年总营收为6675亿元，2017年到2021年总营收达10565亿元，是前五年的1.6倍",
     "agrees_rounded", "1.5828"),
    ("2012年到2016年总营收为100亿元，2017年到2021年总营收为200亿元，是前五年的3倍",
     "contradicts", "2"),
    ("共派出55名教师，其中包括40名甲教师和15名乙教师", "agrees", "55"),
    ("已有276个项目，其中甲送审59个；乙送审130个", "residual", "189"),
    ("一共12个基础指标和9类评分指标共97个细分条目", "not_comparable", "21"),
    ("建设“甲中心、乙平台、丙基地”三大板块", "agrees", "3"),
    ("归集社保、纳税、公积金等8类数据", "consistent", "3"),
    ("收入100亿元，同比增长25%", "derived", "8000000000"),
    ("从190条缩减到45条", "derived", "-145; -76.3158 %"),
    ("仅用4个工作日，比法定时间提前了11个工作日", "derived", "15"),
    ("提交了7万份，远超出企业总数5万家", "agrees", "1.4"),
    ("在孵化的99家企业中，有17家为外资", "derived", "17.1717 %"),
    ("有总部26家，占总数四分之一", "derived", "104"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "computed"), RELATIONS)
def test_a_relation_that_the_words_tie_together_is_checked(text, verdict, computed):
    assert (verdict, computed) in [(r["verdict"], r["computed"]) for r in found(text)]


@pytest.mark.parametrize(
    "text",
    ["总部18家，科技型企业占比逾70%", "与甲镇、乙镇共同构建创新驱动数字引领、三大平台链接的格局",
     "是前五年的1.6倍", "0家企业，同比增长100%", "有3个园区，有5个园区"],
)  # fmt: skip
def test_where_the_words_tie_nothing_nothing_is_said(text):
    assert not [r for r in found(text) if r["verdict"] in ("contradicts", "agrees")]


def test_working_days_are_counted_with_both_ends_and_the_calendar_is_named():
    rows = found(
        "3月1日上线，4月10日申请，4月13日拿证。", "一共只花了31个工作日，其中一步仅用4个工作日。"
    )
    days = [r for r in rows if r["relation"].startswith("working days")]
    assert [(r["computed"], r["verdict"]) for r in days] == [("32", "consistent"), ("4", "agrees")]
    assert "holidays" in days[0]["note"]


def test_weekdays_of_a_reversed_span_are_none():
    assert checks.weekdays(datetime.date(2018, 4, 13), datetime.date(2018, 4, 10)) == 0
    assert checks.weekdays(datetime.date(2018, 3, 1), datetime.date(2018, 4, 13)) == 32


def test_a_heading_that_repeats_the_text_agrees():
    rows = found("覆盖453个居委会", "已有453个居委会加入", roles=["deck", "body"])
    assert [r["verdict"] for r in rows] == ["agrees"]


def test_unequal_figures_of_two_dates_are_not_a_contradiction():
    rows = found("2017年跨国公司地区总部18家。", "2018年跨国公司地区总部26家。")
    assert [r["verdict"] for r in rows] == ["not_comparable"]


def test_a_box_that_prints_another_number_for_the_same_period_contradicts():
    rows = found(
        "2017年企业总营收为100亿元。", "2017年企业总营收为120亿元。", roles=["body", "sidebar"]
    )
    assert [r["verdict"] for r in rows] == ["contradicts"]


def test_each_verdict_is_given_where_it_is_due_and_no_other_word_is():
    given = {verdict for _text, verdict, _computed in RELATIONS} | {"loose"}
    assert given == set(schema.VERDICTS)
    rows = found(
        "甲共9名，其中5名乙和4名丙", "超过9家甲店", "甲店9家", roles=["body", "deck", "body"]
    )
    assert sorted(r["verdict"] for r in rows) == ["agrees", "loose"]


def test_a_word_that_is_no_verdict_is_refused():
    with pytest.raises(SchemaError):
        schema.frame("checks", [("c", "甲", "", "", "", "proved", "", "")])


def test_no_figures_give_no_checks():
    assert found("没有数字。") == []
