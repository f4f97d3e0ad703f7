"""What each cell of a notebook rests on: the tables of the contract that its code reads."""

import ast
import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from analysis import paths, schema

if TYPE_CHECKING:
    from nbformat import NotebookNode

_WHOLE = frozenset(schema.COLUMNS)
_NONE: frozenset[str] = frozenset()


class Sources(NamedTuple):
    """What the output of a cell was made of.

    Attributes
    ----------
    tables
        Names of tables of the contract, sorted; all of them where the code hands the whole corpus
        on, none where it reads only the project's own lists.
    figures
        Names under which the cell saves figures.
    """

    tables: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the code was handed all tables at once."""
        return set(self.tables) == _WHOLE


def sources(node: "NotebookNode") -> dict[str, Sources]:
    """What each code cell rests on, by the cell's id, followed through the cells before it.

    Names are followed through assignments, so the answer is never too small and may be too large:
    a name that was given a table's statistics still stands for that table.

    Examples
    --------
    >>> from nbformat import v4
    >>> cells = ["corpus = chain.load()", "long = corpus.lines.head(3)", "present(long)"]
    >>> sources(v4.new_notebook(cells=[v4.new_code_cell(c, id=f"c{len(c)}") for c in cells]))["c13"]
    Sources(tables=('lines',), figures=())
    """
    known: dict[str, frozenset[str]] = {}
    found = {}
    for cell in node.cells:
        if cell.cell_type != "code":
            continue
        try:
            code = ast.parse(cell.source)
        except SyntaxError:  # a magic command
            found[cell.id] = Sources()
            continue
        read = _followed(code.body, known)
        found[cell.id] = Sources(tuple(sorted(read)), tuple(_figures(code)))
    return found


def _followed(body: Iterable[ast.stmt], known: dict[str, frozenset[str]]) -> frozenset[str]:
    """The tables that the cell's expressions read; what it assigns is noted in `known`."""
    shown = _NONE
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assert):
            continue
        read = _noted(statement, known)
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            shown |= read
    return shown


def _noted(
    statement: ast.stmt, known: dict[str, frozenset[str]], module: str = ""
) -> frozenset[str]:
    """The tables that a statement reads; the names that it stores stand for them from now on.

    A name that is stored under a condition or in a loop may keep what it stood for before.
    """
    read = _tables(statement, known, module)
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        read |= known.get(statement.target.id, _NONE)
    before = {} if isinstance(statement, ast.Assign | ast.AnnAssign) else dict(known)
    for name in ast.walk(statement):
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
            known[name.id] = read | before.get(name.id, _NONE)
    return read


def _tables(node: ast.AST, known: Mapping[str, frozenset[str]], module: str = "") -> frozenset[str]:
    """The tables that a piece of code reads; `module` is where it stands, if not in a notebook."""
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            read = known.get(name, _NONE)
            is_one = read == _WHOLE and attribute in _WHOLE
            return frozenset({attribute}) if is_one else read
        case ast.Call(func=ast.Attribute(value=ast.Name(id="chain"), attr="load")):
            return _WHOLE
        case ast.Call(func=ast.Attribute(value=ast.Name(id=other), attr=function)):
            return _called(node, known, module, other, function)
        case ast.Call(func=ast.Name(id=function)) if module:
            return _called(node, known, module, module, function)
        case ast.Name(id=name, ctx=ast.Load()):
            return known.get(name, _NONE)
    parts = (_tables(child, known, module) for child in ast.iter_child_nodes(node))
    return _NONE.union(*parts)


def _called(
    call: ast.Call, known: Mapping[str, frozenset[str]], module: str, other: str, function: str
) -> frozenset[str]:
    """The tables that a call reads: of a corpus handed on whole, those that the function uses."""
    read = _tables(call.func, known, module)
    given = [(str(place), arg) for place, arg in enumerate(call.args)]
    given += [(pair.arg or "", pair.value) for pair in call.keywords]
    for place, argument in given:
        is_whole = isinstance(argument, ast.Name) and known.get(argument.id) == _WHOLE
        part = _read_by(other, function, place) if is_whole else None
        read |= _tables(argument, known, module) if part is None else part
    return read


@functools.cache
def _functions(module: str) -> Mapping[str, ast.FunctionDef]:
    """The functions of a module of the project; none where there is no such module."""
    path = paths.PACKAGE / f"{module}.py"
    body = ast.parse(path.read_text("utf-8")).body if path.is_file() else []
    return {part.name: part for part in body if isinstance(part, ast.FunctionDef)}


_asked: set[tuple[str, str, str]] = set()


@functools.cache
def _read_by(module: str, function: str, place: str) -> frozenset[str] | None:
    """The tables that a function reads of a corpus given at a place; None where that is unknown."""
    found = _functions(module).get(function)
    if found is None:
        return None
    question = (module, function, place)
    if question in _asked:  # it calls itself
        return _NONE
    names = [arg.arg for arg in found.args.args]
    name = place if not place.isdigit() else names[int(place)] if int(place) < len(names) else ""
    _asked.add(question)
    known = {name: _WHOLE}
    read = _NONE
    for statement in found.body:
        read |= _noted(statement, known, module)
    _asked.discard(question)
    return read


def _figures(code: ast.AST) -> list[str]:
    """The names of the figures that a piece of code saves, in order."""
    return [
        str(call.args[1].value)
        for call in ast.walk(code)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
    ]
