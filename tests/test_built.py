"""The reports as built: the same bytes again, nothing fetched, nothing broken."""

import base64
import html.parser
import io
import json
import platform
import re
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from analysis import audit, fonts, linking, schema
from conftest import PROJECT, build

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
NAMES = [path.stem for path in NOTEBOOKS]
WANTED = [
    "00-map", "01-corpus", "02-tokenising", "03-term-frequency", "04-districts",
    "05-systems-and-numbers", "06-figures",
]  # fmt: skip
# Pictures are drawn by compiled code: their bytes are promised on the platform CI runs on.
SAME_PIXELS = sys.platform == "linux" and platform.machine() == "x86_64"
BUDGET = 3_000_000  # bytes of one page


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The reports on the pages that ship, made anew in another folder."""
    return build(PROJECT / "seeds", tmp_path_factory.mktemp("built reports 报告") / "out")


@pytest.fixture(scope="module")
def pages(built) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(built.glob("*.html"))}


class Page(html.parser.HTMLParser):
    """Links, anchors, pictures and headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.ids, self.pictures = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "img":
            self.pictures.append(attributes)


def test_every_notebook_of_the_design_is_there():
    assert NAMES == WANTED


def test_the_notebooks_come_out_as_they_are_stored(built):
    for path in NOTEBOOKS:
        ours = json.loads(path.read_text("utf-8"))
        again = json.loads((built / "notebooks" / path.name).read_text("utf-8"))
        if not SAME_PIXELS:
            for cell in ours["cells"] + again["cells"]:
                for output in cell.get("outputs", []):
                    output.get("data", {}).pop("image/png", None)
                    output.get("metadata", {}).get("image/png", {}).pop("marks", None)
        assert ours == again, f"{path.name} is not what `make report` writes"
        if SAME_PIXELS:
            assert path.read_bytes() == (built / "notebooks" / path.name).read_bytes()


def test_the_figures_come_out_as_they_are_stored(built):
    stored = sorted(p.name for p in (PROJECT / "figures").iterdir() if p.name != "README.md")
    assert stored == sorted(path.name for path in (built / "figures").iterdir())
    for name in stored:
        if SAME_PIXELS or name.endswith(".csv"):
            ours, again = PROJECT / "figures" / name, built / "figures" / name
            assert ours.read_bytes() == again.read_bytes(), f"{name} differs"


def test_every_figure_has_its_picture_its_paths_and_its_numbers():
    files = {p.name for p in (PROJECT / "figures").iterdir()}
    names = {Path(name).stem for name in files} - {"README"}
    assert len(names) >= 9
    assert {f"{name}.{end}" for name in names for end in ("png", "svg", "csv")} <= files
    for name in names:
        assert "<text" not in (PROJECT / "figures" / f"{name}.svg").read_text("utf-8")


def test_there_is_an_index_and_a_page_for_each_notebook(pages):
    ours = [name for name in pages if not name.startswith(("reader", "evidence", "concordance"))]
    assert ours == sorted(["index.html", *(f"{name}.html" for name in NAMES)])


def test_there_is_a_reading_edition_with_a_page_for_each_newspaper_page(built, pages):
    files = [f"reader-{path.stem}.html" for path in sorted((PROJECT / "seeds").glob("*.txt"))]
    assert [name for name in pages if name.startswith("reader")] == [*files, "reader.html"]
    sentences = schema.read_table("sentences", built / "tables" / "sentences.csv")
    anchors = [name for file in files for name in Page(pages[file]).ids if name.startswith("s-")]
    assert len(anchors) == len(sentences)


def test_no_page_asks_for_anything_from_outside(pages):
    for name, text in pages.items():
        assert audit.external_resources(text) == [], name
        assert "Content-Security-Policy" in text
        assert len(text.encode("utf-8")) < BUDGET


def test_every_link_and_anchor_resolves(built, pages):
    read = {name: Page(text) for name, text in pages.items()}
    for name, page in read.items():
        for link in page.links:
            where = urlsplit(link)
            if where.scheme in ("https", "http", "mailto"):
                continue
            target = unquote(where.path) or name
            assert (built / target).exists(), f"{name} → {link}"
            if where.fragment and target.endswith(".html"):
                assert unquote(where.fragment) in read[target].ids, f"{name} → {link}"


def test_every_table_says_what_it_rests_on_and_what_it_was_made_of(pages):
    tables = 0
    for name, text in pages.items():
        shown = text.count('<table class="dataframe">')
        unlinked = re.sub(r"</?a\b[^>]*>", "", text)
        assert len(re.findall(r"</table></div><p>[^<]{8,}", unlinked)) == shown, name
        for cell in text.split('<div class="cell')[1:]:
            if '<table class="dataframe">' in cell:
                assert cell.count('<p class="source">From ') == 1, name
        tables += shown
    assert tables > 60


