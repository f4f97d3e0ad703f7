"""Rows that `count --evidence` kept, read in order, some thousands at a time, each with its group.

Held is a line for each article. Rows of other tables stand in the order of the sentences, so they
are found by going along with them, and no sentence is looked up.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import counted, dtm_files, evidence_files
from analysis.counting import WORDS_AND_NUMBERS
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from analysis.counted import By, Counted

# What is read of a sentence besides what is asked for.
_PLACE = ["sentence_id", "article_id", "role", "district"]
# What a row of another table gets of its sentence.
_OF_SENTENCE = ["article", "group", "counts"]


def articles(folder: Path, found: "Counted") -> "pd.DataFrame":
    """A line for each article, by its id: date, and whether its text counts.

    Raises
    ------
    InputError
        The files are missing, or are of another run than the counts.
    """
    import pandas as pd

    evidence_files.check_run(folder, dtm_files.fingerprint(folder))
    own = _whole(folder, "articles", ["article_id", "page_id", "kind"])
    dates = _whole(folder, "pages", ["page_id", "issue_date"]).set_index("page_id")["issue_date"]
    if not own["page_id"].isin(dates.index).all():
        raise _two_runs(folder)
    table = pd.DataFrame(
        {
            "date": own["page_id"].map(dates).to_numpy(),
            "counts": own["kind"].isin(WORDS_AND_NUMBERS.kinds).to_numpy(),
        },
        index=pd.Index(own["article_id"], name="article_id"),
    )
    if not found.documents["document_id"].isin(table.index).all():
        raise _two_runs(folder)
    return table


def sentences(
    folder: Path, articles: "pd.DataFrame", by: "By | None", *, containing: tuple[str, ...] = ()
) -> "Iterator[pd.DataFrame]":
    """All sentences, or those that hold one of some texts, a row group at a time.

    Parameters
    ----------
    articles
        What `articles` gives.
    by
        What `group` is: the sentence's district, the year or month of its page, or "" for None.
    containing
        Texts; then `text` is a column too.

    Yields
    ------
    pandas.DataFrame: sentence_id, article (its row in `articles`), district, group (empty where it
    has none), counts (whether its words count), and text.
    """
    columns = [*_PLACE, "text"] if containing else _PLACE
    for rows in evidence_files.row_groups(folder, "sentences", columns):
        own = (_with_any(rows, containing) if containing else rows).to_pandas()
        own["article"] = articles.index.get_indexer(own["article_id"])
        if (own["article"] < 0).any():
            raise _two_runs(folder)
        of_article = articles.iloc[own["article"]]
        own["group"] = own["district"] if by == "place" else ""
        if by in ("year", "month"):
            own["group"] = counted.periods(of_article["date"], by).to_numpy()
        in_roles = own["role"].isin(WORDS_AND_NUMBERS.roles).to_numpy()
        own["counts"] = in_roles & of_article["counts"].to_numpy()
        yield own.drop(columns=["article_id", "role"])


def whole_articles(batches: "Iterator[pd.DataFrame]") -> "Iterator[pd.DataFrame]":
    """The same rows in batches that end where an article ends."""
    import pandas as pd

    held: list[pd.DataFrame] = []
    for batch in batches:
        if not len(batch):
            continue
        last = batch["article"].to_numpy() == batch["article"].iloc[-1]
        if held and last.all() and held[-1]["article"].iloc[-1] == batch["article"].iloc[-1]:
            held.append(batch)
            continue
        yield pd.concat([*held, batch[~last]], ignore_index=True)
        held = [batch[last]]
    if held:
        yield pd.concat(held, ignore_index=True)


def with_rows(
    folder: Path, batches: "Iterator[pd.DataFrame]", name: str
) -> "Iterator[tuple[pd.DataFrame, pd.DataFrame]]":
    """Each batch of sentences, and the rows of another table that belong to it.

    The rows have the columns of that table, and article, group and counts of their sentence.

    Raises
    ------
    InputError
        A row belongs to no sentence, or rows stand in another order: files of two runs.
    """
    import pandas as pd

    others = (rows.to_pandas() for rows in evidence_files.row_groups(folder, name))
    none = pd.DataFrame(columns=[*evidence_files.TABLES[name], *_OF_SENTENCE], dtype="str")
    none = none.astype({"article": "int64", "counts": "bool"})
    held = next(others, None)
    for batch in batches:
        place = pd.Index(batch["sentence_id"])
        found: list[pd.DataFrame] = []
        while held is not None:
            at = place.get_indexer(held["sentence_id"])
            n_own = len(at) if (at >= 0).all() else int((at < 0).argmax())
            own = batch[_OF_SENTENCE].iloc[at[:n_own]]
            own = own.set_axis(held.index[:n_own])
            found.append(pd.concat([held.iloc[:n_own], own], axis=1))
            held = held.iloc[n_own:] if n_own < len(at) else next(others, None)
            if n_own < len(at):
                break
        yield batch, pd.concat(found, ignore_index=True) if found else none
    if held is not None:
        raise _two_runs(folder)


def _with_any(rows: "pa.Table", texts: tuple[str, ...]) -> "pa.Table":
    """The rows whose text holds one of some texts."""
    import pyarrow.compute as pc

    held = pc.match_substring(rows["text"], texts[0])
    for text in texts[1:]:
        held = pc.or_(held, pc.match_substring(rows["text"], text))
    return rows.filter(held)


def _whole(folder: Path, name: str, columns: list[str]) -> "pd.DataFrame":
    """Some columns of a table that is held as a whole."""
    import pandas as pd

    parts = [rows.to_pandas() for rows in evidence_files.row_groups(folder, name, columns)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _two_runs(folder: Path) -> InputError:
    """What to say of rows that do not belong together."""
    return InputError(
        f"{folder} holds files of two runs — rows of one name sentences or articles that another "
        "does not have. Run `count --evidence` again."
    )
