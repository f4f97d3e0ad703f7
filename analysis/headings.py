"""Which lines of a page are headings: marked ones, and those that look like one.

A heading has no stop, is narrower or wider than the column around it, stands where a sentence
has just ended, and the line below does not go on with it. The marks are weighed against each
other; how far the sum lies from the threshold is how sure the decision is.
"""

import re
from collections.abc import Sequence

from analysis import furniture, picture_lines
from analysis.characters import CLOSERS, HAN, OPENERS, leaves_open
from analysis.gaps import between_paragraphs, gaps_uneven, usual_gap
from analysis.kinship import Words
from analysis.layout import (
    INDENT,
    INDENT_AT_LEAST,
    INDENT_WITHIN,
    SHORT_BY,
    Row,
    has_whole_paragraphs,
    indents_kept,
    indents_lost,
    is_first_line,
    lacks_indent,
    short_ends,
)

# A line wider than this is never a heading unless marked: two rows of 20 em, a wide deck.
WIDEST_HEADING = 45
# A headline of two sentences among whole paragraphs is no wider.
_WIDEST_ASKING = 30
# An indented first line is narrower than its column by 2 em, with compressed marks by 3.
_NARROW_BY = 3.2
# A heading over several columns is wider than one by more than marks can stretch a line.
COLUMN_EXCESS = 2.5
# A full line may be short by half an em, where a half-width character would not fit.
_NEARLY_FULL = 0.6
# Pairs of characters are looked up in this many characters of the page: enough to know its words.
_SAMPLE = 200_000

THRESHOLD = 0.8
# The surest a decision can be said to be, and what the sum may come to for a line to be that.
_SUREST = 0.99
SURELY_TEXT = THRESHOLD - 8 * (_SUREST - 0.6)

# What more room above than lines of a column have speaks for a heading, behind a sentence's end.
ROOM = 2.5
# Marks that print sets before a byline, a series label or a short story.
PRINT_MARKS = ("■", "□", "◆", "●")

_WEAK_ENDS = frozenset("的和与及在是对为从以将并而且或把被向由于等、，：；")
# What an opening of running text begins with, figures apart.
_OPENING_FIRST = frozenset("今去明昨近日当目此同其据随为在对记")
_OPENING = re.compile(
    r"(?:\d{4}年|今年|去年|明年|昨[天日]|近[日年]|日前|当前|目前|此外|同时|其中|据|随着|为了?|在|当|对于|记者)"
)
# How a report says where it has something from, or who said it; hardly a heading begins so.
_REPORTED = re.compile("据[^，：]{1,4}，|[^，：]{2,8}(?:指出|强调|表示|认为|介绍|要求)，")
_INNER_STOP = re.compile(r"[。；！？!?](?:(?<=[。；])|(?=.))")
_GOES_ON = frozenset(f"，。、；：！？{CLOSERS}…％%")
# No sentence begins with the first of these, hardly one with the others.
_MID_SENTENCE = re.compile("的(?![士确哥])|[却们]|也(?![许谈门])|[了着](?![解力眼手重火装陆结])")
_MID_CLAUSE = re.compile("是(?!否)|就(?![业近此医诊学任餐地读])|都(?![市会江])|才(?![能智艺华女])")
_LACKS_SUBJECT = re.compile("[都就才也](?=[有能是在会可让把被])|却")
_WORD_INSIDE = re.compile(f"[{HAN}A-Za-z0-9]{{2}}")
_OPENER = re.compile(f"[{OPENERS}]")
_LATIN_WORD = re.compile(f"([{OPENERS}]?)([A-Za-z]{{3,}})")
# Who asks, in an interview.
_SPEAKER = re.compile("(?:记者|主持人|问|[QＱ])[:：]")
# What signs a story or sends on to it, below display.
_SIGNED_BY = ("byline", "jump", "teaser")
_REPORT_COUNTS = 3.0
# Columns whose full lines differ by less were set or read so evenly that a missing indent shows.
EXACT = 0.35


