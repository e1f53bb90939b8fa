"""ChatClient over real sockets, as a script would use it."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from omniimage import ChatClient
from omniimage.errors import AuthFailed, BadRequest, ModelMissing, SchemaMismatch
from tests.wire.chat import ChatServer, Says
from tests.wire.pictures import png
from tests.wire.server import WireServer


class City(BaseModel):
    city: str
    people: int = Field(ge=0)


def client(server: ChatServer, provider: str = "openai", **more: str) -> ChatClient:
    speaks = {"gemini": "gemini", "bedrock": "bedrock"}.get(provider, "openai")
    key = "AKIA:secret" if provider == "bedrock" else "k" * 20
    return ChatClient(provider, model="m-1", api_key=key, base_url=server.base_url(speaks), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("provider", ["openai", "deepseek", "glm", "doubao", "gemini", "bedrock", "openrouter", "xai"])
def test_one_question_in_a_line(chats: ChatServer, provider: str) -> None:
    chats.queue.append(Says(words=("Guten", " Tag")))
    result = client(chats, provider).chat("say hello in German")
    assert (result.content, result.finish_reason, result.has_tool_calls) == ("Guten Tag", "stop", False)
    assert [message["role"] for message in result.messages] == ["user", "assistant"]


def test_a_pydantic_model_comes_back_filled(chats: ChatServer) -> None:
    chats.queue.append(Says(words=('{"city": "Oslo", "people": 700000}',)))
    result = client(chats).chat("which city?", response_format=City)
    assert result.parsed == City(city="Oslo", people=700_000)
    assert result.structured_level == "json_schema"
    chats.queue.extend([Says(words=('{"city": "Oslo", "people": -5}',))] * 2)
    with pytest.raises(SchemaMismatch) as caught:
        client(chats).chat("which city?", response_format=City)
    assert "-5" in caught.value.details["raw"]


def test_chunks_come_as_they_are_said_and_a_break_hangs_up(chats: ChatServer) -> None:
    chats.queue.append(Says(words=("word ",) * 100, pause=0.05))
    for chunk in client(chats).chat_stream("talk"):
        assert chunk.delta_content == "word "
        break
    ends = time.monotonic() + 20
    while not chats.gone and time.monotonic() < ends:
        time.sleep(0.01)
    assert chats.gone


def test_the_last_chunk_has_the_usage(chats: ChatServer) -> None:
    chunks = list(client(chats).chat_stream("talk"))
    assert "".join(chunk.delta_content for chunk in chunks) == "Hello there"
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens == 18


async def test_a_cancelled_twin_hangs_up(chats: ChatServer) -> None:
    chats.queue.append(Says(hang=True))
    waiting = asyncio.create_task(client(chats).achat("x"))
    async with asyncio.timeout(10):
        while not chats.requests:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        waiting.cancel()
        while not chats.gone:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def test_tools_run(chats: ChatServer) -> None:
    chats.queue.extend([Says(words=(), tools=(("add", '{"a": 2, "b": 3}'),)), Says(words=("five",))])
    tool = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
    result = client(chats).chat_with_tools("2 + 3?", [tool], tool_executor=lambda name, arguments: sum(arguments.values()))
    assert result.content == "five"
    assert [message["role"] for message in result.messages] == ["user", "assistant", "tool", "assistant"]


def test_a_tool_may_use_the_clients_themselves(chats: ChatServer) -> None:
    asking = client(chats)
    tool = {"type": "function", "function": {"name": "ask", "parameters": {"type": "object"}}}
    chats.queue.extend([Says(words=(), tools=(("ask", "{}"),)), Says(words=("inner",)), Says(words=("done",))])
    result = asking.chat_with_tools("x", [tool], tool_executor=lambda name, arguments: asking.chat("y").content)
    assert (result.content, result.messages[2]["content"]) == ("done", "inner")

    async def blocking(name: str, arguments: dict[str, object]) -> str:
        return asking.chat("y").content

    chats.queue.extend([Says(words=(), tools=(("ask", "{}"),)), Says(words=("done",))])
    result = asking.chat_with_tools("x", [tool], tool_executor=blocking)
    assert result.messages[2]["content"].startswith("error: BadRequest")


@pytest.mark.parametrize("provider", ["gemini", "bedrock"])
def test_a_pictures_address_is_fetched_by_us(chats: ChatServer, images: WireServer, provider: str) -> None:
    part = {"type": "image_url", "image_url": {"url": f"{images.origin}/files/900.png"}}
    client(chats, provider).chat([{"role": "user", "content": [part]}])
    assert b"/files/" not in chats.requests[0].body
    assert len(chats.requests) == 1


def test_pictures_travel_untouched(chats: ChatServer, tmp_path: Path) -> None:
    import base64

    (tmp_path / "a.png").write_bytes(png(900, 1))
    content = ["what is this?", tmp_path / "a.png", {"type": "image_url", "image_url": {"url": png(900, 2)}}]
    client(chats).chat([{"role": "user", "content": content}])
    parts = chats.bodies[0]["messages"][0]["content"]
    assert parts[0] == {"type": "text", "text": "what is this?"}
    for part, number in zip(parts[1:], (1, 2), strict=True):
        assert part["image_url"]["url"] == "data:image/png;base64," + base64.b64encode(png(900, number)).decode()


def test_a_model_that_cannot_see_is_told_before_sending(chats: ChatServer) -> None:
    with pytest.raises(BadRequest) as caught:
        client(chats, "deepseek").chat([{"role": "user", "content": [png(900, 1)]}])
    assert caught.value.details["reason"] == "cannot_see"
    assert not chats.requests


def test_extra_arguments_reach_the_body(chats: ChatServer) -> None:
    client(chats, "doubao").chat("x", thinking={"type": "enabled"}, temperature=0.2)
    body = chats.bodies[0]
    assert (body["thinking"], body["temperature"]) == ({"type": "enabled"}, 0.2)


def test_what_is_missing_is_said(chats: ChatServer) -> None:
    with pytest.raises(AuthFailed):
        ChatClient("openai", model="m").chat("x")
    with pytest.raises(ModelMissing):
        ChatClient("openai", api_key="k" * 20).chat("x")
    with pytest.raises(BadRequest):
        ChatClient("stability")
    with pytest.raises(BadRequest):
        client(chats).chat([])
    assert json.dumps([request.path for request in chats.requests]) == "[]"
