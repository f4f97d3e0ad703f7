"""The pages: complete in themselves, safe to open, and fit to read."""

import base64
import io
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4

from analysis import audit, palette, report, tables, webpage, webtables
from analysis.errors import InputError

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b onclick=alert(1) onerror=alert(1)>甲</b>",
    '<a href="javascript:alert(1)">甲</a>',
    '<a href="JaVa\tScript&#58;alert(1)">甲</a>',
    '<a href="data:text/html,<script>alert(1)</script>">甲</a>',
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "<svg onload=alert(1)><use href='https://a.example/x'/></svg>",
    "<iframe src='https://a.example'></iframe>",
    "<style>@import 'https://a.example/x.css'; p{background:url(//a.example)}</style>",
    "<p style='background:url(https://a.example/x)'>甲</p>",
    "<meta http-equiv=refresh content='0;url=https://a.example'>",
    "<link rel=stylesheet href=https://a.example/x.css>",
    "<form action=https://a.example><button>甲</button></form>",
    "<object data=x.swf></object><embed src=x>",
    "<base href='https://a.example/'>",
    "<!--><script>alert(1)</script>-->",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


def is_harmless(html: str) -> bool:
    return audit.external_resources(html) == audit.active_content(html) == []


def png() -> str:
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def shown(**data: str):
    """An output; `text__html=` stands for the type text/html."""
    kinds = {kind.replace("__", "/"): value for kind, value in data.items()}
    return v4.new_output("display_data", data=kinds)


def picture(alt: str | None):
    metadata = {"image/png": {"alt": alt}} if alt is not None else {}
    return v4.new_output("display_data", data={"image/png": png()}, metadata=metadata)


def notebook(*outputs, prose: str = "# 甲?", code: str = "x"):
    cell = v4.new_code_cell(code, id="two", execution_count=1, outputs=list(outputs))
    return v4.new_notebook(cells=[v4.new_markdown_cell(prose, id="one"), cell])


def page(*outputs, prose: str = "# 甲?", code: str = "x", **options) -> str:
    chosen = {"name": "a", "title": "甲", "navigation": [("a", "甲"), ("b 乙", "乙")]} | options
    return report.notebook_page(notebook(*outputs, prose=prose, code=code), **chosen)


# What a page would fetch or run


@pytest.mark.parametrize(
    ("html", "addresses"),
    [
        ("<img src=a.png>", ["a.png"]),
        ("<IMG SRC='//a.example/x'>", ["//a.example/x"]),
        ("<script src=https://a.example/x.js></script>", ["https://a.example/x.js"]),
        ("<link rel=stylesheet href=x.css>", ["x.css"]),
        ("<iframe src=x.html></iframe>", ["x.html"]),
        ("<img srcset='a.png 1x, b.png 2x' src='data:,'>", ["a.png", "b.png"]),
        ("<video poster=a.png><source src=b.mp4></video>", ["a.png", "b.mp4"]),
        ("<object data=x.svg></object>", ["x.svg"]),
        ("<svg><use xlink:href='x.svg#a'/><image href='y.png'/></svg>", ["x.svg#a", "y.png"]),
        ("<body background=x.png>", ["x.png"]),
        ("<a ping='https://a.example' href='#x'>甲</a>", ["https://a.example"]),
        ("<meta http-equiv='Refresh' content='0; url=x.html'>", ["0; url=x.html"]),
        ("<style>p { background: url( 'a.png' ) }</style>", ["a.png"]),
        ("<style>@media print { p { background: u\\72l(a.png) } }</style>", ["a.png"]),
        ("<style>@import 'a.css'; @import url(b.css);</style>", ["a.css", "b.css"]),
        ("<style>p { background: image-set('a.png' 1x) }</style>", ["a.png"]),
        ("<p style='background: url(&#97;.png)'>甲</p>", ["a.png"]),
        ("<a href='https://a.example'>甲</a>", []),
        ("<img src='data:image/png;base64,AAAA'><svg><use href='#x'/></svg>", []),
        ("<style>/* url(a.png) */ p { content: 'url(b.png)' }</style>", []),
        ("<!-- <img src=a.png> --><p>url(a.png) src=b.png</p>", []),
        ("<style>@font-face{src:url('data:font/woff;base64,AA')}</style>", []),
    ],
)
def test_what_a_browser_would_fetch_is_found(html, addresses):
    assert audit.external_resources(html) == addresses


