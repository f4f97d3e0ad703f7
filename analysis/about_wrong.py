"""Conclusions that a comparison of districts invites, each with the number that refutes it.

Every row is looked for in the data; where the trap is not there, neither is the row.
"""

from typing import TYPE_CHECKING, NamedTuple

from analysis import about_districts as about
from analysis import about_rates, counts, schema
from analysis.keyness import MAX_Q
from analysis.language import say

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
        say("{row[group]} writes of {row[term]} more than the others, beyond doubt", row=row),
        f"G² = {row['log_likelihood']:.1f}, {row['freq_target']} : {row['freq_reference']}",
        say(
            "G² takes each token for a separate observation; these stand in "
            "{row[docs_target]} of {row[n_docs_target]} articles",
            row=row,
        ),
        say(
            "exchanging whole articles p = {p}; within a newspaper p = {inside}, and "
            "none below {least} is possible",
            p=_p(row["p"]),
            inside=_p(inside["p"].iloc[0]),
            least=_p(inside["p_min"].iloc[0]),
        ),
        row["group"],
        row["term"],
    )


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
        say("dozens of words are significant")
        if above >= 24
        else say("{above} {above:word is|words are} significant", above=above),
        say(
            "{above} {above:word|words} with G² > {g2_bar} (p < .0001)",
            above=above,
            g2_bar=about.G2_BAR,
        ),
        say(
            "the bar is for one word and independent tokens; {m} {m:word was|words were} looked "
            "at in each district, and tokens of an article come together",
            m=m,
        ),
        say(
            "{kept} {kept:word has|words have} a q of .05 or less; before any could, {needed} "
            "{needed:word|words} of one district would have to have the smallest p that its "
            "articles allow",
            kept=kept,
            needed=needed,
        ),
        "",
        "",
    )


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
        say("{row[term]} is {row[group]}'s own word", row=row),
        say(
            "{row[freq_target]} : {row[freq_reference]}, log ratio {row[log_ratio]:.1f}, p = {p}",
            row=row,
            p=_p(row["p"]),
        ),
        say("all stand in one article: it is that article's subject"),
        say(
            "without it {left} {left:occurrence is|occurrences are} left in the other {others} of "
            "{n_articles} articles; q = {p}",
            left=left,
            others=row["n_docs_target"] - 1,
            n_articles=row["n_docs_target"],
            p=_p(row["q"]),
        ),
        row["group"],
        row["term"],
    )


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
        say("{row.term} sets {row.group} apart from its neighbours", row=row),
        f"{row.freq_target} : {row.freq_reference}, G² = {row.log_likelihood:.1f}",
        say(
            "one article was cut at the sentence between districts: the others' "
            "occurrences are the same writer on the same day"
        ),
        say(
            "{same} of the {freq_reference} occurrences elsewhere stand in the same article",
            same=same,
            freq_reference=row.freq_reference,
        ),
        row.group,
        row.term,
    )


def by_page(evidence: Evidence) -> tuple | None:
    """A word that goes up by page and down in the items that have it (or the reverse)."""
    paper = evidence.tokens.drop_duplicates("page_id").set_index("page_id")["newspaper"]
    rates = about_rates.page_and_article_rates(evidence.tokens, evidence.followed)
    whole, inside = list(about_rates.RATE_COLOURS)
    rates = rates.assign(paper=rates["page_id"].map(paper)).dropna(subset=["year"])
    for (term, name), part in rates.groupby(["term", "paper"], sort=False):
        part = part.sort_values(["year", "page_id"])
        first, last = part.iloc[0], part.iloc[-1]
        up, inner = last[whole] - first[whole], last[inside] - first[inside]
        if name and first["year"] < last["year"] and up * inner < 0:
            return (
                say(
                    "{name} writes {more} of {term} in {last_year} than in {first_year}",
                    name=name,
                    more=say("more") if up > 0 else say("less"),
                    term=term,
                    last_year=last["year"],
                    first_year=first["year"],
                ),
                say(
                    "{first:.1f} → {last:.1f} per 1,000 tokens of the page",
                    first=first[whole],
                    last=last[whole],
                ),
                say(
                    "the page's other stories are in the denominator, and the room they took "
                    "has changed"
                ),
                say(
                    "in the items that have it {first:.1f} → {last:.1f} ({first_items} and "
                    "{last_items} items)",
                    first=first[inside],
                    last=last[inside],
                    first_items=first["items"],
                    last_items=last["items"],
                ),
                "",
                term,
            )
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
                    say("{district} does not take part in {term}", district=district, term=term),
                    say(
                        "{n} of {n_hits} occurrences {n:is|are} about it",
                        n=int((hits["district"] == district).sum()),
                        n_hits=len(hits),
                    ),
                    say(
                        "its text is of {last}, and no page up to then has the word, whatever it "
                        "writes about",
                        last=last_of[district],
                    ),
                    say(
                        "first year in these pages: {first}; {n} occurrences in {n_early:,} tokens "
                        "up to {last}, all districts together",
                        first=first,
                        n=int((early["token"] == term).sum()),
                        n_early=len(early),
                        last=last_of[district],
                    ),
                    "",
                    term,
                )
    return None


def theme_of_one_article(evidence: Evidence) -> tuple | None:
    """The highest share of a theme, in a district of one article."""
    own = evidence.themes
    own = own[~own["group"].isin(about.NO_DISTRICT) & own["share"].notna()]
    if own.empty or own.loc[own["share"].idxmax(), "n_articles"] > 1:
        return None
    row = own.loc[own["share"].idxmax()]
    return (
        say(
            "{group} cares most for {theme}", group=row["group"], theme=row["theme"].split("  ")[0]
        ),
        say("{row[share]:.0%} of its {row[n_sentences]} sentences", row=row),
        say(
            "it is known from one article, and that article is about this: the share "
            "is the article's"
        ),
        say(
            "{row[n_articles]} article: no interval; the Wilson interval from {row[low]:.0%} "
            "would take its sentences for separate observations",
            row=row,
        ),
        row["group"],
        "",
    )


def far_apart(evidence: Evidence) -> tuple | None:
    """The largest distance, much of which is the size of the texts."""
    far = evidence.far.dropna(subset=["distance", "expected"])
    if len(far) < 2:
        return None
    row = far.loc[far["distance"].idxmax()]
    near = far.loc[far["distance"].idxmin()]
    return (
        say(
            "{row[district_a]} and {row[district_b]} have nothing in common, "
            "{near[district_a]} and {near[district_b]} are kin",
            row=row,
            near=near,
        ),
        say(
            "distances {far:.2f} and {near:.2f} (0 to 1)",
            far=row["distance"],
            near=near["distance"],
        ),
        say(
            "short texts share few words by chance alone; the nearest pair is {near:,} "
            "words and more long, the furthest {far:,}",
            near=min(near["n_tokens_a"], near["n_tokens_b"]),
            far=min(row["n_tokens_a"], row["n_tokens_b"]),
        ),
        say(
            "by chance {far:.2f} and {near:.2f}: of the difference of {distance:.2f} "
            "size explains {explained:.2f}",
            far=row["expected"],
            near=near["expected"],
            distance=row["distance"] - near["distance"],
            explained=row["expected"] - near["expected"],
        ),
        "",
        "",
    )


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
