"""The same quantity at several dates."""

from analysis import indicators, schema, series, systems

PAGES = schema.frame(
    "pages",
    [
        ("p1", "", "", "2018-08-06", "", "", 0, 0, 0, ""),
        ("p2", "", "", "2022-09", "", "", 0, 0, 0, ""),
    ],
)
ARTICLES = schema.frame(
    "articles",
    [(f"a{i}", f"p{i}", "article", "", "", "", "", "", 0, "", 1.0) for i in (1, 2)],
)


def found(first, second, districts=("静安区", "静安区")):
    rows = [
        (f"s{i}", f"a{i}", "body", 1, i, text, i, i, district, "")
        for i, (text, district) in enumerate(zip((first, second), districts, strict=True), 1)
    ]
    table = schema.frame("sentences", rows)
    ledger = indicators.indicators(table, ARTICLES, PAGES, systems.mentions(table, []), [])
    return series.series(ledger, table, ARTICLES, PAGES).to_dict("records")


def test_one_quantity_in_two_papers_is_a_series():
    rows = found("跨国公司地区总部18家。", "目前园区已有跨国公司地区总部26家。")
    assert [(r["value"], r["date"], r["comparable"]) for r in rows] == [
        ("18", "2018-08-06", True),
        ("26", "2022-09-30", True),
    ]
    assert len({r["series_id"] for r in rows}) == 1


def test_a_bound_does_not_compare_and_the_reason_is_given():
    rows = found("跨国公司地区总部18家。", "跨国公司地区总部超26家。")
    assert not any(r["comparable"] for r in rows)
    assert "bound" in rows[0]["why_not"]


def test_sums_over_longer_and_shorter_periods_do_not_compare():
    rows = found("今年上半年税收收入59亿元。", "2017年到2021年税收收入442亿元。")
    assert [r["comparable"] for r in rows] == [False, False]
    assert "days" in rows[0]["why_not"]


def test_other_units_and_other_areas_are_other_quantities():
    assert found("跨国公司地区总部18家。", "跨国公司地区总部26个。") == []
    assert found("跨国公司地区总部18家。", "跨国公司地区总部26家。", ("静安区", "普陀区")) == []


def test_one_date_is_no_series():
    assert found("没有数字。", "跨国公司地区总部26家。") == []


def test_an_inferred_month_does_not_become_a_day_that_compares(monkeypatch):
    inferred = PAGES.assign(date_basis=["printed", "inferred: September to December"])
    monkeypatch.setattr("test_series.PAGES", inferred)
    rows = found("跨国公司地区总部18家。", "目前园区已有跨国公司地区总部26家。")
    assert [(r["date"], r["comparable"]) for r in rows] == [
        ("2018-08-06", False),
        ("2022-09", False),
    ]
    assert "inferred" in rows[0]["why_not"]


def test_a_year_that_is_printed_needs_no_issue_date(monkeypatch):
    inferred = PAGES.assign(date_basis=["printed", "inferred: September to December"])
    monkeypatch.setattr("test_series.PAGES", inferred)
    rows = found("2017年跨国公司地区总部18家。", "2021年跨国公司地区总部26家。")
    assert [(r["date"], r["comparable"]) for r in rows] == [
        ("2017-12-31", True),
        ("2021-12-31", True),
    ]


def test_one_thing_by_two_definitions_is_labelled_points_and_no_line():
    rows = found("集聚大数据和云计算相关企业180家。", "目前集聚数据智能类企业580家。")
    assert [r["value"] for r in rows] == ["180", "580"]
    assert not any(r["comparable"] for r in rows)
    assert "defined differently" in rows[0]["why_not"]


def test_the_values_that_compare_are_a_series_of_their_own():
    one, two, other = (
        {"measured": "甲类企业", "change": "level", "operator": operator, "district": "静安区",
         "system_id": "", "date": date, "date_doubt": "", "indicator_id": date, "unit": "家",
         "period_start": "", "period_end": date}
        for operator, date in (("=", "2018-08-06"), ("=", "2020-08-06"), (">", "2022-08-06"))
    )  # fmt: skip
    parts = series._parts([one, two, other])
    assert parts[0] == ([one, two], [])
    (rest, reasons) = parts[1]
    assert rest == [other]
    assert "bound" in reasons[0]


def test_this_year_is_told_as_of_the_day_of_the_page():
    rows = found("今年，跨国公司地区总部18家。", "目前园区已有跨国公司地区总部26家。")
    assert [r["date"] for r in rows] == ["2018-08-06", "2022-09-30"]


def test_two_named_places_are_two_quantities_and_a_place_named_nearer_owns_its_figure():
    listed = [systems.System("甲河泾开发区", ("甲河泾开发区",), "park")]
    texts = (
        "丁钢园集聚科幻企业200家。",
        "甲河泾开发区发展很快，徐乙滨江集聚科幻企业150家。",
        "甲河泾开发区位于徐乙滨江，集聚科创企业90家。",
    )
    rows = [
        (f"s{i}", f"a{min(i, 2)}", "body", i, 1, text, i, i, district, "")
        for i, (text, district) in enumerate(zip(texts, ("", "静安区", "静安区"), strict=True), 1)
    ]
    table = schema.frame("sentences", rows)
    named = systems.mentions(table, listed)
    ledger = indicators.indicators(table, ARTICLES, PAGES, named, listed)
    assert list(ledger["system_id"]) == ["", "", "甲河泾开发区"]
    apart = series.series(ledger, table, ARTICLES, PAGES)["indicator_id"]
    assert "s1-n1" not in set(apart)
