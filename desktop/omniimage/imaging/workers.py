"""Warm worker processes for decoding: a hostile file can kill a worker, never the studio."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from omniimage.errors import Cancelled, NotAnImage, StorageFailed, Timeout
from omniimage.imaging.inspect import ImageFacts, sniff
from omniimage.imaging.thumbnails import THUMB_SIZES, make_thumbnail

T = TypeVar("T")
STARTING_SECONDS = 5.0
# A third of a processor beside a program that wants all of it.
NICENESS = 5


class PixelWorkers:
    """A pool of processes that import nothing but `imaging`. They start at the first job, or at `warm()`."""

    thumbnail_sizes = THUMB_SIZES

    def __init__(self, count: int | None = None) -> None:
        self._count = count or max(1, min(4, os.cpu_count() or 1))
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None
        self._context = multiprocessing.get_context("spawn")
        self._started: Connection | None = None
        self._closed = False

    def inspect(self, path: Path) -> ImageFacts:
        """`inspect.sniff`. Blocks, but reads the header only, so it needs no process."""
        return sniff(path)

    async def make_thumbnail(self, source: Path, target: Path, size: int) -> None:
        """`thumbnails.make_thumbnail` in a worker."""
        await self.run(make_thumbnail, source, target, size)

    async def run(self, fn: Callable[..., T], *args: Any, timeout: float = 30) -> T:
        """Run a module-level `fn` in a worker, at most `timeout` seconds once it began.

        Raises what `fn` raises; `NotAnImage` where the worker died of it, `Timeout` where it hung, `StorageFailed` where
        no worker can be started.
        """
        try:
            return await self._once(fn, args, timeout)
        except BrokenProcessPool:
            # An idle worker was killed from outside; pebble then gives up the whole pool.
            pass
        try:
            return await self._once(fn, args, timeout)
        except BrokenProcessPool:
            raise StorageFailed("pictures cannot be decoded: no process can be started", reason="no_worker") from None

    def warm(self) -> None:
        """Start the workers and have them import what they need. Blocks; call it from a background thread."""
        with contextlib.suppress(Cancelled):
            concurrent.futures.wait([self._running().schedule(_ready) for _ in range(self._count)], timeout=30)

    def close(self) -> None:
        """End the workers; what they were doing is dropped. Safe to call twice."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            self._await_starting()
            _end(pool)

    def _await_starting(self) -> None:
        """A worker whose parent's pipes go while it starts fills standard error with a traceback."""
        deadline = time.monotonic() + STARTING_SECONDS
        for _ in range(self._count):
            if self._started and self._started.poll(max(0, deadline - time.monotonic())):
                self._started.recv_bytes()

    async def _once(self, fn: Callable[..., T], args: tuple[Any, ...], timeout: float) -> T:
        try:
            future = self._running().schedule(fn, args=args, timeout=timeout)
        except RuntimeError as error:
            raise BrokenProcessPool("the pool has ended") from error
        try:
            result: T = await asyncio.wrap_future(future)
            return result
        except ProcessExpired:
            raise NotAnImage("the picture could not be decoded: its decoder died", reason="decoder_died") from None
        except concurrent.futures.TimeoutError:
            raise Timeout("decoding took too long", seconds=timeout) from None

    def _running(self) -> ProcessPool:
        with self._lock:
            if self._closed:
                raise Cancelled("the studio is closing")
            if self._pool is not None and not self._pool.active:
                threading.Thread(target=_end, args=(self._pool,), name="end-workers", daemon=True).start()
                self._pool = None
            if self._pool is None:
                self._started, say = self._context.Pipe(duplex=False)
                self._pool = ProcessPool(
                    max_workers=self._count, initializer=_say_started, initargs=(say,), context=self._context
                )
            return self._pool


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def _say_started(say: Connection) -> None:
    if hasattr(os, "nice"):
        # In a burst what comes in goes before what is drawn of it.
        os.nice(NICENESS)
    # Who was to hear it may have been killed meanwhile.
    with contextlib.suppress(OSError):
        say.send_bytes(b".")


def _ready() -> None:
    """Nothing: that it could be called means that the worker has its imports."""