@pytest.mark.parametrize(
    ("html", "active"),
    [
        ("<script>1</script>", ["script"]),
        ("<p onClick=x()>甲</p>", ["onclick"]),
        ("<a href=' java\nscript:x()'>甲</a>", [" java\nscript:x()"]),
        ("<iframe srcdoc='x'></iframe>", ["iframe", "srcdoc"]),
        ("<p>onclick= &lt;script&gt; javascript:</p><img alt='javascript: 甲'>", []),
    ],
)
def test_what_could_run_is_found(html, active):
    assert audit.active_content(html) == active


OWN = audit.own_script()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<script>{OWN}</script>", []),
        (f"<script>{OWN} </script>", ["script"]),
        (f"<script>{OWN.replace('SHOWN = 300', 'SHOWN = 301')}</script>", ["script"]),
        (f"<script>{OWN}</script><script>{OWN}</script>", ["script"]),
        (f"<script>{OWN}alert(1)", ["script"]),
        (f"<script type=module>{OWN}</script>", ["script"]),
        (f"<script src=data:,x>{OWN}</script>", ["script"]),
        ("<script></script>", ["script"]),
        (f"<!--<script>{OWN}</script>--><script>1</script>", ["script"]),
    ],
)
def test_one_script_is_known_by_its_hash_and_no_other(html, found):
    assert audit.active_content(html) == found


def test_style_attributes_are_counted():
    assert audit.inline_styles("<p style='color:red'>甲</p><i STYLE=''>style=</i>") == 2


@pytest.mark.parametrize(
    ("html", "silent"), [("<img>", 1), ("<img alt=' '>", 1), ("<img alt='甲'><IMG>", 1), ("", 0)]
)
def test_pictures_without_words_are_counted(html, silent):
    assert audit.pictures_without_text(html) == silent


# Text from a page


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_made_harmless(text):
    assert is_harmless(webpage.sanitised(text))


@given(st.lists(st.sampled_from([*HOSTILE, "\x00", "\r", "甲 'x'", "1", "&#x27;"]), min_size=1))
def test_a_plain_table_comes_out_as_if_it_had_been_washed(texts):
    shown = tables.Presented(pd.DataFrame({texts[0]: texts}), texts[-1], (texts[0],))
    assert bool(webpage._PLAIN_TABLE.fullmatch(shown._repr_html_())) == (
        not {"\x00", "\r"} & set(texts)
    )
    washed = webpage._cleaner().clean(shown._repr_html_())
    quick = webpage.sanitised(shown._repr_html_())
    assert is_harmless(quick)
    assert webpage._cleaner().clean(quick) == washed


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_passes_for_a_plain_table(text):
    for html in (f"<table>{text}</table>", f"<table><td class='{text}'>1</td></table>"):
        assert is_harmless(webpage.sanitised(html))
        assert not webpage._PLAIN_TABLE.fullmatch(html)


def test_markup_that_is_not_allowed_is_shown_and_not_dropped():
    assert webpage.sanitised("<script>甲</script><b>乙</b>") == (
        "&lt;script&gt;甲&lt;/script&gt;<b>乙</b>"
    )


@given(
    st.lists(st.sampled_from([*HOSTILE, "<", ">", '"', "'", "&", "甲", "<table>", "<td>", "</"]))
)
def test_no_mixture_of_markup_gets_through(pieces):
    clean = webpage.sanitised("".join(pieces))
    assert is_harmless(clean)
    assert is_harmless(webtables.tidy_tables(clean))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_page_never_runs_in_a_report(text):
    frame = pd.DataFrame({text: [text], "乙": [1]}, index=[text])
    html = page(
        shown(text__plain=text),
        shown(text__html=text, text__plain=text),
        shown(text__html=frame._repr_html_()),
        shown(text__html=frame.to_html(escape=False)),
        shown(text__markdown=text + "\n\n[甲](javascript:alert(1)) ![乙](https://a.example/x.png)"),
        shown(**{"application__javascript": "alert(1)", "text__plain": text}),
        v4.new_output("stream", name="stdout", text=text),
        v4.new_output("stream", name="stdout", text=f"• *{text}* {text}\n"),
        prose=f"# {text}\n\n{text}\n\n## {text}\n\n```html\n{text}\n```",
        code=f"# {text}",
        title=text,
        navigation=[("a", text), (text, text)],
        corpus=[(text, text)],
    )
    assert is_harmless(html)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_page_never_runs_in_the_overview(text, tmp_path):
    path = report.write_index(
        tmp_path, title=text, question=text, findings=[text], facts=[(text, text)],
        cards=[("a.html", text, text, base64.b64decode(png()), text)], how_to_cite=text,
        notes=[text],
    )  # fmt: skip
    html = path.read_text("utf-8")
    assert is_harmless(html)
    assert html.count("&lt;") >= 7


