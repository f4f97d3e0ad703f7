"""The font: what it lacks is known before anything is drawn, and a page carries what it needs."""

import base64
import io
import re
import subprocess
import sys

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import fonts


def embedded(css: str) -> dict[str, set[str]]:
    """Family → the characters of the font that is embedded under that name."""
    from fontTools.ttLib import TTFont

    faces = re.findall(r'font-family:"([^"]+)".*?base64,([^"]+)"', css)
    return {
        family: {chr(code) for code in TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()}
        for family, data in faces
    }


def test_registering_twice_gives_the_same_families_and_one_font():
    from matplotlib import font_manager

    assert fonts.register() == fonts.register() == ["Noto Sans SC", "DejaVu Sans"]
    shipped = [f for f in font_manager.fontManager.ttflist if f.fname == str(fonts.FONT)]
    assert len(shipped) == 1


def test_the_registered_font_draws_chinese_without_a_warning():
    from matplotlib import pyplot

    with pyplot.rc_context({"font.family": fonts.register(), "axes.unicode_minus": False}):
        figure, ax = pyplot.subplots()
        ax.set_title("甲乙丙丁 囪報■⑤ −1 ≥ 2")
        figure.canvas.draw()  # a missing glyph is a warning, and a warning is an error here
        pyplot.close(figure)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ""),
        ("甲乙丙丁，。“”囪報■⑤ District 12.5% — ±", ""),
        ("甲 \n\t\u3000乙", ""),
        ("甲\U0001f642乙\U0001f642", "\U0001f642"),
        ("\U00020000甲\U0001f642", "\U00020000\U0001f642"),
        ("\u0e01", "\u0e01"),
        ("\u0104\u2260\u0416", ""),  # a letter and a sign that only DejaVu has
    ],
)
def test_missing_characters_are_those_that_would_be_boxes(text, missing):
    assert fonts.missing_characters(text) == missing


def test_a_wide_character_is_missing_although_the_fallback_has_it(monkeypatch):
    everything = frozenset(range(0x110000))
    monkeypatch.setattr(
        fonts, "_characters", lambda path: frozenset() if path == fonts.FONT else everything
    )
    assert fonts.missing_characters("a甲ｂ") == "甲ｂ"


@given(st.text(st.sampled_from("甲乙丙 \U0001f642\u0e01ab"), max_size=8))
def test_missing_characters_are_each_named_once_in_order(text):
    missing = fonts.missing_characters(text)
    assert list(missing) == [c for c in dict.fromkeys(text) if c in "\U0001f642\u0e01"]


def test_a_page_gets_its_chinese_characters_and_no_others():
    faces = embedded(fonts.subset_css("甲乙，■ District ü"))
    assert faces["Page Han"] == set("甲乙，■")
    assert set("District ü") - {" "} <= faces["Page Latin"]
    assert not faces["Page Latin"] & set("甲乙，■")


def test_quotation_marks_are_left_to_the_readers_font():
    assert not set("“”‘’…×·") & set().union(*embedded(fonts.subset_css("甲“a”‘’—…×·")).values())


def test_a_text_without_chinese_embeds_no_chinese_font():
    assert list(embedded(fonts.subset_css("abc"))) == ["Page Latin"]
    assert list(embedded(fonts.subset_css("甲"))) == ["Page Han"]
    assert fonts.subset_css("") == ""


def test_the_same_characters_give_the_same_bytes_however_they_stand():
    first = fonts.subset_css("甲乙丙丁 abc")
    fonts._subset.cache_clear()
    assert fonts.subset_css("丁丙甲 乙cba甲") == first


def test_a_font_made_from_a_prepared_one_is_the_same(monkeypatch):
    monkeypatch.setattr(fonts, "_prepared", [])
    text = "甲乙丙丁“，。 abc"
    whole = fonts.subset_css(text)
    fonts.prepare(f"{text}戊己庚辛")
    monkeypatch.setattr(fonts, "_open", lambda _path: pytest.fail("the whole font is read again"))
    fonts._subset.cache_clear()
    assert fonts.subset_css(text) == whole


def test_the_embedded_font_keeps_the_date_of_its_source():
    from fontTools.ttLib import TTFont

    data = fonts._subset((ord("甲"),))
    with TTFont(fonts.FONT) as source:
        assert TTFont(io.BytesIO(data))["head"].modified == source["head"].modified


def test_two_hundred_characters_take_less_than_a_hundred_thousand_bytes():
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 200))
    assert len(fonts.subset_css(text)) < 100_000


def test_jupyters_own_export_shows_chinese_without_any_font_on_the_machine(tmp_path):
    source = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 静安区")])
    path = tmp_path / "page.ipynb"
    nbformat.write(source, path)
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    page = path.with_suffix(".html").read_text("utf-8")
    assert "@font-face" in page
    assert f'--jp-content-font-family: "{fonts.HAN_FAMILY}"' in page
