"""Marks: what a part of a picture stands for, and where it is on the picture."""

import gc
import io
import weakref

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure

from analysis import charts, clouds, figures, likeness_charts, maps, marks, span_charts, term_charts

WORDS = pd.DataFrame(
    {"token": ["甲", "乙乙乙乙乙乙", "丙"], "ipm": [30.0, 20.0, 10.0], "note": ["3", "2", "1"],
     "dp_norm": [0.1, 0.2, 0.9]}
)  # fmt: skip


def made(drawn) -> list[marks.Mark]:
    """The marks of a chart, after it was drawn as it is saved."""
    figure = figures._figure(drawn)
    figures._png(figure, figures.DPI)
    return marks.read(marks.placed(figure))


def bars():
    return charts.bars(WORDS, label="token", value="ipm", note="note", xlabel="x", title="t")


def extent(text):
    """The pixels that a text takes."""
    figure = text.get_figure(root=True)
    return text.get_window_extent(RendererAgg(1, 1, figure.dpi))


def inside(mark: marks.Mark, figure, box) -> bool:
    """Whether a box, in pixels from below, lies in the mark, but for a thousandth of rounding."""
    left, top, width, height = mark.places
    across, down = figure.bbox.size / 1000
    return (
        left - 1 <= box.x0 / across
        and box.x1 / across <= left + width + 1
        and top - 1 <= 1000 - box.y1 / down
        and 1000 - box.y0 / down <= top + height + 1
    )


def test_a_bar_lies_in_its_mark_and_in_no_other():
    ax = bars()
    found = made(ax)
    assert [mark.cells for mark in found] == [{"token": word} for word in WORDS["token"]]
    for own, bar in enumerate(ax.patches):
        within = [inside(mark, ax.figure, bar.get_window_extent()) for mark in found]
        assert within == [at == own for at in range(3)]


def test_the_name_beside_a_bar_belongs_to_its_mark():
    ax = bars()
    first, second, _ = made(ax)
    names = ax.get_yticklabels()
    assert inside(first, ax.figure, extent(names[0]))
    assert inside(second, ax.figure, extent(names[1]))


def test_the_marks_are_the_same_after_every_way_of_drawing():
    ax = bars()
    once = made(ax)
    figures._svg(ax.figure)  # at another resolution
    assert marks.read(marks.placed(ax.figure)) == once
    assert made(bars()) == once


def test_each_cell_with_a_number_has_its_mark_and_an_empty_one_has_none():
    data = pd.DataFrame(
        {"甲区\nn = 5": [0.5, 0.0], "乙区": [float("nan"), 0.25]}, index=["主题一", "主题二"]
    ).rename_axis(index="theme", columns="group")
    notes = pd.DataFrame({"甲区\nn = 5": ["5", ""], "乙区": ["", "2"]}, index=data.index)
    ax = charts.heat_map(data, notes=notes, unit="share", title="t")
    found = made(ax)
    assert [mark.cells for mark in found] == [
        {"theme": "主题一", "group": "甲区"}, {"theme": "主题二", "group": "乙区"},
    ]  # fmt: skip
    texts = [extent(text) for text in ax.texts if text.get_text()]
    for mark, own, other in zip(found, texts, reversed(texts), strict=True):
        assert inside(mark, ax.figure, own)
        assert not inside(mark, ax.figure, other)
    unnamed = charts.heat_map(data.rename_axis(index=None), notes=notes, unit="share", title="t")
    assert made(unnamed) == []


def effects():
    data = pd.DataFrame(
        {"group": ["甲区", "甲区", "乙区"], "term": ["一", "二", "一"], "note": "",
         "log_ratio": [1.0, 2.0, 3.0], "low": float("nan"), "high": float("nan")}
    )  # fmt: skip
    return charts.effect_panels(data, colours={}, reference="others", title="t")


def announced():
    data = pd.DataFrame(
        {"announcement_id": ["a-1", "a-2"], "district": ["甲区", ""], "what": ["开工", "建成"],
         "announced": "2020-01-02", "target": ["2021", ""], "done": ""}
    )  # fmt: skip
    return span_charts.announced(data, colours={}, title="t")


def matrix():
    data = pd.DataFrame({"甲区": [3, 0], "乙区": [0, 1]}, index=["x", "y"])
    data = data.rename_axis(index="system", columns="district")
    return charts.dot_matrix(data, colours={}, title="t")


def city():
    shapes = {
        "甲区": [[(0, 0), (0, 4), (4, 4), (4, 0)]],
        "乙区": [[(4, 0), (4, 4), (8, 4), (8, 0)]],
    }
    return maps.district_map(
        {"甲区": 2}, shapes, unit="sentences", title="t", short_name=lambda name: name[:1]
    )


def stacked():
    data = pd.DataFrame({"article": [3, 1]}, index=pd.Index(["p 1", "p 2"], name="page"))
    return charts.stacked_bars(data, colours={"article": "black"}, xlabel="x", title="t")


