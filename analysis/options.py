"""The options of the command line: what each command may be told, and its help."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from analysis import __version__, language, paths

UNUSABLE = 2  # exit code: input that cannot be used, or an interruption


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in a sentence."""

    def error(self, message: str) -> NoReturn:
        """End with the sentence and the exit code of input that cannot be used."""
        self.exit(UNUSABLE, f"analysis: {message}. See: {self.prog} --help\n")


# The outermost of so many draws are the bounds of 95 %.
FEWEST_RESAMPLES = 39


def parser(commands: Mapping[str, Callable[[argparse.Namespace], None]]) -> argparse.ArgumentParser:
    """The parser of the command line.

    Parameters
    ----------
    commands
        What each command does, by its name.
    """
    top = _Parser(
        prog="python -m analysis",
        description="Chinese newspaper pages about a city's districts, as evidence one can check.",
    )
    top.add_argument("--version", action="version", version=__version__)
    places = top.add_subparsers(required=True, metavar="COMMAND")
    for name, options, what in (
        ("report", _report_options, "run everything and write HTML reports"),
        ("tables", _tables_options, "write every table as CSV"),
        ("check", _check_options, "check a corpus; list its least certain places"),
        ("measure", _measure_options, "compare with a reader's annotation"),
        ("kwic", _kwic_options, "list a word in its contexts"),
        ("tokenise", _tokenise_options, "cut lines of text into words with spaces"),
        ("count", _count_options, "count the words of a large collection"),
        ("compare", _compare_options, "compare the groups of a counted collection"),
        ("collocates", _collocates_options, "list the words near a word of a counted collection"),
        ("search", _search_options, "list a word in a large collection as it stands"),
        ("lexicon", _lexicon_options, "check the lexicon; show what a term changes"),
    ):
        command = places.add_parser(name, help=what, description=what)
        command.set_defaults(command=commands[name])
        options(command)
    return top


def _corpus_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--corpus", type=Path, default=paths.SEEDS, metavar="DIR",
        help="folder with the .txt pages (default: the five pages shipped)",
    )  # fmt: skip


def _report_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument(
        "--out", type=Path, metavar="DIR",
        help="folder for the reports (default: reports/, for another corpus reports-NAME/; -zh is "
        "added in Chinese)",
    )  # fmt: skip
    command.add_argument(
        "--lang", choices=list(language.LANGUAGES), default="en",
        help="language of the reports: English (default) or Chinese",
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
        "node",
        metavar="WORD",
        nargs="?",
        help="a text, or words side by side with spaces between them",
    )
    command.add_argument(
        "--family", metavar="NAME", help="a system with its other names, or a theme's words"
    )
    command.add_argument("--window", type=_positive, default=8, metavar="N", help="words each side")
    command.add_argument(
        "--district", type=_name, metavar="NAME", help="only sentences about this district"
    )
    command.add_argument("--year", type=int, help="only pages of this year")
    how = command.add_mutually_exclusive_group()
    how.add_argument("--substring", action="store_true", help="match characters, not words")
    how.add_argument(
        "--regex", action="store_true", help="WORD is a regular expression, searched in sentences"
    )
    command.add_argument(
        "--sort", choices=["position", "left", "right"], default="position",
        help="order of the lines: page and line, or the words to one side",
    )  # fmt: skip


def _tokenise_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", type=Path, nargs="?", help="a text file (default, or -: standard input)"
    )
    command.add_argument("--pos", action="store_true", help="each word with its part of speech")
    choice = command.add_mutually_exclusive_group()
    choice.add_argument(
        "--lexicon", type=Path, metavar="DIR", help="a corpus folder, or its folder lexicon/"
    )
    choice.add_argument(
        "--no-lexicon", action="store_true", help="jieba's own dictionary alone, without our rules"
    )


