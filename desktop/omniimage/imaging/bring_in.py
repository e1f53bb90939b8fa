"""Pictures from outside: kept as they are where every part of the studio reads them, else as PNG, pixel for pixel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from omniimage.errors import NotAnImage, TooLarge
from omniimage.imaging.decode import settled
from omniimage.imaging.found import read_found
from omniimage.imaging.inspect import DECODE_ERRORS, MAX_PIXELS, format_of
from omniimage.imaging.png import save_png

EXTENSIONS = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".heic", ".heif")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True)
class BroughtIn:
    """`file`: the source itself, or a PNG of it; then `format` is what it was. `found`: the recipe it carries."""

    file: Path
    found: dict[str, Any] | None = None
    format: str | None = None


def bring_in(source: Path, folder: Path) -> BroughtIn:
    """Look at a file, and make a PNG of it in `folder` where it is a TIFF, BMP or HEIC.

    Raises `NotAnImage`, `TooLarge`, `OSError`.
    """
    kind = _foreign_format(source)
    if kind is None:
        format_of(source)
        return BroughtIn(source, read_found(source))
    target = folder / "brought.png"
    save_png(_decoded(source, kind), target)
    return BroughtIn(target, None, kind)


def _foreign_format(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(64)
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "TIFF"
    if head[:2] == b"BM" and len(head) >= 30:
        return "BMP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS and b"avif" not in head[8:] and b"avis" not in head[8:]:
        return "HEIF"
    return None


def _decoded(path: Path, kind: str) -> Image.Image:
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(path, formats=[kind]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise TooLarge("the image has too many pixels", file=path.name, max_pixels=MAX_PIXELS)
            return settled(image, path)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLarge("the image has too many pixels", file=path.name, max_pixels=MAX_PIXELS) from None
    except DECODE_ERRORS:
        raise NotAnImage("the image's header is damaged", file=path.name, reason="damaged") from None
