"""Bytes of any kind in the place of an answer: the readers never break, the engine raises only its own errors."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.errors import StudioError
from omniimage.providers.base import Credentials
from omniimage.providers.chat import engine
from omniimage.providers.chat.event_lines import EventLines, Frames, Whole, error_in
from omniimage.providers.chat.words import ChatRequest
from tests.wire.chat import ChatServer, Says, Speaks, events

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("choices", "delta", "message", "content", "error", "usage", "candidates")), inner)
    ),
    max_leaves=12,
)
SPOKEN: tuple[Speaks, ...] = ("openai", "gemini", "bedrock")


@st.composite
def cut(draw: st.DrawFn, whole: bytes) -> list[bytes]:
    borders = sorted(draw(st.sets(st.integers(0, len(whole)), max_size=12)))
    return [whole[start:end] for start, end in zip([0, *borders], [*borders, len(whole)], strict=True)]


@given(st.data(), st.lists(st.text(max_size=6), min_size=1, max_size=5), st.sampled_from(SPOKEN), st.booleans())
def test_no_border_changes_what_is_read(data: st.DataObject, words: list[str], speaks: Speaks, keepalive: bool) -> None:
    whole = b"".join(events(speaks, Says(words=tuple(words), keepalive=keepalive)))
    kept = whole.replace(b": keep-alive\n", b"")
    reader = Frames() if speaks == "bedrock" else EventLines()
    out = b"".join(reader.feed(piece) for piece in data.draw(cut(whole))) + reader.finish()
    assert out == kept
    assert (reader.ended, reader.counted, reader.error) == (True, True, None)


@given(st.lists(st.binary(max_size=60) | JSON.map(lambda value: b"data: " + json.dumps(value).encode() + b"\n"), max_size=8))
def test_garbage_breaks_no_reader(pieces: list[bytes]) -> None:
    for reader in (EventLines(), Frames(), Whole()):
        for piece in pieces:
            reader.feed(piece)
        reader.finish()
    error_in(b"".join(pieces))


async def _asked(bodies: list[bytes], speaks: Speaks, streamed: bool, kind: str) -> None:
    provider = "custom_openai" if speaks == "openai" else speaks
    async with ChatServer() as server:
        for body in bodies:
            server.queue.append(Says(body=body, headers={"content-type": kind}))
            request = ChatRequest(provider, "m-1", ({"role": "user", "content": "hi"},), timeout=5)
            credentials = Credentials("AKIA:canary-canary-canary", server.base_url(speaks))
            with suppress(StudioError):
                if streamed:
                    _: Any = [piece async for piece in engine.stream(request, credentials)]
                else:
                    await engine.complete(request, credentials)
        assert len(server.requests) == len(bodies)


SHAPES: tuple[Any, ...] = (
    {"choices": [{}]},
    {"choices": [{"delta": None, "message": None}]},
    {"choices": [{"index": 0, "delta": {"tool_calls": [{}]}, "message": {"tool_calls": [{"function": None}]}}]},
    {"choices": [{"message": {"content": [1]}, "delta": {"content": {"a": 1}}, "finish_reason": 7}]},
    {"choices": {"0": 1}, "usage": {"prompt_tokens": "many"}},
    {"candidates": [{"content": {"parts": [{}]}}]},
    {"candidates": [{"content": {"parts": [{"functionCall": {}}]}, "finishReason": "STOP"}]},
    {"candidates": [{"finishReason": "SAFETY"}], "usageMetadata": {"promptTokenCount": None}},
    {"promptFeedback": {"blockReason": "OTHER"}},
    {"output": {"message": {"content": [{"toolUse": {}}]}}, "usage": {}},
)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()), min_size=4, max_size=4),
    st.sampled_from(SPOKEN),
)
def test_the_engine_raises_only_its_own_errors(bodies: list[bytes], speaks: Speaks) -> None:
    asyncio.run(_asked(bodies, speaks, False, "application/json"))
    lines = [b"data: " + body + b"\n\n" for body in bodies]
    kind = "application/vnd.amazon.eventstream" if speaks == "bedrock" else "text/event-stream"
    asyncio.run(_asked(lines, speaks, True, kind))


async def test_answers_of_almost_the_right_shape() -> None:
    for speaks in SPOKEN:
        bodies = [json.dumps(shape).encode() for shape in SHAPES]
        await _asked(bodies, speaks, False, "application/json")
        if speaks != "bedrock":
            await _asked([b"data: " + body + b"\n\n" for body in bodies], speaks, True, "text/event-stream")
