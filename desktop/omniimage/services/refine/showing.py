"""Showing refinements: put together from the record, its generations and its calls, and announced when something is new."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from omniimage.contracts.models import Adjustment
from omniimage.contracts.refine import RefineSession, SessionSummary
from omniimage.contracts.runs import ModelParams
from omniimage.errors import StudioError
from omniimage.events import EventBus
from omniimage.prompts import Prompts
from omniimage.sdk.refine.words import Words
from omniimage.services.model_list import ModelList
from omniimage.services.refine import view
from omniimage.services.refine.driver import Doing
from omniimage.services.refine.hands import image_params
from omniimage.services.refine.record import Refinement
from omniimage.storage import chat_calls
from omniimage.storage.database import Database
from omniimage.storage.history import History

TELL_SECONDS = 0.1
log = logging.getLogger(__name__)


class Showing:
    def __init__(self, *, bus: EventBus, database: Database, history: History, models: ModelList, prompts: Prompts) -> None:
        self._bus, self._database, self._history = bus, database, history
        self._models, self._prompts = models, prompts
        self._doing: Callable[[str], Doing | None] = lambda id: None
        self._waiting: dict[str, asyncio.Task[None]] = {}

    def follow(self, doing: Callable[[str], Doing | None]) -> None:
        """Ask there what a session is at."""
        self._doing = doing

    def words_of(self, record: Refinement) -> Words:
        """The texts of a session, of the templates as the user edited them."""
        takes = self._models.entry(record.model).capabilities
        shape = record.asked.size or record.asked.aspect_ratio or ""
        negative, most = takes.negative_prompt, takes.prompt_max_chars
        return Words(self._prompts, record.model, takes_negative=negative, most_chars=most, shape=shape)

    async def show(self, record: Refinement) -> RefineSession:
        generations = await self._history.of_session(record.id)
        calls = await self._database.read(lambda: chat_calls.spent_on(record.id))
        params = await self._params(record)
        takes_negative = self._takes_negative(record)
        return view.whole(record, generations, calls, self._doing(record.id), params, takes_negative=takes_negative)

    async def summary(self, record: Refinement) -> SessionSummary:
        _, cost = await self._database.read(lambda: chat_calls.spent_on(record.id))
        return view.summary(record, await self._history.of_session(record.id), cost)

    def announce(self, id: str, record: Callable[[], Awaitable[Refinement]]) -> None:
        """Tell the page, in a moment: what changes meanwhile is told with it, and no step waits for the telling."""
        if id in self._waiting:
            return
        task = asyncio.get_running_loop().create_task(self._tell(id, record), name=f"tell {id}")
        self._waiting[id] = task

    async def _tell(self, id: str, record: Callable[[], Awaitable[Refinement]]) -> None:
        await asyncio.sleep(TELL_SECONDS)
        self._waiting.pop(id, None)
        try:
            found = await record()
            session = await self.show(found)
        except StudioError as error:
            log.info("a change of a session could not be told: %s", error.code)
            return
        plain = session.model_dump(mode="json")
        self._bus.publish("session.changed", {"id": id, "status": session.status, "session": plain, "owner": found.owner})

    async def _params(self, record: Refinement) -> tuple[ModelParams, list[Adjustment]]:
        """As they are sent, and how that differs from what was asked."""
        found = (await self._models.estimate("…", [record.model], image_params(record.asked, ""))).models[0]
        sent = {name: found.sent[name] for name in ModelParams.model_fields if name in found.sent}
        return record.asked.model_copy(update={"n": None, **sent}), found.adjustments

    def _takes_negative(self, record: Refinement) -> bool:
        try:
            return self._models.entry(record.model).capabilities.negative_prompt
        except StudioError:
            # A model that the user removed since.
            return False
