"""What the notebooks say, from the tables: sums that must hold and sentences with their numbers."""

import re

import nbformat
import numpy as np
import pandas as pd
import pytest

from analysis import (
    about_corpus,
    about_districts,
    about_frequency,
    about_likeness,
    about_numbers,
    about_rates,
    about_reprints,
    about_time,
    about_tokens,
    about_words,
    chain,
    counts,
    front_page,
    lexicon,
    near_pairs,
    pages,
    paths,
)


@pytest.fixture
def built(corpus, monkeypatch) -> chain.Tables:
    monkeypatch.setenv(paths.CORPUS_VARIABLE, str(corpus))
    return chain.build(pages.read_corpus(corpus))


@pytest.fixture
def tokens(built) -> pd.DataFrame:
    return counts.token_table(built.tokens, built.sentences, built.articles, built.pages)


def token_rows(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """A token table from (page, article, district, tokens separated by spaces)."""
    table = []
    for number, (page, article, district, text) in enumerate(rows, start=1):
        for position, token in enumerate(text.split()):
            table.append(
                {
                    "sentence_id": f"{article}:{number}", "position": position, "token": token,
                    "pos": "n", "start": position, "article_id": article, "role": "body",
                    "first_line": 1, "district": district, "page_id": page, "kind": "article",
                    "newspaper": "甲报", "year": 2020,
                }
            )  # fmt: skip
    return pd.DataFrame(table).astype({"year": "Int64"})


def test_every_sentence_and_every_repair_is_in_the_summaries_once(built):
    assert about_corpus.sizes_by_district(built)["sentences"].sum() == len(built.sentences)
    assert about_corpus.repairs(built.edits)["repairs"].sum() == len(built.edits)
    assert about_corpus.stages(built)["rows"].tolist() == [len(table) for table in built]
    kinds = about_corpus.characters_by_kind(built)
    assert kinds.to_numpy().sum() == built.articles["n_chars"].sum()


def test_the_rate_of_a_term_by_page_and_in_the_articles_that_have_it_taken_together():
    rows = [
        ("p", "p:01", "甲区", "甲词 甲词 乙词 丙词"), ("p", "p:02", "乙区", "丁词 甲词"),
        ("p", "p:03", "乙区", "丁词 丁词 。 丁词"),
    ]  # fmt: skip
    rates = about_rates.page_and_article_rates(token_rows(rows), ["甲词", "戊词"])
    assert rates["term"].tolist() == ["甲词"]
    assert rates.loc[0, "on the page"] == pytest.approx(1000 * 3 / 9)
    assert rates.loc[0, "in the items that have it"] == pytest.approx(1000 * 3 / 6)
    assert rates.loc[0, "items"] == 2


def test_the_rates_say_beside_the_figure_that_the_second_is_never_the_smaller():
    rows = [("p", "p:01", "甲区", "甲词 乙词"), ("p", "p:02", "乙区", "丁词 丁词 丁词 丁词")]
    title = about_rates.rates_title(about_rates.page_and_article_rates(token_rows(rows), ["甲词"]))
    assert title.splitlines()[0].startswith("甲词 is up to 3.0 times as dense in the items")
    assert title.splitlines()[1].startswith("Never less")


def test_districts_without_a_sentence_are_counted_from_the_gazetteer(built, corpus):
    sizes = about_corpus.sizes_by_district(built)
    own = about_corpus.named_districts(built)
    said = f"Sentences are given to {len(own)} of 16 districts"
    assert about_corpus.map_title(sizes).startswith(said)
    assert said in about_corpus.limits(built)[2]
    assert about_corpus.overview(built)[2].startswith(said)
    (corpus / "gazetteer").mkdir()
    rows = (paths.RESOURCES / "gazetteer" / "shanghai.tsv").read_text("utf-8").splitlines()
    kept = [row for row in rows if "崇明" not in row]
    (corpus / "gazetteer" / "shanghai.tsv").write_text("\n".join(kept) + "\n", "utf-8")
    assert "of 15 districts" in about_corpus.limits(built)[2]


def test_the_terms_followed_are_the_corpus_s_own_choice_where_it_has_one(built, corpus):
    assert "操场" in about_corpus.followed_terms(built)
    (corpus / "corpus.toml").write_text('[notebooks]\nterms = ["平台"]\n', "utf-8")
    assert about_corpus.followed_terms(built) == ["平台"]


def test_the_ranking_counts_n_before_stop_words_and_numbers_are_hidden():
    table = token_rows([("p", "p:01", "", "甲词 甲词 的 2000 。"), ("p", "p:02", "", "乙词 甲词")])
    ranking = about_words.ranking(table, stop_words=frozenset({"乙词"}))
    assert ranking["token"].tolist() == ["甲词"]
    assert ranking.loc[0, "n_tokens"] == 6  # the full stop is no word
    assert ranking.loc[0, "ipm"] == pytest.approx(1_000_000 * 3 / 6)
    assert ranking.loc[0, "doc_freq"] == 2
    # DP: parts of 4 and 2 tokens, shares 2/3 and 1/3 of the text and of the occurrences
    assert ranking.loc[0, "dp_norm"] == pytest.approx(0)


def test_an_article_is_cut_by_district_and_city_and_elsewhere_are_compared_with_nobody():
    table = token_rows(
        [
            ("p", "p:01", "静安区", "甲词 乙词"), ("p", "p:01", "黄浦区", "甲词"),
            ("p", "p:01", "全市", "丙词"), ("p", "p:02", "静安区", "静安 静安区 丁词 的"),
        ]
    )  # fmt: skip
    dtm, terms, groups, sizes, articles = about_districts.documents(
        table, stop_words=frozenset({"丁词"})
    )
    assert groups == ["静安区", "黄浦区", "静安区"] or sorted(groups) == [
        "静安区",
        "静安区",
        "黄浦区",
    ]
    assert list(terms) == ["乙词", "甲词"]
    assert sorted(sizes) == [1, 2, 4]
    assert dtm.sum() == 3
    assert len(articles) == 3
    assert set(articles) <= set(table["article_id"])


def test_words_most_a_district_s_own_are_those_it_uses_more_than_the_rest():
    table = token_rows(
        [(f"p{n}", f"p{n}:01", "静安区", "甲词 甲词 丙词") for n in range(5)]
        + [(f"q{n}", f"q{n}:01", "黄浦区", "乙词 乙词 丙词") for n in range(5)]
    )
    key = about_districts.keyness(
        table, stop_words=frozenset(), min_tokens=10, min_freq=4, min_docs=1,
        rng=np.random.default_rng(1),
    )  # fmt: skip
    top = about_districts.top_words(key, 2)
    assert top.groupby("group")["term"].first().to_dict() == {"静安区": "甲词", "黄浦区": "乙词"}
    assert (top["log_ratio"] > 0).all()
    assert about_districts.effect_notes(top)[0] == "10 : 0"


def test_within_a_paper_that_writes_of_one_district_nothing_can_be_exchanged():
    table = token_rows(
        [(f"p{n}", f"p{n}:01", "静安区", "甲词 甲词 丙词") for n in range(4)]
        + [(f"q{n}", f"q{n}:01", "黄浦区", "乙词 乙词 丙词") for n in range(4)]
    )
    options = {"stop_words": frozenset(), "min_tokens": 10, "min_freq": 4, "min_docs": 1}
    key, same = (
        about_districts.keyness(table, rng=np.random.default_rng(1), within_paper=inside, **options)
        for inside in (False, True)
    )
    possible = about_districts.tests_possible(key, same)
    # 2 of the 8!/(4!4!) = 70 ways are as extreme, whichever of the two papers is exchanged with
    assert possible["p_min"].tolist() == pytest.approx([1 / 70, 1 / 70], rel=2)
    assert possible["p_min in paper"].tolist() == possible["p_min"].tolist()
    table.loc[table["district"] == "黄浦区", "newspaper"] = "乙报"
    apart = about_districts.keyness(
        table, rng=np.random.default_rng(1), within_paper=True, **options
    )
    assert (about_districts.tests_possible(key, apart)["p_min in paper"] == 1).all()


def test_the_findings_count_words_above_the_bar_and_words_that_keep_a_q():
    key = pd.DataFrame(
        {
            "group": ["静安区", "黄浦区"], "term": ["甲词", "乙词"], "log_ratio": [1.0, 2.0],
            "n_target": [900, 500], "z": [1.0, 2.0], "carried_by_one": [True, False],
            "log_likelihood": [15.2, 15.1], "q": [0.2, 0.3],
        }
    )  # fmt: skip
    sizes = pd.DataFrame(
        {
            "district": ["静安区", "全市", "黄浦区", "长宁区"], "n_tokens": [900, 800, 500, 100],
            "n_documents": [3, 9, 1, 1], "compared": [True, False, True, False],
        }
    )  # fmt: skip
    size, words, bar = about_districts.findings(sizes, key, min_tokens=400)
    assert size.startswith("3 districts have text, 2 of them 400 tokens or more")
    assert "(too small: 长宁区)" in size
    assert "静安区 alone has 60% of the tokens; known from one article: 黄浦区" in size
    assert "1 of these 2 hangs on one article" in words
    assert bar.startswith("1 word passes the usual bar")
    assert bar.endswith("no word is called significant, effects are shown with their counts.")
    kept = about_districts.findings(sizes, key.assign(q=[0.04, 0.3]), min_tokens=400)[2]
    assert "1 keeps a q of .05 or less" in kept
    assert kept.endswith("only this word is told from chance.")
    both = about_districts.findings(sizes, key.assign(q=[0.04, 0.04]), min_tokens=400)[2]
    assert both.endswith("only these are told from chance.")


def test_the_words_figure_says_how_many_of_its_words_could_be_told_from_chance():
    top = pd.DataFrame(
        {
            "group": ["甲区", "甲区", "乙区"], "term": ["a", "b", "c"],
            "q": [0.04, 0.2, float("nan")],
            "low": [0.5, -1.0, float("nan")], "high": [3.0, 2.0, float("nan")],
        }
    )  # fmt: skip
    first, second = about_districts.keyness_title(top).splitlines()
    assert first.endswith("1 of 3 has a q of .05 or less")
    assert second.startswith("1 of 2 intervals includes 0")


def test_a_district_of_one_article_is_marked_in_the_heat_map_and_in_its_title():
    table = pd.DataFrame(
        {
            "group": ["甲区", "乙区"], "theme": ["主题", "主题"], "share": [0.9, 0.2],
            "n_sentences": [20, 30], "n_sentences_with": [18, 6], "n_articles": [1, 3],
        }
    )  # fmt: skip
    shares, _ = about_districts.theme_grid(table)
    assert list(shares.columns) == ["乙区\nn = 30", "甲区\nn = 20\none article"]
    said = "甲区: 90% of its sentences (n = 20, all in one article) touch 主题"
    assert about_districts.theme_title(shares) == said
    shares, _ = about_districts.theme_grid(table.assign(n_articles=2))
    assert about_districts.theme_title(shares) == said.replace(", all in one article", "")


def test_where_nothing_is_large_enough_nothing_is_compared(built, tokens):
    key = about_districts.keyness(
        tokens, stop_words=frozenset(), min_tokens=400, min_freq=4, min_docs=1,
        rng=np.random.default_rng(1),
    )  # fmt: skip
    sizes = about_districts.sizes(built, tokens, min_tokens=400)
    assert not sizes["compared"].any()
    said = about_districts.findings(sizes, key, min_tokens=400)
    assert said[0].startswith("Fewer than two districts have 400 tokens")
    assert "静安区" in said[0]


def test_the_lexicon_s_effect_is_counted_against_jieba_alone(built):
    effect = about_words.lexicon_effect(built, lexicon.load_lexicon())
    assert (effect["count"] > effect["count by jieba"]).all()


def test_headline_counts_stand_between_their_lowest_and_their_highest(built):
    ranges = about_tokens.headline_counts(built, lexicon.load_lexicon())
    assert len(ranges)
    assert (ranges["lowest"] <= ranges["freq"]).all()
    assert (ranges["freq"] <= ranges["substring"]).all()
    assert (ranges["substring"] <= ranges["highest"]).all()


def test_numbers_by_unit_add_up_to_the_ledger(built):
    table, notes = about_numbers.units_by_district(built)
    measures = built.indicators[
        (built.indicators["kind"] == "measure") & (built.indicators["duplicate_of"] == "")
    ]
    assert table.to_numpy().sum() == len(measures)
    assert sum(int(text) for text in notes.to_numpy().ravel() if text) == len(measures)


def test_the_front_page_quotes_what_the_notebooks_printed():
    cell = nbformat.v4.new_code_cell("print()", metadata={"tags": ["answer"]})
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="• 甲 = 1.\n• 乙.\n")]
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Why?"), cell])
    assert front_page.answers(node) == ["甲 = 1.", "乙."]
    card = front_page.card("01-why", node)
    assert (card.title, card.summary, card.href) == ("Why?", "甲 = 1.", "01-why.html")
    assert front_page.answers(nbformat.v4.new_notebook()) == []


