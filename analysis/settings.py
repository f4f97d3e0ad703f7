"""What a corpus folder's `corpus.toml` says, checked before anything is made with it."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from analysis.errors import InputError

# The gazetteer and the map that are read where corpus.toml names no city.
DEFAULT_CITY = "shanghai"
# A gazetteer is a file of this name in one folder: no path leads out of it.
_CITY = re.compile(r"[\w-]{1,60}")
# What corpus.toml may say: a slip of the pen would otherwise be passed over in silence.
_SETTINGS = ("title", "title_zh", "city", "notebooks", "records")


def read_settings(folder: Path) -> dict[str, object]:
    """What `corpus.toml` says; empty where there is none.

    Raises
    ------
    InputError
        The file is not TOML.
    """
    path = Path(folder) / "corpus.toml"
    if not path.exists():
        return {}
    try:
        settings = tomllib.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 — byte {error.start} cannot be read. Save it in UTF-8."
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path} cannot be read as TOML — {error}. Correct the line, or delete the file: "
            "a corpus needs none."
        ) from error
    _check_settings(path, settings)
    return settings


def city_of(folder: Path) -> str:
    """The city whose gazetteer and map are read: `city` in `corpus.toml`, else Shanghai."""
    return str(read_settings(folder).get("city", DEFAULT_CITY))


def _check_settings(path: Path, settings: Mapping[str, object]) -> None:
    """Refuse settings of a wrong type, before anything is made with them."""
    notebooks = settings.get("notebooks", {})
    terms = notebooks.get("terms", []) if isinstance(notebooks, dict) else None
    wrong = ""
    unknown = next((key for key in settings if key not in _SETTINGS), None)
    if unknown is not None:
        meant = difflib.get_close_matches(unknown, _SETTINGS, n=1)
        may = f"did you mean {meant[0]}" if meant else f"it may say {', '.join(_SETTINGS)}"
        wrong = f"there is no setting “{unknown}”; {may}"
    elif not isinstance(settings.get("title", ""), str):
        wrong = f"title is {settings['title']!r}; it is a text in quotes"
    elif not _CITY.fullmatch(str(settings.get("city", DEFAULT_CITY))):
        wrong = f"city is {settings['city']!r}; it is the bare name of a gazetteer file"
    elif not isinstance(terms, list) or not all(isinstance(t, str) and t.strip() for t in terms):
        wrong = '[notebooks] terms is no list of words; write terms = ["大数据", "社区"]'
    if wrong:
        raise InputError(f"{path}: {wrong[:200]}. Correct the line.")
