"""One unit of a collection counted: read, cut into words, counted; the work of every worker."""

import functools
import hashlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import (
    assembly,
    attributed,
    compiling,
    counting,
    evidence_files,
    garbage,
    gazetteer,
    jieba_engine,
    lexicon,
    mended_ids,
    pages,
    paths,
    record_items,
    repair,
    review,
    segment,
    token_ids,
    unit_evidence,
    unit_files,
    ways,
)  # fmt: skip
from analysis.characters import CLOSERS
from analysis.corrections import Correction
from analysis.errors import InputError
from analysis.part_files import Document, Part, key_of
from analysis.settings import city_of
from analysis.work_units import Unit

if TYPE_CHECKING:
    import pandas as pd

    from analysis.lexicon import Lexicon

_CHINESE = re.compile("[\u3400-\u9fff]")
_local = threading.local()


class Job(NamedTuple):
    """What all units of a run have in common.

    Attributes
    ----------
    folder
        The corpus folder, as every worker sees it.
    plain
        Each file is a document as it is, without repair, segmentation, lexicon and rules.
    districts
        A document is what an article says of one district, and not the whole article.
    evidence
        Keep sentences, mentions, figures and words of themes as well; `districts` is then true.
    compiled
        Parts hold the numbers that words have where numba is; what they come to is the same.
    known
        Keys of the parts that are there already.
    """

    folder: str
    plain: bool
    fingerprint: str
    districts: bool = False
    evidence: bool = False
    compiled: bool = False
    known: frozenset[str] = frozenset()


class Texts(NamedTuple):
    """What is counted of a unit: its documents, and the sentences of each."""

    documents: list[Document]
    sentences: list[list[str]]


class Done(NamedTuple):
    """A unit's key, and its part if it was not known."""

    key: str
    n_bytes: int
    part: Part | None


def job_of(folder: Path, *, plain: bool, districts: bool = False, evidence: bool = False) -> Job:
    """The job of a corpus; its fingerprint changes with code, dictionary, lexicon, corrections.

    With `districts` also with the gazetteer, with `evidence`, which implies them, with the lists of
    systems, themes and units.

    Raises
    ------
    InputError
        Districts or evidence of plain texts are asked for, a list of the corpus cannot be read, or
        pyarrow is missing.
    """
    if plain and (districts or evidence):
        asked = "--evidence" if evidence else "--districts"
        raise InputError(
            f"{asked} needs articles and sentences, which --plain does not make. Leave one away."
        )
    if evidence:
        evidence_files.need_arrow("--evidence")
    districts = districts or evidence
    digest = hashlib.sha256(jieba_engine.dictionary_digest().encode())
    for path in sorted([*paths.PACKAGE.glob("*.py"), *paths.RESOURCES.rglob("*.tsv")]):
        digest.update(path.read_bytes())
    digest.update(f"{plain} {districts} {evidence}".encode())
    if not plain:
        digest.update(lexicon.load_lexicon(folder).fingerprint.encode())
        for name in ("review.csv", "pages.csv"):
            if (folder / name).exists():
                digest.update((folder / name).read_bytes())
    if districts:
        digest.update(repr(gazetteer.load_gazetteer(folder, city=city_of(folder))).encode())
    if evidence:
        unit_evidence.load_wanted(folder)
        digest.update(unit_evidence.digested(folder))
    compiled = compiling.has_numba()
    return Job(str(folder), plain, digest.hexdigest(), districts, evidence, compiled)


def count_unit(
    job: Job, unit: Unit, read: "Callable[[], tuple[str, Texts | None]] | None" = None
) -> Done:
    """Read a unit and count it, unless its part is known.

    `read` gives what `texts` has given of it in another process, if one has read it already.

    Raises
    ------
    InputError
        A file cannot be read, is not text, or is not as it was when it was listed.
    """
    if read is not None:
        key, found = read()
        return Done(key, unit.n_bytes, _counted(job, found) if found else None)
    data = [unit_files.bytes_of(job.folder, file) for file in unit.files]
    key = _key(job, unit, data)
    if key in job.known:
        return Done(key, unit.n_bytes, None)
    return Done(
        key, unit.n_bytes, _plain(job, unit, data) if job.plain else _chain(job, unit, data)
    )


def _key(job: Job, unit: Unit, data: Sequence[bytes]) -> str:
    """What tells the counts of a unit from those of any other."""
    digest = hashlib.sha256(f"{job.fingerprint}\n{unit.table}\n".encode())
    for file, content in zip(unit.files, data, strict=True):
        digest.update(f"{len(content)} {file.start} {file.name}\n".encode())
        digest.update(content)
    for record in unit.rows:
        digest.update(f"{record.number} {record.sha256}\n".encode())
    return key_of(digest.hexdigest(), compiled=job.compiled)


