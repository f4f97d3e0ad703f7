"""The terms that set each group of articles apart: all groups at once, from one count matrix."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis import dispersion, effects, resampling
from analysis.contingency import log_likelihood, quotient
from analysis.errors import InputError
from analysis.inference import benjamini_hochberg

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike

# Below five occurrences in three articles a p-value by article cannot become small, and every
# term that is tested makes the correction for the others harder.
MIN_FREQ = 5
MIN_DOCS = 3
# Pseudo-tokens of the informative prior, about one newspaper article: enough to hold back words
# seen once or twice, little beside a group of a dozen articles.
PRIOR_TOTAL = 500.0

REST = "rest"
COLUMNS = (
    "group", "term", "freq_target", "n_target", "freq_reference", "n_reference", "docs_target",
    "docs_reference", "n_docs_target", "n_docs_reference", "log_ratio", "low", "high",
    "log_likelihood", "lrc", "z", "p", "p_min", "q", "m", "dp_norm", "carried_by_one", "note",
)  # fmt: skip

NO_TARGET = "no text in this group"
NO_REFERENCE = "no text to compare with"
ONE_TARGET = "one article in this group: no interval"
ONE_REFERENCE = "one article in the reference: no interval"


class _Corpus(NamedTuple):
    """Counts (articles × terms, CSC), tokens, group label and stratum per article, terms."""

    counts: object
    sizes: np.ndarray
    groups: np.ndarray
    strata: np.ndarray
    terms: np.ndarray


class _Options(NamedTuple):
    """The named choices of `keyness` that every group shares."""

    min_freq: int
    min_docs: int
    n_resamples: int
    level: float
    prior_total: float


def keyness(
    dtm: "ArrayLike",
    terms: "Sequence[str]",
    groups: "ArrayLike",
    *,
    rng: np.random.Generator,
    target: str | None = None,
    reference: str = REST,
    min_freq: int = MIN_FREQ,
    min_docs: int = MIN_DOCS,
    n_resamples: int = resampling.N_RESAMPLES,
    level: float = 0.95,
    prior_total: float = PRIOR_TOTAL,
    sizes: "ArrayLike | None" = None,
    strata: "ArrayLike | None" = None,
) -> "pd.DataFrame":
    """A table of terms by group: how much more often, how surely, and carried by how many articles.

    Each group is compared with all other articles (or with one other group). An article is a row
    of the matrix; articles without tokens and without a label (empty or missing) are left out.
    Only terms with `min_freq` occurrences in `min_docs` articles of target and reference together
    are tested and returned; `m` says how many those are. The order of the articles and of the
    terms changes nothing.

    Parameters
    ----------
    dtm
        Counts, (n_articles, n_terms), scipy sparse or numpy, 0 or more.
    terms
        The n_terms terms, each once.
    groups
        Label of each article, (n_articles,).
    rng
        Source of chance for the intervals and p-values; the same state gives the same table.
    target
        One group only; None for every group.
    reference
        "rest" for all labelled articles outside the group, or the label of one group.
    min_freq, min_docs
        Filter before testing.
    n_resamples
        Of the bootstrap and of the permutation test.
    level
        Of the interval and of `lrc`.
    prior_total
        α₀ of the log odds in pseudo-tokens, shared out like target and reference together.
    sizes
        Tokens of each article, (n_articles,), where the matrix does not hold every token that
        counts (stop words taken out afterwards, rare terms dropped). None takes its row sums.
    strata
        Label of each article, a month for example, within which the permutation stays.

    Returns
    -------
    pandas.DataFrame, by group and from the most over- to the most underused term (lrc, then z):

    group, term; freq_target, freq_reference (occurrences); n_target, n_reference (tokens);
    docs_target, docs_reference (articles with the term); n_docs_target, n_docs_reference
    (articles); log_ratio (1 is twice as often, a 0 counted as 0.5); low, high (its interval, by
    bootstrap over articles); log_likelihood (signed, four cells); lrc (conservative log ratio,
    Bonferroni over m); z (log odds with informative prior, in standard errors); p (permutation
    of articles, two-sided); p_min (the smallest p that so few articles can give); q
    (Benjamini-Hochberg over the m terms of the group); m; dp_norm (spread over the articles of
    the target, 0 even, 1 all in its shortest); carried_by_one (taking one article with the term
    away turns or ends the difference); note (why a number is missing).

    Raises
    ------
    InputError
        `target` or `reference` is not among the groups, or they are the same.
    ValueError
        Shapes do not fit, a term stands twice, a count is negative or missing, sizes below the
        row sums, or see `analysis.resampling.bootstrap_log_ratio`.

    References
    ----------
    Hardie 2014; Evert 2022; Monroe, Colaresi and Quinn 2008; Mildenberger 2023; Benjamini and
    Hochberg 1995; Gries 2008 with Lijffijt and Gries 2012: see the functions used.
    """
    import pandas as pd

    corpus = _corpus(dtm, terms, groups, sizes, strata)
    names = _targets(corpus, groups, target, reference)
    options = _Options(min_freq, min_docs, n_resamples, level, prior_total)
    seed = int(rng.integers(2**63))  # each group has a stream of its own, asked for alone or not
    tables = []
    for name in names:
        others = corpus.groups != name if reference == REST else corpus.groups == reference
        stream = np.random.default_rng([seed, *name.encode()])
        tables.append(_group(corpus, name, others, options, stream))
    if not tables:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(tables, ignore_index=True)


def _group(
    corpus: _Corpus, name: str, others: np.ndarray, options: _Options, rng: np.random.Generator
) -> "pd.DataFrame":
    """The rows of one group."""
    import pandas as pd

    within = corpus.groups == name
    in_target, in_reference = _both_sums(corpus, within), _both_sums(corpus, others)
    enough = (in_target.freq + in_reference.freq >= options.min_freq) & (
        in_target.docs + in_reference.docs >= options.min_docs
    )
    kept = np.flatnonzero(enough)
    f1, f2 = in_target.freq[kept], in_reference.freq[kept]
    n1, n2 = in_target.n_tokens, in_reference.n_tokens
    part = corpus._replace(counts=corpus.counts[:, kept].tocsr())
    data = {
        "group": name, "term": corpus.terms[kept], "freq_target": f1, "n_target": n1,
        "freq_reference": f2, "n_reference": n2, "docs_target": in_target.docs[kept],
        "docs_reference": in_reference.docs[kept], "n_docs_target": int(within.sum()),
        "n_docs_reference": int(others.sum()), **_measures(f1, n1, f2, n2, options),
        **_resampled(part, within, others, options, rng), "m": len(kept),
        "dp_norm": dispersion.dp_norm(part.counts[within], part.sizes[within]),
        "carried_by_one": dispersion.carried_by_one(part.counts, part.sizes, within, others),
        "note": _note(int(within.sum()), int(others.sum())),
    }  # fmt: skip
    table = pd.DataFrame(data, index=range(len(kept)))[list(COLUMNS)]
    counted = ["freq_target", "freq_reference", "n_target", "n_reference"]
    if all((table[column] % 1 == 0).all() for column in counted):
        table = table.astype(dict.fromkeys(counted, "int64"))
    return table.sort_values(
        ["lrc", "z", "term"], ascending=[False, False, True], kind="stable", ignore_index=True
    )


def _measures(
    f1: np.ndarray, n1: float, f2: np.ndarray, n2: float, options: _Options
) -> dict[str, np.ndarray]:
    """The columns that follow from the four counts alone."""
    pooled = quotient(options.prior_total * (f1 + f2), n1 + n2)
    odds = effects.log_odds(f1, n1, f2, n2, prior=pooled, prior_total=options.prior_total)
    alpha = 1 - options.level
    return {
        "log_ratio": effects.log_ratio(f1, n1, f2, n2),
        "log_likelihood": log_likelihood(f1, n1, f2, n2),
        "lrc": effects.lrc(f1, n1, f2, n2, alpha=alpha, m=max(1, len(f1))),
        "z": odds.z,
    }


def _resampled(
    corpus: _Corpus,
    within: np.ndarray,
    others: np.ndarray,
    options: _Options,
    rng: np.random.Generator,
) -> dict[str, np.ndarray | float]:
    """The columns low, high, p, p_min and q."""
    counts = corpus.counts
    low, high = resampling.bootstrap_log_ratio(
        counts[within], corpus.sizes[within], counts[others], corpus.sizes[others],
        rng=rng, n_resamples=options.n_resamples, level=options.level,
    )  # fmt: skip
    both = within | others
    p, p_min = resampling.permutation_p(
        counts[both], corpus.sizes[both], within[both],
        rng=rng, n_resamples=options.n_resamples, strata=corpus.strata[both],
    )  # fmt: skip
    return {"low": low, "high": high, "p": p, "p_min": p_min, "q": benjamini_hochberg(p)}


def _note(n_target: int, n_reference: int) -> str:
    """Why numbers are missing in a group's rows; empty where none are."""
    if n_target == 0:
        return NO_TARGET
    if n_reference == 0:
        return NO_REFERENCE
    notes = [ONE_TARGET] * (n_target == 1) + [ONE_REFERENCE] * (n_reference == 1)
    return "; ".join(notes)


