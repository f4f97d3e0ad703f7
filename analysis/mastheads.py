"""A newspaper's own lines: its name and number, who edited the page, what a website puts around it.

Every function looks at clean lines one by one and knows nothing of the page.
"""

import re

from analysis.characters import HAN, both_scripts
from analysis.furniture import PAGE

_MASTHEAD_LONGEST = 90
_SENTENCE_STOP = re.compile("[。！？；]")
# All of these begin with a character of their own: the expression engine skips to those.
_MASTHEAD = re.compile(
    r"当前位置|您的位置|技术支持[:：]|备案号|"
    r"报字第|刊号|CN ?\d\d-\d+|邮发代号|总第 ?\d+|第 ?\d+ ?期|本期 ?\d+ ?版|今日 ?\d+ ?版"
    r"|内部资料|免费交流|免费赠阅|责任编辑|责编|版面编辑|执行主编|本版主编|版式|视觉设计|本版编辑|见报编辑|校对"
    r"|美编|电子信箱|电子邮箱|E-?mail|热线[:：电]|电话[:：]|网址|www\.|https?://"
    r"|新闻网站|邮编|零售价|承印|社址|本报地址|报社地址|版权所有|不得转载|未经[^，]{0,8}授权"
)
_DATE = r"\d{4}(?: ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|[-./]\d{1,2}[-./]\d{1,2})"
_WEEKDAY = "(?:星期|周)[一二三四五六日天]"
# Where a site has a story from, with the time and the number of readers.
_SOURCE = (
    rf"(?:来源|稿源)[:：] ?[{HAN}A-Za-z]{{2,14}}"
    r"(?:[ |｜]*(?:(?:发布)?时间[:：] ?)?\d{4}[-./年\d: 月日]{4,20})?"
    r"(?:[ |｜]*(?:阅读|点击|浏览)[^，。]{0,12})?"
)
# Every other than a weekday or where a text is from ends with one of these or a digit.
_WHOLE_LAST = "日版℃C度—–-·"
_BEFORE_NUMBER = ("", *" （(·日一二三四五六")
_MASTHEAD_WHOLE = re.compile(
    r"^[^，。]{0,12}(?:\d{4} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?日[^，。]{0,4}"
    r"(?:星期|周)[一二三四五六日天]"
    rf"|^(?:[^，。]{{1,8}}[报報刊] ?)?{_DATE}(?:[ |｜]*(?:{_WEEKDAY}|{PAGE}|[A-Z]\d{{1,3}}))*$"
    rf"|^星期[一二三四五六日天]|^{_SOURCE}$"
    rf"|^{PAGE}$|^[A-Z]?\d{{1,3}}$|^[—–\-·]{{1,2}} ?\d{{1,3}} ?[—–\-·]{{1,2}}$"
    r"|^[^，。]{0,8}(?:晴|多云|阴|[小中大阵暴]雨|[小中大]雪)[^，。]{0,30}\d ?(?:℃|°C|摄氏度)$"
)
# A date with the page's name beside it, apart.
_PIECE = rf"(?:{_WEEKDAY}|{PAGE}|[A-Z]?\d{{1,3}}|[{HAN}·]{{2,8}})"
_DATED = re.compile(rf"(?=.* )(?:{_PIECE}[ |｜>＞/]+){{0,3}}{_DATE}(?:[ |｜>＞/]+{_PIECE}){{0,4}}")
_SETTING = "#*>_ "
_MASTHEAD_WEAK = re.compile(
    r"微信|微博|客户端|公众号|二维码|扫一扫|扫码|APP$|抖音|视频号|(?:电子|数字|手机)[版报報]$"
    r"|^.{1,8}[报報]$|主办|主管|出版|^(?:要闻|综合|头版|导读|专版|广告)|[A-D]\d{1,2}版?.{0,2}$"
)
_WEAK_LONGEST = 20
# What the site of a paper prints to be clicked on: a line of such words and of nothing else.
_CLICKED = (
    "(?:[上下][一1]?[版篇页期条张]|放大|缩小|默认|字[号体]|打印|关闭|返回|返回[首目][页录]|全文|首页|目录"
    "|往期|收藏|分享|复制|朗读|收听|下载|版面(?:导航|概览|目录|预览)|标题导航|数字报|电子报|PDF版?"
    "|[大中小]|标准)"
)
_BESIDE = r"[\[\]【】<>《》|｜/ +\-:：]*"
# What it prints before words of its own: the way to the page, the stories beside, its readers.
_CLICKED_FIRST = (
    "(?:当前位置|您的位置|您所在的?位置|[上下]一[篇条版页]|分享[到至]|(?:阅读|点击|浏览)[数量次]*"
    "|(?:主办|承办)(?:单位)?|技术支持|备案号)[:：]"
)
_RUN_BY = re.compile("(?:主办|承办|主管)(?:单位)?[:：]|技术支持[:：]")
# Shorter lines may be a word, 大中小学.
_SHORTEST_CLICKS = 5
_CLICKS = re.compile(rf"{_BESIDE}{_CLICKED}(?:{_BESIDE}{_CLICKED})+{_BESIDE}$")
_NAVIGATION = re.compile(
    both_scripts(
        rf"{_CLICKED_FIRST}[^，。]*"
        rf"|{_BESIDE}{_CLICKED}(?:{_BESIDE}{_CLICKED})*{_BESIDE}"
    )
)
# A page's number and name, as it stands at the head of the page.
_RUNNING_HEAD = re.compile(
    r"(?:第 ?[A-Z]?\d{1,3} ?版[ :：·|｜]*|[A-Z]\d{1,3}(?: ?版[ :：·|｜]*|[ :：·|｜]+))"
    rf"[{HAN}·]{{2,8}}"
)
_IMPRINT = re.compile(both_scripts(r"[本版面执行]{0,4}(?:责任编辑|责编|编辑|主编)[ :：/／|｜]"))
# Who edited the page: of each an office and names, and of nothing else.
_OFFICE = (
    r"(?:[本版面执行值班]{0,4}(?:责任编辑|责编|编辑|主编)|版式(?:设计)?|版面设计|美术编辑|美编|图片编辑|图编"
    r"|视觉(?:设计|总监|编辑)?|校对|检校|审读|组版|编审|制图)"
)
_EDITORS = rf"[{HAN}]{{2,4}}(?:[ 、，,]+[{HAN}]{{2,4}}){{0,2}}"
_EDITED = re.compile(
    both_scripts(
        rf"{_OFFICE}[ :：/／|｜]+{_EDITORS}"
        rf"(?:[ ,，、/／|｜]+{_OFFICE}[ :：/／|｜]+{_EDITORS}){{0,5}}"
    )
)
_RIGHTS = re.compile("版权所有|版權所有|不得转载|不得轉載|未经[^，]{0,8}授权")


