"""What `index.html` says: the findings of the notebooks, a card for each, facts, how to cite."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis import __version__, about_corpus, about_table, chain, drawn, report

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.chain import Tables
    from analysis.pages import Corpus

# A code cell with this tag prints what its notebook finds, a sentence a line.
ANSWER_TAG = "answer"
BULLET = "• "
QUESTION = "What do the papers say of each district, and what does that rest on?"
QUESTION_OF_TABLE = "What do the texts say of each place, and what does that rest on?"


def front_page(
    corpus: "Corpus", tables: "Tables", nodes: "Mapping[str, NotebookNode]"
) -> dict[str, Any]:
    """The arguments of `report.write_index`.

    Parameters
    ----------
    corpus
        What was read.
    tables
        What was made of it.
    nodes
        The executed notebooks by name, in order.
    """
    articles = int((tables.articles["kind"] == "article").sum())
    return {
        "title": corpus.title,
        "question": QUESTION_OF_TABLE if about_table.of_table(corpus.folder) else QUESTION,
        "findings": _findings(nodes),
        "facts": [
            ("pages", f"{len(tables.pages):,}"),
            ("articles", f"{articles:,}"),
            ("sentences", f"{len(tables.sentences):,}"),
            ("tokens", f"{len(tables.tokens):,}"),
            (
                "places" if about_table.of_table(corpus.folder) else "districts",
                str(len(about_corpus.named_districts(tables))),
            ),
            ("named systems", f"{len(tables.systems):,}"),
            ("printed figures", f"{len(tables.indicators):,}"),
            ("of them measures, repeats apart", f"{_measures(tables):,}"),
        ],
        "cards": [card(name, node) for name, node in nodes.items()],
        "how_to_cite": (
            f"{corpus.title}. Report made with district-pages {__version__} "
            f"(corpus fingerprint {corpus.fingerprint})."
        ),
        "notes": [
            *filter(None, [chain.doubts(tables, corpus.folder), _drawn(tables)]),
            *about_corpus.limits(tables, corpus.folder),
        ],
    }


def _drawn(tables: "Tables") -> str:
    """A sentence on how much of the collection the notebooks read; empty where it is all."""
    read, texts = int(drawn.pages_drawn(tables).sum()), len(tables.pages)
    if read == texts:
        return ""
    return (
        f"Notebooks read {read:,} of {texts:,} texts, drawn evenly in order of place and date: "
        "their counts and findings are of these. The numbers here and the tables are of all."
    )


def _measures(tables: "Tables") -> int:
    """How many printed figures measure something; a figure printed again counts once."""
    ledger = tables.indicators
    return int(((ledger["kind"] == "measure") & (ledger["duplicate_of"] == "")).sum())


def _findings(nodes: "Mapping[str, NotebookNode]") -> list[str]:
    """The first answer of each notebook but the map and the last, which only draws."""
    return [found[0] for node in list(nodes.values())[1:-1] if (found := answers(node))]


def answers(node: "NotebookNode") -> list[str]:
    """The sentences that the notebook's answering cell printed."""
    for cell in node.cells:
        if ANSWER_TAG in cell.metadata.get("tags", []):
            text = "".join(out.get("text", "") for out in cell.outputs)
            return [line.removeprefix(BULLET) for line in text.splitlines() if line.strip()]
    return []


def card(name: str, node: "NotebookNode") -> report.Card:
    """The notebook's card: its question, its first finding, its first picture."""
    picture, alt = report.first_picture(node) or (None, "")
    found = answers(node)
    return report.Card(
        href=report.page_file(name),
        title=report.page_title(node, name=name),
        summary=found[0] if found else "",
        picture=picture,
        alt=alt,
    )
