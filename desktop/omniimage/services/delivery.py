"""One outside call, from the row that says it will be made to the picture on disk."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from omniimage import acting
from omniimage.contracts.base import now
from omniimage.contracts.images import Image
from omniimage.errors import Cancelled, CostCap, StudioError
from omniimage.providers import engine
from omniimage.providers.base import Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.pay_once import Wire
from omniimage.services.budget import Budget
from omniimage.services.keys import Keys
from omniimage.services.outcome import attempt_state, error_info, keeps_answer, wait_before_retry, waits_at_provider
from omniimage.storage.image_store import ImageStore, Origin
from omniimage.storage.ledger import Ledger, SpooledAttempt

# A cancelled call whose answer is already coming in is paid for: it is awaited this long.
GRACE_SECONDS = 30.0
SPACE_PER_IMAGE = 32_000_000

log = logging.getLogger(__name__)

Waiting = Callable[[str | None], Awaitable[None]]


@dataclass(frozen=True)
class Call:
    """One outside call of a generation: what is sent, and what stands in the recipe beside it."""

    generation_id: str
    run_id: str
    model: str
    request: ImageRequest
    reference_ids: tuple[str, ...]
    asked: dict[str, Any]
    planned_cost: float | None
    key_id: str = ""
    reservation_id: str = ""
    mask_id: str | None = None
    owner: str = field(default_factory=acting.owner)


@dataclass(frozen=True)
class Delivered:
    """What a call brought. `missing`: why some of its pictures did not come, though others did."""

    images: tuple[Image, ...]
    text: str | None
    cost: float | None
    missing: tuple[StudioError, ...]


class Delivery:
    """Makes calls so that what is paid for is on disk before anyone is told, and nothing is sent twice."""

    def __init__(self, ledger: Ledger, store: ImageStore, keys: Keys, budget: Budget) -> None:
        self._ledger = ledger
        self._store = store
        self._keys = keys
        self._budget = budget
        self.is_leaving = False

    async def make(self, call: Call, waiting: Waiting, answered: Callable[[], None]) -> Delivered:
        """Make the call; wait out refusals that prove nothing was billed, or ask with another key at once.

        `answered` is called as soon as the provider has nothing more to do for it; what came is then still to be saved.
        Raises the `StudioError` it ended with.
        """
        waits = 0
        tried: set[str] = set()
        while True:
            credentials = await self._key_within_caps(call, tried)
            try:
                delivered = await self._once(replace(call, key_id=credentials.key_id), credentials, answered)
            except StudioError as error:
                self._keys.report(call.request.provider, credentials.key_id, error)
                if waits_at_provider(error):
                    raise
                tried.add(credentials.key_id)
                if self._keys.can_take_over(call.request.provider, error, tried):
                    continue
                pause = wait_before_retry(self._keys.soonest(call.request.provider, error), waits, random.random())
                if pause is None:
                    raise
            else:
                self._keys.report(call.request.provider, credentials.key_id, None)
                return delivered
            waits += 1
            tried.clear()
            await waiting((datetime.now(UTC) + timedelta(seconds=pause)).isoformat(timespec="milliseconds"))
            await asyncio.sleep(pause)
            await waiting(None)

    async def _key_within_caps(self, call: Call, tried: Collection[str]) -> Credentials:
        """The key whose turn it is, unless its cap leaves no room. Raises `CostCap` where no other does either."""
        over: set[str] = set()
        while True:
            credentials = await self._keys.credentials(call.request.provider, {*tried, *over})
            try:
                await self._budget.take_key(call.reservation_id, credentials.key_id)
            except CostCap:
                if credentials.key_id in over:
                    raise
                over.add(credentials.key_id)
            else:
                return credentials

    async def _once(self, call: Call, credentials: Credentials, answered: Callable[[], None]) -> Delivered:
        self._ledger.check_space(SPACE_PER_IMAGE * int(call.request.params.get("n") or 1))
        attempt = await self._ledger.prepare(call.generation_id, recorded(call))
        wire = Wire()

        async def ask() -> ProviderAnswer:
            answer = await engine.generate(call.request, credentials, attempt, wire)
            answered()
            return answer

        return await self._brought_home(call, credentials, attempt, wire, ask)

    async def go_on(self, call: Call, attempt: SpooledAttempt, remote_id: str) -> Delivered:
        """Follow a job that its provider took on earlier; sends nothing billed. `waits` in an error: it may still come."""
        credentials = await self._keys_of_job(call)
        wire = Wire(phase="accepted", remote_id=remote_id)
        return await self._brought_home(
            call, credentials, attempt, wire, lambda: engine.reattach(call.request, credentials, attempt, remote_id, wire)
        )

    async def give_up(self, call: Call, attempt: SpooledAttempt, remote_id: str) -> Delivered:
        """Stop a job that nobody follows. Raises `Cancelled`; brings what turns out to be done."""
        wire = Wire(phase="accepted", remote_id=remote_id)
        return await self._stopped(call, await self._keys_of_job(call), attempt, wire)

    async def _keys_of_job(self, call: Call) -> Credentials:
        try:
            return await self._keys.credentials(call.request.provider, key_id=call.key_id)
        except StudioError as error:
            error.details.update(charged="unknown", waits=True)
            raise

    def leave_jobs(self) -> None:
        """From now on whoever stops waiting leaves the job with its provider: the next start goes on with it."""
        self.is_leaving = True

    async def _brought_home(
        self,
        call: Call,
        credentials: Credentials,
        attempt: SpooledAttempt,
        wire: Wire,
        ask: Callable[[], Awaitable[ProviderAnswer]],
    ) -> Delivered:
        async def deliver() -> Delivered:
            return await self.save(call, attempt.id, await ask())

        work = asyncio.create_task(deliver())
        try:
            return await self._unless_cancelled(work, wire)
        except asyncio.CancelledError:
            return await self._stopped(call, credentials, attempt, wire)
        except StudioError as error:
            if wire.phase == "received" and keeps_answer(error):
                # The row stays open: a retry or the next start takes the answer from the spool and pays nothing.
                error.details.setdefault("charged", "yes")
                raise
            if waits_at_provider(error):
                raise
            if wire.phase == "received":
                # What it says cannot be used; what it costs is not ours to say.
                error.details.setdefault("charged", "unknown")
            await self._ledger.finish(attempt.id, attempt_state(error), error_info(error))
            raise

    async def _stopped(self, call: Call, credentials: Credentials, attempt: SpooledAttempt, wire: Wire) -> Delivered:
        """Close an attempt that was cancelled, at the provider too where it can. Brings what turns out to be done."""
        is_free = call.planned_cost == 0.0
        charged = "no" if wire.phase == "idle" or is_free else "unknown"
        cancelled = Cancelled("cancelled", charged=charged, model=call.model)
        if wire.phase == "accepted" and wire.remote_id is not None:
            if self.is_leaving:
                cancelled.details.update(reason="left_at_provider", waits=True)
                raise cancelled from None
            told = await _cancelled_there(call, credentials, wire.remote_id)
            cancelled.details["reason"] = f"remote_cancel_{told}"
            if told == "too_late":
                late = replace(call.request, timeout=GRACE_SECONDS)
                try:
                    answer = await engine.reattach(late, credentials, attempt, wire.remote_id)
                    return await self.save(call, attempt.id, answer)
                except StudioError as error:
                    log.info("a job that was done when it was cancelled brought nothing: %s", error.code)
        await self._ledger.finish(attempt.id, "cancelled", error_info(cancelled))
        raise cancelled from None

    async def save(self, call: Call, attempt_id: str, answer: ProviderAnswer) -> Delivered:
        """Put a whole answer into the library. Safe to repeat: the same attempt makes the same image rows."""
        count = len(answer.images)
        cost = answer.cost if answer.cost is not None else call.planned_cost
        origin = Origin(
            kind="generated",
            model=call.model,
            prompt=call.request.prompt,
            run_id=call.run_id,
            generation_id=call.generation_id,
            recipe=recipe(call, answer),
            cost=None if cost is None or not count else cost / count,
            answer_cost=cost,
            parent_id=None,
            created=now(),
            owner=call.owner,
        )
        images = await self._store.save_generated(attempt_id, answer.images, origin)
        return Delivered(images=tuple(images), text=answer.text, cost=cost, missing=answer.missing)

    @staticmethod
    async def _unless_cancelled(work: asyncio.Task[Delivered], wire: Wire) -> Delivered:
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            ends = asyncio.get_running_loop().time() + GRACE_SECONDS
            while wire.phase in ("receiving", "received") and not work.done() and asyncio.get_running_loop().time() < ends:
                await asyncio.wait({work}, timeout=0.1)
            work.cancel()
            (result,) = await asyncio.gather(work, return_exceptions=True)
            if isinstance(result, Delivered):
                return result
            if isinstance(result, StudioError):
                raise result from None
            raise


async def _cancelled_there(call: Call, credentials: Credentials, remote_id: str) -> str:
    try:
        return await engine.cancel(call.request, credentials, remote_id)
    except StudioError:
        return "unreachable"


def recorded(call: Call) -> dict[str, Any]:
    """What the attempt row keeps: enough to know after a crash what was asked, and of whom."""
    request = call.request
    return {
        "provider": request.provider,
        "name": request.name,
        "prompt": request.prompt,
        "params": request.params,
        "reference_ids": list(call.reference_ids),
        "asked": call.asked,
        "run_id": call.run_id,
        "model": call.model,
        "planned_cost": call.planned_cost,
        "key_id": call.key_id,
        "reservation_id": call.reservation_id,
        "mask_id": call.mask_id,
        "owner": call.owner,
    }


def restored(generation_id: str, record: dict[str, Any]) -> Call:
    """The call that `recorded` wrote down, without its reference files: enough to save its answer, not to send it again."""
    return Call(
        generation_id=generation_id,
        run_id=record["run_id"],
        model=record["model"],
        request=ImageRequest(
            provider=record["provider"], name=record["name"], prompt=record["prompt"], params=record["params"]
        ),
        reference_ids=tuple(record["reference_ids"]),
        asked=record["asked"],
        planned_cost=record["planned_cost"],
        key_id=record.get("key_id", ""),
        reservation_id=record.get("reservation_id", ""),
        mask_id=record.get("mask_id"),
        owner=record.get("owner", acting.LOCAL),
    )


def recipe(call: Call, answer: ProviderAnswer) -> dict[str, Any]:
    """All that made the image, for its sidecar and for exports."""
    facts = {
        "prompt": call.request.prompt,
        "model": call.model,
        "asked": call.asked,
        "sent": call.request.params,
        "references": list(call.reference_ids),
        "mask": call.mask_id,
        "seeds": list(answer.seeds),
        "revised_prompt": answer.revised_prompt,
        "request_id": answer.request_id,
        "text": answer.text,
        "facts": answer.facts,
    }
    return {name: value for name, value in facts.items() if value not in (None, [], {})}
