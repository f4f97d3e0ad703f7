"""The characters of a Chinese page, in classes, and the table of those that stand for another."""

import csv
import functools
import unicodedata
from pathlib import Path

from analysis import paths

# Ranges for use inside [...]: ideographs, with 々 and 〇, the ideographs of planes 2 and 3 too.
HAN = "々〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
# Marks that belong to Chinese typesetting whatever stands beside them.
WIDE_MARKS = "，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—·～％＋"
CHINESE = HAN + WIDE_MARKS
# Everything that str.strip() takes off, except the line feed, which is the border between lines.
SPACE = "\t\x0b\x0c\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Not printed: controls, soft hyphen, fillers, joiners and direction marks, variation selectors, BOM
# (also read the wrong way round), anchors of annotations, tags.
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f"
    "\u115f\u1160\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\U000e0001-\U000e007f\U000e0100-\U000e01ef"
)
STOPS = "。！？…"
OPENERS = "“‘（《〈【〔「『"
CLOSERS = "”’）》〉】〕」』"


@functools.cache
def equivalents(table: Path = paths.RESOURCES / "characters.tsv") -> dict[str, tuple[str, str]]:
    """What a character becomes and under which rule, for the characters of the table.

    Compatibility ideographs are not listed in the table: each becomes its canonical ideograph
    (Unicode NFC), as `canonical` says.
    """
    with Path(table).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {chr(int(row["code_point"], 16)): (row["becomes"], row["rule"]) for row in rows}


def canonical(character: str) -> tuple[str, str]:
    """What the character becomes and under which rule; itself where it stands for no other.

    >>> canonical("⽀"), canonical("４")
    (('支', 'radical'), ('4', 'width'))
    """
    known = equivalents().get(character)
    return known or (unicodedata.normalize("NFC", character), "compatibility")


def open_marks(text: str) -> int:
    """How many quotation marks and brackets the text leaves open, negative for closed too many."""
    return sum(map(text.count, OPENERS)) - sum(map(text.count, CLOSERS))
