"""Addresses: one for everything, never two things at one, and files of a bounded size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import addresses


@pytest.fixture(scope="module")
def tables(shipped_tables):
    return shipped_tables


@pytest.fixture(scope="module")
def where(tables):
    return addresses.addresses(tables)


def many(tables, times: int):
    """The same tables with every page so many times, under other names."""
    import pandas as pd

    def again(table, columns):
        copies = [table.assign(**{c: f"{k:03}" + table[c] for c in columns}) for k in range(times)]
        return pd.concat(copies, ignore_index=True)

    return tables._replace(
        pages=again(tables.pages, ["page_id"]),
        lines=again(tables.lines, ["page_id", "item_id"]),
        articles=again(tables.articles, ["page_id", "article_id"]),
        sentences=again(tables.sentences, ["sentence_id", "article_id"]),
        edits=again(tables.edits, ["page_id"]),
    )


# Few characters, so that names that differ in one of the odd ones alone are met.
NAMES = st.text(alphabet="a-. :~2e0/甲", max_size=3)


@given(NAMES, NAMES)
@settings(max_examples=2_000)
def test_two_names_never_get_one_anchor(one, other):
    anchors = {addresses.anchor("s", one), addresses.anchor("s", other)}
    assert len(anchors) == len({one, other})
    assert not any(character.isspace() for name in anchors for character in name)


def test_everything_has_an_address_of_its_own(tables, where):
    assert list(where.sentences) == list(tables.sentences["sentence_id"])
    assert list(where.articles) == list(tables.articles["article_id"])
    assert list(where.pages) == list(tables.pages["page_id"])
    everything = [*where.sentences.values(), *where.articles.values(), *where.pages.values()]
    lines = zip(tables.lines["page_id"], tables.lines["line"], strict=True)
    everything += [where.line(*line) for line in lines]
    assert len(set(everything)) == len(everything) == 434 + 32 + 5 + 643


def test_few_pages_have_a_file_each_and_many_share_files(tables, where):
    assert len({part.file for part in where.parts}) == len(tables.pages) == 5
    shared = addresses.addresses(many(tables, 13)).parts
    assert 65 / 10 < len({part.file for part in shared}) < 65 / 2
    assert shared[0].file == "reader-0001.html"


def test_an_article_too_long_for_a_file_is_cut_at_a_sentence(tables, monkeypatch):
    monkeypatch.setattr(addresses, "LARGEST", 20_000)
    cut = addresses.addresses(tables)
    longest = [p for p in cut.parts if p.article_id == "001_5149493a364078e4:01"]
    assert len(longest) > 3
    assert len({part.file for part in longest}) == len(longest)
    assert list(cut.sentences) == list(tables.sentences["sentence_id"])
    numbers = {cut.lines["001_5149493a364078e4", n].number for n in range(5, 100) if
               ("001_5149493a364078e4", n) in cut.lines}  # fmt: skip
    assert len(numbers) > 3


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("000_7d6ef8af:6", "以“云数联动”助推质量效率动力变革"),
        ("000_7d6ef8af38134b74:6", "以“云数联动”助推质量效率动力变革"),
        ("00:6", None), ("000_7d6ef8af:7", None), ("x:6", None), (":6", None),
        ("000_7d6ef8af", None), ("000_7d6ef8af:６", None), ("12:30", None),
    ],
)  # fmt: skip
def test_a_printed_place_is_the_sentence_that_begins_there(tables, where, place, text):
    found = where.at(place)
    said = tables.sentences.set_index("sentence_id")["text"]
    assert [said[name] for name in found] == ([text] if text else [])


def test_names_that_a_file_system_would_confuse_get_files_of_their_own():
    names = ["a", "A", "a b", "a-b", "甲" * 90, "甲" * 91]
    stems = addresses._file_names(names)
    assert len({stem.casefold() for stem in stems.values()}) == len(names)
    assert max(len(stem) for stem in stems.values()) < 80
    assert addresses._file_names(["page-1"]) == {"page-1": "page-1"}
