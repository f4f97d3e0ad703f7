"""Writing that is whole or not there: beside the target first, then renamed over it."""

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError


@contextlib.contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """A scratch folder whose files take their place in `target` only if the block succeeds.

    The scratch folder stands beside `target`, so that every move is a rename. Files already in
    `target` under other names stay. On any error, an interruption included, the scratch folder is
    removed and `target` is as it was.

    Raises
    ------
    InputError
        `target` cannot be made or written to, or the disk is full.
    """
    target = Path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise InputError(
                f"Cannot write into {target} — it is a file, not a folder. Name another --out."
            )
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise _cannot_write(target, error) from error
    try:
        yield scratch
        _move_into(scratch, target)
    except OSError as error:
        if _is_about_writing(error):
            raise _cannot_write(target, error) from error
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all.

    Raises
    ------
    InputError
        The folder cannot be written to, or the disk is full.
    """
    path = Path(path)
    scratch = path.with_name(f".{path.name}.partial")
    try:
        scratch.write_bytes(text.encode("utf-8"))
        scratch.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        scratch.unlink(missing_ok=True)


def _move_into(scratch: Path, target: Path) -> None:
    """Rename every file of `scratch` to the same place under `target`."""
    files = sorted(p for p in scratch.rglob("*") if p.is_file())
    for folder in {target / p.parent.relative_to(scratch) for p in files} | {target}:
        folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        path.replace(target / path.relative_to(scratch))


def _is_about_writing(error: OSError) -> bool:
    """No space, no quota, read-only, no permission: the reader's disk, not our code."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


def _cannot_write(target: Path, error: OSError) -> InputError:
    """The sentence for a disk that refuses."""
    return InputError(
        f"Cannot write {target} — {error.strerror or error}. "
        "Earlier results are untouched: free some space or name another --out."
    )
