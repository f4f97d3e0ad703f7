"""Articles cut by district: the documents that comparisons of districts count and resample."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import counts
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array


class Documents(NamedTuple):
    """Articles cut by district: `matrix` (n_documents, n_terms) of counts, and its names.

    `documents` are article and district, sorted; `groups` is the district of each; `terms` sorted.
    """

    matrix: "csr_array"
    documents: "pd.Index"
    groups: np.ndarray
    terms: "pd.Index"


def documents(
    tokens: "pd.DataFrame",
    *,
    by: str = "district",
    leave_out: AbstractSet[str] = frozenset({"全市", "外地"}),
    stop_words: AbstractSet[str] = frozenset(),
    keep: Callable[[str], bool] = lambda _term: True,
    min_freq: int = 1,
    counting: counts.Counting = counts.WORDS_AND_NUMBERS,
) -> Documents:
    """The counts behind every comparison here: one document per article and group.

    Parameters
    ----------
    tokens
        As `counts.token_table` gives them.
    by
        Column of the groups; rows where it is empty or missing are left out.
    leave_out
        Groups that are no district.
    stop_words, keep, min_freq
        A term is compared if it is no stop word, `keep` says so and it stands so often in all
        groups together. Sizes are counted in the terms that are compared.
    counting
        What counts as a token.

    Raises
    ------
    InputError
        No group has a term that is compared.
    """
    group = tokens[by].astype("str").fillna("")
    own = tokens[(group != "") & ~group.isin(leave_out)]
    own = own.assign(_document=own["article_id"] + "\t" + own[by].astype("str"))
    dtm = counts.document_term_matrix(
        own, documents="_document", stop_words=stop_words, counting=counting
    )
    often = np.asarray(dtm.matrix.sum(axis=0)).ravel() >= min_freq
    kept = [at for at, term in enumerate(dtm.terms) if often[at] and keep(term)]
    if not kept:
        raise InputError(
            f"No word is left to compare — {len(dtm.terms)} words, none stands {min_freq} times "
            "and passes stop_words and keep. Lower min_freq."
        )
    groups = np.array([name.rsplit("\t", 1)[1] for name in dtm.documents], dtype=object)
    return Documents(dtm.matrix[:, kept], dtm.documents, groups, dtm.terms[kept])


def group_counts(docs: Documents, *, n_terms: int | None = None) -> "pd.DataFrame":
    """Counts by group (rows, sorted) and term (columns); the `n_terms` most frequent, or all."""
    import pandas as pd

    names, of_group = indicator(docs)
    table = pd.DataFrame(
        by_group(docs, of_group).astype("int64"), index=names, columns=list(docs.terms)
    )
    total = table.sum()
    most = sorted(table.columns, key=lambda term: (-total[term], term))[:n_terms]
    return table[most]


def indicator(docs: Documents) -> tuple[list[str], np.ndarray]:
    """The groups in order, and which document is whose, (n_groups, n_documents) of 0 and 1."""
    names = sorted(set(docs.groups))
    return names, np.array([docs.groups == name for name in names], dtype=float)


def by_group(docs: Documents, weights: np.ndarray) -> np.ndarray:
    """Counts of each group, (n_groups, n_terms), with weights (n_groups, n_documents)."""
    return (docs.matrix.T @ weights.T).T.astype(float)
