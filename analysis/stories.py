"""Lines with roles become items: stories with their headings, captions, teasers, jump lines.

Stories are told apart by what newspapers do: a byline, a dateline or a jump line under a heading,
a heading over several columns, a pair of headings, another column width; and where bylines stand
at the foot of the page, by choosing as many headings as there are bylines, those whose text shares
the fewest words with the text above.
"""

from collections.abc import Sequence
from itertools import islice
from operator import itemgetter

from analysis import furniture, picture_lines
from analysis.characters import CIRCLED
from analysis.doubts import Doubts
from analysis.headings import PRINT_MARKS, PageRows
from analysis.items import Item, pair_bylines, strike, unsigned
from analysis.kinship import shared
from analysis.layout import Row
from analysis.naming import headings_below, n_above, n_together, name_stories
from analysis.runs import Run

# What says that a sentence goes on behind a heading; more where the heading looks like a story's.
GOES_ON = 2.0
GOES_ON_SURELY = 3.0
# A story that text goes back to is among so many items.
_ITEMS_BACK = 20
# What a note in brackets ends with, and with it the text that it signs.
_NOTE_ENDS = frozenset("）)")
# A label without a number has so much in common with the story above it (0 to 1).
_LABEL_KIN = 0.15


class Assembler(Doubts):
    """Walks over the elements of a page and hands out its items."""

    def __init__(self, page: PageRows, runs: Sequence[Run]):
        super().__init__(page, runs)
        self.below: set[int] = set()
        self._clear()

    def _clear(self) -> None:
        """Begin the walk."""
        self.items: list[Item] = []
        self.story: Item | None = None
        self.loose: list[list[int]] = []
        self.claims: list[list[int]] = []
        self.floating: list[tuple[Item, list[list[int]]]] = []
        self.insets: list[tuple[Item, Item]] = []
        self.doubtful: list[int] = []
        self.holder: dict[int, Item] = {}
        self.inside: list[int] = []
        self.open_jump = ""
        self.held: Item | None = None

    def assemble(self) -> list[Item]:
        """The items in order of their first row."""
        self._walk()
        parting = self._parting()
        self.below = headings_below(self.page, self.items)
        if parting or self.below:
            self.starts |= parting
            self._clear()
            self._walk()
        name_stories(self.page, self.items, self.floating, self.insets)
        rest = pair_bylines(self._unsigned(), self.loose)
        if rest:
            last = next((i for i in reversed(self.items) if i.kind == "article"), None)
            last = last or self._new_story()
            last.bylines = [*last.bylines, *rest]
        placed = [(item.rows[:1], item) for item in self.items]
        return [item for rows, item in sorted(placed, key=itemgetter(0)) if rows]

    def _walk(self) -> None:
        """Hand every element to the items."""
        for at, run in enumerate(self.runs):
            getattr(self, f"_take_{run.kind}")(at, run)

    def _parting(self) -> set[int]:
        """Doubtful headings that must begin a story, because there are bylines for more stories.

        Of those that may, it is the ones that part the least kindred text.
        """
        if not self.doubtful:
            return set()
        waiting = self._unsigned()
        missing = len(self.loose) - len(self.claims) - len(waiting)
        if not self.claims and missing <= 0:
            # Bylines as many as the stories that wait for one say that these have no other inside.
            told = {id(story) for story in waiting} if self.loose and missing == 0 else ()
            among = self._unkindred(self._unsigned())
            return {at for at in among if id(self.holder[at]) not in told}
        kinship = self._kinship()
        found = {min(claim, key=kinship) for claim in self.claims}
        rest = [at for at in self.doubtful if at not in found]
        return found | set(sorted(rest, key=kinship)[: max(missing, 0)])

    def _unsigned(self) -> list[Item]:
        """Stories with text and without byline; the line 本报讯（记者 …） signs one too."""
        return [
            story
            for story in unsigned(self.items)
            if not furniture.opening_byline(self._opening(story.body[0][1], furniture.OPENING))
        ]

    def _new_story(self) -> Item:
        """A story that further elements go to."""
        self.story = Item("article", continues_from=self.open_jump)
        self.open_jump, self.held = "", None
        self.items.append(self.story)
        self.inside = []
        return self.story

    # -- elements --------------------------------------------------------------------------------

    def _take_masthead(self, at: int, run: Run) -> None:
        """All lines of a masthead are one item; text below one inside a story goes on with it."""
        self.items.append(Item("masthead", body=[("masthead", part) for part in run.parts]))
        after = self._next(at)
        if after is not None and after.kind == "text":
            return
        self.held = self._unfinished() or self.held
        self.story = None

    def _take_sidebar(self, at: int, run: Run) -> None:
        """Each box with its title, if it has one, is an item; the story goes on behind it."""
        item = None
        for part in run.parts:
            title = self.page.rows[part[0]].entry == "box"
            if item is None or title:
                item = Item("sidebar", heads=[part] if title else [])
                self.items.append(item)
            if not title:
                item.body.append(("sidebar", part))

    def _take_caption(self, at: int, run: Run) -> None:
        """Captions are items, each up to its credit; the story goes on behind them."""
        item = Item("caption")
        for part in run.parts:
            if item.body and picture_lines.has_credit(self._text([item.body[-1][1]])):
                self.items.append(item)
                item = Item("caption")
            if item.body and furniture.is_byline(self.page.rows[part[0]].raw):
                item.bylines.append(part)
            else:
                item.body.append(("caption", part))
        self.items.append(item)
        if self._may_be_heading(run):
            self.insets.append((self.story, item))

    def _may_be_heading(self, run: Run) -> bool:
        """Whether lines set into a sentence of the story could be another story's heading."""
        if self._unfinished() is None:
            return False
        rows = [self.page.rows[at] for part in run.parts for at in part]
        return not any(row.credit or picture_lines.is_caption(row.raw) for row in rows)

    def _take_teaser(self, at: int, run: Run) -> None:
        """A pointer with the heading above it; a pointer alone is a teaser too."""
        for part in run.parts:
            item = Item("teaser", body=[("teaser", part)])
            row = self.page.rows[part[0]]
            alone = furniture.is_pointer(row.text) or furniture.is_pointer(row.raw)
            before = self._unfinished()
            if alone and self.story and not self.story.body and not self.story.bylines:
                strike(self.items, self.story)
                item.heads, before, self.held = self.story.heads, self.held, None
            self.items.append(item)
            self.story = before
        after = self._next(at)
        if after is None or not (after.kind in ("text", "caption") or self._is_pointed(at + 1)):
            self.story = None

    def _take_jump(self, at: int, run: Run) -> None:
        """A line 上接 belongs to the story around it, a line 下转 ends one."""
        for part in run.parts:
            page = furniture.continued_from(self._text([part]))
            self.items.append(Item("jump", body=[("jump", part)], continues_from=page))
            if not page:
                if self.story is not None:
                    self.story.closed = True
            elif self.story is not None and not self.story.body:
                self.story.continues_from = page
            else:
                self.open_jump = page
                self.story = None

    def _take_byline(self, at: int, run: Run) -> None:
        """A byline is its story's: above the text, below it, or of a story without heading."""
        *early, last = run.parts
        story, after = self.story, self._next(at, skip="caption")
        opens = after is not None and after.kind == "text"
        if story is not None and not story.body and not story.bylines:
            story.bylines = run.parts
        elif story is not None and story.body and not (story.bylines or story.closed or opens):
            self.loose += early
            story.bylines, story.closed = [last], True
        elif opens and (
            story is None or story.closed or story.bylines or self._is_nearer_below(run, after)
        ):
            self._new_story().bylines = run.parts
        elif story is not None and story.body and not story.bylines:
            story.bylines, story.closed = run.parts, True
        elif at and self.runs[at - 1].kind == "caption":
            self.items[-1].bylines += run.parts
        else:
            self._claim(run)
            self.loose += run.parts

    def _is_nearer_below(self, run: Run, after: Run) -> bool:
        """Whether a byline stands closer to the text below than to that above."""
        rows = self.page.rows
        return rows[run.parts[0][0]].gap > max(rows[after.parts[0][0]].gap, self.page.usual_gap)

    def _claim(self, run: Run) -> None:
        """A second byline below a story says that a story began at a heading inside it."""
        if self.story is not None and self.story.body and self.inside and len(run.parts) == 1:
            self.claims.append(self.inside)
            self.inside = []

    def _take_heading(self, at: int, run: Run) -> None:
        """A heading begins a story, parts one, or names one that began without."""
        story, parts = self.story, list(run.parts)
        if self._is_pointed(at):
            pointed = parts.pop()
            if parts and story is not None and story.body and story.bylines and not story.heads:
                self._name_at_foot(parts)
            elif parts:
                self._take_heads(at, parts)
            self._break_off([pointed], story)
        else:
            self._take_heads(at, parts)

    def _take_heads(self, at: int, parts: list[list[int]]) -> None:
        """Headings over no pointer go where they belong."""
        story = self.story
        if story is not None and story.body and len(parts) > 1 and self._closes(at, parts[0]):
            story.heads.insert(0, parts.pop(0))
            story.closed = True
        if story is not None and story.bylines and story.body and not story.heads:
            parts = self._name_above(at, parts)
        if not parts:
            return
        if self.page.rows[parts[0][0]].entry == "turn":
            self._new_story().heads = parts
            self.held = story
        elif self.page.rows[parts[0][0]].entry == "brief":
            self._break_off(parts, self._unfinished())
        elif story is None or (not story.body and not self._is_fresh(story, at)):
            (story or self._new_story()).heads.extend(parts)
        elif not story.heads and self._names(at):
            story.heads = parts
        elif story.heads and self._interrupts(at):
            self.floating.append((story, parts))
        elif story.closed or at in self.starts:
            self._new_story().heads = parts
        else:
            story.body += [("subhead", part) for part in parts]
            self.doubtful.append(at)
            self.holder[at] = story
            self.inside.append(at)

    def _name_at_foot(self, parts: Sequence[list[int]]) -> None:
        """Give the story above the headings at its foot; one apart from them is a picture's."""
        number = n_together(self.page, parts)
        self.story.heads, self.story.closed = list(parts[:number]), True
        self.items += [Item("caption", body=[("caption", part)]) for part in parts[number:]]

    def _name_above(self, at: int, parts: list[list[int]]) -> list[list[int]]:
        """Give the story above, which has no heading, those that are far more kin to it.

        All are its own where they stand below their story; the result is what is left.
        """
        if parts[0][0] in self.below:
            self.story.heads, self.story.closed = parts, True
            return []
        below = self._text_below(at) if len(parts) > 1 else ""
        number = n_above(self.page, self.story, parts, below) if below else 0
        if number:
            self._name_at_foot(parts[:number])
        return parts[number:]

    def _is_fresh(self, story: Item, at: int) -> bool:
        """Whether a story with heading and byline but without text is one of its own."""
        return bool(story.heads and story.bylines and self._is_signed(at))

    def _names(self, at: int) -> bool:
        """Whether a heading below a story without heading is that story's."""
        after = self._next(at, skip="caption")
        if after is None or after.kind != "text":
            return after is None or after.kind != "byline"
        last = self._last_text()
        if last is None or self._is_signed(at):
            return False
        whole = all(role == "body" for role, _ in self.story.body)
        lone = whole and not (self.floating or self.insets)
        return not last.stop or (lone and at in self.starts and bool(self.story.bylines))

    def _interrupts(self, at: int) -> bool:
        """Whether a heading stands inside a sentence of the story, which goes on below it."""
        above, after = self._last_text(), self._next(at)
        if above is None or above.stop or after is None or after.kind != "text":
            return False
        if not self._is_signed(at) and at < self.last_nameless:
            return True
        seam = self.page.goes_on(above.text, self.page.rows[after.parts[0][0]].text)
        return seam >= (GOES_ON_SURELY if at in self.starts else GOES_ON)

    def _last_text(self) -> Row | None:
        """The last row of running text of the story."""
        last = self.story.last_text if self.story else None
        return self.page.rows[last[-1]] if last else None

    def _break_off(self, heads: list[list[int]], story: Item | None) -> None:
        """Begin a story; the one that breaks off, unless it has ended, is held until it goes on."""
        held = self.held or (story if story is not None and not story.closed else None)
        self._new_story().heads = heads
        self.held = held

    def _unfinished(self) -> Item | None:
        """The story, if its text breaks off inside a sentence."""
        last = self._last_text()
        return self.story if last is not None and not last.stop else None

    def _closes(self, at: int, head: list[int]) -> bool:
        """Whether the first of several headings is the series label of the story above."""
        row = self.page.rows[head[0]]
        text = self._text([head])
        if not (row.raw[:1] in PRINT_MARKS or text.endswith(CIRCLED)):
            return False
        below = self._next(at)
        above_text = self._text([part for _, part in self.story.body])
        below_text = self._text(below.parts) if below is not None else ""
        # A number says that it is a label; what has none needs more in common with the text above.
        enough = 0.0 if text.endswith(CIRCLED) else _LABEL_KIN
        return shared(text, above_text) > max(enough, shared(text, below_text))

    def _take_text(self, at: int, run: Run) -> None:
        """Running text, in stretches that end with a signature, or at an item of short news."""
        rows, first = self.page.rows, 0
        entries = [rows[part[0]].entry for part in run.parts]
        below = [*entries[1:], "end"]
        for number, (part, entry) in enumerate(zip(run.parts, below, strict=True), start=1):
            last = rows[part[-1]].text
            # Most paragraphs have no note at their end and stand above another.
            if not entry and last[-1:] not in _NOTE_ENDS:
                continue
            signed = furniture.ends_signed(last)
            if signed or entry in ("brief", "rest", "back", "end"):
                self._take_paragraphs(run.parts[first:number])
                self.story.closed = self.story.closed or signed or entries[number - 1] == "brief"
                first = number

    def _take_paragraphs(self, paragraphs: Sequence[Sequence[int]]) -> None:
        """Running text goes to its story; a dateline begins one."""
        entry = self.page.rows[paragraphs[0][0]].entry
        story = self._in_turn(self.story, entry)
        opening = self._opening(paragraphs[0], 30)
        if (
            story is None
            or (story.body and furniture.is_dateline(opening))
            or (story.body and entry == "brief")
            or (story.over and not self._answers(story, opening))
        ):
            story = self._new_story()
        story.continues_from = furniture.continued_from(opening) or story.continues_from
        parts = list(map(list, paragraphs))
        last = story.body[-1] if story.body else None
        if (
            last is not None
            and last[0] == "body"
            and entry in ("", "rest")
            and not self.page.rows[last[1][-1]].stop
        ):
            last[1].extend(parts.pop(0))
        story.body += [("body", part) for part in parts]
        story.last_text = parts[-1] if parts else story.last_text
        if furniture.jumps_on(self._text([story.body[-1][1][-3:]])):
            story.closed = True

    def _in_turn(self, story: Item | None, entry: str) -> Item | None:
        """The story that text goes to: one that broke off goes on, and behind its end the other."""
        if entry == "back":
            self._go_back()
            return self.story
        resumes = entry == "rest" or (story is not None and story.over and not entry)
        if self.held is None or not resumes:
            return story
        other = story if entry == "rest" and story is not None and not story.closed else None
        self.story, self.held = self.held, other
        return self.story

    def _go_back(self) -> None:
        """Turn to the last story before this one that may go on, and hold this one meanwhile."""
        for item in islice(reversed(self.items), _ITEMS_BACK):
            story = item.kind == "article" and item.body and not item.closed
            if story and self.story is not None and item is not self.story:
                self.story, self.held = item, self.story
                return
