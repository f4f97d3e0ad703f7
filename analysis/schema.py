"""The tables at the joints: their columns, types and checks, and how they are kept as CSV.

`schemas()[name]` is the pandera schema of a table, and the contract: names, order and types of its
columns, and the words that a column may hold. Text that is not known is the empty string; a year
that is not known is missing (`<NA>`).
"""

import functools
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from analysis import tables_as_text
from analysis.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

ROLES = (
    "headline", "kicker", "deck", "subhead", "byline", "body",
    "caption", "masthead", "teaser", "jump", "sidebar",
)  # fmt: skip
KINDS = ("article", "caption", "masthead", "teaser", "jump", "sidebar")
HEADINGS = ("headline", "kicker", "deck", "subhead")
DATE_BASES = ("printed", "inferred", "")
Operator = Literal["=", ">", ">=", "<", "<=", "~"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
# What a figure does.
Change = Literal["level", "growth", "difference", "rank", "target", "duration", "comparison"]
CHANGES: tuple[Change, ...] = get_args(Change)
# What sort of figure it is; statistics use “measure” only.
FigureKind = Literal[
    "measure", "structural", "uniqueness", "threshold", "duration_vague", "anecdotal", "label"
]
FIGURE_KINDS: tuple[FigureKind, ...] = get_args(FigureKind)
# What arithmetic says of figures; `checks.checks` tells the words apart.
Verdict = Literal[
    "agrees", "agrees_rounded", "consistent", "derived", "residual", "not_comparable",
    "contradicts", "loose",
]  # fmt: skip
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

# name -> column -> type: text, int (never missing), year (an int that may be missing),
# share (0 to 1), flag.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "pages": {
        "page_id": "text", "file": "text", "newspaper": "text", "issue_date": "text",
        "date_basis": "text", "encoding": "text", "n_lines": "int", "n_chars": "int",
        "n_edits": "int", "sha256": "text",
    },
    "lines": {
        "page_id": "text", "line": "int", "text": "text", "item_id": "text", "role": "text",
        "paragraph_no": "int", "joins_next": "flag", "confidence": "share",
    },
    "articles": {
        "article_id": "text", "page_id": "text", "kind": "text", "headline": "text",
        "kicker": "text", "deck": "text", "byline": "text", "continues_from": "text",
        "n_chars": "int", "districts": "text", "confidence": "share",
    },
    "sentences": {
        "sentence_id": "text", "article_id": "text", "role": "text", "paragraph_no": "int",
        "sentence_no": "int", "text": "text", "first_line": "int", "last_line": "int",
        "district": "text", "district_basis": "text",
    },
    "tokens": {
        "sentence_id": "text", "position": "int", "token": "text", "pos": "text", "start": "int",
    },
    "edits": {
        "page_id": "text", "line": "int", "column": "int", "rule": "text", "before": "text",
        "after": "text",
    },
    "systems": {
        "system_id": "text", "name": "text", "variants": "text", "type": "text",
        "districts": "text", "n_mentions": "int", "first_year": "year", "last_year": "year",
    },
    "mentions": {
        "system_id": "text", "sentence_id": "text", "variant": "text", "start": "int",
    },
    "indicators": {
        "indicator_id": "text", "sentence_id": "text", "figure": "text", "value": "text",
        "upper": "text", "operator": "text", "unit": "text", "measured": "text",
        "system_id": "text", "district": "text", "period": "text", "period_start": "text",
        "period_end": "text", "change": "text", "kind": "text", "duplicate_of": "text",
    },
    "checks": {
        "check_id": "text", "relation": "text", "formula": "text", "computed": "text",
        "printed": "text", "verdict": "text", "indicator_ids": "text", "note": "text",
    },
    "series": {
        "series_id": "text", "quantity": "text", "comparable": "flag", "why_not": "text",
        "indicator_id": "text", "date": "text", "value": "text", "unit": "text",
    },
    "claims": {
        "claim_id": "text", "sentence_id": "text", "claim": "text", "scope": "text",
        "what": "text", "who": "text", "system_id": "text", "district": "text", "date": "text",
        "collides_with": "text",
    },
    "announcements": {
        "announcement_id": "text", "sentence_id": "text", "verb": "text", "what": "text",
        "who": "text", "system_id": "text", "district": "text", "target_date": "text",
        "indicator_ids": "text", "reported_done_in": "text",
    },
}  # fmt: skip

