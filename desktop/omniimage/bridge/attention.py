"""What is told outside the window: a notice of the system, and how far the batches are on the dock or launcher.

Each system has its own way; where it has none, or it fails, the page has said it all the same.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any

from omniimage.bridge import taskbar

APP_NAME = "OmniImage Studio"
DESKTOP_ENTRY = "application://omniimage.desktop"
_NOTICE_ON_MAC = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
log = logging.getLogger(__name__)


def notice_command(title: str, text: str) -> list[str] | None:
    """The command that shows a notice on this system; none where there is no such command."""
    if sys.platform == "darwin":
        return ["osascript", *(part for line in _NOTICE_ON_MAC for part in ("-e", line)), title, text]
    if sys.platform == "win32":
        return None
    return ["notify-send", "--app-name", APP_NAME, "--", title, text]


def notify(title: str, text: str, window: Any) -> None:
    """`window`: as pywebview's backend has it; on Windows its button on the taskbar flashes, and that is all."""
    command = notice_command(title, text)
    try:
        if command is None:
            taskbar.flash(_handle_of(window))
            return
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        log.info("no notice could be shown: %s", error.strerror)


class Progress:
    """`part` of 0 to 1, `None`: nothing runs. Linux: Unity's launcher protocol, which GNOME's docks and KDE speak."""

    def __init__(self) -> None:
        self._bus: Any = None

    def show(self, part: float | None, window: Any = None) -> None:
        """`window`: as pywebview's backend has it."""
        try:
            if sys.platform == "linux":
                self._on_launcher(part)
            elif sys.platform == "win32":
                taskbar.show_progress(_handle_of(window), part)
            else:
                _on_dock(part)
        except (ImportError, OSError, RuntimeError) as error:
            log.info("no progress could be shown: %s", type(error).__name__)

    def _on_launcher(self, part: float | None) -> None:
        from qtpy.QtDBus import QDBusConnection, QDBusMessage

        # One connection for good: docks forget what they were told by a name that left the bus.
        self._bus = self._bus or QDBusConnection.sessionBus()
        signal = QDBusMessage.createSignal(
            "/com/canonical/unity/launcherentry/omniimage", "com.canonical.Unity.LauncherEntry", "Update"
        )
        signal.setArguments([DESKTOP_ENTRY, {"progress": float(part or 0), "progress-visible": part is not None}])
        if self._bus.isConnected():
            self._bus.send(signal)


def _handle_of(window: Any) -> int:
    """Of a form of WinForms."""
    return int(window.Handle.ToInt64())


def _on_dock(part: float | None) -> None:
    from AppKit import NSApp
    from PyObjCTools import AppHelper

    badge = "" if part is None else f"{round(part * 100)} %"
    AppHelper.callAfter(lambda: NSApp.dockTile().setBadgeLabel_(badge))
