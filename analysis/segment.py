"""A page's lines become its items, paragraphs and sentences: the tables lines, articles, sentences.

Everything is decided from the page alone: geometry (`layout`), shape and wording of lines
(`furniture`, `headings`, `paragraphs`), order and words in common (`stories`). Every decision
carries a confidence, so that a reader knows where to look first.
"""

from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from analysis import furniture, repair, schema
from analysis.layout import rows
from analysis.reading import Unit, page_items, units
from analysis.sentences import sentence_spans, separator
from analysis.stories import Item

if TYPE_CHECKING:
    import pandas as pd

    from analysis.pages import Page


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


class PageItems(NamedTuple):
    """The rows of one page for the three tables."""

    lines: list[LineRow]
    articles: list[ArticleRow]
    sentences: list[SentenceRow]


def segment_page(page_id: str, lines: Sequence[repair.Line]) -> PageItems:
    """The items of one page, as rows of the tables lines, articles and sentences.

    Parameters
    ----------
    page_id
        Any text; ids begin with it.
    lines
        All physical lines of the page, repaired.

    Returns
    -------
    PageItems. Every line that is not blank stands in `lines` once, in order; items are numbered
    by their first line, sentences in reading order (kicker, headline, deck, byline, text).
    """
    page_rows = rows(lines)
    found = PageItems([], [], [])
    for number, item in enumerate(page_items(page_rows), start=1):
        article_id = f"{page_id}:{number:02d}"
        parts = list(units(item, page_rows))
        confidence = {
            row.line.number: row.confidence for row in map(page_rows.__getitem__, item.rows)
        }
        found.articles.append(_article(article_id, page_id, item, parts, confidence))
        found.lines.extend(_line_rows(article_id, page_id, item, parts, confidence))
        found.sentences.extend(_sentence_rows(article_id, parts))
    found.lines.sort(key=lambda row: row.line)
    return found


def segment_corpus(
    pages: Iterable["Page"],
) -> tuple["pd.DataFrame", "pd.DataFrame", "pd.DataFrame", "pd.DataFrame"]:
    """The tables lines, articles, sentences and edits of all pages, in the order of the pages.

    Parameters
    ----------
    pages
        As `pages.read_corpus` gives them.
    """
    lines: list[LineRow] = []
    articles: list[ArticleRow] = []
    sentences: list[SentenceRow] = []
    edits: list[tuple] = []
    for page in pages:
        repaired = repair.repair_lines(page.lines)
        found = segment_page(page.page_id, repaired)
        lines += found.lines
        articles += found.articles
        sentences += found.sentences
        edits += [
            (page.page_id, line.number, edit.column, edit.rule, edit.before, edit.after)
            for line in repaired
            for edit in line.edits
        ]
    return (
        schema.frame("lines", lines),
        schema.frame("articles", articles),
        schema.frame("sentences", sentences),
        schema.frame("edits", edits),
    )


def locate(
    sentence: SentenceRow, lines_of_page: Sequence[repair.Line], line_rows: Iterable[LineRow]
) -> list[tuple[int, int]]:
    """For each character of a clean sentence, the (line, column) it has on the raw page.

    Parameters
    ----------
    sentence
        A row of `sentences` (anything with its columns as attributes).
    lines_of_page
        The page's repaired lines, all of them.
    line_rows
        Rows of `lines` of that page (more do no harm).

    Returns
    -------
    Lines and columns, both 1-based, as many as the text has characters. The space that joining
    two Latin words put in has the place of the character before it.

    Raises
    ------
    LookupError
        The lines do not hold that sentence.
    """
    wanted = (sentence.article_id, sentence.role, sentence.paragraph_no)
    number = 0
    unit: list[repair.Line] = []
    for row in line_rows:
        if (row.item_id, row.role, row.paragraph_no) != wanted:
            continue
        unit.append(lines_of_page[row.line - 1])
        if row.joins_next:
            continue
        text, places = _joined(unit)
        for start, end in _spans(sentence.role, text):
            number += 1
            if number == sentence.sentence_no and text[start:end] == sentence.text:
                return places[start:end]
        unit = []
    raise LookupError(f"the lines given do not hold the sentence {sentence.sentence_id}")


def _joined(lines: Sequence[repair.Line]) -> tuple[str, list[tuple[int, int]]]:
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


def _text(lines: Sequence[repair.Line]) -> str:
    """The text of the lines as one."""
    return _joined(lines)[0]


def _spans(role: str, text: str) -> list[tuple[int, int]]:
    """The sentences of a unit: a heading is one, running text is cut."""
    if role in ("body", "caption"):
        return sentence_spans(text)
    return [(0, len(text))] if text else []


def _sentence_rows(article_id: str, parts: Sequence[Unit]) -> Iterator[SentenceRow]:
    """The item's sentences in reading order."""
    number, last_key, inside = 0, None, 0
    for unit in parts:
        text, places = _joined(unit.lines)
        key = (unit.role, unit.paragraph_no)
        inside = inside if key == last_key else 0
        last_key = key
        for start, end in _spans(unit.role, text):
            number += 1
            inside += 1
            yield SentenceRow(
                f"{article_id}:{number:03d}", article_id, unit.role, unit.paragraph_no, inside,
                text[start:end], places[start][0], places[end - 1][0], "", "",
            )  # fmt: skip


def _line_rows(
    article_id: str, page_id: str, item: Item, parts: Sequence[Unit], confidence: dict[int, float]
) -> Iterator[LineRow]:
    """The item's lines."""
    for unit in parts:
        for at, line in enumerate(unit.lines):
            sure = round(min(confidence[line.number], 0.5 + item.confidence / 2), 2)
            joins = at + 1 < len(unit.lines)
            yield LineRow(
                page_id,
                line.number,
                line.raw,
                article_id,
                unit.role,
                unit.paragraph_no,
                joins,
                sure,
            )


def _article(
    article_id: str, page_id: str, item: Item, parts: Sequence[Unit], confidence: dict[int, float]
) -> ArticleRow:
    """The item as a row of `articles`."""

    def texts(role: str) -> list[str]:
        return [_text(unit.lines) for unit in parts if unit.role == role]

    return ArticleRow(
        article_id, page_id, item.kind,
        "".join(texts("headline")[:1]), ";".join(texts("kicker")), ";".join(texts("deck")),
        ";".join(furniture.byline_name(text) for text in texts("byline")),
        item.continues_from,
        sum(len(line.text) for unit in parts for line in unit.lines),
        "",
        round(item.confidence * fmean(confidence.values()), 2),
    )  # fmt: skip
