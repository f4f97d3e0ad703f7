"""A dictionary grown into a tree of characters; plain Python that `compiling` hands to numba."""

from typing import TYPE_CHECKING, NamedTuple

from analysis.cutting_kernel import (
    BRANCH,
    BRANCH_BITS,
    CODE,
    CODE_BITS,
    FLAG_BITS,
    HAS_MORE,
    SPREAD,
    branch,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    import numpy as np


class Tree(NamedTuple):
    """A tree that grows: see `cutting_tables.CuttingTables`; `size` is one number, the nodes."""

    slots: "np.ndarray"
    letters: "np.ndarray"
    weights: "np.ndarray"
    flags: "np.ndarray"
    parents: "np.ndarray"
    characters: "np.ndarray"
    size: "np.ndarray"


def empty_tree(letters: "np.ndarray", most: int) -> Tree:
    """A tree with room for `most` nodes, the root (0) apart, half of its slots left free."""
    import numpy as np

    slots = np.full(1 << (2 * most).bit_length(), -1, np.int64)
    most += 1
    return Tree(
        slots, letters, np.zeros(most), np.zeros(most, np.uint8), np.zeros(most, np.int32),
        np.zeros(most, np.uint32), np.ones(1, np.int64),
    )  # fmt: skip


def step(tree, parent, character):
    """The node below `parent` by that character, made if it is missing."""
    slots = tree.slots
    code = tree.letters[character] & CODE
    found = branch(slots, parent, code)
    if found:
        return found >> FLAG_BITS
    node = tree.size[0]
    tree.size[0] = node + 1
    tree.parents[node] = parent
    tree.characters[node] = character
    tree.flags[parent] |= HAS_MORE
    mask = len(slots) - 1
    key = (parent << CODE_BITS) | code
    at = ((key * SPREAD) >> 17) & mask
    while slots[at] >= 0:
        at = (at + 1) & mask
    slots[at] = (key << BRANCH_BITS) | (node << FLAG_BITS)
    return node


def grow(text, borders, order, tree):
    """Put in every word text[borders[i]:borders[i + 1]] with its beginnings, in that order."""
    for word in order:
        node = whole(0)
        for at in range(borders[word], borders[word + 1]):
            node = step(tree, node, text[at])


def node_of(text, start, end, tree):
    """The node of a word that the tree holds."""
    node = whole(0)
    for at in range(start, end):
        node = branch(tree.slots, node, tree.letters[text[at]] & CODE) >> FLAG_BITS
    return node


def mark(text, borders, tree, shares, added):
    """Of every word that is no mere beginning (its share 0) set the weight and add flags."""
    for word in range(len(borders) - 1):
        if shares[word] != 0.0:
            node = node_of(text, borders[word], borders[word + 1], tree)
            tree.weights[node] = shares[word]
            tree.flags[node] |= added


def flag(text, borders, tree, added, kept):
    """Change the flags of every word: keep those of the mask `kept`, and add some."""
    for word in range(len(borders) - 1):
        node = node_of(text, borders[word], borders[word + 1], tree)
        tree.flags[node] = (tree.flags[node] & kept) | added


def seal(tree):
    """Write the flags of every node into its branch, and a first character's beside its number."""
    for at in range(len(tree.slots)):
        slot = tree.slots[at]
        if slot >= 0:
            node = (slot & BRANCH) >> FLAG_BITS
            tree.slots[at] = slot | tree.flags[node]
    for node in range(1, tree.size[0]):
        if tree.parents[node] == 0:
            letter = tree.characters[node]
            found = (node << FLAG_BITS) | whole(tree.flags[node])
            tree.letters[letter] |= found << CODE_BITS
