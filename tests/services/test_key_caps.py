"""Caps on keys: which key pays, what it has promised, and that none pays past its own."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from omniimage.errors import CostCap
from omniimage.services.budget import local_day
from tests.services.studio_at_work import KEY, MODELS, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

GEMINI, OPENAI, UNPRICED = MODELS["gemini"], MODELS["openai"], MODELS["custom_openai"]


@pytest.fixture
def work(work: StudioAtWork, server: WireServer) -> StudioAtWork:
    work.connect(server)
    return work


def test_a_model_of_unknown_price_is_paid_by_a_key_without_a_cap(work: StudioAtWork, server: WireServer) -> None:
    keys = work.studio.api_parts.keys
    work.call(keys.add("custom_openai", KEY + "-2"))
    first, second = keys.in_turn("custom_openai")
    work.cap(keys={first: {"day": 1}})
    generation = work.finished(work.start([UNPRICED]).id)[UNPRICED]
    assert generation.state == "done"
    assert [post.headers["authorization"] for post in server.posts()] == [f"Bearer {KEY}-2"]
    # The one without a cap fails: the other does not take over.
    server.queue.append(Script(status=429, headers={"retry-after": "200"}))
    generation = work.finished(work.start([UNPRICED]).id)[UNPRICED]
    assert generation.error is not None and generation.error.details["cap"] == "unpriced"
    assert len(server.posts()) == 2
    work.cap(keys={first: {"day": 1}, second: {"day": 1}})
    with pytest.raises(CostCap) as refused:
        work.start([UNPRICED])
    assert refused.value.details["cap"] == "unpriced"


def test_a_capped_key_hands_over_to_the_next(work: StudioAtWork, server: WireServer) -> None:
    keys, cost = work.studio.api_parts.keys, work.price(GEMINI)
    work.call(keys.add("gemini", KEY + "-2", "team"))
    first, second = keys.in_turn("gemini")
    room = work.cap(keys={first: {"day": cost * 1.5, "month": 50}, second: {"month": cost * 1.5}}).room
    assert room == {"gemini": pytest.approx(cost * 1.5)}
    ended = work.finished(work.start([GEMINI], n=2).id)[GEMINI]
    assert len(ended.image_ids) == 2
    used = {use.key_id: use.spent for use in work.spend().uses}
    assert used == {first: pytest.approx(cost), second: pytest.approx(cost)}
    with pytest.raises(CostCap) as refused:
        work.start([GEMINI])
    assert refused.value.details["cap"] == "key_day" and refused.value.details["key_id"] == first


def test_what_is_spent_is_that_of_the_key_that_paid(work: StudioAtWork, server: WireServer) -> None:
    keys = work.studio.api_parts.keys
    work.call(keys.add("openai", KEY + "-2"))
    _, second = keys.in_turn("openai")
    server.queue.append(Script(status=429, headers={"retry-after": "200"}))
    assert work.finished(work.start([OPENAI]).id)[OPENAI].state == "done"
    (line,) = work.call(work.studio.api_parts.spend.report(local_day(), local_day())).keys
    assert line.id == second and line.calls == 1


def test_a_key_that_takes_over_brings_its_own_cap(work: StudioAtWork, server: WireServer) -> None:
    """The first key is at its limit when the call is made; the second one's cap leaves no room."""
    keys = work.studio.api_parts.keys
    work.call(keys.add("openai", KEY + "-2"))
    _, second = keys.in_turn("openai")
    work.cap(keys={second: {"day": 0.0001}})
    server.queue.append(Script(status=429, headers={"retry-after": "200"}))
    generation = work.finished(work.start([OPENAI]).id)[OPENAI]
    assert generation.state == "failed" and generation.error is not None and generation.error.code == "cost_cap"
    assert len(server.posts()) == 1 and work.spend().uses[0].spent == 0 and work.spend().reserved == 0


@pytest.mark.parametrize("capped", [True, False])
def test_caps_on_keys_hold_for_a_call_that_was_at_work_when_they_were_set(
    work: StudioAtWork, server: WireServer, capped: bool
) -> None:
    """The first key is at its limit when it is answered; the second one's cap came, or went, meanwhile."""
    keys = work.studio.api_parts.keys
    work.call(keys.add("openai", KEY + "-2"))
    tight = {keys.in_turn("openai")[1]: {"day": 0.0001}}
    work.cap(keys={} if capped else tight)
    server.queue.append(Script(status=429, headers={"retry-after": "200"}, together=2))
    run = work.start([OPENAI])
    work.until(lambda: len(server.posts()) == 1)
    work.cap(keys=tight if capped else {})
    # The second that is here at one time: nothing else asks the gate meanwhile.
    httpx.get(server.origin, trust_env=False)
    generation = work.finished(run.id)[OPENAI]
    assert (generation.state, generation.error and generation.error.code) == (
        ("failed", "cost_cap") if capped else ("done", None)
    )
    assert len(server.posts()) == (1 if capped else 2)


def test_a_cap_on_a_key_holds_after_a_restart(tmp_path: Path, server: WireServer) -> None:
    with studio_at_work(tmp_path / "data") as work:
        work.connect(server)
        keys = work.studio.api_parts.keys
        work.call(keys.add("openai", KEY + "-2"))
        work.cap(keys={keys.in_turn("openai")[1]: {"day": 0.0001}})
    with studio_at_work(tmp_path / "data") as again:
        server.queue.append(Script(status=429, headers={"retry-after": "200"}))
        generation = again.finished(again.start([OPENAI]).id)[OPENAI]
        assert generation.error is not None and generation.error.code == "cost_cap" and len(server.posts()) == 1


def test_while_a_call_is_made_it_is_promised_on_the_key_that_took_over(work: StudioAtWork, server: WireServer) -> None:
    keys, cost = work.studio.api_parts.keys, work.price(OPENAI)
    work.call(keys.add("openai", KEY + "-2"))
    first, second = keys.in_turn("openai")
    work.cap(keys={first: {"day": cost * 9}, second: {"day": cost * 1.5}})
    server.queue.extend([Script(status=429, headers={"retry-after": "200"}), Script(together=2)])
    taken = work.start([OPENAI])
    work.until(lambda: len(server.posts()) == 2)
    assert {use.key_id: use.reserved for use in work.spend().uses} == {first: 0, second: pytest.approx(cost)}
    work.start([GEMINI])
    assert work.finished(taken.id)[OPENAI].state == "done"
