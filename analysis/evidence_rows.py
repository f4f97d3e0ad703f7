"""Places in sentences by name, held as numbers: a collection has twenty million of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

# Name, group, number of the sentence, first character and the one behind the last; no place: −1.
Row = tuple[str, str, int, int, int]


class Size(NamedTuple):
    """How much a group of a list has; a sentence without a place in it counts as one place."""

    n_places: int
    n_sentences: int


class Hits(NamedTuple):
    """What a name has: a row for each group and sentence, ordered by them.

    Attributes
    ----------
    groups, sentences
        Number of group and sentence of each row.
    borders
        Where the places of each row begin, and where the last end.
    starts, ends
        Characters, all rows one after the other, each place of a row once; −1 for none.
    """

    groups: "np.ndarray"
    sentences: "np.ndarray"
    borders: "np.ndarray"
    starts: "np.ndarray"
    ends: "np.ndarray"

    def places(self, row: int) -> tuple[tuple[int, int], ...]:
        """The places of a row, in order."""
        piece = slice(self.borders[row], self.borders[row + 1])
        both = zip(self.starts[piece].tolist(), self.ends[piece].tolist(), strict=True)
        return tuple(place for place in both if place[0] >= 0)

    def sizes(self) -> dict[int, Size]:
        """Group to its size."""
        import numpy as np

        counted = np.add.reduceat(self.starts >= 0, self.borders[:-1], dtype=np.int64)
        places = np.bincount(self.groups, np.maximum(counted, 1)).astype(np.int64)
        rows = np.bincount(self.groups)
        return {int(g): Size(int(places[g]), int(rows[g])) for g in rows.nonzero()[0]}


class Rows:
    """Name to the places that it has; those of a name lie side by side.

    Parameters
    ----------
    names
        All names; `name` has the number of each row's.
    groups
        All groups; `group` has the number of each row's, or, if there are more rows than anybody
        could hold twice, of each sentence.
    ends
        None where a place is as long as its name.
    """

    def __init__(
        self, names: Sequence[str], name: "np.ndarray", *, groups: Sequence[str],
        group: "np.ndarray", is_of_sentence: bool, sentence: "np.ndarray", start: "np.ndarray",
        end: "np.ndarray | None",
    ) -> None:  # fmt: skip
        import numpy as np

        self.groups = list(groups)
        self._number = {name: at for at, name in enumerate(names)}
        self._borders = np.concatenate([[0], np.cumsum(np.bincount(name, minlength=len(names)))])
        order = np.argsort(name, kind="stable").astype(np.int32)
        self._sentence, self._start = sentence[order], start[order]
        self._end = None if end is None else end[order]
        self._is_of_sentence = is_of_sentence
        self._group = group if is_of_sentence else group[order]

    def __iter__(self) -> Iterator[str]:
        return iter(self._number)

    def __contains__(self, name: str) -> bool:
        return name in self._number

    def hits(self, name: str) -> Hits:
        """What a name has; it must be there."""
        import numpy as np

        at = self._number[name]
        own = slice(self._borders[at], self._borders[at + 1])
        sentence, start = self._sentence[own], self._start[own]
        end = start + len(name) if self._end is None else self._end[own]
        group = self._group[sentence] if self._is_of_sentence else self._group[own]
        order = np.lexsort((end, start, sentence, group))
        columns = np.stack([group, sentence, start, end]).astype(np.int64)[:, order]
        differs = np.diff(columns, axis=1, prepend=-2) != 0
        columns, differs = columns[:, differs.any(0)], differs[:, differs.any(0)]
        begins = differs[:2].any(0).nonzero()[0]
        borders = np.append(begins, columns.shape[1])
        return Hits(columns[0, begins], columns[1, begins], borders, columns[2], columns[3])


def gathered(rows: Iterable[Row]) -> Rows:
    """The rows by name, in order."""
    import numpy as np

    names: dict[str, int] = {}
    groups: dict[str, int] = {}
    numbers = [
        (names.setdefault(name, len(names)), groups.setdefault(group, len(groups)), *place)
        for name, group, *place in rows
    ]
    table = np.array(numbers, np.int32).reshape(-1, 5)
    return Rows(
        list(names), table[:, 0], groups=list(groups), group=table[:, 1], is_of_sentence=False,
        sentence=table[:, 2], start=table[:, 3], end=table[:, 4],
    )  # fmt: skip
