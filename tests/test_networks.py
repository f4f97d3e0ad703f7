"""Words in the same sentences: pairs, communities, and whether they recur."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from analysis import networks
from analysis.errors import InputError
from conftest import PROJECT
from tiny import shuffled, tokens

PATHS = (str(PROJECT), str(PROJECT / "tests"))
CORPUS = tokens(
    ("a1", "甲区", "甲 乙 丙"), ("a1", "甲区", "甲 乙"), ("a2", "甲区", "甲 乙 乙"),
    ("a2", "甲区", "丙 丁"), ("a3", "乙区", "甲 丁"),
)  # fmt: skip


def edges(table: pd.DataFrame = CORPUS, **options) -> pd.DataFrame:
    return networks.cooccurrence(table, **({"min_both": 1, "min_articles": 1} | options))


def cliques(*bridges: tuple[str, str]) -> pd.DataFrame:
    """Two groups of five words, all joined within, and bridges between."""
    groups = ["甲乙丙丁戊", "子丑寅卯辰"]
    joined = [(a, b) for g in groups for i, a in enumerate(g) for b in g[i + 1 :]]
    rows = [(*sorted(pair), 5, 5, 5, 50, 3, 14.0) for pair in joined]
    rows += [(*sorted(pair), 1, 5, 5, 50, 2, 8.0) for pair in bridges]
    return pd.DataFrame(rows, columns=list(networks.EDGE_COLUMNS))


def communities(table: pd.DataFrame, **options) -> pd.DataFrame:
    return networks.communities(table, **({"rng": np.random.default_rng(7)} | options))


def test_a_pair_counts_sentences_and_not_occurrences():
    row = edges().set_index(["term_a", "term_b"]).loc[("乙", "甲")]
    assert row[["n_both", "n_a", "n_b", "n_sentences", "doc_freq"]].tolist() == [3, 3, 4, 5, 2]
    assert row["log_dice"] == pytest.approx(14 + np.log2(6 / 7), abs=1e-9)


def test_the_strongest_pair_stands_first_and_names_settle_ties():
    found = edges()
    assert found["log_dice"].is_monotonic_decreasing
    assert found.loc[0, ["term_a", "term_b"]].tolist() == ["乙", "甲"]
    assert (found["term_a"] < found["term_b"]).all()


def test_a_pair_of_one_article_is_left_out_by_default():
    assert len(edges(min_articles=2)) == 1
    assert networks.cooccurrence(CORPUS)["doc_freq"].tolist() == [2]


def test_only_the_most_frequent_words_are_looked_at():
    assert {*edges(n_terms=2)["term_a"], *edges(n_terms=2)["term_b"]} == {"甲", "乙"}


def test_shuffled_tokens_give_the_same_pairs():
    pd.testing.assert_frame_equal(edges(), edges(shuffled(CORPUS)))


def test_no_pair_is_an_empty_table_with_no_community():
    found = edges(tokens(("a", "甲区", "甲"), ("a", "甲区", "乙")))
    assert found.empty
    assert list(communities(found).columns) == list(networks.NODE_COLUMNS)


def test_two_cliques_with_a_bridge_are_two_communities_that_always_recur():
    found = communities(cliques(("甲", "子")))
    assert found.groupby("community")["term"].agg(lambda t: "".join(sorted(t))).tolist() == [
        "丁丙乙戊甲", "丑卯子寅辰",
    ]  # fmt: skip
    assert found["stability"].tolist() == [1.0] * 10
    assert found["recurs"].all()
    assert found.set_index("term").loc["甲", "degree"] == 5
    assert found.attrs["n_communities"] == [2, 2]


def test_a_word_between_two_groups_is_less_stable_than_the_others():
    rows = [(*sorted((word, "中")), 3, 5, 5, 50, 2, 13.0) for word in "甲乙丙丁戊子丑寅卯辰"]
    table = pd.concat(
        [cliques(), pd.DataFrame(rows, columns=list(networks.EDGE_COLUMNS))], ignore_index=True
    )
    found = communities(table).set_index("term")["stability"]
    assert found["中"] < found.drop("中").min()


def test_one_run_knows_no_stability():
    assert communities(cliques(), n_runs=1)["stability"].isna().all()


def test_shuffled_edges_give_the_same_communities():
    table = cliques(("甲", "子"), ("乙", "丑"))
    pd.testing.assert_frame_equal(communities(table), communities(shuffled(table)))


def test_communities_are_the_same_in_every_process():
    code = "import test_networks as t; print(t.communities(t.cliques(('甲', '子'))).to_csv())"
    out = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(PATHS)},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(out) == 1


def test_a_doubled_edge_and_no_run_are_refused():
    with pytest.raises(InputError, match="An edge stands twice"):
        communities(pd.concat([cliques(), cliques()]))
    with pytest.raises(InputError, match="n_runs=0"):
        communities(cliques(), n_runs=0)
