"""One pattern for many names: any of them, the longest first, and no Latin word cut apart."""

import re
from collections.abc import Iterable

# A name that begins or ends with one of these is found only where the text's word or number begins
# or ends as well: 5G is not in 15G, AI not in AIR. Full-width forms are the same characters.
_LATIN = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９"
_BEGINS_LATIN = re.compile(f"[{_LATIN}]")
_ENDS_LATIN = re.compile(rf"[{_LATIN}]\Z")


def any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of the forms, the longest at each place; of nothing if there is no form.

    Forms are grouped by their first character: a text is then searched in time proportional to its
    length and to the forms that begin alike, not to all of them.

    Parameters
    ----------
    forms
        Names as printed, not empty; the order does not matter.

    >>> any_of(["5G", "甲乙", "甲乙丙"]).findall("15G、5G和甲乙丙丁")
    ['5G', '甲乙丙']
    """
    tails: dict[str, set[str]] = {}
    for form in forms:
        tails.setdefault(form[0], set()).add(form[1:])
    if not tails:
        return re.compile(r"(?!)")
    return re.compile("|".join(_group(head, rest) for head, rest in sorted(tails.items())))


def _group(head: str, rest: Iterable[str]) -> str:
    """The forms with one first character as a pattern."""
    before = f"(?<![{_LATIN}])" if _BEGINS_LATIN.match(head) else ""
    longest_first = sorted(rest, key=lambda tail: (-len(tail), tail))
    endings = "|".join(re.escape(tail) + _edge(head + tail) for tail in longest_first)
    return f"{before}{re.escape(head)}(?:{endings})"


def _edge(form: str) -> str:
    """What must not follow a form that ends with a Latin letter or a digit."""
    return f"(?![{_LATIN}])" if _ENDS_LATIN.search(form) else ""
