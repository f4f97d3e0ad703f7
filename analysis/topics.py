"""Themes by published word lists: which sentences touch them, and their share by group.

With a few articles per district a topic model has nothing to stand on, and its topics carry no
names. A theme here is a list of words that anyone can read, question and change
(`resources/themes.tsv`, or `themes.tsv` in the corpus folder). Each row names the document that
the word is typical of; the lists were written from general knowledge of these documents and are
not extracts of them. What such a count shows is who uses which words, not what is done.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import matching, paths, resampling
from analysis.contingency import quotient
from analysis.errors import InputError
from analysis.inference import wilson
from analysis.lists import fault, read_rows

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("theme_id", "theme", "gloss", "term", "source")
HIT_COLUMNS = ("sentence_id", "theme_id", "term", "start")
SHARE_COLUMNS = (
    "group", "theme_id", "theme", "n_sentences_with", "n_sentences", "n_articles_with",
    "n_articles", "share", "low", "high", "boot_low", "boot_high", "words", "note",
)  # fmt: skip
# One sentence more or less moves a share of ten sentences by ten points; below, no share is given.
MIN_SENTENCES = 10
ONE_ARTICLE = "one article: no interval by article"


# Numbers of draws that are held at once.
_BLOCK = 1 << 22


class ThemeCounts(NamedTuple):
    """What the shares of a group are made of.

    Attributes
    ----------
    group
        Its name.
    with_theme, sentences
        Sentences with each theme by article, (n_articles, n_themes), and all, (n_articles,), as
        float64; articles in order of their ids.
    words
        (theme_id, term) to occurrences.
    """

    group: str
    with_theme: np.ndarray
    sentences: np.ndarray
    words: Mapping[tuple[str, str], int]


def load_themes(corpus: Path | None = None) -> "pd.DataFrame":
    """The themes and their words, one row per word, in the order of the file.

    Parameters
    ----------
    corpus
        A corpus folder; its own `themes.tsv` stands in for the package's. None: the package's.

    Returns
    -------
    pandas.DataFrame with text columns theme_id (short, ASCII), theme (Chinese name), gloss
    (English), term, source (the document that the term is typical of, or "reader's choice: why").

    Raises
    ------
    InputError
        The file is not a clean list (see `lists.read_rows`), a cell is empty, a term stands twice
        in a theme, or a theme_id has two names; the message names file and line.
    """
    import pandas as pd

    path = paths.resource(corpus, "themes.tsv")
    rows: list[tuple[str, ...]] = []
    first: dict[tuple[str, str], int] = {}
    names: dict[str, tuple[str, str, int]] = {}
    for number, row in read_rows(path, required=COLUMNS, exact=True):
        for column in COLUMNS:
            if not row[column]:
                raise fault(path, number, f"the cell “{column}” is empty", "fill it")
        line = first.setdefault((row["theme_id"], row["term"]), number)
        if line != number:
            raise fault(path, number, f"“{row['term']}” stands in line {line} too", "delete one")
        name = row["theme"], row["gloss"]
        *known, line = names.setdefault(row["theme_id"], (*name, number))
        if tuple(known) != name:
            seen = f"{row['theme_id']} has another name or gloss in line {line}"
            raise fault(path, number, seen, "give each theme one")
        rows.append(tuple(row[column] for column in COLUMNS))
    if not rows:
        raise fault(path, 2, "there is no theme", "write one word per line")
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def theme_hits(sentences: "pd.DataFrame", themes: "pd.DataFrame") -> "pd.DataFrame":
    """Where the themes' words stand: one row per word found and theme that has it.

    Words are read from left to right, the longest at each place, and do not overlap: 产业社区
    (a kind of business park) is no 社区 if both are in the lists. A Latin word or a number is not
    found inside another (5G in 15G). Linear in the text.

    Parameters
    ----------
    sentences
        With the columns sentence_id and text.
    themes
        As `load_themes` gives it.

    Returns
    -------
    pandas.DataFrame with sentence_id, theme_id, term, start (characters, from 0, in the
    sentence), in the order of the sentences.

    Raises
    ------
    InputError
        A sentence has no text (missing, not empty).
    """
    import pandas as pd

    silent = sentences["text"].isna().to_numpy()
    if silent.any():
        raise InputError(
            f"Sentence {sentences['sentence_id'][silent].iloc[0]} has no text — leave it out or "
            "fill it in, an empty one as an empty text."
        )
    of_term: dict[str, list[str]] = {}
    for theme_id, term in zip(themes["theme_id"], themes["term"], strict=True):
        of_term.setdefault(term, []).append(theme_id)
    rows: list[tuple[str, str, str, int]] = []
    if of_term:
        pattern = matching.any_of(of_term)
        for sentence_id, text in zip(sentences["sentence_id"], sentences["text"], strict=True):
            rows += [
                (sentence_id, theme_id, match.group(), match.start())
                for match in pattern.finditer(text)
                for theme_id in of_term[match.group()]
            ]
    table = pd.DataFrame(rows, columns=list(HIT_COLUMNS))
    return table.astype(dict(zip(HIT_COLUMNS, ("str", "str", "str", "int64"), strict=True)))


def theme_shares(
    hits: "pd.DataFrame",
    sentences: "pd.DataFrame",
    *,
    rng: np.random.Generator,
    by: str = "district",
    themes: "pd.DataFrame | None" = None,
    min_sentences: int = MIN_SENTENCES,
    n_resamples: int = resampling.N_RESAMPLES,
    level: float = 0.95,
    n_words: int = 5,
) -> "pd.DataFrame":
    """Share of each group's sentences that touch each theme, with intervals and the words found.

    A sentence may touch several themes, so the shares of a group do not add up to 1. Two
    intervals are given. low and high (Wilson) take every sentence for independent, which
    sentences of one article are not: themes clump, and the interval is too narrow. boot_low and
    boot_high draw whole articles again and are the ones to quote, but with two or three articles
    they too are rough.

    Parameters
    ----------
    hits
        As `theme_hits` gives it, of the same sentences.
    sentences
        With sentence_id, article_id and the column named by `by`. The caller chooses which roles
        count; all rows that are passed are the denominator.
    rng
        Source of chance for the bootstrap.
    by
        Column to group by. Sentences where it is empty or missing are left out.
    themes
        As `load_themes` gives it: then themes that nobody touches have rows too, and `theme` is
        the theme's name. Without it only themes found have rows, and `theme` is the id.
    min_sentences
        A group with fewer has its counts and no share.
    n_resamples, level
        Of the intervals.
    n_words
        Most frequent words named in `words`.

    Returns
    -------
    pandas.DataFrame, by group and from the largest share down:

    group, theme_id, theme; n_sentences_with, n_sentences; n_articles_with, n_articles; share
    (0 to 1); low, high; boot_low, boot_high (NaN with one article); words (term and occurrences,
    "大数据 12、云计算 5"); note (why a number is missing).

    Raises
    ------
    ValueError
        A hit belongs to no sentence of the table, or a sentence stands twice.
    """
    known = sentences["sentence_id"]
    if known.duplicated().any():
        raise ValueError("A sentence_id stands twice — theme shares need each sentence once.")
    if not hits["sentence_id"].isin(known).all():
        raise ValueError("A hit belongs to no sentence of the table — pass the same sentences.")
    names = theme_names(themes) if themes is not None else _ids(hits)
    grouped = sentences[sentences[by].notna() & (sentences[by].astype("str") != "")]
    found = hits.merge(
        grouped[list(dict.fromkeys(("sentence_id", "article_id", by)))], on="sentence_id"
    )
    found = found[found["theme_id"].isin(list(names))]
    counts = (
        _counts(group, part, found[found[by] == group], list(names))
        for group, part in grouped.groupby(by, sort=True)
    )
    return shares(
        counts, names, rng=rng, min_sentences=min_sentences, n_resamples=n_resamples, level=level,
        n_words=n_words,
    )  # fmt: skip


def shares(
    groups: Iterable[ThemeCounts],
    names: Mapping[str, str],
    *,
    rng: np.random.Generator,
    min_sentences: int = MIN_SENTENCES,
    n_resamples: int = resampling.N_RESAMPLES,
    level: float = 0.95,
    n_words: int = 5,
) -> "pd.DataFrame":
    """The table of `theme_shares` from counts by article.

    Parameters
    ----------
    groups
        The counts of each group, in order of their names.
    names
        Theme id to the name that is shown, in the order of the columns of `with_theme`.
    rng, min_sentences, n_resamples, level, n_words
        See `theme_shares`.
    """
    import pandas as pd

    seed = int(rng.integers(2**63))  # each group has a stream of its own, whatever the others hold
    rows: list[tuple] = []
    for counts in groups:
        stream = np.random.default_rng([seed, *str(counts.group).encode()])
        bounds = _article_bounds(counts, stream, n_resamples, level)
        rows += _rows(names, counts, bounds, min_sentences, level, n_words)
    table = pd.DataFrame(rows, columns=list(SHARE_COLUMNS))
    order = ["group", "n_sentences_with", "theme_id"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


def _rows(
    names: Mapping[str, str],
    counts: ThemeCounts,
    bounds: tuple[np.ndarray, np.ndarray],
    min_sentences: int,
    level: float,
    n_words: int,
) -> list[tuple]:
    """One row per theme for a group."""
    n, n_articles = int(counts.sentences.sum()), len(counts.sentences)
    n_with = counts.with_theme.sum(axis=0)
    low, high = wilson(n_with, n, level=level)
    numbers = np.column_stack([n_with / n, low, high, *bounds])
    note = ONE_ARTICLE if n_articles == 1 else ""
    if n < min_sentences:
        numbers[:] = np.nan
        many = f"{n} sentences: too few for a share"
        note = "1 sentence: too few for a share" if n == 1 else many
    words = _words(counts.words, n_words)
    n_articles_with = (counts.with_theme > 0).sum(axis=0)
    return [
        (
            counts.group, theme_id, name, int(n_with[i]), n, int(n_articles_with[i]), n_articles,
            *map(float, numbers[i]), words.get(theme_id, ""), note,
        )
        for i, (theme_id, name) in enumerate(names.items())
    ]  # fmt: skip


def theme_names(themes: "pd.DataFrame") -> dict[str, str]:
    """Theme id to the name that is shown, in the order of the list."""
    return dict(zip(themes["theme_id"], themes["theme"], strict=True))


def _ids(hits: "pd.DataFrame") -> dict[str, str]:
    """The ids of the themes found, each for its name."""
    return {theme_id: theme_id for theme_id in sorted(hits["theme_id"].unique())}


def _counts(
    group: str, sentences: "pd.DataFrame", found: "pd.DataFrame", theme_ids: list[str]
) -> ThemeCounts:
    """How many of each article's sentences touch each theme, and by which words."""
    size = sentences.groupby("article_id", sort=True).size()
    once = found.drop_duplicates(["sentence_id", "theme_id"])
    table = np.zeros((len(size), len(theme_ids)))
    column = {theme_id: i for i, theme_id in enumerate(theme_ids)}
    rows = size.index.get_indexer(once["article_id"])
    np.add.at(table, (rows, [column[theme_id] for theme_id in once["theme_id"]]), 1)
    words = found.groupby(["theme_id", "term"], sort=True).size()
    return ThemeCounts(group, table, size.to_numpy(dtype=np.float64), words)


