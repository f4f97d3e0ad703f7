"""What a line says of a picture: captions, who took it, where it is from.

Pure functions of one line's text, as in `furniture`.
"""

import re
from collections.abc import Sequence

from analysis.characters import HAN, both_scripts, lines_with
from analysis.surnames import FAMILY_NAMES

_CREDIT_TAIL = 40
_CREDIT = re.compile(
    both_scripts(
        r"(?:(?:记者|通讯员|新华社|本报|图片来源|摄影)[^。！？，]{0,20}(?<!拍)(?:摄|摄影|供图|制图|绘图)"
        rf"|[^。！？，；]{{0,30}}(?:供图|制图)|资料(?:图片|照片|图)"
        rf"|(?:^|[ 。）（])(?:均(?:为|由)?)?(?:[{FAMILY_NAMES}][{HAN}]{{1,3}}) ?(?:/|／)?(?<!拍)"
        r"(?:摄|摄影)"
        rf"|(?:图|摄|摄影|图片|供图|制图)[/／|｜] ?[^。！？]{{2,16}}"
        # 上图：… begins what is said of a picture.
        rf"|(?:(?<![上下左右中])图|摄|摄影|图片|供图|制图)[:：] ?[^。！？]{{2,16}}"
        r"|(?:视觉中国|CFP|IC photo|新华社发))[)）]?$"
    )
)
# A credit ends with one of these, or has who took the picture behind a mark.
_CREDIT_LAST = frozenset("摄攝影图圖片国Po发發")
_TAKER_BEHIND = re.compile("[/／:：|｜]")
# Who took a picture, and nothing else.
_TAKER = re.compile(both_scripts(rf"[（(]?[{FAMILY_NAMES}][{HAN}]{{1,3}} ?[/／]?(?:摄|摄影)[)）]?"))
_LONGEST_TAKER = 10
# Every credit has one of these.
_CREDIT_SIGN = re.compile(
    "摄|攝|图|圖|资料照片|資料照片|视觉中国|CFP|IC photo|新华社发|新華社發|新华社發|新華社发"
)
_CAPTION_START = re.compile(
    both_scripts(
        r"[▲▼△▽◀▶◆■]*(?:图为|图说|[上下左右中]{1,2}图[为:： ，]"
        r"|图 ?[①-⑳\d一二三四五六七八九十]+[:：为 ]"
        r"|[▲▼△▽]|[↑↓←](?! ?\d))"
    )
)
CAPTION_FIRST = frozenset("▲▼△▽◀▶◆■图圖上下左右中↑↓←")
_CAPTION_END = re.compile(
    both_scripts(
        r"(?:示意|规划|效果|鸟瞰|平面|全景|实景|资料|设计|区位|分布)图$"
        r"|(?:鸟瞰|夜景|外景|一景|合影|一角|全景|界面|截图|实拍)$"
    )
)
_PICTURES = re.compile("[摄攝]|[图圖](?!书|書)")
_CAPTION_LAST = frozenset("图圖瞰景影角面拍")


def credits_among(texts: Sequence[str], raws: Sequence[str]) -> list[int]:
    """Which of the lines end with a picture's credit; repair takes the space before its name."""
    signed = lines_with(texts, _CREDIT_SIGN)
    return [at for at in signed if any(map(has_credit, {texts[at], raws[at]}))]


def has_credit(text: str) -> bool:
    """Whether the line ends with the credit of a picture.

    >>> has_credit("会场外景。（甲区供图）"), has_credit("电影正在拍摄")
    (True, False)
    """
    tail = text[-_CREDIT_TAIL:].rstrip("。")
    last = tail[-2:-1] if tail[-1:] in "）)" else tail[-1:]
    if last not in _CREDIT_LAST and _TAKER_BEHIND.search(tail) is None:
        return False
    return _CREDIT_SIGN.search(tail) is not None and _CREDIT.search(tail) is not None


def is_taker(text: str) -> bool:
    """Whether the line says who took a picture, and nothing else.

    >>> is_taker("王小甲 摄"), is_taker("会场外景。王小甲 摄")
    (True, False)
    """
    return len(text) <= _LONGEST_TAKER and _TAKER.fullmatch(text) is not None


def names_pictures(byline: str) -> bool:
    """Whether a byline is also, or only, of who took the pictures.

    >>> names_pictures("记者 王小甲 文/摄"), names_pictures("记者 王小甲")
    (True, False)
    """
    return _PICTURES.search(byline) is not None


def is_caption(text: str) -> bool:
    """Whether the line says of itself that it belongs to a picture (图为…, …供图, …效果图)."""
    return (
        opens_caption(text)
        or has_credit(text)
        or (text[-1:] in _CAPTION_LAST and _CAPTION_END.search(text[-8:]) is not None)
    )


def opens_caption(text: str) -> bool:
    """Whether the line begins as captions do (图为…, 上图：…)."""
    return text[:1] in CAPTION_FIRST and _CAPTION_START.match(text) is not None
