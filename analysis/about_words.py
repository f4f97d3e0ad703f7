"""What notebooks 02 and 03 show: the choice of words, their ranking, spread and company."""

from collections import Counter
from typing import TYPE_CHECKING

from analysis import counts
from analysis.language import bracketed, is_chinese, listed, say
from analysis.tokens import cut_texts, is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analysis.chain import Tables
    from analysis.lexicon import Lexicon

TITLED = 3  # words that a title names where several tie


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

    cut = cut_texts(corpus.sentences["text"], lexicon=None, rules=False)
    plain = Counter(word for words in cut for word in words)
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


def n_note(ranking: "pd.DataFrame") -> str:
    """What the ranking rests on."""
    return say(
        "N = {n_tokens:,} words and numbers in headings and running text of "
        "articles, punctuation not counted, stop words counted; ipm: per million "
        "of N.",
        n_tokens=size(ranking),
    )


def bar_notes(ranking: "pd.DataFrame") -> list[str]:
    """Behind each bar: occurrences, articles."""
    return [say("{row.freq} in {row.doc_freq} articles", row=row) for row in ranking.itertuples()]


def frequency_title(shared: "pd.DataFrame") -> str:
    """The most frequent and the most widespread words, ties named, as the figure's title."""
    if shared.empty:
        return say("No word stands in two articles")
    frequent, wide = _leaders(shared)
    return say(
        "{frequent} said most often; {wide} in most articles ({doc_freq})",
        frequent=_listed(frequent), wide=_listed(wide), doc_freq=shared["doc_freq"].max(),
    )  # fmt: skip


def title_words(shared: "pd.DataFrame") -> list[str]:
    """The words that `frequency_title` names."""
    named = [word for words in _leaders(shared) for word in words[:TITLED]]
    return list(dict.fromkeys(named))


def _leaders(shared: "pd.DataFrame") -> tuple[list[str], list[str]]:
    """The most frequent words, and those of most articles."""
    frequent = shared.loc[shared["freq"] == shared["freq"].max(), "token"]
    wide = shared.loc[shared["doc_freq"] == shared["doc_freq"].max(), "token"]
    return list(frequent), sorted(wide)


def _listed(words: list[str]) -> str:
    """The first words, and how many more there are."""
    first = "、".join(words[:TITLED])
    if is_chinese():
        first = "".join(f"“{word}”" for word in words[:TITLED])
    more = len(words) - TITLED
    return say("{first} and {n} more", first=first, n=more) if more > 0 else first


def words_to_read(ranking: "pd.DataFrame", tokens: "pd.DataFrame", most: int) -> list[str]:
    """The first words of a ranking, to be read in context.

    A ranking with fewer is filled up with the most frequent tokens of any kind, so that there is
    something to read on the smallest corpus; of that there may be fewer still.
    """
    common = counts.frequency(tokens)["token"]
    return list(dict.fromkeys([*ranking["token"].head(most), *common]))[:most]


def counted_sentences(corpus: "Tables", tokens: "pd.DataFrame") -> "pd.DataFrame":
    """The sentences whose words are counted: those of N."""
    own = counts.counted(tokens)["sentence_id"].unique()
    return corpus.sentences[corpus.sentences["sentence_id"].isin(own)]


def with_ranges(
    ranking: "pd.DataFrame", sentences: "pd.DataFrame", lexicon: "Lexicon"
) -> "pd.DataFrame":
    """The ranking with `lowest`, `highest`, `substring` and `range` of `count_ranges`.

    Parameters
    ----------
    ranking
        As `ranking` gives it, the rows that are shown.
    sentences
        As `counted_sentences` gives them, so that the project's own count is `freq`.
    """
    from analysis import count_ranges

    names = ["lowest", "highest", "substring", "range"]
    if ranking.empty:
        return ranking.reindex(columns=[*ranking, *names])
    found = count_ranges.count_ranges(ranking["token"], sentences, lexicon)
    joined = ranking.merge(found[["term", *names]], left_on="token", right_on="term")
    return joined.drop(columns="term")


def spread(tokens: "pd.DataFrame", words: "Sequence[str]") -> "pd.DataFrame":
    """How evenly each word stands in the articles, by several measures.

    Returns
    -------
    DataFrame with `token`, `freq`, `doc_freq`, `part_range` (share of the text that the articles
    with it make up), `dp_norm`, `juilland_d`, `carroll_d2`, `rosengren_s`, `kld` (bits), `arf`
    (average reduced frequency, 1 to freq, articles in the order of their ids).
    """
    import numpy as np
    import pandas as pd

    from analysis import dispersion

    dtm = counts.document_term_matrix(tokens)
    sizes = dtm.matrix.sum(axis=1)
    words = [word for word in words if word in dtm.terms]
    own = dtm.matrix[:, dtm.terms.get_indexer(words)].toarray()
    order = ["article_id", "first_line", "sentence_id", "position"]
    running = counts.counted(tokens).sort_values(order, kind="stable")["token"].to_numpy()
    places = [np.flatnonzero(running == word) for word in words]
    return pd.DataFrame(
        {
            "token": words,
            "freq": own.sum(axis=0),
            "doc_freq": (own > 0).sum(axis=0),
            "part_range": dispersion.part_range(own, sizes),
            "dp_norm": dispersion.dp_norm(own, sizes),
            "juilland_d": dispersion.juilland_d(own, sizes),
            "carroll_d2": dispersion.carroll_d2(own, sizes),
            "rosengren_s": dispersion.rosengren_s(own, sizes),
            "kld": dispersion.kld(own, sizes),
            "arf": [dispersion.distances(at, len(running)).arf for at in places],
        }
    )


