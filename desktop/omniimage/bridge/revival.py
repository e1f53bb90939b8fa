"""Bring back a page whose process ended by a fault. On Qt alone: WebKit and WebView2 reload by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

# A page that cannot live is not started for ever.
MOST, WITHIN_SECONDS = 3, 60.0


def revive_qt(native: Any, told: Callable[[str], None]) -> None:
    """Load the page again whenever its process ends; `told` hears how it did. Call it in the window's thread."""
    from qtpy.QtCore import QTimer
    from qtpy.QtWebEngineCore import QWebEnginePage

    page = native.webview.page()
    revived: list[float] = []

    def ended(status: Any, code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        told(f"its process ended, {status.name}, code {code}")
        moment = time.monotonic()
        revived[:] = [each for each in revived if moment - each < WITHIN_SECONDS]
        if len(revived) < MOST:
            revived.append(moment)
            # Not within the signal: the process is still being taken down.
            QTimer.singleShot(0, page, lambda: page.triggerAction(QWebEnginePage.WebAction.Reload))

    page.renderProcessTerminated.connect(ended)
