"""The window's button on Windows' taskbar: progress on it, and a flash. `ITaskbarList3` and `FlashWindowEx`, by ctypes.

Not yet run on Windows: tests call the same table of functions on an object of their own.
"""

from __future__ import annotations

import ctypes
import threading
import uuid
from collections.abc import Callable
from typing import Any

_CLASS = uuid.UUID("56FDF344-FD6D-11D0-958A-006097C9A090")
_INTERFACE = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
_IN_PROCESS = 1
# Places in the table of ITaskbarList3, which begins with those of IUnknown, ITaskbarList and ITaskbarList2.
_RELEASE, _HR_INIT, _SET_PROGRESS_VALUE, _SET_PROGRESS_STATE = 2, 3, 9, 10
_NO_PROGRESS, _NORMAL = 0, 2
_FLASH_TRAY_UNTIL_FOREGROUND = 2 | 12
STEPS = 1000
_FUNCTION: Any = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)


class FlashInfo(ctypes.Structure):
    """FLASHWINFO."""

    _fields_ = (
        ("size", ctypes.c_uint),
        ("window", ctypes.c_void_p),
        ("flags", ctypes.c_uint),
        ("count", ctypes.c_uint),
        ("timeout", ctypes.c_uint),
    )


class TaskbarList:
    """`this`: a pointer to an `ITaskbarList3`. Methods raise `OSError` where it refuses."""

    def __init__(self, this: ctypes.c_void_p) -> None:
        self._this = this
        self._call(_HR_INIT)

    def show(self, window: int, part: float | None) -> None:
        """`part` of 0 to 1; `None` takes the bar away."""
        state = _NO_PROGRESS if part is None else _NORMAL
        self._call(_SET_PROGRESS_STATE, ctypes.c_void_p(window), ctypes.c_int(state))
        if part is not None:
            # A bar of nothing is drawn as none at all.
            done = max(1, round(min(1.0, part) * STEPS))
            self._call(_SET_PROGRESS_VALUE, ctypes.c_void_p(window), ctypes.c_ulonglong(done), ctypes.c_ulonglong(STEPS))

    def release(self) -> None:
        self._call(_RELEASE)

    def _call(self, place: int, *values: Any) -> None:
        table = ctypes.cast(self._this, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        function = _FUNCTION(ctypes.c_long, ctypes.c_void_p, *map(type, values))(table[place])
        if (answer := function(self._this, *values)) < 0:
            raise OSError(f"the taskbar answered {answer & 0xFFFFFFFF:#x}")


def show_progress(window: int, part: float | None) -> None:
    """Only on Windows. Raises `OSError`."""
    errors: list[OSError] = []

    def work() -> None:
        try:
            _in_apartment(lambda taskbar: taskbar.show(window, part))
        except OSError as error:
            errors.append(error)

    # A thread of its own is in no apartment yet: that of who asks may be in one where the taskbar cannot be had.
    thread = threading.Thread(target=work, name="taskbar")
    thread.start()
    thread.join()
    if errors:
        raise errors[0]


def flash(window: int) -> None:
    """Until the window is looked at. Only on Windows."""
    user32: Any = getattr(ctypes, "WinDLL")("user32")  # noqa: B009
    user32.FlashWindowEx(ctypes.byref(flash_info(window)))


def flash_info(window: int) -> FlashInfo:
    return FlashInfo(ctypes.sizeof(FlashInfo), window, _FLASH_TRAY_UNTIL_FOREGROUND, 0, 0)


def _in_apartment(work: Callable[[TaskbarList], None]) -> None:
    ole: Any = getattr(ctypes, "OleDLL")("ole32")  # noqa: B009
    ole.CoInitialize(None)
    try:
        ids = [(ctypes.c_char * 16).from_buffer_copy(each.bytes_le) for each in (_CLASS, _INTERFACE)]
        this = ctypes.c_void_p()
        ole.CoCreateInstance(ctypes.byref(ids[0]), None, _IN_PROCESS, ctypes.byref(ids[1]), ctypes.byref(this))
        taskbar = TaskbarList(this)
        work(taskbar)
        taskbar.release()
    finally:
        ctypes.CDLL("ole32").CoUninitialize()
