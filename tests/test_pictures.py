"""Pictures of a page: lighter where they are heavy, and the same to look at."""

import base64
import io

import numpy as np
from PIL import Image
from test_report import notebook, picture, png, shown

from analysis import figures, pictures


def drawn() -> str:
    """A figure of lines, letters and a colour scale."""
    ax = figures.axes(None)
    image = ax.imshow(np.linspace(0, 1, 400).reshape(20, 20), cmap="Reds")
    ax.set_title("甲乙丙丁 abc")
    ax.figure.colorbar(image, ax=ax)
    return base64.b64encode(figures._png(ax.figure, figures.DPI)).decode("ascii")


def pixels(encoded: str) -> np.ndarray:
    image = Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")
    return np.asarray(image, dtype=int)


def test_heavy_pictures_get_lighter_and_look_the_same(monkeypatch):
    one = drawn()
    monkeypatch.setattr(pictures, "HEAVY", len(one))
    node = notebook(shown(image__png=one), shown(image__png=png()), shown(text__html="<b>x</b>"))
    made = pictures.lighter(node)
    first, second, third = (output["data"] for output in made.cells[1].outputs)
    assert len(first["image/png"]) < 0.6 * len(one)
    apart = np.abs(pixels(first["image/png"]) - pixels(one))
    assert apart.mean() < 1
    assert apart.max() < 40
    assert second["image/png"] == png()  # four pixels get no lighter
    assert third == {"text/html": "<b>x</b>"}
    assert node.cells[1].outputs[0]["data"]["image/png"] == one
    assert pictures.lighter(node) == made


def test_light_pictures_stay_as_they_are():
    node = notebook(picture("What it shows"))
    assert pictures.lighter(node) is node
