"""Cutting into words: nothing lost, jieba's own words without a lexicon, rules one by one."""

import functools
import subprocess
import sys
import tempfile
import warnings
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import posmodel, schema, surnames, tokens, wordparts, wordrules
from analysis.lexicon import Lexicon, load_lexicon

SHIPPED = load_lexicon()
ODD = [
    "",
    " ",
    "。！？",
    "🙂",
    "𠮷野家",
    "\x00\x07",
    "a\tb\r\n",
    "甲\u3000乙",
    "１２３",
    "-1.5%",
    "…",
]


def lexicon(*terms, splits=()):
    """A lexicon of these terms."""
    return Lexicon(dict.fromkeys(terms, "n"), dict.fromkeys(terms, "t"), dict(splits))


def cut(text, *terms, **options):
    """The words of one text with these terms."""
    return tokens.cut_texts([text], lexicon=lexicon(*terms), **options)[0]


@functools.cache
def plain_jieba():
    """jieba as a user has it, without our module around it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    tokeniser = jieba.Tokenizer()
    tokeniser.FREQ, tokeniser.total = tokeniser.gen_pfdict(tokeniser.get_dict_file())
    tokeniser.initialized = True
    return tokeniser


# Made when a test first asks: every worker reads this file, and only one runs its tests.
@functools.cache
def made(terms, **options):
    """A tokeniser, made once: of the package's lexicon, of these terms, or of none."""
    own = SHIPPED if terms == "shipped" else lexicon(*terms) if terms else None
    return tokens.tokeniser(own, **options)


def tokenise(text):
    """The tokens of a text with the package's lexicon."""
    return made("shipped")(text)


# Text that looks like a page's: Chinese with numbers, Latin letters, marks and what is none of it.
PAGE_TEXT = st.text(
    st.sampled_from(
        "上海市普陀区委静安数字化转型一网通办的在新高地453个居民第三批年月日0.5%AI+·“”。，𠮷🙂 \n"
    )
)


@settings(deadline=None)
@given(st.text())
def test_tokens_joined_give_the_sentence_back_whatever_it_is(text):
    cut_up = tokenise(text)
    assert "".join(token.token for token in cut_up) == text
    assert [text[t.start : t.start + len(t.token)] for t in cut_up] == [t.token for t in cut_up]
    assert all(token.token and token.pos for token in cut_up)


@settings(deadline=None)
@given(PAGE_TEXT)
def test_tokens_joined_give_a_page_like_text_back(text):
    assert "".join(token.token for token in tokenise(text)) == text


@settings(deadline=None)
@given(st.text() | PAGE_TEXT)
def test_without_lexicon_and_rules_the_words_are_those_of_jieba(text):
    assert [token.token for token in made(None, rules=False)(text)] == plain_jieba().lcut(text)
    without = made(None, rules=False, hmm=False)
    assert [token.token for token in without(text)] == plain_jieba().lcut(text, HMM=False)


@settings(deadline=None)
@given(PAGE_TEXT)
def test_a_text_without_any_term_is_cut_as_without_a_lexicon(text):
    stranger, none = made(("甲乙丙丁戊",)), made(None)
    assert [token.token for token in stranger(text)] == [token.token for token in none(text)]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_cut_without_loss(text):
    assert "".join(cut(text, "甲乙丙")) == text


def test_every_term_of_the_shipped_lexicon_alone_is_one_token():
    terms = list(SHIPPED.terms)
    apart = [
        (term, words)
        for term, words in zip(terms, tokens.cut_texts(terms, lexicon=SHIPPED), strict=True)
        if words != [term]
    ]
    assert apart == []


@pytest.mark.parametrize(
    "term", ["151项目", "随申码·健康", "5G+8K", "互联网+甲乙", "Web 3.0", "“甲”乙", "𠮷野家"]
)
def test_a_term_that_jieba_cannot_hold_is_one_token_between_words(term):
    assert cut(f"推进{term}建设", term) == ["推进", term, "建设"]


def test_a_latin_term_is_not_found_inside_a_word_or_number():
    assert "5G" not in cut("15G和5GB", "5G")
    assert cut("用5G上网", "5G") == ["用", "5G", "上网"]


