"""GenerationManager: one prompt to many models at once; a slow or broken one holds up nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from omniimage import acting
from omniimage.contracts.base import ErrorInfo, new_id, now
from omniimage.contracts.runs import (
    Generation,
    MatrixAxis,
    ModelParams,
    Run,
    RunParams,
    StartedGeneration,
    StartedRun,
)
from omniimage.errors import BadRequest, Cancelled, StudioError
from omniimage.events import EventBus
from omniimage.providers import registry
from omniimage.providers.base import ImageRequest
from omniimage.services.budget import Budget
from omniimage.services.delivery import Call, Delivered, Delivery
from omniimage.services.fair_gate import FairGate
from omniimage.services.generation_job import Job, Variation, cancel_once, check_prompt, items_of, outcome_of
from omniimage.services.model_list import ModelList
from omniimage.services.outcome import error_info, failure_of, fell_short, generation_state
from omniimage.services.recovery import Recovery
from omniimage.services.requests import Claim, unclaimed
from omniimage.settings import SettingsStore
from omniimage.storage.history import History
from omniimage.storage.ledger import Ledger

MAX_MODELS = 64


class GenerationManager:
    def __init__(
        self,
        *,
        bus: EventBus,
        settings: SettingsStore,
        models: ModelList,
        history: History,
        ledger: Ledger,
        delivery: Delivery,
        recovery: Recovery,
        budget: Budget,
    ) -> None:
        self._bus = bus
        self._settings = settings
        self._models = models
        self._history = history
        self._ledger = ledger
        self._delivery = delivery
        self._recovery = recovery
        self._budget = budget
        self._tasks: dict[str, asyncio.Task[Generation]] = {}
        self._answered: dict[str, asyncio.Event] = {}
        self._runs: set[asyncio.Future[Any]] = set()
        self._asking: set[str] = set()
        self._gates: dict[tuple[str, int], FairGate] = {}

    def running_count(self) -> int:
        """Generations queued or at work. May be read from any thread."""
        return len(self._tasks)

    async def start(
        self,
        prompt: str,
        models: Sequence[str],
        params: RunParams,
        batch_id: str | None = None,
        claim: Callable[[Run], None] = lambda run: None,
        session_id: str | None = None,
        axes: Sequence[MatrixAxis] = (),
        variations: Sequence[Variation] = (),
    ) -> StartedRun:
        """Begin a run and answer at once. What one model cannot take fails on its own card; the others go on.

        `variations` along `axes`: each is asked of every model, in place of the prompt and parameters themselves.
        `claim` belongs to the transaction that adds the run: what it raises leaves nothing behind, and nothing begins.
        """
        models = list(dict.fromkeys(models))
        check_prompt(prompt)
        if not models or len(models) > MAX_MODELS:
            raise BadRequest(f"choose 1 to {MAX_MODELS} models", field="selected_models", reason="count")
        self._models.check_known(models)
        run_id = new_id("run")
        asked = variations or (Variation(prompt, params),)
        planned = [await self._planned(run_id, each, model) for each in asked for model in models]
        rows = [row for row, _ in planned]
        run = Run(
            id=run_id,
            prompt=prompt,
            params=params,
            created=now(),
            generations=rows,
            batch_id=batch_id,
            session_id=session_id,
            owner=acting.owner(),
            axes=list(axes),
        )
        jobs = [job for _, job in planned if job is not None]
        items = [item for job in jobs for item in job.items]
        # All or nothing: where a cap leaves no room, there is no run.
        reserve = self._budget.reserving(items)

        def first() -> None:
            claim(run)
            reserve()

        await self._history.add_run(run, first)
        if any(item.amount for item in items):
            self._budget.announce()
        if batch_id is None and session_id is None:
            self._bus.publish("run.added", {"id": run_id, "run": run.model_dump(mode="json")})
        await self._launch(jobs)
        return StartedRun(run_id=run_id, generations=[StartedGeneration(id=row.id, model=row.model) for row, _ in planned])

    def is_at_work(self, id: str) -> bool:
        """Whether somebody is at work on this generation."""
        return id in self._tasks or id in self._asking or self._recovery.is_following(id)

    async def answered(self, id: str) -> None:
        """Until its provider has nothing more to do for it. What came is then still to be saved; what failed has ended."""
        if answered := self._answered.get(id):
            await answered.wait()
        else:
            await self._recovery.wait(id)

    async def wait(self, id: str) -> Generation:
        """Until nobody is at work on it; its state is then the last one that could be written down. Raises `NotFound`."""
        if task := self._tasks.get(id):
            await asyncio.wait({task})
            if not (task.cancelled() or task.exception() or self._recovery.is_following(id)):
                return task.result()
        await self._recovery.wait(id)
        return await self._history.get_generation(id)

    async def cancel(self, id: str) -> None:
        """Stop one generation, or all of a run. What already comes in is still saved. Ended ones are left as they are."""
        ids = [id]
        if id.startswith("run_"):
            ids = [generation.id for generation in (await self._history.get_run(id)).generations]
        else:
            await self._history.get_generation(id)
        for generation_id in ids:
            if task := self._tasks.get(generation_id):
                cancel_once(task)
            else:
                self._recovery.cancel(generation_id)

    async def retry(self, id: str, claim: Claim = unclaimed) -> Generation:
        """Ask again for what did not come. What waits in the spool or at the provider comes first, and nothing is paid."""
        if id in self._asking:
            raise BadRequest("it is still at work", generation=id, reason="running")
        # Two presses at once ask once.
        self._asking.add(id)
        try:
            with acting.on_behalf_of(await self._history.owner_of(id)):
                return await self._retry(id, claim)
        finally:
            self._asking.discard(id)

    async def _retry(self, id: str, claim: Claim) -> Generation:
        generation = await self._history.get_generation(id)
        if id in self._tasks or self._recovery.is_following(id):
            raise BadRequest("it is still at work", generation=id, reason="running")
        if generation.state == "unknown":
            raise BadRequest("resolve the unknown outcome first", generation=id, reason="unknown")
        if await self._recovery.go_on(id):
            return await self._history.get_generation(id)
        if await self._recovery.save_received(id):
            return await self._settle(id, [])
        job = await self._job_again(generation)
        await self._budget.reserve(job.items)

        def queued(before: Generation) -> dict[str, Any]:
            claim(id)
            return {"state": "queued", "error": None, "started": None, "seconds": None}

        fresh = await self._history.change_generation(id, queued)
        self._announce(fresh)
        await self._launch([replace(job, row=fresh)])
        return fresh

    async def _job_again(self, generation: Generation) -> Job:
        """The work of asking for what did not come. Raises `BadRequest` where all is there."""
        run = await self._history.get_run(generation.run_id)
        own = run.params.for_model(generation.model) if generation.cell is None else ModelParams(**generation.asked)
        prompt = generation.prompt or run.prompt
        missing = (own.n or 1) - len(generation.image_ids)
        if missing < 1:
            raise BadRequest("all of its images are there", generation=generation.id, reason="complete")
        params = RunParams(**own.model_copy(update={"n": missing}).model_dump())
        plan, pictures = await self._models.plan(prompt, generation.model, params)
        return Job(generation, prompt, plan, pictures, own, items_of(run.id, generation.id, generation.model, plan))

    async def resolve_unknown(self, attempt_id: str, action: Literal["discard", "resend"]) -> Generation:
        """The user decides about a call that may have been charged: let it go, or ask (and perhaps pay) again."""
        generation = await self._history.generation_of_attempt(attempt_id)
        attempt = next(each for each in generation.attempts if each.id == attempt_id)
        if attempt.state != "unknown":
            raise BadRequest("its outcome is known", attempt=attempt_id, reason="known")
        with acting.on_behalf_of(await self._history.owner_of(generation.id)):
            return await self._resolve(generation, attempt_id, action)

    async def _resolve(self, generation: Generation, attempt_id: str, action: Literal["discard", "resend"]) -> Generation:
        if action == "resend":
            # Where a cap leaves no room, the call is not let go of in vain.
            await self._budget.check((await self._job_again(generation)).items)
        given_up = Cancelled("let go by the user", charged="unknown", resolved=action, model=generation.model)
        await self._ledger.finish(attempt_id, "cancelled", error_info(given_up))
        await self._ledger.discard_spool(attempt_id)
        others = [each.error for each in generation.attempts if each.id != attempt_id and each.state == "unknown"]
        settled = await self._settle(generation.id, [error for error in (*others, error_info(given_up)) if error])
        if action == "resend" and settled.state != "unknown":
            return await self.retry(generation.id)
        return settled

    async def resume_waiting(self) -> None:
        """Go on with what waited for a key: the vault was unlocked."""
        await self._recovery.resume(self._tasks)

    async def drain(self, timeout: float) -> None:
        """Before the end: cancel what runs and wait, at most `timeout` seconds, until what still came in is saved.

        Jobs stay with their providers; the next start goes on with them.
        """
        self._delivery.leave_jobs()
        for task in self._tasks.values():
            cancel_once(task)
        if self._runs:
            await asyncio.wait(set(self._runs), timeout=timeout)

    async def _planned(self, run_id: str, asked: Variation, model: str) -> tuple[Generation, Job | None]:
        own = asked.params.for_model(model)
        row = Generation(
            id=new_id("gen"),
            run_id=run_id,
            model=model,
            state="queued",
            image_ids=[],
            error=None,
            cost=None,
            seconds=None,
            started=None,
            asked=own.model_dump(exclude_none=True),
            sent={},
            adjustments=[],
            attempts=[],
            prompt=None if asked.cell is None else asked.prompt,
            cell=None if asked.cell is None else list(asked.cell),
        )
        try:
            plan, pictures = await self._models.plan(asked.prompt, model, asked.params)
        except StudioError as error:
            error.details.update(model=model, charged="no")
            return row.model_copy(update={"state": "failed", "error": error_info(error)}), None
        row = row.model_copy(update={"sent": plan.sent, "adjustments": list(plan.adjustments)})
        return row, Job(row, asked.prompt, plan, pictures, own, items_of(run_id, row.id, model, plan))

    async def _launch(self, jobs: Sequence[Job]) -> None:
        """One task for each generation, so that each can be cancelled alone; one gather to see them all home."""
        if not jobs:
            return
        for job in jobs:
            self._answered[job.generation_id] = job.answered
            self._tasks[job.generation_id] = asyncio.create_task(self._generate(job), name=job.generation_id)
        tasks = [self._tasks[job.generation_id] for job in jobs]
        together = asyncio.ensure_future(asyncio.gather(*tasks, return_exceptions=True))
        self._runs.add(together)
        together.add_done_callback(self._runs.discard)
        # A task cancelled before its first step would never settle.
        await asyncio.sleep(0)

    async def _generate(self, job: Job) -> Generation:
        calls = self._calls(job)
        try:
            await asyncio.gather(*calls, return_exceptions=True)
        except asyncio.CancelledError:
            # By now each call has ended in its own way: one whose answer was coming in has saved it.
            pass
        finally:
            self._tasks.pop(job.generation_id, None)
        outcomes = [outcome_of(call) for call in calls]
        delivered = [outcome for outcome in outcomes if isinstance(outcome, Delivered)]
        failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        failures += [error for each in delivered for error in each.missing]
        failures += [] if failures else fell_short(job.asks_for, sum(len(each.images) for each in delivered))
        errors = [failure_of(job.model, failure) for failure in failures]
        try:
            settled = await self._settle(job.generation_id, errors, delivered, seconds=time.monotonic() - job.began)
        finally:
            self._answered.pop(job.generation_id, None)
            job.answered.set()
        if settled.cost or any(item.amount for item in job.items):
            self._budget.announce()
        return settled

    def _calls(self, job: Job) -> list[asyncio.Task[Delivered]]:
        provider, _, name = job.model.partition("/")
        request = ImageRequest(
            provider=provider,
            name=name,
            prompt=job.prompt,
            params={},
            references=job.pictures.references,
            mask=job.pictures.mask,
            timeout=self._settings.current.network_timeout_seconds,
        )
        reference_ids = tuple(job.asked.reference_ids or ())
        asked = job.asked.model_dump(exclude_none=True)
        return [
            asyncio.create_task(
                self._call(
                    job,
                    Call(
                        job.generation_id,
                        job.run_id,
                        job.model,
                        replace(request, params=params),
                        reference_ids,
                        asked,
                        item.cost,
                        reservation_id=item.id,
                        mask_id=job.plan.sent.get("mask_id"),
                    ),
                )
            )
            for params, item in zip(job.plan.calls, job.items, strict=True)
        ]

    async def _call(self, job: Job, call: Call) -> Delivered:
        async def waiting(until: str | None) -> None:
            self._announce(await self._history.update_generation(job.generation_id, waiting_until=until))

        with await self._gate(call.request.provider).enter() as place:

            def answered() -> None:
                place.leave()
                job.note_answer()

            if not job.has_begun:
                job.has_begun, job.began = True, time.monotonic()
                self._announce(await self._history.begin_generation(job.row))
            delivered = await self._delivery.make(call, waiting, answered)
        for image in delivered.images:
            self._bus.publish("image.added", {"id": image.id, "image": image.model_dump(mode="json")})
        if len(job.plan.calls) > 1:
            self._announce(await self._history.get_generation(job.generation_id))
        return delivered

    async def _settle(
        self,
        generation_id: str,
        errors: Sequence[ErrorInfo],
        delivered: Sequence[Delivered] = (),
        seconds: float | None = None,
    ) -> Generation:
        """Write down how the generation ended, then say so."""
        changes: dict[str, Any] = {"waiting_until": None}
        if seconds is not None:
            changes["seconds"] = seconds
        if words := [each.text for each in delivered if each.text]:
            changes["text"] = "\n".join(words)

        def ended(before: Generation) -> dict[str, Any]:
            state, error = generation_state(len(before.image_ids), errors)
            return {"state": state, "error": error, **changes}

        settle = self._budget.settling(generation_id)
        generation = await self._history.change_generation(generation_id, ended, settle)
        self._announce(generation)
        return generation

    def _announce(self, generation: Generation) -> None:
        data = {"id": generation.id, "run_id": generation.run_id, "generation": generation.model_dump(mode="json")}
        self._bus.publish("generation.changed", data)

    def _gate(self, provider: str) -> FairGate:
        """As many at once as the provider and the user's setting allow, in turns; a changed setting holds for new calls."""
        limit = min(registry.get_provider(provider).concurrency, self._settings.current.concurrency_per_provider)
        if (provider, limit) not in self._gates:
            self._gates[provider, limit] = FairGate(limit)
        return self._gates[provider, limit]
