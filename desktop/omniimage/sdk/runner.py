"""The synchronous face: one loop in a thread of its own, started by the first call that needs it."""

from __future__ import annotations

import atexit
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from typing import Any, TypeVar

from omniimage.loop import EventLoopThread

T = TypeVar("T")

_lock = threading.Lock()
_loop: EventLoopThread | None = None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it and wait. Interrupted (Ctrl+C), it is cancelled."""
    future = _running().submit(work)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


def iterate(pieces: AsyncGenerator[T, None]) -> Iterator[T]:
    """The pieces as they come; left early, the work behind them is closed."""
    loop = _running()
    try:
        while True:
            try:
                yield loop.call(_next(pieces))
            except StopAsyncIteration:
                return
    finally:
        loop.call(_close(pieces))


async def _next(pieces: AsyncIterator[T]) -> T:
    return await anext(pieces)


async def _close(pieces: AsyncGenerator[Any, None]) -> None:
    await pieces.aclose()


def _running() -> EventLoopThread:
    global _loop
    with _lock:
        if _loop is None or not _loop.is_running:
            _loop = EventLoopThread("omniimage-sdk")
            _loop.start()
            atexit.register(_loop.stop)
        return _loop
