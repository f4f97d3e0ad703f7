"""What notebook 03 shows of company, time and reprints, and which readings its numbers refute."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analysis import about_words, counts

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MEASURES = ("log_dice", "mi", "t_score", "z_score", "log_likelihood", "delta_p_collocate")
NEAR = 0.3  # least Jaccard similarity looked for, to say how near the nearest pair is
SAME = 0.8  # from here two texts are called near-identical, as in `reprints`


def company(
    tokens: "pd.DataFrame",
    words: Iterable[str],
    *,
    window: int,
    stop_words: frozenset[str],
    most: int = 6,
) -> "pd.DataFrame":
    """The words that stand near each word, by logDice (higher is closer), so many a word.

    Returns
    -------
    DataFrame: `word`, then the columns of `concordance.collocates`; only collocates that rankings
    show (`about_words.is_word`).
    """
    import pandas as pd

    from analysis import concordance

    parts = []
    for word in dict.fromkeys(words):
        near = concordance.collocates(tokens, word, window=window, stop_words=stop_words)
        near = near[near["collocate"].map(about_words.is_word).astype(bool)]
        parts.append(near.head(most).assign(word=word))
    table = pd.concat(parts, ignore_index=True)
    return table[["word", *(name for name in table if name != "word")]]


def closest_by_measure(near: "pd.DataFrame", *, most: int = 5) -> "pd.DataFrame":
    """Per word a row for each measure: its closest collocates, joint occurrences in brackets."""
    import pandas as pd

    rows = []
    for word, own in near.groupby("word", sort=False):
        for measure in MEASURES:
            best = own.sort_values([measure, "collocate"], ascending=[False, True]).head(most)
            said = "、".join(f"{row.collocate} ({row.freq})" for row in best.itertuples())
            rows.append((word, measure, said))
    return pd.DataFrame(rows, columns=["word", "measure", "closest first (times together)"])


def span_note(near: "pd.DataFrame") -> str:
    """How many collocates chance would bring, worked out on the first row."""
    if near.empty:
        return "No word stands twice beside the node."
    row = near.iloc[0]
    return (
        f"expected = node_freq · span · collocate_freq / N; for {row['word']} with "
        f"{row['collocate']}: {row['node_freq']} · {row['span']} · {row['collocate_freq']} / "
        f"{row['n_tokens']:,} = {row['expected']:.2f}. Without the span it would be "
        f"{row['expected'] / row['span']:.2f}, and MI {_log2(row['span']):.2f} bits too high."
    )


def over_time(
    tokens: "pd.DataFrame", terms: Sequence[str], *, rng: "np.random.Generator"
) -> "pd.DataFrame":
    """`times.term_by_year` of the terms, or of the two most frequent words where none is named."""
    from analysis import times

    common = counts.frequency(tokens)["token"].head(2)
    return times.term_by_year(tokens, list(dict.fromkeys(terms)) or list(common), rng=rng)


def points(data: "pd.DataFrame") -> "pd.DataFrame":
    """One row per term, year and paper: both readings with what each rests on.

    Returns
    -------
    DataFrame: `term`, `year`, `newspaper`; `articles` with the term of all; `share` of articles
    with its interval; `in articles` and `on whole pages` (per million, occurrences in brackets);
    `interval` of the rate in articles; `first` and `last` year.
    """
    import pandas as pd

    table = data[["term", "year", "newspaper"]].copy()
    rows = list(data.itertuples())
    table["articles"] = [f"{r.n_articles_with} of {r.n_articles}" for r in rows]
    table["share"] = [_span(r.share, r.share_low, r.share_high, "{:.2f}") for r in rows]
    table["in articles"] = [f"{r.ipm_articles:,.0f} ({r.freq_articles})" for r in rows]
    table["interval"] = [
        r.note if pd.isna(r.low) else f"{r.low:,.0f} to {r.high:,.0f}" for r in rows
    ]
    table["on whole pages"] = [f"{r.ipm_pages:,.0f} ({r.freq_pages})" for r in rows]
    table["newspaper"] = [r.newspaper or "not known" for r in rows]
    return table.assign(first_year=data["first_year"], last_year=data["last_year"])


def comparable(data: "pd.DataFrame") -> "pd.DataFrame":
    """One row per point: its pages and articles, and why no line joins it to another year."""
    columns = ["year", "newspaper", "n_pages", "n_articles", "n_tokens_articles"]
    table = data.drop_duplicates(["year", "newspaper", "page_type"])
    reason = table["why_not"].where(table["why_not"] != "", "yes")
    table = table[columns].assign(comparable=reason)
    return table.sort_values(["year", "newspaper"]).replace({"newspaper": {"": "not known"}})


def time_title(data: "pd.DataFrame") -> str:
    """How many points can be compared with another, as the figure's title."""
    each = data.drop_duplicates(["year", "newspaper", "page_type"])
    joined = int(each["comparable"].sum())
    if joined:
        return f"{joined} of {len(each)} points have another year of the same paper and page"
    return (
        f"{len(each)} points and no line: no two are known to be the same page of the same "
        "newspaper in two years"
    )


