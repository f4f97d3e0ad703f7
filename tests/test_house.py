"""The house: what a newcomer is told about it is so."""

import ast
import subprocess
import sys

import pytest

from conftest import PROJECT

FIXED = ["environment.yml", "README.md", "notebooks", "analysis", "seeds", "figures", "tests"]


@pytest.mark.parametrize("name", FIXED)
def test_the_seven_fixed_names_are_there(name):
    assert (PROJECT / name).exists()


def test_importing_the_package_loads_nothing_heavy():
    heavy = ["pandas", "numpy", "matplotlib", "jieba", "scipy", "pandera", "nbconvert"]
    code = f"import sys, analysis; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


LOADED_BY_JUPYTER = {"lab_export"}  # it extends nbconvert, and only nbconvert imports it
MODULES = sorted((PROJECT / "analysis").glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_loads_anything_heavy_when_it_is_imported(module):
    if module.stem in LOADED_BY_JUPYTER:
        return
    heavy = {"pandas", "matplotlib", "jieba", "scipy", "pandera", "nbconvert", "nbclient"}
    tree = ast.parse(module.read_text("utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
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
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
    assert not [function.name for function in functions if code_lines(function) > 45]


def imports() -> dict[str, set[str]]:
    """Module → the project's modules that it imports anywhere in its text."""
    found = {}
    for module in MODULES:
        names = set()
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
                parts = node.module.split(".")
                names |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        found[module.stem] = names - {"__version__"}
    return found


def test_imports_go_one_way():
    waiting = imports()
    while waiting:
        free = [name for name, needs in waiting.items() if not needs & set(waiting)]
        assert free, f"these import each other: {sorted(waiting)}"
        for name in free:
            del waiting[name]
