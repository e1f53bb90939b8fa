"""BatchDesk: what a batch would be, making it, and looking at it. `queue` carries it out."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Sequence
from typing import Any

from omniimage.contracts.base import new_id, now
from omniimage.contracts.batch import (
    Batch,
    BatchPage,
    BatchParams,
    BatchPreview,
    BatchSummary,
    ModelShare,
    PreviewedTask,
    Taking,
    TaskQuery,
    TaskState,
    Waiting,
)
from omniimage.errors import BadRequest, NotFound, StudioError
from omniimage.providers import registry
from omniimage.services.batch.drafts import parts_of
from omniimage.services.batch.making import BaseImage, Plan, TaskSpec, listed, work_out
from omniimage.services.batch.queue import BatchQueue, tried_again
from omniimage.services.batch.taking import Taken, taken
from omniimage.services.generation import MAX_MODELS
from omniimage.services.model_list import ModelList
from omniimage.services.requests import Claim, unclaimed
from omniimage.settings import SettingsStore
from omniimage.storage.batch_steps import BatchSteps
from omniimage.storage.batches import Batches
from omniimage.storage.image_store import ImageStore

SHOWN = 12
PRICED = 12
MAX_NAME = 200


class BatchDesk:
    def __init__(
        self,
        batches: Batches,
        steps: BatchSteps,
        models: ModelList,
        queue: BatchQueue,
        settings: SettingsStore,
        store: ImageStore,
    ) -> None:
        self._batches = batches
        self._steps = steps
        self._store = store
        self._models = models
        self._queue = queue
        self._settings = settings

    async def preview(
        self, prompt: str, base_image_ids: Sequence[str], models: Sequence[str], params: BatchParams
    ) -> BatchPreview:
        """What it would be and cost. Sends and keeps nothing. Raises what `create` would."""
        plan, tasks = await self._worked_out(prompt, base_image_ids, models, params)
        shares = [await self._share(model, tasks, params) for model in plan.models]
        return BatchPreview(
            tasks=plan.total,
            first=[
                PreviewedTask(base_image_id=each.base_image_id, model=each.model, prompt=each.prompt)
                for each in tasks[:SHOWN]
            ],
            models=shares,
            known_cost=sum(share.cost or 0.0 for share in shares),
            seconds=self._seconds(shares, params),
            without_row=list(plan.subjects.without_row),
            unused_rows=plan.subjects.unused_rows,
            twins=await self._batches.twins(base_image_ids),
        )

    async def preview_retry(self, id: str) -> builtins.list[ModelShare]:
        """What trying again a task, or all that failed of a batch, would cost: by model, where anything failed of it.

        Raises `NotFound`.
        """
        task = await self._batches.task(id) if id.startswith("task_") else None
        row = await self._batches.row(task.batch_id if task else id)
        params = BatchParams.model_validate(row["params"])
        if task:
            # Which repeat it is changes its seed alone.
            spec = TaskSpec(task.base_image_id, task.model, task.prompt, repeat=0)
            return [await self._priced(task.model, 1, [spec], params)]
        return await self._priced_of(id, tried_again(row["state"]), params)

    async def preview_start(self, id: str) -> builtins.list[ModelShare]:
        """What the tasks that are still queued would cost, by model, where any of it are. Raises `NotFound`."""
        row = await self._batches.row(id)
        return await self._priced_of(id, ("queued",), BatchParams.model_validate(row["params"]))

    async def create(
        self,
        name: str,
        prompt: str,
        base_image_ids: Sequence[str],
        models: Sequence[str],
        params: BatchParams,
        claim: Claim = unclaimed,
    ) -> Batch:
        """Make it; nothing begins yet. Raises `BadRequest`, `NotFound`, `ModelMissing`, `TooLarge`."""
        plan, tasks = await self._worked_out(prompt, base_image_ids, models, params)
        id = new_id("batch")
        row = {
            "id": id,
            "name": name.strip()[:MAX_NAME],
            "state": "ready",
            "priority": params.priority,
            "prompt": prompt,
            "models": list(plan.models),
            # Its table is read only for another like it: `drafts`.
            "params": params.model_copy(update={"rows": []}).model_dump(mode="json", exclude_none=True),
            "created": now(),
            "total": plan.total,
        }
        made_of = [(task.base_image_id, task.model, task.prompt, task.repeat) for task in tasks]
        await self._batches.add(row, made_of, parts_of(base_image_ids, params), lambda: claim(id))
        return await self.get(id)

    async def get(self, id: str, query: TaskQuery | None = None) -> Batch:
        """With a page of its tasks. Raises `NotFound`, `BadRequest`."""
        row = await self._batches.row(id)
        summary = await self._summary(row)
        page = await self._batches.tasks(id, query or TaskQuery())
        params = BatchParams.model_validate(row["params"])
        found = {"tasks": page.tasks, "matching": page.matching, "next_cursor": page.next_cursor}
        return Batch(**dict(summary), params=params, **found)

    async def list(self, cursor: str | None, limit: int, owner: str | None = None) -> BatchPage:
        """Newest first; `owner`: whose. Raises `BadRequest`."""
        rows = await self._batches.rows(cursor, limit, owner)
        return BatchPage(
            batches=[await self._summary(row) for row in rows], next_cursor=rows[-1]["id"] if len(rows) == limit else None
        )

    async def take(self, id: str, which: Taking = "all") -> Taken:
        """What an export of it takes along. Raises `NotFound`, `BadRequest`."""
        return await taken(self._batches, self._store, id, which)

    async def _worked_out(
        self, prompt: str, base_image_ids: Sequence[str], models: Sequence[str], params: BatchParams
    ) -> tuple[Plan, builtins.list[TaskSpec]]:
        if not 1 <= len(set(models)) <= MAX_MODELS:
            raise BadRequest(f"choose 1 to {MAX_MODELS} models", field="models", reason="count")
        for model in models:
            self._models.entry(model)
        ids = list(dict.fromkeys(base_image_ids))
        names = await self._batches.names_of(ids)
        if missing := [id for id in ids if id not in names]:
            raise NotFound("no such images", field="base_image_ids", images=missing[:20], count=len(missing))

        def work() -> tuple[Plan, builtins.list[TaskSpec]]:
            plan = work_out(prompt, [BaseImage(id, names[id]) for id in ids], models, params)
            return plan, listed(plan)

        # 50,000 prompts take a moment, which nobody else should wait for.
        return await asyncio.to_thread(work)

    async def _share(self, model: str, tasks: Sequence[TaskSpec], params: BatchParams) -> ModelShare:
        """Priced by a few tasks spread over all: what one costs may depend on its base image."""
        own = [task for task in tasks if task.model == model]
        return await self._priced(model, len(own), own[:: max(1, len(own) // PRICED)], params)

    async def _priced_of(self, id: str, states: Sequence[TaskState], params: BatchParams) -> builtins.list[ModelShare]:
        found = await self._batches.few_of_each(id, states, PRICED)
        return [await self._priced(model, count, [TaskSpec(**each) for each in few], params) for model, count, few in found]

    async def _priced(self, model: str, count: int, few: Sequence[TaskSpec], params: BatchParams) -> ModelShare:
        costs: list[float | None] = []
        problem: str | None = None
        for task in few:
            try:
                asked = params.of_task(model, task.base_image_id, task.repeat)
                plan, _ = await self._models.plan(task.prompt, model, asked)
                costs.append(plan.cost)
            except StudioError as error:
                problem = problem or error.code
        known = [cost for cost in costs if cost is not None]
        cost = sum(known) / len(known) * count if known and len(known) == len(costs) else None
        return ModelShare(model=model, tasks=count, cost=cost, problem=problem)

    def _seconds(self, shares: Sequence[ModelShare], params: BatchParams) -> float | None:
        """Until the slowest provider is through, each as wide and as fast as it may be asked."""
        own = self._settings.current.concurrency_per_provider
        tasks: dict[str, int] = {}
        loads: dict[str, float] = {}
        longest = 0.0
        for share in shares:
            entry = self._models.entry(share.model)
            if entry.usual_seconds is None:
                return None
            of = entry.provider
            tasks[of] = tasks.get(of, 0) + share.tasks
            loads[of] = loads.get(of, 0.0) + entry.usual_seconds * share.tasks
            longest = max(longest, entry.usual_seconds)
        widths = {of: min(own, registry.get_provider(of).concurrency, params.at_once.get(of, own)) for of in loads}
        paced = [(tasks[of] - 1) * 60 / limit for of, limit in params.per_minute.items() if of in tasks]
        return max([longest, *(load / widths[of] for of, load in loads.items()), *paced])

    async def _summary(self, row: dict[str, Any]) -> BatchSummary:
        id = row["id"]
        totals = await self._batches.totals(id)
        active = self._queue.active(id)
        rate = active.rate() if active else None
        left = totals.counts.get("queued", 0) + totals.counts.get("running", 0)
        held = self._queue.held({model.partition("/")[0] for model in row["models"]}) if active else {}
        shown = {name: row[name] for name in BatchSummary.model_fields if name in row} | {"trial": row["trial"] is not None}
        return BatchSummary(
            **shown,
            counts=totals.counts,
            steps=await self._steps.counts(id) if row["params"].get("follow_ups") else {},
            cost=totals.cost,
            rate=rate,
            seconds_left=left * 60 / rate if rate else None,
            waiting=[Waiting(provider=name, seconds=pace.held(), reason=pace.reason) for name, pace in held.items()],
        )
