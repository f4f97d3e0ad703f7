"""A finished page, read as a browser reads it: what it would fetch, and what it would run."""

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any

from analysis.paths import RESOURCES

TEMPLATES = RESOURCES / "template"
# Attributes whose value a browser fetches without being asked, on whatever element.
_FETCHED = {
    "action", "archive", "background", "classid", "codebase", "data", "formaction", "icon",
    "manifest", "ping", "poster", "src",
}  # fmt: skip
# `href` is fetched on these; on `a` and `area` it waits for the reader.
_FETCHED_HREF = {"base", "feimage", "image", "link", "script", "use"}
_ACTIVE_ELEMENTS = {
    "applet", "base", "embed", "form", "frame", "frameset", "iframe", "object", "script",
    "template",
}  # fmt: skip
_CSS_FETCHERS = {"url", "src", "image", "image-set", "-webkit-image-set"}
# A tag that can neither run nor fetch anything, whatever stands in it, to the letter as our
# templates write it: of its attributes only `href` is an address, and one without a colon names no
# scheme. A browser reads nothing else into it: there is no `<` in it.
_HARMLESS = (
    r"<(?:/?(?:p|span|h[1-6]|tr|t[hd]|code|small|mark|ins|del|ul|li|section|article|div)"
    r"|/?a|/?details|/?summary|/?table|/?thead|/?tbody)"
    r"(?: (?:class|id|lang|title|role|scope|tabindex|aria-label)=\"[^\"<>]*\""
    r"| href=\"[\w%~.#-]*\")*+>"
)
_HARMLESS_RUN = re.compile(rf"(?<=>)(?:[^<>]*+{_HARMLESS})++")


@functools.cache
def own_script() -> str:
    """The one script that a page may hold: it makes tables usable, and it asks for nothing."""
    return (TEMPLATES / "page.js").read_text("utf-8")


def source_hash(text: str) -> str:
    """The hash by which a content security policy names a script or a style sheet.

    >>> source_hash("甲")
    "'sha256-M+NYDAkxEeHEyskihyxANx94lrs/pOI75YQL0YNPxiI='"
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def external_resources(html: str) -> list[str]:
    """The addresses that a browser would fetch to show the page, in order of appearance.

    Parameters
    ----------
    html
        A whole page or a piece of one.

    Returns
    -------
    All but `data:` addresses and places in the same page, relative ones too: a report is one
    file. A link that waits for the reader's click is none.

    Examples
    --------
    >>> external_resources('<img src="a.png"><a href="https://example.org">read</a>')
    ['a.png']
    """
    return _audited(html).resources


def active_content(html: str) -> list[str]:
    """What in a page could run, frame, or redirect, in order of appearance; empty if nothing.

    The project's own script is none of it, once, to the letter, and on an element without
    attributes; a second one, or one that differs by a blank, is.

    Examples
    --------
    >>> active_content('<p onclick="x()">甲</p><a href="javascript:x()">乙</a>')
    ['onclick', 'javascript:x()']
    """
    return _audited(html).active


def inline_styles(html: str) -> int:
    """The number of style attributes: the policy of a page blocks them, and a browser says so."""
    return _audited(html).inline_styles


def pictures_without_text(html: str) -> int:
    """The number of pictures that have no alternative text, or an empty one."""
    return _audited(html).silent_pictures


class _Audit(HTMLParser):
    """Reads a page as a browser does, and notes what it would fetch or run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.resources: list[str] = []
        self.active: list[str] = []
        self.silent_pictures = 0
        self.inline_styles = 0
        self._in_style = False
        self._script: list[str] | None = None
        self._own_scripts = 0

    @property
    def is_inside(self) -> bool:
        """Whether the page so far ends inside a style sheet, a script, a comment or a tag."""
        held = self.rawdata or self.cdata_elem
        return bool(held) or self._in_style or self._script is not None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """An element begins."""
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        if tag == "script" and not attrs and self._script is None:
            self._script = []  # judged where it ends
        elif tag in _ACTIVE_ELEMENTS:
            self.active.append(tag)
        if tag == "meta" and values.get("http-equiv", "").strip().lower() == "refresh":
            self.resources.append(values.get("content", ""))
        if tag == "img" and not values.get("alt", "").strip():
            self.silent_pictures += 1
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._in_style = False
        if tag == "script":
            self._end_script()

    def handle_data(self, data: str) -> None:
        """Text; in `<style>` it is CSS."""
        if self._in_style:
            self._fetched(_css_addresses(data))
        if self._script is not None:
            self._script.append(data)

    def close(self) -> None:
        """The page ends, and with it a script that nothing else ended."""
        super().close()
        self._end_script()

    def _end_script(self) -> None:
        """A script ends: the project's own is known by its hash, any other is active content."""
        if self._script is None:
            return
        text, self._script = "".join(self._script), None
        self._own_scripts += (is_own := source_hash(text) == source_hash(own_script()))
        if not is_own or self._own_scripts > 1:
            self.active.append("script")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        """One attribute of an element."""
        is_address = name in _FETCHED or name.endswith("href")
        bare = "".join(value.split()).lower()
        if name.startswith("on") or name == "srcdoc":
            self.active.append(name)
        elif is_address and bare.startswith(("javascript:", "vbscript:")):
            self.active.append(value)
        elif name == "srcset":
            self._fetched(part.split()[0] for part in _candidates(value))
        elif name in _FETCHED or (is_address and tag in _FETCHED_HREF):
            self._fetched([value])
        elif name == "style":
            self.inline_styles += 1
            self._fetched(_css_addresses(value))

    def _fetched(self, addresses: Iterable[str]) -> None:
        """Note the addresses that lie outside the page."""
        for address in addresses:
            if not address.strip().lower().startswith(("data:", "#")):
                self.resources.append(address)


# The three questions about a page are asked one after another: the page is read once.
@functools.lru_cache(maxsize=1)
def _audited(html: str) -> _Audit:
    """The page, read."""
    audit = _Audit()
    done = 0
    for run in _HARMLESS_RUN.finditer(html):
        audit.feed(html[done : run.start()])
        done = run.start() if audit.is_inside else run.end()
    audit.feed(html[done:])
    audit.close()
    return audit


def _candidates(srcset: str) -> list[str]:
    """The entries of a `srcset`; commas within a `data:` address have no space after them."""
    return [part for part in re.split(r",\s+", srcset) if part.strip()]


# Pages of a report share their style sheets.
@functools.lru_cache(maxsize=16)
def _css_addresses(css: str) -> list[str]:
    """The addresses that a style sheet or a style attribute would have fetched."""
    import tinycss2

    found: list[str] = []
    pending: list[Any] = [tinycss2.parse_component_value_list(css, skip_comments=True)]
    while pending:
        imports = False
        for node in pending.pop():
            if node.type == "url" or (node.type == "string" and imports):
                found.append(node.value)
            elif node.type == "function":
                if node.lower_name in _CSS_FETCHERS:
                    found += [a.value for a in node.arguments if a.type == "string"]
                pending.append(node.arguments)
            elif hasattr(node, "content") and node.type.endswith("block"):
                pending.append(node.content)
            if node.type != "whitespace":
                imports = node.type == "at-keyword" and node.lower_value == "import"
    return found
