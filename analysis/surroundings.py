"""The runs of a page by what stands around them: which headings begin a story, which are signed."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, pairwise

from analysis import furniture
from analysis.headings import COLUMN_EXCESS, PageRows, is_bold
from analysis.items import Item
from analysis.letters import is_afterword, is_signature, opens_letter
from analysis.runs import Run

# What stands before the heading of a section that is counted.
NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]+[章节部]"
)
# So many elements stand between a heading and its text: a byline, a caption, a jump line.
_BETWEEN = 4


class Surroundings:
    """Runs of a page, to be asked what stands before and behind them.

    Attributes
    ----------
    top, second
        The level that parts stories, and the one that may where a single headline is above it.
    sections
        The Markdown level of sections, 0 for none; what is above it stands over stories.
    signed
        Whether there are bylines.
    last_nameless
        Position of the last byline that opens a story without a heading, -1 for none.
    bold
        Whether headings in bold stand over stories.
    starts
        Positions of the headings that begin a story whatever stands before them.
    """

    def __init__(self, page: PageRows, runs: Sequence[Run]):
        self.page = page
        self.runs = runs
        self.top, self.second = self._top_levels()
        self.sections = self._section_level()
        self.signed = any(run.kind == "byline" for run in runs)
        nameless = [at for at in range(len(runs)) if self._opens_nameless(at)]
        self.last_nameless = nameless[-1] if nameless else -1
        self.bold = self._stories_are_bold()
        self.starts = {at for at, run in enumerate(runs) if self._starts_surely(at)}

    def _text(self, parts: Sequence[Sequence[int]]) -> str:
        """Clean text of row positions."""
        rows = self.page.rows
        return "".join([rows[at].text for part in parts for at in part])

    def _opening(self, part: Sequence[int], n: int) -> str:
        """The first n characters of row positions, without joining all of them."""
        text, rows = "", self.page.rows
        for at in part:
            text += rows[at].text
            if len(text) >= n:
                break
        return text[:n]

    def _after(self, at: int, *, skip: str = "") -> int:
        """The position of the element after `at`, over those of the kind `skip`."""
        at += 1
        while at < len(self.runs) and self.runs[at].kind == skip:
            at += 1
        return at

    def _next(self, at: int, *, skip: str = "") -> Run | None:
        """The element after `at`, over those of the kind `skip`; None at the end."""
        found = self._after(at, skip=skip)
        return self.runs[found] if found < len(self.runs) else None

    def _section_level(self) -> int:
        """The deepest Markdown level of two headings or more between texts; 0 for none."""
        between = [
            self.page.rows[run.parts[0][0]].level
            for above, run in pairwise(self.runs)
            if above.kind == "text" and run.kind == "heading" and len(run.parts) == 1
        ]
        levels = Counter(between) if any(between) else {}
        return max([level for level, n in levels.items() if n > 1], default=0)

    def _is_signed(self, at: int) -> bool:
        """Whether what follows the heading says that a story begins."""
        after = self._next(at, skip="caption")
        if after is None:
            return False
        if after.kind == "byline":
            beyond = self._next(self._after(at, skip="caption"), skip="caption")
            return len(after.parts) == 1 and beyond is not None and beyond.kind in ("text", "jump")
        if after.kind == "jump":
            return bool(furniture.continued_from(self._text(after.parts)))
        return after.kind == "text" and furniture.is_dateline(self._opening(after.parts[0], 20))

    def _stories_are_bold(self) -> bool:
        """Whether headings in bold stand over stories: two or more are signed."""
        headings = [at for at, run in enumerate(self.runs) if run.kind == "heading"]
        bold = [at for at in headings if is_bold(self.page.rows[self.runs[at].parts[-1][0]])]
        return sum(map(self._is_signed, bold)) >= 2

    def _starts_surely(self, at: int) -> bool:
        """Whether the heading begins a story whatever stands before it."""
        run, rows = self.runs[at], self.page.rows
        if run.kind != "heading":
            return False
        if self._is_signed(at) or furniture.is_notice(rows[run.parts[0][0]].text):
            return True
        levels = [rows[part[0]].level for part in run.parts]
        if any(levels) and self._is_equal(run):
            return not self._lacks_room(at)
        if any(levels):
            level = min(level for level in levels if level)
            return level < self.sections
        if rows[run.parts[0][0]].entry in ("brief", "turn"):
            return True
        if any(rows[part[0]].vertical for part in run.parts):
            return True
        if self.bold and is_bold(rows[run.parts[0][0]]):
            return True
        if self._begins_block(at):
            return True
        wide = self._is_wide(run) and (not self.signed or run.parts[0] == [0])
        return len(run.parts) >= 2 or wide

    def _begins_block(self, at: int) -> bool:
        """Whether the heading stands close below text where the lines of a column stand apart."""
        row, below = self.page.rows[self.runs[at].parts[0][0]], self._next(at)
        if row.gap or not row.before or self.page.uneven or at == 0 or below is None:
            return False
        apart = self.page.rows[below.parts[0][0]].gap >= self.page.usual_gap > 0
        return apart and self.runs[at - 1].kind == "text"

    def _lacks_room(self, at: int) -> bool:
        """Whether less room stands above the heading than above all that surely begin a story."""
        return self.runs[at - 1].kind == "text" and self._gap(at) < self.least_room

    @cached_property
    def least_room(self) -> int:
        """The fewest blank lines above a heading that is signed or stands below a byline.

        Of those that stand below a story; 0 where none does.
        """
        return min(
            [
                self.page.rows[run.parts[0][0]].gap
                for at, run in enumerate(self.runs)
                if run.kind == "heading" and self._parts_stories(at)
            ],
            default=0,
        )

    def _parts_stories(self, at: int) -> bool:
        """Whether a heading below text is signed, or stands below a byline."""
        above = self.runs[at - 1].kind if at else ""
        return above == "byline" or (above == "text" and self._is_signed(at))

    def _gap(self, at: int) -> int:
        """The blank lines above a heading; those below a picture are the picture's."""
        above = self.runs[at - 1].kind if at else ""
        apart = above in ("text", "sidebar")
        return self.page.rows[self.runs[at].parts[0][0]].gap if apart else 0

    def _is_equal(self, run: Run) -> bool:
        """Whether the heading has the highest of the levels, like others, and no number before."""
        row = self.page.rows[run.parts[0][0]]
        return row.level == self.top and not NUMBERED.match(row.text)

    def _top_levels(self) -> tuple[int, int]:
        """The Markdown level of the page's stories and, below a single headline, the next one.

        A level is a story's where one of the page's first headings has it and so do others, or
        where it stands next to the newspaper's name; 0 for none. The label of a series has no say.
        """
        headings = [row for row in self.page.rows if row.level]
        if headings and furniture.is_label(headings[0].text):
            del headings[0]
        marked = [row.level for row in headings if row.role == "heading"]
        if not marked:
            return 0, 0
        top = min(marked)
        first = next(run for run in self.runs if run.kind == "heading" and self._levels(run))
        named = headings[0].role == "masthead"
        if min(self._levels(first)) == top and (marked.count(top) > 1 or named):
            return top, 0
        return 0, min((level for level in marked if level > top), default=0)

    def _levels(self, run: Run) -> list[int]:
        """The Markdown levels of a run's headings, those that have one."""
        levels = [self.page.rows[part[0]].level for part in run.parts]
        return [level for level in levels if level]

    def _is_wide(self, run: Run) -> bool:
        """Whether a heading spans more than the column of the text below."""
        rows = self.page.rows
        return any(
            rows[part[0]].after > 0
            and not rows[part[0]].vertical
            and len(part) == 1
            and rows[part[0]].width > max(rows[part[0]].after, rows[part[0]].before) + COLUMN_EXCESS
            for part in run.parts
        )

    def _opens_nameless(self, at: int) -> bool:
        """Whether a byline stands above a story's text and below no heading."""
        if self.runs[at].kind != "byline" or not at:
            return False
        above, after = self.runs[at - 1], self._next(at, skip="caption")
        return (
            above.kind in ("text", "sidebar", "jump") and after is not None and after.kind == "text"
        )

    def _is_pointed(self, at: int) -> bool:
        """Whether the last of the headings stands over a line that points to another page."""
        after = self._next(at)
        if after is None or after.kind != "teaser":
            return False
        row = self.page.rows[after.parts[0][0]]
        return furniture.is_pointer(row.text) or furniture.is_pointer(row.raw)

    def _text_below(self, at: int) -> str:
        """The text below a heading, under its byline and pictures; empty where another follows."""
        for run in islice(self.runs, at + 1, at + 1 + _BETWEEN):
            if run.kind == "text":
                return self._text(run.parts)
            if run.kind not in ("byline", "caption", "jump"):
                return ""
        return ""

    def _answers(self, story: Item, opening: str) -> bool:
        """Whether text below a story that has ended answers it: what is no letter, below one."""
        signed = story.bylines and self.page.rows[story.bylines[-1][-1]].raw
        letter = signed and is_signature(signed) and not opens_letter(opening)
        return letter or is_afterword(opening)
