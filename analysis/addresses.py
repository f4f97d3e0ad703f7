"""Where a sentence, an article and a page stand in the reports: known here, for all links.

An address is a file of the reading edition, `#`, and an anchor. The anchor holds the id itself, so
that it stays the same when the corpus grows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables

INDEX = "reader.html"
# Up to so many newspaper pages have a file each; of more, several share one, because each file
# brings style sheet and font along.
FILE_EACH = 60
# Bytes of a file's text at most, as `weight` estimates them: with font and style sheet the file
# stays below 3 MB.
LARGEST = 2_000_000
_SENTENCE, _LINE, _EDIT, _CHARACTER = 700, 230, 70, 16
_NAME = 60  # characters of a page's name in the name of its file
_ODD = re.compile(r"[^\w-]")


class Part(NamedTuple):
    """An item of a page, or a part of one too long for a file.

    Attributes
    ----------
    file
        The file of the reading edition.
    number
        0 for an item's first part.
    sentence_ids
        Its sentences in order; may be empty.
    """

    file: str
    page_id: str
    article_id: str
    number: int
    sentence_ids: tuple[str, ...]


class Addresses(NamedTuple):
    """The address of everything that can be pointed at.

    Attributes
    ----------
    parts
        What each file of the reading edition holds, in order.
    sentences, articles, pages
        Id to address, percent-encoded: `reader-a.html#s-a.01.002`.
    lines
        Page and line to the part that the line as received stands beside.
    places
        Beginning of a page's id and line, as tables print them (`000_7d6ef8af:177`), to the ids of
        the sentences that begin there.
    """

    parts: tuple[Part, ...]
    sentences: Mapping[str, str]
    articles: Mapping[str, str]
    pages: Mapping[str, str]
    lines: Mapping[tuple[str, int], Part]
    places: Mapping[tuple[str, int], tuple[str, ...]]

    def line(self, page_id: str, line: int) -> str:
        """The address of a line as received; empty where the page has none of that number."""
        part = self.lines.get((page_id, line))
        return f"{part.file}#{fragment('l', f'{page_id}:{line}')}" if part else ""

    def at(self, place: str) -> tuple[str, ...]:
        """The ids of the sentences that begin at a printed place; none if it is no place.

        Parameters
        ----------
        place
            `PAGE:LINE`: the page's id, or its beginning if no other page begins so, and a line.
        """
        beginning, found, line = place.rpartition(":")
        if not found or not beginning or not re.fullmatch(r"[0-9]{1,9}", line):
            return ()
        pages = [page for page in self.pages if page.startswith(beginning)]
        page = beginning if beginning in self.pages else pages[0] if len(pages) == 1 else ""
        return self.places.get((page, int(line)), ())


class _OfSentences(Mapping[str, str]):
    """Sentence to address, put together when it is asked for."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._files = {name: part.file for part in parts for name in part.sentence_ids}

    def __getitem__(self, name: str) -> str:
        return f"{self._files[name]}#{fragment('s', name)}"

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def addresses(tables: "Tables") -> Addresses:
    """The addresses of a corpus.

    Parameters
    ----------
    tables
        Of them `pages`, `lines`, `articles`, `sentences`, `edits`.
    """
    parts = tuple(_parts(tables))
    first = {}
    for part in parts:
        first.setdefault(part.page_id, f"{part.file}#{fragment('p', part.page_id)}")
    starts: dict[tuple[str, int], list[str]] = {}
    page_of = dict(zip(tables.articles["article_id"], tables.articles["page_id"], strict=True))
    for row in tables.sentences[["sentence_id", "article_id", "first_line"]].itertuples():
        starts.setdefault((page_of[row.article_id], row.first_line), []).append(row.sentence_id)
    return Addresses(
        parts=parts,
        sentences=_OfSentences(parts),
        articles={
            part.article_id: f"{part.file}#{fragment('a', part.article_id)}"
            for part in parts
            if part.number == 0
        },
        pages=first,
        lines=_lines(tables, parts),
        places={place: tuple(names) for place, names in starts.items()},
    )


def anchor(kind: str, name: str) -> str:
    """The `id` of the element for something: its kind, a hyphen, its name.

    Two names never get one anchor: a colon becomes a point, every other character that is no
    letter, digit, `_` or `-` becomes `~` and its number.

    >>> anchor("s", "page 1:01:002")
    's-page~20~1.01.002'
    """
    return f"{kind}-{_ODD.sub(_escaped, name)}"


def _escaped(match: re.Match[str]) -> str:
    """A character that may not stand in an anchor."""
    return "." if match[0] == ":" else f"~{ord(match[0]):x}~"


