"""Charts of likeness, time and topics, by the artists drawn."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis import figures, lettering, likeness_charts, networks, palette, term_charts, times
from analysis.correspondence import correspondence
from tiny import tokens

DISTANCES = pd.DataFrame(
    [("甲区", "乙区", 0.25, 0.125), ("甲区", "丙区", 0.75, 0.5), ("乙区", "丙区", 1.0, np.nan)],
    columns=["district_a", "district_b", "distance", "expected"],
).assign(n_tokens_a=[1000, 1000, 20], n_tokens_b=[20, 3, 3])
POINTS = correspondence(
    pd.DataFrame(
        [[4, 0, 3, 3], [0, 3, 1, 1], [2, 2, 0, 0]], index=["甲区", "乙区", "丙区"],
        columns=["一", "二", "三", "四"],
    )
)  # fmt: skip
EDGES = pd.DataFrame(
    [("甲", "乙", 5, 14.0), ("乙", "丙", 5, 13.0), ("丁", "戊", 5, 13.0)],
    columns=["term_a", "term_b", "n_both", "log_dice"],
)  # fmt: skip
COMPANY = networks.communities(EDGES, rng=np.random.default_rng(1))


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def title_of(ax) -> str:
    return ax.figure.get_suptitle()


def no_overlap(ax) -> bool:
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    return not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


# --- distances ---------------------------------------------------------------------------------


def test_the_distance_map_is_in_order_and_prints_what_chance_gives():
    ax = likeness_charts.distance_map(DISTANCES, title="t")
    # 乙区 and 甲区 are nearest; 丙区 is nearer to 甲区.
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        "丙区\nn = 3", "甲区\nn = 1,000", "乙区\nn = 20",
    ]  # fmt: skip
    assert sorted(texts(ax)) == ["0.25\n(0.12)"] * 2 + ["0.75\n(0.50)"] * 2 + ["1.00"] * 2
    assert title_of(ax) == "t"


def test_the_diagonal_of_the_distance_map_is_empty_and_far_is_dark():
    ax = likeness_charts.distance_map(DISTANCES, title="t", order=["甲区", "乙区", "丙区"])
    drawn = ax.images[0].get_array()
    assert np.diag(drawn.mask).all()
    assert drawn[1, 2] == 1.0
    assert ax.images[0].norm(1.0) == 1.0


def test_another_column_is_drawn_when_asked():
    ax = likeness_charts.distance_map(
        DISTANCES.assign(excess=[0.1, -0.2, 0.3]), title="t", value="excess", beside=None,
        order=["甲区", "乙区", "丙区"],
    )  # fmt: skip
    assert "-0.20" in texts(ax)


# --- correspondence ----------------------------------------------------------------------------


def test_the_map_has_a_square_for_each_group_and_a_dot_for_each_term():
    ax = likeness_charts.correspondence_map(POINTS, title="t", colours={"甲区": palette.ACCENT})
    dots, squares = ax.collections
    assert len(dots.get_offsets()) == 4
    groups = POINTS[POINTS["kind"] == "group"][["axis_1", "axis_2"]].to_numpy()
    assert squares.get_offsets().tolist() == groups.tolist()
    from matplotlib.colors import to_rgba

    assert tuple(squares.get_facecolor()[0]) == to_rgba(palette.ACCENT)
    assert "% of inertia" in ax.get_xlabel()


def test_terms_at_one_place_share_a_name_and_no_names_overlap():
    ax = likeness_charts.correspondence_map(POINTS, title="t")
    assert {"甲区", "乙区", "丙区", "三、四"} <= set(texts(ax))
    assert no_overlap(ax)


def test_an_axis_that_is_not_there_is_said():
    two = correspondence(
        pd.DataFrame([[3, 1], [1, 3]], index=["甲区", "乙区"], columns=["一", "二"])
    )
    ax = likeness_charts.correspondence_map(two, title="t")
    assert ax.get_ylabel() == "axis 2 (no second axis)"


def test_names_without_room_are_told_and_not_drawn():
    ax = figures.axes(None, width=3, height=3)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    labels = [lettering.Label(0.5, 0.5 + n / 1000, f"很长的名字{n}") for n in range(30)]
    dropped = lettering.letter(ax, labels)
    assert texts(ax)[0] == "很长的名字0"
    assert dropped
    assert sorted(texts(ax) + dropped) == sorted(label.text for label in labels)
    assert no_overlap(ax)


# --- network -----------------------------------------------------------------------------------


def test_the_network_draws_every_edge_and_colours_by_community():
    ax = likeness_charts.cooccurrence_network(EDGES, COMPANY, title="t")
    assert len(ax.lines) == 3
    widths = [line.get_linewidth() for line in ax.lines]
    assert widths[0] > widths[1] == widths[2]
    assert sorted(texts(ax)) == sorted("甲乙丙丁戊")
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["甲"] == colours["乙"] == colours["丙"] != colours["丁"] == colours["戊"]


def test_a_word_of_no_stable_community_is_grey():
    ax = likeness_charts.cooccurrence_network(
        EDGES, COMPANY.assign(recurs=COMPANY["term"] != "甲"), title="t"
    )
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["甲"] == palette.REFERENCE_DARK != colours["乙"]


def test_the_network_is_laid_out_the_same_twice():
    one, two = (likeness_charts.cooccurrence_network(EDGES, COMPANY, title="t") for _ in "12")
    drawn = [np.array([line.get_xydata() for line in ax.lines]) for ax in (one, two)]
    assert np.array_equal(*drawn)


# --- time --------------------------------------------------------------------------------------

CORPUS = tokens(
    ("a1", "", "甲 乙"), ("a2", "", "甲 甲 乙"), ("b1", "", "甲 乙 乙"), ("c1", "", "甲"),
    page_id={"a1": "p1", "a2": "p1", "b1": "p2", "c1": "p3"},
    newspaper={"a1": "早报", "a2": "早报", "b1": "早报", "c1": "晚报"},
    year={"a1": 2018, "a2": 2018, "b1": 2020, "c1": 2020},
)  # fmt: skip


def points(kinds: dict[str, str], *terms: str) -> pd.DataFrame:
    return times.term_by_year(
        CORPUS, terms or ["甲"], rng=np.random.default_rng(1), page_types=kinds
    )


def joined(ax) -> list[int]:
    """How many points each line through points has; intervals stand upright."""
    return [len(line.get_xdata()) for line in ax.lines if len(set(line.get_xdata())) > 1]


def test_a_line_joins_only_the_same_paper_and_kind_of_page():
    same = term_charts.timeline(points(dict.fromkeys(["p1", "p2", "p3"], "要闻")), title="t")
    assert joined(same) == [2]
    other = term_charts.timeline(points({"p1": "要闻", "p2": "专版", "p3": "要闻"}), title="t")
    assert joined(other) == []


def test_every_point_shows_both_readings_and_its_articles():
    ax = term_charts.timeline(points({"p1": "要闻"}), title="t")
    assert len(ax.collections) == 2 * 3
    assert "早报\n2 of 2 art." in texts(ax)
    assert len([line for line in ax.lines if len(set(line.get_xdata())) == 1]) == 1  # 2018 only


def test_two_papers_of_one_year_stand_apart():
    ax = term_charts.timeline(points({"p1": "要闻"}), title="t")
    places = sorted({round(float(dot.get_offsets()[0][0]), 3) for dot in ax.collections})
    assert len(places) == 6


def test_points_without_a_year_are_counted_below_the_axis():
    table = points({"p1": "要闻"})
    table.loc[0, "year"] = pd.NA
    ax = term_charts.timeline(table, title="t")
    assert "1 without a year left out" in ax.get_xlabel()
    table["year"] = pd.array([pd.NA] * len(table), dtype="Int64")
    assert "nothing to draw" in texts(term_charts.timeline(table, title="t"))[0]


def test_small_multiples_have_one_scale():
    figure = term_charts.timelines(points({"p1": "要闻"}, "甲", "乙", "无"), title="t")
    drawn = [ax for ax in figure.axes if ax.axison]
    assert [ax.get_title(loc="left") for ax in drawn] == ["甲", "乙", "无"]
    assert len({ax.get_ylim() for ax in drawn}) == 1


# --- topics ------------------------------------------------------------------------------------

PREVALENCE = pd.DataFrame(
    [("甲区", 1, "一、二", 0.75, 100, 3, True), ("甲区", 2, "三、四", 0.25, 100, 3, False),
     ("乙区", 1, "一、二", 0.5, 900, 1, True), ("乙区", 2, "三、四", 0.5, 900, 1, False)],
    columns=["group", "topic", "words", "share", "n_tokens", "n_articles", "recurs"],
)  # fmt: skip


def test_topics_that_do_not_recur_are_marked_and_the_largest_district_is_first():
    ax = term_charts.topic_map(PREVALENCE, title="t")
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["1 一、二", "2† 三、四"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [
        "乙区\n1 art.\nn = 900", "甲区\n3 art.\nn = 100",
    ]  # fmt: skip
    assert texts(ax) == ["50%", "75%", "50%", "25%"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: likeness_charts.distance_map(DISTANCES.head(0), title="t"),
        lambda: likeness_charts.correspondence_map(POINTS.head(0), title="t"),
        lambda: likeness_charts.cooccurrence_network(EDGES.head(0), COMPANY.head(0), title="t"),
        lambda: term_charts.timeline(points({"p1": "要闻"}).head(0), title="t"),
        lambda: term_charts.timelines(points({"p1": "要闻"}).head(0), title="t").axes[0],
        lambda: term_charts.timelines(points({"p1": "要闻"}).assign(year=None), title="t").axes[0],
        lambda: term_charts.topic_map(PREVALENCE.head(0), title="t"),
    ],
)
def test_a_table_without_rows_is_said_and_not_drawn(draw):
    assert "nothing to draw" in texts(draw())[0]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: likeness_charts.distance_map(
            DISTANCES.replace("甲区", "𠀀区"), title="𠀀", order=["𠀀区", "乙区", "丙区"]
        ),
        lambda: likeness_charts.correspondence_map(POINTS.replace("一", "𠀀"), title="𠀀"),
        lambda: likeness_charts.cooccurrence_network(
            EDGES.replace("甲", "𠀀"), COMPANY.replace("甲", "𠀀"), title="𠀀"
        ),
        lambda: term_charts.timelines(points({"p1": "要闻"}).replace("早报", "𠀀报"), title="𠀀"),
        lambda: term_charts.topic_map(PREVALENCE.replace("一、二", "𠀀"), title="𠀀"),
    ],
)
def test_a_character_outside_the_font_is_drawn_as_a_geta(draw):
    assert figures._png(figures._figure(draw()), 50)
