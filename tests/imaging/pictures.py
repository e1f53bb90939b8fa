"""Small real files of every kind, good and bad."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw


def drawn(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """Red left half, blue right half, so that turns and colours can be told."""
    picture = Image.new("RGB", (width, height), (220, 30, 30))
    ImageDraw.Draw(picture).rectangle((width // 2, 0, width, height), fill=(30, 30, 220))
    return picture.convert(mode)


def encoded(format: str, picture: Image.Image | None = None, **options: Any) -> bytes:
    buffer = io.BytesIO()
    (picture or drawn()).save(buffer, format, **options)
    return buffer.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + data + png_chunk(b"IEND", b"")


def with_png_chunk(png: bytes, name: bytes, data: bytes) -> bytes:
    """The same PNG with one more chunk behind its header."""
    return png[:33] + png_chunk(name, data) + png[33:]


def exif(orientation: int) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


GOOD = {
    "png": encoded("PNG"),
    "jpg": encoded("JPEG"),
    "webp": encoded("WEBP"),
    "gif": encoded("GIF"),
    "avif": encoded("AVIF"),
}

_BAD_CRC = bytearray(encoded("PNG"))
_BAD_CRC[-20] ^= 0xFF

BAD = {
    "empty.png": b"",
    "one byte.png": b"\x89",
    "page.png": b"<!doctype html><html><body>502 Bad Gateway</body></html>",
    "answer.png": b'{"error": {"message": "no"}}',
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
    "drawing.eps.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EOF\n",
    "paper.png": b"%PDF-1.7\n1 0 obj<<>>endobj\n",
    "photo.heic.png": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64,
    "photo.jxl.png": b"\xff\x0a" + b"\0" * 64,
    "photo.bmp.png": encoded("BMP"),
    "photo.tiff.png": encoded("TIFF"),
    "header only.png": GOOD["png"][:8],
    "header only.jpg": GOOD["jpg"][:4],
    "header only.webp": GOOD["webp"][:12],
    "header only.gif": GOOD["gif"][:6],
    "header only.avif": GOOD["avif"][:24],
    "text bomb.png": with_png_chunk(GOOD["png"], b"zTXt", b"c\0\0" + zlib.compress(b"a" * 80_000_000)),
}

CUT = {f"cut.{extension}": data[: len(data) * 2 // 3] for extension, data in GOOD.items()} | {"crc.png": bytes(_BAD_CRC)}
"""Files whose header is good and whose pixels are not all there."""
