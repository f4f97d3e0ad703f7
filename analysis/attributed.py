"""Articles with their districts: the rules' segmentation, a reader's corrections, the gazetteer."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import districts, homes, pages, placed, review
from analysis.settings import city_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.corrections import Correction
    from analysis.gazetteer import Gazetteer

Segmented = tuple["pd.DataFrame", "pd.DataFrame", "pd.DataFrame", "pd.DataFrame"]


class Attributed(NamedTuple):
    """The tables of these names, corrected, districts filled in, and the gazetteer they are of."""

    pages: "pd.DataFrame"
    lines: "pd.DataFrame"
    articles: "pd.DataFrame"
    sentences: "pd.DataFrame"
    edits: "pd.DataFrame"
    gazetteer: "Gazetteer"


def attributed(
    sheets: "Sequence[pages.Page]",
    segmented: Segmented,
    *,
    folder: Path,
    corrections: "Sequence[Correction]" = (),
    progress: Callable[[], None] = lambda: None,
) -> Attributed:
    """What is known of some pages before words are cut.

    Parameters
    ----------
    sheets
        The pages, in order.
    segmented
        What `segment.segment_corpus` gives for them.
    folder
        The corpus folder, whose gazetteer is read.
    corrections
        Of `review.csv`; only those of these pages.
    progress
        Called when items are corrected and districts are next.

    Raises
    ------
    InputError
        A correction does not fit its page, the gazetteer cannot be read, or a row of a table file
        names a place that the gazetteer does not know.
    """
    lines, articles, sentences, edits = segmented
    lines, articles, sentences = review.apply(
        corrections, lines, articles, sentences, edits=edits, pages=sheets
    )
    page_table = pages.pages_table(sheets, Counter(edits["page_id"]))
    progress()
    city = city_of(folder)
    gazetteer = districts.load_gazetteer(folder, city=city)
    sentences, articles = districts.attribute(
        sentences, articles, gazetteer,
        home_district=homes.home_districts(
            page_table, gazetteer, articles=articles, sentences=sentences
        ),
        placed=placed.placed(sheets, gazetteer, city=city),
    )  # fmt: skip
    sentences, articles = review.apply_districts(
        corrections, lines, sentences, articles, pages=sheets, gazetteer=gazetteer
    )
    return Attributed(page_table, lines, articles, sentences, edits, gazetteer)
