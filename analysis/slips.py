"""Slips that show without any list: what is doubled, cut short or left without its other half."""

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from analysis.characters import HAN

Word = tuple[int, str, str]

# Measure words; doubled they follow 一 alone (一个个), and 大大 after a numeral is no adverb.
MEASURES = "大个项次条家名位类种件座处批轮级层代期"
NUMERALS = "二三四五六七八九十百千万两几"
# Words of grammar that never stand twice in a row.
PARTICLES = frozenset("的和与及为将把被从向由以并或其这该而于之所")
# Nouns and verbs by jieba's tags; adverbs, adjectives and numerals are doubled for emphasis.
CONTENT = frozenset({"n", "nz", "nt", "vn", "v", "l"})
# Verbs doubled in speech: 研究研究这个问题.
REDOUBLED = frozenset({
    "研究", "讨论", "考虑", "商量", "休息", "学习", "交流", "了解", "体验", "尝试", "打扮", "活动",
    "锻炼", "收拾", "整理", "观察", "感受", "放松", "加油", "欢迎", "谢谢", "参观", "检查", "认识",
    "调查", "准备", "打听", "介绍", "教育", "分析", "关心", "支持", "帮助", "指导", "沟通",
})  # fmt: skip
# A shorter clause is doubled on purpose in speech (好的，好的).
SHORTEST_CLAUSE = 4
# Last characters of compound nouns; what is a word only with one of them may have lost it.
ENDINGS = "地者性力化"
# Surer first: a numeral or particle allows no second reading, a word cut short allows several.
SCORES = {
    "measure": 0.85, "particle": 0.8, "word": 0.8, "verb": 0.6, "clause": 0.85, "item": 0.65,
    "mark": 0.75, "more": 0.6, "cut": 0.5,
}  # fmt: skip

_HAN_ONLY = re.compile(f"[{HAN}]+")
_CLAUSE = re.compile("[^，；。！？：]+")
_ITEM = re.compile("[^，；。！？：、]+")
_DOUBLED_MEASURE = re.compile(rf"([{NUMERALS}\d])([{MEASURES}])\2")
_LONE_MORE = re.compile(f"得越(?=[{HAN}])")
_MARK = re.compile("[，、；。！？：“”]")
_ENDS = "；。！？"


class Found(NamedTuple):
    """A suggestion before counting and ranking; `order` is the sentence's place."""

    order: int
    start: int
    printed: str
    suggested: str
    kind: str
    evidence: str
    score: float


@dataclass(eq=False)
class Sentence:
    """A sentence with its words (start, token, pos) in order."""

    order: int
    text: str
    words: Sequence[tuple[int, str, str]]

    @functools.cached_property
    def starts(self) -> list[int]:
        """Where its words begin."""
        return [start for start, _token, _pos in self.words]

    @functools.cached_property
    def borders(self) -> frozenset[int]:
        """Where a word begins or the sentence ends."""
        return frozenset((*self.starts, len(self.text)))

    def is_whole(self, start: int, end: int) -> bool:
        """Whether words begin at `start` and end at `end`."""
        return start in self.borders and end in self.borders

    def across(self, start: int, end: int) -> Sequence[tuple[int, str, str]]:
        """The words that share a character with the span."""
        return self.words[
            max(bisect_right(self.starts, start) - 1, 0) : bisect_left(self.starts, end)
        ]


def doubled(sentences: Sequence[Sentence], *, is_known: Callable[[str], bool]) -> Iterator[Found]:
    """Characters, words and clauses that stand twice in a row and make no sense so."""
    for sentence in sentences:
        for word, after in pairwise(sentence.words):
            if word[1] == after[1]:
                yield from _same_words(sentence, word, after, is_known)
        yield from _measures(sentence)
        yield from _same_pieces(sentence, _CLAUSE, SHORTEST_CLAUSE, "clause")
        yield from _same_pieces(sentence, _ITEM, 2, "item")


def dropped(
    sentences: Sequence[Sentence],
    paragraphs: Sequence[object],
    *,
    is_known: Callable[[str], bool],
) -> Iterator[Found]:
    """Words cut short, 越 without its other half, and closing marks that nothing opens.

    Parameters
    ----------
    sentences
        In the order of the text.
    paragraphs
        What tells the paragraph of each sentence from others: a quotation may run over sentences.
    is_known
        As `tokens.is_known` gives it.
    """
    open_in, depth = None, 0
    for sentence, paragraph in zip(sentences, paragraphs, strict=True):
        if paragraph != open_in:
            open_in, depth = paragraph, 0
        yield from _cut_words(sentence, is_known)
        yield from _lone_more(sentence)
        broken = 0
        for found in _MARK.finditer(sentence.text):
            at, char = found.start(), found.group()
            depth += (char == "“") - (char == "”")
            if depth < 0:
                depth = 0
                yield from _unopened(sentence, broken, at)
            broken = at + 1


