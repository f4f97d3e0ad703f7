"""Sentences cut into words: the lexicon's terms whole, numbers apart from units, words of jieba.

The only module that knows jieba, but for the model in `posmodel`. Everything else asks for
`cut_texts` or for a `tokeniser`, so that a faster engine can take jieba's place.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import log
from typing import TYPE_CHECKING, NamedTuple

from analysis import numberwords, posmodel, schema, wordrules
from analysis.lexicon import Lexicon

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
# Words whose part of speech is remembered.
_REMEMBERED = 1 << 16
# What parts words in a line of words.
_BLANKS = re.compile("[ \t]+")


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
    # In the time of half a loop: Token(…) would look up its arguments by name.
    token = functools.partial(tuple.__new__, Token)

    def tokenise(sentence: str) -> list[Token]:
        found = words(sentence)
        starts = accumulate(map(len, found), initial=0)
        return list(map(token, zip(found, map(tag, found), starts, strict=False)))

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

    Plain blanks and tabs of the line are not words, so nothing is cut twice; every other character
    comes out as it is, wide blanks and separators of lines (U+2028) too. An empty line stays empty.
    With `pos` each word is followed by a slash and its part of speech: 上海/ns.
    """
    words = _cutter(lexicon, hmm=hmm, rules=rules)
    tag = part_of_speech(lexicon) if pos else None
    for line in lines:
        parts = (part for word in words(line) for part in _BLANKS.split(word) if part)
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
    return _Tags(lexicon.terms if lexicon is not None else {}, _base().tags).__getitem__


class _Tags(dict[str, str]):
    """Word to part of speech; what was looked up once is at hand, up to a number of words."""

    def __init__(self, own: Mapping[str, str], shipped: Mapping[str, str]) -> None:
        super().__init__()
        self.own, self.shipped = own, shipped

    def __missing__(self, word: str) -> str:
        tag = self.own.get(word) or self.shipped.get(word) or wordrules.shape_pos(word)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = tag = tag or posmodel.likeliest(word)
        return tag


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
    with posmodel.jieba_module("jieba").Tokenizer().get_dict_file() as file:
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

    class Engine(posmodel.jieba_module("jieba").Tokenizer):
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
            get, rarest = self.FREQ.get, self.rarest
            route[len(sentence)] = (0, 0)
            for start in range(len(sentence) - 1, -1, -1):
                first, *longer = DAG[start]  # as often as not there is but one
                best = (get(sentence[start : first + 1]) or rarest) + route[first + 1][0]
                for last in longer:
                    total = (get(sentence[start : last + 1]) or rarest) + route[last + 1][0]
                    if total >= best:  # of equals the longest
                        best, first = total, last
                route[start] = (best, first)

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
    terms, splits = (lexicon.terms, lexicon.splits) if lexicon is not None else ({}, {})
    apart = [term for term in terms if not _HAN_ONLY.fullmatch(term)]
    spans = numberwords.set_aside(apart, numbers=rules)
    mend = (
        wordrules.mender(engine.FREQ, whole=terms, splits=splits, tags=_base().tags)
        if rules
        else list
    )

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
        return mend(found)

    return words
