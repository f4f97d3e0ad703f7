"""Measure words (`units.tsv`), and a numeral together with what it counts."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from analysis import paths, schema
from analysis.lists import fault, read_rows
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
    operator: schema.Operator
    unit: str
    dimension: str
    form: Form
    script: str


def load_units(corpus: Path | None = None) -> dict[str, Unit]:
    """Measure words by printed form: the corpus folder's `units.tsv`, else the package's.

    Raises
    ------
    InputError
        The file is not a clean list (see `lists.read_rows`), a cell other than `not_before` is
        empty, or a word stands twice; the message says which line.
    """
    path = paths.resource(corpus, "units.tsv")
    units: dict[str, Unit] = {}
    for number, row in read_rows(path, required=COLUMNS, exact=True):
        for column in COLUMNS:
            if not row[column] and column != "not_before":
                raise fault(path, number, f"the cell “{column}” is empty", "fill it")
        word = fold(row["word"])
        if word in units:
            raise fault(path, number, f"“{word}” stands there twice", "delete one")
        units[word] = Unit(*(row[column] for column in COLUMNS[:4]))
    return units
