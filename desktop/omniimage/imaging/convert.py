"""One picture into another: cropped, resized, flattened, in another format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image

from omniimage.errors import BadRequest, TooLarge
from omniimage.imaging.decode import decode_exact, eight_bits
from omniimage.imaging.inspect import FORMATS, MAX_PIXELS, format_of
from omniimage.imaging.png import save_png

Format = Literal["png", "jpeg", "webp", "avif"]
_PILLOW: dict[Format, str] = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "avif": "AVIF"}
_MAX_EDGE: dict[Format, int] = {"jpeg": 65_535, "webp": 16_383, "avif": 65_535}
_LOSSLESS = 100
# From here on colour is kept as sharp as light.
_FINE = 90
_WHITE = "#ffffff"


@dataclass(frozen=True)
class Conversion:
    """In this order: `crop` (left, top, right, bottom) or `ratio` (about the middle), resize, `background`, `format`.

    One of `width`, `height` keeps the ratio; with both, `fit`. No format: as it is, what cannot be written as PNG.
    """

    format: Format | None = None
    quality: int = 90
    crop: tuple[int, int, int, int] | None = None
    ratio: tuple[int, int] | None = None
    width: int | None = None
    height: int | None = None
    fit: Literal["inside", "cover", "stretch"] = "inside"
    background: str | None = None


def convert_file(source: Path, folder: Path, wanted: Conversion) -> Path:
    """Write the converted picture to `folder` as `converted.<extension>`, whole or not at all; returns its path.

    The ICC profile stays, EXIF orientation is applied, 16-bit grey stays 16-bit in a PNG.
    Raises `NotAnImage`, `TooLarge`, `BadRequest` where the crop or the format's own limit does not fit, `OSError`.
    """
    format = wanted.format or _format_as_is(source)
    picture = resized(cropped(decode_exact(source), wanted), wanted)
    if max(picture.size) > _MAX_EDGE.get(format, MAX_PIXELS):
        raise BadRequest("the picture is too large for this format", field="format", limit=_MAX_EDGE[format])
    if wanted.background or (format == "jpeg" and picture.has_transparency_data):
        picture = flattened(picture, wanted.background or _WHITE)
    target = folder / f"converted.{extension_of(format)}"
    _save(picture, target, format, wanted.quality)
    return target


def extension_of(format: Format) -> str:
    return FORMATS[_PILLOW[format]][1]


def cropped(picture: Image.Image, wanted: Conversion) -> Image.Image:
    if wanted.crop:
        _, _, right, bottom = wanted.crop
        if right > picture.width or bottom > picture.height:
            raise BadRequest("the crop reaches out of the picture", field="crop", width=picture.width, height=picture.height)
        return picture.crop(wanted.crop)
    return _to_ratio(picture, *wanted.ratio) if wanted.ratio else picture


def resized(picture: Image.Image, wanted: Conversion) -> Image.Image:
    if not wanted.width and not wanted.height:
        return picture
    if wanted.width and wanted.height and wanted.fit == "cover":
        picture = _to_ratio(picture, wanted.width, wanted.height)
    size = _target_size(picture, wanted)
    if size[0] * size[1] > MAX_PIXELS:
        raise TooLarge("the image would have too many pixels", pixels=size[0] * size[1], max_pixels=MAX_PIXELS)
    if size == picture.size:
        return picture
    if picture.mode in ("1", "P"):
        picture = eight_bits(picture)
    return _with_info(picture.resize(size, Image.Resampling.LANCZOS), picture)


def flattened(picture: Image.Image, background: str) -> Image.Image:
    """RGB: the picture over `background`, `#rrggbb`."""
    shown = picture.convert("RGBA")
    ground = Image.new("RGBA", picture.size, background)
    return _with_info(Image.alpha_composite(ground, shown).convert("RGB"), picture)


def _target_size(picture: Image.Image, wanted: Conversion) -> tuple[int, int]:
    width, height = picture.size
    if wanted.width and wanted.height and wanted.fit != "inside":
        return wanted.width, wanted.height
    scale = min(
        wanted.width / width if wanted.width else float("inf"), wanted.height / height if wanted.height else float("inf")
    )
    return max(1, round(width * scale)), max(1, round(height * scale))


def _to_ratio(picture: Image.Image, across: int, down: int) -> Image.Image:
    """The largest part about the middle with this ratio."""
    if across < 1 or down < 1:
        raise BadRequest("a ratio has two numbers above zero", field="ratio")
    width = min(picture.width, max(1, round(picture.height * across / down)))
    height = min(picture.height, max(1, round(picture.width * down / across)))
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return picture.crop((left, top, left + width, top + height))


def _with_info(picture: Image.Image, source: Image.Image) -> Image.Image:
    if profile := source.info.get("icc_profile"):
        picture.info["icc_profile"] = profile
    return picture


def _format_as_is(source: Path) -> Format:
    as_is = {name: format for format, name in _PILLOW.items()}
    return as_is.get(format_of(source), "png")


def _save(picture: Image.Image, target: Path, format: Format, quality: int) -> None:
    if format == "png":
        return save_png(picture, target)
    picture = eight_bits(picture)
    options: dict[str, Any] = {"quality": quality, "icc_profile": picture.info.get("icc_profile"), "exif": b""}
    if format == "jpeg":
        options |= {"subsampling": 0 if quality >= _FINE else 2, "optimize": True}
        picture = picture.convert("RGB")
    elif format == "webp":
        options |= {"lossless": quality == _LOSSLESS, "method": 4, "exact": False}
    elif format == "avif":
        options |= {"subsampling": "4:4:4" if quality >= _FINE else "4:2:0", "speed": 8}
    picture.save(target, _PILLOW[format], **options)
    return None
