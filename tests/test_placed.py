"""A table file with a column for the place: two places, three years, made up."""

import json
import os
import signal

import pytest

from analysis import (
    chain,
    drawn,
    front_page,
    in_parts,
    pages,
    record_items,
    repair,
    segment,
    similar,
    tables,
)
from analysis.errors import InputError

GAZETTEER = """name\tdistrict\tkind\tbasis\tsource
甲山省\t甲山省\tdistrict\tprinted\tmade up
乙水市\t乙水市\tdistrict\tprinted\tmade up
甲山\t甲山省\tshort\tprinted\tmade up
乙水\t乙水市\tshort\tprinted\tmade up
全国\t全市\tcity\tprinted\tthe whole
"""
TOML = """title = "Made-up reports"
city = "places"

[records]
file = "reports.jsonl"
text = "body"
title = "headline"
place = "place"
date = "year"
"""


def report(place: str, year: int) -> dict[str, object]:
    """One row: a heading, running text with figures, a plan and what became of the last one."""
    return {
        "place": place,
        "year": year,
        "headline": f"{year}年工作报告",
        "body": (
            "**一、过去一年的工作**\n\n"
            f"全市共有公园{year - 2000}个，地铁里程{year - 1950}公里，绿道总长{year - 1900}公里。"
            f"{place}的社区食堂三期工程已经建成启用，"
            "为老人提供午餐。与全国一样，就业保持稳定。\n\n"
            "**二、今年的安排**\n\n"
            "今年将建成社区食堂三期工程，为老人提供午餐和晚餐服务。绿道总长达到200公里。\n"
        ),
    }


ROWS = [report(place, year) for place in ("甲山省", "乙水") for year in (2019, 2020, 2021)]


@pytest.fixture
def folder(tmp_path):
    """The corpus folder; a row may be changed before it is read."""
    own = tmp_path / "reports"
    (own / "gazetteer").mkdir(parents=True)
    (own / "gazetteer" / "places.tsv").write_text(GAZETTEER, "utf-8")
    (own / "corpus.toml").write_text(TOML, "utf-8")
    write(own, ROWS)
    return own


def write(folder, rows):
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "reports.jsonl").write_text("\n".join(lines), "utf-8")


@pytest.fixture
def built(folder):
    return chain.build(pages.read_corpus(folder))


def test_every_sentence_is_about_the_place_of_its_row(built):
    assert set(built.sentences["district_basis"]) == {"printed: place column"}
    assert built.articles["districts"].tolist() == ["甲山省"] * 3 + ["乙水市"] * 3


def test_a_row_is_one_article_with_its_title_and_headings(built):
    assert len(built.articles) == len(built.pages) == len(ROWS)
    assert built.articles["headline"].iloc[0] == "2019年工作报告"
    assert (built.lines["role"] == "subhead").sum() == 2 * len(ROWS)


def test_the_whole_city_of_a_text_is_its_place(built):
    parks = built.indicators[built.indicators["measured"].str.contains("公园")]
    assert list(dict.fromkeys(parks["district"])) == ["甲山省", "乙水市"]


def test_a_plan_is_reported_done_by_later_texts_of_the_same_place_only(built):
    by_sentence = built.sentences.set_index("sentence_id")["district"]
    done = built.announcements[built.announcements["reported_done_in"] != ""]
    assert len(done)
    for row in done.itertuples():
        places = {by_sentence[sid] for sid in row.reported_done_in.split(";")}
        assert places == {row.district}


def test_a_place_that_the_gazetteer_lacks_is_refused_with_its_row(folder):
    write(folder, [*ROWS, report("丙岛县", 2020)])
    with pytest.raises(InputError, match=r"reports\.jsonl:7 is of the place “丙岛县”"):
        chain.build(pages.read_corpus(folder))


