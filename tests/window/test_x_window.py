"""The hand on X windows, where a window is not shown yet or is gone."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest
from x_window import Geometry, XWindow

pytestmark = pytest.mark.window


def test_a_hidden_or_lost_window_is_an_error_and_not_the_end_of_the_process(screen: str) -> None:
    x: Any = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XDefaultRootWindow.restype = x.XCreateSimpleWindow.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x.XOpenDisplay(screen.encode()))
    root, black = ctypes.c_ulong(x.XDefaultRootWindow(connection)), ctypes.c_ulong(0)
    window = ctypes.c_ulong(x.XCreateSimpleWindow(connection, root, 0, 0, 100, 50, 0, black, black))
    x.XStoreName(connection, window, b"a window")
    x.XSync(connection, 0)

    hand = XWindow(screen, "a window")
    assert hand.geometry() == Geometry(0, 0, 100, 50)
    hand.tries = 2
    with pytest.raises(TimeoutError, match="keep the focus"):
        hand.type("a")

    x.XMapWindow(connection, window)
    x.XSync(connection, 0)
    hand.type("a")

    x.XDestroyWindow(connection, window)
    x.XSync(connection, 0)
    with pytest.raises(LookupError, match="gone"):
        hand.geometry()
    with pytest.raises(LookupError, match="a window"):
        XWindow(screen, "a window")
    x.XCloseDisplay(connection)
