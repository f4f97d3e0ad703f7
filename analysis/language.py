"""The language of a run: sentences that are written in English, and said in English or Chinese."""

import functools
import os
import re
import string
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis import lists, paths

LANGUAGE_VARIABLE = "ANALYSIS_LANGUAGE"
# What a run may be told, and what HTML's `lang` then has.
LANGUAGES = {"en": "en", "zh": "zh-CN"}
CATALOGUE = paths.RESOURCES / "language" / "zh.tsv"
COLUMNS = ("english", "chinese", "note")
# Note of a sentence that stands in a table of the contract, which is English in every run: it is
# known again by its words, and what stands in its gaps is put into the Chinese.
MATCHED = "matched"
_MARKS = {", ": "、", "; ": "；", ". ": "。", " ": ""}


def current() -> str:
    """The language that reports are written in: a key of `LANGUAGES`."""
    chosen = os.environ.get(LANGUAGE_VARIABLE, "en")
    return chosen if chosen in LANGUAGES else "en"


def is_chinese() -> bool:
    """Whether reports are written in Chinese."""
    return current() == "zh"


def html() -> str:
    """The language of the run as HTML's `lang` has it."""
    return LANGUAGES[current()]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """While it lasts, this process and the kernels that it starts write in that language."""
    before = os.environ.get(LANGUAGE_VARIABLE)
    os.environ[LANGUAGE_VARIABLE] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ[LANGUAGE_VARIABLE]
        else:
            os.environ[LANGUAGE_VARIABLE] = before


def say(template: str, /, **values: object) -> str:
    """The sentence in the language of the run, its values put in.

    Parameters
    ----------
    template
        The English sentence, with `{name}` or `{name:,}` where a value stands, and
        `{name:page is|pages are}` where the value chooses the words: the first ones for 1, the
        second for any other number. With two names, `{k,n:is|are}`, the first ones are said if
        either is 1: 0 of 1 is, 1 of 5 is. The template is the key of its row in the catalogue,
        whose Chinese chooses nothing; without a row it is said in English.
    values
        By name. Without any, braces in the text are braces.

    Examples
    --------
    >>> say("{n:,} pages", n=1200)
    '1,200 pages'
    >>> [say("{n:,} {n:page is|pages are} read", n=n) for n in (0, 1, 1200)]
    ['0 pages are read', '1 page is read', '1,200 pages are read']
    >>> with speaking("zh"):
    ...     say("yes")
    '是'
    """
    text = catalogue().get(template, template) if is_chinese() else template
    return _WORDED.vformat(text, (), values) if values else text


class _Worded(string.Formatter):
    """Puts values into a template; where a bar stands, the words that go with the number."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        """The value of a name with the name; of several names their values."""
        found = [
            super(_Worded, self).get_field(name, args, kwargs) for name in field_name.split(",")
        ]
        return found[0] if len(found) == 1 else ([value for value, _ in found], field_name)

    def format_field(self, value: Any, format_spec: str) -> Any:
        """The value as the spec has it; of `one|many` the words for it."""
        if "|" not in format_spec:
            return super().format_field(value, format_spec)
        one, many = format_spec.split("|")
        values = value if isinstance(value, list) else [value]
        return one if any(number in (1, "1") for number in values) else many


_WORDED = _Worded()


def number_of(n: int, one: str, many: str = "") -> str:
    """The number with its noun, for what is said in English in every run.

    >>> number_of(1, "bad row"), number_of(1200, "page"), number_of(0, "entry", "entries")
    ('1 bad row', '1,200 pages', '0 entries')
    """
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"


def listed(words: Iterable[object], mark: str = ", ") -> str:
    """The words in a row, with the mark between them that the language has for it.

    >>> listed(["甲", 2])
    '甲, 2'
    """
    between = _MARKS[mark] if is_chinese() else mark
    return between.join(map(str, words))


def sentence(text: str) -> str:
    """The text with the full stop that the language has.

    >>> sentence("So it is")
    'So it is.'
    """
    return text + ("。" if is_chinese() else ".")


def comma() -> str:
    """The comma between two things said, with the blank that goes with it."""
    return "，" if is_chinese() else ", "


def bracketed(text: object) -> str:
    """The text in brackets, to stand behind a word: with a blank before them, or full-width.

    >>> f"pages{bracketed('2018')}"
    'pages (2018)'
    """
    return f"（{text}）" if is_chinese() else f" ({text})"


def coded(cell: str) -> str:
    """A cell that is one of our own words, or several of them, in the language of the run.

    Behind a colon there may be words of the pages: they stay as they are.

    >>> coded("carried:article")
    'carried:article'
    >>> with speaking("zh"):
    ...     coded("landmark:甲园")
    '地标：甲园'
    """
    if not is_chinese() or say(cell) != cell:
        return say(cell)
    parts = re.split("; ?", cell)
    said = _matched(cell) or [_part(part) for part in parts]
    if isinstance(said, str):
        return said
    is_ours = all(new != old for new, old in zip(said, parts, strict=True))
    return "；".join(said) if is_ours else "; ".join(said)


def _part(part: str) -> str:
    """A word of ours, one with words of the pages behind its colon, or a known sentence."""
    word, colon, rest = part.partition(":")
    if colon and say(word) != word:
        return f"{say(word)}：{_part(rest.strip())}"
    return _matched(part) or say(part)


def _matched(text: str) -> str:
    """What tables say in a sentence with values in it, in Chinese; empty for any other text."""
    for pattern, chinese in _patterns(CATALOGUE):
        if found := pattern.fullmatch(text):
            return chinese.format(**{name: say(value) for name, value in found.groupdict().items()})
    return ""


@functools.cache
def _patterns(path: Path) -> list[tuple[re.Pattern[str], str]]:
    """The rows whose note begins with `MATCHED`: English sentence as a pattern, Chinese."""
    rows = lists.read_rows(path, required=COLUMNS, exact=True)
    chosen = [row for _, row in rows if row["note"].startswith(MATCHED)]
    return [
        (
            re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(row["english"]))),
            row["chinese"],
        )
        for row in chosen
    ]


def english(text: str) -> str:
    """The English of what was said: the text itself in English, or where it is no row's Chinese.

    Of several rows with that Chinese the first counts.
    """
    return _inverse().get(text, text) if is_chinese() else text


def for_templates() -> dict[str, Callable[..., object]]:
    """What templates of pages may call."""
    return {
        "say": say, "coded": coded, "bracketed": bracketed, "sentence_of": sentence,
        "is_chinese": is_chinese, "comma": comma,
    }  # fmt: skip


@functools.cache
def _inverse() -> dict[str, str]:
    """Chinese to English, the first row of several."""
    return {chinese: template for template, chinese in reversed(list(catalogue().items()))}


def catalogue() -> dict[str, str]:
    r"""Every English template with its Chinese one; a line break in either is `\n` in the file.

    Raises
    ------
    InputError
        The catalogue cannot be read; the message names file and line.
    """
    return _read(CATALOGUE)


@functools.cache
def _read(path: Path) -> dict[str, str]:
    """A catalogue, read once."""
    rows = lists.read_rows(path, required=COLUMNS, exact=True)
    return {_broken(row["english"]): _broken(row["chinese"]) for _, row in rows}


def _broken(cell: str) -> str:
    r"""The cell with line breaks where it has `\n`."""
    return cell.replace("\\n", "\n")
