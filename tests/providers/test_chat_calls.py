"""Calls to chat models over real sockets: words in order, errors told apart, a stopped stream closed at the server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sized
from typing import Any

import pytest

from omniimage.errors import (
    AuthFailed,
    BadParameters,
    BadResponse,
    InsufficientFunds,
    OutcomeUnknown,
    ProviderUnavailable,
    RateLimited,
    StudioError,
    Timeout,
)
from omniimage.providers.base import Credentials
from omniimage.providers.chat import engine
from omniimage.providers.chat.words import ChatRequest
from tests.wire.chat import ChatServer, Says, Speaks

KEY = "sk-canary-0123456789abcdef"
PROVIDERS: dict[str, Speaks] = {
    "openai": "openai",
    "openrouter": "openai",
    "volcengine": "openai",
    "xai": "openai",
    "custom_openai": "openai",
    "gemini": "gemini",
    "bedrock": "bedrock",
}
KEYS = {"bedrock": f"AKIACANARY:{KEY}"}


@pytest.fixture
async def server() -> AsyncIterator[ChatServer]:
    async with ChatServer() as running:
        yield running


def asking(provider: str, **more: Any) -> ChatRequest:
    return ChatRequest(provider, "m-1", ({"role": "user", "content": "hi"},), timeout=5, **more)


def credentials(server: ChatServer, provider: str) -> Credentials:
    return Credentials(KEYS.get(provider, KEY), server.base_url(PROVIDERS[provider]))


async def heard(server: ChatServer, provider: str, **more: Any) -> list[Any]:
    return [piece async for piece in engine.stream(asking(provider, **more), credentials(server, provider))]


async def seen(what: Sized) -> None:
    while not len(what):  # noqa: ASYNC110
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_words_come_whole_whatever_the_borders(server: ChatServer, provider: str) -> None:
    words = ("Ein ", "Leuchtturm ", "灯塔", " в сумерках ", "🗼")
    for split in (0, 1, 7):
        server.queue.append(Says(words=words, split=split, keepalive=PROVIDERS[provider] != "bedrock"))
        pieces = await heard(server, provider)
        assert "".join(piece.delta_content for piece in pieces) == "".join(words)
        assert [piece.finish_reason for piece in pieces if piece.finish_reason] == ["stop"]
        usage = [piece.usage for piece in pieces if piece.usage]
        assert (usage[-1].prompt_tokens, usage[-1].completion_tokens) == (11, 7)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_whole_answer_with_tools_and_request_id(server: ChatServer, provider: str) -> None:
    tool = {"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}
    server.queue.append(Says(words=(), tools=(("add", '{"a": 1}'),), headers={"x-request-id": "r-7"}))
    answer = await engine.complete(asking(provider, tools=(tool,)), credentials(server, provider))
    assert [(call.name, call.arguments) for call in answer.tool_calls] == [("add", {"a": 1})]
    assert answer.request_id == "r-7"
    assert answer.usage is not None
    assert answer.usage.total_tokens == 18


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_the_first_word_does_not_wait_for_the_last(server: ChatServer, provider: str) -> None:
    server.queue.append(Says(words=("first", " last"), pause=0.3))
    pieces = engine.stream(asking(provider), credentials(server, provider))
    assert (await anext(pieces)).delta_content == "first"
    written = server.written
    assert written < 4
    await pieces.aclose()


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_stream_left_early_is_closed_at_the_server(server: ChatServer, provider: str) -> None:
    server.queue.append(Says(words=("word ",) * 200, pause=0.05))
    pieces = engine.stream(asking(provider), credentials(server, provider))
    await anext(pieces)
    await pieces.aclose()
    async with asyncio.timeout(2):
        await seen(server.gone)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_cancelled_wait_is_closed_at_the_server(server: ChatServer, provider: str) -> None:
    server.queue.append(Says(hang=True))
    waiting = asyncio.create_task(engine.complete(asking(provider), credentials(server, provider)))
    async with asyncio.timeout(10):
        await seen(server.requests)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await seen(server.gone)
    assert len(server.requests) == 1


ERRORS: list[tuple[Says, type[StudioError]]] = [
    (Says(status=400), BadParameters),
    (Says(status=401), AuthFailed),
    (Says(status=402), InsufficientFunds),
    (Says(status=404), BadParameters),
    (Says(status=408), Timeout),
    (Says(status=429, headers={"retry-after": "7"}), RateLimited),
    (Says(status=429, body=b'{"error": {"code": "insufficient_quota", "message": "x"}}'), InsufficientFunds),
    (Says(status=500), ProviderUnavailable),
    (Says(status=502, body=b"<html>bad gateway</html>"), ProviderUnavailable),
    (Says(status=503), ProviderUnavailable),
    (Says(body=b"<html>welcome</html>"), StudioError),
    (Says(body=b'{"half": '), StudioError),
    (Says(body=b""), StudioError),
]


@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_each_error_is_typed_sent_once_and_holds_no_key(server: ChatServer, provider: str, streamed: bool) -> None:
    for says, kind in ERRORS:
        server.requests.clear()
        server.queue.append(says)
        with pytest.raises(kind) as caught:
            if streamed:
                await heard(server, provider)
            else:
                await engine.complete(asking(provider), credentials(server, provider))
        assert len(server.requests) == 1, says
        assert caught.value.code != "internal", says
        assert KEY not in json.dumps(caught.value.details) + caught.value.message
        assert caught.value.details["model"] == f"{provider}/m-1"
        if says.headers:
            assert caught.value.details["retry_after"] == 7.0


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_stream_cut_in_the_middle_keeps_what_came(server: ChatServer, provider: str) -> None:
    for clean in (False, True):
        server.queue.append(Says(words=("one ", "two ", "three"), cut=3, clean=clean, pause=0.02))
        came = ""
        with pytest.raises(OutcomeUnknown) as caught:
            async for piece in engine.stream(asking(provider), credentials(server, provider)):
                came += piece.delta_content
        assert came.startswith("one two")
        assert caught.value.details["partial"] is True


@pytest.mark.parametrize("provider", [name for name, speaks in PROVIDERS.items() if speaks != "bedrock"])
async def test_an_error_in_mid_stream_is_told(server: ChatServer, provider: str) -> None:
    said = {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": f"slow down {KEY}"}
    server.queue.append(Says(words=("one ", "two "), error=said, finish=None))
    came = ""
    with pytest.raises(RateLimited) as caught:
        async for piece in engine.stream(asking(provider), credentials(server, provider)):
            came += piece.delta_content
    assert came == "one two "
    assert "slow down" in caught.value.details["provider_message"]
    assert KEY not in json.dumps(caught.value.details)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_an_empty_answer_is_no_success(server: ChatServer, provider: str) -> None:
    for streamed in (True, False):
        server.queue.append(Says(words=()))
        with pytest.raises(BadResponse) as caught:
            await (heard(server, provider) if streamed else engine.complete(asking(provider), credentials(server, provider)))
        assert caught.value.details["reason"] == "empty"


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_the_key_and_extra_arguments_go_where_they_belong(server: ChatServer, provider: str) -> None:
    extra = {"thinking": {"type": "enabled"}, "temperature": 0.5, "generationConfig": {"topK": 3}}
    await heard(server, provider, extra=extra)
    (request,), body = server.requests, server.bodies[0]
    assert body["thinking"] == {"type": "enabled"}
    assert body["generationConfig"]["topK"] == 3
    assert b"canary" not in request.body
    if provider == "bedrock":
        assert request.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIACANARY/")
        assert body["inferenceConfig"]["temperature"] == 0.5
    elif provider == "gemini":
        assert (request.headers["x-goog-api-key"], "authorization" in request.headers) == (KEY, False)
        assert body["generationConfig"]["temperature"] == 0.5
    else:
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert body["temperature"] == 0.5
    assert not {name for name in request.headers if name.startswith("x-stainless")}


async def test_what_the_provider_says_it_cost_counts(server: ChatServer) -> None:
    server.queue.append(Says(cost=0.0125))
    answer = await engine.complete(asking("openrouter"), credentials(server, "openrouter"))
    assert answer.cost == 0.0125
    known = ChatRequest("deepseek", "deepseek-chat", ({"role": "user", "content": "hi"},))
    assert engine.cost(known, answer.usage) == 0.0125
