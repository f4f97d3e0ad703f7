"""A headless Chromium for the tests, driven over a pipe: no port, no driver, no package."""

import collections
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check",
    "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
# Chromium reads commands from descriptor 3 and answers on 4, whatever stood there before.
_WITH_PIPES = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, place in zip(ends, (3, 4)):
    os.dup2(end, place)
    os.close(end)
os.execv(sys.argv[3], sys.argv[3:])
"""
_PATIENCE = 60  # seconds: a busy machine is no failure


def executable() -> str | None:
    """The browser's path; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One Chromium process; each page is a tab of its own and closed after use."""

    def __init__(self, folder: Path) -> None:
        commands, answers = os.pipe(), os.pipe()
        flags = [*_FLAGS, f"--user-data-dir={folder}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses to run as root with it
        ends = map(str, (commands[0], answers[1]))
        self._process = subprocess.Popen(
            [sys.executable, "-ISc", _WITH_PIPES, *ends, executable(), *flags, "about:blank"],
            pass_fds=(commands[0], answers[1]),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(commands[0])
        os.close(answers[1])
        self._write, self._read = commands[1], answers[0]
        self._rest = b""
        self._numbers = itertools.count(1)
        self._events = collections.defaultdict(list)

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(OSError, RuntimeError):
            self.call("Browser.close")
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._write)
        os.close(self._read)

    def call(self, method: str, session: str | None = None, **params: object) -> dict:
        """The result of a command of the DevTools protocol."""
        number = self._send(method, session, **params)
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _send(self, method: str, session: str | None, **params: object) -> int:
        """The number under which the command was sent: its answer has the same."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        return number

    def wait(self, session: str, method: str) -> dict:
        """The next event of that name in the session, heard already or still to come."""
        while True:
            for event in self._events[session]:
                if event["method"] == method and not event.get("seen"):
                    event["seen"] = True
                    return event["params"]
            self._next()

    def heard(self, session: str) -> list[dict]:
        """All events of the session so far."""
        return self._events[session]

    def _next(self) -> dict:
        """The next message; an event is also noted."""
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._rest:
            if not select.select([self._read], [], [], max(0, until - time.monotonic()))[0]:
                raise RuntimeError(f"Chromium said nothing for {_PATIENCE} seconds")
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise RuntimeError("Chromium ended")
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        read = json.loads(message)
        if "method" in read:
            session = read.get("sessionId", "")
            self._events[session].append(read)
            if read["method"] == "Page.javascriptDialogOpening":  # it would hold the page up
                self._send("Page.handleJavaScriptDialog", session, accept=True)
        return read

    @contextlib.contextmanager
    def page(self, address: str, **look: object) -> Iterator["Tab"]:
        """A tab that has loaded the address; closed at the end of the block."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        tab = Tab(self, self.call("Target.attachToTarget", targetId=target, flatten=True))
        try:
            tab.open(address, **look)
            yield tab
        finally:
            self.call("Target.closeTarget", targetId=target)


class Tab:
    """A page in the browser, with what it asked for and what it complained of."""

    def __init__(self, browser: Browser, attached: dict) -> None:
        self._browser = browser
        self._session = attached["sessionId"]

    def call(self, method: str, **params: object) -> dict:
        """The result of a command to this page."""
        return self._browser.call(method, self._session, **params)

    def open(self, address: str, *, script: bool = True, **look: object) -> None:
        """Load an address and wait until it is there."""
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.look(**look)
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Page.navigate", url=address)
        self._browser.wait(self._session, "Page.loadEventFired")

    def look(
        self, *, width: int = 1280, height: int = 800, dark: bool = False, media: str = ""
    ) -> None:
        """Show the page on a screen of that size, by day or by night, or as on paper."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def value(self, expression: str) -> object:
        """What an expression of JavaScript gives, awaited; an exception in it is one here."""
        done = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True,
            userGesture=True,
        )  # fmt: skip
        if "exceptionDetails" in done:
            details = done["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return done["result"].get("value")

    def until(self, expression: str) -> object:
        """The expression's value as soon as it is true."""
        until = time.monotonic() + _PATIENCE
        while not (value := self.value(expression)):
            if time.monotonic() > until:
                raise RuntimeError(f"still not so after {_PATIENCE} seconds: {expression}")
            time.sleep(0.1)
        return value

    def press(self, key: str) -> None:
        """Press a key, such as Enter or Tab."""
        code = {"Enter": 13, "Tab": 9, " ": 32}[key]
        text = {"Enter": "\r", " ": " "}.get(key, "")
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code,
                **({"text": text} if kind == "keyDown" and text else {}),
            )  # fmt: skip

    def follow(self, across: float, down: float) -> None:
        """Click at a place of the window with the mouse, and wait until what it leads to is there.

        A link within the page loads nothing: for such a one this waits in vain.
        """
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=across, y=down, button="left", clickCount=1
            )
        self._browser.wait(self._session, "Page.loadEventFired")

    def requests(self) -> list[str]:
        """Every address that the page asked for, what it holds itself (`data:`) apart."""
        asked = [
            event["params"]["request"]["url"]
            for event in self._browser.heard(self._session)
            if event["method"] == "Network.requestWillBeSent"
        ]
        return [address for address in asked if not address.startswith("data:")]

    def complaints(self) -> list[str]:
        """Errors and warnings in the console: exceptions, blocked content, what did not load."""
        said = []
        for event in self._browser.heard(self._session):
            params = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                said.append(details.get("exception", {}).get("description", details["text"]))
            elif event["method"] == "Log.entryAdded":
                if params["entry"]["level"] in ("error", "warning"):
                    said.append(params["entry"]["text"])
            elif event["method"] == "Runtime.consoleAPICalled" and params["type"] == "error":
                said.append(str([arg.get("value") for arg in params["args"]]))
            elif event["method"] == "Page.javascriptDialogOpening":
                said.append(f"dialog: {params['message']}")
        return said
