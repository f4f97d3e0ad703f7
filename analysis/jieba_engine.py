"""jieba's dictionary and cut: the only module that knows jieba, but for the model in `posmodel`.

The dictionary is jieba's with the lexicon's terms put in, each just heavy enough to stay whole.
"""

import functools
import hashlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import garbage, wordparts
from analysis.lexicon import Lexicon
from analysis.posmodel import jieba_module

if TYPE_CHECKING:
    import jieba

# What jieba's dictionary can hold in one piece; any other term is set aside before cutting.
HAN_ONLY = re.compile("[\u4e00-\u9fd5]+")
# A term must beat its own parts: it weighs this many times what they weigh together. A short term
# just more, so that it does not pull its last character out of the next word; a name of four
# characters and more is hardly ever there by chance, and must also beat a word across its end
# (某某实验中学/老师, where the dictionary has 中学老师). So is a town: in 甲乙镇/康家村,
# 镇康 is one too.
MARGIN = 1.05
MARGIN_OF_NAMES = 100.0
LONG = 4
# Weights stay below 0, the mark of a beginning; no term is more frequent than 的, one in twenty.
LIGHTEST = log(1 / 20)


class Dictionary(NamedTuple):
    """What an engine of another kind needs to cut as this one does.

    `weights` is the logarithm of each word's share, 0 for what is only the beginning of one;
    `rarest` the weight of a character that is no word; `phrases` are words that a cut may not use,
    `never_guessed` words that the model of new words may not make.
    """

    weights: Mapping[str, float]
    rarest: float
    phrases: list[str]
    never_guessed: frozenset[str]


@dataclass(frozen=True)
class Base:
    """jieba's dictionary as shipped.

    `weights` is the logarithm of a word's share of all counts, always below 0. `tags` is the word's
    part of speech, `rarest` the weight of a character that the dictionary does not hold (a count of
    1).
    """

    weights: dict[str, float]
    tags: dict[str, str]
    rarest: float


@functools.cache
@garbage.put_off()
def base() -> Base:
    """The dictionary of jieba, read from the package: its cache file could be anybody's."""
    fields = _dictionary_file().read_text("utf-8").split()
    words, counts, tags = fields[0::3], fields[1::3], fields[2::3]
    del fields
    number = {count: int(count) for count in set(counts)}
    total = log(sum(map(number.__getitem__, counts)))
    share = {count: log(value) - total for count, value in number.items()}
    weights: dict[str, float] = dict(zip(words, map(share.__getitem__, counts), strict=True))
    one = {tag: tag for tag in set(tags)}
    return Base(weights, dict(zip(words, map(one.__getitem__, tags), strict=True)), log(1) - total)


def _dictionary_file() -> Path:
    """The file of jieba's dictionary; jieba is not loaded for it."""
    return Path(importlib.util.find_spec("jieba").origin).parent / "dict.txt"


@functools.cache
def _shipped_branches() -> dict[str, float]:
    """The words of jieba's dictionary with their weights, and a 0 for what only begins one."""
    found = dict(base().weights)
    _add_beginnings(found, base().weights)
    return found


def _branches(weights: Mapping[str, float], own: Iterable[str]) -> dict[str, float]:
    """The dictionary as jieba walks through it; what is not shipped is among its `own` terms."""
    shipped = _shipped_branches()
    if weights is base().weights:
        return shipped
    terms = {term: weights[term] for term in own if term in weights}
    found = dict(shipped)
    found.update(terms)
    _add_beginnings(found, terms)
    return found


def _add_beginnings(weights: dict[str, float], words: Iterable[str]) -> None:
    """Put in a 0 for whatever is only the beginning of one of the words."""
    weights[""] = 0.0  # where every way back through beginnings ends
    for word in words:
        beginning = word[:-1]
        while beginning not in weights:
            weights[beginning] = 0.0
            beginning = beginning[:-1]
    del weights[""]


@functools.cache
def _engine_class() -> type:
    """Jieba's tokeniser over logarithms worked out once, not at every character of every text."""

    class Engine(jieba_module("jieba").Tokenizer):
        def get_DAG(self, sentence: str) -> dict[int, list[int]]:
            weights, length, ends = self.FREQ, len(sentence), {}
            for start in range(length):
                found, end = [], start + 1
                weight = weights.get(sentence[start:end])
                while weight is not None:
                    if weight and not (end - start > 3 and self.is_phrase(sentence[start:end])):
                        found.append(end - 1)
                    end += 1
                    if end > length:
                        break
                    weight = weights.get(sentence[start:end])
                ends[start] = found or [start]
            return ends

        def calc(
            self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]
        ) -> None:
            _calc(self.FREQ.get, self.rarest, sentence, DAG, route)

    return Engine


