"""Sentences made up for the purpose, with what arithmetic must say of them, and must not."""

import datetime
from decimal import Decimal

import pytest

from analysis import checks, indicators, relations, schema, systems, workdays

ARTICLES = schema.frame("articles", [("a", "p", "article", "", "", "", "", "", 0, "", 1.0)])
PAGES = schema.frame("pages", [("p", "", "", "2018-08-06", "printed", "", 0, 0, 0, "")])


def found(*texts):
    rows = [(f"s{i}", "a", "body", 1, i, text, i, i, "静安区", "") for i, text in enumerate(texts)]
    table = schema.frame("sentences", rows)
    ledger = indicators.indicators(table, ARTICLES, PAGES, systems.mentions(table, []), [])
    return checks.checks(ledger, table).to_dict("records")


# text, verdict, computed
KNOWN = [
    # growth against two levels
    ("今年投资120亿元，去年投资100亿元，同比增长20%。", "agrees", "20 %"),
    ("今年投资120亿元，去年投资100亿元，同比增长30%。", "contradicts", "20 %"),
    ("2016年产值为200亿元，2017年产值为250亿元，增长25%。", "agrees", "25 %"),
    ("今年完成120件，比去年的100件增长20%。", "agrees", "20 %"),
    ("由200天压缩到100天，压缩50%。", "agrees", "50 %"),
    ("由200天压缩到100天，压缩60%。", "contradicts", "50 %"),
    ("用时由4.5小时缩短到1.5小时，缩短66.7%。", "agrees_rounded", "66.6667 %"),
    ("用时由4.5小时缩短到1.5小时，效率提高66.7%。", "agrees_rounded", "66.6667 %"),
    ("平均等候时间由45分钟缩短为12分钟，降幅达73.3%。", "agrees_rounded", "73.3333 %"),
    ("工业产值下降10%，由200亿元降至180亿元。", "agrees", "10 %"),
    ("企业数从100家增加到250家，增长1.5倍。", "agrees", "1.5 倍"),
    # one level: the other is implied
    ("去年收入100亿元，今年增长20%。", "derived", "12000000000"),
    ("收入59亿元，同比增长34.7%。", "derived", "4380000000"),
    ("今年收入80亿元，同比下降20%。", "derived", "10000000000"),
    # a level, its increase and the rate
    ("全区有公园62座，增加5座，增长8.8%。", "agrees_rounded", "8.7719 %"),
    ("全区有公园62座，增加5座，增长18.8%。", "contradicts", "8.7719 %"),
    ("贷款余额1.2万亿元，比年初增加800亿元，增长7.1%。", "agrees_rounded", "7.1429 %"),
    # points and differences
    ("由82%提升至96%，提高了14个百分点。", "agrees", "14"),
    ("由82%提升至96%，提高了24个百分点。", "contradicts", "14"),
    ("满意率为96%，比上年的82%提高14个百分点。", "agrees", "14"),
    ("面积从3平方公里扩大到4平方公里，增加1平方公里。", "agrees", "1"),
    ("面积从3平方公里扩大到4平方公里，增加2平方公里。", "contradicts", "1"),
    ("从190条缩减到45条", "derived", "-145; -76.3 %"),
    ("服务事项由几十项增加到1200余项。", "derived", "12 to 65 times the first"),
    # multiples
    ("2400家，是2015年800家的3倍。", "agrees", "3"),
    ("产值300亿元，去年为200亿元，是去年的1.5倍。", "agrees", "1.5"),
    ("企业数从100家增加到250家，是原来的2.5倍。", "agrees", "2.5"),
    ("企业数从100家增加到250家，是原来的3.5倍。", "contradicts", "2.5"),
    # parts and wholes
    ("全区共有120家企业，其中制造业50家，服务业70家。", "agrees", "120"),
    ("共有100人，其中男性60人，女性50人。", "contradicts", "110"),
    ("共有100人，其中男性60人、女性40人。", "agrees", "100"),
    ("涉及项目30个，其中宝山区18个、嘉定区10个。", "residual", "28"),
    ("男性60人，女性40人，合计100人。", "agrees", "100"),
    ("男性60人，女性40人，合计110人。", "contradicts", "100"),
    ("甲、乙、丙三个镇分别完成12件、15件、18件，共45件。", "agrees", "45"),
    # shares and rates
    ("全区有2160家商户，其中A级638家，占29.5%。", "agrees_rounded", "29.537 %"),
    ("全区有2160家商户，其中A级638家，占39.5%。", "contradicts", "29.537 %"),
    ("98家建立了议事会，占126家的77.8%。", "agrees_rounded", "77.7778 %"),
    ("全区126个居委会中，有98个建立了议事会，占77.8%。", "agrees_rounded", "77.7778 %"),
    ("总人口6.5万人，其中60岁以上老人2.1万人，占32.3%。", "agrees_rounded", "32.3077 %"),
    ("发现问题3480次，处置3465次，处置率99.6%。", "agrees_rounded", "99.569 %"),
    ("发现问题3480次，处置3465次，处置率89.6%。", "contradicts", "99.569 %"),
    ("推出10项措施，已落实8项，落实率80%。", "agrees", "80 %"),
    ("276个项目，其中送审59个，办结40个。", "derived", "67.8 %"),
    ("有总部26家，占全区总数近四分之一。", "derived", "104"),
    # means
    ("投入3亿元，共30个项目，平均每个1000万元。", "agrees", "300000000"),
    ("共服务100人，人均3件，总计300件。", "agrees", "300"),
    ("每年投入500万元，连续5年，共计2500万元。", "agrees", "25000000"),
    ("每年投入500万元，连续5年，共计3500万元。", "contradicts", "25000000"),
    # lists
    ("四大领域：教育、医疗、交通、环保。", "agrees", "4"),
    ("五大领域：教育、医疗、交通、环保。", "contradicts", "4"),
    ("实施“三大行动”，即绿化行动、净化行动、美化行动。", "agrees", "3"),
    ("实现了3个首创，即首个大厅、首台终端、首家门店。", "agrees", "3"),
    ("两条线路分别为10号线、18号线。", "agrees", "2"),
    ("教育、医疗、养老三大民生领域。", "agrees", "3"),
    ("面向国企、民企、外企、合资企业四类企业。", "agrees", "4"),
    ("建设“甲中心、乙平台、丙基地”三大板块。", "agrees", "3"),
    ("三项指标（空气、水质、绿化）均达标。", "agrees", "3"),
    ("四个中心，包括教育中心、医疗中心、文化中心等。", "consistent", "3"),
    ("5、6、7月分别完成12件、15件和18件。", "agrees", "3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdict", "computed"), KNOWN)
