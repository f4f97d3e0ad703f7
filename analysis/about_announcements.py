"""What the timeline of announcements shows: said when, for when, and reported done when."""

from typing import TYPE_CHECKING

from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables

SHOWN = 40  # rows that can be read at half size; those that name a day go before others


def timeline(corpus: "Tables", *, most: int = SHOWN) -> "pd.DataFrame":
    """Announcements of dated issues, in order of the issue and of the text.

    Returns
    -------
    DataFrame with `announcement_id`, `district`, `what`, `announced` (date of the issue), `target`
    (last day of the period named; empty where none is), `done` (date of the first later issue with
    a sentence that may report it done; empty where none does); at most `most` rows.
    """
    issued = corpus.sentences.merge(corpus.articles[["article_id", "page_id"]], on="article_id")
    issued = issued.merge(corpus.pages[["page_id", "issue_date"]], on="page_id")
    date_of = dict(zip(issued["sentence_id"], issued["issue_date"], strict=True))
    table = corpus.announcements
    table = table.assign(
        announced=[date_of[sentence] for sentence in table["sentence_id"]],
        target=table["target_date"],
        done=[
            min(filter(None, map(date_of.get, ids.split(";"))), default="")
            for ids in table["reported_done_in"]
        ],
    )
    table = table[table["announced"] != ""]
    followed = (table["target"] != "") | (table["done"] != "")
    kept = table.assign(last=~followed).sort_values("last", kind="stable").head(most)
    columns = ["announcement_id", "district", "what", "announced", "target", "done"]
    kept = kept.sort_values(["announced", "announcement_id"], kind="stable")
    return kept[columns].reset_index(drop=True)


def title(shown: "pd.DataFrame", corpus: "Tables") -> str:
    """How many announcements name a day and how many come back, as the figure's title."""
    n = len(corpus.announcements)
    said = say(
        "Of {n} {n:announcement|announcements} {dated} {dated:names|name} a day, and {done} may "
        "be reported done in a later issue",
        n=n, dated=int((corpus.announcements["target_date"] != "").sum()),
        done=int((corpus.announcements["reported_done_in"] != "").sum()),
    )  # fmt: skip
    if len(shown) == n:
        return said
    return said + say(
        "\n{shown} of them {shown:is|are} shown, those that name a day first", shown=len(shown)
    )
