"""Carrier: carries the tasks of running batches out, a few at a time, through the same path as a press of Generate.

A task is claimed in the transaction that adds its run and reserves its price; from there the ledger pays once, the spool
keeps, recovery settles, and a trigger lays the generation's state over the task. A kill therefore finds each task either
queued, and it goes on, or with a generation, which every start settles.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from omniimage import acting
from omniimage.contracts.base import ErrorInfo, now
from omniimage.contracts.batch import BatchParams, BatchState
from omniimage.contracts.events import EventType
from omniimage.contracts.runs import FINAL_STATES, Generation
from omniimage.errors import BadRequest, StorageFailed, StudioError
from omniimage.events import EventBus
from omniimage.providers import registry
from omniimage.services.batch.active import Active, Turns
from omniimage.services.batch.follow_up import FollowUps
from omniimage.services.batch.pace import Pace
from omniimage.services.batch.verdict import Verdict, keeps_from_starting, verdict
from omniimage.services.fair_gate import Place
from omniimage.services.generation import GenerationManager
from omniimage.services.outcome import error_info
from omniimage.services.recovery import Recovery
from omniimage.settings import SettingsStore
from omniimage.storage.batches import Batches, QueuedTask, Taken

AHEAD = 128
# At one provider. Where all begin at once, all are sent late, come back together, and so it goes on.
BEGINNING = 4
LEAVE_SECONDS = 10.0
REFUSED_SECONDS = 20.0
log = logging.getLogger(__name__)


class Carrier:
    def __init__(
        self,
        *,
        bus: EventBus,
        settings: SettingsStore,
        batches: Batches,
        generation: GenerationManager,
        recovery: Recovery,
        follow_ups: FollowUps,
    ) -> None:
        self._bus = bus
        self._settings = settings
        self._batches = batches
        self._generation = generation
        self._recovery = recovery
        self._follow_ups = follow_ups
        self._paces: dict[str, Pace] = {}
        self._beginning: Counter[str] = Counter()
        self._active: dict[str, Active] = {}
        self._turns = Turns()
        self._work: dict[str, asyncio.Task[None]] = {}
        self._called_off: set[str] = set()
        self._wake = asyncio.Event()
        self._driver: asyncio.Task[None] | None = None
        self._leaving = False
        bus.subscribe(self._hear)

    async def begin(self) -> None:
        """At start, once the generations of the last launch are settled: go on with what ran."""
        for state in ("running", "paused", "capped", "halted"):
            for row in await self._batches.in_state(state):
                try:
                    await self._batches.settle_left(row["id"])
                    if state == "running":
                        await self._activate(row)
                # One that cannot be read must not keep the studio from starting.
                except Exception as error:  # noqa: BLE001
                    log.error("a batch cannot be gone on with: %s", type(error).__name__)
                    await self._halt(row["id"], error)
        self._driver = asyncio.create_task(self._drive(), name="batches")

    async def leave(self) -> None:
        """Before the end: begin nothing more, and give what is under way a moment to come home."""
        self._leaving = True
        if self._driver:
            self._driver.cancel()
        if self._work:
            await asyncio.wait([*self._work.values()], timeout=LEAVE_SECONDS)

    async def left(self) -> None:
        """Once the generations are drained: until all is written down."""
        if self._work:
            await asyncio.wait([*self._work.values()])

    def active(self, id: str) -> Active | None:
        """What is known of a batch while it runs."""
        return self._active.get(id)

    def held(self, providers: Iterable[str]) -> dict[str, Pace]:
        """Of these, the providers that are left alone for a while."""
        return {each: self._paces[each] for each in providers if each in self._paces and self._paces[each].held()}

    async def _run(self, row: dict[str, Any], only: tuple[BatchState, ...]) -> None:
        if self._leaving or not await self._batches.set_state(row["id"], "running", only=only):
            self._wake.set()
            return
        try:
            await self._settled(row["id"])
            await self._activate(row)
        except Exception as error:
            await self._halt(row["id"], error)
            raise
        for provider in self._active[row["id"]].providers:
            self._pace(provider).retry_now()
        self._announce(row["id"])
        self._wake.set()

    async def _halt(self, id: str, error: Exception) -> None:
        """Nobody carries it out: it must not be said to run."""
        self._active.pop(id, None)
        await self._batches.set_state(id, "halted", error_info(error), ("running",))

    async def _activate(self, row: dict[str, Any]) -> None:
        id = row["id"]
        active = Active(id, row["owner"], row["priority"], BatchParams.model_validate(row["params"]))
        active.actor = await self._batches.actor_of(id)
        active.providers = await self._batches.providers(id)
        self._active[id] = active
        for task in await self._batches.under_way(id):
            if task.id not in self._work and task.generation_id:
                self._spawn(active, task, follow=True)

    async def _settled(self, id: str) -> None:
        """Bring to their end what is under way by the database and by nobody else."""
        for task in await self._batches.under_way(id):
            of_it = task.generation_id
            if of_it is None or task.id in self._work or self._generation.is_at_work(of_it):
                continue
            if (await self._generation.wait(of_it)).state not in FINAL_STATES:
                await self._recovery.close(of_it)
        await self._batches.settle_left(id, [*self._work])

    async def _drive(self) -> None:
        while True:
            self._wake.clear()
            pause: float | None = 5.0
            try:
                pause = await self._fill()
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not end the queue
                log.error("the queue could not go on: %s", getattr(error, "code", type(error).__name__))
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def _fill(self) -> float | None:
        """Begin all that may begin now. Returns the seconds until more may, or `None` until something ends."""
        pauses: list[float] = []
        for provider in sorted({provider for active in self._active.values() for provider in active.providers}):
            while self._beginning[provider] < BEGINNING and len(self._work) < self._settings.current.batch_at_once:
                pick = await self._next(provider)
                if pick is None:
                    break
                active, task = pick
                pause = self._pace(provider).wait()
                if pause != 0 or task.batch_id not in self._active:
                    active.ahead.setdefault(provider, []).append(task)
                    pauses += [pause] if pause else []
                    break
                self._spawn(active, task)
        for active in [*self._active.values()]:
            await self._finish(active)
        return min(pauses, default=None)

    async def _next(self, provider: str) -> tuple[Active, QueuedTask] | None:
        """Whose turn it is at this provider, and its next task."""
        while active := self._turns.choose(provider, self._active.values()):
            if not active.ahead.get(provider):
                found = await self._batches.queued(active.id, provider, AHEAD + len(self._work))
                active.ahead[provider] = [task for task in reversed(found) if task.id not in self._work]
            if active.ahead[provider]:
                return active, active.ahead[provider].pop()
            active.providers.discard(provider)
        return None

    def _spawn(self, active: Active, task: QueuedTask, *, follow: bool = False) -> None:
        at_work, beginning = self._pace(task.provider).begin(), self._begin(task.provider)
        self._turns.served(active, task.provider)
        with acting.acting_as(active.actor):
            carrying_out = self._carry_out(active, task, at_work, beginning, follow=follow)
            work = asyncio.create_task(carrying_out, name=task.id)
        self._work[task.id] = work

        def ended(done: asyncio.Task[None]) -> None:
            self._work.pop(task.id, None)
            self._called_off.discard(task.id)
            beginning.leave()
            at_work.leave()
            self._turns.ended(active, task.provider)
            if not done.cancelled() and (error := done.exception()):
                log.error("a task failed with an unexpected %s", type(error).__name__)
                self._block(task, error_info(error))
            self._wake.set()

        work.add_done_callback(ended)

    def _begin(self, provider: str) -> Place:
        def begun() -> None:
            self._beginning[provider] -= 1
            self._wake.set()

        self._beginning[provider] += 1
        return Place(begun)

    async def _carry_out(self, active: Active, task: QueuedTask, at_work: Place, beginning: Place, *, follow: bool) -> None:
        generation_id = task.generation_id if follow else await self._begun(active, task)
        beginning.leave()
        if generation_id is None:
            return
        if task.id in self._called_off:
            await self._generation.cancel(generation_id)
        await self._generation.answered(generation_id)
        # While what came is saved, the next one is asked for.
        at_work.leave()
        self._wake.set()
        generation = await self._generation.wait(generation_id)
        await self._judge(task, generation)
        self._tell(task.batch_id, task.id)

    async def _begun(self, active: Active, task: QueuedTask) -> str | None:
        """Claim it and begin its generation; `None` where it is not to be begun now."""
        try:
            if task.generation_id is None:
                params = active.params.of_task(task.model, task.base_image_id, task.repeat)
                claim = self._batches.claiming(task.id)
                started = await self._generation.start(task.prompt, [task.model], params, task.batch_id, claim)
                return started.generations[0].id
            if not await self._batches.claim(task.id):
                return None
            return await self._begun_again(task.id, task.generation_id)
        except Taken:
            return None
        except StudioError as error:
            if keeps_from_starting(error):
                await self._batches.put_back(task.id)
                self._block(task, error_info(error))
            else:
                await self._batches.end(task.id, "failed", error_info(error))
                self._tell(task.batch_id, task.id)
            return None

    async def _begun_again(self, task_id: str, generation_id: str) -> str | None:
        """What waits in the spool or at the provider comes first; only what is missing is asked for."""
        try:
            await self._generation.retry(generation_id)
        except BadRequest as error:
            if error.details.get("reason") == "running":
                return generation_id
            if error.details.get("reason") not in ("complete", "unknown"):
                raise
            await self._batches.end(task_id, "done" if error.details["reason"] == "complete" else "unknown")
            return None
        return generation_id

    async def _judge(self, task: QueuedTask, generation: Generation) -> None:
        """What an end means for the queue. The task's own state has followed its generation already."""
        pace, active = self._paces[task.provider], self._active.get(task.batch_id)
        called_off = task.id in self._called_off
        match verdict(generation, called_off=called_off, leaving=self._leaving):
            case Verdict.CAME:
                pace.came()
                if active:
                    active.note_end()
            case Verdict.ENDED:
                if active:
                    active.note_end()
            case Verdict.AGAIN_LATER:
                await self._put_back(task)
                _slow_down(pace, generation.error)
            case Verdict.IN_THE_WAY:
                await self._put_back(task)
                if generation.error:
                    self._block(task, generation.error)
            case Verdict.UNSEEN:
                await self._batches.end(task.id, "unknown", generation.error)
            case Verdict.UNWRITTEN:
                # Its end could not be written down; going on with the batch settles it first.
                self._block(task, error_info(StorageFailed("the end of a task could not be written down")))

    async def _put_back(self, task: QueuedTask) -> None:
        if await self._batches.put_back(task.id) and (active := self._active.get(task.batch_id)):
            active.providers.add(task.provider)

    def _block(self, task: QueuedTask, error: ErrorInfo) -> None:
        """Begin nothing more there in this batch until somebody says to go on."""
        if active := self._active.get(task.batch_id):
            active.block(task.provider, error)

    async def _finish(self, active: Active) -> None:
        """Say where a batch stands that has nothing more to begin: over, or held up."""
        obstacle = active.obstacle
        if active.open_providers or (obstacle is None and self._turns.at_work(active.id)):
            return
        state: BatchState = "done"
        if obstacle is not None:
            state = "capped" if obstacle.code == "cost_cap" else "halted"
        elif providers := await self._batches.providers(active.id):
            active.providers = providers
            self._wake.set()
            return
        elif await self._follow_ups.are_open(active.id):
            return
        elif (await self._batches.totals(active.id)).counts.get("queued"):
            # The few of a trial are through.
            state = "paused"
        if self._active.get(active.id) is not active:
            return
        # Where it no longer runs, it was paused elsewhere, as removing its owner does.
        await self._batches.set_state(active.id, state, obstacle, ("running",))
        if self._active.get(active.id) is active:
            self._active.pop(active.id)
        with acting.on_behalf_of(active.owner):
            self._announce(active.id)

    def _pace(self, provider: str) -> Pace:
        """Held to what the provider and the user's setting allow, and to the strictest of the running batches."""
        most = [registry.get_provider(provider).concurrency, self._settings.current.concurrency_per_provider]
        params = [active.params for active in self._active.values()]
        most += [own.at_once[provider] for own in params if provider in own.at_once]
        per_minute = [own.per_minute[provider] for own in params if provider in own.per_minute]
        pace = self._paces.setdefault(provider, Pace(min(most)))
        pace.allow(min(most), min(per_minute, default=None))
        return pace

    def _forget_ahead(self, id: str) -> None:
        if active := self._active.get(id):
            active.ahead.clear()

    def _hear(self, type: EventType, data: dict[str, Any]) -> None:
        """A rate limit that is waited out, whoever ran into it; and a follow-up step that was the last."""
        if type == "task.changed" and data["batch_id"] in self._active:
            self._wake.set()
        if type != "generation.changed" or not (until := data["generation"].get("waiting_until")):
            return
        provider, attempts = data["generation"]["model"].partition("/")[0], data["generation"]["attempts"]
        error = attempts[-1]["error"] if attempts else None
        if provider in self._paces and error and error["code"] == "rate_limited":
            seconds = (datetime.fromisoformat(until) - datetime.fromisoformat(now())).total_seconds()
            self._paces[provider].refused(max(0.0, min(seconds, 600.0)))

    def _tell(self, batch_id: str, task_id: str) -> None:
        self._bus.publish("task.changed", {"id": task_id, "batch_id": batch_id})
        self._announce(batch_id)

    def _announce(self, batch_id: str) -> None:
        self._bus.publish("batch.changed", {"id": batch_id})


def _slow_down(pace: Pace, error: ErrorInfo | None) -> None:
    if error is not None and error.code == "rate_limited":
        pace.refused(float(error.details.get("retry_after") or REFUSED_SECONDS))
    elif error is not None and error.code != "cancelled":
        pace.unreachable()
