"""EventPump: takes events from the bus, thins progress out, numbers them, and keeps the last ones for who comes back.

A thread of its own, so that neither a publisher nor the window waits for a listener.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from omniimage import acting
from omniimage.contracts.base import now
from omniimage.contracts.events import Event, EventType
from omniimage.events import EventBus

MIN_SECONDS_BETWEEN = 0.05
KEPT_EVENTS = 4096
# What everybody may hear unless it names an owner; all else is heard by its owner, and by who sees all.
COMMON = frozenset(
    {"provider.changed", "settings.changed", "people.changed", "bin.changed", "download.progress", "spend.changed", "notice"}
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SentEvent:
    """An event as it goes over the wire: `json` is an `Event`. `owner`: whose alone it is; `None`: it concerns everybody."""

    id: int
    json: str
    owner: str | None = None


@dataclass
class _Stream:
    """Progress of one thing: when the last one went out, and what has come since."""

    sent_at: float
    held: dict[str, Any] | None = None


class EventPump:
    """Progress of one thing (same type, same data id) goes out every `pause` seconds at most, everything else at once.

    Ids start at the launch's Unix time in microseconds: they rise over launches too, so an id of another is known.
    """

    def __init__(
        self, bus: EventBus, first_id: int | None = None, kept: int = KEPT_EVENTS, pause: float = MIN_SECONDS_BETWEEN
    ) -> None:
        self._queue: queue.SimpleQueue[tuple[EventType, dict[str, Any], str] | None] = queue.SimpleQueue()
        self._streams: dict[tuple[EventType, Any, str], _Stream] = {}
        self._first_id = first_id or time.time_ns() // 1000
        self._last_id = self._first_id
        self._kept: deque[SentEvent] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self._listeners: tuple[Callable[[], object], ...] = ()
        self._unsubscribe = bus.subscribe(lambda type, data: self._queue.put((type, data, _owner(data))))
        self._pause = pause
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="events", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Send what is held, then end; listeners are called a last time."""
        self._unsubscribe()
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(5)
        self._closed.set()
        self._wake()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    @property
    def last_id(self) -> int:
        return self._last_id

    def since(self, last_id: int) -> list[SentEvent]:
        """Events after `last_id`, or one `reset` where they are gone or `last_id` is not of this launch."""
        with self._lock:
            oldest = self._kept[0].id if self._kept else self._last_id + 1
            if not max(oldest - 1, self._first_id) <= last_id <= self._last_id:
                return [_sent(Event(id=self._last_id, type="reset", at=now(), data={}))]
            missed = self._last_id - last_id
            return list(self._kept)[-missed:] if missed else []

    def listen(self, wake: Callable[[], object]) -> Callable[[], None]:
        """Have `wake` called, in the pump's thread, when there is news; the returned function ends it."""
        with self._lock:
            self._listeners = (*self._listeners, wake)

        def stop() -> None:
            with self._lock:
                self._listeners = tuple(other for other in self._listeners if other is not wake)

        return stop

    def _run(self) -> None:
        while True:
            try:
                item = self._queue.get(timeout=self._seconds_to_next())
            except queue.Empty:
                self._send_due(time.monotonic())
                continue
            if item is None:
                break
            self._take(*item)
            self._send_due(time.monotonic())
        self._send_due(float("inf"))

    def _take(self, type: EventType, data: dict[str, Any], owner: str) -> None:
        moment, key = time.monotonic(), (type, data.get("id"), owner)
        if not _is_progress(type, data):
            self._send_held_of(*key)
            self._send(type, data, owner)
            return
        stream = self._streams.get(key)
        if stream is None:
            self._streams[key] = _Stream(moment)
            self._send(type, data, owner)
        else:
            stream.held = _joined(type, stream.held, data)

    def _send_held_of(self, type: EventType, id: Any, owner: str) -> None:
        """A last state overtakes its own progress, but not the text that came before it."""
        self._streams.pop((type, id, owner), None)
        text = self._streams.pop(("text.delta", id, owner), None)
        if text and text.held:
            self._send("text.delta", text.held, owner)

    def _send_due(self, moment: float) -> None:
        due = [key for key, stream in self._streams.items() if stream.sent_at + self._pause <= moment]
        for key in due:
            stream = self._streams.pop(key)
            if stream.held is not None:
                self._send(key[0], stream.held, key[2])
                self._streams[key] = _Stream(moment)

    def _seconds_to_next(self) -> float | None:
        if not self._streams:
            return None
        oldest = next(iter(self._streams.values()))
        return max(0.0, oldest.sent_at + self._pause - time.monotonic())

    def _send(self, type: EventType, data: dict[str, Any], owner: str) -> None:
        try:
            whose = None if type in COMMON and "owner" not in data else owner
            sent = _sent(Event(id=self._last_id + 1, type=type, at=now(), data=data), whose)
        except Exception as error:  # noqa: BLE001 - one bad event must not stop the others
            log.error("event %s cannot be sent: %s", type, error.__class__.__name__)
            return
        with self._lock:
            self._kept.append(sent)
            self._last_id = sent.id
        self._wake()

    def _wake(self) -> None:
        for wake in self._listeners:
            try:
                wake()
            except RuntimeError:
                log.debug("a listener's loop is closed")


def _sent(event: Event, owner: str | None = None) -> SentEvent:
    return SentEvent(event.id, to_json(event, inf_nan_mode="null").decode(), owner)


def _owner(data: dict[str, Any]) -> str:
    """Whose the thing is that an event carries; what does not say so is of whoever acts."""
    things = (data, *(value for value in data.values() if isinstance(value, dict)))
    return next((str(thing["owner"]) for thing in things if "owner" in thing), acting.owner())


def _is_progress(type: EventType, data: dict[str, Any]) -> bool:
    return type in ("text.delta", "spend.changed") or _state(data) in ("queued", "running", "downloading")


def _state(data: dict[str, Any]) -> Any:
    """An event carries its thing flat, or whole under one key: `{id, generation: {…, state}}`."""
    things = (data, *(value for value in data.values() if isinstance(value, dict)))
    return next((thing["state"] for thing in things if "state" in thing), None)


def _joined(type: EventType, held: dict[str, Any] | None, data: dict[str, Any]) -> dict[str, Any]:
    if type != "text.delta" or held is None:
        return data
    return data | {"text": held["text"] + data["text"]}