class PageRows:
    """The rows of a page with what weighing a line needs to know of the others."""

    def __init__(self, rows: Sequence[Row], spread: float = float("inf")):
        self.rows = rows
        self.exact = spread <= EXACT
        self.usual_gap = usual_gap(rows)
        self.uneven = gaps_uneven(rows, self.usual_gap)
        self.whole = has_whole_paragraphs(rows)
        self.stands_apart = self.usual_gap > 0 and not self.uneven
        self.ends = short_ends(rows)
        self.between = between_paragraphs(rows, self.ends, self.usual_gap)
        self.indents_lost = indents_lost(rows, self.ends)
        self.indents_kept = indents_kept(rows)
        texts = [row.text for row in rows]
        self.credited = picture_lines.credits_among(texts, [row.raw for row in rows])
        for at in self.credited:
            rows[at].credit = True
        self.words = Words("\n".join(texts)[:_SAMPLE])

    def goes_on(self, above: str, below: str) -> float:
        """How strongly `below` reads as the continuation of `above`; 0 where nothing says so.

        A word of the page cut in two by the line end is known by its characters standing
        together elsewhere.
        """
        if not above or not below:
            return 0.0
        begun = below[0] in _GOES_ON or below[0].islower() or _MID_SENTENCE.match(below)
        found = 3.0 if begun else 2.0 if _MID_CLAUSE.match(below) else 0.0
        if _OPENER.search(above) is not None and leaves_open(above[-40:]):
            found += 2.0
        found += 1.0 if above[-1] in _WEAK_ENDS else 0.0
        seam = above[-1] + below[0]
        if _WORD_INSIDE.match(seam) and seam in self.words:
            found += 1.0
            around = above[-2:] + below[:2]
            triples = [around[at : at + 3] for at in range(len(around) - 2)]
            found += 1.5 if any(triple in self.words for triple in triples) else 0.0
        return found

    def is_tight(self, at: int) -> bool:
        """Whether the row stands close to a neighbour on a page whose lines stand apart."""
        if not self.stands_apart:
            return False
        below = self.rows[at + 1].gap if at + 1 < len(self.rows) else 1
        above = self.rows[at].gap if at else 1
        return above == 0 or below == 0


def lacks_subject(text: str) -> bool:
    """Whether a heading's line goes on with the one above it: it begins as no clause does.

    >>> lacks_subject("都有“护照”"), lacks_subject("都市有护照")
    (True, False)
    """
    return _LACKS_SUBJECT.match(text) is not None


def mark_headings(page: PageRows) -> None:
    """Set the role `heading` on the rows without a role that are headings, the rest to `text`."""
    none = _confidence(-4.0 - THRESHOLD)
    inside = False
    for at, row in enumerate(page.rows):
        if inside and not (row.role or row.level):
            row.role, row.confidence = "text", none
            inside = not (row.stop or row.credit)
            continue
        if row.role:
            pass
        elif row.level:
            row.role, row.confidence = "heading", 0.98
        elif row.entry or not _may_be_heading(page, at):
            row.role, row.confidence = "text", none
        else:
            margin = weight(page, at) - THRESHOLD
            row.role = "heading" if margin >= 0 else "text"
            row.confidence = _confidence(margin)
        # A caption may part a sentence, which goes on below it.
        if row.role != "caption":
            inside = row.role == "text" and not (row.stop or row.credit)


def _confidence(margin: float) -> float:
    """How sure a decision is whose weight lies so far from the threshold."""
    return min(_SUREST, 0.6 + abs(margin) / 8)


def _may_be_heading(page: PageRows, at: int) -> bool:
    """Whether the row, which stands inside no sentence, has the outside of a heading at all."""
    row = page.rows[at]
    if not row.text or row.width > WIDEST_HEADING:
        return False
    if row.raw[0] == ">" and row.raw[1:2] == " ":
        return False  # a quotation in Markdown
    if row.stop and not (row.text[-1] in "！？!?" and _may_ask(page, at)):
        return False
    if not (page.is_tight(at) or _followed(page, at)):
        return False
    if furniture.is_dateline(row.text):
        return False
    inner = _INNER_STOP.search(row.text)
    if inner is None:
        return True
    # A headline may ask and say on one line; so short a piece is none of a whole paragraph.
    short = not row.before and row.width <= _WIDEST_ASKING
    return inner[0] in "！？!?" and (short or _is_signed(page, at))


def _is_signed(page: PageRows, at: int) -> bool:
    """Whether a byline follows the row, which stands where no sentence is going on."""
    return page.rows[at + 1 : at + 2] != [] and page.rows[at + 1].role == "byline"


def _may_ask(page: PageRows, at: int) -> bool:
    """Whether the row could be a headline that asks: close to another, bold, or below a label."""
    above = page.rows[at - 1] if at else None
    if _SPEAKER.match(page.rows[at].text):
        return False
    labelled = above is not None and above.role == "heading" and furniture.names_column(above.text)
    return labelled or page.is_tight(at) or is_bold(page.rows[at]) or _may_begin_story(page, at)


