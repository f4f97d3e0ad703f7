"""Links from what a notebook shows to the sentences behind it.

Nothing in a notebook is typed as a link. The cells of a table lead on by `row_links`; a name or a
count in a printed sentence leads on if the corpus has it, a count only where it is the size of the
list that it leads to. What is not found is left as text.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import addresses, marks, schema, worklist
from analysis import tables as tables_of
from analysis.evidence import Evidence
from analysis.language import coded, english, is_chinese, say
from analysis.row_links import RowLinks

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables

# Headings of cells that list several names.
LISTS = ("words", "first words", "closest first", "examples", "the pages say", "systems")
SHOWN = 80  # rows of a figure's table that are shown below it
_HAN = r"[\u3400-\u9fff]{2,}"
# The count behind a name, if there is one: 甲乙 12, 甲乙 (12 times), “甲乙”（12 次）.
_NO_MORE = r"(?!\d|%|[.,]\d)"
_COUNT_BEHIND = rf"(?: \(?(\d+(?:,\d{{3}})*){_NO_MORE})?"
_COUNT_BEHIND_ZH = rf"(?:”?(?: \(?|（)(\d[\d,]*){_NO_MORE})?"
# 24小时 names nothing.
_WORD = rf"(?<![\d\u3400-\u9fff]){_HAN}"
# In a Chinese sentence a word of the pages stands in quotation marks, in a list, or apart.
_CLAUSE = ("；", "，")  # behind these any word may stand: its count tells
_WORD_ZH = rf"(?<=“){_HAN}(?=”)|(?<=[：、— ]){_HAN}(?=[ 、；。，：（\n]|$)|(?<=[；，]){_HAN}(?= \d)"
_NUMBERS = re.compile(r"(?<![\w.,])\d[\d,]*(?![\w.%])")
_NOTE = re.compile(r"(</table>\s*<p>)([^<]*)(</p>)")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"(<t[hd]\b[^>]*>)(.*?)(</t[hd]>)", re.DOTALL)
_PRINTED = re.compile(
    r'(<pre class="printed">|<ul class="(?:answers|points)">)(.*?)(</(?:pre|ul)>)', re.DOTALL
)
_TAG = re.compile(r"(<[^>]*>)")
# nbconvert chooses the quotation marks by what stands between them.
_MARKS = re.compile(r"""<div class="marks" data-marks=(?:"([^"]*)"|'([^']*)')></div>""")
_FIGURE = re.compile(r'<figure\b[^>]*\bid="figure-([a-z0-9-]+)"[^>]*>.*?</figure>', re.DOTALL)


class Part(NamedTuple):
    """A stretch of a sentence, and where it leads; `href` is empty where nowhere."""

    text: str
    href: str


class _Count(NamedTuple):
    """Words behind a number, the number that is meant, and the whole that it counts.

    `whole` is a name in `evidence.WHOLES`; empty for what the reading edition is the list of.
    """

    words: re.Pattern[str]
    size: int
    whole: str


