"""Conclusions that a comparison of districts invites, each with the number that refutes it.

Every row is looked for in the data; where the trap is not there, neither is the row.
"""

from typing import TYPE_CHECKING, NamedTuple

from analysis import about_corpus, counts, schema
from analysis import about_districts as about
from analysis.keyness import MAX_Q

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "tempting conclusion", "tempting number", "why it is wrong", "number that refutes it",
    "district", "word",
)  # fmt: skip
# A word absent from a year's pages says something only if it is common in the others.
MIN_COMMON = 10


class Evidence(NamedTuple):
    """The tables that the conclusions are looked for in.

    `key` and `within`: `about_districts.keyness`, free and within each newspaper; `themes`:
    `about_districts.theme_table`; `far`: `likeness.distances`; `tokens`: `counts.token_table`;
    `followed`: words that notebooks follow.
    """

    tokens: "pd.DataFrame"
    key: "pd.DataFrame"
    within: "pd.DataFrame"
    themes: "pd.DataFrame"
    far: "pd.DataFrame"
    followed: list[str]


def conclusions(evidence: Evidence) -> "pd.DataFrame":
    """The tempting conclusions found, one a row.

    Returns
    -------
    DataFrame of text with the columns `COLUMNS`: what one would say, the number that invites it,
    why it does not follow, the number that shows it; and the district and word whose sentences
    are to be read ("" where it is not about one).
    """
    import pandas as pd

    traps = (
        by_log_likelihood, many_words, one_article, cut_article, by_page, absent_before,
        theme_of_one_article, far_apart,
    )  # fmt: skip
    rows = [row for row in (trap(evidence) for trap in traps) if row is not None]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def by_log_likelihood(evidence: Evidence) -> tuple | None:
    """A high G² whose difference comes about by exchanging whole articles too."""
    key = _over(evidence.key)
    key = key[~key["carried_by_one"] & (key["log_likelihood"] > about.G2_BAR)]
    key = key[(key["p"] > MAX_Q) & (key["docs_target"] > 1)]
    if key.empty:
        return None
    row = key.loc[key["log_likelihood"].idxmax()]
    inside = evidence.within
    inside = inside[(inside["group"] == row["group"]) & (inside["term"] == row["term"])]
    return (
        f"{row['group']} writes of {row['term']} more than the others, beyond doubt",
        f"G² = {row['log_likelihood']:.1f}, {row['freq_target']} : {row['freq_reference']}",
        f"G² takes each token for a separate observation; these stand in "
        f"{row['docs_target']} of {row['n_docs_target']} articles",
        f"exchanging whole articles p = {_p(row['p'])}; within a newspaper p = "
        f"{_p(inside['p'].iloc[0])}, and none below {_p(inside['p_min'].iloc[0])} is possible",
        row["group"], row["term"],
    )  # fmt: skip


def many_words(evidence: Evidence) -> tuple | None:
    """Many words above the usual bar, none after exchanging articles and correcting."""
    key = evidence.key
    above = int((key["log_likelihood"] > about.G2_BAR).sum())
    kept = int((key["q"] <= MAX_Q).sum())
    if above <= kept:
        return None
    m = int(key["m"].max())
    needed = key["n_needed"].min()
    return (
        "dozens of words are significant" if above >= 24 else f"{above} words are significant",
        f"{above} words with G² > {about.G2_BAR} (p < .0001)",
        f"the bar is for one word and independent tokens; {m} words were looked at in each district"
        ", and tokens of an article come together",
        f"{kept} words have a q of .05 or less; before any could, {needed} words of one district "
        "would have to have the smallest p that its articles allow",
        "", "",
    )  # fmt: skip


def one_article(evidence: Evidence) -> tuple | None:
    """The strongest word that stands in one article of a district that has several."""
    key = _over(evidence.key)
    key = key[(key["docs_target"] == 1) & (key["n_docs_target"] > 1)]
    if key.empty:
        return None
    order = ["p", "log_likelihood", "group", "term"]
    row = key.sort_values(order, ascending=[True, False, True, True]).iloc[0]
    own = counts.counted(evidence.tokens)
    hits = own[(own["token"] == row["term"]) & (own["district"] == row["group"])]
    left = int((hits["article_id"] != row["top_article"]).sum())
    return (
        f"{row['term']} is {row['group']}'s own word",
        f"{row['freq_target']} : {row['freq_reference']}, log ratio {row['log_ratio']:.1f}, "
        f"p = {_p(row['p'])}",
        "all stand in one article: it is that article's subject",
        f"without it {left} occurrences are left in the other {row['n_docs_target'] - 1} of "
        f"{row['n_docs_target']} articles; q = {_p(row['q'])}",
        row["group"], row["term"],
    )  # fmt: skip


def cut_article(evidence: Evidence) -> tuple | None:
    """A district's word whose occurrences elsewhere stand in the very same article, cut."""
    own = counts.counted(evidence.tokens)
    own = own[~own["district"].isin(about.NO_DISTRICT)]
    best = None
    key = _over(evidence.key).sort_values(
        ["log_likelihood", "group", "term"], ascending=[False, True, True]
    )
    for row in key[(key["freq_reference"] >= 3) & (key["shared_articles"] > 0)].itertuples():
        hits = own[own["token"] == row.term]
        here = set(hits.loc[hits["district"] == row.group, "article_id"])
        compared = hits["district"].isin(set(evidence.key["group"])) & (
            hits["district"] != row.group
        )
        same = int(hits.loc[compared, "article_id"].isin(here).sum())
        if len(here) == 1 and 2 * same > row.freq_reference:
            best = (row, same)
            break
    if best is None:
        return None
    row, same = best
    return (
        f"{row.term} sets {row.group} apart from its neighbours",
        f"{row.freq_target} : {row.freq_reference}, G² = {row.log_likelihood:.1f}",
        "one article was cut at the sentence between districts: the others' occurrences are the "
        "same writer on the same day",
        f"{same} of the {row.freq_reference} occurrences elsewhere stand in the same article",
        row.group, row.term,
    )  # fmt: skip


