"""Where the characters of a class stand in a text, looked up in a table for all of it at once.

An expression looks at one character after the other, which for a page without any of the class
takes eight times as long.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# Characters beyond are two in UTF-16; texts with such are left to the expression.
_PLANE = 0x10000


def runs(text: str, characters: str) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of each run of the characters, in order.

    >>> list(runs("甲  乙 ", " "))
    [(1, 3), (4, 5)]
    """
    codes = _codes(text)
    if codes is None:
        return (found.span() for found in _expression(characters).finditer(text))
    return _joined(places(text, characters))


def _joined(found: list[int]) -> Iterator[tuple[int, int]]:
    """The places as runs: start and end (exclusive) of those that follow each other."""
    # Nearly all runs are of one character: what is left are those that go on with the one before.
    starts = [at for at, last in zip(found, [-2, *found], strict=False) if at != last + 1]
    ends = [at + 1 for at, after in zip(found, [*found[1:], -2], strict=False) if after != at + 1]
    return zip(starts, ends, strict=True)


def parting(
    text: str, characters: str, kinds: tuple[str, ...], pairs: tuple[tuple[int, int], ...]
) -> tuple[list[int], Iterator[tuple[int, int]]]:
    """Where one of the characters parts a pair of kinds; and, as `runs`, where others stand.

    Parameters
    ----------
    kinds
        Classes of characters; what is in none is the kind after the last. Of a character in
        several, the last counts. One of them must be `characters`.
    pairs
        The kinds, as places in `kinds`, of the characters before and behind; with none of
        `characters` itself.

    Examples
    --------
    >>> places, others = parting("甲 1 乙  2 ", " ", ("甲乙", " "), ((0, 2), (2, 0)))
    >>> places, list(others)
    ([1, 3], [(5, 7), (8, 9)])
    """
    codes = _codes(text)
    if codes is None:
        return [], runs(text, characters)
    found = _table(characters).take(codes).nonzero()[0]
    table = _kinds(kinds)
    # What stands at an end of the text parts nothing.
    inside = (found > 0) & (found < len(codes) - 1)
    before = table.take(codes.take(found - 1, mode="wrap"))
    behind_it = table.take(codes.take(found + 1, mode="wrap"))
    good = _pairs(pairs, len(kinds) + 1)[before, behind_it] & inside
    return found[good].tolist(), _joined(found[~good].tolist())


def places(text: str, characters: str) -> list[int]:
    """Where each of the characters stands.

    >>> places("甲  乙 ", " ")
    [1, 2, 4]
    """
    codes = _codes(text)
    if codes is None:
        return [found.start() for found in re.finditer(f"[{characters}]", text)]
    return _table(characters).take(codes).nonzero()[0].tolist()


def behind(text: str, characters: str, before: str) -> tuple[list[int], list[int]]:
    """Where the characters stand: those right behind one of `before`, and the others.

    >>> behind("甲,1,", ",", "甲乙")
    ([1], [3])
    """
    codes = _codes(text)
    if codes is None:
        first = re.compile(f"[{before}]")
        apart: tuple[list[int], list[int]] = ([], [])
        for at in places(text, characters):
            apart[first.match(text, at - 1, at) is None if at else True].append(at)
        return apart
    found = _table(characters).take(codes).nonzero()[0]
    # Before the first character stands the last one, which is before none.
    good = _table(before).take(codes.take(found - 1, mode="wrap")) & (found > 0)
    return found[good].tolist(), found[~good].tolist()


@lru_cache(maxsize=1)
def held(text: str, classes: tuple[str, ...]) -> tuple[bool, ...]:
    """For each of the classes of characters (8 at most) whether the text has any.

    >>> held("甲 乙", (" ", "丙", "甲乙"))
    (True, False, True)
    """
    codes = _codes(text)
    if codes is None:
        return tuple(_expression(one).search(text) is not None for one in classes)
    import numpy as np

    found = int(np.bitwise_or.reduce(_bits(classes).take(codes)))
    return tuple(found >> number & 1 == 1 for number in range(len(classes)))


@lru_cache(maxsize=1)
def _codes(text: str) -> "np.ndarray | None":
    """The text's characters as numbers; None where some lie beyond the first plane."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    return codes if len(codes) == len(text) else None


@cache
def _expression(characters: str) -> re.Pattern[str]:
    """What finds a run of the characters."""
    return re.compile(f"[{characters}][{characters}]*")


@cache
def _plane() -> str:
    """Every character of the first plane, in order."""
    return "".join(map(chr, range(_PLANE)))


@cache
def _table(characters: str) -> "np.ndarray":
    """For each number of the first plane whether it is one of the characters."""
    import numpy as np

    table = np.zeros(_PLANE, bool)
    for found in _expression(characters).finditer(_plane()):
        table[slice(*found.span())] = True
    return table


@cache
def _bits(classes: tuple[str, ...]) -> "np.ndarray":
    """For each number of the first plane a bit for each class that has it."""
    import numpy as np

    table = np.zeros(_PLANE, np.uint8)
    for number, characters in enumerate(classes):
        table[_table(characters)] |= 1 << number
    return table


@cache
def _kinds(kinds: tuple[str, ...]) -> "np.ndarray":
    """For each number of the first plane the last of the kinds that has it, or their number."""
    import numpy as np

    table = np.full(_PLANE, len(kinds), np.uint8)
    for number, characters in enumerate(kinds):
        table[_table(characters)] = number
    return table


@cache
def _pairs(pairs: tuple[tuple[int, int], ...], n_kinds: int) -> "np.ndarray":
    """For two kinds whether they are one of the pairs."""
    import numpy as np

    table = np.zeros((n_kinds, n_kinds), bool)
    table[tuple(zip(*pairs, strict=True))] = True
    return table
