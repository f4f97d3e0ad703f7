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
    "项目", "专区", "联盟", "热线", "交易所", "实验区", "装置", "博览会", "条例", "清单", "导引",
    "白名单", "窗口", "通道", "证照", "承诺书", "大厅", "基地", "大脑", "驿站", "综合体", "基金",
    "数据库", "学院", "工作室", "孵化园",
)  # fmt: skip
# A title that ends so is one of a document; other titles are of books, songs and papers.
_DOCUMENT = re.compile(
    "(?:意见|办法|条例|方案|规划|计划|细则|通知|导则|导引|指引|规定|纲要|清单|白皮书|标准|公约|指南|"
    "措施|政策|协议|备忘录|倡议|目录)(?:（[^（）]*）|[0-9.]+版)?\\Z"
)
# 《意见》 alone is short for a title that stands elsewhere.
SHORTEST_TITLE = 5
# A name of this many characters is seldom a common noun (优质项目, 信号系统).
SPECIFIC = 6
# What a slogan has in it and a name has not.
_SLOGAN = re.compile("[看让跳走要我你他不就是把被凭依想能会]|十[一二三四五六七八九]?五")
# Endings of one character end common words too: only a whole piece of text or a quoted name counts.
SHORT_SUFFIXES = "园谷办管通贷码云"
_COMMON = re.compile(
    "(?:公|校|家|庄|乐|果)园|(?:主|承|举|协|督|经|开|创|申|代)办|(?:主|监|分|城|保|接|托|掌|尽)管|"
    "(?:交|普|沟|开|联|畅|融|疏|精|卡|流|互|贯|打|连|接|变)通|(?:号|密|代|维|条|数)码|(?:信|借|放)贷"
)
# These go on with the word of an ending (中心城区, 示范区域, 工程师): no name ends there.
_GOES_ON = re.compile(
    "城[区市镇]|域|型|师|性(?![能价])|式(?!样)|级(?!别)|化(?![解险整零])|期(?![间内待])|区(?![级属内里委政块])|"
    "(?<=学院)路|(?<=项目)[组部]|(?<=计划)[书生]|(?<=基金)会|(?<=窗口)单位"
)
# Where a name cannot reach back to: verbs, particles and measure words of running text.
_NAME_BREAK = re.compile(
    r"[^一-鿿A-Za-z0-9·+]|其他|其它|其余|[0-9]+[年月日台个家项处座]|位于|列入|体现出|借力于|依靠|接入|来到|"
    r"走进|入选|促进|仅|激活|定位|第[一二三四五六七八九十]+[张个批家]|设立|组建|抽调|牵头|[二两三四五六七八九十]大(?=[^脑学])大?|"
    r"[的了在与和及或将把被对向由从为是有到等个该这其本此各多]|(?<!国)家|项(?!目)|"
    r"建设|打造|推进|开展|成立|启动|建立|构建|构建起|形成|通过|利用|依托|围绕|创建|引进|入驻|以及|"
    r"上线|启用|使用|推出|发布|全面|正式|共同|一批|落户|聚焦|加快|推动|开发|实现|包括|参与|作为|获评|提供"
)
# How much a kind of evidence weighs: an ending like 平台 or 条例 says what a thing is, one of a
# single character half as much, quotation marks only that the word is unusual (half of them are
# figures of speech), and the title of a book or a song nothing.
WEIGHTS = {"suffix": 4, "document": 4, "ending": 2, "quoted": 1, "titled": 0}
_QUOTED = re.compile(r"“([^“”‘’，。；：！？、]{2,16})”")
_QUOTED_HEAD = re.compile(
    rf"“[^“”‘’，。；：！？、]{{2,12}}”[^\W的和与及为了是在等将]{{0,4}}?(?:{'|'.join(SUFFIXES)})"
)
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
    DataFrame with name, n_mentions, n_articles, evidence (the keys of `WEIGHTS`, joined by `;`),
    score (mentions, each by the weight of its evidence, + mentions and articles beyond the first,
    + 1 for a name of at least `SPECIFIC` characters that has such an ending; higher is stronger)
    and example (sentence_id of the first mention).
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
    _credit_heads(kinds)
    rows = []
    for name, of in kinds.items():
        n_mentions, n_articles = max(of.values()), len(articles[name])
        if n_mentions >= min_count:
            score = sum(WEIGHTS[kind] * n for kind, n in of.items()) + n_articles - 1
            score += n_mentions - 1
            score += len(name) >= SPECIFIC and not of.keys().isdisjoint(("suffix", "document"))
            evidence = ";".join(sorted(of))
            rows.append((name, n_mentions, n_articles, evidence, score, first[name]))
    rows.sort(key=lambda row: (-row[4], row[0]))
    names = ["name", "n_mentions", "n_articles", "evidence", "score", "example"]
    return pd.DataFrame(rows, columns=names)


def _names(text: str) -> Iterable[tuple[str, str]]:
    """Possible names in a sentence, each with the kind of evidence."""
    for match in _QUOTED.finditer(text):
        yield match.group(1), "quoted"
        if kind := _ending(match.group(1)):
            yield match.group(1), kind
    for match in _TITLED.finditer(text):
        document = len(match.group(1)) >= SHORTEST_TITLE and _DOCUMENT.search(match.group(1))
        yield f"《{match.group(1)}》", "document" if document else "titled"
    for match in _QUOTED_HEAD.finditer(text):
        yield match.group(), "suffix"
    running = _TITLED.sub("，", _QUOTED_HEAD.sub("，", text))
    for piece in _NAME_BREAK.split(_QUOTED.sub("，", running)):
        name = _by_suffix(piece)
        if kind := _ending(name):
            yield name, kind


def _credit_heads(kinds: dict[str, dict[str, int]]) -> None:
    """Count “甲”平台 as a mention of 甲 where 甲 is quoted by itself as well: 甲 is a platform."""
    for name in [name for name in kinds if name.startswith("“")]:
        head = kinds.get(name[1 : name.index("”")], {})
        if head.get("quoted", 0) > kinds[name]["suffix"]:
            head["suffix"] = head.get("suffix", 0) + kinds.pop(name)["suffix"]


def _ending(name: str) -> str:
    """The kind of evidence that a name's ending is; empty for none, and for a slogan's."""
    if _SLOGAN.search(name):
        return ""
    if name.endswith(SUFFIXES):
        return "suffix"
    return "ending" if name.endswith(tuple(SHORT_SUFFIXES)) else ""


def _by_suffix(piece: str) -> str:
    """The name that ends in a suffix within a piece of text; empty where there is none."""
    for suffix in SUFFIXES:
        end = piece.rfind(suffix)
        # Fewer than two characters before the suffix is a common noun; over 14, a phrase.
        if end != -1:
            if _GOES_ON.match(piece, end + len(suffix)):
                return ""
            return piece[: end + len(suffix)] if 2 <= end <= 14 else ""
    short = 3 <= len(piece) <= 7 and piece[-1] in SHORT_SUFFIXES
    return piece if short and not _COMMON.search(piece) else ""