class _Sums(NamedTuple):
    """Occurrences and articles per term, and tokens, of a set of articles."""

    freq: np.ndarray
    docs: np.ndarray
    n_tokens: float


def _both_sums(corpus: _Corpus, chosen: np.ndarray) -> _Sums:
    """The sums over the chosen articles."""
    weight = chosen.astype(np.float64)
    present = corpus.counts.copy()
    present.data = (present.data > 0).astype(np.float64)
    docs = (present.T @ weight).astype(np.int64)
    return _Sums(corpus.counts.T @ weight, docs, float(corpus.sizes @ weight))


def _corpus(
    dtm: "ArrayLike",
    terms: "Sequence[str]",
    groups: "ArrayLike",
    sizes: "ArrayLike | None",
    strata: "ArrayLike | None",
) -> _Corpus:
    """The checked input in an order of its own, so that no other order can matter."""
    counts, terms = _counts(dtm), np.asarray(list(terms), dtype=object)
    labels = _labels(groups)
    row_sums = np.asarray(counts.sum(axis=1)).ravel()
    tokens = row_sums if sizes is None else np.asarray(sizes, dtype=np.float64)
    strata = np.zeros(len(labels), int) if strata is None else np.asarray(strata)
    if not counts.shape == (len(labels), len(terms)) or not len(labels) == len(tokens) == len(
        strata
    ):
        raise ValueError(
            f"The matrix has shape {counts.shape} — it needs one row for each of {len(labels)} "
            f"labels ({len(tokens)} sizes, {len(strata)} strata) and a column for each of "
            f"{len(terms)} terms."
        )
    if len(set(terms)) < len(terms):
        raise ValueError("A term stands twice — add its columns up first.")
    if np.any(np.isnan(tokens)) or np.any(tokens < row_sums):
        raise ValueError("An article has fewer tokens than counted terms — sizes are all tokens.")
    rows = np.flatnonzero((tokens > 0) & (labels != ""))
    columns = np.argsort(terms, kind="stable")
    counts = counts[rows][:, columns]
    counts.sort_indices()
    order = _order(counts, tokens[rows], labels[rows], strata[rows])
    rows = rows[order]
    return _Corpus(counts[order], tokens[rows], labels[rows], strata[rows], terms[columns])


