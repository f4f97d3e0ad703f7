"""Charts of spans and the diagram of the chain, by the artists drawn."""

import pandas as pd
import pytest

from analysis import diagrams, figures, palette, schema, span_charts

RANGES = pd.DataFrame(
    {"term": ["甲词", "乙词"], "freq": [44, 3], "lowest": [0, 3], "highest": [61, 3]}
)
SPREAD = pd.DataFrame(
    {"token": ["甲", "乙"], "ipm": [9000.0, 200.0], "dp_norm": [0.2, 0.9], "note": ["9", "2"]}
)
ANNOUNCED = pd.DataFrame(
    {
        "announcement_id": ["a", "b"], "district": ["甲区", ""], "what": ["建成" * 30, "发布"],
        "announced": ["2018-07-01", "2021-01"], "target": ["2019-07-01", ""], "done": ["", "2022"],
    }
)  # fmt: skip


def test_a_count_stands_on_the_line_between_its_extremes():
    ax = span_charts.count_ranges(RANGES, xlabel="tokens", title="t")
    assert [list(line.get_xdata()) for line in ax.lines] == [[0, 61], [3, 3]]
    assert ax.collections[0].get_offsets().tolist() == [[44, 0], [3, 1]]
    assert [text.get_text() for text in ax.texts] == ["44", "0", "61", "3"]
    assert ax.get_xlabel() == "tokens"
    assert ax.yaxis_inverted()


def test_beside_each_bar_of_frequency_stands_its_spread():
    figure = span_charts.frequency_and_spread(SPREAD, xlabel="per million", title="t")
    often, evenly = figure.axes
    assert [bar.get_width() for bar in often.patches] == [9000, 200]
    assert evenly.collections[-1].get_offsets().tolist() == [[0.2, 0], [0.9, 1]]
    assert [text.get_text() for text in often.texts] == ["9", "2"]
    assert often.xaxis.get_major_formatter()(2000, 0) == "2,000"
    assert "DPnorm" in evenly.get_xlabel()
    assert figure.get_suptitle() == "t"


def test_an_announcement_reaches_to_the_day_it_names_and_the_issue_that_reports_it():
    ax = span_charts.announced(ANNOUNCED, colours={"甲区": palette.ACCENT}, title="t")
    reached = [list(line.get_xdata()) for line in ax.lines]
    assert reached == [[2018.5, 2019.5], [pytest.approx(2021 + 0.5 / 12), 2022.5]]
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[0].startswith("甲区  建成建成") and names[0].endswith("…")
    assert names[1] == "–  发布"


@pytest.mark.parametrize(
    ("date", "year"),
    [("2021", 2021.5), ("2021-01-01", 2021.0), ("2021-12-31", 2021 + (11 + 30 / 31) / 12)],
)
def test_a_date_is_a_year_with_its_fraction(date, year):
    assert span_charts.year_of(date) == pytest.approx(year)


def test_tables_without_a_row_draw_their_title():
    for ax in (
        span_charts.count_ranges(RANGES.head(0), xlabel="x", title="t"),
        span_charts.announced(ANNOUNCED.head(0), colours={}, title="t"),
        span_charts.frequency_and_spread(SPREAD.head(0), xlabel="x", title="t").axes[0],
    ):
        assert [text.get_text() for text in ax.texts] == ["nothing to draw: the table has no rows"]


def test_every_table_of_the_contract_has_its_box_with_its_rows():
    sizes = {name: 1000 + number for number, name in enumerate(schema.COLUMNS)}
    ax = diagrams.chain_diagram(sizes, title="t")
    texts = [text.get_text() for text in ax.texts]
    for name, size in sizes.items():
        assert texts[texts.index(f"{size:,}") + 1] == name
    assert len(ax.patches) == len(sizes)
    assert set(diagrams.MADE_OF) | {"pages"} == set(diagrams.PLACES)
    assert figures._png(ax.figure, 50).startswith(b"\x89PNG")


@pytest.mark.parametrize("colour", palette.group_colours([str(n) for n in range(16)]).values())
def test_letters_in_a_groups_colour_can_be_read(colour):
    shade = palette.legible(colour)
    assert palette.contrast(shade, palette.PAPER) >= palette.LEGIBLE
    assert (shade == colour) == (palette.contrast(colour, palette.PAPER) >= palette.LEGIBLE)
