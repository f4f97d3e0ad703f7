"""Collocates of a word in a collection on disk: only sentences that hold it are cut into words.

The other numbers that scores need, how often each word stands and how many there are, are known
from `count`. The result is that of `collocation.collocates` on the tables of the chain.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import collocation, counted, evidence_files, evidence_scan, in_parts, tokens
from analysis.characters import shown
from analysis.errors import InputError
from analysis.language import number_of
from analysis.nodes import fold

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from analysis.counted import By, Counted

# How a table of this module begins, by group or not.
BEGINS = (b"group,collocate,", b"collocate,")
# Of a word in a message, so many characters.
_SHOWN = 30
# Characters of sentences that are cut at once.
_AT_ONCE = 500_000


class _Vocabulary(NamedTuple):
    """The words of a collection.

    Attributes
    ----------
    names
        Folded, each once.
    numbers
        A word as it stands, to its place in `names`.
    node
        The place of the word asked for.
    spellings
        How it stands in texts.
    """

    names: list[str]
    numbers: dict[str, int]
    node: int
    spellings: tuple[str, ...]


class _Groups(NamedTuple):
    """Names, frequencies by word, (n_groups, n_names), and tokens; without groups one named ""."""

    names: list[str]
    freq: "csr_array"
    n_tokens: "np.ndarray"


class _Near:
    """Of a group: words near a node, nodes near each word, by place in the names; nodes in all."""

    def __init__(self) -> None:
        self.words: Counter[int] = Counter()
        self.nodes: Counter[int] = Counter()
        self.n = 0


def collocates(
    folder: Path,
    word: str,
    *,
    window: int = 5,
    min_freq: int = 2,
    by: "By | None" = None,
    group: str | None = None,
) -> "pd.DataFrame":
    """The words that stand near a word more often than chance would have it, the closest first.

    Parameters
    ----------
    folder
        What `count --evidence` wrote.
    word
        As texts are cut; full-width letters and digits are half-width ones.
    window, min_freq
        See `collocation.collocates`.
    by
        Each group by itself, with its own frequencies: the district of sentences, the year or month
        of pages.
    group
        Only this one of them.

    Returns
    -------
    pandas.DataFrame as `collocation.collocates`, by group and with a column `group` in front where
    there are any.

    Raises
    ------
    InputError
        The folder has no rows or they are of another run, the word or the group is not there, or
        nothing stands near it often enough.
    """
    import pandas as pd

    folder = Path(folder)
    found = counted.read(folder)
    articles = evidence_scan.articles(folder, found)
    words = _vocabulary(found, word)
    groups = _groups(found, words, by)
    chosen = _chosen(groups, by, group)
    near = _near(_sentences(folder, articles, words, by), folder, words, window)
    tables = []
    for at in chosen:
        joint = _joint(folder, groups, at, words, near.get(groups.names[at], _Near()))
        table = collocation.scored(joint, words.names, window=window, min_freq=min_freq)
        if by is not None:
            table.insert(0, "group", groups.names[at])
        tables.append(table)
    kept = [table for table in tables if len(table)]
    if not kept:
        raise _nothing(groups, chosen, words, by, min_freq)
    table = pd.concat(kept, ignore_index=True)
    table.attrs["n_groups"] = len(chosen)
    return table


def left_out(table: "pd.DataFrame", min_freq: int) -> str:
    """What to say of groups that have no row in a table of `collocates`; empty if all have one."""
    n_groups = table.attrs["n_groups"]
    n_out = n_groups - table["group"].nunique() if "group" in table else 0
    if not n_out:
        return ""
    have = "has" if n_out == 1 else "have"
    return f"{n_out} of {n_groups} groups {have} nothing near it {number_of(min_freq, 'time')}."


def named(word: str) -> str:
    """A word or name for a message: on one line, and not too long."""
    return shown(word if len(word) <= _SHOWN else word[:_SHOWN] + "…").replace("\n", "·")


def _nothing(
    groups: _Groups, chosen: list[int], words: _Vocabulary, by: "By | None", min_freq: int
) -> InputError:
    """What to say where no group has a row."""
    word, n = named(words.names[words.node]), int(groups.freq[chosen, words.node].sum())
    if n:
        return InputError(
            f"Nothing stands near “{word}” {number_of(min_freq, 'time')} — it occurs "
            f"{number_of(n, 'time')}. Lower --min-freq, or widen --window."
        )
    where = f"“{groups.names[chosen[0]]}”" if len(chosen) == 1 else f"a text that has a {by}"
    return InputError(
        f"“{word}” does not occur in {where} — it occurs elsewhere in this collection. Name "
        "another --group, or leave --by away."
    )


def _vocabulary(found: "Counted", word: str) -> _Vocabulary:
    """The words of a collection and the one that is asked for."""
    node = fold(word.strip())
    places: dict[str, int] = {}
    numbers = {own: places.setdefault(fold(own), len(places)) for own in found.words}
    if node not in places:
        raise InputError(
            f"“{named(word)}” is no word of this collection — texts may cut it otherwise. Look it "
            "up with `search`, and see with `tokenise` how it is cut."
        )
    spellings = tuple(own for own, number in numbers.items() if number == places[node])
    return _Vocabulary(list(places), numbers, places[node], spellings)


def _groups(found: "Counted", words: _Vocabulary, by: "By | None") -> _Groups:
    """How often each name stands in each group, or in all."""
    import numpy as np
    from scipy.sparse import csr_array

    if by is None:
        names, freq, sizes = [""], csr_array(found.freq[None, :]), np.array([found.freq.sum()])
    else:
        groups = counted.by_group(found, counted.labels(found.documents, by))
        names, freq, sizes = groups.names, groups.freq, groups.n_tokens
    number = np.fromiter(words.numbers.values(), np.int64, len(words.numbers))
    cells = (np.ones(len(number), np.int64), (np.arange(len(number)), number))
    return _Groups(names, (freq @ csr_array(cells)).tocsr(), sizes)


def _chosen(groups: _Groups, by: "By | None", group: str | None) -> list[int]:
    """The rows of the groups that are asked for."""
    if group is None:
        return list(range(len(groups.names)))
    if by is None:
        raise InputError("--group names one of the groups of --by. Say what these are.")
    if group not in groups.names:
        raise InputError(
            f"“{named(group)}” is no {by} of this collection — there are "
            f"{'、'.join(groups.names[:5])} … ({len(groups.names)}). Name one of them."
        )
    return [groups.names.index(group)]


def _sentences(
    folder: Path, articles: "pd.DataFrame", words: _Vocabulary, by: "By | None"
) -> "Iterator[pd.DataFrame]":
    """Text and group of the sentences that may hold the word, so many as are cut at once."""
    import pandas as pd

    held = pd.DataFrame({"text": [], "group": []}, dtype="str")
    for rows in evidence_scan.sentences(folder, articles, by, containing=words.spellings):
        own = rows.loc[rows["counts"] & ((rows["group"] != "") | (by is None)), ["text", "group"]]
        held = pd.concat([held, own])
        *full, last = in_parts.parts([*held["text"].str.len(), 0], most=_AT_ONCE)
        for piece in full:
            yield held.iloc[piece]
        held = held.iloc[last]
    if len(held):
        yield held


def _near(
    batches: "Iterator[pd.DataFrame]", folder: Path, words: _Vocabulary, window: int
) -> dict[str, _Near]:
    """What stands near the word in each group."""
    _themes, lexicon = evidence_files.read_lists(folder)
    near: dict[str, _Near] = {}
    for batch in batches:
        of_group: dict[str, list[list[int]]] = {}
        for cut, group in zip(
            tokens.cut_texts(batch["text"], lexicon=lexicon), batch["group"], strict=True
        ):
            own = [words.numbers[token] for token in cut if token in words.numbers]
            if words.node in own:
                of_group.setdefault(group, []).append(own)
        for group, sentences in of_group.items():
            _add(near.setdefault(group, _Near()), sentences, words.node, window)
    return near


def _add(near: _Near, sentences: Sequence[Sequence[int]], node: int, window: int) -> None:
    """Add what stands near the word in some sentences that hold it."""
    import numpy as np

    lengths = list(map(len, sentences))
    flat = np.fromiter(chain.from_iterable(sentences), np.int64, sum(lengths))
    own, here = np.unique(flat, return_inverse=True)
    target = int(np.searchsorted(own, node))
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    counts = collocation.counts_near(here, sentence, target, window, len(own))
    for total, found in zip((near.words, near.nodes), counts, strict=True):
        total.update(dict(zip(own.tolist(), found.tolist(), strict=True)))
    near.n += int((here == target).sum())


def _joint(
    folder: Path, groups: _Groups, at: int, words: _Vocabulary, near: _Near
) -> collocation.Joint:
    """The counts of a group that scores are made of.

    Raises
    ------
    InputError
        The word was found another number of times than it was counted.
    """
    import numpy as np

    freq = groups.freq[[at]].toarray()[0]
    node = int(freq[words.node])
    if near.n != node:
        raise InputError(
            f"{folder} holds sentences that are cut otherwise than they were counted — "
            f"“{named(words.names[words.node])}” was counted {node:,} times and found "
            f"{near.n:,} times. Run `count --evidence` again, with this version."
        )
    together = np.zeros(len(freq), dtype=np.int64)
    for number, n in near.words.items():
        together[number] = min(n, near.nodes[number])
    return collocation.Joint(together, node, freq, int(groups.n_tokens[at]))
