"""Pages damaged in known ways, so that what is to be found on them is known without a reader.

Stories with clean paragraphs are set into columns and then spoiled as scans are: lines wrapped,
blank lines put between, indents and full stops lost, marks made half-width, spaces strewn in,
headlines set upright, captions dropped into sentences, bylines moved to the foot of the page.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from analysis.reference import TrueLine, TruePage

_MAY_NOT_BEGIN = "，。、；：！？”’）》〉】…%"
_MAY_NOT_END = "“‘（《〈【"
_HALF = {"，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")"}
_SENTENCE = re.compile(r"[^。！？]*(?:[。！？]+[”’）》]*|$)")


@dataclass(frozen=True)
class Story:
    """A story in truth: blocks are (`body` or `subhead`, clean text)."""

    headline: str
    byline: str
    blocks: tuple[tuple[str, str], ...]
    deck: str = ""


@dataclass(frozen=True)
class Setting:
    """How a page is set and spoiled.

    Attributes
    ----------
    width
        Column widths in em, taken in turn by the stories; None: a paragraph is one line, cut
        into `cut` pieces where it is long.
    blanks
        Where blank lines stand.
    indent
        Whether the first line of a paragraph is shorter by two em (dropped), has them (kept), or
        was set flush.
    """

    width: tuple[int, ...] | None = (20,)
    blanks: Literal["all", "paragraphs", "none"] = "all"
    indent: Literal["dropped", "kept", "flush"] = "dropped"
    bylines: Literal["top", "foot", "page"] = "top"
    upright: bool = False
    markdown: bool = False
    lost_stops: bool = False
    half_width: bool = False
    stray_spaces: float = 0.0
    caption: str = ""
    cut: int = 0


@dataclass
class _Sheet:
    """The page as it grows."""

    lines: list[str] = field(default_factory=list)
    truth: dict[int, TrueLine] = field(default_factory=dict)

    def blank(self, n: int = 1) -> None:
        self.lines += [""] * n

    def put(self, pieces: Sequence[str], item: str, role: str, gap: int) -> None:
        for at, piece in enumerate(pieces):
            self.lines.append(piece)
            self.truth[len(self.lines)] = TrueLine(item, role, at + 1 < len(pieces))
            self.blank(gap)


def set_page(
    stories: Sequence[Story], setting: Setting, rng: random.Random
) -> tuple[list[str], TruePage]:
    """The physical lines of a page, and what they are in truth."""
    sheet = _Sheet()
    gap = 1 if setting.blanks == "all" else 0
    late: list[tuple[str, str]] = []
    for number, story in enumerate(stories):
        item = f"story {number}"
        width = setting.width[number % len(setting.width)] if setting.width else None
        _set_heading(sheet, story, item, setting)
        if setting.bylines == "top":
            sheet.put([_byline(story, setting)], item, "byline", 1)
        for at, (role, text) in enumerate(story.blocks):
            pieces = _pieces(text, role, width, setting, rng)
            if role == "subhead":
                sheet.put([("### " if setting.markdown else "") + pieces[0]], item, "subhead", 1)
                continue
            if setting.caption and at == 1 and len(pieces) > 2:
                sheet.put(pieces[:2], item, "body", gap)
                sheet.truth[max(sheet.truth)] = TrueLine(item, "body", True)
                sheet.blank(2)
                sheet.put([setting.caption], f"caption {number}", "caption", 2)
                pieces = pieces[2:]
            sheet.put(pieces, item, "body", gap)
            if setting.blanks == "paragraphs":
                sheet.blank()
        if setting.bylines == "foot":
            sheet.put([_byline(story, setting)], item, "byline", 1)
        elif setting.bylines == "page":
            late.append((_byline(story, setting), item))
    for line, item in late:
        sheet.put([line], item, "byline", 1)
    articles = {
        f"story {number}": [sentences(text) for role, text in story.blocks if role == "body"]
        for number, story in enumerate(stories)
    }
    return sheet.lines, TruePage(sheet.truth, articles)


def sentences(text: str) -> list[str]:
    """The sentences of a clean paragraph."""
    return [s for s in _SENTENCE.findall(text) if s]


def _set_heading(sheet: _Sheet, story: Story, item: str, setting: Setting) -> None:
    """Headline and deck: upright, marked or plain."""
    if setting.upright:
        sheet.blank()
        sheet.put(list(story.headline.replace(" ", "")), item, "headline", 0)
        sheet.blank()
        return
    sheet.put([("# " if setting.markdown else "") + story.headline], item, "headline", 0)
    if story.deck:
        sheet.put([("## " if setting.markdown else "") + story.deck], item, "deck", 0)
    if setting.blanks != "none":
        sheet.blank()


def _byline(story: Story, setting: Setting) -> str:
    """The byline with the mark that print gives it."""
    return f"■{story.byline}" if setting.bylines != "top" else f"（{story.byline}）"


def _pieces(
    text: str, role: str, width: int | None, setting: Setting, rng: random.Random
) -> list[str]:
    """The lines of a block, spoiled."""
    if setting.half_width:
        text = "".join(_HALF.get(c, c) for c in text)
    if setting.lost_stops and role == "body":
        text = text.replace("。", "?")
    if role == "subhead":
        pieces = [text]
    elif width is None:
        pieces = _cut(text, setting.cut, rng)
    else:
        pieces = wrap(text, width, 0 if setting.indent == "flush" else 2)
        if setting.indent == "kept":
            pieces[0] = "　　" + pieces[0]
    return [_strew(piece, setting.stray_spaces, rng) for piece in pieces]


def wrap(text: str, width: float, indent: float) -> list[str]:
    """The text in lines of so many em, the first shorter by the indent; marks hang as in print."""
    lines, line, room = [], "", width - indent
    for character in text:
        size = 0.5 if character.isascii() else 1.0
        if room < size and character not in _MAY_NOT_BEGIN:
            carry = line[-1] if line and line[-1] in _MAY_NOT_END else ""
            lines.append(line[: len(line) - len(carry)])
            line, room = carry, width - len(carry)
        line += character
        room -= size
    return [*lines, line] if line else lines


def _cut(text: str, n: int, rng: random.Random) -> list[str]:
    """The text cut inside sentences, into n pieces if it is long enough."""
    if not n or len(text) < 80:
        return [text]
    places = [
        at
        for at in range(30, len(text) - 30)
        if text[at - 1] not in "。！？”’" + _MAY_NOT_END
        and text[at] not in _MAY_NOT_BEGIN
        and not (text[at].isascii() and text[at - 1].isascii())
    ]
    chosen = sorted(rng.sample(places, n - 1))
    return [text[a:b] for a, b in zip([0, *chosen], [*chosen, len(text)], strict=True)]


def _strew(text: str, share: float, rng: random.Random) -> str:
    """Spaces behind marks and around figures, as a scan of justified text has them."""
    if not share:
        return text
    text = re.sub(r"([，。、；：？])(?=.)", lambda m: m[1] + " " * (rng.random() < share), text)
    return re.sub(
        r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", lambda m: " " * (rng.random() < share), text
    )


def annotated(sheet: str) -> tuple[list[str], dict[int, TrueLine]]:
    """The lines of a page written down with their truth, and the truth by line.

    Each line that is not blank is written as `role item text`; a `+` behind the role says that
    the line goes on in the next.
    """
    lines, truth = [], {}
    for number, line in enumerate(sheet.strip("\n").split("\n"), start=1):
        role, item, text = line.split(" ", 2) if line else ("", "", "")
        lines.append(text)
        if line:
            truth[number] = TrueLine(item, role.rstrip("+"), role.endswith("+"))
    return lines, truth


# Kinds of newspaper pages, each line with what it is in truth, for `annotated`.
SCHOOL = "春光里小学的操场昨天重新开放，学生们在新跑道上跑了第一圈，校长说这条跑道等了三年。"
TRACK = "操场由区里出资改建，面积比原来大了一倍，周末还向附近居民开放，需要在手机上预约。"
LIFTS = "新泾镇的老旧电梯加装工程本月完工，三十二台电梯同时投入使用，居民上下楼不再发愁。"
COSTS = "镇里说，加装费用由居民、财政和产权单位分担，剩下的由物业维修资金补足。"
MEALS = "甘泉路街道的社区食堂上周开张，老人凭卡用餐可以打八折，一天供应六百份饭菜。"
MENU = "食堂负责人说，菜单每周换一次，低盐低糖的菜占一半以上。"

KINDS = {
    "a name that is no common surname": f"""
