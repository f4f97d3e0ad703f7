"""What the rules see in each word, as bits: looked at once, then a number's flags.

A word's flags are what it asks of the words beside it and what it is to them (`neighbours.Manner`),
and what else `mended_ids` must know of it.
"""

import mmap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import compiling, cutting_kernel, cutting_tables, namerules, neighbours, sitenames
from analysis.surnames import SURNAMES

if TYPE_CHECKING:
    from analysis.wordrules import Mender

# A word's flags: what it asks of the last word and is to the next, what it asks of the next and is
# to the last, how far it reaches; it becomes other words, it counts, it is known, it is a title, it
# begins with a surname, it may end a site's name, it is a verb of saying.
AS_LAST, AHEAD, AS_NEXT, _REACH = 7, 14, 18, 22
APART, COUNTS, KNOWN, TITLE, SURNAMED, SITE, SAID = (1 << at for at in range(25, 32))
FIELD, FAR = neighbours.FIELD << AS_LAST, neighbours.FAR << _REACH
VILLAGE, TOWN = neighbours.VILLAGE << _REACH, neighbours.TOWN << _REACH
# Words, and mended runs, that are remembered.
_REMEMBERED = 1 << 18


class Traits:
    """What is known of words, and of the numbers that mean the same in every batch."""

    def __init__(
        self, tables: cutting_tables.CuttingTables, mender: "Mender", counts: Callable[[str], bool]
    ) -> None:
        """Nothing is known yet; `counts` says whether a word counts."""
        import numpy as np

        self.tables, self.mender, self._counts = tables, mender, counts
        self.n_shared = cutting_tables.n_numbers(tables)
        # Processes that fork from this one find here what another has found out.
        self.flags = np.frombuffer(mmap.mmap(-1, 4 * self.n_shared), np.uint32)
        self.parts: dict[int, list[int]] = {}
        self.mended: dict[bytes, list[int]] = {}
        self._kept = 0
        self._spelled: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        self._apart: dict[str, list[str]] = {}
        self.quarters = list(map(self.number, sorted(sitenames.QUARTERS)))

    def load(self, path: Path) -> None:
        """Take in the flags that are kept in a file, if there is one."""
        found = compiling.kept(("numbers", "flags"), path)
        if found and found["numbers"].max(initial=0) < self.n_shared:
            self.flags[found["numbers"]] = found["flags"]
        self._kept = int((self.flags != 0).sum())

    def keep(self, path: Path) -> None:
        """Keep the flags of the tables' numbers, if there are more than were loaded."""
        import numpy as np

        numbers = np.flatnonzero(self.flags)
        if len(numbers) > self._kept:
            flags = self.flags[numbers]
            compiling.keep({"numbers": numbers.astype(np.uint32), "flags": flags}, path)

    def number(self, word: str) -> int:
        """The number of a word that the tables hold, or a character's; else 0."""
        found = self._numbers.get(word)
        if found is None:
            if len(self._numbers) >= _REMEMBERED:
                self._numbers.clear()
            found = self._numbers[word] = self._find(word)
        return found

    def spelled(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """At least these of the tables' numbers, each with its word; a word is spelled once."""
        known = self._spelled
        new = [number for number in dict.fromkeys(numbers) if number not in known]
        known.update(zip(new, cutting_tables.spell(self.tables, new), strict=True))
        return known

    def remember(self, key: bytes, found: list[int]) -> None:
        """Keep what became of a run; when there are too many, begin anew."""
        if len(self.mended) >= _REMEMBERED:
            self.mended.clear()
        self.mended[key] = found

    def of_numbers(self, numbers: Sequence[int]) -> list[int]:
        """The flags of the tables' numbers."""
        return list(map(self._look, cutting_tables.spell(self.tables, numbers)))

    def of_words(self, words: Sequence[str]) -> list[int]:
        """The flags of any words."""
        seen = self._seen.get
        return [seen(word) or self._look(word) for word in words]

    def apart(self, word: str) -> list[str]:
        """The words that a word becomes where no neighbour matters."""
        return self._apart.get(word) or self.mender.alone(word)

    def _look(self, word: str) -> int:
        """A word's flags; remembered, but not of figures, of which there is no end."""
        like = neighbours.alike(self.mender, word)
        if like != word:
            flags = self._seen.get(like) or self._look(like)
            if not flags & APART:
                return flags
        found = neighbours.manner(self.mender, word)
        is_apart = found.parts != [word]
        flags = found.behind | found.as_last << AS_LAST | found.ahead << AHEAD
        flags |= found.as_next << AS_NEXT | found.reach << _REACH
        flags |= KNOWN | COUNTS * self._counts(word) | APART * is_apart
        flags |= TITLE * (word in namerules.TITLES) | SURNAMED * (word[0] in SURNAMES)
        flags |= SITE * (word in sitenames.LAST_WORDS)
        flags |= SAID * (word in namerules.SAYING_VERBS)
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
            self._apart.clear()
        self._seen[word] = flags
        if is_apart:
            self._apart[word] = found.parts
        return flags

    def _find(self, word: str) -> int:
        points = cutting_tables.code_points(word)
        branch = int(cutting_kernel.find(points, 0, len(points), self.tables.lookup))
        if branch:
            return branch >> cutting_kernel.FLAG_BITS
        return len(self.tables.weights) + ord(word) if len(word) == 1 else 0
