"""Sentences end where a reader ends them, and lines join as they were printed."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sentences import sentence_spans, separator


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲乙。丙丁！戊己？", ["甲乙。", "丙丁！", "戊己？"]),
        ("“甲乙。”丙丁说。", ["“甲乙。”", "丙丁说。"]),
        ("甲说：“‘乙’。”丙。", ["甲说：“‘乙’。”", "丙。"]),
        ("减审批……上海不仅提速。", ["减审批……上海不仅提速。"]),
        ("共享……", ["共享……"]),
        ("“真的吗？”，甲问。", ["“真的吗？”，甲问。"]),
        ("甲？！乙。", ["甲？！", "乙。"]),
        ("（甲乙。）丙", ["（甲乙。）", "丙"]),
        ("话”。新华社记者 王小甲摄", ["话”。", "新华社记者 王小甲摄"]),
        ("增长3.5%。甲", ["增长3.5%。", "甲"]),
        ("It cost 3.5 dollars. “Why?” We paid", ["It cost 3.5 dollars.", "“Why?”", "We paid"]),
        ("甲。，乙", ["甲。，乙"]),
        ("甲！。，乙？ 丙", ["甲！。，乙？", "丙"]),
        ("\u3000甲。 乙 。\u3000丙 ", ["甲。", "乙 。", "丙"]),
        ("甲。 \n", ["甲。"]),
        ("", []),
        ("  ", []),
    ],
)  # fmt: skip
def test_a_paragraph_is_cut_into_sentences(text, expected):
    assert sentences(text) == expected


@given(st.text("甲乙。！？…”“’（）， a.", max_size=60))
def test_sentences_hold_the_paragraph_but_for_spaces_between(text):
    spans = sentence_spans(text)
    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(start < end for start, end in spans)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("甲乙", "丙丁", ""),
        ("use of open", "data by all", " "),
        ("亚马逊AW", "S的全球", ""),
        ("等级（Go", "A4级）", ""),
        ("平台Amazon", "Web服务", " "),
        ("增加到10", "5个工作日", ""),
        ("采用AI", "数据", ""),
        ("govern-", "ment", ""),
        ("", "甲", ""),
    ],
)
def test_lines_join_with_a_space_only_between_words(left, right, expected):
    assert separator(left, right) == expected


def test_a_run_of_stops_that_a_comma_follows_is_looked_at_once():
    start = time.process_time()
    text = "甲" + "。" * 200_000 + "，乙。"
    assert sentence_spans(text) == [(0, len(text))]
    assert sentence_spans("甲。”。，乙。。”丙") == [(0, 9), (9, 10)]
    assert time.process_time() - start < 10
