"""What the overview of a report is made of, as its template takes it."""

import base64
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from analysis.errors import InputError


class Card(NamedTuple):
    """What the overview shows of a page.

    Attributes
    ----------
    href
        Address of the page, relative to the overview.
    picture
        A PNG file's bytes, or None.
    alt
        What the picture shows, in words; needed where there is one.
    """

    href: str
    title: str
    summary: str
    picture: bytes | None = None
    alt: str = ""


class Finding(NamedTuple):
    """A sentence of the overview.

    Attributes
    ----------
    parts
        The sentence in pieces, each with its address or an empty one.
    href, source
        Address and title of the page that it is taken from; may be empty.
    """

    parts: Sequence[tuple[str, str]]
    href: str = ""
    source: str = ""


class Drawn(NamedTuple):
    """A picture of the overview.

    Attributes
    ----------
    picture
        A PNG file's bytes.
    alt
        What it shows, in words.
    href
        Address of the figure on its page, where the numbers drawn stand below it.
    caption
        What to know of it, in pieces, each with its address or an empty one.
    over
        What lies over it, as `linking.Links.over` makes it: HTML.
    """

    picture: bytes
    alt: str
    href: str
    caption: Sequence[tuple[str, str]]
    over: str = ""


def card_shown(card: Card) -> dict[str, Any]:
    """What the template needs of a card."""
    _refuse_elsewhere("A card", card.href)
    return {**card._asdict(), "picture": _embedded(card.picture) if card.picture else ""}


def finding_shown(finding: "str | Finding") -> Finding:
    """A finding with its links."""
    found = finding if isinstance(finding, Finding) else Finding([(finding, "")])
    for href in (*(href for _, href in found.parts), found.href):
        _refuse_elsewhere("A finding", href)
    return found


def _refuse_elsewhere(what: str, href: str) -> None:
    """The overview leads to pages beside it and nowhere else."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]", href):
        raise InputError(
            f"{what} of the overview leads to {href!r}, which is not in the report. "
            "Name a page beside it."
        )


def drawn_shown(drawn: Drawn) -> dict[str, Any]:
    """What the template needs of a picture."""
    for href in (drawn.href, *(href for _, href in drawn.caption)):
        _refuse_elsewhere("A picture", href)
    return {**drawn._asdict(), "picture": _embedded(drawn.picture)}


def _embedded(picture: bytes) -> str:
    """A PNG file as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
