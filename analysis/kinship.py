"""How much two stretches of a page have in common, by the pairs of characters they share.

Pairs stand in for words, so that nothing has to be cut into words before it is known what belongs
together. Pairs that every part of the page has say little and weigh little (inverse document
frequency, Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28,
1972, p. 11–21).
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# A set of all of a text's pairs and triples costs what about so many searches of the text do.
_SEARCHES = 2000
# How much of the text on either side of a place is compared.
COMPARED = 2000
# Headings of which fewer characters agree are not built alike.
_FEWEST_ALIKE = 3


def shared(text: str, other: str) -> float:
    """The share of a text's pairs of characters that the other text has too (0 to 1).

    >>> shared("甲乙丙", "丁甲乙")
    0.5
    """
    pairs = set(pairwise(text[:COMPARED]))
    others = set(pairwise(other))
    return len(pairs & others) / len(pairs) if pairs else 0.0


def are_parallel(text: str, other: str) -> bool:
    """Whether two headings are built alike: as long, and a third of their characters in place.

    So are two that begin with words of one length and half of them alike, and a colon.

    >>> are_parallel("一看：把门开好", "二听：把话说好"), are_parallel("甲乙丙", "甲丁戊")
    (True, False)
    """
    colon = text.find("：")
    if colon > 1 and colon == other.find("："):
        same = sum(map(eq, text[:colon], other[:colon]))
        if 2 * same >= colon:
            return True
    shorter = min(len(text), len(other))
    if abs(len(text) - len(other)) > 1:
        return False
    same = max(sum(map(eq, text, other)), sum(map(eq, text[::-1], other[::-1])))
    return same >= _FEWEST_ALIKE and 3 * same >= shorter


class Kinship:
    """Compares the runs of text of a page.

    Parameters
    ----------
    texts
        Runs of running text in the order of the page, those that headings part.
    """

    def __init__(self, texts: Sequence[str]):
        import numpy as np

        self.borders = [0, *accumulate(map(len, texts))]
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        pairs = (codes[:-1].astype(np.uint64) << np.uint64(32)) | codes[1:]
        known, self.numbers = np.unique(pairs, return_inverse=True)
        frequency = self._in_how_many(len(known))
        # Inverse document frequency; a pair across the border of two texts may be in none.
        seen = frequency > 0
        self.weights = np.zeros(len(known))
        self.weights[seen] = np.log((len(texts) + 1) / frequency[seen])

    def _in_how_many(self, n: int) -> "np.ndarray":
        """In how many of the texts each of the n pairs is."""
        import numpy as np

        ends = np.array(self.borders[1:])
        places = np.arange(len(self.numbers))
        of_text = np.searchsorted(ends, places, side="right")
        # The last character of a text and the first of the next are a pair of neither.
        inside = places + 1 < ends[np.minimum(of_text, len(ends) - 1)]
        each = np.sort(of_text[inside] * n + self.numbers[inside])
        return np.bincount(each[np.diff(each, prepend=-1) > 0] % max(n, 1), minlength=n)

    def across(self, border: int) -> float:
        """What the text before `texts[border]` and the text from there on have in common.

        Both the neighbouring runs and as much as is compared beyond them count: 0 for nothing,
        2 for the same words. Higher is closer.
        """
        first, at, last = self.borders[border - 1 : border + 2]
        low, high = at - COMPARED, at + COMPARED
        near = self._common(max(first, low), at, min(last, high))
        return near + self._common(max(0, low), at, min(self.borders[-1], high))

    def _common(self, first: int, at: int, last: int) -> float:
        """Weight of the pairs that both sides of a place have, as a share of the lighter side's."""
        from numpy import bincount, minimum

        n = len(self.weights)
        one = bincount(self.numbers[first : max(first, at - 1)], minlength=n)
        two = bincount(self.numbers[at : max(at, last - 1)], minlength=n)
        lighter = min(float(one @ self.weights), float(two @ self.weights))
        return float(minimum(one, two) @ self.weights) / lighter if lighter else 0.0


class Words:
    """The pairs and triples of characters of a text, to be asked with `in`.

    Most pages ask for few: the text is searched, its characters as numbers, and only after so
    many searches that sets would have been cheaper are they made.
    """

    def __init__(self, text: str):
        import numpy as np

        self.text = text
        self.count = np.count_nonzero
        self.searches = 0
        self.known: set[str] = set()
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.codes = codes[2:]
        self.pairs = (codes[:-1].astype(np.uint64) << np.uint64(32)) | codes[1:]

    def __contains__(self, piece: str) -> bool:
        if self.known:
            return piece in self.known
        self.searches += 1
        if self.searches > _SEARCHES:
            text = self.text
            self.known = set(map("".join, pairwise(text)))
            self.known |= set(map("".join, zip(text, text[1:], text[2:], strict=False)))
        found = self.pairs == (ord(piece[0]) << 32 | ord(piece[1]))
        if len(piece) > 2:
            found = found[:-1] & (self.codes == ord(piece[2]))
        return self.count(found) > 0
