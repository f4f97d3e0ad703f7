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

from analysis import gazetteer, paths
from analysis.errors import InputError
from analysis.lists import Fault, fault, read_rows

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
POS_ADVICE = "write n, nz, ns, nr …"

# A variant printed with marks around or inside it (a title in 《》, a list) is not one word.
_PUNCTUATED = re.compile("[、，。；：！？“”‘’《》〈〉（）()]")
_SHIPPED = paths.RESOURCES / "lexicon"
_POS = re.compile(r"[A-Za-z]{1,8}")
_HAN_APART = re.compile("[\u4e00-\u9fff] +[\u4e00-\u9fff]")
# What a list is likely to be called by someone whose entries would else be passed over in silence.
_STRAY_ENDINGS = (".txt", ".csv", ".tab", ".dic", ".dict", ".xls", ".xlsx", ".ods", ".tsv")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Terms to keep whole, each with its part of speech and the file it comes from.

    Two that hold the same terms and splits in the same order are equal: what is prepared for the
    one (a tokeniser, a finder) serves the other.

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

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Lexicon):
            return self is other
        return all(
            list(mine.items()) == list(theirs.items())
            for mine, theirs in zip(self._parts(), other._parts(), strict=True)
        )

    def __hash__(self) -> int:
        return hash(tuple(map(len, self._parts())))

    def _parts(self) -> tuple[Mapping, ...]:
        """All that makes a lexicon what it is."""
        return self.terms, self.origin, self.splits


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
        A list is not clean (see `lists.read_rows`), or has an empty or doubled term, a term of one
        character, of marks alone, or with a control character, a wide blank or a blank between
        characters, or a part of speech that is none; the corpus's `lexicon/` holds a list that
        would not be read (see `stray_lists`); a gazetteer is faulty (see
        `gazetteer.read_gazetteer`).
    """
    listed = _listed(corpus)
    terms = {term: pos for term, (pos, _path) in listed.items()}
    origin = {term: path.name for term, (_pos, path) in listed.items()}
    cities = [(path, gazetteer.read_gazetteer(path)) for path in _files(corpus, "gazetteer")]
    places = list(_places(cities))
    names = {name for _path, name, _word in places}
    splits = {**_splits(corpus), **_party_offices(city for _path, city in cities)}
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
    for stray in stray_lists(corpus):
        raise InputError(str(stray))
    listed: dict[str, tuple[str, Path]] = {}
    for path in lexicon_files(corpus):
        for number, row in read_rows(path, required=COLUMNS, exact=True):
            term, pos = row["term"], row["pos"]
            _check_term(path, number, term)
            if not _POS.fullmatch(pos):
                raise fault(path, number, f"“{pos}” is no part of speech", POS_ADVICE)
            if term in listed and listed[term][1].parent == path.parent:
                first = listed[term][1].name
                raise fault(path, number, f"“{term}” stands in {first} already", "delete one")
            listed[term] = pos, path
    return listed


def lexicon_files(corpus: Path | None) -> list[Path]:
    """The lists of `lexicon/` that are read, the corpus folder's own last."""
    return sorted(_files(corpus, "lexicon"), key=lambda path: path.parent != _SHIPPED)


def stray_lists(corpus: Path | None) -> list[Fault]:
    """Files of the corpus's `lexicon/` that look like lists and would be passed over in silence."""
    if corpus is None or not (folder := Path(corpus) / "lexicon").is_dir():
        return []
    advice = f"name it NAME.tsv, with the columns {', '.join(COLUMNS)}"
    return [
        Fault(path, 1, "a list whose name does not end in .tsv is not read", advice)
        for path in sorted(folder.iterdir())
        if path.name.lower().endswith(_STRAY_ENDINGS)
        and not path.name.endswith(".tsv")
        and not path.name.startswith((".", "~"))
    ]


