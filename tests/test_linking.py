"""Links: names, counts and places lead to what they mean; everything else stays text."""

import html
import json
import re
from urllib.parse import unquote

import pandas as pd
import pytest
from test_report import HOSTILE, notebook, picture
from test_report import shown as output

from analysis import addresses, audit, evidence, linking, marks, reading_edition, report, row_links
from analysis import tables as shown
from conftest import PROJECT

SEEDS = PROJECT / "seeds"


@pytest.fixture(scope="module")
def tables(shipped_tables):
    return shipped_tables


@pytest.fixture(scope="module")
def where(tables):
    return addresses.addresses(tables)


@pytest.fixture(scope="module")
def links(tables, where):
    made = reading_edition.edition(tables, where, folder=SEEDS, city="shanghai")
    lists = evidence.Evidence(tables, made, folder=SEEDS)
    drawn = {"甲": pd.DataFrame({"x": ["1"]}), "keyness": pd.DataFrame(
        {"group": ["宝山区", "宝山区"], "term": ["社区通", "无此词"], "freq_target": ["10", "4"],
         "log_ratio": ["5.123456789", "1"]})}  # fmt: skip
    return linking.Links(tables, where, lists, drawn=drawn)


def linked(links, sentence: str) -> list[str]:
    parts = links.parts(sentence)
    assert "".join(part.text for part in parts) == sentence
    return [part.text for part in parts if part.href]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Said most often: 上海 86 (81–153)、企业 89 (82–90).", ["上海 86", "企业 89"]),
        ("most often 市北高新园区 (50 times).", ["市北高新园区"]),
        ("静安区 2022 (31), 上海 ALL", ["静安区", "上海 ALL"]),
        ("known from one article: 徐汇区、宝山区", ["徐汇区", "宝山区"]),
        ("5 pages hold 16 articles: 434 sentences", ["5 pages", "16 articles", "434 sentences"]),
        ("6 pages hold 15 articles: 1,434 sentences, 0.5 pages, 3–5 pages", []),
        ("129 named systems; 250 figures are in the ledger", ["129 named systems", "250 figures"]),
        ("90 lines are read with a confidence below 0.8", ["90 lines are read with a confidence"]),
        ("newspapers: 文汇报、静安报", ["文汇报", "静安报"]),
        ("静安区 182. 宝山区 25、徐汇区 2.4", ["静安区 182", "宝山区 25", "徐汇区"]),
        ("240 figures, 154 printed figures measure something", ["154 printed figures"]),
        ("24小时 and 2021上海, but 上海", ["上海"]),
        ("无此词 12 and 的 and <b>", []),
        ("", []),
    ],
)
def test_names_and_counts_in_a_sentence_lead_on(tables, links, sentence, names):
    everywhere = str((tables.tokens["token"] == "上海").sum())
    names = [name.replace("ALL", everywhere) for name in names]
    assert linked(links, sentence.replace("ALL", everywhere)) == names


def test_where_a_part_is_not_shown_a_name_leads_to_the_whole_and_its_count_nowhere(
    tables, where, monkeypatch
):
    """A list shows the parts of many groups, not of all: no count leads to one of another size."""
    monkeypatch.setattr(evidence, "GROUPS", 1)
    made = reading_edition.edition(tables, where, folder=SEEDS, city="shanghai")
    lists = evidence.Evidence(tables, made, folder=SEEDS)
    rows = row_links.RowLinks(tables, where, lists)
    at = tables.sentences.set_index("sentence_id")["district"]
    of = tables.tokens.loc[tables.tokens["token"] == "企业", "sentence_id"].map(at).value_counts()
    last = of[of.index != ""].index[-1]
    number = str(lists.sizes("word", "企业", group=last)[0])
    assert lists.href("word", "企业", group=last) == ""
    assert rows.name("企业", number, group=last) == lists.href("word", "企业") != ""
    row = rows.row(["district", "term", "times"], [last, "企业", number])
    assert row[2] == ""


