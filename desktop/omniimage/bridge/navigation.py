"""The window stays on the studio's own page: whatever else is opened there would get the Api with it."""

from __future__ import annotations

import threading
import webbrowser
from collections import deque
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

# A new window's page hears its address a moment after it was made, and is of no use then.
KEPT_REQUESTS = 16
_finding = threading.Lock()


def origin(url: str | None) -> str:
    """`http://127.0.0.1:41234` of an address; empty where there is none."""
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def open_outside(url: str) -> None:
    """Open a web address in the system's browser. Other schemes could start programs and are dropped."""
    if urlsplit(url).scheme in ("http", "https"):
        threading.Thread(target=opened, args=(url,), daemon=True).start()


def opened(url: str) -> bool:
    """Open an address in the system's browser. Whether there is one."""
    with _finding, suppress(webbrowser.Error):
        # Before its first use it makes its list of browsers; who came meanwhile would find it empty, and open nothing.
        webbrowser.get()
    return webbrowser.open(url)


def guard_qt(home: str) -> None:
    """Refuse every other origin in Qt's pages; links to one open outside. Call it once Qt is there, before any window."""
    from qtpy.QtWebEngineCore import QWebEnginePage
    from webview.platforms import qt

    link = QWebEnginePage.NavigationType.NavigationTypeLinkClicked

    def stay(page: Any, url: Any, kind: Any, is_main_frame: bool) -> bool:
        address = url.toString()
        if origin(address) == home:
            return True
        if is_main_frame and kind == link:
            open_outside(address)
        return False

    def never_in_a_new_window(page: Any, url: Any, kind: Any, is_main_frame: bool) -> bool:
        address = url.toString()
        if origin(address) != home:
            open_outside(address)
        return False

    qt.BrowserView.WebPage.acceptNavigationRequest = stay
    qt.BrowserView.NavigationHandler.acceptNavigationRequest = never_in_a_new_window
    asked: deque[Any] = deque(maxlen=KEPT_REQUESTS)

    def page_of_its_own(page: Any, kind: Any) -> Any:
        """pywebview has one page for all new windows: of two asked for at once it would lose one."""
        asked.append(qt.BrowserView.NavigationHandler(page))
        return asked[-1]

    qt.BrowserView.WebPage.createWindow = page_of_its_own
