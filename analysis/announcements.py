"""What is announced (将, 拟, 计划, 力争, 到2025年), by when, and where it is reported as done."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from analysis import placed, schema
from analysis.said_of import STOPS, Statement, dates, pairs, statements, system_near, who

if TYPE_CHECKING:
    import pandas as pd

# 将 before one of these speaks of the future; before a noun it only moves the object (将甲改为乙).
_DOING = (
    "于|在|会|继续|进一步|全面|正式|重点|全力|陆续|集中|逐步|再|可|不|共同|率先|加快|加大|围绕|通过|以|"
    "与|从|对|为|释放|建成|打造|建设|推出|推进|推动|推广|入驻|成为|升级|被|带来|新增|新建|开展|实现|采用|"
    "举办|举行|完成|达到|达|启动|形成|拓展|深化|投入|投资|投用|引进|开放|上线|覆盖|惠及|延长|提供|吸引|"
    "培育|构建|迎来|增加|增至|扩大|发布|出台|试点|落户|开工|竣工|启用|制定|完善|探索|突破|超过|同样|有|是"
)
_VERB = re.compile(
    rf"(?<![已曾把便])(?P<will>将)(?=(?:{_DOING}))|(?<![虚模比])(?P<plan>拟)(?=(?:投|建|于|在|推|新|形成|到|用))|"
    r"(?P<mean>计划)(?=(?:于|在|到|用|今年|明年|年内|推出|推进|建成|建设|投资|新增|新建|打造|完成|开展|引进))|"
    r"(?P<aim>目标(?=是|为)|力争|争取(?=在|到|于|年内|用|实现|今年|明年)|有望|预计|预期)|"
    r"(?P<by>到(?:20\d\d年|“?十[四五六]五”?(?:期?末)|今年年?底|明年年?底|年底)(?:底|末|前)?)"
)
_DONE = re.compile(
    "已|建成|上线|启用|投用|完成|落成|揭牌|开通|入驻|发布|推出|举行|开幕|投入使用|投入运营|成立|落地|获评|实现了"
)
LONGEST = 48
# A later sentence reports the same if it shares this many pairs of characters, and this share.
SHARED_PAIRS, SHARED = 4, 0.6
# Where both name one system, this share will do.
SHARED_IF_NAMED = 0.4
# Around a date that is a clause of its own.
_BY_WHEN = re.compile(r"[用利]?[到至在于]?\|(?:年?[底末]|[以之]?前|[之以]?内|左右)?")
_WORDS = re.compile(r"(?:“[^“”]*”|《[^《》]*》|[^，。；！？])+")


def announcements(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
    mentions: "pd.DataFrame",
    indicators: "pd.DataFrame",
) -> "pd.DataFrame":
    """Everything that is announced, in order of the text.

    Parameters
    ----------
    sentences, articles, pages, mentions, indicators
        The tables of the contract.

    Returns
    -------
    The table `announcements`: announcement_id, sentence_id, verb (as printed), what, who (as
    printed), system_id, district, target_date (last day of the future period printed beside it;
    empty where none is), indicator_ids (figures behind the verb, joined by `;`), reported_done_in
    (sentences of later issues that report the same as done, joined by `;`; a proposal to be read,
    not a proof).
    """
    said = list(statements(sentences, articles, pages, mentions))
    reports = _Reports(said, sentences)
    figures = _figures(indicators)
    found: list[dict[str, str]] = []
    for one in said:
        for match in _verbs(one):
            row = _announcement(one, match, figures.get(one.sentence_id, ()))
            if match["by"] and not row["target_date"]:
                continue  # a year that is past
            later = reports.of(row, one)
            found.append(row | {"announcement_id": f"announcement-{len(found) + 1:03d}",
                                "reported_done_in": ";".join(later)})  # fmt: skip
    columns = list(schema.COLUMNS["announcements"])
    return schema.frame("announcements", [{c: row[c] for c in columns} for row in found])


def _verbs(said: Statement) -> list[re.Match[str]]:
    """The words that announce, one to a part of the sentence, and none inside a name."""
    found: list[re.Match[str]] = []
    for match in _VERB.finditer(said.text):
        inside = any(a <= match.start() < b for a, b, _ in said.named)
        quoted = said.text.count("“", 0, match.start()) > said.text.count("”", 0, match.start())
        gap = said.text[found[-1].end() : match.start()] if found else "。"
        if not inside and not (quoted and match["mean"]) and re.search("[，。；！？]", gap):
            found.append(match)
    return found


def _figures(indicators: "pd.DataFrame") -> dict[str, list[tuple[str, str]]]:
    """Printed figure and id of the ledger's rows, by sentence."""
    figures: dict[str, list[tuple[str, str]]] = {}
    names = ("sentence_id", "figure", "indicator_id")
    for sid, figure, name in zip(*(indicators[n] for n in names), strict=True):
        figures.setdefault(sid, []).append((figure, name))
    return figures


