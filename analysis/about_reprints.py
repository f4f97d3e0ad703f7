"""What notebook 03 shows of texts printed twice, and what they do to its counts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis import counts
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd

NEAR = 0.3  # least Jaccard similarity looked for, to say how near the nearest pair is
SAME = 0.8  # from here two texts are called near-identical, as in `reprints`


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
        near = same = near_duplicates(sentences, unit=unit, threshold=SAME)
        if not len(same):  # only then is the nearest pair further apart
            near = near_duplicates(sentences, unit=unit, threshold=NEAR)
        nearest = f"{near['jaccard'].max():.2f}" if len(near) else say("below {near}", near=NEAR)
        later = int((~members(same)["kept"].astype(bool)).sum())
        texts = sentences[f"{unit}_id"].nunique()
        rows.append((say(unit), texts, len(same), later, nearest))
    return pd.DataFrame(rows, columns=["unit", "texts", "pairs", "later texts", "nearest"])


def reprints_said(table: "pd.DataFrame") -> str:
    """Whether anything was printed twice, as a sentence."""
    if not table["pairs"].sum():
        return say(
            "No two articles and no two sentences are near-identical (Jaccard {same} "
            "or more of their runs of four characters).",
            same=SAME,
        )
    pairs = dict(zip(table["unit"], table["pairs"], strict=True))
    return say(
        "Near-identical (Jaccard {same} or more of their runs of four characters): "
        "articles in {pairs[article]} pairs, sentences in {pairs[sentence]}.",
        same=SAME, pairs=pairs,
    )  # fmt: skip


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
