"""What stands behind a number: the sentences that have a word, a system, a theme, a figure."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis import counting, marking, topics, worklist
from analysis.language import say

if TYPE_CHECKING:
    from analysis.chain import Tables

OUTSIDE = "captions, mastheads, bylines: not in the counts"
NO_DISTRICT = "no district"
NO_UNIT = "(no unit)"


class Key(NamedTuple):
    """What sentences are asked for: the `kind` of list (word, system …) and the `name` in it."""

    kind: str
    name: str


class Hit(NamedTuple):
    """A sentence with the places (start, end) in it, and the group that it is listed under."""

    group: str
    sentence_id: str
    places: tuple[tuple[int, int], ...]


class Lists:
    """The hits of any key, looked up in tables that are put in order once.

    Parameters
    ----------
    tables
        All of a corpus.
    folder
        Its folder, whose themes count.
    """

    def __init__(self, tables: "Tables", *, folder: Path | None = None) -> None:
        self._tables = tables
        self._folder = folder
        sentences = tables.sentences
        ids = sentences["sentence_id"]
        self.texts: Mapping[str, str] = dict(zip(ids, sentences["text"], strict=True))
        self.order: Mapping[str, int] = {name: at for at, name in enumerate(ids)}
        self.district: Mapping[str, str] = dict(zip(ids, sentences["district"], strict=True))
        counted = counting.WORDS_AND_NUMBERS
        articles = tables.articles
        articles = articles.loc[articles["kind"].isin(counted.kinds), "article_id"]
        of_articles = sentences["article_id"].isin(set(articles))
        self.counted = set(ids[of_articles & sentences["role"].isin(counted.roles)])

    def hits(self, key: Key) -> list[Hit]:
        """The sentences of a key, the largest group first, each in the order of the corpus.

        What is not counted stands behind all groups. Empty for a key that has no sentence.
        """
        found = _KINDS[key.kind](self).get(key.name, ())
        merged: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for group, sentence_id, place in found:
            merged.setdefault((group, sentence_id), []).extend([place] if place else [])
        rows = [
            Hit(group, name, tuple(sorted(set(places)))) for (group, name), places in merged.items()
        ]
        sizes: dict[str, int] = {}
        for hit in rows:
            sizes[hit.group] = sizes.get(hit.group, 0) + max(len(hit.places), 1)
        rows.sort(
            key=lambda h: (h.group == OUTSIDE, -sizes[h.group], h.group, self.order[h.sentence_id])
        )
        return rows

    def knows(self, key: Key) -> bool:
        """Whether a key has any sentence."""
        return key.name in _KINDS[key.kind](self)

    @functools.cached_property
    def words(self) -> "_Found":
        """Word to its places."""
        rows = self._tables.tokens[["token", "sentence_id", "start"]].itertuples(index=False)
        return _gathered(
            (token, self._counted(name), name, (start, start + len(token)))
            for token, name, start in rows
        )

    @functools.cached_property
    def systems(self) -> "_Found":
        """System to its mentions."""
        names = dict(
            zip(self._tables.systems["system_id"], self._tables.systems["name"], strict=True)
        )
        return _gathered(
            (
                names.get(row.system_id, row.system_id),
                self._about(row.sentence_id),
                row.sentence_id,
                (row.start, row.start + len(row.variant)),
            )
            for row in self._tables.mentions.itertuples(index=False)
        )

    @functools.cached_property
    def districts(self) -> "_Found":
        """District to the sentences about it, by article."""
        headline = {
            row.article_id: row.headline or f"{say(row.kind)} {row.article_id}"
            for row in self._tables.articles.itertuples(index=False)
        }
        rows = self._tables.sentences[["district", "article_id", "sentence_id"]]
        return _gathered(
            (district, headline[article], name, None)
            for district, article, name in rows.itertuples(index=False)
            if district
        )

    @functools.cached_property
    def themes(self) -> "_Found":
        """Theme, by its Chinese name, to the sentences of articles that touch it."""
        themes = topics.load_themes(self._folder)
        names = dict(zip(themes["theme_id"], themes["theme"], strict=True))
        text = self._tables.sentences
        text = text[text["sentence_id"].isin(self.counted)]
        return _gathered(
            (
                names[row.theme_id],
                self._about(row.sentence_id),
                row.sentence_id,
                (row.start, row.start + len(row.term)),
            )
            for row in topics.theme_hits(text, themes).itertuples(index=False)
        )

    @functools.cached_property
    def units(self) -> "_Found":
        """Unit to the figures that measure something in it, repeats apart, by district."""
        ledger = self._tables.indicators
        own = ledger[(ledger["kind"] == "measure") & (ledger["duplicate_of"] == "")]
        return _gathered(
            (row.unit or NO_UNIT, row.district or NO_DISTRICT, *self._figure(row.indicator_id))
            for row in own.itertuples(index=False)
            if row.indicator_id in self._places
        )

    @functools.cached_property
    def checks(self) -> "_Found":
        """Relation (`check_id`) to the figures in it, or to the sentence that its note names."""
        rows: list[_Row] = []
        for row in self._tables.checks.itertuples(index=False):
            figures = [name for name in row.indicator_ids.split(";") if name in self._places]
            rows += [(row.check_id, "", *self._figure(name)) for name in figures]
            if not figures:
                named = [word.rstrip(":") for word in row.note.split()]
                rows += [(row.check_id, "", name, None) for name in named if name in self.texts]
        return _gathered(rows)

    @functools.cached_property
    def wholes(self) -> "_Found":
        """What is counted as a whole: all figures, all mentions, what was read least surely."""
        figures = [
            ("figures", row.district or NO_DISTRICT, *self._figure(row.indicator_id))
            for row in self._tables.indicators.itertuples(index=False)
            if row.indicator_id in self._places
        ]
        measures = [
            ("measures", group, name, place)
            for found in self.units.values()
            for group, name, place in found
        ]
        mentions = [
            ("systems", group, name, place)
            for found in self.systems.values()
            for group, name, place in found
        ]
        printed = self._tables.sentences
        printed = printed.loc[printed["district_basis"] == "printed", "sentence_id"]
        by_name = [("printed", self._about(name), name, None) for name in printed]
        related = [
            ("checks", name, sentence_id, place)
            for name, rows in self.checks.items()
            for _, sentence_id, place in rows
        ]
        said = [*self._said("claims", "claim"), *self._said("announcements", "what")]
        return _gathered(
            [*figures, *measures, *mentions, *related, *said, *by_name, *self._doubtful()]
        )

    def _said(self, name: str, column: str) -> "Iterable[_Row]":
        """The rows of a table, each at the words that it takes from its sentence."""
        reached: dict[str, int] = {}
        for row in getattr(self._tables, name).itertuples(index=False):
            words = getattr(row, column)
            start = self.texts[row.sentence_id].find(words, reached.get(row.sentence_id, 0))
            place = None if start < 0 or not words else (start, start + len(words))
            reached[row.sentence_id] = place[1] if place else 0
            yield name, row.district or NO_DISTRICT, row.sentence_id, place

    def _doubtful(self) -> "Iterable[_Row]":
        """The sentences on lines that were read with little confidence."""
        lines = self._tables.lines
        lines = lines[lines["confidence"] < worklist.CERTAIN]
        by_item: dict[str, list[int]] = {}
        for item, line in zip(lines["item_id"], lines["line"], strict=True):
            by_item.setdefault(item, []).append(line)
        columns = ["sentence_id", "article_id", "first_line", "last_line"]
        for row in self._tables.sentences[columns].itertuples(index=False):
            if any(row.first_line <= at <= row.last_line for at in by_item.get(row.article_id, ())):
                yield "doubtful", self._about(row.sentence_id), row.sentence_id, None

    def _about(self, sentence_id: str) -> str:
        """The district of a sentence, or that it has none."""
        return self.district[sentence_id] or NO_DISTRICT

    def _counted(self, sentence_id: str) -> str:
        """The district of a sentence that counts; elsewhere that it does not."""
        return self._about(sentence_id) if sentence_id in self.counted else OUTSIDE

    @functools.cached_property
    def _places(self) -> Mapping[str, tuple[str, marking.Span]]:
        """Printed figure to its sentence and place."""
        return marking.figures(self._tables.indicators, self.texts)

    def _figure(self, indicator_id: str) -> tuple[str, tuple[int, int]]:
        """The sentence of a printed figure, and its place there."""
        name, span = self._places[indicator_id]
        return name, (span.start, span.end)


_Row = tuple[str, str, str, tuple[int, int] | None]
_Found = Mapping[str, Sequence[tuple[str, str, tuple[int, int] | None]]]
_KINDS: Mapping[str, Callable[[Lists], Any]] = {
    "word": lambda lists: lists.words,
    "system": lambda lists: lists.systems,
    "district": lambda lists: lists.districts,
    "theme": lambda lists: lists.themes,
    "unit": lambda lists: lists.units,
    "check": lambda lists: lists.checks,
    "whole": lambda lists: lists.wholes,
}


def _gathered(rows: "Iterable[_Row]") -> "_Found":
    """Name to its rows, in order."""
    found: dict[str, list[tuple[str, str, tuple[int, int] | None]]] = {}
    for name, *row in rows:
        found.setdefault(name, []).append(tuple(row))
    return found
