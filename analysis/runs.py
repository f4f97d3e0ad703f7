"""The page's rows in runs of one kind: headings, paragraphs of text, bylines, captions.

A run is what stands between two rows of another kind. Inside it, rows that belong together (the
lines of a paragraph, the steps of an upright heading) form its parts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis import furniture, picture_lines
from analysis.captions import caption_paragraphs
from analysis.characters import HAN, open_marks
from analysis.headings import PageRows, lacks_subject
from analysis.layout import SHORT_BY, Row
from analysis.markup import is_picture
from analysis.paragraphs import INSIDE, WIDEST_BOX_LINE, Joiner

# Large type breaks a headline over a column; in em, one of a line and a deck are longer than these,
# and the name of a column is shorter than the least.
_LEAST_HALF, _HALF_HEADLINE = 4, 7.5
_SHORTEST_DECK = 10
_DIGIT = re.compile(r"\d")
# A clause of a heading is longer: what ends so soon began in the line above, and what has only
# begun goes on in the line below; so does what ends with a number and lacks what is counted.
_FRAGMENT = re.compile(f"[{HAN}]{{1,2}}，")
_BEGUN = re.compile(rf"，[{HAN}]{{0,2}}$|(?<![第之其·])[一二三四五六七八九十百千两几\d]{{2}}$")
_CLAUSE_CUT = re.compile(f"，[{HAN}]{{1,4}}$")
# What has a label and a figure lacks no predicate.
_STATED = re.compile(r"：[^：]*\d")
_RUNNING = re.compile("[，。]")
# A stretch of time, and nothing of what happened in it.
_PERIOD = re.compile(
    r"(?:截至|截止|自|从|到|至|过去|近)?(?:今年|去年|前年|目前|当前|(?:\d+|[一二三四五六七八九十两]+)年)"
    r"[年月日初中上下半第一二三四五六七八九十季度\d至到—～的两间底末来以前后-]*"
    r"|[^，。：\d]{1,8}(?:以来|期间)"
)
_PREDICATE = re.compile(
    r"(?:\d{4}年(?:底|末|\d{1,2}月底?)?)?"
    r"(?:累计|占(?!地)|首次|首超|无一|[由从][^，。]{1,12}[增升降减提]|(?:合计|共计|总计)?(?:达|超过|突破|逾)|是|为|比|较|同比|环比|相当于"
    r"|(?:增加|增长|提高|提升|扩大|上升|下降|减少|降低|缩短)(?:[到至了约近超]|\d)|[增升降减]至)"
)


@dataclass
class Run:
    """Rows of one kind that follow each other.

    Attributes
    ----------
    kind
        heading, text, byline, jump, teaser, caption, masthead or sidebar.
    parts
        Row positions: of each heading, of each paragraph, of each byline.
    """

    kind: str
    parts: list[list[int]]


def runs_of(page: PageRows, joiner: Joiner) -> list[Run]:
    """The page's rows in runs of one kind."""
    runs: list[Run] = []
    above: Row | None = None
    part: list[int] = []
    # Whether the part is an item of a list or a column.
    item = False
    for at, row in enumerate(page.rows):
        if above is None or above.role != row.role:
            same = False
            runs.append(Run(row.role, []))
        elif row.role != "text" or item or row.entry or above.credit:
            same = _goes_on(page, joiner, part, row)
        else:
            same, sure = True, INSIDE
            if above.stop or row.indented:
                same, sure = joiner.joins(above, row, first=len(part) == 1)
            if above.confidence > sure:
                above.confidence = sure
        if same:
            part.append(at)
        else:
            part, item = [at], row.entry != ""
            runs[-1].parts.append(part)
        above = row
    merged: list[Run] = []
    for run in _with_captions(page, runs):
        if merged and merged[-1].kind == run.kind:
            merged[-1].parts += run.parts
        else:
            merged.append(run)
    return merged


def _goes_on(page: PageRows, joiner: Joiner, part: Sequence[int], row: Row) -> bool:
    """Whether the row, of the same kind as the last of a part, belongs to it."""
    above = page.rows[part[-1]]
    if row.role == "heading":
        return same_head(page, part[-1], part[-1] + 1)
    if row.role == "sidebar":
        return _same_statement(page, part, row)
    if row.role not in ("text", "caption"):
        return False
    if row.role == "caption" and row.credit and row.gap == 0 < page.usual_gap:
        return not (above.credit or picture_lines.is_taker(row.text))
    if row.entry or _ends_item(page, part, row) or (above.credit and row.role == "text"):
        same, sure = False, 0.9
    elif above.stop or row.indented:
        same, sure = joiner.joins(above, row, first=len(part) == 1)
    else:
        same, sure = True, INSIDE
    above.confidence = min(above.confidence, sure)
    return same and not (row.role == "caption" and _parts_caption(above, row))


