"""Providers that take a job and are asked for it later: one billed POST, its receipt committed, then free questions.

Not through litellm's CustomLLM: it has no place between a provider's receipt and the first poll to store the remote id.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import httpx

from omniimage.errors import BadParameters, BadResponse, StorageFailed, StorageFull, StudioError, Timeout
from omniimage.providers import faults, scrub
from omniimage.providers.adapters import PROTOCOLS, writing
from omniimage.providers.adapters.jobs import RemoteJob, dollars
from omniimage.providers.adapters.polling import JobPoller, Look, check_address
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.extract import PictureExtractor
from omniimage.providers.pay_once import Over, PayOnceTransport, Wire, disk_errors
from omniimage.providers.provider_spec import ProviderSpec
from omniimage.providers.routes.reading import answer_of

log = logging.getLogger(__name__)


async def ask(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, wire: Wire
) -> ProviderAnswer:
    """`wire.phase` is `accepted` while the job is at work. An error with `waits` in its details leaves it there."""
    model = f"{spec.id}/{request.name}"

    async def commit(receipt: bytes) -> None:
        job = _job_of(spec, credentials, receipt)
        wire.remote_id = job.as_text()
        await attempt.accepted(wire.remote_id)
        check_address(spec, credentials, job.poll_url)

    transport = PayOnceTransport(attempt, wire, credentials, request.timeout, receipt=commit)
    try:
        post = await asyncio.to_thread(writing.post, spec, request, credentials)
        async with httpx.AsyncClient(transport=transport, timeout=None, trust_env=False) as http:
            await http.send(post)
    except Over:
        pass
    except Exception as error:  # noqa: BLE001
        log.debug("the request ended with %s", type(error).__name__)
        if wire.phase == "idle" and wire.error is None and wire.failure is None:
            details = {"provider": spec.id, "model": model, "charged": "no", "cause": type(error).__name__}
            raise BadParameters("the request could not be built", **details) from None
    if wire.phase != "accepted" or wire.remote_id is None:
        raise faults.from_wire(wire, spec, model, credentials.api_key)
    return await reattach(spec, request, credentials, attempt, wire.remote_id, wire)


async def reattach(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, remote_id: str, wire: Wire
) -> ProviderAnswer:
    """Follow a job that was accepted, in this launch or an earlier one, to its pictures on disk. Sends no billed request."""
    wire.phase, wire.remote_id = "accepted", remote_id
    job = None
    try:
        job = RemoteJob.from_text(remote_id)
        look = await _finished(JobPoller(spec, PROTOCOLS[spec.answers], credentials, job), request.timeout)
        # From here on it is paid for and in sight: whoever cancels waits for it.
        wire.phase = "receiving"
        wire.body = await _slim(spec, job, look, attempt)
        wire.parts = await attempt.received(wire.body)
        wire.phase = "received"
        return await answer_of(spec, request, credentials, attempt, wire.body, wire.parts, {"x-request-id": job.id})
    except StudioError as error:
        if wire.phase != "received" and isinstance(error, StorageFull | StorageFailed):
            # The provider still has it.
            error.details["waits"] = True
        error.details.setdefault("charged", "unknown")
        error.details.update(provider=spec.id, model=f"{spec.id}/{request.name}")
        if job is not None:
            error.details["request_id"] = job.id
        raise


async def cancel(spec: ProviderSpec, credentials: Credentials, remote_id: str) -> str:
    """Ask the provider to stop a job: `asked`, `too_late`, `unreachable` or `impossible`."""
    job = RemoteJob.from_text(remote_id)
    return await JobPoller(spec, PROTOCOLS[spec.answers], credentials, job).cancel()


async def _finished(poller: JobPoller, seconds: float) -> Look:
    try:
        async with asyncio.timeout(seconds):
            return await poller.result()
    except TimeoutError:
        raise Timeout("the provider is still at work", reason="still_running", charged="unknown", waits=True) from None


def _job_of(spec: ProviderSpec, credentials: Credentials, receipt: bytes) -> RemoteJob:
    try:
        found: Any = json.loads(receipt)
    except (ValueError, RecursionError):
        found = None
    job = PROTOCOLS[spec.answers].receipt(found) if isinstance(found, dict) else None
    if job is None:
        said = scrub.message(receipt.decode("utf-8", "replace"), credentials.api_key)
        reason = "no_job" if isinstance(found, dict) else "not_json"
        raise BadResponse("the answer tells of no job", reason=reason, text=said, charged="unknown")
    return job


async def _slim(spec: ProviderSpec, job: RemoteJob, look: Look, attempt: AttemptLog) -> bytes:
    """The job's answer as it is kept: its pictures as parts, what it cost beside it."""
    extractor = PictureExtractor(attempt.open_part)
    with disk_errors():
        await asyncio.to_thread(extractor.feed, look.body)
    extractor.finish()
    slim = bytes(extractor.slim)
    cost = job.cost if job.cost is not None else _metered(spec, look)
    if cost is None:
        return slim
    return json.dumps(json.loads(slim) | {"omniimage": {"cost": cost}}, ensure_ascii=False).encode()


def _metered(spec: ProviderSpec, look: Look) -> float | None:
    """From the units that the answer's headers count, where the price of one is known."""
    units = look.headers.get(PROTOCOLS[spec.answers].units_header)
    try:
        return None if units is None or spec.unit_price is None else dollars(float(units), spec.unit_price)
    except ValueError:
        return None
