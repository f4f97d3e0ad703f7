"""What notebook 02 shows: how tokens are made, what that does to counts, and where it errs."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from analysis import (
    about_corpus,
    count_ranges,
    counts,
    families,
    lookalikes,
    newwords,
    paths,
    systems,
    tokens,
    variants,
    wordscores,
)
from analysis.characters import HAN
from analysis.language import listed, say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables
    from analysis.lexicon import Lexicon
    from analysis.lexicon_lint import Note

REFERENCE = paths.PROJECT / "tests" / "gold" / "segmentation.jsonl"
# Cut by others after lexicon and rules were written; their errors have been read since.
LATER = paths.PROJECT / "tests" / "gold" / "segmentation_later.jsonl"
# Characters shown on each side of a place.
SIDE = 12


def answers(
    corpus: "Tables",
    lexicon: "Lexicon",
    *,
    effect: "pd.DataFrame",
    ranges: "pd.DataFrame",
    scores: "pd.DataFrame",
    candidates: "pd.DataFrame",
) -> list[str]:
    """Sentences that answer notebook 02.

    Parameters
    ----------
    corpus, lexicon
        The tables, and what their tokens were cut with.
    effect, ranges, scores, candidates
        What `about_words.lexicon_effect`, `headline_counts`, `score_table` and `candidates` return.
    """
    best, bare = score_of(scores, "yes", rules=True), score_of(scores, "no", rules=False)
    found = [
        say(
            "The lexicon has {n_lexicon:,} {n_lexicon:term|terms}. jieba alone makes {n_effect:,} "
            "of them less often than {n_effect:it is|they are} counted here: {lost:,} "
            "{lost:occurrence|occurrences} fewer.",
            n_lexicon=len(lexicon),
            n_effect=len(effect),
            lost=int(effect["lost"].sum()),
        ),
        say(
            "On {n_words:,} words cut by hand, F1 is {best:.3f}; jieba alone reaches "
            "{bare:.3f}. Those sentences were in sight when lexicon and rules were "
            "written, so {best:.3f} flatters: it is no forecast for new pages.",
            n_words=int(scores["n_words"].iloc[0]),
            best=best,
            bare=bare,
        ),
        _proposed(len(candidates)),
        say(
            "The {n_sentences:,} {n_sentences:sentence is|sentences are} {n_tokens:,} "
            "{n_tokens:token|tokens}, marks included; joined, they are the "
            "{n_sentences:sentence|sentences} again, character by character.",
            n_sentences=len(corpus.sentences),
            n_tokens=len(corpus.tokens),
        ),
    ]
    if len(ranges):
        said = listed(f"{row.term} {row.range}" for row in ranges.itertuples())
        moved = any(row.lowest < row.highest for row in ranges.itertuples())
        same = "However the sentences are cut into words, these counts stay the same: {said}."
        decides = "What counts as a word decides the count: {said}."
        found.insert(0, say(decides if moved else same, said=said))
    return found


def _proposed(n_candidates: int) -> str:
    """How many new words are proposed."""
    if not n_candidates:
        return say("No run of characters is proposed as a new word.")
    if n_candidates == 1:
        return say(
            "One run of characters is proposed as a new word; it is not counted as a word "
            "before a reader accepts it."
        )
    return say(
        "{n_candidates:,} runs of characters are proposed as new words; none is "
        "counted as a word before a reader accepts it.",
        n_candidates=n_candidates,
    )


def score_of(scores: "pd.DataFrame", lexicon: str, *, rules: bool, hmm: bool = True) -> float:
    """F1 of one row of `score_table`."""
    row = (scores["lexicon"] == lexicon) & (scores["rules"] == rules) & (scores["hmm"] == hmm)
    return float(scores.loc[row, "f1"].iloc[0])


def score_table(reference: Sequence[Sequence[str]], lexicon: "Lexicon") -> "pd.DataFrame":
    """Agreement with a reference by choice: `wordscores.score_table`, lexicon yes or no."""
    return wordscores.score_table(reference, lexicons={"yes": lexicon, "no": None})


def headline_counts(corpus: "Tables", lexicon: "Lexicon") -> "pd.DataFrame":
    """`count_ranges.count_ranges` of the followed terms; no row where none is followed."""
    import pandas as pd

    terms = about_corpus.followed_terms(corpus)
    if not terms:
        return pd.DataFrame(columns=["term", "freq", "lowest", "highest", "substring", "range"])
    return count_ranges.count_ranges(terms, corpus.sentences, lexicon)


def ways_of_cutting(sentence: str, lexicon: "Lexicon") -> "pd.DataFrame":
    """One sentence cut as each step leaves it: way, n_words (marks included), words."""
    import pandas as pd

    ways = {
        "jieba, without HMM": {"lexicon": None, "rules": False, "hmm": False},
        "jieba": {"lexicon": None, "rules": False},
        "jieba + lexicon": {"lexicon": lexicon, "rules": False},
        "jieba + lexicon + rules (counted here)": {"lexicon": lexicon},
    }
    cut = {name: tokens.cut_texts([sentence], **options)[0] for name, options in ways.items()}
    rows = [(name, len(words), " / ".join(words)) for name, words in cut.items()]
    return pd.DataFrame(rows, columns=["way", "n_words", "words"])


def errors(reference: Sequence[Sequence[str]], lexicon: "Lexicon") -> "pd.DataFrame":
    """Every place where a sentence is cut otherwise than in the reference, marks left out.

    Returns
    -------
    DataFrame: sentence (its number in the reference, from 1), before and after (characters on each
    side), here and reference (the words of the stretch, strokes between). A place is the shortest
    stretch that begins and ends where both cut.
    """
    import pandas as pd

    cut = tokens.cut_texts(["".join(words) for words in reference], lexicon=lexicon)
    rows = []
    for number, (ours, theirs) in enumerate(zip(cut, reference, strict=True), start=1):
        text = "".join(theirs)
        for start, end, here, there in _differences(ours, theirs):
            sides = text[max(0, start - SIDE) : start], text[end : end + SIDE]
            rows.append((number, sides[0], here, there, sides[1]))
    return pd.DataFrame(rows, columns=["sentence", "before", "here", "reference", "after"])


def _differences(ours: Sequence[str], theirs: Sequence[str]) -> Iterable[tuple[int, int, str, str]]:
    """Start, end and both cuts of every stretch between common borders that is cut in two ways."""
    ends = [set(accumulate(map(len, words))) for words in (ours, theirs)]
    for start, end in pairwise(sorted({0} | (ends[0] & ends[1]))):
        text = "".join(theirs)
        here, there = (_pieces(text, start, end, borders) for borders in ends)
        if here != there and any(map(str.isalnum, text[start:end])):
            yield start, end, here, there


def _pieces(text: str, start: int, end: int, ends: AbstractSet[int]) -> str:
    """A stretch of the text cut at some of these places."""
    inner = sorted(at for at in ends if start < at < end)
    return " / ".join(text[a:b] for a, b in pairwise([start, *inner, end]))


def merged_forms() -> dict[str, str]:
    """Printed form to the name that it counts for, as the lists of the corpus give them."""
    folder = paths.corpus_folder()
    known = systems.load_systems(folder)
    return variants.name_of_forms(known, lookalikes.load_lookalikes(folder))


def variants_found(corpus: "Tables", forms: Mapping[str, str]) -> "pd.DataFrame":
    """Variants that stand as tokens: printed, counts for, freq (printed so), freq of the name."""
    import pandas as pd

    held = Counter(corpus.tokens["token"])
    rows = [(form, name, held[form], held[name]) for form, name in forms.items() if held[form]]
    columns = ["printed", "counts for", "freq", "freq of the name as printed"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["freq", "printed"], ascending=[False, True], ignore_index=True)


def nested_names(
    corpus: "Tables", lexicon: "Lexicon", forms: Mapping[str, str], *, by: str = "family"
) -> "pd.DataFrame":
    """`families.family_counts` of the families of the corpus, without rows that have no place."""
    known = families.load_families(paths.corpus_folder())
    table = families.family_counts(
        corpus.tokens, corpus.sentences, known, variants=forms, names=lexicon.terms, by=by
    )
    return table[table["n_substring"] > 0].reset_index(drop=True)


def candidates(corpus: "Tables", lexicon: "Lexicon") -> "pd.DataFrame":
    """`newwords.candidates` that lexicon and dictionary lack; no row for texts without Chinese."""
    import pandas as pd

    if not any(re.search(f"[{HAN}]", text) for text in corpus.sentences["text"]):
        return pd.DataFrame(columns=newwords.COLUMNS)
    return newwords.candidates(corpus.sentences, known=tokens.is_known(lexicon))


def candidates_read(found: "pd.DataFrame", corpus: "Tables") -> "pd.DataFrame":
    """Candidates with the words around them: term, freq, doc_freq, score, example."""
    text = dict(zip(corpus.sentences["sentence_id"], corpus.sentences["text"], strict=True))
    pairs = zip(found["term"], found["example"], strict=True)
    shown = found[["term", "freq", "doc_freq", "score"]]
    return shown.assign(example=[_around(text[sentence], term) for term, sentence in pairs])


def accepting(found: "pd.DataFrame", corpus: "Tables", lexicon: "Lexicon") -> "pd.DataFrame":
    """What accepting each candidate, alone, would change: term, n_sentences, n_tokens, changes."""
    held = Counter(corpus.tokens["token"])
    table = newwords.effects(found, corpus.sentences, lexicon, token_counts=held)
    return table[["term", "n_sentences", "n_tokens", "changes"]]


def note_reasons(notes: Iterable["Note"]) -> "pd.DataFrame":
    """How many entries of the lexicon add little, by reason: why, entries, examples."""
    import pandas as pd

    terms: dict[str, list[str]] = {}
    for note in notes:
        terms.setdefault(note.why, []).append(note.term)
    rows = [(why, len(held), "、".join(held[:4])) for why, held in sorted(terms.items())]
    return pd.DataFrame(rows, columns=["why", "entries", "examples"])


def size_before_stop_words(
    corpus: "Tables", terms: Iterable[str], stop_words: AbstractSet[str]
) -> "pd.DataFrame":
    """What N the rate of a term has, and what it would be if stop words did not count.

    Returns
    -------
    DataFrame: term, freq (words of articles), n_tokens (N, stop words counted), ipm, and the same
    two without stop words; terms that stand in no article are left out.
    """
    table = counts.token_table(corpus.tokens, corpus.sentences, corpus.articles, corpus.pages)
    own = counts.frequency(table)
    rest = own.loc[~own["token"].isin(stop_words), "freq"].sum()
    own = own[own["token"].isin(list(terms))]
    columns = own[["token", "freq", "n_tokens", "ipm"]].rename(columns={"token": "term"})
    return columns.assign(
        **{"N without stop words": int(rest), "ipm without": counts.PER * own["freq"] / rest}
    ).reset_index(drop=True)


def _around(text: str, word: str) -> str:
    """The word where it stands first in the text, with some characters on each side."""
    at = text.find(word)
    start, end = max(0, at - SIDE), at + len(word) + SIDE
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"
