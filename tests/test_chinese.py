"""A run in Chinese, piece by piece: what is said, drawn, set and linked, and what stays."""

import re

import nbformat
import pytest
from matplotlib.text import Text
from test_report import notebook, picture

from analysis import (
    about_checks,
    about_corpus,
    about_districts,
    about_numbers,
    about_rates,
    about_words,
    addresses,
    charts,
    counts,
    evidence,
    front_page,
    language,
    lexicon,
    linking,
    methods_text,
    options,
    pages,
    paths,
    publish,
    reading_edition,
    reading_index,
    report,
    review,
)
from analysis.__main__ import COMMANDS
from conftest import PROJECT

SEEDS = PROJECT / "seeds"
# Names and symbols that Chinese papers write in Latin letters as well, and ids.
NAMES = re.compile(
    r"(?<![A-Za-z0-9])(?:DPnorm|logDice|Jaccard|Wilson|ipm|MI|AWS|GDP|jieba|keyness|log ratio"
    r"|Benjamini|Hochberg|Gries|[0-9]{3}_[0-9a-f]+|[0-9a-f]{12})(?![A-Za-z0-9])"
)


@pytest.fixture(scope="module")
def tables(shipped_tables):
    return shipped_tables


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, "zh")


def english_in(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", NAMES.sub("", text))


def test_answers_and_limits_are_said_in_chinese(tables, chinese):
    tokens = counts.token_table(tables.tokens, tables.sentences, tables.articles, tables.pages)
    ranking = about_words.ranking(tokens, stop_words=lexicon.stop_words(SEEDS))
    said = [
        *about_corpus.overview(tables), *about_corpus.findings(tables),
        *about_corpus.limits(tables), *about_numbers.findings(tables),
        *about_checks.misreadings(tables), about_words.n_note(ranking),
        about_words.frequency_title(ranking),
    ]  # fmt: skip
    assert [text for text in said if english_in(text)] == []
    assert [text for text in said if re.search(r"[,;:] |[a-z]\.$", text)] == []
    assert f"共有 {sum(tables.articles['kind'] == 'article')} 篇文章" in said[1]


def test_a_figure_has_no_english_in_it(tables, chinese):
    tokens = counts.token_table(tables.tokens, tables.sentences, tables.articles, tables.pages)
    kinds = about_corpus.characters_by_kind(tables)
    rates = about_rates.page_and_article_rates(tokens, ["社区"])
    units, notes = about_numbers.units_by_district(tables)
    busiest = about_corpus.busiest_page(tables)
    drawn = [
        charts.stacked_bars(
            kinds, colours=dict.fromkeys(kinds.columns, "grey"),
            xlabel="characters of repaired text", title=about_corpus.kinds_title(kinds),
        ),
        charts.dumbbells(
            about_rates.rates_by_date(rates, tables), ylabel="per 1,000 tokens",
            colours=about_rates.RATE_COLOURS, title=about_rates.rates_title(rates),
        ),
        charts.heat_map(
            units, notes=notes, unit="figures printed", title=about_numbers.units_title(units)
        ),
        charts.page_cut(
            tables.lines[tables.lines["page_id"] == busiest], tables.articles,
            title=about_corpus.page_cut_title(tables, busiest),
        ),
    ]  # fmt: skip
    for ax in drawn:
        texts = [text.get_text() for text in ax.figure.findobj(Text)]
        assert [text for text in texts if english_in(text)] == []
        assert any(re.search("[\u4e00-\u9fff]", text) for text in texts)


def test_data_behind_a_figure_keeps_its_names(tables, chinese):
    assert next(iter(about_corpus.characters_by_kind(tables))) == "article"
    assert {"district", "sentences"} <= set(about_corpus.sizes_by_district(tables).columns)


def test_a_long_chinese_title_is_cut_between_characters_and_no_mark_begins_a_line(chinese):
    from analysis import figures

    lines = figures._wrapped(
        "其余若不切开就会混入文章而无法分辨其来源，须先切开（共 12 篇）。" * 4, 20
    )
    assert len(lines) > 4
    assert all(figures.width(line) <= 24 and line[0] not in "，。）；：" for line in lines)


# The methods paragraph


def test_the_methods_paragraph_is_of_the_run_in_both_languages_the_runs_first(tables, monkeypatch):
    corpus = pages.read_corpus(SEEDS)
    cell = nbformat.v4.new_code_cell("MIN_TOKENS = 321  # why")
    nodes = {"a": nbformat.v4.new_notebook(cells=[cell])}
    (first, english), (second, chinese) = methods_text.both(tables, corpus, nodes)
    assert (first, second) == ("en", "zh-CN")
    for text in (english, chinese):
        numbers = re.findall(r"\d[\d,.]*\d|\d", text)
        for number in (
            f"{len(tables.edits):,}", str(len(tables.indicators)), str(len(tables.checks)), "321",
            str(len(review.load_review(SEEDS))), f"{len(lexicon.load_lexicon(SEEDS)):,}", "15.13",
        ):  # fmt: skip
            assert number in numbers, (number, text)
        assert corpus.fingerprint in text
    assert english_in(chinese) == []
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, "zh")
    assert [lang for lang, _ in methods_text.both(tables, corpus, nodes)] == ["zh-CN", "en"]


# The pages


