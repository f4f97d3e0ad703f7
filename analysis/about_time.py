"""What notebook 03 shows of time, and which readings its numbers refute."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analysis import about_words, counts
from analysis.language import say

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure


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
    table["articles"] = [say("{r.n_articles_with} of {r.n_articles}", r=r) for r in rows]
    table["share"] = [_span(r.share, r.share_low, r.share_high, "{:.2f}") for r in rows]
    table["in articles"] = [f"{r.ipm_articles:,.0f} ({r.freq_articles})" for r in rows]
    table["interval"] = [
        say(r.note) if pd.isna(r.low) else say("{r.low:,.0f} to {r.high:,.0f}", r=r) for r in rows
    ]
    table["on whole pages"] = [f"{r.ipm_pages:,.0f} ({r.freq_pages})" for r in rows]
    table["newspaper"] = [r.newspaper or say("not known") for r in rows]
    return table.assign(first_year=data["first_year"], last_year=data["last_year"])


def comparable(data: "pd.DataFrame") -> "pd.DataFrame":
    """One row per point: its pages and articles, and why no line joins it to another year."""
    columns = ["year", "newspaper", "n_pages", "n_articles", "n_tokens_articles"]
    table = data.drop_duplicates(["year", "newspaper", "page_type"])
    table = table[columns].assign(comparable=[say(why or "yes") for why in table["why_not"]])
    return table.sort_values(["year", "newspaper"]).replace({"newspaper": {"": say("not known")}})


def time_title(data: "pd.DataFrame") -> str:
    """How many points can be compared with another, as the figure's title."""
    each = data[data["year"].notna()].drop_duplicates(["year", "newspaper", "page_type"])
    if each.empty:
        return say("No page has a known year")
    joined = int(each["comparable"].sum())
    if joined:
        return say(
            "{joined} of {n_each} points per term have another year of the same paper and page",
            joined=joined, n_each=len(each),
        )  # fmt: skip
    return say(
        "{n_each} {n_each:point|points} per term, no line: no two are known to be the same page "
        "of the same newspaper in two years",
        n_each=len(each),
    )


def timelines(data: "pd.DataFrame") -> "Figure":
    """`term_charts.timelines` under its finding."""
    from analysis import term_charts

    return term_charts.timelines(data, title=time_title(data))


class Misreading(NamedTuple):
    """A conclusion that tempts, the numbers against it, and the words to read for oneself."""

    tempting: str
    against: str
    words: tuple[str, ...]


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
        As `about_words.ranking`, `about_words.with_ranges`,
        `about_frequency.company` and `over_time` give them.
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


def words_of(misreadings: "pd.DataFrame") -> list[str]:
    """The words that these conclusions are about, each once."""
    return list(dict.fromkeys(word for words in misreadings["words"] for word in words))


def _frequent(ranking: "pd.DataFrame", tokens: "pd.DataFrame") -> Misreading | None:
    """Frequent is not important: the most frequent tokens are grammar."""
    every = counts.frequency(tokens)
    before = every[every["freq"] > ranking["freq"].max()]
    if before.empty:
        return None
    top, first = ranking["token"].iloc[0], before.iloc[0]
    return Misreading(
        say("{top} is the word said most often, so it is what the pages are about.", top=top),
        say(
            "Tokens that are more frequent and hidden, as stop words, numbers or single "
            "characters: {n_before}, {first[token]} ({first[freq]}) first among them. The "
            "first place is the stop list's work.",
            n_before=len(before),
            first=first,
        ),
        (top, first["token"]),
    )


def _first_place(ranges: "pd.DataFrame") -> Misreading | None:
    """The order of two words depends on how sentences are cut."""
    pairs = zip(ranges.iloc[:-1].itertuples(), ranges.iloc[1:].itertuples(), strict=True)
    turned = [(a, b) for a, b in pairs if a.freq > b.freq and a.lowest < b.highest]
    if not turned:
        return None
    first, second = turned[0]
    return Misreading(
        say(
            "{first.token} ({first.freq}) is said more often than {second.token} ({second.freq}).",
            first=first,
            second=second,
        ),
        say(
            "Cut otherwise, {first.token} is counted {first.lowest} to {first.highest} times and "
            "{second.token} {second.lowest} to {second.highest}: the ranges overlap, as do those "
            "of {n_turned} of {n_neighbours} {n_neighbours:neighbour|neighbours} in the ranking.",
            first=first,
            second=second,
            n_turned=len(turned),
            n_neighbours=len(ranges) - 1,
        ),
        (first.token, second.token),
    )


def _exact_count(ranges: "pd.DataFrame") -> Misreading | None:
    """A count is a choice of the tokeniser."""
    loose = ranges.assign(spread=(ranges["highest"] - ranges["lowest"]) / ranges["freq"])
    loose = loose.sort_values(["spread", "token"], ascending=[False, True])
    if loose.empty or loose["spread"].iloc[0] <= 0:
        return None
    row = loose.iloc[0]
    return Misreading(
        say("{row[token]} stands on these pages {row[freq]} {row[freq]:time|times}.", row=row),
        say(
            "It is counted {row[lowest]} to {row[highest]} times by nine ways of cutting the same "
            "sentences, {row[substring]} {row[substring]:time|times} as plain characters.",
            row=row,
        ),
        (row["token"],),
    )


