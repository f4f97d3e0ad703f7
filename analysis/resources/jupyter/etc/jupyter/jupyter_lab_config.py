"""JupyterLab opened in the project's folder greets with the map of the project.

Installed into the environment, as the settings beside it: JupyterLab reads no settings from the
folder that it is opened in. Elsewhere, or where a file or a folder is named to open, it opens as
ever.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

MAP = "notebooks/00-map.ipynb"


def greeting(arguments: Sequence[str], folder: Path) -> str:
    """The address to open first; empty where the choice is JupyterLab's.

    Parameters
    ----------
    arguments
        Of the command line.
    folder
        The one that JupyterLab is opened in.
    """
    named = [a for a in arguments if "dir=" in a or (a[:1] != "-" and (folder / a).exists())]
    is_ours = (folder / MAP).is_file() and (folder / "analysis" / "chain.py").is_file()
    return f"/lab/tree/{MAP}" if is_ours and not named else ""


if "get_config" in globals() and (address := greeting(sys.argv[1:], Path.cwd())):
    get_config().LabApp.default_url = address  # noqa: F821 (traitlets gives it)
