"""The lexicon and the stop words: names and terms that a tokeniser must keep whole, as data.

A lexicon is the sum of the lists in `lexicon/` and of the names that other lists already hold: the
gazetteer's places and the named systems. So no name has to stand in two lists.
"""

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from analysis import paths
from analysis.errors import InputError

COLUMNS = ("term", "pos", "reason")
# jieba's tags: ns a place, nz another proper name. Its own dictionary uses the same.
PLACE_POS = "ns"
SYSTEM_POS = "nz"
# Below two characters a name is no name: 浦 would cut every 浦东 apart.
SHORTEST = 2

# Rows of the gazetteer that are no words: phrases for the whole city (在沪), and guards against two
# words whose border looks like a place (隆重庆祝).
PHRASE_KINDS = frozenset({"city", "border"})
# A policy's title is a sentence of several words.
PHRASE_TYPES = frozenset({"policy"})

# A variant printed with marks around or inside it (a title in 《》, a list) is not one word.
_PUNCTUATED = re.compile("[、，。；：！？“”‘’《》〈〉（）()]")
_SHIPPED = paths.RESOURCES / "lexicon"
_POS = re.compile(r"[A-Za-z]{1,8}")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Terms to keep whole, each with its part of speech and the file it comes from.

    Attributes
    ----------
    terms
        Term to part of speech, in order of the files and of their lines.
    origin
        Term to the name of the file that brought it.
    splits
        Phrase to the words that it is always cut into.
    """

    terms: Mapping[str, str]
    origin: Mapping[str, str]
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @functools.cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when a term or a part of speech changes."""
        lines = "".join(f"{term}\t{pos}\n" for term, pos in sorted(self.terms.items()))
        lines += "".join(f"{'|'.join(words)}\n" for _, words in sorted(self.splits.items()))
        return hashlib.sha256(lines.encode("utf-8")).hexdigest()[:12]

    def __len__(self) -> int:
        return len(self.terms)


def load_lexicon(corpus: Path | None = None) -> Lexicon:
    """The lexicon of a corpus: the lists in `lexicon/`, the places and the named systems.

    A list in the corpus folder's own `lexicon/` stands in for the package's list of the same file
    name, and a list of a new name is added. The same goes for `gazetteer/`, `systems.tsv` and
    `splits.tsv`. A term keeps the part of speech of the corpus's list, then of the package's, then
    of the gazetteer; a term of a list is not cut by `splits.tsv`.

    Parameters
    ----------
    corpus
        A corpus folder; None means the package's own lists alone.

    Raises
    ------
    InputError
        A list has a byte-order mark, CRLF line ends, a wrong header, a line with a wrong number of
        columns, an empty or doubled term, blanks around a term, or a part of speech that is none.
    """
    listed = _listed(corpus)
    terms = {term: pos for term, (pos, _path) in listed.items()}
    origin = {term: path.name for term, (_pos, path) in listed.items()}
    places = list(_places(corpus))
    names = {name for _path, name, _word in places}
    splits = {**_splits(corpus), **_party_offices(names)}
    held = [(path, name, PLACE_POS) for path, name, word in places if word]
    systems = _systems(corpus, {*terms, *(name for _path, name, _pos in held)}, names)
    held += [(path, name, SYSTEM_POS) for path, name in systems]
    for path, term, pos in held:
        usable = len(term) >= SHORTEST and not _PUNCTUATED.search(term)
        if usable and term not in terms and term not in splits:
            terms[term], origin[term] = pos, path.name
    return Lexicon(terms, origin, {key: cut for key, cut in splits.items() if key not in terms})


def _listed(corpus: Path | None) -> dict[str, tuple[str, Path]]:
    """Every term of the lists with its part of speech and file, the corpus's own word last.

    One folder holds a term once. A corpus may bring a large dictionary of its own, which will hold
    some of the package's terms: there its part of speech counts.
    """
    listed: dict[str, tuple[str, Path]] = {}
    own_last = sorted(_files(corpus, "lexicon"), key=lambda path: path.parent != _SHIPPED)
    for path in own_last:
        for number, row in read_rows(path, required=COLUMNS, exact=True):
            term, pos = row["term"], row["pos"]
            _check_term(path, number, term)
            if not _POS.fullmatch(pos):
                raise _fault(path, number, f"“{pos}” is no part of speech", "write n, nz, ns, nr …")
            if term in listed and listed[term][1].parent == path.parent:
                first = listed[term][1].name
                raise _fault(path, number, f"“{term}” stands in {first} already", "delete one")
            listed[term] = pos, path
    return listed


def stop_words(corpus: Path | None = None) -> frozenset[str]:
    """Words that say nothing about a topic: the published Chinese list and newspaper boilerplate.

    The general list is `stopwordsiso` for Chinese; `stopwords.tsv` (the corpus folder's own, if it
    brings one) adds what newspapers print on every page, each with its reason.

    Raises
    ------
    InputError
        `stopwords.tsv` is not a clean list (see `load_lexicon`).
    """
    from stopwordsiso import stopwords

    own = set()
    path = paths.resource(corpus, "stopwords.tsv")
    for number, row in read_rows(path, required=("term", "reason"), exact=True):
        _check_term(path, number, row["term"], shortest=1)
        if row["term"] in own:
            raise _fault(path, number, f"“{row['term']}” stands there twice", "delete one")
        own.add(row["term"])
    return frozenset(stopwords("zh")) | own


