"""A notebook in JupyterLab, in the browser: cleared, run from top to bottom, without an error."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import PROJECT

NAME = "00-map.ipynb"
PANEL = "window.jupyterapp?.shell?.currentWidget"
CODE = f"[...{PANEL}.content.widgets].filter(cell => cell.model.type === 'code')"
READY = f"""(() => {{ const panel = {PANEL};
    return Boolean(panel?.context?.isReady && panel?.sessionContext?.session?.kernel
      && panel.sessionContext.session.kernel.status === 'idle'); }})()"""
DONE = f"{CODE}.every(cell => cell.model.executionCount > 0) && {READY}"


@pytest.fixture
def lab(tmp_path) -> Iterator[str]:
    """The address of a JupyterLab that has the notebook in a folder of its own."""
    folder = tmp_path / "notebooks 笔记"
    folder.mkdir()
    shutil.copyfile(PROJECT / "notebooks" / NAME, folder / NAME)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    home = {f"JUPYTER_{name}": str(tmp_path / name.lower()) for name in places}
    home |= {"JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings")}
    home |= {"JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces")}
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
                "--ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
                "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}",
                "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
                "--LabApp.news_url=None",
            ],
            stdout=log, stderr=log, cwd=folder, env={**os.environ, **home, "PYTHONPATH": path},
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api", tmp_path / "log")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str, log: Path) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))


def test_a_notebook_is_cleared_and_run_in_jupyterlab_without_an_error(browser, lab):
    with browser.page(f"{lab}/lab/tree/{NAME}?reset") as tab:
        tab.until(READY)
        run = "window.jupyterapp.commands.execute({!r})"
        tab.value(run.format("notebook:clear-all-cell-outputs"))
        outputs = f"{CODE}.map(cell => cell.model.outputs.toJSON())"
        assert not any(tab.value(outputs))
        assert not tab.value(f"{CODE}.some(cell => cell.model.executionCount)")
        tab.value(f"void {run.format('notebook:run-all-cells')}")
        tab.until(DONE)
        found = tab.value(outputs)
        counts = tab.value(f"{CODE}.map(cell => cell.model.executionCount)")
        shown = tab.value("document.querySelectorAll('.jp-RenderedHTMLCommon table').length")
        asked = {address for address in tab.requests() if not address.startswith(lab)}
        said = tab.complaints()
    stored = json.loads((PROJECT / "notebooks" / NAME).read_text("utf-8"))
    cells = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(cells) + 1))
    assert [len(outputs) for outputs in found] == [len(cell["outputs"]) for cell in cells]
    kinds = {(output["output_type"], output.get("name")) for cell in found for output in cell}
    assert not {kind for kind in kinds if kind[0] == "error" or kind[1] == "stderr"}
    assert shown >= 1
    assert not {address for address in asked if not address.startswith(("blob:", "ws://127."))}
    assert not [line for line in said if "Uncaught" in line]
