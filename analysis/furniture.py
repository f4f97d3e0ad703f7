"""What a newspaper prints around its text: bylines, jump lines, pointers, labels.

Every function looks at clean lines one by one and knows nothing of the page.
"""

import re
from collections.abc import Sequence

from analysis.characters import HAN, both_scripts, lines_with
from analysis.picture_lines import has_credit
from analysis.surnames import FAMILY_NAMES, SURNAMES

_LONGEST_BYLINE = 60
_OUTLET = rf"(?:本报|本刊|本台|[{HAN}]{{2,10}}?(?:报|网|社|台|刊|周刊|客户端|融媒|中心))"
_TITLE = (
    rf"(?:{_OUTLET})?(?:驻[{HAN}]{{1,4}}?)?"
    r"(?:首席|特约|见习|实习|高级|资深|全媒体|融媒体|文字|摄影|视频|特派|青年)*"
    r"(?:记者|通讯员|实习生|评论员|撰稿|作者|编辑)"
)
_LATIN_NAME = r"[A-Z][A-Za-z.\-]*(?: [A-Z][A-Za-z.\-]*)*"
_NAME = rf"(?:[{FAMILY_NAMES}](?: {{0,3}}[{HAN}]){{1,3}}|{_LATIN_NAME})"
_NAMES = rf"{_NAME}(?:[ 、，,;；/／·]+{_NAME})*"
_SIGNED = rf"{_TITLE}[ :：/／|｜]*{_NAMES}"
# Behind 本报记者 and a space two to four characters are a name, whatever the family.
_OWN = (
    r"本[报刊台](?:首席|特约|见习|实习|高级|资深|全媒体|融媒体)?(?:记者|通讯员|实习生) {1,3}"
    rf"[{HAN}]{{2,4}}(?: {{1,3}}[{HAN}]{{2,4}}){{0,3}}"
    # Without the paper's word for itself, names of three: no word behind a space has as many.
    rf"|(?:首席|特约|见习|实习|高级|资深|全媒体|融媒体)?(?:记者|通讯员) {{1,3}}"
    rf"[{HAN}]{{3}}(?: {{1,3}}[{HAN}]{{3}}){{0,3}}"
)
# So are all names where two titles follow each other.
_BOTH = rf"{_TITLE} +[{HAN}]{{2,4}}(?: +{_TITLE} +[{HAN}]{{2,4}})+"
# Where a website says where it has a story from, and who wrote it.
_FROM = rf"(?:(?:来源|稿源)[:：] ?[{HAN}]{{2,12}} +)?+(?:作者[:：] ?(?=记者|通讯员|本[报刊台]))?+"
# In brackets the same goes for any title and a space.
_BRACKETED = rf"[（(] ?{_TITLE} +[{HAN}]{{2,4}}(?:[ 、]+[{HAN}]{{2,4}}){{0,6}} ?[)）]"
# Who wrote and who took the pictures, the names first.
_FIRST = rf"[{FAMILY_NAMES}][{HAN}]{{1,3}}+(?:[ 、，]+[{FAMILY_NAMES}][{HAN}]{{1,3}}+){{0,3}}"
_NAMES_FIRST = (
    rf"{_FIRST} ?[/／] ?(?:文|文图|图文|撰文)(?:[ 、，]+{_FIRST} ?[/／] ?(?:摄影|[摄图]))?"
)
_WORDS_BY = r"(?:文[/／][图摄]|图[/／]文|文 ?[/／|｜:：])"
_BYLINE = re.compile(
    both_scripts(
        rf"{_FROM}[（(【\[]? ?(?:{_BOTH}|{_SIGNED}(?:[ 、，,;；/／]+{_SIGNED})*|{_OWN}"
        rf"|{_WORDS_BY} ?(?:{_SIGNED}|{_NAMES})(?: *(?:图片?|摄影?)[/／:：|｜ ]+[{HAN}]{{2,10}})?"
        rf"|{_NAMES_FIRST})"
        rf"(?:[ /／]*(?:文|报道|综合报道|整理|采访整理|撰文|文[/／]图|文[/／]摄))? ?[)）】\]]?"
        rf"|{_BRACKETED}"
    )
)
# A name alone in brackets; of two characters it could be a word.
_BARE = re.compile(
    both_scripts(rf"[（(] ?[{FAMILY_NAMES}][{HAN}]{{2}}(?<![区市县镇村版图表篇期]) ?[)）]")
)
# So is one of two where a story has just ended and its first is nothing but a surname.
_SHORT_NAME = re.compile(rf"[（(] ?[{''.join(sorted(SURNAMES))}] ?[{HAN}] ?[)）]")
_LONGEST_BARE = 9
_NAME_MARKS = "■□◆●▲○◎"
# Every byline without a mark has one of these. Each begins with a character, not with a class of
# them, and the expression engine skips to those.
_SIGNER = re.compile(
    "记者|記者|通[讯訊][员員]|实[习習]生|實[习習]生|评[论論][员員]|評[论論][员員]|撰稿|作者"
    "|编[辑輯]|編[辑輯]|文[ /／|｜:：]|/文|／文"
)
# Every byline has one of these characters, which are looked for much faster.
_SIGN = re.compile(f"[（({_NAME_MARKS}记記通实實评評撰作编編文]")
# So do all words of a page, which are looked for at once.
_SPEAKING = re.compile(
    f"{'|'.join(f'版{_NAME_MARKS}')}|文[ /／|｜:：]|/文|／文|记者|通讯员|实习生"
    "|评论员|撰稿|作者|编辑|责编|記者|通訊員|實習生|評論員|編輯"
)
_TAKEN_BY = re.compile(both_scripts(r"(?<![/／、])(?<!图文)(?:摄|供图)[)）]?$"))
_NOTE = re.compile(r"[。！？][”’]?(?P<note>[（(][^（()）。！？，]{1,30}[）)])$")
_MARKED_NAMES = re.compile(both_scripts(rf"[■□◆●▲○◎]\s*({_NAME}(?:[ 、]{_NAME}){{0,3}})"))
_BRACKETS = "（）()【】[] "

