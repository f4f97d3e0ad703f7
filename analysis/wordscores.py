"""How well sentences are cut into words, against sentences that a reader has cut.

A word counts as found where its span of characters is a span of the reference, as in the SIGHAN
bakeoffs. Marks (whatever holds no letter and no digit) are not words.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis.errors import InputError
from analysis.lexicon import Lexicon
from analysis.tokens import cut_texts

if TYPE_CHECKING:
    import pandas as pd


class Score(NamedTuple):
    """Shares of 0 to 1 (more is better) over `n` words of the reference; NaN where there is none.

    `precision` is the share of the words cut that the reference has, `recall` the share of the
    reference's words that were cut, `f1` their harmonic mean.
    """

    precision: float
    recall: float
    f1: float
    n: int


def score(cut: Iterable[Sequence[str]], reference: Iterable[Sequence[str]]) -> Score:
    """The agreement of words with a reference, over all sentences together.

    Parameters
    ----------
    cut, reference
        The words of each sentence, in the same order of sentences.

    Raises
    ------
    InputError
        The two hold different numbers of sentences, or a sentence differs by a character.

    References
    ----------
    Sproat and Emerson (2003), The First International Chinese Word Segmentation Bakeoff.

    Examples
    --------
    >>> score([["数字", "化", "转型"]], [["数字化", "转型"]])
    Score(precision=0.3333333333333333, recall=0.5, f1=0.4, n=2)
    """
    cut, reference = list(cut), list(reference)
    if len(cut) != len(reference):
        raise InputError(
            f"The words cannot be compared — {len(cut)} sentences against {len(reference)} of the "
            "reference. Cut the same sentences."
        )
    common = n_cut = n_reference = 0
    for ours, theirs in zip(cut, reference, strict=True):
        if "".join(ours) != "".join(theirs):
            raise InputError(
                f"The words cannot be compared — “{''.join(ours)[:20]}” is not the sentence "
                f"“{''.join(theirs)[:20]}” of the reference. Cut the same sentences."
            )
        found, wanted = spans(ours), spans(theirs)
        common += len(found & wanted)
        n_cut += len(found)
        n_reference += len(wanted)
    if not n_cut or not n_reference:
        return Score(float("nan"), float("nan"), float("nan"), n_reference)
    return Score(
        common / n_cut, common / n_reference, 2 * common / (n_cut + n_reference), n_reference
    )


def spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Where each word begins and ends in its sentence; marks are left out.

    >>> sorted(spans(["上海", "，", "静安"]))
    [(0, 2), (3, 5)]
    """
    found, start = set(), 0
    for word in words:
        if any(char.isalnum() for char in word):
            found.add((start, start + len(word)))
        start += len(word)
    return found


def read_reference(path: Path) -> list[list[str]]:
    """The words of each sentence of a reference: JSON lines, each with a list `tokens`.

    Raises
    ------
    InputError
        The file cannot be read, or a line is no such object; file and line are named.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Cannot read {path} — {error}. Name a readable UTF-8 file.") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            words = json.loads(line)["tokens"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f'{path}, line {number}: cannot read the reference — {error!r}. Write {{"tokens": '
                '["上海", "发布"]}.'
            ) from error
        found.append(words)
    return found


def score_table(
    reference: Sequence[Sequence[str]], *, lexicons: dict[str, Lexicon | None]
) -> "pd.DataFrame":
    """The agreement with a reference for every lexicon, with and without guesses and rules.

    Parameters
    ----------
    reference
        The words of each sentence.
    lexicons
        Name to lexicon; None is jieba's own dictionary.

    Returns
    -------
    pandas.DataFrame: lexicon, hmm (bool), rules (bool), precision, recall, f1 (0 to 1, more is
    better), n_words (of the reference, without marks).
    """
    import pandas as pd

    texts = ["".join(words) for words in reference]
    rows = [
        (name, hmm, rules, *score(cut_texts(texts, lexicon=own, hmm=hmm, rules=rules), reference))
        for name, own in lexicons.items()
        for rules in (False, True)
        for hmm in (False, True)
    ]
    columns = ["lexicon", "hmm", "rules", "precision", "recall", "f1", "n_words"]
    return pd.DataFrame(rows, columns=columns)
