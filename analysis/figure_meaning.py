"""What a figure says: the thing measured, the kind of change, the kind of figure, its period.

Pure functions of a sentence and the quantities in it. All are rules of thumb for news prose; each
is general, and each is measured against a reference annotation in the tests.
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.numerals import fold
from analysis.periods import Period
from analysis.schema import Change, FigureKind
from analysis.units import Quantity

# A phrase longer than this says more than what is measured.
LONGEST = 24
# A noun of at most this many characters (村, 企业) is met everywhere.
SHORT = 2
# Context on each side of a figure that the rules read: more than the longest clause in print.
WINDOW = 200
# How far around a figure its verb is looked for.
REACH = 14

_STRONG = re.compile(r"[，。；：！？…—（）()]")
_HEAD = re.compile(
    r"^(?:其中|包括|以及|并且|并|而且|而|且|也|还|又|即|则|就|从|由|到|至|和|与|及|、|的|了|在|"
    r"据统计|据介绍|据悉|数据显示|截至|目前|现在|我们|已经|已|共有|共|总共|累计|总计|现有|约|仅|只|"
    r"却|连续多年|一共|分别|平均|另有|另|有|是|为|将|再|它|这里|这些|这事|这张|这个|该|光是|最终)+"
)
_TAIL = re.compile(
    r"(?:已经|已|共有|共|总共|一共|总计|合计|累计|现有|拥有|有|为|是|达到|达|多达|高达|超过|超|逾|突破|"
    r"缩减|缩短|拓展|扩大|扩容|增加|提高|提升|下降|降低|约|近|仅|只|只花|花|仅用|用|实现|了|的|保持|到|至|从|由|在|于|分别|原则上|等|这|共计|就)+$"
)
_RIGHT_END = re.compile(
    r"[，。；：！？、…—（）()]|已经|已|将|(?<![平人日月])均|都|分别|正在|就(?![业医餐学])|仅|"
    r"(?<!公)共(?![同享治建服用])|(?<![行作认])为|被"
)
_GROWTH = re.compile(
    r"增长|同比|环比|增速|增幅|涨幅|降幅|上升|下降|提高了?|提升了?|增加了?|减少了?|降低了?"
)
# 比甲提前了, 较乙多: what is compared with may itself be called earlier or legal (比原先少).
_COMPARED = re.compile(r"(?:比|较)[^，。；]{0,12}(?:提前|多|少|缩短|增加|减少|下降|提高)了?\Z")
_SAVED = re.compile(r"(?:省去|节省|节约|缩短|减少|压缩|降低|提前|下降|减)了[^，。；]{0,4}\Z")
_BEFORE = re.compile(r"原先|原来|此前|过去|以前|法定|最初|原本")
_FROM = re.compile(r"[从由][^，。；：！？]{0,14}\Z")
_TO = re.compile(
    r"\A[^，。；！？0-9]{0,10}?(?:缩减到|缩减至|缩短到|缩短至|拓展至|扩大到|扩容至|扩容到|"
    r"增加到|增加至|增至|降至|降到|减少到|减至|压缩到|压缩至|提高到|提升到|提升至|变为|到|至|到“|”到)"
)
# 将 with a verb announces; 将甲、乙合并 is the other 将.
_PLAN = re.compile(
    r"将(?:要|会|有|在|于|再|新|共|可|入驻|建|达|全力|重点|释放|打造|升级|推|实现|提供|形成|成为|举办|继续|"
    r"集中|进一步|全面|增|扩|开|启|投|设|迎|覆盖|完成|超过|突破|带来|陆续|逐步|引|由)|计划|力争|预计|目标|有望|面向未来|拟|规划建设|推进|(?<!年)到20[0-9]{2}年|未来|今后|启用后"
)
_DONE = re.compile(r"已|了|形成|打造了|累计|建成|实现|完成|入选|授牌")
# A clause that ends so names the topic of the one after it: 在甲这方面，……
_TOPIC = re.compile(r"(?:这一项|这项|这一)?(?:指标|领域|环节|方面)?(?:上|方面|领域|中|环节)\Z")
_RIGHT_TAIL = re.compile(
    r"(?:(?:缩减|缩短|拓展|扩大|扩容|增加|提高|提升|下降|降低|减少|压缩|增|降|减)[到至]|以及|和|及|与|共|共计|等|的|、|在|上|建设|"
    r"正式|陆续|成功|目前|之一.*)+\Z"
)
_PLAN_TIME = ("时期", "期间", "末", "初")
_THAN = re.compile(r"(?:比|较|相较于?|对比)\Z")
_AGAINST = re.compile(r"[与和同跟]\Z")
_AGAINST_TAIL = re.compile(r"(?:的?同期|同月)?(?:水平)?(?:相比|比较|相较|持平|比)")
_FROM_YEAR = re.compile(r"[从由]\Z")
_IS = re.compile(r"(?:是|为|相当于|达到?)\Z")
_TIMES = re.compile(r"(?:同期|全年)?的[^，。；]{0,8}?[0-9.一二两三四五六七八九十]+(?:多|余)?倍")
_SPAN_WORD = re.compile(r"(?:来|以来|间|中|里|内|期满|期)")


def nearby(
    text: str, quantities: Sequence[Quantity], index: int, dated: Sequence[Period]
) -> tuple[str, list[Quantity], int, list[Period]]:
    """The surroundings of a figure, `WINDOW` characters to each side, offsets moved.

    Every rule below reads only these, so that a sentence of any length takes linear time.
    """
    centre = quantities[index]
    begin, end = max(0, centre.start - WINDOW), min(len(text), centre.end + WINDOW)
    low = high = index
    while low and quantities[low - 1].start >= begin:
        low -= 1
    while high + 1 < len(quantities) and quantities[high + 1].end <= end:
        high += 1
    moved = [
        replace(q, start=q.start - begin, end=q.end - begin, at=q.at - begin, after=q.after - begin)
        for q in quantities[low : high + 1]
    ]
    first = bisect.bisect_left(dated, begin, key=lambda item: item.start)
    last = bisect.bisect_left(dated, end, key=lambda item: item.start)
    near = [replace(p, start=p.start - begin, end=p.end - begin) for p in dated[first:last]]
    return text[begin:end], moved, index - low, near


def clause_before(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The text from the last mark or figure to the figure."""
    at = quantities[index].start
    left = max((m.end() for m in _STRONG.finditer(text, 0, at)), default=0)
    if index:
        left = max(left, quantities[index - 1].after)
    return text[min(left, at) : at]


