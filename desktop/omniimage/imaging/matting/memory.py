"""Giving memory back: a model leaves twice its size in glibc's free lists, and a large picture its own."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_M_MMAP_THRESHOLD = -3
_LARGE = 4 << 20


def keep_small() -> None:
    """Have blocks of 4 MB and more go back to the system as soon as they are free. Call it once, early. Linux alone."""
    if libc := _glibc():
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return what is free now."""
    if libc := _glibc():
        libc.malloc_trim(0)


def _glibc() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None
