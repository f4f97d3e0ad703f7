"""Sentences as numbers of words, by the rules of the project: what `tokens` gives, counted fast.

The kernel cuts; the rules of `wordrules` then change few words, and which ones they may change can
be seen from a word and those beside it (`word_traits`). Only runs of such words are spelled out and
mended, all others stay numbers. Names in pieces are joined last, in the mended words.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from analysis import (
    compiling,
    cutting_tables,
    mending_kernel,
    neighbours,
    number_places,
    sitenames,
    token_ids,
    tokens,
)
from analysis.token_ids import Counts, Cut, Vocabulary
from analysis.word_traits import (
    AHEAD,
    APART,
    AS_LAST,
    AS_NEXT,
    COUNTS,
    FAR,
    FIELD,
    KNOWN,
    SAID,
    SITE,
    SURNAMED,
    TITLE,
    TOWN,
    VILLAGE,
    Traits,
)

if TYPE_CHECKING:
    import numpy as np

    from analysis.lexicon import Lexicon

# Words before an institution, a branch or a village that their rules look at, fields not counted.
_LOOKED_AT = 3
# Words before and after what may end a name that the rules of names look at, with room to spare:
# a town's quarter has four pieces, a firm six; more where some of them are persons in pieces.
_SITES_BACK, _NAMES_BACK, _NAMES_AHEAD = 8, 24, 9


class MendedEngine:
    """Cuts, mends and counts sentences, one batch after the other; one a process."""

    def __init__(
        self, lexicon: "Lexicon", counts: Callable[[str], bool], *, digest: str = ""
    ) -> None:
        """Make the engine of a lexicon; `counts` says whether a word counts.

        With a digest, which must change with code, lexicon and `counts`, what is found out of the
        dictionary's words is kept for the next engine (`keep`).
        """
        self._lexicon, self._counts = lexicon, counts
        self._engine = token_ids.engine(lexicon, rules=True)
        self._spans, self._mender = tokens.rules_of(lexicon, rules=True)
        self._shared = None
        if self._engine.tables:
            self._shared = Traits(self._engine.tables, self._mender, counts)
        self._path = compiling.cache_folder() / "tables" / f"{digest[:16]}.traits.npz"
        self._keeps = bool(digest) and self._shared is not None
        if self._keeps:
            self._shared.load(self._path)

    def keep(self) -> None:
        """Keep what was found out of the dictionary's words, in forked processes too."""
        if self._keeps:
            self._shared.keep(self._path)

    def count(self, documents: Sequence[Sequence[str]]) -> Counts:
        """How often each word that counts stands in each document, given as its sentences."""
        text = "".join(f"{sentence}\n" for document in documents for sentence in document)
        n_sentences = sum(map(len, documents))
        if self._shared is None or "\r" in text or text.count("\n") != n_sentences:
            return self._plainly(documents)
        places = number_places.places(cutting_tables.code_points(text))
        spans = _pairs(self._spans(text, places.tolist()))
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


