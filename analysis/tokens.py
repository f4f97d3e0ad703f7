"""Sentences cut into words: the lexicon's terms whole, numbers apart from units, words of jieba.

The only module that knows jieba. Everything else asks for `cut_texts` or for a `tokeniser`, so
that a faster engine can take jieba's place.
"""

import functools
import hashlib
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

from analysis import numberwords, schema, wordrules
from analysis.lexicon import Lexicon
from analysis.surnames import SURNAMES

if TYPE_CHECKING:
    import jieba
    import pandas as pd

# What jieba's dictionary can hold in one piece; any other term is set aside before cutting.
_HAN_ONLY = re.compile("[\u4e00-\u9fd5]+")
# A term must beat its own parts: it weighs this many times what they weigh together. A short term
# just more, so that it does not pull its last character out of the next word; a name of four
# characters and more is hardly ever there by chance, and must also beat a word across its end
# (某某实验中学/老师, where the dictionary has 中学老师).
MARGIN = 1.05
MARGIN_OF_NAMES = 100.0
LONG = 4
# Weights stay below 0, the mark of a beginning; no term is more frequent than 的, one in twenty.
LIGHTEST = log(1 / 20)
# The logarithm of the share of what the model of parts of speech has not seen, as in jieba.
UNSEEN = -3.14e100
# Words whose part of speech is remembered.
_REMEMBERED = 1 << 16
# jieba's warnings on import that are nobody's business here: it asks setuptools for its data, and
# its patterns are not raw strings. They are silenced for that import alone.
_KNOWN_WARNINGS = ("pkg_resources is deprecated", ".*invalid escape sequence", "Deprecated call to")


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


class Rules(NamedTuple):
    """What is done before a text is cut (the spans to keep whole) and after (words to words)."""

    spans: numberwords.Spans | None
    mend: Callable[[list[str]], list[str]] | None


class Token(NamedTuple):
    """A word where it stands: its text, part of speech and first character in the sentence."""

    token: str
    pos: str
    start: int


def tokeniser(
    lexicon: Lexicon | None, *, hmm: bool = True, rules: bool = True
) -> Callable[[str], list[Token]]:
    """A function from a sentence to its tokens, in order, that leaves out not one character.

    Parameters
    ----------
    lexicon
        Terms to keep whole; None cuts with jieba's dictionary alone.
    hmm
        Let jieba guess words that no dictionary holds (names of persons, mostly).
    rules
        Apply the rules of `wordrules`: numbers apart from units, and so on. Without a lexicon and
        without rules the words are those of `jieba.lcut`.

    Returns
    -------
    A function `str -> list[Token]`. Tokens joined give the sentence back. Parts of speech come
    from the lexicon or jieba's dictionary; see `part_of_speech` for the words of neither.

    Examples
    --------
    >>> cut = tokeniser(None)
    >>> [token for token, _pos, _start in cut("全区453个居委会")]
    ['全区', '453', '个', '居委会']
    """
    words = _cutter(lexicon, hmm=hmm, rules=rules)
    tag = part_of_speech(lexicon)
    new = tuple.__new__  # half the time of Token(…), which looks up its arguments by name

    def tokenise(sentence: str) -> list[Token]:
        found, start = [], 0
        for word in words(sentence):
            found.append(new(Token, (word, tag(word), start)))
            start += len(word)
        return found

    return tokenise


def cut_texts(
    texts: Iterable[str], *, lexicon: Lexicon | None, hmm: bool = True, rules: bool = True
) -> list[list[str]]:
    """The words of each text, one list a text; options as for `tokeniser`."""
    words = _cutter(lexicon, hmm=hmm, rules=rules)
    return [words(text) for text in texts]


def tokenise_lines(
    lines: Iterable[str],
    *,
    lexicon: Lexicon | None,
    hmm: bool = True,
    rules: bool = True,
    pos: bool = False,
) -> Iterator[str]:
    """Each line as words with single spaces between, for tools that take text already cut.

    Blanks of the line itself are not words, so nothing is cut twice; an empty line stays empty.
    With `pos` each word is followed by a slash and its part of speech: 上海/ns.
    """
    words = _cutter(lexicon, hmm=hmm, rules=rules)
    tag = part_of_speech(lexicon) if pos else None
    for line in lines:
        parts = (part for word in words(line) for part in word.split())
        yield " ".join(f"{part}/{tag(part)}" for part in parts) if tag else " ".join(parts)


def tokens(sentences: "pd.DataFrame", *, tokenise: Callable[[str], list[Token]]) -> "pd.DataFrame":
    """The table `tokens`: one row per word of each sentence, punctuation included.

    Parameters
    ----------
    sentences
        The table `sentences`; sentence_id and text are read.
    tokenise
        What `tokeniser` returns.

    Returns
    -------
    pandas.DataFrame: sentence_id, position (from 0), token, pos, start (characters before it).
    """
    rows = [
        (sentence_id, position, *token)
        for sentence_id, text in zip(sentences["sentence_id"], sentences["text"], strict=True)
        for position, token in enumerate(tokenise(text))
    ]
    return schema.frame("tokens", rows)