PAGE = r"第? ?[A-Z]?[\d一二三四五六七八九十]{1,3} ?[-—~至、\d]{0,4} ?版"
_JUMP = re.compile(
    both_scripts(
        rf"[（(【\[>》＞▶►→\s]*(?P<way>上接|紧接|下转|转接|转|接) ?(?P<page>[^，。]{{0,8}}?{PAGE})"
        r"[^，。]{0,12}[)）】\]>》＞▶►→\s]*"
    )
)
_JUMP_TAIL = re.compile(rf"[（(【](?:下转|转) ?{PAGE}[^，。）]{{0,12}}[)）】]$")
_POINTER = re.compile(
    both_scripts(
        rf"[（(]?(?:[>》＞▶►→]+[\s\-]*(?:详见|刊|见|请见|请看|导读)?"
        r"|(?:详见|刊于|刊|请见|请看|详情见|见)) ?"
        rf"(?:[今明次][日天]|本报|本刊|本期){{0,2}}{PAGE}[)）\s]*|[（(]{PAGE}[)）]"
    )
)
_POINTER_TAIL = re.compile(
    rf"(?:[（(](?:详见|刊|见)|(?:[>》＞▶►→]{{2,}}|→) ?(?:刊|见|详见)?) ?{PAGE}[)）]?$"
)

_DATELINE = re.compile(
    both_scripts(
        r"(?:本报|本刊|本台|新华社)[^，。]{0,12}?(?:讯|电(?![话子视力影器]))"
        rf"|(?!据)[{HAN}]{{0,8}}[报社]讯[ （(\d]"
    )
)

