"""Evidence: a list is of the size of the number that leads to it, and every line of it leads on."""

import re
from urllib.parse import unquote

import numpy as np
import pytest
from test_reading_edition import Texts

from analysis import (
    about_districts,
    about_numbers,
    about_words,
    addresses,
    counts,
    evidence,
    lexicon,
    reading_edition,
    reading_index,
)
from analysis.evidence_lists import OUTSIDE, Key
from conftest import PROJECT

SEEDS = PROJECT / "seeds"


@pytest.fixture(scope="module")
def tables(shipped_tables):
    return shipped_tables


@pytest.fixture(scope="module")
def made(tables):
    where = addresses.addresses(tables)
    return reading_edition.edition(tables, where, folder=SEEDS, city="shanghai")


@pytest.fixture
def lists(tables, made):
    return evidence.Evidence(tables, made, folder=SEEDS)


def test_the_list_of_a_word_is_of_the_size_of_its_count(tables, lists):
    tokens = counts.token_table(tables.tokens, tables.sentences, tables.articles, tables.pages)
    ranking = about_words.ranking(tokens, stop_words=lexicon.stop_words(SEEDS))
    assert len(ranking) > 2_000
    wrong = [w for w, n in zip(ranking["token"], ranking["freq"], strict=True)
             if lists.sizes("word", w)[1] != n]  # fmt: skip
    assert wrong == []


def test_the_list_of_a_word_in_a_district_is_of_the_size_of_its_count(tables, lists):
    tokens = counts.token_table(tables.tokens, tables.sentences, tables.articles, tables.pages)
    key = about_districts.keyness(
        tokens, stop_words=lexicon.stop_words(SEEDS), min_tokens=400, min_freq=4, min_docs=1,
        rng=np.random.default_rng(1),
    )  # fmt: skip
    top = about_districts.top_words(key, 8)
    assert len(top) == 40
    for row in top.itertuples():
        assert lists.sizes("word", row.term, group=row.group)[0] == row.freq_target, row.term


def test_the_lists_of_systems_themes_and_units_are_of_the_size_of_their_counts(tables, lists):
    for row in tables.systems.itertuples():
        assert lists.sizes("system", row.name)[0] == row.n_mentions
    themes = about_districts.theme_table(tables, rng=np.random.default_rng(1))
    for row in themes.itertuples():
        if row.group:
            name = row.theme.partition("  ")[0]
            assert lists.sizes("theme", name, group=row.group)[2] == row.n_sentences_with
    units, _ = about_numbers.units_by_district(tables)
    for unit, row in units.iterrows():
        for district, number in row.items():
            group = "no district" if district == "–" else district
            assert lists.sizes("unit", unit, group=group)[0] == number, (unit, district)
    assert lists.sizes("whole", "figures")[0] == len(tables.indicators)
    assert lists.sizes("whole", "systems")[0] == len(tables.mentions)
    for name in ("claims", "announcements"):
        assert lists.sizes("whole", name)[0] == len(getattr(tables, name))


def test_every_relation_has_its_sentences(tables, lists):
    assert all(lists.href("check", name) for name in tables.checks["check_id"])


def test_few_sentences_stand_in_full_and_many_as_a_concordance(lists):
    assert lists.href("word", "社区通").startswith("evidence-word-1.html#e-word.")
    assert lists.href("word", "上海").startswith("concordance-word-1.html#e-word.")
    assert lists.sizes("word", "社区通")[2] <= evidence.FEW < lists.sizes("word", "上海")[2]


def test_what_is_not_there_has_no_list(lists):
    assert lists.href("word", "没有这个词") == lists.href("district", "崇明区") == ""
    assert lists.href("word", "社区通", group="静安区") == ""
    assert lists.has("word", "上海")
    assert not lists.has("system", "上海")


def test_only_what_is_asked_for_is_written(lists, tmp_path):
    lists.href("word", "社区通")
    lists.href("system", "一网通办")
    lists.has("word", "上海")
    names = [path.name for path in lists.write(tmp_path, title="甲")]
    assert names == ["evidence-word-1.html", "evidence-system-1.html"]


def test_a_list_shows_each_place_and_leads_to_the_sentence_and_its_lines(tables, made, tmp_path):
    lists = evidence.Evidence(tables, made, folder=SEEDS)
    href = lists.href("word", "社区通")
    written = [*reading_index.write(made, tmp_path, title="甲")]
    written += reading_edition.write(made, tmp_path, title="甲")
    ids = {path.name: set(Texts(path.read_text("utf-8")).ids) for path in written}
    text = lists.write(tmp_path, title="甲")[0].read_text("utf-8")
    assert unquote(href.partition("#")[2]) in Texts(text).ids
    assert text.count("<mark>社区通</mark>") == lists.sizes("word", "社区通")[0] == 10
    links = re.findall(r'href="(reader-[^"#]+)#([^"]+)"', text)
    assert {unquote(anchor)[0] for _, anchor in links} == {"s", "l"}
    for file, anchor in links:
        assert unquote(anchor) in ids[file]


def test_long_lists_are_bounded_and_name_every_group(tables, made, tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "MOST", 20)
    monkeypatch.setattr(evidence, "FEWEST", 2)
    lists = evidence.Evidence(tables, made, folder=SEEDS)
    groups = {hit.group for hit in lists.lists.hits(Key("word", "上海"))}
    hrefs = [lists.href("word", "上海", group=group) for group in sorted(groups)]
    text = lists.write(tmp_path, title="甲")[0].read_text("utf-8")
    assert OUTSIDE in groups
    assert len(groups) > 5
    assert len(groups) < text.count('class="where"') <= 20 + 2 * len(groups)
    assert f"{lists.sizes('word', '上海')[0]} places in" in text
    assert "of the sentences are shown, so that the page stays light to open: up to 2 of" in text
    anchors = Texts(text).ids
    assert all(unquote(href.partition("#")[2]) in anchors for href in hrefs)


def test_lists_fill_files_up_to_a_size(tables, made, tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "LARGEST", 60_000)
    lists = evidence.Evidence(tables, made, folder=SEEDS)
    words = list(dict.fromkeys(tables.tokens["token"]))[:300]
    hrefs = [lists.href("word", word) for word in words]
    written = {path.name: path.read_text("utf-8") for path in lists.write(tmp_path, title="甲")}
    assert len(written) > 5
    assert set(written) == {href.partition("#")[0] for href in hrefs}
    bodies = [text[text.index("<main") :] for text in written.values()]
    assert max(len(body.encode()) for body in bodies) < 300_000
