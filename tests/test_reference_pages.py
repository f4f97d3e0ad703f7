"""The annotated pages are read as a careful reader read them (-s shows the figures)."""

import csv
import sys
from pathlib import Path

import pytest

from analysis import measure, paths, repair, segment
from analysis.reference import read_reference
from analysis.scores import page_figures, pooled_figures, share

GOLD = Path(__file__).parent / "gold"
PAGES = {"0": "000_*.txt", "2": "002_*.txt"}


def show(*words) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def repaired(seed: str) -> list[repair.Line]:
    (path,) = paths.SEEDS.glob(PAGES[seed])
    return repair.repair_lines(path.read_text("utf-8").split("\n"))


@pytest.fixture(scope="module")
def figures():
    truths = read_reference(GOLD)
    return {
        seed: page_figures(*segment.segment_page(seed, repaired(seed)), truths[seed])
        for seed in PAGES
    }


def shares(figures) -> dict[str, float]:
    return {key: share(figure) for key, figure in pooled_figures(figures).items()}


LINES_AND_TEXT = ("items", "roles", "joins", "sentences")


def test_the_annotated_pages_together_reach_the_floors(figures):
    for seed, found in figures.items():
        show(f"\npage 00{seed}", {key: round(value, 4) for key, value in shares([found]).items()})
    both = shares(list(figures.values()))
    show("together", {key: round(value, 4) for key, value in both.items()})
    floors = {key: measure.METRICS[key][1] for key in LINES_AND_TEXT}
    assert {key: both[key] for key in floors if both[key] < floors[key]} == {}
    assert both["errors"] <= measure.METRICS["errors"][1]


def test_every_lost_full_stop_of_the_page_is_restored_and_the_real_question_mark_kept():
    with (GOLD / "question_marks.csv").open(encoding="utf-8", newline="") as handle:
        marks = {(int(row["line"]), int(row["column"])) for row in csv.DictReader(handle)}
    lines = repaired("0")
    restored = {
        (line.number, edit.column + at)
        for line in lines
        for edit in line.edits
        if "full_stop" in edit.rule
        for at, character in enumerate(edit.before)
        if character == "?"
    }
    assert len(marks) == 110
    assert restored == marks
    assert sum(line.text.count("？") for line in lines) == 1


def test_lines_in_the_reference_are_the_lines_in_the_table():
    for seed in PAGES:
        found = segment.segment_page(seed, repaired(seed))
        assert [row.line for row in found.lines] == sorted(read_reference(GOLD)[seed].lines)