def is_known(job: Job, unit: Unit) -> bool:
    """Whether the part of a unit is there already."""
    return _key(job, unit, [unit_files.bytes_of(job.folder, f) for f in unit.files]) in job.known


@garbage.put_off()
def prepare(job: Job) -> None:
    """Load here what counting pages needs.

    Processes that fork from this one share it: the tables, numba and what it has compiled. Each
    would else take a second, and more memory than its work does.
    """
    _mended_engine(job).count([["2018年8月8日，甲区乙镇丙村举行会议。"]])
    for _ in segment.unit_texts(repair.repair_lines(["甲乙丙丁。"])):
        pass
    ways.best_way([20.0] * 3, [{0: 1}] * 3, range(4))


def keep(job: Job) -> None:
    """Keep what this process and those that forked from it have found out of the dictionary."""
    if not job.plain and getattr(_local, "job", None) == _own(job):
        _local.made.keep()


@functools.lru_cache(maxsize=2)
def lexicon_of(job: Job) -> "Lexicon":
    """The lexicon of the corpus, once for a process and job: a worker may live for many."""
    return lexicon.load_lexicon(Path(job.folder))


def _plain(job: Job, unit: Unit, data: Sequence[bytes]) -> Part:
    """Every file or row counted as it is."""
    texts = [text for _name, text in unit_files.named_texts(job.folder, unit, data)]
    documents = [Document(r.record_id, "", r.date, r.place) for r in unit.rows]
    documents += [Document(file.name) for file in unit.files]
    engine = _of_thread(job, token_ids.engine)
    return part_of(documents, engine.count(engine.cut(texts)), {})


def part_of(documents: list[Document], counts: token_ids.Counts, rows: Mapping[str, bytes]) -> Part:
    """The counts of documents, and the rows that are kept with them, as a part."""
    words = counts.vocabulary
    return Part(
        documents, counts.n_tokens, counts.borders, counts.ids, counts.freqs,
        words.n_shared, words.pool, words.borders, rows,
    )  # fmt: skip


def _of_thread(job: Job, make: Callable) -> object:
    """What a thread makes once for a job and keeps to itself; another job's is dropped."""
    if getattr(_local, "job", None) != _own(job):
        _local.made, _local.job = make(), _own(job)
    return _local.made


def _own(job: Job) -> tuple[str, bool]:
    """What tells the thread's own of a job from that of another."""
    return job.fingerprint, job.compiled


@garbage.put_off()
def texts(job: Job, unit: Unit) -> tuple[str, Texts | None]:
    """A unit's key and, unless its part is known, what is counted: read before it is counted.

    Raises
    ------
    InputError
        As `count_unit`.
    """
    data = [unit_files.bytes_of(job.folder, file) for file in unit.files]
    key = _key(job, unit, data)
    return key, None if key in job.known else _texts(job, _pages(job, unit, data), None)


def _texts(job: Job, sheets: Sequence[pages.Page], found: "attributed.Attributed | None") -> Texts:
    """Every page repaired and cut into articles, or what is `found` to be about a district."""
    of_page = {page.page_id: page for page in sheets}
    of_document: dict[tuple[str, str, str], list[str]] = {}
    sentences = _that_count(found.articles, found.sentences) if found else _of_articles(job, sheets)
    for article_id, page_id, district, sentence in sentences:
        of_document.setdefault((article_id, page_id, district), []).append(sentence)
    documents = [
        Document(article, page, of_page[page].issue_date, district or of_page[page].place)
        for article, page, district in of_document
    ]
    return Texts(documents, list(of_document.values()))


@garbage.put_off()
def _chain(job: Job, unit: Unit, data: Sequence[bytes]) -> Part:
    """Every page repaired and cut into articles, each counted by the rules of the project."""
    sheets = _pages(job, unit, data)
    found = _with_districts(job, sheets) if job.districts else None
    part = _counted(job, _texts(job, sheets, found))
    if job.evidence:
        rows = unit_evidence.rows(found, wanted_of(job), folder=Path(job.folder))
        part = part._replace(rows=rows)
    return part


@garbage.put_off()
def _counted(job: Job, texts: Texts) -> Part:
    """The counts of documents by the rules of the project; of those that have words that count."""
    import numpy as np

    counts = _mended_engine(job).count(texts.sentences)
    some = counts.n_tokens > 0
    counts = counts._replace(
        n_tokens=counts.n_tokens[some], borders=counts.borders[np.append(some, True)]
    )
    return part_of(list(compress(texts.documents, some)), counts, {})


def _mended_engine(job: Job) -> mended_ids.MendedEngine:
    """The engine for the words of pages that the thread keeps."""
    counts, digest = counting.counts_as_word(), job.fingerprint
    return _of_thread(job, lambda: mended_ids.MendedEngine(lexicon_of(job), counts, digest=digest))


