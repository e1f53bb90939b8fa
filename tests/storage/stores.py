"""The stores of one data folder, and short ways to fill them."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from omniimage.contracts.base import new_id, now
from omniimage.contracts.runs import Generation, Run, RunParams
from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths
from omniimage.storage.database import Database
from omniimage.storage.history import History
from omniimage.storage.image_store import ImageStore, Origin
from omniimage.storage.ledger import Ledger, SpooledAttempt

REQUEST = {"run_id": "", "model": "openai/gpt-image-2", "prompt": "a lighthouse", "asked": {"n": 2}, "params": {"n": 2}}


@dataclass
class Stores:
    paths: DataPaths
    database: Database
    history: History
    ledger: Ledger
    images: ImageStore

    @classmethod
    def open(cls, paths: DataPaths, workers: PixelWorkers) -> Stores:
        database = Database(paths.database, paths.backups)
        database.open()
        history, ledger = History(database), Ledger(database, paths.spool)
        return cls(paths, database, history, ledger, ImageStore(database, paths, workers))

    async def run(self, prompt: str = "a lighthouse", models: tuple[str, ...] = ("openai/gpt-image-2",)) -> Run:
        run = make_run(prompt, models)
        await self.history.add_run(run)
        return run

    async def attempt(self, run: Run | None = None) -> SpooledAttempt:
        run = run or await self.run()
        attempt = await self.ledger.prepare(run.generations[0].id, REQUEST | {"run_id": run.id, "prompt": run.prompt})
        await attempt.sent()
        return attempt

    async def answered(self, *pictures: bytes, run: Run | None = None) -> tuple[str, tuple[Path, ...]]:
        """An attempt whose answer came whole: its id and parts."""
        attempt = await self.attempt(run)
        for picture in pictures:
            with attempt.open_part() as part:
                part.write(picture)
        return attempt.id, await attempt.received(b'{"created": 1}')

    async def generated(self, *pictures: bytes, prompt: str = "a lighthouse") -> list[str]:
        run = await self.run(prompt)
        attempt_id, parts = await self.answered(*pictures, run=run)
        images = await self.images.save_generated(attempt_id, parts, origin(run))
        return [image.id for image in images]


def make_run(prompt: str = "a lighthouse", models: tuple[str, ...] = ("openai/gpt-image-2",)) -> Run:
    run_id = new_id("run")
    empty: dict[str, Any] = dict.fromkeys(("error", "cost", "seconds", "started"))
    generations = [
        Generation(
            id=new_id("gen"),
            run_id=run_id,
            model=model,
            state="queued",
            image_ids=[],
            asked={"n": 2},
            sent={"n": 2},
            adjustments=[],
            attempts=[],
            **empty,
        )
        for model in models
    ]
    return Run(id=run_id, prompt=prompt, params=RunParams(n=2), created=now(), generations=generations)


def origin(run: Run, **changes: Any) -> Origin:
    generation = run.generations[0]
    facts: dict[str, Any] = {
        "kind": "generated",
        "model": generation.model,
        "prompt": run.prompt,
        "run_id": run.id,
        "generation_id": generation.id,
        "recipe": {"asked": {"n": 2}, "sent": {"n": 2}},
        "cost": 0.04,
    }
    return Origin(**(facts | changes))


def png(seed: int = 0, edge: int = 32) -> bytes:
    """A picture of its own for each seed, a few kB of noise."""
    buffer = io.BytesIO()
    Image.frombytes("RGB", (edge, edge), (seed.to_bytes(8, "big") * (edge * edge * 3))[: edge * edge * 3]).save(
        buffer, "PNG"
    )
    return buffer.getvalue()


def run_script(name: str, *arguments: str) -> subprocess.Popen[str]:
    """A child process with the studio on its path."""
    here = Path(__file__).parent
    environment = os.environ | {"PYTHONPATH": f"{here.parents[1] / 'desktop'}{os.pathsep}{here}"}
    return subprocess.Popen([sys.executable, here / name, *arguments], env=environment, stdout=subprocess.PIPE, text=True)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own mounted at `folder`; skips where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
