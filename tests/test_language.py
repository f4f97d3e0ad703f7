"""What a run says: English as written, Chinese by the catalogue, nothing left behind in either."""

import ast
import functools
import json
import re

import pandas as pd
import pytest
from nbformat import v4

from analysis import fonts, language, prose, tables
from conftest import PROJECT

FIELD = re.compile(r"\{([^{}:!]*)")
GAP = re.compile(r"\{[^{}]*\}")
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, "zh")


@functools.cache
def sources() -> list[tuple[str, str]]:
    """Name and text of every piece of code that says something: modules, cells, templates."""
    found = [(p.stem, p.read_text("utf-8")) for p in sorted((PROJECT / "analysis").glob("*.py"))]
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        found += [
            (path.stem, "".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"
        ]
    return found


@functools.cache
def templates() -> str:
    """The templates of the pages, as one text."""
    folder = PROJECT / "analysis" / "resources" / "template"
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.j2")))


def texts(node: ast.expr) -> set[str]:
    """The literal texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return set()


def said() -> set[str]:
    """Every literal that is handed to `say`, in code and in templates."""
    found: set[str] = set()
    for _, code in sources():
        for node in ast.walk(ast.parse(code)):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id == "say" and node.args:
                found |= texts(node.args[0])
    found |= set(re.findall(r'say\("([^"]+)"', templates()))
    found |= set(re.findall(r'say\("[^"]+" if [^"]+ else "([^"]+)"', templates()))
    return found - {"lists in the folder", "folder"}


def noted() -> set[str]:
    """Every literal of a notebook that a table or a picture is shown with."""
    found: set[str] = set()
    for path in NOTEBOOKS:
        for name, code in sources():
            if name != path.stem:
                continue
            for node in ast.walk(ast.parse(code)):
                if isinstance(node, ast.keyword) and node.arg in (
                    "alt", "note", "reference", "title", "unit", "xlabel", "ylabel",
                ):  # fmt: skip
                    found |= texts(node.value)
                if isinstance(node, ast.Assign) and texts(node.value):
                    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                    found |= texts(node.value) if names & {"alt", "note", "said"} else set()
    return found - {"note"}  # the name of a column


def written() -> set[str]:
    """Every literal in the code, values put into one as {}."""
    found: set[str] = set()
    for _, code in sources():
        for node in ast.walk(ast.parse(code)):
            found |= texts(node) if isinstance(node, ast.Constant) else set()
            if isinstance(node, ast.JoinedStr):
                parts = (next(iter(texts(part)), "{}") for part in node.values)
                found.add("".join(parts))
    return found


def test_everything_that_is_said_has_a_row_in_the_catalogue():
    assert sorted((said() | noted()) - set(language.catalogue())) == []


def test_a_row_takes_the_values_that_its_sentence_has():
    wrong = [
        english
        for english, chinese in language.catalogue().items()
        if {name for names in FIELD.findall(english) for name in names.split(",")}
        != set(FIELD.findall(chinese))
    ]
    assert wrong == []


def test_no_row_is_twice_in_the_catalogue():
    lines = language.CATALOGUE.read_text("utf-8").splitlines()[1:]
    english = [line.split("\t")[0] for line in lines]
    assert sorted(name for name in set(english) if english.count(name) > 1) == []


def test_every_row_stands_somewhere_in_the_project():
    known = said() | noted() | written() | {c for columns in schema_columns() for c in columns}
    known |= {
        cell
        for path in sorted((PROJECT / "analysis" / "resources").glob("*.tsv"))
        for line in path.read_text("utf-8").splitlines()
        for cell in line.split("\t")
    }
    known |= {part.strip() for text in known for part in re.split("[:;]", text)}
    known |= {name + end for name in ("freq", "ipm", "doc_freq") for end in ("_all", "_without")}
    everything = "\n".join(known)
    unused = []
    for english in language.catalogue():
        if english in matched():  # put together from pieces
            stands = all(part.strip("; “”.") in everything for part in GAP.split(english))
        else:
            stands = english in known or GAP.sub("{}", english) in known
        unused += [] if stands else [english]
    assert unused == []


def matched() -> set[str]:
    """The rows that are known again in tables."""
    rows = (line.split("\t") for line in language.CATALOGUE.read_text("utf-8").splitlines())
    return {english for english, _, note in rows if note.startswith(language.MATCHED)}


def schema_columns() -> list[set[str]]:
    from analysis import schema

    return [set(columns) for columns in schema.COLUMNS.values()]


def test_what_is_said_in_chinese_can_be_drawn():
    drawn = "".join(language.catalogue().values()).replace("\n", "")
    assert fonts.missing_characters(FIELD.sub("", drawn)) == ""


def test_english_is_said_as_written_and_what_has_no_row_too(chinese, monkeypatch):
    assert language.say("{n:,} {n:article|articles}", n=1200) == "1,200 篇文章"
    assert language.say("no such sentence, {n}", n=1) == "no such sentence, 1"
    assert language.say("a {brace} without a value") == "a {brace} without a value"
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, "en")
    assert language.say("{n:,} {n:article|articles}", n=1200) == "1,200 articles"
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, "fr")
    assert language.html() == "en"


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, "1 page is read"),
        (0, "0 pages are read"),
        (2, "2 pages are read"),
        (1_000, "1,000 pages are read"),
        (1.5, "1.5 pages are read"),
        (pd.Series([1])[0], "1 page is read"),
        (pd.Series([11])[0], "11 pages are read"),
    ],
)
def test_a_word_is_chosen_by_its_number(n, expected):
    assert language.say("{n:,} {n:page is|pages are} read", n=n) == expected


def test_a_number_that_is_text_or_part_of_a_row_chooses_too():
    assert language.say("{n} {n:word|words}", n="1") == "1 word"
    assert language.say("{n} {n:word|words}", n="1,001") == "1,001 words"
    assert language.say("{row[n]} {row[n]:word|words}", row={"n": 1}) == "1 word"
    assert language.say("{n:,} {n:text|texts}, {n:|each }a row", n=1) == "1 text, a row"


def test_of_two_numbers_one_is_enough_for_the_first_words():
    template = "{k} of {n} {n:date|dates} {k,n:is|are} known"
    said = [language.say(template, k=k, n=n) for k, n in ((0, 1), (1, 1), (1, 5), (0, 5), (2, 5))]
    assert said == [
        "0 of 1 date is known", "1 of 1 date is known", "1 of 5 dates is known",
        "0 of 5 dates are known", "2 of 5 dates are known",
    ]  # fmt: skip


def test_a_choice_has_two_forms_and_stands_on_the_english_side_alone():
    choice = re.compile(r"\{[^{}:]+:([^{}]*\|[^{}]*)\}")
    forms = [form for english in language.catalogue() for form in choice.findall(english)]
    assert len(forms) > 50
    assert [form for form in forms if form.count("|") != 1 or len(set(form.split("|"))) != 2] == []
    assert [chinese for chinese in language.catalogue().values() if choice.search(chinese)] == []


def test_a_language_ends_with_its_block(monkeypatch):
    monkeypatch.delenv(language.LANGUAGE_VARIABLE, raising=False)
    with language.speaking("zh"):
        assert language.html() == "zh-CN"
        with language.speaking("en"):
            assert language.say("yes") == "yes"
        assert language.say("yes") == "是"
    assert language.html() == "en"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("body", "正文"),
        ("landmark:甲园", "地标：甲园"),
        ("definition: 甲 / 乙", "定义：甲 / 乙"),
        ("12 to 65 times the first", "为前者的 12 to 65 倍"),
        ("defined differently: 甲; periods of 1 to 181 days", "定义不同：甲；时期为 1 至 181 天"),
        ("inferred: no masthead; a guess", "推定：no masthead; a guess"),
        ("甲乙丙", "甲乙丙"),
    ],
)
def test_words_of_ours_in_a_cell_are_said_and_words_of_the_pages_stay(chinese, cell, expected):
    assert language.coded(cell) == expected


def test_a_table_has_chinese_headings_notes_and_codes_and_the_pages_words(chinese):
    import pandas as pd

    table = pd.DataFrame({"district": ["甲区"], "kind": ["caption"], "text": ["caption"]})
    shown = repr(tables.present(table, note="all rows"))
    assert shown.split() == ["区", "类别", "文本", "甲区", "图片说明", "caption", "全部各行"]


# The prose of the notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_of_prose_is_translated_and_no_translation_is_stale(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    english = {c["id"]: "".join(c["source"]) for c in cells if c["cell_type"] == "markdown"}
    known = prose.translations(path.stem)
    assert list(known) == list(english), f"{path.stem}.zh.md has other cells than the notebook"
    stale = {
        cell: prose.digest(text)
        for cell, text in english.items()
        if known[cell].digest != prose.digest(text)
    }
    assert stale == {}, f"translate these anew in {path.stem}.zh.md, with these sums: {stale}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_translation_leads_where_its_english_leads(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    known = prose.translations(path.stem)
    for cell in cells:
        if cell["cell_type"] == "markdown":
            links = [re.findall(r"\]\(([^)]+)\)", text) for text in (
                "".join(cell["source"]), known[cell["id"]].text)]  # fmt: skip
            assert sorted(set(links[0])) == sorted(set(links[1])), cell["id"]


def test_a_cell_that_has_changed_since_stays_english(chinese, tmp_path, monkeypatch):
    (tmp_path / "a.zh.md").write_text(
        f"<!-- one {prose.digest('# 甲?')} -->\n# 乙\n\n<!-- two 00000000 -->\n旧\n", "utf-8"
    )
    known = prose.translations("a", tmp_path)
    monkeypatch.setattr(prose, "translations", lambda _: known)
    cells = [v4.new_markdown_cell(text, id=name) for name, text in (("one", "# 甲?"), ("two", "b"))]
    node = v4.new_notebook(cells=cells)
    shown = prose.in_language({"a": node})["a"]
    assert [cell.source for cell in shown.cells] == ["# 乙", "b"]
    assert node.cells[0].source == "# 甲?"
    with language.speaking("en"):
        assert prose.in_language({"a": node})["a"] is node


def test_a_file_that_is_no_translation_is_refused(tmp_path):
    from analysis.errors import InputError

    (tmp_path / "a.zh.md").write_text("text\n<!-- one 00000000 -->\nb\n", "utf-8")
    with pytest.raises(InputError, match="text above the first cell"):
        prose.translations("a", tmp_path)
    (tmp_path / "a.zh.md").write_text("<!-- one 00000000 -->\nb\n" * 2, "utf-8")
    with pytest.raises(InputError, match="a cell twice"):
        prose.translations("a", tmp_path)
    assert prose.translations("b", tmp_path) == {}
