"""Which district a sentence is about, and on what evidence.

The names come from a gazetteer (`analysis.gazetteer`, data in `gazetteer/CITY.tsv`); `attribute`
weighs their mentions and fills `district` and `district_basis` of the sentences, `districts` of the
articles.
"""

import itertools
import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from analysis import placed as by_column
from analysis import schema
from analysis.gazetteer import (
    CITY,
    ELSEWHERE,
    Gazetteer,
    Place,
    is_district,
    load_gazetteer,
    places,
    simpler,
)
from analysis.namesakes import mentions
from analysis.surnames import SURNAMES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CITY", "ELSEWHERE", "Gazetteer", "Place", "attribute", "load_gazetteer", "places"]

# More districts than this in one sentence, and it is about the city.
SEVERAL = 2

_LISTED = re.compile(r"[^，。；：！？、]{0,6}、")
_HOUSE = "学校|中学|小学|学院|大学|附中|附小|幼儿园|医院|中心|站|少年宫|研究所|公司"
_PERSON = "教师|老师|学生|同学|医生|医师|护士|队员|志愿者"
# A person's workplace says little of what a text is about: X区第一中学教师甲, X区文化站的张三.
_WORKPLACE = re.compile(
    rf"[^，。；：、！？“”《》]{{0,14}}?(?:{_HOUSE})"
    rf"(?:的[{''.join(sorted(SURNAMES))}]|[^，。；：、！？“”《》]{{0,8}}?(?:{_PERSON}))"
)
_COMES_FROM = re.compile(rf"[^，。；：、！？]{{0,4}}的[^，。；：、！？]{{0,12}}?(?:{_PERSON})")
# So does where somebody or something came from, works, or has a neighbour or partner: what stands
# before the place, and behind it.
_ASIDE = (
    (re.compile("家住[^，。；：！？的]{0,8}$"), re.compile("[^，。；：！？]{0,12}?的")),
    (
        re.compile("[与和同][^，。；：！？与和同]{0,14}$"),
        re.compile("[^，。；：！？]{0,16}?(?:接壤|相邻|毗邻|交界|相接|相连|相隔)"),
    ),
    (re.compile("[并还也][与和同跟]$"), re.compile("")),
    (re.compile("从$"), re.compile("[^，。；：！？到]{0,6}?(?:来的|[搬迁赶转调请嫁招引][来进入])")),
    (re.compile("在$"), re.compile("[^，。；：、！？]{0,8}?(?:上班|打工|办公|求学|读书)")),
    (re.compile("(?:[邻毗][近接邻]|相邻|隔壁|一[街路河墙江]之隔)的?$"), re.compile("")),
)
_ASIDE_REACH = 16
# What may stand between a clause's beginning and its subject.
_CLAUSE = re.compile(
    r"(?:^|[，。；：！？—…■]|(?:^|[，。：！？])“)"
    r"(?:而|但|据|如今的?|目前|当前|近年来|此后|此外|同时|昨天|日前|近日|[0-9年月日]{1,11})?$"
)
_CLAUSE_REACH = 14  # more than any of these are long, so that ^ is the text's own beginning
_RANK = re.compile(r"首[个家批座次台例张]|第[一二三](?![批届次轮期季号])|唯一|最|领先|范围内")
# An event of the city is where something happens, not what it is about: 甲大会上, …期间.
_SETTING = re.compile(r"上(?![上下])|期间|现场")
# 上海 + 将, 在, 不断 …: the city acts; 上海 + … 学院, 平台: the name of something else.
_ACTS = frozenset("将已正在不要也又还再共以把从是有各率进持积加推深着聚坚，：")
_NAMED_AFTER = re.compile(
    rf"[^，。；：、！？的“”（）]{{0,10}}?(?:{_HOUSE}|集团|研究院|工程院|科学院|银行|协会|平台|交易所|基地|馆"
    r"|园区|试验区|开发区|示范区|图书|数据港)"
)
_JOINED = re.compile(r"[^，。；：！？]{0,6}(?:、|和|与|及|以及)")


class _Reading(NamedTuple):
    """What a text says of its place: firmly, weakly, and by the district's word for itself."""

    place: str = ""
    basis: str = ""
    weak: str = ""
    weak_basis: str = ""
    own: str = ""


