"""Enhance and translate: a chat model rewrites a prompt, streamed; the user takes it or leaves it."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing

from omniimage import acting
from omniimage.contracts.base import new_id
from omniimage.contracts.words import ChatPart, ChatPreview, ChatPreviewMessage, PromptTool, Words
from omniimage.errors import BadRequest, Cancelled, NotFound, StudioError
from omniimage.events import EventBus
from omniimage.prompts import Prompts
from omniimage.services.chat_desk import Ask, ChatDesk, Heard

MAX_WORDS = 220
MAX_PROMPT_CHARS = 20_000
TARGET = "English"
MOST_KNOWN = 64


class PromptTools:
    def __init__(self, desk: ChatDesk, prompts: Prompts, bus: EventBus) -> None:
        self._desk = desk
        self._prompts = prompts
        self._bus = bus
        # By owner and id.
        self._running: dict[tuple[str, str], asyncio.Task[Words]] = {}
        # The last few, also those that have ended: what is asked for again under its id is not paid again.
        self._known: dict[tuple[str, str], tuple[Ask, asyncio.Task[Words]]] = {}

    async def run(self, tool: PromptTool, prompt: str, model: str, id: str = "") -> Words:
        """The new text; on the way `text.delta` tells of it under `id`, which the caller may choose.

        Asked again under the same id, it tells of the same words. Raises `BadRequest` where that asked for something else.
        """
        ask = self._ask(tool, prompt, model)
        self._desk.check(ask)
        id = id or new_id("words")
        key = (acting.owner(), id)
        before, task = self._known.get(key, (ask, None))
        if before != ask:
            raise BadRequest("this id was given to another request", field="request_id", reason="other_request")
        if task is None:
            task = asyncio.create_task(self._written(id, ask))
            self._running[key] = task
            self._know(key, ask, task)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise Cancelled("stopped", charged="unknown", model=model) from None
            raise
        finally:
            if task.done():
                self._running.pop(key, None)

    def _know(self, key: tuple[str, str], ask: Ask, task: asyncio.Task[Words]) -> None:
        self._known[key] = (ask, task)
        for oldest in list(self._known)[:-MOST_KNOWN]:
            del self._known[oldest]

        def forget_what_cost_nothing(ended: asyncio.Task[Words]) -> None:
            error = None if ended.cancelled() else ended.exception()
            if isinstance(error, StudioError) and error.details.get("charged", "no") == "no":
                self._known.pop(key, None)

        task.add_done_callback(forget_what_cost_nothing)

    def preview(self, tool: PromptTool, prompt: str, model: str) -> ChatPreview:
        """What would be sent, and what it may cost."""
        ask = self._ask(tool, prompt, model)
        messages = [
            ChatPreviewMessage(role=message["role"], parts=[ChatPart(text=message["content"])]) for message in ask.messages
        ]
        return ChatPreview(model=model, messages=messages, cost=self._desk.estimate(ask))

    def is_running(self, id: str) -> bool:
        return (acting.owner(), id) in self._running

    async def cancel(self, id: str) -> None:
        """Stop it: the request is closed at the provider. Raises `NotFound`."""
        task = self._running.pop((acting.owner(), id), None)
        if task is None:
            raise NotFound("nothing of this id is at work", id=id)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def drain(self) -> None:
        """Before the end: stop what runs."""
        tasks = [*self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ask(self, tool: PromptTool, prompt: str, model: str) -> Ask:
        if not prompt.strip():
            raise BadRequest("the prompt is empty", field="prompt", reason="empty")
        if len(prompt) > MAX_PROMPT_CHARS:
            raise BadRequest("the prompt is too long", field="prompt", reason="too_long", limit=MAX_PROMPT_CHARS)
        system = self._prompts.render(tool, max_words=MAX_WORDS, target=TARGET)
        messages = ({"role": "system", "content": system}, {"role": "user", "content": prompt})
        return Ask(model, messages, owner=f"prompt:{tool}", purpose=tool)

    async def _written(self, id: str, ask: Ask) -> Words:
        began, heard = time.monotonic(), Heard()
        try:
            async with aclosing(self._desk.stream(ask, heard)) as words:
                async for delta in words:
                    self._bus.publish("text.delta", {"id": id, "text": delta})
        finally:
            self._running.pop((acting.owner(), id), None)
            self._bus.publish("text.done", {"id": id, "text": heard.text})
        return Words(id=id, text=heard.text.strip(), cost=heard.cost, seconds=round(time.monotonic() - began, 3))