def term_frequency(
    ranking: "pd.DataFrame", ranges: "pd.DataFrame", near: "pd.DataFrame", tokens: "pd.DataFrame"
) -> list[str]:
    """Sentences that answer notebook 03."""
    single = ranking[ranking["doc_freq"] == 1]
    answers = [_extent(tokens)]
    if len(ranges):
        said = "、".join(f"{row.token} {row.range}" for row in ranges.head(3).itertuples())
        answers.append(
            say(
                "Said most often, stop words apart: {said}; in brackets the range over "
                "nine ways of cutting the same sentences into words.",
                said=said,
            )
        )
    if len(ranking):
        answers.append(
            say(
                "{n_single:,} of {n_ranking:,} {n_ranking:word|words} "
                "{n_single,n_ranking:stands|stand} in one article only; of the first {n_ranges} "
                "of the ranking {n_first} {n_first:does|do}.",
                n_single=len(single),
                n_ranking=len(ranking),
                n_ranges=len(ranges),
                n_first=int((ranges["doc_freq"] == 1).sum()),
            )
        )
    if ends := _evenest_and_clumped(ranking):
        even, clumped = ends
        answers.append(
            say(
                "Most evenly spread of the words said five times or more: {even[token]} (DPnorm "
                "{even[dp_norm]:.2f}, {even[doc_freq]} {even[doc_freq]:article|articles}); most "
                "clumped: {clumped[token]} (DPnorm {clumped[dp_norm]:.2f}, {clumped[freq]} times "
                "in {articles}).",
                even=even,
                clumped=clumped,
                articles=articles(clumped["doc_freq"]),
            )
        )
    for row in near.drop_duplicates("word").itertuples():
        answers.append(
            say(
                "Closest to {row.word}: {row.collocate} (logDice {row.log_dice:.2f}, together "
                "{row.freq} {row.freq:time|times} where chance would have {row.expected:.1f}).",
                row=row,
            )
        )
    return answers


def named_words(ranking: "pd.DataFrame", ranges: "pd.DataFrame", near: "pd.DataFrame") -> list[str]:
    """The words that the sentences of `term_frequency` name, in their order."""
    ends = [row["token"] for row in _evenest_and_clumped(ranking) or ()]
    return list(
        dict.fromkeys([*ranges["token"].head(3), *ends, *near.drop_duplicates("word")["collocate"]])
    )


def cloud_said(weights: "dict[str, int]", dropped: "Sequence[str]", tried: int) -> list[str]:
    """What a cloud left out, and whether that was the rarest."""
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:tried]
    drawn = [count for word, count in kept if word not in dropped]
    if not dropped or not drawn:
        return [say("Every word that was tried is drawn.")]
    most, rarest = max(weights[word] for word in dropped), min(drawn)
    words = "、".join(f"{word}{bracketed(weights[word])}" for word in dropped)
    seen = say(
        "the rarest word drawn is counted {rarest} {rarest:time|times}, the most frequent that is "
        "missing {most} {most:time|times}",
        rarest=rarest, most=most,
    )  # fmt: skip
    return [
        say("Tried and not drawn, for want of room: {words}.", words=words),
        say("A word that is missing need not be a rare one: {seen}.", seen=seen)
        if most >= rarest
        else say("The rarer words are missing: {seen}.", seen=seen),
    ]


def articles(number: int) -> str:
    """So many articles, in words.

    >>> articles(1), articles(1200)
    ('1 article', '1,200 articles')
    """
    return say("{n:,} {n:article|articles}", n=number)


def _extent(tokens: "pd.DataFrame") -> str:
    """How much text the numbers rest on."""
    own = counts.counted(tokens)
    papers = "、".join(sorted(set(own["newspaper"].dropna()) - {""})) or say("none known")
    years = listed(sorted(own["year"].dropna().unique())) or say("none known")
    return say(
        "N = {n_own:,} words and numbers in {articles} on {n_pages} {n_pages:page|pages}; "
        "newspapers: {papers}; years: {years}.",
        n_own=len(own), articles=articles(own["article_id"].nunique()),
        n_pages=own["page_id"].nunique(), papers=papers, years=years,
    )  # fmt: skip


def _evenest_and_clumped(ranking: "pd.DataFrame") -> "tuple[pd.Series, pd.Series] | None":
    """The most even and the most clumped word of those said five times or more."""
    wide = ranking[ranking["freq"] >= 5].sort_values(["dp_norm", "freq", "token"])
    apart = len(wide) and wide["dp_norm"].iloc[0] < wide["dp_norm"].iloc[-1]
    return (wide.iloc[0], wide.iloc[-1]) if apart else None


def size(ranking: "pd.DataFrame") -> int:
    """N of a ranking: the tokens counted; 0 without any row."""
    return int(ranking["n_tokens"].iloc[0]) if len(ranking) else 0
