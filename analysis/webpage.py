"""HTML that is safe to open: nothing in it runs, and nothing in it is fetched.

What a newspaper page says may be anything, markup included. It reaches a report through a table,
a print-out or a sentence of Markdown, and is made harmless here; the finished page is then read
once more and refused if anything got through.
"""

import functools
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from analysis import audit, fonts
from analysis.errors import InputError
from analysis.paths import RESOURCES

if TYPE_CHECKING:
    import jinja2
    from bleach.sanitizer import Cleaner

TEMPLATES = RESOURCES / "template"
# In every page: what another page of the same name in a folder does not say.
GENERATOR = "district-pages"
# Elements that only say what a text is. No img: a picture comes from a cell's output, never from
# markup, so that no markup can name an address to fetch it from.
ALLOWED_ELEMENTS = frozenset(
    [
        "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
        "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3",
        "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt",
        "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup",
        "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
    ]
)  # fmt: skip
_ALLOWED_ATTRIBUTES = {
    "*": ["class", "dir", "id", "lang", "style", "title"],
    "a": ["href"],
    "col": ["span"],
    "colgroup": ["span"],
    "details": ["open"],
    "li": ["value"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
    "time": ["datetime"],
}
# Markdown and pandas align columns this way; no property that can name an address.
_ALLOWED_STYLES = ("text-align",)
_ALLOWED_PROTOCOLS = ("http", "https", "mailto")
# A cell of more characters than this is a text, which a narrow column would cut into shreds.
_LONG = 9
# Stands in the style sheet where the font goes once it is known what the page says.
_FONT_PLACE = "/* the font */"
_CELL = re.compile(r"<(td|th)>(.*?)</\1>", re.DOTALL)
_EMPTY_HEADING = re.compile(r"<th\b([^>]*)></th>")
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"\s*[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?\s?%?\s*")
_NO_NUMBER = frozenset({"", "-", "–", "—", "NaN", "None", "<NA>", "&lt;NA&gt;", "NaT"})


def sanitised(html: str) -> str:
    """The HTML with only what `ALLOWED_ELEMENTS` names; other markup is shown as the text it is.

    Parameters
    ----------
    html
        HTML from a cell's output or rendered from Markdown, trusted or not.

    Returns
    -------
    HTML that runs nothing and fetches nothing: no scripts, handlers, pictures, frames or style
    sheets, links only to web, mail and relative addresses. The style sheet that pandas puts before
    each table is dropped.

    Examples
    --------
    >>> sanitised('<b onclick="x()">甲</b><script>x()</script>')
    '<b>甲</b>&lt;script&gt;x()&lt;/script&gt;'
    """
    return _cleaner().clean(_without_pandas_style(html))


def tidy_tables(html: str) -> str:
    """The sanitised HTML with its tables made fit to read.

    Each table stands in a box of its own in which it scrolls; an empty heading cell (the corner
    of a DataFrame) becomes an ordinary one; columns of numbers get the class `number`, columns of
    texts the class `long`.
    """
    opening, *rest = re.split(r"(?=<table[\s>])", html)
    boxed = opening + "".join(_boxed(piece) for piece in rest)
    return _EMPTY_HEADING.sub(r"<td\1></td>", boxed)


def page(
    template: str, file: str, *, sheets: Sequence[str] = (), font_of: str = "", **values: Any
) -> str:
    """The page of a template: self-contained, safe, with the font that its text needs.

    Parameters
    ----------
    template
        Name of a template in `TEMPLATES`.
    file
        Name of the page's file, for messages.
    sheets
        Style sheets in `TEMPLATES` that go behind the common one.
    font_of
        Text of all pages that share one font, which is then made once; empty for a font that has
        the page's own characters only.
    values
        What the template asks for. It escapes everything but what it marks as safe.

    Raises
    ------
    InputError
        The page would fetch something or run something, or has a picture without a text.
    """
    css = "\n".join([_FONT_PLACE, _stylesheet(), *map(_sheet, sheets)])
    text = _templates().get_template(template).render(css=css, generator=GENERATOR, **values)
    _refuse_unsafe(text, file)
    return text.replace(_FONT_PLACE, fonts.subset_css(text + font_of), 1)


