"""Named systems: the platforms, programmes, institutions, parks, devices and policies in the text.

The list is a resource a reader may change (`systems.tsv`); `candidates` proposes names that it
does not have yet.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import matching, paths, schema
from analysis.lists import fault, read_rows

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("name", "variants", "type", "operator", "home", "reason")
TYPES = ("platform", "programme", "institution", "park", "device", "policy")
_YEAR = re.compile(r"(1[89]|20)\d{2}")

# Names of these kinds end in these words; longer endings are tried first.
SUFFIXES = (
    "平台", "系统", "中心", "工程院", "研究院", "实验室", "工程", "终端", "门户网站", "园区",
    "小镇", "生态谷", "产业基地", "孵化器", "示范区", "试验区", "计划", "行动方案", "小程序", "码",
)  # fmt: skip
# Where a name cannot reach back to: verbs, particles and measure words of running text.
_NAME_BREAK = re.compile(
    r"[^一-鿿A-Za-z0-9·+]|[的了在与和及或将把被对向由从为是有到等个家项这该其本此各多]|"
    r"建设|打造|推进|开展|成立|启动|建立|构建|构建起|形成|通过|利用|依托|围绕|创建|引进|入驻|以及|"
    r"上线|推出|发布|全面|正式|共同|一批|落户|聚焦|加快|推动|开发|实现|包括|参与|作为|获评|提供"
)
# How much a kind of evidence weighs: an ending like 平台 says what a thing is, quotation marks only
# that the word is unusual (half of them are figures of speech).
WEIGHTS = {"suffix": 3, "titled": 2, "quoted": 1}
_QUOTED = re.compile(r"“([^“”‘’，。；：！？、]{2,16})”")
_TITLED = re.compile(r"《([^《》]{2,60})》")


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

    The longest printed form wins, and mentions do not overlap: 甲乙园区 is not also 甲乙.

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
    owner = {form: system.name for system in systems for form in system.variants}
    pattern = matching.any_of(owner)
    rows = [
        (owner[match.group()], sentence_id, match.group(), match.start())
        for sentence_id, text in zip(sentences["sentence_id"], sentences["text"], strict=True)
        for match in pattern.finditer(text)
    ]
    return schema.frame("mentions", rows)


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


def candidates(
    sentences: "pd.DataFrame",
    *,
    known: Iterable[System] = (),
    min_count: int = 1,
) -> "pd.DataFrame":
    """Names that may be systems and are not in the list, strongest evidence first.

    A name counts as found where it stands in “…” or 《…》, or ends in one of `SUFFIXES`. A quoted
    name that is also met outside quotation marks is more likely a name than a figure of speech.

    Parameters
    ----------
    sentences
        The table `sentences`.
    known
        Systems whose printed forms are left out.
    min_count
        Least number of mentions.

    Returns
    -------
    DataFrame with name, evidence (`quoted`, `titled`, `suffix`, joined by `;`), freq (mentions),
    n_articles, score (mentions, each by the weight of its evidence, + articles beyond the first;
    higher is stronger), example (sentence_id of the first mention).
    """
    import pandas as pd

    listed = matching.any_of(form for system in known for form in system.variants)
    evidence: dict[str, dict[str, int]] = {}
    places: dict[str, dict[str, None]] = {}
    first: dict[str, str] = {}
    columns = (sentences["sentence_id"], sentences["article_id"], sentences["text"])
    for sentence_id, article_id, text in zip(*columns, strict=True):
        for name, kind in _names(listed.sub("，", text)):
            kinds = evidence.setdefault(name, {})
            kinds[kind] = kinds.get(kind, 0) + 1
            places.setdefault(name, {})[article_id] = None
            first.setdefault(name, sentence_id)
    rows = []
    for name, kinds in evidence.items():
        freq, n_articles = sum(kinds.values()), len(places[name])
        if freq >= min_count:
            score = sum(WEIGHTS[kind] * n for kind, n in kinds.items()) + n_articles - 1
            rows.append((name, ";".join(sorted(kinds)), freq, n_articles, score, first[name]))
    rows.sort(key=lambda row: (-row[4], row[0]))
    names = ["name", "evidence", "freq", "n_articles", "score", "example"]
    return pd.DataFrame(rows, columns=names)


def _names(text: str) -> Iterable[tuple[str, str]]:
    """Possible names in a sentence, each with the kind of evidence."""
    for match in _QUOTED.finditer(text):
        yield match.group(1), "quoted"
    for match in _TITLED.finditer(text):
        yield f"《{match.group(1)}》", "titled"
    for piece in _NAME_BREAK.split(text):
        for suffix in SUFFIXES:
            end = piece.rfind(suffix)
            # Fewer than two characters before the suffix is a common noun; over 14, a phrase.
            if end != -1:
                name = piece[: end + len(suffix)]
                if 2 <= end <= 14:
                    yield name, "suffix"
                break
