"""What adding or removing a term changes: in the words of sentences, and in counts.

A lexicon's term acts where its characters stand and nowhere else: it gets a weight of its own, and
no other word's weight moves. So only the sentences that hold the term are cut again, and for them
only the lexicon's terms that occur in them matter; a lexicon of 600,000 terms is not built anew.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import tokens
from analysis.errors import InputError
from analysis.lexicon import Lexicon, term_faults
from analysis.lookalikes import Finder

if TYPE_CHECKING:
    import pandas as pd

# What a new term is until somebody says more, and where it comes from.
NEW_POS = "nz"
ADDED = "(added)"
SENTENCE_COLUMNS = ["sentence_id", "before", "after"]
COUNT_COLUMNS = ["token", "count_before", "count_after", "change"]
BETWEEN_WORDS = "/"


class Changes(NamedTuple):
    """What a change of the lexicon does.

    Attributes
    ----------
    sentences
        sentence_id, before, after: the words of every sentence that is cut otherwise, a stroke
        between them; in the order of the sentences.
    counts
        token, count_before, count_after, change (after less before): how often each word that
        changes stands in all sentences given; most changed first, then by the characters.
    """

    sentences: "pd.DataFrame"
    counts: "pd.DataFrame"


def changes(
    sentences: "pd.DataFrame | Mapping[str, str]",
    lexicon: Lexicon,
    *,
    add: Iterable[str] | Mapping[str, str] = (),
    remove: Iterable[str] = (),
    token_counts: Mapping[str, int] | None = None,
    hmm: bool = True,
) -> Changes:
    """What adding and removing terms changes in sentences, as words and as counts.

    Parameters
    ----------
    sentences
        The table `sentences` (sentence_id and text are read), or text by sentence_id.
    lexicon
        What the sentences are cut with before.
    add, remove
        As for `amended`; all at once.
    token_counts
        How often each word stands in all sentences before, where that is known already (the table
        `tokens`, counted). Without, the sentences that hold a changed word are cut to count it.
    hmm
        Let jieba guess words that no dictionary holds.

    Returns
    -------
    Changes: two tables, empty where the change makes no difference. Counts are those of all the
    sentences, not only of the sentences that change.

    Raises
    ------
    InputError
        As for `amended`.

    References
    ----------
    That only sentences with the term can change follows from how a dictionary's best path is found
    (Sun, J.: jieba 0.42.1, `Tokenizer.calc`): a word's weight counts only where the word stands.
    """
    import pandas as pd

    add, remove = _pos_of(add), tuple(dict.fromkeys(remove))
    check_change(lexicon, add, remove)
    texts = _texts(sentences)
    held = _with_any(texts, (*add, *remove))
    before, after = _cut_twice(list(held.values()), lexicon, add, remove, hmm=hmm)
    rows = [
        (sentence_id, BETWEEN_WORDS.join(old), BETWEEN_WORDS.join(new))
        for sentence_id, old, new in zip(held, before, after, strict=True)
        if old != new
    ]
    change = _tally(after)
    change.subtract(_tally(before))
    moved = {word: n for word, n in change.items() if n}
    if token_counts is None:
        token_counts = _counts_before(moved, texts, lexicon, hmm=hmm)
    counts = [(w, token_counts.get(w, 0), token_counts.get(w, 0) + n, n) for w, n in moved.items()]
    counts.sort(key=lambda row: (-abs(row[3]), row[0]))
    return Changes(
        pd.DataFrame(rows, columns=SENTENCE_COLUMNS), pd.DataFrame(counts, columns=COUNT_COLUMNS)
    )


def amended(
    lexicon: Lexicon, *, add: Iterable[str] | Mapping[str, str] = (), remove: Iterable[str] = ()
) -> Lexicon:
    """The lexicon with terms added and removed; the one given stays as it is.

    Parameters
    ----------
    lexicon
        Where to begin.
    add
        New terms, or new terms with their parts of speech (`NEW_POS` without). A new term is not
        cut by a split of the lexicon.
    remove
        Terms of the lexicon.

    Raises
    ------
    InputError
        A new term is in the lexicon already or cannot be a term (see `lexicon.term_faults`); a term
        to remove is not there.

    >>> dict(amended(Lexicon({"甲乙": "n"}, {}), add=["丙丁"], remove=["甲乙"]).terms)
    {'丙丁': 'nz'}
    """
    add, remove = _pos_of(add), tuple(remove)
    check_change(lexicon, add, remove)
    return _amended(lexicon, add, remove)


def _amended(lexicon: Lexicon, add: Mapping[str, str], remove: Iterable[str]) -> Lexicon:
    """The lexicon changed; terms to remove that it does not hold are passed over."""
    gone = frozenset(remove)
    terms = {term: pos for term, pos in lexicon.terms.items() if term not in gone} | dict(add)
    origin = {term: name for term, name in lexicon.origin.items() if term not in gone}
    splits = {phrase: cut for phrase, cut in lexicon.splits.items() if phrase not in add}
    return Lexicon(terms, origin | dict.fromkeys(add, ADDED), splits)


def check_change(lexicon: Lexicon, add: Iterable[str], remove: Iterable[str]) -> None:
    """Raise `InputError` if terms cannot be added to or removed from a lexicon."""
    for term in add:
        for fault in term_faults(Path(ADDED), 1, term):
            shown = f"“{term}”" if term.isprintable() else ascii(term)
            raise InputError(f"{shown} cannot be added — {fault.seen}. Name another term.")
        if term in lexicon.terms:
            where = lexicon.origin.get(term, "the lexicon")
            raise InputError(f"“{term}” is in {where} already — nothing to add. Leave it out.")
    for term in remove:
        if term not in lexicon.terms:
            raise InputError(f"“{term}” is not in the lexicon — nothing to remove. Leave it out.")


def occurring(lexicon: Lexicon, texts: Iterable[str]) -> Lexicon:
    """The part of a lexicon whose terms and splits stand, as characters, in any of the texts.

    These texts are cut with it as with the whole lexicon.
    """
    find = _finder(lexicon)
    found = {string for text in texts for _start, string in find(text)}
    terms = {term: pos for term, pos in lexicon.terms.items() if term in found}
    origin = {term: lexicon.origin[term] for term in terms if term in lexicon.origin}
    splits = {phrase: cut for phrase, cut in lexicon.splits.items() if phrase in found}
    return Lexicon(terms, origin, splits)


@functools.lru_cache(maxsize=2)
def _finder(lexicon: Lexicon) -> Finder:
    """Finds a lexicon's terms and splits; made once, a large lexicon takes a second."""
    return Finder((*lexicon.terms, *lexicon.splits))


