"""The command line: `python -m analysis COMMAND`; `--help` lists the commands."""

import argparse
import math
import re
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import options as options_of
from analysis.characters import shown
from analysis.errors import InputError
from analysis.language import number_of
from analysis.options import UNUSABLE

if TYPE_CHECKING:
    from analysis.lexicon import Lexicon

# Spaces beside a Chinese character: between two words of a query, not inside an English name.
_BETWEEN_WORDS = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
# For so many seconds after an interruption another one does not disturb the cleaning up.
_CLEANING_UP = 5.0
_INTERRUPTS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code of the command: 0, or 2 where the input cannot be used."""
    options = options_of.parser(COMMANDS).parse_args(arguments)
    _interruptible()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a path or a word that the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    try:
        options.command(options)
        sys.stdout.flush()
    except InputError as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        # Raised while a library runs a string (dataclasses do), it leaves a mark by which Python
        # ends with the signal instead of our exit code; running another string takes it away.
        exec("")
        return _refused(
            "interrupted — nothing was half-written, earlier results are untouched. "
            "Run the command again."
        )
    except BrokenPipeError:  # the reader of a pipe has seen enough (… | head)
        sys.stdout = None
    except OSError as error:
        what = error.filename or "the output"
        return _refused(
            f"Cannot use {what} — {error.strerror or error}. No file was half-written; free some "
            "space or name another place, and run the command again."
        )
    return 0


def _warn(sentence: str) -> None:
    """Say on the terminal what should be known; an empty sentence is none."""
    if sentence:
        said = "\n".join(map(shown, sentence.split("\n")))  # names of files may hold anything
        print(f"analysis: {said}", file=sys.stderr)


def _refused(sentence: str) -> int:
    """Say the sentence; the exit code of input that cannot be used."""
    _warn(sentence)
    return UNUSABLE


def run() -> None:
    """End the process with the command's exit code."""
    sys.exit(main())


def _report(options: argparse.Namespace) -> None:
    from analysis import publish

    with _stages(publish.STAGES) as progress:
        index = publish.publish(
            options.corpus, options.out, lang=options.lang, progress=progress, warn=_warn
        )
    print(f"Done. Open {index} in a browser.")


def _tables(options: argparse.Namespace) -> None:
    from analysis import chain, files, pages, publish

    files.refuse_inside(options.out, options.corpus)
    with _stages(chain.STAGES) as progress:
        corpus = pages.read_corpus(options.corpus)
        publish.check_lists(corpus.folder)
        tables = chain.build(corpus, progress=progress)
        with files.staged_folder(options.out) as scratch:
            chain.write(tables, scratch)
    _warn(chain.doubts(tables, corpus.folder))
    rows = sum(map(len, tables))
    print(f"Done. {len(tables)} tables, {number_of(rows, 'row')} in {options.out}.")


def _check(options: argparse.Namespace) -> None:
    from analysis import chain, pages, publish, worklist

    corpus = pages.read_corpus(options.corpus, accept_changes=options.accept)
    publish.check_lists(corpus.folder)
    if options.accept:
        print(pages.accept(corpus))
    with _stages(chain.STAGES) as progress:
        tables = chain.build(corpus, progress=progress)
    _warn(chain.doubts(tables, corpus.folder))
    print(worklist.worklist(tables.lines, tables.articles, most=options.most))


def _measure(options: argparse.Namespace) -> None:
    from analysis import chain, measure, pages

    corpus = pages.read_corpus(options.corpus)
    found = []
    for reviewed in (False, True):
        with _stages(chain.STAGES) as progress:
            t = chain.build(corpus, reviewed=reviewed, progress=progress)
        found.append(
            measure.measure(t.lines, t.articles, t.sentences, options.reference, edits=t.edits)
        )
    print(measure.report(*found))


def _kwic(options: argparse.Namespace) -> None:
    from analysis import chain, concordance, counts, pages, tables

    with _stages(chain.STAGES) as progress:
        built = chain.build(pages.read_corpus(options.corpus), progress=progress)
    token_table = counts.token_table(built.tokens, built.sentences, built.articles, built.pages)
    hits = concordance.kwic(
        token_table,
        _node(options, types=token_table["token"].unique()),
        window=options.window,
        district=options.district,
        year=options.year,
        match="substring" if options.substring or options.regex else "word",
        sort=options.sort,
    )
    print(tables.kwic_text(hits))


