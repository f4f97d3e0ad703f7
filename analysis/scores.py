"""What a page as read and a page in truth have in common, as shares that can be pooled.

B-cubed is the measure for lines put into items, because it weighs each line alike.

References
----------
Bagga & Baldwin, "Algorithms for scoring coreference chains" (LREC workshop 1998), p. 565.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from analysis.reference import TruePage


class Figure(NamedTuple):
    """A share as numerator and denominator, so that pages can be pooled.

    Attributes
    ----------
    n
        Things in the reference that it rests on: lines, boundaries, characters, headlines …
    """

    part: float
    whole: float
    n: int


def page_figures(
    lines: Iterable[Any],
    articles: Iterable[Any],
    sentences: Iterable[Any],
    truth: TruePage,
    *,
    edits: Iterable[Any] | None = None,
) -> dict[str, Figure]:
    """The figures of one page, by name.

    Parameters
    ----------
    lines, articles, sentences, edits
        Rows of the tables, of that page: anything with the columns as attributes.

    Returns
    -------
    items, roles, joins (by line; lines that the reader is not sure of are left out), sentences
    (ends of sentences in articles), errors (characters of articles), headlines, bylines,
    districts (by paragraph), and with `edits` marks (lost full stops).
    """
    found = {row.line: row for row in lines}
    sentences = list(sentences)
    figures = _line_figures(found, truth)
    figures |= _text_figures(found, sentences, truth)
    figures |= _heading_figures(found, {row.article_id: row for row in articles}, truth)
    figures["districts"] = _district_figure(sentences, truth)
    if edits is not None:
        figures["marks"] = _mark_figure(edits, truth)
    return figures


def pooled_figures(figures: Sequence[Mapping[str, Figure]]) -> dict[str, Figure]:
    """The figures over several pages together."""
    keys = dict.fromkeys(key for of_page in figures for key in of_page)
    return {key: _sum([of_page[key] for of_page in figures if key in of_page]) for key in keys}


def _sum(figures: Sequence[Figure]) -> Figure:
    """The parts, the wholes and the numbers added up."""
    return Figure(*(sum(parts) for parts in zip(*figures, strict=True)))


def share(figure: Figure) -> float:
    """The figure as a number; NaN where there is nothing to compare."""
    return figure.part / figure.whole if figure.whole else float("nan")


def b_cubed(found: Mapping[int, str], true: Mapping[int, str]) -> float:
    """B-cubed F1 of a clustering (0 to 1, higher is better); NaN of none.

    Parameters
    ----------
    found, true
        Line to cluster; `found` has every line of `true`.

    Examples
    --------
    >>> round(b_cubed({1: "a", 2: "a", 3: "a"}, {1: "x", 2: "x", 3: "y"}), 4)
    0.7143
    """
    if not true:
        return float("nan")
    both = Counter((found[line], true[line]) for line in true)
    of_found = Counter(found[line] for line in true)
    of_true = Counter(true.values())
    precision = sum(n * n / of_found[f] for (f, _), n in both.items()) / len(true)
    recall = sum(n * n / of_true[t] for (_, t), n in both.items()) / len(true)
    return 2 * precision * recall / (precision + recall)


def compare(found: Sequence[Sequence[str]], true: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """Wrong characters, sentence ends in common, sentence ends of both, of one article.

    Parameters
    ----------
    found, true
        Paragraphs of sentences.

    Examples
    --------
    >>> compare([["甲乙。丙丁。"]], [["甲乙。", "丙戊。"]])
    (1, 1, 3)
    """
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
    parts = [sentence for paragraph in paragraphs for sentence in paragraph]
    ends, end = set(), 0
    for part in parts:
        end += len(part)
        ends.add(end)
    return "".join(parts), ends


def _line_figures(found: Mapping[int, Any], truth: TruePage) -> dict[str, Figure]:
    """Items, roles and joins, over the lines that the reader is sure of."""
    scored = {number: line for number, line in truth.lines.items() if line.scored}
    n = len(scored)
    # A line that the table lacks is an item of its own, and wrong in every other respect.
    clusters = {
        number: found[number].item_id if number in found else f"?{number}" for number in scored
    }
    item_f1 = b_cubed(clusters, {number: line.item for number, line in scored.items()}) if n else 0
    known = [(found[number], line) for number, line in scored.items() if number in found]
    return {
        "items": Figure(item_f1 * n, n, n),
        "roles": Figure(sum(row.role == line.role for row, line in known), n, n),
        "joins": Figure(sum(row.joins_next == line.joins_next for row, line in known), n, n),
    }


def _item_of(found: Mapping[int, Any], truth: TruePage) -> dict[str, str]:
    """True item to the found item that has most of its lines."""
    votes: dict[str, Counter[str]] = {}
    for number, line in truth.lines.items():
        if number in found:
            votes.setdefault(line.item, Counter())[found[number].item_id] += 1
    return {item: counts.most_common(1)[0][0] for item, counts in votes.items()}


def _text_figures(
    found: Mapping[int, Any], sentences: Iterable[Any], truth: TruePage
) -> dict[str, Figure]:
    """Characters and sentence ends of the articles' running text."""
    item_of = _item_of(found, truth)
    parts: dict[str, dict[int, list[str]]] = {}
    for row in sentences:
        if row.role == "body":
            parts.setdefault(row.article_id, {}).setdefault(row.paragraph_no, []).append(row.text)
    errors = characters = common = ends = true_ends = 0
    for article, paragraphs in truth.articles.items():
        mine = list(parts.get(item_of.get(article, ""), {}).values())
        wrong, shared, both = compare(mine, paragraphs)
        errors, common, ends = errors + wrong, common + shared, ends + both
        characters += sum(len(s) for p in paragraphs for s in p)
        true_ends += sum(map(len, paragraphs))
    return {
        "errors": Figure(errors, characters, characters),
        "sentences": Figure(2 * common, ends, true_ends),
    }


