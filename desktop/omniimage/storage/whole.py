"""Whether a picture's file is all there, by how its format ends. No pixel is decoded."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


def is_whole(path: Path) -> bool:
    """For a PNG, JPEG, WebP, GIF or AVIF that nobody finished: did all of its bytes come?"""
    size = path.stat().st_size
    if size < 16:
        return False
    with path.open("rb") as file:
        head = file.read(16)
        file.seek(-len(_PNG_END), os.SEEK_END)
        tail = file.read()
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return tail == _PNG_END
        if head.startswith(b"\xff\xd8\xff"):
            return tail.endswith(b"\xff\xd9")
        if head.startswith(b"GIF8"):
            return tail.endswith(b"\x3b")
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            length = int(struct.unpack("<I", head[4:8])[0])
            return 8 + length + length % 2 == size
        return head[4:8] == b"ftyp" and _boxes_fill(file, size)


def _boxes_fill(file: BinaryIO, size: int) -> bool:
    start = 0
    while start < size:
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return False
        length = int(struct.unpack(">I", head[:4])[0])
        if length == 1 and len(head) == 16:
            length = int(struct.unpack(">Q", head[8:])[0])
        if length < 8:
            return False
        start += length
    return start == size
