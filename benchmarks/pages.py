"""How fast pages are repaired and segmented, by kind of page and by size.

Run from the checkout: ``python benchmarks/pages.py`` (about ten minutes), or with ``--sizes 1``
for a look. The text is artificial unless a file or a folder is given: words drawn from jieba's
dictionary by their frequency there, with a fixed seed, so that hardly a sentence occurs twice;
a text made by repeating a few pages would flatter every cache. Artificial text has the lengths
and marks of prose and no sense. ``--text`` takes real prose: a document a line, or JSON lines
whose field ``text`` holds one (``.gz`` and ``.xz`` too). Where a file is too small for a size, it
is read again with the sentences of each paragraph turned round. Time is the processor's, in this
process alone; megabytes are 10^6 bytes of raw text in UTF-8. Where numba is installed it is loaded
before, as it is where pages are counted, and a page is read that is not measured; ``--plain`` goes
without it.
"""

import argparse
import gzip
import importlib
import json
import lzma
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from analysis import compiling, pages, repair, segment

# Raw text of one page, about that of a newspaper's.
PAGE_BYTES = 12_000
MEGABYTE = 1_000_000
SEED = 20_180_808
_HALF_WIDTH = str.maketrans("，；：！？（）", ",;:!?()")
_DAMAGE = str.maketrans({"。": "?", "，": ",", "：": ":", "；": "; ", "“": '"', "”": '"'})
_UNIT = re.compile(r"(?<=\d)([年月日亿万])")
# The narrowest and the widest column, in characters.
COLUMNS = (18, 30)

Setter = Callable[[Sequence[str]], list[str]]


def artificial(seed: int) -> Iterator[list[str]]:
    """Documents without end, as paragraphs: words of jieba's dictionary by their frequency."""
    import jieba
    import numpy as np

    rng = np.random.default_rng(seed)
    table = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    entries = [line.split(" ") for line in table]
    words = np.array([entry[0] for entry in entries], dtype=object)
    shares = np.cumsum([float(entry[1]) for entry in entries])
    marks = np.array(["", "，", "。", "、", "；", "”。", "“", "（", "）", "2019年", "！", "GDP"])
    weights = [0.79, 0.09, 0.045, 0.025, 0.004, 0.005, 0.005, 0.005, 0.005, 0.02, 0.001, 0.005]
    while True:
        n = int(rng.integers(300, 900))
        drawn = words[np.searchsorted(shares, rng.random(n) * shares[-1])]
        text = "".join(w + m for w, m in zip(drawn, rng.choice(marks, n, p=weights), strict=True))
        yield [drawn[0] + drawn[1] + drawn[2], *(f"{p}。" for p in _paragraphs(text))]


def _paragraphs(text: str) -> list[str]:
    """The text in paragraphs of a few sentences."""
    sentences = [s for s in text.split("。") if s]
    return ["。".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]


def from_file(path: Path) -> Iterator[list[str]]:
    """Documents without end: those of a file, then again with their sentences turned round."""
    again = False
    while True:
        found = False
        for document in read(path):
            found = True
            yield [turned(paragraph) for paragraph in document] if again else document
        if not found:
            raise SystemExit(f"{path} holds no text: a document a line, or JSON with a field text")
        again = not again


