"""A reader's own folder: the same reports, nothing of the checkout touched, nothing that runs."""

import csv
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from test_built import Page

from analysis import audit
from conftest import PROJECT, build

NAMES = [path.stem for path in sorted((PROJECT / "notebooks").glob("*.ipynb"))]


# What a hostile page says in its file name, its headline and its text.
HOSTILE = {
    "page <img src=x onerror=alert(1)>.txt": (
        "# <script>alert(2)</script>停车平台上线\n\n本报讯 普陀区“停车通”平台12月7日上线，"
        "接入停车场120个。<img src=x onerror=alert(3)>平台由区建管委运营。\n"
    ),
    '=HYPERLINK("a","b").txt': (
        '=HYPERLINK("https://a.example","甲")停车平台上线\n\n@SUM(1+1)徐汇区新增停车场30个。\n'
        "+cmd|徐汇区还有40个在建。[点这里](javascript:alert(4))可看徐汇区地图。\n"
        '\n-2+3徐汇区说，<a href="javascript:alert(5)">平台</a>明年建成。</style></script>\n'
    ),
    # A tab, what mathtext takes for a formula, what a template does, what turns the writing round.
    "a\tb $x$ {{ 7 * 7 }} \u202e#%3F.txt": (
        "$\\(x\\)$ 与 $$\\alpha$$ 平台上线\n\n静安区“$y$”平台昨天上线，接入停车场60个。"
        f"{'长' * 600}{{{{ 7 * 7 }}}}]]>-->😀静安区还有平台70个。\n"
    ),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Path:
    """The reports on pages of which two are plain and the others hostile."""
    folder = tmp_path_factory.mktemp("own") / "my_pages"
    folder.mkdir()
    (folder / "第一版.txt").write_text(
        "春光里小学迎来新操场\n\n■本报记者 甲乙\n\n静安区春光里小学的新操场昨天启用。"
        "操场面积2000平方米，比原来大了一倍。\n\n黄浦区也有一所学校将在明年改造操场。\n",
        "utf-8",
    )
    for name, text in HOSTILE.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "gb.txt").write_bytes(
        "徐汇区昨天发布消息。\n\n全区已有15个街镇接入平台。\n".encode("gb18030")
    )
    before = untouched()
    out = build(folder, folder.parent / "my_reports")
    assert before == untouched()
    return out


def untouched() -> dict[Path, int]:
    """When each notebook and figure of the checkout was last written to."""
    return {
        p: p.stat().st_mtime_ns for d in ("notebooks", "figures") for p in (PROJECT / d).iterdir()
    }


def dead_ends(folder: Path, written: dict[str, str]) -> list[str]:
    """Links inside the report that lead to no file, or to an anchor that is not there."""
    pages = {name: Page(text) for name, text in written.items()}
    found = []
    for name, page in pages.items():
        for link in page.links:
            where = urlsplit(link)
            target, anchor = unquote(where.path) or name, unquote(where.fragment)
            is_there = (folder / target).exists()
            if target in pages and anchor:
                is_there = anchor in pages[target].ids
            found += [f"{name} → {link}"] * (where.scheme == "" and not is_there)
    return found


def test_a_readers_own_pages_make_the_same_reports(own):
    written = {path.name: path.read_text("utf-8") for path in own.glob("*.html")}
    assert {f"{name}.html" for name in ["index", "reader", *NAMES]} < set(written)
    assert sum(name.startswith("reader-") for name in written) == 2 + len(HOSTILE)
    assert sum(name.startswith("evidence-") for name in written) >= 3
    assert dead_ends(own, written) == []
    for text in written.values():
        assert audit.external_resources(text) == []
        assert audit.active_content(text) == []
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    shipped = (PROJECT / "seeds" / "pages.csv").read_text("utf-8")
    assert "新普陀报" in shipped
    assert "新普陀报" not in (own / "index.html").read_text("utf-8")


# Those that say most of what a page printed; of the others the markup alone is looked at, above.
SHOWING = ["index", "reader", "reader-page*", "evidence-whole-1", NAMES[1], NAMES[5]]


@pytest.mark.parametrize("name", SHOWING)
def test_a_hostile_page_does_nothing_in_a_browser(browser, own, name):
    address = next(own.glob(f"{name}.html")).as_uri()
    with browser.page(address) as tab:
        assert tab.requests() == [address]
        assert tab.complaints() == []
        made = "document.querySelectorAll('script, img[src=x], [onerror], [href^=javascript]')"
        assert tab.value(f"{made}.length") == 1  # the page's own script


def test_the_hostile_text_is_shown_as_the_text_it_is(browser, own):
    with browser.page((own / "01-corpus.html").as_uri()) as tab:
        text = tab.value("document.body.textContent")
    assert "alert(" in text
    assert "HYPERLINK" in text


def test_no_cell_of_a_csv_runs_in_a_spreadsheet(own):
    files = sorted(own.glob("tables/*.csv")) + sorted(own.glob("figures/*.csv"))
    seen = 0
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                seen += "HYPERLINK" in cell
                is_number = re.fullmatch(r"[+-]?\d[\d.,]*(e[-+]?\d+)?%?", cell)
                assert not re.match(r"[=+\-@\t\r].", cell) or is_number, (path.name, cell)
    assert seen >= 3


def test_no_output_of_a_notebook_holds_markup_of_a_page(own):
    for path in sorted(own.glob("notebooks/*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                html = "".join(output.get("data", {}).get("text/html", []))
                assert audit.active_content(html) == audit.external_resources(html) == []
                assert "text/markdown" not in output.get("data", {})