def test_a_sentence_of_known_truth_gets_its_verdict(text, verdict, computed):
    rows = found(text)
    assert (verdict, computed) in [(r["verdict"], r["computed"]) for r in rows]
    if verdict != "contradicts":
        assert "contradicts" not in {r["verdict"] for r in rows}


SILENT = [
    # other levels, other periods, other scopes: nothing can contradict here
    "1至6月完成100亿元，7月完成20亿元，同比增长5%。",
    "实现收入50亿元、利润5亿元，分别增长10%和20%。",
    "今年产值300亿元，前年200亿元，年均增长10%。",
    "总投资3亿元，建筑面积5万平方米，增长20%。",
    "今年约120亿元，去年约100亿元，增长25%。",
    "有2160家商户，A级638家，占全市总数的5%。",
    "发现3480次，处置3465次，满意率89.6%。",
    "共有100人，其中党员60人，青年50人。",
    "全市已建成900余家，其中静安区42家，黄浦区35家。",
    "三大平台：甲和乙、丙平台以及其他若干配套设施。",
    "覆盖五大领域，包括教育、医疗、交通。",
    "共有项目9个，涉及资金3亿元，每个街道1个。",
    "第三批人员、第四批人员、第五批人员，一共两大类。",
    "由82%提升至96%，提高了15个百分点。",
    "从10家增加到35家，效率提高15%。",
    "0家企业，同比增长100%，是去年的3倍。",
    "2016年3家，2020年9家，年均增长3倍。",
]  # fmt: skip


@pytest.mark.parametrize("text", SILENT)
def test_where_another_reading_is_open_nothing_contradicts(text):
    assert "contradicts" not in {r["verdict"] for r in found(text)}


def test_last_years_level_is_not_taken_for_this_years():
    rows = found("今年120亿元，去年100亿元，增长20%。")
    assert "level before the growth" not in {r["relation"] for r in rows}


def test_a_rate_with_a_subject_of_its_own_implies_no_level():
    assert found("新建车道80公里，早高峰车速提高10%。") == []


def test_working_days_follow_the_official_calendar():
    day = datetime.date
    assert workdays.weekdays(day(2018, 4, 4), day(2018, 4, 9)) == 4
    assert workdays.working_days(day(2018, 4, 4), day(2018, 4, 9)) == 3  # 5–7 off, Sunday 8 worked
    assert workdays.working_days(day(2018, 4, 9), day(2018, 4, 4)) == 0
    assert workdays.working_days(day(1987, 4, 4), day(1987, 4, 9)) is None


@pytest.mark.parametrize(
    ("figure", "value", "upper", "operator", "low", "high"),
    [
        ("3.2亿", "320000000", None, "=", "315000000", "325000000"),
        ("1200余", "1200", None, ">", "1200", "1300"),
        ("几十", "20", "90", ">=", "20", "100"),
        ("超20", "20", None, ">", "20", None),
        ("近20", "20", None, "~", "18", "20"),
    ],
)
def test_a_printed_figure_holds_its_number_within_bounds(figure, value, upper, operator, low, high):
    row = relations.Figure("i", "s", "a", "body", "", 0, 0, figure, Decimal(value), operator, "家",
                           "", "level", "measure", "", "", "", "", "", "",
                           Decimal(upper) if upper else None)  # fmt: skip
    assert relations.bounds(row) == (Decimal(low), Decimal(high) if high else None)


def test_a_run_of_digits_of_any_length_is_left_alone():
    assert found("今年" + "9" * 5000 + "家，去年1家，增长20%。") == []
