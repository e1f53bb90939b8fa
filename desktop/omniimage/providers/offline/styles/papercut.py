"""Cut paper: every sheet throws a soft shadow on the one behind and has its own tooth."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageFilter

from ..canvas import Canvas, Shadow
from ..colour import mix
from ..frame import Frame
from ..marks import Fill, Mark
from .registry import renders
from .texture import grain, paper, shift_levels


@renders("papercut")
def papercut(frame: Frame) -> Image.Image:
    u = frame.unit
    shadow = Shadow((2.2 * u, 4.4 * u), max(1.0, 5.5 * u), 0.42, mix(frame.palette.near, (24, 18, 30), 0.6))
    canvas = Canvas(frame.size, frame.palette.low, shadow=shadow)
    if frame.base:
        canvas.image.paste(frame.base.quantize(9, method=Image.Quantize.MEDIANCUT).convert("RGB").filter(ImageFilter.ModeFilter(9)))
    canvas.paint([_sheet(mark) for mark in frame.marks])
    if frame.plain:
        return canvas.image
    surface = paper(frame.rng, frame.size) * 3.6 + grain(frame.rng, frame.size) * (0.6 + 1.4 * frame.detail)
    return shift_levels(canvas.image, surface)


def _sheet(mark: Mark) -> Mark:
    """A part in one flat colour, as paper has; large sheets keep a trace of their gradient."""
    if isinstance(mark, Fill) and len(mark.paint) > 1 and mark.thing:
        middle = mark.paint[len(mark.paint) // 2]
        return replace(mark, paint=tuple(mix(c, middle, 0.72) for c in mark.paint))
    return mark
