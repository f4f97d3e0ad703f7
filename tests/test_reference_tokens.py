"""How well sentences are cut, against 48 sentences cut by hand (see tests/gold/README.md)."""

import json

import pytest

from analysis.lexicon import load_lexicon
from analysis.tokens import cut_texts
from conftest import PROJECT


def sentences():
    """The sentences of the reference: text and words."""
    lines = (PROJECT / "tests/gold/segmentation.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def spans(words):
    """Where each word begins and ends; marks are not words."""
    found, start = set(), 0
    for word in words:
        if any(char.isalnum() for char in word):
            found.add((start, start + len(word)))
        start += len(word)
    return found


def f1(cut, reference):
    """Twice the common spans over the spans of both, over all sentences."""
    pairs = [(spans(a), spans(b)) for a, b in zip(cut, reference, strict=True)]
    common = sum(len(a & b) for a, b in pairs)
    return 2 * common / sum(len(a) + len(b) for a, b in pairs)


@pytest.mark.parametrize(
    ("choice", "floor"),
    [
        ({"lexicon": "shipped"}, 0.96),
        ({"lexicon": "shipped", "hmm": False}, 0.95),
        ({"lexicon": None}, 0.85),
    ],
)
def test_words_agree_with_the_reader_at_least_this_well(choice, floor):
    reference = sentences()
    options = {**choice, "lexicon": load_lexicon() if choice["lexicon"] else None}
    cut = cut_texts([row["text"] for row in reference], **options)
    assert f1(cut, [row["tokens"] for row in reference]) >= floor


def test_the_score_of_a_wrong_cut_is_low():
    reference = sentences()
    characters = [list(row["text"]) for row in reference]
    assert f1(characters, [row["tokens"] for row in reference]) < 0.4