def test_parts_on_several_cores_give_the_tables_of_one_go(folder, built, monkeypatch):
    monkeypatch.setattr(in_parts, "WORTH_IT", 1)
    monkeypatch.setattr(in_parts, "A_PART", 150)
    monkeypatch.setattr(in_parts, "cores", lambda: 2)
    monkeypatch.setattr(in_parts.parts, "__kwdefaults__", {"most": 150})
    parted = chain.build(pages.read_corpus(folder))
    for name, table in built._asdict().items():
        assert getattr(parted, name).equals(table), name
        assert getattr(parted, name).dtypes.equals(table.dtypes), name


def test_a_worker_that_is_killed_ends_the_run_with_a_sentence():
    def work(number: int) -> int:
        if number:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(InputError, match="A worker was ended from outside"):
        in_parts.mapped(work, [0, 1, 2, 3], jobs=2)


def test_texts_are_drawn_evenly_and_all_tables_cut_to_them(built):
    half = drawn.part(built, most=int(built.pages["n_chars"].sum()) // 2 + 1)
    assert sorted(half.articles["districts"].value_counts()) == [1, 2]
    kept = set(half.sentences["sentence_id"])
    assert set(half.tokens["sentence_id"]) == kept < set(built.sentences["sentence_id"])
    assert set(half.indicators["sentence_id"]) <= kept
    known = set(half.indicators["indicator_id"])
    assert all(set(ids.split(";")) - {""} <= known for ids in half.checks["indicator_ids"])
    assert set(half.systems["system_id"]) == set(half.mentions["system_id"])
    assert drawn.part(built) is built


def test_what_was_drawn_is_said_with_its_share(built):
    half = drawn.part(built, most=int(built.pages["n_chars"].sum()) // 2 + 1)
    whole = {name: len(table) for name, table in built._asdict().items()}
    assert drawn.said(half, whole).startswith(
        "Read here are 3 of the collection's 6 texts, drawn evenly"
    )
    assert drawn.said(built, whole) == drawn.said(built, None) == ""


def test_front_matter_is_a_masthead_and_a_broken_line_goes_on():
    text = "---\nsource: 某网\n---\n\n## 一、总结\n\n过去一年经济\n平稳增长。\n新的一年开始。"
    found = record_items.record_items("r", repair.repair_lines(text.split("\n")))
    assert [row.role for row in found.lines] == ["masthead"] * 3 + ["subhead"] + ["body"] * 3
    assert [s.text for s in found.sentences][-2:] == ["过去一年经济平稳增长。", "新的一年开始。"]


def test_a_page_file_is_still_searched_for_several_articles(tmp_path):
    (tmp_path / "a.txt").write_text("甲乙丙丁。\n", "utf-8")
    page = pages.read_corpus(tmp_path).pages[0]
    assert not page.is_record
    lines, *_ = segment.segment_corpus([page])
    assert lines["item_id"].tolist() == ["a:01"]


def test_in_a_large_ledger_only_the_same_phrase_is_one_quantity(built, monkeypatch):
    monkeypatch.setattr(similar, "MANY", 0)
    rows = built.indicators.to_dict("records")
    groups = similar.same_quantities(rows)
    assert groups
    for group in groups:
        for key in ("unit", "district", "system_id"):
            assert len({row[key] for row in group}) == 1
        assert len({similar.phrase(row) for row in group}) == 1


def test_a_page_shows_the_first_rows_of_a_long_table_and_says_so():
    import pandas as pd

    shown = tables.present(pd.DataFrame({"n": range(1000)}), note="numbers")
    assert len(shown.data) == tables.MOST_ROWS
    assert shown.note == "numbers; the first 250 of 1,000 rows"


def test_the_front_page_counts_the_places_of_its_own_gazetteer(folder, built):
    said = front_page.front_page(pages.read_corpus(folder), built, {})
    assert ("places", "2") in said["facts"]
    notes = ["".join(text for text, _address in note.parts) for note in said["notes"]]
    assert any(note.startswith("Sentences are given to 2 of 2 places") for note in notes)
    assert not any("Newspapers" in note for note in notes)
