"""Reversible repair of a page's lines: clean text, and every change as a row.

Repair mends what the reading of the page broke (characters, marks, spaces), never what was
printed: figures, names and misprints stay. Evidence is taken from the whole page, changes are
made inside lines.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, count, repeat
from math import inf
from operator import itemgetter
from typing import NamedTuple

from analysis import garbage
from analysis.typography import IN_PLACE, STEPS, Change, Changes, Step


class Edit(NamedTuple):
    """One change inside a line.

    Attributes
    ----------
    column
        1-based, in the raw line.
    before, after
        The characters as read and as repaired; `after` may be empty.
    rule
        The step's name; where steps met in the same characters, their names joined with `+`.
    """

    column: int
    before: str
    after: str
    rule: str


class Line(NamedTuple):
    """One physical line: as read, as repaired, and what lies between.

    Attributes
    ----------
    number
        1-based, physical.
    changes
        Disjoint, in order, in the coordinates of the page's raw lines joined with line feeds;
        plain tuples for most.
    place
        Where the line begins there.
    """

    number: int
    raw: str
    text: str
    changes: tuple[Change, ...] = ()
    place: int = 0

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes as edits of the line, made when asked for: who only counts never asks."""
        at, raw = self.place, self.raw
        return tuple([
            Edit(start - at + 1, raw[start - at : end - at], after, rule)
            for start, end, after, rule in self.changes
        ])  # fmt: skip


# Of a change its `start`.
_START = itemgetter(0)


@garbage.put_off()
def repair_lines(lines: Sequence[str], *, steps: Sequence[Step] = STEPS) -> list[Line]:
    """The lines of one page, repaired; as many as came in.

    Parameters
    ----------
    lines
        A page's physical lines, raw, without line ends.
    steps
        What to look for, in order; each sees the text the one before has left.

    Examples
    --------
    >>> line = repair_lines(["“甲乙” 丙,丁"])[0]
    >>> line.text, [edit[:3] for edit in line.edits]
    ('“甲乙”丙，丁', [(5, ' ', ''), (7, ',', '，')])
    """
    joined = "\n".join(lines)
    changes, text = _changes_of_page(lines, joined, steps)
    if not changes:
        return _lines(zip(count(1), lines, lines, repeat(()), repeat(0)))
    places = list(accumulate([len(line) + 1 for line in lines], initial=0))
    of_lines = _by_line(changes, places[1:])
    return _lines(zip(count(1), lines, text.split("\n"), of_lines, places))


def _lines(rows: Iterable[tuple]) -> list[Line]:
    """The rows as lines, without the function in Python that calling the class runs."""
    return list(map(tuple.__new__, repeat(Line), rows))


def _by_line(changes: Changes, ends: Sequence[int]) -> list[tuple]:
    """The changes of each line, which ends before the place that `ends` gives."""
    starts, whole, found, at = [*map(_START, changes), inf], tuple(changes), [], 0
    for end in ends:
        first = at
        while starts[at] < end:
            at += 1
        found.append(whole[first:at] if at > first else ())
    return found


def edited(number: int, raw: str, edits: Sequence[Edit]) -> Line:
    """The line with its edits made.

    >>> edited(1, "甲 乙", [Edit(2, " ", "", "space")]).text
    '甲乙'
    """
    changes = [
        Change(column - 1, column - 1 + len(before), after, rule)
        for column, before, after, rule in edits
    ]
    return Line(number, raw, redo(raw, edits), tuple(changes))


def redo(raw: str, edits: Sequence[Edit]) -> str:
    """The clean text: the raw line with its edits made.

    >>> redo("甲 乙", [Edit(2, " ", "", "space")])
    '甲乙'
    """
    parts, done = [], 0
    for edit in edits:
        parts.append(raw[done : edit.column - 1])
        parts.append(edit.after)
        done = edit.column - 1 + len(edit.before)
    parts.append(raw[done:])
    return "".join(parts)


def undo(text: str, edits: Sequence[Edit]) -> str:
    """The raw line: the clean text with its edits taken back.

    >>> undo("甲乙", [Edit(2, " ", "", "space")])
    '甲 乙'
    """
    parts, done, raw_done = [], 0, 0
    for edit in edits:
        kept = edit.column - 1 - raw_done
        parts.append(text[done : done + kept])
        parts.append(edit.before)
        done += kept + len(edit.after)
        raw_done = edit.column - 1 + len(edit.before)
    parts.append(text[done:])
    return "".join(parts)


def origins(raw: str, edits: Sequence[Edit]) -> list[int]:
    """For each character of the clean text, the 1-based column it has in the raw line.

    A character that an edit wrote has the column of the one it replaced, or of the edit's last
    where the edit wrote more than it found.

    >>> origins("甲 乙", [Edit(2, " ", "", "space")])
    [1, 3]
    """
    columns: list[int] = []
    done = 1
    for edit in edits:
        columns.extend(range(done, edit.column))
        last = max(len(edit.before) - 1, 0)
        columns.extend(edit.column + min(at, last) for at in range(len(edit.after)))
        done = edit.column + len(edit.before)
    columns.extend(range(done, len(raw) + 1))
    return columns


def compose(first: Changes, second: Changes, between: str) -> list[Change]:
    """The changes of two steps as one list, in the coordinates of the first step's text.

    Parameters
    ----------
    first
        What led to `between`, in the coordinates of the text before it.
    second
        What is to be changed in `between`, in its own coordinates.
    between
        The text between the two steps.

    Returns
    -------
    Disjoint changes in order. Where changes of both overlap they become one, whose rule is
    `first+second`.
    """
    composed: list[Change] = []
    first, second = list(map(Change._make, first)), list(map(Change._make, second))
    at = other = shift = 0
    while other < len(second):
        change = second[other]
        start, end = _span(first, at, shift)
        if change.start < start and change.end <= start:
            moved = (change.start - shift, change.end - shift, change.after, change.rule)
            composed.append(Change(*moved))
            other += 1
        elif end <= change.start:
            composed.append(first[at])
            shift += end - start - (first[at].end - first[at].start)
            at += 1
        else:
            merged, at, other, growth = _merged(first, at, second, other, shift, between)
            composed.append(merged)
            shift += growth
    composed += first[at:]
    return composed


