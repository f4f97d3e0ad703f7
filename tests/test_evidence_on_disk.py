"""`count --evidence`: what stands behind the counts on disk is what the tables of the chain say."""

import errno
import importlib.util
import json
import os
import re
import shutil

import numpy as np
import pandas as pd
import pytest

from analysis import (
    chain,
    collocation,
    compiling,
    count_job,
    counted,
    counting,
    counts,
    disk_collocates,
    evidence_files,
    evidence_scan,
    group_evidence,
    group_tables,
    pages,
    paths,
    runners,
    topics,
    work_units,
)
from analysis.__main__ import main
from analysis.errors import InputError
from conftest import PROJECT

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

SEEDS = PROJECT / "seeds"
FEW = ["--min-tokens", "300", "--resamples", "40", "--most-words", "40"]
OF_CHAIN = ("pages", "articles", "sentences", "mentions", "indicators")


def count(folder, out, *, workers=1, **how):
    run = how.pop("run", None) or runners.machine(workers)
    return count_job.count(folder, out, run=run, evidence=True, **how)


def contents(out):
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The shipped pages counted, a unit for each page, with small row groups."""
    out = tmp_path_factory.mktemp("kept") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work_units, "MOST", 1)
        patch.setattr(evidence_files, "ROWS", 40)
        assert count(SEEDS, out).n_parts == 5
    return out


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The same pages counted by district, without rows."""
    out = tmp_path_factory.mktemp("bare") / "out"
    count_job.count(SEEDS, out, run=runners.machine(1), districts=True)
    return out


@pytest.fixture(scope="module")
def tokens(shipped_tables):
    """The token table of the chain for the same pages."""
    t = shipped_tables
    return counts.token_table(t.tokens, t.sentences, t.articles, t.pages)


@pytest.mark.parametrize("name", OF_CHAIN)
def test_rows_on_disk_are_the_tables_of_the_chain(kept, shipped_tables, name):
    found = pd.read_parquet(kept / f"{name}.parquet")
    assert len(found)
    pd.testing.assert_frame_equal(found, getattr(shipped_tables, name))


def test_words_of_themes_are_those_of_all_sentences(kept, shipped_tables):
    wanted = topics.theme_hits(shipped_tables.sentences, topics.load_themes())
    pd.testing.assert_frame_equal(pd.read_parquet(kept / "theme_hits.parquet"), wanted)


def test_counts_are_those_of_districts_without_rows(kept, bare):
    for name in ("frequency.csv", "documents.csv", "document_terms.npz"):
        assert (kept / name).read_bytes() == (bare / name).read_bytes()


def test_a_row_group_is_held_at_a_time_however_rows_were_parted(kept):
    sizes = [len(rows) for rows in evidence_files.row_groups(kept, "sentences")]
    assert set(sizes[:-1]) == {40} and 0 < sizes[-1] <= 40
    assert len(sizes) > 10


