"""A row of a table file becomes one article: its headings, paragraphs and sentences.

A newspaper page holds several stories, and `segment` finds their borders. A row of a table file is
one text already, whose headings are marked, if at all, as in Markdown; nothing else is guessed.
"""

import re
from collections.abc import Sequence

from analysis import assembly, repair

# A Markdown heading or a line that is bold as a whole, and not as long as a paragraph.
_HEADING = re.compile(r"\s*(#{1,6}\s+\S.*|\*\*[^*]+\*\*|__[^_]+__)\s*")
LONGEST_HEADING = 60
# The frame of Markdown's front matter: what is known of the text, and no part of it.
_FRAME = re.compile(r"-{3,}\s*")
_ENDS = tuple("。！？；：…”’）)!?;:")


def record_items(page_id: str, lines: Sequence[repair.Line]) -> assembly.PageItems:
    """The one article of a row, as rows of the tables lines, articles and sentences.

    Parameters
    ----------
    page_id
        Ids begin with it.
    lines
        All lines of the row's text, repaired. A `# ` in the first line is the title.

    Returns
    -------
    PageItems. Headings are subheads, front matter (between two lines of ---) is a masthead, which
    no count counts; a line that follows another without a blank between goes on with it, unless
    that one ends as a sentence does.
    """
    front = _front_matter(lines)
    found: list[assembly.LineRow] = []
    paragraph = 0
    before = None
    for line in lines:
        if not line.raw.strip():
            before = None
            continue
        role = "masthead" if line.number in front else _role(line)
        goes_on = before is not None and role == "body" and before.role == "body"
        if goes_on and not before.text.rstrip().endswith(_ENDS):
            found[-1] = before._replace(joins_next=True)
        else:
            paragraph += 1
        row = assembly.LineRow(
            page_id, line.number, line.raw, f"{page_id}:01", role, paragraph, False, 1.0
        )
        found.append(row)
        before = row
    return assembly.assemble(page_id, lines, found)


def _role(line: repair.Line) -> str:
    """Title, heading or running text, by Markdown's marks."""
    if not _HEADING.fullmatch(line.raw) or len(line.text) > LONGEST_HEADING:
        return "body"
    return "headline" if line.number == 1 else "subhead"


def _front_matter(lines: Sequence[repair.Line]) -> range:
    """The numbers of the lines of Markdown's front matter; none where it does not close."""
    said = [line for line in lines if line.raw.strip()]
    first = next((line for line in said if not line.raw.startswith("# ")), None)
    if first is None or not _FRAME.fullmatch(first.raw):
        return range(0)
    last = next((n for n in said if n.number > first.number and _FRAME.fullmatch(n.raw)), None)
    return range(first.number, last.number + 1) if last else range(0)
