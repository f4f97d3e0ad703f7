"""What is marked in a sentence: places, named systems, printed figures, words of the lexicon."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis import gazetteer

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables
    from analysis.lexicon import Lexicon

Kind = Literal["system", "figure", "place", "term", ""]
# Where two overlap the earlier in this list is marked: a park's name that begins with a district's
# is the park.
KINDS: tuple[Kind, ...] = ("system", "figure", "place", "term")


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


def spans(
    tables: "Tables", places: gazetteer.Gazetteer, lexicon: "Lexicon"
) -> dict[str, list[Span]]:
    """Sentence to what may be marked in it.

    Parameters
    ----------
    tables
        Of them `sentences`, `mentions`, `indicators`, `tokens`.
    places
        The city's gazetteer: names are marked with the district that they mean.
    lexicon
        Its terms are marked, but for places and systems, which are marked as such.
    """
    texts = dict(zip(tables.sentences["sentence_id"], tables.sentences["text"], strict=True))
    found: dict[str, list[Span]] = {name: [] for name in texts}
    for name, text in texts.items():
        for place in gazetteer.places(text, places):
            end = place.start + len(place.name)
            found[name].append(Span(place.start, end, "place", place.district))
    for row in tables.mentions.itertuples(index=False):
        end = row.start + len(row.variant)
        found[row.sentence_id].append(Span(row.start, end, "system", row.system_id))
    for name, span in figures(tables.indicators, texts).values():
        found[name].append(span)
    for name, start, token in _terms(tables.tokens, lexicon):
        found[name].append(Span(start, start + len(token), "term", lexicon.origin[token]))
    return found


def figures(ledger: "pd.DataFrame", texts: Mapping[str, str]) -> dict[str, tuple[str, Span]]:
    """Printed figure (`indicator_id`) to its sentence and where it stands there.

    Parameters
    ----------
    ledger
        The table `indicators`; the figures of a sentence come in the order of the text.
    texts
        Sentence to text.
    """
    found: dict[str, tuple[str, Span]] = {}
    reached: dict[str, int] = {}
    columns = ledger[["indicator_id", "sentence_id", "figure", "measured"]]
    for row in columns.itertuples(index=False):
        text = texts[row.sentence_id]
        start = text.find(row.figure, reached.get(row.sentence_id, 0))
        start = text.find(row.figure) if start < 0 else start
        if start >= 0 and row.figure:
            end = reached[row.sentence_id] = start + len(row.figure)
            found[row.indicator_id] = row.sentence_id, Span(start, end, "figure", row.measured)
    return found


def _terms(tokens: "pd.DataFrame", lexicon: "Lexicon") -> Iterator[tuple[str, int, str]]:
    """The tokens that a word list keeps whole: sentence, place, token."""
    chosen = tokens[tokens["token"].isin(set(lexicon.terms))]
    yield from zip(chosen["sentence_id"], chosen["start"], chosen["token"], strict=True)
