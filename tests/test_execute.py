"""Notebooks run: the same bytes every time, and every failure said with its place."""

import json
import os

import pytest
from nbformat import from_dict

from analysis import execute, kernels, notebook
from analysis.errors import InputError


def code(source, **metadata):
    return {
        "cell_type": "code", "metadata": metadata, "source": source, "outputs": [],
        "execution_count": None,
    }  # fmt: skip


def prose(source, **metadata):
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def write(path, *cells, **more):
    metadata = {"language_info": {"name": "python", "version": "3.9.1"}}
    data = {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(cells)}
    path.write_text(json.dumps(data | more), "utf-8")
    return path


def run(path, *, corpus_is_shipped=True, **environment):
    return execute.execute_notebook(
        path, environment=environment, cwd=path.parent, corpus_is_shipped=corpus_is_shipped
    )


def text_of(node) -> str:
    return "".join(o.get("text", "") for c in node.cells for o in c.get("outputs", []))


SEVERAL = [
    prose("# 甲"),
    code(
        "import os, sys, time\n"
        "for piece in '甲乙':\n"
        "    print(piece); sys.stdout.flush(); time.sleep(0.25)\n"
        "print(os.environ['ANALYSIS_CORPUS'], os.path.basename(os.getcwd()))",
        execution={"iopub.execute_input": "2020-01-01T00:00:00Z"},
    ),
    code("import matplotlib\nmatplotlib.get_backend()"),
    prose("the five pages", tags=["shipped-corpus"]),
    code("print('丁')", tags=["shipped-corpus"]),
    code("1 + 1"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("notebooks 笔记")


@pytest.fixture(scope="module")
def both(folder):
    """The same notebook under two names, run side by side with MPLBACKEND set against it."""
    sources = [write(folder / f"{name}.ipynb", *SEVERAL) for name in ("乙", "甲")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "agg")
        return execute.execute_all(
            sources, environment={"ANALYSIS_CORPUS": "own pages"}, cwd=folder,
            corpus_is_shipped=True, progress=False,
        )  # fmt: skip


def test_notebooks_come_back_in_the_order_given(both):
    assert list(both) == ["乙", "甲"]


def test_two_runs_give_the_same_bytes(both, tmp_path):
    for name, node in both.items():
        notebook.write_notebook(node, tmp_path / name)
    assert (tmp_path / "乙").read_bytes() == (tmp_path / "甲").read_bytes()
    written = (tmp_path / "甲").read_text("utf-8")
    assert written.endswith("}\n")
    assert not written.endswith("\n\n")
    assert '\n "cells"' in written
    assert "甲" in written
    again = json.loads(written)
    assert (again["nbformat"], again["nbformat_minor"]) == (4, 5)


def test_the_source_is_not_written_to(both, folder):
    assert json.loads((folder / "甲.ipynb").read_text("utf-8"))["nbformat_minor"] == 4


def test_nothing_in_the_notebook_tells_when_or_where_it_ran(both):
    node = both["甲"]
    assert "version" not in node.metadata.language_info
    assert node.metadata.kernelspec == notebook.KERNELSPEC
    assert all("execution" not in cell.metadata for cell in node.cells)
    counts = [cell.execution_count for cell in node.cells if cell.cell_type == "code"]
    assert counts == [1, 2, 3, 4]


def test_cells_without_ids_get_their_numbers(both):
    assert [cell.id for cell in both["甲"].cells] == [f"cell-{n:02d}" for n in range(1, 7)]


def test_pieces_of_a_print_out_are_joined(both):
    streams = [o for o in both["甲"].cells[1].outputs if o.output_type == "stream"]
    assert len(streams) == 1
    assert streams[0].text.startswith("甲\n乙\nown pages notebooks")


def test_a_kernel_shows_pictures_inline_whatever_the_shell_says(both):
    assert "inline" in both["甲"].cells[2].outputs[0].data["text/plain"]


def test_cells_about_the_shipped_pages_are_left_out_on_other_pages(both, folder):
    node = run(folder / "甲.ipynb", corpus_is_shipped=False, ANALYSIS_CORPUS="x")
    assert "丁" in text_of(both["甲"])
    assert "丁" not in text_of(node)
    assert [cell.id for cell in node.cells] == ["cell-01", "cell-02", "cell-03", "cell-06"]
    counts = [cell.execution_count for cell in node.cells if cell.cell_type == "code"]
    assert counts == [1, 2, 3]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([code("1"), code("1 / 0")], r"x\.ipynb, code cell 2 .*ZeroDivisionError"),
        ([code("import warnings\nwarnings.warn('odd')")], r"code cell 1 .*standard error.*odd"),
        ([code("1 / 0", tags=["raises-exception"])], r"code cell 1 .* fails .*ZeroDivision"),
        ([code("1", tags=["skip-execution"]), code("2")], r"code cell 1 .*not run in its turn"),
        (
            [code("import os\nos.write(2, b'first\\nno memory\\n')\nos._exit(3)")],
            r"code cell 1 .*its kernel died",
        ),
        (
            [code("from analysis.errors import InputError\nraise InputError('甲 — 乙. Do 丙.')")],
            r"^甲 — 乙\. Do 丙 \(seen while running x\.ipynb\)\.$",
        ),
    ],
    ids=["error", "warning", "allowed error", "skipped", "dead", "input"],
)
def test_a_notebook_that_does_not_run_in_full_and_in_silence_is_refused(tmp_path, cells, said):
    with pytest.raises(InputError, match=said):
        run(write(tmp_path / "x.ipynb", *cells))


