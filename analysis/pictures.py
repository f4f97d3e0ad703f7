"""Pictures made lighter, where those of a page would weigh more than a page may."""

import base64
import copy
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

# Bytes of a page's pictures from which on they are kept in 256 colours, a third of the weight.
MOST = 1_400_000
_COLOURS = 256


def lightened(node: "NotebookNode", *, most: int = MOST) -> "NotebookNode":
    """The notebook with its PNG pictures in 256 colours each, if they weigh more than `most`.

    The notebook itself if they do not; it is not changed. The files of the figures stay as they
    are.
    """
    if sum(len(output["data"]["image/png"]) for output in _pictures(node)) <= most:
        return node
    lighter = copy.deepcopy(node)
    for output in _pictures(lighter):
        output["data"]["image/png"] = _in_few_colours(output["data"]["image/png"])
    return lighter


def _pictures(node: "NotebookNode") -> "list[NotebookNode]":
    """The outputs that are PNG pictures."""
    outputs = (output for cell in node.cells for output in cell.get("outputs", []))
    return [output for output in outputs if "image/png" in output.get("data", {})]


def _in_few_colours(encoded: str) -> str:
    """A PNG picture in few colours, none of them a mixture of dots; base64 in and out."""
    from PIL import Image

    picture = Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")
    buffer = io.BytesIO()
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(buffer, "png", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
