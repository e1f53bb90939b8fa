"""ChatServer: chat completions, generateContent and Converse on one loopback port, streamed as oddly as one likes.

As a program: `python -m tests.wire.chat --words 200 --pause 0.02` prints `{"port": …, "url": base URL as of OpenAI}`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import struct
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Literal

from tests.wire import faults, http1
from tests.wire.http1 import Request

Speaks = Literal["openai", "gemini", "bedrock"]


@dataclass(frozen=True)
class Says:
    """How one request is answered.

    `words`: the pieces of the text. `tools`: calls as (name, arguments as text). `split`: bytes of each write, 0 for whole
    events. `pause`: seconds between writes. `cut`: the connection ends after so many events, `clean` without a reset.
    `error`: an error object in mid-stream, after the words. `body`: sent as it is with `status`.
    """

    words: tuple[str, ...] = ("Hello", " there")
    tools: tuple[tuple[str, str], ...] = ()
    finish: str | None = "stop"
    usage: tuple[int, int] | None = (11, 7)
    cost: float | None = None
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    split: int = 0
    pause: float = 0.0
    delay: float = 0.0
    keepalive: bool = False
    cut: int | None = None
    clean: bool = False
    error: dict[str, Any] | None = None
    done: bool = True
    hang: bool = False


Brain = Callable[[Request, dict[str, Any]], Says]


@dataclass
class ChatServer:
    """`queue` first, then `brain`, which may look at the request and its JSON.

    Where it breaks itself, the test fails that it broke in.
    """

    brain: Brain = lambda request, body: Says()
    queue: deque[Says] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    gone: list[float] = field(default_factory=list)
    written: int = 0
    port: int = 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def base_url(self, speaks: Speaks) -> str:
        return self.origin + {"openai": "/v1", "gemini": "/v1beta", "bedrock": ""}[speaks]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.body) for request in self.requests if request.method == "POST"]

    async def __aenter__(self) -> ChatServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=2**20)
        self.port = self._server.sockets[0].getsockname()[1]
        self._open: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            request = await http1.read_request(reader)
            if request is None:
                return
            self.requests.append(request)
            says = self.queue.popleft() if self.queue else self.brain(request, json.loads(request.body or b"{}"))
            answering = asyncio.create_task(self._answer(request, says, writer))
            leaving = asyncio.create_task(reader.read(1))
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            hung_up = not answering.done()
            if hung_up:
                answering.cancel()
            (ended,) = await asyncio.gather(answering, return_exceptions=True)
            # Writing may notice it before reading does.
            if hung_up or isinstance(ended, ConnectionError):
                self.gone.append(time.monotonic())
            elif isinstance(ended, Exception):
                faults.note(self, ended)
            leaving.cancel()
        except (ConnectionError, asyncio.CancelledError):
            pass
        except Exception as fault:  # noqa: BLE001 - the client cannot tell it from a provider that breaks off
            faults.note(self, fault)
        finally:
            self._open.discard(task)
            writer.close()

    async def _answer(self, request: Request, says: Says, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3600 if says.hang else says.delay)
        speaks = _speaks(request.path)
        if says.status != 200 or says.body is not None or not _is_stream(request):
            body = says.body
            if body is None:
                answer = whole(speaks, says) if says.status == 200 else {"error": {"message": "scripted"}}
                body = json.dumps(answer, ensure_ascii=False).encode()
            headers = {"content-type": "application/json", "content-length": str(len(body))} | says.headers
            writer.write(http1.head(says.status, headers) + body)
            await writer.drain()
            return
        kind = "application/vnd.amazon.eventstream" if speaks == "bedrock" else "text/event-stream"
        writer.write(http1.head(200, {"content-type": kind, "transfer-encoding": "chunked"} | says.headers))
        await writer.drain()
        for at, event in enumerate(events(speaks, says)):
            if says.cut is not None and at == says.cut:
                if says.clean:
                    writer.write(b"0\r\n\r\n")
                    await writer.drain()
                else:
                    http1.reset(writer)
                return
            step = says.split or len(event)
            for start in range(0, len(event), step):
                writer.write(http1.chunk(event[start : start + step]))
                await writer.drain()
                self.written += 1
                if says.pause:
                    await asyncio.sleep(says.pause)
        writer.write(b"0\r\n\r\n")
        await writer.drain()


def events(speaks: Speaks, says: Says) -> Iterator[bytes]:
    """The stream, event by event, as the provider would write it."""
    if speaks == "bedrock":
        yield from _bedrock_events(says)
        return
    pieces = _openai_events(says) if speaks == "openai" else _gemini_events(says)
    for piece in pieces:
        if says.keepalive:
            yield b": keep-alive\n\n"
        yield b"data: " + json.dumps(piece, ensure_ascii=False).encode() + b"\n\n"
    if speaks == "openai" and says.done and says.error is None:
        yield b"data: [DONE]\n\n"


def whole(speaks: Speaks, says: Says) -> dict[str, Any]:
    """The answer of a call that does not stream."""
    text = "".join(says.words)
    paid, earned = says.usage or (0, 0)
    if speaks == "openai":
        calls = [
            {"id": f"call_{at}", "type": "function", "function": {"name": name, "arguments": arguments}}
            for at, (name, arguments) in enumerate(says.tools)
        ]
        message = {"role": "assistant", "content": text or None} | ({"tool_calls": calls} if calls else {})
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else says.finish}
        usage = {"prompt_tokens": paid, "completion_tokens": earned, "total_tokens": paid + earned}
        usage |= {} if says.cost is None else {"cost": says.cost}
        answer: dict[str, Any] = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        return answer | ({"usage": usage} if says.usage else {}) | ({"error": says.error} if says.error else {})
    if speaks == "gemini":
        parts = [{"text": text}] if text else []
        parts += [{"functionCall": {"name": name, "args": json.loads(arguments)}} for name, arguments in says.tools]
        candidate = {
            "content": {"parts": parts, "role": "model"},
            "finishReason": _GEMINI.get(says.finish, "STOP"),
            "index": 0,
        }
        counts = {"promptTokenCount": paid, "candidatesTokenCount": earned, "totalTokenCount": paid + earned}
        return {"candidates": [candidate], "usageMetadata": counts}
    content: list[dict[str, Any]] = [{"text": text}] if text else []
    content += [
        {"toolUse": {"toolUseId": f"t{at}", "name": name, "input": json.loads(arguments)}}
        for at, (name, arguments) in enumerate(says.tools)
    ]
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": "tool_use" if says.tools else "end_turn",
        "usage": {"inputTokens": paid, "outputTokens": earned, "totalTokens": paid + earned},
        "metrics": {"latencyMs": 1},
    }


_GEMINI = {"stop": "STOP", "length": "MAX_TOKENS", "content_filter": "SAFETY"}


def _openai_events(says: Says) -> Iterator[dict[str, Any]]:
    frame = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    for word in says.words:
        yield frame | {"choices": [{"index": 0, "delta": {"role": "assistant", "content": word}, "finish_reason": None}]}
    for at, (name, arguments) in enumerate(says.tools):
        for start, piece in ((True, arguments[:3]), (False, arguments[3:])):
            function = {"arguments": piece} | ({"name": name} if start else {})
            call = {"index": at, "function": function} | ({"id": f"call_{at}", "type": "function"} if start else {})
            yield frame | {"choices": [{"index": 0, "delta": {"tool_calls": [call]}, "finish_reason": None}]}
    if says.error is not None:
        yield {"error": says.error}
        return
    if says.finish:
        reason = "tool_calls" if says.tools else says.finish
        yield frame | {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}
    if says.usage:
        paid, earned = says.usage
        usage = {"prompt_tokens": paid, "completion_tokens": earned, "total_tokens": paid + earned}
        yield frame | {"choices": [], "usage": usage | ({} if says.cost is None else {"cost": says.cost})}


def _gemini_events(says: Says) -> Iterator[dict[str, Any]]:
    paid, earned = says.usage or (0, 0)
    counts = {"promptTokenCount": paid, "candidatesTokenCount": earned, "totalTokenCount": paid + earned}
    for word in says.words:
        yield {"candidates": [{"content": {"parts": [{"text": word}], "role": "model"}, "index": 0}]}
    for name, arguments in says.tools:
        call = {"functionCall": {"name": name, "args": json.loads(arguments)}}
        yield {"candidates": [{"content": {"parts": [call], "role": "model"}, "index": 0}]}
    if says.error is not None:
        yield {"error": says.error}
        return
    if says.finish:
        reason = _GEMINI.get(says.finish, says.finish)
        last = {"content": {"parts": [{"text": ""}], "role": "model"}, "finishReason": reason, "index": 0}
        yield {"candidates": [last], "usageMetadata": counts}


def _bedrock_events(says: Says) -> Iterator[bytes]:
    yield _frame("messageStart", {"role": "assistant"})
    for word in says.words:
        yield _frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": word}})
    yield _frame("contentBlockStop", {"contentBlockIndex": 0})
    if says.error is not None:
        yield _frame(says.error["code"], {"message": says.error["message"]}, exception=True)
        return
    for at, (name, arguments) in enumerate(says.tools, start=1):
        start = {"toolUse": {"toolUseId": f"t{at}", "name": name}}
        yield _frame("contentBlockStart", {"contentBlockIndex": at, "start": start})
        yield _frame("contentBlockDelta", {"contentBlockIndex": at, "delta": {"toolUse": {"input": arguments}}})
        yield _frame("contentBlockStop", {"contentBlockIndex": at})
    if says.finish:
        yield _frame("messageStop", {"stopReason": "tool_use" if says.tools else "end_turn"})
    if says.usage:
        paid, earned = says.usage
        counts = {"inputTokens": paid, "outputTokens": earned, "totalTokens": paid + earned}
        yield _frame("metadata", {"usage": counts, "metrics": {"latencyMs": 1}})


def _frame(kind: str, payload: dict[str, Any], exception: bool = False) -> bytes:
    """One message of Amazon's binary event stream."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    form = "exception" if exception else "event"
    named = ((f":{form}-type", kind), (":content-type", "application/json"), (":message-type", form))
    headers = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
        for name, value in named
    )
    prelude = struct.pack(">II", 16 + len(headers) + len(body), len(headers))
    prelude += struct.pack(">I", zlib.crc32(prelude))
    message = prelude + headers + body
    return message + struct.pack(">I", zlib.crc32(message))