def _one_article(ranking: "pd.DataFrame") -> Misreading | None:
    """A frequent word of one article is that article's subject."""
    single = ranking[ranking["doc_freq"] == 1]
    if single.empty or single["freq"].iloc[0] < 2:
        return None
    row = single.iloc[0]
    return Misreading(
        say(
            "{row[token]} ({row[ipm]:,.0f} per million) belongs to the language of these pages.",
            row=row,
        ),
        say(
            "All {row[freq]} stand in one article (DPnorm {row[dp_norm]:.2f}); without it the "
            "count is 0. The same holds of {n_single:,} of {n_ranking:,} {n_ranking:word|words}.",
            row=row,
            n_single=len(single),
            n_ranking=len(ranking),
        ),
        (row["token"],),
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
        say(
            "{row[district]} is where {row[token]} matters most: {row[ipm]:,.0f} per million "
            "against {whole_ipm:,.0f} in all.",
            row=row,
            whole_ipm=whole["ipm"],
        ),
        say(
            "The rate rests on a count of {row[freq]} in {articles}. The text about it has "
            "{row[n_tokens]:,} {row[n_tokens]:token|tokens}: one occurrence more or less is "
            "{per:,.0f} per million.",
            row=row,
            articles=about_words.articles(row["doc_freq"]),
            per=counts.PER / row["n_tokens"],
        ),
        (row["token"],),
    )


def _rise(by_year: "pd.DataFrame") -> Misreading | None:
    """A higher rate in a later year of other pages is no rise."""
    known = by_year[by_year["year"].notna() & by_year["low"].notna()]
    known = known[known["ipm_articles"] > 0]
    risen = []
    for _, own in known.groupby("term", sort=True):
        first, last = own.loc[own["year"].idxmin()], own.loc[own["year"].idxmax()]
        apart = not first["series"] or first["series"] != last["series"]
        if last["year"] > first["year"] and last["ipm_articles"] > first["ipm_articles"] and apart:
            risen.append((first, last))
    if not risen:
        return None
    first, last = max(risen, key=lambda pair: pair[1]["ipm_articles"] / pair[0]["ipm_articles"])
    other = first["newspaper"] != last["newspaper"]
    what = say(
        "They are two newspapers" if other else "They are not known to be the same kind of page"
    )
    if last["low"] <= first["high"]:
        what = say("{what} and the intervals overlap", what=what)
    return Misreading(
        say(
            "From {first[year]} to {last_year} {first[term]} became {ratio:.1f} times as frequent.",
            first=first,
            last_year=last["year"],
            ratio=last["ipm_articles"] / first["ipm_articles"],
        ),
        say(
            "{first_point}; {last_point}. {what}: a difference between pages, not in time.",
            first_point=_point(first),
            last_point=_point(last),
            what=what,
        ),
        (first["term"],),
    )


def _zero(by_year: "pd.DataFrame") -> Misreading | None:
    """Nothing found in a small text is not nothing said."""
    none = by_year[(by_year["freq_articles"] == 0) & by_year["year"].notna()]
    none = none[none["n_articles"] > 0]
    if none.empty:
        return None
    row = none.sort_values(["n_tokens_articles", "term"]).iloc[0]
    return Misreading(
        say(
            "{paper} did not speak of {row[term]} in {row[year]}.",
            paper=row["newspaper"] or say("The paper"),
            row=row,
        ),
        say(
            "All that is here of it and that year is {articles}, {row[n_tokens_articles]:,} "
            "{row[n_tokens_articles]:token|tokens}. That none has the term is compatible with a "
            "share of up to {row[share_high]:.0%} of such articles (95 % Wilson interval).",
            articles=about_words.articles(row["n_articles"]),
            row=row,
        ),
        (row["term"],),
    )


def _exclusive(near: "pd.DataFrame") -> Misreading | None:
    """The highest MI is that of a rare word."""
    own = near[near["word"] == near["word"].iloc[0]] if len(near) else near
    own = own.dropna(subset=["mi", "log_likelihood"])
    if own.empty:
        return None
    row = own.sort_values(["mi", "collocate"], ascending=[False, True]).iloc[0]
    closest = own.sort_values(["log_likelihood", "collocate"], ascending=[False, True]).iloc[0]
    if row["collocate"] == closest["collocate"]:
        return None
    return Misreading(
        say(
            "{row[collocate]} is the closest company of {row[word]}: its MI is the highest, "
            "{row[mi]:.2f} bits.",
            row=row,
        ),
        say(
            "That is {row[freq]} of its {row[collocate_freq]} "
            "{row[collocate_freq]:occurrence|occurrences} in all. The evidence is strongest for "
            "{closest[collocate]} ({closest[freq]} of {closest[collocate_freq]}; log-likelihood "
            "{closest[log_likelihood]:.1f} against {row[log_likelihood]:.1f}), whose MI is "
            "{closest[mi]:.2f}.",
            row=row,
            closest=closest,
        ),
        (row["collocate"], closest["collocate"]),
    )


def _point(row: "pd.Series") -> str:
    """A rate with its paper, year, interval and articles."""
    return say(
        "{paper} {row[year]} {row[ipm_articles]:,.0f} per million ({row[low]:,.0f} to "
        "{row[high]:,.0f}; {row[n_articles_with]} of {row[n_articles]} "
        "{row[n_articles]:article|articles})",
        paper=row["newspaper"] or say("paper not known"), row=row,
    )  # fmt: skip


def _span(value: float, low: float, high: float, form: str) -> str:
    """A value with its interval; – where there is none."""
    if value != value:
        return "–"
    return f"{form.format(value)} ({form.format(low)}–{form.format(high)})"