def test_no_more_than_a_row_group_and_a_unit_is_waiting(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(evidence_files, "ROWS", 40)
    sentences = pd.read_parquet(kept / "sentences.parquet")
    none = {
        name: evidence_files.packed(name, pd.read_parquet(kept / f"{name}.parquet").head(0))
        for name in evidence_files.TABLES
    }
    run = json.loads((kept / "lists.json").read_text("utf-8"))["run"]
    with evidence_files.writing(tmp_path, run) as writer:
        for at in range(0, len(sentences), 7):
            unit = evidence_files.packed("sentences", sentences.iloc[at : at + 7])
            writer.add(none | {"sentences": unit})
            assert sum(map(len, writer._held["sentences"])) < 40
    path = tmp_path / "sentences.parquet"
    assert path.read_bytes() == (kept / "sentences.parquet").read_bytes()


# A table file of invented reports with a column for the place.
PLACES = ("甲州", "乙州", "丙州")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports") / "rows"
    (folder / "gazetteer").mkdir(parents=True)
    rows = [
        {
            "text": f"# 报告\n\n今年{PLACES[n % 3]}发展产业{n + 2}个，建设园区{n}个。\n\n"
            f"推进一网通办，数据共享增长{n + 1}%。\n\n图为车站。",
            "place": PLACES[n % 3],
            "year": str(2001 + n // 5),
        }
        for n in range(15)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "reports.jsonl").write_text("\n".join(lines), "utf-8")
    names = "".join(f"{place}\t{place}\tdistrict\tprinted\tinvented\n" for place in PLACES)
    (folder / "gazetteer" / "invented.tsv").write_text(
        f"name\tdistrict\tkind\tbasis\tsource\n{names}", "utf-8"
    )
    (folder / "corpus.toml").write_text(
        'city = "invented"\n[records]\nfile = "reports.jsonl"\ntext = "text"\nplace = "place"\n'
        'date = "year"\n',
        "utf-8",
    )
    return folder


@pytest.fixture
def small_units(monkeypatch):
    """Several units of few rows."""
    monkeypatch.setattr(work_units, "LEAST", 300)
    monkeypatch.setattr(work_units, "MOST", 350)
    monkeypatch.setattr(evidence_files, "ROWS", 16)


def test_rows_of_a_table_file_are_kept_with_their_places(reports, tmp_path, small_units):
    assert count(reports, tmp_path / "one").n_parts > 3
    built = chain.build(pages.read_corpus(reports))
    assert set(built.sentences["district"]) == set(PLACES)
    for name in OF_CHAIN:
        found = pd.read_parquet(tmp_path / "one" / f"{name}.parquet")
        assert len(found) >= 15
        pd.testing.assert_frame_equal(found, getattr(built, name))
    count(reports, tmp_path / "two", workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_run_redoes_nothing_and_a_changed_row_only_its_unit(
    reports, tmp_path, small_units
):
    folder, out = shutil.copytree(reports, tmp_path / "rows"), tmp_path / "out"
    first = count(folder, out)
    before = contents(out)
    assert first.n_redone == first.n_parts > 3
    assert count(folder, out).n_redone == 0
    assert contents(out) == before
    part = sorted((out / "parts").glob("*.npz"))[1]
    data = bytearray(part.read_bytes())
    data[data.index(b"rows_sentences.npy") + 400] ^= 255  # inside the rows, not the counts
    part.write_bytes(bytes(data))
    assert count(folder, out).n_redone == 1
    assert contents(out) == before
    path = folder / "reports.jsonl"
    path.write_text(path.read_text("utf-8").replace("产业9个", "产业99个"), "utf-8")
    assert count(folder, out).n_redone == 1
    assert len(list((out / "parts").iterdir())) == first.n_parts
    assert "99" in set(pd.read_parquet(out / "indicators.parquet")["value"])


def other_row(text):
    """The same words, one of them now a variant of another system."""
    moved = "甲乙平台\t{}\tplatform\t\t\tinvented\n丙丁平台\t{}\tplatform\t\t\tinvented\n"
    return text + moved.format("戊己", ""), text + moved.format("", "戊己")


def one_row_less(text):
    return text, "".join(text.splitlines(keepends=True)[:-1])


@pytest.mark.parametrize(
    ("name", "change"), [("systems.tsv", other_row), ("units.tsv", one_row_less)]
)
def test_a_changed_list_is_looked_for_again(reports, tmp_path, name, change):
    folder, out = shutil.copytree(reports, tmp_path / "rows"), tmp_path / "out"
    before, after = change(paths.resource(folder, name).read_text("utf-8"))
    (folder / name).write_text(before, "utf-8")
    count(folder, out)
    assert count(folder, out).n_redone == 0
    (folder / name).write_text(after, "utf-8")
    again = count(folder, out)
    assert again.n_redone == again.n_parts > 0


def test_a_changed_list_of_themes_is_looked_for_again(reports, tmp_path, small_units):
    folder, out = shutil.copytree(reports, tmp_path / "rows"), tmp_path / "out"
    count(folder, out)
    assert "车站" not in set(pd.read_parquet(out / "theme_hits.parquet")["term"])
    (folder / "themes.tsv").write_text(
        "theme_id\ttheme\tgloss\tterm\tsource\nstation\t车站\tstations\t车站\tinvented\n", "utf-8"
    )
    again = count(folder, out)
    assert again.n_redone == again.n_parts
    assert set(pd.read_parquet(out / "theme_hits.parquet")["term"]) == {"车站"}


def test_an_interrupted_run_goes_on_where_it_was(reports, tmp_path, small_units):
    out = tmp_path / "out"

    seen = []

    def stops(n_bytes):
        seen.append(n_bytes)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count(reports, out, progress=stops)
    assert not list(out.glob("*.parquet"))
    kept_parts = len(list((out / "parts").glob("*.npz")))
    found = count(reports, out)
    assert found.n_redone == found.n_parts - kept_parts
    assert kept_parts == 3


@pytest.mark.parametrize("lost", ["lists.json", "sentences.parquet", None])
def test_rows_of_an_earlier_run_do_not_stay_beside_other_counts(reports, tmp_path, lost):
    count(reports, tmp_path / "out")
    assert (tmp_path / "out" / "mentions.parquet").exists()
    if lost:
        (tmp_path / "out" / lost).unlink()
    count_job.count(reports, tmp_path / "out", run=runners.machine(1), plain=True)
    assert not [name for name in evidence_files.FILES if (tmp_path / "out" / name).exists()]


def that_count(tables):
    """The sentences of the chain whose words count."""
    articles = tables.articles.loc[tables.articles["kind"] == "article", "article_id"]
    own = tables.sentences
    roles = counting.WORDS_AND_NUMBERS.roles
    return own[own["article_id"].isin(articles) & own["role"].isin(roles)]


def grouped(sentences, tables, by):
    """The sentences with their groups, those without one left out."""
    page = sentences["article_id"].map(tables.articles.set_index("article_id")["page_id"])
    date = page.map(tables.pages.set_index("page_id")["issue_date"])
    period = date.str[:4] if by == "year" else date.str[:7].where(date.str.len() >= 7, "")
    own = sentences.assign(group=sentences["district"] if by == "place" else period)
    return own[own["group"] != ""]


@pytest.fixture(scope="module", params=["place", "year", "month"])
def compared(request, kept, tmp_path_factory):
    """The kept rows compared, and what by."""
    out = tmp_path_factory.mktemp("compared") / "out"
    options = ["--by", request.param, *FEW]
    assert main(["compare", "--counts", str(kept), "--out", str(out), *options]) == 0
    return request.param, out


def test_systems_of_a_group_are_the_mentions_in_sentences_that_count(compared, shipped_tables):
    by, out = compared
    found = pd.read_csv(out / "systems.csv")
    own = grouped(that_count(shipped_tables), shipped_tables, by)
    rows = shipped_tables.mentions.merge(own, on="sentence_id")
    wanted = rows.groupby(["group", "system_id"]).agg(
        n_mentions=("start", "size"), n_sentences=("sentence_id", "nunique"),
        n_articles=("article_id", "nunique"),
    )  # fmt: skip
    table = found.astype({"group": "str"}).set_index(["group", "system_id"])
    assert 0 < len(wanted) < len(shipped_tables.mentions)
    pd.testing.assert_frame_equal(table[wanted.columns].sort_index(), wanted.sort_index())
    sizes = pd.read_csv(out / "groups.csv").set_index("group")["n_tokens"]
    assert (found["n_tokens"] == found["group"].map(sizes)).all()
    np.testing.assert_allclose(
        found["per_10k"], 10_000 * found["n_mentions"] / found["n_tokens"], atol=5e-4
    )
    order = list(zip(found["group"], -found["n_mentions"], found["system_id"], strict=True))
    assert order == sorted(order)


def test_themes_of_a_group_are_those_of_the_tables_in_memory(compared, shipped_tables):
    by, out = compared
    themes = topics.load_themes()
    own = grouped(that_count(shipped_tables), shipped_tables, by)
    wanted = topics.theme_shares(
        topics.theme_hits(own, themes), own, by="group", themes=themes,
        rng=np.random.default_rng(group_tables.SEED), n_resamples=40,
    )  # fmt: skip
    found = pd.read_csv(out / "themes.csv", keep_default_na=False, na_values={"share": [""]})
    assert len(found) == len(wanted) > 20
    for name in ("group", "theme_id", "n_sentences_with", "n_articles", "words", "note"):
        assert found[name].astype("str").tolist() == wanted[name].astype("str").tolist()
    for name in ("share", "boot_low", "boot_high"):
        np.testing.assert_allclose(pd.to_numeric(found[name]), wanted[name])


def test_themes_are_those_of_memory_though_ids_do_not_rise(reports, tmp_path, small_units):
    folder = shutil.copytree(reports, tmp_path / "rows")
    rows = [json.loads(line) for line in (folder / "reports.jsonl").read_text("utf-8").split("\n")]
    for n, row in enumerate(rows):
        row["id"] = f"r{n * 7 % 15}"
        row["text"] += "推进一网通办。" * (n % 4) + "行人走过。" * (n % 7)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "reports.jsonl").write_text("\n".join(lines), "utf-8")
    settings = (folder / "corpus.toml").read_text("utf-8")
    (folder / "corpus.toml").write_text(settings + 'id = "id"\n', "utf-8")
    count(folder, tmp_path / "counts")
    built = chain.build(pages.read_corpus(folder))
    assert not built.articles["article_id"].is_monotonic_increasing
    own, themes = grouped(that_count(built), built, "place"), topics.load_themes()
    wanted = topics.theme_shares(
        topics.theme_hits(own, themes), own, by="group", themes=themes,
        rng=np.random.default_rng(3), n_resamples=40,
    )  # fmt: skip
    source = group_evidence.source(tmp_path / "counts", "place", counted.read(tmp_path / "counts"))
    found = group_evidence.themes_table(source, rng=np.random.default_rng(3), n_resamples=40)
    assert wanted["boot_low"].nunique() > 3
    pd.testing.assert_frame_equal(found, wanted)


def test_the_ways_back_that_are_written_down_lead_there(compared, kept, tmp_path, monkeypatch):
    by, out = compared
    text = (PROJECT / "docs" / "performance.md").read_text("utf-8")
    section = text.split("### From a number back to its rows")[1].split("\n## ")[0]
    codes = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert len(codes) == 2
    (tmp_path / "my_counts").symlink_to(kept)
    monkeypatch.chdir(tmp_path)
    found = {}
    if by == "place":
        exec(codes[0], found)
        table = pd.read_csv(out / "indicators.csv").set_index(["group", "unit", "kind", "change"])
        row = table.loc[("静安区", "人", "measure", "level")]
        assert len(found["figures"]) == row["n_figures"] > 0
        assert len(found["sentences"]) == row["n_sentences"]
        exec(codes[0].replace("静安区", "甲区"), found)
        assert len(found["figures"]) == len(found["sentences"]) == 0
    else:
        length, group = {"year": ("[:4]", "2021"), "month": ("[:7]", "2021-06")}[by]
        exec(codes[1].replace('[:4] == "2021"', f'{length} == "{group}"'), found)
        table = pd.read_csv(out / "systems.csv", dtype={"group": "str"})
        row = table.set_index(["group", "system_id"]).loc[(group, "一网通办")]
        assert len(found["mentions"]) == row["n_mentions"] > 0


def test_figures_of_a_group_lead_back_to_their_rows(compared, kept, shipped_tables):
    by, out = compared
    found = pd.read_csv(out / "indicators.csv", keep_default_na=False)
    if by != "place":
        own = grouped(shipped_tables.sentences, shipped_tables, by)
        held = shipped_tables.indicators["sentence_id"].isin(own["sentence_id"]).sum()
        assert found["n_figures"].sum() == held > 200
        return
    keys = ["district", "unit", "kind", "change"]
    own = shipped_tables.indicators[shipped_tables.indicators["district"] != ""]
    wanted = own.groupby(keys).size()
    table = found.rename(columns={"group": "district"}).set_index(keys)["n_figures"]
    assert table.sort_index().to_dict() == wanted.to_dict()
    assert len(found) > 50
    for row in found.sample(5, random_state=1).itertuples():
        wanted = {"district": row.group, "unit": row.unit, "kind": row.kind, "change": row.change}
        filters = [(name, "==", value) for name, value in wanted.items()]
        figures = pd.read_parquet(kept / "indicators.parquet", filters=filters)
        assert len(figures) == row.n_figures
        assert (figures["duplicate_of"] != "").sum() == row.n_repeats
        ids = figures["sentence_id"].unique().tolist()
        behind = pd.read_parquet(kept / "sentences.parquet", filters=[("sentence_id", "in", ids)])
        assert (len(behind), behind["article_id"].nunique()) == (row.n_sentences, row.n_articles)


def test_a_collection_that_names_nothing_has_tables_without_rows(reports, tmp_path):
    folder = shutil.copytree(reports, tmp_path / "rows")
    rows = [{"text": f"行人走过{n}。车站很大。", "place": n, "year": "2021"} for n in PLACES]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "reports.jsonl").write_text("\n".join(lines), "utf-8")
    count(folder, tmp_path / "counts")
    assert pd.read_parquet(tmp_path / "counts" / "mentions.parquet").empty
    command = ["compare", "--counts", str(tmp_path / "counts"), "--out", str(tmp_path / "out")]
    few = ["--min-tokens", "1", "--min-freq", "1", "--min-docs", "1", "--resamples", "39"]
    assert main([*command, *few]) == 0
    for name in ("systems.csv", "indicators.csv"):
        assert pd.read_csv(tmp_path / "out" / name).empty
    themes = pd.read_csv(tmp_path / "out" / "themes.csv")
    assert set(themes["group"]) == set(PLACES)
    assert (themes["n_sentences_with"] == 0).all()
    assert (themes["n_sentences"] == 2).all()


@pytest.mark.parametrize("compared", ["place"], indirect=True)
def test_without_rows_compare_writes_four_tables_and_drops_earlier_ones(
    compared, bare, tmp_path, capsys
):
    by, before = compared
    out = shutil.copytree(before, tmp_path / "out")
    (out / "indicators.csv").write_text("indicator_id\n", "utf-8")  # a table of the chain
    options = ["--by", by, *FEW]
    assert main(["compare", "--counts", str(bare), "--out", str(out), *options]) == 0
    assert "4 tables in" in capsys.readouterr().out
    names = {path.name for path in out.iterdir()}
    assert names == {*group_tables.FILES, "indicators.csv"}
    for name in group_tables.FILES:
        assert (out / name).read_bytes() == (before / name).read_bytes()


@pytest.mark.parametrize(("word", "window"), [("服务", 5), ("数据", 1), ("１２", 5)])
def test_collocates_are_those_of_the_tables_in_memory(kept, tokens, word, window):
    wanted = collocation.collocates(tokens, word, window=window, min_freq=1)
    found = disk_collocates.collocates(kept, word, window=window, min_freq=1)
    assert len(wanted) > 3
    pd.testing.assert_frame_equal(found, wanted, check_exact=True)


def test_collocates_of_each_group_are_those_of_its_tokens(kept, tokens):
    found = disk_collocates.collocates(kept, "服务", by="place")
    for group, part in found.groupby("group"):
        wanted = collocation.collocates(tokens[tokens["district"] == group], "服务")
        own = part.drop(columns="group").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, wanted, check_exact=True)
    assert found["group"].nunique() > 3
    one = disk_collocates.collocates(kept, "服务", by="place", group=group)
    assert one.equals(part.reset_index(drop=True))


