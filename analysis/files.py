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
