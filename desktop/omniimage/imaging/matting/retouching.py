"""Brush strokes over a cut-out: bring back what was cut away, or take away more. Runs in a pixel worker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from omniimage.errors import BadRequest
from omniimage.imaging.decode import decode
from omniimage.imaging.matting.contract import Brush
from omniimage.imaging.matting.finish import transparent
from omniimage.imaging.png import save_png

Box = tuple[int, int, int, int]


def retouch(cut: Path, parent: Path | None, target: Path, strokes: Sequence[Brush]) -> None:
    """Write `cut` with the strokes laid over its alpha to `target`, as a PNG.

    `parent`: where restored colour comes from; none is needed for a mask, or where nothing is restored.
    Raises `BadRequest` where the parent has another size, `NotAnImage`, `OSError`.
    """
    before = decode(cut)
    if before.mode != "RGBA":
        return _retouch_mask(before, target, strokes)
    alpha, rgb = before.getchannel("A"), before.convert("RGB")
    brought_back = _laid(alpha, strokes)
    if parent is not None:
        original = decode(parent).convert("RGB")
        if original.size != before.size:
            raise BadRequest("the cut-out and its parent differ in size", reason="size")
        # Where there was nothing, the colour under it is black: the parent's counts there however soft the brush is.
        hidden = alpha.point([255] + [0] * 255)
        restored = _laid(Image.new("L", before.size), [each for each in strokes if each.mode == "restore"])
        rgb.paste(original, mask=ImageChops.lighter(restored, ImageChops.darker(hidden, restored.point(_ANY))))
    result = transparent(rgb, brought_back)
    result.info.update(before.info)
    save_png(result, target)
    return None


_ANY = [0] + [255] * 255


def _retouch_mask(before: Image.Image, target: Path, strokes: Sequence[Brush]) -> None:
    save_png(_laid(before.convert("L"), strokes), target)


def _laid(alpha: Image.Image, strokes: Sequence[Brush]) -> Image.Image:
    """`alpha` after all strokes, in their order."""
    result = alpha.copy()
    for stroke in strokes:
        box = _box(stroke, result.size)
        if box is None:
            continue
        mark, under = _mark(stroke, box), result.crop(box)
        if stroke.mode == "restore":
            over = ImageChops.lighter(under, mark)
        else:
            over = ImageChops.multiply(under, ImageChops.invert(mark))
        result.paste(over, box[:2])
    return result


def _mark(stroke: Brush, box: Box) -> Image.Image:
    """What the brush left within `box`: full along its core, fading to nothing at `radius`."""
    soft = stroke.radius * (1 - stroke.hardness) / 2
    core = max(0.5, stroke.radius - soft)
    mark = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    draw = ImageDraw.Draw(mark)
    points = [(x - box[0], y - box[1]) for x, y in stroke.points]
    if len(points) > 1:
        draw.line(points, fill=255, width=max(1, round(2 * core)))
    for x, y in points:
        draw.ellipse((x - core, y - core, x + core, y + core), fill=255)
    # Three box blurs fade over about two sigmas; half a pixel smooths the steps of a hard brush.
    return mark.filter(ImageFilter.GaussianBlur(max(0.5, soft / 2)))


def _box(stroke: Brush, size: tuple[int, int]) -> Box | None:
    """The part of the picture that the stroke can reach; none where it misses it."""
    points = np.asarray(stroke.points, dtype=np.float64)
    if not np.isfinite(points).all():
        raise BadRequest("a stroke's points must be numbers", field="strokes")
    reach = stroke.radius + 3
    low, high = np.floor(points.min(axis=0) - reach), np.ceil(points.max(axis=0) + reach)
    left, top = (int(max(0, each)) for each in low)
    right, bottom = (int(min(limit, each)) for each, limit in zip(high, size, strict=True))
    return (left, top, right, bottom) if left < right and top < bottom else None
