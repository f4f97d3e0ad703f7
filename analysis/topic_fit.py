"""Models of topics: fitted, and judged by coherence and by whether random starts find them again.

References
----------
Lee and Seung 1999 for non-negative matrix factorisation; Boutsidis and Gallopoulos 2008 for its
start; Bouma 2009 and Röder et al. 2015 for the coherence; Greene, O'Callaghan and Cunningham 2014,
How many topics?, for stability by matching.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from analysis import association
from analysis.contingency import quotient
from analysis.errors import InputError

if TYPE_CHECKING:
    from analysis.paragraph_texts import Paragraphs

Model = Literal["nmf", "lda"]
DIGITS = 4  # of all that is returned: a factorisation's last digits differ between machines


class Fit(NamedTuple):
    """A fitted model: the weights of topics in paragraphs, and of words in topics.

    `weights` (n_paragraphs, n_topics) and `words` (n_topics, n_terms): rows add up to 1. A row
    without any weight is NaN.
    """

    weights: np.ndarray
    words: np.ndarray


def fit(
    texts: "Paragraphs", n_topics: int, *, seed: int | None = None, model: Model = "nmf"
) -> Fit:
    """A model of so many topics.

    Parameters
    ----------
    texts
        As `paragraph_texts.paragraphs` gives them.
    n_topics
        2 or more, fewer than paragraphs and terms.
    seed
        None: NMF begins with the singular vectors (NNDSVD), which needs no chance; LDA takes 0.
        A number: a random start.
    model
        "nmf": of tf-idf, rows of length 1 (scikit-learn). "lda": of counts (tomotopy, the extra
        `topics`), one worker, so that a seed gives the same model.

    Raises
    ------
    InputError
        Too many topics for the texts, or tomotopy is not installed.
    """
    most = min(texts.matrix.shape) - 1
    if not 2 <= n_topics <= most:
        raise InputError(
            f"{n_topics} topics cannot be made of {texts.matrix.shape[0]} paragraphs and "
            f"{texts.matrix.shape[1]} terms — choose from 2 to {most}, or pass more text."
        )
    make = {"nmf": _nmf, "lda": _lda}[model]
    weights, words = make(texts, n_topics, seed)
    order = _order(words, weights)
    return Fit(_rows_to_one(weights[:, order]), _rows_to_one(words[order]))


def coherence(texts: "Paragraphs", made: Fit, *, n_words: int = 10) -> np.ndarray:
    """Mean NPMI of each two of a topic's words in the same sentence, (n_topics,), −1 to 1.

    NPMI is 1 for words only ever together, 0 as by chance, −1 for words never together.
    """
    n = texts.sentences.shape[0]
    scores = []
    for top in first_words(made.words, n_words):
        own = texts.sentences[:, top]
        both = (own.T @ own).toarray().astype(float)
        alone = np.diag(both)
        a, b = np.triu_indices(len(top), 1)
        scores.append(np.mean(association.npmi(both[a, b], alone[a], alone[b], n)))
    return np.round(scores, DIGITS)


def stability(
    texts: "Paragraphs",
    made: Fit,
    *,
    rng: np.random.Generator,
    n_starts: int = 10,
    n_words: int = 10,
    model: Model = "nmf",
) -> np.ndarray:
    """How well each topic comes back from random starts, (n_topics,), 0 to 1.

    The topics of each start are matched one to one with those of the model so that the Jaccard
    similarities of their `n_words` first words add up to the most (Hungarian algorithm); the mean
    over the starts is a topic's stability.
    """
    from scipy.optimize import linear_sum_assignment

    own = [set(top) for top in first_words(made.words, n_words)]
    found = []
    for seed in rng.integers(2**31, size=n_starts).tolist():
        other = first_words(fit(texts, len(own), seed=seed, model=model).words, n_words)
        alike = np.array([[_jaccard(a, set(b)) for b in other] for a in own])
        rows, columns = linear_sum_assignment(alike, maximize=True)
        found.append(alike[rows, columns])
    return np.round(np.mean(found, axis=0), DIGITS)


def _nmf(texts: "Paragraphs", n_topics: int, seed: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Weights and words by non-negative factorisation of tf-idf."""
    from warnings import catch_warnings, simplefilter

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfTransformer

    start = {"init": "nndsvda"} if seed is None else {"init": "random", "random_state": seed}
    if seed is None:
        start["random_state"] = 0  # of the randomised singular vectors
    made = NMF(n_topics, max_iter=500, tol=1e-4, **start)
    with catch_warnings():  # a start that has not settled is unstable, and stability says so
        simplefilter("ignore", ConvergenceWarning)
        weights = made.fit_transform(TfidfTransformer().fit_transform(texts.matrix.astype(float)))
    return weights, made.components_


def _lda(texts: "Paragraphs", n_topics: int, seed: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Weights and words by latent Dirichlet allocation."""
    from warnings import catch_warnings, simplefilter

    try:
        with catch_warnings():  # its binding to C++ is deprecated in ways that concern nobody here
            simplefilter("ignore", DeprecationWarning)
            import tomotopy
    except ImportError as error:
        raise InputError(
            "LDA needs tomotopy — it is not installed. Install the extra “topics” "
            "(pip install -e '.[topics]'), or use model='nmf'."
        ) from error
    made = tomotopy.LDAModel(k=n_topics, seed=seed or 0)
    rows = texts.matrix.tocsr()
    for at in range(rows.shape[0]):
        part = slice(rows.indptr[at], rows.indptr[at + 1])
        counted = zip(rows.indices[part], rows.data[part], strict=True)
        made.add_doc([texts.terms[term] for term, n in sorted(counted) for _ in range(n)])
    made.train(500, workers=1)
    column = {word: at for at, word in enumerate(made.used_vocabs)}
    words = np.array([made.get_topic_word_dist(topic) for topic in range(n_topics)])
    weights = np.array([doc.get_topic_dist() for doc in made.docs])
    return weights, words[:, [column[term] for term in texts.terms]]


def _order(words: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The topics from the largest down; alike ones by their first word."""
    share = np.round(np.nanmean(_rows_to_one(weights), axis=0), 6)
    return np.lexsort((first_words(words, 1)[:, 0], -share))


def _rows_to_one(values: np.ndarray) -> np.ndarray:
    """Rows that add up to 1; NaN where a row is empty."""
    return quotient(values, values.sum(axis=1, keepdims=True))


def first_words(words: np.ndarray, n_words: int) -> np.ndarray:
    """The places of each topic's first words, (n_topics, n_words); ties in order of the terms."""
    shares = np.round(np.nan_to_num(_rows_to_one(words)), 6)
    return np.argsort(-shares, axis=1, kind="stable")[:, :n_words]


def _jaccard(a: set, b: set) -> float:
    """Shared words by all words of both."""
    return len(a & b) / len(a | b)
