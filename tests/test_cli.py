"""The command line as a person meets it: answers, and one sentence where it cannot."""

import hashlib
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import unicodedata

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


# A command that is interrupted where Python swallows it, twice in haste, and once more later.
SWALLOWED = """
import signal, sys, time
from analysis import __main__
__main__._CLEANING_UP = 0.5

class Late:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def work(_options):
    late = Late()
    del late
    for kill in (signal.SIGINT, signal.SIGTERM):
        signal.raise_signal(kill)
    print("undisturbed", flush=True)
    time.sleep(0.6)
    signal.raise_signal(signal.SIGINT)
    print("never", flush=True)

__main__.COMMANDS["tables"] = work
sys.argv[1:] = ["tables", "--out", "nowhere"]
__main__.run()
"""


def test_an_interruption_that_was_swallowed_can_be_asked_for_again(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWED], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "undisturbed\n")
    assert done.stderr.splitlines()[-1].startswith("analysis: interrupted")


def test_an_interruption_within_a_library_that_runs_strings_ends_with_2(tmp_path):
    (tmp_path / "interrupted.py").write_text(
        "import sys\n"
        "from analysis import __main__ as cli\n"
        "cli.COMMANDS['check'] = lambda options: exec('raise KeyboardInterrupt')\n"
        "sys.exit(cli.main(['check']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("analysis: interrupted")


def test_kwic_prints_lines_that_lead_back_to_the_page(corpus, capsys):
    assert main(["kwic", "操场", "--corpus", str(corpus), "--window", "3"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert all("[操场]" in line for line in said[:-1])
    assert any(line.endswith("静安区  a:5") for line in said)
    assert "in 1 item of" in said[-1]


def test_kwic_takes_a_pattern_a_family_and_an_order(corpus, capsys):
    folder = ["--corpus", str(corpus), "--window", "3"]
    orders = {}
    for sort in ("position", "right"):
        assert main(["kwic", "操场[昨面。]", "--regex", "--sort", sort, *folder]) == 0
        orders[sort] = re.findall(r"\[(操场.)\]", capsys.readouterr().out)
    assert orders["position"] == ["操场昨", "操场面", "操场。"]
    assert sorted(orders["right"]) == sorted(orders["position"])
    assert orders["right"][0] == "操场。"  # nothing stands behind it
    (corpus / "systems.tsv").write_text(
        "name\tvariants\ttype\toperator\thome\treason\n停车通\t智慧停车\tplatform\t\t\tprinted\n",
        "utf-8",
    )
    assert main(["kwic", "--family", "停车通", *folder]) == 0
    said = capsys.readouterr().out
    assert "[停车通]" in said
    assert "[智慧停车]" in said


def test_kwic_takes_words_that_stand_side_by_side(corpus, capsys):
    assert main(["kwic", "操场 昨天", "--corpus", str(corpus)]) == 0
    apart = capsys.readouterr().out
    assert main(["kwic", "操场昨天", "--corpus", str(corpus)]) == 0
    assert "[操场昨天]" in apart
    assert apart == capsys.readouterr().out


HARM = "\u202e\x1b[31m\x07"


def test_what_moves_a_terminal_is_shown_as_a_dot(tmp_path, capsys):
    name = f"页{HARM}\t一"
    text = f"学校开放操场\n\n附近的{HARM}操场昨天开放。" + "很多居民来了。" * 30
    (tmp_path / f"{name}.txt").write_text(f"{text}\n", "utf-8")
    for command in ("kwic", "search"):
        assert main([command, "操场", "--corpus", str(tmp_path)]) == 0
        said = capsys.readouterr().out
        assert "页··[31m··一" in said
        moving = [c for c in said if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t"]
        assert not moving
        assert all(line.count("\t") in (0, 3) for line in said.splitlines())
    (tmp_path / f"{name}.txt").write_bytes(b"\x00\x01\x02")
    assert "页··[31m··一.txt" in refused(capsys, "kwic", "操场", "--corpus", tmp_path)


def test_kwic_refuses_an_empty_district_and_two_ways_to_match(corpus, capsys):
    for options, said in (
        (["--district", " "], "--district: the name is empty"),
        (["--regex", "--substring"], "--substring: not allowed with argument --regex"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(["kwic", "操场", *options, "--corpus", str(corpus)])
        assert ended.value.code == 2
        assert said in capsys.readouterr().err


def test_kwic_says_what_it_cannot_look_for(corpus, capsys):
    folder = "--corpus", corpus
    assert "a word, or --family" in refused(capsys, "kwic", *folder)
    assert "a word, or --family" in refused(capsys, "kwic", "甲", "--family", "乙", *folder)
    assert "no family “乌有”" in refused(capsys, "kwic", "--family", "乌有", *folder)
    assert "no regular expression" in refused(capsys, "kwic", "(", "--regex", *folder)
    assert "expression is empty" in refused(capsys, "kwic", "", "--regex", *folder)


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


def piped(data, *arguments):
    """What `tokenise` answers to these bytes."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", "tokenise", *map(str, arguments)],
        input=data, capture_output=True, cwd=PROJECT,
    )  # fmt: skip


def test_tokenise_gives_a_line_for_a_line_whatever_it_holds(tmp_path):
    text = "静安区\u2028发展大数据\r\n\n末行"
    (tmp_path / "t.txt").write_bytes(text.encode())
    for done in (piped(text.encode(), "-"), piped(b"", tmp_path / "t.txt")):
        assert done.stdout.decode().split("\n") == ["静安区 \u2028 发展 大数据", "", "末行", ""]


def test_tokenise_answers_each_line_before_the_next_one_comes():
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", "tokenise"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT,
    )  # fmt: skip
    try:
        for _ in range(2):
            process.stdin.write("静安区发展\n".encode())
            process.stdin.flush()
            assert process.stdout.readline().decode() == "静安区 发展\n"
    finally:
        process.communicate(timeout=30)


def test_tokenise_says_which_byte_of_which_line_is_not_utf_8():
    done = piped("静安区\n".encode() + "发展".encode("gb18030"))
    assert done.returncode == 2
    assert "The standard input is not UTF-8" in done.stderr.decode()
    assert "line 2" in done.stderr.decode()


def test_parts_of_speech_do_not_change_the_words():
    text = "静安区发展大数据，朱蘁蘁说。".encode()
    words = piped(text).stdout.decode().split()
    pairs = piped(text, "--pos").stdout.decode().split()
    assert [pair.rpartition("/")[0] for pair in pairs] == words
    assert pairs[:2] == ["静安区/ns", "发展/vn"]


def test_a_lexicon_is_a_folder_of_lists_or_a_corpus_with_one(tmp_path):
    lists = tmp_path / "corpus" / "lexicon"
    lists.mkdir(parents=True)
    (lists / "own.tsv").write_text("term\tpos\treason\n静安发展大\tnz\t试\n", "utf-8")
    (tmp_path / "empty").mkdir()
    for folder in (lists, tmp_path / "corpus"):
        done = piped("静安发展大数据".encode(), "--lexicon", folder)
        assert done.stdout.decode() == "静安发展大 数据\n"
    for folder, seen in ((tmp_path / "empty", "no lists in"), (tmp_path / "none", "no folder")):
        done = piped(b"", "--lexicon", folder)
        assert (done.returncode, seen in done.stderr.decode()) == (2, True)
    (lists / "own.tsv").write_text("term\tpos\treason\n甲\n", "utf-8")
    done = piped(b"", "--lexicon", lists)
    assert f"{lists / 'own.tsv'}, line 2" in done.stderr.decode()
    assert piped(b"", "--lexicon", lists, "--no-lexicon").returncode == 2


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
    assert "it is the folder that is read" in said
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


def test_a_folder_of_pages_is_no_place_for_results(corpus, tmp_path, capsys):
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.txt").write_text("甲乙丙丁。", "utf-8")
    assert "it holds 'z.txt'" in refused(capsys, "tables", "--corpus", corpus, "--out", other)


def test_a_page_that_is_not_ours_is_not_replaced(corpus, tmp_path, capsys):
    out = tmp_path / "site"
    out.mkdir()
    (out / "index.html").write_text("precious", "utf-8")
    assert "did not make" in refused(capsys, "report", "--corpus", corpus, "--out", out)
    assert (out / "index.html").read_text("utf-8") == "precious"


@pytest.mark.parametrize("command", ["tables", "check"])
def test_every_command_refuses_a_list_that_the_report_would_refuse(
    command, corpus, tmp_path, capsys
):
    (corpus / "themes.tsv").write_text("theme\n甲\n", "utf-8")
    options = ["--out", tmp_path / "out"] if command == "tables" else []
    assert "themes.tsv, line 1" in refused(capsys, command, "--corpus", corpus, *options)


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("corpus.toml", 'citty = "beijing"\n', "there is no setting “citty”; did you mean city"),
        ("lexicon", "甲\n", "is a file, not a folder"),
        ("map/shanghai.geojson", "{", "it is no JSON"),
        ("map/shanghai.geojson", '{"features": [{}]}', "it lacks 'properties'"),
    ],
)
def test_what_a_folder_brings_is_not_passed_over(file, text, sentence, corpus, capsys):
    (corpus / file).parent.mkdir(exist_ok=True)
    (corpus / file).write_text(text, "utf-8")
    assert sentence in refused(capsys, "check", "--corpus", corpus)


@pytest.mark.parametrize("arguments", [[], ["measure"], ["report", "--nothing"], ["jump"]])
def test_a_faulty_command_is_said_in_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.count("\n") == 1
    assert "--help" in said
