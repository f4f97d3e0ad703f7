"""What notebooks 02 and 03 show: the choice of words, their ranking, spread and company."""

from collections import Counter
from typing import TYPE_CHECKING

from analysis import about_corpus, counts
from analysis.tokens import cut_texts, is_known

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables
    from analysis.lexicon import Lexicon


def tokenising(corpus: "Tables", lexicon: "Lexicon") -> list[str]:
    """Sentences that answer notebook 02."""
    effect = lexicon_effect(corpus, lexicon)
    ranges = tokeniser_ranges(corpus, lexicon)
    wide = ranges.assign(spread=ranges["substring"] - ranges["lexicon and rules off"])
    wide = wide.sort_values(["spread", "term"], ascending=[False, True])
    answers = [
        f"The lexicon has {len(lexicon):,} terms; jieba alone makes {len(effect):,} of them less "
        f"often than they stand here and loses {int(effect['lost'].sum()):,} occurrences.",
        f"The {len(corpus.sentences):,} sentences are {len(corpus.tokens):,} tokens; joined, they "
        "are the sentences again, character by character.",
    ]
    if len(wide):
        row = wide.iloc[0]
        said = (
            f"What counts as a word decides the count: {row['term']} is counted "
            f"{row['as reported']} times as reported, {row['lexicon and rules off']} times by "
            f"jieba alone, {row['substring']} times as a run of characters."
        )
        answers.insert(0, said)
    return answers


def lexicon_sizes(lexicon: "Lexicon") -> "pd.DataFrame":
    """One row per file: terms that it brings."""
    import pandas as pd

    sizes = Counter(lexicon.origin[term] for term in lexicon.terms)
    return pd.DataFrame(sorted(sizes.items()), columns=["file", "terms"])


def lexicon_effect(corpus: "Tables", lexicon: "Lexicon") -> "pd.DataFrame":
    """The lexicon's terms that jieba alone makes less often than this project.

    Returns
    -------
    DataFrame with `term`, `count` (tokens as reported), `count by jieba` (with its own dictionary
    and without our rules), `lost` (the difference), `jieba cuts` (the term by itself, cut by
    jieba); the largest losses first.
    """
    import pandas as pd

    plain = Counter(word for words in _cut(corpus, None) for word in words)
    ours = corpus.tokens["token"].value_counts()
    held = [(term, int(ours[term]), plain.get(term, 0)) for term in ours.index]
    lost = [row for row in held if row[0] in lexicon.terms and row[2] < row[1]]
    lost.sort(key=lambda row: (row[2] - row[1], row[0]))
    pieces = cut_texts([term for term, *_ in lost], lexicon=None, rules=False)
    rows = [
        (term, count, by_jieba, count - by_jieba, " / ".join(words))
        for (term, count, by_jieba), words in zip(lost, pieces, strict=True)
    ]
    return pd.DataFrame(rows, columns=["term", "count", "count by jieba", "lost", "jieba cuts"])


def sentence_with_most_changes(corpus: "Tables", lexicon: "Lexicon", *, longest: int = 90) -> str:
    """The sentence of at most so many characters in which the lexicon joins most words."""
    text = corpus.sentences["text"]
    short = [t for t in dict.fromkeys(text) if len(t) <= longest]
    plain = cut_texts(short, lexicon=None, rules=False)
    ours = cut_texts(short, lexicon=lexicon)
    saved = [len(p) - len(o) for p, o in zip(plain, ours, strict=True)]
    return max(zip(saved, short, strict=True))[1] if short else ""