def attribute(
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    gazetteer: Gazetteer,
    *,
    home_district: Mapping[str, str] | None = None,
    placed: Mapping[str, str] | None = None,
) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """The tables `sentences` and `articles` with their districts filled in; row order is kept.

    A sentence gets the district that it prints, else the one a landmark in it lies in, else `全市`
    where the city or one of its bodies is the subject. Three districts, or two side by side, are
    `全市`. A sentence without a place of its own gets that of the sentences before it in its
    paragraph, or after it; then that of the headings if they name a district, of the paragraph
    before (within a section), of the headings, of most sentences of the article. Weak evidence — a
    person's workplace, a landmark in a list, the bare name of the city, a place elsewhere — counts
    where nothing of this is found.

    Parameters
    ----------
    sentences, articles
        Tables of the contract; an article's sentences in reading order.
    home_district
        Page id to the district of a district's newspaper (`homes.home_districts`): 本区 and 区委
        mean it, and an item that names no place is about it.
    placed
        Page id to the group that a table file prints for it (`placed.placed`): all of it is about
        that group.

    Returns
    -------
    (sentences, articles), copies.
        `district`: official name, `全市`, `外地` or empty. `district_basis`: `printed`,
        `landmark:NAME`, `carried:paragraph`, `carried:article` (from the article: its headings, the
        paragraph before, most of its sentences), `inferred:WORD` (本区 in a district's newspaper),
        `inferred:newspaper`, `printed: place column`, or empty. `districts`: the main one first,
        joined by `;`.
    """
    rows_of: dict[str, list[int]] = {}
    for row, article in enumerate(sentences["article_id"]):
        rows_of.setdefault(article, []).append(row)
    texts = list(sentences["text"])
    roles, paragraphs = list(sentences["role"]), list(sentences["paragraph_no"])
    given = [("", "")] * len(sentences)
    named = []
    for item in articles.itertuples(index=False):
        rows = rows_of.get(item.article_id, [])
        if group := (placed or {}).get(item.page_id):
            named.append(group)
            for row in rows:
                given[row] = (group, by_column.BASIS)
            continue
        home = "" if item.kind == "jump" else (home_district or {}).get(item.page_id, "")
        headings = [text for text in (item.headline, item.deck, item.kicker) if text]
        readings = _readings(headings, [texts[row] for row in rows], gazetteer)
        topic = _topic(readings[: len(headings)], home)
        answers = _read_article(
            readings[len(headings) :],
            _blocks([(roles[row], paragraphs[row]) for row in rows]),
            topic,
            home,
        )
        for row, answer in zip(rows, answers, strict=True):
            given[row] = answer
        named.append(_districts_of(topic, [a for a, _ in answers]))
    districts, bases = [d for d, _ in given], [b for _, b in given]
    sentences = sentences.assign(district=districts, district_basis=bases)
    articles = articles.assign(districts=named).astype({"districts": "str"})
    return sentences.astype({"district": "str", "district_basis": "str"}), articles


def _readings(headings: list[str], body: list[str], gazetteer: Gazetteer) -> list[_Reading]:
    """What each heading and each sentence of an article says of its place."""
    found = mentions(headings, body, gazetteer)
    return list(map(_reading, map(simpler, headings + body), found))


def _reading(text: str, found: list[Place]) -> _Reading:
    """What a text says of its place, the firm evidence and the weak apart."""
    printed, landmarks, weak_printed, weak_landmarks = [], [], [], []
    city = weak_city = elsewhere = own = ""
    for place, following in itertools.zip_longest(found, found[1:]):
        if place.kind == "elsewhere":
            elsewhere = ELSEWHERE
        elif place.kind == "own":
            own = own or place.name
        elif place.district != CITY:
            weak = _is_workplace(text, place)
            if place.basis == "printed":
                (weak_printed if weak else printed).append(place)
            else:
                weak = weak or _is_listed(text, place)
                (weak_landmarks if weak else landmarks).append(place)
        elif following and following.start == place.end and following.district != CITY:
            continue  # 上海市普陀区: part of the address
        elif _is_subject(text, place):
            city = CITY
        else:
            weak_city = CITY
    place, basis = _choose(text, printed, landmarks)
    if not place and len({p.district for p in landmarks + weak_landmarks}) > SEVERAL:
        place, basis = _choose(text, [], sorted(landmarks + weak_landmarks))
    weak, weak_basis = _choose(text, weak_printed, weak_landmarks)
    return _Reading(
        place or ("" if own else city),
        basis if place else "printed" if city and not own else "",
        city or weak or weak_city or elsewhere,
        weak_basis if weak and not city else "printed",
        own,
    )


