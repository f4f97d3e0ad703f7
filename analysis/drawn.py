"""The part of a large collection that notebooks read: whole texts, drawn evenly.

Tables are made of everything. What a notebook does with words (nine ways to cut them, intervals by
drawing texts a thousand times, topic models) is read on at most `MOST_CHARACTERS` of text: each
k-th text in order of group and date, so that places and years keep their shares.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd

# All tables of the contract by name: `chain.Tables`, which is of a later layer.
Tables = TypeVar("Tables", bound=tuple)

# About 300 full newspaper pages or 80 long reports: notebook 02 and 03 cut them nine times over. A
# word that is one in ten thousand is met 80 times.
MOST_CHARACTERS = 1_500_000


def pages_drawn(tables: Tables, *, most: int = MOST_CHARACTERS) -> "pd.Series":
    """Which rows of `pages` are read, as flags; all where the text is no longer than `most`.

    Parameters
    ----------
    most
        Characters of the pages before repair.
    """
    import numpy as np

    pages = tables.pages
    step = -(-int(pages["n_chars"].sum()) // most)
    groups = tables.articles.drop_duplicates("page_id").set_index("page_id")["districts"]
    group = pages["page_id"].map(groups).fillna("")
    order = np.lexsort((pages["page_id"], pages["issue_date"], group))
    drawn = pages["page_id"] == ""
    drawn.iloc[order[step // 2 :: step] if step > 1 else order] = True
    return drawn


def part(tables: Tables, *, most: int = MOST_CHARACTERS) -> Tables:
    """The tables cut to the texts drawn; the tables themselves where nothing has to be drawn.

    Of `systems` those stay that are mentioned in them, with their mentions counted there; years and
    districts of a system are those of the whole collection.
    """
    drawn = pages_drawn(tables, most=most)
    if drawn.all():
        return tables
    cut = {"pages": tables.pages[drawn]}
    pages = set(cut["pages"]["page_id"])
    cut["lines"] = _of(tables.lines, "page_id", pages)
    cut["edits"] = _of(tables.edits, "page_id", pages)
    cut["articles"] = _of(tables.articles, "page_id", pages)
    cut["sentences"] = _of(tables.sentences, "article_id", cut["articles"]["article_id"])
    sentences = set(cut["sentences"]["sentence_id"])
    for name in ("tokens", "mentions", "indicators", "claims", "announcements"):
        cut[name] = _of(getattr(tables, name), "sentence_id", sentences)
    n_mentions = tables.systems["system_id"].map(cut["mentions"]["system_id"].value_counts())
    counted = tables.systems.assign(n_mentions=n_mentions.fillna(0).astype("int64"))
    cut["systems"] = counted[counted["n_mentions"] > 0]
    known = set(cut["indicators"]["indicator_id"])
    points = _of(tables.series, "indicator_id", known)
    cut["series"] = points[points.duplicated("series_id", keep=False)]
    ids = tables.checks["indicator_ids"]
    whole = ids.map(lambda names: known.issuperset(names.split(";"))).astype(bool)
    noted = tables.checks["note"].str.extract(r"^sentence ([^\s]+):\s", expand=False)
    cut["checks"] = tables.checks[whole | ((ids == "") & noted.isin(sentences))]
    return tables._replace(**{name: table.reset_index(drop=True) for name, table in cut.items()})


def _of(table: "pd.DataFrame", column: str, wanted: "Iterable[str]") -> "pd.DataFrame":
    """The rows of a table that belong to what is wanted."""
    return table[table[column].isin(wanted)]


def said(tables: Tables, whole: "Mapping[str, int] | None") -> str:
    """A sentence on what was drawn; empty where everything is read.

    Parameters
    ----------
    tables
        What is read.
    whole
        Rows of each table of the collection, as `chain.whole_rows` gives them.
    """
    if not whole or whole["pages"] == len(tables.pages):
        return ""
    return say(
        "Read here are {n:,} of the collection's {all_texts:,} texts, drawn evenly in order of "
        "place and date ({n_tokens:,} of {all_tokens:,} tokens); the tables in the folder tables "
        "hold all.",
        n=len(tables.pages),
        all_texts=whole["pages"],
        n_tokens=len(tables.tokens),
        all_tokens=whole["tokens"],
    )
