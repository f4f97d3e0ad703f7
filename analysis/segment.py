"""A page's lines become its items, paragraphs and sentences: the tables lines, articles, sentences.

Everything is decided from the page alone: geometry (`layout`, `columns`, `gaps`), shape and wording
of lines (`furniture`, `headings`, `paragraphs`, `captions`), order and words in common (`stories`,
`doubts`, `naming`). Every decision carries a confidence, so that a reader knows where to look
first.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from statistics import fmean
from typing import TYPE_CHECKING

from analysis import garbage, record_items, repair, schema
from analysis.assembly import (
    ArticleRow,
    LineRow,
    PageItems,
    SentenceRow,
    article_row,
    joined,
    rows_of_item,
    sentence_rows,
    spans,
    text_of,
)
from analysis.layout import rows
from analysis.reading import page_items, units

if TYPE_CHECKING:
    import pandas as pd

    from analysis.pages import Page

__all__ = [
    "ArticleRow", "LineRow", "PageItems", "SentenceRow", "locate", "segment_corpus", "segment_page",
    "unit_texts",
]  # fmt: skip

# Of a row of `lines` its `line`.
_LINE_NO = itemgetter(1)


@garbage.put_off()
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
    items = page_items(page_rows)
    confidence = {row.line[0]: row.confidence for row in page_rows}
    values = set(confidence.values())
    page_lines = tuple([row.line for row in page_rows])
    rounded = {sure: _rounded(values, sure) for sure in {item.confidence for item in items}}
    for number, item in enumerate(items, start=1):
        article_id = f"{page_id}:{number:02d}"
        parts = list(units(item, page_rows, page_lines))
        sure = [confidence[line[0]] for _, _, lines in parts for line in lines]
        found.articles.append(
            article_row(
                article_id, page_id, item.kind, parts,
                continues_from=item.continues_from, confidence=item.confidence * fmean(sure),
            )
        )  # fmt: skip
        in_table = rounded[item.confidence]
        found.lines.extend(rows_of_item(page_id, article_id, parts, confidence, in_table))
        found.sentences.extend(sentence_rows(article_id, parts))
    found.lines.sort(key=_LINE_NO)
    return found


def unit_texts(lines: Sequence[repair.Line]) -> Iterator[tuple[int, str, str, str]]:
    """Item number, its kind, role and text of every heading and paragraph of a page.

    What `segment_page` finds, without its rows and not yet cut into sentences: enough to count.
    """
    page_rows = rows(lines)
    page_lines = tuple([row.line for row in page_rows])
    for number, item in enumerate(page_items(page_rows), start=1):
        for unit in units(item, page_rows, page_lines):
            yield number, item.kind, unit.role, text_of(unit.lines)


def segment_corpus(
    pages: Iterable["Page"],
) -> tuple["pd.DataFrame", "pd.DataFrame", "pd.DataFrame", "pd.DataFrame"]:
    """The tables lines, articles, sentences and edits of all pages, in the order of the pages.

    A row of a table file is one article and is not searched for others.

    Parameters
    ----------
    pages
        As `pages.read_corpus` gives them.
    """
    lines: list[LineRow] = []
    articles: list[ArticleRow] = []
    sentences: list[SentenceRow] = []
    edits: list[tuple] = []
    with garbage.put_off():
        for page in pages:
            repaired = repair.repair_lines(page.lines)
            read = record_items.record_items if page.is_record else segment_page
            found = read(page.page_id, repaired)
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
        text, places = joined(unit)
        for start, end in spans(sentence.role, text):
            number += 1
            if number == sentence.sentence_no and text[start:end] == sentence.text:
                return places[start:end]
        unit = []
    raise LookupError(f"the lines given do not hold the sentence {sentence.sentence_id}")


def _rounded(values: Iterable[float], of_item: float) -> dict[float, float]:
    """What each line's confidence comes to in the table: none is surer than its item allows."""
    most = 0.5 + of_item / 2
    return {value: round(min(value, most), 2) for value in values}