@functools.lru_cache(maxsize=4)
def part_of_speech(lexicon: Lexicon | None) -> Callable[[str], str]:
    """A function from a word to its part of speech in jieba's tag set.

    The lexicon's tag comes first, then jieba's dictionary's. A word that neither holds is `x` (no
    letter and no digit in it: punctuation, emoji), `m` (begins with a digit), `eng` (begins with a
    Latin letter), or what the model of jieba.posseg guesses for this word, alone and in one piece;
    a person, `nr`, only after a surname. `un`, unknown, is a word that no tag of the model begins
    and ends. jieba.posseg is not asked to cut: its words would not be these.
    """
    own, shipped = lexicon.terms if lexicon is not None else {}, _base().tags

    @functools.lru_cache(maxsize=_REMEMBERED)
    def tag(word: str) -> str:
        known = own.get(word) or shipped.get(word) or wordrules.shape_pos(word)
        return known or _guessed_pos(word)

    return tag


def _guessed_pos(word: str) -> str:
    """The likeliest tag of a word, taken whole, by jieba.posseg's model; `un` if it has none.

    The model's states are a tag with B, M, E (begins, goes on, ends) or S (stands alone); only the
    paths that keep the word in one piece are compared, so its borders stay.
    """
    model = _posseg()
    best, found = float("-inf"), "un"
    inner = len(word) - 2
    ends = model.char_state_tab_P.get(word[-1], ())
    for state in model.char_state_tab_P.get(word[0], ()):
        place, tag = state
        last = ("E", tag)
        if place != ("B" if len(word) > 1 else "S") or (inner >= 0 and last not in ends):
            continue
        if tag == "nr" and word[0] not in SURNAMES:  # the model calls many rare words persons
            continue
        path = [state, *[("M", tag)] * inner, last] if inner >= 0 else [state]
        chance = model.start_P[state] + sum(
            model.emit_P[at].get(char, UNSEEN) for at, char in zip(path, word, strict=True)
        )
        chance += sum(model.trans_P[at].get(to, UNSEEN) for at, to in pairwise(path))
        if chance > best:
            best, found = chance, tag
    return found


@functools.cache
def _posseg() -> "jieba.posseg":
    """The module with the model, loaded when the first unknown word needs it."""
    _jieba()
    with warnings.catch_warnings():
        for message in _KNOWN_WARNINGS:
            warnings.filterwarnings("ignore", message=message)
        import jieba.posseg
    return jieba.posseg


@functools.cache
def _jieba() -> "jieba":
    """The jieba module, imported without its warnings and silenced on stderr."""
    with warnings.catch_warnings():
        for message in _KNOWN_WARNINGS:
            warnings.filterwarnings("ignore", message=message)
        import jieba
    jieba.setLogLevel(60)
    return jieba


def is_known(lexicon: Lexicon | None) -> Callable[[str], bool]:
    """A function that says whether the lexicon or jieba's dictionary holds a word."""
    own, shipped = lexicon.terms if lexicon else {}, _base().tags
    return lambda word: word in own or word in shipped


@dataclass(frozen=True)
class _Base:
    """jieba's dictionary as shipped.

    `weights` is the logarithm of a word's share of all counts, always below 0; a 0 marks what is
    only the beginning of a word. `tags` is the word's part of speech, `rarest` the weight of a
    character that the dictionary does not hold (a count of 1).
    """

    weights: dict[str, float]
    tags: dict[str, str]
    rarest: float


@functools.cache
def _base() -> _Base:
    """The dictionary of jieba, read from the package: its cache file could be anybody's."""
    with _jieba().Tokenizer().get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    words, counts, tags = fields[0::3], fields[1::3], fields[2::3]
    del fields
    number = {count: int(count) for count in set(counts)}
    total = log(sum(map(number.__getitem__, counts)))
    share = {count: log(value) - total for count, value in number.items()}
    weights: dict[str, float] = dict(zip(words, map(share.__getitem__, counts), strict=True))
    weights[""] = 0  # where every way back through beginnings ends
    for word in words:
        beginning = word[:-1]
        while beginning not in weights:
            weights[beginning] = 0
            beginning = beginning[:-1]
    del weights[""]
    one = {tag: tag for tag in set(tags)}
    return _Base(weights, dict(zip(words, map(one.__getitem__, tags), strict=True)), log(1) - total)


def _add_beginnings(weights: dict[str, float], word: str) -> None:
    """Put in the beginnings of a word; those of a beginning that is there are there already."""
    beginning = word[:-1]
    while beginning and beginning not in weights:
        weights[beginning] = 0
        beginning = beginning[:-1]


