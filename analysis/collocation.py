"""The company that a word keeps: collocates in a window or in the sentence."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis import association
from analysis.counts import WORDS_AND_NUMBERS, Counting, counted
from analysis.errors import InputError
from analysis.nodes import fold

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SCORES = (
    "expected", "log_dice", "mi", "t_score", "z_score", "log_likelihood", "delta_p_collocate",
    "delta_p_node",
)  # fmt: skip


class Joint(NamedTuple):
    """How often each word stands with the node, (n_types,), how often it and the node occur, N."""

    together: "np.ndarray"
    node: int
    freq: "np.ndarray"
    n: int


def collocates(
    table: "pd.DataFrame",
    node: str | AbstractSet[str],
    *,
    window: int | Literal["sentence"] = 5,
    min_freq: int = 2,
    stop_words: AbstractSet[str] = frozenset(),
    counting: Counting = WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """The words that stand near a word more often than chance would have it, the closest first.

    Parameters
    ----------
    table
        What `counts.token_table` returns.
    node
        A word (a token of the table), or a set of words that count as one (a family).
    window
        Counted words on each side, 1 or more; marks that are not counted do not use it up. It
        ends where the sentence ends. "sentence": words are together if a sentence holds both, and
        everything is a number of sentences.
    min_freq
        Collocates with fewer co-occurrences are left out: all scores are unsteady for them.
    stop_words
        Collocates left out of the result; they stay in N and use the window up.
    counting
        What N counts.

    Returns
    -------
    pandas.DataFrame: collocate (full-width letters and digits as half-width ones); freq (O: the
    collocate's occurrences near a node, or the node's near the collocate where these are fewer, so
    that no occurrence counts twice); node_freq (f₁) and collocate_freq (f₂), both in the whole
    table; n_tokens (N), or n_sentences with window="sentence", where all of these are sentences;
    span (2 · window, the chances of a collocate that each node has; 1 in sentences);

    expected (E = f₁·span·f₂/N); log_dice (14 + log₂(2·O/(f₁ + f₂)), at most 14: neither word
    without the other; it does not depend on N or span); mi (log₂(O/E), in bits, above 0 is more
    than chance; largest for rare words); t_score ((O − E)/√O) and log_likelihood (four cells,
    signed), evidence; z_score ((O − E)/√E); delta_p_collocate (how much more probable the
    collocate is in a node's window than elsewhere, −1 to 1), delta_p_node (how much more probable
    a node's window is around the collocate). The last three but z are NaN where windows cover more
    than there is.

    By log_dice from above, ties by collocate. `attrs["counting"]` says what N counts.

    Raises
    ------
    InputError
        The word is not in the table, the family is empty, or nothing is counted.
    ValueError
        The window is below 1 and not "sentence".

    Notes
    -----
    The scores are those of `analysis.association`. Where windows overlap (甲乙甲) 乙 stands in two
    of them and still counts once; without that logDice would pass its bound, and MI count one
    sentence twice.

    References
    ----------
    See the functions of `analysis.association`; Evert 2008, Corpora and collocations, section
    3 (the window in E).
    """
    import pandas as pd

    if window != "sentence" and (isinstance(window, str) or window < 1):
        raise ValueError(f"window={window!r}: it holds at least one word on each side")
    rows = counted(table, counting).sort_values(["sentence_id", "position"], kind="stable")
    words, names = pd.factorize(rows["token"].map(fold))
    sentence = pd.factorize(rows["sentence_id"])[0]
    words, names, target = _with_node(words, names, node)
    joint = _joint(words, sentence, target, window, len(names))
    return scored(
        joint, names, window=window, min_freq=min_freq, stop_words=stop_words, counting=counting
    )


def scored(
    joint: Joint,
    names: Sequence[str],
    *,
    window: int | Literal["sentence"] = 5,
    min_freq: int = 2,
    stop_words: AbstractSet[str] = frozenset(),
    counting: Counting = WORDS_AND_NUMBERS,
) -> "pd.DataFrame":
    """The table of `collocates` from counts.

    Parameters
    ----------
    joint
        The counts, by word.
    names
        The words, folded.
    window, min_freq, stop_words, counting
        See `collocates`.
    """
    import pandas as pd

    unit, span = ("n_sentences", 1) if window == "sentence" else ("n_tokens", 2 * window)
    found = pd.DataFrame({
        "collocate": pd.Series(names, dtype="str"), "freq": joint.together,
        "node_freq": joint.node, "collocate_freq": joint.freq, unit: joint.n, "span": span,
    })  # fmt: skip
    left_out = [fold(word) for word in stop_words]
    found = found[(found["freq"] >= max(min_freq, 1)) & ~found["collocate"].isin(left_out)]
    four = (found[name] for name in ("freq", "node_freq", "collocate_freq", unit))
    scores = association.association(*four, span=span, index=found.index)
    order = pd.concat([found, scores[list(SCORES)]], axis=1)
    order = order.sort_values(["log_dice", "collocate"], ascending=[False, True])
    order.attrs["counting"] = str(counting)
    return order.reset_index(drop=True)


def _with_node(
    words: "np.ndarray", names: "pd.Index", node: str | AbstractSet[str]
) -> "tuple[np.ndarray, list[str], int]":
    """The words with all those of the node as one, their names, and the number of the node."""
    import numpy as np

    family = {fold(word) for word in ([node] if isinstance(node, str) else node)}
    numbers = np.flatnonzero(np.isin(np.asarray(names, dtype=object), list(family)))
    if not len(numbers):
        called = "”, “".join(sorted(family))
        raise InputError(
            f'“{called}” is no word of this corpus — look it up with kwic(…, match="substring").'
        )
    words = np.where(np.isin(words, numbers), numbers[0], words)
    named = list(names)
    named[numbers[0]] = "、".join(sorted(named[number] for number in numbers))
    return words, named, int(numbers[0])


def _joint(
    words: "np.ndarray",
    sentence: "np.ndarray",
    target: int,
    window: int | Literal["sentence"],
    n_types: int,
) -> Joint:
    """What the scores are made of: counts of tokens, or of sentences."""
    import numpy as np

    if window == "sentence":
        once = np.unique(sentence * n_types + words)
        where, words = once // n_types, once % n_types
        near = np.isin(where, where[words == target])
        freq = np.bincount(words, minlength=n_types)
        together = np.bincount(words[near & (words != target)], minlength=n_types)
        return Joint(together, int(freq[target]), freq, int(where[-1]) + 1)
    freq = np.bincount(words, minlength=n_types)
    together = np.minimum(*counts_near(words, sentence, target, window, n_types))
    return Joint(together, int(freq[target]), freq, len(words))


def counts_near(
    words: "np.ndarray", sentence: "np.ndarray", target: int, window: int, n_types: int
) -> "tuple[np.ndarray, np.ndarray]":
    """How many of each word stand near a target, and how many targets near it, (n_types,) each.

    No pair reaches beyond a sentence, so the counts of parts add up. The smaller of the two is how
    often both stand together, no occurrence in two pairs.

    Parameters
    ----------
    words
        Number of each word, in order.
    sentence
        Number of its sentence.
    target
        The node's number.
    window
        Words on each side.
    n_types
        Above all numbers.
    """
    import numpy as np

    longest = int(np.bincount(np.unique(sentence, return_inverse=True)[1]).max(initial=0))
    window = max(min(window, longest - 1), 1)
    pairs = [_beside(words, sentence, target, distance) for distance in range(1, window + 1)]
    node, other = np.concatenate(pairs, axis=1)
    near_a_node = np.bincount(words[np.unique(other)], minlength=n_types)
    once = np.unique(node * n_types + words[other])
    nodes_near = np.bincount(once % n_types, minlength=n_types)
    return near_a_node, nodes_near


def _beside(
    words: "np.ndarray", sentence: "np.ndarray", target: int, distance: int
) -> "np.ndarray":
    """Places of a target and of a word this far from it in the same sentence, (2, n_pairs)."""
    import numpy as np

    left = np.flatnonzero(sentence[:-distance] == sentence[distance:])
    right = left + distance
    before, behind = words[right] == target, words[left] == target
    return np.stack(
        [
            np.concatenate([right[before], left[behind]]),
            np.concatenate([left[before], right[behind]]),
        ]
    )
