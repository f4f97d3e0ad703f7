"""The places of a city, as data, and where a text mentions them.

A gazetteer is UTF-8 text with tabs and the header `name district kind basis
source`, one row per name. To write one for another city:

=========  =========================  ==========================================================
column     holds                      remark
=========  =========================  ==========================================================
name       the string to find         simplified characters; a name stands once
district   the district it means      official name; `全市` the city, `外地` elsewhere; empty for
                                      kinds own and guard
kind       district                   official names, first in the file: their order is the order
                                      of every figure
           short, former              静安 for 静安区; 闸北区, now 静安区
           street, town, landmark     a place that lies in one district
           city, organ                the city's name; its bodies and institutions
           own                        how a district speaks of itself: 本区, 区委
           elsewhere                  a place outside the city
           guard                      a name that holds a place's and does not mean it: 金山石化
           border                     no name but two words or an idiom where one seems to stand:
                                      隆重庆(祝), 金山银山
basis      printed or landmark        landmark: it takes knowledge to see the district; empty for
                                      own and guard
source     where it is from, or why   never empty
=========  =========================  ==========================================================

Regions of which the city is a part (长三角) are in no list: neither the city nor elsewhere.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from analysis import matching, paths
from analysis.errors import InputError
from analysis.lists import fault, read_rows
from analysis.settings import DEFAULT_CITY, city_of

COLUMNS = ("name", "district", "kind", "basis", "source")
CITY = "全市"
ELSEWHERE = "外地"
# kind -> the basis that its rows have; the first group names a district, the second lies in one.
KINDS = {
    "district": "printed", "short": "printed", "former": "printed",
    "street": "landmark", "town": "landmark", "landmark": "landmark",
    "city": "printed", "organ": "printed", "elsewhere": "printed", "own": "",
    "guard": "", "border": "",
}  # fmt: skip
GUARDS = ("guard", "border")  # both swallow what they cover; the lexicon keeps only the first whole

# Traditional characters of district names and of the words around them, one for one, so that
# offsets stay; a page set in them is read, not repaired.
_SIMPLER = str.maketrans(
    "區匯滙長寧靜楊閔寶東黃賢縣鎮閘盧灣匯龍華莊橋張園廣場鐵陸興楓萬緒嶼島滬蘇無錫慶貴雲陝甘肅內遼臺灣",
    "区汇汇长宁静杨闵宝东黄贤县镇闸卢湾汇龙华庄桥张园广场铁陆兴枫万绪屿岛沪苏无锡庆贵云陕甘肃内辽台湾",
)
# 市委 and 区委 also end 杭州市委 and 社区委: before them stands nothing, a mark or one of these.
_BEFORE_ORGAN = frozenset(
    "和与及由经被向在从对为是受将会据按给让同跟把并了到，。；：、！？—…“‘（《 　\n"
)
# 宝山路 is no 宝山, 江西路 no 江西.
_ROAD = re.compile(r"[东西南北中]?[一二三支]?路")
# 徐汇中学, 嘉定一中: a house known by the district's short name, and mostly met as a venue.
_SCHOOL = re.compile(
    r"第?[一二三四五六七八九十]*(?:实验|外国语|高级|初级|中心|师范)*(?:中学|小学|幼儿园)"
    r"|[一二三四五六七八九十]中(?![国央心外午])"
)
# 甲医院乙分院, 甲学院附属…: the other house stands elsewhere.
_BRANCH = re.compile(r"附属|.{0,2}分[院校馆店行]|分公司")


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The names of a city's places.

    Attributes
    ----------
    districts
        Official names, in the one order used everywhere.
    names
        Name to (district, kind), guards left out.
    guards
        Strings that cover a name without meaning it, to their kind (one of `GUARDS`).
    """

    districts: tuple[str, ...]
    names: Mapping[str, tuple[str, str]]
    guards: Mapping[str, str]

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any name or guard in simplified characters, the longest first."""
        return matching.any_of(tuple(self.plain))

    @functools.cached_property
    def plain(self) -> Mapping[str, str]:
        """Names and guards in simplified characters to as they stand in the file."""
        names = (*self.names, *self.guards)
        return {simpler(name): name for name in names} | {
            name: name for name in names if simpler(name) == name
        }

    @functools.cached_property
    def city_names(self) -> tuple[str, ...]:
        """What the city is called (上海, 上海市, 全市, 本市), in the order of the file."""
        return tuple(name for name, (_district, kind) in self.names.items() if kind == "city")

    @functools.cached_property
    def _short(self) -> Mapping[str, str]:
        """District to its first name of the kind “short”."""
        rows = [(district, name) for name, (district, kind) in self.names.items()
                if kind == "short"]  # fmt: skip
        return dict(reversed(rows))

    def short_name(self, district: str) -> str:
        """The district's name as a label (静安 for 静安区); the full name where it has no other."""
        return self._short.get(district, district)


def is_district(name: str) -> bool:
    """Whether a value of a column `district` is a district: not empty, the city or elsewhere.

    >>> is_district("静安区"), is_district(CITY), is_district(ELSEWHERE), is_district("")
    (True, False, False, False)
    """
    return name not in ("", CITY, ELSEWHERE)


def simpler(text: str) -> str:
    """The text with the traditional characters of place names made simplified, offsets kept.

    >>> simpler("新普陀報，黃浦區")
    '新普陀報，黄浦区'
    """
    return text.translate(_SIMPLER)


