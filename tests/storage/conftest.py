"""A studio's storage in a temporary folder, with the real workers."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from stores import Stores

from omniimage.imaging.workers import PixelWorkers
from omniimage.paths import DataPaths


@pytest.fixture(scope="session")
def workers() -> Iterator[PixelWorkers]:
    pool = PixelWorkers(1)
    yield pool
    pool.close()


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a killed process loses nothing of it, and a sync costs nothing."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def paths(quick: Path) -> DataPaths:
    paths = DataPaths(root=quick / "data", secrets=quick / "secrets")
    paths.create()
    return paths


@pytest.fixture
async def stores(paths: DataPaths, workers: PixelWorkers) -> AsyncIterator[Stores]:
    opened = Stores.open(paths, workers)
    yield opened
    # The worker writes into the folder that is about to go.
    await asyncio.gather(*opened.images._thumbnails.values(), return_exceptions=True)
    opened.database.close()
