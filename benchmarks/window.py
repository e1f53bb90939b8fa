"""The real window: from the start of the process to the first paint, beside a bare pywebview page, in turn.

Then how long the studio stands still while the engine and litellm load: the longest time between two frames of the page,
which wait for the window's thread, and the longest answer to a call through the window, which needs that thread, a new
one and the engine's loop. Needs a built page and Xvfb.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "window"))
from real_window import REPO, Page, display, free_port

BARE = """
import os, webview
if os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
os.environ["PYWEBVIEW_GUI"], os.environ["QT_API"] = "qt", "pyside6"
webview.create_window("bare", html="<!doctype html><p>bare</p>", width=1440, height=900)
webview.start()
"""
COMMANDS = {"bare pywebview page": ["-c", BARE], "studio": ["-m", "omniimage"]}
FIRST_PAINT = "performance.timeOrigin + performance.getEntriesByName('first-paint')[0].startTime"
# From the moment the studio is drawn. What comes in its first second apart: then the page itself is still busy.
RECORDER = """
const record = (window.record = { frame: [0, 0], call: [0, 0] })
let drawn = 0
function note(what, since) {
  const now = performance.now()
  const late = now - drawn > 1000 ? 1 : 0
  record[what][late] = Math.max(record[what][late], now - since)
  return now
}
function frames(last) {
  requestAnimationFrame(() => frames(note('frame', last)))
}
async function calls() {
  for (;;) {
    const asked = performance.now()
    await window.pywebview.api.studio_info()
    note('call', asked)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const waiting = setInterval(() => {
  if (!document.querySelector('main') || !window.pywebview?.api?.studio_info) return
  clearInterval(waiting)
  drawn = performance.now()
  frames(drawn)
  void calls()
}, 20)
"""


@contextmanager
def started(what: str, screen: str, settle: float, **environment: str) -> Iterator[tuple[Page, float]]:
    """The page of a new process, left alone for `settle` seconds, and when the process was started (Unix time, ms)."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        env = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")} | {
            "PYTHONPATH": str(REPO / "desktop"),
            "DISPLAY": screen,
            "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
            "OMNIIMAGE_NO_KEYCHAIN": "1",
            "OMNIIMAGE_HOME": f"{folder}/data",
            "HOME": folder,
        }
        began = time.time() * 1000
        command = [sys.executable, *COMMANDS[what]]
        process = subprocess.Popen(command, env=env | environment, cwd=folder, stderr=subprocess.DEVNULL)
        try:
            time.sleep(settle)
            wait_for(f"http://127.0.0.1:{port}/json/list")
            page = Page(port)
            yield page, began
            page.close()
        finally:
            process.terminate()
            process.wait(60)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


def first_paint(what: str, screen: str, settle: float) -> float:
    """Milliseconds, by the page's own clock."""
    with started(what, screen, settle) as (page, began):
        return float(page.evaluate(FIRST_PAINT)) - began


def standstill(screen: str, seconds: float) -> dict[str, Any]:
    """The longest frame and call, in milliseconds: in the first second of the page, and after, until `seconds` are over."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(REPO / "frontend" / "dist", folder, dirs_exist_ok=True)
        index = Path(folder, "index.html")
        index.write_text(index.read_text().replace("</body>", '<script src="/recorder.js"></script></body>'))
        Path(folder, "recorder.js").write_text(RECORDER)
        with started("studio", screen, seconds, OMNIIMAGE_PAGE_DIR=folder) as (page, _):
            told: dict[str, Any] = page.evaluate("window.record")
            return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--settle", type=float, default=4.0, help="seconds a window is left alone before it is asked")
    given = parser.parse_args()
    with display() as screen:
        for what in COMMANDS:
            first_paint(what, screen, given.settle)
        pairs = [[first_paint(what, screen, given.settle) for what in COMMANDS] for _ in range(given.rounds)]
        stills = [standstill(screen, 12) for _ in range(3)]
    ratio = statistics.median(own / bare for bare, own in pairs)
    print("| start of the process → first paint | median | each |\n|---|---|---|")
    for what, times in zip(COMMANDS, zip(*pairs, strict=True), strict=True):
        print(f"| {what} | {statistics.median(times):.0f} ms | {' '.join(f'{taken:.0f}' for taken in times)} |")
    print(f"| ratio, median of the pairs | {ratio:.2f} | {' '.join(f'{own / bare:.2f}' for bare, own in pairs)} |")
    print("\n| while the engine and litellm load | each of three starts |\n|---|---|")
    for name, label in (("frame", "longest frame"), ("call", "longest call through the window")):
        for late, when in enumerate(("in the first second", "after")):
            print(f"| {label}, {when} | {' '.join(f'{told[name][late]:.0f}' for told in stills)} ms |")
    print(f"\nLoad average at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
