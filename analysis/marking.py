"""What is marked in a sentence: places, named systems, printed figures, words of the lexicon."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis import gazetteer, rows_by_id
from analysis.rows_by_id import RowsById

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis.chain import Tables
    from analysis.lexicon import Lexicon

Kind = Literal["system", "figure", "place", "term", ""]
# Where two overlap the earlier in this list is marked: a park's name that begins with a district's
# is the park.
KINDS: tuple[Kind, ...] = ("system", "figure", "place", "term")
# What is read of the table `indicators`.
_OF_FIGURES = ("sentence_id", "indicator_id", "figure", "measured")


class Span(NamedTuple):
    """Characters of a sentence, what they are, and what to say of them."""

    start: int
    end: int
    kind: Kind
    title: str


class Piece(NamedTuple):
    """A stretch of a sentence; `kind` and `title` are empty where nothing is marked."""

    text: str
    kind: Kind
    title: str


def pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """The sentence in pieces; joined, their texts are the sentence.

    Parameters
    ----------
    spans
        In any order. Of spans that overlap, the kind that stands first in `KINDS` stays, of one
        kind the longest.

    Examples
    --------
    >>> [tuple(piece) for piece in pieces("甲区乙网", [Span(0, 2, "place", "甲区")])]
    [('甲区', 'place', '甲区'), ('乙网', '', '')]
    """
    taken: list[Span] = []
    free = [True] * len(text)
    for span in sorted(spans, key=_precedence):
        if span.start < span.end <= len(text) and all(free[span.start : span.end]):
            free[span.start : span.end] = [False] * (span.end - span.start)
            taken.append(span)
    found, done = [], 0
    for start, end, kind, title in sorted(taken):
        if done < start:
            found.append(Piece(text[done:start], "", ""))
        found.append(Piece(text[start:end], kind, title))
        done = end
    return [*found, Piece(text[done:], "", "")] if done < len(text) else found


def _precedence(span: Span) -> tuple[int, int, int]:
    """What goes first."""
    return KINDS.index(span.kind), span.start - span.end, span.start


class Marks(Mapping[str, list[Span]]):
    """Sentence to what may be marked in it, found when it is asked for.

    Parameters
    ----------
    tables
        Of them `mentions`, `indicators`, `tokens`.
    sentences
        The sentences by id.
    places
        The city's gazetteer: names are marked with the district that they mean.
    lexicon
        Its terms are marked, but for places and systems, which are marked as such.
    """

    def __init__(
        self, tables: "Tables", sentences: RowsById, places: gazetteer.Gazetteer,
        lexicon: "Lexicon",
    ) -> None:  # fmt: skip
        self._sentences, self._places, self._lexicon = sentences, places, lexicon
        self._texts = sentences.column("text")
        chosen = tables.tokens[tables.tokens["token"].isin(set(lexicon.terms))]
        self._terms = _Grouped(chosen[["sentence_id", "start", "token"]], sentences)
        mentions = tables.mentions[["sentence_id", "start", "variant", "system_id"]]
        self._mentions = _Grouped(mentions, sentences)
        self._ledger = _Grouped(tables.indicators[list(_OF_FIGURES)], sentences)

    def __getitem__(self, name: str) -> list[Span]:
        at = self._sentences.numbers[name]
        text = self._texts[at]
        found = [
            Span(place.start, place.start + len(place.name), "place", place.district)
            for place in gazetteer.places(text, self._places)
        ]
        for _, start, variant, system_id in self._mentions[at]:
            found.append(Span(start, start + len(variant), "system", system_id))
        found += (span for _, span in _figures(self._ledger[at], lambda _: text).values())
        for _, start, token in self._terms[at]:
            found.append(Span(start, start + len(token), "term", self._lexicon.origin[token]))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def __len__(self) -> int:
        return len(self._sentences)


class _Grouped:
    """Number of a sentence to its rows of a table, in order; `sentence_id` comes first in each."""

    def __init__(self, table: "pd.DataFrame", sentences: RowsById) -> None:
        import numpy as np

        numbers = sentence_numbers(table, sentences.numbers)
        order = np.argsort(numbers, kind="stable")
        rows = table.iloc[order]
        self._columns = [rows_by_id.held(rows[name]) for name in rows]
        self._borders = np.searchsorted(numbers[order], np.arange(len(sentences) + 1))

    def __getitem__(self, number: int) -> list[tuple]:
        own = slice(self._borders[number], self._borders[number + 1])
        return list(zip(*(column[own] for column in self._columns), strict=True))


def sentence_numbers(table: "pd.DataFrame", numbers: Mapping[str, int]) -> "np.ndarray":
    """The number of each row's sentence; of rows that stand side by side it is looked up once."""
    import numpy as np

    ids = table["sentence_id"]
    begins = (ids != ids.shift()).to_numpy(dtype=bool).nonzero()[0]
    found = np.array([numbers[name] for name in ids.iloc[begins]], np.int32)
    return np.repeat(found, np.diff(begins, append=len(ids)))


def figures(ledger: "pd.DataFrame", texts: Mapping[str, str]) -> dict[str, tuple[str, Span]]:
    """Printed figure (`indicator_id`) to its sentence and where it stands there.

    Parameters
    ----------
    ledger
        The table `indicators`; the figures of a sentence come in the order of the text.
    texts
        Sentence to text.
    """
    rows = ledger[list(_OF_FIGURES)].itertuples(index=False, name=None)
    return _figures(rows, texts.__getitem__)


def _figures(
    rows: Iterable[tuple[str, str, str, str]], text: Callable[[str], str]
) -> dict[str, tuple[str, Span]]:
    """The same of rows with the columns `_OF_FIGURES`."""
    found: dict[str, tuple[str, Span]] = {}
    reached: dict[str, int] = {}
    for sentence_id, indicator_id, figure, measured in rows:
        own = text(sentence_id)
        start = own.find(figure, reached.get(sentence_id, 0))
        start = own.find(figure) if start < 0 else start
        if start >= 0 and figure:
            end = reached[sentence_id] = start + len(figure)
            found[indicator_id] = sentence_id, Span(start, end, "figure", measured)
    return found
