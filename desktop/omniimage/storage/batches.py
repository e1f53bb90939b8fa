"""Batches and their tasks. A task that was begun has a generation, whose state a trigger lays over the task's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from omniimage import acting
from omniimage.acting import Actor
from omniimage.contracts.base import ErrorInfo, now
from omniimage.contracts.batch import BatchState, BatchTask, TaskQuery, TaskState
from omniimage.contracts.runs import Run
from omniimage.errors import NotFound
from omniimage.storage import batch_drafts, batch_query
from omniimage.storage.batch_query import TaskPage, Totals
from omniimage.storage.database import Database
from omniimage.storage.image_names import called
from omniimage.storage.image_query import batches as portions
from omniimage.storage.people import actor_of
from omniimage.storage.tables import (
    BatchRow,
    BatchTaskRow,
    GenerationRow,
    ImageRow,
    change_row,
    dicts,
    execute,
    execute_many,
    own,
)

Task = BatchTaskRow
_FINAL = ("done", "failed", "refused", "cancelled", "unknown")
_INSERT = """
    INSERT INTO batch_tasks (id, batch_id, base_image_id, provider, model, prompt, repeat, steps, state, earlier)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0)
"""
# What a kill or a quit kept from being sent is still to be done.
_INTERRUPTED = """
    UPDATE batch_tasks SET state = 'queued', error = NULL
    WHERE batch_id = ? AND state = 'cancelled' AND json_extract(error, '$.details.reason') = 'interrupted'
"""
# Of a task that its batch lets begin; the values are the batch's id and its own. Ids are of one form and length: one that
# stands in a trial's list as text is in it.
_MAY_BEGIN = """
    state = 'queued' AND batch_id IN (
        SELECT id FROM batches WHERE id = ? AND state = 'running' AND (trial IS NULL OR instr(trial, ?) > 0)
    )
