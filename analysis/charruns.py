"""Runs of Chinese characters, counted length by length, with what is measured on them.

Only a run whose beginning and end are frequent enough can be so itself, so what pruning leaves is
small. Each run is a rank, not a string, and a longer run is the pair (rank of its beginning, last
character), which fits 64 bits at every length because it is ranked anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.errors import InputError

_LARGEST = 2**63 - 1
_N_POINTS = 0x110000
# Up to so many keys are counted in a table (256 MB), more by sorting: of two characters, not three.
_TABLE = 2**25
# Characters of Chinese words: the basic block, its extensions, and 〇 and 々.
_HAN = ((0x3005, 0x3005), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x3FFFF))


class Characters(NamedTuple):
    """All texts as one array.

    Attributes
    ----------
    text
        The texts, each with a NUL before and one more at the end.
    codes
        Rank of the character at each place; 0 is NUL.
    alphabet
        Code point of each rank.
    starts
        Place of each text's first character.
    """

    text: str
    codes: np.ndarray
    alphabet: np.ndarray
    starts: np.ndarray

    def character(self, at: np.ndarray) -> np.ndarray:
        """Ranks of the characters at these places."""
        return self.codes[at]

    def text_of(self, at: np.ndarray) -> np.ndarray:
        """Which text each place belongs to, from 0."""
        return np.searchsorted(self.starts, at, side="right") - 1

    def is_any_of(self, characters: Iterable[str]) -> np.ndarray:
        """Per place, whether one of the characters stands there."""
        return np.isin(self.alphabet, [ord(char) for char in characters])[self.codes]


class Level(NamedTuple):
    """Runs of one length that are frequent enough, by rank.

    Attributes
    ----------
    counts
        Places of each.
    total
        Runs of this length in all, rare ones too.
    first
        First place of each.
    prefix, suffix
        Rank, one level below, of the run without its last and without its first character.
    """

    counts: np.ndarray
    total: int
    first: np.ndarray
    prefix: np.ndarray
    suffix: np.ndarray


def corpus_array(texts: Sequence[str]) -> Characters:
    """The texts as one array of ranks.

    Raises
    ------
    InputError
        No text holds a Chinese character.
    """
    text = "\0".join(["", *texts, ""])
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    present = np.zeros(_N_POINTS, dtype=bool)
    present[points] = True
    alphabet = np.flatnonzero(present)
    if not _is_han(alphabet).any():
        raise InputError(
            f"No new words to find — {len(texts)} texts hold no Chinese character. "
            "Give the sentences of a corpus."
        )
    rank = np.zeros(_N_POINTS, dtype=np.int32)
    rank[alphabet] = np.arange(len(alphabet))
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    starts = 1 + np.cumsum(lengths + 1) - (lengths + 1)
    return Characters(text, rank[points], alphabet, starts)


def levels(
    corpus: Characters, *, min_freq: int, longest: int
) -> Iterator[tuple[list[Level], np.ndarray]]:
    """Per length from 2 to `longest`: the levels up to it, and the rank of the run at each place.

    A place where no run of that length begins that is frequent enough has rank -1.
    """
    inside = _is_han(corpus.alphabet)[corpus.codes]
    totals = _totals(inside, longest)
    none = np.zeros(0, dtype=np.int32)
    keys = np.where(inside, corpus.codes, -1).astype(np.int64)
    place, counts, first = _ranked(keys, len(corpus.alphabet), min_freq)
    characters, found = place, [Level(counts, totals[0], first, none, none)]
    for length in range(2, longest + 1):
        below = place
        at = np.flatnonzero((below[:-1] >= 0) & (below[1:] >= 0))
        keys = pairs(below[at], characters[at + length - 1], len(found[0].counts))
        bound = len(found[-1].counts) * len(found[0].counts)
        ranks, counts, first = _ranked(keys, bound, min_freq)
        place = np.full(len(below), -1, dtype=np.int32)
        place[at] = ranks
        first = at[first]
        found.append(Level(counts, totals[length - 1], first, below[first], below[first + 1]))
        yield found, place


def cohesion(levels: Sequence[Level]) -> np.ndarray:
    """Cohesion of every run of the last level, in bits: higher holds together better.

    log2 of the least P(xy) / (P(x) P(y)) over all splits of the run into x and y, P being the
    share among all runs of as many characters.
    """
    last, length = levels[-1], len(levels)
    prefix, suffix = {length: np.arange(len(last.counts))}, {length: np.arange(len(last.counts))}
    for n in range(length, 1, -1):
        prefix[n - 1] = levels[n - 1].prefix[prefix[n]]
        suffix[n - 1] = levels[n - 1].suffix[suffix[n]]
    by_chance = np.zeros(len(last.counts))
    for n in range(1, length):
        x, y = levels[n - 1], levels[length - n - 1]
        product = (x.counts[prefix[n]] / x.total) * (y.counts[suffix[length - n]] / y.total)
        by_chance = np.maximum(by_chance, product)
    return np.log2(last.counts / last.total / by_chance)


def entropy(run: np.ndarray, beside: np.ndarray, n_runs: int) -> np.ndarray:
    """Entropy of the characters beside each run, in bits; the ends of texts (0) are left out.

    Parameters
    ----------
    run, beside
        Per place: the run, from 0, and the rank of the character beside it.
    n_runs
        How many runs there are.

    Returns
    -------
    Array of shape (n_runs,); 0 where the character is always the same, NaN where there is none.
    """
    within = beside > 0
    n_beside = int(beside.max(initial=0)) + 1
    values, counts = _counted(pairs(run[within], beside[within], n_beside))
    of_run = values // n_beside
    totals = np.bincount(of_run, counts, minlength=n_runs)
    share = counts / totals[of_run]
    bits = np.bincount(of_run, -share * np.log2(share), minlength=n_runs)
    return np.where(totals > 0, bits + 0.0, np.nan)


def doc_freq(
    run: np.ndarray, text: np.ndarray, documents: Sequence[str], n_runs: int
) -> np.ndarray:
    """In how many documents each run stands; `documents` holds the document of each text."""
    number = {name: at for at, name in enumerate(dict.fromkeys(documents))}
    document = np.fromiter(map(number.__getitem__, documents), np.int64, len(documents))[text]
    values, _ = _counted(pairs(run, document, len(number)))
    return np.bincount(values // len(number), minlength=n_runs)


def pairs(left: np.ndarray, right: np.ndarray, n_right: int) -> np.ndarray:
    """One number for each pair of ranks: left × n_right + right, in 64 bits.

    Raises
    ------
    OverflowError
        The largest pair does not fit; numpy alone would wrap around without a word.
    """
    largest = (int(left.max(initial=0)) + 1) * n_right
    if largest > _LARGEST:
        raise OverflowError(f"{largest} pairs of a run and a character do not fit 64 bits")
    return left.astype(np.int64) * n_right + right


def _is_han(points: np.ndarray) -> np.ndarray:
    """Per code point, whether it is a character of Chinese words."""
    return np.logical_or.reduce([(first <= points) & (points <= last) for first, last in _HAN])


def _totals(inside: np.ndarray, longest: int) -> list[int]:
    """How many runs of 1, 2 … characters there are that hold no other character."""
    ends = np.flatnonzero(np.diff(inside.astype(np.int8), prepend=0, append=0))
    lengths = ends[1::2] - ends[::2]
    return [int(np.maximum(lengths - n + 1, 0).sum()) for n in range(1, longest + 1)]


def _ranked(
    keys: np.ndarray, bound: int, min_freq: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rank of each key (-1: below 0 or too rare), and count and first place of each rank."""
    look_up = _by_table if bound <= _TABLE else _by_sorting
    ranks, counts = look_up(keys, bound, min_freq)
    at = np.flatnonzero(ranks >= 0)[::-1]
    first = np.zeros(len(counts), dtype=np.int64)
    first[ranks[at]] = at  # from the last place to the first, which stays
    return ranks, counts, first