def _measures(sentence: Sentence) -> Iterator[Found]:
    """A doubled measure word after a numeral, 五/大大/工程; not before a word, 三/大/大学."""
    for found in _DOUBLED_MEASURE.finditer(sentence.text):
        start, end = found.span()
        (second, word, _pos), *rest = sentence.across(end - 1, end + 1)
        if second + len(word) != end:
            continue
        numeral, measure = found.groups()
        first = "" if numeral.isdigit() else numeral
        last = rest[0][1] if rest and _HAN_ONLY.fullmatch(rest[0][1]) else ""
        says = f"{measure} stands twice after a numeral; {measure * 2} is no measure word."
        yield Found(
            sentence.order, start + 1 - len(first), first + measure * 2 + last,
            first + measure + last, "doubled", says, SCORES["measure"],
        )  # fmt: skip


def _same_words(
    sentence: Sentence, word: Word, after: Word, is_known: Callable[[str], bool]
) -> Iterator[Found]:
    """A word of grammar, a noun or a verb, twice in a row."""
    start, token, pos = word
    if token in PARTICLES:
        follows = sentence.text[after[0] : after[0] + 2]
        score = 0.0 if len(follows) == 2 and is_known(follows) else SCORES["particle"]
    elif len(token) > 1 and _HAN_ONLY.fullmatch(token) and pos in CONTENT:
        score = 0.0 if token in REDOUBLED else SCORES["verb" if pos == "v" else "word"]
    else:
        return
    if score:
        says = f"“{token}” stands twice in a row."
        yield Found(sentence.order, start, token * 2, token, "doubled", says, score)


def _same_pieces(
    sentence: Sentence, pattern: re.Pattern[str], shortest: int, kind: str
) -> Iterator[Found]:
    """Two clauses, or two items of a list, that are the same; three are meant so."""
    text = sentence.text
    pieces = [found.span() for found in pattern.finditer(text)]
    run = 1
    for at, ((start, end), (other, last)) in enumerate(pairwise(pieces), 1):
        same = other == end + 1 and text[start:end] == text[other:last]
        run = run + 1 if same else 1
        more = at + 1 < len(pieces) and text[slice(*pieces[at + 1])] == text[start:end]
        if run == 2 and not more and end - start >= shortest:
            says = f"“{text[start:end]}” is printed twice; what the other was cannot be seen."
            yield Found(
                sentence.order, start, text[start:last], text[start:end], "doubled", says,
                SCORES[kind],
            )  # fmt: skip


def _cut_words(sentence: Sentence, is_known: Callable[[str], bool]) -> Iterator[Found]:
    """A word at the end of a clause that no dictionary holds without the ending it lacks."""
    for (start, token, _pos), (_start, mark, _other) in pairwise(sentence.words):
        if mark not in _ENDS or len(token) < 2 or not _HAN_ONLY.fullmatch(token):
            continue
        if is_known(token):
            continue
        whole = next((token + end for end in ENDINGS if is_known(token + end)), None)
        if whole:
            says = f"No dictionary holds “{token}”, but “{whole}”; nothing follows it here."
            yield Found(sentence.order, start, token, whole, "dropped", says, SCORES["cut"])


def _lone_more(sentence: Sentence) -> Iterator[Found]:
    """越 after 得: 越 needs a second 越, or is 越来越."""
    found = _LONE_MORE.search(sentence.text)
    if found and any(token == "越" for _start, token, _pos in sentence.across(*found.span())):
        clause = _clause_of(sentence.text, found.start())
        if clause.count("越") == 1:
            at = found.start() + 1
            says = "越 stands alone; it needs a second 越 or is 越来越."
            yield Found(sentence.order, at, "越", "越来越", "dropped", says, SCORES["more"])


def _clause_of(text: str, at: int) -> str:
    """The clause around a place: from the last to the next full stop or semicolon."""
    start = max(text.rfind(mark, 0, at) for mark in _ENDS) + 1
    ends = [end for mark in _ENDS if (end := text.find(mark, at)) != -1]
    return text[start : min(ends, default=len(text))]


def _unopened(sentence: Sentence, start: int, close: int) -> Iterator[Found]:
    """The words before a ” that no “ opens, back to the mark before them."""
    if start < close:
        piece = sentence.text[start : close + 1]
        says = "The ” closes what no “ of the paragraph opens; where it began is a guess."
        yield Found(sentence.order, start, piece, f"“{piece}", "dropped", says, SCORES["mark"])
