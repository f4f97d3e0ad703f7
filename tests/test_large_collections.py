"""What only a large collection reaches gives what a small one gets, and stays bounded."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import (
    addresses,
    audit,
    chain,
    compiling,
    counting,
    counts,
    coverage,
    evidence,
    fonts,
    gazetteer,
    in_parts,
    lexicon,
    many_tokens,
    pages,
    periods,
    reading_edition,
    reading_index,
    tables_as_text,
    tokens,
)
from analysis.evidence_lists import Key

PLACES = ("甲州", "乙州", "丙州", "丁州")
N_SENTENCES = 120
GAZETTEER = "name\tdistrict\tkind\tbasis\tsource\n" + "".join(
    f"{place}\t{place}\tdistrict\tprinted\tinvented\n" for place in PLACES
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Twelve invented reports as rows of a table file, with a gazetteer of their own."""
    folder = tmp_path_factory.mktemp("records")
    rows = []
    for number in range(12):
        place = PLACES[number % 4]
        said = "".join(
            f"今年发展产业{number * 1000 + at}个，{place}{'一二三四五六七'[at % 7]}镇增长{at}%。"
            for at in range(N_SENTENCES)
        )
        rows.append({"text": said, "place": place, "year": str(2001 + number)})
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "reports.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "gazetteer").mkdir()
    (folder / "gazetteer" / "invented.tsv").write_text(GAZETTEER, "utf-8")
    (folder / "corpus.toml").write_text(
        'title = "Reports"\ncity = "invented"\n[records]\nfile = "reports.jsonl"\ntext = "text"\n'
        'place = "place"\ndate = "year"\n',
        "utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def tables(folder):
    return chain.build(pages.read_corpus(folder))


def made_of(tables, folder, out):
    """Edition and lists written to a folder: file to text."""
    out.mkdir()
    where = addresses.addresses(tables)
    made = reading_edition.edition(tables, where, folder=folder, city="invented")
    lists = evidence.Evidence(tables, made, folder=folder)
    hrefs = [lists.href("word", word) for word in ("发展", "产业", "镇", "增长")]
    hrefs += [lists.href("district", place) for place in PLACES]
    assert all(hrefs)
    lists.write(out, title="甲")
    reading_index.write(made, out, title="甲")
    reading_edition.write(made, out, title="甲")
    return {path.name: path.read_text("utf-8") for path in sorted(out.iterdir())}


def test_pages_that_share_files_are_set_alike_by_one_process_and_by_two(
    tables, folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(addresses, "FILE_EACH", 3)
    monkeypatch.setattr(addresses, "LARGEST", 150_000)
    monkeypatch.setattr(reading_edition, "ONE_FONT", 0)
    monkeypatch.setattr(evidence, "FEW", 1)
    monkeypatch.setattr(fonts, "_prepared", [])
    monkeypatch.setattr(in_parts, "cores", lambda: 1)
    alone = made_of(tables, folder, tmp_path / "one")
    monkeypatch.setattr(in_parts, "cores", lambda: 2)
    assert made_of(tables, folder, tmp_path / "two") == alone
    assert sum(name.startswith("reader-0") for name in alone) > 3


def test_pages_are_the_same_where_words_are_held_in_less_room(tables, folder, tmp_path):
    light = tables._replace(tokens=many_tokens.light(tables.tokens))
    assert made_of(light, folder, tmp_path / "a") == made_of(tables, folder, tmp_path / "b")
    n = counting.n_counted(tables.tokens, tables.sentences, tables.articles)
    assert counting.n_counted(light.tokens, light.sentences, light.articles) == n > 1_000


def test_a_doubt_about_the_city_is_the_same_where_words_are_held_in_less_room(shipped_tables):
    own = gazetteer.load_gazetteer(None, city="shanghai")
    bare = replace(own, names={})  # every name of a district is unlisted
    tokens_of = shipped_tables.tokens
    found = coverage.unlisted_districts(tokens_of, bare)
    assert found
    assert coverage.unlisted_districts(many_tokens.light(tokens_of), bare) == found


def test_every_link_of_a_shared_edition_leads_to_an_anchor(tables, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(addresses, "FILE_EACH", 3)
    written = made_of(tables, folder, tmp_path / "out")
    ids = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in written.items()}
    n_links = 0
    for name, text in written.items():
        for link in re.findall(r'href="([^"]+#[^"]+)"', text):
            file, _, anchor = link.partition("#")
            assert unquote(anchor) in ids[file or name], (name, link)
            n_links += 1
    assert n_links > 2_000


def test_a_list_shows_so_many_lines_and_says_how_many_there_are(tables, folder, tmp_path):
    written = made_of(tables, folder, tmp_path / "out")
    text = "".join(text for name, text in written.items() if name.startswith("concordance-word"))
    section = text[text.index('<h2 lang="zh">发展</h2>') :].partition("</section>")[0]
    assert 0 < section.count("<li>") <= evidence.MOST
    n = 12 * N_SENTENCES
    assert f"{n} places in {n} sentences; {section.count('<li>')} of the sentences" in section


def test_no_list_is_longer_than_the_bound_however_many_groups_it_has():
    sizes = {str(n): evidence.Size(50, 50) for n in range(500)}
    assert evidence._most(sizes) * evidence.GROUPS <= evidence.MOST


def test_the_hits_of_a_word_are_those_of_a_search_in_the_tokens(tables, folder):
    where = addresses.addresses(tables)
    made = reading_edition.edition(tables, where, folder=folder, city="invented")
    lists = evidence.Evidence(tables, made, folder=folder).lists
    for word in ("发展", "镇", "，"):
        own = tables.tokens[tables.tokens["token"] == word]
        expected = {}
        for row in own.itertuples():
            places = expected.setdefault(row.sentence_id, [])
            places.append((row.start, row.start + len(word)))
        found = {hit.sentence_id: list(hit.places) for hit in lists.hits(Key("word", word))}
        assert found == expected


@pytest.mark.skipif(not compiling.has_numba(), reason="the extra `fast` is not installed")
@pytest.mark.parametrize("hmm", [True, False])
@pytest.mark.parametrize("rules", [True, False])
@pytest.mark.parametrize("with_lexicon", [True, False])
def test_many_texts_are_cut_into_the_words_that_few_are(
    shipped_tables, monkeypatch, hmm, rules, with_lexicon
):
    texts = [*shipped_tables.sentences["text"], "", "PM_2.5 a1 T恤\r\n3.14% 小明硕士毕业", "𠮷野家"]
    own = lexicon.load_lexicon(None) if with_lexicon else None
    plainly = tokens.cut_texts(texts, lexicon=own, hmm=hmm, rules=rules)
    monkeypatch.setattr(tokens, "_MANY", 0)
    assert tokens.cut_texts(texts, lexicon=own, hmm=hmm, rules=rules) == plainly


def test_words_as_numbers_make_the_table_of_tokens(tables, folder):
    own = lexicon.load_lexicon(folder)
    texts = tables.sentences["text"].tolist()
    half = len(texts) // 2
    parts = [many_tokens.numbered(part, own) for part in (texts[:half], texts[half:])]
    made = many_tokens.table(tables.sentences["sentence_id"], parts)
    assert made.equals(tables.tokens)


def test_words_are_counted_without_the_joined_table(tables, shipped_tables):
    for own in (tables, shipped_tables):
        table = counts.token_table(own.tokens, own.sentences, own.articles, own.pages)
        n = counting.n_counted(own.tokens, own.sentences, own.articles)
        assert n == len(counting.counted(table)) < len(table)


@pytest.mark.parametrize("name", chain.Tables._fields)
def test_a_table_written_by_columns_has_the_bytes_of_pandas(shipped_tables, tmp_path, name):
    pytest.importorskip("pyarrow")
    data = getattr(shipped_tables, name)
    if name == "edits":  # what csv quotes, where nothing else is
        data = data.head(5).assign(before=[',"', '"', "\n甲", " 甲", "\r"])
    assert tables_as_text.can_write(data)
    tables_as_text.write(data, tmp_path / "columns.csv")
    data.to_csv(tmp_path / "rows.csv", index=False, encoding="utf-8", lineterminator="\n")
    written = (tmp_path / "columns.csv").read_bytes()
    assert written == (tmp_path / "rows.csv").read_bytes()
    assert written.count(b"\n") >= len(data)


ALPHABET = "".join(sorted({char for pattern in periods._KINDS.values() for char in pattern}))


@given(st.text(alphabet=ALPHABET, max_size=40))
def test_a_date_begins_with_one_of_the_characters_that_are_looked_for(text):
    anywhere = re.compile(periods._JOINT.pattern.removeprefix(periods._BEGINS), re.ASCII)
    assert anywhere.pattern != periods._JOINT.pattern
    found = [(match.span(), match.lastgroup) for match in periods._JOINT.finditer(text)]
    assert found == [(match.span(), match.lastgroup) for match in anywhere.finditer(text)]


@pytest.mark.parametrize("kind", periods._KINDS)
def test_no_date_of_any_kind_begins_otherwise(kind, shipped_tables):
    own = re.compile(periods._KINDS[kind], re.ASCII)
    begins = re.compile(periods._BEGINS)
    said = [f"{a}{b}" for a in ALPHABET for b in ("年底", "上半年", "月5日起", "0", "近五年来")]
    for text in [*shipped_tables.sentences["text"], *said]:
        assert all(begins.match(text, match.start()) for match in own.finditer(text))


# Markup as our templates write it, and what breaks out of it.
MARKUP = [
    '<p class="body">', "</p>", '<span class="s" id="a" title="甲 &lt; 乙">', "</span>", "甲<", ">",
    '<a href="#a">', '<a href="javascript:x()">', "</a>", "<style>", "</style>", "<script>",
    "</script>", '<p onclick="x()">', "<!--", "-->", '<img src="a.png">', "url(a.png)",
    "@import 'a'",
    '<tr id="l-1"><th scope="row">', "&", "&amp;", '"', "<p", " ", "甲", '<p style="color:red">',
    "<textarea>", "</textarea>", "<scr", "ipt>",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKUP), max_size=25))
@example(["<style>", "@import 'a'", "</p>", "</style>"])
@example(["<script>", "甲", '<p class="body">', "</script>"])
@example(["<!--", ">", "</p>", '<img src="a.png">'])
def test_what_is_passed_over_as_harmless_is_what_a_full_reading_finds_nothing_in(pieces):
    page = "<body>" + "".join(pieces)
    whole = audit._Audit()
    whole.feed(page)
    whole.close()
    found = audit._audited(page)
    for name in ("resources", "active", "silent_pictures", "inline_styles"):
        assert getattr(found, name) == getattr(whole, name), (name, page)
