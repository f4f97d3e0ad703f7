"""The ways to install are one: pyproject.toml, the lock, the pins and environment.yml agree."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
WANTED = [
    Requirement(line)
    for line in [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["project"]["optional-dependencies"]["test"],
    ]
]


def pins(name: str) -> dict[tuple[str, str], str]:
    """(package, marker) → version, from a file of pins."""
    found = {}
    for line in (PROJECT / name).read_text("utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$", line)
        if match:
            found[canonicalize_name(match[1]), match[3] or ""] = match[2]
    return found


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_every_dependency_is_pinned_to_a_version_it_allows(wanted):
    versions = [v for (name, _), v in pins("requirements.lock").items()
                if name == canonicalize_name(wanted.name)]  # fmt: skip
    assert versions
    assert all(wanted.specifier.contains(version) for version in versions)


def test_both_pin_files_say_the_same():
    assert pins("requirements.txt") == pins("requirements.lock")
    assert len(pins("requirements.lock")) > 80


def test_the_lock_has_checksums_for_everything_and_no_address():
    text = (PROJECT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "://" not in (PROJECT / "requirements.txt").read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_conda_gets_the_same_python_and_the_same_pins():
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert f"python{PYPROJECT['project']['requires-python']}" in conda
    assert pip == ["-r requirements.txt", "-e ."]
    assert environment["name"] == PYPROJECT["project"]["name"]
    named = {Requirement(entry).name for entry in conda} - {"python", "make", "pip"}
    assert not named, "a package named here would be a second place for its version"
