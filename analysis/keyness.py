"""The terms that set each group of articles apart: all groups at once, from one count matrix."""

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from analysis import contingency, dispersion, effects, influence, permutation, resampling
from analysis import pieces as cut
from analysis.errors import InputError
from analysis.inference import benjamini_hochberg
from analysis.pieces import Corpus, Pieces

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
# Above this q a word is not called different; `n_needed` and the notes refer to it.
MAX_Q = 0.05

REST = "rest"
COLUMNS = (
    "group", "term", "freq_target", "n_target", "freq_reference", "n_reference", "docs_target",
    "docs_reference", "n_docs_target", "n_docs_reference", "shared_articles", "log_ratio", "low",
    "high", "pct_diff", "log_likelihood", "bayes_factor", "lrc", "z", "p", "p_min", "q", "m",
    "n_needed", "dp_norm", "carried_by_one", "top_article", "log_ratio_without", "note",
)  # fmt: skip

NO_TARGET = "no text in this group"
NO_REFERENCE = "no text to compare with"
ONE_TARGET = "one article in this group: no interval"
ONE_REFERENCE = "one article in the reference: no interval"
NOT_IN_TARGET = "not in the target: 0.5 stands for 0"
NOT_IN_REFERENCE = "not in the reference: 0.5 stands for 0"
BY_PARAGRAPH = "by paragraph: those of one article are not independent, p and interval flatter"


class _Options(NamedTuple):
    """The named choices of `keyness` that every group shares."""

    min_freq: int
    min_docs: int
    min_tokens: int
    n_resamples: int
    level: float
    prior_total: float
    cells: int
    unit: str


class _Pair(NamedTuple):
    """One comparison: numbers of target and reference (None for the rest), their pieces, terms."""

    target: int
    reference: int | None
    within: np.ndarray
    others: np.ndarray
    kept: np.ndarray