AXE = PROJECT / "tests" / "axe" / "axe.min.js"
# Rows and code below the first few repeat their markup; axe would spend its time on them.
FEW = """document.querySelectorAll('tbody').forEach(
    body => [...body.rows].slice(2).forEach(row => row.remove()));
    [...document.querySelectorAll('.code')].slice(2).forEach(code => code.remove());
    document.querySelectorAll('.code').forEach(code => { code.open = true; })"""
FINDINGS = """axe.run({resultTypes: ['violations'], %s}).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`))"""
BY_DAY = "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
# One style sheet colours all pages: these show everything that it colours.
LOOKED_AT_BY_NIGHT = {"index", "04-districts", "reader-000*"}
BY_NIGHT = "runOnly: ['color-contrast']"


OPENED = ["index", "reader", "reader-000*", "evidence-check-1", *WANTED]


@pytest.mark.parametrize("name", OPENED)
def test_a_page_in_a_browser_asks_for_nothing_and_can_be_used_by_all(browser, built, name):
    path = next(built.glob(f"{name}.html"))
    address = path.as_uri()
    with browser.page(address, width=1280) as tab:
        text = tab.value("document.body.innerText")
        assert fonts.missing_characters(text) == ""
        assert han(text) <= embedded(path)
        many = "[...document.querySelectorAll('tbody')].filter(body => body.rows.length > 1).length"
        assert tab.value("document.querySelectorAll('.tools').length") == tab.value(many)
        tab.value(FEW)
        tab.value(f"{AXE.read_text('utf-8')};0")
        assert tab.value("document.documentElement.scrollWidth") == 1280
        assert tab.value(FINDINGS % BY_DAY) == []
        tab.look(width=390, height=844, dark=True)
        assert tab.value("document.documentElement.scrollWidth") == 390
        if name in LOOKED_AT_BY_NIGHT:
            assert tab.value(FINDINGS % BY_NIGHT) == []
        assert tab.requests() == [address]
        assert tab.complaints() == []


@pytest.mark.parametrize(("width", "dark"), [(1366, True), (390, False)])
def test_a_click_on_a_bar_lands_on_the_list_of_its_sentences(browser, built, pages, width, dark):
    row = linking.read_drawn(built / "figures")["keyness"].iloc[-1]
    group, term = row["group"], row["term"]
    named = f"a => a.textContent === '{term} · {group}'"
    mark = f"[...document.querySelectorAll('.marks a')].find({named})"
    with browser.page((built / "04-districts.html").as_uri(), width=width, dark=dark) as tab:
        tab.value(f"{mark}.scrollIntoView({{block: 'center', inline: 'center'}})")
        laid = tab.value(LAID)
        assert laid["over"] == laid["picture"]
        box = f"(r => [r.x, r.y, r.width, r.height])({mark}.getBoundingClientRect())"
        x, y, wide, high = tab.value(box)
        assert high >= 16
        tab.follow(x + wide / 2, y + high / 2)
        assert tab.value("location.pathname.split('/').pop()").startswith("evidence-word-")
        assert tab.value("document.querySelector(':target').innerText").split() == [
            group, row["freq_target"],
        ]  # fmt: skip
        section = "document.querySelector(':target').closest('section')"
        assert tab.value(f"{section}.querySelector('h2').innerText") == term
        assert tab.complaints() == []


# Where the first marked picture is, and where what lies over it.
LAID = """(() => { const box = document.querySelector('.picture:has(.marks)');
    const of = one => { const r = box.querySelector(one).getBoundingClientRect();
      return [r.x, r.y, r.width, r.height].map(Math.round); };
    return {picture: of('img'), over: of('svg')}; })()"""


def han(text: str) -> set[str]:
    """The Chinese characters and full-width signs of a text."""
    return {c for c in text if unicodedata.east_asian_width(c) in "WF"}


def embedded(path: Path) -> set[str]:
    """The characters that the fonts in a page have a glyph for."""
    from fontTools.ttLib import TTFont

    data = re.findall(r'url\("data:font/woff;base64,([^"]+)"\)', path.read_text("utf-8"))
    assert data
    found = [TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap() for font in data]
    return {chr(code) for cmap in found for code in cmap}