def reprints(sentences: "pd.DataFrame") -> "pd.DataFrame":
    """How alike the most alike articles and sentences are.

    Returns
    -------
    DataFrame: `unit`, `texts`, `pairs` (near-identical), `later texts` (what goes when each cluster
    keeps one), `nearest` (highest Jaccard similarity of two texts, as text).
    """
    import pandas as pd

    from analysis.reprints import members, near_duplicates

    rows = []
    for unit in ("article", "sentence"):
        near = near_duplicates(sentences, unit=unit, threshold=NEAR)
        same = near_duplicates(sentences, unit=unit, threshold=SAME)
        nearest = f"{near['jaccard'].max():.2f}" if len(near) else f"below {NEAR}"
        later = int((~members(same)["kept"].astype(bool)).sum())
        texts = sentences[f"{unit}_id"].nunique()
        rows.append((unit, texts, len(same), later, nearest))
    return pd.DataFrame(rows, columns=["unit", "texts", "pairs", "later texts", "nearest"])


def reprints_said(table: "pd.DataFrame") -> str:
    """Whether anything was printed twice, as a sentence."""
    if not table["pairs"].sum():
        return (
            f"No two articles and no two sentences are near-identical (Jaccard {SAME} or more of "
            "their runs of four characters)."
        )
    pairs = dict(zip(table["unit"], table["pairs"], strict=True))
    return (
        f"{pairs['article']} pairs of articles and {pairs['sentence']} of sentences are "
        f"near-identical (Jaccard {SAME} or more)."
    )


def without_reprints(
    tokens: "pd.DataFrame", sentences: "pd.DataFrame", words: Sequence[str]
) -> "pd.DataFrame":
    """Frequency of the words in all sentences, and with one of each near-identical group kept.

    Returns
    -------
    DataFrame: `token`, then freq, ipm and doc_freq, each with `_all` and `_without`.
    """
    from analysis.reprints import near_duplicates, with_and_without

    same = near_duplicates(sentences, unit="sentence", threshold=SAME)
    table = with_and_without(_rates, tokens, same, on=["token"], unit="sentence")
    return table.set_index("token").reindex(list(words)).reset_index()


class Misreading(NamedTuple):
    """A conclusion that tempts, the word it is about, and the numbers against it."""

    tempting: str
    word: str
    against: str


def misreadings(
    ranking: "pd.DataFrame",
    ranges: "pd.DataFrame",
    near: "pd.DataFrame",
    by_year: "pd.DataFrame",
    tokens: "pd.DataFrame",
) -> "pd.DataFrame":
    """Conclusions that these tables seem to allow, with the numbers that refute each.

    A conclusion that nothing in the tables suggests is left out.

    Parameters
    ----------
    ranking, ranges, near, by_year
        As `about_words.ranking`, `about_words.with_ranges`, `company` and `over_time` give them.
    tokens
        As `counts.token_table` gives them.

    Returns
    -------
    DataFrame with the fields of `Misreading`.
    """
    import pandas as pd

    makers: list[Callable[[], Misreading | None]] = [
        lambda: _frequent(ranking, tokens),
        lambda: _first_place(ranges),
        lambda: _exact_count(ranges),
        lambda: _one_article(ranking),
        lambda: _small_group(tokens, ranking),
        lambda: _rise(by_year),
        lambda: _zero(by_year),
        lambda: _exclusive(near),
    ]
    found = [reading for make in makers if (reading := make())]
    return pd.DataFrame(found, columns=list(Misreading._fields))


