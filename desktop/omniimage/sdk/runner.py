"""The synchronous face: one loop in a thread of its own, started by the first call that needs it."""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections.abc import AsyncGenerator, Coroutine, Iterator
from typing import Any, Generic, TypeVar

from omniimage.errors import BadRequest
from omniimage.loop import EventLoopThread

T = TypeVar("T")

_lock = threading.Lock()
_loop: EventLoopThread | None = None


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it and wait. Interrupted (Ctrl+C), it is cancelled."""
    loop = _running()
    if loop.is_current:
        work.close()
        raise BadRequest("inside a coroutine, await the method's twin: its name begins with an a")
    future = loop.submit(work)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


def iterate(pieces: AsyncGenerator[T, None]) -> Iterator[T]:
    """The pieces as they come; left early, the work behind them is closed."""
    steps = _Steps(pieces)
    try:
        while (piece := run(steps.next())) is not None:
            yield piece
    finally:
        run(steps.close())


class _Steps(Generic[T]):
    def __init__(self, pieces: AsyncGenerator[T, None]) -> None:
        self._pieces = pieces
        self._step: asyncio.Task[Any] | None = None

    async def next(self) -> T | None:
        self._step = asyncio.current_task()
        return await anext(self._pieces, None)

    async def close(self) -> None:
        """An interrupted step may still be at work; a generator is closed only at rest."""
        if self._step is not None and not self._step.done():
            self._step.cancel()
            await asyncio.wait([self._step])
        await self._pieces.aclose()


def _running() -> EventLoopThread:
    global _loop
    with _lock:
        if _loop is None or not _loop.is_running:
            _loop = EventLoopThread("omniimage-sdk")
            _loop.start()
            atexit.register(_loop.stop)
        return _loop


def stop() -> None:
    """Cancel what still runs, hang up at its servers, and wait for that a moment."""
    if _loop is not None:
        _loop.stop()
