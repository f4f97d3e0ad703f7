"""Places in a text, and the district that sentences and articles get from them."""

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import districts, gazetteer, homes, schema
from analysis.errors import InputError

HEADER = "name\tdistrict\tkind\tbasis\tsource\n"
TWO = HEADER + "".join(
    f"{name}\t{district}\t{kind}\t{basis}\tmade up\n"
    for name, district, kind, basis in [
        ("甲山区", "甲山区", "district", "printed"),
        ("乙水区", "乙水区", "district", "printed"),
        ("甲山", "甲山区", "short", "printed"),
        ("丙园", "乙水区", "landmark", "landmark"),
        ("丁城", "全市", "city", "printed"),
        ("丁城市", "全市", "city", "printed"),
        ("市委", "全市", "organ", "printed"),
        ("区委", "", "own", ""),
        ("本区", "", "own", ""),
        ("戊州", "外地", "elsewhere", "printed"),
        ("甲山银山", "", "guard", ""),
    ]
)


def gazetteer_of(folder: Path, text: str = TWO) -> districts.Gazetteer:
    """The gazetteer that a corpus folder brings for the city 丁城."""
    (folder / "gazetteer").mkdir(exist_ok=True)
    (folder / "gazetteer" / "dingcheng.tsv").write_text(text, "utf-8")
    return districts.load_gazetteer(folder, city="dingcheng")


@pytest.fixture
def two(tmp_path: Path) -> districts.Gazetteer:
    return gazetteer_of(tmp_path)


@pytest.fixture(scope="module")
def shanghai() -> districts.Gazetteer:
    return districts.load_gazetteer()


def told(gazetteer, *paragraphs, headline="", deck="", home="", kind="article"):
    """District and basis of each sentence of one article, and the article's districts.

    A paragraph is a list of sentences; a string stands for a subhead.
    """
    sentences = []
    for number, paragraph in enumerate(paragraphs, start=1):
        role = "subhead" if isinstance(paragraph, str) else "body"
        for text in [paragraph] if role == "subhead" else paragraph:
            count = len(sentences) + 1
            sentences.append((f"s{count}", "a", role, number, count, text, 1, 1, "", ""))
    table, articles = districts.attribute(
        schema.frame("sentences", sentences),
        schema.frame("articles", [("a", "p", kind, headline, "", deck, "", "", 0, "", 1.0)]),
        gazetteer,
        home_district={"p": home} if home else None,
    )
    schema.validated("sentences", table)
    schema.validated("articles", articles)
    return list(zip(table["district"], table["district_basis"], strict=True)), articles[
        "districts"
    ][0]


# The gazetteer


def test_the_gazetteer_of_shanghai_keeps_the_official_order(shanghai):
    assert shanghai.districts == (
        *("黄浦区", "徐汇区", "长宁区", "静安区", "普陀区", "虹口区", "杨浦区", "闵行区"),
        *("宝山区", "嘉定区", "浦东新区", "金山区", "松江区", "青浦区", "奉贤区", "崇明区"),
    )


def test_shanghai_has_all_its_streets_towns_and_townships(shanghai):
    path = Path(districts.__file__).parent / "resources" / "gazetteer" / "shanghai.tsv"
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    official = [row[0] for row in rows if "streets, towns and townships" in row[4]]
    ends = [name[-2:] if name.endswith("街道") else name[-1] for name in official]
    # 106 towns with 建设镇, which is a guard: 建设 and 镇 also meet by chance.
    assert (ends.count("街道"), ends.count("镇"), ends.count("乡")) == (107, 105, 2)
    assert "建设镇" in shanghai.guards


