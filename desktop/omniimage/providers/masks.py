"""Masks on their way out: ours is white where the picture is to change; each provider has its own form for it."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

from PIL import Image, ImageChops, ImageOps

from omniimage.errors import BadParameters
from omniimage.providers.base import ImageRequest, Reference
from omniimage.providers.provider_spec import MaskForm, ProviderSpec

_UNREADABLE = (
    *(OSError, ValueError, SyntaxError, ArithmeticError, LookupError, AttributeError, MemoryError),
    *(struct.error, Image.DecompressionBombError),
)
_SIDEWAYS = ("JPEG", "PNG", "WEBP")
MIDDLE = 128


def fitted(spec: ProviderSpec, request: ImageRequest) -> ImageRequest:
    """The request with its mask in the provider's form, in the size of the first reference. Blocking.

    A mask lies on the picture as it is shown: a reference that is turned by its EXIF data alone is sent turned.
    Raises `BadParameters`; nothing was sent then.
    """
    model, form = f"{spec.id}/{request.name}", spec.shape.mask
    if form is None or request.mask is None or not request.references:
        raise _bad(model, "not_taken")
    try:
        shown = _upright(request.references[0])
        grey = _white_where_it_changes(request.mask).resize((shown.width, shown.height), Image.Resampling.NEAREST)
    except _UNREADABLE:
        raise _bad(model, "mask_unreadable") from None
    if not form.soft:
        grey = grey.point(lambda level: 255 * (level >= MIDDLE))
    if grey.getextrema() == (0, 0):
        raise _bad(model, "mask_empty")
    mask = replace(request.mask, mime_type="image/png", width=grey.width, height=grey.height, content=_png(form, grey))
    return replace(request, references=(shown, *request.references[1:]), mask=mask)


def _white_where_it_changes(mask: Reference) -> Image.Image:
    """Levels of grey; what is transparent says nothing, so it stays."""
    with Image.open(io.BytesIO(mask.read())) as image:
        pixels = ImageOps.exif_transpose(image).convert("RGBA")
    return ImageChops.multiply(pixels.convert("L"), pixels.getchannel("A"))


def _png(form: MaskForm, grey: Image.Image) -> bytes:
    match form.change:
        case "white":
            image = grey
        case "black":
            image = ImageChops.invert(grey)
        case "transparent":
            image = Image.merge("RGBA", (*(Image.new("L", grey.size) for _ in range(3)), ImageChops.invert(grey)))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _upright(reference: Reference) -> Reference:
    data = reference.read()
    with Image.open(io.BytesIO(data), formats=_SIDEWAYS) as image:
        if image.size == (reference.width, reference.height) and image.getexif().get(0x0112, 1) == 1:
            return reference
        turned = ImageOps.exif_transpose(image)
        file = io.BytesIO()
        turned.save(file, image.format, quality=95, icc_profile=image.info.get("icc_profile"))
    return replace(reference, width=turned.width, height=turned.height, content=file.getvalue())


def _bad(model: str, reason: str) -> BadParameters:
    message = "the mask cannot be sent"
    provider = model.partition("/")[0]
    return BadParameters(message, provider=provider, model=model, parameter="mask_id", reason=reason, charged="no")
