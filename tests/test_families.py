"""Families and variants: what is counted together, in three ways that rise from left to right."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import counts, families, variants
from analysis.errors import InputError
from analysis.families import Family
from analysis.lookalikes import Lookalikes
from analysis.systems import System

HEADER = "family\tmembers\treason\n"
SYSTEMS = [
    System("一网统管", ("一网统管", "一网通管"), "programme"),
    System("甲乙", ("甲乙",), "park"),
]
LOOKALIKES = Lookalikes(
    {"统": {"绕": ("shape", "试")}, "甲": {"由": ("shape", "试")}},
    {"磨练": ("磨炼", "phrase", "试"), "裏": ("里", "variant", "试")},
)


def tables(*cut):
    """The tables tokens and sentences of sentences given as words with strokes between."""
    rows, texts = [], []
    for number, sentence in enumerate(cut):
        words = sentence.split("/") if sentence else []
        starts = [len("".join(words[:at])) for at in range(len(words))]
        rows += [(f"s{number}", w, at) for w, at in zip(words, starts, strict=True)]
        texts.append((f"s{number}", "".join(words)))
    return (
        pd.DataFrame(rows, columns=["sentence_id", "token", "start"]),
        pd.DataFrame(texts, columns=["sentence_id", "text"]),
    )


def three(*cut, family, **options):
    """The rows of the counts as tuples, without the family's name."""
    table = families.family_counts(*tables(*cut), [family], **options)
    return [tuple(row)[1:] for row in table.itertuples(index=False)]


ONE = Family("一网*", ("一网*",))


def test_a_pattern_holds_every_word_with_its_beginning_and_a_substring_counts_more():
    cut = ["推进/一网通办/和/一网统管", "统一/网格/管理"]
    assert three(*cut, family=ONE) == [("一网统管;一网通办", 2, 2, 3)]


def test_a_variant_counts_for_its_name():
    cut = ["一网通管/建设", "一网统管", "一网统管"]
    merged = {"一网通管": "一网统管"}
    assert three(*cut, family=ONE, variants=merged, by="name") == [
        ("一网统管", "一网统管;一网通管", 3, 3, 3)
    ]
    assert [row[0] for row in three(*cut, family=ONE, by="name")] == ["一网统管", "一网通管"]
    listed = Family("统管", ("一网统管",))
    assert three(*cut, family=listed, variants=merged) == [("一网统管;一网通管", 3, 3, 3)]


def test_nested_names_count_the_longest_or_all():
    cut = ["大数据/来/了", "大数据中心", "上海大数据展", "强大/数据"]
    family = Family("大数据*", ("大数据*",))
    assert three(*cut, family=family, by="name") == [
        ("大数据", "大数据", 1, 3, 4),
        ("大数据中心", "大数据中心", 1, 1, 1),
    ]
    assert three(*cut, family=family) == [("大数据;大数据中心", 2, 3, 4)]


def test_a_name_may_be_made_of_several_tokens_and_names_do_not_overlap():
    cut = ["甲/乙/丙/丁"]
    family = Family("甲", ("甲乙", "乙丙", "甲乙丙"))
    assert three(*cut, family=family, by="name") == [
        ("甲乙丙", "甲乙丙", 1, 1, 1),
        ("乙丙", "", 0, 1, 1),
        ("甲乙", "", 0, 1, 1),
    ]


def test_a_name_of_the_lexicon_is_found_inside_a_longer_word():
    family = Family("数字化*", ("数字化*",))
    cut = ["城市数字化转型"]
    assert three(*cut, family=family) == [("", 0, 0, 1)]
    assert three(*cut, family=family, names=["数字化转型"]) == [("", 0, 1, 1)]


@given(st.lists(st.lists(st.text("甲乙丙", min_size=1, max_size=3), max_size=6), max_size=4))
def test_the_three_counts_rise_and_a_family_has_no_more_places_than_its_names(cut):
    sentences = ["/".join(words) for words in cut]
    family = Family("甲", ("甲乙*", "乙丙"))
    [(_, longest, overlapping, substring)] = three(*sentences, family=family)
    assert longest <= overlapping <= substring
    by_name = three(*sentences, family=family, by="name")
    assert longest == sum(row[2] for row in by_name)
    assert overlapping <= sum(row[3] for row in by_name)
    plain = sum("".join(words).count(stem) for words in cut for stem in ("甲乙", "乙丙"))
    assert substring == plain


def test_a_family_that_stands_nowhere_has_a_row_of_noughts():
    assert three("", "。", "🙂", family=ONE) == [("", 0, 0, 0)]


def test_merged_variants_change_the_frequency_and_not_n():
    table = pd.DataFrame(
        {
            "token": ["一网通管", "一网统管", "好"],
            "sentence_id": "a:1",
            "position": [0, 1, 2],
            "article_id": "a",
            "role": "body",
            "kind": "article",
        }
    )
    merged = variants.merge_variants(table, variants.name_of_forms(SYSTEMS))
    freq = counts.frequency(merged).set_index("token")
    assert freq["freq"].to_dict() == {"一网统管": 2, "好": 1}
    assert set(freq["n_tokens"]) == {3}
    assert table["token"].iloc[0] == "一网通管"


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("none", {}),
        ("listed", {"一网通管": "一网统管", "磨练": "磨炼"}),
        ("look-alike", {"一网通管": "一网统管", "磨练": "磨炼", "一网绕管": "一网统管"}),
    ],
)
def test_merging_is_a_choice(how, expected):
    words = ["一网绕管", "由乙", "一网通管"]
    assert variants.name_of_forms(SYSTEMS, LOOKALIKES, words=words, how=how) == expected


def test_the_shipped_families_are_read_and_a_corpus_brings_its_own(tmp_path):
    assert {"一网*", "数字化*", "大数据*"} <= {family.name for family in families.load_families()}
    (tmp_path / "families.tsv").write_text(HEADER + "甲\t甲乙*|丙丁\t试\n", "utf-8")
    assert families.load_families(tmp_path) == [Family("甲", ("甲乙*", "丙丁"), "试")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("甲\t甲乙\t", "no reason"),
        ("甲\t\t试", "no members"),
        ("\t甲乙\t试", "no family"),
        ("甲\t甲*\t试", "“甲\\*” is too short"),
        ("甲\t甲乙|\t试", "“” is too short"),
        ("甲\t甲*乙\t试", "a \\* inside"),
        ("甲\t*甲乙\t试", "a \\* inside"),
        ("甲\t甲乙", "2 columns"),
    ],
)
def test_a_faulty_family_is_refused_with_file_and_line(tmp_path, row, said):
    (tmp_path / "families.tsv").write_text(f"{HEADER}{row}\n", "utf-8")
    with pytest.raises(InputError, match=rf"families\.tsv, line 2: .*{said}"):
        families.load_families(tmp_path)


def test_a_family_that_stands_twice_is_refused(tmp_path):
    (tmp_path / "families.tsv").write_text(HEADER + "甲\t甲乙\t试\n甲\t丙丁\t试\n", "utf-8")
    with pytest.raises(InputError, match=r"line 3: .*twice"):
        families.load_families(tmp_path)
