"""Figures, by the artists drawn and the bytes saved; never by pixels."""

import hashlib

import numpy as np
import pandas as pd
import pytest

from analysis import charts, clouds, figures, maps, palette
from analysis.errors import InputError

WORDS = pd.DataFrame(
    {"token": ["甲", "乙", "丙"], "ipm": [30.0, 20.0, 10.0], "note": ["3", "2", "1"]}
)


def bars(data=WORDS):
    return charts.bars(
        data, label="token", value="ipm", note="note", xlabel="per million", title="甲 first"
    )


def title_of(drawn) -> str:
    return figures._figure(drawn).get_suptitle()


def test_bars_are_as_long_as_their_values_and_the_first_row_is_on_top():
    ax = bars()
    assert [bar.get_width() for bar in ax.patches] == [30.0, 20.0, 10.0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["甲", "乙", "丙"]
    assert ax.yaxis_inverted()
    assert [text.get_text() for text in ax.texts] == ["3", "2", "1"]
    assert ax.get_xlabel() == "per million"
    assert title_of(ax) == "甲 first"


def test_two_dollars_in_a_label_are_no_formula():
    ax = bars(WORDS.assign(token=["$\\(x\\)$ $$\\a$$", "a\tb", "丙"]))
    assert figures._png(ax.figure, 50).startswith(b"\x89PNG")
    assert [label.get_text() for label in ax.get_yticklabels()][1] == "a b"


def test_names_that_would_stand_on_each_other_are_turned():
    data = pd.DataFrame(
        {"on the page": [1.0] * 12}, index=[f"一个很长的版面名{n}" for n in range(12)]
    )
    turned = [
        {label.get_rotation() for label in ax.get_xticklabels()}
        for ax in (
            charts.dumbbells(part, title="t", ylabel="y", colours={"on the page": palette.INK})
            for part in (data, data.head(3))
        )
    ]
    assert turned == [{90.0}, {0.0}]


def test_the_heat_map_prints_its_notes_and_keeps_no_text_apart_from_zero():
    data = pd.DataFrame(
        {"甲区": [0.5, float("nan")], "乙区": [0.0, 0.25]}, index=["主题一", "主题二"]
    )
    notes = pd.DataFrame({"甲区": ["5", ""], "乙区": ["", "2"]}, index=data.index)
    ax = charts.heat_map(data, notes=notes, unit="share", title="t")
    drawn = ax.images[0].get_array()
    assert drawn.mask.tolist() == [[False, False], [True, False]]
    assert [text.get_text() for text in ax.texts] == ["5", "", "", "2"]


def test_stacked_bars_stand_one_behind_the_other():
    data = pd.DataFrame({"article": [3, 1], "caption": [1, 0]}, index=["p1", "p2"])
    ax = charts.stacked_bars(
        data, colours={"article": "#000000", "caption": "#ffffff"}, xlabel="characters", title="t"
    )
    lefts = [bar.get_x() for bar in ax.patches]
    assert lefts == [0, 0, 3, 1]


def test_the_dot_matrix_prints_each_count_and_no_zero():
    data = pd.DataFrame({"甲区": [3, 0], "乙区": [0, 1]}, index=["x", "y"])
    ax = charts.dot_matrix(data, colours={}, title="t")
    assert sorted(text.get_text() for text in ax.texts) == ["1", "3"]


def test_dumbbells_join_the_readings_of_a_row_and_no_two_rows():
    data = pd.DataFrame({"page": [1.0, 2.0], "article": [3.0, 1.0]}, index=["p1", "p2"])
    ax = charts.dumbbells(
        data, title="t", ylabel="rate", colours={"page": "grey", "article": "red"}
    )
    assert [line.get_xdata().tolist() for line in ax.lines] == [[0, 0], [1, 1]]
    assert [line.get_ydata().tolist() for line in ax.lines] == [[1.0, 3.0], [1.0, 2.0]]


def test_two_readings_near_each_other_are_printed_beside_each_other_and_not_upon():
    data = pd.DataFrame({"page": [7.6, 0.4], "article": [7.8, 0.4]}, index=["p1", "p2"])
    colours = {"page": "grey", "article": "red"}
    ax = charts.dumbbells(data, title="t", ylabel="rate", colours=colours)
    figures._png(ax.figure, 50)
    boxes = [text.get_window_extent() for text in ax.texts]
    assert [text.get_text() for text in ax.texts] == ["7.6", "0.4", "7.8", "0.4"]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


@pytest.mark.parametrize("colour", [*palette._GROUPS, palette.REFERENCE, palette.NOTHING])
def test_a_count_can_be_read_on_every_colour_that_a_dot_may_have(colour):
    data = pd.DataFrame({"甲区": [3]}, index=["x"])
    ax = charts.dot_matrix(data, colours={"甲区": colour}, title="t")
    assert palette.contrast(ax.texts[0].get_color(), colour) >= 4


def test_the_contrast_of_black_on_white_is_21_and_of_a_colour_on_itself_1():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)  # WCAG 2.1, definition
    assert palette.contrast(palette.ACCENT, palette.ACCENT) == 1


