"""Sentences as numbers of words, by the rules of the project: what `tokens` gives, counted fast.

The kernel cuts; the rules of `wordrules` then change few words, and which ones they may change can
be seen from a word and those beside it (`neighbours`). Only runs of such words are spelled out and
mended, all others stay numbers. Names in pieces are joined last, in the mended words.
"""

import mmap
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from analysis import (
    cutting_kernel,
    cutting_tables,
    namerules,
    neighbours,
    sitenames,
    token_ids,
    tokens,
)
from analysis.surnames import SURNAMES
from analysis.token_ids import Counts, Cut, Vocabulary

if TYPE_CHECKING:
    import numpy as np

    from analysis.lexicon import Lexicon

# A word's flags: what it asks of the last word and is to the next (`neighbours.Manner`), what it
# asks of the next and is to the last, how far it reaches; it becomes other words, it counts, it is
# known, it is a title, it begins with a surname, it may end a site's name, it is a verb of saying.
_AS_LAST, _AHEAD, _AS_NEXT, _REACH = 7, 14, 18, 22
_APART, _COUNTS, _KNOWN, _TITLE, _SURNAMED, _SITE, _SAID = (1 << at for at in range(25, 32))
_FIELD, _FAR = neighbours.FIELD << _AS_LAST, neighbours.FAR << _REACH
_VILLAGE, _TOWN = neighbours.VILLAGE << _REACH, neighbours.TOWN << _REACH
# Words before an institution, a branch or a village that their rules look at, fields not counted.
_LOOKED_AT = 3
# Words before and after what may end a name that the rules of names look at, with room to spare:
# a town's quarter has four pieces, a firm six; more where some of them are persons in pieces.
_SITES_BACK, _NAMES_BACK, _NAMES_AHEAD = 8, 24, 9
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
        # Processes that fork from this one find here what another has found out.
        memory = mmap.mmap(-1, 4 * cutting_tables.n_numbers(tables))
        self.flags = np.frombuffer(memory, np.uint32)
        self.parts: dict[int, list[int]] = {}
        self.numbers: dict[str, int] = {}
        self.mended: dict[bytes, list[int]] = {}
        self.seen: dict[str, tuple[int, list[str]]] = {}
        self.spelled = _Spelled(tables)

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


class _Spelled(dict[int, str]):
    """The words of the tables' numbers, each spelled once."""

    def __init__(self, tables: cutting_tables.CuttingTables) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, number: int) -> str:
        (word,) = cutting_tables.spell(self._tables, [number])
        self[number] = word
        return word


