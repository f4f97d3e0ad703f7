"""Candidates for new words: runs of characters that hold together, with many different neighbours.

Accepting one is one line in a list of `lexicon/`; `effects` says what it would change.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis import charruns, lexicon_changes, tokens
from analysis.lexicon import Lexicon

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# Below this many places, two neighbours that differ say little.
MIN_FREQ = 4
LONGEST = 5
# Three bits: together eight times as often as by chance.
MIN_COHESION = 3.0
# Half a bit: nine in ten places may have the same neighbour, not all.
MIN_ENTROPY = 0.5
_HAIR = 1e-9
# No name begins or ends with one of these; 的数据 is frequent, held together and no word.
FUNCTION_CHARACTERS = frozenset(
    "的了在是和与及或从向为被将就也都还又更最很我你他她它其这那于到等并但而因据让使以着"
)
COLUMNS = [
    "term", "freq", "doc_freq", "cohesion", "left_entropy", "right_entropy", "score",
    "example", "line",
]  # fmt: skip


def candidates(
    texts: "pd.DataFrame | Sequence[str]",
    *,
    min_freq: int = MIN_FREQ,
    longest: int = LONGEST,
    known: Callable[[str], bool] | None = None,
    min_cohesion: float = MIN_COHESION,
    min_entropy: float = MIN_ENTROPY,
    not_at_edges: Iterable[str] = FUNCTION_CHARACTERS,
) -> "pd.DataFrame":
    """Runs of Chinese characters that may be words the lexicon lacks, strongest first.

    Parameters
    ----------
    texts
        The table `sentences` (sentence_id, article_id and text are read), or texts; a text's
        number is then its id, and each is a document.
    min_freq
        Least number of places.
    longest
        Most characters; 2 or more.
    known
        Says of a word that it is known already, as `tokens.is_known(lexicon)` does.
    min_cohesion
        Least cohesion, in bits.
    min_entropy
        Least entropy on the side where it is lower, in bits.
    not_at_edges
        Characters that a candidate neither begins nor ends with.

    Returns
    -------
    pandas.DataFrame, by score, then freq, then the characters:

    - term, freq (places, overlapping ones too), doc_freq (documents with one)
    - cohesion: log2 of min over splits xy of P(xy) / (P(x) P(y)), P being the share among all runs
      of as many characters; in bits, higher holds together better
    - left_entropy, right_entropy: of the character beside it, marks and digits included, the ends
      of texts left out; in bits, higher stands freer, missing where it stands at ends alone
    - score: cohesion × the lower entropy; higher is likelier a word
    - example: sentence_id of the first place
    - line: the row that accepts the term, for a file in `lexicon/`

    Raises
    ------
    InputError
        There is no Chinese character in the texts.
    ValueError
        `longest` is below 2 or `min_freq` below 1.

    References
    ----------
    Cohesion of the weakest split: Luo, S. and Sun, M. (2003). Two-character Chinese word extraction
    based on hybrid of internal and contextual measures. SIGHAN 2. Entropy of neighbours (accessor
    variety weighted by frequency): Feng, H. et al. (2004). Accessor variety criteria for Chinese
    word extraction. Computational Linguistics 30(1).
    """
    import pandas as pd

    if longest < 2 or min_freq < 1:
        raise ValueError(f"longest is {longest} (2 or more), min_freq {min_freq} (1 or more)")
    ids, documents, strings = _columns(texts)
    corpus = charruns.corpus_array(strings)
    edges = corpus.is_any_of(not_at_edges)
    found = []
    for levels, place in charruns.levels(corpus, min_freq=min_freq, longest=longest):
        cohesion = charruns.cohesion(levels)
        first = levels[-1].first
        # A hair below the bound is the bound: logarithms are rounded.
        wanted = (cohesion >= min_cohesion - _HAIR) & ~edges[first]
        wanted &= ~edges[first + len(levels) - 1]
        found.append(_measured(corpus, levels, place, wanted, cohesion, documents))
    table = pd.concat(found, ignore_index=True)
    lower = table[["left_entropy", "right_entropy"]].min(axis=1)  # of one side, if it has but one
    table["score"] = table["cohesion"] * lower
    table = table[lower >= min_entropy - _HAIR]
    if known is not None:
        table = table[~table["term"].map(known).astype(bool)]
    return _presented(table, corpus, ids)


def effects(
    found: "pd.DataFrame",
    sentences: "pd.DataFrame",
    lexicon: Lexicon,
    *,
    token_counts: Mapping[str, int] | None = None,
) -> "pd.DataFrame":
    """The candidates with what accepting each, alone, would change in the corpus.

    Parameters
    ----------
    found
        What `candidates` returns, or its head: each row costs two cuts of the sentences with it.
    sentences
        The table `sentences`.
    lexicon
        What the sentences are cut with.
    token_counts
        How often each word stands in the sentences; None cuts them once to count.

    Returns
    -------
    pandas.DataFrame: `found`, then n_sentences (that change), n_tokens (of the term after), changes
    (the words that change, each with its change, largest first), before and after (the first
    sentence that changes, cut; empty where none does).
    """
    import pandas as pd

    texts = dict(zip(sentences["sentence_id"], sentences["text"], strict=True))
    if token_counts is None:
        token_counts = Counter(
            word for words in tokens.cut_texts(texts.values(), lexicon=lexicon) for word in words
        )
    rows = []
    for term in found["term"]:
        cut, counts = lexicon_changes.changes(texts, lexicon, add=[term], token_counts=token_counts)
        after = dict(zip(counts["token"], counts["count_after"], strict=True))
        moved = zip(counts["token"], counts["change"], strict=True)
        example = (cut["before"].iloc[0], cut["after"].iloc[0]) if len(cut) else ("", "")
        said = ", ".join(f"{token} {n:+d}" for token, n in moved)
        rows.append((len(cut), after.get(term, 0), said, *example))
    names = ["n_sentences", "n_tokens", "changes", "before", "after"]
    return found.join(pd.DataFrame(rows, columns=names, index=found.index))


def lexicon_line(term: str, freq: int, doc_freq: int, *, pos: str = "n") -> str:
    """The row that accepts a term, for a list in `lexicon/`: term, part of speech and reason.

    >>> lexicon_line("甲乙丙", 12, 5).split(chr(9))
    ['甲乙丙', 'n', 'new word: 12 places in 5 articles']
    >>> lexicon_line("甲乙丙", 4, 1).split(chr(9))[-1]
    'new word: 4 places in 1 article'
    """
    places = "1 place" if freq == 1 else f"{freq} places"
    articles = "1 article" if doc_freq == 1 else f"{doc_freq} articles"
    return f"{term}\t{pos}\tnew word: {places} in {articles}"


def _columns(texts: "pd.DataFrame | Sequence[str]") -> tuple[list[str], list[str], list[str]]:
    """Ids, documents and strings of the texts."""
    if hasattr(texts, "columns"):
        return tuple(texts[name].tolist() for name in ("sentence_id", "article_id", "text"))
    strings = list(texts)
    ids = [str(at) for at in range(len(strings))]
    return ids, ids, strings


def _measured(
    corpus: charruns.Characters,
    levels: Sequence[charruns.Level],
    place: "np.ndarray",
    wanted: "np.ndarray",
    cohesion: "np.ndarray",
    documents: Sequence[str],
) -> "pd.DataFrame":
    """The wanted runs of one length with everything that is measured on them."""
    import numpy as np
    import pandas as pd

    level, length, n = levels[-1], len(levels), int(wanted.sum())
    rank = np.full(len(wanted) + 1, -1, dtype=np.int64)  # the last one is for places without a run
    rank[:-1][wanted] = np.arange(n)
    at = np.flatnonzero(rank[place] >= 0)
    run = rank[place[at]]
    first = level.first[wanted]
    return pd.DataFrame(
        {
            "term": [corpus.text[start : start + length] for start in first.tolist()],
            "freq": level.counts[wanted],
            "doc_freq": charruns.doc_freq(run, corpus.text_of(at), documents, n),
            "cohesion": cohesion[wanted],
            "left_entropy": charruns.entropy(run, corpus.character(at - 1), n),
            "right_entropy": charruns.entropy(run, corpus.character(at + length), n),
            "first": first,
        }
    )


def _presented(
    table: "pd.DataFrame", corpus: charruns.Characters, ids: Sequence[str]
) -> "pd.DataFrame":
    """The table in order, with examples and the lines that accept its terms."""
    table = table.assign(
        example=[ids[at] for at in corpus.text_of(table["first"].to_numpy()).tolist()],
        line=list(map(lexicon_line, table["term"], table["freq"], table["doc_freq"])),
    )
    # Equal to twelve digits is equal: the last ones depend on the order of adding.
    order = table.assign(score=table["score"].round(12)).sort_values(
        ["score", "freq", "term"], ascending=[False, False, True], kind="stable"
    )
    return table.loc[order.index, COLUMNS].reset_index(drop=True)
