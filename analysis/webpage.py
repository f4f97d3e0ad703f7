"""HTML that is safe to open: nothing of a page's text runs in it, and nothing in it is fetched.

What a newspaper page says may be anything, markup included. It reaches a report through a table,
a print-out or a sentence of Markdown, and is made harmless here; the finished page is then read
once more and refused if anything got through.
"""

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis import audit, fonts, language, palette
from analysis.audit import TEMPLATES
from analysis.errors import InputError

if TYPE_CHECKING:
    import jinja2
    from bleach.sanitizer import Cleaner

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
# What `tables.Presented` writes: escaped text in plain cells. It needs no washing, and of ten
# thousand rows that would take longer than everything else.
_PLAIN_TAG = (
    r"</?(?:table|thead|tbody|tr|th|td|p)"
    r"(?: class='[\w -]*'| scope='(?:col|row)'| style='text-align: right'){0,3}+>"
)
_PLAIN_TABLE = re.compile(
    rf"<table(?: class='[\w -]*')?>(?:{_PLAIN_TAG}"
    r"|[^<>&\x00-\x08\x0b-\x1f\x7f]++|&(?:amp|lt|gt|quot|#x27);)*+(?:(?<=</table>)|(?<=</p>))"
)
_TAG = re.compile("<[^>]*>")
_ALLOWED_PROTOCOLS = ("http", "https", "mailto")
# Stands in the style sheet where the font goes once it is known what the page says.
_FONT_PLACE = "/* the font */"
# Stands in the policy where the hash of the style sheet goes, which holds the font.
_STYLE_PLACE = "'sha256-of-the-style-sheet'"
# What a page may weigh: more is slow to open on a phone, and to send.
PAGE_BYTES = 3_000_000


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
    if _PLAIN_TABLE.fullmatch(html):
        return _TAG.sub(lambda tag: tag[0].replace("'", '"'), html)
    return _cleaner().clean(_without_pandas_style(html))


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
        The page would fetch something or run something, has a picture without a text, or weighs
        more than `PAGE_BYTES`.
    """
    css = "\n".join([_FONT_PLACE, _stylesheet(), *map(_sheet, sheets)])
    script = audit.own_script()
    text = _templates().get_template(template).render(
        css=css, generator=GENERATOR, script=script,
        script_hash=audit.source_hash(script), style_hash=_STYLE_PLACE, **values,
    )  # fmt: skip
    _refuse_unsafe(text, file)
    text = text.replace(_FONT_PLACE, fonts.subset_css(text + font_of), 1)
    style = text.partition("<style>")[2].partition("</style>")[0]
    text = text.replace(_STYLE_PLACE, audit.source_hash(style), 1)
    _refuse_heavy(text, file)
    return text


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
    if audit.inline_styles(page):
        raise InputError(
            f"{file} has a style attribute — its policy blocks every style but the style sheet. "
            "Give the element a class."
        )
    if audit.pictures_without_text(page):
        raise InputError(
            f"{file} has a picture without alternative text. Say in words what it shows."
        )


def _refuse_heavy(page: str, file: str) -> None:
    """Refuse a page that is too large to open everywhere."""
    weight = len(page.encode("utf-8"))
    if weight > PAGE_BYTES:
        pictures = sum(len(piece.partition('"')[0]) for piece in page.split('src="data:')[1:])
        raise InputError(
            f"{file} would weigh {weight / 1e6:.1f} MB, {pictures / 1e6:.1f} MB of it pictures — "
            f"a page may weigh {PAGE_BYTES / 1e6:.0f} MB. Show fewer rows of its longest table, "
            "or move pictures to another notebook."
        )


@functools.cache
def _stylesheet() -> str:
    """The pages' style sheet, with the districts' colours as its variables."""
    css = (TEMPLATES / "report.css").read_text("utf-8")
    marks = "\n".join(
        f".d{place} {{ --district: var(--d{place}); }}" for place in range(palette.N_GROUPS)
    )
    return f":root {{ {palette.style_variables()} }}\n{marks}\n{css}"


@functools.cache
def _sheet(name: str) -> str:
    """A style sheet that only some pages have."""
    return (TEMPLATES / name).read_text("utf-8")


@functools.cache
def _templates() -> "jinja2.Environment":
    """The templates of the pages; whatever is put into one is escaped."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(language.for_templates())
    return environment