def tokeniser_ranges(corpus: "Tables", lexicon: "Lexicon") -> "pd.DataFrame":
    """How often each followed term is counted under four ways of cutting.

    Returns
    -------
    DataFrame with `term`, `as reported`, `without HMM`, `lexicon and rules off`, `substring`
    (runs of characters, overlaps apart), counted in all sentences.
    """
    import pandas as pd

    terms = about_corpus.followed_terms(corpus)
    ways = {
        "as reported": Counter(corpus.tokens["token"]),
        "without HMM": Counter(w for ws in _cut(corpus, lexicon, hmm=False) for w in ws),
        "lexicon and rules off": Counter(w for ws in _cut(corpus, None) for w in ws),
    }
    rows = [
        (
            term,
            *(way[term] for way in ways.values()),
            sum(text.count(term) for text in corpus.sentences["text"]),
        )
        for term in terms
    ]
    return pd.DataFrame(rows, columns=["term", *ways, "substring"])


def guessed_words(corpus: "Tables", lexicon: "Lexicon") -> "pd.DataFrame":
    """Words that neither the lexicon nor jieba's dictionary holds, most frequent first.

    Returns
    -------
    DataFrame with `token` (two characters or more, no digit), `pos`, `freq`, `example`.
    """
    known = is_known(lexicon)
    own = corpus.tokens[~corpus.tokens["pos"].isin(["eng", "m", "x"])]
    kept = own["token"].map(lambda token: is_word(token) and not known(token)).astype(bool)
    table = own[kept].groupby(["token", "pos"], sort=True)
    table = table.agg(freq=("position", "size"), example=("sentence_id", "first"))
    text = corpus.sentences.set_index("sentence_id")["text"]
    table = table.reset_index()
    table["example"] = [
        _around(text[sentence], token)
        for sentence, token in zip(table["example"], table["token"], strict=True)
    ]
    return table.sort_values(["freq", "token"], ascending=[False, True])


def _around(text: str, word: str, *, side: int = 14) -> str:
    """The word where it stands first in the text, with so many characters on each side."""
    at = text.find(word)
    start, end = max(0, at - side), at + len(word) + side
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"


def is_word(token: str) -> bool:
    """Whether rankings show the token: two characters or more, none of them a digit.

    One-character words are mostly grammar; numbers have a notebook of their own.
    """
    return len(token) >= 2 and not any(character.isdigit() for character in token)


def ranking(tokens: "pd.DataFrame", *, stop_words: frozenset[str]) -> "pd.DataFrame":
    """Frequency, articles and spread of every word that is shown (`is_word`, no stop word).

    Returns
    -------
    DataFrame with `token`, `freq`, `n_tokens` (N, counted before stop words are taken out), `ipm`,
    `doc_freq`, `dp_norm` (0 even, 1 clumped), by falling frequency, ties by the word.
    """
    from analysis import dispersion

    table = counts.frequency(tokens, stop_words=stop_words)
    table = table[table["token"].map(is_word).astype(bool)].reset_index(drop=True)
    dtm = counts.document_term_matrix(tokens)
    spread = dispersion.dp_norm(dtm.matrix, dtm.matrix.sum(axis=1))
    by_term = dict(zip(dtm.terms, spread, strict=True))
    table["dp_norm"] = [by_term[token] for token in table["token"]]
    return table[["token", "freq", "n_tokens", "ipm", "doc_freq", "dp_norm"]]


def term_frequency(ranking: "pd.DataFrame", tokens: "pd.DataFrame") -> list[str]:
    """Sentences that answer notebook 03."""
    articles = counts.counted(tokens)["article_id"].nunique()
    single = ranking[ranking["doc_freq"] == 1]
    top = ranking.head(5)
    said = "、".join(f"{row.token} ({row.freq})" for row in top.itertuples())
    wide = ranking[ranking["freq"] >= 5].sort_values(["dp_norm", "token"])
    answers = [
        f"Said most often, stop words apart: {said}; N = {size(ranking):,} tokens in {articles} "
        "articles.",
        f"{len(single):,} of {len(ranking):,} words come from a single article, "
        f"{int((top['doc_freq'] == 1).sum())} of the five most frequent among them.",
    ]
    if len(wide):
        even, clumped = wide.iloc[0], wide.iloc[-1]
        answers.append(
            f"Most evenly spread of the words said five times or more: {even['token']} "
            f"(DPnorm {even['dp_norm']:.2f}, {even['doc_freq']} articles); most clumped: "
            f"{clumped['token']} (DPnorm {clumped['dp_norm']:.2f}, {clumped['doc_freq']})."
        )
    return answers


