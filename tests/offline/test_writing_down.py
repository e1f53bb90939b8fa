"""A finished drawing goes to the disk beside everything else that is at work."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from omniimage.errors import StorageFull
from omniimage.providers import engine
from omniimage.providers.base import Credentials, ImageRequest
from omniimage.providers.memory_attempt import MemoryAttempt
from omniimage.providers.offline import draw

PROMPT = "a red fox"
REQUEST = ImageRequest("offline", "poster", PROMPT, {"size": "96x96", "seed": 5})


class SlowDisk(MemoryAttempt):
    """Remembers which threads had to wait for it."""

    def __init__(self, folder: Path, most: int = 1 << 20) -> None:
        super().__init__(folder)
        self.most, self.waited = most, set[int]()

    def open_part(self) -> BinaryIO:
        super().open_part().close()
        part = _Part(self, self._paths[-1])
        self._files.append(part)
        return part


class _Part(io.FileIO):
    def __init__(self, disk: SlowDisk, path: Path) -> None:
        self.disk = disk
        super().__init__(path, "wb")

    def write(self, data: Any, /) -> int:
        self.disk.waited.add(threading.get_ident())
        if len(data) > self.disk.most:
            raise OSError(28, "No space left on device")
        return super().write(data)


async def test_a_drawing_is_written_in_a_thread_and_its_bytes_are_the_same(tmp_path: Path) -> None:
    attempt = SlowDisk(tmp_path)
    answer = await engine.generate(REQUEST, Credentials(), attempt)
    assert attempt.waited and threading.get_ident() not in attempt.waited
    assert answer.images[0].read_bytes() == draw(PROMPT, style="poster", width=96, height=96, seed=5).png


async def test_a_disk_that_is_full_is_said_of_it_all_the_same(tmp_path: Path) -> None:
    attempt = SlowDisk(tmp_path, most=100)
    with pytest.raises(StorageFull) as full:
        await engine.generate(REQUEST, Credentials(), attempt)
    assert full.value.details["charged"] == "no"
    attempt.close()
