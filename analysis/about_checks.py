"""What notebook 05 shows of the ledger, its checks, claims and announcements."""

import re
from typing import TYPE_CHECKING

from analysis import about_districts, system_cards, systems
from analysis.language import bracketed, is_chinese, listed, say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.chain import Tables

# Relations that repeat or count what is printed: they say that a paper is consistent with itself.
REPEATS = (
    "heading, box or caption repeats the text", "a later sentence repeats the text",
    "multiple in the text and in the box",
    "same quantity in two places", "same quantity in two places (two articles)",
)  # fmt: skip
LISTS = ("members listed", "as many figures as classes (分别)")
# Verdicts of a relation that could have come out otherwise.
TESTED = ("agrees", "agrees_rounded", "contradicts", "loose", "consistent")
IN_WORDS = {
    "agrees": "holds", "agrees_rounded": "holds after rounding",
    "consistent": "is allowed by the text, not proved", "loose": "holds loosely, by a bound",
    "derived": "derived: not printed, nothing is tested", "residual": "leaves a rest, named",
    "not_comparable": "looks like a pair and is none", "contradicts": "contradicts",
}  # fmt: skip
# A run of digits in front of the decimal point that is no part of a date.
_LONG = re.compile(r"(?<![\d.-])[1-9]\d{3,}(?![\d-])", re.ASCII)
SORTS = ("arithmetic", "a list counted", "a figure repeated")


def sorted_checks(checks: "pd.DataFrame") -> "pd.DataFrame":
    """The checks with `sort` (one of `SORTS`) and `result` (the verdict in words), by result."""
    table = checks.copy()
    sort = dict.fromkeys(REPEATS, SORTS[2]) | dict.fromkeys(LISTS, SORTS[1])
    table["sort"] = [sort.get(relation, SORTS[0]) for relation in table["relation"]]
    table["result"] = [say(IN_WORDS[verdict]) for verdict in table["verdict"]]
    order = {verdict: number for number, verdict in enumerate(IN_WORDS)}
    keys = table["verdict"].map(order)
    return table.assign(order=keys).sort_values(["order", "check_id"]).drop(columns="order")


def summary(checks: "pd.DataFrame") -> "pd.DataFrame":
    """How many relations came out how: `result` by row, `SORTS` and `all` by column."""
    table = sorted_checks(checks)
    counted = table.groupby(["result", "sort"], sort=False).size().unstack(fill_value=0)
    counted = counted.reindex(columns=list(SORTS), fill_value=0).astype("int64")
    counted["all"] = counted.sum(axis=1)
    counted.columns.name = None
    return counted.reset_index()


def answer(checks: "pd.DataFrame") -> str:
    """Whether the arithmetic holds, in one sentence."""
    table = sorted_checks(checks)
    real = table[(table["sort"] == SORTS[0]) & table["verdict"].isin(TESTED)]
    if not len(table):
        return say("No two printed figures stand in a relation that can be worked out again.")
    hold = int(real["verdict"].isin(("agrees", "agrees_rounded")).sum())
    wrong = int((real["verdict"] == "contradicts").sum())
    open_ = len(real) - hold - wrong
    apart = int((table["verdict"] == "contradicts").sum()) - wrong
    elsewhere = ("；" if is_chinese() else "; ") + say(
        "{n} of them {n:contradicts|contradict}", n=apart
    )
    return say(
        "{tested} arithmetical {tested:relation|relations} could have failed: {hold} "
        "{hold:holds|hold}, {wrong} {wrong:contradicts|contradict}, {open} {open:stays|stay} "
        "open. The other {others} of {n_all} {n_all:row|rows} {others,n_all:repeats a figure, "
        "counts a list, derives what is not printed, or looks like a pair and is none|repeat a "
        "figure, count a list, derive what is not printed, or look like a pair and are "
        "none}{elsewhere}.",
        tested=len(real), hold=hold, wrong=wrong, open=open_, others=len(table) - len(real),
        n_all=len(table), elsewhere=elsewhere if apart else "",
    )  # fmt: skip


def spelled_out(checks: "pd.DataFrame", *verdicts: str) -> "pd.DataFrame":
    """The checks of some verdicts, by id, with their arithmetic: formula, computed, printed."""
    table = sorted_checks(checks)
    table = table[table["verdict"].isin(verdicts)]
    table = table[["check_id", "sort", "relation", "formula", "computed", "printed", "note"]]
    return table.assign(**{c: table[c].map(grouped) for c in ("formula", "computed")})


def grouped(text: str) -> str:
    """The text with commas between the thousands of its numbers; ISO dates stay.

    >>> grouped("1056500 / 667500"), grouped("2018-03-01 to 2018-04-13"), grouped("0.0333")
    ('1,056,500 / 667,500', '2018-03-01 to 2018-04-13', '0.0333')
    """
    return _LONG.sub(lambda match: f"{int(match.group()):,}", text)


def ledger_of_districts(corpus: "Tables", *, most: int = 6) -> "pd.DataFrame":
    """The first measures printed of each district: figure, what is measured, period, where.

    Parameters
    ----------
    most
        Rows of a district at most.

    Returns
    -------
    DataFrame with `district`, `figure`, `value`, `unit`, `measured`, `period`, `page:line`, in the
    order of the districts.
    """
    own = _measures(corpus)
    place = corpus.sentences.set_index("sentence_id")["first_line"]
    own = own.assign(
        value=own["value"].map(grouped),
        where=[f"{_page(sid)}:{place[sid]}" for sid in own["sentence_id"]],
        district=own["district"].replace("", "–"),
    )
    order = about_districts.in_order(list(dict.fromkeys(own["district"])))
    first = own.groupby("district", sort=False).head(most)
    rank = {name: number for number, name in enumerate(order)}
    first = first.sort_values("district", key=lambda names: names.map(rank), kind="stable")
    columns = ["district", "figure", "value", "unit", "measured", "period", "where"]
    return first[columns].rename(columns={"where": "page:line"})


def kinds_of_number(corpus: "Tables") -> "pd.DataFrame":
    """What each district is described with: measures, and its most frequent units and changes."""
    own = _measures(corpus)
    rows = []
    for district, part in own.groupby("district", sort=True):
        units = part["unit"].replace("", say("(no unit)")).value_counts()
        changes = part["change"].value_counts()
        rows.append((district or "–", len(part), _most(units), _most(changes)))
    rows.sort(key=lambda row: (-row[1], row[0]))
    import pandas as pd

    return pd.DataFrame(rows, columns=["district", "measures", "units", "what the figures do"])


def card_rows(corpus: "Tables", rank: int, known: "list[systems.System]") -> "pd.DataFrame":
    """The card of the system at a rank (0: mentioned most) as two columns; empty without one."""
    import pandas as pd

    most = corpus.systems.sort_values(["n_mentions", "name"], ascending=[False, True])
    if rank >= len(most):
        return pd.DataFrame(columns=["of it", "the pages say"])
    card = system_cards.card(most["system_id"].iloc[rank], corpus, known=known)
    places = [
        f"{p.district or '–'} {p.year}{bracketed(str(p.n_mentions))}"
        for p in card.places.itertuples()
    ]
    numbers = [f"{n.figure}（{n.measured}）" for n in card.numbers.head(5).itertuples()]
    of = say(card.type) if card.type else ""
    rows = [
        (say("system"), card.system_id),
        (say("type, operator, home"), listed(filter(None, (of, card.operator, card.home)), "; ")),
        (say("mentions"), str(card.n_mentions)),
        (say("where and when"), listed(places)),
        (say("its figures"), "、".join(numbers) or "–"),
        (say("words near it"), "、".join(card.collocates["word"].head(8)) or "–"),
        (say("systems beside it"), "、".join(card.neighbours["system_id"].head(6)) or "–"),
        *[
            (say("sentence of {page}", page=_page(s.sentence_id)), s.text[:80])
            for s in card.sentences.drop_duplicates("page_id").head(3).itertuples()
        ],
    ]
    return pd.DataFrame(rows, columns=["of it", "the pages say"])


def misreadings(corpus: "Tables") -> "list[str]":
    """Conclusions that tempt and are wrong, each with the number that refutes it.

    One that nothing in the corpus tempts to is left out.
    """
    return [*_of_agreement(corpus), *_of_series(corpus), *_of_claims(corpus)]


