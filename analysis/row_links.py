"""Where the cells of a table lead: to a sentence, an article, a line, or a list of sentences.

A cell leads on if it holds an id or a place (`PAGE:LINE`) of this corpus, or if the heading above
it says what it is and the corpus has it. A count leads on only where it is the size of its list.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analysis import addresses
from analysis.evidence import Evidence
from analysis.evidence_lists import NO_UNIT
from analysis.language import say

if TYPE_CHECKING:
    from analysis.chain import Tables

# Headings, and what stands below them.
WORDS = ("term", "token", "word", "term_a", "term_b", "collocate", "label")
NAMES = ("system", "name", "counts for")
DISTRICTS = ("district", "group", "and", "district_a", "district_b", "label")
COUNTS = (
    "freq", "freq_target", "hits", "n_mentions", "sentences", "n_sentences_with", "measures",
)  # fmt: skip
HEADLINES = ("headline", "article")
QUOTED = 80  # characters of a sentence that a table quotes
SHORTEST_QUOTATION = 8
_NUMBER = re.compile(r"[\d,]+(?:\.0)?")
_HAN = re.compile(r"[\u3400-\u9fff]+")


class Subject(NamedTuple):
    """What a row is about: a list of sentences, and the part of it for one district."""

    kind: str
    name: str
    group: str


class RowLinks:
    """Knows where the cells of a row lead.

    Parameters
    ----------
    tables
        All of the corpus.
    where
        The addresses in its reading edition.
    evidence
        Is asked for the list behind a word, a system, a district.
    """

    def __init__(self, tables: "Tables", where: addresses.Addresses, evidence: Evidence) -> None:
        self._where = where
        self._evidence = evidence
        self._systems = frozenset(tables.systems["name"])
        self._districts = frozenset(tables.sentences["district"]) - {""}
        self._sentence_of = _sentences(tables)
        self._checks = frozenset(tables.checks["check_id"])
        self._articles = _headlines(tables, where)
        self._pages = {
            f"{row.newspaper} {row.issue_date}": where.pages[row.page_id]
            for row in tables.pages.itertuples(index=False)
            if row.page_id in where.pages
        }
        self._quoted = _Quoted(tables)
        printed = tables.indicators[["figure", "measured", "sentence_id"]]
        self._figures = {
            f"{n}（{what}）": name for n, what, name in printed.itertuples(index=False)
        }

    def row(self, headings: Sequence[str], texts: Sequence[str]) -> list[str]:
        """The address of each cell; empty where a cell leads nowhere."""
        cells = dict(zip(headings, texts, strict=True))
        subjects = {heading: self._subject(heading, cells) for heading in cells}
        about = next(filter(None, (subjects[heading] for heading in cells)), None)
        return [
            self._by_id(text)
            or self._by_place(text, texts)
            or self._where.sentences.get(self._quoted.sentence(text), "")
            or self._list(subjects[heading])
            or self._by_heading(heading, cells)
            or self._by_count(heading, text, about)
            for heading, text in zip(headings, texts, strict=True)
        ]

    def mark(self, cells: Mapping[str, str]) -> str:
        """The address of the row that a part of a picture stands for; empty where it leads nowhere.

        Parameters
        ----------
        cells
            Heading to text; what the row is about stands first, a district may stand behind it.
        """
        return next(iter(self.row([*cells], [*cells.values()])), "")

    def is_district(self, text: str) -> bool:
        """Whether a name is that of a district, the city or elsewhere."""
        return text in self._districts

    def name(
        self, text: str, number: str = "", *, group: str = "", numbers: Collection[int] = ()
    ) -> str:
        """The address of what a name means: a district, a system, a theme, a word, a headline.

        Parameters
        ----------
        number
            The count printed behind it: the list of that size goes before others.
        group
            The district that the sentence is about: its part of the list, if the part has the size
            that is printed.
        numbers
            All that is printed in the sentence: of a theme the count stands before its name.
        """
        kinds = self._kinds(text)
        if number:
            size = _size(number)
            kinds.sort(key=lambda kind: size not in self._evidence.sizes(kind, text))
        for kind in kinds:
            printed = numbers if kind == "theme" and not number else {_size(number)}
            if group and kind != "district" and self._has_size(kind, text, group, printed):
                part = self._evidence.href(kind, text, group=group)
                if part:  # of a list of many groups the first are shown
                    return part
        found = (self._evidence.href(kind, text) for kind in kinds)
        return next(filter(None, found), "") or self._articles.get(text, "")

    def counts(self, text: str, number: str, *, group: str = "") -> bool:
        """Whether the number printed behind a name is the size of a list of it, or of its part."""
        return any(
            self._has_size(kind, text, part, {_size(number)})
            for kind in self._kinds(text)
            for part in {"", group if kind != "district" else ""}
        )

    def _kinds(self, text: str) -> list[str]:
        """The kinds of list that a name has."""
        return [kind for kind in ("district", "system", "theme", "word") if self._is(kind, text)]

    def _has_size(self, kind: str, name: str, group: str, numbers: Collection[int]) -> bool:
        """Whether a list, or its part for a district, has a size that is among the numbers."""
        wanted = {*numbers} - {0}
        return bool(wanted) and not wanted.isdisjoint(self._evidence.sizes(kind, name, group=group))

    def figure(self, text: str) -> str:
        """The address of the sentence of a figure, written 12家（甲乙） as the cards do."""
        return self._where.sentences.get(self._figures.get(text, ""), "")

    def _is(self, kind: str, text: str) -> bool:
        """Whether the corpus has that."""
        if kind == "district":
            return text in self._districts
        if kind == "system":
            return text in self._systems
        return self._evidence.has(kind, text)

    def _by_id(self, text: str) -> str:
        """The address of an id."""
        if text in self._checks:
            return self._evidence.href("check", text)
        sentence = self._sentence_of.get(text, text)
        known = (self._where.sentences, self._where.articles, self._where.pages)
        return next((table[sentence] for table in known if sentence in table), "")

    def _by_place(self, text: str, texts: Sequence[str]) -> str:
        """The address of the sentence at `PAGE:LINE`; of several the one that the row quotes."""
        candidates = self._where.at(text)
        if not candidates:
            return ""
        said = ["".join(_HAN.findall(other)) for other in texts if other != text]
        quoted = [words for words in said if words]

        def agreement(name: str) -> int:
            own = "".join(_HAN.findall(self._evidence.lists.text(name)))
            return sum(len(words) for words in quoted if words in own)

        return self._where.sentences[max(candidates, key=agreement)]

    def _by_heading(self, heading: str, cells: Mapping[str, str]) -> str:
        """The address of a district, a headline, a line as received."""
        text = cells[heading]
        if heading in DISTRICTS and text in self._districts:
            return self._evidence.href("district", text)
        if heading == "page":
            return self._pages.get(text, "")
        if heading in HEADLINES:
            return self._articles.get(text, "")
        number = re.match(r"[0-9]{1,9}", text) if heading == "line" else None
        return self._where.line(cells.get("page_id", ""), int(number[0])) if number else ""

    def _subject(self, heading: str, cells: Mapping[str, str]) -> Subject | None:
        """What a cell names, for the district that its row names."""
        group = next((cells[h] for h in DISTRICTS[:2] if cells.get(h) in self._districts), "")
        text = cells[heading]
        kind = ""
        if heading == "theme":
            kind, text = "theme", text.partition("  ")[0]
        elif heading == "unit" and heading == next(iter(cells)):
            kind, text = "unit", NO_UNIT if text == say(NO_UNIT) else text
        elif heading in NAMES and text in self._systems:
            kind = "system"
        elif heading in WORDS and text not in self._districts:
            kind = "word"
        found = kind and self._evidence.href(kind, text)
        return Subject(kind, text, group) if found else None

    def _list(self, subject: Subject | None) -> str:
        """The address of a subject's list, or of its part for the district where it has one."""
        if subject is None:
            return ""
        kind, name, group = subject
        return self._evidence.href(kind, name, group=group) or self._evidence.href(kind, name)

    def _by_count(self, heading: str, text: str, subject: Subject | None) -> str:
        """The address of the list that a count counts, if the list is of that size."""
        if subject is None or not _NUMBER.fullmatch(text):
            return ""
        if heading in self._districts:
            subject = subject._replace(group=heading)
        elif heading not in COUNTS:
            return ""
        number = int(text.removesuffix(".0").replace(",", ""))
        sizes = self._evidence.sizes(*subject[:2], group=subject.group)
        kind, name, group = subject
        return self._evidence.href(kind, name, group=group) if number and number in sizes else ""


