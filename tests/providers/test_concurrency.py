"""Many calls at once really run at once, cancel reaches the server, and nothing blocks the loop."""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import time
from pathlib import Path

import pytest

from omniimage.providers import engine, litellm_gate
from omniimage.providers.base import Credentials, ImageRequest
from omniimage.providers.memory_attempt import MemoryAttempt
from tests.providers.calls import ROUTES, Call, until
from tests.wire.script import Script
from tests.wire.server import WireServer

by_route = pytest.mark.parametrize("route", ROUTES)


@by_route
async def test_thirty_two_calls_are_at_the_server_together(call, server: WireServer, route: str) -> None:
    server.script = Script(together=32, images=(20_000,))
    calls = [call(route) for _ in range(32)]
    answers = await asyncio.gather(*(each.make() for each in calls))
    assert server.max_running == 32
    assert len(server.posts()) == 32
    assert len({answer.images[0] for answer in answers}) == 32


@by_route
@pytest.mark.parametrize("script", [Script(hang=True), Script(delay=30)])
async def test_cancel_reaches_the_server(call, server: WireServer, route: str, script: Script) -> None:
    server.script = script
    asked = call(route)
    task = asyncio.create_task(asked.make())
    await until(lambda: server.posts())
    assert asked.wire.phase == "waiting"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: server.disconnects)
    assert len(server.posts()) == 1 and server.billed == 0


async def test_the_phase_says_when_an_answer_comes_in(call, server: WireServer) -> None:
    server.script = Script(trickle=0.02, images=(500,))
    asked = call("openai")
    assert asked.wire.phase == "idle"
    task = asyncio.create_task(asked.make())
    await until(lambda: asked.wire.phase == "receiving")
    assert not task.done()
    await task
    assert asked.wire.phase == "received"


async def test_a_failing_call_among_many_fails_alone(call, server: WireServer) -> None:
    server.queue.extend([Script(status=500), *[Script(delay=0.2)] * 7])
    results = await asyncio.gather(*(call("openrouter").make() for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(result, Exception) for result in results) == 1


async def longest_stall(work) -> float:
    """Seconds the loop itself worked without a break while `work` ran. By the thread's own clock: this machine is shared.

    What other tests left for the garbage collector to look through does not count.
    """
    longest = 0.0
    gc.freeze()
    task = asyncio.ensure_future(work)
    while not task.done():
        before = time.thread_time()
        await asyncio.sleep(0.002)
        longest = max(longest, time.thread_time() - before)
    gc.unfreeze()
    await task
    return longest


async def test_drawing_does_not_hold_up_the_loop(tmp_path: Path) -> None:
    async def draw(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        params = {"size": "1024x1024", "seed": number}
        request = ImageRequest("offline", "poster", "two red cats under a yellow moon", params)
        await engine.generate(request, Credentials(), MemoryAttempt(folder))

    await draw(9)
    began = time.perf_counter()
    await draw(8)
    alone = time.perf_counter() - began
    assert await longest_stall(asyncio.gather(draw(0), draw(1))) < alone / 4


async def test_a_big_answer_does_not_hold_up_the_loop(call, server: WireServer) -> None:
    litellm_gate.warm()
    server.script = Script(images=(20_000_000,))
    await call("openai").make()
    body = json.dumps({"data": [{"b64_json": base64.b64encode(bytes(20_000_000)).decode()}]}).encode()
    began = time.thread_time()
    base64.b64decode(json.loads(body)["data"][0]["b64_json"])
    in_one_go = time.thread_time() - began
    assert await longest_stall(call("openai").make()) < in_one_go / 2


def test_a_second_loop_in_another_thread_works_too(tmp_path: Path) -> None:
    """The SDK runs a loop for each call: nothing may be tied to the first one."""

    async def once(number: int) -> None:
        async with WireServer() as server:
            for route in ("openai", "gemini"):
                await Call(server, route, tmp_path / f"{number}-{route}").make()

    for number in range(2):
        asyncio.run(once(number))
