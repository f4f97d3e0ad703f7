"""Distances between districts, what chance gives, and their order."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cosine, jensenshannon

from analysis import documents, likeness
from analysis.errors import InputError
from tiny import shuffled, tokens

CORPUS = tokens(
    ("a1", "甲区", "甲 甲 乙"), ("a2", "甲区", "甲 乙 丙"),
    ("b1", "乙区", "甲 丙"), ("b2", "乙区", "丙 丙"),
    ("c1", "丙区", "丁 丁 丁"), ("d1", "全市", "甲"), ("e1", "", "甲"),
)  # fmt: skip


def docs(table: pd.DataFrame = CORPUS, **options) -> documents.Documents:
    return documents.documents(table, **options)


def distances(table: pd.DataFrame = CORPUS, **options) -> pd.DataFrame:
    return likeness.distances(docs(table), **({"rng": np.random.default_rng(7)} | options))


def pair(table: pd.DataFrame, a: str, b: str) -> pd.Series:
    return table.set_index(["district_a", "district_b"]).loc[(a, b)]


def from_counts(**groups: list[list[int]]) -> documents.Documents:
    """Documents straight from counts: each group's list of articles."""
    from scipy.sparse import csr_array

    names = [(f"{name}{n}", name) for name in groups for n in range(len(groups[name]))]
    rows = [row for name in groups for row in groups[name]]
    terms = pd.Index([f"t{n}" for n in range(len(rows[0]))])
    of = np.array([group for _, group in names], dtype=object)
    return documents.Documents(
        csr_array(np.array(rows)), pd.Index([n for n, _ in names]), of, terms
    )


# --- documents ---------------------------------------------------------------------------------


def test_documents_are_articles_cut_by_district_without_the_city():
    made = docs()
    assert made.documents.tolist() == ["a1\t甲区", "a2\t甲区", "b1\t乙区", "b2\t乙区", "c1\t丙区"]
    assert made.terms.tolist() == ["丁", "丙", "乙", "甲"]
    assert made.matrix.toarray()[0].tolist() == [0, 0, 1, 2]


def test_group_counts_are_the_sums_and_keep_the_most_frequent():
    table = documents.group_counts(docs(), n_terms=2)
    assert table.columns.tolist() == ["丙", "甲"]  # four each
    assert table.loc["甲区"].tolist() == [1, 3]


def test_no_word_left_is_said():
    with pytest.raises(InputError, match="No word is left to compare"):
        docs(min_freq=99)


# --- distances ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "q", "bits"),
    [
        ([1, 0], [0, 1], 1.0),
        ([1, 1], [2, 0], 0.311278),
        ([30, 10, 5, 55], [75, 100, 50, 775], 0.065986),
    ],
)
def test_jensen_shannon_has_the_reference_values_in_bits(p, q, bits):
    found = likeness.distances(from_counts(a=[p], b=[q]), rng=np.random.default_rng(1))
    assert found.loc[0, "distance"] == pytest.approx(bits, abs=1e-6)


def test_both_measures_agree_with_scipy():
    p, q = np.array([3, 2, 1, 0]), np.array([1, 0, 3, 2])
    made = from_counts(a=[p.tolist()], b=[q.tolist()])
    for measure, truth in (
        ("jensen_shannon", jensenshannon(p, q, base=2) ** 2), ("cosine", cosine(p, q)),
    ):  # fmt: skip
        found = likeness.distances(made, rng=np.random.default_rng(1), measure=measure)
        assert found.loc[0, "distance"] == pytest.approx(truth, abs=1e-12)


def test_one_text_of_two_tokens_has_the_expectation_that_can_be_counted():
    # 甲 in a, 乙 in b: dealt out anew each side gets one of the two, always 1 bit.
    found = likeness.distances(from_counts(a=[[1, 0]], b=[[0, 1]]), rng=np.random.default_rng(1))
    assert found.loc[0, ["distance", "expected", "excess"]].tolist() == [1, 1, 0]
    # {甲甲乙乙} dealt into two pairs: 2 of 6 deals part the words (1 bit), 4 mix them (0).
    found = likeness.distances(
        from_counts(a=[[2, 0]], b=[[0, 2]]), rng=np.random.default_rng(1), n_resamples=4000
    )
    assert found.loc[0, "expected"] == pytest.approx(1 / 3, abs=0.03)


