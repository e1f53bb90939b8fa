from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from omniimage.bridge.event_pump import EventPump
from omniimage.events import EventBus


@pytest.fixture
def bus() -> EventBus:
    return EventBus()


@pytest.fixture
def pump(bus: EventBus) -> Iterator[EventPump]:
    pump = EventPump(bus, kept=1000)
    pump.start()
    yield pump
    pump.close()


def generation(id: str, state: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "run_id": "run_1", "generation": {"id": id, "state": state, **more}}


def sent(pump: EventPump, since: int) -> list[dict[str, Any]]:
    return [json.loads(event.json) for event in pump.since(since)]


def settled(pump: EventPump, since: int, seconds: float = 0.15) -> list[dict[str, Any]]:
    time.sleep(seconds)
    return sent(pump, since)


def test_ids_rise_by_one_and_are_safe_integers_of_a_page(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for index in range(5):
        bus.publish("image.added", {"id": f"img_{index}"})
    assert [event["id"] for event in settled(pump, start)] == [start + 1 + index for index in range(5)]
    assert start < 2**53


def test_progress_is_thinned_to_twenty_a_second_and_the_end_is_kept(bus: EventBus, pump: EventPump) -> None:
    start, began = pump.last_id, time.monotonic()
    steps = 0
    while time.monotonic() - began < 0.5:
        bus.publish("generation.changed", generation("gen_1", "running", step=steps))
        steps += 1
        time.sleep(0.002)
    bus.publish("generation.changed", generation("gen_1", "done"))
    events = settled(pump, start)
    assert events[-1]["data"]["generation"]["state"] == "done"
    assert 3 <= len(events) <= 13 < steps


def test_the_last_progress_is_sent_though_nothing_follows(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for step in range(10):
        bus.publish("generation.changed", generation("gen_1", "running", step=step))
    assert [event["data"]["generation"]["step"] for event in settled(pump, start)] == [0, 9]


def test_things_do_not_hold_each_other_up(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for number in range(64):
        bus.publish("generation.changed", generation(f"gen_{number}", "running"))
    assert len(settled(pump, start, 0.04)) == 64


def test_final_states_are_never_dropped(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    states = ["queued", "running", "failed", "queued", "running", "refused", "running", "cancelled"]
    for state in states:
        bus.publish("generation.changed", generation("gen_1", state))
    seen = [event["data"]["generation"]["state"] for event in settled(pump, start)]
    assert [state for state in seen if state not in ("queued", "running")] == ["failed", "refused", "cancelled"]


def test_a_final_state_goes_out_at_once(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    bus.publish("generation.changed", generation("gen_1", "running"))
    bus.publish("generation.changed", generation("gen_1", "done"))
    began = time.monotonic()
    while pump.last_id < start + 2 and time.monotonic() - began < 1:
        time.sleep(0.001)
    assert time.monotonic() - began < 0.04


def test_text_is_joined_never_dropped_and_comes_before_its_end(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    words = [f"word{number} " for number in range(200)]
    for word in words:
        bus.publish("text.delta", {"id": "a", "text": word})
        bus.publish("text.delta", {"id": "b", "text": word.upper()})
    bus.publish("text.done", {"id": "a", "text": "".join(words)})
    events = settled(pump, start)
    of_a = [event for event in events if event["data"]["id"] == "a"]
    assert [event["type"] for event in of_a][-1] == "text.done"
    assert "".join(event["data"]["text"] for event in of_a[:-1]) == "".join(words)
    assert "".join(event["data"]["text"] for event in events if event["data"]["id"] == "b") == "".join(words).upper()
    assert len(events) < 10


def test_resume_misses_none(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for number in range(100):
        bus.publish("image.added", {"id": number})
    everything = settled(pump, start)
    assert [event["data"]["id"] for event in sent(pump, start + 40)] == list(range(40, 100))
    assert sent(pump, everything[-1]["id"]) == []


def test_events_that_are_gone_or_of_another_launch_are_one_reset(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    for number in range(1500):
        bus.publish("image.added", {"id": number})
    time.sleep(0.3)
    for last in (start, 5, -1, pump.last_id + 1, 10**19):
        events = sent(pump, last)
        assert [event["type"] for event in events] == ["reset"]
        assert sent(pump, events[0]["id"]) == []
    assert len(sent(pump, pump.last_id - 1000)) == 1000


def test_a_bad_event_does_not_stop_the_others(bus: EventBus, pump: EventPump) -> None:
    start = pump.last_id
    bus.publish("notice", {"bad": object()})
    bus.publish("notice", {"nan": float("nan")})
    events = settled(pump, start)
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
