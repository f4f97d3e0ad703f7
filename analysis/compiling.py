"""Functions of the kernels compiled by numba, kept on disk for the next start.

Compiling takes some seconds, once for a version of this code and a kind of processor. What was
compiled is kept in the reader's cache folder, never in the checkout, which may be read-only; where
the cache folder is read-only too, a copy of it in a scratch folder serves, or compiling each time.
"""

import functools
import importlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import FunctionType, ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

CACHE_VARIABLE = "ANALYSIS_CACHE"
_NAME = "district-pages"


def has_numba() -> bool:
    """Whether numba is installed; it comes with the extra `fast`."""
    return importlib.util.find_spec("numba") is not None


def cache_folder() -> Path:
    """Where what can be made again is kept: ANALYSIS_CACHE, or the system's folder for caches."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / _NAME
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / _NAME
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / _NAME


def is_writable(folder: Path) -> bool:
    """Whether a file can be written into the folder, which is made if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def keep(arrays: "Mapping[str, np.typing.ArrayLike]", path: Path) -> None:
    """Keep arrays in a file: whole under its name, or not at all; not where none can be written."""
    import numpy as np

    if not is_writable(path.parent):
        return
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch.open("wb") as file:
            np.savez(file, **arrays)
        scratch.replace(path)
    except OSError:
        scratch.unlink(missing_ok=True)


def kept(names: Iterable[str], path: Path) -> "dict[str, np.ndarray] | None":
    """The arrays of these names in a file; None if there is none, or it is not whole."""
    import zipfile

    import numpy as np

    try:
        with path.open("rb") as file, np.load(file) as found:
            return {name: found[name] for name in names}
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def compiled(module: ModuleType, *names: str) -> SimpleNamespace:
    """Functions of a module as numba makes them, by name; the others of the module serve them.

    Parameters
    ----------
    module
        A module of functions without decorators.
    names
        Functions that are called from outside.
    """
    return _compiled(module.__name__, names)


@functools.cache
def _compiled(module: str, names: tuple[str, ...]) -> SimpleNamespace:
    """The same, once in a process."""
    numba = _numba()
    functions = _functions(module)
    for other in {function.__module__ for function in functions.values()} | {module}:
        for name, function in _functions(other).items():
            if name not in names:
                _registered(function)
    return SimpleNamespace(**{name: _jitted(numba, functions[name]) for name in names})


@functools.cache
def _numba() -> ModuleType:
    """numba, told where to keep what it compiles.

    It looks for scipy's algebra as it is loaded, which takes a tenth of a second and is no use
    here; who needs it in this process later finds it all the same.
    """
    import numba

    algebra = "scipy.linalg.cython_blas"
    if algebra not in sys.modules and "numba.np.arraymath" not in sys.modules:
        sys.modules[algebra] = None
        try:
            arraymath = importlib.import_module("numba.np.arraymath")
        finally:
            del sys.modules[algebra]
        arraymath._HAVE_BLAS = importlib.util.find_spec("scipy") is not None
    _numba_cache(numba)
    return numba


def _functions(module: str) -> dict[str, FunctionType]:
    """The project's functions that a module has or imports."""
    return {
        name: value
        for name, value in vars(sys.modules[module]).items()
        if isinstance(value, FunctionType) and value.__module__.startswith("analysis.")
    }


@functools.cache
def _registered(function: FunctionType) -> FunctionType:
    """A function that compiled ones may call."""
    from numba.extending import register_jitable

    return register_jitable(_nrt=False)(function)


def _jitted(numba: ModuleType, function: FunctionType) -> FunctionType:
    """A function compiled at its first call; kept on disk where that is possible."""
    try:
        return numba.njit(function, cache=True, nogil=True, _nrt=False)
    except RuntimeError:  # no folder that can be written to
        return numba.njit(function, nogil=True, _nrt=False)


@functools.cache
def _numba_cache(numba: ModuleType) -> None:
    """Tell numba where to keep what it has compiled."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    folder = cache_folder() / "numba"
    if not is_writable(folder):
        scratch = Path(tempfile.mkdtemp(prefix=f"{_NAME}-"))
        _remove_at_exit(scratch)
        if folder.is_dir():
            shutil.copytree(folder, scratch / "numba", copy_function=shutil.copyfile)
        folder = scratch / "numba"
    numba.config.CACHE_DIR = str(folder)


def _remove_at_exit(folder: Path) -> None:
    """Leave no scratch folder behind."""
    import atexit

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
