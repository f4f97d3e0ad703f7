"""A person's corrections land where they were written for, and nowhere else."""

import csv
import hashlib
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import assembly, districts, pages, paths, repair, rereading, review, schema, segment
from analysis.corrections import COLUMNS
from analysis.errors import InputError

PAGE = """甲区公园开放

■本报记者 王甲

静安区的公园昨天开放。市民说，公园里
有一座桥和一片湖，大家都来走一走。

黄浦区也将有一座公园。

■本报记者 李乙

乙路通车

黄浦区的乙路昨天通车。车辆比原来多了
一倍，公交车也从这里走。
"""


def corpus(folder: Path, text: str = PAGE) -> pages.Corpus:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(text, "utf-8")
    (folder / "b.txt").write_text("丙园建成\n\n普陀区的丙园昨天建成。园里有树。\n", "utf-8")
    return pages.read_corpus(folder)


def write(folder: Path, *rows: dict, **common) -> None:
    """A review file; what a row leaves out is filled in from the page."""
    with (folder / "review.csv").open("w", encoding="utf-8", newline="") as handle:
        out = csv.DictWriter(handle, COLUMNS)
        out.writeheader()
        for row in rows:
            row = {"file": "a.txt", "reason": "read on the page", **common, **row}
            path = folder / row["file"]
            data = path.read_bytes() if path.is_file() else b""
            lines = data.decode("utf-8").split("\n")
            first = str(row.get("line", "1")).split("..")[0].split("-")[0]
            at = int(first) - 1 if first.isdigit() else 0
            row.setdefault("sha256", hashlib.sha256(data).hexdigest())
            row.setdefault("text", lines[at].strip()[:6] if at < len(lines) else "甲")
            out.writerow(row)


def reviewed(found: pages.Corpus):
    """The tables lines, articles and sentences, automatic and reviewed."""
    lines, articles, sentences, edits = segment.segment_corpus(found.pages)
    corrections = review.load_review(found.folder)
    after = review.apply(corrections, lines, articles, sentences, edits=edits, pages=found.pages)
    return (lines, articles, sentences), after


def placed(found: pages.Corpus):
    """Sentences and articles with their districts, after review."""
    _, (lines, articles, sentences) = reviewed(found)
    gazetteer = districts.load_gazetteer()
    sentences, articles = districts.attribute(sentences, articles, gazetteer)
    return review.apply_districts(
        review.load_review(found.folder), lines, sentences, articles,
        pages=found.pages, gazetteer=gazetteer,
    )  # fmt: skip


@pytest.fixture
def found(tmp_path: Path) -> pages.Corpus:
    return corpus(tmp_path / "corpus")


# -- nothing to correct -------------------------------------------------------------------------


def test_without_a_review_file_the_tables_are_the_very_same(found):
    before, after = reviewed(found)
    assert review.load_review(found.folder) == []
    assert all(one is other for one, other in zip(before, after, strict=True))


def test_a_file_with_its_heading_and_blank_rows_alone_corrects_nothing(found):
    text = ",".join(COLUMNS) + "\n,,,,,,\n\n"
    (found.folder / "review.csv").write_text(text, "utf-8-sig")
    before, after = reviewed(found)
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))


LINES = st.lists(
    st.sampled_from([*PAGE.split("\n"), "", "图为公园。 甲乙摄", "（上接第一版）", "## 丙园建成"]),
    max_size=40,
)


def spelt(page: segment.PageItems):
    """A page's items but for the order of several bylines, which segmentation may leave open."""
    articles = [row._replace(byline=sorted(row.byline.split(";"))) for row in page.articles]
    sentences = Counter((s.article_id, s.role, s.paragraph_no, *s[5:8]) for s in page.sentences)
    return page.lines, articles, sentences


@given(LINES)
def test_a_pages_rows_put_together_again_give_the_same_page(lines):
    repaired = repair.repair_lines(lines)
    page = segment.segment_page("p", repaired)
    rows, _ = rereading.corrected_rows(page.lines, [])
    again = assembly.assemble("p", repaired, rows, articles=page.articles)
    assert spelt(again) == spelt(page)


