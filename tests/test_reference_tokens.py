"""How well sentences are cut, against 48 sentences cut by hand (see tests/gold/README.md).

Two lexicons are measured. "package" is the package's lists alone, as a reader's own pages meet
them; "with people" adds `seeds/lexicon/people.tsv`, the persons of the shipped pages, from which
the 48 sentences come. F1 of the words when this was written: package 0.983 (0.966 without jieba's
guesses at unknown words), with people 0.985 (0.981), no lexicon 0.867.
"""

import functools
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


LEXICONS = {
    "package": lambda: load_lexicon(),
    "with people": lambda: load_lexicon(PROJECT / "seeds"),
    "none": lambda: None,
}


@functools.cache
def score(lexicon, *, hmm=True):
    """F1 of the words with one of `LEXICONS`."""
    reference = sentences()
    cut = cut_texts([row["text"] for row in reference], lexicon=LEXICONS[lexicon](), hmm=hmm)
    return f1(cut, [row["tokens"] for row in reference])


@pytest.mark.parametrize(
    ("lexicon", "hmm", "floor"),
    [
        ("package", True, 0.975),
        ("package", False, 0.955),
        ("with people", True, 0.98),
        ("with people", False, 0.975),
        ("none", True, 0.85),
    ],
)
def test_words_agree_with_the_reader_at_least_this_well(lexicon, hmm, floor):
    assert score(lexicon, hmm=hmm) >= floor


def test_the_persons_of_the_pages_explain_little_of_the_score():
    assert 0 <= score("with people") - score("package") <= 0.005


def test_the_score_of_a_wrong_cut_is_low():
    reference = sentences()
    characters = [list(row["text"]) for row in reference]
    assert f1(characters, [row["tokens"] for row in reference]) < 0.4