def test_a_city_of_two_districts_brings_its_own_gazetteer(two):
    assert two.districts == ("甲山区", "乙水区")
    assert told(two, ["丙园开放。"], headline="")[0] == [("乙水区", "landmark:丙园")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("甲山\t甲山区\tshort\tprinted", "4 columns"),
        ("庚山\t庚山区\tshort\tprinted\tmade up", "“庚山区”"),
        ("甲山区\t甲山区\tshort\tprinted\tmade up", "line 2 too"),
        ("庚山\t甲山区\tshort\tlandmark\tmade up", "the basis “landmark”"),
        ("庚山\t甲山区\tvillage\tprinted\tmade up", "the kind “village”"),
        ("庚山\t甲山区\tguard\t\tmade up", "(guard) has the district"),
        ("庚山\t甲山区\tshort\tprinted\t", "empty name or source"),
    ],
)
def test_a_faulty_line_is_named_with_file_and_number(tmp_path, line, said):
    with pytest.raises(InputError) as error:
        gazetteer_of(tmp_path, TWO + line + "\n")
    assert said in str(error.value)
    assert f"dingcheng.tsv, line {TWO.count(chr(10)) + 1}" in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,district\n", "line 1"),
        ("", "line 1"),
        (HEADER, "no row has the kind “district”"),
    ],
)
def test_a_gazetteer_without_header_or_districts_is_refused(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        gazetteer_of(tmp_path, text)


def test_the_city_is_the_one_that_the_corpus_names(tmp_path):
    gazetteer_of(tmp_path)
    (tmp_path / "corpus.toml").write_text('city = "dingcheng"\n', "utf-8")
    assert districts.load_gazetteer(tmp_path).districts == ("甲山区", "乙水区")


def test_a_district_s_short_name_is_the_gazetteer_s_else_its_full_name(two, shanghai):
    assert [two.short_name(name) for name in two.districts] == ["甲山", "乙水区"]
    assert shanghai.short_name("浦东新区") == "浦东"
    assert two.short_name("") == ""


def test_a_district_is_neither_the_city_nor_elsewhere_nor_nothing(two):
    assert gazetteer.is_district("甲山区")
    assert not any(map(gazetteer.is_district, ("", districts.CITY, districts.ELSEWHERE)))


def test_the_city_is_called_by_its_names_in_order(two):
    assert two.city_names == ("丁城", "丁城市")


def test_a_workplace_s_plan_is_no_person_of_it(shanghai):
    answers = told(shanghai, ["杨浦区文化站的方案来了。"], headline="普陀区开会")[0]
    assert answers == [("杨浦区", "printed")]


def test_a_missing_gazetteer_says_where_to_put_one(tmp_path):
    with pytest.raises(InputError, match=r"gazetteer/nowhere\.tsv in the corpus folder"):
        districts.load_gazetteer(tmp_path, city="nowhere")


def test_a_gazetteer_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "x.tsv").write_bytes("静安区".encode("gb18030"))
    with pytest.raises(InputError, match="not UTF-8"):
        districts.load_gazetteer(tmp_path, city="x")


# Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("普陀区和普陀山", [("普陀区", "普陀区"), ("普陀山", "外地")]),
        ("舟山市普陀区", [("舟山市普陀区", "外地")]),
        ("在徐汇中学", []),
        ("上海奉贤中学", [("上海", "全市")]),
        ("嘉定一中", []),
        ("静安一中国企业", [("静安", "静安区")]),
        ("绿水青山就是金山银山", []),
        ("金山石化入驻", []),
        ("黄浦江边", []),
        ("宝山路街道", [("宝山路街道", "静安区")]),
        ("宝山路和江西中路", []),
        ("八宝山", [("八宝山", "外地")]),
        ("静安寺旁", [("静安寺", "静安区")]),
        ("北外滩和外滩", [("北外滩", "虹口区"), ("外滩", "黄浦区")]),
        ("原闸北区", [("闸北区", "静安区")]),
        ("隆重庆祝建成都市新地标", []),
        ("上海市北高新", [("上海", "全市"), ("市北高新", "静安区")]),
        ("上海市经信委", [("上海", "全市"), ("市经信委", "全市")]),
        ("杭州市委", [("杭州市", "外地")]),
        ("社区委员会与园区政府", []),
        ("确保安全区域和健全市场", []),
        ("上海音乐学院附属中学", []),
        ("苏州河两岸", []),
        ("浦东国际机场", []),
    ],
)
def test_the_longest_name_wins_and_guards_swallow_what_they_cover(shanghai, text, expected):
    found = [(place.name, place.district) for place in districts.places(text, shanghai)]
    assert found == expected


def test_traditional_characters_are_read_and_offsets_stay(shanghai):
    text = "新普陀報：普陀區與楊浦區"
    found = [(p.start, text[p.start : p.end], p.district) for p in districts.places(text, shanghai)]
    assert found == [(1, "普陀", "普陀区"), (5, "普陀區", "普陀区"), (9, "楊浦區", "杨浦区")]


