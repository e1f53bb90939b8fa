"""One outside call, whatever the route: litellm builds and sends it, the wire says what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from omniimage.errors import BadParameters, StudioError
from omniimage.providers import faults
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer, Reference
from omniimage.providers.pay_once import Over, PayOnceTransport, Wire
from omniimage.providers.registry import ProviderSpec
from omniimage.providers.routes.reading import answer_of

log = logging.getLogger(__name__)


async def exchange(
    spec: ProviderSpec,
    request: ImageRequest,
    credentials: Credentials,
    attempt: AttemptLog,
    wire: Wire,
    send: Callable[[PayOnceTransport], Awaitable[object]],
) -> ProviderAnswer:
    """Let `send` make its call through a pay-once transport, then read the answer that is by now on disk."""
    model = f"{spec.id}/{request.name}"
    transport = PayOnceTransport(attempt, wire, credentials, request.timeout, spec.shape.accept)
    try:
        await send(transport)
    except Over:
        pass
    except Exception as error:  # noqa: BLE001
        # Its text and traceback may hold the key. If something was sent, the wire knows better what happened.
        log.debug("litellm ended with %s", type(error).__name__)
        if wire.phase == "idle" and wire.error is None and wire.failure is None:
            details = {"provider": spec.id, "model": model, "charged": "no", "cause": type(error).__name__}
            raise BadParameters("the request could not be built", **details) from None
    if wire.phase != "received":
        raise faults.from_wire(wire, spec, model, credentials.api_key)
    try:
        return await answer_of(spec, request, credentials, attempt, wire.body, wire.parts, wire.headers)
    except StudioError as error:
        error.details.update(provider=spec.id, model=model)
        raise


async def data_urls(references: tuple[Reference, ...]) -> list[str]:
    """Reference images as `data:` URLs."""
    return await asyncio.to_thread(lambda: [reference.data_url() for reference in references])
