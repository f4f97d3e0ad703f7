"""Pages of another city than the gazetteer's: said, not passed over."""

import pandas as pd

from analysis import coverage, gazetteer
from analysis.__main__ import main

BEIJING = """海淀区新建小学昨天启用

海淀区新建的小学昨天启用。西城区、朝阳区和丰台区今年也各建一所。
海淀区还将改造三条街道。朝阳区改造两条。
"""
SHANGHAI = """静安区新建小学昨天启用

静安区新建的小学昨天启用。普陀区、徐汇区和黄浦区今年也各建一所。
海淀区和西城区的老师前来参观，丰台区的也来了。
"""


def said(capsys, tmp_path, text: str) -> str:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert main(["check", "--corpus", str(tmp_path)]) == 0
    return capsys.readouterr().err


def test_pages_about_another_city_are_told(capsys, tmp_path):
    warning = said(capsys, tmp_path, BEIJING)
    assert "may be about another city — 海淀区、朝阳区" in warning
    assert "corpus.toml" in warning


def test_a_mention_of_another_city_s_districts_is_no_reason_for_doubt(capsys, tmp_path):
    assert "another city" not in said(capsys, tmp_path, SHANGHAI)


def test_only_names_of_places_in_no_list_count():
    tokens = pd.DataFrame(
        [("海淀区", "ns"), ("静安区", "ns"), ("社区", "n"), ("小区", "ns"), ("海淀区", "ns")],
        columns=["token", "pos"],
    )
    found = coverage.unlisted_districts(tokens, gazetteer.load_gazetteer(city="shanghai"))
    assert found == {"海淀区": 2}
