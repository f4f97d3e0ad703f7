"""A counted collection compared by group: sizes, frequencies, dispersion and keyness as files."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analysis import (
    counted,
    dispersion,
    evidence_files,
    files,
    group_evidence,
    keyness,
    resampling,
    schema,
)
from analysis.errors import InputError
from analysis.gazetteer import CITY, ELSEWHERE
from analysis.language import number_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis.counted import By, Counted, Groups

SEED = 20211210  # any number: it fixes what is drawn
# The most frequent words are compared: the others' intervals are wide, and each costs memory.
MOST_WORDS = 5_000
# A group with fewer tokens is not compared with the rest: about an article. (A district of a few
# pages is, from half an article on, and marked: see `sizes`.)
MIN_TOKENS = 1_000
# No groups to compare, but all of them together, or none.
NO_GROUPS = frozenset({CITY, ELSEWHERE})
# With fewer texts a group's words are what one or two of them are about, and exchanging whole texts
# has so few ways that no p is small.
FEW_TEXTS = 5
FILES = ("groups.csv", "frequency.csv", "dispersion.csv", "keyness.csv")
# Of each group, the words that it has most too often and most too seldom.
TOP = 200


class Comparison(NamedTuple):
    """What was compared: `groups.csv`, how many tokens the collection has in all, and the files."""

    sizes: "pd.DataFrame"
    n_tokens: int
    files: tuple[str, ...]


def compare(
    folder: Path,
    out: Path,
    *,
    by: "By",
    most_words: int = MOST_WORDS,
    min_freq: int = keyness.MIN_FREQ,
    min_docs: int = keyness.MIN_DOCS,
    min_tokens: int = MIN_TOKENS,
    n_resamples: int = resampling.N_RESAMPLES,
    top: int = TOP,
) -> Comparison:
    """Write groups.csv, frequency.csv, dispersion.csv and keyness.csv.

    From the counts of `count --evidence` also systems.csv, themes.csv and indicators.csv.

    Parameters
    ----------
    folder
        What `count` wrote.
    out
        Where to; what stood there before is replaced when all is written.
    by
        What the groups are: the place of the documents, the year or the month of their date.
    most_words
        So many of the most frequent words are compared; sizes are of all words.
    min_freq, min_docs
        A word is compared if it stands so often, in so many documents.
    min_tokens
        A group with fewer tokens has a row in groups.csv and is part of what others are compared
        with, but has no keyness of its own. 全市 (the whole city) and 外地 (elsewhere) are in
        nobody's comparison.
    n_resamples
        See `keyness.keyness`.
    top
        Rows of keyness.csv for each group and direction; `m` says of how many words they are.

    Raises
    ------
    InputError
        There are not two groups to compare or no word, or see `counted.read`.
    """
    if Path(out).resolve() == Path(folder).resolve():
        raise InputError(
            f"Cannot write into {out} — --out and --counts are the same folder, and the counts "
            "would be replaced. Name another --out."
        )
    files.refuse_inside(out, folder)
    found = counted.read(folder)
    kept = evidence_files.are_in(Path(folder))
    source = group_evidence.source(folder, by, found) if kept else None
    labels = counted.labels(found.documents, by)
    groups = counted.by_group(found, labels)
    words = _compared(found, most_words=most_words, min_freq=min_freq, min_docs=min_docs)
    sizes = sizes_table(groups, min_tokens=min_tokens)
    cells = counted.columns(found, words)
    with files.staged_folder(out) as scratch:
        schema.write_csv(sizes, scratch / "groups.csv")
        schema.write_csv(frequency_table(found, groups, words), scratch / "frequency.csv")
        schema.write_csv(dispersion_table(found, cells, words), scratch / "dispersion.csv")
        key = _keyness(
            found, cells, words, labels,
            min_freq=min_freq, min_docs=min_docs, n_resamples=n_resamples,
        )  # fmt: skip
        key = key[key["group"].isin(sizes.loc[sizes["compared"], "group"])]
        schema.write_csv(_extremes(key, top), scratch / "keyness.csv")
        said = _write_said(source, groups, n_resamples, scratch) if source else ()
    group_evidence.remove_stale(Path(out), set(group_evidence.FILES) - set(said))
    return Comparison(sizes, int(found.freq.sum()), (*FILES, *said))


def _write_said(
    source: "group_evidence.Source", groups: "Groups", n_resamples: int, folder: Path
) -> tuple[str, ...]:
    """Write what is said of systems, themes and figures; the names of the files."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    tables = {
        group_evidence.SYSTEMS: group_evidence.systems_table(source, groups),
        group_evidence.THEMES: group_evidence.themes_table(
            source, rng=rng, n_resamples=n_resamples
        ),
        group_evidence.INDICATORS: group_evidence.indicators_table(source),
    }
    for name, table in tables.items():
        schema.write_csv(table, folder / name)
    return tuple(tables)


