"""The state of a lexicon as text: faults, the trial of its entries, what a change would do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import lexicon_changes, lexicon_lint, lexicon_trial
from analysis.errors import InputError
from analysis.lexicon import Lexicon

if TYPE_CHECKING:
    import pandas as pd

MOST = 20


def refuse_faults(corpus: Path | None) -> None:
    """Raise with every fault of the lists, one a line, if there is any.

    Raises
    ------
    InputError
        The lists have faults.
    """
    found = lexicon_lint.faults(corpus)
    if found:
        lines = "\n".join(
            f"  {fault.path}, line {fault.line}: {fault.seen}; {fault.advice}." for fault in found
        )
        said = "1 fault in the lexicon — mend it"
        if len(found) > 1:
            said = f"{len(found)} faults in the lexicon — mend them"
        raise InputError(f"{said} and run the command again.\n{lines}")


def state(
    corpus: Path | None,
    lexicon: Lexicon,
    texts: Mapping[str, str],
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    most: int = MOST,
) -> str:
    """What there is to know about a lexicon without faults, for a terminal.

    Parameters
    ----------
    corpus
        The folder whose lists are looked at; None means the package's own.
    lexicon
        What `load_lexicon` gives of the same.
    texts
        Text by sentence_id.
    add, remove
        Terms; with any, what the change would do follows.
    most
        Rows of each list; how many are left out is said.

    Raises
    ------
    InputError
        As for `lexicon_changes.changes`.
    """
    add, remove = tuple(add), tuple(remove)
    lexicon_changes.check_change(lexicon, add, remove)
    parts = [f"No faults. {len(lexicon):,} terms: {_origins(lexicon)}."]
    parts += [_trial(lexicon, most), _notes(corpus, lexicon, texts.values(), most)]
    if add or remove:
        found = lexicon_changes.changes(texts, lexicon, add=add, remove=remove)
        parts += [_changes(found, add, remove, most)]
        new = lexicon_changes.amended(lexicon, add=add, remove=remove)
        broken = lexicon_trial.failures(new, add)
        if len(broken):
            parts.append(_table("Added terms that a sentence cuts apart:", broken, most))
    return "\n\n".join(parts)


def _origins(lexicon: Lexicon) -> str:
    """How many terms each list brings, most first."""
    counts = Counter(lexicon.origin.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{n:,} from {name}" for name, n in ranked)


def _trial(lexicon: Lexicon, most: int) -> str:
    """The self-test: how many terms are cut apart in each frame, and which."""
    found = lexicon_trial.failures(lexicon)
    rows = lexicon_trial.summary(found, len(lexicon))
    counts = ", ".join(f"{row.frame} {row.n_failures}" for row in rows.itertuples())
    said = f"Self-test, terms cut apart in each frame (X is the term): {counts}."
    return _table(said, found, most) if len(found) else said


def _notes(corpus: Path | None, lexicon: Lexicon, texts: Iterable[str], most: int) -> str:
    """Entries that can hardly take effect."""
    found = lexicon_lint.notes(corpus, lexicon, texts)
    if not found:
        return "Every entry adds something."
    by_reason: dict[str, list[str]] = {}
    for note in found:
        by_reason.setdefault(note.why, []).append(f"{note.term} ({note.path.name}:{note.line})")
    said = []
    for why, terms in sorted(by_reason.items()):
        counted = f"{len(terms)} {'entries' if len(terms) > 1 else 'entry'}"
        said.append(f"{counted} — {why}:\n  {', '.join(terms[:most])}{_rest(len(terms), most)}")
    return "\n".join(said)


def _changes(
    found: lexicon_changes.Changes, add: Iterable[str], remove: Iterable[str], most: int
) -> str:
    """What the change does."""
    what = " ".join([*(f"+{term}" for term in add), *(f"-{term}" for term in remove)])
    sentences, counts = found
    if not len(sentences):
        return f"{what}: no sentence of the corpus changes."
    shown = "\n".join(
        f"  {row.sentence_id}\n  - {row.before}\n  + {row.after}"
        for row in sentences.head(most).itertuples()
    )
    n = len(sentences)
    head = f"{what}: {n} {'sentences change' if n > 1 else 'sentence changes'}."
    return f"{head}\n{shown}{_rest(n, most)}\n\n" + _table("Counts that change:", counts, most)


def _table(head: str, table: "pd.DataFrame", most: int) -> str:
    """Some rows of a table under a sentence."""
    rows = table.head(most).itertuples(index=False)
    lines = ["  " + "\t".join(map(str, row)) for row in (table.columns, *rows)]
    return "\n".join([head, *lines]) + _rest(len(table), most)


def _rest(n: int, most: int) -> str:
    """How many are not shown."""
    return f"\n  … and {n - most} more" if n > most else ""
