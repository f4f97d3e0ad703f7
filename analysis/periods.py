"""Dates and periods in a sentence, resolved against the day on which the page appeared.

A date is not a figure: the spans found here are what the ledger of numbers leaves alone.
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from analysis import numerals

# 2011 began the twelfth five-year plan; plans follow each other without a gap.
TWELFTH_PLAN_YEAR = 2011
AHEAD = ("未来", "今后", "接下来")
DAYS_PER = {"年": 365.25, "月": 30.44, "周": 7, "天": 1}

_CN_YEAR = r"[一二][〇零一二三四五六七八九]{3}"
# 投产后年产值 is of every year after, not of the year after next.
_AFTER_NEXT = "(?<![产用成营建工])后年(?![产均销营利])"
_YEAR_WORD = rf"今年|去年|前年|明年|{_AFTER_NEXT}|当年|本年度?|(?<!以)上年(?!级|纪)度?"
_PRINTED = rf"(?:(?<![0-9.])(?:1[89]|20)[0-9]{{2}}|{_CN_YEAR})(?=年)年(?!级)"
_YEAR = rf"(?P<year>{_PRINTED}|{_YEAR_WORD})"
_MONTH = r"(?P<month>(?<![0-9.])[0-9]{1,3}|十[一二]?|[一二三四五六七八九])月(?!饼|球|光|亮)份?"
_DAY = r"(?P<day>[0-9]{1,3}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_DAYPART = r"(?:凌晨|清晨|早晨|上午|中午|下午|傍晚|晚上?|当天)?"
_MONTHPART = r"(?P<monthpart>上旬|中旬|下旬|初|底|末|中)?"
_QUARTER = r"第?[一二三四1-4]季度|前三季度"
_PART = (
    rf"(?P<part>上半年|下半年|{_QUARTER}|年?底|年?末|年?初|年中|前[0-9一二三四五六七八九十]+个月)"
)
_TO = "[-—–~～]{1,2}|至|到"
_NO_MORE = "(?<![0-9.])"
_N = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|半"

# Kind -> pattern. Earlier kinds win at the same place.
_KINDS = {
    "days_of": rf"(?:{_YEAR}的?)?{_MONTH}{_DAY}(?:{_TO})(?P<day_to>[1-3]?[0-9])[日号]",
    "months_of": (
        rf"(?:{_YEAR}的?)?{_NO_MORE}(?P<month_from>1?[0-9])(?:月份?)?"
        rf"(?:(?:{_TO})(?P<month_to>1?[0-9])|(?:、1?[0-9])*、(?P<month_last>1?[0-9]))月份?(?!饼|球|光|亮)"
    ),
    "date": rf"(?:{_YEAR}的?)?{_MONTH}(?:{_DAY}{_DAYPART}|{_MONTHPART})",
    "part": rf"{_YEAR}的?{_PART}",
    "year": _YEAR,
    "span": (
        r"(?P<from>(?<![0-9])20[0-9]{2})(?:[-—–~～至到]+|(?:、20[0-9]{2})*[、和])"
        r"(?P<to>20[0-9]{2})[两三四五]?年"
    ),
    "day": r"(?P<day>(?<![0-9])[1-3]?[0-9])日(?:凌晨|清晨|早晨|上午|中午|下午|傍晚|晚上?|，|起)",
    "recent": (
        rf"(?P<lead>自?(?:最近|近|过去|这|此前|未来|今后|接下来))(?P<n>{_N})个?"
        r"(?P<unit>年|月|天|周)(?!级|度|代|期)多?(?:以来|来|间|中|里|内)?"
    ),
    # 前五年 is what another stretch is compared with; which years, the sentence says elsewhere.
    "former": rf"前(?P<n>{_N})个?(?P<unit>年|月|周|天)(?!级|度|代|期)",
    "since": (
        rf"(?P<n>{_N})个?(?P<unit>年|月)多?"
        r"(?P<trail>以来|来(?![客宾])|间|中(?![国心央])|内(?=[，]))"
    ),
    "plan": (
        r"[“\"](?P<plan>十[一二三四五六七八九]?|二十)五[”\"](?:规划|时期|期间|末|初)?|"
        r"(?P<bare_plan>十[一二三四五六七八九]?|二十)五(?:规划|时期|期间|末|初)"
    ),
    "half": rf"(?<![每个])(?P<part>上半年|下半年|{_QUARTER}|年底|年初|年内)",
    "months": r"(?P<month_rel>上个?月|下个?月|本月|这个月|当月)",
    "days": r"(?P<day_rel>前天|昨天|昨日|昨晚|今天|今日|明天|明日)",
    "now": r"(?:截[至止])?(?:目前|当下|当前|现在|如今|眼下|迄今|至今(?!年))",
    "vague": r"近些?年来?|近期|近日|日前|不久前|最近|原先|此前|曾经|(?<!面向)未来|近来",
}
# What any of them begins with: looked at first, because most characters begin none.
_BEGINS = (
    "(?=[0-9〇零一二两三四五六七八九十半今去前明后当本上下年第自最近过这此未接截目现如眼迄至日不"
    '原先曾昨“"])'
)
_ALL = (f"(?P<{k}>{re.sub('[?]P<[a-z_]+>', '?:', p)})" for k, p in _KINDS.items())
_JOINT = re.compile(f"{_BEGINS}(?:{'|'.join(_ALL)})", re.ASCII)
_EACH = {kind: re.compile(pattern, re.ASCII) for kind, pattern in _KINDS.items()}
_SHIFT = {"上": -1, "今": 0, "本": 0, "当": 0, "去": -1, "前": -2, "明": 1, "后": 2}
_DAY_SHIFT = {"前": -2, "昨": -1, "今": 0, "明": 1}
_RANGE = re.compile(r"(?:[-—–~～]+|至|到|起至)\Z")
_AS_OF = re.compile(r"(?:截至|截止|截止到|截至到)\Z")
_SINCE_BEFORE = re.compile(r"(?:自从?|从)\Z")
_SINCE_AFTER = re.compile(r"\A(?:份|年)?(?:以来|至今|起)")

Interval = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Period:
    """One printed date or period.

    Attributes
    ----------
    start, end
        Character offsets in the sentence.
    text
        As printed.
    first, last
        First and last day as ISO dates; empty where the text or the page does not say.
    kind
        `date`, `part`, `year`, `span`, `recent`, `since`, `plan`, `now`, `vague` and so on.
    day_precise
        The text names one day.
    """

    start: int
    end: int
    text: str
    first: str
    last: str
    kind: str
    day_precise: bool = False


def periods(text: str, issue_date: str = "", *, year: int | None = None) -> list[Period]:
    """Every date and period of a sentence, from left to right, not overlapping.

    Parameters
    ----------
    text
        One sentence.
    issue_date
        Day, month or year (ISO) on which the page appeared; empty where not known.
    year
        The year of a bare month in a sentence that prints no year; the issue's unless given.

    Returns
    -------
    list of Period. Two dates with 到, 至 or a dash between are one period; `以来` reaches to the
    issue date; 截至 is the day itself.

    Examples
    --------
    >>> [(p.text, p.first, p.last) for p in periods("今年上半年比2001年以来都多", "2003-08-06")]
    [('今年上半年', '2003-01-01', '2003-06-30'), ('2001年以来', '2001-01-01', '2003-08-06')]
    """
    issue = whole(issue_date)
    folded = numerals.fold(text)
    for printed in re.finditer(_PRINTED, folded, re.ASCII):
        if not _is_compared(folded, printed.start()):
            year = int(numerals.read(printed.group()[:-1]) or 0) or year
            break
    found: list[tuple[int, int, str, Interval | None, bool]] = []
    for match in _JOINT.finditer(folded):
        kind = match.lastgroup or ""
        parts = _EACH[kind].match(folded, match.start())
        if parts is None:
            continue
        own = _printed_year(parts)
        if own is not None and (year is None or not _is_compared(folded, match.start())):
            year = own
        try:
            days = _RESOLVE[kind](parts, _since_when(parts, found, issue), year)
        except (ValueError, OverflowError):
            days = None
        found.append((match.start(), match.end(), kind, days, bool(parts.groupdict().get("day"))))
    return [_finished(folded, text, item, issue) for item in _joined(folded, found)]


def _is_compared(text: str, at: int) -> bool:
    """Whether the year at `at` is one that 比 or 较 compares with, and so not the sentence's."""
    return text[max(0, at - 1) : at] in ("比", "较", "与", "同")