def _pages(job: Job, unit: Unit, data: Sequence[bytes]) -> list[pages.Page]:
    """The pages of a unit, with what `pages.csv` says of them."""
    if unit.rows:
        return [pages.page_of_record(record, unit.table) for record in unit.rows]
    known = page_facts(job)
    return [
        pages.page_of_bytes(Path(job.folder) / file.name, content, known.get(file.name, {}))
        for file, content in zip(unit.files, data, strict=True)
    ]


def _of_articles(job: Job, sheets: Sequence[pages.Page]) -> Iterator[tuple[str, str, str, str]]:
    """Article, page, no district and text of every sentence that counts, corrections made."""
    corrections = _corrections(job, sheets)
    corrected = {correction.file for correction in corrections}
    whole = not terms_with_stops(job)
    for page in sheets:
        if page.file not in corrected:
            for article, text in _of_record(page) if page.is_record else _of_page(page, whole):
                yield article, page.page_id, "", text
    if corrections:
        yield from _corrected([page for page in sheets if page.file in corrected], corrections)


def _of_record(page: pages.Page) -> Iterator[tuple[str, str]]:
    """Article and text of every sentence that counts of a row of a table file."""
    found = record_items.record_items(page.page_id, repair.repair_lines(page.lines))
    for row in found.sentences:
        if row.role in counting.WORDS_AND_NUMBERS.roles:
            yield row.article_id, row.text


def _of_page(page: pages.Page, whole: bool) -> Iterator[tuple[str, str]]:
    """The same of a newspaper page; paragraphs in one piece if they may be `whole`."""
    counted = counting.WORDS_AND_NUMBERS
    for number, kind, role, text in segment.unit_texts(repair.repair_lines(page.lines)):
        if kind in counted.kinds and role in counted.roles:
            for piece in _uncut(role, text) if whole else _cut(role, text):
                yield f"{page.page_id}:{number:02d}", piece


def _uncut(role: str, text: str) -> list[str]:
    """A heading or paragraph as one piece: no word reaches across a stop that ends a sentence.

    Text without Chinese is cut, as there a point that ends a sentence is not told from others.
    """
    return [text] if _CHINESE.search(text) else _cut(role, text)


def _cut(role: str, text: str) -> list[str]:
    """The sentences of a heading or paragraph."""
    return [text[start:end] for start, end in assembly.spans(role, text)]


@functools.lru_cache(maxsize=2)
def terms_with_stops(job: Job) -> list[str]:
    """Terms of the lexicon that would reach across the end of a sentence."""
    stops = set("。！？" + CLOSERS)
    return [term for term in lexicon_of(job).terms if stops & set(term)]


def _corrected(
    sheets: Sequence[pages.Page], corrections: Sequence[Correction]
) -> Iterator[tuple[str, str, str, str]]:
    """The same for pages with corrections."""
    lines, articles, sentences, edits = segment.segment_corpus(sheets)
    _lines, articles, sentences = review.apply(
        corrections, lines, articles, sentences, edits=edits, pages=sheets
    )
    yield from _that_count(articles, sentences.assign(district=""))


def _with_districts(job: Job, sheets: Sequence[pages.Page]) -> attributed.Attributed:
    """The tables of some pages, corrected, with what each sentence is about."""
    return attributed.attributed(
        sheets, segment.segment_corpus(sheets),
        folder=Path(job.folder), corrections=_corrections(job, sheets),
    )  # fmt: skip


def _corrections(job: Job, sheets: Sequence[pages.Page]) -> list[Correction]:
    """The corrections of some pages."""
    names = {page.file for page in sheets}
    return [correction for correction in corrections_of(job) if correction.file in names]


def _that_count(
    articles: "pd.DataFrame", sentences: "pd.DataFrame"
) -> Iterator[tuple[str, str, str, str]]:
    """Article, page, district and text of the rows of a table that count."""
    counted = counting.WORDS_AND_NUMBERS
    kept = articles[articles["kind"].isin(counted.kinds)]
    page_of = dict(zip(kept["article_id"], kept["page_id"], strict=True))
    for sentence in sentences.itertuples(index=False):
        if sentence.role in counted.roles and sentence.article_id in page_of:
            article = sentence.article_id
            yield article, page_of[article], sentence.district, sentence.text


@functools.lru_cache(maxsize=2)
def page_facts(job: Job) -> dict[str, dict[str, str]]:
    """The rows of `pages.csv`, once in a process."""
    return pages.read_pages_csv(Path(job.folder))


@functools.lru_cache(maxsize=2)
def wanted_of(job: Job) -> unit_evidence.Wanted:
    """The systems and themes that are looked for, once in a process."""
    return unit_evidence.load_wanted(Path(job.folder))


@functools.lru_cache(maxsize=2)
def corrections_of(job: Job) -> list[Correction]:
    """The rows of `review.csv`, once in a process."""
    return review.load_review(Path(job.folder))
