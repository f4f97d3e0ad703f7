"""Which district a page's newspaper is of: by its name, or because it says 我区 (our district)."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.characters import open_marks
from analysis.gazetteer import Gazetteer, is_district, places, simpler

if TYPE_CHECKING:
    import pandas as pd

# A district's newspaper speaks so of it: 我区, 本区.
_OURS = "我本"
# A page that says 我区 is of the district that so many of its mentions of districts are of.
_SHARE = 2 / 3
_FEWEST = 3


def home_districts(
    pages: "pd.DataFrame",
    gazetteer: Gazetteer,
    *,
    articles: "pd.DataFrame | None" = None,
    sentences: "pd.DataFrame | None" = None,
) -> dict[str, str]:
    """Page id to district, for the pages of a district's newspaper.

    It is named after one district (新普陀报); or no name is known, the page says 我区 or 本区
    outside quotations, and most of the districts it names are one.

    Parameters
    ----------
    pages
        The table `pages`; `newspaper` is read.
    articles, sentences
        Those of the pages; without them only names of newspapers count.
    """
    named = zip(pages["page_id"], pages["newspaper"], strict=True)
    home = {page_id: _of_name(newspaper, gazetteer) for page_id, newspaper in named}
    if articles is not None and sentences is not None:
        page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
        nameless = set(pages["page_id"][pages["newspaper"] == ""])
        texts: dict[str, list[str]] = {}
        for article_id, text in zip(sentences["article_id"], sentences["text"], strict=True):
            if page_of[article_id] in nameless:
                texts.setdefault(page_of[article_id], []).append(text)
        owns = [name for name, (_, kind) in gazetteer.names.items() if kind == "own"]
        ours = "|".join(name for name in owns if name[0] in _OURS)
        if ours:
            said = re.compile(f"(?<!自)(?:{ours})")  # not in 自我区分
            home |= {page_id: _of_texts(page, said, gazetteer) for page_id, page in texts.items()}
    return {page_id: district for page_id, district in home.items() if district}


def _of_name(newspaper: str, gazetteer: Gazetteer) -> str:
    """The one district that a newspaper's name holds, or nothing."""
    named = {
        place.district
        for place in places(newspaper, gazetteer)
        if place.kind in ("district", "short", "former")
    }
    return named.pop() if len(named) == 1 else ""


def _of_texts(texts: Sequence[str], ours: re.Pattern, gazetteer: Gazetteer) -> str:
    """The district of a page that calls one its own, or nothing."""
    if not any(_says(text, ours) for text in simpler("\n".join(texts)).split("\n")):
        return ""
    found = [place.district for text in texts for place in places(text, gazetteer)]
    counts = Counter(filter(is_district, found))
    most = max(counts, key=lambda district: counts[district], default="")
    return most if counts[most] >= max(_FEWEST, _SHARE * counts.total()) else ""


def _says(text: str, ours: re.Pattern) -> bool:
    """Whether the text speaks of a district as its own outside quotations."""
    n_open = done = 0
    for word in ours.finditer(text):
        n_open += open_marks(text[done : word.start()])
        done = word.start()
        if n_open <= 0:
            return True
    return False
