"""A count with its range: what it would be under other ways of cutting the same sentences.

A word count hangs on choices that nobody sees in it. The range over all of them says how much.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING

from analysis import tokens
from analysis.errors import InputError
from analysis.lexicon import Lexicon

if TYPE_CHECKING:
    import pandas as pd

SUBSTRING = "substring"
# The project's own choice comes first.
CHOICES = tuple(product((True, False), repeat=3))
NAMES = ("lexicon", "rules", "HMM")
COLUMNS = ["term", "choice", "lexicon", "rules", "hmm", "freq"]


def counts_by_choice(
    terms: Iterable[str], sentences: "pd.DataFrame | Iterable[str]", lexicon: Lexicon
) -> "pd.DataFrame":
    """How often terms stand in sentences under every way of cutting, and as plain characters.

    Parameters
    ----------
    terms
        Words, at least one; a term that stands twice is counted once.
    sentences
        The table `sentences`, or texts. They are cut once for each choice, all terms together, and
        not again for other terms of the same sentences.
    lexicon
        The lexicon that is left out in half of the choices.

    Returns
    -------
    pandas.DataFrame, nine rows a term, in order of the terms: term, choice (what is on, joined by
    ` + `; `none`; `substring`), lexicon, rules, hmm (bool; missing for `substring`), freq (tokens;
    places without overlap for `substring`).

    Raises
    ------
    InputError
        A term is empty, or there is none.
    """
    import pandas as pd

    terms = list(dict.fromkeys(terms))
    if not terms or not all(term.strip() for term in terms):
        raise InputError("No term to count — an empty one was given. Name a word.")
    texts = _texts(sentences)
    rows = []
    for on in CHOICES:
        found = _tally(texts, lexicon, *on)
        rows += [(term, choice_name(on), *on, found[term]) for term in terms]
    for term in terms:
        freq = sum(text.count(term) for text in texts)
        rows.append((term, SUBSTRING, pd.NA, pd.NA, pd.NA, freq))
    rank = {term: at for at, term in enumerate(terms)}
    rows.sort(key=lambda row: rank[row[0]])
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype(dict.fromkeys(COLUMNS[2:5], "boolean"))


def count_ranges(
    terms: Iterable[str], sentences: "pd.DataFrame | Iterable[str]", lexicon: Lexicon
) -> "pd.DataFrame":
    """The count of each term with its range over all ways of cutting.

    Parameters
    ----------
    terms, sentences, lexicon
        As for `counts_by_choice`.

    Returns
    -------
    pandas.DataFrame, in order of the terms: term, freq (lexicon, rules and HMM on: the project's
    choice), lowest, highest (plain characters included), substring (plain characters alone), range
    (as text, see `range_text`).

    Raises
    ------
    InputError
        As for `counts_by_choice`.
    """
    import pandas as pd

    table = counts_by_choice(terms, sentences, lexicon)
    rows = []
    for term, part in table.groupby("term", sort=False):
        freq, substring = int(part["freq"].iloc[0]), int(part["freq"].iloc[-1])
        lowest, highest = int(part["freq"].min()), int(part["freq"].max())
        said = range_text(freq, lowest, highest)
        rows.append((term, freq, lowest, highest, substring, said))
    names = ["term", "freq", "lowest", "highest", "substring", "range"]
    return pd.DataFrame(rows, columns=names)


def count_range(
    term: str, sentences: "pd.DataFrame | Iterable[str]", lexicon: Lexicon
) -> "pd.DataFrame":
    """How often one term stands in sentences under every way of cutting.

    The nine rows of `counts_by_choice` without the column term.
    """
    return counts_by_choice([term], sentences, lexicon).drop(columns="term")


def range_text(freq: int, lowest: int, highest: int) -> str:
    """A count with its range.

    >>> range_text(47, 0, 61)
    '47 (0–61)'
    """
    return f"{freq:,} ({lowest:,}–{highest:,})"


def choice_name(on: Sequence[bool]) -> str:
    """What is on of lexicon, rules and HMM.

    >>> choice_name((True, False, True)), choice_name((False, False, False))
    ('lexicon + HMM', 'none')
    """
    return " + ".join(name for name, is_on in zip(NAMES, on, strict=True) if is_on) or "none"


def _texts(sentences: "pd.DataFrame | Iterable[str]") -> tuple[str, ...]:
    """The texts of the sentences."""
    return tuple(sentences["text"] if hasattr(sentences, "columns") else sentences)


@functools.lru_cache(maxsize=2 * len(CHOICES))
def _tally(
    texts: tuple[str, ...], lexicon: Lexicon, with_lexicon: bool, rules: bool, hmm: bool
) -> Counter[str]:
    """How often each word stands in the texts under one way of cutting."""
    used = lexicon if with_lexicon else None
    cut = tokens.cut_texts(texts, lexicon=used, rules=rules, hmm=hmm)
    return Counter(word for words in cut for word in words)
