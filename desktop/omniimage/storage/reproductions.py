"""Reproductions: the pictures that were described, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from omniimage import acting
from omniimage.contracts.words import Reproduction, ReproductionPage
from omniimage.errors import BadRequest, NotFound
from omniimage.storage import chat_calls
from omniimage.storage.database import Database
from omniimage.storage.tables import ReproductionRow, dicts, own

MAX_PAGE = 200


class Reproductions:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, rows: Sequence[Reproduction], also: Callable[[], None] = lambda: None) -> None:
        """`also` belongs to the same transaction."""
        values = [row.model_dump(mode="json") for row in rows]

        def work() -> None:
            ReproductionRow.insert_many(values).execute()
            also()

        await self._database.write(work)

    async def get(self, id: str) -> Reproduction:
        """Raises `NotFound`."""
        return await self._database.read(lambda: _get(id))

    async def change(self, id: str, also: Callable[[], None] = lambda: None, **changes: Any) -> Reproduction:
        """Set fields of the contract; `also` belongs to the same transaction. Raises `NotFound`."""

        def work() -> Reproduction:
            row = Reproduction.model_validate(_get(id).model_dump() | changes)
            fields = {name: row.model_dump(mode="json")[name] for name in changes}
            ReproductionRow.update(fields).where(ReproductionRow.id == id).execute()
            also()
            return row

        return await self._database.write(work)

    @staticmethod
    def link(id: str, run_id: str) -> Reproduction:
        """Keep that a run was made from it: part of the transaction that adds the run. Raises `NotFound`."""
        row = _get(id)
        row = row.model_copy(update={"run_ids": [*row.run_ids, run_id]})
        ReproductionRow.update(run_ids=row.run_ids).where(ReproductionRow.id == id).execute()
        return row

    async def list(self, text: str, cursor: str | None, limit: int, owner: str | None = None) -> ReproductionPage:
        """One page; `text`: each of its words occurs in what was written; `owner`: whose. Raises `BadRequest`."""
        if not 1 <= limit <= MAX_PAGE or (cursor is not None and not cursor.startswith("rep_")):
            raise BadRequest(f"limit is 1 to {MAX_PAGE}, cursor that of an earlier page", field="cursor")

        def work() -> ReproductionPage:
            query = own(ReproductionRow.select(), ReproductionRow.owner)
            if owner is not None:
                query = query.where(ReproductionRow.owner == owner)
            for word in text.split():
                query = query.where(ReproductionRow.text.contains(word) | ReproductionRow.prompt.contains(word))
            total = query.count()
            if cursor:
                query = query.where(ReproductionRow.id < cursor)
            rows = [
                Reproduction.model_validate(row) for row in dicts(query.order_by(ReproductionRow.id.desc()).limit(limit + 1))
            ]
            more = len(rows) > limit
            return ReproductionPage(
                reproductions=rows[:limit], next_cursor=rows[limit - 1].id if more else None, total=total
            )

        return await self._database.read(work)

    async def cost(self, id: str) -> float | None:
        """US dollars that all its calls are known to have cost."""
        _, cost = await self._database.read(lambda: chat_calls.spent_on(id))
        return cost

    async def interrupt(self) -> None:
        """At start: what was being written is so no longer."""
        unfinished = ReproductionRow.state.in_(("running", "waiting"))
        changes = {"state": "interrupted", "waiting_until": None}
        await self._database.write(lambda: ReproductionRow.update(changes).where(unfinished).execute())


def _get(id: str) -> Reproduction:
    rows = dicts(ReproductionRow.select().where(ReproductionRow.id == id))
    if not rows or not acting.may_see(rows[0]["owner"]):
        raise NotFound("no such reproduction", id=id)
    return Reproduction.model_validate(rows[0])
