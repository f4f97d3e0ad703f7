"""The whole chain: a corpus folder in, every table of the contract out.

pages → lines → articles → sentences → tokens, and districts, systems, indicators beside them.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import __version__, counts, drawn, files, in_parts, lexicon, pages, paths, schema
from analysis.errors import InputError
from analysis.language import listed, say
from analysis.settings import city_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.gazetteer import Gazetteer
    from analysis.systems import System

Progress = Callable[[str], None]
# Beside the tables of the texts drawn: how many rows the collection has.
WHOLE = "whole.json"
STAGES = ("lines and articles", "districts", "tokens and figures", "relations between figures")


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
    claims: "pd.DataFrame"
    announcements: "pd.DataFrame"


def build(
    corpus: pages.Corpus,
    *,
    reviewed: bool = True,
    progress: Progress = lambda _stage: None,
) -> Tables:
    """Every table, made from the pages.

    Parameters
    ----------
    corpus
        As `pages.read_corpus` gives it.
    reviewed
        Replay the corrections of `review.csv`; without, the tables are what the rules alone make.
    progress
        Called with the name of each stage before it begins.

    Raises
    ------
    InputError
        A resource (gazetteer, lexicon, systems) cannot be read, or a correction does not fit its
        page; the message names file and line.
    """
    # Not at the top: a notebook that reads tables (`load`) needs none of it.
    from analysis import attributed, review, stages, systems

    folder = corpus.folder
    corrections = review.load_review(folder) if reviewed else []
    progress(STAGES[0])
    *tables, gazetteer = attributed.attributed(
        corpus.pages, stages.segmented(corpus.pages), folder=folder, corrections=corrections,
        progress=lambda: progress(STAGES[1]),
    )  # fmt: skip
    page_table, lines, articles, sentences, edits = tables
    progress(STAGES[2])
    known = systems.load_systems(folder)
    read = stages.read(
        sentences, articles, page_table, folder=folder, gazetteer=gazetteer, known=known
    )
    progress(STAGES[3])
    found = Found(page_table, lines, articles, sentences, edits, *read)
    return Tables(**found._asdict(), **_systems_and_numbers(found, known, gazetteer))


class Found(NamedTuple):
    """The tables that are read off the pages; the others are worked out from these."""

    pages: "pd.DataFrame"
    lines: "pd.DataFrame"
    articles: "pd.DataFrame"
    sentences: "pd.DataFrame"
    edits: "pd.DataFrame"
    tokens: "pd.DataFrame"
    mentions: "pd.DataFrame"
    indicators: "pd.DataFrame"


def _systems_and_numbers(
    found: Found, known: "list[System]", gazetteer: "Gazetteer"
) -> "dict[str, pd.DataFrame]":
    """The tables of what is said of systems and figures: relations, series, claims, plans."""
    from analysis import announcements, checks, claims, series, systems

    mentions, ledger = found.mentions, found.indicators
    text = (found.sentences, found.articles, found.pages)
    made = {  # the longest first
        "series": lambda: series.series(ledger, *text),
        "checks": lambda: checks.checks(ledger, found.sentences),
        "announcements": lambda: announcements.announcements(*text, mentions, ledger),
        "claims": lambda: claims.claims(*text, mentions, city_names=gazetteer.city_names),
        "systems": lambda: systems.systems_table(known, mentions, *text),
    }
    is_large = int(found.pages["n_chars"].sum()) >= in_parts.WORTH_IT
    tables = in_parts.mapped(_done, list(made.values()), jobs=None if is_large else 1)
    return dict(zip(made, tables, strict=True))


def _done(work: "Callable[[], pd.DataFrame]") -> "pd.DataFrame":
    """What the work makes."""
    return work()


def has_words(tables: Tables) -> bool:
    """Whether any article has a token that counts: a word or a number, not only marks."""
    table = counts.token_table(tables.tokens, tables.sentences, tables.articles, tables.pages)
    try:
        counts.counted(table)
    except InputError:
        return False
    return True


def doubts(tables: Tables, folder: Path) -> str:
    """What a reader should know before believing the districts; empty where nothing is amiss."""
    from analysis import coverage, gazetteer

    city = city_of(folder)
    known = gazetteer.load_gazetteer(folder, city=city)
    return coverage.doubt(tables.sentences, tables.tokens, known, city=city)


def load() -> Tables:
    """The tables that a notebook works on.

    While a report is being made they are read from the folder that it has written them to;
    otherwise they are made from the corpus (`paths.corpus_folder`). Of a large collection they are
    those of the texts that are drawn (`drawn.part`).
    """
    written = os.environ.get(paths.TABLES_VARIABLE)
    if written:  # by this very run, which has checked them
        return read(Path(written), checked=True)
    return drawn.part(build(pages.read_corpus(paths.corpus_folder())))


def whole_rows() -> dict[str, int] | None:
    """Rows of each table of the collection that a report is being made of, before texts were drawn.

    None where there is no report, or nothing had to be drawn.
    """
    written = os.environ.get(paths.TABLES_VARIABLE)
    path = Path(written) / WHOLE if written else None
    return json.loads(path.read_text("utf-8")) if path and path.exists() else None


def write_whole(tables: Tables, folder: Path) -> None:
    """Leave the number of rows of the whole collection beside the tables that notebooks read."""
    rows = {name: len(table) for name, table in tables._asdict().items()}
    files.write_text(folder / WHOLE, json.dumps(rows))


def read(folder: Path, *, checked: bool = False) -> Tables:
    """The tables that `write` left in `folder`.

    Parameters
    ----------
    checked
        They are known to keep the contract: only their columns and types are looked at.

    Raises
    ------
    InputError
        A table is missing or is not what the contract says.
    """
    return Tables(
        *(
            schema.read_table(name, folder / f"{name}.csv", checked=checked)
            for name in Tables._fields
        )
    )


def write(tables: Tables, folder: Path) -> None:
    """Write each table as `NAME.csv` into an existing folder."""
    for name, table in tables._asdict().items():
        schema.write_csv(schema.validated(name, table), folder / f"{name}.csv")


def provenance(tables: Tables) -> str:
    """What the numbers rest on, in three lines: corpus, rows at each stage, lexicon and versions.

    Neither a clock nor a path is in it: the same corpus and code give the same text.
    """
    from importlib.metadata import version

    digest = pages.fingerprint(zip(tables.pages["file"], tables.pages["sha256"], strict=True))
    terms = lexicon.load_lexicon(paths.corpus_folder())
    rows = listed(f"{say(name)} {len(table):,}" for name, table in tables._asdict().items())
    part = drawn.said(tables, whole_rows())
    return f"{part}\n" * bool(part) + say(
        "corpus fingerprint {digest}\nrows: {rows}\nlexicon {fingerprint} "
        "({n_terms:,} terms), jieba {jieba}, district-pages {version}",
        digest=digest,
        rows=rows,
        fingerprint=terms.fingerprint,
        n_terms=len(terms),
        jieba=version("jieba"),
        version=__version__,
    )
