"""What notebooks say of a collection that came as a table file, and not as pages of newspapers."""

from pathlib import Path
from typing import TYPE_CHECKING

from analysis import chain, gazetteer, pages, paths
from analysis.language import say

if TYPE_CHECKING:
    from analysis.chain import Tables


def of_table(folder: Path | None = None) -> bool:
    """Whether the texts are rows of a table file with a column for the place.

    Parameters
    ----------
    folder
        The corpus folder; None: the one that notebooks read.
    """
    mapped = pages.read_settings(folder or paths.corpus_folder()).get("records", {})
    return isinstance(mapped, dict) and "place" in mapped


def reach(districts: int, folder: Path | None = None) -> str:
    """Say how many districts have sentences, of how many that the folder's gazetteer knows."""
    folder = folder or paths.corpus_folder()
    known = gazetteer.load_gazetteer(folder, city=chain.city_of(folder)).districts
    numbers = {"n": districts, "n_known": len(known)}
    if of_table(folder):
        return say("Sentences are given to {n} of {n_known} {n_known:place|places}", **numbers)
    return say("Sentences are given to {n} of {n_known} {n_known:district|districts}", **numbers)


def limits(corpus: "Tables", years: list[str], undated: int, reach: str) -> list[str]:
    """Sentences on what such a collection cannot show.

    Parameters
    ----------
    years
        Those of the texts, in order.
    undated
        Texts without a date.
    reach
        The sentence of `reach`.
    """
    span = say("{a} to {b}", a=years[0], b=years[-1]) if years else say("unknown")
    by_place = corpus.articles["districts"].value_counts()
    least, most = int(by_place.min()), int(by_place.max())
    held = str(most) if least == most else say("{a} to {b}", a=least, b=most)
    return [
        say(
            "{n:,} {n:text is|texts are} no sample unless whoever collected {n:it drew it|them "
            "drew them}.",
            n=len(corpus.pages),
        ),
        say(
            "Years: {span}; {undated} {undated:text is|texts are} undated. A place has {held} "
            "{held:text|texts}, and not of the same years: a difference between places can be one "
            "between years.",
            span=span, undated=undated, held=held,
        ),
        say(
            "{reach}, by the column that names the place: a sentence about another place counts "
            "for the place whose text it stands in.",
            reach=reach,
        ),
    ]  # fmt: skip
