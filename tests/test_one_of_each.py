"""A corpus of one page, or of one row of a table file: what it has one of is said as one."""

import json
import re

import pytest

from analysis import (
    about_checks,
    about_corpus,
    about_findings,
    about_frequency,
    about_numbers,
    about_tokens,
    about_words,
    chain,
    counts,
    evidence,
    lexicon,
    methods_text,
    pages,
    paths,
    sizes,
)

ONE_OF_EACH = """# 静安上线一网通办

本报讯 静安区居民昨天用上“一网通办”，已办件500件。
"""
ONE_MORE = """# 徐汇建成社区服务站

本报讯 徐汇区将在2020年底前开放10个站点。社区居民说，这是全市首个社区服务站。
"""
# Behind 1, with a word or none between; “1 of 5 words” is right.
PLURAL = re.compile(
    r"(?<![\d.,–−-])\b1 (?:(?!of\b)[a-z]+ )?(?:announcements|articles|counts|dates|districts|"
    r"figures|groups|items|lines|mentions|occurrences|pages|places|relations|repairs|rows|"
    r"sentences|systems|terms|texts|times|tokens|units|words)\b"
)


def folder_of(tmp_path, text):
    """A corpus folder of one page."""
    (tmp_path / "a.txt").write_text(text, "utf-8")
    return tmp_path


def row_of_a_table(tmp_path):
    """A corpus folder of one text, in a file of rows with places."""
    (tmp_path / "gazetteer").mkdir()
    gazetteer = "name\tdistrict\tkind\tbasis\tsource\n甲山省\t甲山省\tdistrict\tprinted\tmade up\n"
    (tmp_path / "gazetteer" / "places.tsv").write_text(gazetteer, "utf-8")
    (tmp_path / "corpus.toml").write_text(
        'city = "places"\n[records]\nfile = "r.jsonl"\ntext = "text"\nplace = "place"\n', "utf-8"
    )
    row = json.dumps({"text": "甲山省上线平台。", "place": "甲山省"}, ensure_ascii=False)
    (tmp_path / "r.jsonl").write_text(row, "utf-8")
    return tmp_path


@pytest.fixture
def said(monkeypatch):
    """All that a report says of a folder, as one text."""

    def of(folder):
        monkeypatch.setenv(paths.CORPUS_VARIABLE, str(folder))
        corpus = pages.read_corpus(folder)
        tables = chain.build(corpus)
        tokens = counts.token_table(tables.tokens, tables.sentences, tables.articles, tables.pages)
        return "\n".join(
            [
                *about_corpus.overview(tables), *about_corpus.findings(tables),
                *about_corpus.limits(tables), methods_text.paragraph(tables, corpus, {}),
                about_corpus.page_cut_title(tables, tables.pages["page_id"].iloc[0]),
                *about_numbers.findings(tables), about_numbers.ledger_note(tables),
                *about_findings.of_announcements(tables), about_findings.chain_title(tables),
                *_of_words(tables, tokens, folder),
            ]
        )  # fmt: skip

    return of


def _of_words(tables, tokens, folder):
    """What notebooks 02 and 03 say of its words."""
    cut_by = lexicon.load_lexicon(folder)
    ranking = about_words.ranking(tokens, stop_words=lexicon.stop_words(folder))
    first = about_words.with_ranges(
        ranking.head(6), about_words.counted_sentences(tables, tokens), cut_by
    )
    near = about_frequency.company(tokens, ranking["token"].head(1), window=5, stop_words=set())
    return [
        *about_frequency.limits(tokens, ranking, first),
        *about_words.term_frequency(ranking, first, near, tokens),
        about_frequency.sizes_note(sizes.sizes(tokens, min_tokens=400)),
        *about_tokens.answers(
            tables, cut_by, ranges=about_tokens.headline_counts(tables, cut_by),
            effect=about_words.lexicon_effect(tables, cut_by),
            scores=about_tokens.score_table([["静安", "上线"]], cut_by),
            candidates=about_tokens.candidates(tables, cut_by),
        ),
    ]  # fmt: skip


def test_one_page_with_one_article_one_system_and_one_figure(said, tmp_path):
    text = said(folder_of(tmp_path, ONE_OF_EACH))
    assert "1 page holds 1 article and 0 other items" in text
    assert "1 named system is mentioned 2 times; 1 figure is in the ledger, 0 relations" in text
    assert "A page writes about 1 district." in text
    assert "0 of 1 date is inferred" in text
    assert "1 printed figure measures something (repeats apart), in 1 unit." in text
    assert "1 row: 1 measures something; 0 of all rows repeat another row." in text
    assert "1 page is no sample: it was not drawn at random" in text
    assert "1 repair was needed, namely mark (1); it is a row that can be undone." in text
    assert "1 repair, which can be undone, was made on 1 of the pages" in text
    assert PLURAL.findall(text) == []


def test_one_announcement_and_one_claim(said, tmp_path):
    text = said(folder_of(tmp_path, ONE_MORE))
    assert "1 announcement was made; 1 of them names a date, and for 0 a later" in text
    assert "1 claims a first or an only one" in text
    assert PLURAL.findall(text) == []


def test_one_row_of_a_table_file(said, tmp_path):
    text = said(row_of_a_table(tmp_path))
    assert "1 text, a row of a table file: 1 sentence, " in text
    assert "Sentences are given to 1 of 1 place" in text
    assert "1 text is no sample unless whoever collected it drew it." in text
    assert "No repair was needed." in text
    assert "1 text is undated. A place has 1 text, " in text
    assert PLURAL.findall(text) == []


def test_one_relation_and_one_place():
    import pandas as pd

    checks = pd.DataFrame(
        {"check_id": ["c"], "relation": ["members listed"], "verdict": ["contradicts"]}
    )
    said = about_checks.answer(checks)
    assert "The other 1 of 1 row repeats a figure, counts a list," in said
    assert said.endswith("looks like a pair and is none; 1 of them contradicts.")
    assert evidence._size_said(1, 1, 1, most=9, in_full=True) == "1 place in 1 sentence."


def test_the_pattern_finds_what_it_is_meant_to_find():
    wrong = ["1 pages hold", "1 printed lines are", "1 other items", "1 relations between"]
    assert [text for text in wrong if not PLURAL.search(text)] == []
    fine = [
        "11 pages",
        "1 of 5 words stands",
        "1,201 tokens",
        "1 page holds",
        "2.1 times",
        "1–1 days",
    ]
    assert [text for text in fine if PLURAL.search(text)] == []