@given(st.text(alphabet="甲乙山水区丙园丁城市委戊州银本路，。；、和 a", max_size=60))
def test_mentions_stand_in_the_text_in_order_and_apart(tmp_path_factory, text):
    two = gazetteer_of(tmp_path_factory.getbasetemp())
    found = districts.places(text, two)
    assert all(text[place.start : place.end] == place.name for place in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def test_time_grows_with_the_text_and_not_faster(shanghai):
    def seconds(repeats: int) -> float:
        text = "静安区；上海市北高新、真如、市委在全市推广，" * repeats
        begin = time.perf_counter()
        told(shanghai, [text, *["无名。"] * repeats])
        return time.perf_counter() - begin

    seconds(10)
    # Four times the text: four times the time if linear, sixteen times if quadratic.
    assert seconds(8000) < 10 * max(seconds(2000), 0.02)


# Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("静安区开会。", ("静安区", "printed")),
        ("静安提出目标。", ("静安区", "printed")),
        ("市北高新开园。", ("静安区", "landmark:市北高新")),
        ("普陀区与张江合作。", ("普陀区", "printed")),
        ("上海市普陀区开会。", ("普陀区", "printed")),
        ("上海不断推进改革。", ("全市", "printed")),
        ("4月13日，市委召开会议。", ("全市", "printed")),
        ("静安区、普陀区和徐汇区先行。", ("全市", "printed")),
        ("静安区和普陀区合作。", ("全市", "printed")),
        ("速度提升：金山区完成审批；嘉定区也完成审批。", ("全市", "printed")),
        ("普陀区学习了静安区的经验。", ("普陀区", "printed")),
        ("静安向普陀区学习。", ("静安区", "printed")),
        ("在静安的企业到普陀区落户。", ("普陀区", "printed")),
        ("从静安区到普陀区来的路通了。", ("静安区", "printed")),
        ("在静安区开工。", ("静安区", "printed")),
        ("静安区向普陀区的企业介绍了徐汇区。", ("全市", "printed")),
        ("张江、市北高新、北外滩先行。", ("全市", "landmark:张江、市北高新、北外滩")),
        ("", ("", "")),
        ("无人提到地方。", ("", "")),
    ],
)
def test_a_sentence_gets_the_district_that_it_names(shanghai, text, expected):
    assert told(shanghai, [text])[0] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "它在全市率先建成。",
        "它是上海唯一的基地。",
        "全市首张执照在此发出。",
        "上海科学院的专家来了。",
        "上海市杨浦区青少年业余科学文化站的张三来了。",
        "世界人工智能大会上，它展出了产品。",
        "从戊地到杭州，它都有分店。",
        "新华医院、市北高新、某酒店等入驻。",
        "杨浦区第一中学物理教师甲乙来了。",
        "来自杨浦区的物理骨干教师甲乙来了。",
        "杨浦区文化站的张三来了。",
        "从杨浦区搬来的企业开工了。",
        "不少人是从杨浦区来的。",
        "在杨浦区上班的甲乙来了。",
        "与相邻的杨浦区合作。",
    ],
)
def test_weak_evidence_gives_way_to_the_article(shanghai, text):
    answers, named = told(shanghai, [text], headline="普陀区开会")
    assert answers == [("普陀区", "carried:article")]
    assert named == "普陀区"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("杨浦区第一中学物理教师甲乙来了。", ("杨浦区", "printed")),
        ("它在全市率先建成。", ("全市", "printed")),
        ("他去了杭州。", ("外地", "printed")),
    ],
)
def test_weak_evidence_counts_where_there_is_no_other(shanghai, text, expected):
    assert told(shanghai, [text])[0] == [expected]


def test_a_sentence_without_a_place_follows_the_one_before_it_then_the_one_after(two):
    answers, _ = told(two, ["无名。", "甲山区开会。", "无名。", "乙水区开会。", "无名。"])
    assert answers == [
        ("甲山区", "carried:paragraph"),
        ("甲山区", "printed"),
        ("甲山区", "carried:paragraph"),
        ("乙水区", "printed"),
        ("乙水区", "carried:paragraph"),
    ]


def test_a_place_met_late_in_a_paragraph_is_not_that_of_its_first_sentences(two):
    answers, _ = told(two, ["无名。", "无名。", "乙水区开会。"], headline="甲山区开会")
    assert [place for place, _ in answers] == ["甲山区", "乙水区", "乙水区"]


