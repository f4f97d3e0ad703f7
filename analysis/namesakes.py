"""The places that an article mentions, without what only sounds like one of the city.

A driver called 戚宝山 says nothing of 宝山区, and in a story about Hefei 全市 (the whole city) is
Hefei. Both are seen only in an article as a whole.
"""

import re
from collections.abc import Iterator, Sequence

from analysis.characters import both_scripts
from analysis.gazetteer import CITY, ELSEWHERE, Gazetteer, Place, places, simpler
from analysis.namerules import SAYING_VERBS, TITLES
from analysis.surnames import SURNAMES

# 于 and 向 stand before places as prepositions: 位于宝山.
_SURNAMES = SURNAMES - frozenset("于向")
# What makes a person of a surname and a name: a title before them, or a verb of saying behind.
_TITLED = re.compile(both_scripts(f"(?:{'|'.join(sorted(TITLES))})$"))
_SPEAKS = re.compile(both_scripts("|".join(sorted(SAYING_VERBS))))
_LONGEST_TITLE = max(map(len, TITLES))
# What may stand inside an address between the city and a smaller place of it.
_ADDRESS = re.compile("[^，。；：、！？和与到至在的“”]{0,3}[市区县]?")
# So many places elsewhere are what an article is about, not an aside.
_FEWEST = 2
# 本市, 全市, 市政府: words by which every city speaks of itself.
_ANY_CITY = re.compile("[全本我][市城]|市")


def mentions(
    headings: Sequence[str], body: Sequence[str], gazetteer: Gazetteer
) -> list[list[Place]]:
    """The mentions in each heading and in each sentence of an article, from left to right.

    Left out is a district's short name where it is a person's; where the article is about another
    city, what any city calls itself (全市, 市政府) is a place elsewhere.

    Parameters
    ----------
    headings, body
        Its headings, and its sentences in reading order.
    """
    texts = list(map(simpler, (*headings, *body)))
    found = [_with_addresses(text, places(text, gazetteer)) for text in texts]
    if persons := set(_persons(texts, found)):
        found = [
            [place for place in of_text if text[max(0, place.start - 1) : place.end] not in persons]
            for text, of_text in zip(texts, found, strict=True)
        ]
    if _is_abroad(found[: len(headings)], found):
        found = [
            [_as_elsewhere(place) if _is_of_any_city(place) else place for place in of_text]
            for of_text in found
        ]
    return found


def _with_addresses(text: str, found: list[Place]) -> list[Place]:
    """The mentions; what only goes on with the address of one elsewhere is there too: 南京市秦淮区.

    So it is with 长宁街道 behind 南京市.
    """
    meant: list[Place] = []
    for place in found:
        before = meant[-1] if meant else place
        goes_on = before.kind == "elsewhere" and place.kind not in ("city", "organ", "own")
        there = goes_on and _ADDRESS.fullmatch(text, before.end, place.start)
        meant.append(_as_elsewhere(place) if there else place)
    return meant


def _persons(texts: Sequence[str], found: Sequence[list[Place]]) -> Iterator[str]:
    """Surname and name of each person called like a district whom one mention shows as a person."""
    for text, of_text in zip(texts, found, strict=True):
        for place in of_text:
            at = place.start - 1
            if place.kind != "short" or at < 0 or text[at] not in _SURNAMES:
                continue
            titled = _TITLED.search(text[max(0, at - _LONGEST_TITLE) : at])
            if titled or _SPEAKS.match(text, place.end):
                yield text[at : place.end]


def _is_abroad(headings: Sequence[list[Place]], found: Sequence[list[Place]]) -> bool:
    """Whether an article is about another city.

    The first place that it names is elsewhere, so are most, of two at least, and its headings name
    none of the city.
    """
    named = _sides(found)
    n_elsewhere = named.count(ELSEWHERE)
    most = named[:1] == [ELSEWHERE] and n_elsewhere >= _FEWEST and 2 * n_elsewhere > len(named)
    return most and CITY not in _sides(headings)


def _sides(found: Sequence[list[Place]]) -> list[str]:
    """外地 or the city, for each mention that surely lies there: not for 本区 and 全市."""
    return [
        ELSEWHERE if place.kind == "elsewhere" else CITY
        for of_text in found
        for place in of_text
        if place.kind != "own" and not _is_of_any_city(place)
    ]


def _is_of_any_city(place: Place) -> bool:
    """Whether a city's body, or a city's word for itself, does not say which city."""
    return place.kind in ("city", "organ") and _ANY_CITY.match(place.name) is not None


def _as_elsewhere(place: Place) -> Place:
    """The mention as one of a place elsewhere."""
    return place._replace(district=ELSEWHERE, kind="elsewhere")