def _choose(text: str, printed: list[Place], landmarks: list[Place]) -> tuple[str, str]:
    """The district that the mentions speak for, and the basis; printed names before landmarks."""
    mentions = printed or landmarks
    if not mentions:
        return "", ""
    named = list(dict.fromkeys(place.district for place in mentions))
    if len(named) > SEVERAL or (len(named) > 1 and _side_by_side(text, mentions)):
        district = CITY
    else:
        weight: Counter[str] = Counter()
        for place in mentions:
            # The official name says more than the short one, the subject more than the rest.
            weight[place.district] += 2 if place.kind == "short" else 3
            weight[place.district] += _begins_clause(text, place)
        district = max(named, key=lambda name: weight[name])
    if printed:
        return district, "printed"
    shown = dict.fromkeys(p.name for p in mentions if district in (p.district, CITY))
    return district, "landmark:" + "、".join(list(shown)[: SEVERAL + 1 if district == CITY else 1])


def _side_by_side(text: str, mentions: list[Place]) -> bool:
    """Whether districts stand as equals: joined by 和, 与, 、 or each first in its part of ；."""
    firsts = [mentions[0].district]
    for left, right in itertools.pairwise(mentions):
        between = text[left.end : right.start]
        if left.district != right.district and _JOINED.fullmatch(between):
            return True
        if "；" in between:
            firsts.append(right.district)
    return len(set(firsts)) > 1


def _begins_clause(text: str, place: Place) -> bool:
    """Whether only a conjunction or a date stands between the clause's mark and the place."""
    reach = max(0, place.start - _CLAUSE_REACH)
    return bool(_CLAUSE.search(text[reach : place.start]))


def _is_workplace(text: str, place: Place) -> bool:
    """Whether a place only says where a person works or comes from."""
    if text[max(0, place.start - 2) : place.start] == "来自" and _COMES_FROM.match(text, place.end):
        return True
    if _WORKPLACE.match(text, place.end):
        return True
    before = text[max(0, place.start - _ASIDE_REACH) : place.start]
    return any(left.search(before) and right.match(text, place.end) for left, right in _ASIDE)


def _is_listed(text: str, place: Place) -> bool:
    """Whether a landmark is one of several, joined by 、."""
    return text[place.start - 1 : place.start] == "、" or bool(_LISTED.match(text, place.end))


def _is_subject(text: str, place: Place) -> bool:
    """Whether the city, or one of its bodies, is what a clause is about."""
    listed = place.kind == "organ" and text[place.start - 1 : place.start] == "、"
    if not (listed or _begins_clause(text, place)) or _SETTING.match(text, place.end):
        return False
    if place.kind == "organ" or text[place.end : place.end + 1] in _ACTS:
        return True
    return not (_RANK.match(text, place.end) or _NAMED_AFTER.match(text, place.end))


def _topic(headings: list[_Reading], home: str) -> str:
    """The place that the headings name: a district before the city, the city before elsewhere."""
    firm = _first_district([reading.place for reading in headings])
    if firm:
        return firm
    if home and any(reading.own for reading in headings):
        return home
    rest = [reading.place or reading.weak for reading in headings]
    return next((p for p in rest if p and p != ELSEWHERE), next((p for p in rest if p), ""))


def _blocks(rows: list[tuple[str, int]]) -> list[tuple[bool, list[int]]]:
    """The paragraphs of an article as runs of rows, each with whether a section begins with it.

    Every heading is a run of its own; a subhead begins a section.
    """
    blocks: list[tuple[bool, list[int]]] = []
    before = None
    for index, (role, paragraph) in enumerate(rows):
        if role in schema.HEADINGS or before != (role, paragraph):
            blocks.append((role == "subhead", []))
        blocks[-1][1].append(index)
        before = (role, paragraph)
    return blocks


