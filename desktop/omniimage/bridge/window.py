"""StudioWindow: the pywebview window on the studio's own server. Only here is pywebview's bridge given its functions."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import webview

from omniimage.bridge.allowed import EXPOSED
from omniimage.bridge.desktop import WindowDesktop
from omniimage.bridge.envelope import Envelope, failure
from omniimage.bridge.hosting import Engine, Host, page_folder
from omniimage.bridge.navigation import guard_qt, origin
from omniimage.bridge.place import MIN_SIZE, Place, position, remembered, visible
from omniimage.bridge.revival import revive_qt
from omniimage.bridge.theme import Theme
from omniimage.bridge.zoom import add_zoom_keys
from omniimage.errors import AuthFailed, StudioError

TITLE = "OmniImage Studio"
# The page's own grounds, so that nothing white shows before it does.
GROUNDS = {"dark": "#141414", "light": "#ebebeb"}


class NoApi:
    """In place of pywebview's `js_api`. It resolves dotted names from there; with `None` it even reaches into `NoneType`."""

    def __getattribute__(self, name: str) -> Any:
        raise AttributeError(name)

    def __dir__(self) -> list[str]:
        return []


class StudioWindow:
    """One window; `run` shows it and returns when it is closed. Make and run it in the main thread.

    It is there before the studio is: a call waits until `host` has opened it.
    """

    def __init__(self, host: Host, settings: Path, on_crash: Callable[[str, str], None]) -> None:
        """`on_crash` hears which part of the window ended by a fault, and how."""
        self.desktop = WindowDesktop(self.leave)
        self._host = host
        self._on_crash = on_crash
        self._leaving = threading.Event()
        self._settled = threading.Event()
        self._closed = threading.Event()
        self._place, self._theme = remembered(settings)
        self._window: Any = None

    def run(self, on_created: Callable[[], None]) -> Place:
        """Show the window until it is closed; its last place. `on_created` runs just before it shows; it must be quick."""
        _prepare_toolkit()
        self._place = visible(self._place)
        self._window = self.desktop.window = self._make(f"{self._host.url}/?launch={self._host.secrets.launch}")
        self._window.events.before_show += on_created
        self._window.expose(*(self._guarded(name) for name in EXPOSED))
        try:
            webview.start(debug=False, icon=str(page_folder() / "icon.png"))
        finally:
            self._closed.set()
            self._settled.set()
        return self._place

    def wait_for_page(self) -> bool:
        """Wait until the page has loaded; false where the window was closed before."""
        self._settled.wait()
        return not self._closed.is_set()

    def _make(self, url: str) -> webview.Window:
        place = self._place
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
            background_color=_ground(self._theme),
            text_select=True,
            zoomable=True,
        )
        assert window is not None
        window.events.initialized += self._guard
        window.events.before_show += self._before_show
        window.events.loaded += self._loaded
        window.events.maximized += lambda: self._set_maximized(True)
        window.events.restored += lambda: self._set_maximized(False)
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

    def _guarded(self, name: str) -> Callable[..., Envelope]:
        def call(*args: Any) -> Envelope:
            if not self._is_home():
                return failure(AuthFailed("only the studio's own page may ask"))
            self._host.wanted.set()
            try:
                return self._host.engine.result().exposed.invoke(name, args)
            except StudioError as error:
                return failure(error)

        call.__name__ = name
        return call

    def _is_home(self) -> bool:
        return origin(self._window.get_current_url()) == self._host.url

    def _guard(self, renderer: str) -> None:
        if renderer == "qtwebengine":
            guard_qt(self._host.url)

    def _before_show(self) -> None:
        _prepare_page(self._window.native, _ground(self._theme))
        if sys.platform == "linux":
            add_zoom_keys(self._window.native)
            revive_qt(self._window.native, lambda how: self._on_crash("the page", how))
        # Not before: pywebview sets a handler of its own.
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda *_: self.leave())

    def _loaded(self) -> None:
        self._settled.set()
        # Where no guard could keep the page from leaving, it is brought back.
        if not self._is_home():
            self._window.load_url(self._host.url)

    def _closing(self) -> bool:
        """Runs in the window's thread: it must neither wait nor ask the page anything."""
        engine = self._engine()
        running = engine.parts.generation.running_count() if engine else 0
        waiting = engine.parts.jobs.waiting() if engine else 0
        if engine and (running or waiting) and not self._leaving.is_set() and self._window.events.loaded.is_set():
            engine.bus.publish("notice", {"kind": "quit_asked", "running": running, "waiting": waiting})
            return False
        if not self._place.maximized:
            x, y = position(self._window)
            width, height = max(self._window.width, MIN_SIZE[0]), max(self._window.height, MIN_SIZE[1])
            self._place = Place(width, height, x, y)
        return True

    def _engine(self) -> Engine | None:
        future = self._host.engine
        return future.result() if future.done() and not future.exception() else None

    def _finish_and_close(self) -> None:
        try:
            if engine := self._engine():
                engine.finish()
        finally:
            self._window.destroy()

    def _set_maximized(self, maximized: bool) -> None:
        self._place = replace(self._place, maximized=maximized)


def _ground(theme: Theme) -> str:
    """Once Qt is there: it knows the system's theme."""
    if theme == "system" and sys.platform == "linux":
        from qtpy.QtCore import Qt
        from qtpy.QtGui import QGuiApplication

        # What Qt cannot tell is light to its web pages.
        theme = "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    return GROUNDS.get(theme, GROUNDS["dark"])


def _prepare_toolkit() -> None:
    webview.settings["ALLOW_FILE_URLS"] = False
    logging.getLogger("pywebview").setLevel(logging.ERROR)
    if sys.platform == "linux":
        os.environ["PYWEBVIEW_GUI"] = "qt"
        os.environ.setdefault("QT_API", "pyside6")
        if os.geteuid() == 0:  # Chromium's sandbox does not work for root
            os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


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