def test_text_that_only_looks_like_markup_is_shown_as_it_stands():
    html = page(shown(text__plain="甲 < 乙 & <b>丙</b>"))
    assert "甲 &lt; 乙 &amp; &lt;b&gt;丙&lt;/b&gt;" in html


def test_links_of_the_readers_choice_stay():
    html = page(prose="# 甲\n\n[web](https://a.example/) [place](#乙) [page](b%20乙.ipynb#丙)")
    assert 'href="https://a.example/"' in html
    assert 'href="#%E4%B9%99"' in html
    assert f'href="{report.page_file("b 乙")}#' in html


def test_a_link_to_a_notebook_outside_the_report_is_left_alone():
    assert 'href="other.ipynb"' in page(prose="# 甲\n\n[other](other.ipynb)")


# What the page looks like


def test_a_table_keeps_its_looks():
    frame = pd.DataFrame(
        {"区": ["甲", "乙"], "n": [12, 7], "share": [0.5, None], "text": ["丙" * 20, "丁"]}
    )
    html = page(shown(text__html=frame._repr_html_()))
    assert '<div class="table" role="group" aria-label="table" tabindex="0">' in html
    assert '<td class="number">12</td>' in html
    assert '<td class="number">NaN</td>' in html
    assert '<th class="number">share</th>' in html
    assert f'<td class="long" lang="zh">{"丙" * 20}</td>' in html
    assert '<td class="short" lang="zh">甲</td>' in html
    assert not re.search(r"<th[^>]*></th>", html)
    assert ".dataframe tbody" not in html


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["12", "1,204", "–"], "number"),
        (["−3.5", "45 %", "0.2%"], "number"),
        (["12–15", "≥3", ""], "number"),
        (["90 (85–153)", "0.31 (0.2–0.4)"], "number"),
        (["2018-04-26", "2021-12-10"], "short"),
        (["12家", "3"], "short"),
        (["甲" * 41, "1"], "long reading"),
        (["2018, 2020"], "long"),
    ],
)
@pytest.mark.parametrize("attributes", ["", ' style="text-align: right"', ' class="a"'])
def test_the_kind_of_a_column_does_not_hang_on_attributes(cells, kind, attributes):
    rows = "".join(f"<tr><td{attributes}>{cell}</td></tr>" for cell in cells)
    table = f"<table><thead><tr><th scope='col'>甲</th></tr></thead><tbody>{rows}</tbody></table>"
    html = webtables.tidy_tables(webpage.sanitised(table))
    for names in re.findall(r'<td class="([^"]*)"', html):
        assert set(kind.split()) <= set(names.split())
    assert html.count("<td class=") == len(cells)
    assert f'<th scope="col" class="{kind}{" right" if "right" in attributes else ""}">' in html
    assert "style" not in html


def test_districts_in_a_table_have_the_colours_of_the_figures():
    frame = pd.DataFrame({"district": ["乙", "甲;全市", "乙和甲", "甲、乙"], "n": [1, 2, 3, 4]})
    html = page(shown(text__html=frame._repr_html_()), districts=["甲", "乙"])
    first, second = palette.group_colours(["甲", "乙"]).values()
    assert f"--d0: {first}; --d1: {second};" in html
    assert html.count('<span class="district d0" lang="zh">甲</span>') == 2
    assert '<span class="district d1" lang="zh">乙</span></td>' in html
    assert '、<span class="district d1 next" lang="zh">乙</span></td>' in html
    assert ">乙和甲</td>" in html


def test_what_a_table_was_made_of_stands_below_it(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "figures").mkdir()
    (tmp_path / "tables" / "edits.csv").write_text("甲", "utf-8")
    (tmp_path / "figures" / "a-b.svg").write_text("甲", "utf-8")
    code = "corpus = chain.load()\nfigures.save(draw(corpus.edits), 'a-b')\ncorpus.lines"
    html = page(shown(text__html="<table></table>"), code=code, folder=tmp_path)
    assert 'From <a href="tables/edits.csv">edits</a>, lines. Save: <a ' in html
    assert re.search(r'href="figures/a-b\.svg"[^>]*>SVG</a>\.</p>', html)
    assert "figures/a-b.png" not in html