def test_the_shipped_pages_put_together_again_are_the_same():
    for page in pages.read_corpus(paths.SEEDS).pages:
        repaired = repair.repair_lines(page.lines)
        once = segment.segment_page(page.page_id, repaired)
        rows, _ = rereading.corrected_rows(once.lines, [])
        assert assembly.assemble(page.page_id, repaired, rows, articles=once.articles) == once


# -- what a correction does ---------------------------------------------------------------------


def test_a_line_moves_to_the_item_of_another_line_and_the_article_follows(found):
    (lines, articles, _), _ = reviewed(found)
    item = lines.set_index(["page_id", "line"])["item_id"]
    mine, other = (1, 12) if item["a", 10] == item["a", 1] else (12, 1)
    write(found.folder, {"line": "10", "field": "item", "value": str(other)})
    _, (lines, after, _) = reviewed(found)
    own = lines[lines["page_id"] == "a"].set_index("line")
    assert own.loc[10, "item_id"] == own.loc[other, "item_id"] != own.loc[mine, "item_id"]
    before, after = articles.set_index("article_id"), after.set_index("article_id")
    assert "本报记者 李乙" in before.loc[own.loc[mine, "item_id"], "byline"]
    assert "本报记者 李乙" not in after.loc[own.loc[mine, "item_id"], "byline"]
    assert "本报记者 李乙" in after.loc[own.loc[other, "item_id"], "byline"]
    assert own.loc[10, "confidence"] == 1.0
    assert own.loc[12, "confidence"] < 1.0


def test_lines_become_an_item_of_their_own_and_ids_stay_in_order_of_lines(found):
    write(
        found.folder,
        {"line": "8", "field": "item", "value": "new"},
        {"line": "8", "field": "role", "value": "caption"},
    )
    _, (lines, articles, sentences) = reviewed(found)
    item = lines.set_index(["page_id", "line"]).loc[("a", 8), "item_id"]
    article = articles.set_index("article_id").loc[item]
    assert article["kind"] == "caption"
    assert article["confidence"] == 1.0
    assert sentences.set_index("article_id").loc[item, "text"] == "黄浦区也将有一座公园。"
    firsts = lines[lines["page_id"] == "a"].groupby("item_id")["line"].min()
    assert list(firsts) == sorted(firsts)


def test_a_line_made_a_headline_heads_its_article(found):
    write(
        found.folder,
        {"line": "8-8", "field": "item", "value": "new"},
        {"line": "8", "field": "role", "value": "headline"},
    )
    _, (lines, articles, _) = reviewed(found)
    item = lines.set_index(["page_id", "line"]).loc[("a", 8), "item_id"]
    row = articles.set_index("article_id").loc[item]
    assert (row["kind"], row["headline"]) == ("article", "黄浦区也将有一座公园。")


def test_joining_and_parting_lines_makes_and_ends_sentences_and_renumbers_paragraphs(found):
    write(
        found.folder,
        {"line": "5", "field": "joins_next", "value": "no"},
        {"line": "6", "field": "joins_next", "value": "yes"},
    )
    _, (lines, _, sentences) = reviewed(found)
    own = lines[lines["page_id"] == "a"].set_index("line")
    assert list(own.loc[[5, 6, 8], "paragraph_no"]) == [1, 2, 2]
    assert list(own.loc[[5, 6, 8], "joins_next"]) == [False, True, False]
    assert {"市民说，公园里", "有一座桥和一片湖，大家都来走一走。"} <= set(sentences["text"])


def test_a_paragraph_that_loses_its_last_line_ends_and_does_not_run_into_the_next(found):
    write(found.folder, {"line": "6", "field": "item", "value": "new"})
    _, (lines, _, sentences) = reviewed(found)
    own = lines[lines["page_id"] == "a"].set_index("line")
    assert not own.loc[5, "joins_next"]
    assert own.loc[5, "paragraph_no"] != own.loc[8, "paragraph_no"]
    assert "黄浦区也将有一座公园。" in set(sentences["text"])


def test_an_article_is_surer_by_the_share_of_its_lines_that_a_person_looked_at(found):
    write(found.folder, {"line": "5", "field": "role", "value": "body"})
    (lines, before, _), (_, after, _) = reviewed(found)
    item = lines.set_index(["page_id", "line"]).loc[("a", 5), "item_id"]
    n = sum(lines["item_id"] == item)
    was, now = (t.set_index("article_id").loc[item, "confidence"] for t in (before, after))
    assert now == round(was + (1 - was) / n, 2) > was


