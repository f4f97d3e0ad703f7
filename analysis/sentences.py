"""Where sentences end, and the text of joined lines."""

import re
import string

from analysis.characters import CLOSERS

# A stop ends a sentence together with the marks that close after it, unless the sentence goes on
# with a comma. An ellipsis inside a paragraph trails off more often than it ends (A……上海不仅…).
# One stop stands for all here: one character is found faster than a set. Nothing is tried twice: a
# million stops in a row are looked at once.
_GOES_ON = rf"(?=[，、；：。{CLOSERS}])[^。]*+"
_SENTENCE = re.compile(rf"(?=\S)[^。]*+(?:。++[{CLOSERS}]*+(?:{_GOES_ON})?+)*+")
# Without any of these behind a stop, nor white space at its start, a paragraph is cut at stops.
_BEHIND_STOP = re.compile(rf"。(?=[。，、；：{CLOSERS}\s])")
_ENGLISH = re.compile(r"(?<=[a-z0-9)\"'”’])[.!?][\"'”’)]*(?=\s+[A-Z\"“‘(])")
_CHINESE = re.compile("[\u3400-\u9fff]")
_LETTERS = string.ascii_letters + string.digits
_LATIN_ENDS = frozenset(_LETTERS + ",.;:!?%)]")
_LATIN_STARTS = frozenset(_LETTERS + "([")
# Between lines, parted by line feeds, a separator stands where these meet, if anywhere.
LATIN_SEAM = re.compile(r"\n(?<=[A-Za-z0-9,.;:!?%)\]]\n)\n*(?=[A-Za-z0-9(\[])")
_WORDS_END = re.compile(r"(?:[A-Za-z]+ [A-Za-z]+|[A-Za-z]{2,}[a-z])$")
_WORD_START = re.compile(r"[A-Z][a-z]")
_BLANK = re.compile(r"\s*")


def sentence_spans(paragraph: str) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each sentence of a paragraph; spaces between belong to none.

    Parameters
    ----------
    paragraph
        Clean text. In a paragraph without Chinese, sentences end at . ! ? before a capital.

    Examples
    --------
    >>> text = "“甲乙。”丙丁！戊"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['“甲乙。”', '丙丁！', '戊']
    """
    if not _CHINESE.search(paragraph):
        return _english_spans(paragraph)
    plain = paragraph
    if "！" in paragraph or "？" in paragraph:
        plain = paragraph.replace("！", "。").replace("？", "。")
    if _BEHIND_STOP.search(plain) is None and not paragraph[0].isspace():
        spans = _cut_at_stops(plain)
    else:
        spans = [found.span() for found in _SENTENCE.finditer(plain)]
    if paragraph[-1].isspace():
        spans[-1] = spans[-1][0], len(paragraph.rstrip())
    return spans


def _cut_at_stops(paragraph: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph, each up to its stop."""
    spans, start, end = [], 0, paragraph.find("。") + 1
    while end:
        spans.append((start, end))
        start, end = end, paragraph.find("。", end) + 1
    if start < len(paragraph):
        spans.append((start, len(paragraph)))
    return spans


def _english_spans(paragraph: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph without Chinese, without the white space before each."""
    spans, start = [], _BLANK.match(paragraph).end()
    for found in _ENGLISH.finditer(paragraph):
        end = found.end()
        if end > start:
            spans.append((start, end))
            start = _BLANK.match(paragraph, end).end()
    end = len(paragraph.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def separator(left: str, right: str) -> str:
    """What stands between two lines that are joined: a space between Latin words, else nothing.

    Lines without Chinese are joined as words. In Chinese text a line may end inside a Latin word;
    a space is put where the line ends with a whole word and the next begins with one.

    >>> separator("open data", "is useful"), separator("甲", "乙"), separator("级（Go", "A4级）")
    (' ', '', '')
    """
    if left[-1:] not in _LATIN_ENDS or right[:1] not in _LATIN_STARTS:
        return ""
    if not (_CHINESE.search(left) or _CHINESE.search(right)):
        return " "
    return " " if _WORDS_END.search(left[-40:]) and _WORD_START.match(right) else ""
