"""EventBus: what happens in the engine, for whoever listens. Knows no UI."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from .contracts.events import EventType

Listener = Callable[[EventType, dict[str, Any]], None]
log = logging.getLogger(__name__)


class EventBus:
    """Publish from any thread; listeners are called in the publisher's thread and must return at once."""

    def __init__(self, scrub: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> None:
        """`scrub` takes out of an event's data what no listener may hear."""
        self._scrub = scrub
        self._listeners: tuple[Listener, ...] = ()
        self._lock = threading.Lock()

    def publish(self, type: EventType, data: dict[str, Any]) -> None:
        """Tell every listener. `data` holds JSON values only. A listener that fails harms nobody else."""
        if self._scrub:
            data = self._scrub(data)
        for listener in self._listeners:
            try:
                listener(type, data)
            except Exception:
                log.exception("event listener failed on %s", type)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned function removes it."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe
