"""Rows that say themselves what they are: bylines, jump lines, pointers, mastheads, captions."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice

from analysis import furniture, mastheads, picture_lines
from analysis.characters import STOPS, both_scripts
from analysis.layout import Row

# A newspaper's name, 甲乙晚报, or a page's, 甲乙周刊.
_LONGEST_NAME = 8
# A caption that nothing but its lack of an indent tells is no wider, in em; of the lines that end a
# sentence no more than one in so many lacks it.
_WIDEST_CAPTION = 45
_FEW_FLUSH = 8
# What names a picture at the page's foot is no wider, in em, and neither is the heading above it.
_WIDEST_NAME = 22
_STOP = re.compile(f"[{STOPS}]")
# Above the imprint a comment's author may sign.
_LONGEST_PEN_NAME = 3
# So many words of a masthead's line may be a running head.
_MOST_WORDS = 6
_NAME = re.compile(
    both_scripts(
        r"[\u4e00-\u9fff]*?(?:报|时报|日报|晚报|晨报|早报|周报|周刊|新闻|快报|商报|新报)"
        r"(?<![预捷海通举申警情喜谎年月]报)(?<!(?:工作|情况|述职|思想|成绩)汇报)"
    )
)


def single_line_roles(rows: Sequence[Row]) -> None:
    """Set the role of rows that say themselves what they are."""
    texts, raws = [row.text for row in rows], [row.raw for row in rows]
    speaking = set(furniture.may_speak_among(texts))
    if raws != texts:
        # Repair takes marks, never words.
        speaking.update(furniture.marked_among(raws))
    imprints = []
    for at in sorted(speaking):
        row = rows[at]
        text, raw = row.text, row.raw
        if row.role:
            continue
        forms = (raw, text) if raw != text else (text,)
        paged = "版" in raw or "版" in text
        if paged and any(map(furniture.is_jump, forms)):
            row.role, row.confidence = "jump", 0.98
        elif paged and (any(map(furniture.is_pointer, forms)) or furniture.is_whole_teaser(text)):
            row.role, row.confidence = "teaser", 0.95
        elif any(map(mastheads.is_imprint, forms)):
            row.role, row.confidence = "masthead", 0.95
            imprints.append(at)
        elif any(map(furniture.is_byline, forms)):
            row.role, row.confidence = "byline", 0.97
        elif furniture.may_be_name(text) and at and _may_be_signed(rows, at):
            row.role, row.confidence = "byline", 0.8
    _mark_mastheads(rows, imprints)


def _may_be_signed(rows: Sequence[Row], at: int) -> bool:
    """Whether a name stands below the end of a sentence, or between a heading and a sentence."""
    above, below = rows[at - 1], rows[at + 1 : at + 2]
    if above.role:
        return False
    headed = above.width <= _WIDEST_NAME
    return above.stop or (headed and below != [] and below[0].stop)


def single_line_captions(rows: Sequence[Row], usual: int) -> None:
    """Set the role of captions of one line; among columns, of those that stand apart.

    They do with more blank lines than the `usual` above and below.
    """
    apart = [at for at, row in enumerate(rows) if row.gap > usual or not row.before]
    for at in apart:
        row = rows[at]
        if row.role or row.level:
            continue
        if row.before and at + 1 < len(rows) and rows[at + 1].gap <= usual:
            continue
        if picture_lines.is_caption(row.raw) or (
            row.raw != row.text and picture_lines.is_caption(row.text)
        ):
            row.role, row.confidence = "caption", 0.9


def mark_last_caption(rows: Sequence[Row], usual: int) -> None:
    """Set the role `caption` on the page's last line where it is short, apart and no sentence."""
    if len(rows) < 2:
        return
    row, above = rows[-1], rows[-2]
    bare = not (row.role or row.level or row.stop or row.before)
    if bare and 0 < usual < row.gap and row.width <= _WIDEST_NAME and above.width <= _WIDEST_NAME:
        row.role, row.confidence = "caption", 0.6


def mark_flush_captions(rows: Sequence[Row]) -> None:
    """Set the role `caption` on flush lines between indented paragraphs that are a sentence each.

    They are one where every paragraph is a line with its indent, and few lines that end a sentence
    lack it.
    """
    whole = [at for at, row in enumerate(rows) if row.stop and not row.role]
    flush = [at for at in whole if not rows[at].indented]
    if not flush or _FEW_FLUSH * len(flush) > len(whole):
        return
    for at in flush:
        row, above = rows[at], rows[at - 1] if at else None
        between = above is not None and above.indented and above.stop and not above.role
        below = rows[at + 1 : at + 2]
        between = between and not any(near.role == "" and not near.indented for near in below)
        short = row.width <= _WIDEST_CAPTION and not (row.level or row.before)
        if between and short and row.text[-1] == "。" and _STOP.search(row.text[:-1]) is None:
            row.role, row.confidence = "caption", 0.7


