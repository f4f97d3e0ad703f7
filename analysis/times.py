"""The same word by year and newspaper: in articles and on whole pages, side by side.

Two years of two papers are two papers, not a development; two kinds of page of one paper are two
kinds of page. Only points of the same paper and kind of page are called comparable, and only those
may be joined by a line.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analysis import counts, resampling, schema
from analysis.contingency import quotient
from analysis.errors import InputError
from analysis.inference import wilson
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "term", "year", "newspaper", "page_type", "n_pages", "n_articles", "n_articles_with",
    "share", "share_low", "share_high", "freq_articles", "n_tokens_articles", "ipm_articles",
    "low", "high", "freq_pages", "n_tokens_pages", "ipm_pages", "first_year", "last_year",
    "comparable", "why_not", "series", "note",
)  # fmt: skip
# Everything that stands on a page: captions, mastheads and teasers too.
WHOLE_PAGES = counts.Counting(roles=schema.ROLES, kinds=schema.KINDS)
_POINT = ["year", "newspaper", "page_type"]


def term_by_year(
    tokens: "pd.DataFrame",
    terms: Iterable[str],
    *,
    rng: np.random.Generator,
    page_types: Mapping[str, str] | None = None,
    articles: Iterable[str] | None = None,
    n_resamples: int = resampling.N_RESAMPLES,
    level: float = 0.95,
    counting: counts.Counting = counts.WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """How often each term stands in each year of each newspaper, by two readings.

    Parameters
    ----------
    tokens
        As `counts.token_table` gives them.
    terms
        Words to follow, exactly as the tokeniser writes them.
    rng
        Source of chance for the bootstrap.
    page_types
        Page id to what kind of page it is (要闻, 专版, …). A page without one is of unknown kind,
        and nothing is comparable with it.
    articles
        Article ids that the reading by articles is kept to (those about the same matter). The
        reading by pages always takes the pages whole.
    n_resamples, level
        Of the intervals.
    counting
        What counts as a token in articles; on pages all roles and kinds count.

    Returns
    -------
    pandas.DataFrame, by term (in the order given), newspaper, page_type and year; a row for every
    point at which there is text, also where the term does not occur:

    term, year (missing where not known), newspaper, page_type
        The point; empty text where not known.
    n_pages, n_articles, n_articles_with
        Pages with text, articles counted, and those with the term.
    share, share_low, share_high
        Share of articles with the term, 0 to 1, and its Wilson interval; NaN without articles.
    freq_articles, n_tokens_articles, ipm_articles
        Occurrences in articles, tokens of articles, instances per million.
    low, high
        Percentiles of ipm_articles when whole articles of the point are drawn again; NaN with one
        article, and where the term does not occur (0 in every resample says nothing of others).
    freq_pages, n_tokens_pages, ipm_pages
        The same on whole pages.
    first_year, last_year
        Of the term on any page; missing if it occurs in none with a known year.
    comparable, why_not, series
        Whether another year of the same newspaper and kind of page is there; why not; and the name
        of the series that the point belongs to (empty if none).
    note
        Why an interval is missing.

    Raises
    ------
    InputError
        No term is given, a term is given twice, there is nothing to count, or no page is of a kind
        that is in `page_types`.
    """
    import pandas as pd

    wanted = _checked(tokens, list(terms), page_types)
    tokens = tokens.reset_index(drop=True)  # rows are found again by their number
    page = _with_points(counts.counted(tokens, WHOLE_PAGES), page_types)
    own = counts.counted(tokens, counting).index
    own = page[page.index.isin(own)]
    if articles is not None:
        own = own[own["article_id"].isin(list(articles))]
    seed = int(rng.integers(2**63))  # each point has a stream of its own, whatever else is there
    rows = [
        (term, *point, *_readings(term, point, part, own, seed, n_resamples, level))
        for point, part in page.groupby(_POINT, sort=True)
        for term in wanted
    ]
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c not in _ADDED])
    table["year"] = pd.to_numeric(table["year"], errors="coerce").astype("Int64")
    table = _with_span(_with_comparable(table))
    table["order"] = table["term"].map({term: at for at, term in enumerate(wanted)})
    table = table.sort_values(["order", "newspaper", "page_type", "year"], ignore_index=True)
    text = ["term", "newspaper", "page_type", "why_not", "series", "note"]
    return table[list(COLUMNS)].astype(dict.fromkeys(text, "str"))


_ADDED = ("first_year", "last_year", "comparable", "why_not", "series")


def _with_points(rows: "pd.DataFrame", page_types: Mapping[str, str] | None) -> "pd.DataFrame":
    """The tokens with the point that each belongs to, as text; "" for what is not known."""
    kinds = rows["page_id"].map(dict(page_types or {})).astype("str").fillna("")
    return rows.assign(
        year=rows["year"].astype("str").fillna("").replace("<NA>", ""),
        newspaper=rows["newspaper"].astype("str").fillna(""),
        page_type=kinds,
    )


def _readings(
    term: str,
    point: tuple[str, str, str],
    page: "pd.DataFrame",
    own: "pd.DataFrame",
    seed: int,
    n_resamples: int,
    level: float,
) -> tuple:
    """The numbers of one term at one point, from n_pages to ipm_pages, and the note."""
    text = own[own.index.isin(page.index)]
    by_article = (text["token"] == term).groupby(text["article_id"], sort=True)
    freq, size = by_article.sum().to_numpy(float), by_article.size().to_numpy(float)
    n_with = int((freq > 0).sum())
    low, high = (float(bound) for bound in wilson(n_with, len(freq), level=level))
    stream = np.random.default_rng([seed, *"\t".join((*point, term)).encode()])
    interval, note = _interval(freq, size, stream, n_resamples, level)
    on_page = int((page["token"] == term).sum())
    return (
        page["page_id"].nunique(), len(freq), n_with,
        float(quotient(n_with, len(freq))), low, high,
        int(freq.sum()), int(size.sum()), float(quotient(counts.PER * freq.sum(), size.sum())),
        *interval,
        on_page, len(page), counts.PER * on_page / len(page), note,
    )  # fmt: skip


def _interval(
    freq: np.ndarray, size: np.ndarray, rng: np.random.Generator, n_resamples: int, level: float
) -> tuple[tuple[float, float], str]:
    """Percentile bounds of the rate per million by article, or why there are none."""
    nothing = (float("nan"), float("nan"))
    if len(freq) == 0:
        return nothing, "no article here"
    if len(freq) == 1:
        return nothing, "one article: no interval"
    if not freq.any():
        return nothing, "does not occur: see the upper end of share"
    draws = resampling.bootstrap_weights(len(freq), n_resamples, rng=rng)
    rates = counts.PER * (freq @ draws) / (size @ draws)
    tail = (1 - level) / 2
    return (
        float(np.quantile(rates, tail, method="lower")),
        float(np.quantile(rates, 1 - tail, method="higher")),
    ), ""


def _with_comparable(table: "pd.DataFrame") -> "pd.DataFrame":
    """The table with comparable, why_not and series."""
    points = table[_POINT].drop_duplicates()
    reasons = {
        (newspaper, kind, year): _why_not(points, year, newspaper, kind)
        for year, newspaper, kind in points.itertuples(index=False)
    }
    keys = zip(table["newspaper"], table["page_type"], table["year"], strict=True)
    table["why_not"] = [reasons[key] for key in keys]
    table["comparable"] = table["why_not"] == ""
    names = table["newspaper"] + " " + table["page_type"]
    table["series"] = names.where(table["comparable"], "")
    return table


def _why_not(points: "pd.DataFrame", year: object, newspaper: str, kind: str) -> str:
    """Why a point has no other year that it can be compared with; empty if it has."""
    import pandas as pd

    if pd.isna(year):
        return say("the year is not known")
    if not newspaper:
        return say("the newspaper is not known")
    same_paper = points[(points["newspaper"] == newspaper) & points["year"].notna()]
    if not (same_paper["year"] != year).any():
        return say("no other year of {name}", name=newspaper)
    if not kind:
        said = "kind of page not known: other years of {name} may be other pages"
        return say(said, name=newspaper)
    other = same_paper[(same_paper["page_type"] == kind) & (same_paper["year"] != year)]
    said = "other years of {name} are not {kind}"
    return "" if len(other) else say(said, name=newspaper, kind=kind)


def _with_span(table: "pd.DataFrame") -> "pd.DataFrame":
    """The table with the first and last known year in which each term stands on a page."""
    found = table[(table["freq_pages"] > 0) & table["year"].notna()].groupby("term")["year"]
    for column, years in (("first_year", found.min()), ("last_year", found.max())):
        table[column] = table["term"].map(years).astype("Int64")
    return table


def _checked(
    tokens: "pd.DataFrame", terms: list[str], page_types: Mapping[str, str] | None
) -> list[str]:
    """The terms, if they and the kinds of page can be used."""
    if not terms:
        raise InputError("No term to follow — the list is empty. Name at least one word.")
    twice = sorted({term for term in terms if terms.count(term) > 1})
    if twice:
        raise InputError(f"A term is given twice — {'、'.join(twice)}. Name each word once.")
    if page_types and not tokens["page_id"].isin(list(page_types)).any():
        raise InputError(
            f"No page has the kind that page_types gives — its first page is "
            f"{next(iter(page_types))!r}. Pass page ids (file names without ending)."
        )
    return terms
