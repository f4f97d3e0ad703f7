"""Measure words (`units.tsv`), and a numeral together with what it counts."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from analysis import paths
from analysis.errors import InputError
from analysis.numerals import fold

COLUMNS = ("word", "unit", "dimension", "not_before", "reason")
Form = Literal["count", "share", "rank", "rate", "multiple", "only", "digits", "grand", "streak"]


@dataclass(frozen=True)
class Unit:
    """One row of `units.tsv`.

    Attributes
    ----------
    word, unit, dimension
        The measure word as printed, its normal form (人 for 名), and what it belongs to (count,
        person, time, area, money, share …).
    not_before
        Characters that make it part of another word where they follow: 项|目, 年|级, 部|门.
    """

    word: str
    unit: str
    dimension: str
    not_before: str = ""


@dataclass(frozen=True)
class Quantity:
    """One printed quantity.

    Attributes
    ----------
    start, end
        Character offsets, operator words and unit included.
    at, after
        Where the numeral begins, and where the unit ends.
    value, upper
        Exact; `upper` for an interval (two to three), else `None`. `value` is `None` for 几.
    operator
        `=`, `>`, `>=`, `<`, `<=` or `~`.
    unit
        Normal form (人 for persons, % apart from 个百分点, 件/日 for rates).
    dimension
        As in `units.tsv`.
    form
        count, share, rank, rate, multiple, only (首个, 唯一), digits (两位数), grand (三大…),
        streak (六连冠).
    script
        `arabic`, `chinese` or `share`.
    """

    start: int
    end: int
    at: int
    after: int
    value: Decimal | None
    upper: Decimal | None
    operator: str
    unit: str
    dimension: str
    form: Form
    script: str


def load_units(corpus: Path | None = None) -> dict[str, Unit]:
    """Measure words by printed form: the corpus folder's `units.tsv`, else the package's.

    Raises
    ------
    InputError
        A row has not the five columns, or an empty one; the message says which line.
    """
    path = paths.resource(corpus, "units.tsv")
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read — {error}. Save it as UTF-8 with tabs.") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise InputError(
            f"{path}, line 1: seen {rows[0] if rows else 'an empty file'} — write "
            f"{', '.join(COLUMNS)}, tabs between."
        )
    units = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(COLUMNS) or not all(row[i].strip() for i in (0, 1, 2, 4)):
            raise InputError(
                f"{path}, line {number}: a cell is missing — {row}. Fill all but “not_before”."
            )
        units[fold(row[0])] = Unit(*row[:4])
    return units
