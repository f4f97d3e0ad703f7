"""A table's rows by id, made when they are asked for: all at once they would take gigabytes."""

from collections import namedtuple
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class RowsById(Mapping[str, Any]):
    """Id to row, in order; a row has the columns as attributes.

    Parameters
    ----------
    table
        A table of the contract.
    key
        Its column of ids, all different.
    """

    def __init__(self, table: "pd.DataFrame", key: str) -> None:
        self._row = namedtuple("Row", list(table))
        self._columns = [held(table[name]) for name in table]
        self.ids = self._columns[list(table).index(key)]
        self.numbers = {name: at for at, name in enumerate(self.ids)}

    def __getitem__(self, name: str) -> Any:
        at = self.numbers[name]
        return self._row._make([column[at] for column in self._columns])

    def __contains__(self, name: object) -> bool:
        return name in self.numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> "list | np.ndarray":
        """The values of a column, in order."""
        return self._columns[self._row._fields.index(name)]


def held(column: "pd.Series") -> list:
    """The values of a column; a text that stands in many rows is held once."""
    if column.dtype != "str":
        return column.tolist()
    codes, texts = column.factorize()
    if (codes < 0).any():
        return column.tolist()
    held = texts.tolist()
    return list(map(held.__getitem__, codes.tolist()))
