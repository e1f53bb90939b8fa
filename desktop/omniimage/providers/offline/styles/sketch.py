"""Pencil and watercolour: washes that pool at their edges on toothed paper, under loose double pencil lines."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from omniimage.providers.offline.canvas import Canvas, LineWork
from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.marks import Points

from .registry import renders
from .texture import clouds, in_bands, paper

_PAPER = np.array((252, 250, 244), dtype=np.float32)
_WHITE = np.array((255, 255, 254), dtype=np.float32)
_THIRDS = np.full(3, 1 / 3, dtype=np.float32)
_GRAPHITE = np.array((66, 62, 72), dtype=np.float32)


def pencil(frame: Frame, wobble: float) -> LineWork:
    """A hand that misses the true line by about `wobble` pixels, slowly."""
    rng = frame.rng
    table = rng.standard_normal(4096) * wobble

    def hand(points: Points) -> Points:
        n = len(points)
        if n < 2:
            return points
        knots = max(3, n // 6 + 2)
        start = int(rng.integers(0, 4096 - 2 * knots)) if 2 * knots < 4096 else 0
        at = np.linspace(0, knots - 1, n)
        index = np.arange(knots)
        offsets = np.column_stack(
            [np.interp(at, index, np.resize(table[start + k * knots : start + (k + 1) * knots], knots)) for k in (0, 1)]
        )
        return points + offsets

    strokes = 1 + (frame.detail > 0.3) + (frame.detail > 0.9)
    return LineWork(hand, max(0.8, 1.3 * frame.unit), strokes, 190)


@renders("sketch")
def sketch(frame: Frame) -> Image.Image:
    canvas = Canvas(frame.size, frame.palette.low, lines=pencil(frame, 2.2 * frame.unit))
    if frame.base:
        canvas.image.paste(frame.base.filter(ImageFilter.MedianFilter(7)))
    canvas.paint(frame.marks)
    lines = canvas.lines.resize(frame.size, Image.Resampling.BOX) if canvas.lines else Image.new("L", frame.size)
    if frame.base:
        edges = (
            frame.base.convert("L").filter(ImageFilter.FIND_EDGES).point([max(0, min(150, i * 2 - 40)) for i in range(256)])
        )
        lines = Image.composite(lines, edges, lines)
    return _washed(frame, canvas.image, lines)


def _washed(frame: Frame, flat: Image.Image, lines: Image.Image) -> Image.Image:
    w, h = frame.size
    tooth = paper(frame.rng, frame.size)
    bloom = clouds(frame.rng, frame.size, max(24.0, 110 * frame.unit))
    loose = _loosened(frame, flat)
    blurred = loose.filter(ImageFilter.BoxBlur(max(1, round(4 * frame.unit))))
    edge_strength = 0.5 + 0.7 * frame.detail
    wash, soft, drawn = np.asarray(loose), np.asarray(blurred), np.asarray(lines)
    result = np.empty((h, w, 3), dtype=np.uint8)
    vignette = _bare_edge(frame)
    ground = _WHITE if frame.plain else _PAPER

    def paint(rows: slice) -> None:
        colour = wash[rows].astype(np.float32)
        grey = (colour @ _THIRDS)[:, :, None]
        colour += (colour - grey) * 0.28
        pooled = (colour - soft[rows]) * edge_strength
        np.minimum(pooled, 0, out=pooled)
        density = 0.7 + 0.17 * bloom[rows] + 0.06 * tooth[rows]
        density *= vignette[rows]
        stain = (255 - colour) * density[:, :, None] - pooled * vignette[rows][:, :, None]
        sheet = ground - stain * (ground / 255) + (tooth[rows] * 2.2)[:, :, None]
        graphite = (drawn[rows].astype(np.float32) / 255 * (0.78 + 0.4 * tooth[rows]))[:, :, None]
        np.clip(graphite, 0, 0.9, out=graphite)
        sheet += (_GRAPHITE - sheet) * graphite
        result[rows] = np.clip(sheet, 0, 255).astype(np.uint8)

    in_bands(h, paint)
    return Image.fromarray(result)


def _loosened(frame: Frame, flat: Image.Image) -> Image.Image:
    """The colours pulled a little away from the lines, as a wet brush does."""
    columns, rows = 24, 24
    w, h = frame.size
    reach = 3.4 * frame.unit
    dx = frame.rng.normal(0, reach, (rows + 1, columns + 1))
    dy = frame.rng.normal(0, reach, (rows + 1, columns + 1))
    mesh = []
    for r in range(rows):
        for c in range(columns):
            x0, x1, y0, y1 = (c * w // columns, (c + 1) * w // columns, r * h // rows, (r + 1) * h // rows)
            if x1 <= x0 or y1 <= y0:
                continue
            corners = ((x0, y0, r, c), (x0, y1, r + 1, c), (x1, y1, r + 1, c + 1), (x1, y0, r, c + 1))
            quad = [v for x, y, i, j in corners for v in (x + dx[i, j], y + dy[i, j])]
            mesh.append(((x0, y0, x1, y1), tuple(min(max(v, 0.0), (w, h)[k % 2] - 1.0) for k, v in enumerate(quad))))
    return flat.transform(frame.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def _bare_edge(frame: Frame) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """1 inside, falling to bare paper at a ragged border."""
    w, h = frame.size
    border = 0.035 * min(w, h)
    x = np.minimum(np.arange(w), np.arange(w)[::-1]).astype(np.float32)
    y = np.minimum(np.arange(h), np.arange(h)[::-1]).astype(np.float32)
    ragged = clouds(frame.rng, frame.size, max(16.0, 90 * frame.unit)) * np.float32(border * 0.62)
    distance = np.minimum(x[None, :], y[:, None]) + ragged
    shape: np.ndarray[tuple[int, int], np.dtype[np.float32]] = np.clip((distance - border * 0.9) / (border * 0.16 + 1), 0, 1)
    return shape
