"""Executed notebooks as web pages: one file each, to open anywhere, with nothing fetched or run."""

import base64
import functools
import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from analysis import addresses, files, pictures, sources, webpage, webtables
from analysis import language as language_of
from analysis.errors import InputError
from analysis.overview import Card, Drawn, Finding, card_shown, drawn_shown, finding_shown

if TYPE_CHECKING:
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

    from analysis.linking import Links

# The first of these that an output has is shown. Nothing that needs a script is among them.
SHOWN_TYPES = (
    "text/html", "text/markdown", "image/png", "image/jpeg", "image/svg+xml", "text/plain",
)  # fmt: skip
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_NOTEBOOK_LINK = re.compile(r'href="([^"#:?]+)\.ipynb(#[^"]*|)"')
_TAG = re.compile(r"<[^>]*>")
_BULLET = "• "
# A conclusion that is quoted stands first, between asterisks; 一网* elsewhere is a pattern.
_QUOTED_FIRST = re.compile(r"\A\*([^\s*](?:[^*]*[^\s*])?)\*")


def notebook_page(
    node: "NotebookNode",
    *,
    name: str,
    title: str,
    navigation: Sequence[tuple[str, str]],
    corpus: Sequence[tuple[str, str]] = (),
    districts: Sequence[str] = (),
    folder: Path | None = None,
    links: "Links | None" = None,
    language: str = "en",
) -> str:
    """The HTML page of an executed notebook.

    Parameters
    ----------
    node
        The notebook. It is not changed.
    name
        Its name: `<name>.html` is the page's file.
    title
        Shown in the browser's tab and, if the notebook has no first-level heading, on the page.
    navigation
        Name and title of every notebook of the report, in order.
    corpus
        Label and value of what was read, for the foot of the page.
    districts
        All districts of the gazetteer in its order: the order of their colours.
    folder
        The folder of the reports: the CSV and pictures that are there can be linked to.
    links
        Leads from its tables and printed sentences to the reading edition; without, none does.
    language
        The language of the prose, as HTML's `lang` has it.

    Raises
    ------
    InputError
        A picture has no alternative text; the page would fetch something or run something.
    """
    _refuse_silent_pictures(node, name)
    body, _ = _exporter().from_notebook_node(
        pictures.lightened(node), {"origins": _origins(node, folder)}
    )
    names = [key for key, _ in navigation]
    body = links.in_cells(body) if links else body
    cells, headings = _with_ids(_linked(webtables.tidy_tables(body, districts=districts), names))
    pages = [
        {"href": page_file(key), "title": text, "current": key == name} for key, text in navigation
    ]
    place = next((i for i, page in enumerate(pages) if page["current"]), None)
    return webpage.page(
        "notebook.html.j2",
        f"{name}.html",
        title=title,
        language=language,
        pages=pages,
        previous=pages[place - 1] if place else None,
        next=pages[place + 1] if place is not None and place + 1 < len(pages) else None,
        contents=[heading for heading in headings if heading["level"] == 2],
        has_title=any(heading["level"] == 1 for heading in headings),
        cells=cells,
        corpus=list(corpus),
        reader=addresses.INDEX if links else "",
    )


def write_reports(
    nodes: "Mapping[str, NotebookNode]",
    out: Path,
    *,
    corpus: Sequence[tuple[str, str]] = (),
    districts: Sequence[str] = (),
    links: "Links | None" = None,
    language: str = "en",
) -> list[Path]:
    """The pages written to the folder `out`: one per notebook, in the order given.

    Parameters
    ----------
    nodes
        Executed notebooks by name, as `execute.execute_all` gives them.
    corpus, districts, links, language
        As for `notebook_page`.

    Raises
    ------
    InputError
        As for `notebook_page`; a notebook has no title, or is called `index`; the folder cannot
        be written to.
    """
    navigation = [(name, page_title(node, name=name)) for name, node in nodes.items()]
    if "index" in nodes:
        raise InputError(
            "A notebook is called index.ipynb, and the overview of the report is index.html. "
            "Rename the notebook."
        )
    written = []
    for name, title in navigation:
        page = notebook_page(
            nodes[name], name=name, title=title, navigation=navigation, corpus=corpus,
            districts=districts, folder=Path(out), links=links, language=language,
        )  # fmt: skip
        path = Path(out) / f"{name}.html"
        files.write_text(path, page)
        written.append(path)
    return written


