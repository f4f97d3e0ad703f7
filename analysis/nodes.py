"""Where a query stands in a text that is cut into words: the search behind concordances."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# One character for one, so places in the folded text are places in the text: Ａ → A, １ → 1, ： → :
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

Node = str | Sequence[str] | AbstractSet[str] | re.Pattern[str]
Match = Literal["word", "substring"]


class Words(NamedTuple):
    """A token table as arrays: words, the number of each word's sentence, each word's first place.

    `starts` has one entry more than there are words; places count characters of all words joined.
    """

    words: list[str]
    sentence: "np.ndarray"
    starts: "np.ndarray"


class Hit(NamedTuple):
    """A node: its first and last word, and its first place and the place after it."""

    first: int
    last: int
    start: int
    end: int


def fold(text: str) -> str:
    """The text with full-width letters, digits and marks as half-width ones, as long as before.

    >>> fold("５Ｇ＋８Ｋ：超高清")
    '5G+8K:超高清'
    """
    return text.translate(_FOLD)


def words_of(rows: "pd.DataFrame") -> Words:
    """The sorted rows of a token table as arrays."""
    import numpy as np
    import pandas as pd

    words = rows["token"].tolist()
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return Words(words, pd.factorize(rows["sentence_id"])[0], starts)


def hits(corpus: Words, node: Node, match: Match) -> list[Hit]:
    """The places of a query, in order; of a family's, none that lies inside a longer one."""
    if isinstance(node, re.Pattern):
        return list(_pattern_hits(corpus, node, match))
    if isinstance(node, str):
        return list(_text_hits(corpus, node, match))
    if isinstance(node, AbstractSet):
        if not node:
            raise InputError("The family is empty — name words, such as 大数据 and 数据.")
        return _outermost(hit for text in node for hit in _text_hits(corpus, text, match))
    return [_whole(corpus, *run) for run in _phrase_runs(corpus, [fold(word) for word in node])]


def _whole(corpus: Words, first: int, last: int) -> Hit:
    """The hit from the beginning of one word to the end of another."""
    return Hit(first, last, int(corpus.starts[first]), int(corpus.starts[last + 1]))


def _outermost(found: Iterable[Hit]) -> list[Hit]:
    """The hits in order, without those that lie inside another."""
    kept: list[Hit] = []
    for hit in sorted(set(found), key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


def _pattern_hits(corpus: Words, pattern: re.Pattern[str], match: Match) -> Iterator[Hit]:
    """The words that a pattern matches whole, or the places where it matches in a sentence."""
    import numpy as np

    if match == "word":
        known = {word for word in set(corpus.words) if pattern.fullmatch(fold(word))}
        for at, word in enumerate(corpus.words):
            if word in known:
                yield _whole(corpus, at, at)
        return
    bounds = [0, *(np.flatnonzero(np.diff(corpus.sentence)) + 1), len(corpus.words)]
    text = fold("".join(corpus.words))
    for begin, end in pairwise(bounds):
        offset, stop = int(corpus.starts[begin]), int(corpus.starts[end])
        for found in pattern.finditer(text[offset:stop]):
            if found.end() > found.start():
                yield _between(corpus, offset + found.start(), offset + found.end())


def _between(corpus: Words, start: int, end: int) -> Hit:
    """The hit of these characters, with the words it touches."""
    first = int(corpus.starts.searchsorted(start, side="right")) - 1
    return Hit(first, int(corpus.starts.searchsorted(end, side="left")) - 1, start, end)


def _text_hits(corpus: Words, node: str, match: Match) -> Iterator[Hit]:
    """The places of a text inside sentences; with match="word" from word to word."""
    query = fold(node).strip()
    if not query:
        raise InputError("The query is empty — name a word, such as 大数据.")
    text = fold("".join(corpus.words))
    start = text.find(query)
    while start >= 0:
        end = start + len(query)
        hit = _between(corpus, start, end)
        whole = corpus.starts[hit.first] == start and corpus.starts[hit.last + 1] == end
        inside = corpus.sentence[hit.first] == corpus.sentence[hit.last]
        if inside and (whole or match == "substring"):
            yield hit
        start = text.find(query, start + 1)


def _phrase_runs(corpus: Words, phrase: list[str]) -> Iterator[tuple[int, int]]:
    """First and last word of every place where these words stand side by side in a sentence."""
    if not phrase or not all(phrase):
        raise InputError("The query is empty — name words, such as 数据 共享.")
    words = [fold(word) for word in corpus.words]
    for first in range(len(words) - len(phrase) + 1):
        last = first + len(phrase) - 1
        if (
            words[first] == phrase[0]
            and words[first : last + 1] == phrase
            and corpus.sentence[first] == corpus.sentence[last]
        ):
            yield first, last
