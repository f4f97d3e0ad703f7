"""Suspected misprints: what is suggested, what never is, and how it fares on annotated pages."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import lexicon, lookalikes, misprints, schema, systems, tokens
from analysis.errors import InputError

GOLD = Path(__file__).parent / "gold" / "misprints.csv"
HEAD = "\t".join(lookalikes.COLUMNS)
LEXICON = lexicon.load_lexicon()
LISTED = lookalikes.load_lookalikes()
SYSTEMS = systems.load_systems()


def tables(*texts, role="body"):
    """Sentences of one paragraph on one page, and their tokens."""
    rows = [
        (f"p:01:{i:03d}", "p:01", role, 1, i, text, i, i, "", "") for i, text in enumerate(texts)
    ]
    sentences = schema.frame("sentences", rows)
    return sentences, tokens.tokens(sentences, tokenise=tokens.tokeniser(LEXICON))


def suggested(*texts, role="body"):
    """(printed, suggested, kind) for the texts, surest first."""
    found = misprints.suggestions(*tables(*texts, role=role), LEXICON, SYSTEMS, lookalikes=LISTED)
    return list(zip(found["printed"], found["suggested"], found["kind"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进“一网通力”改革。", ("一网通力", "一网通办", "look-alike")),
        ("发展数字京济产业。", ("数字京济", "数字经济", "sound-alike")),
        ("大家齐心谐力。", ("齐心谐力", "齐心协力", "sound-alike")),
        ("启动“一网通管”工作。", ("一网通管", "一网统管", "counted as")),
        ("列为五大大工程之一。", ("五大大工程", "五大工程", "doubled")),
        ("他说的的确是。他来了和和她。", ("和和", "和", "doubled")),
        ("推动产业产业升级。", ("产业产业", "产业", "doubled")),
        ("从实处抓，从实处抓，抓出成效。", ("从实处抓，从实处抓", "从实处抓", "doubled")),
        ("花园里种树、种草、种草。", ("种草、种草", "种草", "doubled")),
        ("日子过得越红火。", ("越", "越来越", "dropped")),
        ("做到“一窗”受理、一站办结”。", ("一站办结”", "“一站办结”", "dropped")),
        ("小区里有一根烟囪，烟囱很高，学校问题不少。", ("囪", "囱", "variant form")),
        ("优势一览无疑。", ("一览无疑", "一览无遗", "set phrase")),
        ("给个人帐户充值。", ("帐户", "账户", "variant form")),
    ],
)
def test_a_slip_is_suggested_with_its_kind(text, expected):
    assert expected in suggested(text)


@pytest.mark.parametrize(
    "text",
    [
        "静安区的公园多，普陀去年也新添了公园，普陀区还要添。",  # 去 is no misprint of 区
        "品牌叫做“中国智造”。",  # a play on words
        "一个个项目、一项项任务、大大提高。",
        "大家要好好研究研究这个问题。",
        "这是三大大学。",
        "他们讨论得越多，办法越多。",
        "抓紧、抓紧、抓紧。",  # three are meant
        "这里毫无疑问是公园。",
        "既将平台升级，又将服务做优，学校又将开学。",
        "與會學國說話",  # a page in traditional characters
    ],
)
def test_what_is_right_is_left_alone(text):
    assert suggested(text) == []


def test_a_word_of_grammar_beside_a_short_name_is_no_misprint_of_its_end():
    text = "普陀去了不少人。"
    cut = [token for token, *_ in tokens.tokeniser(LEXICON)(text)]
    assert cut[:2] == ["普陀", "去"] and "去" in LISTED.partners["区"]
    assert suggested(text, "普陀区的公园多，普陀区还要添。") == []


def test_a_misprint_that_the_list_of_systems_holds_is_never_suggested():
    assert "馆" in LISTED.partners["管"]
    assert "一网通管" not in [meant for _printed, meant, _kind in suggested("启动“一网通馆”。")]


def test_a_name_of_a_person_is_never_suggested_against():
    assert suggested("记者采访了李國强。李国强说，学校问题不少。") == []


def test_a_byline_is_never_suggested_against():
    assert suggested("推进一网通力改革。", role="byline") == []


def test_a_form_that_is_more_frequent_than_its_term_is_a_name_of_its_own():
    assert suggested("推进一网通力改革。")
    assert not suggested(*["推进一网通力改革。"] * 5)


def test_a_short_term_must_stand_in_the_pages_itself():
    assert not suggested("建了元宇苗平台。", "推动元雨宙应用。")
    found = suggested("推动元雨宙应用。", "推动元宇宙应用。", "元宇宙很好。")
    assert ("元雨宙", "元宇宙", "sound-alike") in found


def test_suggestions_are_ranked_lie_where_they_say_and_do_not_overlap():
    sentences, words = tables(
        "七、启动“一网通管”，优势一览无疑，五大大工程。", "推动产业产业升级。"
    )
    found = misprints.suggestions(sentences, words, LEXICON, SYSTEMS)
    assert list(found.columns) == list(misprints.COLUMNS)
    assert found["score"].is_monotonic_decreasing and found["score"].between(0, 1).all()
    text = dict(zip(sentences["sentence_id"], sentences["text"], strict=True))
    for row in found.itertuples():
        assert text[row.sentence_id][row.start : row.start + len(row.printed)] == row.printed
        assert row.evidence
    spans = sorted(
        (row.sentence_id, row.start, row.start + len(row.printed)) for row in found.itertuples()
    )
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


def test_no_sentences_give_an_empty_table_of_the_same_columns():
    found = misprints.suggestions(*tables(), LEXICON, SYSTEMS)
    assert list(found.columns) == list(misprints.COLUMNS) and len(found) == 0


def test_a_sentence_without_tokens_is_refused():
    sentences, words = tables("甲乙丙。")
    with pytest.raises(InputError, match="has no tokens"):
        misprints.suggestions(sentences, words.iloc[:0], LEXICON, SYSTEMS)


PIECES = st.sampled_from([
    "一网通管", "一网通力", "五", "大大", "工程", "的的", "3", "12", "４", "100%", "显露无疑",
    "囪", "和", "，", "、", "。", "“", "”", "越", "得越", "李强", "于勇", "产业", "产业",
    "帐户", "上海", "再接再励", "12345热线", "随申码", "A", "甲", "乙", "自已",
])  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=4))
def test_the_input_stays_as_it_was_and_no_figure_is_touched(texts):
    sentences, words = tables(*texts)
    before = sentences.copy(deep=True), words.copy(deep=True)
    found = misprints.suggestions(sentences, words, LEXICON, SYSTEMS, lookalikes=LISTED)
    assert sentences.equals(before[0]) and words.equals(before[1])
    assert not any(c.isdigit() for c in "".join((*found["printed"], *found["suggested"])))
    persons = words[words["pos"] == "nr"]
    for row in found.itertuples():
        own = persons[persons["sentence_id"] == row.sentence_id]
        ends = own["start"] + own["token"].str.len()
        assert not ((own["start"] < row.start + len(row.printed)) & (ends > row.start)).any()
    again = misprints.suggestions(sentences, words, LEXICON, SYSTEMS, lookalikes=LISTED)
    assert found.equals(again)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("甲\t乙\tshape\t", "empty cell"),
        ("甲\t乙\tcolour\t丙", "unknown kind"),
        ("甲\t1\tshape\t丙", "digit"),
        ("甲乙\t丙\tshape\t丁", "one character"),
        ("甲\t甲\tsound\t丁", "one character"),
        ("甲乙\t丙\tphrase\t丁", "a word for a word"),
        ("甲\t乙\tvariant\t丁\n甲\t丙\tvariant\t丁", "line 3"),
    ],
)
def test_a_faulty_row_of_the_list_is_named_by_its_line(tmp_path, row, says):
    (tmp_path / "lookalikes.tsv").write_text(f"{HEAD}\n{row}\n", "utf-8")
    with pytest.raises(InputError, match=says):
        lookalikes.load_lookalikes(tmp_path)


def test_a_list_without_its_columns_is_refused(tmp_path):
    (tmp_path / "lookalikes.tsv").write_text("character\n甲\n", "utf-8")
    with pytest.raises(InputError, match="line 1"):
        lookalikes.load_lookalikes(tmp_path)


def test_the_corpus_may_bring_a_list_of_its_own(tmp_path):
    (tmp_path / "lookalikes.tsv").write_text(f"{HEAD}\n甲\t乙丙\tshape\t丁\n", "utf-8")
    own = lookalikes.load_lookalikes(tmp_path)
    assert own.partners == {
        "甲": {"乙": ("shape", "丁"), "丙": ("shape", "丁")},
        "乙": {"甲": ("shape", "丁")},
        "丙": {"甲": ("shape", "丁")},
    }


@pytest.fixture(scope="module")
def shipped(shipped_tables):
    """The suggestions on the pages that ship with the project, and their sentences."""
    sentences, tokens_of = shipped_tables.sentences, shipped_tables.tokens
    found = misprints.suggestions(sentences, tokens_of, LEXICON, SYSTEMS)
    return found, sentences.set_index("sentence_id")


def test_every_misprint_that_a_careful_reader_is_sure_of_is_suggested(shipped):
    found, sentences = shipped
    with GOLD.open(encoding="utf-8", newline="") as handle:
        gold = [r for r in csv.DictReader(handle) if r["confidence"] != "low"]
    assert len(gold) == 4
    for row in gold:
        hits = [
            s
            for s in found.itertuples()
            if s.sentence_id.startswith(row["seed"])
            and sentences.loc[s.sentence_id, "first_line"] <= int(row["line"])
            and int(row["line"]) <= sentences.loc[s.sentence_id, "last_line"]
            and s.printed in row["printed"]
            and row["printed"].replace(s.printed, s.suggested) == row["intended"]
        ]
        assert hits, row


def test_what_is_suggested_on_the_shipped_pages_was_read_and_is_right(shipped):
    found, _sentences = shipped
    said = set(zip(found["sentence_id"].str[:3], found["printed"], found["suggested"], strict=True))
    assert said == {
        ("000", "显露无疑", "显露无遗"),
        ("000", "磨练", "磨炼"),  # both are in use; the norm is 磨炼
        ("001", "一网通管", "一网统管"),
        ("001", "行政权利", "行政权力"),
        ("001", "一条龙服务”", "“一条龙服务”"),
        ("001", "越", "越来越"),
        ("002", "報", "报"),
        ("002", "七大大数字化", "七大数字化"),
        ("002", "策源", "策源地"),
        ("003", "囪", "囱"),
        ("004", "发展发展", "发展"),
        ("004", "从紧抓、紧抓、紧抓，从紧抓、紧抓、紧抓", "从紧抓、紧抓、紧抓"),
    }