def test_lines_given_one_paragraph_number_are_one_paragraph(found):
    (lines, _, _), _ = reviewed(found)
    number = lines.set_index(["page_id", "line"]).loc[("a", 6), "paragraph_no"]
    write(found.folder, {"line": "8", "field": "paragraph", "value": str(number)})
    _, (lines, _, sentences) = reviewed(found)
    own = lines[lines["page_id"] == "a"].set_index("line")
    assert own.loc[6, "paragraph_no"] == own.loc[8, "paragraph_no"]
    assert own.loc[6, "joins_next"]
    body = sentences[(sentences["first_line"] == 8) & (sentences["role"] == "body")]
    assert list(body["sentence_no"]) == [3]


def test_other_pages_and_the_tables_contract_are_untouched(found):
    write(found.folder, {"line": "8", "field": "item", "value": "new"})
    before, after = reviewed(found)
    for name, one, other in zip(("lines", "articles", "sentences"), before, after, strict=True):
        schema.validated(name, other)
        key = "item_id" if name == "lines" else "article_id"
        of_b = [t[t[key].str.startswith("b:")].reset_index(drop=True) for t in (one, other)]
        assert of_b[0].equals(of_b[1])
    assert Counter(before[0]["text"]) == Counter(after[0]["text"])


@given(st.data())
def test_whatever_is_corrected_no_line_is_lost_or_doubled(data):
    lines = data.draw(LINES)
    repaired = repair.repair_lines(lines)
    page = segment.segment_page("p", repaired)
    if not page.lines:
        return
    number = st.sampled_from([row.line for row in page.lines])
    corrections = []
    for row in range(2, 2 + data.draw(st.integers(0, 4))):
        field = data.draw(st.sampled_from(["item", "role", "paragraph", "joins_next"]))
        values = {
            "item": st.just("new"), "role": st.sampled_from(schema.ROLES),
            "paragraph": st.sampled_from("123"), "joins_next": st.just("no"),
        }  # fmt: skip
        line = data.draw(number)
        corrections.append(
            review.Correction(
                f"row {row}", row, "p.txt", "0" * 8, line, line, "", field,
                data.draw(values[field]), "why",
            )
        )  # fmt: skip
    rows, _ = rereading.corrected_rows(page.lines, corrections)
    again = assembly.assemble("p", repaired, rows, articles=page.articles)
    assert [row[:3] for row in again.lines] == [row[:3] for row in page.lines]
    characters = Counter("".join(s.text for s in again.sentences if s.role != "masthead"))
    assert not characters - Counter("".join(line.text for line in repaired) + " " * len(lines))
    assert rereading.corrected_rows(again.lines, [])[0] == again.lines
    for sentence in again.sentences:
        places = segment.locate(sentence, repaired, again.lines)
        assert (places[0][0], places[-1][0]) == (sentence.first_line, sentence.last_line)


# -- districts ----------------------------------------------------------------------------------


def test_a_headlines_district_is_the_whole_articles_and_a_paragraphs_goes_before_it(found):
    write(
        found.folder,
        {"line": "1", "field": "district", "value": "普陀区"},
        {"line": "8", "field": "district", "value": "外地"},
    )
    sentences, articles = placed(found)
    _, (lines, _, _) = reviewed(found)
    item = lines.set_index(["page_id", "line"]).loc[("a", 1), "item_id"]
    own = sentences[sentences["article_id"] == item]
    at_eight = own["first_line"] == 8
    assert set(own.loc[at_eight, "district"]) == {"外地"}
    assert set(own.loc[~at_eight, "district"]) == {"普陀区"}
    assert set(own["district_basis"]) == {"reviewed"}
    listed = articles.set_index("article_id").loc[item, "districts"]
    assert listed == "普陀区;外地"
    others = sentences[sentences["article_id"] != item]
    assert "reviewed" not in set(others["district_basis"])


