"""The process in which models run: started at the first cut-out, kept warm, ended when idle, replaced when it dies."""

from __future__ import annotations

import asyncio
import itertools
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar, cast

from omniimage.errors import Cancelled, StorageFailed, StudioError, Timeout
from omniimage.imaging.matting.worker import serve

T = TypeVar("T")
IDLE_SECONDS = 120.0
MAX_THREADS = 8
log = logging.getLogger(__name__)


@dataclass
class _Process:
    """One life of the process, and who waits for an answer of it."""

    process: BaseProcess
    pipe: Connection
    waiting: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    sending: threading.Lock = field(default_factory=threading.Lock)


class MattingHost:
    """Runs functions of `matting` in a process of their own, which holds one model. Use it from one event loop."""

    def __init__(self, threads: int | None = None, idle_seconds: float = IDLE_SECONDS) -> None:
        """`threads`: how many one inference uses; every core where it is not said."""
        self._threads = threads or max(1, min(MAX_THREADS, os.cpu_count() or 1))
        self._idle_seconds = idle_seconds
        self._context = multiprocessing.get_context("spawn")
        self._ids = itertools.count()
        self._running: _Process | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._closed = False

    async def run(self, fn: Callable[..., T], *args: Any, timeout: float = 300) -> T:
        """Run a module-level `fn` there, two at a time. Raises what it raises; `StorageFailed` with `reason` worker_died
        where the process ended under it, `Timeout` where it hung: then the process is ended, and the next call starts one.
        So is one with work that is for nobody any more, and with no other.
        """
        if self._closed:
            raise Cancelled("the studio is closing")
        self._stay()
        process = self._running or await self._start()
        id, answer = next(self._ids), asyncio.get_running_loop().create_future()
        process.waiting[id] = answer
        try:
            await asyncio.to_thread(_send, process, (id, fn, args))
            async with asyncio.timeout(timeout):
                result: T = await answer
            return result
        except TimeoutError:
            self._end(process, "hung")
            raise Timeout("cutting out took too long", seconds=timeout) from None
        except OSError:
            # Who ended the process before the message was out has said why.
            self._end(process, "worker_died")
            return cast(T, await answer)
        except asyncio.CancelledError:
            if len(process.waiting) == 1:
                self._end(process, "called off")
            raise
        finally:
            process.waiting.pop(id, None)
            self._go_when_idle()

    @property
    def pid(self) -> int | None:
        """Of the process, where there is one."""
        return self._running.process.pid if self._running else None

    def release(self) -> None:
        """End the process if nothing waits for it; what it had loaded is let go of."""
        if self._running and not self._running.waiting:
            self._end(self._running, "released")

    def close(self) -> None:
        """End the process, whatever it does. Safe to call twice, and from any thread once the loop has ended."""
        self._closed = True
        if self._running:
            self._end(self._running, "closing")

    async def _start(self) -> _Process:
        here, there = self._context.Pipe()
        process = self._context.Process(target=serve, args=(there, self._threads), name="matting", daemon=True)
        try:
            await asyncio.to_thread(process.start)
        except OSError as error:
            raise StorageFailed("no process can be started", reason="no_worker", system=error.strerror) from None
        there.close()
        started = _Process(process, here)
        if self._running or self._closed:
            # Somebody else was quicker, or the studio closes.
            process.kill()
            here.close()
            if self._running is None:
                raise Cancelled("the studio is closing")
            return self._running
        self._running = started
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._listen, args=(started, loop), name="matting", daemon=True).start()
        return started

    def _listen(self, process: _Process, loop: asyncio.AbstractEventLoop) -> None:
        try:
            while True:
                id, result, error = process.pipe.recv()
                loop.call_soon_threadsafe(_settle, process, id, result, error)
        except (EOFError, OSError):
            pass
        except Exception as error:  # noqa: BLE001 - an answer that cannot be read; who waits for it must hear
            log.error("the matting process answered nonsense: %s", type(error).__name__)
        process.process.kill()
        process.process.join()
        # Only here: who closes a pipe while another thread reads it may have that thread read from somebody else's.
        process.pipe.close()
        try:
            loop.call_soon_threadsafe(self._end, process, "worker_died")
        except RuntimeError:
            log.debug("the loop has ended before its matting process")

    def _end(self, process: _Process, why: str) -> None:
        if self._running is process:
            self._running = None
        for answer in process.waiting.values():
            if not answer.done():
                answer.set_exception(Cancelled("the studio is closing") if why == "closing" else _died())
                # Whoever waited may have left.
                answer.exception()
        process.process.kill()

    def _stay(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None

    def _go_when_idle(self) -> None:
        self._stay()
        if self._running and not self._running.waiting:
            self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self.release)


def _send(process: _Process, message: Any) -> None:
    with process.sending:
        process.pipe.send(message)


def _settle(process: _Process, id: int, result: Any, error: BaseException | None) -> None:
    answer = process.waiting.get(id)
    if answer is None or answer.done():
        return
    if error is None:
        answer.set_result(result)
    else:
        answer.set_exception(error if isinstance(error, StudioError) else StudioError("internal error"))


def _died() -> StudioError:
    return StorageFailed("the cut-out's process ended unexpectedly; perhaps memory ran out", reason="worker_died")
