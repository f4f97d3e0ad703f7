"""Notebooks run: each in a kernel of its own, with the same bytes on every run."""

import asyncio
import logging
import os
import re
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import kernels, notebook
from analysis.errors import InputError

if TYPE_CHECKING:
    from jupyter_client import AsyncKernelManager
    from nbformat import NotebookNode

# On a cell that speaks of the five pages that ship: it is left out on a reader's own pages.
SHIPPED_CORPUS_TAG = "shipped-corpus"
# Ten times the slowest cell there is reason for; a cell that takes longer hangs.
CELL_TIMEOUT = 600
# What a kernel needs to behave alike in every shell: pictures inline although MPLBACKEND says
# otherwise, UTF-8, no note of the debugger's about frozen modules, and one thread of linear algebra
# each: kernels run side by side, and the tables of a notebook are too small to share out.
_KERNEL_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONUTF8": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
# Colours in a traceback.
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute_notebook(
    source: Path, *, environment: Mapping[str, str], cwd: Path, corpus_is_shipped: bool
) -> "NotebookNode":
    """The notebook of a file, run from top to bottom in a kernel of its own.

    Parameters
    ----------
    source
        The `.ipynb` file; it is not written to.
    environment
        Variables for the kernel, on top of this process's own.
    cwd
        The folder that the kernel runs in.
    corpus_is_shipped
        If not, cells tagged `shipped-corpus` are left out.

    Returns
    -------
    The notebook with outputs, execution counts 1…n and no trace of time, machine or Python minor
    version: the same notebook and input give the same bytes from `write_notebook`.

    Raises
    ------
    InputError
        The file is no notebook; a code cell is empty, is skipped, fails, hangs, or writes to
        standard error (a warning, a missing glyph).
    """
    done = execute_all(
        [source], environment=environment, cwd=cwd, corpus_is_shipped=corpus_is_shipped,
        jobs=1, progress=False,
    )  # fmt: skip
    return done[Path(source).stem]


def execute_all(
    sources: Sequence[Path], *, environment: Mapping[str, str], cwd: Path, corpus_is_shipped: bool,
    jobs: int = 2, progress: bool = True,
) -> "dict[str, NotebookNode]":  # fmt: skip
    """The notebooks, run, by file name without ending, in the order given.

    Parameters
    ----------
    sources, environment, cwd, corpus_is_shipped
        As for `execute_notebook`.
    jobs
        How many kernels run at the same time.
    progress
        Show a bar on standard error; it stays away where that is no terminal.

    Raises
    ------
    InputError
        As for `execute_notebook`; two files have the same name. After a failure no further
        notebook is started; of several failures the first in the order given is told.
    """
    from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

    from tqdm import tqdm

    sources = [Path(source) for source in sources]
    _refuse_double_names(sources)
    variables = {**os.environ, **_KERNEL_ENVIRONMENT, **_matplotlib_environment(), **environment}
    family = _Kernels(variables, Path(cwd), sources)
    bar = tqdm(total=len(sources), unit="notebook", leave=False, disable=None if progress else True)
    with family, bar, ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = [pool.submit(_run, path, corpus_is_shipped, family) for path in sources]
        for future in futures:
            future.add_done_callback(lambda _: bar.update())
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        except BaseException:
            family.stop()
            raise
        finally:
            for future in futures:
                future.cancel()
    results = zip(sources, futures, strict=True)
    return {source.stem: future.result() for source, future in results if not future.cancelled()}


def _names_package(source: Path) -> bool:
    """Whether a notebook's file names this package; one that cannot be read is refused later."""
    try:
        return b"analysis" in source.read_bytes()
    except OSError:
        return False


class _Kernels:
    """What the kernels of a run share, and which there are: an interruption ends them at once."""

    def __init__(self, environment: Mapping[str, str], cwd: Path, sources: Sequence[Path]) -> None:
        self.environment = environment
        self.cwd = cwd
        self.stopped = False
        share = len(sources) > 1 and kernels.can_fork()
        package = share and any(map(_names_package, sources))
        self._trunk = kernels.Trunk(environment, cwd, package=package) if share else None
        self._managers: list[AsyncKernelManager] = []
        self._lock = threading.Lock()

    def __enter__(self) -> "_Kernels":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing of the run is left, once its threads have ended."""
        if self._trunk is not None:
            self._trunk.close()

    def manager(self, scratch: Path) -> "AsyncKernelManager":
        """A new manager, of this very Python: no kernel of that name in the reader's home."""
        from jupyter_client import AsyncKernelManager
        from jupyter_client.kernelspec import KernelSpecManager

        manager = AsyncKernelManager(
            kernel_name=notebook.KERNELSPEC["name"],
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            connection_file=str(scratch / "kernel.json"),
        )
        if self._trunk is not None:
            manager.provisioner = kernels.provisioner(
                self._trunk, kernel_spec=manager.kernel_spec, parent=manager
            )
        with self._lock:
            self._managers.append(manager)
        return manager

    def refuse_if_stopped(self, **_: Any) -> None:
        """Before each cell: a kernel that was only starting when all were ended goes no further."""
        if self.stopped:
            raise RuntimeError("interrupted")

    def stop(self) -> None:
        """End every kernel without asking it; the threads that wait for one then end too."""
        self.stopped = True
        with self._lock:
            processes = [getattr(m.provisioner, "process", None) for m in self._managers]
        for process in processes:
            if process is not None and process.poll() is None:
                process.kill()