def _read_article(
    readings: list[_Reading], blocks: list[tuple[bool, list[int]]], topic: str, home: str
) -> list[tuple[str, str]]:
    """District and basis of each sentence of an article."""
    firm = Counter(reading.place for reading in readings if reading.place)
    most = max(firm, key=lambda place: firm[place], default="")
    answers, earlier, district, lead = [], "", "", ""
    for begins, block in blocks:
        earlier, district = ("", "") if begins else (earlier, district)
        inside = [readings[index] for index in block]
        # After a word on the city a story that began in a district goes on there, unless the
        # paragraph names the city again.
        city = CITY in (topic, lead, *(reading.weak for reading in inside))
        before = district if earlier == CITY and district and not city else earlier
        said = _first_district([topic]) or before or topic
        own = said or (most if list(firm.values()).count(firm[most]) == 1 else "")
        here = _read_paragraph(inside, said or most, own, home)
        answers += here
        majority = Counter(place for place, _ in here if place)
        earlier = max(majority, key=lambda place: majority[place], default=earlier)
        district, lead = _first_district([earlier]) or district, lead or earlier
    return answers


def _read_paragraph(
    readings: list[_Reading], article: str, own: str, home: str
) -> list[tuple[str, str]]:
    """District and basis of each sentence of a paragraph, given what the article would lend.

    `own` is the article's place, empty where it is as much about another.
    """
    following = [""] * len(readings)
    for index in range(len(readings) - 1, 0, -1):
        following[index - 1] = readings[index].place or following[index]
    answers: list[tuple[str, str]] = []
    before: Counter[str] = Counter()
    nexts = [bool(reading.place) for reading in [*readings[1:], _Reading()]]
    for reading, after, next_one in zip(readings, following, nexts, strict=True):
        # Of places equally frequent so far the article's own leads, else the latest: it was moved
        # to the end.
        lead = max(reversed(before), key=lambda place: (before[place], place == own), default="")
        answer = (reading.place, reading.basis) if reading.place else ("", "")
        if not reading.place:
            answer = _carried(reading, lead, after, next_one, article, home)
        answers.append(answer)
        if answer[1] and not answer[1].startswith("carried"):
            before[answer[0]] = before.pop(answer[0], 0) + 1
    return answers


def _carried(
    reading: _Reading, before: str, after: str, next_one: bool, article: str, home: str
) -> tuple[str, str]:
    """District and basis of a sentence that has no firm place of its own.

    `next_one` says that the place `after` stands in the next sentence.
    """
    # 本区 and 我区 are the newspaper's; 区委 is that of the district spoken of, if there is one.
    if reading.own and home and (reading.own[0] in "本我" or not _first_district([before])):
        return home, f"inferred:{reading.own}"
    lent = [(before, "carried:paragraph"), (after, "carried:paragraph")]
    # A place that the paragraph comes to later is not yet that of a sentence further up where the
    # article has a district.
    later = is_district(article) and after != article and not next_one
    lent.insert(1 if later else 2, (article, "carried:article"))
    if reading.own:
        # 全区 is a district's word: the city that the text speaks of cannot be meant.
        lent.sort(key=lambda answer: not _first_district([answer[0]]))
    for answer in lent:
        if answer[0]:
            return answer
    if home and reading.weak in ("", CITY, ELSEWHERE):
        return home, "inferred:newspaper"
    return (reading.weak, reading.weak_basis) if reading.weak else ("", "")


def _first_district(answers: list[str]) -> str:
    """The first that is a district, neither the city nor elsewhere nor nothing."""
    return next((a for a in answers if is_district(a)), "")


def _districts_of(topic: str, answers: list[str]) -> str:
    """The districts of an article, joined by `;`: its headings' first, then by sentences."""
    counts = Counter(answer for answer in answers if answer)
    order = sorted(counts, key=lambda place: (place != topic, -counts[place]))
    return ";".join(order or [topic])