def _by_table(keys: np.ndarray, bound: int, min_freq: int) -> tuple[np.ndarray, np.ndarray]:
    """Rank of each key and count of each rank, over a table of all keys there might be."""
    counts = np.bincount(keys[keys >= 0], minlength=bound)
    values = np.flatnonzero(counts >= min_freq)
    rank = np.full(bound + 1, -1, dtype=np.int32)  # the last one is for keys below 0
    rank[values] = np.arange(len(values))
    return rank[keys], counts[values]


def _by_sorting(keys: np.ndarray, _bound: int, min_freq: int) -> tuple[np.ndarray, np.ndarray]:
    """The same where a table would be too large."""
    values, counts = _counted(keys)
    frequent = (counts >= min_freq) & (values >= 0)
    values, counts = values[frequent], counts[frequent]
    ranks = np.full(len(keys), -1, dtype=np.int32)
    if len(values):
        rank = np.minimum(np.searchsorted(values, keys), len(values) - 1)
        there = values[rank] == keys
        ranks[there] = rank[there]
    return ranks, counts


def _counted(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different keys in rising order, and how often each stands there."""
    ordered = np.sort(keys)
    if not len(ordered):
        return ordered, np.zeros(0, dtype=np.int64)
    begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return ordered[begins], np.diff(begins, append=len(ordered))
