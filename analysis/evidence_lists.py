"""What stands behind a number: the sentences that have a word, a system, a theme, a figure."""

import functools
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis import counting, marking, topics, worklist
from analysis.evidence_rows import Rows, Size, gathered
from analysis.language import say
from analysis.rows_by_id import RowsById

if TYPE_CHECKING:
    import numpy as np

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
    sentences
        Its sentences by id.
    folder
        Its folder, whose themes count.
    """

    def __init__(
        self, tables: "Tables", sentences: RowsById, *, folder: Path | None = None
    ) -> None:
        self._tables = tables
        self._folder = folder
        self._sentences = sentences
        self._text, self._number = sentences.column("text"), sentences.numbers
        self._sizes: dict[Key, Mapping[str, Size]] = {}
        counted = counting.WORDS_AND_NUMBERS
        articles = tables.articles
        articles = articles.loc[articles["kind"].isin(counted.kinds), "article_id"]
        of_articles = tables.sentences["article_id"].isin(set(articles))
        counts = of_articles & tables.sentences["role"].isin(counted.roles)
        self._counts = counts.to_numpy(dtype=bool)

    def text(self, sentence_id: str) -> str:
        """The text of a sentence."""
        return self._text[self._number[sentence_id]]

    def hits(self, key: Key, *, most: int | None = None, groups: int | None = None) -> list[Hit]:
        """The sentences of a key, the largest group first, each in the order of the corpus.

        What is not counted stands behind all groups. Empty for a key that has no sentence.

        Parameters
        ----------
        most, groups
            So many of each group, so many groups; None for all.
        """
        found = _KINDS[key.kind](self)
        if key.name not in found:
            return []
        hits = found.hits(key.name)
        borders = dict(zip(*_begins(hits.groups), strict=True))
        number = {name: at for at, name in enumerate(found.groups)}
        ids = self._sentences.ids
        return [
            Hit(name, ids[hits.sentences[row]], hits.places(row))
            for name, size in islice(self.sizes(key).items(), groups)
            for row in _rows(borders[number[name]], size.n_sentences, most)
        ]

    def sizes(self, key: Key) -> Mapping[str, Size]:
        """How much each group of a key has, in the order of `hits`; empty for a key without any."""
        if key not in self._sizes:
            found = _KINDS[key.kind](self)
            sizes = found.hits(key.name).sizes().items() if key.name in found else ()
            named = [(found.groups[group], size) for group, size in sizes]
            named.sort(key=lambda each: (each[0] == OUTSIDE, -each[1].n_places, each[0]))
            self._sizes[key] = dict(named)
        return self._sizes[key]

    def knows(self, key: Key) -> bool:
        """Whether a key has any sentence."""
        return key.name in _KINDS[key.kind](self)

    @functools.cached_property
    def words(self) -> Rows:
        """Word to its places."""
        import numpy as np

        tokens = self._tables.tokens
        codes, names = tokens["token"].factorize()
        groups: dict[str, int] = {}
        district = zip(self._sentences.column("district"), self._counts, strict=True)
        group = [
            groups.setdefault((name or NO_DISTRICT) if counts else OUTSIDE, len(groups))
            for name, counts in district
        ]
        return Rows(
            names.tolist(), codes.astype(np.int32), groups=list(groups),
            group=np.array(group, np.int32), is_of_sentence=True,
            sentence=marking.sentence_numbers(tokens, self._number),
            start=tokens["start"].to_numpy(np.int32), end=None,
        )  # fmt: skip

    @functools.cached_property
    def systems(self) -> Rows:
        """System to its mentions."""
        return self._gathered(self._mentions())

    def _mentions(self) -> "Iterable[_Row]":
        """The rows of `systems`."""
        of = self._tables.systems
        names = dict(zip(of["system_id"], of["name"], strict=True))
        for row in self._tables.mentions.itertuples(index=False):
            name = names.get(row.system_id, row.system_id)
            place = row.start, row.start + len(row.variant)
            yield name, self._about(row.sentence_id), row.sentence_id, place

    @functools.cached_property
    def districts(self) -> Rows:
        """District to the sentences about it, by article."""
        headline = {
            row.article_id: row.headline or f"{say(row.kind)} {row.article_id}"
            for row in self._tables.articles.itertuples(index=False)
        }
        rows = self._tables.sentences[["district", "article_id", "sentence_id"]]
        return self._gathered(
            (district, headline[article], name, None)
            for district, article, name in rows.itertuples(index=False)
            if district
        )

    @functools.cached_property
    def themes(self) -> Rows:
        """Theme, by its Chinese name, to the sentences of articles that touch it."""
        themes = topics.load_themes(self._folder)
        names = dict(zip(themes["theme_id"], themes["theme"], strict=True))
        text = self._tables.sentences[self._counts]
        return self._gathered(
            (
                names[row.theme_id],
                self._about(row.sentence_id),
                row.sentence_id,
                (row.start, row.start + len(row.term)),
            )
            for row in topics.theme_hits(text, themes).itertuples(index=False)
        )

    @functools.cached_property
    def units(self) -> Rows:
        """Unit to the figures that measure something in it, repeats apart, by district."""
        return self._gathered(self._measured())

    def _measured(self) -> "Iterable[_Row]":
        """The rows of `units`."""
        ledger = self._tables.indicators
        own = ledger[(ledger["kind"] == "measure") & (ledger["duplicate_of"] == "")]
        for row in own.itertuples(index=False):
            if row.indicator_id in self._places:
                unit, district = row.unit or NO_UNIT, row.district or NO_DISTRICT
                yield unit, district, *self._figure(row.indicator_id)

    @functools.cached_property
    def checks(self) -> Rows:
        """Relation (`check_id`) to the figures in it, or to the sentence that its note names."""
        return self._gathered(self._related())

    def _related(self) -> "Iterable[_Row]":
        """The rows of `checks`."""
        for row in self._tables.checks.itertuples(index=False):
            figures = [name for name in row.indicator_ids.split(";") if name in self._places]
            for name in figures:
                yield row.check_id, "", *self._figure(name)
            if not figures:
                named = [word.rstrip(":") for word in row.note.split()]
                for name in named:
                    if name in self._number:
                        yield row.check_id, "", name, None

    @functools.cached_property
    def wholes(self) -> Rows:
        """What is counted as a whole: all figures, all mentions, what was read least surely."""
        figures = [
            ("figures", row.district or NO_DISTRICT, *self._figure(row.indicator_id))
            for row in self._tables.indicators.itertuples(index=False)
            if row.indicator_id in self._places
        ]
        measures = [("measures", *row) for _, *row in self._measured()]
        mentions = [("systems", *row) for _, *row in self._mentions()]
        printed = self._tables.sentences
        printed = printed.loc[printed["district_basis"] == "printed", "sentence_id"]
        by_name = [("printed", self._about(name), name, None) for name in printed]
        related = [
            ("checks", name, sentence_id, place) for name, _, sentence_id, place in self._related()
        ]
        said = [*self._said("claims", "claim"), *self._said("announcements", "what")]
        return self._gathered(
            [*figures, *measures, *mentions, *related, *said, *by_name, *self._doubtful()]
        )

    def _said(self, name: str, column: str) -> "Iterable[_Row]":
        """The rows of a table, each at the words that it takes from its sentence."""
        reached: dict[str, int] = {}
        for row in getattr(self._tables, name).itertuples(index=False):
            words = getattr(row, column)
            start = self.text(row.sentence_id).find(words, reached.get(row.sentence_id, 0))
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
        return self._sentences.column("district")[self._number[sentence_id]] or NO_DISTRICT

    def _gathered(self, rows: "Iterable[_Row]") -> Rows:
        """The rows by name, their sentences as numbers."""
        return gathered(
            (name, group, self._number[sentence_id], *(place or (-1, -1)))
            for name, group, sentence_id, place in rows
        )

    @functools.cached_property
    def _places(self) -> Mapping[str, tuple[str, marking.Span]]:
        """Printed figure to its sentence and place."""
        texts = dict(zip(self._sentences.ids, self._text, strict=True))
        return marking.figures(self._tables.indicators, texts)

    def _figure(self, indicator_id: str) -> tuple[str, tuple[int, int]]:
        """The sentence of a printed figure, and its place there."""
        name, span = self._places[indicator_id]
        return name, (span.start, span.end)


_Row = tuple[str, str, str, tuple[int, int] | None]
_KINDS: Mapping[str, Callable[[Lists], Any]] = {
    "word": lambda lists: lists.words,
    "system": lambda lists: lists.systems,
    "district": lambda lists: lists.districts,
    "theme": lambda lists: lists.themes,
    "unit": lambda lists: lists.units,
    "check": lambda lists: lists.checks,
    "whole": lambda lists: lists.wholes,
}


def _begins(groups: "np.ndarray") -> "tuple[list[int], list[int]]":
    """Each group of rows that are ordered by it, and its first row."""
    import numpy as np

    found, first = np.unique(groups, return_index=True)
    return found.tolist(), first.tolist()


def _rows(first: int, size: int, most: int | None) -> range:
    """The rows of a group, or the first of them."""
    return range(first, first + (size if most is None else min(size, most)))
