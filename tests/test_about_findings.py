"""What the title page states, and the pictures that say it."""

import nbformat
import pandas as pd
import pytest

from analysis import (
    about_announcements,
    about_corpus,
    about_districts,
    about_findings,
    chain,
    counts,
    figures,
    front_page,
    report,
)


@pytest.fixture(scope="module")
def built(shipped_tables) -> chain.Tables:
    return shipped_tables


@pytest.fixture(scope="module")
def tokens(built):
    return counts.token_table(built.tokens, built.sentences, built.articles, built.pages)


def words(*carried: bool) -> pd.DataFrame:
    """The words of a district, each carried by one article or not."""
    return pd.DataFrame(
        {
            "group": "静安区", "term": [f"词{n}" for n in range(len(carried))],
            "freq_target": 5, "freq_reference": 2, "carried_by_one": carried,
        }
    )  # fmt: skip


def themes(found: int) -> pd.DataFrame:
    """One theme that so many of ten sentences touch."""
    row = {"group": "静安区", "theme": "主题  Theme", "n_sentences_with": found, "n_sentences": 10}
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("carried", "articles", "said"),
    [
        ((True, True), 3, "each of these words hangs on one of its 3 articles"),
        ((True, False), 3, "1 of these 2 words hangs on one of its 3 articles"),
        ((False, False), 3, "none of these words hangs on one of its 3 articles"),
        ((False, False), 1, "all of it is one article"),
    ],
)
def test_a_district_is_stated_with_its_counts_and_what_carries_them(carried, articles, said):
    size = pd.Series({"n_documents": articles})
    found = about_findings._of_district("静安区", size, words(*carried), themes(4))
    assert found.startswith("静安区 is written about with 词0 5 : 2、词1 5 : 2 (")
    assert "4 of its 10 sentences touch 主题, Theme" in found
    assert said in found
    assert "touch" not in about_findings._of_district("静安区", size, words(*carried), themes(0))


def test_no_test_is_said_of_those_districts_alone_that_no_test_can_help():
    possible = pd.DataFrame(
        {
            "district": ["甲区", "乙区", "丙区"], "articles": [1, 9, 4],
            "p_min": [0.09, 0.001, 0.01], "needed": [20, 1, 900], "words": [100, 100, 100],
        }
    )  # fmt: skip
    key = pd.DataFrame({"log_likelihood": [20.0, 16.0, 3.0], "q": [0.04, 0.3, 1.0]})
    said = about_findings.no_test(possible, key)[0]
    assert "甲区 (1)、丙区 (4)" in said
    assert "乙区" not in said
    assert "Of 3 comparisons of a word, 2 pass" in said
    assert "and 1 keeps a q" in said
    assert "No test" not in about_findings.no_test(possible.iloc[1:2], key)[0]
    assert about_findings.no_test(possible, key.head(0)) == []


RATES = ["term", "page_id", about_findings.PAGE, about_findings.ITEMS]


def rated(monkeypatch, built, *rows) -> str:
    """The sentence for these rates of pages of the corpus, in order of date."""
    dated = built.pages.sort_values("issue_date")["page_id"].tolist()
    table = pd.DataFrame([(term, dated[page], *rest) for term, page, *rest in rows], columns=RATES)
    monkeypatch.setattr(about_findings.about_rates, "page_and_article_rates", lambda *_args: table)
    return about_findings.page_or_article(built, None)


def test_rates_that_move_apart_between_two_pages_go_before_a_large_difference(monkeypatch, built):
    same = ("乙词", 0, 1.0, 50.0), ("乙词", 4, 2.0, 60.0)
    turned = rated(monkeypatch, built, *same, ("甲词", 0, 2.0, 9.0), ("甲词", 4, 5.0, 6.0))[0]
    assert "甲词 becomes more frequent by the page (2.0 to 5.0" in turned
    assert "less frequent in the items that have it (9.0 to 6.0)" in turned
    fallen = rated(monkeypatch, built, ("甲词", 0, 5.0, 6.0), ("甲词", 4, 2.0, 9.0))[0]
    assert "甲词 becomes less frequent by the page (5.0 to 2.0" in fallen
    plain = rated(monkeypatch, built, *same)[0]
    assert "乙词 is 50.0 times as dense" in plain
    assert rated(monkeypatch, built) == []


