"""What is told outside the window, on a session bus of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from omniimage.bridge.attention import notice_command

SHOW = """
import time
from qtpy.QtCore import QCoreApplication
application = QCoreApplication([])
from omniimage.bridge.attention import Progress
progress = Progress()
for part in (0.25, None):
    progress.show(part)
time.sleep(0.5)
"""
LISTEN = 'dbus-monitor --session "interface=\'com.canonical.Unity.LauncherEntry\'" & sleep 1; "$0" -c "$1"; kill $!'


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("dbus-run-session"), reason="no session bus to be had")
def test_progress_goes_to_the_launcher() -> None:
    command = ["dbus-run-session", "--", "sh", "-c", LISTEN, sys.executable, SHOW]
    heard = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "application://omniimage.desktop" in heard
    assert "double 0.25" in heard and "boolean true" in heard and "boolean false" in heard


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such command")
def test_a_notice_is_an_argument_never_a_script() -> None:
    command = notice_command("-x", '"; display dialog "')
    assert command is not None and command[-2:] == ["-x", '"; display dialog "']