# So much of a story's beginning is looked at for a line like 本报讯（记者 …）.
OPENING = 40
# A dateline begins with the paper's word for itself, or has its sign within so many characters.
_LONGEST_DATELINE = 10
_OPENING_NOTE = re.compile(r" ?[（(][^（()）。！？，]{1,30}[）)]")
_LABEL = re.compile(
    r"(?:系列|系列报道|连载|特刊|走访|访谈|追踪|观察|聚焦|巡礼|(?:特别|专题)报道|系列報道|追蹤|觀察)"
    r"(?:[之（(]?[一二三四五六七八九十①-⑳\d]{1,3}[)）]?)?$"
    rf"|[①-⑳]$|·[{HAN}]{{1,6}}篇$"
)
# So many characters in heavy brackets are no headline.
_LONGEST_COLUMN = 6
_COLUMN = re.compile(
    both_scripts(
        "(?:短|时|快|锐|社|微)评|评论|社论|言论|杂谈|对话|访谈|专访|人物|特写|调查|观察|视点|聚焦|关注|追踪"
        "|(?:记者|采访|一线)?[手札]记|(?:读者)?来信(?:选登)?|读者(?:之声|信箱|来电)|[短简快]讯|连载"
    )
)
_NOTICE = re.compile(
    both_scripts("(?:关于.{2,40}的)?(?:公告|通告|公示|启事|声明)|关于.{2,40}的(?:通知|通报)")
)
_LABEL_LONGEST = 30
_SENTENCE_STOP = re.compile("[。！？；]")


def _may_sign(text: str) -> bool:
    """Whether anything of a byline stands in the line: in few lines, more than are one."""
    return _SIGN.search(text) is not None and (
        _may_be_bare(text) or text[:1] in _NAME_MARKS or _SIGNER.search(text) is not None
    )


def may_speak_among(texts: Sequence[str]) -> list[int]:
    """Which of the lines may speak, and a few more; all looked at in one go."""
    lengths = list(map(len, texts))
    bare = [at for at, n in enumerate(lengths) if n <= _LONGEST_BARE and _may_be_bare(texts[at])]
    if max(lengths, default=0) > _LONGEST_BYLINE:
        texts = [text if len(text) <= _LONGEST_BYLINE else "" for text in texts]
    return [*lines_with(texts, _SPEAKING), *bare]


def _may_be_bare(text: str) -> bool:
    """Whether the line could be a name alone in brackets."""
    return len(text) <= _LONGEST_BARE and text[:1] in "（(" and text[-1:] in "）)"


def marked_among(texts: Sequence[str]) -> list[int]:
    """Which of the lines hold a mark that print sets before a name."""
    joined = "".join(texts)
    marks = [mark for mark in _NAME_MARKS if mark in joined]
    return [at for mark in marks for at, text in enumerate(texts) if mark in text]


def is_byline(text: str) -> bool:
    """Whether the line signs a story and does nothing else.

    >>> is_byline("■本报首席记者 王小甲"), is_byline("记者调查发现")
    (True, False)
    """
    if not 3 <= len(text) <= _LONGEST_BYLINE or not _may_sign(text) or _TAKEN_BY.search(text):
        return False
    if text[0] in _NAME_MARKS:
        if _MARKED_NAMES.fullmatch(text):
            return True
        text = text[1:].lstrip()
    return (_BYLINE.fullmatch(text) or _BARE.fullmatch(text)) is not None


def may_be_name(text: str) -> bool:
    """Whether the line is a surname and a character in brackets: a name where a story has ended.

    >>> may_be_name("（王甲）"), may_be_name("（见图）")
    (True, False)
    """
    return len(text) <= _LONGEST_BARE and _SHORT_NAME.fullmatch(text) is not None


def ends_signed(text: str) -> bool:
    """Whether the text ends a sentence and then a story: ….（记者 王小甲）.

    >>> ends_signed("会议昨天举行。（记者 王小甲）"), ends_signed("会议昨天举行。（见图）")
    (True, False)
    """
    found = _NOTE.search(text[-_LONGEST_BYLINE:]) if text[-1:] in "）)" else None
    return found is not None and is_byline(found["note"])


def ends_with_note(text: str) -> bool:
    """Whether the text ends with a note in brackets behind a sentence, and no picture's credit.

    >>> ends_with_note("会议昨天举行。（见图）"), ends_with_note("会议（见图）")
    (True, False)
    """
    if text[-1:] not in "）)" or _NOTE.search(text[-_LONGEST_BYLINE:]) is None:
        return False
    return not has_credit(text)


