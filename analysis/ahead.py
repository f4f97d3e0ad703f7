"""Some units read while this process loads what counts them: by a process beside it.

To load dictionary, tables and numba takes most of a second in which the other cores have no work;
repairing and segmenting needs none of them.
"""

import contextlib
import functools
import multiprocessing
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

from analysis import garbage
from analysis.errors import InputError
from analysis.unit_counts import Job, Texts, prepare, texts
from analysis.work_units import Unit

# Units that are read at most.
_MOST = 16
# What stands before each of them: how many bytes it takes.
_HEAD = 8
Read = Callable[[], tuple[str, Texts | None]]


@contextlib.contextmanager
def prepared(
    job: Job, units: Sequence[tuple[int, Unit]], begin: Callable[[], None]
) -> Iterator[Mapping[int, Read]]:
    """What was read of units, by their numbers, while `prepare` loaded what counts them.

    The last are read first. Processes that fork from this one inside the block can ask for what
    was read. `begin` is what a process begins with.
    """
    last = units[: -_MOST - 1 : -1]
    try:
        scratch = tempfile.TemporaryFile()  # noqa: SIM115 — closed below
    except OSError:  # no folder that can be written to
        prepare(job)
        yield {}
        return
    with scratch as file:
        with _beside(_read, job, [unit for _number, unit in last], file, begin):
            prepare(job)
        numbers = (number for number, _unit in last)
        yield dict(zip(numbers, _found(file.fileno()), strict=False))


@contextlib.contextmanager
def _beside(function: Callable, *arguments: object) -> Iterator[None]:
    """A process that runs a function while the block runs, and is ended with it."""
    process = multiprocessing.get_context("fork").Process(target=function, args=arguments)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _read(job: Job, units: Sequence[Unit], file: BinaryIO, begin: Callable[[], None]) -> None:
    """Read units into a file; the first that cannot be read ends it, and is said when counted."""
    begin()
    with contextlib.suppress(InputError, OSError):
        for unit in units:
            packed = pickle.dumps(texts(job, unit), pickle.HIGHEST_PROTOCOL)
            file.write(len(packed).to_bytes(_HEAD, "little") + packed)
            file.flush()


def _found(file: int) -> list[Read]:
    """What stands in the file of each unit that is whole."""
    size, at, found = os.fstat(file).st_size, 0, []
    while at + _HEAD <= size:
        length = int.from_bytes(os.pread(file, _HEAD, at), "little")
        at += _HEAD + length
        if at <= size:
            found.append(functools.partial(_unpacked, file, at - length, length))
    return found


@garbage.put_off()
def _unpacked(file: int, start: int, length: int) -> tuple[str, Texts | None]:
    """What was read of a unit."""
    return pickle.loads(os.pread(file, length, start))  # of our own making
