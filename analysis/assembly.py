"""Items put together from their lines: the articles and sentences that rows of `lines` spell.

`segment` decides what each line is; here that is made into text. A table of lines that a person
has corrected (`review`) is put together by the same functions.
"""

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, count, groupby, islice
from operator import itemgetter
from statistics import fmean
from typing import NamedTuple, TypeVar

from analysis import furniture, repair, schema
from analysis.reading import Unit
from analysis.sentences import LATIN_SEAM, sentence_spans, separator

# Numbers of sentences as their ids write them: writing one is slow.
_PADDED = tuple(f"{number:03d}" for number in range(1000))
# What stands before the text of an item, in reading order, wherever it stands on the page.
_ABOVE = ("kicker", "headline", "deck", "byline")

# Of a line its `text`.
_TEXT = itemgetter(2)

T = TypeVar("T")


class LineRow(NamedTuple):
    """A row of the table `lines`."""

    page_id: str
    line: int
    text: str
    item_id: str
    role: str
    paragraph_no: int
    joins_next: bool
    confidence: float


# A named tuple called as a class is made by a function in Python, so is made without: pages have
# thousands of rows.
_line_row = partial(tuple.__new__, LineRow)


class ArticleRow(NamedTuple):
    """A row of the table `articles`; `districts` is filled by `districts`."""

    article_id: str
    page_id: str
    kind: str
    headline: str
    kicker: str
    deck: str
    byline: str
    continues_from: str
    n_chars: int
    districts: str
    confidence: float


class SentenceRow(NamedTuple):
    """A row of the table `sentences`; `sentence_no` counts inside the paragraph and role."""

    sentence_id: str
    article_id: str
    role: str
    paragraph_no: int
    sentence_no: int
    text: str
    first_line: int
    last_line: int
    district: str
    district_basis: str


_sentence_row = partial(tuple.__new__, SentenceRow)


class PageItems(NamedTuple):
    """The rows of one page for the three tables."""

    lines: list[LineRow]
    articles: list[ArticleRow]
    sentences: list[SentenceRow]


def assemble(
    page_id: str,
    lines: Sequence[repair.Line],
    line_rows: Iterable[LineRow],
    *,
    articles: Iterable[ArticleRow] = (),
) -> PageItems:
    """The articles and sentences that the line rows of a page spell, and the rows themselves.

    Parameters
    ----------
    page_id
        Ids begin with it.
    lines
        All physical lines of the page, repaired.
    line_rows
        Rows of `lines` of that page. Lines of one unit (a heading, a paragraph) follow each other
        in their item, and all but its last join the next.
    articles
        Rows that lend `continues_from` and `confidence` to the item of the same id; without one
        an item continues nothing and is as certain as its lines.

    Returns
    -------
    PageItems. Items are numbered by their first line, whatever ids the rows had.
    """
    known = {row.article_id: row for row in articles}
    of_item: dict[str, list[LineRow]] = {}
    for row in sorted(line_rows, key=lambda row: row.line):
        of_item.setdefault(row.item_id, []).append(row)
    found = PageItems([], [], [])
    for number, (item_id, item_rows) in enumerate(of_item.items(), start=1):
        article_id = f"{page_id}:{number:02d}"
        parts = units_of_rows(item_rows, lines)
        lent = known.get(item_id)
        found.articles.append(
            article_row(
                article_id, page_id, _kind(parts), parts,
                continues_from=lent.continues_from if lent else "",
                confidence=lent.confidence if lent else fmean(r.confidence for r in item_rows),
            )
        )  # fmt: skip
        found.lines.extend(row._replace(item_id=article_id) for row in item_rows)
        found.sentences.extend(sentence_rows(article_id, parts))
    found.lines.sort(key=lambda row: row.line)
    return found


def reading_order(
    lines: Iterable[T], *, role: Callable[[T], str], line: Callable[[T], int]
) -> list[T]:
    """The lines of an item as they are read: headings and byline first, then by line."""
    place = {name: at for at, name in enumerate(_ABOVE)}
    return sorted(lines, key=lambda each: (place.get(role(each), len(place)), line(each)))


def units_of_rows(item_rows: Sequence[LineRow], lines: Sequence[repair.Line]) -> list[Unit]:
    """The units of one item in reading order, from its rows."""
    found: list[Unit] = []
    order = reading_order(item_rows, role=lambda row: row.role, line=lambda row: row.line)
    for (role, number), same in groupby(order, key=lambda row: (row.role, row.paragraph_no)):
        unit: list[repair.Line] = []
        for row in same:
            unit.append(lines[row.line - 1])
            if not row.joins_next:
                found.append(Unit(role, number, tuple(unit)))
                unit = []
        if unit:
            found.append(Unit(role, number, tuple(unit)))
    return found


