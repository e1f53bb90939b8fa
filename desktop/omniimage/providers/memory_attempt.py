"""An attempt log for scripts and tests: parts in a folder, nothing committed, nothing to recover."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO


class MemoryAttempt:
    """An `AttemptLog` that remembers what was told to it. `folder` must exist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.steps: list[str] = []
        self.answer: bytes | None = None
        self.remote_id: str | None = None
        self._files: list[BinaryIO] = []
        self._paths: list[Path] = []

    async def sent(self) -> None:
        self.steps.append("sent")

    async def accepted(self, remote_id: str) -> None:
        self.steps.append("accepted")
        self.remote_id = remote_id

    def open_part(self) -> BinaryIO:
        path = self.folder / f"part-{len(self._paths)}"
        file = path.open("wb")
        self._paths.append(path)
        self._files.append(file)
        return file

    async def received(self, answer: bytes) -> tuple[Path, ...]:
        self.steps.append("received")
        self.answer = answer
        self.close()
        return tuple(self._paths)

    def close(self) -> None:
        """Close what an interrupted answer left open."""
        for file in self._files:
            file.close()
        self._files.clear()