def keyness(
    dtm: "ArrayLike",
    terms: "Sequence[str]",
    groups: "ArrayLike",
    *,
    rng: np.random.Generator,
    articles: "ArrayLike | None" = None,
    unit: Literal["article", "paragraph"] = "article",
    target: str | None = None,
    reference: str = REST,
    min_freq: int = MIN_FREQ,
    min_docs: int = MIN_DOCS,
    min_tokens: int = 0,
    n_resamples: int = resampling.N_RESAMPLES,
    level: float = 0.95,
    prior_total: float = PRIOR_TOTAL,
    cells: contingency.Cells = 4,
    sizes: "ArrayLike | None" = None,
    strata: "ArrayLike | None" = None,
) -> "pd.DataFrame":
    """A table of terms by group: how much more often, how surely, and carried by how many articles.

    Each group is compared with all other articles (or with one other group). Articles without
    tokens and without a label (empty or missing) are left out. Only terms with `min_freq`
    occurrences in `min_docs` articles of target and reference together are tested and returned;
    `m` says how many those are. The order of the rows and of the terms changes nothing.

    Parameters
    ----------
    dtm
        Counts, (n_rows, n_terms), scipy sparse or numpy, whole numbers of 0 or more.
    terms
        The n_terms terms, each once.
    groups
        Label of each row, (n_rows,).
    rng
        Source of chance for the intervals and p-values; the same state gives the same table.
    articles
        The article of each row, (n_rows,). Rows of one article and group are added up. Where an
        article has rows in several groups it is drawn, or left out, as a whole, and it is not
        exchanged: it cannot be an example of one side. None: each row is an article.
    unit
        "article", or "paragraph" where the rows are to be drawn and exchanged as they are,
        although several are of one article. That takes paragraphs of an article for independent,
        which they are not: every row of the result then says so.
    target
        One group only; None for every group.
    reference
        "rest" for all labelled articles outside the group, or the label of one group.
    min_freq, min_docs
        Filter before testing.
    min_tokens
        A group with fewer tokens is marked in `note`; its numbers are given all the same.
    n_resamples
        Of the bootstrap and of the permutation test.
    level
        Of the interval and of `lrc`.
    prior_total
        α₀ of the log odds in pseudo-tokens, shared out like target and reference together.
    cells
        Of `log_likelihood` and `bayes_factor`: 4 (Dunning), or 2 (Rayson and Garside, UCREL).
    sizes
        Tokens of each row, (n_rows,), where the matrix does not hold every token that
        counts (stop words taken out afterwards, rare terms dropped). None takes its row sums.
    strata
        Label of each row (its newspaper, its month) within which the permutation stays; the
        same in all rows of an article.

    Returns
    -------
    pandas.DataFrame, by group and from the most over- to the most underused term (lrc, then z).
    f₁, n₁ and f₂, n₂ are occurrences and tokens of target and reference:

    group, term; freq_target (f₁), n_target (n₁), freq_reference (f₂), n_reference (n₂);
    docs_target, docs_reference (articles with the term); n_docs_target, n_docs_reference
    (articles); shared_articles (of these, how many have text on both sides);

    log_ratio (log₂ of (f₁/n₁)/(f₂/n₂), 1 is twice as often, a 0 counted as 0.5); low, high (its
    percentile interval by bootstrap over articles, too narrow with few of them: see
    `resampling.bootstrap_log_ratio`); pct_diff (100·(f₁/n₁ − f₂/n₂)/(f₂/n₂), 100 is twice as
    often; inf without the term in the reference);

    log_likelihood (2 Σ O ln(O/E) over `cells`, with the sign of the difference); bayes_factor
    (bare log-likelihood − ln(n₁ + n₂), above 2 positive and above 10 decisive evidence if tokens
    were independent); lrc (conservative log ratio: the bound nearest 0 of its exact interval,
    Bonferroni over m; 0 where that spans 0); z (log odds with informative prior in standard
    errors: ln[(f₁+α)/(n₁+α₀−f₁−α)] − ln[(f₂+α)/(n₂+α₀−f₂−α)] divided by √(1/(f₁+α)+1/(f₂+α)), with
    α = α₀(f₁+f₂)/(n₁+n₂));

    p (permutation of whole articles, two-sided, of the size of the log ratio: (b + 1)/(B + 1), or
    exact); p_min (the smallest p that so few articles can give); q (Benjamini-Hochberg over the
    m terms of the group); m; n_needed (how many of the m terms must all have the smallest p for
    any q to be 0.05 or less, ⌈p_min·m/0.05⌉; above m it cannot be);

    dp_norm (spread over the articles of the target, 0 even, 1 all in its shortest);
    carried_by_one (without some one article the difference ends or turns); top_article (id of the
    article that carries most of it, "" where `articles` is None or nothing differs);
    log_ratio_without (the log ratio without that article, NaN where nothing is left);

    note (why a number is missing or weak; empty where nothing is to be said). `attrs["unit"]`
    says what was drawn.

    Raises
    ------
    InputError
        `target` or `reference` is not among the groups, or they are the same.
    ValueError
        Shapes do not fit, a term stands twice, a count is negative, missing, infinite or no whole
        number, sizes are below the row sums, an article is in two strata or has no id, `unit` or
        `cells` is no such choice, or see `resampling.bootstrap_log_ratio`.

    References
    ----------
    Hardie 2014; Gabrielatos and Marchi 2011; Dunning 1993; Wilson 2013; Evert 2022; Monroe,
    Colaresi and Quinn 2008; Mildenberger 2023; Benjamini and Hochberg 1995; Gries 2008 with
    Lijffijt and Gries 2012: see the functions used.
    """
    import pandas as pd

    if unit not in ("article", "paragraph"):
        raise ValueError(f"unit={unit!r} — say “article” or “paragraph”.")
    options = _Options(min_freq, min_docs, min_tokens, n_resamples, level, prior_total, cells, unit)
    drawn = articles if unit == "article" else None
    corpus = cut.corpus(dtm, terms, groups, articles=drawn, sizes=sizes, strata=strata)
    names = _targets(groups, target, reference)
    pairs = [_pair(corpus, name, reference, options) for name in names]
    resampled = _resampled(corpus.pieces, pairs, options, rng)
    tables = [
        _group(corpus, name, pair, options, numbers)
        for name, pair, numbers in zip(names, pairs, resampled, strict=True)
    ]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    table.attrs["unit"] = unit
    return table


