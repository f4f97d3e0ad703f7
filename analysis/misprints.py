"""Suspected misprints, with the evidence for each: a table to read beside the page.

Nothing is corrected here and no other table is touched. A misprint is suggested where a run of the
text is one confusable character away from a term, or is doubled or cut short (`slips`), or is a
form that the list `lookalikes.tsv` names. Figures and names of persons are never suggested
against: no reader can see from the page what they should be.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from analysis.characters import HAN
from analysis.errors import InputError
from analysis.lexicon import Lexicon
from analysis.lookalikes import KIND_OF, Finder, Lookalikes, load_lookalikes
from analysis.slips import Found, Sentence, doubled, dropped
from analysis.systems import System
from analysis.tokens import is_known as known_words
from analysis.tokens import part_of_speech

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("sentence_id", "start", "printed", "suggested", "kind", "evidence", "score")

# Two characters are too few: half of all pairs are one stroke or sound away from some word.
SHORTEST = 3
# From this length on a term is hardly ever one character away by chance; a shorter one must stand
# in the pages more often than the form suspected.
LONG = 4
# A form that no dictionary holds, printed more often than this while its term never is, is a name
# of its own.
RARE = 2
# A form that a dictionary holds is suspected only if its term is so many times as frequent.
KNOWN_RATIO = 10
# What jieba tags as idiom: four characters that go together. Its fixed phrases (l) are no evidence:
# 法制建设 is one, and 法治建设 is right too.
IDIOMS = frozenset({"i"})
IDIOM_LENGTH = 4
# Words of grammar by jieba's tags: 去 in 普陀/去/年 is no misprint of 区.
GRAMMAR = frozenset("pcudfrmqyve")
# Put for another of the same sound on purpose, in headlines and brands: 智造 for 制造.
PUNS = frozenset("智数沪医艺企云码")
# Surer first; a term gains by its length and by standing in the pages.
SCORES = {"held": 1.0, "character": 0.95, "phrase": 0.9, "spelling": 0.6, "term": 0.6, "idiom": 0.5}

_HAN_ONLY = re.compile(f"[{HAN}]+")
# String to every sentence and offset where it stands.
Places = Mapping[str, Sequence[tuple[Sentence, int]]]


def suggestions(
    sentences: "pd.DataFrame",
    tokens: "pd.DataFrame",
    lexicon: Lexicon,
    systems: Iterable[System],
    *,
    lookalikes: Lookalikes | None = None,
) -> "pd.DataFrame":
    """Spans that may be misprinted, the surest first; the tables given stay as they are.

    Parameters
    ----------
    sentences, tokens
        The tables of the contract. Bylines are left out: they are names.
    lexicon, systems
        As `lexicon.load_lexicon` and `systems.load_systems` give them.
    lookalikes
        As `load_lookalikes` gives it; None means the package's list.

    Returns
    -------
    pandas.DataFrame: sentence_id, start (character offset in the sentence, from 0), printed,
    suggested, kind (look-alike, sound-alike, doubled, dropped, variant form, set phrase, or
    counted as: a misprint that the list of systems holds already), evidence (a sentence for a
    reader), score (0 to 1, higher is surer: an order, not a probability). Spans do not overlap;
    none has a digit or touches the name of a person (pos `nr`).

    Raises
    ------
    InputError
        A sentence has no tokens: the tables are not from the same run.
    """
    import pandas as pd

    listed = lookalikes or load_lookalikes()
    # The words of both tables are read into lists: no row of them is written to.
    read = list(_sentences(sentences, tokens))
    ids = list(sentences["sentence_id"])
    paragraphs = list(zip(sentences["article_id"], sentences["paragraph_no"], strict=True))
    is_known = known_words(lexicon)
    found = [
        *_listed(read, lexicon, systems, listed),
        *_variants(read, [sentence_id.rsplit(":", 2)[0] for sentence_id in ids], listed),
        *_near_idioms(read, lexicon, listed),
        *doubled(read, is_known=is_known),
        *dropped(read, [paragraphs[sentence.order] for sentence in read], is_known=is_known),
    ]
    kept = _guarded(found, {sentence.order: sentence for sentence in read})
    rows = [(ids[row.order], *row[1:]) for row in kept]
    kinds = dict.fromkeys(COLUMNS, "str") | {"start": "int64", "score": "float64"}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(kinds)


def _sentences(sentences: "pd.DataFrame", table: "pd.DataFrame") -> Iterator[Sentence]:
    """Every sentence but the bylines, with its words."""
    words: dict[str, list[tuple[int, str, str]]] = {}
    parts = (table[name].tolist() for name in ("start", "token", "pos"))
    for sentence_id, word in zip(
        table["sentence_id"].tolist(), zip(*parts, strict=True), strict=True
    ):
        words.setdefault(sentence_id, []).append(word)
    columns = (sentences[name].tolist() for name in ("sentence_id", "role", "text"))
    for order, (sentence_id, role, text) in enumerate(zip(*columns, strict=True)):
        if text and sentence_id not in words:
            raise InputError(
                f"Sentence {sentence_id} has no tokens — “{text[:20]}”. Make both tables in one "
                "run of the chain."
            )
        if text and role != "byline":
            yield Sentence(order, text, words[sentence_id])


def _guarded(found: Iterable[Found], sentences: Mapping[int, Sentence]) -> list[Found]:
    """The suggestions that touch no figure, no person and no surer suggestion, ranked."""
    taken: dict[int, bytearray] = {}
    kept = []
    for row in sorted(found, key=lambda row: (-row.score, row.order, row.start, row[2:])):
        sentence, end = sentences[row.order], row.start + len(row.printed)
        if any(char.isdigit() for char in row.printed + row.suggested):
            continue
        if any(pos == "nr" for _start, _token, pos in sentence.across(row.start, end)):
            continue
        mask = taken.setdefault(row.order, bytearray(len(sentence.text)))
        if not any(mask[row.start : end]):
            mask[row.start : end] = b"\1" * len(row.printed)
            kept.append(row)
    return kept


def _places(sentences: Iterable[Sentence], find: Finder) -> Places:
    """Every place of each string in the sentences; strings that are nowhere are left out."""
    places: dict[str, list[tuple[Sentence, int]]] = {}
    for sentence in sentences:
        for start, string in find(sentence.text):
            places.setdefault(string, []).append((sentence, start))
    return places


class _Sought(NamedTuple):
    """What the lists ask to be looked for, whatever the text: made once for the same lists."""

    held: Mapping[str, str]
    forms: Mapping[str, tuple[str, str, str]]
    near: Mapping[str, Sequence[tuple[str, int]]]
    find: Finder


@functools.lru_cache(maxsize=2)
def _sought(lexicon: Lexicon, systems: tuple[System, ...], listed: Lookalikes) -> _Sought:
    """The forms that a list names or has a term for, with what finds them and their terms."""
    held = _held_misprints(systems, listed)
    names = [form for system in systems for form in system.variants]
    words = (term for term, pos in lexicon.terms.items() if pos != "nr")
    terms = [term for term in dict.fromkeys((*words, *names)) if term not in held]
    forms = {form: row for form, row in listed.forms.items() if len(form) > 1}
    near = _near_forms(terms, listed)
    for form in (*lexicon.terms, *names, *forms):
        near.pop(form, None)
    meant = (meaning for meaning, *_ in forms.values())
    return _Sought(held, forms, near, Finder((*held, *forms, *meant, *near, *terms)))


def _listed(
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    systems: Iterable[System],
    listed: Lookalikes,
) -> Iterator[Found]:
    """What a list names or has a term for, all found and counted in one reading of the text."""
    held, forms, near, find = _sought(lexicon, tuple(systems), listed)
    places = _places(sentences, find)
    yield from _counted_as(held, places)
    yield from _listed_forms(forms, places)
    yield from _near_terms(near, places, known_words(lexicon), listed)


def _counted_as(held: Mapping[str, str], places: Places) -> Iterator[Found]:
    """Forms one confusable character away from a system's name that its list holds."""
    for form, name in held.items():
        for sentence, start in places.get(form, ()):
            says = f"The list of systems holds this form and counts it as “{name}”."
            yield Found(sentence.order, start, form, name, "counted as", says, SCORES["held"])


