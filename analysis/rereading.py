"""A page's rows of `lines` as a person's corrections want them, before they are put together."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis import schema
from analysis.assembly import LineRow, reading_order
from analysis.corrections import NEW, Correction
from analysis.errors import InputError

# Roles whose lines stand alone: what one row of the review makes one of these is one heading.
_HEADS = (*schema.HEADINGS, "byline")


@dataclass
class _Line:
    """A row under correction.

    Attributes
    ----------
    paragraph
        What lines of one paragraph have in common: their item and number as found, or the
        correction that made them one.
    joins
        What a correction says of `joins_next`, None where none does; `place` is that correction.
    """

    row: LineRow
    item: str
    role: str
    paragraph: tuple[str, int]
    joins: bool | None = None
    place: str = ""
    touched: bool = False


def corrected_rows(
    rows: Sequence[LineRow], corrections: Iterable[Correction]
) -> tuple[list[LineRow], dict[str, float]]:
    """The rows of one page with the corrections made, and how much of each item is now certain.

    Parameters
    ----------
    rows
        The page's rows of `lines`.
    corrections
        Those of that page, any field; what is said of districts is passed over.

    Returns
    -------
    (rows, surer)
        Rows in order of line; corrected ones have confidence 1.0. Item ids are those that came in,
        or `new:ROW` for an item that a correction makes; paragraphs are counted anew in every
        item. `surer`: item id to the share of its lines (0 to 1) that were corrected.

    Raises
    ------
    InputError
        A correction names a line whose own item is corrected by naming another; or joins a line
        to one of another role, or to none.
    """
    page = {row.line: _Line(row, row.item_id, row.role, (row.item_id, row.paragraph_no))
            for row in rows}  # fmt: skip
    of_field: dict[str, list[Correction]] = {}
    for correction in corrections:
        of_field.setdefault(correction.field, []).append(correction)
    _give_items(page, of_field.get("item", []))
    _give_roles(page, of_field.get("role", []))
    for correction in of_field.get("paragraph", []):
        for line in _lines(page, correction):
            line.paragraph = (line.item, int(correction.value))
    for correction in of_field.get("joins_next", []):
        for line in _lines(page, correction):
            line.joins, line.place = correction.value == "yes", correction.place
    return _numbered(page.values()), _certain(page.values())


def _lines(page: dict[int, _Line], correction: Correction) -> Iterator[_Line]:
    """The lines that a correction is about, marked as corrected."""
    span = range(correction.first, correction.last + 1)
    for number in span if len(span) < len(page) else sorted(page):
        if number in page and number in span:
            page[number].touched = True
            yield page[number]


def _give_items(page: dict[int, _Line], corrections: Sequence[Correction]) -> None:
    """Items made anew first, then those that other lines belong to."""
    moved: set[int] = set()
    for correction in corrections:
        for line in _lines(page, correction):
            if correction.value == NEW:
                line.item = f"new:{correction.row}"
            else:
                moved.add(line.row.line)
    for correction in corrections:
        if correction.value == NEW:
            continue
        named = int(correction.value)
        if named in moved:
            raise InputError(
                f"{correction.place}, gives lines to the item of line {named}, which is itself "
                "corrected. Name a line that stays in its item."
            )
        for line in _lines(page, correction):
            line.item = page[named].item


def _give_roles(page: dict[int, _Line], corrections: Sequence[Correction]) -> None:
    """Roles; what becomes a heading, or text out of a heading, is a paragraph of its own."""
    for correction in corrections:
        for line in _lines(page, correction):
            if line.role == correction.value:
                continue
            if line.role in _HEADS or correction.value in _HEADS:
                line.paragraph = (f"row {correction.row}", 0)
            line.role = correction.value


def _joined(line: _Line, following: _Line) -> bool:
    """Whether a line goes on in the next of its item."""
    if line.role != following.role:
        if line.joins:
            raise InputError(
                f"{line.place}: line {line.row.line} is {line.role}, and the next line of its "
                f"item, {following.row.line}, is {following.role}. Correct the role as well."
            )
        return False
    if line.joins is not None:
        return line.joins
    if line.paragraph != following.paragraph:
        return False
    return line.row.joins_next or any(
        part.paragraph != (part.row.item_id, part.row.paragraph_no) for part in (line, following)
    )


def _numbered(page: Iterable[_Line]) -> list[LineRow]:
    """The rows, each item's paragraphs counted from 1 in reading order."""
    of_item: dict[str, list[_Line]] = {}
    for line in page:
        of_item.setdefault(line.item, []).append(line)
    found = []
    for lines in of_item.values():
        order = reading_order(lines, role=lambda line: line.role, line=lambda line: line.row.line)
        joins = [_joined(line, following) for line, following in pairwise(order)]
        if order[-1].joins:
            raise InputError(
                f"{order[-1].place}: line {order[-1].row.line} is the last of its item and can "
                "join no other. Correct the item as well."
            )
        found += _item_rows(order, [*joins, False])
    return sorted(found, key=lambda row: row.line)


def _item_rows(order: Sequence[_Line], joins: Sequence[bool]) -> Iterator[LineRow]:
    """The rows of one item in reading order; a subhead has the number of what it stands over."""
    number, begins = 0, True
    for line, joined in zip(order, joins, strict=True):
        above = (line.role in schema.HEADINGS and line.role != "subhead") or line.role == "byline"
        number += begins and not above and line.role != "subhead"
        yield line.row._replace(
            item_id=line.item,
            role=line.role,
            paragraph_no=0 if above else number + (line.role == "subhead"),
            joins_next=joined,
            confidence=1.0 if line.touched else line.row.confidence,
        )
        begins = not joined


def _certain(page: Iterable[_Line]) -> dict[str, float]:
    """Item id to the share of its lines that were corrected."""
    lines: Counter[str] = Counter()
    touched: Counter[str] = Counter()
    for line in page:
        lines[line.item] += 1
        touched[line.item] += line.touched
    return {item: touched[item] / n for item, n in lines.items()}
