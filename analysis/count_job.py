"""A whole collection counted: units handed to workers, parts kept, the results put together.

Nothing that grows with the collection is held but the vocabulary and a line for each document. A
part that is whole is never made again; what is half-written is never read.
"""

import collections
import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import (
    compiling,
    dtm_files,
    evidence_files,
    files,
    pages,
    records,
    token_ids,
    unit_counts,
    work_units,
)
from analysis.errors import InputError
from analysis.gathering import Gatherer
from analysis.part_files import Part, load_part, run_id, save_part
from analysis.unit_counts import Done, Job, count_unit, job_of, lexicon_of
from analysis.work_units import Unit

if TYPE_CHECKING:
    import numpy as np

    from analysis.cutting_tables import CuttingTables
    from analysis.part_files import Document

PARTS = "parts"
# Runs units through workers: (job, units) to (place of the unit, its counts), in any order.
Runner = Callable[[Job, Iterable[Unit]], Iterator[tuple[int, Unit, Done]]]


class Result(NamedTuple):
    """What a run came to."""

    n_documents: int
    n_tokens: int
    n_types: int
    n_redone: int
    n_parts: int
    skipped: list[records.BadRow]


def count(
    folder: Path,
    out: Path,
    *,
    run: Runner,
    plain: bool = False,
    districts: bool = False,
    evidence: bool = False,
    skip_bad: bool = False,
    progress: Callable[[int], None] = lambda _n_bytes: None,
) -> Result:
    """Count a collection and write `frequency.csv`, `documents.csv` and `document_terms.npz`.

    With `evidence` also the files of `evidence_files`: what stands behind the counts, row by row.

    Parameters
    ----------
    folder
        The corpus folder.
    out
        Where to write; its folder `parts` holds what was counted, for the next run.
    run
        See `runners`.
    plain
        Each file is one document as it is; without repair, segmentation, lexicon and rules.
    districts
        Find what each sentence is about, and make a row of the matrix of what an article says of
        one district; `place` is that district then.
    evidence
        Keep the rows of the tables pages, articles, sentences, mentions and indicators and the
        words of themes; implies `districts`.
    skip_bad
        Leave out rows of a table file that cannot be used, and list them in `skipped.csv`.
    progress
        Called with the bytes of each unit that is done.

    Raises
    ------
    InputError
        Something cannot be read or written; see `work_units.units` and `unit_counts.count_unit`.
    """
    files.refuse_inside(out, folder)
    job = job_of(folder, plain=plain, districts=districts, evidence=evidence)
    parts = _parts_folder(out)
    source = records.mapped(folder, pages.read_settings(folder))
    skipped: list[records.BadRow] | None = [] if skip_bad else None
    job = job._replace(known=frozenset(path.stem for path in parts.glob("*.npz")))
    keys: dict[int, tuple[str, str]] = {}
    redone = 0
    waiting = work_units.units(folder, plain=plain, source=source, skipped=skipped)
    ran = _tidied(run(job, waiting), parts)
    # When there is a result the run has loaded the tables, if it needs them here.
    ran = itertools.chain(list(itertools.islice(ran, 1)), ran)
    gatherer = Gatherer(_tables(job))
    for place, unit, done in ran:
        sliced = unit.files[0].name if unit.is_slice else ""
        part = done.part or load_part(parts / f"{done.key}.npz")
        if part is None:  # damaged since
            part = count_unit(job._replace(known=frozenset()), unit).part
        if done.part or not (parts / f"{done.key}.npz").exists():
            with files.refusals_said(parts / f"{done.key}.npz"):
                save_part(part, parts / f"{done.key}.npz")
            redone += 1
        gatherer.add(done.key, part, sliced=sliced)
        keys[place] = done.key, sliced
        progress(done.n_bytes)
    unit_counts.keep(job)
    ordered = [keys[at] for at in sorted(keys)]
    return _put_together(out, parts, job, gatherer, ordered, redone, skipped)


def _tidied(ran: Iterator, parts: Path) -> Iterator:
    """What a run gives; where it fails before anything is kept, its empty folders go."""
    try:
        yield from ran
    except BaseException:
        with contextlib.suppress(OSError):  # it holds something
            parts.rmdir()
            parts.parent.rmdir()
        raise


def n_bytes(folder: Path, *, plain: bool) -> int | None:
    """How much a collection has to be read; None where only reading tells."""
    source = records.mapped(folder, pages.read_settings(folder))
    return work_units.total_bytes(folder, plain=plain, source=source)


def _tables(job: Job) -> "CuttingTables | None":
    """The tables that the workers' numbers mean something beside."""
    if not compiling.has_numba():
        return None
    if job.plain:
        return token_ids.load_tables(None, rules=False)
    return token_ids.load_tables(lexicon_of(job), rules=True)


