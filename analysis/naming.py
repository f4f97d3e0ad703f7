"""Headings that stand inside other stories, given to the stories that lack one.

A page is read column by column, a headline over several columns where the first of them is: between
the halves of a sentence of another story, in the middle of its own story, or below it.
"""

from bisect import bisect
from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from analysis.headings import PageRows
from analysis.items import Item
from analysis.kinship import shared
from analysis.runs import same_head

# More headings inside sentences than a printed page has are left where they stand.
MOST_INSIDE = 200

# More characters than a story on one page has.
MOST_COMPARED = 10_000
# More headings than two stories have in a row are not parted.
MOST_IN_A_ROW = 8
# So many times more words in common say that a heading stands below its story.
FAR_MORE = 2.0

Floating = tuple[Item, list[list[int]]]


def name_stories(
    page: PageRows,
    items: list[Item],
    floating: Sequence[Floating],
    insets: Sequence[tuple[Item, Item]],
) -> None:
    """Give headings inside other stories to the stories that lack one; changes the items.

    Parameters
    ----------
    floating
        Headings that stand in a sentence, each with its story.
    insets
        Lines like captions that could be headings, each with the story whose sentence it parts.
    """
    for story, inset in insets[:MOST_INSIDE]:
        parts = _heads_of(page, inset)
        text = _text(page, parts)
        later = next((i for i in _nameless(items) if i.body[0][1] > story.body[0][1]), None)
        own = shared(text, _story_text(page, story))
        if later is None and story.bylines and not story.heads and own:
            later = story
        elif later is None or shared(text, _story_text(page, later)) < own:
            continue
        later.heads, later.confidence = parts, 0.5
        del items[next(at for at, item in enumerate(items) if item is inset)]
    _place(items, floating)
    if not (floating or insets):
        _name_from_sections(items)
    _name_from_foot(items)


def _nameless(items: Sequence[Item]) -> list[Item]:
    """Stories without a heading, in order."""
    return [i for i in items if i.kind == "article" and i.body and not i.heads]


def _text(page: PageRows, parts: Sequence[Sequence[int]]) -> str:
    """Clean text of row positions."""
    return "".join(page.rows[at].text for part in parts for at in part)


def _story_text(page: PageRows, story: Item) -> str:
    """Running text of a story and the headings inside it, as much as is compared."""
    pieces, n = [], 0
    for _, part in story.body:
        for at in part:
            pieces.append(page.rows[at].text)
            n += len(pieces[-1])
        if n > MOST_COMPARED:
            break
    return "".join(pieces)[:MOST_COMPARED]


def _heads_of(page: PageRows, inset: Item) -> list[list[int]]:
    """The lines set into a story as headings, a line each unless one goes on with another."""
    heads: list[list[int]] = []
    for at in inset.rows:
        if heads and same_head(page, heads[-1][-1], at):
            heads[-1].append(at)
        else:
            heads.append([at])
    return heads


def _place(items: Sequence[Item], floating: Sequence[tuple[Item, list[list[int]]]]) -> None:
    """Give headings that stand in a sentence of one story to the next story without a heading.

    Layout sets a heading over two columns between the halves of the text that runs through them.
    Where every story has a heading, it is one of the sections of the story it stands in.
    `floating` holds them, each with the story whose sentence it stands in.
    """
    place = {id(item): at for at, item in enumerate(items)}
    nameless = deque(i for i in items if i.kind == "article" and i.body and not i.heads)
    for story, parts in floating:
        while nameless and place[id(nameless[0])] < place[id(story)]:
            nameless.popleft()
        if nameless:
            later = nameless.popleft()
            later.heads, later.confidence = parts, 0.6
        else:
            before = bisect(story.body, parts[0][0], key=lambda part: part[1][-1])
            story.body[before:before] = [("subhead", part) for part in parts]


def headings_below(page: PageRows, items: Sequence[Item]) -> set[int]:
    """First rows of the headings that stand below their story, not above the one that follows.

    The story above is signed and has no heading, and the heading has far more words in common with
    it than with the story below; or it stands nearer to it, and has no fewer.
    """
    found = set()
    stories = [item for item in items if item.kind == "article" and item.body]
    for story, later in pairwise(stories):
        if story.heads or story.continues_from or not (story.bylines and later.heads):
            continue
        first = later.heads[0][0]
        if not story.body[-1][1][-1] < first < later.body[0][1][0] or not later.bylines:
            continue
        text = _text(page, later.heads)
        above, below = (shared(text, _story_text(page, each)) for each in (story, later))
        beneath = page.rows[later.bylines[0][0]]
        nearer = page.rows[first].gap < beneath.gap and later.heads[-1][-1] < later.bylines[0][0]
        if above > FAR_MORE * below or (nearer and above >= below):
            found.add(first)
    return found


def n_above(page: PageRows, story: Item, parts: Sequence[Sequence[int]], below: str) -> int:
    """How many of several headings that follow each other are those of the story above them.

    The rest is that of the text `below`. They are parted where headings and texts have most words
    in common; 0 where that is nowhere between, or the first have not far more with the story above.
    """
    if len(parts) > MOST_IN_A_ROW:
        return 0
    above, texts = _story_text(page, story), [_text(page, [part]) for part in parts]
    common = []
    for number in range(len(parts) + 1):
        ours, theirs = "".join(texts[:number]), "".join(texts[number:])
        common.append(shared(ours, above) * len(ours) + shared(theirs, below) * len(theirs))
    number = common.index(max(common))
    text = "".join(texts[:number])
    kin = shared(text, above) > FAR_MORE * shared(text, below)
    return number if kin and number < len(parts) else 0


def n_together(page: PageRows, parts: Sequence[Sequence[int]]) -> int:
    """How many headings stand together: up to one with more blank lines above than is usual."""
    apart = (at for at, part in enumerate(parts) if page.rows[part[0]].gap > page.usual_gap)
    return next((at for at in apart if at), len(parts))


def _name_from_sections(items: Sequence[Item]) -> None:
    """Make the only heading inside a signed story without one the story's own."""
    for item in items:
        sections = [pair for pair in item.body if pair[0] == "subhead"]
        if item.bylines and not item.heads and len(sections) == 1:
            item.body.remove(sections[0])
            item.heads, item.confidence = [sections[0][1]], 0.5


def _name_from_foot(items: list[Item]) -> None:
    """Make a line at the page's foot, of a box without title, the heading of a story without one.

    That story is signed and stands above, over no more than a jump line.
    """
    if len(items) < 2 or items[-1].kind != "sidebar" or items[-1].heads:
        return
    foot = items[-1]
    story = next((item for item in items[-2::-1] if item.kind != "jump"), foot)
    if story.bylines and story.body and not story.heads and len(foot.body) == 1:
        story.heads, story.confidence = [foot.body[0][1]], 0.5
        del items[-1]
