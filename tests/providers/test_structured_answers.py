"""Structured answers step down from level to level, are checked, repaired once, and remembered; tools run to the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.errors import BadParameters, BadRequest, RateLimited, SchemaMismatch, ToolLoopLimit
from omniimage.providers.base import Credentials
from omniimage.providers.chat import structured, talk
from omniimage.providers.chat.rows import LEVELS, Level
from omniimage.providers.chat.structured import checked
from omniimage.providers.chat.words import ChatAnswer, ChatRequest, ToolCall
from tests.wire.chat import ChatServer, Says
from tests.wire.http1 import Request

CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "people": {"type": "integer", "minimum": 0}},
    "required": ["city", "people"],
    "additionalProperties": False,
}
GOOD = '{"city": "Хабаровск", "people": 616000}'


@pytest.fixture
async def server() -> AsyncIterator[ChatServer]:
    async with ChatServer() as running:
        yield running


def asking(provider: str = "custom_openai", name: str = "m-1", **more: Any) -> ChatRequest:
    return ChatRequest(provider, name, ({"role": "user", "content": "which city?"},), timeout=5, **more)


def key(server: ChatServer, provider: str = "custom_openai") -> Credentials:
    speaks: Any = {"gemini": "gemini", "bedrock": "bedrock"}.get(provider, "openai")
    return Credentials("AKIA:secret" if provider == "bedrock" else "k" * 20, server.base_url(speaks))


def level_of(body: dict[str, Any]) -> Level:
    if body.get("tools"):
        return "tools"
    kind = (body.get("response_format") or {}).get("type")
    if kind in ("json_schema", "json_object"):
        return kind  # type: ignore[no-any-return]
    return "instruction"


class Endpoint:
    """A service that knows some of the levels and refuses the others as real ones do."""

    def __init__(self, *knows: Level) -> None:
        self.knows = knows
        self.asked: list[Level] = []

    def __call__(self, request: Request, body: dict[str, Any]) -> Says:
        level = level_of(body)
        self.asked.append(level)
        if level not in self.knows:
            message = {"error": {"message": f"{level}: this response_format is unavailable now"}}
            return Says(status=400, body=json.dumps(message).encode())
        return Says(words=(), tools=(("answer", GOOD),)) if level == "tools" else Says(words=(GOOD,))


@pytest.mark.parametrize("lowest", LEVELS)
async def test_it_steps_down_to_what_the_service_knows_and_remembers(server: ChatServer, lowest: Level) -> None:
    server.brain = endpoint = Endpoint(lowest)
    found = await talk.chat(asking(), key(server), checked("city", CITY))
    assert found.parsed == {"city": "Хабаровск", "people": 616000}
    assert found.level == lowest
    assert endpoint.asked == list(LEVELS[: LEVELS.index(lowest) + 1])
    again = await talk.chat(asking(), key(server), checked("city", CITY))
    assert (again.parsed, endpoint.asked[-1]) == (found.parsed, lowest)
    assert len(endpoint.asked) == LEVELS.index(lowest) + 2


@pytest.mark.parametrize(
    ("provider", "level"), [("deepseek", "json_object"), ("bedrock", "instruction"), ("gemini", "json_schema")]
)
async def test_each_provider_starts_where_it_is_known_to_stand(server: ChatServer, provider: str, level: str) -> None:
    server.queue.append(Says(words=(GOOD,)))
    found = await talk.chat(asking(provider), key(server, provider), checked("city", CITY))
    assert (found.level, found.calls) == (level, 1)
    body = json.dumps(server.bodies[0])
    assert "people" in body
    assert (provider == "gemini") == ("generationConfig" in server.bodies[0])


async def test_the_callers_own_tools_rule_out_the_level_that_is_one(server: ChatServer) -> None:
    tool = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
    server.queue.append(Says(status=400, body=b'{"error": {"message": "json_schema not supported"}}'))
    server.queue.append(Says(words=(GOOD,)))
    found = await talk.chat(asking(name="with-tools", tools=(tool,)), key(server), checked("city", CITY))
    assert found.level == "json_object"
    assert [body["tools"][0]["function"]["name"] for body in server.bodies] == ["look", "look"]


async def test_an_answer_that_does_not_fit_is_asked_for_once_more(server: ChatServer) -> None:
    server.queue.extend([Says(words=('{"city": "Oslo", "people": -1}',)), Says(words=(GOOD,))])
    found = await talk.chat(asking(), key(server), checked("city", CITY))
    assert (found.parsed["people"], found.calls) == (616000, 2)
    assert "people" in server.bodies[1]["messages"][-1]["content"]
    assert found.answer.usage is not None
    assert found.answer.usage.total_tokens == 36


@pytest.mark.parametrize("raw", ["I would say Oslo.", '{"city": 3}', "[]", "null", '{"city": "Oslo", "peo'])
async def test_what_still_does_not_fit_is_told_with_the_text(server: ChatServer, raw: str) -> None:
    server.queue.extend([Says(words=(raw,))] * 2)
    with pytest.raises(SchemaMismatch) as caught:
        await talk.chat(asking(), key(server), checked("city", CITY))
    assert caught.value.details["raw"] == raw
    assert len(server.requests) == 2


async def test_a_repair_that_is_turned_away_does_not_hide_what_the_first_answer_cost(server: ChatServer) -> None:
    server.queue.extend([Says(words=("no JSON",), cost=0.02), Says(status=429, body=b"{}")])
    with pytest.raises(RateLimited) as caught:
        await talk.chat(asking(), key(server), checked("city", CITY))
    assert (caught.value.details["charged"], caught.value.details["cost"]) == ("yes", 0.02)


async def test_a_turn_with_tools_that_is_turned_away_does_not_hide_what_those_before_it_cost(server: ChatServer) -> None:
    server.queue.extend([Says(words=(), tools=(("look", "{}"),), cost=0.03), Says(status=429, body=b"{}")])
    with pytest.raises(RateLimited) as caught:
        await talk.chat_with_tools(asking(), key(server), lambda name, arguments: "a lamp")
    assert (caught.value.details["charged"], caught.value.details["cost"]) == ("yes", 0.03)


async def test_another_refusal_is_no_reason_to_step_down(server: ChatServer) -> None:
    says = Says(status=400, body=b'{"error": {"message": "max_tokens is too large", "code": "invalid_value"}}')
    server.queue.extend([says] * 4)
    with pytest.raises(BadParameters):
        await talk.chat(asking(name="other"), key(server), checked("city", CITY))
    assert len(server.requests) == 1


@pytest.mark.parametrize("shape", [{"type": "nonsense"}, {"properties": 3}, {"$ref": "http://127.0.0.1:9/x"}])
async def test_what_is_no_schema_is_a_bad_request(server: ChatServer, shape: dict[str, Any]) -> None:
    server.queue.append(Says(words=(GOOD,)))
    with pytest.raises(BadRequest):
        await talk.chat(asking(name="bad"), key(server), checked("x", shape))


names = st.text("abcdefgh_", min_size=1, max_size=8)
leaves = st.sampled_from([{"type": "string"}, {"type": "integer"}, {"type": "boolean"}, {"type": "null"}])
shapes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items, "maxItems": 4}, inner),
        st.builds(
            lambda properties: {"type": "object", "properties": properties, "required": sorted(properties)},
            st.dictionaries(names, inner, max_size=3),
        ),
    ),
    max_leaves=6,
)


def a_value(shape: dict[str, Any], data: st.DataObject) -> Any:
    """Some value that fits the shape."""
    kind = shape["type"]
    if kind == "array":
        return [a_value(shape["items"], data) for _ in range(data.draw(st.integers(0, 3)))]
    if kind == "object":
        return {name: a_value(inner, data) for name, inner in shape["properties"].items()}
    leaf = {"string": st.text(max_size=12), "integer": st.integers(-999, 999), "boolean": st.booleans(), "null": st.none()}
    return data.draw(leaf[kind])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shape=shapes, level=st.sampled_from(LEVELS), data=st.data())
def test_any_schema_goes_the_whole_way_down_and_back(shape: dict[str, Any], level: Level, data: st.DataObject) -> None:
    schema, value = checked("any name at all!", shape), a_value(shape, data)
    asked = structured.asked_at(level, asking(), schema)
    text = json.dumps(value, ensure_ascii=False)
    if level == "tools":
        parameters = asked.tools[0]["function"]["parameters"]
        assert parameters["type"] == "object"
        whole = value if shape["type"] == "object" else {"value": value}
        answer = ChatAnswer("", (ToolCall("1", "answer", whole),))
    else:
        dress = data.draw(st.sampled_from(["{}", "```json\n{}\n```", "\n {} \n"]))
        answer = ChatAnswer(dress.replace("{}", text))
    assert structured.read(level, answer, schema) == value
    assert json.dumps(schema.shape) == json.dumps(shape)


# Tools


async def test_tools_run_until_the_model_answers_in_text(server: ChatServer) -> None:
    server.queue.append(Says(words=(), tools=(("add", '{"a": 2, "b": 3}'), ("shout", '{"text": "hi"}'))))
    server.queue.append(Says(words=("five, HI",)))
    ran: list[tuple[str, dict[str, Any]]] = []

    async def executor(name: str, arguments: dict[str, Any]) -> Any:
        ran.append((name, arguments))
        await asyncio.sleep(0)
        return arguments["a"] + arguments["b"] if name == "add" else arguments["text"].upper()

    found = await talk.chat_with_tools(asking(tools=TOOLS), key(server), executor)
    assert (found.answer.content, found.calls) == ("five, HI", 2)
    assert ran == [("add", {"a": 2, "b": 3}), ("shout", {"text": "hi"})]
    told = [message for message in server.bodies[1]["messages"] if message["role"] == "tool"]
    assert [(message["tool_call_id"], message["content"]) for message in told] == [("call_0", "5"), ("call_1", "HI")]
    assert [message["role"] for message in found.messages] == ["user", "assistant", "tool", "tool", "assistant"]


async def test_a_tool_that_raises_tells_the_model(server: ChatServer) -> None:
    server.queue.append(Says(words=(), tools=(("add", '{"a": 2}'), ("add", "not json"))))
    server.queue.append(Says(words=("sorry",)))

    def executor(name: str, arguments: dict[str, Any]) -> int:
        return int(arguments["a"] + arguments["b"])

    found = await talk.chat_with_tools(asking(tools=TOOLS), key(server), executor)
    errors = [message["content"] for message in found.messages if message["role"] == "tool"]
    assert errors[0].startswith("error: KeyError")
    assert errors[1].startswith("error: ValueError")


async def test_an_endless_loop_of_tools_has_an_end(server: ChatServer) -> None:
    server.brain = lambda request, body: Says(words=(), tools=(("add", "{}"),))
    with pytest.raises(ToolLoopLimit) as caught:
        await talk.chat_with_tools(asking(tools=TOOLS), key(server), lambda name, arguments: "again", max_iterations=4)
    assert len(server.requests) == 4
    assert len(caught.value.messages) == 1 + 4 * 2
    assert caught.value.details["reason"] == "tool_loop_limit"


TOOLS = (
    {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}},
    {"type": "function", "function": {"name": "shout", "parameters": {"type": "object"}}},
)