_KEYS = {
    "pages": ["page_id"],
    "lines": ["page_id", "line"],
    "articles": ["article_id"],
    "sentences": ["sentence_id"],
    "tokens": ["sentence_id", "position"],
    "systems": ["system_id"],
    "indicators": ["indicator_id"],
    "checks": ["check_id"],
    "claims": ["claim_id"],
    "announcements": ["announcement_id"],
}
_ALLOWED = {
    ("lines", "role"): ROLES,
    ("sentences", "role"): ROLES,
    ("articles", "kind"): KINDS,
    ("indicators", "operator"): (*OPERATORS, ""),
    ("indicators", "change"): CHANGES,
    ("indicators", "kind"): FIGURE_KINDS,
    ("checks", "verdict"): VERDICTS,
}
_DTYPES = {"text": "str", "int": "int64", "year": "Int64", "share": "float64", "flag": "bool"}

# Rows from which on a table is written by columns.
MANY_ROWS = 200_000
# What a cell begins with that is guarded, or was.
_SUSPECT = list("'=+-@\t\r")
# A spreadsheet runs a cell that begins with one of these; a number is left alone.
_FORMULA = re.compile(r"'*[=+\-@\t\r].", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


@functools.cache
def schemas() -> Mapping[str, "object"]:
    """Each table's pandera schema: columns in order, types, keys, allowed values.

    Returns
    -------
    Mapping of table name to `pandera.pandas.DataFrameSchema`.
    """
    import pandera.pandas as pa

    def column(table: str, name: str, kind: str) -> pa.Column:
        checks = []
        if (table, name) in _ALLOWED:
            checks.append(pa.Check.isin(_ALLOWED[table, name]))
        if kind == "share":
            checks.append(pa.Check.in_range(0, 1))
        if kind == "int":
            checks.append(pa.Check.ge(0))
        return pa.Column(_DTYPES[kind], checks, nullable=kind == "year")

    return {
        table: pa.DataFrameSchema(
            {name: column(table, name, kind) for name, kind in columns.items()},
            strict=True,
            ordered=True,
            unique=_KEYS.get(table),
            name=table,
        )
        for table, columns in COLUMNS.items()
    }


def frame(table: str, rows: list) -> "pd.DataFrame":
    """The rows as a table of the contract, checked.

    Parameters
    ----------
    table
        A name of `COLUMNS`.
    rows
        Tuples or dicts with the table's columns; may be empty.

    Returns
    -------
    pandas.DataFrame with the columns and types of `COLUMNS[table]`.

    Raises
    ------
    KeyError
        No table has that name.
    pandera.errors.SchemaError
        A row breaks the contract (an unknown role, a doubled id): a fault of the code.
    """
    import pandas as pd

    columns = COLUMNS[table]
    if rows and isinstance(rows[0], dict):
        rows = [tuple(map(row.get, columns)) for row in rows]
    # Column by column: a table of mixed cells, made first, takes three times as long.
    cells = zip(*rows, strict=True) if rows else ((),) * len(columns)
    typed = {
        name: pd.array(list(own), dtype=_DTYPES[kind])
        for (name, kind), own in zip(columns.items(), cells, strict=True)
    }
    return validated(table, pd.DataFrame(typed))


def validated(table: str, data: "pd.DataFrame") -> "pd.DataFrame":
    """The same table if it keeps the contract.

    Raises
    ------
    pandera.errors.SchemaError
        It does not.
    """
    return data if _is_plainly_valid(table, data) else schemas()[table].validate(data)


def _is_plainly_valid(table: str, data: "pd.DataFrame") -> bool:
    """Whether the table keeps the contract; if not, pandera finds out and says why.

    The same rules, read off the columns: loading pandera takes a second, and asking it of a small
    table several times as long as making one.
    """
    columns = COLUMNS[table]
    if list(data.columns) != list(columns):
        return False
    series = {name: data[name] for name in columns}
    if any(str(series[name].dtype) != _DTYPES[kind] for name, kind in columns.items()):
        return False
    for name, kind in columns.items():
        values = series[name]
        if kind == "text" and values.hasnans:
            return False
        if kind == "int" and not (values.to_numpy() >= 0).all():
            return False
        if kind == "share" and not ((values.to_numpy() >= 0) & (values.to_numpy() <= 1)).all():
            return False
        if (table, name) in _ALLOWED and not values.isin(_ALLOWED[table, name]).all():
            return False
    return table not in _KEYS or not data.duplicated(_KEYS[table]).any()


def write_csv(data: "pd.DataFrame", path: Path) -> None:
    """Write a table as UTF-8 CSV in which no cell runs as a formula.

    A text cell that a spreadsheet would run (it begins with = + - @ or a tab and is not a number)
    gets an apostrophe in front; `read_table` takes it off again.
    """
    guarded = data.copy(deep=False)
    for name in guarded.columns:
        if guarded[name].dtype == "str" or guarded[name].dtype == object:
            guarded[name] = _mapped(guarded[name], guard_cell)
    guarded.columns = [guard_cell(str(name)) for name in guarded.columns]
    if len(guarded) >= MANY_ROWS and tables_as_text.can_write(guarded):
        tables_as_text.write(guarded, path)
    else:
        guarded.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _mapped(column: "pd.Series", change: "Callable[[str], object]") -> "pd.Series":
    """A column with its cells guarded, or no longer; the column itself if that changes none."""
    if column.dtype != "str":
        return column.map(change)
    suspect = column.str[:1].isin(_SUSPECT).to_numpy(dtype=bool)
    if not suspect.any():
        return column
    changed = column.copy()
    changed[suspect] = column[suspect].map(change)
    return changed


def read_table(table: str, path: Path, *, checked: bool = False) -> "pd.DataFrame":
    """A table of the contract as `write_csv` left it.

    Parameters
    ----------
    checked
        `validated` has passed it before it was written, in this run: only names and types of its
        columns are looked at, which spares a second of loading pandera.

    Raises
    ------
    InputError
        The file is missing or is not that table: another column or type, a value that the contract
        does not allow, a doubled key.
    """
    import pandas as pd

    columns = COLUMNS[table]
    text = [name for name, kind in columns.items() if kind == "text"]
    try:
        data = pd.read_csv(
            path,
            dtype={name: _DTYPES[kind] for name, kind in columns.items()},
            keep_default_na=False,
            na_values={name: [""] for name, kind in columns.items() if kind == "year"},
            encoding="utf-8",
            lineterminator="\n",
        )
        data[text] = data[text].apply(lambda column: _mapped(column, unguard_cell))
    except (OSError, ValueError, KeyError) as error:
        raise _not_the_table(table, path, error) from error
    if not checked:
        return _validated_input(table, data, path)
    if list(data.columns) != list(columns):
        raise _not_the_table(table, path, f"its columns are {', '.join(data.columns)}")
    return data


def _validated_input(table: str, data: "pd.DataFrame", path: Path) -> "pd.DataFrame":
    """The table read from `path`, if it keeps the contract."""
    from pandera.errors import SchemaError

    try:
        return validated(table, data)
    except SchemaError as error:
        raise _not_the_table(table, path, error) from error


def _not_the_table(table: str, path: Path, reason: object) -> InputError:
    """What to say of a file that is not the table."""
    return InputError(
        f"{path} is not the table “{table}” — {str(reason).splitlines()[0]}. "
        "Delete the folder and run the command again."
    )


def guard_cell(value: object) -> object:
    """The cell with an apostrophe in front if a spreadsheet would run it.

    >>> guard_cell("=1+1"), guard_cell("-3.5"), guard_cell("="), guard_cell("一网通办")
    ("'=1+1", '-3.5', '=', '一网通办')
    """
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value


def unguard_cell(value: str) -> str:
    """The cell as it was before `guard_cell`.

    >>> unguard_cell("'=1+1"), unguard_cell("'quoted'")
    ('=1+1', "'quoted'")
    """
    if value.startswith("'") and _FORMULA.match(value):
        return value[1:]
    return value
