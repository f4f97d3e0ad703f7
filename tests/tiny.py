"""A token table in one line per sentence, for tests of what is counted."""

import pandas as pd


def tokens(*rows: tuple, **columns) -> pd.DataFrame:
    """A table as `counts.token_table` gives it, from (article, district, "甲 乙 丙") per sentence.

    Further columns (newspaper, year, page_id, kind, role): a dict by article, or one value.
    """
    found = []
    for number, (article, district, words) in enumerate(rows):
        for position, word in enumerate(words.split()):
            found.append((f"{article}:{number:03}", position, word, article, district))
    names = ["sentence_id", "position", "token", "article_id", "district"]
    table = pd.DataFrame(found, columns=names)
    others = {"newspaper": "报", "year": 2020, "page_id": "p", "kind": "article", "role": "body"}
    for name, value in (others | columns).items():
        by_article = table["article_id"].map(value) if isinstance(value, dict) else value
        table[name] = by_article
    return table.astype({"district": "str", "year": "Int64", "token": "str", "article_id": "str"})


def shuffled(table: pd.DataFrame) -> pd.DataFrame:
    """The same rows in another order, with other numbers."""
    return table.sample(frac=1, random_state=3).reset_index(drop=True)
