"""Words in their context: concordance lines (KWIC) and collocates, both inside sentences."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis import association
from analysis.counts import WORDS_AND_NUMBERS, Counting, counted
from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# One character for one, so places in the folded text are places in the text: Ａ → A, １ → 1, ： → :
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PLACE = ("district", "year", "article_id", "sentence_id", "page_id", "first_line")

Node = str | Sequence[str] | re.Pattern[str]


class _Corpus(NamedTuple):
    """A token table as arrays: words, the number of each word's sentence, each word's first place.

    `starts` has one entry more than there are words; places count characters of all words joined.
    """

    words: list[str]
    sentence: "np.ndarray"
    starts: "np.ndarray"


class _Hit(NamedTuple):
    """A node: its first and last word, and its first place and the place after it."""

    first: int
    last: int
    start: int
    end: int


def fold(text: str) -> str:
    """The text with full-width letters, digits and marks as half-width ones, as long as before.

    >>> fold("５Ｇ＋８Ｋ：超高清")
    '5G+8K:超高清'
    """
    return text.translate(_FOLD)


def kwic(
    table: "pd.DataFrame",
    node: Node,
    *,
    window: int = 8,
    district: str | None = None,
    year: int | None = None,
    match: Literal["word", "substring"] = "word",
    sort: Literal["left", "right", "position"] = "position",
) -> "pd.DataFrame":
    """The concordance of a word: every place where it stands, with the words around it.

    Parameters
    ----------
    table
        What `counts.token_table` returns.
    node
        A text (数字化转型); a sequence of words that stand side by side (["数据", "共享"]); or a
        pattern that a whole word must match. Full-width letters and digits are half-width ones,
        in the query as in the text.
    window
        Words left and right, 0 or more; marks are words here. No line leaves its sentence.
    district, year
        Only sentences about this district, only issues of this year.
    match
        "word": a text begins and ends where words do, so 印度 is not in 印度尼西亚, while
        城市数字化转型 is found though it is two words. "substring": any characters.
    sort
        "position": by page, line and place. "right": by the words to the right, nearest first.
        "left": by the words to the left, nearest first. Ties by position.

    Returns
    -------
    pandas.DataFrame: left, node, right (as printed; joined they are a part of the sentence),
    district, year, article_id, sentence_id, page_id, first_line (the sentence's first line on the
    page). No row if there is no such place.

    Raises
    ------
    InputError
        The query is empty, the window is below 0, or no sentence has that district or year.
    ValueError
        `match` or `sort` is none of the choices.
    """
    import pandas as pd

    if window < 0:
        raise InputError(f"The window is {window} — it counts words on each side. Write 0 or more.")
    if sort not in ("left", "right", "position") or match not in ("word", "substring"):
        raise ValueError(f"sort={sort!r}, match={match!r}: no such choice")
    rows = _only(_only(table, "district", district), "year", year)
    rows = rows.sort_values(["page_id", "first_line", "sentence_id", "position"], kind="stable")
    corpus = _corpus(rows)
    hits = list(_hits(corpus, node, match))
    sides = [_sides(corpus, hit, window) for hit in hits]
    order = range(len(hits))
    if sort == "right":
        order = sorted(order, key=lambda at: sides[at][1])
    elif sort == "left":
        order = sorted(order, key=lambda at: sides[at][0][::-1])
    text = "".join(corpus.words)
    lines = [
        ("".join(sides[at][0]), text[hits[at].start : hits[at].end], "".join(sides[at][1]))
        for at in order
    ]
    found = pd.DataFrame(lines, columns=["left", "node", "right"]).astype("str")
    places = rows.iloc[[hits[at].first for at in order]][list(_PLACE)].reset_index(drop=True)
    return pd.concat([found, places], axis=1)


def collocates(
    table: "pd.DataFrame",
    node: str,
    *,
    window: int = 5,
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
        A word (a token of the table).
    window
        Counted words on each side, 1 or more; marks that are not counted do not use it up. It
        ends where the sentence ends.
    min_freq
        Collocates with fewer co-occurrences are left out: both scores are unsteady for them.
    stop_words
        Collocates left out of the result; they stay in N and use the window up.
    counting
        What N counts.

    Returns
    -------
    pandas.DataFrame: collocate (full-width letters and digits as half-width ones); freq (O: the
    collocate's occurrences near a node, or the node's near the collocate where these are fewer, so
    that no occurrence counts twice); node_freq and collocate_freq (in the whole table); n_tokens
    (N); expected (E); log_dice (at most 14: neither word without the other; it does not depend on
    N); mi (bits; above 0 is more than chance). By log_dice from above, ties by collocate.

    Raises
    ------
    InputError
        The word is not in the table, or nothing is counted.
    ValueError
        The window is below 1.

    Notes
    -----
    E, MI and logDice are those of `analysis.association` with a span of 2 · window: each node has
    that many chances of a collocate. Where windows overlap (甲乙甲) 乙 stands in two of them and
    still counts once; without that logDice would pass its bound, and MI count one sentence twice.

    References
    ----------
    See `association.mi` and `association.log_dice`; Evert 2008, Corpora and collocations, section
    3 (the window in E).
    """
    import pandas as pd

    if window < 1:
        raise ValueError(f"window={window}: it holds at least one word on each side")
    rows = counted(table, counting).sort_values(["sentence_id", "position"], kind="stable")
    words, names = pd.factorize(rows["token"].map(fold))
    sentence = pd.factorize(rows["sentence_id"])[0]
    if fold(node) not in names:
        raise InputError(
            f'“{node}” is no word of this corpus — look it up with kwic(…, match="substring").'
        )
    target = names.get_loc(fold(node))
    together = _together(words, sentence, target, window, len(names))
    found = pd.DataFrame({"collocate": pd.Series(names, dtype="str"), "freq": together})
    freq = pd.Series(words).value_counts().reindex(range(len(names))).to_numpy()
    found["node_freq"], found["collocate_freq"], found["n_tokens"] = freq[target], freq, len(rows)
    left_out = [fold(word) for word in stop_words]
    found = found[(found["freq"] >= max(min_freq, 1)) & ~found["collocate"].isin(left_out)]
    o11, f1, f2 = (found[name] for name in ("freq", "node_freq", "collocate_freq"))
    found["expected"] = association.expected(f1, f2, len(rows), span=2 * window)
    found["log_dice"] = association.log_dice(o11, f1, f2)
    found["mi"] = association.mi(o11, f1, f2, len(rows), span=2 * window)
    order = found.sort_values(["log_dice", "collocate"], ascending=[False, True])
    order.attrs["counting"] = str(counting)
    return order.reset_index(drop=True)


