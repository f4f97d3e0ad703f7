"""Tables in a real browser: sorted, filtered, saved, fast, and the same without the script."""

import csv
import io
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest

from analysis import schema, tables, webpage, webtables

ROWS = [
    ("乙", "1,204", "12–15", "45 %", '=HYPERLINK("https://a.example")', "静安区"),
    ("甲", "−3.5", "9–11", "7 %", "<script>alert(1)</script>", "普陀区"),
    ("丙", "–", "100–120", "100 %", "+1-1", "静安区"),
    ("丁", "88", "12–14", "0.5 %", "@x", "普陀区;静安区"),
    ("a10", "7", "1–2", "9 %", "-3.5", ""),
    ("a9", "1e3", "3–4", "8 %", "'=1", "静安区"),
    ("戊", "90 (85–153)", "5–6", "1 %", 'say "甲", 乙', "静安区"),
    ("己", "12", "7–8", "2 %", "<img src=x onerror=alert(1)>", "静安区"),
]
NAMES = ["name", "n", "range", "share", "text", "district"]


def written(folder, frame: pd.DataFrame, note: str = "n: 甲") -> str:
    """The address of a report's page that shows the table and nothing else."""
    html = webpage.sanitised(tables.Presented(frame.astype("str"), note, ("n",))._repr_html_())
    cells = webtables.tidy_tables(html, districts=["静安区", "普陀区"])
    path = folder / "a page 页.html"
    text = webpage.page(
        "notebook.html.j2", path.name, title="甲", language="en", pages=[], previous=None,
        next=None, contents=[], has_title=False, cells=cells, corpus=[], reader="",
    )  # fmt: skip
    path.write_text(text, "utf-8")
    return path.as_uri()


@pytest.fixture
def address(tmp_path) -> str:
    return written(tmp_path, pd.DataFrame(ROWS, columns=NAMES))


def column(tab, number: int) -> list[str]:
    """What a column shows, from above."""
    rows = "[...document.querySelectorAll('tbody tr')]"
    return tab.value(f"{rows}.map(row => row.cells[{number}].textContent)")


def click(tab, what: str) -> None:
    tab.value(f"document.querySelector({what!r}).click()")


def test_what_runs_and_what_is_fetched_does_not_go_unnoticed(browser, tmp_path):
    path = tmp_path / "bad.html"
    path.write_text(
        "<script>alert(1)</script><img src='https://a.example/x.png' onerror='no()'>", "utf-8"
    )
    with browser.page(path.as_uri()) as tab:
        assert tab.requests() == [path.as_uri(), "https://a.example/x.png"]
        said = tab.complaints()
    assert "dialog: 1" in said
    assert any("ERR_NAME_NOT_RESOLVED" in line for line in said)
    assert any("no is not defined" in line for line in said)


def test_the_policy_of_a_page_holds_back_what_got_in(browser, address, tmp_path):
    path = tmp_path / "changed.html"
    text = unquote_to_text(address).replace(
        "<main", "<script>alert(1)</script><p style='color:red' onclick='x()'>甲</p>"
        "<img src='https://a.example/x.png'><main", 1,
    )  # fmt: skip
    path.write_text(text, "utf-8")
    with browser.page(path.as_uri()) as tab:
        tab.value("document.querySelector('p').click()")
        said = tab.complaints()
        assert tab.value("getComputedStyle(document.querySelector('p')).color") != "rgb(255, 0, 0)"
    assert not any("dialog" in line for line in said)
    held = "\n".join(line for line in said if "Content Security Policy" in line)
    assert "a.example" in held
    assert all(kind in held for kind in ("inline script", "inline style", "inline event handler"))


def unquote_to_text(address: str) -> str:
    """The text of the file at a file: address."""
    return Path(unquote(urlsplit(address).path)).read_text("utf-8")


def test_a_heading_sorts_numbers_as_numbers_and_then_back(browser, address):
    with browser.page(address) as tab:
        head = "thead th:nth-child(2)"
        assert tab.value(f"document.querySelector({head!r}).ariaSort") == "none"
        click(tab, f"{head} button")
        assert column(tab, 1) == ["−3.5", "7", "12", "88", "90 (85–153)", "1e3", "1,204", "–"]
        assert tab.value(f"document.querySelector({head!r}).ariaSort") == "ascending"
        click(tab, f"{head} button")
        assert column(tab, 1) == ["1,204", "1e3", "90 (85–153)", "88", "12", "7", "−3.5", "–"]
        assert tab.value(f"document.querySelector({head!r}).ariaSort") == "descending"
        click(tab, f"{head} button")
        assert column(tab, 0) == [row[0] for row in ROWS]
        assert tab.value(f"document.querySelector({head!r}).ariaSort") == "none"
        assert not tab.complaints()
        assert tab.requests() == [address]


