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
# What no sign on the page tells: a paragraph cut where a sentence ends (p45); two stories that
# take turns paragraph by paragraph, below both headlines (p47); a label below its story (p48,
# p56); that items of short news are one story (p50); lines of a box or a caption that are one
# statement, or are not (p51, p52, p72, p79); a story that begins without heading behind another's
# end, its headline in its middle (p53); a full line that ends its paragraph, or ends a sentence
# inside one (p65, p85, p99); that a series' label and slogan are the page's, not the story's (p71,
# p72, p96); a picture's sentence at the page's foot (p82); a kicker that is half a headline (p83);
# a box of answers below its story (p88); whether three boxes are one (p92); a caption and who took
# it (p94); a question that is a statement (p97, p101).
LIMITS = {
    "p45.txt": {"joins": 0.95},
    "p47.txt": {"items": 0.9, "sentences": 0.84, "headlines": 0.8, "errors": 0.4},
    "p48.txt": {"items": 0.975},
    "p50.txt": {"items": 0.94, "sentences": 0.95, "headlines": 0.87, "errors": 0.11},
    "p51.txt": {"joins": 0.96},
    "p52.txt": {"joins": 0.98, "errors": 0.001},
    "p56.txt": {"items": 0.98},
    "p65.txt": {"errors": 0.0007},
    "p71.txt": {"items": 0.97, "roles": 0.95},
    "p72.txt": {"items": 0.96, "roles": 0.95, "joins": 0.91},
    "p79.txt": {"joins": 0.97},
    "p82.txt": {"items": 0.98, "errors": 0.005},
    "p83.txt": {"joins": 0.984, "headlines": 0.87},
    "p85.txt": {"joins": 0.983},
    "p88.txt": {"items": 0.93, "roles": 0.9, "sentences": 0.93, "headlines": 0.87, "errors": 0.08},
    "p92.txt": {"items": 0.97},
    "p94.txt": {"joins": 0.97},
    "p96.txt": {"items": 0.989},
    "p97.txt": {"errors": 0.0006},
    "p99.txt": {"joins": 0.97},
    "p101.txt": {"errors": 0.0004},
    "p53.txt": {"items": 0.9, "sentences": 0.7, "headlines": 0.25, "errors": 0.88},
}


@pytest.fixture(scope="module", params=TRUTHS)
def figures(request):
    lines = (FOLDER / "pages" / request.param).read_text("utf-8").split("\n")
    repaired = repair.repair_lines(lines)
    found = segment.segment_page("p", repaired)
    return {"limits": LIMITS.get(request.param, {})} | {
        name: share(figure)
        for name, figure in page_figures(*found, TRUTHS[request.param]).items()
        if figure.whole
    }


def test_lines_go_to_their_items_and_sentences_end_where_they_do(figures):
    floors = FLOORS | {key: low for key, low in figures["limits"].items() if key in FLOORS}
    assert {key: figures[key] for key in floors if figures.get(key, 1.0) < floors[key]} == {}
    assert figures["errors"] <= figures["limits"].get("errors", MOST_ERRORS)


def test_a_byline_is_found_where_it_is_printed_a_bare_name_in_brackets_too(figures):
    assert figures.get("bylines", 1.0) == 1.0