def _size(number: str) -> int:
    """The number printed; 0 where none is."""
    return int(number.replace(",", "") or 0)


def _sentences(tables: "Tables") -> dict[str, str]:
    """Printed figure, claim, announcement to its sentence."""
    found = {}
    for name in ("indicators", "claims", "announcements"):
        table = getattr(tables, name)
        found.update(zip(table[f"{name[:-1]}_id"], table["sentence_id"], strict=True))
    return found


class _Quoted:
    """Finds the sentence that a table quotes, whole or its beginning, if no other begins so."""

    def __init__(self, tables: "Tables") -> None:
        sentences = tables.sentences
        long = sentences.loc[sentences["text"].str.len() >= SHORTEST_QUOTATION]
        self._ids, self._texts = long["sentence_id"], long["text"]
        self._begins: dict[str, list[int]] = {}
        for at, beginning in enumerate(self._texts.str.slice(stop=QUOTED)):
            self._begins.setdefault(beginning, []).append(at)

    def sentence(self, text: str) -> str:
        """The id of the sentence; empty where there is none, or more than one."""
        places = self._begins.get(text[:QUOTED], [])
        if len(text) > QUOTED:
            places = [at for at in places if self._texts.iloc[at] == text]
        return self._ids.iloc[places[0]] if len(places) == 1 else ""


def _headlines(tables: "Tables", where: addresses.Addresses) -> dict[str, str]:
    """Headline to the address of its article; one that stands twice leads nowhere."""
    found: dict[str, list[str]] = {}
    for row in tables.articles[["headline", "article_id"]].itertuples(index=False):
        found.setdefault(row.headline, []).append(where.articles[row.article_id])
    return {name: hrefs[0] for name, hrefs in found.items() if name and len(hrefs) == 1}