def _held_misprints(systems: Iterable[System], listed: Lookalikes) -> dict[str, str]:
    """Variant to name, where one confusable character is all the difference."""
    return {
        form: system.name
        for system in systems
        for form in system.variants
        if len(form) == len(system.name)
        for other in [[(a, b) for a, b in zip(form, system.name, strict=True) if a != b]]
        if len(other) == 1 and other[0][1] in listed.partners.get(other[0][0], {})
    }


def _listed_forms(forms: Mapping[str, tuple[str, str, str]], places: Places) -> Iterator[Found]:
    """Set phrases and spellings of the list that stand in the text as whole words."""
    for form, (meant, kind, reason) in forms.items():
        says = f"{reason}; {_compared(form, meant, places)}."
        score = SCORES["phrase" if kind == "phrase" else "spelling"]
        for sentence, start in places.get(form, ()):
            if sentence.is_whole(start, start + len(form)):
                yield Found(sentence.order, start, form, meant, KIND_OF[kind], says, score)


def _compared(printed: str, suggested: str, places: Places) -> str:
    """How often the two forms stand in the pages."""
    meant, seen = (len(places.get(text, ())) for text in (suggested, printed))
    return f"in these pages “{suggested}” {meant} ×, “{printed}” {seen} ×"


def _variants(
    sentences: Sequence[Sentence], pages: Sequence[str], listed: Lookalikes
) -> Iterator[Found]:
    """Traditional and variant characters on pages that are set in simplified ones."""
    forms = {form: row for form, row in listed.forms.items() if len(form) == 1}
    if not forms:
        return
    variant = _any_of(forms)
    modern = _any_of(meant for meant, _kind, _reason in forms.values())
    hits = [
        (pages[sentence.order], sentence, found.start(), found.group())
        for sentence in sentences
        for found in variant.finditer(sentence.text)
    ]
    balance = Counter(page for page, *_ in hits)
    balance.subtract(
        pages[sentence.order]
        for sentence in sentences
        if pages[sentence.order] in balance
        for _found in modern.finditer(sentence.text)
    )
    for page, sentence, start, char in hits:
        if balance[page] < 0:
            meant, _kind, reason = forms[char]
            says = f"{reason}; the rest of the page is set in simplified characters."
            yield Found(
                sentence.order, start, char, meant, "variant form", says, SCORES["character"]
            )


