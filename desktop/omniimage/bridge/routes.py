"""What a page or a program asks of the studio over HTTP: the Api, its events, its pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import anyio.to_thread
from anyio import CapacityLimiter
from pydantic_core import from_json, to_json
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from omniimage.acting import may_see
from omniimage.bridge.answers import ERROR_HANDLERS, json_answer, refusal
from omniimage.bridge.downloads import Downloads, Written
from omniimage.bridge.event_pump import EventPump
from omniimage.bridge.exposed import Exposed
from omniimage.bridge.media import Media, Pictures, UploadLimits
from omniimage.bridge.model_uploads import ModelShelf, ModelUploads
from omniimage.errors import BadRequest, StudioError, TooLarge
from omniimage.loop import EventLoopThread

MAX_BODY_BYTES = 8_000_000
CALLS_AT_ONCE = 64
PING_SECONDS = 15


def nothing() -> None:
    """The hook that does nothing."""


async def always(request: Request) -> bool:
    return True


@dataclass(frozen=True)
class RouteParts:
    """`on_call` runs before each Api call, in its thread."""

    exposed: Exposed
    pump: EventPump
    library: Pictures
    loop: EventLoopThread
    uploads: Path
    limits: UploadLimits = field(default_factory=UploadLimits)
    on_call: Callable[[], None] = nothing
    exports: Written | None = None
    matting: ModelShelf | None = None
    is_known: Callable[[Request], Awaitable[bool]] = always


def build_routes(parts: RouteParts) -> Starlette:
    """The studio's own app, without page and guard."""
    calls = Calls(parts)
    media = Media(parts.library, parts.loop, parts.uploads, parts.limits)

    downloads = Downloads(parts.exports, parts.loop).routes() if parts.exports else []
    models = ModelUploads(parts.matting, parts.loop, parts.uploads).routes() if parts.matting else []

    async def events(request: Request) -> Response:
        last = request.headers.get("last-event-id") or request.query_params.get("last")
        still_there = partial(parts.is_known, request)
        return EventSourceResponse(event_stream(parts.pump, last, still_there), ping=PING_SECONDS, sep="\n")

    async def openapi(request: Request) -> Response:
        # Only who asks for it pays for its making.
        from omniimage.bridge.openapi import document

        return json_answer(await asyncio.to_thread(lambda: to_json(document())))

    own = [Route("/openapi.json", openapi), Route("/api/{method}", calls.call, methods=["POST"]), Route("/events", events)]
    return Starlette(routes=[*own, *media.routes(), *downloads, *models], exception_handlers=ERROR_HANDLERS)


class Calls:
    """`POST /api/<method>`."""

    def __init__(self, parts: RouteParts) -> None:
        self._exposed = parts.exposed
        self._limiter: CapacityLimiter | None = None
        self._on_call = parts.on_call

    async def call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if method not in self._exposed.names:
            return refusal(404, BadRequest("there is no such method"))
        try:
            arguments = _arguments(await _body(request))
            if method in self._exposed.repeatable:
                _take_key(arguments, request.headers.get("idempotency-key"))
        except StudioError as error:
            return refusal(413 if isinstance(error, TooLarge) else 400, BadRequest(error.message, **error.details))
        except ClientDisconnect:
            return Response(status_code=499)
        return json_answer(await anyio.to_thread.run_sync(self._invoke, method, arguments, limiter=self._threads()))

    def _invoke(self, method: str, arguments: dict[str, object]) -> bytes:
        self._on_call()
        return self._exposed.invoke_json(method, arguments)

    def _threads(self) -> CapacityLimiter:
        """Made at the first call: a limiter belongs to the loop it is made in."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(CALLS_AT_ONCE)
        return self._limiter


async def event_stream(
    pump: EventPump, last: str | None, still_there: Callable[[], Awaitable[bool]]
) -> AsyncIterator[ServerSentEvent]:
    """What whoever acts may hear after `last`, for ever. Without `last`: from now on, beginning with where that is."""
    loop = asyncio.get_running_loop()
    news = asyncio.Event()
    stop_listening = pump.listen(lambda: loop.call_soon_threadsafe(news.set))
    try:
        position = pump.last_id if last is None else _event_id(last)
        # A reconnect before the first event then knows where to go on.
        yield ServerSentEvent(id=str(pump.last_id) if last is None else None, retry=500)
        while not pump.closed:
            news.clear()
            coming = pump.since(position)
            if not await still_there():
                return
            for event in coming:
                position = event.id
                if event.owner is None or may_see(event.owner):
                    yield ServerSentEvent(event.json, id=str(event.id))
            await news.wait()
    finally:
        stop_listening()


def _event_id(given: str) -> int:
    """The number, or one that belongs to no launch."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 20 else -1


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge("the arguments are too long", limit=MAX_BODY_BYTES)
    return bytes(body)


def _take_key(arguments: dict[str, object], key: str | None) -> None:
    """The standard header in place of the argument; it may come in quotes, as its draft words it."""
    if key is None:
        return
    own = key.strip('"')
    if arguments.setdefault("request_id", own) != own:
        raise BadRequest("the header names another id than the arguments", field="request_id", reason="other_request")


def _arguments(body: bytes) -> dict[str, object]:
    try:
        arguments = from_json(body or b"{}", allow_inf_nan=False)
    except ValueError:
        raise BadRequest("the body is not JSON") from None
    if not isinstance(arguments, dict):
        raise BadRequest("the body must be a JSON object of arguments")
    return arguments
