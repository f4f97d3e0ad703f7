"""Whether the gazetteer is the one of the city that the pages write about."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from analysis import gazetteer as places
from analysis import placed
from analysis.language import say

if TYPE_CHECKING:
    import pandas as pd

# 海淀区, 密云县: a name of two or three characters and the word for a district.
_DISTRICT_LIKE = re.compile(r"[\u4e00-\u9fff]{2,3}[区县]")
# So many different names are no passing mention of another city's district.
MIN_NAMES = 3


def doubt(
    sentences: "pd.DataFrame", tokens: "pd.DataFrame", gazetteer: places.Gazetteer, *, city: str
) -> str:
    """A sentence that says why the gazetteer may be another city's; empty without a doubt.

    jieba tags names of places `ns`. Where at least `MIN_NAMES` different ones look like districts,
    stand in no list, and together are mentioned more often than the gazetteer's own districts, the
    pages are likely about another city. Sentences whose place stands in a column are not asked.

    Parameters
    ----------
    sentences, tokens
        Tables of the contract.
    city
        Name of the gazetteer, as in `corpus.toml`.
    """
    if (sentences["district_basis"] == placed.BASIS).all():
        return ""
    unlisted = unlisted_districts(tokens, gazetteer)
    named = sum(
        place.kind in ("district", "short")
        for text in sentences["text"]
        for place in places.places(text, gazetteer)
    )
    if len(unlisted) < MIN_NAMES or unlisted.total() <= named:
        return ""
    most = "、".join(
        name for name, _ in sorted(unlisted.items(), key=lambda item: (-item[1], item[0]))[:4]
    )
    return say(
        "These pages may be about another city — {most} look like districts ({n_unlisted} names, "
        "{n_mentions} mentions) and are not in the gazetteer “{city}”, whose districts are "
        "mentioned {named} {named:time|times}. Name the city in corpus.toml (city = …) and write "
        "gazetteer/CITY.tsv.",
        most=most,
        n_unlisted=len(unlisted),
        n_mentions=unlisted.total(),
        city=city,
        named=named,
    )


def unlisted_districts(tokens: "pd.DataFrame", gazetteer: places.Gazetteer) -> Counter[str]:
    """Words that look like districts and stand in no list, with their number of mentions."""
    found = tokens.loc[tokens["pos"].str.startswith("ns"), "token"]
    counts = Counter(found[found.str.fullmatch(_DISTRICT_LIKE)])
    return Counter({name: n for name, n in counts.items() if name not in gazetteer.names})
