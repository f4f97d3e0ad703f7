"""Looking around: what is shown says what the tables say, as HTML and as text."""

import pytest

from analysis import audit, chain, explore, pages
from analysis.errors import InputError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    from conftest import PAGE_ONE, PAGE_TWO

    folder = tmp_path_factory.mktemp("pages")
    (folder / "pa.txt").write_text(PAGE_ONE, "utf-8")
    (folder / "pb.txt").write_text(PAGE_TWO.replace("平台由", "<script>x</script>平台由"), "utf-8")
    return chain.build(pages.read_corpus(folder))


def test_kwic_shows_lines_with_their_places(made):
    found = explore.kwic(made, "操场", most=2)
    assert "4 hits in 1 item of the pages, 2 shown" in repr(found)
    assert "<td>pa:" in found._repr_html_()
    assert len(explore.kwic(made, "操场", district="黄浦区").data) == 1


def test_an_article_is_found_by_id_by_its_beginning_and_by_headline(made):
    shown = {repr(explore.article(made, name)) for name in ("pa:01", "pa", "新操场")}
    assert len(shown) == 1
    (text,) = shown
    assert text.splitlines()[1] == "[1] 春光里小学迎来新操场"
    assert "操场面积2000平方米，比原来大了一倍。" in text


def test_an_article_shows_numbers_of_sentences_marks_and_lines(made):
    html = explore.article(made, "pa:01")._repr_html_()
    assert (
        '<sup title="newspaper not known, date not known, “春光里小学迎来新操场”, page pa' in html
    )
    assert '<u title="place: 静安区">静安区</u>' in html
    assert "<del>■</del>" in html
    assert "lines as received</summary>" in html


def test_a_page_shows_every_line_in_order_with_what_it_was_read_as(made):
    found = explore.page(made, "pa")
    numbers = [line.split()[0] for line in repr(found).splitlines()[1:]]
    assert numbers == [str(n) for n in made.lines.loc[made.lines["page_id"] == "pa", "line"]]
    assert "(headline of 春光里小学迎来新操场)" in repr(found)
    assert "<del>■</del>本报记者 甲乙" in found._repr_html_()


def test_the_ledger_is_filtered_and_says_how_much_there_is(made):
    every = explore.ledger(made)
    assert f"{len(made.indicators)} figures, {len(made.indicators)} shown" in repr(every)
    own = explore.ledger(made, district="普陀区", unit="个", measured="停车场")
    assert list(own.data["figure"]) == ["120个"]
    assert own.data["page:line"].item().startswith("pb:")
    assert "1 shown" in repr(explore.ledger(made, most=1))


def test_markup_is_shown_and_does_nothing(made):
    for shown in (
        explore.article(made, "pb"),
        explore.page(made, "pb"),
        explore.kwic(made, "平台"),
    ):
        assert audit.active_content(shown._repr_html_()) == []
    assert "&lt;script&gt;x&lt;/script&gt;" in explore.article(made, "pb")._repr_html_()
    assert "<script>x</script>" in repr(explore.page(made, "pb"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda made: explore.article(made, "丙"), "The article '丙' is not there — pa:01 春光里"),
        (lambda made: explore.article(made, ""), "The article '' is not there"),
        (lambda made: explore.page(made, "c"), "The page 'c' is not there — pa; pb. Name one"),
        (lambda made: explore.page(made, "p"), "'p' is not the name of one alone — pa; pb. Name"),
        (lambda made: explore.ledger(made, district="x"), "No figure has the district x — seen: "),
        (lambda made: explore.ledger(made, unit="x"), "No figure has the unit x — seen: "),
    ],
)
def test_what_is_not_there_is_said_with_what_is(made, call, message):
    with pytest.raises(InputError, match=message):
        call(made)