def _search_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument("node", metavar="WORD", help="characters, as they stand in the texts")
    command.add_argument(
        "--window", type=_positive, default=20, metavar="N", help="characters each side (20)"
    )
    command.add_argument("--most", type=_positive, default=50, metavar="N", help="lines (50)")
    command.add_argument("--skip-bad", action="store_true", help="leave out bad rows of a table")


def _count_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for counts and matrix"
    )
    command.add_argument(
        "--plain", action="store_true",
        help="each file is a document as it is: no repair, no articles, no lexicon, no rules",
    )  # fmt: skip
    command.add_argument(
        "--districts", action="store_true",
        help="find each sentence's district; a row of the matrix is what an article says of one",
    )  # fmt: skip
    command.add_argument(
        "--evidence", action="store_true",
        help="--districts; sentences, mentions, figures, words of themes are kept as Parquet",
    )  # fmt: skip
    command.add_argument(
        "--skip-bad", action="store_true", help="leave out bad rows of a table file and list them"
    )
    command.add_argument(
        "--engine", choices=["process", "dask"], default="process",
        help="this machine (default), or the machines of a Dask cluster",
    )  # fmt: skip
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="the Dask scheduler: tcp://HOST:8786"
    )
    command.add_argument(
        "--workers", type=_positive, metavar="N", help="on this machine (default: one a core)"
    )


def _compare_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--counts", type=Path, required=True, metavar="DIR", help="the folder that count wrote"
    )
    command.add_argument(
        "--by", choices=["place", "year", "month"], default="place",
        help="what the groups are: the place of documents (default), the year or month of issue",
    )  # fmt: skip
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for the tables"
    )
    for option, default, does in (
        ("--most-words", 5_000, "so many of the most frequent words are compared"),
        ("--min-freq", 5, "a word is compared if it stands so often"),
        ("--min-docs", 3, "… in so many documents"),
        ("--min-tokens", 1_000, "a group is compared if it has so many tokens"),
        ("--resamples", 1_000, "draws behind intervals and p, 39 or more"),
        ("--top", 200, "words listed for each group and direction"),
    ):
        number = _resamples if option == "--resamples" else _positive
        command.add_argument(
            option, type=number, default=default, metavar="N", help=f"{does} ({default:,})"
        )


def _collocates_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("node", type=_word, metavar="WORD", help="a word, as texts are cut")
    command.add_argument(
        "--counts", type=Path, required=True, metavar="DIR",
        help="the folder that count --evidence wrote",
    )  # fmt: skip
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="a CSV file")
    command.add_argument("--window", type=_positive, default=5, metavar="N", help="words each side")
    command.add_argument(
        "--min-freq", type=_positive, default=2, metavar="N",
        help="a word is listed if it stands near so often (2)",
    )  # fmt: skip
    command.add_argument(
        "--by", choices=["none", "place", "year", "month"], default="none",
        help="each district, year or month by itself, with its own frequencies",
    )  # fmt: skip
    command.add_argument("--group", metavar="NAME", help="only this one of the groups of --by")


def _lexicon_options(command: argparse.ArgumentParser) -> None:
    _corpus_option(command)
    for option, does in (("--add", "would be new"), ("--remove", "would be gone")):
        command.add_argument(
            option,
            nargs="+",
            action="extend",
            default=[],
            metavar="TERM",
            help=f"terms that {does}",
        )
    command.add_argument(
        "--most", type=_positive, default=20, metavar="N", help="rows of each list (default 20)"
    )


def _resamples(text: str) -> int:
    """A number of draws that an interval of 95 % can be read off."""
    if _positive(text) < FEWEST_RESAMPLES:
        raise argparse.ArgumentTypeError(
            f"{text} draws give no 95% interval; ask for {FEWEST_RESAMPLES} or more"
        )
    return int(text)


def _name(text: str) -> str:
    """A name that is not empty."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty; write one, or leave the option away")
    return text


def _word(text: str) -> str:
    """A word that is not empty."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the word is empty; write the one to look for")
    return text


def _positive(text: str) -> int:
    """A whole number of 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)