def _may_begin_story(page: PageRows, at: int) -> bool:
    """Whether the row stands first, behind what ends a story, apart, or flush over an indent."""
    row, above = page.rows[at], page.rows[at - 1] if at else None
    if above is None or above.role in ("masthead", "teaser", "jump", "byline", "sidebar"):
        return True
    below = _below(page, at)
    flush = page.indents_kept and below is not None and below.indented and not row.indented
    return flush or (row.gap > page.between and above.role != "caption")


def _followed(page: PageRows, at: int) -> bool:
    """Whether anything comes below that the row could be the heading of, or a heading above."""
    if at + 1 < len(page.rows):
        return True
    return at > 0 and page.rows[at - 1].role == "heading" and page.rows[at].gap == 0


def weight(page: PageRows, at: int) -> float:
    """The sum of what speaks for the row being a heading, and against."""
    row, below, tight = page.rows[at], _below(page, at), page.is_tight(at)
    found = _weight_of_width(page, row, below) + _weight_of_wording(row)
    found += _weight_of_place(page, at, tight=tight)
    if below is None:
        return found
    if _is_display(page, at):
        return found + 3.0 - (page.goes_on(row.text, below.text) if not below.role else 0.0)
    if below.role == "caption":
        return found
    # A short sentence below is no paragraph's first line, unless it is known to address a letter.
    if below.stop and below.width < 12 and not (below.role or tight):
        found -= 1.0
    if not page.is_tight(at + 1):
        found += _weight_of_next_line(page, at)
    # What is text as surely as can be is no surer where the line below goes on with it.
    return found if found <= SURELY_TEXT else found - page.goes_on(row.text, below.text)


def _weight_of_place(page: PageRows, at: int, *, tight: bool) -> float:
    """Where the row stands: close to another display line, marked, first of all, behind an end."""
    row = page.rows[at]
    found = 4.0 if tight else 0.0
    found += 3.0 if page.exact and page.indents_lost and _lacks_no_indent(page, at) else 0.0
    found += 2.0 if row.raw[:1] in PRINT_MARKS or is_bold(row) else 0.0
    if row.gap > page.between:
        found += ROOM if _has_room(page, at) else 0.5
    if at == 0 or page.rows[at - 1].role in ("masthead", "teaser"):
        return found + 1.0
    above = page.rows[at - 1]
    # A byline that is nearer to the line above it ends a story.
    signed = above.role == "byline" and at > 1 and page.rows[at - 2].stop and row.gap >= above.gap
    return found + (3.5 if signed else 0.0)


def _has_room(page: PageRows, at: int) -> bool:
    """Whether the row stands apart from the text above, further than lines of its column do."""
    row = page.rows[at]
    apart = row.gap > page.between and row.before > 0
    return apart and at > 0 and page.rows[at - 1].role == "text"


def is_bold(row: Row) -> bool:
    """Whether Markdown sets the whole line in bold."""
    return len(row.raw) > 4 and row.raw.startswith("**") and row.raw.endswith("**")


def _lacks_no_indent(page: PageRows, at: int) -> bool:
    """Whether the row stands where a paragraph would begin and is full, so that it is none.

    That shows on a page set exactly, on which paragraphs lack their indents.
    """
    row = page.rows[at]
    if row.indented or not row.before:
        return False
    above = page.rows[at - 1] if at else None
    ended = above is None or above.role in ("heading", "byline")
    if above is not None and above.stop:
        ended = ended or above.width < above.before - SHORT_BY
    return ended and not lacks_indent(row, by=_NEARLY_FULL)


def _is_display(page: PageRows, at: int) -> bool:
    """Whether a few lines without stop from here on end before a byline, an indent or a gap."""
    row = page.rows[at]
    like_text, gaps_tell = _is_as_wide_as_text(row), page.usual_gap == 0 and not page.uneven
    for below in page.rows[at + 1 : at + 4]:
        role = below.role
        if role in _SIGNED_BY or furniture.is_dateline(below.text):
            return True
        if below.indented and not row.indented:
            return True
        if gaps_tell and below.gap > 0 and role != "caption":
            next_one = below is page.rows[at + 1]
            under = next_one and row.gap == 0 and at > 0 and page.rows[at - 1].role == "heading"
            alone = next_one and (row.gap > page.between or "，" not in row.text)
            return not like_text or under or alone
        if role == "caption" and _is_headed(page, at):
            continue
        if role or below.stop:
            return False
        like_text = like_text and _is_as_wide_as_text(below)
    return False


