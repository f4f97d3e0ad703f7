"""Names that may be systems and are in no list yet, with the evidence for each."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from analysis import matching

if TYPE_CHECKING:
    import pandas as pd

# Names of these kinds end in these words; longer endings are tried first.
SUFFIXES = (
    "平台", "系统", "中心", "工程院", "研究院", "实验室", "工程", "终端", "门户网站", "园区",
    "小镇", "生态谷", "产业基地", "孵化器", "示范区", "试验区", "计划", "行动方案", "小程序",
    "项目", "专区", "联盟", "热线",
)  # fmt: skip
# Endings of one character end common words too: only a whole piece of text or a quoted name counts.
SHORT_SUFFIXES = "园谷办管通贷码云"
_COMMON = re.compile(
    "(?:公|校|家|庄|乐|果)园|(?:主|承|举|协|督|经|开|创|申|代)办|(?:主|监|分|城|保|接|托|掌|尽)管|"
    "(?:交|普|沟|开|联|畅|融|疏|精|卡|流)通|(?:号|密|代|维|条|数)码|(?:信|借|放)贷"
)
# Where a name cannot reach back to: verbs, particles and measure words of running text.
_NAME_BREAK = re.compile(
    r"[^一-鿿A-Za-z0-9·+]|[的了在与和及或将把被对向由从为是有到等个家该这其本此各多]|项(?!目)|"
    r"建设|打造|推进|开展|成立|启动|建立|构建|构建起|形成|通过|利用|依托|围绕|创建|引进|入驻|以及|"
    r"上线|推出|发布|全面|正式|共同|一批|落户|聚焦|加快|推动|开发|实现|包括|参与|作为|获评|提供"
)
# How much a kind of evidence weighs: an ending like 平台 says what a thing is, quotation marks only
# that the word is unusual (half of them are figures of speech).
WEIGHTS = {"suffix": 3, "titled": 2, "quoted": 1}
_QUOTED = re.compile(r"“([^“”‘’，。；：！？、]{2,16})”")
_TITLED = re.compile(r"《([^《》]{2,60})》")


class Named(Protocol):
    """Anything with printed forms, such as a `systems.System`."""

    @property
    def variants(self) -> tuple[str, ...]:
        """Every printed form."""


def candidates(
    sentences: "pd.DataFrame", known: Iterable[Named] = (), *, min_count: int = 1
) -> "pd.DataFrame":
    """Names that may be systems and are not in the list, strongest evidence first.

    A name counts as found where it stands in “…” or 《…》, or ends in one of `SUFFIXES`. A quoted
    name that also ends in one is more likely a name than a figure of speech.

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
    DataFrame with name, n_mentions, n_articles, evidence (`quoted`, `titled`, `suffix`, joined by
    `;`), score (mentions, each by the weight of its evidence, + articles beyond the first; higher
    is stronger) and example (sentence_id of the first mention).
    """
    import pandas as pd

    listed = matching.any_of(form for system in known for form in system.variants)
    kinds: dict[str, dict[str, int]] = {}
    articles: dict[str, dict[str, None]] = {}
    first: dict[str, str] = {}
    columns = (sentences["sentence_id"], sentences["article_id"], sentences["text"])
    for sentence_id, article_id, text in zip(*columns, strict=True):
        for name, kind in _names(listed.sub("，", text)):
            of = kinds.setdefault(name, {})
            of[kind] = of.get(kind, 0) + 1
            articles.setdefault(name, {})[article_id] = None
            first.setdefault(name, sentence_id)
    rows = []
    for name, of in kinds.items():
        n_mentions, n_articles = max(of.values()), len(articles[name])
        if n_mentions >= min_count:
            score = sum(WEIGHTS[kind] * n for kind, n in of.items()) + n_articles - 1
            evidence = ";".join(sorted(of))
            rows.append((name, n_mentions, n_articles, evidence, score, first[name]))
    rows.sort(key=lambda row: (-row[4], row[0]))
    names = ["name", "n_mentions", "n_articles", "evidence", "score", "example"]
    return pd.DataFrame(rows, columns=names)


def _names(text: str) -> Iterable[tuple[str, str]]:
    """Possible names in a sentence, each with the kind of evidence."""
    for match in _QUOTED.finditer(text):
        yield match.group(1), "quoted"
        if match.group(1).endswith((*SUFFIXES, *SHORT_SUFFIXES)):
            yield match.group(1), "suffix"
    for match in _TITLED.finditer(text):
        yield f"《{match.group(1)}》", "titled"
    for piece in _NAME_BREAK.split(_QUOTED.sub("，", text)):
        if name := _by_suffix(piece):
            yield name, "suffix"


def _by_suffix(piece: str) -> str:
    """The name that ends in a suffix within a piece of text; empty where there is none."""
    for suffix in SUFFIXES:
        end = piece.rfind(suffix)
        # Fewer than two characters before the suffix is a common noun; over 14, a phrase.
        if end != -1:
            return piece[: end + len(suffix)] if 2 <= end <= 14 else ""
    short = 3 <= len(piece) <= 7 and piece[-1] in SHORT_SUFFIXES
    return piece if short and not _COMMON.search(piece) else ""
