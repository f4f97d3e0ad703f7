"""Words in the same sentences: a network of co-occurrence, its communities, their stability.

References
----------
Rychlý 2008 for logDice; Blondel et al. 2008, Fast unfolding of communities in large networks
(Louvain). Louvain's result hangs on the order in which it looks at the nodes: it is run many times.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np

from analysis import association, counts
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from networkx import Graph

EDGE_COLUMNS = ("term_a", "term_b", "n_both", "n_a", "n_b", "n_sentences", "doc_freq", "log_dice")
NODE_COLUMNS = ("term", "community", "n_members", "degree", "stability", "recurs")
# A word whose company is more than half another in other runs belongs to no community.
MIN_STABILITY = 0.5


def cooccurrence(
    tokens: "pd.DataFrame",
    *,
    n_terms: int = 80,
    min_both: int = 3,
    min_articles: int = 2,
    min_log_dice: float = 0.0,
    stop_words: AbstractSet[str] = frozenset(),
    keep: Callable[[str], bool] = lambda _term: True,
    counting: counts.Counting = counts.WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """Pairs of frequent words that stand in the same sentences.

    Parameters
    ----------
    tokens
        As `counts.token_table` gives them; pass the rows of one district for its own network.
    n_terms
        The words in most sentences are looked at; ties in the order of the characters.
    min_both, min_articles
        A pair stands together in so many sentences, of so many articles: what one article repeats
        is its own turn of phrase.
    min_log_dice
        Weaker pairs are left out.
    stop_words, keep
        A word is looked at if it is no stop word and `keep` says so.
    counting
        What counts as a token.

    Returns
    -------
    pandas.DataFrame, strongest first, ties by name: term_a < term_b; n_both, n_a, n_b (sentences
    with both, with each); n_sentences (all); doc_freq (articles with a sentence that has both);
    log_dice = 14 + log₂(2·n_both/(n_a + n_b)), 14 at most, and one less is half as strong.

    Raises
    ------
    InputError
        There is nothing to count.
    """
    import pandas as pd

    dtm = counts.document_term_matrix(
        tokens, documents="sentence_id", stop_words=stop_words, counting=counting
    )
    has = (dtm.matrix > 0).astype(np.int64)
    total = np.asarray(has.sum(axis=0)).ravel()
    wanted = [at for at, term in enumerate(dtm.terms) if keep(term)]
    wanted = sorted(sorted(wanted, key=lambda at: (-total[at], dtm.terms[at]))[:n_terms])
    has, terms, total = has[:, wanted].tocsc(), dtm.terms[wanted], total[wanted]
    article_of = tokens.drop_duplicates("sentence_id").set_index("sentence_id")["article_id"]
    articles = article_of.loc[dtm.documents].to_numpy()
    both = (has.T @ has).toarray()
    rows = []
    for a, b in np.argwhere(np.triu(both, 1) >= max(1, min_both)):
        together = np.intersect1d(_column(has, a), _column(has, b), assume_unique=True)
        strength = float(association.log_dice(both[a, b], total[a], total[b]))
        rows.append(
            (terms[a], terms[b], int(both[a, b]), int(total[a]), int(total[b]), len(dtm.documents),
             len(set(articles[together])), round(strength, 10))
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(EDGE_COLUMNS))
    table = table.astype({"term_a": "str", "term_b": "str", "log_dice": "float64"})
    table = table[(table["doc_freq"] >= min_articles) & (table["log_dice"] >= min_log_dice)]
    order = ["log_dice", "n_both", "term_a", "term_b"]
    return table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def communities(
    edges: "pd.DataFrame",
    *,
    rng: np.random.Generator,
    n_runs: int = 50,
    resolution: float = 1.0,
    min_stability: float = MIN_STABILITY,
) -> "pd.DataFrame":
    """The communities of a network, and how far each word keeps its company in other runs.

    Louvain runs `n_runs` times with other seeds; the run of highest modularity is shown. Edges
    weigh the Dice coefficient 2^(log_dice − 14): half as strong counts half.

    Parameters
    ----------
    edges
        As `cooccurrence` gives them.
    rng
        Source of the seeds.
    resolution
        Above 1 more and smaller communities, below 1 fewer.
    min_stability
        Below it a word's community is not to be named.

    Returns
    -------
    pandas.DataFrame, largest community first, in it by degree: term; community (from 1); n_members;
    degree (its edges); stability (mean Jaccard of its community here and in every other run, 0 to
    1: 1 is the same company always; NaN with one run); recurs (stability at least
    `min_stability`). `attrs["modularity"]` (below .3 there is little structure),
    `attrs["n_communities"]`: fewest and most in all runs.

    Raises
    ------
    InputError
        `n_runs` is below 1, or an edge stands twice.
    """
    import pandas as pd

    if n_runs < 1:
        raise InputError(f"No run was asked for — n_runs={n_runs}. Ask for at least one.")
    network, terms = _network(edges)
    if not terms:
        return pd.DataFrame(columns=list(NODE_COLUMNS)).astype({"term": "str"})
    runs = _runs(network, rng.integers(2**31, size=n_runs).tolist(), resolution)
    modularity, chosen = max(enumerate(runs), key=lambda run: (run[1][0], -run[0]))[1]
    of_term = [_company(parts, len(terms)) for _, parts in runs]
    own = _company(chosen, len(terms))
    at_chosen = next(at for at, (_, parts) in enumerate(runs) if parts is chosen)
    others = [found for at, found in enumerate(of_term) if at != at_chosen]
    rows = []
    numbered = sorted(chosen, key=lambda part: (-len(part), min(part)))
    for number, part in enumerate(numbered, 1):
        for node in part:
            stability = _agreement(own[node], [found[node] for found in others])
            rows.append(
                (terms[node], number, len(part), network.degree(node), stability,
                 not stability < min_stability)
            )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(NODE_COLUMNS)).astype({"term": "str"})
    table = table.sort_values(
        ["community", "degree", "term"], ascending=[True, False, True], ignore_index=True
    )
    table.attrs["modularity"] = round(modularity, 6)
    sizes = [len(parts) for _, parts in runs]
    table.attrs["n_communities"] = [min(sizes), max(sizes)]
    return table


def _column(matrix: "object", at: int) -> np.ndarray:
    """The rows in which a column of a CSC matrix has an entry."""
    return matrix.indices[matrix.indptr[at] : matrix.indptr[at + 1]]


def _network(edges: "pd.DataFrame") -> "tuple[Graph, list[str]]":
    """The network with numbers for words: the order of text in a set changes with every process."""
    import networkx as nx

    if edges.duplicated(["term_a", "term_b"]).any():
        twice = edges[edges.duplicated(["term_a", "term_b"])].iloc[0]
        raise InputError(
            f"An edge stands twice — {twice['term_a']}, {twice['term_b']}. Pass what "
            "cooccurrence returns for one set of tokens."
        )
    terms = sorted({*edges["term_a"], *edges["term_b"]})
    place = {term: at for at, term in enumerate(terms)}
    network = nx.Graph()
    network.add_nodes_from(range(len(terms)))
    rows = edges.sort_values(["term_a", "term_b"])
    for a, b, strength in rows[["term_a", "term_b", "log_dice"]].itertuples(index=False):
        network.add_edge(place[a], place[b], weight=float(2.0 ** (strength - 14)))
    return network, terms


def _runs(
    network: "Graph", seeds: list[int], resolution: float
) -> list[tuple[float, list[list[int]]]]:
    """Modularity (rounded, so that ties are ties) and communities of each run."""
    from networkx.algorithms.community import louvain_communities, modularity

    runs = []
    for seed in seeds:
        found = louvain_communities(network, weight="weight", resolution=resolution, seed=seed)
        parts = sorted(sorted(part) for part in found)
        score = modularity(network, parts, weight="weight", resolution=resolution)
        runs.append((round(float(score), 9), parts))
    return runs


def _company(parts: list[list[int]], n: int) -> list[frozenset[int]]:
    """The community of every node."""
    company: list[frozenset[int]] = [frozenset()] * n
    for part in parts:
        for node in part:
            company[node] = frozenset(part)
    return company


def _agreement(own: frozenset[int], others: list[frozenset[int]]) -> float:
    """Mean Jaccard of a community with those of other runs; NaN without any."""
    if not others:
        return float("nan")
    return round(float(np.mean([len(own & other) / len(own | other) for other in others])), 4)
