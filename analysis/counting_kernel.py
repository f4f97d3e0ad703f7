"""Words counted as numbers: names for words that the dictionary lacks, and counts by document.

Plain Python that `compiling` hands to numba, as in `cutting_kernel`.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np


class NewWords(NamedTuple):
    """Words that the dictionary does not hold, numbered as they come.

    Attributes
    ----------
    slots
        An open table of word numbers, -1 where free; its length is a power of two.
    borders
        Where each word begins in `pool`, and where the last one ends.
    pool
        The words' characters, one after the other.
    size
        One number: how many words there are.
    """

    slots: "np.ndarray"
    borders: "np.ndarray"
    pool: "np.ndarray"
    size: "np.ndarray"


def spread(text, start, end):
    """A number of 62 bits that hardly two runs of characters share."""
    mixed = 0x2545F491
    for at in range(start, end):
        mixed = ((mixed ^ text[at]) * 0x01000193) & 0x3FFFFFFFFF
        mixed ^= mixed >> 17
    return (mixed * 0x9E3779) >> 12


def place_of(text, start, end, new):
    """The slot that holds text[start:end], or the free one where it belongs."""
    mask = len(new.slots) - 1
    at = spread(text, start, end) & mask
    length = end - start
    while new.slots[at] >= 0:
        word = new.slots[at]
        begin = new.borders[word]
        if new.borders[word + 1] - begin == length:
            same = True
            for k in range(length):
                if new.pool[begin + k] != text[start + k]:
                    same = False
                    break
            if same:
                return at
        at = (at + 1) & mask
    return at


def name_new(text, ids, ends, new, base):
    """Replace every negative number by `base` and the new word's own number."""
    for token in range(len(ids)):
        if ids[token] >= 0:
            continue
        end = ends[token]
        start = end + ids[token]
        at = place_of(text, start, end, new)
        word = new.slots[at]
        if word < 0:
            word = new.size[0]
            new.slots[at] = word
            begin = new.borders[word]
            for k in range(end - start):
                new.pool[begin + k] = text[start + k]
            new.borders[word + 1] = begin + end - start
            new.size[0] = word + 1
        ids[token] = base + word


def needs(ids):
    """How many tokens are new, and how many characters they have together."""
    tokens = characters = 0
    for token in range(len(ids)):
        if ids[token] < 0:
            tokens += 1
            characters -= ids[token]
    return tokens, characters


def count_documents(ids, last_tokens, seen, found, counts, borders):
    """The words of each document with their counts, one document after the other.

    Parameters
    ----------
    ids
        Word numbers of all tokens.
    last_tokens
        Where each document's tokens end.
    seen
        For every word number 0, or 1 + its place in `found`; places before `borders[document]`
        are an earlier document's.
    found, counts
        Filled in: word numbers and how often each stands in the document.
    borders
        Filled in: where each document begins in `found`.
    """
    token = n = 0
    for document in range(len(last_tokens)):
        begin = n
        borders[document] = begin
        while token < last_tokens[document]:
            word = ids[token]
            place = seen[word] - 1
            if begin <= place < n and found[place] == word:
                counts[place] += 1
            else:
                found[n] = word
                counts[n] = 1
                n += 1
                seen[word] = n
            token += 1
    borders[len(last_tokens)] = n
    return n