def _since_when(parts: re.Match[str], found: list, issue: Interval | None) -> Interval | None:
    """What 今后三年 counts from: the last day named before it in the sentence, else the issue."""
    if parts.groupdict().get("lead", "") not in AHEAD:
        return issue
    dated = [days for _, _, kind, days, day in found if kind == "date" and day and days]
    return dated[-1] if dated else issue


def whole(date: str) -> Interval | None:
    """First and last day of an ISO day, month or year; `None` for anything else.

    >>> [d.isoformat() for d in whole("2018-02")]
    ['2018-02-01', '2018-02-28']
    """
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", date)
    if not match:
        return None
    try:
        return _days(*(None if part is None else int(part) for part in match.groups()))
    except ValueError:
        return None


def _days(year: int | None, month: int | None = None, day: int | None = None) -> Interval | None:
    """First and last day of a year, month or day."""
    if year is None:
        return None
    if day is not None and month is not None:
        return (datetime.date(year, month, day),) * 2
    last = month or 12
    end = datetime.date(year, last, calendar.monthrange(year, last)[1])
    return datetime.date(year, month or 1, 1), end


def _printed_year(parts: re.Match[str]) -> int | None:
    """The year that stands in figures in the match."""
    text = parts.groupdict().get("year") or ""
    value = numerals.read(text[:-1]) if text.endswith("年") and len(text) >= 5 else None
    return None if value is None else int(value)


