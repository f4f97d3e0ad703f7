"""Sentences cut into words: the lexicon's terms whole, numbers apart from units, words of jieba.

Everything else asks for `cut_texts` or for a `tokeniser`; `token_ids` gives the same words as
numbers, faster.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from analysis import numberwords, schema, wordrules
from analysis.jieba_engine import HAN_ONLY, base, jieba_with, posseg_model
from analysis.lexicon import Lexicon
from analysis.surnames import SURNAMES

if TYPE_CHECKING:
    import pandas as pd

# The logarithm of the share of what the model of parts of speech has not seen, as in jieba.
UNSEEN = -3.14e100
# Words whose part of speech is remembered.
_REMEMBERED = 1 << 16


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
    own, shipped = lexicon.terms if lexicon is not None else {}, base().tags

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
    model = posseg_model()
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


def is_known(lexicon: Lexicon | None) -> Callable[[str], bool]:
    """A function that says whether the lexicon or jieba's dictionary holds a word."""
    own, shipped = lexicon.terms if lexicon else {}, base().tags
    return lambda word: word in own or word in shipped


@functools.lru_cache(maxsize=4)
def _cutter(lexicon: Lexicon | None, *, hmm: bool, rules: bool) -> Callable[[str], list[str]]:
    """The function from a text to its words that all public functions share."""
    engine = jieba_with(lexicon, rules=rules)
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
    apart = [term for term in terms if not HAN_ONLY.fullmatch(term)]
    spans = numberwords.set_aside(apart, numbers=rules)
    if not rules:
        return Rules(spans, None)
    weights, tags = jieba_with(lexicon, rules=True).FREQ, base().tags
    return Rules(spans, wordrules.mender(weights, whole=terms, splits=splits, tags=tags))
