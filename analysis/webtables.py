"""Tables of a page made fit to read and to use: columns by kind, districts by colour, a source."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from analysis import palette
from analysis.language import say

# A cell of more characters than this is a text, which a narrow column would cut into shreds.
_LONG = 9
# A column of more characters a cell than this is read, not looked over: it gets the room.
_PROSE = 40
# In sanitised HTML a tag is nothing else, and no text looks like one.
_ATTRIBUTES = r"""(?:\s+[\w:-]+(?:="[^"]*"|='[^']*')?)*"""
_OPENING = re.compile(rf"<([a-z][a-z0-9]*)({_ATTRIBUTES})(\s*/?)>")
_CELL = re.compile(rf"<(td|th)({_ATTRIBUTES})\s*>(.*?)</\1>", re.DOTALL)
_CLASS = re.compile(r'\s+class="([^"]*)"')
_STYLE = re.compile(r'\s+style="([^"]*)"')
_ALIGNED = re.compile(r"text-align:\s*(left|right|center|justify)\b")
_RIGHT = re.compile(r'class="(?:[^"]* )?right[ "]')
_EMPTY_HEADING = re.compile(rf"<th\b({_ATTRIBUTES})\s*></th>")
_TAG = re.compile(r"<[^>]*>")
_FIGURE = r"[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+−]?\d+)?\s?[%‰]?"
_NUMBER = re.compile(
    rf"\s*(?:(?:[<>≥≤≈~=]|&[lg]t;)\s?)?{_FIGURE}(?:\s?[–—]\s?{_FIGURE})?(?:\s?[(（\[][-−+\d.,%‰–—\s]+[)）\]])?\s*"
)
_NO_NUMBER = frozenset({"", "-", "–", "—", "NaN", "None", "<NA>", "&lt;NA&gt;", "NaT"})
# A date is no text: it is as short as a column can be.
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_PLAIN = frozenset({"", "全市", "外地", "–"})  # the city, elsewhere, unknown: without a colour
# Between the names of a list of districts, kept as it stands.
_BETWEEN = re.compile(r"([;；、,，] ?)")


def tidy_tables(html: str, *, districts: Sequence[str] = ()) -> str:
    """The sanitised HTML with its tables made fit to read.

    Each table stands in a box of its own in which it scrolls; an empty heading cell (the corner
    of a DataFrame) becomes an ordinary one; columns of numbers get the class `number`, of texts
    `long`, of sentences `reading` besides; a cell that holds nothing but names of districts shows
    their colours. No style attribute is left: alignment becomes a class.

    Parameters
    ----------
    html
        What `webpage.sanitised` returned, or markup of which every `<` begins a tag.
    districts
        All districts of the gazetteer in its order, which gives them their colours.
    """
    places = {name: place for place, name in enumerate(districts)}
    opening, *rest = re.split(r"(?=<table[\s>])", without_styles(html))
    boxed = opening + "".join(_boxed(piece, places) for piece in rest)
    return _EMPTY_HEADING.sub(r"<td\1></td>", boxed)


def without_styles(html: str) -> str:
    """The sanitised HTML without style attributes; an alignment becomes a class, such as `right`.

    A page's policy names its style sheet by hash, and so rules every other style out.

    >>> without_styles('<td style="text-align: right;" class="a">1</td>')
    '<td class="a right">1</td>'
    """
    return _OPENING.sub(_without_style, html) if " style=" in html else html


def badge(district: str, place: int, *, is_next: bool = False) -> str:
    """A district's name beside its colour; `place` is its place in the gazetteer.

    `is_next` leaves some room before it: another name stands there.
    """
    names = f"district d{place % palette.N_GROUPS}" + (" next" if is_next else "")
    return f'<span class="{names}" lang="zh">{escape(district)}</span>'


def _without_style(tag: re.Match[str]) -> str:
    """The opening tag with a class in the place of its style."""
    attributes = tag[2]
    style = _STYLE.search(attributes)
    if style is None:
        return tag[0]
    attributes = _STYLE.sub("", attributes)
    aligned = _ALIGNED.search(style[1])
    if aligned:
        attributes = _with_class(attributes, aligned[1])
    return f"<{tag[1]}{attributes}{tag[3]}>"


def _with_class(attributes: str, name: str) -> str:
    """The attributes of an element with one class more."""
    if not name:
        return attributes
    had = _CLASS.search(attributes)
    if had is None:
        return f'{attributes} class="{name}"'
    names = had[1].split()
    wanted = " ".join([*names, *(new for new in name.split() if new not in names)])
    return f'{attributes[: had.start()]} class="{wanted}"{attributes[had.end() :]}'


def _boxed(piece: str, places: Mapping[str, int]) -> str:
    """A table and what follows it: the table in a box that scrolls and can be reached by key."""
    table, end, rest = piece.partition("</table>")
    head, found, body = table.partition("<tbody>")
    if found:
        table = _with_kinds_of_column(_with_one_heading(head), found + body, places)
    box = f'<div class="table" role="group" aria-label="{say("table")}" tabindex="0">'
    return f"{box}{table}{end}</div>{rest}"


def _cells(rows: str) -> list[list[str]]:
    """What stands in the cells, by row."""
    return [[cell[3] for cell in _CELL.finditer(row)] for row in rows.split("<tr")[1:]]


def _with_one_heading(head: str) -> str:
    """The heading of a table, in one row where pandas made two: one for the index's name alone."""
    rows = _cells(head)
    if len(rows) != 2 or len(rows[0]) != len(rows[1]):
        return head
    if any(above and below for above, below in zip(*rows, strict=True)):
        return head
    texts = iter([above or below for above, below in zip(*rows, strict=True)])
    start, first, _ = head.split("<tr")
    return f"{start}<tr{_CELL.sub(lambda _: f'<th>{next(texts)}</th>', first)}</thead>"


def _with_kinds_of_column(head: str, body: str, places: Mapping[str, int]) -> str:
    """The table with a class on the cells of its columns of numbers, and of long texts.

    Only where every row has the same cells and none is joined to another, so that a cell's place
    tells its column.
    """
    rows = _cells(body)
    joined = "colspan=" in head + body or "rowspan=" in head + body
    if joined or not rows or len({len(row) for row in rows + _cells(head)}) != 1:
        return head + body
    kinds = [_kind([_TAG.sub("", cell) for cell in column]) for column in zip(*rows, strict=True)]
    aligned = ["right" if _RIGHT.search(cell[2]) else "" for cell in _CELL.finditer(body)]
    kinds = [f"{kind} {side}".strip() for kind, side in zip(kinds, aligned, strict=False)]
    start, *pieces = (head + body).split("<tr")
    return start + "".join("<tr" + _CELL.sub(_marker(kinds, places), piece) for piece in pieces)


def _marker(kinds: Sequence[str], places: Mapping[str, int]) -> Callable[[re.Match[str]], str]:
    """A replacement that counts the cells of a row and gives each its column's class."""
    place = iter(kinds)

    def marked(cell: re.Match[str]) -> str:
        element, attributes, text = cell.groups()
        attributes = _with_class(attributes, next(place))
        if element == "td":
            attributes += _language(attributes, text)
            text = _badges(text, places)
        elif "<" not in text:
            text = text.replace("_", "_<wbr>")  # where a narrow column may cut a name
        return f"<{element}{attributes}>{text}</{element}>"

    return marked


def _language(attributes: str, text: str) -> str:
    """The attribute that says that a cell is Chinese, for those who have it read out."""
    if " lang=" in attributes or not _HAN.search(text):
        return ""
    return "" if _LATIN.search(_TAG.sub("", text)) else ' lang="zh"'


def _badges(text: str, places: Mapping[str, int]) -> str:
    """The cell with colours, where it lists districts and says nothing else."""
    parts = _BETWEEN.split(text)
    names = parts[::2]
    if not places or not any(name in places for name in names):
        return text
    if not all(name in places or name in _PLAIN for name in names):
        return text
    return "".join(
        badge(part, places[part], is_next=at > 0) if part in places else part
        for at, part in enumerate(parts)
    )


def _kind(cells: Sequence[str]) -> str:
    """What a column holds: `number` (and blanks), `short`, `long`, or `long reading` texts."""
    said = [cell for cell in cells if cell.strip() not in _NO_NUMBER]
    if said and all(_is_number(cell) for cell in said):
        return "number"
    if said and all(_DATE.fullmatch(cell) for cell in said):
        return "short"
    longest = max(map(len, cells), default=0)
    return "long reading" if longest > _PROSE else "long" if longest > _LONG else "short"


@functools.lru_cache(maxsize=4096)
def _is_number(cell: str) -> bool:
    """Whether a cell is a number, a range of two, or one with its interval in brackets."""
    return _NUMBER.fullmatch(cell) is not None
