"""Evidence pages: for each number that a report links, the sentences behind it.

What is asked for is listed, and nothing else. Up to `FEW` sentences stand in full; of more there is
a concordance. Every line leads to its sentence in the reading edition and to the lines as received.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis import addresses, files, in_parts, webpage
from analysis.evidence_lists import OUTSIDE, Hit, Key, Lists
from analysis.evidence_rows import Size
from analysis.language import coded, listed, say, sentence
from analysis.reading_edition import Edition, lines_said, one_font, source

if TYPE_CHECKING:
    from analysis.chain import Tables

FEW = 50  # sentences that are read in full; of more, lines of a concordance
MOST = 300  # lines of a concordance shown, shared by its groups
FEWEST = 5  # of each group at least
GROUPS = 60  # of a list shown at most: the city has fewer districts, a corpus more headlines
LARGEST = 1_500_000  # bytes of a file's text at most, about
_LINE, _CHARACTER, _HEAD = 620, 7, 900
_AROUND = 24  # characters on each side in a concordance
SHEETS = ("reader.css", "evidence.css")
TITLES = {
    "word": "Words", "system": "Named systems", "district": "Districts", "theme": "Themes",
    "unit": "Units of printed figures", "check": "Relations between figures",
    "whole": "What is counted as a whole",
}  # fmt: skip
WHOLES = {
    "figures": "All printed figures",
    "measures": "Printed figures that measure something, repeats apart",
    "systems": "All mentions of named systems",
    "printed": "Sentences that print the name of their district",
    "doubtful": "Sentences on lines read with little confidence",
    "checks": "All figures that stand in a relation", "claims": "Claims of being first",
    "announcements": "What was announced",
}  # fmt: skip


class _Place(NamedTuple):
    """Where a key is listed, and the groups of it that are."""

    file: str
    groups: frozenset[str]


class Evidence:
    """Hands out the address of a key's sentences, and afterwards writes the pages asked for.

    Parameters
    ----------
    tables
        All of a corpus.
    made
        Its reading edition.
    folder
        The corpus folder, for its themes.
    """

    def __init__(self, tables: "Tables", made: Edition, *, folder: Path | None = None) -> None:
        self.lists = Lists(tables, made.sentences, folder=folder)
        self._made = made
        self._checks = {row.check_id: row for row in tables.checks.itertuples(index=False)}
        self._asked: dict[Key, _Place] = {}
        self._filled: dict[str, tuple[int, int]] = {}

    def href(self, kind: str, name: str, *, group: str = "") -> str:
        """The address of the sentences with `name`, or of a group of them; empty if there is none.

        Parameters
        ----------
        kind
            A key of `TITLES`.
        group
            A district: its part of the list.
        """
        key = Key(kind, name)
        if key not in self._asked:
            if not self.lists.knows(key):
                return ""
            groups = frozenset(islice(self.lists.sizes(key), GROUPS))
            self._asked[key] = _Place(self._file(key), groups)
        place = self._asked[key]
        if group and group not in place.groups:
            return ""
        return f"{place.file}#{addresses.fragment('e', self._anchor_name(key, group))}"

    def has(self, kind: str, name: str) -> bool:
        """Whether there is a sentence to list; asking so makes no list."""
        return self.lists.knows(Key(kind, name))

    def sizes(self, kind: str, name: str, *, group: str = "") -> tuple[int, int, int]:
        """How many places a list has, how many of them count, and in how many sentences.

        With a group those of the group.
        """
        every = self.lists.sizes(Key(kind, name))
        sizes = {of: size for of, size in every.items() if group in ("", of)}
        counted = sum(size.n_places for of, size in sizes.items() if of != OUTSIDE)
        return _n_places(sizes), counted, _n_sentences(sizes)

    def write(self, out: Path, *, title: str, language: str = "en") -> list[Path]:
        """The pages of everything that was asked for, written to the folder `out`.

        Raises
        ------
        InputError
            The folder cannot be written to.
        """
        by_file: dict[str, list[Key]] = {}
        for key, place in self._asked.items():
            by_file.setdefault(place.file, []).append(key)
        font_of = one_font(self._made)

        def set_file(file: str) -> Path:
            keys = by_file[file]
            text = webpage.page(
                "evidence.html.j2",
                file,
                sheets=SHEETS,
                font_of=font_of,
                title=say("{what}: the sentences", what=say(TITLES[keys[0].kind])),
                corpus=title,
                language=language,
                sections=[self._section(key) for key in keys],
            )
            files.write_text(Path(out) / file, text)
            return Path(out) / file

        return in_parts.mapped(set_file, list(by_file), jobs=None if len(by_file) > FEW else 1)

    def _file(self, key: Key) -> str:
        """The file that has room for so many more."""
        n_sentences = _n_sentences(self.lists.sizes(key))
        in_full = n_sentences <= FEW
        stem = f"{'evidence' if in_full else 'concordance'}-{key.kind}"
        weight = _HEAD + _LINE * min(n_sentences, MOST)
        if in_full:
            hits = self.lists.hits(key)
            weight += _CHARACTER * sum(len(self.lists.text(hit.sentence_id)) for hit in hits)
        else:
            weight += _CHARACTER * 2 * _AROUND * min(n_sentences, MOST)
        number, filled = self._filled.get(stem, (1, 0))
        if filled and filled + weight > LARGEST:
            number, filled = number + 1, 0
        self._filled[stem] = number, filled + weight
        return f"{stem}-{number}.html"

    def _anchor_name(self, key: Key, group: str) -> str:
        """The name in the anchor of a list or of a group in it."""
        names = [name.replace(":", "\x1f") for name in (key.kind, key.name, group) if name]
        return ":".join(names)

    def _section(self, key: Key) -> dict[str, Any]:
        """What the template sets of a key."""
        sizes = self.lists.sizes(key)
        most, in_full = _most(sizes), _n_sentences(sizes) <= FEW
        groups = list(self._groups(key, most, in_full=in_full))
        n_shown = sum(len(group["rows"]) for group in groups)
        return {
            "anchor": addresses.anchor("e", self._anchor_name(key, "")),
            "heading": say(WHOLES.get(key.name, key.name)) if key.kind == "whole" else key.name,
            "is_chinese": key.kind not in ("whole", "check"),
            "relation": self._relation(key),
            "n_places": _n_places(sizes),
            "said": _size_said(
                _n_places(sizes), _n_sentences(sizes), n_shown, most=most, in_full=in_full
            ),
            "in_full": in_full,
            "groups": groups,
        }

    def _relation(self, key: Key) -> dict[str, str]:
        """The arithmetic of a check; nothing of other keys."""
        if key.kind != "check":
            return {}
        row = self._checks[key.name]
        names = ("relation", "formula", "computed", "printed", "verdict", "note")
        return {name: coded(getattr(row, name)) for name in names if getattr(row, name)}

    def _groups(self, key: Key, most: int, *, in_full: bool) -> Iterator[dict[str, Any]]:
        """The hits by group, each with its whole size and as many of its lines as are shown.

        The groups stand by size: what is left out is what has least.
        """
        sizes = self.lists.sizes(key)
        hits = self.lists.hits(key, most=most, groups=GROUPS)
        for name, rows in groupby(hits, lambda hit: hit.group):
            yield {
                "anchor": addresses.anchor("e", self._anchor_name(key, name)) if name else "",
                "name": name,
                "n_places": sizes[name].n_places,
                "rows": [self._row(hit, in_full=in_full) for hit in rows],
            }

    def _row(self, hit: Hit, *, in_full: bool) -> dict[str, Any]:
        """A sentence, or a line of a concordance, with its addresses."""
        row = self._made.sentences[hit.sentence_id]
        page = self._made.articles[row.article_id].page_id
        of = source(self._made, page)
        href = self._made.where.sentences[hit.sentence_id]
        return {
            "href": href,
            "source": of["named"],
            "raw": self._made.where.line(page, row.first_line) or href,
            "lines": lines_said(row.first_line, row.last_line),
            "pieces": _marked(row.text, hit.places, in_full=in_full),
            "sentence_id": hit.sentence_id,
        }


def _size_said(n_places: int, n_sentences: int, n_shown: int, *, most: int, in_full: bool) -> str:
    """How much a list has, how much of it is shown, and why no more."""
    places = say("{n} {n:place|places}", n=n_places)
    within = say("{n} {n:sentence|sentences}", n=n_sentences)
    said = [say("{places} in {sentences}", places=places, sentences=within)]
    if n_shown < n_sentences:
        some = (
            "{n} of the sentences are shown, so that the page stays light to open: up to {most} of "
            "each group, the largest groups first"
        )
        said.append(say(some, n=n_shown, most=most))
    if not in_full:
        said.append(say("with the words around them, the whole sentence behind the link"))
    return sentence(listed(said, "; "))


def _most(sizes: Mapping[str, Size]) -> int:
    """How many lines of each group are shown: of few sentences all."""
    if _n_sentences(sizes) <= FEW:
        return FEW
    return max(MOST // len(sizes), FEWEST)


def _n_places(sizes: Mapping[str, Size]) -> int:
    """The places of all groups."""
    return sum(size.n_places for size in sizes.values())


def _n_sentences(sizes: Mapping[str, Size]) -> int:
    """The sentences of all groups."""
    return sum(size.n_sentences for size in sizes.values())


def _marked(
    text: str, places: Sequence[tuple[int, int]], *, in_full: bool
) -> list[tuple[str, bool]]:
    """The sentence in pieces, with whether each is what was looked for.

    Of a concordance only what stands around the first place is shown, with … where text is left
    out.
    """
    first, last = 0, len(text)
    if not in_full:
        start, end = places[0] if places else (0, 0)
        first, last = max(start - _AROUND, 0), min(end + (_AROUND if places else 60), len(text))
    pieces = [("…", False)] if first else []
    done = first
    for start, end in places:
        if done <= start and end <= last:
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = end
    pieces.append((text[done:last] + ("…" if last < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]
