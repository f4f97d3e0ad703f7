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
        "2 arithmetical relations could have failed: 1 holds, 1 contradicts, 0 stay open."
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


def repeated(table: pd.DataFrame, *rows: dict) -> pd.DataFrame:
    """A table of so many rows, empty but for what is given of each."""
    return pd.DataFrame([dict.fromkeys(table.columns, "") | row for row in rows])


def full(built: chain.Tables) -> chain.Tables:
    """The small corpus with enough checks, series, claims and announcements to tempt."""
    return built._replace(checks=SOME.iloc[[0, 2, 3]].reset_index(drop=True),
        indicators=built.indicators.assign(duplicate_of=["n2", "n1", "", ""]),
        series=repeated(
            built.series,
            *({"series_id": name, "comparable": name == "s2", "value": "1", "quantity": name,
               "why_not": "a value has no date"} for name in ("s1", "s1", "s2", "s2")),
        ),
        claims=repeated(built.claims, {"scope": ""}, {"scope": ""}, {"scope": "全市"}),
        announcements=repeated(built.announcements, {"target_date": "2025-12-31"}, {}),
    )  # fmt: skip


def test_conclusions_that_tempt_are_refuted_with_numbers_of_the_tables(built):
    found = about_checks.misreadings(full(built))
    assert len(found) >= 5
    assert f"{len(built.indicators)} facts" in found[1]
    assert "1 of 2 such quantities" in found[2]
    assert "3 claims of being first are 3 firsts.* 2 of them" in found[3]


def test_what_nothing_tempts_to_is_not_refuted(built):
    assert about_checks.misreadings(built) == []
    once = built.indicators["duplicate_of"].where(built.indicators.index > 0, "n2")
    (said,) = about_checks.misreadings(
        built._replace(indicators=built.indicators.assign(duplicate_of=once))
    )
    assert "4 facts.* Figures among them that measure anything, repeats apart: 3." in said


def test_points_are_said_as_none_some_or_all(built):
    series = full(built).series
    some, none, one = (
        " ".join(about_numbers.findings(built._replace(series=part)))
        for part in (series, series.assign(comparable=False), series.head(2))
    )
    assert "2 of their 4 points may not" in some
    assert "none of their 4 points may be compared" in none
    assert "One quantity is printed more than once; its 2 points may not be compared" in one
    assert "more than once" not in " ".join(about_numbers.findings(built))


def test_systems_that_are_mentioned_equally_often_are_named_together(built):
    named = [{"name": n, "system_id": n, "districts": "", "n_mentions": 2} for n in ("甲", "乙")]
    both = built._replace(systems=repeated(built.systems, *named))
    assert "most often 乙, 甲 (2 times each)" in about_numbers.findings(both)[0]
    single = built._replace(systems=repeated(built.systems, named[0]))
    assert "One named system is mentioned: 甲" in about_numbers.findings(single)[0]


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