def _node(
    options: argparse.Namespace, *, types: Iterable[str]
) -> "str | list[str] | frozenset[str] | re.Pattern[str]":
    """What to look for: the word, the words side by side, the pattern, or the family named."""
    from analysis import named_sets

    if (options.node is None) == (options.family is None):
        raise InputError("Say what to list: a word, or --family with a name, and not both.")
    if options.family is not None:
        if options.regex:
            raise InputError("A family is a list of words — leave --regex away.")
        return named_sets.named_set(options.family, options.corpus, types=types)
    if not options.regex:
        words = _BETWEEN_WORDS.split(options.node.strip())
        return words if len(words) > 1 else options.node
    if not options.node:
        raise InputError(
            "The regular expression is empty — write what to look for, such as 一网.办"
        )
    try:
        return re.compile(options.node)
    except re.error as error:
        raise InputError(
            f"“{options.node}” is no regular expression — {error}. Put \\ before a mark that is "
            "meant as it stands."
        ) from error


def _tokenise(options: argparse.Namespace) -> None:
    from analysis import lexicon, tokens

    if options.no_lexicon:
        terms = None
    else:
        terms = _lexicon_of(options.lexicon) if options.lexicon else lexicon.load_lexicon()
    for line in tokens.tokenise_lines(
        _lines(options.file), lexicon=terms, rules=not options.no_lexicon, pos=options.pos
    ):
        print(line, flush=True)  # a pipe that waits for its answer gets it


def _count(options: argparse.Namespace) -> None:
    from analysis import count_job, runners

    run = runners.runner(options.engine, options.scheduler, options.workers)
    with _bytes_read(count_job.n_bytes(options.corpus, plain=options.plain)) as progress:
        found = count_job.count(
            options.corpus, options.out, run=run, plain=options.plain,
            districts=options.districts, evidence=options.evidence, skip_bad=options.skip_bad,
            progress=progress,
        )  # fmt: skip
    if found.skipped:
        first = "; ".join(f"row {bad.row} {bad.fault}" for bad in found.skipped[:3])
        _warn(
            f"{number_of(len(found.skipped), 'bad row')} left out, listed in skipped.csv: {first}."
        )
    print(
        f"Done. {number_of(found.n_documents, 'document')}, "
        f"{number_of(found.n_tokens, 'token')}, {number_of(found.n_types, 'type')} in "
        f"{options.out}; {found.n_redone} of {number_of(found.n_parts, 'part')} counted anew."
    )


def _compare(options: argparse.Namespace) -> None:
    from analysis import group_tables

    sizes, n_tokens, written = group_tables.compare(
        options.counts, options.out, by=options.by, most_words=options.most_words,
        min_freq=options.min_freq, min_docs=options.min_docs, min_tokens=options.min_tokens,
        n_resamples=options.resamples, top=options.top,
    )  # fmt: skip
    _warn(group_tables.few_texts(sizes, options.by))
    compared = sizes["compared"].sum()
    print(
        f"Done. {compared} of {number_of(len(sizes), 'group')} compared; of "
        f"{number_of(n_tokens, 'token')} {sizes['n_tokens'].sum():,} are of a group. "
        f"{len(written)} tables in {options.out}."
    )


def _collocates(options: argparse.Namespace) -> None:
    from analysis import disk_collocates, files, schema

    files.refuse_file(options.out, options.counts, ours=disk_collocates.BEGINS)
    found = disk_collocates.collocates(
        options.counts, options.node, window=options.window, min_freq=options.min_freq,
        by=None if options.by == "none" else options.by, group=options.group,
    )  # fmt: skip
    with files.staged_file(options.out) as scratch:
        schema.write_csv(found, scratch)
    _warn(disk_collocates.left_out(found, options.min_freq))
    word = disk_collocates.named(options.node)
    print(f"Done. {number_of(len(found), 'collocate')} of “{word}” in {options.out}.")


def _search(options: argparse.Namespace) -> None:
    from analysis import text_search

    texts = text_search.open_texts(options.corpus, skip_bad=options.skip_bad)
    total, lines = text_search.search(texts, options.node, window=options.window, most=options.most)
    for line in lines:
        name, *words = map(shown, (line.document_id, line.left, line.node, line.right))
        print(f"{name}:{line.place}", *words, sep="\t")
    listed = "the first is" if len(lines) == 1 else f"the first {len(lines)} are"
    more = f"; {listed} listed, --most shows more" if len(lines) < total else ""
    print(
        f"{number_of(total, 'time')} in a collection of "
        f"{number_of(len(texts.names), 'document')}{more}."
    )