class _Batch:
    """One batch on its way from the kernel's words to those of the rules."""

    def __init__(self, engine: MendedEngine, text: str, cut: Cut) -> None:
        import numpy as np

        self.engine, self.shared, self.text, self.cut = engine, engine._shared, text, cut
        self.mender = engine._mender
        self.kernel = compiling.compiled(mending_kernel, "look_up", "splice")
        self.n_shared = cut.vocabulary.n_shared
        self.line_end = self.shared.number("\n")
        self.new = cut.vocabulary.new_words()
        self.numbers = {word: self.n_shared + at for at, word in enumerate(self.new)}
        self.flags = np.zeros(0, np.uint32)
        self.parts: dict[int, list[int]] = {}

    def counts(self, documents: Sequence[Sequence[str]]) -> Counts:
        """The counts of the batch's documents."""
        import numpy as np

        ids = self.cut.ids
        flags = self._flags(ids)
        words, flags = self._mended(ids, flags, self._glued(flags, ids == self.line_end))
        ends = np.flatnonzero(words == self.line_end)
        self._join_names(words, flags, ends)
        counted = np.flatnonzero(((flags & COUNTS) != 0) & (words != self.line_end))
        n_sentences = np.cumsum(list(map(len, documents)), dtype=np.int64)
        last = np.searchsorted(counted, np.append(-1, ends)[n_sentences], side="right")
        vocabulary = Vocabulary(self.shared.tables, *cutting_tables.joined(self.new))
        return self.engine._engine.count(Cut(words[counted], self.cut.ends, last, vocabulary))

    def _flags(self, ids: "np.ndarray") -> "np.ndarray":
        """The flags of every word; of those not met before they are found out."""
        import numpy as np

        if len(self.flags) < len(self.new):  # words of the batch, and those that mending has made
            more = np.array(self.shared.of_words(self.new[len(self.flags) :]), np.uint32)
            self.flags = np.concatenate([self.flags, more])
        flags, places = np.empty(len(ids), np.uint32), np.empty(len(ids), np.int32)
        shared = self.shared.flags
        n = self.kernel.look_up(ids, self.n_shared, shared, self.flags, KNOWN, flags, places)
        if n:
            unknown = np.unique(ids[places[:n]])
            shared[unknown] = self.shared.of_numbers(unknown.tolist())
            flags[places[:n]] = shared[ids[places[:n]]]
        return flags

    def _parts_of(self, number: int) -> list[int]:
        """The numbers of the words that a word falls apart into."""
        found = self.shared.parts.get(number) or self.parts.get(number)
        if found is None:
            word = self._spelled([number])[0]
            found = list(map(self._number, self.shared.apart(word)))
            lasts = number < self.n_shared and max(found) < self.n_shared
            (self.shared.parts if lasts else self.parts)[number] = found
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
        ahead = (before >> AHEAD) & (after >> AS_NEXT) & 15
        is_last = before >> AS_LAST
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

        villages = np.flatnonzero((said & VILLAGE) != 0)
        near = np.zeros(len(villages), bool)
        for back in range(1, neighbours.VILLAGE_REACH + 1):
            near |= (villages >= back) & ((said[np.maximum(villages - back, 0)] & TOWN) != 0)
        far = np.flatnonzero((said & FAR) != 0)
        for at in np.concatenate([villages[near], far[glued[far]]]).tolist():
            left = _LOOKED_AT
            glued[at] = True
            while left and at and not line_end[at - 1]:
                left -= not (glued[at] or said[at] & FIELD)
                glued[at] = True
                at -= 1

    def _mended(
        self, ids: "np.ndarray", flags: "np.ndarray", glued: "np.ndarray"
    ) -> tuple["np.ndarray", "np.ndarray"]:
        """The mended words, all but names in pieces, and their flags."""
        import numpy as np

        runs = glued[:-1] | glued[1:]
        apart = np.flatnonzero(((flags & APART) != 0) & ~runs)
        first = np.flatnonzero(runs & ~glued[:-1])
        beyond = np.flatnonzero(runs & ~glued[1:]) + 1
        found = self._mended_runs(ids, first, beyond)
        numbers, which = np.unique(ids[apart], return_inverse=True)
        parts = list(map(self._parts_of, numbers.tolist()))
        found += [parts[at] for at in which.tolist()]
        starts, stops = np.concatenate([first, apart]), np.concatenate([beyond, apart + 1])
        order = np.argsort(starts)
        found = [found[at] for at in order.tolist()]
        borders = np.zeros(len(found) + 1, np.int64)
        np.cumsum(list(map(len, found)), out=borders[1:])
        more = np.fromiter(chain.from_iterable(found), np.int32, borders[-1])
        words = np.empty(len(ids) + len(more), np.int32)
        word_flags = np.empty(len(words), np.uint32)
        n = self.kernel.splice(
            ids, flags, starts[order], stops[order], borders, more, self._flags(more),
            words, word_flags,
        )  # fmt: skip
        return words[:n], word_flags[:n]

    def _mended_runs(
        self, ids: "np.ndarray", first: "np.ndarray", beyond: "np.ndarray"
    ) -> list[list[int]]:
        """The numbers of the words of every run, mended."""
        import numpy as np

        n_new = np.append(0, np.cumsum(ids >= self.n_shared))
        lasts = (n_new[first] == n_new[beyond]).tolist()
        packed, size = ids.tobytes(), ids.itemsize
        own: dict[bytes, list[int]] = {}
        runs: list[list[int]] = []
        for start, stop, all_shared in zip(first.tolist(), beyond.tolist(), lasts, strict=True):
            key = packed[start * size : stop * size]
            found = self.shared.mended.get(key) or own.get(key)
            if found is None:
                mended = self.mender.mend_but_names(self._written(start, stop))
                found = own[key] = list(map(self._number, mended))
                if all_shared and max(found) < self.n_shared:
                    self.shared.remember(key, found)
            runs.append(found)
        return runs

    def _written(self, start: int, stop: int) -> list[str]:
        """The words of a run as they stand in the text."""
        begin = int(self.cut.ends[start - 1]) if start else 0
        ends = self.cut.ends[start:stop].tolist()
        return [self.text[a:b] for a, b in zip([begin, *ends], ends, strict=False)]

    def _join_names(self, words: "np.ndarray", flags: "np.ndarray", ends: "np.ndarray") -> None:
        """Join names in pieces, in place, where there may be one; other pieces end lines.

        That is behind a title before a surname, before a verb of saying two words behind a
        surname, and before the last word of a site's name. Of the flags of names only whether they
        count is put in: no rule comes after.
        """
        counts = self.engine._counts
        stretches = list(self._places_of_names(words, flags, ends))
        spelled = self._spelled([n for a, b, _ in stretches for n in words[a:b].tolist()])
        done = 0
        for start, stop, peopled in stretches:
            some = spelled[done : done + stop - start]
            done += stop - start
            names = self.mender.name_spans(some) if peopled else self.mender.names.spans(some)
            for first, beyond in names:
                begin, end = start + first, start + beyond
                name = "".join(some[first:beyond])
                words[begin], flags[begin] = self._number(name), COUNTS * counts(name)
                words[begin + 1 : end] = self.line_end

    def _places_of_names(
        self, words: "np.ndarray", flags: "np.ndarray", ends: "np.ndarray"
    ) -> Iterable[tuple[int, int, bool]]:
        """Stretches of a sentence that hold all that a rule of names looks at, apart.

        Beside each, whether its sentence may hold a person's name.
        """
        import numpy as np

        titled = np.flatnonzero((flags[:-1] & TITLE != 0) & (flags[1:] & SURNAMED != 0))
        said = np.flatnonzero((flags[:-2] & SURNAMED != 0) & (flags[2:] & SAID != 0))
        persons = np.concatenate([titled, said])
        sites = np.flatnonzero(flags & SITE != 0)
        inhabited = np.searchsorted(ends, persons)
        peopled = np.isin(np.searchsorted(ends, sites), inhabited)
        at = np.unique(
            np.concatenate([persons, sites[self._may_end(words, flags, sites, peopled)]])
        )
        sentence = np.searchsorted(ends, at)
        peopled = np.isin(sentence, inhabited)
        far = peopled | np.isin(words[at], list(map(self.shared.number, sitenames.FIRM_WORDS)))
        start = at - np.where(far, _NAMES_BACK, _SITES_BACK)
        start = np.maximum(start, np.append(-1, ends)[sentence] + 1)
        stop = np.minimum(at + np.where(peopled, _NAMES_AHEAD, 1), ends[sentence])
        first = np.append(True, start[1:] > stop[:-1])[: len(at)]
        last = np.append(first[1:], True)[: len(at)]
        stretches = start[first], stop[last], peopled[first]
        return zip(*(each.tolist() for each in stretches), strict=True)

    def _may_end(
        self, words: "np.ndarray", flags: "np.ndarray", sites: "np.ndarray", peopled: "np.ndarray"
    ) -> "np.ndarray":
        """At which of these places a site's name may end; where there are persons, at any.

        A closing mark has two words between it and the other, a quarter a town before it.
        """
        import numpy as np

        opened, closed = map(self.shared.number, sitenames.MARKS)
        marks, quarters = words[sites] == closed, np.isin(words[sites], self.shared.quarters)
        labels = words[np.maximum(sites - 3, 0)] == opened
        towns = (flags[np.maximum(sites - 3, 0)] | flags[np.maximum(sites - 4, 0)]) & TOWN != 0
        found = (labels | ~marks) & (towns | ~quarters | peopled)
        asked = np.flatnonzero(found & ~peopled)
        may_end = self.mender.names.may_end
        around = words[np.maximum(sites[asked, None] + np.arange(-2, 1), 0)].astype(np.int64)
        label = around[:, 2] == closed  # which has two words before it that matter, others one
        pairs = (around[:, 1] << 33) | np.where(label, 1 << 32 | around[:, 0], around[:, 2])
        _pairs, first, which = np.unique(pairs, return_index=True, return_inverse=True)
        spelled = self._spelled(around[first].ravel().tolist())
        answers = [may_end(spelled, at) for at in range(2, len(spelled), 3)]
        found[asked] = np.array(answers, bool)[which]
        return found

    def _spelled(self, numbers: list[int]) -> list[str]:
        """The words of numbers."""
        new, n_shared = self.new, self.n_shared
        known = self.shared.spelled(number for number in numbers if number < n_shared)
        return [known[at] if at < n_shared else new[at - n_shared] for at in numbers]


def _pairs(spans: Iterable[tuple[int, int]]) -> "np.ndarray":
    """Spans as an array (n, 2)."""
    import numpy as np

    return np.fromiter(chain.from_iterable(spans), np.int64).reshape(-1, 2)