def _pair(corpus: Corpus, name: str, reference: str, options: _Options) -> _Pair:
    """The comparison of a group, and its terms that pass the thresholds."""
    pieces = corpus.pieces
    numbers = {label: number for number, label in enumerate(corpus.groups)}
    target, other = numbers.get(name, -1), numbers.get(reference, -1)
    within = pieces.group == target
    others = pieces.group == other if reference != REST else ~within
    both = within | others
    freq = pieces.counts.T @ both.astype(np.float64)
    docs = _articles_with(pieces, both)
    kept = np.flatnonzero((freq >= options.min_freq) & (docs >= options.min_docs))
    return _Pair(target, None if reference == REST else other, within, others, kept)


def _articles_with(pieces: Pieces, chosen: np.ndarray) -> np.ndarray:
    """How many articles of the chosen pieces hold each term, (n_terms,)."""
    from scipy import sparse

    rows = np.flatnonzero(chosen)
    number, article = np.unique(pieces.article[rows], return_inverse=True)
    where = (np.ones(len(rows)), (article, np.arange(len(rows))))
    held = sparse.csr_array(where, (len(number), len(rows))) @ pieces.counts[rows]
    return np.bincount(held.tocoo().col, minlength=held.shape[1])


def _resampled(
    pieces: Pieces, pairs: list[_Pair], options: _Options, rng: np.random.Generator
) -> list[dict[str, np.ndarray]]:
    """The columns low, high, p and p_min of every comparison, for its terms.

    Terms with the same counts everywhere have the same numbers and are gone through once.
    """
    tested = np.unique(np.concatenate([pair.kept for pair in pairs] or [np.zeros(0, int)]))
    counts = pieces.counts[:, tested]
    one, copies = cut.distinct(counts)
    part = pieces._replace(counts=counts[:, one].tocsr())
    sides = [(pair.target, pair.reference) for pair in pairs]
    draws, exchanges = map(np.random.default_rng, rng.integers(2**63, size=2))
    bounds = resampling.bootstrap_bounds(
        part, sides, rng=draws, n_resamples=options.n_resamples, level=options.level
    )
    p, p_min = permutation.permutation_by_group(
        part, sides, rng=exchanges, n_resamples=options.n_resamples
    )
    return [
        {
            name: values[at, copies[np.searchsorted(tested, pair.kept)]]
            for name, values in (("low", bounds[0]), ("high", bounds[1]), ("p", p))
        }
        | {"p_min": p_min[at]}
        for at, pair in enumerate(pairs)
    ]


def _group(
    corpus: Corpus, name: str, pair: _Pair, options: _Options, resampled: dict
) -> "pd.DataFrame":
    """The rows of one group."""
    import pandas as pd

    kept, m = pair.kept, len(pair.kept)
    pieces = corpus.pieces._replace(counts=corpus.pieces.counts[:, kept].tocsr())
    f1, f2 = (pieces.counts.T @ side.astype(np.float64) for side in (pair.within, pair.others))
    n1, n2 = (float(pieces.sizes @ side) for side in (pair.within, pair.others))
    without = influence.leave_one_out(
        pieces.counts, pieces.sizes, pieces.article, pair.within, pair.others
    )
    p_min = float(resampled["p_min"])
    shared = len(cut.on_both_sides(pieces, pair.within, pair.others))
    data = {
        "group": name, "term": corpus.terms[kept], "freq_target": f1, "n_target": n1,
        "freq_reference": f2, "n_reference": n2,
        "docs_target": _articles_with(pieces, pair.within),
        "docs_reference": _articles_with(pieces, pair.others),
        "n_docs_target": int(pair.within.sum()),
        "n_docs_reference": len(np.unique(pieces.article[pair.others])),
        "shared_articles": shared,
        **_measures(f1, n1, f2, n2, options), **resampled,
        "q": benjamini_hochberg(resampled["p"]), "m": m, "n_needed": _needed(p_min, m),
        "dp_norm": dispersion.dp_norm(pieces.counts[pair.within], pieces.sizes[pair.within]),
        "carried_by_one": without.carried, "log_ratio_without": without.log_ratio,
        "top_article": np.append(corpus.articles, "")[without.article],
        "note": _notes(f1, n1, f2, n2, pieces, pair, options, p_min),
    }  # fmt: skip
    table = pd.DataFrame(data, index=range(m))[list(COLUMNS)]
    whole = ["freq_target", "freq_reference", "n_target", "n_reference"]
    table = table.astype(dict.fromkeys(whole, "int64") | {"n_needed": "Int64"})
    return table.sort_values(
        ["lrc", "z", "term"], ascending=[False, False, True], kind="stable", ignore_index=True
    )