def write_index(
    out: Path,
    *,
    title: str,
    question: str,
    findings: Sequence["str | Finding"],
    facts: Sequence[tuple[str, str]],
    cards: Sequence[Card | tuple[str, str, str, bytes | None, str]],
    how_to_cite: str = "",
    notes: Sequence[str] = (),
    methods: Sequence[tuple[str, str]] = (),
    tables: Sequence[tuple[str, int]] = (),
    reader: str = "",
    drawn: Drawn | None = None,
    language: str = "en",
) -> Path:
    """The overview `index.html`, written to the folder `out`.

    Parameters
    ----------
    title
        The corpus; `question` is what was asked of it, and the page's heading.
    findings
        A sentence each, with its numbers; as a `Finding` with its links.
    facts
        Label and value of what was read, such as `("articles", "41")`.
    cards
        One per page: address, title, summary, PNG or None, its text.
    notes
        What to know before quoting a finding, a sentence each.
    methods
        How it was made, a paragraph in each language, with that language as HTML's `lang` has it.
    tables
        Name and number of rows of each table of the run; those in the folder are linked to.
    reader
        Address of the reading edition; empty where there is none.
    drawn
        The picture below the findings; None for none.

    All of it is plain text: markup in it is shown, not followed.

    Raises
    ------
    InputError
        A picture has no alternative text; an address lies outside the folder; the folder cannot
        be written to.
    """
    page = webpage.page(
        "index.html.j2",
        "index.html",
        title=title,
        question=question,
        language=language,
        findings=[finding_shown(finding) for finding in findings],
        reader=reader,
        drawn=drawn and drawn_shown(drawn),
        facts=list(facts),
        cards=[card_shown(Card(*card)) for card in cards],
        how_to_cite=how_to_cite,
        notes=list(notes),
        methods=list(methods),
        tables=[
            (name, f"{rows:,}", _existing(Path(out), "tables", f"{name}.csv"))
            for name, rows in tables
        ],
    )
    path = Path(out) / "index.html"
    files.write_text(path, page)
    return path


def page_file(name: str) -> str:
    """The address of a notebook's page, relative to the other pages.

    Examples
    --------
    >>> page_file("01 甲")
    '01%20%E7%94%B2.html'
    """
    return quote(f"{name}.html", safe="")


def page_title(node: "NotebookNode", *, name: str) -> str:
    """The title of a notebook: what its metadata say, else its first-level heading, as plain text.

    Raises
    ------
    InputError
        It has neither.
    """
    title = str(node.metadata.get("title", "")).strip()
    if title:
        return title
    for cell in node.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return line[2:].replace("*", "").replace("`", "").strip()
    raise InputError(
        f"{name}.ipynb has no title — no Markdown cell in it has a line that begins with “# ”. "
        "Give its first cell one."
    )


def said_lines(text: str, is_answer: bool = False) -> list[str]:
    r"""The sentences that a cell printed, one a line, without bullets; empty where it is no prose.

    What a cell prints as an answer is prose, however its lines end.

    >>> said_lines("• 甲 = 1.\n• 乙 and 丙\n"), said_lines("甲\tn\t9")
    (['甲 = 1.', '乙 and 丙'], [])
    """
    lines = [line for line in text.splitlines() if line.strip()]
    is_prose = all(line.startswith(_BULLET) or line.endswith((".", "。")) for line in lines)
    if not is_answer and not is_prose:
        return []
    return [line.removeprefix(_BULLET) for line in lines]


def emphasised(escaped: str) -> str:
    """The escaped sentence with what it quotes first, between asterisks, as emphasis.

    >>> emphasised("*甲 &lt; 乙.* 一网*、数字化*")
    '<em>甲 &lt; 乙.</em> 一网*、数字化*'
    """
    return _QUOTED_FIRST.sub(r"<em>\1</em>", escaped)