def _counts(dtm: "ArrayLike") -> "object":
    """The matrix as float64 CSR without stored zeros."""
    from scipy import sparse

    counts = sparse.csr_array(dtm, dtype=np.float64, copy=True)
    counts.sum_duplicates()
    counts.eliminate_zeros()
    if np.any(np.isnan(counts.data)) or np.any(counts.data < 0):
        raise ValueError("A count is missing or negative — the matrix holds counts, 0 or more.")
    return counts


def _labels(groups: "ArrayLike") -> np.ndarray:
    """The labels as text, the empty one where there is none."""
    import pandas as pd

    values = pd.Series(list(groups), dtype=object)
    return np.array([str(v) for v in values.where(values.notna(), "")], dtype=object)


def _order(
    counts: "object", tokens: np.ndarray, labels: np.ndarray, strata: np.ndarray
) -> list[int]:
    """The articles by group, stratum, length and then content: ties are the same article."""

    def key(row: int) -> tuple[str, str, float, bytes, bytes]:
        cells = slice(counts.indptr[row], counts.indptr[row + 1])
        content = counts.indices[cells].tobytes(), counts.data[cells].tobytes()
        return labels[row], str(strata[row]), float(tokens[row]), *content

    return sorted(range(len(labels)), key=key)


def _targets(corpus: _Corpus, groups: "ArrayLike", target: str | None, reference: str) -> list[str]:
    """The groups to describe, sorted; a group whose articles are all empty is one of them."""
    known = sorted(set(_labels(groups)) - {""})
    for name in (target, None if reference == REST else reference):
        if name is not None and name not in known:
            raise InputError(
                f"No article belongs to “{name}” — the groups are {'、'.join(known) or 'none'}. "
                "Name one of them."
            )
    if target is not None and target == reference:
        raise InputError(f"“{target}” is compared with itself — name another reference.")
    return [target] if target is not None else [name for name in known if name != reference]
