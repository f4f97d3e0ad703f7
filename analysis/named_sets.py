"""Sets of words by name: a system with its other names, a family of names, a theme's words."""

from collections.abc import Iterable
from pathlib import Path

from analysis import families, systems, topics
from analysis.errors import InputError


def named_sets(
    corpus: Path | None = None, *, types: Iterable[str] = ()
) -> dict[str, frozenset[str]]:
    """The words of each set by its name: systems, then families, then themes.

    Parameters
    ----------
    corpus
        A corpus folder; its own `systems.tsv`, `families.tsv` and `themes.tsv`, where it has them,
        are read.
    types
        The corpus's words, of which a family's pattern (数字化*) takes those that it holds.

    Returns
    -------
    dict: a system's name (一网统管) to itself and its variants; a theme's name and its id to its
    words. Of two sets of one name the first is taken.

    Raises
    ------
    InputError
        One of the lists is not clean; see `systems.load_systems`, `families.load_families` and
        `topics.load_themes`.
    """
    found: dict[str, frozenset[str]] = {}
    for system in systems.load_systems(corpus):
        found[system.name] = frozenset({system.name, *system.variants})
    words = frozenset(types)
    for family in families.load_families(corpus):
        exact = {member for member in family.members if not member.endswith(families.ANY)}
        held = {word for word in words if family.holds(word)}
        found.setdefault(family.name, frozenset(exact | held))
    themes = topics.load_themes(corpus)
    for column in ("theme", "theme_id"):
        for name, terms in themes.groupby(column, sort=False)["term"]:
            found.setdefault(name, frozenset(terms))
    return found


def named_set(
    name: str, corpus: Path | None = None, *, types: Iterable[str] = ()
) -> frozenset[str]:
    """The words of one set; parameters as `named_sets`.

    Raises
    ------
    InputError
        There is no set of that name; the message names those there are.
    """
    known = named_sets(corpus, types=types)
    if name not in known:
        raise InputError(
            f"There is no family “{name}” — systems.tsv, families.tsv and themes.tsv have "
            f"{'、'.join(known)}."
        )
    return known[name]