def _heading_figures(
    found: Mapping[int, Any], articles: Mapping[str, Any], truth: TruePage
) -> dict[str, Figure]:
    """Headlines and bylines that the right item has, letter by letter but for spaces."""
    item_of = _item_of(found, truth)
    doubtful = _doubtful_bylines(truth)
    headlines = bylines = n_headlines = n_bylines = 0
    for item, true in truth.items.items():
        row = articles.get(item_of.get(item, ""))
        names = [_bare(name) for name in row.byline.split(";")] if row else []
        n_headlines += bool(true.headline)
        names_true = () if item in doubtful else true.bylines
        n_bylines += len(names_true)
        headlines += bool(row and true.headline and _bare(row.headline) == _bare(true.headline))
        bylines += sum(_bare(name) in names for name in names_true)
    return {
        "headlines": Figure(headlines, n_headlines, n_headlines),
        "bylines": Figure(bylines, n_bylines, n_bylines),
    }


def _doubtful_bylines(truth: TruePage) -> set[str]:
    """Items whose byline lines the reader is not sure of."""
    lines = [line for line in truth.lines.values() if line.role == "byline"]
    return {line.item for line in lines} - {line.item for line in lines if line.scored}


def _bare(text: str) -> str:
    """The text without what differs in how a heading or byline is set."""
    return "".join(c for c in text if not c.isspace() and c not in "■□◆●（）()")


def _district_figure(sentences: Iterable[Any], truth: TruePage) -> Figure:
    """Paragraphs whose sentences are mostly given the district that the reader gives them."""
    paragraph_of = {
        number: (line.item, line.paragraph)
        for number, line in truth.lines.items()
        if line.paragraph >= 0
    }
    votes: dict[tuple[str, int], Counter[str]] = {}
    for row in sentences:
        place = paragraph_of.get(row.first_line)
        if place:
            votes.setdefault(place, Counter())[row.district] += 1
    right = n = 0
    for item, true in truth.items.items():
        for at, district in enumerate(true.districts):
            counts = votes.get((item, at))
            n += 1
            right += bool(counts) and counts.most_common(1)[0][0] == district
    return Figure(right, n, n)


def _mark_figure(edits: Iterable[Any], truth: TruePage) -> Figure:
    """Twice the full stops rightly restored, over those restored and those that were lost."""
    restored = {
        (row.line, row.column + at)
        for row in edits
        if "?" not in row.after and "？" not in row.after
        for at, character in enumerate(row.before)
        if character == "?"
    }
    right = len(restored & truth.marks)
    return Figure(2 * right, len(restored) + len(truth.marks), len(truth.marks))
