"""What a figure says: the thing measured, the kind of change, the kind of figure, its period.

Pure functions of a sentence and the quantities in it. All are rules of thumb for news prose; each
is general, and each is measured against a reference annotation in the tests.
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.periods import Period
from analysis.units import Quantity

# A phrase longer than this says more than what is measured.
LONGEST = 24
# Characters kept of the clause that names the topic of the next one.
TOPIC = 10
# A noun of at most this many characters (村, 企业) is met everywhere.
SHORT = 2
# Context on each side of a figure that the rules read: more than the longest clause in print.
WINDOW = 200
# Periods on each side of a figure that the rules read.
NEAR = 8
# How far around a figure its verb is looked for.
REACH = 14

_STRONG = re.compile(r"[，。；：！？…—（）()]")
# Particles and verbs of amount around a phrase; the lookaheads keep words such as 就业 and 费用.
_HEAD = re.compile(
    r"^(?:其中|包括|以及|并且|并|而且|而|且|也|还(?![款贷原建])|又|即(?![时将])|则|就(?![业医餐学诊读近])|从(?![业事])|"
    r"由|到(?![期位场访岸站])|至|和(?![平谐美睦])|与(?![会])|及(?!时)|、|的|了(?!解)|在(?![线建编职岗校籍学册途孵研])|"
    r"于|较(?![大高多少为])|比(?![例重率])|前(?![期沿端台])|据统计|据介绍|据悉|数据显示|截至|目前|现在|我们|已经|已|共有|共(?![享同建治青康])|总共|累计|总计|现有|约(?![定谈会车])|"
    r"仅|只|却|连续多年|一共|分别|平均|另有|另|有(?![限机关效偿害])|是|为(?![民老企农])|将(?!军)|再(?![生造融])|"
    r"它|这里|这些|这事|这张|这个|该|光是|最终)+"
)
_TAIL = re.compile(
    r"(?:已经|已|计划|拟|预计|力争|共有|(?<!公)共|总共|一共|总计|合计|累计|现有|拥有|(?<![国私公所持特占])有|(?<![行作成认])为|是|"
    r"达到|(?<![发到抵])达|多达|高达|超过|超|逾|突破|缩减|缩短|拓展|扩大|扩容|增加|提高|提升|下降|降低|"
    r"(?<![签预节违契合])约|(?<![附临邻])近|仅|只|只花|花|仅用|(?<![费使应信利专通公商租占雇])用|实现|了|的|保持|到|至|从|由|"
    r"(?<![所存现])在|于|分别|原则上|(?<![平同初中高])等|这|(?<!公)共计|就)+$"
)
_RIGHT_END = re.compile(
    r"[，。；：！？、…—（）()]|已经|已|将|(?<![平人日月户亩])均|(?<![首成古])都(?![市江])|分别|正在|就(?![业医餐学])|仅|"
    r"(?<!公)共(?![同享治建服用])|(?<![行作认])为|被"
)
# A clause that ends so names the topic of the one after it: 在甲这方面，……
_TOPIC = re.compile(r"(?:这一项|这项|这一)?(?:指标|领域|环节|方面)?(?:上|方面|领域|中|环节)\Z")
# A phrase that is a verb or a share alone needs the subject of the figure before it.
_VERBS = (
    "同比|环比|同期|年均|净增|[多少]增|增长|增加|增幅|降幅|涨幅|跌幅|增速|提高|提升|提速|上升|上涨|扩大|拓展|攀升|翻|"
    "下降|减少|降低|回落|下滑|下跌|缩短|缩减|压缩|压减|达标?|新增|送审|办结|退回|完成|收到|受理|相比|排名|比|较|[到至]"
)
# 日均 and 少 say how much and not what.
_MEANS = "[日月年周户人]均"
_VERBAL = re.compile(
    rf"(?:(?:{_VERBS}|{_MEANS})+$|(?:{_VERBS})+[多少]$|占|其中|位[列居]|名列|稳居|跻身)"
)
_VERBS_BEHIND = re.compile(rf"(?:{_VERBS}|占[一-鿿]*)+\Z")
_MONEY = re.compile("(?:资金|补贴|补助|经费|基金|贷款|奖金|奖励|税收|收入|产值|利润|债券)\\Z")
_OPERATOR = re.compile("不[低少高多超]|超|逾|近|约|至少|最多")
_BARE_RATE = re.compile("(?:平均)?(?:每.{0,4})?[约近超逾达]*")
# Where a phrase that is too long may begin.
_CUT = re.compile("[的、和与及在》]")
_RIGHT_TAIL = re.compile(
    r"(?:[增提升降减扩缩压拓变回跌涨攀上下][一-鿿]{0,2}[到至为]|以及|和|及|(?<!参)与|共|共计|等|的|、|在|上|建设|"
    r"正式|陆续|成功|目前|之一.*)+\Z"
)
_SUPERLATIVE = re.compile("(?:最|较|偏|更)[高低大小多少]\\Z")
_SHARE_NOUN = re.compile("(?:占比|比重|比例|率|量|总?额|[人件户次]数)\\Z")
_PLAN_TIME = ("时期", "期间", "末", "初")
_THAN = re.compile(r"(?:比|较|相较于?|对比)\Z")
_AGAINST = re.compile(r"[与和同跟]\Z")
_AGAINST_TAIL = re.compile(r"(?:的?同期|同月)?(?:水平)?(?:相比|比较|相较|持平|比)")
_FROM_YEAR = re.compile(r"[从由]\Z")
# 甲成立9周年之际，6月24日……: the clause with the figure leads to the one with the day.
_ADVERBIAL = re.compile("(?:之际|前夕|之时)，\\Z")
_BORN = re.compile(
    "(?:建|建成|创建|创办|创立|成立|诞生|落成|竣工|投用|启用|开园|开业|生|改制|开通|始)于\\Z"
)
_IS = re.compile(r"(?:是|为|相当于|达到?)\Z")
# 是上届的1.4倍: what is measured stands before 是, in an earlier clause.
_TIMES_ALONE = re.compile("是[^，。；]{1,12}的\\Z")
_TIMES = re.compile(r"(?:同期|全年)?的[^，。；]{0,8}?[0-9.一二两三四五六七八九十]+(?:多|余)?倍")


def nearby(
    text: str, quantities: Sequence[Quantity], index: int, dated: Sequence[Period]
) -> tuple[str, list[Quantity], int, list[Period]]:
    """The surroundings of a figure, `WINDOW` characters to each side, offsets moved.

    Of the other figures only the neighbours. Every rule below reads only these, so that a
    sentence of any length takes linear time.
    """
    centre = quantities[index]
    begin, end = max(0, centre.start - WINDOW), min(len(text), centre.end + WINDOW)
    low = index - 1 if index and quantities[index - 1].start >= begin else index
    high = index + 1
    if high < len(quantities) and quantities[high].end <= end:
        high += 1
    moved = [
        replace(q, start=q.start - begin, end=q.end - begin, at=q.at - begin, after=q.after - begin)
        for q in quantities[low:high]
    ]
    first = bisect.bisect_left(dated, begin, key=lambda item: item.start)
    middle = bisect.bisect_left(dated, centre.start, key=lambda item: item.start)
    last = bisect.bisect_left(dated, end, key=lambda item: item.start)
    near = [
        replace(p, start=p.start - begin, end=p.end - begin)
        for p in dated[max(first, middle - NEAR) : min(last, middle + NEAR)]
    ]
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
    if not right and quantity.dimension == "money":
        # 7.8亿元专项资金: the noun of money behind it, or with no word before it any.
        behind = _right(blank, quantities, index, bare=True)
        right = behind if not left or _MONEY.search(behind) else ""
    elif right and _VERBAL.fullmatch(right) and _leads_on(blank, quantities, index):
        # 比去年的10件增加2件: the verb is of the difference, not of the level compared with.
        left, right = left or previous, ""
    elif right and _VERBAL.fullmatch(right):
        left, right = (left or previous) + right, ""
    if right:
        # A list before a noun (甲、乙、丙三大类图书) is its members, not its name.
        left = "" if "、" in left else shortened(left, LONGEST - len(right))
        phrase = left + right if len(left) > 1 else right
        if len(phrase) <= SHORT and quantity.dimension == "count":
            # 9个村已通水: a bare noun says too little; the clause goes on to say which.
            rest = re.split(f"{_STRONG.pattern}|、", blank[quantity.end :], maxsplit=1)[0]
            phrase = rest.replace("　", "")[:LONGEST]
    else:
        phrase = left
        inner = _OPERATOR.split(text[quantity.start : quantity.at], maxsplit=1)[0]
        if quantity.form == "rate" and not _BARE_RATE.fullmatch(inner):
            # 每万人拥有律师8.5名: the figure as printed holds what it measures.
            phrase = (left if len(left) > 1 else "") + _TAIL.sub("", inner)
    if quantity.form == "multiple" and _TIMES_ALONE.match(clause_before(blank, quantities, index)):
        phrase = previous or phrase
    if not phrase and quantity.dimension == "time":
        earlier = _clean(_clause_earlier(blank, quantities, index))
        phrase = previous or earlier or _clause_later(blank, quantity)
    if not right and (len(phrase) < SHORT or _VERBAL.match(phrase)):
        head = (
            _own_clause(blank, quantities, index)
            or previous
            or _clean(_clause_earlier(blank, quantities, index))
        )
        phrase = head if head.endswith(phrase) or len(phrase) < SHORT else head + phrase
    elif _TOPIC.search(topic := _clause_earlier(blank, quantities, index)):
        phrase = shortened(_clean(_TOPIC.sub("", topic)), TOPIC) + phrase
    return _balanced(shortened(phrase.strip("，。；：、 　的“”‘’"), LONGEST))


def _leads_on(text: str, quantities: Sequence[Quantity], index: int) -> bool:
    """Whether nothing but verbs of change stand between the figure and the next one."""
    if index + 1 == len(quantities):
        return False
    gap = text[quantities[index].end : quantities[index + 1].start]
    return bool(_VERBS_BEHIND.fullmatch(gap.removesuffix("了")))


def _balanced(phrase: str) -> str:
    """The phrase without quotation marks whose other half was cut off."""
    for opens, closes in ("“”", "‘’"):
        if phrase.count(opens) != phrase.count(closes):
            phrase = phrase.replace(opens, "").replace(closes, "")
    return phrase


def shortened(phrase: str, most: int) -> str:
    """The last `most` characters at most, from the beginning of a word where a particle shows one.

    >>> shortened("甲乙丙丁的戊己庚辛", 6), shortened("甲乙", 6), shortened("甲乙", 0)
    ('戊己庚辛', '甲乙', '')
    """
    if len(phrase) <= most:
        return phrase
    tail = phrase[len(phrase) - most :] if most > 0 else ""
    # A title that is cut through begins behind a particle wherever it has one.
    cut_through = tail.count("》") > tail.count("《")
    cut = _CUT.search(tail, 0, len(tail) - SHORT if cut_through else len(tail) // 2)
    tail = tail[cut.end() :] if cut else tail
    return tail.replace("》", "") if cut_through else tail


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


def _right(text: str, quantities: Sequence[Quantity], index: int, *, bare: bool = False) -> str:
    """The noun phrase behind the unit, up to a mark, a verb of state or the next figure.

    Behind money and time only what 的 joins to them, unless `bare`.
    """
    quantity = quantities[index]
    if quantity.form in ("share", "multiple", "rank", "streak", "digits") and text[
        quantity.end : quantity.end + 1
    ] in ("，", "。", "；", ""):
        return ""
    stop = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    if quantity.form == "only" and stop - quantity.end < SHORT:
        # 首个24小时大厅: a figure in the name of what is first does not end it.
        stop = len(text)
    ahead = text[quantity.end : stop]
    if quantity.dimension in ("time", "age", "money") and not (bare or ahead.startswith("的")):
        return ""
    if ahead.startswith(("以", "左右", "”", "的“")):
        ahead = ahead.lstrip("”的“")
    ahead = ahead[1:] if ahead.startswith(("的", "为")) else ahead
    match = _RIGHT_END.search(ahead)
    if match and match.group() == "、" and (named := re.search(r"等([^，。；：、]{2,20})", ahead)):
        # 9家甲、乙等领域的商店: the noun stands behind the examples.
        return _RIGHT_TAIL.sub("", named[1])
    if ahead in ("是", "为") and index + 1 < len(quantities):
        # 七成是65岁以上老人: the noun stands behind the age.
        ahead = text[quantities[index + 1].end :][:LONGEST]
        match = _RIGHT_END.search(ahead)
    phrase = ahead[: match.start() if match else None].replace("　", "")[:20]
    return _RIGHT_TAIL.sub("", phrase)


def _own_clause(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The subject that stands between the last figure and this one, in a clause before its own."""
    if not index:
        return ""
    gap = text[quantities[index - 1].after : quantities[index].start].replace("　", "")
    clauses = [_SUPERLATIVE.sub("", clause) for clause in _STRONG.split(gap)[1:-1]]
    return _clean(clauses[-1])[:LONGEST] if clauses and _SHARE_NOUN.search(clauses[-1]) else ""