def _frequent(ranking: "pd.DataFrame", tokens: "pd.DataFrame") -> Misreading | None:
    """Frequent is not important: the most frequent tokens are grammar."""
    if ranking.empty:
        return None
    top, every = ranking.iloc[0], counts.frequency(tokens)
    before = every[every["freq"] > top["freq"]]
    first = every.iloc[0]
    return Misreading(
        f"{top['token']} is the word said most often, so it is what the pages are about.",
        str(first["token"]),
        f"{len(before)} tokens are more frequent and hidden as stop words, numbers or single "
        f"characters, {first['token']} ({first['freq']}) first among them. The first place is the "
        "stop list's work.",
    )


def _first_place(ranges: "pd.DataFrame") -> Misreading | None:
    """The order of two words depends on how sentences are cut."""
    pairs = zip(ranges.iloc[:-1].itertuples(), ranges.iloc[1:].itertuples(), strict=True)
    turned = [(a, b) for a, b in pairs if a.freq > b.freq and a.lowest < b.highest]
    if not turned:
        return None
    first, second = turned[0]
    return Misreading(
        f"{first.token} ({first.freq}) is said more often than {second.token} ({second.freq}).",
        second.token,
        f"Cut otherwise, {first.token} is counted {first.range} and {second.token} "
        f"{second.range}; the ranges overlap. {len(turned)} of {len(ranges) - 1} neighbours in "
        "the ranking overlap like this.",
    )


def _exact_count(ranges: "pd.DataFrame") -> Misreading | None:
    """A count is a choice of the tokeniser."""
    loose = ranges.assign(spread=(ranges["highest"] - ranges["lowest"]) / ranges["freq"])
    loose = loose.sort_values(["spread", "token"], ascending=[False, True])
    if loose.empty or loose["spread"].iloc[0] <= 0:
        return None
    row = loose.iloc[0]
    return Misreading(
        f"{row['token']} stands on these pages {row['freq']} times.",
        row["token"],
        f"It is counted {row['lowest']} to {row['highest']} times by nine ways of cutting the "
        f"same sentences, {row['substring']} times as plain characters.",
    )


def _one_article(ranking: "pd.DataFrame") -> Misreading | None:
    """A frequent word of one article is that article's subject."""
    single = ranking[ranking["doc_freq"] == 1]
    if single.empty or single["freq"].iloc[0] < 2:
        return None
    row = single.iloc[0]
    return Misreading(
        f"{row['token']} ({row['ipm']:,.0f} per million) belongs to the language of these pages.",
        row["token"],
        f"All {row['freq']} stand in one article (DPnorm {row['dp_norm']:.2f}); without it the "
        f"count is 0. The same holds of {len(single):,} of {len(ranking):,} words.",
    )


def _small_group(tokens: "pd.DataFrame", ranking: "pd.DataFrame") -> Misreading | None:
    """In a small group one occurrence is a high rate."""
    rates = counts.frequency(tokens, by="district")
    rates = rates[rates["token"].isin(ranking["token"]) & (rates["district"] != "")]
    if rates["district"].nunique() < 2:
        return None
    row = rates.sort_values(["ipm", "token"], ascending=[False, True]).iloc[0]
    whole = ranking.set_index("token").loc[row["token"]]
    return Misreading(
        f"{row['district']} is where {row['token']} matters most: {row['ipm']:,.0f} per million "
        f"against {whole['ipm']:,.0f} in all.",
        row["token"],
        f"The text about it has {row['n_tokens']:,} tokens in all, and the rate rests on "
        f"{row['freq']} in {row['doc_freq']} of its articles: one more or less is "
        f"{counts.PER / row['n_tokens']:,.0f} per million.",
    )