def _measures(
    f1: np.ndarray, n1: float, f2: np.ndarray, n2: float, options: _Options
) -> dict[str, np.ndarray]:
    """The columns that follow from the four counts alone."""
    four, cells = (f1, n1, f2, n2), options.cells
    pooled = contingency.quotient(options.prior_total * (f1 + f2), n1 + n2)
    odds = effects.log_odds(*four, prior=pooled, prior_total=options.prior_total)
    difference = effects.pct_diff(*four)
    return {
        "log_ratio": effects.log_ratio(*four),
        "pct_diff": np.where((f2 == 0) & np.isfinite(difference), np.inf, difference),
        "log_likelihood": contingency.log_likelihood(*four, cells=cells),
        "bayes_factor": contingency.bayes_factor(*four, cells=cells),
        "lrc": effects.lrc(*four, alpha=1 - options.level, m=max(1, len(f1))),
        "z": odds.z,
    }


def _needed(p_min: float, m: int) -> "int | pd.NA":
    """How many terms must have the smallest p for any q to reach `MAX_Q`; missing without p."""
    import pandas as pd

    return pd.NA if math.isnan(p_min) else math.ceil(p_min * m / MAX_Q - 1e-9)


def _notes(
    f1: np.ndarray,
    n1: float,
    f2: np.ndarray,
    n2: float,
    pieces: Pieces,
    pair: _Pair,
    options: _Options,
    p_min: float,
) -> np.ndarray:
    """What is to be said of each term's numbers: of the group's, then of its own."""
    if n1 == 0 or n2 == 0:
        return np.full(len(f1), NO_TARGET if n1 == 0 else NO_REFERENCE, dtype=object)
    of_group = []
    if n1 < options.min_tokens:
        of_group.append(f"fewer than {options.min_tokens} tokens in this group: too few to compare")
    of_group += [ONE_TARGET] * (len(np.unique(pieces.article[pair.within])) == 1)
    of_group += [ONE_REFERENCE] * (len(np.unique(pieces.article[pair.others])) == 1)
    if p_min > MAX_Q:
        of_group.append(f"no p below {p_min:.2g} is possible: nothing can be significant")
    of_group += [BY_PARAGRAPH] * (options.unit == "paragraph")
    kinds = ("; ".join([*of_group, *own]) for own in ([], [NOT_IN_TARGET], [NOT_IN_REFERENCE]))
    return np.array(list(kinds), dtype=object)[np.where(f1 == 0, 1, np.where(f2 == 0, 2, 0))]


def _targets(groups: "ArrayLike", target: str | None, reference: str) -> list[str]:
    """The groups to describe, sorted; a group whose articles are all empty is one of them."""
    known = sorted(set(cut.labels(groups)) - {""})
    for name in (target, None if reference == REST else reference):
        if name is not None and name not in known:
            raise InputError(
                f"No article belongs to “{name}” — the groups are {'、'.join(known) or 'none'}. "
                "Name one of them."
            )
    if target is not None and target == reference:
        raise InputError(f"“{target}” is compared with itself — name another reference.")
    return [target] if target is not None else [name for name in known if name != reference]
