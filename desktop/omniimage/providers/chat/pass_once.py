"""Pass once: a transport that lets one POST out and hands its answer up as it comes.

Like `PayOnceTransport` it is given to libraries that would send again on a 500 or a dropped connection: whatever went
wrong is written on the `Wire` and told to them as a plain 400, which nobody repeats; a stream that breaks just ends.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

import httpx

from omniimage.providers.base import Credentials
from omniimage.providers.chat.event_lines import AnswerReader, Whole, reader_for
from omniimage.providers.network import origin, transport_for
from omniimage.providers.pay_once import LIMITS, MAX_ERROR_BYTES, Wire, bare_headers, failure_of, head_of, sent_trace
from omniimage.providers.scrub import without_key

log = logging.getLogger(__name__)

# Between two pieces of an answer, and for all of it.
STALL_SECONDS = 120.0
ANSWER_SECONDS = 1800.0
MAX_ANSWER_BYTES = 64_000_000
_LENGTHS = (b"content-length", b"transfer-encoding")


class PassOnceTransport(httpx.AsyncBaseTransport):
    """For one call. `amend` makes the body that goes out of the library's; `sign` the headers that show the key for it.

    `reader` watches a good answer go by; `wire.body` ends up holding that of an error.
    """

    def __init__(
        self,
        wire: Wire,
        credentials: Credentials,
        timeout: float,
        sign: Callable[[str, bytes], dict[str, str]],
        amend: Callable[[bytes], bytes],
    ) -> None:
        self._wire = wire
        self._credentials = credentials
        self._timeout = timeout
        self._sign = sign
        self._amend = amend
        self._used = False
        self._response: httpx.Response | None = None
        self.streaming = False
        self.reader: AnswerReader = Whole()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        refused = httpx.Response(400, json={"error": {"message": "see the wire"}}, request=request)
        if self._used:
            return refused
        self._used = True
        wire = self._wire
        if origin(str(request.url)) != origin(self._credentials.base_url):
            wire.not_sent, wire.failure = True, "wrong_address"
            return refused
        try:
            response = await self._send(request)
        except (TimeoutError, httpx.TimeoutException):
            wire.failure = "timeout"
        except httpx.TransportError as error:
            wire.failure = failure_of(error)
        else:
            if response is not None:
                return response
        return refused

    def without_secrets(self, text: bytes) -> bytes:
        for secret in (self._credentials.api_key, *self._credentials.hidden):
            text = without_key(text, secret)
        return text

    async def aclose(self) -> None:
        """Hang up: an answer still coming is closed at the server."""
        if self._response is not None:
            response, self._response = self._response, None
            await response.aclose()

    async def _send(self, request: httpx.Request) -> httpx.Response | None:
        wire = self._wire
        body = self._amend(await request.aread())
        signed = self._sign(str(request.url), body)
        headers = bare_headers(request, signed | dict(self._credentials.headers), "*/*", keep_key=False)
        # The body may have another length now.
        headers = [(name, value) for name, value in headers if name.lower() not in _LENGTHS]
        extensions = {"timeout": LIMITS, "trace": sent_trace(wire)}
        wire.not_sent, wire.phase = True, "waiting"
        async with asyncio.timeout(self._timeout):
            outgoing = httpx.Request("POST", request.url, headers=headers, content=body, extensions=extensions)
            response = await transport_for(str(request.url)).handle_async_request(outgoing)
            wire.phase, wire.status, wire.headers = "receiving", response.status_code, dict(response.headers)
            if not 200 <= response.status_code < 300:
                try:
                    stream = response.stream
                    assert isinstance(stream, httpx.AsyncByteStream)
                    wire.body = self.without_secrets(await head_of(aiter(stream), MAX_ERROR_BYTES))
                finally:
                    await response.aclose()
                return None
        self._response = response
        content_type = response.headers.get("content-type", "application/json")
        self.reader = reader_for(content_type, streaming=self.streaming)
        stream = _Passed(response, wire, self.reader)
        return httpx.Response(200, headers={"content-type": content_type}, stream=stream, request=request)


class _Passed(httpx.AsyncByteStream):
    """The body as it comes; what breaks it is written down, and it ends."""

    def __init__(self, response: httpx.Response, wire: Wire, reader: AnswerReader) -> None:
        self._response = response
        self._wire = wire
        self._reader = reader

    async def __aiter__(self) -> AsyncIterator[bytes]:
        wire, left = self._wire, MAX_ANSWER_BYTES
        loop = asyncio.get_running_loop()
        ends = loop.time() + ANSWER_SECONDS
        stream = self._response.stream
        assert isinstance(stream, httpx.AsyncByteStream)
        pieces = aiter(stream)
        try:
            while left > 0:
                async with asyncio.timeout_at(min(loop.time() + STALL_SECONDS, ends)):
                    piece = await anext(pieces, b"")
                if not piece:
                    wire.phase = "received"
                    if rest := self._reader.finish():
                        yield rest
                    return
                left -= len(piece)
                if passed := self._reader.feed(piece):
                    yield passed
            wire.failure = "dropped"
        except TimeoutError:
            wire.failure = "timeout"
        except httpx.TransportError as error:
            wire.failure = failure_of(error)
        except ValueError:
            wire.failure = "dropped"

    async def aclose(self) -> None:
        await self._response.aclose()