def _clause_earlier(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The clause before the one that the figure stands in."""
    clauses = [c for c in _STRONG.split(text[: quantities[index].start].replace("　", "")) if c]
    # What it says before its own first figure.
    return shortened(re.split("[0-9]", clauses[-2])[0], LONGEST) if len(clauses) > 1 else ""


def subject(phrase: str, previous: str) -> str:
    """What the phrases after this one are about: without the verb that was put behind it.

    >>> subject("贷款同比增长", ""), subject("同比增长", "贷款"), subject("存款", "贷款")
    ('贷款', '贷款', '存款')
    """
    return _VERBS_BEHIND.sub("", phrase) or previous


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
    before = [p for p in known if p.end <= quantity.start and not _is_origin(p, quantity, text)]
    if before:
        if (
            re.match(r"(?:同期|同比)", text[before[-1].end : before[-1].end + 2])
            and len(before) > 1
        ):
            # 2001年同期为9个: the year compared with is not the year of the figure.
            return before[-2]
        return before[-1]
    behind = [p for p in known if p.start >= quantity.end]
    if behind and not re.search(
        "[。；，]", _ADVERBIAL.sub("", text[quantity.end : behind[0].start])
    ):
        return behind[0] if behind[0].start - quantity.end <= REACH else None
    return None


def _is_origin(item: Period, quantity: Quantity, text: str) -> bool:
    """Whether a period says when a thing was built or founded, and the figure is told later."""
    born = _BORN.search(text[max(0, item.start - 5) : item.start])
    return bool(born) and "，" in text[item.end : quantity.start]


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
