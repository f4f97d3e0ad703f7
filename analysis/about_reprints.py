"""What notebook 03 shows of texts printed twice, and what they do to its counts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis import counts
from analysis.language import comma, listed, say

if TYPE_CHECKING:
    import pandas as pd

NEAR = 0.3  # least Jaccard similarity looked for, to say how near the nearest pair is
SAME = 0.8  # from here two texts are called near-identical, as in `reprints`


def reprints(sentences: "pd.DataFrame") -> "pd.DataFrame":
    """How alike the most alike articles and sentences are.

    Returns
    -------
    DataFrame: `unit`, `texts`, `pairs` (near-identical), `later texts` (what goes when each cluster
    keeps one), `nearest` (highest Jaccard similarity of two texts compared, as text). Its
    `attrs["n_unseen"]`: pairs that were passed over, at most; 0 but in very many texts of one form.
    """
    import pandas as pd

    from analysis.reprints import members, near_duplicates

    rows, unseen = [], []
    for unit in ("article", "sentence"):
        near = same = near_duplicates(sentences, unit=unit, threshold=SAME)
        if not len(same):  # only then is the nearest pair further apart
            near = near_duplicates(sentences, unit=unit, threshold=NEAR)
        nearest = f"{near['jaccard'].max():.2f}" if len(near) else say("below {near}", near=NEAR)
        later = int((~members(same)["kept"].astype(bool)).sum())
        texts = sentences[f"{unit}_id"].nunique()
        rows.append((say(unit), texts, len(same), later, nearest))
        unseen.append(same.attrs["n_unseen"])
    table = pd.DataFrame(rows, columns=["unit", "texts", "pairs", "later texts", "nearest"])
    table.attrs["n_unseen"] = max(unseen)
    return table


def reprints_said(table: "pd.DataFrame") -> str:
    """Whether anything was printed twice, as a sentence; a second one if not all were compared."""
    pairs = dict(zip(table["unit"], table["pairs"], strict=True))
    if not table["pairs"].sum():
        said = say(
            "No two articles and no two sentences are near-identical (Jaccard {same} "
            "or more of their runs of four characters).",
            same=SAME,
        )
    else:
        said = say(
            "Near-identical (Jaccard {same} or more of their runs of four characters): "
            "{pairs}.",
            same=SAME, pairs=pairs_said(pairs[say("article")], pairs[say("sentence")]),
        )  # fmt: skip
    unseen = table.attrs["n_unseen"]
    return listed([said, not_compared(unseen)], " ") if unseen else said


def pairs_said(n_articles: int, n_sentences: int) -> str:
    """How many pairs of either there are."""
    return comma().join(
        (say("{n} {n:pair|pairs} of articles", n=n_articles),
         say("{n} {n:pair|pairs} of sentences", n=n_sentences))
    )  # fmt: skip


def not_compared(n_pairs: int) -> str:
    """That so many pairs of texts were passed over, as a sentence."""
    return say(
        "Up to {n_pairs:,} {n_pairs:pair was|pairs were} not compared, because so many texts are "
        "of one form; there may be more pairs than are counted here.",
        n_pairs=n_pairs,
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


def _rates(tokens: "pd.DataFrame") -> "pd.DataFrame":
    """The statistic that is shown with and without reprints."""
    return counts.frequency(tokens)[["token", "freq", "ipm", "doc_freq"]]
