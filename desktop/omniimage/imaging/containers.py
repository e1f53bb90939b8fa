"""Walks the boxes of image files without decoding them: is there a C2PA signature?

Sources: C2PA 2.1 "Embedding manifests": PNG chunk `caBX`, JPEG APP11 JUMBF, RIFF chunk `C2PA`, GIF application
extension `C2PA_GIF`, ISO BMFF box `uuid` d8fec3d6-1b0e-483c-9297-5828877ec481.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from omniimage.imaging.segments import Malformed, walk_jpeg

MAX_BOXES = 100_000
_C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_JPEG_APP11 = b"\xeb"


def has_c2pa(path: Path, kind: str) -> bool:
    """Whether the file carries C2PA credentials; such a file's bytes must never be touched. `kind` as Pillow names it."""
    with path.open("rb") as file:
        try:
            return any(_FINDERS[kind](file))
        except (struct.error, Malformed):
            return False


def _png(file: BinaryIO) -> Iterator[bool]:
    file.seek(8)
    for _ in range(MAX_BOXES):
        head = file.read(8)
        if len(head) < 8:
            return
        size, name = struct.unpack(">I4s", head)
        yield name == b"caBX"
        file.seek(size + 4, os.SEEK_CUR)


def _riff(file: BinaryIO) -> Iterator[bool]:
    file.seek(12)
    for _ in range(MAX_BOXES):
        head = file.read(8)
        if len(head) < 8:
            return
        name, size = struct.unpack("<4sI", head)
        yield name == b"C2PA"
        file.seek(size + size % 2, os.SEEK_CUR)


def _jpeg(file: BinaryIO) -> Iterator[bool]:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        for each in walk_jpeg(mapped):
            payload = mapped[each.data : each.data_end] if each.name == _JPEG_APP11 else b""
            yield b"jumb" in payload[:64] and b"c2pa" in payload


def _bmff(file: BinaryIO) -> Iterator[bool]:
    start = 0
    for _ in range(MAX_BOXES):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            return
        size, name = struct.unpack(">I4s", head)
        if size == 1:
            size = struct.unpack(">Q", file.read(8))[0]
        yield name == b"uuid" and file.read(16) == _C2PA_UUID
        if size < 8:
            return
        start += size


def _gif(file: BinaryIO) -> Iterator[bool]:
    yield b"C2PA_GIF" in file.read(1 << 20)


_FINDERS: dict[str, Callable[[BinaryIO], Iterator[bool]]] = {
    "PNG": _png,
    "JPEG": _jpeg,
    "WEBP": _riff,
    "GIF": _gif,
    "AVIF": _bmff,
}
