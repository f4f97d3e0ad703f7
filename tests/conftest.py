"""Fixtures shared by the tests: a tiny folder of pages that no newspaper printed."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import chromium
from analysis import garbage

# Examples are drawn from a fixed seed, so a run can be repeated; a slow machine is no failure.
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("repeatable")

PROJECT = Path(__file__).resolve().parent.parent

# Seldom: what the tests make is small and goes by itself, and what is loaded stays.
gc.set_threshold(200_000, 20, 20)

# The files that take longest, the longest first: a worker that began one last would keep the
# other waiting. Those that wait themselves (for kernels, for JupyterLab) run beside the first,
# which keeps both cores busy. `make test` hands the files out in this order
# (`--no-loadscope-reorder`).
SLOWEST = (
    "tests/test_built.py", "tests/test_execute.py", "tests/test_lab.py", "tests/test_count.py",
    "tests/test_own_pages.py", "tests/test_browser.py", "notebooks/", "tests/test_cli.py",
    "tests/test_repair.py", "tests/test_large_collections.py", "tests/test_reading_edition.py",
    "tests/test_chinese.py", "tests/test_segment.py", "tests/test_lexicon_changes.py",
    "tests/test_house.py", "tests/test_fonts.py", "tests/test_charts.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slowest files first; within a file the order stays."""
    rank = {name: at for at, name in enumerate(SLOWEST)}

    def place(item: pytest.Item) -> int:
        file = item.nodeid.split("::")[0]
        return rank.get(file, rank["notebooks/"] if file.endswith(".ipynb") else len(rank))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Leave what was loaded out of every later look for rubbish: it stays to the end."""
    garbage.keep()


PAGE_ONE = """春光里小学迎来新操场

■本报记者 甲乙

静安区春光里小学的新操场昨天启用。操场面积2000平方米，比原来大了一倍。
学生们说，他们等了3年。

黄浦区也有一所学校将在明年改造操场。
"""
PAGE_TWO = """# 智慧停车上线

本报讯 普陀区“停车通”平台12月7日上线，接入停车场120个。平台由区建管委运营。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus folder of two bare pages, in a path with a space and Chinese in it."""
    folder = tmp_path / "my pages 我的版面"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE_ONE, "utf-8")
    (folder / "b.txt").write_text(PAGE_TWO, "utf-8")
    return folder


def build(corpus: Path, out: Path) -> Path:
    """The folder of the reports that the command makes of a corpus."""
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "report", "--corpus", corpus, "--out", out],
        capture_output=True, text=True, cwd=out.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Done. Open {out / 'index.html'} in a browser.\n"
    return out


@pytest.fixture(scope="session")
def shipped_tables():
    """The tables of the shipped pages, made once for all tests, which leave them as they are."""
    from analysis import chain, pages

    return chain.build(pages.read_corpus(PROJECT / "seeds"))


@pytest.fixture(scope="session")
def browser(tmp_path_factory) -> Iterator[chromium.Browser]:
    """A headless Chromium, started once; without one the tests that need it are skipped."""
    if chromium.executable() is None:
        pytest.skip("no Chromium here: install Debian's package “chromium” to run this test")
    started = chromium.Browser(tmp_path_factory.mktemp("chromium"))
    yield started
    started.close()