def _is_headed(page: PageRows, at: int) -> bool:
    """Whether a headline stands above: a picture may stand between its deck and the text."""
    above = page.rows[at - 1] if at else None
    return above is not None and above.role == "heading" and not above.vertical


def _is_as_wide_as_text(row: Row) -> bool:
    """Whether the row could be a full line, or a first one without its indent."""
    if not row.before:
        return row.width > _WIDEST_ASKING
    return abs(row.width - row.before) <= 1 or abs(row.width - (row.before - 2)) <= 1


def _weight_of_next_line(page: PageRows, at: int) -> float:
    """Whether the line below looks like the first of a paragraph, as below a heading it does."""
    row, below = page.rows[at], page.rows[at + 1]
    found = 0.0
    if not row.before and not below.stop and below.width <= 22:
        found += 1.0
    whole = abs(below.after - INDENT - below.width) <= INDENT_WITHIN
    if page.indents_lost and row.before and (whole or not below.stop):
        found += _weight_of_indent(page, at)
    return found


def _weight_of_indent(page: PageRows, at: int) -> float:
    """Whether the line below lacks its indent, and the row itself has it.

    The first line of a paragraph lacks its indent; the second of one is full.
    """
    row, below = page.rows[at : at + 2]
    if is_first_line(page.rows[at : at + 3]):
        return -3.0
    if is_first_line(page.rows[at + 1 : at + 4]):
        return 3.0
    if below.width > below.after + SHORT_BY or below.width < below.after / 2:
        return 0.0  # wider than the column, or much shorter than by an indent
    if lacks_indent(below, by=SHORT_BY):
        # The row may be a first line too, and the column narrower here.
        first = INDENT_AT_LEAST <= row.before - row.width <= _NARROW_BY
        return 3.0 if page.exact else 1.0 if first else 2.0
    if lacks_indent(below, by=INDENT_AT_LEAST):
        return 1.0 if _has_room(page, at) else 0.0  # marks set closer may hide the indent
    # Where the column changes a full line tells nothing of those above.
    return 0.0 if abs(below.after - row.before) > COLUMN_EXCESS else -1.5


def _weight_of_width(page: PageRows, row: Row, below: Row | None) -> float:
    """Width against the columns around, or on a page without columns, by itself."""
    if not row.before:
        if row.width <= 22:
            return 1.4 if row.width <= 18 else 1.0
        return 0.5 if row.width <= 30 else -0.5
    narrow_by = _NARROW_BY if page.indents_lost or row.indented else SHORT_BY + 0.2
    narrowest = min(row.before, row.after)
    if row.width < narrowest - narrow_by:
        # A line is full where the word that begins the next one had no room.
        at_end = below is not None and row.width + _unbroken(below) >= row.before
        # Less than half a line is no line of text at all where a sentence ended above.
        if not at_end:
            return 4.0 if 2 * row.width < narrowest else 2.5
    beyond = row.width - max(row.before, row.after)
    excess = SHORT_BY if page.exact else COLUMN_EXCESS
    # A row too wide for its column speaks for neither: marks stretch a line so far at most.
    return 1.0 if beyond > excess else 0.0 if beyond > SHORT_BY else -1.5


def _below(page: PageRows, at: int) -> Row | None:
    """The row below; None where there is none."""
    return page.rows[at + 1] if at + 1 < len(page.rows) else None


def _unbroken(row: Row) -> float:
    """The width of the Latin word that begins the row, with the mark that opens it; 0 for none."""
    found = _LATIN_WORD.match(row.text)
    return len(found[1]) + len(found[2]) / 2 if found else 0.0


def _weight_of_wording(row: Row) -> float:
    """Commas, endings and openings of running text against; marks of display type for."""
    text = row.text
    commas = text.count("，")
    if row.before and row.width <= max(row.before, row.after) + SHORT_BY:
        found = -0.3 * commas
    else:
        found = -0.2 - 1.2 * (commas - 1) if commas else 0.0
    if text[-1:] in _WEAK_ENDS:
        found -= 1.0
    if (text[0] in _OPENING_FIRST or text[0].isdecimal()) and _OPENING.match(text):
        found -= 1.5 if commas else 0.7
    if commas and _REPORTED.match(text):
        found -= _REPORT_COUNTS
    if "：" in text or "“" in text or " " in text:
        found += 0.6
    return found
