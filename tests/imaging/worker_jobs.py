"""What the workers are told to do in the tests."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psutil

from omniimage.errors import NotAnImage


def double(value: int) -> int:
    return 2 * value


def refuse(name: str) -> None:
    raise NotAnImage("no", file=name, reason="damaged")


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def meet(mine: Path, others: Path) -> bool:
    """Whether the other one is here, too, within half a minute."""
    mine.touch()
    ends = time.monotonic() + 30
    while not others.exists() and time.monotonic() < ends:
        time.sleep(0.01)
    return others.exists()


def what_i_am() -> tuple[str, float]:
    """Top-level modules, and resident megabytes."""
    names = sorted({name.partition(".")[0] for name in sys.modules})
    return ",".join(names), psutil.Process().memory_info().rss / 1e6
