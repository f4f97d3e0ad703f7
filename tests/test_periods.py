"""Dates and periods, resolved against the day of the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.periods import periods, whole

ISSUE = "2021-12-10"


@pytest.mark.parametrize(
    ("text", "printed", "first", "last"),
    [
        ("今年上半年总计", "今年上半年", "2021-01-01", "2021-06-30"),
        ("2012年到2016年，甲", "2012年到2016年", "2012-01-01", "2016-12-31"),
        ("2017年至2021年的五年间", "2017年至2021年的五年间", "2017-01-01", "2021-12-31"),
        ("截至今年7月23日，甲", "截至今年7月23日", "2021-07-23", "2021-07-23"),
        ("自今年6月以来", "自今年6月以来", "2021-06-01", "2021-12-10"),
        ("2020年底，甲", "2020年底", "2020-12-01", "2020-12-31"),
        ("7月8日至7月10日", "7月8日至7月10日", "2021-07-08", "2021-07-10"),
        ("“十四五”期间", "“十四五”期间", "2021-01-01", "2025-12-31"),
        ("昨天清晨", "昨天", "2021-12-09", "2021-12-09"),
        ("下个月", "下个月", "2022-01-01", "2022-01-31"),
        ("二〇一八年六月", "二〇一八年六月", "2018-06-01", "2018-06-30"),
        ("目前，甲", "目前", "2021-12-10", "2021-12-10"),
        ("近五年来", "近五年来", "2016-12-10", "2021-12-10"),
        ("今年1-7月，甲", "今年1-7月", "2021-01-01", "2021-07-31"),
        ("2019年3至5月甲", "2019年3至5月", "2019-03-01", "2019-05-31"),
        ("2、3、4月分别", "2、3、4月", "2021-02-01", "2021-04-30"),
        ("5月1日至7日，甲", "5月1日至7日", "2021-05-01", "2021-05-07"),
        ("十三五期间建成", "十三五期间", "2016-01-01", "2020-12-31"),
        ("“十三五”末达到", "“十三五”末", "2020-12-31", "2020-12-31"),
        ("上年末为9个", "上年末", "2020-12-01", "2020-12-31"),
        ("近日，甲", "近日", "2021-12-10", "2021-12-10"),
        ("今后3年将", "今后3年", "2021-12-10", "2024-12-10"),
        ("近半年来", "近半年来", "2021-06-10", "2021-12-10"),
        ("一季度甲，其中2020年3月乙", "一季度", "2020-01-01", "2020-03-31"),
    ],
)
def test_a_period_is_found_and_resolved(text, printed, first, last):
    found = periods(text, ISSUE)[0]
    assert (found.text, found.first, found.last) == (printed, first, last)


def test_what_lies_ahead_counts_from_the_day_that_the_sentence_names():
    found = periods("今年2月9日印发方案，对今后3年作出部署", ISSUE)
    assert (found[1].first, found[1].last) == ("2021-02-09", "2024-02-09")


def test_the_year_of_a_comparison_is_not_the_year_of_a_bare_month():
    found = periods("6月底已完成80%，比2017年末增加20家", ISSUE)
    assert (found[0].first, found[1].first) == ("2021-06-30", "2017-12-01")


def test_without_a_date_of_the_page_relative_periods_stay_open():
    assert [(p.first, p.last) for p in periods("今年3月和昨天和近五年来")] == [("", "")] * 3


@pytest.mark.parametrize("text", ["2月30日", "13月", "前五年的"])
def test_days_that_do_not_exist_are_found_and_left_open(text):
    assert [(p.first, p.last) for p in periods(text, ISSUE)] == [("", "")]


def test_a_reversed_span_stays_two_periods():
    assert len(periods("2016年到2012年", ISSUE)) == 2


@pytest.mark.parametrize("text", ["二年级", "走过30年的园区", "151项目", "9999年"])
def test_what_is_no_date_is_not_found(text):
    assert periods(text, ISSUE) == []


@given(
    st.text(
        alphabet="今去明前年月日号0123456789一二〇十至到—上下半初底以来近截自“”五", max_size=50
    ),
    st.sampled_from(["", "2018", "2018-02", "2018-08-06", "2018-99", "x"]),
)
def test_no_sentence_and_no_issue_date_is_refused(text, issue):
    for item in periods(text, issue):
        assert text[item.start : item.end] == item.text
        assert item.first <= item.last or not item.last


def test_a_month_has_its_last_day():
    assert [d.isoformat() for d in whole("2020-02")] == ["2020-02-01", "2020-02-29"]
