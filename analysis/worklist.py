"""The places that a person should look at first: the least certain lines, page by page."""

from typing import TYPE_CHECKING

from analysis.language import number_of

if TYPE_CHECKING:
    import pandas as pd

# Lines above this confidence are not listed: the reader's time goes to the doubtful ones.
CERTAIN = 0.8


def worklist(lines: "pd.DataFrame", articles: "pd.DataFrame", *, most: int = 10) -> str:
    """A text that lists, for each page, its items and its least certain lines.

    Parameters
    ----------
    lines, articles
        Tables of the contract.
    most
        Lines listed a page at most; how many more there are is said.

    Returns
    -------
    Lines of text: page, then `line 12  0.45  body  →  headline of its item  |  the raw line`.
    """
    names = dict(zip(articles["article_id"], articles["headline"], strict=True))
    out = []
    for page_id, page in lines.groupby("page_id", sort=False):
        doubtful = page[page["confidence"] < CERTAIN].sort_values(["confidence", "line"])
        items = page["item_id"].nunique()
        out.append(
            f"{_short(page_id, 80)}: {number_of(len(page), 'line')} in {number_of(items, 'item')}, "
            f"{number_of(len(doubtful), 'line')} below confidence {CERTAIN}"
        )
        for row in doubtful.head(most).itertuples():
            name = names.get(row.item_id) or row.item_id
            out.append(
                f"  line {row.line:>5}  {row.confidence:.2f}  {row.role:<8}"
                f"  of “{_short(name, 18)}”  |  {_short(row.text.strip(), 40)}"
            )
        if len(doubtful) > most:
            out.append(f"  … and {len(doubtful) - most} more (--most {len(doubtful)} lists them)")
    return "\n".join(out)


def _short(text: str, most: int) -> str:
    """The text, cut at `most` characters, control characters shown as dots."""
    text = "".join(c if c.isprintable() else "·" for c in text)
    return text if len(text) <= most else text[: most - 1] + "…"
