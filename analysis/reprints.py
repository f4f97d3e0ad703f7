"""Reprints: near-identical articles or sentences, and what a statistic says without them.

A text that an agency or an office hands to many papers is one voice printed many times. Counted
each time it makes its words look common and its districts alike.

References
----------
Broder 1997, On the resemblance and containment of documents (shingles, Jaccard); how pairs are
found: `near_pairs`.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from analysis import near_pairs, schema
from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Unit = Literal["article", "sentence"]
COLUMNS = ("id_a", "id_b", "jaccard", "n_shared", "cluster")
_DTYPES = ("str", "str", "float64", "int64", "str")
_ID = {"article": "article_id", "sentence": "sentence_id"}
# A formula of a few characters (who reports, from where) is the same everywhere and no reprint.
MIN_CHARS = 12


def near_duplicates(
    sentences: "pd.DataFrame",
    *,
    unit: Unit = "article",
    shingle: int = 4,
    threshold: float = 0.8,
    min_chars: int = MIN_CHARS,
    roles: Sequence[str] = (*schema.HEADINGS, "body"),
) -> "pd.DataFrame":
    """Pairs of texts that are nearly the same, and the clusters that they form.

    Every text is the set of the runs of `shingle` characters in its sentences; blanks and
    punctuation are left out, so another comma makes no difference. The Jaccard similarity
    |A ∩ B| / |A ∪ B| is computed for all pairs that share one of their rarest runs, which every
    pair at the threshold does: no row is an estimate. Time grows with the length of the text, not
    with the number of pairs: of texts with the same set, each is paired with the first of them
    only; and where very many texts share a rare run, each is compared with its neighbours among
    them. Only then can a row be missing, and `attrs["n_unseen"]` is above 0.

    Parameters
    ----------
    sentences
        With the columns sentence_id, article_id, role, text.
    unit
        What is compared: whole articles, or sentences.
    shingle
        Characters in a run, 1 or more. Four Chinese characters are two words.
    threshold
        Least Jaccard similarity, above 0 and up to 1.
    min_chars
        Texts with fewer characters are not compared.
    roles
        Roles of sentences that count.

    Returns
    -------
    pandas.DataFrame, sorted by id_a and id_b: id_a < id_b (article_id or sentence_id); jaccard
    (threshold to 1, 1 is the same); n_shared (runs that both have); cluster (the first id of all
    texts connected by such pairs). `attrs["n_unseen"]`: at most so many pairs share a rare run and
    were not compared.

    Raises
    ------
    InputError
        A column is missing, an option is out of range, or a sentence_id stands twice.
    """
    import numpy as np
    import pandas as pd

    _check_options(sentences, unit, shingle, threshold)
    texts = _shingles(sentences[sentences["role"].isin(roles)], _ID[unit], shingle, min_chars)
    first, second, similarity, n_shared, n_unseen = _pairs(list(texts.values()), threshold)
    names = np.array([*texts, ""], dtype=object)
    cluster = _clusters(len(names), first, second)
    columns = (names[first], names[second], similarity, n_shared, names[cluster[first]])
    table = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    table = table.astype(dict(zip(COLUMNS, _DTYPES, strict=True)))
    table.attrs["n_unseen"] = n_unseen
    return table


def _pairs(texts: Sequence[set[str]], threshold: float) -> near_pairs.Pairs:
    """Each text with the first of the same runs, and those first ones with one another."""
    import numpy as np

    first = _same(texts)
    distinct = np.flatnonzero(first == np.arange(len(texts)))
    copies = np.flatnonzero(first != np.arange(len(texts)))
    near = near_pairs.near_pairs([texts[at] for at in distinct], threshold)
    n_runs = np.array([len(texts[at]) for at in copies], int)
    columns = [
        (first[copies], distinct[near.first]), (copies, distinct[near.second]),
        (np.ones(len(copies)), near.similarity), (n_runs, near.n_shared),
    ]  # fmt: skip
    found = [np.concatenate(parts) for parts in columns]
    order = np.lexsort((found[1], found[0]))
    return near_pairs.Pairs(*(column[order] for column in found), near.n_unseen)


def members(duplicates: "pd.DataFrame") -> "pd.DataFrame":
    """Every text that has a near duplicate, with its cluster and whether it is the one kept.

    Returns
    -------
    pandas.DataFrame, by cluster and id: cluster, id, n_texts (in the cluster), kept (the first id
    of each cluster).
    """
    import pandas as pd

    both = [duplicates[[name, "cluster"]].set_axis(["id", "cluster"], axis=1)
            for name in ("id_a", "id_b")]  # fmt: skip
    table = pd.concat(both).drop_duplicates().sort_values(["cluster", "id"], ignore_index=True)
    table["n_texts"] = table.groupby("cluster")["id"].transform("size").astype("int64")
    table["kept"] = table["id"] == table["cluster"]
    return table[["cluster", "id", "n_texts", "kept"]]


def without_reprints(
    tokens: "pd.DataFrame", duplicates: "pd.DataFrame", *, unit: Unit = "article"
) -> "pd.DataFrame":
    """The rows of a table without the later texts of each cluster; the first by id stays.

    Parameters
    ----------
    tokens
        Any table with article_id or sentence_id (tokens, sentences, articles).
    duplicates
        As `near_duplicates` gives it, of the same unit.

    Raises
    ------
    InputError
        The table has no such id, or not one of the texts in `duplicates` is in it.
    """
    _check_column(tokens, _ID[unit])
    known = members(duplicates)
    ids = tokens[_ID[unit]]
    if len(known) and not ids.isin(known["id"]).any():
        raise InputError(
            f"No {unit} of the clusters is in the table — the first is {known['id'].iloc[0]!r}. "
            f"Pass duplicates that were found with unit={unit!r} in the same corpus."
        )
    return tokens[~ids.isin(known.loc[~known["kept"], "id"])]


def with_and_without(
    statistic: "Callable[[pd.DataFrame], pd.DataFrame | float]",
    tokens: "pd.DataFrame",
    duplicates: "pd.DataFrame",
    *,
    on: Sequence[str] = (),
    unit: Unit = "article",
) -> "pd.DataFrame":
    """Any statistic of all texts and of those that are no reprints, side by side.

    Parameters
    ----------
    statistic
        From a table like `tokens` to a table with the columns `on`, or to one number. If it draws
        at random it must make its generator anew at each call, or both sides differ by chance.
    on
        Columns that name a row (token, group); not used for a number.

    Returns
    -------
    pandas.DataFrame: the columns `on`, then each other column twice, with `_all` and `_without`
    added to its name, NaN where only one side has the row; in the order of `on`. For a number one
    row with all, without.

    Raises
    ------
    InputError
        A column of `on` is missing from the statistic or does not name its rows one by one.
    """
    import pandas as pd

    whole, reduced = statistic(tokens), statistic(without_reprints(tokens, duplicates, unit=unit))
    if not isinstance(whole, pd.DataFrame):
        return pd.DataFrame({"all": [whole], "without": [reduced]})
    on = list(on)
    for table in (whole, reduced):
        for column in on:
            _check_column(table, column)
        if not on or table.duplicated(on).any():
            raise InputError(
                f"Rows of the statistic cannot be matched — {', '.join(on) or 'no column'} does "
                "not name them one by one. Pass in `on` the columns that do."
            )
    parts = [table.set_index(on).add_suffix(end).reset_index()
             for table, end in ((whole, "_all"), (reduced, "_without"))]  # fmt: skip
    values = [name + end for name in whole if name not in on for end in ("_all", "_without")]
    merged = parts[0].merge(parts[1], on=on, how="outer", validate="one_to_one")
    return merged[[*on, *values]].sort_values(on, ignore_index=True)


def _shingles(
    sentences: "pd.DataFrame", key: str, size: int, min_chars: int
) -> dict[str, set[str]]:
    """The runs of characters of every text that is long enough, by id in order."""
    texts: dict[str, set[str]] = {}
    lengths: dict[str, int] = {}
    for name, text in zip(sentences[key], sentences["text"], strict=True):
        plain = "".join(filter(str.isalnum, text if isinstance(text, str) else ""))
        lengths[name] = lengths.get(name, 0) + len(plain)
        runs = {plain[at : at + size] for at in range(max(1, len(plain) - size + 1))}
        texts.setdefault(name, set()).update(runs - {""})
    return {name: texts[name] for name in sorted(texts) if lengths[name] >= max(1, min_chars)}


def _same(texts: "Sequence[set[str]]") -> "np.ndarray":
    """The place of the first text with the same runs, for each text."""
    import numpy as np

    first: dict[frozenset[str], int] = {}
    return np.array([first.setdefault(frozenset(runs), at) for at, runs in enumerate(texts)], int)


def _clusters(n_texts: int, first: "np.ndarray", second: "np.ndarray") -> "np.ndarray":
    """For each text the first of all that pairs connect it with."""
    import numpy as np
    from scipy.sparse import coo_array, csgraph

    links = coo_array((np.ones(len(first), bool), (first, second)), shape=(n_texts, n_texts))
    _, label = csgraph.connected_components(links, directed=False)
    _, first_of = np.unique(label, return_index=True)
    return first_of[label]


def _check_options(sentences: "pd.DataFrame", unit: str, shingle: int, threshold: float) -> None:
    """Raise if an option is out of range or the table is not one of sentences."""
    wrong = ""
    if unit not in _ID:
        wrong = f"unit={unit!r}; it is 'article' or 'sentence'"
    elif shingle < 1 or not 0 < threshold <= 1:
        wrong = (
            f"shingle={shingle}, threshold={threshold}; they are at least 1, and above 0 and at "
            "most 1"
        )
    if wrong:
        raise InputError(f"An option of near_duplicates is out of range — {wrong}. Change it.")
    for column in ("sentence_id", "article_id", "role", "text"):
        _check_column(sentences, column)
    twice = sentences.loc[sentences["sentence_id"].duplicated(), "sentence_id"]
    if len(twice):
        raise InputError(
            f"A sentence_id stands twice — {twice.iloc[0]!r}. Pass each sentence once, or it is "
            "its own reprint."
        )


def _check_column(table: "pd.DataFrame", column: str) -> None:
    """Raise if the table lacks the column."""
    if column not in table:
        raise InputError(
            f"A table lacks the column {column} — it has {', '.join(map(str, table.columns))}. "
            "Pass a table of the contract, or one made from it."
        )
