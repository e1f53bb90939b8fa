"""What only a real window can do: the system's dialogs, themes and zoom."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from real_window import RealWindow

pytestmark = pytest.mark.window


@pytest.fixture
def with_image(window: RealWindow) -> tuple[RealWindow, dict[str, Any]]:
    """A window with one picture in its library."""
    page = window.page
    run = page.data("generate_all", "a red fox in snow", ["offline/poster"], {"size": "512x512"})
    deadline = time.monotonic() + 60
    while page.data("get_run", run["run_id"])["generations"][0]["state"] != "done":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return window, page.data("list_images", {"limit": 1})["images"][0]


def ask(window: RealWindow, call: str) -> None:
    """Start a call that waits for a dialog."""
    window.page.evaluate(
        f"void (window.asked = null, window.pywebview.api.{call}.then((answer) => (window.asked = answer)))"
    )


def answer(window: RealWindow) -> Any:
    window.page.wait("window.asked")
    told = window.page.evaluate("window.asked")
    assert told["ok"], told
    return told["data"]


def test_a_picture_is_saved_and_picked_by_the_systems_dialogs(with_image: tuple[RealWindow, dict[str, Any]]) -> None:
    window, image = with_image
    ask(window, "pick_images()")
    window.on_screen("Open files").type("", then="Escape")
    assert answer(window) == {"image_ids": [], "refused": []}

    ask(window, f"save_image('{image['id']}')")
    dialog = window.on_screen("Save file")
    assert window.page.data("studio_info")["transport"] == "window", "the studio goes on behind a dialog"
    dialog.type("fox.png")
    saved = Path(answer(window)["path"])
    assert saved == Path(window.env["HOME"], "fox.png"), "not where the user's files are"
    (original,) = (path for path in (window.data_dir / "images").rglob("*.png"))
    with Image.open(saved) as copy, Image.open(original) as kept:
        assert copy.tobytes() == kept.tobytes(), "not the original pixels"
        assert "a red fox in snow" in " ".join(map(str, copy.info.values())), "no recipe in the file"

    ask(window, "pick_images()")
    dialog = window.on_screen("Open files")
    dialog.type("fox.png")
    picked = answer(window)
    assert len(picked["image_ids"]) == 1


def test_a_chosen_theme_is_there_from_the_first_paint(window: RealWindow) -> None:
    page = window.page
    for theme, ground in (("light", "rgb(235, 235, 235)"), ("dark", "rgb(20, 20, 20)")):
        page.data("update_settings", {"theme": theme})
        page.do("reload")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == ground
        page.wait(f"getComputedStyle(document.body).backgroundColor === '{ground}'")


def test_zoom_by_keys(window: RealWindow) -> None:
    on_screen = window.on_screen()
    for key, zoom in (("plus", 1.1), ("plus", 1.25), ("minus", 1.1), ("0", 1.0)):
        on_screen.type("", then=f"Control+{key}")
        window.page.wait(f"Math.abs(devicePixelRatio - {zoom}) < 0.01")
