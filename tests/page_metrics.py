"""How well a page was read, against a reference: the six figures of the reference annotation.

B-cubed: Bagga & Baldwin, "Algorithms for scoring coreference chains" (LREC workshop 1998), p. 565.
"""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

GOLD = Path(__file__).parent / "gold"


@dataclass(frozen=True)
class TrueLine:
    """What a line is in truth; `scored` is false where a careful reader could not tell."""

    item: str
    role: str
    joins_next: bool
    scored: bool = True


@dataclass(frozen=True)
class TruePage:
    """A page's lines by number, and its articles as paragraphs of sentences."""

    lines: Mapping[int, TrueLine]
    articles: Mapping[str, Sequence[Sequence[str]]]


def reference(seed: str) -> TruePage:
    """The reference annotation of a page, `0` or `2`."""
    kinds = {row["id"]: row["kind"] for row in _jsonl("articles.jsonl")}
    with (GOLD / "lines.tsv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    lines = {
        int(row["line"]): TrueLine(
            row["item"], _role(row, kinds), row["next"] == "join", row["ambiguous"] == "0"
        )
        for row in rows
        if row["seed"] == seed
    }
    articles: dict[str, list[list[str]]] = {}
    for row in _jsonl("sentences.jsonl"):
        if row["id"].startswith(f"S{seed}-") and row["kind"] == "article":
            articles.setdefault(row["id"], []).append(row["sentences"])
    return TruePage(lines, articles)


def _role(row: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    """The role as the table `lines` names it."""
    if row["role"] == "p":
        kind = kinds[row["item"]]
        return "body" if kind == "article" else kind
    return "teaser" if row["role"] == "pointer" else row["role"]


def _jsonl(name: str) -> list[dict]:
    """The rows of a reference file."""
    return [json.loads(line) for line in (GOLD / name).read_text("utf-8").splitlines()]


def b_cubed(found: Mapping[int, str], true: Mapping[int, str]) -> float:
    """B-cubed F1 over the lines that both name (0 to 1, higher is better)."""
    both = Counter((found[line], true[line]) for line in true)
    of_found = Counter(found[line] for line in true)
    of_true = Counter(true.values())
    precision = sum(n * n / of_found[f] for (f, _), n in both.items()) / len(true)
    recall = sum(n * n / of_true[t] for (_, t), n in both.items()) / len(true)
    return 2 * precision * recall / (precision + recall)


def measure(items, truth: TruePage) -> dict[str, tuple[float, float]]:
    """Each figure as (numerator, denominator), so that pages can be pooled.

    Keys: items, roles, joins (right and scored lines), errors (wrong and true characters),
    sentences (twice the boundaries in common, boundaries of both).
    """
    scored = {number: line for number, line in truth.lines.items() if line.scored}
    found = {row.line: row for row in items.lines}
    item_f1 = b_cubed(
        {n: found[n].item_id for n in scored}, {n: line.item for n, line in scored.items()}
    )
    roles = sum(found[n].role == line.role for n, line in scored.items())
    joins = sum(found[n].joins_next == line.joins_next for n, line in scored.items())
    errors = characters = common = ends = 0
    for article, paragraphs in truth.articles.items():
        numbers = [n for n, line in truth.lines.items() if line.item == article]
        mine = Counter(found[n].item_id for n in numbers).most_common(1)[0][0]
        parts: dict[int, list[str]] = {}
        for row in items.sentences:
            if row.article_id == mine and row.role == "body":
                parts.setdefault(row.paragraph_no, []).append(row.text)
        wrong, shared, both = compare(list(parts.values()), paragraphs)
        errors, common, ends = errors + wrong, common + shared, ends + both
        characters += sum(len(s) for p in paragraphs for s in p)
    n = len(scored)
    return {
        "items": (item_f1 * n, n),
        "roles": (roles, n),
        "joins": (joins, n),
        "errors": (errors, characters),
        "sentences": (2 * common, ends),
    }


def compare(found: Sequence[Sequence[str]], true: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Wrong characters, sentence ends in common, sentence ends of both, of one article."""
    mine, my_ends = _flat(found)
    text, true_ends = _flat(true)
    if mine == text:
        return 0, len(my_ends & true_ends), len(my_ends) + len(true_ends)
    errors = 0
    place: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, mine, text, autojunk=False).get_opcodes():
        if tag == "equal":
            place.update(zip(range(i1 + 1, i2 + 1), range(j1 + 1, j2 + 1), strict=True))
        else:
            errors += max(i2 - i1, j2 - j1)
            place[i2] = j2
    common = len({place.get(end, -1) for end in my_ends} & true_ends)
    return errors, common, len(my_ends) + len(true_ends)


def _flat(paragraphs: Sequence[Sequence[str]]) -> tuple[str, set[int]]:
    """The text without paragraph borders, and where its sentences end."""
    text, ends = "", set()
    for sentence in (s for p in paragraphs for s in p):
        text += sentence
        ends.add(len(text))
    return text, ends


def pooled(figures: Sequence[Mapping[str, tuple[float, float]]]) -> dict[str, float]:
    """The figures over several pages together."""
    return {
        key: sum(f[key][0] for f in figures) / max(sum(f[key][1] for f in figures), 1)
        for key in figures[0]
    }
