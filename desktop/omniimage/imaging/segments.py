"""The parts that PNG, JPEG and WebP files are made of, by their offsets. Nothing is decoded, nothing is copied."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

Bytes = bytes | mmap
MAX_SEGMENTS = 1_000_000
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_SOS, _EOI = b"\xda", b"\xd9"


class Malformed(ValueError):
    """The file is not made as its format says."""


@dataclass(frozen=True)
class Segment:
    """Bytes `start` up to `end`; its content from `data` up to `data_end`. `name`: chunk name, or JPEG marker byte."""

    name: bytes
    start: int
    data: int
    data_end: int
    end: int


def png_chunks(file: Bytes) -> list[Segment]:
    """Up to and with IEND; what comes behind is none of the picture. Raises `Malformed`."""
    if file[:8] != b"\x89PNG\r\n\x1a\n":
        raise Malformed("no PNG")
    found: list[Segment] = []
    at, length = 8, len(file)
    while len(found) < MAX_SEGMENTS and at + 12 <= length:
        size, name = struct.unpack(">I4s", file[at : at + 8])
        end = at + 12 + size
        if end > length or (not found and name != b"IHDR"):
            break
        found.append(Segment(name, at, at + 8, end - 4, end))
        if name == b"IEND":
            return found
        at = end
    raise Malformed("a PNG without its end")


def riff_chunks(file: Bytes) -> list[Segment]:
    """Of a WebP. Raises `Malformed`."""
    if file[:4] != b"RIFF" or file[8:12] != b"WEBP":
        raise Malformed("no WebP")
    length = min(len(file), 8 + struct.unpack("<I", file[4:8])[0])
    found: list[Segment] = []
    at = 12
    while len(found) < MAX_SEGMENTS and at + 8 <= length:
        name, size = struct.unpack("<4sI", file[at : at + 8])
        end = at + 8 + size + size % 2
        if at + 8 + size > length:
            raise Malformed("a chunk reaches out of the file")
        found.append(Segment(name, at, at + 8, at + 8 + size, min(end, length)))
        at = end
    return found


def jpeg_segments(file: Bytes, *, scans: bool = False) -> list[Segment]:
    """All that `walk_jpeg` finds. Raises `Malformed`."""
    return [*walk_jpeg(file, scans=scans)]


def walk_jpeg(file: Bytes, *, scans: bool = False) -> Iterator[Segment]:
    """From behind SOI to the first scan; with `scans` to the end, each scan a segment of its own. Raises `Malformed`."""
    if file[:3] != b"\xff\xd8\xff":
        raise Malformed("no JPEG")
    at = 2
    for _ in range(MAX_SEGMENTS):
        marker = _MARKER.match(file, at)
        if marker is None:
            raise Malformed("no marker where one must be")
        name, data = marker[0][-1:], marker.end()
        if name == _EOI:
            yield Segment(name, at, data, data, data)
            return
        size = struct.unpack(">H", file[data : data + 2])[0] if data + 2 <= len(file) else 0
        end = data + size
        if size < 2 or end > len(file):
            raise Malformed("a segment reaches out of the file")
        if name == _SOS and not scans:
            return
        if name == _SOS:
            following = _MARKER.search(file, end)
            if following is None:
                raise Malformed("a JPEG without its end")
            end = following.start()
        yield Segment(name, at, data + 2, end, end)
        at = end
    raise Malformed("too many segments")
