"""What lexicon, rules and parts of speech cost beside bare jieba, as ratios within one run.

Run from the checkout: ``python benchmarks/tokenise.py`` (about a minute). Chunks of the same text
go in turn through bare ``jieba.lcut``, through ours, and through ours with parts of speech, so
that a busy machine slows all alike; the ratio is the median over chunks. Parts of speech are more
than bare jieba gives, so they have a bound of their own, and ``jieba.posseg`` (other words, with
parts of speech) is timed beside them. Time is the processor's, in this process alone. The text is
artificial unless a file is given (see ``benchmarks/pages.py``). Start-up and memory are measured
in processes of their own, in turn.
"""

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from pages import SEED, artificial, from_file

# No more than this many times the time of bare jieba: lexicon, protection and rules together; and
# with parts of speech, which for text full of unknown words are guessed word by word.
MOST = {"words": 1.3, "words and parts of speech": 1.5}
_LOADS = {
    "jieba": (
        "import warnings; warnings.simplefilter('ignore'); import jieba; jieba.setLogLevel(60)\n"
        "own = jieba.Tokenizer(); own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())\n"
        "own.initialized = True; own.lcut('上海发布')"
    ),
    "ours": (
        "from analysis import lexicon, tokens\ntokens.tokeniser(lexicon.load_lexicon())('上海发布')"
    ),
}
_AROUND = """
import json, resource, time
start = time.process_time()
{load}
spent = time.process_time() - start
print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def bare() -> Callable[[str], list[str]]:
    """The cut of jieba as shipped, with a dictionary of its own and no cache file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    own = jieba.Tokenizer()
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    return own.lcut


def cutters() -> dict[str, Callable[[Sequence[str]], object]]:
    """Name to a function of texts; the first is what the others are measured by."""
    from analysis import lexicon, posmodel, tokens

    terms = lexicon.load_lexicon()
    lcut, tagged = bare(), tokens.tokeniser(terms)
    posseg = posmodel.jieba_module("jieba.posseg").lcut
    return {
        "bare jieba": lambda texts: [lcut(text) for text in texts],
        "words": lambda texts: tokens.cut_texts(texts, lexicon=terms),
        "words and parts of speech": lambda texts: [tagged(text) for text in texts],
        "jieba.posseg": lambda texts: [posseg(text) for text in texts],
    }


def seconds(cut: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Processor time of one chunk."""
    start = time.process_time()
    cut(texts)
    return time.process_time() - start


def speed(chunks: Iterable[Sequence[str]]) -> dict[str, list[float]]:
    """Name to the ratios to bare jieba, one a chunk; the first chunk only warms up."""
    ways = cutters()
    base, *others = ways
    ratios: dict[str, list[float]] = {name: [] for name in others}
    for number, texts in enumerate(chunks):
        spent = {name: seconds(cut, texts) for name, cut in ways.items()}
        if number:
            for name in others:
                ratios[name].append(spent[name] / spent[base])
    return ratios


def start_up(times: int) -> dict[str, tuple[float, float]]:
    """Name to the median seconds until the first word, and the most memory in MB."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in _LOADS}
    unit = 1e6 if sys.platform == "darwin" else 1e3
    for _ in range(times):
        for name, load in _LOADS.items():
            done = subprocess.run(
                [sys.executable, "-c", _AROUND.format(load=load)],
                capture_output=True, check=True, cwd=Path(__file__).parent.parent,
            )  # fmt: skip
            spent, held = json.loads(done.stdout)
            found[name].append((spent, held / unit))
    return {
        name: (statistics.median(s for s, _ in runs), max(m for _, m in runs))
        for name, runs in found.items()
    }


def main() -> int:
    """Measure, and say it; 1 if a ratio is above what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--text", type=Path, help="real prose in UTF-8, one document a line")
    parser.add_argument("--chunks", type=int, default=20, help="chunks after the first (20)")
    parser.add_argument("--documents", type=int, default=10, help="documents a chunk (10)")
    asked = parser.parse_args()
    documents = from_file(asked.text) if asked.text else artificial(SEED)
    sizes = (list(islice(documents, asked.documents)) for _ in range(asked.chunks + 1))
    chunks = (
        [paragraph for document in chunk for paragraph in document] for chunk in sizes if chunk
    )
    loads = start_up(3)  # first: a child counts the memory of the process that it came from
    lines, slow = [], False
    for name, ratios in speed(chunks).items():
        ratio = statistics.median(ratios)
        slow |= ratio > MOST.get(name, math.inf)
        lines.append(f"{name:28}{ratio:6.2f} x bare jieba ({min(ratios):.2f} to {max(ratios):.2f})")
    for name, (spent, held) in loads.items():
        lines.append(f"start-up, {name:18}{spent:6.2f} s{held:8.0f} MB")
    lines.append(f"start-up, ratio{loads['ours'][0] / loads['jieba'][0]:19.2f}")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines.append(f"this process held{held / (1e6 if sys.platform == 'darwin' else 1e3):17.0f} MB")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
