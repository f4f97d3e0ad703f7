"""The index of the reading edition: newspapers, years, pages, and the articles on them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis import addresses, files, reading_edition, webpage
from analysis.language import comma, say

# Bytes of entries on one page of the index at most; beyond, it has a page for each newspaper and
# year, or several.
LARGEST = 1_200_000
_ENTRY, _CHARACTER = 260, 4


class Group(NamedTuple):
    """The pages of one newspaper and year, or as many as fit one page of the index."""

    newspaper: str
    year: str
    pages: tuple[Mapping[str, Any], ...]


def write(
    made: reading_edition.Edition, out: Path, *, title: str, language: str = "en"
) -> list[Path]:
    """The files of the index, written to the folder `out`; `reader.html` first.

    Raises
    ------
    InputError
        The folder cannot be written to.
    """
    groups = list(_groups(made))
    common = {
        "sheets": reading_edition.SHEETS,
        "font_of": reading_edition.one_font(made),
        "corpus": title,
        "language": language,
    }
    if sum(map(_weight, groups)) <= LARGEST:
        contents = {addresses.INDEX: (groups, [])}
    else:
        several = {f"reading-{at:03d}.html": ([group], []) for at, group in enumerate(groups, 1)}
        links = [(file, parts[0][0]) for file, parts in several.items()]
        contents = {addresses.INDEX: ([], links), **several}
    example = next(iter(made.sentences), "")
    written = []
    for file, (own, links) in contents.items():
        text = webpage.page(
            "reader-index.html.j2",
            file,
            title=say("Reading edition") if file == addresses.INDEX else _title(own[0]),
            is_first=file == addresses.INDEX,
            groups=own,
            links=links,
            facts=_facts(made),
            example=reading_edition.citation(made, example) if example else "",
            **common,
        )
        files.write_text(Path(out) / file, text)
        written.append(Path(out) / file)
    return written


def _title(group: Group) -> str:
    """The heading of a page of the index."""
    return f"{group.newspaper}{comma()}{group.year}"


def _groups(made: reading_edition.Edition) -> Iterator[Group]:
    """A newspaper's pages of a year, by date and then page; a group too large for a page is cut.

    Groups stand in the order of their first pages; those without a date come last.
    """
    pages: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    items: dict[str, list[Mapping[str, Any]]] = {}
    for name, row in made.articles.items():
        items.setdefault(row.page_id, []).append(_entry(made, name, row))
    for page_id in made.pages:
        of = reading_edition.source(made, page_id)
        entry = {
            **of,
            "href": made.where.pages.get(page_id, ""),
            "articles": [e for e in items.get(page_id, []) if e["kind"] == "article"],
            "n_others": sum(e["kind"] != "article" for e in items.get(page_id, [])),
        }
        pages.setdefault((of["newspaper"], of["date"][:4]), []).append(entry)
    for found in pages.values():
        found.sort(key=_by_date)
    for (newspaper, year), found in sorted(pages.items(), key=lambda group: _by_date(group[1][0])):
        for piece in _cut(found):
            said = year if year.isdecimal() else say("date not known")
            yield Group(newspaper, said, tuple(piece))


def _by_date(page: Mapping[str, Any]) -> tuple[bool, str, str]:
    """What pages are ordered by: date, then page; those without a date last."""
    return not page["date"][:4].isdecimal(), page["date"], page["page_id"]


def _cut(pages: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """The pages in runs that each fit a page of the index."""
    run: list[Mapping[str, Any]] = []
    filled = 0
    for page in pages:
        weight = _page_weight(page)
        if run and filled + weight > LARGEST:
            yield run
            run, filled = [], 0
        run.append(page)
        filled += weight
    yield run


def _entry(made: reading_edition.Edition, name: str, row: Any) -> Mapping[str, Any]:
    """An item in the index."""
    return {
        "kind": row.kind,
        "headline": row.headline or say("(no headline)"),
        "href": made.where.articles[name],
        "districts": row.districts.replace(";", "、"),
        "n_chars": f"{row.n_chars:,}",
    }


def _page_weight(page: Mapping[str, Any]) -> int:
    """The bytes that a page's entries take, about."""
    texts = (len(e["headline"]) + len(e["districts"]) + len(e["href"]) for e in page["articles"])
    return _ENTRY * (1 + len(page["articles"])) + _CHARACTER * sum(texts)


def _weight(group: Group) -> int:
    """The bytes that a group's entries take, about."""
    return sum(map(_page_weight, group.pages))


def _facts(made: reading_edition.Edition) -> list[tuple[str, str]]:
    """What there is to read."""
    articles = sum(row.kind == "article" for row in made.articles.values())
    return [
        (say("pages"), f"{len(made.pages):,}"),
        (say("articles"), f"{articles:,}"),
        (say("sentences"), f"{len(made.sentences):,}"),
        (say("lines as received"), f"{sum(map(len, made.lines.values())):,}"),
        (say("repairs"), f"{sum(map(len, made.edits.values())):,}"),
    ]
