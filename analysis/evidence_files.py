"""Rows of the chain's tables kept as Parquet: packed unit by unit, streamed into one file a table.

A unit's rows travel and wait as bytes (Arrow's stream format), and are written in the order of the
units. How rows were parted into units leaves no trace: every row group but the last has `ROWS`
rows. So the same collection gives the same bytes, whoever read it.
"""

import contextlib
import importlib.util
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import schema, topics
from analysis.errors import InputError
from analysis.lexicon import Lexicon

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# The tables that are kept, with their columns and types as in `schema.COLUMNS`.
TABLES: Mapping[str, Mapping[str, str]] = {
    **{
        name: schema.COLUMNS[name]
        for name in ("pages", "articles", "sentences", "mentions", "indicators")
    },
    "theme_hits": dict(zip(topics.HIT_COLUMNS, ("text", "text", "text", "int"), strict=True)),
}
# What was looked for: the themes with their words, and the lexicon that words were cut with.
LISTS = "lists.json"
# Under this name every file says of which run it is.
_RUN = b"run"
# Rows of a row group, which is what a reader with a filter reads or passes over: some megabytes.
ROWS = 1 << 16


def file_of(name: str) -> str:
    """The name of a table's file."""
    return f"{name}.parquet"


FILES = (*map(file_of, TABLES), LISTS)


def are_in(folder: Path) -> bool:
    """Whether a folder of counts has rows kept beside them, or some of their files."""
    return any((folder / name).exists() for name in FILES)


def need_arrow(what: str) -> None:
    """Raise where pyarrow is missing; `what` says what needs it.

    Raises
    ------
    InputError
        It is not installed.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise InputError(
            f"{what} needs pyarrow, which is not installed. Install the extra: "
            'pip install ".[parquet]".'
        )


def packed(name: str, data: "pd.DataFrame") -> bytes:
    """The rows of a table as bytes."""
    import pyarrow as pa

    # One thread: a worker that was forked has no others, and there are workers for all cores.
    rows = pa.Table.from_pandas(data, _schema(name), preserve_index=False, nthreads=1)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=_compression(), use_threads=False)
    with pa.ipc.new_stream(sink, _schema(name), options=options) as stream:
        stream.write_table(rows.replace_schema_metadata(None))
    return sink.getvalue().to_pybytes()


class Writer:
    """Writes rows that come unit by unit, a file for each table, and holds a row group of each."""

    def __init__(self, folder: Path, run: str, stack: contextlib.ExitStack) -> None:
        from pyarrow import parquet

        how = {"compression": _compression() or "none"}
        own = {_RUN: run.encode()}
        self._files = {
            name: stack.enter_context(
                parquet.ParquetWriter(
                    folder / file_of(name), _schema(name).with_metadata(own), **how
                )
            )
            for name in TABLES
        }
        self._held: dict[str, list[pa.Table]] = {name: [] for name in TABLES}

    def add(self, rows: Mapping[str, bytes]) -> None:
        """Take the rows of the next unit, as `packed` made them."""
        import pyarrow as pa

        for name in TABLES:
            with pa.ipc.open_stream(rows[name]) as stream:
                self._held[name].append(stream.read_all())
            self._write(name, least=ROWS)

    def finish(self) -> None:
        """Write what is held."""
        for name in TABLES:
            self._write(name, least=1)

    def _write(self, name: str, *, least: int) -> None:
        """Write row groups while so many rows are held."""
        import pyarrow as pa

        held = sum(len(rows) for rows in self._held[name])
        if held < least:
            return
        rows = pa.concat_tables(self._held[name])
        done = 0
        while held - done >= least:
            self._files[name].write_table(rows.slice(done, ROWS), row_group_size=ROWS)
            done = min(done + ROWS, held)
        self._held[name] = [rows.slice(done)] if done < held else []


@contextlib.contextmanager
def writing(folder: Path, run: str) -> Iterator[Writer]:
    """A writer into a folder whose files are whole when the block ends, and say of which run."""
    with contextlib.ExitStack() as stack:
        writer = Writer(folder, run, stack)
        yield writer
        writer.finish()


def write_lists(
    path: Path, themes: "pd.DataFrame", lexicon: Lexicon, *, run: str, counts: str
) -> None:
    """Keep what was looked for beside what was found, with the run and its counts' digest."""
    kept = {
        "run": run,
        "counts": counts,
        "themes": themes.to_dict("list"),
        "lexicon": {
            "terms": dict(lexicon.terms),
            "origin": dict(lexicon.origin),
            "splits": dict(lexicon.splits),
        },
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0), "utf-8")


