"""The rate of a word on a page and in those of its items that have it: two readings of a count."""

from typing import TYPE_CHECKING

from analysis import about_corpus, counts, palette, schema
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables

RATE_COLOURS = {
    "on the page": palette.REFERENCE_DARK,
    "in the items that have it": palette.ACCENT,
}


def page_and_article_rates(tokens: "pd.DataFrame", terms: list[str]) -> "pd.DataFrame":
    """One row per term and page: its rate on the page, and in those of its items that have it.

    Parameters
    ----------
    tokens
        As `counts.token_table` gives them.
    terms
        Single tokens.

    Returns
    -------
    DataFrame with `term`, `page_id`, `year`, `freq`, `items` (that have the term), and the two
    rates, both per 1,000 tokens without punctuation: on the whole page, and in the items that have
    the term taken together. Only pages that have the term.
    """
    import pandas as pd

    everything = counts.Counting(roles=schema.ROLES, kinds=schema.KINDS)
    own = counts.counted(tokens, everything)
    by_page = own.groupby("page_id").size()
    by_item = own.groupby("article_id").size()
    rows = []
    for term in terms:
        for page_id, hits in own[own["token"] == term].groupby("page_id", sort=True):
            items = sorted(set(hits["article_id"]))
            rate = 1000 * len(hits) / by_page[page_id]
            inside = 1000 * len(hits) / by_item[items].sum()
            year = hits["year"].iloc[0]
            rows.append((term, page_id, year, len(hits), len(items), rate, inside))
    return pd.DataFrame(rows, columns=["term", "page_id", "year", "freq", "items", *RATE_COLOURS])


def rates_by_date(rates: "pd.DataFrame", corpus: "Tables") -> "pd.DataFrame":
    """The rates of one term as a row per page, in order of date, a column per reading."""
    dates = corpus.pages.set_index("page_id")["issue_date"]
    own = rates.assign(date=[dates[page] for page in rates["page_id"]])
    own = own.sort_values(["date", "page_id"])
    own.index = [
        about_corpus.page_label(corpus, page).replace(" ", "\n") + "\n" + f"n = {freq}"
        for page, freq in zip(own["page_id"], own["freq"], strict=True)
    ]
    return own[list(RATE_COLOURS)]


def rates_title(rates: "pd.DataFrame") -> str:
    """How far page and article differ for the term, as the figure's title."""
    if rates.empty:
        return say("The term followed first stands on no page")
    ratio = (rates["in the items that have it"] / rates["on the page"]).max()
    if round(ratio, 1) <= 1:
        return say(
            "{term} is as dense on its page as in the items that have it: they are all or nearly "
            "all of the page",
            term=rates["term"].iloc[0],
        )
    return say(
        "{term} is up to {ratio:.1f} times as dense in the items that have it as "
        "on their page\nNever less: only items that have the word count, and they "
        "are part of the page",
        term=rates["term"].iloc[0], ratio=ratio,
    )  # fmt: skip