headline 1 春光里小学迎来新操场

byline 1 ■本报记者 甲乙

body 1 {SCHOOL}

body 1 {TRACK}""",
    "briefs with a bold lead, signed in brackets": f"""
body 1 **春光里小学操场开放** {SCHOOL}（记者 王丽）

body 2 **新泾镇加装电梯** {LIFTS}（记者 李明）

body 3 **甘泉路食堂开张** {MEALS}（通讯员 赵伟）""",
    "briefs that begin with 本报讯": f"""
headline 1 春光里小学操场开放

body 1 本报讯 （记者 王丽）{SCHOOL}

headline 2 新泾镇加装电梯

body 2 本报讯 （记者 李明）{LIFTS}

headline 3 甘泉路食堂开张

body 3 本报讯 （通讯员 赵伟）{MEALS}""",
    "bold headlines and bylines of several people": f"""
headline 1 **春光里小学迎来新操场**

byline 1 本报记者 张三 李四 通讯员 王五

body 1 {SCHOOL}

body 1 {TRACK}

headline 2 **新泾镇电梯同时启用**

byline 2 本报记者 李明 通讯员 赵伟

body 2 {LIFTS}

body 2 {COSTS}

headline 3 **甘泉路食堂开张**

byline 3 文/图 记者 周杰

