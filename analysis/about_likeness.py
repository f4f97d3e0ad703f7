"""What notebook 04 shows besides words and themes: sentences to read, likeness, topics, time."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import (
    about_corpus,
    about_reprints,
    about_words,
    chain,
    concordance,
    correspondence,
    counts,
    documents,
    likeness,
    networks,
    paragraph_texts,
    reprints,
    tables,
    times,
    topic_model,
    topics,
)
from analysis import about_districts as about
from analysis import sizes as sizes_of
from analysis.errors import InputError
from analysis.language import comma, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pandas as pd

# The reader's themes (tests/gold/theme_passages.csv) and the lists that stand for them.
READER = {
    "T01": {"digital_city"}, "T02": {"digital_economy"}, "T03": {"digital_life"},
    "T04": {"digital_governance"}, "T05": {"public_services"},
    "T06": {"business_environment", "public_services"}, "T07": {"party"}, "T08": {"parks"},
    "T09": {"digital_technology"}, "T11": {"education"}, "T12": {"credit"},
    "T14": {"community"}, "T15": {"trade"}, "T16": {"innovation"}, "T18": {"peoples_city"},
    "T19": {"yangtze_delta"},
}  # fmt: skip
RUNNING = ("body", "caption", "sidebar")  # what the reader gave a theme; headings are not
N_TERMS = 150  # of the map: rarer words lie far out because they are rare
CANDIDATES = (4, 6, 8, 10)  # numbers of topics tried
N_STARTS = 5  # random starts of each number tried; twice as many change no choice here
PARAGRAPHS_PER_TOPIC = 5  # fewer, and a topic is a paragraph


class Exploration(NamedTuple):
    """A topic model: numbers of topics tried, topics, their share by district."""

    choice: "pd.DataFrame"
    topics: "pd.DataFrame"
    prevalence: "pd.DataFrame"


def lines_to_read(
    tokens: "pd.DataFrame",
    words: "Iterable[tuple[str, str]]",
    *,
    rng: "np.random.Generator",
    most: int = 3,
    window: int = 7,
) -> tables.Presented:
    """Concordance lines of each (district, word), drawn at random, a line of each article first.

    Parameters
    ----------
    words
        District ("" for all text) and word, each pair shown once.
    most
        Lines of each.
    """
    import numpy as np
    import pandas as pd

    rows = []
    for district, word in dict.fromkeys(words):
        hits = concordance.kwic(tokens, word, window=window, district=district or None)
        drawn = hits.iloc[rng.permutation(len(hits))]
        turn = drawn.groupby("article_id").cumcount().to_numpy()
        for line in drawn.iloc[np.argsort(turn, kind="stable")[:most]].sort_index().itertuples():
            found = say(
                "{n_hits} in {n_items}", n_hits=len(hits), n_items=hits["article_id"].nunique()
            )
            place = f"{line.page_id[:12]}:{line.first_line}"
            rows.append(
                (district or say("all"), word, found, line.left, line.node, line.right, place)
            )
    names = ["district", "word", "hits in items", "left", "node", "right", "page:line"]
    note = say("at most {most} lines of each, drawn at random, one of each item first", most=most)
    return tables.Presented(pd.DataFrame(rows, columns=names).astype("str"), note, ("left",))


def compared_documents(
    tokens: "pd.DataFrame", sizes: "pd.DataFrame", *, stop_words: frozenset[str]
) -> "documents.Documents | None":
    """The articles of the districts that are compared, cut by district; None without two."""
    chosen = list(sizes.loc[sizes["compared"], "district"])
    if len(chosen) < 2:
        return None
    return documents.documents(
        tokens[tokens["district"].isin(chosen)], stop_words=stop_words, keep=about.telling_word()
    )


def distances(
    docs: "documents.Documents | None", sizes: "pd.DataFrame", *, rng: "np.random.Generator"
) -> "pd.DataFrame":
    """`likeness.distances` with groups that are too small marked; no row without two districts."""
    import pandas as pd

    if docs is None:
        return pd.DataFrame(columns=[*likeness.DISTANCE_COLUMNS, "too_small"])
    return sizes_of.refuse_or_mark(
        likeness.distances(docs, rng=rng), sizes, groups=("district_a", "district_b")
    )


def distances_title(far: "pd.DataFrame") -> str:
    """Which districts are nearest, and how far apart chance alone would put texts of that size."""
    if far.empty:
        return say("No two districts have text enough to be compared")
    near = far.loc[far["distance"].idxmin()]
    known = int(far["low"].notna().sum())
    return say(
        "{near[district_a]} and {near[district_b]} write most alike ({near[distance]:.2f}; by "
        "chance {near[expected]:.2f})\n{known} of {n_far} {n_far:distance has|distances have} an "
        "interval: the others rest on a district of one article",
        near=near, known=known, n_far=len(far),
    )  # fmt: skip


def distances_shown(far: "pd.DataFrame") -> "pd.DataFrame":
    """The distances, the nearest first, with short headings."""
    names = {
        "district_a": "district", "district_b": "and", "distance": "distance", "low": "from",
        "high": "to", "expected": "by chance", "excess": "beyond chance", "n_tokens_a": "tokens",
        "n_tokens_b": "and tokens",
    }  # fmt: skip
    ordered = far.sort_values(["distance", "district_a", "district_b"])
    return ordered[list(names)].rename(columns=names)


def map_points(docs: "documents.Documents | None", *, n_terms: int = 25) -> "pd.DataFrame":
    """Districts and their most telling words on two axes; no row where nothing can be mapped."""
    import pandas as pd

    nothing = pd.DataFrame(columns=list(correspondence.COLUMNS))
    if docs is None:
        return nothing
    counted = documents.group_counts(docs, n_terms=N_TERMS)
    try:
        return correspondence.telling(correspondence.correspondence(counted), n_terms=n_terms)
    except InputError:  # one group has none of the words, or all have the same profile
        return nothing


def map_title(points: "pd.DataFrame", sizes: "pd.DataFrame") -> str:
    """Which district makes each axis, and on how many articles that rests."""
    groups = points[points["kind"] == "group"]
    if groups.empty:
        return say("No two districts have text enough for a map")
    articles = dict(zip(sizes["district"], sizes["n_documents"], strict=True))
    said = []
    for axis in (1, 2):
        if groups[f"contribution_{axis}"].notna().any():
            most = groups.loc[groups[f"contribution_{axis}"].idxmax()]
            said.append(
                say(
                    "axis {axis} sets {district} apart ({share:.0%} of it, {articles})",
                    axis=axis,
                    district=most["label"],
                    share=most[f"contribution_{axis}"],
                    articles=about_words.articles(articles[most["label"]]),
                )
            )
    axes = comma().join(said)
    return say("The map shows which articles are unlike:\n{axes}", axes=axes)


def network(
    tokens: "pd.DataFrame", *, stop_words: frozenset[str], rng: "np.random.Generator"
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Pairs of words in the same sentences of two articles or more, and their communities."""
    edges = networks.cooccurrence(
        tokens, n_terms=60, min_both=4, min_log_dice=11.0, stop_words=stop_words,
        keep=about.telling_word(),
    )  # fmt: skip
    return edges, networks.communities(edges, rng=rng)