def test_of_two_terms_that_begin_alike_the_longer_wins():
    assert cut("随申码·健康和随申码", "随申码", "随申码·健康") == ["随申码·健康", "和", "随申码"]
    assert cut("甲乙丙丁", "甲乙", "甲乙丙丁", "丙丁") == ["甲乙丙丁"]


def test_a_district_does_not_break_its_committee():
    places = {name for name, pos in SHIPPED.terms.items() if pos == "ns"}
    short = sorted(name[:-1] for name in places if name[-1] == "区" and name[:-1] in places)
    assert len(short) >= 15
    words = tokens.cut_texts([f"{name}区委副书记" for name in short], lexicon=SHIPPED)
    assert words == [[name, "区委", "副书记"] for name in short]


def test_a_short_term_does_not_pull_characters_out_of_the_words_beside_it():
    assert cut("年有", "年有") == ["年有"]
    assert cut("去年有人", "年有") == ["去年", "有人"]


def test_a_split_is_always_cut():
    own = lexicon(splits={"新高地": ("新", "高地")})
    assert tokens.cut_texts(["建新高地"], lexicon=None)[0] == ["建", "新高", "地"]
    assert tokens.cut_texts(["建新高地"], lexicon=own)[0] == ["建", "新", "高地"]
    assert tokens.cut_texts(["建新高地"], lexicon=own, rules=False)[0] == plain_jieba().lcut(
        "建新高地"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("453个居委会", "453 个 居委会"),
        ("增长34.7%", "增长 34.7%"),
        ("共68.3万余条", "共 68.3万 余 条"),
        ("1,200件", "1,200 件"),
        ("2018年6月", "2018 年 6 月"),
        ("一项工作", "一 项 工作"),
        ("第三批队员", "第三 批 队员"),
        ("近两年", "近 两 年"),
        ("这块地", "这 块 地"),
        ("这个人", "这个 人"),
        ("占三分之一", "占 三分之一"),
        ("发布3.0版", "发布 3.0版"),
        ("数十个项目", "数十 个 项目"),
        ("10号线开通", "10号线 开通"),
        ("服务中心", "服务 中心"),
        ("知识产权", "知识产权"),
        ("新机制", "新 机制"),
        ("项目化", "项目化"),
        ("十分重要", "十分 重要"),
        ("第3批学员", "第3 批 学员"),
        ("二〇二一年", "二〇二一 年"),
        ("共10余万平方米", "共 10余万 平方米"),
        ("投入5000多万元", "投入 5000多万 元"),
        ("发布4.0版本", "发布 4.0 版本"),
        ("占1/3", "占 1/3"),
        ("9:30开门", "9:30 开门"),
        ("5G-A网络", "5G-A 网络"),
        ("抗击COVID-19", "抗击 COVID-19"),
        ("十九届五中全会", "十九届 五中全会"),
        ("二期工程", "二期 工程"),
        ("全国首个", "全国 首 个"),
        ("这一词语", "这 一 词语"),
        ("下个月开门", "下 个 月 开门"),
        ("多年来", "多年 来"),
        ("20多年", "20 多 年"),
        ("跑两趟", "跑 两 趟"),
        ("就业率达90%", "就业率 达 90%"),
        ("更好地工作", "更 好 地 工作"),
        ("他不会来", "他 不 会 来"),
        ("无介质办理", "无介质 办理"),
        ("化工园区", "化工 园区"),
        ("南京东路上", "南京东路 上"),
        ("厂区内有人", "厂区 内 有人"),
        ("大会上讲话", "大会 上 讲话"),
        ("墙上有画", "墙 上 有 画"),
        ("走完流程", "走完 流程"),
        ("要完了", "要 完 了"),
        ("竖起来了", "竖 起来 了"),
        ("我们一起来看", "我们 一起 来看"),
        ("贫困户和种植户", "贫困户 和 种植户"),
        ("才能走出", "才 能 走出"),
        ("施展才能", "施展 才能"),
        ("能省水", "能 省 水"),
        ("每亩收入", "每 亩 收入"),
        ("三级联动", "三 级 联动"),
        ("一级市场", "一级 市场"),
        ("百里长廊", "百 里 长廊"),
        ("请第三方评估", "请 第三方 评估"),
        ("到2025年底", "到 2025 年 底"),
        ("年底开工", "年底 开工"),
        ("减少近九成", "减少 近 九成"),
        ("早上六点出门", "早上 六 点 出门"),
        ("已有三家", "已 有 三 家"),
        ("共有3家", "共 有 3 家"),
        ("共有产权房", "共有 产权 房"),
        ("算了3笔账", "算 了 3 笔 账"),
        ("王阿姨说", "王阿姨 说"),
        ("老李和小刘", "老李 和 小刘"),
        ("老人们下棋", "老人 们 下棋"),
        ("推进多评合一", "推进 多评合一"),
        ("书记王勇强调", "书记 王勇 强调"),
        ("负责人向记者介绍", "负责人 向 记者 介绍"),
        ("用“乙丙丁”平台", "用 “ 乙丙丁 ” 平台"),
        ("推出“随手办”", "推出 “ 随手办 ”"),
        ("“老人和孩子”说", "“ 老人 和 孩子 ” 说"),
    ],
)
def test_rules_by_example(text, words):
    assert tokens.cut_texts([text], lexicon=None)[0] == words.split()


