"""Districts by paragraph against a careful reader's, on two pages (tests/gold/README.md)."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis import districts, homes, schema

GOLD = Path(__file__).parent / "gold" / "articles.jsonl"
# The floor that the project set itself; 67 of 68 paragraphs agreed when this was written.
FLOOR = 0.90
_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”’」』）]*|[。！？]+")


def gold_items() -> list[dict]:
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


def tables(items: list[dict]):
    """The reader's paragraphs as the tables `sentences` and `articles`."""
    sentences, articles = [], []
    for item in items:
        role = "body" if item["kind"] == "article" else item["kind"]
        headings = [("headline", item["headline"] or ""), *(("deck", d) for d in item["deck"])]
        runs = [(r, 0, [text]) for r, text in headings if text]
        subheads = dict(zip(item["subhead_before_paragraph"], item["subheads"], strict=True))
        for number, paragraph in enumerate(item["paragraphs"]):
            if number in subheads:
                runs.append(("subhead", 0, [subheads[number]]))
            runs.append((role, number + 1, _SENTENCE.findall(paragraph)))
        for part, number, texts in runs:
            for text in texts:
                count = len(sentences) + 1
                sentences.append((f"s{count}", item["id"], part, number, count, text, 1, 1, "", ""))
        articles.append(
            (
                item["id"], Path(item["seed"]).stem, item["kind"], item["headline"] or "",
                " ".join(item["kicker"]), " ".join(item["deck"]), "", "", 0, "", 1.0,
            )
        )  # fmt: skip
    return schema.frame("sentences", sentences), schema.frame("articles", articles)


@pytest.fixture(scope="module")
def read():
    items = gold_items()
    gazetteer = districts.load_gazetteer()
    pages = schema.frame(
        "pages",
        [
            (Path(seed).stem, seed, paper, "", "", "", 0, 0, 0, "")
            for seed, paper in sorted({(i["seed"], i["newspaper"] or "") for i in items})
        ],
    )
    home = homes.home_districts(pages, gazetteer)
    return items, *districts.attribute(*tables(items), gazetteer, home_district=home)


def confusion(items, sentences) -> Counter[tuple[str, str]]:
    """Pairs of (the reader's, ours), one per paragraph: the district of most of its sentences."""
    pairs: Counter[tuple[str, str]] = Counter()
    body = sentences[sentences["role"] == "body"]
    groups = body.groupby(["article_id", "paragraph_no"], sort=False)["district"]
    ours = {key: Counter(values).most_common(1)[0][0] for key, values in groups}
    for item in items:
        for number, wanted in enumerate(item["paragraph_district"] or [], start=1):
            pairs[wanted, ours[item["id"], number]] += 1
    return pairs


def test_nine_paragraphs_in_ten_get_the_readers_district(read):
    items, sentences, _ = read
    pairs = confusion(items, sentences)
    agreed = sum(n for (wanted, ours), n in pairs.items() if wanted == ours)
    assert pairs.total() > 60
    assert agreed / pairs.total() >= FLOOR, pairs


def test_each_items_first_district_is_one_of_the_readers_main_ones(read):
    items, _, articles = read
    first = {
        a: d.split(";")[0] for a, d in zip(articles.article_id, articles.districts, strict=True)
    }
    wrong = {
        item["id"]: first[item["id"]]
        for item in items
        if (main := [d["district"] for d in item["districts"] if d["role"] == "main"])
        and item["headline"]
        and first[item["id"]] not in main
    }
    assert not wrong


def test_a_jump_line_gets_no_district(read):
    _, _, articles = read
    assert set(articles.loc[articles["kind"] == "jump", "districts"]) == {""}