def _year(parts: re.Match[str], issue: Interval | None, year: int | None) -> int | None:
    """The year meant: printed, or told from the issue date (今年), or the sentence's."""
    word = parts.groupdict().get("year")
    printed = _printed_year(parts)
    if printed is not None:
        return printed
    if word:
        if word == "当年" and year is not None:
            return year
        return issue[1].year + _SHIFT[word[0]] if issue else None
    if year is not None:
        return year
    return issue[1].year if issue else None


def _date(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    month, day = numerals.read(parts["month"]), parts["day"]
    number = numerals.read(day) if day else None
    days = _days(
        _year(parts, issue, year), int(month or 0), None if number is None else int(number)
    )
    if days and parts["monthpart"] in ("底", "末"):
        return days[1], days[1]
    return days


def _part(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    y, part = _year(parts, issue, year), parts["part"]
    if y is None:
        return None
    if "季度" in part:
        n = 0 if part.startswith("前三") else int(numerals.read(part.strip("第季度")) or 0)
        first, last = (1, 9) if not n else (3 * n - 2, 3 * n)
    elif part.endswith("个月"):
        first, last = 1, int(numerals.read(part[1:-2]) or 12)
    else:
        ends = {"上半年": (1, 6), "下半年": (7, 12), "年内": (1, 12)}
        by_word = {"底": (12, 12), "末": (12, 12), "初": (1, 1), "中": (6, 6)}
        first, last = ends.get(part) or by_word[part[-1]]
    begin, end = _days(y, first), _days(y, last)
    return (begin[0], end[1]) if begin and end else None


def _moved(day: datetime.date, parts: re.Match[str], sign: int) -> datetime.date | None:
    """The day three years, half a year or seven months before (-1) or after (1) another."""
    n, unit = 0.5 if parts["n"] == "半" else numerals.read(parts["n"]), parts["unit"]
    if n is None:
        return None
    months = float(n) * {"年": 12, "月": 1}.get(unit, 0)
    if not months or months % 1:
        return day + datetime.timedelta(days=sign * round(float(n) * DAYS_PER[unit]))
    index = day.year * 12 + day.month - 1 + sign * int(months)
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _recent(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    if issue is None:
        return None
    if parts.groupdict().get("lead", "") in AHEAD:
        end = _moved(issue[1], parts, 1)
        return (issue[1], end) if end else None
    begin = _moved(issue[0], parts, -1)
    return (begin, issue[1]) if begin else None


def _plan(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval:
    # 十四五 is the fourteenth plan, 十五五 the fifteenth; 十五 alone is the tenth.
    number = int(numerals.read(parts["plan"] or parts["bare_plan"]) or 10)
    first = TWELFTH_PLAN_YEAR + 5 * (number - 12)
    if parts.group().endswith("末"):
        return (datetime.date(first + 4, 12, 31),) * 2
    if parts.group().endswith("初"):
        return (datetime.date(first, 1, 1),) * 2
    return datetime.date(first, 1, 1), datetime.date(first + 4, 12, 31)


def _months(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    if issue is None or (issue[1] - issue[0]).days > 31:
        return None
    shift = {"上": -1, "下": 1}.get(parts["month_rel"][0], 0)
    index = issue[1].year * 12 + issue[1].month - 1 + shift
    return _days(index // 12, index % 12 + 1)


def _days_rel(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    if issue is None or issue[0] != issue[1]:
        return None
    return (issue[0] + datetime.timedelta(days=_DAY_SHIFT[parts["day_rel"][0]]),) * 2


def _days_of(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    """5月1日至7日: two days of one month."""
    month, first, last = (int(numerals.read(parts[g]) or 0) for g in ("month", "day", "day_to"))
    ends = [_days(_year(parts, issue, year), month, day) for day in (first, last)]
    return (ends[0][0], ends[1][1]) if all(ends) and first <= last else None


def _months_of(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    """1-7月 and 5、6、7月: some months of one year."""
    first, last = int(parts["month_from"]), int(parts["month_to"] or parts["month_last"])
    ends = [_days(_year(parts, issue, year), month) for month in (first, last)]
    return (ends[0][0], ends[1][1]) if all(ends) and first <= last else None


def _span(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval:
    return datetime.date(int(parts["from"]), 1, 1), datetime.date(int(parts["to"]), 12, 31)


def _lately(parts: re.Match[str], issue: Interval | None, year: int | None) -> Interval | None:
    """日前 and 近期 are told as of the day of the page; 原先 and 未来 are no day at all."""
    return issue if re.fullmatch("近期|近日|日前|不久前|最近|近来", parts.group()) else None


def _lone_day(parts: re.Match[str], issue: Interval | None, year: int | None) -> None:
    return None


_RESOLVE = {
    "days_of": _days_of, "months_of": _months_of,
    "date": _date, "part": _part, "year": lambda p, i, y: _days(_year(p, i, y)), "span": _span,
    "day": _lone_day, "former": _lone_day, "recent": _recent, "since": _recent,
    "plan": _plan, "half": _part,
    "months": _months, "days": _days_rel, "now": lambda p, i, y: i, "vague": _lately,
}  # fmt: skip


def _joined(text: str, found: list) -> list:
    """The same periods, with two dates that 到 or 至 or a dash connects made one."""
    joined: list = []
    for item in found:
        if joined and item[2] in ("date", "year", "part", "day", "months_of"):
            before = joined[-1]
            gap = text[before[1] : item[0]]
            dated = before[2] in ("date", "year", "part")
            if dated and len(gap) <= 2 and _RANGE.match(gap):
                ends = (before[3], item[3])
                days = (ends[0][0], ends[1][1]) if all(ends) else None
                if days is None or days[0] <= days[1]:
                    joined[-1] = (before[0], item[1], "span", days, False)
                    continue
        repeats = joined and item[2] == "since" and joined[-1][2] == "span"
        if repeats and text[joined[-1][1] : item[0]] in ("的", "这", "的这"):
            # 2001年至2003年的三年间: the length repeats the two years.
            joined[-1] = (joined[-1][0], item[1], *joined[-1][2:])
            continue
        joined.append(item)
    return joined


def _finished(folded: str, text: str, item: tuple, issue: Interval | None) -> Period:
    """The period with its 截至, 自 and 以来 taken in."""
    start, end, kind, days, day = item
    head, tail = folded[max(0, start - 3) : start], folded[end : end + 4]
    if as_of := _AS_OF.search(head):
        start -= len(as_of.group())
        days = (days[1], days[1]) if days else None
    elif kind in ("date", "year", "part"):
        before, after = _SINCE_BEFORE.search(head), _SINCE_AFTER.match(tail)
        if after:
            start -= len(before.group()) if before else 0
            end += len(after.group())
            days = (days[0], max(days[0], issue[1])) if days and issue else None
    first, last = (d.isoformat() for d in days) if days else ("", "")
    return Period(start, end, text[start:end], first, last, kind, day)
