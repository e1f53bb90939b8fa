"""Conversations over single calls: structured answers with one repair, and tools run until the model answers in text."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from omniimage.errors import BadParameters, SchemaMismatch, StudioError, ToolLoopLimit
from omniimage.providers.base import Credentials
from omniimage.providers.chat import engine, structured
from omniimage.providers.chat.rows import Level, chat_spec
from omniimage.providers.chat.structured import Schema
from omniimage.providers.chat.words import ChatAnswer, ChatRequest, Message, ToolCall, Usage

ToolExecutor = Callable[[str, dict[str, Any]], Any | Awaitable[Any]]

_lock = threading.Lock()
_known_levels: dict[tuple[str, str], Level] = {}


@dataclass(frozen=True)
class Talk:
    """What came of a conversation. `level`: how the structured answer was asked for; `calls`: requests that were sent."""

    answer: ChatAnswer
    messages: tuple[Message, ...]
    parsed: Any = None
    level: Level | None = None
    calls: int = 1


async def chat(request: ChatRequest, credentials: Credentials, schema: Schema | None = None) -> Talk:
    """One answer; with a schema a checked value in `parsed`. Raises `SchemaMismatch` after one repair."""
    if schema is None:
        answer = await engine.complete(request, credentials)
        return Talk(answer, (*request.messages, as_message(answer)))
    return await _structured(request, credentials, schema)


async def chat_with_tools(
    request: ChatRequest, credentials: Credentials, executor: ToolExecutor, max_iterations: int = 10
) -> Talk:
    """Run the tools the model asks for until it answers in text. Raises `ToolLoopLimit`."""
    messages, spent = request.messages, Spent()
    for turn in range(1, max_iterations + 1):
        answer = await spent.complete(replace(request, messages=messages), credentials)
        messages = (*messages, as_message(answer))
        if not answer.tool_calls:
            return Talk(spent.over(answer), messages, calls=turn)
        messages = (*messages, *[await _run(call, executor) for call in answer.tool_calls])
    raise ToolLoopLimit(
        "the model went on calling tools",
        messages=[dict(message) for message in messages],
        iterations=max_iterations,
        provider=request.provider,
        model=request.model,
        charged="yes",
        cost=spent.cost,
    )


def as_message(answer: ChatAnswer) -> dict[str, Any]:
    """The answer as the next request carries it."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.content or None}
    if answer.tool_calls:
        message["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.text()}}
            for call in answer.tool_calls
        ]
    return message


class Spent:
    """Usage and cost of several calls together, in US dollars; `cost` is `None` where one of them told none."""

    def __init__(self) -> None:
        self._usage = Usage(0, 0, 0)
        self._calls = 0
        self.cost: float | None = 0.0

    async def complete(self, request: ChatRequest, credentials: Credentials) -> ChatAnswer:
        """One more call. An error tells what those before it cost as well; they are not to be repeated."""
        try:
            answer = await engine.complete(request, credentials)
        except StudioError as error:
            if self._calls:
                if error.details.get("charged") == "no":
                    error.details["charged"] = "yes"
                    error.details.pop("safe_to_retry", None)
                error.details["cost"] = None if self.cost is None else self.cost + (error.details.get("cost") or 0.0)
            raise
        self._add(answer)
        return answer

    def _add(self, answer: ChatAnswer) -> None:
        self._calls += 1
        if (one := answer.usage) is not None:
            both = self._usage
            self._usage = Usage(
                both.prompt_tokens + one.prompt_tokens,
                both.completion_tokens + one.completion_tokens,
                both.total_tokens + one.total_tokens,
            )
        self.cost = None if self.cost is None or answer.cost is None else self.cost + answer.cost

    def over(self, answer: ChatAnswer) -> ChatAnswer:
        """The last answer with what all of them used."""
        return replace(answer, usage=self._usage if self._usage.total_tokens else answer.usage, cost=self.cost)


async def _structured(request: ChatRequest, credentials: Credentials, schema: Schema) -> Talk:
    spec = chat_spec(request.provider)
    place = (credentials.base_url, request.name)
    with _lock:
        first = _known_levels.get(place) or (spec.structured if spec else "instruction")
    levels, spent = structured.levels_from(first, has_tools=bool(request.tools)), Spent()
    for level in levels:
        try:
            talk = await _at(level, request, credentials, schema, spent)
        except BadParameters as error:
            if level == levels[-1] or not structured.is_refusal_of_level(error):
                raise
            continue
        with _lock:
            _known_levels[place] = level
        return talk
    raise AssertionError("the last level returns or raises")


async def _at(level: Level, request: ChatRequest, credentials: Credentials, schema: Schema, spent: Spent) -> Talk:
    asked = structured.asked_at(level, request, schema)
    for calls in (1, 2):
        answer = await spent.complete(asked, credentials)
        if request.tools and answer.tool_calls:
            return Talk(spent.over(answer), (*request.messages, as_message(answer)), None, level, calls)
        try:
            value = structured.read(level, answer, schema)
        except SchemaMismatch as error:
            if calls == 2:
                told = {"provider": request.provider, "model": request.model, "level": level}
                error.details.update(told, charged="yes", cost=spent.cost)
                raise
            asked = structured.repair(asked, answer, schema, str(error.details["problem"]))
            continue
        return Talk(spent.over(answer), (*request.messages, as_message(answer)), value, level, calls)
    raise AssertionError("the second answer returns or raises")


async def _run(call: ToolCall, executor: ToolExecutor) -> dict[str, Any]:
    """The tool's result as a message. A tool that raises tells the model so."""
    try:
        if not isinstance(call.arguments, dict):
            raise ValueError("the arguments are no JSON object")
        # A plain function may block, or use this library's synchronous face: not on the loop.
        is_async = inspect.iscoroutinefunction(executor)
        ask = partial(executor, call.name, call.arguments)
        result = ask() if is_async else await asyncio.to_thread(ask)
        if inspect.isawaitable(result):
            result = await result
        text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, default=str)
    except Exception as error:  # noqa: BLE001
        text = f"error: {type(error).__name__}: {error}"
    return {"role": "tool", "tool_call_id": call.id, "name": call.name, "content": text}
