"""Families of names: what is counted together, and how names inside longer names count.

A family is a row of `families.tsv`: words, or beginnings of words with a `*` behind (数字化*).
Variants of a name (see `variants`) count for the name.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from analysis import paths
from analysis.errors import InputError
from analysis.lists import Fault, scan
from analysis.lookalikes import Finder

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("family", "members", "reason")
ANY = "*"
# Shorter, and a pattern would be a character with anything behind it.
SHORTEST = 2


@dataclass(frozen=True)
class Family:
    """Names that are counted together.

    Attributes
    ----------
    name
        The family's name.
    members
        Words, and beginnings of words with a `*` behind, which stands for anything or nothing.
    reason
        Why these belong together.
    """

    name: str
    members: tuple[str, ...]
    reason: str = ""

    def holds(self, word: str) -> bool:
        """Whether a word is a member.

        >>> Family("甲", ("甲乙*",)).holds("甲乙丙"), Family("甲", ("甲乙",)).holds("甲乙丙")
        (True, False)
        """
        return any(
            word.startswith(member[:-1]) if member.endswith(ANY) else word == member
            for member in self.members
        )


class _Forms(NamedTuple):
    """The printed forms of a family's members."""

    name_of: dict[str, str]
    stems: frozenset[str]  # beginnings that are no word themselves: found as characters alone


class _Place(NamedTuple):
    """Where a form stands, and the narrowest way of counting that counts it."""

    sentence_id: str
    start: int
    form: str
    kind: int


LONGEST, OVERLAPPING, SUBSTRING = range(3)


def load_families(corpus: Path | None = None) -> list[Family]:
    """The families of the list, in its order: the corpus folder's own, else the package's.

    Parameters
    ----------
    corpus
        A corpus folder; its `families.tsv`, where it has one, is read instead of the package's.

    Raises
    ------
    InputError
        The file is not a clean list (see `lists.read_rows`), a cell is empty, a family stands there
        twice, or a member has less than two characters or its `*` elsewhere than at the end.
    """
    rows, found = _scanned(paths.resource(corpus, "families.tsv"))
    if found:
        raise InputError(str(found[0]))
    return [Family(row["family"], tuple(row["members"].split("|")), row["reason"]) for row in rows]


def faults(corpus: Path | None = None) -> list[Fault]:
    """Everything wrong with the list that `load_families` reads, in order of its lines."""
    path = paths.resource(corpus, "families.tsv")
    try:
        return _scanned(path)[1]
    except InputError as error:  # the file cannot be read at all
        return [Fault(path, 1, str(error), "save it as UTF-8 text")]


def _scanned(path: Path) -> tuple[list[dict[str, str]], list[Fault]]:
    """The rows of the list, and everything wrong with them."""
    rows, found = scan(path, required=COLUMNS, exact=True)
    seen: set[str] = set()
    for number, row in rows:
        found += _row_faults(path, number, row)
        if row["family"] in seen:
            twice = f"“{row['family']}” stands there twice"
            found.append(Fault(path, number, twice, "keep one row"))
        seen.add(row["family"])
    return [row for _number, row in rows], sorted(found, key=lambda fault: fault.line)


def family_counts(
    tokens: "pd.DataFrame",
    sentences: "pd.DataFrame",
    families: Sequence[Family],
    *,
    variants: Mapping[str, str] | None = None,
    names: Iterable[str] = (),
    by: Literal["family", "name"] = "family",
) -> "pd.DataFrame":
    """How often each family, or each name of it, stands in the sentences, counted in three ways.

    Parameters
    ----------
    tokens, sentences
        The tables of these names; sentences without tokens are not looked at.
    families
        As `load_families` gives them.
    variants
        Printed form to name, as `variants.name_of_forms` gives it; a form counts for its name.
    names
        Words that a pattern may hold besides the words of the corpus, as the lexicon's terms: such
        a name may stand in the corpus only inside longer words.
    by
        One row a family, or one row a name of it.

    Returns
    -------
    pandas.DataFrame, in order of the families, then of n_longest: family, name (if `by="name"`),
    variants (printed forms found, most first, joined by `;`), and places:

    - n_longest: made of whole tokens; of nested names the longest alone, without overlap
    - n_overlapping: besides, those inside a longer name or inside one token
    - n_substring: besides, those across the borders of words

    The three rise from left to right. For a family, places that begin at one character are one.
    """
    import pandas as pd

    merged = dict(variants or {})
    types = frozenset(tokens["token"].unique()) | frozenset(names) | merged.keys()
    words = {key: part.tolist() for key, part in tokens.groupby("sentence_id")["token"]}
    texts = dict(zip(sentences["sentence_id"], sentences["text"], strict=True))
    texts = {key: text for key, text in texts.items() if key in words}
    rows = []
    for family in families:
        forms = _forms(family, types, merged)
        find = Finder(forms.name_of)
        found = [
            place
            for key, text in texts.items()
            if (held := list(find(text)))
            for place in _places(key, words[key], held, forms.stems)
        ]
        groups = {family.name: found} if by == "family" else _by_name(found, forms)
        counted = [(name, *_counted(places)) for name, places in groups.items()]
        counted.sort(key=lambda row: (-row[2], -row[3], row[0]))
        rows += [(family.name, *row) for row in counted]
    columns = ["family", "name", "variants", "n_longest", "n_overlapping", "n_substring"]
    table = pd.DataFrame(rows, columns=columns)
    return table if by == "name" else table.drop(columns="name")


