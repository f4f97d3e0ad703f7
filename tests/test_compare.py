"""`python -m analysis compare`: what the tables of the chain say, from counts on disk."""

import argparse
import inspect
import json
import shutil

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from analysis import (
    collocation,
    count_job,
    counted,
    counts,
    disk_collocates,
    dispersion,
    group_tables,
    keyness,
    options,
    resampling,
    runners,
)
from analysis.__main__ import main
from analysis.errors import InputError
from conftest import PROJECT

SEEDS = PROJECT / "seeds"


def count(folder, out, **how):
    return count_job.count(folder, out, run=runners.machine(1), **how)


@pytest.fixture(scope="module")
def counts_folder(tmp_path_factory):
    """The shipped pages, counted by district."""
    out = tmp_path_factory.mktemp("counts") / "out"
    count(SEEDS, out, districts=True)
    return out


@pytest.fixture(scope="module")
def tokens(shipped_tables):
    """The token table of the chain for the same pages, as it counts."""
    t = shipped_tables
    return counts.counted(counts.token_table(t.tokens, t.sentences, t.articles, t.pages))


@pytest.fixture(autouse=True)
def small_runs(monkeypatch):
    """The matrix in many runs of rows."""
    monkeypatch.setattr(counted, "CELLS", 50)


@pytest.mark.parametrize(("name", "column"), [("place", "district"), ("year", "year")])
def test_groups_hold_what_the_tables_of_the_chain_hold(counts_folder, tokens, name, column):
    found = counted.read(counts_folder)
    groups = counted.by_group(found, counted.labels(found.documents, name))
    own = tokens.assign(group=tokens[column].astype("str"))
    own = own[own["group"] != ""]
    by = own.groupby("group")
    assert groups.names == sorted(by.groups)
    assert groups.n_tokens.tolist() == by.size().tolist()
    assert groups.n_documents.tolist() == by["article_id"].nunique().tolist()
    freq = own.groupby(["group", "token"]).size()
    docs = own.groupby(["group", "token"])["article_id"].nunique()
    for at, name in enumerate(groups.names):
        for column in np.flatnonzero(groups.freq[[at]].toarray()[0]):
            key = name, found.words[column]
            assert groups.freq[at, column] == freq[key]
            assert groups.doc_freq[at, column] == docs[key]
    assert groups.freq.nnz == len(freq)


def test_words_and_documents_are_those_of_whole_articles(counts_folder, tmp_path):
    whole = tmp_path / "whole"
    result = count(SEEDS, whole)
    assert (whole / "frequency.csv").read_bytes() == (counts_folder / "frequency.csv").read_bytes()
    assert result.n_documents == counted.read(counts_folder).documents["document_id"].nunique()


def test_dispersion_is_that_of_the_articles(counts_folder, tokens):
    found = counted.read(counts_folder)
    words = np.arange(0, len(found.words), 7)
    table = group_tables.dispersion_table(found, counted.columns(found, words), words)
    dtm = counts.document_term_matrix(tokens)
    chosen = dtm.terms.get_indexer([found.words[at] for at in words])
    sizes = dtm.matrix.sum(axis=1)
    for name in ("dp", "dp_norm", "juilland_d"):
        wanted = getattr(dispersion, name)(dtm.matrix[:, chosen], sizes)
        np.testing.assert_allclose(table[name], wanted)


def test_the_command_writes_the_keyness_of_the_notebooks_words(counts_folder, tokens, tmp_path):
    out = tmp_path / "out"
    options = ["--min-tokens", "300", "--resamples", "50", "--top", "9", "--most-words", "400"]
    assert main(["compare", "--counts", str(counts_folder), "--out", str(out), *options]) == 0
    sizes = pd.read_csv(out / "groups.csv").set_index("group")
    compared = sizes.index[sizes["compared"]].tolist()
    assert "全市" in sizes.index and "全市" not in compared
    found = pd.read_csv(out / "keyness.csv")
    assert set(found["group"]) == set(compared)
    own = tokens[~tokens["district"].isin(["", "全市", "外地"])]
    own = own.assign(piece=own["article_id"] + "\t" + own["district"])
    dtm = counts.document_term_matrix(own, documents="piece")
    wanted = keyness.keyness(
        dtm.matrix, list(dtm.terms), [name.split("\t")[1] for name in dtm.documents],
        articles=[name.split("\t")[0] for name in dtm.documents],
        rng=np.random.default_rng(1), n_resamples=50,
    )  # fmt: skip
    both = found.merge(wanted, on=["group", "term"], suffixes=("", "_wanted"))
    assert len(both) == len(found) > 60
    for name in ("freq_target", "n_reference", "docs_reference", "log_ratio", "log_likelihood"):
        np.testing.assert_allclose(both[name], both[f"{name}_wanted"])
    again = tmp_path / "again"
    assert main(["compare", "--counts", str(counts_folder), "--out", str(again), *options]) == 0
    for path in out.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()


