"""The whole chain: a corpus folder in, every table of the contract out.

pages → lines → articles → sentences → tokens, and districts, systems, indicators beside them.
"""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import (
    checks,
    districts,
    indicators,
    pages,
    paths,
    schema,
    segment,
    series,
    systems,
    tokens,
)

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str], None]


class Tables(NamedTuple):
    """Every table of the contract (`schema.COLUMNS`), by name."""

    pages: "pd.DataFrame"
    lines: "pd.DataFrame"
    articles: "pd.DataFrame"
    sentences: "pd.DataFrame"
    tokens: "pd.DataFrame"
    edits: "pd.DataFrame"
    systems: "pd.DataFrame"
    mentions: "pd.DataFrame"
    indicators: "pd.DataFrame"
    checks: "pd.DataFrame"
    series: "pd.DataFrame"


def build(corpus: pages.Corpus, *, progress: Progress = lambda _stage: None) -> Tables:
    """Every table, made from the pages.

    Parameters
    ----------
    corpus
        As `pages.read_corpus` gives it.
    progress
        Called with the name of each stage before it begins.

    Raises
    ------
    InputError
        A resource (gazetteer, lexicon, systems) cannot be read; the message names file and line.
    """
    folder = corpus.folder
    progress("lines and articles")
    lines, articles, sentences, edits = segment.segment_corpus(corpus.pages)
    page_table = pages.pages_table(corpus.pages, Counter(edits["page_id"]))
    progress("districts")
    gazetteer = districts.load_gazetteer(folder, city=city(corpus))
    home = districts.home_districts(page_table, gazetteer)
    sentences, articles = districts.attribute(sentences, articles, gazetteer, home_district=home)
    progress("tokens")
    tokenise = tokens.tokeniser(tokens.load_lexicon(folder))
    token_table = tokens.tokens(sentences, tokenise=tokenise)
    progress("systems and numbers")
    known = systems.load_systems(folder)
    mentions = systems.mentions(sentences, known)
    system_table = systems.systems_table(known, mentions, sentences, articles, page_table)
    ledger = indicators.indicators(sentences, articles, page_table, mentions, known)
    return Tables(
        pages=page_table,
        lines=lines,
        articles=articles,
        sentences=sentences,
        tokens=token_table,
        edits=edits,
        systems=system_table,
        mentions=mentions,
        indicators=ledger,
        checks=checks.checks(ledger, sentences),
        series=series.series(ledger, sentences, articles, page_table),
    )


def city(corpus: pages.Corpus) -> str:
    """The city whose gazetteer is read: `city` in `corpus.toml`, else Shanghai."""
    return str(corpus.settings.get("city", "shanghai"))


def load() -> Tables:
    """The tables that a notebook works on.

    While a report is being made they are read from the folder that it has written them to;
    otherwise they are made from the corpus (`paths.corpus_folder`).
    """
    written = os.environ.get(paths.TABLES_VARIABLE)
    return read(Path(written)) if written else build(pages.read_corpus(paths.corpus_folder()))


def read(folder: Path) -> Tables:
    """The tables that `write` left in `folder`.

    Raises
    ------
    InputError
        A table is missing or is not what the contract says.
    """
    return Tables(*(schema.read_table(name, folder / f"{name}.csv") for name in Tables._fields))


def write(tables: Tables, folder: Path) -> None:
    """Write each table as `NAME.csv` into an existing folder."""
    for name, table in tables._asdict().items():
        schema.write_csv(schema.validated(name, table), folder / f"{name}.csv")
