"""At start, before the page shows: what was paid for is put away; what is unknown is said so."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from omniimage.contracts.base import ErrorInfo
from omniimage.errors import AuthFailed, Cancelled, OutcomeUnknown, StudioError
from omniimage.events import EventBus
from omniimage.providers import engine
from omniimage.providers.base import Credentials, ProviderAnswer
from omniimage.services.delivery import Call, Delivery, restored
from omniimage.services.keys import Keys
from omniimage.services.outcome import attempt_state, error_info, generation_state, keeps_answer
from omniimage.storage.history import History
from omniimage.storage.ledger import Ledger, OpenAttempt

log = logging.getLogger(__name__)


class Recovery:
    def __init__(self, history: History, ledger: Ledger, delivery: Delivery, keys: Keys, bus: EventBus) -> None:
        self._history = history
        self._ledger = ledger
        self._delivery = delivery
        self._keys = keys
        self._bus = bus
        self._downloads: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Settle every attempt that the last launch left open. Pictures still at their provider's address come after."""
        to_download: list[OpenAttempt] = []
        touched = {generation.id for generation in await self._history.unfinished()}
        in_the_way: dict[str, ErrorInfo] = {}
        for attempt in await self._ledger.open_attempts():
            if attempt.state == "received" and _points_elsewhere(attempt):
                to_download.append(attempt)
                continue
            touched.add(attempt.generation_id)
            if error := await self._settle(attempt):
                in_the_way[attempt.generation_id] = error
        for generation_id in touched - {attempt.generation_id for attempt in to_download}:
            await self._conclude(generation_id, in_the_way.get(generation_id))
        if to_download:
            self._downloads = asyncio.create_task(self._download(to_download))

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
        if delivered.cost is not None:
            before = await self._history.get_generation(attempt.generation_id)
            await self._history.update_generation(attempt.generation_id, cost=(before.cost or 0.0) + delivered.cost)
        return len(delivered.images)

    async def _answer(self, attempt: OpenAttempt, call: Call) -> ProviderAnswer:
        if attempt.answer is None:
            return ProviderAnswer(images=attempt.parts)
        try:
            credentials = await self._keys.credentials(call.request.provider)
        except AuthFailed:
            # The key was removed since. Pictures are fetched without one.
            credentials = Credentials()
        log = self._ledger.reopen(attempt)
        return await engine.resume(call.request, credentials, log, attempt.answer, attempt.parts)

    async def _download(self, attempts: list[OpenAttempt]) -> None:
        """Each generation by itself: a silent address holds up no other."""
        groups: dict[str, list[OpenAttempt]] = defaultdict(list)
        for attempt in attempts:
            groups[attempt.generation_id].append(attempt)
        results = await asyncio.gather(*(self._download_one(*group) for group in groups.items()), return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                log.error("a download failed with an unexpected %s", type(result).__name__)

    async def _download_one(self, generation_id: str, attempts: list[OpenAttempt]) -> None:
        errors = [await self._settle(attempt) for attempt in attempts]
        await self._conclude(generation_id, next(filter(None, errors), None))

    async def _conclude(self, generation_id: str, in_the_way: ErrorInfo | None) -> None:
        generation = await self._history.get_generation(generation_id)
        unsaved = (attempt.error for attempt in generation.attempts if attempt.state != "saved")
        errors = [error for error in (in_the_way, *unsaved) if error]
        if not errors and not generation.image_ids:
            errors = [error_info(_interrupted(generation.model))]
        state, error = generation_state(len(generation.image_ids), errors)
        settled = await self._history.update_generation(generation_id, state=state, error=error, waiting_until=None)
        data = {"id": settled.id, "run_id": settled.run_id, "generation": settled.model_dump(mode="json")}
        self._bus.publish("generation.changed", data)


def _points_elsewhere(attempt: OpenAttempt) -> bool:
    """Whether pictures may still have to be fetched, which must not keep the page waiting."""
    return attempt.answer is not None and (not attempt.parts or b'"http' in attempt.answer)


def _interrupted(model: str) -> Cancelled:
    return Cancelled("the studio was closed before it was sent", model=model, charged="no", reason="interrupted")
