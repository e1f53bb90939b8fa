"""Writing PNG fast: a sixth of the time of Pillow's default for about the same size.

Filtering and zlib's run lengths at level 1 do nearly all that the slow settings do for photographs. Pillow tries five
filters on every row; one alone, the average, costs a third of that and next to no bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_COLOUR_TYPES = {"L": 0, "RGB": 2, "LA": 4, "RGBA": 6}
_AVERAGE = 3
_FLAT = 0.6
_BAND_BYTES = 1 << 20
_INCHES_PER_METRE = 39.3701


def save_png(picture: Image.Image, target: Path, **options: Any) -> None:
    """Write `picture` with its ICC profile and resolution; `options` are Pillow's. Raises `OSError`."""
    kept = {name: picture.info[name] for name in ("icc_profile", "dpi") if picture.info.get(name)}
    if picture.mode not in _COLOUR_TYPES or options or picture.info.get("transparency") is not None:
        picture.save(target, "PNG", compress_level=1, compress_type=zlib.Z_RLE, **(kept | options))
        return
    if _is_flat(picture):
        picture.save(target, "PNG", **kept)
        return
    with target.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        head = struct.pack(">IIBBBBB", *picture.size, 8, _COLOUR_TYPES[picture.mode], 0, 0, 0)
        _chunk(file, b"IHDR", head)
        if profile := kept.get("icc_profile"):
            _chunk(file, b"iCCP", b"ICC Profile\0\0" + zlib.compress(profile))
        if dpi := kept.get("dpi"):
            _chunk(file, b"pHYs", struct.pack(">IIB", *(round(float(each) * _INCHES_PER_METRE) for each in dpi), 1))
        packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_RLE)
        for band in _filtered(picture):
            if data := packer.compress(band.data):
                _chunk(file, b"IDAT", data)
        _chunk(file, b"IDAT", packer.flush())
        _chunk(file, b"IEND", b"")


def _is_flat(picture: Image.Image) -> bool:
    """Whether most pixels are like their neighbour, as in pixel art: then the slow settings are quick, and far smaller."""
    if picture.width < 2:
        return False
    tops = range(0, picture.height, picture.height // 32 + 1)
    rows = [np.asarray(picture.crop((0, top, picture.width, top + 1))).reshape(picture.width, -1) for top in tops]
    return float(np.mean([(row[1:] == row[:-1]).all(axis=1).mean() for row in rows])) >= _FLAT


def _filtered(picture: Image.Image) -> Iterator[NDArray[np.uint8]]:
    """Bands of rows as PNG's average filter leaves them, each row behind the filter's number."""
    step, width = len(picture.getbands()), picture.width
    rows = max(1, _BAND_BYTES // (width * step + 1))
    last = np.zeros(width * step, np.uint8)
    for top in range(0, picture.height, rows):
        # A band at a time: the whole as an array would be a second copy of it.
        part = picture.crop((0, top, width, min(top + rows, picture.height)))
        band = np.asarray(part).reshape(part.height, -1)
        above, before = np.empty_like(band), np.zeros_like(band)
        above[0], above[1:], last = last, band[:-1], band[-1]
        before[:, step:] = band[:, :-step]
        out = np.empty((band.shape[0], band.shape[1] + 1), np.uint8)
        out[:, 0] = _AVERAGE
        # Half of the sum, rounded down, without a ninth bit.
        np.subtract(band, (above >> 1) + (before >> 1) + (above & before & 1), out=out[:, 1:])
        yield out


def _chunk(file: BinaryIO, name: bytes, data: bytes) -> None:
    file.write(struct.pack(">I", len(data)) + name)
    file.write(data)
    file.write(struct.pack(">I", zlib.crc32(data, zlib.crc32(name))))