def test_the_name_of_an_index_stands_in_the_one_heading_row():
    frame = pd.DataFrame({"n": [12]}, index=pd.Index(["甲"], name="区"))
    html = webtables.tidy_tables(webpage.sanitised(frame._repr_html_()))
    assert html.count("<tr") == 2
    assert '<th class="short">区</th>' in html
    assert '<th class="number">n</th>' in html


def test_a_table_with_joined_cells_is_left_as_it_is():
    frame = pd.DataFrame({("甲", "n"): [1], ("甲", "m"): [2]})
    html = webtables.tidy_tables(webpage.sanitised(frame._repr_html_()))
    assert 'colspan="2"' in html
    assert html.count("<tr") == 3


def test_a_markdown_table_scrolls_in_its_own_box_and_keeps_its_alignment():
    html = page(prose="# 甲\n\n| 区 | n |\n|---|--:|\n| 甲 | 1 |\n")
    assert html.count("<table") == html.count('role="group"') == 1
    assert "text-align: right" in html


def test_code_is_folded_away():
    html = page(code="total = 1  # 甲")
    assert '<details class="code"><summary>code</summary>' in html
    assert "# 甲" in html


def test_the_contents_list_the_second_level_headings_and_each_leads_somewhere():
    html = page(prose="# 甲?\n\n## 乙 *丙*\n\n### 丁\n\n## 乙 *丙*\n")
    for name in ("乙-丙", "乙-丙-2"):
        assert f'<a href="#{name}">乙 丙</a>' in html
        assert f'<h2 id="{name}">' in html
    assert 'href="#丁"' not in html
    assert html.count("<h1") == 1


def test_a_notebook_without_a_heading_gets_its_title_as_one():
    assert "<h1>乙 &lt;b&gt;</h1>" in page(prose="text", title="乙 <b>")


def test_pages_lead_to_each_other():
    html = page(name="b 乙", title="乙")
    assert '<a href="index.html">' in html
    assert '<a href="b%20%E4%B9%99.html" aria-current="page">乙</a>' in html
    assert '<a rel="prev" href="a.html">' in html
    assert '<a rel="next"' not in html


def test_a_page_is_one_file_that_forbids_everything_else():
    html = page(picture("甲"), language="zh")
    assert '<html lang="zh">' in html
    style = html.partition("<style>")[2].partition("</style>")[0]
    script = html.partition("<script>")[2].partition("</script>")[0]
    assert html.count("<style") == html.count("<script") == 1
    assert (
        "default-src 'none'; img-src data:; font-src data:; "
        f"style-src {audit.source_hash(style)}; script-src {audit.source_hash(script)}; "
        "base-uri 'none'; form-action 'none'" in html
    )
    assert "unsafe" not in html.partition("<style>")[0]
    assert "@font-face" in html
    assert audit.external_resources(html) == []
    assert 'alt="甲"' in html


def test_chinese_comes_first_in_every_font_list():
    import tinycss2

    css = (webpage.TEMPLATES / "report.css").read_text("utf-8")
    lists = [line for line in css.split(";") if "font-family:" in line or "--text:" in line]
    lists += [line for line in css.split(";") if "--code:" in line]
    assert len(lists) >= 4
    for line in lists:
        first = line.split(":", 1)[1].split(":")[-1].strip()
        assert first.startswith(('"Page Han"', "var(--"))
    assert not [n for n in tinycss2.parse_stylesheet(css, True, True) if n.type == "error"]


def test_the_same_notebook_gives_the_same_page():
    assert page(picture("甲")) == page(picture("甲"))


# What is refused


@pytest.mark.parametrize("alt", [None, "", "  "])
def test_a_picture_without_words_is_refused(alt):
    with pytest.raises(InputError, match=r"a\.ipynb, code cell 1 \(id 'two'\).*alternative text"):
        page(picture(alt))


def test_the_words_may_stand_for_all_types_of_an_output():
    output = v4.new_output("display_data", data={"image/png": png()}, metadata={"alt": "甲"})
    assert 'alt="甲"' in page(output)


def test_a_page_with_something_from_outside_is_refused(monkeypatch):
    monkeypatch.setattr(webpage, "_stylesheet", lambda: "p{background:url(https://a.example/x)}")
    with pytest.raises(InputError, match=r"a\.html .* fetches 'https://a.example/x'"):
        page()


def test_a_page_with_something_that_runs_is_refused(monkeypatch):
    monkeypatch.setattr(webpage, "_stylesheet", lambda: "</style><script>1</script>")
    with pytest.raises(InputError, match=r"a\.html .* holds 'script'"):
        page()


