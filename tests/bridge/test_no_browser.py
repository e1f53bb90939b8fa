"""A link of the window, on a machine without a browser."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

OPEN = """
from omniimage.bridge.desktop import WindowDesktop
from omniimage.errors import NotFound
try:
    WindowDesktop(lambda: None).open_external("https://example.org")
except NotFound as error:
    print(error.code, error.details)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a browser")
def test_that_there_is_no_browser_is_told() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")}
    said = subprocess.run([sys.executable, "-c", OPEN], env=bare | {"PATH": ""}, capture_output=True, text=True, timeout=60)
    assert said.stdout.split()[:1] == ["not_found"], said.stderr
    assert "https://example.org" in said.stdout
