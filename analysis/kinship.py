"""How much two stretches of a page have in common, by the pairs of characters they share.

Pairs stand in for words, so that nothing has to be cut into words before it is known what belongs
together. Pairs that every part of the page has say little and weigh little (inverse document
frequency, Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28,
1972, p. 11–21).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import log
from operator import add

_KEPT = 8
# How much of the text on either side of a place is compared.
COMPARED = 2000


def shared(text: str, other: str) -> float:
    """The share of a text's pairs of characters that the other text has too (0 to 1).

    >>> shared("甲乙丙", "丁甲乙")
    0.5
    """
    pairs = set(pairwise(text[:COMPARED]))
    others = set(pairwise(other))
    return len(pairs & others) / len(pairs) if pairs else 0.0


class Kinship:
    """Compares the runs of text of a page.

    Parameters
    ----------
    texts
        Runs of running text in the order of the page, those that headings part.
    """

    def __init__(self, texts: Sequence[str]):
        self.texts = texts
        frequency: Counter[str] = Counter()
        for text in texts:
            frequency.update(set(_pairs(text)))
        # Inverse document frequency; a pair across the border of two texts is in none and weighs 0.
        weights = {n: log((len(texts) + 1) / n) for n in set(frequency.values())}
        self.weight = defaultdict(float, {pair: weights[n] for pair, n in frequency.items()})
        self.counted: dict[str, tuple[Counter[str], float]] = {}

    def across(self, border: int) -> float:
        """What the text before `texts[border]` and the text from there on have in common.

        Both the neighbouring runs and as much as is compared beyond them count: 0 for nothing,
        2 for the same words. Higher is closer.
        """
        near = self._common(self.texts[border - 1][-COMPARED:], self.texts[border][:COMPARED])
        return near + self._common(self._before(border), self._from(border))

    def _before(self, border: int) -> str:
        """Text up to the border."""
        text = ""
        while border > 0 and len(text) < COMPARED:
            border -= 1
            text = self.texts[border][-COMPARED:] + text
        return text[-COMPARED:]

    def _from(self, border: int) -> str:
        """Text from the border on."""
        text = ""
        while border < len(self.texts) and len(text) < COMPARED:
            text += self.texts[border][:COMPARED]
            border += 1
        return text[:COMPARED]

    def _common(self, first: str, second: str) -> float:
        """Weight of the pairs in common, as a share of the lighter text's."""
        (one, weight), (two, other) = self._counted(first), self._counted(second)
        known = self.weight
        common = sum([min(one[pair], two[pair]) * known[pair] for pair in one.keys() & two.keys()])
        lighter = min(weight, other)
        return common / lighter if lighter else 0.0

    def _counted(self, text: str) -> tuple[Counter[str], float]:
        """The text's pairs with their numbers, and the weight of all; those seen last are kept."""
        if text not in self.counted:
            counts = Counter(_pairs(text))
            known = self.weight
            if len(self.counted) >= _KEPT:
                self.counted.clear()
            self.counted[text] = counts, sum([n * known[pair] for pair, n in counts.items()])
        return self.counted[text]


def _pairs(text: str) -> list[str]:
    """Neighbouring characters."""
    return list(map(add, text, text[1:]))
