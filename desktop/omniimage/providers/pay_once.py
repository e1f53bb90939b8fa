"""Pay once: a transport that lets one POST of an attempt out, and puts its answer on disk before anyone parses it.

litellm and the OpenAI SDK below it repeat a POST after a 500, a 429, a dropped connection or a timeout. They get this
transport instead of a network, and they never hear how it went: `Over` passes through them, and nobody repeats what has
not come back. What happened is written on the `Wire`, and the answer itself is read from there.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx

from omniimage.errors import BadResponse, StorageFailed, StorageFull, StudioError, TooLarge
from omniimage.providers.base import AttemptLog, Credentials
from omniimage.providers.extract import BarePicture, PictureExtractor
from omniimage.providers.network import CONNECT_SECONDS, USER_AGENT, origin, transport_for
from omniimage.providers.scrub import without_key

log = logging.getLogger(__name__)

Phase = Literal["idle", "waiting", "receiving", "accepted", "received"]
Failure = Literal["timeout", "dropped", "refused", "dns", "tls", "wrong_address"]

MAX_ANSWER_BYTES = 256_000_000
MAX_SLIM_BYTES = 8_000_000
MAX_ERROR_BYTES = 256_000
# Between two pieces of an answer, and for all of it.
STALL_SECONDS = 60.0
RECEIVE_SECONDS = 900.0

# All that a provider needs to know. What the libraries add (versions, platform, referer) stays here.
_KEY_HEADERS = frozenset({"authorization", "x-goog-api-key", "api-key", "x-key"})
_HEADERS = frozenset({"host", "content-type", "content-length", "transfer-encoding"})
_AWS_HEADERS = "x-amz-"
# The waits are our own.
LIMITS = {"connect": CONNECT_SECONDS, "read": None, "write": None, "pool": None}


@dataclass
class Wire:
    """What really happened to one outside call.

    `phase`: `waiting` since the request left (may be cancelled at the server), `receiving` since the status line came,
    `accepted` once the job `remote_id` is known to be at work there, `received` once a good answer is durable.
    `not_sent`: nothing of the request left this machine. `body`: the slim answer, or that of an error. `error`: one of our
    own, from the spool or a limit. `hold`: nothing is to leave; the request that would have left is put into `held`.
    """

    phase: Phase = "idle"
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: Failure | None = None
    not_sent: bool = False
    error: StudioError | None = None
    parts: tuple[Path, ...] = ()
    remote_id: str | None = None
    hold: bool = False
    held: httpx.Request | None = None


class Over(BaseException):
    """The exchange has ended; the `Wire` says how. No `Exception`: none of the libraries may catch it, log it or go on."""


class PayOnceTransport(httpx.AsyncBaseTransport):
    """For one attempt: raises `Over` when it has ended. `accept`: which types are asked for.

    `receipt`: where a good answer is no picture but the receipt for a job, this commits it in place of
    `AttemptLog.received`. `credentials.base_url` binds the key: a request to any other origin does not leave.
    """

    def __init__(
        self,
        attempt: AttemptLog,
        wire: Wire,
        credentials: Credentials,
        timeout: float,
        accept: str = "application/json",
        receipt: Callable[[bytes], Awaitable[None]] | None = None,
    ) -> None:
        self._attempt = attempt
        self._wire = wire
        self._credentials = credentials
        self._timeout = timeout
        self._accept = accept
        self._receipt = receipt
        self._used = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self._used:
            self._used = True
            await self._exchange(request)
        raise Over

    async def _exchange(self, request: httpx.Request) -> None:
        wire = self._wire
        if origin(str(request.url)) != origin(self._credentials.base_url):
            wire.not_sent, wire.failure = True, "wrong_address"
            return
        if wire.hold:
            wire.held = request
            return
        try:
            await self._attempt.sent()
            wire.phase = "waiting"
            await self._send(self._bare(request))
        except StudioError as error:
            wire.error = error
        except (TimeoutError, httpx.TimeoutException):
            wire.failure = "timeout"
        except httpx.TransportError as error:
            wire.failure = failure_of(error)
        except Exception as error:  # noqa: BLE001
            # Whatever else broke: nobody above may take it for a reason to send again.
            log.error("the transport broke: %s", type(error).__name__)
            wire.failure = "dropped"

    async def _send(self, request: httpx.Request) -> None:
        wire = self._wire
        wire.not_sent = True
        async with asyncio.timeout(self._timeout) as limit:
            response = await transport_for(str(request.url)).handle_async_request(request)
            wire.phase = "receiving"
            try:
                wire.status, wire.headers = response.status_code, dict(response.headers)
                ends = asyncio.get_running_loop().time() + RECEIVE_SECONDS
                body = _watched(response, limit, ends)
                if 200 <= response.status_code < 300:
                    await self._receive(body, response)
                else:
                    wire.body = self._without_secrets(await head_of(body, MAX_ERROR_BYTES))
            finally:
                await response.aclose()

    async def _receive(self, body: AsyncIterator[bytes], response: httpx.Response) -> None:
        if self._receipt is not None:
            self._wire.body = self._without_secrets(await head_of(body, MAX_ERROR_BYTES))
            await self._receipt(self._wire.body)
            self._wire.phase = "accepted"
            return
        _check_length(int(response.headers.get("content-length", "0")))
        is_picture = response.headers.get("content-type", "").lower().startswith("image/")
        extractor = (BarePicture if is_picture else PictureExtractor)(self._attempt.open_part)
        total = 0
        async for chunk in body:
            total += len(chunk)
            _check_length(total, len(extractor.slim))
            with disk_errors():
                extractor.feed(chunk)
        extractor.finish()
        slim = self._without_secrets(bytes(extractor.slim))
        self._wire.parts = await self._attempt.received(slim)
        self._wire.body = slim
        self._wire.phase = "received"

    def _bare(self, request: httpx.Request) -> httpx.Request:
        # A library that gets no key looks for one in the environment.
        headers = bare_headers(request, self._credentials.headers, self._accept, keep_key=bool(self._credentials.api_key))
        extensions = {"timeout": LIMITS, "trace": sent_trace(self._wire)}
        return httpx.Request(request.method, request.url, headers=headers, stream=request.stream, extensions=extensions)

    def _without_secrets(self, text: bytes) -> bytes:
        for secret in (self._credentials.api_key, *self._credentials.hidden):
            text = without_key(text, secret)
        return text


def bare_headers(
    request: httpx.Request, added: Mapping[str, str], accept: str, *, keep_key: bool
) -> list[tuple[bytes, bytes]]:
    """Of a library's headers only those a provider needs, and over them what is `added`."""
    headers = [(name, value) for name, value in request.headers.raw if _is_needed(name.decode().lower(), keep_key)]
    headers += [
        (b"accept-encoding", b"identity"),
        (b"accept", accept.encode()),
        (b"user-agent", USER_AGENT.encode()),
    ]
    over = {name.lower().encode(): value.encode() for name, value in added.items()}
    return [(name, value) for name, value in headers if name.lower() not in over] + [*over.items()]