def _together(
    words: "np.ndarray", sentence: "np.ndarray", target: int, window: int, n_types: int
) -> "np.ndarray":
    """How often each word and the target stand together, no occurrence in two pairs, (n_types,)."""
    import numpy as np

    pairs = [_beside(words, sentence, target, distance) for distance in range(1, window + 1)]
    node, other = np.concatenate(pairs, axis=1)
    near_a_node = np.bincount(words[np.unique(other)], minlength=n_types)
    once = np.unique(node * n_types + words[other])
    nodes_near = np.bincount(once % n_types, minlength=n_types)
    return np.minimum(near_a_node, nodes_near)


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


def _corpus(rows: "pd.DataFrame") -> _Corpus:
    """The sorted rows as arrays."""
    import numpy as np
    import pandas as pd

    words = rows["token"].tolist()
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return _Corpus(words, pd.factorize(rows["sentence_id"])[0], starts)


def _hits(corpus: _Corpus, node: Node, match: str) -> Iterator[_Hit]:
    """The places of a query, in order."""
    if isinstance(node, re.Pattern):
        known = {word for word in set(corpus.words) if node.fullmatch(fold(word))}
        runs = ((at, at) for at, word in enumerate(corpus.words) if word in known)
    elif isinstance(node, str):
        yield from _text_hits(corpus, node, match)
        return
    else:
        runs = _phrase_runs(corpus, [fold(word) for word in node])
    for first, last in runs:
        yield _Hit(first, last, int(corpus.starts[first]), int(corpus.starts[last + 1]))


def _text_hits(corpus: _Corpus, node: str, match: str) -> Iterator[_Hit]:
    """The places of a text inside sentences; with match="word" from word to word."""
    query = fold(node).strip()
    if not query:
        raise InputError("The query is empty — name a word, such as 大数据.")
    text = fold("".join(corpus.words))
    start = text.find(query)
    while start >= 0:
        end = start + len(query)
        first = int(corpus.starts.searchsorted(start, side="right")) - 1
        last = int(corpus.starts.searchsorted(end, side="left")) - 1
        whole = corpus.starts[first] == start and corpus.starts[last + 1] == end
        if corpus.sentence[first] == corpus.sentence[last] and (whole or match == "substring"):
            yield _Hit(first, last, start, end)
        start = text.find(query, start + 1)


def _phrase_runs(corpus: _Corpus, phrase: list[str]) -> Iterator[tuple[int, int]]:
    """First and last word of every place where these words stand side by side in a sentence."""
    if not phrase or not all(phrase):
        raise InputError("The query is empty — name words, such as 数据 共享.")
    words = [fold(word) for word in corpus.words]
    for first in range(len(words) - len(phrase) + 1):
        last = first + len(phrase) - 1
        if (
            words[first] == phrase[0]
            and words[first : last + 1] == phrase
            and corpus.sentence[first] == corpus.sentence[last]
        ):
            yield first, last


def _sides(corpus: _Corpus, hit: _Hit, window: int) -> tuple[list[str], list[str]]:
    """The words left and right of a hit; of a word that the hit cuts, the rest is a word here."""
    number = corpus.sentence[hit.first]
    opening = corpus.words[hit.first][: hit.start - int(corpus.starts[hit.first])]
    closing = corpus.words[hit.last][hit.end - int(corpus.starts[hit.last]) :]
    begin, end = max(hit.first - window, 0), hit.last + 1 + window
    left = [
        word
        for word, at in zip(
            corpus.words[begin : hit.first], corpus.sentence[begin : hit.first], strict=True
        )
        if at == number
    ]
    right = [
        word
        for word, at in zip(
            corpus.words[hit.last + 1 : end], corpus.sentence[hit.last + 1 : end], strict=True
        )
        if at == number
    ]
    left, right = [*left, opening] if opening else left, [closing, *right] if closing else right
    return left[len(left) - min(window, len(left)) :], right[:window]


def _only(table: "pd.DataFrame", column: str, value: object) -> "pd.DataFrame":
    """The rows with this value, all rows for None."""
    if value is None:
        return table
    rows = table[(table[column] == value).fillna(False)]
    if not len(rows):
        known = "、".join(str(v) for v in sorted(table[column].dropna().unique()) if v != "")
        raise InputError(
            f"No sentence has the {column} {value} — this corpus has {known or 'none'}."
        )
    return rows