def _kind(parts: Sequence[Unit]) -> str:
    """An item with running text, or with nothing but headings, is an article; else as its text."""
    roles = dict.fromkeys(unit.role for unit in parts if unit.role in schema.KINDS)
    running = any(unit.role == "body" for unit in parts)
    return "article" if running or not roles else next(iter(roles))


def article_row(
    article_id: str,
    page_id: str,
    kind: str,
    parts: Sequence[Unit],
    *,
    continues_from: str,
    confidence: float,
) -> ArticleRow:
    """The units of an item as a row of `articles`."""
    above: dict[str, list[str]] = {role: [] for role in _ABOVE}
    for role, _, lines in parts:
        if role in above:
            above[role].append(text_of(lines))
    return ArticleRow(
        article_id, page_id, kind,
        "".join(above["headline"][:1]), ";".join(above["kicker"]), ";".join(above["deck"]),
        ";".join(map(furniture.byline_name, above["byline"])) or _opening_byline(parts),
        continues_from,
        sum([len(line[2]) for _, _, lines in parts for line in lines]),
        "",
        round(confidence, 2),
    )  # fmt: skip


def _opening_byline(parts: Sequence[Unit]) -> str:
    """Who the text itself says wrote it, in its first line; empty where it does not say."""
    first = next((lines for role, _, lines in parts if role == "body"), ())
    n, enough = 0, 0
    for line in first:
        enough += 1
        n += len(line.text)
        if n >= furniture.OPENING:
            break
    return furniture.opening_byline(text_of(first[:enough])[: furniture.OPENING])


def rows_of_item(
    page_id: str,
    article_id: str,
    parts: Sequence[Unit],
    confidence: Mapping[int, float],
    rounded: Mapping[float, float],
) -> list[LineRow]:
    """The item's lines, each as sure as its number says and as that comes to in the table."""
    return [
        _line_row((
            page_id, line[0], line[1], article_id, role, paragraph_no, line is not lines[-1],
            rounded[confidence[line[0]]],
        ))
        for role, paragraph_no, lines in parts
        for line in lines
    ]  # fmt: skip


def joined(lines: Sequence[repair.Line]) -> tuple[str, list[tuple[int, int]]]:
    """The text of the lines as one, and the (line, column) of each of its characters."""
    text, places = "", []
    parts = []
    last = ""
    for line in lines:
        if not line.text:
            continue
        if last and separator(last, line.text):
            parts.append(" ")
            places.append(places[-1])
        parts.append(line.text)
        places += [(line.number, column) for column in repair.origins(line.raw, line.edits)]
        last = line.text
    text = "".join(parts)
    return text, places


def text_of(lines: Sequence[repair.Line]) -> str:
    """The text of the lines as one."""
    return "".join(_pieces(lines))


def _pieces(lines: Sequence[repair.Line]) -> list[str]:
    """Each line's share of the text of all: a space that joining puts in belongs to the line above.

    `joined` without the place of every character, which few callers need.
    """
    texts = list(map(_TEXT, lines))
    if len(texts) == 1 or LATIN_SEAM.search("\n".join(texts)) is None:
        return texts
    found = list(texts)
    last = -1
    for at, text in enumerate(texts):
        if text:
            if last >= 0:
                found[last] += separator(texts[last], text)
            last = at
    return found


def spans(role: str, text: str) -> list[tuple[int, int]]:
    """The sentences of a unit: a heading is one, running text is cut."""
    if role in ("body", "caption"):
        return sentence_spans(text)
    return [(0, len(text))] if text else []


def sentence_rows(article_id: str, parts: Sequence[Unit]) -> list[SentenceRow]:
    """The item's sentences in reading order."""
    rows: list[SentenceRow] = []
    before, numbers = f"{article_id}:", _numbers()
    last_key, inside = None, 0
    for role, paragraph_no, lines in parts:
        pieces = _pieces(lines)
        text = "".join(pieces)
        key = (role, paragraph_no)
        inside = inside if key == last_key else 0
        last_key = key
        first = last = lines[0].number
        # Where each line ends, of a unit that has several.
        ends = list(accumulate(map(len, pieces))) if len(lines) > 1 else None
        for start, end in spans(role, text):
            inside += 1
            if ends:
                first, last = lines[bisect(ends, start)][0], lines[bisect(ends, end - 1)][0]
            rows.append(
                _sentence_row((
                    before + next(numbers), article_id, role, paragraph_no, inside,
                    text[start:end], first, last, "", "",
                ))
            )  # fmt: skip
    return rows


def _numbers() -> Iterator[str]:
    """The numbers from 1 on as the ids of sentences write them."""
    return chain(islice(_PADDED, 1, None), map(str, count(len(_PADDED))))