def spread():
    return span_charts.frequency_and_spread(WORDS, xlabel="x", title="t")


def cut():
    lines = pd.DataFrame({"item_id": ["p:1", "p:2", "p:2", "p:1"], "role": "body", "text": "字字"})
    articles = pd.DataFrame({"article_id": ["p:1", "p:2"], "headline": ["题", ""],
                             "kind": ["article", "caption"]})  # fmt: skip
    return charts.page_cut(lines, articles, title="t")


def words_of():
    return clouds.grid({"甲区": {"词": 3}}, colours={}, max_words=3)[0]


def corresponding():
    data = pd.DataFrame({"kind": ["group", "term", "term"], "label": ["甲区", "一", "二"],
                         "axis_1": [0.0, 1.0, 2.0], "axis_2": [0.0, 1.0, 0.5]})  # fmt: skip
    return likeness_charts.correspondence_map(data, title="t")


def by_year():
    data = pd.DataFrame(
        {"term": ["甲", "乙"], "year": 2020, "newspaper": "报", "page_type": "",
         "comparable": False, "series": "s", "ipm_articles": 2.0, "ipm_pages": 1.0,
         "low": float("nan"), "high": float("nan"), "n_articles_with": 1, "n_articles": 2}
    )  # fmt: skip
    return term_charts.timelines(data, title="t")


def ranges():
    data = pd.DataFrame({"term": ["甲"], "freq": [3], "lowest": [1], "highest": [5]})
    return span_charts.count_ranges(data, xlabel="x", title="t")


@pytest.mark.parametrize(
    ("chart", "cells"),
    [
        (effects, [("一", "甲区"), ("二", "甲区"), ("一", "乙区")]),
        (announced, [("a-1", "开工"), ("a-2", "建成")]),
        (matrix, [("x", "甲区"), ("y", "乙区")]),
        (city, [("甲区",)]),
        (stacked, [("p 1",), ("p 2",)]),
        (spread, [(word,) for word in WORDS["token"] for _ in range(2)]),
        (cut, [("p:1", "题"), ("p:2", "(caption)"), ("p:1", "题"), ("p:2",), ("p:1", "题")]),
        (words_of, [("词", "甲区")]),
        (corresponding, [("甲区",), ("一",), ("二",)]),
        (by_year, [("甲",), ("乙",)]),
        (ranges, [("甲",)]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_chart_says_what_its_parts_stand_for(chart, cells):
    assert [tuple(mark.cells.values()) for mark in made(chart())] == cells


def test_the_shape_of_a_district_is_its_mark():
    (mark,) = made(city())
    across, down = mark.places[::2], mark.places[1::2]
    assert len(mark.places) == 8
    assert len(set(across)) == len(set(down)) == 2  # a square with its sides on the axes


def test_corners_are_thinned_out_and_a_shape_without_area_is_no_mark():
    ax = figures.axes(None)
    round_one = [(i / 4000, (i / 4000) ** 2) for i in range(4000)]
    marks.shape(ax, [*round_one, (0, 1)], {"district": "甲区"})
    marks.shape(ax, [(0.1, 0.1), (0.1, 0.9), (0.1, 0.5)], {"district": "乙区"})
    marks.shape(ax, [(5, 5), (5, 9), (9, 9)], {"district": "丙区"})  # outside the Axes
    (mark,) = made(ax)
    assert mark.cells == {"district": "甲区"}
    assert 100 < len(mark.places) < 600


def test_what_a_text_holds_does_not_end_its_line():
    ax = figures.axes(None)
    marks.box(ax, {"term": "a\tb\nc\rd\u2028e", "group": ""})
    assert [mark.cells for mark in made(ax)] == [{"term": "a b c d\u2028e"}]


def test_a_picture_shown_and_one_saved_bring_their_marks_along(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "IPython.display.display", lambda _, metadata: shown.append(metadata["image/png"])
    )
    figures.show(bars(), alt="a")
    figures.save(bars(), "bars", data=WORDS, alt="a", folder=tmp_path)
    figures.show(figures.blank("nothing"), alt="a")
    assert len(shown[0]["marks"]) == 3
    assert shown[1]["marks"] == shown[0]["marks"]
    assert "marks" not in shown[2]


def test_marks_change_nothing_in_the_picture(tmp_path):
    first, second = (figures.axes(None) for _ in range(2))
    marks.box(second, {"term": "甲"})
    assert figures._png(first.figure, 50) == figures._png(second.figure, 50)
    buffers = [io.BytesIO(figures._svg(ax.figure)) for ax in (first, second)]
    assert buffers[0].getvalue() == buffers[1].getvalue()


def test_a_figure_with_marks_goes_when_nobody_holds_it():
    figure = Figure()
    marks.cell(figure.add_subplot(), 0, 0, {"term": "甲"})
    gone = weakref.ref(figure)
    del figure
    gc.collect()
    assert gone() is None
