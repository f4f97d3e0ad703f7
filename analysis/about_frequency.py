"""What notebook 03 shows beside the ranking: N, parts of speech, runs, company, lines to read."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis import counts
from analysis.about_words import is_word
from analysis.language import listed, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from analysis.chain import Tables
    from analysis.tables import Presented

MEASURES = ("log_dice", "mi", "t_score", "z_score", "log_likelihood", "delta_p_collocate")


def lines(
    tokens: "pd.DataFrame",
    words: "Sequence[str]",
    *,
    rng: "np.random.Generator",
    most: int,
    window: int = 8,
) -> "Presented":
    """Concordance lines of each word, drawn at random: one of every article before a second.

    Parameters
    ----------
    rng
        Source of chance: the same state draws the same lines.
    most
        Lines of each word.
    window
        Words on each side, marks among them.
    """
    import pandas as pd

    from analysis import concordance
    from analysis.tables import Presented

    parts, said = [], []
    for word in dict.fromkeys(words):
        hits = concordance.kwic(tokens, word, window=window)
        drawn = sample(hits, most, rng=rng)
        parts.append(drawn)
        said.append(
            say(
                "{word}: {n_drawn} of {n_hits} hits, from {from_items} of {n_items} items",
                word=word,
                n_drawn=len(drawn),
                n_hits=len(hits),
                from_items=drawn["article_id"].nunique(),
                n_items=hits["article_id"].nunique(),
            )
        )
    if not parts:
        return Presented(pd.DataFrame({"node": []}, dtype="str"), say("no word to read"))
    drawn = pd.concat(parts, ignore_index=True)
    table = drawn[["left", "node", "right"]].assign(district=drawn["district"].replace("", "–"))
    table["page:line"] = drawn["page_id"].str[:12] + ":" + drawn["first_line"].astype("str")
    return Presented(
        table.astype("str"), say("{hits}; drawn at random.", hits=listed(said, "; ")), ("left",)
    )


def sample(hits: "pd.DataFrame", most: int, *, rng: "np.random.Generator") -> "pd.DataFrame":
    """So many concordance lines at random, none of an article twice before each has one."""
    shuffled = hits.iloc[rng.permutation(len(hits))]
    turn = shuffled.groupby("article_id").cumcount()
    return hits.loc[sorted(turn.sort_values(kind="stable").index[:most])]


def hits_and_freq(tokens: "pd.DataFrame", words: "Sequence[str]") -> "pd.DataFrame":
    """Why a concordance has more lines than the ranking counts: where the others stand.

    Returns
    -------
    DataFrame with `word`, `hits` (lines of its concordance), `freq` (counted: headings and running
    text of articles), `elsewhere` (in other items or roles), `cut otherwise` (the rest:
    places where the word is several tokens).
    """
    import pandas as pd

    from analysis import concordance

    own = counts.counted(tokens)["token"].value_counts()
    every = tokens["token"].value_counts()
    rows = []
    for word in words:
        hits, freq = len(concordance.kwic(tokens, word, window=0)), int(own.get(word, 0))
        alike = int(every.get(word, 0))
        rows.append((word, hits, freq, alike - freq, hits - alike))
    return pd.DataFrame(rows, columns=["word", "hits", "freq", "elsewhere", "cut otherwise"])


def what_n_counts(tokens: "pd.DataFrame", word: str) -> "pd.DataFrame":
    """N, and the count and rate of a word, under five choices of what counts.

    Returns
    -------
    DataFrame with `counted`, `n_tokens` (N), `n_types`, `freq` and `ipm` of the word.
    """
    import pandas as pd

    from analysis import schema

    everything = {"roles": schema.ROLES, "kinds": schema.KINDS}
    ways = {
        "words and numbers of articles (used here)": counts.Counting(),
        "words without numbers": counts.Counting(numbers=False),
        "words, numbers and punctuation": counts.Counting(punctuation=True),
        "words and numbers of whole pages": counts.Counting(**everything),
        "running text alone, no headings": counts.Counting(roles=("body",)),
    }
    rows = []
    for name, way in ways.items():
        own = counts.counted(tokens, way)["token"]
        freq = int((own == word).sum())
        rows.append((say(name), len(own), own.nunique(), freq, counts.PER * freq / len(own)))
    return pd.DataFrame(rows, columns=["counted", "n_tokens", "n_types", "freq", "ipm"])


# The tags of jieba and the lexicon by their first letters; longer ones first.
POS = {
    "ns": "place names", "nr": "personal names", "nt": "organisations", "nz": "other names",
    "vn": "verbal nouns", "n": "nouns", "v": "verbs", "a": "adjectives", "d": "adverbs",
    "m": "numbers", "q": "measure words", "t": "words of time", "r": "pronouns",
    "p": "prepositions", "c": "conjunctions", "u": "particles", "f": "words of place",
    "eng": "Latin letters", "un": "not known",
}  # fmt: skip


def by_pos(tokens: "pd.DataFrame", *, stop_words: frozenset[str], most: int = 6) -> "pd.DataFrame":
    """One row per part of speech: its share of N, and its most frequent words that are shown.

    Returns
    -------
    DataFrame with `pos`, `n_tokens`, `share` (of N, stop words counted), `n_types`, `words` (freq
    and articles in brackets).
    """
    import pandas as pd

    own = counts.counted(tokens)
    name = {tag: _pos_name(tag) for tag in own["pos"].unique()}
    kind = own["pos"].map(name).rename("part of speech")
    table = counts.frequency(tokens, by=kind)
    rows = []
    for pos, part in table.groupby("part of speech", sort=True):
        size = int(part["n_tokens"].iloc[0])
        shown = part[part["token"].map(is_word).astype(bool) & ~part["token"].isin(stop_words)]
        said = "、".join(
            f"{r.token} ({r.freq}; {r.doc_freq})" for r in shown.head(most).itertuples()
        )
        rows.append((pos, size, size / len(own), len(part), said))
    columns = ["part of speech", "n_tokens", "share", "n_types", "words (freq; articles)"]
    result = pd.DataFrame(rows, columns=columns)
    return result.sort_values(["n_tokens", "part of speech"], ascending=[False, True])


def runs(
    tokens: "pd.DataFrame", n: int, *, stop_words: frozenset[str], min_docs: int, most: int
) -> "pd.DataFrame":
    """The most frequent runs of n words of which none is a number, in so many articles or more."""
    from analysis.errors import InputError

    try:
        table = counts.ngrams(tokens, n=n, stop_words=stop_words)
    except InputError:  # every sentence is shorter
        return counts.frequency(tokens).rename(columns={"token": "ngram"}).head(0)
    worded = table["ngram"].map(lambda run: not any(map(str.isdigit, run))).astype(bool)
    return table[worded & (table["doc_freq"] >= min_docs)].head(most).drop(columns="rank")


def own_words(
    corpus: "Tables", tokens: "pd.DataFrame", *, stop_words: frozenset[str], most: int = 5
) -> "pd.DataFrame":
    """One row per article: the words of highest tf-idf, frequency and articles in brackets."""
    import pandas as pd

    weights = counts.tf_idf(tokens, stop_words=stop_words)
    weights = weights[weights["token"].map(is_word).astype(bool) & (weights["tf_idf"] > 0)]
    headline = corpus.articles.set_index("article_id")["headline"]
    rows = [
        (
            headline[article] or say("(no headline)"),
            int(own["n_tokens"].iloc[0]),
            "、".join(f"{r.token} ({r.freq}; {r.doc_freq})" for r in own.head(most).itertuples()),
        )
        for article, own in weights.groupby("article_id", sort=True)
    ]
    return pd.DataFrame(rows, columns=["article", "n_tokens", "words (freq; articles)"])


def _pos_name(tag: str) -> str:
    """What a part-of-speech tag means; the tags of no name here are “other”."""
    ends = (tag[:size] for size in range(len(tag), 0, -1))
    return next((say(POS[end]) for end in ends if end in POS), say("other"))


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
        near = near[near["collocate"].map(is_word).astype(bool)]
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
        return say("No word stands twice beside the node.")
    row = near.iloc[0]
    return say(
        "expected = node_freq · span · collocate_freq / N; for {row[word]} with "
        "{row[collocate]}: {row[node_freq]} · {row[span]} · {row[collocate_freq]} / "
        "{row[n_tokens]:,} = {row[expected]:.2f}. Without the span it would be "
        "{without:.2f}, and MI {bits:.2f} bits too high.",
        row=row, without=row["expected"] / row["span"], bits=math.log2(row["span"]),
    )  # fmt: skip


def sizes_note(extent: "pd.DataFrame") -> str:
    """What the table of sizes leaves out, and what its columns count."""
    without = int((extent["n_tokens"] == 0).sum())
    small = int((extent["too_small"] & (extent["n_tokens"] > 0)).sum())
    return say(
        "n_articles: articles mainly about it; n_documents: articles with any counted word about "
        "it. {small} of {n_groups} {n_groups:group|groups} {small,n_groups:is|are} too small; "
        "{without} of the gazetteer's districts {without:has|have} no text and no row.",
        small=small, n_groups=len(extent) - without, without=without,
    )  # fmt: skip


def stop_words_said(tokens: "pd.DataFrame", stop_words: frozenset[str]) -> list[str]:
    """How much of N the stop words are, and how much that differs between articles."""
    own = counts.counted(tokens)
    hidden = own["token"].isin(stop_words)
    share = hidden.groupby(own["article_id"]).mean()
    said = [
        say(
            "{hidden:,} of N = {n_own:,} {hidden:is a stop word|are stop words} ({share:.0%}), "
            "between {least:.0%} and {most:.0%} of an article.",
            hidden=int(hidden.sum()),
            n_own=len(own),
            share=hidden.mean(),
            least=share.min(),
            most=share.max(),
        )
    ]
    if hidden.mean() < 1:
        said.append(
            say(
                "Without them in N every ipm would be {factor:.2f} times as high, and from "
                "article to article by another factor.",
                factor=1 / (1 - hidden.mean()),
            )
        )
    return said


def limits(tokens: "pd.DataFrame", ranking: "pd.DataFrame", ranges: "pd.DataFrame") -> list[str]:
    """What these counts cannot carry, in numbers."""
    own = counts.counted(tokens)
    sizes = own["article_id"].value_counts()
    years = own.dropna(subset=["year"]).groupby("year")["newspaper"].agg(lambda n: set(n) - {""})
    shared = sum(len(papers) > 1 for papers in years)
    once = int((ranking["freq"] == 1).sum())
    moved = int((ranges["lowest"] < ranges["highest"]).sum())
    said = [
        say(
            "The longest article is {share:.0%} of N: what it says often, the corpus says often.",
            share=sizes.max() / len(own),
        ),
        say(
            "{once:,} of {n_ranking:,} {n_ranking:word|words} {once,n_ranking:stands once: "
            "its|stand once: their} spread is unknown.",
            once=once,
            n_ranking=len(ranking),
        ),
        say(
            "{moved} of the first {n_ranges} {n_ranges:count|counts} "
            "{moved,n_ranges:changes|change} with the way of cutting.",
            moved=moved,
            n_ranges=len(ranges),
        ),
    ]
    if len(years):
        said.append(
            say(
                "{shared} of {n_years} {n_years:year has|years have} more than one newspaper: "
                "elsewhere year and paper cannot be told apart.",
                shared=shared,
                n_years=len(years),
            )
        )
    return said
