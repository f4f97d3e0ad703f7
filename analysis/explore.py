"""For looking around in JupyterLab: concordance, article, page and ledger, shown well.

Each takes the tables first (`corpus = chain.load()`) and returns what a notebook shows as HTML and
a terminal as text. Text of a page is escaped: nothing in it runs.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis import addresses, chain, concordance, counts, paths, reading_edition
from analysis.errors import InputError
from analysis.language import number_of
from analysis.tables import Presented, kwic_table, place, present

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables
    from analysis.nodes import Match, Node


@dataclass(frozen=True)
class Shown:
    """Something to read: `html` in a notebook, `text` elsewhere."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def kwic(
    corpus: "Tables",
    node: "Node",
    *,
    window: int = 8,
    district: str | None = None,
    year: int | None = None,
    match: "Match" = "word",
    sort: Literal["left", "right", "position"] = "position",
    most: int = 30,
) -> Presented:
    """The concordance of a word: left, node, right, district, page and line.

    Parameters
    ----------
    node, window, district, year, match, sort
        As for `concordance.kwic`.
    most
        Lines shown; the note says how many there are.

    Raises
    ------
    InputError
        As for `concordance.kwic`.
    """
    table = counts.token_table(corpus.tokens, corpus.sentences, corpus.articles, corpus.pages)
    hits = concordance.kwic(
        table, node, window=window, district=district, year=year, match=match, sort=sort
    )
    return kwic_table(hits, most=most)


def article(corpus: "Tables", name: str) -> Shown:
    """An article to read, its sentences numbered, below it the lines as received.

    Parameters
    ----------
    name
        Its id, the beginning of its id, or a part of its headline.

    Raises
    ------
    InputError
        No article is called so, or several are.
    """
    headlines = dict(zip(corpus.articles["article_id"], corpus.articles["headline"], strict=True))
    found = _one("article", name, headlines)
    items, of = _items(corpus, corpus.articles["article_id"] == found)
    blocks = [block for item in items for block in item["blocks"]]
    about = items[0]["districts"] or "no district"
    head = f"{of['newspaper']}, {of['date']}; {found}; about {about}"
    lines = [line for item in items for line in item["lines"]]
    return Shown(
        f"<p><small>{html.escape(head)}</small></p>{''.join(map(_block, blocks))}{_raw(lines)}",
        "\n".join([head, *map(_plain, blocks)]),
    )


def page(corpus: "Tables", name: str) -> Shown:
    """A page line by line: as received, with what repair changed, and what each line was read as.

    Parameters
    ----------
    name
        Its id or the beginning of it.

    Raises
    ------
    InputError
        No page is called so, or several are.
    """
    newspapers = dict(zip(corpus.pages["page_id"], corpus.pages["newspaper"], strict=True))
    found = _one("page", name, dict.fromkeys(newspapers, ""))
    items, of = _items(corpus, corpus.articles["page_id"] == found)
    rows = [
        (line, _read_as(line["role"], item["label"])) for item in items for line in item["lines"]
    ]
    rows.sort(key=lambda row: row[0]["number"])
    head = f"{of['newspaper']}, {of['date']}; {found}; {number_of(len(rows), 'line')}"
    body = "".join(_line(line, read_as) for line, read_as in rows)
    return Shown(
        f"<p><small>{html.escape(head)}</small></p><table><thead><tr><th>line</th>"
        f"<th>as received</th><th>read as</th></tr></thead><tbody>{body}</tbody></table>",
        "\n".join(
            [head, *(f"{line['number']:>5}  {_repaired(line)}  ({role})" for line, role in rows)]
        ),
    )


def ledger(
    corpus: "Tables",
    *,
    district: str | None = None,
    unit: str | None = None,
    measured: str = "",
    most: int = 30,
) -> Presented:
    """The figures that the pages print: value, unit, what is measured, period, page and line.

    Parameters
    ----------
    district, unit
        Only figures of this district, in this unit.
    measured
        Only figures of which this text is part of what they measure.
    most
        Rows shown; the note says how many there are.

    Raises
    ------
    InputError
        No figure has that district or unit.
    """
    table = corpus.indicators
    for column, value in (("district", district), ("unit", unit)):
        if value is not None:
            table = _only(table, column, value)
    table = table[table["measured"].str.contains(measured, regex=False)]
    line = dict(zip(corpus.sentences["sentence_id"], corpus.sentences["first_line"], strict=True))
    places = [place(_page_of(name), line[name]) for name in table["sentence_id"]]
    table = table.assign(**{"page:line": places})
    columns = ["district", "figure", "value", "unit", "measured", "period", "kind", "page:line"]
    note = f"{number_of(len(table), 'figure')}, {min(len(table), most)} shown"
    return present(table[columns].head(most), note=note)


