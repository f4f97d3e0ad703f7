"""What the rules of `wordrules` may make of a word, seen from it and from the words beside it.

`mended_ids` spells out only words that a rule may change. A word states what must stand beside it
before any rule changes it, and what it is itself to the words beside it; where the two do not meet,
the rules treat the words before and after that border as if the other side were not there. Where in
doubt, they meet.
"""

import functools
import operator
import re
from typing import NamedTuple

from analysis import namerules, wordparts, wordrules
from analysis.numberwords import (
    ADVERBS_OF_NUMBER,
    BEGINS_A_NUMBER,
    ENDS_A_NUMBER,
    ONE_MEASURE,
)
from analysis.surnames import SURNAMES

# What a rule may ask of the last word before its own; ANY is any at all. A word that may itself
# change is whatever is asked.
SINGLE, STEM, MOVES, PLACE, NUMBER, FIELD, ANY = (1 << at for at in range(7))
ALL = (1 << 7) - 1
# What a rule may ask of the next word.
DIGIT, FITTING, SURNAME, VERB = (1 << at for at in range(4))
# Of a word itself: its rule looks past the word before it; it ends a village, whose town stands up
# to four words before; it may hold the end of a town's name.
FAR, VILLAGE, TOWN = 1, 2, 4
# Words that a name of a village and the end of its town's name may consist of.
VILLAGE_REACH = 4
# What a number before them takes apart, beside guesses that begin with a measure.
_AFTER_NUMBERS = ADVERBS_OF_NUMBER | wordrules.PARTS_OF_TIME
_ENDS_OF_TOWNS = frozenset("镇乡道")
_FIGURE = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_LOOKS_FAR = {namerules.MADE_ONE, *namerules.BRANCHES, *wordrules.INSTITUTIONS}
_BEHIND = (
    (frozenset("区来"), MOVES),
    (frozenset(("人们",)), SINGLE),
    (wordrules.RESULTS, SINGLE | PLACE),
    (wordrules.SUFFIXES, STEM),
    (wordrules.INSTITUTIONS, FIELD),
    (namerules.CITIES, PLACE),
    (wordrules.ROAD_PARTS | namerules.KIN | namerules.BANKS | namerules.BRANCHES, ANY),
    (frozenset((namerules.MADE_ONE,)), ANY),
    (wordrules.PREFIXES, PLACE),
    (namerules.FAMILIAR | {namerules.VILLAGE}, 0),
)


class Manner(NamedTuple):
    """How a word stands to its neighbours.

    Attributes
    ----------
    behind, ahead
        What must be the last word before it, or the next, for a rule to change anything; bits.
    as_last, as_next
        What it is itself to the word after it, and to the one before it.
    reach
        `FAR`, `VILLAGE`, `TOWN`.
    parts
        The words that it becomes where no neighbour matters.
    """

    behind: int
    ahead: int
    as_last: int
    as_next: int
    reach: int
    parts: list[str]


def alike(mender: wordrules.Mender, word: str) -> str:
    """A word that stands to its neighbours as this one does: the rules do not read a figure.

    >>> alike(wordrules.Mender({}, {}, {}, {}), "34.7%")
    '10%'
    """
    if "0" <= word[0] <= "9" and len(word) > 1 and not mender.tag(word):
        return _FIGURE.sub("10", word)
    return word


def manner(mender: wordrules.Mender, word: str) -> Manner:
    """How a word stands to its neighbours, by the rules of a mender."""
    parts = mender.alone(word)
    behind, ahead, reach = (0, 0, 0) if word in mender.same else _looks(mender, word, parts)
    as_last = ALL if behind or ahead or reach else _as_last(mender, parts)
    reach |= TOWN * (not _ENDS_OF_TOWNS.isdisjoint(word))
    return Manner(behind, ahead, as_last, _as_next(mender, word), reach, parts)


def _looks(mender: wordrules.Mender, word: str, parts: list[str]) -> tuple[int, int, int]:
    """What a word asks of the last and of the next word, and how far its rule reaches.

    `parts` is what it becomes alone; what the mender remembers becomes that everywhere.
    """
    if word in mender.joints:
        ahead = FITTING * (word in wordrules.PREFIXES) | SURNAME * (word in namerules.FAMILIAR)
        return _behind_joint(word), ahead, _reach(word)
    if word in mender.known:
        return 0, 0, 0
    ahead = DIGIT * wordrules.changes_before_number(word) | VERB * (word in wordrules.BEFORE_VERBS)
    if word in wordrules.LOCATED:
        return ANY, ahead, 0
    asks = word[0] in ONE_MEASURE or word in _AFTER_NUMBERS
    after_number = mender.cut(["1"], word, "") if asks else parts
    behind, reach = NUMBER * (parts != after_number), VILLAGE * (word[-1] == namerules.VILLAGE)
    if len(parts) > 1 and not mender.weights.get(word):  # alone in quotation marks it is a name
        behind, ahead = behind | FIELD, ahead | DIGIT
    for first in mender.joints & {parts[0], after_number[0]}:
        behind |= _behind_joint(first)
        reach |= _reach(first)
    return behind, ahead, reach


def _behind_joint(word: str) -> int:
    """What a joint asks of the last word."""
    found = [asked for words, asked in _BEHIND if word in words]
    if found:
        return functools.reduce(operator.or_, found)
    return ANY if word[0] in wordrules.DIVISIONS else PLACE


def _reach(word: str) -> int:
    """How far the rule of a joint looks back."""
    return FAR * (word in _LOOKS_FAR) | VILLAGE * (word == namerules.VILLAGE)


def _as_last(mender: wordrules.Mender, parts: list[str]) -> int:
    """What words are to the word after them; any of them may be a field of an institution."""
    last, alone = parts[-1], False
    if len(last) == 1:
        alone = last not in wordparts.NO_DEEDS or bool(mender.weights.get(last + "人"))
    return (
        SINGLE * alone
        | STEM * (last in mender.whole or mender.takes_suffix(last))
        | MOVES * (last[-1] in "园起" and len(last) > 1)
        | PLACE * mender.is_place(last)
        | NUMBER * (last[-1] in ENDS_A_NUMBER)
        | FIELD * (not wordrules.FIELDS.isdisjoint(parts) or last == "“")
        | ANY
    )


def _as_next(mender: wordrules.Mender, word: str) -> int:
    """What a word is to the one before it."""
    verb = mender.is_verb(word)
    return (
        DIGIT * (word[0] in BEGINS_A_NUMBER or word == "”")
        | FITTING * mender.takes_prefix(word)
        | SURNAME * (word in SURNAMES and not verb)
        | VERB * verb
    )