def test_the_findings_of_the_corpus_say_what_its_tables_hold(built, tokens):
    announced = about_findings.of_announcements(built)[0]
    dated = int((built.announcements["target_date"] != "").sum())
    assert announced.startswith(f"{len(built.announcements)} announcements were made; {dated} of")
    twice = about_findings.printed_twice(built)[0]
    apart = built.series[~built.series["comparable"]]
    assert f"{len(apart)} of their {len(built.series)} points may not be compared" in twice
    turned = about_findings.page_or_article(built, tokens)[0]
    assert any(term in turned for term in about_corpus.followed_terms(built))


def test_a_corpus_without_the_matter_of_a_finding_states_none(built, tokens):
    bare = built._replace(
        checks=built.checks.head(0), series=built.series.head(0),
        announcements=built.announcements.head(0),
    )  # fmt: skip
    assert about_findings.of_arithmetic(bare) == []
    assert about_findings.printed_twice(bare) == []
    none = built._replace(series=built.series.assign(comparable=False))
    points = len(built.series)
    assert f"none of their {points} points may be" in about_findings.printed_twice(none)[0]
    own = none.series[none.series["series_id"] == none.series["series_id"].iloc[0]]
    assert about_findings.printed_twice(built._replace(series=own))[0].startswith("One quantity is")
    assert about_findings.of_announcements(bare) == []
    assert (
        about_findings.printed_twice(built._replace(series=built.series.assign(comparable=True)))
        == []
    )
    ranking = pd.DataFrame({"token": ["甲词"], "freq": [4], "doc_freq": [2], "dp_norm": [0.1]})
    assert about_findings.of_spread(ranking, tokens) == []
    nothing = pd.DataFrame(columns=["term", "count", "count by jieba"])
    assert (
        about_findings.of_lexicon(pd.DataFrame({"term": ["甲词"], "substring": [3]}), nothing) == []
    )


def test_the_most_frequent_word_of_one_article_stands_beside_the_most_widespread(tokens):
    ranking = pd.DataFrame(
        {"token": ["甲词", "乙词", "丙词"], "freq": [9, 8, 7], "doc_freq": [3, 1, 1]}
    )
    said = about_findings.of_spread(ranking, tokens)[0]
    assert "乙词 8 stands in one article, 甲词 9 in 3 of" in said
    assert "2 of 3 words stand in one article only" in said


@pytest.mark.parametrize(
    ("even", "said"),
    [
        (0.1, "甲 is said most often (9 times) and most evenly"),
        (0.9, "甲 is said most often (9 times), 乙"),
    ],
)
def test_the_title_of_spread_names_the_most_even_word_and_the_most_clumped(even, said):
    shown = pd.DataFrame({"token": ["甲", "乙"], "freq": [9, 8], "dp_norm": [even, 0.5]})
    title = about_findings.spread_title(shown)
    assert title.startswith(said)
    clumped = "乙" if even < 0.5 else "甲"
    assert title.endswith(f"{clumped} is clumped (DPnorm {max(even, 0.5):.2f})")


def test_clouds_say_how_many_words_are_one_districts_own():
    words = {"甲区": {"共": 9, "甲": 5, "少": 1}, "乙区": {"共": 3, "乙": 2, "少": 1}}
    assert about_findings.clouds_title(words, 2) == (
        "2 of 3 frequent words stand in one district's cloud alone; 共 stands in 2 of 2"
    )


