"""What a batch is made of, part by part: that of a batch by its id, and of the one being made by the id of who makes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import peewee as pw

from omniimage import acting
from omniimage.storage.database import Database
from omniimage.storage.tables import BatchDraftRow, BatchTaskRow, dicts


class BatchDrafts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def own(self) -> dict[str, Any]:
        """The parts that were kept for whoever acts."""
        return await self._database.read(lambda: _parts(acting.owner()))

    async def keep(self, parts: Mapping[str, Any]) -> None:
        """Of whoever acts; other parts stay as they were."""
        await self._database.write(lambda: put(acting.owner(), parts))

    async def of_batch(self, id: str) -> dict[str, Any]:
        """What was kept of a batch's making. Of one from before it was kept, only the base images that its tasks name."""

        def work() -> dict[str, Any]:
            return _parts(id) or {"base_image_ids": _bases_of_tasks(id)}

        return await self._database.read(work)


def put(id: str, parts: Mapping[str, Any]) -> None:
    """Inside a write."""
    for part, value in parts.items():
        BatchDraftRow.insert(id=id, part=part, value=value).on_conflict_replace().execute()


def forget(id: str) -> None:
    """Inside a write."""
    BatchDraftRow.delete().where(BatchDraftRow.id == id).execute()


def _parts(id: str) -> dict[str, Any]:
    return {row["part"]: row["value"] for row in dicts(BatchDraftRow.select().where(BatchDraftRow.id == id))}


def _bases_of_tasks(id: str) -> list[str]:
    base = BatchTaskRow.base_image_id
    query = BatchTaskRow.select(base).where(BatchTaskRow.batch_id == id, base.is_null(False))
    return [row["base_image_id"] for row in dicts(query.group_by(base).order_by(pw.fn.MIN(BatchTaskRow.id)))]