def _calc(
    get: Callable[[str], float | None],
    rarest: float,
    sentence: str,
    DAG: Mapping[int, list[int]],
    route: dict[int, tuple[float, int]],
) -> None:
    """Fill in the weight of the best route from each character, and where its first word ends."""
    route[len(sentence)] = (0, 0)
    for start in range(len(sentence) - 1, -1, -1):
        first, *longer = DAG[start]  # as often as not there is but one
        best = (get(sentence[start : first + 1]) or rarest) + route[first + 1][0]
        for last in longer:
            total = (get(sentence[start : last + 1]) or rarest) + route[last + 1][0]
            if total >= best:  # of equals the longest
                best, first = total, last
        route[start] = (best, first)


@functools.lru_cache(maxsize=2)
def jieba_with(lexicon: Lexicon | None, *, rules: bool) -> "jieba.Tokenizer":
    """A tokeniser of our own whose dictionary holds the lexicon's terms, nothing else changed.

    The weights of jieba's words stay, so a text without any term is cut as without a lexicon. With
    rules, jieba's phrases are not looked at: 环境保护 would cut 生态环境/保护 across.
    """
    engine = _engine_class()()
    weights = weights_with(lexicon, rules=rules)
    whole = _whole(lexicon, rules=rules)
    engine.FREQ, engine.rarest, engine.initialized = _branches(weights, whole), base().rarest, True
    engine.is_phrase = _no_phrase
    if rules:
        engine.is_phrase = wordparts.phrase_finder(weights, whole=whole)
    return engine


def _whole(lexicon: Lexicon | None, *, rules: bool) -> frozenset[str]:
    """What a cut may not take apart."""
    if lexicon is None:
        return frozenset()
    return frozenset((*lexicon.terms, *(lexicon.splits if rules else ())))


@functools.lru_cache(maxsize=2)
def weights_with(lexicon: Lexicon | None, *, rules: bool) -> dict[str, float]:
    """The words of jieba's dictionary and the lexicon's terms, each with its weight."""
    if lexicon is None:
        return base().weights
    weights = dict(base().weights)
    whole = _whole(lexicon, rules=rules)
    for term in sorted(whole, key=lambda term: (len(term), term)):
        if HAN_ONLY.fullmatch(term):
            _weigh(weights, term)
    return weights


def _no_phrase(_word: str) -> bool:
    """Without rules, whatever the dictionary holds is a word."""
    return False


def _weigh(weights: dict[str, float], term: str) -> None:
    """Give a term just more weight than its parts have together; shorter terms come first."""
    n = len(term)
    graph = {
        start: [end - 1 for end in range(start + 1, n + 1) if weights.get(term[start:end])]
        or [start]
        for start in range(n)
    }
    route: dict[int, tuple[float, int]] = {}
    _calc(weights.get, base().rarest, term, graph, route)
    together, last = route[0]
    if last < n - 1 or not weights.get(term):
        is_name = n >= LONG or (n == LONG - 1 and term[-1] == "镇")
        margin = MARGIN_OF_NAMES if is_name else MARGIN
        weights[term] = min(together + log(margin), LIGHTEST)


def dictionary(lexicon: Lexicon | None, *, rules: bool) -> Dictionary:
    """The dictionary that `tokeniser` cuts with, for an engine of another kind."""
    engine = jieba_with(lexicon, rules=rules)
    phrases = [
        word
        for word, weight in engine.FREQ.items()
        if rules and len(word) > 3 and weight and engine.is_phrase(word)
    ]
    forced = frozenset(guessing_model().Force_Split_Words)
    return Dictionary(engine.FREQ, engine.rarest, phrases, forced)


def guessing_model() -> "jieba.finalseg":
    """Jieba's model of words that no dictionary holds, with its chances."""
    return jieba_module("jieba.finalseg")


def dictionary_digest() -> str:
    """A checksum over jieba's dictionary and what it must not guess; jieba is not loaded for it."""
    digest = hashlib.sha256(_dictionary_file().read_bytes())
    if "jieba.finalseg" in sys.modules:
        digest.update("|".join(sorted(guessing_model().Force_Split_Words)).encode("utf-8"))
    return digest.hexdigest()


def bare_cut(lexicon: Lexicon | None, *, rules: bool) -> Callable[[str], list[str]]:
    """The cut that an engine of another kind stands in for: nothing set aside, nothing mended."""
    return lambda text: list(jieba_with(lexicon, rules=rules).cut(text))
