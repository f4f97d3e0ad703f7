"""Paragraphs as the texts of a topic model, each with its article, its district and its size."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import counts
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array


class Paragraphs(NamedTuple):
    """Texts of a topic model.

    `matrix` (n_paragraphs, n_terms): counts. `sentences` (n_sentences, n_terms): 1 where the
    sentence has the term. `terms`: sorted. `table`: one row per row of `matrix` with paragraph_id,
    article_id, group (empty: none), n_tokens (of the terms).
    """

    matrix: "csr_array"
    sentences: "csr_array"
    terms: "pd.Index"
    table: "pd.DataFrame"


def paragraphs(
    tokens: "pd.DataFrame",
    sentences: "pd.DataFrame",
    *,
    by: str = "district",
    min_tokens: int = 5,
    min_paragraphs: int = 3,
    max_share: float = 0.5,
    stop_words: AbstractSet[str] = frozenset(),
    keep: Callable[[str], bool] = lambda _term: True,
    counting: counts.Counting = counts.WORDS_AND_NUMBERS,
) -> Paragraphs:
    """The paragraphs of all articles as texts.

    Parameters
    ----------
    tokens
        As `counts.token_table` gives them.
    sentences
        The table `sentences` (paragraph_no is read).
    by
        Column of the groups; a paragraph's group is that of most of its tokens, ties by name.
    min_tokens
        Shorter paragraphs (counted in the terms kept) are left out.
    min_paragraphs, max_share
        A term is kept if it stands in so many paragraphs, and in no more than this share of them.
    stop_words, keep
        A term is kept if it is no stop word and `keep` says so.
    counting
        What counts as a token.

    Raises
    ------
    InputError
        There is nothing to count, no term or no paragraph is left, or a sentence is missing.
    """
    own = _with_paragraph(counts.counted(tokens, counting), sentences)
    dtm = counts.document_term_matrix(
        own, documents="paragraph_id", stop_words=stop_words, counting=counting
    )
    in_paragraphs = np.asarray((dtm.matrix > 0).sum(axis=0)).ravel()
    most = max_share * dtm.matrix.shape[0]
    terms = [
        at for at, term in enumerate(dtm.terms)
        if min_paragraphs <= in_paragraphs[at] <= most and keep(term)
    ]  # fmt: skip
    size = np.asarray(dtm.matrix[:, terms].sum(axis=1)).ravel()
    rows = np.flatnonzero(size >= max(1, min_tokens))
    if not len(rows):
        raise InputError(
            f"No paragraph is left — of {len(size)}, with {len(terms)} terms, none has "
            f"{min_tokens} of them. Lower min_tokens or min_paragraphs."
        )
    matrix = dtm.matrix[rows][:, terms]
    used = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel())  # terms of short texts only
    names = dtm.terms[[terms[at] for at in used]]
    return Paragraphs(
        matrix[:, used],
        _presence(own[own["paragraph_id"].isin(dtm.documents[rows])], names),
        names,
        _described(own, by, dtm.documents[rows], size[rows]),
    )


def _with_paragraph(rows: "pd.DataFrame", sentences: "pd.DataFrame") -> "pd.DataFrame":
    """The tokens with paragraph_id: article and number of the paragraph."""
    number = sentences.set_index("sentence_id")["paragraph_no"]
    if number.index.has_duplicates or not rows["sentence_id"].isin(number.index).all():
        raise InputError(
            "The tokens do not fit the sentences — a sentence_id is missing there or stands twice. "
            "Pass the table `sentences` that the tokens were made of."
        )
    of_token = number.loc[rows["sentence_id"]].astype(str).str.zfill(5).to_numpy()
    return rows.assign(paragraph_id=rows["article_id"] + ":p" + of_token)


def _presence(rows: "pd.DataFrame", terms: "pd.Index") -> "csr_array":
    """Which sentence has which term, of the sentences with one."""
    import pandas as pd
    from scipy.sparse import coo_array

    own = rows[rows["token"].isin(terms)].drop_duplicates(["sentence_id", "token"])
    row, names = pd.factorize(own["sentence_id"], sort=True)
    column = terms.get_indexer(own["token"])
    found = coo_array((np.ones(len(own), dtype=np.int64), (row, column)), (len(names), len(terms)))
    return found.tocsr()


def _described(
    rows: "pd.DataFrame", by: str, names: "pd.Index", size: np.ndarray
) -> "pd.DataFrame":
    """One row per paragraph, in the order of `names`."""
    import pandas as pd

    own = rows[rows["paragraph_id"].isin(names)]
    group = own[by].astype("str").fillna("")
    most = own.assign(group=group).groupby(["paragraph_id", "group"], sort=True).size()
    most = most.rename("n").reset_index().sort_values("n", ascending=False, kind="stable")
    main = most.drop_duplicates("paragraph_id").set_index("paragraph_id")["group"]
    article = own.drop_duplicates("paragraph_id").set_index("paragraph_id")["article_id"]
    return pd.DataFrame(
        {
            "paragraph_id": names, "article_id": article.loc[names].to_numpy(),
            "group": main.loc[names].to_numpy(), "n_tokens": size.astype("int64"),
        }
    )  # fmt: skip
