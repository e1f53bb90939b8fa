"""The studio's hands: chat calls with rows, images through the ledger, each result kept in the transaction that ends it."""

from __future__ import annotations

import asyncio
import base64
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.runs import FINAL_STATES, Generation, ModelParams, RunParams
from omniimage.errors import StudioError
from omniimage.imaging.closeness import closeness
from omniimage.imaging.fit import fit_within
from omniimage.imaging.workers import PixelWorkers
from omniimage.providers.chat.rows import chat_spec, reads_facts
from omniimage.providers.chat.structured import checked
from omniimage.providers.chat.talk import Talk
from omniimage.sdk.refine import strategies
from omniimage.sdk.refine.session import OVERALL, Session
from omniimage.sdk.refine.steps import Fold, Question, Unusable
from omniimage.services.chat_desk import Ask, ChatDesk
from omniimage.services.generation import GenerationManager
from omniimage.services.originals import readable
from omniimage.services.refine.book import Book
from omniimage.services.refine.record import Refinement
from omniimage.storage.image_store import ImageStore

SHOWN_KEPT = 3
Waits = Callable[[str, str | None], None]


class Halted(Exception):
    """The session cannot go on by itself. `info`: why, for the user."""

    def __init__(self, info: ErrorInfo) -> None:
        super().__init__(info.code)
        self.info = info


class Stopped(Exception):
    """The image that was being made was cancelled."""


class Studio:
    """What all sessions' hands work with. `waits(id, until)`: a passing fault is being waited out."""

    def __init__(
        self,
        book: Book,
        desk: ChatDesk,
        generation: GenerationManager,
        store: ImageStore,
        workers: PixelWorkers,
        waits: Waits,
    ) -> None:
        self.book, self.desk, self.generation = book, desk, generation
        self.store, self.workers, self.waits = store, workers, waits
        self._at_images: dict[str, str] = {}
        self._shown: OrderedDict[tuple[str, int, int], dict[str, Any]] = OrderedDict()

    def image_at_work(self, id: str) -> str | None:
        """The generation that a session waits for now."""
        return self._at_images.get(id)

    async def ask(self, id: str, question: Question, model: str, fold: Callable[[Refinement, Talk], Refinement]) -> None:
        """Ask once; what `fold` makes of the answer is written down with the call's end."""

        async def commit(found: Talk, end: Callable[[], None]) -> None:
            await self.book.change(id, lambda record: fold(record, found), end)

        async def waiting(until: str | None, error: StudioError | None) -> None:
            self.waits(id, until)

        asked, schema = await self._ask(id, question, model), checked(question.purpose, question.schema)
        try:
            await self.desk.chat(asked, schema, commit, waiting)
        except Unusable as error:
            error.details["model"] = model
            raise

    async def image(
        self, id: str, prompt: str, params: RunParams, claim: Callable[[Refinement, str], Refinement]
    ) -> Generation:
        """Begin a generation, written down as `claim` says, and wait for it."""
        begun = asyncio.ensure_future(self._begun(id, prompt, params, claim))
        try:
            return await self.wait(id, await asyncio.shield(begun))
        except asyncio.CancelledError:
            # Cut off at its beginning, it may be under way: it is stopped like any other, and stays known.
            with suppress(StudioError):
                await self.generation.cancel(await begun)
            raise

    async def _begun(self, id: str, prompt: str, params: RunParams, claim: Callable[[Refinement, str], Refinement]) -> str:
        record = await self.book.get(id)
        async with self.book.claiming(id, claim) as claiming:
            started = await self.generation.start(prompt, [record.model], params, None, claiming, session_id=id)
        return started.generations[0].id

    async def again(self, id: str, generation_id: str, *, resend: bool) -> Generation:
        """Go on with one of an earlier time. What cost nothing is asked for again; with `resend` all that brought nothing.

        Raises `Halted` where the studio ended in mid-call: it may have been charged.
        """
        found = await self.wait(id, generation_id)
        unknown = [attempt.id for attempt in found.attempts if attempt.state == "unknown"]
        if found.state == "unknown" and resend and unknown:
            for attempt_id in unknown:
                found = await self.generation.resolve_unknown(attempt_id, "resend")
        elif (resend and found.state == "failed") or (found.state == "cancelled" and (resend or _was_free(found))):
            await self.generation.retry(generation_id)
        elif found.state == "cancelled":
            raise Halted(_cut_off(found))
        return await self.wait(id, generation_id)

    async def wait(self, id: str, generation_id: str) -> Generation:
        """Until nobody is at work on it."""
        self._at_images[id] = generation_id
        try:
            return await self.generation.wait(generation_id)
        finally:
            self._at_images.pop(id, None)

    async def measures(self, first: str, second: str) -> dict[str, float]:
        """How close two images are."""
        paths = [(await readable(self.store, img_id)).path for img_id in (first, second)]
        found = await self.workers.run(closeness, *paths)
        named = {"palette": found.colour, "layout": found.layout, "texture": found.spectrum, OVERALL: found.overall}
        return {name: round(value, 4) for name, value in named.items()}

    async def _ask(self, id: str, question: Question, model: str) -> Ask:
        parts: list[dict[str, Any]] = [{"type": "text", "text": question.text}]
        parts += [await self._picture(cast(str, image), model) for image in question.images]
        messages: list[Mapping[str, Any]] = []
        if question.system:
            messages.append({"role": "system", "content": question.system})
        messages.append({"role": "user", "content": parts if question.images else question.text})
        extra = {"facts": question.facts} if reads_facts(model.partition("/")[0]) else {}
        return Ask(model, tuple(messages), owner=id, purpose=f"refine_{question.purpose}", extra=extra)

    async def _picture(self, img_id: str, model: str) -> dict[str, Any]:
        """A part of a message; the last few are kept, for the same image is looked at up to four times."""
        spec = chat_spec(model.partition("/")[0])
        assert spec is not None
        key = (img_id, spec.max_image_bytes, spec.max_image_edge)
        if key not in self._shown:
            stored = await readable(self.store, img_id)
            fitted = await self.workers.run(fit_within, stored.path, spec.max_image_bytes, spec.max_image_edge)
            url = f"data:{fitted.mime_type};base64,{base64.b64encode(fitted.data).decode()}"
            self._shown[key] = {"type": "image_url", "image_url": {"url": url}}
        self._shown.move_to_end(key)
        part = self._shown[key]
        while len(self._shown) > SHOWN_KEPT:
            self._shown.popitem(last=False)
        return part


