"""Which figures seem to measure one thing: the same words, or words that share their head.

A Chinese noun phrase says what it is in its last characters (甲地已有乙类公司), so phrases that end
alike are taken for one quantity, and phrases that share a head and a modifier for kin: the same
thing by another definition.
"""

import re
from collections.abc import Mapping, Sequence

from analysis.gazetteer import CITY

Row = Mapping[str, object]

# Two phrases count the same thing if they end alike in this many characters.
SAME_ENDING = 4
# Kin share this many pairs of neighbouring characters, and this share of the shorter phrase's.
SHARED_PAIRS, SHARED = 4, 0.4
# In a larger ledger two figures are of one quantity only if their phrases are the same: of ten
# thousands many end alike by chance, and every pair of them would have to be looked at.
MANY = 5_000
# A pair of characters that more phrases than this have in common tells nothing.
COMMON_PAIR = 60
_FRAME = re.compile(
    r"[“”‘’《》（）()\s　]|累计|总共|共计|目前|已经|已有|现有|新一批|"
    r"占[^占]{0,4}[总全][数量部体]*\Z"
)
_TAIL = re.compile(r"(?:中|内|总数|数量|总量|正式[一-鿿]{2})\Z")

# Names of places inside a district, at the beginning of a clause or behind a particle, by how they
# end; words for any such place are none.
_PLACE = re.compile(
    "(?:\\A|(?<=[^一-鿿]|[的在于与和及]))(?P<name>[一-鿿]{2,5}?)(?:滨江|(?<=[一-鿿]{3})园区|开发区|产业园|科技园|科学城|新城|商圈|街道|商务区|保税区|大学城|"
    "(?<![公校家乐花学庄果游田桃])园(?![区林丁地艺博长]))"
)
_ANY_PLACE = re.compile(
    "[全各个本该我这两多新]|入驻|集聚|落户|建设|国家|[市区]级|产业|工业|科技|创[新业意]|文化|示范|特色|数字|企业|"
    "[在位于为是和与及的等占到有并向大目前现]|走[进出]|回望|来到|依托|打造|聚焦|推[动进]|引[领进]|管理|服务|支持|整个|吸引|"
    "老城|核心|部分|其他|一批|多个|城市|智慧|智能"
)


def places(text: str) -> list[tuple[int, int, str]]:
    """Named places inside a district (首钢园, 甲乙滨江): start, end and the name's own part.

    >>> places("徐汇滨江的园区"), places("各个园区")
    ([(0, 4, '徐汇')], [])
    """
    found = [(m.start(), m.end(), m["name"]) for m in _PLACE.finditer(text)]
    return [place for place in found if not _ANY_PLACE.search(place[2])]


def _apart(a: Row, b: Row) -> bool:
    """Whether the phrases of two figures, or their systems, name places that are not the same."""
    if a["system_id"] and a["system_id"] == b["system_id"]:
        return False
    x, y = ([name for *_, name in places(f"{phrase(row)}，{row['system_id']}")] for row in (a, b))
    return bool(x and y) and not any(one in other or other in one for one in x for other in y)


def phrase(row: Row) -> str:
    """What a figure measures, without the words that only frame it."""
    return _TAIL.sub("", _FRAME.sub("", str(row["measured"])))


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of a phrase."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def same(a: Row, b: Row) -> bool:
    """Whether two figures of one unit are of one quantity, by words and by area or system."""
    x, y = phrase(a), phrase(b)
    ends = x[-SAME_ENDING:] == y[-SAME_ENDING:] and min(len(x), len(y)) >= SAME_ENDING
    ends = ends or (len(x) > 1 and x == y)
    return ends and _one_home(a, b) and not _apart(a, b)


def alike(a: Row, b: Row) -> bool:
    """Whether one phrase ends in the other, so that both define the quantity alike."""
    x, y = phrase(a), phrase(b)
    return x.endswith(y) or y.endswith(x)


def _one_home(a: Row, b: Row) -> bool:
    """Whether two figures share a system or a district, or nothing is said of one of them."""
    if a["system_id"] and b["system_id"] and a["system_id"] != b["system_id"]:
        return False
    for who in ("system_id", "district"):
        if a[who] and a[who] == b[who]:
            return True
    return not (a["district"] and b["district"]) and not (a["system_id"] and b["system_id"])


def kin(a: Row, b: Row) -> bool:
    """Whether two figures of one unit are of one thing by two definitions (甲类企业, 甲乙企业)."""
    x, y = phrase(a), phrase(b)
    shared = pairs(x) & pairs(y)
    areas = {str(a["district"]), str(b["district"])} - {"", CITY}
    if len(areas) > 1 or _apart(a, b):
        return False
    if len(shared) >= SHARED_PAIRS and len(shared) >= SHARED * (min(len(x), len(y)) - 1):
        return x[-2:] == y[-2:] or x[-3:] in y or y[-3:] in x
    head = x[-2:] == y[-2:] and len(x[-2:]) == 2
    return head and bool(shared - {x[-2:], x[-3:-1], y[-3:-1]}) and _one_home(a, b)


def same_quantities(rows: Sequence[Row]) -> list[list[Row]]:
    """The figures that seem to measure one thing, or one thing by several definitions.

    In a ledger with more than `MANY` such figures only those with the same phrase, unit, district
    and system.

    Parameters
    ----------
    rows
        Rows of the table `indicators`. Repeats, durations, vague figures and those whose phrase is
        too short to tell from another are left out.

    Returns
    -------
    list of groups of two or more rows, each group and the list in the order of the rows.
    """
    kept = [row for row in rows if _counts(row)]
    if len(kept) > MANY:
        return _by_phrase(kept)
    group_of: dict[int, int] = {i: i for i in range(len(kept))}
    for i, j in _neighbours(kept):
        if same(kept[i], kept[j]) or kin(kept[i], kept[j]):
            group_of[_root(group_of, j)] = _root(group_of, i)
    groups: dict[int, list[Row]] = {}
    for i, row in enumerate(kept):
        groups.setdefault(_root(group_of, i), []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _by_phrase(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows with the same phrase, unit, kind of change, district and system, two or more."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        growth = row["change"] in ("growth", "difference")
        key = (phrase(row), row["unit"], growth, row["district"], row["system_id"])
        groups.setdefault(key, []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _root(group_of: dict[int, int], i: int) -> int:
    """The first member of a row's group."""
    while group_of[i] != i:
        group_of[i] = group_of[group_of[i]]
        i = group_of[i]
    return i


def _counts(row: Row) -> bool:
    """Whether a row can be compared with another: a value, and words to know it by."""
    if row["kind"] != "measure" or row["duplicate_of"] or not row["value"]:
        return False
    return len(phrase(row)) > 1 and row["change"] not in ("duration", "rank")


def _neighbours(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of rows of one unit and kind of change that have two characters in common."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i, row in enumerate(rows):
        growth = "growth" if row["change"] in ("growth", "difference") else ""
        for pair in pairs(phrase(row)):
            places.setdefault((str(row["unit"]), growth, pair), []).append(i)
    found = {
        (i, j)
        for members in places.values()
        if len(members) <= COMMON_PAIR
        for at, i in enumerate(members)
        for j in members[at + 1 :]
    }
    return sorted(found)