def test_the_front_page_says_how_many_of_the_printed_figures_measure_something(built):
    facts = dict(
        front_page.front_page(pages.read_corpus(paths.corpus_folder()), built, {})["facts"]
    )
    measures, _ = about_numbers.units_by_district(built)
    assert facts["of them measures, repeats apart"] == f"{int(measures.to_numpy().sum()):,}"


def test_tables_written_are_the_tables_read(built, tmp_path, monkeypatch):
    chain.write(built, tmp_path)
    monkeypatch.setenv(paths.TABLES_VARIABLE, str(tmp_path))
    for ours, again in zip(built, chain.load(), strict=True):
        pd.testing.assert_frame_equal(ours, again)


def test_what_a_report_rests_on_names_neither_clock_nor_path(built, corpus):
    said = chain.provenance(built)
    assert said == chain.provenance(built)
    assert pages.read_corpus(corpus).fingerprint in said
    assert "/" not in said


def spread_rows() -> pd.DataFrame:
    """Two articles of four words: 甲词 in both, 乙词 in the first alone."""
    return token_rows(
        [
            ("p", "p:01", "静安区", "甲词 乙词 乙词 丙词"),
            ("p", "p:02", "黄浦区", "甲词 丙词 丁词 丁词"),
        ]
    )


def test_the_count_in_a_range_is_the_count_of_the_ranking(built, tokens):
    ranking = about_words.ranking(tokens, stop_words=frozenset())
    counted = about_words.counted_sentences(built, tokens)
    ranges = about_words.with_ranges(ranking, counted, lexicon.load_lexicon())
    assert ranges["token"].tolist() == ranking["token"].tolist()
    assert [said.split(" ")[0] for said in ranges["range"]] == [f"{n:,}" for n in ranges["freq"]]
    assert (ranges["lowest"] <= ranges["freq"]).all()
    assert (ranges["freq"] <= ranges["highest"]).all()
    nothing = about_words.with_ranges(ranking.head(0), counted, lexicon.load_lexicon())
    assert nothing.empty and "range" in nothing


