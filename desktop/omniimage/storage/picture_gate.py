"""Pictures are placed by many at once; one is taken away only while nobody places any.

Two images of the same bytes share a file: between looking whether one is there and adding a row to it, it must not go.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class PictureGate:
    def __init__(self) -> None:
        self._placing = 0
        self._nobody_takes = asyncio.Event()
        self._nobody_takes.set()

    @asynccontextmanager
    async def placing(self) -> AsyncIterator[None]:
        while not self._nobody_takes.is_set():
            await self._nobody_takes.wait()
        self._placing += 1
        try:
            yield
        finally:
            self._placing -= 1

    @asynccontextmanager
    async def taking(self) -> AsyncIterator[bool]:
        """Yields at once whether it is free; only then may anything be taken away."""
        if self._placing or not self._nobody_takes.is_set():
            yield False
            return
        self._nobody_takes.clear()
        try:
            yield True
        finally:
            self._nobody_takes.set()
