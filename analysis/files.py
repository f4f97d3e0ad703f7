"""Writing that is whole or not there: beside the target first, then renamed over it."""

import contextlib
import errno
import os
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
    except FileExistsError as error:
        raise InputError(
            f"Cannot write into {target} — {target.parent} or a folder above it is a file. "
            "Name another --out."
        ) from error
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


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_REFUSALS = _NO_ROOM | {
    errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST, errno.EISDIR, errno.ENOTDIR,
    errno.ENAMETOOLONG, errno.ELOOP,
}  # fmt: skip


def refuse_inside(out: Path, corpus: Path) -> None:
    """Keep results out of corpus folders, whose own files have the same names.

    Raises
    ------
    InputError
        `out` is the corpus folder, or a folder with pages in it.
    """
    if Path(out).resolve() == Path(corpus).resolve():
        raise InputError(
            f"Cannot write into {out} — it is the folder that is read, and its own files would "
            "be replaced. Name another --out."
        )
    page = next(iter(sorted(Path(out).glob("*.txt"))), None) if Path(out).is_dir() else None
    if page is not None:
        raise InputError(
            f"Cannot write into {out} — it holds {page.name!r} and may be a corpus folder, whose "
            "pages.csv would be replaced. Name another --out."
        )


def refuse_file(out: Path, read: Path, *, ours: tuple[bytes, ...]) -> None:
    """Keep a result in one file from replacing anything but an earlier one.

    Parameters
    ----------
    out
        The file.
    read
        The folder that the result is made from.
    ours
        What an earlier result begins with, one of these.

    Raises
    ------
    InputError
        `out` is a folder, a link, a device or a file of another kind, its folder is missing, or it
        stands in `read` or in a corpus folder.
    """
    why = _unfit(Path(out), Path(read), ours)
    if why:
        raise InputError(f"Cannot write {out} — {why}. Name another --out.")


def _unfit(out: Path, read: Path, ours: tuple[bytes, ...]) -> str:
    """Why a file is not written; empty if it is."""
    if out.is_dir():
        return "it is a folder, and a file is written"
    if out.is_symlink() or (out.exists() and not out.is_file()):
        return "it is no ordinary file (a link, a pipe, a device)"
    if not out.parent.is_dir():
        return f"there is no folder {out.parent}; make it first"
    parent = Path(os.path.realpath(out.parent))
    around = [parent, *parent.parents]
    if Path(os.path.realpath(read)) in around:
        return "it would stand among the files that are read"
    for mark in ("corpus.toml", "pages.csv"):
        corpus = next((folder for folder in around if (folder / mark).exists()), None)
        if corpus is not None:
            return f"{corpus} holds {mark} and may be a corpus folder"
    if out.exists() and out.stat().st_size:
        with out.open("rb") as file:
            if not file.read(max(map(len, ours))).startswith(ours):
                return "a file of another kind is there and would be replaced"
    return ""


@contextlib.contextmanager
def refusals_said(target: Path) -> Iterator[None]:
    """A block whose failure to write is said with the name of what it writes.

    Raises
    ------
    InputError
        The folder cannot be written to, or the disk is full.
    """
    try:
        yield
    except OSError as error:
        if _is_about_writing(error):
            raise _cannot_write(target, error) from error
        raise


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all.

    Raises
    ------
    InputError
        The folder cannot be written to, or the disk is full.
    """
    with staged_file(path) as scratch:
        scratch.write_bytes(text.encode("utf-8"))


@contextlib.contextmanager
def staged_file(target: Path) -> Iterator[Path]:
    """A scratch file beside `target` that takes its place only if the block succeeds.

    Raises
    ------
    InputError
        The folder cannot be written to, or the disk is full.
    """
    target = Path(target)
    scratch = target.with_name(f".{target.name}.partial")
    try:
        yield scratch
        scratch.replace(target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        with contextlib.suppress(OSError):  # its folder is none
            scratch.unlink(missing_ok=True)


def _move_into(scratch: Path, target: Path) -> None:
    """Rename every file of `scratch` to the same place under `target`: all of them, or none.

    What a file replaces is kept beside it until the last one has moved; on any error, an
    interruption included, it is put back.
    """
    files = sorted(p for p in scratch.rglob("*") if p.is_file())
    places = [target / path.relative_to(scratch) for path in files]
    for place in places:
        if place.is_dir():
            raise InputError(
                f"Cannot write {place} — a folder of that name is there. Name another --out."
            )
    for folder in sorted({place.parent for place in places} | {target}):
        folder.mkdir(parents=True, exist_ok=True)
    moved: list[tuple[Path, Path | None]] = []
    kept = Path(tempfile.mkdtemp(prefix="kept-", dir=scratch))
    try:
        for number, (path, place) in enumerate(zip(files, places, strict=True)):
            earlier = kept / str(number) if place.exists() else None
            moved.append((place, earlier))
            if earlier is not None:
                place.rename(earlier)
            path.replace(place)
    except BaseException:
        for place, earlier in reversed(moved):
            if earlier is None:
                place.unlink(missing_ok=True)
            elif earlier.exists():
                earlier.replace(place)
        raise


def _is_about_writing(error: OSError) -> bool:
    """No space, no quota, read-only, no permission: the reader's disk, not our code."""
    return error.errno in _REFUSALS


def _cannot_write(target: Path, error: OSError) -> InputError:
    """The sentence for a disk that refuses."""
    mend = "Free some space, or name" if error.errno in _NO_ROOM else "Name"
    return InputError(
        f"Cannot write {target} — {error.strerror or error}. Earlier results are untouched. "
        f"{mend} another --out."
    )
