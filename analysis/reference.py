"""A reference annotation read: what a careful reader says that pages hold.

The folder has the format of `tests/gold` (its README says what each column means): `lines.tsv`,
`articles.jsonl`, `sentences.jsonl`, and `question_marks.csv` where a page has lost its full stops.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import InputError

NEEDED = ("lines.tsv", "articles.jsonl", "sentences.jsonl")
MARKS = "question_marks.csv"
_LINE_COLUMNS = ("seed", "line", "item", "role", "paragraph", "next", "ambiguous")
_MARK_COLUMNS = ("line", "column", "item")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class TrueLine:
    """What a line is in truth.

    Attributes
    ----------
    scored
        False where the reader could not tell.
    paragraph
        Its paragraph's place among those of the item, from 0; -1 for a line of none.
    """

    item: str
    role: str
    joins_next: bool
    scored: bool = True
    paragraph: int = -1


@dataclass(frozen=True)
class TrueItem:
    """What an item is in truth; `districts` has one name per paragraph, or is empty."""

    kind: str
    headline: str = ""
    bylines: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True)
class TruePage:
    """A page in truth.

    Attributes
    ----------
    lines
        By number; all that are not blank.
    articles
        Item to its paragraphs, each a list of sentences; running text only.
    items
        Headlines, bylines and districts, by item.
    marks
        (line, column) of each `?` that stands for a lost full stop.
    """

    lines: Mapping[int, TrueLine]
    articles: Mapping[str, Sequence[Sequence[str]]]
    items: Mapping[str, TrueItem] = field(default_factory=dict)
    marks: frozenset[tuple[int, int]] = frozenset()


def read_reference(folder: Path) -> dict[str, TruePage]:
    """The annotated pages by the name that `lines.tsv` gives them (column `seed`), in its order.

    Raises
    ------
    InputError
        There is no such folder, a file is missing, or one of its rows is not what it should be.
    """
    folder = Path(folder)
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        seen = f"it has no {missing[0]}" if folder.is_dir() else "there is no such folder"
        raise InputError(
            f"{folder} is no reference annotation — {seen}. "
            f"Name a folder with {', '.join(NEEDED)}, as tests/gold is one."
        )
    items = dict(_items(folder / "articles.jsonl"))
    lines: dict[str, dict[int, TrueLine]] = {}
    for page, number, line in _lines(folder / "lines.tsv", items):
        lines.setdefault(page, {})[number] = line
    texts = _sentences(folder / "sentences.jsonl", items)
    marks = _marks(folder / MARKS)
    return {page: _page(of_page, items, texts, marks) for page, of_page in lines.items()}


def matched(names: Iterable[str], page_ids: Sequence[str]) -> dict[str, str]:
    """Reference name to the page id it means; names that mean no page of the corpus are left out.

    A name is the page's id or file name, or the number that the id begins with: `0` means
    `000_7d6e`.

    Raises
    ------
    InputError
        A number could mean two pages.

    Examples
    --------
    >>> matched(["0", "b.txt", "7"], ["000_7d6e", "b"])
    {'0': '000_7d6e', 'b.txt': 'b'}
    """
    by_number: dict[int, list[str]] = {}
    for page_id in page_ids:
        number = _NUMBER.match(page_id)
        if number:
            by_number.setdefault(int(number[0]), []).append(page_id)
    known, found = set(page_ids), {}
    for name in names:
        stem = name.removesuffix(".txt")
        same = by_number.get(int(name), []) if name.isdecimal() else []
        if stem in known:
            found[name] = stem
        elif len(same) > 1:
            raise InputError(
                f"The reference's page {name} could be {same[0]} or {same[1]}. "
                "Write the whole file name in the column “seed” of its lines.tsv."
            )
        elif same:
            found[name] = same[0]
    return found


def _page(
    lines: Mapping[int, TrueLine],
    items: Mapping[str, TrueItem],
    texts: Mapping[str, list[list[str]]],
    marks: Mapping[str, set[tuple[int, int]]],
) -> TruePage:
    """One page, from its lines and what is known of their items."""
    own = dict.fromkeys(line.item for line in lines.values())
    return TruePage(
        lines,
        {item: texts[item] for item in own if item in texts},
        {item: items[item] for item in own},
        frozenset(mark for item in own for mark in marks.get(item, ())),
    )


def _items(path: Path) -> Iterator[tuple[str, TrueItem]]:
    """Items by id."""
    for row in _jsonl(path, ("id", "kind", "headline", "bylines")):
        yield (
            row["id"],
            TrueItem(
                row["kind"],
                row["headline"] or "",
                tuple(row["bylines"] or ()),
                tuple(row.get("paragraph_district") or ()),
            ),
        )


def _lines(path: Path, items: Mapping[str, TrueItem]) -> Iterator[tuple[str, int, TrueLine]]:
    """Page, number and truth of each line."""
    for place, row in _rows(path, _LINE_COLUMNS, "\t"):
        try:
            kind = items[row["item"]].kind
            paragraph = int(row["paragraph"] or -1)
            number = int(row["line"])
        except (KeyError, ValueError) as error:
            raise InputError(
                f"{place}, cannot be read — {error}. Line and paragraph are numbers, and the item "
                "stands in articles.jsonl."
            ) from error
        joins, scored = row["next"] == "join", row["ambiguous"] != "1"
        yield row["seed"], number, TrueLine(
            row["item"], _role(row["role"], kind), joins, scored, paragraph
        )  # fmt: skip


def _role(role: str, kind: str) -> str:
    """The role as the table `lines` names it."""
    if role == "p":
        return "body" if kind == "article" else kind
    return "teaser" if role == "pointer" else role


def _sentences(path: Path, items: Mapping[str, TrueItem]) -> dict[str, list[list[str]]]:
    """Item to its paragraphs of sentences, of articles."""
    texts: dict[str, list[list[str]]] = {}
    for row in _jsonl(path, ("id", "sentences")):
        if row["id"] in items and items[row["id"]].kind == "article":
            texts.setdefault(row["id"], []).append(row["sentences"])
    return texts


def _marks(path: Path) -> dict[str, set[tuple[int, int]]]:
    """Item to the places of its lost full stops; empty without the file."""
    marks: dict[str, set[tuple[int, int]]] = {}
    for place, row in _rows(path, _MARK_COLUMNS, ",") if path.is_file() else ():
        try:
            marks.setdefault(row["item"], set()).add((int(row["line"]), int(row["column"])))
        except ValueError as error:
            raise InputError(f"{place}, has no numbers — {error}. Correct the row.") from error
    return marks


def _rows(
    path: Path, columns: Sequence[str], delimiter: str
) -> Iterator[tuple[str, dict[str, str]]]:
    """Place and cells of each row of a table."""
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle, delimiter=delimiter, quoting=quoting))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read — {error}. Save it as UTF-8.") from error
    for number, row in enumerate(rows, start=2):
        lacking = [name for name in columns if row.get(name) is None]
        if lacking:
            raise InputError(f"{path}, row {number}, has no “{lacking[0]}”. Add the column.")
        yield f"{path}, row {number}", row


def _jsonl(path: Path, keys: Sequence[str]) -> Iterator[dict]:
    """The objects of a file with one a line."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read — {error}. Save it as UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}, row {number}, is no JSON — {error}. Mend it.") from error
        lacking = [key for key in keys if not isinstance(row, dict) or key not in row]
        if lacking:
            raise InputError(f"{path}, row {number}, has no “{lacking[0]}”. Add it.")
        yield row
