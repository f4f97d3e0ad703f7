"""The dictionary and the model as arrays: what the cutting kernel looks words up in.

A dictionary is a tree of characters. Its branches stand in one open table of 64-bit slots (parent,
character, child), so that a step costs one look at memory, a changed lexicon is put in within a
tenth of a second, and nothing has to be rebuilt as in a double array. A word's number is its node.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import compiling, tree_kernel
from analysis.cutting_kernel import (
    BRANCH_BITS,
    FIRST_HAN,
    IN_GRAPH,
    IS_WORD,
    LAST_HAN,
    NEVER,
    NOT_GUESSED,
    SPREAD,
    Lookup,
)  # fmt: skip

if TYPE_CHECKING:
    import numpy as np

CODE_POINTS = 0x110000
_STATES = "BMES"
# Bits of the sieve, eight to a branch.
_SIEVE = 1 << 22
# Words from which on many are spelled at once, and how many.
_MANY, _AT_ONCE = 50, 1 << 16


class CuttingTables(NamedTuple):
    """A dictionary and jieba's model for the kernel.

    Attributes
    ----------
    slots
        Branches: parent, number of the character, child and its flags (`cutting_kernel`) in one
        whole number; -1 is free.
    sieve
        A bit for each of `_SIEVE` remainders of spread keys: without it, no slot has such a key.
        It takes half a megabyte, which stays close to a processor, and the slots eight.
    letters
        By code point, the character's number among those of the dictionary (its lowest 15 bits; 0
        for the others), and above it the branch from the root.
    weights
        By node, the logarithm of the word's share of all counts. The commonest words come first,
        so that those looked up all the time lie together.
    emit
        Emissions by character from U+4E00 and state (begin, middle, end, single).
    chances
        From state (row) to state; in the last row those of the first state.
    rarest
        The weight of a character that the dictionary does not hold.
    parents, characters
        By node, the node before and the last code point: the word, backwards.
    """

    slots: "np.ndarray"
    sieve: "np.ndarray"
    letters: "np.ndarray"
    weights: "np.ndarray"
    emit: "np.ndarray"
    chances: "np.ndarray"
    rarest: float
    parents: "np.ndarray"
    characters: "np.ndarray"

    @property
    def lookup(self) -> Lookup:
        """What the kernel reads."""
        return Lookup(*self[:7])


def n_numbers(tables: CuttingTables) -> int:
    """How many word numbers the tables give: nodes, then single characters by code point."""
    return len(tables.weights) + CODE_POINTS


def spell(tables: CuttingTables, numbers: Sequence[int]) -> list[str]:
    """The words of these numbers, which are nodes or single characters."""
    import numpy as np

    if len(numbers) < _MANY:
        return [_word(tables, number) for number in numbers]
    words: list[str] = []
    for start in range(0, len(numbers), _AT_ONCE):
        words += _words(tables, np.array(numbers[start : start + _AT_ONCE]))
    return words


def _word(tables: CuttingTables, number: int) -> str:
    """The word of a number."""
    if number >= len(tables.weights):
        return chr(number - len(tables.weights))
    letters = []
    while number:
        letters.append(chr(tables.characters[number]))
        number = tables.parents[number]
    return "".join(reversed(letters))


def _words(tables: CuttingTables, numbers: "np.ndarray") -> list[str]:
    """The words of some numbers, the last characters of all of them first."""
    import numpy as np

    nodes = len(tables.weights)
    alone = numbers >= nodes
    at, letters = np.where(alone, 0, numbers), [np.where(alone, numbers - nodes, 0)]
    there = [alone]
    while at.any():
        letters.append(tables.characters[at])
        there.append(at != 0)
        at = tables.parents[at]
    written = np.array(there[::-1]).T
    text = np.array(letters[::-1]).T[written].astype("<u4").tobytes()
    ends = np.cumsum(written.sum(axis=1)).tolist()
    spelled = text.decode("utf-32-le", "surrogatepass")
    return [spelled[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def build(
    weights: Mapping[str, float],
    *,
    rarest: float,
    phrases: Iterable[str] = (),
    never_guessed: Iterable[str] = (),
) -> CuttingTables:
    """The tables of a dictionary.

    Parameters
    ----------
    weights
        Word to the logarithm of its share; 0 marks what is only the beginning of a word. All
        beginnings of its words are there.
    rarest
        The weight of a character that the dictionary does not hold.
    phrases
        Words of the dictionary that the graph leaves out.
    never_guessed
        Words that the model may not make: jieba's `Force_Split_Words`.

    Returns
    -------
    CuttingTables. Built by numba.
    """
    import numpy as np

    kernel = compiling.compiled(tree_kernel, "grow", "mark", "flag", "seal")
    shares = np.fromiter(weights.values(), np.float64, len(weights))
    text, borders = joined(weights)
    others, other_borders = joined(sorted(never_guessed))
    known = np.union1d(text, others)
    letters = np.zeros(CODE_POINTS, np.int64)
    letters[known] = np.arange(1, len(known) + 1)
    tree = tree_kernel.empty_tree(letters, len(weights) + len(others))
    kernel.grow(text, borders, np.argsort(np.where(shares, -shares, np.inf), kind="stable"), tree)
    kernel.mark(text, borders, tree, shares, IN_GRAPH | IS_WORD)
    kernel.grow(others, other_borders, np.arange(len(other_borders) - 1), tree)
    kernel.flag(others, other_borders, tree, NOT_GUESSED, 0xFF)
    kernel.flag(*joined(phrases), tree, 0, 0xFF ^ IN_GRAPH)
    kernel.seal(tree)
    n = int(tree.size[0])
    return CuttingTables(
        tree.slots, _sieve(tree.slots), letters, tree.weights[:n].copy(), *model(), rarest,
        tree.parents[:n].copy(), tree.characters[:n].copy(),
    )  # fmt: skip


def _sieve(slots: "np.ndarray") -> "np.ndarray":
    """The sieve of the keys of these slots."""
    import numpy as np

    keys = slots[slots >= 0] >> BRANCH_BITS
    bits = np.zeros(_SIEVE, bool)
    bits[((keys * SPREAD) >> 17) & (_SIEVE - 1)] = True
    return np.packbits(bits, bitorder="little")


def model() -> "tuple[np.ndarray, np.ndarray]":
    """Jieba's model: emissions by character and state, and the chances from state to state."""
    import numpy as np

    from analysis import jieba_engine

    found = jieba_engine.guessing_model()
    emit = np.full((LAST_HAN - FIRST_HAN + 1, 4), NEVER)
    chances = np.full((5, 4), NEVER)
    chances[4] = [found.start_P[letter] for letter in _STATES]
    for state, letter in enumerate(_STATES):
        at = np.fromiter(map(ord, found.emit_P[letter]), np.int64) - FIRST_HAN
        known = (at >= 0) & (at < len(emit))
        emit[at[known], state] = np.fromiter(found.emit_P[letter].values(), np.float64)[known]
        for following, chance in found.trans_P[letter].items():
            chances[state, _STATES.index(following)] = chance
    return emit, chances


def joined(words: Iterable[str]) -> "tuple[np.ndarray, np.ndarray]":
    """The words' code points one after the other, and where each begins and the last ends."""
    import numpy as np

    words = list(words)
    borders = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, words), np.int64, len(words)), out=borders[1:])
    return code_points("".join(words)), borders


def code_points(text: str) -> "np.ndarray":
    """The code points of a text, half characters (surrogates) included."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32)


def save(tables: CuttingTables, path: Path) -> None:
    """Keep the tables in a file; where the folder cannot be written to, they are made each time."""
    compiling.keep(tables._asdict(), path)


def load(path: Path) -> CuttingTables | None:
    """The tables kept in a file; None if there are none, or they are not whole."""
    found = compiling.kept(CuttingTables._fields, path)
    return CuttingTables(**found | {"rarest": float(found["rarest"])}) if found else None