def rows(folder, *texts):
    """A corpus of a table file, counted."""
    folder.mkdir()
    lines = [json.dumps(dict(zip(("text", "day"), row, strict=True))) for row in texts]
    (folder / "rows.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "corpus.toml").write_text(
        '[records]\nfile = "rows.jsonl"\ntext = "text"\ndate = "day"\n', "utf-8"
    )
    count(folder, folder.parent / "counts")
    return counted.read(folder.parent / "counts")


def test_months_are_those_of_dates_that_have_one(tmp_path):
    found = rows(
        tmp_path / "a", ("平台上线。", "2021-05-03"), ("平台。", "2021-05"), ("车站。", "2021-11"),
        ("车站。", "2020"), ("街道。", ""),
    )  # fmt: skip
    assert sorted(counted.labels(found.documents, "month")) == [
        "", "", "2021-05", "2021-05", "2021-11",
    ]  # fmt: skip
    groups = counted.by_group(found, counted.labels(found.documents, "year"))
    assert groups.names == ["2020", "2021"]
    assert groups.n_documents.tolist() == [1, 3]
    with pytest.raises(InputError, match=r"none of 5 documents has one\. Count with --districts"):
        counted.labels(found.documents, "place")


def test_what_cannot_be_compared_is_said(counts_folder, tmp_path, capsys):
    def refused(*options):
        with pytest.raises(SystemExit, match="2"):
            main(["compare", "--out", str(tmp_path / "out"), *map(str, options)])
        return capsys.readouterr().err

    def said(*options):
        assert main(["compare", "--out", str(tmp_path / "out"), *map(str, options)]) == 2
        message = capsys.readouterr().err
        assert message.count("\n") == 1
        assert not (tmp_path / "out").exists()
        return message

    assert "does not hold what `count` writes" in said("--counts", tmp_path / "none")
    assert "Lower --min-tokens" in said("--counts", counts_folder, "--min-tokens", "100000")
    assert "No word to compare" in said("--counts", counts_folder, "--min-freq", "100000")
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for path in counts_folder.glob("*.*"):
        (mixed / path.name).write_bytes(path.read_bytes())
    lines = (mixed / "documents.csv").read_text("utf-8").splitlines()
    (mixed / "documents.csv").write_text("\n".join(lines[:-1]), "utf-8")
    assert "files of two runs" in said("--counts", mixed)
    assert "39 or more" in refused("--counts", counts_folder, "--resamples", "38")
    (mixed / "documents.csv").write_text(
        "\n".join([*lines[:-1], lines[-1].rpartition(",")[0] + ",1"]) + "\n", "utf-8"
    )
    assert "tokens by word" in said("--counts", mixed)
    words = (mixed / "frequency.csv").read_text("utf-8")
    for broken in ("", "token,freq,doc_freq\n", words.replace(",16\n", ",x\n", 1)):
        (mixed / "frequency.csv").write_text(broken, "utf-8")
        assert "does not hold what `count` writes — " in said("--counts", mixed)
    compressed = scipy.sparse.load_npz(mixed / "document_terms.npz")
    scipy.sparse.save_npz(mixed / "document_terms.npz", compressed)
    (mixed / "frequency.csv").write_text(words, "utf-8")
    assert "is compressed" in said("--counts", mixed)
    (mixed / "document_terms.npz").write_bytes(b"PK")
    assert "does not hold what `count` writes" in said("--counts", mixed)


def months(folder, *numbers):
    """Counts of so many texts of each month, all of the same words."""
    words = "平台上线。社区服务站开放，居民称便。" * 4
    texts = [(words, f"2021-{at:02}-{day + 1:02}") for at, n in enumerate(numbers, 1)
             for day in range(n)]  # fmt: skip
    rows(folder / "texts", *texts)
    return folder / "counts"


@pytest.mark.parametrize(
    ("numbers", "by", "said"),
    [
        ((1, 1, 4), "month", "3 of 3 groups compared rest on fewer than 5 texts: what sets such a "
         "month apart may be what a single text is about, and hardly any difference can be told "
         "from chance (--by year makes larger groups)."),
        ((1, 4, 5), "month", "2 of 3 groups compared rest on fewer than 5 texts"),
        ((4, 5, 5), "month", ""),
        ((4, 5), "month", ""),
    ],
)  # fmt: skip
def test_groups_of_single_texts_are_said_where_most_are(tmp_path, capsys, numbers, by, said):
    folder = months(tmp_path, *numbers)
    options = ["--by", by, "--min-tokens", "1", "--min-freq", "1", "--min-docs", "1"]
    options += ["--resamples", "50", "--out", str(tmp_path / "out")]
    capsys.readouterr()
    assert main(["compare", "--counts", str(folder), *options]) == 0
    out, err = capsys.readouterr()
    assert f"{len(numbers)} of {len(numbers)} groups compared" in out
    assert err.startswith(f"analysis: {said}") if said else err == ""
    assert err.count("\n") == bool(said)


