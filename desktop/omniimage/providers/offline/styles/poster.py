"""Flat layered poster: long gradients, soft glows, a breath of grain."""

from __future__ import annotations

from PIL import Image, ImageFilter

from omniimage.providers.offline.canvas import Canvas
from omniimage.providers.offline.frame import Frame

from .registry import renders
from .texture import grain, shift_levels


@renders("poster")
def poster(frame: Frame) -> Image.Image:
    canvas = Canvas(frame.size, frame.palette.low)
    if frame.base:
        canvas.image.paste(_posterised(frame.base))
    canvas.paint(frame.marks)
    if frame.plain:
        return canvas.image
    return shift_levels(canvas.image, grain(frame.rng, frame.size) * (1.2 + 2.4 * frame.detail))


def _posterised(base: Image.Image) -> Image.Image:
    calm = base.resize((max(1, base.width // 3), max(1, base.height // 3)), Image.Resampling.BOX)
    flat = calm.quantize(20, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).convert("RGB")
    return flat.filter(ImageFilter.ModeFilter(7)).resize(base.size, Image.Resampling.BICUBIC)