def test_of_places_as_frequent_in_a_paragraph_the_articles_own_leads(two):
    answers, _ = told(two, ["甲山区开会。", "乙水区开会。", "无名。"], headline="甲山区开会")
    assert answers[2] == ("甲山区", "carried:paragraph")


def test_a_paragraph_without_a_place_follows_the_district_of_the_headings(two):
    answers, named = told(two, ["丁城在发展。"], ["无名。"], headline="甲山区开会")
    assert answers == [("全市", "printed"), ("甲山区", "carried:article")]
    assert named == "甲山区;全市"


def test_under_a_headline_about_the_city_it_follows_the_paragraph_before(two):
    answers, _ = told(two, ["乙水区开会。"], ["无名。"], headline="丁城在发展")
    assert answers[1] == ("乙水区", "carried:article")


def test_nothing_is_carried_over_a_subhead_but_the_headline(two):
    answers, _ = told(two, ["乙水区开会。"], "无名", ["无名。"], headline="丁城在发展")
    assert answers[2] == ("全市", "carried:article")


def test_the_city_as_subject_overrides_the_district_of_the_headline(two):
    answers, _ = told(two, ["丁城市委召开会议。", "无名。"], headline="甲山区开会")
    assert answers == [("全市", "printed"), ("全市", "carried:paragraph")]


def test_places_elsewhere_never_override_an_article_about_a_district(two):
    assert told(two, ["戊州也来学习。"], headline="甲山区开会")[0] == [
        ("甲山区", "carried:article")
    ]
    assert told(two, ["无名。"], headline="戊州开会")[0] == [("外地", "carried:article")]


def test_a_district_newspaper_speaks_of_its_own_district(two):
    assert told(two, ["本区开会。"], home="甲山区") == ([("甲山区", "inferred:本区")], "甲山区")
    assert told(two, ["无名。"], home="甲山区") == ([("甲山区", "inferred:newspaper")], "甲山区")
    assert told(two, ["乙水区开会。", "区委表示。"], home="甲山区")[0][1] == (
        "乙水区",
        "carried:paragraph",
    )
    assert told(two, ["乙水区开会。", "本区表示。"], home="甲山区")[0][1] == (
        "甲山区",
        "inferred:本区",
    )


def test_a_jump_line_of_a_district_newspaper_stays_without_district(two):
    assert told(two, ["下转二版"], home="甲山区", kind="jump") == ([("", "")], "")


def test_elsewhere_the_district_meant_by_its_own_word_is_the_one_spoken_of(two):
    answers, _ = told(two, ["甲山区开会。"], ["丁城在发展。", "区委表示。"], headline="丁城在发展")
    assert answers[2] == ("甲山区", "carried:article")


def test_home_districts_are_read_off_the_newspapers_names(shanghai):
    names = ["新普陀報", "静安报", "浦东时报", "文汇报", "", "中国城市报", "静安区与普陀区联合报"]
    rows = [(f"p{i}", "", name, "", "", "", 0, 0, 0, "") for i, name in enumerate(names)]
    assert homes.home_districts(schema.frame("pages", rows), shanghai) == {
        "p0": "普陀区",
        "p1": "静安区",
        "p2": "浦东新区",
    }


def homes_of(gazetteer, texts: list[str], newspaper: str = "") -> dict[str, str]:
    """What a page of these sentences is at home in."""
    rows = [(f"s{n}", "a", "body", n, n, text, n, n, "", "") for n, text in enumerate(texts)]
    return homes.home_districts(
        schema.frame("pages", [("p", "", newspaper, "", "", "", 0, 0, 0, "")]),
        gazetteer,
        articles=schema.frame("articles", [("a", "p", "article", "", "", "", "", "", 0, "", 1.0)]),
        sentences=schema.frame("sentences", rows),
    )


