"""Correspondence analysis, against the smoking data of Greenacre's textbook."""

import numpy as np
import pandas as pd
import pytest

from analysis.correspondence import correspondence, telling
from analysis.errors import InputError

# Staff groups by smoking: Greenacre's textbook example, which the R package ca ships as `smoke`
# (Nenadić and Greenacre 2007). The values are the output of ca 0.72 and FactoMineR 2.17 as quoted
# in another project's tests; no R was run here and the book's own pages were not at hand.
SMOKE = pd.DataFrame(
    [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]],
    index=["SM", "JM", "SE", "JE", "SC"], columns=["none", "light", "medium", "heavy"],
)  # fmt: skip
ROWS = [
    [-0.06576838388, -0.19373700362], [0.25895842143, -0.24330457490],
    [-0.38059488705, -0.01065990720], [0.23295190822, 0.05774390775],
    [-0.20108912188, 0.07891123093],
]  # fmt: skip
COLUMNS = [
    [-0.39330844858, -0.030492071109], [0.09945592079, 0.141064289200],
    [0.19632095640, 0.007359108587], [0.29377598524, -0.197765656349],
]  # fmt: skip


@pytest.fixture(scope="module")
def points() -> pd.DataFrame:
    return correspondence(SMOKE)


def test_principal_inertias_of_the_smoking_data(points):
    assert points.attrs["inertia"] == pytest.approx(
        [0.0747591058858, 0.0100171805122, 0.0004135740799], abs=1e-9
    )
    assert points.attrs["axis_shares"] == pytest.approx(
        [0.877558731361, 0.117586535018, 0.004854733621], abs=1e-9
    )
    assert points.attrs["total_inertia"] == pytest.approx(0.08518986048, abs=1e-9)  # χ² 16.44/193


def test_principal_coordinates_of_the_smoking_data(points):
    found = points.set_index("label")[["axis_1", "axis_2"]]
    truth = np.array(ROWS + COLUMNS)
    truth *= [-1, -1]  # the group that contributes most (SE, JM) lies on the positive side
    assert found.to_numpy() == pytest.approx(truth, abs=1e-9)


def test_contributions_and_quality_of_the_smoking_data(points):
    own = points.set_index("label")
    assert own.loc["SE", "contribution_1"] == pytest.approx(0.512005548965, abs=1e-9)
    assert own.loc["JM", "contribution_2"] == pytest.approx(0.551150551610, abs=1e-9)
    assert own.loc["none", "contribution_1"] == pytest.approx(0.65399582881, abs=1e-9)
    assert own.loc["SM", "quality"] == pytest.approx(0.09223202566 + 0.8003363897625, abs=1e-9)
    share = own.loc["SM", "inertia_share"] * 0.08518986048
    assert share == pytest.approx(0.002672932363, abs=1e-9)


def test_the_shares_of_each_kind_add_up_to_one(points):
    columns = ["contribution_1", "contribution_2", "contribution", "inertia_share"]
    assert points.groupby("kind")[columns].sum().to_numpy() == pytest.approx(1, abs=1e-8)


def test_the_middle_of_each_kind_is_the_origin(points):
    for _, part in points.groupby("kind"):
        assert np.average(part["axis_1"], weights=part["n"]) == pytest.approx(0, abs=1e-9)


def test_shuffled_rows_and_columns_give_the_same_places():
    turned = correspondence(SMOKE.iloc[::-1, [2, 0, 3, 1]]).set_index("label")
    pd.testing.assert_frame_equal(
        turned.sort_index(), correspondence(SMOKE).set_index("label").sort_index()
    )


def test_a_row_without_counts_has_no_place_and_changes_none():
    wider = SMOKE.assign(pipe=0)
    wider.loc["XX"] = 0
    found = correspondence(wider).set_index("label")
    assert np.isnan(found.loc["XX", "axis_1"])
    assert np.isnan(found.loc["pipe", "contribution"])
    assert found.loc["XX", "n"] == 0
    assert found.loc["SE", "axis_1"] == pytest.approx(0.38059488705, abs=1e-9)
    assert "XX" not in set(telling(correspondence(wider))["label"])


def test_two_groups_have_one_axis_and_the_second_is_unknown():
    found = correspondence(pd.DataFrame([[3, 1], [1, 3]], index=["a", "b"], columns=["x", "y"]))
    assert found["axis_2"].isna().all()
    assert found["axis_1"].abs().tolist() == pytest.approx([0.5] * 4)


def test_the_most_telling_terms_are_kept_with_all_groups(points):
    kept = telling(points, n_terms=1)
    assert kept["label"].tolist() == ["SM", "JM", "SE", "JE", "SC", "none"]
    assert kept.attrs["inertia"] == points.attrs["inertia"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (SMOKE.head(1), "1 group and 4 terms with counts"),
        (pd.DataFrame([[1, 2], [2, 4]]), "same shares of words"),
        (SMOKE - 5, "negative or missing"),
        (SMOKE.astype(float).replace(4, np.nan), "negative or missing"),
        (pd.concat([SMOKE, SMOKE]), "A group stands twice — 'SM'"),
        (SMOKE.head(0), "0 groups and 0 terms"),
    ],
)
def test_a_table_that_cannot_be_mapped_says_why(table, message):
    with pytest.raises(InputError, match=message):
        correspondence(table)
