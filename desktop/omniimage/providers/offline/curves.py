"""Polygons of the shapes an illustrator uses, as (n, 2) arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .marks import Points

_TURN = 2 * math.pi


def ellipse(cx: float, cy: float, rx: float, ry: float, turn: float = 0.0, *, sides: int = 40) -> Points:
    """An ellipse, turned clockwise by `turn` degrees."""
    return arc(cx, cy, rx, ry, 0, 360 - 360 / sides, turn, sides=sides)


def arc(
    cx: float, cy: float, rx: float, ry: float, start: float, end: float, turn: float = 0.0, *, sides: int = 40
) -> Points:
    """The part of an ellipse from `start` to `end` degrees, clockwise, 0 at the right."""
    angles = np.radians(np.linspace(start, end, sides))
    x, y = rx * np.cos(angles), ry * np.sin(angles)
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return np.column_stack([cx + x * c - y * s, cy + x * s + y * c])


def rounded(x: float, y: float, w: float, h: float, radius: float) -> Points:
    """A rectangle with round corners."""
    r = max(0.0, min(radius, w / 2, h / 2))
    if r == 0:
        return np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], dtype=float)
    corners = ((x + w - r, y + r, -90), (x + w - r, y + h - r, 0), (x + r, y + h - r, 90), (x + r, y + r, 180))
    return np.vstack([arc(cx, cy, r, r, a, a + 90, sides=8) for cx, cy, a in corners])


def smooth(points: Sequence[tuple[float, float]] | Points, *, closed: bool, steps: int = 8) -> Points:
    """A Catmull-Rom spline through `points`."""
    p = np.asarray(points, dtype=float)
    if len(p) < 3:
        return p
    before, after = (
        (np.roll(p, 1, 0), np.roll(p, -1, 0)) if closed else (np.vstack([p[:1], p[:-1]]), np.vstack([p[1:], p[-1:]]))
    )
    after2 = np.roll(p, -2, 0) if closed else np.vstack([p[2:], p[-1:], p[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (q[:, None, :] for q in (before, p, after, after2))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    if not closed:
        return np.vstack([curve[:-1].reshape(-1, 2), p[-1:]])
    return np.asarray(curve.reshape(-1, 2))


def star(cx: float, cy: float, outer: float, inner: float, tips: int) -> Points:
    """A star with one tip up."""
    angles = np.arange(2 * tips) * (_TURN / (2 * tips)) - math.pi / 2
    radius = np.where(np.arange(2 * tips) % 2 == 0, outer, inner)
    return np.column_stack([cx + radius * np.cos(angles), cy + radius * np.sin(angles)])


def regular(cx: float, cy: float, radius: float, sides: int, turn: float = 0.0) -> Points:
    """A regular polygon with one corner up, turned by `turn` degrees."""
    angles = np.arange(sides) * (_TURN / sides) - math.pi / 2 + math.radians(turn)
    return np.column_stack([cx + radius * np.cos(angles), cy + radius * np.sin(angles)])