def _near_terms(
    near: Mapping[str, Sequence[tuple[str, int]]],
    places: Places,
    is_known: Callable[[str], bool],
    listed: Lookalikes,
) -> Iterator[Found]:
    """Runs of whole words that are one confusable character away from a term."""
    for form in [form for form in places if form in near]:
        choices = [choice for choice in near[form] if _is_rarer(form, choice[0], places, is_known)]
        choices.sort(key=lambda choice: (-len(places.get(choice[0], ())), choice))
        for sentence, start in places[form] if choices else ():
            if sentence.is_whole(start, start + len(form)):
                term, at = choices[0]
                if not _is_grammar(sentence, start, form, at):
                    yield _as_term(sentence, start, form, term, at, listed, places)


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the characters."""
    return re.compile(f"[{re.escape(''.join(characters))}]")


def _near_forms(terms: Iterable[str], listed: Lookalikes) -> dict[str, list[tuple[str, int]]]:
    """Form to the terms that it may stand for, each with the place where they differ."""
    near: dict[str, list[tuple[str, int]]] = {}
    for term in terms:
        if len(term) >= SHORTEST and _HAN_ONLY.fullmatch(term):
            for at, char in enumerate(term):
                for other in listed.partners.get(char, ()):
                    if other not in PUNS:
                        form = term[:at] + other + term[at + 1 :]
                        near.setdefault(form, []).append((term, at))
    return near


def _is_rarer(form: str, term: str, places: Places, is_known: Callable[[str], bool]) -> bool:
    """Whether the pages' own counts let the form be a misprint of the term."""
    seen, meant = len(places[form]), len(places.get(term, ()))
    if is_known(form):
        return meant >= KNOWN_RATIO * seen
    return meant > seen or (len(term) >= LONG and seen <= RARE)


