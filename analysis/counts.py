"""Counts of words: frequency tables, the document-term matrix, n-grams.

What a count counts is a choice (`Counting`), and stands in the result: N before stop words.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis.counting import WORDS_AND_NUMBERS, Counting, counted
from analysis.counting import check_tokens as check_tokens
from analysis.counting import token_table as token_table
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

PER = 1_000_000


class DocumentTerms(NamedTuple):
    """A document-term matrix with its names.

    `matrix[i, j]` is how often terms[j] stands in documents[i]. It is sparse (CSR, int64) with the
    shape (documents, terms); both names are sorted.
    """

    matrix: "csr_array"
    documents: "pd.Index"
    terms: "pd.Index"


def frequency(
    table: "pd.DataFrame",
    *,
    by: "str | Sequence[str] | pd.Series | None" = None,
    stop_words: AbstractSet[str] = frozenset(),
    counting: Counting = WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """The frequency of every word, in all or per group.

    Parameters
    ----------
    table
        What `token_table` returns.
    by
        A column of the table (district, article_id, page_id, year, newspaper, pos), a list of
        columns, or a Series of the table's index; rows without a value (empty or missing) are a
        group of their own, "". A list gives each combination, its values joined by " | ", in one
        column of that name.
    stop_words
        Words left out of the result. They stay in N, and so in every `ipm`.
    counting
        What N counts.

    Returns
    -------
    pandas.DataFrame, by group and rank: the group (if `by`), token, freq, n_tokens (N: the group's
    counted tokens, stop words included), ipm (instances per million of N), doc_freq (articles with
    the word), rank (from 1, among the rows of
    the result; ties in the order of the characters). `attrs["counting"]` says what N
    counts.

    Raises
    ------
    InputError
        There is nothing to count.
    KeyError
        The table has no column `by`.
    """
    rows = counted(table, counting)
    group, name = _groups(rows, by)
    found = _tally(rows["token"], rows["article_id"], group)
    return _ranked(found[~found["item"].isin(stop_words)], "token", name, group, counting)


def ngrams(
    table: "pd.DataFrame",
    *,
    n: int = 2,
    by: "str | Sequence[str] | pd.Series | None" = None,
    stop_words: AbstractSet[str] = frozenset(),
    counting: Counting = WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """The frequency of every run of n words that stand side by side in a sentence.

    A mark that is not counted parts the words around it, so no run reaches across a comma.

    Parameters
    ----------
    table, by, counting
        As for `frequency`.
    n
        Words in a run, 1 or more.
    stop_words
        Runs that begin or end with one are left out of the result; they stay in N.

    Returns
    -------
    pandas.DataFrame as `frequency`, with `ngram` (words with blanks between) for token, and in
    n_tokens the number of runs.

    Raises
    ------
    InputError
        There is nothing to count, or no sentence has n words side by side.
    ValueError
        n is below 1.
    """
    import numpy as np
    import pandas as pd

    if n < 1:
        raise ValueError(f"n is {n}; a run has at least one word")
    rows = counted(table, counting).sort_values(["sentence_id", "position"], kind="stable")
    sentence = pd.factorize(rows["sentence_id"])[0]
    place = rows["position"].to_numpy()
    last = max(len(rows) - n + 1, 0)
    ends = np.arange(last) + n - 1
    side_by_side = (sentence[:last] == sentence[ends]) & (place[ends] - place[:last] == n - 1)
    first = np.flatnonzero(side_by_side)
    if not len(first):
        raise InputError(f"No run of {n} words — every sentence is shorter. Choose a smaller n.")
    words = rows["token"].to_numpy(dtype=object)
    runs = pd.Series([" ".join(words[at : at + n]) for at in first], dtype="str")
    heads = rows.iloc[first]
    runs.index = heads.index
    group, name = _groups(heads, by)
    found = _tally(runs, heads["article_id"], group)
    found = found[[_open_ended(run, stop_words) for run in found["item"]]]
    return _ranked(found, "ngram", name, group, counting)


def document_term_matrix(
    table: "pd.DataFrame",
    *,
    documents: str = "article_id",
    stop_words: AbstractSet[str] = frozenset(),
    counting: Counting = WORDS_AND_NUMBERS,
) -> DocumentTerms:
    """How often each word stands in each document, as a sparse matrix.

    Parameters
    ----------
    table
        What `token_table` returns.
    documents
        The column that tells documents apart.
    stop_words
        Words without a column. Without any, the sum of a row is the document's length.
    counting
        What is counted.

    Returns
    -------
    DocumentTerms: matrix of shape (documents, terms), names of the rows, names of the columns.

    Raises
    ------
    InputError
        There is nothing to count.
    """
    import numpy as np
    import pandas as pd
    from scipy.sparse import coo_array

    rows = counted(table, counting)
    row, names = pd.factorize(rows[documents], sort=True)
    column, terms = pd.factorize(rows["token"], sort=True)
    shape = (len(names), len(terms))
    matrix = coo_array((np.ones(len(rows), dtype=np.int64), (row, column)), shape=shape).tocsr()
    kept = [at for at, term in enumerate(terms) if term not in stop_words]
    return DocumentTerms(matrix[:, kept], pd.Index(names), pd.Index(terms)[kept])


def tf_idf(
    table: "pd.DataFrame",
    *,
    documents: str = "article_id",
    idf: Literal["plain", "smooth"] = "plain",
    stop_words: AbstractSet[str] = frozenset(),
    counting: Counting = WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """What each document says often and few documents say: the weight of every word in each.

    Parameters
    ----------
    table, stop_words, counting
        As for `frequency`.
    documents
        The column that tells documents apart (article_id, district, page_id).
    idf
        "plain": ln(D/d), 0 for a word of all D documents; "smooth": ln((1 + D)/(1 + d)) + 1, as
        scikit-learn has it, above 0 for all words. d is doc_freq.

    Returns
    -------
    pandas.DataFrame, by document and rank: the document (a column of that name), token, freq,
    n_tokens (the document's, stop words included), doc_freq (documents with the word), n_docs (D),
    tf_idf (freq/n_tokens · idf; higher is more the document's own), rank (from 1 in each document;
    ties in the order of the characters). `attrs["counting"]` says what counts.

    Raises
    ------
    InputError
        There is nothing to count.
    ValueError
        `idf` is no such choice.

    References
    ----------
    Spärck Jones 1972, Journal of Documentation 28(1), for idf.
    """
    import numpy as np

    if idf not in ("plain", "smooth"):
        raise ValueError(f"idf={idf!r} — say “plain” or “smooth”.")
    found = frequency(table, by=documents, stop_words=stop_words, counting=counting)
    n_docs = counted(table, counting)[documents].astype("str").fillna("").nunique()
    found["doc_freq"] = found.groupby("token")["freq"].transform("size")
    found["n_docs"], one = n_docs, 1 if idf == "smooth" else 0
    rarity = np.log((n_docs + one) / (found["doc_freq"] + one)) + one
    found["tf_idf"] = found["freq"] / found["n_tokens"] * rarity
    found = found.sort_values(
        [documents, "tf_idf", "token"], ascending=[True, False, True], ignore_index=True
    )
    found["rank"] = found.groupby(documents, sort=False).cumcount() + 1
    columns = ["token", "freq", "n_tokens", "doc_freq", "n_docs", "tf_idf", "rank"]
    return found[[documents, *columns]]


def _tally(items: "pd.Series", articles: "pd.Series", group: "pd.Series") -> "pd.DataFrame":
    """Freq and doc_freq of every item in every group."""
    import pandas as pd

    rows = pd.DataFrame(
        {"group": group.to_numpy(), "item": items.to_numpy(), "article": articles.to_numpy()}
    )
    per_article = rows.groupby(["group", "item", "article"], sort=False).size()
    grouped = per_article.groupby(level=["group", "item"], sort=False)
    return pd.DataFrame({"freq": grouped.sum(), "doc_freq": grouped.size()}).reset_index()


def _ranked(
    found: "pd.DataFrame",
    item: str,
    name: str | None,
    group: "pd.Series",
    counting: Counting,
) -> "pd.DataFrame":
    """The tally with N, ipm and rank, in order."""
    sizes = group.value_counts()
    found = found.sort_values(["group", "freq", "item"], ascending=[True, False, True])
    found = found.rename(columns={"item": item}).reset_index(drop=True)
    found["n_tokens"] = found["group"].map(sizes).astype("int64")
    found["ipm"] = found["freq"] * PER / found["n_tokens"]
    found["rank"] = found.groupby("group", sort=False).cumcount() + 1
    columns = [item, "freq", "n_tokens", "ipm", "doc_freq", "rank"]
    result = found.rename(columns={"group": name})[[name, *columns] if name else columns]
    result.attrs["counting"] = str(counting)
    return result


def _groups(
    rows: "pd.DataFrame", by: "str | Sequence[str] | pd.Series | None"
) -> "tuple[pd.Series, str | None]":
    """The group of every row, and the name of its column; one group "" without `by`."""
    import pandas as pd

    if by is None:
        return pd.Series("", index=rows.index, dtype="str"), None
    if isinstance(by, list | tuple):
        if not by:
            raise ValueError("by is an empty list — name a column, or pass None for one group.")
        parts = [_groups(rows, name)[0].astype("str") for name in by]
        return parts[0].str.cat(parts[1:], sep=" | "), " | ".join(by)
    values = rows[by] if isinstance(by, str) else by.loc[rows.index]
    name = by if isinstance(by, str) else str(by.name or "group")
    if pd.api.types.is_numeric_dtype(values) and not values.isna().any():
        return values, name
    return values.astype("str").fillna(""), name


def _open_ended(run: str, stop_words: AbstractSet[str]) -> bool:
    """Neither the first nor the last word of the run is a stop word."""
    words = run.split(" ")
    return words[0] not in stop_words and words[-1] not in stop_words
