"""What the workers are told to do in the tests."""

from __future__ import annotations

import os
import signal
import sys

import psutil

from omniimage.errors import NotAnImage


def double(value: int) -> int:
    return 2 * value


def refuse(name: str) -> None:
    raise NotAnImage("no", file=name, reason="damaged")


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def what_i_am() -> tuple[str, float]:
    """Top-level modules, and resident megabytes."""
    names = sorted({name.partition(".")[0] for name in sys.modules})
    return ",".join(names), psutil.Process().memory_info().rss / 1e6
