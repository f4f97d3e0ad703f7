"""jieba's cut into words, on numbers: characters as code points in, words as whole numbers out.

The functions here are plain Python that `compiling` hands to numba; without numba `token_ids` goes
by jieba itself. They follow jieba 0.42.1 step by step, ties and the order of
floating-point additions included, so that the words are the same and not nearly the same: blocks
by jieba's two patterns, the graph of dictionary words, the best route from the end, and the hidden
Markov model (`finalseg`) for runs of single characters.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

# What jieba writes for a probability of nothing.
NEVER = -3.14e100
# The Chinese characters that jieba's patterns know.
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FD5
# States of the model in the order of its table of emissions.
BEGIN, MIDDLE, END, SINGLE = 0, 1, 2, 3
# What a branch leads to: a word of the graph, a beginning of others, a word at all, a word that is
# never guessed.
IN_GRAPH, HAS_MORE, IS_WORD, NOT_GUESSED = 1, 2, 4, 8
# A slot: 22 bits of parent, 15 of the character's number, then the branch: 22 of child and 4 flags.
CODE_BITS, FLAG_BITS, NODE_BITS = 15, 4, 22
BRANCH_BITS = NODE_BITS + FLAG_BITS
BRANCH, CODE = (1 << BRANCH_BITS) - 1, (1 << CODE_BITS) - 1
# An odd number of 26 bits: a key of 37 bits times this fits into 63.
SPREAD = 0x2C9277B


class Lookup(NamedTuple):
    """What the kernel reads of `cutting_tables.CuttingTables`; see there."""

    slots: "np.ndarray"
    sieve: "np.ndarray"
    letters: "np.ndarray"
    weights: "np.ndarray"
    emit: "np.ndarray"
    chances: "np.ndarray"
    rarest: float


class Words(NamedTuple):
    """Where words are written down: their numbers, and the character after each."""

    ids: "np.ndarray"
    ends: "np.ndarray"


class Work(NamedTuple):
    """Room for one block: weight, end and node of the best route, and the model's way back."""

    weight: "np.ndarray"
    last: "np.ndarray"
    node: "np.ndarray"
    back: "np.ndarray"
    state: "np.ndarray"


def work(longest: int) -> Work:
    """Room for blocks of at most `longest` characters."""
    import numpy as np

    return Work(
        np.zeros(longest + 1, np.float64),
        np.zeros(longest + 1, np.int32),
        np.zeros(longest + 1, np.int32),
        np.zeros((longest + 1, 4), np.uint8),
        np.zeros(longest + 1, np.uint8),
    )


def is_latin(char):
    """A Latin letter or digit of ASCII."""
    return 48 <= char <= 57 or 65 <= char <= 90 or 97 <= char <= 122


def is_han(char):
    """A character that the model knows."""
    return FIRST_HAN <= char <= LAST_HAN


def in_block(char):
    """A character of a block, jieba's re_han_default: Chinese, Latin, and some of ASCII."""
    if is_han(char) or is_latin(char):
        return True
    return 37 <= char <= 38 or char == 35 or char == 43 or 45 <= char <= 46 or char == 95


def whole(number):
    """The number as wide as numba's whole numbers are, so that it can be shifted."""
    return number + 0


def branch(slots, parent, code):
    """The branch from `parent` by the character of that number; 0 if there is none."""
    mask = len(slots) - 1
    key = (parent << CODE_BITS) | code
    at = ((key * SPREAD) >> 17) & mask
    while slots[at] >= 0:
        if slots[at] >> BRANCH_BITS == key:
            return slots[at] & BRANCH
        at = (at + 1) & mask
    return 0


def below(slots, sieve, parent, code):
    """The same; of most branches that are not there the sieve, which is small, tells it."""
    bit = ((((parent << CODE_BITS) | code) * SPREAD) >> 17) & (8 * len(sieve) - 1)
    if (sieve[bit >> 3] >> (bit & 7)) & 1 == 0:
        return 0
    return branch(slots, parent, code)


def find(text, start, end, lookup):
    """The branch to text[start:end]; 0 if no word of the dictionary is that or begins so."""
    found = lookup.letters[text[start]] >> CODE_BITS
    for at in range(start + 1, end):
        code = lookup.letters[text[at]] & CODE
        if code == 0 or not found & HAS_MORE:
            return 0
        found = below(lookup.slots, lookup.sieve, found >> FLAG_BITS, code)
    return found


