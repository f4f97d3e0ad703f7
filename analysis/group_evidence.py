"""Systems, themes and figures by group, from rows on disk: what is said, as counts by article.

Systems and themes are those of sentences whose words count, so that their shares stand over the
same text as the frequencies; figures are all of the ledger.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import evidence_files, evidence_scan, topics
from analysis.contingency import quotient

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis.counted import By, Counted, Groups

SYSTEMS, THEMES, INDICATORS = "systems.csv", "themes.csv", "indicators.csv"
FILES = (SYSTEMS, THEMES, INDICATORS)
PER = 10_000


class Source(NamedTuple):
    """The rows of a folder, how they are grouped, and a line for each article."""

    folder: Path
    by: "By"
    articles: "pd.DataFrame"


def source(folder: Path, by: "By", found: "Counted") -> Source:
    """What the tables of this module are made from.

    Raises
    ------
    InputError
        See `evidence_scan.articles`.
    """
    return Source(Path(folder), by, evidence_scan.articles(Path(folder), found))


def systems_table(source: Source, groups: "Groups") -> "pd.DataFrame":
    """Named systems by group.

    Parameters
    ----------
    groups
        The sizes of the groups.

    Returns
    -------
    pandas.DataFrame, by group, falling mentions and name: group, system_id, name (the same, as in
    the table `systems`), n_mentions, n_sentences and n_articles with one, n_tokens of the group,
    per_10k (mentions in 10,000 of them; NaN for a group without tokens).
    """
    table = _tallied(source, "mentions", ["system_id"], count="n_mentions")
    sizes = dict(zip(groups.names, groups.n_tokens.tolist(), strict=True))
    table.insert(2, "name", table["system_id"])
    table["n_tokens"] = table["group"].map(sizes).fillna(0).astype("int64")
    table["per_10k"] = quotient(PER * table["n_mentions"], table["n_tokens"]).round(3)
    return table


def indicators_table(source: Source) -> "pd.DataFrame":
    """What sort of figures are printed of each group.

    Returns
    -------
    pandas.DataFrame, by group and falling number: group, unit, kind, change, n_figures, n_repeats
    (how many of these repeat another one of their page), n_sentences and n_articles with one. By
    place the group is the figure's own district, which may be another than its sentence's.
    """
    return _tallied(source, "indicators", ["unit", "kind", "change"], count="n_figures")


def themes_table(source: Source, *, rng: "np.random.Generator", n_resamples: int) -> "pd.DataFrame":
    """Shares of each group's sentences that touch each theme: the table of `topics.theme_shares`.

    Held are numbers for each article, group and theme.
    """
    themes, _lexicon = evidence_files.read_lists(source.folder)
    names = topics.theme_names(themes)
    counts = _theme_counts(source, list(names))
    return topics.shares(counts, names, rng=rng, n_resamples=n_resamples)


def remove_stale(folder: Path, names: Iterable[str]) -> None:
    """Remove what an earlier comparison left; a table of another kind under such a name stays."""
    for path in (folder / name for name in names):
        if path.is_file() and path.read_bytes()[:6] == b"group,":
            path.unlink()


def _tallied(source: Source, name: str, keys: list[str], *, count: str) -> "pd.DataFrame":
    """Rows, sentences and articles by group and keys, most rows first."""
    import pandas as pd

    totals: dict[tuple, list[int]] = {}
    figures = name == "indicators"
    for _sentences, rows in _with_rows(source, name):
        if figures and source.by == "place":
            rows = rows.assign(group=rows["district"])
        rows = rows[rows["group"] != ""]
        rows = rows.assign(repeats=rows["duplicate_of"] != "") if figures else rows[rows["counts"]]
        sums = {count: ("sentence_id", "size")}
        sums |= {"n_repeats": ("repeats", "sum")} if figures else {}
        sums |= {"n_sentences": ("sentence_id", "nunique"), "n_articles": ("article", "nunique")}
        # A batch ends where an article ends: none is counted in two.
        here = rows.groupby(["group", *keys], sort=False).agg(**sums)
        for key, *numbers in here.itertuples(name=None):
            held = totals.setdefault(key, [0] * len(numbers))
            totals[key] = [a + int(b) for a, b in zip(held, numbers, strict=True)]
    columns = ["group", *keys, count, *["n_repeats"] * figures, "n_sentences", "n_articles"]
    table = pd.DataFrame([(*key, *sums) for key, sums in totals.items()], columns=columns)
    order = ["group", count, *keys]
    return table.sort_values(order, ascending=[at != count for at in order], ignore_index=True)


def _theme_counts(source: Source, theme_ids: list[str]) -> Iterator[topics.ThemeCounts]:
    """The counts of each group, in order of their names."""
    import pandas as pd

    sizes, touched = [], []
    words: dict[str, Counter[tuple[str, str]]] = {}
    for sentences, hits in _with_rows(source, "theme_hits"):
        own = sentences[sentences["counts"] & (sentences["group"] != "")]
        sizes.append(own.groupby(["group", "article"]).size())
        mine = hits[hits["counts"] & (hits["group"] != "")]
        once = mine.drop_duplicates(["sentence_id", "theme_id"])
        touched.append(once.groupby(["group", "article", "theme_id"]).size())
        for (group, *word), n in mine.groupby(["group", "theme_id", "term"]).size().items():
            words.setdefault(group, Counter())[tuple(word)] += n
    if not sizes:
        return
    size, found = pd.concat(sizes), pd.concat(touched).rename("n").reset_index()
    ids = source.articles.index
    rows_of = found.groupby("group").indices
    for group in sorted(size.index.unique("group")):
        own = size.loc[group]
        own = own.loc[sorted(own.index, key=ids.__getitem__)]
        table = _filled(own.index, found.iloc[rows_of.get(group, [])], theme_ids)
        yield topics.ThemeCounts(
            group, table, own.to_numpy(dtype="float64"), words.get(group, Counter())
        )


def _filled(articles: "pd.Index", found: "pd.DataFrame", theme_ids: Iterable[str]) -> "np.ndarray":
    """Sentences with each theme by article, (n_articles, n_themes)."""
    import numpy as np
    import pandas as pd

    columns = pd.Index(theme_ids)
    table = np.zeros((len(articles), len(columns)))
    at = columns.get_indexer(found["theme_id"])
    known = at >= 0
    table[articles.get_indexer(found["article"])[known], at[known]] = found["n"][known]
    return table


def _with_rows(source: Source, name: str) -> "Iterator[tuple[pd.DataFrame, pd.DataFrame]]":
    """Sentences of whole articles, and the rows of a table that belong to them."""
    batches = evidence_scan.sentences(source.folder, source.articles, source.by)
    return evidence_scan.with_rows(source.folder, evidence_scan.whole_articles(batches), name)