def by_page(evidence: Evidence) -> tuple | None:
    """A word that goes up by page and down in the items that have it (or the reverse)."""
    paper = evidence.tokens.drop_duplicates("page_id").set_index("page_id")["newspaper"]
    rates = about_corpus.page_and_article_rates(evidence.tokens, evidence.followed)
    whole, inside = list(about_corpus.RATE_COLOURS)
    rates = rates.assign(paper=rates["page_id"].map(paper)).dropna(subset=["year"])
    for (term, name), part in rates.groupby(["term", "paper"], sort=False):
        part = part.sort_values(["year", "page_id"])
        first, last = part.iloc[0], part.iloc[-1]
        up, inner = last[whole] - first[whole], last[inside] - first[inside]
        if name and first["year"] < last["year"] and up * inner < 0:
            return (
                f"{name} writes {'more' if up > 0 else 'less'} of {term} in {last['year']} than in "
                f"{first['year']}",
                f"{first[whole]:.1f} → {last[whole]:.1f} per 1,000 tokens of the page",
                "the page's other stories are in the denominator, and the room they took has "
                "changed",
                f"in the items that have it {first[inside]:.1f} → {last[inside]:.1f} "
                f"({first['items']} and {last['items']} items)",
                "", term,
            )  # fmt: skip
    return None


def absent_before(evidence: Evidence) -> tuple | None:
    """A common word that a district lacks because all its pages are older than the word's first."""
    everything = counts.Counting(roles=schema.ROLES, kinds=schema.KINDS)
    own = counts.counted(evidence.tokens, everything).dropna(subset=["year"])
    last_of = own.groupby("district")["year"].max()
    districts = [name for name in last_of.index if name in set(evidence.key["group"])]
    for term in evidence.followed:
        hits = own[own["token"] == term]
        if len(hits) < MIN_COMMON:
            continue
        first = int(hits["year"].min())
        for district in districts:
            if last_of[district] < first:
                early = own[own["year"] <= last_of[district]]
                return (
                    f"{district} does not take part in {term}",
                    f"{int((hits['district'] == district).sum())} of {len(hits)} occurrences are "
                    "about it",
                    f"its text is of {last_of[district]}, and no page up to then has the word, "
                    "whatever it writes about",
                    f"first year in these pages: {first}; {int((early['token'] == term).sum())} "
                    f"occurrences in {len(early):,} tokens "
                    f"up to {last_of[district]}, all districts together",
                    "", term,
                )  # fmt: skip
    return None


def theme_of_one_article(evidence: Evidence) -> tuple | None:
    """The highest share of a theme, in a district of one article."""
    own = evidence.themes
    own = own[~own["group"].isin(about.NO_DISTRICT) & own["share"].notna()]
    if own.empty or own.loc[own["share"].idxmax(), "n_articles"] > 1:
        return None
    row = own.loc[own["share"].idxmax()]
    return (
        f"{row['group']} cares most for {row['theme'].split('  ')[0]}",
        f"{row['share']:.0%} of its {row['n_sentences']} sentences",
        "it is known from one article, and that article is about this: the share is the article's",
        f"{row['n_articles']} article: no interval; the Wilson interval from {row['low']:.0%} "
        "would take its sentences for separate observations",
        row["group"], "",
    )  # fmt: skip


def far_apart(evidence: Evidence) -> tuple | None:
    """The largest distance, much of which is the size of the texts."""
    far = evidence.far.dropna(subset=["distance", "expected"])
    if len(far) < 2:
        return None
    row = far.loc[far["distance"].idxmax()]
    near = far.loc[far["distance"].idxmin()]
    return (
        f"{row['district_a']} and {row['district_b']} have nothing in common, "
        f"{near['district_a']} and {near['district_b']} are kin",
        f"distances {row['distance']:.2f} and {near['distance']:.2f} (0 to 1)",
        "short texts share few words by chance alone; the nearest pair is "
        f"{min(near['n_tokens_a'], near['n_tokens_b']):,} words and more long, the furthest "
        f"{min(row['n_tokens_a'], row['n_tokens_b']):,}",
        f"by chance {row['expected']:.2f} and {near['expected']:.2f}: of the difference of "
        f"{row['distance'] - near['distance']:.2f} size explains "
        f"{row['expected'] - near['expected']:.2f}",
        "", "",
    )  # fmt: skip


def words_named(table: "pd.DataFrame") -> list[tuple[str, str]]:
    """The (district, word) pairs of the conclusions, to be read in their sentences."""
    named = table[table["word"] != ""]
    return list(zip(named["district"], named["word"], strict=True))


def shown(table: "pd.DataFrame") -> "pd.DataFrame":
    """The conclusions without what only the concordance needs, numbered."""
    own = table[list(COLUMNS[:4])].reset_index(drop=True)
    own.insert(0, "no.", range(1, len(own) + 1))
    return own


def _over(key: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of words that the district uses more than the rest."""
    return key[key["log_ratio"] > 0]


def _p(value: float) -> str:
    """A p-value with three places, or – where there is none.

    >>> _p(0.0124)
    '.012'
    """
    if value != value:
        return "–"
    return f"{value:.3f}".removeprefix("0")
