"""Ranks and claims of being first: 第三名, 前十, 六连冠, 两位数, 首个, 唯一, 首创, 率先."""

import functools
import re
from decimal import Decimal

from analysis.matching import any_of
from analysis.numerals import read
from analysis.units import Form, Quantity

_NUM = "[0-9]{1,6}|[一二两三四五六七八九十百]{1,4}"
# What a first is a first of, besides the names of the city.
_SCOPES = (
    "全国", "全省", "全市", "全县", "全区", "全球", "全世界", "国内", "国际", "省内",
    "世界", "亚洲", "中国", "我国", "我省", "我市", "我区", "本省", "本市", "本区",
    "长三角", "珠三角", "京津冀", "大湾区",
)  # fmt: skip
_MEASURE = "个家台座条张部本款例支项所间只单艘架批"
_RANK_LEAD = re.compile(
    r"(?:排名|位列|位居|名列|稳居|跃居|居|位次|列|排在|排到|升至|评为|获评?|取得)[^，。；：！？第]{0,14}\Z"
)
# 位居前三 and 全国前十 are places from the third or tenth upwards; 前三季度 is a period.
_NO_PLACE = r"(?![0-9一二三四五六七八九十年月日天周个届次批任期季代车大])"
_LEADS = "位居|位列|名列|排名|跻身|进入|稳居|保持|居|列"


@functools.cache
def _specials(city_names: tuple[str, ...]) -> tuple[tuple[str, Form, str, re.Pattern[str]], ...]:
    """Ranks and firsts: unit, form, what is counted (empty: the unit), and the pattern."""
    scope = any_of((*_SCOPES, *city_names)).pattern
    rows: tuple[tuple[str, Form, str, str], ...] = (
        ("名", "streak", "次", rf"(?P<n>{_NUM})连[冠胜]"),
        ("个", "only", "", rf"唯一(?:的)?一(?P<m>[{_MEASURE}])"),
        ("名", "only", "", rf"(?:{scope})[^，。；：、“”]{{0,4}}?第一[{_MEASURE[:-1]}]"),
        ("名", "only", "", r"首[个家台座条张部本款例支项所间只艘架](?!体|人|都)"),
        ("名", "only", "", rf"(?:{scope})[^，。；：、“”]{{0,4}}?(?:首创|唯一)"),
        ("名", "only", "", r"首创(?=“)|唯一(?=的|获|入选|入围)"),
        ("名", "only", "", rf"(?:{scope})(?:范围内?|内|各[省市区县])?率先"),
        ("届", "rank", "届", r"首届"),
        ("%", "digits", "%", r"(?P<n>两|三|四)位数"),
        ("名", "rank", "名",
         rf"(?:(?:{_LEADS})[^，。；：！？、第前0-9]{{0,8}}|(?:{scope}))"
         rf"(?P<top>前(?P<n>{_NUM})(?:强|名|位)?){_NO_PLACE}"),
        ("名", "rank", "名", rf"第(?P<n>{_NUM})(?P<m>名|位(?![的数]))?"),
    )  # fmt: skip
    return tuple((unit, form, counted, re.compile(text)) for unit, form, counted, text in rows)


def ranks(text: str, mask: bytearray, city_names: tuple[str, ...]) -> list[Quantity]:
    """Ranks, firsts, streaks and numbers of digits; their place is blocked for the rest."""
    found = []
    for unit, form, counted, pattern in _specials(city_names):
        for match in pattern.finditer(text):
            quantity = _ranked(text, match, unit, form, counted, mask)
            if quantity is not None:
                mask[quantity.start : quantity.end] = b"\x01" * (quantity.end - quantity.start)
                found.append(quantity)
    return found


def _ranked(
    text: str, match: re.Match[str], unit: str, form: Form, counted: str, mask: bytearray
) -> Quantity | None:
    """The rank of one match; `None` where its place is taken or it is no rank."""
    groups = match.groupdict()
    top = groups.get("top")
    at = match.start("n") if "n" in groups else match.start()
    if any(mask[at : match.end()]) or not (top or _is_rank(text, match, form)):
        return None
    value = Decimal(1) if "n" not in groups else read(match["n"])
    if form == "digits":
        value = Decimal(10) ** (int(value or 1) - 1)
    if value is None:
        return None
    operator = ">=" if form == "digits" else "<=" if top else "="
    upper = value * 10 - 1 if form == "digits" else None
    name = groups.get("m") if form == "only" and groups.get("m") else counted or unit
    start = match.start("top") if top else match.start()
    return Quantity(start, match.end(), start, match.end(), value, upper, operator,
                    name, "rank", form, "chinese")  # fmt: skip


def _is_rank(text: str, match: re.Match[str], form: Form) -> bool:
    """An ordinal is a rank after 排名, 位列 and the like, or as 第N名; 第三批 is not."""
    if form == "digits":
        around = text[max(0, match.start() - 10) : match.end() + 6]
        return re.search(r"增|涨|升|降", around) is not None
    if form != "rank" or "n" not in match.groupdict():
        return True
    if match["m"]:
        return True
    after = text[match.end() : match.end() + 1]
    led = _RANK_LEAD.search(text[max(0, match.start() - 20) : match.start()])
    return led is not None and after not in tuple("批次届期版张家个项代产轮季方线时")
