"""What `index.html` says: the findings of the notebooks, a card for each, facts, how to cite."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from analysis import (
    __version__,
    about_corpus,
    about_table,
    addresses,
    chain,
    drawn,
    language,
    methods_text,
    report,
)
from analysis.language import is_chinese, say

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.chain import Tables
    from analysis.linking import Links
    from analysis.pages import Corpus

# A code cell with this tag prints what its notebook answers, a sentence a line; one with the tag
# `finding-N` prints what the title page states in the Nth place.
ANSWER_TAG = "answer"
_FINDING_TAG = re.compile(r"finding-(\d+)")
MAP = "district-map"  # the published figure that stands on the title page
BULLET = "• "
QUESTION = "What do the papers say of each district, and what does that rest on?"
QUESTION_OF_TABLE = "What do the texts say of each place, and what does that rest on?"


def front_page(
    corpus: "Corpus",
    tables: "Tables",
    nodes: "Mapping[str, NotebookNode]",
    *,
    links: "Links | None" = None,
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
    links
        Leads from the findings to the sentences behind them.
    """
    of_table = about_table.of_table(corpus.folder)
    notes = [
        *filter(None, [chain.doubts(tables, corpus.folder), _drawn(tables)]),
        *about_corpus.limits(tables, corpus.folder),
    ]
    written = methods_text.both(tables, corpus, nodes)
    return {
        "title": title(corpus),
        "question": say(QUESTION_OF_TABLE if of_table else QUESTION),
        "findings": findings(nodes, links),
        "drawn": map_drawn(nodes, tables, links),
        "reader": addresses.INDEX if links else "",
        "facts": facts(tables, of_table=of_table),
        "leads": _leads(links) if links else {},
        "cards": [card(name, node) for name, node in nodes.items()],
        "how_to_cite": say(
            "{title}. Report made with district-pages {version} (corpus fingerprint {digest}).",
            title=title(corpus),
            version=__version__,
            digest=corpus.fingerprint,
        ),
        "methods": [
            (lang, _linked(text, links) if lang == language.html() else text)
            for lang, text in written
        ],
        "tables": [(name, len(table)) for name, table in tables._asdict().items()],
        "notes": [_linked(note, links) for note in notes],
    }


def facts(tables: "Tables", *, of_table: bool) -> list[tuple[str, str]]:
    """Label and value of what was read.

    Parameters
    ----------
    of_table
        The texts are rows of a table file, which names places.
    """
    articles = int((tables.articles["kind"] == "article").sum())
    counted = {
        "pages": len(tables.pages),
        "articles": articles,
        "sentences": len(tables.sentences),
        "tokens": len(tables.tokens),
        "places" if of_table else "districts": len(about_corpus.named_districts(tables)),
        "named systems": len(tables.systems),
        "printed figures": len(tables.indicators),
        "of them measures, repeats apart": _measures(tables),
    }
    return [(say(label), f"{count:,}") for label, count in counted.items()]


def _leads(links: "Links") -> dict[str, str]:
    """Label of a fact to the address of what it counts."""
    wholes = {
        "named systems": "systems",
        "printed figures": "figures",
        "of them measures, repeats apart": "measures",
    }
    found = {say(label): links.whole(name) for label, name in wholes.items()}
    return found | {say(label): addresses.INDEX for label in ("pages", "articles", "sentences")}


def _linked(text: str, links: "Links | None") -> report.Finding:
    """A text of the overview with its links."""
    return report.Finding(links.parts(text) if links else [(text, "")])


def title(corpus: "Corpus") -> str:
    """The corpus's title in the language of the run, where it has one."""
    return str((is_chinese() and corpus.settings.get("title_zh")) or corpus.title)


def _drawn(tables: "Tables") -> str:
    """A sentence on how much of the collection the notebooks read; empty where it is all."""
    read, texts = int(drawn.pages_drawn(tables).sum()), len(tables.pages)
    if read == texts:
        return ""
    return say(
        "Notebooks read {read:,} of {texts:,} texts, drawn evenly in order of place and date: "
        "their counts and findings are of these. The numbers here and the tables are of all.",
        read=read,
        texts=texts,
    )


def _measures(tables: "Tables") -> int:
    """How many printed figures measure something; a figure printed again counts once."""
    ledger = tables.indicators
    return int(((ledger["kind"] == "measure") & (ledger["duplicate_of"] == "")).sum())


def findings(
    nodes: "Mapping[str, NotebookNode]", links: "Links | None" = None
) -> list[report.Finding]:
    """What cells tagged `finding-1`, `finding-2` … printed, a sentence each, in that order.

    Each leads to the cell that printed it: what it rests on stands there.
    """
    tagged = []
    for name, node in nodes.items():
        for cell in node.cells:
            for tag in cell.metadata.get("tags", []):
                if number := _FINDING_TAG.fullmatch(tag):
                    tagged.append((int(number[1]), name, cell))
    tagged.sort(key=lambda found: found[:2])
    return [
        report.Finding(
            parts=_linked(sentence, links).parts,
            href=f"{report.page_file(name)}#cell-{quote(cell.id)}",
            source=name,
        )
        for _, name, cell in tagged
        for sentence in _printed(cell)
    ]


def map_drawn(
    nodes: "Mapping[str, NotebookNode]", tables: "Tables", links: "Links | None" = None
) -> report.Drawn | None:
    """The map of the districts with its counts as links; None where no notebook has drawn one."""
    for name, node in nodes.items():
        if found := report.picture_named(node, MAP):
            sizes = tables.sentences["district"].value_counts()
            named = about_corpus.named_districts(tables)
            counts = "、".join(f"{district} {sizes[district]}" for district in named)
            caption = say(
                "Sentences about each district: {counts}. Grey: not in this corpus, which is not "
                "zero. The small inner districts are enlarged.",
                counts=counts or say("none found"),
            )
            *picture, marks = found
            return report.Drawn(
                *picture, href=f"{report.page_file(name)}#figure-{MAP}",
                caption=_linked(caption, links).parts,
                over=links.over(marks) if links else "",
            )  # fmt: skip
    return None


def answers(node: "NotebookNode") -> list[str]:
    """The sentences that the notebook's answering cell printed."""
    for cell in node.cells:
        if ANSWER_TAG in cell.metadata.get("tags", []):
            return _printed(cell)
    return []


def _printed(cell: "NotebookNode") -> list[str]:
    """The sentences that a cell printed, without their bullets."""
    text = "".join(out.get("text", "") for out in cell.outputs)
    return [line.removeprefix(BULLET) for line in text.splitlines() if line.strip()]


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