PLACES = Lexicon(dict.fromkeys(("甲乙区", "丙丁镇", "丙丁", "甲乙医院"), "ns"), {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲乙区图书馆开放", "甲乙区图书馆 开放"),
        ("丙丁镇水库村村民", "丙丁镇 水库村 村民"),
        ("水库村里", "水库 村里"),
        ("甲乙医院丙丁分院", "甲乙医院丙丁分院"),
        ("和宁乡市签约", "和 宁乡市 签约"),
    ],
)
def test_names_are_joined_to_their_places(text, words):
    assert tokens.cut_texts([text], lexicon=PLACES)[0] == words.split()


def test_a_district_s_centre_is_one_name_although_the_list_holds_it_without_the_district():
    own = Lexicon({"甲乙区": "ns", "甲乙": "ns", "区大数据中心": "nt"}, {})
    assert tokens.cut_texts(["甲乙区大数据中心"], lexicon=own)[0] == ["甲乙区大数据中心"]


def test_parts_of_speech_come_from_the_lexicon_then_jieba_then_the_shape_of_the_word():
    tag = tokens.part_of_speech(Lexicon({"甲乙丙": "nz", "经济": "v"}, {}))
    known = {
        "甲乙丙": "nz",
        "经济": "v",
        "社会": "n",
        "34%": "m",
        "AWS": "eng",
        "。": "x",
        "🙂": "x",
    }
    assert {word: tag(word) for word in known} == known
    assert tag("潘子罕") == "nr"  # by the model of jieba.posseg
    assert tag("𠮷蘁") == "un"


def slowly(word):
    """The likeliest tag by the model's own tables, path by path (a second implementation)."""
    model = posmodel.jieba_module("jieba.posseg")
    inner, found = len(word) - 2, []
    for place, tag in model.char_state_tab_P.get(word[0], ()):
        inside = [("M", tag)] * inner
        path = [(place, tag), *inside, ("E", tag)] if inner >= 0 else [(place, tag)]
        fits = path[-1] in model.char_state_tab_P.get(word[-1], ())
        if not fits or place != ("B" if inner >= 0 else "S"):
            continue
        if tag == "nr" and word[0] not in surnames.SURNAMES:
            continue
        unseen = posmodel.UNSEEN
        shares = [model.emit_P[at].get(char, unseen) for at, char in zip(path, word, strict=True)]
        steps = [model.trans_P[at].get(to, unseen) for at, to in pairwise(path)]
        found.append((model.start_P[path[0]] + sum(shares) + sum(steps), tag))
    return max(found, key=itemgetter(0), default=(0, posmodel.UNKNOWN))[1]


@settings(deadline=None)
@given(st.text("上海市普陀区委静安张王数字化转型一网通办的燕昌鹏新蘁𠮷", min_size=1, max_size=5))
def test_the_guessed_part_of_speech_is_that_of_the_model_path_by_path(word):
    assert posmodel.likeliest(word) == slowly(word)


def test_a_lexicon_is_prepared_once():
    own = lexicon("甲乙丙丁戊己")
    assert tokens._cutter(own, hmm=True, rules=True) is tokens._cutter(own, hmm=True, rules=True)


