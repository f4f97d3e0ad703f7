"""How well pages were read, against a reference annotation: figures by page and all together.

`reference` reads the annotation, `scores` compares a page with it; here stand the tables, the
floors and the text for the command line.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError
from analysis.language import number_of
from analysis.reference import matched, read_reference
from analysis.scores import Figure, page_figures, pooled_figures, share

if TYPE_CHECKING:
    import pandas as pd

TOGETHER = "all pages"
MISSING = "not in this corpus"

# Figure → what it is called, and the floor that the project has set itself: the reading is good
# enough to count words by district and to follow numbers, with a person looking at the rest.
# Of errors it is a ceiling.
METRICS: Mapping[str, tuple[str, float]] = {
    "items": ("item F1 by line (B-cubed)", 0.95),
    "roles": ("role accuracy by line", 0.93),
    "joins": ("join accuracy by line", 0.985),
    "sentences": ("sentence-boundary F1", 0.98),
    "errors": ("character error rate (lower is better)", 0.003),
    "headlines": ("headline recall", 0.90),
    "bylines": ("byline recall", 0.90),
    "districts": ("district accuracy by paragraph", 0.90),
    "marks": ("lost full stops restored (F1)", 0.98),
}
LOWER_IS_BETTER = ("errors",)


def measure(
    lines: "pd.DataFrame",
    articles: "pd.DataFrame",
    sentences: "pd.DataFrame",
    reference: Path,
    *,
    edits: "pd.DataFrame | None" = None,
) -> "pd.DataFrame":
    """How well the pages of a reference annotation were read: one row per page and figure.

    Parameters
    ----------
    lines, articles, sentences
        Tables of the contract; `district` of the sentences filled in.
    reference
        A folder in the format of `tests/gold`. Its pages are found by file name, or by the number
        that file names begin with.
    edits
        The table `edits`; without it restored full stops are not measured.

    Returns
    -------
    DataFrame, all pages together first: page (page_id, or `all pages`), metric (as in `METRICS`),
    automatic (0 to 1; NaN where the reference has nothing to compare), n (things in the reference
    that it rests on), floor. A page of the reference that the corpus lacks has one row, with the
    metric `not in this corpus` and its number of lines as n.

    Raises
    ------
    InputError
        The folder is no reference annotation, or none of its pages is in the corpus.
    """
    import pandas as pd

    truths = read_reference(reference)
    pages = matched(truths, list(dict.fromkeys(lines["page_id"])))
    if not pages:
        raise InputError(
            f"No page of {reference} is in this corpus — it annotates {', '.join(truths)}. "
            "Name the corpus that it was made for: --corpus FOLDER."
        )
    of_article = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    tables = [
        _by_page(lines, lines["page_id"]),
        _by_page(articles, articles["page_id"]),
        _by_page(sentences, map(of_article.__getitem__, sentences["article_id"])),
    ]
    made = None if edits is None else _by_page(edits, edits["page_id"])
    figures = {
        page_id: page_figures(
            *(table.get(page_id, []) for table in tables),
            truths[name],
            edits=None if made is None else made.get(page_id, []),
        )
        for name, page_id in pages.items()
    }
    rows = _rows(TOGETHER, pooled_figures(list(figures.values())))
    for page_id, found in figures.items():
        rows += _rows(page_id, found)
    rows += [
        (name, MISSING, float("nan"), len(truth.lines), float("nan"))
        for name, truth in truths.items()
        if name not in pages
    ]
    return pd.DataFrame(rows, columns=["page", "metric", "automatic", "n", "floor"])


def report(automatic: "pd.DataFrame", reviewed: "pd.DataFrame | None" = None) -> str:
    """The measures as lines of text, page by page, below-floor figures marked.

    Parameters
    ----------
    automatic
        As `measure` gives it.
    reviewed
        The same of the pages after review; shown beside.
    """
    names = ["automatic"] + (["reviewed"] if reviewed is not None else [])
    after = {} if reviewed is None else _by_metric(reviewed)
    higher = {name: key not in LOWER_IS_BETTER for key, (name, _) in METRICS.items()}
    out, page = [], None
    for row in automatic.itertuples(index=False):
        if row.metric == MISSING:
            out.append(f"\n{row.page}: {MISSING} ({number_of(row.n, 'line')} in the reference)")
            continue
        if row.page != page:
            page = row.page
            titles = "".join(f"{name:>11}" for name in names)
            out += ["", f"{page:<40}{titles}{'n':>8}{'floor':>8}"]
        values = [row.automatic]
        if reviewed is not None:
            values.append(after.get((row.page, row.metric), float("nan")))
        last = values[-1]
        short = last < row.floor if higher[row.metric] else last > row.floor
        cells = "".join(f"{'–' if v != v else f'{v:.4f}':>11}" for v in values)
        mark = "  below the floor" if short and higher[row.metric] else ""
        mark = "  above the ceiling" if short and not mark else mark
        out.append(f"  {row.metric:<38}{cells}{row.n:>8}{row.floor:>8}{mark}")
    return "\n".join(out).lstrip("\n")


def _by_page(table: "pd.DataFrame", page_of: Iterable[str]) -> dict[str, list[Any]]:
    """Page to its rows; `page_of` says the page of each row."""
    found: dict[str, list[Any]] = {}
    for page_id, row in zip(page_of, table.itertuples(index=False), strict=True):
        found.setdefault(page_id, []).append(row)
    return found


def _rows(page: str, figures: Mapping[str, Figure]) -> list[tuple]:
    """The figures as rows of the result, in the order of `METRICS`."""
    return [
        (page, name, share(figures[key]), figures[key].n, floor)
        for key, (name, floor) in METRICS.items()
        if key in figures
    ]


def _by_metric(table: "pd.DataFrame") -> dict[tuple[str, str], float]:
    """Value by page and metric."""
    return {(row.page, row.metric): row.automatic for row in table.itertuples(index=False)}
