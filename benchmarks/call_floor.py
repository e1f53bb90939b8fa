"""What one call costs this machine, and how many come a second: bare httpx, the OpenAI client, litellm, our route by itself.

No connection is used twice, and the OpenAI client is shared. The route is litellm behind the pay-once transport, which takes
the picture out of the answer and spares litellm the rest of its work; nothing is made durable. What a task costs beyond it
is the studio's own: the queue, the ledger, the spool, the library and the events.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import httpx

from omniimage.providers import engine, litellm_gate
from omniimage.providers.base import Credentials, ImageRequest
from omniimage.providers.memory_attempt import MemoryAttempt


class Floor(NamedTuple):
    """`milliseconds` of processor a call; `rate`: calls a second, so many at once."""

    milliseconds: float
    rate: float


ROUTE = "the studio's route"
PROMPT, SIZE = "A lighthouse at dusk", "1024x1024"


def floors(base: str, calls: int, width: int) -> dict[str, Floor]:
    """By the layer, from the barest one up."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_floors(base, calls, width, Path(folder)))


async def _floors(base: str, calls: int, width: int, folder: Path) -> dict[str, Floor]:
    litellm = await litellm_gate.loaded()
    from openai import AsyncOpenAI

    request = ImageRequest("custom_openai", "bench", PROMPT, {"size": SIZE})
    credentials = Credentials(base_url=base)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(limits=limits, timeout=None, trust_env=False) as http:
        sdk = AsyncOpenAI(api_key="none", base_url=base, http_client=http, max_retries=0)

        async def bare() -> None:
            body = {"model": "bench", "prompt": PROMPT, "size": SIZE}
            (await http.post(f"{base}/images/generations", json=body)).json()

        async def client() -> None:
            await sdk.images.generate(model="bench", prompt=PROMPT, extra_body={"size": SIZE})

        async def library() -> None:
            await litellm.aimage_generation(
                model="openai/bench", prompt=PROMPT, api_key="none", client=sdk, max_retries=0, extra_body={"size": SIZE}
            )

        async def route() -> None:
            await engine.generate(request, credentials, MemoryAttempt(folder))

        ways = {"httpx": bare, "the OpenAI client": client, "litellm": library, ROUTE: route}
        return {name: await _floor(one, calls, width) for name, one in ways.items()}


async def _floor(one: Callable[[], Awaitable[None]], calls: int, width: int) -> Floor:
    lanes = asyncio.Semaphore(width)

    async def in_lane() -> None:
        async with lanes:
            await one()

    await asyncio.gather(*(in_lane() for _ in range(width)))
    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(in_lane() for _ in range(calls)))
    return Floor((time.process_time() - used) / calls * 1000, calls / (time.perf_counter() - began))
