"""Texts as numbers of words: the fast way to counts, with the words that `tokens` would give.

With numba (the extra `fast`) the kernel cuts and counts without making a single string; without it
the same functions go by jieba, and the results are the same. A number means something only beside
the tables that it came from: what leaves this module spells its words out.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import compiling, counting_kernel, cutting_kernel, cutting_tables, jieba_engine
from analysis.cutting_tables import CuttingTables, code_points

if TYPE_CHECKING:
    import numpy as np

    from analysis.lexicon import Lexicon

# Source whose change makes tables of another content.
_SOURCES = (
    "cutting_tables", "cutting_kernel", "tree_kernel", "jieba_engine", "wordrules", "wordparts",
    "numberwords",
)  # fmt: skip


class Vocabulary(NamedTuple):
    """Words by number: first those of the tables, then new ones (`pool` and `borders`)."""

    tables: CuttingTables | None
    pool: "np.ndarray"
    borders: "np.ndarray"

    @property
    def n_shared(self) -> int:
        """Numbers below this are the tables' and mean the same in every batch."""
        return cutting_tables.n_numbers(self.tables) if self.tables else 0

    def new_words(self) -> list[str]:
        """The words that the tables do not hold, in order of their numbers."""
        text = self.pool.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        places = self.borders.tolist()
        return [text[start:end] for start, end in pairwise(places)]


class Cut(NamedTuple):
    """Texts cut into words.

    Attributes
    ----------
    ids
        Number of each word, all texts one after the other.
    ends
        The character after each word, counted over all texts together.
    last
        Where each text's words end in `ids`.
    vocabulary
        What the numbers mean.
    """

    ids: "np.ndarray"
    ends: "np.ndarray"
    last: "np.ndarray"
    vocabulary: Vocabulary


class Counts(NamedTuple):
    """How often each word stands in each text: rows of a sparse matrix.

    Text i has the words `ids[borders[i]:borders[i + 1]]`, in order of their first occurrence, with
    `freqs` beside them, and `n_tokens[i]` tokens in all.
    """

    borders: "np.ndarray"
    ids: "np.ndarray"
    freqs: "np.ndarray"
    n_tokens: "np.ndarray"
    vocabulary: Vocabulary


