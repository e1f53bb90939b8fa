"""FollowUp: cuts out and converts what a batch brought, as part of it. Local work, which never costs what was paid for.

A task's own state says whether its picture came; beside it stands how far the steps are. A kill between a step and its note
leaves a child behind: it is found by its parent and taken, not made twice.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

from omniimage import acting
from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.batch import BatchParams, BatchTask, CutOutStep, FollowUp
from omniimage.contracts.events import EventType
from omniimage.contracts.images import Image, ImageQuery
from omniimage.errors import NotFound, StudioError
from omniimage.events import EventBus
from omniimage.services.image_tools import ImageTools
from omniimage.services.outcome import error_info
from omniimage.storage.batch_steps import BatchSteps
from omniimage.storage.batches import Batches
from omniimage.storage.image_store import ImageStore

AT_ONCE = 2
AHEAD = 16
AGAIN_SECONDS = 5.0
log = logging.getLogger(__name__)


class FollowUps:
    def __init__(self, *, bus: EventBus, batches: Batches, steps: BatchSteps, tools: ImageTools, store: ImageStore) -> None:
        self._bus = bus
        self._batches = batches
        self._steps = steps
        self._tools = tools
        self._store = store
        self._wake = asyncio.Event()
        self._driver: asyncio.Task[None] | None = None
        bus.subscribe(self._hear)

    async def begin(self) -> None:
        """At start: go on with what waits."""
        self._driver = asyncio.create_task(self._drive(), name="follow-ups")

    async def leave(self) -> None:
        """Before the end. A step that is cut off is done anew at the next start."""
        if self._driver:
            self._driver.cancel()
            await asyncio.gather(self._driver, return_exceptions=True)

    async def redo(self, batch_id: str, task_id: str | None = None) -> int:
        """Do again what failed or was called off. Returns how many tasks. Raises `NotFound`."""
        await self._batches.row(batch_id)
        count = await self._steps.redo(batch_id, ("failed", "cancelled"), task_id)
        self._wake.set()
        self._bus.publish("batch.changed", {"id": batch_id})
        return count

    async def call_off(self, batch_id: str) -> None:
        await self._steps.call_off(batch_id)

    async def are_open(self, batch_id: str) -> bool:
        return await self._steps.are_open(batch_id)

    async def _drive(self) -> None:
        while True:
            self._wake.clear()
            pause: float | None = None
            try:
                while tasks := await self._steps.ready(AHEAD):
                    await self._all(tasks)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not end them
                log.error("the follow-up steps could not go on: %s", getattr(error, "code", type(error).__name__))
                pause = AGAIN_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def _all(self, tasks: list[BatchTask]) -> None:
        """Raises what kept one from being written down."""
        waiting = iter(tasks)
        failures: list[StudioError] = []

        async def lane() -> None:
            for task in waiting:
                try:
                    with acting.acting_as(await self._batches.actor_of(task.batch_id)):
                        await self._one(task)
                except NotFound:
                    log.info("a batch was forgotten before its follow-up steps were done")
                except StudioError as error:
                    failures.append(error)
                    return

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(lane())
        if failures:
            raise failures[0]

    async def _one(self, task: BatchTask) -> None:
        made: dict[str, str] = {}
        failure: ErrorInfo | None = None
        row = await self._batches.row(task.batch_id)
        for img_id in task.image_ids:
            try:
                made[img_id] = await self._carried_on(img_id, BatchParams.model_validate(row["params"]).follow_ups)
            except StudioError as error:
                failure = failure or error_info(error)
            # One picture that cannot be done must not end the others.
            except Exception as error:  # noqa: BLE001
                log.error("a follow-up step failed with an unexpected %s", type(error).__name__)
                failure = failure or error_info(error)
        if await self._steps.end(task.id, made, failure):
            self._bus.publish("task.changed", {"id": task.id, "batch_id": task.batch_id})
            self._bus.publish("batch.changed", {"id": task.batch_id})

    async def _carried_on(self, img_id: str, steps: list[FollowUp]) -> str:
        """Through all steps. Returns the id of what came out last."""
        for step in steps:
            children = (await self._store.list(ImageQuery(parent_id=img_id))).images
            found = next((child.id for child in children if _is_of(child, step)), None)
            img_id = found or (await self._tools.process(step.action, img_id, step.options)).image_ids[0]
        return img_id

    def _hear(self, type: EventType, data: dict[str, Any]) -> None:
        """Pictures of a task may also come from a recovery, without the queue."""
        if type == "task.changed" or (type == "generation.changed" and data["generation"]["state"] == "done"):
            self._wake.set()


def _is_of(child: Image, step: FollowUp) -> bool:
    """Whether it was made by just this step."""
    recipe, options = child.recipe, step.options
    if recipe.get("action") != step.action:
        return False
    if isinstance(step, CutOutStep):
        wanted = {"result": step.options.result, "background": step.options.background}
        is_model = step.options.model in ("auto", recipe.get("model"))
        return is_model and wanted.items() <= recipe.items() and "retouched" not in recipe
    return bool(recipe.get("options") == options.model_dump(mode="json", exclude_defaults=True))