def best_route(text, start, end, lookup, work):
    """Fill in where the best word from each character ends: jieba's get_DAG and calc."""
    slots, sieve, letters = lookup.slots, lookup.sieve, lookup.letters
    weights, rarest = lookup.weights, lookup.rarest
    route, lasts, nodes = work.weight, work.last, work.node
    route[end - start] = 0.0
    for here in range(end - start - 1, -1, -1):
        at = start + here
        best, last, chosen = rarest + route[here + 1], here + 1, 0
        found, stop, none = letters[text[at]] >> CODE_BITS, here + 1, True
        while found:
            if found & IN_GRAPH:
                node = found >> FLAG_BITS
                weight = weights[node] + route[stop]
                if weight >= best or none:  # of equals the longer word, as in jieba
                    best, last, chosen, none = weight, stop, node, False
            if start + stop == end or not found & HAS_MORE:
                break
            code = letters[text[start + stop]] & CODE
            found = below(slots, sieve, found >> FLAG_BITS, code) if code else 0
            stop += 1
        route[here], lasts[here], nodes[here] = best, last, chosen


def likelier(back, at, state, early, early_state, late, late_state):
    """The larger of two chances, its state noted; of equals the later letter, as jieba's max."""
    if late >= early:
        back[at, state] = late_state
        return late
    back[at, state] = early_state
    return early


def viterbi(text, start, end, lookup, work):
    """Fill in the likeliest state of each character: jieba.finalseg.viterbi, ties included."""
    emit, chances, back = lookup.emit, lookup.chances, work.back
    row = text[start] - FIRST_HAN
    b, m = chances[4, 0] + emit[row, 0], chances[4, 1] + emit[row, 1]
    e, s = chances[4, 2] + emit[row, 2], chances[4, 3] + emit[row, 3]
    b_m, b_e, m_m, m_e = chances[0, 1], chances[0, 2], chances[1, 1], chances[1, 2]
    e_b, e_s, s_b, s_s = chances[2, 0], chances[2, 3], chances[3, 0], chances[3, 3]
    for at in range(1, end - start):
        row = text[start + at] - FIRST_HAN
        to_b, to_m, to_e, to_s = emit[row, 0], emit[row, 1], emit[row, 2], emit[row, 3]
        next_b = likelier(back, at, BEGIN, e + e_b + to_b, END, s + s_b + to_b, SINGLE)
        next_m = likelier(back, at, MIDDLE, b + b_m + to_m, BEGIN, m + m_m + to_m, MIDDLE)
        next_e = likelier(back, at, END, b + b_e + to_e, BEGIN, m + m_e + to_e, MIDDLE)
        s = likelier(back, at, SINGLE, e + e_s + to_s, END, s + s_s + to_s, SINGLE)
        b, m, e = next_b, next_m, next_e
    state = SINGLE if s >= e else END
    for at in range(end - start - 1, -1, -1):
        work.state[at] = state
        state = whole(back[at, state])


def put(text, start, end, lookup, words, n):
    """Write down a word: its node, else a character's own number, else minus its length."""
    found = find(text, start, end, lookup)
    if found:
        words.ids[n] = found >> FLAG_BITS
    elif end - start == 1:
        words.ids[n] = len(lookup.weights) + text[start]
    else:
        words.ids[n] = start - end
    words.ends[n] = end
    return n + 1


def put_each(text, start, end, lookup, words, n):
    """Write down every character as a word."""
    for at in range(start, end):
        n = put(text, at, at + 1, lookup, words, n)
    return n


def put_guess(text, start, end, lookup, words, n):
    """Write down a guess of the model, or its characters if it is one that must not be guessed."""
    if find(text, start, end, lookup) & NOT_GUESSED:
        return put_each(text, start, end, lookup, words, n)
    return put(text, start, end, lookup, words, n)


