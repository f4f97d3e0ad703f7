"""What the title page states: findings, each printed in its notebook beside what it rests on."""

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from analysis import about_checks, about_corpus, about_districts, about_rates
from analysis import keyness as keyness_of
from analysis.language import listed, say, sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables

PAGE, ITEMS = about_rates.RATE_COLOURS
WORDS_NAMED = 3  # of each district: more would be a list and no sentence
REASONS_NAMED = 3  # why points may not be compared, the most frequent ones
VALUES_NAMED = 6  # of a quantity printed often, in the sentence on it


def of_districts(sizes: "pd.DataFrame", key: "pd.DataFrame", themes: "pd.DataFrame") -> list[str]:
    """What each district compared is written about: a sentence each, in the gazetteer's order.

    Parameters
    ----------
    sizes, key, themes
        As `about_districts.sizes`, `keyness` and `theme_table` give them.
    """
    top = about_districts.top_words(key, WORDS_NAMED)
    own = sizes[sizes["compared"]].set_index("district")
    said = []
    for district in about_districts.in_order(list(own.index)):
        words = top[top["group"] == district]
        if len(words):
            said.append(_of_district(district, own.loc[district], words, themes))
    return said


def _of_district(
    district: str, size: "pd.Series", words: "pd.DataFrame", themes: "pd.DataFrame"
) -> str:
    """One district: its words with their counts, what carries them, its largest theme."""
    counts = "、".join(
        f"{row.term} {int(row.freq_target)} : {int(row.freq_reference)}"
        for row in words.itertuples()
    )
    parts = [
        say(
            "{district} is written about with {counts} (here : in the other districts)",
            district=district, counts=counts,
        )
    ]  # fmt: skip
    if theme := _largest_theme(district, themes):
        parts.append(theme)
    parts.append(_carried(words, int(size["n_documents"])))
    return sentence(listed(parts, "; "))


def _carried(words: "pd.DataFrame", articles: int) -> str:
    """Say how much of it hangs on one article."""
    carried = int(words["carried_by_one"].sum())
    if articles == 1:
        return say("all of it is one article, and says no more than that article")
    if not carried:
        return say("none of these words hangs on one of its {articles} articles", articles=articles)
    if carried == len(words):
        return say("each of these words hangs on one of its {articles} articles", articles=articles)
    return say(
        "{carried} of these {n} words {carried:hangs|hang} on one of its {articles} articles",
        carried=carried, n=len(words), articles=articles,
    )  # fmt: skip


def _largest_theme(district: str, themes: "pd.DataFrame") -> str:
    """The theme that most of a district's sentences touch; empty where none does."""
    own = themes[(themes["group"] == district) & (themes["n_sentences_with"] > 0)]
    if own.empty:
        return ""
    row = own.sort_values(["n_sentences_with", "theme"], ascending=[False, True]).iloc[0]
    return say(
        "{found} of its {n} {n:sentence|sentences} {found:touches|touch} {theme}",
        found=int(row["n_sentences_with"]), n=int(row["n_sentences"]),
        theme=row["theme"].replace("  ", ", "),
    )  # fmt: skip


def no_test(possible: "pd.DataFrame", key: "pd.DataFrame") -> list[str]:
    """For which districts no test can find anything, and what became of the others.

    Parameters
    ----------
    possible, key
        As `about_districts.tests_possible` and `keyness` give them.
    """
    if key.empty:
        return []
    # More words than were tested would all have to be extreme, or the least p is above the bar.
    barred = possible[
        (possible["p_min"] > keyness_of.MAX_Q) | (possible["needed"] > possible["words"])
    ]
    passed = int((key["log_likelihood"] > about_districts.G2_BAR).sum())
    kept = int((key["q"] <= keyness_of.MAX_Q).sum())
    found = say(
        "Of {m} {m:comparison|comparisons} of a word, {passed} {passed:passes|pass} the usual bar "
        "of log-likelihood and {kept} {kept:keeps|keep} a q of .05 or less.",
        m=f"{len(key):,}", passed=passed, kept=kept,
    )  # fmt: skip
    if barred.empty:
        return [found]
    said = "、".join(
        say("{district} ({articles})", district=row["district"], articles=int(row["articles"]))
        for _, row in barred.iterrows()
    )
    cannot = say(
        "No test can call any word of these districts significant, however often it is said: "
        "{said}; in brackets their articles, and articles are what a test exchanges.",
        said=said,
    )
    return [listed([cannot, found], " ")]


def page_or_article(corpus: "Tables", tokens: "pd.DataFrame") -> list[str]:
    """How the rate of a followed term differs between a page and its articles, at its worst.

    Two pages between which one rate rises while the other falls go before all others, and among
    these two of one newspaper; without such a pair the page with the largest difference is named.
    """
    rates = about_rates.page_and_article_rates(tokens, about_corpus.followed_terms(corpus))
    if rates.empty:
        return []
    turned = _turned(rates, corpus)
    if turned:
        return [turned]
    rates = rates.assign(ratio=rates[ITEMS] / rates[PAGE])
    row = rates.sort_values(["ratio", "term", "page_id"], ascending=[False, True, True]).iloc[0]
    return [
        say(
            "The unit decides: {term} is {ratio:.1f} times as dense in the items of {page} that "
            "have it as on the whole page ({inside:.1f} against {outside:.1f} per 1,000 tokens).",
            term=row["term"], ratio=row["ratio"], inside=row[ITEMS], outside=row[PAGE],
            page=about_corpus.page_label(corpus, row["page_id"]),
        )
    ]  # fmt: skip


