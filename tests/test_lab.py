"""JupyterLab in the browser: it greets with the map, which runs from top to bottom."""

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
from traitlets.config.loader import PyFileConfigLoader

from conftest import PROJECT

NAME = "00-map.ipynb"
# Where what is installed into the environment lies in the checkout.
SETTINGS = PROJECT / "analysis" / "resources" / "jupyter" / "etc" / "jupyter"
PANEL = "window.jupyterapp?.shell?.currentWidget"
CODE = f"[...{PANEL}.content.widgets].filter(cell => cell.model.type === 'code')"
READY = f"""(() => {{ const panel = {PANEL};
    return Boolean(panel?.context?.isReady && panel?.sessionContext?.session?.kernel
      && panel.sessionContext.session.kernel.status === 'idle'); }})()"""
DONE = f"{CODE}.every(cell => cell.model.executionCount > 0) && {READY}"


@pytest.fixture
def lab(tmp_path) -> Iterator[str]:
    """The address of a JupyterLab opened in a folder that has what it knows the project by."""
    folder = tmp_path / "district pages 笔记"
    for name in (f"notebooks/{NAME}", "analysis/chain.py"):
        (folder / name).parent.mkdir(parents=True)
        shutil.copyfile(PROJECT / name, folder / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    home = {f"JUPYTER_{name}": str(tmp_path / name.lower()) for name in places}
    home |= {"JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings")}
    home |= {"JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces")}
    home |= {"JUPYTER_CONFIG_PATH": str(SETTINGS)}
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
                "--ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
                "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True",
                "--LabApp.extension_manager=readonly", "--LabApp.news_url=None",
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


@pytest.mark.parametrize(
    ("arguments", "is_greeting"),
    [
        ([], True), (["--no-browser", "--port", "8889"], True),
        (["notebooks"], False), ([f"notebooks/{NAME}"], False), (["--notebook-dir=/"], False),
    ],
)  # fmt: skip
def test_jupyterlab_greets_with_the_map_where_nothing_else_is_asked_for(
    monkeypatch, arguments, is_greeting
):
    monkeypatch.chdir(PROJECT)
    assert address_of_settings(monkeypatch, arguments) == (
        f"/lab/tree/notebooks/{NAME}" if is_greeting else None
    )


def test_jupyterlab_opens_as_ever_in_another_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert address_of_settings(monkeypatch, []) is None


def address_of_settings(monkeypatch, arguments: list[str]) -> str | None:
    """The address that the settings choose on a command line; None where they choose none."""
    monkeypatch.setattr(sys, "argv", ["jupyter-lab", *arguments])
    config = PyFileConfigLoader("jupyter_lab_config.py", path=str(SETTINGS)).load_config()
    return config["LabApp"].get("default_url") if "LabApp" in config else None


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


def test_the_map_greets_and_is_cleared_and_run_in_jupyterlab_without_an_error(browser, lab):
    with browser.page(lab) as tab:
        tab.until(READY)
        assert tab.value(f"{PANEL}.context.path") == f"notebooks/{NAME}"
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
