"""Where the window was, and where it may be now."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import webview

from omniimage.bridge.theme import Theme

MIN_SIZE = (800, 600)
BARS = 100
"""Pixels of a screen's height that a title bar, a menu bar and a taskbar may take: what they leave cannot be asked for."""


@dataclass(frozen=True)
class Place:
    """Size and position in logical pixels; `x`, `y` are `None` where the system may choose. As in `settings.json`."""

    width: int = 1440
    height: int = 900
    x: int | None = None
    y: int | None = None
    maximized: bool = False


def remembered(settings: Path) -> tuple[Place, Theme]:
    """Place and theme of the last time. Read by hand: the settings' own module takes longer to load than the window."""
    try:
        told = json.loads(settings.read_bytes())
        place, theme = Place(**told["window"]), told.get("theme")
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Place(), "system"
    sound = all(isinstance(edge, int) for edge in (place.width, place.height, place.x or 0, place.y or 0))
    return place if sound else Place(), theme if theme in ("dark", "light") else "system"


def visible(place: Place) -> Place:
    """The place, where a screen shows it; else centred on the first, and filling it where it is too small for that."""
    screens = webview.screens
    if not screens:
        return place
    shown = place.x is not None and any(
        screen.x <= place.x + place.width // 2 < screen.x + screen.width
        and screen.y <= (place.y or 0) + 20 < screen.y + screen.height
        for screen in screens
    )
    if shown:
        return _within(place, max(screen.width for screen in screens), max(screen.height for screen in screens))
    width, height = screens[0].width, screens[0].height - BARS
    fills = place.width > width or place.height > height
    return replace(_within(place, width, height), x=None, y=None, maximized=place.maximized or fills)


def _within(place: Place, width: int, height: int) -> Place:
    width, height = max(MIN_SIZE[0], min(place.width, width)), max(MIN_SIZE[1], min(place.height, height))
    return replace(place, width=width, height=height)


def position(window: webview.Window) -> tuple[int, int]:
    """With the frame, as `create_window` takes it; pywebview's own answer on Qt is without, and would creep downward."""
    if sys.platform == "linux":
        return window.native.x(), window.native.y()
    return window.x, window.y
