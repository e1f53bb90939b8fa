"""Decoding in other processes: they may die, we may not."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import worker_jobs
from pictures import GOOD, written

from omniimage.errors import Cancelled, NotAnImage, Timeout
from omniimage.imaging.workers import PixelWorkers


@pytest.fixture(scope="module")
def workers() -> Iterator[PixelWorkers]:
    pool = PixelWorkers(2)
    pool.warm()
    yield pool
    pool.close()


async def test_what_a_job_returns_and_raises_comes_back(workers: PixelWorkers) -> None:
    assert await workers.run(worker_jobs.double, 21) == 42
    with pytest.raises(NotAnImage) as caught:
        await workers.run(worker_jobs.refuse, "x.png")
    assert caught.value.details == {"file": "x.png", "reason": "damaged"}
    assert await workers.run(os.getpid) != os.getpid()


async def test_a_dead_worker_is_an_error_and_no_more(workers: PixelWorkers) -> None:
    others = [asyncio.create_task(workers.run(worker_jobs.double, number)) for number in range(20)]
    with pytest.raises(NotAnImage) as caught:
        await workers.run(worker_jobs.kill_myself)
    assert caught.value.details["reason"] == "decoder_died"
    assert [await other for other in others] == [2 * number for number in range(20)]
    assert await workers.run(worker_jobs.double, 4) == 8


async def test_a_hanging_worker_is_a_timeout(workers: PixelWorkers) -> None:
    with pytest.raises(Timeout):
        await workers.run(time.sleep, 60, timeout=0.3)
    assert await workers.run(worker_jobs.double, 4) == 8


async def test_work_that_is_called_off_ends_with_its_worker(workers: PixelWorkers, tmp_path: Path) -> None:
    called_off = asyncio.create_task(workers.run(worker_jobs.meet, tmp_path / "mine", tmp_path / "nobody's"))
    async with asyncio.timeout(20):
        while not (tmp_path / "mine").exists():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        before = {child.pid for child in children()}
        called_off.cancel()
        while before <= {child.pid for child in children()}:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert await workers.run(worker_jobs.double, 4) == 8


async def test_an_idle_worker_may_be_killed(workers: PixelWorkers) -> None:
    before = children()
    before[0].send_signal(signal.SIGKILL)
    await asyncio.sleep(0.3)
    assert await workers.run(worker_jobs.double, 5) == 10
    await asyncio.to_thread(workers.warm)
    # Were the pool given up, its other worker goes, too.
    async with asyncio.timeout(10):
        while len(children()) != 2:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert before[0].pid not in {child.pid for child in children()}


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


async def test_the_loop_is_not_held_up(workers: PixelWorkers) -> None:
    slow = asyncio.create_task(workers.run(time.sleep, 0.3))
    turns = 0
    while not slow.done():
        await asyncio.sleep(0.005)
        turns += 1
    assert turns > 5


async def test_thumbnails_and_facts(workers: PixelWorkers, tmp_path: Path) -> None:
    source = written(tmp_path, "source", GOOD["png"])
    await workers.make_thumbnail(source, tmp_path / "thumbs" / "name-320.webp", 320)
    assert (tmp_path / "thumbs" / "name-320.webp").exists()
    assert workers.inspect(source).width == 96


async def test_closed_is_closed() -> None:
    pool = PixelWorkers(1)
    assert await pool.run(worker_jobs.double, 1) == 2
    pool.close()
    pool.close()
    with pytest.raises(Cancelled):
        await pool.run(worker_jobs.double, 1)


def test_a_worker_carries_pillow_and_no_program(tmp_path: Path) -> None:
    """The child imports the parent's main module again; in the worker that brings nothing of the program along."""
    script = Path(__file__).with_name("worker_main.py")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "desktop")}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=30, check=True)
    modules, megabytes = done.stdout.split()
    assert set(modules.split(",")).isdisjoint({"peewee", "litellm", "webview", "pydantic", "httpx", "numpy", "starlette"})
    assert float(megabytes) < 60


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    script = Path(__file__).with_name("worker_main.py")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "desktop")}
    with subprocess.Popen([sys.executable, script, "wait"], env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = psutil.Process(parent.pid).children(recursive=True)
        assert children
        parent.kill()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not alive


def test_closing_while_workers_start_is_quiet() -> None:
    command = [sys.executable, Path(__file__).with_name("worker_main.py"), "close"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "desktop")}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert ended.stderr == ""
