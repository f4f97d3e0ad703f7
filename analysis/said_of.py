"""Where a statement stands, and who it is about: what claims and announcements share."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


@dataclass(frozen=True)
class Statement:
    """A sentence with its place, its issue date and the systems named in it (start, end, id)."""

    sentence_id: str
    article_id: str
    page_id: str
    text: str
    district: str
    issued: str
    named: tuple[tuple[int, int, str], ...]


def statements(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
    mentions: "pd.DataFrame",
) -> Iterator[Statement]:
    """The sentences of running text and boxes, in order."""
    page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    issued = dict(zip(pages["page_id"], pages["issue_date"], strict=True))
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
                            tuple(named.get(sid, ())))  # fmt: skip


def system_near(said: Statement, at: int, end: int) -> str:
    """The system named last before a place, else first behind it up to `end`; may be empty."""
    begin = max(said.text.rfind(mark, 0, at) for mark in STOPS) + 1
    before = [m for m in said.named if begin <= m[0] and m[1] <= at]
    behind = [m for m in said.named if at <= m[0] < end]
    return before[-1][2] if before else behind[0][2] if behind else ""


def who(said: Statement, at: int) -> str:
    """The words for who is spoken of before a place: a named system, else a body; may be empty."""
    begin = max(said.text.rfind(mark, 0, at) for mark in STOPS) + 1
    before = [said.text[a:b] for a, b, _ in said.named if begin <= a and b <= at]
    if before:
        return before[-1]
    actors = [m.group() for m in _ACTOR.finditer(said.text, begin, at)]
    name = _LEADING.sub("", _NOT_IN_NAME.split(actors[-1])[-1]) if actors else ""
    return name if len(name) > 2 else ""


def dates(said: Statement) -> list[tuple[int, int, str, str]]:
    """The dates and periods of a sentence: place, end, first and last day."""
    return [(p.start, p.end, p.first, p.last) for p in periods(said.text, said.issued) if p.last]


def shared(a: str, b: str) -> set[str]:
    """The pairs of neighbouring characters that two texts have in common."""
    pairs: Sequence[set[str]] = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (a, b)]
    return pairs[0] & pairs[1]
