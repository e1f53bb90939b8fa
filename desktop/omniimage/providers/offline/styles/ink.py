"""Hand-coloured engraving: hatching that swells with the dark, over light tints, on cream paper."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from omniimage.providers.offline.canvas import Canvas, LineWork
from omniimage.providers.offline.frame import Frame

from .registry import renders
from .sketch import pencil
from .texture import clouds, in_bands, paper

_PAPER = np.array((247, 240, 224), dtype=np.float32)
_WHITE = np.array((252, 250, 246), dtype=np.float32)
_INK = np.array((30, 30, 48), dtype=np.float32)


@renders("ink")
def ink(frame: Frame) -> Image.Image:
    hand = pencil(frame, 0.9 * frame.unit).hand
    canvas = Canvas(frame.size, frame.palette.low, lines=LineWork(hand, max(0.9, 1.7 * frame.unit), 1, 235))
    if frame.base:
        canvas.image.paste(frame.base)
    canvas.paint(frame.marks)
    lines = canvas.lines.resize(frame.size, Image.Resampling.BOX) if canvas.lines else Image.new("L", frame.size)
    return _printed(frame, canvas.image, lines)


def _hatch(
    frame: Frame, wave: np.ndarray[tuple[int, int], np.dtype[np.float32]], turn: float, rows: slice, pitch: float
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """A triangle wave 0..1 across lines `pitch` pixels apart, bent by `wave`."""
    y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None]
    x = np.arange(frame.width, dtype=np.float32)[None, :]
    phase = (x * np.float32(np.sin(turn)) + y * np.float32(np.cos(turn)) + wave[rows]) / np.float32(pitch)
    phase -= np.floor(phase)
    result: np.ndarray[tuple[int, int], np.dtype[np.float32]] = np.abs(phase * 2 - 1)
    return result


def _printed(frame: Frame, flat: Image.Image, lines: Image.Image) -> Image.Image:
    w, h = frame.size
    pitch = max(3.0, (7.4 - 2.4 * frame.detail) * frame.unit)
    wave = clouds(frame.rng, frame.size, 260 * frame.unit) * np.float32(26 * frame.unit)
    tooth = paper(frame.rng, frame.size)
    ground = _WHITE if frame.plain else _PAPER
    softened = flat.filter(ImageFilter.GaussianBlur(0.8 * frame.unit))
    colours, drawn = np.asarray(softened), np.asarray(lines)
    result = np.empty((h, w, 3), dtype=np.uint8)

    def paint(rows: slice) -> None:
        colour = colours[rows].astype(np.float32)
        light = (colour @ np.array((0.299, 0.587, 0.114), dtype=np.float32)) / 255
        r, g, b = colour[..., 0], colour[..., 1], colour[..., 2]
        vivid = np.maximum(np.maximum(r, g), b) - np.minimum(np.minimum(r, g), b)
        dark = np.clip(0.78 - light * 0.97 - vivid * 0.0011, 0, 0.74)
        cut = np.clip((dark - _hatch(frame, wave, 0.16, rows, pitch)) * pitch * 0.55 + 0.5, 0, 1)
        cut[dark < 0.06] = 0
        if frame.detail > 0.4:
            second = np.clip((dark * 1.25 - 0.5 - _hatch(frame, wave, -0.9, rows, pitch * 1.1)) * pitch * 0.55 + 0.5, 0, 1)
            np.maximum(cut, second * (dark > 0.42), out=cut)
        chroma = colour - light[:, :, None] * 255
        tint = ground * (0.5 + 0.5 * np.clip(light * 1.25 + 0.2, 0, 1))[:, :, None] + chroma * 1.12
        line = drawn[rows].astype(np.float32) / 255
        amount = np.maximum(cut * 0.9, line) * (0.97 + 0.06 * tooth[rows])
        np.clip(amount, 0, 1, out=amount)
        tint += (tooth[rows] * 1.8)[:, :, None]
        tint += (_INK + chroma * 0.12 - tint) * amount[:, :, None]
        result[rows] = np.clip(tint, 0, 255).astype(np.uint8)

    in_bands(h, paint)
    return Image.fromarray(result)
