"""The methods paragraph, written from the run: every number is of its tables, lists or choices."""

import ast
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from analysis import counting, language, lexicon, review
from analysis.about_districts import G2_BAR
from analysis.keyness import MAX_Q
from analysis.language import is_chinese, listed, say
from analysis.resampling import N_RESAMPLES
from analysis.sizes import MIN_TOKENS

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from analysis.chain import Tables
    from analysis.pages import Corpus


def both(
    tables: "Tables", corpus: "Corpus", nodes: "Mapping[str, NotebookNode]"
) -> list[tuple[str, str]]:
    """The paragraph in every language, the run's first: HTML's `lang`, and the text."""
    first = language.current()
    found = []
    for name in sorted(language.LANGUAGES, key=lambda name: name != first):
        with language.speaking(name):
            found.append((language.html(), paragraph(tables, corpus, nodes)))
    return found


def paragraph(tables: "Tables", corpus: "Corpus", nodes: "Mapping[str, NotebookNode]") -> str:
    """How the report was made, in the language of the run.

    Parameters
    ----------
    tables, corpus
        What was made, and what of.
    nodes
        The notebooks: their named choices (`MIN_TOKENS = 300`) are told as they stand there.
    """
    said = [
        _corpus(tables, corpus), _reading(tables, corpus), _districts(tables),
        _words(tables, corpus), _comparison(choices(nodes)), _ledger(tables),
    ]  # fmt: skip
    return ("" if is_chinese() else " ").join(said)


def choices(nodes: "Mapping[str, NotebookNode]") -> dict[str, object]:
    r"""Name in capitals to the constant that a notebook gives it; the last notebook counts.

    >>> from nbformat import v4
    >>> cell = v4.new_code_cell("MIN_FREQ, MIN_DOCS = 4, 1\nother = 2")
    >>> choices({"a": v4.new_notebook(cells=[cell])})
    {'MIN_FREQ': 4, 'MIN_DOCS': 1}
    """
    found: dict[str, object] = {}
    for node in nodes.values():
        for cell in node.cells:
            if cell.cell_type == "code":
                found |= _constants(cell.source)
    return found


def _constants(code: str) -> dict[str, object]:
    """The constants that a cell gives to names in capitals."""
    try:
        body = ast.parse(code).body
    except SyntaxError:  # a magic command
        return {}
    found: dict[str, object] = {}
    for statement in body:
        if not isinstance(statement, ast.Assign):
            continue
        targets, values = [statement.targets[0]], [statement.value]
        if isinstance(targets[0], ast.Tuple) and isinstance(values[0], ast.Tuple):
            targets, values = targets[0].elts, values[0].elts
        for target, value in zip(targets, values, strict=True):
            is_choice = isinstance(target, ast.Name) and target.id.isupper()
            if is_choice and isinstance(value, ast.Constant):
                found[target.id] = value.value
    return found


def _corpus(tables: "Tables", corpus: "Corpus") -> str:
    """What was read."""
    papers = sorted(set(tables.pages["newspaper"]) - {""})
    years = sorted({date[:4] for date in tables.pages["issue_date"] if date})
    title = (is_chinese() and corpus.settings.get("title_zh")) or corpus.title
    return say(
        "The corpus, “{title}” (fingerprint {digest}), is {n_pages} newspaper "
        "{n_pages:page|pages} (newspapers: {papers}; years: {years}); {inferred} of "
        "{n_pages:its|their} dates {inferred:is|are} inferred.",
        title=title, digest=corpus.fingerprint, n_pages=len(tables.pages),
        papers="、".join(papers) or say("not known"), years=listed(years) or say("not known"),
        inferred=int(tables.pages["date_basis"].str.startswith("inferred").sum()),
    )  # fmt: skip


def _reading(tables: "Tables", corpus: "Corpus") -> str:
    """What was repaired, how the pages were cut, and what a person decided."""
    n_articles = int((tables.articles["kind"] == "article").sum())
    return say(
        "{n_edits:,} {n_edits:repair, which can be undone, was|repairs, each of which can be "
        "undone, were} made on {n_repaired} of the pages; rules on layout and wording then cut "
        "them into {n_articles} {n_articles:article|articles} and {others} other "
        "{others:item|items}, and {n_corrections} {n_corrections:correction by a person "
        "was|corrections by a person were} replayed.",
        n_edits=len(tables.edits), n_repaired=tables.edits["page_id"].nunique(),
        n_articles=n_articles, others=len(tables.articles) - n_articles,
        n_corrections=len(review.load_review(corpus.folder)),
    )  # fmt: skip


def _districts(tables: "Tables") -> str:
    """How sentences came to their districts."""
    return say(
        "Each sentence is given to the district that it is about: {given:,} of {n_sentences:,} to "
        "a district, to the city or to elsewhere, {printed:,} of them by a name printed in the "
        "sentence, the others by their paragraph, their article or a landmark.",
        given=int((tables.sentences["district"] != "").sum()), n_sentences=len(tables.sentences),
        printed=int((tables.sentences["district_basis"] == "printed").sum()),
    )  # fmt: skip


def _words(tables: "Tables", corpus: "Corpus") -> str:
    """How words were cut, and what N is."""
    n_words = counting.n_counted(tables.tokens, tables.sentences, tables.articles)
    terms = lexicon.load_lexicon(corpus.folder)
    return say(
        "Words were cut by jieba {jieba} with a lexicon of {n_terms:,} terms (fingerprint "
        "{digest}) and rules for numbers and suffixes; N = {n_words:,} counts words and numbers in "
        "headings and running text of articles, {n_stop:,} stop words included, which rankings "
        "hide.",
        jieba=version("jieba"), n_terms=len(terms), digest=terms.fingerprint,
        n_words=n_words, n_stop=len(lexicon.stop_words(corpus.folder)),
    )  # fmt: skip


def _comparison(chosen: Mapping[str, object]) -> str:
    """How districts are compared."""
    least = chosen.get("MIN_TOKENS", MIN_TOKENS)
    sides = say("districts with {least} tokens or more", least=least)
    return say(
        "Keyness compares {sides} with each other: the effect size is the binary log ratio of "
        "frequencies, its 95 % interval comes from {n:,} resamples of whole articles, p from "
        "exchanging whole articles between districts, q from p by Benjamini and Hochberg’s "
        "procedure over all words, and a word is called significant only with q ≤ {q}; "
        "log-likelihood (G² > {bar}) is shown beside it and decides nothing. Dispersion is Gries’ "
        "normalised deviation of proportions over articles.",
        sides=sides, n=N_RESAMPLES, q=MAX_Q, bar=G2_BAR,
    )  # fmt: skip


def _ledger(tables: "Tables") -> str:
    """What became of the printed figures."""
    ledger = tables.indicators
    measures = (ledger["kind"] == "measure") & (ledger["duplicate_of"] == "")
    return say(
        "Of {n_figures} printed {n_figures:figure|figures} {n_measures} "
        "{n_measures:measures|measure} something, repeats apart; {n_checks} {n_checks:relation "
        "between them was|relations between them were} worked out again in exact decimals.",
        n_figures=len(ledger), n_measures=int(measures.sum()), n_checks=len(tables.checks),
    )  # fmt: skip