def network_title(words: "pd.DataFrame") -> str:
    """How many words keep their company in other runs, and whether there is structure at all."""
    if words.empty:
        return say("No two words stand together in four sentences of two articles")
    fewest, most = words.attrs["n_communities"]
    modularity = words.attrs["modularity"]
    structure = say("little structure") if modularity < 0.3 else say("some structure")
    return say(
        "{n_communities} {n_communities:community|communities} of {n_words} words: {structure} "
        "(modularity {modularity:.2f})\n{recurs} {recurs:word keeps its|words keep their} company "
        "in other runs, which find {fewest} to {most} {most:community|communities}",
        n_communities=words["community"].nunique(), n_words=len(words), structure=structure,
        modularity=modularity, recurs=int(words["recurs"].sum()), fewest=fewest, most=most,
    )  # fmt: skip


def communities_shown(words: "pd.DataFrame", *, most: int = 8) -> "pd.DataFrame":
    """One row per community: words, mean stability, how many recur, the first by degree."""
    import pandas as pd

    rows = [
        (number, len(part), part["stability"].mean(), int(part["recurs"].sum()),
         "、".join(part["term"].head(most)))
        for number, part in words.groupby("community", sort=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["community", "words", "stability", "recur", "first words"])


def exploration(
    tokens: "pd.DataFrame",
    sentences: "pd.DataFrame",
    sizes: "pd.DataFrame",
    *,
    stop_words: frozenset[str],
    rng: "np.random.Generator",
) -> Exploration:
    """The topic model, its number of topics chosen; three tables without rows on little text."""
    import pandas as pd

    try:
        texts = paragraph_texts.paragraphs(
            tokens, sentences, stop_words=stop_words, keep=about.telling_word()
        )
    except InputError:  # no paragraph, or no word in three of them
        texts = None
    # The same paragraph again brings no topic, and more topics than kinds of text are not numbers.
    unlike = len({row.tobytes() for row in texts.matrix.toarray()}) if texts else 0
    most = unlike // PARAGRAPHS_PER_TOPIC
    candidates = [n for n in CANDIDATES if n <= min(most, len(texts.terms) if texts else 0)]
    if not candidates:
        columns = topic_model.CHOICE_COLUMNS, topic_model.TOPIC_COLUMNS
        tables_ = [pd.DataFrame(columns=list(names)) for names in columns]
        return Exploration(*tables_, pd.DataFrame(columns=list(topic_model.PREVALENCE_COLUMNS)))
    choice = topic_model.choose(texts, candidates, rng=rng, n_starts=N_STARTS)
    chosen = int(choice.loc[choice["chosen"], "n_topics"].iloc[0])
    found = topic_model.topics(texts, chosen, rng=rng)
    shares = topic_model.prevalence(texts, found, rng=rng)
    compared = sizes.loc[sizes["compared"], "district"]
    return Exploration(choice, found, shares[shares["group"].isin(compared)].reset_index(drop=True))


def topics_title(found: "pd.DataFrame") -> str:
    """How many topics recur, and that this is exploration where it is."""
    if found.empty:
        return say("Too few paragraphs for a topic model")
    note = found["note"].iloc[0]
    few = int((found["n_articles"] <= 2).sum())
    said = say(
        "{recurs} of {n_found} topics {recurs:comes|come} back from random starts\n{few} of "
        "{n_found} {few:weighs|weigh} most in paragraphs of two articles at most",
        recurs=int(found["recurs"].sum()), n_found=len(found), few=few,
    )  # fmt: skip
    explored = note == topic_model.EXPLORATION
    return say("Exploration, no result: {said}", said=said) if explored else said


def by_year(
    corpus: "chain.Tables", tokens: "pd.DataFrame", *, rng: "np.random.Generator"
) -> "pd.DataFrame":
    """`times.term_by_year` of the terms followed; no row without one, or without any year."""
    import pandas as pd

    terms = list(dict.fromkeys(about_corpus.followed_terms(corpus)))
    if not terms or tokens["year"].isna().all():
        return pd.DataFrame(columns=list(times.COLUMNS))
    return times.term_by_year(tokens, terms, rng=rng)


def by_year_title(points: "pd.DataFrame") -> str:
    """Whether any two points may be joined."""
    if points.empty:
        return say("No term is followed on a page of known year")
    places = points.drop_duplicates(["year", "newspaper", "page_type"])
    n, joined = len(places), int(places["comparable"].sum())
    if joined:
        return say(
            "{joined} of {n} points per term have another year of the same paper and kind of page",
            joined=joined, n=n,
        )  # fmt: skip
    return say(
        "{n} {n:point|points} per term, no line: no two are known to be the same paper and kind "
        "of page in two years",
        n=n,
    )


def by_year_shown(points: "pd.DataFrame") -> "pd.DataFrame":
    """The points behind the pictures, with short headings."""
    names = {
        "term": "term", "year": "year", "newspaper": "newspaper", "n_articles": "articles",
        "n_articles_with": "with it", "share": "share", "share_low": "from", "share_high": "to",
        "ipm_articles": "ipm in articles", "ipm_pages": "ipm on pages", "first_year": "first year",
        "last_year": "last year", "why_not": "not comparable because",
    }  # fmt: skip
    return points[list(names)].rename(columns=names)


def reprinted(sentences: "pd.DataFrame", thresholds: "Iterable[float]") -> list[str]:
    """How many near-identical articles and sentences there are at each Jaccard similarity."""
    said, thresholds = [], list(thresholds)
    if not thresholds:
        return said
    found = {
        unit: reprints.near_duplicates(sentences, unit=unit, threshold=min(thresholds))
        for unit in ("article", "sentence")
    }
    for threshold in thresholds:
        n_pairs = (int((near["jaccard"] >= threshold).sum()) for near in found.values())
        said.append(
            say(
                "Jaccard similarity of {threshold:g} or more: {pairs}.",
                threshold=threshold,
                pairs=about_reprints.pairs_said(*n_pairs),
            )
        )
    unseen = max(near.attrs["n_unseen"] for near in found.values())
    return [*said, about_reprints.not_compared(unseen)] if unseen else said


def reprints_compared(
    corpus: "chain.Tables", tokens: "pd.DataFrame", words: "Iterable[tuple[str, str]]"
) -> "pd.DataFrame":
    """Occurrences and rate of (district, word) in all texts and without reprinted sentences."""
    import pandas as pd

    pairs = list(dict.fromkeys(words))

    def rates(table: "pd.DataFrame") -> "pd.DataFrame":
        own = counts.counted(table)
        own = own[own["district"].isin([district for district, _ in pairs])]
        found = counts.frequency(own, by="district")
        found = found.set_index(["district", "token"])[["freq", "ipm"]]
        return found[found.index.isin(pairs)].reset_index()

    if not pairs:
        return pd.DataFrame(columns=["district", "word", "freq", "without", "ipm", "ipm without"])
    copies = reprints.near_duplicates(corpus.sentences, unit="sentence")
    table = reprints.with_and_without(
        rates, tokens, copies, on=["district", "token"], unit="sentence"
    )
    return table.set_axis(
        ["district", "word", "freq", "without", "ipm", "ipm without"], axis="columns"
    )


def reader_agreement(sentences: "pd.DataFrame", gold: Path) -> "pd.DataFrame":
    """Per passage that a reader gave a theme: the theme that most of its sentences touch.

    Parameters
    ----------
    sentences
        The table `sentences`; those of running text that begin on the passage's lines.
    gold
        `theme_passages.csv` (columns passage, seed, lines, main_theme, main_theme_name).

    Returns
    -------
    DataFrame with passage, sentences, `by word lists` (theme or themes with most sentences),
    `by reading`, agrees (all of them stand for the reader's theme).
    """
    import pandas as pd

    themes = topics.load_themes()
    names = dict(zip(themes["theme_id"], themes["theme"], strict=True))
    with gold.open(encoding="utf-8", newline="") as file:
        passages = list(csv.DictReader(file))
    rows = []
    for passage in passages:
        first, _, last = passage["lines"].removeprefix("L").partition("-")
        own = sentences[
            sentences["article_id"].str.startswith(passage["seed"])
            & sentences["first_line"].between(int(first), int(last or first))
            & sentences["role"].isin(RUNNING)
        ]
        hits = topics.theme_hits(own, themes).drop_duplicates(["sentence_id", "theme_id"])
        found = hits["theme_id"].value_counts()
        best = sorted(found[found == found.max()].index)
        agrees = bool(best) and set(best) <= READER[passage["main_theme"]]
        listed = "、".join(names[theme] for theme in best) or "–"
        rows.append((passage["passage"], len(own), listed, passage["main_theme_name"], agrees))
    columns = ["passage", "sentences", "by word lists", "by reading", "agrees"]
    return pd.DataFrame(rows, columns=columns)
