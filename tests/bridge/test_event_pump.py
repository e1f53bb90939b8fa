from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from omniimage.bridge.event_pump import MIN_SECONDS_BETWEEN, EventPump
from omniimage.events import EventBus


@pytest.fixture
def bus() -> EventBus:
    return EventBus()


@pytest.fixture
def pause() -> float:
    return MIN_SECONDS_BETWEEN


@pytest.fixture
def pump(bus: EventBus, pause: float) -> Iterator[EventPump]:
    pump = EventPump(bus, kept=1000, pause=pause)
    pump.start()
    yield pump
    pump.close()


def generation(id: str, state: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "run_id": "run_1", "generation": {"id": id, "state": state, **more}}


def sent(pump: EventPump, since: int) -> list[dict[str, Any]]:
    return [json.loads(event.json) for event in pump.since(since)]


def until(pump: EventPump, since: int, met: Callable[[list[dict[str, Any]]], object]) -> list[dict[str, Any]]:
    deadline = time.monotonic() + 20
    while not met(events := sent(pump, since)):
        assert time.monotonic() < deadline, events
        time.sleep(0.005)
    return events


def of_last(field: str) -> Callable[[list[dict[str, Any]]], Any]:
    """What the newest event says of its generation."""
    return lambda events: events and events[-1]["data"]["generation"].get(field)


# Longer than any test waits: what comes all the same was not held up.
unpaced = pytest.mark.parametrize("pause", [60.0])


def test_ids_rise_by_one_and_are_safe_integers_of_a_page(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for index in range(5):
        bus.publish("image.added", {"id": f"img_{index}"})
    events = until(pump, start, lambda events: len(events) == 5)
    assert [event["id"] for event in events] == [start + 1 + index for index in range(5)]
    assert start < 2**53


def test_progress_is_thinned_to_twenty_a_second_and_the_end_is_kept(bus: EventBus, pump: EventPump) -> None:
    start, began = pump.last_id, time.monotonic()
    steps = 0
    while len(sent(pump, start)) < 4:
        assert time.monotonic() - began < 20
        bus.publish("generation.changed", generation("gen_1", "running", step=steps))
        steps += 1
        time.sleep(0.002)
    bus.publish("generation.changed", generation("gen_1", "done"))
    events = until(pump, start, lambda events: of_last("state")(events) == "done")
    assert len(events) <= (time.monotonic() - began) / MIN_SECONDS_BETWEEN + 3
    assert len(events) < steps


@pytest.mark.parametrize("pause", [0.5])
def test_the_last_progress_is_sent_though_nothing_follows(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for step in range(10):
        bus.publish("generation.changed", generation("gen_1", "running", step=step))
    events = until(pump, start, lambda events: of_last("step")(events) == 9)
    assert [event["data"]["generation"]["step"] for event in events] == [0, 9]


@unpaced
def test_things_do_not_hold_each_other_up(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for number in range(64):
        bus.publish("generation.changed", generation(f"gen_{number}", "running"))
    until(pump, start, lambda events: len(events) == 64)


def test_final_states_are_never_dropped(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    states = ["queued", "running", "failed", "queued", "running", "refused", "running", "cancelled"]
    for state in states:
        bus.publish("generation.changed", generation("gen_1", state))
    events = until(pump, start, lambda events: of_last("state")(events) == "cancelled")
    seen = [event["data"]["generation"]["state"] for event in events]
    assert [state for state in seen if state not in ("queued", "running")] == ["failed", "refused", "cancelled"]


@unpaced
def test_a_final_state_goes_out_at_once(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    bus.publish("generation.changed", generation("gen_1", "running"))
    bus.publish("generation.changed", generation("gen_1", "done"))
    until(pump, start, lambda events: len(events) == 2)


def test_text_is_joined_never_dropped_and_comes_before_its_end(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    words = [f"word{number} " for number in range(200)]
    for word in words:
        bus.publish("text.delta", {"id": "a", "text": word})
        bus.publish("text.delta", {"id": "b", "text": word.upper()})
    bus.publish("text.done", {"id": "a", "text": "".join(words)})
    pump.close()
    events = sent(pump, start)
    of_a = [event for event in events if event["data"]["id"] == "a"]
    assert [event["type"] for event in of_a][-1] == "text.done"
    assert "".join(event["data"]["text"] for event in of_a[:-1]) == "".join(words)
    assert "".join(event["data"]["text"] for event in events if event["data"]["id"] == "b") == "".join(words).upper()
    assert len(events) < 10


def test_resume_misses_none(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for number in range(100):
        bus.publish("image.added", {"id": number})
    everything = until(pump, start, lambda events: len(events) == 100)
    assert [event["data"]["id"] for event in sent(pump, start + 40)] == list(range(40, 100))
    assert sent(pump, everything[-1]["id"]) == []


def test_events_that_are_gone_or_of_another_launch_are_one_reset(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for number in range(1500):
        bus.publish("image.added", {"id": number})
    until(pump, start + 500, lambda events: len(events) == 1000)
    for last in (start, 5, -1, pump.last_id + 1, 10**19):
        events = sent(pump, last)
        assert [event["type"] for event in events] == ["reset"]
        assert sent(pump, events[0]["id"]) == []
    assert len(sent(pump, pump.last_id - 1000)) == 1000


def test_a_bad_event_does_not_stop_the_others(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    bus.publish("notice", {"bad": object()})
    bus.publish("notice", {"nan": float("nan")})
    events = until(pump, start, lambda events: events)
    assert [event["data"] for event in events] == [{"nan": None}]


def test_closing_sends_what_is_held(bus: EventBus) -> None:
    pump = EventPump(bus)
    pump.start()
    start, calls = pump.last_id, []
    pump.listen(lambda: calls.append(1))
    bus.publish("text.delta", {"id": "a", "text": "one "})
    bus.publish("text.delta", {"id": "a", "text": "two"})
    pump.close()
    assert "".join(event["data"]["text"] for event in sent(pump, start)) == "one two"
    assert pump.closed
    assert len(calls) == 3
    bus.publish("notice", {})
    assert pump.last_id == start + 2