def read_lists(folder: Path) -> tuple["pd.DataFrame", Lexicon]:
    """The themes and the lexicon that `write_lists` kept.

    Raises
    ------
    InputError
        They are not there.
    """
    import pandas as pd

    kept = _kept(folder)
    try:
        own = kept["lexicon"]
        splits = {phrase: tuple(words) for phrase, words in own["splits"].items()}
        themes = pd.DataFrame(kept["themes"], columns=list(topics.COLUMNS), dtype="str")
        return themes, Lexicon(own["terms"], own["origin"], splits)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise missing(folder, LISTS, error) from error


def check_run(folder: Path, counts: str) -> None:
    """See that all files of a folder are of one run, and are of its counts.

    Parameters
    ----------
    counts
        The digest of the counts that stand there now: `dtm_files.fingerprint`.

    Raises
    ------
    InputError
        They are not, or one is missing.
    """
    need_arrow("Reading Parquet")
    kept = _kept(folder)
    run = str(kept.get("run", "")).encode()
    others = [file_of(name) for name in TABLES if _run_of(folder, name) != run]
    if not run or kept.get("counts") != counts:
        others = ["the counts"]
    if others:
        raise InputError(
            f"{folder} holds files of two runs — {'、'.join(others)} beside {LISTS}. Run "
            "`count --evidence` again."
        )


def _kept(folder: Path) -> dict:
    """What `write_lists` kept."""
    try:
        kept = json.loads((folder / LISTS).read_text("utf-8"))
        return dict(kept)
    except (OSError, ValueError, TypeError) as error:
        raise missing(folder, LISTS, error) from error


def _run_of(folder: Path, name: str) -> bytes | None:
    """The run that a table's file says it is of."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return (parquet.read_schema(folder / file_of(name)).metadata or {}).get(_RUN)
    except (OSError, pa.ArrowException) as error:
        raise missing(folder, file_of(name), error) from error


def missing(folder: Path, name: str, error: Exception) -> InputError:
    """What to say of a folder where one of these files cannot be read."""
    why = "is missing" if isinstance(error, FileNotFoundError) else "is damaged or no such file"
    return InputError(
        f"{folder} does not hold what `count --evidence` writes — {name} {why}. Run "
        f"`python -m analysis count --evidence --corpus DIR --out {folder}` first."
    )


def row_groups(folder: Path, name: str, columns: "list[str] | None" = None) -> "Iterator[pa.Table]":
    """A table of a folder, a row group at a time.

    Raises
    ------
    InputError
        The file is missing or is not that table, or pyarrow is missing.
    """
    need_arrow("Reading Parquet")
    import pyarrow as pa
    from pyarrow import parquet

    path = folder / file_of(name)
    try:
        with parquet.ParquetFile(path) as file:
            if file.schema_arrow.names != list(TABLES[name]):
                raise missing(folder, path.name, ValueError("other columns"))
            for number in range(file.num_row_groups):
                yield file.read_row_group(number, columns)
    except (OSError, pa.ArrowException) as error:
        raise missing(folder, path.name, error) from error


def _schema(name: str) -> "pa.Schema":
    """The columns of a table with their types in Arrow."""
    import pyarrow as pa

    kinds = {
        "text": pa.string(), "int": pa.int64(), "year": pa.int64(), "share": pa.float64(),
        "flag": pa.bool_(),
    }  # fmt: skip
    return pa.schema([(column, kinds[kind]) for column, kind in TABLES[name].items()])


def _compression() -> str | None:
    """Zstandard, where this build of Arrow has it."""
    import pyarrow as pa

    return "zstd" if pa.Codec.is_available("zstd") else None
