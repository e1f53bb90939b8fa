"""Stopping: a drawing that nobody waits for any more ends at its next step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event

from omniimage.errors import Cancelled

_asked: ContextVar[Event | None] = ContextVar("stop", default=None)


@contextmanager
def stopped_by(stop: Event | None) -> Iterator[None]:
    """What is drawn within ends once `stop` is set."""
    token = _asked.set(stop)
    try:
        yield
    finally:
        _asked.reset(token)


def go_on() -> None:
    """Between two steps of a drawing. Raises `Cancelled` where it was called off."""
    if (stop := _asked.get()) is not None and stop.is_set():
        raise Cancelled("the drawing was called off")