def _turned(rates: "pd.DataFrame", corpus: "Tables") -> str:
    """The pair of pages between which the two rates of a term move apart most; empty if none."""
    pages = corpus.pages.set_index("page_id")
    found = []
    for _, own in rates.groupby("term", sort=False):
        dated = [row for row in own.to_dict("records") if pages.loc[row["page_id"], "issue_date"]]
        dated.sort(key=lambda row: (pages.loc[row["page_id"], "issue_date"], row["page_id"]))
        for one, two in combinations(dated, 2):
            papers = {pages.loc[row["page_id"], "newspaper"] for row in (one, two)}
            apart = (two[PAGE] / one[PAGE] - 1) * (two[ITEMS] / one[ITEMS] - 1)
            same_day = len({pages.loc[r["page_id"], "issue_date"] for r in (one, two)}) == 1
            if apart < 0 and not same_day:
                found.append((len(papers) == 1 and "" not in papers, -apart, one, two))
    if not found:
        return ""
    *_, one, two = max(found, key=lambda pair: pair[:2])
    rising = (
        "The unit decides: from {first} to {second}, {term} becomes more frequent by the page "
        "({page_1:.1f} to {page_2:.1f} per 1,000 tokens) and less frequent in the items that have "
        "it ({items_1:.1f} to {items_2:.1f})."
    )
    falling = (
        "The unit decides: from {first} to {second}, {term} becomes less frequent by the page "
        "({page_1:.1f} to {page_2:.1f} per 1,000 tokens) and more frequent in the items that have "
        "it ({items_1:.1f} to {items_2:.1f})."
    )
    return say(
        rising if two[PAGE] > one[PAGE] else falling,
        first=about_corpus.page_label(corpus, one["page_id"]),
        second=about_corpus.page_label(corpus, two["page_id"]), term=one["term"],
        page_1=one[PAGE], page_2=two[PAGE], items_1=one[ITEMS], items_2=two[ITEMS],
    )  # fmt: skip


def of_lexicon(ranges: "pd.DataFrame", effect: "pd.DataFrame") -> list[str]:
    """What the lexicon changes for the followed terms, that term first which it changes most.

    Parameters
    ----------
    ranges, effect
        As `about_tokens.headline_counts` and `about_words.lexicon_effect` give them.
    """
    own = effect[effect["term"].isin(ranges["term"])]
    if own.empty:
        return []
    named = ranges.set_index("term")
    said = [
        say(
            "{term} {count}, {bare}, {substring}",
            term=row["term"], count=f"{row['count']:,}", bare=f"{row['count by jieba']:,}",
            substring=f"{named.loc[row['term'], 'substring']:,}",
        )
        for _, row in own.iterrows()
    ]  # fmt: skip
    return [
        say(
            "A count is a choice: with our lexicon, by jieba alone, and as a run of characters the "
            "same sentences have {said}.",
            said=listed(said, "; "),
        )
    ]


def of_spread(ranking: "pd.DataFrame", tokens: "pd.DataFrame") -> list[str]:
    """That often is not widely: the most frequent word of one article beside the most widespread.

    Parameters
    ----------
    ranking
        As `about_words.ranking` gives it.
    tokens
        The tokens that it was made of.
    """
    articles = tokens.loc[tokens["kind"] == "article", "article_id"].nunique()
    single = ranking[ranking["doc_freq"] == 1]
    if single.empty or articles < 2:
        return []
    order = {"doc_freq": False, "freq": False, "token": True}
    wide = ranking.sort_values(list(order), ascending=list(order.values())).iloc[0]
    deep = single.sort_values(["freq", "token"], ascending=[False, True]).iloc[0]
    return [
        say(
            "Often is not widely: {deep} {freq} stands in one article, {wide} {wide_freq} in "
            "{wide_docs} of {articles}; {n} of {words} {words:word|words} {n:stands|stand} in one "
            "article only.",
            deep=deep["token"], freq=int(deep["freq"]), wide=wide["token"],
            wide_freq=int(wide["freq"]), wide_docs=int(wide["doc_freq"]), articles=articles,
            n=f"{len(single):,}", words=f"{len(ranking):,}",
        )
    ]  # fmt: skip


def of_arithmetic(corpus: "Tables") -> list[str]:
    """How many relations between printed figures could have failed, and how many did."""
    return [about_checks.answer(corpus.checks)] if len(corpus.checks) else []


