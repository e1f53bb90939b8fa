"""What is done to a batch's pictures once they are there: which tasks wait for it, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.batch import BatchTask, StepsState
from omniimage.storage import batch_query
from omniimage.storage.database import Database
from omniimage.storage.tables import BatchTaskRow, Worded, dicts

Task = BatchTaskRow
_READY = (Task.steps == "waiting") & (Task.state == "done")
_FIRST_READY = Worded(Task, lambda limit: Task.select().where(_READY).order_by(Task.id).limit(limit))


class BatchSteps:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def ready(self, limit: int) -> list[BatchTask]:
        """Tasks whose pictures are there and wait, oldest batch first."""
        return await self._database.read(lambda: batch_query.as_tasks(_FIRST_READY(limit)))

    async def are_open(self, batch_id: str) -> bool:
        query = Task.select(Task.id).where(_READY, Task.batch_id == batch_id).limit(1)
        return bool(await self._database.read(lambda: dicts(query)))

    async def counts(self, batch_id: str) -> dict[StepsState, int]:
        return await self._database.read(lambda: batch_query.steps(batch_id))

    async def end(self, task_id: str, made: Mapping[str, str], error: ErrorInfo | None) -> bool:
        """Write down what came of it. `False`: it was called off, or is to be done anew."""
        changes: dict[str, Any] = {
            "steps": "failed" if error else "done",
            "made": dict(made),
            "step_error": None if error is None else error.model_dump(mode="json"),
        }
        query = Task.update(changes).where(Task.id == task_id, _READY)
        return bool(await self._database.write(lambda: query.execute()))

    async def call_off(self, batch_id: str) -> None:
        query = Task.update(steps="cancelled").where(_READY, Task.batch_id == batch_id)
        await self._database.write(lambda: query.execute())

    async def redo(self, batch_id: str, states: Sequence[StepsState], task_id: str | None = None) -> int:
        """Put those of a batch, or one of its tasks, in line again. Returns how many."""
        of_it = (Task.batch_id == batch_id) & Task.steps.in_(list(states))
        query = Task.update(steps="waiting", step_error=None).where(of_it & (Task.id == task_id) if task_id else of_it)
        return int(await self._database.write(lambda: query.execute()))
