"""What a picture is made of before a style renders it: a flat list of marks in pixel coordinates, back to front."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .colour import RGB

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled polygon, or a line of `width` pixels. `paint` has 1 to 3 stops, top to bottom or, `across`, left to right.

    `thing` numbers the thing it is part of (0 is backdrop); `soft` is a blur radius in pixels; `lift` marks a sheet
    that throws a shadow in styles of cut paper; `named` the parts whose colour is that of the whole thing.
    """

    points: Points
    paint: tuple[RGB, ...]
    alpha: float = 1.0
    width: float = 0.0
    across: bool = False
    soft: float = 0.0
    thing: int = 0
    lift: bool = False
    outline: bool = True
    named: bool = False


@dataclass(frozen=True, slots=True)
class Glow:
    """Light falling off around a point; `radius` in pixels, `strength` 0..1."""

    x: float
    y: float
    radius: float
    colour: RGB
    strength: float


@dataclass(frozen=True, slots=True)
class Mirror:
    """Water or a wet street between two heights, reflecting what is already painted above; pixels from the top."""

    horizon: float
    bottom: float
    tint: RGB
    deep: RGB
    strength: float
    ripple: float


Mark = Fill | Glow | Mirror
