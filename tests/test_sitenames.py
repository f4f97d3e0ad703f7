"""Names in pieces joined again: sites and firms by their last word, persons by what stands beside.

The tags are given here by hand, so that no dictionary decides.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import namerules, sitenames, wordparts

TAGS = {
    "在": "p", "的": "uj", "甲里": "ns", "甲里市": "ns", "城市": "ns", "医疗": "n", "科技": "n",
    "工业": "n", "支持": "v", "企业": "n", "全区": "n", "公园": "n", "湿地": "n", "小学": "n",
    "附属": "v", "乙大学": "nt", "国际": "n", "社区": "n", "老旧": "a", "小区": "n", "村": "n",
    "丙丁镇": "ns", "居民区": "n", "分院": "n", "医院": "n", "集团": "n", "公司": "n",
    "有限公司": "n", "精神": "n", "焕新": "v", "温馨": "nr", "理工学院": "n", "里": "f",
    "十二": "m",
}  # fmt: skip
NAMES = sitenames.Names(lambda word: TAGS.get(word, ""), frozenset(("甲里", "甲里市", "丙丁镇")))


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ("在 甲里 公园 里", "在 甲里公园 里"),
        ("在 昉翀 湿地 公园 里", "在 昉翀湿地公园 里"),
        ("全区 公园", "全区 公园"),  # 全区 is no name
        ("甲里市 公园", "甲里市 公园"),  # the full name of a city stands apart
        ("甲里市 理工学院", "甲里市理工学院"),
        ("乙大学 附属 小学", "乙大学附属小学"),
        ("昉翀 医院 甲里 分院", "昉翀医院甲里分院"),
        ("在 昉翀路 小学", "在 昉翀路小学"),
        ("温馨 公园", "温馨 公园"),  # called a person by the dictionary, but 温 is no surname here
        ("支持 甲里 昉翀 科技 有限公司 的", "支持 甲里昉翀科技有限公司 的"),
        ("昉翀 工业 集团 公司", "昉翀工业集团公司"),
        ("城市 医疗 集团", "城市 医疗 集团"),
        ("强村 公司", "强村 公司"),  # a guess is no name before what there is so much of
        ("昉翀 十二 村", "昉翀十二村"),
        ("丙丁镇 昉 翀 居民区", "丙丁镇 昉翀 居民区"),
        ("丙丁镇 昉翀 国际 居民区", "丙丁镇 昉翀国际 居民区"),
        ("丙丁镇 老旧 的 小区", "丙丁镇 老旧 的 小区"),
        ("“ 昉翀 焕新 ”", "“ 昉翀焕新 ”"),
        ("“ 昉翀 精神 ”", "“ 昉翀 精神 ”"),
        ("公园", "公园"),
        ("", ""),
    ],
)
def test_a_site_takes_its_name_and_nothing_else(pieces, joined):
    words = pieces.split()
    assert namerules.joined(words, NAMES.spans(words)) == joined.split()


NAMED = (
    "在 昉翀 十二 村 昉翀 医院 甲里 分院 “ 昉翀 焕新 ” 丙丁镇 昉 翀 居民区 乙大学 附属 小学 "
    "支持 昉翀 工业 集团 公司"
)


@example(NAMED.split())
@given(
    st.lists(
        st.sampled_from(
            [*TAGS, *("“", "”", "昉翀", "昉", "昉翀路", "焕新", "第三", "校区", "人民")]
        )
        | st.sampled_from(sorted(sitenames.LAST_WORDS)),
        min_size=1,
        max_size=30,
    )
)
def test_a_name_ends_only_where_the_word_before_says_that_one_may(words):
    for start, end in NAMES.spans(words):
        last = end if words[end : end + 1] in (["”"], ["居民区"], ["社区"], ["小区"]) else end - 1
        assert start < last and NAMES.may_end(words, last)


@pytest.mark.parametrize("pieces", ["全区 公园", "甲里市 村", "支持 有限公司", "全区 分院"])
def test_most_places_end_no_name(pieces):
    assert not NAMES.may_end(["在", *pieces.split()], 2)


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ("书记 张 某 说", "书记 张某 说"),
        ("书记 孙 伟民 带 着 大家", "书记 孙伟民 带 着 大家"),
        ("书记 孙 先生 来 了", "书记 孙 先生 来 了"),
        ("主任 高鸣 说 ，", "主任 高鸣 说 ，"),  # 说 is no part of a name
        ("市民 孙 伟民 带 着", "市民 孙 伟民 带 着"),  # too many are called 市民
        ("负责人 向 记者 介绍", "负责人 向 记者 介绍"),
        ("， 于 某 指出", "， 于某 指出"),
        ("基于 于 某 指出", "基于 于 某 指出"),  # a preposition, unless a mark stands before it
        ("热心 的 马 志强 说", "热心 的 马志强 说"),
    ],
)
def test_a_person_is_told_by_title_or_verb(pieces, joined):
    words = pieces.split()
    assert namerules.joined(words, namerules.person_spans(words)) == joined.split()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("坐落于", "坐落 于"), ("相当于", ""), ("卖出去", "卖 出去"), ("接下来", ""),
        ("没想到", "没 想到"),
        ("花园里", "花园 里"), ("由医保", "由 医保"), ("均等化", ""),
    ],
)  # fmt: skip
def test_a_word_is_taken_apart_by_its_form(word, parts):
    known = dict.fromkeys(
        ("坐落", "相当", "出去", "下来", "想到", "花园", "医保", "等化", word), -10.0
    )
    known |= {word: -10.0}
    assert wordparts.apart(word, known | {"由医保": -16.0, "均等化": -16.0}, -17.0) == parts.split()


@pytest.mark.parametrize(
    ("guess", "parts"),
    [("率均", "率 均"), ("上作", "上 作"), ("扫一扫", "扫 一 扫"), ("正等待", "正 等待")],
)
def test_a_guess_across_a_border_is_taken_apart(guess, parts):
    assert wordparts.guess(guess) == parts.split()


@pytest.mark.parametrize("place", ["和", "新", "各"])
def test_what_stands_between_a_town_and_village_is_no_name(place):
    words = ["丙丁镇", place]
    assert not namerules.joins_village(words, "村")
    assert not namerules.joins_village(["丙丁镇", "明"], "农村")
