"""The reading edition: the articles set to be read, each sentence with an address of its own.

Beside an article stand, on request, its lines as received with what repair changed in them, and
what is needed to cite a sentence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis import (
    addresses,
    files,
    gazetteer,
    in_parts,
    lexicon,
    marking,
    webpage,
    worklist,
)
from analysis.language import bracketed, comma, say
from analysis.rows_by_id import RowsById

if TYPE_CHECKING:
    from analysis.chain import Tables

SHEETS = ("reader.css",)
# Roles that head an article, with the element that they are set in.
_ELEMENTS = {"headline": "h2", "kicker": "p", "deck": "p", "byline": "p", "subhead": "h3"}
# Up to so many different characters all files have one font (400 kB), made once; of more each file
# has its own, with its own characters.
ONE_FONT = 2_000


class Edition(NamedTuple):
    """What the pages are set from, looked up by id.

    Attributes
    ----------
    pages, articles
        Id to row.
    sentences
        Id to row.
    lines
        Item to its rows.
    edits
        Page and line to its edits, in order of column.
    marks
        Sentence to what is marked in it.
    characters
        The characters of all pages.
    """

    where: addresses.Addresses
    pages: Mapping[str, Any]
    articles: Mapping[str, Any]
    sentences: RowsById
    lines: Mapping[str, list[Any]]
    edits: Mapping[tuple[str, int], list[Any]]
    marks: Mapping[str, list[marking.Span]]
    characters: str


def edition(
    tables: "Tables", where: addresses.Addresses, *, folder: Path | None, city: str | None
) -> Edition:
    """The tables made ready to be set.

    Parameters
    ----------
    folder, city
        Corpus folder and city, whose lexicon and gazetteer say what is marked.
    """
    places = gazetteer.load_gazetteer(folder, city=city)
    edits = tables.edits.sort_values(["page_id", "line", "column"], kind="stable")
    sentences = RowsById(tables.sentences, "sentence_id")
    return Edition(
        where=where,
        pages=RowsById(tables.pages, "page_id"),
        articles=RowsById(tables.articles, "article_id"),
        sentences=sentences,
        lines=_grouped(tables.lines.itertuples(index=False), lambda row: row.item_id),
        edits=_grouped(edits.itertuples(index=False), lambda row: (row.page_id, row.line)),
        marks=marking.Marks(tables, sentences, places, lexicon.load_lexicon(folder)),
        characters=_characters(tables),
    )


def write(made: Edition, out: Path, *, title: str, language: str = "en") -> list[Path]:
    """The files of the reading edition, written to the folder `out`: all but its index.

    Parameters
    ----------
    title
        The corpus.

    Raises
    ------
    InputError
        The folder cannot be written to.
    """
    names = list(dict.fromkeys(part.file for part in made.where.parts))
    by_file = _grouped(made.where.parts, lambda part: part.file)

    def set_file(at: int) -> Path:
        parts = by_file[names[at]]
        sheets = [_sheet(made, page, parts) for page in dict.fromkeys(p.page_id for p in parts)]
        text = webpage.page(
            "reader.html.j2",
            names[at],
            sheets=SHEETS,
            font_of=one_font(made),
            title=say("{newspaper}, {date}: reading edition", **_name(sheets[0])),
            corpus=title,
            language=language,
            pages=sheets,
            previous=names[at - 1] if at else "",
            next=names[at + 1] if at + 1 < len(names) else "",
        )
        files.write_text(Path(out) / names[at], text)
        return Path(out) / names[at]

    if len(names) <= addresses.FILE_EACH:
        return [set_file(at) for at in range(len(names))]
    return in_parts.mapped(set_file, range(len(names)))


def one_font(made: Edition) -> str:
    """The characters of the font that all pages share; empty where each has its own."""
    return made.characters if len(made.characters) <= ONE_FONT else ""


def _characters(tables: "Tables") -> str:
    """All characters of a collection, each once."""
    texts = tables.lines["text"], tables.sentences["text"], tables.pages["newspaper"]
    return "".join(sorted(set().union(*(text for column in texts for text in column))))


def source(made: Edition, page_id: str) -> dict[str, str]:
    """What is known of a newspaper page: newspaper, date, where the date is from, id.

    `named` is what to call it: paper and date, as far as they are known, else its id.
    """
    row = made.pages[page_id]
    return {
        "named": " ".join(filter(None, (row.newspaper, row.issue_date))) or page_id,
        "newspaper": row.newspaper or say("newspaper not known"),
        "date": row.issue_date or say("date not known"),
        "basis": row.date_basis,
        "page_id": page_id,
        "file": row.file,
    }


def citation(made: Edition, sentence_id: str) -> str:
    """How to name a sentence: newspaper, date, headline, page, lines, id."""
    row = made.sentences[sentence_id]
    article = made.articles[row.article_id]
    of = source(made, article.page_id)
    is_inferred = of["basis"].startswith("inferred")
    said = [
        of["newspaper"],
        of["date"] + (bracketed(say("date inferred")) if is_inferred else ""),
        *([f"“{article.headline}”"] if article.headline else []),
        say("page {page_id}", page_id=article.page_id),
        lines_said(row.first_line, row.last_line),
        say("sentence {sentence_id}", sentence_id=sentence_id),
    ]
    return comma().join(said)


def lines_said(first: int, last: int) -> str:
    """“line 6” or “lines 6–20”."""
    if first == last:
        return say("line {first}", first=first)
    return say("lines {first}–{last}", first=first, last=last)


def item(made: Edition, part: addresses.Part) -> dict[str, Any]:
    """What the template sets of an item: its blocks, its lines as received, its sentences."""
    article = made.articles[part.article_id]
    lines = list(_lines(made, part))
    label = article.headline or say(article.kind)
    if part.number:
        label = say("{label}, part {n}", label=label, n=part.number + 1)
    n_edits = sum(line["n_edits"] for line in lines)
    return {
        "anchor": addresses.anchor("a", part.article_id) + (f".{part.number}" * bool(part.number)),
        "article_id": part.article_id,
        "label": label,
        "kind": article.kind,
        "districts": article.districts.replace(";", "、"),
        "confidence": f"{article.confidence:.2f}",
        "blocks": list(_blocks(made, part)),
        "lines": lines,
        "raw_said": _raw_said(len(lines), n_edits),
        "sentences": [_sentence_row(made, name) for name in part.sentence_ids],
    }


def _raw_said(n_lines: int, n_edits: int) -> str:
    """How many lines there are as received, and how many repairs in them."""
    lines = say("{n} {n:line|lines} as received", n=n_lines)
    if not n_edits:
        return lines
    repairs = say("{n} {n:repair|repairs}", n=n_edits)
    return say("{lines}, {repairs}", lines=lines, repairs=repairs)


def _name(sheet: Mapping[str, str]) -> dict[str, str]:
    """Newspaper and date."""
    return {"newspaper": sheet["newspaper"], "date": sheet["date"]}


def _sheet(made: Edition, page_id: str, parts: Sequence[addresses.Part]) -> dict[str, Any]:
    """A newspaper page, or what this file has of it."""
    own = [part for part in parts if part.page_id == page_id]
    return {
        **source(made, page_id),
        "anchor": addresses.anchor("p", page_id),
        "items": [item(made, part) for part in own],
    }


def _blocks(made: Edition, part: addresses.Part) -> Iterator[dict[str, Any]]:
    """Headings and paragraphs in order, each with its sentences."""
    block: dict[str, Any] = {}
    key: tuple[str, int] | None = None
    for name in part.sentence_ids:
        row = made.sentences[name]
        if key != (row.role, row.paragraph_no):
            if block:
                yield block
            key = (row.role, row.paragraph_no)
            block = {"role": row.role, "element": _ELEMENTS.get(row.role, "p"), "sentences": []}
        block["sentences"].append(
            {
                "anchor": addresses.anchor("s", name),
                "number": number(name),
                "title": citation(made, name),
                "pieces": marking.pieces(row.text, made.marks[name]),
            }
        )
    if block:
        yield block


def _sentence_row(made: Edition, name: str) -> dict[str, Any]:
    """What is needed to cite a sentence, and on what its district rests."""
    row = made.sentences[name]
    page = made.articles[row.article_id].page_id
    return {
        "anchor": addresses.anchor("s", name),
        "number": number(name),
        "sentence_id": name,
        "lines": lines_said(row.first_line, row.last_line),
        # Of an article in parts the line may stand in the next: the address has the file.
        "line": made.where.line(page, row.first_line) or made.where.sentences[name],
        "district": row.district or "–",
        "basis": row.district_basis,
    }


def number(sentence_id: str) -> str:
    """The number of a sentence in its item: the last part of its id.

    >>> number("page:01:012")
    '12'
    """
    return sentence_id.rpartition(":")[2].lstrip("0")


def line_anchor(page_id: str, line: int) -> str:
    """The `id` of a line as received."""
    return addresses.anchor("l", f"{page_id}:{line}")


def _lines(made: Edition, part: addresses.Part) -> Iterator[dict[str, Any]]:
    """The lines of an item as received, each with what repair changed in it."""
    for row in made.lines.get(part.article_id, []):
        if made.where.lines[row.page_id, row.line] != part:
            continue
        edits = made.edits.get((row.page_id, row.line), [])
        yield {
            "anchor": line_anchor(row.page_id, row.line),
            "number": row.line,
            "role": row.role,
            "pieces": list(repairs(row.text, edits)),
            "n_edits": len(edits),
            "doubtful": f"{row.confidence:.2f}" if row.confidence < worklist.CERTAIN else "",
        }


def repairs(raw: str, edits: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    """The raw line in pieces: as received, as repaired, rule; no rule where nothing changed.

    Joined, the first are the line as received and the second the line as repaired.
    """
    done = 0
    for edit in edits:
        start = edit.column - 1
        if done < start:
            yield raw[done:start], raw[done:start], ""
        yield edit.before, edit.after, edit.rule
        done = start + len(edit.before)
    if done < len(raw):
        yield raw[done:], raw[done:], ""


def _grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    """Key to rows, in order."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
