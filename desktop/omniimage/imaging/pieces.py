"""A file as it will be, told by pieces of the one there is: no copy is held in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from omniimage.errors import NotFound

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Slice:
    """Bytes `start` up to `end` of the source."""

    start: int
    end: int


@dataclass(frozen=True)
class Pieces:
    """`parts` in order: bytes of our own, and slices of `source`."""

    source: Path
    parts: tuple[bytes | Slice, ...]

    @classmethod
    def whole(cls, source: Path) -> Pieces:
        return cls(source, (Slice(0, source.stat().st_size),))

    @property
    def size(self) -> int:
        return sum(len(part) if isinstance(part, bytes) else part.end - part.start for part in self.parts)

    def chunks(self) -> Iterator[bytes]:
        """All bytes, at most `CHUNK_BYTES` at a time. Raises `NotFound`, before anything else, where the source is gone."""
        try:
            file = self.source.open("rb", buffering=0)
        except FileNotFoundError:
            raise NotFound("the image's file is gone from the disk", file=self.source.name) from None
        with file:
            yield b""
            for part in self.parts:
                if isinstance(part, bytes):
                    yield part
                    continue
                file.seek(part.start)
                left = part.end - part.start
                while left > 0:
                    chunk = file.read(min(CHUNK_BYTES, left))
                    if not chunk:
                        raise NotFound("the image's file is shorter than it was", file=self.source.name)
                    left -= len(chunk)
                    yield chunk

    def write(self, target: Path) -> None:
        """Write to `target`, whole or not at all. Raises `NotFound`, `OSError`."""
        partial = target.with_name(f".{target.name[:100]}.{os.getpid()}.partial")
        try:
            with partial.open("wb", buffering=0) as file:
                for chunk in self.chunks():
                    file.write(chunk)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