def test_a_cell_that_hangs_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(execute, "CELL_TIMEOUT", 1)
    with pytest.raises(InputError, match=r"code cell 1 .*not done in 1 seconds"):
        run(write(tmp_path / "x.ipynb", code("import time\ntime.sleep(60)")))


def test_what_a_kernel_logs_stays_off_the_terminal(tmp_path, capfd):
    source = code("import sys\nsys.__stderr__.write('甲'); sys.__stderr__.flush()")
    run(write(tmp_path / "x.ipynb", source))
    assert capfd.readouterr().err == ""


def test_of_several_failures_the_first_in_order_is_told(tmp_path):
    slow = write(tmp_path / "a.ipynb", code("import time\ntime.sleep(1)\nraise ValueError('甲')"))
    fast = write(tmp_path / "b.ipynb", code("raise ValueError('乙')"))
    never = write(tmp_path / "c.ipynb", code(f"open({str(tmp_path / 'ran')!r}, 'w').close()"))
    with pytest.raises(InputError, match=r"a\.ipynb.*甲"):
        execute.execute_all(
            [slow, fast, never], environment={}, cwd=tmp_path, corpus_is_shipped=True, jobs=1,
            progress=False,
        )  # fmt: skip
    assert not (tmp_path / "ran").exists()


def test_an_interruption_ends_the_kernels_and_is_passed_on(tmp_path, monkeypatch):
    import concurrent.futures
    import time

    def interrupted(futures, **_):
        deadline = time.monotonic() + 20
        while not (tmp_path / "ran").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        raise KeyboardInterrupt

    source = write(
        tmp_path / "x.ipynb",
        code("import pathlib, time\npathlib.Path('ran').touch()\ntime.sleep(300)"),
    )
    monkeypatch.setattr(concurrent.futures, "wait", interrupted)
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(source)
    assert time.monotonic() - begin < 30


forks = pytest.mark.skipif(not kernels.can_fork(), reason="kernels are forks on Linux only")