@pytest.mark.parametrize(
    ("number", "first"),
    [(2, ["1–2", "3–4", "5–6"]), (3, ["0.5 %", "1 %", "2 %"]), (0, ["丙", "丁", "a9", "a10"])],
)
def test_a_heading_sorts_by_key_ranges_shares_and_chinese_by_its_sound(
    browser, address, number, first
):
    with browser.page(address) as tab:
        tab.value(f"document.querySelectorAll('.sort')[{number}].focus()")
        tab.press("Enter")
        shown = column(tab, number)
        assert [cell for cell in shown if cell in first] == first
        if number:
            assert shown[: len(first)] == first
        else:  # bing ding ji jia wu yi, and numbers inside of names by their size
            assert "".join(c for c in shown if "a" not in c) == "丙丁己甲戊乙"


def test_a_search_and_a_menu_leave_the_rows_that_say_it(browser, address):
    with browser.page(address) as tab:
        count = "document.querySelector('.count').textContent"
        tab.value("""(() => { const field = document.querySelector('input[type=search]');
            field.value = 'ALERT 普陀'; field.dispatchEvent(new Event('input')); })()""")
        assert column(tab, 0) == ["甲"]
        assert tab.value(count) == "1 of 8 rows"
        tab.value("""(() => { const field = document.querySelector('input[type=search]');
            field.value = ''; field.dispatchEvent(new Event('input'));
            const menu = document.querySelector('select'); menu.value = '普陀区';
            menu.dispatchEvent(new Event('change')); })()""")
        assert column(tab, 0) == ["甲", "丁"]
        assert tab.value("document.querySelector('select').options[0].textContent") == (
            "district: all"
        )
        assert not tab.complaints()


def saved(browser, tab, folder) -> str:
    """The text of the file that the page's button saves."""
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    click(tab, ".save")
    path = folder / "a page 页-table-1.csv"
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return path.read_bytes().decode("utf-8-sig")


def test_a_saved_table_holds_no_formula_and_reads_as_analysis_writes_it(browser, address, tmp_path):
    with browser.page(address) as tab:
        text = saved(browser, tab, tmp_path)
        assert not tab.complaints()
        assert tab.requests() == [address]
    names, *rows = csv.reader(io.StringIO(text))
    assert names == NAMES
    assert [row[1] for row in rows] == [
        "1204", "-3.5", "", "88", "7", "1e3", "90 (85–153)", "12",
    ]  # fmt: skip
    for row, ours in zip(rows, ROWS, strict=True):
        assert row[4] == schema.guard_cell(ours[4])
    assert rows[0][4].startswith("'=")


def test_without_the_script_the_table_is_all_there(browser, address):
    with browser.page(address, script=False) as tab:
        tree = tab.call("DOM.getDocument", depth=-1)
        assert tree["root"]["documentURL"] == address
        html = tab.call("DOM.getOuterHTML", nodeId=tree["root"]["nodeId"])["outerHTML"]
        body = html.partition("<main")[2].partition("</main>")[0]
        assert all(row[0] in body for row in ROWS)
        assert 'class="tools"' not in body
        assert 'class="sort"' not in body


def test_ten_thousand_rows_are_sorted_and_searched_within_a_fifth_of_a_second(browser, tmp_path):
    words = [
        f"{'甲乙丙丁戊己'[i % 6]}{'上海静安'[i % 4]}{i * 7919 % 10_000}" for i in range(10_000)
    ]
    frame = pd.DataFrame(
        {
            "name": words,
            "n": [f"{i * 104_729 % 10_007:,}" for i in range(10_000)],
            "district": [["静安区", "普陀区"][i % 2] for i in range(10_000)],
        }
    )
    address = written(tmp_path, frame)
    took = []
    for _ in range(2):  # the machine may be busy: the better one is what it takes
        with browser.page(address) as tab:
            took.append(tab.value(TIMED))
            assert tab.value("document.querySelector('.count').textContent") == (
                f"{sum('海999' in word for word in words)} of 10,000 rows"
            )
            assert all("999" in name for name in column(tab, 0))
        if max(took[-1]) < 200:
            break
    best = [min(times) for times in zip(*took, strict=True)]
    assert max(best) < 200, f"ms by number, by text, to find: {best}"


# Milliseconds of a first sort by number, by text, and of a search, each until it is laid out.
TIMED = """(async () => {
  const took = [];
  const field = document.querySelector('input[type=search]');
  for (const act of [
    () => document.querySelectorAll('.sort')[1].click(),
    () => document.querySelectorAll('.sort')[0].click(),
    () => { field.value = '海999'; field.dispatchEvent(new Event('input')); }]) {
    const start = performance.now();
    act();
    document.body.getBoundingClientRect();
    took.push(performance.now() - start);
    await new Promise(done => setTimeout(done, 0));
  }
  return took;
})()"""


def test_a_box_that_scrolls_is_as_wide_as_the_phone(browser, address):
    with browser.page(address, width=390) as tab:
        assert tab.value("document.documentElement.scrollWidth") == 390
        assert tab.value("document.querySelector('.table').scrollWidth") > 390
        assert tab.value("getComputedStyle(document.querySelector('.table')).overflowX") == "auto"
