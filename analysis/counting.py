"""What is counted: the token table behind every count, checked, and the choice of its words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis import schema
from analysis.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_NUMBER = re.compile(r"[0-9０-９]")


@dataclass(frozen=True)
class Counting:
    """What counts as a word of the corpus, and so what N is.

    Attributes
    ----------
    punctuation
        Tokens without a letter or a digit (marks, blanks, emoji) count.
    numbers
        Tokens that begin with a digit count.
    roles
        Roles of sentences that count; by default headings and body, each article's own text.
    kinds
        Kinds of article that count; captions, mastheads, teasers, jump lines and sidebars repeat
        or announce what stands elsewhere, so they are out by default.
    """

    punctuation: bool = False
    numbers: bool = True
    roles: tuple[str, ...] = (*schema.HEADINGS, "body")
    kinds: tuple[str, ...] = ("article",)

    def __str__(self) -> str:
        counted = ["words"]
        counted += ["numbers"] * self.numbers + ["punctuation"] * self.punctuation
        return f"{', '.join(counted)} in {', '.join(self.roles)} of {', '.join(self.kinds)}"


# Made once: a frozen default argument.
WORDS_AND_NUMBERS = Counting()


def token_table(
    tokens: "pd.DataFrame",
    sentences: "pd.DataFrame",
    articles: "pd.DataFrame",
    pages: "pd.DataFrame",
) -> "pd.DataFrame":
    """One row per token with where it stands: what every count and concordance reads.

    Parameters
    ----------
    tokens, sentences, articles, pages
        The tables of these names.

    Returns
    -------
    pandas.DataFrame: the columns of `tokens`, then article_id, role, first_line, district (of the
    sentence), page_id, kind, newspaper, year (of issue; missing where the date is not known). As
    many rows as `tokens`, in its order.

    Raises
    ------
    pandas.errors.MergeError
        An id is doubled in `sentences`, `articles` or `pages`.
    ValueError
        A token's sentence, a sentence's article or an article's page is missing.
    """
    import pandas as pd

    of_sentence = sentences[["sentence_id", "article_id", "role", "first_line", "district"]]
    of_article = articles[["article_id", "page_id", "kind"]]
    of_page = pages[["page_id", "newspaper"]].assign(
        year=pd.to_numeric(pages["issue_date"].str[:4], errors="coerce").astype("Int64")
    )
    table = tokens
    for right, key in (
        (of_sentence, "sentence_id"),
        (of_article, "article_id"),
        (of_page, "page_id"),
    ):
        _check_found(table[key], right[key])
        table = table.merge(right, on=key, how="left", validate="many_to_one")
    return table


def counted(table: "pd.DataFrame", counting: Counting = WORDS_AND_NUMBERS) -> "pd.DataFrame":
    """The rows of a token table that count.

    Raises
    ------
    InputError
        None does; or see `check_tokens`.
    """
    import numpy as np
    import pandas as pd

    check_tokens(table)
    codes, types = pd.factorize(table["token"])
    wanted = np.array([_counts(token, counting) for token in types], dtype=bool)
    keep = (wanted[codes] if len(types) else np.zeros(0, dtype=bool)) & (
        table["role"].isin(counting.roles) & table["kind"].isin(counting.kinds)
    ).to_numpy()
    if not keep.any():
        raise InputError(
            f"Nothing to count — no token of {len(table)} is among {counting}. "
            "Name other roles or kinds, or look at the articles with `check`."
        )
    return table[keep]


def n_counted(
    tokens: "pd.DataFrame", sentences: "pd.DataFrame", articles: "pd.DataFrame",
    counting: Counting = WORDS_AND_NUMBERS,
) -> int:  # fmt: skip
    """How many rows `counted` has of the token table of these tables, which is not made for it."""
    import numpy as np

    of_articles = articles.loc[articles["kind"].isin(counting.kinds), "article_id"]
    own = sentences["role"].isin(counting.roles) & sentences["article_id"].isin(of_articles)
    codes, types = tokens["token"].factorize()
    wanted = np.array([_counts(token, counting) for token in types], dtype=bool)
    stands = tokens["sentence_id"].isin(sentences.loc[own, "sentence_id"]).to_numpy(dtype=bool)
    return int((wanted[codes] & stands).sum()) if len(types) else 0


def check_tokens(table: "pd.DataFrame") -> None:
    """Raise where a token table would be counted wrongly and in silence.

    Raises
    ------
    InputError
        A token, sentence_id or article_id is missing, or two rows have the same place
        (sentence_id and position); the first case is named.
    """
    for column in ("token", "sentence_id", "article_id"):
        missing = table[column].isna().to_numpy() if column in table else ()
        if len(missing) and missing.any():
            raise InputError(
                f"{_row(table, missing)} has no {column} — leave the row out or fill it in: what "
                "is missing would fall out of some counts and not of others."
            )
    doubled = table.duplicated(["sentence_id", "position"]).to_numpy()
    if doubled.any():
        raise InputError(
            f"{_row(table, doubled)} is there twice — every token would count twice. Was a table "
            "joined or concatenated with itself? Drop the copies."
        )


def _row(table: "pd.DataFrame", wrong: "np.ndarray") -> str:
    """How the first wrong row is called."""
    row = table[wrong].iloc[0]
    return f"Position {row['position']} of sentence {row['sentence_id']}"


def counts_as_word(counting: Counting = WORDS_AND_NUMBERS) -> Callable[[str], bool]:
    """A function that says whether a token of this form counts."""
    return lambda token: _counts(token, counting)


def _counts(token: str, counting: Counting) -> bool:
    """Whether a token of this form counts."""
    if not (token.isalnum() or any(char.isalnum() for char in token)):
        return counting.punctuation
    return counting.numbers or not _NUMBER.match(token)


def _check_found(wanted: "pd.Series", known: "pd.Series") -> None:
    """Raise if an id points nowhere: a left join would fill that with silence."""
    missing = wanted[~wanted.isin(known)]
    if len(missing):
        raise ValueError(
            f"{wanted.name} {missing.iloc[0]!r} is in no row of the table it points to"
        )