def test_every_announcement_of_a_dated_issue_is_on_the_timeline(built):
    shown = about_announcements.timeline(built)
    assert len(shown) == min(len(built.announcements), about_announcements.SHOWN)
    assert shown["announced"].is_monotonic_increasing
    few = about_announcements.timeline(built, most=2)
    assert (few["target"] != "").all()
    assert "2 of them are shown" in about_announcements.title(few, built)
    assert "shown" not in about_announcements.title(shown, built)


def printing(text: str, *tags: str, cell_id: str = "c") -> nbformat.NotebookNode:
    """A cell that printed a text."""
    cell = nbformat.v4.new_code_cell("print()", metadata={"tags": list(tags)}, id=cell_id)
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    return cell


def test_the_title_page_takes_the_tagged_findings_in_their_order():
    one = nbformat.v4.new_notebook(
        cells=[printing("• 二。\n", "finding-2", cell_id="two"), printing("• 答。\n", "answer")]
    )
    two = nbformat.v4.new_notebook(cells=[printing("• 一。\n• 又。\n", "finding-1")])
    found = front_page.findings({"01-a": one, "02-b": two})
    assert [part.text if hasattr(part, "text") else part[0] for f in found for part in f.parts] == [
        "一。", "又。", "二。",
    ]  # fmt: skip
    assert [f.href for f in found] == ["02-b.html#cell-c"] * 2 + ["01-a.html#cell-two"]


def test_the_map_on_the_title_page_is_the_published_one(built):
    picture = nbformat.v4.new_output(
        "display_data", {"image/png": "iVBORw0KGgo="},
        metadata={"image/png": {"alt": "Map", "name": front_page.MAP}},
    )  # fmt: skip
    cell = nbformat.v4.new_code_cell("x", outputs=[picture])
    drawn = front_page.map_drawn({"06-f": nbformat.v4.new_notebook(cells=[cell])}, built)
    assert drawn.href == "06-f.html#figure-district-map"
    assert drawn.picture.startswith(b"\x89PNG")
    first = about_corpus.named_districts(built)[0]
    n = int((built.sentences["district"] == first).sum())
    assert f"Sentences about each district: {first} {n}" in drawn.caption[0][0]
    assert front_page.map_drawn({"00": nbformat.v4.new_notebook()}, built) is None


def test_the_overview_shows_findings_then_map_then_cards_then_facts(tmp_path):
    import base64

    png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    )
    drawn = report.Drawn(png, "甲图", "06.html#figure-a", [("乙", "evidence.html#x"), ("丙", "")])
    path = report.write_index(
        tmp_path, title="t", question="q?", findings=["f"], facts=[("n", "1")],
        cards=[("a.html", "card", "s", None, "")], drawn=drawn,
    )  # fmt: skip
    html = path.read_text("utf-8")
    places = [html.index(f'id="{name}"') for name in ("findings", "map", "pages", "facts")]
    assert places == sorted(places)
    assert 'alt="甲图"' in html
    assert '<a href="evidence.html#x">乙</a>丙' in html
    assert 'href="06.html#figure-a"' in html
    with pytest.raises(report.InputError, match="A picture"):
        report.write_index(
            tmp_path, title="t", question="q?", findings=[], facts=[], cards=[],
            drawn=drawn._replace(href="https://a.example"),
        )  # fmt: skip


def test_districts_stand_in_one_order_in_all_figures():
    known = about_districts.gazetteer().districts
    two = [known[5], known[1]]
    key = pd.DataFrame(
        {"group": two, "term": ["甲", "乙"], "log_ratio": 1.0, "z": 1.0, "n_target": [9, 5]}
    )
    assert about_districts.top_words(key, 1)["group"].tolist() == two[::-1]
    table = pd.DataFrame(
        {
            "group": two, "theme": "题", "share": [0.5, 0.2], "n_sentences": [90, 5],
            "n_sentences_with": [45, 1], "n_articles": [3, 3],
        }
    )  # fmt: skip
    shares, _ = about_districts.theme_grid(table)
    assert [name.splitlines()[0] for name in shares.columns] == two[::-1]
    assert figures.ordered(two, list(known)) == two[::-1]