def _run(source: Path, corpus_is_shipped: bool, family: _Kernels) -> "NotebookNode":
    """Read, run, check and normalise one notebook."""
    node = notebook.read_notebook(source)
    if not corpus_is_shipped:
        node.cells = [c for c in node.cells if SHIPPED_CORPUS_TAG not in c.metadata.get("tags", [])]
    _refuse_empty_cells(source, node)
    with tempfile.TemporaryDirectory(prefix="notebook-", ignore_cleanup_errors=True) as scratch:
        asyncio.run(_in_kernel(source, node, family, Path(scratch)))
    for cell in _code_cells(node):
        cell.outputs = _merged_streams(cell.outputs)
    _check_run(source, node)
    notebook.normalise(node)
    return node


async def _in_kernel(source: Path, node: "NotebookNode", family: _Kernels, scratch: Path) -> None:
    """Run the code cells of `node` in place; what the kernel leaves behind goes to `scratch`."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    started: list[NotebookNode] = []
    client = NotebookClient(
        node,
        km=family.manager(scratch),
        timeout=CELL_TIMEOUT,
        record_timing=False,
        on_cell_start=family.refuse_if_stopped,
        on_cell_execute=lambda cell, **_: started.append(cell),
        # ipykernel notes on each start that it listens on TCP, which is so by intention.
        extra_arguments=["--log-level=40"],
    )
    client.log.setLevel(logging.CRITICAL)  # Its errors are told by the messages below.
    variables = {**family.environment, "IPYTHONDIR": str(scratch / "ipython")}
    log = (scratch / "log").open("wb")
    try:
        with log:  # What a kernel logs is not for the terminal.
            await client.async_execute(
                env=variables, cwd=str(family.cwd), cleanup_kc=True, stderr=log
            )
    except CellExecutionError as error:
        if error.ename == "InputError":  # says itself what to do
            raise InputError(
                f"{_without_colours(error.evalue)} (seen while running {source.name})."
            ) from error
        reason = f"{error.ename}: {error.evalue}"
        raise InputError(_failure(source, started, reason)) from error
    except CellTimeoutError as error:
        reason = f"not done in {CELL_TIMEOUT} seconds"
        raise InputError(_failure(source, started, reason)) from error
    except (DeadKernelError, RuntimeError) as error:
        reason = "its kernel died, which is mostly for want of memory"
        raise InputError(_failure(source, started, reason)) from error


def _matplotlib_environment() -> dict[str, str]:
    """The variables that make figures alike everywhere: not the reader's own matplotlibrc.

    matplotlib finds its fonts here, once, because a kernel that has to says so on standard error.
    Where the home is not writable, this also leaves kernels a folder that is (MPLCONFIGDIR).
    """
    from matplotlib import get_data_path

    from analysis import fonts

    fonts.register()
    variables = {"MATPLOTLIBRC": str(Path(get_data_path()) / "matplotlibrc")}
    if "MPLCONFIGDIR" in os.environ:
        variables["MPLCONFIGDIR"] = os.environ["MPLCONFIGDIR"]
    return variables


def _code_cells(node: "NotebookNode") -> "list[NotebookNode]":
    """The code cells, in order."""
    return [cell for cell in node.cells if cell.cell_type == "code"]


def _merged_streams(outputs: "list[NotebookNode]") -> "list[NotebookNode]":
    """The outputs with neighbouring pieces of a stream joined: where it was cut is chance."""
    merged: list[NotebookNode] = []
    for output in outputs:
        is_stream = output.output_type == "stream"
        if is_stream and merged and merged[-1].get("name") == output.name:
            merged[-1].text += output.text
        else:
            merged.append(output)
    return merged


def _refuse_double_names(sources: Sequence[Path]) -> None:
    """Two notebooks of one name would be one page."""
    seen: dict[str, Path] = {}
    for source in sources:
        if source.stem in seen:
            raise InputError(
                f"Two notebooks are called {source.stem!r} — {seen[source.stem]} and {source}. "
                "Rename one of them."
            )
        seen[source.stem] = source


def _refuse_empty_cells(source: Path, node: "NotebookNode") -> None:
    """An empty code cell is never run, and the counts would not say so."""
    for number, cell in enumerate(_code_cells(node), start=1):
        if not cell.source.strip():
            raise InputError(
                f"{_place(source, number, cell)} is empty. Delete it, or write something into it."
            )


def _check_run(source: Path, node: "NotebookNode") -> None:
    """Refuse a notebook that did not run in full, or not in silence."""
    for number, cell in enumerate(_code_cells(node), start=1):
        place = _place(source, number, cell)
        if cell.execution_count != number:
            raise InputError(
                f"{place} was not run in its turn — its count is {cell.execution_count}. "
                "Take the tag “skip-execution” from the cells before it."
            )
        for output in cell.outputs:
            if output.output_type == "error":
                raise InputError(
                    f"{place} fails — {_first_line(f'{output.ename}: {output.evalue}')}. "
                    "Correct the cell, and take its tag “raises-exception” away."
                )
            if output.get("name") == "stderr":
                raise InputError(
                    f"{place} writes to standard error — {_first_line(output.text)!r}. "
                    "Remove the cause of the warning."
                )


def _failure(source: Path, started: "list[NotebookNode]", reason: str) -> str:
    """The sentence for a notebook that stopped: in which cell, and why."""
    place = _place(source, len(started), started[-1]) if started else source.name
    return (
        f"{place} did not run — {_without_colours(reason)}. "
        "Open the notebook in JupyterLab (make lab) to see how it came to that."
    )


def _place(source: Path, number: int, cell: "NotebookNode") -> str:
    """Where in the notebook: its file, the cell's number among the code cells, its id."""
    return f"{source.name}, code cell {number} (id {cell.id!r})"


def _first_line(text: str) -> str:
    """The first line that says something."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _without_colours(text: str) -> str:
    """A kernel's words as plain text."""
    return _ANSI.sub("", text).rstrip(".")
