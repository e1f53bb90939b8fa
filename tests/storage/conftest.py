"""A studio's storage in a temporary folder, with the real workers."""

from __future__ import annotations

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
def paths(tmp_path: Path) -> DataPaths:
    paths = DataPaths(root=tmp_path / "data", secrets=tmp_path / "secrets")
    paths.create()
    return paths


@pytest.fixture
async def stores(paths: DataPaths, workers: PixelWorkers) -> AsyncIterator[Stores]:
    opened = Stores.open(paths, workers)
    yield opened
    opened.database.close()
