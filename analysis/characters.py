"""The characters of a Chinese page, in classes, and the table of those that stand for another."""

import csv
import functools
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from analysis import paths

# Ranges for use inside [...]: ideographs, with 々 and 〇, the ideographs of planes 2 and 3 too.
HAN = "々〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U000323af"
# Marks that belong to Chinese typesetting whatever stands beside them.
WIDE_MARKS = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—·～％＋"
CHINESE = HAN + WIDE_MARKS
# Numbers of a list or a series.
CIRCLED = tuple("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
# Categories of characters that do something to a terminal instead of being seen on it.
_MOVING = {"Cc", "Cf", "Zl", "Zp"}
# Everything that str.strip() takes off, except the line feed, which is the border between lines.
SPACE = "\t\x0b\x0c\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Not printed: controls, soft hyphen, fillers, joiners and direction marks, variation selectors, BOM
# (also read the wrong way round), anchors of annotations, tags.
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f"
    "\u115f\u1160\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\U000e0001-\U000e007f\U000e0100-\U000e01ef"
)
STOPS = "。！？…"
OPENERS = "“‘（《〈【〔「『"
CLOSERS = "”’）》〉】〕」』"
_CLOSER = dict(zip(OPENERS, CLOSERS, strict=True))
_PAIRED = re.compile(f"[{OPENERS}{CLOSERS}]")

# The characters of what newspapers print around their text, and of family names, that
# Traditional print writes otherwise.
TRADITIONAL = dict(
    zip(
        "为说记讯员实习评论编辑摄图报电转见详网责执订访约见资照华济媒综远总题规划观设区览绘制发师赵钱孙吴"
        "郑冯陈卫蒋沈韩杨许吕张严华谢邹苏鲁韦马凤邓贺汤罗毕邬乐时齐顾黄萧计谈庞纪贾颜钟骆万卢单"
        "龚邢陆荣叶刘龙赖乔闻谭庄连习鱼欧聂关刚阎简冼岳",
        "為說記訊員實習評論編輯攝圖報電轉見詳網責執訂訪約見資照華濟媒綜遠總題規劃觀設區覽繪製發師趙錢孫吳"
        "鄭馮陳衛蔣瀋韓楊許呂張嚴華謝鄒蘇魯韋馬鳳鄧賀湯羅畢鄔樂時齊顧黃蕭計談龐紀賈顏鍾駱萬盧單"
        "龔邢陸榮葉劉龍賴喬聞譚莊連習魚歐聶關剛閻簡冼岳",
        strict=True,
    )
)


def both_scripts(pattern: str) -> str:
    """The expression for text in simplified characters, made to find Traditional ones too.

    >>> both_scripts("记者[摄图]")
    '[记記]者[摄攝图圖]'
    """
    found, inside = [], False
    for character in pattern:
        other = TRADITIONAL.get(character, character)
        pair = character if other == character else character + other
        found.append(pair if inside or len(pair) == 1 else f"[{pair}]")
        inside = character == "[" or (inside and character != "]")
    return "".join(found)


@functools.cache
def equivalents(table: Path = paths.RESOURCES / "characters.tsv") -> dict[str, tuple[str, str]]:
    """What a character becomes and under which rule, for the characters of the table.

    Compatibility ideographs are not listed in the table: each becomes its canonical ideograph
    (Unicode NFC), as `canonical` says.
    """
    with Path(table).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {chr(int(row["code_point"], 16)): (row["becomes"], row["rule"]) for row in rows}


def canonical(character: str) -> tuple[str, str]:
    """What the character becomes and under which rule; itself where it stands for no other.

    >>> canonical("⽀"), canonical("４")
    (('支', 'radical'), ('4', 'width'))
    """
    known = equivalents().get(character)
    return known or (unicodedata.normalize("NFC", character), "compatibility")


def leaves_open(text: str) -> bool:
    """Whether a quotation mark or bracket of the text is not closed in it.

    What was opened before the text and closes in it counts for nothing.

    >>> leaves_open("甲”乙“丙"), leaves_open("甲（乙）")
    (True, False)
    """
    return any(text.rfind(mark) > text.rfind(_CLOSER[mark]) for mark in OPENERS if mark in text)


def open_marks(text: str) -> int:
    """How many quotation marks and brackets the text leaves open, negative for closed too many."""
    if _PAIRED.search(text) is None:
        return 0
    return sum(map(text.count, OPENERS)) - sum(map(text.count, CLOSERS))


def shown(text: str) -> str:
    r"""The text for a terminal: `·` for whatever would move or colour what stands beside it.

    Controls, tabs, line borders and direction marks; blanks of any width stay.

    >>> shown("甲\t乙\u202e")
    '甲·乙·'
    """
    if text.isprintable():
        return text
    return "".join("·" if unicodedata.category(c) in _MOVING else c for c in text)


def lines_with(texts: Sequence[str], words: re.Pattern) -> list[int]:
    """Which of the texts hold one of the words, which have no line feed."""
    joined = "\n".join(texts)
    found: dict[int, None] = {}
    number = done = 0
    for word in words.finditer(joined):
        number += joined.count("\n", done, word.start())
        done = word.start()
        found[number] = None
    return list(found)