def test_short_texts_are_expected_further_apart_than_long_ones():
    short = from_counts(a=[[3, 2, 2, 1]], b=[[2, 3, 1, 2]])
    long = from_counts(a=[[300, 200, 200, 100]], b=[[200, 300, 100, 200]])
    near = [likeness.distances(d, rng=np.random.default_rng(1)) for d in (short, long)]
    assert near[0].loc[0, "distance"] == pytest.approx(near[1].loc[0, "distance"])
    assert near[0].loc[0, "expected"] > 10 * near[1].loc[0, "expected"]
    assert near[0].loc[0, "excess"] < 0 < near[1].loc[0, "excess"]


def test_one_article_has_no_interval_and_says_so():
    row = pair(distances(), "丙区", "甲区")
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])
    assert row["note"] == "one article: 丙区; no interval"
    assert row["distance"] == 1.0


def test_an_interval_by_article_holds_the_distance_and_shrinks_when_articles_agree():
    row = pair(distances(), "乙区", "甲区")
    assert 0 <= row["low"] <= row["distance"] <= row["high"] <= 1
    assert row["low"] < row["high"]
    same = from_counts(a=[[2, 1]] * 3, b=[[1, 2]] * 3)
    found = likeness.distances(same, rng=np.random.default_rng(1)).loc[0]
    assert found["low"] == pytest.approx(found["high"]) == pytest.approx(found["distance"])


def test_words_lost_by_drawing_an_article_twice_do_not_move_the_interval_off_the_distance():
    # The same eight articles on both sides, each of one word of its own: 0 bits, and every redrawn
    # pair is apart.
    own = np.eye(8, dtype=int).tolist()
    found = likeness.distances(from_counts(a=own, b=own), rng=np.random.default_rng(1)).loc[0]
    assert found["low"] == found["distance"] == 0


def test_sizes_of_both_stand_beside_the_distance():
    row = pair(distances(), "乙区", "甲区")
    assert row[["n_tokens_a", "n_tokens_b", "n_articles_a", "n_articles_b"]].tolist() == [
        4,
        6,
        2,
        2,
    ]


def test_a_group_without_a_compared_word_is_unknown_and_not_far():
    found = likeness.distances(from_counts(a=[[1, 1]], b=[[0, 0]]), rng=np.random.default_rng(1))
    assert found.loc[0, ["distance", "expected"]].isna().all()
    cos = likeness.distances(
        from_counts(a=[[1, 1]], b=[[0, 0]]), rng=np.random.default_rng(1), measure="cosine"
    )
    assert np.isnan(cos.loc[0, "distance"])


def test_one_district_has_no_pair():
    found = distances(CORPUS[CORPUS["district"] == "甲区"])
    assert found.empty
    assert list(found.columns) == list(likeness.DISTANCE_COLUMNS)
    assert likeness.ordered(found) == []


def test_shuffled_tokens_give_the_same_distances():
    pd.testing.assert_frame_equal(distances(), distances(shuffled(CORPUS)))


def test_too_few_resamples_and_an_unknown_measure_are_refused():
    with pytest.raises(InputError, match=r"38 give no 95% interval\. Ask for 39"):
        distances(n_resamples=38)
    with pytest.raises(ValueError, match="measure='euclid'"):
        distances(measure="euclid")


# --- order -------------------------------------------------------------------------------------


def table_of(points: dict[str, float]) -> pd.DataFrame:
    names = sorted(points)
    rows = [(a, b, abs(points[a] - points[b])) for i, a in enumerate(names) for b in names[i + 1 :]]
    return pd.DataFrame(rows, columns=["district_a", "district_b", "distance"])


def test_points_on_a_line_are_ordered_along_it():
    assert likeness.ordered(table_of({"a": 0.0, "c": 0.1, "b": 0.5, "d": 0.7})) == list("acbd")


def test_the_order_within_a_branch_is_the_best_one_and_not_the_trees():
    # The tree alone gives 3, 0, 1, 7, 12.
    points = dict(zip("abcde", (0.0, 1.0, 3.0, 7.0, 12.0), strict=True))
    assert likeness.ordered(table_of(points)) == list("abcde")


def test_the_square_is_symmetric_with_zeros_on_its_diagonal():
    table = likeness.square(table_of({"a": 0.0, "b": 0.25, "c": 1.0}), order=["c", "a", "b"])
    assert table.loc["c"].tolist() == [0, 1, 0.75]
    assert table.equals(table.T)


def test_districts_with_a_missing_distance_come_last():
    table = table_of({"a": 0.0, "c": 0.1, "b": 0.5, "d": 0.7})
    table.loc[table["district_a"] == "a", "distance"] = np.nan
    assert likeness.ordered(table) == ["c", "b", "d", "a"]
