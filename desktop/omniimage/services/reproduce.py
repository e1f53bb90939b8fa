"""Reproduce: a picture goes in, a chat model that sees writes the prompt behind it, the user makes it again."""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Any

from omniimage import acting
from omniimage.contracts.base import ErrorInfo, new_id, now
from omniimage.contracts.runs import Run, RunParams, StartedRun
from omniimage.contracts.words import (
    ChatPart,
    ChatPreview,
    ChatPreviewMessage,
    Closeness,
    Reproduction,
    ReproductionOptions,
    ReproductionPage,
    StartedReproduction,
)
from omniimage.errors import BadRequest, NotFound, StudioError
from omniimage.events import EventBus
from omniimage.imaging.closeness import closeness
from omniimage.imaging.fit import Fitted, fit_within
from omniimage.imaging.workers import PixelWorkers
from omniimage.prompts import Prompts
from omniimage.providers.chat.rows import chat_spec
from omniimage.services.chat_desk import Ask, ChatDesk, Heard
from omniimage.services.fair_gate import FairGate
from omniimage.services.generation import GenerationManager
from omniimage.services.originals import readable
from omniimage.services.outcome import error_info
from omniimage.services.requests import Claim, unclaimed
from omniimage.storage.image_store import ImageStore
from omniimage.storage.reproductions import Reproductions

MAX_AT_ONCE = 3
SAVE_SECONDS = 0.5
log = logging.getLogger(__name__)
GO_ON = "Go on exactly where you stopped. Do not repeat anything."