def test_the_same_terms_read_anew_are_the_same_lexicon_and_any_other_is_not():
    own = lexicon("甲乙丙", "丁戊", splits={"新高地": ("新", "高地")})
    same = lexicon("甲乙丙", "丁戊", splits={"新高地": ("新", "高地")})
    assert own == same and hash(own) == hash(same) and own != own.terms
    assert tokens._cutter(own, hmm=True, rules=True) is tokens._cutter(same, hmm=True, rules=True)
    for other in (
        lexicon("甲乙丙", "丁戊"),
        lexicon("丁戊", "甲乙丙", splits=own.splits),
        lexicon("甲乙丙", "丁己", splits=own.splits),
        Lexicon(own.terms | {"丁戊": "nz"}, own.origin, own.splits),
        Lexicon(own.terms, own.origin | {"丁戊": "u"}, own.splits),
    ):
        assert own != other


def test_the_table_has_a_row_for_every_token_of_every_sentence():
    sentences = schema.frame(
        "sentences",
        [
            ("s1", "a", "body", 1, 1, "甲乙丙在上海。", 1, 1, "", ""),
            ("s2", "a", "body", 1, 2, "", 1, 1, "", ""),
        ],
    )
    table = tokens.tokens(sentences, tokenise=tokens.tokeniser(lexicon("甲乙丙")))
    assert table["token"].tolist() == ["甲乙丙", "在", "上海", "。"]
    assert table["position"].tolist() == [0, 1, 2, 3]
    assert table["start"].tolist() == [0, 3, 4, 6]
    assert set(table["sentence_id"]) == {"s1"}


def test_lines_come_out_with_single_blanks_between_words():
    lines = ["  上海 发布\t《数字化转型》", "", "AI 上海"]
    assert list(tokens.tokenise_lines(lines, lexicon=None)) == [
        "上海 发布 《 数字化 转型 》",
        "",
        "AI 上海",
    ]


@settings(deadline=None)
@given(st.text() | PAGE_TEXT)
def test_a_line_comes_out_as_it_is_apart_from_plain_blanks_and_tabs(text):
    for pos in (False, True):
        (line,) = tokens.tokenise_lines([text], lexicon=SHIPPED, pos=pos)
        words = [part.rpartition("/")[0] if pos else part for part in line.split(" ")]
        assert "".join(words) == text.replace(" ", "").replace("\t", "")


def test_a_term_of_two_hundred_characters_is_one_token():
    term = "甲乙丙丁" * 50
    assert cut(f"有{term}。", term) == ["有", term, "。"]


def test_the_cache_file_in_the_temporary_folder_is_neither_read_nor_written(tmp_path):
    planted = tmp_path / "jieba.cache"
    planted.write_bytes(b"not a dictionary")
    code = (
        "from analysis import tokens\n"
        "print('/'.join(tokens.cut_texts(['普陀区数字化'], lexicon=None)[0]))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"TMPDIR": str(tmp_path), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=Path(tokens.__file__).resolve().parent.parent,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == "普陀区/数字化"
    assert done.stderr == b""
    assert planted.read_bytes() == b"not a dictionary"
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert tempfile.gettempdir()


@settings(deadline=None)
@given(st.lists(st.text("一二三百第个项年近多新的到了服务中心", min_size=1)))
def test_mending_never_changes_the_text(words):
    mend = wordrules.Mender({"服务": -5.0, "中心": -5.0, "服务中心": -11.0}, {}, {}, {}).mend
    mended = mend(words)
    assert "".join(mended) == "".join(words)
    assert "" not in mended


def test_a_long_guess_of_function_words_is_taken_apart_without_recursion():
    words = wordparts.guess("的" * 5000 + "甲乙" + "了" * 5000)
    assert words[5000] == "甲乙"
    assert len(words) == 10001


@pytest.mark.parametrize("word", ["高达", "建有", "农村", "区内", "都会", "年底", "多年"])
def test_what_the_words_beside_decide_is_not_remembered(word):
    contexts = ("{}很好", "{}500个", "2025{}前", "某某镇甲{}里", "{}走完", "软件园{}")
    sentences = [context.format(word) for context in contexts]
    for first in sentences:
        tokens._cutter.cache_clear()
        in_turn = tokens.cut_texts([first, *sentences], lexicon=SHIPPED)[1:]
        alone = []
        for sentence in sentences:
            tokens._cutter.cache_clear()
            alone += tokens.cut_texts([sentence], lexicon=SHIPPED)
        assert in_turn == alone
