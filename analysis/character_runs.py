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
    found = places(text, characters)
    # Nearly all runs are of one character: what is left are those that go on with the one before.
    starts = [at for at, last in zip(found, [-2, *found], strict=False) if at != last + 1]
    ends = [at + 1 for at, after in zip(found, [*found[1:], -2], strict=False) if after != at + 1]
    return zip(starts, ends, strict=True)


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