def test_effect_panels_draw_an_interval_only_where_there_is_one():
    data = pd.DataFrame(
        {
            "group": ["甲区", "甲区", "乙区"], "term": ["a", "b", "c"],
            "log_ratio": [2.0, 1.0, 3.0],
            "low": [1.0, float("nan"), float("nan")], "high": [3.0, float("nan"), float("nan")],
            "note": ["", "", ""],
        }
    )  # fmt: skip
    figure = charts.effect_panels(data, colours={}, reference="the rest", title="t")
    first, second = figure.axes[:2]
    assert len(first.lines) == 2  # the zero line and one interval
    assert len(second.lines) == 1
    assert first.get_title(loc="left") == "甲区"


@pytest.mark.parametrize(
    "draw",
    [
        lambda empty: bars(WORDS.head(0)),
        lambda empty: charts.heat_map(empty, notes=empty, unit="u", title="t"),
        lambda empty: charts.dot_matrix(empty, colours={}, title="t"),
        lambda empty: charts.effect_panels(
            pd.DataFrame(columns=["group"]), colours={}, reference="r", title="t"
        ),
        lambda empty: clouds.grid({}, colours={}, max_words=5)[0],
    ],
)
def test_a_table_without_rows_is_said_and_not_drawn(draw):
    drawn = figures._figure(draw(pd.DataFrame()))
    assert any("nothing to draw" in text.get_text() for text in drawn.axes[0].texts)
    figures._png(drawn, 50)


def test_a_figure_saved_twice_has_the_same_bytes_and_its_numbers_beside_it(tmp_path, capsys):
    digests = []
    for name in ("one", "two"):
        figures.save(bars(), "words", data=WORDS, alt="three bars", folder=tmp_path / name)
        files = sorted((tmp_path / name).iterdir())
        assert [path.suffix for path in files] == [".csv", ".png", ".svg"]
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in files])
    assert digests[0] == digests[1]
    svg = (tmp_path / "one" / "words.svg").read_text("utf-8")
    assert "<text" not in svg
    assert "date" not in svg.lower()


def test_a_glyph_that_the_font_lacks_is_an_error_and_never_a_box():
    ax = bars()
    ax.set_xlabel("𠀀")
    with pytest.raises(InputError, match="character that the font does not hold"):
        figures._png(ax.figure, 50)


def test_labels_with_characters_outside_the_font_are_drawn_with_a_geta():
    assert figures.drawable("静安𠀀区") == "静安〓区"
    ax = bars(WORDS.assign(token=["甲𠀀", "乙", "丙"]))
    assert ax.get_yticklabels()[0].get_text() == "甲〓"
    figures._png(ax.figure, 50)


def test_a_long_finding_is_set_in_lines_that_fit():
    ax = figures.axes(None, width=4)
    figures.title(ax, "甲乙丙丁、" * 20)
    lines = title_of(ax).splitlines()
    assert len(lines) > 2
    assert "".join(lines) == "甲乙丙丁、" * 20


def test_a_cloud_draws_or_names_every_word_tried():
    words = {f"词语{n}": 100 - n for n in range(60)}
    ax, dropped = clouds.cloud(words, colour="#000000", title="t", max_words=60)
    assert len(ax.patches) + len(dropped) == 60
    assert dropped
    assert set(dropped) <= set(words)


def test_no_two_words_of_a_cloud_overlap():
    words = {
        f"{a}{b}": 60 - n for n, (a, b) in enumerate(zip("治园产平数", "理区业台据", strict=True))
    }
    words |= {f"长长的词语{n}": 30 - n for n in range(20)}
    ax, _ = clouds.cloud(words, colour="#000000", title="t")
    grid = np.stack(np.meshgrid(np.arange(0, clouds.WIDTH, 2), np.arange(0, clouds.HEIGHT, 2)), -1)
    ink = sum(
        patch.get_path().contains_points(grid.reshape(-1, 2)).astype(int) for patch in ax.patches
    )
    assert (ink > 1).sum() <= 0.002 * (ink > 0).sum()  # strokes may touch, words may not overlap