class SessionHands:
    """The hands of one session while it is at work. `resend`: what may have been charged unseen is asked for again, once."""

    def __init__(self, studio: Studio, id: str, resend: bool) -> None:
        self._studio, self._id, self._resend = studio, id, resend

    async def ask(self, session: Session, question: Question, fold: Fold) -> Session:
        record = await self._studio.book.get(self._id)
        model = record.writer if question.role == "writer" else record.judge

        def folded(now: Refinement, found: Talk) -> Refinement:
            return now.with_session(fold(now.session, found.parsed))

        await self._studio.ask(self._id, question, model, folded)
        return (await self._studio.book.get(self._id)).session

    async def generate(self, session: Session, index: int, prompt: str, negative: str) -> Session:
        record = await self._studio.book.get(self._id)
        begun = record.generations.get(index)
        if begun is not None:
            resend, self._resend = self._resend, False
            found = await self._studio.again(self._id, begun, resend=resend)
        else:
            params = image_params(record.asked, negative)
            found = await self._studio.image(self._id, prompt, params, lambda now, id: _with_generation(now, index, id))
        measures = await self._measured(session, found)

        def kept(now: Refinement) -> Refinement:
            return _with_outcome(now, index, found, measures)

        return (await self._studio.book.change(self._id, kept)).session

    async def _measured(self, session: Session, found: Generation) -> dict[str, float]:
        if session.source is None or not found.image_ids:
            return {}
        return await self._studio.measures(cast(str, session.source), found.image_ids[0])


def image_params(asked: ModelParams, negative: str, *, seed: bool = True) -> RunParams:
    """What one image is asked for with: one at a time, what is to be left out laid over what the user wants left out."""
    both = ", ".join(filter(None, (asked.negative_prompt, negative)))
    changes: dict[str, Any] = {"n": None, "negative_prompt": both or None}
    if not seed:
        changes["seed"] = None
    return RunParams(**asked.model_copy(update=changes).model_dump(exclude={"per_model"}))


def outcome(found: Generation) -> str | ErrorInfo:
    """The image of a generation, or why it was refused. Raises `Stopped` where it was cancelled, else `Halted`."""
    if found.image_ids:
        return found.image_ids[0]
    error = found.error or ErrorInfo(code="bad_response", message="nothing came")
    if found.state == "refused":
        return error
    if found.state == "cancelled" and error.code == "cancelled":
        raise Stopped
    if found.state not in FINAL_STATES:
        error = ErrorInfo(code="storage_failed", message="the end of an image could not be written down")
    raise Halted(error)


def _with_generation(record: Refinement, index: int, generation_id: str) -> Refinement:
    return replace(record, generations={**record.generations, index: generation_id})


def _with_outcome(record: Refinement, index: int, found: Generation, measures: dict[str, float]) -> Refinement:
    made = outcome(found)
    if isinstance(made, str):
        session = strategies.with_image(record.session, made)
        return record.with_session(session.with_last(measures=measures) if measures else session)
    failed = strategies.with_failure(record.session, made.code)
    return replace(record, session=failed, failures={**record.failures, index: made})


def _was_free(found: Generation) -> bool:
    return found.error is not None and found.error.details.get("charged") == "no"


def _cut_off(found: Generation) -> ErrorInfo:
    details = {**(found.error.details if found.error else {}), "charged": "unknown", "cause": "interrupted"}
    return ErrorInfo(code="outcome_unknown", message="the studio closed before the answer came", details=details)
