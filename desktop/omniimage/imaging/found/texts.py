"""The texts in a picture's file: PNG text chunks, the EXIF comment and makers' fields, XMP. None is unpacked without end."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from omniimage.errors import StudioError
from omniimage.imaging.inspect import DECODE_ERRORS, format_of, open_image
from omniimage.imaging.segments import Bytes, Malformed, Segment, png_chunks

MAX_TEXT_BYTES = 4_000_000
MAX_TEXTS = 200
XMP = "xmp"
COMMENT = "UserComment"
_EXIF_IFD, _USER_COMMENT = 0x8769, 0x9286
# ComfyUI's WebP and AVIF: `workflow:{…}` and `prompt:{…}` in fields of the camera.
_MAKERS_FIELDS = (0x010E, 0x010F, 0x0110)


def texts_of(path: Path) -> dict[str, str]:
    """By keyword; the first of a keyword counts. Empty for what cannot be read."""
    found: dict[str, str] = {}
    try:
        sources = [_from_png, _from_header] if format_of(path) == "PNG" else [_from_header]
        for source in sources:
            for keyword, text in source(path):
                found.setdefault(keyword, text)
                if len(found) >= MAX_TEXTS:
                    return found
    except (StudioError, *DECODE_ERRORS):
        pass
    return found


def _from_png(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        try:
            chunks = png_chunks(mapped)
        except Malformed:
            return
        for chunk in chunks:
            if chunk.name in (b"tEXt", b"zTXt", b"iTXt") and chunk.data_end - chunk.data <= MAX_TEXT_BYTES:
                yield from _png_text(mapped, chunk)


def _png_text(file: Bytes, chunk: Segment) -> Iterator[tuple[str, str]]:
    keyword, _, rest = bytes(file[chunk.data : chunk.data_end]).partition(b"\0")
    name = keyword.decode("latin-1")
    if chunk.name == b"tEXt":
        yield name, _decoded(rest)
    elif chunk.name == b"zTXt":
        yield name, _decoded(_unpacked(rest[1:]))
    elif len(rest) >= 2:
        _, _, after = rest[2:].partition(b"\0")
        _, _, text = after.partition(b"\0")
        yield name, _decoded(_unpacked(text) if rest[0] else text)


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_TEXT_BYTES)
    except zlib.error:
        return b""


def _decoded(data: bytes) -> str:
    """UTF-8, which many write where the standard wants Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _from_header(path: Path) -> Iterator[tuple[str, str]]:
    with open_image(path) as image:
        packet = image.info.get("xmp")
        if isinstance(packet, bytes) and len(packet) <= MAX_TEXT_BYTES:
            yield XMP, _decoded(packet)
        yield from _from_exif(image)


def _from_exif(image: Image.Image) -> Iterator[tuple[str, str]]:
    exif = Image.Exif()
    exif.load(image.info.get("exif") or b"")
    comment = exif.get_ifd(_EXIF_IFD).get(_USER_COMMENT)
    if isinstance(comment, bytes | str) and len(comment) <= MAX_TEXT_BYTES:
        yield COMMENT, _comment(comment)
    for tag in _MAKERS_FIELDS:
        value = exif.get(tag)
        if isinstance(value, str) and len(value) <= MAX_TEXT_BYTES:
            keyword, colon, text = value.partition(":")
            if colon and text.lstrip().startswith("{"):
                yield keyword.strip().lower(), text


def _comment(value: bytes | str) -> str:
    """An EXIF comment names its encoding in its first eight bytes; of UTF-16 both orders are about."""
    if isinstance(value, str):
        return value
    head, body = value[:8], value[8:]
    if head == b"UNICODE\0":
        big = body[:1] == b"\0" or body[:2] == b"\xfe\xff"
        return body.decode("utf-16-be" if big else "utf-16-le", "replace").strip("\ufeff\0")
    return _decoded(body if head in (b"ASCII\0\0\0", b"\0" * 8) else value).strip("\0")
