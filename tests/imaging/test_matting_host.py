"""The matting process: it may die, hang or idle; the studio may not."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import worker_jobs

from omniimage.errors import Cancelled, NotAnImage, StorageFailed, StudioError, Timeout
from omniimage.imaging.matting.host import MattingHost


@pytest.fixture
async def host() -> AsyncIterator[MattingHost]:
    made = MattingHost(threads=1)
    yield made
    made.close()


async def test_what_it_returns_and_raises_comes_back(host: MattingHost) -> None:
    assert await host.run(worker_jobs.double, 21) == 42
    with pytest.raises(NotAnImage) as caught:
        await host.run(worker_jobs.refuse, "x.png")
    assert caught.value.details["file"] == "x.png"
    with pytest.raises(StudioError) as internal:
        await host.run(int, "not a number")
    assert internal.value.code == "internal"
    assert await host.run(os.getpid) == host.pid != os.getpid()


async def test_a_death_is_an_error_and_the_next_one_works(host: MattingHost) -> None:
    await host.run(worker_jobs.double, 1)
    beside = asyncio.create_task(host.run(time.sleep, 30))
    await asyncio.sleep(0)
    with pytest.raises(StorageFailed) as caught:
        await host.run(worker_jobs.kill_myself)
    assert caught.value.details["reason"] == "worker_died"
    with pytest.raises(StorageFailed):
        await beside
    assert await host.run(worker_jobs.double, 4) == 8


async def test_killed_while_idle(host: MattingHost) -> None:
    await host.run(worker_jobs.double, 1)
    assert host.pid
    psutil.Process(host.pid).kill()
    await until(lambda: host.pid is None)
    assert await host.run(worker_jobs.double, 5) == 10


async def test_a_hang_is_a_timeout(host: MattingHost) -> None:
    await host.run(worker_jobs.double, 1)
    before = host.pid
    with pytest.raises(Timeout):
        await host.run(time.sleep, 60, timeout=0.3)
    assert await host.run(worker_jobs.double, 4) == 8
    assert host.pid != before


async def test_two_at_a_time(host: MattingHost, tmp_path: Path) -> None:
    """Each waits for the other: one after the other they would not come to an end."""
    met = await asyncio.gather(
        *(host.run(worker_jobs.meet, tmp_path / one, tmp_path / other) for one, other in ("ab", "ba"))
    )
    assert met == [True, True]


async def test_many_at_once_start_one_process(host: MattingHost) -> None:
    pids = await asyncio.gather(*(host.run(os.getpid) for _ in range(8)))
    assert set(pids) == {host.pid}


async def test_it_ends_when_idle_and_comes_back() -> None:
    host = MattingHost(threads=1, idle_seconds=0.2)
    await host.run(worker_jobs.double, 1)
    process = psutil.Process(host.pid)
    await until(lambda: host.pid is None and gone(process))
    assert await host.run(worker_jobs.double, 2) == 4
    host.close()


async def test_who_stops_waiting_disturbs_nobody(host: MattingHost) -> None:
    await host.run(worker_jobs.double, 1)
    left = asyncio.create_task(host.run(time.sleep, 0.3))
    await asyncio.sleep(0.1)
    left.cancel()
    assert await host.run(worker_jobs.double, 3) == 6
    # What nobody waits for any more comes to its end meanwhile.
    await host.run(time.sleep, 0.6)
    assert await host.run(worker_jobs.double, 3) == 6


async def test_work_that_is_called_off_is_stopped_with_nobody_elses(host: MattingHost) -> None:
    await host.run(worker_jobs.double, 1)
    process = psutil.Process(host.pid)
    off, beside = (asyncio.create_task(host.run(time.sleep, seconds)) for seconds in (60, 3))
    await asyncio.sleep(0.1)
    off.cancel()
    await beside
    assert host.pid == process.pid
    alone = asyncio.create_task(host.run(time.sleep, 60))
    await asyncio.sleep(0.1)
    alone.cancel()
    await until(lambda: host.pid is None and gone(process))
    assert await host.run(worker_jobs.double, 2) == 4


@pytest.mark.parametrize("at_work", [True, False])
async def test_closed_is_closed(host: MattingHost, at_work: bool) -> None:
    """Whether the process is at work or still starting."""
    if at_work:
        await host.run(worker_jobs.double, 1)
    waiting = asyncio.create_task(host.run(time.sleep, 30))
    await asyncio.sleep(0)
    host.close()
    host.close()
    with pytest.raises(Cancelled):
        await waiting
    with pytest.raises(Cancelled):
        await host.run(worker_jobs.double, 1)


@pytest.mark.parametrize("how", ["closed", "killed"])
async def test_ended_before_the_message_was_out(host: MattingHost, how: str) -> None:
    """All threads are busy, so that the process is gone by the time anything is written to it."""
    await host.run(worker_jobs.double, 1)
    process = psutil.Process(host.pid)
    free = threading.Event()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    busy = asyncio.create_task(asyncio.to_thread(free.wait))
    waiting = asyncio.create_task(host.run(time.sleep, 30))
    await asyncio.sleep(0)
    if how == "closed":
        host.close()
    else:
        process.kill()
    await until(lambda: gone(process))
    free.set()
    await busy
    if how == "closed":
        with pytest.raises(Cancelled):
            await waiting
    else:
        with pytest.raises(StorageFailed, match="ended unexpectedly"):
            await waiting


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
