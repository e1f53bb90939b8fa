"""Whose call passes next where more wait than may pass at once."""

from __future__ import annotations

import asyncio
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.acting import Actor, acting_as
from omniimage.services.fair_gate import FairGate


async def served(gate: FairGate, asked: list[str]) -> list[str]:
    """Who passed, in order; each stays inside for one turn of the loop."""
    order: list[str] = []

    async def pass_as(owner: str) -> None:
        with acting_as(Actor(owner)), await gate.enter():
            order.append(owner)
            await asyncio.sleep(0)

    await asyncio.gather(*(pass_as(owner) for owner in asked))
    return order


async def test_who_comes_late_with_one_does_not_wait_for_all_of_another() -> None:
    order = await served(FairGate(4), ["ann"] * 100 + ["bob"])
    assert order.index("bob") <= 5
    order = await served(FairGate(4), ["ann"] * 40 + ["bob"] * 40 + ["eve"] * 40)
    for number in range(12, 100, 12):
        counts = [order[:number].count(owner) for owner in ("ann", "bob", "eve")]
        assert max(counts) - min(counts) <= 4, (number, counts)


async def test_who_leaves_early_gives_one_place_and_no_more() -> None:
    gate = FairGate(1)
    with await gate.enter() as place:
        waiting = [asyncio.create_task(gate.enter()) for _ in range(2)]
        place.leave()
        place.leave()
        await waiting[0]
    # The block's end gives nothing more back.
    for _ in range(5):
        await asyncio.sleep(0)
    assert not waiting[1].done()
    waiting[0].result().leave()
    await waiting[1]


@settings(max_examples=60, deadline=None)
@given(asked=st.lists(st.sampled_from("abc"), max_size=60), width=st.integers(1, 5), seed=st.integers(0, 2**16))
def test_never_more_inside_than_may_and_no_place_is_lost_to_who_gives_up(asked: list[str], width: int, seed: int) -> None:
    chance = random.Random(seed)

    async def play() -> None:
        gate, inside, most = FairGate(width), 0, 0

        async def pass_as(owner: str) -> None:
            nonlocal inside, most
            with acting_as(Actor(owner)), await gate.enter():
                inside += 1
                most = max(most, inside)
                try:
                    for _ in range(chance.randrange(3)):
                        await asyncio.sleep(0)
                finally:
                    inside -= 1

        tasks = [asyncio.create_task(pass_as(owner)) for owner in asked]
        for task in tasks:
            if chance.random() < 0.4:
                for _ in range(chance.randrange(4)):
                    await asyncio.sleep(0)
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert most <= width and inside == 0
        async with asyncio.timeout(5):
            assert await served(gate, ["a"] * width * 2) == ["a"] * width * 2
        assert gate._free == width

    asyncio.run(play())
