"""Counts of words: frequency tables, the document-term matrix, n-grams.

What a count counts is a choice (`Counting`), and stands in the result: N before stop words.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from analysis import schema
from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

PER = 1_000_000
_NUMBER = re.compile(r"[0-9０-９]")


@dataclass(frozen=True)
class Counting:
    """What counts as a word of the corpus, and so what N is.

    Attributes
    ----------
    punctuation
        Tokens without a letter or a digit (marks, blanks, emoji) count.
    numbers
        Tokens that begin with a digit count.
    roles
        Roles of sentences that count; by default headings and body, each article's own text.
    kinds
        Kinds of article that count; captions, mastheads, teasers, jump lines and sidebars repeat
        or announce what stands elsewhere, so they are out by default.
    """

    punctuation: bool = False
    numbers: bool = True
    roles: tuple[str, ...] = (*schema.HEADINGS, "body")
    kinds: tuple[str, ...] = ("article",)

    def __str__(self) -> str:
        counted = ["words"]
        counted += ["numbers"] * self.numbers + ["punctuation"] * self.punctuation
        return f"{', '.join(counted)} in {', '.join(self.roles)} of {', '.join(self.kinds)}"


# Made once: a frozen default argument.
WORDS_AND_NUMBERS = Counting()


class DocumentTerms(NamedTuple):
    """A document-term matrix with its names.

    `matrix[i, j]` is how often terms[j] stands in documents[i]. It is sparse (CSR, int64) with the
    shape (documents, terms); both names are sorted.
    """

    matrix: "csr_array"
    documents: "pd.Index"
    terms: "pd.Index"


def token_table(
    tokens: "pd.DataFrame",
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
) -> "pd.DataFrame":
    """One row per token with where it stands: what every count and concordance reads.

    Parameters
    ----------
    tokens, sentences, articles, pages
        The tables of these names.

    Returns
    -------
    pandas.DataFrame: the columns of `tokens`, then article_id, role, first_line, district (of the
    sentence), page_id, kind, newspaper, year (of issue; missing where the date is not known). As
    many rows as `tokens`, in its order.

    Raises
    ------
    pandas.errors.MergeError
        An id is doubled in `sentences`, `articles` or `pages`.
    ValueError
        A token's sentence, a sentence's article or an article's page is missing.
    """
    import pandas as pd

    of_sentence = sentences[["sentence_id", "article_id", "role", "first_line", "district"]]
    of_article = articles[["article_id", "page_id", "kind"]]
    of_page = pages[["page_id", "newspaper"]].assign(
        year=pd.to_numeric(pages["issue_date"].str[:4], errors="coerce").astype("Int64")
    )
    table = tokens
    for right, key in (
        (of_sentence, "sentence_id"),
        (of_article, "article_id"),
        (of_page, "page_id"),
    ):
        _check_found(table[key], right[key])
        table = table.merge(right, on=key, how="left", validate="many_to_one")
    return table


def counted(table: "pd.DataFrame", counting: Counting = WORDS_AND_NUMBERS) -> "pd.DataFrame":
    """The rows of a token table that count.

    Raises
    ------
    InputError
        None does; or see `check_tokens`.
    """
    import numpy as np

    check_tokens(table)
    codes, types = _codes(table["token"])
    wanted = np.array([_counts(token, counting) for token in types], dtype=bool)
    keep = (wanted[codes] if len(types) else np.zeros(0, dtype=bool)) & (
        table["role"].isin(counting.roles) & table["kind"].isin(counting.kinds)
    ).to_numpy()
    if not keep.any():
        raise InputError(
            f"Nothing to count — no token of {len(table)} is among {counting}. "
            "Name other roles or kinds, or look at the articles with `check`."
        )
    return table[keep]


def check_tokens(table: "pd.DataFrame") -> None:
    """Raise where a token table would be counted wrongly and in silence.

    Raises
    ------
    InputError
        A token, sentence_id or article_id is missing, or two rows have the same place
        (sentence_id and position); the first case is named.
    """
    for column in ("token", "sentence_id", "article_id"):
        missing = table[column].isna().to_numpy() if column in table else ()
        if len(missing) and missing.any():
            raise InputError(
                f"{_row(table, missing)} has no {column} — leave the row out or fill it in: what "
                "is missing would fall out of some counts and not of others."
            )
    doubled = table.duplicated(["sentence_id", "position"]).to_numpy()
    if doubled.any():
        raise InputError(
            f"{_row(table, doubled)} is there twice — every token would count twice. Was a table "
            "joined or concatenated with itself? Drop the copies."
        )


def _row(table: "pd.DataFrame", wrong: "np.ndarray") -> str:
    """How the first wrong row is called."""
    row = table[wrong].iloc[0]
    return f"Position {row['position']} of sentence {row['sentence_id']}"


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
    sentence = _codes(rows["sentence_id"])[0]
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


def _codes(values: "pd.Series") -> "tuple[np.ndarray, Sequence[str]]":
    """Numbers for values, and the value of each number."""
    import pandas as pd

    return pd.factorize(values)


def _counts(token: str, counting: Counting) -> bool:
    """Whether a token of this form counts."""
    if not any(char.isalnum() for char in token):
        return counting.punctuation
    return counting.numbers or not _NUMBER.match(token)


def _open_ended(run: str, stop_words: AbstractSet[str]) -> bool:
    """Neither the first nor the last word of the run is a stop word."""
    words = run.split(" ")
    return words[0] not in stop_words and words[-1] not in stop_words


def _check_found(wanted: "pd.Series", known: "pd.Series") -> None:
    """Raise if an id points nowhere: a left join would fill that with silence."""
    missing = wanted[~wanted.isin(known)]
    if len(missing):
        raise ValueError(
            f"{wanted.name} {missing.iloc[0]!r} is in no row of the table it points to"
        )
