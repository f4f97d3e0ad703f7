"""Reprints: which texts are nearly the same, and statistics without them."""

import itertools
import random

import numpy as np
import pandas as pd
import pytest

from analysis import near_pairs, reprints
from analysis.errors import InputError
from tiny import shuffled, tokens


def texts(**by_id: str) -> pd.DataFrame:
    rows = [(f"{name}:1", name, "body", text) for name, text in by_id.items()]
    return pd.DataFrame(rows, columns=["sentence_id", "article_id", "role", "text"])


def pairs(table: pd.DataFrame, **options) -> list[tuple]:
    found = reprints.near_duplicates(table, **({"min_chars": 1} | options))
    return [tuple(row) for row in found.itertuples(index=False)]


def test_the_jaccard_similarity_of_a_pair_is_exact():
    # 甲乙 乙丙 丙丁 丁戊 and 甲乙 乙丙 丙丁 丁己: three shared of five
    found = pairs(texts(a="甲乙丙丁戊", b="甲乙丙丁己"), shingle=2, threshold=0.5)
    assert found == [("a", "b", 3 / 5, 3, "a")]
    assert not pairs(texts(a="甲乙丙丁戊", b="甲乙丙丁己"), shingle=2, threshold=0.61)


def test_punctuation_and_blanks_make_no_difference():
    assert pairs(texts(a="甲乙，丙丁。", b="甲 乙丙丁"))[0][2] == 1.0


def test_clusters_reach_from_neighbour_to_neighbour():
    found = pairs(
        texts(b="甲乙丙丁戊己", c="乙丙丁戊己庚", a="丙丁戊己庚辛", z="子丑寅卯辰巳"),
        shingle=2, threshold=4 / 6,
    )  # fmt: skip
    assert [row[:2] for row in found] == [("a", "c"), ("b", "c")]
    assert {row[4] for row in found} == {"a"}


def test_many_copies_of_one_text_are_paired_with_the_first_only():
    found = pairs(texts(**{f"t{n:02}": "甲乙丙丁戊" for n in range(50)}))
    assert len(found) == 49
    assert {(row[0], row[2], row[4]) for row in found} == {("t00", 1.0, "t00")}


@pytest.mark.parametrize("threshold", [0.02, 0.3, 0.5, 0.7, 0.8, 0.95, 1.0])
def test_no_pair_of_random_texts_above_the_threshold_is_missed_and_none_is_made_up(threshold):
    draw = random.Random(5)
    made = {f"t{n:03}": [chr(0x4E00 + draw.randrange(900)) for _ in range(40)] for n in range(60)}
    for n in range(60, 90):  # copies with some characters changed
        copy = list(made[f"t{n - 60:03}"])
        for _ in range(draw.randrange(4)):
            copy[draw.randrange(40)] = "一"
        made[f"t{n:03}"] = copy
    made = {name: "".join(chars) for name, chars in made.items()}

    def runs(text: str) -> set[str]:
        return {text[at : at + 4] for at in range(len(text) - 3)}

    truth = {}
    for a, b in itertools.combinations(sorted(made), 2):
        one, two = runs(made[a]), runs(made[b])
        if len(one & two) / len(one | two) >= threshold:
            truth[a, b] = len(one & two) / len(one | two)
    assert len(truth) > 6
    found = pairs(texts(**made), threshold=threshold)
    assert {row[:2]: row[2] for row in found} == truth


def filled_in(n: int) -> pd.DataFrame:
    """One form filled in so often: every two texts share most of their runs, no two all."""
    made = {f"t{at:05}": f"甲地第{at:05}号乙丙丁戊己庚辛壬癸子丑寅卯" for at in range(n)}
    return texts(**made)


def test_pairs_of_a_form_grow_with_the_texts_and_not_with_their_square(monkeypatch):
    assert len(pairs(filled_in(60), threshold=0.3)) == 60 * 59 / 2  # few: every one
    monkeypatch.setattr(near_pairs, "ALWAYS", 0)
    few, many = (reprints.near_duplicates(filled_in(n), threshold=0.3) for n in (400, 800))
    assert 400 <= len(few) < len(many) <= 2.5 * len(few)
    assert set(many["cluster"]) == {"t00000"}  # all of them hang together
    assert many.attrs["n_unseen"] > 3 * few.attrs["n_unseen"] > 0
    alike = dict(zip(filled_in(800)["article_id"], filled_in(800)["text"], strict=True))
    for row in many.head(200).itertuples():
        one, two = ({alike[name][at : at + 4] for at in range(len(alike[name]) - 3)}
                    for name in (row.id_a, row.id_b))  # fmt: skip
        assert row.jaccard == len(one & two) / len(one | two) >= 0.3


def test_nothing_is_passed_over_while_few_texts_meet():
    assert reprints.near_duplicates(filled_in(60), threshold=0.3).attrs["n_unseen"] == 0


