"""What a figure does (level, growth, difference, target …) and what sort of figure it is."""

import re
from collections.abc import Sequence

from analysis.figure_meaning import REACH, clause_before
from analysis.numerals import fold
from analysis.schema import Change, FigureKind
from analysis.units import Quantity

_RISES = "增长|增加|上升|上涨|攀升|提高|提升|提速|扩大|翻"
_FALLS = (
    "下降|减少|降低|回落|下滑|下跌|压减|压缩|精简|缩短|缩减|削减|节省|节约|省去|跌幅|降幅|减负|减"
)
_GROWTH = re.compile(rf"{_RISES}|{_FALLS}|同比|环比|增速|增幅|涨幅")
# A share or a rate that stands between the verb and the figure is itself what the figure tells.
_SHARE_OF = re.compile(r"占|比重|比例|(?<!长)率")
# 提高到, 降至: the level that is reached, never the growth.
_REACHED = re.compile(
    r"(?:[增提升降减扩缩压拓变回跌涨攀][一-鿿]{0,2})(?:到|至|为)(?:(?:[0-9]{4}|[今去明]|上)年[底末]?的?|目前的|现在的)?[了约近超逾“]*\Z|(?:达到?|保持在?)\Z"
)
_RATE_OF_GROWTH = re.compile("(?:增长|增幅|降幅|增速|涨幅|跌幅)(?:达到?|为|是|保持在)?\\Z")
_GROWTH_BEHIND = re.compile("的?(?:年均)?(?:增[长速幅]|[降涨跌]幅)")
# 增长1.4倍 is growth; 是去年的1.4倍, 提高到3倍 and 扩大为原来的2倍 compare.
_BY = re.compile(rf"(?:{_RISES}|增幅)(?:了|近|约|超过?|逾|达)*\Z")
# What 比 or 较 compares with may itself be called earlier or legal (比原先少).
_COMPARED = re.compile(
    r"(?:(?:比|较)[^，。；]{0,12}(?:提前|多|少|缩短|增加|减少|下降|提高)|(?:同比|环比)(?:多|少))[增减降]?了?\Z"
)
# 比去年的10件增加2件: the level compared with, and the verb alone between the two.
_THAN = re.compile("(?:比|较)[^，。；]{1,12}的\\Z")
_ONLY_WAY = re.compile(f"(?:{_RISES}|{_FALLS})了?")
_ABOVE = re.compile(r"(?:高于|低于|多于|少于|超出|领先)[一-鿿]{1,11}[^的数量额\W]\Z")
_SAVED = re.compile(r"(?:省去|节省|节约|缩短|减少|压缩|降低|提前|下降|减)了[^，。；]{0,4}\Z")
# Of time and money also without 了: 节约1.5小时.
_SAVING = re.compile(r"(?:节省|节约|缩短|省去|减少|少花|少用)\Z")
_BEFORE = re.compile(r"原先|原来|此前|过去|以前|法定|最初|原本")
_FROM = re.compile(r"[从由][^，。；：！？]{0,14}\Z")
_TO = re.compile(
    r"\A[^，。；！？0-9]{0,10}?(?:(?:精简|优化|简化|整合|合并|归并)[到至为成]|[增降减缩扩压提升拓变改转上下回涨跌](?:[一-鿿]{1,2})?[到至为]|到|至)"
)
# 将 with a verb announces; 将甲、乙合并 is the other 将.
_PLAN = re.compile(
    r"将(?:[筹疏拆献添铺种植布招培派组启持加深创改采配聘]|整治|安排|发放|接入|接种|惠及|要|会|有|在|于|再|新|共|可|入驻|建|达|全力|重点|释放|打造|升级|推|实现|提供|形成|成为|举办|继续|"
    r"集中|进一步|全面|增|扩|开|启|投|设|迎|覆盖|完成|超过|突破|带来|陆续|逐步|引|由)|计划|力争|争取|确保|"
    r"预计|目标(?:是|为|定为|锁定)|有望|面向未来|拟|规划建设|(?<![年高升增加降少减大])到20[0-9]{2}年(?!的)|未来|今后|启用后|[成产工用]后[^，。；已了]{0,8}?(?:可|将|能|预计)"
)
# 推进 alone reports as often as it announces: it counts in the figure's own clause only.
_PUSH = re.compile(r"推进")
_DONE = re.compile(r"已|了|形成|打造了|累计|建成|实现|完成|入选|授牌")
# 计划建成 and 将在年内完成: the verb of the plan itself.
_TO_BE_DONE = re.compile(r"\A[^，已了]{0,8}?(?:建成|实现|完成|形成)(?!了)")
_NO_LIST = re.compile("[，。；：现今]")
# 优良天数达251天 counts days; it is no stretch of them.
_NUMBER_OF_DAYS = re.compile("[天日]数[^，。；]{0,4}\\Z")
# 三年内还将: a limit that is announced.
_WILL = re.compile("，?[^，。；已了]{0,6}?(?:将|计划|力争|拟)")
# 15分钟生活圈 is a name for what is near.
_CIRCLE = re.compile("(?:[一-鿿]{2}){1,2}圈")
_SPAN_WORD = re.compile(r"(?:来|以来|间|中|里|内|期满|期)")
_AGE_BOUND = re.compile("以[上下内]\\Z")
_SPAN_LEAD = re.compile(r"(?:近|连续|过去|历时|为期|今后|未来|接下来|将用|计划用|长达|历经|持续)\Z")
# 人口10万以上、面积5平方公里以下的街镇: a bound of what is meant, not a measurement of it.
_BOUND = re.compile(r"(?:、[^，。；、]{0,14}(?:以上|以下))?的[一-鿿]")