class Links:
    """Puts links into what notebooks show.

    Parameters
    ----------
    tables
        All of the corpus.
    where
        The addresses in its reading edition.
    evidence
        Is asked for the list behind a word, a system, a district; asking makes the list.
    drawn
        Name of a published figure to the numbers drawn, all of it text.
    """

    def __init__(
        self,
        tables: "Tables",
        where: addresses.Addresses,
        evidence: Evidence,
        *,
        drawn: "Mapping[str, pd.DataFrame] | None" = None,
    ) -> None:
        self._rows = RowLinks(tables, where, evidence)
        self._evidence = evidence
        self._drawn = drawn or {}
        self._newspapers = frozenset(tables.pages["newspaper"]) - {""}
        self._counts = list(_counts(tables))
        self._named = self._pattern_of_names(tables)

    def _pattern_of_names(self, tables: "Tables") -> re.Pattern[str]:
        """What may be a name in a sentence, and the count behind it."""
        listed = {*tables.systems["name"], *self._evidence.lists.themes}
        mixed = {name for name in listed if not re.fullmatch(_HAN, name)}
        if is_chinese():
            mixed |= {*tables.sentences["district"], *self._newspapers} - {""}
        names = [*map(re.escape, sorted(mixed, key=lambda name: (-len(name), name)))]
        names.append(_WORD_ZH if is_chinese() else _WORD)
        behind = _COUNT_BEHIND_ZH if is_chinese() else _COUNT_BEHIND
        return re.compile(f"({'|'.join(names)}){behind}")

    def in_cells(self, cells: str) -> str:
        """The cells of a notebook, as HTML, with links in tables, their notes and printed text.

        Below a published figure stands a table of the numbers drawn, with links.
        """
        cells = _TABLE.sub(lambda match: self._table(match[0]), cells)
        cells = _NOTE.sub(lambda match: match[1] + self._printed(match[2]) + match[3], cells)
        cells = _PRINTED.sub(lambda match: match[1] + self._printed(match[2]) + match[3], cells)
        cells = _MARKS.sub(
            lambda match: self.over(html.unescape(match[1] or match[2]).split("\n")), cells
        )
        return _FIGURE.sub(lambda match: match[0] + self._below(match[1]), cells)

    def over(self, lines: Iterable[str]) -> str:
        """What lies over a picture: its marks that lead somewhere, as links that nobody sees.

        It is stretched with the picture, so that a mark stays on what it marks at any size.

        Parameters
        ----------
        lines
            Marks as `marks.placed` writes them.
        """
        found = "".join(filter(None, map(self._mark, marks.read(lines))))
        if not found:
            return ""
        said = html.escape(say("marks of the picture: each leads to its sentences"))
        size = f"0 0 {marks.WHOLE} {marks.WHOLE}"
        return (
            f'<svg class="marks" viewBox="{size}" preserveAspectRatio="none" role="group" '
            f'aria-label="{said}">{found}</svg>'
        )

    def _mark(self, mark: marks.Mark) -> str:
        """A part of a picture as a link; empty where it leads nowhere."""
        href = self._rows.mark(mark.cells)
        if not href:
            return ""
        names = [text for heading, text in mark.cells.items() if not heading.endswith("_id")]
        said = html.escape(" · ".join(names) or next(iter(mark.cells.values())))
        if len(mark.places) > 4:
            pairs = zip(mark.places[::2], mark.places[1::2], strict=True)
            points = " ".join(f"{x},{y}" for x, y in pairs)
            drawn = f'<polygon points="{points}"/>'
        else:
            x, y, width, height = mark.places
            drawn = f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
        return f'<a href="{html.escape(href)}"><title>{said}</title>{drawn}</a>'

    def parts(self, sentence: str) -> list[Part]:
        """A sentence in parts, the names and counts among them with their addresses."""
        found: list[Part] = []
        done = 0
        for start, end, href in sorted(self._in_text(sentence)):
            if start >= done:
                found += [Part(sentence[done:start], ""), Part(sentence[start:end], href)]
                done = end
        return [part for part in [*found, Part(sentence[done:], "")] if part.text]

    def _in_text(self, text: str) -> Iterator[tuple[int, int, str]]:
        """What leads on in a sentence: from, to, address."""
        for line in re.finditer(r"[^\n]+", text):
            for start, end, href in self._names(line[0]):
                yield line.start() + start, line.start() + end, href
        for count in self._counts:
            for match in count.words.finditer(text):
                if match[1].replace(",", "") == str(count.size) and (href := self._whole(count)):
                    yield match.start(), match.end(), href

    def _names(self, line: str) -> Iterator[tuple[int, int, str]]:
        """The names in a line that lead on; behind a district those of words to its part."""
        numbers = {int(number.replace(",", "")) for number in _NUMBERS.findall(line)}
        group = ""
        for match in self._named.finditer(line):
            name, number = match[1], match[2] or ""
            if name in self._newspapers:
                href = addresses.INDEX
            else:
                href = self._rows.name(name, number, group=group, numbers=numbers)
            # A count in brackets stays outside, or the link would open a bracket.
            is_open = re.search(r"[(（”]", match[0])
            whole = bool(href) and not is_open and self._rows.counts(name, number, group=group)
            begins = is_chinese() and line[: match.start()].endswith(_CLAUSE)
            if href and (whole or not begins):
                yield match.start(), match.end() if whole else match.end(1), href
            group = name if self._rows.is_district(name) else group

    def whole(self, name: str) -> str:
        """The address of what is counted as a whole, a name of `evidence.WHOLES`; empty if none."""
        return self._evidence.href("whole", name)

    def _whole(self, count: _Count) -> str:
        """The address of what a count counts; empty if there is no list of it."""
        return self.whole(count.whole) if count.whole else addresses.INDEX

    def _printed(self, marked: str) -> str:
        """Printed text with its links; markup in it (colours) stays as it is."""
        pieces = _TAG.split(marked)
        pieces[::2] = [self._as_html(html.unescape(piece)) for piece in pieces[::2]]
        return "".join(pieces)

    def _as_html(self, text: str) -> str:
        """Text with its links."""
        return "".join(_link(html.escape(p.text, quote=False), p.href) for p in self.parts(text))

    def _table(self, table: str) -> str:
        """A table with links in its cells; one with joined cells or none is left alone."""
        first, *rest = _ROW.findall(table) or [""]
        headings = [english(_plain(cell)) for _, cell, _ in _CELL.findall(first)]
        if not rest or len(set(headings)) < len(headings):
            return table

        def linked(row: re.Match[str]) -> str:
            cells = _CELL.findall(row[0])
            if row[0] == first or len(cells) != len(headings):
                return row[0]
            return self._row(row[0], headings, [cell for _, cell, _ in cells])

        return _ROW.sub(linked, table)

    def _row(self, row: str, headings: Sequence[str], cells: Sequence[str]) -> str:
        """A row with links in the cells that have no markup of their own."""
        texts = [_plain(cell) for cell in cells]
        hrefs = self._rows.row(headings, texts)
        shown = []
        for heading, cell, text, href in zip(headings, cells, texts, hrefs, strict=True):
            if "<" in cell:
                shown.append(cell)
            elif href:
                shown.append(_link(cell, href))
            else:
                shown.append(self._listed(text) if heading.startswith(LISTS) else cell)
        contents = iter(shown)
        return _CELL.sub(lambda match: match[1] + next(contents) + match[3], row)

    def _listed(self, text: str) -> str:
        """Names in a row, or printed figures with what they measure, each with its link."""
        pieces = text.split("、")
        hrefs = [self._rows.figure(piece) for piece in pieces]
        if not any(hrefs):
            before = "、" if is_chinese() else ""  # in a list the first name is one as well
            return self._as_html(before + text).removeprefix(before)
        return "、".join(map(_link, map(html.escape, pieces), hrefs))

    def _below(self, name: str) -> str:
        """The numbers drawn in a figure, folded away; nothing for a figure without any."""
        data = self._drawn.get(name)
        if data is None or not len(data):
            return ""
        head = "".join(f"<th>{html.escape(say(str(column)))}</th>" for column in data)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in zip(*(_column(name, data[name].head(SHOWN)) for name in data), strict=True)
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        said = say("numbers drawn, and their sentences")
        if len(data) > SHOWN:
            some = "{said}, the first {shown} of {n:,} rows"
            said = say(some, said=said, shown=SHOWN, n=len(data))
        return (
            f'<details class="code drawn"><summary>{said}</summary>{self._table(table)}</details>'
        )