def read_rows(
    path: Path, *, required: tuple[str, ...], exact: bool = False
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a tab-separated list with a header, each with its line number.

    Parameters
    ----------
    path
        A UTF-8 file whose lines end in a line feed alone.
    required
        Columns that the header must name.
    exact
        The header must name these columns and no others.

    Raises
    ------
    InputError
        The file cannot be read, or breaks one of these rules; the message names file and line.
    """
    lines = _clean_text(path).split("\n")
    header = lines[0].split("\t")
    if (exact and tuple(header) != required) or not set(required) <= set(header):
        wanted = ", ".join(required)
        raise _fault(path, 1, f"the header is “{lines[0][:60]}”", f"name the columns {wanted}")
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            if number == len(lines):
                return
            raise _fault(path, number, "the line is empty", "delete it")
        cells = line.split("\t")
        if len(cells) != len(header):
            seen = f"{len(cells)} columns where the header has {len(header)}"
            raise _fault(path, number, seen, "put one tab between columns")
        yield number, dict(zip(header, cells, strict=True))


def _files(corpus: Path | None, folder: str) -> list[Path]:
    """Every list of a folder, the corpus's own in place of the package's of the same name."""
    folders = [paths.RESOURCES / folder]
    if corpus is not None:
        folders.append(Path(corpus) / folder)
    names = sorted({path.name for place in folders for path in place.glob("*.tsv")})
    return [paths.resource(corpus, folder, name) for name in names]


def _splits(corpus: Path | None) -> dict[str, tuple[str, ...]]:
    """Phrases that are always cut, from `splits.tsv`: `小区|内` and the reason."""
    path = paths.resource(corpus, "splits.tsv")
    found: dict[str, tuple[str, ...]] = {}
    for number, row in read_rows(path, required=("words", "reason"), exact=True):
        words = tuple(row["words"].split("|"))
        phrase = "".join(words)
        _check_term(path, number, phrase)
        if len(words) < 2 or "" in words:
            raise _fault(path, number, f"“{row['words']}” is not cut", "write 小区|内")
        if phrase in found:
            raise _fault(path, number, f"“{phrase}” stands there twice", "delete one")
        found[phrase] = words
    return found


def _party_offices(places: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
    """For every district with a short name, the short name and its committee: 静安/区委."""
    short = sorted(
        name[:-1] for name in places if name[-1:] in ("区", "县") and name[:-1] in places
    )
    return {f"{name}{unit}委": (name, f"{unit}委") for name in short for unit in "区县"}


def _places(corpus: Path | None) -> Iterator[tuple[Path, str, bool]]:
    """The names of the gazetteer, and whether each is a word."""
    for path in _files(corpus, "gazetteer"):
        for _number, row in read_rows(path, required=("name", "kind")):
            word = row["kind"] not in PHRASE_KINDS
            yield path, row["name"], word


def _systems(
    corpus: Path | None, known: AbstractSet[str], places: AbstractSet[str]
) -> Iterator[tuple[Path, str]]:
    """The names and variants of systems that are words, not phrases that end in one."""
    path = paths.resource(corpus, "systems.tsv")
    if not path.exists():
        return
    for _number, row in read_rows(path, required=("name", "variants", "type")):
        if row["type"] in PHRASE_TYPES:
            continue
        names = [row["name"], *row["variants"].split("|")]
        for name in names:
            if "的" not in name and not _is_phrase(name, names, known, places):
                yield path, name


def _is_phrase(
    name: str, variants: Iterable[str], known: AbstractSet[str], places: AbstractSet[str]
) -> bool:
    """Whether a name is another with words before it: 上海/海纳工程院, 城市/数字化转型.

    What begins with 市 or 区 is no name by itself: 上海市大数据中心 is not 上海/市大数据中心.
    """
    return any(
        name[at] not in "市区县镇"
        and (name[at:] in known or (name[:at] in places and name[at:] in variants))
        for at in range(2, len(name) - 1)
    )


def _clean_text(path: Path) -> str:
    """The file's text, or the sentence that says which byte is in the way."""
    try:
        text = Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 — byte {error.start} cannot be read. Save it as UTF-8."
        ) from error
    except OSError as error:
        raise InputError(f"Cannot read {path} — {error.strerror or error}.") from error
    if text.startswith("\ufeff"):
        raise _fault(path, 1, "the file begins with a byte-order mark", "save it without BOM")
    if "\r" in text:
        number = text[: text.index("\r")].count("\n") + 1
        raise _fault(path, number, "a line ends in CR (Windows line ends)", "save it with \\n")
    return text


def _check_term(path: Path, number: int, term: str, *, shortest: int = SHORTEST) -> None:
    """Raise if a term is empty or cannot be what its author meant."""
    if not term.strip():
        raise _fault(path, number, "the term is empty", "delete the line")
    if term != term.strip():
        raise _fault(path, number, f"blanks around “{term}”", "delete them")
    if any(not char.isprintable() for char in term):
        raise _fault(path, number, f"a control character in {term!a}", "delete it")
    if any(char.isspace() and char != " " for char in term):
        raise _fault(path, number, f"a wide blank inside “{term}”", "use the plain blank or none")
    if len(term) < shortest:
        raise _fault(path, number, f"“{term}” has one character", "leave it to the dictionary")


def _fault(path: Path, number: int, seen: str, advice: str) -> InputError:
    """The sentence for a faulty line: file and line, what was seen, what to do."""
    return InputError(f"{path}, line {number}: cannot read the list — {seen}; {advice}.")
