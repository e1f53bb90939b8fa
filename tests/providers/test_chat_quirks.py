"""What services and litellm do besides the protocol: each seen once, each held here."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from omniimage.errors import BadParameters, BadResponse, ProviderUnavailable, RateLimited, StudioError
from omniimage.providers.base import Credentials
from omniimage.providers.chat import engine, talk
from omniimage.providers.chat.structured import checked
from omniimage.providers.chat.words import ChatRequest
from tests.wire.chat import ChatServer, Says
from tests.wire.http1 import Request
from tests.wire.pictures import png

KEY = "sk-canary-0123456789abcdef"
ADD = {"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}


@pytest.fixture
async def server() -> AsyncIterator[ChatServer]:
    async with ChatServer() as running:
        yield running


def asking(provider: str, name: str = "m-1", content: Any = "hi", **more: Any) -> ChatRequest:
    return ChatRequest(provider, name, ({"role": "user", "content": content},), timeout=5, **more)


def at(server: ChatServer, provider: str) -> Credentials:
    speaks: Any = provider if provider in ("gemini", "bedrock") else "openai"
    return Credentials(f"AKIACANARY:{KEY}" if provider == "bedrock" else KEY, server.base_url(speaks))


async def heard(request: ChatRequest, credentials: Credentials) -> list[Any]:
    return [piece async for piece in engine.stream(request, credentials)]


@pytest.mark.parametrize("name", ["gpt-5-pro", "gpt-5-codex", "o1-pro", "o3", "gpt-5", "openai/gpt-5.4"])
async def test_no_name_of_a_model_takes_another_way_than_ours(server: ChatServer, name: str) -> None:
    extra = {"temperature": 0.3, "max_tokens": 9}
    await engine.complete(asking("openai", name, extra=extra, tools=(ADD,)), at(server, "openai"))
    await heard(asking("openai", name, extra=extra), at(server, "openai"))
    for request, body in zip(server.requests, server.bodies, strict=True):
        assert request.path == "/v1/chat/completions"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert (body["model"], body["temperature"], body["max_completion_tokens"]) == (name, 0.3, 9)
    await heard(asking("xai", name, extra=extra), at(server, "xai"))
    assert server.bodies[-1]["max_tokens"] == 9


async def test_a_model_may_repeat_itself(server: ChatServer) -> None:
    server.queue.append(Says(words=("--- ",) * 300))
    pieces = await heard(asking("openai"), at(server, "openai"))
    assert "".join(piece.delta_content for piece in pieces) == "--- " * 300


@pytest.mark.parametrize("provider", ["openai", "gemini", "bedrock"])
async def test_tokens_that_nobody_counted_are_not_guessed(server: ChatServer, provider: str) -> None:
    server.queue.extend([Says(usage=None)] * 2)
    assert not [piece for piece in await heard(asking(provider), at(server, provider)) if piece.usage]
    if provider != "bedrock":
        assert (await engine.complete(asking(provider), at(server, provider))).usage is None


@pytest.mark.parametrize("provider", ["openai", "gemini", "bedrock"])
async def test_parallel_calls_of_one_tool_stay_apart(server: ChatServer, provider: str) -> None:
    calls = (("add", '{"a": 1, "b": 2}'), ("add", '{"a": 30, "b": 4}'))
    server.queue.append(Says(words=(), tools=calls, split=5))
    pieces: dict[int, list[Any]] = {}
    for chunk in await heard(asking(provider, tools=(ADD,)), at(server, provider)):
        for delta in chunk.delta_tool_calls:
            pieces.setdefault(delta.index, []).append(delta)
    assert [json.loads("".join(each.arguments for each in pieces[index])) for index in (0, 1)] == [
        json.loads(arguments) for _, arguments in calls
    ]
    assert len({each.id for parts in pieces.values() for each in parts if each.id}) == 2

    server.queue.extend([Says(words=(), tools=calls), Says(words=("3 and 34",))])

    async def add(name: str, arguments: dict[str, Any]) -> int:
        return int(arguments["a"] + arguments["b"])

    found = await talk.chat_with_tools(asking(provider, tools=(ADD,)), at(server, provider), add)
    assert found.answer.content == "3 and 34"
    answered = json.dumps(server.bodies[-1])
    assert '"3"' in answered
    assert '"34"' in answered
    results = [message for message in found.messages if message["role"] == "tool"]
    assert [message["content"] for message in results] == ["3", "34"]
    assert len({message["tool_call_id"] for message in results}) == 2


async def test_gemini_gets_its_signatures_of_thought_back(server: ChatServer) -> None:
    call = {"functionCall": {"name": "add", "args": {"a": 1}}, "thoughtSignature": "c2lnbmF0dXJl"}
    first = {
        "candidates": [{"content": {"parts": [call], "role": "model"}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 2, "totalTokenCount": 5},
    }
    server.queue.extend([Says(body=json.dumps(first).encode()), Says()])
    await talk.chat_with_tools(asking("gemini", tools=(ADD,)), at(server, "gemini"), lambda name, arguments: "1")
    assert "c2lnbmF0dXJl" in json.dumps(server.bodies[-1])


@pytest.mark.parametrize("provider", ["gemini", "bedrock"])
async def test_pictures_go_in_each_providers_form(server: ChatServer, provider: str) -> None:
    text = base64.b64encode(png(900, 1)).decode()
    part = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{text}"}}
    await engine.complete(asking(provider, content=[{"type": "text", "text": "what?"}, part]), at(server, provider))
    wanted = (
        {"inline_data": {"data": text, "mime_type": "image/png"}}
        if provider == "gemini"
        else {"image": {"source": {"bytes": text}, "format": "png"}}
    )
    message = server.bodies[0]["contents" if provider == "gemini" else "messages"][0]
    assert wanted in message["parts" if provider == "gemini" else "content"]


async def test_vertex_signs_with_the_service_account_and_names_its_project(server: ChatServer) -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    account = {"type": "service_account", "project_id": "atelier", "client_email": "a@b.c", "private_key": pem}
    key = json.dumps(account)
    told = Credentials(key, f"{server.origin}/v1/projects/other/locations/europe-west4")
    await heard(asking("vertex_ai", "gemini-3-pro"), told)
    await engine.complete(asking("vertex_ai", "gemini-3-pro"), replace(told, base_url=f"{server.origin}/v1"))
    first, second = server.requests
    assert first.path == (
        "/v1/projects/other/locations/europe-west4/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse"
    )
    assert second.path.startswith("/v1/projects/atelier/locations/global/publishers/google/models/gemini-3-pro:generate")
    head, claims, _ = first.headers["authorization"].removeprefix("Bearer ").split(".")
    assert json.loads(base64.urlsafe_b64decode(head + "=="))["alg"] == "RS256"
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["iss"] == "a@b.c"
    assert not any(b"PRIVATE KEY" in request.body for request in server.requests)


async def test_azure_shows_its_version_and_its_own_header(server: ChatServer) -> None:
    await engine.complete(asking("azure", "my-deployment"), Credentials(KEY, f"{server.origin}/openai/v1"))
    (request,) = server.requests
    assert request.path == "/openai/v1/chat/completions?api-version=preview"
    assert request.headers["api-key"] == KEY
    assert "authorization" not in request.headers
    assert server.bodies[0]["model"] == "my-deployment"


@pytest.mark.parametrize("status", [400, 422])
async def test_an_old_server_is_asked_once_more_without_stream_options(server: ChatServer, status: int) -> None:
    def old(request: Request, body: dict[str, Any]) -> Says:
        refused = {"detail": [{"loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}]}
        return Says(status=status, body=json.dumps(refused).encode()) if "stream_options" in body else Says()

    server.brain = old
    for _ in range(2):
        pieces = await heard(asking("custom_openai"), at(server, "custom_openai"))
        assert "".join(piece.delta_content for piece in pieces) == "Hello there"
    assert ["stream_options" in body for body in server.bodies] == [True, False, False]


async def test_any_other_refusal_is_sent_once(server: ChatServer) -> None:
    server.queue.append(Says(status=400, body=b'{"error": {"message": "no such parameter: thinking"}}'))
    with pytest.raises(BadParameters):
        await heard(asking("custom_openai"), at(server, "custom_openai"))
    assert len(server.requests) == 1


@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize("provider", ["openai", "gemini", "bedrock"])
async def test_added_headers_go_along_and_hidden_ones_stay_hidden(server: ChatServer, provider: str, streamed: bool) -> None:
    secret = "proxy-canary-77aa"
    credentials = replace(at(server, provider), headers={"X-Proxy": secret, "X-Team": "red"}, hidden=(secret,))
    said = {"code": 503, "message": f"gateway {secret} and {KEY} are down"}
    if provider == "bedrock" and streamed:
        said["code"] = "serviceUnavailableException"
    answers = [Says(status=503, body=json.dumps({"error": said}).encode())]
    answers += [Says(error=said, finish=None) if streamed else Says(body=json.dumps({"error": said}).encode())]
    for says in answers:
        server.queue.append(says)
        with pytest.raises(ProviderUnavailable if says.status == 503 or provider == "openai" else StudioError) as caught:
            await (heard(asking(provider), credentials) if streamed else engine.complete(asking(provider), credentials))
        shown = json.dumps(caught.value.details) + str(caught.value)
        assert secret not in shown
        assert "canary-0123" not in shown
    assert {request.headers["x-team"] for request in server.requests} == {"red"}
    assert server.requests[0].headers["x-proxy"] == secret


async def test_an_exception_in_amazons_stream_has_its_kind(server: ChatServer) -> None:
    server.queue.append(Says(error={"code": "throttlingException", "message": "slow"}, split=3))
    with pytest.raises(RateLimited):
        await heard(asking("bedrock"), at(server, "bedrock"))


@pytest.mark.parametrize("body", [b'{"error": "overloaded"}', b'{"object": "error", "message": "overloaded", "code": 400}'])
@pytest.mark.parametrize("streamed", [True, False])
async def test_what_small_servers_call_an_error_is_told(server: ChatServer, body: bytes, streamed: bool) -> None:
    server.queue.append(Says(body=body))
    with pytest.raises(StudioError) as caught:
        request = asking("custom_openai")
        await (heard(request, at(server, "openai")) if streamed else engine.complete(request, at(server, "openai")))
    assert caught.value.details["provider_message"] == "overloaded"


async def test_a_last_line_without_an_end_counts(server: ChatServer) -> None:
    events = (
        b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",'
        b'"choices":[{"index":0,"delta":{"content":"whole"},"finish_reason":"stop"}]}'
    )
    server.queue.append(Says(body=events, headers={"content-type": "text/event-stream"}))
    pieces = await heard(asking("custom_openai"), at(server, "openai"))
    assert "".join(piece.delta_content for piece in pieces) == "whole"


async def test_an_answer_without_choices_is_malformed(server: ChatServer) -> None:
    server.queue.append(Says(body=b'{"choices": []}'))
    with pytest.raises(BadResponse):
        await engine.complete(asking("openai"), at(server, "openai"))


async def test_a_repair_shows_the_schema_again(server: ChatServer) -> None:
    schema = checked("city", {"type": "object", "properties": {"only_here": {"type": "string"}}, "required": ["only_here"]})
    server.queue.extend([Says(words=("Gladly!",)), Says(words=('{"only_here": "Oslo"}',))])
    found = await talk.chat(asking("openai"), at(server, "openai"), schema)
    assert found.parsed == {"only_here": "Oslo"}
    assert "only_here" in server.bodies[1]["messages"][-1]["content"]
