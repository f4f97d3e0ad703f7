"""Pictures of a page, made lighter where all of them together would make it heavy."""

import base64
import copy
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

PNG = "image/png"
# Characters of a page's pictures: of more, each gets a palette. A page may weigh twice as much, and
# has tables and a font besides.
HEAVY = 1_500_000
COLOURS = 256  # of a palette; our figures have some ten, and the shades of letters


def lighter(node: "NotebookNode") -> "NotebookNode":
    """The notebook with its PNG pictures in 256 colours, if together they are heavier than `HEAVY`.

    A figure keeps its size and its look, and weighs a third. The notebook that is given is not
    changed; a light one is returned itself.
    """
    if sum(len(data[PNG]) for data in _pictures(node)) <= HEAVY:
        return node
    node = copy.deepcopy(node)
    for data in _pictures(node):
        data[PNG] = _in_palette(data[PNG])
    return node


def _pictures(node: "NotebookNode") -> Iterator[dict[str, Any]]:
    """The data of each output that is a PNG picture."""
    for cell in node.cells:
        for output in cell.get("outputs", []):
            if PNG in output.get("data", {}):
                yield output["data"]


def _in_palette(encoded: str) -> str:
    """A picture with a palette, or as it is if it would not get lighter."""
    from PIL import Image

    image = Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")
    buffer = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "png", compress_level=9)
    return min(base64.b64encode(buffer.getvalue()).decode("ascii"), encoded, key=len)
