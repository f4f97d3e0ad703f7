"""What the pages say of one system, and the systems by district."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from analysis.systems import System

if TYPE_CHECKING:
    import pandas as pd

# Words within this many tokens of a mention are its collocates.
WINDOW = 8
NO_DISTRICT = "–"


class Card(NamedTuple):
    """All that the tables hold of one system; every table leads back to its sentences."""

    system_id: str
    type: str
    operator: str
    home: str
    n_mentions: int
    sentences: "pd.DataFrame"
    places: "pd.DataFrame"
    numbers: "pd.DataFrame"
    collocates: "pd.DataFrame"
    neighbours: "pd.DataFrame"


class Source(Protocol):
    """The tables of the contract that a card is made from; `chain.Tables` is one."""

    pages: "pd.DataFrame"
    articles: "pd.DataFrame"
    sentences: "pd.DataFrame"
    tokens: "pd.DataFrame"
    systems: "pd.DataFrame"
    mentions: "pd.DataFrame"
    indicators: "pd.DataFrame"


def card(
    system_id: str,
    tables: Source,
    *,
    known: "list[System] | None" = None,
    window: int = WINDOW,
    stop_words: frozenset[str] = frozenset(),
) -> Card:
    """The card of a system: what is said of it, where and when, its numbers, what stands near it.

    Parameters
    ----------
    system_id
        A system of the table `systems`.
    tables
        The tables of the contract, as `chain.load` gives them.
    known
        The list of systems (`systems.load_systems`), for operator and home district.
    window
        Words this near to a mention are collocates.
    stop_words
        Words that are no collocates; single characters and marks are none either.

    Returns
    -------
    Card with `sentences` (sentence_id, page_id, issue_date, newspaper, district, variant, text),
    `places` (district, year, n_mentions), `numbers` (rows of `indicators` that are tied to it),
    `collocates` (word, n_sentences: sentences in which it stands near a mention, n_articles) and
    `neighbours` (system_id, n_sentences, n_articles: systems in the same sentence).

    Raises
    ------
    KeyError
        No sentence mentions that system.
    """
    rows = tables.systems[tables.systems["system_id"] == system_id]
    if not len(rows):
        raise KeyError(f"“{system_id}” is not mentioned; the table systems lists what is")
    said = _said(system_id, tables)
    listed = next((s for s in known or () if s.name == system_id), None)
    numbers = tables.indicators[tables.indicators["system_id"] == system_id]
    return Card(
        system_id,
        str(rows["type"].iloc[0]),
        listed.operator if listed else "",
        listed.home if listed else "",
        int(rows["n_mentions"].iloc[0]),
        said,
        _places(system_id, tables, said),
        numbers.reset_index(drop=True),
        _collocates(system_id, tables, window, stop_words),
        _neighbours(system_id, tables),
    )


def _said(system_id: str, tables: Source) -> "pd.DataFrame":
    """The sentences that mention a system, in order of the pages."""
    named = tables.mentions[tables.mentions["system_id"] == system_id]
    forms = named.groupby("sentence_id", sort=False)["variant"].agg(
        lambda forms: ";".join(dict.fromkeys(forms))
    )
    pages = tables.pages[["page_id", "issue_date", "newspaper"]]
    said = tables.sentences[tables.sentences["sentence_id"].isin(forms.index)]
    said = said.merge(tables.articles[["article_id", "page_id"]], on="article_id")
    said = said.merge(pages, on="page_id").assign(variant=lambda t: t["sentence_id"].map(forms))
    columns = ["sentence_id", "page_id", "issue_date", "newspaper", "district", "variant", "text"]
    return said[columns].reset_index(drop=True)


def _places(system_id: str, tables: Source, said: "pd.DataFrame") -> "pd.DataFrame":
    """Mentions by district of the sentence and year of the page."""
    import pandas as pd

    named = tables.mentions[tables.mentions["system_id"] == system_id]
    place = said.set_index("sentence_id")
    counts = Counter(
        (place.at[sid, "district"] or NO_DISTRICT, str(place.at[sid, "issue_date"])[:4])
        for sid in named["sentence_id"]
    )
    rows = [(district, year, n) for (district, year), n in counts.items()]
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return pd.DataFrame(rows, columns=["district", "year", "n_mentions"])


def _collocates(
    system_id: str, tables: Source, window: int, stop_words: frozenset[str]
) -> "pd.DataFrame":
    """Words near the mentions, each sentence counted once, the most frequent first."""
    import pandas as pd

    named = tables.mentions[tables.mentions["system_id"] == system_id]
    article_of = dict(
        zip(tables.sentences["sentence_id"], tables.sentences["article_id"], strict=True)
    )
    tokens = tables.tokens[tables.tokens["sentence_id"].isin(named["sentence_id"])]
    by_sentence = {sid: list(zip(g["token"], g["start"], strict=True))
                   for sid, g in tokens.groupby("sentence_id", sort=False)}  # fmt: skip
    seen: dict[str, set[str]] = {}
    for sid, form, start in zip(named["sentence_id"], named["variant"], named["start"],
                                strict=True):  # fmt: skip
        words = by_sentence.get(sid, [])
        left = [w for w, at in words if at + len(w) <= start]
        right = [w for w, at in words if at >= start + len(form)]
        for word in [*left[max(0, len(left) - window) :], *right[:window]]:
            if len(word) > 1 and word.isalnum() and word not in stop_words:
                seen.setdefault(word, set()).add(sid)
    rows = [(w, len(s), len({article_of[sid] for sid in s})) for w, s in seen.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["word", "n_sentences", "n_articles"])


def _neighbours(system_id: str, tables: Source) -> "pd.DataFrame":
    """The other systems of the same sentences, the most frequent first."""
    import pandas as pd

    named = tables.mentions
    here = set(named.loc[named["system_id"] == system_id, "sentence_id"])
    article_of = dict(
        zip(tables.sentences["sentence_id"], tables.sentences["article_id"], strict=True)
    )
    beside: dict[str, set[str]] = {}
    for other, sid in zip(named["system_id"], named["sentence_id"], strict=True):
        if sid in here and other != system_id:
            beside.setdefault(other, set()).add(sid)
    rows = [(o, len(s), len({article_of[sid] for sid in s})) for o, s in beside.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["system_id", "n_sentences", "n_articles"])


def matrix(tables: Source) -> "pd.DataFrame":
    """Mentions of every system (rows, most mentioned first) by district (columns) of the sentence.

    Parameters
    ----------
    tables
        The tables of the contract.

    Returns
    -------
    DataFrame of counts with system_id as index; `–` is the column of sentences without a district.
    The sum of a row is the system's n_mentions.
    """
    district = dict(zip(tables.sentences["sentence_id"], tables.sentences["district"], strict=True))
    named = tables.mentions.assign(
        district=[district[sid] or NO_DISTRICT for sid in tables.mentions["sentence_id"]]
    )
    counted = named.groupby(["system_id", "district"]).size().unstack(fill_value=0)
    order = tables.systems["system_id"].tolist()
    total = counted.sum()
    columns = sorted(total.index, key=lambda name: (name == NO_DISTRICT, -total[name], name))
    counted.columns.name = None
    return counted.loc[order, columns]
