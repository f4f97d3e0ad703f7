"""Words by the rules of the project, as numbers: those that `tokens` gives, wherever they stand."""

import functools
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import (
    compiling,
    counting,
    cutting_tables,
    jieba_engine,
    lexicon,
    mended_ids,
    namerules,
    neighbours,
    number_places,
    numberwords,
    pages,
    segment,
    sitenames,
    tokens,
)
from analysis.wordrules import FIELDS, INSTITUTIONS, PREFIXES, RESULTS, ROAD_PARTS, SUFFIXES
from conftest import PROJECT

pytestmark = pytest.mark.skipif(
    not compiling.has_numba(), reason="the extra `fast` is not installed"
)
TERMS = lexicon.load_lexicon()
# What the rules look at: joints, fields, numbers with measures, words cut before a number, guesses,
# places, towns and villages, titles, surnames and verbs of saying; then words of any kind.
PIECES = [
    *sorted(SUFFIXES | PREFIXES | RESULTS | ROAD_PARTS | INSTITUTIONS | namerules.JOINTS),
    *"园区超达近逾约的了一三十几多余个名条栋楼层起有老小向说年月底到",
    *sorted(FIELDS)[::5], *sorted(namerules.TITLES)[::4], *"王李张于昉翀邨",
    *["理工", "第一", "人民", "行政服务中心", "静安区", "徐汇区", "上海", "上海市", "科技园"],
    *["介质", "重大", "项目", "标高", "500", "2.5%", "2025", "多年", "多次", "二居", "小区内"],
    *["小区", "校内", "会上", "墙上", "满满的", "新一轮", "大学老师", "中学老师", "渗透到", "更是"],
    *["昉翀", "邨垚祎", "第三批", "这块", "首个", "一网通办", "COVID-19", "5G", "9号线"],
    *["显示", "研发", "知识产权", "经济社会", "数字化转型", "高达", "共有", "建了", "才能", "都会"],
    *["年底", "月初", "走", "拎起", "来", "老", "人们", "图书馆", "文化馆", "丹阳", "苏州"],
    *["南翔镇", "街道", "乡镇", "农村", "甲乙村", "“甲乙通”", "“甲乙丙丁”平台", "静安", "吃", "是"],
    *["介绍", "表示", "志愿", "工业", "：", "无线", "区委", " "],
    *["，", "。", "瑞金医院"],
    *sorted(sitenames.LAST_WORDS)[::3], *sorted(sitenames.HOUSES)[::5],
    *["湿地", "国际", "附属", "实验", "文化", "昉翀", "嘉澜", "同济大学", "同普路", "城市", "深圳"],
    *["均列", "由医保", "坐落于", "同一个", "扫一扫", "各区", "每份", "群里", "一城一策", "卖出去"],
    *["“", "”", "百年红", "更是", "要求", "于", "某", "“甲乙计划”", "伟民", "褚", "牌楼", "洞"],
    *["玉兰", "技术", "纺织", "消费", "加氢", "巡检", "已经", "制度", "十二", "田林", "花园里"],
]  # fmt: skip

OWN = sorted({*TERMS.terms, *TERMS.splits})
words = (
    st.sampled_from(PIECES)
    | st.sampled_from(PIECES)
    | st.deferred(lambda: st.sampled_from(shipped()))
)
sentences = st.lists(words | st.sampled_from(OWN), min_size=1, max_size=14).map("".join)


@functools.cache
def shipped() -> list[str]:
    """The shorter words of jieba's dictionary."""
    return sorted(word for word in jieba_engine.base().tags if len(word) < 5)


@pytest.fixture(scope="module")
def engine():
    return mended_ids.MendedEngine(TERMS, lambda _word: True)


def rows(counts):
    """A Counter for each document."""
    shared, new = counts.vocabulary.n_shared, counts.vocabulary.new_words()
    ids = counts.ids.tolist()
    known = [number for number in ids if number < shared]
    names = dict(zip(known, cutting_tables.spell(counts.vocabulary.tables, known), strict=True))
    found = []
    for start, end in zip(counts.borders[:-1], counts.borders[1:], strict=True):
        words = [names.get(n) or new[n - shared] for n in ids[start:end]]
        found.append(Counter(dict(zip(words, counts.freqs[start:end].tolist(), strict=True))))
        assert len(found[-1]) == len(words)
    return found


def expected(texts):
    return [Counter(words) for words in tokens.cut_texts(texts, lexicon=TERMS)]


@given(st.lists(sentences, min_size=1, max_size=6))
def test_sentences_made_of_what_the_rules_look_at_give_the_words_of_tokens(engine, texts):
    assert rows(engine.count([[text] for text in texts])) == expected(texts)


