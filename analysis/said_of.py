"""Where a statement stands, and who it is about: what claims and announcements share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.gazetteer import is_district
from analysis.periods import periods
from analysis.systems import outermost

if TYPE_CHECKING:
    import pandas as pd

# Page furniture says nothing; headings and captions repeat the text.
ROLES = ("body", "sidebar", "caption", "deck")
STOPS = "。；！？"
_ACTOR = re.compile(
    r"[一-鿿]{2,12}?(?:区政府|市政府|管委会|集团|公司|园区|平台|中心|研究院|工程院|医院|学校|委员会)|"
    r"[一-鿿]{2}(?:区|镇|街道)(?:[一-鿿]{2,6}[委局办])?"
)
_NOT_IN_NAME = re.compile("[被的了和与及把使]|列入|举办|依托")
_LEADING = re.compile(r"\A(?:目前|此外|同时|作为|在|由|与|和|是|据|当天|昨天|日前|其中|让|对)+")

# Behind these a name is an object, or says where and with whom.
_OBJECT_VERB = re.compile(
    r"在|以|于|从|对|向|与|和|同|跟|把|将|为|入选|纳入|列入|获评|获得|荣获|编制|制定|印发|发布|公布|出台|"
    r"推进|推动|联合|依托|通过|利用|借助|围绕|聚焦|打造|建设|创建|建成|激活|赋能|根据|按照|实施|助力|"
    r"支持|参与|加入|签署|召开|举办|激发|推出|组建|成立|揭牌|共建"
)
_OBJECT_BEFORE = re.compile(rf"(?:、|(?:{_OBJECT_VERB.pattern})(?:了|着|过)?)[“《]?\Z")
# Behind a name these make it a place, a time or the owner of what follows.
_NO_SUBJECT = re.compile(
    r"[”》]?(?:上|中|里|内|下|大?背景|框架|为契机|为依托|为基础|之?后|之?前|之际|期间|以来|等|、|项目|标准|活动)"
)


@dataclass(frozen=True)
class Statement:
    """A sentence with its place, its issue date and the systems named in it (start, end, id).

    `districts` are all districts that sentences of the corpus are about.
    """

    sentence_id: str
    article_id: str
    page_id: str
    text: str
    district: str
    issued: str
    named: tuple[tuple[int, int, str], ...]
    districts: frozenset[str] = frozenset()


def statements(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
    mentions: "pd.DataFrame",
) -> Iterator[Statement]:
    """The sentences of running text and boxes, in order."""
    page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    issued = dict(zip(pages["page_id"], pages["issue_date"], strict=True))
    districts = frozenset(filter(is_district, sentences["district"].unique()))
    named: dict[str, list[tuple[int, int, str]]] = {}
    outer = outermost(mentions)
    columns = (outer[c] for c in ("sentence_id", "start", "variant", "system_id"))
    for sid, start, variant, system in zip(*columns, strict=True):
        named.setdefault(sid, []).append((start, start + len(variant), system))
    names = ("sentence_id", "article_id", "role", "text", "district")
    for sid, article, role, text, district in zip(*(sentences[n] for n in names), strict=True):
        if role in ROLES:
            page = page_of.get(article, "")
            yield Statement(sid, article, page, text, district, issued.get(page, ""),
                            tuple(named.get(sid, ())), districts)  # fmt: skip


def system_near(said: Statement, at: int, end: int) -> str:
    """The system a statement is about: its subject, else the first behind it up to `end`.

    Where neither stands, the last that is named before it; may be empty.
    """
    named = _named_before(said, at)
    subjects = [m for m in named if _is_subject(said.text, m[0], m[1])]
    behind = [m for m in said.named if at <= m[0] < end]
    found = subjects[-1:] or behind[:1] or named[-1:]
    return found[0][2] if found else ""


def who(said: Statement, at: int) -> str:
    """The words for who is spoken of before a place: a system or a body; may be empty.

    Of those named in the sentence the last counts that can be a subject: not what stands behind a
    preposition or as an object (入选甲, 与乙, 在丙上), and not what another is named for.
    """
    text = said.text
    found = [(a, b) for a, b, _ in _named_before(said, at)]
    found += [
        place
        for place in _bodies(said, _begin(text, at), at)
        if not any(start < place[1] and place[0] < end for start, end in found)
    ]
    subjects = [(a, b) for a, b in sorted(found) if _is_subject(text, a, b)]
    return text[slice(*subjects[-1])] if subjects else ""


def _bodies(said: Statement, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Places of districts and of names that end like one of a body, from the name's beginning."""
    for match in _ACTOR.finditer(said.text, begin, end):
        name = _LEADING.sub("", _NOT_IN_NAME.split(match.group())[-1])
        start = match.end() - len(name)
        # Words that run on to the left of the longest name that is looked for.
        cut_off = start == match.start() > begin and "一" <= said.text[start - 1] <= "鿿"
        known = not name.endswith("区") or name.endswith("园区") or name in said.districts
        whole = name in said.districts or not cut_off
        if len(name) > 2 and known and whole and not _OBJECT_VERB.match(name):
            yield start, match.end()


def _named_before(said: Statement, at: int) -> list[tuple[int, int, str]]:
    """The systems named in the sentence before a place."""
    begin = _begin(said.text, at)
    return [m for m in said.named if begin <= m[0] and m[1] <= at]


def _begin(text: str, at: int) -> int:
    """Where the sentence around a place begins."""
    return max(text.rfind(mark, 0, at) for mark in STOPS) + 1


def _is_subject(text: str, start: int, end: int) -> bool:
    """Whether a name can be what the words behind it speak of."""
    return not _OBJECT_BEFORE.search(text[max(0, start - 6) : start]) and not _NO_SUBJECT.match(
        text, end
    )


def dates(said: Statement) -> list[tuple[int, int, str, str]]:
    """The dates and periods of a sentence: place, end, first and last day."""
    return [(p.start, p.end, p.first, p.last) for p in periods(said.text, said.issued) if p.last]


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def shared(a: str, b: str) -> set[str]:
    """The pairs of neighbouring characters that two texts have in common."""
    return pairs(a) & pairs(b)
