"""Reprints: near-identical articles or sentences, and what a statistic says without them.

A text that an agency or an office hands to many papers is one voice printed many times. Counted
each time it makes its words look common and its districts alike.

References
----------
Broder 1997, On the resemblance and containment of documents (shingles, Jaccard); Chaudhuri, Ganti
and Kaushik 2006, A primitive operator for similarity joins in data cleaning (prefix filter).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from analysis import schema
from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy import sparse

Unit = Literal["article", "sentence"]
COLUMNS = ("id_a", "id_b", "jaccard", "n_shared", "cluster")
_DTYPES = ("str", "str", "float64", "int64", "str")
_ID = {"article": "article_id", "sentence": "sentence_id"}
# A formula of a few characters (who reports, from where) is the same everywhere and no reprint.
MIN_CHARS = 12
# Pairs of texts that are looked at together.
_AT_ONCE = 200_000_000
_ROUNDING = 1e-9  # 0.8 · 5 is 4 and no more


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
    pair at the threshold does: no row is an estimate, and none is missing. Time grows with the
    length of the text, not with the number of pairs: of texts with the same set, each is paired
    with the first of them only.

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
    texts connected by such pairs).

    Raises
    ------
    InputError
        A column is missing, an option is out of range, or a sentence_id stands twice.
    """
    import pandas as pd

    _check_options(sentences, unit, shingle, threshold)
    texts = _shingles(sentences[sentences["role"].isin(roles)], _ID[unit], shingle, min_chars)
    pairs = _same(texts)
    first_of = {frozenset(found): name for name, found in reversed(texts.items())}
    distinct = {name: texts[name] for name in sorted(first_of.values())}
    pairs += _alike(distinct, threshold)
    cluster = _clusters([pair[:2] for pair in pairs])
    rows = [(*pair, cluster[pair[0]]) for pair in sorted(pairs)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict(zip(COLUMNS, _DTYPES, strict=True)))


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


def _same(texts: dict[str, set[str]]) -> list[tuple[str, str, float, int]]:
    """Each text whose runs are those of an earlier text, paired with the first such text."""
    first: dict[frozenset[str], str] = {}
    pairs = []
    for name, runs in texts.items():
        earlier = first.setdefault(frozenset(runs), name)
        if earlier != name:
            pairs.append((earlier, name, 1.0, len(runs)))
    return pairs


def _alike(texts: dict[str, set[str]], threshold: float) -> Iterator[tuple[str, str, float, int]]:
    """Every pair at or above the threshold: ids in order, similarity, runs that both have."""
    names = list(texts)
    for first, second in _candidates(list(texts.values()), threshold):
        a, b = sorted((names[first], names[second]))
        shared = len(texts[a] & texts[b])
        similarity = shared / (len(texts[a]) + len(texts[b]) - shared)
        if similarity >= threshold:
            yield a, b, similarity, shared


def _candidates(texts: Sequence[set[str]], threshold: float) -> Iterator[tuple[int, int]]:
    """Pairs that share one of the rarest runs of each, and are of about the same size.

    Two texts that share s of n runs share one of the n − s + 1 rarest of either, in an order that
    is the same for all. So nothing is missed, and what stands everywhere is not looked at.
    """
    import numpy as np
    from scipy import sparse

    sizes = np.array([len(runs) for runs in texts], np.int64)
    least = np.ceil(threshold * sizes - _ROUNDING).astype(np.int64)
    matrix = _rarest(texts, sizes - least + 1)
    n_rows = max(1, _AT_ONCE // max(1, len(texts)))
    turned = matrix.T.tocsr()
    for begin in range(0, len(texts), n_rows):
        block = sparse.coo_array(matrix[begin : begin + n_rows] @ turned)
        first, second = block.row.astype(np.int64) + begin, block.col.astype(np.int64)
        low = np.minimum(sizes[first], sizes[second])
        near = (first < second) & (low >= least[first]) & (low >= least[second])
        yield from zip(first[near].tolist(), second[near].tolist(), strict=True)


def _rarest(texts: Sequence[set[str]], n_taken: "np.ndarray") -> "sparse.csr_array":
    """Texts by runs: the first `n_taken` of each text's runs, the rarest first."""
    import numpy as np
    from scipy import sparse

    numbers: dict[str, int] = {}
    flat = [numbers.setdefault(run, len(numbers)) for runs in texts for run in sorted(runs)]
    run = np.array(flat, np.int64)
    text = np.repeat(np.arange(len(texts)), [len(runs) for runs in texts])
    order = np.lexsort((run, np.bincount(run, minlength=1)[run], text))
    begins = np.searchsorted(text, np.arange(len(texts)))
    place = np.arange(len(run)) - begins[text]
    taken = place < n_taken[text]
    run, text = run[order][taken], text[taken]
    shape = len(texts), max(1, len(numbers))
    return sparse.csr_array((np.ones(len(run), np.int32), (text, run)), shape=shape)


def _clusters(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Each id to the first id of all that pairs connect it with."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {name: root(name) for name in list(parent)}


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
