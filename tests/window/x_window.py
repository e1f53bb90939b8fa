"""A hand on X windows: what a window manager and a mouse would do, through libX11."""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass
from typing import Any


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def _go_on(_display: int, _error: int) -> int:
    """libX11 ends the process at an error unless told otherwise, and a window may be gone, or not be shown yet."""
    return 0


class _ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        # An XEvent is 24 longs, whatever is in it.
        ("rest", ctypes.c_long * 24),
    ]


@dataclass(frozen=True)
class Geometry:
    x: int
    y: int
    width: int
    height: int


class XWindow:
    """The top-level window of that title. `LookupError` where there is none."""

    tries = 20

    def __init__(self, display: str, title: str) -> None:
        self._x: Any = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XInternAtom.restype = ctypes.c_ulong
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._x.XSetErrorHandler(_go_on)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._window = next((id for id in self._children() if self._title(id) == title), None)
        if self._window is None:
            self._x.XCloseDisplay(self._display)
            raise LookupError(title)

    def geometry(self) -> Geometry:
        numbers = [ctypes.c_ulong(), *(ctypes.c_int() for _ in range(6))]
        if not self._x.XGetGeometry(self._display, ctypes.c_ulong(self._window), *map(ctypes.byref, numbers)):
            raise LookupError("the window is gone")
        x, y, width, height = (int(number.value) for number in numbers[1:5])
        return Geometry(x, y, width, height)

    def place(self, at: Geometry) -> None:
        window = ctypes.c_ulong(self._window)
        self._x.XMoveResizeWindow(self._display, window, at.x, at.y, at.width, at.height)
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        """A click on the cross: the window is asked, not destroyed."""
        protocols, delete = self._atom(b"WM_PROTOCOLS"), self._atom(b"WM_DELETE_WINDOW")
        event = _ClientMessage(type=33, window=self._window, message_type=protocols, format=32)
        event.data[0] = delete
        self._x.XSendEvent(self._display, ctypes.c_ulong(self._window), 0, ctypes.c_long(0), ctypes.byref(event))
        self._x.XSync(self._display, 0)

    def type(self, text: str, then: str = "Return") -> None:
        """Keys as from a keyboard, into this window; `text` is of lower-case letters, digits and plain signs."""
        test: Any = ctypes.CDLL("libXtst.so.6")
        names = {"/": "slash", ".": "period", "-": "minus"}
        self._focus()
        for chord in [*(names.get(letter, letter) for letter in text), then]:
            keys = [name.replace("Control", "Control_L") for name in chord.split("+")]
            for down, pressed in ((1, keys), (0, keys[::-1])):
                for name in pressed:
                    code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._x.XStringToKeysym(name.encode())))
                    test.XTestFakeKeyEvent(self._display, code, down, ctypes.c_ulong(20))
        self._x.XSync(self._display, 0)

    def _focus(self) -> None:
        """A window that just closed gives the focus back to its parent a moment later; then it is taken again."""
        holder, how = ctypes.c_ulong(), ctypes.c_int()
        for _ in range(self.tries):
            self._x.XSetInputFocus(self._display, ctypes.c_ulong(self._window), 1, ctypes.c_long(0))
            self._x.XSync(self._display, 0)
            time.sleep(0.5)
            self._x.XGetInputFocus(self._display, ctypes.byref(holder), ctypes.byref(how))
            if holder.value == self._window:
                return
        raise TimeoutError("the window does not keep the focus")

    def _atom(self, name: bytes) -> int:
        return int(self._x.XInternAtom(self._display, name, 0))

    def _children(self) -> list[int]:
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        found = ctypes.POINTER(ctypes.c_ulong)()
        self._x.XQueryTree(self._display, self._root, *map(ctypes.byref, (root, parent, found, count)))
        return found[: count.value]

    def _title(self, window: int) -> str:
        name = ctypes.c_char_p()
        self._x.XFetchName(self._display, ctypes.c_ulong(window), ctypes.byref(name))
        return (name.value or b"").decode()
