"""What one article does to a difference: the comparison without it."""

from typing import NamedTuple

import numpy as np

from analysis.effects import log_ratio


class Without(NamedTuple):
    """The comparison of each term without the article that carries most of it, (n_terms,) each.

    `article` is its number, −1 where there is no difference; `log_ratio` what is left, NaN where
    nothing is left to compare; `carried`, whether some one article's leaving ends or turns the
    difference.
    """

    article: np.ndarray
    log_ratio: np.ndarray
    carried: np.ndarray


class _Sides(NamedTuple):
    """Occurrences of the terms of some cells, and tokens, in target and reference."""

    f1: np.ndarray
    n1: np.ndarray
    f2: np.ndarray
    n2: np.ndarray


def leave_one_out(
    counts: "object",
    sizes: np.ndarray,
    article: np.ndarray,
    in_target: np.ndarray,
    in_reference: np.ndarray,
) -> Without:
    """The log ratio of each term without the one article that holds the difference up most.

    For a term that the target uses more, each article of the target that holds it is taken away
    in turn; for one that it uses less, each article of the reference. An article with text on
    both sides leaves both. The one whose leaving brings the log ratio furthest towards, or past,
    0 carries most; of two that do the same, the first.

    Parameters
    ----------
    counts
        (n_pieces, n_terms), scipy sparse or numpy: the text of each article on each side.
    sizes, article
        Tokens and article (numbered from 0) of each piece, (n_pieces,).
    in_target, in_reference
        Which pieces make up the two sides, (n_pieces,) of bool.

    Returns
    -------
    Without. A term of one article only is always carried by it.
    """
    from scipy import sparse

    counts, sizes = sparse.csr_array(counts, dtype=np.float64), np.asarray(sizes, np.float64)
    sides = [np.asarray(side, dtype=bool) for side in (in_target, in_reference)]
    # Both sides in one matrix: the real part counts the target, the imaginary the reference.
    of_piece = sides[0] + 1j * sides[1]
    here = sides[0] | sides[1]
    articles = np.asarray(article)[here]
    n_articles = int(articles.max()) + 1 if len(articles) else 0
    adder = sparse.csr_array(
        (of_piece[here], (articles, np.arange(len(articles)))), (n_articles, len(articles))
    )
    cells, tokens = (adder @ counts[here]).tocsc(), adder @ sizes[here]
    cells.sort_indices()
    term = np.repeat(np.arange(counts.shape[1]), np.diff(cells.indptr))
    return _furthest(cells, tokens, np.asarray(cells.sum(axis=0)).ravel(), term)


def _furthest(cells: "object", tokens: np.ndarray, freq: np.ndarray, term: np.ndarray) -> Without:
    """The article of each term whose leaving changes most."""
    all_tokens, held = tokens.sum(), cells.data
    direction = np.sign(freq.real * all_tokens.imag - freq.imag * all_tokens.real)[term]
    rest = _left(freq[term] - held, all_tokens - tokens[cells.indices])
    candidate = ((direction > 0) & (held.real > 0)) | ((direction < 0) & (held.imag > 0))
    left = log_ratio(*rest)
    score = np.where(np.isnan(left), -np.inf, left * direction)
    score = np.where(candidate, score, np.inf)
    article, after = np.full(len(freq), -1), np.full(len(freq), np.nan)
    filled = np.flatnonzero(np.diff(cells.indptr))
    least = np.full(len(freq), np.inf)
    least[filled] = np.minimum.reduceat(score, cells.indptr[filled]) if len(filled) else least[:0]
    first = np.flatnonzero(candidate & (score == least[term]))[::-1]  # the first is written last
    article[term[first]], after[term[first]] = cells.indices[first], left[first]
    ends = candidate & (direction * (rest.f1 * rest.n2 - rest.f2 * rest.n1) <= 0)
    carried = np.zeros(len(freq), dtype=bool)
    carried[term[ends]] = True
    return Without(article, after, carried)


def _left(freq: np.ndarray, tokens: np.ndarray) -> _Sides:
    """What is left of both sides, unpacked."""
    return _Sides(freq.real, tokens.real, freq.imag, tokens.imag)
