"""Sentences cut into words: the lexicon's terms whole, numbers apart from units, words of jieba.

Everything else asks for `cut_texts` or for a `tokeniser`; `token_ids` gives the same words as
numbers, faster.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from analysis import compiling, numberwords, posmodel, schema, token_ids, wordparts, wordrules
from analysis.jieba_engine import HAN_ONLY, base, jieba_with, weights_with
from analysis.lexicon import Lexicon

if TYPE_CHECKING:
    import pandas as pd

# Words whose part of speech is remembered.
_REMEMBERED = 1 << 16
# Characters from which on the kernel is loaded, which takes a second.
_MANY = 300_000
# What parts words in a line of words.
_BLANKS = re.compile("[ \t]+")


class Rules(NamedTuple):
    """What is done before a text is cut (the spans to keep whole) and after (words to words)."""

    spans: numberwords.Spans | None
    mender: wordrules.Mender | None


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
    """The words of each text, one list a text; options as for `tokeniser`.

    Many texts are cut by the compiled kernel where there is one; the words are the same.
    """
    texts = list(texts)
    if sum(map(len, texts)) >= _MANY and compiling.has_numba():
        engine = token_ids.engine(lexicon, rules=rules)
        spans, mender = rules_of(lexicon, rules=rules)
        found = engine.words(texts, spans, hmm=hmm)
        return list(map(mender.mend, found)) if mender else found
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
    return _Tags(lexicon.terms if lexicon is not None else {}, base().tags).__getitem__


class _Tags(dict[str, str]):
    """Word to part of speech; what was looked up once is at hand, up to a number of words."""

    def __init__(self, own: Mapping[str, str], shipped: Mapping[str, str]) -> None:
        super().__init__()
        self.own, self.shipped = own, shipped

    def __missing__(self, word: str) -> str:
        tag = self.own.get(word) or self.shipped.get(word) or wordparts.shape_pos(word)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = tag = tag or posmodel.likeliest(word)
        return tag


def is_known(lexicon: Lexicon | None) -> Callable[[str], bool]:
    """A function that says whether the lexicon or jieba's dictionary holds a word."""
    own, shipped = lexicon.terms if lexicon else {}, base().tags
    return lambda word: word in own or word in shipped


@functools.lru_cache(maxsize=4)
def _cutter(lexicon: Lexicon | None, *, hmm: bool, rules: bool) -> Callable[[str], list[str]]:
    """The function from a text to its words that all public functions share."""
    engine = jieba_with(lexicon, rules=rules)
    spans, mender = rules_of(lexicon, rules=rules)
    mend = mender.mend if mender else list

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


def rules_of(lexicon: Lexicon | None, *, rules: bool) -> Rules:
    """What `tokeniser` does before and after jieba's cut."""
    terms, splits = (lexicon.terms, lexicon.splits) if lexicon is not None else ({}, {})
    apart = [term for term in terms if not HAN_ONLY.fullmatch(term)]
    spans = numberwords.set_aside(apart, numbers=rules)
    if not rules:
        return Rules(spans, None)
    weights = weights_with(lexicon, rules=True)
    return Rules(spans, wordrules.Mender(weights, terms, splits, base().tags, base().rarest))
