"""The command line: `python -m analysis report | tables | check | measure | kwic | tokenise`."""

import argparse
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis import __version__, paths
from analysis.errors import InputError

_INTERRUPTS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
UNUSABLE = 2  # exit code: input that cannot be used, or an interruption


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code of the command: 0, or 2 where the input cannot be used."""
    options = _parser().parse_args(arguments)
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
        return _refused(
            "interrupted — nothing was half-written, earlier results are untouched. "
            "Run the command again."
        )
    except BrokenPipeError:  # the reader of a pipe has seen enough (… | head)
        sys.stdout = None
    except OSError as error:
        what = error.filename or "the output"
        return _refused(f"Cannot use {what} — {error.strerror or error}. Nothing was half-written.")
    return 0


def _refused(sentence: str) -> int:
    """Say the sentence; the exit code of input that cannot be used."""
    print(f"analysis: {sentence}", file=sys.stderr)
    return UNUSABLE


def run() -> None:
    """End the process with the command's exit code."""
    sys.exit(main())


def _report(options: argparse.Namespace) -> None:
    from analysis import publish

    with _stages(publish.STAGES) as progress:
        index = publish.publish(options.corpus, options.out, progress=progress)
    print(f"Done. Open {index} in a browser.")


def _tables(options: argparse.Namespace) -> None:
    from analysis import chain, files, pages

    files.refuse_inside(options.out, options.corpus)
    with _stages(chain.STAGES) as progress:
        tables = chain.build(pages.read_corpus(options.corpus), progress=progress)
        with files.staged_folder(options.out) as scratch:
            chain.write(tables, scratch)
    rows = sum(map(len, tables))
    print(f"Done. {len(tables)} tables, {rows:,} rows in {options.out}.")


def _check(options: argparse.Namespace) -> None:
    from analysis import chain, pages, worklist

    corpus = pages.read_corpus(options.corpus, accept_changes=options.accept)
    if options.accept:
        print(pages.accept(corpus))
    with _stages(chain.STAGES) as progress:
        tables = chain.build(corpus, progress=progress)
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

    node = _node(options)
    with _stages(chain.STAGES) as progress:
        built = chain.build(pages.read_corpus(options.corpus), progress=progress)
    token_table = counts.token_table(built.tokens, built.sentences, built.articles, built.pages)
    hits = concordance.kwic(
        token_table,
        node,
        window=options.window,
        district=options.district,
        year=options.year,
        match="substring" if options.substring or options.regex else "word",
        sort=options.sort,
    )
    print(tables.kwic_text(hits))


def _node(options: argparse.Namespace) -> "str | frozenset[str] | re.Pattern[str]":
    """What to look for: the word, the pattern, or the family that was named."""
    from analysis import families

    if (options.node is None) == (options.family is None):
        raise InputError("Say what to list: a word, or --family with a name, and not both.")
    if options.family is not None:
        if options.regex:
            raise InputError("A family is a list of words — leave --regex away.")
        return families.family(options.family, options.corpus)
    if not options.regex:
        return options.node
    try:
        return re.compile(options.node)
    except re.error as error:
        raise InputError(
            f"“{options.node}” is no regular expression — {error}. Put \\ before a mark that is "
            "meant as it stands."
        ) from error


def _tokenise(options: argparse.Namespace) -> None:
    from analysis import lexicon, tokens

    if options.lexicon is not None and not options.lexicon.is_dir():
        raise InputError(
            f"There is no folder {options.lexicon}. Name a corpus folder that holds lexicon/."
        )
    terms = None if options.no_lexicon else lexicon.load_lexicon(options.lexicon)
    rules = not options.no_lexicon
    for line in tokens.tokenise_lines(_lines(options.file), lexicon=terms, rules=rules):
        print(line)


def _lines(file: Path | None) -> Iterator[str]:
    """The lines of a file, or of the standard input."""
    from analysis import encodings

    if file is None:
        if sys.stdin is None:
            raise InputError("There is no standard input. Name a file, or pipe text in.")
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")
        try:
            for line in sys.stdin:
                yield line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(
                f"The standard input is not UTF-8 — {error.reason} at byte {error.start}. "
                "Name the file instead: its encoding is then found."
            ) from error
        return
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {file} — {error.strerror}. Name a readable file.") from error
    yield from encodings.decode(data, str(file))[0].splitlines()


def _parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Chinese newspaper pages about a city's districts, as evidence one can check.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, does, options, what in (
        ("report", _report, _report_options, "run everything and write HTML reports"),
        ("tables", _tables, _tables_options, "write every table as CSV"),
        ("check", _check, _check_options, "check a corpus; list its least certain places"),
        ("measure", _measure, _measure_options, "compare with a reader's annotation"),
        ("kwic", _kwic, _kwic_options, "list a word in its contexts"),
        ("tokenise", _tokenise, _tokenise_options, "cut lines of text into words with spaces"),
    ):
        command = commands.add_parser(name, help=what, description=what)
        command.set_defaults(command=does)
        options(command)
    return parser


def _corpus_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--corpus", type=Path, default=paths.SEEDS, metavar="DIR",
        help="folder with the .txt pages (default: the five pages shipped)",
    )  # fmt: skip


def _report_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument(
        "--out", type=Path, metavar="DIR",
        help="folder for the reports (default: reports/, for another corpus reports-NAME/)",
    )  # fmt: skip


def _tables_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for the CSV files"
    )


def _check_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument(
        "--accept", action="store_true", help="take the pages as they are now into pages.csv"
    )
    command.add_argument(
        "--most", type=_positive, default=10, metavar="N", help="places a page (default 10)"
    )


def _measure_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument(
        "--reference", type=Path, required=True, metavar="DIR",
        help="folder with the annotation, in the format of tests/gold",
    )  # fmt: skip


def _kwic_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument(
        "node", metavar="WORD", nargs="?", help="a word, or a run of words without spaces"
    )
    command.add_argument(
        "--family", metavar="NAME", help="a system with its other names, or a theme's words"
    )
    command.add_argument("--window", type=_positive, default=8, metavar="N", help="words each side")
    command.add_argument("--district", metavar="NAME", help="only sentences about this district")
    command.add_argument("--year", type=int, help="only pages of this year")
    command.add_argument("--substring", action="store_true", help="match characters, not words")
    command.add_argument(
        "--regex", action="store_true", help="WORD is a regular expression, searched in sentences"
    )
    command.add_argument(
        "--sort", choices=["position", "left", "right"], default="position",
        help="order of the lines: page and line, or the words to one side",
    )  # fmt: skip


def _tokenise_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, nargs="?", help="a text file (default: standard input)")
    command.add_argument("--lexicon", type=Path, metavar="DIR", help="corpus folder with lexicon/")
    command.add_argument(
        "--no-lexicon", action="store_true", help="jieba's own dictionary alone, without our rules"
    )


def _positive(text: str) -> int:
    """A whole number of 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


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
    """Let a polite kill and a closed terminal clean up as Ctrl-C does, once."""

    def interrupt(*_: object) -> None:
        for name in _INTERRUPTS:
            signal.signal(name, signal.SIG_IGN)
        raise KeyboardInterrupt

    for name in _INTERRUPTS:
        if signal.getsignal(name) is not signal.SIG_IGN:
            signal.signal(name, interrupt)


if __name__ == "__main__":
    run()