def _of_agreement(corpus: "Tables") -> "list[str]":
    """What agreeing figures do not show, and what rows of the ledger are no facts."""
    table = sorted_checks(corpus.checks)
    agrees = table[table["verdict"] == "agrees"]
    repeated = int((agrees["sort"] != SORTS[0]).sum())
    own = _measures(corpus)
    repeats = int((corpus.indicators["duplicate_of"] != "").sum())
    said = []
    if repeated > 1 and repeated < len(agrees):
        said.append(
            say(
                "*{n_agrees} agreements show that the figures are right.* {repeated} of "
                "them only repeat a figure or count a list; the rest shows that a writer "
                "can divide.",
                n_agrees=len(agrees),
                repeated=repeated,
            )
        )
    elif repeated > 1:
        said.append(
            say(
                "*{n_agrees} agreements show that the figures are right.* They only repeat a "
                "figure or count a list.",
                n_agrees=len(agrees),
            )
        )
    if repeats > 1 and len(own) > 1:
        said.append(
            say(
                "*The papers print {n_indicators} facts.* {repeats} rows repeat another "
                "row, and {n_own} measure anything.",
                n_indicators=len(corpus.indicators),
                repeats=repeats,
                n_own=len(own),
            )
        )
    elif len(corpus.indicators) > max(1, len(own)):
        said.append(
            say(
                "*The papers print {n_indicators} facts.* Figures among them that measure "
                "anything, repeats apart: {n_own}.",
                n_indicators=len(corpus.indicators),
                n_own=len(own),
            )
        )
    return said


def _of_series(corpus: "Tables") -> "list[str]":
    """That a quantity printed twice is no trend yet."""
    apart = corpus.series.loc[~corpus.series["comparable"], "series_id"].nunique()
    n_quantities = corpus.series["series_id"].nunique()
    if not apart or n_quantities < 2:
        return []
    if apart == n_quantities:
        return [
            say(
                "*The same quantity printed twice is a trend.* None of {n_quantities} such "
                "quantities may be compared, for the reasons in their rows.",
                n_quantities=n_quantities,
            )
        ]
    return [say(
        "*The same quantity printed twice is a trend.* {apart} of {n_quantities} "
        "such quantities may not be compared, for the reasons in their rows.",
        apart=apart, n_quantities=n_quantities,
    )]  # fmt: skip


def _of_claims(corpus: "Tables") -> "list[str]":
    """That what is claimed or announced is not done by that."""
    firsts = len(corpus.claims)
    unscoped = int((corpus.claims["scope"] == "").sum())
    done = int((corpus.announcements["reported_done_in"] != "").sum())
    undated = int((corpus.announcements["target_date"] == "").sum())
    said = []
    if firsts > 1 and unscoped > 1:
        said.append(
            say(
                "*{firsts} claims of being first are {firsts} firsts.* {unscoped} of them "
                "do not say first where; a claim is what a paper printed.",
                firsts=firsts,
                unscoped=unscoped,
            )
        )
    elif firsts > 1:
        said.append(
            say(
                "*{firsts} claims of being first are {firsts} firsts.* A claim is what a paper "
                "printed.",
                firsts=firsts,
            )
        )
    if len(corpus.announcements) > 1 and done < len(corpus.announcements):
        said.append(
            say(
                "*What was announced came about.* {done} of {n_announcements} announcements "
                "{done:has|have} a later sentence that may report it done, and {undated} "
                "{undated:names|name} no date.",
                done=done,
                n_announcements=len(corpus.announcements),
                undated=undated,
            )
        )
    return said


def _page(sentence_id: str) -> str:
    """The beginning of the id of a sentence's page: enough to tell pages apart in a table."""
    return sentence_id.rsplit(":", 2)[0][:16]


def _measures(corpus: "Tables") -> "pd.DataFrame":
    """The rows of the ledger that measure something, repeats apart."""
    table = corpus.indicators
    return table[(table["kind"] == "measure") & (table["duplicate_of"] == "")]


def _most(counts: "pd.Series", most: int = 4) -> str:
    """The most frequent values with their numbers."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return listed(f"{say(name)} {count}" for name, count in ranked)
