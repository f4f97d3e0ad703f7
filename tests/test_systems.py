"""Named systems: the list, the mentions, the candidates."""

import pytest

from analysis import schema, systems
from analysis.errors import InputError

HEAD = "\t".join(systems.COLUMNS)


def sentences(*texts, district="静安区"):
    rows = [(f"s{i}", f"a{i}", "body", 1, i, t, i, i, district, "") for i, t in enumerate(texts, 1)]
    return schema.frame("sentences", rows)


def test_the_shipped_list_is_long_and_every_row_has_a_reason():
    listed = systems.load_systems()
    assert len(listed) > 100
    assert all(system.reason and system.type in systems.TYPES for system in listed)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("甲\t\tplatform\t\t", "5 columns"),
        ("甲\t\trobot\t\t\t乙", "unknown type"),
        ("\t\tplatform\t\t\t乙", "no name"),
        ("甲\t\tplatform\t\t\t", "no reason"),
        ("甲平台\t甲\tplatform\t\t\t乙\n甲\t\tplatform\t\t\t乙", "line 2"),
    ],
)
def test_a_faulty_row_is_named_by_its_line(tmp_path, row, says):
    (tmp_path / "systems.tsv").write_text(f"{HEAD}\n{row}\n", "utf-8")
    with pytest.raises(InputError, match=says):
        systems.load_systems(tmp_path)


def test_a_list_without_its_columns_is_refused(tmp_path):
    (tmp_path / "systems.tsv").write_text("name\n甲\n", "utf-8")
    with pytest.raises(InputError, match="line 1"):
        systems.load_systems(tmp_path)


def test_of_one_system_the_longest_form_wins_and_each_system_is_counted_by_itself():
    listed = [
        systems.System("甲园", ("甲园", "甲园区"), "park"),
        systems.System("甲园区平台", ("甲园区平台",), "platform"),
    ]
    found = systems.mentions(sentences("乙甲园区平台，甲园区，甲园"), listed)
    assert list(zip(found["variant"], found["start"], strict=True)) == [
        ("甲园区", 1), ("甲园区平台", 1), ("甲园区", 7), ("甲园", 11),
    ]  # fmt: skip
    outer = systems.outermost(found)
    assert list(outer["variant"]) == ["甲园区平台", "甲园区", "甲园"]


def test_a_short_form_counts_from_where_the_article_introduces_it():
    listed = [systems.System("甲乙意见", ("甲乙意见", "《甲乙意见》"), "policy")]
    text = sentences(
        "《意见》", "公布《甲乙意见》（以下简称《意见》）", "《意见》指出", "《意见》要求"
    )
    text["article_id"] = ["a1", "a2", "a2", "a3"]
    found = systems.mentions(text, listed)
    assert list(zip(found["sentence_id"], found["variant"], strict=True)) == [
        ("s2", "《甲乙意见》"), ("s2", "《意见》"), ("s3", "《意见》"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["城市大脑", "自助服务终端", "自助终端", "家庭医生", "自贸试验区"])
def test_a_common_word_is_no_mention_of_a_particular_system(text):
    assert not len(systems.mentions(sentences(text), systems.load_systems()))


def test_a_latin_name_is_not_found_inside_a_word():
    listed = [systems.System("AI", ("AI",), "platform")]
    assert len(systems.mentions(sentences("AI与AIR和甲AI乙"), listed)) == 2


def test_a_known_misprint_counts_for_the_name_meant():
    found = systems.mentions(sentences("启动“一网通管”建设"), systems.load_systems())
    assert list(found["system_id"]) == ["一网统管"]


def test_the_table_says_where_and_when():
    listed = [systems.System("甲通", ("甲通",), "platform"), systems.System("乙", ("乙",), "park")]
    text = sentences("甲通和甲通", "甲通")
    text.loc[1, "district"] = "普陀区"
    articles = schema.frame(
        "articles",
        [(f"a{i}", f"p{i}", "article", "", "", "", "", "", 0, "", 1.0) for i in (1, 2)],
    )
    pages = schema.frame(
        "pages",
        [("p1", "", "", "2018", "", "", 0, 0, 0, ""), ("p2", "", "", "", "", "", 0, 0, 0, "")],
    )
    found = systems.mentions(text, listed)
    row = systems.systems_table(listed, found, text, articles, pages).to_dict("records")
    assert [(r["name"], r["n_mentions"], r["districts"], r["first_year"]) for r in row] == [
        ("甲通", 3, "静安区;普陀区", 2018)
    ]


def test_candidates_are_ranked_and_leave_known_names_out():
    text = sentences("开发建设了停车通管理平台，使用“停车通”。", "停车通管理平台上线")
    found = systems.candidates(text)
    assert list(found.columns) == [
        "name", "n_mentions", "n_articles", "evidence", "score", "example",
    ]  # fmt: skip
    assert found.loc[0, ["name", "n_mentions", "n_articles", "example"]].tolist() == [
        "停车通管理平台", 2, 2, "s1",
    ]  # fmt: skip
    assert found.set_index("name").loc["停车通", "evidence"] == "ending;quoted"
    known = [systems.System("停车通管理平台", ("停车通管理平台",), "platform")]
    assert "停车通管理平台" not in set(systems.candidates(text, known)["name"])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("启用“随身码”", "随身码"),
        ("上线“惠企贷”", "惠企贷"),
        ("创建智慧菜场项目", "智慧菜场项目"),
        ("北谷园，", "北谷园"),
        ("印发《停车管理办法》", "《停车管理办法》"),
        ("设立区大数据办，", "大数据办"),
        ("引进甲乙科学院区块链研究所", "甲乙科学院"),
    ],
)
def test_a_name_is_proposed_by_its_ending_its_title_or_its_quotation_marks(text, name):
    assert any(name in found for found in systems.candidates(sentences(text))["name"])


@pytest.mark.parametrize(
    "text",
    ["改善交通", "在公园", "由区主管", "发放贷款", "去校园", "超大城市中心城区", "智慧示范区域"],
)
def test_a_common_word_with_such_an_ending_is_not_proposed(text):
    assert not len(systems.candidates(sentences(text)))


def test_a_song_and_a_slogan_rank_below_a_document_and_a_platform():
    text = sentences(
        "唱《甲乙进行曲》，读《甲乙进行曲》，印发《停车管理办法》", "按《意见》办，见《意见》",
        "喊出“跳出园区看园区”，启用停车管理平台",
    )  # fmt: skip
    found = systems.candidates(text).set_index("name")["score"]
    real = found[["《停车管理办法》", "停车管理平台"]].min()
    assert real > found[["《甲乙进行曲》", "《意见》", "跳出园区看园区"]].max()


def test_a_name_that_is_called_a_platform_is_credited_with_it():
    found = systems.candidates(sentences("启用“停车通”", "“停车通”平台上线")).set_index("name")
    assert found.loc["停车通", "evidence"] == "ending;quoted;suffix"
    assert "“停车通”平台" not in found.index
    alone = systems.candidates(sentences("“中国甲地”门户网站上线"))["name"]
    assert "“中国甲地”门户网站" in set(alone)