def measured(
    text: str,
    quantities: Sequence[Quantity],
    index: int,
    dated: Sequence[Period] = (),
    *,
    previous: str = "",
) -> str:
    """The phrase that a figure counts, without verbs of amount and without the period.

    Parameters
    ----------
    text, quantities, index
        The sentence, its quantities, and which of them.
    dated
        The sentence's periods, taken out of the phrase.
    previous
        The phrase of the figure before, for 收到甲9个，退回4个 and 增长5%.

    Returns
    -------
    str of at most `LONGEST` characters; empty where nothing stands beside the figure.
    """
    quantity = quantities[index]
    blank = _without(text, dated)
    left = _left(blank, quantities, index)
    right = _right(blank, quantities, index)
    if right:
        # A list before a noun (甲、乙、丙三大类图书) is its members, not its name.
        left = "" if "、" in left else left[-max(LONGEST - len(right), 0) :]
        phrase = left + right if len(left) > 1 else right
        if len(phrase) <= SHORT and quantity.dimension == "count":
            # 9个村已通水: a bare noun says too little; the clause goes on to say which.
            phrase = _STRONG.split(blank[quantity.end :], maxsplit=1)[0].replace("　", "")[:LONGEST]
    else:
        phrase = left
    if not phrase and quantity.dimension == "time":
        earlier = _clean(_clause_earlier(blank, quantities, index))
        phrase = previous or earlier or _clause_later(blank, quantity)
    short = len(phrase) <= 3 or phrase.startswith(("同比", "环比", "增长", "占"))
    if not right and short and (quantity.form != "rank" or len(phrase) < 2):
        head = previous or _clean(_clause_earlier(blank, quantities, index))
        phrase = head if head.endswith(phrase) or len(phrase) < 2 else head + phrase
    elif _TOPIC.search(topic := _clause_earlier(blank, quantities, index)):
        phrase = _clean(_TOPIC.sub("", topic))[-10:] + phrase
    return phrase.strip("，。；：、 　的“”‘’")[-LONGEST:]


