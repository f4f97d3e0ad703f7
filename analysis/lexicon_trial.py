"""The lexicon put to the test: whether every entry comes out whole, alone and in a sentence."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from analysis import tokens
from analysis.lexicon import Lexicon

if TYPE_CHECKING:
    import pandas as pd

# X is the term. Frames say nothing themselves: marks, a particle, a verb, an object, a number.
TERM = "X"
ALONE = "X"
BETWEEN_MARKS = "，X，"
FRAMES = (ALONE, BETWEEN_MARKS, "在X的", "推进X建设", "对X进行", "3个X")
COLUMNS = ["term", "frame", "cut"]


def failures(
    lexicon: Lexicon,
    terms: Iterable[str] | None = None,
    *,
    frames: Iterable[str] = FRAMES,
    hmm: bool = True,
) -> "pd.DataFrame":
    """The terms that do not come out as one word, with the frame that cuts them apart.

    Parameters
    ----------
    lexicon
        What is tested.
    terms
        The terms to test; None means all of the lexicon.
    frames
        Sentences with an X where the term is put. Latin letters in a term join those of a frame:
        put marks or Chinese beside the X.
    hmm
        Let jieba guess words that no dictionary holds.

    Returns
    -------
    pandas.DataFrame: term, frame, cut (its words with strokes between). In order of the terms, then
    of the frames; empty where all is well.

    Raises
    ------
    ValueError
        A frame has not exactly one X.
    """
    import pandas as pd

    terms, frames = list(lexicon.terms if terms is None else terms), list(frames)
    for frame in frames:
        if frame.count(TERM) != 1:
            raise ValueError(f"the frame {frame!r} has not exactly one {TERM}")
    tried = [(term, frame) for term in terms for frame in frames]
    texts = [frame.replace(TERM, term) for term, frame in tried]
    rows = [
        (term, frame, "/".join(words))
        for (term, frame), words in zip(
            tried, tokens.cut_texts(texts, lexicon=lexicon, hmm=hmm), strict=True
        )
        if not _is_whole(words, term, frame.index(TERM))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def summary(found: "pd.DataFrame", n_terms: int) -> "pd.DataFrame":
    """How many of `n_terms` fail in each frame: frame, n_failures, n_terms."""
    import pandas as pd

    counts: Mapping[str, int] = found["frame"].value_counts().to_dict()
    frames = list(dict.fromkeys((*FRAMES, *found["frame"])))
    rows = [(frame, counts.get(frame, 0), n_terms) for frame in frames]
    return pd.DataFrame(rows, columns=["frame", "n_failures", "n_terms"])


def _is_whole(words: Iterable[str], term: str, start: int) -> bool:
    """Whether the term is one of the words, at this place of the text."""
    at = 0
    for word in words:
        if at == start:
            return word == term
        at += len(word)
    return False
