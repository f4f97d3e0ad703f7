"""Units run through workers: threads or processes of this machine, or a Dask cluster.

All of them call `unit_counts.count_unit` and nothing else, so what is counted does not depend on
who counts.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from itertools import islice

from analysis import compiling
from analysis.errors import InputError
from analysis.unit_counts import Done, Job, count_unit
from analysis.work_units import Unit

# Units that wait for each worker: enough that none idles, few enough that memory stays small.
_AHEAD = 2
# How often a worker looks whether the process that it works for is still there, in seconds.
_LOOKS = 2.0
Ran = Iterator[tuple[int, Unit, Done]]


def n_workers() -> int:
    """How many workers this machine has work for."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine(workers: int) -> Callable[[Job, Iterable[Unit]], Ran]:
    """Run units on this machine: in threads where the kernel does the work, else in processes."""

    def run(job: Job, units: Iterable[Unit]) -> Ran:
        if workers == 1:
            for place, unit in enumerate(units):
                yield place, unit, count_unit(job, unit)
            return
        executor = _threads if job.plain and compiling.has_numba() else _processes
        with executor(workers) as pool:
            yield from _in_flight(pool.submit, job, units, workers * (1 + _AHEAD))

    return run


@contextlib.contextmanager
def _threads(workers: int) -> Iterator[futures.Executor]:
    """Threads; those that wait are dropped when something goes wrong."""
    pool = futures.ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _processes(workers: int) -> Iterator[futures.Executor]:
    """Processes that leave signals to this one and end when it does."""
    how = "fork" if sys.platform == "linux" else "spawn"
    pool = futures.ProcessPoolExecutor(
        workers, multiprocessing.get_context(how), initializer=_begin, initargs=(os.getpid(),)
    )
    try:
        yield pool
    except futures.BrokenExecutor as error:
        raise InputError(
            "A worker process has died — killed, or out of memory. What is counted stays counted: "
            "run the command again, with fewer --workers if memory is short."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the parent, and end when it ends, however it does."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _in_flight(submit: Callable, job: Job, units: Iterable[Unit], most: int) -> Ran:
    """Hand out units, a few at once, and give each result as soon as it is there."""
    numbered = iter(enumerate(units))
    waiting: dict[futures.Future, tuple[int, Unit]] = {}
    while True:
        for place, unit in islice(numbered, most - len(waiting)):
            waiting[submit(count_unit, job, unit)] = place, unit
        if not waiting:
            return
        done, _ = futures.wait(waiting, return_when=futures.FIRST_COMPLETED)
        for future in done:
            place, unit = waiting.pop(future)
            yield place, unit, future.result()
