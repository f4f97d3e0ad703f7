"""A reader's own folder: the same reports, nothing of the checkout touched, nothing that runs."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from test_built import Page

from analysis import audit
from conftest import PROJECT, build

NAMES = [path.stem for path in sorted((PROJECT / "notebooks").glob("*.ipynb"))]


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


def test_a_readers_own_pages_make_the_same_reports(tmp_path):
    own = tmp_path / "my_pages"
    own.mkdir()
    (own / "第一版.txt").write_text(
        "春光里小学迎来新操场\n\n■本报记者 甲乙\n\n静安区春光里小学的新操场昨天启用。"
        "操场面积2000平方米，比原来大了一倍。\n\n黄浦区也有一所学校将在明年改造操场。\n",
        "utf-8",
    )
    (own / "page <img src=x onerror=alert(1)>.txt").write_text(
        "# <script>alert(2)</script>停车平台上线\n\n本报讯 普陀区“停车通”平台12月7日上线，"
        "接入停车场120个。<img src=x onerror=alert(3)>平台由区建管委运营。\n",
        "utf-8",
    )
    (own / "gb.txt").write_bytes(
        "徐汇区昨天发布消息。\n\n全区已有15个街镇接入平台。\n".encode("gb18030")
    )
    before = {
        p: p.stat().st_mtime_ns for d in ("notebooks", "figures") for p in (PROJECT / d).iterdir()
    }
    out = build(own, tmp_path / "my_reports")
    after = {
        p: p.stat().st_mtime_ns for d in ("notebooks", "figures") for p in (PROJECT / d).iterdir()
    }
    assert before == after
    written = {path.name: path.read_text("utf-8") for path in out.glob("*.html")}
    assert {f"{name}.html" for name in ["index", "reader", *NAMES]} < set(written)
    assert sum(name.startswith("reader-") for name in written) == 3
    assert sum(name.startswith("evidence-") for name in written) >= 3
    assert dead_ends(out, written) == []
    for text in written.values():
        assert audit.external_resources(text) == audit.active_content(text) == []
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    shipped = (PROJECT / "seeds" / "pages.csv").read_text("utf-8")
    assert "新普陀报" in shipped
    assert "新普陀报" not in (out / "index.html").read_text("utf-8")
