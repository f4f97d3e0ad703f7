"""The ledger of numbers: what is a figure, what it measures, and what stays out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import figure_meaning, indicators, quantities, schema, systems, units
from analysis.errors import InputError

ARTICLES = schema.frame("articles", [("a", "p", "article", "", "", "", "", "", 0, "", 1.0)])
PAGES = schema.frame("pages", [("p", "", "", "2018-08-06", "printed", "", 0, 0, 0, "")])


def ledger(*texts, roles=None, listed=(), district="静安区", pages=PAGES, **options):
    roles = roles or ["body"] * len(texts)
    rows = [
        (f"s{i}", "a", role, 1, i, text, i, i, district, "")
        for i, (text, role) in enumerate(zip(texts, roles, strict=True), 1)
    ]
    table = schema.frame("sentences", rows)
    found = systems.mentions(table, listed)
    out = indicators.indicators(table, ARTICLES, pages, found, listed, **options)
    return out.to_dict("records")


def short(rows):
    return [(r["value"], r["operator"], r["unit"]) for r in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("税收突破59亿元", ("5900000000", ">", "元")),
        ("省去了40多万元", ("400000", ">", "元")),
        ("近2000平方米的场地", ("2000", "~", "平方米")),
        ("入驻近10万办公和居住人口", ("100000", "~", "人")),
        ("在7个工作日内完成", ("7", "<=", "工作日")),
        ("5平方公里以下开发区", ("5", "<", "平方公里")),
        ("吸引500多位居民", ("500", ">", "人")),
        ("至少3名党员", ("3", ">=", "人")),
        ("平均每两个工作日就有一家企业入驻", ("0.5", "~", "家/工作日")),
        ("日均办理1500多件", ("1500", ">", "件/日")),
        ("提高2.5个百分点", ("2.5", "=", "个百分点")),
        ("占全市近三分之一", ("33.3333", "~", "%")),
        ("排名第一", ("1", "=", "名")),
        ("取得“六连冠”", ("6", "=", "次")),
        ("保持两位数增长", ("10", ">=", "%")),
        ("上线一年半", ("1.5", "=", "年")),
        ("上百家企业", ("100", ">=", "家")),
    ],
)
def test_a_figure_has_value_operator_and_unit(text, expected):
    assert short(ledger(text)) == [expected]


def test_two_or_three_is_a_range():
    row = ledger("来了两三个企业")[0]
    assert (row["value"], row["upper"]) == ("2", "3")


def test_fifteen_to_twenty_is_a_range_and_the_reverse_is_not():
    assert [(r["value"], r["upper"]) for r in ledger("有15到20个企业")] == [("15", "20")]
    assert [r["upper"] for r in ledger("有20到15个企业")] == ["", ""]


def test_a_list_shares_its_unit_and_its_limit():
    rows = ledger("分别不超过15个、35个、48个工作日")
    assert short(rows) == [(n, "<=", "工作日") for n in ("15", "35", "48")]


@pytest.mark.parametrize(
    "text",
    ["推进“一网通办”", "静安“151项目”", "10号线二期", "发布3.0版", "第三批队员", "亿通国际总经理",
     "记者顾一琼", "瞄准5G", "统一办理", "二话不说", "十九届六中全会", "2018年6月1日", "星期五",
     "云、数、智的三体", "长三角城市", "一个园区", "自助小时", "《三年计划100条》"],
)  # fmt: skip
def test_names_dates_and_ordinals_are_no_figures(text):
    assert ledger(text) == []


def test_a_number_in_the_name_of_a_system_is_no_figure():
    listed = [systems.System("扩大开放100条", ("扩大开放100条",), "policy")]
    assert ledger("落实扩大开放100条", listed=listed) == []


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("收入59亿元，同比增长34.7%", ["level", "growth"]),
        ("从190条缩减到45条", ["comparison", "level"]),
        ("是前五年的1.6倍", ["comparison"]),
        ("比法定时间提前了11个工作日", ["difference"]),
        ("位列全市第二", ["rank"]),
        ("将建设30个站点", ["target"]),
        ("历时7个月", ["duration"]),
    ],
)
def test_the_kind_of_change_is_told_from_the_words(text, changes):
    assert [r["change"] for r in ledger(text)] == changes


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("18家企业", "measure"), ("设计了三套方案", "structural"), ("上海首家医院", "uniqueness"),
        ("20多年前", "duration_vague"), ("24小时自助", "label"), ("两岁的她", "anecdotal"),
        ("审批不超过15个工作日", "threshold"),
    ],
)  # fmt: skip
def test_the_kind_of_figure_is_told_apart(text, kind):
    assert [r["kind"] for r in ledger(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("跨国公司地区总部18家", "跨国公司地区总部"),
        ("453个居委会、104个村", "居委会"),
        ("科技型企业占比逾70%", "科技型企业占比"),
        ("吸纳甲中心、乙集团等60家企业", "企业"),
    ],
)
def test_the_phrase_measured_is_without_verbs_and_lists(text, phrase):
    assert ledger(text)[0]["measured"] == phrase


def test_the_verb_of_a_difference_belongs_to_it_and_not_to_the_level_compared_with():
    rows = ledger("全年办件量12.8万件，比2021年的10.4万件增加2.4万件。")
    assert [r["measured"] for r in rows] == ["全年办件量", "全年办件量", "全年办件量增加"]
    assert rows[2]["change"] == "difference"


def test_the_period_stands_before_its_figure():
    rows = ledger("2012年到2016年为6675亿元，2017年到2021年为10565亿元。")
    assert [r["period_end"] for r in rows] == ["2016-12-31", "2021-12-31"]


def test_a_level_without_a_period_holds_on_the_day_of_the_page():
    row = ledger("园区有企业18家。")[0]
    assert (row["period"], row["period_end"]) == ("", "2018-08-06")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("产值是2012年的1.6倍，去年能耗下降12%", "去年"),
        ("去年产值是2012年的1.6倍", "去年"),
        ("去年用户比2015年增长30%", "去年"),
        ("与2015年相比，浓度下降21%", ""),
        ("较年初增长15%", ""),
        ("比去年同期多30家", ""),
        ("与去年同期相比，警情下降31%", ""),
        ("2015年的50家", "2015年"),
        ("面向未来，将入驻近10万人口", ""),
    ],
)
def test_what_a_figure_is_compared_with_does_not_date_it(text, period):
    assert ledger(text)[-1 if "能耗" in text else 0]["period"] == period


def test_a_year_holds_in_the_next_sentence_until_the_text_comes_back_to_now():
    assert ledger("2017年，新建公园。", "面积达9公顷。")[0]["period"] == "2017年"
    found = ledger("2017年，新建公园。", "如今，树已成荫。", "面积达9公顷。")
    assert (found[0]["period"], found[0]["period_end"]) == ("", "2018-08-06")


@pytest.mark.parametrize(
    ("issue", "first", "last"),
    [("2018-08", "2018-08-01", "2018-08-31"), ("2018", "2018-01-01", "2018-12-31"), ("", "", "")],
)
def test_a_figure_without_a_period_holds_in_the_month_or_year_of_the_page(issue, first, last):
    pages = schema.frame("pages", [("p", "", "", issue, "inferred", "", 0, 0, 0, "")])
    (row,) = ledger("全区共有9所学校", pages=pages)
    assert (row["period"], row["period_start"], row["period_end"]) == ("", first, last)


def test_each_part_of_a_sentence_has_its_own_district():
    rows = ledger("甲丁区用7个工作日；乙丙区用4个工作日。", districts=("乙丙区", "甲丁区"))
    assert [r["district"] for r in rows] == ["甲丁区", "乙丙区"]
    assert ledger("截至目前，全市已有276个项目")[0]["district"] == "全市"


@pytest.mark.parametrize("names", [("乙丙县", "甲丁县"), ("乙市", "甲州市"), ("丙区", "丁区")])
def test_counties_towns_and_short_names_are_districts_too(names):
    rows = ledger(f"{names[0]}用7天；{names[1]}用4天。", districts=names, district="全市")
    assert [r["district"] for r in rows] == list(names)


def test_of_two_districts_whose_names_overlap_the_longer_is_meant():
    rows = ledger("新甲区用7天；甲区用4天。", districts=("甲区", "新甲区"), district="全市")
    assert [r["district"] for r in rows] == ["新甲区", "甲区"]


def corpus_of_dingcheng(folder):
    """A corpus folder of another city, 丁城, with a county."""
    (folder / "gazetteer").mkdir()
    (folder / "corpus.toml").write_text('city = "dingcheng"\n', "utf-8")
    (folder / "gazetteer" / "dingcheng.tsv").write_text(
        "name\tdistrict\tkind\tbasis\tsource\n"
        "甲山县\t甲山县\tdistrict\tprinted\t试\n"
        "乙水县\t乙水县\tdistrict\tprinted\t试\n"
        "丁城\t全市\tcity\tprinted\t试\n",
        "utf-8",
    )
    return folder


def test_the_city_s_own_name_says_that_a_figure_is_the_city_s(tmp_path):
    corpus = corpus_of_dingcheng(tmp_path)
    assert ledger("丁城已有276个项目", corpus=corpus)[0]["district"] == "全市"
    assert ledger("全市已有276个项目", corpus=corpus)[0]["district"] == "全市"
    assert ledger("上海已有276个项目", corpus=corpus)[0]["district"] == "静安区"


def test_the_districts_are_those_of_the_corpus_s_gazetteer_unless_given(tmp_path):
    corpus = corpus_of_dingcheng(tmp_path)
    rows = ledger("甲山县用7天；乙水县用4天。", corpus=corpus)
    assert [r["district"] for r in rows] == ["甲山县", "乙水县"]


def test_the_first_of_its_kind_in_the_city_is_a_figure_whatever_the_city(tmp_path):
    first = [("1", "=", "名")]
    assert short(ledger("上海第一家甲店")) == first
    assert short(ledger("丁城第一家甲店", corpus=corpus_of_dingcheng(tmp_path))) == first
    assert short(ledger("丁城第一家甲店")) == []


@pytest.mark.parametrize(
    "compared", ["比甲提前了", "较乙少", "比原来多了", "比此前缩短了", "比原先的甲减少了"]
)
def test_what_is_compared_with_does_not_make_a_difference_a_level(compared):
    assert [r["change"] for r in ledger(f"乙{compared}3天")] == ["difference"]


def test_a_headline_repeats_the_text_and_not_the_other_way_round():
    rows = ledger("覆盖453个居委会", "已有453个居委会加入", roles=["deck", "body"])
    assert [r["duplicate_of"] for r in rows] == [rows[1]["indicator_id"], ""]


def test_the_system_is_the_one_named_before_the_figure():
    listed = [
        systems.System("甲通", ("甲通",), "platform"),
        systems.System("乙通", ("乙通",), "platform"),
    ]
    rows = ledger("甲通有3家企业，乙通有5家企业", listed=listed)
    assert [r["system_id"] for r in rows] == ["甲通", "乙通"]


def test_bylines_and_mastheads_are_left_out():
    assert ledger("本期有8个版面", roles=["masthead"]) == []


def test_a_faulty_list_of_units_is_named_by_its_line(tmp_path):
    (tmp_path / "units.tsv").write_text("\t".join(units.COLUMNS) + "\n个\t\tcount\t\t甲\n", "utf-8")
    with pytest.raises(InputError, match="line 2"):
        units.load_units(tmp_path)


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        alphabet="一两三十百万亿几半多余近超每日均从到第大个家人年月天%0123456789.，。；、“”的",
        max_size=60,
    )
)
def test_every_text_gives_a_ledger_whose_figures_stand_in_it(text):
    for row in ledger(text):
        assert row["figure"] and row["figure"] in text


def test_a_sentence_of_ten_thousand_figures_is_read():
    assert len(ledger("、".join(["12个"] * 2000))) == 2000


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("力争实现5000亿元", "target"),
        ("计划建成50个", "target"),
        ("将在年内完成100个小区改造", "target"),
        ("计划已完成50个", "level"),
        ("到2025年，力争实现产值9亿元，建成20个以上示范区", "target"),
        ("加快推进改革，全程网办实现了98.92%", "level"),
        ("完成年度目标的95%", "level"),
        ("接通率提升至96%", "level"),
        ("满意度提高到九成以上", "level"),
        ("占比提高到2018年的25%", "level"),
        ("办理提速80%", "growth"),
        ("压缩时限75%", "growth"),
        ("价格上涨5%", "growth"),
        ("成交量回落8.5%", "growth"),
        ("投诉量降幅为24%", "growth"),
        ("保持20%以上的增长", "growth"),
        ("投诉量减少一半", "growth"),
        ("藏书增长1.4倍", "growth"),
        ("收入翻两番", "growth"),
        ("扩大到原来的1.5倍", "comparison"),
        ("同比多增800亿元", "difference"),
        ("高于全市平均水平1.2名", "difference"),
        ("节约1.5小时", "difference"),
    ],
)
def test_plans_levels_growth_and_differences_are_told_apart(text, change):
    assert ledger(text)[-1]["change"] == change


@pytest.mark.parametrize(
    "text", ["由10个减为4个", "从7天缩短为3天", "由82%提升至96%", "从5万增长到8万元"]
)
def test_the_first_of_a_change_is_what_the_second_is_compared_with(text):
    first, second = ledger(text)
    assert first["change"] == "comparison"
    assert second["change"] in ("level", "duration")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("总投资不超过20亿元", "threshold"),
        ("人口10万以上、面积50平方公里以下的街镇", "threshold"),
        ("今后五年将新建公园", "measure"),
        ("计划用三年时间改造", "measure"),
        ("在全国率先推出", "uniqueness"),
    ],
)
def test_bounds_plans_of_years_and_claims_have_their_kind(text, kind):
    assert {row["kind"] for row in ledger(text)} == {kind}


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("警情下降31%", ["警情下降"]),
        ("单位能耗降低12%，投诉减少一半", ["单位能耗降低", "投诉减少"]),
        ("贷款余额9亿元，同比多增8亿元；存款3亿元", ["贷款余额", "贷款余额同比多增", "存款"]),
        ("专项资金已拨付", []),
        ("7.8亿元专项资金已拨付到位", ["专项资金"]),
        ("每万人拥有律师8.5名", ["每万人拥有律师"]),
        ("就业人数3万人", ["就业人数"]),
        ("在建项目30个", ["在建项目"]),
        ("管理费用5万元", ["管理费用"]),
    ],
)
def test_a_phrase_has_its_subject_once_and_its_direction(text, phrases):
    assert [row["measured"] for row in ledger(text)] == phrases


def test_the_district_named_directly_before_a_figure_has_it():
    text = "两区签署协议，涉及项目30个，其中宝山区18个、嘉定区12个，比静安区多9个。"
    found = ledger(text, district="全市", districts=["宝山区", "嘉定区", "静安区"])
    assert [row["district"] for row in found] == ["全市", "宝山区", "嘉定区", "全市"]


def test_a_system_in_a_list_of_members_does_not_own_the_figure():
    listed = [
        systems.System(name, (name,), "platform", "", "", "") for name in ("甲平台", "乙平台")
    ]
    (row,) = ledger("甲平台接入了乙平台等30个系统", listed=listed)
    assert row["system_id"] == "甲平台"
    (row,) = ledger("甲平台包括乙平台和其他共30个系统", listed=listed)
    assert row["system_id"] == "甲平台"


def test_the_running_text_repeats_itself_where_figure_and_thing_recur():
    first, second, other = ledger("全区共有口袋公园112座", "口袋公园112座", "全区共有公共厕所112座")
    assert second["duplicate_of"] == first["indicator_id"]
    assert (first["duplicate_of"], other["duplicate_of"]) == ("", "")


def test_the_time_for_a_sentence_of_many_figures_grows_with_its_length():
    def calls(n):
        seen = 0
        found = quantities.quantities("3家，" * n, units.load_units())
        for index in range(len(found)):
            seen += len(figure_meaning.nearby("3家，" * n, found, index, [])[1])
        return seen

    assert calls(400) <= 2.1 * calls(200)
    assert calls(200) <= 600


def test_a_title_that_is_cut_begins_as_a_word_and_a_lone_mark_is_left_out():
    text = "印发《关于深化甲乙改革构建全方位为民服务总体系的工作方案》，对今后3年工作作出部署"
    assert ledger(text)[0]["measured"] == "工作方案"
    assert "“" not in ledger("许可事项实现了“全程网办”98.9%")[0]["measured"]


def test_what_is_reported_of_this_year_ends_with_the_day_of_the_page():
    assert ledger("今年已建成7个站点")[0]["period_end"] == "2018-08-06"
    assert ledger("今年将建成7个站点")[0]["period_end"] == "2018-12-31"


def test_a_day_that_does_not_exist_leaves_the_period_open():
    for day in ("2018年2月30日", "2018年02月30日", "2018年2月300日", "2018年20月"):
        row = ledger(f"{day}新增9家")[0]
        assert (row["period"], row["period_start"]) == (day, "")


@pytest.mark.parametrize(
    ("text", "figure", "column", "expected"),
    [
        ("建于1992年，共有6栋楼", "6栋", "period_end", "2018-08-06"),
        ("成立于1992年的6家甲店", "6家", "period_end", "1992-12-31"),
        ("设车站28座，预计明年6月通车", "28座", "period_end", "2018-08-06"),
        ("职工占六成，去年专利有9件", "六成", "period_end", "2018-08-06"),
        ("建成投产后年产值可达3亿元", "3亿元", "change", "target"),
        ("建成投产后年产值可达3亿元", "3亿元", "period_end", "2018-08-06"),
        ("全区将疏解市场9家", "9家", "change", "target"),
        ("三年内还将添两座公园", "三年内", "change", "target"),
        ("过去要跑4个窗口、等9个工作日", "9个工作日", "change", "comparison"),
        ("环节由9个精简为4个", "9个", "change", "comparison"),
        ("优良天数达251天", "251天", "change", "level"),
        ("接待读者4300人，比去年同期少了近四成", "近四成", "change", "growth"),
        ("接待读者4300人，比去年同期少了近四成", "近四成", "measured", "接待读者同期少"),
        ("受理诉求9万件，日均84件", "84件", "measured", "受理诉求日均"),
        ("受理9万件，停车类占比最高，达27%", "27%", "measured", "停车类占比"),
        ("展览面积9万平方米，是上届的1.4倍", "1.4倍", "measured", "展览面积"),
        ("旅客9万人次，约为2017年的1.7倍", "1.7倍", "operator", "~"),
        ("建成30分钟通勤圈", "30分钟", "kind", "label"),
        ("60岁以上老人占三成", "60岁以上", "kind", "threshold"),
        ("每天跑八九十公里", "每天跑八九十公里", "kind", "measure"),
        ("五年来从9个减到4个", "9个", "period_end", "2013-08-06"),
    ],
)
def test_a_general_rule_found_by_the_blind_measurement_holds(text, figure, column, expected):
    (row,) = [row for row in ledger(text) if row["figure"] == figure]
    assert row[column] == expected


def test_a_stretch_counted_between_two_days_has_them_as_its_period():
    rows = ledger("4月10日申请，4月13日拿证。", "一共只花了4天。")
    assert (rows[-1]["period_start"], rows[-1]["period_end"]) == ("2018-04-10", "2018-04-13")
    assert ledger("4月10日申请。", "一共只花了4天。")[-1]["period"] == ""


def test_this_journey_is_of_the_day_named_last():
    assert ledger("昨天队伍启程。", "此行派出9名队员。")[-1]["period_end"] == "2018-08-05"
    assert ledger("昨天队伍启程。", "全区有9名队员。")[-1]["period_end"] == "2018-08-06"


def test_a_thousand_families_in_an_idiom_are_no_figure():
    assert ledger("走进千家万户") == []