def test_a_page_with_a_style_that_its_policy_blocks_is_refused(monkeypatch):
    monkeypatch.setattr(webtables, "without_styles", lambda html: html)
    with pytest.raises(InputError, match=r"a\.html has a style attribute"):
        page(prose="# 甲?\n\n<p style='text-align: right'>甲</p>")


def test_a_page_that_is_too_heavy_is_refused(monkeypatch):
    monkeypatch.setattr(webpage, "PAGE_BYTES", 10_000)
    with pytest.raises(InputError, match=r"a\.html would weigh 0\.0 MB, 0\.0 MB of it pictures"):
        page(picture("甲"))


@pytest.mark.parametrize("href", ["https://a.example", "/etc/x", "javascript:x()", "\\x"])
def test_a_card_leads_nowhere_but_to_the_report(tmp_path, href):
    with pytest.raises(InputError, match="not in the report"):
        report.write_index(
            tmp_path, title="甲", question="乙?", findings=[], facts=[],
            cards=[report.Card(href, "甲", "乙")],
        )  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_a_card_with_a_picture_needs_words(tmp_path):
    with pytest.raises(InputError, match="without alternative text"):
        report.write_index(
            tmp_path, title="甲", question="乙?", findings=[], facts=[],
            cards=[report.Card("a.html", "甲", "乙", base64.b64decode(png()))],
        )  # fmt: skip


def test_a_notebook_without_a_title_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"a\.ipynb has no title"):
        report.write_reports({"a": notebook(prose="text")}, tmp_path)


def test_a_notebook_in_the_place_of_the_overview_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"called index\.ipynb"):
        report.write_reports({"index": notebook()}, tmp_path)


# The folder


def test_a_report_is_a_page_for_each_notebook(tmp_path):
    nodes = {"01 甲": notebook(picture("甲")), "02": notebook(prose="# *乙* `x`?")}
    paths = report.write_reports(nodes, tmp_path, corpus=[("pages", "5")])
    assert paths == [tmp_path / "01 甲.html", tmp_path / "02.html"]
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    first, second = (path.read_text("utf-8") for path in paths)
    assert "<title>乙 x?</title>" in second
    assert 'href="01%20%E7%94%B2.html"' in second
    assert ">乙 x?</a>" in first
    assert "<dt>pages</dt><dd>5</dd>" in first


def test_the_title_in_the_metadata_goes_before_the_heading():
    node = notebook()
    node.metadata["title"] = "丙"
    assert report.page_title(node, name="a") == "丙"
    assert report.page_title(notebook(), name="a") == "甲?"


def test_the_first_picture_of_a_notebook_comes_with_its_words():
    assert report.first_picture(notebook()) is None
    data, alt = report.first_picture(notebook(shown(text__plain="x"), picture("甲"), picture("乙")))
    assert data.startswith(b"\x89PNG")
    assert alt == "甲"


def test_the_overview_says_everything_it_is_given(tmp_path):
    path = report.write_index(
        tmp_path, title="甲", question="乙?", findings=["丙 1"], facts=[("丁", "2")],
        cards=[report.Card("a.html", "戊", "己")], how_to_cite="庚", notes=["辛"],
    )  # fmt: skip
    html = path.read_text("utf-8")
    assert path == tmp_path / "index.html"
    assert "<h1>乙?</h1>" in html
    for said in ("甲", "丙 1", "丁", "戊", "己", "庚", "辛"):
        assert said in html
    assert "<img" not in html


def printed(text: str) -> str:
    """The page of a notebook whose one cell prints a text."""
    page = report.notebook_page(
        notebook(v4.new_output("stream", name="stdout", text=text)),
        name="a", title="甲", navigation=[("a", "甲")],
    )  # fmt: skip
    return page[page.index('<div class="output">') :]


def test_printed_sentences_are_set_as_a_list_and_a_quoted_conclusion_as_emphasis():
    page = printed("• *甲 < 乙 <b>.* 一网*、数字化* 丙.\n• 丁 * 2\n")
    first = "<li><em>甲 &lt; 乙 &lt;b&gt;.</em> 一网*、数字化* 丙.</li>"
    assert f'<ul class="points">{first}<li>丁 * 2</li></ul>' in page
    assert is_harmless(page)


@pytest.mark.parametrize("text", ["corpus 1a2b\ntokens 3", "甲\tn\t9 places", "甲.\n乙"])
def test_what_is_printed_and_is_no_prose_keeps_its_lines(text):
    assert f'<pre class="printed">{text}</pre>' in printed(text)