def test_a_word_of_one_of_two_equal_articles_is_clumped_by_every_measure():
    table = about_words.spread(spread_rows(), ["甲词", "乙词", "己词"]).set_index("token")
    assert table.index.tolist() == ["甲词", "乙词"]
    assert table.loc["甲词", ["dp_norm", "juilland_d", "kld"]].tolist() == [0, 1, 0]
    assert table.loc["乙词", ["dp_norm", "juilland_d", "kld"]].tolist() == [1, 0, 1]
    assert table["part_range"].tolist() == [1, 0.5]
    assert table["rosengren_s"].tolist() == pytest.approx([1, 0.5])


def test_every_word_that_the_answer_names_is_among_those_to_be_read():
    table = token_rows([
        ("p", "p:01", "静安区", "甲词 乙词 甲词 乙词 甲词 乙词 甲词 甲词 丁词 乙词 乙词"),
        ("p", "p:02", "黄浦区", "甲词 丙词 甲词 丙词"),
    ])  # fmt: skip
    ranking = about_words.ranking(table, stop_words=frozenset())
    ranges = ranking.assign(range="1 (1–1)")
    near = about_frequency.company(table, ["甲词"], window=2, stop_words=frozenset())
    said = " ".join(about_words.term_frequency(ranking, ranges, near, table)[1:])
    named = about_words.named_words(ranking, ranges, near)
    assert {word for word in ranking["token"] if word in said} == set(named)


