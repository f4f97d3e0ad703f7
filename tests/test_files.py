"""What is written is whole or not there."""

import errno

import pytest

from analysis import files
from analysis.errors import InputError


def test_files_take_their_place_together_and_others_stay(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("keep")
    (out / "b.csv").write_text("old")
    with files.staged_folder(out) as scratch:
        (scratch / "sub").mkdir()
        (scratch / "sub" / "a.csv").write_text("a")
        (scratch / "b.csv").write_text("new")
        assert (out / "b.csv").read_text() == "old"
    assert (out / "sub" / "a.csv").read_text() == "a"
    assert (out / "b.csv").read_text() == "new"
    assert (out / "mine.txt").read_text() == "keep"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("broken")])
def test_an_interruption_leaves_earlier_results_untouched(tmp_path, error):
    out = tmp_path / "out"
    out.mkdir()
    (out / "b.csv").write_text("old")
    with pytest.raises(type(error)), files.staged_folder(out) as scratch:
        (scratch / "b.csv").write_text("half")
        raise error
    assert (out / "b.csv").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_is_said_in_a_sentence(tmp_path):
    full = pytest.raises(InputError, match="No space left on device")
    with full, files.staged_folder(tmp_path / "out"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_an_error_that_is_ours_is_not_dressed_as_the_disks(tmp_path):
    with pytest.raises(FileNotFoundError), files.staged_folder(tmp_path / "out"):
        (tmp_path / "gone").read_text()


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "out").write_text("a file")
    refused = pytest.raises(InputError, match="it is a file, not a folder")
    with refused, files.staged_folder(tmp_path / "out"):
        pass
    refused = pytest.raises(InputError, match="Cannot write")
    with refused, files.staged_folder(tmp_path / "out" / "below"):
        pass


def test_a_text_is_written_whole_or_not_at_all(tmp_path):
    files.write_text(tmp_path / "a.txt", "甲\n")
    assert (tmp_path / "a.txt").read_bytes() == "甲\n".encode()
    with pytest.raises(InputError, match="Cannot write"):
        files.write_text(tmp_path / "nowhere" / "a.txt", "乙")
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
