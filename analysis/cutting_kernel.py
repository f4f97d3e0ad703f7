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
# What a node of the dictionary is: a word of the graph, a word at all, a word that is never guessed.
IN_GRAPH, IS_WORD, NOT_GUESSED = 1, 2, 4
# A packed slot: 23 bits of parent, 16 of the character's number, 24 of child.
NODE_BITS, CODE_BITS = 24, 16
NODES = (1 << NODE_BITS) - 1
# An odd number of 24 bits: a key of 39 bits times this fits into 63.
SPREAD = 0x9E3779


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
    """A character of a block, jieba's re_han_default: Chinese, Latin, and % & # + - . _"""
    if is_han(char) or is_latin(char):
        return True
    return 37 <= char <= 38 or char == 35 or char == 43 or 45 <= char <= 46 or char == 95


def whole(number):
    """The number as wide as numba's whole numbers are, so that it can be shifted."""
    return number + 0


def child(slots, parent, code):
    """The node below `parent` by the character of that number; 0 if there is none."""
    mask = len(slots) - 1
    key = (parent << CODE_BITS) | code
    at = ((key * SPREAD) >> 20) & mask
    while slots[at] >= 0:
        if slots[at] >> NODE_BITS == key:
            return slots[at] & NODES
        at = (at + 1) & mask
    return 0


def find(text, start, end, tables):
    """The node of text[start:end]; 0 if no word of the dictionary is that or begins so."""
    node = whole(tables.first[text[start]])
    for at in range(start + 1, end):
        if node == 0 or tables.codes[text[at]] == 0:
            return 0
        node = child(tables.slots, node, whole(tables.codes[text[at]]))
    return node


def best_route(text, start, end, tables, work):
    """Fill in where the best word from each character ends: jieba's get_DAG and calc."""
    slots, codes, flags, weights = tables.slots, tables.codes, tables.flags, tables.weights
    work.weight[end - start] = 0.0
    for at in range(end - 1, start - 1, -1):
        here = at - start
        best, last, chosen = tables.rarest[0] + work.weight[here + 1], here + 1, 0
        node, stop, found = whole(tables.first[text[at]]), here + 1, False
        while node:
            if flags[node] & IN_GRAPH:
                weight = weights[node] + work.weight[stop]
                if weight >= best or not found:  # of equals the longer word, as in jieba
                    best, last, chosen, found = weight, stop, node, True
            if start + stop == end:
                break
            code = whole(codes[text[start + stop]])
            node = child(slots, node, code) if code else 0
            stop += 1
        work.weight[here], work.last[here], work.node[here] = best, last, chosen


def likelier(back, at, state, early, early_state, late, late_state):
    """The larger of two chances, its state noted; of equals the later letter, as jieba's max."""
    if late >= early:
        back[at, state] = late_state
        return late
    back[at, state] = early_state
    return early


def viterbi(text, start, end, tables, work):
    """Fill in the likeliest state of each character: jieba.finalseg.viterbi, ties included."""
    emit, trans, back = tables.emit, tables.trans, work.back
    row = text[start] - FIRST_HAN
    b = tables.begin[BEGIN] + emit[row, BEGIN]
    m = tables.begin[MIDDLE] + emit[row, MIDDLE]
    e = tables.begin[END] + emit[row, END]
    s = tables.begin[SINGLE] + emit[row, SINGLE]
    b_m, b_e, m_m, m_e = trans[0, 1], trans[0, 2], trans[1, 1], trans[1, 2]
    e_b, e_s, s_b, s_s = trans[2, 0], trans[2, 3], trans[3, 0], trans[3, 3]
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


def put(text, start, end, tables, words, n):
    """Write down a word: its node, else a character's own number, else minus its length."""
    node = find(text, start, end, tables)
    if node:
        words.ids[n] = node
    elif end - start == 1:
        words.ids[n] = len(tables.flags) + text[start]
    else:
        words.ids[n] = start - end
    words.ends[n] = end
    return n + 1


def put_each(text, start, end, tables, words, n):
    """Write down every character as a word."""
    for at in range(start, end):
        n = put(text, at, at + 1, tables, words, n)
    return n


def put_guess(text, start, end, tables, words, n):
    """Write down a guess of the model, or its characters if it is one that must not be guessed."""
    node = find(text, start, end, tables)
    if node and tables.flags[node] & NOT_GUESSED:
        return put_each(text, start, end, tables, words, n)
    return put(text, start, end, tables, words, n)


def guess_han(text, start, end, tables, work, words, n):
    """Cut a run of Chinese characters by the model: jieba.finalseg.__cut."""
    viterbi(text, start, end, tables, work)
    begin = following = start
    for at in range(start, end):
        state = work.state[at - start]
        if state == BEGIN:
            begin = at
        elif state == END:
            n = put_guess(text, begin, at + 1, tables, words, n)
            following = at + 1
        elif state == SINGLE:
            n = put_guess(text, at, at + 1, tables, words, n)
            following = at + 1
    return put_guess(text, following, end, tables, words, n) if following < end else n


def guess_latin(text, start, end, tables, words, n):
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
        n = put(text, at, stop, tables, words, n)
        at = stop
    return n


def cut_singles(text, start, end, tables, work, words, n):
    """Cut a run of single characters: as it is if it is a word, else by jieba.finalseg.cut."""
    node = find(text, start, end, tables)
    if end - start == 1 or (node and tables.flags[node] & IS_WORD):
        return put_each(text, start, end, tables, words, n)
    at = start
    while at < end:
        stop, han = at, is_han(text[at])
        while stop < end and is_han(text[stop]) == han:
            stop += 1
        if han:
            n = guess_han(text, at, stop, tables, work, words, n)
        else:
            n = guess_latin(text, at, stop, tables, words, n)
        at = stop
    return n


def cut_block(text, start, end, tables, work, words, n):
    """Cut a block: jieba's __cut_DAG."""
    best_route(text, start, end, tables, work)
    at = held = start
    while at < end:
        stop = start + whole(work.last[at - start])
        if stop - at > 1:
            if held < at:
                n = cut_singles(text, held, at, tables, work, words, n)
            words.ids[n], words.ends[n] = work.node[at - start], stop
            n += 1
            held = stop
        at = stop
    return cut_singles(text, held, end, tables, work, words, n) if held < end else n


def cut_text(text, start, end, tables, work, words, n):
    """Cut a text into blocks and what stands between: jieba's cut."""
    at = start
    while at < end:
        stop = at
        while stop < end and in_block(text[stop]):
            stop += 1
        if stop > at:
            n = cut_block(text, at, stop, tables, work, words, n)
        else:
            stop = at + (2 if text[at] == 13 and at + 1 < end and text[at + 1] == 10 else 1)
            n = put(text, at, stop, tables, words, n)
        at = stop
    return n


def cut_pieces(text, borders, kinds, tables, work, words, n_words):
    """Cut every piece text[borders[i]:borders[i + 1]], or keep it whole; their last words' places.

    `kinds` is 0 for what is to be cut, 1 for a word set aside, 2 for what is passed over.
    """
    n = 0
    for piece in range(len(kinds)):
        start, end = borders[piece], borders[piece + 1]
        if kinds[piece] == 0:
            n = cut_text(text, start, end, tables, work, words, n)
        elif kinds[piece] == 1:
            n = put(text, start, end, tables, words, n)
        n_words[piece] = n
    return n
