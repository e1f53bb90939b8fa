"""The blocks of a GIF: which of them are its picture and its timing, and which only talk."""

from __future__ import annotations

from collections.abc import Iterator

from omniimage.imaging.pieces import Slice
from omniimage.imaging.segments import Bytes, Malformed

_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_COMMENT, _APPLICATION, _PLAIN_TEXT = 0xFE, 0xFF, 0x01


def gif_picture(file: Bytes) -> Iterator[Slice]:
    """All but comments, plain text and foreign application blocks. Raises `Malformed`."""
    if len(file) < 13:
        raise Malformed("no GIF")
    at = 13 + _table(file[10])
    yield Slice(0, at)
    while True:
        kind = file[at : at + 1]
        if kind == b";":
            yield Slice(at, at + 1)
            return
        if kind == b"!" and at + 3 <= len(file):
            end = _sub_blocks(file, at + 2)
            if not _only_talks(file, at):
                yield Slice(at, end)
        elif kind == b"," and at + 10 <= len(file):
            end = _sub_blocks(file, at + 11 + _table(file[at + 9]))
            yield Slice(at, end)
        else:
            raise Malformed("a GIF without its end")
        at = end


def _only_talks(file: Bytes, at: int) -> bool:
    label = file[at + 1]
    return label in (_COMMENT, _PLAIN_TEXT) or (label == _APPLICATION and bytes(file[at + 3 : at + 14]) not in _LOOPS)


def _table(flags: int) -> int:
    """Bytes of a colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(file: Bytes, at: int) -> int:
    """Behind the blocks that begin at `at`."""
    while at < len(file):
        size = file[at]
        at += 1 + size
        if size == 0:
            return at
    raise Malformed("blocks reach out of the file")
