"""The items of a page as row positions, and bylines given to those that lack one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain


@dataclass
class Item:
    """A story, caption, teaser, jump line, masthead or sidebar, as row positions.

    Attributes
    ----------
    heads
        Headings above (or for a story without one, below) the text.
    body
        Paragraphs and subheads in reading order, as (role, row positions).
    last_text
        The last paragraph of running text of `body`, while the item is put together.
    closed
        Whether its end has been seen: a byline under it, a jump to another page.
    """

    kind: str
    heads: list[list[int]] = field(default_factory=list)
    bylines: list[list[int]] = field(default_factory=list)
    body: list[tuple[str, list[int]]] = field(default_factory=list)
    last_text: list[int] | None = None
    closed: bool = False
    continues_from: str = ""
    confidence: float = 0.9

    @property
    def over(self) -> bool:
        """Whether text below it is another's: it has text, and its end has been seen."""
        return self.closed and bool(self.body)

    @property
    def rows(self) -> list[int]:
        """Positions of all its rows, in order."""
        parts = [*self.heads, *self.bylines, *(part for _, part in self.body)]
        return sorted(chain.from_iterable(parts))


def unsigned(items: Sequence[Item]) -> list[Item]:
    """Stories with text and without byline, in order."""
    return [item for item in items if item.kind == "article" and item.body and not item.bylines]


def pair_bylines(waiting: Sequence[Item], loose: Sequence[list[int]]) -> list[list[int]]:
    """Give bylines that stand by no story to the stories that wait for one, in order.

    The result is the bylines left over.
    """
    for story, byline in zip(waiting, loose, strict=False):
        story.bylines = [byline]
        story.confidence = 0.5
    return list(loose[len(waiting) :])


def strike(items: list[Item], item: Item) -> None:
    """Take an item, one of the last, out of the items."""
    at = len(items) - 1
    while items[at] is not item:
        at -= 1
    del items[at]
