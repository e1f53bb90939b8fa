"""Calls to providers of one's own: their pictures go to the spool like any other's, their faults become ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, cast

from omniimage.errors import BadResponse, OutcomeUnknown, StudioError
from omniimage.providers import own
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.chat.words import ChatAnswer, ChatChunk, ChatRequest
from omniimage.providers.extract import PART
from omniimage.providers.pay_once import Wire, disk_errors
from omniimage.providers.provider_spec import ProviderSpec

if TYPE_CHECKING:
    from omniimage.providers.own import ChatProvider


async def ask(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, wire: Wire
) -> ProviderAnswer:
    """Errors as of every route. What a class raises besides `StudioError`s is a `BadResponse` without its text."""
    provider = own.images(spec.id)
    with _ours(spec.id, f"{spec.id}/{request.name}"):
        await attempt.sent()
        wire.phase = "waiting"
        make = provider.image_to_image if request.references else provider.text_to_image
        made = await make(request, credentials)
        wire.phase = "receiving"
        with disk_errors():
            await asyncio.to_thread(attempt.open_part().write, made.data)
        answer = {"data": [{"b64_json": f"{PART}0"}]}
        parts = await attempt.received(json.dumps(answer).encode())
    wire.phase = "received"
    seeds = () if made.seed is None else (made.seed,)
    return ProviderAnswer(images=parts, cost=made.cost, request_id=made.request_id, seeds=seeds)


async def complete(provider: ChatProvider, request: ChatRequest, credentials: Credentials) -> ChatAnswer:
    with _ours(request.provider, request.model):
        answer = await provider.chat(request, credentials)
        if not answer.content and not answer.tool_calls:
            raise BadResponse("the answer is empty", reason="empty", charged="yes")
        return answer


async def stream(provider: ChatProvider, request: ChatRequest, credentials: Credentials) -> AsyncGenerator[ChatChunk, None]:
    said = False
    with _ours(request.provider, request.model):
        # An `async def` with `yield`: left early, it is closed.
        pieces = cast("AsyncGenerator[ChatChunk, None]", provider.chat_stream(request, credentials))
        async with aclosing(pieces):
            async for piece in pieces:
                said = said or bool(piece.delta_content or piece.delta_tool_calls)
                yield piece
        if not said:
            raise BadResponse("the answer is empty", reason="empty", charged="yes")


@contextmanager
def _ours(provider: str, model: str) -> Iterator[None]:
    try:
        yield
    except StudioError as error:
        error.details.update(provider=provider, model=model)
        error.details.setdefault("charged", "unknown")
        raise
    except TimeoutError:
        message = "no whole answer came in time"
        raise OutcomeUnknown(message, provider=provider, model=model, cause="timeout", charged="unknown") from None
    except Exception as error:  # noqa: BLE001
        # Its text may hold anything, a key too.
        details = {"provider": provider, "model": model, "cause": type(error).__name__, "charged": "unknown"}
        raise BadResponse("the provider's own code failed", reason="own_code", **details) from None