def test_words_in_one_line_of_a_cloud_are_set_apart_and_the_title_counts_them():
    words = {f"词{a}": 40 - n for n, a in enumerate("治园产平数理区业台据市城建设社会")}
    ax, dropped = clouds.cloud(words, colour="#000000", title="甲区", max_words=16)
    assert title_of(ax) == f"甲区 ({16 - len(dropped)} of 16 words drawn)"
    boxes = [patch.get_path().get_extents() for patch in ax.patches]
    for a in boxes:
        for b in boxes:
            shared = min(a.y1, b.y1) - max(a.y0, b.y0)
            low = min(a.height, b.height)
            if a is not b and a.x0 < b.x0 and shared > 0.6 * low:
                assert b.x0 - a.x1 > 0.2 * low


def test_a_cloud_is_the_same_whatever_the_order_of_ties():
    words = {"甲乙": 3, "丙丁": 3, "戊己": 3, "庚辛": 1}
    first, _ = clouds.cloud(words, colour="#000000", title="t")
    again, _ = clouds.cloud(dict(reversed(words.items())), colour="#000000", title="t")
    assert [p.get_path().vertices.tolist() for p in first.patches] == [
        p.get_path().vertices.tolist() for p in again.patches
    ]


def test_a_cloud_refuses_a_word_that_would_be_a_box():
    with pytest.raises(InputError, match="characters that the font does not hold"):
        clouds.cloud({"𠀀": 1}, colour="#000000", title="t")


def test_the_map_has_every_district_and_shades_only_those_with_a_count():
    from matplotlib.colors import to_rgba

    shapes = maps.outlines()
    assert len(shapes) == 16
    ax = maps.district_map({"静安区": 4, "浦东新区": 0}, shapes, unit="sentences", title="t")
    grey = to_rgba(palette.NOTHING)
    shaded = {patch.get_facecolor() for patch in ax.patches if patch.get_facecolor() != grey}
    assert len(shaded) >= 1
    texts = [text.get_text() for own in ax.figure.axes for text in own.texts]
    texts += [text.get_text() for child in ax.child_axes for text in child.texts]
    assert "静安\n4" in texts
    assert "浦东" in texts
    assert len(texts) == 16


def test_no_line_runs_from_the_map_to_its_inset_and_grey_claims_no_more_than_it_knows():
    from matplotlib.inset import InsetIndicator

    ax = maps.district_map({"静安区": 4}, maps.outlines(), unit="sentences", title="t")
    marks = [child for child in ax.get_children() if isinstance(child, InsetIndicator)]
    assert [line.get_visible() for mark in marks for line in mark.connectors] == [False] * 4
    assert ax.figure.axes[-1].get_ylabel() == "sentences; grey: none is given to it"


SQUARES = {
    "甲区": [[(0.0, 60.0), (1.0, 60.0), (1.0, 61.0), (0.0, 61.0)]],
    "乙区": [[(1.0, 60.0), (2.0, 60.0), (2.0, 61.0), (1.0, 61.0)]],
}


def test_the_scale_of_a_map_ends_at_its_own_largest_district():
    counts = {"甲区": 4, "乙区": 2, "全市": 900, "外地": 50, "–": 70}
    ax = maps.district_map(counts, SQUARES, unit="sentences", title="t")
    from matplotlib.colors import to_rgba

    assert ax.patches[0].get_facecolor() == pytest.approx(to_rgba(palette.ACCENT), abs=0.01)
    assert ax.figure.axes[-1].get_ylim() == (0, 4)


def test_a_map_is_stretched_by_its_own_latitude():
    ax = maps.district_map({}, SQUARES, unit="sentences", title="t")
    assert ax.get_aspect() == pytest.approx(1 / np.cos(np.radians(60.5)))
    ax = maps.district_map({}, maps.outlines(), unit="sentences", title="t")
    assert ax.get_aspect() == pytest.approx(1.17, abs=0.005)


def test_a_map_is_lettered_with_the_names_given_else_with_the_full_names():
    ax = maps.district_map({"甲区": 4}, SQUARES, unit="u", title="t", short_name=lambda n: n[0])
    assert [text.get_text() for text in ax.texts] == ["甲\n4", "乙"]
    ax = maps.district_map({"甲区": 4}, SQUARES, unit="u", title="t")
    assert [text.get_text() for text in ax.texts] == ["甲区\n4", "乙区"]


def test_another_city_without_a_map_has_none_and_a_broken_one_is_refused(tmp_path):
    assert maps.outlines(city="nowhere") is None
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "x.geojson").write_text('{"features": [{"a": 1}]}')
    with pytest.raises(InputError, match="is no map that can be drawn"):
        maps.outlines(tmp_path, city="x")


def test_a_district_keeps_its_colour_in_every_figure():
    groups = [f"{n}区" for n in range(16)]
    colours = palette.group_colours(groups)
    assert len(set(colours.values())) == 16
    assert palette.group_colours(groups[:3])["2区"] == colours["2区"]