def _announcement(
    said: Statement, match: re.Match[str], figures: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """One announcement as a row, without its id and what became of it."""
    text, at = said.text, match.start()
    stop = min((i for i in (text.find(m, at) for m in STOPS) if i >= 0), default=len(text))
    begin = max(text.rfind(mark, 0, at) for mark in STOPS) + 1
    dated = dates(said)
    ahead = [
        last
        for start, end, _, last in dated
        if begin <= start < stop
        and _is_ahead(last, said.issued, aimed=start >= match.end() and not match["by"])
        # 今年成立的中心将入驻: the date belongs to the noun.
        and (end > at or "的" not in text[end:at])
    ]
    inside = [name for figure, name in figures if text.find(figure, at, stop) >= 0]
    return {
        "sentence_id": said.sentence_id,
        "verb": match.group(),
        "what": _what(text, match.end(), stop, dated)[:LONGEST],
        "who": who(said, at),
        "system_id": system_near(said, at, stop),
        "district": said.district,
        "target_date": max(ahead, default=""),
        "indicator_ids": ";".join(inside),
    }


def _what(text: str, at: int, stop: int, dated: Sequence[tuple[int, int, str, str]]) -> str:
    """The clause behind the verb; of one too short, or of a date alone (到2025年底，), the next."""
    parts = list(_WORDS.finditer(text, at, stop))
    if len(parts) > 1 and _is_date(parts[0], dated):
        parts = parts[1:]
    what = parts[0].group() if parts else ""
    if len(what) < 6 and len(parts) > 1:
        what = f"{what}，{parts[1].group()}" if what else parts[1].group()
    return what


def _is_date(part: re.Match[str], dated: Sequence[tuple[int, int, str, str]]) -> bool:
    """Whether a clause says nothing but by when."""
    inside = [d for d in dated if part.start() <= d[0] and d[1] <= part.end()]
    if len(inside) != 1:
        return False
    start, end = inside[0][0] - part.start(), inside[0][1] - part.start()
    said = part.group()
    return bool(_BY_WHEN.fullmatch(said[:start] + "|" + said[end:]))


def _is_ahead(last: str, issued: str, *, aimed: bool) -> bool:
    """Whether a day is of the future; behind the verb it is also where no day of issue is known."""
    day = last[: len(issued)]
    return day > issued or (aimed and day == issued and len(issued) < len(last))


class _Reports:
    """The sentences that report something as done, found by the pairs of characters they hold.

    A sentence of a table file with a column for the place reports of that place only.
    """

    def __init__(self, said: Iterable[Statement], sentences: "pd.DataFrame") -> None:
        in_column = sentences[sentences["district_basis"] == placed.BASIS]
        self._home = dict(zip(in_column["article_id"], in_column["district"], strict=True))
        self._said = [s for s in said if _DONE.search(s.text) and not _VERB.search(s.text)]
        self._holding: dict[str, dict[str, list[int]]] = {}
        for number, one in enumerate(self._said):
            own = self._holding.setdefault(self._home.get(one.article_id, ""), {})
            for pair in pairs(one.text):
                own.setdefault(pair, []).append(number)

    def of(self, row: Mapping[str, str], said: Statement) -> list[str]:
        """Sentences of later issues that report the announced thing as done, in order."""
        what, system = pairs(row["what"]), row["system_id"]
        least = (SHARED_IF_NAMED if system else SHARED) * (len(row["what"]) - 1)
        least = max(SHARED_PAIRS, math.ceil(least))
        if not said.issued or len(what) < least:
            return []
        holding = self._holding.get(self._home.get(said.article_id, ""), {})
        # Whoever has `least` of the pairs has one of any `len(what) - least + 1`: the rarest.
        rare = sorted((holding.get(pair, []) for pair in what), key=len)
        near = sorted(set().union(*rare[: len(what) - least + 1]))
        return [
            later.sentence_id
            for later in map(self._said.__getitem__, near)
            if later.issued > said.issued and later.page_id != said.page_id
            and _reports(row, what, later)
        ]  # fmt: skip


def _reports(row: Mapping[str, str], what: Set[str], later: Statement) -> bool:
    """Whether a sentence shares enough with what was announced."""
    same = bool(row["system_id"]) and row["system_id"] in {name for _, _, name in later.named}
    wanted = (SHARED_IF_NAMED if same else SHARED) * (len(row["what"]) - 1)
    text = later.text
    return sum([pair in text for pair in what]) >= max(SHARED_PAIRS, wanted)
