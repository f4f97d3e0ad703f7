"""Units run through workers: threads or processes of this machine, or a Dask cluster.

All of them call `unit_counts.count_unit` and nothing else, so what is counted does not depend on
who counts.
"""

import contextlib
import functools
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent import futures
from itertools import chain, islice
from typing import TYPE_CHECKING

from analysis import ahead, compiling
from analysis.errors import InputError
from analysis.unit_counts import Done, Job, count_unit, is_known, prepare
from analysis.work_units import Unit

if TYPE_CHECKING:
    from distributed import Client

# Units that wait for each worker: enough that none idles, few enough that memory stays small.
_AHEAD = 2
# How often a worker looks whether the process that it works for is still there, in seconds.
_LOOKS = 2.0
# How workers of this machine begin.
_METHOD = "fork" if sys.platform == "linux" else "spawn"
# How long a scheduler may take to answer, in seconds.
_ANSWERS = 10
Ran = Iterator[tuple[int, Unit, Done]]


def n_workers() -> int:
    """How many workers this machine has work for."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def runner(engine: str, scheduler: str | None, workers: int | None) -> Callable:
    """What runs units: `machine` or `dask_cluster`.

    Raises
    ------
    InputError
        A scheduler is named without Dask, or is missing for it.
    """
    if engine == "process":
        if scheduler:
            raise InputError("--scheduler belongs to --engine dask. Add that, or leave it away.")
        return machine(workers or n_workers())
    if not scheduler:
        raise InputError(
            "--engine dask needs --scheduler ADDRESS. Start one with “dask scheduler”, and workers "
            "with “dask worker ADDRESS”."
        )
    return dask_cluster(scheduler)


def machine(workers: int) -> Callable[[Job, Iterable[Unit]], Ran]:
    """Run units on this machine: in threads where the kernel does the work, else in processes."""

    def run(job: Job, units: Iterable[Unit]) -> Ran:
        if workers == 1:
            for place, unit in enumerate(units):
                yield place, unit, count_unit(job, unit)
            return
        executor = _threads if job.plain and compiling.has_numba() else _processes
        held, rest = _ordered(units)
        with _prepared(job, held) as read, executor(workers) as pool:
            most = workers * (1 + _AHEAD)
            yield from _in_flight(pool.submit, job, chain(held, rest), most, read)

    return run


def _ordered(
    units: Iterable[Unit],
) -> tuple[list[tuple[int, Unit]], Iterator[tuple[int, Unit]]]:
    """Numbered units, the largest first, so that all workers end at about the same time.

    Rows of a table stay as they come, and all but the first unit of them where they are.
    """
    numbered = enumerate(units)
    held = list(islice(numbered, 1))
    if held and not held[0][1].rows:
        held = sorted([*held, *numbered], key=lambda pair: -pair[1].n_bytes)
    return held, numbered


@contextlib.contextmanager
def _prepared(job: Job, held: list[tuple[int, Unit]]) -> Iterator[Mapping[int, ahead.Read]]:
    """What processes share that fork from this one; what has been read of units on the way.

    Nothing is loaded if the first unit is counted already, as then all may be.
    """
    if _METHOD != "fork" or job.plain or not held or is_known(job, held[0][1]):
        yield {}
    elif job.districts or held[0][1].rows:
        prepare(job)
        yield {}
    else:
        with ahead.prepared(job, held, functools.partial(_begin, os.getpid())) as read:
            yield read


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
    pool = futures.ProcessPoolExecutor(
        workers, multiprocessing.get_context(_METHOD), initializer=_begin, initargs=(os.getpid(),)
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


def _in_flight(
    submit: Callable,
    job: Job,
    units: Iterable[tuple[int, Unit]],
    most: int,
    read: Mapping[int, ahead.Read],
) -> Ran:
    """Hand out units, a few at once, and give each result as soon as it is there.

    `read` is what has been read already of some of them.

    Results come through a queue, and not by `futures.wait`: that takes the locks of all futures,
    and Ctrl-C in the middle of it would leave them taken, and the workers waiting for ever.
    """
    numbered = iter(units)
    going: dict[futures.Future, tuple[int, Unit]] = {}
    done: queue.SimpleQueue[futures.Future] = queue.SimpleQueue()
    while True:
        for place, unit in islice(numbered, most - len(going)):
            future = submit(count_unit, job, unit, read.get(place))
            going[future] = place, unit
            future.add_done_callback(done.put)
        if not going:
            return
        future = done.get()
        place, unit = going.pop(future)
        yield place, unit, future.result()


def dask_cluster(address: str) -> Callable[[Job, Iterable[Unit]], Ran]:
    """Run units on the workers of a Dask cluster, which read the corpus folder themselves.

    A unit whose worker dies is given to another; a worker may die so often that Dask gives up
    (`distributed.scheduler.allowed-failures`), and then the run ends and can be gone on with.

    Raises
    ------
    InputError
        Dask is not installed, the scheduler does not answer, or workers died too often.
    """
    try:
        import distributed
    except ImportError as error:
        raise InputError(
            "--engine dask needs dask.distributed, which is not installed. Install the extra: "
            'pip install ".[dask]".'
        ) from error

    def run(job: Job, units: Iterable[Unit]) -> Ran:
        with _client(address) as client:
            try:
                yield from _on_cluster(client, job, units)
            except distributed.KilledWorker as error:
                raise InputError(
                    "Dask workers died again and again over the same unit — out of memory? What is "
                    "counted stays counted: run the command again."
                ) from error

    return run


def _client(address: str) -> "Client":
    """A client of the scheduler, which answers within a time: whatever listens there."""
    from distributed import Client

    class Connection(Client):
        """A client that is closed by name: one that never connected would wait for itself."""

        def __del__(self) -> None:
            """Leave nothing to the end of the process."""

    made: queue.SimpleQueue[Connection | Exception] = queue.SimpleQueue()

    def connect() -> None:
        try:
            made.put(Connection(address, timeout=_ANSWERS, set_as_default=False))
        except Exception as error:
            made.put(error)

    threading.Thread(target=connect, daemon=True).start()
    try:
        found = made.get(timeout=1.5 * _ANSWERS)
    except queue.Empty:
        found = TimeoutError(f"what listens there has said nothing for {1.5 * _ANSWERS:g} s")
    if isinstance(found, Exception):
        raise InputError(
            f"No Dask scheduler answers at {address} — {str(found)[:100].rstrip('.')}. Start one "
            "there, or name another --scheduler."
        ) from found
    return found


def _on_cluster(client: "Client", job: Job, units: Iterable[Unit]) -> Ran:
    """Hand out units, a few a thread at once, and give each result as soon as it is there."""
    from distributed import as_completed

    numbered = iter(enumerate(units))
    most = max(sum(client.nthreads().values()), 1) * (1 + _AHEAD)
    going: dict = {}
    done = as_completed(loop=client.loop)
    while True:
        for place, unit in islice(numbered, most - len(going)):
            future = client.submit(count_unit, job, unit, pure=False)
            going[future] = place, unit
            done.add(future)
        if not going:
            return
        future = next(done)
        place, unit = going.pop(future)
        yield place, unit, future.result()