class Place(NamedTuple):
    """A mention: `name` as the gazetteer has it, at `start` (characters, from 0) of the text."""

    start: int
    name: str
    district: str
    basis: str
    kind: str

    @property
    def end(self) -> int:
        """The character after the mention."""
        return self.start + len(self.name)


def load_gazetteer(corpus: Path | None = None, *, city: str | None = None) -> Gazetteer:
    """The gazetteer of a city: the corpus folder's `gazetteer/CITY.tsv`, else the package's.

    Parameters
    ----------
    corpus
        A corpus folder; None: the package's own gazetteers.
    city
        Name of the file. None: the `city` of the folder's `corpus.toml`, else `DEFAULT_CITY`.

    Raises
    ------
    InputError
        There is none, or it is faulty (see `read_gazetteer`); the message names the file.
    """
    city = city or (city_of(corpus) if corpus is not None else DEFAULT_CITY)
    path = paths.resource(corpus, "gazetteer", f"{city}.tsv")
    if not path.exists():
        raise InputError(
            f"No gazetteer for the city “{city}” — there is no {path}. Write "
            f"gazetteer/{city}.tsv in the corpus folder, or name another city in corpus.toml."
        )
    return read_gazetteer(path)


def read_gazetteer(path: Path) -> Gazetteer:
    """The gazetteer that stands in a file.

    Raises
    ------
    InputError
        It is not a clean list (see `lists.read_rows`), or a row is faulty (an unknown district or
        kind, a name that stands twice); the message names file and line.
    """
    rows = read_rows(path, required=COLUMNS, exact=True)
    districts = tuple(row["name"] for _, row in rows if row["kind"] == "district")
    if not districts:
        raise fault(path, 2, "no row has the kind “district”", "begin with the official districts")
    seen: dict[str, int] = {}
    for number, row in rows:
        _check_row(path, number, row, districts)
        first = seen.setdefault(row["name"], number)
        if first != number:
            raise fault(path, number, f"“{row['name']}” stands in line {first} too", "keep one")
    return Gazetteer(
        districts=districts,
        names=MappingProxyType(
            {r["name"]: (r["district"], r["kind"]) for _, r in rows if r["kind"] not in GUARDS}
        ),
        guards=MappingProxyType({r["name"]: r["kind"] for _, r in rows if r["kind"] in GUARDS}),
    )


def places(text: str, gazetteer: Gazetteer) -> list[Place]:
    """The mentions of places in a text, from left to right, the longest name at each point.

    A guard swallows what it covers. Traditional characters are read as simplified ones. Linear in
    the text.
    """
    text = simpler(text)
    search, position = gazetteer.pattern.search, 0
    found: list[Place] = []
    while match := search(text, position):
        start, position = match.span()
        name = gazetteer.plain[match.group()]
        if name in gazetteer.names:
            name = _without_overlap(text, start, name, gazetteer)
            position = start + len(name)
            district, kind = gazetteer.names[name]
            behind_city = bool(found) and found[-1].kind == "city" and found[-1].end == start
            school = kind == "short" and _SCHOOL.match(text, position)
            if not school and (behind_city or _stands(text, start, position, kind)):
                found.append(Place(start, name, district, KINDS[kind], kind))
    return found


def _check_row(path: Path, number: int, row: dict[str, str], districts: Sequence[str]) -> None:
    """Refuse a row whose kind, district, basis or source cannot be right."""
    name, district, kind, basis, source = (row[column] for column in COLUMNS)
    if kind not in KINDS:
        raise fault(path, number, f"the kind “{kind}”", f"use one of {', '.join(KINDS)}")
    wanted = {"district": (name,), "city": (CITY,), "organ": (CITY,), "elsewhere": (ELSEWHERE,)}
    allowed = wanted.get(kind, districts if KINDS[kind] else ("",))
    if district not in allowed:
        raise fault(
            path,
            number,
            f"“{name}” ({kind}) has the district “{district}”",
            "use " + ("an official district" if allowed is districts else allowed[0] or "none"),
        )
    if basis != KINDS[kind]:
        raise fault(path, number, f"the basis “{basis}”", f"for {kind} it is “{KINDS[kind]}”")
    if not name or not source:
        raise fault(path, number, "an empty name or source", "fill in both")


def _without_overlap(text: str, start: int, name: str, gazetteer: Gazetteer) -> str:
    """The name, or 上海 for 上海市 where 市 begins the next name (上海/市科委)."""
    if gazetteer.names[name][1] != "city" or name[:-1] not in gazetteer.names:
        return name
    following = gazetteer.pattern.match(text, start + len(name) - 1)
    # Two characters (市委, 市民) are too short to outweigh the full name of the city.
    if following and len(following[0]) > 2 and gazetteer.plain[following[0]] in gazetteer.names:
        return name[:-1]
    return name


def _stands(text: str, start: int, end: int, kind: str) -> bool:
    """Whether the characters around a name let it be one."""
    if kind in ("short", "elsewhere"):
        return not _ROAD.match(text, end)
    if kind == "landmark":
        return not _BRANCH.match(text, end)
    if kind in ("organ", "own") and text[start] in "市区县":
        return start == 0 or text[start - 1] in _BEFORE_ORGAN
    return True