def test_the_count_behind_a_name_decides_between_lists(tables, links):
    """Many names are a system's and a word's: the number printed says which is meant."""
    lists = links._evidence
    both = [name for name in sorted(tables.systems["name"]) if lists.has("word", name)]
    sizes = {name: (lists.sizes("system", name)[0], lists.sizes("word", name)[0]) for name in both}
    apart = {name: size for name, size in sizes.items() if size[0] != size[1]}
    assert len(apart) >= 3
    for name, (system, word) in apart.items():
        assert "-system-" in links.parts(f"{name} {system} times")[0].href
        if word not in lists.sizes("system", name):
            assert "-word-" in links.parts(f"{name} {word} times")[0].href


def test_what_is_said_of_a_district_leads_to_its_part_of_the_list(links):
    """Where the size that is printed is that of the part; a line is about its own district."""
    said = "{}: 产业 50 : 3、大数据 43、企业 89; 67 of 167 touch 园区与总部经济"
    found = {p.text: unquote(p.href) for p in links.parts(said.format("静安区")) if p.href}
    assert [*found] == ["静安区", "产业 50", "大数据 43", "企业 89", "园区与总部经济"]
    ends = [href.rpartition(".")[2] for href in found.values()]
    assert ends == ["静安区", "静安区", "静安区", "企业", "静安区"]
    elsewhere = {p.text: unquote(p.href) for p in links.parts(f"静安区\n{said.format('')}")}
    assert elsewhere["产业"].endswith(".产业")
    assert elsewhere["园区与总部经济"].endswith(".园区与总部经济")


def test_the_note_of_a_table_leads_on_and_its_markup_stays(links):
    table = shown.present(pd.DataFrame({"x": [1]}), note="上海: 2 of <90 hits")._repr_html_()
    note = links.in_cells(table).partition("</table>")[2]
    assert re.search(r'<p><a href="[^"]+">上海</a>: 2 of &lt;90 hits', note)


def cells(links, frame: pd.DataFrame) -> list[list[str]]:
    """The addresses in a table's cells, row by row; empty where there is none."""
    body = links.in_cells(shown.present(frame)._repr_html_())
    rows = re.findall(r"<tr>(.*?)</tr>", body)[1:]
    return [
        [html.unescape("".join(re.findall(r'<td[^>]*><a href="([^"]*)">', cell)))
         for cell in re.findall(r"<td.*?</td>", row)]
        for row in rows
    ]  # fmt: skip


def test_a_place_leads_to_the_sentence_that_the_row_quotes(tables, where, links):
    said = tables.sentences.set_index("sentence_id")["text"]
    several = [names for names in where.places.values() if len(names) > 1]
    assert len(several) > 80
    rows = []
    for names in several:
        page, _, _ = names[0].rsplit(":", 2)
        line = tables.sentences.set_index("sentence_id")["first_line"][names[0]]
        rows += [(said[name][:9], said[name][9:], f"{page[:12]}:{line}", name) for name in names]
    frame = pd.DataFrame(rows, columns=["left", "node", "page:line", "name"])
    found = [row[2] for row in cells(links, frame.drop(columns="name"))]
    wanted = [where.sentences[name] for name in frame["name"]]
    alike = sum(a == b for a, b in zip(found, wanted, strict=True))
    assert alike >= 0.99 * len(wanted)
    assert all(found)


def test_ids_lead_to_what_they_name(tables, where, links):
    figure, claim = tables.indicators.iloc[3], tables.claims.iloc[2]
    ids = [figure["indicator_id"], claim["claim_id"], claim["sentence_id"], "check-001", "check-x",
           tables.articles["article_id"][1], tables.pages["page_id"][0]]  # fmt: skip
    found = [row[0] for row in cells(links, pd.DataFrame({"id": ids}))]
    assert found[:3] == [where.sentences[figure["sentence_id"]], *[where.sentences[ids[2]]] * 2]
    assert found[3].startswith("evidence-check-1.html#")
    assert found[4] == ""
    assert found[5:] == [where.articles[ids[5]], where.pages[ids[6]]]


