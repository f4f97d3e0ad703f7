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


def test_a_move_that_fails_in_the_middle_puts_everything_back(tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").write_text("old a")
    (out / "b.csv").write_text("old b")
    replace = type(out).replace

    def interrupted(self, target):
        if self.name == "b.csv":
            raise KeyboardInterrupt
        return replace(self, target)

    with pytest.raises(KeyboardInterrupt), files.staged_folder(out) as scratch:
        for name in ("a.csv", "b.csv", "c.csv"):
            (scratch / name).write_text("new")
        monkeypatch.setattr(type(out), "replace", interrupted)
    monkeypatch.undo()
    assert {p.name: p.read_text() for p in out.iterdir()} == {"a.csv": "old a", "b.csv": "old b"}


def test_a_folder_in_the_way_of_a_file_is_refused_before_anything_moves(tmp_path):
    out = tmp_path / "out"
    (out / "b.csv").mkdir(parents=True)
    refused = pytest.raises(InputError, match="a folder of that name is there")
    with refused, files.staged_folder(out) as scratch:
        (scratch / "a.csv").write_text("new")
        (scratch / "b.csv").write_text("new")
    assert [path.name for path in out.iterdir()] == ["b.csv"]


def test_a_dangling_link_is_no_place_to_write(tmp_path):
    (tmp_path / "out").symlink_to(tmp_path / "gone" / "away")
    refused = pytest.raises(InputError, match="Cannot write")
    with refused, files.staged_folder(tmp_path / "out") as scratch:
        (scratch / "a.csv").write_text("new")