def guess_han(text, start, end, lookup, work, words, n):
    """Cut a run of Chinese characters by the model: jieba.finalseg.__cut."""
    viterbi(text, start, end, lookup, work)
    begin = following = start
    for at in range(start, end):
        state = work.state[at - start]
        if state == BEGIN:
            begin = at
        elif state == END:
            n = put_guess(text, begin, at + 1, lookup, words, n)
            following = at + 1
        elif state == SINGLE:
            n = put_guess(text, at, at + 1, lookup, words, n)
            following = at + 1
    return put_guess(text, following, end, lookup, words, n) if following < end else n


def guess_latin(text, start, end, lookup, words, n):
    """Cut what is not Chinese into numbers and words, and what lies between: finalseg's re_skip."""
    at = start
    while at < end:
        stop = at
        if is_latin(text[at]):
            while stop < end and is_latin(text[stop]):
                stop += 1
            if stop + 1 < end and text[stop] == 46 and 48 <= text[stop + 1] <= 57:
                stop += 2
                while stop < end and 48 <= text[stop] <= 57:
                    stop += 1
            if stop < end and text[stop] == 37:
                stop += 1
        else:
            while stop < end and not is_latin(text[stop]):
                stop += 1
        n = put(text, at, stop, lookup, words, n)
        at = stop
    return n


def cut_singles(text, start, end, lookup, work, words, n):
    """Cut a run of single characters: as it is if it is a word, else by jieba.finalseg.cut."""
    if end - start == 1 or find(text, start, end, lookup) & IS_WORD:
        return put_each(text, start, end, lookup, words, n)
    at = start
    while at < end:
        stop, han = at, is_han(text[at])
        while stop < end and is_han(text[stop]) == han:
            stop += 1
        if han:
            n = guess_han(text, at, stop, lookup, work, words, n)
        else:
            n = guess_latin(text, at, stop, lookup, words, n)
        at = stop
    return n


def cut_block(text, start, end, lookup, work, words, n):
    """Cut a block: jieba's __cut_DAG."""
    best_route(text, start, end, lookup, work)
    at = held = start
    while at < end:
        stop = start + whole(work.last[at - start])
        if stop - at > 1:
            if held < at:
                n = cut_singles(text, held, at, lookup, work, words, n)
            words.ids[n], words.ends[n] = work.node[at - start], stop
            n += 1
            held = stop
        at = stop
    return cut_singles(text, held, end, lookup, work, words, n) if held < end else n


def cut_block_plainly(text, start, end, lookup, work, words, n):
    """Cut a block without guessing: jieba's __cut_DAG_NO_HMM, single letters and digits joined."""
    best_route(text, start, end, lookup, work)
    at = held = start
    while at < end:
        stop = start + whole(work.last[at - start])
        if stop - at > 1 or not is_latin(text[at]):
            if held < at:
                n = put(text, held, at, lookup, words, n)
            n = put(text, at, stop, lookup, words, n)
            held = stop
        at = stop
    return put(text, held, end, lookup, words, n) if held < end else n


def cut_text(text, start, end, lookup, work, words, n, guess):
    """Cut a text into blocks and what stands between: jieba's cut."""
    at = start
    while at < end:
        stop = at
        while stop < end and in_block(text[stop]):
            stop += 1
        if stop > at and guess:
            n = cut_block(text, at, stop, lookup, work, words, n)
        elif stop > at:
            n = cut_block_plainly(text, at, stop, lookup, work, words, n)
        else:
            stop = at + (2 if text[at] == 13 and at + 1 < end and text[at + 1] == 10 else 1)
            n = put(text, at, stop, lookup, words, n)
        at = stop
    return n


def cut_pieces(text, borders, kinds, lookup, work, words, n_words):
    """Cut every piece text[borders[i]:borders[i + 1]], or keep it whole; their last words' places.

    `kinds` is 0 for what is to be cut, 1 for a word set aside, 2 for what is passed over, 3 for
    what is to be cut without guessing words that no dictionary holds.
    """
    n = 0
    for piece in range(len(kinds)):
        start, end = borders[piece], borders[piece + 1]
        if kinds[piece] == 0 or kinds[piece] == 3:
            n = cut_text(text, start, end, lookup, work, words, n, kinds[piece] == 0)
        elif kinds[piece] == 1:
            n = put(text, start, end, lookup, words, n)
        n_words[piece] = n
    return n
