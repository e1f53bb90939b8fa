"""A drawing that is called off ends soon: its thread is free again, though nobody can end a thread."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from omniimage.errors import Cancelled
from omniimage.providers import engine
from omniimage.providers.base import Credentials, ImageRequest
from omniimage.providers.memory_attempt import MemoryAttempt
from omniimage.providers.offline import STYLES, draw
from tests.providers.calls import until

PROMPT = "a red lighthouse by the sea at sunset with three boats and a cat"
IDS = [style.id for style in STYLES]


@pytest.mark.parametrize("style", IDS)
def test_a_drawing_nobody_waits_for_is_not_begun(style: str) -> None:
    stop = threading.Event()
    asked = {"style": style, "width": 96, "height": 96, "seed": 5}
    whole = draw(PROMPT, **asked, stop=stop)
    stop.set()
    with pytest.raises(Cancelled):
        draw(PROMPT, **asked, stop=stop)
    assert draw(PROMPT, **asked) == whole, "one that was stopped changes none that follows"


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="threads have no clock of their own there")
async def test_a_call_that_is_called_off_frees_its_thread(tmp_path: Path) -> None:
    request = ImageRequest("offline", "ink", PROMPT, {"size": "1600x1600", "seed": 5, "steps": 50})

    async def used(*, call_off: bool) -> float:
        """Seconds of a processor that a thread, the only one there is, gave to one call."""
        with ThreadPoolExecutor(1) as threads:
            asyncio.get_running_loop().set_default_executor(threads)
            clock = time.pthread_getcpuclockid(await asyncio.to_thread(threading.get_ident))
            before = time.clock_gettime(clock)
            attempt = MemoryAttempt(tmp_path)
            call = asyncio.create_task(engine.generate(request, Credentials(), attempt))
            await until(lambda: time.clock_gettime(clock) > before + 0.02)
            if call_off:
                call.cancel()
            await asyncio.wait({call})
            assert call.cancelled() if call_off else call.result().images
            spent = await asyncio.to_thread(time.thread_time)
            attempt.close()
            return spent - before

    assert await used(call_off=True) < await used(call_off=False) / 3
