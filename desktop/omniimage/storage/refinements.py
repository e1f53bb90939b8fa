"""Refinements: one row each. What is in `record` is the business of the service that owns it."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from omniimage.acting import Actor
from omniimage.errors import BadRequest, NotFound
from omniimage.storage.database import Database
from omniimage.storage.people import actor_of
from omniimage.storage.tables import ChatCallRow, RefinementRow, change_row, dicts, own

MAX_PAGE = 200
Record = dict[str, Any]


class Refinements:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: Record, also: Callable[[], None] = lambda: None) -> None:
        """`also` belongs to the same transaction."""

        def work() -> None:
            RefinementRow.insert(row).execute()
            also()

        await self._database.write(work)

    async def get(self, id: str) -> str:
        """Its `record`. Raises `NotFound`."""

        def work() -> str:
            rows = dicts(own(RefinementRow.select(RefinementRow.record).where(RefinementRow.id == id), RefinementRow.owner))
            if not rows:
                raise NotFound("no such session", session=id)
            found: str = rows[0]["record"]
            return found

        return await self._database.read(work)

    async def list(
        self, text: str, cursor: str | None, limit: int, owner: str | None = None
    ) -> tuple[list[str], str | None, int]:
        """A page of records, newest first, the next cursor, the number of all; `owner`: whose.

        Raises `BadRequest` on a strange cursor.
        """
        if not 1 <= limit <= MAX_PAGE or (cursor is not None and not cursor.startswith("session_")):
            raise BadRequest(f"limit is 1 to {MAX_PAGE}, cursor that of an earlier page", field="cursor")

        def work() -> tuple[list[str], str | None, int]:
            query = own(RefinementRow.select(RefinementRow.id, RefinementRow.record), RefinementRow.owner)
            for word in text.split():
                query = query.where(RefinementRow.goal.contains(word) | RefinementRow.name.contains(word))
            if owner is not None:
                query = query.where(RefinementRow.owner == owner)
            total = query.count()
            if cursor:
                query = query.where(RefinementRow.id < cursor)
            rows = dicts(query.order_by(RefinementRow.id.desc()).limit(limit + 1))
            next_cursor = rows[limit - 1]["id"] if len(rows) > limit else None
            return [row["record"] for row in rows[:limit]], next_cursor, total

        return await self._database.read(work)

    async def actor_of(self, owner: str) -> Actor:
        """As whom what is this person's is gone on with."""
        return await self._database.read(lambda: actor_of(owner))

    async def running(self) -> builtins.list[str]:
        """The ids of those that the last launch left at work."""
        query = RefinementRow.select(RefinementRow.id).where(RefinementRow.status == "running").order_by(RefinementRow.id)
        return await self._database.read(lambda: [row["id"] for row in dicts(query)])

    async def delete(self, id: str) -> None:
        await self._database.write(lambda: RefinementRow.delete().where(RefinementRow.id == id).execute())

    async def newest_unknown_call(self, id: str, after: str) -> Record | None:
        """The newest of its chat calls after `after` (an id) whose end nobody saw: `id`, `purpose`, `model`."""
        query = (
            ChatCallRow.select(ChatCallRow.id, ChatCallRow.purpose, ChatCallRow.model)
            .where(ChatCallRow.owner == id, ChatCallRow.state.in_(("unknown", "stopped")), ChatCallRow.id > after)
            .order_by(ChatCallRow.id.desc())
            .limit(1)
        )
        rows = await self._database.read(lambda: dicts(query))
        return rows[0] if rows else None


def put(row: Record) -> None:
    """Lay it over the one of its id; inside `Database.write`. Does nothing where that is gone."""
    change_row(RefinementRow, row["id"], row)
