"""Marks rasterised, antialiased by supersampling each mark's own box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .colour import RGB
from .marks import Fill, Glow, Mark, Mirror, Points
from .stopping import go_on

_SMALL = 220
_SOFT_SHRINK = 4


@dataclass(frozen=True)
class LineWork:
    """How a style draws the edge of each shape: `hand` makes a wobbling line of a true one."""

    hand: Callable[[Points], Points]
    width: float
    strokes: int
    weight: int


@dataclass(frozen=True)
class Shadow:
    """The shadow a sheet of paper throws on those behind it; offset and blur in pixels."""

    offset: tuple[float, float]
    blur: float
    strength: float
    colour: RGB


Box = tuple[int, int, int, int]


class Canvas:
    """`image` takes the colours; `lines`, if the style has line work, the drawn edges (0 paper, 255 full line)."""

    def __init__(
        self, size: tuple[int, int], colour: RGB, *, lines: LineWork | None = None, shadow: Shadow | None = None
    ) -> None:
        self.image = Image.new("RGB", size, colour)
        self.linework = lines
        self.shadow = shadow
        self._line_scale = 1 if max(size) > 1500 else 2
        self.lines = Image.new("L", (size[0] * self._line_scale, size[1] * self._line_scale)) if lines else None
        self._line_pen = ImageDraw.Draw(self.lines) if self.lines else None

    def paint(self, marks: Sequence[Mark]) -> None:
        for mark in marks:
            go_on()
            if isinstance(mark, Fill):
                self._fill(mark)
            elif isinstance(mark, Glow):
                self._glow(mark)
            else:
                self._mirror(mark)

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> Box | None:
        w, h = self.image.size
        box = (max(0, int(x0) - 1), max(0, int(y0) - 1), min(w, int(x1) + 2), min(h, int(y1) + 2))
        return box if box[2] > box[0] and box[3] > box[1] else None

    def _fill(self, mark: Fill) -> None:
        margin = mark.width / 2 + mark.soft * 2
        low, high = mark.points.min(0) - margin, mark.points.max(0) + margin
        box = self._box(low[0], low[1], high[0], high[1])
        if box is None:
            return
        mask = soft_mask(mark, box) if mark.soft else sharp_mask(mark, box)
        if self.shadow and mark.lift and mark.alpha > 0.9:
            self._throw(mark, self.shadow)
        if mark.alpha < 1:
            alpha = mark.alpha
            mask = mask.point([round(i * alpha) for i in range(256)])
        self.image.paste(_paint(mark, box), box[:2], mask)
        if self._line_pen and self.linework and not mark.soft and mark.alpha > 0.6:
            self._edge(mark, self._line_pen, self.linework)

    def _throw(self, mark: Fill, shadow: Shadow) -> None:
        cast = Fill(mark.points + shadow.offset, (shadow.colour,), shadow.strength, soft=shadow.blur)
        low, high = cast.points.min(0) - shadow.blur * 2, cast.points.max(0) + shadow.blur * 2
        box = self._box(low[0], low[1], high[0], high[1])
        if box:
            strength = shadow.strength
            mask = soft_mask(cast, box).point([round(i * strength) for i in range(256)])
            self.image.paste(shadow.colour, box, mask)

    def _edge(self, mark: Fill, pen: ImageDraw.ImageDraw, work: LineWork) -> None:
        points = mark.points * self._line_scale
        width = max(1, round(work.width * self._line_scale))
        if mark.width:
            if mark.width > work.width * 3:
                pen.line(_pairs(points), fill=0, width=round(mark.width * self._line_scale))
            elif mark.alpha > 0.7:
                pen.line(_pairs(work.hand(points)), fill=work.weight, width=width)
            return
        if mark.alpha > 0.7:
            pen.polygon(_pairs(points), fill=0)
        if mark.outline:
            for _ in range(work.strokes if mark.alpha > 0.7 else 1):
                closed = np.vstack([points, points[:1]])
                pen.line(_pairs(work.hand(closed)), fill=work.weight, width=width, joint="curve")

    def _glow(self, mark: Glow) -> None:
        r = mark.radius
        box = self._box(mark.x - r, mark.y - r, mark.x + r, mark.y + r)
        if box is None or r < 1:
            return
        full = Image.radial_gradient("L")
        scale = 256 / (2 * r)
        region = tuple((v - o) * scale for v, o in zip(box, (mark.x - r, mark.y - r) * 2, strict=True))
        clipped = tuple(min(256.0, max(0.0, v)) for v in region)
        size = (box[2] - box[0], box[3] - box[1])
        strength = mark.strength
        mask = full.resize(size, Image.Resampling.BILINEAR, box=clipped)  # type: ignore[arg-type]
        mask = mask.point([round(255 * strength * max(0.0, 1 - i / 181) ** 2.2) for i in range(256)])
        self.image.paste(mark.colour, box, mask)

    def _mirror(self, mark: Mirror) -> None:
        w, h = self.image.size
        top, bottom = max(1, round(mark.horizon)), min(h, round(mark.bottom))
        depth = bottom - top
        if depth < 2:
            return
        reach = min(top, round(depth * 1.3))
        flipped = self.image.crop((0, top - reach, w, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((w, depth))
        pixels = np.asarray(flipped)
        rows = np.arange(depth)
        near = (rows / depth)[:, None]
        wave = np.sin(rows / (2.5 + 8 * rows / depth) * (1024 / max(w, 256)) + np.sin(rows * 0.7)) * mark.ripple
        shift = np.round(wave * (0.3 + 1.6 * rows / depth)).astype(np.intp)
        pixels = np.take_along_axis(pixels, ((np.arange(w)[None, :] + shift[:, None]) % w)[:, :, None], axis=1)
        tint = np.array(mark.tint) * (1 - near) + np.array(mark.deep) * near
        share = mark.strength * (1 - 0.55 * near)[:, :, None]
        mixed = pixels * share + tint[:, None, :] * (1 - share)
        self.image.paste(Image.fromarray(mixed.astype(np.uint8)), (0, top))


def _pairs(points: Points) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in points]


def sharp_mask(mark: Fill, box: Box) -> Image.Image:
    """Coverage of a mark within a box of the picture."""
    w, h = box[2] - box[0], box[3] - box[1]
    scale = 4 if max(w, h) < _SMALL else 2
    mask = Image.new("L", (w * scale, h * scale))
    pen = ImageDraw.Draw(mask)
    points = _pairs((mark.points - box[:2]) * scale)
    if mark.width:
        width = max(1, round(mark.width * scale))
        pen.line(points, fill=255, width=width, joint="curve")
        if width > 3:
            for x, y in (points[0], points[-1]):
                pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    else:
        pen.polygon(points, fill=255)
    return mask.reduce(scale)


def soft_mask(mark: Fill, box: Box) -> Image.Image:
    """Coverage of a mark with blurred edges, computed small: a blur needs no detail."""
    w, h = box[2] - box[0], box[3] - box[1]
    shrink = _SOFT_SHRINK if mark.soft >= 3 else 1
    small = Image.new("L", (max(1, -(-w // shrink)), max(1, -(-h // shrink))))
    pen = ImageDraw.Draw(small)
    points = _pairs((mark.points - box[:2]) / shrink)
    if mark.width:
        pen.line(points, fill=255, width=max(1, round(mark.width / shrink)))
    else:
        pen.polygon(points, fill=255)
    blurred = small.filter(ImageFilter.GaussianBlur(mark.soft / shrink))
    return blurred.resize((w, h), Image.Resampling.BILINEAR) if shrink > 1 else blurred


def _paint(mark: Fill, box: Box) -> Image.Image:
    w, h = box[2] - box[0], box[3] - box[1]
    if len(mark.paint) == 1:
        return Image.new("RGB", (w, h), mark.paint[0])
    axis = 0 if mark.across else 1
    low, high = float(mark.points[:, axis].min()), float(mark.points[:, axis].max())
    count = w if mark.across else h
    at = (np.arange(count) + box[axis] - low) / max(1.0, high - low)
    stops = np.linspace(0, 1, len(mark.paint))
    channels = [np.interp(at, stops, [c[i] for c in mark.paint]) for i in range(3)]
    ramp = np.stack(channels, axis=-1).astype(np.uint8)
    strip = Image.fromarray(ramp[None, :, :] if mark.across else ramp[:, None, :])
    return strip.resize((w, h), Image.Resampling.NEAREST)


def gradient(size: tuple[int, int], stops: Sequence[RGB]) -> Points:
    """A vertical gradient as float rows, (height, 3)."""
    at = np.linspace(0, 1, size[1])
    where = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(at, where, [c[i] for c in stops]) for i in range(3)], axis=-1)