def side_by_side(first: Changes, second: Changes) -> Changes:
    """What `compose` makes of both where none overlap, else none; the second's insert nothing.

    So are nearly all; `compose` follows the rest one by one.

    >>> side_by_side([(0, 1, "", "mark")], [(1, 2, "", "space")])[1]
    (2, 3, '', 'space')
    """
    starts, composed, shift, done = list(map(_START, second)), [], 0, 0
    for change in first:
        start, end, after, _ = change
        start, before = start + shift, done
        done = bisect_left(starts, start, before)
        behind = start + len(after)
        if (done and second[done - 1][1] > start) or (done < len(starts) and starts[done] < behind):
            return []
        composed += _moved(second[before:done], shift)
        composed.append(change)
        shift = behind - end
    composed += _moved(second[done:], shift)
    return composed


def _moved(moving: Changes, by: int) -> Changes:
    """The changes in the coordinates of the text before so many characters more stood in front."""
    if not by:
        return moving
    return [(start - by, end - by, after, rule) for start, end, after, rule in moving]


def _span(changes: Sequence[Change], at: int, shift: int) -> tuple[float, float]:
    """Where the characters that a change wrote stand in the text it led to; past all behind it."""
    if at == len(changes):
        return float("inf"), float("inf")
    start = changes[at].start + shift
    return start, start + len(changes[at].after)


def _merged(
    first: Sequence[Change], at: int, second: Sequence[Change], other: int, shift: int, between: str
) -> tuple[Change, int, int, int]:
    """The changes from `at` and `other` on that share characters, as one; and where to go on."""
    low = min(_span(first, at, shift)[0], second[other].start)
    high, growth, text, done = low, 0, [], low
    rules: dict[str, None] = {}
    later: dict[str, None] = {}
    while True:
        start, end = _span(first, at, shift + growth)
        if start < high or (start == low and high == low):
            high = max(high, end)
            growth += end - start - (first[at].end - first[at].start)
            rules[first[at].rule] = None
            at += 1
        elif other < len(second) and (second[other].start < high or high == low):
            change = second[other]
            text += [between[done : change.start], change.after]
            done, high = change.end, max(high, change.end)
            later[change.rule] = None
            other += 1
        else:
            break
    text.append(between[done:high])
    return (
        Change(low - shift, high - shift - growth, "".join(text), "+".join(rules | later)),
        at, other, growth,
    )  # fmt: skip


def _changes_of_page(
    lines: Sequence[str], joined: str, steps: Sequence[Step]
) -> tuple[Changes, str]:
    """All steps' changes, in the coordinates of the raw lines joined with line feeds; the result.

    No change covers or writes a line feed, so that the result has the same lines.
    """
    # A line handed over with a line feed inside it is one line still.
    inner = [Change(at, at + 1, " ", "unseen") for at in _inner_feeds(lines) if joined[at] == "\n"]
    stages = [Stage(inner, joined, True)] if inner else []
    text = _applied(joined, inner)
    for step in steps:
        wanted = step(text)
        if wanted:
            stages.append(Stage(wanted, text, step in IN_PLACE or _is_even(wanted)))
            text = _applied(text, wanted)
    return _composed(stages), text


class Stage(NamedTuple):
    """The changes of a step, the text they are for, and whether each keeps its text's length."""

    wanted: Changes
    text: str
    even: bool


def _composed(stages: Sequence[Stage]) -> Changes:
    """The changes of all stages in the first one's coordinates."""
    changes: Changes = []
    at = 0
    while at < len(stages):
        # Up to the next that leaves a text of another length, all speak of the same places.
        last = at
        while last + 1 < len(stages) and stages[last].even:
            last += 1
        at_once = _in_order(
            list(chain.from_iterable([stage.wanted for stage in stages[at : last + 1]]))
        )
        together = at_once and side_by_side(changes, at_once)
        one_by_one = [stages[at]._replace(wanted=at_once)] if at_once else stages[at : last + 1]
        for wanted, between, _ in () if together else one_by_one:
            changes = compose(changes, wanted, between) if changes else wanted
        changes = together or changes
        at = last + 1
    return changes


def _is_even(changes: Changes) -> bool:
    """Whether every change writes as many characters as it finds."""
    for start, end, after, _ in changes:  # noqa: SIM110 (a third quicker than a generator)
        if len(after) != end - start:
            return False
    return True


def _in_order(changes: Changes) -> Changes:
    """The changes in order; none where some touch the same characters or insert."""
    changes.sort()
    done = 0
    for start, end, _, _ in changes:
        if not done <= start < end:
            return []
        done = end
    return changes


def _inner_feeds(lines: Sequence[str]) -> Iterator[int]:
    """Where lines hold line feeds, in the coordinates of the joined lines."""
    start = 0
    if "\n" not in "".join(lines):
        return
    for line in lines:
        if "\n" in line:
            yield from (start + at for at, character in enumerate(line) if character == "\n")
        start += len(line) + 1


def _applied(text: str, changes: Changes) -> str:
    """The text with the changes made."""
    if not changes:
        return text
    parts, done = [], 0
    for start, end, after, _ in changes:
        parts.append(text[done:start])
        parts.append(after)
        done = end
    parts.append(text[done:])
    return "".join(parts)