def first_picture(node: "NotebookNode") -> tuple[bytes, str] | None:
    """The PNG and the alternative text of the first picture in a notebook; None without one."""
    for cell in node.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                return base64.b64decode(output.data["image/png"]), _alt(output, "image/png")
    return None


def picture_named(node: "NotebookNode", name: str) -> tuple[bytes, str] | None:
    """The PNG and the alternative text of a published figure; None where it is not drawn there."""
    for cell in node.cells:
        for output in cell.get("outputs", []):
            if output.get("metadata", {}).get("image/png", {}).get("name") == name:
                return base64.b64decode(output.data["image/png"]), _alt(output, "image/png")
    return None


def _refuse_silent_pictures(node: "NotebookNode", name: str) -> None:
    """Refuse a notebook whose pictures say nothing to those who cannot see them."""
    number = 0
    for cell in node.cells:
        number += cell.cell_type == "code"
        for output in cell.get("outputs", []):
            shown = next((kind for kind in SHOWN_TYPES if kind in output.get("data", {})), "")
            if shown.startswith("image/") and not _alt(output, shown):
                raise InputError(
                    f"{name}.ipynb, code cell {number} (id {cell.get('id', '')!r}) shows a picture "
                    f"without alternative text. Show it with display(fig, metadata={{{shown!r}: "
                    "{'alt': 'what it shows'}})."
                )


def _origins(node: "NotebookNode", folder: Path | None) -> dict[str, dict[str, Any]]:
    """What the template says below a cell's tables and pictures, by the cell's id."""
    origins: dict[str, dict[str, Any]] = {}
    for name, found in sources.sources(node).items():
        tables = [(table, _existing(folder, "tables", f"{table}.csv")) for table in found.tables]
        drawn = [
            (end.upper(), _existing(folder, "figures", f"{figure}.{end}"))
            for figure in found.figures
            for end in ("png", "svg", "csv")
        ]
        origins[name] = {
            "tables": [] if found.is_whole else tables,
            "is_whole": found.is_whole,
            "files": [(label, href) for label, href in drawn if href],
        }
    return origins


def _existing(folder: Path | None, *parts: str) -> str:
    """The address of a file of the reports, relative to their pages; empty where it is not."""
    return "/".join(parts) if folder and folder.joinpath(*parts).is_file() else ""


def _alt(output: "NotebookNode", kind: str) -> str:
    """The alternative text of an output's picture."""
    metadata = output.get("metadata", {})
    return str(metadata.get(kind, {}).get("alt") or metadata.get("alt") or "").strip()


def _linked(cells: str, names: Sequence[str]) -> str:
    """The cells with their links to other notebooks leading to these notebooks' pages."""

    def led(match: re.Match[str]) -> str:
        name = unquote(html.unescape(match[1]))
        return f'href="{page_file(name)}{match[2] or ""}"' if name in names else match[0]

    return _NOTEBOOK_LINK.sub(led, cells)


def _with_ids(cells: str) -> tuple[str, list[dict[str, Any]]]:
    """The cells with an id on every heading, as JupyterLab would name it, and the headings."""
    headings: list[dict[str, Any]] = []
    taken = {"main": 1}

    def named(match: re.Match[str]) -> str:
        text = html.unescape(_TAG.sub("", match[2])).strip()
        name = re.sub(r"\s", "-", text)
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            name = f"{name}-{taken[name]}"
        headings.append({"level": int(match[1]), "id": name, "text": text})
        return f'<h{match[1]} id="{html.escape(name)}">{match[2]}</h{match[1]}>'

    return _HEADING.sub(named, cells), headings


@functools.cache
def _exporter() -> "HTMLExporter":
    """The exporter with our template for cells; made once, because it takes a second."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    exporter = HTMLExporter(
        config=Config({"NbConvertBase": {"display_data_priority": list(SHOWN_TYPES)}}),
        extra_template_basedirs=[str(webpage.TEMPLATES)],
        template_name="cells",
        exclude_anchor_links=True,
    )
    exporter.register_filter("clean_html", webpage.sanitised)
    exporter.register_filter("said_lines", said_lines)
    exporter.register_filter("emphasised", emphasised)
    exporter.environment.globals.update(language_of.for_templates())
    return exporter
