"""Variants: other printed forms of a name, known misprints too. 一网通管 counts for 一网统管.

Whether they are merged is a choice, named in `Merging`; merging changes no N.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from analysis.lookalikes import Lookalikes
from analysis.misprints import PUNS
from analysis.systems import System

if TYPE_CHECKING:
    import pandas as pd

# A look-alike of a shorter name is too often another word.
SHORTEST_NAME = 4
Merging = Literal["none", "listed", "look-alike"]


def name_of_forms(
    systems: Iterable[System],
    lookalikes: Lookalikes | None = None,
    *,
    words: Iterable[str] = (),
    how: Merging = "listed",
) -> dict[str, str]:
    """Printed form to the name it counts for.

    Parameters
    ----------
    systems
        As `systems.load_systems` gives them.
    lookalikes
        As `lookalikes.load_lookalikes` gives it; its forms of two characters and more (set phrases)
        count for what is meant.
    words
        Words of the corpus, for `look-alike`.
    how
        `none`: each form counts for itself. `listed`: the variants that the lists give.
        `look-alike`: besides, a word that differs from a name of four characters and more in one
        character that is taken for the name's.

    Returns
    -------
    dict without the names themselves.
    """
    if how == "none":
        return {}
    known = list(systems)
    forms = lookalikes.forms if lookalikes is not None else {}
    found = {form: meant for form, (meant, *_rest) in forms.items() if len(form) > 1}
    found |= {form: system.name for system in known for form in system.variants[1:]}
    if how == "look-alike" and lookalikes is not None:
        names = {system.name for system in known if len(system.name) >= SHORTEST_NAME}
        held = frozenset(words) - names - found.keys()
        found |= {form: name for name in sorted(names) for form in _near(name, lookalikes) & held}
    return found


def merge_variants(table: "pd.DataFrame", variants: Mapping[str, str]) -> "pd.DataFrame":
    """The token table with every variant written as its name, for `counts.frequency` and others.

    Parameters
    ----------
    table
        A table with the column token.
    variants
        What `name_of_forms` returns; with {} nothing is merged.

    Returns
    -------
    pandas.DataFrame: a copy with as many rows; N does not change.
    """
    return table.assign(token=table["token"].replace(dict(variants)))


def _near(name: str, lookalikes: Lookalikes) -> set[str]:
    """The forms that differ from a name in one character that is taken for the name's."""
    return {
        name[:at] + other + name[at + 1 :]
        for at, char in enumerate(name)
        for other in lookalikes.partners.get(char, ())
        if other not in PUNS
    }
