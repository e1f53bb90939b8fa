"""How a window begins and ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from real_window import RealWindow, display
from x_window import Geometry

pytestmark = pytest.mark.window

SLOW = ["offline/poster", "offline/sketch", "offline/papercut", "offline/ink", "offline/pixel"]


def test_size_and_place_are_remembered(tmp_path: Path, screen: str) -> None:
    chosen = Geometry(150, 90, 1100, 700)
    first = RealWindow(tmp_path / "data", screen)
    first.on_screen().place(chosen)
    first.page.wait(f"innerWidth === {chosen.width} && innerHeight === {chosen.height}")
    first.on_screen().close()
    assert first.process.wait(30) == 0
    for _ in range(2):
        again = RealWindow(tmp_path / "data", screen)
        try:
            assert again.on_screen().geometry() == chosen
        finally:
            assert again.stop() == 0


def test_a_place_on_no_screen_is_not_used(tmp_path: Path, screen: str) -> None:
    (tmp_path / "data").mkdir()
    place = {"width": 5000, "height": 700, "x": 9000, "y": -4000, "maximized": False}
    (tmp_path / "data" / "settings.json").write_text(json.dumps({"window": place}))
    window = RealWindow(tmp_path / "data", screen)
    try:
        shown = window.on_screen().geometry()
        assert shown.width == 1600 and 0 <= shown.x < 1600 and 0 <= shown.y < 1000
    finally:
        window.stop()


def test_on_a_small_screen_the_first_window_asks_to_fill_it(tmp_path: Path) -> None:
    """Filling it is the window manager's, and there is none here: what shows is all in sight."""
    with display("1366x768") as screen:
        window = RealWindow(tmp_path / "data", screen)
        shown = window.on_screen().geometry()
        assert shown.width == 1366 and shown.y >= 0 and shown.y + shown.height <= 768
        window.on_screen().close()
        assert window.process.wait(30) == 0
    told = json.loads((tmp_path / "data" / "settings.json").read_text())
    assert told["window"]["maximized"] is True


def test_closing_while_work_runs_asks_and_quitting_saves(window: RealWindow) -> None:
    page = window.page
    for number in range(4):
        run = page.data("generate_all", f"a fox, number {number}", SLOW, {"size": "2048x2048"})
    window.on_screen().close()
    page.wait("document.querySelector('[role=dialog], [role=alertdialog]')", 10)
    assert window.process.poll() is None
    page.do("click", selector="role=button[name='Keep working']")
    page.wait("!document.querySelector('[role=dialog], [role=alertdialog]')")
    assert window.process.poll() is None
    assert page.data("studio_info")["transport"] == "window"
    window.on_screen().close()
    page.wait("document.querySelector('[role=dialog], [role=alertdialog]')", 10)
    assert page.data("quit") == {"done": True}
    assert window.process.wait(60) == 0
    again = RealWindow(window.data_dir, window.env["DISPLAY"])
    try:
        states = {generation["state"] for generation in again.page.data("get_run", run["run_id"])["generations"]}
        assert states <= {"done", "cancelled"}
        assert not list((window.data_dir / "spool").rglob("*.part"))
    finally:
        assert again.stop() == 0


def test_quitting_leaves_a_batch_to_the_next_start(window: RealWindow) -> None:
    page = window.page
    params = {"rows": [{"sku": str(number)} for number in range(4)], "size": "1024x1024"}
    batch = page.data("create_batch", "hats", "hat number {n}", [], SLOW, params)["id"]
    page.data("start_batch", batch)
    page.until(lambda: page.data("get_batch", batch)["counts"].get("running"))
    assert page.data("quit") == {"done": True}
    assert window.process.wait(90) == 0
    again = RealWindow(window.data_dir, window.env["DISPLAY"])
    try:
        again.page.until(lambda: again.page.data("get_batch", batch)["state"] == "done", 120)
        assert again.page.data("get_batch", batch)["counts"] == {"done": 20}
    finally:
        assert again.stop() == 0


def test_without_a_display_it_says_what_to_do(tmp_path: Path, window: RealWindow) -> None:
    command = [sys.executable, "-m", "omniimage", "--data-dir", str(tmp_path / "other")]
    for lacking in ("", ":4711"):
        env = window.env | {"DISPLAY": lacking}
        ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=30)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr.count("\n") == 1 and "omniimage serve" in ended.stderr


def renderers(parent: int) -> list[int]:
    """The processes that hold pages, below this one: forked from a zygote, whose command line some of them keep."""
    below = psutil.Process(parent).children(recursive=True)
    zygotes = {each.pid for each in below if "--type=zygote" in each.cmdline()}
    return [each.pid for each in below if "--type=renderer" in each.cmdline() or each.ppid() in zygotes]


@pytest.mark.soak
def test_a_page_that_dies_is_back_with_its_draft_and_says_why(window: RealWindow) -> None:
    window.page.do("fill", selector="textarea >> nth=-1", text="a draft that must not be lost")
    window.page.until(lambda: window.page.data("get_settings")["prompt_draft"].startswith("a draft"))
    window.page.close()
    dying = renderers(window.process.pid)
    assert dying
    for pid in dying:
        os.kill(pid, signal.SIGSEGV)
    # Before, it is the dying page that would answer.
    window.page.until(lambda: (window.data_dir / "logs" / "untold").exists())
    window.page = window.attach()
    window.page.wait("[...document.querySelectorAll('textarea')].some(({ value }) => value.startsWith('a draft'))")
    window.page.wait("document.body.innerText.includes('stopped by a fault')")
    report = Path(window.page.data("studio_info")["last_crash"])
    assert report.is_relative_to(window.data_dir / "logs") and "the page: its process ended" in report.read_text()
    window.page.do("click", selector="role=button[name='Dismiss']")
    window.page.wait("!document.body.innerText.includes('stopped by a fault')")
    assert window.page.data("studio_info")["last_crash"] is None