def test_axe_finds_what_is_wrong(browser, tmp_path):
    path = tmp_path / "bad.html"
    path.write_text("<!DOCTYPE html><html><title>x</title><img src='data:,'>", "utf-8")
    with browser.page(path.as_uri()) as tab:
        tab.value(f"{AXE.read_text('utf-8')};0")
        assert [found.partition(":")[0] for found in tab.value(FINDINGS % BY_DAY)] == [
            "html-has-lang", "image-alt",
        ]  # fmt: skip


def test_a_page_prints_with_its_headings_and_without_its_controls(browser, built):
    with browser.page((built / "01-corpus.html").as_uri(), media="print") as tab:
        seen = "getComputedStyle(document.querySelector({!r})).display"
        assert tab.value(seen.format(".tools")) == "none"
        assert tab.value(seen.format(".code")) == "none"
        assert tab.value(seen.format("thead")) == "table-header-group"
        assert tab.value("getComputedStyle(document.querySelector('h2')).breakAfter") == "avoid"
        data = tab.call("Page.printToPDF", preferCSSPageSize=True)["data"]
        assert base64.b64decode(data).startswith(b"%PDF")


def test_from_each_finding_two_clicks_lead_to_its_sentences_and_their_lines(pages):
    first = pages["index.html"]
    listed = first[first.index('class="findings"') :].partition("</ol>")[0]
    findings = re.findall(r"<li>(.*?)</li>", listed, re.DOTALL)
    for finding in findings:
        reached = set()
        for link in Page(finding).links:
            file = unquote(urlsplit(link).path)
            if not file.startswith(("reader", "evidence", "concordance")):
                continue
            reached |= {
                unquote(urlsplit(second).fragment)[:2] for second in Page(pages[file]).links
            }
        assert reached & {"s-", "a-"}, finding
    assert len(findings) >= len(NAMES) - 2


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("03-term-frequency", "page:line"), ("03-term-frequency", "token"),
        ("04-districts", "page:line"), ("04-districts", "term"), ("04-districts", "theme"),
        ("05-systems-and-numbers", "page:line"), ("05-systems-and-numbers", "check_id"),
        ("05-systems-and-numbers", "claim_id"), ("05-systems-and-numbers", "announcement_id"),
        ("05-systems-and-numbers", "system"), ("06-figures", "system"), ("06-figures", "term"),
    ],
)  # fmt: skip
def test_every_row_of_these_tables_leads_to_its_sentences(pages, name, heading):
    found = 0
    for table in re.findall(r"<table\b.*?</table>", pages[f"{name}.html"], re.DOTALL):
        rows = [re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr")[1:]]
        heads = [re.sub(r"<[^>]*>", "", cell) for cell in rows[0]]
        if heading in heads:
            cells = [row[heads.index(heading)] for row in rows[1:]]
            assert all('href="' in cell for cell in cells if cell not in ("", "–")), cells
            found += len(cells)
    assert found > 5


def test_below_every_published_figure_stand_its_numbers(pages):
    named = {path.stem for path in (PROJECT / "figures").glob("*.csv")}
    assert set(re.findall(r'id="figure-([a-z0-9-]+)"', pages["06-figures.html"])) == named
    assert pages["06-figures.html"].count('<details class="code drawn">') == len(named)


def test_every_picture_says_in_words_what_it_shows(pages):
    pictures = [picture for text in pages.values() for picture in Page(text).pictures]
    assert len(pictures) >= 10
    for picture in pictures:
        assert len(picture.get("alt", "")) > 20
        assert picture["src"].startswith("data:image/png;base64,")


def test_the_tables_behind_the_report_keep_the_contract(built):
    for name in schema.COLUMNS:
        assert len(schema.read_table(name, built / "tables" / f"{name}.csv"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_was_run_from_top_to_bottom_and_says_nothing_it_should_not(path):
    node = json.loads(path.read_text("utf-8"))
    code = [cell for cell in node["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert all("execution" not in cell["metadata"] for cell in code)
    outputs = [output for cell in code for output in cell["outputs"]]
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    stored = json.dumps(outputs, ensure_ascii=False)
    assert not re.search(r"0x[0-9a-f]{8,}|<Figure size|/home/|/tmp/|/root/", stored)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_argues_as_the_house_does(path):
    node = json.loads(path.read_text("utf-8"))
    sources = ["".join(cell["source"]) for cell in node["cells"]]
    code = [cell for cell in node["cells"] if cell["cell_type"] == "code"]
    assert sources[0].startswith("# ")
    assert sources[0].splitlines()[0].endswith("?")
    assert any("answer" in cell["metadata"].get("tags", []) for cell in code)
    text = "\n".join(sources)
    assert "## How not to read this" in text
    assert "## Limits" in text
    assert max(len("".join(cell["source"]).splitlines()) for cell in code) <= 15
    assert "provenance" in sources[-1]