def test_the_articles_main_district_stays_first_while_a_sentence_has_it(found):
    text = "甲区公园开放\n\n静安区的公园开放。\n\n园里有树。园里有湖。园里有桥。\n"
    again = corpus(found.folder, text)
    write(again.folder, {"line": "5", "field": "district", "value": "黄浦区"})
    _, articles = placed(again)
    assert articles["districts"].iloc[0] == "静安区;黄浦区"


def test_a_district_may_be_nothing(found):
    write(found.folder, {"line": "8", "field": "district", "value": ""})
    sentences, _ = placed(found)
    row = sentences[sentences["first_line"] == 8].iloc[0]
    assert (row["district"], row["district_basis"]) == ("", "reviewed")


def test_the_list_of_an_article_can_be_given(found):
    write(found.folder, {"line": "1", "field": "districts", "value": "黄浦区;静安区"})
    before, _ = placed(corpus(found.folder.parent / "other"))
    sentences, articles = placed(found)
    assert articles["districts"].iloc[0] == "黄浦区;静安区"
    assert list(sentences["district"]) == list(before["district"])


# -- what is refused ----------------------------------------------------------------------------

WRONG = {
    "a page that is not there": (
        {"file": "c.txt", "sha256": "0" * 8, "text": "甲", "field": "item", "value": "1"},
        "c.txt",
    ),
    "another page": ({"sha256": "0" * 64, "field": "role", "value": "body"}, "has changed"),
    "another line": ({"text": "丙丁", "field": "role", "value": "body"}, "begins with"),
    "a line too far": ({"line": "99", "field": "role", "value": "body"}, "does not exist"),
    "a blank line": ({"line": "2", "text": "甲", "field": "role", "value": "body"}, "is blank"),
    "a range to a blank line": ({"line": "1..2", "field": "role", "value": "body"}, "is blank"),
    "a range upside down": ({"line": "6..5", "field": "role", "value": "body"}, "'6..5'"),
    "no number": ({"line": "12月20日", "field": "role", "value": "body"}, "12月20日"),
    "line 0": ({"line": "0", "field": "role", "value": "body"}, "'0'"),
    "an unknown field": ({"field": "colour", "value": "red"}, "colour"),
    "an unknown role": ({"field": "role", "value": "heading"}, "heading"),
    "an unknown item": ({"field": "item", "value": "A1"}, "A1"),
    "the item of a blank line": ({"field": "item", "value": "2"}, "line 2 of a.txt is blank"),
    "no paragraph": ({"field": "paragraph", "value": "0"}, "paragraph"),
    "perhaps": ({"field": "joins_next", "value": "maybe"}, "maybe"),
    "an unknown district": ({"field": "district", "value": "火星区"}, "火星区"),
    "one unknown of a list": ({"field": "districts", "value": "静安区;火星区"}, "火星区"),
    "no reason": ({"field": "role", "value": "body", "reason": " "}, "reason"),
    "no text": ({"field": "role", "value": "body", "text": ""}, "no text"),
    "no checksum": ({"field": "role", "value": "body", "sha256": ""}, "sha256"),
    "no file": (
        {"file": "", "text": "甲", "sha256": "0" * 8, "field": "role", "value": "body"},
        "no file",
    ),
    "a join to another role": ({"field": "joins_next", "value": "yes"}, "Correct the role"),
    "a join to nothing": ({"line": "15", "field": "joins_next", "value": "yes"}, "is the last"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_row_that_cannot_be_meant_is_refused_with_its_place(found, name):
    row, said = WRONG[name]
    write(found.folder, {"line": "1", **row})
    with pytest.raises(InputError) as error:
        placed(found)
    assert "review.csv, row 2" in str(error.value)
    assert said in str(error.value)


@given(st.integers(0, len(PAGE) - 1), st.sampled_from("子丑寅卯"))
def test_a_correction_of_a_page_that_has_changed_is_refused(tmp_path_factory, at, character):
    folder = tmp_path_factory.mktemp("changed")
    corpus(folder)
    write(folder, {"line": "5", "field": "role", "value": "body"})
    changed = corpus(folder, PAGE[:at] + character + PAGE[at + 1 :])
    with pytest.raises(InputError, match="has changed"):
        reviewed(changed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"line": "5", "field": "role", "value": "body"}, {"value": "caption"}),
        ({"line": "5..6", "field": "role", "value": "body"}, {"line": "6", "value": "caption"}),
        ({"line": "5..8", "field": "item", "value": "new"}, {"line": "8", "value": "new"}),
        ({"line": "5", "field": "district", "value": "静安区"}, {"value": "黄浦区"}),
    ],
)
def test_rows_that_contradict_each_other_are_refused(found, one, other):
    write(found.folder, one, {**one, **other})
    with pytest.raises(InputError, match=r"row 3, contradicts row 2"):
        review.load_review(found.folder)