def printed_twice(corpus: "Tables") -> list[str]:
    """Quantities printed more than once that may not be compared, an example, and why."""
    series = corpus.series
    apart = series[~series["comparable"]]
    if apart.empty:
        return []
    different = apart.groupby("quantity")["value"].nunique()
    example = min(different.index, key=lambda name: (-different[name], name))
    reasons = Counter(
        reason.strip().partition(":")[0].partition(",")[0]
        for row in apart["why_not"]
        for reason in row.split(";")
    )
    most = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:REASONS_NAMED]
    return [
        say(
            _twice(series),
            n=series["series_id"].nunique(), apart=len(apart), points=len(series),
            reasons=listed(f"{say(reason)} {count}" for reason, count in most),
            values=_first_values(apart.loc[apart["quantity"] == example, "value"]),
            quantity=example,
        )
    ]  # fmt: skip


def _first_values(values: "pd.Series") -> str:
    """The first values of a quantity, with … where there are more."""
    said = "、".join(map(about_checks.grouped, values.head(VALUES_NAMED)))
    return said + "…" * (len(values) > VALUES_NAMED)


def _twice(series: "pd.DataFrame") -> str:
    """The sentence for one quantity, for several of which no point compares, or for the others."""
    if series["series_id"].nunique() == 1:
        return (
            "One quantity is printed more than once, and its {points} points may not be compared "
            "({reasons}): {values} are no series of {quantity}."
        )
    if not series["comparable"].any():
        return (
            "{n} quantities are printed more than once, and none of their {points} points may be "
            "compared ({reasons}): {values} are no series of {quantity}."
        )
    return (
        "{n} quantities are printed more than once, and {apart} of their {points} points may "
        "not be compared ({reasons}): {values} are no series of {quantity}."
    )


def of_announcements(corpus: "Tables") -> list[str]:
    """How many announcements name a date, and how many are reported done."""
    table = corpus.announcements
    if table.empty:
        return []
    return [
        say(
            "{n} {n:announcement was|announcements were} made; {dated} of them {dated:names|name} "
            "a date, and for {done} a later sentence may report it done.",
            n=len(table), dated=int((table["target_date"] != "").sum()),
            done=int((table["reported_done_in"] != "").sum()),
        )
    ]  # fmt: skip


def chain_title(corpus: "Tables") -> str:
    """What the diagram of the chain shows, as its title."""
    return say(
        "{tokens} {tokens:token|tokens}, {figures} printed {figures:figure|figures} and "
        "{mentions} {mentions:mention|mentions} of systems lead back to {lines} printed "
        "{lines:line|lines}",
        tokens=f"{len(corpus.tokens):,}", figures=f"{len(corpus.indicators):,}",
        mentions=f"{len(corpus.mentions):,}", lines=f"{len(corpus.lines):,}",
    )  # fmt: skip


def ranges_title(ranges: "pd.DataFrame") -> str:
    """Which followed term's count depends most on how words are cut, as the figure's title."""
    if ranges.empty:
        return say("No term is followed")
    spans = (ranges["highest"] - ranges["lowest"]) / ranges["highest"].clip(lower=1)
    row = ranges.loc[spans.idxmax()]
    return say(
        "{term} is counted {lowest} to {highest} times, as the same sentences are cut; "
        "reported: {freq}",
        term=row["term"], lowest=f"{row['lowest']:,}", highest=f"{row['highest']:,}",
        freq=f"{row['freq']:,}",
    )  # fmt: skip


def spread_title(shown: "pd.DataFrame") -> str:
    """Which words are said most, most evenly and least evenly, as the figure's title."""
    if shown.empty:
        return say("No word stands in two articles")
    even, clumped = (
        shown.sort_values(["dp_norm", "token"], ascending=[up, True]).iloc[0]
        for up in (True, False)
    )
    apart = (
        "{most} is said most often ({freq} times), {even} most evenly (DPnorm {low:.2f}); "
        "{clumped} is clumped (DPnorm {high:.2f})"
    )
    one = (
        "{most} is said most often ({freq} times) and most evenly (DPnorm {low:.2f}); "
        "{clumped} is clumped (DPnorm {high:.2f})"
    )
    return say(
        one if even["token"] == shown["token"].iloc[0] else apart,
        most=shown["token"].iloc[0], freq=int(shown["freq"].iloc[0]), even=even["token"],
        low=even["dp_norm"], clumped=clumped["token"], high=clumped["dp_norm"],
    )  # fmt: skip


def clouds_title(words: "dict[str, dict[str, int]]", most: int) -> str:
    """How many of the words tried stand in one district's cloud alone, as the figure's title."""
    tried = [
        sorted(own.items(), key=lambda item: (-item[1], item[0]))[:most] for own in words.values()
    ]
    clouds = Counter(word for own in tried for word, _ in own)
    if not clouds:
        return say("No district has text enough for a cloud")
    single = sum(n == 1 for n in clouds.values())
    word, n = min(clouds.items(), key=lambda item: (-item[1], item[0]))
    return say(
        "{single} of {n_words} frequent {n_words:word|words} {single,n_words:stands|stand} in one "
        "district's cloud alone; {word} stands in {n} of {n_clouds}",
        single=single, n_words=len(clouds), word=word, n=n, n_clouds=len(words),
    )  # fmt: skip