def test_a_page_that_says_our_district_is_of_the_one_that_it_names_most(shanghai):
    named = ["宝山区开会。", "吴淞的桥修好了。", "宝山的居民来了。", "静安的客人也来了。"]
    assert homes_of(shanghai, [*named, "近日，我区召开会议。"]) == {"p": "宝山区"}
    assert homes_of(shanghai, [*named, "近日，召开会议。"]) == {}
    assert homes_of(shanghai, [*named, "他说：“我区召开会议。”"]) == {}
    assert homes_of(shanghai, [*named, "他说：“我区好。”我区開會。"]) == {"p": "宝山区"}
    assert homes_of(shanghai, [*named, "自我区分的办法。"]) == {}
    assert homes_of(shanghai, [*named, "近日，我区召开会议。"], newspaper="文汇报") == {}
    mixed = [*named, "静安区开会。", "静安的桥修好了。"]
    assert homes_of(shanghai, [*mixed, "近日，我区召开会议。"]) == {}
    assert homes_of(shanghai, ["宝山区开会。", "近日，我区召开会议。"]) == {}


def test_empty_tables_stay_empty_and_keep_the_contract(shanghai):
    sentences, articles = districts.attribute(
        schema.frame("sentences", []), schema.frame("articles", []), shanghai
    )
    assert len(schema.validated("sentences", sentences)) == 0
    assert len(schema.validated("articles", articles)) == 0


def test_an_article_without_sentences_gets_the_district_of_its_headline(two):
    assert told(two, headline="甲山区开会") == ([], "甲山区")


def test_the_tables_given_are_left_as_they_were(two):
    sentences = schema.frame("sentences", [("s", "a", "body", 1, 1, "甲山区。", 1, 1, "", "")])
    articles = schema.frame("articles", [("a", "p", "article", "", "", "", "", "", 0, "", 1.0)])
    districts.attribute(sentences, articles, two)
    assert (sentences["district"][0], articles["districts"][0]) == ("", "")


@pytest.mark.parametrize(
    "text", ["南京市秦淮区长宁街道揭牌。", "舟山普陀发展渔业。", "江苏省南京市静安村脱贫。"]
)
def test_a_name_in_an_address_elsewhere_is_elsewhere(shanghai, text):
    assert told(shanghai, [text])[0] == [("外地", "printed")]


@pytest.mark.parametrize("text", ["社区安静安宁。", "这里宁静安详。"])
def test_a_quiet_place_is_not_the_district(shanghai, text):
    assert told(shanghai, [text])[0] == [("", "")]


# What only sounds like a place of the city


def test_a_person_called_like_a_district_is_no_place_of_any_sentence(shanghai):
    answers, named = told(
        shanghai,
        ["外高桥的清晨很静。", "司机戚宝山把车停下。", "戚宝山想起从前的队伍。"],
    )
    assert [district for district, _ in answers] == ["浦东新区"] * 3
    assert named == "浦东新区"
    assert told(shanghai, ["外高桥很静。", "記者戚寶山說起隊伍。"])[0][1][0] == "浦东新区"


@pytest.mark.parametrize(
    "text", ["会议在宝山召开。", "中心位于宝山。", "来宝山的人多了。", "居民向宝山告诉了此事。"]
)
def test_a_district_behind_a_preposition_or_an_ordinary_word_is_no_person(shanghai, text):
    assert told(shanghai, [text])[0][0][0] == "宝山区"


def test_what_every_city_calls_itself_is_elsewhere_in_a_story_about_another(shanghai):
    answers, named = told(
        shanghai,
        ["合肥的桥会说话。", "全市装了上万个探头。"],
        ["市政府年内再装一批。"],
        headline="合肥：桥上的探头",
    )
    assert {district for district, _ in answers} == {"外地"}
    assert named == "外地"


def test_a_story_without_a_place_in_its_headline_is_about_the_city_that_it_names_most(shanghai):
    body = ["在合肥，驿站有老式电话。", "合肥的老人爱去。", "全市有辅导员六百名。"]
    assert [d for d, _ in told(shanghai, body, headline="窗口长了脚")[0]] == ["外地"] * 3
    home = ["合肥来的客人看了上海的驿站。", "静安的驿站最多。", "全市有辅导员六百名。"]
    assert told(shanghai, home, headline="窗口长了脚")[0][2][0] == "全市"
    guest = ["来自安徽的小王住在这里。", "全市有驿站六百座。"]
    assert told(shanghai, guest, headline="窗口长了脚")[0][1][0] == "全市"


def test_a_guest_from_elsewhere_in_the_headline_leaves_the_city_its_words(shanghai):
    answers, _ = told(shanghai, ["全市有驿站六百座。"], headline="合肥客人看上海")
    assert answers[0] == ("全市", "printed")
