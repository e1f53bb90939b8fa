"""Reference images: bytes that were given, opened with care, as colours and as a ground to paint over."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from .colour import RGB

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_MOST_PIXELS = 100_000_000
_WORKING_SIDE = 2048
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    MemoryError,
    NotImplementedError,
    struct.error,
    zlib.error,
)


def open_reference(data: bytes) -> Image.Image:
    """The first frame as RGB over white, at most 2048 pixels a side. Raises ValueError for what is not an image."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            small = image.width * image.height <= _MOST_PIXELS
            if small:
                image.draft("RGB", (_WORKING_SIDE, _WORKING_SIDE))
                image.thumbnail((_WORKING_SIDE, _WORKING_SIDE))
                rgba = image.convert("RGBA")
    except _UNREADABLE as error:
        raise ValueError("reference is not a readable PNG, JPEG, WebP, GIF, BMP or TIFF image") from error
    if not small:
        raise ValueError(f"reference image of {image.width}x{image.height} pixels is over 100 megapixels")
    ground = Image.new("RGB", rgba.size, (255, 255, 255))
    ground.paste(rgba, mask=rgba.getchannel("A"))
    return ground


def dominant(image: Image.Image, count: int = 6) -> list[RGB]:
    """Its main colours, the most frequent first."""
    small = image.resize((64, 64), Image.Resampling.BOX)
    reduced = small.quantize(count, method=Image.Quantize.MEDIANCUT)
    palette = reduced.getpalette() or []
    order = np.bincount(np.asarray(reduced).ravel(), minlength=count).argsort()[::-1]
    found: list[RGB] = []
    for index in order:
        if 3 * int(index) + 2 < len(palette):
            r, g, b = palette[3 * int(index) : 3 * int(index) + 3]
            found.append((r, g, b))
    return found


def fitted(
    image: Image.Image, size: tuple[int, int], resampling: Image.Resampling = Image.Resampling.LANCZOS
) -> Image.Image:
    """Scaled to cover `size` and cut about its middle."""
    return ImageOps.fit(image, size, resampling)
