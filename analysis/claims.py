"""Claims of being first or the only one (全国首创, 全市率先, 唯一): of what, and within what."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from analysis import schema
from analysis.gazetteer import CITY, is_district
from analysis.said_of import Statement, dates, shared, statements, system_near, who

if TYPE_CHECKING:
    import pandas as pd

_CLAIM = re.compile(
    r"唯一(?:一[个家座项])?|率先|首(?:个|家|次|台|例|座|条|款|创|项|部|只|支|批)|第一[个家座]|独家|独创"
)
# 首创精神 and 标志性首创案例 claim nothing of their own; 首次会议 and 首批队员 are ordinals.
_NO_CLAIM = re.compile(r"首创(?:性|精神|案例|项目)|唯一性|率先垂范")
# 首批 and 首次 are claims only within a scope (全国首批).
_NEEDS_SCOPE = re.compile("首批|首次|首项|首部|首支|第一")
_WORLD, _NATION = "全球|世界|国际|亚洲", "全国|我国|国内|国家|中国"
# The scope stands this near before the claim.
REACH = 10
LONGEST = 40
# Two claims collide if their objects share this many pairs of characters, and this share.
SHARED_PAIRS, SHARED = 3, 0.5
_NAME = re.compile(r"[^，。；！？、：]*")
_OBJECT = re.compile(r"(?:“[^“”]*”|《[^《》]*》|[^，。；！？、——])+")


def claims(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
    mentions: "pd.DataFrame",
    *,
    city_names: Sequence[str] = (),
) -> "pd.DataFrame":
    """Every claim of being the first or the only one, in order of the text.

    Parameters
    ----------
    sentences, articles, pages, mentions
        The tables of the contract.
    city_names
        What the city is called (上海, 沪上): claims within it have the scope 全市.

    Returns
    -------
    The table `claims`: claim_id, sentence_id, claim (as printed), scope (全球, 全国, 全市, 长三角,
    a district, or empty where none is printed), what (claimed of what), who (as printed),
    system_id, district, date (last day of the period printed before the claim, else the issue
    date), collides_with (claims of others for the same thing in the same scope, joined by `;`).
    """
    found: list[dict[str, str]] = []
    for said in statements(sentences, articles, pages, mentions):
        row = None
        for match in _CLAIM.finditer(said.text):
            row = _claim(said, match, city_names, before=row)
            if row:
                found.append(row | {"claim_id": f"claim-{len(found) + 1:03d}"})
    for row in found:
        row["collides_with"] = ";".join(_collisions(row, found))
    columns = list(schema.COLUMNS["claims"])
    return schema.frame("claims", [{c: row[c] for c in columns} for row in found])


def _claim(
    said: Statement,
    match: re.Match[str],
    city_names: Sequence[str],
    *,
    before: dict[str, str] | None,
) -> dict[str, str] | None:
    """One claim as a row, `None` where the words claim nothing; `before` is the one before it."""
    text, at = said.text, match.start()
    printed, scope = _scope(text[max(0, at - REACH) : at], city_names)
    if before and not scope and re.search("(?:、|以?及|和)\\Z", text[:at]):
        scope = before["scope"]  # 全国首家甲、首家乙: the scope stands once
    if _NO_CLAIM.match(text, at) or (_NEEDS_SCOPE.match(match.group()) and not scope):
        return None
    behind = _OBJECT.match(text, match.end())
    what = behind.group()[:LONGEST].removeprefix("的") if behind else ""
    if not what:  # 9个首创 counts claims and makes none
        return None
    past = [last for start, end, _, last in dates(said) if end <= at]
    owner = _owner(said, at, match.end() + len(behind.group()))
    return {
        "sentence_id": said.sentence_id,
        "claim": printed + match.group(),
        "scope": scope,
        "what": what,
        "who": owner or who(said, at),
        "system_id": system_near(said, at, match.end() + len(what)),
        "district": said.district,
        "date": past[-1] if past else said.issued,
    }


def _owner(said: Statement, at: int, end: int) -> str:
    """The name that the claim is put beside: 首个甲——乙, 作为首个甲，乙…, 作为首个…的乙区."""
    text = said.text
    if text.startswith("——", end):
        named = [text[a:b] for a, b, _ in said.named if end + 2 <= a <= end + 3]
        return named[0] if named else _NAME.match(text, end + 2).group()
    begin = max(text.rfind(mark, 0, at) for mark in "，。；！？：") + 1
    if not re.match("[^，]{0,4}作为", text[begin:at]):
        return ""
    district = re.search("的([一-鿿]{2,3}区)\\Z", text[at:end])
    if district and is_district(district[1]):
        return district[1]
    behind = [text[a:b] for a, b, _ in said.named if text[end:a] == "，"]
    return behind[0] if behind else ""


def _scope(before: str, city_names: Sequence[str]) -> tuple[str, str]:
    """The scope as printed and by its one name; empty where none stands near."""
    before = re.split("[，。；：、！？]", before)[-1]
    names = {"全球": _WORLD, "全国": _NATION, "长三角": "长三角", "全区": "全区|我区"}
    city = [*filter(None, city_names), "全市", "本市", "我市", "市级"]
    names[CITY] = "|".join(map(re.escape, sorted(city, key=len, reverse=True)))
    hits = [
        (m.start(), -len(m.group()), name)
        for name, pattern in names.items()
        for m in re.finditer(pattern, before)
    ]
    hits += [(m.start(), -3, m.group()) for m in re.finditer("[一-鿿]{2}区", before)
             if is_district(m.group())]  # fmt: skip
    if not hits:
        return "", ""
    at, _, name = max(hits, key=lambda hit: (hit[0], -hit[1]))
    printed = before[at:]
    return (printed if len(printed) <= 6 else ""), name


def _collisions(row: dict[str, str], others: Iterable[dict[str, str]]) -> list[str]:
    """Claims of someone else for the same thing within the same printed scope."""
    found = []
    for other in others:
        if other is row or not row["scope"] or row["scope"] != other["scope"]:
            continue
        common = shared(row["what"], other["what"])
        shorter = min(len(row["what"]), len(other["what"])) - 1
        alike = len(common) >= SHARED_PAIRS and len(common) >= SHARED * shorter
        if alike and row["what"][-2:] == other["what"][-2:] and _of_others(row, other):
            found.append(other["claim_id"])
    return found


def _of_others(row: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two claims are made for different bodies, or else for different districts."""
    if row["who"] and other["who"]:
        return row["who"] not in other["who"] and other["who"] not in row["who"]
    if row["system_id"] and other["system_id"]:
        return row["system_id"] != other["system_id"]
    return (
        bool(row["district"]) and bool(other["district"]) and row["district"] != other["district"]
    )
