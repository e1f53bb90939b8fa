"""Answers that were paid for, as it may be, and brought no picture: in sight until the user lets them go."""

from __future__ import annotations

import builtins
from pathlib import Path

from omniimage.contracts.runs import Leftover
from omniimage.errors import NotFound
from omniimage.storage.ledger import Ledger


class Leftovers:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def list(self) -> builtins.list[Leftover]:
        return await self._ledger.leftovers()

    async def folder(self, attempt_id: str) -> Path:
        """Where one lies. Raises `NotFound`."""
        return Path((await self._one(attempt_id)).path)

    async def discard(self, attempt_id: str) -> builtins.list[Leftover]:
        """Remove one for good; answers what is left. Raises `NotFound`."""
        await self._ledger.discard_spool((await self._one(attempt_id)).attempt_id)
        return await self.list()

    async def _one(self, attempt_id: str) -> Leftover:
        found = next((each for each in await self.list() if each.attempt_id == attempt_id), None)
        if found is None:
            raise NotFound("no such leftover", attempt=attempt_id)
        return found
