"""What a file is, from its first bytes and its header alone; no pixel is decoded here."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

from omniimage.errors import NotAnImage, TooLarge
from omniimage.imaging.containers import has_c2pa

MAX_PIXELS = 100_000_000
"""An image of more pixels than this is refused before it is decoded: 100 MP take 400 MB."""

FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "WEBP": ("image/webp", "webp"),
    "GIF": ("image/gif", "gif"),
    "AVIF": ("image/avif", "avif"),
}

# What Pillow raises on damaged files, by 150,000 fuzzed ones (`RuntimeError`: AVIF) and by its source.
DECODE_ERRORS = (
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    ValueError,
    ZeroDivisionError,
    struct.error,
)


@dataclass(frozen=True)
class ImageFacts:
    """`width` and `height` in pixels as shown (EXIF turned); `frames` is 1 for a still; `c2pa`: the file is signed."""

    mime_type: str
    extension: str
    width: int
    height: int
    bytes: int
    frames: int
    c2pa: bool


def sniff(path: Path) -> ImageFacts:
    """The facts of a PNG, JPEG, WebP, GIF or AVIF file. Raises `NotAnImage`, `TooLarge`, `OSError`."""
    with open_image(path) as image:
        width, height = image.size
        if orientation(image) >= 5:
            width, height = height, width
        # A JPEG of several frames is an MPO: its other frames are previews, not an animation.
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        frames = 1 if kind == "JPEG" else _frames(image, path)
        mime_type, extension = FORMATS[kind]
        return ImageFacts(mime_type, extension, width, height, path.stat().st_size, frames, has_c2pa(path, kind))


def open_image(path: Path) -> Image.Image:
    """Open without decoding, and only as the format its first bytes promise. Raises `NotAnImage`, `TooLarge`."""
    kind = format_of(path)
    try:
        image = Image.open(path, formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge("the image has too many pixels", file=path.name, max_pixels=MAX_PIXELS) from None
    except DECODE_ERRORS:
        raise NotAnImage("the image's header is damaged", file=path.name, reason="damaged") from None
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        image.close()
        raise TooLarge("the image has too many pixels", file=path.name, pixels=pixels, max_pixels=MAX_PIXELS)
    return image


def format_of(path: Path) -> str:
    """Pillow's name of the format by the first bytes. Raises `NotAnImage` for any other."""
    with path.open("rb", buffering=0) as file:
        head = file.read(32)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and (b"avif" in head[8:] or b"avis" in head[8:]):
        return "AVIF"
    reason = "empty" if not head else "format"
    raise NotAnImage("not a PNG, JPEG, WebP, GIF or AVIF image", file=path.name, reason=reason)


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8, as the header says it. `getexif` would decode a whole PNG to look for it at the end."""
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif") or b"")
        value = exif.get(ExifTags.Base.Orientation, 1)
    except DECODE_ERRORS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _frames(image: Image.Image, path: Path) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except DECODE_ERRORS:
        raise NotAnImage("the image's frames are damaged", file=path.name, reason="damaged") from None