def sizes_table(groups: "Groups", *, min_tokens: int) -> "pd.DataFrame":
    """A row for each group: n_documents, n_tokens, n_types, and whether it is compared.

    Raises
    ------
    InputError
        Fewer than two groups have text enough.
    """
    import pandas as pd

    table = pd.DataFrame(
        {
            "group": groups.names,
            "n_documents": groups.n_documents,
            "n_tokens": groups.n_tokens,
            "n_types": (groups.freq > 0).sum(axis=1),
            "compared": [
                n >= min_tokens and name not in NO_GROUPS
                for name, n in zip(groups.names, groups.n_tokens, strict=True)
            ],
        }
    )
    if table["compared"].sum() < 2:
        raise InputError(
            f"Nothing to compare — {table['compared'].sum()} of {number_of(len(table), 'group')} "
            f"with {number_of(min_tokens, 'token')} or more. Lower --min-tokens, or group by "
            "something else."
        )
    return table


def few_texts(sizes: "pd.DataFrame", by: "By") -> str:
    """How many of the groups compared rest on fewer than `FEW_TEXTS` texts, as a sentence.

    Parameters
    ----------
    sizes
        As `sizes_table` gives them.

    Returns
    -------
    Empty where no more than half of them do.
    """
    compared = sizes[sizes["compared"]]
    few = int((compared["n_documents"] < FEW_TEXTS).sum())
    if 2 * few <= len(compared):
        return ""
    larger = " (--by year makes larger groups)" if by == "month" else ""
    return (
        f"{few} of {number_of(len(compared), 'group')} compared rest on fewer than {FEW_TEXTS} "
        f"texts: what sets such a {by} apart may be what a single text is about, and hardly any "
        f"difference can be told from chance{larger}."
    )


def frequency_table(found: "Counted", groups: "Groups", words: "np.ndarray") -> "pd.DataFrame":
    """Words by group: group, token, freq, doc_freq, per_10k (of the group's tokens).

    By group, then falling freq, then as in the whole collection. A word that a group does not have
    has no row there.
    """
    import numpy as np
    import pandas as pd

    freq, doc_freq = (table[:, words].tocoo() for table in (groups.freq, groups.doc_freq))
    row, column = freq.coords
    held = doc_freq.tocsr()[row, column]
    table = pd.DataFrame({"freq": freq.data, "doc_freq": np.asarray(held).ravel()})
    tokens = np.array([found.words[at] for at in words], dtype=object)[column]
    table.insert(0, "token", tokens)
    table.insert(0, "group", np.array(groups.names, dtype=object)[row])
    table["per_10k"] = (10_000 * table["freq"] / groups.n_tokens[row]).round(3)
    order = np.lexsort((words[column], -freq.data, row))
    return table.iloc[order].reset_index(drop=True)


def dispersion_table(found: "Counted", cells: "object", words: "np.ndarray") -> "pd.DataFrame":
    """How evenly words stand in the documents: token, freq, doc_freq, dp, dp_norm, juilland_d.

    Parameters
    ----------
    cells
        The columns of these words, (n_rows, n_words).
    """
    import pandas as pd

    counts, sizes = counted.of_documents(found, cells)
    return pd.DataFrame(
        {
            "token": [found.words[at] for at in words],
            "freq": found.freq[words],
            "doc_freq": found.doc_freq[words],
            "dp": dispersion.dp(counts, sizes),
            "dp_norm": dispersion.dp_norm(counts, sizes),
            "juilland_d": dispersion.juilland_d(counts, sizes),
        }
    )


def _compared(found: "Counted", *, most_words: int, min_freq: int, min_docs: int) -> "np.ndarray":
    """The columns of the words that are compared."""
    import numpy as np

    kept = np.flatnonzero((found.freq >= min_freq) & (found.doc_freq >= min_docs))[:most_words]
    if not len(kept):
        raise InputError(
            f"No word to compare — of {len(found.words):,} none stands {min_freq} times in "
            f"{min_docs} documents. Lower --min-freq or --min-docs."
        )
    return kept


def _keyness(
    found: "Counted", cells: object, words: "np.ndarray", labels: "np.ndarray", **how: int
) -> "pd.DataFrame":
    """The keyness of some words in every group but those that are none; `how` is passed on."""
    import numpy as np

    labels = labels.copy()
    labels[[label in NO_GROUPS for label in labels]] = ""
    return keyness.keyness(
        cells, [found.words[at] for at in words], labels,
        rng=np.random.default_rng(SEED),
        articles=found.documents["document_id"].to_numpy(dtype=object),
        sizes=found.documents["n_tokens"].to_numpy(), **how,
    )  # fmt: skip


def _extremes(key: "pd.DataFrame", top: int) -> "pd.DataFrame":
    """The first and the last rows of each group, which stand in order."""
    import numpy as np

    at = key.groupby("group", sort=False).cumcount().to_numpy()
    size = key.groupby("group", sort=False)["term"].transform("size").to_numpy()
    return key[np.minimum(at, size - 1 - at) < top]
