"""Pages set and spoiled in known ways come out as they were before."""

import json
import random
from pathlib import Path

import pytest

from analysis import repair, segment
from analysis.scores import page_figures, pooled_figures, share
from trial_pages import KINDS, Setting, Story, annotated, set_page

GOLD = Path(__file__).parent / "gold"
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
    return page_figures(*found, truth)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_spoiled_page_is_read_as_it_was_set(name):
    pooled = pooled_figures([read(SETTINGS[name], seed) for seed in range(3)])
    found = {key: share(figure) for key, figure in pooled.items()}
    assert {key: found[key] for key in FLOORS if found[key] < FLOORS[key]} == {}
    assert found["errors"] <= MOST_ERRORS


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_page_is_read_line_by_line_as_it_is(kind):
    lines, truth = annotated(KINDS[kind])
    found = segment.segment_page("p", repair.repair_lines(lines)).lines
    roles = {row.line: (row.role, row.joins_next) for row in found}
    assert roles == {number: (true.role, true.joins_next) for number, true in truth.items()}
    pairs = {(truth[row.line].item, row.item_id) for row in found}
    assert len(pairs) == len({true.item for true in truth.values()}) == len({p[1] for p in pairs})
