"""Parts put together: one numbering of all words, their frequencies, and their order."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from analysis import compiling, counting_kernel, cutting_tables
from analysis.cutting_tables import CuttingTables

if TYPE_CHECKING:
    import numpy as np

    from analysis.part_files import Part


class Gathered(NamedTuple):
    """All words of a collection in their order: by falling frequency, then by characters.

    Attributes
    ----------
    words, freq, doc_freq
        By rank.
    ranks
        Word number to rank; numbers that occur nowhere have -1.
    """

    words: list[str]
    freq: "np.ndarray"
    doc_freq: "np.ndarray"
    ranks: "np.ndarray"


class Gatherer:
    """Takes parts in any order and remembers of each only how its numbers translate."""

    def __init__(self, tables: CuttingTables | None) -> None:
        import numpy as np

        self._tables = tables
        self._shared = cutting_tables.n_numbers(tables) if tables else 0
        self._new = _NewNumbers()
        self.freq = np.zeros(self._shared, np.int64)
        self.doc_freq = np.zeros(self._shared, np.int64)
        self._of_part: dict[str, np.ndarray] = {}
        self._of_file: dict[str, np.ndarray] = {}

    def add(self, key: str, part: "Part", *, sliced: str = "") -> None:
        """Count a part in; of a slice, `sliced` is its file, which is one document."""
        import numpy as np

        numbers = self._new.numbers(part.pool, part.word_borders)
        numbers += self._shared
        self._of_part[key] = numbers
        ids = self.translated(key, part)
        if len(numbers) and (most := int(numbers.max()) + 1) > len(self.freq):
            more = max(most, len(self.freq) + len(self.freq) // 4) - len(self.freq)
            self.freq, self.doc_freq = (np.pad(a, (0, more)) for a in (self.freq, self.doc_freq))
        if sliced:
            np.add.at(self.freq, ids, part.freqs)
            held = self._of_file.get(sliced, np.zeros(0, np.int32))
            new = np.setdiff1d(ids, held)
            self._of_file[sliced] = np.union1d(held, new)
            self.doc_freq[new] += 1
        else:
            _kernel("tally")(ids, part.freqs, self.freq, self.doc_freq)
            np.subtract.at(self.doc_freq, _said_again(part, ids), 1)

    def translated(self, key: str, part: "Part") -> "np.ndarray":
        """A part's word numbers as those of the whole."""
        ids = part.ids.copy()
        _kernel("translate")(ids, part.n_shared, self._of_part[key])
        return ids

    def gathered(self) -> Gathered:
        """All words in order."""
        import numpy as np

        numbers = np.flatnonzero(self.freq)
        cut = np.searchsorted(numbers, self._shared)
        known = cutting_tables.spell(self._tables, numbers[:cut].tolist()) if cut else []
        new = self._new.words()  # some of them were mended away before they were counted
        words = known + [new[number - self._shared] for number in numbers[cut:].tolist()]
        by_word = np.array(sorted(range(len(words)), key=words.__getitem__), np.int64)
        freq = self.freq[numbers]
        order = by_word[np.argsort(-freq[by_word], kind="stable")]
        ranks = np.full(len(self.freq), -1, np.int32)
        ranks[numbers[order]] = np.arange(len(order))
        return Gathered(
            [words[at] for at in order.tolist()], freq[order], self.doc_freq[numbers[order]], ranks
        )


def _said_again(part: "Part", ids: "np.ndarray") -> "np.ndarray":
    """The words of rows whose document has them in a row before already."""
    import numpy as np

    names = [document.document_id for document in part.documents]
    numbers = {name: at for at, name in enumerate(dict.fromkeys(names))}
    if len(numbers) == len(names):
        return ids[:0]
    document = np.repeat([numbers[name] for name in names], np.diff(part.borders))
    cells = np.sort((document.astype(np.int64) << 32) | ids)
    return (cells[1:][cells[1:] == cells[:-1]] & 0xFFFFFFFF).astype(ids.dtype)


def _kernel(name: str) -> Callable:
    """A counting function, compiled if that is possible."""
    if compiling.has_numba():
        return getattr(compiling.compiled(counting_kernel, name), name)
    return getattr(counting_kernel, name)


class _NewNumbers:
    """Numbers for words of many parts, as they come."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def numbers(self, pool: "np.ndarray", borders: "np.ndarray") -> "np.ndarray":
        """The number of each word of a pool."""
        import numpy as np

        text = pool.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        known = self._known
        found = [
            known.setdefault(text[start:end], len(known))
            for start, end in pairwise(borders.tolist())
        ]
        return np.array(found, np.int32)

    def words(self) -> list[str]:
        """The words in order of their numbers."""
        return list(self._known)