def change(text: str, quantities: Sequence[Quantity], index: int) -> Change:
    """What the figure does, one of `schema.CHANGES`.

    A percentage or a multiple after 增长 or 同比 is growth, 提前了3天 a difference, the first of
    从9个减到4个 and any other multiple a comparison, a stretch of time a duration, what 将 or 计划
    announces a target, and everything else a level.
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
    starts = _FROM.search(before) and _TO.search(after)
    if quantity.unit == "%" and not starts and _grows(before, after):
        return "growth"
    if quantity.dimension == "ratio":
        return "growth" if _BY.search(before) else "comparison"
    if quantity.unit == "%" and _COMPARED.search(before):
        return "growth"  # 比去年少了四成
    if _COMPARED.search(before) or _ABOVE.search(before) or _than_level(text, quantities, index):
        return "difference"
    if quantity.dimension in ("time", "money") and _SAVING.search(before):
        return "difference"
    if starts or _BEFORE.search(before) or _listed_before(text, quantities, index):
        return "comparison"
    if _SAVED.search(before):
        return "difference"
    if quantity.operator == "<" and text[quantity.at : quantity.end].endswith("以下"):
        return "comparison"
    if quantity.dimension == "time" and not _NUMBER_OF_DAYS.search(before):
        return _time_change(text, quantities, index)
    if quantity.dimension == "age":
        return "level"
    return "target" if _planned(text, quantity.start) else "level"


def _than_level(text: str, quantities: Sequence[Quantity], index: int) -> bool:
    """Whether the figure is what 比去年的10件增加2件 adds to the level before it."""
    if not index or quantities[index - 1].unit != quantities[index].unit:
        return False
    gap = text[quantities[index - 1].after : quantities[index].start]
    than = _THAN.search(clause_before(text, quantities, index - 1))
    return bool(than) and bool(_ONLY_WAY.fullmatch(gap))


def _listed_before(text: str, quantities: Sequence[Quantity], index: int) -> bool:
    """Whether the figure continues a list that 过去 or 原来 opens (过去要跑4个、等20天)."""
    if not index:
        return False
    opened = clause_before(text, quantities, index - 1)
    gap = text[quantities[index - 1].end : quantities[index].start]
    return bool(_BEFORE.search(opened)) and "、" in gap and not _NO_LIST.search(gap)


def _grows(before: str, after: str) -> bool:
    """Whether a percentage is growth: its verb stands close before it, or 的增长 behind."""
    near = before[-REACH:]
    if _GROWTH_BEHIND.match(after):
        return True
    if _REACHED.search(near) and not _RATE_OF_GROWTH.search(near):
        return False
    verbs = list(_GROWTH.finditer(near))
    return bool(verbs) and not _SHARE_OF.search(near, verbs[-1].end())


def _time_change(text: str, quantities: Sequence[Quantity], index: int) -> Change:
    """A stretch of time is a duration; a limit, alone or the last of a list, is a target."""
    quantity = quantities[index]
    if quantity.operator != "<=":
        return "duration"
    if _WILL.match(text, quantity.end):
        return "target"
    if "内" not in text[quantity.after - 1 : quantity.end + 1]:
        return "target"
    left = quantities[index - 1] if index else None
    listed = (
        left is not None
        and (left.unit, left.operator) == (quantity.unit, "<=")
        and text.startswith("、", left.end)
    )
    return "target" if listed else "duration"


def _planned(text: str, at: int) -> bool:
    """Whether the clause announces rather than reports."""
    begin = max(text.rfind(mark, 0, at) for mark in "；。！？：")
    clause = text[begin + 1 : at]
    near = re.split("，", clause)[-1]
    plan = _PLAN.search(near)
    if plan:
        return not _is_done(near[plan.end() :])
    if _PUSH.search(near):
        return not _DONE.search(near)
    return bool(_PLAN.search(clause)) and not _is_done(near)


def _is_done(rest: str) -> bool:
    """Whether what follows a plan word reports; 建成 alone is the verb of the plan itself."""
    return _DONE.search(rest if re.search("已|了", rest) else _TO_BE_DONE.sub("", rest)) is not None


def direction(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The verb that says which way a growth or a difference goes (下降, 减少, 多增).

    The value of 下降37% is printed as 37 and kept so; its direction is told in words.
    """
    near = clause_before(text, quantities, index)[-REACH:]
    verbs = re.findall(rf"{_RISES}|{_FALLS}|[多少]增|[多少]减|提前|高于|低于|多|少", near)
    return verbs[-1] if verbs else ""


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
    printed, printed_all = text[quantity.at : quantity.after], text[quantity.at : quantity.end]
    if quantity.form == "only":
        return "uniqueness"
    if quantity.value is None:
        return "duration_vague"
    if quantity.unit == "小时" and quantity.value == 24:
        # Round the clock is a promise, not a measurement.
        return "label"
    if quantity.dimension == "time" and _CIRCLE.match(ahead):
        return "label"
    if quantity.dimension == "time":
        return _time_kind(text, quantity, of, ahead)
    if (quantity.operator == "<" and of == "comparison") or _is_bound(text, quantity):
        return "threshold"
    if quantity.dimension == "age" and quantity.operator != "=" and _AGE_BOUND.search(printed_all):
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
    few = quantity.operator == "=" and quantity.value <= 10
    if quantity.form == "rate" and quantity.script == "chinese" and few:
        return "structural"
    if quantity.script == "chinese" and quantity.form == "count":
        return _chinese_kind(quantity, printed)
    return "measure"


def _is_bound(text: str, quantity: Quantity) -> bool:
    """Whether the figure is a bound that a rule sets: 不超过20亿元, 10万以上的街镇."""
    if quantity.form not in ("count", "rate", "share") or quantity.dimension in ("time", "age"):
        return False
    if quantity.operator == "<=" and not text[quantity.at : quantity.end].endswith("以内"):
        return True
    over = text[quantity.at : quantity.end].endswith(("以上", "以下"))
    behind = text[quantity.end : quantity.end + 24]
    return over and quantity.form == "count" and _BOUND.match(behind) is not None


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
        lead = text[max(0, quantity.at - 4) : quantity.at]
        spanned = _SPAN_WORD.match(ahead) or _SPAN_LEAD.search(lead)
        return "measure" if counted or spanned else "anecdotal"
    return "measure"
