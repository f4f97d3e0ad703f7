"""Headings of which it is doubtful whether they begin a story: what speaks for it, and against.

A story's text has little in common with that above, its headline is long, stands apart and is like
no other heading around; sections are kindred and built alike.
"""

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from functools import cached_property

from analysis.characters import HAN
from analysis.headings import PageRows, is_bold
from analysis.items import Item
from analysis.kinship import Kinship, are_parallel
from analysis.runs import Run
from analysis.surroundings import NUMBERED, Surroundings

# A heading with more room above it than lines have parts stories rather than sections: worth so
# much kinship.
APART_COUNTS = 0.05
# More room below it than below the page's other headings does so all the more.
BELOW_COUNTS = 0.1
# So does one without a mark on a page whose sections have one.
BARE_COUNTS = 0.1
# Text that begins a story of its own has less in common than this with the text above (0 to 2), and
# its headline is no shorter than this, in em: most subheads are. With more room above it may be.
KINDRED = 0.1
# In a story that is signed or has sections already, one more of them is likelier.
KINDRED_SECTION = 0.07
# A headline is longer than most subheads: each em beyond the usual counts for so much kinship.
LENGTH_COUNTS = 0.004
USUAL_HEADING = 12
SHORTEST_HEADLINE = 10
SHORTEST_WITH_ROOM = 6
# More headings or more characters than a printed page has are not looked at so closely: it would
# take too long.
MOST_DOUBTED = 200
MOST_CHARACTERS = 15_000
# Three sections of a story that each begin with a phrase of four characters, no place, and a colon.
_PHRASED = re.compile(f"[{HAN}]{{3}}[^区市县镇]：")


class Doubts(Surroundings):
    """Runs of a page with the headings that stand inside stories.

    Attributes
    ----------
    doubtful
        Positions of the headings that were taken for sections of a story.
    holder
        Position of each to its story.
    """

    def __init__(self, page: PageRows, runs: Sequence[Run]):
        super().__init__(page, runs)
        self.doubtful: list[int] = []
        self.holder: dict[int, Item] = {}

    def _unkindred(self, unsigned: Sequence[Item]) -> set[int]:
        """Doubtful headings whose text has too little in common with that above to be a section.

        `unsigned` holds the stories without byline.
        """
        if len(self.doubtful) > MOST_DOUBTED:
            return set()
        among = [at for at in self.doubtful if self._may_begin(at)]
        among = [at for at in among if not self._has_like(at)]
        if not among:
            return set()
        if len(self.page.words.text) > MOST_CHARACTERS:
            return set()
        kinship = self._kinship()
        common = {at: kinship(at)[0] - self._counts(at) for at in among}
        whole = {id(story) for story in unsigned}
        whole -= {id(self.holder[at]) for at in self.doubtful if common.get(at, 2.0) >= KINDRED}
        return {
            at
            for at in among
            if common[at] < (KINDRED if id(self.holder[at]) in whole else KINDRED_SECTION)
        }

    @cached_property
    def least(self) -> int:
        """The fewest blank lines above one of the doubtful headings."""
        return min([self._gap(at) for at in self.doubtful], default=0)

    @cached_property
    def least_below(self) -> int:
        """The fewest blank lines below one of the doubtful headings."""
        return min([self._room_below(at) for at in self.doubtful], default=0)

    def _room_below(self, at: int) -> int:
        """The blank lines between a heading and the text below it."""
        below = self.runs[at + 1 : at + 2]
        return self.page.rows[below[0].parts[0][0]].gap if below and below[0].kind == "text" else 0

    def _counts(self, at: int) -> float:
        """How much kinship the heading's length, and its lack of a mark, make up for."""
        width = sum(self.page.rows[place].width for part in self.runs[at].parts for place in part)
        bare = BARE_COUNTS * self._lacks_level(at)
        return bare + LENGTH_COUNTS * (width - USUAL_HEADING)

    def _lacks_level(self, at: int) -> bool:
        """Whether a heading has no mark on a page whose sections have one."""
        row = self.page.rows[self.runs[at].parts[0][0]]
        return self.sections > 0 and not (row.level or is_bold(row))

    def _may_begin(self, at: int) -> bool:
        """Whether a heading has the look of a headline: long, no number before, no low level."""
        parts = self.runs[at].parts
        rows = [self.page.rows[place] for part in parts for place in part]
        roomy = self._gap(at) > self.least or self._room_below(at) > self.least_below
        shortest = SHORTEST_WITH_ROOM if roomy else SHORTEST_HEADLINE
        low = rows[0].level not in (0, self.top, self.second)
        if low or sum([row.width for row in rows]) < shortest:
            return False
        return not (NUMBERED.match(rows[0].text) or rows[-1].text.endswith("："))

    @cached_property
    def _texts(self) -> dict[int, str]:
        """What the doubtful headings say, by position."""
        return {at: self._text(self.runs[at].parts) for at in self.doubtful}

    def _has_like(self, at: int) -> bool:
        """Whether another heading of the same story is built alike: sections are, headlines not."""
        text, story = self._texts[at], self.holder[at]
        others = [each for each in self.doubtful if each != at and self.holder[each] is story]
        if any(are_parallel(text, self._texts[each]) for each in others):
            return True
        phrased = [each for each in others if _PHRASED.match(self._texts[each])]
        return _PHRASED.match(text) is not None and len(phrased) > 1

    def _kinship(self) -> Callable[[int], tuple[float, int]]:
        """What says how much the texts above and below a heading have in common, less is first."""
        texts = [at for at, run in enumerate(self.runs) if run.kind == "text"]
        kinship = Kinship([self._text(self.runs[at].parts) for at in texts])

        def across(at: int) -> tuple[float, int]:
            border = bisect(texts, at)
            if not 0 < border < len(texts):
                return 2.0, at
            apart = self._gap(at) > self.page.usual_gap
            airy = self._room_below(at) > max(self.least_below, self.page.usual_gap)
            set_apart = APART_COUNTS * apart + BELOW_COUNTS * airy
            return kinship.across(border) - set_apart, at

        return across
