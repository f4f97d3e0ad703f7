"""The table `tokens` of a large collection: words as numbers until the table is made.

The rows are those of `tokens.tokens`; held as tuples of texts, twenty million of them would take
ten times the room.
"""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from analysis import schema, tokens

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis.lexicon import Lexicon


class Numbered(NamedTuple):
    """Words of sentences as numbers.

    Attributes
    ----------
    counts
        Words in each sentence.
    codes
        Number of each word, all sentences one after the other.
    words, tags
        What the numbers mean: each word and its part of speech, which hangs on the word alone.
    """

    counts: "np.ndarray"
    codes: "np.ndarray"
    words: list[str]
    tags: list[str]


def numbered(texts: Sequence[str], lexicon: "Lexicon") -> Numbered:
    """The words of the texts as numbers, in order of their first occurrence."""
    import numpy as np

    numbers: dict[str, int] = {}
    counts, codes = [], []
    for found in tokens.cut_texts(texts, lexicon=lexicon):
        counts.append(len(found))
        codes.append([numbers.setdefault(word, len(numbers)) for word in found])
    flat = np.fromiter(chain.from_iterable(codes), np.int32, sum(counts))
    tag = tokens.part_of_speech(lexicon)
    return Numbered(np.array(counts, np.int32), flat, list(numbers), list(map(tag, numbers)))


def table(sentence_ids: "pd.Series", parts: Sequence[Numbered]) -> "pd.DataFrame":
    """The table `tokens` of sentences whose words are numbered in parts.

    Parameters
    ----------
    sentence_ids
        Of all sentences, in order; all different.
    parts
        The words of all sentences, in the same order.
    """
    import numpy as np
    import pandas as pd

    counts = np.concatenate([part.counts for part in parts]).astype(np.int64)
    ends = np.cumsum(counts)
    first = np.repeat(ends - counts, counts)
    lengths = np.concatenate([_of(part, list(map(len, part.words)), np.int64) for part in parts])
    before = np.cumsum(lengths) - lengths
    token, pos = _shared(parts)
    columns = {
        "sentence_id": np.repeat(sentence_ids.to_numpy(dtype=object), counts),
        "position": np.arange(len(first)) - first,
        "token": token,
        "pos": pos,
        "start": before - before[first] if len(first) else before,
    }
    kinds = schema.COLUMNS["tokens"]
    return pd.DataFrame({
        name: pd.array(values, dtype="str") if kinds[name] == "text" else values
        for name, values in columns.items()
    })  # fmt: skip


def _of(part: Numbered, values: list, dtype: object) -> "np.ndarray":
    """A value of each word, for every place that it stands in."""
    import numpy as np

    return np.array(values, dtype=dtype)[part.codes] if values else np.zeros(0, dtype)


def _shared(parts: Sequence[Numbered]) -> "tuple[np.ndarray, np.ndarray]":
    """Word and part of speech of every place; each text is held once, however often it stands."""
    import numpy as np

    held: dict[str, str] = {}
    both = []
    for texts in ("words", "tags"):
        own = [[held.setdefault(t, t) for t in getattr(part, texts)] for part in parts]
        rows = [_of(part, values, object) for part, values in zip(parts, own, strict=True)]
        both.append(np.concatenate(rows))
    return both[0], both[1]
