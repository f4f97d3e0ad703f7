"""The likeliest part of speech of a word that no dictionary holds, by the model of jieba.posseg.

The model is a hidden Markov model over tags and places in a word. jieba.posseg is not asked to cut:
its words would be other words.
"""

import functools
import importlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from types import ModuleType

from analysis.surnames import SURNAMES

# What stands for the logarithm of nothing: what the model has not seen, as in jieba.
UNSEEN = -3.14e100
UNKNOWN = "un"
# jieba's warnings on import that are nobody's business here: it asks setuptools for its data, and
# its patterns are not raw strings. They are silenced for that import alone.
_KNOWN_WARNINGS = ("pkg_resources is deprecated", ".*invalid escape sequence", "Deprecated call to")


@functools.cache
def jieba_module(name: str) -> ModuleType:
    """A module of jieba, loaded when it is first needed, without its warnings, silent on stderr."""
    with warnings.catch_warnings():
        for message in _KNOWN_WARNINGS:
            warnings.filterwarnings("ignore", message=message)
        importlib.import_module("jieba").setLogLevel(60)
        return importlib.import_module(name)


def likeliest(word: str) -> str:
    """The likeliest tag of a word, taken whole, by jieba.posseg's model; `UNKNOWN` if it has none.

    The model's states are a tag with B, M, E (begins, goes on, ends) or S (stands alone); only the
    paths that keep the word in one piece are compared, so its borders stay.
    """
    if len(word) == 1:
        ranked = [(path.alone + path.single.get(word, UNSEEN), path.tag) for path in _at(word, "S")]
        return max(ranked, key=itemgetter(0), default=(0, UNKNOWN))[1]
    inner, end_of = word[1:-1], _endings(word[-1]).get
    best, found = -inf, UNKNOWN
    for tag, chance, at_once, path in _beginnings(word[0]):
        end = end_of(tag)
        if end is not None:
            if inner:
                rest = path.by_way + path.inner_step * (len(inner) - 1)
                rest += sum([path.inside.get(char, UNSEEN) for char in inner])
                chance += end + rest
            else:
                chance += end + at_once
            if chance > best:
                best, found = chance, tag
    return found


@dataclass(frozen=True, eq=False)
class _Path:
    """One tag of the model: logarithms of its shares, by character, and of its steps."""

    tag: str
    start: float
    alone: float
    begin: Mapping[str, float]
    inside: Mapping[str, float]
    end: Mapping[str, float]
    single: Mapping[str, float]
    at_once: float  # from the first character to the last, or by way of others
    by_way: float
    inner_step: float


@functools.cache
def _path(tag: str) -> _Path:
    """What the model holds of a tag, looked up once and not for every word."""
    model = jieba_module("jieba.posseg")

    def step(here: str, there: str) -> float:
        return model.trans_P.get((here, tag), {}).get((there, tag), UNSEEN)

    starts = (model.start_P.get((place, tag), UNSEEN) for place in "BS")
    shares = (model.emit_P.get((place, tag), {}) for place in "BMES")
    by_way = step("B", "M") + step("M", "E")
    return _Path(tag, *starts, *shares, step("B", "E"), by_way, step("M", "M"))


@functools.cache
def _beginnings(char: str) -> tuple[tuple[str, float, float, _Path], ...]:
    """The tags of words that begin with a character, how likely one does, and that it ends next."""
    begun = ((path, path.start + path.begin.get(char, UNSEEN)) for path in _at(char, "B"))
    return tuple((path.tag, chance, path.at_once, path) for path, chance in begun)


@functools.cache
def _endings(char: str) -> Mapping[str, float]:
    """The tags of words that end in a character, each with the share of those that do."""
    return {path.tag: path.end.get(char, UNSEEN) for path in _at(char, "E")}


@functools.cache
def _at(char: str, place: str) -> tuple[_Path, ...]:
    """The tags that the model has seen with a character at a place, in the model's order.

    Words begin as persons after a surname only: the model calls many rare words persons.
    """
    states = jieba_module("jieba.posseg").char_state_tab_P.get(char, ())
    tags = [tag for at, tag in states if at == place]
    return tuple(_path(tag) for tag in tags if tag != "nr" or place == "E" or char in SURNAMES)
