"""One real window from first start to the last refused link; the tests build on each other, in order."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_window import RealWindow

pytestmark = pytest.mark.window

READ_CLIPBOARD = """
from qtpy.QtGui import QGuiApplication
app = QGuiApplication([])
image = QGuiApplication.clipboard().image()
print(image.width(), image.height())
"""
LONG = "'x'.repeat(1_000_000)"
HOSTILE = [
    "_x",
    "__class__",
    "__init__.__globals__",
    "__class__.__base__.__subclasses__",
    "__class__.__mro__",
    "__dir__",
    "__reduce_ex__",
    "studio_info.__globals__",
    "studio_info.__func__.__globals__.get",
    "_js_api",
    "api._parts",
    "window.destroy",
    "evaluate_js",
    "ｓtudio_info",
    "STUDIO_INFO",
    "",
    ".",
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, screen: str) -> Iterator[tuple[RealWindow, Path]]:
    """The window, and the file in which the system's browser notes what it is asked to open."""
    folder = tmp_path_factory.mktemp("journey")
    noted, browser = folder / "noted.txt", folder / "browser"
    noted.touch()
    browser.write_text(f'#!/bin/sh\necho "$1" >> {noted}\n')
    browser.chmod(0o755)
    (folder / "xdg-open").write_text(f'#!/bin/sh\necho "$1" >> {folder / "revealed.txt"}\n')
    (folder / "xdg-open").chmod(0o755)
    window = RealWindow(folder / "data", screen, BROWSER=str(browser), PATH=f"{folder}:{os.environ['PATH']}")
    yield window, noted
    window.stop()


@pytest.fixture
def window(opened: tuple[RealWindow, Path]) -> RealWindow:
    return opened[0]


def raw_calls(window: RealWindow, names: list[str]) -> dict[str, object]:
    """What pywebview's own channel answers each name within a second, `silence` for nothing."""
    answers = window.page.evaluate(
        f"""Promise.all({json.dumps(names)}.map((name) => new Promise((resolve) => {{
            window.pywebview._returnValuesCallbacks[name] = {{ probe: () => resolve('answered') }}
            window.pywebview._QWebChannel.objects.external.call(name, '[]', 'probe')
            setTimeout(() => resolve('silence'), 1000)
        }})))"""
    )
    return dict(zip(names, answers, strict=True))


def test_pressing_generate_brings_images_through_the_window(window: RealWindow) -> None:
    page = window.page
    page.evaluate(
        """(() => {
            const real = window.pywebview.api.generate_all
            window.asked = []
            window.pywebview.api.generate_all = (...args) => { window.asked.push(args); return real(...args) }
        })()"""
    )
    page.do("fill", selector="textarea >> nth=-1", text="a red fox in snow")
    page.do("press", key="Control+Enter")
    shown = "[...document.images].filter((i) => i.naturalWidth > 0).map((i) => i.src.match(/img_\\w+/)?.[0])"
    page.wait(f"new Set({shown}.filter(Boolean)).size === 2", 60)
    assert page.evaluate("window.asked.map((args) => args[0])") == ["a red fox in snow"]
    run = page.data("get_run", page.data("list_runs")["runs"][0]["id"])
    assert [generation["state"] for generation in run["generations"]] == ["done", "done"]


def test_the_api_holds_the_list_and_nothing_more(window: RealWindow) -> None:
    from omniimage.bridge.allowed import EXPOSED

    assert set(window.page.evaluate("Object.keys(window.pywebview.api)")) == set(EXPOSED)


def test_bad_arguments_are_typed_errors(window: RealWindow) -> None:
    for call in ("get_run()", "get_run(1, 2)", "get_run({})", "list_runs('', null, 'many')", "quit(1)"):
        answer = window.page.evaluate(f"window.pywebview.api.{call}")
        assert answer["error"]["code"] == "bad_request", call
    for call in (f"generate_all({LONG}, ['offline/poster'], {{}})", "generate_all('', ['offline/poster'], {})"):
        answer = window.page.evaluate(f"window.pywebview.api.{call}")
        assert answer["ok"] is False and answer["error"]["code"] != "internal"
    assert window.page.evaluate("window.pywebview.api.get_run('\\ud800')")["error"]["code"] == "bad_request"


