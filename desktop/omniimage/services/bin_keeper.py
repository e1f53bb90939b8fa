"""What was thrown away stays at hand for a while; its files go to the system's bin later, at the latest at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from omniimage.contracts.images import EmptiedBin
from omniimage.errors import StudioError
from omniimage.events import EventBus
from omniimage.services.outcome import error_info
from omniimage.storage.bin import Bin
from omniimage.storage.image_files import Row

UNDO_SECONDS = 600
LOOK_SECONDS = 60
LEAVE_SECONDS = 10
log = logging.getLogger(__name__)


class BinKeeper:
    def __init__(self, bin: Bin, bus: EventBus) -> None:
        self._bin = bin
        self._bus = bus
        self._looking: asyncio.Task[None] | None = None
        self._emptying = asyncio.Lock()

    async def begin(self) -> None:
        """Take in what was put back out of the system's bin, and look from now on what is due."""
        try:
            await self._bin.settle_left()
            await self._bin.put_back()
        except StudioError as error:
            log.warning("images put back by the system could not be taken in: %s", error.code)
        self._looking = asyncio.create_task(self._look())

    async def empty(self) -> EmptiedBin:
        """Move all that was thrown away now."""
        return await self._empty(await self._bin.due())

    async def leave(self) -> None:
        """Before the end: what there is time for. The rest goes at the next one."""
        if self._looking is None:
            return
        self._looking.cancel()
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self.empty()
        except TimeoutError:
            log.info("not all that was thrown away is in the system's bin yet")

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            before = datetime.now(UTC) - timedelta(seconds=UNDO_SECONDS)
            try:
                await self._empty(await self._bin.due(before.isoformat(timespec="milliseconds").replace("+00:00", "Z")))
            except StudioError as error:
                log.warning("the bin could not be looked through: %s", error.code)

    async def _empty(self, rows: Sequence[Row]) -> EmptiedBin:
        moved: list[str] = []
        async with self._emptying:
            for row in rows:
                try:
                    if await self._bin.throw_out(row):
                        moved.append(row["id"])
                except StudioError as error:
                    # Where there is no bin for one, there is none for the others.
                    log.warning("an image stays, the system's bin cannot be used: %s", error.details.get("reason"))
                    return self._told(moved, error)
        return self._told(moved, None)

    def _told(self, moved: list[str], error: StudioError | None) -> EmptiedBin:
        if moved:
            self._bus.publish("bin.changed", {"moved": len(moved)})
        return EmptiedBin(moved=len(moved), error=None if error is None else error_info(error))