def _left(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """What stands before the figure, without the noun that the figure before it counts."""
    before = clause_before(text, quantities, index)
    if index and text.endswith(before, 0, quantities[index].at) and before:
        started = quantities[index].at - len(before)
        if started == quantities[index - 1].after and quantities[index].form != "rank":
            noun = _right(text, quantities, index - 1)
            before = before[before.find(noun) + len(noun) :] if noun in before else before
    # 甲、乙等9家店: the list before 等 is examples.
    return "" if before.endswith("等") else _clean(_last(before))


def _clean(phrase: str) -> str:
    """The phrase without particles in front and verbs of amount behind."""
    return _TAIL.sub("", _HEAD.sub("", phrase))


def _clause_later(text: str, quantity: Quantity) -> str:
    """The clause after a stretch of time that opens a sentence (9个月，甲地……)."""
    clauses = [c for c in _STRONG.split(text[quantity.end :].replace("　", "")) if len(c) > 3]
    return _clean(clauses[0])[:LONGEST] if clauses else ""


def _without(text: str, dated: Sequence[Period]) -> str:
    """The text with the characters of periods blanked, so that offsets stay."""
    chars = list(text)
    for period in dated:
        chars[period.start : period.end] = "　" * (period.end - period.start)
    return "".join(chars)


def _last(text: str) -> str:
    """The words after the last blank, quotation mark or list mark, if they are enough."""
    squeezed = text.replace("　", "")
    piece = re.split(r"、", squeezed)[-1] if not squeezed.endswith("、") else ""
    return (piece if len(piece) >= 4 else squeezed).strip("“”‘’ ")


def _right(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The noun phrase behind the unit, up to a mark, a verb of state or the next figure."""
    quantity = quantities[index]
    if quantity.form in ("share", "multiple", "rank", "streak", "digits") and text[
        quantity.end : quantity.end + 1
    ] in ("，", "。", "；", ""):
        return ""
    stop = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    ahead = text[quantity.end : stop]
    if quantity.dimension in ("time", "age", "money") and not ahead.startswith("的"):
        return ""
    if ahead.startswith(("以", "左右", "”", "的“")):
        ahead = ahead.lstrip("”的“")
    ahead = ahead[1:] if ahead.startswith("的") else ahead
    match = _RIGHT_END.search(ahead)
    if match and match.group() == "、" and (named := re.search(r"等([^，。；：、]{2,20})", ahead)):
        # 9家甲、乙等领域的商店: the noun stands behind the examples.
        return _RIGHT_TAIL.sub("", named[1])
    phrase = ahead[: match.start() if match else None].replace("　", "")[:20]
    return _RIGHT_TAIL.sub("", phrase)


def _clause_earlier(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The clause before the one that the figure stands in."""
    clauses = [c for c in _STRONG.split(text[: quantities[index].start].replace("　", "")) if c]
    return clauses[-2][-LONGEST:] if len(clauses) > 1 else ""


def change(text: str, quantities: Sequence[Quantity], index: int) -> Change:
    """What the figure does, one of `schema.CHANGES`.

    A percentage after 增长 or 同比 is growth, 提前了3天 a difference, the first of 从9个减到4个
    and a multiple a comparison, a stretch of time a duration, what 将 or 计划 announces a target,
    and everything else a level.
    """
    quantity = quantities[index]
    before = clause_before(text, quantities, index)
    after = text[quantity.end : quantity.end + REACH]
    if quantity.form in ("rank", "streak", "only"):
        return "rank"
    if quantity.form == "digits":
        return "growth"
    if quantity.dimension == "difference":
        return "difference"
    if quantity.unit == "%" and (
        _GROWTH.search(before[-REACH:]) or re.match("的?增[长速幅]", after)
    ):
        return "growth"
    if quantity.dimension == "ratio":
        return "comparison"
    if _COMPARED.search(before):
        return "difference"
    if (_FROM.search(before) and _TO.search(after)) or _BEFORE.search(before):
        return "comparison"
    if _SAVED.search(before):
        return "difference"
    if quantity.operator == "<" and text[quantity.at : quantity.end].endswith("以下"):
        return "comparison"
    if quantity.dimension == "time":
        limit = quantity.operator == "<=" and not re.search(
            "内", text[quantity.after - 1 : quantity.end + 1]
        )
        return "target" if limit else "duration"
    if quantity.dimension == "age":
        return "level"
    return "target" if _planned(text, quantity.start) else "level"


def _planned(text: str, at: int) -> bool:
    """Whether the clause announces rather than reports."""
    begin = max(text.rfind(mark, 0, at) for mark in "；。！？：")
    clause = text[begin + 1 : at]
    near = re.split("，", clause)[-1]
    if _PLAN.search(near):
        return not _DONE.search(near[_PLAN.search(near).end() :])
    return bool(_PLAN.search(clause)) and not _DONE.search(near)


def kind(text: str, quantity: Quantity, of: Change) -> FigureKind:
    """What sort of figure it is; statistics use `measure` only.

    Parameters
    ----------
    text, quantity
        The sentence and one of its quantities.
    of
        Its `change`.
    """
    ahead = fold(text[quantity.end : quantity.end + 8])
    printed = text[quantity.at : quantity.after]
    if quantity.form == "only":
        return "uniqueness"
    if quantity.value is None:
        return "duration_vague"
    if quantity.unit == "小时" and quantity.value == 24:
        # Round the clock is a promise, not a measurement.
        return "label"
    if quantity.dimension == "time":
        return _time_kind(text, quantity, of, ahead)
    if quantity.operator == "<" and of == "comparison":
        return "threshold"
    if quantity.dimension == "age":
        return "anecdotal" if quantity.script == "chinese" else "measure"
    if quantity.form == "grand":
        # 七大……之一: the text places one of them, it does not list them.
        listed_elsewhere = "之一" in re.split("[，。；]", text[quantity.end : quantity.end + 30])[0]
        return "measure" if listed_elsewhere else "structural"
    if quantity.value == 1 and quantity.form == "count" and quantity.unit not in ("%", "元"):
        # 设1个甲部、1个乙部: one of a thing is how it is built.
        return "structural"
    if quantity.form == "rate" and quantity.script == "chinese" and quantity.operator == "=":
        return "structural"
    if quantity.script == "chinese" and quantity.form == "count":
        return _chinese_kind(quantity, printed)
    return "measure"


def _chinese_kind(quantity: Quantity, printed: str) -> FigureKind:
    """A small count in words (三套甲) names a structure; a large or vague one is measured."""
    if quantity.operator != "=" or quantity.value > 10 or "大" in printed:
        return "measure"
    if quantity.dimension == "round" and quantity.unit == "次" and quantity.value > 1:
        return "measure"
    return "structural" if quantity.dimension in ("count", "round", "person") else "measure"


def _time_kind(text: str, quantity: Quantity, of: Change, ahead: str) -> FigureKind:
    """A stretch of time is measured, vague, a limit, a term of office, or part of a story."""
    if quantity.unit == "年" and quantity.operator == ">" and quantity.dimension == "time":
        return "duration_vague"
    if of == "target" or (quantity.operator == "<=" and quantity.unit in ("分钟", "小时", "秒")):
        return "threshold"
    printed = text[quantity.at : quantity.end]
    if printed.endswith("期") or (ahead.startswith("期") and not ahead.startswith("期间")):
        return "structural"
    if quantity.script == "chinese" and of == "duration":
        counted = "半" in printed or "周年" in printed or quantity.operator in ("~", "<=")
        spanned = _SPAN_WORD.match(ahead) or re.search(
            "(?:近|连续|过去|历时|为期)\\Z", text[: quantity.at][-3:]
        )
        return "measure" if counted or spanned else "anecdotal"
    return "measure"


def period(dated: Sequence[Period], quantity: Quantity, text: str) -> Period | None:
    """The period that governs a figure: in its clause, else the last one before it.

    What a figure is compared with (比2001年, 是去年的2倍, 从2001年的9个) does not date it.
    """
    # “十二五”计划 is the name of a plan, unless its time is meant.
    timely = [p for p in dated if p.kind != "plan" or p.text.endswith(_PLAN_TIME)]
    timely = [p for p in timely if p.kind != "former" and not _is_base(p, quantity, text)]
    known = [p for p in timely if p.kind != "vague"]
    known = known or [p for p in timely if not _STRONG.search(text[p.end : quantity.start])]
    inside = [p for p in known if p.start < quantity.end and quantity.start < p.end]
    if inside:
        return inside[0]
    before = [p for p in known if p.end <= quantity.start]
    if before:
        if (
            re.match(r"(?:同期|同比)", text[before[-1].end : before[-1].end + 2])
            and len(before) > 1
        ):
            # 2001年同期为9个: the year compared with is not the year of the figure.
            return before[-2]
        return before[-1]
    behind = [p for p in known if p.start >= quantity.end]
    if behind and not re.search("[。；]", text[quantity.end : behind[0].start]):
        return behind[0] if behind[0].start - quantity.end <= REACH else None
    return None


def _is_base(item: Period, quantity: Quantity, text: str) -> bool:
    """Whether a period is what the figure is compared with."""
    head, tail = text[max(0, item.start - 3) : item.start], text[item.end : item.end + 16]
    owned = text[item.end : quantity.start] in ("的", "") and item.end <= quantity.start
    if owned and quantity.dimension not in ("ratio", "share", "difference"):
        return False
    if _THAN.search(head) and not owned:
        return True
    if _AGAINST.search(head) and _AGAINST_TAIL.match(tail):
        return True
    if _FROM_YEAR.search(head) and tail.startswith("的"):
        return not owned
    return bool(_IS.search(head) and _TIMES.match(tail))