class Engine:
    """Cuts and counts texts, one batch after the other; one a thread."""

    def __init__(self, tables: CuttingTables | None, words: Callable[[str], list[str]]) -> None:
        self._tables, self._words = tables, words
        self._seen: np.ndarray | None = None

    def cut(self, texts: Sequence[str]) -> Cut:
        """The texts' words as numbers."""
        if self._tables is None:
            return cut_plainly(texts, self._words)
        return _cut_pieces(self._tables, "".join(texts), list(map(len, texts)))

    @property
    def tables(self) -> CuttingTables | None:
        """The tables behind the numbers; None where jieba itself does the work."""
        return self._tables

    def words(
        self, texts: Sequence[str], spans: "Callable | None" = None, *, hmm: bool = True
    ) -> list[list[str]]:
        """The words of each text as strings; needs the tables.

        Parameters
        ----------
        spans
            From a text to the places in it, in order, that are a word each.
        hmm
            Guess words that no dictionary holds.
        """
        import numpy as np

        lengths: list[int] = []
        kinds: list[int] = []
        n_pieces = []
        for text in texts:
            done = 0
            for start, end in spans(text) if spans else ():
                lengths += (start - done, end - start)
                kinds += (0 if hmm else 3, 1)
                done = end
            lengths.append(len(text) - done)
            kinds.append(0 if hmm else 3)
            n_pieces.append(len(kinds))
        cut = _cut_pieces(self._tables, "".join(texts), lengths, np.array(kinds, np.uint8))
        return _spelled(texts, cut.ends, cut.last[np.array(n_pieces, np.int64) - 1])

    def cut_around(self, text: str, spans: "np.ndarray") -> Cut:
        """One text cut, but for the spans (n, 2), in order, each a word; needs the tables."""
        import numpy as np

        lengths = np.diff(np.concatenate([[0], spans.ravel(), [len(text)]]))
        kinds = np.zeros(len(lengths), np.uint8)
        kinds[1::2] = 1
        some = lengths > 0
        return _cut_pieces(self._tables, text, lengths[some], kinds[some])

    def count(self, cut: Cut) -> Counts:
        """How often each word stands in each text of a cut."""
        import numpy as np

        n_numbers = cut.vocabulary.n_shared + len(cut.vocabulary.borders) - 1
        if self._seen is None or len(self._seen) < n_numbers:
            self._seen = np.zeros(n_numbers + n_numbers // 4 + 1, np.int32)
        found, freqs = np.empty(len(cut.ids), np.int32), np.empty(len(cut.ids), np.int32)
        borders = np.zeros(len(cut.last) + 1, np.int64)
        n = _count_kernel()(cut.ids, cut.last, self._seen, found, freqs, borders)
        n_tokens = np.diff(cut.last, prepend=0)
        return Counts(borders, found[:n].copy(), freqs[:n].copy(), n_tokens, cut.vocabulary)


def _spelled(texts: Sequence[str], ends: "np.ndarray", last: "np.ndarray") -> list[list[str]]:
    """The words of each text, given where each ends and where each text's words end."""
    places, found, first, begin = ends.tolist(), [], 0, 0
    for text, stop in zip(texts, last.tolist(), strict=True):
        borders = [0, *(end - begin for end in places[first:stop])]
        found.append([text[start:end] for start, end in pairwise(borders)])
        first, begin = stop, begin + len(text)
    return found


def engine(lexicon: "Lexicon | None" = None, *, rules: bool = False) -> Engine:
    """An engine whose words are those of `tokens.tokeniser(lexicon, rules=rules)` before mending.

    Parameters
    ----------
    lexicon
        Terms to keep whole; None cuts with jieba's dictionary alone.
    rules
        Leave out jieba's phrases, as the rules do. What the rules set aside before cutting and
        mend after it is not done here: see `mended`.
    """
    tables = load_tables(lexicon, rules=rules) if compiling.has_numba() else None
    return Engine(tables, jieba_engine.bare_cut(lexicon, rules=rules))


@functools.lru_cache(maxsize=2)
def load_tables(lexicon: "Lexicon | None", *, rules: bool) -> CuttingTables:
    """The tables of a lexicon, from the cache folder or made anew and kept there."""
    path = compiling.cache_folder() / "tables" / f"{_digest(lexicon, rules=rules)}.npz"
    found = cutting_tables.load(path)
    if found is None:
        found = cutting_tables.build(**jieba_engine.dictionary(lexicon, rules=rules)._asdict())
        cutting_tables.save(found, path)
    return found


def _digest(lexicon: "Lexicon | None", *, rules: bool) -> str:
    """Sixteen hexadecimal digits that change with dictionary, lexicon and code."""
    digest = hashlib.sha256(jieba_engine.dictionary_digest().encode())
    digest.update(f"{lexicon.fingerprint if lexicon else ''} {rules}".encode())
    for name in _SOURCES:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()[:16]


def _cut_pieces(
    tables: CuttingTables,
    text: str,
    lengths: "Sequence[int] | np.ndarray",
    kinds: "np.ndarray | None" = None,
) -> Cut:
    """A text cut piece by piece (see `cutting_kernel.cut_pieces`), new words numbered."""
    import numpy as np

    kernel = compiling.compiled(cutting_kernel, "cut_pieces")
    points = code_points(text)
    borders = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=borders[1:])
    if kinds is None:
        kinds = np.zeros(len(lengths), np.uint8)
    words = cutting_kernel.Words(np.empty(len(points), np.int32), np.empty(len(points), np.int32))
    last = np.zeros(len(lengths), np.int64)
    room = cutting_kernel.work(int(max(lengths, default=0)))
    n = kernel.cut_pieces(points, borders, kinds, tables.lookup, room, words, last)
    ids, ends = words.ids[:n].copy(), words.ends[:n].copy()
    return Cut(ids, ends, last, _named(tables, points, ids, ends))


def _named(
    tables: CuttingTables, points: "np.ndarray", ids: "np.ndarray", ends: "np.ndarray"
) -> Vocabulary:
    """Give the new words of a cut their numbers, in place; what the numbers mean."""
    import numpy as np

    kernel = compiling.compiled(counting_kernel, "name_new", "needs")
    words, characters = kernel.needs(ids)
    new = counting_kernel.NewWords(
        np.full(1 << (2 * words + 2).bit_length(), -1, np.int64),
        np.zeros(words + 1, np.int64), np.zeros(characters, np.uint32), np.zeros(1, np.int64),
    )  # fmt: skip
    kernel.name_new(points, ids, ends, new, cutting_tables.n_numbers(tables))
    borders = new.borders[: new.size[0] + 1].copy()
    return Vocabulary(tables, new.pool[: borders[-1]].copy(), borders)


def cut_plainly(
    texts: Sequence,
    words: Callable[..., list[str]],
    *,
    tables: CuttingTables | None = None,
    number: Callable[[str], int] = lambda _word: 0,
) -> Cut:
    """Texts cut by a function that gives strings.

    `number` says which words the tables hold, if there are any; all others are new.
    """
    import numpy as np

    shared = cutting_tables.n_numbers(tables) if tables else 0
    numbers: dict[str, int] = {}
    ids, lengths, last = [], [], []
    for text in texts:
        found = words(text)
        ids += [number(word) or numbers.setdefault(word, shared + len(numbers)) for word in found]
        lengths += map(len, found)
        last.append(len(ids))
    vocabulary = Vocabulary(tables, *cutting_tables.joined(numbers))
    return Cut(np.array(ids, np.int32), np.cumsum(lengths), np.array(last, np.int64), vocabulary)


def _count_kernel() -> Callable:
    """The counting function, compiled if that is possible."""
    if compiling.has_numba():
        return compiling.compiled(counting_kernel, "count_documents").count_documents
    return counting_kernel.count_documents
