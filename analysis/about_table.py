"""What notebooks say of a collection that came as a table file, and not as pages of newspapers."""

from pathlib import Path
from typing import TYPE_CHECKING

from analysis import chain, gazetteer, pages, paths

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
    kind = "places" if of_table(folder) else "districts"
    return f"Sentences are given to {districts} of {len(known)} {kind}"


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
    span = f"{years[0]} to {years[-1]}" if years else "unknown"
    by_place = corpus.articles["districts"].value_counts()
    return [
        f"{len(corpus.pages):,} texts are no sample unless whoever collected them drew them.",
        f"Years: {span}; {undated} texts are undated. A place has {int(by_place.min())} to "
        f"{int(by_place.max())} texts, and not of the same years: a difference between places can "
        "be one between years.",
        f"{reach}, by the column that names the place: a sentence about another place "
        "counts for the place whose text it stands in.",
    ]
