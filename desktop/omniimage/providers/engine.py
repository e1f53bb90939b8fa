"""The engine's faces: ask for images, follow a job, finish what an earlier start had asked for, look at a key."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from omniimage.errors import StudioError
from omniimage.providers import capabilities, key_check, masks, registry
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.pay_once import Wire
from omniimage.providers.registry import ProviderSpec
from omniimage.providers.routes import ROUTES, remote_jobs
from omniimage.providers.routes.reading import resume as resume_answer

log = logging.getLogger(__name__)


async def generate(
    request: ImageRequest, credentials: Credentials, attempt: AttemptLog, wire: Wire | None = None
) -> ProviderAnswer:
    """Make exactly one billed call. `wire`, made by the caller, tells how far it is.

    Raises a `StudioError` with `provider`, `model` and `charged` in its details; `OutcomeUnknown` where the request left
    and no answer came. `safe_to_retry` is in the details only where nothing can have been done or billed.
    """
    spec = _spec(request)
    if request.mask is not None:
        request = await asyncio.to_thread(masks.fitted, spec, request)
    return await ROUTES[spec.route](spec, request, credentials, attempt, wire or Wire())


def is_posted(request: ImageRequest) -> bool:
    """Whether a request of our building goes out: not for the sketches, nor to providers that are classes."""
    return _spec(request).route not in ("offline_images", "own_images", "chat_only")


async def resume(
    request: ImageRequest, credentials: Credentials, attempt: AttemptLog, answer: bytes, parts: tuple[Path, ...] = ()
) -> ProviderAnswer:
    """Read an answer that an earlier start received (`AttemptLog.received`), with the parts that lie in its spool.

    Fetches the pictures the answer only points to, where they are not there yet. Sends no billed request.
    """
    return await resume_answer(_spec(request), request, credentials, attempt, answer, parts)


async def reattach(
    request: ImageRequest, credentials: Credentials, attempt: AttemptLog, remote_id: str, wire: Wire | None = None
) -> ProviderAnswer:
    """Follow a job that the provider took on (`AttemptLog.accepted`) to its pictures. Sends no billed request.

    `waits` in an error's details: the job may still end well, the attempt stays open. `request.timeout`: for all of it.
    """
    return await remote_jobs.reattach(_spec(request), request, credentials, attempt, remote_id, wire or Wire())


async def cancel(request: ImageRequest, credentials: Credentials, remote_id: str) -> str:
    """Ask the provider to stop a job: `asked`, `too_late` (it is done), `unreachable` or `impossible`."""
    return await remote_jobs.cancel(_spec(request), credentials, remote_id)


async def check_key(spec: ProviderSpec, credentials: Credentials) -> None:
    """Ask the provider whether it takes the key, by a call that costs nothing. Raises `AuthFailed` and the like."""
    await key_check.check_key(spec, credentials)


async def fetch_models(spec: ProviderSpec, credentials: Credentials) -> list[str]:
    """The ids of the models the provider lists, sorted. What it says of their parameters is kept in the catalogue."""
    names = await key_check.fetch_models(spec, credentials)
    try:
        live = await key_check.fetch_live(spec, credentials)
        if live:
            await asyncio.to_thread(capabilities.keep_live, live)
    except StudioError as error:
        log.info("the catalogue stays as it was: %s", error.code)
        return names
    own = {row.id.partition("/")[2] for row in live}
    return sorted({*names, *own})


def _spec(request: ImageRequest) -> ProviderSpec:
    """The provider as this model needs it."""
    known = capabilities.find(f"{request.provider}/{request.name}")
    return registry.get_provider(request.provider).variant(known.variant if known else None)
