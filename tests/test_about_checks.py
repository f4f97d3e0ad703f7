"""What notebook 05 says of the ledger and its checks, on two small pages."""

import typing

import pandas as pd
import pytest

from analysis import about_checks, about_numbers, chain, pages, schema, systems


@pytest.fixture
def built(corpus):
    return chain.build(pages.read_corpus(corpus))


def checks(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["relation", "verdict"])
    table["check_id"] = [f"c{n}" for n in range(len(table))]
    return table.assign(formula="", computed="", printed="", note="")


SOME = checks(
    ("parts of a whole", "agrees"),
    ("parts of a whole", "contradicts"),
    ("members listed", "agrees"),
    ("heading, box or caption repeats the text", "agrees"),
    ("share of the figure before", "derived"),
)


def test_only_arithmetic_that_could_fail_is_counted_as_such():
    said = about_checks.answer(SOME)
    assert said.startswith(
        "2 arithmetical relations could have failed: 1 hold, 1 contradict, 0 stay open."
    )
    assert "other 3 of 5 rows" in said


def test_the_summary_counts_every_check_once():
    table = about_checks.summary(SOME)
    assert table["all"].sum() == len(SOME)
    assert table[list(about_checks.SORTS)].to_numpy().sum() == len(SOME)


def test_no_check_is_lost_between_the_tables(built):
    shown = [
        about_checks.spelled_out(built.checks, "agrees", "agrees_rounded", "consistent", "loose"),
        about_checks.spelled_out(built.checks, "contradicts", "residual", "derived"),
        about_checks.spelled_out(built.checks, "not_comparable"),
    ]
    assert sum(map(len, shown)) == len(built.checks)


def test_the_ledger_leads_to_page_and_line(built):
    table = about_checks.ledger_of_districts(built)
    assert {"a:5", "b:3"} <= set(table["page:line"])
    assert "2000平方米" in set(table["figure"])


def test_a_card_of_a_rank_that_no_system_has_is_empty(built):
    assert about_checks.card_rows(built, 999, systems.load_systems()).empty


def test_conclusions_that_tempt_are_refuted_with_numbers_of_the_tables(built):
    found = about_checks.misreadings(built)
    assert len(found) >= 5
    assert f"{len(built.indicators)} facts" in found[1]


def test_every_kind_of_figure_has_words_and_no_code_word_is_printed(built):
    assert set(about_numbers.KIND_WORDS) == set(typing.get_args(schema.FigureKind))
    assert "_" not in about_numbers.ledger_note(built)
    assert "measure something" in about_numbers.ledger_note(built)


def test_long_numbers_are_grouped_and_what_is_printed_stays():
    table = checks(("parts of a whole", "agrees")).assign(
        formula="1056500000000 / 6675", printed="10565亿元", computed="158277153.5581"
    )
    row = about_checks.spelled_out(table, "agrees").iloc[0]
    assert row["formula"] == "1,056,500,000,000 / 6,675"
    assert (row["computed"], row["printed"]) == ("158,277,153.5581", "10565亿元")
