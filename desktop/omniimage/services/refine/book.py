"""The book of refinements: each is read, changed and written in one place, one change after the other."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from omniimage import acting
from omniimage.contracts.base import now
from omniimage.contracts.runs import Run
from omniimage.errors import NotFound
from omniimage.services.refine.record import Refinement, as_row, from_record
from omniimage.storage import refinements
from omniimage.storage.database import Database
from omniimage.storage.refinements import Refinements

HELD = 32
Change = Callable[[Refinement], Refinement]


class Book:
    """`on_change` is told the id of each that was changed."""

    def __init__(self, rows: Refinements, database: Database, on_change: Callable[[str], None]) -> None:
        self.rows = rows
        self._database = database
        self._on_change = on_change
        self._held: OrderedDict[str, Refinement] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    async def add(self, refinement: Refinement, also: Callable[[], None] = lambda: None) -> None:
        """`also` belongs to the transaction that adds it."""
        await self.rows.add(as_row(refinement), also)
        self._hold(refinement)
        self._on_change(refinement.id)

    async def get(self, id: str) -> Refinement:
        """Raises `NotFound`."""
        if id not in self._held:
            self._hold(from_record(await self.rows.get(id)))
        if not acting.may_see(self._held[id].owner):
            raise NotFound("no such session", session=id)
        return self._held[id]

    async def change(self, id: str, change: Change, also: Callable[[], None] | None = None) -> Refinement:
        """Write down what `change` makes of it; `also` belongs to the same transaction. Raises what `change` raises."""
        async with self._lock(id):
            changed = replace(change(await self.get(id)), changed=now())
            row = as_row(changed)

            def work() -> None:
                if also:
                    also()
                refinements.put(row)

            await self._database.write(work)
            self._hold(changed)
        self._on_change(id)
        return changed

    @asynccontextmanager
    async def claiming(
        self, id: str, change: Callable[[Refinement, str], Refinement]
    ) -> AsyncGenerator[Callable[[Run], None], None]:
        """For a run of one generation: gives the write that belongs to the transaction which adds the run.

        `change` gets the generation's id.
        """
        async with self._lock(id):
            before, claimed = await self.get(id), []

            def claim(run: Run) -> None:
                changed = replace(change(before, run.generations[0].id), changed=now())
                refinements.put(as_row(changed))
                claimed.append(changed)

            yield claim
            if claimed:
                self._hold(claimed[-1])
        self._on_change(id)

    async def delete(self, id: str) -> None:
        async with self._lock(id):
            await self.rows.delete(id)
            self._held.pop(id, None)

    def _hold(self, refinement: Refinement) -> None:
        self._held[refinement.id] = refinement
        self._held.move_to_end(refinement.id)
        while len(self._held) > HELD:
            self._held.popitem(last=False)

    def _lock(self, id: str) -> asyncio.Lock:
        return self._locks.setdefault(id, asyncio.Lock())
