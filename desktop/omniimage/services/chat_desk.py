"""ChatDesk: every call to a chat model goes through here: its key, its price within the caps, its row, its end."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from omniimage.contracts.base import new_id
from omniimage.errors import BadRequest, ModelMissing, StudioError
from omniimage.providers.base import Credentials
from omniimage.providers.chat import engine, models, talk
from omniimage.providers.chat.models import ChatModel
from omniimage.providers.chat.structured import Schema
from omniimage.providers.chat.talk import Talk
from omniimage.providers.chat.words import ChatChunk, ChatRequest, Usage
from omniimage.services.budget import Budget, Item
from omniimage.services.keys import Keys
from omniimage.services.outcome import wait_before_retry
from omniimage.storage import chat_calls
from omniimage.storage.chat_calls import CallState
from omniimage.storage.database import Database

CHARS_PER_TOKEN = 3.5
TOKENS_PER_IMAGE = 1_600
USUAL_ANSWER_TOKENS = 700
AUTOMATIC_TRIES = 3

Waiting = Callable[[str | None, StudioError | None], Awaitable[None]]
Commit = Callable[[Talk, Callable[[], None]], Awaitable[None]]


@dataclass(frozen=True)
class Ask:
    """What is asked of a chat model, and for what: `owner` is the thing it belongs to, `purpose` one word for reports."""

    model: str
    messages: tuple[Mapping[str, Any], ...]
    owner: str
    purpose: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    timeout: float = 180.0

    @property
    def images(self) -> int:
        return sum(1 for message in self.messages for part in _parts(message) if part.get("type") == "image_url")

    @property
    def chars(self) -> int:
        return sum(len(str(part.get("text", ""))) for message in self.messages for part in _parts(message))


@dataclass
class Heard:
    """What came of a streamed call so far."""

    text: str = ""
    usage: Usage | None = None
    cost: float | None = None
    finish_reason: str | None = None


class ChatDesk:
    def __init__(self, database: Database, keys: Keys, budget: Budget) -> None:
        self._database = database
        self._keys = keys
        self._budget = budget

    def known(self, model: str) -> ChatModel:
        """Raises `ModelMissing`."""
        found = models.model(model)
        if found is None:
            raise ModelMissing("no such chat model", model=model)
        return found

    def estimate(self, ask: Ask) -> float | None:
        """About what a call costs, in US dollars; `None` where no price is known."""
        model = self.known(ask.model)
        if model.input_per_million is None or model.output_per_million is None:
            return None
        tokens = ask.chars / CHARS_PER_TOKEN + ask.images * TOKENS_PER_IMAGE
        return (tokens * model.input_per_million + USUAL_ANSWER_TOKENS * model.output_per_million) / 1_000_000

    def check(self, ask: Ask) -> None:
        """What can be told before anything is sent."""
        model = self.known(ask.model)
        if ask.images and model.sees is False:
            raise BadRequest("this model cannot see pictures", model=ask.model, reason="cannot_see", charged="no")

    async def settle_left(self) -> None:
        """At start: what the last launch had sent and never heard the end of."""
        await self._database.write(chat_calls.interrupted)

    async def stream(self, ask: Ask, heard: Heard, waiting: Waiting | None = None) -> AsyncGenerator[str, None]:
        """The words as they come; `heard` fills as they do. Left early, the call is closed at the server.

        A fault that passes and cost nothing is waited out, three times at most, and `waiting` is told. Raises the
        `StudioError` it ended with; what came before stays in `heard`.
        """
        self.check(ask)
        request, tries = _request(ask), 0
        while True:
            call, credentials = await self._begun(ask)
            try:
                pieces = self._once(call, request, credentials, heard)
                async with aclosing(pieces):
                    async for chunk in pieces:
                        yield chunk.delta_content
                self._keys.report(request.provider, credentials.key_id, None)
                return
            except StudioError as error:
                self._keys.report(request.provider, credentials.key_id, error)
                pause = wait_before_retry(error, tries, random.random()) if not heard.text else None
                tries += 1
                if pause is None or tries > AUTOMATIC_TRIES:
                    raise
                await _wait(pause, error, waiting)

    async def chat(
        self, ask: Ask, schema: Schema | None = None, commit: Commit | None = None, waiting: Waiting | None = None
    ) -> Talk:
        """One whole answer, structured where a schema is given. Faults that pass are waited out as in `stream`.

        `commit` writes the call's end down, together with what the caller makes of the answer; what it raises is raised
        once the end is written all the same.
        """
        self.check(ask)
        request, tries = _request(ask), 0
        while True:
            call, credentials = await self._begun(ask)
            try:
                found = await self._answered(call, request, credentials, schema, commit)
                self._keys.report(request.provider, credentials.key_id, None)
                return found
            except StudioError as error:
                if error.details.get("provider") is not None:
                    self._keys.report(request.provider, credentials.key_id, error)
                pause = wait_before_retry(error, tries, random.random())
                tries += 1
                if pause is None or tries > AUTOMATIC_TRIES:
                    raise
                await _wait(pause, error, waiting)

    async def _answered(
        self, call: _Call, request: ChatRequest, credentials: Credentials, schema: Schema | None, commit: Commit | None
    ) -> Talk:
        try:
            found = await talk.chat(request, credentials, schema)
        except StudioError as error:
            await call.failed(error)
            raise
        except BaseException:
            await asyncio.shield(call.ended("stopped", "unknown"))
            raise
        end = call.ending("done", "yes", found.answer.cost, found.answer.usage)
        try:
            # Whoever is stopped now must not lose the answer.
            await asyncio.shield(asyncio.ensure_future(commit(found, end) if commit else self._database.write(end)))
        except StudioError:
            await self._database.write(end)
            raise
        finally:
            self._budget.announce()
        return found

    async def _once(
        self, call: _Call, request: ChatRequest, credentials: Credentials, heard: Heard
    ) -> AsyncGenerator[ChatChunk, None]:
        pieces = engine.stream(request, credentials)
        try:
            async with aclosing(pieces):
                async for chunk in pieces:
                    heard.text += chunk.delta_content
                    heard.usage = chunk.usage or heard.usage
                    heard.finish_reason = chunk.finish_reason or heard.finish_reason
                    if chunk.delta_content:
                        yield chunk
        except StudioError as error:
            await call.failed(error)
            raise
        except BaseException:
            # Stopped: what was said until then is billed by most.
            await asyncio.shield(call.ended("stopped", "yes" if heard.text else "unknown"))
            raise
        heard.cost = engine.cost(request, heard.usage)
        await call.ended("done", "yes", heard.cost, heard.usage)

    async def _begun(self, ask: Ask) -> tuple[_Call, Credentials]:
        """Reserve its price and write it down, with the key whose turn it is of those whose caps leave room."""
        id, provider = new_id("chat"), ask.model.partition("/")[0]
        credentials = await self._keys.credentials(provider)
        item = Item(run_id=ask.owner, generation_id=id, model=ask.model, cost=self.estimate(ask))
        reserve = self._budget.reserving([item])

        def work() -> str:
            key_id = reserve()[item.id]
            chat_calls.begin(id, owner=ask.owner, purpose=ask.purpose, model=ask.model, key_id=key_id)
            return key_id

        call = _Call(id, self._database, self._budget)
        try:
            key_id = await self._database.write(work)
            if key_id != credentials.key_id:
                credentials = await self._keys.credentials(provider, key_id=key_id)
        except BaseException:
            # Written down or not, it is not sent.
            await asyncio.shield(call.ended("failed", "no"))
            raise
        return call, credentials


class _Call:
    def __init__(self, id: str, database: Database, budget: Budget) -> None:
        self._id, self._database, self._budget = id, database, budget
        self._began = time.monotonic()

    async def failed(self, error: StudioError) -> None:
        charged = str(error.details.get("charged", "unknown"))
        state: CallState = "unknown" if charged == "unknown" else "failed"
        await self.ended(state, charged, error.details.get("cost"), error=error.code)

    async def ended(
        self,
        state: CallState,
        charged: str,
        cost: float | None = None,
        usage: Usage | None = None,
        error: str | None = None,
    ) -> None:
        await self._database.write(self.ending(state, charged, cost, usage, error))
        self._budget.announce()

    def ending(
        self,
        state: CallState,
        charged: str,
        cost: float | None = None,
        usage: Usage | None = None,
        error: str | None = None,
    ) -> Callable[[], None]:
        """`ended` as a write, for a transaction that holds more than this."""
        facts = {
            "seconds": round(time.monotonic() - self._began, 3),
            "prompt_tokens": usage.prompt_tokens if usage else None,
            "completion_tokens": usage.completion_tokens if usage else None,
            "error": error,
        }
        return lambda: chat_calls.end(self._id, state, charged=charged, cost=cost, **facts)


def _request(ask: Ask) -> ChatRequest:
    provider, _, name = ask.model.partition("/")
    return ChatRequest(provider, name, tuple(ask.messages), extra=ask.extra, timeout=ask.timeout)


async def _wait(pause: float, error: StudioError, waiting: Waiting | None) -> None:
    until = (datetime.now(UTC) + timedelta(seconds=pause)).isoformat(timespec="milliseconds")
    if waiting:
        await waiting(until, error)
    await asyncio.sleep(pause)
    if waiting:
        await waiting(None, None)


def _parts(message: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    content = message.get("content")
    return content if isinstance(content, list) else [{"type": "text", "text": content or ""}]
