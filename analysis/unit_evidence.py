"""What a unit of a collection says, row by row: sentences, mentions, figures, words of themes.

The functions are those that make the tables of the chain; none looks beyond its page, so the rows
of all units are those tables.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import evidence_files, paths, stages, systems, topics

if TYPE_CHECKING:
    import pandas as pd

    from analysis.attributed import Attributed
    from analysis.systems import System

# Lists of a corpus that decide what is found, beside the gazetteer and the lexicon.
LISTS = ("systems.tsv", "themes.tsv", "units.tsv")


class Wanted(NamedTuple):
    """What is looked for."""

    systems: "Sequence[System]"
    themes: "pd.DataFrame"


def load_wanted(folder: Path) -> Wanted:
    """The lists of a corpus folder.

    Raises
    ------
    InputError
        One cannot be read.
    """
    return Wanted(systems.load_systems(folder), topics.load_themes(folder))


def digested(folder: Path) -> bytes:
    """What changes when one of the corpus folder's own lists does."""
    files = (paths.resource(folder, name) for name in LISTS)
    return b"\n".join(path.read_bytes() for path in files)


def rows(found: "Attributed", wanted: Wanted, *, folder: Path) -> dict[str, bytes]:
    """The rows of every table of `evidence_files.TABLES`, packed.

    Parameters
    ----------
    found
        The pages of the unit with their districts.
    wanted
        As `load_wanted` gives it.
    folder
        The corpus folder, whose units and gazetteer are read.
    """
    mentions, ledger = stages.mentioned(
        found.sentences, found.articles, found.pages,
        folder=folder, gazetteer=found.gazetteer, known=wanted.systems,
    )  # fmt: skip
    tables = {
        "pages": found.pages, "articles": found.articles, "sentences": found.sentences,
        "mentions": mentions, "indicators": ledger,
        "theme_hits": topics.theme_hits(found.sentences, wanted.themes),
    }  # fmt: skip
    return {name: evidence_files.packed(name, table) for name, table in tables.items()}
