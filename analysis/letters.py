"""What readers' letters and comments have around their text: how they address, who signs them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from analysis.characters import HAN, both_scripts
from analysis.layout import Row
from analysis.surnames import FAMILY_NAMES

# Longer lines address nobody.
_LONGEST_SALUTATION = 16
_LONGEST_SIGNATURE = 24
_ADDRESS_ENDS = frozenset("：:！!")
_SALUTATION = re.compile(
    both_scripts(
        rf"(?:尊敬的)?[{HAN}]{{0,8}}(?:编辑(?:部|同志|老师|先生)?|记者(?:同志|朋友)?|同志们?|先生|女士|朋友们)"
        r"[，, ]?(?:[你您]们?好)?[：:！!]"
    )
)
_READER = "(?:读者|市民|居民|网友|村民|职工|退休教师|学生家长)"
_WRITER = rf"[{FAMILY_NAMES}][{HAN}]{{1,2}}"
_SIGNED_AS_READER = re.compile(both_scripts(rf"(?:[{HAN}]{{2,12}} +)?{_READER} +{_WRITER}"))
_SIGNED_WITH_PLACE = re.compile(
    both_scripts(rf"[{HAN}]{{1,11}}[区县市镇乡村路街道园院校厂司] +{_WRITER}")
)
_AFTERWORD = re.compile(
    both_scripts(
        r"(?:编后|编者按|编辑点评|编后语|记者追踪|追踪|回音|回复|回应|部门(?:回复|回应)|答复)[：:]"
    )
)
_PEN_NAME = re.compile(f"[{HAN}]{{2,3}}")
_LONGEST_PEN_NAME = 3


def mark_letters(rows: Sequence[Row]) -> None:
    """Set the roles of the lines that address a letter, a paragraph each, and of those that sign.

    Place and name sign only below an address; 读者 before a name signs anywhere behind a sentence.
    """
    addressed = False
    for above, row in pairwise(rows):
        if row.level:
            addressed = False
        elif row.role:
            continue
        elif row.text[-1:] in _ADDRESS_ENDS and is_salutation(row.text):
            row.role, row.confidence, row.stop = "text", 0.9, True
            addressed = True
        elif above.stop and is_signature(row.raw, addressed=addressed):
            row.role, row.confidence = "byline", 0.85
            addressed = False


def mark_pen_name(rows: Sequence[Row], few: Sequence[tuple[int, Row]]) -> None:
    """Set the role `byline` on two or three characters that stand where an author signs.

    That is between text and the page's foot, or, beginning as a name does, between a headline and
    its text.
    """
    _mark_names_below_heads(rows, few)
    upwards = (row for row in reversed(rows) if row.role != "masthead")
    row, above = next(upwards, None), next(upwards, None)
    if row is None or above is None:
        return
    plain = row.role in ("heading", "text", "sidebar") and not (row.level or row.vertical)
    if plain and above.role == "text" and above.stop and _PEN_NAME.fullmatch(row.text):
        row.role, row.confidence = "byline", 0.7


def _mark_names_below_heads(rows: Sequence[Row], few: Sequence[tuple[int, Row]]) -> None:
    """The names that stand alone between a headline and its text."""
    for at, row in few:
        if len(row.text) > _LONGEST_PEN_NAME or row.role != "heading":
            continue
        if row.level or row.vertical or not 0 < at < len(rows) - 1:
            continue
        above, below = rows[at - 1], rows[at + 1]
        named = row.text[:1] in FAMILY_NAMES and _PEN_NAME.fullmatch(row.text) is not None
        heads = above.role == "heading" and not above.vertical
        if named and heads and len(above.text) > _LONGEST_PEN_NAME and below.role == "text":
            row.role, row.confidence = "byline", 0.7


def is_salutation(text: str) -> bool:
    """Whether the line addresses those to whom a letter is written, and says nothing else.

    >>> is_salutation("编辑同志："), is_salutation("编辑同志：我是读者。")
    (True, False)
    """
    return (
        2 < len(text) <= _LONGEST_SALUTATION
        and text[-1] in _ADDRESS_ENDS
        and _SALUTATION.fullmatch(text) is not None
    )


def opens_letter(text: str) -> bool:
    """Whether the text begins with those to whom a letter is written.

    >>> opens_letter("编辑同志：我是读者。"), opens_letter("编辑部转来回复。")
    (True, False)
    """
    return _SALUTATION.match(text) is not None


def is_signature(raw: str, *, addressed: bool = False) -> bool:
    """Whether the line, its white space kept, signs a letter; with `addressed`, place and name do.

    >>> is_signature("甲区 读者 王小甲"), is_signature("甲乙区 王小甲")
    (True, False)
    """
    if len(raw) > _LONGEST_SIGNATURE or " " not in raw:
        return False
    signed = _SIGNED_AS_READER.fullmatch(raw) is not None
    return signed or (addressed and _SIGNED_WITH_PLACE.fullmatch(raw) is not None)


def is_afterword(text: str) -> bool:
    """Whether a paragraph answers the story above it: 编后：….

    >>> is_afterword("编后：此事已办。"), is_afterword("编后记出版了。")
    (True, False)
    """
    return _AFTERWORD.match(text) is not None
