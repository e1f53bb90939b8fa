"""StudioWindow: the pywebview window on the studio's own server. Only here is pywebview's bridge given its functions."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import webview

from omniimage.bridge.api import ApiParts
from omniimage.bridge.desktop import WindowDesktop
from omniimage.bridge.exposed import Envelope, Exposed, failure
from omniimage.bridge.navigation import guard_qt, origin
from omniimage.errors import AuthFailed
from omniimage.events import EventBus
from omniimage.settings import WindowPlace

TITLE = "OmniImage Studio"
# The page's own grounds, so that nothing white shows before it does.
GROUNDS = {"dark": "#141414", "light": "#ebebeb", "system": "#141414"}
MIN_SIZE = (800, 600)
DRAIN_SECONDS = 40.0


class NoApi:
    """In place of pywebview's `js_api`. It resolves dotted names from there; with `None` it even reaches into `NoneType`."""

    def __getattribute__(self, name: str) -> Any:
        raise AttributeError(name)

    def __dir__(self) -> list[str]:
        return []


class StudioWindow:
    """One window; `run` shows it and returns when it is closed. Make and run it in the main thread."""

    def __init__(self, parts: ApiParts, bus: EventBus) -> None:
        self.desktop = WindowDesktop(self.leave)
        self._parts = parts
        self._bus = bus
        self._leaving = threading.Event()
        self._place = WindowPlace()
        self._home = ""
        self._window: Any = None

    def run(self, home: str, launch: str, exposed: Exposed, on_loaded: Callable[[], None]) -> None:
        """Show the window until it is closed. `on_loaded` runs, in a thread of its own, whenever the page was loaded."""
        _prepare_toolkit()
        self._home = home
        self._window = self.desktop.window = self._make(f"{home}/?launch={launch}")
        self._window.events.loaded += on_loaded
        self._window.expose(*(self._guarded(exposed, name) for name in exposed.names))
        signal.signal(signal.SIGTERM, lambda *_: self.leave())
        webview.start(debug=False)
        self._parts.settings.update({"window": self._place.model_dump()})

    def _make(self, url: str) -> webview.Window:
        settings = self._parts.settings.current
        self._place = place = _visible(settings.window)
        ground = GROUNDS[settings.theme]
        window = webview.create_window(
            TITLE,
            url,
            js_api=NoApi(),
            width=place.width,
            height=place.height,
            x=place.x,
            y=place.y,
            maximized=place.maximized,
            min_size=MIN_SIZE,
            background_color=ground,
            text_select=True,
            zoomable=True,
        )
        assert window is not None
        window.events.initialized += self._guard
        window.events.before_show += lambda: _prepare_page(window.native, ground)
        window.events.loaded += self._stay_home
        window.events.maximized += lambda: self._remember(maximized=True)
        window.events.restored += lambda: self._remember(maximized=False)
        window.events.closing += self._closing
        return window

    def leave(self) -> None:
        """Finish what is being saved, then close; returns at once."""
        if not self._leaving.is_set():
            self._leaving.set()
            threading.Thread(target=self._finish_and_close, name="leaving").start()

    def show_in_front(self) -> None:
        """Bring the window before all others. From any thread."""
        if sys.platform == "linux":
            from qtpy.QtCore import QTimer

            QTimer.singleShot(0, self._window.native, lambda: _raise_qt(self._window.native))
            return
        self._window.restore()
        self._window.show()

    def _guarded(self, exposed: Exposed, name: str) -> Callable[..., Envelope]:
        def call(*args: Any) -> Envelope:
            if origin(self._window.get_current_url()) != self._home:
                return failure(AuthFailed("only the studio's own page may ask"))
            return exposed.invoke(name, args)

        call.__name__ = name
        return call

    def _guard(self, renderer: str) -> None:
        if renderer == "qtwebengine":
            guard_qt(self._home)

    def _stay_home(self) -> None:
        """Where no guard could keep the page from leaving, it is brought back."""
        if origin(self._window.get_current_url()) != self._home:
            self._window.load_url(self._home)

    def _closing(self) -> bool:
        """Runs in the window's thread: it must neither wait nor ask the page anything."""
        running = self._parts.generation.running_count()
        if running and not self._leaving.is_set() and self._window.events.loaded.is_set():
            self._bus.publish("notice", {"kind": "quit_asked", "running": running})
            return False
        self._remember()
        return True

    def _finish_and_close(self) -> None:
        try:
            self._parts.loop.call(self._parts.generation.drain(DRAIN_SECONDS))
        finally:
            self._window.destroy()

    def _remember(self, maximized: bool | None = None) -> None:
        now_maximized = self._place.maximized if maximized is None else maximized
        if now_maximized:
            self._place = self._place.model_copy(update={"maximized": True})
            return
        x, y = _position(self._window)
        width, height = max(self._window.width, MIN_SIZE[0]), max(self._window.height, MIN_SIZE[1])
        self._place = WindowPlace(width=width, height=height, x=x, y=y, maximized=False)


def _prepare_toolkit() -> None:
    webview.settings["ALLOW_FILE_URLS"] = False
    logging.getLogger("pywebview").setLevel(logging.ERROR)
    if sys.platform == "linux":
        os.environ["PYWEBVIEW_GUI"] = "qt"
        os.environ.setdefault("QT_API", "pyside6")
        if os.geteuid() == 0:  # Chromium's sandbox does not work for root
            os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


def _visible(place: WindowPlace) -> WindowPlace:
    """The place, where a screen shows it; else centred on the first, and no larger than that."""
    screens = webview.screens
    if not screens:
        return place
    shown = place.x is not None and any(
        screen.x <= place.x + place.width // 2 < screen.x + screen.width
        and screen.y <= (place.y or 0) + 20 < screen.y + screen.height
        for screen in screens
    )
    size = {
        "width": max(MIN_SIZE[0], min(place.width, max(screen.width for screen in screens))),
        "height": max(MIN_SIZE[1], min(place.height, max(screen.height for screen in screens))),
    }
    return place.model_copy(update=size if shown else size | {"x": None, "y": None})


def _position(window: webview.Window) -> tuple[int, int]:
    """With the frame, as `create_window` takes it; pywebview's own answer on Qt is without, and would creep downward."""
    if sys.platform == "linux":
        return window.native.x(), window.native.y()
    return window.x, window.y


def _prepare_page(native: Any, ground: str) -> None:
    """On Qt a page is white until its first paint, and copying text waits for ever for a permission nobody can give."""
    if sys.platform == "linux":
        from qtpy.QtGui import QColor
        from qtpy.QtWebEngineCore import QWebEngineSettings

        page = native.webview.page()
        page.setBackgroundColor(QColor(ground))
        page.settings().setAttribute(QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard, True)


def _raise_qt(native: Any) -> None:
    if native.isMinimized():
        native.showNormal()
    native.show()
    native.raise_()
    native.activateWindow()