def n_note(ranking: "pd.DataFrame") -> str:
    """What the ranking rests on."""
    return (
        f"N = {size(ranking):,} words and numbers in headings and running text of articles, "
        "punctuation not counted, stop words counted; ipm: per million of N."
    )


def bar_notes(ranking: "pd.DataFrame") -> list[str]:
    """Behind each bar: occurrences, articles."""
    return [f"{row.freq} in {row.doc_freq} articles" for row in ranking.itertuples()]


def frequency_title(shared: "pd.DataFrame") -> str:
    """The most frequent and the most widespread words, ties named, as the figure's title."""
    if shared.empty:
        return "No word stands in two articles"
    frequent = list(shared.loc[shared["freq"] == shared["freq"].max(), "token"])
    most = int(shared["doc_freq"].max())
    wide = sorted(shared.loc[shared["doc_freq"] == most, "token"])
    return f"{'、'.join(frequent)} said most often; {'、'.join(wide)} in most articles ({most})"


def words_to_read(ranking: "pd.DataFrame", tokens: "pd.DataFrame", most: int) -> list[str]:
    """The first words of a ranking, to be read in context.

    A ranking with fewer is filled up with the most frequent tokens of any kind, so that there is
    something to read on the smallest corpus.
    """
    common = counts.frequency(tokens)["token"]
    words = list(dict.fromkeys([*ranking["token"].head(most), *common]))[:most]
    return words + words[-1:] * (most - len(words))


def company(
    tokens: "pd.DataFrame", words: list[str], *, stop_words: frozenset[str]
) -> "pd.DataFrame":
    """The words that stand beside each word, by logDice (higher is closer), six a word."""
    import pandas as pd

    from analysis import concordance

    parts = []
    for word in dict.fromkeys(words):
        near = concordance.collocates(tokens, word, window=5, min_freq=2)
        near = near[
            near["collocate"].map(lambda c: is_word(c) and c not in stop_words).astype(bool)
        ]
        parts.append(near.head(6).assign(word=word))
    return pd.concat(parts, ignore_index=True)


def terms_by_year(tokens: "pd.DataFrame", terms: list[str]) -> "pd.DataFrame":
    """Rate of each term per 1,000 tokens of each year's articles, with occurrences in brackets.

    Returns
    -------
    DataFrame: `term` and a column for each year, headed with the year and its articles; a page
    without a date counts as “no date”.
    """
    import pandas as pd

    own = counts.counted(tokens)
    year = own["year"].map(lambda y: "no date" if pd.isna(y) else str(int(y)))
    table: dict[str, list[str]] = {"term": terms}
    for name in sorted(set(year)):
        part = own[year == name]
        found = part["token"].value_counts()
        heading = f"{name} ({part['article_id'].nunique()} articles, N = {len(part):,})"
        table[heading] = [
            f"{1000 * int(found.get(t, 0)) / len(part):.1f} ({int(found.get(t, 0))})" for t in terms
        ]
    return pd.DataFrame(table)


def size(ranking: "pd.DataFrame") -> int:
    """N of a ranking: the tokens counted; 0 without any row."""
    return int(ranking["n_tokens"].iloc[0]) if len(ranking) else 0


def _cut(corpus: "Tables", lexicon: "Lexicon | None", *, hmm: bool = True) -> list[list[str]]:
    """Every sentence cut with other choices; without a lexicon also without our rules."""
    return cut_texts(corpus.sentences["text"], lexicon=lexicon, hmm=hmm, rules=lexicon is not None)