@functools.cache
def _engine_class() -> type:
    """Jieba's tokeniser over logarithms worked out once, not at every character of every text."""

    class Engine(_jieba().Tokenizer):
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
            weights, rarest = self.FREQ, self.rarest
            route[len(sentence)] = (0, 0)
            for start in range(len(sentence) - 1, -1, -1):
                route[start] = max(
                    [
                        (
                            (weights.get(sentence[start : last + 1]) or rarest)
                            + route[last + 1][0],
                            last,
                        )
                        for last in DAG[start]
                    ]
                )

    return Engine


@functools.lru_cache(maxsize=2)
def _engine(lexicon: Lexicon | None, *, rules: bool) -> "jieba.Tokenizer":
    """A tokeniser of our own whose dictionary holds the lexicon's terms, nothing else changed.

    The weights of jieba's words stay, so a text without any term is cut as without a lexicon. With
    rules, jieba's phrases are not looked at: 环境保护 would cut 生态环境/保护 across.
    """
    engine = _engine_class()()
    engine.FREQ, engine.rarest, engine.initialized = _base().weights, _base().rarest, True
    engine.is_phrase = _no_phrase
    whole: frozenset[str] = frozenset()
    if lexicon is not None:
        engine.FREQ = dict(engine.FREQ)
        whole = frozenset((*lexicon.terms, *(lexicon.splits if rules else ())))
        for term in sorted(whole, key=lambda term: (len(term), term)):
            if _HAN_ONLY.fullmatch(term):
                _weigh(engine, term)
    if rules:
        engine.is_phrase = wordrules.phrase_finder(engine.FREQ, whole=whole)
    return engine


def _no_phrase(_word: str) -> bool:
    """Without rules, whatever the dictionary holds is a word."""
    return False


def _weigh(engine: "jieba.Tokenizer", term: str) -> None:
    """Give a term just more weight than its parts have together; shorter terms come first."""
    route: dict[int, tuple[float, int]] = {}
    engine.calc(term, engine.get_DAG(term), route)
    together, last = route[0]
    if last < len(term) - 1 or not engine.FREQ.get(term):
        margin = MARGIN if len(term) < LONG else MARGIN_OF_NAMES
        engine.FREQ[term] = min(together + log(margin), LIGHTEST)
        _add_beginnings(engine.FREQ, term)


@functools.lru_cache(maxsize=4)
def _cutter(lexicon: Lexicon | None, *, hmm: bool, rules: bool) -> Callable[[str], list[str]]:
    """The function from a text to its words that all public functions share."""
    engine = _engine(lexicon, rules=rules)
    spans, mend = rules_of(lexicon, rules=rules)

    def words(text: str) -> list[str]:
        found: list[str] = []
        done = 0
        for start, end in spans(text) if spans else ():
            if done < start:
                found += engine.cut(text[done:start], HMM=hmm)
            found.append(text[start:end])
            done = end
        if done < len(text):
            found += engine.cut(text[done:] if done else text, HMM=hmm)
        return mend(found) if mend else found

    return words


def rules_of(lexicon: Lexicon | None, *, rules: bool) -> Rules:
    """What `tokeniser` does before and after jieba's cut."""
    terms, splits = (lexicon.terms, lexicon.splits) if lexicon is not None else ({}, {})
    apart = [term for term in terms if not _HAN_ONLY.fullmatch(term)]
    spans = numberwords.set_aside(apart, numbers=rules)
    if not rules:
        return Rules(spans, None)
    weights, tags = _engine(lexicon, rules=True).FREQ, _base().tags
    return Rules(spans, wordrules.mender(weights, whole=terms, splits=splits, tags=tags))


def dictionary(lexicon: Lexicon | None, *, rules: bool) -> Dictionary:
    """The dictionary that `tokeniser` cuts with, for an engine of another kind."""
    engine = _engine(lexicon, rules=rules)
    phrases = [
        word
        for word, weight in engine.FREQ.items()
        if rules and len(word) > 3 and weight and engine.is_phrase(word)
    ]
    forced = frozenset(guessing_model().Force_Split_Words)
    return Dictionary(engine.FREQ, engine.rarest, phrases, forced)


def guessing_model() -> "jieba.finalseg":
    """jieba's model of words that no dictionary holds, with its chances."""
    return _jieba().finalseg


def dictionary_digest() -> str:
    """A checksum over jieba's dictionary and what its users have told it never to guess."""
    digest = hashlib.sha256()
    with _jieba().Tokenizer().get_dict_file() as file:
        digest.update(file.read())
    digest.update("|".join(sorted(guessing_model().Force_Split_Words)).encode("utf-8"))
    return digest.hexdigest()


def bare_cut(lexicon: Lexicon | None, *, rules: bool) -> Callable[[str], list[str]]:
    """The cut that an engine of another kind stands in for: nothing set aside, nothing mended."""
    return lambda text: list(_engine(lexicon, rules=rules).cut(text))