def test_ties_in_a_title_are_cut_after_three_and_those_named_are_read():
    shared = pd.DataFrame({"token": list("丁丙乙甲"), "freq": 2, "doc_freq": [2, 2, 2, 2]})
    assert about_words.frequency_title(shared).startswith("丁、丙、乙 and 1 more said most often")
    assert set(about_words.title_words(shared)) == set("丁丙乙")
    assert about_words.title_words(shared.head(0)) == []


def test_lines_are_of_every_article_before_a_second_of_one_and_the_same_again():
    hits = pd.DataFrame({"article_id": ["a"] * 8 + ["b", "c"], "place": range(10)})
    for seed in range(5):
        drawn = about_frequency.sample(hits, 4, rng=np.random.default_rng(seed))
        assert drawn["article_id"].tolist() == ["a", "a", "b", "c"]
        again = about_frequency.sample(hits, 4, rng=np.random.default_rng(seed))
        assert drawn["place"].tolist() == again["place"].tolist()
    assert len(about_frequency.sample(hits, 99, rng=np.random.default_rng(1))) == 10


def test_lines_say_of_each_word_how_many_hits_there_are():
    shown = about_frequency.lines(
        spread_rows(), ["甲词", "乙词"], rng=np.random.default_rng(1), most=1
    )
    assert shown.note.startswith("甲词: 1 of 2 hits, from 1 of 2 items; 乙词: 1 of 2 hits, from 1")
    assert shown.data["node"].tolist() == ["甲词", "乙词"]
    assert shown.data["page:line"].tolist() == ["p:1", "p:1"]
    assert about_frequency.lines(spread_rows(), [], rng=np.random.default_rng(1), most=1).data.empty


