"""`python -m analysis count`: the counts of anybody's loop, of the chain, and of a cluster."""

import csv
import json
import multiprocessing
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
import scipy.sparse

from analysis import (
    ahead,
    chain,
    compiling,
    count_job,
    counts,
    evidence_files,
    jieba_engine,
    pages,
    runners,
    unit_counts,
    work_units,
)  # fmt: skip
from analysis.errors import InputError
from conftest import PROJECT

FILES = ["frequency.csv", "documents.csv", "document_terms.npz"]


def texts(folder: Path, n: int, *, size: int = 400) -> Path:
    """A folder of files made of the sentences of the shipped pages, each file another mixture."""
    folder.mkdir(exist_ok=True)
    corpus = pages.read_corpus(PROJECT / "seeds")
    sentences = "".join(page.text for page in corpus.pages).split("。")
    for at in range(n):
        chosen = [
            sentences[(at * 7 + k * (at % 5 + 1)) % len(sentences)] for k in range(size // 40)
        ]
        text = "。".join(chosen) + '。\r\n甲、PM_2.5 1-4月\t“=1+1”,"x"\n'
        (folder / f"{at:04d}.txt").write_text(text, "utf-8", newline="")
    return folder


def count(folder: Path, out: Path, **how) -> count_job.Result:
    workers = how.pop("workers", 1)
    return count_job.count(folder, out, run=how.pop("run", runners.machine(workers)), **how)


def table(out: Path) -> list[tuple[str, int, int]]:
    with (out / "frequency.csv").open(encoding="utf-8", newline="") as file:
        return [(r["token"], int(r["freq"]), int(r["doc_freq"])) for r in csv.DictReader(file)]


def documents(out: Path) -> list[dict[str, str]]:
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_hand(folder: Path) -> list[tuple[str, int, int]]:
    """What a loop of `jieba.lcut` and a Counter gives."""
    freq, doc_freq = Counter(), Counter()
    cut = jieba_engine.bare_cut(None, rules=False)
    for path in folder.glob("*.txt"):
        found = Counter(cut(path.read_bytes().decode("utf-8")))
        freq += found
        doc_freq.update(found.keys())
    return sorted(((t, n, doc_freq[t]) for t, n in freq.items()), key=lambda r: (-r[1], r[0]))


def contents(out: Path) -> list[bytes]:
    return [(out / name).read_bytes() for name in FILES]


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    return texts(tmp_path_factory.mktemp("texts") / "我的 texts", 120)


@pytest.fixture
def small_units(monkeypatch):
    """Many units of a small collection."""
    monkeypatch.setattr(work_units, "LEAST", 4_000)
    monkeypatch.setattr(work_units, "MOST", 9_000)


def test_plain_counts_are_those_of_a_loop_of_lcut(collection, tmp_path, small_units):
    found = count(collection, tmp_path / "out", plain=True)
    rows = table(tmp_path / "out")
    assert rows == by_hand(collection)
    assert found.n_types == len(rows)
    assert {"\r\n", "\n", "\t", '"', "，", "="} <= {token for token, _f, _d in rows}


def test_the_matrix_has_a_row_a_document_and_a_column_a_word(collection, tmp_path, small_units):
    out = tmp_path / "out"
    count(collection, out, plain=True)
    matrix, rows = scipy.sparse.load_npz(out / "document_terms.npz"), table(out)
    assert matrix.shape == (120, len(rows))
    assert isinstance(matrix, scipy.sparse.csr_array)
    assert matrix.has_canonical_format
    assert list(matrix.sum(axis=0)) == [freq for _t, freq, _d in rows]
    assert list((matrix > 0).sum(axis=0)) == [doc_freq for _t, _f, doc_freq in rows]
    assert list(matrix.sum(axis=1)) == [int(row["n_tokens"]) for row in documents(out)]
    assert [row["document_id"] for row in documents(out)] == [f"{at:04d}.txt" for at in range(120)]


def test_without_numba_the_files_are_the_same(collection, tmp_path, small_units, monkeypatch):
    for plain in (True, False):
        count(collection, tmp_path / f"fast{plain}", plain=plain)
    monkeypatch.setattr(compiling, "has_numba", lambda: False)
    unit_counts._local.__dict__.clear()
    try:
        for plain in (True, False):
            count(collection, tmp_path / f"slow{plain}", plain=plain)
            assert contents(tmp_path / f"fast{plain}") == contents(tmp_path / f"slow{plain}")
    finally:
        unit_counts._local.__dict__.clear()


@pytest.mark.parametrize("corrected", [True, False])
def test_the_chain_counts_what_the_tables_of_the_chain_hold(tmp_path, collection, corrected):
    folder = PROJECT / "seeds" if corrected else collection
    count(folder, tmp_path)
    built = chain.build(pages.read_corpus(folder))
    tokens = counts.token_table(built.tokens, built.sentences, built.articles, built.pages)
    wanted = counts.frequency(tokens)
    assert table(tmp_path) == list(
        zip(wanted["token"], wanted["freq"], wanted["doc_freq"], strict=True)
    )
    dtm = counts.document_term_matrix(tokens)
    assert sorted(row["document_id"] for row in documents(tmp_path)) == list(dtm.documents)


@pytest.mark.parametrize("districts", [True, False])
def test_rows_of_a_table_are_articles_as_in_the_tables_of_the_chain(tmp_path, districts):
    text = (
        "# 报告\n\n## 甲\n\n第一段说平台。第二句\n接着说车站\n\n图为车站。\n\n"
        "乙\n\n■本报记者 甲乙\n\n说街道。\n"
    )
    folder = tmp_path / "rows"
    folder.mkdir()
    lines = [json.dumps({"text": text.replace("平台", word)}) for word in ("平台", "社区")]
    (folder / "rows.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "corpus.toml").write_text('[records]\nfile = "rows.jsonl"\ntext = "text"\n', "utf-8")
    count(folder, tmp_path / "out", districts=districts)
    built = chain.build(pages.read_corpus(folder))
    tokens = counts.token_table(built.tokens, built.sentences, built.articles, built.pages)
    wanted = counts.frequency(tokens)
    assert table(tmp_path / "out") == list(
        zip(wanted["token"], wanted["freq"], wanted["doc_freq"], strict=True)
    )
    assert [row["document_id"] for row in documents(tmp_path / "out")] == list(
        built.articles["article_id"]
    )


@pytest.mark.parametrize("plain", [True, False])
def test_workers_do_not_change_a_byte(collection, tmp_path, small_units, plain):
    count(collection, tmp_path / "one", plain=plain)
    count(collection, tmp_path / "two", plain=plain, workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.fixture
def units_read(monkeypatch):
    """How many units were read ahead in each run; loading takes until all are."""
    found = []
    real = ahead._found

    def loaded(_job):
        for process in multiprocessing.active_children():
            process.join(60)

    monkeypatch.setattr(ahead, "prepare", loaded)
    monkeypatch.setattr(ahead, "_found", lambda file: [found.append(real(file)), real(file)][1])
    return found


forks = pytest.mark.skipif(runners._METHOD != "fork", reason="nothing is read ahead")


@forks
def test_units_that_were_read_ahead_do_not_change_a_byte(
    collection, tmp_path, small_units, units_read
):
    count(collection, tmp_path / "one")
    assert not units_read
    found = count(collection, tmp_path / "two", workers=2)
    assert [len(read) for read in units_read] == [min(found.n_parts, 16)]
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@forks
def test_a_file_that_vanishes_while_units_are_read_ahead_is_named(
    tmp_path, small_units, units_read, monkeypatch, capfd
):
    folder = texts(tmp_path / "texts", 40)
    wanted = runners._ordered

    def vanishing(units):
        held, rest = wanted(units)
        (folder / held[-2][1].files[0].name).unlink()
        return held, rest

    monkeypatch.setattr(runners, "_ordered", vanishing)
    assert "Cannot read" in refusal(folder, tmp_path / "out", workers=2)
    assert [len(read) for read in units_read] == [1]
    assert capfd.readouterr().err == ""


@forks
def test_nothing_is_read_ahead_where_no_file_can_be_put(
    collection, tmp_path, small_units, units_read, monkeypatch
):
    def full(*_how, **_named):
        raise OSError(28, "No space left on device")

    count(collection, tmp_path / "one")
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    count(collection, tmp_path / "two", workers=2)
    assert not units_read
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_unit_that_was_read_by_half_is_read_again(tmp_path):
    with (tmp_path / "read").open("w+b") as file:
        for found in ("whole", "by half"):
            packed = pickle.dumps(found)
            file.write(len(packed).to_bytes(ahead._HEAD, "little") + packed)
        file.truncate(file.tell() - 1)
        assert [read() for read in ahead._found(file.fileno())] == ["whole"]


@forks
def test_large_units_are_counted_first(tmp_path, small_units):
    folder = texts(tmp_path / "texts", 12, size=800)
    texts(folder, 6)
    units = list(work_units.units(folder, plain=False, source=None))
    sizes = [units[place].n_bytes for place, _unit in runners._ordered(units)[0]]
    assert sizes == sorted(sizes, reverse=True) != [unit.n_bytes for unit in units]


def test_a_second_run_redoes_nothing_and_a_changed_file_only_its_unit(tmp_path, small_units):
    folder, out = texts(tmp_path / "texts", 60), tmp_path / "out"
    first = count(folder, out, plain=True)
    assert first.n_redone == first.n_parts > 5
    before = contents(out)
    assert count(folder, out, plain=True).n_redone == 0
    assert contents(out) == before
    path = folder / "0030.txt"
    path.write_text(path.read_text("utf-8").replace("。", "！", 1), "utf-8", newline="")
    assert count(folder, out, plain=True).n_redone == 1
    assert table(out) == by_hand(folder)
    assert len(list((out / "parts").iterdir())) == first.n_parts


def test_a_changed_lexicon_counts_anew_and_only_where_it_counts(tmp_path, small_units):
    folder, out = texts(tmp_path / "texts", 20), tmp_path / "out"
    count(folder, out)
    (folder / "lexicon").mkdir()
    (folder / "lexicon" / "own.tsv").write_text("term\tpos\treason\n甲乙丙\tnz\ttest\n", "utf-8")
    again = count(folder, out)
    assert again.n_redone == again.n_parts


def test_a_damaged_part_is_counted_again(tmp_path, small_units):
    folder, out = texts(tmp_path / "texts", 40), tmp_path / "out"
    count(folder, out, plain=True)
    before = contents(out)
    part = next(iter(sorted((out / "parts").glob("*.npz"))))
    part.write_bytes(part.read_bytes()[:-200])
    assert count(folder, out, plain=True).n_redone == 1
    assert contents(out) == before


def test_a_file_larger_than_a_slice_is_one_document(tmp_path, monkeypatch):
    folder = texts(tmp_path / "texts", 1, size=80_000)
    (folder / "0000.txt").rename(folder / "large.txt")
    texts(folder, 3)
    count(folder, tmp_path / "whole", plain=True)
    monkeypatch.setattr(work_units, "SLICED", 50_000)
    monkeypatch.setattr(work_units, "SLICE", 10_000)
    count(folder, tmp_path / "sliced", plain=True)
    assert len(list((tmp_path / "sliced" / "parts").glob("*.npz"))) > 5
    assert contents(tmp_path / "whole") == contents(tmp_path / "sliced")


def refusal(folder: Path, out: Path, **how) -> str:
    with pytest.raises(InputError) as refused:
        count(folder, out, **how)
    message = str(refused.value)
    assert "\n" not in message and message.endswith(".")
    assert not out.exists() or list((out / "parts").iterdir())
    return message


def test_what_cannot_be_counted_is_said(tmp_path, monkeypatch):
    out = tmp_path / "out"
    (tmp_path / "empty").mkdir()
    assert "holds no .txt file" in refusal(tmp_path / "empty", out)
    assert "is not there" in refusal(tmp_path / "none", out)
    folder = texts(tmp_path / "texts", 2)
    (folder / "0001.txt").write_bytes(b"\x00\x01\xff" * 900)
    assert "0001.txt" in refusal(folder, out, plain=True)
    monkeypatch.setattr(work_units, "LARGEST_PAGE", 100)
    assert "a page is read whole" in refusal(folder, out)


def changing(folder: Path, change):
    """A runner under which a file changes after it was listed."""

    def run(job, units):
        for place, unit in enumerate(list(units)):
            change(folder / unit.files[0].name)
            yield place, unit, unit_counts.count_unit(job, unit)

    return run


def test_a_file_that_changes_or_vanishes_during_the_run_is_named(tmp_path):
    folder = texts(tmp_path / "texts", 3)
    run = changing(folder, lambda path: path.write_text("又一句。", "utf-8"))
    assert "has changed while it was" in refusal(folder, tmp_path / "out", plain=True, run=run)
    run = changing(folder, lambda path: path.unlink())
    assert "Cannot read" in refusal(folder, tmp_path / "out", plain=True, run=run)


def test_rows_of_a_table_are_documents_and_bad_ones_are_listed(tmp_path):
    folder = texts(tmp_path / "texts", 5)
    rows = [
        {"n": path.name, "body": path.read_bytes().decode("utf-8"), "day": "2021-05"}
        for path in sorted(folder.glob("*.txt"))
    ]
    table_folder = tmp_path / "rows"
    table_folder.mkdir()
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    lines.insert(2, '{"n": "bad"}')
    (table_folder / "rows.jsonl").write_text("\n".join(lines), "utf-8")
    (table_folder / "corpus.toml").write_text(
        '[records]\nfile = "rows.jsonl"\ntext = "body"\nid = "n"\ndate = "day"\n', "utf-8"
    )
    assert "row 3, has no “body”" in refusal(table_folder, tmp_path / "a", plain=True)
    found = count(table_folder, tmp_path / "b", plain=True, skip_bad=True)
    assert [bad.row for bad in found.skipped] == [3]
    assert "rows.jsonl,3," in (tmp_path / "b" / "skipped.csv").read_text("utf-8")
    count(folder, tmp_path / "c", plain=True)
    assert contents(tmp_path / "b")[0] == contents(tmp_path / "c")[0]
    count(folder, tmp_path / "b", plain=True)
    assert not (tmp_path / "b" / "skipped.csv").exists()  # an earlier run's


def command(*options, run=("-m", "analysis"), **how) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, *run, "count", *map(str, options)],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how,
    )  # fmt: skip


# The command as it is, but slow to keep a part: a signal then always finds it at work.
SLOWLY = """
import time
from analysis import __main__, count_job
save = count_job.save_part
count_job.save_part = lambda *part: (save(*part), time.sleep(0.5))
__main__.run()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_an_interrupted_run_goes_on_where_it_was(tmp_path, name):
    folder, out = tmp_path / "texts", tmp_path / "out"
    texts(folder, 400, size=12_000)
    process = command(
        "--plain", "--corpus", folder, "--out", out, run=["-c", SLOWLY], start_new_session=True
    )
    deadline = time.monotonic() + 120
    while not list(out.glob("parts/*.npz")) and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, getattr(signal, name))
    _said, warned = process.communicate(timeout=60)
    assert process.returncode == (2 if name == "SIGINT" else -signal.SIGKILL)
    assert "Traceback" not in warned
    assert not (out / "frequency.csv").exists()
    kept = len(list(out.glob("parts/*.npz")))
    found = count(folder, out, plain=True, workers=2)
    assert 0 < found.n_redone == found.n_parts - kept
    assert not list(out.glob("**/*.partial"))


def test_the_command_says_what_it_did(collection, tmp_path):
    process = command("--plain", "--corpus", collection, "--out", tmp_path / "out")
    said, warned = process.communicate(timeout=120)
    assert process.returncode == 0, warned
    assert said.startswith("Done. 120 documents, ")
    assert warned == ""


def test_an_engine_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="needs --scheduler"):
        runners.runner("dask", None, None)
    with pytest.raises(InputError, match="belongs to --engine dask"):
        runners.runner("process", "tcp://127.0.0.1:1", None)


class TestDask:
    """A cluster of two local workers, each a process of its own."""

    @pytest.fixture(scope="class")
    def cluster(self):
        distributed = pytest.importorskip("distributed")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster:
            yield cluster

    @pytest.mark.filterwarnings("ignore")
    def test_results_are_those_of_one_process(self, cluster, collection, tmp_path, small_units):
        count(collection, tmp_path / "one")
        run = runners.dask_cluster(cluster.scheduler_address)
        found = count(collection, tmp_path / "many", run=run)
        assert found.n_parts > 5
        assert contents(tmp_path / "one") == contents(tmp_path / "many")

    @pytest.mark.filterwarnings("ignore")
    def test_rows_that_are_kept_are_those_of_one_process(self, cluster, tmp_path, small_units):
        folder = texts(tmp_path / "texts", 8)
        count(folder, tmp_path / "one", evidence=True)
        run = runners.dask_cluster(cluster.scheduler_address)
        assert count(folder, tmp_path / "many", run=run, evidence=True).n_parts > 1
        names = [*FILES, *evidence_files.FILES]
        for name in names:
            one, many = (tmp_path / out / name for out in ("one", "many"))
            assert one.read_bytes() == many.read_bytes()

    @pytest.mark.filterwarnings("ignore")
    def test_a_killed_worker_loses_nothing(self, cluster, tmp_path, small_units):
        folder = texts(tmp_path / "texts", 300)
        count(folder, tmp_path / "one", plain=True)
        run = runners.dask_cluster(cluster.scheduler_address)
        victims = [worker.pid for worker in cluster.workers.values()]

        def kill(_n_bytes):
            if victims:
                os.kill(victims.pop(), signal.SIGKILL)
                victims.clear()

        count(folder, tmp_path / "many", plain=True, run=run, progress=kill)
        assert not victims
        assert contents(tmp_path / "one") == contents(tmp_path / "many")

    def test_a_scheduler_that_does_not_answer_is_said(self, tmp_path, monkeypatch, collection):
        pytest.importorskip("distributed")
        monkeypatch.setattr(runners, "_ANSWERS", 0.2)
        run = runners.dask_cluster("tcp://127.0.0.1:9")
        assert "No Dask scheduler answers" in refusal(collection, tmp_path / "out", run=run)

    @pytest.mark.parametrize("address", ["nothing://甲:1", "tcp://127.0.0.1", "tls://127.0.0.1:9"])
    def test_an_address_that_is_none_is_said_in_a_sentence_and_no_more(
        self, tmp_path, collection, address
    ):
        pytest.importorskip("distributed")
        where = ["--plain", "--corpus", collection, "--out", tmp_path / "out"]
        process = command(*where, "--engine", "dask", "--scheduler", address)
        said, warned = process.communicate(timeout=120)
        assert (process.returncode, said) == (2, "")
        assert re.fullmatch(r"analysis: No Dask scheduler answers at .*\n", warned)

    def test_something_else_that_listens_is_not_waited_for(self, tmp_path, monkeypatch, collection):
        pytest.importorskip("distributed")
        monkeypatch.setattr(runners, "_ANSWERS", 0.2)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            run = runners.dask_cluster(f"tcp://127.0.0.1:{silent.getsockname()[1]}")
            said = refusal(collection, tmp_path / "out", run=run)
        assert "has said nothing" in said