def read_drawn(folder: Path) -> "dict[str, pd.DataFrame]":
    """The numbers drawn in the figures of a folder, by the figure's name, all of them text."""
    import pandas as pd

    found = {}
    for path in sorted(folder.glob("*.csv")):
        data = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
        found[path.stem] = data.map(schema.unguard_cell).rename(columns=schema.unguard_cell)
    return found


def _counts(tables: "Tables") -> Iterator[_Count]:
    """Counts of whole tables, as sentences of the notebooks print them."""
    articles = int((tables.articles["kind"] == "article").sum())
    doubtful = int((tables.lines["confidence"] < worklist.CERTAIN).sum())
    printed = int((tables.sentences["district_basis"] == "printed").sum())
    own = tables.indicators["duplicate_of"] == ""
    measures = int((own & (tables.indicators["kind"] == "measure")).sum())
    for words, chinese, size, whole in (
        ("pages?", "个版面", len(tables.pages), ""),
        ("articles?", "篇文章", articles, ""),
        ("sentences?", "个句子", len(tables.sentences), ""),
        ("printed lines?", "个印刷行", len(tables.lines), ""),
        ("repairs?", "处(?=，最多的是|修复，)", len(tables.edits), ""),
        ("lines? (?:is|are) read with a confidence", "行(?=的判读置信度)", doubtful, "doubtful"),
        ("by a name that (?:they print|it prints)", "个(?=依据的是句中印出)", printed, "printed"),
        ("named systems?", "个有名称的系统", len(tables.systems), "systems"),
        (
            "(?:(?:printed )?figures?|facts)",
            "(?:个(?:见报)?数字|项事实)",
            len(tables.indicators),
            "figures",
        ),
        ("(?:printed figures?(?= measure)|measure anything)", "个(?=，共用)", measures, "measures"),
        ("(?:relations?|rows?)", "(?:条关系|行(?=中其余))", len(tables.checks), "checks"),
        ("claims?", "处(?:说法|“首个”)", len(tables.claims), "claims"),
        ("announcements?", "项预告", len(tables.announcements), "announcements"),
    ):
        behind = chinese if is_chinese() else rf"{words}(?!\w)"
        pattern = re.compile(rf"(?<![\w,.–−-])(\d[\d,]*) {behind}")
        yield _Count(pattern, size, whole)


def _plain(cell: str) -> str:
    """The text of a cell."""
    return html.unescape(_TAG.sub("", cell)).strip()


def _short(text: str) -> str:
    """A number drawn, with four digits that count; other text as it is."""
    return f"{float(text):.4g}" if re.fullmatch(r"-?\d+\.\d{3,}(?:e-?\d+)?", text) else text


def _column(name: str, cells: "Iterable[str]") -> list[str]:
    """The cells of a column drawn: numbers short, words of ours in the language of the run."""
    is_ours = name in tables_of.CODED
    return [coded(cell) if is_ours or cell in ("True", "False") else _short(cell) for cell in cells]


def _link(text: str, href: str) -> str:
    """Text, escaped already, as a link where it leads somewhere."""
    return f'<a href="{html.escape(href)}">{text}</a>' if href else text
