"""The house: what a newcomer is told about it is so."""

import ast
import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT

FIXED = ["environment.yml", "README.md", "notebooks", "analysis", "seeds", "figures", "tests"]


@pytest.mark.parametrize("name", FIXED)
def test_the_seven_fixed_names_are_there(name):
    assert (PROJECT / name).exists()


def test_importing_the_package_loads_nothing_heavy():
    heavy = ["pandas", "numpy", "matplotlib", "jieba", "scipy", "pandera", "nbconvert"]
    heavy += ["sklearn", "networkx", "tomotopy", "numba", "pyarrow", "dask"]
    code = f"import sys, analysis; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


LOADED_BY_JUPYTER = {"lab_export"}  # it extends nbconvert, and only nbconvert imports it
MODULES = sorted((PROJECT / "analysis").glob("*.py"))


@functools.cache
def parsed(module: Path) -> ast.Module:
    """The tree of a module, read once for all that is asked of it."""
    return ast.parse(module.read_text("utf-8"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_loads_anything_heavy_when_it_is_imported(module):
    if module.stem in LOADED_BY_JUPYTER:
        return
    heavy = {"pandas", "matplotlib", "jieba", "scipy", "pandera", "nbconvert", "nbclient"}
    heavy |= {"sklearn", "networkx", "tomotopy", "numba", "pyarrow", "dask"}
    top = [node for node in parsed(module).body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        name.split(".")[0]
        for node in top
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    }
    assert not names & heavy


def code_lines(function: ast.FunctionDef) -> int:
    """Lines of a function below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_modules_and_functions_are_short_enough_to_read(module):
    assert len(module.read_text("utf-8").splitlines()) <= 400
    functions = [n for n in ast.walk(parsed(module)) if isinstance(n, ast.FunctionDef)]
    assert not [function.name for function in functions if code_lines(function) > 45]


@functools.cache
def imports() -> dict[str, set[str]]:
    """Module → the project's modules that it imports anywhere in its text."""
    found = {}
    for module in MODULES:
        names = set()
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
                parts = node.module.split(".")
                names |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        found[module.stem] = names - {"__version__"}
    return found


def test_imports_go_one_way():
    waiting = dict(imports())
    while waiting:
        free = [name for name, needs in waiting.items() if not needs & set(waiting)]
        assert free, f"these import each other: {sorted(waiting)}"
        for name in free:
            del waiting[name]


# From the ground up; a module imports from its own layer and from those before it.
LAYERS = {
    "ground": (
        "errors garbage paths files schema palette lists language matching surnames encodings "
        "numerals in_parts tables_as_text"
    ),
    "pages and repair": (
        "settings records pages characters character_runs picture_lines furniture mastheads stops "
        "quotations spacing typography repair"
    ),
    "articles, places, words": (
        "widths ways ways_kernel layout columns gaps labels boxes letters kinship upright "
        "headings briefs markup turns paragraphs captions runs items naming surroundings doubts "
        "stories reading sentences assembly segment corrections rereading review slips quality "
        "gazetteer coverage namesakes homes districts attributed lexicon wordrules jieba_engine "
        "tokens numberwords wordscores posmodel namerules neighbours compiling cutting_kernel "
        "tree_kernel counting_kernel cutting_tables token_ids number_places mending_kernel "
        "word_traits mended_ids record_items placed many_tokens sitenames wordparts"
    ),
    "counts": (
        "counts contingency association concordance counting nodes collocation documents "
        "paragraph_texts work_units part_files gathering dtm_files counted"
    ),
    "statistics, systems, numbers": (
        "dispersion effects inference resampling keyness topics periods units quantities "
        "figure_meaning systems indicators arithmetic checks series lookalikes misprints "
        "reference scores measure worklist lexicon_changes lexicon_lint lexicon_trial "
        "lexicon_report charruns newwords variants families named_sets count_ranges pieces "
        "permutation influence ranks rates lengths repeats figure_change candidates "
        "system_cards relations parts growths enumerations workdays similar comparisons said_of "
        "claims announcements sizes near_pairs reprints likeness correspondence networks "
        "topic_fit topic_model times"
    ),
    "figures": (
        "fonts tables marks figures charts clouds maps lettering likeness_charts term_charts "
        "span_charts diagrams"
    ),
    "the tables together": "drawn stages chain",
    "large collections": (
        "evidence_files unit_evidence unit_files unit_counts ahead runners count_job text_search "
        "evidence_scan group_evidence group_tables disk_collocates"
    ),
    "reports": (
        "audit webpage notebook kernels execute pictures report lab_export webtables sources "
        "addresses marking reading_edition reading_index evidence_lists evidence row_links "
        "linking prose overview rows_by_id evidence_rows"
    ),
    "the chain": (
        "about_corpus about_checks about_districts about_numbers about_reading about_words "
        "about_tokens front_page publish options __main__ about_frequency about_time "
        "about_likeness about_wrong about_rates about_reprints explore methods_text "
        "about_findings about_announcements about_table"
    ),
}
LAYER = {name: at for at, names in enumerate(LAYERS.values()) for name in names.split()}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_from_its_own_layer_and_those_before_it(module):
    name = module.stem
    if name == "__init__":
        return
    assert name in LAYER, f"{name}.py is in no layer: write it into LAYERS in {__file__}"
    later = {other for other in imports()[name] if LAYER.get(other, -1) > LAYER[name]}
    assert not later, f"{name}.py imports from a later layer: {sorted(later)}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_colours_have_names_and_stand_in_the_palette(module):
    if module.stem == "palette":
        return
    assert not re.findall(r"""["']#(?:[0-9a-fA-F]{3}){1,2}["']""", module.read_text("utf-8"))


# So much of a page in an example is a quotation: the rule beside it was made for that page.
LONGEST_QUOTATION = 9
STILL_QUOTING = {"paragraphs"}  # a line of a data box; to be replaced by an example


def prose(module: Path) -> list[str]:
    """The comments and docstrings of a module."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said = [ast.get_docstring(n) for n in ast.walk(parsed(module)) if isinstance(n, documented)]
    return [*filter(None, said), *re.findall(r"#.*", module.read_text("utf-8"))]


@functools.cache
def printed() -> str:
    """The text of the shipped pages without white space."""
    pages = "\n".join(path.read_text("utf-8") for path in (PROJECT / "seeds").glob("*.txt"))
    return re.sub(r"\s", "", pages)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_comment_quotes_a_shipped_page(module):
    if module.stem in STILL_QUOTING:
        return
    pages = printed()
    runs = re.findall(r"[\u4e00-\u9fff0-9A-Z，。、“”%.]+", "\n".join(prose(module)))
    pieces = {
        run[at : at + LONGEST_QUOTATION]
        for run in runs
        for at in range(len(run) - LONGEST_QUOTATION + 1)
    }
    assert not [
        piece for piece in sorted(pieces) if re.search("[\u4e00-\u9fff]", piece) and piece in pages
    ]
