"""Sentences as numbers of words, by the rules of the project: what `tokens` gives, counted fast.

The kernel cuts; the rules of `wordrules` then change few words, and which ones they may change can
be seen from a word and the one beside it. Only runs around such words are spelled out and mended,
all others stay numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from analysis import cutting_kernel, cutting_tables, token_ids, tokens
from analysis.token_ids import Counts, Cut, Vocabulary
from analysis.wordrules import FIELDS, INSTITUTIONS, PREFIXES, Behaviour

if TYPE_CHECKING:
    import numpy as np

    from analysis.lexicon import Lexicon

# Flags of a word beside those of `Behaviour`: it becomes other words, it counts, it is known, it is
# a prefix, an institution, a field of one.
_APART, _COUNTS, _KNOWN, _PREFIX, _INSTITUTION, _FIELD = 128, 256, 512, 1024, 2048, 4096
_LISTED = ((PREFIXES, _PREFIX), (INSTITUTIONS, _INSTITUTION), (FIELDS, _FIELD))
_LOOKED_AT = (
    Behaviour.ALWAYS | Behaviour.AFTER_STEM | Behaviour.AFTER_NUMBER | Behaviour.BEFORE_NUMBER
    | _APART
)  # fmt: skip
# Mended runs, and words that the tables do not hold, that are remembered.
_REMEMBERED = 1 << 18


class MendedEngine:
    """Cuts, mends and counts sentences, one batch after the other; one a process."""

    def __init__(self, lexicon: "Lexicon", counts: Callable[[str], bool]) -> None:
        """Make the engine of a lexicon; `counts` says whether a word counts."""
        self._lexicon, self._counts = lexicon, counts
        self._engine = token_ids.engine(lexicon, rules=True)
        self._spans, self._mender = tokens.rules_of(lexicon, rules=True)
        self._shared = _Shared(self._engine.tables) if self._engine.tables else None

    def count(self, documents: Sequence[Sequence[str]]) -> Counts:
        """How often each word that counts stands in each document, given as its sentences."""
        text = "".join(f"{sentence}\n" for document in documents for sentence in document)
        n_sentences = sum(map(len, documents))
        if self._shared is None or "\r" in text or text.count("\n") != n_sentences:
            return self._plainly(documents)
        spans = _pairs(self._spans(text))
        return _Batch(self, text, self._engine.cut_around(text, spans)).counts(documents)

    def _plainly(self, documents: Sequence[Sequence[str]]) -> Counts:
        """The same by `tokens`, word by word."""

        def words(sentences: Sequence[str]) -> list[str]:
            cut = tokens.cut_texts(sentences, lexicon=self._lexicon)
            return [word for found in cut for word in found if self._counts(word)]

        if self._shared is None:
            return self._engine.count(token_ids.cut_plainly(documents, words))
        known = {"tables": self._shared.tables, "number": self._shared.number}
        return self._engine.count(token_ids.cut_plainly(documents, words, **known))


class _Shared:
    """What is known of the numbers that mean the same in every batch."""

    def __init__(self, tables: cutting_tables.CuttingTables) -> None:
        import numpy as np

        self.tables = tables
        self.flags = np.zeros(cutting_tables.n_numbers(tables), np.uint16)
        self.parts: dict[int, list[int]] = {}
        self.numbers: dict[str, int] = {}
        self.mended: dict[bytes, list[int]] = {}
        self.seen: dict[str, tuple[int, list[str]]] = {}

    def number(self, word: str) -> int:
        """The number of a word that the tables hold, or a character's; else 0."""
        found = self.numbers.get(word)
        if found is None:
            found = self.numbers[word] = self._find(word)
        return found

    def remember(self, key: bytes, found: list[int]) -> None:
        """Keep what became of a run; when there are too many, begin anew."""
        if len(self.mended) >= _REMEMBERED:
            self.mended.clear()
        self.mended[key] = found

    def _find(self, word: str) -> int:
        points = cutting_tables.code_points(word)
        branch = int(cutting_kernel.find(points, 0, len(points), self.tables.lookup))
        if branch:
            return branch >> cutting_kernel.FLAG_BITS
        return len(self.tables.weights) + ord(word) if len(word) == 1 else 0


