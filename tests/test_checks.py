"""Arithmetic between figures: what is said, and where nothing is said."""

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
    ("从190条缩减到45条", "derived", "-145; -76.3 %"),
    ("仅用4个工作日，比法定时间提前了11个工作日", "derived", "15"),
    ("提交了7万份，远超出企业总数5万家", "agrees", "1.4"),
    ("在孵化的99家企业中，有17家为外资", "derived", "17.2 %"),
    ("有总部26家，占总数四分之一", "derived", "104"),
    ("全区38个项目中，外资项目20个，内资项目17个", "contradicts", "37"),
    ("全区38个项目中，外资项目21个，内资项目17个", "agrees", "38"),
    ("签约项目38个，总投资额216亿元，其中外资项目21个，内资项目17个", "agrees", "38"),
    ("签约项目38个，总投资额216亿元，其中外资项目20个，内资项目17个", "contradicts", "37"),
    ("38个项目总投资额216亿元，外资项目21个，内资项目17个", "agrees", "38"),
    ("外资项目21个，内资项目17个，总投资额216亿元，共38个", "agrees", "38"),
    ("全年办件量12.8万件，比2021年的10.4万件增加2.4万件", "agrees", "24000"),
    ("全年办件量12.8万件，比2021年的10.4万件增加3.4万件", "contradicts", "24000"),
    ("用时8天，比去年的10天缩短了3天", "contradicts", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "computed"), RELATIONS)
def test_a_relation_that_the_words_tie_together_is_checked(text, verdict, computed):
    assert (verdict, computed) in [(r["verdict"], r["computed"]) for r in found(text)]


@pytest.mark.parametrize(
    "text",
    ["总部18家，科技型企业占比逾70%", "与甲镇、乙镇共同构建创新驱动数字引领、三大平台链接的格局",
     "是前五年的1.6倍", "0家企业，同比增长100%", "有3个园区，有5个园区",
     "38个项目总投资额216亿元，外资项目20个，内资项目17个",
     "38个项目中，外资项目20个，内资项目17个，合资项目2个",
     "办件量12.8万件，比2021年的10.4万件多，其中网上办理3.4万件"],
)  # fmt: skip
def test_where_the_words_tie_nothing_nothing_is_said(text):
    assert not [r for r in found(text) if r["verdict"] in ("contradicts", "agrees")]


def test_working_days_are_counted_with_both_ends_and_by_the_official_calendar():
    rows = found(
        "3月1日上线，4月10日申请，4月13日拿证。", "一共只花了31个工作日，其中一步仅用4个工作日。"
    )
    days = [r for r in rows if r["relation"].startswith("working days")]
    assert [(r["computed"], r["verdict"]) for r in days] == [("31", "agrees"), ("4", "agrees")]
    assert "holidays" in days[0]["note"]


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


def test_the_same_digits_a_factor_of_ten_thousand_apart_are_a_slip_of_unit():
    rows = found(
        "2017年企业总营收为125亿元。", "2017年企业总营收为125万元。", roles=["body", "sidebar"]
    )
    assert [(r["relation"], r["verdict"]) for r in rows] == [
        ("slip of a unit suspected", "contradicts")
    ]
    assert "万" in rows[0]["note"]


def test_a_running_total_of_one_year_cannot_fall_and_one_of_another_year_may():
    fallen = found("截至6月底累计办理500件，截至5月底累计办理600件。")
    assert ("running total that falls", "contradicts") in [
        (r["relation"], r["verdict"]) for r in fallen
    ]
    other = found("截至2018年6月底累计办理500件。", "截至2017年12月底累计办理600件。")
    assert [r["verdict"] for r in other] == ["not_comparable"]
    assert other[0]["note"].startswith("period")
    risen = found("截至6月底累计办理600件，截至5月底累计办理500件。")
    assert "contradicts" not in {r["verdict"] for r in risen}


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["2017年企业总营收为100亿元。", "2018年企业总营收为120亿元。"], "period"),
        (["目前有大数据企业180家。", "目前有数据智能类企业580家。"], "definition"),
        (["金山区项目在9个工作日内完成审批；嘉定区项目审批仅用4个工作日。"], "scope"),
        (["展出各类文献63种97件。"], "definition"),
        (["跨国公司地区总部18家。", "跨国公司地区总部超26家。"], "period|precision"),
    ],
)
def test_what_cannot_be_compared_says_whether_scope_definition_or_period_is_why(texts, reason):
    notes = [r["note"] for r in found(*texts) if r["verdict"] == "not_comparable"]
    assert notes
    assert any(note.split(":")[0] in reason.split("|") for note in notes)


def test_one_clause_printed_with_two_values_contradicts():
    rows = found("2017年静安区新增小微企业20家。", "2017年静安区新增小微企业30家。")
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


def test_what_does_not_compare_is_set_side_by_side_and_not_equated():
    rows = found("目前跨国公司地区总部18家。", "2017年跨国公司地区总部26家。")
    (row,) = [r for r in rows if r["verdict"] == "not_comparable"]
    assert (row["formula"], row["computed"]) == ("18 | 26", "")


def test_a_fraction_is_shown_as_printed():
    rows = found("目前科创企业占全市三分之一。", "2017年科创企业占全市的1/4。")
    (row,) = [r for r in rows if r["relation"].startswith("same quantity")]
    assert row["formula"] == "1/3 | 1/4"


def test_a_quantity_printed_twice_is_shown_with_its_value():
    (row,) = found("2017年企业38家。", "2017年底企业38家。")
    assert row["relation"] == "same quantity in two places"
    assert (row["formula"], row["computed"]) == ("38 = 38", "38")


def test_a_later_sentence_is_not_called_a_heading():
    rows = found("该校有6个甲乙实验室。", "说到6个甲乙实验室。")
    assert [r["relation"] for r in rows] == ["a later sentence repeats the text"]