def _rise(by_year: "pd.DataFrame") -> Misreading | None:
    """A higher rate in a later year of other pages is no rise."""
    known = by_year[by_year["year"].notna() & (by_year["freq_articles"] > 0)]
    best = None
    for _, own in known[known["low"].notna()].groupby("term", sort=False):
        first, last = own.loc[own["year"].idxmin()], own.loc[own["year"].idxmax()]
        grown = last["ipm_articles"] / first["ipm_articles"]
        if last["year"] > first["year"] and grown > 1 and (best is None or grown > best[0]):
            best = grown, first, last
    if best is None:
        return None
    grown, first, last = best
    meet = "overlap" if last["low"] <= first["high"] else "do not overlap, and still"
    return Misreading(
        f"From {first['year']} to {last['year']} {first['term']} became {grown:.1f} times as "
        "frequent.",
        first["term"],
        f"{_point(first)} and {_point(last)}: the intervals {meet}"
        f"{'; the two' if meet == 'overlap' else ' the two'} are "
        f"{'comparable' if last['comparable'] else 'not known to be the same kind of page'}.",
    )


def _zero(by_year: "pd.DataFrame") -> Misreading | None:
    """Nothing found in a small text is not nothing said."""
    none = by_year[(by_year["freq_articles"] == 0) & by_year["year"].notna()]
    none = none[none["n_articles"] > 0]
    if none.empty:
        return None
    row = none.sort_values(["n_tokens_articles", "term"]).iloc[0]
    paper = row["newspaper"] or "the paper"
    return Misreading(
        f"{paper} did not speak of {row['term']} in {row['year']}.",
        row["term"],
        f"These pages have {row['n_articles']} of its articles of that year, "
        f"{row['n_tokens_articles']:,} tokens. None of {row['n_articles']} is compatible with up "
        f"to {row['share_high']:.0%} of its articles (95 % Wilson interval).",
    )


def _exclusive(near: "pd.DataFrame") -> Misreading | None:
    """The highest MI is that of a rare word."""
    if near.empty:
        return None
    own = near[near["word"] == near["word"].iloc[0]]
    row = own.sort_values(["mi", "collocate"], ascending=[False, True]).iloc[0]
    closest = own.sort_values(["log_likelihood", "collocate"], ascending=[False, True]).iloc[0]
    if row["collocate"] == closest["collocate"]:
        return None
    return Misreading(
        f"{row['collocate']} is the closest company of {row['word']} (MI {row['mi']:.2f} bits, "
        "the highest).",
        row["collocate"],
        f"It stands there {row['freq']} times and has {row['collocate_freq']} occurrences in all. "
        f"The evidence is strongest for {closest['collocate']} ({closest['freq']} times, "
        f"log-likelihood {closest['log_likelihood']:.1f} against {row['log_likelihood']:.1f}), "
        f"whose MI is {closest['mi']:.2f}.",
    )


def _point(row: "pd.Series") -> str:
    """A rate with its paper, year, interval and articles."""
    return (
        f"{row['newspaper'] or 'paper not known'} {row['year']} {row['ipm_articles']:,.0f} per "
        f"million ({row['low']:,.0f} to {row['high']:,.0f}; {row['n_articles_with']} of "
        f"{row['n_articles']} articles)"
    )


def _rates(tokens: "pd.DataFrame") -> "pd.DataFrame":
    """The statistic that is shown with and without reprints."""
    return counts.frequency(tokens)[["token", "freq", "ipm", "doc_freq"]]


def _span(value: float, low: float, high: float, form: str) -> str:
    """A value with its interval; – where there is none."""
    if value != value:
        return "–"
    return f"{form.format(value)} ({form.format(low)}–{form.format(high)})"


def _log2(value: float) -> float:
    """The logarithm to base 2."""
    import math

    return math.log2(value)
