"""How much two stretches of a page have in common, by the pairs of characters they share.

Pairs stand in for words, so that nothing has to be cut into words before it is known what belongs
together. Pairs that every part of the page has say little and weigh little (inverse document
frequency, Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28,
1972, p. 11–21).
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# A set of all of a text's pairs and triples costs what about so many searches of the text do.
_SEARCHES = 2000
# A text of so many characters is searched faster as numbers.
LONG = 6_000
# How much of the text on either side of a place is compared.
COMPARED = 2000
# Headings of which fewer characters agree are not built alike.
_FEWEST_ALIKE = 3
# Searching a text for a pair costs a fiftieth of a set of all its pairs: fewer are searched for.
_FEW_PAIRS = 50


def shared(text: str, other: str) -> float:
    """The share of a text's pairs of characters that the other text has too (0 to 1).

    >>> shared("甲乙丙", "丁甲乙")
    0.5
    """
    pairs = set(map("".join, pairwise(text[:COMPARED])))
    if not pairs:
        return 0.0
    if len(pairs) < _FEW_PAIRS:
        return sum(map(other.__contains__, pairs)) / len(pairs)
    return len(pairs.intersection(map("".join, pairwise(other)))) / len(pairs)


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
        order, first = _in_order("".join(texts))
        of_order = first.cumsum()
        of_order -= 1
        self.numbers = np.empty(len(order), np.intp)
        self.numbers[order] = of_order
        of_text = np.arange(len(texts), dtype=np.int32).repeat(list(map(len, texts)))
        # The last character of a text and the first of the next are a pair of neither.
        of_text = np.where(of_text[1:] == of_text[:-1], of_text[1:], -1).take(order)
        # In order the same pair of the same text follows itself: it counts once.
        first[1:] |= of_text[1:] != of_text[:-1]
        first &= of_text >= 0
        n = int(of_order[-1]) + 1 if len(of_order) else 0
        frequency = np.bincount(of_order.compress(first), minlength=n)
        # Inverse document frequency; a pair across the border of two texts may be in none.
        weights = np.zeros(len(texts) + 1)
        weights[1:] = np.log((len(texts) + 1) / np.arange(1, len(texts) + 1))
        self.weights = weights.take(frequency)

    def across(self, border: int) -> float:
        """What the text before `texts[border]` and the text from there on have in common.

        Both the neighbouring runs and as much as is compared beyond them count: 0 for nothing,
        2 for the same words. Higher is closer.
        """
        first, at, last = self.borders[border - 1 : border + 2]
        low, high = at - COMPARED, at + COMPARED
        near = max(first, low), min(last, high)
        beyond = max(0, low), min(self.borders[-1], high)
        found = self._common(near[0], at, near[1])
        return found + (found if near == beyond else self._common(beyond[0], at, beyond[1]))

    def _common(self, first: int, at: int, last: int) -> float:
        """Weight of the pairs that both sides of a place have, as a share of the lighter side's."""
        from numpy import bincount, minimum

        weights = self.weights
        n = len(weights)
        one = bincount(self.numbers[first : max(first, at - 1)], minlength=n).astype(float)
        two = bincount(self.numbers[at : max(at, last - 1)], minlength=n).astype(float)
        lighter = min(float(one @ weights), float(two @ weights))
        return float(minimum(one, two) @ weights) / lighter if lighter else 0.0


def _in_order(text: str) -> tuple["np.ndarray", "np.ndarray"]:
    """The places of a text's pairs in order of pair, then place; and which are first of their pair.

    Numbers of 16 bits are sorted much faster than longer ones, so that pairs are sorted by their
    second and then by their first character; few texts have a character that needs more bits.
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(codes) > len(text):
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    one, two = codes[:-1], codes[1:]
    order = two.argsort(kind="stable")
    order = order.take(one.take(order).argsort(kind="stable"))
    one, two = one.take(order), two.take(order)
    first = np.ones(len(order), bool)
    first[1:] = (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    return order, first


class Words:
    """The pairs and triples of characters of a text, to be asked with `in`.

    Most pages ask for few: the text is searched, the characters of a long one as numbers, and only
    after so many searches that sets would have been cheaper are they made.
    """

    def __init__(self, text: str):
        self.text = text
        self.searches = 0
        self.known: set[str] = set()

    def __contains__(self, piece: str) -> bool:
        if self.known:
            return piece in self.known
        self.searches += 1
        if self.searches > _SEARCHES:
            text = self.text
            self.known = set(map("".join, pairwise(text)))
            self.known |= set(map("".join, zip(text, text[1:], text[2:], strict=False)))
        one, two = ord(piece[0]), ord(piece[1])
        if len(self.text) < LONG or self.numbers is None or (one | two) >> 16:
            return piece in self.text
        pairs, thirds = self.numbers
        found = pairs == (one << 16 | two)
        if len(piece) > 2:
            found = found[:-1] & (thirds == ord(piece[2]))
        # The first that is one, if any is: asked for so, numpy answers twice as fast.
        return bool(found[found.argmax()])

    @cached_property
    def numbers(self) -> tuple["np.ndarray", "np.ndarray"] | None:
        """A number for each pair, and for the character behind each but the last.

        None where a character needs more bits than few do.
        """
        import numpy as np

        codes = np.frombuffer(self.text.encode("utf-16-le", "surrogatepass"), np.uint16)
        if len(codes) > len(self.text):
            return None
        pairs = codes[:-1].astype(np.uint32)
        pairs <<= 16
        pairs |= codes[1:]
        return pairs, codes[2:]
