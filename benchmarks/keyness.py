"""How long all districts' keyness takes: sixteen groups, 100,000 types, 1,000 resamples.

Run from the checkout: ``python benchmarks/keyness.py``, or with ``--articles 160`` for a look. The
words of the artificial articles are drawn from a Zipf law with a fixed seed. Seconds are the
processor's, of all threads of this process; megabytes the most it ever held.
"""

import argparse
import resource
import sys
import time

import numpy as np
from scipy import sparse

from analysis import keyness

SEED = 20_180_808
N_GROUPS = 16
N_TYPES = 100_000
EXPONENT = 1.05  # of the Zipf law
LENGTH = 600  # tokens of an article, on average


def artificial(n_articles: int, n_types: int) -> sparse.csr_array:
    """Counts of words drawn independently by a Zipf law, (n_articles, n_types)."""
    rng = np.random.default_rng(SEED)
    share = 1 / np.arange(1, n_types + 1) ** EXPONENT
    lengths = rng.poisson(LENGTH, n_articles)
    words = rng.choice(n_types, size=lengths.sum(), p=share / share.sum())
    article = np.repeat(np.arange(n_articles), lengths)
    cells = (np.ones(len(words)), (article, words))
    return sparse.coo_array(cells, shape=(n_articles, n_types)).tocsr()


def measured(n_articles: int, n_types: int, n_resamples: int, min_freq: int, min_docs: int) -> str:
    """One line: how much was compared, and what it took."""
    counts = artificial(n_articles, n_types)
    terms = [f"{number:06}" for number in range(n_types)]
    groups = [f"{number % N_GROUPS:02}" for number in range(n_articles)]
    start = time.process_time(), time.perf_counter()
    table = keyness.keyness(
        counts, terms, groups, rng=np.random.default_rng(SEED), n_resamples=n_resamples,
        min_freq=min_freq, min_docs=min_docs,
    )  # fmt: skip
    cpu, wall = time.process_time() - start[0], time.perf_counter() - start[1]
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tested = int(table["m"].max()) if len(table) else 0
    return (
        f"{n_articles:8,} {int(counts.sum()):10,} {min_freq:4} {min_docs:4} {tested:8,} "
        f"{len(table):9,} {cpu:7.1f} {wall:7.1f} {held:6.0f}"
    )


def _say(line: str) -> None:
    """Write a line at once: the next takes a while."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Print one line for each size and threshold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[160, 1_600, 4_000])
    parser.add_argument("--types", type=int, default=N_TYPES)
    parser.add_argument("--resamples", type=int, default=1_000)
    options = parser.parse_args()
    _say(f"{N_GROUPS} groups, {options.types:,} types, {options.resamples:,} resamples")
    _say("articles     tokens freq docs   tested      rows   CPU s  wall s     MB")
    for n_articles in options.articles:
        for freq, docs in ((keyness.MIN_FREQ, keyness.MIN_DOCS), (1, 1)):
            line = measured(n_articles, options.types, options.resamples, freq, docs)
            _say(line)


if __name__ == "__main__":
    main()