def stop_words(corpus: Path | None = None) -> frozenset[str]:
    """Words that say nothing about a topic: the published Chinese list and newspaper boilerplate.

    The general list is `stopwordsiso` for Chinese; `stopwords.tsv` (the corpus folder's own, if it
    brings one) adds what newspapers print on every page, each with its reason.

    Raises
    ------
    InputError
        `stopwords.tsv` is not a clean list (see `lists.read_rows`), or a word is empty or doubled.
    """
    from stopwordsiso import stopwords

    own = set()
    path = paths.resource(corpus, "stopwords.tsv")
    for number, row in read_rows(path, required=("term", "reason"), exact=True):
        _check_term(path, number, row["term"], shortest=1)
        if row["term"] in own:
            raise fault(path, number, f"“{row['term']}” stands there twice", "delete one")
        own.add(row["term"])
    return frozenset(stopwords("zh")) | own


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
            raise fault(path, number, f"“{row['words']}” is not cut", "write 小区|内")
        if phrase in found:
            raise fault(path, number, f"“{phrase}” stands there twice", "delete one")
        found[phrase] = words
    return found


def _party_offices(cities: Iterable[gazetteer.Gazetteer]) -> dict[str, tuple[str, ...]]:
    """For every district, past ones too, its short name and its committee: 静安/区委."""
    short = {name for city in cities for name in _short_names(city)}
    return {f"{name}{unit}委": (name, f"{unit}委") for name in sorted(short) for unit in "区县"}


def _short_names(city: gazetteer.Gazetteer) -> Iterator[str]:
    """The short names of a city's districts, and those of districts that it once had."""
    yield from (city.short_name(name) for name in city.districts)
    for name, (_district, kind) in city.names.items():
        if kind == "former" and name[-1] in "区县" and name[:-1] in city.names:
            yield name[:-1]


def _places(
    cities: Iterable[tuple[Path, gazetteer.Gazetteer]],
) -> Iterator[tuple[Path, str, bool]]:
    """The names and guards of the gazetteers, and whether each is a word."""
    for path, city in cities:
        kinds = {name: kind for name, (_district, kind) in city.names.items()} | dict(city.guards)
        for name, kind in kinds.items():
            yield path, name, kind not in PHRASE_KINDS


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
    """Whether a name is another with words before it: 上海/甲乙院, 城市/丙丁化.

    What begins with 市 or 区 is no name by itself: 上海市甲乙中心 is not 上海/市甲乙中心.
    """
    return any(
        name[at] not in "市区县镇"
        and (name[at:] in known or (name[:at] in places and name[at:] in variants))
        for at in range(2, len(name) - 1)
    )


def term_faults(path: Path, number: int, term: str, *, shortest: int = SHORTEST) -> list[Fault]:
    """Why a term is empty or cannot be what its author meant; nothing if it can be.

    Parameters
    ----------
    path, number
        File and line, for the sentence.
    term
        One cell of the list.
    shortest
        Least number of characters.
    """
    if len(term) >= shortest and term.isalnum():
        return []  # nearly all are letters and digits alone
    if not term.strip():
        return [Fault(path, number, "the term is empty", "delete the line")]
    found = []
    if any(not char.isprintable() and not char.isspace() for char in term):
        found.append((f"a control character in {term!a}", "delete it"))
    if any(char.isspace() and char != " " for char in term):
        found.append((f"a wide blank inside {term!a}", "use the plain blank or none"))
    if _HAN_APART.search(term):
        found.append((f"a blank between characters of “{term}”", "delete it: text has none there"))
    if len(term) < shortest:
        found.append((f"“{term}” has one character", "leave it to the dictionary"))
    elif shortest > 1 and not any(char.isalnum() for char in term):
        found.append((f"“{term}” has no letter and no digit", "delete the line: it is no word"))
    return [Fault(path, number, seen, advice) for seen, advice in found]


def _check_term(path: Path, number: int, term: str, *, shortest: int = SHORTEST) -> None:
    """Raise the first of a term's faults."""
    for found in term_faults(path, number, term, shortest=shortest):
        raise InputError(str(found))
