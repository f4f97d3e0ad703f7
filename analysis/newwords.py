"""Candidates for new words: runs of characters that hold together and stand free of their neighbours.

Runs are counted length by length. Only runs whose beginning and end are frequent enough can be so
themselves, so what pruning leaves is small; each run is a rank, not a string, and a longer run is
the pair (rank of its beginning, last character), which fits 64 bits at every length.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analysis.errors import InputError

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
# No name begins or ends with one of these; 的数据 is frequent, held together and no word.
FUNCTION_CHARACTERS = frozenset("的了在是和与及或从向为被将就也都还又更最很我你他她它其这那于到等并但而因据让使以着")
COLUMNS = [
    "term", "freq", "doc_freq", "cohesion", "left_entropy", "right_entropy", "score",
    "example", "line",
]  # fmt: skip
_LARGEST = 2**63 - 1
# Up to this many pairs are counted in a table, more by sorting.
_TABLE = 2**26


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
    corpus = _corpus(strings, documents, frozenset(not_at_edges))
    found = []
    for levels, place in _levels(corpus, min_freq, longest):
        level = levels[-1]
        cohesion = _cohesion(levels)
        # A hair below the bound is the bound: logarithms are rounded.
        wanted = (cohesion >= min_cohesion - 1e-9) & ~corpus.edge[corpus.codes[level.first]]
        wanted &= ~corpus.edge[corpus.codes[level.first + len(levels) - 1]]
        found.append(_measured(corpus, level, place, len(levels), wanted, cohesion))
    table = pd.concat(found, ignore_index=True)
    lower = table[["left_entropy", "right_entropy"]].min(axis=1)
    table["score"] = table["cohesion"] * lower
    table = table[lower >= min_entropy - 1e-9]
    if known is not None:
        table = table[[not known(term) for term in table["term"]]]
    return _presented(table, ids)


def lexicon_line(term: str, freq: int, doc_freq: int, *, pos: str = "n") -> str:
    """The row that accepts a term, for a list in `lexicon/`: term, part of speech and reason.

    >>> lexicon_line("甲乙丙", 12, 5).split(chr(9))
    ['甲乙丙', 'n', 'new word: 12 places in 5 articles']
    """
    return f"{term}\t{pos}\tnew word: {freq} places in {doc_freq} articles"


class _Corpus(NamedTuple):
    """All texts as one array: rank of each character (0 ends a text), and where texts begin."""

    text: str
    codes: "np.ndarray"
    inside: "np.ndarray"  # by rank: a character that words are made of
    edge: "np.ndarray"  # by rank: a character at no word's edge
    starts: "np.ndarray"
    documents: "np.ndarray"  # of each text


class _Level(NamedTuple):
    """Runs of one length that are frequent enough, by rank."""

    counts: "np.ndarray"
    total: int  # runs of this length, rare ones too
    first: "np.ndarray"  # first place
    prefix: "np.ndarray"  # rank of the run without its last character, one level below
    suffix: "np.ndarray"  # without its first


def _columns(texts: "pd.DataFrame | Sequence[str]") -> tuple[list[str], list, list[str]]:
    """Ids, documents and strings of the texts."""
    if hasattr(texts, "columns"):
        return tuple(texts[name].tolist() for name in ("sentence_id", "article_id", "text"))
    ids = [str(at) for at in range(len(texts))]
    return ids, ids, list(texts)


def _corpus(strings: Sequence[str], documents: Sequence, edges: frozenset[str]) -> _Corpus:
    """The texts as ranks of their characters."""
    import numpy as np
    import pandas as pd

    text = "\0".join([*strings, ""])
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    present = np.zeros(0x110000, dtype=bool)
    present[points] = True
    present[0] = True
    alphabet = np.flatnonzero(present)
    rank = np.zeros(0x110000, dtype=np.int32)
    rank[alphabet] = np.arange(len(alphabet))
    lengths = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))
    starts = np.concatenate([[0], np.cumsum(lengths + 1)])[:-1]
    inside = np.array([_is_han(point) for point in alphabet.tolist()], dtype=bool)
    if not inside.any():
        raise InputError(
            f"No new words to find — {len(strings)} texts hold no Chinese character. "
            "Give the sentences of a corpus."
        )
    edge = np.isin(alphabet, [ord(char) for char in edges])
    return _Corpus(text, rank[points], inside, edge, starts, pd.factorize(np.array(documents))[0])


def _is_han(point: int) -> bool:
    """A Chinese character, rare ones and 〇 too."""
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0x20000 <= point <= 0x3FFFF or (
        point in (0x3007, 0x3005)
    )


def _levels(corpus: _Corpus, min_freq: int, longest: int) -> Iterable:
    """Per length from 2: the levels up to it, and the rank of the run at each place (-1: none)."""
    import numpy as np

    inside = corpus.inside[corpus.codes]
    totals = _totals(inside, longest)
    place, level = _grown(np.where(inside, corpus.codes, -1), len(corpus.inside), totals[0], min_freq)
    characters, levels = place, [level]
    for length in range(2, longest + 1):
        below = place
        at = np.flatnonzero((below[:-1] >= 0) & (below[1:] >= 0))
        at = at[at + length <= len(characters)]
        keys = np.full(len(below), -1, dtype=np.int64)
        keys[at] = pairs(below[at], characters[at + length - 1], len(levels[0].counts))
        bound = len(levels[-1].counts) * len(levels[0].counts)
        place, level = _grown(keys, bound, totals[length - 1], min_freq)
        level = level._replace(prefix=below[level.first], suffix=below[level.first + 1])
        levels.append(level)
        yield levels, place


def pairs(left: "np.ndarray", right: "np.ndarray", n_right: int) -> "np.ndarray":
    """One number for each pair of ranks: left × n_right + right, in 64 bits.

    Raises
    ------
    OverflowError
        The largest pair does not fit: numpy would wrap around without a word.
    """
    import numpy as np

    if len(left) and (int(left.max()) + 1) * n_right > _LARGEST:
        raise OverflowError(f"{int(left.max()) + 1} × {n_right} pairs do not fit 64 bits")
    return left.astype(np.int64) * n_right + right


def _totals(inside: "np.ndarray", longest: int) -> list[int]:
    """How many runs of 1, 2 … characters there are that hold no other character."""
    import numpy as np

    ends = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(np.int8), [0]])))
    lengths = ends[1::2] - ends[::2]
    return [int(np.maximum(lengths - n + 1, 0).sum()) for n in range(1, longest + 1)]


def _grown(
    keys: "np.ndarray", bound: int, total: int, min_freq: int
) -> tuple["np.ndarray", _Level]:
    """The rank at each place of the keys (below `bound`; -1: none) that are frequent enough."""
    import numpy as np

    at = np.flatnonzero(keys >= 0)
    keys = keys[at]
    values, counts = _counted(keys, bound)
    frequent = counts >= min_freq
    values, counts = values[frequent], counts[frequent]
    if len(values):
        rank = np.searchsorted(values, keys).astype(np.int32)
        rank[rank == len(values)] = 0
        there = values[rank] == keys
    else:
        rank, there = np.zeros(len(keys), dtype=np.int32), np.zeros(len(keys), dtype=bool)
    return at[there], rank[there], counts, total