# A rule each: the sentence in the words of the rules, with a border only where one is left.
RULES = {
    "a suffix": "他们/的/显示度/很/高",
    "a prefix": "推广/无介质/服务",
    "a prefix, not behind a number": "3/双/项目",
    "a park": "软件/园区/建设",
    "a direction": "把/旗子/竖/起来/，",
    "people": "这些/老人/们/说",
    "a result of a verb": "他们/走完/了/全程",
    "a road": "沿/丹阳东路/走",
    "a field and a place": "在/静安区财经大学/里",
    "a house": "在/静安区图书馆/里",
    "a district's centre": "在/静安区行政服务中心/里",
    "a kin": "请/陈阿姨/来/看看",
    "a familiar name": "去/找/小骆/看看",
    "kinds made one": "实行/三局合一",
    "a village": "到/南翔镇/永乐村/看看",
    "a village in two words": "到/南翔镇/永乐二村/去",
    "a bank": "在/苏州河/畔/散步",
    "a name after a title": "区/书记/张三/说",
    "a name in three pieces": "居民/骆昉昉/说",
    "before a number": "标高/超/500/米",
    "before no number": "高达/很多",
    "a deed before a number": "建/了/三/座",
    "a year's end": "2025/年/底",
    "a measure after a number": "3/栋/楼",
    "before a verb": "才/能/走完",
    "a place and its postposition": "在/小区/内/走",
    "a number in old measure": "百/里/路",
    "a service by its name": "用/“/甲乙通/”/办事",
    "a scheme by its name": "参加/“/甲乙计划/”/的/人",
    "a scheme by its numbers": "推行/一城一策/的/办法",
    "a site and its name": "走进/嘉澜公园/散步",
    "a site, a place and a field": "在/同济大学附属中学/里",
    "a firm with its trade": "由/深圳嘉澜科技有限公司/承建",
    "a quarter in pieces": "在/南翔镇/昉翀国际/居民区/里",
    "a name before no verb of saying": "区/书记/孙伟民/带/着/大家",
    "a suffix of a place": "建成/健身圈/的/人",
    "a word hardly seen": "数量/均/列/前",
    "a guess in marks": "成立/“/百年红/”/讲师团",
    "a name behind a mark": "会/上/，/于某/要求/大家",
    "a name before a verb of saying": "小哥/马志强/说",
    "an estate by its number": "走进/田林十二村/看看",
    "a label of two words": "开展/“/陕靓焕新/”/活动",
    "a verb and its direction": "卖/出去/了",
    "a road's station": "在/武威路站/下车",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_between_words_that_no_rule_touches(engine, rule):
    text = RULES[rule].replace("/", "")
    for around in (
        "{}",
        "，{}，",
        "的{}。",
        "项目{}项目",
        "3{}3",
        "静安区{}化",
        "书记{}说",
        "{}完了",
    ):
        sentence = around.format(text)
        assert rows(engine.count([[sentence]])) == expected([sentence])
    assert expected([text]) == [Counter(RULES[rule].split("/"))]


# What a number is made of, what stands around one, and what may stand in quotation marks.
CHARACTERS = "0123456789０９ABz一二三十百千万〇零两双多第年届期成分之.,:：/%％-“”甲乙城策岗带"
OF_NUMBERS = [
    *["10", "2.5%", "二〇〇九年", "三分之一", "十二分之七", "十九届", "二期", "七成五", "9号线"],
    *["一城一策", "一岗双责", "COVID-19", "5G", "“甲乙通”", "“甲乙计划”", "“甲乙丙丁”平台"],
    *[
        "“走一走”",
        "“甲乙丙丁戊讲师团”",
        "12345热线",
        "第3",
        "7.1万",
        "二十三分之二",
        "二百万分之一",
    ],
]


@example("，".join(OF_NUMBERS))
@given(st.lists(st.sampled_from([*OF_NUMBERS, *CHARACTERS]), max_size=40).map("".join))
def test_numbers_begin_only_where_they_may(text):
    places = number_places.places(cutting_tables.code_points(text)).tolist()
    spans = tokens.rules_of(TERMS, rules=True).spans
    assert list(spans(text, places)) == list(spans(text))
    numbers = numberwords.set_aside([], numbers=True)
    assert list(numbers(text, places)) == list(numbers(text))


@pytest.mark.parametrize("odd", ["甲\r乙", "甲\n乙区内", ""])
def test_sentences_that_hold_line_ends_give_the_words_of_tokens(engine, odd):
    texts = [odd, "普通的一句话。", odd]
    assert rows(engine.count([[text] for text in texts])) == expected(texts)


def test_every_sentence_of_the_shipped_pages_gives_the_words_of_tokens(engine):
    corpus = pages.read_corpus(PROJECT / "seeds")
    texts = list(segment.segment_corpus(corpus.pages)[2]["text"])
    assert rows(engine.count([[text] for text in texts])) == expected(texts)
    whole = sum(expected(texts), Counter())
    assert rows(engine.count([texts])) == [whole]


def test_what_was_found_out_of_the_dictionary_is_not_looked_at_again(engine, tmp_path, monkeypatch):
    texts = ["".join(shipped()[::900]), "".join(PIECES)]
    looked = []
    real = neighbours.manner

    def manner(mender, word):
        looked.append(word)
        return real(mender, word)

    monkeypatch.setattr(neighbours, "manner", manner)
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path)
    known = {*shipped(), *OWN}
    for digest, again in (("a", False), ("a", True), ("b", False)):
        looked.clear()
        own = mended_ids.MendedEngine(TERMS, lambda _word: True, digest=digest)
        assert rows(own.count([texts])) == rows(engine.count([texts]))
        assert known.isdisjoint(looked) == again
        own.keep()
    (path,) = tmp_path.glob("*/a.*")
    path.write_bytes(path.read_bytes()[:-100])
    looked.clear()
    own = mended_ids.MendedEngine(TERMS, lambda _word: True, digest="a")
    assert rows(own.count([texts])) == rows(engine.count([texts]))
    assert not known.isdisjoint(looked)


def test_only_words_that_count_are_counted():
    engine = mended_ids.MendedEngine(TERMS, counting.counts_as_word(counting.WORDS_AND_NUMBERS))
    found = rows(engine.count([["静安区，有3个“园区”。"]]))
    assert found == [Counter(["静安区", "有", "3", "个", "园区"])]
