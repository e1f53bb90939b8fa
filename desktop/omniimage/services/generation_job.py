"""A generation at work, and what it takes to begin one."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from omniimage.contracts.runs import MAX_PROMPT_CHARS, Generation, ModelParams, RunParams
from omniimage.errors import BadRequest
from omniimage.providers.base import Plan
from omniimage.services.budget import Item
from omniimage.services.delivery import Delivered
from omniimage.services.model_list import Pictures


@dataclass(frozen=True)
class Variation:
    """One way to ask for a run's pictures: its words and parameters, and its place on each of the run's axes."""

    prompt: str
    params: RunParams
    cell: tuple[int, ...] | None = None


@dataclass
class Job:
    """A generation at work. `row`: as it was when it was queued. `answered`: its provider has nothing more to do for it."""

    row: Generation
    prompt: str
    plan: Plan
    pictures: Pictures
    asked: ModelParams
    items: tuple[Item, ...]
    has_begun: bool = False
    began: float = field(default_factory=time.monotonic)
    answers: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def note_answer(self) -> None:
        """One of its calls brought what it asked for."""
        self.answers += 1
        if self.answers == len(self.items):
            self.answered.set()

    @property
    def asks_for(self) -> int:
        """How many pictures its calls ask for together."""
        return sum(int(call.get("n") or 1) for call in self.plan.calls)

    @property
    def generation_id(self) -> str:
        return self.row.id

    @property
    def run_id(self) -> str:
        return self.row.run_id

    @property
    def model(self) -> str:
        return self.row.model


def cancel_once(task: asyncio.Task[Generation]) -> None:
    """A second time would cut short how the first one ends: the word to the provider, the saving of what came."""
    if not task.cancelling():
        task.cancel()


def outcome_of(call: asyncio.Task[Delivered]) -> Delivered | BaseException:
    if call.cancelled():
        return asyncio.CancelledError()
    return call.exception() or call.result()


def items_of(run_id: str, generation_id: str, model: str, plan: Plan) -> tuple[Item, ...]:
    """What each call of the plan is to cost."""
    share = None if plan.cost is None else plan.cost / len(plan.calls)
    return tuple(Item(run_id, generation_id, model, share) for _ in plan.calls)


def check_prompt(prompt: str) -> None:
    """Raises `BadRequest`."""
    if not prompt.strip():
        raise BadRequest("the prompt is empty", field="prompt", reason="empty")
    if len(prompt) > MAX_PROMPT_CHARS:
        raise BadRequest("the prompt is too long", field="prompt", reason="too_long", limit=MAX_PROMPT_CHARS)
    if "\x00" in prompt:
        raise BadRequest("the prompt holds a NUL character", field="prompt", reason="malformed")
