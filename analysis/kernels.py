"""Kernels that share what every notebook loads: one process loads it, each kernel is a fork of it.

A kernel of its own loads for two seconds what the one before it loaded too. What they share is code
and what ships with a library (jieba's dictionary, the font's list of characters): nothing of a
corpus, and nothing that a notebook made.
"""

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis import garbage

if TYPE_CHECKING:
    from jupyter_client.provisioning import LocalProvisioner

# What every kernel loads of its own.
OF_KERNELS = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython.core.completer",
    "matplotlib_inline.backend_inline",
)  # fmt: skip
# What at least two of the project's notebooks load.
SHARED = (
    "matplotlib.backends.backend_svg", "matplotlib.pyplot", "numpy", "pandas", "PIL.ImageFont",
    "scipy.cluster.hierarchy", "scipy.optimize", "scipy.sparse", "scipy.spatial.distance",
    "scipy.special", "networkx", "fontTools.subset", "wordcloud",
)  # fmt: skip
# The command line, and what only JupyterLab's own export loads.
NOT_SHARED = ("analysis.__main__", "analysis.lab_export")
# Seconds that a process which was told to end is given to do so.
_PATIENCE = 10


def can_fork() -> bool:
    """Whether kernels can be forks here: on Linux. On macOS system libraries do not bear it."""
    return sys.platform == "linux"


class Trunk:
    """The process that has loaded what notebooks share, and of which kernels branch off.

    Parameters
    ----------
    environment
        Its variables; a kernel gets those of its own.
    cwd
        The folder that it runs in.
    package
        Whether the notebooks use this package; if not, neither it nor what it draws with is loaded.
    """

    def __init__(self, environment: Mapping[str, str], cwd: Path, *, package: bool = True) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from analysis import kernels; kernels.serve({package})"],
            env=dict(environment), cwd=str(cwd), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, bufsize=0, start_new_session=True,
        )  # fmt: skip

    def branch(
        self, arguments: list[str], *, environment: Mapping[str, str], cwd: str, log: str
    ) -> "Branch":
        """A new kernel, as `python -m ipykernel_launcher ARGUMENTS` would be; it writes to `log`.

        Raises
        ------
        RuntimeError
            The trunk has ended.
        """
        order = {"arguments": arguments, "environment": dict(environment), "cwd": cwd, "log": log}
        return Branch(self, self._ask(order))

    def exit_code(self, pid: int) -> int | None:
        """How the kernel ended, as `subprocess` counts; None while it runs."""
        try:
            return self._ask({"pid": pid})
        except RuntimeError:
            return -signal.SIGKILL

    def close(self) -> None:
        """End the trunk and every kernel that is left of it."""
        self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _ask(self, order: Mapping[str, Any]) -> Any:
        """The trunk's answer to an order; an order is a line, and so is its answer."""
        with self._lock:
            try:
                self._process.stdin.write(json.dumps(order).encode("ascii") + b"\n")
                answer = _line(self._process.stdout)
            except (OSError, ValueError) as error:  # the pipe is broken or closed
                raise RuntimeError("the process that kernels branch off has ended") from error
        if not answer:
            raise RuntimeError("the process that kernels branch off has ended")
        return json.loads(answer)


class Branch:
    """A kernel's process, with what jupyter_client asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, trunk: Trunk, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._trunk = trunk

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        if self.returncode is None:
            self.returncode = self._trunk.exit_code(self.pid)
        return self.returncode

    def wait(self) -> int:
        """How it ended; jupyter_client asks only once it has."""
        code = self.poll()
        while code is None:
            time.sleep(0.05)
            code = self.poll()
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended and its number may be another's."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def provisioner(trunk: Trunk, **options: Any) -> "LocalProvisioner":
    """What jupyter_client starts a kernel with, when the kernel is to branch off a trunk."""
    from jupyter_client.provisioning import LocalProvisioner

    class Forked(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **more: Any) -> dict[str, Any]:
            arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
            self.process = trunk.branch(
                arguments,
                environment=more["env"],
                cwd=str(Path(more["cwd"]).resolve()),
                log=str(Path(more["stderr"].name).resolve()),
            )
            self.pid = self.pgid = self.process.pid
            self.cwd = more["cwd"]
            return self.connection_info

    return Forked(**options)


def serve(package: bool) -> None:
    """Be the trunk: load what is shared, then obey until standard input ends."""
    # A line too many from a library would be taken for an answer: answers go where only they do.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    _load(package)
    codes: dict[int, int | None] = {}
    orders = os.fdopen(os.dup(0), "rb", buffering=0)
    while line := _line(orders):
        order = json.loads(line)
        if "pid" in order:
            answer = codes[order["pid"]] = _exit_code(order["pid"], codes)
        else:
            answer = os.fork()
            if answer == 0:
                orders.close()
                answers.close()
                _be_kernel(**order)
            codes[answer] = None
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
    _end([pid for pid in codes if _exit_code(pid, codes) is None])


def _load(package: bool) -> None:
    """Load what is shared; the rubbish collector need not look at it again in every kernel."""
    import gc

    for name in OF_KERNELS:
        importlib.import_module(name)
    if package:
        _load_package()
    if sys.path[:1] == [""]:  # as ipykernel's own launcher does
        del sys.path[0]
    gc.collect()
    garbage.keep()


def _load_package() -> None:
    """Load the package with all that its notebooks use."""
    import pkgutil

    import analysis
    from analysis import fonts, tokens

    own = (module.name for module in pkgutil.iter_modules(analysis.__path__, "analysis."))
    for name in (*SHARED, *own):
        if name not in NOT_SHARED:
            importlib.import_module(name)
    tokens.is_known(None)  # jieba's dictionary
    fonts.register()
    fonts.missing_characters("甲")  # the font's list of characters


def _line(stream: BinaryIO) -> bytes:
    """The next line; empty where the other end has closed."""
    found = bytearray()
    while not found.endswith(b"\n"):
        piece = stream.read(1 << 16)
        if not piece:
            return b""
        found += piece
    return bytes(found)


def _exit_code(pid: int, codes: Mapping[int, int | None]) -> int | None:
    """How a kernel ended, which the system tells once; None while it runs."""
    if codes[pid] is not None:
        return codes[pid]
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _be_kernel(*, arguments: list[str], environment: dict[str, str], cwd: str, log: str) -> None:
    """Become the kernel: in a session of its own, with its own variables, folder and log."""
    from ipykernel import kernelapp

    os.setsid()
    with Path(log).open("ab") as own, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(own.fileno(), 1)
        os.dup2(own.fileno(), 2)
    os.chdir(cwd)
    os.environ.clear()
    # The kernel ends when this process is no longer its parent.
    os.environ.update(environment, JPY_PARENT_PID=str(os.getppid()))
    sys.argv = ["ipykernel_launcher", *arguments]
    kernelapp.launch_new_instance()
    sys.exit()


def _end(running: Sequence[int]) -> None:
    """Kill the kernels that are left, and wait for them: their time is part of the run's."""
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
