"""At start, before the page shows: what was paid for is put away; what is unknown is said so."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from omniimage import acting
from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.runs import Generation
from omniimage.errors import AuthFailed, Cancelled, Locked, OutcomeUnknown, StudioError
from omniimage.events import EventBus
from omniimage.providers import engine
from omniimage.providers.base import Credentials, ProviderAnswer
from omniimage.services.budget import Budget
from omniimage.services.delivery import Call, Delivered, Delivery, restored
from omniimage.services.keys import Keys
from omniimage.services.outcome import attempt_state, error_info, generation_state, keeps_answer
from omniimage.storage.history import History
from omniimage.storage.ledger import Ledger, OpenAttempt, SpooledAttempt

log = logging.getLogger(__name__)

Follow = Callable[[Call, SpooledAttempt, str], Awaitable[Delivered]]


class Recovery:
    def __init__(
        self, history: History, ledger: Ledger, delivery: Delivery, keys: Keys, budget: Budget, bus: EventBus
    ) -> None:
        self._history = history
        self._budget = budget
        self._ledger = ledger
        self._delivery = delivery
        self._keys = keys
        self._bus = bus
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Settle every attempt that the last launch left open; in the background, what is still at a provider."""
        later: list[OpenAttempt] = []
        touched = {generation.id for generation in await self._history.unfinished()}
        in_the_way: dict[str, ErrorInfo] = {}
        for attempt in await self._ledger.open_attempts():
            if _is_a_job(attempt) or _points_elsewhere(attempt):
                later.append(attempt)
                continue
            touched.add(attempt.generation_id)
            with acting.on_behalf_of(_owner(attempt)):
                if error := await self._settle(attempt):
                    in_the_way[attempt.generation_id] = error
        for generation_id in touched - {attempt.generation_id for attempt in later}:
            await self._conclude(generation_id, in_the_way.get(generation_id))
        await self._budget.settle_left()
        await self._begin(later)

    async def go_on(self, generation_id: str) -> bool:
        """Follow one generation's jobs at their provider and fetch its pictures, in the background. Whether there is any."""
        of_it = [each for each in await self._ledger.open_attempts() if each.generation_id == generation_id]
        elsewhere = [each for each in of_it if _is_a_job(each) or _points_elsewhere(each)]
        await self._begin(elsewhere)
        return bool(elsewhere)

    async def resume(self, at_work: Collection[str]) -> None:
        """Go on with what waits for a key, in the background. `at_work`: generations that somebody else looks after."""
        before = {*at_work, *self._tasks}
        attempts = await self._ledger.open_attempts()
        busy = {*before, *at_work, *self._tasks}
        waiting = [each for each in attempts if _is_a_job(each) or _points_elsewhere(each)]
        await self._begin([each for each in waiting if each.generation_id not in busy])

    async def close(self, generation_id: str) -> None:
        """Bring one that nobody is at work on to its end, as a start would: its end could not be written down before."""
        of_it = [each for each in await self._ledger.open_attempts() if each.generation_id == generation_id]
        if of_it:
            await self._begin(of_it)
            await self.wait(generation_id)
        else:
            await self._conclude(generation_id, None)

    async def wait(self, generation_id: str) -> None:
        """Until it is no longer followed."""
        if task := self._tasks.get(generation_id):
            await asyncio.wait({task})

    def is_following(self, generation_id: str) -> bool:
        return generation_id in self._tasks

    def cancel(self, generation_id: str) -> None:
        """Stop following its jobs, and let the provider stop them; stop fetching its pictures, which can be fetched later.

        Does nothing where there are none.
        """
        task = self._tasks.get(generation_id)
        if task is not None and not task.cancelling():
            task.cancel()

    async def save_received(self, generation_id: str) -> int:
        """Put away the answers of one generation that came whole. Returns how many pictures.

        Raises what stands in the way, so that nobody pays again for what already lies in the spool.
        """
        saved = 0
        for attempt in await self._ledger.open_attempts():
            if attempt.generation_id == generation_id and attempt.state == "received":
                saved += await self._save(attempt)
        return saved

    async def _settle(self, attempt: OpenAttempt) -> ErrorInfo | None:
        """Bring one attempt to its end. Returns what stands in the way of an answer that is here and cannot be put away."""
        model = str(attempt.request["model"])
        if attempt.state == "received":
            try:
                await self._save(attempt)
            except StudioError as error:
                log.warning("an answer in the spool could not be put away yet: %s", error.code)
                error.details.setdefault("model", model)
                error.details["charged"] = "yes"
                return error_info(error)
        elif attempt.state == "accepted" and attempt.remote_id is not None:
            return await self._follow(attempt, attempt.remote_id, self._delivery.go_on)
        elif attempt.state == "prepared":
            await self._ledger.finish(attempt.id, "cancelled", error_info(_interrupted(model)))
        else:
            unknown = OutcomeUnknown("no answer was seen", model=model, charged="unknown", cause="interrupted")
            await self._ledger.finish(attempt.id, "unknown", error_info(unknown))
        return None

    async def _save(self, attempt: OpenAttempt) -> int:
        call = restored(attempt.generation_id, attempt.request)
        try:
            delivered = await self._delivery.save(call, attempt.id, await self._answer(attempt, call))
        except StudioError as error:
            if not keeps_answer(error):
                await self._ledger.finish(attempt.id, attempt_state(error), error_info(error))
                return 0
            raise
        self._announce_images(delivered)
        return len(delivered.images)

    async def _answer(self, attempt: OpenAttempt, call: Call) -> ProviderAnswer:
        if attempt.answer is None:
            return ProviderAnswer(images=attempt.parts)
        try:
            credentials = await self._keys.credentials(call.request.provider)
        except (AuthFailed, Locked):
            # The key was removed since, or is locked. Pictures are fetched without one.
            credentials = Credentials()
        log = self._ledger.reopen(attempt)
        return await engine.resume(call.request, credentials, log, attempt.answer, attempt.parts)

    async def _begin(self, attempts: list[OpenAttempt]) -> None:
        """Each generation by itself: a silent address or a slow job holds up no other."""
        groups: dict[str, list[OpenAttempt]] = defaultdict(list)
        for attempt in attempts:
            groups[attempt.generation_id].append(attempt)
        for generation_id, group in groups.items():
            with acting.on_behalf_of(_owner(group[0])):
                self._announce(await self._history.update_generation(generation_id, state="running", error=None))
                task = asyncio.create_task(self._finish(generation_id, group), name=generation_id)
            self._tasks[generation_id] = task
            task.add_done_callback(self._ended)
        # A task cancelled before its first step would settle nothing.
        await asyncio.sleep(0)

    async def _finish(self, generation_id: str, attempts: list[OpenAttempt]) -> None:
        work = [asyncio.create_task(self._settle(attempt)) for attempt in attempts]
        with suppress(asyncio.CancelledError):
            # Cancelled, it still waits until each has ended in its own way.
            await asyncio.gather(*work, return_exceptions=True)
        if self._delivery.is_leaving:
            return
        errors = [await self._error_of(each, attempt) for each, attempt in zip(work, attempts, strict=True)]
        await self._conclude(generation_id, next(filter(None, errors), None))

    async def _error_of(self, work: asyncio.Task[ErrorInfo | None], attempt: OpenAttempt) -> ErrorInfo | None:
        if work.cancelled():
            if not _is_a_job(attempt) or attempt.remote_id is None:
                model = str(attempt.request["model"])
                return error_info(
                    Cancelled("the download was stopped", model=model, charged="yes", reason="download_stopped")
                )
            # It was cancelled before it had begun to follow its job.
            return await self._follow(attempt, attempt.remote_id, self._delivery.give_up)
        if unexpected := work.exception():
            log.error("an attempt failed with an unexpected %s", type(unexpected).__name__)
            return None
        return work.result()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task.get_name(), None)
        if not task.cancelled() and (error := task.exception()):
            log.error("a generation could not be settled: %s", type(error).__name__)

    async def _follow(self, attempt: OpenAttempt, remote_id: str, follow: Follow) -> ErrorInfo | None:
        """Follow a job to its end. Returns why it brought nothing, or not yet."""
        call = restored(attempt.generation_id, attempt.request)
        try:
            delivered = await follow(call, self._ledger.reopen(attempt), remote_id)
        except StudioError as error:
            error.details.setdefault("model", call.model)
            error.details.setdefault("charged", "unknown")
            return error_info(error)
        self._announce_images(delivered)
        return None

    async def _conclude(self, generation_id: str, in_the_way: ErrorInfo | None) -> None:
        generation = await self._history.get_generation(generation_id)
        unsaved = (attempt.error for attempt in generation.attempts if attempt.state != "saved")
        errors = [error for error in (in_the_way, *unsaved) if error]
        if not errors and not generation.image_ids:
            errors = [error_info(_interrupted(generation.model))]
        state, error = generation_state(len(generation.image_ids), errors)
        settle = self._budget.settling(generation_id)
        settled = await self._history.update_generation(
            generation_id, settle=settle, state=state, error=error, waiting_until=None
        )
        with acting.on_behalf_of(await self._history.owner_of(generation_id)):
            self._announce(settled)
        self._budget.announce()

    def _announce_images(self, delivered: Delivered) -> None:
        for image in delivered.images:
            self._bus.publish("image.added", {"id": image.id, "image": image.model_dump(mode="json")})

    def _announce(self, generation: Generation) -> None:
        data = {"id": generation.id, "run_id": generation.run_id, "generation": generation.model_dump(mode="json")}
        self._bus.publish("generation.changed", data)


def _owner(attempt: OpenAttempt) -> str:
    return str(attempt.request.get("owner", acting.LOCAL))


def _is_a_job(attempt: OpenAttempt) -> bool:
    """Whether its provider took it on, and told by which id to ask for it."""
    return attempt.state == "accepted" and attempt.remote_id is not None


def _points_elsewhere(attempt: OpenAttempt) -> bool:
    """Whether pictures may still have to be fetched, which must not keep the page waiting."""
    return attempt.state == "received" and attempt.answer is not None and (not attempt.parts or b'"http' in attempt.answer)


def _interrupted(model: str) -> Cancelled:
    return Cancelled("the studio was closed before it was sent", model=model, charged="no", reason="interrupted")