def fragment(kind: str, name: str) -> str:
    """The anchor of something as it stands in an address."""
    return fragment_of(anchor(kind, name))


def fragment_of(name: str) -> str:
    """An anchor as it stands in an address.

    >>> fragment_of("s-甲.01.002")
    's-%E7%94%B2.01.002'
    """
    return quote(name, safe="~")


def _parts(tables: "Tables") -> Iterator[Part]:
    """Items, cut where one is too long, each with its file."""
    names = _file_names(list(tables.pages["page_id"]))
    file, filled, at_page, number = "", 0, "", 0
    for page_id, article_id, cut, sentence_ids, weight in _pieces(tables):
        turns = page_id != at_page and names is not None
        if not file or turns or filled + weight > LARGEST:
            number = number + 1 if names is None or not turns else 1
            file = _file(names, page_id, number)
            filled = 0
        at_page = page_id
        filled += weight
        yield Part(file, page_id, article_id, cut, sentence_ids)


def _lines(tables: "Tables", parts: Sequence[Part]) -> dict[tuple[str, int], Part]:
    """Line to its part: of an item in parts the last one that has begun there."""
    begins = dict(zip(tables.sentences["sentence_id"], tables.sentences["first_line"], strict=True))
    of_item: dict[str, list[tuple[int, Part]]] = {}
    for part in parts:
        start = begins[part.sentence_ids[0]] if part.number else 0
        of_item.setdefault(part.article_id, []).append((start, part))
    found = {}
    for row in tables.lines[["page_id", "line", "item_id"]].itertuples(index=False):
        own = of_item[row.item_id]
        begun = [part for start, part in own if start <= row.line] if len(own) > 1 else [own[0][1]]
        found[row.page_id, row.line] = begun[-1]
    return found


def _pieces(tables: "Tables") -> Iterator[tuple[str, str, int, tuple[str, ...], int]]:
    """Page, item, number of the part, sentences and weight, in the order of the corpus."""
    sentences = _by_item(tables.sentences)
    extra = _weights_of_lines(tables)
    for row in tables.articles[["article_id", "page_id"]].itertuples(index=False):
        cut, names, weight = 0, [], extra.get(row.article_id, 0) + _SENTENCE
        for name, size in sentences.get(row.article_id, []):
            if names and weight + size > LARGEST:
                yield row.page_id, row.article_id, cut, tuple(names), weight
                cut, names, weight = cut + 1, [], 0
            names.append(name)
            weight += size
        yield row.page_id, row.article_id, cut, tuple(names), weight


def _by_item(sentences: "pd.DataFrame") -> dict[str, list[tuple[str, int]]]:
    """Item to its sentences with the bytes that each will take, about."""
    found: dict[str, list[tuple[str, int]]] = {}
    columns = sentences[["article_id", "sentence_id", "text"]]
    for row in columns.itertuples(index=False):
        size = _SENTENCE + _CHARACTER * len(row.text)
        found.setdefault(row.article_id, []).append((row.sentence_id, size))
    return found


def _weights_of_lines(tables: "Tables") -> dict[str, int]:
    """Item to the bytes that its lines as received will take, about."""
    items = dict(
        zip(
            zip(tables.lines["page_id"], tables.lines["line"], strict=True),
            tables.lines["item_id"],
            strict=True,
        )
    )
    weights: dict[str, int] = {}
    for item, text in zip(tables.lines["item_id"], tables.lines["text"], strict=True):
        weights[item] = weights.get(item, 0) + _LINE + 4 * len(text)
    for place in zip(tables.edits["page_id"], tables.edits["line"], strict=True):
        if place in items:
            weights[items[place]] += _EDIT
    return weights


def _file_names(page_ids: Sequence[str]) -> dict[str, str] | None:
    """Page to the stem of its file; None where pages share files.

    A name that is long, or that another page has but for capitals, gets a piece of its checksum.
    """
    if len(page_ids) > FILE_EACH:
        return None
    short = {page: _ODD.sub("-", page)[:_NAME] for page in page_ids}
    folded = [name.casefold() for name in short.values()]
    return {
        page: name
        if name == page and folded.count(name.casefold()) == 1
        else f"{name}-{sha256(page.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        for page, name in short.items()
    }


def _file(names: Mapping[str, str] | None, page_id: str, number: int) -> str:
    """The name of a file of the reading edition."""
    if names is None:
        return f"reader-{number:04d}.html"
    return f"reader-{names[page_id]}{f'-part-{number}' if number > 1 else ''}.html"