def _pos_of(add: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    """New terms with parts of speech."""
    return dict(add) if isinstance(add, Mapping) else dict.fromkeys(add, NEW_POS)


def _texts(sentences: "pd.DataFrame | Mapping[str, str]") -> Mapping[str, str]:
    """Text by sentence_id."""
    if isinstance(sentences, Mapping):
        return sentences
    return dict(zip(sentences["sentence_id"], sentences["text"], strict=True))


def _with_any(texts: Mapping[str, str], terms: Sequence[str]) -> dict[str, str]:
    """The texts that hold any of the terms, as characters."""
    if len(terms) < 8:  # str.find outruns an index as long as the terms are few
        return {key: text for key, text in texts.items() if any(t in text for t in terms)}
    find = Finder(terms)
    return {key: text for key, text in texts.items() if any(find(text))}


def _cut_twice(
    texts: Sequence[str],
    lexicon: Lexicon,
    add: Mapping[str, str],
    remove: Iterable[str],
    *,
    hmm: bool,
) -> tuple[list[list[str]], list[list[str]]]:
    """The words of the texts before and after the change."""
    if not texts:
        return [], []
    small = occurring(lexicon, texts)
    before = tokens.cut_texts(texts, lexicon=small, hmm=hmm)
    return before, tokens.cut_texts(texts, lexicon=_amended(small, add, remove), hmm=hmm)


def _counts_before(
    words: Iterable[str], texts: Mapping[str, str], lexicon: Lexicon, *, hmm: bool
) -> dict[str, int]:
    """How often words stand in the texts: only texts with their characters need to be cut."""
    wanted = frozenset(words)
    held = [text for text in texts.values() if any(word in text for word in wanted)]
    if not held:
        return {}
    small = occurring(lexicon, held)
    found = _tally(tokens.cut_texts(held, lexicon=small, hmm=hmm))
    return {word: found[word] for word in wanted}


def _tally(cut: Iterable[list[str]]) -> Counter[str]:
    """How often each word stands in texts that are cut."""
    return Counter(word for words in cut for word in words)