def test_only_sentences_that_hold_the_word_are_cut(kept, tokens, monkeypatch):
    cut = []
    own = disk_collocates.tokens.cut_texts
    monkeypatch.setattr(
        disk_collocates.tokens, "cut_texts",
        lambda texts, **how: own(cut.extend(texts) or texts, **how),
    )  # fmt: skip
    monkeypatch.setattr(disk_collocates, "_AT_ONCE", 300)
    found = disk_collocates.collocates(kept, "服务", min_freq=1)
    assert cut and all("服务" in text for text in cut)
    pd.testing.assert_frame_equal(found, collocation.collocates(tokens, "服务", min_freq=1))


def test_what_cannot_be_listed_is_said(kept, bare, tmp_path, capsys):
    out = tmp_path / "collocates.csv"

    def said(folder, *options, out=out):
        command = ["collocates", "--counts", str(folder), "--out", str(out), *options]
        assert main(command) == 2
        message = capsys.readouterr().err
        assert message.count("\n") == 1 and not out.exists()
        return message

    assert "is no word of this collection" in said(kept, "甲乙丙丁戊")
    assert "Nothing stands near “服务” 999 times" in said(kept, "服务", "--min-freq", "999")
    assert "one of the groups of --by" in said(kept, "服务", "--group", "静安区")
    assert "“甲区” is no place" in said(kept, "服务", "--by", "place", "--group", "甲区")
    assert "does not hold what `count --evidence` writes" in said(bare, "服务")
    assert "among the files that are read" in said(kept, "服务", out=kept / "a.csv")
    assert "Cannot write" in said(kept, "服务", out=tmp_path / "none" / "a.csv")
    other = shutil.copytree(kept, tmp_path / "other", ignore=shutil.ignore_patterns("parts"))
    lists = json.loads((other / "lists.json").read_text("utf-8"))
    lists["lexicon"]["terms"]["服务业甲"] = "n"
    lists["lexicon"]["splits"]["服务"] = ["服", "务"]
    (other / "lists.json").write_text(json.dumps(lists), "utf-8")
    assert "are cut otherwise than they were counted" in said(other, "服务")
    (other / "lists.json").write_text("{", "utf-8")
    assert "does not hold what `count --evidence` writes" in said(other, "服务")
    (other / "sentences.parquet").write_bytes(b"PAR1")
    assert "does not hold what `count --evidence` writes" in said(other, "服务")
    assert main(["collocates", "服务", "--counts", str(kept), "--out", str(out)]) == 0
    assert capsys.readouterr().out.startswith("Done. 59 collocates of “服务” in ")
    assert len(pd.read_csv(out)) == 59


