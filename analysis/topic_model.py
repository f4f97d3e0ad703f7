"""A topic model on paragraphs, with the question asked first whether its topics come back.

With fewer than some hundred articles this is exploration: it shows what to read, and proves
nothing. Themes by published word lists (`analysis.topics`) carry names and can be checked.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis import resampling
from analysis.contingency import quotient
from analysis.language import say
from analysis.topic_fit import DIGITS, Model, coherence, first_words, fit, stability

if TYPE_CHECKING:
    import pandas as pd

    from analysis.paragraph_texts import Paragraphs

CHOICE_COLUMNS = ("n_topics", "coherence", "stability", "n_recur", "chosen", "note")
TOPIC_COLUMNS = (
    "topic", "words", "coherence", "stability", "recurs", "share", "n_paragraphs", "n_articles",
    "note",
)  # fmt: skip
PREVALENCE_COLUMNS = (
    "group", "topic", "words", "share", "low", "high", "n_paragraphs", "n_articles", "n_tokens",
    "recurs", "note",
)  # fmt: skip
# "Some hundred": below, topics are those of single articles.
MIN_ARTICLES = 300
EXPLORATION = "exploration"
# Half of a topic's ten words in the matched topic of another start is a Jaccard of 1/3; a topic
# that keeps two thirds of them has .5.
MIN_STABILITY = 0.5


def choose(
    texts: "Paragraphs",
    candidates: Sequence[int],
    *,
    rng: np.random.Generator,
    n_starts: int = 10,
    n_words: int = 10,
    model: Model = "nmf",
    min_stability: float = MIN_STABILITY,
) -> "pd.DataFrame":
    """How many topics: coherence and stability of each number, and the one chosen.

    Of the numbers whose topics recur (mean stability at least `min_stability`) the most coherent
    is chosen, the smaller of two alike; if none reaches that, the most stable, and the note says
    that its topics are not to be relied on.

    Parameters
    ----------
    candidates
        Numbers of topics to try.
    rng
        Source of the seeds of `n_starts` random starts.
    n_words
        Words that stand for a topic in coherence and matching.

    Returns
    -------
    pandas.DataFrame in order of n_topics: n_topics; coherence (mean NPMI of each two of a topic's
    words in the same sentence, −1 to 1, higher is better); stability (mean Jaccard of a topic's
    words and those of the matched topic of every random start, 0 to 1); n_recur (topics with at
    least `min_stability`); chosen; note.
    """
    import pandas as pd

    rows = []
    for n_topics in sorted(set(candidates)):
        made = fit(texts, n_topics, model=model)
        steady = stability(texts, made, rng=rng, n_starts=n_starts, n_words=n_words, model=model)
        near = coherence(texts, made, n_words=n_words)
        rows.append(
            (n_topics, round(float(np.mean(near)), DIGITS), round(float(steady.mean()), DIGITS),
             int((steady >= min_stability).sum()), False, _note(texts))
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(CHOICE_COLUMNS)).astype({"note": "str"})
    if len(table):
        steady = table[table["stability"] >= min_stability]
        by = "coherence" if len(steady) else "stability"
        best = (steady if len(steady) else table)[by].idxmax()
        table.loc[best, "chosen"] = True
        if not len(steady):
            why = say("no number of topics recurs (stability {least:g})", least=min_stability)
            table.loc[best, "note"] = "; ".join(filter(None, [table.loc[best, "note"], why]))
    return table


def topics(
    texts: "Paragraphs",
    n_topics: int,
    *,
    rng: np.random.Generator,
    n_starts: int = 10,
    n_words: int = 10,
    model: Model = "nmf",
    min_stability: float = MIN_STABILITY,
) -> "pd.DataFrame":
    """The topics of a model, each with whether it recurs.

    Returns
    -------
    pandas.DataFrame, one row per topic, largest share first: topic (from 1); words; coherence and
    stability as in `choose`; recurs (the random starts find it again, and it weighs
    most in paragraphs of two articles or more; a topic that does not recur is not to be named);
    share (of all tokens, by the topic's weight in their paragraph, 0 to 1); n_paragraphs and
    n_articles in which it weighs most; note ("exploration" below `MIN_ARTICLES` articles).
    """
    import pandas as pd

    made = fit(texts, n_topics, model=model)
    steady = stability(texts, made, rng=rng, n_starts=n_starts, n_words=n_words, model=model)
    near = coherence(texts, made, n_words=n_words)
    share = _share(made.weights, texts.table["n_tokens"].to_numpy(dtype=float))
    known = ~np.isnan(made.weights).any(axis=1)
    main = np.where(known, np.argmax(np.round(np.nan_to_num(made.weights), 6), axis=1), -1)
    of_articles = [texts.table["article_id"][main == at].nunique() for at in range(n_topics)]
    rows = [
        (
            topic + 1, "、".join(texts.terms[at] for at in top), near[topic], steady[topic],
            bool(steady[topic] >= min_stability and of_articles[topic] > 1),
            round(float(share[topic]), DIGITS), int((main == topic).sum()), of_articles[topic],
            _note(texts),
        )
        for topic, top in enumerate(first_words(made.words, n_words))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(TOPIC_COLUMNS)).astype({"words": "str", "note": "str"})


def prevalence(
    texts: "Paragraphs",
    found: "pd.DataFrame",
    *,
    rng: np.random.Generator,
    model: Model = "nmf",
    n_resamples: int = resampling.N_RESAMPLES,
    level: float = 0.95,
    n_words: int = 4,
) -> "pd.DataFrame":
    """Share of each topic in each group's text, with an interval by article.

    Parameters
    ----------
    found
        As `topics` gives it, of the same texts and model.
    rng
        Source of chance for the bootstrap.
    n_words
        Words that stand for the topic here.

    Returns
    -------
    pandas.DataFrame, by group and topic: group; topic, words, recurs; share (of the group's tokens,
    by the topic's weight in their paragraphs, 0 to 1; a group's shares add up to 1); low, high
    (percentiles when whole articles are drawn again; NaN with one article); n_paragraphs,
    n_articles, n_tokens of the group; note.
    """
    import pandas as pd

    weights = fit(texts, len(found), model=model).weights
    seed = int(rng.integers(2**63))  # each group has a stream of its own, whatever the others hold
    rows = []
    for group, own in texts.table[texts.table["group"] != ""].groupby("group", sort=True):
        size = own["n_tokens"].to_numpy(dtype=float)
        stream = np.random.default_rng([seed, *str(group).encode()])
        mine = weights[own.index]
        low, high = _interval(mine, size, own["article_id"], stream, n_resamples, level)
        numbers = np.round([_share(mine, size), low, high], DIGITS).T
        n_articles = own["article_id"].nunique()
        note = "; ".join(filter(None, [_note(texts), "one article" * (n_articles == 1)]))
        for topic, words, recurs in found[["topic", "words", "recurs"]].itertuples(index=False):
            first = "、".join(words.split("、")[:n_words])
            rows.append(
                (group, topic, first, *map(float, numbers[topic - 1]), len(own), n_articles,
                 int(size.sum()), recurs, note)
            )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(PREVALENCE_COLUMNS))
    return table.astype({"group": "str", "words": "str", "note": "str"})


def _share(weights: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Mean weight of each topic, by tokens; paragraphs without a weight are left out."""
    known = ~np.isnan(weights).any(axis=1)
    return quotient(weights[known].T @ size[known], size[known].sum())


def _interval(
    weights: np.ndarray,
    size: np.ndarray,
    articles: "pd.Series",
    rng: np.random.Generator,
    n_resamples: int,
    level: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Percentile bounds of the shares when whole articles are drawn again; NaN with one."""
    names = sorted(articles.unique())
    nothing = np.full(weights.shape[1], np.nan)
    if len(names) < 2:
        return nothing, nothing
    known = ~np.isnan(weights).any(axis=1)
    of_article = np.array([articles.to_numpy() == name for name in names], dtype=float) * known
    held = of_article @ (np.nan_to_num(weights) * size[:, None])
    draws = resampling.bootstrap_weights(len(names), n_resamples, rng=rng)
    shares = quotient(held.T @ draws, (of_article @ size) @ draws)
    tail = (1 - level) / 2
    return (
        np.nanquantile(shares, tail, axis=1, method="lower"),
        np.nanquantile(shares, 1 - tail, axis=1, method="higher"),
    )


def _note(texts: "Paragraphs") -> str:
    """Whether this is exploration."""
    return EXPLORATION if texts.table["article_id"].nunique() < MIN_ARTICLES else ""