def test_hits_that_the_ranking_does_not_count_are_accounted_for():
    table = spread_rows()
    table.loc[table["article_id"] == "p:02", "kind"] = "caption"
    found = about_frequency.hits_and_freq(table, ["甲词", "丙词丁词"]).set_index("word")
    assert found.loc["甲词"].tolist() == [2, 1, 1, 0]
    assert found.loc["丙词丁词"].tolist() == [1, 0, 0, 1]


def test_n_is_what_it_says():
    table = token_rows([("p", "p:01", "", "甲词 。 2000 甲词"), ("p", "p:02", "", "甲词 乙词")])
    table.loc[table["article_id"] == "p:02", ["role", "kind"]] = ["caption", "caption"]
    found = about_frequency.what_n_counts(table, "甲词")
    assert found["n_tokens"].tolist() == [3, 2, 4, 5, 3]
    assert found["freq"].tolist() == [2, 2, 2, 3, 2]
    assert found.loc[0, "ipm"] == pytest.approx(1_000_000 * 2 / 3)


def test_the_parts_of_speech_are_all_of_n_and_a_longer_tag_goes_first():
    table = spread_rows()
    table.loc[table["token"] == "乙词", "pos"] = "ns"
    table.loc[table["token"] == "丁词", "pos"] = "nz"
    table.loc[table["token"] == "丙词", "pos"] = "w"
    found = about_frequency.by_pos(table, stop_words=frozenset({"甲词"}))
    assert found["share"].sum() == pytest.approx(1)
    words = found.set_index("part of speech")["words (freq; articles)"].to_dict()
    assert words == {
        "nouns": "", "place names": "乙词 (2; 1)", "other names": "丁词 (2; 1)",
        "other": "丙词 (2; 2)",
    }  # fmt: skip


def test_runs_longer_than_every_sentence_are_an_empty_table():
    options = {"stop_words": frozenset(), "min_docs": 1, "most": 9}
    assert about_frequency.runs(spread_rows(), 5, **options).empty
    assert about_frequency.runs(spread_rows(), 2, **options)["ngram"].tolist() == [
        "丁词 丁词", "丙词 丁词", "乙词 丙词", "乙词 乙词", "甲词 丙词", "甲词 乙词",
    ]  # fmt: skip


def test_the_span_is_worked_out_on_the_first_pair():
    near = about_frequency.company(spread_rows(), ["甲词"], window=1, stop_words=frozenset())
    assert about_frequency.span_note(near).startswith("No word stands twice")
    rows = [(page, f"{page}:01", "", "甲词 乙词 丙词 丁词") for page in "pq"]
    near = about_frequency.company(token_rows(rows), ["丙词"], window=2, stop_words=frozenset())
    assert near.loc[0, "expected"] == pytest.approx(2 * 4 * 2 / 8)
    assert "2 · 4 · 2 / 8 = 2.00" in about_frequency.span_note(near)


def test_a_cloud_says_whether_only_the_rarer_words_are_missing():
    weights = {"甲": 5, "乙": 4, "丙": 3}
    assert "need not be a rare one" in about_words.cloud_said(weights, ["乙"], 3)[1]
    assert "The rarer words are missing" in about_words.cloud_said(weights, ["丙"], 3)[1]
    assert about_words.cloud_said(weights, [], 3) == ["Every word that was tried is drawn."]


def test_where_no_page_has_a_year_nothing_is_drawn_and_the_table_stands():
    table = spread_rows()
    table["year"] = pd.array([pd.NA] * len(table), dtype="Int64")
    data = about_time.over_time(table, [], rng=np.random.default_rng(1))
    assert set(data["term"]) == {"丁词", "丙词"}
    assert about_time.time_title(data) == "No page has a known year"
    assert about_time.timelines(data) is not None
    assert len(about_time.points(data)) == 2


