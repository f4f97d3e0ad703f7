"""The stages that take longest, page by page on all cores where there is much to read.

Nothing in them looks beyond its page, so parts of a collection give the rows of the whole.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import in_parts, many_tokens

if TYPE_CHECKING:
    import pandas as pd

    from analysis.gazetteer import Gazetteer
    from analysis.many_tokens import Numbered
    from analysis.pages import Page
    from analysis.systems import System


class Read(NamedTuple):
    """What is read out of sentences: the tables of these names."""

    tokens: "pd.DataFrame"
    mentions: "pd.DataFrame"
    indicators: "pd.DataFrame"


class _Part(NamedTuple):
    """What is read out of the sentences of some pages."""

    words: "Numbered"
    mentions: "pd.DataFrame"
    indicators: "pd.DataFrame"


def segmented(
    pages: Sequence["Page"],
) -> "tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]":
    """`segment.segment_corpus`: the tables lines, articles, sentences and edits of all pages."""
    from analysis import segment

    sizes = [len(page.text) for page in pages]
    if sum(sizes) < in_parts.WORTH_IT:
        return segment.segment_corpus(pages)
    pieces = [pages[piece] for piece in in_parts.parts(sizes)]
    found = in_parts.mapped(segment.segment_corpus, pieces)
    return tuple(_joined(tables) for tables in zip(*found, strict=True))


def read(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
    *,
    folder: Path,
    gazetteer: "Gazetteer",
    known: "Sequence[System]",
) -> Read:
    """The tables tokens, mentions and indicators of all sentences.

    Parameters
    ----------
    sentences, articles, pages
        The tables of the contract, districts filled in.
    folder
        The corpus folder, whose lists are used.
    known
        The list of systems.
    """
    from analysis import lexicon, tokens

    terms = lexicon.load_lexicon(folder)
    how = {"folder": folder, "gazetteer": gazetteer, "known": known}

    def part(piece: slice) -> _Part:
        own = sentences.iloc[piece]
        words = many_tokens.numbered(own["text"].tolist(), terms)
        return _Part(words, *mentioned(own, articles, pages, **how))

    if sentences["text"].str.len().sum() < in_parts.WORTH_IT:
        words = tokens.tokens(sentences, tokenise=tokens.tokeniser(terms))
        return Read(words, *mentioned(sentences, articles, pages, **how))
    found = in_parts.mapped(part, _by_page(sentences, articles))
    words = many_tokens.table(sentences["sentence_id"], [each.words for each in found])
    return Read(words, *(_joined([getattr(e, n) for e in found]) for n in Read._fields[1:]))


def mentioned(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
    *,
    folder: Path,
    gazetteer: "Gazetteer",
    known: "Sequence[System]",
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """The tables mentions and indicators of some sentences; parameters as for `read`."""
    from analysis import indicators, systems

    mentions = systems.mentions(sentences, known)
    ledger = indicators.indicators(
        sentences, articles, pages, systems.outermost(mentions), known,
        corpus=folder, districts=gazetteer.districts,
    )  # fmt: skip
    return mentions, ledger


def _by_page(sentences: "pd.DataFrame", articles: "pd.DataFrame") -> list[slice]:
    """Runs of sentences of whole pages."""
    page = sentences["article_id"].map(articles.set_index("article_id")["page_id"])
    begins = (page != page.shift()).to_numpy().nonzero()[0].tolist()
    borders = [*begins, len(sentences)]
    lengths = sentences["text"].str.len().cumsum().tolist()
    until = [0, *(lengths[border - 1] for border in borders[1:])]
    sizes = [end - begin for begin, end in pairwise(until)]
    return [slice(borders[p.start], borders[p.stop]) for p in in_parts.parts(sizes)]


def _joined(tables: "Sequence[pd.DataFrame]") -> "pd.DataFrame":
    """The rows of all tables as one table."""
    import pandas as pd

    return pd.concat(tables, ignore_index=True)
