"""Invented pages, annotated by hand, are read as their reader reads them."""

from pathlib import Path

import pytest

from analysis import repair, segment
from analysis.reference import read_reference
from analysis.scores import page_figures, share

FOLDER = Path(__file__).parent / "invented"
TRUTHS = read_reference(FOLDER)
FLOORS = {"items": 0.99, "roles": 0.97, "joins": 0.985, "sentences": 0.99, "headlines": 1.0}
MOST_ERRORS = 0.0


@pytest.fixture(scope="module", params=TRUTHS)
def figures(request):
    lines = (FOLDER / "pages" / request.param).read_text("utf-8").split("\n")
    repaired = repair.repair_lines(lines)
    found = segment.segment_page("p", repaired)
    return {
        name: share(figure)
        for name, figure in page_figures(*found, TRUTHS[request.param]).items()
        if figure.whole
    }


def test_lines_go_to_their_items_and_sentences_end_where_they_do(figures):
    assert {key: figures[key] for key in FLOORS if figures.get(key, 1.0) < FLOORS[key]} == {}
    assert figures["errors"] <= MOST_ERRORS


def test_a_byline_is_found_where_it_is_printed_a_bare_name_in_brackets_too(figures):
    assert figures.get("bylines", 1.0) == 1.0
