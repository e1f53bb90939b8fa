"""Cut paper: flat sheets, each throwing a soft shadow on the one behind; light becomes rings of paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image, ImageFilter

from omniimage.providers.offline import curves
from omniimage.providers.offline.canvas import Canvas, Shadow
from omniimage.providers.offline.colour import RGB, mix
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.marks import Fill, Glow, Mark

from .registry import renders
from .texture import grain, paper, shift_levels

_RINGS = 3
_SKY_SHEETS = 6


@renders("papercut")
def papercut(frame: Frame) -> Image.Image:
    u = frame.unit
    tone = mix(frame.palette.near, (24, 18, 30), 0.6)
    shadow = Shadow((1.6 * u, 4.6 * u), max(1.0, 8 * u), 0.62, tone)
    canvas = Canvas(frame.size, frame.palette.low, shadow=shadow)
    if frame.base:
        flat = frame.base.quantize(14, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        canvas.image.paste(flat.convert("RGB").filter(ImageFilter.ModeFilter(9)))
    canvas.paint([sheet for at, mark in enumerate(frame.marks) for sheet in _sheets(mark, frame, at)])
    if frame.plain:
        return canvas.image
    surface = paper(frame.rng, frame.size) * 3.8 + grain(frame.rng, frame.size) * (0.6 + 1.4 * frame.detail)
    return shift_levels(canvas.image, surface)


def _sheets(mark: Mark, frame: Frame, at: int) -> list[Mark]:
    """A mark as cut paper: one flat colour, mist and light left out or cut as shapes."""
    if isinstance(mark, Glow):
        return _rings(mark, frame)
    if not isinstance(mark, Fill):
        return [mark]
    if mark.soft > 6 * frame.unit and not mark.thing and mark.alpha < 0.6:
        return [replace(mark, alpha=mark.alpha * 0.35)]
    if at == 0 and frame.celestial_at:
        return _sky(mark, frame)
    if len(mark.paint) == 1:
        return [mark]
    middle = mark.paint[len(mark.paint) // 2]
    return [replace(mark, paint=tuple(mix(c, middle, 0.75) for c in mark.paint))]


def _rings(glow: Glow, frame: Frame) -> list[Mark]:
    """Large light as translucent discs, one on the other; small light as it is."""
    if glow.radius < 0.12 * frame.height or glow.radius > 0.75 * max(frame.size):
        return [replace(glow, strength=glow.strength * 0.6)]
    rings: list[Mark] = []
    for i in range(_RINGS):
        radius = glow.radius * (0.84 - 0.2 * i)
        disc = curves.ellipse(glow.x, glow.y, radius, radius, sides=90)
        rings.append(Fill(disc, (glow.colour,), 0.2 * glow.strength + 0.05, outline=False))
    return rings


def _sky(mark: Fill, frame: Frame) -> list[Mark]:
    """A gradient as overlapping sheets with waved edges, the lightest in front."""
    count = _SKY_SHEETS
    low, high = float(mark.points[:, 1].min()), float(mark.points[:, 1].max())
    x = np.linspace(-0.02, 1.02, 60)
    sheets: list[Mark] = []
    for i in range(count):
        colour = _between(mark.paint, i / (count - 1))
        y = low + (high - low) * (i / count) ** 1.1 + np.sin(x * 5 + i * 1.7) * frame.height * 0.014 * (i > 0)
        edge = np.column_stack([x * frame.width, y])
        points = np.vstack([edge, [(edge[-1, 0], frame.height + 4), (edge[0, 0], frame.height + 4)]])
        sheets.append(Fill(points, (colour,), lift=i > 0))
    return sheets


def _between(stops: tuple[RGB, ...], share: float) -> RGB:
    at = share * (len(stops) - 1)
    first = min(int(at), len(stops) - 2)
    return mix(stops[first], stops[first + 1], at - first)