def _is_grammar(sentence: Sentence, start: int, form: str, at: int) -> bool:
    """Whether the doubtful character is a word of its own at the edge of the run."""
    if at not in (0, len(form) - 1):
        return False
    (_start, token, pos), *_ = sentence.across(start + at, start + at + 1)
    return len(token) == 1 and (len(form) < LONG or pos[:1] in GRAMMAR)


def _as_term(
    sentence: Sentence,
    start: int,
    form: str,
    term: str,
    at: int,
    listed: Lookalikes,
    places: Places,
) -> Found:
    """The suggestion of a term, surer if it is long and the pages have it."""
    kind, reason = listed.partners[form[at]][term[at]]
    says = f"{form[at]} for {term[at]} ({reason}); {_compared(form, term, places)}."
    more = len(places.get(term, ())) > len(places[form])
    score = SCORES["term"] + 0.05 * min(len(term) - SHORTEST, 4) + 0.1 * more
    return Found(sentence.order, start, form, term, KIND_OF[kind], says, round(score, 2))


def _near_idioms(
    sentences: Sequence[Sentence], lexicon: Lexicon, listed: Lookalikes
) -> Iterator[Found]:
    """Four characters that make no word, one confusable character away from an idiom."""
    tag, is_known = part_of_speech(lexicon), known_words(lexicon)

    @functools.cache
    def idiom_near(form: str) -> tuple[str, int] | None:
        if is_known(form):
            return None
        near = _substituted(form, listed)
        return next(((i, at) for i, at in near if is_known(i) and tag(i) in IDIOMS), None)

    hits = [
        (sentence, start, form, near)
        for sentence in sentences
        for start, form in _fours(sentence)
        if (near := idiom_near(form))
    ]
    if not hits:
        return
    counted = Finder({text for *_, form, near in hits for text in (form, near[0])})
    places = _places(sentences, counted)
    for sentence, start, form, (idiom, at) in hits:
        if len(places[form]) <= max(RARE, len(places.get(idiom, ()))):
            kind, reason = listed.partners[form[at]][idiom[at]]
            says = f"{form[at]} for {idiom[at]} ({reason}); {_compared(form, idiom, places)}."
            yield Found(sentence.order, start, form, idiom, KIND_OF[kind], says, SCORES["idiom"])


def _fours(sentence: Sentence) -> Iterator[tuple[int, str]]:
    """Every run of whole words that is four ideographs long and not alone in quotation marks.

    What stands alone in them is a play on words as often as a misprint.
    """
    borders, text = sentence.borders, sentence.text
    for start in sentence.starts:
        end = start + IDIOM_LENGTH
        if end in borders and _HAN_ONLY.fullmatch(text, start, end):
            if text[end : end + 1] == "”" and text[max(start - 1, 0) : start] == "“":
                continue
            yield start, text[start:end]


def _substituted(form: str, listed: Lookalikes) -> Iterator[tuple[str, int]]:
    """The form with one character changed for a confusable one, and where."""
    for at, char in enumerate(form):
        if char in listed.partners and char not in PUNS:
            head, tail = form[:at], form[at + 1 :]
            for other in listed.partners[char]:
                yield head + other + tail, at
