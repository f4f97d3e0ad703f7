"""The place that a table file prints beside each text: the compared group of such a corpus.

A page of a newspaper has to be read to see which district a sentence is about. A row of a table
file with a column for the place says it: what stands in the row is about that place, whatever other
places its sentences name.
"""

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.errors import InputError

if TYPE_CHECKING:
    from analysis.gazetteer import Gazetteer
    from analysis.pages import Page

# The basis of a sentence whose place stands in a column of the table file.
BASIS = "printed: place column"


def placed(pages: Iterable["Page"], gazetteer: "Gazetteer", *, city: str) -> dict[str, str]:
    """Page id to the group of its row, for rows that name a place.

    Parameters
    ----------
    pages
        As `pages.read_corpus` gives them.
    gazetteer
        Its groups are the rows of the kind `district`; any of its other names of a group (short,
        former) means that group.
    city
        The gazetteer's name, for the message.

    Raises
    ------
    InputError
        A place is no name of a group in the gazetteer; the message names the row.
    """
    found = {}
    for page in pages:
        if page.place:
            group, _kind = gazetteer.names.get(page.place, ("", ""))
            if group not in gazetteer.districts:
                raise InputError(_unknown(page, gazetteer, city))
            found[page.page_id] = group
    return found


def _unknown(page: "Page", gazetteer: "Gazetteer", city: str) -> str:
    """What to say of a place that is no group of the gazetteer."""
    meant = difflib.get_close_matches(page.place, gazetteer.names, n=1)
    hint = f"write {meant[0]} in the row, or give" if meant else "give"
    return (
        f"{page.file} is of the place “{page.place[:30]}”, which is no group of the gazetteer "
        f"“{city}” — its groups are {'、'.join(gazetteer.districts[:3])} … "
        f"({len(gazetteer.districts)}). Correct: {hint} it a row of the kind “district” in "
        "gazetteer/NAME.tsv, and say city = “NAME” in corpus.toml."
    )