"""


class Taken(Exception):
    """The task is no longer there to be begun: it was cancelled or skipped meanwhile."""


@dataclass(frozen=True)
class QueuedTask:
    id: str
    batch_id: str
    base_image_id: str | None
    provider: str
    model: str
    prompt: str
    repeat: int
    generation_id: str | None


def task_id(batch_id: str, position: int) -> str:
    """Sorts by position within its batch."""
    return f"task_{batch_id.partition('_')[2]}{position:06x}"


def batch_of(task: str) -> str:
    return f"batch_{task[5:-6]}"


class Batches:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        row: dict[str, Any],
        tasks: Sequence[tuple[str | None, str, str, int]],
        draft: Mapping[str, Any],
        also: Callable[[], None] = lambda: None,
    ) -> None:
        """A batch, its tasks (base image, model, prompt, repeat) and what it was made of, all or nothing, with `also`."""
        id, steps = row["id"], "waiting" if row["params"].get("follow_ups") else None
        rows = [
            (task_id(id, position), id, base, model.partition("/")[0], model, prompt, repeat, steps)
            for position, (base, model, prompt, repeat) in enumerate(tasks)
        ]

        def work() -> None:
            BatchRow.insert(row).execute()
            execute_many(_INSERT, rows)
            batch_drafts.put(id, draft)
            also()

        await self._database.write(work)

    async def row(self, id: str) -> dict[str, Any]:
        """Its columns. Raises `NotFound`."""
        return await self._database.read(lambda: _row(id))

    async def rows(self, cursor: str | None, limit: int, owner: str | None = None) -> list[dict[str, Any]]:
        """Newest first; `owner`: whose. Raises `BadRequest`."""
        batch_query.check_page(cursor, limit, "batch_")
        query = own(BatchRow.select().order_by(BatchRow.id.desc()).limit(limit), BatchRow.owner)
        if owner is not None:
            query = query.where(BatchRow.owner == owner)
        return await self._database.read(lambda: dicts(query.where(BatchRow.id < cursor) if cursor else query))

    async def in_state(self, state: BatchState) -> list[dict[str, Any]]:
        return await self._database.read(lambda: dicts(BatchRow.select().where(BatchRow.state == state)))

    async def actor_of(self, id: str) -> Actor:
        """In whose name its tasks are carried out: a member's see their own images alone. Raises `NotFound`."""
        return await self._database.read(lambda: actor_of(_row(id)["owner"]))

    async def totals(self, id: str) -> Totals:
        return await self._database.read(lambda: batch_query.totals(id))

    async def tasks(self, id: str, query: TaskQuery) -> TaskPage:
        """One page. Raises `BadRequest`."""
        return await self._database.read(lambda: batch_query.page(id, query))

    async def task(self, id: str) -> BatchTask:
        """Raises `NotFound`."""

        def work() -> BatchTask:
            found = dicts(Task.select().where(Task.id == id))
            if not found or not own(BatchRow.select().where(BatchRow.id == batch_of(id)), BatchRow.owner).exists():
                raise NotFound("no such task", task=id)
            return batch_query.as_tasks(found)[0]

        return await self._database.read(work)

    async def names_of(self, img_ids: Sequence[str]) -> dict[str, str]:
        """What the user calls these images, of those that are there and not in the bin."""

        def work() -> dict[str, str]:
            found: dict[str, str] = {}
            for some in portions(img_ids):
                query = ImageRow.select(ImageRow.id, ImageRow.name, ImageRow.model, ImageRow.prompt)
                query = query.where(ImageRow.id.in_(some), ~ImageRow.trashed)
                found.update((row["id"], called(**row)) for row in dicts(own(query, ImageRow.owner)))
            return found

        return await self._database.read(work)

    async def twins(self, img_ids: Sequence[str]) -> list[str]:
        """Those of these images that have the bytes of an earlier one."""

        def work() -> dict[str, str]:
            found: dict[str, str] = {}
            for some in portions(img_ids):
                query = ImageRow.select(ImageRow.id, ImageRow.sha256).where(ImageRow.id.in_(some))
                found.update((row["id"], row["sha256"]) for row in dicts(own(query, ImageRow.owner)))
            return found

        bytes_of = await self._database.read(work)
        first = {bytes_of[id]: id for id in reversed(img_ids) if id in bytes_of}
        return [id for id in dict.fromkeys(img_ids) if id in bytes_of and first[bytes_of[id]] != id]

    async def set_state(
        self, id: str, state: BatchState, error: ErrorInfo | None = None, only: Sequence[BatchState] = ()
    ) -> bool:
        """Whether it was in one of `only` and changed."""
        changes: dict[str, Any] = {"state": state, "error": None if error is None else error.model_dump(mode="json")}
        changes["ended"] = now() if state in ("done", "cancelled") else None
        query = BatchRow.update(changes).where(BatchRow.id == id)
        if only:
            query = query.where(BatchRow.state.in_(list(only)))
        return bool(await self._database.write(lambda: query.execute()))

    async def set_trial(self, id: str, tasks: Sequence[str] | None) -> None:
        """Only these may begin; `None`: all."""
        query = BatchRow.update(trial=None if tasks is None else list(tasks)).where(BatchRow.id == id)
        await self._database.write(lambda: query.execute())

    async def remove(self, id: str, only: Sequence[BatchState]) -> bool:
        """Forget a batch with its tasks; its pictures stay. Whether it was in one of `only`."""

        def work() -> bool:
            if not BatchRow.delete().where(BatchRow.id == id, BatchRow.state.in_(list(only))).execute():
                return False
            Task.delete().where(Task.batch_id == id).execute()
            batch_drafts.forget(id)
            return True

        return await self._database.write(work)

    async def providers(self, id: str) -> set[str]:
        """Those that tasks wait for which may begin."""

        def work() -> set[str]:
            query = Task.select(Task.provider).distinct().where(_waiting(id))
            return {row["provider"] for row in dicts(query)}

        return await self._database.read(work)

    async def queued(self, id: str, provider: str, limit: int) -> list[QueuedTask]:
        """The next tasks that may begin there."""

        def work() -> list[dict[str, Any]]:
            columns = [getattr(Task, name) for name in QueuedTask.__dataclass_fields__]
            query = Task.select(*columns).where(_waiting(id), Task.provider == provider).order_by(Task.id).limit(limit)
            return dicts(query)

        return [QueuedTask(**row) for row in await self._database.read(work)]

    async def under_way(self, id: str) -> list[QueuedTask]:
        """Tasks with a generation that has not ended, as far as the database knows."""
        columns = [getattr(Task, name) for name in QueuedTask.__dataclass_fields__]
        query = Task.select(*columns).where(Task.batch_id == id, Task.state == "running")
        return [QueuedTask(**row) for row in await self._database.read(lambda: dicts(query))]

    def claiming(self, id: str) -> Callable[[Run], None]:
        """A write that makes a run's one generation the task's own.

        Raises `Taken` where the task is not queued any more, or its batch does not run.
        """

        def work(run: Run) -> None:
            (generation,) = run.generations
            state = "running" if generation.state == "queued" else generation.state
            error = None if generation.error is None else generation.error.model_dump(mode="json")
            changes = {"state": state, "run_id": run.id, "generation_id": generation.id, "error": error}
            if not change_row(Task, id, changes, _MAY_BEGIN, (batch_of(id), id)):
                raise Taken

        return work

    async def claim(self, id: str) -> bool:
        """The same for a task that has its generation already."""
        changes = {"state": "running", "error": None}
        return await self._database.write(lambda: change_row(Task, id, changes, _MAY_BEGIN, (batch_of(id), id)))

    async def put_back(self, id: str) -> bool:
        """It is still to be done."""
        return await self._move(id, "queued", ("running", "failed", "cancelled"))

    async def end(self, id: str, state: TaskState, error: ErrorInfo | None = None) -> bool:
        """Close a task that has not come as far as a generation, or ended otherwise than that says."""
        return await self._move(id, state, ("queued", "running", "failed", "cancelled"), error)

    async def reject(self, ids: Sequence[str], rejected: bool) -> None:
        """Mark all of them, or none. Raises `NotFound`."""

        def work() -> None:
            theirs = own(BatchRow.select(BatchRow.id), BatchRow.owner)
            marked = Task.update(rejected=rejected).where(Task.id.in_(list(ids)), Task.batch_id.in_(theirs)).execute()
            if marked < len(set(ids)):
                raise NotFound("no such tasks", tasks=list(ids)[:20])

        await self._database.write(work)

    async def skip(self, id: str) -> bool:
        return await self._move(id, "skipped", ("queued", "failed", "refused", "cancelled", "unknown"))

    async def cancel_queued(self, id: str) -> int:
        query = Task.update(state="cancelled").where(Task.batch_id == id, Task.state == "queued")
        return int(await self._database.write(lambda: query.execute()))

    async def few_of_each(
        self, id: str, states: Sequence[TaskState], most: int
    ) -> list[tuple[str, int, list[dict[str, Any]]]]:
        """Each model, how many of its tasks are in these states, and about `most` of them, spread over all."""
        return await self._database.read(lambda: list(batch_query.few_of_each(id, states, most)))

    async def requeue(self, id: str, states: Sequence[TaskState], also: Callable[[], None] = lambda: None) -> int:
        """Put all of these states back; `also` belongs to the same transaction. Returns how many.

        A batch that was over is `paused` then: where the studio ends before it runs, it can still be gone on with.
        """
        query = Task.update(state="queued", error=None).where(Task.batch_id == id, Task.state.in_(list(states)))

        def work() -> int:
            also()
            count = int(query.execute())
            if count:
                _open_again(id)
            return count

        return await self._database.write(work)

    async def ask_anew(self, id: str, prompt: str | None, also: Callable[[], None] = lambda: None) -> bool:
        """Put one back that has ended; with another prompt it begins from nothing, and what it cost so far stays counted.

        `also` and the batch are as of `requeue`.
        """
        again = pw.Case(None, [(Task.steps.is_null(), None)], "waiting")
        changes: dict[str, Any] = {"state": "queued", "error": None, "rejected": False, "step_error": None, "steps": again}
        if prompt is not None:
            changes |= {"prompt": prompt, "run_id": None, "generation_id": None, "earlier": pw.fn.COALESCE(Task.cost, 0.0)}
            changes |= {"made": None}
        query = Task.update(changes).where(Task.id == id, Task.state.not_in(("queued", "running")))

        def work() -> bool:
            also()
            changed = bool(query.execute())
            if changed:
                _open_again(batch_of(id))
            return changed

        return await self._database.write(work)

    async def settle_left(self, id: str, at_work: Sequence[str] = ()) -> None:
        """Once its generations are settled: what was claimed and not begun, or begun and not sent, is queued."""

        def work() -> None:
            ended = GenerationRow.select(GenerationRow.id).where(GenerationRow.state.in_(_FINAL))
            claimed = (
                (Task.batch_id == id)
                & (Task.state == "running")
                & Task.generation_id.in_(ended)
                & Task.id.not_in(list(at_work))
            )
            Task.update(state="queued").where(claimed).execute()
            execute(_INTERRUPTED, (id,))

        await self._database.write(work)

    async def _move(self, id: str, state: TaskState, only: Sequence[TaskState], error: ErrorInfo | None = None) -> bool:
        plain = None if error is None else error.model_dump(mode="json")
        query = Task.update(state=state, error=plain).where(Task.id == id, Task.state.in_(list(only)))
        return bool(await self._database.write(lambda: query.execute()))


def _waiting(id: str) -> pw.Expression:
    """Queued while the batch runs, and of a trial only its few."""
    row = _row(id)
    queued = (Task.batch_id == (id if row["state"] == "running" else None)) & (Task.state == "queued")
    return queued if row["trial"] is None else queued & Task.id.in_(row["trial"])


def _open_again(id: str) -> None:
    """Part of a transaction that puts tasks back."""
    BatchRow.update(state="paused", ended=None).where(BatchRow.id == id, BatchRow.state.in_(("done", "cancelled"))).execute()


def _row(id: str) -> dict[str, Any]:
    found = dicts(BatchRow.select().where(BatchRow.id == id))
    if not found or not acting.may_see(found[0]["owner"]):
        raise NotFound("no such batch", batch=id)
    return found[0]