def test_a_sentence_printed_twice_is_found_and_counted_once():
    text = "春光里小学的新操场昨天启用了一次"
    sentences = pd.DataFrame({
        "sentence_id": ["p:01:1", "p:02:2"], "article_id": ["p:01", "p:02"],
        "role": "body", "text": text,
    })  # fmt: skip
    found = about_reprints.reprints(sentences)
    assert found["pairs"].tolist() == [1, 1]
    assert found["nearest"].tolist() == ["1.00", "1.00"]
    assert "characters): 1 pair of articles, 1 pair of sentences." in about_reprints.reprints_said(
        found
    )
    bare = about_reprints.without_reprints(spread_rows(), sentences, ["甲词", "丁词"])
    assert bare["freq_all"].tolist() == [2, 2]
    assert bare["freq_without"].fillna(0).tolist() == [1, 0]
    alone = about_reprints.reprints(sentences.head(1))
    assert alone["nearest"].tolist() == ["below 0.3"] * 2
    assert about_reprints.reprints_said(alone).startswith("No two articles and no two sentences")


def test_where_not_all_pairs_were_compared_the_report_says_so(monkeypatch):
    monkeypatch.setattr(near_pairs, "ALWAYS", 0)
    n = 300
    sentences = pd.DataFrame({
        "sentence_id": [f"p:01:{at:03}" for at in range(n)], "article_id": "p:01", "role": "body",
        "text": [f"{at:03}号乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" for at in range(n)],
    })  # fmt: skip
    said = about_reprints.reprints_said(about_reprints.reprints(sentences))
    assert re.search(r"\d+ pairs of sentences\. Up to [\d,]+ pairs were not compared", said)
    bullets = about_likeness.reprinted(sentences, [0.8, 0.5])
    assert len(bullets) == 3
    assert bullets[-1].startswith("Up to ")
    few = about_reprints.reprints(sentences.head(20))
    assert "not compared" not in about_reprints.reprints_said(few)
    assert len(about_likeness.reprinted(sentences.head(20), [0.8])) == 1


def tempting(table: pd.DataFrame) -> pd.DataFrame:
    ranking = about_words.ranking(table, stop_words=frozenset({"的"}))
    ranges = ranking.assign(lowest=ranking["freq"] - 1, highest=ranking["freq"] + 2, substring=9)
    near = about_frequency.company(table, ["甲词"], window=3, stop_words=frozenset({"的"}))
    by_year = about_time.over_time(table, ["甲词", "乙词"], rng=np.random.default_rng(1))
    return about_time.misreadings(ranking, ranges, near, by_year, table)


def test_tempting_conclusions_are_refuted_with_the_numbers_of_the_tables():
    table = token_rows([
        ("p", "p:01", "静安区", "甲词 的 的 的 的 的 的 的 甲词 丁词"),
        ("p", "p:02", "静安区", "的 乙词 的 乙词 的 乙词"), ("q", "q:01", "黄浦区", "甲词 甲词"),
        ("q", "q:02", "黄浦区", "甲词 丙词 丙词"),
    ])  # fmt: skip
    table.loc[table["page_id"] == "q", ["year", "newspaper"]] = [2022, "乙报"]
    found = tempting(table)
    said = dict(zip(found["tempting"], found["against"], strict=True))
    assert said["甲词 is the word said most often, so it is what the pages are about."].startswith(
        "Tokens that are more frequent and hidden, as stop words, numbers or single characters: 1,"
        " 的 (10)"
    )
    assert (
        "They are two newspapers" in said["From 2020 to 2022 甲词 became 4.8 times as frequent."]
    )  # 2 of 16 and 3 of 5
    assert (
        "All 3 stand in one article"
        in said["乙词 (142,857 per million) belongs to the language of these pages."]
    )
    assert "compatible with a share of up to 66%" in said["乙报 did not speak of 乙词 in 2022."]
    assert {"甲词", "乙词", "的"} <= set(about_time.words_of(found))


def test_of_one_word_alone_only_its_cutting_and_the_absence_of_others_can_be_misread():
    found = tempting(token_rows([("p", "p:01", "", "甲词 乙词")]).iloc[:1])
    assert found["tempting"].tolist() == [
        "甲词 stands on these pages 1 time.", "甲报 did not speak of 乙词 in 2020.",
    ]  # fmt: skip
    assert about_time.words_of(found) == ["甲词", "乙词"]


def test_a_word_as_dense_on_its_page_as_in_its_items_is_not_said_to_be_denser():
    rates = pd.DataFrame({"term": ["甲"], "on the page": [4.0], "in the items that have it": [4.1]})
    assert "as dense on its page as" in about_rates.rates_title(rates)
