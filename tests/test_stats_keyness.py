"""The keyness table of all groups at once."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import contingency, dispersion, effects, inference, permutation
from analysis import keyness as module
from analysis.errors import InputError

TERMS = ["丙", "甲", "乙"]
# Two articles of 东区, three of 西区, two of 南区; the last column of sizes is not in the matrix.
DTM = np.array([[2, 6, 0], [3, 4, 1], [2, 0, 5], [2, 1, 4], [3, 0, 6], [2, 1, 1], [3, 2, 0]])
GROUPS = ["东区", "东区", "西区", "西区", "西区", "南区", "南区"]


def table(dtm=DTM, terms=TERMS, groups=GROUPS, **options) -> pd.DataFrame:
    options = {"rng": np.random.default_rng(5), "min_freq": 1, "min_docs": 1} | options
    return module.keyness(dtm, terms, groups, **options)


def row(found: pd.DataFrame, group: str, term: str) -> pd.Series:
    return found.set_index(["group", "term"]).loc[(group, term)]


def test_the_counts_are_those_of_the_group_and_of_all_other_articles():
    found = row(table(), "东区", "甲")
    assert found["freq_target"] == 10
    assert found["n_target"] == DTM[:2].sum()
    assert found["freq_reference"] == 4
    assert found["n_reference"] == DTM[2:].sum()
    assert (found["docs_target"], found["docs_reference"]) == (2, 3)
    assert (found["n_docs_target"], found["n_docs_reference"]) == (2, 5)


def test_the_columns_are_the_documented_ones():
    found = table()
    assert tuple(found.columns) == module.COLUMNS
    assert found["freq_target"].dtype == found["n_reference"].dtype == "int64"
    assert found["carried_by_one"].dtype == bool


def test_each_measure_is_that_of_its_own_function():
    found = row(table(), "东区", "甲")
    count = (10, DTM[:2].sum(), 4, DTM[2:].sum())
    assert found["log_ratio"] == effects.log_ratio(*count)
    assert found["log_likelihood"] == contingency.log_likelihood(*count)
    assert found["lrc"] == pytest.approx(float(effects.lrc(*count, m=3)))
    prior = 500 * 14 / DTM.sum()
    assert found["z"] == pytest.approx(
        float(effects.log_odds(*count, prior=prior, prior_total=500).z)
    )
    assert found["dp_norm"] == dispersion.dp_norm([6, 4], DTM[:2].sum(axis=1))
    assert found["m"] == 3


def test_p_is_exact_where_the_articles_can_be_split_in_few_ways():
    found = table()
    part = found[found["group"] == "东区"].set_index("term")
    split = permutation.permutation_p(
        DTM, DTM.sum(axis=1), np.array(GROUPS) == "东区", rng=np.random.default_rng(0)
    )
    assert part.loc[TERMS, "p"].tolist() == split.p.tolist()
    assert part["p_min"].unique().tolist() == [1 / 21]
    assert part.loc[TERMS, "q"].to_numpy() == pytest.approx(inference.benjamini_hochberg(split.p))


def test_terms_come_from_the_most_over_to_the_most_underused_group_by_group():
    found = table()
    assert found["group"].tolist() == sorted(found["group"])
    for _, part in found.groupby("group"):
        assert part["lrc"].is_monotonic_decreasing
        assert part.loc[part["lrc"] == 0, "z"].is_monotonic_decreasing


def test_a_term_below_the_thresholds_is_neither_shown_nor_counted_as_tested():
    rare = np.hstack(
        [DTM, [[9], [0], [0], [0], [0], [0], [0]], [[1], [1], [0], [0], [0], [1], [0]]]
    )
    found = table(rare, [*TERMS, "丁", "戊"], min_freq=4, min_docs=2)
    assert set(found["term"]) == set(TERMS)
    assert set(found["m"]) == {3}


def test_one_group_can_be_asked_for_and_compared_with_one_other():
    found = table(target="东区", reference="西区")
    assert set(found["group"]) == {"东区"}
    assert row(found, "东区", "甲")["freq_reference"] == 1
    assert row(found, "东区", "甲")["n_docs_reference"] == 3
    assert set(table(reference="西区")["group"]) == {"东区", "南区"}


def test_a_group_asked_for_alone_gives_the_rows_it_has_among_all():
    every = table()
    alone = table(target="西区")
    pd.testing.assert_frame_equal(alone, every[every["group"] == "西区"].reset_index(drop=True))


def test_tokens_outside_the_matrix_count_where_their_number_is_given():
    found = row(table(sizes=DTM.sum(axis=1) + 100), "东区", "甲")
    assert found["n_target"] == DTM[:2].sum() + 200


def test_strata_reach_the_permutation():
    months = ["5月", "6月", "5月", "6月", "7月", "8月", "8月"]
    assert set(table(target="东区", strata=months)["p_min"]) == {1 / 4}


# --- one article, no article -----------------------------------------------------------------


def test_a_group_of_one_article_has_no_interval_and_says_why():
    groups = ["东区", *["西区"] * 6]
    found = table(groups=groups)
    one = found[found["group"] == "东区"]
    assert one[["low", "high", "dp_norm"]].isna().all(axis=None)
    assert one["note"].str.startswith(module.ONE_TARGET).all()
    assert set(one["p_min"]) == {1 / 7}
    other = found[found["group"] == "西区"]
    assert other["note"].str.startswith(module.ONE_REFERENCE).all()
    assert other["low"].isna().all()
    assert other["log_ratio"].notna().all()


def test_groups_of_two_articles_and_more_have_intervals_and_no_note():
    found = table()
    assert (found["low"] <= found["high"]).all()
    assert set(found["note"]) == {""}


def test_a_single_group_has_nothing_to_be_compared_with():
    found = table(groups=["东区"] * 7)
    assert set(found["note"]) == {module.NO_REFERENCE}
    measures = ["log_ratio", "low", "high", "log_likelihood", "lrc", "z", "p", "p_min", "q"]
    assert found[measures].isna().all(axis=None)
    assert found["freq_target"].tolist() == [17, 17, 14]


def test_a_group_whose_articles_are_empty_keeps_its_rows_and_says_why():
    found = table(np.vstack([DTM, [0, 0, 0]]), groups=[*GROUPS, "北区"])
    empty = found[found["group"] == "北区"]
    assert set(empty["note"]) == {module.NO_TARGET}
    assert empty["log_ratio"].isna().all()
    rest = found[found["group"] != "北区"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, table())


@pytest.mark.parametrize("label", [None, "", float("nan"), pd.NA])
def test_articles_without_a_label_belong_to_no_side(label):
    groups = pd.Series([*GROUPS, label], dtype=object)
    found = table(np.vstack([DTM, [50, 50, 50]]), groups=groups)
    pd.testing.assert_frame_equal(found, table())


def test_no_articles_give_an_empty_table():
    found = table(np.zeros((0, 3)), groups=[])
    assert found.empty
    assert tuple(found.columns) == module.COLUMNS


def test_no_terms_above_the_thresholds_give_an_empty_table():
    assert table(min_freq=1000).empty


def test_a_term_that_only_one_article_holds_is_marked():
    found = table(np.hstack([DTM, [[9], [0], [0], [0], [0], [0], [0]]]), [*TERMS, "丁"])
    assert row(found, "东区", "丁")["carried_by_one"]
    assert not row(found, "西区", "乙")["carried_by_one"]


# --- whole articles --------------------------------------------------------------------------

# The second and the third row are one article about both districts.
TWO_DISTRICTS = ["a", "b", "b", "c", "d", "e", "f"]


def test_an_article_about_two_districts_stands_on_both_sides_and_is_marked():
    found = table(articles=TWO_DISTRICTS)
    shared = found.groupby("group")["shared_articles"].first()
    assert shared.to_dict() == {"东区": 1, "西区": 1, "南区": 0}
    east = row(found, "东区", "甲")
    assert (east["freq_target"], east["n_docs_target"], east["n_docs_reference"]) == (10, 2, 5)


def test_the_smallest_p_counts_whole_articles_only():
    found = table(articles=TWO_DISTRICTS).groupby("group")["p_min"].first()
    # a alone of a, c, d, e, f; c and d of these five; e and f of these five.
    assert found.to_dict() == {"东区": 1 / 5, "西区": 1 / 10, "南区": 1 / 10}
    assert table()["p_min"].min() == 1 / 35


def test_the_pieces_of_one_article_in_a_group_are_one_article():
    halves = np.vstack([DTM[:1] - 1, np.ones((1, 3), int), DTM[1:]])
    halves[0] = DTM[0] - np.minimum(DTM[0], 1)
    halves[1] = np.minimum(DTM[0], 1)
    names = ["a", "a", *"bcdefg"]
    found = table(halves, groups=["东区", *GROUPS], articles=names)
    plain = table(articles=list("abcdefg"))
    pd.testing.assert_frame_equal(found, plain)


def test_with_paragraphs_each_row_is_drawn_and_the_result_says_so():
    found = table(articles=TWO_DISTRICTS, unit="paragraph")
    assert found["note"].str.contains("by paragraph").all()
    assert found.attrs["unit"] == "paragraph"
    pd.testing.assert_series_equal(found["p"], table()["p"])
    with pytest.raises(ValueError, match="unit='word'"):
        table(unit="word")


def test_an_article_in_two_strata_and_one_without_an_id_are_refused():
    with pytest.raises(ValueError, match="Article b is in two strata"):
        table(articles=TWO_DISTRICTS, strata=["x", "x", "y", "y", "y", "y", "y"])
    with pytest.raises(ValueError, match="has no id"):
        table(articles=["a", None, *"cdefg"])


def test_the_article_that_carries_most_is_named_with_what_is_left_without_it():
    found = row(table(articles=list("abcdefg")), "东区", "甲")
    n_target, n_reference = DTM[:2].sum(), DTM[2:].sum()
    left = {
        name: effects.log_ratio(10 - DTM[at, 1], n_target - DTM[at].sum(), 4, n_reference)
        for at, name in enumerate("ab")
    }
    assert found["log_ratio_without"] == min(left.values())
    assert found["top_article"] == min(left, key=left.get)


def test_leaving_an_article_out_takes_it_from_both_sides():
    found = row(table(articles=TWO_DISTRICTS), "西区", "乙")
    one, two = DTM[[3, 4]], DTM[[0, 5, 6]]  # without b: its pieces in both districts are gone
    without_b = effects.log_ratio(one[:, 2].sum(), one.sum(), two[:, 2].sum(), two.sum())
    others = []
    for at in (3, 4):
        f1, n1 = DTM[2:5, 2].sum() - DTM[at, 2], DTM[2:5].sum() - DTM[at].sum()
        rest = DTM[[0, 1, 5, 6]]
        others.append(effects.log_ratio(f1, n1, rest[:, 2].sum(), rest.sum()))
    assert found["log_ratio_without"] == min([without_b, *others])


def test_whole_articles_do_not_depend_on_the_order_of_rows():
    order = [3, 6, 1, 0, 5, 2, 4]
    mixed = table(DTM[order], groups=[GROUPS[i] for i in order],
                  articles=[TWO_DISTRICTS[i] for i in order])  # fmt: skip
    pd.testing.assert_frame_equal(mixed, table(articles=TWO_DISTRICTS), check_exact=True)


# --- what cannot be shown --------------------------------------------------------------------


def test_a_count_of_zero_is_noted():
    found = table()
    assert row(found, "西区", "丙")["note"] == ""
    thin = np.hstack([DTM, [[3], [3], [0], [0], [0], [0], [0]]])
    found = table(thin, [*TERMS, "丁"])
    assert row(found, "东区", "丁")["note"] == module.NOT_IN_REFERENCE
    assert row(found, "东区", "丁")["pct_diff"] == np.inf
    assert row(found, "西区", "丁")["note"] == module.NOT_IN_TARGET


def test_where_no_p_can_be_small_the_table_says_that_nothing_can_be_significant():
    found = table(groups=["东区", *["西区"] * 6])
    assert found["note"].str.contains("no p below 0.14 is possible").all()


def test_the_number_of_words_needed_at_the_smallest_p():
    found = table(target="东区")  # p_min 1/21 and m 3: q is 3/21/k for k words at p_min
    assert set(found["n_needed"]) == {3}
    for k in (2, 3):
        q = inference.benjamini_hochberg([1 / 21] * k + [1] * (3 - k))
        assert (q.min() <= 0.05) == (k == 3)
    assert table(groups=["东区"] * 7)["n_needed"].isna().all()


def test_a_group_with_little_text_is_marked_and_still_described():
    found = table(min_tokens=16)
    small = found["note"].str.contains("fewer than 16 tokens")
    assert set(found.loc[small, "group"]) == {"南区"}
    assert found["log_ratio"].notna().all()


def test_the_two_cell_likelihood_is_given_on_request():
    found, count = row(table(cells=2), "东区", "甲"), (10, DTM[:2].sum(), 4, DTM[2:].sum())
    assert found["log_likelihood"] == contingency.log_likelihood(*count, cells=2)
    assert found["bayes_factor"] == contingency.bayes_factor(*count, cells=2)
    four = row(table(), "东区", "甲")
    assert four["bayes_factor"] == contingency.bayes_factor(*count)
    assert four["pct_diff"] == effects.pct_diff(*count)


def test_terms_with_the_same_counts_have_the_same_numbers_as_alone():
    both, sizes = np.hstack([DTM, DTM[:, :1]]), DTM.sum(axis=1) + 20
    doubled = table(both, [*TERMS, "戊"], sizes=sizes).set_index(["group", "term"])
    alone = table(sizes=sizes).set_index(["group", "term"])
    for group in ("东区", "南区", "西区"):
        for column in ("low", "high", "p"):
            values = [doubled.loc[(group, "丙"), column], doubled.loc[(group, "戊"), column]]
            assert values == [alone.loc[(group, "丙"), column]] * 2


# --- wrong input -----------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{"target": "北区"}, {"reference": "北区"}])
def test_an_unknown_group_is_refused_with_the_known_ones(options):
    with pytest.raises(InputError, match="东区、南区、西区"):
        table(**options)


def test_a_group_is_not_compared_with_itself():
    with pytest.raises(InputError, match="itself"):
        table(target="东区", reference="东区")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"groups": GROUPS[:-1]}, "shape"),
        ({"terms": ["甲", "乙"]}, "shape"),
        ({"sizes": [1, 2]}, "shape"),
        ({"strata": ["5月"]}, "shape"),
        ({"terms": ["甲", "乙", "甲"]}, "twice"),
        ({"dtm": -DTM}, "negative"),
        ({"dtm": DTM * np.nan}, "missing"),
        ({"dtm": np.where(DTM == 6, np.inf, DTM)}, "infinite"),
        ({"dtm": DTM * 0.5}, "whole numbers"),
        ({"sizes": [np.inf] * 7}, "finite"),
        ({"sizes": [20.5] * 7}, "whole number"),
        ({"sizes": [1] * 7}, "fewer tokens"),
        ({"n_resamples": 10}, "interval"),
    ],
)
def test_input_that_does_not_fit_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        table(**options)


# --- properties ------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(7)), st.permutations(range(3)))
def test_neither_the_order_of_articles_nor_of_terms_changes_a_byte(articles, terms):
    mixed = table(
        sparse.coo_array(DTM[np.ix_(articles, terms)]),
        [TERMS[i] for i in terms],
        [GROUPS[i] for i in articles],
    )
    pd.testing.assert_frame_equal(mixed, table(), check_exact=True)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["东区", "西区", ""]), *[st.integers(0, 4)] * 3),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_any_corpus_is_described_in_silence_and_every_gap_has_its_reason(rows):
    dtm = np.array([list(r[1:]) for r in rows])
    found = table(dtm, groups=[r[0] for r in rows], n_resamples=39)
    gaps = found["low"].isna() | found["p"].isna()
    assert (found.loc[gaps, "note"] != "").all()
    assert (
        found.loc[found["note"] == "", ["log_ratio", "p", "q", "z", "lrc"]].notna().all(axis=None)
    )
    assert (found["p"].dropna() >= found["p_min"][found["p"].notna()] - 1e-12).all()


def test_the_rates_of_all_groups_compared_agree_with_a_plain_loop():
    rng = np.random.default_rng(3)
    dtm = sparse.csr_array(rng.integers(0, 5, (30, 50)) * (rng.random((30, 50)) < 0.3))
    groups = [f"{i % 4}区" for i in range(30)]
    terms = [f"词{i:02}" for i in range(50)]
    found = table(dtm, terms, groups, n_resamples=39).set_index(["group", "term"])
    full = dtm.toarray()
    for name in sorted(set(groups)):
        inside = np.array(groups) == name
        for i, term in enumerate(terms):
            if full[:, i].sum() == 0:
                continue
            f1, f2 = full[inside, i].sum(), full[~inside, i].sum()
            n1, n2 = full[inside].sum(), full[~inside].sum()
            here = found.loc[(name, term)]
            assert here["log_ratio"] == effects.log_ratio(f1, n1, f2, n2)
            assert here["docs_target"] == (full[inside, i] > 0).sum()
            assert here["carried_by_one"] == _turns(full[:, i], full.sum(axis=1), inside)


def _turns(count: np.ndarray, sizes: np.ndarray, inside: np.ndarray) -> bool:
    """Whether leaving out an article that holds the term ends the difference, by trying each."""

    def rate(side: np.ndarray) -> float:
        return count[side].sum() / sizes[side].sum()

    sign = np.sign(rate(inside) - rate(~inside))
    side = inside if sign > 0 else ~inside
    for article in np.flatnonzero(side & (count > 0)):
        without = np.arange(len(count)) != article
        if sign and np.sign(rate(inside & without) - rate(~inside & without)) != sign:
            return True
    return False


@pytest.mark.parametrize("shape", [(3, 50), (50, 3), (150,), (200, 1)])
def test_many_comparisons_are_worked_out_in_blocks_with_the_same_result(monkeypatch, shape):
    rng = np.random.default_rng(7)
    f1, f2 = rng.integers(0, 9, shape), rng.integers(0, 9, shape)
    n1, n2 = 500 + np.arange(shape[0]).reshape(-1, *(1,) * (len(shape) - 1)), 700
    whole = contingency.log_likelihood(f1, n1, f2, n2)
    monkeypatch.setattr(contingency, "BLOCK", 64)
    assert contingency.log_likelihood(f1, n1, f2, n2).tobytes() == whole.tobytes()