class _Batch:
    """One batch on its way from the kernel's words to those of the rules."""

    def __init__(self, engine: MendedEngine, text: str, cut: Cut) -> None:
        import numpy as np

        self.engine, self.shared, self.text, self.cut = engine, engine._shared, text, cut
        self.mender, self.counts_as = engine._mender, engine._counts
        self.n_shared = cut.vocabulary.n_shared
        self.new = cut.vocabulary.new_words()
        self.numbers = {word: self.n_shared + at for at, word in enumerate(self.new)}
        self.flags = np.zeros(len(self.new), np.uint32)
        self.parts: dict[int, list[int]] = {}

    def counts(self, documents: Sequence[Sequence[str]]) -> Counts:
        """The counts of the batch's documents."""
        import numpy as np

        ids = self.cut.ids
        flags = self._flags(ids)
        line_end = ids == self.shared.number("\n")
        sentence = np.cumsum(line_end) - line_end
        of_document = np.repeat(np.arange(len(documents)), list(map(len, documents)))
        glued = self._glued(flags, line_end)
        words, places = self._mended(ids, flags, glued)
        flags = self._flags(words)
        self._join_names(words, flags)
        counted = np.flatnonzero(((flags & _COUNTS) != 0) & (words != self.shared.number("\n")))
        words, places = words[counted], places[counted]
        last = np.searchsorted(
            of_document[sentence[places]], np.arange(len(documents)), side="right"
        )
        vocabulary = Vocabulary(self.shared.tables, *cutting_tables.joined(self.new))
        return self.engine._engine.count(Cut(words, self.cut.ends, last, vocabulary))

    def _flags(self, ids: "np.ndarray") -> "np.ndarray":
        """The flags of every word; of those not met before they are found out."""
        import numpy as np

        while len(self.flags) < len(self.numbers):  # words that mending has made
            self.flags = np.pad(self.flags, (0, len(self.numbers)))
        shared = ids < self.n_shared
        flags = np.empty(len(ids), np.uint32)
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
        for number in unknown[len(known) :]:
            word = self.new[number - self.n_shared]
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
        like = neighbours.alike(self.mender, word)
        if like != word:
            flags, parts = self.shared.seen.get(like) or self._met(like)
            if not parts:
                return flags, parts
        found = neighbours.manner(self.mender, word)
        parts = found.parts if found.parts != [word] else []
        flags = found.behind | found.as_last << _AS_LAST | found.ahead << _AHEAD
        flags |= found.as_next << _AS_NEXT | found.reach << _REACH
        flags |= _KNOWN | _COUNTS * self.counts_as(word) | _APART * bool(parts)
        flags |= _TITLE * (word in namerules.TITLES) | _SURNAMED * (word[0] in SURNAMES)
        flags |= _SITE * (word in sitenames.LAST_WORDS)
        flags |= _SAID * (word in namerules.SAYING_VERBS)
        if len(self.shared.seen) >= _REMEMBERED:
            self.shared.seen.clear()
        self.shared.seen[word] = flags, parts
        return flags, parts

    def _parts_of(self, number: int) -> list[int]:
        """The numbers of the words that a word falls apart into."""
        found = self.shared.parts.get(number) or self.parts.get(number)
        if found is None:
            word = self.shared.spelled[number]
            found = self.parts[number] = list(map(self._number, self.mender.mend_but_names([word])))
        return found

    def _number(self, word: str) -> int:
        """The number of any word; new ones get the next."""
        number = self.shared.number(word) or self.numbers.get(word)
        if number is None:
            number = self.numbers[word] = self.n_shared + len(self.new)
            self.new.append(word)
        return number

    def _glued(self, flags: "np.ndarray", line_end: "np.ndarray") -> "np.ndarray":
        """Whether a rule may look across the border before a word, and one more border at the end.

        A word that may change is to the next whatever that asks; so is one that a prefix may take.
        """
        import numpy as np

        said = np.where(line_end, 0, flags)
        before, after = said[:-1], said[1:]
        ahead = (before >> _AHEAD) & (after >> _AS_NEXT) & 15
        is_last = before >> _AS_LAST
        is_last[1:][ahead[:-1] != 0] = neighbours.ALL
        glued = np.zeros(len(flags) + 1, bool)
        glued[1:-1] = (after & is_last & neighbours.ALL) != 0
        glued[1:-1] |= ahead != 0
        glued[1:-2] |= ahead[1:] != 0
        self._reach_back(said, line_end, glued)
        glued[:-1][line_end] = glued[1:][line_end] = False
        return glued

    def _reach_back(self, said: "np.ndarray", line_end: "np.ndarray", glued: "np.ndarray") -> None:
        """Glue what stands before institutions, branches and villages as far as their rules look.

        A border that is glued already may be none when all is mended: it is not counted.
        """
        import numpy as np

        villages = np.flatnonzero((said & _VILLAGE) != 0)
        near = np.zeros(len(villages), bool)
        for back in range(1, neighbours.VILLAGE_REACH + 1):
            near |= (villages >= back) & ((said[np.maximum(villages - back, 0)] & _TOWN) != 0)
        far = np.flatnonzero((said & _FAR) != 0)
        for at in np.concatenate([villages[near], far[glued[far]]]).tolist():
            left = _LOOKED_AT
            glued[at] = True
            while left and at and not line_end[at - 1]:
                left -= not (glued[at] or said[at] & _FIELD)
                glued[at] = True
                at -= 1

    def _mended(
        self, ids: "np.ndarray", flags: "np.ndarray", glued: "np.ndarray"
    ) -> tuple["np.ndarray", "np.ndarray"]:
        """The mended words, all but names in pieces, and beside each a place it came from."""
        import numpy as np

        runs = glued[:-1] | glued[1:]
        first = np.flatnonzero(runs & ~glued[:-1])
        beyond = np.flatnonzero(runs & ~glued[1:]) + 1
        apart = np.flatnonzero(((flags & _APART) != 0) & ~runs)
        more, places = self._mended_runs(ids, first.tolist(), beyond.tolist())
        for at in apart.tolist():
            parts = self._parts_of(int(ids[at]))
            more += parts
            places += repeat(at, len(parts))
        runs[apart] = True
        keep = np.flatnonzero(~runs)
        words = np.concatenate([ids[keep], np.array(more, np.int32)])
        place = np.concatenate([keep, np.array(places, np.int64)])
        order = np.argsort(place, kind="stable")
        return words[order], place[order]

    def _mended_runs(
        self, ids: "np.ndarray", first: list[int], beyond: list[int]
    ) -> tuple[list[int], list[int]]:
        """The numbers of the words of all runs, mended, and the place of the run beside each."""
        ends, all_shared = self.cut.ends.tolist(), ids < self.n_shared
        starts = [0, *ends[:-1]]
        more: list[int] = []
        places: list[int] = []
        own: dict[bytes, list[int]] = {}
        for start, stop in zip(first, beyond, strict=True):
            key = ids[start:stop].tobytes()
            found = self.shared.mended.get(key) or own.get(key)
            if found is None:
                spans = zip(starts[start:stop], ends[start:stop], strict=True)
                mended = self.mender.mend_but_names([self.text[a:b] for a, b in spans])
                found = own[key] = list(map(self._number, mended))
                if all_shared[start:stop].all() and max(found) < self.n_shared:
                    self.shared.remember(key, found)
            more += found
            places += repeat(start, len(found))
        return more, places

    def _join_names(self, words: "np.ndarray", flags: "np.ndarray") -> None:
        """Join names in pieces, in place, where there may be one; other pieces end lines.

        That is behind a title before a surname, before a verb of saying two words behind a
        surname, and before the last word of a site's name.
        """
        line_end = self.shared.number("\n")
        named: list[int] = []
        for start, stop in self._places_of_names(words, flags):
            spelled = self._spelled(words[start:stop].tolist())
            for first, beyond in self.mender.name_spans(spelled):
                begin, end = start + first, start + beyond
                words[begin] = self._number("".join(spelled[first:beyond]))
                words[begin + 1 : end] = line_end
                named.append(begin)
        flags[named] = self._flags(words[named])

    def _places_of_names(
        self, words: "np.ndarray", flags: "np.ndarray"
    ) -> Iterable[tuple[int, int]]:
        """Stretches of a sentence that hold all that a rule of names looks at, apart."""
        import numpy as np

        titled = np.flatnonzero((flags[:-1] & _TITLE != 0) & (flags[1:] & _SURNAMED != 0))
        said = np.flatnonzero((flags[:-2] & _SURNAMED != 0) & (flags[2:] & _SAID != 0))
        persons = np.concatenate([titled, said])
        at = np.unique(np.concatenate([persons, self._sites(words, flags)]))
        ends = np.flatnonzero(words == self.shared.number("\n"))
        sentence = np.searchsorted(ends, at)
        peopled = np.isin(sentence, np.searchsorted(ends, persons))
        far = peopled | np.isin(words[at], list(map(self.shared.number, sitenames.FIRM_WORDS)))
        start = at - np.where(far, _NAMES_BACK, _SITES_BACK)
        start = np.maximum(start, np.append(-1, ends)[sentence] + 1)
        stop = np.minimum(at + np.where(peopled, _NAMES_AHEAD, 1), ends[sentence])
        first = np.append(True, start[1:] > stop[:-1])[: len(at)]
        last = np.append(first[1:], True)[: len(at)]
        return zip(start[first].tolist(), stop[last].tolist(), strict=True)

    def _sites(self, words: "np.ndarray", flags: "np.ndarray") -> "np.ndarray":
        """Where a site's name may end: a closing mark has two words between it and the other."""
        import numpy as np

        sites = np.flatnonzero(flags & _SITE != 0)
        opened, closed = map(self.shared.number, sitenames.MARKS)
        labels = (sites > 2) & (words[np.maximum(sites - 3, 0)] == opened)
        return sites[labels | (words[sites] != closed)]

    def _spelled(self, numbers: list[int]) -> list[str]:
        """The words of numbers."""
        known, new, n_shared = self.shared.spelled, self.new, self.n_shared
        return [known[at] if at < n_shared else new[at - n_shared] for at in numbers]


def _pairs(spans: Iterable[tuple[int, int]]) -> "np.ndarray":
    """Spans as an array (n, 2)."""
    import numpy as np

    return np.array(list(spans), np.int64).reshape(-1, 2)
