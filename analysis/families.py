"""Families of words by name: a system with its other names, a theme with its words."""

from pathlib import Path

from analysis import systems, topics
from analysis.errors import InputError


def families(corpus: Path | None = None) -> dict[str, frozenset[str]]:
    """The texts of each family by its name, systems first, then themes.

    Parameters
    ----------
    corpus
        A corpus folder; its own `systems.tsv` and `themes.tsv`, where it has them, are read.

    Returns
    -------
    dict: a system's name (一网统管) to itself and its variants; a theme's name and its id to its
    words. A name that a system has is the system.

    Raises
    ------
    InputError
        One of the lists is not clean; see `systems.load_systems` and `topics.load_themes`.
    """
    found: dict[str, frozenset[str]] = {}
    for system in systems.load_systems(corpus):
        found[system.name] = frozenset({system.name, *system.variants})
    themes = topics.load_themes(corpus)
    for column in ("theme", "theme_id"):
        for name, terms in themes.groupby(column, sort=False)["term"]:
            found.setdefault(name, frozenset(terms))
    return found


def family(name: str, corpus: Path | None = None) -> frozenset[str]:
    """The texts of one family.

    Raises
    ------
    InputError
        There is no such family; the message names those there are.
    """
    known = families(corpus)
    if name not in known:
        raise InputError(
            f"There is no family “{name}” — systems.tsv and themes.tsv have {'、'.join(known)}."
        )
    return known[name]