@pytest.mark.parametrize("most", [30, 100, 1_000, 10_000])
def test_the_window_is_the_largest_that_keeps_to_the_bound(most):
    n_texts = np.array([1, 0, 7, 40, 3, 120])

    def meetings(window: int) -> int:
        return sum(min(at, window) for n in n_texts for at in range(n))

    for window in (1, 2, 6, 7, 50, 200):
        assert near_pairs._n_meetings(n_texts, window) == meetings(window)
    window = near_pairs._window(n_texts, most)
    if window is None:
        assert meetings(200) <= most
    else:
        assert meetings(window + 1) > most
        assert meetings(window) <= most or window == 1


def test_sentences_are_compared_by_themselves_and_short_ones_not():
    table = pd.DataFrame(
        [("s1", "a", "body", "甲乙丙丁戊己"), ("s2", "b", "body", "甲乙丙丁戊己"),
         ("s3", "b", "body", "子丑"), ("s4", "c", "body", "子丑"),
         ("s5", "d", "byline", "甲乙丙丁戊己")],
        columns=["sentence_id", "article_id", "role", "text"],
    )  # fmt: skip
    assert [row[:2] for row in pairs(table, unit="sentence", min_chars=3)] == [("s1", "s2")]
    assert not pairs(table, unit="article", min_chars=3)[1:]


def test_texts_without_a_character_are_no_reprints():
    assert not pairs(texts(a="——", b="！！", c=float("nan"), d=""))


def test_shuffled_sentences_give_the_same_table():
    table = texts(b="甲乙丙丁戊己", c="乙丙丁戊己庚", a="丙丁戊己庚辛")
    assert pairs(table, threshold=0.3) == pairs(shuffled(table), threshold=0.3)


def test_an_empty_table_gives_an_empty_one_with_its_types():
    found = reprints.near_duplicates(texts())
    assert list(found.columns) == list(reprints.COLUMNS)
    assert found["jaccard"].dtype == "float64"
    assert reprints.members(found).empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "page"}, "unit='page'"),
        ({"shingle": 0}, "shingle=0"),
        ({"threshold": 0}, "threshold=0"),
        ({"threshold": float("nan")}, "threshold=nan"),
    ],
)
def test_an_option_out_of_range_is_refused(options, message):
    with pytest.raises(InputError, match=message):
        pairs(texts(a="甲"), **options)


def test_a_doubled_sentence_is_refused_before_it_becomes_its_own_reprint():
    table = texts(a="甲乙丙丁")
    with pytest.raises(InputError, match="stands twice — 'a:1'"):
        reprints.near_duplicates(pd.concat([table, table]))


CORPUS = tokens(("a", "甲区", "甲 乙"), ("b", "乙区", "甲 乙"), ("c", "乙区", "丙 丁"))
COPIES = pd.DataFrame([("a", "b", 1.0, 2, "a")], columns=list(reprints.COLUMNS))


def test_the_first_text_of_a_cluster_stays_and_the_later_go():
    kept = reprints.without_reprints(CORPUS, COPIES)
    assert kept["article_id"].unique().tolist() == ["a", "c"]
    assert len(reprints.without_reprints(CORPUS, COPIES.head(0))) == len(CORPUS)


def test_clusters_of_another_corpus_are_refused():
    with pytest.raises(InputError, match="No article of the clusters is in the table"):
        reprints.without_reprints(CORPUS.assign(article_id="x"), COPIES)


def test_any_statistic_is_given_with_and_without():
    def freq(table: pd.DataFrame) -> pd.DataFrame:
        return table.groupby("token", as_index=False).size()

    found = reprints.with_and_without(freq, CORPUS, COPIES, on=["token"])
    assert found.columns.tolist() == ["token", "size_all", "size_without"]
    assert found.set_index("token").loc["甲"].tolist() == [2, 1]
    number = reprints.with_and_without(len, CORPUS, COPIES)
    assert number.iloc[0].tolist() == [6, 4]


def test_a_row_that_only_copies_had_is_missing_and_not_zero():
    def groups(table: pd.DataFrame) -> pd.DataFrame:
        return table.groupby("district", as_index=False).size()

    only = COPIES.assign(id_a="a", id_b="c")
    found = reprints.with_and_without(
        groups, CORPUS[CORPUS["article_id"] != "b"], only, on=["district"]
    ).set_index("district")
    assert found["size_without"].isna().tolist() == [True, False]


def test_rows_that_cannot_be_matched_are_refused():
    with pytest.raises(InputError, match="cannot be matched"):
        reprints.with_and_without(lambda t: t, CORPUS, COPIES, on=["token"])
    with pytest.raises(InputError, match="lacks the column word"):
        reprints.with_and_without(lambda t: t, CORPUS, COPIES, on=["word"])