def test_groups_that_are_too_small_to_compare_are_not_among_those_that_rest_on_few_texts():
    sizes = pd.DataFrame({"n_documents": [1, 1, 1, 9, 9], "compared": [False] * 3 + [True] * 2})
    assert group_tables.few_texts(sizes, "place") == ""
    every = group_tables.few_texts(sizes.assign(compared=True), "place")
    assert every.startswith(
        "3 of 5 groups compared rest on fewer than 5 texts: what sets such a pl"
    )
    assert "--by year" not in every


def changed_matrix(source, target, name, change):
    """The counts with an array of the matrix changed, as bytes that are damaged are."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("parts"))
    path = target / "document_terms.npz"
    arrays = dict(np.load(path))
    arrays[name] = change(arrays[name].copy())
    np.savez(path, **arrays)


def set_at(place, value):
    def change(array):
        array[place] = value
        return array

    return change


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("indices", set_at(70, 1 << 30), "a count of a word beyond the"),
        ("indices", set_at(-1, -5), "a count of a word beyond the"),
        ("indices", lambda array: array[:-1], "its rows do not part its numbers"),
        ("indices", lambda array: array.astype("int64"), "no whole numbers of 32 bits"),
        ("data", lambda array: array[:-1], "its rows do not part its numbers"),
        ("data", lambda array: array.astype("float32"), "no whole numbers of 32 bits"),
        ("indptr", set_at(0, 1), "its rows do not part its numbers"),
        ("indptr", set_at(3, 1 << 30), "its rows do not part its numbers"),
        ("indptr", lambda array: array[:-1], "its rows are not those of its shape"),
        ("shape", lambda array: array[:1], "its rows are not those of its shape"),
    ],
)
def test_a_damaged_matrix_is_said_and_ends_no_process(
    counts_folder, tmp_path, capsys, name, change, why
):
    changed_matrix(counts_folder, tmp_path / "counts", name, change)
    where = ["--counts", str(tmp_path / "counts"), "--out", str(tmp_path / "out")]
    assert main(["compare", *where, "--min-tokens", "300", "--resamples", "39"]) == 2
    said = capsys.readouterr().err
    assert "document_terms.npz is damaged" in said and why in said and said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_districts_of_plain_texts_are_refused(tmp_path):
    with pytest.raises(InputError, match="--districts needs articles"):
        count(SEEDS, tmp_path / "out", plain=True, districts=True)


def test_what_the_command_takes_without_being_told_is_what_the_function_takes():
    parser = argparse.ArgumentParser()
    options._compare_options(parser)
    given = vars(parser.parse_args(["--counts", "a", "--out", "b"]))
    wanted = inspect.signature(group_tables.compare).parameters
    names = {"resamples": "n_resamples"}
    ours = {names.get(name, name): value for name, value in given.items()}
    assert resampling._rank(options.FEWEST_RESAMPLES, 0.95) == 1
    with pytest.raises(ValueError, match="39"):
        resampling._rank(options.FEWEST_RESAMPLES - 1, 0.95)
    for name in ("most_words", "min_freq", "min_docs", "min_tokens", "n_resamples", "top"):
        assert ours[name] == wanted[name].default


def test_collocates_take_what_their_function_takes():
    parser = argparse.ArgumentParser()
    options._collocates_options(parser)
    given = vars(parser.parse_args(["甲", "--counts", "a", "--out", "b"]))
    for function in (disk_collocates.collocates, collocation.collocates):
        wanted = inspect.signature(function).parameters
        for name in ("window", "min_freq"):
            assert given[name] == wanted[name].default


def test_a_word_of_any_length_is_read_back(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("A" * 200_000 + "。甲乙", "utf-8")
    count(folder, tmp_path / "out", plain=True)
    assert "A" * 200_000 in counted.read(tmp_path / "out").words


@pytest.mark.parametrize("plain", [True, False])
def test_counts_without_a_word_are_said_to_hold_none(tmp_path, capsys, plain):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text("" if plain else "——\n", "utf-8")
    count(tmp_path / "pages", tmp_path / "counts", plain=plain)
    where = ["--counts", str(tmp_path / "counts"), "--out", str(tmp_path / "out")]
    assert main(["compare", *where]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"analysis: No word was counted in {tmp_path / 'counts'} — documents: ")
    assert "does not hold" not in said


def test_the_counts_are_not_replaced_by_their_comparison(counts_folder, capsys):
    same = counts_folder / ".." / counts_folder.name
    assert main(["compare", "--counts", str(counts_folder), "--out", str(same)]) == 2
    assert "--out and --counts are the same folder" in capsys.readouterr().err
