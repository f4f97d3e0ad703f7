"""The whole report: corpus folder → tables → notebooks and figures → HTML pages."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import (
    addresses,
    chain,
    drawn,
    evidence,
    execute,
    families,
    files,
    fonts,
    front_page,
    gazetteer,
    language,
    lexicon,
    linking,
    many_tokens,
    maps,
    notebook,
    pages,
    paths,
    prose,
    reading_edition,
    reading_index,
    report,
    topics,
    webpage,
)
from analysis.errors import InputError

if TYPE_CHECKING:
    from nbformat import NotebookNode

STAGES = (*chain.STAGES, "notebooks and figures", "HTML pages")


def publish(
    folder: Path,
    out: Path | None = None,
    *,
    lang: str = "en",
    progress: chain.Progress = lambda _stage: None,
    warn: Callable[[str], None] = lambda _sentence: None,
) -> Path:
    """The path of `index.html`, after everything was made and put in its place.

    On the pages that ship, in English and without `out`, the reports go to `reports/` and the
    executed notebooks and the figures to the checkout's own folders. In every other case all of it
    goes to `out`, and the checkout stays as it is. Nothing takes its place before everything is
    made.

    Parameters
    ----------
    folder
        The corpus folder.
    out
        Folder for the reports; by default `reports/`, for another corpus `reports-NAME/` in the
        folder that the command is run in; in Chinese `-zh` is added.
    lang
        A key of `language.LANGUAGES`.
    progress
        Called with each of `STAGES` before it begins.
    warn
        Called with what stops nothing and should be known; an empty text where nothing is amiss.

    Raises
    ------
    InputError
        The corpus cannot be read, a notebook fails, or the disk refuses.
    """
    with language.speaking(lang):
        return _published(folder, out, progress=progress, warn=warn)


def _published(
    folder: Path, out: Path | None, *, progress: chain.Progress, warn: Callable[[str], None]
) -> Path:
    """As `publish`, in the language of the run."""
    corpus = pages.read_corpus(folder)
    is_shipped = Path(folder).resolve() == paths.SEEDS.resolve()
    keeps_own = is_shipped and out is None and not language.is_chinese()
    target = Path(out) if out else _default_out(corpus, is_shipped)
    files.refuse_inside(target, corpus.folder)
    _refuse_foreign_index(target)
    check_lists(corpus.folder)
    with files.staged_folder(target) as scratch:
        tables = chain.build(corpus, progress=progress)
        read = drawn.part(tables)
        _refuse_wordless(corpus, read)
        warn(chain.doubts(tables, corpus.folder))
        (scratch / "tables").mkdir()
        chain.write(tables, scratch / "tables")
        progress(STAGES[-2])
        with _tables_read(tables, read, scratch / "tables") as held:
            nodes = prose.in_language(_execute(corpus, scratch, held, is_shipped=is_shipped))
        progress(STAGES[-1])
        if read is not tables:  # a large collection: pages are set in the room that words took
            tables = tables._replace(tokens=many_tokens.light(tables.tokens))
        del read
        _write_pages(corpus, tables, nodes, scratch)
        if keeps_own:
            _keep(nodes, scratch / "figures")
        else:
            _write_notebooks(nodes, scratch / "notebooks")
    return target / "index.html"


def _write_pages(
    corpus: pages.Corpus, tables: chain.Tables, nodes: "Mapping[str, NotebookNode]", out: Path
) -> None:
    """The reading edition, the notebooks' pages and the overview, and the lists they lead to."""
    where = addresses.addresses(tables)
    city = chain.city_of(corpus.folder)
    made = reading_edition.edition(tables, where, folder=corpus.folder, city=city)
    fonts.prepare(made.characters + prose.characters(nodes))
    lists = evidence.Evidence(tables, made, folder=corpus.folder)
    drawn = linking.read_drawn(out / "figures")
    links = linking.Links(tables, where, lists, drawn=drawn)
    common = {"title": front_page.title(corpus), "language": language.html()}
    reading_index.write(made, out, **common)
    reading_edition.write(made, out, **common)
    known = gazetteer.load_gazetteer(corpus.folder, city=city)
    report.write_reports(
        nodes, out, districts=known.districts, links=links, language=language.html()
    )
    found = front_page.front_page(corpus, tables, nodes, links=links)
    report.write_index(out, **found, language=language.html())
    lists.write(out, **common)  # last: the pages before it say which are wanted