def is_masthead(text: str) -> bool:
    """Whether the line is a newspaper's own: number, date, editors, address.

    >>> is_masthead("第52期（总第1643期） 本期8版"), is_masthead("会议于2021年举行。")
    (True, False)
    """
    if len(text) > _MASTHEAD_LONGEST or _SENTENCE_STOP.search(text) is not None:
        return False
    found = _MASTHEAD.search(text)
    # A course has a number too: the newspaper's begins the line, or stands behind its date.
    if found and (found[0][0] != "第" or text[: found.start()][-1:] in _BEFORE_NUMBER):
        return True
    return _is_whole_masthead(text)


def _is_whole_masthead(text: str) -> bool:
    """Whether the line is a date, a weekday, a page, the weather or where the text is from."""
    may_be = text[-1:] in _WHOLE_LAST or text[-1:].isdecimal() or "期" in text or "周" in text
    return (may_be or text[1:2] == "源") and _MASTHEAD_WHOLE.match(text) is not None


def is_dated(raw: str) -> bool:
    """Whether the line, its white space kept, is a date and the page's name or number beside it.

    >>> is_dated("2019年11月8日 第12版 社区"), is_dated("2019年11月8日起施行")
    (True, False)
    """
    return len(raw) <= _MASTHEAD_LONGEST and _DATED.fullmatch(raw.strip(_SETTING)) is not None


def stands_at_foot(text: str) -> bool:
    """Whether the line begins with who edited the page or runs the site, as a page's last does."""
    return _IMPRINT.match(text) is not None or _RUN_BY.match(text) is not None


def is_clicked(text: str) -> bool:
    """Whether the line is a website's words to click on, more than one.

    >>> is_clicked("上一篇 下一篇 返回目录"), is_clicked("首页")
    (True, False)
    """
    return _SHORTEST_CLICKS <= len(text) <= _MASTHEAD_LONGEST and _CLICKS.match(text) is not None


def is_imprint(text: str) -> bool:
    """Whether the line says who edited the page, or whose it is, wherever it stands.

    >>> is_imprint("责任编辑：王甲 美编：李乙丙"), is_imprint("责任编辑制度改革")
    (True, False)
    """
    if len(text) > _MASTHEAD_LONGEST:
        return False
    if _EDITED.fullmatch(text) is not None:
        return True
    return _RIGHTS.search(text) is not None and _SENTENCE_STOP.search(text) is None


def is_running_head(text: str) -> bool:
    """Whether the line is a page's number and name, or a website's words to click on.

    >>> is_running_head("A06 智慧社区"), is_running_head("上一版 下一版")
    (True, True)
    """
    return len(text) <= _WEAK_LONGEST and (
        _RUNNING_HEAD.fullmatch(text) is not None or _NAVIGATION.fullmatch(text) is not None
    )


def may_be_masthead(text: str) -> bool:
    """Whether the line is a newspaper's own if it stands beside one that surely is."""
    return (
        len(text) <= _WEAK_LONGEST
        and not any(stop in text for stop in "。！？；，")
        and (_MASTHEAD_WEAK.search(text) is not None or is_running_head(text))
    )