def test_words_systems_and_districts_lead_on_under_their_headings_alone(links):
    frame = pd.DataFrame(
        {"district": ["宝山区", "崇明区"], "term": ["社区通", "社区通"], "freq": [10, 11],
         "other": ["社区通", "宝山区"], "ipm": [10, 10]}
    )  # fmt: skip
    (district, term, freq, other, ipm), (none, everywhere, wrong, *_) = cells(links, frame)
    assert "#e-district." in district
    assert term.endswith("%E7%A4%BE%E5%8C%BA%E9%80%9A.%E5%AE%9D%E5%B1%B1%E5%8C%BA")
    assert freq == term  # ten times, and the list has ten
    assert other == ipm == none == wrong == ""
    assert everywhere == term.rpartition(".")[0]


def test_the_cells_of_a_matrix_lead_to_their_part_of_the_list(links):
    frame = pd.DataFrame({"system": ["一网通办"], "全市": [12], "徐汇区": [2], "静安区": [0]})
    ((system, city, district, none),) = cells(links, frame)
    assert (city, district) == (
        f"{system}.%E5%85%A8%E5%B8%82",
        f"{system}.%E5%BE%90%E6%B1%87%E5%8C%BA",
    )
    assert none == ""


def test_a_line_leads_to_it_as_received(where, links):
    frame = pd.DataFrame({"page_id": ["000_7d6ef8af38134b74"] * 2, "line": ["743–759", "7431"]})
    found = [row[1] for row in cells(links, frame)]
    assert found == [where.line("000_7d6ef8af38134b74", 743), ""]
    assert "#l-" in found[0]


def test_a_quoted_sentence_leads_to_itself(tables, where, links):
    row = tables.sentences.iloc[4]
    frame = pd.DataFrame({"x": [row["text"], row["text"][:80], row["text"][:30]]})
    assert [r[0] for r in cells(links, frame)] == [where.sentences[row["sentence_id"]]] * 2 + [""]


def test_figures_and_words_listed_in_a_cell_lead_on_one_by_one(tables, where, links):
    first = tables.indicators.iloc[0]
    said = f"{first['figure']}（{first['measured']}）、1（无）"
    frame = pd.DataFrame(
        {"of it": ["its figures", "words"], "the pages say": [said, "上海、无此词"]}
    )
    (_, figures), (_, words) = cells(links, frame)
    assert figures == where.sentences[first["sentence_id"]]
    assert "#e-word." in words


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_gets_no_further_through_links(links, text):
    frame = pd.DataFrame(
        {"word": [text, "上海"], "district": [text, "宝山区"], "words": [text] * 2}
    )
    page = report.notebook_page(
        notebook(output(text__html=shown.present(frame)._repr_html_()), prose=f"# {text}"),
        name="a", title="甲", navigation=[("a", "甲")], links=links,
    )  # fmt: skip
    assert audit.external_resources(page) == audit.active_content(page) == []
    assert page.count("&lt;") >= 3 * (text.count("<") > 0)


def test_tables_with_joined_cells_and_cells_with_markup_stay_as_they_are(links):
    joined = "<table><tr><th colspan='2'>term</th></tr><tr><td>上海</td><td>1</td></tr></table>"
    assert links.in_cells(joined) == joined
    own = "<table><tr><th>term</th></tr><tr><td><b>上海</b></td></tr></table>"
    assert links.in_cells(own) == own


@pytest.mark.parametrize("kind", ["answers", "points"])
def test_a_printed_list_leads_on_as_a_printed_text_does(links, kind):
    body = links.in_cells(f'<ul class="{kind}"><li><em>静安区</em> 甲</li></ul>')
    assert re.search(r'<li><em><a href="[^"]+">静安区</a></em> 甲</li></ul>', body)


def test_below_a_published_figure_stand_its_numbers_with_links(links):
    drawn = picture("What it shows")
    drawn["metadata"]["image/png"]["name"] = "keyness"
    options = {"name": "a", "title": "甲", "navigation": [("a", "甲")]}
    page = report.notebook_page(notebook(drawn), links=links, **options)
    below = page[page.index('id="figure-keyness"') :]
    assert "numbers drawn, and their sentences" in below
    assert 'href="evidence-word-1.html#e-word.' in below
    assert ">5.123</td>" in below
    assert re.search("<td[^>]*>无此词</td>", below)  # no list of it: no link
    assert "numbers drawn" not in report.notebook_page(
        notebook(picture("x")), links=links, **options
    )
    assert "numbers drawn" not in report.notebook_page(notebook(drawn), **options)


