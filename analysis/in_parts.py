"""The same work on parts of a large collection, on all cores, the results in order.

A few pages are worked on in this process: to begin another takes longer than they do.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from analysis import garbage
from analysis.errors import InputError

T = TypeVar("T")
R = TypeVar("R")

# Characters of text below which nothing is parted, and about so many in a part.
WORTH_IT = 1_000_000
A_PART = 500_000
# What a worker finds when it has been forked: the work, and the parts.
_given: list[tuple[Callable, Sequence]] = []


def parts(sizes: Sequence[int], *, most: int = A_PART) -> list[slice]:
    """Runs of neighbours of about `most` together, one or more in each.

    >>> parts([3, 3, 3, 9], most=6)
    [slice(0, 2, None), slice(2, 4, None)]
    """
    found, begin, held = [], 0, 0
    for at, size in enumerate(sizes):
        held += size
        if held >= most:
            found.append(slice(begin, at + 1))
            begin, held = at + 1, 0
    return found + [slice(begin, len(sizes))] * (begin < len(sizes))


def mapped(work: Callable[[T], R], pieces: Sequence[T], *, jobs: int | None = None) -> list[R]:
    """`[work(piece) for piece in pieces]`, by one process a core where that can be done.

    Parameters
    ----------
    work
        Any function; it and the pieces are not copied, as workers are forks of this process. Its
        results are.
    jobs
        Processes; the cores that this process may use by default. One: no other process.

    Raises
    ------
    InputError
        A worker was killed.
    """
    jobs = min(jobs or cores(), len(pieces))
    if jobs < 2:
        return [work(piece) for piece in pieces]
    _given.append((work, pieces))
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("fork"), initializer=_quiet
    )
    try:
        return list(pool.map(_one, range(len(pieces))))
    except BrokenProcessPool as error:
        raise InputError(
            "A worker was ended from outside, which is mostly for want of memory. Nothing was "
            "half-written; close other programs and run the command again."
        ) from error
    finally:
        _given.pop()
        _end(pool)


def cores() -> int:
    """Cores that may be used; one where a process cannot be forked safely."""
    if not sys.platform.startswith("linux"):
        return 1
    return len(os.sched_getaffinity(0))


def _one(number: int) -> object:
    """The result for one piece, in a worker."""
    work, pieces = _given[-1]
    return work(pieces[number])


def _quiet() -> None:
    """An interruption is the parent's business: it ends its workers.

    What the parent holds is not looked through for garbage, which would copy its memory.
    """
    garbage.keep()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the workers: at once where work is left, which after a failure nobody waits for."""
    workers = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