@pytest.mark.parametrize(("field", "lines"), [("district", "56"), ("districts", "18")])
def test_two_districts_of_one_paragraph_or_two_lists_of_one_article_are_refused(
    found, field, lines
):
    rows = [
        {"line": line, "field": field, "value": value}
        for line, value in zip(lines, ["静安区", "黄浦区"], strict=True)
    ]
    write(found.folder, *rows)
    with pytest.raises(InputError, match="row 3, contradicts row 2"):
        placed(found)


def test_a_row_written_twice_is_no_contradiction(found):
    row = {"line": "5", "field": "role", "value": "body"}
    write(found.folder, row, row, {"line": "5", "field": "joins_next", "value": "no"})
    assert len(review.load_review(found.folder)) == 3


def test_a_line_whose_item_is_itself_corrected_cannot_be_named(found):
    write(
        found.folder,
        {"line": "10", "field": "item", "value": "8"},
        {"line": "8", "field": "item", "value": "12"},
    )
    with pytest.raises(InputError, match="itself corrected"):
        reviewed(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,line\na.txt,1\n", "has no column “sha256”"),
        (",".join(COLUMNS) + "\na.txt,0,1\n", "row 2, has 3 cells"),
        (",".join(COLUMNS) + '\n"a.txt\n', "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(found, text, said):
    (found.folder / "review.csv").write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        review.load_review(found.folder)
    assert said in str(error.value)


def test_a_spreadsheets_encoding_separator_and_short_checksum_are_understood(found):
    write(found.folder, {"line": "5", "field": "role", "value": "body", "reason": "看过原版"})
    path = found.folder / "review.csv"
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    rows[1][1] = rows[1][1][:8].upper()
    text = "".join(";".join(row) + "\r\n" for row in rows)
    path.write_bytes(text.encode("gb18030"))
    (correction,) = review.load_review(found.folder)
    assert correction.reason == "看过原版"
    reviewed(found)


# -- the shipped review -------------------------------------------------------------------------


def test_the_shipped_corrections_can_be_replayed_and_twice_gives_the_same():
    shipped = pages.read_corpus(paths.SEEDS)
    before, once = reviewed(shipped)
    _, twice = reviewed(shipped)
    assert all(one.equals(other) for one, other in zip(once, twice, strict=True))
    assert not all(one.equals(other) for one, other in zip(before, once, strict=True))


def test_the_order_of_the_rows_does_not_matter(found):
    rows = [
        {"line": "8", "field": "item", "value": "new"},
        {"line": "8", "field": "role", "value": "caption"},
        {"line": "5", "field": "joins_next", "value": "no"},
        {"line": "10", "field": "item", "value": "12"},
    ]
    write(found.folder, *rows)
    _, expected = reviewed(found)
    random.Random(3).shuffle(rows)
    write(found.folder, *rows)
    _, shuffled = reviewed(found)
    assert all(one.equals(other) for one, other in zip(expected, shuffled, strict=True))


def test_the_worked_example_of_the_readme_makes_a_new_article(tmp_path):
    text = (paths.SEEDS / "README.md").read_text("utf-8").split("**A worked example.**")[1]
    numbered, rows = text.split("```\n")[1:4:2]
    own = [line.split("  ", 1)[1] for line in numbered.splitlines()]
    page = "\n".join(["北园区开园", "■本报记者 甲某某", *own, ""])
    (tmp_path / "a.txt").write_text(page, "utf-8")
    (tmp_path / "review.csv").write_text(rows, "utf-8")
    _before, (lines, articles, _sentences) = reviewed(pages.read_corpus(tmp_path))
    assert articles["headline"].tolist() == ["北园区开园", "南社区有了图书角"]
    assert lines["item_id"].tolist() == ["a:01"] * 5 + ["a:02"] * 3
