"""A real studio in a real pywebview window on a display of its own, and a hand on its page."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from x_window import XWindow

HERE = Path(__file__).parent
REPO = HERE.parents[1]


@contextmanager
def display(size: str = "1600x1000") -> Iterator[str]:
    """An X server of this test run alone, with one screen."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as told:
        number = told.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Page:
    """The window's page."""

    def __init__(self, port: int) -> None:
        command = ["node", str(HERE / "drive.mjs"), f"http://127.0.0.1:{port}"]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._node.stdout
        if self._node.stdout.readline().strip() != "ready":
            raise ConnectionError("the page let nobody in")

    def do(self, command: str, **given: Any) -> Any:
        assert self._node.stdin and self._node.stdout
        self._node.stdin.write(json.dumps({"command": command, **given}) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["value"]

    def evaluate(self, code: str) -> Any:
        return self.do("evaluate", code=code)

    def call(self, method: str, *args: Any) -> Any:
        """Through `window.pywebview.api`; the envelope."""
        given = ", ".join(json.dumps(arg) for arg in args)
        return self.evaluate(f"window.pywebview.api.{method}({given})")

    def data(self, method: str, *args: Any) -> Any:
        envelope = self.call(method, *args)
        assert envelope["ok"], envelope
        return envelope["data"]

    def wait(self, code: str, seconds: float = 15) -> None:
        self.do("wait", code=code, timeout=seconds * 1000)

    def until(self, met: Callable[[], object], seconds: float = 60) -> None:
        """Ask again and again: a promise, which is what the api answers, would be met at once for `wait`."""
        deadline = time.monotonic() + seconds
        while not met():
            assert time.monotonic() < deadline, "it never came to that"
            time.sleep(0.1)

    def close(self) -> None:
        assert self._node.stdin
        self._node.stdin.close()
        self._node.wait(10)


class RealWindow:
    """The studio, or its built `program`, on a data folder, with its page driven. Extra environment decides the page."""

    def __init__(self, data_dir: Path, display: str, program: Path | None = None, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        env = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "PYTHONHOME")
        }
        env |= {
            "PYTHONPATH": str(REPO / "desktop"),
            "DISPLAY": display,
            "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{self.port}",
            "OMNIIMAGE_NO_KEYCHAIN": "1",
            "HOME": str(data_dir.parent),
        }
        self.env = env | environment
        command = [str(program)] if program else [sys.executable, "-m", "omniimage"]
        self.log = data_dir.parent / "window.log"
        self.began = time.monotonic()
        with self.log.open("a") as log:
            self.process = subprocess.Popen([*command, "--data-dir", str(data_dir)], env=self.env, stdout=log, stderr=log)
        self.page = self.attach()

    def attach(self) -> Page:
        """A hand on the page, once it is there and can ask the engine."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/json/list", timeout=2) as answer:
                    targets = json.load(answer)
            except OSError:
                targets = []
            if any(target["type"] == "page" and target["url"].startswith("http://127") for target in targets):
                try:
                    page = Page(self.port)
                except ConnectionError:
                    continue
                page.wait("window.pywebview?._QWebChannel && window.pywebview.api.studio_info")
                return page
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def on_screen(self, title: str = "OmniImage Studio", seconds: float = 10) -> XWindow:
        """The studio's window or one of its dialogs, as soon as it is there."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return XWindow(self.env["DISPLAY"], title)
            except LookupError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.page.close()
        return self.process.wait(30)