def _only(table: "pd.DataFrame", column: str, value: str) -> "pd.DataFrame":
    """The rows with that value."""
    rows = table[table[column] == value]
    if not len(rows):
        known = "、".join(sorted(set(table[column]) - {""}))
        raise InputError(f"No figure has the {column} {value} — seen: {known}. Name one of these.")
    return rows


def _page_of(sentence_id: str) -> str:
    """The page of a sentence."""
    return sentence_id.rsplit(":", 2)[0]


def _one(what: str, name: str, titles: Mapping[str, str]) -> str:
    """The one id that is meant."""
    exact = [name] if name in titles else []
    begun = [key for key in titles if name and key.startswith(name)]
    titled = [key for key, title in titles.items() if name and name in title]
    found = exact or begun or titled
    if len(found) == 1:
        return found[0]
    several = found or list(titles)
    seen = "; ".join(f"{key} {titles[key]}".strip() for key in several[:8])
    more = " …" if len(several) > 8 else ""
    fault = "is not the name of one alone" if found else "is not there"
    raise InputError(f"The {what} {name!r} {fault} — {seen}{more}. Name one of these.")


def _items(corpus: "Tables", chosen: "pd.Series") -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The items chosen, all of one page, ready to be shown, and what is known of the page."""
    articles = corpus.articles[chosen]
    kept = set(articles["article_id"])
    sentences = corpus.sentences[corpus.sentences["article_id"].isin(kept)]
    said = {
        name: table[table["sentence_id"].isin(set(sentences["sentence_id"]))]
        for name, table in corpus._asdict().items()
        if name in ("tokens", "mentions", "indicators")
    }
    pages = corpus.pages[corpus.pages["page_id"].isin(set(articles["page_id"]))]
    lines = corpus.lines[corpus.lines["item_id"].isin(kept)]
    part = corpus._replace(pages=pages, lines=lines, articles=articles, sentences=sentences, **said)
    folder = paths.corpus_folder()
    made = reading_edition.edition(
        part, addresses.addresses(part), folder=folder, city=chain.city_of(folder)
    )
    items = [reading_edition.item(made, item) for item in made.where.parts]
    return items, reading_edition.source(made, pages["page_id"].iloc[0])


def _block(block: Mapping[str, Any]) -> str:
    """A heading or a paragraph as HTML."""
    text = "".join(map(_sentence, block["sentences"]))
    return f"<p><strong>{text}</strong></p>" if "head" in block["role"] else f"<p>{text}</p>"


def _sentence(sentence: Mapping[str, Any]) -> str:
    """A sentence with its number, whose title says how to cite it, and its marks."""
    text = "".join(
        f'<u title="{html.escape(f"{kind}: {title}")}">{html.escape(text)}</u>'
        if kind and kind != "term"
        else html.escape(text)
        for text, kind, title in sentence["pieces"]
    )
    return f'<sup title="{html.escape(sentence["title"])}">{sentence["number"]}</sup>{text}'


def _raw(lines: Sequence[Mapping[str, Any]]) -> str:
    """The lines as received, folded away."""
    rows = "".join(_line(line, line["role"]) for line in lines)
    said = f"{number_of(len(lines), 'line')} as received"
    return f"<details><summary>{said}</summary><table><tbody>{rows}</tbody></table></details>"


def _line(line: Mapping[str, Any], read_as: str) -> str:
    """A line as received, as a row of a table."""
    return (
        f"<tr><th>{line['number']}</th><td>{_pieces(line['pieces'])}</td>"
        f"<td>{html.escape(read_as)}</td></tr>"
    )


def _read_as(role: str, item: str) -> str:
    """What a line was read as: its role, and of what."""
    return role if role == item else f"{role} of {item}"


def _pieces(pieces: Iterable[tuple[str, str, str]]) -> str:
    """A line as received with what was taken out and put in."""
    return "".join(
        html.escape(before)
        if not rule
        else f"<del>{html.escape(before)}</del>" * bool(before)
        + f"<ins>{html.escape(after)}</ins>" * bool(after)
        for before, after, rule in pieces
    )


def _repaired(line: Mapping[str, Any]) -> str:
    """A line as repaired."""
    return "".join(after for _, after, _ in line["pieces"])


def _plain(block: Mapping[str, Any]) -> str:
    """A paragraph as text, each sentence with its number."""
    return " ".join(
        f"[{sentence['number']}] {''.join(piece[0] for piece in sentence['pieces'])}"
        for sentence in block["sentences"]
    )