def test_a_notebooks_page_and_the_overview_are_chinese(tmp_path, chinese):
    page = report.notebook_page(
        notebook(picture("甲图")), name="a", title="甲", navigation=[("a", "甲"), ("b", "乙")],
        language=language.html(),
    )  # fmt: skip
    assert '<html lang="zh-CN">' in page
    for word in ("跳到正文", "目录", "总览", "下一页", "代码"):
        assert word in page
    assert not re.search(">(Overview|Contents|Next|code)<", page)
    index = report.write_index(
        tmp_path, title="甲", question="乙？", findings=["丙"], facts=[], cards=[], notes=["丁"],
        methods=[("zh-CN", "方法一"), ("en", "Method one")], reader="reader.html",
        how_to_cite="甲。", language=language.html(),
    ).read_text("utf-8")  # fmt: skip
    assert '<p lang="en">Method one</p>' in index
    assert '又通向<a href="reader.html">阅读版</a>，' in index
    assert not re.search(">(In short|How to cite|How it was made)<", index)


def test_the_reading_edition_speaks_chinese_and_keeps_its_addresses(tables, tmp_path, monkeypatch):
    where = addresses.addresses(tables)
    made = reading_edition.edition(tables, where, folder=SEEDS, city="shanghai")
    anchors = {}
    for lang in language.LANGUAGES:
        monkeypatch.setenv(language.LANGUAGE_VARIABLE, lang)
        out = tmp_path / lang
        out.mkdir()
        written = reading_edition.write(made, out, title="甲", language=language.html())
        written += reading_index.write(made, out, title="甲", language=language.html())
        texts = [path.read_text("utf-8") for path in written]
        anchors[lang] = [re.findall(r' id="([^"]+)"', text) for text in texts]
    assert anchors["zh"] == anchors["en"]
    body = re.sub(r"(?s)<(style|script)>.*?</\1>|<code>.*?</code>", "", texts[0])
    words = english_in(re.sub(r"<[^>]+>|日期推定：[^。]*。", " ", body))
    assert words == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("5 个版面共有 16 篇文章：434 个句子。", ["5 个版面", "16 篇文章", "434 个句子"]),
        ("最常提到的是“市北高新园区”（50 次）。", ["市北高新园区"]),
        ("仅静安区就占形符的 55%；过小者：奉贤区、闵行区。", ["静安区", "奉贤区", "闵行区"]),
        ("报纸：文汇报、静安报；其中 5 个，提到 9 次。", ["文汇报", "静安报"]),
        ("分别有 大数据 44、0；数字化转型 34、0", ["大数据 44", "数字化转型 34"]),
        ("共需修复 868 处，最多的是 空格（501）", ["868 处"]),
        ("有 18 个点，其中 12 个", []),
        ("“无此词”与其中的 9 个版面", []),
    ],
)
def test_names_and_counts_in_a_chinese_sentence_lead_on(tables, chinese, sentence, names):
    parts = links_of(tables).parts(sentence)
    assert "".join(part.text for part in parts) == sentence
    assert [part.text for part in parts if part.href] == names


def links_of(tables) -> linking.Links:
    where = addresses.addresses(tables)
    made = reading_edition.edition(tables, where, folder=SEEDS, city="shanghai")
    return linking.Links(tables, where, evidence.Evidence(tables, made, folder=SEEDS))


def test_the_cells_of_a_table_lead_where_they_lead_in_english(tables, monkeypatch):
    rows = "<tr><td>社区</td><td>静安区</td><td>182</td></tr>"
    found = []
    for lang, heads in (("en", ["word", "district", "sentences"]), ("zh", ["词", "区", "句子数"])):
        monkeypatch.setenv(language.LANGUAGE_VARIABLE, lang)
        head = "".join(f"<th>{name}</th>" for name in heads)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        found.append(re.findall('href="([^"]+)"', links_of(tables).in_cells(table)))
    assert found[0] == found[1]
    assert len(found[0]) >= 2


# Where it goes


def test_a_chinese_report_goes_to_a_folder_of_its_own_and_leaves_the_checkout_alone(
    tmp_path, monkeypatch
):
    corpus = pages.read_corpus(SEEDS)
    assert publish._default_out(corpus, True) == paths.REPORTS
    kept = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(paths, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(publish, "_keep", lambda *_: kept.append("checkout"))
    monkeypatch.setattr(publish, "_execute", lambda *_, **__: {})
    monkeypatch.setattr(publish, "_write_notebooks", lambda *_: kept.append("out"))

    def write(corpus, tables, nodes, out):
        (out / "index.html").write_text(language.html(), "utf-8")

    monkeypatch.setattr(publish, "_write_pages", write)
    index = publish.publish(SEEDS, lang="zh")
    assert index == tmp_path / "reports-zh" / "index.html"
    assert index.read_text("utf-8") == "zh-CN"
    assert kept == ["out"]
    assert language.current() == "en"


def test_the_command_takes_a_language_that_there_is(capsys):
    parser = options.parser(COMMANDS)
    assert parser.parse_args(["report"]).lang == "en"
    assert parser.parse_args(["report", "--lang", "zh"]).lang == "zh"
    with pytest.raises(SystemExit):
        parser.parse_args(["report", "--lang", "fr"])
    assert "'fr'" in capsys.readouterr().err


def test_the_corpus_has_its_chinese_title_where_it_brings_one(chinese, corpus):
    assert front_page.title(pages.read_corpus(SEEDS)).startswith("上海")
    assert front_page.title(pages.read_corpus(corpus)) == "my pages 我的版面"


def test_themes_have_no_english_gloss_in_chinese(tables, chinese):
    import numpy as np

    themes = about_districts.theme_table(tables, rng=np.random.default_rng(1))
    assert not [name for name in themes["theme"] if re.search("[A-Za-z]{3}", name)]