@contextmanager
def _bytes_read(total: int | None) -> Iterator:
    """A progress bar over bytes with rate and time left, on a terminal only."""
    from tqdm import tqdm

    with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
        yield bar.update


def _lexicon_of(folder: Path) -> "Lexicon":
    """The lexicon of a corpus folder with lexicon/, or with the lists of a folder of .tsv files."""
    import shutil
    import tempfile

    from analysis import lexicon

    if (folder / "lexicon").is_dir():
        return lexicon.load_lexicon(folder)
    lists = sorted(folder.glob("*.tsv"))
    if not lists:
        where = "lists in the folder" if folder.is_dir() else "folder"
        raise InputError(
            f"There is no {where} {folder}. Name a corpus folder that holds lexicon/, or a folder "
            "with the .tsv files."
        )
    with tempfile.TemporaryDirectory() as scratch:
        copies = Path(scratch) / "lexicon"
        copies.mkdir()
        for path in lists:
            shutil.copyfile(path, copies / path.name)
        try:
            return lexicon.load_lexicon(Path(scratch))
        except InputError as error:  # the reader's own file is at fault, not its copy
            raise InputError(str(error).replace(str(copies), str(folder))) from error


def _lexicon(options: argparse.Namespace) -> None:
    from analysis import chain, lexicon, lexicon_report, pages

    corpus = pages.read_corpus(options.corpus)
    lexicon_report.refuse_faults(corpus.folder)
    terms = lexicon.load_lexicon(corpus.folder)
    with _stages(chain.STAGES) as progress:
        sentences = chain.build(corpus, progress=progress).sentences
    texts = dict(zip(sentences["sentence_id"], sentences["text"], strict=True))
    change = {"add": options.add, "remove": options.remove}
    print(lexicon_report.state(corpus.folder, terms, texts, **change, most=options.most))


def _lines(file: Path | None) -> Iterator[str]:
    """The lines of a file, or of the standard input (none named, or -), parted by LF alone."""
    from analysis import encodings

    if file is None or str(file) == "-":
        yield from _piped_lines()
        return
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {file} — {error.strerror}. Name a readable file.") from error
    lines = encodings.decode(data, str(file))[0].split("\n")
    if lines[-1] == "":
        lines.pop()
    yield from (line.removesuffix("\r") for line in lines)


def _piped_lines() -> Iterator[str]:
    """The lines of the standard input, each as soon as it has come."""
    if sys.stdin is None:
        raise InputError("There is no standard input. Name a file, or pipe text in.")
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(
                f"The standard input is not UTF-8 — {error.reason} at byte {error.start} of line "
                f"{number}. Name the file instead: its encoding is then found."
            ) from error


@contextmanager
def _stages(names: Sequence[str]) -> Iterator:
    """A progress bar over named stages, on a terminal only."""
    from tqdm import tqdm

    with tqdm(total=len(names), bar_format="{desc:28}|{bar:30}| {elapsed}", disable=None) as bar:

        def progress(stage: str) -> None:
            bar.set_description_str(stage)
            bar.update(names.index(stage) - bar.n)

        yield progress
        bar.update(len(names) - bar.n)


def _interruptible() -> None:
    """Let a polite kill and a closed terminal clean up as Ctrl-C does, undisturbed for a while.

    Impatient signals that follow are passed over, not ignored for good: Python only prints the
    first interruption where it meets a `__del__` or a callback, and goes on.
    """
    last = -math.inf

    def interrupt(*_: object) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _CLEANING_UP:
            last = now
            raise KeyboardInterrupt

    for name in _INTERRUPTS:
        if signal.getsignal(name) is not signal.SIG_IGN:
            signal.signal(name, interrupt)


COMMANDS = {
    "report": _report, "tables": _tables, "check": _check, "measure": _measure, "kwic": _kwic,
    "tokenise": _tokenise, "lexicon": _lexicon, "count": _count, "compare": _compare,
    "collocates": _collocates, "search": _search,
}  # fmt: skip

if __name__ == "__main__":
    run()
