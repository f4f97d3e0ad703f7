"""Characters and spellings that are taken for each other in print: a list a reader may change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from operator import add
from pathlib import Path

from analysis import paths
from analysis.errors import InputError
from analysis.lexicon import read_rows

COLUMNS = ("character", "confused_with", "kind", "reason")
# What a row of the list says, and the kind of suggestion that follows from it.
KIND_OF = {
    "shape": "look-alike",
    "sound": "sound-alike",
    "variant": "variant form",
    "phrase": "set phrase",
}


@dataclass(frozen=True, eq=False)
class Lookalikes:
    """Characters that are taken for each other, and printed forms with what is meant.

    Attributes
    ----------
    partners
        Character to the characters it may stand for, each with (kind of the list, reason); both
        ways.
    forms
        Printed form to (what is meant, kind of the list, reason); one way.
    """

    partners: Mapping[str, Mapping[str, tuple[str, str]]]
    forms: Mapping[str, tuple[str, str, str]]


def load_lookalikes(corpus: Path | None = None) -> Lookalikes:
    """The list of confusable characters and forms: the corpus folder's own, else the package's.

    Parameters
    ----------
    corpus
        A corpus folder; its `lookalikes.tsv`, where it has one, is read instead.

    Raises
    ------
    InputError
        The list breaks a rule: a column is missing, a cell is empty, a kind is unknown, a digit
        stands in it, or a form stands in two rows; the message says which line.
    """
    path = paths.resource(corpus, "lookalikes.tsv")
    partners: dict[str, dict[str, tuple[str, str]]] = {}
    forms: dict[str, tuple[str, str, str]] = {}
    for number, row in read_rows(path, required=COLUMNS):
        printed, meant, kind, reason = (row[name] for name in COLUMNS)
        _check_row(f"{path}, line {number}", row, forms)
        if kind in ("variant", "phrase"):
            forms[printed] = meant, kind, reason
            continue
        # Shapes are like the first of the row only; what sounds the same all sounds the same.
        firsts = printed if kind == "shape" else printed + meant
        for one, two in product(firsts, printed + meant):
            if one != two:
                partners.setdefault(one, {}).setdefault(two, (kind, reason))
                partners.setdefault(two, {}).setdefault(one, (kind, reason))
    return Lookalikes(partners, forms)


def _check_row(where: str, row: Mapping[str, str], forms: Mapping[str, object]) -> None:
    """Raise if a row of the list cannot be what its author meant."""
    printed, meant, kind = row["character"], row["confused_with"], row["kind"]
    if not all(row[name].strip() for name in COLUMNS):
        raise InputError(f"{where}: an empty cell — {row}. Fill all of {', '.join(COLUMNS)}.")
    if kind not in KIND_OF:
        raise InputError(f"{where}: unknown kind “{kind}”. Write one of {', '.join(KIND_OF)}.")
    if any(char.isdigit() for char in printed + meant):
        raise InputError(f"{where}: a digit in “{printed}”. Figures stay as printed: delete it.")
    if kind in ("shape", "sound") and (len(printed) != 1 or printed in meant):
        raise InputError(f"{where}: “{printed}” — write one character, the others behind it.")
    if kind in ("variant", "phrase") and min(len(printed), 2) != min(len(meant), 2):
        raise InputError(f"{where}: “{printed}” — write one character for one, a word for a word.")
    if kind in ("variant", "phrase") and (printed in forms or printed == meant):
        raise InputError(f"{where}: “{printed}” stands there twice. Keep one row.")


class Finder:
    """Finds strings of two and more characters in a text, in time linear in the text."""

    def __init__(self, strings: Iterable[str]):
        self.strings = frozenset(strings)
        lengths: dict[str, set[int]] = {}
        for string in self.strings:
            lengths.setdefault(string[:2], set()).add(len(string))
        self.lengths = {beginning: sorted(found) for beginning, found in lengths.items()}

    def __call__(self, text: str) -> Iterator[tuple[int, str]]:
        """Every place and string, overlapping ones too."""
        lengths, strings = self.lengths, self.strings
        pairs = map(add, text, islice(text, 1, None))
        for start in [start for start, pair in enumerate(pairs) if pair in lengths]:
            for length in lengths[text[start : start + 2]]:
                piece = text[start : start + length]
                if piece in strings:
                    yield start, piece
