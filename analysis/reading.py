"""A page's rows read: its items, and each item's headings and paragraphs in reading order."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from analysis import furniture, repair
from analysis.boxes import mark_contents, mark_items, mark_notes, mark_tables, odd_starts, short
from analysis.briefs import mark_briefs
from analysis.captions import mark_captions, mark_numbered_captions, mark_pointed
from analysis.columns import measure_columns
from analysis.headings import (
    PRINT_MARKS,
    PageRows,
    mark_headings,
)
from analysis.labels import (
    mark_flush_captions,
    mark_last_caption,
    single_line_captions,
    single_line_roles,
)
from analysis.layout import Row, even_out
from analysis.letters import mark_letters, mark_pen_name
from analysis.markup import mark_markup, mark_steps
from analysis.paragraphs import Joiner, mark_boxes, mark_foot, mark_lead_ins
from analysis.runs import runs_of
from analysis.stories import Assembler, Item
from analysis.turns import mark_turns
from analysis.upright import mark_vertical_headings

# So short a heading over one at least twice as wide, in em, is the name of a column, of a series.
_LONGEST_NAME = 5
# What a deck begins with.
_DASH = ("—", "–")
# From one thing to another: without a predicate it leads to the headline below.
_FROM_TO = re.compile("从.{1,8}到.{1,8}")


class Unit(NamedTuple):
    """A heading, byline or paragraph of an item: its role, number and physical lines."""

    role: str
    paragraph_no: int
    lines: tuple[repair.Line, ...]


# Made without the function in Python that the class calls: pages have hundreds.
_unit = partial(tuple.__new__, Unit)


def page_items(page_rows: Sequence[Row]) -> list[Item]:
    """The items that a page's rows form; sets the rows' roles and confidences."""
    even_out(page_rows)
    few = short(page_rows)
    mark_vertical_headings(page_rows, few)
    single_line_roles(page_rows)
    firsts = "".join([row.raw[0] for row in page_rows])
    odd = odd_starts(firsts)
    mark_markup(page_rows, odd)
    mark_contents(page_rows, few)
    mark_briefs(page_rows, few)
    listed = mark_items(page_rows, odd)
    mark_tables(page_rows)
    mark_letters(page_rows)
    spread = measure_columns(page_rows)
    page = PageRows(page_rows, spread)
    single_line_captions(page_rows, page.usual_gap)
    mark_last_caption(page_rows, page.usual_gap)
    if page.indents_kept:
        mark_flush_captions(page_rows)
    if not page.uneven:
        mark_notes(page_rows, page.usual_gap, few)
    mark_lead_ins(page_rows)
    mark_turns(page)
    mark_headings(page)
    mark_pointed(page)
    if listed:
        mark_steps(page_rows)
    mark_boxes(page)
    mark_captions(page, firsts)
    mark_numbered_captions(page, firsts)
    mark_pen_name(page_rows, few)
    mark_foot(page)
    return Assembler(page, runs_of(page, Joiner(page))).assemble()


def _head_roles(item: Item, page_rows: Sequence[Row]) -> list[str]:
    """The role of each heading of an item: kickers, one headline, decks."""
    levels = [page_rows[part[0]].level for part in item.heads]
    if any(levels):
        texts = [page_rows[part[0]].text for part in item.heads]
        names = [furniture.names_column(text) or furniture.is_label(text) for text in texts]
        if not all(names):
            levels = [0 if name else level for name, level in zip(names, levels, strict=True)]
        top = min([level for level in levels if level], default=0)
        main = max(at for at, level in enumerate(levels) if level == top)
        return [
            "kicker" if at < main else "headline" if at == main else "deck"
            for at in range(len(levels))
        ]
    return _unmarked_head_roles(item, page_rows)


def _unmarked_head_roles(item: Item, page_rows: Sequence[Row]) -> list[str]:
    """Roles where no mark tells sizes: what stands tight below the first is a deck."""
    heads = [page_rows[part[0]] for part in item.heads]
    main = int(_is_stack(item, heads))
    while main + 1 < len(heads) and _is_kicker(item, main, heads):
        main += 1
        if furniture.is_label(heads[main - 1].text):
            break
    return [
        "kicker" if at < main else "headline" if at == main else "deck" for at in range(len(heads))
    ]


def _is_stack(item: Item, heads: Sequence[Row]) -> bool:
    """Whether three headings close together are a kicker, a headline and a deck: ever wider ones.

    A headline has no deck of two headings that is shorter at its first.
    """
    if item.kind != "article" or len(heads) != 3 or any(row.vertical for row in heads):
        return False
    if any(row.gap for row in heads[1:]) or len(item.heads[0]) > 1 or "，" in heads[0].text:
        return False
    return heads[0].width < heads[1].width < heads[2].width


def _is_kicker(item: Item, at: int, heads: Sequence[Row]) -> bool:
    """Whether the heading stands over another one that is the headline."""
    row, below = heads[at], heads[at + 1]
    if furniture.names_column(row.text):
        return True
    if row.raw[:1] in PRINT_MARKS or (furniture.is_label(row.text) and below.text[:1] != "【"):
        return True
    if len(item.heads[at]) > 1 or row.vertical or below.text.startswith(_DASH):
        return False
    if row.width <= _LONGEST_NAME and below.width >= 2 * row.width:
        return True
    if _FROM_TO.fullmatch(row.text):
        return True
    if below.gap == 0 or item.kind != "article":
        return False
    # A deck has commas; a headline that wraps at one has it at the line's end.
    commas = "，" in (below.text[:-1] if len(item.heads[at + 1]) > 1 else below.text)
    return not commas and below.width <= 2 * max(row.width, 10)


def units(
    item: Item, page_rows: Sequence[Row], page_lines: tuple[repair.Line, ...]
) -> Iterator[Unit]:
    """The item's headings, bylines and paragraphs in reading order; `page_lines` are the rows'."""

    def unit(role: str, number: int, part: Sequence[int]) -> Unit:
        first, end = part[0], part[-1] + 1
        # The rows of a part are in order, and most follow each other.
        if end - first == len(part):
            return _unit((role, number, page_lines[first:end]))
        return _unit((role, number, tuple([page_lines[at] for at in part])))

    if item.heads:
        roles = _head_roles(item, page_rows)
        for wanted in ("kicker", "headline", "deck"):
            for role, part in zip(roles, item.heads, strict=True):
                if role == wanted:
                    yield unit(role, 0, part)
    for part in item.bylines:
        yield unit("byline", 0, part)
    number = 0
    for role, part in item.body:
        if role != "subhead":
            number += 1
        yield unit(role, number + (role == "subhead"), part)