def test_names_off_the_list_reach_nothing(window: RealWindow) -> None:
    assert raw_calls(window, ["studio_info", *HOSTILE]) == {"studio_info": "answered"} | dict.fromkeys(HOSTILE, "silence")


def test_the_page_cannot_read_its_cookie(window: RealWindow) -> None:
    assert window.page.evaluate("document.cookie") == ""


def test_a_picture_goes_to_the_clipboard(window: RealWindow) -> None:
    image = window.page.data("list_images", {"limit": 1})["images"][0]
    assert window.page.data("copy_image", image["id"]) == {"done": True}
    time.sleep(0.3)
    read = subprocess.run(
        [sys.executable, "-c", READ_CLIPBOARD], env=window.env, capture_output=True, text=True, check=True, timeout=30
    )
    assert read.stdout.split() == [str(image["width"]), str(image["height"])]


def test_a_picture_is_shown_in_its_folder(opened: tuple[RealWindow, Path]) -> None:
    window, noted = opened
    image = window.page.data("list_images", {"limit": 1})["images"][0]
    assert window.page.data("reveal_image", image["id"]) == {"done": True}
    revealed = noted.with_name("revealed.txt")
    deadline = time.monotonic() + 10
    while not (revealed.exists() and revealed.read_text().endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.05)
    folder = Path(revealed.read_text().strip())
    assert folder.is_relative_to(window.data_dir) and any(file.stat().st_size == image["bytes"] for file in folder.iterdir())


def test_a_second_start_raises_the_first_window(window: RealWindow) -> None:
    command = [sys.executable, "-m", "omniimage", "--data-dir", str(window.data_dir)]
    second = subprocess.run(command, env=window.env, capture_output=True, text=True, check=False, timeout=30)
    assert (second.returncode, second.stdout) == (0, "")
    assert "open already" in second.stderr
    assert (window.data_dir / "window.json").stat().st_mode & 0o777 == 0o600
    assert window.page.data("studio_info")["transport"] == "window"


def test_a_reloaded_page_has_its_api_again(window: RealWindow) -> None:
    window.page.do("reload")
    window.page.wait("window.pywebview?._QWebChannel && window.pywebview.api.studio_info")
    assert window.page.data("list_runs")["total"] >= 1


def test_links_open_outside_and_the_window_stays(opened: tuple[RealWindow, Path]) -> None:
    """Last: after a refused navigation the debugging port no longer follows the page."""
    window, noted = opened
    hits: list[str] = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    other = f"http://127.0.0.1:{server.server_port}"
    home = window.page.do("url")
    leaving = f"""
        const follow = (url, target) => {{
            const link = Object.assign(document.createElement('a'), {{ href: url, target }})
            document.body.append(link)
            link.click()
        }}
        const form = Object.assign(document.createElement('form'), {{ action: '{other}/form', method: 'post' }})
        const frame = Object.assign(document.createElement('iframe'), {{ src: '{other}/frame' }})
        document.body.append(form, frame)
        const ways = [
            () => window.open('{other}/opened'),
            () => follow('{other}/blank', '_blank'),
            () => window.open('file:///etc/passwd'),
            () => follow('file:///etc/passwd', ''),
            () => form.submit(),
            () => (location.href = '{other}/script'),
            () => follow('{other}/plain', ''),
        ]
        // One after the other, however late the clock: a second way out of the same page would take the place of the first.
        const goOn = () => {{
            ways.shift()()
            if (ways.length) setTimeout(goOn, 800)
        }}
        goOn()
        // A second click before the first is served.
        setTimeout(() => window.open('{other}/soon'), 60)
    """
    window.page.evaluate(f"setTimeout(() => {{ {leaving} }}, 0)")
    outside = {f"{other}/{name}" for name in ("opened", "soon", "blank", "script", "plain")}
    deadline = time.monotonic() + 30
    while set(noted.read_text().split()) < outside and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    server.shutdown()
    assert hits == []
    assert set(noted.read_text().split()) == outside
    assert window.page.evaluate("location.href") == home
    assert window.page.data("studio_info")["transport"] == "window"
