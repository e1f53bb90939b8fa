"""What is told outside the window, on a session bus of its own."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from omniimage.bridge.attention import notice_command
from omniimage.bridge.desktop import reveal_command
from omniimage.bridge.taskbar import STEPS, TaskbarList, flash_info

SHOW = """
import signal
from qtpy.QtCore import QCoreApplication
application = QCoreApplication([])
from omniimage.bridge.attention import Progress
progress = Progress()
for part in (0.25, None):
    progress.show(part)
signal.pause()
"""
# It listens from the moment on that it has a name; the last thing to be heard is the end of the progress.
LISTEN = """
dbus-monitor --session "interface='com.canonical.Unity.LauncherEntry'" > "$2" &
listens=$!
until grep -q NameAcquired "$2"; do sleep 0.05; done
"$0" -c "$1" &
until grep -q "boolean false" "$2"; do sleep 0.05; done
kill $! $listens
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("dbus-run-session"), reason="no session bus to be had")
def test_progress_goes_to_the_launcher(tmp_path: Path) -> None:
    log = tmp_path / "heard"
    log.touch()
    subprocess.run(["dbus-run-session", "--", "sh", "-ec", LISTEN, sys.executable, SHOW, str(log)], timeout=60, check=True)
    heard = log.read_text("utf-8")
    assert "application://omniimage.desktop" in heard
    assert "double 0.25" in heard and "boolean true" in heard and "boolean false" in heard


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("win32", 'explorer /select,"/Jane Doe/a, b.png"'),
        ("darwin", ["open", "-R", "/Jane Doe/a, b.png"]),
        ("linux", ["xdg-open", "/Jane Doe"]),
    ],
)
def test_a_file_is_shown_whatever_its_folder_is_called(
    monkeypatch: pytest.MonkeyPatch, platform: str, command: list[str] | str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert reveal_command(PurePosixPath("/Jane Doe/a, b.png")) == command


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such command")
def test_a_notice_is_an_argument_never_a_script() -> None:
    command = notice_command("-x", '"; display dialog "')
    assert command is not None and command[-2:] == ["-x", '"; display dialog "']


class _Taskbar:
    """Something in memory that looks as COM's `ITaskbarList3` does, and writes down what it is asked."""

    def __init__(self, answer: int = 0) -> None:
        self.heard: list[tuple[object, ...]] = []
        function = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
        pointer, number = ctypes.c_void_p, ctypes.c_ulonglong

        def heard(name: str, *types: object) -> object:
            return function(ctypes.c_long, pointer, *types)(lambda _, *values: self.heard.append((name, *values)) or answer)

        nothing = heard("something else")
        places = {2: heard("release"), 3: heard("init"), 9: heard("value", pointer, number, number)}
        places[10] = heard("state", pointer, ctypes.c_int)
        self._kept = [places.get(place, nothing) for place in range(21)]
        self._table = (pointer * 21)(*(ctypes.cast(each, pointer) for each in self._kept))
        self._object = pointer(ctypes.addressof(self._table))
        self.this = pointer(ctypes.addressof(self._object))


def test_the_taskbar_is_asked_by_its_table() -> None:
    taskbar = _Taskbar()
    shown = TaskbarList(taskbar.this)
    for part in (0.0, 0.25, 2.0, None):
        shown.show(77, part)
    shown.release()
    values = [call for call in taskbar.heard if call[0] == "value"]
    assert values == [("value", 77, 1, STEPS), ("value", 77, STEPS // 4, STEPS), ("value", 77, STEPS, STEPS)]
    assert [call for call in taskbar.heard if call[0] == "state"] == [("state", 77, 2)] * 3 + [("state", 77, 0)]
    assert (taskbar.heard[0], taskbar.heard[-1]) == (("init",), ("release",))


def test_a_taskbar_that_refuses_is_an_error() -> None:
    with pytest.raises(OSError, match="0x80004005"):
        TaskbarList(_Taskbar(answer=-0x7FFFBFFB).this)


def test_the_button_flashes_until_the_window_is_looked_at() -> None:
    info = flash_info(77)
    # As FLASHWINFO lies in memory of 64 bits.
    assert (info.size, info.window, info.flags) == (32, 77, 2 | 12)
