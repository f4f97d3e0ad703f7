"""Pages set and spoiled in known ways come out as they were before."""

import json
import random

import pytest
from page_metrics import GOLD, measure, pooled

from analysis import repair, segment
from trial_pages import Setting, Story, set_page

CREDIT = "活动现场。（区委宣传部供图）"
PHOTO = "图为活动现场。 本报记者 王小明摄"
SETTINGS = {
    "a column, blank lines everywhere": Setting(width=(20,)),
    "a narrow column, bylines below": Setting(width=(15,), bylines="foot"),
    "a wide column, bylines at the foot of the page": Setting(width=(28,), bylines="page"),
    "columns of three widths": Setting(width=(15, 28, 20), bylines="page"),
    "no blank lines": Setting(width=(20,), blanks="none"),
    "no blank lines, bylines below": Setting(width=(22,), blanks="none", bylines="foot"),
    "blank lines between paragraphs": Setting(width=(22,), blanks="paragraphs"),
    "no indents": Setting(width=(25,), blanks="paragraphs", indent="flush", bylines="foot"),
    "indents kept": Setting(width=(18,), blanks="none", indent="kept", bylines="foot"),
    "stops lost, stray spaces": Setting(
        width=(15, 20), lost_stops=True, stray_spaces=0.6, bylines="foot"
    ),
    "half-width marks": Setting(width=(20,), half_width=True),
    "half-width marks, stops lost": Setting(width=(20,), half_width=True, lost_stops=True),
    "upright headlines": Setting(width=(20,), upright=True, bylines="foot"),
    "a photo's caption in a sentence": Setting(width=(20,), caption=PHOTO),
    "a credit in a sentence": Setting(width=(20,), caption=CREDIT, bylines="foot"),
    "whole paragraphs": Setting(width=None),
    "paragraphs cut in sentences": Setting(width=None, cut=2),
    "paragraphs cut, bylines below": Setting(width=None, cut=2, bylines="foot"),
    "Markdown, paragraphs cut": Setting(width=None, cut=3, markdown=True),
    "paragraphs without blank lines": Setting(width=None, blanks="none"),
    "paragraphs cut, half-width marks": Setting(width=None, half_width=True, cut=2),
}
FLOORS = {"items": 0.95, "roles": 0.93, "joins": 0.985, "sentences": 0.98}
MOST_ERRORS = 0.003


def stories() -> list[Story]:
    """The articles of the reference annotation, as clean text."""
    found = []
    for line in (GOLD / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] != "article":
            continue
        subheads = dict(zip(row["subhead_before_paragraph"], row["subheads"], strict=True))
        blocks = []
        for at, paragraph in enumerate(row["paragraphs"]):
            if at in subheads:
                blocks.append(("subhead", subheads[at]))
            blocks.append(("body", paragraph))
        byline = (row["bylines"] or ["本报记者 王小明"])[0].strip("（）")
        found.append(Story(row["headline"], byline, tuple(blocks), "".join(row["deck"][:1])))
    return found


def read(setting: Setting, seed: int):
    rng = random.Random(seed)
    lines, truth = set_page(rng.sample(stories(), 3), setting, rng)
    found = segment.segment_page("p", repair.repair_lines(lines))
    assert [row.line for row in found.lines] == sorted(truth.lines)
    return measure(found, truth)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_spoiled_page_is_read_as_it_was_set(name):
    found = pooled([read(SETTINGS[name], seed) for seed in range(3)])
    assert {key: found[key] for key in FLOORS if found[key] < FLOORS[key]} == {}
    assert found["errors"] <= MOST_ERRORS
