"""Bytes to text, or a sentence that says why not."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.encodings import decode
from analysis.errors import InputError

ENCODINGS = {
    "utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "big5",
}  # fmt: skip
SIMPLIFIED = "静安区昨天宣布，将加快数字化转型，提升城市治理水平。记者了解到，平台已经上线。\n" * 4
TRADITIONAL = (
    "臺北市政府昨日宣布，將推動智慧城市計畫，提升市民生活品質。\n記者了解到，平台已經上線。\n"
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SIMPLIFIED.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode(), "utf-8-sig"),
        (SIMPLIFIED.encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
        (SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
        (SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
        (SIMPLIFIED.encode("utf-32"), "utf-32-le"),
        (SIMPLIFIED.encode("gb18030"), "gb18030"),
    ],
)
def test_each_encoding_is_told_apart_and_named(data, encoding):
    assert decode(data, "page.txt") == (SIMPLIFIED, encoding)


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8"])
def test_traditional_characters_are_read_in_big5_and_in_gb18030(encoding):
    assert decode(TRADITIONAL.encode(encoding), "page.txt") == (TRADITIONAL, encoding)


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"", "it has no byte"),
        (b" \r\n\t ", "5 bytes are white space"),
        ("　\n".encode(), "only white space"),
        (codecs.BOM_UTF8 + b" \n", "only white space"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a zip or Office file"),
        (bytes(range(256)) * 20, "not UTF-8"),
        (b"\x01\x02\x03 page", "control characters"),
        (SIMPLIFIED.encode()[:50] + b"\xff" + SIMPLIFIED.encode()[50:], "at position"),
        ("東京都は昨日、新しい計画を発表した。".encode("shift_jis") * 9, "Save it as UTF-8"),
        (
            "これは昨日の新聞の記事です。市民の生活を改善する。".encode("euc-jp") * 9,
            "Save it as UTF-8",
        ),
        ("서울시는 어제 새로운 계획을 발표했다. ".encode("euc-kr") * 20, "Save it as UTF-8"),
        ("Été à la mairie, où l'on créa des règles. ".encode("latin-1") * 9, "Save it as UTF-8"),
    ],
)
def test_what_is_no_readable_page_is_refused_with_the_reason(data, seen):
    with pytest.raises(InputError) as refused:
        decode(data, "page.txt")
    assert seen in str(refused.value)
    assert str(refused.value).startswith("page.txt ")


def test_a_large_legacy_page_costs_no_more_than_reading_it():
    text = SIMPLIFIED * 2000
    assert decode(text.encode("gb18030"), "page.txt") == (text, "gb18030")


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused_and_never_crash(data):
    try:
        text, encoding = decode(data, "page.txt")
    except InputError:
        return
    assert text.strip()
    assert encoding in ENCODINGS


REPORT = (
    "续增加自治区财政专项扶贫资金投入，支持贫困县统筹整\n合使用财政资金，推进产业扶贫和易地搬迁。"
)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_a_few_lines_of_official_prose_are_chinese_enough(encoding):
    assert decode(REPORT.encode(encoding), "page.txt") == (REPORT, encoding)


def test_a_stray_nul_does_not_make_a_page_unreadable():
    text = SIMPLIFIED + "甲\0乙\n"
    assert decode(text.encode(), "page.txt") == (text, "utf-8")
