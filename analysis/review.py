"""A person's corrections, replayed on every run (`corrections` says how they are written).

`apply` changes the rows of `lines` and puts articles and sentences together anew, so that all that
follows rests on the corrected lines; `apply_districts` does the same for places, after
`districts.attribute`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis import repair, schema
from analysis.assembly import ArticleRow, LineRow, PageItems, assemble
from analysis.corrections import PLACES, Correction, check, load_review
from analysis.errors import InputError
from analysis.gazetteer import CITY, ELSEWHERE
from analysis.rereading import corrected_rows

if TYPE_CHECKING:
    import pandas as pd

    from analysis.gazetteer import Gazetteer
    from analysis.pages import Page

__all__ = ["Correction", "apply", "apply_districts", "check", "load_review"]

# What a whole article is known by; a district given to one of these lines is the article's.
_NAMING = ("headline", "kicker", "deck")
# What a place may be besides the gazetteer's districts.
_OTHER_PLACES = (CITY, ELSEWHERE)


def apply(
    corrections: Sequence[Correction],
    lines: "pd.DataFrame",
    articles: "pd.DataFrame",
    sentences: "pd.DataFrame",
    *,
    edits: "pd.DataFrame",
    pages: Sequence["Page"],
) -> tuple["pd.DataFrame", "pd.DataFrame", "pd.DataFrame"]:
    """The tables lines, articles and sentences as the corrections want them.

    Parameters
    ----------
    corrections
        As `load_review` gives them; those about districts are checked and left to
        `apply_districts`.
    lines, articles, sentences, edits
        As `segment.segment_corpus` gives them.
    pages
        All pages of the corpus.

    Returns
    -------
    (lines, articles, sentences). Pages without a correction are as they were, and without any
    correction so are the tables. A corrected line has confidence 1.0, and its article's rises by
    the share of such lines. Ids are given anew on corrected pages.

    Raises
    ------
    InputError
        See `check`; or a correction names a line whose item is itself corrected, or joins a line
        to one of another role.
    """
    check(corrections, pages)
    of_file: dict[str, list[Correction]] = {}
    for correction in corrections:
        if correction.field not in PLACES:
            of_file.setdefault(correction.file, []).append(correction)
    touched = [page for page in pages if page.file in of_file]
    if not touched:
        return lines, articles, sentences
    found = [_by_page(table, touched) for table in (lines, articles, edits)]
    again = {
        page.page_id: _page_again(page, of_file[page.file], *(t[page.page_id] for t in found))
        for page in touched
    }
    return _exchanged(again, lines, articles, sentences, pages)


def apply_districts(
    corrections: Sequence[Correction],
    lines: "pd.DataFrame",
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    *,
    pages: Sequence["Page"],
    gazetteer: "Gazetteer",
) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """The tables sentences and articles with the districts that the corrections say.

    Parameters
    ----------
    corrections
        As `load_review` gives them; those of other fields are passed over.
    lines
        As `apply` gives it.
    sentences, articles
        As `districts.attribute` gives them.
    pages, gazetteer
        The pages of the corpus; the gazetteer that names the districts.

    Returns
    -------
    (sentences, articles). Corrected sentences have the basis `reviewed`. What is said of a
    paragraph goes before what is said of its article. `districts` of such an article, unless it
    is itself corrected, lists those of its sentences: the one that was first if it is still
    there, then by number of sentences.

    Raises
    ------
    InputError
        The gazetteer knows no such district, or two corrections give one paragraph or article
        different ones; see also `check`.
    """
    wanted = [c for c in corrections if c.field in PLACES]
    check(wanted, pages)
    for correction in wanted:
        _check_districts(correction, gazetteer)
    if not wanted:
        return sentences, articles
    units = _units_meant(wanted, lines, pages)
    said = _said(wanted, units, "district")
    listed = _said(wanted, [[(item, "", 0) for item, *_ in meant] for meant in units], "districts")
    sentences = _given_districts(said, sentences)
    lists = {item: value for (item, *_), value in listed.items()}
    return sentences, _listed_districts(lists, [item for item, *_ in said], sentences, articles)


def _by_page(table: "pd.DataFrame", pages: Sequence["Page"]) -> dict[str, list]:
    """Page id to its rows, of the pages named."""
    found: dict[str, list] = {page.page_id: [] for page in pages}
    for row in table[table["page_id"].isin(list(found))].itertuples(index=False):
        found[row.page_id].append(row)
    return found


def _page_again(
    page: "Page",
    corrections: Sequence[Correction],
    lines: Sequence,
    articles: Sequence,
    edits: Sequence,
) -> PageItems:
    """The items of a page, put together from its corrected lines."""
    made: dict[int, list[repair.Edit]] = {}
    for row in edits:
        edit = repair.Edit(row.column, row.before, row.after, row.rule)
        made.setdefault(row.line, []).append(edit)
    repaired = [
        repair.edited(number, raw, made.get(number, []))
        for number, raw in enumerate(page.lines, start=1)
    ]
    rows, surer = corrected_rows([LineRow(*row) for row in lines], corrections)
    items = [
        item._replace(confidence=item.confidence + (1 - item.confidence) * surer[item.article_id])
        for item in (ArticleRow(*row) for row in articles)
        if item.article_id in surer
    ]
    return assemble(page.page_id, repaired, rows, articles=items)


def _exchanged(
    again: Mapping[str, PageItems],
    lines: "pd.DataFrame",
    articles: "pd.DataFrame",
    sentences: "pd.DataFrame",
    pages: Sequence["Page"],
) -> tuple["pd.DataFrame", "pd.DataFrame", "pd.DataFrame"]:
    """The tables with the rows of some pages exchanged, in the order of the pages."""
    import pandas as pd

    place = {page.page_id: at for at, page in enumerate(pages)}
    page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    out = []
    for name, table, of in (
        ("lines", lines, lines["page_id"]),
        ("articles", articles, articles["page_id"]),
        ("sentences", sentences, sentences["article_id"].map(page_of)),
    ):
        new = [(page_id, row) for page_id, items in again.items() for row in getattr(items, name)]
        kept = ~of.isin(list(again))
        both = pd.concat([table[kept], schema.frame(name, [row for _, row in new])])
        order = [place[p] for p in [*of[kept], *(page_id for page_id, _ in new)]]
        sequence = sorted(range(len(order)), key=order.__getitem__)
        out.append(schema.validated(name, both.iloc[sequence].reset_index(drop=True)))
    return tuple(out)


# A unit of text: item, role and paragraph; an article as a whole: item and two blanks.
_Unit = tuple[str, str, int]


def _units_meant(
    corrections: Sequence[Correction], lines: "pd.DataFrame", pages: Sequence["Page"]
) -> list[list[_Unit]]:
    """For each correction the units that its lines stand in; a heading stands for its article."""
    page_of = {page.file: page.page_id for page in pages}
    wanted = {page_of[c.file] for c in corrections}
    columns = ["page_id", "line", "item_id", "role", "paragraph_no"]
    at: dict[str, dict[int, _Unit]] = {page_id: {} for page_id in wanted}
    for page_id, line, item, role, number in zip(*(lines[c] for c in columns), strict=True):
        if page_id in wanted:
            at[page_id][line] = (item, "", 0) if role in _NAMING else (item, role, number)
    meant = []
    for correction in corrections:
        of_line = at[page_of[correction.file]]
        span = range(correction.first, correction.last + 1)
        meant.append(list(dict.fromkeys(of_line[n] for n in span if n in of_line)))
    return meant


def _said(
    corrections: Sequence[Correction], units: Sequence[Sequence[_Unit]], field: str
) -> dict[_Unit, str]:
    """Unit to what the corrections of a field say of it."""
    by: dict[_Unit, Correction] = {}
    for correction, meant in zip(corrections, units, strict=True):
        for unit in meant if correction.field == field else ():
            before = by.setdefault(unit, correction)
            if before.value != correction.value:
                raise InputError(
                    f"{correction.place}, contradicts row {before.row} — both give the {field} "
                    f"of one paragraph or article: {correction.value!r} and {before.value!r}. "
                    "Keep one of them."
                )
    return {unit: correction.value for unit, correction in by.items()}


def _given_districts(said: Mapping[_Unit, str], sentences: "pd.DataFrame") -> "pd.DataFrame":
    """The sentences with their corrected districts."""
    if not said:
        return sentences
    columns = ["article_id", "role", "paragraph_no", "district", "district_basis"]
    places, bases = [], []
    for item, role, number, place, basis in zip(*(sentences[c] for c in columns), strict=True):
        whole = said.get((item, "", 0))
        place_said = said.get((item, role, number), whole)
        places.append(place if place_said is None else place_said)
        bases.append(basis if place_said is None else "reviewed")
    table = sentences.assign(district=places, district_basis=bases)
    return table.astype({"district": "str", "district_basis": "str"})


def _listed_districts(
    listed: Mapping[str, str],
    changed: Iterable[str],
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
) -> "pd.DataFrame":
    """The articles with the lists that the corrections say, or that their sentences now give."""
    counts: dict[str, Counter[str]] = {item: Counter() for item in changed}
    for item, place in zip(sentences["article_id"], sentences["district"], strict=True):
        if item in counts and place:
            counts[item][place] += 1
    found = []
    for item, before in zip(articles["article_id"], articles["districts"], strict=True):
        if item in counts and item not in listed:
            main = before.split(";")[0]
            order = sorted(counts[item], key=lambda p: (p != main, -counts[item][p]))
            before = ";".join(order)
        found.append(listed.get(item, before))
    return articles.assign(districts=found).astype({"districts": "str"})


def _check_districts(correction: Correction, gazetteer: "Gazetteer") -> None:
    """Refuse a district that the gazetteer does not know."""
    known = {*gazetteer.districts, *_OTHER_PLACES}
    value = correction.value
    named = value.split(";") if correction.field == "districts" or value else []
    unknown = [name for name in named if name not in known]
    if value and unknown:
        raise InputError(
            f"{correction.place}, has the {correction.field} {unknown[0]!r}. "
            f"The districts are {'、'.join([*gazetteer.districts, *_OTHER_PLACES])}."
        )
