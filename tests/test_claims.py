"""Claims of being first, and announcements, on sentences made up for the purpose."""

import pytest

from analysis import announcements, claims, indicators, schema, systems

PAGES = schema.frame(
    "pages",
    [
        ("p1", "", "", "2018-08-06", "", "", 0, 0, 0, ""),
        ("p2", "", "", "2021-12-10", "", "", 0, 0, 0, ""),
    ],
)
ARTICLES = schema.frame(
    "articles",
    [(f"a{i}", f"p{i}", "article", "", "", "", "", "", 0, "", 1.0) for i in (1, 2)],
)
LISTED = [systems.System("甲通平台", ("甲通平台",), "platform")]


def read(*texts, districts=None):
    """The tables of sentences: the first on page p1, the others on p2."""
    districts = districts or ["静安区"] * len(texts)
    rows = [
        (f"s{i}", "a1" if i == 1 else "a2", "body", 1, i, text, i, i, district, "")
        for i, (text, district) in enumerate(zip(texts, districts, strict=True), 1)
    ]
    table = schema.frame("sentences", rows)
    return table, systems.mentions(table, LISTED)


def claimed(*texts, districts=None):
    table, named = read(*texts, districts=districts)
    found = claims.claims(table, ARTICLES, PAGES, named, city_names=("上海", "沪上"))
    return found.to_dict("records")


def announced(*texts):
    table, named = read(*texts)
    ledger = indicators.indicators(table, ARTICLES, PAGES, named, LISTED)
    found = announcements.announcements(table, ARTICLES, PAGES, named, ledger)
    return found.to_dict("records")


@pytest.mark.parametrize(
    ("text", "claim", "scope", "what"),
    [
        ("该区建成全国首个无人码头。", "全国首个", "全国", "无人码头"),
        ("我国首家外资养老院开业。", "我国首家", "全国", "外资养老院开业"),
        ("它是沪上唯一的盐业博物馆，", "沪上唯一", "全市", "盐业博物馆"),
        ("甲通平台在全市率先建成。", "全市率先", "全市", "建成"),
        ("获评上海首批绿色园区。", "上海首批", "全市", "绿色园区"),
        ("普陀区率先试行夜间办税。", "普陀区率先", "普陀区", "试行夜间办税"),
        ("推出首台移动终端。", "首台", "", "移动终端"),
    ],
)
def test_a_claim_has_its_scope_and_its_object(text, claim, scope, what):
    row = claimed(text)[0]
    assert (row["claim"], row["scope"], row["what"]) == (claim, scope, what)


@pytest.mark.parametrize(
    "text",
    ["首批队员昨天出发。", "首届展会开幕。", "发扬首创精神。", "首次会议召开。", "共6个首创。"],
)
def test_an_ordinal_is_no_claim(text):
    assert claimed(text) == []


def test_a_claim_knows_who_and_when():
    row = claimed("2016年，甲通平台在全国首创扫码办税。")[0]
    assert (row["who"], row["system_id"], row["date"]) == ("甲通平台", "甲通平台", "2016-12-31")
    assert claimed("推出首台移动终端。")[0]["date"] == "2018-08-06"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("作为全市首个试点，甲通平台继续完善。", "甲通平台"),
        ("作为全市首个试行夜间办税的静安区，将继续完善。", "静安区"),
        ("全市首个夜间码头——甲通平台正式启用。", "甲通平台"),
        ("春水集团以甲通平台为契机，建成全市首个夜间码头。", "春水集团"),
        ("春水集团入选甲通平台，还建成全市首个夜间码头。", "春水集团"),
        ("春水集团联合静安区总工会、甲通平台主办全市首个夜赛。", "春水集团"),
        ("老码头重点发展区域里建成全市首个夜间码头。", ""),
    ],
)
def test_the_one_who_claims_is_a_subject_and_no_object_or_circumstance(text, who):
    assert claimed(text)[0]["who"] == who


def test_in_a_list_the_scope_stands_once():
    rows = claimed("我国首家外资养老院、首家夜间码头和首家夜间学校开业，首家夜间书店也开了。")
    assert [row["scope"] for row in rows] == ["全国", "全国", "全国", ""]


def test_two_districts_that_claim_the_same_first_collide_and_one_that_repeats_itself_does_not():
    texts = ("普陀区建成全市首个无人驾驶示范区。", "嘉定区建成全市首个无人驾驶示范区。")
    rows = claimed(*texts, districts=["普陀区", "嘉定区"])
    assert [r["collides_with"] for r in rows] == ["claim-002", "claim-001"]
    again = claimed(texts[0], texts[0], districts=["普陀区", "普陀区"])
    assert [r["collides_with"] for r in again] == ["", ""]
    wider = claimed(texts[0], texts[1].replace("全市", "全国"), districts=["普陀区", "嘉定区"])
    assert [r["collides_with"] for r in wider] == ["", ""]


@pytest.mark.parametrize(
    ("text", "verb", "what", "target"),
    [
        ("甲通平台将于2019年6月全面上线。", "将", "于2019年6月全面上线", "2019-06-30"),
        ("该区拟投资3亿元建设公园。", "拟", "投资3亿元建设公园", ""),
        ("计划建成20个站点。", "计划", "建成20个站点", ""),
        ("力争年内开工。", "力争", "年内开工", "2018-12-31"),
        ("到2025年，全区建成50个站点。", "到2025年", "全区建成50个站点", "2025-12-31"),
        ("地铁有望明年通车。", "有望", "明年通车", "2019-12-31"),
        ("力争到2025年，集聚企业200家。", "力争", "集聚企业200家", "2025-12-31"),
        ("力争到2025年底，集聚企业200家。", "力争", "集聚企业200家", "2025-12-31"),
    ],
)
def test_an_announcement_has_its_verb_its_object_and_its_date(text, verb, what, target):
    row = announced(text)[0]
    assert (row["verb"], row["what"].lstrip("，"), row["target_date"]) == (verb, what, target)


@pytest.mark.parametrize(
    "text",
    [
        "他将文件交给窗口。",
        "三年行动计划实施。",
        "2012年到2016年收入60亿元。",
        "虚拟现实。",
        "华为已将中心落地。",
    ],
)
def test_what_is_past_or_only_moves_its_object_is_no_announcement(text):
    assert announced(text) == []


@pytest.mark.parametrize("issued", ["", "2025", "2018-08-06"])
def test_a_day_printed_behind_the_verb_is_kept_where_the_day_of_issue_is_not_known(issued):
    table, named = read("力争到2025年底，集聚企业200家。")
    pages = PAGES.assign(issue_date=issued)
    ledger = indicators.indicators(table, ARTICLES, pages, named, LISTED)
    (row,) = announcements.announcements(table, ARTICLES, pages, named, ledger).to_dict("records")
    assert row["target_date"] == "2025-12-31"


def test_figures_behind_the_verb_belong_to_the_announcement():
    row = announced("目前有10个站点，计划建成20个站点。")[0]
    assert row["indicator_ids"] == "s1-n2"


def test_a_later_issue_that_reports_it_as_done_is_named():
    rows = announced(
        "甲通平台将推出夜间办税服务。",
        "甲通平台已推出夜间办税服务。",
        "甲通平台将推出夜间办税服务。",
    )
    assert [r["reported_done_in"] for r in rows] == ["s2", ""]


def test_no_sentences_give_no_rows():
    assert claimed("没有。") == announced("没有。") == []
