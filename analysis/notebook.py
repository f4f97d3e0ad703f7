"""The notebook file: read without its outputs, written with the same bytes every time."""

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import files
from analysis.errors import InputError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What the notebook's metadata say, whichever Python ran it: no minor version, no display name of
# one machine's kernel.
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE_INFO = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read_notebook(source: Path) -> "NotebookNode":
    """The notebook in a file as format 4.5: every cell with an id, no outputs, no counts.

    A cell without an id, or with one that another has already, gets `cell-` and its number.

    Raises
    ------
    InputError
        The file cannot be read, or is not a notebook of format 4.
    """
    import nbformat

    source = Path(source)
    try:
        data = json.loads(source.read_text("utf-8"))
        if data["nbformat"] != 4:
            raise ValueError(f"format {data['nbformat']}")
        _give_ids(data["cells"])
        data.setdefault("metadata", {})
        data["nbformat_minor"] = 5
        node = nbformat.v4.reads(json.dumps(data))
        nbformat.validate(node)
    except (OSError, ValueError, KeyError, TypeError, nbformat.ValidationError) as error:
        why = next(iter(str(error).splitlines()), "")
        raise InputError(
            f"{source} cannot be read as a notebook of format 4 — {why}. "
            "Open it in JupyterLab and save it anew."
        ) from error
    return _without_outputs(node)


def write_notebook(node: "NotebookNode", path: Path) -> None:
    r"""Write a notebook as format 4.5, one space of indent, sorted keys, UTF-8, `\n` at the end.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    import nbformat

    files.write_text(path, nbformat.writes(node, version=4).rstrip("\n") + "\n")


def normalise(node: "NotebookNode") -> None:
    """Make the notebook's metadata say nothing of the machine that ran it."""
    node.metadata.kernelspec = dict(KERNELSPEC)
    node.metadata.language_info = copy.deepcopy(LANGUAGE_INFO)
    node.metadata.pop("widgets", None)
    for cell in node.cells:
        cell.metadata.pop("execution", None)


def _give_ids(cells: list[dict[str, Any]]) -> None:
    """An id for every cell that has none of its own."""
    given = {str(cell.get("id", "")) for cell in cells}
    seen: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        name = str(cell.get("id", ""))
        if not _CELL_ID.fullmatch(name) or name in seen:
            name = f"cell-{number:02d}"
            while name in given or name in seen:
                name += "-"
        cell["id"] = name
        seen.add(name)


def _without_outputs(node: "NotebookNode") -> "NotebookNode":
    """The notebook without outputs, counts, and what an earlier run noted."""
    for cell in node.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    return node
