"""The prose of the notebooks in the language of the run: their Markdown cells, translated."""

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import language
from analysis.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

FOLDER = language.CATALOGUE.parent / "notebooks"
# Above each translation: the cell, and the sum of the English that was translated.
_HEAD = re.compile(r"^<!-- (\S+) ([0-9a-f]{8}) -->\n", re.MULTILINE)


class Translation(NamedTuple):
    """The Chinese of a cell, and `digest` of the English that it was made from."""

    digest: str
    text: str


def digest(source: str) -> str:
    """Eight hexadecimal digits that change when the text does.

    >>> digest("a") == digest("b")
    False
    """
    return hashlib.sha256(source.encode("utf-8")).hexdigest()[:8]


def translations(name: str, folder: Path = FOLDER) -> dict[str, Translation]:
    """Cell id → Chinese of a notebook's Markdown cells; empty where it has no translation.

    Raises
    ------
    InputError
        The file cannot be read, does not begin with a cell, or has a cell twice.
    """
    path = Path(folder) / f"{name}.zh.md"
    if not path.exists():
        return {}
    try:
        above, *parts = _HEAD.split(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Cannot read {path} — {error}. Save it as UTF-8.") from error
    cells = parts[::3]
    if above.strip() or len(set(cells)) < len(cells):
        seen = "text above the first cell" if above.strip() else "a cell twice"
        raise InputError(
            f"{path} is no translation of a notebook — it has {seen}. Put a line “<!-- CELL DIGEST "
            "-->” above each cell, each cell once."
        )
    rows = zip(cells, parts[1::3], parts[2::3], strict=True)
    return {cell: Translation(sum_, text.strip()) for cell, sum_, text in rows}


def in_language(nodes: "Mapping[str, NotebookNode]") -> "dict[str, NotebookNode]":
    """The notebooks with their prose in the language of the run, by name; in English as they are.

    A cell whose English has changed since it was translated stays English: it says what is so.
    """
    if not language.is_chinese():
        return dict(nodes)
    return {name: _translated(node, translations(name)) for name, node in nodes.items()}


def characters(nodes: "Mapping[str, NotebookNode]") -> str:
    """Every character of the notebooks' cells and of what they print, once."""
    cells = [node.cells for node in nodes.values()]
    return "".join(sorted(set(json.dumps(cells, ensure_ascii=False))))


def _translated(node: "NotebookNode", known: "Mapping[str, Translation]") -> "NotebookNode":
    """A copy of the notebook with the cells that have a fresh translation in Chinese."""
    node = copy.deepcopy(node)
    for cell in node.cells:
        own = known.get(cell.get("id", ""))
        if cell.cell_type == "markdown" and own and own.digest == digest(cell.source):
            cell.source = own.text
    return node
