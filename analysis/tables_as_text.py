"""A long table written as CSV by its columns, with pyarrow: the bytes of `to_csv`, faster."""

import csv
import importlib.util
import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# Rows that are put together at once.
_AT_ONCE = 500_000
# What Python's csv may put between quotation marks; what it does then, it is asked.
_SUSPECT = '[,"\r\n]|^ '


def can_write(data: "pd.DataFrame") -> bool:
    """Whether `write` can: pyarrow is there, and of every column it is known how it is written."""
    known = all(str(kind) in ("str", "int64", "Int64", "bool", "float64") for kind in data.dtypes)
    return len(data.columns) > 1 and known and importlib.util.find_spec("pyarrow") is not None


def write(data: "pd.DataFrame", path: Path) -> None:
    r"""Write the table as UTF-8 CSV with `\n` at the end of each line, without its index."""
    import pyarrow as pa
    import pyarrow.compute as pc

    end, comma, nothing = (pa.scalar(text, pa.large_string()) for text in ("\n", ",", ""))
    with path.open("wb") as file:
        file.write(_line(list(map(str, data.columns))).encode("utf-8"))
        for begin in range(0, len(data), _AT_ONCE):
            part = data.iloc[begin : begin + _AT_ONCE]
            columns = [_as_text(part[name]) for name in part]
            columns[-1] = pc.binary_join_element_wise(columns[-1], end, nothing)
            rows: pa.LargeStringArray = pc.binary_join_element_wise(*columns, comma)
            file.write(b"".join(rows.cast(pa.large_binary()).to_pylist()))


def _as_text(column: "pd.Series") -> "pa.Array":
    """The cells of a column as they stand in the file."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = str(column.dtype)
    if kind == "bool":
        return pa.array(["True" if value else "False" for value in column], pa.large_string())
    if kind == "float64":
        cells = ["" if value != value else repr(value) for value in column.tolist()]
        return pa.array(cells, pa.large_string())
    cells = pa.array(column, from_pandas=True)
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    cells = pc.fill_null(cells.cast(pa.large_string()), "")
    suspect = pc.match_substring_regex(cells, _SUSPECT) if kind == "str" else None
    if suspect is None or not pc.any(suspect).as_py():
        return cells
    quoted = [_line([cell, ""])[:-2] for cell in cells.filter(suspect).to_pylist()]
    return pc.replace_with_mask(cells, suspect, pa.array(quoted, pa.large_string()))


def _line(cells: list[str]) -> str:
    """A row as Python's csv writes it."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()
