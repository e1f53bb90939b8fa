"""What the store needs to know of pixels; `imaging` knows it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Facts(Protocol):
    """What is known of a picture from its header."""

    @property
    def mime_type(self) -> str: ...
    @property
    def extension(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def bytes(self) -> int: ...


class Pixels(Protocol):
    """What the store needs of `imaging`. `thumbnail_sizes` rise; `inspect` blocks."""

    @property
    def thumbnail_sizes(self) -> tuple[int, ...]: ...
    def inspect(self, path: Path) -> Facts: ...
    async def make_thumbnail(self, source: Path, target: Path, size: int) -> None: ...