def same_head(page: PageRows, over: int, at: int) -> bool:
    """Whether a heading row and the one over it are one: steps of a vertical one, or wrapped."""
    above, row = page.rows[over], page.rows[at]
    if above.vertical or row.vertical:
        return above.vertical == row.vertical
    if above.level or row.level:
        goes_on = above.text.endswith("，") or open_marks(above.text) > 0
        return above.level == row.level and goes_on
    if row.gap == 0 and _is_wrapped(page, over, at):
        return True
    if row.gap == 0 and lacks_subject(row.text):
        return True
    return open_marks(above.text) > 0 or page.goes_on(above.text, row.text) >= 3


def _is_wrapped(page: PageRows, over: int, at: int) -> bool:
    """Whether a heading row close below another has the outside of its second line."""
    above, row = page.rows[over], page.rows[at]
    cut = _BEGUN.search(above.text[-3:]) or _FRAGMENT.match(row.text)
    return cut is not None or _is_cut(above, row) or _is_halved(page, over, at)


def _is_cut(above: Row, row: Row) -> bool:
    """Whether two rows over a column are one heading, too wide for it and cut inside a clause."""
    narrow = max(above.width, row.width) < row.after < above.width + row.width
    return narrow and _CLAUSE_CUT.search(above.text) is not None


def _is_halved(page: PageRows, over: int, at: int) -> bool:
    """Whether a heading over a column and the one above are too short for a headline and its deck.

    They are one. What names a column or a series is a kicker; so is the first of three.
    """
    above, row = page.rows[over], page.rows[at]
    third = any(below.role == "heading" and below.gap == 0 for below in page.rows[at + 1 : at + 2])
    marked = above.raw[:1] != above.text[:1] or row.raw[:1] != row.text[:1] or "·" in above.text
    if third or marked or furniture.is_label(above.text) or furniture.names_column(above.text):
        return False
    halves = _LEAST_HALF <= above.width <= _HALF_HEADLINE and row.width <= _SHORTEST_DECK
    return halves and row.after > 0


def _ends_item(page: PageRows, part: Sequence[int], row: Row) -> bool:
    """Whether the paragraph is an item of a list or a column, and the row stands apart from it.

    Where every line does, items too, that says nothing.
    """
    first = page.rows[part[0]]
    return first.entry != "" and row.gap > (first.gap if page.usual_gap else 0)


def _parts_caption(above: Row, row: Row) -> bool:
    """Whether a caption ends between two rows: with its credit, or before the photographer.

    A link to the picture is no part of what is said below it.
    """
    return above.credit or furniture.is_byline(row.raw) or is_picture(above.raw)


def _same_statement(page: PageRows, part: Sequence[int], row: Row) -> bool:
    """Whether a row of a box goes on with those above: a period or a figure, and what it came to.

    What stands under a period is all of that time. So does a row go on with a full line of a
    column inside a sentence, and among whole paragraphs with a line that has marks of running text.
    """
    above, first = page.rows[part[-1]], page.rows[part[0]]
    if row.gap > page.usual_gap or above.entry or row.entry or row.level:
        return False
    long = not above.before and above.width > WIDEST_BOX_LINE and _RUNNING.search(above.text)
    if not above.stop and (_is_full(above) if above.before else long):
        return True
    if _PERIOD.fullmatch(first.text):
        return True
    figures = any(_DIGIT.search(page.rows[at].text) for at in part) or _DIGIT.search(row.text)
    return figures and _STATED.search(above.text) is None and is_predicate(row.text)


def _is_full(row: Row) -> bool:
    """Whether the row is a full line of its column."""
    return row.width > row.before - 2 * row.indented - SHORT_BY


def is_predicate(text: str) -> bool:
    """Whether a line of a data box says something of the line above and has no subject.

    >>> is_predicate("累计达5亿元"), is_predicate("占全镇的一半"), is_predicate("占地5亩")
    (True, True, False)
    """
    return _PREDICATE.match(text) is not None


def _with_captions(page: PageRows, runs: Sequence[Run]) -> Iterator[Run]:
    """Runs of text without the paragraphs that are captions, which become runs of their own."""
    for number, run in enumerate(runs):
        below = runs[number + 1] if number + 1 < len(runs) else None
        caption = below.parts[0] if below is not None and below.kind == "caption" else []
        if run.kind != "text" or not (caption or page.credited):
            yield run
            continue
        start = 0
        flags = caption_paragraphs(page, run.parts, caption)
        if not any(flags):
            yield run
            continue
        for at in range(1, len(flags) + 1):
            if at == len(flags) or flags[at] != flags[start]:
                yield Run("caption" if flags[start] else "text", run.parts[start:at])
                start = at
