"""StudioServer: the studio's own loopback server, in a thread of its own. The same Api as the window's, over HTTP.

POST /api/<method>   JSON object of arguments → envelope. 200 whenever the method answered, whatever it answered
GET  /events         server-sent events; `Last-Event-ID` or `?last=` resumes
GET  /media/<id>     original bytes; `?download=1` as a file. /media/<id>/thumb?size=320|768
POST /uploads        multipart field `file`, several → image ids
GET  /health         {"ok": true}, for anyone
POST /raise          brings the window to the front, for a second start of the studio
GET  /               the page
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread
import uvicorn
from anyio import CapacityLimiter
from pydantic_core import from_json
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from omniimage.bridge.answers import json_answer, refusal
from omniimage.bridge.event_pump import EventPump
from omniimage.bridge.exposed import Exposed
from omniimage.bridge.media import Media, Pictures, UploadLimits
from omniimage.bridge.page import Page
from omniimage.bridge.security import Address, Guard, Mode, Secrets, bearer, same
from omniimage.errors import AuthFailed, BadRequest, NotFound, StorageFailed, StudioError, TooLarge
from omniimage.loop import EventLoopThread

MAX_BODY_BYTES = 8_000_000
CALLS_AT_ONCE = 64
PING_SECONDS = 15
START_SECONDS = 15.0
STOP_SECONDS = 2


def nothing() -> None:
    """The hook that does nothing."""


@dataclass(frozen=True)
class ServerParts:
    """What the server serves. `page` holds the built page; `on_call` runs before each Api call, in its thread."""

    exposed: Exposed
    pump: EventPump
    library: Pictures
    loop: EventLoopThread
    uploads: Path
    page: Path
    mode: Mode
    secrets: Secrets = field(default_factory=Secrets)
    limits: UploadLimits = field(default_factory=UploadLimits)
    on_raise: Callable[[], None] = nothing
    on_call: Callable[[], None] = nothing


class StudioServer:
    """`port` 0 lets the system choose. Raises `BadRequest` where it cannot listen there."""

    def __init__(self, parts: ServerParts, host: str = "127.0.0.1", port: int = 0, public_url: str = "") -> None:
        self._socket = _listening(host, port)
        self.address = Address(host, self._socket.getsockname()[1], public_url)
        self.secrets = parts.secrets
        app = Guard(build_app(parts, self.address), parts.secrets, self.address, parts.mode)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="server", daemon=True
        )

    @property
    def url(self) -> str:
        return self.address.url

    def start(self) -> None:
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise StorageFailed("the studio's server did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """Let running answers end, at most a few seconds. Close the pump first: its streams never end by themselves."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS + 3)
        self._socket.close()


def build_app(parts: ServerParts, address: Address) -> Starlette:
    """The routes, without the guard."""
    calls = Calls(parts)
    media = Media(parts.library, parts.loop, parts.uploads, parts.limits)
    page = Page(parts.page, parts.secrets, address, parts.mode, lambda: parts.pump.last_id)

    async def health(request: Request) -> Response:
        return json_answer(b'{"ok": true}')

    async def events(request: Request) -> Response:
        last = request.headers.get("last-event-id") or request.query_params.get("last")
        return EventSourceResponse(event_stream(parts.pump, last), ping=PING_SECONDS, sep="\n")

    async def raise_window(request: Request) -> Response:
        if not same(bearer(request), parts.secrets.raising):
            return refusal(401, AuthFailed("not authorised"))
        parts.on_raise()
        return json_answer(b'{"ok": true}')

    own = [
        Route("/health", health),
        Route("/api/{method}", calls.call, methods=["POST"]),
        Route("/events", events),
        Route("/raise", raise_window, methods=["POST"]),
    ]
    return Starlette(
        routes=[*own, *media.routes(), *page.routes()],
        exception_handlers={HTTPException: _http_error, Exception: _unexpected_error},
    )


class Calls:
    """`POST /api/<method>`."""

    def __init__(self, parts: ServerParts) -> None:
        self._exposed = parts.exposed
        self._limiter: CapacityLimiter | None = None
        self._on_call = parts.on_call

    async def call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if method not in self._exposed.names:
            return refusal(404, BadRequest("there is no such method"))
        try:
            arguments = _arguments(await _body(request))
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


async def event_stream(pump: EventPump, last: str | None) -> AsyncIterator[ServerSentEvent]:
    """Events after `last`, for ever. Without `last`: from now on, beginning with where that is."""
    loop = asyncio.get_running_loop()
    news = asyncio.Event()
    stop_listening = pump.listen(lambda: loop.call_soon_threadsafe(news.set))
    try:
        position = pump.last_id if last is None else _event_id(last)
        # A reconnect before the first event then knows where to go on.
        yield ServerSentEvent(id=str(pump.last_id) if last is None else None, retry=500)
        while not pump.closed:
            news.clear()
            for event in pump.since(position):
                position = event.id
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


def _arguments(body: bytes) -> dict[str, object]:
    try:
        arguments = from_json(body or b"{}", allow_inf_nan=False)
    except ValueError:
        raise BadRequest("the body is not JSON") from None
    if not isinstance(arguments, dict):
        raise BadRequest("the body must be a JSON object of arguments")
    return arguments


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refusal(status, NotFound("there is no such page") if status == 404 else BadRequest("this cannot be asked so"))


async def _unexpected_error(request: Request, error: Exception) -> Response:
    return refusal(500, StudioError("internal error", type=type(error).__name__))


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Without its protocol named, asyncio leaves Nagle's algorithm on, and every answer waits 40 ms.
        listener = socket.socket(family, kind, socket.IPPROTO_TCP)
        if sys.platform != "win32":  # there the option lets another program take the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(256)
    except OSError as error:
        raise BadRequest("this address cannot be listened on", host=host, port=port, reason=error.strerror) from None
    return listener