@forks
def test_kernels_of_a_run_branch_off_one_process_and_see_nothing_of_each_other(tmp_path):
    source = code(
        "import os, sys, analysis\n"
        "print(os.getppid(), 'numpy' in sys.modules, hasattr(analysis, 'mark'), "
        "os.environ.get('MARK'))\n"
        "analysis.mark = os.environ['MARK'] = '甲'"
    )
    both = execute.execute_all(
        [write(tmp_path / f"{name}.ipynb", source) for name in "ab"], environment={},
        cwd=tmp_path, corpus_is_shipped=True, jobs=1, progress=False,
    )  # fmt: skip
    first, second = (text_of(node).split() for node in both.values())
    assert first == second
    assert first[1:] == ["True", "False", "None"]
    assert int(first[0]) != os.getpid()
    with pytest.raises(ProcessLookupError):  # nothing of a run is left
        os.kill(int(first[0]), 0)


@forks
def test_a_kernel_that_dies_beside_another_is_told_with_its_place(tmp_path):
    dies = write(tmp_path / "a.ipynb", code("1"), code("import os\nos._exit(3)"))
    lives = write(tmp_path / "b.ipynb", code("1"))
    with pytest.raises(InputError, match=r"a\.ipynb, code cell 2 .*its kernel died"):
        execute.execute_all(
            [dies, lives], environment={}, cwd=tmp_path, corpus_is_shipped=True, progress=False
        )


@forks
def test_when_the_process_that_kernels_branch_off_ends_they_end_with_it(tmp_path):
    trunk = kernels.Trunk(os.environ, tmp_path, package=False)
    arguments = ["-f", str(tmp_path / "kernel.json")]
    try:
        kernel = trunk.branch(
            arguments, environment=os.environ, cwd=str(tmp_path), log=str(tmp_path / "log")
        )
        assert kernel.poll() is None
    finally:
        trunk.close()
    with pytest.raises(ProcessLookupError):
        os.kill(kernel.pid, 0)
    assert kernel.wait() < 0
    with pytest.raises(RuntimeError, match="has ended"):
        trunk.branch(arguments, environment={}, cwd=str(tmp_path), log=str(tmp_path / "log"))


def test_an_empty_code_cell_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(InputError, match=r"code cell 2 .*is empty"):
        run(write(tmp_path / "x.ipynb", code("1"), code(" \n")))


def test_two_notebooks_of_one_name_are_refused(tmp_path):
    (tmp_path / "b").mkdir()
    paths = [write(tmp_path / "x.ipynb"), write(tmp_path / "b" / "x.ipynb")]
    with pytest.raises(InputError, match="Two notebooks are called 'x'"):
        execute.execute_all(paths, environment={}, cwd=tmp_path, corpus_is_shipped=True)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"nbformat": 3, "cells": []}', "\udcff"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path, content):
    (tmp_path / "x.ipynb").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=r"x\.ipynb cannot be read as a notebook of format 4"):
        notebook.read_notebook(tmp_path / "x.ipynb")


def test_a_missing_notebook_is_refused(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        notebook.read_notebook(tmp_path / "x.ipynb")


def test_ids_that_are_there_stay_and_doubles_do_not(tmp_path):
    cells = [prose("甲") | {"id": name} for name in ("own", "own", "cell-04", "no good")]
    node = notebook.read_notebook(write(tmp_path / "x.ipynb", *cells))
    assert [cell.id for cell in node.cells] == ["own", "cell-02", "cell-04", "cell-04-"]


def test_reading_drops_what_an_earlier_run_left(tmp_path):
    ran = code("1", execution={"shell.execute_reply": "2020"}) | {
        "execution_count": 7,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": ["甲\n", "乙"]}],
    }
    cell = notebook.read_notebook(write(tmp_path / "x.ipynb", ran)).cells[0]
    assert (cell.outputs, cell.execution_count, dict(cell.metadata)) == ([], None, {})


def test_writing_a_notebook_twice_changes_nothing(tmp_path):
    node = notebook.read_notebook(write(tmp_path / "x.ipynb", prose("甲\n乙"), code("1\n2")))
    notebook.write_notebook(from_dict(node), tmp_path / "once.ipynb")
    read = notebook.read_notebook(tmp_path / "once.ipynb")
    notebook.write_notebook(read, tmp_path / "twice.ipynb")
    assert (tmp_path / "once.ipynb").read_bytes() == (tmp_path / "twice.ipynb").read_bytes()
