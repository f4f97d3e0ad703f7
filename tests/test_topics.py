"""Themes by word lists: reading the lists, finding their words, sharing them out by group."""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import paths, topics
from analysis.errors import InputError

GOLD = Path(__file__).parent / "gold"
HEADER = "theme_id\ttheme\tgloss\tterm\tsource\n"

THEMES = pd.DataFrame(
    [
        ("a", "甲题", "first", "甲", "x"),
        ("a", "甲题", "first", "甲乙丙", "x"),
        ("b", "乙题", "second", "乙", "x"),
        ("b", "乙题", "second", "丁", "x"),
        ("c", "丁题", "third", "丁", "x"),
        ("d", "无题", "fourth", "戊", "x"),
    ],
    columns=list(topics.COLUMNS),
)


def sentence_table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Sentences s0, s1, … from (article, district, text)."""
    return pd.DataFrame(
        [(f"s{i}", *row) for i, row in enumerate(rows)],
        columns=["sentence_id", "article_id", "district", "text"],
    )


def shares(sentences: pd.DataFrame, **options) -> pd.DataFrame:
    options = {"rng": np.random.default_rng(7), "themes": THEMES, "min_sentences": 1} | options
    return topics.theme_shares(topics.theme_hits(sentences, THEMES), sentences, **options)


def row(table: pd.DataFrame, group: str, theme_id: str) -> pd.Series:
    found = table[(table["group"] == group) & (table["theme_id"] == theme_id)]
    assert len(found) == 1
    return found.iloc[0]


# --- the lists -------------------------------------------------------------------------------


def corpus_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "themes.tsv").write_bytes(text.encode("utf-8"))
    return tmp_path


def test_each_shipped_theme_has_10_to_25_words_and_each_word_a_source():
    themes = topics.load_themes()
    assert tuple(themes.columns) == topics.COLUMNS
    assert themes.groupby("theme_id").size().between(10, 25).all()
    assert themes["theme_id"].nunique() == themes["theme"].nunique() >= 16
    assert themes["term"].str.len().ge(2).all()
    assert (themes["source"].str.contains("《|“", regex=True) | themes["source"].str.startswith(
        "reader's choice: ")).all()  # fmt: skip


def test_the_shipped_list_puts_no_word_into_two_themes():
    assert topics.load_themes()["term"].is_unique


def test_a_corpus_folder_brings_its_own_themes(tmp_path):
    corpus = corpus_with(tmp_path, HEADER + "a\t甲题\tfirst\t甲乙\tx\n")
    assert topics.load_themes(corpus)["term"].tolist() == ["甲乙"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme\tterm\n", "line 1"),
        (HEADER + "a\t甲题\tfirst\t甲乙\n", "line 2"),
        (HEADER + "a\t甲题\tfirst\t甲乙\tx\n\na\t甲题\tfirst\t丙丁\tx\n", "line 3"),
        (HEADER + "a\t甲题\tfirst\t\tx\n", "line 2"),
        (HEADER + "a\t甲题\tfirst\t甲乙 \tx\n", "line 2"),
        (HEADER + "a\t甲题\tfirst\t甲乙\t\n", "line 2"),
        (HEADER + "a\t甲题\tfirst\t甲乙\tx\na\t甲题\tfirst\t甲乙\ty\n", "stands in line 2"),
        (HEADER + "a\t甲题\tfirst\t甲乙\tx\na\t乙题\tfirst\t丙丁\ty\n", "line 3"),
        (HEADER, "no theme"),
        (HEADER.replace("\n", "\r\n"), "line"),
    ],
)
def test_a_faulty_list_is_refused_with_file_and_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said) as caught:
        topics.load_themes(corpus_with(tmp_path, text))
    assert "themes.tsv" in str(caught.value)


def test_a_latin_term_is_not_found_inside_a_word_or_a_number():
    themes = pd.DataFrame(
        [("a", "甲题", "x", t, "x") for t in ("5G", "甲")], columns=topics.COLUMNS
    )
    found = topics.theme_hits(sentence_table(("p", "q", "15G和5G，5GA甲")), themes)
    assert list(zip(found["term"], found["start"], strict=True)) == [("5G", 4), ("甲", 10)]


def test_a_list_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "themes.tsv").write_bytes(HEADER.encode() + "甲".encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8"):
        topics.load_themes(tmp_path)


def test_the_shipped_list_ends_its_lines_with_a_line_feed_only():
    data = paths.resource(None, "themes.tsv").read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.startswith(b"\xef\xbb\xbf")


# --- the words -------------------------------------------------------------------------------


def test_the_longest_word_wins_and_covers_the_shorter_ones():
    hits = topics.theme_hits(sentence_table(("A", "东区", "甲乙丙乙")), THEMES)
    assert hits.values.tolist() == [["s0", "a", "甲乙丙", 0], ["s0", "b", "乙", 3]]


def test_a_word_of_two_themes_is_a_hit_for_both():
    hits = topics.theme_hits(sentence_table(("A", "东区", "子丁")), THEMES)
    assert hits.values.tolist() == [["s0", "b", "丁", 1], ["s0", "c", "丁", 1]]


def test_words_with_marks_that_mean_something_to_a_pattern_are_taken_literally():
    themes = THEMES.head(1).assign(term="甲+(乙)")
    hits = topics.theme_hits(sentence_table(("A", "东区", "甲甲乙，甲+(乙)")), themes)
    assert hits[["term", "start"]].values.tolist() == [["甲+(乙)", 4]]


def test_no_sentences_and_no_themes_give_an_empty_table_of_hits():
    for sentences, themes in (
        (sentence_table(), THEMES),
        (sentence_table(("A", "", "甲")), THEMES[:0]),
    ):
        hits = topics.theme_hits(sentences, themes)
        assert hits.empty
        assert tuple(hits.columns) == topics.HIT_COLUMNS
        assert hits["start"].dtype == "int64"


@settings(deadline=None)
@given(st.lists(st.text("甲乙丙丁子", max_size=12), max_size=6))
def test_every_hit_is_the_text_at_its_place_and_none_overlaps_another(texts):
    sentences = sentence_table(*(("A", "东区", text) for text in texts))
    hits = topics.theme_hits(sentences, THEMES)
    by_id = dict(zip(sentences["sentence_id"], sentences["text"], strict=True))
    end: Counter[str] = Counter()
    for (sentence_id, start, term), _ in hits.groupby(["sentence_id", "start", "term"], sort=False):
        assert by_id[sentence_id][start : start + len(term)] == term
        assert start >= end[sentence_id]
        end[sentence_id] = start + len(term)


# --- the shares ------------------------------------------------------------------------------

TEXTS = sentence_table(
    ("A", "东区", "甲甲"), ("A", "东区", "乙"), ("A", "东区", "子"), ("B", "东区", "甲丁"),
    ("B", "东区", "子"), ("C", "西区", "乙乙乙"), ("C", "西区", "子"), ("C", "", "甲"),
)  # fmt: skip


def test_a_share_is_sentences_with_the_theme_by_sentences_of_the_group():
    found = row(shares(TEXTS), "东区", "a")
    assert found["share"] == 2 / 5
    assert (found["n_sentences_with"], found["n_sentences"]) == (2, 5)
    assert (found["n_articles_with"], found["n_articles"]) == (2, 2)
    assert found["theme"] == "甲题"
    assert row(shares(TEXTS), "西区", "b")["share"] == 1 / 2


def test_the_words_that_made_the_share_are_named_with_their_occurrences():
    assert row(shares(TEXTS), "东区", "a")["words"] == "甲 3"
    assert row(shares(TEXTS), "东区", "b")["words"] == "丁 1、乙 1"
    assert row(shares(TEXTS, n_words=1), "东区", "b")["words"] == "丁 1"


def test_a_sentence_can_carry_several_themes_so_shares_do_not_add_up_to_1():
    table = shares(sentence_table(("A", "东区", "甲丁"), ("A", "东区", "甲丁")))
    assert table["share"].sum() == 3


def test_a_theme_that_nobody_touches_has_share_0_and_no_words():
    found = row(shares(TEXTS), "东区", "d")
    assert (found["share"], found["low"], found["words"]) == (0, 0, "")
    assert found["high"] > 0


def test_without_the_themes_only_those_found_have_rows():
    table = shares(TEXTS, themes=None)
    assert set(table["theme_id"]) == {"a", "b", "c"}
    assert table["theme"].tolist() == table["theme_id"].tolist()


def test_the_shares_of_one_article_have_no_interval_by_article_and_say_so():
    found = row(shares(TEXTS), "西区", "b")
    assert np.isnan(found["boot_low"])
    assert np.isnan(found["boot_high"])
    assert found["note"] == topics.ONE_ARTICLE
    assert 0 < found["low"] < found["share"] < found["high"] < 1


def test_the_interval_by_article_is_wider_than_wilsons_where_a_theme_clumps():
    rows = [(f"A{i}", "东区", "甲" if i < 3 else "子") for i in range(6) for _ in range(30)]
    found = row(shares(sentence_table(*rows)), "东区", "a")
    assert found["boot_low"] < found["low"] < 0.5 < found["high"] < found["boot_high"]


def test_intervals_are_the_same_however_many_draws_are_held_at_once(monkeypatch):
    rows = [(f"A{i}", "东区", "甲" if i < 3 else "子") for i in range(6) for _ in range(3)]
    whole = shares(sentence_table(*rows))
    monkeypatch.setattr(topics, "_BLOCK", 6 * 7)  # seven draws of six articles
    pd.testing.assert_frame_equal(shares(sentence_table(*rows)), whole, check_exact=True)


def test_a_group_below_the_minimum_has_counts_and_no_share():
    found = row(shares(TEXTS, min_sentences=3), "西区", "b")
    assert (found["n_sentences_with"], found["n_sentences"]) == (1, 2)
    assert found[["share", "low", "high", "boot_low", "boot_high"]].isna().all()
    assert "2 sentences" in found["note"]


def test_sentences_without_a_group_are_left_out():
    assert set(shares(TEXTS)["group"]) == {"东区", "西区"}
    gone = TEXTS.assign(district=TEXTS["district"].where(TEXTS["district"] != "", None))
    pd.testing.assert_frame_equal(shares(gone), shares(TEXTS))


def test_any_column_can_be_the_group():
    assert row(shares(TEXTS, by="article_id"), "C", "a")["share"] == 1 / 3


def test_no_sentences_give_an_empty_table_of_shares():
    table = shares(sentence_table())
    assert table.empty
    assert tuple(table.columns) == topics.SHARE_COLUMNS


def test_hits_of_other_sentences_are_refused():
    hits = topics.theme_hits(TEXTS, THEMES)
    with pytest.raises(ValueError, match="belongs to no sentence"):
        topics.theme_shares(hits, TEXTS.head(2), rng=np.random.default_rng(1))


def test_a_sentence_that_stands_twice_is_refused():
    twice = pd.concat([TEXTS, TEXTS.head(1)])
    with pytest.raises(ValueError, match="twice"):
        shares(twice)


MANY = sentence_table(
    *((f"A{i}", "东区", "甲" * (i < j) + "子") for i in range(7) for j in (1, 2, 3, 9 - i)),
    *((f"B{i}", "西区", "乙" * (i < j) + "子") for i in range(9) for j in (1, 4, 7, 9 - i, 2 * i)),
)


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(len(MANY))))
def test_the_order_of_the_sentences_changes_nothing(order):
    few = {"n_resamples": 60}
    pd.testing.assert_frame_equal(shares(MANY.iloc[list(order)], **few), shares(MANY, **few))


@pytest.mark.parametrize("group", ["东区", "西区"])
def test_another_group_in_the_table_changes_nothing(group):
    few = {"n_resamples": 39}
    alone, both = shares(MANY[MANY["district"] == group], **few), shares(MANY, **few)
    pd.testing.assert_frame_equal(alone, both[both["group"] == group].reset_index(drop=True))


# --- against a reader ------------------------------------------------------------------------

# The reader's themes and ours are cut differently: approvals stand with the business environment
# there and with government services here, so both count for them.
READER = {
    "T01": {"digital_city"}, "T02": {"digital_economy"}, "T03": {"digital_life"},
    "T04": {"digital_governance"}, "T05": {"public_services"},
    "T06": {"business_environment", "public_services"}, "T07": {"party"}, "T08": {"parks"},
    "T09": {"digital_technology"}, "T11": {"education"}, "T12": {"credit"},
    "T14": {"community"}, "T15": {"trade"}, "T16": {"innovation"}, "T18": {"peoples_city"},
    "T19": {"yangtze_delta"},
}  # fmt: skip


def read_passages(gold: Path) -> list[dict[str, str]]:
    with (gold / "theme_passages.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def passage_sentences(gold: Path) -> pd.DataFrame:
    """The annotated sentences with the passage that their paragraph begins in, as `passage`."""
    spans = []
    for passage in read_passages(gold):
        first, _, last = passage["lines"].removeprefix("L").partition("-")
        spans.append((int(passage["seed"]), int(first), int(last or first), passage["passage"]))
    passage_of: dict[tuple[str, int], str] = {}
    with (gold / "lines.tsv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for seed, first, last, name in spans:
                inside = first <= int(line["line"]) <= last
                if int(line["seed"]) == seed and line["role"] == "p" and inside:
                    passage_of.setdefault((line["item"], int(line["paragraph"])), name)
    rows = []
    for text in (gold / "sentences.jsonl").read_text("utf-8").splitlines():
        record = json.loads(text)
        passage = passage_of.get((record["id"], record["paragraph"]))
        if passage is not None:
            rows += [(record["id"], passage, sentence) for sentence in record["sentences"]]
    return sentence_table(*rows).rename(columns={"district": "passage"})


def agreement(gold: Path) -> pd.DataFrame:
    """Per passage: the theme most sentences touch, the reader's main theme, whether they agree."""
    sentences, themes = passage_sentences(gold), topics.load_themes()
    table = topics.theme_shares(
        topics.theme_hits(sentences, themes), sentences, rng=np.random.default_rng(1),
        by="passage", themes=themes, min_sentences=1, n_resamples=39,
    )  # fmt: skip
    rows = []
    for passage in read_passages(gold):
        ranked = table[table["group"] == passage["passage"]]
        best = ranked[ranked["n_sentences_with"] == ranked["n_sentences_with"].max()]
        top = set(best["theme_id"]) if ranked["n_sentences_with"].max() else set()
        main = READER[passage["main_theme"]]
        named = main.union(*(READER.get(x, set()) for x in passage["secondary_themes"].split("|")))
        rows.append((passage["passage"], "|".join(sorted(top)), "|".join(sorted(main)),
                     bool(top) and top <= main, bool(top & main), bool(top & named)))  # fmt: skip
    return pd.DataFrame(rows, columns=["passage", "top", "main", "alone", "agrees", "any_theme"])


@pytest.mark.skipif(
    not (GOLD / "theme_passages.csv").exists(), reason="the reader's passages are not here"
)
def test_the_theme_of_most_sentences_is_a_readers_main_theme_in_most_passages(capsys):
    table = agreement(GOLD)
    with capsys.disabled():
        said = f"main theme by sentences = by reading: {table['alone'].sum()} of {len(table)}"
        sys.stdout.write(f"\n{said} passages\n")
    assert table["alone"].mean() >= 0.8


def test_a_sentence_without_text_is_refused_by_name():
    sentences = sentence_table(("A", "东区", "甲"), ("B", "东区", "乙")).assign(text=["甲", None])
    with pytest.raises(InputError, match=f"Sentence {sentences['sentence_id'][1]} has no text"):
        topics.theme_hits(sentences, THEMES)