def opening_byline(text: str) -> str:
    """Who wrote a story whose first line says it, 本报讯（记者 王小甲）…; empty where none does.

    >>> opening_byline("本报讯（记者 王小甲）会议昨天举行"), opening_byline("本报讯 会议昨天举行")
    ('记者 王小甲', '')
    """
    if not is_dateline(text):
        return ""
    found = _DATELINE.match(text)
    note = _OPENING_NOTE.match(text, found.end() - (text[found.end() - 1] in "（("))
    return byline_name(note[0].strip()) if note and is_byline(note[0].strip()) else ""


def byline_name(text: str) -> str:
    """The byline without its mark and brackets: title and names as printed.

    >>> byline_name("（记者 王小甲）")
    '记者 王小甲'
    """
    return text.strip(_NAME_MARKS).strip(_BRACKETS)


def is_jump(text: str) -> bool:
    """Whether the line only says where a story comes from or goes to.

    >>> is_jump("（上接第一版）"), is_jump(">>>下转2版"), is_jump("刊4版")
    (True, True, False)
    """
    return len(text) <= _LONGEST_BYLINE and "版" in text and _JUMP.fullmatch(text) is not None


def continued_from(text: str) -> str:
    """The page that the text says it continues from; empty where it says none.

    >>> continued_from("（上接第一版）为此"), continued_from("（下转第二版）")
    ('第一版', '')
    """
    found = _JUMP.match(text) if "版" in text else None
    return found["page"].strip() if found and found["way"] in {"上接", "紧接", "接"} else ""


def jumps_on(text: str) -> bool:
    """Whether the text ends with a jump to another page."""
    tail = text[-30:]
    return "版" in tail and _JUMP_TAIL.search(tail) is not None


def is_pointer(text: str) -> bool:
    """Whether the line points from a teaser to its page.

    >>> is_pointer(">>> 刊4版"), is_pointer("02版")
    (True, False)
    """
    return len(text) <= _LONGEST_BYLINE and "版" in text and _POINTER.fullmatch(text) is not None


def is_whole_teaser(text: str) -> bool:
    """Whether the line is a teaser's heading and its pointer in one.

    >>> is_whole_teaser("新操场启用 >>> 02版"), is_whole_teaser(">>> 02版")
    (True, False)
    """
    found = _POINTER_TAIL.search(text[-24:]) if "版" in text[-6:] else None
    if found is None or len(text) > _LONGEST_BYLINE or is_pointer(text):
        return False
    return text != found[0] and _SENTENCE_STOP.search(text) is None


def is_label(text: str) -> bool:
    """Whether a heading names a column or a series of the paper rather than a story.

    >>> is_label("【短评】"), is_label("甲乙系列之三"), is_label("甲区启动建设")
    (True, True, False)
    """
    return (text[:1] == "【" and text[-1:] == "】") or (
        len(text) <= _LABEL_LONGEST and _LABEL.search(text) is not None
    )


def names_column(text: str) -> bool:
    """Whether a heading is the name of a paper's column and nothing else.

    >>> names_column("【短评】"), names_column("读者来信"), names_column("短评两则出错")
    (True, True, False)
    """
    bare = text.strip(f"{_BRACKETS}{_NAME_MARKS}")
    short = len(bare) <= _LONGEST_COLUMN and text[:1] == "【" and text[-1:] == "】"
    return short or _COLUMN.fullmatch(bare) is not None


def is_notice(text: str) -> bool:
    """Whether a heading is that of a notice: 关于……的公告.

    >>> is_notice("关于征集项目的公告"), is_notice("关于公告的几点思考")
    (True, False)
    """
    return _NOTICE.fullmatch(text) is not None


def is_dateline(text: str) -> bool:
    """Whether the text begins as a story does: 本报讯 ….

    >>> is_dateline("本报讯 昨天"), is_dateline("据本报讯 ")
    (True, False)
    """
    head = text[:_LONGEST_DATELINE]
    may_be = head[:1] in "本新" or "讯" in head or "訊" in head
    return may_be and _DATELINE.match(text) is not None
