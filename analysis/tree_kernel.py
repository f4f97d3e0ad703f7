"""A dictionary grown into a tree of characters; plain Python that `compiling` hands to numba."""

from typing import TYPE_CHECKING, NamedTuple

from analysis.cutting_kernel import CODE_BITS, NODE_BITS, NODES, SPREAD, find, whole

if TYPE_CHECKING:
    import numpy as np


class Tree(NamedTuple):
    """A tree that grows: see `cutting_tables.CuttingTables`; `size` is one number, the nodes."""

    slots: "np.ndarray"
    codes: "np.ndarray"
    first: "np.ndarray"
    weights: "np.ndarray"
    flags: "np.ndarray"
    parents: "np.ndarray"
    characters: "np.ndarray"
    size: "np.ndarray"


def empty_tree(codes: "np.ndarray", most: int) -> Tree:
    """A tree with room for `most` nodes, the root (0) apart, half of its slots left free."""
    import numpy as np

    slots = np.full(1 << (2 * most + 2).bit_length(), -1, np.int64)
    first = np.zeros(len(codes), np.int32)
    most += 1
    return Tree(
        slots, codes, first, np.zeros(most), np.zeros(most, np.uint8), np.zeros(most, np.int32),
        np.zeros(most, np.uint32), np.ones(1, np.int64),
    )  # fmt: skip


def branch(tree, parent, character):
    """The node below `parent` by that character, made if it is missing."""
    slots = tree.slots
    mask = len(slots) - 1
    key = (parent << CODE_BITS) | whole(tree.codes[character])
    at = ((key * SPREAD) >> 20) & mask
    while slots[at] >= 0:
        if slots[at] >> NODE_BITS == key:
            return slots[at] & NODES
        at = (at + 1) & mask
    node = tree.size[0]
    tree.size[0] = node + 1
    tree.parents[node] = parent
    tree.characters[node] = character
    slots[at] = (key << NODE_BITS) | node
    if parent == 0:
        tree.first[character] = node
    return node


def grow(text, borders, tree):
    """Put in every word text[borders[i]:borders[i + 1]] with its beginnings."""
    for word in range(len(borders) - 1):
        node = whole(0)
        for at in range(borders[word], borders[word + 1]):
            node = branch(tree, node, text[at])


def mark(text, borders, tree, shares, added):
    """Of every word that is no mere beginning (its share 0) set the weight and add flags."""
    for word in range(len(borders) - 1):
        if shares[word] != 0.0:
            node = find(text, borders[word], borders[word + 1], tree)
            tree.weights[node] = shares[word]
            tree.flags[node] |= added


def flag(text, borders, tree, added, kept):
    """Change the flags of every word: keep those of the mask `kept`, and add some."""
    for word in range(len(borders) - 1):
        node = find(text, borders[word], borders[word + 1], tree)
        tree.flags[node] = (tree.flags[node] & kept) | added