def read(path: Path) -> Iterator[list[str]]:
    """The documents of a file as paragraphs, parted by line feeds or two spaces."""
    opened = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opened(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            text = json.loads(line)["text"] if ".jsonl" in path.suffixes else line
            parts = re.split(r"\n|\\n|\u3000\u3000|  ", text)
            if found := [part.strip() for part in parts if part.strip()]:
                yield found


def turned(paragraph: str) -> str:
    """The paragraph's sentences, the last first."""
    return "".join(reversed(re.split("(?<=。)", paragraph)))


def whole_paragraphs(document: Sequence[str]) -> list[str]:
    """A paragraph a line, blank lines between."""
    return [line for paragraph in document for line in (paragraph, "")]


def half_width(document: Sequence[str]) -> list[str]:
    """A paragraph a line, the marks read half-width."""
    return [line.translate(_HALF_WIDTH) for line in whole_paragraphs(document)]


def width_of(document: Sequence[str]) -> int:
    """The column width of a document in characters: another for each, the same on every run."""
    return random.Random(len(document[0]) + 97 * len(document)).randint(*COLUMNS)


def columns(document: Sequence[str]) -> list[str]:
    """Lines of a column, the first of a paragraph without its indent, no blank lines."""
    width = width_of(document)
    lines = []
    for paragraph in document:
        lines.append(paragraph[: width - 2])
        lines += [paragraph[at : at + width] for at in range(width - 2, len(paragraph), width)]
    return lines


def spaced_columns(document: Sequence[str]) -> list[str]:
    """The same with blank lines between."""
    return [part for line in columns(document) for part in (line, "")]


def damaged_columns(document: Sequence[str]) -> list[str]:
    """Columns with stops lost, spaces beside marks and figures, straight quotation marks."""
    return columns([_UNIT.sub(r" \1 ", paragraph.translate(_DAMAGE)) for paragraph in document])


KINDS: dict[str, Setter] = {
    "unwrapped": whole_paragraphs,
    "unwrapped, half-width": half_width,
    "wrapped": columns,
    "wrapped, blank lines": spaced_columns,
    "wrapped, damaged": damaged_columns,
}


def pages_of(documents: Iterator[list[str]], setter: Setter, size: int) -> Iterator[list[str]]:
    """Pages of a kind, together at least `size` bytes (or all there are)."""
    total = held = 0
    page: list[str] = []
    for document in documents:
        lines = setter(document)
        page += lines
        held += n_bytes(lines)
        if held >= PAGE_BYTES:
            yield page
            total, held, page = total + held, 0, []
            if total >= size:
                return
    if page:
        yield page


def n_bytes(lines: Sequence[str]) -> int:
    """Bytes of the lines in UTF-8, with their line feeds."""
    return sum(len(line.encode()) + 1 for line in lines)


def measure(sheets: Iterator[list[str]]) -> tuple[int, float, float]:
    """Bytes read, and seconds of repair and of segmentation; results are dropped page by page."""
    size, repairing, segmenting = 0, 0.0, 0.0
    for lines in sheets:
        size += n_bytes(lines)
        start = time.process_time()
        repaired = repair.repair_lines(lines)
        middle = time.process_time()
        segment.segment_page("page", repaired)
        repairing += middle - start
        segmenting += time.process_time() - middle
    return size, repairing, segmenting


def table(name: str, sheets: Callable[[int], Iterator[list[str]]], sizes: Sequence[int]) -> None:
    """Write a row for each size."""
    last = 0.0
    for megabytes in sizes:
        size, repairing, segmenting = measure(sheets(megabytes * MEGABYTE))
        both = size / MEGABYTE / (repairing + segmenting)
        ratio = f"{both / last:8.2f}" if last else " " * 8
        last = both
        say(
            f"{name:24}{size / MEGABYTE:8.1f}{size / MEGABYTE / repairing:9.1f}"
            f"{size / MEGABYTE / segmenting:9.1f}{both:8.1f}{ratio}{peak():9.0f}"
        )


def warm_up() -> None:
    """Load numba, where it is installed, and what segmentation has for it."""
    if compiling.has_numba():
        importlib.import_module("numba")
    measure(pages_of(artificial(SEED), damaged_columns, PAGE_BYTES))


def hostile(rng: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Pages that no newspaper printed, each with its name."""
    million = 1_000_000
    words = "甲乙丙丁戊己庚辛，。"
    yield "a million ? in one line", ["?" * million]
    yield "a million lines of one ?", ["?"] * million
    yield "a million 甲?", ["甲?" * million]
    yield "five million 甲 and a space", ["甲 " * (5 * million)]
    yield "one line of ten million characters", ["".join(rng.choices(words, k=10 * million))]
    yield "a million short lines", ["".join(rng.choices(words, k=5)) for _ in range(million)]
    yield "a million spaces", [" " * million]
    yield "a million spaces in a sentence", ["甲" + " " * million + "乙"]
    yield "a million empty lines", [""] * million
    yield "a million quotation marks", ['"' * million]
    yield "a million opening marks", ["“" * million]
    yield "a million dashes", ["甲" + "-" * million + "乙"]
    yield "a million brackets", ["(" * million]
    yield "a million asterisks", ["**甲" * (million // 3)]
    yield "100,000 headings of one story", ["甲乙丙丁戊", ""] * 100_000


def peak() -> float:
    """The most memory this process has held so far, in MB."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1e6 if sys.platform == "darwin" else 1e3)


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--prose", action="store_true", help="artificial text (default)")
    source.add_argument("--text", type=Path, help="real prose, a document a line (or .jsonl)")
    source.add_argument("--corpus", type=Path, help="a folder of pages, read as they are")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100], help="MB")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--plain", action="store_true", help="without numba")
    parser.add_argument("--hostile", action="store_true", help="only the pages nobody printed")
    return parser.parse_args()


def main() -> None:
    """Measure what was asked for."""
    asked = arguments()
    if asked.hostile:
        for name, lines in hostile(random.Random(SEED)):
            size, repairing, segmenting = measure(iter([lines]))
            say(f"{name:40}{size / MEGABYTE:7.1f} MB{repairing:8.1f} s{segmenting:8.1f} s")
        return
    if not asked.plain:
        warm_up()
    source = asked.text or asked.corpus
    say(f"text of {source.name}" if source else "artificial text: words by frequency, no sense")
    titles = ("repair", "segment", "both", "ratio", "peak MB")
    say(f"{'kind of page, MB/s':24}{'MB':>8}{{:>9}}{{:>9}}{{:>8}}{{:>8}}{{:>9}}".format(*titles))
    if asked.corpus:
        sheets = [page.lines for page in pages.read_corpus(asked.corpus).pages]
        table(asked.corpus.name, lambda size: iter(sheets), [1])
        return
    for name in asked.kinds:

        def sheets_of(size: int, setter: Setter = KINDS[name]) -> Iterator[list[str]]:
            documents = from_file(asked.text) if asked.text else artificial(SEED)
            return pages_of(documents, setter, size)

        table(name, sheets_of, asked.sizes)


if __name__ == "__main__":
    main()
