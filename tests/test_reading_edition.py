"""The reading edition: every sentence as it is in the tables, every line as it was received."""

import html.parser
import re
from urllib.parse import unquote

import pytest
from test_report import HOSTILE

from analysis import addresses, audit, chain, marking, pages, reading_edition, reading_index, repair
from conftest import PROJECT


class Texts(html.parser.HTMLParser):
    """The text inside each element with an id, numbers of sentences apart; and all ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.ids: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        name = dict(attrs).get("id") or ""
        if name:
            self.ids.append(name)
            self.texts[name] = ""
        if tag not in ("meta", "link", "input", "br"):
            self._open.append((tag, "number" if dict(attrs).get("class") == "n" else name))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        names = [name for _, name in self._open]
        if "number" not in names:
            for name in filter(None, names):
                self.texts[name] += data


def made_of(folder, out):
    """Tables, edition and the pages written, by name."""
    corpus = pages.read_corpus(folder)
    tables = chain.build(corpus)
    where = addresses.addresses(tables)
    made = reading_edition.edition(tables, where, folder=folder, city=chain.city_of(folder))
    written = [
        *reading_index.write(made, out, title="甲"),
        *reading_edition.write(made, out, title="甲"),
    ]
    return tables, made, {path.name: path.read_text("utf-8") for path in written}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return made_of(PROJECT / "seeds", tmp_path_factory.mktemp("edition"))


def test_every_sentence_stands_at_its_address_as_it_is_in_the_tables(shipped):
    tables, made, written = shipped
    texts = {name: Texts(text).texts for name, text in written.items()}
    for row in tables.sentences.itertuples():
        file, _, _ = made.where.sentences[row.sentence_id].partition("#")
        found = texts[file][addresses.anchor("s", row.sentence_id)]
        assert found.strip("\n") == row.text, row.sentence_id


def test_no_page_has_an_id_twice(shipped):
    for name, text in shipped[2].items():
        ids = Texts(text).ids
        assert len(ids) == len(set(ids)), name


def test_every_line_stands_beside_its_article_as_received_with_its_repairs(shipped):
    tables, made, written = shipped
    n_lines = 0
    for part in made.where.parts:
        for line in reading_edition.item(made, part)["lines"]:
            page, number = part.page_id, line["number"]
            raw = "".join(before for before, _, _ in line["pieces"])
            edits = made.edits.get((page, number), [])
            row = tables.lines[(tables.lines["page_id"] == page) & (tables.lines["line"] == number)]
            assert raw == row["text"].item()
            repaired = [repair.Edit(e.column, e.before, e.after, e.rule) for e in edits]
            assert "".join(p[1] for p in line["pieces"]) == repair.redo(raw, repaired)
            assert f'id="{line["anchor"]}"' in written[part.file]
            n_lines += 1
    assert n_lines == len(tables.lines)


def test_repairs_are_shown_in_their_place():
    edits = [repair.Edit(2, " ", "", "space"), repair.Edit(4, ",", "，", "width")]
    assert list(reading_edition.repairs("甲 乙,丙", edits)) == [
        ("甲", "甲", ""), (" ", "", "space"), ("乙", "乙", ""), (",", "，", "width"),
        ("丙", "丙", ""),
    ]  # fmt: skip


def test_a_sentence_is_cited_with_paper_date_headline_page_lines_and_id(shipped):
    _, made, written = shipped
    name = "000_7d6ef8af38134b74:01:002"
    said = reading_edition.citation(made, name)
    assert said == (
        "文汇报, 2018-08-06 (date inferred), “以“云数联动”助推质量效率动力变革”, "
        f"page 000_7d6ef8af38134b74, lines 6–20, sentence {name}"
    )
    assert f'title="{said}"' in written["reader-000_7d6ef8af38134b74.html"]


def test_articles_are_set_as_articles(shipped):
    text = shipped[2]["reader-000_7d6ef8af38134b74.html"]
    first = text[text.index('<article class="item article"') :]
    order = ['class="kicker"', "<h2>", 'class="deck"', 'class="byline"', 'class="body"', "<h3>"]
    places = [first.index(piece) for piece in order]
    assert places == sorted(places)


def test_the_index_leads_to_every_article(shipped):
    tables, made, written = shipped
    articles = tables.articles[tables.articles["kind"] == "article"]
    for name in articles["article_id"]:
        assert f'href="{made.where.articles[name]}"' in written["reader.html"]


def test_the_index_stands_by_date_and_then_by_page(shipped):
    dates = re.findall(r"<h3><a[^>]*>([^<]*)</a></h3>", shipped[2]["reader.html"])
    assert dates == ["2018-08-06", "2020-12-31", "2021-06", "2021-12-10", "2022-09"]


def test_a_large_index_is_cut_by_newspaper_and_year(shipped, tmp_path, monkeypatch):
    monkeypatch.setattr(reading_index, "LARGEST", 1_000)
    written = reading_index.write(shipped[1], tmp_path, title="甲")
    assert [path.name for path in written] == ["reader.html", *(
        f"reading-{number:03}.html" for number in range(1, 6)
    )]  # fmt: skip
    first = written[0].read_text("utf-8")
    assert all(f'href="{path.name}"' in first for path in written[1:])
    assert "在雪域高原埋下希望的种子" not in first
    assert any("在雪域高原埋下希望的种子" in path.read_text("utf-8") for path in written[1:])


@pytest.mark.parametrize("kind", ["place", "system", "figure", "term"])
def test_what_is_marked_is_marked_and_named_in_the_legend(shipped, kind):
    _, made, written = shipped
    marked = [span for spans in made.marks.values() for span in spans if span.kind == kind]
    assert len(marked) > 200
    for name, text in written.items():
        if name != "reader.html":
            assert f'class="m {kind}"' in text[: text.index("<section")]
            assert f'class="m {kind}" title="{kind}' in text


def test_every_printed_figure_has_its_place(shipped):
    tables = shipped[0]
    texts = dict(zip(tables.sentences["sentence_id"], tables.sentences["text"], strict=True))
    found = marking.figures(tables.indicators, texts)
    for row in tables.indicators.itertuples():
        name, span = found[row.indicator_id]
        assert name == row.sentence_id
        assert texts[name][span.start : span.end] == row.figure
    assert len({(name, span.start) for name, span in found.values()}) >= 0.97 * len(found)


def test_marks_do_not_overlap_and_lose_no_character():
    spans = [
        marking.Span(0, 2, "place", "甲"), marking.Span(0, 4, "system", "乙"),
        marking.Span(3, 5, "figure", "丙"), marking.Span(5, 9, "term", "x"),
    ]  # fmt: skip
    found = marking.pieces("甲乙丙丁戊己", spans)
    assert [piece[:2] for piece in found] == [("甲乙丙丁", "system"), ("戊己", "")]


def test_markup_in_a_page_is_shown_and_does_nothing(tmp_path):
    folder = tmp_path / "pages <b>"
    folder.mkdir()
    body = "\n".join(f"静安区的平台昨天上线，{text}，接入120个。" for text in HOSTILE)
    (folder / "<i>甲 onclick=x.txt").write_text(f"智慧停车上线\n\n{body}\n", "utf-8")
    written = made_of(folder, tmp_path)[2]
    assert len(written) == 2
    for text in written.values():
        assert audit.external_resources(text) == audit.active_content(text) == []
    assert sum(text.count("&lt;script&gt;") for text in written.values()) > 5
    for text in written.values():
        theirs = text.replace(f"<script>{audit.own_script()}</script>", "", 1)
        assert not re.search("<(script|iframe|img|i)[ >]", theirs)


def test_a_page_as_long_as_a_book_stays_within_the_budget(tmp_path):
    folder = tmp_path / "long"
    folder.mkdir()
    sentences = "".join(f"静安区第{n}个平台昨天上线，接入停车场120个。" for n in range(3_500))
    (folder / "a.txt").write_text(f"智慧停车上线\n\n{sentences}\n", "utf-8")
    tables, _, written = made_of(folder, tmp_path)
    assert len(written) > 3
    assert max(len(text.encode()) for text in written.values()) < 3_000_000
    ids = {name: list(Texts(text).ids) for name, text in written.items()}
    found = [name for names in ids.values() for name in names if name[:2] == "s-"]
    assert len(found) == len(set(found)) == len(tables.sentences)
    there = {name: set(names) for name, names in ids.items()}
    led = [
        (unquote(file) or name, unquote(anchor))
        for name, text in written.items()
        for file, anchor in re.findall(r'href="([^"#]*)#([^"]+)"', text)
    ]
    assert [place for place in led if place[1] not in there.get(place[0], ())] == []
