"""What comes up from the engine to the page."""

from __future__ import annotations

from typing import Any, Literal

from .base import Contract

EventType = Literal[
    "generation.changed",
    "run.added",
    "image.added",
    "image.changed",
    "bin.changed",
    "ratings.changed",
    "text.delta",
    "text.done",
    "reproduction.changed",
    "batch.changed",
    "task.changed",
    "session.changed",
    "spend.changed",
    "provider.changed",
    "settings.changed",
    "people.changed",
    "job.changed",
    "download.progress",
    "notice",
    "reset",
]


class Event(Contract):
    """`id` rises by one with each event of a launch. `reset`: events were missed, ask for everything anew."""

    id: int
    type: EventType
    at: str
    data: dict[str, Any]