def _article_bounds(
    counts: ThemeCounts, rng: np.random.Generator, n_resamples: int, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Percentile bounds of the shares when whole articles are drawn again; NaN with one."""
    n_articles, n_themes = counts.with_theme.shape
    if n_articles < 2:
        return np.full(n_themes, np.nan), np.full(n_themes, np.nan)
    held, size = np.empty((n_themes, n_resamples)), np.empty(n_resamples)
    step = max(1, _BLOCK // n_articles)  # the draws are the same, however many are held at once
    for at in range(0, n_resamples, step):
        block = slice(at, min(at + step, n_resamples))
        weights = resampling.bootstrap_weights(n_articles, block.stop - at, rng=rng)
        held[:, block], size[block] = counts.with_theme.T @ weights, counts.sentences @ weights
    drawn = quotient(held, size)
    tail = (1 - level) / 2
    # An observed value at either end, never one in between: the same bytes on every machine.
    return (
        np.quantile(drawn, tail, axis=1, method="lower"),
        np.quantile(drawn, 1 - tail, axis=1, method="higher"),
    )


def _words(counted: Mapping[tuple[str, str], int], n_words: int) -> dict[str, str]:
    """Theme id to its most frequent words with their occurrences, ties by the word itself."""
    words: dict[str, list[tuple[int, str]]] = {}
    for (theme_id, term), n in counted.items():
        words.setdefault(theme_id, []).append((-int(n), term))
    return {
        theme_id: "、".join(f"{term} {-n}" for n, term in sorted(listed)[:n_words])
        for theme_id, listed in words.items()
    }