def _mark_mastheads(rows: Sequence[Row], imprints: Sequence[int]) -> None:
    """Mastheads and imprints, with the weaker lines that stand among them.

    One stands above all running text or behind the end of a sentence, never inside one.
    """
    sure = []
    for at in _free(rows):
        row = rows[at]
        if not (row.role or row.level) and (
            mastheads.is_masthead(row.text) or (" " in row.raw and _is_dated(row.raw))
        ):
            row.role, row.confidence = "masthead", 0.95
        if row.role == "masthead":
            sure.append(at)
    if rows and not rows[-1].role and mastheads.is_clicked(rows[-1].text):
        rows[-1].role, rows[-1].confidence = "masthead", 0.9
        sure.append(len(rows) - 1)
    _mark_nameplate(rows, sure)
    _mark_plate(rows)
    for at in sure:
        _mark_beside(rows, at, mastheads.may_be_masthead)
    for at in imprints:
        _mark_beside(rows, at, mastheads.is_running_head)
    _mark_repeated(rows, [*imprints, *sure])


def _is_dated(raw: str) -> bool:
    """Whether the line is a date and the page's name; most have no year."""
    return ("20" in raw or "19" in raw) and mastheads.is_dated(raw)


def _mark_beside(rows: Sequence[Row], at: int, may_be: Callable[[str], bool]) -> None:
    """The lines above and below a masthead's that may be of it, up to the first that may not.

    What stands over a pointer to another page is a teaser's headline.
    """
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(rows) and not rows[near].role:
            pointed = any(below.role == "teaser" for below in rows[near + 1 : near + 2])
            if pointed or not (may_be(rows[near].text) or may_be(rows[near].raw)):
                break
            rows[near].role, rows[near].confidence = "masthead", 0.75
            near += step


def _mark_repeated(rows: Sequence[Row], known: Sequence[int]) -> None:
    """Running heads: lines that say again what a masthead's line with a figure holds."""
    words = [rows[at].raw.strip("#*> ").split() for at in known]
    heads = {
        " ".join(some[first:end])
        for some in [line[:_MOST_WORDS] for line in words]
        for first, end in combinations(range(len(some) + 1), 2)
    }
    heads = {head for head in heads if len(head) > 2 and any(map(str.isdigit, head))}
    if not heads or heads.isdisjoint([row.raw for row in rows if not row.role]):
        return
    for row in rows:
        if row.raw in heads and not (row.role or row.level):
            row.role, row.confidence = "masthead", 0.8


def _free(rows: Sequence[Row]) -> Iterator[int]:
    """Positions of rows above the first end of a sentence, behind one, or behind a row with a role.

    The role may be one that was set for the position given last. Behind a newspaper's name that
    stands so, the next is free too.
    """
    first = next((at for at, row in enumerate(rows) if row.stop), len(rows))
    yield from range(min(first + 1, len(rows)))
    last, given = len(rows) - 1, first
    for at, above in enumerate(islice(rows, first, max(first, last)), start=first + 1):
        if (
            above.stop
            or above.role
            or (at - 1 == given and _names_paper(above.text))
            or (at == last and _stands_at_foot(above.text, rows[at].text))
        ):
            given = at
            yield at


def _stands_at_foot(above: str, text: str) -> bool:
    """Whether the page's last line may be its foot, whatever stands above, or a pen name does."""
    return mastheads.stands_at_foot(text) or len(above) <= _LONGEST_PEN_NAME


def _names_paper(text: str) -> bool:
    """Whether a line could be a newspaper's name, and nothing else."""
    return len(text) <= _LONGEST_NAME and _NAME.fullmatch(text) is not None


def _mark_nameplate(rows: Sequence[Row], sure: Sequence[int]) -> None:
    """The page's first line where it is short and stands on a line of date or number: a name."""
    name = rows[0] if sure[:1] == [1] else None
    if name is None or name.role or len(name.text) > _LONGEST_NAME:
        return
    if name.text.isalpha():
        name.role, name.confidence = "masthead", 0.75


def _mark_plate(rows: Sequence[Row]) -> None:
    """The page's first line where it alone has the highest Markdown level and is like a name."""
    if not rows or rows[0].role or not rows[0].level:
        return
    levels = [row.level for row in rows[1:] if row.level]
    if levels and min(levels) > rows[0].level and _names_paper(rows[0].text):
        rows[0].role, rows[0].confidence = "masthead", 0.85