def refused(capsys, *command):
    """The one line that a command says which cannot be run."""
    assert main(["collocates", *map(str, command)]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    return message


def state(folder):
    """What stands in a folder, and when it was written."""
    found = {path: path.lstat() for path in folder.rglob("*")}
    return {path: (own.st_mode, own.st_mtime_ns, own.st_size) for path, own in found.items()}


def test_collocates_replace_nothing_but_collocates(kept, tmp_path, capsys):
    folder = shutil.copytree(kept, tmp_path / "kept", ignore=shutil.ignore_patterns("parts"))
    corpus = shutil.copytree(SEEDS, tmp_path / "corpus")
    bare_corpus = tmp_path / "texts"
    (bare_corpus / "deep").mkdir(parents=True)
    (bare_corpus / "corpus.toml").write_text("", "utf-8")
    (folder / "deep").mkdir()
    (tmp_path / "own.csv").write_text("a,b\n", "utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "own.csv")
    os.mkfifo(tmp_path / "pipe")
    before = state(tmp_path)
    for out, why in [
        (folder / "deep" / "a.csv", "among the files that are read"),
        (corpus / "a.csv", "may be a corpus folder"),
        (bare_corpus / "deep" / "a.csv", "holds corpus.toml and may be a corpus folder"),
        ("", "it is a folder"),
        (tmp_path, "it is a folder"),
        (tmp_path / "link.csv", "no ordinary file"),
        (tmp_path / "pipe", "no ordinary file"),
        ("/dev/null", "no ordinary file"),
        (tmp_path / "own.csv", "a file of another kind"),
        (tmp_path / "none" / "a.csv", f"there is no folder {tmp_path / 'none'}; make it first"),
    ]:
        with pytest.MonkeyPatch.context() as patch:  # it is said before anything is computed
            patch.delattr(disk_collocates, "collocates")
            said = refused(capsys, "服务", "--counts", folder, "--out", out)
        assert f"Cannot write {out or '.'} — " in said and why in said
    assert state(tmp_path) == before
    for by in ("none", "place", "none"):
        command = ["服务", "--counts", str(folder), "--by", by, "--out", str(tmp_path / "a.csv")]
        assert main(["collocates", *command]) == 0


def test_groups_without_collocates_are_said(kept, tokens, tmp_path, capsys):
    out = tmp_path / "a.csv"
    command = ["--counts", str(kept), "--by", "place", "--out", str(out)]
    assert main(["collocates", "服务", *command]) == 0
    n_groups = tokens.loc[tokens["district"] != "", "district"].nunique()
    n_out = n_groups - pd.read_csv(out)["group"].nunique()
    assert 0 < n_out < n_groups
    said = f"analysis: {n_out} of {n_groups} groups have nothing near it 2 times.\n"
    assert capsys.readouterr().err == said
    held = set(tokens.loc[tokens["token"] == "服务", "district"])
    without = sorted(set(tokens["district"]) - held - {""})[0]
    message = refused(capsys, "服务", *command, "--group", without)
    assert f"“服务” does not occur in “{without}”" in message and "--min-freq" not in message
    one = sorted(held)[-1]
    assert main(["collocates", "服务", *command, "--group", one]) == 0
    assert capsys.readouterr().err == ""


def test_a_window_wider_than_all_sentences_takes_no_longer(kept, tokens, monkeypatch):
    own = collocation._beside

    def beside(words, sentence, target, distance):
        assert distance < 1_000
        return own(words, sentence, target, distance)

    monkeypatch.setattr(collocation, "_beside", beside)
    longest = int(tokens.groupby("sentence_id").size().max())
    wanted = collocation.collocates(tokens, "服务", window=longest)
    last = collocation.collocates(tokens, "服务", window=longest - 1)
    for window in (10**8, 10**15):
        found = disk_collocates.collocates(kept, "服务", window=window)
        counted_ = found.set_index("collocate")["freq"].sort_index()
        for table in (wanted, last):
            pd.testing.assert_series_equal(
                counted_, table.set_index("collocate")["freq"].sort_index()
            )
        assert set(found["span"]) == {2 * window}


def test_a_window_reaches_as_far_as_the_longest_sentence():
    words, sentence = np.array([1, 0, 0, 2, 1, 2]), np.array([4, 4, 4, 4, 7, 7])
    near, nodes = collocation.counts_near(words, sentence, 1, 10**8, 3)
    assert (near.tolist(), nodes.tolist()) == ([2, 0, 2], [1, 0, 2])


def test_a_damaged_file_is_named(kept, tmp_path, capsys):
    out = ["--out", tmp_path / "a.csv"]
    for name, data, why in [
        ("sentences.parquet", None, "sentences.parquet is missing"),
        ("mentions.parquet", b"PAR1", "mentions.parquet is damaged"),
        ("lists.json", b"[1]", "lists.json is damaged"),
        ("documents.csv", None, "documents.csv is missing"),
        ("frequency.csv", b"token,freq,doc_freq\n\xe7\x94\xb2,1\n\xe4,1,1", "is damaged"),
        ("frequency.csv", b"token,freq,doc_freq\na,1,1\nb,1\n", "a row has not as many cells"),
    ]:
        other = tmp_path / f"{name}-{len(data or b'')}"
        shutil.copytree(kept, other, ignore=shutil.ignore_patterns("parts"))
        (other / name).unlink()
        if data is not None:
            (other / name).write_bytes(data)
        said = refused(capsys, "服务", "--counts", other, *out)
        assert name in said.partition(" — ")[2] and why in said and "zip()" not in said


def test_a_word_is_said_on_one_line_and_not_too_long(kept, tmp_path, capsys):
    out = ["--counts", kept, "--out", tmp_path / "a.csv"]
    assert "“甲·乙” is no word" in refused(capsys, "甲\n乙", *out)
    assert f"“{'甲' * 30}…” is no word" in refused(capsys, "甲" * 9_999, *out)
    with pytest.raises(SystemExit, match="2"):
        main(["collocates", " ", *map(str, out)])
    assert "the word is empty" in capsys.readouterr().err


def test_a_full_disk_is_said_with_the_path(reports, tmp_path, monkeypatch, capsys):
    def full(_part, _path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(count_job, "save_part", full)
    out = tmp_path / "out"
    assert main(["count", "--corpus", str(reports), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert f"Cannot write {out / 'parts'}" in said and "No space left on device" in said


def rewrite(folder, name, change):
    """Change the rows of a file that goes on saying of which run it is."""
    path = folder / f"{name}.parquet"
    run = parquet.read_schema(path).metadata
    rows = pa.Table.from_pandas(change(pd.read_parquet(path)), preserve_index=False)
    parquet.write_table(rows.replace_schema_metadata(run), path)


@pytest.fixture(scope="module")
def two_runs(reports, tmp_path_factory):
    """Counts of two collections whose ids, sizes and numbers of tokens are the same."""
    folder = tmp_path_factory.mktemp("two")
    texts = shutil.copytree(reports, folder / "rows")
    count(reports, folder / "one")
    path = texts / "reports.jsonl"
    changed = path.read_text("utf-8").replace("增长", "下降").replace("园区3个", "产业3个")
    path.write_text(changed, "utf-8")
    count(texts, folder / "two")
    return folder


@pytest.mark.parametrize("name", [*evidence_files.FILES, "frequency.csv", "document_terms.npz"])
def test_a_file_of_another_run_is_not_taken_for_this_ones(two_runs, tmp_path, name):
    counts = shutil.copytree(two_runs / "one", tmp_path / "counts")
    assert evidence_scan.articles(counts, counted.read(counts)).shape == (15, 2)
    shutil.copy(two_runs / "two" / name, counts / name)
    with pytest.raises(InputError, match=r"files of two runs|does not hold what `count` writes"):
        evidence_scan.articles(counts, counted.read(counts))


def test_files_of_two_runs_are_told_before_words_are_compared(two_runs, tmp_path, capsys):
    counts = shutil.copytree(two_runs / "one", tmp_path / "counts")
    shutil.copy(two_runs / "two" / "mentions.parquet", counts / "mentions.parquet")
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(group_tables.keyness, "keyness")
        command = ["--counts", str(counts), "--out", str(tmp_path / "out"), "--min-tokens", "9"]
        assert main(["compare", *command]) == 2
    said = capsys.readouterr().err
    assert "holds files of two runs — mentions.parquet beside lists.json." in said
    assert not (tmp_path / "out").exists()


def test_a_run_is_known_by_its_texts_and_not_by_how_they_were_counted(reports, tmp_path):
    pytest.importorskip("numba")
    count(reports, tmp_path / "one")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "has_numba", lambda: False)
        count(reports, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert {"n.npz"} == {path.name[-5:] for path in (tmp_path / "one" / "parts").iterdir()}


def test_an_article_without_a_page_is_of_another_run(kept, tmp_path):
    other = shutil.copytree(kept, tmp_path / "other", ignore=shutil.ignore_patterns("parts"))
    rewrite(other, "pages", lambda rows: rows.head(4))
    with pytest.raises(InputError, match="holds files of two runs"):
        evidence_scan.articles(other, counted.read(other))


def test_rows_of_two_runs_are_not_joined(kept, tmp_path, capsys):
    other = shutil.copytree(kept, tmp_path / "other", ignore=shutil.ignore_patterns("parts"))
    rewrite(other, "mentions", lambda rows: rows.iloc[::-1])
    command = ["compare", "--counts", str(other), "--out", str(tmp_path / "out"), *FEW]
    assert main(command) == 2
    assert "holds files of two runs" in capsys.readouterr().err
    gone = counted.read(other).documents["document_id"].iloc[0]
    rewrite(other, "articles", lambda rows: rows[rows["article_id"] != gone])
    found = counted.read(other)
    with pytest.raises(InputError, match="holds files of two runs"):
        evidence_scan.articles(other, found)
    nothing_counted = found._replace(documents=found.documents.head(0))
    articles = evidence_scan.articles(other, nothing_counted)
    with pytest.raises(InputError, match="holds files of two runs"):
        list(evidence_scan.sentences(other, articles, None))


def test_rows_of_plain_texts_and_without_pyarrow_are_refused(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="--evidence needs articles"):
        count(SEEDS, tmp_path / "out", plain=True)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r'--evidence needs pyarrow.*pip install "\.\[parquet\]"'):
        count(SEEDS, tmp_path / "out")
    assert not (tmp_path / "out").exists()