class _Batch:
    """One batch on its way from the kernel's words to those of the rules."""

    def __init__(self, engine: MendedEngine, text: str, cut: Cut) -> None:
        import numpy as np

        self.engine, self.shared, self.text, self.cut = engine, engine._shared, text, cut
        self.mender, self.counts_as = engine._mender, engine._counts
        self.n_shared = cut.vocabulary.n_shared
        self.new = cut.vocabulary.new_words()
        self.numbers = {word: self.n_shared + at for at, word in enumerate(self.new)}
        self.flags = np.zeros(len(self.new), np.uint16)
        self.parts: dict[int, list[int]] = {}

    def counts(self, documents: Sequence[Sequence[str]]) -> Counts:
        """The counts of the batch's documents."""
        import numpy as np

        ids = self.cut.ids
        flags = self._flags(ids)
        line_end = ids == self.shared.number("\n")
        sentence = np.cumsum(line_end) - line_end
        of_document = np.repeat(np.arange(len(documents)), list(map(len, documents)))
        runs = self._runs(flags, line_end)
        apart = ((flags & _APART) != 0) & ~runs
        more, places = self._mended(ids, runs)
        for at in np.flatnonzero(apart).tolist():
            parts = self._parts_of(int(ids[at]))
            more += parts
            places += repeat(at, len(parts))
        keep = np.flatnonzero(~(runs | apart | line_end) & ((flags & _COUNTS) != 0))
        more, places = np.array(more, np.int32), np.array(places, np.int64)
        counted = (self._flags(more) & _COUNTS) != 0
        words = np.concatenate([ids[keep], more[counted]])
        row = of_document[sentence[np.concatenate([keep, places[counted]])]]
        order = np.argsort(row, kind="stable")
        last = np.searchsorted(row[order], np.arange(len(documents)), side="right")
        vocabulary = Vocabulary(self.shared.tables, *cutting_tables.joined(self.numbers))
        return self.engine._engine.count(Cut(words[order], self.cut.ends, last, vocabulary))

    def _flags(self, ids: "np.ndarray") -> "np.ndarray":
        """The flags of every word; of those not met before they are found out."""
        import numpy as np

        while len(self.flags) < len(self.numbers):  # words that mending has made
            self.flags = np.pad(self.flags, (0, len(self.numbers)))
        shared = ids < self.n_shared
        flags = np.empty(len(ids), np.uint16)
        flags[shared] = self.shared.flags[ids[shared]]
        flags[~shared] = self.flags[ids[~shared] - self.n_shared]
        unknown = np.unique(ids[(flags & _KNOWN) == 0]).tolist()
        if not unknown:
            return flags
        known = [number for number in unknown if number < self.n_shared]
        for number, word in zip(
            known, cutting_tables.spell(self.shared.tables, known), strict=True
        ):
            self.shared.flags[number] = self._look(number, word, self.shared.parts)
        names = self.new if len(self.new) == len(self.numbers) else list(self.numbers)
        for number in unknown[len(known) :]:
            word = names[number - self.n_shared]
            self.flags[number - self.n_shared] = self._look(number, word, self.parts)
        return self._flags(ids)

    def _look(self, number: int, word: str, parts_of: dict[int, list[int]]) -> int:
        """The flags of a word; into what it falls apart is noted."""
        flags, parts = self.shared.seen.get(word) or self._met(word)
        if parts and (parts_of is self.parts or all(map(self.shared.number, parts))):
            parts_of[number] = list(map(self._number, parts))
        return flags

    def _met(self, word: str) -> tuple[int, list[str]]:
        """A word's flags and the words that it falls apart into, if it does; remembered."""
        flags, parts = self.mender.behaviour(word)
        flags |= _KNOWN | _COUNTS * self.counts_as(word) | _APART * (parts != [word])
        for words, flag in _LISTED:
            flags |= flag * (word in words)
        if len(self.shared.seen) >= _REMEMBERED:
            self.shared.seen.clear()
        found = self.shared.seen[word] = flags, parts if parts != [word] else []
        return found

    def _parts_of(self, number: int) -> list[int]:
        """The numbers of the words that a word falls apart into."""
        found = self.shared.parts.get(number) or self.parts.get(number)
        if found is None:
            (word,) = cutting_tables.spell(self.shared.tables, [number])
            found = self.parts[number] = list(map(self._number, self.mender.behaviour(word)[1]))
        return found

    def _number(self, word: str) -> int:
        """The number of any word; new ones get the next."""
        return self.shared.number(word) or self.numbers.setdefault(
            word, self.n_shared + len(self.numbers)
        )

    def _runs(self, flags: "np.ndarray", line_end: "np.ndarray") -> "np.ndarray":
        """Which words stand in a run to be mended: a word that may change, and those beside it.

        Whether a word may change is seen from its neighbours as they came from the kernel; where
        one of these may itself change, the word counts as one that may.
        """
        import numpy as np

        said = np.where(line_end, 0, flags)
        before = np.concatenate([[0], said[:-1]])
        after = np.concatenate([said[1:], [0]])
        active = (said & Behaviour.ALWAYS) != 0
        for flag, near, reason in (
            (Behaviour.AFTER_STEM, before, Behaviour.STEM | _LOOKED_AT),
            (Behaviour.AFTER_NUMBER, before, Behaviour.ENDS_A_NUMBER | _LOOKED_AT),
            (Behaviour.BEFORE_NUMBER, after, Behaviour.BEGINS_A_NUMBER),
        ):
            active |= ((said & flag) != 0) & ((near & reason) != 0)
        runs = active.copy()
        runs[:-1] |= active[1:]
        runs[1:] |= active[:-1]
        prefix = np.flatnonzero(active & ((flags & _PREFIX) != 0))
        runs[np.minimum(prefix + 2, len(runs) - 1)] = True
        self._reach_back(flags, runs)
        return runs & ~line_end

    def _reach_back(self, flags: "np.ndarray", runs: "np.ndarray") -> None:
        """An institution may join the words of its field before it, and the place before them."""
        import numpy as np

        for at in np.flatnonzero((flags & _INSTITUTION) != 0).tolist():
            at -= 1
            while at >= 0 and flags[at] & _FIELD:
                runs[at] = True
                at -= 1
            runs[max(at, 0)] = True

    def _mended(self, ids: "np.ndarray", runs: "np.ndarray") -> tuple[list[int], list[int]]:
        """The numbers of the words of all runs, mended, and a place of the run beside each."""
        import numpy as np

        change = np.flatnonzero(np.diff(runs.astype(np.int8), prepend=0, append=0))
        ends, all_shared = self.cut.ends.tolist(), ids < self.n_shared
        starts = [0, *ends[:-1]]
        more: list[int] = []
        places: list[int] = []
        own: dict[bytes, list[int]] = {}
        for first, beyond in zip(change[::2].tolist(), change[1::2].tolist(), strict=True):
            key = ids[first:beyond].tobytes()
            found = self.shared.mended.get(key) or own.get(key)
            if found is None:
                words = [
                    self.text[a:b]
                    for a, b in zip(starts[first:beyond], ends[first:beyond], strict=True)
                ]
                mended = self.mender.mend(words)
                found = own[key] = list(map(self._number, mended))
                if all_shared[first:beyond].all() and max(found) < self.n_shared:
                    self.shared.remember(key, found)
            more += found
            places += repeat(first, len(found))
        return more, places


def _pairs(spans: Iterable[tuple[int, int]]) -> "np.ndarray":
    """Spans as an array (n, 2)."""
    import numpy as np

    return np.array(list(spans), np.int64).reshape(-1, 2)
