"""WireServer: every provider's protocol on one loopback port, scripted to fail.

In a test on the same loop: `async with WireServer() as server`. From a thread: `with running_server() as server`.
As a program: `python -m tests.wire.server --delay 1 --size 2000000` prints `{"port": …, "bases": {provider: base URL}}`.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.wire import faults, http1, protocols, protocols_direct, protocols_polling
from tests.wire.http1 import Request
from tests.wire.pictures import png
from tests.wire.protocols_polling import JobDesk
from tests.wire.script import Script

PIECE = 64 * 1024


@dataclass(frozen=True)
class Disconnect:
    """A client that went away before its answer was whole. Seconds by `time.monotonic`."""

    path: str
    at: float


@dataclass(frozen=True)
class Delivery:
    """An answer that went out whole. `came`, `at`: when its request was here, and it was gone; by `time.monotonic`."""

    request: Request
    script: Script
    came: float
    at: float


@dataclass
class WireServer:
    """`script` answers what the `queue` (first in, first out, POSTs only) does not. Counters cover the server's life.

    Where it breaks itself, the test fails that it broke in.
    """

    script: Script = field(default_factory=Script)
    files: dict[str, Script] = field(default_factory=dict)
    queue: deque[Script] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    disconnects: list[Disconnect] = field(default_factory=list)
    delivered: list[Delivery] = field(default_factory=list)
    desk: JobDesk = field(default_factory=JobDesk)
    billed: int = 0
    running: int = 0
    max_running: int = 0
    port: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def base_url(self, provider: str) -> str:
        return self.origin + protocols.BASES[provider]

    def posts(self, path_part: str = "") -> list[Request]:
        return [request for request in self.requests if request.method == "POST" and path_part in request.path]

    async def __aenter__(self) -> WireServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=2**20)
        self.port = self._server.sockets[0].getsockname()[1]
        self._connections: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            if self.queue and self.queue[0].drop == "before_request":
                self.queue.popleft()
                http1.reset(writer)
                return
            while (request := await http1.read_request(reader)) is not None:
                self.requests.append(request)
                self.running += 1
                self.max_running = max(self.max_running, self.running)
                try:
                    if not await self._answer(request, reader, writer):
                        return
                finally:
                    self.running -= 1
        except ConnectionError:
            self.disconnects.append(Disconnect(request.path, time.monotonic()))
        except asyncio.CancelledError:
            pass
        except Exception as fault:  # noqa: BLE001 - the client cannot tell it from a provider that breaks off
            faults.note(self, fault)
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection may be used again."""
        came = time.monotonic()
        script = self._script_for(request)
        if script.drop == "before_headers":
            http1.reset(writer)
            return False
        if script.together:
            await self._gathered(script.together)
        if (script.hang or script.delay) and await _gone_within(reader, None if script.hang else script.delay):
            self.disconnects.append(Disconnect(request.path, time.monotonic()))
            return False
        if request.method == "POST" and script.is_billed and not protocols_direct.is_free(request.path):
            self.billed += 1
        await self._send(request, script, writer)
        if script.drop is None:
            self.delivered.append(Delivery(request, script, came, time.monotonic()))
        return script.drop is None and not script.huge

    async def _gathered(self, count: int) -> None:
        async with asyncio.timeout(30):
            while self.max_running < count:  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    def _script_for(self, request: Request) -> Script:
        if request.path in self.files:
            return self.files[request.path]
        if (about_job := self.desk.answer(request, self.origin)) is not None:
            return about_job
        if request.method == "POST" and self.queue:
            return self.queue.popleft()
        return self.script

    def _body(self, request: Request, script: Script) -> bytes:
        path = request.path.partition("?")[0]
        provider = protocols.provider_of(path)
        if script.body is not None:
            return script.body
        if path.startswith("/files/"):
            return png(2_000, int(path.removeprefix("/files/").removesuffix(".png")))
        if provider is None:
            return b"{}"
        if not 200 <= script.status < 300:
            message = f"{script.message} {request.key}" if script.echo_key else script.message
            return protocols.error(provider, script.status, script.code, message)
        if request.method == "GET":
            if provider in protocols_polling.BASES:
                return protocols_polling.key_facts(provider)
            return protocols.key_facts() if path.endswith("/key") else protocols.models(provider)
        if provider in protocols_polling.BASES:
            return self.desk.take(provider, script, self.origin)
        content_type = request.headers.get("content-type", "")
        return protocols.answer(provider, script, request.body, content_type, self.origin)

    async def _send(self, request: Request, script: Script, writer: asyncio.StreamWriter) -> None:
        body = b"" if script.huge else self._body(request, script)
        is_file = request.path.startswith("/files/") and script.content_type == "application/json"
        is_picture = is_file or protocols_direct.is_bare(protocols.provider_of(request.path.partition("?")[0]), script)
        headers = {"content-type": "image/png" if is_picture else script.content_type} | script.headers
        if script.gzip:
            body, headers["content-encoding"] = gzip.compress(body), "gzip"
        if script.chunked:
            headers["transfer-encoding"] = "chunked"
        else:
            headers["content-length"] = str(script.huge or len(body))
        writer.write(http1.head(script.status, headers))
        await writer.drain()
        if script.drop == "after_headers":
            http1.reset(writer)
            return
        pieces = _huge(script.huge) if script.huge else _pieces(body, script)
        for piece in pieces:
            writer.write(http1.chunk(piece) if script.chunked else piece)
            await writer.drain()
            if script.trickle:
                await asyncio.sleep(script.trickle)
        if script.drop == "mid_body":
            http1.reset(writer)
        elif script.chunked:
            writer.write(b"0\r\n\r\n")
        await writer.drain()


def _pieces(body: bytes, script: Script) -> Iterator[bytes]:
    if script.drop == "mid_body":
        body = body[: len(body) // 2]
    step = 64 if script.trickle else PIECE
    yield from (body[at : at + step] for at in range(0, len(body), step))


def _huge(size: int) -> Iterator[bytes]:
    start = b'{"data": [{"b64_json": "iVBORw0KGgoAAAANSUhEUgAA'
    yield start
    for _ in range((size - len(start)) // PIECE):
        yield b"A" * PIECE


async def _gone_within(reader: asyncio.StreamReader, seconds: float | None) -> bool:
    """Wait; true as soon as the client has gone."""
    try:
        async with asyncio.timeout(seconds):
            return await reader.read(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


@contextmanager
def running_server(script: Script | None = None) -> Iterator[WireServer]:
    """A server in a thread of its own."""
    server = WireServer(script=script or Script())
    started, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with server:
            started.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="wire")
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        stop.set()
        thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--provider", choices=sorted(protocols.BASES), help="only chooses which base is printed as `url`")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--size", type=int, default=2_000, help="bytes of each picture, about")
    parser.add_argument("--status", type=int, default=200)
    parser.add_argument("--text", help="the model's words")
    asyncio.run(_run(parser.parse_args()))


async def _run(args: argparse.Namespace) -> None:
    script = Script(delay=args.delay, status=args.status, text=args.text, images=(args.size,))
    async with WireServer(script=script, port=args.port) as server:
        bases = {name: server.base_url(name) for name in protocols.BASES}
        print(json.dumps({"port": server.port, "url": bases.get(args.provider, server.origin), "bases": bases}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
