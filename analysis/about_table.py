"""What notebooks say of a collection that came as a table file, and not as pages of newspapers."""

from typing import TYPE_CHECKING

from analysis import chain, gazetteer, pages, paths

if TYPE_CHECKING:
    from analysis.chain import Tables


def of_table() -> bool:
    """Whether the texts are rows of a table file with a column for the place."""
    mapped = pages.read_settings(paths.corpus_folder()).get("records", {})
    return isinstance(mapped, dict) and "place" in mapped


def reach(districts: int) -> str:
    """Say how many districts have sentences, of how many that the gazetteer knows."""
    folder = paths.corpus_folder()
    known = gazetteer.load_gazetteer(folder, city=chain.city_of(folder)).districts
    kind = "places" if of_table() else "districts"
    return f"Sentences are given to {districts} of {len(known)} {kind}"


def limits(corpus: "Tables", years: list[str], undated: int, named: int) -> list[str]:
    """Sentences on what such a collection cannot show.

    Parameters
    ----------
    years
        Those of the texts, in order.
    undated
        Texts without a date.
    named
        Places that sentences are given to.
    """
    span = f"{years[0]} to {years[-1]}" if years else "unknown"
    by_place = corpus.articles["districts"].value_counts()
    return [
        f"{len(corpus.pages):,} texts are no sample unless whoever collected them drew them.",
        f"Years: {span}; {undated} texts are undated. A place has {int(by_place.min())} to "
        f"{int(by_place.max())} texts, and not of the same years: a difference between places can "
        "be one between years.",
        f"{reach(named)}, by the column that names the place: a sentence about another place "
        "counts for the place whose text it stands in.",
    ]
