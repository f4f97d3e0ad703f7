"""Large collections counted: this project beside what a reader would otherwise write.

``make bench CORPUS=DIR`` (``python benchmarks/count.py --corpus DIR``) makes collections of 1, 10
and 100 megabytes (10^6 bytes) of the texts of DIR (`.txt` files, or a `.jsonl`, `.gz` or `.xz` too,
with a field ``text``), counts each in whole processes, one after the other and in turn, checks that
the counts are the same, and writes the table and the picture of ``docs/performance.md``. Without a
corpus the text is artificial (see ``benchmarks/pages.py``): unique, but no sense. Where a corpus is
too small its texts come again with the sentences of each paragraph turned round. Times are those of
the clock, from the start of a process to its end; memory is the most that a process and its workers
held together. A run is counted from nothing: parts of an earlier one are removed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from pages import MEGABYTE, PAGE_BYTES, SEED, artificial, from_file, turned

PROJECT = Path(__file__).resolve().parent.parent
# How often a run's memory is looked at, in seconds.
_LOOKS = 0.05
# What a way is beside, and the least ratio it may have by size in megabytes.
FLOORS = {"count --plain": {10: 6.0, 100: 20.0}, "count, whole chain": {100: 8.0}}
BASE = "jieba.lcut + Counter"
LEAST_CUT, LEAST_SCALING = 30.0, 0.8
MOST_MEMORY = {100: 600, 1000: 2500}

LOOP = """
import csv, sys, warnings
warnings.simplefilter("ignore")
from collections import Counter
from pathlib import Path
import jieba
jieba.setLogLevel(60)
freq, doc_freq = Counter(), Counter()
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    found = Counter(jieba.lcut(path.read_text("utf-8")))
    freq.update(found)
    doc_freq.update(found.keys())
with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
    rows = sorted(freq.items(), key=lambda item: (-item[1], item[0]))
    csv.writer(file, lineterminator="\\n").writerows(
        [("token", "freq", "doc_freq"), *((t, n, doc_freq[t]) for t, n in rows)]
    )
"""
SKLEARN = """
import sys, warnings
warnings.simplefilter("ignore")
from pathlib import Path
import jieba
jieba.setLogLevel(60)
from sklearn.feature_extraction.text import CountVectorizer
paths = sorted(Path(sys.argv[1]).glob("*.txt"))
vectorizer = CountVectorizer(input="filename", analyzer="word", tokenizer=jieba.lcut,
                             token_pattern=None, lowercase=False)
vectorizer.fit_transform(map(str, paths))
"""
CUTS = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from pathlib import Path
import jieba
from analysis import token_ids
jieba.setLogLevel(60)
jieba.initialize()
texts = [path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
engine = token_ids.engine()
engine.cut(texts[:3])
ratios = []
for start in range(0, len(texts), len(texts) // 5):
    some = texts[start:start + len(texts) // 5]
    begun = time.process_time()
    words = [jieba.lcut(text) for text in some]
    middle = time.process_time()
    cut = engine.cut(some)
    ratios.append((middle - begun) / (time.process_time() - middle))
    assert len(cut.ids) == sum(map(len, words))
print(json.dumps(sorted(ratios)))
"""


class Run(NamedTuple):
    """One whole process: seconds of the clock, of the processors, and most megabytes held."""

    seconds: float
    processor: float
    memory: float


def collection(documents: Iterable[Sequence[str]], size: int, folder: Path) -> int:
    """Write files of about a newspaper page each, together `size` bytes; the bytes written."""
    folder.mkdir(parents=True)
    total = number = 0
    page: list[str] = []
    held = 0
    for paragraph in chain.from_iterable(documents):
        page.append(paragraph)
        held += len(paragraph.encode()) + 2
        if held >= PAGE_BYTES:
            data = "\n\n".join(page).encode()
            (folder / f"{number:06d}.txt").write_bytes(data)
            total, number, page, held = total + len(data), number + 1, [], 0
            if total >= size:
                break
    return total


def documents_of(corpus: Path | None) -> Iterator[Sequence[str]]:
    """Documents without end, as paragraphs."""
    if corpus is None:
        yield from artificial(SEED)
        return
    texts = sorted(corpus.rglob("*.txt"))
    if not texts:
        tables = [p for p in sorted(corpus.iterdir()) if ".jsonl" in p.suffixes]
        if not tables:
            raise SystemExit(f"{corpus} holds no .txt file and no .jsonl — name another CORPUS.")
        yield from from_file(tables[0])
        return
    again = False
    while True:
        for path in texts:
            lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
            yield [turned(line) for line in lines] if again else lines
        again = True