MARKS = [
    "10 20 300 40\tterm\t社区通\tgroup\t宝山区", "10 60 300 40\tterm\t无此词\tgroup\t宝山区",
    "1 1 2 2 3 1\tdistrict\t静安区", "0 0 9 9\ttheme\t信用  Credit and trust\tgroup\t普陀区",
    "0 0 9 9\tsystem\t一网通办\tdistrict\t徐汇区", "0 0 9 9\tpage\t文汇报 2022-09",
    "0 0 9 9\tannouncement_id\tannouncement-001\twhat\t开工",
    "0 0 9 9\tunit\t家\tdistrict\t静安区",
]  # fmt: skip


def test_a_mark_of_a_picture_leads_where_its_row_leads(tables, where, links):
    found = re.findall(r'<a href="([^"]*)"><title>([^<]*)</title>(<.*?/>)</a>', links.over(MARKS))
    assert [title for _, title, _ in found] == [
        "社区通 · 宝山区", "静安区",
        "信用  Credit and trust · 普陀区",
        "一网通办 · 徐汇区", "文汇报 2022-09", "开工", "家 · 静安区",
    ]  # fmt: skip
    hrefs = [html.unescape(href) for href, *_ in found]
    table = pd.DataFrame({"group": ["宝山区"], "term": ["社区通"]})
    assert hrefs[0] == cells(links, table)[0][1]
    assert "-district-" in hrefs[1]
    assert "#e-theme." in hrefs[2]
    assert hrefs[2].endswith("%E6%99%AE%E9%99%80%E5%8C%BA")
    assert "#e-system." in hrefs[3]
    assert hrefs[4] in where.pages.values()
    assert hrefs[5] == where.sentences[tables.announcements["sentence_id"][0]]
    assert "#e-unit." in hrefs[6]
    assert found[0][2] == '<rect x="10" y="20" width="300" height="40"/>'
    assert found[1][2] == '<polygon points="1,1 2,2 3,1"/>'


def test_a_picture_has_its_marks_over_it_and_none_where_nothing_leads_on(links):
    drawn = picture("What it shows")
    drawn["metadata"]["image/png"]["marks"] = MARKS[:2]
    options = {"name": "a", "title": "甲", "navigation": [("a", "甲")]}
    page = report.notebook_page(notebook(drawn), links=links, **options)
    over = re.search(r'<img [^>]*>\s*<svg class="marks"[^>]*>(.*?)</svg></div></figure>', page)
    assert over[1].count("<a href=") == 1
    assert audit.external_resources(page) == audit.active_content(page) == []
    drawn["metadata"]["image/png"]["marks"] = MARKS[1:2]
    assert "<svg" not in report.notebook_page(notebook(drawn), links=links, **options)
    assert "<svg" not in report.notebook_page(notebook(drawn), **options)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_gets_no_further_through_marks(links, text):
    drawn = picture("What it shows")
    drawn["metadata"]["image/png"]["marks"] = [
        f"0 0 9 9\tdistrict\t静安区\twhat\t{marks._plain(text)}",
        f"0 0 9 9\tterm\t{marks._plain(text)}",
    ]
    page = report.notebook_page(
        notebook(drawn), name="a", title="甲", navigation=[("a", "甲")], links=links
    )
    assert audit.external_resources(page) == audit.active_content(page) == []
    assert audit.inline_styles(page) == 0
    assert f"<title>静安区 · {html.escape(marks._plain(text))}</title>" in page


def test_numbers_drawn_are_read_without_their_guards(tmp_path):
    pd.DataFrame({"'=x": ["'=1+1", "0.10"]}).to_csv(tmp_path / "a.csv", index=False)
    found = linking.read_drawn(tmp_path)
    assert json.loads(found["a"].to_json()) == {"=x": {"0": "=1+1", "1": "0.10"}}
