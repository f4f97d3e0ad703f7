"""The command line as a person meets it: answers, and one sentence where it cannot."""

import hashlib
import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

from analysis import schema
from analysis.__main__ import main
from conftest import PROJECT


def refused(capsys, *arguments: object) -> str:
    """The sentence on standard error, after exit code 2 and nothing else."""
    assert main([str(argument) for argument in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("analysis: ")
    return lines[0]


def test_tables_writes_one_csv_per_table(corpus, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["tables", "--corpus", str(corpus), "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{name}.csv" for name in schema.COLUMNS
    )
    for name in schema.COLUMNS:
        schema.read_table(name, out / f"{name}.csv")
    assert capsys.readouterr().out.startswith("Done. 13 tables, ")


def test_tables_are_the_same_bytes_on_a_second_run(corpus, tmp_path):
    digests = []
    for out in (tmp_path / "one", tmp_path / "two"):
        main(["tables", "--corpus", str(corpus), "--out", str(out)])
        digests.append({p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in out.iterdir()})
    assert digests[0] == digests[1]


@pytest.mark.parametrize("command", ["tables", "report"])
def test_input_that_cannot_be_used_leaves_earlier_results_untouched(
    command, corpus, tmp_path, capsys
):
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("earlier")
    (corpus / "c.txt").write_bytes(b"")
    assert "c.txt is empty" in refused(capsys, command, "--corpus", corpus, "--out", out)
    assert (out / "index.html").read_text() == "earlier"
    assert [path.name for path in out.iterdir()] == ["index.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([corpus.name, "out"])


@pytest.mark.parametrize("command", ["tables", "report", "check", "kwic"])
def test_no_folder_is_said_in_one_sentence(command, tmp_path, capsys):
    more = {"tables": ["--out", tmp_path / "out"], "kwic": ["甲"]}.get(command, [])
    said = refused(capsys, command, *more, "--corpus", tmp_path / "nowhere")
    assert "There is no folder" in said


def test_a_disk_that_refuses_is_said_in_one_sentence(corpus, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    said = refused(capsys, "tables", "--corpus", corpus, "--out", tmp_path / "file" / "out")
    assert "Cannot write" in said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_leaves_nothing_half_written(corpus, tmp_path, capsys, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(schema, "write_csv", full)
    said = refused(capsys, "tables", "--corpus", corpus, "--out", tmp_path / "out")
    assert "No space left on device" in said
    assert [path.name for path in tmp_path.iterdir()] == [corpus.name]


@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing_half_written(kill, corpus, tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", "report", "--corpus", corpus, "--out", out],
        stderr=subprocess.PIPE, text=True, cwd=tmp_path,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".out.*/figures")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(kill)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said.splitlines()[-1].startswith("analysis: interrupted — nothing was half-written")
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == [corpus.name]


def test_kwic_prints_lines_that_lead_back_to_the_page(corpus, capsys):
    assert main(["kwic", "操场", "--corpus", str(corpus), "--window", "3"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert all("[操场]" in line for line in said[:-1])
    assert any(line.endswith("静安区  a:5") for line in said)
    assert "hits in 1 items" in said[-1]


def test_check_lists_each_page_and_accepts_a_changed_one(corpus, capsys):
    (corpus / "pages.csv").write_text(f"file,sha256\na.txt,{'0' * 64}\n", "utf-8")
    assert "has changed since" in refused(capsys, "check", "--corpus", corpus)
    assert main(["check", "--corpus", str(corpus), "--accept"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Accepted: 2 of 2 pages renewed")
    assert "\na: " in said
    assert "\nb: " in said
    assert main(["check", "--corpus", str(corpus)]) == 0


def test_tokenise_works_in_a_pipe():
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "tokenise"],
        input="静安区发展大数据。\n\n浦东新区\n",
        capture_output=True, text=True, check=True, cwd=PROJECT, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout == "静安区 发展 大数据 。\n\n浦东新区\n"
    assert done.stderr == ""


def test_help_needs_nothing_heavy_and_names_every_command():
    code = (
        "import sys; from analysis.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('pandas', 'jieba', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    for command in ("report", "tables", "check", "kwic", "tokenise"):
        assert command in done.stdout


@pytest.mark.parametrize("command", ["tables", "report"])
def test_results_never_go_into_the_corpus_folder(command, corpus, capsys):
    (corpus / "pages.csv").write_text("file,my_note\na.txt,keep\n", "utf-8")
    before = (corpus / "pages.csv").read_bytes()
    said = refused(capsys, command, "--corpus", corpus, "--out", corpus / ".." / corpus.name)
    assert "it is the corpus folder" in said
    assert (corpus / "pages.csv").read_bytes() == before


def test_a_reader_of_the_output_that_stops_reading_is_no_error(corpus):
    tokenise = shlex.join([sys.executable, "-m", "analysis", "tokenise", str(corpus / "a.txt")])
    command = f"{tokenise} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=PROJECT)
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_an_output_that_refuses_is_said_in_one_sentence(corpus):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "analysis", "tokenise", corpus / "a.txt"],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=PROJECT,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("analysis: Cannot use the output — No space left on device.")
    assert len(done.stderr.splitlines()) == 1


def test_a_lexicon_folder_that_is_not_there_is_refused(tmp_path, capsys):
    said = refused(capsys, "tokenise", "--lexicon", tmp_path / "nowhere")
    assert "There is no folder" in said


def test_measure_compares_the_shipped_pages_with_the_reader_s_annotation(capsys):
    reference = str(PROJECT / "tests" / "gold")
    assert main(["measure", "--reference", reference]) == 0
    said = capsys.readouterr().out
    assert "item F1 by line" in said
    assert "all pages" in said
    assert "reference" in refused(capsys, "measure", "--reference", PROJECT / "docs")
