"""Where in a long text a number may be set aside: all characters are looked at at once.

The expressions of `numberwords` say what a number is; here are only characters without which one of
them cannot begin, so that they are asked at one place in forty.
"""

import functools
from typing import TYPE_CHECKING

from analysis.cutting_tables import CODE_POINTS

if TYPE_CHECKING:
    import numpy as np

# Classes of characters, as bits.
_DIGIT, _LATIN, _ORDINAL, _NUMERAL, _TWO, _KIND, _CLOSED = (1 << at for at in range(7))
_MEMBERS = {
    _DIGIT: "0123456789０１２３４５６７８９",
    _LATIN: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    _ORDINAL: "第",
    _NUMERAL: "〇零一二两三四五六七八九十百千万",
    # As the last number of a scheme; three numerals may be any number.
    _TWO: "双多",
    # Behind a number in characters: a fraction, a congress, a phase.
    _KIND: "分届期",
    _CLOSED: "”",
}
_OPEN = ord("“")
# Most characters of a name between quotation marks.
_LONGEST_NAME = 8


def places(points: "np.ndarray") -> "np.ndarray":
    """Where a number or a name in quotation marks may begin, in order; nowhere else one does.

    Parameters
    ----------
    points
        The text's code points.
    """
    import numpy as np

    padded = np.zeros(len(points) + _LONGEST_NAME, np.uint8)
    np.take(_classes(), points, out=padded[: len(points)])

    def beyond(number: int, members: int) -> "np.ndarray":
        """Whether the character so many places on is of these classes."""
        return (padded[number : number + len(points)] & members) != 0

    alone = np.append(True, (padded[: len(points) - 1] & (_DIGIT | _LATIN)) == 0)[: len(points)]
    found = alone & beyond(0, _DIGIT | _LATIN)
    found |= beyond(0, _ORDINAL) & beyond(1, _DIGIT)
    kind = beyond(1, _KIND) | (beyond(1, _NUMERAL) & beyond(2, _KIND))
    found |= beyond(0, _NUMERAL) & (kind | beyond(2, _NUMERAL | _TWO))
    named = np.append(False, points[:-1] == _OPEN)[: len(points)]
    closed = np.zeros(len(points), bool)
    for number in range(2, _LONGEST_NAME + 1):
        closed |= beyond(number, _CLOSED)
    return np.flatnonzero(found | (named & closed))


@functools.cache
def _classes() -> "np.ndarray":
    """The classes of every code point."""
    import numpy as np

    found = np.zeros(CODE_POINTS, np.uint8)
    for members, characters in _MEMBERS.items():
        found[list(map(ord, characters))] |= members
    return found
