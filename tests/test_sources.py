"""What a cell rests on is read from its code."""

import pytest
from nbformat import v4

from analysis import schema
from analysis.sources import Sources, sources

LOAD = "corpus = chain.load()"


def last(*cells: str) -> Sources:
    """What the last of these cells rests on."""
    node = v4.new_notebook(
        cells=[v4.new_code_cell(cell, id=f"c{at}") for at, cell in enumerate(cells)]
    )
    return list(sources(node).values())[-1]


@pytest.mark.parametrize(
    ("cells", "tables"),
    [
        (["corpus.lines"], ("lines",)),
        (["long = corpus.lines[corpus.lines['n'] > 1]", "show(long)"], ("lines",)),
        (["a = corpus.lines", "a = 1", "show(a)"], ()),
        (["a = corpus.lines", "if FEW:\n    a = None", "show(a)"], ("lines",)),
        (["a = corpus.lines\na += f(corpus.edits)\nshow(a)"], ("edits", "lines")),
        (["for row in corpus.checks.itertuples():\n    print(row)"], ("checks",)),
        (["corpus.edits\nassert len(corpus.lines)"], ("edits",)),
        (["show(STOP_WORDS)"], ()),
        (["show(corpus.pages, rest=corpus.claims)"], ("claims", "pages")),
        (["%matplotlib inline"], ()),
    ],
)
def test_names_are_followed_from_cell_to_cell(cells, tables):
    assert last(LOAD, *cells) == Sources(tables, ())


def test_a_corpus_handed_on_counts_as_what_the_function_reads():
    assert last(LOAD, "tables.present(about_corpus.least_certain(corpus))").tables == ("lines",)
    assert last(LOAD, "about_reading.suggested_misprints(corpus)").tables == ("sentences", "tokens")


def test_an_unknown_function_may_read_all_of_it():
    found = last(LOAD, "somewhere.else_(corpus)")
    assert found.is_whole
    assert set(found.tables) == set(schema.COLUMNS)


def test_the_figures_that_a_cell_saves_are_named():
    code = "figures.save(drawn, 'a-b', data=corpus.edits)\nfigures.save(drawn, name)"
    assert last(LOAD, code) == Sources(("edits",), ("a-b",))