def run(command: Sequence[str]) -> Run:
    """Run a process to its end and measure it with its children."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"}
    before, begun = os.times(), time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, memory(process.pid))
        time.sleep(_LOOKS)
    seconds, after = time.perf_counter() - begun, os.times()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))[:200]} ended with {process.returncode}")
    spent = after.children_user + after.children_system
    return Run(seconds, spent - before.children_user - before.children_system, most)


def memory(pid: int) -> float:
    """Megabytes that a process and those it started hold together, shared pages once."""
    import psutil

    try:
        family = [psutil.Process(pid)]
        family += family[0].children(recursive=True)
        return sum(process.memory_full_info().pss for process in family) / MEGABYTE
    except (psutil.Error, AttributeError):
        return 0.0


def ways(folder: Path, out: Path, *, plain: bool = True) -> dict[str, list[str]]:
    """Name to command."""
    count = [sys.executable, "-m", "analysis", "count", "--corpus", str(folder), "--out", str(out)]
    return {
        BASE: [sys.executable, "-c", LOOP, str(folder), f"{out}.loop.csv"],
        "CountVectorizer with jieba": [sys.executable, "-c", SKLEARN, str(folder)],
        "count --plain": [*count, "--plain"],
        "count, whole chain": count,
    }


def measured(sizes: Sequence[int], corpus: Path | None, slow_up_to: int) -> list[dict]:
    """Every way at every size; what a user would write only up to `slow_up_to` megabytes."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        warm(Path(scratch))
        for megabytes in sizes:
            folder, out = Path(scratch) / str(megabytes), Path(scratch) / f"out-{megabytes}"
            size = collection(documents_of(corpus), megabytes * MEGABYTE, folder)
            for name, command in ways(folder, out).items():
                if not name.startswith("count") and megabytes > slow_up_to:
                    continue
                shutil.rmtree(out, ignore_errors=True)
                found = run(command)
                rows.append({"way": name, "MB": megabytes, "bytes": size, **found._asdict()})
                say(f"{name:28}{megabytes:6} MB{found.seconds:9.2f} s{found.memory:8.0f} MB held")
                if name == "count --plain" and megabytes <= slow_up_to:
                    same(out / "frequency.csv", Path(f"{out}.loop.csv"))
            shutil.rmtree(folder)
            shutil.rmtree(out)
    return rows


def warm(scratch: Path) -> None:
    """Compile and make tables once, as on a machine that has counted before."""
    collection(artificial(SEED), MEGABYTE // 10, scratch / "warm")
    for name, command in ways(scratch / "warm", scratch / "warm-out").items():
        if name.startswith("count"):
            run(command)


def same(ours: Path, theirs: Path) -> None:
    """Stop if the two tables of counts differ by a byte."""
    if ours.read_bytes() != theirs.read_bytes():
        raise SystemExit("the counts are not those of the loop: a fault, not a measurement")


def cutting(corpus: Path | None) -> list[float]:
    """Ratios of processor time, jieba.lcut to token ids, over five pieces of 10 megabytes."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        folder = Path(scratch) / "10"
        collection(documents_of(corpus), 10 * MEGABYTE, folder)
        done = subprocess.run(
            [sys.executable, "-c", CUTS, str(folder)], cwd=PROJECT, check=True,
            env=os.environ | {"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True,
        )  # fmt: skip
        return json.loads(done.stdout)


def say(line: str) -> None:
    """Write a line at once: the next takes a while."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Measure, write table and picture; 1 if a floor is not reached."""
    import count_page

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, help="folder of texts, or of a .jsonl file")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100], help="MB")
    parser.add_argument("--slow-up-to", type=int, default=100, help="MB for what a user writes")
    parser.add_argument("--page", type=Path, help="write the table into this page")
    asked = parser.parse_args()
    ratios = cutting(asked.corpus)
    say(f"cutting to token ids: {ratios[len(ratios) // 2]:.0f} x jieba.lcut")
    rows = measured(asked.sizes, asked.corpus, asked.slow_up_to)
    say(count_page.table(rows, ratios))
    if asked.page:
        count_page.write(asked.page, rows, ratios, artificial=asked.corpus is None)
    missed = count_page.missed(rows, ratios)
    for line in missed:
        say(line)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