def _forms(family: Family, types: AbstractSet[str], variants: Mapping[str, str]) -> _Forms:
    """Every printed form of a family's members, with the name that it counts for."""
    stems = {member.removesuffix(ANY) for member in family.members}
    members = {word for word in types if family.holds(word)}
    members |= {member for member in family.members if not member.endswith(ANY)}
    members |= {form for form, name in variants.items() if family.holds(name)}
    name_of = {form: variants.get(form, form) for form in sorted(members | stems)}
    return _Forms(name_of, frozenset(stems - members))


def _places(
    sentence_id: str, words: Iterable[str], held: Iterable[tuple[int, str]], stems: AbstractSet[str]
) -> Iterable[_Place]:
    """The places of forms in a sentence that is cut into words."""
    inside = [number for number, word in enumerate(words) for _ in word]
    spans = [(start, start + len(form), form) for start, form in held]
    longest = _longest(spans, inside, stems)
    for start, end, form in spans:
        nested = any(a <= start and end <= b for a, b in longest)
        if form in stems:
            kind = SUBSTRING
        elif (start, end) in longest:
            kind = LONGEST
        elif nested or inside[start] == inside[end - 1] or _is_whole(start, end, inside):
            kind = OVERLAPPING
        else:
            kind = SUBSTRING
        yield _Place(sentence_id, start, form, kind)


def _longest(
    spans: Iterable[tuple[int, int, str]], inside: Sequence[int], stems: AbstractSet[str]
) -> set[tuple[int, int]]:
    """From left to right, the longest form at each place that is made of whole tokens."""
    found, done = set(), 0
    for start, end, form in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done and form not in stems and _is_whole(start, end, inside):
            found.add((start, end))
            done = end
    return found


def _is_whole(start: int, end: int, inside: Sequence[int]) -> bool:
    """Whether tokens begin at the start and at the end of a span."""
    begins = not start or inside[start - 1] != inside[start]
    return begins and (end == len(inside) or inside[end - 1] != inside[end])


def _by_name(found: Iterable[_Place], forms: _Forms) -> dict[str, list[_Place]]:
    """The places of each name; beginnings that are no word have none."""
    groups: dict[str, list[_Place]] = {}
    for place in found:
        if place.form not in forms.stems:
            groups.setdefault(forms.name_of[place.form], []).append(place)
    return groups


def _counted(places: Iterable[_Place]) -> tuple[str, int, int, int]:
    """The printed forms found, and the places of each way of counting."""
    narrowest: dict[tuple[str, int], int] = {}
    printed: Counter[str] = Counter()
    for place in places:
        key = place.sentence_id, place.start
        narrowest[key] = min(place.kind, narrowest.get(key, SUBSTRING))
        printed[place.form] += place.kind == LONGEST
    ranked = sorted((-n, form) for form, n in printed.items() if n)
    kinds = list(narrowest.values())
    n_each = (sum(kind <= most for kind in kinds) for most in (LONGEST, OVERLAPPING, SUBSTRING))
    return ";".join(form for _n, form in ranked), *n_each


def _row_faults(path: Path, number: int, row: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with a row: an empty cell, a member that is no word and no beginning of one."""
    for column in COLUMNS:
        if not row[column]:
            yield Fault(path, number, f"no {column}", f"fill the column “{column}”")
    for member in row["members"].split("|") if row["members"] else ():
        stem = member.removesuffix(ANY)
        if ANY in stem:
            advice = "write it at the end: 数字化*"
            yield Fault(path, number, f"“{member}” has a * inside", advice)
        elif len(stem) < SHORTEST:
            advice = f"write {SHORTEST} characters or more"
            yield Fault(path, number, f"“{member}” is too short", advice)
