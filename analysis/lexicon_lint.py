"""Everything wrong with a lexicon's lists, with file and line; and entries that add nothing.

`lexicon.load_lexicon` stops at the first fault. An editor wants all of them at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from analysis import families, lexicon, tokens
from analysis.errors import InputError
from analysis.lists import Fault, scan
from analysis.lookalikes import Finder

# The tags of jieba's dictionary (those of ICTCLAS, Zhang H. P. 2002, less its rare ones), `eng` of
# its tagger, and `ng`, `nrt` and the like as they stand there.
_TAGS = (
    "a ad ag an b c d df dg e eng f g h i j k l m mg mq n ng nr nrfg nrt ns nt nz o p q r rg rr rz "
    "s t tg u ud ug uj ul uv uz v vd vg vi vn vq x y z zg"
)
POS = frozenset(_TAGS.split())
HELD = "the dictionary cuts it whole already; it matters beside other words and as a part of speech"
INSIDE = "stands only inside longer terms in this corpus"


class Note(NamedTuple):
    """An entry that adds little: file, line, term and why. Not a fault."""

    path: Path
    line: int
    term: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: “{self.term}” — {self.why}."


def faults(corpus: Path | None = None) -> list[Fault]:
    """Every fault of the lists in `lexicon/` and of `families.tsv`, in order of files and lines.

    Parameters
    ----------
    corpus
        A corpus folder; None means the package's own lists alone.

    Returns
    -------
    What `load_lexicon` refuses, and besides: a part of speech that jieba's tag set does not have,
    and an empty reason. The same term in two lists of one folder is a fault of the second. Of the
    families what `families.load_families` refuses.
    """
    found = lexicon.stray_lists(corpus)
    for path in lexicon.lexicon_files(corpus):
        try:
            rows, of_form = scan(path, required=lexicon.COLUMNS, exact=True)
        except InputError as error:
            found.append(Fault(path, 1, str(error), "save it as UTF-8 text"))
            continue
        of_cells = [fault for number, row in rows for fault in _cell_faults(path, number, row)]
        found += [*of_form, *of_cells]
    found += [*_doubles(corpus), *families.faults(corpus)]
    return sorted(found, key=lambda fault: (str(fault.path), fault.line))


def entries(corpus: Path | None = None) -> list[tuple[Path, int, str]]:
    """File, line and term of every entry of the lists that can be read."""
    found = []
    for path in lexicon.lexicon_files(corpus):
        try:
            rows, _ = scan(path, required=lexicon.COLUMNS, exact=True)
        except InputError:  # `faults` says so
            continue
        found += [(path, number, row["term"]) for number, row in rows]
    return found


def notes(corpus: Path | None, lexicon: lexicon.Lexicon, texts: Iterable[str] = ()) -> list[Note]:
    """Entries that can hardly take effect, each with the reason.

    Parameters
    ----------
    corpus
        The corpus folder of the lists; None means the package's own.
    lexicon
        What `load_lexicon` gives of the same.
    texts
        Sentences; without any, it is not asked where terms stand.

    Returns
    -------
    A note for each term that jieba and the rules cut whole without the lexicon, and for each that
    stands in the texts, but only inside longer terms. In order of files and lines.
    """
    listed = [(path, line, term) for path, line, term in entries(corpus) if term in lexicon.terms]
    alone = tokens.cut_texts([term for _path, _line, term in listed], lexicon=None)
    inside = _only_inside(lexicon.terms, texts)
    found = []
    for (path, line, term), words in zip(listed, alone, strict=True):
        if words == [term]:
            found.append(Note(path, line, term, HELD))
        if term in inside:
            found.append(Note(path, line, term, INSIDE))
    return found


def _cell_faults(path: Path, number: int, row: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with the cells of one row."""
    yield from lexicon.term_faults(path, number, row["term"])
    if row["pos"] not in POS:
        yield Fault(path, number, f"“{row['pos']}” is no part of speech", lexicon.POS_ADVICE)
    if not row["reason"]:
        yield Fault(path, number, "the reason is empty", "write why, or where the term comes from")


def _doubles(corpus: Path | None) -> Iterator[Fault]:
    """Terms that stand in two lines of one folder's lists."""
    first: dict[tuple[Path, str], tuple[Path, int]] = {}
    for path, line, term in entries(corpus):
        earlier, number = first.setdefault((path.parent, term), (path, line))
        if term and (earlier, number) != (path, line):
            seen = f"“{term}” stands in {earlier.name} already, line {number}"
            yield Fault(path, line, seen, "delete one")


def _only_inside(terms: Mapping[str, str], texts: Iterable[str]) -> frozenset[str]:
    """Terms that stand in the texts, but nowhere without a longer term around them."""
    find, seen, free = Finder(terms), set(), set()
    for text in texts:
        spans = [(start, start + len(term)) for start, term in find(text)]
        for start, end in spans:
            seen.add(text[start:end])
            around = (a <= start and end <= b and (a, b) != (start, end) for a, b in spans)
            if not any(around):
                free.add(text[start:end])
    return frozenset(seen - free)