@functools.cache
def _cleaner() -> "Cleaner":
    """The sanitiser that nbconvert uses, told what a report needs."""
    from bleach.css_sanitizer import CSSSanitizer
    from bleach.sanitizer import Cleaner

    return Cleaner(
        tags=ALLOWED_ELEMENTS,
        attributes=_ALLOWED_ATTRIBUTES,
        protocols=_ALLOWED_PROTOCOLS,
        css_sanitizer=CSSSanitizer(allowed_css_properties=_ALLOWED_STYLES),
        strip=False,
        strip_comments=True,
    )


def _without_pandas_style(html: str) -> str:
    """The HTML without the style sheet that pandas writes; with it, the page's own has no say."""
    before, found, after = html.partition("<style scoped>")
    _, closed, rest = after.partition("</style>")
    return before + rest if found and closed else html


def _boxed(piece: str) -> str:
    """A table and what follows it: the table in a box that scrolls and can be reached by key."""
    table, end, rest = piece.partition("</table>")
    head, found, body = table.partition("<tbody>")
    if found:
        table = _with_kinds_of_column(_with_one_heading(head), found + body)
    box = '<div class="table" role="group" aria-label="table" tabindex="0">'
    return f"{box}{table}{end}</div>{rest}"


def _cells(rows: str) -> list[list[str]]:
    """What stands in the cells, by row."""
    return [[text for _, text in _CELL.findall(row)] for row in rows.split("<tr")[1:]]


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


def _with_kinds_of_column(head: str, body: str) -> str:
    """The table with a class on the cells of its columns of numbers, and of long texts.

    Only where every row has the same plain cells, so that a cell's place tells its column.
    """
    rows = _cells(body)
    if not rows or len({len(row) for row in rows + _cells(head)}) != 1:
        return head + body
    kinds = [_kind([_TAG.sub("", cell) for cell in column]) for column in zip(*rows, strict=True)]
    start, *pieces = (head + body).split("<tr")
    return start + "".join("<tr" + _CELL.sub(_marker(kinds), piece) for piece in pieces)


def _marker(kinds: Sequence[str]) -> Callable[[re.Match[str]], str]:
    """A replacement that counts the cells of a row and gives each its column's class."""
    place = iter(kinds)

    def marked(cell: re.Match[str]) -> str:
        kind = next(place)
        attribute = f' class="{kind}"' if kind else ""
        return f"<{cell[1]}{attribute}>{cell[2]}</{cell[1]}>"

    return marked


def _kind(cells: Sequence[str]) -> str:
    """What a column holds: `number` (and blanks), `long` text, or nothing that needs a class."""
    said = [cell for cell in cells if cell.strip() not in _NO_NUMBER]
    if said and all(_NUMBER.fullmatch(cell) for cell in said):
        return "number"
    return "long" if any(len(cell) > _LONG for cell in cells) else ""


def _refuse_unsafe(page: str, file: str) -> None:
    """Refuse a page that is not one file which only says what it says."""
    resources = audit.external_resources(page)
    if resources:
        raise InputError(
            f"{file} would not be complete in itself — it fetches {resources[0][:80]!r}. "
            "Embed it, or link to it."
        )
    active = audit.active_content(page)
    if active:
        raise InputError(
            f"{file} would not be safe to open — it holds {active[0][:80]!r}. "
            "Take out of the notebook what puts it there."
        )
    if audit.pictures_without_text(page):
        raise InputError(
            f"{file} has a picture without alternative text. Say in words what it shows."
        )


@functools.cache
def _stylesheet() -> str:
    """The pages' style sheet."""
    return (TEMPLATES / "report.css").read_text("utf-8")


@functools.cache
def _sheet(name: str) -> str:
    """A style sheet that only some pages have."""
    return (TEMPLATES / name).read_text("utf-8")


@functools.cache
def _templates() -> "jinja2.Environment":
    """The templates of the pages; whatever is put into one is escaped."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
