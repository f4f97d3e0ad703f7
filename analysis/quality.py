"""How well each article was read: damage that can be seen without the page's image.

Bad reading imitates a finding: a word that was read wrong is a word that a district does not use.
So the quality of each group of texts is shown before the groups are compared.

References
----------
The share of words that a dictionary holds as an estimate of reading quality where no true text
exists: Alex & Burns, "Estimating and rating the quality of optically character recognised text"
(DATeCH 2014), pp. 97–102.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# A word of one character says nothing of the reading: the dictionary has nearly every character,
# and a word that was read wrong falls apart into them.
SHORTEST_WORD = 2

_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# What newspapers print besides ideographs and ASCII: Chinese marks, full-width forms, quotation
# marks, dashes, bullets, circled numbers, units. Whatever else a page holds, the reading made.
_USUAL = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\x21-\x7e"
    "、。〇〈〉《》「」『』【】〔〕〖〗〜・\uff01-\uff5e￥"
    "“”‘’—–―…·•×÷±°℃℉‰′″§№"
    "①-⑳㈠-㈩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
    "■□◆◇●○◎▲△▼▽★☆→←↑↓►▶◀]"
)
_SPACE = re.compile(r"\s")

COUNTS = ("n_chars", "n_chinese", "n_in_words", "n_odd", "n_broken", "n_repairs")
SHARES = ("in_words", "odd", "broken_per_1000", "repairs_per_1000", "score")


def reading_quality(
    lines: "pd.DataFrame",
    sentences: "pd.DataFrame",
    tokens: "pd.DataFrame",
    edits: "pd.DataFrame",
    *,
    known: Callable[[str], bool],
) -> "pd.DataFrame":
    """How well each item was read: one row per item, in the order of its first line.

    Parameters
    ----------
    lines, sentences, tokens, edits
        Tables of the contract.
    known
        Whether a word is one (`tokens.is_known(lexicon)`).

    Returns
    -------
    DataFrame with the columns

    article_id, page_id
        The item and its page.
    n_chars
        Characters of its lines as received, white space apart.
    n_chinese, n_in_words
        Chinese characters of its clean text, and those of them that stand in known words of two
        characters or more.
    n_odd
        Characters as received that are neither Chinese nor ASCII nor usual in newspapers.
    n_broken
        Lines as received that end inside a paragraph or heading.
    n_repairs
        Changes that repair has made.
    in_words, odd, broken_per_1000, repairs_per_1000, score
        See `scored`.
    """
    import pandas as pd

    items = lines.drop_duplicates("item_id")[["item_id", "page_id"]]
    table = pd.DataFrame(
        {"article_id": items["item_id"].to_numpy(), "page_id": items["page_id"].to_numpy()}
    )
    item_of_line = dict(
        zip(zip(lines["page_id"], lines["line"], strict=True), lines["item_id"], strict=True)
    )
    counts = {name: Counter[str]() for name in COUNTS}
    for item, text, joins in zip(lines["item_id"], lines["text"], lines["joins_next"], strict=True):
        counts["n_chars"][item] += len(_SPACE.sub("", text))
        counts["n_odd"][item] += len(_SPACE.sub("", _USUAL.sub("", text)))
        counts["n_broken"][item] += bool(joins)
    for place in zip(edits["page_id"], edits["line"], strict=True):
        counts["n_repairs"][item_of_line.get(place, "")] += 1
    _count_words(counts, sentences, tokens, known)
    for name in COUNTS:
        table[name] = [counts[name][item] for item in table["article_id"]]
    return scored(table)


def scored(counts: "pd.DataFrame") -> "pd.DataFrame":
    """The table with the shares of its counts and one score added.

    Parameters
    ----------
    counts
        Any table with the columns `COUNTS`, one row per group of texts.

    Returns
    -------
    A copy with, added or renewed:

    in_words
        `n_in_words / n_chinese` (0 to 1, higher is better; print without any damage has about
        three quarters, because Chinese has words of one character).
    odd
        `n_odd / n_chars` (0 to 1, lower is better).
    broken_per_1000, repairs_per_1000
        Per 1,000 characters (lower is better).
    score
        `in_words · (1 − odd) · n_chars / (n_chars + n_broken + n_repairs)` (0 to 1, higher is
        better): the share of characters in words, times the share of usual characters, times the
        share of places that were right as received. Good for comparing texts of one corpus with
        each other, not with another language or lexicon.

    All are NaN for a group without characters; `in_words` and `score` also without Chinese.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame([(100, 80, 60, 0, 15, 10)], columns=COUNTS)
    >>> scored(table)[["in_words", "score"]].round(2).values.tolist()
    [[0.75, 0.6]]
    """
    table = counts.copy()
    characters = _or_nan(table["n_chars"])
    table["in_words"] = table["n_in_words"].to_numpy() / _or_nan(table["n_chinese"])
    table["odd"] = table["n_odd"].to_numpy() / characters
    table["broken_per_1000"] = 1000 * table["n_broken"].to_numpy() / characters
    table["repairs_per_1000"] = 1000 * table["n_repairs"].to_numpy() / characters
    mended = (table["n_broken"] + table["n_repairs"]).to_numpy()
    table["score"] = table["in_words"] * (1 - table["odd"]) * characters / (characters + mended)
    return table


def by_page(quality: "pd.DataFrame") -> "pd.DataFrame":
    """How well each page was read: one row per page, in order of first appearance.

    Parameters
    ----------
    quality
        As `reading_quality` gives it.

    Returns
    -------
    DataFrame: page_id, n_articles, the columns `COUNTS` added up, and those of `scored`.
    """
    groups = quality.groupby("page_id", sort=False)
    table = groups[list(COUNTS)].sum()
    table.insert(0, "n_articles", groups.size())
    return scored(table.reset_index())


def by_district(quality: "pd.DataFrame", sentences: "pd.DataFrame") -> "pd.DataFrame":
    """How well the text about each district was read: one row per district, sorted by name.

    An item that speaks of several districts counts for each with the share that its sentences
    about it have in its characters.

    Parameters
    ----------
    quality
        As `reading_quality` gives it.
    sentences
        The table `sentences`, `district` filled in.

    Returns
    -------
    DataFrame: district (empty: sentences given to none), n_articles (items with a sentence about
    it), the columns `COUNTS` (not whole numbers here) and those of `scored`.
    """
    import pandas as pd

    spoken = pd.DataFrame(
        {
            "article_id": sentences["article_id"],
            "district": sentences["district"],
            "size": sentences["text"].str.len(),
        }
    )
    parts = spoken.groupby(["article_id", "district"], as_index=False, sort=True)["size"].sum()
    whole = parts.groupby("article_id")["size"].transform("sum")
    parts["share"] = parts["size"] / whole.where(whole > 0)
    both = parts.merge(quality, on="article_id", validate="many_to_one")
    for name in COUNTS:
        both[name] = both[name] * both["share"]
    groups = both.groupby("district", sort=True)
    table = groups[list(COUNTS)].sum()
    table.insert(0, "n_articles", groups.size())
    return scored(table.reset_index())


def _count_words(
    counts: dict[str, Counter[str]],
    sentences: "pd.DataFrame",
    tokens: "pd.DataFrame",
    known: Callable[[str], bool],
) -> None:
    """Add up each item's Chinese characters, and those in known words."""
    item_of = dict(zip(sentences["sentence_id"], sentences["article_id"], strict=True))
    sizes = _word_sizes(tokens["token"].unique(), known)
    for sentence, token in zip(tokens["sentence_id"], tokens["token"], strict=True):
        chinese, in_words = sizes[token]
        counts["n_chinese"][item_of[sentence]] += chinese
        counts["n_in_words"][item_of[sentence]] += in_words


def _word_sizes(types: Iterable[str], known: Callable[[str], bool]) -> dict[str, tuple[int, int]]:
    """Word to its number of Chinese characters, and the same if the word counts as one."""
    sizes = {}
    for word in types:
        chinese = len(_CHINESE.findall(word))
        sizes[word] = chinese, chinese * (len(word) >= SHORTEST_WORD and known(word))
    return sizes


def _or_nan(column: "Sequence[float]") -> "np.ndarray":
    """The numbers with NaN for zero, so that a share of nothing is no number."""
    import numpy as np

    values = np.asarray(column, dtype=float)
    return np.where(values > 0, values, np.nan)
