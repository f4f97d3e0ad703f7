"""Named systems: the platforms, programmes, institutions, parks, devices and policies in the text.

The list is a resource a reader may change (`systems.tsv`); `candidates` proposes names that it
does not have yet.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import matching, paths, schema
from analysis.candidates import candidates as candidates
from analysis.lists import fault, read_rows

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("name", "variants", "type", "operator", "home", "reason")
TYPES = ("platform", "programme", "institution", "park", "device", "policy")
_YEAR = re.compile(r"(1[89]|20)\d{2}")

# 《…的意见》（以下简称《意见》）: what an article calls a thing from there on.
_SHORT = re.compile(
    r"[（(](?:以下|下)简称[：:]?(?P<form>《[^《》]{1,20}》|[“‘]?[^“”‘’（）()，。]{1,20}[”’]?)[）)]"
)


@dataclass(frozen=True)
class System:
    """One named system of the list.

    Attributes
    ----------
    name
        The name by which the tables call it.
    variants
        Every printed form, the name itself first, known misprints included.
    type
        One of `TYPES`.
    operator
        Who runs it; empty where not known.
    home
        Official name of its district, `全市`, or empty.
    reason
        Where the row comes from.
    """

    name: str
    variants: tuple[str, ...]
    type: str
    operator: str = ""
    home: str = ""
    reason: str = ""


def load_systems(corpus: Path | None = None) -> list[System]:
    """The systems of the list, in its order: the corpus folder's own, else the package's.

    Parameters
    ----------
    corpus
        A corpus folder; its `systems.tsv`, where it has one, is read instead of the package's.

    Raises
    ------
    InputError
        The file is not a clean list (see `lists.read_rows`), or a row has no name, an unknown
        type, no reason, or a printed form that another row has already; the message says which
        line.
    """
    path = paths.resource(corpus, "systems.tsv")
    taken: dict[str, int] = {}
    rows = read_rows(path, required=COLUMNS, exact=True)
    return [_system(path, number, row, taken) for number, row in rows]


def _system(path: Path, number: int, row: Mapping[str, str], taken: dict[str, int]) -> System:
    """The row as a system, or the sentence that says what is wrong with it."""
    for column in ("name", "reason"):
        if not row[column]:
            raise fault(path, number, f"no {column}", f"fill the column “{column}”")
    if row["type"] not in TYPES:
        seen, advice = f"unknown type “{row['type']}”", f"write one of {', '.join(TYPES)}"
        raise fault(path, number, seen, advice)
    variants = [variant.strip() for variant in row["variants"].split("|")]
    forms = tuple(dict.fromkeys([row["name"], *filter(None, variants)]))
    for form in forms:
        if form in taken:
            seen = f"“{form}” stands in line {taken[form]} already"
            raise fault(path, number, seen, "keep it in one row")
        taken[form] = number
    return System(row["name"], forms, row["type"], row["operator"], row["home"], row["reason"])


def mentions(sentences: "pd.DataFrame", systems: Iterable[System]) -> "pd.DataFrame":
    """Every place where a system is named, in order of the text.

    Of one system's printed forms the longest wins. Each system is looked for by itself, so a name
    inside another one (甲乙 in 甲乙园区平台, a platform in the title of a document) counts for
    both; `outermost` leaves the inner ones out. A short form that an article introduces with
    以下简称 counts from there to the end of the article.

    Parameters
    ----------
    sentences
        The table `sentences`.
    systems
        As `load_systems` gives them.

    Returns
    -------
    The table `mentions`: system_id (the system's name), sentence_id, variant (as printed), start
    (character offset in the sentence, from 0).
    """
    names = ("sentence_id", "article_id", "text")
    rows = list(zip(*(sentences[name] for name in names), strict=True))
    text = "\n".join(row[2] for row in rows)
    begins = [0, *accumulate(len(row[2]) + 1 for row in rows)]
    found = [
        (match.start(), match.group(), system.name)
        for system in systems
        for match in matching.any_of(system.variants).finditer(text)
    ]
    spans = _with_short_forms(found, text, [row[1] for row in rows], begins)
    table = []
    for start, form, name in sorted(spans, key=lambda span: (span[0], len(span[1]), span[2])):
        at = bisect_right(begins, start) - 1
        table.append((name, rows[at][0], form, start - begins[at]))
    return schema.frame("mentions", table)


_Span = tuple[int, str, str]


def _with_short_forms(
    found: list[_Span], text: str, articles: list[str], begins: list[int]
) -> list[_Span]:
    """The mentions, and those by a short form that the article introduces behind one of them."""
    ends = {start + len(form): name for start, form, name in sorted(found, key=_length)}
    more = []
    for short in _SHORT.finditer(text):
        name = next((ends[e] for e in (short.start(), short.start() - 1) if e in ends), "")
        if not name:
            continue
        here = bisect_right(begins, short.start()) - 1
        last = here
        while last + 1 < len(articles) and articles[last + 1] == articles[here]:
            last += 1
        inside = text[short.start("form") : begins[last + 1]]
        taken = [(a, a + len(form)) for a, form, of in found if of == name]
        for match in matching.any_of([short["form"].strip("“”‘’")]).finditer(inside):
            at = short.start("form") + match.start()
            if not any(a <= at < b for a, b in taken):
                more.append((at, match.group(), name))
    return [*found, *more]


def _length(span: _Span) -> int:
    """Length of a mention."""
    return len(span[1])


def outermost(mentions: "pd.DataFrame") -> "pd.DataFrame":
    """The mentions that stand in no longer one, in the same order.

    Parameters
    ----------
    mentions
        The table `mentions`.
    """
    end = mentions["start"] + mentions["variant"].str.len()
    spans: dict[str, list[tuple[int, int]]] = {}
    for sentence_id, a, b in zip(mentions["sentence_id"], mentions["start"], end, strict=True):
        spans.setdefault(sentence_id, []).append((a, b))
    keep = [
        not any(x <= a and b <= y and y - x > b - a for x, y in spans[sentence_id])
        for sentence_id, a, b in zip(mentions["sentence_id"], mentions["start"], end, strict=True)
    ]
    return mentions.iloc[[at for at, kept in enumerate(keep) if kept]].reset_index(drop=True)


def systems_table(
    systems: Iterable[System],
    mentions: "pd.DataFrame",
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
) -> "pd.DataFrame":
    """The systems that are mentioned, with where and when; most mentioned first.

    Parameters
    ----------
    systems, mentions, sentences, articles, pages
        The list, and the tables of the contract.

    Returns
    -------
    The table `systems`: system_id (the name), name, variants (the printed forms found, joined by
    `;`, most mentions first), type, districts (of the sentences, joined by `;`, most mentions
    first), n_mentions, first_year and last_year (of the pages' issue dates; missing where no page
    has one).
    """
    import pandas as pd

    page_of = dict(zip(articles["article_id"], articles["page_id"], strict=True))
    year_of = {
        page: int(year.group())
        for page, date in zip(pages["page_id"], pages["issue_date"], strict=True)
        if (year := _YEAR.match(date))
    }
    place = sentences.set_index("sentence_id")[["article_id", "district"]]
    found = mentions.join(place, on="sentence_id", validate="many_to_one")
    found["year"] = found["article_id"].map(page_of).map(year_of)
    groups = dict(list(found.groupby("system_id", sort=False)))
    rows = []
    for system in systems:
        if system.name not in groups:
            continue
        group = groups[system.name]
        years = group["year"].dropna()
        rows.append(
            (
                system.name,
                system.name,
                ";".join(_most_first(group["variant"])),
                system.type,
                ";".join(_most_first(d for d in group["district"] if d)),
                len(group),
                int(years.min()) if len(years) else pd.NA,
                int(years.max()) if len(years) else pd.NA,
            )
        )
    rows.sort(key=lambda row: (-row[5], row[0]))
    return schema.frame("systems", rows)


def _most_first(values: Iterable[str]) -> list[str]:
    """The values, each once: most frequent first, then by name."""
    return [v for v, _ in sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))]