def _speaks(path: str) -> Speaks:
    if "/model/" in path:
        return "bedrock"
    return "gemini" if ":generateContent" in path or ":streamGenerateContent" in path else "openai"


def _is_stream(request: Request) -> bool:
    if _speaks(request.path) != "openai":
        return "stream" in request.path
    return bool(json.loads(request.body).get("stream"))


@contextmanager
def running_chats() -> Iterator[ChatServer]:
    """A server on a loop of its own, for tests whose thread blocks."""
    server, started, stop = ChatServer(), threading.Event(), threading.Event()

    async def serve() -> None:
        async with server:
            started.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="chats")
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        stop.set()
        thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", help="what each answer says, word by word; else so many numbered words")
    parser.add_argument("--words", type=int, default=40)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between the words")
    parser.add_argument("--limited", type=int, default=0, help="so many requests are refused with 429 first")
    parser.add_argument("--cut", type=int, help="the first answer ends after so many words")
    parser.add_argument("--refines", action="store_true", help="writes prompts, judges sketches; `--pause` before each")
    parser.add_argument("--blind", action="store_true", help="judges any picture, and finds nothing wrong with it")
    parser.add_argument("--prose", type=int, nargs=2, default=(0, 0), help="first and last answer that are mere words")
    asyncio.run(_run(parser.parse_args()))


def _refining(args: argparse.Namespace) -> Brain:
    # It stands on this module.
    from tests.wire.refining import RefiningBrain

    brain, numbers, (first, last) = RefiningBrain(blind=args.blind, cost=0.004), count(1), args.prose

    def answer(request: Request, body: dict[str, Any]) -> Says:
        if first <= next(numbers) <= last:
            return Says(words=("I would rather talk about the weather.",), cost=0.004)
        return replace(brain(request, body), delay=args.pause)

    return answer


async def _run(args: argparse.Namespace) -> None:
    text = args.text or " ".join(f"word{at}" for at in range(args.words))
    says = Says(words=tuple(re.findall(r"\S+\s*", text)), pause=args.pause, cost=0.004)
    async with ChatServer(brain=_refining(args) if args.refines else lambda request, body: says) as server:
        server.queue.extend([Says(status=429, headers={"retry-after": "1"})] * args.limited)
        if args.cut is not None:
            server.queue.append(replace(says, cut=args.cut))
        print(json.dumps({"port": server.port, "url": server.base_url("openai")}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
