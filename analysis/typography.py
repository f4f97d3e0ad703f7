"""The steps of repair: each finds what to change in a page's text and changes nothing itself.

A step is a pure function of the text (the page's lines joined with line feeds) that returns the
changes it wants, disjoint and in order; no change covers a line feed. `repair` applies them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from analysis import character_runs, quotations, spacing, stops
from analysis.characters import CHINESE, HAN, SPACE, UNSEEN, WIDE_MARKS, canonical


class Change(NamedTuple):
    """The characters `start` to `end` (from 0, exclusive) become `after`, under `rule`.

    Pages have thousands: where they are many, a plain tuple of the four stands for one.
    """

    start: int
    end: int
    after: str
    rule: str


# Of a change its `start` and `end`.
_SPAN = itemgetter(0, 1)
Changes = list[Change | tuple[int, int, str, str]]
Step = Callable[[str], Changes]


# Expressions that are run over whole pages begin with the characters they look for and look back
# from there ([x][x]* for [x]+ too): the expression engine skips to those characters, where it
# would else try every place of the page.
_UNSEEN = re.compile(f"[{UNSEEN}][{UNSEEN}]*")
_ALIKE = (
    "\u22ef\u2015\u2e80-\u2ef3\u2f00-\u2fd5\u3038-\u303a\ufe10-\ufe19\ufe31-\ufe48\ufe50-\ufe6b\uff05\uff10-\uff19"
    "\uff21-\uff3a\uff41-\uff5a\uff61-\uff65\uf900-\ufaff\U0002f800-\U0002fa1f"
)
_SAME = re.compile(f"[{_ALIKE}]")
_IN_FIGURE = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
_POINT = re.compile(rf"．(?<=[{_IN_FIGURE}]．)(?=[{_IN_FIGURE}])")
_WIDE_DIGIT = re.compile("[０-９]")
_THOUSANDS = re.compile(
    r"[０-９](?<![０-９，．][０-９])[０-９]{0,2}(?:，[０-９]{3})++(?![０-９，])"
)
_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ"
# Tone marks that were read as characters of their own: macron, acute, caron, grave.
_TONES = "\u0304\u0301\u030c\u0300"
# Typefaces for readings have an a and a g of their own, ɑ and ɡ.
_VOWEL = f"[aɑeiouü{_TONED}][{_TONES}]?"
_SYLLABLE = rf"(?:[zcs]h|[b-df-hj-np-tw-zɡ])?(?:{_VOWEL}){{1,3}}(?:n[gɡ]|n|r)?"
_PINYIN = re.compile(
    rf"(?<=[{HAN}])[{SPACE}]?(?:[（(\[［【〔][{SPACE}]?"
    rf"{_SYLLABLE}(?:[{SPACE}'’]?{_SYLLABLE}){{0,7}}[{SPACE}]?[)）\]］】〕]"
    rf"|{_SYLLABLE}(?![A-Za-zɑɡ{_TONED}{_TONES}]))"
)
_TONE = re.compile(f"[{_TONED}{_TONES}]")
# What the first steps look for; most pages have none, and are searched once for all of it.
_RARE = f"{UNSEEN}{_ALIKE}．{_TONED}{_TONES}"
_EDGE_MARK = "■□◆◇▲△▼▽▶►◀●◎★☆※"
_MARKS = re.compile(
    rf"^[{SPACE}]*+(?:(?:#{{1,6}}(?=[{SPACE}]|$|[{HAN}“])|[>＞》▶►→]{{2,}}+|>|[-*+•](?=[{SPACE}])"
    rf"|[{_EDGE_MARK}]++)[{SPACE}]*+)++"
    rf"|(?P<inner>[{_EDGE_MARK}]+)(?P<last>(?=[{SPACE}]*$))?|(?<=\S)[{SPACE}]+#{{1,6}}(?=[{SPACE}]*$)"
    rf"|^[{SPACE}]*[-=_*~－—─]{{3,}}[{SPACE}]*$",
    re.MULTILINE,
)
# A line with no mark at its start and none of these inside has nothing for _MARKS to find.
_MARKED_START = re.compile(rf"\n[{SPACE}]*[-#>＞》▶►→*+•=_~－—─]")
_INSIDE = f"#{_EDGE_MARK}"
_MARKED_INSIDE = re.compile(f"[{_INSIDE}]")
_SQUARES = re.compile("[■□◆◇]+")
# A link to a picture, with what it says where there is none.
_PICTURE = re.compile(r"!\[(?P<said>[^\[\]\n]{0,200})\]\([^()\s]{0,500}\)|<img\b[^<>\n]{0,500}>")
_BOLD = re.compile(r"\*\*\*?")
_UNDERLINED = re.compile("__")
_DASHES = "—–─━"
# Two of these are a dash; two of the usual ones are one already.
_DRAWN_DASHES = ("──", "━━", "─━", "━─")
# What marks, dashes (odd ones, three of the usual, hyphens) and ellipses are made of.
_SIGNS = (_RARE, _INSIDE, "–─━", "—", "\\-－", ".", "·・", "…")
# One by one: what begins with a single character is found much faster.
_HYPHENS = {
    mark: re.compile(rf"{mark}(?<!{mark}{mark}){mark}+(?=[{SPACE}]?[{CHINESE}])") for mark in "-－"
}
_BEHIND = re.compile(rf"(?<=[{CHINESE}])[{SPACE}]?\Z")
_THREE = {
    mark: re.compile(rf"{re.escape(mark)}(?<=[{CHINESE}]{re.escape(mark)}){re.escape(mark)}{{2,}}")
    for mark in ".。"
}

_MARK = "[,;:!?()]"
_BEHIND_CHINESE = (
    rf"(?:(?<=[{CHINESE}]{_MARK})|(?<=[{CHINESE}][{SPACE}]{_MARK})"
    rf"|(?<=[{CHINESE}][{SPACE}]{{2}}{_MARK})|(?<=[{CHINESE}][\"']{_MARK}))(?!//)"
)
_BEFORE_CHINESE = rf"(?<={_MARK})(?=[{SPACE}]{{0,3}}[\"']?[{CHINESE}])"
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}
_HALF_WIDTH = re.compile(
    rf"[,;:!?().](?:{_BEHIND_CHINESE}|{_BEFORE_CHINESE}"
    rf"|(?<=[)][,;:!?])(?!//)|(?<=[!?][!?])|(?<=[,;:!?])(?=[{SPACE}]*$)"
    rf"|(?:(?<=[{HAN}”’）)》〉】%％]\.)|(?<=[”’）》〉】][{SPACE}]\.))(?=[{SPACE}]{{0,2}}(?:[{HAN}“‘（《”’\"']|$))"
    # A point behind a figure at a line's end may be a decimal one; at a paragraph's, it is a stop.
    rf"|(?<=[0-9A-Z]\.)(?<!\.[A-Z]\.)(?=[{SPACE}]*+(?:\n[{SPACE}]*+\n\s*+(?!\d)|\n?\Z)))",
    re.MULTILINE,
)
# Right behind Chinese a mark becomes full-width whatever follows, but in an address.
_SURE_MARKS = ",;:!?()"
_SLASHES = re.compile("//")
_SURELY_CHINESE = f"一-龥{WIDE_MARKS}"
_PAIR = re.compile(r"\([^()\n]{0,80}\)")
_CHINESE = re.compile(f"[{CHINESE}]")
# How far back a line is searched for Chinese when it ends with a half-width mark.
_NEAR = 40


def _has_rare(text: str) -> bool:
    """Whether the text has any of the characters that the first steps look for."""
    return character_runs.held(text, _SIGNS)[0]


def unseen(text: str) -> Changes:
    r"""Characters that are not printed (controls, zero-width, BOM inside) go.

    >>> [change[:3] for change in unseen("甲\u200b乙")]
    [(1, 2, '')]
    """
    found = _UNSEEN.finditer(text) if _has_rare(text) else ()
    return [Change(*each.span(), "", "unseen") for each in found]


def lookalikes(text: str) -> Changes:
    """Radicals, compatibility, full-width and vertical forms become what they stand for."""
    return [
        Change(found.start(), found.end(), after, rule)
        for found in (_SAME.finditer(text) if _has_rare(text) else ())
        for after, rule in [canonical(found[0])]
        if after != found[0]
    ]


def figure_marks(text: str) -> Changes:
    """Full-width points and commas inside figures and addresses become half-width.

    >>> [change[:3] for change in figure_marks("３．５亿、１，２３４家")]
    [(1, 2, '.'), (6, 7, ',')]
    """
    found = [Change(*f.span(), ".", "width") for f in _POINT.finditer(text)] if "．" in text else []
    if not (_has_rare(text) and _WIDE_DIGIT.search(text)):
        return found
    thousands = [
        Change(at, at + 1, ",", "width")
        for figure in _THOUSANDS.finditer(text)
        for at in range(*figure.span())
        if text[at] == "，"
    ]
    return disjoint(found, thousands)


def pinyin(text: str) -> Changes:
    """Readings put behind an ideograph, as in 区(qū), go; words without a tone mark stay.

    >>> [change[:3] for change in pinyin("区(qū)长")]
    [(1, 5, '')]
    """
    if not (_has_rare(text) and _TONE.search(text)):
        return []
    return [
        Change(*found.span(), "", "pinyin")
        for found in _PINYIN.finditer(text)
        if _TONE.search(found[0])
    ]


def print_marks(text: str) -> Changes:
    """Marks that set a line off in print or in Markdown (■ # > ** ---) go."""
    marks = [
        Change(*span, "", "mark")
        for start, end in _marked_lines(text)
        for found in _marks_of_line(text, start, end)
        for span in _mark_spans(found)
    ]
    if ("!" in text and "![" in text) or ("<" in text and "<img" in text):
        marks = disjoint(list(_pictures(text)), marks)
    # One after the other: what begins with the same two characters is found much faster.
    emphasis = [*_BOLD.finditer(text), *_UNDERLINED.finditer(text)]
    emphasis.sort(key=re.Match.start)
    if not emphasis:
        return marks
    return disjoint(marks, [Change(*f.span(), "", "mark") for f in _paired(text, emphasis)])


def _pictures(text: str) -> Iterator[Change]:
    """What of links to pictures goes: all but what they say of the picture."""
    for found in _PICTURE.finditer(text):
        start, end = found.span("said") if found["said"] else (found.end(), found.end())
        for span in ((found.start(), start), (end, found.end())):
            if span[0] < span[1]:
                yield Change(*span, "", "mark")


def _marked_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the lines that may hold a mark, in order."""
    # With one line feed more in front, a line starts where the feed before it stands.
    places = [found.start() for found in _MARKED_START.finditer("\n" + text)]
    if character_runs.held(text, _SIGNS)[1]:
        places += character_runs.places(text, _INSIDE)
    done = -1
    for at in sorted(places):
        if at > done:
            done = text.find("\n", at)
            done = done if done >= 0 else len(text)
            yield text.rfind("\n", 0, at) + 1, done


def _marks_of_line(text: str, start: int, end: int) -> Iterator[re.Match]:
    """Runs of marks in a line; with none inside or at its end, the start alone is looked at."""
    if _MARKED_INSIDE.search(text, start, end):
        return _MARKS.finditer(text, start, end)
    return filter(None, [_MARKS.match(text, start, end)])


def _mark_spans(found: re.Match) -> Iterator[tuple[int, int]]:
    """What of a found run of marks goes: inside a line squares only, at its end all of it."""
    start, end = found.span()
    if found["inner"] is None:
        yield start, end
    elif found["last"] is None:
        yield from (squares.span() for squares in _SQUARES.finditer(found.string, start, end))
    else:
        squares = _SQUARES.match(found.string, start, end)
        middle = squares.end() if squares else start
        yield from (span for span in ((start, middle), (middle, end)) if span[0] < span[1])


def _paired(text: str, found: list[re.Match]) -> Iterator[re.Match]:
    """Marks of emphasis that stand in their line an even number of times; one alone is a sign."""
    line: list[re.Match] = []
    last = -1
    for mark in [*found, None]:
        if mark is None or text.find("\n", last, mark.start()) >= 0:
            yield from line if len(line) % 2 == 0 else []
            line = []
        if mark is not None:
            line.append(mark)
            last = mark.start()


def dashes(text: str) -> Changes:
    """Dashes and ellipses in the length Chinese print gives them: —— and ……."""
    _, _, odd, even, hyphens, points, dots, ellipses = character_runs.held(text, _SIGNS)
    odd = odd or (even and "———" in text)
    found = [
        Change(start, end, "——", "dash")
        for start, end in (character_runs.runs(text, _DASHES) if odd else ())
        if end - start > 2 or text[start:end] in _DRAWN_DASHES
    ]
    if hyphens:
        found = disjoint(found, [Change(*span, "——", "dash") for span in _hyphens(text)])
    spans = [
        f.span()
        for mark, three in _THREE.items()
        if (points or mark != ".") and mark * 3 in text
        for f in three.finditer(text)
    ]
    if dots and ("··" in text or "・" in text):
        spans += [(at, end) for at, end in character_runs.runs(text, "·・") if end - at > 2]
    spans += _ellipses(text) if ellipses else []
    return disjoint(found, [Change(*span, "……", "ellipsis") for span in spans])


def _hyphens(text: str) -> Iterator[tuple[int, int]]:
    """Where hyphens stand for a dash, with a space before."""
    for mark, two in _HYPHENS.items():
        for run in two.finditer(text) if mark * 2 in text else ():
            start, end = run.span()
            if behind := _BEHIND.search(text, max(0, start - 2), start):
                yield behind.start(), end


def _ellipses(text: str) -> Iterator[tuple[int, int]]:
    """Where an ellipsis of another length than the usual one stands."""
    for start, end in character_runs.runs(text, "…"):
        if end - start > 2 or (end - start == 1 and _CHINESE.match(text[start - 1 : start])):
            yield start, end


def full_stops(text: str) -> Changes:
    """`?` that stand for a lost full stop become 。 (see `stops.lost_stops`)."""
    return _in_place(stops.lost_stops(text), repeat("。"), "full_stop")


def wide_marks(text: str) -> Changes:
    """Half-width marks beside Chinese become full-width, never inside figures, times, addresses.

    >>> [change[:3] for change in wide_marks("甲,乙1,234家10:30到")]
    [(1, 2, '，')]
    """
    sure, others = character_runs.behind(text, _SURE_MARKS, _SURELY_CHINESE)
    if "." in text:
        others = sorted([*others, *character_runs.places(text, ".")])
    if "//" in text:
        before = {found.start() - 1 for found in _SLASHES.finditer(text)}
        others = sorted([*others, *before.intersection(sure)])
        sure = [at for at in sure if at not in before]
    places = [*sure, *_widened(text, others, set(sure))]
    if "(" in text:
        places += set(_brackets(text)).difference(places)
    places.sort()
    return _in_place(places, [_WIDE[text[at]] for at in places], "width")


def _widened(text: str, places: Sequence[int], widened: set[int]) -> Iterator[int]:
    """Which of the marks become full-width, where some have."""
    padded = text + "\n"
    for at in places:
        if _HALF_WIDTH.match(text, at) and (
            "一" <= padded[at + 1] <= "龥" or not _is_latin(text, at, widened=at - 1 in widened)
        ):
            widened.add(at)
            yield at


def _in_place(places: Sequence[int], after: Iterable[str], rule: str) -> Changes:
    """Changes of one character each."""
    return list(zip(places, [at + 1 for at in places], after, repeat(rule)))


def _is_latin(text: str, at: int, *, widened: bool) -> bool:
    """Whether a mark stands between digits, or behind a bracket or at an end without Chinese.

    A mark in a run (!!!, ?!) is what the one before it was found to be: full-width if `widened`.
    """
    left, right = text[at - 1 : at], text[at + 1 : at + 2]
    if left.isdigit() and right.isdigit():
        return text[at] in ",:;"
    if left and left in "!?" and text[at] in "!?" and not _CHINESE.match(right):
        return not widened
    if (left == ")" or right in ("", "\n")) and not _CHINESE.match(right):
        start = max(text.rfind("\n", max(0, at - _NEAR), at) + 1, at - _NEAR, 0)
        return _CHINESE.search(text[start:at]) is None
    return False


def _brackets(text: str) -> Iterator[int]:
    """Where both brackets of a pair stand that stands in or holds Chinese."""
    for found in _PAIR.finditer(text):
        start, end = found.span()
        around = text[max(0, start - 1) : end + 1]
        if _CHINESE.search(around):
            yield start
            yield end - 1


def quotes(text: str) -> Changes:
    """Straight quotation marks beside or around Chinese become “ ” and ‘ ’ (see `quotations`)."""
    curled = quotations.curled(text)
    places = sorted(curled)
    return _in_place(places, map(curled.__getitem__, places), "width")


def spaces(text: str) -> Changes:
    """White space at line ends, inside Chinese and between Chinese and figures or Latin goes.

    One space stays between Latin words, behind 本报讯 and 记者, between the equal halves of a
    slogan (智联世界 众智成城), and between phrases of a heading unless the page is full of stray
    ones (see `spacing`).
    """
    return spacing.mended(text, "space")


def disjoint(first: Changes, second: Changes) -> Changes:
    """Both lists as one, in order; where two overlap, the earlier and then the first wins."""
    if not second:
        return first
    kept, done = [], 0
    for change in sorted([*first, *second], key=_SPAN):
        if change[0] >= done:
            kept.append(change)
            done = change[1]
    return kept


# In this order: characters first, so that the marks and spaces are seen for what they are; stops
# before width, which would make every lost stop a question; spaces last, when their neighbours
# have their final form.
STEPS: tuple[Step, ...] = (
    unseen, figure_marks, lookalikes, pinyin, print_marks, dashes, full_stops, wide_marks, quotes,
    spaces,
)  # fmt: skip
# These put one character in the place of one.
IN_PLACE = frozenset((figure_marks, full_stops, wide_marks, quotes))
