"""The ledger against invented sentences that were annotated before it read them."""

import csv
import functools
from pathlib import Path

from analysis import indicators, schema, systems
from annotated import number, paired

HERE = Path(__file__).parent / "invented_figures"


def rows_of(name):
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@functools.cache
def ledger():
    """Each sentence as the article and page of its own, so that none leans on another."""
    sentences, articles, pages = [], [], []
    for row in rows_of("sentences.csv"):
        name = row["sentence"]
        sentences.append(
            (name, name, "body", 0, 0, row["text"], 0, 0, row["district"], "printed")
        )  # fmt: skip
        articles.append((name, name, "article", "", "", "", "", "", 0, "", 1.0))
        pages.append((name, "", "", row["issue_date"], "printed", "", 0, 0, 0, ""))
    sentences = schema.frame("sentences", sentences)
    articles, pages = schema.frame("articles", articles), schema.frame("pages", pages)
    named = systems.mentions(sentences, [])
    return indicators.indicators(sentences, articles, pages, named).to_dict("records")


@functools.cache
def matched():
    """Pairs of (annotated, found or None) by sentence, value, operator and unit; the rest."""

    def fits(row, mine):
        return (
            mine["sentence_id"] == row["sentence"]
            and all(number(mine[c]) == number(row[c]) for c in ("value", "upper"))
            and all(mine[c] == row[c] for c in ("operator", "unit"))
        )

    return paired(rows_of("figures.csv"), ledger(), fits)


def measures():
    return [(row, mine) for row, mine in matched()[0] if row["kind"] == "measure"]


def overlaps(row, mine):
    phrase = row["measured"]
    return any(phrase[i : i + 2] in mine["measured"] for i in range(len(phrase) - 1))


def dated(row, mine):
    return mine["period_end"].startswith(row["period_iso"].split("/")[-1])


def missed(pairs):
    return [f"{row['sentence']} {row['figure']}" for row, _ in pairs]


def assert_share(judged, floor):
    """`judged` is pairs and whether each is right."""
    wrong = [pair for pair, right in judged if not right]
    assert 1 - len(wrong) / len(judged) >= floor, missed(wrong)


def test_figures_are_found_and_little_else_is():
    assert_share([(pair, pair[1] is not None) for pair in measures()], 0.95)
    extra = [mine["figure"] for mine in matched()[1] if mine["kind"] == "measure"]
    assert len(extra) <= 0.05 * len(measures()), extra


def test_a_numeral_in_a_slogan_a_name_or_an_address_measures_nothing():
    """The name of a chain of hotels (7天) is taken for a stretch of time."""
    wrong = [m for m in ledger() if m["sentence_id"].startswith("t") and m["kind"] == "measure"]
    assert len(wrong) <= 1, wrong


def test_what_is_measured_and_when_is_that_of_the_annotation():
    found = [(row, mine) for row, mine in measures() if mine]
    assert_share([(pair, overlaps(*pair)) for pair in found], 0.95)
    assert_share([(pair, dated(*pair)) for pair in found if pair[0]["period_iso"]], 0.95)


def test_change_and_kind_are_those_of_the_annotation():
    every = [(row, mine) for row, mine in matched()[0] if mine]
    found = [(row, mine) for row, mine in every if row["kind"] == "measure"]
    assert_share([(pair, pair[0]["change_type"] == pair[1]["change"]) for pair in found], 0.95)
    assert_share([(pair, pair[0]["kind"] == pair[1]["kind"]) for pair in every], 0.95)
