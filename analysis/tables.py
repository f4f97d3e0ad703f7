"""Tables as a reader sees them: escaped HTML and plain text, with what the numbers rest on."""

import html
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis import characters
from analysis.language import coded, say

if TYPE_CHECKING:
    import pandas as pd

# Columns whose cells are words of ours and no text of the pages: they are said in the language of
# the run.
CODED = frozenset({
    "kind", "role", "type", "date is", "a row is", "relation", "sort", "note", "sets", "way", "why",
    "lexicon", "date_basis", "why_not", "rule", "formula", "computed", "evidence", "too_small",
})  # fmt: skip

# Characters of a page's id that are printed: enough to know it by, for `Addresses.at` too.
PAGE_SHOWN = 12


# Rows that a page shows of one table: nobody reads more, and the table itself has them all.
MOST_ROWS = 250


@dataclass(frozen=True)
class Presented:
    """A table that displays well in a notebook: HTML in the browser, text elsewhere.

    Attributes
    ----------
    data
        What is shown, all cells already text.
    note
        What the numbers rest on: denominator, unit, filter.
    """

    data: "pd.DataFrame"
    note: str = ""
    numeric: tuple[str, ...] = field(default=())

    def _repr_html_(self) -> str:
        head = "".join(f"<th scope='col'>{html.escape(say(str(name)))}</th>" for name in self.data)
        rows = "".join(
            "<tr>" + "".join(self._cell(name, cell) for name, cell in row.items()) + "</tr>"
            for row in self.data.to_dict("records")
        )
        note = f"<p>{html.escape(say(self.note))}</p>" if self.note else ""
        return (
            f"<table class='dataframe'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"{note}"
        )

    def _cell(self, name: str, cell: str) -> str:
        align = " style='text-align: right'" if name in self.numeric else ""
        return f"<td{align}>{html.escape(cell)}</td>"

    def __repr__(self) -> str:
        rows = [[say(str(name)) for name in self.data], *self.data.to_numpy().tolist()]
        widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
        right = [name in self.numeric for name in self.data]
        lines = ["  ".join(map(pad, row, widths, right)).rstrip() for row in rows]
        return "\n".join([*lines, *([say(self.note)] if self.note else [])])


def present(
    data: "pd.DataFrame",
    *,
    note: str = "",
    decimals: Mapping[str, int] | int = 2,
    rename: Mapping[str, str] | None = None,
) -> Presented:
    """The table ready to be shown: rounded, missing values as –, no index, `MOST_ROWS` at most.

    Parameters
    ----------
    data
        Any table; a named index becomes a column.
    note
        What the numbers rest on.
    decimals
        Places after the point, for all float columns or by column.
    rename
        Column headings to show instead of the columns' names.
    """
    import pandas as pd

    named = [name for name in data.index.names if name is not None]
    shown = data.reset_index() if named else data.reset_index(drop=True)
    if len(shown) > MOST_ROWS:
        note = "; ".join(filter(None, [note, f"the first {MOST_ROWS} of {len(shown):,} rows"]))
        shown = shown.head(MOST_ROWS)
    numeric = [name for name in shown if pd.api.types.is_numeric_dtype(shown[name].dtype)]
    numeric = [name for name in numeric if not pd.api.types.is_bool_dtype(shown[name].dtype)]
    cells = {}
    for name in shown:
        places = decimals if isinstance(decimals, int) else decimals.get(name, 2)
        year = "year" in str(name)
        cells[name] = [_text(value, places, year=year) for value in shown[name]]
        if name in CODED:
            cells[name] = [coded(cell) for cell in cells[name]]
    heading = rename or {}
    text = pd.DataFrame(cells, columns=list(shown)).rename(columns=heading)
    return Presented(text.astype("str"), note, tuple(heading.get(n, n) for n in numeric))


def _text(value: object, places: int, *, year: bool) -> str:
    """One cell as text."""
    import pandas as pd

    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return "–"
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, float):
        return f"{value:,.{places}f}".replace("-", "−")
    if hasattr(value, "__index__"):
        return str(value) if year else f"{value:,}".replace("-", "−")
    return "".join(c if c.isprintable() else "·" for c in str(value))


def kwic_text(hits: "pd.DataFrame", *, most: int | None = None) -> str:
    """Concordance lines with the node in one column, and behind each where it stands.

    For a terminal: what would move the text there stands as `·` (`characters.shown`).

    Parameters
    ----------
    hits
        As `concordance.kwic` gives them.
    most
        Lines shown; the last line counts all hits.
    """
    if hits.empty:
        return "No hit. Try --substring, another spelling, or no --district."
    shown = (hits if most is None else hits.head(most)).copy()
    for column in ("left", "node", "right", "page_id"):
        shown[column] = shown[column].map(characters.shown)
    left, node, right = (max(map(width, shown[side])) for side in ("left", "node", "right"))
    lines = [
        f"{pad(row.left, left, True)}  [{row.node}]{' ' * (node - width(row.node))}  "
        f"{pad(row.right, right)}  {row.district or '–'}  {row.page_id}:{row.first_line}"
        for row in shown.itertuples()
    ]
    return "\n".join([*lines, f"{_hits(hits, len(shown))}."])


def kwic_table(hits: "pd.DataFrame", *, most: int = 12) -> Presented:
    """Concordance lines as a table: left and node and right, district, page and line."""
    shown = hits.head(most)
    import pandas as pd

    table = pd.DataFrame(
        {
            "left": list(shown["left"]),
            "node": list(shown["node"]),
            "right": list(shown["right"]),
            "district": [name or "–" for name in shown["district"]],
            "sentence at page:line": [
                place(page, line)
                for page, line in zip(shown["page_id"], shown["first_line"], strict=True)
            ],
        }
    )
    note = say("{hits}; no line leaves its sentence.", hits=_hits(hits, len(shown)))
    return Presented(table.astype("str"), note, ("left",))


def place(page_id: str, line: int) -> str:
    """Where to look, as tables print it: the beginning of the page's id, and the line.

    >>> place("000_7d6ef8af38134b74", 6)
    '000_7d6ef8af:6'
    """
    return f"{page_id[:PAGE_SHOWN]}:{line}"


def _hits(hits: "pd.DataFrame", shown: int) -> str:
    """How many hits there are, in how many items (captions and teasers too), how many are shown."""
    n, items = len(hits), hits["article_id"].nunique()
    found = say("{n} {n:hit|hits}", n=n)
    where = say("{n} {n:item|items} of the pages", n=items)
    said = say("{found} in {where}", found=found, where=where)
    return say("{said}, {shown} shown", said=said, shown=shown) if n > shown else said


def bullets(sentences: Iterable[str]) -> str:
    """The sentences as a list of plain text, one a line."""
    return "\n".join(f"• {sentence}" for sentence in sentences)


def width(text: str) -> int:
    """Columns that a terminal gives the text: two for a full-width character.

    >>> width("区 a")
    4
    """
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
        if not unicodedata.combining(character)
    )


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text with spaces up to that many terminal columns, before it where `right`."""
    space = " " * (columns - width(text))
    return space + text if right else text + space
