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
    # Each column in its final form before the next is made: a row of numbers on the way takes as
    # much room as one that stays.
    sentence_id = _text(np.repeat(sentence_ids.to_numpy(dtype=object), counts))
    first = np.repeat((ends - counts).astype(np.int32), counts)
    position = np.arange(len(first)) - first
    lengths = [_of(part, list(map(len, part.words)), np.int32) for part in parts]
    start = np.cumsum(np.concatenate(lengths), dtype=np.int64)
    start -= np.concatenate(lengths)
    del lengths
    start -= start[first] if len(first) else start
    del first
    columns = {
        "sentence_id": sentence_id,
        "position": position,
        "token": _text(_shared(parts, "words")),
        "pos": _text(_shared(parts, "tags")),
        "start": start,
    }
    return pd.DataFrame(columns, columns=list(schema.COLUMNS["tokens"]), copy=False)


def light(tokens: "pd.DataFrame") -> "pd.DataFrame":
    """The table for what asks only which word stands where: a sixth of the room.

    It has sentence_id, token, pos and start; each text is held once, however often it stands.
    """
    texts = ("sentence_id", "token", "pos")
    columns = {**dict.fromkeys(texts, "category"), "start": "int32"}
    return tokens[list(columns)].astype(columns)


def _text(values: "np.ndarray") -> "pd.api.extensions.ExtensionArray":
    """The values as a column of text."""
    import pandas as pd

    return pd.array(values, dtype="str")


def _of(part: Numbered, values: list, dtype: object) -> "np.ndarray":
    """A value of each word, for every place that it stands in."""
    import numpy as np

    return np.array(values, dtype=dtype)[part.codes] if values else np.zeros(0, dtype)


def _shared(parts: Sequence[Numbered], texts: str) -> "np.ndarray":
    """Word or part of speech of every place; each text is held once, however often it stands."""
    import numpy as np

    held: dict[str, str] = {}
    own = [[held.setdefault(text, text) for text in getattr(part, texts)] for part in parts]
    return np.concatenate([_of(part, each, object) for part, each in zip(parts, own, strict=True)])
