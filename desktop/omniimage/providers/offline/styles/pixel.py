"""Pixel art: composed on a coarse grid, a small palette, ordered dither."""

from __future__ import annotations

import numpy as np
from PIL import Image

from omniimage.providers.offline.canvas import Canvas
from omniimage.providers.offline.frame import Frame

from .registry import renders

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], dtype=np.float32) / 16 - 0.47


@renders("pixel")
def pixel(frame: Frame) -> Image.Image:
    canvas = Canvas(frame.size, frame.palette.low)
    if frame.base:
        canvas.image.paste(frame.base)
    canvas.paint(frame.marks)
    across = 96 + 8 * round(8 * frame.detail)
    scale = max(1, round(max(frame.size) / across))
    w, h = -(-frame.width // scale), -(-frame.height // scale)
    small = canvas.image.resize((w, h), Image.Resampling.BOX)
    colours = 20 + round(28 * frame.detail)
    reduced = small.quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=1)
    tile = np.tile(_BAYER, (-(-h // 4), -(-w // 4)))[:h, :w]
    dithered = np.clip(np.asarray(small).astype(np.float32) + tile[:, :, None] * (0 if frame.plain else 9), 0, 255)
    final = Image.fromarray(dithered.astype(np.uint8)).quantize(palette=reduced, dither=Image.Dither.NONE).convert("RGB")
    grown = final.resize((w * scale, h * scale), Image.Resampling.NEAREST)
    return grown.crop((0, 0, *frame.size))