body 3 {MEALS}

body 3 {MENU}""",
    "page header, jump lines, captions and editors": f"""
masthead m 要闻 2

masthead m 2021年12月10日 星期五

masthead m A03

kicker 1 新建改建同步推进

headline 1 春光里小学迎来新操场
deck 1 周末向附近居民开放预约

byline 1 本报记者 张三

body 1 {SCHOOL}（见图）

body 1 {TRACK}

jump j >>> 下转 2 版

headline 2 新泾镇电梯同时启用

jump k （上接第1版）

body 2 {LIFTS}

body 2 {COSTS}

caption c ↑新启用的电梯。

caption c 图为居民乘坐新电梯。

caption c ■新泾镇供图

headline 3 甘泉路食堂开张

byline 3 本报记者 周杰

body 3 {MEALS}

body 3 {MENU}

jump l 下转第三版

masthead n 责任编辑：王丽 本版编辑：李明""",
    "labels of columns in 【】": f"""
kicker 1 【区县新闻】

headline 1 春光里小学迎来新操场

body 1 本报讯 （记者 王丽） {SCHOOL}

body 1 {TRACK}

kicker 2 【民生】

headline 2 新泾镇电梯同时启用

body 2 本报讯 （记者 李明） {LIFTS}

body 2 {COSTS}""",
    "a headline of two lines with kicker and deck": f"""
kicker 1 落实“双减”之后

headline+ 1 春光里小学迎来新操场，
headline 1 孩子们跑出第一圈

deck 1 操场面积比原来大了一倍

byline 1 本报记者 王丽

body 1 {SCHOOL}

body 1 {TRACK}

headline 2 新泾镇电梯同时启用

byline 2 本报记者 李明

body 2 {LIFTS}

body 2 {COSTS}""",
}