class Reproduce:
    def __init__(
        self,
        desk: ChatDesk,
        prompts: Prompts,
        store: ImageStore,
        rows: Reproductions,
        workers: PixelWorkers,
        bus: EventBus,
        generation: GenerationManager,
    ) -> None:
        self._desk, self._prompts, self._store, self._generation = desk, prompts, store, generation
        self._rows, self._workers, self._bus = rows, workers, bus
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turns = FairGate(MAX_AT_ONCE)

    async def start(
        self, img_ids: Sequence[str], model: str, options: ReproductionOptions, claim: Claim = unclaimed
    ) -> list[StartedReproduction]:
        """Describe each picture; answers at once. Raises what can be told before sending, for all of them or none."""
        if not 1 <= len(img_ids) <= 200:
            raise BadRequest("choose 1 to 200 pictures", field="img_id")
        for img_id in img_ids:
            await self._store.get(img_id)
        self._desk.check(self._ask("", model, options, _Nothing))
        fresh = [_fresh(img_id, model, options) for img_id in img_ids]
        await self._rows.add(fresh, lambda: claim(*(row.id for row in fresh)))
        for row in fresh:
            self._announce(row)
            self._launch(row)
        return [StartedReproduction(id=row.id) for row in fresh]

    async def go_on(self, id: str, *, afresh: bool, claim: Claim = unclaimed) -> Reproduction:
        """Ask for the rest of a text that broke off, or for all of it again."""
        row = await self._rows.get(id)
        if id in self._running:
            raise BadRequest("it is still at work", id=id, reason="running")
        changes: dict[str, Any] = {"state": "running", "error": None, "waiting_until": None, "started": now()}
        changes |= {"text": ""} if afresh else {}
        with acting.on_behalf_of(row.owner):
            # At once: of two presses the second finds it at work. What is written here is written before what it writes.
            self._launch(row.model_copy(update=changes))
            return await self._changed(id, lambda: claim(id), **changes)

    async def preview(self, img_id: str, model: str, options: ReproductionOptions) -> ChatPreview:
        """What would be sent, word for word, and what was done to the picture."""
        fitted = await self._fitted(img_id, model)
        ask = self._ask("", model, options, fitted)
        messages = []
        for message in ask.messages:
            parts = (
                [ChatPart(text=message["content"])]
                if isinstance(message["content"], str)
                else [
                    ChatPart(text=part["text"])
                    if part["type"] == "text"
                    else ChatPart(image_id=img_id, scaled=fitted.scaled)
                    for part in message["content"]
                ]
            )
            messages.append(ChatPreviewMessage(role=message["role"], parts=parts))
        return ChatPreview(model=model, messages=messages, cost=self._desk.estimate(ask))

    async def get(self, id: str) -> Reproduction:
        return await self._rows.get(id)

    async def list(self, text: str, cursor: str | None, limit: int, owner: str | None = None) -> ReproductionPage:
        return await self._rows.list(text, cursor, limit, owner)

    async def set_prompt(self, id: str, prompt: str) -> Reproduction:
        """Keep what the user made of the text."""
        if len(prompt) > 100_000:
            raise BadRequest("the prompt is too long", field="prompt", reason="too_long", limit=100_000)
        return await self._changed(id, prompt=prompt)

    async def generate(
        self, id: str, prompt: str, models: Sequence[str], params: RunParams, claim: Callable[[Run], None] = lambda run: None
    ) -> StartedRun:
        """Begin a run, linked to it in one transaction. Raises `NotFound`, and what `GenerationManager.start` does."""
        linked: list[Reproduction] = []

        def link(run: Run) -> None:
            linked[:] = [self._rows.link(id, run.id)]
            claim(run)

        started = await self._generation.start(prompt, models, params, claim=link)
        self._announce(linked[0])
        return started

    async def compare(self, first: str, second: str) -> Closeness:
        """How close two pictures are, measured here."""
        paths = [(await readable(self._store, img_id)).path for img_id in (first, second)]
        found = await self._workers.run(closeness, *paths)
        return Closeness(
            palette=round(found.colour, 4),
            layout=round(found.layout, 4),
            texture=round(found.spectrum, 4),
            overall=round(found.overall, 4),
        )

    def is_running(self, id: str) -> bool:
        return id in self._running

    async def cancel(self, id: str) -> None:
        """Stop it: the stream is closed at the provider, what was said is kept. Raises `NotFound`."""
        await self._rows.get(id)
        task = self._running.get(id)
        if task is None:
            raise NotFound("nothing of this id is at work", id=id)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def drain(self) -> None:
        """Before the end: stop what runs; what was said is kept."""
        tasks = [*self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def settle_left(self) -> None:
        """At start: what the last launch was writing was cut off."""
        await self._rows.interrupt()

    # One description

    def _launch(self, row: Reproduction) -> None:
        task = asyncio.create_task(self._describe(row))
        self._running[row.id] = task
        task.add_done_callback(lambda _: self._running.pop(row.id, None))

    async def _describe(self, row: Reproduction) -> None:
        id, heard = row.id, Heard()
        began, before = time.monotonic(), row.text
        ended: dict[str, Any] = {"state": "stopped"}
        try:
            with await self._turns.enter():
                await self._stream(row, heard)
            ended = {"state": "done"}
        except StudioError as error:
            ended = {"state": "failed", "error": error_info(error)}
        except asyncio.CancelledError:
            pass
        except Exception as error:
            log.exception("a description failed with an unexpected %s", type(error).__name__)
            ended = {"state": "failed", "error": error_info(error)}
        finally:
            text = before + heard.text
            cost = await self._rows.cost(id)
            seconds = round((row.seconds or 0) + time.monotonic() - began, 3)
            facts: dict[str, Any] = {"text": text, "cost": cost, "seconds": seconds, "waiting_until": None}
            await self._changed(id, **facts, **ended)
            self._bus.publish("text.done", {"id": id, "text": text, "state": ended["state"]})

    async def _stream(self, row: Reproduction, heard: Heard) -> None:
        fitted = await self._fitted(row.image_id, row.model)
        ask = self._ask(row.id, row.model, row.options, fitted, row.text)
        await self._changed(row.id, scaled=fitted.scaled, tries=row.tries + 1)
        tries, saved = row.tries + 1, time.monotonic()

        async def waiting(until: str | None, error: StudioError | None) -> None:
            nonlocal tries
            tries += until is None
            told: ErrorInfo | None = error_info(error) if error else None
            await self._changed(
                row.id, state="waiting" if until else "running", waiting_until=until, error=told, tries=tries
            )

        async with aclosing(self._desk.stream(ask, heard, waiting)) as words:
            async for delta in words:
                self._bus.publish("text.delta", {"id": row.id, "text": delta})
                if time.monotonic() - saved > SAVE_SECONDS:
                    saved = time.monotonic()
                    await self._rows.change(row.id, text=row.text + heard.text)

    async def _fitted(self, img_id: str, model: str) -> Fitted:
        spec = chat_spec(self._desk.known(model).provider)
        assert spec is not None
        stored = await readable(self._store, img_id)
        return await self._workers.run(fit_within, stored.path, spec.max_image_bytes, spec.max_image_edge)

    def _ask(self, owner: str, model: str, options: ReproductionOptions, picture: Fitted, so_far: str = "") -> Ask:
        values = {
            "style": options.style,
            "focus": options.focus,
            "notes": options.notes.strip(),
            "language": options.language,
        }
        system, user = (
            self._prompts.render(name, **values) if own is None else self._prompts.render_text(own, name, **values)
            for name, own in (("mllm_system", options.system), ("mllm_user", options.user))
        )
        url = f"data:{picture.mime_type};base64,{base64.b64encode(picture.data).decode()}"
        content = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": user}]
        messages: list[dict[str, Any]] = [{"role": "system", "content": system}, {"role": "user", "content": content}]
        if so_far:
            messages += [{"role": "assistant", "content": so_far}, {"role": "user", "content": GO_ON}]
        return Ask(model, tuple(messages), owner=owner, purpose="reproduce")

    async def _changed(self, id: str, also: Callable[[], None] = lambda: None, **changes: Any) -> Reproduction:
        row = await self._rows.change(id, also, **changes)
        self._announce(row)
        return row

    def _announce(self, row: Reproduction) -> None:
        self._bus.publish("reproduction.changed", {"id": row.id, "reproduction": row.model_dump(mode="json")})


_Nothing = Fitted(b"", "image/png", None)


def _fresh(img_id: str, model: str, options: ReproductionOptions) -> Reproduction:
    return Reproduction(
        id=new_id("rep"),
        image_id=img_id,
        model=model,
        options=options,
        state="running",
        text="",
        prompt="",
        error=None,
        tries=0,
        waiting_until=None,
        scaled=None,
        cost=None,
        seconds=None,
        created=now(),
        started=now(),
        run_ids=[],
        owner=acting.owner(),
    )