def _parts_folder(out: Path) -> Path:
    """The folder of the parts, made if it is missing."""
    parts = Path(out) / PARTS
    try:
        parts.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"Cannot write into {out} — {error.strerror}. Name another --out."
        ) from error
    for scratch in parts.glob(".*.partial"):
        scratch.unlink(missing_ok=True)
    return parts


def _put_together(
    out: Path,
    parts: Path,
    job: Job,
    gatherer: Gatherer,
    keys: list[tuple[str, str]],
    redone: int,
    skipped: list[records.BadRow] | None,
) -> Result:
    """Write the results of all parts, in order; remove parts that belong to none."""
    words = gatherer.gathered()
    documents: list[tuple[Document, int]] = []
    run = run_id(job.fingerprint, (key for key, _sliced in keys))
    with files.staged_folder(out) as scratch, _evidence(job, scratch, run) as keep:
        dtm_files.write_frequency(words, scratch / dtm_files.FREQUENCY)
        rows = _rows(parts, gatherer, words.ranks, keys, documents, keep)
        dtm_files.write_matrix(rows, len(words.words), scratch / dtm_files.MATRIX)
        dtm_files.write_documents(documents, scratch / dtm_files.DOCUMENTS)
        if skipped is not None:
            dtm_files.write_skipped(skipped, scratch / dtm_files.SKIPPED)
    stale = [] if skipped is not None else [dtm_files.SKIPPED]  # an earlier run's
    if not job.evidence and evidence_files.are_in(out):
        stale += evidence_files.FILES
    for name in stale:
        (out / name).unlink(missing_ok=True)
    wanted = {key for key, _sliced in keys}
    for path in parts.glob("*.npz"):
        if path.stem not in wanted:
            path.unlink(missing_ok=True)
    n_tokens = sum(n for _document, n in documents)
    n_documents = len({document.document_id for document, _n in documents})
    return Result(n_documents, n_tokens, len(words.words), redone, len(wanted), skipped or [])


@contextlib.contextmanager
def _evidence(job: Job, folder: Path, run: str) -> Iterator[Callable[[Part], None]]:
    """What takes the parts in order and writes the rows that are kept with them, if any are.

    When the block ends the counts stand in the folder: their digest is kept with the rows.
    """
    if not job.evidence:
        yield lambda _part: None
        return
    with evidence_files.writing(folder, run) as writer:
        yield lambda part: writer.add(part.rows)
    evidence_files.write_lists(
        folder / evidence_files.LISTS, unit_counts.wanted_of(job).themes, lexicon_of(job),
        run=run, counts=dtm_files.fingerprint(folder),
    )  # fmt: skip


def _rows(
    parts: Path,
    gatherer: Gatherer,
    ranks: "np.ndarray",
    keys: list[tuple[str, str]],
    documents: list["tuple[Document, int]"],
    keep: Callable[[Part], None],
) -> Iterator[dtm_files.Rows]:
    """The rows of the matrix part by part; slices of one file make one row.

    Each part is shown to `keep`, in order.
    """

    def ordered(key: str, sliced: str) -> tuple[Part, dtm_files.Rows]:
        part = load_part(parts / f"{key}.npz")
        if part is None:
            raise InputError(
                f"{parts / key}.npz is gone or damaged — something else writes into that folder. "
                "Run the command again."
            )
        columns = ranks[gatherer.translated(key, part)]
        if sliced:
            return part, dtm_files.Rows(part.borders, columns, part.freqs)
        return part, dtm_files.in_order(part.borders, columns, part.freqs)

    slices: list[tuple[Part, dtm_files.Rows]] = []
    following = [*(sliced for _key, sliced in keys[1:]), ""]
    for (part, rows), (_key, sliced), after in zip(
        _side_by_side(ordered, keys), keys, following, strict=True
    ):
        keep(part)
        if not sliced:
            documents += zip(part.documents, part.n_tokens.tolist(), strict=True)
            yield rows
            continue
        slices.append((part, rows))
        if after != sliced:
            n_tokens = sum(int(part.n_tokens[0]) for part, _rows in slices)
            documents.append((part.documents[0], n_tokens))
            yield dtm_files.added_up([rows for _part, rows in slices])
            slices = []


def _side_by_side(function: Callable, arguments: Iterable[tuple]) -> Iterator:
    """What a function gives for each of many arguments, in order, two at a time."""
    with futures.ThreadPoolExecutor(2) as pool:
        waiting: collections.deque[futures.Future] = collections.deque()
        for argument in arguments:
            waiting.append(pool.submit(function, *argument))
            if len(waiting) > 4:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
