"""Words in their context: concordance lines (KWIC) inside sentences."""

from typing import TYPE_CHECKING, Literal

from analysis.collocation import collocates as collocates
from analysis.counts import check_tokens
from analysis.errors import InputError
from analysis.nodes import Hit, Match, Node, Words, hits, words_of
from analysis.nodes import fold as fold

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_PLACE = ("district", "year", "article_id", "sentence_id", "page_id", "first_line")


def kwic(
    table: "pd.DataFrame",
    node: Node,
    *,
    window: int = 8,
    district: str | None = None,
    year: int | None = None,
    match: Match = "word",
    sort: Literal["left", "right", "position"] = "position",
) -> "pd.DataFrame":
    """The concordance of a word: every place where it stands, with the words around it.

    Parameters
    ----------
    table
        What `counts.token_table` returns.
    node
        A text (数字化转型); a sequence of words that stand side by side (["数据", "共享"]); a set
        of texts, any of which may stand there (a family: {"一网通办", "一网统管"}; of two that
        overlap inside one another only the longer is a line); or a pattern (see `match`).
        Full-width letters and digits are half-width ones, in the query as in the text.
    window
        Words left and right, 0 or more; marks are words here. No line leaves its sentence.
    district, year
        Only sentences about this district, only issues of this year.
    match
        "word": a text begins and ends where words do, so 印度 is not in 印度尼西亚, while
        城市数字化转型 is found though it is two words; a pattern must match a whole word.
        "substring": any characters; a pattern is searched in the text of each sentence.
    sort
        "position": by page, line and place. "right": by the words to the right, nearest first.
        "left": by the words to the left, nearest first. Ties by position.

    Returns
    -------
    pandas.DataFrame: left, node, right (as printed; joined they are a part of the sentence),
    district, year, article_id, sentence_id, page_id, first_line (the sentence's first line on the
    page). No row if there is no such place.

    Raises
    ------
    InputError
        The query is empty, the window is below 0, no sentence has that district or year, or
        see `counts.check_tokens`.
    ValueError
        `match` or `sort` is none of the choices.
    """
    import pandas as pd

    if window < 0:
        raise InputError(f"The window is {window} — it counts words on each side. Write 0 or more.")
    if sort not in ("left", "right", "position") or match not in ("word", "substring"):
        raise ValueError(f"sort={sort!r}, match={match!r}: no such choice")
    check_tokens(table)
    rows = _only(_only(table, "district", district), "year", year)
    rows = rows.sort_values(["page_id", "first_line", "sentence_id", "position"], kind="stable")
    corpus = words_of(rows)
    found = hits(corpus, node, match)
    sides = [_sides(corpus, hit, window) for hit in found]
    order = range(len(found))
    if sort == "right":
        order = sorted(order, key=lambda at: sides[at][1])
    elif sort == "left":
        order = sorted(order, key=lambda at: sides[at][0][::-1])
    text = "".join(corpus.words)
    lines = [
        ("".join(sides[at][0]), text[found[at].start : found[at].end], "".join(sides[at][1]))
        for at in order
    ]
    table = pd.DataFrame(lines, columns=["left", "node", "right"]).astype("str")
    places = rows.iloc[[found[at].first for at in order]][list(_PLACE)].reset_index(drop=True)
    return pd.concat([table, places], axis=1)


def one_per_article(lines: "pd.DataFrame", *, rng: "np.random.Generator") -> "pd.DataFrame":
    """One concordance line of each article, drawn at random, in the order they had.

    What a reader is shown of a frequent word is then not one article's way of using it.

    Parameters
    ----------
    lines
        What `kwic` returns.
    rng
        Source of chance; the same state draws the same lines, however `lines` is sorted.

    Returns
    -------
    pandas.DataFrame of the columns of `lines`, a row for each article, numbered from 0.
    """
    place = ["article_id", "page_id", "first_line", "sentence_id", "left", "node", "right"]
    chosen = [
        part.index[rng.integers(len(part))]
        for _, part in lines.sort_values(place).groupby("article_id", sort=True)
    ]
    return lines[lines.index.isin(chosen)].reset_index(drop=True)


def _sides(corpus: Words, hit: Hit, window: int) -> tuple[list[str], list[str]]:
    """The words left and right of a hit; of a word that the hit cuts, the rest is a word here."""
    number = corpus.sentence[hit.first]
    opening = corpus.words[hit.first][: hit.start - int(corpus.starts[hit.first])]
    closing = corpus.words[hit.last][hit.end - int(corpus.starts[hit.last]) :]
    begin, end = max(hit.first - window, 0), hit.last + 1 + window
    left = [
        word
        for word, at in zip(
            corpus.words[begin : hit.first], corpus.sentence[begin : hit.first], strict=True
        )
        if at == number
    ]
    right = [
        word
        for word, at in zip(
            corpus.words[hit.last + 1 : end], corpus.sentence[hit.last + 1 : end], strict=True
        )
        if at == number
    ]
    left, right = [*left, opening] if opening else left, [closing, *right] if closing else right
    return left[len(left) - min(window, len(left)) :], right[:window]


def _only(table: "pd.DataFrame", column: str, value: object) -> "pd.DataFrame":
    """The rows with this value, all rows for None."""
    if value is None:
        return table
    rows = table[(table[column] == value).fillna(False)]
    if not len(rows):
        known = "、".join(str(v) for v in sorted(table[column].dropna().unique()) if v != "")
        raise InputError(
            f"No sentence has the {column} {value} — this corpus has {known or 'none'}."
        )
    return rows