def sent_trace(wire: Wire) -> Callable[[str, dict[str, Any]], Awaitable[None]]:
    """From the first byte of the request on, it counts as sent; opening a tunnel through a proxy does not."""

    async def trace(event: str, info: dict[str, Any]) -> None:
        if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
            wire.not_sent = False

    return trace


def _is_needed(header: str, keep_key: bool) -> bool:
    if header in _KEY_HEADERS:
        return keep_key
    return header in _HEADERS or header.startswith(_AWS_HEADERS)


async def _watched(response: httpx.Response, limit: asyncio.Timeout, ends: float) -> AsyncIterator[bytes]:
    """The body in pieces of at most a megabyte, as long as it keeps coming."""
    now = asyncio.get_running_loop().time
    inflate = _inflate(response.headers.get("content-encoding", "identity").strip().lower())
    limit.reschedule(min(now() + STALL_SECONDS, ends))
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)
    async for chunk in stream:
        limit.reschedule(min(now() + STALL_SECONDS, ends))
        for piece in inflate(chunk):
            yield piece
    # It is all here: what the disk needs for it has no limit.
    limit.reschedule(None)


def _inflate(encoding: str) -> Callable[[bytes], Iterable[bytes]]:
    """Some servers compress though they were told not to."""
    if encoding in ("", "identity"):
        return lambda chunk: (chunk,)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BadResponse("an encoding that was not asked for", reason="encoding", charged="unknown")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)

    def pieces(chunk: bytes) -> Iterable[bytes]:
        while chunk:
            try:
                yield inflater.decompress(chunk, 1_000_000)
            except zlib.error:
                raise BadResponse("the answer is not what it says", reason="encoding", charged="unknown") from None
            chunk = inflater.unconsumed_tail

    return pieces


async def head_of(body: AsyncIterator[bytes], limit: int) -> bytes:
    head = bytearray()
    async for chunk in body:
        head += chunk
        if len(head) >= limit:
            break
    return bytes(head[:limit])


def _check_length(answer: int, slim: int = 0) -> None:
    if answer > MAX_ANSWER_BYTES or slim > MAX_SLIM_BYTES:
        raise TooLarge("the answer is too large", limit=MAX_ANSWER_BYTES, charged="unknown")


@contextmanager
def disk_errors() -> Iterator[None]:
    """A failed write of a spool file as our own error. The call was made by then."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        kind = StorageFull if full else StorageFailed
        raise kind("the answer could not be written to disk", reason=error.strerror, charged="yes") from None


def failure_of(error: BaseException) -> Failure:
    """What lies under the transport's error."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, socket.gaierror):
            return "dns"
        if isinstance(at, ssl.SSLError):
            return "tls"
        if isinstance(at, ConnectionRefusedError):
            return "refused"
        at = at.__cause__ or at.__context__
    return "dropped"