def _refuse_foreign_index(target: Path) -> None:
    """Another page of that name is not replaced."""
    index = target / "index.html"
    if index.is_file() and webpage.GENERATOR.encode() not in index.read_bytes():
        raise InputError(
            f"Cannot write {index} — a page of that name is there which this project did not make. "
            "Name another --out."
        )


def check_lists(folder: Path) -> None:
    """Read what only notebooks use, so that a fault in it is said before anything is made.

    Raises
    ------
    InputError
        A list or the map cannot be read; the message names file and line.
    """
    lexicon.stop_words(folder)
    topics.load_themes(folder)
    families.load_families(folder)
    maps.outlines(folder, city=chain.city_of(folder))


def _refuse_wordless(corpus: pages.Corpus, tables: chain.Tables) -> None:
    """A report needs an article with a word in it."""
    if not chain.has_words(tables):
        raise InputError(
            f"Nothing to report on in {corpus.folder} — no article with a word in it on "
            f"{language.number_of(len(corpus.pages), 'page')}. Look at what was read: "
            f"python -m analysis check --corpus {corpus.folder}."
        )


def _default_out(corpus: pages.Corpus, is_shipped: bool) -> Path:
    """`reports/` for the pages that ship, another folder for any other corpus."""
    default = paths.REPORTS if is_shipped else Path(f"reports-{corpus.folder.resolve().name}")
    return default.with_name(f"{default.name}-zh") if language.is_chinese() else default


@contextmanager
def _tables_read(tables: chain.Tables, read: chain.Tables, written: Path) -> Iterator[Path]:
    """The folder with the tables that notebooks read: the written ones, or those of texts drawn."""
    if read is tables:
        yield written
        return
    with tempfile.TemporaryDirectory(dir=written.parent) as folder:
        chain.write(read, Path(folder))
        chain.write_whole(tables, Path(folder))
        yield Path(folder)


def _execute(
    corpus: pages.Corpus, scratch: Path, tables: Path, *, is_shipped: bool
) -> "Mapping[str, NotebookNode]":
    """Run every notebook on the tables that were written."""
    (scratch / "figures").mkdir()
    environment = {
        paths.CORPUS_VARIABLE: str(corpus.folder.resolve()),
        paths.TABLES_VARIABLE: str(tables.resolve()),
        paths.FIGURES_VARIABLE: str((scratch / "figures").resolve()),
    }
    return execute.execute_all(
        sorted(paths.NOTEBOOKS.glob("*.ipynb")),
        environment=environment,
        cwd=paths.NOTEBOOKS,
        corpus_is_shipped=is_shipped,
        progress=False,
    )


def _keep(nodes: "Mapping[str, NotebookNode]", figures: Path) -> None:
    """Put notebooks and figures into the checkout, all of them or none."""
    with (
        files.staged_folder(paths.FIGURES) as own_figures,
        files.staged_folder(paths.NOTEBOOKS) as own_notebooks,
    ):
        for path in sorted(figures.iterdir()):
            (own_figures / path.name).write_bytes(path.read_bytes())
        _write_notebooks(nodes, own_notebooks)


def _write_notebooks(nodes: "Mapping[str, NotebookNode]", folder: Path) -> None:
    """The executed notebooks as files."""
    folder.mkdir(exist_ok=True)
    for name, node in nodes.items():
        notebook.write_notebook(node, folder / f"{name}.ipynb")
